"""Fix spaces, list dashes, colons and indentation of front-matter lines, in memory.

`LineContext` is the line at hand and what the lines above say about it. Every fix returns one line in place of one line
and reports what it changed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..lazy import compile_later
from ..messages import lines as messages
from ..messages.fields import text_as_list
from ..messages.registry import DiagnosticCollector, FieldIssue
from ..model.field_types import Text
from ..model.fields import Field, ListOf, RecordList
from ..text.characters import DASHES, INVISIBLE
from ..text.characters import NUMBERING as NUMBERING

HEAD = compile_later(r"( *+)(- ++|-$)?(?:([^\s:#'\"\[\]{}\-](?>[^:#]*[^:# ])?+)( *+:(?: +|$)))?(.*)")
"""Indentation, dash, key, its colon, value."""


class LineParts(NamedTuple):
    """The parts of a line: `key` is None where there is none, and then `value` is everything behind the dash."""

    indent: int
    dash: str
    key: str | None
    value: str

    @property
    def outermost(self) -> bool:
        """Is this a top-level key?"""
        return self.key is not None and not self.indent and not self.dash


@dataclass(slots=True)
class LineContext:
    """The line at hand and what the lines above say about it."""

    fields: Mapping[str, Field]
    notes: DiagnosticCollector
    number: int = 0
    """Its number in the file."""
    above: list[str] = field(default_factory=list)
    """The lines above, mended."""
    filled: int = -1
    """The number, among those above, of the last in which anything stands; -1 where there is none."""
    joined: list[str] | None = None
    """What follows the quoted text at the end of that line and is not written there yet; None where nothing was joined."""
    below: list[str] = field(default_factory=list)
    """The lines below, as they are."""
    entered: bool = False
    """Has there been a top-level key?"""
    parent: Field | None = None
    """The top-level field whose lines these are; None for an unknown one."""
    inner_fields: Mapping[str, Field] = field(default_factory=dict)
    """The fields that a record of the open list may hold."""
    dash: int | None = None
    """Indentation of the dashes of the list that is open."""
    inner: int = 4
    """Indentation of the keys of the record that is open."""
    undashed: bool = False
    """Was the first record of the list written without a dash?"""
    seen: set[str] = field(default_factory=set)
    """Keys of the record that is open."""
    loose: bool = False
    """Are the items of the open list written at the margin, without dashes?"""
    respaced: bool = False
    """Has the indentation of the line at hand been mended already?"""
    block: int | None = None
    """Indentation of the line that opened a block of text (`|`)."""
    flow: bool = False
    """Is a bracket open that closes on a later line?"""
    taken: int = 0
    """The last line whose text was joined to that of a line above, by its number."""

    @property
    def listing(self) -> bool:
        """Do list items belong here?"""
        return self.parent is None or isinstance(self.parent.kind, ListOf | RecordList)

    @property
    def listing_open(self) -> bool:
        """Could a line at the margin be an item of the list above it?"""
        return self.parent is not None and self.listing

    @property
    def last(self) -> str:
        """The last line above in which anything stands."""
        return self.above[self.filled] if self.filled >= 0 else ""

    def enter(self, key: str) -> None:
        """Go on below a top-level key."""
        self.entered = True
        meant = find_near_key(key, self.fields)
        self.parent = self.fields[meant] if meant else None
        kind = self.parent.kind if self.parent else None
        self.inner_fields = kind.by_key if isinstance(kind, RecordList) else {}
        self.dash, self.undashed, self.inner, self.seen, self.loose = None, False, 4, set(), False

    def split_line(self, line: str) -> LineParts:
        """Return the parts of a line as they are meant here: `- 大家说: 好` in a list of sentences is a sentence."""
        found = HEAD.fullmatch(line)
        if not found:
            return LineParts(0, "", None, line)
        indent, dash, key, colon, value = found.groups()
        nested = bool(dash or indent) and self.parent is not None and not self.inner_fields
        if key is not None and nested and (dash or key not in self.fields):
            return LineParts(len(indent), dash or "", None, f"{key}{colon}{value}")
        return LineParts(len(indent), dash or "", key, value)

    def is_single(self, parts: LineParts) -> bool:
        """Must the value of this line be a single one, so that a bracket at its beginning is part of a text?"""
        if parts.outermost:
            return self.parent is not None and not self.listing
        kind = self.parent.kind if self.parent else None
        return parts.key in self.inner_fields or (isinstance(kind, ListOf) and not kind.split)

    def report(self, issue: FieldIssue, column: int, fixed: str | None = None) -> None:
        """Note a slip on the line at hand."""
        self.notes.report(issue, self.number, column, fixed)


def find_near_key(key: str, known: Collection[str]) -> str | None:
    """Return the known key that `key` is or was probably meant to be; of several that are as near, the first of `known`.

    The fields that every page has stand before lists, which few have.
    """
    if key in known:
        return key
    near = set(difflib.get_close_matches(key, known, len(known) or 1, 0.5))
    ranked = [one for one in known if one in near]
    return max(ranked, key=lambda one: difflib.SequenceMatcher(None, one, key).ratio(), default=None)


SPACES = "\u00a0\u1680\u3000\u2000-\u200a\u202f\u205f"
INDENT = compile_later(rf"[ \t{SPACES}]+")
MARGIN = compile_later(rf"[{SPACES}]")
BLANKS = " \t\u00a0\u1680\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""Everything that may stand unseen at the end of a line."""
COLON = compile_later(
    rf"( *(?:- +)?)([^\s:：#'\"\[\]{{}}，。、！？]{{1,12}}?)[ \t{SPACES}]*([:：])([ \t{SPACES}]*)(.*)"
)


