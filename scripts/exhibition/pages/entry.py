"""Turns what a unit and a cluster have in common into the data of their pages."""

from __future__ import annotations

from collections.abc import Iterable

from ..bodies import render
from ..codes import Payload, payload
from ..model import Entry
from .forms import form_of
from .galleries import STREETS
from .hall import Hall
from .page import Html, broken
from .parts import full_name, place
from .story import Story
from .styles import colours

ROOT = "../"
"""From `/<id>/` to the root of the site."""
TITLE_LENGTH = 20
"""Characters of a page's title that a WeChat share card shows."""


def title(entry: Entry) -> str:
    """Return the page's title, place first, as long as a share card shows."""
    return full_name(entry)[:TITLE_LENGTH]


def common(entry: Entry, hall: Hall, description: str, elsewhere: Iterable[str | None] = ()) -> dict[str, object]:
    """Return what both kinds of page show; what is not there is left out.

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
        "body": Html(render(entry.body).html),
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
    """Return the street with its page and its colour."""
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
    return told if isinstance(payload(address), Payload) else {**told, "without": True}


def edit(entry: Entry, hall: Hall) -> str:
    """Return where a reader can improve the page: its form, else the web editor of its file, else the guide."""
    if hall.forms is not None:
        return ROOT + form_of(entry)
    editor = hall.exhibition.settings.edit_url
    return editor.replace("{path}", entry.path) if editor else f"{ROOT}guide/"
