"""The whole job as one recipe: an order in, a package for the shop out, or why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ..cache import Cache
from ..diagnostics import Diagnostic
from ..model import Entry, Exhibition
from ..posters.domains import is_borrowed
from ..posters.poster import Poster, Shot, poster_of
from ..posters.refusal import Refusal
from ..report.progress import Advance, Progress
from .history import History, fingerprint, read_history
from .imposing import SCHEMES
from .making import Decoded, Maker, Result, Workshop, make_all, unfit_all
from .manifest import Row, manifest_csv, manifest_xlsx
from .notes import NOTES, Told, notes
from .order import Order
from .packing import Read, free_name, pack
from .plan import Bundle, Choice, plan
from .record import Job, job_json, preflight_json
from .selection import LeftOut, Selection, select


class Shop(Maker, Protocol):
    """A maker that also says what its files depend on."""

    @property
    def facts(self) -> dict[str, Any]:
        """Versions and hashes for the record; `profile` names the colour standard."""


OpenShop = Callable[[Order, bool, Sequence[Poster], Advance], Shop]
"""Prepares the maker of an order for these posters; the second argument: only proofs; the last hears how far it is."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a job reads photos, keeps what is finished, and puts its package."""

    root: Path
    cache: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an order has come to: with diagnostics that block or with nothing to print there is no folder."""

    proof: bool
    left_out: tuple[LeftOut, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: Path | None = None
    archive: Path | None = None
    posters: int = 0
    files: int = 0
    unchanged: int = 0
    """Chosen entries whose paper is still right."""
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences by the bundle that they keep out of the package."""


def run_job(order: Order, exhibition: Exhibition, places: Places, shop: OpenShop, progress: Progress) -> Outcome:
    """Carry out an order. Raises Refusal where it cannot be carried out as it was given."""
    proof = order.proof or is_unfit_for_walls(exhibition.settings.site_url)
    refuse_what_cannot_be(order)
    history = read_history(order.since, order.product)
    selection = select(order, exhibition)
    chosen = list(choices(selection.entries, order, exhibition, places.root, proof, history))
    refuse_an_empty_selection(selection)
    fresh = [one for one in chosen if not history.is_current(one.poster.id, one.sha256)]
    unchanged = len(chosen) - len(fresh)
    if not fresh:
        return Outcome(proof, selection.left_out, unchanged=unchanged)
    with progress.phase("准备字体和颜色") as advance:
        maker = shop(order, proof, [one.poster for one in fresh], advance)
    workshop = Workshop(maker, Cache(places.cache / "jobs"))
    with progress.phase("看看放不放得下") as advance:
        found = tuple(unfit_all(fresh, workshop, advance))
    if any(diagnostic.blocks for diagnostic in found):
        return Outcome(proof, selection.left_out, found)
    bundles = plan(fresh, order.format)
    key = order.key(history.name, maker.key, *(f"{one.poster.id}{one.sha256}" for one in fresh))
    name = free_name(places.out, job_name(order, proof), key, order.key(history.name))
    with progress.phase("做海报") as advance:
        results = make_all(bundles, workshop, advance)
    job = Job(name, order, key, proof, bundles, results, selection.left_out, history, maker.facts)
    with progress.phase("打包"):
        archive = pack(places.out, name, dict(package(job, workshop)), zipped=job.complete)
    return Outcome(
        proof,
        selection.left_out,
        found,
        places.out / name,
        archive,
        sum(len(bundle.pages) for bundle in job.delivered),
        len(job.delivered),
        unchanged,
        {one.stem: results[one.number].faults for one in bundles if results[one.number].faults},
    )


def is_unfit_for_walls(address: str) -> bool:
    """May this address only stand on proofs: borrowed, a placeholder, or not encrypted?"""
    return is_borrowed(address) or not address.lower().startswith("https://")