def fix_spaces(line: str, at: LineContext) -> str:
    """Return the line without invisible signs, its indentation in English spaces, its end without wide ones."""
    if line.isascii() and line.isprintable():
        return line
    line = remove_unseen(line, at)
    indent = INDENT.match(line)
    if indent and indent[0].strip(" "):
        better = indent[0].replace("\t", "  ").replace("\u3000", "  ")
        line = re.sub(rf"[{SPACES}]", " ", better) + line[indent.end() :]
        at.respaced = True
        at.report(messages.tab_indent() if "\t" in indent[0] else messages.wide_indent(), 1, line)
    if "\t" in line.rstrip(" \t"):
        line = fix_tabs(line.rstrip(" \t"), at)
    end = len(line.rstrip(BLANKS))
    if MARGIN.search(line, end) and line[:end][-1:] not in ":：":
        line = line[:end]
        at.report(messages.wide_margin(), end + 1, line)
    return line


def remove_unseen(line: str, at: LineContext) -> str:
    """Return the line without characters that are no text."""
    found = INVISIBLE.search(line)
    if not found:
        return line
    line = INVISIBLE.sub("", line)
    at.report(messages.zero_width(), found.start() + 1, line)
    return line


TAB = compile_later(r"\t[ \t]*")
BEFORE_TAB = compile_later(r"( *+(?:[-－–—] *+)?)([^\s:：]{1,12}+)?\s*+([:：]?)")


def fix_tabs(line: str, at: LineContext) -> str:
    """Return the line with one space for each tab behind its indentation."""
    found = TAB.search(line, len(line) - len(line.lstrip(" ")))
    if not found:
        return line
    before = BEFORE_TAB.fullmatch(line[: found.start()])
    where = "这一行里"
    if before and before[3]:
        where = f"“{before[2] or ''}:”后面"
    elif before and not before[2]:
        where = "减号后面"
    better = replace_tabs(line)
    better = re.sub(r"^( *(?:- )?[^\s:：]{1,12}) (?=[:：])", r"\1", better)
    at.report(messages.tab_inside(where), found.start() + 1, better)
    return better


def replace_tabs(line: str) -> str:
    """Return an indented line with one space for each tab behind its indentation."""
    body = line.lstrip(" ")
    return " " * (len(line) - len(body)) + " ".join(part.rstrip(" ") for part in TAB.split(body))


DASH = compile_later(rf"( *+)([{DASHES}]|{NUMBERING})([ \t{SPACES}]*+)(.*)")
MARKED = compile_later(rf"({NUMBERING}|[{DASHES}>])[ \t{SPACES}]*(\S.*)")
AROUND = "*_【】[]「」《》·•●/＃"
"""What people put around the name of a field."""
INSTEAD = compile_later(
    rf"[{re.escape(AROUND)}]*(?:[ \t{SPACES}]*(?:[:：]{{1,3}}|[=＝→]|->|—{{1,2}})[{re.escape(AROUND)}]*[ \t{SPACES}]*|[ \t{SPACES}]*)"
)
"""What people write between a field's name and its value."""
NAMED = compile_later(
    rf"( *)((?:- +)?)((?:#{{2,6}} *|[{re.escape(AROUND)}])*)([^\s:：=＝→>—{re.escape(AROUND)}]{{1,12}})(.*)"
)


