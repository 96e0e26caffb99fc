"""Turns the model's nouns into the small ready data that the shared partials print: pictures, cards, stars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Entry, Photo, Picture
from ..model.kinds import Stars
from ..model.stars import STARS
from ..types import CONTENT_TYPES
from .styles import crop, shape

if TYPE_CHECKING:
    # `hall` holds the rooms, and those show where units are.
    from .hall import Hall


def stars(number: int | None) -> dict[str, object]:
    """Return how many panes are lit and what that is called."""
    return {"n": number or 0, "words": STARS[number]}


def picture(shown: Picture, photo: Photo, root: str) -> dict[str, object]:
    """Return a picture for `picture.html`; `root` leads from the page to the root of the site."""
    return {
        "src": root + shown.src,
        "set": srcset(shown.fallbacks, root) if len(shown.fallbacks) > 1 else "",
        "sources": [(source.type, srcset(source.files, root)) for source in shown.sources],
        "width": shown.width,
        "height": shown.height,
        "shape": shape(shown.width, shown.height),
        "colour": shown.colour,
        "alt": photo.caption,
    }


def srcset(files: tuple[tuple[str, int], ...], root: str) -> str:
    """Return files of known widths as the value of `srcset`."""
    return ", ".join(f"{root}{uri} {width}w" for uri, width in files)


def place(entry: Entry) -> str:
    """Return where an entry is, as a neighbour says it: compound or committee, else the street."""
    return entry.location.compound or entry.location.committee or entry.location.street


def full_name(entry: Entry) -> str:
    """Return place and name in one, the place not twice: 共和十一村64号楼."""
    where = entry.location.compound or entry.location.committee
    return entry.name if entry.name.startswith(where) else where + entry.name


def card(entry: Entry, hall: Hall, root: str) -> dict[str, object]:
    """Return an entry for `card.html`: its first picture, name, place (else what it is) and stars, where its type has them."""
    row = CONTENT_TYPES.of(entry)
    data: dict[str, object] = {"href": f"{root}{entry.id}/", "name": entry.name, "place": place(entry) or row.label}
    for field, inner in row.of_kind(Stars):
        if inner is None:
            data |= stars(getattr(entry, field.attribute))
    if entry.example:
        data["example"] = True
    return {key: value for key, value in (data | thumb(entry, hall, root)).items() if value is not None}


def thumb(entry: Entry, hall: Hall, root: str) -> dict[str, object]:
    """Return the smallest form of an entry's first picture, or nothing where none has come in yet."""
    for photo in entry.photos:
        shown = hall.pictures.get((entry.id, photo.key))
        if shown:
            return {"thumb": root + shown.thumb, "colour": shown.colour, "crop": crop(photo.focus)}
    return {}
