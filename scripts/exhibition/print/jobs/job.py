"""Run a print job: build posters, have bundles rendered, write the package as a folder and a ZIP.

Only folders and archives that this command has made are replaced, and always as a whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import Any

from ...cluster import HERE, Machines
from ...diagnostics import Diagnostic, Refusal
from ...lazy import dataclass
from ...media.messages import unfetched_photo
from ...media.rendition_worker import SourcePhoto
from ...media.renditions import find_photo_file
from ...model import Entry, Exhibition, Photo
from ...progress import Advance, Progress
from ...qr import find_long_addresses
from ...storage.cache import Cache
from ...storage.originals import NO_REMARK, Original, Originals, store_originals
from ...storage.output_tree import list_files
from ...storage.publishing import FILE_MODE, FOLDER_MODE, set_modes
from ...storage.safe_files import PHOTO_LIMIT, read_file
from ...text.characters import is_unfit_for_walls
from ..messages import photo_for_the_site_only
from ..poster import Poster, PosterPhoto, build_blank_poster, build_poster
from .bundles import (
    BundleRenderer,
    BundleResult,
    CachedRenderer,
    PlannedPoster,
    PrintBundle,
    ScannedCode,
    find_all_unprintable,
    open_runner,
    plan_bundles,
    render_all,
)
from .package_files import (
    NOTES_FILE,
    ManifestRow,
    PrintJob,
    ShopNotes,
    render_job_json,
    render_manifest_csv,
    render_manifest_xlsx,
    render_notes,
    render_preflight_json,
)
from .selection import (
    RECORD,
    ExcludedEntry,
    PrintHistory,
    PrintOrder,
    PrintSelection,
    compute_fingerprint,
    describe_types,
    read_history,
    read_record,
    select_entries,
)


def iter_planned_posters(
    entries: Sequence[Entry],
    order: PrintOrder,
    exhibition: Exhibition,
    root: Path,
    proof: bool,
    history: PrintHistory,
    say: Callable[[str], None] = NO_REMARK,
) -> Iterator[PlannedPoster]:
    """Yield the posters of entries, each with its fingerprint and the job that printed it before; or the one without entry.

    Originals that are not in their folders are fetched before, all by one request. Raises Refusal where one cannot be had.
    """
    originals = Originals(root)
    if order.photos:
        store_originals(iter_needed_originals(entries, order, exhibition, root, originals), say)
    if order.format.blank:
        blank = build_blank_poster(order.format, exhibition, proof=proof)
        yield PlannedPoster(blank, None, compute_fingerprint(blank, order.format), history.get_replaced_job(blank.id))
    for entry in entries:
        shot = find_printable(entry.photos, entry, root, originals) if order.photos else None
        emblem = find_printable(entry.own_pictures, entry, root, originals)
        named = order.format.photos(entry, exhibition) if order.format.photos and order.photos else {}
        found = {name: find_printable((photo,), holder, root, originals) for name, (holder, photo) in named.items()}
        shots = {name: one for name, one in found.items() if one}
        poster = build_poster(
            entry, exhibition, proof=proof, shot=shot, emblem_shot=emblem, shots=shots, format=order.format
        )
        yield PlannedPoster(
            poster, entry, compute_fingerprint(poster, order.format), history.get_replaced_job(entry.id)
        )


def iter_needed_originals(
    entries: Sequence[Entry], order: PrintOrder, exhibition: Exhibition, root: Path, originals: Originals
) -> Iterator[Original]:
    """Yield the originals of all pictures that posters of these entries show, where they are not in their folders."""
    for entry in entries:
        named = order.format.photos(entry, exhibition) if order.format.photos else {}
        for photos, holder in (
            (entry.photos, entry),
            (entry.own_pictures, entry),
            *(((photo,), holder) for holder, photo in named.values()),
        ):
            found = find_source(photos, holder, root, originals)
            if found and found[1].original:
                yield found[1].original


def find_source(
    photos: Iterable[Photo], entry: Entry, root: Path, originals: Originals | None
) -> tuple[Photo, SourcePhoto] | None:
    """Return the first of an entry's pictures whose consent covers print and whose file is there or elsewhere, with that file."""
    for photo in photos:
        if photo.file and photo.is_printable and (source := find_photo_file(root, entry, photo, originals)):
            return photo, source
    return None


