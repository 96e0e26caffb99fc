"""Tables of docs/content-model.md, made from the declarations: `PYTHONPATH=scripts:tests python tests/helpers/docs_tables.py` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from exhibition.model import Entry, Placed
from exhibition.model.field_types import Choice, FieldType, Integer, Reference, Text
from exhibition.model.fields import Field, ListOf, RecordList, Requirement, collect_fields, collect_own_fields
from exhibition.model.vocabulary import VOCABULARIES
from exhibition.types import CONTENT_TYPES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "content-model.md"
MARKED = re.compile(r"(<!-- table: (.+?) -->\n)(?:(?!<!-- end -->).*\n)*(<!-- end -->)")


def describe_kind(kind: FieldType | ListOf | RecordList) -> str:
    """Return a kind of values in a few words: `Text(40)`, `Reference(unit)`, `ListOf(Choice(themes))`."""
    if isinstance(kind, ListOf):
        return f"ListOf({describe_kind(kind.item)})"
    if isinstance(kind, RecordList):
        return f"RecordList({kind.noun.__name__})"
    name = type(kind).__name__
    if isinstance(kind, Integer):
        return f"{name}({kind.low}, {kind.high})"
    if isinstance(kind, Text):
        return f"{name}({kind.limit})" if kind.limit else name
    if isinstance(kind, Reference):
        return f"{name}({', '.join(kind.to)})"
    if isinstance(kind, Choice):
        return f"{name}({kind.vocabulary or ' / '.join(kind.words.names)})"
    return name


def make_table(fields: Iterable[Field]) -> str:
    rows = (
        f"| {one.key} | `{one.attribute}` | {describe_kind(one.kind)} | {'' if one.required is Requirement.NEVER else one.required.name} "
        f"| {one.help} |\n"
        for one in fields
    )
    return "".join(("| key | attribute | kind | required | help |\n|---|---|---|---|---|\n", *rows))


def list_types() -> str:
    rows = (
        f"| `{row.name}` | {row.label} | `{row.model.__name__}` | `content/{row.folder}/`{', by street' if row.depth == 4 else ''} "
        f"| `overrides/{row.template}` |\n"
        for row in CONTENT_TYPES
    )
    return "".join(("| name | label | class | folder | template |\n|---|---|---|---|---|\n", *rows))


def list_vocabularies() -> str:
    rows = (f"| `{row.name}` | `content/vocabularies/{row.file}` |\n" for row in VOCABULARIES)
    return "".join(("| name in `Choice` | file |\n|---|---|\n", *rows))


def list_own_fields() -> str:
    """Return a section for each type: the fields that only it has."""
    common = {field.key for base in (Entry, Placed) for field in collect_fields(base)}
    own = {row: [field for field in row.fields if field.key not in common] for row in CONTENT_TYPES}
    return "".join(f"\n### Type `{row.name}` ({row.label})\n\n{make_table(fields)}" for row, fields in own.items())


def list_records() -> str:
    """Return a section for each record, with the fields that hold it."""
    fields = {
        field.attribute: field for row in CONTENT_TYPES for field in row.fields if isinstance(field.kind, RecordList)
    }
    nouns = {field.kind.noun: field.key for field in fields.values() if isinstance(field.kind, RecordList)}
    return "".join(
        f"\n### Record `{noun.__name__}` ({key})\n\n{make_table(collect_fields(noun))}" for noun, key in nouns.items()
    )


TABLES: Mapping[str, Callable[[], str]] = {
    "types": list_types,
    "vocabularies": list_vocabularies,
    "Entry": lambda: make_table(collect_fields(Entry)),
    "Placed": lambda: make_table(collect_own_fields(Placed).values()),
    "own fields": list_own_fields,
    "records": list_records,
}
"""What makes each table, by its name in the page."""


def fill(text: str) -> str:
    """Return the page with its tables as the declarations say. Raises KeyError for a table that nothing makes."""
    return MARKED.sub(lambda found: found[1] + TABLES[found[2]]() + found[3], text)


if __name__ == "__main__":
    PAGE.write_text(fill(PAGE.read_text("utf-8")), "utf-8")
