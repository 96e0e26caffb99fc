"""The parts of a picture file that are not the picture, and numbers out of bytes that may end too early."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Part(Enum):
    """What a piece of a file holds."""

    TIFF = auto()
    """EXIF: a little TIFF of its own."""
    XMP = auto()
    IPTC = auto()
    TEXT = auto()
    THUMBNAIL = auto()
    SAVED = auto()
    """When the file was saved."""
    PLACE = auto()
    """Where a film was taken."""
    OTHER = auto()
    """What only one maker's programs can read."""
    BEHIND = auto()
    """What stands behind the end of the picture."""


class Piece(NamedTuple):
    """One part of a file: what it holds, and its bytes."""

    part: Part
    data: bytes


class Broken(Exception):
    """The file ends, or contradicts itself, in the middle of a part."""


class Crowded(Broken):
    """The file has more parts than any camera or program writes: nobody shall wait for all of them."""


MOST_PARTS = 10_000
"""Segments, chunks, boxes or blocks of a file; a photo of 20 MB with a depth map and a film has some hundreds."""


def number(data: bytes, at: int, size: int, order: str = "big") -> int:
    r"""Return the number in the `size` bytes at `at`; `order` as in `int.from_bytes`. Raises Broken behind the end.

    >>> number(b"..\x01\x02", 2, 2)
    258
    """
    if at < 0 or at + size > len(data):
        raise Broken
    return int.from_bytes(data[at : at + size], "little" if order == "little" else "big")
