"""Render the photos of all published entries: pictures for pages, their files, and diagnostics for those that fail.

    Photo ──find──▶ SourcePhoto ──worker_pool──▶ rendition_worker ──▶ RenditionSet ──▶ Picture, Artifacts

Each source is rendered once, by its content and all that determines the renditions (`toolchain`). A second run opens
no photo: a file counts as unchanged while its size, mtime and ctime (which no copying tool can set back) are the
same. A file changed within two seconds before the run is not recorded: it might change again within one clock tick of its
disk. A photo that is not in its folder (`storage.originals`) is known by the id of its bytes, on every machine that has the
cache: it is fetched only where the cache lacks one of its renditions. To add a size, add one row to `sizes.RENDITION_SIZES`.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import Any

from ..cluster import HERE, PARCEL_LIMIT, Known, Machines, Preparation, Task, open_executor
from ..diagnostics import Diagnostic
from ..lazy import dataclass
from ..messages.registry import FieldIssue
from ..model import Artifact, CacheKey, ContentKey, Entry, Exhibition, Photo, Picture, PictureSource, build_hashed_uri
from ..model.field_types import PanoramaKey
from ..storage.cache import SETTLED_NS, Cache, FileStamp, find_last_change, parse_stamps, stamp
from ..storage.originals import NO_REMARK, Originals, drop_stored, store_originals
from ..storage.safe_files import is_file, read_file
from ..storage.shared_cache import identify_machine, open_shared, open_store, refuse_closed_store
from ..storage.toolchain import ToolchainVersion, get_process_version, get_version
from ..types import CONTENT_TYPES
from ..workers import run_apart, run_jobs
from .messages import absent_photo, broken_photo, unfetched_photo
from .rendition_worker import (
    Rendition,
    RenditionSet,
    SourcePhoto,
    compute_source_key,
    load_rendition_set,
    parse_rendition_set,
    prepare_renditions,
    read_rendition,
    render_renditions,
)
from .sizes import ENCODINGS, RENDITION_SIZES, Framing, ImageEncoding, RenditionSize, compute_sizes_digest

__all__ = ["ENCODINGS", "RENDITION_SIZES", "ImageEncoding", "RenderedPhotos", "RenditionSize", "render_photos"]


MAX_STEM_LENGTH = 24
"""Characters of a stem: addresses stay readable."""
LONG_NUMBER = re.compile(r"\d{7,}")
"""Long numbers in file names are times to the second, or telephone numbers."""


def to_safe_stem(name: str) -> str:
    """Return a lower-case ASCII stem for the file `name`.

    >>> to_safe_stem("IMG_2034.JPG"), to_safe_stem("大合影.png"), to_safe_stem("微信图片_20240501103012.jpg")
    ('img-2034', 'photo', 'photo')
    """
    plain = unicodedata.normalize("NFKD", PurePath(name).stem).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", LONG_NUMBER.sub("", plain)).strip("-")
    return words[:MAX_STEM_LENGTH].strip("-") or "photo"


def build_rendition_uri(id: str, name: str, key: ContentKey, width: int, extension: str) -> str:
    """Return the path of a rendition on the site; the hash is that of its bytes, so that it may be cached for ever."""
    return build_hashed_uri(f"{id}/{to_safe_stem(name)}", key, f"-{width}.{extension}")


class FileStampIndex:
    """Rendition sets by the path of the source, or by the id of its bytes where it is elsewhere; from this run and the last."""

    def __init__(self, cache: Cache, root: Path, edition: ToolchainVersion) -> None:
        self.cache = cache
        self.key: CacheKey = edition.make_key("memory", str(root.resolve()), compute_sizes_digest())
        self.key_by_id: CacheKey = edition.make_key("originals", compute_sizes_digest())
        self.began = time.time_ns()
        """A file that was changed shortly before, or later, may change again under the stamp that it has when it is read."""
        self.old: dict[str, list[Any]] = parse_stamps(cache.get(self.key))
        self.new: dict[str, list[Any]] = {}
        self.made: dict[str, list[Any]] = {}

    @cached_property
    def by_id(self) -> dict[str, list[Any]]:
        """The rendition sets that any run has made of originals, by id, with the sizes of the originals in their pointers."""
        return parse_stamps(self.cache.get(self.key_by_id))

    def find(self, source: SourcePhoto) -> RenditionSet | None:
        """Return the rendition set of a source if its file is unchanged; of an original if its renditions are there, too."""
        if source.original:
            known = self.by_id.get(source.memory_key)
            rendition_set = parse_rendition_set(known[1]) if known else None
            return rendition_set if rendition_set and self.has_all(rendition_set) else None
        known = self.old.get(source.memory_key)
        if known is None or known[0] != list(stamp(source.path)):
            return None
        rendition_set = parse_rendition_set(known[1])
        if rendition_set:
            self.new[source.memory_key] = known
        return rendition_set

    def has_all(self, rendition_set: RenditionSet) -> bool:
        """Are all renditions in the cache? Else the photo must be fetched, and one request is better than many."""
        return all(self.cache.may_hold(one.key) for one in rendition_set.renditions)

    def record(self, source: SourcePhoto, before: FileStamp, rendition_set: RenditionSet) -> None:
        """Record the rendition set of a file that had the stamp `before` when it was given to the worker."""
        if source.original:
            self.made[source.memory_key] = [source.original.size, rendition_set.plain]
        elif find_last_change(before) + SETTLED_NS < self.began:
            self.new[source.memory_key] = [list(before), rendition_set.plain]

    def save(self) -> None:
        """Save the entries that this run has used."""
        if self.new != self.old:
            self.cache.put(self.key, json.dumps(self.new).encode())
        if self.made:
            self.cache.put(self.key_by_id, json.dumps({**self.by_id, **self.made}).encode())


RenderSources = Callable[
    [list[SourcePhoto], Cache, FileStampIndex, ToolchainVersion, Callable[[int, int], None]],
    dict[SourcePhoto, RenditionSet | FieldIssue],
]
"""What renders sources: `render_sources`, or for a preview what only says which of them are rendered already."""


@dataclass(frozen=True, slots=True)
class RenderedPhotos:
    """The result: pictures by (entry id, photo key), their files, and diagnostics for the photos that failed."""

    pictures: dict[tuple[str, str], Picture]
    artifacts: list[Artifact]
    diagnostics: list[Diagnostic]


def render_photos(
    exhibition: Exhibition,
    root: Path,
    cache: Cache,
    progress: Callable[[int, int], None] = lambda done, total: None,
    render: RenderSources | None = None,
    machines: Machines = HERE,
    say: Callable[[str], None] = NO_REMARK,
) -> RenderedPhotos:
    """Render every photo file of published entries; a photo rendered before is not even opened.

    `root` holds `content/`; `progress` is called with the number of photos done and the total, unless there is nothing
    to do, `say` with a Chinese line before originals are fetched. A photo that cannot be shown yields a diagnostic, never
    an exception. `machines` says where the work is done; all renditions are in `cache` afterwards. `render` takes the place
    of `render_sources`; a photo for which it gives no result is left out. Raises Refusal where no such machine can be used.
    """
    originals = Originals(root)
    orders = [
        (entry, photo, find_photo_file(root, entry, photo, originals)) for entry, photo in iter_photos(exhibition)
    ]
    now = get_version("photo")
    memory = FileStampIndex(cache, root, now)
    sources = [source for _, _, source in orders if source]
    if render:
        results = render(sources, cache, memory, now, progress)
    else:
        missing = partial(render_missing, cache=cache, edition=now, progress=progress, machines=machines, say=say)
        results = render_sources(sources, memory, missing, say)
    read = partial(read_rendition, cache=cache, edition=now, memory=memory.key)
    rendered = RenderedPhotos({}, [], [])
    artifacts: dict[str, Artifact] = {}
    for entry, photo, source in orders:
        result = results.get(source) if source else absent_photo(photo.key)
        if isinstance(result, FieldIssue):
            rendered.diagnostics.append(to_diagnostic(photo, result))
        elif source and result:
            rendered.pictures[entry.id, photo.key] = build_picture(entry.id, photo.key, result)
            artifacts |= {made.uri: made for made in iter_artifacts(entry.id, source, result, read)}
    rendered.artifacts.extend(artifacts.values())
    return rendered


def iter_photos(exhibition: Exhibition) -> Iterator[tuple[Entry, Photo]]:
    """Yield the photo files to publish, with their entries; of a picture that a list names as well only that photo."""
    for entry in exhibition.published(Entry):
        for photo in (*entry.photos, *(one for one in entry.own_pictures if not entry.find_photo(one.key))):
            if photo.file is not None:
                yield entry, photo


def find_photo_file(root: Path, entry: Entry, photo: Photo, originals: Originals | None = None) -> SourcePhoto | None:
    """Return the file of a photo, in its entry's folder; None for any other folder, and for links to elsewhere.

    macOS writes names decomposed (NFD), web editors composed (NFC): both are found. With `originals` the photo may be
    outside its folder; then its file is there once it is stored.
    """
    name = photo.file or ""
    if Path(name).name != name or "\\" in name:
        return None
    names = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    framing = choose_framing(entry, photo)
    for one in names:
        original = originals.find(f"{entry.folder}/{one}") if originals else None
        if original:
            return SourcePhoto(original.place, name, framing, original)
        if is_file(path := root / entry.folder / one):
            return SourcePhoto(path, name, framing)
    return None


def choose_framing(entry: Entry, photo: Photo) -> Framing:
    """Return how a photo of an entry is framed."""
    if photo in entry.own_pictures:
        return Framing.SQUARE
    wide = any(one.value == photo.key for one in CONTENT_TYPES.get_type_of(entry).iter_values(entry, PanoramaKey))
    return Framing.PANORAMA if wide else Framing.WHOLE


Outcome = RenditionSet | FieldIssue


def render_sources(
    sources: list[SourcePhoto],
    memory: FileStampIndex,
    render: Callable[[Sequence[SourcePhoto]], Iterable[tuple[SourcePhoto, Outcome]]],
    say: Callable[[str], None] = NO_REMARK,
) -> dict[SourcePhoto, Outcome]:
    """Return the result for each source; `render` gets those that are not in the index.

    Their originals are fetched before, all by one request.
    """
    results: dict[SourcePhoto, Outcome] = {}
    stamps = {}
    for source in dict.fromkeys(sources):
        if known := memory.find(source):
            results[source] = known
        else:
            stamps[source] = stamp(source.path)
    fetched = store_originals([source.original for source in stamps if source.original], say)
    for source in [one for one in stamps if one.original and one.original not in fetched]:
        del stamps[source]
        results[source] = unfetched_photo(source.name)
    for source, result in render(list(stamps)):
        results[source] = result
        if isinstance(result, RenditionSet):
            memory.record(source, stamps[source], result)
    memory.save()
    drop_stored(fetched)
    return results


def render_missing(
    sources: Sequence[SourcePhoto],
    cache: Cache,
    edition: ToolchainVersion,
    progress: Callable[[int, int], None],
    machines: Machines,
    say: Callable[[str], None],
) -> Iterable[tuple[SourcePhoto, Outcome]]:
    """Return the results of sources, on all processors or on all machines.

    What speaks with other machines starts threads, and what a build does next forks: so it runs in a process of its
    own, and its results are in the folder of `cache` when it ends.
    """
    if not sources or not machines.are_named:
        return iter_rendered_photos(sources, cache, edition, progress)
    return run_apart(partial(render_shared, sources, cache, edition, progress, machines, say))


def iter_rendered_photos(
    sources: Sequence[SourcePhoto], cache: Cache, edition: ToolchainVersion, progress: Callable[[int, int], None]
) -> Iterator[tuple[SourcePhoto, Outcome]]:
    """Yield sources with their results, rendered on all processors."""
    work = partial(prepare_renditions, cache=cache, edition=edition)
    for done, pair in enumerate(run_jobs(work, sources, report_lost_photo), 1):
        yield pair
        progress(done, len(sources))


def report_lost_photo(source: SourcePhoto) -> Outcome:
    """Return the result of a photo whose process died."""
    return broken_photo(source.name)


def render_shared(
    sources: Sequence[SourcePhoto],
    cache: Cache,
    edition: ToolchainVersion,
    progress: Callable[[int, int], None],
    machines: Machines,
    say: Callable[[str], None],
) -> list[tuple[SourcePhoto, Outcome]]:
    """Return the results of sources from several machines; their renditions come from shared storage into `cache`."""
    store = machines.store or cache.root.parent.as_posix()
    refuse_closed_store(store)
    shared = open_shared(cache.root.parent, store, cache.root.name)
    task = Task(
        work=partial(prepare_renditions, cache=shared, edition=edition),
        lost=report_lost_photo,
        pack=partial(pack_photo, cache=shared, edition=edition),
        elsewhere=prepare_sent,
        arrived=partial(fetch_renditions, cache=shared),
        # What a process here has found in shared storage is fetched as well.
        kept=partial(fetch_renditions, cache=shared),
    )
    preparation = Preparation(partial(identify_machine, ("photo",), store), partial(open_store, store, cache.root.name))
    found = []
    with open_executor(machines, preparation, say) as executor:
        for done, (source, outcome) in enumerate(executor.run(task, sources), 1):
            found.append((source, outcome))
            progress(done, len(sources))
    return found


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as a worker on another machine gets it: its bytes, its name, how it is framed."""

    data: bytes
    name: str
    framing: Framing


