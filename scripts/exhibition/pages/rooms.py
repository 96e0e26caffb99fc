"""Rooms: the pages on which the records of all entries hang, each declared by its record lists (`Room`).

What a room looks like depends on the number of its true records (`FORMS`): none, one story, cards, cards in pages that a
script filters, and from more on doors alone, never one long list. The values of its first facet have a page each, so have
those of facets with `paged`. Examples count in no number and stand behind all true records.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple, cast

from ..exchange.calendar import format_calendar
from ..exchange.figures import compute_figures, format_number
from ..exchange.open_data import FOLDER
from ..lazy import dataclass
from ..model import Entry, Exhibition, Term, Vocabulary
from ..model.artifact import Data
from ..model.content_types import get_item_kind
from ..model.entry import Placed
from ..model.exhibition import iter_records, make_natural_key
from ..model.field_types import COLON, Choice, NumberedItem, PhotoKey
from ..model.fields import ListOf
from ..model.record_types import EntryRecord, PageLine, RecordFacet, RecordType, Room
from ..text.characters import make_relative
from ..types import CONTENT_TYPES
from .cards import build_card, build_links, format_full_name, list_record_facts, list_record_links
from .context import PageContext, PageFile, PlainFile
from .emblems import build_emblem
from .facets import FacetValue, choose_type_colour, list_placeless, make_slug
from .page import (
    Page,
    PageSlice,
    build_pager,
    iter_slices,
    make_colour_class,
    make_crop_class,
    make_slice_path,
)
from .placeholders import make_stub
from .scene_pictures import get_cover
from .schema_org import describe_room

CARDS = 48
"""Records a page."""
FORMS = ((0, "empty"), (1, "story"), (24, "cards"), (500, "pages"))
"""What a list looks like up to so many true records; with more it is "doors" where it may be divided further."""
FILTERED = 25
"""From so many records on a script filters a list."""
GROUPED = 6
"""Records of a value that stand on the page of a room whose doors are "groups"; the others stand on the value's own."""
SIMILAR = 3
"""Records that are like those of a page."""
NEARBY = 6
"""Entries of a street that are shown where it tells of no record yet."""
PLACELESS = 4
"""Entries of the whole district that are shown where nothing at all is told of a street."""
EXAMPLES = 24
"""Examples on a page that is no list in pages."""


class RoomValue(NamedTuple):
    """A value of a facet of a room, with its records."""

    facet: RecordFacet
    slug: str
    """Its part of addresses, and its name in the address of a filter."""
    name: str
    path: str
    """Its page, from the root of the site; empty where it has none."""
    records: tuple[EntryRecord, ...]
    """True ones, in the order of the room."""
    examples: tuple[EntryRecord, ...]
    term: Term | None = None

    @property
    def absent(self) -> bool:
        """Has it no page now? The example street has one only where something hangs there."""
        return bool(self.term and self.term.example and not self.records and not self.examples)


def choose_form(count: int) -> str:
    """Return what a list of so many true records looks like.

    >>> [choose_form(count) for count in (0, 1, 2, 24, 25, 500, 501)]
    ['empty', 'story', 'cards', 'cards', 'pages', 'pages', 'doors']
    """
    return next((form for most, form in FORMS if count <= most), "doors")


