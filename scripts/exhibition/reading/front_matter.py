"""Bytes of a content file into its front matter: every scalar still text, each with its place, and the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model.characters import INVISIBLE, USUAL
from ..model.fields import Field, FieldTable
from ..model.kinds import Date, Flag, Id, Whole
from . import slips_lines as said
from .composing import Uncomposable, compose
from .envelope import Envelope, open_envelope
from .mending import mend
from .nodes import Node, Record, Scalar, Sequence, made_visible
from .notes import Notes
from .quick import read_quickly

MOST_UNREADABLE = 200
"""Lines that are left out one by one; what has more of them is no front matter."""

HIDDEN = re.compile(r"^#+ ?([^\s:：#]{1,20}) ?([:：])[ \t]*(\S[^\n]*)$", re.M)
"""A remark that looks like a field. Remarks that explain a field have a full-width colon, examples stand further in."""

COMMENT = "<!--"
"""How a comment of HTML begins: in a field it is text, but its author did not mean it to be read."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the top of a content file, and the Markdown below it."""

    top: Record
    body: str
    body_line: int = 1
    """The line of the file on which the body begins."""


def read_front_matter(data: bytes, fields: FieldTable, notes: Notes) -> FrontMatter | None:
    """Return the front matter of a file with these fields; None where there is none at all. Findings go to `notes`."""
    envelope = open_envelope(data, notes)
    if envelope is None:
        return None
    top = read_quickly(envelope.block, envelope.first, fields.listed, fields.recorded)
    if top is None:
        top = read_with_mends(envelope, fields, notes)
    if "#" in envelope.block:
        say_hidden(envelope, top, fields, notes)
    if COMMENT in envelope.block:
        for number, line in enumerate(envelope.block.split("\n"), envelope.first):
            if COMMENT in line and not line.lstrip().startswith("#"):
                notes.say(said.comment_in_field(), number, line.index(COMMENT) + 1)
    return FrontMatter(top, visible_body(envelope, notes), envelope.body_line)


def say_hidden(envelope: Envelope, top: Record, fields: Mapping[str, Field], notes: Notes) -> None:
    """Note remarks that hold a field which stands nowhere else."""
    for found in HIDDEN.finditer(envelope.block):
        key, colon, value = found.groups()
        field = fields.get(key)
        if field is None or key in top.values:
            continue
        if colon == ":" or (isinstance(field.kind, Whole | Date | Flag | Id) and field.kind.read(value, key, {})[0]):
            number = envelope.first + envelope.block.count("\n", 0, found.start())
            notes.say(said.hidden_field(key), number, 1, f"{key}: {value}")


def visible_body(envelope: Envelope, notes: Notes) -> str:
    """Return the body without characters that are no text; each line that had any is noted."""
    if USUAL.fullmatch(envelope.body) or not INVISIBLE.search(envelope.body):
        return envelope.body
    lines = envelope.body.split("\n")
    for index, line in enumerate(lines):
        found = INVISIBLE.search(line)
        if found:
            lines[index] = INVISIBLE.sub("", line)
            notes.say(said.zero_width(), envelope.body_line + index, found.start() + 1, lines[index])
    return "\n".join(lines)


def read_with_mends(envelope: Envelope, fields: Mapping[str, Field], notes: Notes) -> Record:
    """Return the record of lines that are not canonical."""
    lines = mend(envelope.block.split("\n"), envelope.first, fields, notes)
    node = composed(lines, envelope.first, notes)
    if notes.mended and node is not None:
        relocate(node, notes)
    if isinstance(node, Record):
        return node
    if node is not None:
        notes.say(said.not_a_field(), node.line, node.column)
    return Record(envelope.first, 1)


def composed(lines: list[str], first: int, notes: Notes) -> Node | None:
    """Return the nodes of `lines`; a line that cannot be read is noted, left out, and the rest read again."""
    lines, skipped, node = list(lines), [], None
    for _ in range(MOST_UNREADABLE):
        try:
            node = compose("\n".join(lines), first)
            break
        except Uncomposable as error:
            index = last_with_text(lines, error.line)
            if index is None:
                break
            skipped.append(index)
            lines[index] = ""
    else:
        skipped = [index for index, line in enumerate(lines) if line.strip() or index in skipped]
    for index, length in runs(skipped):
        notes.say(said.unreadable_line(length), first + index)
    for line, column in made_visible(node):
        notes.say(said.zero_width(), line, column)
    return node


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each run of numbers that follow one another: the first of them, and how many they are."""
    start, length = -1, 0
    for number in sorted(numbers):
        if number == start + length:
            length += 1
            continue
        if length:
            yield start, length
        start, length = number, 1
    if length:
        yield start, length


def last_with_text(lines: list[str], index: int) -> int | None:
    """Return the line at or above `index`, or else below it, in which anything stands."""
    above = range(min(index, len(lines) - 1), -1, -1)
    return next((one for one in (*above, *range(index, len(lines))) if one < len(lines) and lines[one].strip()), None)


def relocate(node: Node, notes: Notes) -> None:
    """Set the columns on mended lines to where the text stands in the author's own line."""
    if isinstance(node, Scalar):
        if node.line in notes.mended and node.text:
            found = notes.own_line(node.line).rfind(node.text)
            node.column = found + 1 if found >= 0 else node.column
    elif isinstance(node, Sequence):
        for item in node.items:
            relocate(item, notes)
    else:
        for key, value in node.values.items():
            line, column = node.places[key]
            if line in notes.mended:
                found = notes.own_line(line).find(key)
                node.places[key] = (line, found + 1 if found >= 0 else column)
            relocate(value, notes)
