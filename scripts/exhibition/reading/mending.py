"""Lines of front matter with the slips of Chinese typing into lines that can be composed.

Goes from line to line with a little memory of where it is (`Position`), hands every line through the mends in order,
and keeps line numbers: a line is altered or blanked, never added or removed. Every alteration is noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.fields import Field, Many, Records
from . import slips_lines as said
from .line_mends import (
    HEAD,
    mend_colon,
    mend_dash,
    mend_spaces,
    mend_value,
    near,
    opens_block,
    quoted,
)
from .notes import Notes


@dataclass(slots=True)
class Position:
    """What the lines above say about the next one."""

    fields: Mapping[str, Field]
    parent: Field | None = None
    """The top-level field whose lines these are; None for an unknown one."""
    dash: int | None = None
    """Indentation of the dashes of the list that is open."""
    inner: int = 4
    """Indentation of the keys of the record that is open."""
    undashed: bool = False
    """Was the first record of the list written without a dash?"""
    seen: set[str] = field(default_factory=set)
    """Keys of the record that is open."""
    block: int | None = None
    """Indentation of the line that opened a block of text (`|`)."""
    flow: bool = False
    """Is a bracket open that closes on a later line?"""

    @property
    def inner_keys(self) -> list[str]:
        """The keys that a record of the open list may hold."""
        kind = self.parent.kind if self.parent else None
        return [one.key for one in kind.fields] if isinstance(kind, Records) else []

    @property
    def listing(self) -> bool:
        """Do list items belong here?"""
        return self.parent is None or isinstance(self.parent.kind, Many | Records)

    def enter(self, key: str) -> None:
        """Go on below a top-level key."""
        self.parent = self.fields.get(key)
        if self.parent is None and (meant := near(key, self.fields)):
            self.parent = self.fields[meant]
        self.dash, self.undashed, self.inner, self.seen = None, False, 4, set()


def mend(lines: list[str], first: int, fields: Mapping[str, Field], notes: Notes) -> list[str]:
    """Return `lines`, mended; the first of them is line `first` of the file. What was mended goes to `notes`."""
    at = Position(fields)
    mended: list[str] = []
    for index, line in enumerate(lines):
        if within_block(line, at) or within_flow(line, at):
            mended.append(line)
            continue
        mended.append(mend_line(line, first + index, at, notes, mended, lines[index + 1 :]))
        if mended[-1] != line:
            notes.mended[first + index] = mended[-1]
    return mended


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


def mend_line(line: str, number: int, at: Position, notes: Notes, above: list[str], below: list[str]) -> str:
    """Return one line, mended, and remember what it says about the next."""
    line = mend_spaces(line, number, notes)
    if not line.strip() or line.lstrip().startswith("# ") or line.strip() == "#":
        return line
    if at.listing:
        line = mend_dash(line, number, bool(at.inner_keys), at.fields, notes)
    line = mend_colon(line, number, at.fields, at.inner_keys, notes)
    indent, dash, key, value = parts(line, at)
    if key is None and not dash:
        return mend_loose(line, number, indent, at, notes, above)
    line = mend_indent(line, number, at, notes)
    indent, dash, key, value = parts(line, at)
    if key is not None and not indent and not dash:
        at.enter(key)
    if opens_block(value):
        at.block = indent
        return line
    head = line[: len(line) - len(value)]
    better = mend_value(value, number, len(head) + 1, at.parent if not (dash or indent) else None, below, head, notes)
    at.flow = better.startswith("[") and "]" not in better
    return head + better


def parts(line: str, at: Position) -> tuple[int, bool, str | None, str]:
    """Return indentation, whether there is a dash, the key (None where there is none) and the value of a line."""
    found = HEAD.fullmatch(line)
    if not found:
        return 0, False, None, line
    indent, dash, key, value = len(found[1]), bool(found[2]), found[3], found[5]
    if key is not None and (dash or indent) and at.parent is not None and not at.inner_keys:
        if dash or key not in at.fields:  # `- 大家说: 好` in a list of sentences is a sentence
            return indent, dash, None, f"{found[3]}{found[4]}{value}"
    return indent, dash, key, value


def mend_indent(line: str, number: int, at: Position, notes: Notes) -> str:
    """Return a line with a key or a dash at the indentation that its neighbours have."""
    indent, dash, key, _ = parts(line, at)
    inner = key is not None and key in at.inner_keys
    if dash:
        return mend_item(line, number, indent, key, at, notes)
    if inner and (indent or key not in at.fields):
        if at.dash is None or (at.undashed and key in at.seen):
            return add_dash(line, number, key or "", at, notes)
        return realign(line, number, indent, at.inner, key, at, notes)
    if indent and key in at.fields and (at.parent is not None or near(key or "", at.fields) == key):
        notes.say(said.misaligned(), number, indent + 1, line.lstrip())
        return line.lstrip()
    return line


def mend_item(line: str, number: int, indent: int, key: str | None, at: Position, notes: Notes) -> str:
    """Return a line that begins a list item, under the items above it."""
    found = HEAD.fullmatch(line)
    wanted = at.dash if at.dash is not None else indent
    at.dash, at.inner = wanted, wanted + (len(found[2]) if found and found[2] else 2)
    at.undashed, at.seen = False, {key or ""}
    if indent == wanted:
        return line
    better = " " * wanted + line.lstrip()
    notes.say(said.misaligned(), number, indent + 1, better)
    return better


def realign(line: str, number: int, indent: int, wanted: int, key: str | None, at: Position, notes: Notes) -> str:
    """Return a line of a record under the lines above it."""
    at.seen.add(key or "")
    if indent == wanted:
        return line
    better = " " * wanted + line.lstrip()
    if not at.undashed:
        notes.say(said.misaligned(), number, indent + 1, better)
    return better


def add_dash(line: str, number: int, key: str, at: Position, notes: Notes) -> str:
    """Return the first line of a record that was written without a dash."""
    better = f"  - {line.lstrip()}"
    if at.parent is not None and not at.undashed:
        notes.say(said.record_without_dash(at.parent.key, key), number, len(line) - len(line.lstrip()) + 1, better)
    at.dash, at.inner, at.undashed, at.seen = 2, 4, True, {key}
    return better


def mend_loose(line: str, number: int, indent: int, at: Position, notes: Notes, above: list[str]) -> str:
    """Mend a line that has neither key nor dash: an item without its dash, or the second half of the line above."""
    many = at.parent is not None and isinstance(at.parent.kind, Many)
    last = next((one for one in reversed(above) if one.strip()), "")
    if many and indent and (at.dash is None or indent <= at.dash) and last.rstrip().endswith((":", *"。；，")) | (at.dash is not None):
        wanted = at.dash if at.dash is not None else 2
        at.dash = wanted
        better = f"{' ' * wanted}- {line.strip()}"
        notes.say(said.wrong_dash(""), number, indent + 1, better)
        return better
    if indent > len(last) - len(last.lstrip()) + (2 if last.lstrip().startswith("- ") else 0) - 1 and indent and plain_end(last):
        return line
    notes.say(said.not_a_field(), number, indent + 1)
    join(above, line.strip(), number, notes)
    return ""


def plain_end(last: str) -> bool:
    """Does the line above end with plain text, so that an indented line continues it?"""
    found = HEAD.fullmatch(last)
    return bool(found) and not (found or [""] * 6)[5].startswith(('"', "'", "["))


def join(above: list[str], text: str, number: int, notes: Notes) -> None:
    """Put `text` behind the last line that says something: nothing that was written is lost."""
    at = next((index for index in range(len(above) - 1, -1, -1) if above[index].strip()), None)
    if at is None:
        return
    found = HEAD.fullmatch(above[at])
    value = found[5] if found else ""
    if value.startswith(("|", ">", "[")) or not found:
        return
    whole = value[1:-1] + text if value.startswith('"') and value.endswith('"') else value + text
    above[at] = above[at][: len(above[at]) - len(value)] + quoted(whole)
    notes.mended[number - (len(above) - at)] = above[at]
