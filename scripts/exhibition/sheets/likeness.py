"""Two values of a field into whether they mean the same, and a value into the one writing that sheets have for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable
from typing import Any

from ..ledger.reassignment import normalize_building
from ..model import Entry, PartialDate, Status
from ..model.fields import Field, Many
from ..model.kinds import Date, Flag, Text


def value_of(entry: Entry, field: Field) -> Any:
    """Return what the file of an entry says about a field; None where nobody has written anything."""
    value = getattr(entry, field.attribute)
    if isinstance(value, Status):
        return value.value
    if isinstance(field.kind, Flag) and not value and field.key not in entry.spans:
        return None
    return value


def is_blank(value: Any) -> bool:
    """Does a value say nothing?"""
    return value is None or value in ("", ())


def alike(field: Field, one: Any, other: Any) -> bool:
    """Do two values mean the same? Spelling does not count, nor the order of words in a list of words."""
    if one == other:
        return True
    if isinstance(field.kind, Date):
        return is_within(one, other) or is_within(other, one)
    return core(field, one) == core(field, other)


def core(field: Field, value: Any) -> Hashable:
    """Return what two writings of one value have in common."""
    if isinstance(field.kind, Many):
        cores = [squeezed(str(one)) for one in value or ()]
        return frozenset(cores) if field.kind.split else tuple(cores)
    if field.attribute == "building":
        return normalize_building(value or "")
    return squeezed(value) if isinstance(field.kind, Text) and value else value


def squeezed(text: str) -> str:
    """Return text without spaces and without the difference between half and full width.

    >>> squeezed("３ 号楼（示例）") == squeezed("3号楼(示例)")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_within(day: Any, period: Any) -> bool:
    """Is this day the first of that month or year? Spreadsheet programs cannot hold a month without a day."""
    if not isinstance(day, PartialDate) or not isinstance(period, PartialDate):
        return False
    if period.day is not None or day.day != 1 or day.year != period.year:
        return False
    return day.month == (1 if period.month is None else period.month)


def written(field: Field, value: Any) -> str:
    """Return the writing of a value in sheets and in the record of the last import; it is read back as the same."""
    if is_blank(value):
        return ""
    if isinstance(field.kind, Many):
        return ("、" if field.kind.split else "\n").join(" ".join(str(one).split()) for one in value)
    if isinstance(field.kind, Flag):
        return "是" if value else "否"
    return value.iso if isinstance(value, PartialDate) else " ".join(str(value).split())
