"""Turns entries into the characters that their names and places are written with."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Entry, Unit


def signs_of_names(entries: Iterable[Entry]) -> set[str]:
    """Return every character of the names, places and themes of entries."""
    found: set[str] = set()
    for entry in entries:
        found.update(entry.name, entry.street, entry.committee, entry.compound)
        if isinstance(entry, Unit):
            found.update(entry.building, *entry.themes)
    return found
