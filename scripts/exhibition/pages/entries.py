"""Pages of units and clusters.

A unit's page: name, place, stars, one picture, one sentence, the story, and its neighbours. A cluster's page: why its
units belong together, who they are, what they share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import chain
from typing import TypeVar, cast
from urllib.parse import quote

from ..bodies import render_body
from ..lazy import dataclass
from ..model import Entry, Exhibition
from ..model.artifact import Data
from ..model.content_types import ENTRY_TEMPLATE, ContentType, get_item_kind
from ..model.entry import Placed
from ..model.exhibition import Circle, find_followers, has_record_page, iter_records
from ..model.field_types import Choice, Date, FocusPoint, NumberedItem, PhotoKey, PrefixedText, Reference, Text
from ..model.fields import Field, ListOf, RecordList, collect_fields, list_record_fields
from ..model.record_types import EntryRecord
from ..model.watching import register_query
from ..qr import Payload, encode_address
from ..types import CONTENT_TYPES
from .cards import build_card, build_facts, build_stars, describe_place, format_full_name
from .context import EntryStory, PageContext, join_pictures
from .emblems import build_emblem
from .facets import STREETS, index_facets
from .page import Html, Page, break_lines, make_colour_class
from .rooms import list_photo_attributes
from .schema_org import build_breadcrumbs, iter_entry_nodes, render_graph
from .service_pages import make_form_address

E = TypeVar("E", bound=Entry)
MOST_NEIGHBOURS = 4
"""How many doors a visitor is offered: two rows on a phone."""
MOST_EXAMPLES = 2
"""How many of them are examples on the page of an example, where real entries are there to be offered."""


class Neighbourhood:
    """The entries near an entry: in the circles that its type declares, or after it in its type."""

    def __init__(self, exhibition: Exhibition) -> None:
        self.exhibition = exhibition
        self.ranks: dict[int, tuple[Sequence[Entry], tuple[list[int], list[int]]]] = {}
        """The ranks of real entries and of examples in each group, by the identity of the group, which is kept for that."""

    def list_neighbours(self, entry: Entry) -> list[Entry]:
        """Return up to `MOST_NEIGHBOURS` published entries, the nearest first; examples stand behind real ones.

        A real entry leads to examples only where there are not enough real ones.
        """
        real = self.list_nearest(entry, example=False)
        if len(real) == MOST_NEIGHBOURS and not entry.example:
            return real
        examples = self.list_nearest(entry, example=True)
        most = MOST_NEIGHBOURS - min(MOST_EXAMPLES, len(examples)) if entry.example else MOST_NEIGHBOURS
        return [*real[:most], *examples][:MOST_NEIGHBOURS]

    def list_nearest(self, entry: Entry, *, example: bool) -> list[Entry]:
        """Return the first `MOST_NEIGHBOURS` examples, or real entries, in the circles around an entry."""
        circles = (CONTENT_TYPES.get_type_of(entry).circles or list_followers)(entry, self.exhibition)
        found: dict[str, Entry] = {}
        for other in chain.from_iterable(self.iter_members(circle, example=example) for circle in circles):
            if other.id != entry.id:
                found.setdefault(other.id, other)
            if len(found) == MOST_NEIGHBOURS:
                break
        return [*found.values()]

    def iter_members(self, circle: Iterable[Entry], *, example: bool) -> Iterator[Entry]:
        """Yield the examples in a circle, or its real entries.

        Where an exhibition has none of them, all of a group would be looked through for each of its entries.
        """
        if not isinstance(circle, Circle):
            return (other for other in circle if other.example is example)
        group = circle.group
        if id(group) not in self.ranks:
            self.ranks[id(group)] = (
                group,
                (
                    [rank for rank, other in enumerate(group) if not other.example],
                    [rank for rank, other in enumerate(group) if other.example],
                ),
            )
        return circle.iter_among(self.ranks[id(group)][1][example])


def list_followers(entry: Entry, exhibition: Exhibition) -> list[Iterable[Entry]]:
    """Return one circle: the published entries of the same type after an entry, from the beginning again at the end."""
    return [find_followers(entry, exhibition)]


ROOT = "../"
"""From `/<id>/` to the root of the site."""
RECORD_PATH = "record/"
"""From the page of an entry to its digital archive."""
TITLE_LENGTH = 20
"""Characters of a page's title that a WeChat share card shows."""


