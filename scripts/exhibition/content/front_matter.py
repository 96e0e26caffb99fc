"""Read the front matter of a content file: every scalar still text, each with its place, and the body.

`read_fast` understands only canonical lines of which there can be no doubt (`键: 值`, `  - 值`, `  - 键: 值`,
`    键: 值`, `[甲, 乙]`; what forms write too: `'值'`, and a text of several lines in a record behind `|-`; empty lines
and remarks), five times faster than a YAML reader, and returns None for everything else; tests hold its nodes equal to
those of `yaml_nodes`. `read_front_matter` falls back to fixing lines and composing YAML.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..lazy import compile_later, dataclass
from ..messages import lines as messages
from ..messages.registry import DiagnosticCollector
from ..model.field_types import Boolean, Date, EntryId, Integer
from ..model.fields import Field, FieldTable
from ..text.characters import INVISIBLE, STACKED, UNSEEN, USUAL
from .document import RawDocument, split_document
from .front_matter_fixes import fix_lines
from .line_fixes import SPACES
from .yaml_nodes import (
    MappingNode,
    Node,
    RecordLines,
    ScalarNode,
    SequenceNode,
    UnreadableYaml,
    compose,
    strip_invisible,
)

DOUBTFUL = compile_later(rf"[\t{SPACES}{UNSEEN}{STACKED}]")
"""Signs that are never canonical: controls, special spaces."""
SPACED = compile_later(r" (?:[#,\]]|$)", re.M)
"""Spaces that are never canonical: before what a comment begins with, before an end."""
REMARK = compile_later(rf"^#(?: [^\n\t{SPACES}{UNSEEN}]*)?$", re.M)
REMARK_BEHIND = compile_later(r"(?<=\S) +# [^\n]*$", re.M)
UNSURE = compile_later(rf"[\t{SPACES}{UNSEEN}]")
"""Remarks, on a line of their own or behind a value; with a doubtful sign in it nobody knows what one was meant to be."""
KEY = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`：=<][^\s:：#]*"
PLAIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:\n]*"
QUOTED = r"'[^'\n]+'"
VALUE = rf"{PLAIN}|{QUOTED}"
WORD = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`，、【】][^:,\[\]{}，、\n]*"
FLOW = rf"\[(?:{WORD}(?:, {WORD})*)?\]"
LINE = compile_later(
    rf"^(?:({KEY}):(?: (?:({FLOW})|({VALUE})))?"
    rf"|  - (?:({KEY}):(?: ({VALUE}))?|({VALUE}))|    ({KEY}):(?: ({VALUE}|\|-))?|      (\S.*)|#?)$",
    re.M,
)

ROW = rf"{KEY}+:(?: {PLAIN}+)?"
RECORDS = compile_later(rf"(?:  - {ROW}\n(?:    {ROW}\n)*+)++(?=(?:#?\n)*+(?:[^\s#]|\Z))")
"""Records of which every line is canonical, up to the next key; a list that goes on behind a remark is none."""
LIST_START = ":\n  - "


def strip_remark(found: re.Match[str]) -> str:
    """Return what stays of a remark behind a value: all of it where it is doubtful, so that the block is read with care."""
    return found[0] if UNSURE.search(found[0]) else ""


def read_fast(block: str, first: int, listed: Collection[str], recorded: Collection[str]) -> MappingNode | None:
    """Return the nodes of canonical lines, of which the first is line `first` of the file; None where in doubt.

    Brackets are doubtful behind a key that is not `listed`; plain items are under a key that is `recorded` (it holds
    records), and records are under any other.
    """
    if "#" in block:
        block = REMARK.sub("#", block)
        # A text of several lines may hold what looks like a remark.
        block = block if "|-" in block else REMARK_BEHIND.sub(strip_remark, block)
    if SPACED.search(block) or (not USUAL.fullmatch(block) and DOUBTFUL.search(block)):
        return None
    # Nearly all files have no quotation mark: they do not pay for those that have.
    scalar = parse_quoted_scalar if "'" in block else ScalarNode
    top = MappingNode(first, 1)
    values, places = top.values, top.places
    items: list[Node] | None = None
    inner: MappingNode | None = None
    open_text: ScalarNode | None = None
    key = ""
    line, text = first, f"{block}\n"
    for start, end, records in iter_parts(text, recorded):
        rows = LINE.findall(text, start, end)
        if len(rows) != text.count("\n", start, end) + 1:
            return None
        for number, (outer, flow, plain, item_key, item_value, item, inner_key, inner_value, more) in enumerate(
            rows, line
        ):
            if more:
                if open_text is None:
                    return None
                open_text.text = f"{open_text.text}\n{more}" if open_text.text else more
                continue
            if open_text is not None:
                if not open_text.text:
                    return None
                open_text = None
            if outer:
                key, items, inner = outer, None, None
                if key in places or (flow and key not in listed):
                    return None
                places[key] = (number, 1)
                if flow:
                    values[key] = parse_flow_sequence(flow, number, len(key) + 3)
                else:
                    values[key] = scalar(plain, number, len(key) + (3 if plain else 2))
            elif inner_key:
                if inner is None or inner_key in inner.places:
                    return None
                inner.places[inner_key] = (number, 5)
                value = scalar(inner_value, number, len(inner_key) + (7 if inner_value else 6))
                inner.values[inner_key] = value
                if inner_value == "|-":
                    value.text, open_text = "", value
            elif item or item_key:
                if items is None:
                    opened = values.get(key)
                    if type(opened) is not ScalarNode or opened.text or bool(item) == (key in recorded):
                        return None
                    items = []
                    values[key] = SequenceNode(items, number, 3)
                if item:
                    if inner is not None:
                        return None
                    items.append(scalar(item, number, 5))
                else:
                    if items and inner is None:
                        return None
                    value = scalar(item_value, number, len(item_key) + (7 if item_value else 6))
                    inner = MappingNode(number, 5, {item_key: value}, {item_key: (number, 5)})
                    items.append(inner)
        line += len(rows)
        if records:
            held = RecordLines(records, line)
            if held.has_doubles:
                # A dash is missing before one of them, or it is a slip: that is asked with all lines at hand.
                return None
            values[key] = held
            line += records.count("\n")
    if places:
        # As in YAML it begins with its first key, not with a remark above.
        top.line = next(iter(places.values()))[0]
    return None if open_text is not None and not open_text.text else top


def iter_parts(text: str, recorded: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of a block and a line end: where each begins and ends, and the lines of canonical records behind it.

    Such records stand below a key that is `recorded`, with which the part ends.
    """
    start, at = 0, text.find(LIST_START)
    while at >= 0:
        if text[text.rfind("\n", 0, at) + 1 : at] in recorded and (found := RECORDS.match(text, at + 2)):
            yield start, at + 1, found[0]
            start = at = found.end()
            if start == len(text):
                return
        at = text.find(LIST_START, at + 1)
    yield start, len(text) - 1, ""


