"""Check on the rendered page that artwork which reaches the trim extends to the edge of the bleed.

From every painted pixel just inside the trim, painted pixels must lead to the edge of the bleed with little sideways
movement. Artwork that ends within the bleed leaves white paper where the cut is off by a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from .geometry import MM, Box
from .leaf import DPI, Leaf
from .zones import pieces

PAPER = 254
"""Grey value from which a pixel is unpainted: the palest colour of the palette renders as 247."""
SIDEWAYS = 3
"""Pixels to either side that an edge may move per pixel outwards: a slant of 72 degrees."""
LEAST = 4
"""Pixels in a row that must be lost to count as a fault (0.7 mm): round caps of lines lose fewer."""
Mask: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
SIDES = ("上", "左", "下", "右")


def missing_bleed(leaf: Leaf) -> Iterator[str]:
    """Report artwork that ends at the trim or within the bleed."""
    for piece in pieces(leaf, 0):
        lost = [side for side, strip in zip(SIDES, strips(leaf, piece), strict=True) if ends_early(strip)]
        if lost:
            yield f"{'、'.join(lost)}边的图案没有画到出血边，裁切稍偏就露白。请把图案延伸到出血外。"


def strips(leaf: Leaf, piece: Box) -> Iterator[Mask]:
    """Yield the painted pixels along each side of an area, from the row inside the trim to the edge of the bleed."""
    left, top, right, bottom = (round(edge) for edge in leaf.pixel_box(piece))
    out = int(leaf.sheet.bleed_mm * MM * DPI / 72) - 1
    painted = leaf.pixels < PAPER
    inner = slice(top + 1, bottom - 1), slice(left + 1, right - 1)
    yield painted[top - out : top + 2, inner[1]][::-1]
    yield painted[inner[0], left - out : left + 2].T[::-1]
    yield painted[bottom - 2 : bottom + out, inner[1]]
    yield painted[inner[0], right - 2 : right + out].T


def ends_early(strip: Mask) -> bool:
    """Return whether painted pixels of the first row have no connection to the last row."""
    front = strip[0]
    if not front.any():
        return False
    for row in strip[1:]:
        if longest(front & ~widened(row)) >= LEAST:
            return True
        front = row & widened(front)
    return False


def widened(row: Mask) -> Mask:
    """Return the row with every painted pixel widened to either side."""
    counts = np.convolve(row, np.ones(2 * SIDEWAYS + 1, np.int8), "same")
    wide: Mask = counts > 0
    return wide


def longest(row: Mask) -> int:
    """Return the length of the longest run of set pixels."""
    if not row.any():
        return 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max())
