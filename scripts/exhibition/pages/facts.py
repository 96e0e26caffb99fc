"""Turns the fields of an entry into its facts panel; what nobody has told us yet is a gap, not a silence."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Entry
from ..model.fields import Field
from .page import broken


def facts(entry: Entry, fields: Iterable[Field], elsewhere: Iterable[str] = ()) -> list[dict[str, object]]:
    """Return label and words of each shown field, in the table's order; a gap says so.

    `elsewhere` are attributes that the page shows in a better form.
    """
    rows = ((field.key, field.show(getattr(entry, field.attribute))) for field in shown(fields, elsewhere))
    return [fact(key, text) for key, text in rows]


def fact(key: str, text: str) -> dict[str, object]:
    """Return one row of the panel."""
    return {"key": key, "value": broken(text)} if text else {"key": key, "value": "待补充", "gap": True}


def shown(fields: Iterable[Field], elsewhere: Iterable[str]) -> Iterable[Field]:
    """Yield the fields that stand in the panel."""
    return (field for field in fields if field.shown and field.attribute not in elsewhere)