def parse_quoted_scalar(text: str, line: int, column: int) -> ScalarNode:
    """Return a scalar without the quotation marks around it; its place is that of the first mark, as in YAML."""
    return ScalarNode(text[1:-1] if text[:1] == "'" else text, line, column)


def parse_flow_sequence(flow: str, line: int, column: int) -> SequenceNode:
    """Return the items of `[甲, 乙]`, which begins at `column`."""
    items: list[ScalarNode] = []
    at = column + 1
    for word in flow[1:-1].split(", ") if len(flow) > 2 else ():
        items.append(ScalarNode(word, line, at))
        at += len(word) + 2
    return SequenceNode(list(items), line, column)


MOST_UNREADABLE = 200
"""Lines that are left out one by one; what has more of them is no front matter."""
HIDDEN = compile_later(r"^#+ ?([^\s:：#]{1,20}) ?([:：])[ \t]*(\S[^\n]*)$", re.M)
"""A remark that looks like a field. Remarks that explain a field have a full-width colon, examples stand further in."""
COMMENT = "<!--"
"""How a comment of HTML begins: in a field it is text, but its author did not mean it to be read."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the top of a content file, and the Markdown below it."""

    top: MappingNode
    body: str
    body_line: int = 1
    """The line of the file on which the body begins."""


