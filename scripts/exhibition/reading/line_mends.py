"""Lines with wrong spaces, list dashes or colons into lines with the right ones."""

from __future__ import annotations

import re

from ..model.characters import INVISIBLE
from ..model.list_marks import DASHES
from ..model.list_marks import NUMBERING as NUMBERING
from . import slips_lines as said
from .position import Position, near

SPACES = "\u00a0\u1680\u3000\u2000-\u200a\u202f\u205f"
INDENT = re.compile(rf"[ \t{SPACES}]+")
MARGIN = re.compile(rf"[{SPACES}]")
BLANKS = " \t\u00a0\u1680\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""Everything that may stand unseen at the end of a line."""
COLON = re.compile(rf"( *(?:- +)?)([^\s:：#'\"\[\]{{}}，。、！？]{{1,12}}?)[ \t{SPACES}]*([:：])([ \t{SPACES}]*)(.*)")


def mend_spaces(line: str, at: Position) -> str:
    """Return the line without invisible signs, its indentation in English spaces, its end without wide ones."""
    if line.isascii() and line.isprintable():
        return line
    line = mend_unseen(line, at)
    indent = INDENT.match(line)
    if indent and indent[0].strip(" "):
        better = indent[0].replace("\t", "  ").replace("\u3000", "  ")
        line = re.sub(rf"[{SPACES}]", " ", better) + line[indent.end() :]
        at.respaced = True
        at.say(said.tab_indent() if "\t" in indent[0] else said.wide_indent(), 1, line)
    if "\t" in line.rstrip(" \t"):
        line = mend_tabs(line.rstrip(" \t"), at)
    end = len(line.rstrip(BLANKS))
    if MARGIN.search(line, end) and line[:end][-1:] not in ":：":
        line = line[:end]
        at.say(said.wide_margin(), end + 1, line)
    return line


def mend_unseen(line: str, at: Position) -> str:
    """Return the line without characters that are no text."""
    found = INVISIBLE.search(line)
    if not found:
        return line
    line = INVISIBLE.sub("", line)
    at.say(said.zero_width(), found.start() + 1, line)
    return line


TAB = re.compile(r"\t[ \t]*")
BEFORE_TAB = re.compile(r"( *+(?:[-－–—] *+)?)([^\s:：]{1,12}+)?\s*+([:：]?)")


def mend_tabs(line: str, at: Position) -> str:
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
    better = indented(line)
    better = re.sub(r"^( *(?:- )?[^\s:：]{1,12}) (?=[:：])", r"\1", better)
    at.say(said.tab_inside(where), found.start() + 1, better)
    return better


def indented(line: str) -> str:
    """Return an indented line with one space for each tab behind its indentation."""
    body = line.lstrip(" ")
    return " " * (len(line) - len(body)) + " ".join(part.rstrip(" ") for part in TAB.split(body))


DASH = re.compile(rf"( *+)([{DASHES}]|{NUMBERING})([ \t{SPACES}]*+)(.*)")
MARKED = re.compile(rf"({NUMBERING}|[{DASHES}>])[ \t{SPACES}]*(\S.*)")


AROUND = "*_【】[]「」《》·•●/＃"
"""What people put around the name of a field."""
INSTEAD = re.compile(
    rf"[{re.escape(AROUND)}]*(?:[ \t{SPACES}]*(?:[:：]{{1,3}}|[=＝→]|->|—{{1,2}})[{re.escape(AROUND)}]*[ \t{SPACES}]*|[ \t{SPACES}]*)"
)
"""What people write between a field's name and its value."""
NAMED = re.compile(
    rf"( *)((?:- +)?)((?:#{{2,6}} *|[{re.escape(AROUND)}])*)([^\s:：=＝→>—{re.escape(AROUND)}]{{1,12}})(.*)"
)


def mend_named(line: str, at: Position) -> str:
    """Return a line that begins with a field's name, which something else than a colon and a space sets off, as one.

    A name with a space behind it alone, or behind a dash, counts only for a field that stands nowhere else.
    """
    found = NAMED.fullmatch(line)
    if not found:
        return line
    indent, dash, before, key, rest = found.groups()
    known = at.inner_fields if indent or (dash and at.inner_fields) else at.fields
    sign = INSTEAD.match(rest)
    if key not in known or not sign or not rest[sign.end() :].strip() or (not sign[0] and not before):
        return line
    astray = bool(dash) and not indent and known is at.fields
    written = sign[0].strip(BLANKS)
    if not astray and not before and written in (":", "："):
        return line
    if (astray or not written) and (indent or at.listing_open or is_elsewhere(key, at)):
        return line
    better = f"{indent}{'' if astray else dash}{key}: {rest[sign.end() :].strip()}"
    at.say(said.not_a_field(key), len(indent) + 1, better)
    return better


def is_elsewhere(key: str, at: Position) -> bool:
    """Does a line above or below begin with this field's name and a colon?"""
    head = re.compile(rf"{re.escape(key)} *[:：]")
    return any(head.match(line) for line in (*at.above, *at.below))


def mend_margin_item(line: str, at: Position) -> str:
    """Return a line that begins at the margin, where an item of a list of single values was meant, as an item.

    That is so below a key that holds such a list and has nothing behind it, and below an item of this kind.
    """
    if line[:1] in ("", " ", "#") or at.parent is None or at.inner_fields or not at.listing:
        return line
    if not (at.loose or (at.last.endswith(":") and at.dash is None)) or key_at(line, at):
        return line
    found = MARKED.fullmatch(line)
    mark, text = found.groups() if found else ("", line.strip())
    at.loose = True
    if mark and mark in DASHES:
        return line
    better = f"  - {text}"
    at.say(said.list_at_margin(at.parent.key, mark), 1, better)
    return better


def key_at(line: str, at: Position) -> bool:
    """Does a field begin here?"""
    head = re.match(r"([^\s:：]{1,12}) *[:：]", line)
    return head is not None and near(head[1], at.fields) is not None


def mend_dash(line: str, at: Position) -> str:
    """Return the line of a list item with `- ` at its beginning."""
    found = DASH.fullmatch(line) if at.listing else None
    if not found or not found[4]:
        return line
    indent, mark, space, rest = found.groups()
    well = mark == "-" and space and not space.strip(" ")
    number = mark[0] not in DASHES
    if well or rest.startswith("-") or (number and (at.inner_fields or not indent)):
        return line
    better = f"{indent or '  '}- {rest}"
    at.say(said.wrong_dash(mark), len(indent) + 1, better)
    return better


def mend_colon(line: str, at: Position) -> str:
    """Return the line with an English colon and one space behind its key."""
    found = COLON.fullmatch(line)
    if not found:
        return line
    head, key, colon, space, value = found.groups()
    well = colon == ":" and not space.strip(" \t") and (space or not value)
    if well or not key_meant(key, head, value, at):
        return line
    better = f"{head}{key}: {value}".rstrip(" ") if value else f"{head}{key}:"
    slip = said.wide_colon if colon == "：" else said.wide_space_after_colon if space else said.no_space_after_colon
    at.say(slip(key), found.start(4 if slip is said.wide_space_after_colon else 3) + 1, better)
    return better


def key_meant(key: str, head: str, value: str, at: Position) -> bool:
    """Was the word before this colon meant as a key, or is it the beginning of a sentence?"""
    if value.startswith("//"):
        return False
    if head:
        return near(key, at.inner_fields) is not None or (key in at.fields and "-" not in head)
    return len(key) <= 4 or near(key, at.fields) is not None or near(key, at.inner_fields) is not None
