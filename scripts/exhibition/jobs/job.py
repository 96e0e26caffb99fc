"""The whole job as one function: from an order to a package for the shop, or the reason why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..cache import Cache
from ..codes import long_addresses
from ..diagnostics import Diagnostic, Refusal
from ..model import Exhibition
from ..model.domains import is_unfit_for_walls
from ..print.poster import Poster
from ..report.progress import Advance, Progress
from .choosing import choices, unasked
from .filling import package
from .history import read_history
from .making import Maker, Workshop, make_all, unfit_all
from .order import Order
from .packing import free_name, pack
from .plan import plan
from .record import Job
from .selection import LeftOut, Selection, describe_types, select

OpenShop = Callable[[Order, bool, Sequence[Poster], Advance], Maker]
"""Prepares the maker of an order for these posters; the second argument: only proofs; the last: reports progress."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a job: its photos, the cache of finished files, and its packages."""

    root: Path
    cache: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an order. With diagnostics that block or with nothing to print there is no folder."""

    proof: bool
    left_out: tuple[LeftOut, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: Path | None = None
    archive: Path | None = None
    posters: int = 0
    files: int = 0
    unchanged: int = 0
    """Chosen entries whose printed poster is still right."""
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences on faults, by the bundle that is left out of the package because of them."""


def run_job(order: Order, exhibition: Exhibition, places: Places, shop: OpenShop, progress: Progress) -> Outcome:
    """Make the package of an order. Raises Refusal where the order cannot be carried out."""
    settings = exhibition.settings
    proof = order.proof or settings.trial or is_unfit_for_walls(settings.site_url)
    refuse_what_cannot_be(order)
    history = read_history(order.since, order.product)
    selection = select(order, exhibition)
    refuse_an_empty_selection(selection, order)
    addresses = {entry.id: settings.address(entry.id) for entry in selection.entries}
    if order.format.has_code and (unprintable := long_addresses(addresses, proof=proof)):
        return Outcome(proof, selection.left_out, tuple(unprintable))
    chosen = list(choices(selection.entries, order, exhibition, places.root, proof, history))
    fresh = [one for one in chosen if not history.is_current(one.poster.id, one.sha256)]
    outcome = Outcome(proof, selection.left_out, unchanged=len(chosen) - len(fresh))
    if not fresh:
        return outcome
    with progress.phase("准备字体和颜色") as advance:
        workshop = Workshop(shop(order, proof, [one.poster for one in fresh], advance), Cache(places.cache / "jobs"))
    with progress.phase("看看放不放得下") as advance:
        without = unasked(fresh) if order.photos else ()
        outcome = replace(outcome, diagnostics=(*without, *unfit_all(fresh, workshop, advance)))
    if any(diagnostic.blocks for diagnostic in outcome.diagnostics):
        return outcome
    own = order.key(history.name)
    key = order.key(history.name, workshop.maker.key, *(f"{one.poster.id}{one.sha256}" for one in fresh))
    # Before thousands of posters are drawn: a name that is taken is refused.
    name = free_name(places.out, job_name(order, proof), key, own)
    bundles = plan(fresh, order.format)
    with progress.phase("做海报") as advance:
        results = make_all(bundles, workshop, advance)
    job = Job(name, order, key, proof, bundles, results, selection.left_out, history, workshop.maker.facts)
    with progress.phase("打包"):
        archive = pack(places.out, name, dict(package(job, workshop)), zipped=job.complete)
    return finished(outcome, job, places.out / name, archive)


def finished(outcome: Outcome, job: Job, folder: Path, archive: Path | None) -> Outcome:
    """Return the outcome of a job whose package is there."""
    return replace(
        outcome,
        folder=folder,
        archive=archive,
        posters=sum(len(bundle.pages) for bundle in job.delivered),
        files=len(job.delivered),
        faults={one.stem: faults for one in job.bundles if (faults := job.results[one.number].faults)},
    )


def refuse_what_cannot_be(order: Order) -> None:
    """Raise Refusal for options that contradict each other or the product."""
    if order.impose and order.format.imposition is None:
        raise Refusal(f"{order.format.title}一张就是一个整页，不用拼版。请去掉 --impose。")
    if order.quantity < 1:
        raise Refusal(f"份数写的是 {order.quantity}。请写 1 或更大的数字。")


def refuse_an_empty_selection(selection: Selection, order: Order) -> None:
    """Raise Refusal where nothing is left to print, with the reasons."""
    if selection.entries:
        return
    if not selection.left_out:
        raise Refusal(
            f"没有符合这些条件的{describe_types(order.format)}。几样条件一起写，是要同时满足；请去掉一样再试。"
        )
    raise Refusal("选中的都不能印：\n" + "\n".join(sentences(selection.left_out)))


SHOWN = 12
"""Most entries that a message names one by one."""


def sentences(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Yield for each entry why it gets no poster; of many, only for the first `SHOWN`, then counts by reason."""
    for one in left_out[:SHOWN]:
        yield f"  {one.id} {one.name}：{one.reason}".replace(" ：", "：")
    for reason, count in Counter(one.reason for one in left_out[SHOWN:]).items():
        yield f"  还有 {count} 个：{reason}"


def job_name(order: Order, proof: bool) -> str:
    """Return the name of a job, which begins with PROOF where it must not be printed."""
    return f"{'PROOF' if proof else 'JOB'}-{order.date:%Y%m%d}-{order.tag}"
