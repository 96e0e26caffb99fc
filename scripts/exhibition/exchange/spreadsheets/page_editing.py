"""Edit fields and record lists of a content file in place: exactly the lines of those values change.

Comments, order, prose, styles and line ends stay byte for byte; the front matter is never written anew. A record list that
stands nowhere yet becomes a side file in canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...content.field_parser import SEVERAL
from ...content.front_matter import read_front_matter
from ...content.front_matter_fixes import quote_double, quote_if_needed
from ...content.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from ...lazy import dataclass
from ...messages.registry import DiagnosticCollector
from ...model import PartialDate
from ...model.fields import Field, FieldTable, ListOf, index_by_key
from .field_values import format_value, squeeze_text

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
END = re.compile(r"(?:\r\n|\r|\n)$")


class UnusualFormat(Exception):
    """A field is written in a way that is not edited with certainty."""


@dataclass(frozen=True, slots=True)
class EditablePage:
    """A content file in lines with their ends. Lines are counted from 0 here."""

    lines: list[str]
    nodes: Mapping[str, Node]
    """What stands behind each key."""
    places: Mapping[str, tuple[int, int]]
    """Line (from 0) and column (from 0) of each key, in order of lines."""
    fence: int
    """The line that closes the front matter."""

    def get_bare_line(self, line: int) -> str:
        """Return a line without its end."""
        return END.sub("", self.lines[line])

    def get_line_end(self, line: int) -> str:
        """Return how lines end around here."""
        found = END.search(self.lines[line])
        return found[0] if found else "\n"

    def get_last_line(self, key: str) -> int:
        """Return the last line of a field's value: comments and empty lines behind it belong to nobody."""
        first = self.places[key][0]
        following = min((line for line, _ in self.places.values() if line > first), default=self.fence)
        lines = range(following - 1, first, -1)
        return next(
            (line for line in lines if self.get_bare_line(line).strip() and not is_comment(self.get_bare_line(line))),
            first,
        )


def is_comment(line: str) -> bool:
    """Does nothing but a comment stand in this line?"""
    return line.lstrip().startswith("#")


def read_page(data: bytes, path: str, known: FieldTable) -> EditablePage:
    """Return the lines of a file. Raises Unusual where it is no UTF-8 or has no front matter."""
    matter = read_front_matter(data, known, DiagnosticCollector(path))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusualFormat(path) from error
    if matter is None:
        raise UnusualFormat(path)
    places = sorted((line - 1, column - 1, key) for key, (line, column) in matter.top.places.items())
    return EditablePage(
        LINE.findall(text),
        matter.top.values,
        {key: (line, column) for line, column, key in places},
        matter.body_line - 2,
    )


@dataclass(frozen=True, slots=True)
class LineEdit:
    """Lines `first` up to and without `last`, and what stands there instead."""

    first: int
    last: int
    lines: tuple[str, ...]


