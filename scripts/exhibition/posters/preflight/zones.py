"""Check positions: text and codes in the safe area, registration marks and slug outside the bleed, art inside it."""

from __future__ import annotations

from collections.abc import Iterator

from .geometry import MM, Box, grown, holds, is_empty, meets
from .inks import words
from .leaf import Leaf
from .marks import REGISTRATION, Fill, Line, Placed, Text
from .report import square

SLACK = 0.05 * MM
"""Tolerance for rounded coordinates."""


def pieces(leaf: Leaf, out_mm: float) -> list[Box]:
    """Return the box of every piece, extended by `out_mm`, in points."""
    return [
        grown(leaf.points((cut.x_mm, cut.y_mm, cut.x_mm + cut.width_mm, cut.y_mm + cut.height_mm)), out_mm * MM)
        for cut in leaf.sheet.pieces
    ]


def outside(box: Box, zones: list[Box]) -> bool:
    """Return whether the box is outside all zones."""
    return not any(meets(grown(zone, -SLACK), box) for zone in zones)


def inside(box: Box, zones: list[Box]) -> bool:
    """Return whether the box is inside one of the zones."""
    return any(holds(zone, box, SLACK) for zone in zones)


def unsafe_text(leaf: Leaf) -> Iterator[str]:
    """Report text closer to the trim edge than the safe distance (5 mm by default)."""
    safe, bleed = pieces(leaf, -leaf.sheet.safe_mm), pieces(leaf, leaf.sheet.bleed_mm)
    for mark in leaf.marks:
        if (
            isinstance(mark, Text)
            and not is_empty(mark.box)
            and not (inside(mark.box, safe) or outside(mark.box, bleed))
        ):
            yield f"文字“{words(mark)}”离裁切线不到 {leaf.sheet.safe_mm:g} 毫米，会被裁掉。请往里移。"


def unsafe_code(leaf: Leaf) -> Iterator[str]:
    """Report a code closer to the trim edge than the safe distance."""
    safe = pieces(leaf, -leaf.sheet.safe_mm)
    for code in leaf.expected.codes:
        if not inside(leaf.points(square(code)), safe):
            yield f"二维码离裁切线不到 {leaf.sheet.safe_mm:g} 毫米，会被裁掉。请往里移。"


def stray_mark(leaf: Leaf) -> Iterator[str]:
    """Report registration colour inside the bleed, and art or images outside of it."""
    bleed = pieces(leaf, leaf.sheet.bleed_mm)
    for mark in leaf.marks:
        if isinstance(mark, (Fill, Line, Text)) and mark.ink.space == REGISTRATION:
            if not outside(mark.box, bleed):
                yield "裁切线（套准色）画进了出血范围。请移到出血外面。"
        elif isinstance(mark, (Fill, Line, Placed)) and not inside(mark.box, bleed):
            yield "有图形画到了出血外面。请按出血裁掉。"
