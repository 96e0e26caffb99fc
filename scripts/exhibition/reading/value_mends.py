"""Values that would be misread into a writing that says what was meant."""

from __future__ import annotations

import re

from ..model.rules import Slip
from . import slips_lines as said
from .position import Position

BLOCK = re.compile(r"[|>][-+]?\s*(?:#.*)?")
OPENING_WORD = re.compile(r"(?:\"[^\"\\]+\"|'[^']+')(?=\s*+[^\s#])")
"""A quoted word at the beginning of a text that goes on: both marks are the author's own."""
WHOLE_QUOTE = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(?:#.*)?")
COMMENT = re.compile(r"(?<!\s)\s++#(?:\s.*)?$")
BEHIND_LIST = re.compile(r"\[[^\]]*\]\s+(#\S.*)")
"""A list, and behind it what would be taken for a remark though it does not look like one."""

SIGNS = "@`*&!%{}],|>"
SIGNED_ITEM = re.compile(
    r"\"(?:[^\"\\]++|\\.)*+\"|'(?:[^']++|'')*+'|(?P<before>[\[,]\s*+)(?P<item>[@`*&!%|>?][^,\[\]{}]*+)"
)
"""A quoted text, which is passed over, or an item of a list that begins with a sign that means something else."""

Mended = tuple[str, int, Slip]
"""The better value, where in the old one the slip is (from 0), and the slip."""


def mend_value(value: str, head: str, single: bool, at: Position) -> str:
    """Return the value in a writing that is read as what was meant. `single`: it cannot be a list."""
    if not value or re.match(r"#(?:\s|$)", value) or WHOLE_QUOTE.fullmatch(value):
        return value
    behind = BEHIND_LIST.fullmatch(value)
    if behind:
        at.say(said.hash_inside(behind[1], listed=True), len(head) + 1 + behind.start(1))
    mended = mend_quotes(value) or mend_bracket(value, single, at.below) or mend_signs(value) or mend_inside(value)
    if mended is None:
        return value
    better, offset, slip = mended
    at.say(slip, len(head) + 1 + offset, head + better)
    return better


def quoted(text: str) -> str:
    """Return `text` between English double quotes, so that nothing in it can be misread."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def singly(text: str) -> str:
    """Return `text` between English single quotes where it holds none: people can read that; else between double ones."""
    return quoted(text) if "'" in text else f"'{text}'"


def plainly(text: str) -> str:
    """Return `text` without quotes where it can stand so, else quoted."""
    unsafe = not text or text[0] in SIGNS + "#[\"'-?:" or re.search(r":(?:\s|$)|\s#", text)
    return quoted(text) if unsafe else text


def opens_block(value: str) -> bool:
    """Does a block of text begin below this value (`|`)?"""
    return bool(BLOCK.fullmatch(value))


def mend_quotes(value: str) -> Mended | None:
    """Take away a quotation mark that nothing closes; quote the whole of a text that begins with a quoted word."""
    if value[0] not in "\"'":
        return None
    if OPENING_WORD.match(value):
        comment = COMMENT.search(value)
        text, rest = (value[: comment.start()], value[comment.start() :]) if comment else (value, "")
        return singly(text) + rest, 0, said.opening_quoted_word(value[0])
    closing = value[-1] if len(value) > 1 and value[-1] in "“”‘’＂\"'" else ""
    return plainly(value[1:].rstrip("\"'“”‘’＂ ")), 0, said.unpaired_quotes(value[0], closing)


def mend_bracket(value: str, single: bool, below: list[str]) -> Mended | None:
    """Close a list, or quote a text that begins with a bracket."""
    if value[0] != "[":
        return None
    if single:
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


def mend_signs(value: str) -> Mended | None:
    """Quote a text that begins with a sign that means something else."""
    if value[0] == "#":
        return quoted(value), 0, said.starts_with_hash()
    if value[0] in SIGNS or (value[0] in "-?:" and not value[1:2].strip()):
        return quoted(value), 0, said.starts_with_sign(value[0])
    return None


def mend_items(value: str) -> Mended | None:
    """Quote the words of a list that begin with a sign that means something else."""
    found = next((one for one in SIGNED_ITEM.finditer(value) if one["item"]), None)
    if not found:
        return None
    better = SIGNED_ITEM.sub(lambda one: one["before"] + quoted(one["item"]) if one["item"] else one[0], value)
    return better, found.start("item"), said.starts_with_sign(found["item"][0])


def mend_inside(value: str) -> Mended | None:
    """Mend what stands inside a plain text: a hash that would swallow the rest, a second colon."""
    if value[0] == "[":
        return mend_items(value)
    if not ("#" in value or ":" in value):
        return None
    comment = COMMENT.search(value)
    text, rest = (value[: comment.start()], value[comment.start() :]) if comment else (value, "")
    swallowed = re.search(r"\s(#\S.*)", text)
    if swallowed:
        return quoted(text) + rest, swallowed.start(1), said.hash_inside(swallowed[1])
    colon = re.search(r":(?=\s|$)", text)
    if colon:
        return re.sub(r":(?:\s+|$)", "：", text) + rest, colon.start(), said.two_colons()
    return None