def find_photo(entry: Entry, root: Path) -> PosterPhoto | None:
    """Return the first photo of an entry whose consent covers print."""
    return find_printable(entry.photos, entry, root)


def find_printable(
    photos: Iterable[Photo], entry: Entry, root: Path, originals: Originals | None = None
) -> PosterPhoto | None:
    """Return the first of an entry's pictures whose consent covers print and whose file is there.

    Raises Refusal where it is elsewhere and cannot be had: no poster is printed without its picture.
    """
    found = find_source(photos, entry, root, originals)
    if found is None:
        return None
    photo, source = found
    if source.original and not store_originals([source.original]):
        issue = unfetched_photo(source.name)
        raise Refusal(f"{issue.message}{issue.hint}")
    return PosterPhoto(source.path, hashlib.sha256(read_file(source.path, PHOTO_LIMIT)).hexdigest(), photo.focus)


def iter_site_only_photos(choices: Sequence[PlannedPoster]) -> Iterator[Diagnostic]:
    """Yield a reminder for each poster without a photo whose entry has one with consent for the website alone."""
    for choice in choices:
        photos = choice.entry.photos if choice.entry else ()
        photo = next((one for one in photos if one.file and one.shown and not one.is_printable), None)
        if photo and not choice.poster.shot:
            issue = photo_for_the_site_only(photo.key)
            yield Diagnostic(photo.span, issue.rule.code, issue.rule.severity, issue.message, issue.hint)


def iter_package_files(job: PrintJob, cached_renderer: CachedRenderer) -> Iterator[tuple[str, ByteSource]]:
    """Yield every file of the package: its path and the function that returns its bytes."""
    listed = list(iter_manifest_rows(job))
    yield NOTES_FILE, partial(bytes, render_notes(build_notes(job, listed)))
    yield "manifest.csv", partial(bytes, render_manifest_csv(listed))
    yield "manifest.xlsx", partial(bytes, render_manifest_xlsx(listed))
    yield "preflight.json", partial(bytes, render_preflight_json(job))
    yield RECORD, partial(bytes, render_job_json(job))
    for bundle in job.delivered:
        for path, sha256 in job.results[bundle.number].files.items():
            yield path, partial(cached_renderer.read_file, sha256)


def iter_manifest_rows(job: PrintJob) -> Iterator[ManifestRow]:
    """Yield the rows of the manifest: every poster that is in the package."""
    for bundle in job.delivered:
        result: BundleResult = job.results[bundle.number]
        number = 1
        for index, page in enumerate(bundle.pages):
            read = result.pages[index] if index < len(result.pages) else ScannedCode()
            yield ManifestRow(bundle, page, get_pages_path(bundle, job.proof), number, job.order.quantity, read)
            number += page.count


def get_pages_path(bundle: PrintBundle, proof: bool) -> str:
    """Return where the pages of a bundle lie in the package; those of a proof lie in `proof/`."""
    return f"{'proof' if proof else 'pdf'}/{bundle.stem}.pdf"


def build_notes(job: PrintJob, listed: Sequence[ManifestRow]) -> ShopNotes:
    """Return the facts that the notes for the shop state."""
    format = job.order.format
    wanted = format.imposition if job.order.impose and not job.proof else None
    scheme = wanted.describe(format.title) if wanted else ""
    return ShopNotes(job.name, job.order, listed, job.facts.get("profile", ""), job.proof, scheme, job.complete)


SUMS_FILE = "SHA256SUMS"
ByteSource = Callable[[], bytes]
PackageContent = Mapping[str, ByteSource]
"""Files by their path in the package; their bytes are read one by one, because a job may be larger than the memory."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP: the earliest that the format can hold."""


def find_free_name(out: Path, wanted: str, key: str, order: str) -> str:
    """Return the name for the job of `key`: `wanted`, or `wanted` with a number if the day has several jobs.

    A folder of the same job, or of an incomplete job of the same order, is replaced. Raises Refusal if a folder or a
    ZIP of that name was not made by this command or contains other files.
    """
    for number in range(1, 1000):
        name = wanted if number == 1 else f"{wanted}-{number}"
        folder, package = out / name, out / f"{name}.zip"
        records = [read_record(path) for path in (folder, package) if has_content(path)]
        if None in records:
            raise Refusal(f"“{folder}”已经有了，不是这条命令做的，没有动它。请把它移走，或者用 --out 换一个地方。")
        if not all(may_replace(record, key, order) for record in records if record):
            continue
        if foreign := sorted(set(iter_foreign_files(folder))):
            raise Refusal(f"“{folder}”里有别人放的文件（{'、'.join(foreign[:3])}），没有动它。请先把这些文件移走。")
        return name
    raise Refusal(f"“{out}”里今天的批次太多了。请用 --out 换一个地方。")


