"""Lists of entries in pages: cards where there are pictures, quiet lines for the rest, examples behind a ruled line.

Blanks never outweigh pictures: on a page with few pictures only these get a card, and the other entries a line. A card or a line
is a row of text, not an object, and a page is only what it shows: 5,500 units stand in some 300 of these pages.

A list can be narrowed by the facets of the search (`Facet.asked`), with true counts; they stand in addresses under the same
names, so that a list and the search understand each other. Each word is a link into the search; a script narrows the list
itself (`records.js`). Examples count in no number; a list of nothing else counts them, and says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from urllib.parse import quote

from ..lazy import dataclass
from ..model import Entry
from ..types import CONTENT_TYPES
from .cards import build_card, build_thumb, describe_place
from .context import PageContext
from .emblems import build_emblem
from .facets import ALL, SEARCH_PATH, Facet, FacetIndex, FacetValue
from .page import PageSlice, StyleClass, iter_slices, pack_rows

COMPANY = 2
"""An entry without picture gets a card only where so many with pictures stand beside it."""
LINE = 60
"""Characters of a sentence that a card or a line shows."""
KNOWN = 6
"""Cells that every row has."""
FILTERED = 500
"""A list of more entries is narrowed by the search alone: it would have to carry the values of all."""
FEWEST = 2
"""A list of fewer entries is narrowed by nothing."""

ListRow = list[object]
"""An entry as a list shows it: id, name, place, number of lit panes, stars in words, mark of an example, its sentence; where it
has a picture: thumb (from the root of the site), colour, class of its crop (or nothing each); where it has an emblem, its file.
Types without stars have no number of panes; their words stand alone. Empty cells at the end are left out."""


def has_picture(entry: Entry, context: PageContext) -> bool:
    """Has a picture of it come in?"""
    return any((entry.id, photo.key) in context.pictures for photo in entry.photos)


def choose_true(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that are not made up; all where there is nothing else."""
    return [entry for entry in entries if not entry.example] or list(entries)


def split_by_picture(entries: Sequence[Entry], context: PageContext) -> tuple[list[Entry], list[Entry]]:
    """Return the entries that get a card, and those that get a line: blanks get a card only as company of many pictures."""
    pictured = [entry for entry in entries if has_picture(entry, context)]
    if pictured and (len(entries) - len(pictured)) * COMPANY <= len(pictured):
        return list(entries), []
    known = {entry.id for entry in pictured}
    return pictured, [entry for entry in entries if entry.id not in known]


def shorten(text: str) -> str:
    """Return a sentence as a list shows it."""
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


def finish_row(known: ListRow, entry: Entry, context: PageContext) -> ListRow:
    """Return a row with the sentence and the picture of its entry, without the empty cells at its end."""
    picture = build_thumb(entry, context, "")
    shown = [picture["thumb"], picture["colour"], picture["crop"] or ""] if picture else ["", "", ""]
    emblem = build_emblem(entry, context, "")
    row = [*known, shorten(entry.tagline), *shown, emblem["src"] if emblem else ""]
    while len(row) > KNOWN and row[-1] == "":
        row.pop()
    return row


def build_entry_row(entry: Entry, context: PageContext) -> ListRow:
    """Return an entry as a row of a list: where it is, else what it is; what its type says of it."""
    row = CONTENT_TYPES.get_type_of(entry)
    line = row.list_line(entry, context.exhibition) if row.list_line else ""
    place = describe_place(entry)
    street = entry.location.street if place != entry.location.street else ""
    where = "·".join(filter(None, (street, place))) or row.label
    stars = build_card(entry, context, "")
    known = [stars["n"], stars["words"]] if "n" in stars else ["", "" if line else row.remark(entry)]
    mark = "示例" if entry.example else ""
    return finish_row([entry.id, entry.name, line or where, *known, mark], entry, context)


def pack_entries(
    entries: Sequence[Entry], build_row: Callable[[Entry], ListRow], context: PageContext
) -> dict[str, object]:
    """Return entries as cards and lines, both packed, with the classes of their pictures."""
    cards, lines = ([build_row(entry) for entry in part] for part in split_by_picture(entries, context))
    data: dict[str, object] = {"rows": pack_rows(lines)}
    if cards:
        data |= {
            "cards": pack_rows(cards),
            "crops": [one for row in cards for one in row if isinstance(one, StyleClass)],
        }
    return data


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
            numbered = (
                ".".join(filter(None, (numbers.get(rooms[place].key) for place in places.get(entry.id, ()))))
                for entry in self.entries
            )
            facets.append([gallery.kind, [[value.slug, value.name] for value, _ in values], ",".join(numbered)])
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


@dataclass(frozen=True)
class Listing:
    """One list of entries in pages; `build_row` makes the row of an entry (see `ListRow`)."""

    path: str
    entries: Sequence[Entry]
    """True ones first."""
    context: PageContext
    size: int
    build_row: Callable[[Entry], ListRow]
    unit: str = "个楼组"
    within: Mapping[str, str] = field(default_factory=dict)
    """What all its entries have, by the name of the facet, as the search is asked for it."""

    @cached_property
    def count(self) -> int:
        """How many entries count: true ones, or all examples where there is nothing else."""
        return sum(not entry.example for entry in self.entries) or len(self.entries)

    @cached_property
    def facets(self) -> ListFacets:
        """The facets of the entries that count, in the order in which the pages show them."""
        counted = self.entries[: self.count]
        pages = (counted[at : at + self.size] for at in range(0, len(counted), self.size))
        order = [entry for page in pages for part in split_by_picture(page, self.context) for entry in part]
        return ListFacets(order, self.context.hung, self.within, self.unit)

    def iter_slices(self) -> Iterator[PageSlice[Entry]]:
        """Yield the pages of the list."""
        return iter_slices(self.path, self.entries, self.size)

    def build_data(self, page: PageSlice[Entry], root: str) -> dict[str, object]:
        """Return what one page of the list shows: cards and lines, both packed, and what narrows it.

        `split` says how many cards and how many lines stand before the ruled line, where examples stand behind it.
        """
        ahead = max(0, min(len(page.rows), self.count - page.first + 1))
        true, made_up = (split_by_picture(part, self.context) for part in (page.rows[:ahead], page.rows[ahead:]))
        cards, lines = ([self.build_row(entry) for entry in (*true[at], *made_up[at])] for at in (0, 1))
        data: dict[str, object] = {"rows": pack_rows(lines)}
        if cards:
            data |= {
                "cards": pack_rows(cards),
                "crops": [one for row in cards for one in row if isinstance(one, StyleClass)],
            }
        if page.rows[ahead:]:
            data["split"] = [len(true[0]), len(true[1])]
        return data | self.facets.build_data(root, self.size, first=page.number == 1)
