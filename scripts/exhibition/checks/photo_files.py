"""Photo files: those that entries reference, and all pictures and videos below `content/`, each with its probe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..content.loader import EntryFolder
from ..diagnostics import Span, Spans
from ..lazy import dataclass
from ..ledger.permalink_file import FILE as ADDRESS
from ..ledger.permalink_file import FOLDER as ADDRESSES
from ..media.file_formats import FORMATS, SOUND
from ..media.probe import ImageHeader, Probe
from ..model import Entry, Photo
from ..model.field_types import RecordingName
from ..text.characters import normalize_file_name, split_copy_marks
from ..types import CONTENT_TYPES

if TYPE_CHECKING:
    from .registry import CheckContext


@dataclass(frozen=True, slots=True)
class ReferencedPhoto:
    """A photo of an entry that names a file."""

    entry: Entry
    photo: Photo
    file: str
    folder: EntryFolder
    span: Span
    """Where the file is named."""
    probe: Probe | None
    """The probe of the file; None where it is missing or empty."""

    @property
    def header(self) -> ImageHeader | None:
        """The header of the file; None where it is missing or empty."""
        return self.probe.header if self.probe else None


def find_referenced_photos(context: CheckContext) -> Iterator[ReferencedPhoto]:
    """Yield every photo that names a file."""
    for entry in context.entries:
        for photo, file, span in iter_referenced_files(entry):
            folder = context.folders[entry.folder]
            look = context.probe_cache.get_probe(f"{folder.path}/{file}") if file in folder.files else None
            yield ReferencedPhoto(entry, photo, file, folder, span, look)


def iter_referenced_files(entry: Entry) -> Iterator[tuple[Photo, str, Span]]:
    """Yield the photos of an entry that name a file, with the file and where it is named; its own pictures last."""
    for number, photo in enumerate(entry.photos):
        if photo.file:
            yield photo, photo.file, entry.spans.get(f"照片.{number}.文件", photo.span)
    for photo in entry.own_pictures:
        yield photo, photo.file or "", photo.span


def iter_recording_spans(entry: Entry) -> Iterator[tuple[str, Span]]:
    """Yield the recordings that an entry names, each with where it is named."""
    for one in CONTENT_TYPES.get_type_of(entry).iter_values(entry, RecordingName):
        yield one.value, one.find_span(entry)


@dataclass(frozen=True, slots=True)
class PhotoOnDisk:
    """A picture or video below `content/`, named by an entry or not: all of them are in the repository."""

    folder: str
    file: str
    span: Span
    """Where it is named, else where photos of its entry are, else the file itself."""
    probe: Probe


def find_photos_on_disk(context: CheckContext) -> Iterator[PhotoOnDisk]:
    """Yield every readable picture and video, by folder and name. The format is detected by the bytes."""
    entries = {entry.folder: entry for entry in context.entries}
    doubtful = context.exhibition.ledger.doubtful
    for path, here in context.listings.items():
        if here.files == ("index.md",):
            continue
        entry = entries.get(path)
        named = {file: span for _, file, span in iter_referenced_files(entry)} if entry else {}
        named |= dict(iter_recording_spans(entry)) if entry else {}
        lists = find_read_lists(entry) if entry else ()
        for file in here.files:
            # Address files are text, except those that the ledger's reader did not understand; so are lists that were read.
            if (
                file == "index.md"
                or file in lists
                or (path == ADDRESSES and ADDRESS.fullmatch(file) and file[:5] not in doubtful)
            ):
                continue
            look = context.probe_cache.get_probe(f"{context.root}/{path}/{file}")
            if look and look.header.format in FORMATS_ON_DISK:
                span = named.get(file) or (entry.get_span("照片") if entry else Span(f"{path}/{file}"))
                yield PhotoOnDisk(path, file, span, look)


def find_read_lists(entry: Entry) -> frozenset[str]:
    """Return the names of the side files of an entry whose records were read: they are text for certain."""
    paths = entry.spans.paths.values() if isinstance(entry.spans, Spans) else ()
    return frozenset(path.rpartition("/")[2] for path in paths)


FORMATS_ON_DISK = frozenset(one.name for one in FORMATS if one.picture or one.name in ("MP4", SOUND))
"""Formats of pictures, of videos that hold their location, and of recordings that hold names."""


def find_pictured_field(folder: str, name: str) -> str:
    """Return the key of the field for which a file is meant in whose stead a picture may stand; empty: for none."""
    row = CONTENT_TYPES.find_home(folder)
    stem, dot, _ = normalize_file_name(name).rpartition(".")
    stem = split_copy_marks(stem)[0]
    return stem if row and dot and stem in row.pictures else ""


def get_base_name(file: str) -> str:
    """Return a file name without the folders before it."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]