@dataclass(frozen=True)
class RoomIndex:
    """The records of one room, in its order and under the values of its facets."""

    room: Room
    rows: tuple[RecordType, ...]
    """The lists that hang there."""
    exhibition: Exhibition

    @property
    def part(self) -> str:
        """The partial that shows its records."""
        return self.rows[0].part

    @property
    def list_name(self) -> str:
        """What its records are called: the key of its list, or where several hang there its own title."""
        return self.rows[0].label if len(self.rows) == 1 else self.room.title

    @cached_property
    def records(self) -> tuple[EntryRecord, ...]:
        """The true records."""
        return self.sort_records(one for one in self.list_shown() if not one.entry.example)

    @cached_property
    def examples(self) -> tuple[EntryRecord, ...]:
        """The records that are made up."""
        return self.sort_records(one for one in self.list_shown() if one.entry.example)

    def list_shown(self) -> list[EntryRecord]:
        """Return the records that have a card, of several lists in walking order too: all, the first of each entry, or of
        records that tell of one thing the first.
        """
        found = [one for row in self.rows for one in self.exhibition.list_records(row)]
        if len(self.rows) > 1:
            ranks = {entry.id: rank for rank, entry in enumerate(self.exhibition.tellers)}
            found.sort(key=lambda one: ranks[one.entry.id])
        if self.room.identify:
            known: dict[Hashable, EntryRecord] = {}
            for one in found:
                known.setdefault(self.room.identify(one, self.exhibition), one)
            return [one for identity, one in known.items() if identity is not None]
        return [one for one in found if one.number == 1 or not self.room.by_entry]

    def sort_records(self, records: Iterable[EntryRecord]) -> tuple[EntryRecord, ...]:
        """Return records in the room's order, in walking order where equal."""
        key = self.room.sort_key
        return tuple(sorted(records, key=lambda one: key(one, self.exhibition)) if key else records)

    @cached_property
    def values(self) -> Mapping[str, tuple[RoomValue, ...]]:
        """The values of each facet, by its name."""
        folders = {facet.name: folder for facet, folder in self.room.iter_folders()}
        return {facet.name: tuple(self.list_values(facet, folders.get(facet.name, ""))) for facet in self.room.facets}

    @cached_property
    def cards(self) -> dict[tuple[str, str, int], dict[str, object]]:
        """What cards say of records, by list, id of the entry and number of the record, as far as it has been asked for."""
        return {}

    @property
    def first(self) -> tuple[RoomValue, ...]:
        """The values of the first facet that have pages."""
        return (
            tuple(value for value in self.values[self.room.facets[0].name] if not value.absent)
            if self.room.facets
            else ()
        )

    def list_values(self, facet: RecordFacet, folder: str) -> Iterator[RoomValue]:
        """Yield the values of one facet in their order: all terms of a vocabulary, of other words those that are used."""
        found, made_up = (group_records(records, facet, self.exhibition) for records in (self.records, self.examples))
        vocabulary = get_vocabulary(facet, self.exhibition)
        terms = {term.name: term for term in vocabulary} if vocabulary else {}
        words = sorted(
            {*found, *made_up} - {*terms, *facet.order, ""}, key=make_natural_key, reverse=facet.latest_first
        )
        used = (word for word in facet.order if word in found or word in made_up)
        first = facet is self.room.facets[0]
        for word in (*terms, *used, *words, *([""] if first and ("" in found or "" in made_up) else [])):
            term = terms.get(word)
            slug = term.slug if term else facet.slugs.get(word) or make_slug(word)
            path = f"{folder}{slug}/" if folder else ""
            name = word or f"没写{facet.label}的"
            yield RoomValue(facet, slug, name, path, tuple(found.get(word, ())), tuple(made_up.get(word, ())), term)

    def list_similar(self, records: Sequence[EntryRecord], most: int = SIMILAR) -> list[EntryRecord]:
        """Return records like these: those that share the first facet, then those that share the next one, and so on."""
        seen = {(one.row, one.entry.id, one.number) for one in records}
        found: list[EntryRecord] = []
        for facet in self.room.facets:
            wanted = {value for one in records for value in facet.list_values(one, self.exhibition)}
            for one in self.records if len(found) < most else ():
                key = (one.row, one.entry.id, one.number)
                if (
                    len(found) < most
                    and key not in seen
                    and wanted.intersection(facet.list_values(one, self.exhibition))
                ):
                    seen.add(key)
                    found.append(one)
        return found


def get_vocabulary(facet: RecordFacet, exhibition: Exhibition) -> Vocabulary | None:
    """Return the vocabulary of a facet's values; None where it has none."""
    return exhibition.vocabularies.get(facet.vocabulary) if facet.vocabulary else None


def group_records(
    records: Iterable[EntryRecord], facet: RecordFacet, exhibition: Exhibition
) -> dict[str, list[EntryRecord]]:
    """Return records under each of their values, under nothing where they have none."""
    groups: dict[str, list[EntryRecord]] = {}
    for one in records:
        for value in facet.list_values(one, exhibition) or ("",):
            groups.setdefault(value, []).append(one)
    return groups


def list_tabs(page: RoomPage) -> list[Data]:
    """Return the ways from a room to those above and below it, and to itself, in the order of their paths; none of a room
    that stands alone.
    """
    here = page.index.room
    found = [
        other.room
        for other in page.exhibition.derive(list_room_indexes)
        if other.room is here or here.is_below(other.room) or other.room.is_below(here)
    ]
    if len(found) < 2:
        return []
    return [
        {"name": room.tab or room.title, "href": page.make_link(room.path), "here": room is here}
        for room in sorted(found, key=lambda room: room.path)
    ]


def index_rooms(exhibition: Exhibition) -> Mapping[str, RoomIndex]:
    """Return the room of each record list that has one, by the name of the list; lists of one room have the same."""
    return {row.name: index for index in exhibition.derive(list_room_indexes) for row in index.rows}