def prepare_sent(cache: Cache, photo: SentPhoto) -> Outcome:
    """Return the rendition set of a photo that was sent here, with all renditions in `cache`, which machines share."""
    edition = get_process_version("photo")
    content = compute_source_key(photo.data, edition, photo.framing)
    source = SourcePhoto(Path(photo.name), photo.name, photo.framing)
    return load_rendition_set(cache, content) or render_renditions(photo.data, source, content, cache, edition)


def pack_photo(source: SourcePhoto, cache: Cache, edition: ToolchainVersion) -> SentPhoto | Known[Outcome] | None:
    """Return what a worker elsewhere needs of a photo; None for one that cannot be read or is too large to be sent.

    The bytes are sent with the job and not put into shared storage: an original never lies there.
    """
    try:
        data = read_file(source.path, PARCEL_LIMIT)
    except OSError:
        return None
    known = load_rendition_set(cache, compute_source_key(data, edition, source.framing))
    if known and fetch_renditions(source, known, cache):
        return Known(known)
    return SentPhoto(data, source.name, source.framing)


def fetch_renditions(source: SourcePhoto, outcome: Outcome, cache: Cache) -> bool:
    """Fetch all renditions of a photo into the first level of `cache`; return whether they are there."""
    if isinstance(outcome, FieldIssue):
        return True
    return all(cache.get(rendition.key) is not None for rendition in outcome.renditions)


