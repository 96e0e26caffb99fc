"""Bundles of posters, and their rendering by worker processes, here or on several machines.

A bundle is one file for one place of delivery, at most 50 pages. Bundles are rendered by as many processes as there
are processors, or by the workers of a scheduler; finished bundles are cached, so that an interrupted job continues
where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
import signal
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, field, replace
from functools import partial
from typing import Any, Protocol

from ...cluster import PARCEL_LIMIT, JobExecutor, Known, LocalProcesses, Machines, Preparation, Task, open_executor
from ...diagnostics import Diagnostic, Refusal
from ...lazy import dataclass
from ...model import CacheKey, Entry
from ...progress import Advance, ignore_progress
from ...storage.cache import Cache, digest
from ...storage.safe_files import read_file
from ...storage.shared_cache import SharedCache, identify_machine, open_shared, open_store, refuse_closed_store
from ...workers import choose_context, exit_with_parent
from ..formats import SLUG_DOT, PrintFormat
from ..poster import Poster

Say = Callable[[str], None]
MAX_PAGES = 50
"""Most pages of one file: a shop can open and check it, and a mistake costs one file."""
MAX_PLACE_CHARACTERS = 40
"""Most characters of a place in a file's name: paths on Windows end at 260."""


@dataclass(frozen=True, slots=True)
class PlannedPoster:
    """A poster to print, with its entry, its fingerprint and the job whose poster it replaces.

    What is made of no entry has none.
    """

    poster: Poster
    entry: Entry | None
    sha256: str
    reprint_of: str = ""


@dataclass(frozen=True, slots=True)
class BundlePage:
    """The page of one poster in a bundle, or its pages; `seq` counts posters through the whole job, from 1."""

    seq: int
    planned: PlannedPoster
    count: int = 1
    """Pages that the product has for this poster."""

    @property
    def poster(self) -> Poster:
        """The poster on it."""
        return self.planned.poster


@dataclass(frozen=True, slots=True)
class PrintBundle:
    """One file for one place of delivery. `stem` is its name without folder and extension."""

    number: int
    stem: str
    street: str
    place: str
    """Committee, else compound; empty where only the street is known."""
    format: PrintFormat
    pages: tuple[BundlePage, ...]

    @property
    def deliver_to(self) -> str:
        """The place of delivery."""
        return f"{self.street} {self.place}".strip()

    @property
    def posters(self) -> tuple[Poster, ...]:
        """The posters, in the order of their pages."""
        return tuple(page.poster for page in self.pages)

    @property
    def owners(self) -> tuple[BundlePage, ...]:
        """The poster to which each page of the file belongs."""
        return tuple(page for page in self.pages for _ in range(page.count))

    def list_slug_lines(self) -> tuple[str, ...]:
        """Return the line outside the trim of each page: which file, which page, which entry."""
        owners = self.owners
        return tuple(
            SLUG_DOT.join((self.stem, f"{number}/{len(owners)}", page.poster.id, self.format.title))
            for number, page in enumerate(owners, 1)
        )


