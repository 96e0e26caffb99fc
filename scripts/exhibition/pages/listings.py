"""Rooms to their lists: a hundred compact rows a page, each room's facts on the first.

A row is an array, not an object, and a page is only what it shows: 5,500 units stand in some 300 of these pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import Entry
from ..model.address import relative
from ..model.content_types import ContentType
from ..types import CONTENT_TYPES, Unit
from .galleries import Gallery, Hung, Room, on_accent
from .hall import Hall
from .levels import level
from .page import Page
from .paging import ROWS, Leaf, leaf_path, leaves, packed, pager
from .parts import card
from .styles import colours
from .walls import dusk, window

Row = list[object]
"""A unit as a list shows it: id, name, place, number of lit panes, stars in words, and the mark of an example."""

STRIP = 6
"""Windows on the way into a wall."""
NO_PICTURE = ("", "", "")
DARK = ["is-dark", 0, *NO_PICTURE]
OTHERS_SHOWN = 12
"""Entries of each other type on a street's first page; the others stand in the list of the type."""


def listings(hung: Hung, hall: Hall) -> Iterator[Page]:
    """Yield every page of every room that is a list of ours."""
    for gallery, room in hung:
        if gallery.lists:
            yield from room_pages(gallery, room, hung, hall)


def room_pages(gallery: Gallery, room: Room, hung: Hung, hall: Hall) -> Iterator[Page]:
    """Yield the pages of one room, a hundred rows each."""
    for leaf in leaves(room.path, room.units):
        data = heading(gallery, room, leaf) | listed(gallery, room, leaf)
        if leaf.number == 1:
            data |= described(gallery, room, hung, hall)
        yield Page(leaf.path, "gallery.html", page_title(room, leaf.number), data)


def page_title(room: Room, number: int) -> str:
    """Return the title of a page: the room first, at most 20 characters for share cards."""
    name = room.name if room.name.endswith("楼组") else f"{room.name}的楼组"
    return name if number == 1 else f"{name}·第{number}页"


def heading(gallery: Gallery, room: Room, leaf: Leaf[Unit]) -> dict[str, object]:
    """Return what stands at the head of each page of a room."""
    crumbs = [["首页", relative("", leaf.path)]]
    if gallery.index:
        crumbs.append([gallery.label, relative(gallery.index, leaf.path)])
    if leaf.number > 1:
        crumbs.append([room.name, relative(room.path, leaf.path)])
    return {
        "name": room.name if leaf.number == 1 else f"{room.name}·第{leaf.number}页",
        "crumbs": crumbs,
        "look": colours("hue", hue=room.accent, on=on_accent(room.term)) if room.term else None,
        "example": room.all_examples,
        "first": leaf.number == 1,
    }


def listed(gallery: Gallery, room: Room, leaf: Leaf[Unit]) -> dict[str, object]:
    """Return the rows of a page, the sentence on their order, and the way to the other pages."""
    within = f"第{leaf.first}–{leaf.last}个，共{leaf.total}个" if leaf.of > 1 else f"共{leaf.total}个"
    return {
        "list_name": "名单",
        "order": f"{within}，{gallery.order}。" if leaf.total else "这里还没有楼组亮灯。",
        "rows": packed(row(unit, room) for unit in leaf.rows),
        "pager": pager(room.path, leaf.number, leaf.of),
        "jumps": jumps(gallery, room, leaf),
    }


def row(unit: Unit, room: Room) -> Row:
    """Return one row; what the page says of all its units it does not repeat."""
    marked = unit.example and not room.all_examples
    return [unit.id, unit.name, room.place(unit), unit.stars or 0, level(unit.stars).words, "示例" if marked else ""]


def jumps(gallery: Gallery, room: Room, leaf: Leaf[Unit]) -> list[list[str]]:
    """Return links to where each street begins in the list of the whole district: [street, link]."""
    if not gallery.jumps or leaf.of == 1:
        return []
    return [
        [street, f"{relative(leaf_path(room.path, place // ROWS + 1), leaf.path)}#u{room.units[place].id}"]
        for street, place in room.beginnings.items()
    ]


def described(gallery: Gallery, room: Room, hung: Hung, hall: Hall) -> dict[str, object]:
    """Return what only the first page of a room tells: its counts, its wall, its notes and clusters."""
    root = relative("", room.path)
    notes = notes_of(room)
    return {
        "description": f"{room.name}：{room.note}" if room.note else "",
        "lead": room.note,
        "pose": room.pose,
        "panes": room.panes,
        "counts": counts(room),
        "levels": levels(gallery, room, hung, root),
        "entrance": entrance(room, hall),
        "notes": notes,
        "notes_source": room.term.extra.get("记事来源", "") if room.term else "",
        "groups": [
            {
                "heading": row.heading or f"这里的{row.label}",
                "cards": [card(one, hall, root) for one in found[:OTHERS_SHOWN]],
            }
            for row, found in others_by_type(room)
        ],
    }


def entrance(room: Room, hall: Hall) -> dict[str, object]:
    """Return the way into a room's wall, a strip of its windows; empty where it has none or nothing hangs there."""
    if not room.wall or not room.units:
        return {}
    strip = (window(unit, room, hall) for unit in room.units[:STRIP])
    shown = [[glass, n, *(picture or NO_PICTURE)] for _, _, _, n, _, _, glass, *picture in strip]
    return {
        "link": relative(room.wall, room.path),
        "look": dusk(room),
        "name": f"{room.name}窗墙",
        "words": f"{len(room.units)}扇窗，走近看看",
        "windows": (shown + [DARK] * STRIP)[:STRIP],
    }


def notes_of(room: Room) -> list[str]:
    """Return the notes (记事) that the vocabulary holds of a street, one a line."""
    return [line for line in (room.term.extra.get("记事", "") if room.term else "").splitlines() if line]


def others_by_type(room: Room) -> list[tuple[ContentType, list[Entry]]]:
    """Return the entries of other types that belong to a room, by their type."""
    found = [(row, [one for one in room.others if type(one) is row.model]) for row in CONTENT_TYPES]
    return [(row, entries) for row, entries in found if entries]


def counts(room: Room) -> list[list[str]]:
    """Return the counts of a room as [figure, what it counts]; what is none is not said."""
    places = len({(unit.street, unit.compound) for unit in room.units if unit.compound})
    examples = sum(unit.example for unit in room.units)
    counted = (
        (len(room.units), "个楼组"),
        *((len(found), f"个{row.label}") for row, found in others_by_type(room)),
        (places, "个小区"),
        (0 if room.all_examples else examples, "个是示例"),
    )
    return [[str(number), what] for number, what in counted if number]


def levels(gallery: Gallery, room: Room, hung: Hung, root: str) -> list[list[object]]:
    """Return how many units of a room hang in which rooms of the galleries that are counted: [words, link]."""
    found: list[list[object]] = []
    for other in hung.galleries:
        if other.counted and other.kind != gallery.kind:
            counted = Counter(one.key for unit in room.units for one in hung.rooms_of(unit, other))
            rooms = (one for one in hung.rooms[other.kind] if counted[one.key])
            found += [[f"{one.name}{counted[one.key]}个", f"{root}{one.path}"] for one in rooms]
    return found