def fix_name_separator(line: str, at: LineContext) -> str:
    """Return a line that begins with a field's name, which something else than a colon and a space sets off, as one.

    A name with a space behind it alone, or behind a dash, counts only for a field that stands nowhere else.
    """
    found = NAMED.fullmatch(line)
    if not found:
        return line
    indent, dash, before, key, rest = found.groups()
    known = at.inner_fields if indent or (dash and at.inner_fields) else at.fields
    character = INSTEAD.match(rest)
    if key not in known or not character or not rest[character.end() :].strip() or (not character[0] and not before):
        return line
    astray = bool(dash) and not indent and known is at.fields
    written = character[0].strip(BLANKS)
    if not astray and not before and written in (":", "："):
        return line
    if (astray or not written) and (indent or at.listing_open or is_elsewhere(key, at)):
        return line
    better = f"{indent}{'' if astray else dash}{key}: {rest[character.end() :].strip()}"
    at.report(messages.not_a_field(key), len(indent) + 1, better)
    return better


def is_elsewhere(key: str, at: LineContext) -> bool:
    """Does a line above or below begin with this field's name and a colon?"""
    head = re.compile(rf"{re.escape(key)} *[:：]")
    return any(head.match(line) for line in (*at.above, *at.below))


def fix_margin_item(line: str, at: LineContext) -> str:
    """Return a line that begins at the margin, where an item of a list of single values was meant, as an item.

    That is so below a key that holds such a list and has nothing behind it, and below an item of this kind.
    """
    if line[:1] in ("", " ", "#") or at.parent is None or at.inner_fields or not at.listing:
        return line
    if not (at.loose or (at.last.endswith(":") and at.dash is None)) or is_field_start(line, at):
        return line
    found = MARKED.fullmatch(line)
    mark, text = found.groups() if found else ("", line.strip())
    at.loose = True
    if mark and mark in DASHES:
        return line
    better = f"  - {text}"
    at.report(messages.list_at_margin(at.parent.key, mark), 1, better)
    return better


def is_field_start(line: str, at: LineContext) -> bool:
    """Does a field begin here?"""
    head = re.match(r"([^\s:：]{1,12}) *[:：]", line)
    return head is not None and find_near_key(head[1], at.fields) is not None


def fix_dash(line: str, at: LineContext) -> str:
    """Return the line of a list item with `- ` at its beginning."""
    found = DASH.fullmatch(line) if at.listing else None
    if not found or not found[4]:
        return line
    indent, mark, space, rest = found.groups()
    well = mark == "-" and space and not space.strip(" ")
    number = mark[0] not in DASHES
    if well or rest.startswith("-") or (number and not indent):
        return line
    if number and at.inner_fields and not is_record_key(rest, at):
        return line
    better = f"{indent or '  '}- {rest}"
    at.report(messages.wrong_dash(mark), len(indent) + 1, better)
    return better


def is_record_key(text: str, at: LineContext) -> bool:
    """Does a text begin with a key of the records of the open list?"""
    found = COLON.fullmatch(text)
    return found is not None and not found[1] and found[2] in at.inner_fields


def fix_bare_key(line: str, at: LineContext) -> str:
    """Return a line at the margin that is the name of a list and nothing else, above the first dash, with its colon."""
    key = line.rstrip()
    known = at.fields.get(key)
    if known is None or not isinstance(known.kind, ListOf | RecordList) or is_elsewhere(key, at):
        return line
    below = next((one for one in at.below if one.strip()), "")
    if not DASH.fullmatch(below) or not below[:1].isspace():
        return line
    at.report(messages.not_a_field(key), 1, f"{key}:")
    return f"{key}:"


def fix_colon(line: str, at: LineContext) -> str:
    """Return the line with an English colon and one space behind its key."""
    found = COLON.fullmatch(line)
    if not found:
        return line
    head, key, colon, space, value = found.groups()
    well = colon == ":" and not space.strip(" \t") and (space or not value)
    if well or not is_meant_as_key(key, head, value, at):
        return line
    better = f"{head}{key}: {value}".rstrip(" ") if value else f"{head}{key}:"
    issue = (
        messages.wide_colon
        if colon == "："
        else messages.wide_space_after_colon
        if space
        else messages.no_space_after_colon
    )
    at.report(issue(key), found.start(4 if issue is messages.wide_space_after_colon else 3) + 1, better)
    return better


def is_meant_as_key(key: str, head: str, value: str, at: LineContext) -> bool:
    """Was the word before this colon meant as a key, or is it the beginning of a sentence?"""
    if value.startswith("//"):
        return False
    if head:
        return find_near_key(key, at.inner_fields) is not None or (key in at.fields and "-" not in head)
    return len(key) <= 4 or find_near_key(key, at.fields) is not None or find_near_key(key, at.inner_fields) is not None


