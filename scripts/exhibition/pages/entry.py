"""Pages of entries of every content type: what all of them show, and what the view of the type adds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from ..bodies import render_body
from ..model import Entry, Exhibition
from ..model.content_types import ENTRY_TEMPLATE, ContentType, item_kind
from ..model.entry import Placed
from ..model.fields import Field, Many, Records, fields_of, within
from ..model.kinds import PhotoKey, Reference, Text
from ..model.page_tools import Data
from ..qr import Payload, encode_address
from ..types import CONTENT_TYPES
from .facts import facts
from .forms import form_of
from .galleries import STREETS
from .hall import Hall
from .neighbours import Neighbourhood
from .page import Html, Page, broken
from .parts import card, full_name, place, stars
from .story import Story
from .styles import colours

ROOT = "../"
"""From `/<id>/` to the root of the site."""
TITLE_LENGTH = 20
"""Characters of a page's title that a WeChat share card shows."""


def title(entry: Entry, row: ContentType) -> str:
    """Return the page's title, as long as a share card shows: place first, of an entry that is nowhere what it is."""
    return (full_name(entry) if place(entry) else f"{row.label}：{entry.name}")[:TITLE_LENGTH]


def entry_pages(hall: Hall) -> Iterator[Page]:
    """Yield the page of every published entry, type by type."""
    for row in CONTENT_TYPES:
        yield from pages_of_type(row, hall)


def pages_of_type(row: ContentType, hall: Hall) -> Iterator[Page]:
    """Yield the pages of the published entries of one type."""
    neighbourhood = Neighbourhood(hall.exhibition)
    view = row.view or view_entry
    for entry in hall.exhibition.published(row.model):
        page = EntryPage(entry, hall, row, neighbourhood)
        own = {key: value for key, value in view(entry, page).items() if value}
        description = str(own.pop("description", ""))
        if row.template == ENTRY_TEMPLATE:
            own.setdefault("kind", row.label)
        yield Page(f"{entry.id}/", row.template, title(entry, row), common(entry, hall, description, page.placed) | own)


@dataclass(frozen=True)
class EntryPage:
    """The page of one entry, as the view of its type sees it (`PageTools`)."""

    entry: Entry
    hall: Hall
    row: ContentType
    neighbourhood: Neighbourhood
    placed: set[str] = field(default_factory=set)
    """Keys of the photos that the view shows."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""
        return self.hall.exhibition

    def find(self, id: str | None) -> Entry | None:
        """Return the published entry of this id."""
        return self.exhibition.get(id, Entry)

    def name(self) -> str:
        """Return place and name in one."""
        return full_name(self.entry)

    def text(self, text: str) -> str:
        """Return a text with its line breaks."""
        return broken(text)

    def stars(self, number: int | None) -> Data:
        """Return a number of stars."""
        return stars(number)

    def facts(self, elsewhere: Collection[str] = ()) -> list[Data]:
        """Return the facts panel."""
        return [*facts(self.entry, self.row.fields, elsewhere)]

    def figure(self, key: str | None) -> Data | None:
        """Return a photo that stands nowhere else on the page."""
        if key:
            self.placed.add(key)
        return Story(self.entry, self.hall, ROOT).inner(key)

    def opening(self, entry: Entry) -> Data | None:
        """Return the picture with which the page of an entry opens."""
        return Story(entry, self.hall, ROOT).opening()

    def card(self, entry: Entry) -> dict[str, object]:
        """Return an entry as a card."""
        return card(entry, self.hall, ROOT)

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry."""
        return {"name": entry.name, "href": f"{ROOT}{entry.id}/", "tagline": entry.tagline}

    def tags(self) -> list[Data]:
        """Return the rooms in which the entry hangs, as far as pages of entries link them."""
        rows = (row for row in self.hall.hung.galleries if row.tags)
        rooms = (room for row in rows for room in self.hall.hung.rooms_of(self.entry, row))
        return [{"name": room.name, "href": ROOT + room.path} for room in rooms]

    def neighbours(self) -> list[Data]:
        """Return the cards of a few entries near this one."""
        return [self.card(other) for other in self.neighbourhood.of(self.entry)]

    def backlinks(self) -> list[Data]:
        """Return the cards of the entries that refer to this one, those left out to which the page leads anyway."""
        own = {one.value for one in self.row.iter_values(self.entry, Reference)}
        sources = {link.source.id: link.source for link in self.exhibition.backlinks(self.entry)}
        return [self.card(source) for id, source in sources.items() if id not in own]

    def default(self) -> Data:
        """Return what the default view shows."""
        return view_entry(self.entry, self)

    def list_address(self) -> str:
        """Return the link to the page that lists the entries of the type."""
        return f"{ROOT}{self.row.folder}/"

    def wall(self) -> str:
        """Return the link to the entry's own wall."""
        room = self.hall.hung.room_of_entry.get(self.entry.id)
        return ROOT + room.wall if room and room.wall else ""


