"""The schema for the peers of our check, made of the table of fields; `schema_check.py` makes pydantic models of the same.

It contains everything that the peers support: which fields there are, their types, lengths, ranges, words and
whether they are required. The peers get values as YAML has parsed them: `2018-11-26` is a date, `012` is ten.
"""

from __future__ import annotations

from typing import Any

from exhibition.model.field_types import Boolean, Choice, Date, EntryId, FieldType, FocusPoint, Integer, Text
from exhibition.model.fields import Field, ListOf, RecordList, Requirement
from exhibition.model.vocabulary import Lexicon

DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
POINT = r"\d{1,3},\d{1,3}"
LOWEST_ID, HIGHEST_ID = 10_000, 99_999
C_LOADER = "--c-loader"
"""Option of `schema_check.py`: PyYAML's C loader."""


def words_of(kind: Choice | Boolean, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words that a value may have."""
    if isinstance(kind, Boolean):
        return ("是", "否")
    return (lexicon[kind.vocabulary] if kind.vocabulary else kind.words).names


def schema(fields: tuple[Field, ...], lexicon: Lexicon) -> dict[str, Any]:
    """Return the JSON schema of a record of `fields`; a published entry's fields are required."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: {"anyOf": [{"type": "null"}, shape(field.kind, lexicon)]} for field in fields},
        "required": [field.key for field in fields if field.required in (Requirement.ALWAYS, Requirement.PUBLISHED)],
    }


def shape(kind: FieldType | ListOf | RecordList, lexicon: Lexicon) -> dict[str, Any]:
    """Return the JSON schema of one type of value."""
    if isinstance(kind, RecordList):
        return {"type": "array", "items": schema(kind.fields, lexicon)}
    if isinstance(kind, ListOf):
        return {"type": "array", "items": shape(kind.item, lexicon)}
    if isinstance(kind, Choice | Boolean):
        return {"enum": list(words_of(kind, lexicon))}
    if isinstance(kind, Integer):
        return {"type": "integer", "minimum": kind.low, "maximum": kind.high}
    if isinstance(kind, EntryId):
        return {"type": "integer", "minimum": LOWEST_ID, "maximum": HIGHEST_ID}
    if isinstance(kind, Date):
        return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{DAY}$"}]}
    if isinstance(kind, FocusPoint):
        return {"type": "string", "pattern": f"^{POINT}$"}
    limit = kind.limit if isinstance(kind, Text) and kind.limit else 10_000
    return {"type": ["string", "number"], "maxLength": limit}
