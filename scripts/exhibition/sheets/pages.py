"""The bytes of a content file into its lines, with the places of its fields, ready to be edited line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.fields import FieldTable
from ..reading.front_matter import read_front_matter
from ..reading.nodes import Node
from ..reading.notes import Notes

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
END = re.compile(r"(?:\r\n|\r|\n)$")


class Unusual(Exception):
    """A field is written in a way that is not edited with certainty."""


@dataclass(frozen=True, slots=True)
class Page:
    """A content file in lines with their ends. Lines are counted from 0 here."""

    lines: list[str]
    nodes: Mapping[str, Node]
    """What stands behind each key."""
    places: Mapping[str, tuple[int, int]]
    """Line (from 0) and column (from 0) of each key, in order of lines."""
    fence: int
    """The line that closes the front matter."""

    def bare(self, line: int) -> str:
        """Return a line without its end."""
        return END.sub("", self.lines[line])

    def end(self, line: int) -> str:
        """Return how lines end around here."""
        found = END.search(self.lines[line])
        return found[0] if found else "\n"

    def last(self, key: str) -> int:
        """Return the last line of a field's value: comments and empty lines behind it belong to nobody."""
        first = self.places[key][0]
        following = min((line for line, _ in self.places.values() if line > first), default=self.fence)
        lines = range(following - 1, first, -1)
        return next((line for line in lines if self.bare(line).strip() and not is_comment(self.bare(line))), first)


def is_comment(line: str) -> bool:
    """Does nothing but a comment stand in this line?"""
    return line.lstrip().startswith("#")


def read_page(data: bytes, path: str, known: FieldTable) -> Page:
    """Return the lines of a file. Raises Unusual where it is no UTF-8 or has no front matter."""
    matter = read_front_matter(data, known, Notes(path))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusual(path) from error
    if matter is None:
        raise Unusual(path)
    places = sorted((line - 1, column - 1, key) for key, (line, column) in matter.top.places.items())
    return Page(
        LINE.findall(text),
        matter.top.values,
        {key: (line, column) for line, column, key in places},
        matter.body_line - 2,
    )


@dataclass(frozen=True, slots=True)
class Splice:
    """Lines `first` up to and without `last`, and what stands there instead."""

    first: int
    last: int
    lines: tuple[str, ...]


def spliced(lines: Sequence[str], splices: Sequence[Splice]) -> str:
    """Return the text with the splices, whose places are those in `lines`; two at one place keep their order."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda one: (one.first, one.last)):
        parts += [*lines[at : splice.first], *splice.lines]
        at = max(at, splice.last)
    return "".join([*parts, *lines[at:]])
