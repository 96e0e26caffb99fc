"""Pages of the guide into what of them would keep the engine's Markdown busy for long, which is therefore not made.

The engine's library tries each bracket that nothing closes to the end of its paragraph, and goes down one call for each
level of lists and quotations. What stands here is the one place of these limits: a page that is within them is converted
in a moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_PAGE = 20_000
"""Characters of a page; the longest of ours has a third of them."""
LONGEST_PARAGRAPH = 3_000
"""Characters of lines without an empty one between them."""
MOST_BRACKETS = 100
"""`[` of a paragraph, closed or not."""
MOST_OPEN = 50
"""Brackets of a paragraph that nothing closes."""
BRACKETS = (("[", "]"), ("(", ")"), ("<", ">"))

NESTED = re.compile(r"[ \t]{60}|[ \t]{0,59}(?:(?:[->*+]|\d{1,9}\.)[ \t]{0,9}){30}")
"""How a line begins that stands too deep in lists and quotations."""


class Excess(NamedTuple):
    """A line of a page, what is too much there, as a sentence, and what to do about it."""

    line: int
    message: str
    hint: str


def excess(text: str) -> Excess | None:
    """Return what of a page is too much for the engine; None where nothing is."""
    if len(text) > LONGEST_PAGE:
        message = f"指南的这一页有 {len(text)} 个字，最多 {LONGEST_PAGE} 个，没有往下读。"
        return Excess(1, message, "把它分成两页，每一页只讲一件事。")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if NESTED.match(line):
            return Excess(number, "这一行套了太多层列表或者引用，这一页没有往下读。", "改成几段，少套几层。")
    return next(filter(None, (crowded(first, paragraph) for first, paragraph in paragraphs(lines))), None)


def paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that no empty one parts, with the number of the first of them."""
    first = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > first:
                yield first + 1, "\n".join(lines[first:number])
            first = number + 1


def crowded(line: int, paragraph: str) -> Excess | None:
    """Return what of one paragraph is too much."""
    if len(paragraph) > LONGEST_PARAGRAPH:
        message = f"这一段有 {len(paragraph)} 个字，最多 {LONGEST_PARAGRAPH} 个，这一页没有往下读。"
        return Excess(line, message, "把它分成几段，中间空一行。")
    for opening, closing in BRACKETS:
        unclosed = paragraph.count(opening) - paragraph.count(closing)
        if unclosed > MOST_OPEN:
            message = f"这一段里有 {unclosed} 个“{opening}”没有合上，这一页没有往下读。"
            return Excess(line, message, f"删掉多出来的“{opening}”。")
    if (found := paragraph.count("[")) > MOST_BRACKETS:
        message = f"这一段里有 {found} 个“[”，最多 {MOST_BRACKETS} 个，这一页没有往下读。"
        return Excess(line, message, "把它分成几段，中间空一行。")
    return None
