"""The record of the last import, `content/sheets/<kind>s.csv`: canonical text by id, shared by everybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..files import RECORD_LIMIT, read_within
from ..model.fields import Field
from ..model.kinds import ID
from .columns import base_path
from .likeness import written

Base = dict[str, dict[str, str]]
"""What was imported last: the one writing of each value, by id and attribute."""


def read_base(root: Path, kind: str, fields: Sequence[Field]) -> Base:
    """Return what was imported last; nothing where there was no import.

    What cannot be understood is left out. That is safe: without a record the merge asks where it would have taken.
    """
    try:
        text = read_within(root, base_path(kind).as_posix(), RECORD_LIMIT).decode("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    names = {field.key: field.attribute for field in fields}
    base: Base = {}
    for record in csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")):
        values = {names[key]: cell for key, cell in record.items() if cell and isinstance(cell, str) and key in names}
        id = values.pop("id", "")
        if ID.fullmatch(id):
            base[id] = values
    return base


def with_values(base: Base, values: Mapping[str, Mapping[str, Any]], fields: Sequence[Field]) -> Base:
    """Return the record with further values, by id and attribute."""
    by_attribute = {field.attribute: field for field in fields}
    better = dict(base)
    for id, stated in values.items():
        texts = {name: written(by_attribute[name], value) for name, value in stated.items()}
        better[id] = {**better.get(id, {}), **texts}
    return better


def base_text(base: Base, fields: Sequence[Field]) -> str:
    """Return the text of the record: one line an entry, in the order of ids, a column for each of `fields`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.key for field in fields)
    for id in sorted(base):
        values = {**base[id], "id": id}
        writer.writerow(values.get(field.attribute, "") for field in fields)
    return text.getvalue()
