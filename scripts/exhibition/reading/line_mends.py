"""Lines with wrong spaces, list dashes or colons into lines with the right ones."""

from __future__ import annotations

import re

from ..model.characters import INVISIBLE
from . import slips_lines as said
from .position import Position, near

SPACES = "\u00a0\u1680\u3000\u2000-\u200a\u202f\u205f"
INDENT = re.compile(rf"[ \t{SPACES}]+")
MARGIN = re.compile(rf"[ \t]*[{SPACES}][ \t{SPACES}]*$")
COLON = re.compile(rf"( *(?:- +)?)([^\s:：#'\"\[\]{{}}，。、！？]{{1,12}}?)[ \t{SPACES}]*([:：])([ \t{SPACES}]*)(.*)")
DASH = re.compile(rf"( *)([-－–—−‐‑﹣•·●○▪◦◆■*＊+＋]|[0-9]{{1,2}}[.、．)）](?![0-9]))([ \t{SPACES}]*)(.*)")


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
    margin = MARGIN.search(line)
    if margin and line[: margin.start()][-1:] not in ":：":
        line = line[: margin.start()]
        at.say(said.wide_margin(), margin.start() + 1, line)
    return line


def mend_unseen(line: str, at: Position) -> str:
    """Return the line without characters that are no text."""
    found = INVISIBLE.search(line)
    if not found:
        return line
    line = INVISIBLE.sub("", line)
    at.say(said.zero_width(), found.start() + 1, line)
    return line


def mend_dash(line: str, at: Position) -> str:
    """Return the line of a list item with `- ` at its beginning."""
    found = DASH.fullmatch(line) if at.listing else None
    if not found or not found[4]:
        return line
    indent, mark, space, rest = found.groups()
    well = mark == "-" and space and not space.strip(" ")
    number = mark[0].isdigit()
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