def may_replace(record: dict[str, Any], key: str, order: str) -> bool:
    """May the job of `record` be replaced by that of `key`? A job that may have gone to a shop is kept."""
    return bool(record["key"] == key or (record["order"] == order and not record["complete"]))


def has_content(path: Path) -> bool:
    """Return whether there is a file or a non-empty folder at `path`."""
    return path.exists() and not (path.is_dir() and not any(path.iterdir()))


def iter_foreign_files(folder: Path) -> Iterator[str]:
    """Yield the files in the folder of a job that are not the job's."""
    if not (folder / SUMS_FILE).exists():
        return
    own = {line.partition("  ")[2] for line in (folder / SUMS_FILE).read_text("utf-8").splitlines()}
    yield from (path for path in list_files(folder) if path not in own and path != SUMS_FILE)


def write_package(out: Path, name: str, package: PackageContent, *, zipped: bool) -> Path | None:
    """Write the package as the folder `name` below `out` and, if `zipped`, as `name`.zip; return the ZIP.

    Both are written under temporary names and renamed when they are complete. If writing fails (a full disk), nothing
    unfinished is left.
    """
    out.mkdir(parents=True, exist_ok=True)
    out.chmod(FOLDER_MODE)
    fresh, old, fresh_archive = out / f".{name}.new", out / f".{name}.old", out / f".{name}.zip.new"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    archive = out / f"{name}.zip"
    try:
        write_folder(fresh, package)
        if zipped:
            write_zip(fresh_archive, fresh, name)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh_archive.unlink(missing_ok=True)
        raise
    folder = out / name
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)
    if not zipped:
        archive.unlink(missing_ok=True)
        return None
    os.replace(fresh_archive, archive)
    archive.chmod(FILE_MODE)
    return archive


def write_folder(folder: Path, package: PackageContent) -> None:
    """Write every file of the package, and their checksums in the format of `sha256sum -c`."""
    sums = []
    for path in sorted(package):
        data = package[path]()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {path}\n")
    (folder / SUMS_FILE).write_bytes("".join(sums).encode())
    # The folder is read by other users: a colleague, a file server.
    set_modes(folder)