def format_title(entry: Entry, row: ContentType) -> str:
    """Return the page's title, as long as a share card shows: place first, of an entry that is nowhere what it is."""
    return (format_full_name(entry) if describe_place(entry) else f"{row.label}：{entry.name}")[:TITLE_LENGTH]


def build_entry_pages(context: PageContext) -> Iterator[Page]:
    """Yield the page of every published entry, type by type."""
    for row in CONTENT_TYPES:
        yield from build_type_pages(row, context)


def build_type_pages(row: ContentType, context: PageContext) -> Iterator[Page]:
    """Yield the pages of the published entries of one type."""
    return (page for entry in context.exhibition.published(row.model) for page in build_entry_page(entry, context))


def build_entry_page(entry: Entry, context: PageContext) -> Iterator[Page]:
    """Yield the page of a published entry."""
    row = CONTENT_TYPES.get_type_of(entry)
    page = EntryPage(entry, context, row)
    shown = {key: value for key, value in (row.view or view_entry)(entry, page).items() if value}
    shown["facts"] = [
        *cast(Iterable[Data], shown.get("facts", ())),
        *iter_list_lines(entry, row, context.exhibition),
    ]
    own = separate_gaps(shown, entry)
    description = str(own.pop("description", ""))
    if row.template == ENTRY_TEMPLATE:
        own.setdefault("kind", row.label)
    yield Page(
        f"{entry.id}/",
        row.template,
        format_title(entry, row),
        build_common(entry, context, description, page.placed) | own | describe_to_machines(entry, row, context),
    )


def describe_to_machines(entry: Entry, row: ContentType, context: PageContext) -> dict[str, object]:
    """Return what the page of an entry itself tells machines; nothing of an example, and of a type whose row does not ask for it."""
    if entry.example or not row.schema_on_page:
        return {}
    crumbs = [["首页", ROOT], [row.title or row.label, f"{ROOT}{row.folder}/"]]
    nodes = [*iter_entry_nodes(entry, context.exhibition)]
    return {"ld": render_graph([*nodes, build_breadcrumbs(f"{entry.id}/", entry.name, crumbs, context.exhibition)])}


def iter_list_lines(entry: Entry, row: ContentType, exhibition: Exhibition) -> Iterator[Data]:
    """Yield what the record lists of a type say in the panel of facts of an entry (`RecordType.on_page`)."""
    if any(told.on_page for told in row.shown_lists):
        for label, text, path in exhibition.ask(list_fact_lines, entry.id):
            yield {"key": label, "value": text, "href": ROOT + path}


# What a page asks about all entries.


@register_query
def list_neighbour_ids(exhibition: Exhibition, id: str) -> tuple[str, ...]:
    """Return the ids of a few entries near a published entry."""
    entry = exhibition.get(id, Entry)
    return tuple(other.id for other in exhibition.derive(Neighbourhood).list_neighbours(entry)) if entry else ()


@register_query
def list_tags(exhibition: Exhibition, id: str) -> tuple[tuple[str, str], ...]:
    """Return names and paths of the rooms that hold a published entry, of the galleries that pages of entries link."""
    entry, hung = exhibition.get(id, Entry), index_facets(exhibition)
    rows = (row for row in hung.facets if row.tags)
    rooms = (room for row in rows for room in hung.list_rooms(entry, row)) if entry else ()
    return tuple((room.name, room.path) for room in rooms)


@register_query
def find_wall(exhibition: Exhibition, id: str) -> str:
    """Return the path of the wall of the room that an entry itself is; empty where there is none."""
    room = index_facets(exhibition).room_of_entry.get(id)
    return room.wall if room else ""


@register_query
def list_fact_lines(exhibition: Exhibition, id: str) -> tuple[tuple[str, str, str], ...]:
    """Return label, text and path of each line that the record lists of a published entry say in its panel of facts."""
    entry = exhibition.get(id, Entry)
    rows = CONTENT_TYPES.get_type_of(entry).shown_lists if entry else ()
    return tuple(
        (row.label, line.text, line.path)
        for row in rows
        if row.on_page and entry
        for line in row.on_page(entry, exhibition)
    )


