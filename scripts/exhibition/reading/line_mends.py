"""The single mends: one line with a slip of typing into the line that was meant, and the slip noted."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from ..model.fields import Field, Many, Records
from ..model.rules import Slip
from . import slips_lines as said
from .notes import Notes

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
SPACES = "\u00a0\u3000\u2000-\u200a\u202f\u205f"
INDENT = re.compile(rf"[ \t{SPACES}]+")
MARGIN = re.compile(rf"[ \t]*[{SPACES}][ \t{SPACES}]*$")

HEAD = re.compile(r"( *)(- +)?(?:([^\s:#'\"\[\]{}\-][^:#]*?)( *:(?: +|$)))?(.*)")
"""Indentation, dash, key, its colon, value."""

COLON = re.compile(rf"( *(?:- +)?)([^\s:：#'\"\[\]{{}}，。、！？]{{1,12}}?)[ \t{SPACES}]*([:：])([ \t{SPACES}]*)(.*)")
DASH = re.compile(rf"( *)([-－–—−‐‑﹣•·●○▪◦◆■*＊+＋]|[0-9]{{1,2}}[.、．)）](?![0-9]))([ \t{SPACES}]*)(.*)")
BLOCK = re.compile(r"[|>][-+]?[0-9]?[-+]?\s*(?:#.*)?")
WHOLE_QUOTE = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(?:#.*)?")
COMMENT = re.compile(r"\s+#(?:\s.*)?$")
SIGNS = "@`*&!%{}],|>"


def near(key: str, known: Collection[str]) -> str | None:
    """Return the known key that `key` is or was probably meant to be."""
    if key in known:
        return key
    found = difflib.get_close_matches(key, known, 1, 0.5)
    return found[0] if found else None


def quoted(text: str) -> str:
    """Return `text` between English double quotes, so that nothing in it can be misread."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def opens_block(value: str) -> bool:
    """Does a block of text begin below this value (`|`)?"""
    return bool(BLOCK.fullmatch(value))


def mend_spaces(line: str, number: int, notes: Notes) -> str:
    """Return the line without invisible signs, its indentation in English spaces."""
    found = INVISIBLE.search(line)
    if found:
        line = INVISIBLE.sub("", line)
        notes.say(said.zero_width(), number, found.start() + 1, line)
    indent = INDENT.match(line)
    if indent and indent[0].strip(" "):
        better = indent[0].replace("\t", "  ").replace("\u3000", "  ")
        line = re.sub(rf"[{SPACES}]", " ", better) + line[indent.end() :]
        notes.say(said.tab_indent() if "\t" in indent[0] else said.wide_indent(), number, 1, line)
    margin = MARGIN.search(line)
    if margin and not re.search(r"[:：]$", line[: margin.start()]):
        line = line[: margin.start()]
        notes.say(said.wide_margin(), number, margin.start() + 1, line)
    return line


def mend_dash(line: str, number: int, records: bool, top: Collection[str], notes: Notes) -> str:
    """Return the line of a list item with `- ` at its beginning."""
    found = DASH.fullmatch(line)
    if not found or not found[4]:
        return line
    indent, mark, space, rest = found.groups()
    if (mark == "-" and space and not space.strip(" ")) or rest.startswith("-") or (mark[0].isdigit() and records):
        return line
    if mark[0].isdigit() and not indent:
        return line
    better = f"{indent or '  '}- {rest}"
    notes.say(said.wrong_dash(mark), number, len(indent) + 1, better)
    return better


def mend_colon(line: str, number: int, top: Collection[str], inner: Collection[str], notes: Notes) -> str:
    """Return the line with an English colon and one space behind its key."""
    found = COLON.fullmatch(line)
    if not found:
        return line
    head, key, colon, space, value = found.groups()
    if (colon == ":" and space and not space.strip(" \t")) or (colon == ":" and not value and not space):
        return line
    if not key_meant(key, head, value, top, inner):
        return line
    better = f"{head}{key}: {value}".rstrip(" ") if value else f"{head}{key}:"
    slip = said.wide_colon if colon == "：" else said.wide_space_after_colon if space else said.no_space_after_colon
    notes.say(slip(key), number, found.start(3) + 1, better)
    return better


def key_meant(key: str, head: str, value: str, top: Collection[str], inner: Collection[str]) -> bool:
    """Was the word before this colon meant as a key, or is it the beginning of a sentence?"""
    if value.startswith("//"):
        return False
    if not head:
        return near(key, top) is not None or near(key, inner) is not None or len(key) <= 4
    return near(key, inner) is not None or (key in top and "-" not in head)


def mend_value(
    value: str, number: int, column: int, field: Field | None, below: list[str], head: str, notes: Notes
) -> str:
    """Return the value in a writing that is read as what was meant. `field` is its top-level field, if it is one's."""
    if not value or (value.startswith("#") and not value[1:2].strip()) or WHOLE_QUOTE.fullmatch(value):
        return value
    mended = mend_quotes(value) or mend_bracket(value, field, below) or mend_signs(value) or mend_inside(value)
    if mended is None:
        return value
    better, offset, slip = mended
    notes.say(slip, number, column + offset, head + better)
    return better


def mend_quotes(value: str) -> tuple[str, int, Slip] | None:
    """Close what was quoted on one side only: bare text stays."""
    if value[0] not in "\"'":
        return None
    bare = value[1:].rstrip("\"'“”‘’＂ ")
    closing = value[-1] if len(value) > 1 and value[-1] in "“”‘’＂\"'" else ""
    return plainly(bare), 0, said.unpaired_quotes(value[0], closing)


def mend_bracket(value: str, field: Field | None, below: list[str]) -> tuple[str, int, Slip] | None:
    """Close a list, or quote a text that begins with a bracket."""
    if value[0] != "[":
        return None
    if field is not None and not isinstance(field.kind, Many | Records):
        return quoted(value), 0, said.starts_with_bracket()
    if "]" in value or closes_below(below):
        return None
    return value.rstrip("】］ ") + "]", 0, said.unclosed_bracket()


def closes_below(below: list[str]) -> bool:
    """Is there a closing bracket before the next key?"""
    for line in below:
        if "]" in line and "[" not in line:
            return True
        if ":" in line or "：" in line:
            return False
    return False


def mend_signs(value: str) -> tuple[str, int, Slip] | None:
    """Quote a text that begins with a sign that means something else."""
    if value[0] == "#":
        return quoted(value), 0, said.starts_with_hash()
    if value[0] in SIGNS or (value[0] in "-?" and not value[1:2].strip()):
        return quoted(value), 0, said.starts_with_sign(value[0])
    return None


def mend_inside(value: str) -> tuple[str, int, Slip] | None:
    """Mend what stands inside a plain text: a hash that would swallow the rest, a second colon."""
    comment = COMMENT.search(value)
    text, rest = (value[: comment.start()], value[comment.start() :]) if comment else (value, "")
    swallowed = re.search(r"\s(#\S.*)", text)
    if value[0] == "[":
        return None
    if swallowed:
        return quoted(text) + rest, swallowed.start(1), said.hash_inside(swallowed[1])
    colon = re.search(r":(?=\s|$)", text)
    if colon:
        return re.sub(r":(?:\s+|$)", "：", text) + rest, colon.start(), said.two_colons()
    return None


def plainly(text: str) -> str:
    """Return `text` without quotes where it can stand so, else quoted."""
    unsafe = not text or text[0] in SIGNS + "#[\"'-?:" or re.search(r":(?:\s|$)|\s#", text)
    return quoted(text) if unsafe else text
