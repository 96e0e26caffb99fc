"""The records of a job for programs: job.json and preflight.json."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..print.formats import STANDARDS
from .history import KIND, History
from .making import Result
from .manifest import COLUMNS
from .order import Order
from .plan import Bundle
from .selection import LeftOut

SCHEMA = 1
"""Version of the record: raised when a key changes its meaning, not for new keys."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job and its results."""

    name: str
    order: Order
    key: str
    """Hash of the order and of everything that its files depend on."""
    proof: bool
    bundles: Sequence[Bundle]
    results: Mapping[int, Result]
    left_out: Sequence[LeftOut]
    history: History
    facts: Mapping[str, Any]
    """What the files depend on besides the content: versions, hashes of palette, profile and fonts."""

    @property
    def complete(self) -> bool:
        """Whether all bundles are without faults."""
        return not any(result.faults for result in self.results.values())

    @property
    def delivered(self) -> list[Bundle]:
        """The bundles whose files are in the package."""
        return [bundle for bundle in self.bundles if not self.results[bundle.number].faults]


def job_json(job: Job) -> bytes:
    """Return the record of a job: the order, the files, and the last printed poster of every entry."""
    order, delivered = job.order, job.delivered
    pages = sum(len(bundle.pages) for bundle in delivered)
    told = {
        "kind": KIND,
        "schema": SCHEMA,
        "name": job.name,
        "date": order.date.isoformat(),
        "product": order.product,
        "standard": STANDARDS[order.standard].title,
        "proof": job.proof,
        "complete": job.complete,
        "key": job.key,
        "order": order.key(job.history.name),
        "selection": {name: words for name, words in asdict(order.criteria).items() if words},
        "since": job.history.name,
        "counts": {
            "files": len(delivered),
            "posters": pages,
            "sheets_of_paper": sum(sheets_of(bundle) for bundle in delivered) * order.quantity,
            "left_out": len(job.left_out),
        },
        "made_with": dict(job.facts),
        "columns": {column.key: column.heading for column in COLUMNS},
        # Of a withdrawn entry only its number may be kept.
        "left_out": [{"id": one.id, "reason": one.reason} for one in job.left_out],
        "printed": printed(job),
    }
    return as_json(told)


def sheets_of(bundle: Bundle) -> int:
    """Return the sheets of paper for one copy of each poster of a bundle."""
    return sum(-(-page.count // bundle.format.sides) for page in bundle.pages)


def printed(job: Job) -> dict[str, dict[str, str]]:
    """Return the last printed poster of every entry, from this job and those before it."""
    found = {id: {"sha256": one.sha256, "job": one.job} for id, one in job.history.printed.items()}
    for bundle in job.delivered:
        for page in bundle.pages:
            found[page.poster.id] = {"sha256": page.choice.sha256, "job": job.name}
    return dict(sorted(found.items()))


def preflight_json(job: Job) -> bytes:
    """Return the results of the preflight, file by file and poster by poster."""
    return as_json(
        {
            "name": job.name,
            "complete": job.complete,
            "files": [checked(bundle, job.results[bundle.number]) for bundle in job.bundles],
        }
    )


def checked(bundle: Bundle, result: Result) -> dict[str, Any]:
    """Return the results of the preflight of one bundle."""
    pages = [
        {"seq": page.seq, "id": page.poster.id, "decoded": read.text, "unused_ec": round(read.unused, 3)}
        for page, read in zip(bundle.pages, result.pages, strict=False)
    ]
    return {
        "bundle": bundle.stem,
        "passed": not result.faults,
        "faults": list(result.faults),
        "files": dict(sorted(result.files.items())),
        "pages": pages,
        "checks": dict(result.checks),
    }


def as_json(told: Any) -> bytes:
    """Return plain values as indented JSON."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