UNDATED_STEPS = "几件事的时间"
"""What a page asks for where a step of its story has no date."""


def separate_gaps(data: dict[str, object], entry: Entry) -> dict[str, object]:
    """Return the data of a page with its facts in two: those that are told, and the names of those that are not (`gaps`).

    One line asks for all of them: a panel of blanks would outweigh what is known.
    """
    rows = list(cast(Iterable[Data], data.get("facts", ())))
    gaps = [str(row["key"]) for row in rows if row.get("gap")]
    gaps += [UNDATED_STEPS] if any(step.date is None for step in entry.steps) else []
    told: dict[str, object] = {"facts": [row for row in rows if not row.get("gap")], "gaps": "、".join(gaps)}
    return {key: value for key, value in (data | told).items() if value}


@dataclass(frozen=True)
class EntryPage:
    """The page of one entry, as the view of its type sees it (`PageTools`)."""

    entry: Entry
    context: PageContext
    row: ContentType
    placed: set[str] = field(default_factory=set)
    """Keys of the photos that the view shows."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""
        return self.context.exhibition

    def find(self, id: str | None) -> Entry | None:
        """Return the published entry of this id."""
        return self.exhibition.get(id, Entry)

    def format_name(self) -> str:
        """Return place and name in one."""
        return format_full_name(self.entry)

    def format_text(self, text: str) -> str:
        """Return a text with its line breaks."""
        return break_lines(text)

    def render_prose(self, text: str) -> str:
        """Return authors' Markdown as HTML."""
        return Html(render_body(text).html)

    def build_stars(self, number: int | None) -> Data:
        """Return a number of stars."""
        return build_stars(number)

    def build_facts(self, elsewhere: Collection[str] = ()) -> list[Data]:
        """Return the facts panel."""
        return [*build_facts(self.entry, self.row.fields, elsewhere)]

    def build_figure(self, key: str | None) -> Data | None:
        """Return a photo that stands nowhere else on the page."""
        if key:
            self.placed.add(key)
        return EntryStory(self.entry, self.context, ROOT).build_inner_frame(key)

    def build_pair(self, before: str | None, after: str | None, *, aligned: bool) -> Data | None:
        """Return two photos of one place, which then stand nowhere else on the page."""
        story = EntryStory(self.entry, self.context, ROOT)
        both = story.build_frame(before), story.build_frame(after)
        if not (both[0] and both[1]):
            return None
        self.placed.update(filter(None, (before, after)))
        return join_pictures(both[0], both[1], aligned=aligned)

    def link_record(self, record: EntryRecord) -> Data:
        """Return a link to a record."""
        return {"name": record.name, "href": ROOT + record.path}

    def build_opening(self, entry: Entry) -> Data | None:
        """Return the picture with which the page of an entry opens."""
        return EntryStory(entry, self.context, ROOT).build_opening()

    def build_card(self, entry: Entry) -> dict[str, object]:
        """Return an entry as a card."""
        return build_card(entry, self.context, ROOT)

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry."""
        return {"name": entry.name, "href": f"{ROOT}{entry.id}/", "tagline": entry.tagline}

    def build_tags(self) -> list[Data]:
        """Return the rooms that hold the entry, of the galleries that pages of entries link."""
        return [{"name": name, "href": ROOT + path} for name, path in self.exhibition.ask(list_tags, self.entry.id)]

    def list_neighbours(self) -> list[Data]:
        """Return the cards of a few entries near this one."""
        found = (self.find(id) for id in self.exhibition.ask(list_neighbour_ids, self.entry.id))
        return [self.build_card(other) for other in found if other]

    def list_backlinks(self) -> list[Data]:
        """Return the cards of the entries that refer to this one, those left out to which the page leads anyway.

        Examples stand behind real ones.
        """
        own = {one.value for one in self.row.iter_values(self.entry, Reference)}
        sources = {link.source.id: link.source for link in self.exhibition.backlinks(self.entry)}
        found = [source for id, source in sources.items() if id not in own]
        return [self.build_card(source) for source in sorted(found, key=lambda source: source.example)]

    def build_default(self) -> Data:
        """Return what the default view shows."""
        return view_entry(self.entry, self)

    def make_link(self, path: str) -> str:
        """Return the link to a path from the root of the site."""
        return ROOT + path

    def get_list_address(self) -> str:
        """Return the link to the page that lists the entries of the type."""
        return f"{ROOT}{self.row.folder}/"

    def get_wall_link(self) -> str:
        """Return the link to the entry's own wall."""
        wall = self.exhibition.ask(find_wall, self.entry.id)
        return ROOT + wall if wall else ""


