"""The record of the last import, `content/sheets/<kind>s.csv`: canonical text by id, shared by everybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model.fields import Field
from .columns import BASES
from .likeness import written
from .statements import Door

Base = dict[str, dict[str, Any]]
"""What was imported last: values by id and attribute."""


def read_base(root: Path, kind: str, fields: Sequence[Field], door: Door) -> Base:
    """Return what was imported last; nothing where there was no import.

    What cannot be understood is left out. That is safe: without a record the merge asks where it would have taken.
    """
    try:
        text = (root / BASES[kind]).read_text("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    by_key = {field.key: field for field in fields}
    base: Base = {}
    for record in csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")):
        cells = ((by_key[key], cell) for key, cell in record.items() if key in by_key and isinstance(cell, str))
        values = {of.attribute: door.value(cell, of)[0] for of, cell in cells}
        if values.get("id"):
            base[values["id"]] = {name: value for name, value in values.items() if value is not None and name != "id"}
    return base


def base_text(base: Mapping[str, Mapping[str, Any]], fields: Sequence[Field]) -> str:
    """Return the text of the record: one line an entry, in the order of ids, every value in its one writing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.key for field in fields)
    for id in sorted(base):
        values = {**base[id], "id": id}
        writer.writerow(written(field, values.get(field.attribute)) for field in fields)
    return text.getvalue()
