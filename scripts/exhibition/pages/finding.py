"""The exhibition to its search page: the ways in as plain links, and where the script and the catalogue stand.

Without script the page is complete: it leads to every street, theme, star level and list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..types import Unit
from .galleries import STREETS, WALLS, Gallery, Room
from .hall import Hall
from .page import Page

PATH = "search/"
Link = tuple[str, str, int]
"""A way in: its name, its path from the root of the site, and how many units it leads to (0: not said)."""


def finding_pages(hall: Hall) -> Iterator[Page]:
    """Yield the search page."""
    exhibition, assets = hall.exhibition, hall.assets
    total = len(exhibition.published(Unit))
    yield Page(
        PATH,
        "search.html",
        "搜索楼组",
        {
            "description": f"按小区、楼号、楼名或邻居做过的事，在 {total} 个楼组里找。",
            "name": "找一找",
            "lead": "写小区和楼号，也可以写一件事，比如加装电梯。拼音也行。",
            "elsewhere": {"words": "按街镇看", "link": STREETS.index},
            "groups": [{"title": title, "links": links} for title, links in groups(hall) if links],
            "script": assets.script if assets else "",
            "catalogue": assets.catalogue if assets else "",
        },
    )


def groups(hall: Hall) -> Iterator[tuple[str, list[Link]]]:
    """Yield the ways in by their heading."""
    for gallery in hall.hung.galleries:
        if gallery.browse:
            rooms = (room for room in hall.hung.every[gallery.kind] if room.units or gallery.browse_empty)
            yield gallery.browse, [(room.name, room.path, len(room.units)) for room in rooms]
    others = [(row, hall.hung.rooms[row.kind]) for row in hall.hung.galleries if row.entrance and not row.browse]
    yield "一个一个看", [*((row.label, row.entrance, size(row, rooms)) for row, rooms in others), ("窗墙", WALLS, 0)]


def size(gallery: Gallery, rooms: Sequence[Room]) -> int:
    """Return how many pages a gallery leads to: those of its units, or of its rooms where these are entries."""
    return len({unit.id for room in rooms for unit in room.units}) if gallery.lists else len(rooms)
