"""Portable names of photos: `photo-01.jpg`, numbered in each folder, instead of the names that phones give."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from ..media.renditions import LONG_NUMBER

SAFE_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Lower-case letters, digits and single dashes: the same on every disk and in every address."""
COUNTED = re.compile(r"photo-(\d+)(?:\.|$)")
LONGEST = 40


def safe_name(name: str) -> str | None:
    """Return the name of an archive photo that keeps the stem of `name`; None where the stem is not portable.

    >>> safe_name("before.HEIC"), safe_name("photo-02.jpg"), safe_name("IMG_2034.JPG"), safe_name("20240501103012.jpg")
    ('before.jpg', 'photo-02.jpg', None, None)
    """
    stem = PurePath(name).stem
    plain = SAFE_STEM.fullmatch(stem) and len(stem) <= LONGEST and not LONG_NUMBER.search(stem)
    return f"{stem}.jpg" if plain else None


def next_name(taken: Iterable[str]) -> str:
    """Return the name after all numbers in use: a gap is never filled, because somebody may remember the old photo.

    >>> next_name(["photo-01.jpg", "photo-03.png", "index.md"]), next_name([])
    ('photo-04.jpg', 'photo-01.jpg')
    """
    numbers = (int(found[1]) for name in taken if (found := COUNTED.match(name.lower())))
    return f"photo-{max(numbers, default=0) + 1:02d}.jpg"
