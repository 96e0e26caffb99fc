"""Plan the import of camera pictures folder by folder: new files, safe names, changed lines of `index.md`.

Nothing is written here. Renaming in an `index.md`, or in a side file beside it, leaves every other byte as it is. A photo without description is
never entered by itself: the entry would stop the build for want of a description, or stand there without the consent
of the people it shows. So the lines are printed, with 未取得 (no consent yet) in them: who pastes them unchanged is
stopped by the check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import combinations
from pathlib import Path, PurePath
from typing import Any

from ..cluster import HERE, PARCEL_LIMIT, Known, Machines, Preparation, Task, open_executor
from ..content.loader import iter_mentions, read_entry_file, read_entry_folder, read_side_files
from ..content.vocabularies import build_lexicon
from ..diagnostics import Span
from ..lazy import dataclass
from ..model import Entry, Exhibition
from ..model.field_types import PhotoKey
from ..model.vocabulary import Lexicon
from ..storage.cache import Cache, digest
from ..storage.safe_files import PHOTO_LIMIT, read_file
from ..storage.shared_cache import identify_machine, open_shared, open_store, refuse_closed_store
from ..text.characters import normalize_file_name
from ..types import CONTENT_TYPES
from ..workers import run_jobs
from .import_inputs import PictureInput, iter_pictures
from .import_prepare import (
    MIN_SHARPNESS,
    ArchivePhoto,
    CameraPicture,
    compute_photo_key,
    convert_picture,
    is_alike,
    load_record,
    prepare_picture,
    report_crash,
)
from .messages import UNNAMEABLE, PictureIssue, describe_issue
from .probe import ProbeCache
from .renditions import LONG_NUMBER

SAFE_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Lower-case letters, digits and single dashes: the same on every disk and in every address."""
COUNTED = re.compile(r"photo-(\d+)(?:\.|$)")
MAX_NAME_LENGTH = 40


def to_safe_name(name: str) -> str | None:
    """Return the name of an archive photo that keeps the stem of `name`; None where the stem is not portable.

    A picture that stands for a value keeps the name by which it is found.

    >>> to_safe_name("before.HEIC"), to_safe_name("photo-02.jpg"), to_safe_name("IMG_2034.JPG"), to_safe_name("20240501103012.jpg")
    ('before.jpg', 'photo-02.jpg', None, None)
    """
    stem = PurePath(name).stem
    if normalize_file_name(stem) in CONTENT_TYPES.derive(list_picture_stems):
        return f"{normalize_file_name(stem)}.jpg"
    plain = SAFE_STEM.fullmatch(stem) and len(stem) <= MAX_NAME_LENGTH and not LONG_NUMBER.search(stem)
    return f"{stem}.jpg" if plain else None


def list_picture_stems() -> frozenset[str]:
    """Return the stems of pictures that stand for values of entries, by which they are found: 楼标."""
    return frozenset(stem for row in CONTENT_TYPES for stem in row.pictures)


def choose_next_name(taken: Iterable[str]) -> str:
    """Return the name after all numbers in use: a gap is never filled, because somebody may remember the old photo.

    >>> choose_next_name(["photo-01.jpg", "photo-03.png", "index.md"]), choose_next_name([])
    ('photo-04.jpg', 'photo-01.jpg')
    """
    numbers = (int(found[1]) for name in taken if (found := COUNTED.match(name.lower())))
    return f"photo-{max(numbers, default=0) + 1:02d}.jpg"


INDEX = "index.md"


@dataclass(frozen=True, slots=True)
class NameOccurrence:
    """A place in a text of an entry where the file of a photo is named: the text's name, line and column from 1, and the
    name as written.
    """

    text: str
    line: int
    column: int
    name: str


def iter_name_occurrences(entry: Entry) -> Iterator[NameOccurrence]:
    """Yield every place at which an entry names the file of a photo."""
    for key, name in iter_named_files(entry):
        if span := entry.spans.get(key):
            yield NameOccurrence(span.path.rpartition("/")[2], span.line, span.column, name)