def to_diagnostic(photo: Photo, slip: FieldIssue) -> Diagnostic:
    """Return the diagnostic of an issue, at the place where the photo is named."""
    return Diagnostic(photo.span, slip.rule.code, slip.rule.severity, slip.message, slip.hint)


def build_picture(id: str, name: str, rendition_set: RenditionSet) -> Picture:
    """Return a photo as pages show it; `src` is its largest JPEG, `thumb` the smallest."""
    *better, plain = [(format.type, rendition_set.select_encoding(format.extension)) for format in ENCODINGS]

    def widths(proofs: tuple[Rendition, ...]) -> tuple[tuple[str, int], ...]:
        return tuple((locate_rendition(id, name, proof), proof.width) for proof in proofs)

    smallest, largest = plain[1][0], plain[1][-1]
    return Picture(
        src=locate_rendition(id, name, largest),
        width=largest.width,
        height=largest.height,
        thumb=locate_rendition(id, name, smallest),
        colour=rendition_set.colour,
        sources=tuple(PictureSource(type, widths(renditions)) for type, renditions in better),
        fallbacks=widths(plain[1]),
    )


def iter_artifacts(
    id: str, source: SourcePhoto, rendition_set: RenditionSet, read: Callable[[SourcePhoto, ContentKey], bytes]
) -> Iterator[Artifact]:
    """Yield the files of a photo; their bytes are in the cache already, and `read` returns them."""
    for rendition in rendition_set.renditions:
        yield Artifact(
            locate_rendition(id, source.name, rendition), partial(read, source, rendition.key), rendition.key
        )


def locate_rendition(id: str, name: str, rendition: Rendition) -> str:
    """Return the path of a rendition on the site."""
    return build_rendition_uri(id, name, rendition.key, rendition.width, rendition.extension)