def view_entry(entry: Entry, page: EntryPage) -> Data:
    """Return what the default template shows: facts, references, records and lists of any type, and where it appears."""
    own = [field for field in page.row.fields if field not in collect_fields(Placed)]
    lists = [field for field in own if isinstance(field.kind, ListOf) and type(field.kind.item) in (Text, NumberedItem)]
    records = [field for field in own if isinstance(field.kind, RecordList)]
    linked = [field for field in own if isinstance(get_item_kind(field), Reference)]
    pictured = [field for field in own if isinstance(get_item_kind(field), PhotoKey)]
    elsewhere = ("street", "source", *(one.attribute for one in (*lists, *records, *linked, *pictured)))
    found = [
        {"heading": one.key, "cards": list_cards(page, getattr(entry, one.attribute)), "lines": [], "items": []}
        for one in linked
    ]
    found += [
        {"heading": one.key, "cards": [], "lines": [], "items": list_figures(page, getattr(entry, one.attribute))}
        for one in pictured
    ]
    found += [
        {"heading": one.key, "cards": [], "lines": [], "items": [view_record(one, record, page) for record in held]}
        for one in records
        if (held := getattr(entry, one.attribute))
    ]
    found += [
        {"heading": one.key, "cards": [], "lines": [page.format_text(line) for line in held], "items": []}
        for one in lists
        if (held := getattr(entry, one.attribute))
    ]
    return {
        "description": f"{page.format_name()}：{page.row.label}。",
        "facts": page.build_facts(elsewhere),
        "tags": page.build_tags(),
        "parts": [part for part in found if part["cards"] or part["items"] or part["lines"]],
        "backlinks": page.list_backlinks(),
        "neighbours": page.list_neighbours(),
    }


def list_cards(page: EntryPage, ids: Iterable[str] | str | None) -> list[Data]:
    """Return the cards of the published entries among these ids (or of this one)."""
    entries = (page.find(id) for id in ([ids] if isinstance(ids, str) else ids or ()))
    return [page.build_card(entry) for entry in entries if entry]


def list_figures(page: EntryPage, keys: Iterable[str] | str | None) -> list[Data]:
    """Return the photos of these keys (or of this one) that the page does not open with, as nameless records."""
    figures = (page.build_figure(key) for key in ([keys] if isinstance(keys, str) else keys or ()))
    return [{"name": "", "lines": [], "cards": [], "photo": figure} for figure in figures if figure]


def view_record(holder: Field, record: object, page: EntryPage) -> Data:
    """Return a record for the default template: its first text as its name, the others below it, photo and links.

    What is no text stands behind its key: 是 or a number alone says nothing. A photo's point is for no visitor.
    """
    texts: list[str] = []
    cards: list[Data] = []
    photo: Data | None = None
    for inner in list_record_fields(holder):
        value, kind = getattr(record, inner.attribute), get_item_kind(inner)
        if isinstance(kind, Reference) and not kind.is_word(value):
            cards += list_cards(page, value)
        elif isinstance(kind, PhotoKey):
            photo = page.build_figure(value)
        elif (text := inner.format_value(value)) and not isinstance(kind, FocusPoint):
            texts.append(text if isinstance(kind, Text | Choice | Date) else f"{inner.key}：{text}")
    lines = [page.format_text(line) for line in texts[1:]]
    return {"name": texts[0] if texts else "", "lines": lines, "cards": cards, "photo": photo}


