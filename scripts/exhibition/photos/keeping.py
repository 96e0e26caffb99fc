"""Limits of photos in the archive (the entries' folders), one table for the command, the hook and the upload page."""

from __future__ import annotations

from dataclasses import dataclass

from ..cache import digest
from .recipe import Format


@dataclass(frozen=True, slots=True)
class Keeping:
    """Limits of an archived photo: fitted into a square of `side` px, never enlarged, a JPEG of up to `budget` bytes."""

    side: int
    budget: int
    format: Format


KEEPING = Keeping(
    # The photo on an A4 poster is 216 mm wide (posters/layouts.py): at 300 dpi 2,551 px.
    2560,
    # Twenty thousand photos are 18 GB at most and half of that in practice: what a code host still accepts.
    900_000,
    Format("image/jpeg", "jpg", "JPEG", 88, 0, 0.019, {"optimize": True, "subsampling": "4:2:0"}),
)


def keeping_digest() -> str:
    """Return the hash of the table; photos made under another one are made again."""
    return digest(repr(KEEPING))
