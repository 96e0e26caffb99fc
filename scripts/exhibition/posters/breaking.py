"""Turns a line of Chinese text into balanced lines, none of which begins or ends with the wrong sign.

Rules: CLREQ (W3C, Requirements for Chinese Text Layout), 3.1.5 (避头尾) and 3.1.6 (what must not be parted).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate, combinations, pairwise

NOT_FIRST = "、，。．：；？！）》」』】〕〗〉”’…—·•%‰℃,.:;?!)]}～"
"""Signs that never begin a line."""
NOT_LAST = "（《「『【〔〖〈“‘([{"
"""Signs that never end a line."""
UNITS = "号楼组户幢弄室村路街年月日时分人个次层颗"
"""What stays with the number before it: 64号, 7次."""
PIECE = re.compile(
    rf"[{re.escape(NOT_LAST)}\s]*(?:[A-Za-z0-9'’./:_+-]+[{UNITS}]?|.)(?:\s*[{re.escape(NOT_FIRST)}])*\s*", re.DOTALL
)
"""The least that stays together: opening signs, a word or a character, closing signs, the space behind them."""
ROUGH = 0.2
"""What a line pays, as a share of its width, for ending amid a phrase."""


def pieces(text: str) -> list[str]:
    """Return what must not be parted, in order.

    >>> pieces("共和64号楼（示例）")
    ['共', '和', '64号', '楼', '（示', '例）']
    """
    return PIECE.findall(" ".join(text.split("\n")).strip())


def broken(text: str, count: int, width: Callable[[str], float]) -> list[str] | None:
    """Return `text` in exactly `count` lines whose longest is as short as it can be, or None where it has too few parts.

    `width` measures a line. Breaks after signs and before brackets are preferred where they cost little.
    """
    parts = pieces(text)
    if len(parts) < count:
        return None
    sums = [0.0, *accumulate(width(part) for part in parts)]

    def cost(breaks: tuple[int, ...]) -> float:
        ends = (0, *breaks, len(parts))
        longest = max(sums[b] - sums[a] for a, b in pairwise(ends))
        return longest * (1 + ROUGH * sum(not natural(parts, at) for at in breaks) / max(1, len(breaks)))

    best = min(combinations(range(1, len(parts)), count - 1), key=cost)
    ends = (0, *best, len(parts))
    return ["".join(parts[a:b]).strip() for a, b in pairwise(ends)]


def natural(parts: list[str], at: int) -> bool:
    """Is there a pause before the piece number `at`: a sign behind the last one, a bracket or a space?"""
    before, after = parts[at - 1], parts[at]
    return before[-1] in NOT_FIRST or before[-1].isspace() or after[0] in NOT_LAST
