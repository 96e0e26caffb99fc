"""Parse nodes into the values of the model, field by field, as the table of fields says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import partial
from typing import Any

from ..diagnostics import Span
from ..lazy import compile_later
from ..messages import fields
from ..messages import fields as messages
from ..messages.lines import record_without_dash
from ..messages.registry import DiagnosticCollector
from ..model import Photo, Status
from ..model.emblem import DOT, EmblemWords
from ..model.entry import is_required_within
from ..model.field_types import Choice, Text
from ..model.fields import Field, ListOf, RecordList
from ..model.vocabulary import Lexicon
from .line_fixes import NUMBERING
from .yaml_nodes import MappingNode, Node, RecordLines, ScalarNode, SequenceNode, map_places

SEPARATORS = compile_later(r"\s*[,，、;；]\s*|\s+")
BETWEEN_WORDS = compile_later(r"\s*[,，、;；/／|｜]\s*|\s+")
"""What people write between words of a vocabulary."""
SEVERAL = compile_later(r"[,，、;；\s]")
SHORT, LEAST = 40, 4
"""Signs of a text that says who somebody is, and signs that a sentence has at least."""

NUMBERED = compile_later(rf"(?:{NUMBERING})\s*(?=\S)")
FIRST_MARKS = frozenset("1一①⑴⒈❶(（第")
"""How the first of numbered items begins."""

MOST_MEANINGS = 4096
"""How many texts of a field are kept with their values: dates, numbers and names of files are the same in thousands of entries."""

BRACKETS = "[]【】［］〔〕"


def find_no_home(key: str) -> None:
    """Return None: where nothing is known of other places."""


@dataclass(slots=True)
class PlainReader:
    """Reads canonical lines of the records of one list into their nouns, without nodes.

    Every value that it knows is right is the one that `FieldParser` finds; it gives up at the first that it does not know.
    """

    kind: RecordList
    lexicon: Lexicon
    columns: dict[str, tuple[str, int, dict[str, Any]]] = dataclass_field(default_factory=dict)
    """Of each key the attribute, the characters up to which any text is right (with the space before it), and what is known
    of other texts: their values, by the text with the space before it."""
    needed: frozenset[str] = frozenset()
    """The attributes without which there is no record."""
    blanks: Mapping[str, Any] = dataclass_field(default_factory=dict)
    """Empty values of the other attributes without a default."""

    def __post_init__(self) -> None:
        """Derive what is asked of each row. Photos have places of their own, and lists in records have several values."""
        kind = self.kind
        self.needed = frozenset(field.attribute for field in kind.always)
        self.blanks = {name: value for name, value in kind.blanks.items() if name not in self.needed}
        if kind.noun is not Photo:
            for field in kind.fields:
                if not isinstance(field.kind, ListOf | RecordList):
                    self.columns[field.key] = (field.attribute, 1 + min(field.text_limit, MOST_SIGNS), {})

    def read_records(self, node: RecordLines) -> tuple[Any, ...] | None:
        """Return the records of a list; None where anything about one of them has to be said, or may have to be."""
        noun, columns, needed, blanks = self.kind.noun, self.columns, self.needed, self.blanks
        records: list[Any] = []
        for rows in node.records:
            values: dict[str, Any] = {}
            gaps = False
            for key, _, text in rows:
                if key not in columns:
                    return None
                attribute, limit, meanings = columns[key]
                if len(text) > limit:
                    value = meanings.get(text)
                    if value is None:
                        value = self.find_value(key, text[1:])
                        if value is None:
                            return None
                        if len(meanings) < MOST_MEANINGS:
                            meanings[text] = value
                    values[attribute] = value
                elif text:
                    values[attribute] = text[1:]
                else:
                    values[attribute], gaps = None, True
            if gaps:
                values = {attribute: value for attribute, value in values.items() if value is not None}
            if not needed <= values.keys():
                return None
            records.append(noun(**{**blanks, **values}) if blanks else noun(**values))
        return tuple(records)

    def find_value(self, key: str, text: str) -> Any:
        """Return the value of a key whose text is this; None where something has to be said about it."""
        field = self.kind.by_key[key]
        kind = field.kind
        assert not isinstance(kind, ListOf | RecordList)
        if isinstance(kind, Choice):
            words = self.lexicon[kind.vocabulary] if kind.vocabulary else kind.words
            return text if words.known.get(text) == text else None
        value, issue = kind.parse(text, field.key, self.lexicon)
        return value if issue is None else None


MOST_SIGNS = 1_000_000
"""More than a text that anybody writes: a limit to which the space before a text can be added."""
READERS: dict[RecordList, PlainReader] = {}


def get_plain_reader(kind: RecordList, lexicon: Lexicon) -> PlainReader:
    """Return the reader of records of a list; what it knows of their texts lasts as long as the words are the same."""
    reader = READERS.get(kind)
    if reader is None or reader.lexicon is not lexicon:
        reader = READERS[kind] = PlainReader(kind, lexicon)
    return reader


@dataclass(slots=True)
class FieldParser:
    """Where nodes of one file are understood: the words there are, and where slips and places go."""

    lexicon: Lexicon
    notes: DiagnosticCollector
    places: dict[str, tuple[int, int]]
    """Places of top-level keys (`街镇`) and of nested values that checks ask for (`历程.0.照片`)."""
    status: Status = Status.PUBLISHED
    find_home: Callable[[str], tuple[str, str] | None] = find_no_home
    """Returns of a top-level key that has its place elsewhere why it is not here, and what to do."""
    deferred: dict[str, Callable[[], Mapping[str, tuple[int, int]]]] = dataclass_field(default_factory=dict)
    """Functions that return the places of the records of a top-level key that were read without nodes; see `Spans`."""

    def parse_values(self, record: MappingNode, known: Mapping[str, Field], path: str = "") -> dict[str, Any]:
        """Return the values of a record by attribute; what nobody wrote is left out."""
        values: dict[str, Any] = {}
        places = self.places
        for key, node in record.values.items():
            field = known.get(key)
            if field is None:
                field = self.report_unknown_key(key, record, known, path)
                if field is None or field.key in record.values:
                    continue
            if not path:
                self.places[field.key] = record.places[key]
            if type(node) is ScalarNode:
                text = node.text
                # Nearly all values are plain texts that are short enough: nothing is asked of them.
                if len(text) <= field.text_limit:
                    if text:
                        values[field.attribute] = text
                    if field.placed and (text or path):
                        # Of an empty one too: checks offer to fill it in.
                        places[f"{path}.{field.key}"] = (node.line, node.column)
                    continue
                if field.meanings is not None:
                    meaning = field.meanings.get(text)
                elif isinstance(field.kind, Choice):
                    meaning = text if self.get_known_words(field.kind).get(text) == text else None
                else:
                    meaning = None
                if meaning is not None:
                    values[field.attribute] = meaning
                    if field.placed:
                        places[f"{path}.{field.key}"] = (node.line, node.column)
                    continue
            value = self.parse_value(node, field, path)
            if value is not None:
                values[field.attribute] = value
        for key, (line, column) in record.doubles:
            self.notes.report(messages.double_key(key, record.places[key][0]), line, column)
        return values

    def get_known_words(self, kind: Choice) -> Mapping[str, str]:
        """Return the words of a choice by every understood writing."""
        return (self.lexicon[kind.vocabulary] if kind.vocabulary else kind.words).known

    def report_unknown_key(self, key: str, record: MappingNode, known: Mapping[str, Field], path: str) -> Field | None:
        """Say that there is no such key; return the field that was probably meant."""
        line, column = record.places[key]
        # Another word for a field is surer than a word that looks like it.
        meant = [field.key for field in known.values() if key in (field.headings or ())]
        near = meant or difflib.get_close_matches(key, known, 1, 0.5)
        if home := None if path or meant else self.find_home(key):
            self.notes.report(messages.unknown_key(key, list(known), *home), line, column)
            return None
        if not near:
            self.notes.report(messages.unknown_key(key, list(known)), line, column)
            return None
        fixed = self.notes.get_line(line).replace(key, near[0], 1)
        self.notes.report(messages.misspelt_key(key, near[0]), line, column, fixed)
        return known[near[0]]

    def parse_value(self, node: Node, field: Field, path: str) -> Any:
        """Return the value of one field, or None where there is none."""
        kind = field.kind
        if isinstance(kind, RecordList):
            return self.parse_records(node, field, kind)
        if isinstance(kind, ListOf):
            return self.parse_list(node, field, kind)
        if isinstance(node, SequenceNode) and isinstance(kind, EmblemWords):
            # Its three words on three lines: to keep one of them, as of other lists, would lose the emblem.
            words = [one.text for one in node.items if isinstance(one, ScalarNode)]
            node = ScalarNode(DOT.join(words), node.line, node.column)
            told = replace(messages.emblem_variant(field.key, "、".join(words), node.text), text=None)
            self.notes.report(told, node.line, node.column)
        if not isinstance(node, ScalarNode):
            self.notes.report(messages.not_single(field.key), node.line, node.column)
            return None
        value, issue = kind.parse(node.text, field.key, self.lexicon)
        if issue is not None:
            self.notes.report_value(issue, node.text, node.line, node.column)
        elif field.meanings is not None and len(field.meanings) < MOST_MEANINGS:
            field.meanings[node.text] = value
        if field.placed:
            self.places[f"{path}.{field.key}"] = (node.line, node.column)
        return value

    def parse_list(self, node: Node, field: Field, kind: ListOf) -> tuple[Any, ...] | None:
        """Return the values of a list; a line of words with Chinese punctuation is understood as one."""
        if isinstance(node, MappingNode):
            self.notes.report(messages.not_item(field.key), node.line, node.column)
            return None
        items: list[Node] = [node] if isinstance(node, ScalarNode) else node.items
        if type(kind.item) is Choice and type(node) is SequenceNode:
            known = self.get_known_words(kind.item)
            if all(type(item) is ScalarNode and known.get(item.text) == item.text for item in items):
                return tuple([item.text for item in items])  # type: ignore[union-attr]
        limit = field.item_limit
        if limit:
            items = self.strip_item_numbers(
                self.split_line_items(items, field, limit, written=isinstance(node, ScalarNode)), field
            )
            plain = type(kind.item) is Text
            if plain and all(type(item) is ScalarNode and 0 < len(item.text) <= limit for item in items):
                return tuple([item.text for item in items])  # type: ignore[union-attr]
        values: list[Any] = []
        for item in items:
            for one in self.split_words(item, field, kind, isinstance(node, ScalarNode)):
                value, issue = kind.item.parse(one.text, field.key, self.lexicon)
                if issue is not None:
                    self.notes.report_value(issue, one.text, one.line, one.column)
                if value is not None:
                    if field.placed:
                        self.places[f"{field.key}.{len(values)}"] = (one.line, one.column)
                    values.append(value)
        return tuple(values)

    def split_line_items(self, items: list[Node], field: Field, limit: int, *, written: bool) -> list[Node]:
        """Return the items of a list of texts; one that holds several, because it was `written` on a line, is parted.

        Sentences have commas of their own: whether those part them is asked. Who somebody is, is short.
        """
        item = items[0] if len(items) == 1 else None
        if not isinstance(item, ScalarNode) or not SEVERAL.search(item.text):
            return items
        line = self.notes.get_line(item.line)
        if written and (rows := self.split_rows(item)):
            self.notes.report(messages.list_on_a_line(field.key, rows, False, wrapped=True), item.line, item.column)
            return items
        if not written and f"[{item.text}]" not in line:
            return items
        words = split_numbered(item.text)
        certain = bool(words) or limit <= SHORT
        words = words or [word for word in SEPARATORS.split(item.text.strip(BRACKETS + " ")) if word]
        if len(words) < 2 or (not certain and min(map(len, words)) < LEAST):
            return items
        issue = messages.list_on_a_line(field.key, words, certain)
        outer = item.text if written else f"[{item.text}]"
        head = line.removesuffix(outer)
        whole = head.rstrip(" ").endswith(":") and line == head + outer
        better = "\n".join([head.rstrip(" "), *(f"  - {word}" for word in words)]) if whole else None
        self.notes.report(issue, item.line, item.column, better)
        return list[Node](locate_words(item, words)) if certain else items

    def split_rows(self, item: ScalarNode) -> list[str]:
        """Return the lines of a plain text that goes over several; none where it stands on one."""
        lines = self.notes.text.split("\n")[item.line - 1 :]
        if lines[0].rstrip().endswith(("|", ">", "|-", ">-")) or not lines[0].rstrip().endswith(
            item.text.split(" ")[0]
        ):
            return []
        rows = [item.text.split(" ")[0]]
        for line in lines[1:]:
            if line[:1] not in (" ", "\t") or not line.strip():
                break
            rows.append(line.strip())
        return rows if len(rows) > 1 else []

    def strip_item_numbers(self, items: list[Node], field: Field) -> list[Node]:
        """Return the items of a list without the numbers that their author wrote before them, where all have their own."""
        first = items[0] if len(items) > 1 else None
        if not isinstance(first, ScalarNode) or first.text[:1] not in FIRST_MARKS:
            return items
        found = [NUMBERED.match(item.text) if isinstance(item, ScalarNode) else None for item in items]
        if not all(found):
            return items
        bare: list[Node] = []
        for item, mark in zip(items, found, strict=True):
            if isinstance(item, ScalarNode) and mark:
                rest = item.text[mark.end() :]
                issue = fields.own_number(field.key, item.text, rest)
                self.notes.report_value(issue, item.text, item.line, item.column)
                bare.append(ScalarNode(rest, item.line, item.column + mark.end()))
        return bare

    def split_words(self, item: Node, field: Field, kind: ListOf, loose: bool) -> list[ScalarNode]:
        """Return the single words of a list item, which may hold several between Chinese commas."""
        if not isinstance(item, ScalarNode):
            self.notes.report(messages.not_item(field.key), item.line, item.column)
            return []
        if not item.text:
            return []
        if not kind.split or not (loose or BETWEEN_WORDS.search(item.text.strip())):
            return [item]
        bare = item.text.strip(BRACKETS + " ")
        bare = bare[1:-1] if bare[:1] in ("（", "(") and bare[-1:] in ("）", ")") else bare
        words = [word for word in BETWEEN_WORDS.split(bare) if word]
        if len(words) == 1 and words[0] == item.text:
            return [item] if not loose else locate_words(item, words)
        issue = messages.chinese_list(field.key, f"[{', '.join(words)}]")
        line = self.notes.get_line(item.line)
        if not loose and line.lstrip().startswith("- "):
            fixed = format_block_items(line, item.text, words)
            self.notes.report(replace(issue, text=None), item.line, item.column, fixed)
        elif loose or f"[{item.text}]" in line:
            outer = item.text if loose else f"[{item.text}]"
            self.notes.report_value(issue, outer, item.line, item.column)
        else:
            within = replace(issue, text=", ".join(words))
            self.notes.report_value(within, item.text, item.line, item.column)
        return locate_words(item, words)

    def parse_records(self, node: Node, field: Field, kind: RecordList) -> tuple[Any, ...] | None:
        """Return the nouns of a list of records."""
        if type(node) is RecordLines:
            records = get_plain_reader(kind, self.lexicon).read_records(node)
            if records is not None:
                self.deferred[field.key] = partial(map_places, node.text, node.line, field.key, kind.placed)
                return records
        keys = [one.key for one in kind.fields]
        if isinstance(node, ScalarNode):
            if node.text:
                self.notes.report(messages.not_records(field.key, keys), node.line, node.column)
            return None
        if isinstance(node, MappingNode):
            self.notes.report(record_without_dash(field.key, next(iter(node.values), keys[0])), node.line, node.column)
            node = SequenceNode([node], node.line, node.column)
        nouns: list[Any] = []
        told = False
        for item in node.items:
            if isinstance(item, MappingNode):
                noun = self.build_record(item, kind, f"{field.key}.{len(nouns)}")
                if noun is not None:
                    nouns.append(noun)
            elif (not isinstance(item, ScalarNode) or item.text) and not told:
                # The others of the list are of one kind with it: one hint mends them all.
                told = True
                if not is_reserved(item):
                    self.notes.report(messages.not_records(field.key, keys), item.line, item.column)
        return tuple(nouns)

    def build_record(self, record: MappingNode, kind: RecordList, path: str) -> Any:
        """Return one record as its noun; None where it lacks what it cannot be without."""
        known = kind.by_key
        self.places[path] = (record.line, record.column)
        values = self.parse_values(record, known, path)
        for field in kind.always:
            if field.attribute not in values and is_required_within(field, self.status):
                self.report_missing(field, record, values)
        if kind.noun is Photo:
            if ("file" in values) == ("scene" in values):
                self.notes.report(messages.file_or_scene("file" in values), record.line, record.column)
                values.pop("scene", None)
                if "file" not in values:
                    return None
            values = {"file": None, "scene": None, "span": Span(self.notes.path, record.line, record.column), **values}
        return kind.noun(**{**kind.blanks, **values})

    def report_missing(self, field: Field, record: MappingNode, values: Mapping[str, Any]) -> None:
        """Say that a required field is missing or empty; nothing where it is there but could not be understood."""
        node = record.values.get(field.key)
        if node is None:
            self.notes.report(messages.missing_field(field.key, field.example), record.line, record.column)
        elif is_unwritten(node):
            self.notes.report(messages.empty_field(field.key, field.example), node.line, node.column)


def split_numbered(text: str) -> list[str]:
    """Return the texts that numbers or semicolons part from each other; none where nothing does."""
    marks = list(re.finditer(rf"(?:^|(?<=[\s;；,，。、]))(?:{NUMBERING})\s*(?=\S)", text))
    if len(marks) > 1 and not marks[0].start():
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        return [text[mark.end() : end].strip(" ;；,，、") for mark, end in zip(marks, ends, strict=True)]
    words = [word.strip() for word in re.split("[;；]", text) if word.strip()]
    return words if len(words) > 1 else []


def is_reserved(node: Node) -> bool:
    """Does a text begin with a sign of YAML, of which there is a message already?"""
    return isinstance(node, ScalarNode) and node.text.startswith("{")


def is_unwritten(node: Node) -> bool:
    """Was nothing written here?"""
    return not (
        node.text if isinstance(node, ScalarNode) else node.items if isinstance(node, SequenceNode) else node.values
    )


def format_block_items(line: str, text: str, words: list[str]) -> str | None:
    """Return the line of a list item with each of its words on a line of its own; None where more stands there."""
    head = line.removesuffix(text)
    return "\n".join(head + word for word in words) if line == head + text and not head.strip(" -") else None


def locate_words(item: ScalarNode, words: list[str]) -> list[ScalarNode]:
    """Return words of `item` with the places where they stand in it."""
    scalars, at = [], 0
    for word in words:
        at = max(item.text.find(word, at), at)
        scalars.append(ScalarNode(word, item.line, item.column + at))
        at += len(word)
    return scalars
