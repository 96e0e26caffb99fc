"""Pages below the address of an entry: those of record lists (`OwnPage`), those that its type declares (`PagesBelow`).

A list has a page where a published entry has such a record: the virtual visit at `/<id>/visit/`. A type says itself which
pages an entry has: `/<id>/trail/`. What stands on them says the declaration; what all have is made here: the way back, where
to go on from the last record, what machines are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from ..bodies import render_body
from ..lazy import dataclass
from ..model import Entry, Exhibition, Photo, Picture, Recording
from ..model.artifact import Data, classify_panorama
from ..model.content_types import PageBelow, PagesBelow
from ..model.exhibition import Circle, iter_records
from ..model.field_types import Hotspot, Reference
from ..model.record_types import EntryRecord, OwnPage, RecordType
from ..text.characters import make_relative
from ..types import CONTENT_TYPES
from .cards import build_card, describe_place, format_full_name
from .context import PageContext, build_framed_photo
from .emblems import build_card_emblem
from .entries import TITLE_LENGTH, build_street, choose_edit_link
from .page import Html, Page, StyleClass, break_lines
from .placeholders import ELSEWHERE, make_stub
from .rooms import RoomIndex, build_record_card, index_rooms, list_room_indexes
from .schema_org import build_breadcrumbs, render_graph

NEXT = 3
"""Pages of the same list that are offered behind the last record."""
LINKS = 3
"""Entries that the entry itself names, its cluster first, to which its page leads."""
CASES = 4
"""Records of a room that a page below an entry's shows."""
OF_SITE = re.compile(r'href="(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/#])')
"""What stands before the address of a link to a page of the site, in rendered text."""
MIDDLE = 50
"""Per cent from the left behind which the words of a point stand on its left side."""


def list_own_pages(entry: Entry) -> list[tuple[OwnPage, list[EntryRecord]]]:
    """Return the pages of their own that the record lists of a published entry have, each with its records."""
    rows = (row for row in CONTENT_TYPES.get_type_of(entry).record_types if row.page)
    found = ((row.page, list(iter_records(entry, row))) for row in rows if entry.published)
    return [(page, records) for page, records in found if page and records]


def build_own_pages(context: PageContext) -> Iterator[Page]:
    """Yield every page of a record list of its own, entry by entry."""
    if any(row.page for row in CONTENT_TYPES.record_types):
        for entry in context.exhibition.tellers:
            yield from build_list_pages(entry, context)


def build_list_pages(entry: Entry, context: PageContext) -> Iterator[Page]:
    """Yield the pages of their own that the record lists of a published entry have."""
    for page, records in list_own_pages(entry):
        yield OwnPageBuilder(entry, context, page, tuple(records)).build()


def build_pages_below(context: PageContext) -> Iterator[Page]:
    """Yield every page below an entry that its type declares; where one hung on walls and is gone, what leads on."""
    for kind in CONTENT_TYPES:
        if kind.pages:
            for entry in context.exhibition.published(kind.model):
                yield from build_declared_pages(entry, context)


def build_declared_pages(entry: Entry, context: PageContext) -> Iterator[Page]:
    """Yield the pages below a published entry that its type declares; where one hung on walls and is gone, what leads on."""
    for told in CONTENT_TYPES.get_type_of(entry).pages:
        builder = BelowBuilder(entry, context)
        pages = [*told.list_pages(entry, builder)]
        yield from (builder.build_below(told, page) for page in pages)
        if told.kept and told.kept not in {page.path for page in pages} and told.may_have_had(entry):
            yield make_stub(f"{entry.id}/{told.kept}", f"{entry.id}/", ELSEWHERE, context.exhibition)