def apply_edits(lines: Sequence[str], splices: Sequence[LineEdit]) -> str:
    """Return the text with the splices, whose places are those in `lines`; two at one place keep their order."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda one: (one.first, one.last)):
        parts += [*lines[at : splice.first], *splice.lines]
        at = max(at, splice.last)
    return "".join([*parts, *lines[at:]])


FLOW = re.compile(r"\[(?:[^\[\]\"'#]++|\"(?:[^\"\\]++|\\.)*+\"|'(?:[^']++|'')*+')*+\]")
"""A list in brackets on one line, of which there is no doubt where it ends."""
LOOSE = re.compile(r"(?:[^\s#\"']++|\s++(?!#|$))*+(?=\s+#|\s*$)")
"""Words behind a key without brackets."""


def edit_list(page: EditablePage, key: str, items: Sequence[str], *, split: bool) -> Iterator[LineEdit]:
    """Yield what changes so that the list of a key has these items. `split`: its items are words, not sentences."""
    node = page.nodes[key]
    if isinstance(node, SequenceNode) and node.items and page.get_bare_line(node.line - 1)[node.column - 1] == "-":
        yield from edit_block_list(page, key, node.items, items)
    elif isinstance(node, ScalarNode) and not node.text:
        first = page.places[key][0]
        yield LineEdit(first + 1, first + 1, tuple(format_item_lines(items, "  ", page.get_line_end(first))))
    elif page.get_last_line(key) == page.places[key][0] and (split or isinstance(node, SequenceNode)):
        yield edit_flow_list(page, key, node, items)
    else:
        raise UnusualFormat(key)


def format_item_lines(items: Sequence[str], indent: str, end: str) -> list[str]:
    """Return a line for each item."""
    return [f"{indent}- {quote_if_needed(item)}{end}" for item in items]


def edit_flow_list(page: EditablePage, key: str, node: Node, items: Sequence[str]) -> LineEdit:
    """Return the line of a list in brackets, or of words that were meant as one, with these items."""
    first, start = page.places[key][0], node.column - 1
    line = page.get_bare_line(first)
    found = FLOW.match(line, start) or (LOOSE.match(line, start) if isinstance(node, ScalarNode) else None)
    if not found or node.line - 1 != first:
        raise UnusualFormat(key)
    # One item alone that looks like several would be parted when it is read (see `FieldParser.split_line_items`).
    alone = len(items) == 1 and SEVERAL.search(items[0]) is not None
    text = f"[{quote_double(items[0]) if alone else ', '.join(map(quote_flow_item, items))}]"
    return LineEdit(first, first + 1, (line[:start] + text + line[found.end() :] + page.get_line_end(first),))


def quote_flow_item(item: str) -> str:
    """Return an item as it can stand between brackets."""
    return quote_double(item) if re.search(r"[,\[\]{}\"'#]", item) else quote_if_needed(item)


def edit_block_list(page: EditablePage, key: str, nodes: Sequence[Node], items: Sequence[str]) -> Iterator[LineEdit]:
    """Yield what changes in a list of one item a line: lines of items that stay are not touched.

    Where items change places all of them are written anew, below the key.
    """
    lines = locate_items(page, key, nodes)
    wanted = {squeeze_text(item): None for item in items}
    ordered = [text for text, _ in lines if text in wanted] == [text for text in wanted if text in dict(lines)]
    kept = {text: span for text, span in lines if text in wanted} if ordered and len(dict(lines)) == len(lines) else {}
    gone = [span for text, span in lines if text not in kept]
    if any(" #" in page.get_bare_line(line) for first, last in gone for line in range(first, last)):
        # A comment would go with the line.
        raise UnusualFormat(key)
    first = lines[0][1][0]
    indent = page.get_bare_line(first)[: page.get_bare_line(first).index("-")]
    at = page.places[key][0] + 1
    for item in items:
        if squeeze_text(item) in kept:
            at = kept[squeeze_text(item)][1]
        else:
            yield LineEdit(at, at, tuple(format_item_lines([item], indent, page.get_line_end(first))))
    yield from (LineEdit(first, last, ()) for first, last in gone)


def locate_items(page: EditablePage, key: str, nodes: Sequence[Node]) -> list[tuple[str, tuple[int, int]]]:
    """Return each item with its first line and the line behind its last."""
    found = []
    for node in nodes:
        if not isinstance(node, ScalarNode) or not node.text:
            raise UnusualFormat(key)
        first = end = node.line - 1
        deeper = " " * (page.get_bare_line(first).index("-") + 1)
        while end + 1 < page.fence and page.get_bare_line(end + 1).startswith(deeper):
            end += 1
        found.append((squeeze_text(node.text), (first, end + 1)))
    return found


QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
BLOCK = re.compile(r"[|>][-+0-9]*")


def edit_fields(data: bytes, path: str, changes: Mapping[str, Any], fields: Sequence[Field]) -> bytes:
    """Return the file with new values, by key of `fields` (all fields of its kind, in the order of their table).

    Raises Unusual, with the key, where a value is written in a way that is not edited with certainty.
    """
    page = read_page(data, path, index_by_key(tuple(fields)))
    splices = [
        splice for field in fields if field.key in changes for splice in iter_edits(page, field, changes, fields)
    ]
    return apply_edits(page.lines, splices).encode()


def iter_edits(
    page: EditablePage, field: Field, changes: Mapping[str, Any], fields: Sequence[Field]
) -> Iterator[LineEdit]:
    """Yield what changes for one field."""
    value = changes[field.key]
    if field.key not in page.places:
        yield insert_field(page, field, value, fields)
    elif isinstance(field.kind, ListOf):
        yield from edit_list(page, field.key, [format_item(field, one) for one in value], split=field.kind.split)
    else:
        yield edit_single_value(page, field.key, format_value(field, value))


def format_item(field: Field, item: Any) -> str:
    """Return one item of a list as it is written."""
    return format_value(field, (item,))


def insert_field(page: EditablePage, field: Field, value: Any, fields: Sequence[Field]) -> LineEdit:
    """Return a field that the page does not have, behind the one that the table of fields has before it."""
    keys = [one.key for one in fields]
    before = [key for key in keys[: keys.index(field.key)] if key in page.places]
    line = page.get_last_line(before[-1]) + 1 if before else next(iter(page.places.values()), (page.fence, 0))[0]
    end = page.get_line_end(line - 1)
    if isinstance(field.kind, ListOf):
        items = format_item_lines([format_item(field, one) for one in value], "  ", end)
        return LineEdit(line, line, (f"{field.key}:{end}", *items))
    return LineEdit(line, line, (f"{field.key}: {quote_if_needed(format_value(field, value))}{end}",))


def edit_single_value(page: EditablePage, key: str, text: str) -> LineEdit:
    """Return the line of a single value with another value in it; what stands behind the value stays."""
    first, node = page.places[key][0], page.nodes[key]
    line, last = page.get_bare_line(first), page.get_last_line(key)
    if not isinstance(node, ScalarNode) or any(
        is_comment(page.get_bare_line(one)) for one in range(first + 1, last + 1)
    ):
        raise UnusualFormat(key)
    if not node.text:
        start = find_value_column(page, key)
        rest = line[start:].strip()
        if rest and not is_comment(rest):
            raise UnusualFormat(key)
        head, tail = f"{line[:start]} ", f"  {rest}" if rest else ""
    else:
        start = node.column - 1
        if node.line - 1 != first:
            raise UnusualFormat(key)
        head, tail = line[:start], line[start + measure_value(line[start:], node.text, key, alone=last == first) :]
    return LineEdit(first, last + 1, (f"{head}{quote_if_needed(text)}{tail}{page.get_line_end(first)}",))


def find_value_column(page: EditablePage, key: str) -> int:
    """Return the column behind the colon of a key."""
    line, column = page.places[key]
    found = re.compile(re.escape(key) + r"\s*:").match(page.get_bare_line(line), column)
    if not found:
        raise UnusualFormat(key)
    return found.end()


def measure_value(raw: str, text: str, key: str, *, alone: bool) -> int:
    """Return how many signs the value takes on its first line, which goes on with `raw`; `alone`: it has no other."""
    found = QUOTED.match(raw) if alone else BLOCK.match(raw)
    if found:
        return found.end()
    if alone and raw.startswith(text):
        return len(text)
    if not alone and text.startswith(raw.rstrip()) and raw.strip():
        return len(raw)
    raise UnusualFormat(key)


INDENT = "  "
"""What stands before the dash of a record in canonical form; its further keys stand under the first."""


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What becomes of a list: new values by position (from 0) and key, and new records before a position."""

    changed: Mapping[int, Mapping[str, Any]]
    added: Sequence[tuple[int, Any]]
    """Each new record with the position of the old record before which it comes; those of one position are in order."""