def list_room_indexes(exhibition: Exhibition) -> tuple[RoomIndex, ...]:
    """Return every room once, in the order of the first lists that hang there."""
    return tuple(RoomIndex(room, rows, exhibition) for room, rows in CONTENT_TYPES.rooms.items())


def build_record_card(one: EntryRecord, context: PageContext, root: str, within: str = "") -> dict[str, object]:
    """Return a record for the partial of its list (`RecordType.part`); `root` leads from the page to the root of the site.

    What all have: `name`, `href` of its place on the record page of its entry, `line`, `where` (its entry), `date`, `id`,
    a thumb where it has a picture, `source` where it has its own; beside it what its `view` returns, whose `ways` (names and
    addresses from the root) become links. Where it stands `within` what it is called, its name is that of its entry, which is
    then not said again.
    """
    index = context.exhibition.derive(index_rooms).get(one.row.name)
    known = index.cards if index else {}
    key = (one.row.name, one.entry.id, one.number)
    # A record stands on the pages of several values: what does not depend on the page is made once.
    if key not in known:
        known[key] = view_record(one, context.exhibition)
    whole = index is not None and index.room.by_entry
    records = iter_records(one.entry, one.row) if whole else (one,)
    data = (
        known[key]
        | {"href": root + (one.page_path if whole else one.path), "unit": f"{root}{one.entry.id}/"}
        | ({"emblem": emblem} if (emblem := build_emblem(one.entry, context, root)) else {})
        | next(filter(None, (build_record_picture(other, context, root) for other in records)), {})
    )
    if "ways" in data:
        data["ways"] = build_links(cast(Iterable[PageLine], data["ways"]), root)
    if "links" in data:
        named = cast(Mapping[str, Iterable[PageLine]], data["links"])
        data["links"] = {attribute: build_links(links, root) for attribute, links in named.items()}
    if within and within == data.get("name") and "where" in data:
        data["name"] = data.pop("where")
    return data


def view_record(one: EntryRecord, exhibition: Exhibition) -> dict[str, object]:
    """Return what a card says of a record on every page, empty values left out."""
    row = one.row
    data: dict[str, object] = {
        "name": one.name,
        "where": format_full_name(one.entry),
        "date": one.date.chinese if one.date else "",
        "id": f"r{one.entry.id}-{one.number}"
        if one.row.room is None or len(CONTENT_TYPES.rooms[one.row.room]) == 1
        else f"r{one.entry.id}-{one.row.name}-{one.number}",
        "source": one.record.source,
        "links": list_record_links(one, exhibition),
    }
    if row.view:
        data |= row.view(one, exhibition)
    else:
        facts = [[fact.key, fact.words] for fact in list_record_facts(one, exhibition)]
        data |= {"facts": facts, "line": facts[0][1] if facts else ""}
    return {key: value for key, value in data.items() if value}


@cache
def list_photo_attributes(row: RecordType) -> tuple[str, ...]:
    """Return the attributes of a record that name photos."""
    return tuple(field.attribute for field in row.fields if isinstance(field.kind, PhotoKey))


def build_record_picture(one: EntryRecord, context: PageContext, root: str) -> dict[str, object]:
    """Return the smallest form of the photo that a record names; nothing where it has none or it is not shown."""
    for key in filter(None, (getattr(one.record, attribute) for attribute in list_photo_attributes(one.row))):
        photo, shown = one.entry.find_photo(key), context.pictures.get((one.entry.id, key))
        if photo and shown:
            return {
                "thumb": root + shown.thumb,
                "colour": shown.colour,
                "crop": make_crop_class(photo.focus),
                "alt": photo.caption,
            }
    return {}


