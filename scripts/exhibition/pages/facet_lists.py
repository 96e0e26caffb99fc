"""Lists and gallery walls of the values of a facet.

A list has a hundred compact rows a page, and the facts of its value on the first. A row is an array, not an object, and a
page is only what it shows: 5,500 units stand in some 300 of these pages. A wall is a façade at dusk in which each unit is
a window: the first sixty windows stand in the page, the others are lit on demand from the search's catalogue, and without
script the list has them all. So a wall of 5,500 weighs no more than one of sixty.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from illustrations.palette import TOKENS, blend_colours

from ..model import Entry
from ..model.content_types import ContentType
from ..text.characters import make_relative
from ..types import CONTENT_TYPES, Unit
from .cards import build_card, build_thumb
from .context import PageContext
from .emblems import build_emblem
from .facet_words import get_level
from .facets import Facet, FacetIndex, FacetValue, choose_type_colour
from .page import (
    COLOUR,
    ROWS,
    Page,
    PageSlice,
    StyleClass,
    build_pager,
    find_classes,
    iter_slices,
    make_colour_class,
    make_slice_path,
    pack_rows,
)

WINDOWS = 60
"""Windows that are lit at a time: whole floors in each of `COLUMNS`."""
COLUMNS = (2, 3, 4, 6)
"""Windows on a floor, from the narrowest phone to a desktop (`partials/exhibit/wall.css` says when)."""
FLOORS = 4
"""A house has at least so many floors, so that one lit window is a house with one lit window."""
CURTAINS = 4
"""Drawings for a lit window of which there is no picture (`partials/exhibit/wall.css`)."""
LEGEND = "窗框越暖，星越多。亮着灯、拉着帘的，还缺一张照片；黑着的，等你点亮。"
TINT = 26
"""Per cent of a street's accent in its façade; more would bring the plaques below 4.5:1."""


def build_walls(facet_index: FacetIndex, context: PageContext) -> Iterator[Page]:
    """Yield the gallery wall of every room that has one."""
    for facet, facet_value in facet_index:
        if facet_value.wall:
            yield build_wall(
                facet, facet_value, list_other_walls(facet, facet_value, facet_index.rooms[facet.kind]), context
            )


def describe_windows(facet_value: FacetValue) -> str:
    """Return how many units and windows a wall has; its examples are said apart, and count in no number."""
    examples = len(facet_value.units) - facet_value.count
    counted = f"{facet_value.count}个楼组，{facet_value.count}扇窗" if facet_value.count else ""
    apart = f"{'另有' if counted else ''}{examples}扇是示例" if examples else ""
    return "；".join(filter(None, (counted, apart))) + "。"


def build_wall(gallery: Facet, facet_value: FacetValue, others: list[list[str]], context: PageContext) -> Page:
    """Return the gallery wall of one room."""
    units = facet_value.units
    windows = [build_window(unit, facet_value, context) for unit in units[:WINDOWS]]
    data = {
        "name": facet_value.name,
        "pose": facet_value.pose,
        "look": make_dusk_class(facet_value),
        "description": f"{facet_value.name}的窗墙：每个楼组一扇窗，邻居聚起来，灯就亮起来。",
        "lead": describe_windows(facet_value) if units else "这面墙还没有亮灯，第一扇窗等你来点。",
        "legend": LEGEND,
        "example": facet_value.all_examples,
        "crumbs": [
            ["首页", make_relative("", facet_value.wall)],
            [facet_value.name, make_relative(facet_value.path, facet_value.wall)],
        ],
        "list": make_relative(facet_value.path, facet_value.wall),
        "list_words": gallery.door,
        "windows": pack_rows(windows),
        "crops": find_classes(windows),
        "panes": list_dark_windows(len(units)) if len(units) <= WINDOWS else [],
        "rest": f"还有{len(units) - WINDOWS}扇窗，看名单" if len(units) > WINDOWS else "",
        "more": render_wall_data(facet_value, context),
        "others": others,
        "others_name": "去别的墙看看",
    }
    return Page(facet_value.wall, "wall.html", f"{facet_value.name}窗墙", data)


def make_dusk_class(facet_value: FacetValue) -> StyleClass | None:
    """Return the class of a room's façade at dusk: deep river with something of its accent; None without one."""
    if not COLOUR.fullmatch(facet_value.accent):
        return None
    return make_colour_class(
        "dusk", shade=blend_colours(TOKENS["deep-river"], facet_value.accent, TINT), roof=facet_value.accent
    )


def build_window(unit: Unit, facet_value: FacetValue, context: PageContext) -> list[object]:
    """Return one window: id, name, place, lit panes, stars in words, mark of an example, glass (class).

    Where it has a picture or an emblem: thumb (relative to the root of the site), colour, class of its crop (or nothing each);
    where it has an emblem, its file.
    """
    marked = "示例" if unit.example and not facet_value.all_examples else ""
    known = [unit.id, unit.name, facet_value.describe_place(unit), unit.stars or 0, get_level(unit.stars).words, marked]
    picture = build_thumb(unit, context, "")
    emblem = build_emblem(unit, context, "")
    hung = [emblem["src"]] if emblem else []
    if picture:
        return [*known, "", picture["thumb"], picture["colour"], picture["crop"] or "", *hung]
    glass = f"is-lit v{int(unit.id) % CURTAINS}" if has_story(unit) else "is-dark"
    return [*known, glass, *([*NO_PICTURE, *hung] if hung else [])]