def render_side_file(label: str, fields: Sequence[Field], records: Sequence[Any]) -> bytes:
    """Return a side file that holds these records, in canonical form."""
    lines = [line for record in records for line in format_record(fields, record, INDENT, f"{INDENT}  ", "\n")]
    return "".join(["---\n", f"{label}:\n", *lines, "---\n"]).encode()


def format_record(fields: Sequence[Field], record: Any, first: str, further: str, end: str) -> list[str]:
    """Return the lines of a record: a line for each key that is filled. `first` stands before its dash."""
    values = [(field.key, format_value(field, getattr(record, field.attribute))) for field in fields]
    told = [f"{key}: {quote_if_needed(text)}{end}" for key, text in values if text]
    return [f"{further if number else f'{first}- '}{line}" for number, line in enumerate(told)]


def edit_records(
    data: bytes, path: str, label: str, known: FieldTable, fields: Sequence[Field], changes: ListChanges
) -> bytes:
    """Return the file with changes of the list behind the key `label`; `known` are the fields of the file, `fields` those of a
    record.

    Raises UnusualFormat where the list is written in a way that is not edited with certainty.
    """
    page = read_page(data, path, known)
    node = page.nodes.get(label)
    new = [record for _, record in changes.added]
    if node is None:
        end = page.get_line_end(page.fence - 1)
        lines = (f"{label}:{end}", *format_new_records(fields, new, INDENT, f"{INDENT}  ", end))
        return apply_edits(page.lines, [LineEdit(page.fence, page.fence, lines)]).encode()
    if isinstance(node, ScalarNode) and not node.text:
        below = page.places[label][0] + 1
        lines = format_new_records(fields, new, INDENT, f"{INDENT}  ", page.get_line_end(below - 1))
        return apply_edits(page.lines, [LineEdit(below, below, lines)]).encode()
    if not isinstance(node, SequenceNode) or not node.items:
        raise UnusualFormat(label)
    items = [open_record(page, label, node, number) for number in range(len(node.items))]
    splices = [
        splice
        for number, values in sorted(changes.changed.items())
        for field in fields
        if field.key in values
        for splice in edit_value(items[number], field, values[field.key], fields)
    ]
    return apply_edits(page.lines, [*splices, *iter_additions(items, changes.added, fields)]).encode()


