"""Metadata blocks of image files, the errors of their parsers, and safe reading of integers."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Part(Enum):
    """What a block holds."""

    TIFF = auto()
    """EXIF, which is a small TIFF."""
    XMP = auto()
    IPTC = auto()
    TEXT = auto()
    THUMBNAIL = auto()
    SAVED = auto()
    """The time at which the file was saved."""
    PLACE = auto()
    """The location of a video."""
    OTHER = auto()
    """Data that only one vendor's programs can read."""
    BEHIND = auto()
    """Trailing data after the end of the image."""


class Piece(NamedTuple):
    """One block of a file: its kind, and its bytes."""

    part: Part
    data: bytes


class Broken(Exception):
    """The file ends, or contradicts itself, in the middle of a part."""


class Crowded(Broken):
    """The file has more parts than any camera or program writes; it is not read to the end, to bound the time."""


MOST_PARTS = 10_000
"""Segments, chunks, boxes or blocks of a file; a photo of 20 MB with a depth map and a video has some hundreds."""


def number(data: bytes, at: int, size: int, order: str = "big") -> int:
    r"""Return the integer in the `size` bytes at `at`; `order` as in `int.from_bytes`.

    Raises MalformedImage where the bytes end before.

    >>> number(b"..\x01\x02", 2, 2)
    258
    """
    if at < 0 or at + size > len(data):
        raise Broken
    return int.from_bytes(data[at : at + size], "little" if order == "little" else "big")
