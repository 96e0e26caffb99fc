"""Turns the exhibition into its front door: a sentence, a search, the map, the halls, a few doors, the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ..model import Entry
from ..types import Cluster, Unit
from .galleries import Room, Walk, district, street_tiles, themes
from .hall import Hall
from .indexes import Cover, door
from .page import Page
from .parts import card
from .programme import FIGURES, SOURCE
from .walls import window

HERE = ""
HALLS = 6
DOORS = 4
STRIP = 6
"""Windows of the façade that leads to the walls."""
CHANCES = 60
"""Doors among which chance chooses; the page carries their ids."""
Some = TypeVar("Some", bound=Entry)


def home(hall: Hall) -> Iterator[Page]:
    """Yield the home page."""
    exhibition = hall.exhibition
    walk = Walk(exhibition)
    data = {
        "description": exhibition.settings.description,
        "image": "assets/card.png",
        "count": len(exhibition.published(Unit)),
        "tiles": street_tiles(exhibition),
        "halls": [hall_door(room) for room in fullest(themes(walk))],
        "windows": [pane(unit, room, hall) for room in district(walk) for unit in pictured(room.units, hall)],
        "chance": " ".join(unit.id for unit in spread(exhibition.published(Unit))),
        "newest": [card(unit, hall, "./") for unit in newest(exhibition.published(Unit), hall)],
        "clusters": [card(cluster, hall, "./") for cluster in newest(exhibition.published(Cluster), hall)],
        "numbers": FIGURES,
        "source": SOURCE,
    }
    yield Page(HERE, "home.html", exhibition.settings.site_name, data)


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
