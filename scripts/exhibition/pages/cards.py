"""Small view models that several templates share: pictures, cards, stars, facts of entries and records, with what these name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model import Entry, Exhibition, Photo, Picture
from ..model.books import WORKSHEET_BOOK
from ..model.content_types import get_item_kind
from ..model.field_types import STARS, Choice, Date, PhotoKey, Reference, StarRating
from ..model.fields import Field
from ..model.record_types import EntryRecord, PageLine, RecordType
from ..print.worksheets import find_worksheet
from ..types import CONTENT_TYPES
from .emblems import build_card_emblem
from .page import break_lines, make_crop_class, make_shape_class

if TYPE_CHECKING:
    from .context import PageContext


TOOLS = "tools"
"""The vocabulary of the names of worksheets."""


def build_stars(number: int | None) -> dict[str, object]:
    """Return how many panes are lit and what that is called."""
    return {"n": number or 0, "words": STARS[number]}


def build_picture(shown: Picture, photo: Photo, root: str) -> dict[str, object]:
    """Return a picture for `partials/exhibit/picture.html`; `root` leads from the page to the root of the site."""
    return {
        "src": root + shown.src,
        "set": format_srcset(shown.fallbacks, root) if len(shown.fallbacks) > 1 else "",
        "sources": [(source.type, format_srcset(source.files, root)) for source in shown.sources],
        "width": shown.width,
        "height": shown.height,
        "shape": make_shape_class(shown.width, shown.height),
        "colour": shown.colour,
        "alt": photo.caption,
    }


def format_srcset(files: tuple[tuple[str, int], ...], root: str) -> str:
    """Return files of known widths as the value of `format_srcset`."""
    return ", ".join(f"{root}{uri} {width}w" for uri, width in files)


def describe_place(entry: Entry) -> str:
    """Return where an entry is, as a neighbour says it: compound or committee, else the street.

    An entry that bears the name of its place (a community) is in its street.
    """
    where = entry.location.compound or entry.location.committee
    return where if where and where != entry.name else entry.location.street


def format_full_name(entry: Entry) -> str:
    """Return place and name in one, the place not twice: 共和十一村64号楼."""
    return entry.full_name


class RecordFact(NamedTuple):
    """A filled value of a record."""

    attribute: str
    key: str
    words: str
    links: tuple[PageLine, ...] = ()
    """What it names, each with its page from the root of the site; where the path is empty it has none."""

    def build(self, root: str) -> dict[str, object]:
        """Return it for a template: its key, and its words or its links; `root` leads from the page to the root of the site."""
        if any(link.path for link in self.links):
            return {"key": self.key, "links": build_links(self.links, root)}
        return {"key": self.key, "value": self.words}


def build_links(links: Iterable[PageLine], root: str) -> list[dict[str, str]]:
    """Return links for a template: `name`, and `href` where it has a page."""
    return [{"name": text} | ({"href": root + path} if path else {}) for text, path in links]


def find_tool_path(name: str, exhibition: Exhibition) -> str:
    """Return the address of the page of a tool, from the root of the site; empty where it has none."""
    book = WORKSHEET_BOOK
    if not exhibition.books.get(book.name):
        return ""
    term = exhibition.vocabularies.get(TOOLS).find_term(name)
    sheet = find_worksheet(term.slug) if term else None
    return book.make_worksheet_path(sheet.slug) if sheet else ""


LINKED: Mapping[str, Callable[[str, Exhibition], str]] = {TOOLS: find_tool_path}
"""What finds the page of a term that a record names, by its vocabulary; other terms have none, or one in their room."""


@cache
def list_fact_fields(row: RecordType) -> tuple[Field, ...]:
    """Return the fields of a record beside what it is about, when it was, where it is from, and its photos."""
    return tuple(
        field
        for field in row.fields
        if not (field.internal or field.attribute in (row.what, row.when, "source"))
        and not isinstance(field.kind, PhotoKey)
    )


@cache
def list_linked_fields(row: RecordType) -> tuple[Field, ...]:
    """Return those of these fields whose values may have pages."""
    kinds = ((field, get_item_kind(field)) for field in list_fact_fields(row))
    return tuple(
        field
        for field, kind in kinds
        if isinstance(kind, Reference) or (isinstance(kind, Choice) and kind.vocabulary in LINKED)
    )


def list_values(one: EntryRecord, field: Field) -> tuple[Any, ...]:
    """Return the values of a field of a record, those of a list each."""
    value = getattr(one.record, field.attribute)
    return value if isinstance(value, tuple) else (value,) if value else ()


def find_link(field: Field, value: Any, exhibition: Exhibition) -> PageLine | None:
    """Return what a value names, and where that leads; None where it names no published entry and is no word."""
    kind = get_item_kind(field)
    if isinstance(kind, Reference):
        other = exhibition.get(value, Entry)
        if other:
            return PageLine(other.full_name, f"{other.id}/")
        return PageLine(str(value), "") if kind.is_word(value) else None
    find_path = LINKED.get(kind.vocabulary) if isinstance(kind, Choice) else None
    return PageLine(str(value), find_path(str(value), exhibition) if find_path else "")


def build_record_fact(one: EntryRecord, field: Field, exhibition: Exhibition) -> RecordFact | None:
    """Return one value of a record; None where there is nothing to read. An entry is called by its name; one that is not
    published is left out.
    """
    if field not in list_linked_fields(one.row):
        words = break_lines(field.format_value(getattr(one.record, field.attribute)))
        return RecordFact(field.attribute, field.key, words) if words else None
    found = (find_link(field, value, exhibition) for value in list_values(one, field))
    links = tuple(link for link in found if link)
    words = break_lines("、".join(link.text for link in links))
    return RecordFact(field.attribute, field.key, words, links) if links else None


def list_record_facts(one: EntryRecord, exhibition: Exhibition) -> list[RecordFact]:
    """Return the filled values of a record beside what it is about and when it was.

    A photo and where the record is from are shown as such, not among them.
    """
    found = (build_record_fact(one, field, exhibition) for field in list_fact_fields(one.row))
    return [fact for fact in found if fact]


def list_record_links(one: EntryRecord, exhibition: Exhibition) -> dict[str, tuple[PageLine, ...]]:
    """Return what a record names, by attribute."""
    found = (build_record_fact(one, field, exhibition) for field in list_linked_fields(one.row))
    return {fact.attribute: fact.links for fact in found if fact}


def build_card(entry: Entry, context: PageContext, root: str) -> dict[str, object]:
    """Return an entry for `partials/exhibit/card.html`: its first picture, name, place (else what it is) and stars, where its type has them."""
    row = CONTENT_TYPES.get_type_of(entry)
    data: dict[str, object] = {
        "href": f"{root}{entry.id}/",
        "name": entry.name,
        "place": describe_place(entry) or row.label,
    }
    for field, inner in row.find_of_kind(StarRating):
        if inner is None:
            data |= build_stars(getattr(entry, field.attribute))
    if entry.example:
        data["example"] = True
    if emblem := build_card_emblem(entry, context, root):
        data["emblem"] = emblem
    thumb = build_thumb(entry, context, root)
    if row.list_sign and not thumb:
        data["sign"] = row.list_sign(entry, context.exhibition)
    return {key: value for key, value in (data | thumb).items() if value is not None}


def build_thumb(entry: Entry, context: PageContext, root: str) -> dict[str, object]:
    """Return the smallest form of an entry's first picture, or nothing where none has come in yet."""
    for photo in entry.photos:
        shown = context.pictures.get((entry.id, photo.key))
        if shown:
            return {"thumb": root + shown.thumb, "colour": shown.colour, "crop": make_crop_class(photo.focus)}
    return {}


def build_facts(entry: Entry, fields: Iterable[Field], elsewhere: Iterable[str] = ()) -> list[dict[str, object]]:
    """Return label and words of each shown field, in the table's order; what nobody has told yet is marked as a gap.

    `elsewhere` are attributes that the page shows in a better form.
    """
    return [build_fact(field, getattr(entry, field.attribute)) for field in iter_shown_fields(fields, elsewhere)]


def build_fact(field: Field, value: object) -> dict[str, object]:
    """Return one row of the panel; that of a gap has no value, and says in its key what is asked for."""
    text = field.format_value(value)
    if not text:
        return {"key": f"{field.key}时间" if isinstance(field.kind, Date) else field.key, "gap": True}
    if isinstance(field.kind, StarRating) and isinstance(value, int):
        return {"key": field.key, "value": STARS[value]}
    return {"key": field.key, "value": break_lines(text)}


def iter_shown_fields(fields: Iterable[Field], elsewhere: Iterable[str]) -> Iterable[Field]:
    """Yield the fields that stand in the panel."""
    return (field for field in fields if field.shown and field.attribute not in elsewhere)