def view_entry(entry: Entry, page: EntryPage) -> Data:
    """Return what the default template shows: facts, references, records and lists of any type, and where it appears."""
    own = [field for field in page.row.fields if field not in fields_of(Placed)]
    lists = [field for field in own if isinstance(field.kind, Many) and type(field.kind.item) is Text]
    records = [field for field in own if isinstance(field.kind, Records)]
    linked = [field for field in own if isinstance(item_kind(field), Reference)]
    elsewhere = ("street", "source", *(one.attribute for one in (*lists, *records, *linked)))
    found = [
        {"heading": one.key, "cards": cards_of(page, getattr(entry, one.attribute)), "lines": [], "items": []}
        for one in linked
    ]
    found += [
        {"heading": one.key, "cards": [], "lines": [], "items": [view_record(one, record, page) for record in held]}
        for one in records
        if (held := getattr(entry, one.attribute))
    ]
    found += [
        {"heading": one.key, "cards": [], "lines": [page.text(line) for line in held], "items": []}
        for one in lists
        if (held := getattr(entry, one.attribute))
    ]
    return {
        "description": f"{page.name()}：{page.row.label}。",
        "facts": page.facts(elsewhere),
        "tags": page.tags(),
        "parts": [part for part in found if part["cards"] or part["items"] or part["lines"]],
        "backlinks": page.backlinks(),
        "neighbours": page.neighbours(),
    }


def cards_of(page: EntryPage, ids: Iterable[str] | str | None) -> list[Data]:
    """Return the cards of the published entries among these ids (or of this one)."""
    entries = (page.find(id) for id in ([ids] if isinstance(ids, str) else ids or ()))
    return [page.card(entry) for entry in entries if entry]


def view_record(holder: Field, record: object, page: EntryPage) -> Data:
    """Return a record for the default template: its first text as its name, the others below it, photo and links."""
    texts: list[str] = []
    cards: list[Data] = []
    photo: Data | None = None
    for inner in within(holder):
        value, kind = getattr(record, inner.attribute), item_kind(inner)
        if isinstance(kind, Reference):
            cards += cards_of(page, value)
        elif isinstance(kind, PhotoKey):
            photo = page.figure(value)
        elif value:
            texts.append(inner.show(value))
    lines = [page.text(line) for line in texts[1:]]
    return {"name": texts[0] if texts else "", "lines": lines, "cards": cards, "photo": photo}


def common(entry: Entry, hall: Hall, description: str, elsewhere: Iterable[str | None] = ()) -> dict[str, object]:
    """Return what pages of all types show; what is not there is left out.

    `description` is the sentence of search engines and share cards where the entry has none of its own; `elsewhere` are keys
    of photos that the page shows in a place of its own.
    """
    story = Story(entry, hall, ROOT)
    opening, pairs = story.opening(), story.pairs()
    data: dict[str, object] = {
        "description": entry.tagline or description,
        "street": street(entry, hall),
        "name": entry.name,
        "place": place(entry),
        "opening": opening,
        "image": share_image(str(opening["src"])) if opening else SHARE_CARD,
        "tagline": broken(entry.tagline),
        "steps": story.steps(),
        "body": Html(render_body(entry.body).html),
        "pairs": pairs,
        "slides": any("slide" in pair for pair in pairs),
        "gallery": story.gallery(elsewhere),
        "covenant": [broken(line) for line in entry.covenant],
        "code": code(entry, hall),
        "edit": edit(entry, hall),
        "source": entry.source,
        "example": entry.example,
    }
    return {key: value for key, value in data.items() if value}


SHARE_CARD = "assets/card.png"
"""The picture on a share card where there is no photo: WeChat shows no drawing that is SVG."""


def share_image(src: str) -> str:
    """Return the picture of a share card, from the root of the site."""
    return SHARE_CARD if src.endswith(".svg") else src.removeprefix(ROOT)


def street(entry: Entry, hall: Hall) -> dict[str, object]:
    """Return the street with its page and its colour; nothing of an entry that is nowhere."""
    if not entry.location.street:
        return {}
    term = hall.exhibition.vocabularies.streets.term(entry.location.street)
    if term is None:
        return {"name": entry.location.street}
    return {
        "name": term.name,
        "href": f"{ROOT}{STREETS.index}{term.slug}/",
        "look": colours("hue", accent=term.extra.get("accent", "")) or "",
    }


def code(entry: Entry, hall: Hall) -> dict[str, object]:
    """Return the entry's id and the address that one can type by hand; `without` where no code can hold the address."""
    address = hall.exhibition.settings.address(entry.id)
    told: dict[str, object] = {"id": entry.id, "typed": address.split("://")[-1]}
    return told if isinstance(encode_address(address), Payload) else {**told, "without": True}


def edit(entry: Entry, hall: Hall) -> str:
    """Return where a reader can improve the page: its form, else the web editor of its file, else the guide."""
    if hall.forms is not None:
        return ROOT + form_of(entry)
    editor = hall.exhibition.settings.edit_url
    return editor.replace("{path}", entry.path) if editor else f"{ROOT}guide/"