@dataclass(frozen=True)
class RoomPage:
    """A page of a room, as the room's own view sees it (`RoomTools`)."""

    index: RoomIndex
    context: PageContext
    path: str

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""
        return self.context.exhibition

    @property
    def root(self) -> str:
        """From the page to the root of the site."""
        return make_relative("", self.path)

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry."""
        return {"name": format_full_name(entry), "place": entry.location.street, "href": f"{self.root}{entry.id}/"}

    def build_card(self, record: EntryRecord) -> Data:
        """Return a record as a card."""
        return build_record_card(record, self.context, self.root)

    def list_cards(self, records: Iterable[EntryRecord], within: str = "") -> list[dict[str, object]]:
        """Return records as cards; those that are called as what they stand `within` are called by their entry.

        One that stands behind another of its entry with the same value of the room's first facet goes on there (`again`); one
        that stands `within` that value need not say it.
        """
        found: list[dict[str, object]] = []
        before: tuple[str, str] | None = None
        for one in records:
            card = build_record_card(one, self.context, self.root, within)
            facets = self.index.room.facets
            first = next(iter(facets[0].list_values(one, self.exhibition)), "") if facets else ""
            place = (one.entry.id, first)
            more = {"again": place == before, "within": within == first}
            found.append(card | {key: True for key, holds in more.items() if holds})
            before = place
        return found

    def make_link(self, path: str) -> str:
        """Return the link to a path from the root of the site."""
        return make_relative(path, self.path)

    @property
    def is_listed(self) -> bool:
        """Does the room's own page list its records?"""
        return choose_form(len(self.index.records)) != "doors"

    def link_value(self, facet: str, value: str) -> str:
        """Return the link to the page of a value of one of the room's facets; empty where it has none."""
        found = next((one for one in self.index.values[facet] if one.name == value and not one.absent), None)
        return self.make_link(found.path) if found and found.path else ""

    def describe_figure(self, name: str) -> Data:
        """Return a figure in words: `number` and `unit` behind it, `formula`, `coverage`; without `number` where the sample
        is too small, which `unit` then says. Raises StopIteration where there is no figure of that name.
        """
        one = next(one for one in compute_figures(self.exhibition) if one.figure.name == name)
        number, unit = one.value_words
        return {
            "title": one.figure.title,
            "number": number,
            "unit": unit,
            "formula": one.figure.formula,
            "coverage": one.coverage_words,
            "bars": [[bar.label, format_number(bar.number or 0)] for bar in one.measure.bars] if number else [],
            "href": f"{self.root}numbers/#{name}",
        }

    def list_crumbs(self, value: RoomValue | None, number: int) -> list[list[str]]:
        """Return the way to a page of the room (`value` None) or of one value, as names and links."""
        room = self.index.room
        crumbs = [["首页", self.root]]
        crumbs += [
            [other.room.title, self.make_link(other.room.path)]
            for other in self.exhibition.derive(list_room_indexes)
            if room.is_below(other.room)
        ]
        if value:
            crumbs.append([room.title, self.make_link(room.path)])
        if number > 1:
            crumbs.append(
                [value.name, self.make_link(value.path)] if value else [room.title, self.make_link(room.path)]
            )
        return crumbs


def build_room_pages(context: PageContext) -> Iterator[PageFile]:
    """Yield the pages of every room: its own, those of the values of its facets, and what leads on from former ones."""
    for index in context.exhibition.derive(list_room_indexes):
        yield from build_list_pages(index, None, context)
        for facet, folder in index.room.iter_folders():
            for value in index.values[facet.name]:
                if value.absent:
                    yield make_stub(value.path, index.room.path, index.room.title, context.exhibition)
                else:
                    yield from build_list_pages(index, value, context)
                yield from list_former_pages(index, value, folder, context.exhibition)
        if dated := list_calendar(index):
            calendar = format_calendar(index.room.title, dated, index.exhibition)
            yield PlainFile(make_calendar_path(index), calendar)


def list_calendar(index: RoomIndex) -> list[EntryRecord]:
    """Return the records of a room that its calendar holds: those whose day is known, of some rooms those to come alone."""
    room = index.room
    if not room.calendar:
        return []
    dated = (one for one in index.records if one.date and one.date.day)
    return [one for one in dated if room.is_upcoming is None or room.is_upcoming(one, index.exhibition)]


def make_calendar_path(index: RoomIndex) -> str:
    """Return where the calendar of a room stands: `council/meetings.ics`."""
    return f"{index.room.path}{index.rows[0].name}.ics"


