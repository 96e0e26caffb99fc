"""Lines of front matter with the slips of Chinese typing into lines that can be composed.

Goes from line to line with a little memory of where it is (`Position`), hands every line through the mends in order,
and keeps line numbers: a line is altered or blanked, never added or removed. Every alteration is noted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.fields import Field, Many
from . import slips_lines as said
from .indent_mends import mend_indent
from .line_mends import mend_colon, mend_dash, mend_margin_item, mend_named, mend_spaces, mend_unseen
from .notes import Notes
from .position import Position
from .value_mends import mend_value, opens_block, quoted


def mend(lines: list[str], first: int, fields: Mapping[str, Field], notes: Notes) -> list[str]:
    """Return `lines`, mended; the first of them is line `first` of the file. What was mended goes to `notes`."""
    at = Position(fields, notes)
    for index, line in enumerate(lines):
        at.number, at.below = first + index, lines[index + 1 : index + 30]
        better = mend_unseen(line, at) if within_block(line, at) or within_flow(line, at) else mend_line(line, at)
        if better != line:
            notes.mended[at.number] = better
        at.above.append(better)
        if better.strip():
            settle(at, first)
            at.filled = index
    settle(at, first)
    return at.above


def within_block(line: str, at: Position) -> bool:
    """Is this line part of a block of text, in which nothing is mended?"""
    if at.block is not None and line.strip() and len(line) - len(line.lstrip(" ")) <= at.block:
        at.block = None
    return at.block is not None


def within_flow(line: str, at: Position) -> bool:
    """Is this line part of a list in brackets that spans lines?"""
    inside = at.flow
    if inside and "]" in line:
        at.flow = False
    return inside


def mend_line(line: str, at: Position) -> str:
    """Return one line, mended, and remember what it says about the next."""
    at.respaced = False
    line = mend_spaces(line, at)
    if not line.strip() or re.match(r" *#(?: |$)", line):
        return line
    line = mend_colon(mend_dash(mend_margin_item(mend_named(line, at), at), at), at)
    parts = at.parts(line)
    if (parts.dash and not at.entered) or line.rstrip() == "...":
        at.say(said.not_a_field(), parts.indent + 1)
        return ""
    if parts.key is None and not parts.dash:
        return mend_loose(line, parts.indent, at)
    line = mend_indent(line, at)
    parts = at.parts(line)
    if parts.outermost:
        at.enter(parts.key or "")
    if opens_block(parts.value):
        at.block = parts.indent
        return line
    head = line[: len(line) - len(parts.value)]
    better = mend_value(parts.value, head, at.single(parts), at)
    at.flow = better.startswith("[") and "]" not in better
    return head + better


def mend_loose(line: str, indent: int, at: Position) -> str:
    """Mend a line that has neither key nor dash: an item without its dash, or the second half of the line above."""
    if lacks_dash(indent, at):
        at.dash = at.dash if at.dash is not None else 2
        better = f"{' ' * at.dash}- {line.strip()}"
        at.say(said.wrong_dash(""), indent + 1, better)
        return better
    if continues(line, indent, at):
        swallowed = re.search(r"\s(#\S.*)", line)
        if not swallowed:
            return line
        better = re.sub(r"(?<=\s)#(?=\S)", "＃", line)
        at.say(said.hash_inside(swallowed[1]), swallowed.start(1) + 1, better)
        return better
    at.say(said.not_a_field(), indent + 1)
    join(line.strip(), at)
    return ""


def lacks_dash(indent: int, at: Position) -> bool:
    """Does a line of this indentation stand where an item of a list of single values was meant?"""
    if not indent or at.parent is None or not isinstance(at.parent.kind, Many):
        return False
    return at.last.endswith(":") if at.dash is None else indent <= at.dash


def continues(line: str, indent: int, at: Position) -> bool:
    """Does an indented line go on with the plain text above it?"""
    last = at.parts(at.last)
    if last.value.startswith(('"', "'", "[")) or not last.value or line.lstrip().startswith("#"):
        return False
    bare = last.key is None and not last.dash
    return indent > last.indent + (len(last.dash) if last.key is not None else 0) - bare


def join(text: str, at: Position) -> None:
    """Put `text` behind the last line that says something, so that nothing that was written is lost."""
    if at.joined is not None:
        at.joined.append(text)
        return
    index = at.filled
    if index < 0:
        return
    value = at.parts(at.above[index]).value
    if value.startswith(("|", ">", "[", "'")):
        return
    plain = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value.replace("\\", "\\\\")
    whole = plain.replace('\\"', '"').replace("\\\\", "\\") + text
    at.above[index] = at.above[index].removesuffix(value) + (" " if not value else "") + quoted(whole)
    at.notes.mended[at.number - (len(at.above) - index)] = at.above[index]
    at.joined = []


def settle(at: Position, first: int) -> None:
    """Put what waits behind the line it belongs to: all at once, for a line that grows with each of many costs their square."""
    if at.joined:
        at.above[at.filled] = at.above[at.filled][:-1] + quoted("".join(at.joined))[1:]
        at.notes.mended[first + at.filled] = at.above[at.filled]
    at.joined = None