def write_zip(archive: Path, folder: Path, name: str) -> None:
    """Write a folder as a ZIP with everything below `name`; the same files give the same bytes.

    PDFs are stored without compression: their streams are already compressed.
    """
    paths = sorted(list_files(folder), key=lambda path: (path != RECORD, path))
    with zipfile.ZipFile(archive, "w") as package:
        for path in paths:
            entry = zipfile.ZipInfo(f"{name}/{path}", ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(".pdf") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            # By default Python records the system on which the ZIP was made.
            entry.create_system = 3
            package.writestr(entry, (folder / path).read_bytes())


RendererFactory = Callable[[PrintOrder, bool, Sequence[Poster], Advance], BundleRenderer]
"""Prepares the maker of an order for these posters; the second argument: only proofs; the last: reports progress."""


@dataclass(frozen=True, slots=True)
class JobPaths:
    """The folders of a job: its photos, the cache of finished files, and its packages; and the machines that make it."""

    root: Path
    cache: Path
    out: Path
    machines: Machines = HERE


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """The result of an order. With diagnostics that block or with nothing to print there is no folder."""

    proof: bool
    left_out: tuple[ExcludedEntry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: Path | None = None
    archive: Path | None = None
    posters: int = 0
    files: int = 0
    unchanged: int = 0
    """Chosen entries whose printed poster is still right."""
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences on faults, by the bundle that is left out of the package because of them."""


def run_job(
    order: PrintOrder, exhibition: Exhibition, places: JobPaths, make_renderer: RendererFactory, progress: Progress
) -> JobOutcome:
    """Make the package of an order. Raises Refusal where the order cannot be carried out."""
    settings = exhibition.settings
    proof = order.proof or settings.trial or is_unfit_for_walls(settings.site_url)
    refuse_impossible_order(order)
    history = read_history(order.since, order.product)
    selection = select_entries(order, exhibition)
    refuse_empty_selection(selection, order)
    addresses = {entry.id: settings.build_permalink(entry.id) for entry in selection.entries}
    if order.format.has_code and (unprintable := find_long_addresses(addresses, proof=proof)):
        return JobOutcome(proof, selection.left_out, tuple(unprintable))
    chosen = list(iter_planned_posters(selection.entries, order, exhibition, places.root, proof, history, progress.say))
    fresh = [one for one in chosen if not history.is_current(one.poster.id, one.sha256)]
    outcome = JobOutcome(proof, selection.left_out, unchanged=len(chosen) - len(fresh))
    if not fresh:
        return outcome
    with progress.time_phase("准备字体和颜色") as advance:
        cached_renderer = CachedRenderer(
            make_renderer(order, proof, [one.poster for one in fresh], advance), Cache(places.cache / "jobs")
        )
    with open_runner(cached_renderer, places.machines, progress.say) as runner:
        with progress.time_phase("看看放不放得下") as advance:
            without = iter_site_only_photos(fresh) if order.photos else ()
            outcome = replace(outcome, diagnostics=(*without, *find_all_unprintable(fresh, runner, advance)))
        if any(diagnostic.blocks for diagnostic in outcome.diagnostics):
            return outcome
        own = order.compute_key(history.name)
        key = order.compute_key(
            history.name, cached_renderer.renderer.key, *(f"{one.poster.id}{one.sha256}" for one in fresh)
        )
        # Before thousands of posters are drawn: a name that is taken is refused.
        name = find_free_name(places.out, format_job_name(order, proof), key, own)
        bundles = plan_bundles(fresh, order.format)
        with progress.time_phase("做海报") as advance:
            results = render_all(bundles, runner, advance)
    job = PrintJob(
        name, order, key, proof, bundles, results, selection.left_out, history, cached_renderer.renderer.facts
    )
    with progress.time_phase("打包"):
        archive = write_package(places.out, name, dict(iter_package_files(job, cached_renderer)), zipped=job.complete)
    return complete_outcome(outcome, job, places.out / name, archive)


def complete_outcome(outcome: JobOutcome, job: PrintJob, folder: Path, archive: Path | None) -> JobOutcome:
    """Return the outcome of a job whose package is there."""
    return replace(
        outcome,
        folder=folder,
        archive=archive,
        posters=sum(len(bundle.pages) for bundle in job.delivered),
        files=len(job.delivered),
        faults={one.stem: faults for one in job.bundles if (faults := job.results[one.number].faults)},
    )


def refuse_impossible_order(order: PrintOrder) -> None:
    """Raise Refusal for options that contradict each other or the product."""
    if order.impose and order.format.imposition is None:
        raise Refusal(f"{order.format.title}一张就是一个整页，不用拼版。请去掉 --impose。")
    if order.quantity < 1:
        raise Refusal(f"份数写的是 {order.quantity}。请写 1 或更大的数字。")


def refuse_empty_selection(selection: PrintSelection, order: PrintOrder) -> None:
    """Raise Refusal where nothing is left to print, with the reasons."""
    if selection.entries or order.format.blank:
        return
    if not selection.left_out:
        raise Refusal(
            f"没有符合这些条件的{describe_types(order.format)}。几样条件一起写，是要同时满足；请去掉一样再试。"
        )
    raise Refusal("选中的都不能印：\n" + "\n".join(describe_excluded(selection.left_out)))


MAX_LISTED = 12
"""Most entries that a message names one by one."""


def describe_excluded(left_out: Sequence[ExcludedEntry]) -> Iterator[str]:
    """Yield for each entry why it gets no poster; of many, only for the first `MAX_LISTED`, then counts by reason."""
    for one in left_out[:MAX_LISTED]:
        yield f"  {one.id} {one.name}：{one.reason}".replace(" ：", "：")
    for reason, count in Counter(one.reason for one in left_out[MAX_LISTED:]).items():
        yield f"  还有 {count} 个：{reason}"


def format_job_name(order: PrintOrder, proof: bool) -> str:
    """Return the name of a job, which begins with PROOF where it must not be printed."""
    return f"{'PROOF' if proof else 'JOB'}-{order.date:%Y%m%d}-{order.tag}"
