"""Compare and write field values; the record of the last import.

The record, `content/sheets/<kind>s.csv`, holds canonical text by id and is shared by everybody.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...ledger.reassignment import normalize_building
from ...model import Entry, PartialDate, Status
from ...model.field_types import ID, Boolean, Date, Text
from ...model.fields import Field, ListOf
from ...storage.safe_files import RECORD_LIMIT, read_within
from .columns import get_base_path


def get_value(entry: Entry, field: Field) -> Any:
    """Return what the file of an entry says about a field; None where nobody has written anything."""
    value = getattr(entry, field.attribute)
    if isinstance(value, Status):
        return value.value
    if isinstance(field.kind, Boolean) and not value and field.key not in entry.spans:
        return None
    return value


def is_blank(value: Any) -> bool:
    """Does a value say nothing?"""
    return value is None or value in ("", ())


def is_equal(field: Field, one: Any, other: Any) -> bool:
    """Do two values mean the same? Spelling does not count, nor the order of words in a list of words."""
    if one == other:
        return True
    if isinstance(field.kind, Date):
        return is_within(one, other) or is_within(other, one)
    return normalize_value(field, one) == normalize_value(field, other)


def normalize_value(field: Field, value: Any) -> Hashable:
    """Return what two writings of one value have in common."""
    if isinstance(field.kind, ListOf):
        cores = [squeeze_text(str(one)) for one in value or ()]
        return frozenset(cores) if field.kind.split else tuple(cores)
    if field.attribute == "building":
        return normalize_building(value or "")
    return squeeze_text(value) if isinstance(field.kind, Text) and value else value


def squeeze_text(text: str) -> str:
    """Return text without spaces and without the difference between half and full width.

    >>> squeeze_text("３ 号楼（示例）") == squeeze_text("3号楼(示例)")
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


def format_value(field: Field, value: Any) -> str:
    """Return the writing of a value in sheets and in the record of the last import; it is read back as the same."""
    if is_blank(value):
        return ""
    if isinstance(field.kind, ListOf):
        return ("、" if field.kind.split else "\n").join(map(format_single, value))
    return format_single(value)


def format_single(value: Any) -> str:
    """Return the writing of one value: a date, 是 or 否, the two numbers of a point, a number or a text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value.iso if isinstance(value, PartialDate) else " ".join(str(value).split())


ImportRecord = dict[str, dict[str, str]]
"""What was imported last: the one writing of each value, by id and attribute."""


def read_base(root: Path, kind: str, fields: Sequence[Field]) -> ImportRecord:
    """Return what was imported last; nothing where there was no import.

    What cannot be understood is left out. That is safe: without a record the merge asks where it would have taken.
    """
    try:
        text = read_within(root, get_base_path(kind).as_posix(), RECORD_LIMIT).decode("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    names = {field.key: field.attribute for field in fields}
    base: ImportRecord = {}
    for record in csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")):
        values = {names[key]: cell for key, cell in record.items() if cell and isinstance(cell, str) and key in names}
        id = values.pop("id", "")
        if ID.fullmatch(id):
            base[id] = values
    return base


def add_values(base: ImportRecord, values: Mapping[str, Mapping[str, Any]], fields: Sequence[Field]) -> ImportRecord:
    """Return the record with further values, by id and attribute."""
    by_attribute = {field.attribute: field for field in fields}
    better = dict(base)
    for id, stated in values.items():
        texts = {name: format_value(by_attribute[name], value) for name, value in stated.items()}
        better[id] = {**better.get(id, {}), **texts}
    return better


def render_base(base: ImportRecord, fields: Sequence[Field]) -> str:
    """Return the text of the record: one line an entry, in the order of ids, a column for each of `fields`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.key for field in fields)
    for id in sorted(base):
        values = {**base[id], "id": id}
        writer.writerow(values.get(field.attribute, "") for field in fields)
    return text.getvalue()
