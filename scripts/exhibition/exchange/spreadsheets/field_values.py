"""Compare and write field values; the record of the last import.

The record is one file for each content type and each record list (`content/sheets/units.csv`, `content/sheets/ratings.csv`).
It holds canonical text by id, one line an entry or a record, in a fixed order, so that git can merge two of them; it is
shared by everybody.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ...ledger.reassignment import normalize_building
from ...model import Entry, PartialDate, Status
from ...model.field_types import ID, Boolean, Date, Text
from ...model.fields import Field, ListOf
from ...storage.safe_files import RECORD_LIMIT, read_within
from ..table_files import format_single


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


ID_KEY = "编号"
"""The key of the column of ids."""
ImportRecord = dict[str, dict[str, str]]
"""What was imported last: the one writing of each value, by id and attribute."""


def read_base(root: Path, path: PurePosixPath, fields: Sequence[Field]) -> ImportRecord:
    """Return what was imported last of entries; nothing where there was no import."""
    return dict(iter_base_rows(root, path, fields))


def iter_base_rows(root: Path, path: PurePosixPath, fields: Sequence[Field]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of the record of an import at `path`: the id, and what was imported by attribute of `fields`.

    What cannot be understood is left out. That is safe: without a record the merge asks where it would have taken.
    """
    try:
        text = read_within(root, path.as_posix(), RECORD_LIMIT).decode("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return
    names = {field.key: field.attribute for field in fields}
    for record in csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")):
        id = record.pop(ID_KEY, "")
        if isinstance(id, str) and ID.fullmatch(id):
            yield (
                id,
                {names[key]: cell for key, cell in record.items() if cell and isinstance(cell, str) and key in names},
            )


def add_values(base: ImportRecord, values: Mapping[str, Mapping[str, Any]], fields: Sequence[Field]) -> ImportRecord:
    """Return the record with further values, by id and attribute."""
    by_attribute = {field.attribute: field for field in fields}
    better = dict(base)
    for id, stated in values.items():
        texts = {name: format_value(by_attribute[name], value) for name, value in stated.items()}
        better[id] = {**better.get(id, {}), **texts}
    return better


def render_base(rows: Iterable[tuple[str, Mapping[str, str]]], fields: Sequence[Field]) -> str:
    """Return the text of the record: one line for each id with its values by attribute, in their order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    told = [field for field in fields if field.key != ID_KEY]
    writer.writerow([ID_KEY, *(field.key for field in told)])
    for id, values in sorted(rows, key=lambda one: (one[0], [one[1].get(field.attribute, "") for field in told])):
        writer.writerow([id, *(values.get(field.attribute, "") for field in told)])
    return text.getvalue()