def plan_bundles(choices: Sequence[PlannedPoster], format: PrintFormat) -> tuple[PrintBundle, ...]:
    """Return the bundles of `choices`, in the order in which their places first occur; posters keep their order."""
    places: dict[tuple[str, str], list[PlannedPoster]] = {}
    for choice in choices:
        places.setdefault(get_delivery_place(choice.entry), []).append(choice)
    counts = {choice.poster.id: len(format.list_pages(choice.poster)) for choice in choices}
    most = max(1, MAX_PAGES // max(counts.values(), default=1))
    parts = [(place, part) for place, group in places.items() for part in split_evenly(group, most)]
    digits = max(2, len(str(len(parts))))
    bundles, seq = [], 0
    for number, ((street, place), part) in enumerate(parts, 1):
        stem = "-".join(
            filter(None, (format.key.upper(), str(number).zfill(digits), to_file_name(street), to_file_name(place)))
        )
        pages = tuple(BundlePage(seq + index, choice, counts[choice.poster.id]) for index, choice in enumerate(part, 1))
        bundles.append(PrintBundle(number, stem, street, place, format, pages))
        seq += len(part)
    return tuple(bundles)


def get_delivery_place(entry: Entry | None) -> tuple[str, str]:
    """Return street and neighbourhood committee (else compound): where the posters of an entry are delivered.

    Where what is made of no entry goes, those who order know.
    """
    if entry is None:
        return "", ""
    return entry.location.street, entry.location.committee or entry.location.compound


def split_evenly(choices: list[PlannedPoster], most: int = MAX_PAGES) -> Iterator[list[PlannedPoster]]:
    """Yield parts of at most `most` posters, as even as can be."""
    count = -(-len(choices) // most)
    for index in range(count):
        yield choices[index * len(choices) // count : (index + 1) * len(choices) // count]


def to_file_name(name: str) -> str:
    """Return a name that Windows, macOS and every unzip accept in a file's name: letters, digits, ideographs, hyphens.

    >>> to_file_name("共和十一村/东区：*1*")
    '共和十一村-东区-1'
    """
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", name)).strip("-")
    return words[:MAX_PLACE_CHARACTERS].rstrip("-")


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """The code read from the picture of one poster: its text, and the share of its error correction left unused."""

    text: str = ""
    unused: float = 0.0


@dataclass(frozen=True, slots=True)
class RenderedBundle:
    """The output of a maker for one bundle: files by their path in the package, or the faults that forbid them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    pages: tuple[ScannedCode, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=dict)
    """The report of the preflight, as plain values."""


class BundleRenderer(Protocol):
    """A callable that draws, finishes and checks one bundle. The same bundle gives the same bytes."""

    @property
    def key(self) -> str:
        """Hash of everything except the bundle that the bytes depend on."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Versions and hashes for the record; `profile` is the name of the ICC profile."""

    def find_unprintable(self, choices: Sequence[PlannedPoster]) -> list[Diagnostic]:
        """Return what cannot be printed, at the places of the content files."""

    def adapt(self, cache: Cache | None, originals: Mapping[str, bytes]) -> BundleRenderer:
        """Return the same renderer for another machine: what its bundles share is in `cache`, and `originals` are the
        bytes of photos by the hash of their content. It is picklable and opens no file of this machine.
        """

    def __call__(self, bundle: PrintBundle) -> RenderedBundle:
        """Return the files of a bundle; none if any of them has a fault."""


@dataclass(frozen=True, slots=True)
class BundleResult:
    """The result of one bundle: the SHA-256 of its files by their paths, and the report of the preflight."""

    files: dict[str, str]
    faults: tuple[str, ...] = ()
    pages: tuple[ScannedCode, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CachedRenderer:
    """A maker and the cache of its output: files by their hash, results by the hash of all inputs."""

    renderer: BundleRenderer
    cache: Cache

    def compute_key(self, bundle: PrintBundle) -> CacheKey:
        """Return the hash of everything that the files of a bundle depend on."""
        pages = [(page.seq, page.poster.compute_digest(bundle.format)) for page in bundle.pages]
        return CacheKey(digest(self.renderer.key, bundle.number, bundle.stem, *bundle.list_slug_lines(), repr(pages)))

    def load_result(self, bundle: PrintBundle) -> BundleResult | None:
        """Return the cached result of the same bundle; None where any part of it is missing or damaged."""
        data = self.cache.get(self.compute_key(bundle))
        if data is None:
            return None
        stored = json.loads(data)
        result = BundleResult(
            stored["files"], (), tuple(ScannedCode(**page) for page in stored["pages"]), stored["checks"]
        )
        return result if all(self.cache.get(CacheKey(sha256)) is not None for sha256 in result.files.values()) else None

    def render_bundle(self, bundle: PrintBundle) -> BundleResult:
        """Make a bundle and cache it; one with a fault is not cached, because it must be made again."""
        rendered = self.renderer(bundle)
        files = {path: hashlib.sha256(data).hexdigest() for path, data in rendered.files.items()}
        result = BundleResult(files, rendered.faults, rendered.pages, rendered.checks)
        for path, sha256 in files.items():
            self.cache.put(CacheKey(sha256), rendered.files[path])
        if not rendered.faults:
            stored = {"files": files, "pages": [asdict(page) for page in rendered.pages], "checks": rendered.checks}
            self.cache.put(self.compute_key(bundle), json.dumps(stored, ensure_ascii=False).encode())
        return result

    def share(self, bundle: PrintBundle, result: BundleResult) -> None:
        """Bring into shared storage what a process of this machine has made."""
        if isinstance(self.cache, SharedCache) and not result.faults:
            for key in (*map(CacheKey, result.files.values()), self.compute_key(bundle)):
                self.cache.share(key)

    @property
    def local(self) -> CachedRenderer:
        """The same with the cache of this machine alone, for forked processes."""
        return replace(self, cache=self.cache.first) if isinstance(self.cache, SharedCache) else self

    def read_file(self, sha256: str) -> bytes:
        """Return a finished file. Raises Refusal where it was damaged on the disk since it was made."""
        data = self.cache.get(CacheKey(sha256))
        if data is None:
            raise Refusal("做好的文件在磁盘上坏了一个，这一批没有打包。请再运行一次，会把它重做。")
        return data


@dataclass(frozen=True, slots=True)
class BundleRunner:
    """The executor of a job, and the renderer that its bundles go through."""

    cached_renderer: CachedRenderer
    executor: JobExecutor = LocalProcesses()

    @property
    def forks(self) -> bool:
        """Whether processes of this machine may be copies of this one: connections with other machines leave threads."""
        shared = isinstance(self.cached_renderer.cache, SharedCache)
        return "fork" in multiprocessing.get_all_start_methods() and not shared


@contextmanager
def open_runner(cached_renderer: CachedRenderer, machines: Machines, say: Say) -> Iterator[BundleRunner]:
    """Open the executor for the bundles of `cached_renderer`. Raises Refusal as `open_executor`."""
    cache, store = cached_renderer.cache, machines.store
    if machines.scheduler and not store:
        store = cache.root.parent.as_posix()
    if store:
        refuse_closed_store(store)
        cached_renderer = replace(cached_renderer, cache=open_shared(cache.root.parent, store, cache.root.name))
    sent = cached_renderer.renderer.adapt(None, {}) if machines.scheduler else cached_renderer.renderer
    preparation = Preparation(
        partial(identify_machine, TOOLCHAIN_KINDS, store), partial(open_remote_renderer, sent, store, cache.root.name)
    )
    with open_executor(machines, preparation, say) as executor:
        yield BundleRunner(cached_renderer, executor)


TOOLCHAIN_KINDS = ("print job", "printed photo", "font")
"""Toolchains that determine the files of a job."""


@dataclass(frozen=True, slots=True)
class RemoteRenderer:
    """What a worker on another machine keeps for the bundles of a job."""

    cached_renderer: CachedRenderer
    objects: Cache
    """Shared cache of converted photos."""


def open_remote_renderer(renderer: BundleRenderer, store: str, name: str) -> RemoteRenderer:
    """Prepare a worker on another machine for a renderer that was sent there."""
    objects = open_store(store, "objects")
    return RemoteRenderer(CachedRenderer(renderer.adapt(objects, {}), open_store(store, name)), objects)


def render_all(
    bundles: Iterable[PrintBundle],
    runner: BundleRunner,
    advance: Advance = ignore_progress,
    processes: int | None = None,
) -> dict[int, BundleResult]:
    """Return the result of each bundle by its number; cached bundles are not made again."""
    wanted, cached_renderer = list(bundles), runner.cached_renderer
    results = {one.number: result for one in wanted if (result := cached_renderer.load_result(one))}
    total, done = sum(len(one.pages) for one in wanted), 0
    # Progress counts only bundles that are made now: cached ones say nothing about the time that the rest takes.
    total -= sum(len(one.pages) for one in wanted if one.number in results)
    for bundle, result in iter_rendered(runner, [one for one in wanted if one.number not in results], processes):
        results[bundle.number] = result
        done += len(bundle.pages)
        advance(done, total)
    return results


CHECK_BATCH = 100
"""Posters that one process checks at a time."""
Choices = tuple[PlannedPoster, ...]


def find_all_unprintable(
    choices: Sequence[PlannedPoster], runner: BundleRunner, advance: Advance = ignore_progress
) -> list[Diagnostic]:
    """Return what cannot be printed, of all posters. Sets texts and converts photos, hence on all processors."""
    remote, cached_renderer = runner.executor.is_remote, runner.cached_renderer
    parts = list(iter_check_parts(choices, PARCEL_LIMIT if remote else None))
    if not remote and min(os.cpu_count() or 1, len(parts)) < 2:
        return list(dict.fromkeys(found for part in parts for found in cached_renderer.renderer.find_unprintable(part)))
    found, done = [], 0
    task: Task[Choices, list[Diagnostic]] = Task(
        work=check_in_worker,
        lost=refuse_unchecked,
        pack=pack_check,
        elsewhere=check_elsewhere,
        arrived=lambda part, found: True,
        pool=partial(start_pool, cached_renderer.local, runner.forks),
        ahead=1,
    )
    for part, diagnostics in runner.executor.run(task, parts):
        found += diagnostics
        done += len(part)
        advance(done, len(choices))
    # A fault of the site's address is found on every poster and reported once.
    return sorted(dict.fromkeys(found), key=lambda diagnostic: (diagnostic.span, diagnostic.code))


def iter_check_parts(choices: Sequence[PlannedPoster], most: int | None) -> Iterator[Choices]:
    """Yield parts of at most `CHECK_BATCH` posters, whose photos have together at most `most` bytes if there are several."""
    part: list[PlannedPoster] = []
    weight = 0
    for choice in choices:
        added = sum(shot.path.stat().st_size for shot in choice.poster.photos) if most else 0
        if part and (len(part) == CHECK_BATCH or (most and weight + added > most)):
            yield tuple(part)
            part, weight = [], 0
        part.append(choice)
        weight += added
    if part:
        yield tuple(part)


def pack_check(choices: Choices) -> tuple[Choices, dict[str, bytes]] | None:
    """Return posters to check elsewhere with their photos; None where these are too large to be sent, or gone."""
    photos: dict[str, bytes] = {}
    try:
        for shot in (shot for choice in choices for shot in choice.poster.photos):
            photos[shot.content] = photos.get(shot.content) or read_file(shot.path, PARCEL_LIMIT)
    except OSError:
        return None
    # A file that was changed in between is refused here.
    whole = all(hashlib.sha256(data).hexdigest() == content for content, data in photos.items())
    return (choices, photos) if whole and sum(map(len, photos.values())) <= PARCEL_LIMIT else None


def check_elsewhere(shop: RemoteRenderer, parcel: tuple[Choices, dict[str, bytes]]) -> list[Diagnostic]:
    """Check posters on another machine; their converted photos stay in shared storage for the bundles."""
    choices, photos = parcel
    return shop.cached_renderer.renderer.adapt(shop.objects, photos).find_unprintable(choices)


def check_in_worker(choices: Choices) -> list[Diagnostic]:
    """Check posters in a process of the pool."""
    return _cached_renderer.renderer.find_unprintable(choices)


def refuse_unchecked(choices: Choices) -> list[Diagnostic]:
    """Raise Refusal: a process died while it checked some posters, and none may be printed unchecked."""
    raise Refusal(f"看编号 {choices[0].poster.id} 起的一组海报时程序中断了，可能是内存不够。请关掉别的程序再试一次。")


def iter_rendered(
    runner: BundleRunner, bundles: list[PrintBundle], processes: int | None
) -> Iterator[tuple[PrintBundle, BundleResult]]:
    """Yield every bundle with its result, in the order in which they are finished."""
    cached_renderer = runner.cached_renderer
    if not runner.executor.is_remote and min(processes or os.cpu_count() or 1, len(bundles)) < 2:
        yield from ((bundle, cached_renderer.render_bundle(bundle)) for bundle in bundles)
        return
    task: Task[PrintBundle, BundleResult] = Task(
        work=render_in_worker,
        lost=report_lost_bundle,
        pack=partial(pack_bundle, cached_renderer),
        elsewhere=render_elsewhere,
        arrived=partial(fetch_bundle, cached_renderer),
        kept=cached_renderer.share,
        pool=partial(start_pool, cached_renderer.local, runner.forks),
        # One bundle at a time for each process: after Ctrl+C only the bundles that are being made are waited for.
        ahead=1,
    )
    yield from runner.executor.run(task, bundles)


def pack_bundle(cached_renderer: CachedRenderer, bundle: PrintBundle) -> PrintBundle | Known[BundleResult]:
    """Return a bundle as it is sent, or its result where shared storage has it by now."""
    known = cached_renderer.load_result(bundle)
    return Known(known) if known else bundle


def render_elsewhere(shop: RemoteRenderer, bundle: PrintBundle) -> BundleResult:
    """Render one bundle on another machine, unless it is in shared storage: then a worker has died after it."""
    return shop.cached_renderer.load_result(bundle) or shop.cached_renderer.render_bundle(bundle)


def fetch_bundle(cached_renderer: CachedRenderer, bundle: PrintBundle, result: BundleResult) -> bool:
    """Fetch the files of a bundle from shared storage; return whether they are there."""
    return bool(result.faults) or cached_renderer.load_result(bundle) is not None


def report_lost_bundle(bundle: PrintBundle) -> BundleResult:
    """Return the result of a bundle whose process died."""
    return BundleResult({}, ("做这个文件的时候程序中断了，可能是内存不够。请关掉别的程序再试一次。",))


_cached_renderer: CachedRenderer
"""The renderer of a process of the pool, passed once and not with each bundle."""


def start_pool(cached_renderer: CachedRenderer, forks: bool, workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes for `cached_renderer`; forked if `forks`, so that fonts and profile are in memory."""
    context = multiprocessing.get_context("fork") if forks else choose_context()
    return ProcessPoolExecutor(workers, context, initializer=init_worker, initargs=(cached_renderer,))


def init_worker(cached_renderer: CachedRenderer) -> None:
    """Prepare a process: the parent handles Ctrl+C, and the process ends when its parent does."""
    global _cached_renderer
    _cached_renderer = cached_renderer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    exit_with_parent()


def render_in_worker(bundle: PrintBundle) -> BundleResult:
    """Render one bundle in a process of the pool."""
    return _cached_renderer.render_bundle(bundle)