def build_common(
    entry: Entry, context: PageContext, description: str, elsewhere: Iterable[str | None] = ()
) -> dict[str, object]:
    """Return what pages of all types show; what is not there is left out.

    `description` is the sentence of search engines and share cards where the entry has none of its own; `elsewhere` are keys
    of photos that the page shows in a place of its own.
    """
    story = EntryStory(entry, context, ROOT)
    opening, pairs = story.build_opening(), story.build_pairs()
    own_page, shown_there = link_own_page(entry)
    kind = CONTENT_TYPES.get_type_of(entry)
    data: dict[str, object] = {
        "description": entry.tagline or description,
        "street": build_street(entry, context),
        "name": entry.name,
        "emblem": build_emblem(entry, context, ROOT),
        "place": describe_place(entry),
        "opening": opening,
        **context.find_share_image(entry).data,
        "tagline": break_lines(entry.tagline),
        "steps": story.build_steps(),
        "body": "" if kind.body else Html(render_body(entry.body).html),
        "pairs": pairs,
        "slides": any("slide" in pair for pair in pairs),
        "gallery": story.build_gallery((*elsewhere, *shown_there)),
        "covenant": [show_item(line) for line in entry.covenant],
        **{f"{attribute}_note": text for attribute, text in iter_field_notes(entry)},
        "code": build_code(entry, context),
        "edit": choose_edit_link(entry, context),
        "source": entry.source,
        "archived": has_record_page(entry),
        "own_page": own_page,
        "example": entry.example,
    }
    return {key: value for key, value in data.items() if value}


def show_item(text: str) -> object:
    """Return an item of a list as the page shows it; of one that begins with a word of a vocabulary, word and rest apart."""
    if isinstance(text, PrefixedText):
        return {"word": text.word, "rest": break_lines(text.rest)}
    return break_lines(text)


def iter_field_notes(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the sentences that record lists tell beside a field of the page, each with the attribute of that field."""
    for row in CONTENT_TYPES.get_type_of(entry).record_types:
        if row.beside and (text := row.beside.describe(entry)):
            yield row.beside.attribute, text


def link_own_page(entry: Entry) -> tuple[dict[str, object], set[str | None]]:
    """Return the link to the first page of its own that a record list of an entry has, and the keys of the photos that stand
    on such pages; nothing where there is none.
    """
    link: dict[str, object] = {}
    keys: set[str | None] = set()
    for row in CONTENT_TYPES.get_type_of(entry).record_types:
        records = [*iter_records(entry, row)] if row.page else []
        if row.page and records:
            link = link or {"name": row.page.name, "href": row.page.path}
            keys.update(getattr(one.record, key) for one in records for key in list_photo_attributes(row))
    return link, keys


def build_street(entry: Entry, context: PageContext, root: str = ROOT) -> dict[str, object]:
    """Return the street with its page and its colour; nothing of an entry that is nowhere. `root` leads to the site's."""
    if not entry.location.street:
        return {}
    term = context.exhibition.vocabularies.streets.get_term(entry.location.street)
    if term is None:
        return {"name": entry.location.street}
    return {
        "name": term.name,
        "href": f"{root}{STREETS.index}{term.slug}/",
        "look": make_colour_class("hue", accent=term.extra.get("accent", "")) or "",
    }


def build_code(entry: Entry, context: PageContext) -> dict[str, object]:
    """Return the entry's id and the address that one can type by hand; `without` where no code can hold the address."""
    address = context.exhibition.settings.build_permalink(entry.id)
    told: dict[str, object] = {"id": entry.id, "typed": address.split("://")[-1]}
    return told if isinstance(encode_address(address), Payload) else {**told, "without": True}


def choose_edit_link(entry: Entry, context: PageContext, root: str = ROOT, key: str = "") -> str:
    """Return where a reader can improve an entry: its form, else the web editor of its file, else the guide.

    With a `key` it is the file in which that field stands: a record list may stand in a side file.
    """
    if context.forms is not None and not context.exhibition.settings.has_own_repository(entry.folder):
        return root + make_form_address(entry, key)
    editor, path = context.exhibition.settings.find_editor(entry.get_span(key).path)
    return editor.replace("{path}", quote(path)) if editor else f"{root}guide/"