def has_story(unit: Unit) -> bool:
    """Has anything come in of this unit, so that there is light behind its curtain?"""
    return bool(unit.tagline or unit.steps or unit.body)


def list_dark_windows(lit: int) -> list[str]:
    """Return the dark windows that make whole floors of `lit` windows: for each, the columns at which it shows.

    >>> list_dark_windows(60), list_dark_windows(23)
    ([], ['c2 c3 c4 c6'])
    """
    missing = {columns: max(FLOORS * columns - lit, -lit % columns) for columns in COLUMNS}
    return [
        " ".join(f"c{columns}" for columns in COLUMNS if index < missing[columns])
        for index in range(max(missing.values()))
    ]


def render_wall_data(facet_value: FacetValue, context: PageContext) -> str:
    """Return what `build_wall.js` needs to light the other windows, as JSON; empty where all are lit or no search is built."""
    if len(facet_value.units) <= WINDOWS or not context.assets:
        return ""
    scripts = [make_relative(uri, facet_value.wall) for uri in (context.assets.walls, context.assets.catalogue)]
    asked = {
        "kind": facet_value.kind,
        "slug": facet_value.slug,
        "step": WINDOWS,
        "total": len(facet_value.units),
        "scripts": scripts,
    }
    return json.dumps(asked | {"mark": not facet_value.all_examples})


def list_other_walls(gallery: Facet, facet_value: FacetValue, facet_values: Sequence[FacetValue]) -> list[list[str]]:
    """Return the other walls of the same gallery as [name, link]; a cluster's neighbours stand on its own page."""
    if not gallery.links_walls:
        return []
    return [
        [other.name, make_relative(other.wall, facet_value.wall)]
        for other in facet_values
        if other is not facet_value and other.wall
    ]


ListRow = list[object]
"""A unit as a list shows it: id, name, place, number of lit panes, stars in words, and the mark of an example."""
STRIP = 6
"""Windows on the way into a wall."""
NO_PICTURE = ("", "", "")
DARK = ["is-dark", 0, *NO_PICTURE]
OTHERS_SHOWN = 12
"""Entries of each other type on a street's first page; the others stand in the list of the type."""


def build_lists(facet_index: FacetIndex, context: PageContext) -> Iterator[Page]:
    """Yield every page of every room that is a list of ours."""
    for facet, facet_value in facet_index:
        if facet.lists:
            yield from build_value_pages(facet, facet_value, facet_index, context)


def build_value_pages(facet: Facet, facet_value: FacetValue, hung: FacetIndex, context: PageContext) -> Iterator[Page]:
    """Yield the pages of one room, a hundred rows each."""
    for page_slice in iter_slices(facet_value.path, facet_value.units):
        data = build_heading(facet, facet_value, page_slice) | build_rows(facet, facet_value, page_slice)
        if page_slice.number == 1:
            data |= build_description(facet, facet_value, hung, context)
        yield Page(page_slice.path, "gallery.html", format_page_title(facet_value, page_slice.number), data)


def format_page_title(facet_value: FacetValue, number: int) -> str:
    """Return the title of a page: the room first, at most 20 characters for share cards."""
    name = facet_value.name if facet_value.name.endswith("楼组") else f"{facet_value.name}的楼组"
    return name if number == 1 else f"{name}·第{number}页"


def build_heading(facet: Facet, facet_value: FacetValue, page_slice: PageSlice[Unit]) -> dict[str, object]:
    """Return what stands at the head of each page of a room."""
    crumbs = [["首页", make_relative("", page_slice.path)]]
    if facet.index:
        crumbs.append([facet.label, make_relative(facet.index, page_slice.path)])
    if page_slice.number > 1:
        crumbs.append([facet_value.name, make_relative(facet_value.path, page_slice.path)])
    return {
        "name": facet_value.name if page_slice.number == 1 else f"{facet_value.name}·第{page_slice.number}页",
        "crumbs": crumbs,
        "look": make_colour_class("hue", hue=facet_value.accent, on=choose_type_colour(facet_value.term))
        if facet_value.term
        else None,
        "example": facet_value.all_examples,
        "first": page_slice.number == 1,
    }


def build_rows(facet: Facet, facet_value: FacetValue, page_slice: PageSlice[Unit]) -> dict[str, object]:
    """Return the rows of a page, the sentence on their order, and the way to the other pages."""
    within = (
        f"第{page_slice.first}–{page_slice.last}个，共{page_slice.total}个"
        if page_slice.of > 1
        else f"共{page_slice.total}个"
    )
    examples = len(facet_value.units) - facet_value.count
    if examples and facet_value.count:
        within += f"，其中{examples}个是示例"
    return {
        "list_name": "名单",
        "order": f"{within}，{facet.order}。" if page_slice.total else "这里还没有楼组亮灯。",
        "rows": pack_rows(build_row(unit, facet_value) for unit in page_slice.rows),
        "pager": build_pager(facet_value.path, page_slice.number, page_slice.of),
        "jumps": build_jumps(facet, facet_value, page_slice),
    }


