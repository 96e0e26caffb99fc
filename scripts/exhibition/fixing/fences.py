"""Front matter that lacks a line of three dashes into front matter that has it, where its place is beyond doubt."""

from __future__ import annotations

from collections.abc import Iterator

from ..reading.entries import Read
from ..types import CONTENT_TYPES
from .encoding import known_line
from .keeping import prose

FENCE = "---"
OPENING, CLOSING = "E013", "E016"
LOOSE = frozenset({"E122", "E199", "E202"})
"""Lines that could be prose: with one of them nobody knows where the front matter ends."""


def fenced(text: str, read: Read) -> Iterator[str]:
    """Texts with a fence more, to be tried."""
    lines = text.split("\n")
    places = {one.code: one.span.line for one in read.diagnostics}
    if OPENING in places and CONTENT_TYPES.derive(known_line).match(lines[places[OPENING] - 1]):
        yield "\n".join([*lines[: places[OPENING] - 1], FENCE, *lines[places[OPENING] - 1 :]])
    if CLOSING in places and not LOOSE & places.keys():
        last = last_with_text(lines, places[CLOSING] - 1 if prose(text) else len(lines))
        yield "\n".join([*lines[:last], FENCE, *(lines[last:] or [""])])


def last_with_text(lines: list[str], end: int) -> int:
    """Return the number of the last line with text, at line `end` or above."""
    return next((number for number in range(end, 0, -1) if lines[number - 1].strip()), 0)
