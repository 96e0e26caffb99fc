"""The photos of all entries that name a file, and the picture files that lie beside them, each with what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Span
from ..model import Entry, Photo
from .album import Look
from .folder import Folder
from .image import ENDS, Image
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
    """What the file is; None where it is not there or empty."""

    @property
    def image(self) -> Image | None:
        """What the headers of the file say; None where it is not there or empty."""
        return self.look.image if self.look else None

    @property
    def stands_in(self) -> bool:
        """Is the file only a note (of Git LFS) that says where the photo would be?"""
        if self.image is None or self.image.kind:
            return False
        with Path(self.folder.path, self.file).open("rb") as file:
            return file.read(len(STAND_IN)) == STAND_IN


STAND_IN = b"version https://git-lfs"
"""How a pointer of Git LFS begins, after its specification (docs/spec.md)."""


def hung(hall: Hall) -> Iterator[Hung]:
    """Every photo that names a file."""
    for entry in hall.entries:
        folder = hall.folders[entry.folder]
        for photo, file, span in placed(entry):
            look = hall.album.look(f"{folder.path}/{file}") if file in folder.names else None
            yield Hung(entry, photo, file, folder, span, look)


def placed(entry: Entry) -> Iterator[tuple[Photo, str, Span]]:
    """Yield the photos of an entry that name a file, with the file and where it is named."""
    for number, photo in enumerate(entry.photos):
        if photo.file:
            yield photo, photo.file, entry.spans.get(f"照片.{number}.文件", photo.span)


@dataclass(frozen=True, slots=True)
class Lying:
    """A picture file in the folder of an entry, named there or not: all of them are in the repository."""

    folder: str
    file: str
    span: Span
    """Where it is named, else where photos are."""
    look: Look


def lying(hall: Hall) -> Iterator[Lying]:
    """Every picture file that can be read, folder by folder, in order of its name."""
    for entry in hall.entries:
        folder = hall.folders[entry.folder]
        files = sorted(name for name in folder.names if name.lower().endswith(ENDS))
        named = {file: span for _, file, span in placed(entry)} if files else {}
        for file in files:
            if look := hall.album.look(f"{folder.path}/{file}"):
                yield Lying(entry.folder, file, named.get(file) or entry.span("照片"), look)


def base(file: str) -> str:
    """Return a file name without the folders before it."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]
