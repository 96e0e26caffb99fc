"""The photos of all entries that name a file, each with its folder and what that file is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..diagnostics import Span
from ..model import Entry, Photo
from .folder import Folder
from .image import Image, read_image
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

    @property
    def image(self) -> Image | None:
        """What the file is; None where it is not there or empty."""
        return image_of(Path(self.folder.path, self.file)) if self.file in self.folder.names else None

    @property
    def stands_in(self) -> bool:
        """Is the file only a note (of Git LFS) that says where the photo would be?"""
        if self.image is None or self.image.kind:
            return False
        with Path(self.folder.path, self.file).open("rb") as file:
            return file.read(len(STAND_IN)) == STAND_IN


STAND_IN = b"version https://git-lfs"
"""How a pointer of Git LFS begins, after its specification (docs/spec.md)."""


@cache
def image_of(path: Path) -> Image | None:
    """Return what a file is; None where it is empty or cannot be read."""
    try:
        return read_image(path) if path.stat().st_size else None
    except OSError:
        return None


def hung(hall: Hall) -> Iterator[Hung]:
    """Every photo that names a file."""
    for entry in hall.entries:
        for number, photo in enumerate(entry.photos):
            if photo.file:
                span = entry.spans.get(f"照片.{number}.文件", photo.span)
                yield Hung(entry, photo, photo.file, hall.folders[entry.folder], span)


def base(file: str) -> str:
    """Return a file name without the folders before it."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]
