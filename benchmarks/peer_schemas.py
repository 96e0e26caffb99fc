"""Schemas for the peers of our check, made of the table of fields: a JSON schema, and pydantic models.

They contain everything that the peers support: which fields there are, their types, lengths, ranges, words and
whether they are required. The peers get values as YAML has parsed them: `2018-11-26` is a date, `012` is ten.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model
from pydantic import Field as Constraint

from exhibition.model.field_types import Boolean, Choice, Date, EntryId, FieldType, FocusPoint, Integer, Text
from exhibition.model.fields import Field, ListOf, RecordList, Requirement
from exhibition.model.vocabulary import Lexicon

DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
POINT = r"\d{1,3},\d{1,3}"
LOWEST_ID, HIGHEST_ID = 10_000, 99_999


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


def model(name: str, fields: tuple[Field, ...], lexicon: Lexicon) -> type[BaseModel]:
    """Return the pydantic model of a record of `fields`."""
    definitions: dict[str, Any] = {}
    for number, field in enumerate(fields):
        needed = field.required in (Requirement.ALWAYS, Requirement.PUBLISHED)
        kind = annotation(f"{name}_{number}", field.kind, lexicon)
        definitions[f"field_{number}"] = (
            (kind, Constraint(alias=field.key)) if needed else (kind | None, Constraint(None, alias=field.key))
        )
    return create_model(name, __config__=ConfigDict(extra="forbid", coerce_numbers_to_str=True), **definitions)


def annotation(name: str, kind: FieldType | ListOf | RecordList, lexicon: Lexicon) -> Any:
    """Return the annotation of one type of value."""
    if isinstance(kind, RecordList):
        return list[model(name, kind.fields, lexicon)]  # type: ignore[misc]
    if isinstance(kind, ListOf):
        return list[annotation(name, kind.item, lexicon)]  # type: ignore[misc]
    if isinstance(kind, Choice | Boolean):
        # A vocabulary may have no word yet: then nothing may be chosen.
        return Literal[words] if (words := words_of(kind, lexicon)) else type(None)
    if isinstance(kind, Integer):
        return Annotated[int, Constraint(ge=kind.low, le=kind.high)]
    if isinstance(kind, EntryId):
        return Annotated[int, Constraint(ge=LOWEST_ID, le=HIGHEST_ID)]
    if isinstance(kind, Date):
        return int | date | Annotated[str, StringConstraints(pattern=f"^{DAY}$")]
    if isinstance(kind, FocusPoint):
        return Annotated[str, StringConstraints(pattern=f"^{POINT}$")]
    return Annotated[str, StringConstraints(max_length=(kind.limit or None) if isinstance(kind, Text) else None)]
