"""Photo files: those that entries reference, and all pictures and videos below `content/`, each with its probe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..diagnostics import Span
from ..files import read_head
from ..ledger.permalink_file import FILE as ADDRESS
from ..ledger.permalink_file import FOLDER as ADDRESSES
from ..model import Entry, Photo
from .album import Look
from .folder import Folder
from .image import Image
from .signatures import FORMATS

if TYPE_CHECKING:
    from .rule import Hall


@dataclass(frozen=True, slots=True)
class Hung:
    """A photo of an entry that names a file."""

    entry: Entry
    photo: Photo
    file: str
    folder: Folder
    span: Span
    """Where the file is named."""
    look: Look | None
    """The probe of the file; None where it is missing or empty."""

    @property
    def image(self) -> Image | None:
        """The header of the file; None where it is missing or empty."""
        return self.look.image if self.look else None

    @property
    def stands_in(self) -> bool:
        """Whether the file is only a pointer of Git LFS, without the photo."""
        if self.image is None or self.image.kind:
            return False
        try:
            return read_head(f"{self.folder.path}/{self.file}", len(STAND_IN)) == STAND_IN
        except OSError:
            return False


STAND_IN = b"version https://git-lfs"
"""The beginning of a pointer of Git LFS, as its specification says (docs/spec.md)."""


def find_hung(hall: Hall) -> Iterator[Hung]:
    """Yield every photo that names a file."""
    for entry in hall.entries:
        folder = hall.folders[entry.folder]
        for photo, file, span in placed(entry):
            look = hall.album.look(f"{folder.path}/{file}") if file in folder.files else None
            yield Hung(entry, photo, file, folder, span, look)


def placed(entry: Entry) -> Iterator[tuple[Photo, str, Span]]:
    """Yield the photos of an entry that name a file, with the file and where it is named."""
    for number, photo in enumerate(entry.photos):
        if photo.file:
            yield photo, photo.file, entry.spans.get(f"照片.{number}.文件", photo.span)


@dataclass(frozen=True, slots=True)
class Lying:
    """A picture or video below `content/`, named by an entry or not: all of them are in the repository."""

    folder: str
    file: str
    span: Span
    """Where it is named, else where photos of its entry are, else the file itself."""
    look: Look


def find_lying(hall: Hall) -> Iterator[Lying]:
    """Yield every readable picture and video, by folder and name. The format is detected by the bytes."""
    entries = {entry.folder: entry for entry in hall.entries}
    doubtful = hall.exhibition.ledger.doubtful
    for path, here in hall.listings.items():
        if here.files == ("index.md",):
            continue
        entry = entries.get(path)
        named = {file: span for _, file, span in placed(entry)} if entry else {}
        for file in here.files:
            # Address files are text, except those that the ledger's reader did not understand.
            if file == "index.md" or (path == ADDRESSES and ADDRESS.fullmatch(file) and file[:5] not in doubtful):
                continue
            look = hall.album.look(f"{hall.root}/{path}/{file}")
            if look and look.image.format in LYING:
                span = named.get(file) or (entry.span("照片") if entry else Span(f"{path}/{file}"))
                yield Lying(path, file, span, look)


LYING = frozenset(one.name for one in FORMATS if one.picture or one.name == "MP4")
"""Formats of pictures, and of videos that hold their location."""


def base(file: str) -> str:
    """Return a file name without the folders before it."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]
