"""Rooms to their gallery walls: a façade at dusk in which each unit is a window.

The first sixty windows stand in the page; the others are lit on demand from the search's catalogue, and without script
the list has them all. So a wall of 5,500 weighs no more than one of sixty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from illustrations.palette import TOKENS, blend_colours

from ..model.address import relative
from ..types import Unit
from .galleries import Gallery, Hung, Room
from .hall import Hall
from .levels import level
from .page import Page
from .paging import packed
from .parts import thumb
from .styles import COLOUR, StyleClass, classes_in, colours

WINDOWS = 60
"""Windows that are lit at a time: whole floors in each of `COLUMNS`."""
COLUMNS = (2, 3, 4, 6)
"""Windows on a floor, from the narrowest phone to a desktop (`wall.css` says when)."""
FLOORS = 4
"""A house has at least so many floors, so that one lit window is a house with one lit window."""
CURTAINS = 4
"""Drawings for a lit window of which there is no picture (`wall.css`)."""
LEGEND = "窗框越暖，星越多。亮着灯、拉着帘的，还缺一张照片；黑着的，等你点亮。"
TINT = 26
"""Per cent of a street's accent in its façade; more would bring the plaques below 4.5:1."""


def walls(hung: Hung, hall: Hall) -> Iterator[Page]:
    """Yield the gallery wall of every room that has one."""
    for gallery, room in hung:
        if room.wall:
            yield wall(gallery, room, neighbours(gallery, room, hung.rooms[gallery.kind]), hall)


def wall(gallery: Gallery, room: Room, others: list[list[str]], hall: Hall) -> Page:
    """Return the gallery wall of one room."""
    units = room.units
    windows = [window(unit, room, hall) for unit in units[:WINDOWS]]
    data = {
        "name": room.name,
        "pose": room.pose,
        "look": dusk(room),
        "description": f"{room.name}的窗墙：每个楼组一扇窗，邻居聚起来，灯就亮起来。",
        "lead": f"{len(units)}个楼组，{len(units)}扇窗。" if units else "这面墙还没有亮灯，第一扇窗等你来点。",
        "legend": LEGEND,
        "example": room.all_examples,
        "crumbs": [["首页", relative("", room.wall)], [room.name, relative(room.path, room.wall)]],
        "list": relative(room.path, room.wall),
        "list_words": gallery.door,
        "windows": packed(windows),
        "crops": classes_in(windows),
        "panes": panes(len(units)) if len(units) <= WINDOWS else [],
        "rest": f"还有{len(units) - WINDOWS}扇窗，看名单" if len(units) > WINDOWS else "",
        "more": more(room, hall),
        "others": others,
        "others_name": "去别的墙看看",
    }
    return Page(room.wall, "wall.html", f"{room.name}窗墙", data)


def dusk(room: Room) -> StyleClass | None:
    """Return the class of a room's façade at dusk: deep river with something of its accent; None without one."""
    if not COLOUR.fullmatch(room.accent):
        return None
    return colours("dusk", shade=blend_colours(TOKENS["deep-river"], room.accent, TINT), roof=room.accent)


def window(unit: Unit, room: Room, hall: Hall) -> list[object]:
    """Return one window: id, name, place, lit panes, stars in words, mark of an example, glass (class).

    Where it has a picture: thumb (relative to the root of the site), colour, class of its crop (or nothing).
    """
    marked = "示例" if unit.example and not room.all_examples else ""
    known = [unit.id, unit.name, room.place(unit), unit.stars or 0, level(unit.stars).words, marked]
    picture = thumb(unit, hall, "")
    if picture:
        return [*known, "", picture["thumb"], picture["colour"], picture["crop"] or ""]
    return [*known, f"is-lit v{int(unit.id) % CURTAINS}" if has_story(unit) else "is-dark"]


def has_story(unit: Unit) -> bool:
    """Has anything come in of this unit, so that there is light behind its curtain?"""
    return bool(unit.tagline or unit.steps or unit.body)


def panes(lit: int) -> list[str]:
    """Return the dark windows that make whole floors of `lit` windows: for each, the columns at which it shows.

    >>> panes(60), panes(23)
    ([], ['c2 c3 c4 c6'])
    """
    missing = {columns: max(FLOORS * columns - lit, -lit % columns) for columns in COLUMNS}
    return [
        " ".join(f"c{columns}" for columns in COLUMNS if index < missing[columns])
        for index in range(max(missing.values()))
    ]


def more(room: Room, hall: Hall) -> str:
    """Return what `wall.js` needs to light the other windows, as JSON; empty where all are lit or no search is built."""
    if len(room.units) <= WINDOWS or not hall.assets:
        return ""
    scripts = [relative(uri, room.wall) for uri in (hall.assets.walls, hall.assets.catalogue)]
    asked = {"kind": room.kind, "slug": room.slug, "step": WINDOWS, "total": len(room.units), "scripts": scripts}
    return json.dumps(asked | {"mark": not room.all_examples})


def neighbours(gallery: Gallery, room: Room, rooms: Sequence[Room]) -> list[list[str]]:
    """Return the other walls of the same gallery as [name, link]; a cluster's neighbours stand on its own page."""
    if not gallery.links_walls:
        return []
    return [[other.name, relative(other.wall, room.wall)] for other in rooms if other is not room and other.wall]
