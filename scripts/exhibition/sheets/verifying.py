"""An edited file into a judgement: does it read as the same entry with exactly the intended values?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ..model import Entry, Status
from ..model.words import Lexicon
from ..reading.entries import Read, read_entry_file

PLACES = frozenset({"span", "spans", "suspect"})
"""Parts of nouns that say where something stands, not what it is."""


def read_entry(data: bytes, entry: Entry, lexicon: Lexicon) -> Read:
    """Return the bytes of an entry's file, read."""
    return read_entry_file(data, entry.folder, lexicon)


def with_values(entry: Entry, values: Mapping[str, Any]) -> Entry:
    """Return the entry with other values, by attribute, as the file states them."""
    made: dict[str, Any] = {name: Status(value) if name == "status" else value for name, value in values.items()}
    return replace(entry, **made)


def is_same(one: Any, other: Any) -> bool:
    """Do two nouns say the same, wherever it stands?"""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if is_dataclass(one) and type(one) is type(other):
        names = (field.name for field in fields(one) if field.name not in PLACES)
        return all(is_same(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)
