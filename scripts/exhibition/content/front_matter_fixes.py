"""Fix front-matter lines with typing errors so that they can be composed as YAML, in memory.

Goes from line to line with a little memory of where it is (`LineContext`), hands every line through the fixes in order,
and keeps line numbers: a line is altered or blanked, never added or removed. Every alteration is reported. Values that
would be misread (quotes, brackets, signs with a meaning in YAML) are rewritten so that they say what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..messages import lines as messages
from ..messages.registry import REMOVED, DiagnosticCollector, FieldIssue
from ..model.fields import Field, ListOf
from .line_fixes import (
    LineContext,
    fix_bare_key,
    fix_colon,
    fix_dash,
    fix_indent,
    fix_margin_item,
    fix_name_separator,
    fix_spaces,
    join_items,
    remove_unseen,
)

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
FixedValue = tuple[str, int, FieldIssue]
"""The better value, where in the old one the slip is (from 0), and the slip."""


def fix_value(value: str, head: str, single: bool, at: LineContext) -> str:
    """Return the value in a writing that is read as what was meant. `single`: it cannot be a list."""
    if not value or re.match(r"#(?:\s|$)", value) or WHOLE_QUOTE.fullmatch(value):
        return value
    behind = BEHIND_LIST.fullmatch(value)
    if behind:
        at.report(messages.hash_inside(behind[1], listed=True), len(head) + 1 + behind.start(1))
    mended = (
        fix_quotes(value) or fix_bracket(value, single, at.below) or fix_leading_sign(value) or fix_inner_signs(value)
    )
    if mended is None:
        return value
    better, offset, issue = mended
    at.report(issue, len(head) + 1 + offset, head + better)
    return better


def quote_double(text: str) -> str:
    """Return `text` between English double quotes, so that nothing in it can be misread."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote_single(text: str) -> str:
    """Return `text` between English single quotes where it holds none: people can read that; else between double ones."""
    return quote_double(text) if "'" in text else f"'{text}'"


def quote_if_needed(text: str) -> str:
    """Return `text` without quotes where it can stand so, else quoted."""
    unsafe = not text or text[0] in SIGNS + "#[\"'-?:" or re.search(r":(?:\s|$)|\s#", text)
    return quote_double(text) if unsafe else text


def is_block_start(value: str) -> bool:
    """Does a block of text begin below this value (`|`)?"""
    return bool(BLOCK.fullmatch(value))


def fix_quotes(value: str) -> FixedValue | None:
    """Take away a quotation mark that nothing closes; quote the whole of a text that begins with a quoted word."""
    if value[0] not in "\"'":
        return None
    if OPENING_WORD.match(value):
        comment = COMMENT.search(value)
        text, rest = (value[: comment.start()], value[comment.start() :]) if comment else (value, "")
        return quote_single(text) + rest, 0, messages.opening_quoted_word(value[0])
    closing = value[-1] if len(value) > 1 and value[-1] in "“”‘’＂\"'" else ""
    return quote_if_needed(value[1:].rstrip("\"'“”‘’＂ ")), 0, messages.unpaired_quotes(value[0], closing)


def fix_bracket(value: str, single: bool, below: list[str]) -> FixedValue | None:
    """Close a list, or quote a text that begins with a bracket."""
    if value[0] != "[":
        return None
    if single:
        return quote_double(value), 0, messages.starts_with_bracket()
    if "]" in value or has_closing_bracket_below(below):
        return None
    return value.rstrip("】］ ") + "]", 0, messages.unclosed_bracket()


def has_closing_bracket_below(below: list[str]) -> bool:
    """Is there a closing bracket before the next key?"""
    for line in below:
        if "]" in line and "[" not in line:
            return True
        if ":" in line or "：" in line:
            return False
    return False


def fix_leading_sign(value: str) -> FixedValue | None:
    """Quote a text that begins with a sign that means something else."""
    if value[0] == "#":
        return quote_double(value), 0, messages.starts_with_hash()
    if value[0] in SIGNS or (value[0] in "-?:" and not value[1:2].strip()):
        return quote_double(value), 0, messages.starts_with_sign(value[0])
    return None


def fix_list_signs(value: str) -> FixedValue | None:
    """Quote the words of a list that begin with a sign that means something else."""
    found = next((one for one in SIGNED_ITEM.finditer(value) if one["item"]), None)
    if not found:
        return None
    better = SIGNED_ITEM.sub(lambda one: one["before"] + quote_double(one["item"]) if one["item"] else one[0], value)
    return better, found.start("item"), messages.starts_with_sign(found["item"][0])


def fix_inner_signs(value: str) -> FixedValue | None:
    """Mend what stands inside a plain text: a hash that would swallow the rest, a second colon."""
    if value[0] == "[":
        return fix_list_signs(value)
    if not ("#" in value or ":" in value):
        return None
    comment = COMMENT.search(value)
    text, rest = (value[: comment.start()], value[comment.start() :]) if comment else (value, "")
    swallowed = re.search(r"\s(#\S.*)", text)
    if swallowed:
        return quote_double(text) + rest, swallowed.start(1), messages.hash_inside(swallowed[1])
    colon = re.search(r":(?=\s|$)", text)
    if colon:
        return re.sub(r":(?:\s+|$)", "：", text) + rest, colon.start(), messages.two_colons()
    return None