def format_new_records(
    fields: Sequence[Field], records: Sequence[Any], first: str, further: str, end: str
) -> tuple[str, ...]:
    """Return the lines of new records."""
    return tuple(line for record in records for line in format_record(fields, record, first, further, end))


def open_record(page: EditablePage, label: str, node: SequenceNode, number: int) -> EditablePage:
    """Return one record of a list as a page of its own that ends where the next begins. Raises UnusualFormat where its keys
    do not stand each on a line of its own.
    """
    item = node.items[number]
    if not isinstance(item, MappingNode) or not item.values:
        raise UnusualFormat(label)
    after = node.items[number + 1] if number + 1 < len(node.items) else None
    fence = after.line - 1 if after else page.get_last_line(label) + 1
    places = sorted((line - 1, column - 1, key) for key, (line, column) in item.places.items())
    first, column, _ = places[0]
    lines = [line for line, _, _ in places]
    if page.lines[first][:column].strip() != "-" or len(set(lines)) < len(lines):
        raise UnusualFormat(label)
    return EditablePage(page.lines, item.values, {key: (line, column) for line, column, key in places}, fence)


def get_end(record: EditablePage) -> int:
    """Return the line behind the last of a record."""
    return record.get_last_line(list(record.places)[-1]) + 1


def edit_value(record: EditablePage, field: Field, value: Any, fields: Sequence[Field]) -> Iterator[LineEdit]:
    """Yield what changes for one value of a record: its line, or a line behind the key that comes before it."""
    text = format_value(field, value)
    if field.key in record.places:
        yield edit_single_value(record, field.key, text)
        return
    keys = [one.key for one in fields]
    before = [key for key in keys[: keys.index(field.key)] if key in record.places]
    # Before the first key stands the dash: what has none before it comes behind that key.
    line = record.get_last_line(before[-1] if before else next(iter(record.places)))
    indent = " " * next(iter(record.places.values()))[1]
    yield LineEdit(line + 1, line + 1, (f"{indent}{field.key}: {quote_if_needed(text)}{record.get_line_end(line)}",))


def iter_additions(
    items: Sequence[EditablePage], added: Sequence[tuple[int, Any]], fields: Sequence[Field]
) -> Iterator[LineEdit]:
    """Yield the lines of new records, in the writing of the first that is there."""
    first, column = next(iter(items[0].places.values()))
    indent = items[0].get_bare_line(first)[:column].partition("-")[0]
    end = items[0].get_line_end(first)
    for place, record in added:
        line = get_end(items[place - 1]) if place else first
        lines = format_record(fields, record, indent, f"{indent}  ", end)
        yield LineEdit(line, line, tuple(lines))


def find_insertion(records: Sequence[Any], new: Any, when: str) -> int:
    """Return the position (from 0) of the record before which a new one comes: where all are in order of their date, behind
    those that are not later; else at the end.
    """
    day: PartialDate | None = getattr(new, when, None)
    days: list[PartialDate | None] = [getattr(one, when, None) for one in records]
    keys = [one.get_sort_key() for one in days if one]
    if day is None or len(keys) < len(records) or keys != sorted(keys):
        return len(records)
    return sum(key <= day.get_sort_key() for key in keys)