@dataclass(frozen=True)
class BelowBuilder:
    """The pages one folder below an entry's (`PagesBelowTools`)."""

    entry: Entry
    context: PageContext

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""
        return self.context.exhibition

    @property
    def root(self) -> str:
        """From the page to the root of the site."""
        return make_relative("", f"{self.entry.id}/below/")

    def format_text(self, text: str) -> str:
        """Return a text with its line breaks."""
        return break_lines(text)

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry."""
        return {"name": entry.name, "place": describe_place(entry), "href": f"{self.root}{entry.id}/"}

    def build_card(self, entry: Entry) -> dict[str, object]:
        """Return an entry as a card."""
        return build_card(entry, self.context, self.root)

    def build_emblem(self, entry: Entry) -> Data:
        """Return the emblem of an entry, else its placeholder."""
        return build_card_emblem(entry, self.context, self.root)

    def build_record_card(self, record: EntryRecord) -> Data:
        """Return a record as a card."""
        return build_record_card(record, self.context, self.root)

    def find_shown(self, key: str | None) -> tuple[Photo, Picture] | None:
        """Return a photo of the entry with its picture; None where it has not come in, or nobody was asked."""
        photo = self.entry.find_photo(key) if key else None
        shown = self.context.pictures.get((self.entry.id, photo.key)) if photo else None
        return (photo, shown) if photo and shown and (photo.shown or not photo.file) else None

    def build_picture(self, key: str | None, spots: Sequence[Hotspot] = ()) -> Data | None:
        """Return a photo with its caption and the points over it."""
        found = self.find_shown(key)
        if found is None:
            return None
        data = build_framed_photo(*found, self.root)
        return data | ({"spots": [build_spot(number, spot) for number, spot in enumerate(spots, 1)]} if spots else {})

    def render_prose(self, text: str) -> str:
        """Return authors' Markdown as HTML; its links, which are written as seen from the entry's page, lead from here."""
        return Html(OF_SITE.sub('href="../', render_body(text).html))

    def list_term_rooms(self, vocabulary: str, term: str) -> list[Data]:
        """Return what rooms that are divided by a vocabulary hold under one of its terms."""
        found = (
            (index, value)
            for index in self.exhibition.derive(list_room_indexes)
            if index.room.facets and index.room.facets[0].vocabulary == vocabulary
            for value in index.first
            if value.name == term
        )
        return [
            {
                "title": index.room.title,
                "href": self.root + value.path,
                "count": len(value.records),
                "unit": index.room.unit,
                "cards": [self.build_record_card(one) for one in value.records[:CASES]],
                "examples": [self.build_record_card(one) for one in value.examples[:CASES]],
                "part": index.part,
                "guide": self.root + index.room.guide if index.room.guide else "",
            }
            for index, value in found
        ]

    def build_below(self, told: PagesBelow, page: PageBelow) -> Page:
        """Return a page that the type declares; what it says itself comes before what all have."""
        entry, root = self.entry, self.root
        path, crumbs = f"{entry.id}/{page.path}", [["首页", root], [entry.name, "../"]]
        title = f"{page.name}：{entry.name}"[:TITLE_LENGTH]
        data: dict[str, object] = {
            "name": page.name,
            "entry": entry.name,
            "id": entry.id,
            "crumbs": crumbs,
            "example": entry.example,
            "ld": render_graph([build_breadcrumbs(path, page.name, crumbs, self.exhibition)]),
            **self.context.find_share_image(entry).data,
            **page.data,
        }
        return Page(path, told.template, title, {key: value for key, value in data.items() if value})


@dataclass(frozen=True)
class OwnPageBuilder(BelowBuilder):
    """The page of a record list of its own, as the view of the list sees it (`OwnPageTools`)."""

    page: OwnPage
    records: tuple[EntryRecord, ...]

    @property
    def row(self) -> RecordType:
        """The list."""
        return self.records[0].row

    @property
    def path(self) -> str:
        """Its address, from the root of the site."""
        return self.page.make_path(self.entry.id)

    def build(self) -> Page:
        """Return the page; what is not there is left out of its data."""
        entry, root = self.entry, self.root
        name = format_full_name(entry)
        own = {key: value for key, value in self.page.view(self.records, self).items() if value}
        title = f"{self.page.name}：{name}"[:TITLE_LENGTH]
        room = self.row.room
        crumbs = [["首页", root], *([[room.title, root + room.path]] if room else []), [entry.name, "../"]]
        nodes = [] if entry.example or not self.page.schema else self.page.schema(self.records, self)
        data: dict[str, object] = {
            "description": f"{name}：{len(self.records)} 站，跟着邻居走一圈。",
            "street": build_street(entry, self.context, root),
            "crumbs": crumbs,
            "name": entry.name,
            "full_name": name,
            "place": describe_place(entry),
            "kind": CONTENT_TYPES.get_type_of(entry).label,
            "count": len(self.records),
            "page_name": self.page.name,
            **self.context.find_share_image(self.entry).data,
            "links": [*self.iter_links()],
            "next": self.list_next(),
            "part": self.row.part,
            "room": {"name": room.title, "href": root + room.path} if room else None,
            "source": entry.source,
            "edit": choose_edit_link(entry, self.context, root, self.row.label),
            "viewer": self.list_viewer_files(),
            "example": entry.example,
            "ld": render_graph([*nodes, build_breadcrumbs(self.path, title, crumbs, self.exhibition)]),
            **own,
        }
        return Page(self.path, self.page.template, title, {key: value for key, value in data.items() if value})

    def build_panorama(self, key: str | None) -> Data | None:
        """Return a photo as a panorama."""
        found = self.find_shown(key)
        if found is None:
            return None
        return build_framed_photo(*found, self.root) | {"form": classify_panorama(found[1].width, found[1].height)}

    def find_recording(self, file: str) -> Recording | None:
        """Return a recording as it is published."""
        return self.context.recordings.get((self.entry.id, file))

    def list_viewer_files(self) -> dict[str, str]:
        """Return the files of the viewer of panoramas; none where no page needs it or it has not been fetched."""
        viewer = self.context.viewer
        return {"script": self.root + viewer.script, "style": self.root + viewer.style} if viewer.script else {}

    def iter_links(self) -> Iterator[Data]:
        """Yield where to go on: entries that this one names (its cluster), entries that name it (routes, showcases)."""
        kind = CONTENT_TYPES.get_type_of(self.entry)
        named = (self.exhibition.get(one.value, Entry) for one in kind.iter_values(self.entry, Reference))
        found = {other.id: other for other in named if other and other.id != self.entry.id}
        chosen = dict(list(found.items())[:LINKS])
        chosen |= {link.source.id: link.source for link in self.exhibition.backlinks(self.entry)}
        for other in chosen.values():
            yield {
                "name": other.name,
                "words": CONTENT_TYPES.get_type_of(other).label,
                "href": f"{self.root}{other.id}/",
            }

    def list_next(self) -> list[Data]:
        """Return the cards of the next pages of this list: of the same street first, then onward in walking order."""
        index = self.exhibition.derive(index_rooms).get(self.row.name)
        if index is None or not index.room.by_entry:
            return []
        group = index.examples if self.entry.example else index.records
        places = self.exhibition.derive(map_room_places)[self.row.name]
        rank = places.ranks.get(self.entry.id)
        if rank is None:
            return []
        # Walked from the place of the entry, not sorted anew for each of thousands of pages.
        street, around = self.entry.location.street, Circle(group, rank)
        near = list(islice(around.iter_among(places.by_street[self.entry.example, street]), NEXT))
        far = (one for one in around if one.entry.location.street != street)
        following = (*near, *islice(far, NEXT - len(near)))
        return [build_record_card(one, self.context, self.root) for one in following]


@dataclass(frozen=True, slots=True)
class RoomPlaces:
    """Where the first records of entries stand in a room, examples apart."""

    ranks: Mapping[str, int]
    """The place of each entry, by its id."""
    by_street: Mapping[tuple[bool, str], Sequence[int]]
    """The places, in order, of the entries of a street, real ones and examples."""


def map_room_places(exhibition: Exhibition) -> Mapping[str, RoomPlaces]:
    """Return the places in the rooms in which one card stands for all records of an entry, by the list's name."""
    return {
        name: locate_entries(index) for name, index in exhibition.derive(index_rooms).items() if index.room.by_entry
    }


def locate_entries(index: RoomIndex) -> RoomPlaces:
    """Return the places of the entries of a room."""
    ranks: dict[str, int] = {}
    by_street: dict[tuple[bool, str], list[int]] = {}
    for example, group in ((False, index.records), (True, index.examples)):
        for rank, one in enumerate(group):
            ranks.setdefault(one.entry.id, rank)
            by_street.setdefault((example, one.entry.location.street), []).append(rank)
    return RoomPlaces(ranks, by_street)


def build_spot(number: int, spot: Hotspot) -> Data:
    """Return a point over a picture: its number, its words, the class that puts it there."""
    look = StyleClass(f"p{spot.x}-{spot.y}", f"left:{spot.x}%;top:{spot.y}%")
    return {"number": number, "label": spot.label, "look": look, "left": spot.x > MIDDLE}
