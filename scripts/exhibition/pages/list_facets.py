"""Facets of lists: by which words a list of entries can be narrowed, with true counts, as data for templates and scripts.

They are the facets of the search (`Facet.asked`) and stand in addresses under the same names, so that a list and the search
understand each other. Each word is a link into the search; a script narrows the list itself (`records.js`). Examples count in
no number; a list of nothing else counts them, and says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from ..model import Entry
from .facets import ALL, SEARCH_PATH, Facet, FacetIndex, FacetValue

FILTERED = 500
"""A list of more entries is narrowed by the search alone: it would have to carry the values of all."""
FEWEST = 2
"""A list of fewer entries is narrowed by nothing."""


def make_search_link(root: str, chosen: Mapping[str, str]) -> str:
    """Return the address of the search with these facets set.

    >>> make_search_link("../", {"street": "gaojing", "minutes": "30分钟"})
    '../search/?street=gaojing&minutes=30%E5%88%86%E9%92%9F'
    """
    asked = "&".join(f"{kind}={quote(slug)}" for kind, slug in chosen.items() if slug)
    return f"{root}{SEARCH_PATH}{'?' if asked else ''}{asked}"


@dataclass(frozen=True)
class ListFacets:
    """The facets of one list; `within` is what all its entries have, by facet, as the search is asked for it."""

    entries: Sequence[Entry]
    """In the order in which the list shows them, those that do not count left out."""
    index: FacetIndex
    within: Mapping[str, str]
    unit: str
    """The counter of its entries: 个楼组."""

    @cached_property
    def used(self) -> list[tuple[Facet, list[tuple[FacetValue, int]]]]:
        """The facets that part the list, each with the values that its entries have and their numbers.

        A value that all have parts nothing.
        """
        found = []
        for gallery in self.index.facets if len(self.entries) >= FEWEST else ():
            if not gallery.asked or gallery.asked.types or gallery.kind in self.within:
                continue
            places = self.index.places[gallery.kind]
            counts = Counter(place for entry in self.entries for place in places.get(entry.id, ()))
            rooms = self.index.every[gallery.kind]
            values = [(rooms[place], counts[place]) for place in sorted(counts)]
            if len(values) > 1 or any(count < len(self.entries) for _, count in values):
                found.append((gallery, choose_shown(values, gallery.asked.most)))
        return found

    def build_facets(self, root: str) -> list[dict[str, object]]:
        """Return the facets as words with counts; each word is a link into the search."""
        return [
            {
                "label": gallery.asked.get_label(),
                "words": [
                    [value.name, count, make_search_link(root, {**self.within, gallery.kind: value.slug})]
                    for value, count in values
                ],
                "cap": f"只列最多的{len(values)}个" if len(values) == gallery.asked.most else "",
            }
            for gallery, values in self.used
            if gallery.asked
        ]

    def render_sieve(self, size: int) -> str:
        """Return what the script needs to narrow the list, as JSON; empty where the list is too long or nothing parts it.

        The values stand as numbers in one text a facet, entries parted by commas, values of one entry by points.
        """
        if not self.used or len(self.entries) > FILTERED:
            return ""
        facets: list[list[object]] = []
        for gallery, values in self.used:
            numbers = {value.key: str(number) for number, (value, _) in enumerate(values)}
            places, rooms = self.index.places[gallery.kind], self.index.every[gallery.kind]
            told = (
                ".".join(filter(None, (numbers.get(rooms[place].key) for place in places.get(entry.id, ()))))
                for entry in self.entries
            )
            facets.append([gallery.kind, [[value.slug, value.name] for value, _ in values], ",".join(told)])
        data = {"facets": facets, "total": len(self.entries), "size": size, "unit": self.unit}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def build_data(self, root: str, size: int, *, first: bool) -> dict[str, object]:
        """Return what a page of the list shows of them; beside the way into the search only the `first` page does."""
        door = make_search_link(root, self.within)
        if not first or not self.used:
            return {"door": door}
        return {"door": door, "facets": self.build_facets(root), "sieve": self.render_sieve(size)}


def choose_shown(values: Sequence[tuple[FacetValue, int]], most: int) -> list[tuple[FacetValue, int]]:
    """Return the values that are shown: all in their order, or so many of the commonest."""
    if most >= ALL or len(values) <= most:
        return list(values)
    return sorted(values, key=lambda pair: -pair[1])[:most]
