"""Line breaking and text fitting for Chinese text.

Line breaking follows CLREQ (W3C, Requirements for Chinese Text Layout), 3.1.5 (避头尾) and 3.1.6 (unbreakable
sequences). Fitting sets a text into a box in lines of one size: as large as the box allows, never below its minimum.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate, combinations, pairwise

from ..lazy import dataclass
from .layers import TextLayer

NOT_FIRST = "、，。．：；？！）》」』】〕〗〉”’…—·•%‰℃,.:;?!)]}～"
"""Characters that must not start a line."""
NOT_LAST = "（《「『【〔〖〈“‘([{"
"""Characters that must not end a line."""
UNITS = "号楼组户幢弄室村路街年月日时分人个次层颗"
"""Characters that are not separated from the number before them: 64号, 7次."""
UNBREAKABLE = re.compile(
    rf"[{re.escape(NOT_LAST)}\s]*(?:[A-Za-z0-9'’./:_+-]+[{UNITS}]?|.)(?:\s*[{re.escape(NOT_FIRST)}])*\s*", re.DOTALL
)
"""The smallest unbreakable sequence: opening punctuation, a word or a character, closing punctuation, white space."""
MID_PHRASE_COST = 0.2
"""Cost of a break inside a phrase, as a share of the line's width."""


def split_unbreakable(text: str) -> list[str]:
    """Split a text into its unbreakable sequences, in order.

    >>> split_unbreakable("共和64号楼（示例）")
    ['共', '和', '64号', '楼', '（示', '例）']
    """
    return UNBREAKABLE.findall(" ".join(text.split("\n")).strip())


def break_lines(text: str, count: int, width: Callable[[str], float]) -> list[str] | None:
    """Break `text` into exactly `count` lines with the shortest possible longest line; None if it has too few parts.

    `width` measures a line. Breaks after punctuation and before brackets are preferred if they cost little.
    """
    parts = split_unbreakable(text)
    if len(parts) < count:
        return None
    sums = [0.0, *accumulate(width(part) for part in parts)]

    def cost(breaks: tuple[int, ...]) -> float:
        ends = (0, *breaks, len(parts))
        longest = max(sums[b] - sums[a] for a, b in pairwise(ends))
        return longest * (
            1 + MID_PHRASE_COST * sum(not is_natural_break(parts, at) for at in breaks) / max(1, len(breaks))
        )

    best = min(combinations(range(1, len(parts)), count - 1), key=cost)
    ends = (0, *best, len(parts))
    return ["".join(parts[a:b]).strip() for a, b in pairwise(ends)]


def is_natural_break(parts: list[str], at: int) -> bool:
    """Return whether a phrase ends before part `at`: at punctuation, a space or an opening bracket."""
    before, after = parts[at - 1], parts[at]
    return before[-1] in NOT_FIRST or before[-1].isspace() or after[0] in NOT_LAST


ASCENT = 0.88
"""Height of ideographs above the baseline, in em (Noto Sans CJK: 880 of 1000)."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: its text, and the start of its baseline in the units of the box."""

    text: str
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class TextSetting:
    """A text set into its box: the height of the em, and the lines (in a column: single characters)."""

    size: float
    lines: tuple[TextLine, ...]


def fit_text(text: str, box: TextLayer, width: Callable[[str], float]) -> TextSetting | None:
    """Set the text into `box`; return None if it does not fit even at the smallest size.

    `width` measures a text in em. At equal size, fewer lines are preferred.
    """
    if box.column:
        return fit_column(text, box)
    if box.filled:
        return fit_running_text(text, box, width)
    best: tuple[float, list[str]] = (0.0, [])
    for count in range(1, box.lines + 1):
        lines = break_lines(text, count, width)
        if lines is None:
            break
        longest = max(width(line) for line in lines) or 1
        size = min(box.largest, box.width / longest, box.height / (1 + (count - 1) * box.leading))
        if size > best[0]:
            best = (size, lines)
    return position_lines(best[1], best[0], box, width) if best[0] >= box.smallest else None


SIZE_STEPS = 20
"""Sizes that are tried for running text between the largest and the smallest."""


def fill_lines(text: str, room: float, width: Callable[[str], float]) -> list[str] | None:
    """Break a text into lines that are filled one after another; None where a part is wider than `room` (in em).

    >>> fill_lines("不放过夜的东西。", 4, len)
    ['不放过夜', '的东西。']
    """
    lines = [""]
    for part in split_unbreakable(text):
        if width(part.rstrip()) > room:
            return None
        if width((lines[-1] + part).rstrip()) > room:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines]


def fit_running_text(text: str, box: TextLayer, width: Callable[[str], float]) -> TextSetting | None:
    """Set running text into `box`, as large as it fits; return None if it does not fit even at the smallest size."""
    for step in range(SIZE_STEPS + 1):
        size = box.largest - (box.largest - box.smallest) * step / SIZE_STEPS
        lines = fill_lines(text, box.width / size, width)
        # A part of a thousandth: heights are computed from the same numbers elsewhere.
        if lines and len(lines) <= box.lines and size * (1 + (len(lines) - 1) * box.leading) <= box.height * 1.001:
            return position_lines(lines, size, box, width)
    return None


def position_lines(lines: list[str], size: float, box: TextLayer, width: Callable[[str], float]) -> TextSetting:
    """Position lines of one size: aligned in the width of the box, centred in its height or raised."""
    step = size * box.leading
    top = box.y + (0 if box.raised else (box.height - size - step * (len(lines) - 1)) / 2)
    return TextSetting(
        size,
        tuple(
            TextLine(line, box.x + (box.width - width(line) * size) * box.align, top + number * step + ASCENT * size)
            for number, line in enumerate(lines)
        ),
    )


def fit_column(text: str, box: TextLayer) -> TextSetting | None:
    """Set a text vertically, one character below the other; a space is 0.5 em high. Return None if it does not fit."""
    heights = [0.5 if character.isspace() else box.leading * 0.88 for character in text]
    size = min(box.largest, box.width, box.height / sum(heights))
    if size < box.smallest:
        return None
    x, y = box.x + (box.width - size) / 2, box.y + (box.height - sum(heights) * size) / 2
    lines = []
    for character, height in zip(text, heights, strict=True):
        if not character.isspace():
            lines.append(TextLine(character, x, y + ASCENT * size))
        y += height * size
    return TextSetting(size, tuple(lines))
