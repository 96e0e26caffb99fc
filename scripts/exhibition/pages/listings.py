"""Lists of entries in pages: cards where there are pictures, quiet lines for the rest, examples behind a ruled line.

Blanks never outweigh pictures: on a page with few pictures only these get a card, and the other entries a line. A card or a line
is a row of text, not an object, and a page is only what it shows: 5,500 units stand in some 300 of these pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..model import Entry
from ..types import CONTENT_TYPES
from .cards import build_card, build_thumb, describe_place
from .context import PageContext
from .emblems import build_emblem
from .list_facets import ListFacets
from .page import PageSlice, StyleClass, iter_slices, pack_rows

COMPANY = 2
"""An entry without picture gets a card only where so many with pictures stand beside it."""
LINE = 60
"""Characters of a sentence that a card or a line shows."""
KNOWN = 6
"""Cells that every row has."""

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
