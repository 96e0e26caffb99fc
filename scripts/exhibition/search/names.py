"""The characters of names: of entries, their places, and the values of facets."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Entry
from .facets import Facet


def signs_of_names(entries: Iterable[Entry]) -> set[str]:
    """Return every character of the names and places of entries."""
    found: set[str] = set()
    for entry in entries:
        found.update(*entry.name, *"".join(entry.location))
    return found


def signs_of_facets(facets: Iterable[Facet]) -> set[str]:
    """Return every character of the values' names and of the words that ask for them."""
    return {sign for facet in facets for text in (*facet.words, *(name for _, name in facet.values)) for sign in text}