def iter_named_files(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the files that an entry names, with the key of the place."""
    for number, photo in enumerate(entry.photos):
        yield f"照片.{number}.文件", photo.file or ""
    for name, key in iter_mentions(entry):
        yield key, name


def replace_names(
    texts: Mapping[str, bytes], entry: Entry, names: Mapping[str, str], lexicon: Lexicon
) -> dict[str, bytes] | None:
    """Return the texts of an entry (by name) in which photos have other names, old → new; None where that is not certain.

    It is certain where every name stands where the parser found it, and where the result is parsed as the same entry
    with nothing but these names changed.
    """
    lines = {name: data.split(b"\n") for name, data in texts.items()}
    by_plain_name = {normalize_file_name(old): new for old, new in names.items()}
    for naming in sorted(iter_name_occurrences(entry), key=lambda one: (one.text, one.line, -one.column)):
        new = by_plain_name.get(normalize_file_name(naming.name))
        if new is None:
            continue
        here = lines.get(naming.text, [])
        line = replace_in_line(here[naming.line - 1], naming, new) if naming.line <= len(here) else None
        if line is None:
            return None
        here[naming.line - 1] = line
    after = {name: b"\n".join(some) for name, some in lines.items()}
    side = {name: data for name, data in after.items() if name != INDEX}
    read = read_entry_file(after[INDEX], entry.folder, lexicon, side)
    return after if read.entry and is_renamed(entry, read.entry, by_plain_name) else None


def replace_in_line(line: bytes, naming: NameOccurrence, new: str) -> bytes | None:
    """Return a line with the name at its place replaced; None where it does not stand there."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    at = text.find(naming.name, naming.column - 1)
    # A quotation mark may stand before the name.
    if not 0 <= at - (naming.column - 1) <= 1:
        return None
    return (text[:at] + new + text[at + len(naming.name) :]).encode()


def is_renamed(before: Entry, after: Entry, names: Mapping[str, str]) -> bool:
    """Return whether this is the same entry with nothing changed but these names (normalised old → new)."""
    expected = [(key, names.get(normalize_file_name(name), name)) for key, name in iter_named_files(before)]
    return list(iter_named_files(after)) == expected and remove_names(before) == remove_names(after)


def remove_names(entry: Entry) -> Entry:
    """Return an entry without the names of photos and without spans, for comparison."""
    row = CONTENT_TYPES.get_type_of(entry)
    parts: dict[str, Any] = {"photos": tuple(replace(photo, file=None, span=Span("")) for photo in entry.photos)}
    for one_field, inner in row.find_of_kind(PhotoKey):
        records = parts.get(one_field.attribute, getattr(entry, one_field.attribute))
        if inner is not None:
            parts[one_field.attribute] = tuple(replace(record, **{inner.attribute: None}) for record in records)
        else:
            parts[one_field.attribute] = None
    return replace(entry, spans={}, **parts)


def format_new_lines(file: str, month: str) -> str:
    """Return the lines that enter a new photo below 照片; `month` as in `2024-05`, or empty.

    >>> print(format_new_lines("photo-01.jpg", "2024-05"))
      - 文件: photo-01.jpg
        说明:
        时间: 2024-05
        同意: 未取得
    """
    taken = f"    时间: {month}\n" if month else ""
    return f"  - 文件: {file}\n    说明:\n{taken}    同意: 未取得"


PreparedPicture = ArchivePhoto | PictureIssue
"""The archive photo of a picture, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """A picture and its archive photo; `target` is its name in the folder of the plan."""

    source: PictureInput
    target: str
    photo: ArchivePhoto

    @property
    def replaces_original(self) -> bool:
        """Whether the picture is in the folder under another name, which will be deleted."""
        return not self.source.is_external and self.source.path.name != self.target


@dataclass(slots=True)
class FolderPlan:
    """The changes to one folder (POSIX, relative to the root)."""

    folder: str
    changes: list[PlannedPhoto] = field(default_factory=list)
    already_present: list[tuple[PictureInput, str]] = field(default_factory=list)
    """Pictures from elsewhere that the folder already has, and under which name."""
    rejected: list[tuple[PictureInput, str]] = field(default_factory=list)
    """Pictures that stay as they are, and why."""
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    """Names of photos that look the same."""
    blurred: list[str] = field(default_factory=list)
    texts_before: dict[str, bytes] = field(default_factory=dict)
    """The current `index.md` and side files, by name."""
    texts_after: dict[str, bytes] = field(default_factory=dict)
    """The same with the new names."""

    @property
    def changed_texts(self) -> dict[str, bytes]:
        """The texts that are written anew, by name."""
        return {name: data for name, data in self.texts_after.items() if data != self.texts_before[name]}

    @property
    def renames(self) -> dict[str, str]:
        """Files of the folder, old name to new name."""
        return {change.source.path.name: change.target for change in self.changes if change.replaces_original}


def plan_import(
    root: Path,
    exhibition: Exhibition,
    sources: Iterable[PictureInput],
    cache: Cache,
    progress: Callable[[int, int], None] = lambda done, total: None,
    whole: bool = False,
    machines: Machines = HERE,
    say: Callable[[str], None] = lambda line: None,
) -> list[FolderPlan]:
    """Return the plans for pictures, folder by folder; their archive photos are in the cache then.

    `whole`: these are all pictures of all folders, so that the probe cache is complete and worth saving. `machines` says
    where they are converted. Raises Refusal where no such machine can be used.
    """
    album = ProbeCache(root, cache)
    sources = list(sources)
    found = prepare_pictures(sources, album, cache, progress, machines, say)
    if whole:
        album.save()
    entries = {entry.folder: entry for entry in exhibition.entries}
    lexicon = build_lexicon(exhibition.vocabularies)
    by_folder: dict[str, list[PictureInput]] = {}
    for source in sources:
        by_folder.setdefault(source.folder, []).append(source)
    planner = ImportPlanner(root, cache, album, lexicon)
    plans = [planner.plan_folder(folder, those, found, entries.get(folder)) for folder, those in by_folder.items()]
    return [
        plan
        for plan in plans
        if plan.changes or plan.already_present or plan.rejected or plan.duplicates or plan.blurred
    ]


def prepare_pictures(
    sources: list[PictureInput],
    album: ProbeCache,
    cache: Cache,
    progress: Callable[[int, int], None],
    machines: Machines,
    say: Callable[[str], None],
) -> dict[PictureInput, PreparedPicture]:
    """Return what each picture becomes; those without a cached record are converted in parallel on all processors."""
    found: dict[PictureInput, PreparedPicture] = {}
    jobs: dict[CameraPicture, list[PictureInput]] = {}
    for source in sources:
        probe = None if source.is_external else album.get_probe(str(source.path))
        known = load_record(cache, probe.content) if probe else None
        if known:
            found[source] = known
            progress(len(found), len(sources))
        else:
            jobs.setdefault(CameraPicture(source.path, source.path.name), []).append(source)
    for raw, result in convert_pictures(list(jobs), cache, machines, say):
        found.update(dict.fromkeys(jobs[raw], result))
        progress(len(found), len(sources))
    return found


def convert_pictures(
    pictures: Sequence[CameraPicture], cache: Cache, machines: Machines, say: Callable[[str], None]
) -> Iterator[tuple[CameraPicture, PreparedPicture]]:
    """Yield pictures with their archive photos, converted on all processors or on all machines."""
    if not pictures or not machines.are_named:
        yield from run_jobs(partial(prepare_picture, cache=cache), pictures, report_crash)
        return
    store = machines.store or cache.root.parent.as_posix()
    refuse_closed_store(store)
    shared = open_shared(cache.root.parent, store, cache.root.name)
    fetch = partial(fetch_photo, cache=shared)
    task: Task[CameraPicture, PreparedPicture] = Task(
        work=partial(prepare_picture, cache=shared),
        lost=report_crash,
        pack=partial(pack_picture, cache=shared),
        elsewhere=prepare_sent_picture,
        arrived=fetch,
        kept=fetch,
    )
    preparation = Preparation(
        partial(identify_machine, ("safe photo",), store), partial(open_store, store, cache.root.name)
    )
    with open_executor(machines, preparation, say) as executor:
        yield from executor.run(task, pictures)


def pack_picture(picture: CameraPicture, cache: Cache) -> tuple[bytes, str] | Known[PreparedPicture] | None:
    """Return the bytes and the name of a picture for another machine; None where it has to be converted here."""
    try:
        data = read_file(picture.path, PARCEL_LIMIT)
    except OSError:
        return None
    known = load_record(cache, digest(data))
    return Known(known) if known and fetch_photo(picture, known, cache) else (data, picture.name)


def prepare_sent_picture(cache: Cache, parcel: tuple[bytes, str]) -> PreparedPicture:
    """Return the archive photo of a picture that was sent here, with its bytes in `cache`, which machines share."""
    data, name = parcel
    return load_record(cache, digest(data)) or convert_picture(data, name, cache)


def fetch_photo(picture: CameraPicture, result: PreparedPicture, cache: Cache) -> bool:
    """Fetch an archive photo into the first level of `cache`; return whether it is there."""
    if isinstance(result, PictureIssue) or result.key == result.original_key:
        return True
    return cache.get(result.key) is not None


@dataclass
class ImportPlanner:
    """Makes the plan of one folder after another."""

    root: Path
    cache: Cache
    album: ProbeCache
    lexicon: Lexicon

    def plan_folder(
        self, folder: str, sources: list[PictureInput], found: dict[PictureInput, PreparedPicture], entry: Entry | None
    ) -> FolderPlan:
        """Return the plan of one folder."""
        plan = FolderPlan(folder)
        taken = {*read_entry_folder(str(self.root), folder).names, *self.album.originals.names.get(folder, ())}
        for source in sources:
            result = found[source]
            if isinstance(result, PictureIssue):
                plan.rejected.append((source, describe_issue(result)))
            elif source.is_external or not is_safe(source, result):
                self.choose_target(plan, source, result, taken, entry)
        self.rename_in_texts(plan, entry)
        self.compare_photos(plan, sources, found)
        return plan

    def choose_target(
        self, plan: FolderPlan, source: PictureInput, made: ArchivePhoto, taken: set[str], entry: Entry | None
    ) -> None:
        """Choose the name of the archive photo, or find the file that holds it already."""
        twin = self.find_same_photo(plan, source, made)
        if twin and source.is_external:
            plan.already_present.append((source, twin))
            return
        in_entry = {normalize_file_name(name) for _, name in iter_named_files(entry)} if entry else set()
        if twin and {normalize_file_name(twin), normalize_file_name(source.path.name)} <= in_entry:
            twin = None
        target = twin or choose_free_name(source, taken)
        taken.add(target)
        plan.changes.append(PlannedPhoto(source, target, made))

    def find_same_photo(self, plan: FolderPlan, source: PictureInput, made: ArchivePhoto) -> str | None:
        """Return the file of the folder that holds the photo already, after an interruption or a second import."""
        wanted = {one.target: one.photo.key for one in plan.changes}
        if source.is_external and made.key in wanted.values():
            return next(target for target, key in wanted.items() if key == made.key)
        for path in iter_pictures(self.root / plan.folder):
            stays = to_safe_name(path.name) == path.name and path.name not in wanted
            likely = path.stat().st_size == made.size and not is_same_file(path, source.path)
            if likely and (stays or source.is_external) and compute_photo_key(read_file(path, PHOTO_LIMIT)) == made.key:
                return path.name
        return None

    def rename_in_texts(self, plan: FolderPlan, entry: Entry | None) -> None:
        """Put new names into the texts; a photo whose name cannot be replaced with certainty stays as it is."""
        try:
            index = read_file(self.root / plan.folder / INDEX)
        except OSError:
            return
        names = read_entry_folder(str(self.root), plan.folder).files
        plan.texts_before = {INDEX: index, **read_side_files(self.root, plan.folder, names)[0]}
        plan.texts_after = plan.texts_before
        moving = [
            change
            for change in plan.changes
            if change.replaces_original and is_named(change.source, entry, plan.texts_before)
        ]
        renames = {change.source.path.name: change.target for change in moving}
        unsure = [one for one in moving if not self.replace_names(plan, entry, {one.source.path.name: one.target})]
        for change in unsure:
            del renames[change.source.path.name]
        after = self.replace_names(plan, entry, renames) if renames else plan.texts_before
        if after is None:
            after, unsure = plan.texts_before, moving
        plan.texts_after = after
        plan.rejected += ((change.source, UNNAMEABLE) for change in unsure)
        plan.changes = [change for change in plan.changes if change not in unsure]

    def replace_names(self, plan: FolderPlan, entry: Entry | None, names: dict[str, str]) -> dict[str, bytes] | None:
        """Return the texts with new names, where that is certain."""
        return replace_names(plan.texts_before, entry, names, self.lexicon) if entry else None

    def compare_photos(
        self, plan: FolderPlan, sources: list[PictureInput], found: dict[PictureInput, PreparedPicture]
    ) -> None:
        """Find photos of the folder that look the same, and new ones that are blurred."""
        targets = {change.source: change.target for change in plan.changes} | dict(plan.already_present)
        photos = {name: made for name, made in self.iter_other_photos(plan.folder, sources) if made}
        photos |= {
            targets.get(source, source.path.name): made
            for source in sources
            if isinstance(made := found[source], ArchivePhoto)
        }
        for one, other in combinations(sorted(photos), 2):
            if is_alike(photos[one].perceptual_hash, photos[other].perceptual_hash):
                plan.duplicates.append((one, other))
        plan.blurred += (change.target for change in plan.changes if change.photo.sharpness < MIN_SHARPNESS)

    def iter_other_photos(self, folder: str, sources: list[PictureInput]) -> Iterator[tuple[str, ArchivePhoto | None]]:
        """Yield the photos of the folder that are not being imported, as far as their records are cached."""
        asked = {source.path for source in sources}
        for path in iter_pictures(self.root / folder):
            if path not in asked and (probe := self.album.get_probe(str(path))):
                yield path.name, load_record(self.cache, probe.content)


def is_safe(source: PictureInput, made: ArchivePhoto) -> bool:
    """Return whether a picture of the folder is an archive photo already, under a portable name."""
    return made.original_key == made.key and to_safe_name(source.path.name) == source.path.name


def is_named(source: PictureInput, entry: Entry | None, texts: Mapping[str, bytes]) -> bool:
    """Return whether the texts of a folder name this file, as far as they can be parsed."""
    name = source.path.name
    if entry is None:
        return any(name.encode(errors="surrogateescape") in data for data in texts.values())
    return normalize_file_name(name) in {normalize_file_name(one) for _, one in iter_named_files(entry)}


def choose_free_name(source: PictureInput, taken: set[str]) -> str:
    """Return the name for an archive photo: its own where that is portable and free, else the next number."""
    own = None if source.is_external else to_safe_name(source.path.name)
    others = {name.casefold() for name in taken} - ({own} if own == source.path.name else set())
    # Names that differ in case only are one file on some disks.
    if own and own.casefold() not in others:
        return own
    return choose_next_name(taken)


def is_same_file(one: Path, other: Path) -> bool:
    """Return whether two paths are of one file."""
    return one == other or (other.exists() and one.samefile(other))