def fix_lines(lines: list[str], first: int, fields: Mapping[str, Field], notes: DiagnosticCollector) -> list[str]:
    """Return `lines` with corrections, which are noted in `notes`; the first is line `first` of the file."""
    at = LineContext(fields, notes)
    for index, line in enumerate(lines):
        at.number, at.below = first + index, lines[index + 1 : index + 30]
        if at.number <= at.taken:
            notes.fixed_lines[at.number] = REMOVED
            at.above.append("")
            continue
        better = (
            remove_unseen(line, at) if is_within_block(line, at) or is_within_flow(line, at) else fix_line(line, at)
        )
        if better != line:
            notes.fixed_lines[at.number] = better
        at.above.append(better)
        if better.strip():
            append_waiting_text(at, first)
            at.filled = index
    append_waiting_text(at, first)
    return at.above


def is_within_block(line: str, at: LineContext) -> bool:
    """Is this line part of a block of text, in which nothing is corrected?"""
    if at.block is not None and line.strip() and len(line) - len(line.lstrip(" ")) <= at.block:
        at.block = None
    return at.block is not None


def is_within_flow(line: str, at: LineContext) -> bool:
    """Is this line part of a list in brackets that spans lines?"""
    inside = at.flow
    if inside and "]" in line:
        at.flow = False
    return inside


def fix_line(line: str, at: LineContext) -> str:
    """Return one line with its corrections, and keep what it means for the next."""
    at.respaced = False
    line = fix_spaces(line, at)
    if not line.strip() or re.match(r" *#(?: |$)", line):
        return line
    line = fix_colon(fix_dash(fix_margin_item(fix_name_separator(fix_bare_key(line, at), at), at), at), at)
    parts = at.split_line(line)
    if (parts.dash and not at.entered) or line.rstrip() == "...":
        at.report(messages.not_a_field(), parts.indent + 1)
        return ""
    if parts.key is None and not parts.dash:
        return fix_loose_line(line, parts.indent, at)
    line = join_items(fix_indent(line, at), at)
    parts = at.split_line(line)
    if parts.outermost:
        at.enter(parts.key or "")
    if is_block_start(parts.value):
        at.block = parts.indent
        return line
    head = line[: len(line) - len(parts.value)]
    better = fix_value(parts.value, head, at.is_single(parts), at)
    at.flow = better.startswith("[") and "]" not in better
    return head + better


def fix_loose_line(line: str, indent: int, at: LineContext) -> str:
    """Mend a line that has neither key nor dash: an item without its dash, or the second half of the line above."""
    if is_missing_dash(indent, at):
        at.dash = at.dash if at.dash is not None else 2
        better = f"{' ' * at.dash}- {line.strip()}"
        at.report(messages.wrong_dash(""), indent + 1, better)
        return better
    if is_continuation(line, indent, at):
        swallowed = re.search(r"\s(#\S.*)", line)
        if not swallowed:
            return line
        better = re.sub(r"(?<=\s)#(?=\S)", "＃", line)
        at.report(messages.hash_inside(swallowed[1]), swallowed.start(1) + 1, better)
        return better
    at.report(messages.not_a_field(), indent + 1)
    if not is_above_records(at):
        append_to_last_line(line.strip(), at)
    return ""


def is_above_records(at: LineContext) -> bool:
    """Is the line above the key of a list of records, with nothing behind it? A text there would make it no list."""
    return bool(at.inner_fields) and at.dash is None and at.split_line(at.last).outermost and at.last.endswith(":")


def is_missing_dash(indent: int, at: LineContext) -> bool:
    """Does a line of this indentation stand where an item of a list of single values was meant?"""
    if not indent or at.parent is None or not isinstance(at.parent.kind, ListOf):
        return False
    return at.last.endswith(":") if at.dash is None else indent <= at.dash


def is_continuation(line: str, indent: int, at: LineContext) -> bool:
    """Does an indented line go on with the plain text above it?"""
    last = at.split_line(at.last)
    if last.value.startswith(('"', "'", "[")) or not last.value or line.lstrip().startswith("#"):
        return False
    bare = last.key is None and not last.dash
    return indent > last.indent + (len(last.dash) if last.key is not None else 0) - bare


def append_to_last_line(text: str, at: LineContext) -> None:
    """Put `text` behind the last line that says something, so that nothing that was written is lost."""
    if at.joined is not None:
        at.joined.append(text)
        return
    index = at.filled
    if index < 0:
        return
    value = at.split_line(at.above[index]).value
    if value.startswith(("|", ">", "[", "'")):
        return
    plain = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value.replace("\\", "\\\\")
    whole = plain.replace('\\"', '"').replace("\\\\", "\\") + text
    at.above[index] = at.above[index].removesuffix(value) + (" " if not value else "") + quote_double(whole)
    at.notes.fixed_lines[at.number - (len(at.above) - index)] = at.above[index]
    at.joined = []


def append_waiting_text(at: LineContext, first: int) -> None:
    """Put what waits behind the line it belongs to: all at once, for a line that grows with each of many costs their square."""
    if at.joined:
        at.above[at.filled] = at.above[at.filled][:-1] + quote_double("".join(at.joined))[1:]
        at.notes.fixed_lines[first + at.filled] = at.above[at.filled]
    at.joined = None
