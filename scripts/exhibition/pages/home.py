"""Turns the exhibition into its front door: a sentence, a search, the map, the halls, a few doors, the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from ..model import Entry
from ..types import Unit
from .galleries import ALL_UNITS, WALLS, Gallery, Room, street_tiles
from .hall import Hall
from .indexes import Cover, door, entry_door
from .page import Page
from .parts import card
from .programme import FIGURES, SOURCE
from .walls import window

HERE = ""
HALLS = 6
DOORS = 4
ENTRIES = 3
"""Entries of a type that stand in a strip."""
STRIP = 6
"""Windows of the façade that leads to the walls."""
CHANCES = 60
"""Doors among which chance chooses; the page carries their ids."""
Some = TypeVar("Some", bound=Entry)


def home(hall: Hall) -> Iterator[Page]:
    """Yield the home page."""
    exhibition = hall.exhibition
    data = {
        "description": exhibition.settings.description,
        "image": "assets/card.png",
        "count": len(exhibition.published(Unit)),
        "every": ALL_UNITS,
        "walls": WALLS,
        "windows": [
            pane(unit, room, hall) for room in hall.hung.rooms["district"] for unit in pictured(room.units, hall)
        ],
        "chance": " ".join(unit.id for unit in spread(exhibition.published(Unit))),
        "newest": [card(unit, hall, "./") for unit in newest(exhibition.published(Unit), hall)],
        "numbers": FIGURES,
        "source": SOURCE,
        **{layout: list(parts(layout, hall)) for layout in LAYOUTS},
    }
    yield Page(HERE, "home.html", exhibition.settings.site_name, data)


def parts(layout: str, hall: Hall) -> Iterator[dict[str, object]]:
    """Yield what the home page shows of the galleries that it shows in this form; nothing of those that are empty."""
    for gallery in hall.hung.galleries:
        if gallery.home and gallery.home.layout == layout:
            shown = LAYOUTS[layout](gallery, hall)
            if shown:
                words = {"heading": gallery.home.heading, "text": gallery.home.text, "onward": gallery.home.onward}
                yield words | {"link": gallery.entrance, "shown": shown}


def show_map(gallery: Gallery, hall: Hall) -> list[dict[str, object]]:
    """Return the tiles of the map."""
    return street_tiles(hall.exhibition)


def show_covers(gallery: Gallery, hall: Hall) -> list[dict[str, object]]:
    """Return the doors of the fullest rooms with their covers."""
    return [hall_door(room) for room in fullest(hall.hung.rooms[gallery.kind])]


def show_cards(gallery: Gallery, hall: Hall) -> list[dict[str, object]]:
    """Return the cards of the newest entries that are rooms."""
    found = (room.entry for room in hall.hung.rooms[gallery.kind] if room.entry)
    return [card(entry, hall, "./") for entry in newest(found, hall)]


def show_entries(gallery: Gallery, hall: Hall) -> list[dict[str, object]]:
    """Return the doors of the newest entries that are rooms, in the order of their list, true ones before examples."""
    found = [room.entry for room in hall.hung.rooms[gallery.kind] if room.entry]
    chosen = newest(found, hall)[:ENTRIES]
    return [
        entry_door(entry, hall, "./") for entry in sorted(chosen, key=lambda entry: (entry.example, found.index(entry)))
    ]


def show_links(gallery: Gallery, hall: Hall) -> list[dict[str, object]]:
    """Return the names of all rooms that have units, with their numbers of units."""
    rooms = (room for room in hall.hung.rooms[gallery.kind] if room.units)
    return [{"name": room.name, "href": f"./{room.path}", "count": len(room.units)} for room in rooms]


LAYOUTS: Mapping[str, Callable[[Gallery, Hall], list[dict[str, object]]]] = {
    "map": show_map,
    "covers": show_covers,
    "cards": show_cards,
    "entries": show_entries,
    "links": show_links,
}
"""How the home page shows a gallery, by `HomePart.layout`; the template knows these forms and no gallery."""


def fullest(rooms: Iterable[Room]) -> list[Room]:
    """Return the halls that most units have chosen, the vocabulary's order among equals."""
    return sorted(rooms, key=lambda room: -len(room.units))[:HALLS]


def hall_door(room: Room) -> dict[str, object]:
    """Return the door of one hall with its cover."""
    slug = room.term.extra.get("cover", "") if room.term else ""
    return door(room, Cover(slug) if slug else None, "./")


def pictured(units: Iterable[Unit], hall: Hall) -> list[Unit]:
    """Return a few units for the façade, those with pictures and more stars first."""
    return sorted(units, key=lambda unit: (not has_picture(unit, hall), unit.example, -(unit.stars or 0)))[:STRIP]


def has_picture(unit: Unit, hall: Hall) -> bool:
    """Has a picture of it come in?"""
    return any((unit.id, photo.key) in hall.pictures for photo in unit.photos)


def pane(unit: Unit, room: Room, hall: Hall) -> list[object]:
    """Return one window of the façade: its glass, lit panes, thumb, colour and crop."""
    _, _, _, lit, _, _, glass, *picture = window(unit, room, hall)
    return [glass, lit, *(picture or ("", "", ""))]


def spread(units: tuple[Unit, ...]) -> list[Unit]:
    """Return some units from all over the exhibition."""
    return list(units[:: max(1, len(units) // CHANCES)])


def newest(entries: Iterable[Some], hall: Hall) -> list[Some]:
    """Return those whose address was issued last, true ones before examples."""
    links = hall.exhibition.ledger.by_id

    def key(entry: Entry) -> tuple[bool, str, str]:
        """True entries, late issues and high ids come last."""
        return not entry.example, links[entry.id].issued if entry.id in links else "", entry.id

    return sorted(entries, key=key, reverse=True)[:DOORS]
