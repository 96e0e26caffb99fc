"""Text fitting: set a text into a box in lines of one size, as large as the box allows, never below its minimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .breaking import broken
from .layers import Words

ASCENT = 0.88
"""Height of ideographs above the baseline, in em (Noto Sans CJK: 880 of 1000)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, and the start of its baseline in the units of the box."""

    text: str
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A text set into its box: the height of the em, and the lines (in a column: single characters)."""

    size: float
    lines: tuple[Line, ...]


def fit(text: str, box: Words, width: Callable[[str], float]) -> Setting | None:
    """Set the text into `box`; return None if it does not fit even at the smallest size.

    `width` measures a text in em. At equal size, fewer lines are preferred.
    """
    if box.column:
        return column(text, box)
    best: tuple[float, list[str]] = (0.0, [])
    for count in range(1, box.lines + 1):
        lines = broken(text, count, width)
        if lines is None:
            break
        longest = max(width(line) for line in lines) or 1
        size = min(box.largest, box.width / longest, box.height / (1 + (count - 1) * box.leading))
        if size > best[0]:
            best = (size, lines)
    return placed(best[1], best[0], box, width) if best[0] >= box.smallest else None


def placed(lines: list[str], size: float, box: Words, width: Callable[[str], float]) -> Setting:
    """Position lines of one size: aligned in the width of the box and centred in its height."""
    step = size * box.leading
    top = box.y + (box.height - size - step * (len(lines) - 1)) / 2
    return Setting(
        size,
        tuple(
            Line(line, box.x + (box.width - width(line) * size) * box.align, top + number * step + ASCENT * size)
            for number, line in enumerate(lines)
        ),
    )


def column(text: str, box: Words) -> Setting | None:
    """Set a text vertically, one character below the other; a space is 0.5 em high. Return None if it does not fit."""
    heights = [0.5 if sign.isspace() else box.leading * 0.88 for sign in text]
    size = min(box.largest, box.width, box.height / sum(heights))
    if size < box.smallest:
        return None
    x, y = box.x + (box.width - size) / 2, box.y + (box.height - sum(heights) * size) / 2
    lines = []
    for sign, height in zip(text, heights, strict=True):
        if not sign.isspace():
            lines.append(Line(sign, x, y + ASCENT * size))
        y += height * size
    return Setting(size, tuple(lines))