JOINER = "；"
"""What joins the items of a list that stands where a text should, if its field names nothing else."""
SEVERAL = Text(joiner="、")
"""How several values are joined where one should stand."""


def join_items(line: str, at: LineContext) -> str:
    """Return the line of a record's key, whose text was written as a list below or behind it, with that text."""
    parts = at.split_line(line)
    field = at.inner_fields.get(parts.key or "")
    if field is None or at.dash is None or isinstance(field.kind, ListOf | RecordList):
        return line
    # A list is no value of a choice, a number, a date: joined, it is said once that there is no such value.
    kind = field.kind if isinstance(field.kind, Text) else SEVERAL
    kind = kind if kind.joiner else replace(kind, joiner=JOINER if type(kind) is Text else SEVERAL.joiner)
    is_text = isinstance(field.kind, Text)
    flow = re.fullmatch(r"\[([^\[\]]+)\]", parts.value) if is_text else None
    items = kind.split_items(flow[1]) if flow else [] if parts.value else list_items_below(at)
    joined = kind.join_items(items)
    if not joined:
        return line
    head = line[: len(line) - len(parts.value)] if parts.value else line.rstrip()
    better = f"{head.rstrip()} {joined}"
    at.taken = at.number + (0 if flow else len(items))
    if is_text:
        at.report(text_as_list(field.key, joined, kind.joiner), line.index(field.key) + 1, better)
    return better


def list_items_below(at: LineContext) -> list[str]:
    """Return the items of the list in the lines below, which stand further in than the records; none where more is there."""
    items = []
    for line in at.below:
        found = DASH.fullmatch(line)
        deep = len(line) - len(line.lstrip(" ")) > (at.dash or 0)
        key = at.split_line(line).key if deep else None
        if found and deep and found[4] and key is None:
            items.append(found[4])
        elif deep and line.strip() and key not in at.inner_fields:
            return []
        else:
            break
    return items


def fix_indent(line: str, at: LineContext) -> str:
    """Return a line with a key or a dash at the indentation that its neighbours have."""
    indent, dash, key, _ = at.split_line(line)
    if dash:
        return fix_item_indent(line, indent, len(dash), key, at)
    if key in at.inner_fields and (indent or key not in at.fields):
        if at.dash is None or (at.undashed and key in at.seen):
            return add_dash(line, indent, key or "", at)
        if key in at.seen and is_record_start(at):
            return add_next_dash(line, indent, key or "", at)
        return fix_inner_indent(line, indent, key or "", at)
    return align_line(line, indent, 0, at) if indent and key in at.fields else line


def fix_item_indent(line: str, indent: int, dash: int, key: str | None, at: LineContext) -> str:
    """Return a line that begins a list item, under the items above it."""
    at.dash = indent if at.dash is None else at.dash
    # A dash alone counts as one with its space: the keys stand below it.
    at.inner, at.undashed, at.seen = at.dash + max(dash, 2), False, {key or ""}
    return align_line(line, indent, at.dash, at)


def fix_inner_indent(line: str, indent: int, key: str, at: LineContext) -> str:
    """Return a line of a record under the lines above it."""
    at.seen.add(key)
    if at.undashed:
        return " " * at.inner + line.lstrip()
    return align_line(line, indent, at.inner, at)


def align_line(line: str, indent: int, wanted: int, at: LineContext) -> str:
    """Return a line at the indentation that is wanted."""
    if indent == wanted:
        return line
    better = " " * wanted + line.lstrip()
    if not at.respaced:
        at.report(messages.misaligned(), indent + 1, better)
    return better


def add_dash(line: str, indent: int, key: str, at: LineContext) -> str:
    """Return the first line of a record that was written without a dash; it is said once for a list."""
    better = f"  - {line.lstrip()}"
    if at.parent is not None and not at.undashed:
        at.report(messages.record_without_dash(at.parent.key, key), indent + 1, better)
    at.dash, at.inner, at.undashed, at.seen = 2, 4, True, {key}
    return better


def is_record_start(at: LineContext) -> bool:
    """Does the next line, too, have a key that the open record has already?"""
    below = next((line for line in at.below if line.strip()), "")
    parts = at.split_line(below)
    return not parts.dash and bool(parts.indent) and parts.key in at.seen


def add_next_dash(line: str, indent: int, key: str, at: LineContext) -> str:
    """Return the first line of a further record that was written without its dash."""
    better = f"{' ' * (at.dash or 0)}- {line.lstrip()}"
    if at.parent is not None:
        at.report(messages.record_without_dash(at.parent.key, key), indent + 1, better)
    at.inner, at.seen = (at.dash or 0) + 2, {key}
    return better
