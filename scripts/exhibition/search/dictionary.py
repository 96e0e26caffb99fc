"""Values that repeat as a list of the distinct ones and a column: how the catalogue holds texts and combinations."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from .coding import column


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Distinct values in the order in which they first come, and a column: 0 = the next one, k = the k-th again."""

    values: tuple[Hashable, ...]
    column: str


def dictionary(values: Iterable[Hashable]) -> Dictionary:
    """Return values as a dictionary."""
    known: dict[Hashable, int] = {}
    places: list[int] = []
    for value in values:
        places.append(known.get(value, 0))
        known.setdefault(value, len(known) + 1)
    return Dictionary(tuple(known), column(places))


def words(found: Dictionary) -> dict[str, object]:
    """Return a dictionary of texts, a line each, as an object of the script."""
    return {"words": "\n".join(str(value).replace("\n", "") for value in found.values), "column": found.column}


def combinations(found: Dictionary) -> dict[str, object]:
    """Return a dictionary of tuples of numbers as an object of the script."""
    return {"sets": [list(value) for value in found.values if isinstance(value, tuple)], "column": found.column}
