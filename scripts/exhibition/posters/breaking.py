"""Line breaking for Chinese text: balanced lines without forbidden characters at their start or end.

Rules: CLREQ (W3C, Requirements for Chinese Text Layout), 3.1.5 (避头尾) and 3.1.6 (unbreakable sequences).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate, combinations, pairwise

NOT_FIRST = "、，。．：；？！）》」』】〕〗〉”’…—·•%‰℃,.:;?!)]}～"
"""Characters that must not start a line."""
NOT_LAST = "（《「『【〔〖〈“‘([{"
"""Characters that must not end a line."""
UNITS = "号楼组户幢弄室村路街年月日时分人个次层颗"
"""Characters that are not separated from the number before them: 64号, 7次."""
PIECE = re.compile(
    rf"[{re.escape(NOT_LAST)}\s]*(?:[A-Za-z0-9'’./:_+-]+[{UNITS}]?|.)(?:\s*[{re.escape(NOT_FIRST)}])*\s*", re.DOTALL
)
"""The smallest unbreakable sequence: opening punctuation, a word or a character, closing punctuation, white space."""
ROUGH = 0.2
"""Cost of a break inside a phrase, as a share of the line's width."""


def pieces(text: str) -> list[str]:
    """Split a text into its unbreakable sequences, in order.

    >>> pieces("共和64号楼（示例）")
    ['共', '和', '64号', '楼', '（示', '例）']
    """
    return PIECE.findall(" ".join(text.split("\n")).strip())


def broken(text: str, count: int, width: Callable[[str], float]) -> list[str] | None:
    """Break `text` into exactly `count` lines with the shortest possible longest line; None if it has too few parts.

    `width` measures a line. Breaks after punctuation and before brackets are preferred if they cost little.
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
    """Return whether a phrase ends before part `at`: at punctuation, a space or an opening bracket."""
    before, after = parts[at - 1], parts[at]
    return before[-1] in NOT_FIRST or before[-1].isspace() or after[0] in NOT_LAST