def build_row(unit: Unit, facet_value: FacetValue) -> ListRow:
    """Return one row; what the page says of all its units it does not repeat."""
    marked = unit.example and not facet_value.all_examples
    return [
        unit.id,
        unit.name,
        facet_value.describe_place(unit),
        unit.stars or 0,
        get_level(unit.stars).words,
        "示例" if marked else "",
    ]


def build_jumps(gallery: Facet, facet_value: FacetValue, page_slice: PageSlice[Unit]) -> list[list[str]]:
    """Return links to where each street begins in the list of the whole district: [street, link]."""
    if not gallery.jumps or page_slice.of == 1:
        return []
    return [
        [
            street,
            f"{make_relative(make_slice_path(facet_value.path, place // ROWS + 1), page_slice.path)}#u{facet_value.units[place].id}",
        ]
        for street, place in facet_value.beginnings.items()
    ]


def build_description(
    gallery: Facet, facet_value: FacetValue, hung: FacetIndex, context: PageContext
) -> dict[str, object]:
    """Return what only the first page of a room shows: its counts, its wall, its notes and clusters."""
    root = make_relative("", facet_value.path)
    notes = list_notes(facet_value)
    return {
        "description": f"{facet_value.name}：{facet_value.note}" if facet_value.note else "",
        "lead": facet_value.note,
        "pose": facet_value.pose,
        "panes": facet_value.panes,
        "counts": build_counts(facet_value),
        "levels": count_levels(gallery, facet_value, hung, root),
        "entrance": build_wall_link(facet_value, context),
        "notes": notes,
        "notes_source": facet_value.term.extra.get("记事来源", "") if facet_value.term else "",
        "groups": [
            {
                "heading": row.heading or f"这里的{row.label}",
                "cards": [build_card(one, context, root) for one in found[:OTHERS_SHOWN]],
            }
            for row, found in list_others_by_type(facet_value)
        ],
    }


def build_wall_link(facet_value: FacetValue, context: PageContext) -> dict[str, object]:
    """Return the link to a room's wall, a strip of its pictures; empty where it has no wall or no units."""
    if not facet_value.wall or not facet_value.units:
        return {}
    strip = (build_window(unit, facet_value, context) for unit in facet_value.units[:STRIP])
    shown = [[glass, n, *(picture[: len(NO_PICTURE)] or NO_PICTURE)] for _, _, _, n, _, _, glass, *picture in strip]
    return {
        "link": make_relative(facet_value.wall, facet_value.path),
        "look": make_dusk_class(facet_value),
        "name": f"{facet_value.name}窗墙",
        "words": f"{facet_value.count}扇窗，走近看看" if facet_value.count else "走近看看",
        "windows": (shown + [DARK] * STRIP)[:STRIP],
    }


def list_notes(facet_value: FacetValue) -> list[str]:
    """Return the notes (记事) that the vocabulary holds of a street, one a line."""
    return [line for line in (facet_value.term.extra.get("记事", "") if facet_value.term else "").splitlines() if line]


def list_others_by_type(room: FacetValue) -> list[tuple[ContentType, list[Entry]]]:
    """Return the entries of other types that belong to a room, by their type."""
    found = [(row, [one for one in room.others if type(one) is row.model]) for row in CONTENT_TYPES]
    return [(row, entries) for row, entries in found if entries]


def build_counts(facet_value: FacetValue) -> list[list[str]]:
    """Return the counts of a room as [figure, what it counts]; what is none is not said, examples are said apart."""
    units = [unit for unit in facet_value.units if not unit.example]
    others = list_others_by_type(facet_value)
    counted = (
        (len(units), "个楼组"),
        *((sum(not one.example for one in found), f"个{row.label}") for row, found in others),
        (len({(unit.street, unit.compound) for unit in units if unit.compound}), "个小区"),
        (len(facet_value.units) - len(units), "个示例楼组"),
        *((sum(one.example for one in found), f"个示例{row.label}") for row, found in others),
    )
    return [[str(number), what] for number, what in counted if number]


def count_levels(gallery: Facet, facet_value: FacetValue, hung: FacetIndex, root: str) -> list[list[object]]:
    """Return how many units of a room are in which rooms of the galleries that are counted: [words, link].

    Examples count only where there is nothing else, on a page that says of itself that it is made up.
    """
    units = [unit for unit in facet_value.units if facet_value.all_examples or not unit.example]
    found: list[list[object]] = []
    for other in hung.facets:
        if other.counted and other.kind != gallery.kind:
            counted = Counter(one.key for unit in units for one in hung.list_rooms(unit, other))
            rooms = (one for one in hung.rooms[other.kind] if counted[one.key])
            found += [[f"{one.name}{counted[one.key]}个", f"{root}{one.path}"] for one in rooms]
    return found