def refuse_what_cannot_be(order: Order) -> None:
    """Raise Refusal for orders that make no sense."""
    if order.impose and order.product not in SCHEMES:
        raise Refusal(f"{order.format.title}一张就是一个整页，不用拼版。请去掉 --impose。")
    if order.quantity < 1:
        raise Refusal(f"份数写的是 {order.quantity}。请写 1 或更大的数字。")


def refuse_an_empty_selection(selection: Selection) -> None:
    """Raise Refusal where nothing is left to print, with the reasons."""
    if selection.entries:
        return
    if not selection.left_out:
        raise Refusal("没有符合这些条件的楼组或楼群。几样条件一起写，是要同时满足；请去掉一样再试。")
    raise Refusal("选中的都不能印：\n" + "\n".join(sentences(selection.left_out)))


SHOWN = 12
"""Entries that a message names one by one."""


def sentences(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Say of each entry why it gets no poster; of many, only of the first."""
    for one in left_out[:SHOWN]:
        yield f"  {one.id} {one.name}：{one.reason}".replace(" ：", "：")
    if len(left_out) > SHOWN:
        yield f"  还有 {len(left_out) - SHOWN} 个，见 job.json。"


def choices(
    entries: Sequence[Entry], order: Order, exhibition: Exhibition, root: Path, proof: bool, history: History
) -> Iterator[Choice]:
    """Yield the posters of entries, with what tells whether they were printed before."""
    for entry in entries:
        shot = shot_of(entry, root) if order.photos else None
        poster = poster_of(entry, exhibition, proof=proof, shot=shot)
        yield Choice(poster, entry, fingerprint(poster, order.format), history.reprint_of(entry.id))


def shot_of(entry: Entry, root: Path) -> Shot | None:
    """Return the first photo of an entry that everybody in it agreed to."""
    for photo in entry.photos:
        if photo.file and photo.consent in ("已同意", "不涉及人物"):
            path = root / entry.folder / photo.file
            return Shot(path, hashlib.sha256(path.read_bytes()).hexdigest(), photo.focus)
    return None


def job_name(order: Order, proof: bool) -> str:
    """Return the name of a job, which begins with PROOF where it must not be printed."""
    return f"{'PROOF' if proof else 'JOB'}-{order.date:%Y%m%d}-{order.tag}"


def package(job: Job, workshop: Workshop) -> Iterator[tuple[str, Read]]:
    """Yield every file of the package: its path, and the function that returns its bytes."""
    listed = list(rows(job))
    yield NOTES, partial(bytes, notes(told(job, listed)))
    yield "manifest.csv", partial(bytes, manifest_csv(listed))
    yield "manifest.xlsx", partial(bytes, manifest_xlsx(listed))
    yield "preflight.json", partial(bytes, preflight_json(job))
    yield "job.json", partial(bytes, job_json(job))
    for bundle in job.delivered:
        for path, sha256 in job.results[bundle.number].files.items():
            yield path, partial(workshop.file, sha256)


def rows(job: Job) -> Iterator[Row]:
    """Yield the rows of the manifest: every page that is in the package."""
    for bundle in job.delivered:
        result: Result = job.results[bundle.number]
        for number, page in enumerate(bundle.pages, 1):
            read = result.pages[number - 1] if number <= len(result.pages) else Decoded()
            yield Row(bundle, page, pages_path(bundle, job.proof), number, job.order.quantity, read)


def pages_path(bundle: Bundle, proof: bool) -> str:
    """Return where the pages of a bundle lie in the package; those of a proof lie where nobody prints from."""
    return f"{'proof' if proof else 'pdf'}/{bundle.stem}.pdf"


def told(job: Job, listed: Sequence[Row]) -> Told:
    """Return what the shop is told."""
    scheme = SCHEMES[job.order.product].sentence(job.order.format) if job.order.impose and not job.proof else ""
    return Told(job.name, job.order, listed, job.facts.get("profile", ""), job.proof, scheme, job.complete)