def read_front_matter(data: bytes, fields: FieldTable, notes: DiagnosticCollector) -> FrontMatter | None:
    """Return the front matter of a file with these fields; None where there is none at all. Findings go to `notes`."""
    envelope = split_document(data, notes)
    if envelope is None:
        return None
    top = read_fast(envelope.block, envelope.first, fields.listed, fields.recorded)
    if top is None:
        top = read_with_fixes(envelope, fields, notes)
    if "#" in envelope.block:
        report_hidden_fields(envelope, top, fields, notes)
    if COMMENT in envelope.block:
        for number, line in enumerate(envelope.block.split("\n"), envelope.first):
            if COMMENT in line and not line.lstrip().startswith("#"):
                notes.report(messages.comment_in_field(), number, line.index(COMMENT) + 1)
    return FrontMatter(top, read_visible_body(envelope, notes), envelope.body_line)


def report_hidden_fields(
    envelope: RawDocument, top: MappingNode, fields: Mapping[str, Field], notes: DiagnosticCollector
) -> None:
    """Note remarks that hold a field which stands nowhere else."""
    for found in HIDDEN.finditer(envelope.block):
        key, colon, value = found.groups()
        field = fields.get(key)
        if field is None or key in top.values:
            continue
        if colon == ":" or (
            isinstance(field.kind, Integer | Date | Boolean | EntryId) and field.kind.parse(value, key, {})[0]
        ):
            number = envelope.first + envelope.block.count("\n", 0, found.start())
            notes.report(messages.hidden_field(key), number, 1, f"{key}: {value}")


def read_visible_body(envelope: RawDocument, notes: DiagnosticCollector) -> str:
    """Return the body without characters that are no text; each line that had any is noted."""
    if USUAL.fullmatch(envelope.body) or not INVISIBLE.search(envelope.body):
        return envelope.body
    lines = envelope.body.split("\n")
    for index, line in enumerate(lines):
        found = INVISIBLE.search(line)
        if found:
            lines[index] = INVISIBLE.sub("", line)
            notes.report(messages.zero_width(), envelope.body_line + index, found.start() + 1, lines[index])
    return "\n".join(lines)


def read_with_fixes(envelope: RawDocument, fields: Mapping[str, Field], notes: DiagnosticCollector) -> MappingNode:
    """Return the record of lines that are not canonical."""
    lines = fix_lines(envelope.block.split("\n"), envelope.first, fields, notes)
    node = compose_lines(lines, envelope.first, notes)
    if notes.fixed_lines and node is not None:
        relocate(node, notes)
    if isinstance(node, MappingNode):
        return node
    if node is not None:
        notes.report(messages.not_a_field(), node.line, node.column)
    return MappingNode(envelope.first, 1)


def compose_lines(lines: list[str], first: int, notes: DiagnosticCollector) -> Node | None:
    """Return the nodes of `lines`; a line that cannot be read is noted, left out, and the rest read again."""
    lines, skipped, node = list(lines), [], None
    for _ in range(MOST_UNREADABLE):
        try:
            node = compose("\n".join(lines), first)
            break
        except UnreadableYaml as error:
            index = find_last_text_line(lines, error.line)
            if index is None:
                break
            skipped.append(index)
            lines[index] = ""
    else:
        skipped = [index for index, line in enumerate(lines) if line.strip() or index in skipped]
    for index, length in iter_runs(skipped):
        notes.report(messages.unreadable_line(length), first + index)
    for line, column in strip_invisible(node):
        notes.report(messages.zero_width(), line, column)
    return node


def iter_runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
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


def find_last_text_line(lines: list[str], index: int) -> int | None:
    """Return the line at or above `index`, or else below it, in which anything stands."""
    above = range(min(index, len(lines) - 1), -1, -1)
    return next((one for one in (*above, *range(index, len(lines))) if one < len(lines) and lines[one].strip()), None)


def relocate(node: Node, notes: DiagnosticCollector) -> None:
    """Set the columns of corrected lines to where the text stands in the author's own line."""
    if isinstance(node, ScalarNode):
        if node.line in notes.fixed_lines and node.text:
            found = notes.get_original_line(node.line).rfind(node.text)
            node.column = found + 1 if found >= 0 else node.column
    elif isinstance(node, SequenceNode):
        for item in node.items:
            relocate(item, notes)
    else:
        for key, value in node.values.items():
            line, column = node.places[key]
            if line in notes.fixed_lines:
                found = notes.get_original_line(line).find(key)
                node.places[key] = (line, found + 1 if found >= 0 else column)
            relocate(value, notes)
