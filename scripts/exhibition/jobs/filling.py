"""The files of a package: the files of each bundle, and the papers that go with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from .history import RECORD
from .making import Decoded, Result, Workshop
from .manifest import Row, manifest_csv, manifest_xlsx
from .notes import NOTES, Told, notes
from .packing import Read
from .plan import Bundle
from .record import Job, job_json, preflight_json


def package(job: Job, workshop: Workshop) -> Iterator[tuple[str, Read]]:
    """Yield every file of the package: its path and the function that returns its bytes."""
    listed = list(rows(job))
    yield NOTES, partial(bytes, notes(told(job, listed)))
    yield "manifest.csv", partial(bytes, manifest_csv(listed))
    yield "manifest.xlsx", partial(bytes, manifest_xlsx(listed))
    yield "preflight.json", partial(bytes, preflight_json(job))
    yield RECORD, partial(bytes, job_json(job))
    for bundle in job.delivered:
        for path, sha256 in job.results[bundle.number].files.items():
            yield path, partial(workshop.file, sha256)


def rows(job: Job) -> Iterator[Row]:
    """Yield the rows of the manifest: every poster that is in the package."""
    for bundle in job.delivered:
        result: Result = job.results[bundle.number]
        number = 1
        for index, page in enumerate(bundle.pages):
            read = result.pages[index] if index < len(result.pages) else Decoded()
            yield Row(bundle, page, pages_path(bundle, job.proof), number, job.order.quantity, read)
            number += page.count


def pages_path(bundle: Bundle, proof: bool) -> str:
    """Return where the pages of a bundle lie in the package; those of a proof lie in `proof/`."""
    return f"{'proof' if proof else 'pdf'}/{bundle.stem}.pdf"


def told(job: Job, listed: Sequence[Row]) -> Told:
    """Return the facts that the notes for the shop state."""
    format = job.order.format
    wanted = format.imposition if job.order.impose and not job.proof else None
    scheme = wanted.describe(format.title) if wanted else ""
    return Told(job.name, job.order, listed, job.facts.get("profile", ""), job.proof, scheme, job.complete)