def list_former_pages(index: RoomIndex, value: RoomValue, folder: str, exhibition: Exhibition) -> Iterator[Page]:
    """Yield what leads on from the addresses that a value had before; its list may have had as many pages as now."""
    target, name = (index.room.path, index.room.title) if value.absent else (value.path, value.name)
    count = len(value.records) + len(value.examples)
    for slug in value.term.former if value.term else ():
        for number in range(1, max(1, -(-count // CARDS)) + 1):
            yield make_stub(make_slice_path(f"{folder}{slug}/", number), target, name, exhibition)


def build_list_pages(index: RoomIndex, value: RoomValue | None, context: PageContext) -> Iterator[Page]:
    """Yield the pages of a room (`value` None) or of one value: the first with everything, the others with the list alone."""
    room = index.room
    path, records, examples = (
        (value.path, value.records, value.examples) if value else (room.path, index.records, index.examples)
    )
    form = choose_form(len(records))
    if form == "doors" and value:
        # A page of a value is not divided further: its list has pages, and the script filters it.
        form = "pages"
    grouped = not value and room.doors == "groups" and form not in ("empty", "story")
    listed: tuple[EntryRecord, ...] = (*records, *examples) if form == "pages" and not grouped else ()
    for leaf in iter_slices(path, listed, CARDS):
        page = RoomPage(index, context, leaf.path)
        data = build_heading(page, value, leaf.number)
        if leaf.number == 1:
            data |= build_first_page(page, value, records, examples, "groups" if grouped else form)
        if listed:
            data |= build_slice(page, value, leaf, len(records), path)
        title = format_title(room, value, leaf.number)
        shown = leaf.rows if listed else records if form in ("story", "cards") and not grouped else ()
        data["ld"] = describe_room(
            leaf.path, title, page.list_crumbs(value, leaf.number), shown, leaf.first, context.exhibition
        )
        yield Page(leaf.path, "room.html", title, {key: one for key, one in data.items() if one})


def format_title(room: Room, value: RoomValue | None, number: int) -> str:
    """Return the title of a page, as long as a share card shows: the value first."""
    name = f"{value.name}·{room.title}" if value else room.title
    return name if number == 1 else f"{name}·第{number}页"


def build_heading(page: RoomPage, value: RoomValue | None, number: int) -> dict[str, object]:
    """Return what stands at the head of every page of a room."""
    room, exhibition = page.index.room, page.exhibition
    crumbs = page.list_crumbs(value, number)
    name = value.name if value else room.title
    if number > 1:
        return {
            "name": f"{name}·第{number}页",
            "crumbs": crumbs,
            "part": page.index.part,
            "script": room.script,
            "next": True,
        }
    first = bool(value and value.facet is room.facets[0])
    question = room.value_note(value.name, exhibition) if value and first else ""
    term = value.term if value else None
    note = term.note if term and first and not question else ""
    accent = term.extra.get("accent", "") if term else ""
    return {
        "name": question or name,
        "kicker": name if question else "",
        "lead": note if value else room.lead,
        "description": f"{name}：{question or note or room.lead}" if value else room.lead,
        "crumbs": crumbs,
        "pose": (term.extra.get("pose", "") if term else "") or room.pose,
        "look": make_colour_class("hue", hue=accent, on=choose_type_colour(term)) if term and accent else None,
        "part": page.index.part,
        "script": room.script,
        "in_full": first and room.in_full,
        "tabs": [] if value else list_tabs(page),
        "term_source": find_own_source(value, exhibition) if value else "",
    }


def find_own_source(value: RoomValue, exhibition: Exhibition) -> str:
    """Return where the term of a value is from, where its vocabulary as a whole is not from there."""
    vocabulary = get_vocabulary(value.facet, exhibition)
    return value.term.source if value.term and vocabulary and value.term.source != vocabulary.source else ""


def build_first_page(
    page: RoomPage, value: RoomValue | None, records: Sequence[EntryRecord], examples: Sequence[EntryRecord], form: str
) -> dict[str, object]:
    """Return what the first page of a room or of a value shows beside its head and a list in pages."""
    room, within = page.index.room, value.name if value else ""
    data: dict[str, object] = {"form": form, "list_name": page.index.list_name}
    if form == "empty":
        data["nothing"] = build_invitation(page, value)
    if form == "story":
        data["story"] = page.list_cards(records, within)[0]
    if form == "cards":
        data["records"] = page.list_cards(records, within)
    if form in ("cards", "groups"):
        data["order"] = f"共{len(records)}{room.unit}，{room.order}"
    if room.doors == "groups" and not value:
        data["example_groups"] = [build_group(page, one, one.examples) for one in page.index.first if one.examples]
        shown = sum(min(GROUPED, len(one.examples)) for one in page.index.first)
        data["more_examples"] = (
            f"示例还有{len(examples) - shown}{room.unit}，在各自那一页。" if len(examples) > shown else ""
        )
    elif form != "pages":
        data["examples"] = page.list_cards(examples[:EXAMPLES], within)
        data["more_examples"] = (
            f"示例还有{len(examples) - EXAMPLES}{room.unit}，这里不摆了。" if len(examples) > EXAMPLES else ""
        )
    if form in ("cards", "pages") or (form in ("doors", "groups") and not value):
        data["facets"] = build_facets(page, value, records, form)
    data["sieve"] = render_sieve(page, value, records) if form == "pages" and len(records) >= FILTERED else ""
    if value:
        about = list_entries_about(page, value)
        nearby = [build_card(entry, page.context, page.root) | {"place": entry.tagline} for entry in about]
        data["nearby"] = [*nearby, *list_nearby(page, value)] if form == "empty" else []
        data["elsewhere"] = list_elsewhere(page, value, () if form == "empty" else about)
        data["similar"] = build_similar(page, records, value)
        return data
    data |= build_doors(page, form)
    if room.view:
        data["own"] = room.view(records, page)
        data["own_part"] = room.part
        data["opens"] = room.opens
    data["files"] = list_files(page, records)
    return data


def build_similar(page: RoomPage, records: Sequence[EntryRecord], value: RoomValue) -> dict[str, object]:
    """Return records that are like the few of a page, under the room's heading."""
    if not page.index.room.similar or not 0 < len(records) <= SIMILAR:
        return {}
    found = page.index.list_similar(records)
    return {"heading": page.index.room.similar, "cards": page.list_cards(found)} if found else {}


def build_slice(
    page: RoomPage, value: RoomValue | None, leaf: PageSlice[EntryRecord], count: int, path: str
) -> dict[str, object]:
    """Return one page of a list: its true records, behind them its examples, the order, the way to the other pages."""
    room, within = page.index.room, value.name if value else ""
    said = f"第{leaf.first}–{min(leaf.last, count)}{room.unit}，" if leaf.of > 1 and leaf.first <= count else ""
    return {
        "records": page.list_cards((one for one in leaf.rows if not one.entry.example), within),
        "examples": page.list_cards((one for one in leaf.rows if one.entry.example), within),
        "order": f"{said}共{count}{room.unit}，{room.order}",
        "pager": build_pager(path, leaf.number, leaf.of),
    }


def build_invitation(page: RoomPage, value: RoomValue | None) -> dict[str, object]:
    """Return what stands where nobody has told anything: a sentence, lines to copy, and where to read how."""
    room = page.index.room
    # Of a room of several lists, a page may be that of one list.
    own = next((row for row in page.index.rows if value and row.label == value.name), None)
    return {
        "words": f"{own.label}，还没有人写进来。" if own else room.empty,
        "lines": "\n".join(
            line for row in ((own,) if own else page.index.rows) for line in iter_starter_lines(row, room, value)
        ),
        "guide": page.root + room.guide if room.guide else "",
    }


def iter_starter_lines(row: RecordType, room: Room, value: RoomValue | None) -> Iterator[str]:
    """Yield the lines that somebody may copy: the key of the list, and the first record with its examples.

    On the page of a term the field of its vocabulary holds that term. A list that is read from a field is written as that.
    """
    if row.read:
        field = next((one for one in CONTENT_TYPES.fields if one.key == row.label), None)
        if field:
            item = get_item_kind(field)
            own = value and value.term and isinstance(item, NumberedItem) and item.vocabulary == value.facet.vocabulary
            yield from (
                f"{row.label}:",
                f"  - {value.name}{COLON}约好了什么" if own and value else f"  - {field.example}",
            )
        return
    named = {field.attribute: field for field in row.fields if field.example}
    chosen = [named[one] for one in room.starter if one in named] or list(named.values())[:6]
    yield f"{row.label}:"
    for rank, field in enumerate(chosen):
        own = (
            isinstance(field.kind, Choice) and value and value.term and field.kind.vocabulary == value.facet.vocabulary
        )
        yield f"  {'  ' if rank else '- '}{field.key}: {value.name if own and value else field.example}"


def iter_used_values(
    page: RoomPage, value: RoomValue | None, records: Sequence[EntryRecord]
) -> Iterator[tuple[RecordFacet, list[tuple[RoomValue, int]]]]:
    """Yield the facets by which a list may be divided, each with the values that its records have and their numbers.

    The one that the page is of is left out, and on the room's own page the first one, which has doors.
    """
    for facet in page.index.room.facets:
        if facet is (value.facet if value else page.index.room.facets[0]):
            continue
        counts = Counter(word for one in records for word in facet.list_values(one, page.exhibition))
        used = [(one, counts[one.name]) for one in page.index.values[facet.name] if counts[one.name]]
        if used:
            yield facet, used


def build_facets(page: RoomPage, value: RoomValue | None, records: Sequence[EntryRecord], form: str) -> list[Data]:
    """Return the facets of a list as words with counts.

    On the page of the room a value that has a page is a link to it: there both count the same.
    """
    return [
        {
            "label": facet.label,
            "words": [
                [one.name, count, page.make_link(one.path) if one.path and not value else ""] for one, count in used
            ],
        }
        for facet, used in iter_used_values(page, value, records)
        if form not in ("doors", "groups") or facet.paged
    ]


def render_sieve(page: RoomPage, value: RoomValue | None, records: Sequence[EntryRecord]) -> str:
    """Return what the script needs to filter a list, as JSON: the facets, and for each the values of every record.

    The values stand as numbers in one text a facet, records parted by commas, values of one record by points: 500 records
    with four facets are less than 1 KB compressed.
    """
    facets: list[list[object]] = []
    for facet, used in iter_used_values(page, value, records):
        places = {one.name: str(number) for number, (one, _) in enumerate(used)}
        told = (filter(None, map(places.get, facet.list_values(one, page.exhibition))) for one in records)
        names = [[one.slug, one.name] for one, _ in used]
        facets.append([facet.name, names, ",".join(map(".".join, told))])
    data = {"facets": facets, "total": len(records), "size": CARDS, "unit": page.index.room.unit}
    return json.dumps(data, ensure_ascii=False)


def build_doors(page: RoomPage, form: str) -> dict[str, object]:
    """Return the values of the first facet as the room shows them, and the slots of terms that are not known yet.

    Where there is one record or none, no number is said.
    """
    index, room = page.index, page.index.room
    if not room.facets:
        return {}
    counted = form not in ("empty", "story")
    data: dict[str, object] = {
        "doors_name": f"按{room.facets[0].label}看",
        "slots": build_slots(room.facets[0], page.exhibition),
    }
    if form == "groups":
        bare = [value for value in index.first if room.bare and not value.records]
        shown = [value for value in index.first if value not in bare and (value.term or value.records)]
        data |= (
            {
                "bare": {
                    "heading": room.bare,
                    "tags": [build_door(page, value, "tags", counted=False) for value in bare if value.term],
                }
            }
            if bare
            else {}
        )
        return data | {"groups": [build_group(page, value, value.records) for value in shown]}
    layout = "covers" if room.doors == "covers" and counted else "tags"
    # No door leads to nothing but examples, save to those of the vocabulary's terms.
    shown = [value for value in index.first if value.term or value.records]
    return data | {layout: [build_door(page, value, layout, counted=counted) for value in shown]}


def build_door(page: RoomPage, value: RoomValue, layout: str, *, counted: bool) -> Data:
    """Return the link to a value's page: its name, what is said of its records, its question, its cover."""
    room, cover = page.index.room, get_cover(value.term)
    count = len(value.records)
    words = str(count) if layout == "tags" else count_in_words(room, value.records)
    data: dict[str, object] = {"href": page.make_link(value.path), "name": value.name}
    if counted:
        data |= {"words": words, "few": not count}
    if layout == "covers":
        data["note"] = room.value_note(value.name, page.exhibition)
        data |= {"cover": page.root + cover.uri, "colour": cover.drawing.colour} if cover else {}
    return data


def count_in_words(room: Room, records: Sequence[EntryRecord]) -> str:
    """Return what is said of the number of a value's records."""
    return room.door(records) if room.door else f"{len(records)}{room.unit}"


def build_group(page: RoomPage, value: RoomValue, records: Sequence[EntryRecord]) -> Data:
    """Return a value with the first of its true records, or of its examples, and the way to all of them."""
    count, unit = len(records), page.index.room.unit
    return {
        "name": value.name,
        "href": page.make_link(value.path),
        "words": count_in_words(page.index.room, records) if count else "",
        "note": value.term.note if value.term else "",
        "cards": page.list_cards(records[:GROUPED], value.name),
        "nothing": "" if count else page.index.room.empty,
        "rest": f"看全部{count}{unit}" if count > GROUPED else "",
    }


def build_slots(facet: RecordFacet, exhibition: Exhibition) -> dict[str, object]:
    """Return the slots of a vocabulary's terms whose names are not known, with the source that would know them."""
    vocabulary = get_vocabulary(facet, exhibition)
    if vocabulary is None or not vocabulary.shown_slots:
        return {}
    return {"count": vocabulary.shown_slots, "source": vocabulary.source, "words": vocabulary.slot_words}


def list_nearby(page: RoomPage, value: RoomValue) -> list[Data]:
    """Return the cards of entries that touch a value of which no record tells, as those of a street do; true ones first.

    What holds several places (communities, affairs) comes before the units, of which there may be hundreds. Of a street of
    which nothing at all is told they are those of the whole district.
    """
    for _, facet_value in iter_same_terms(value, page.context):
        held = (*facet_value.others[:NEARBY], *facet_value.units, *facet_value.others[NEARBY:])
        entries = sorted(held, key=lambda entry: entry.example)
        if facet_value.locates and not entries:
            entries = [one for _, found in list_placeless(page.exhibition) for one in found][:PLACELESS]
        return [build_card(entry, page.context, page.root) for entry in entries[:NEARBY]]
    return []


def list_entries_about(page: RoomPage, value: RoomValue) -> list[Entry]:
    """Return the entries that are about the term of a page of a room's first facet, true ones first: the plays of a problem.

    They are those of types without a place that choose the term in a field: what somebody has who is somewhere is no subject.
    """
    if not value.term or value.facet is not page.index.room.facets[0]:
        return []
    found = {
        entry.id: entry
        for row in CONTENT_TYPES
        if not issubclass(row.model, Placed)
        for field in row.fields
        if isinstance(kind := get_item_kind(field), Choice) and kind.vocabulary == value.facet.vocabulary
        for entry in page.exhibition.published(row.model)
        if getattr(entry, field.attribute) == value.name
        or (isinstance(field.kind, ListOf) and value.name in getattr(entry, field.attribute))
    }
    return sorted(found.values(), key=lambda entry: entry.example)


def iter_same_terms(value: RoomValue, context: PageContext) -> Iterator[tuple[str, FacetValue]]:
    """Yield the galleries' values that are of the same vocabulary and term as a value of a room, or of the same name."""
    for gallery in context.hung.facets:
        for one in context.hung.rooms[gallery.kind]:
            if (
                value.term
                and one.term
                and one.path
                and (one.term.name == value.term.name or one.term.name in value.term.aliases)
            ):
                yield gallery.label, one


def list_elsewhere(page: RoomPage, value: RoomValue, about: Iterable[Entry] = ()) -> list[Data]:
    """Return links to what else the exhibition tells about a value: in other rooms, in galleries, in entries `about` it."""
    found: list[Data] = []
    for other in page.exhibition.derive(list_room_indexes):
        for facet, _ in other.room.iter_folders():
            if other is page.index or not value.term or facet.vocabulary != value.facet.vocabulary:
                continue
            same = next((one for one in other.values[facet.name] if one.term is value.term), None)
            if same and same.records:
                found.append(
                    {
                        "name": f"{other.room.title}：{value.name}",
                        "href": page.make_link(same.path),
                        "words": f"{len(same.records)}{other.room.unit}",
                    }
                )
    for entry in about:
        row = CONTENT_TYPES.get_type_of(entry)
        href, words = f"{page.root}{entry.id}/", row.list_line(entry, page.exhibition) if row.list_line else ""
        found.append({"name": f"{row.label}：{entry.name}", "href": href, "words": words})
    for label, one in iter_same_terms(value, page.context):
        if one.units:
            found.append(
                {"name": f"{label}：{one.name}", "href": page.make_link(one.path), "words": one.describe_count()}
            )
    return found


def list_files(page: RoomPage, records: Sequence[EntryRecord]) -> list[Data]:
    """Return links to the records as files: the open data, as far as there are any, and the calendar."""
    rows = page.index.rows if records else ()
    kinds = (("csv", "CSV 表格"), ("json", "JSON 数据"))
    names = [
        (f"{row.name}.{end}", f"{row.label}：{kind}" if len(rows) > 1 else kind) for row in rows for end, kind in kinds
    ]
    found: list[Data] = [
        {"name": kind, "href": f"{page.root}{FOLDER}{name}"}
        for name, kind in names
        if name in page.context.open_data.files
    ]
    if list_calendar(page.index):
        found.append({"name": "日历文件", "href": page.root + make_calendar_path(page.index)})
    return found


@dataclass(frozen=True, slots=True)
class RoomDoor:
    """The way into a room from elsewhere: the home page, the foot of every page."""

    rows: tuple[RecordType, ...]
    """The lists that hang there."""
    count: int
    """Their true records."""
    path: str
    """From the root of the site."""
    title: str
    line: str
    pose: str
    cover: str
    """A picture of one of its records, from the root of the site; empty where none has one."""
    rank: int
    """Where it stands among the ways in (`Room.rank`)."""


def list_rooms(context: PageContext) -> list[RoomDoor]:
    """Return the way into each room, in the order of the record lists; those without true records too (`count` is 0).

    To a room below another one leads that one, which says what hangs there while nothing hangs in itself.
    """
    found = []
    indexes = context.exhibition.derive(list_room_indexes)
    for index in indexes:
        if index.room not in CONTENT_TYPES.entrances:
            continue
        below = (other for other in indexes if other.records and other.room.is_below(index.room))
        shown = index if index.records else next(below, index)
        pictures = (build_record_picture(one, context, "") for one in shown.records)
        cover = next((str(picture["thumb"]) for picture in pictures if picture), "")
        room, count = index.room, len(shown.records)
        line = f"{count}{shown.room.unit}"
        found.append(RoomDoor(index.rows, count, room.path, room.title, line, room.pose, cover, room.rank))
    return found
