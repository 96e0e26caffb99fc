"""Small view models that several templates share: pictures, cards, stars, facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..model import Entry, Exhibition, Photo, Picture
from ..model.field_types import STARS, Date, PhotoKey, Reference, StarRating
from ..model.fields import Field
from ..model.record_types import EntryRecord
from ..types import CONTENT_TYPES
from .emblems import build_card_emblem
from .page import break_lines, make_crop_class, make_shape_class

if TYPE_CHECKING:
    from .context import PageContext


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


def list_record_facts(one: EntryRecord, exhibition: Exhibition) -> list[tuple[str, str]]:
    """Return the filled values of a record beside what it is about and when it was, each with its key.

    A photo and where the record is from are shown as such, not among them. An entry is called by its name; one that is not
    published is left out.
    """
    found = (
        (field.key, format_record_value(field, getattr(one.record, field.attribute), exhibition))
        for field in one.row.fields
        if not (field.internal or field.attribute in (one.row.what, one.row.when, "source"))
        and not isinstance(field.kind, PhotoKey)
    )
    return [(key, value) for key, value in found if value]


def format_record_value(field: Field, value: Any, exhibition: Exhibition) -> str:
    """Return a value of a record as visitors read it."""
    if isinstance(field.kind, Reference):
        other = find_named_entry(field, value, exhibition)
        return other.full_name if other else str(value) if field.kind.is_word(value) else ""
    return break_lines(field.format_value(value))


def find_named_entry(field: Field, value: Any, exhibition: Exhibition) -> Entry | None:
    """Return the published entry that a value of a record names; None where it names none."""
    return exhibition.get(value, Entry) if isinstance(field.kind, Reference) else None


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
