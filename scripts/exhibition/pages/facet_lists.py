"""Lists and gallery walls of the values of a facet.

A list has a hundred entries a page (`listings`), and the facts of its value on the first. A wall is a façade at dusk in which each unit is
a window: the first sixty windows stand in the page, the others are lit on demand from the search's catalogue, and without
script the list has them all. So a wall of 5,500 weighs no more than one of sixty.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from illustrations.palette import TOKENS, blend_colours

from ..model import Entry
from ..model.content_types import ContentType
from ..text.characters import make_relative
from ..types import CONTENT_TYPES, UNIT
from .cards import build_thumb
from .context import PageContext
from .emblems import build_emblem
from .facet_words import get_level
from .facets import Facet, FacetIndex, FacetValue, choose_type_colour, list_placeless
from .listings import (
    Listing,
    ListRow,
    build_entry_row,
    choose_true,
    finish_row,
    make_search_link,
    pack_entries,
    split_by_picture,
)
from .page import (
    COLOUR,
    ROWS,
    Page,
    PageSlice,
    StyleClass,
    build_pager,
    find_classes,
    make_colour_class,
    make_slice_path,
    pack_rows,
)
from .schema_org import describe_list
from .sharing import find_street_card

WINDOWS = 60
"""Windows that are lit at a time: whole floors in each of `COLUMNS`."""
COLUMNS = (2, 3, 4, 6)
"""Windows on a floor, from the narrowest phone to a desktop (`partials/exhibit/wall.css` says when)."""
QUIET = 60
"""Units without a picture that a wall names below its windows."""
MOST_LIT = 480
"""Windows that a wall can light where not all of its units hang."""
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
    """Return the gallery wall of one room.

    Blanks never outweigh pictures: where few units have one, only these hang as windows, and the others stand below in a quiet
    list. Examples hang behind a ruled line.
    """
    units = facet_value.units
    true = choose_true(units)
    pictured, blank = split_by_picture(true, context)
    hung, quiet = (pictured, blank) if pictured else (true, [])
    made_up = units[len(true) :] if len(true) <= WINDOWS else ()
    hung += [] if made_up else units[len(true) :]
    shown = split_by_picture(made_up, context)[0] or made_up
    windows, examples = (
        [build_window(unit, facet_value, context) for unit in part] for part in (hung[:WINDOWS], shown[:WINDOWS])
    )
    data = {
        **find_value_image(facet_value),
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
        "examples": pack_rows(examples),
        "crops": find_classes([windows, examples]),
        "few": f"w{max(1, len(hung))}" if len(hung) < max(COLUMNS) else "",
        "panes": list_dark_windows(len(hung)) if len(hung) <= WINDOWS else [],
        "quiet": pack_rows([unit.id, unit.name, facet_value.describe_place(unit)] for unit in quiet[:QUIET]),
        "quiet_words": describe_quiet(len(quiet)),
        "rest": f"还有{len(hung) - WINDOWS}扇窗，看名单" if len(hung) > WINDOWS else "",
        "more": render_wall_data(facet_value, context, hung, all_hang=not quiet),
        "others": others,
        "others_name": "去别的墙看看",
    }
    return Page(facet_value.wall, "wall.html", f"{facet_value.name}窗墙", data)


def describe_quiet(count: int) -> str:
    """Return what stands above the units without a picture, which do not hang as windows."""
    if not count:
        return ""
    shown = f"这里列{QUIET}个，都在名单里。" if count > QUIET else ""
    return f"还有{count}个楼组，各缺一张照片。{shown}"


def find_value_image(facet_value: FacetValue) -> dict[str, str]:
    """Return the share image of the pages of a place; other pages have that of the site."""
    return {"image": find_street_card(facet_value.term)} if facet_value.locates and facet_value.term else {}


def make_dusk_class(facet_value: FacetValue) -> StyleClass | None:
    """Return the class of a room's façade at dusk: deep river with something of its accent; None without one."""
    if not COLOUR.fullmatch(facet_value.accent):
        return None
    return make_colour_class(
        "dusk", shade=blend_colours(TOKENS["deep-river"], facet_value.accent, TINT), roof=facet_value.accent
    )


def build_window(unit: Entry, facet_value: FacetValue, context: PageContext) -> list[object]:
    """Return one window: id, name, place, lit panes, stars in words, mark of an example, glass (class).

    Where it has a picture or an emblem: thumb (relative to the root of the site), colour, class of its crop (or nothing each);
    where it has an emblem, its file.
    """
    stars = getattr(unit, "stars", None)
    marked = "示例" if unit.example and not facet_value.all_examples else ""
    known = [unit.id, unit.name, facet_value.describe_place(unit), stars or 0, get_level(stars).words, marked]
    picture = build_thumb(unit, context, "")
    emblem = build_emblem(unit, context, "")
    hung = [emblem["src"]] if emblem else []
    if picture:
        return [*known, "", picture["thumb"], picture["colour"], picture["crop"] or "", *hung]
    glass = f"is-lit v{int(unit.id) % CURTAINS}" if has_story(unit) else "is-dark"
    return [*known, glass, *([*NO_PICTURE, *hung] if hung else [])]


def has_story(unit: Entry) -> bool:
    """Has anything come in of this unit, so that there is light behind its curtain?"""
    return bool(unit.tagline or unit.steps or unit.body)


def list_dark_windows(lit: int) -> list[str]:
    """Return the dark windows that fill the last floor of `lit` windows: for each, the columns at which it shows.

    They are company: always fewer than those that are lit. A house with fewer windows than columns has as many columns as
    windows; an empty one shows the first window, which waits.

    >>> list_dark_windows(60), list_dark_windows(23), list_dark_windows(2), list_dark_windows(0)
    ([], ['c2 c3 c4 c6'], [], ['c2 c3 c4 c6'])
    """
    missing = {columns: -lit % min(columns, lit) if lit else 1 for columns in COLUMNS}
    return [
        " ".join(f"c{columns}" for columns in COLUMNS if index < missing[columns])
        for index in range(max(missing.values()))
    ]


def render_wall_data(facet_value: FacetValue, context: PageContext, hung: Sequence[Entry], *, all_hang: bool) -> str:
    """Return what `build_wall.js` needs to light the other windows, as JSON; empty where all are lit or no search is built.

    Where not all units hang, `only` says which do, a limited number of them; the list has all.
    """
    if len(hung) <= WINDOWS or not context.assets:
        return ""
    asked = {
        "kind": facet_value.kind,
        "slug": facet_value.slug,
        "step": WINDOWS,
        "total": min(len(hung), MOST_LIT) if not all_hang else len(hung),
        "script": make_relative(context.assets.walls, facet_value.wall),
    }
    asked |= {} if all_hang else {"only": " ".join(entry.id for entry in hung[:MOST_LIT])}
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


STRIP = 6
"""Windows on the way into a wall."""
NO_PICTURE = ("", "", "")
STRIP_FROM = 300
"""Units among which those with a picture are sought for that strip."""
PLACELESS_SHOWN = 3
"""Entries of the whole district on the page of a street of which nothing is told."""
OTHERS_SHOWN = 12
"""Entries of each other type on a street's first page; the others stand in the list of the type."""


def build_lists(facet_index: FacetIndex, context: PageContext) -> Iterator[Page]:
    """Yield every page of every room that is a list of ours."""
    for facet, facet_value in facet_index:
        if facet.lists:
            yield from build_value_pages(facet, facet_value, facet_index, context)


def build_value_pages(facet: Facet, facet_value: FacetValue, hung: FacetIndex, context: PageContext) -> Iterator[Page]:
    """Yield the pages of one room, a hundred rows each."""
    listing = make_listing(facet, facet_value, context)
    for page_slice in listing.iter_slices():
        root = make_relative("", page_slice.path)
        data = build_heading(facet, facet_value, page_slice) | listing.build_data(page_slice, root)
        data |= build_rows(facet, facet_value, page_slice)
        if page_slice.number == 1:
            data |= build_description(facet, facet_value, hung, context)
        data["ld"] = describe_list(
            page_slice.path,
            str(data["name"]),
            list_crumbs(facet, facet_value, page_slice),
            page_slice.rows,
            page_slice.first,
            context.exhibition,
        )
        yield Page(page_slice.path, "gallery.html", format_page_title(facet_value, page_slice.number), data)


def make_listing(facet: Facet, facet_value: FacetValue, context: PageContext) -> Listing:
    """Return the list of the units of a room; what the page says of all of them is not repeated of each."""

    def build_row(unit: Entry) -> ListRow:
        stars = getattr(unit, "stars", None)
        mark = "示例" if unit.example and not facet_value.all_examples else ""
        place = facet_value.describe_place(unit)
        return finish_row([unit.id, unit.name, place, stars or 0, get_level(stars).words, mark], unit, context)

    within = {facet.kind: facet_value.slug} if facet.asked else {}
    return Listing(
        facet_value.path,
        facet_value.units,
        context,
        ROWS,
        build_row,
        within={**within, **choose_type(UNIT.name, context)},
    )


def choose_type(name: str, context: PageContext) -> dict[str, str]:
    """Return what the search is asked for, so that it shows the entries of one type only."""
    return {gallery.kind: name for gallery in context.hung.facets if gallery.asked and gallery.asked.types}


def format_page_title(facet_value: FacetValue, number: int) -> str:
    """Return the title of a page: the room first, at most 20 characters for share cards."""
    name = facet_value.name if facet_value.name.endswith("楼组") else f"{facet_value.name}的楼组"
    return name if number == 1 else f"{name}·第{number}页"


def list_crumbs(facet: Facet, facet_value: FacetValue, page_slice: PageSlice[Entry]) -> list[list[str]]:
    """Return the way to a page of a room as [name, link]."""
    crumbs = [["首页", make_relative("", page_slice.path)]]
    if facet.index:
        crumbs.append([facet.label, make_relative(facet.index, page_slice.path)])
    if page_slice.number > 1:
        crumbs.append([facet_value.name, make_relative(facet_value.path, page_slice.path)])
    return crumbs


def build_heading(facet: Facet, facet_value: FacetValue, page_slice: PageSlice[Entry]) -> dict[str, object]:
    """Return what stands at the head of each page of a room."""
    return {
        "name": facet_value.name if page_slice.number == 1 else f"{facet_value.name}·第{page_slice.number}页",
        "crumbs": list_crumbs(facet, facet_value, page_slice),
        "look": make_colour_class("hue", hue=facet_value.accent, on=choose_type_colour(facet_value.term))
        if facet_value.term
        else None,
        "example": facet_value.all_examples,
        **find_value_image(facet_value),
        "first": page_slice.number == 1,
    }


def build_rows(facet: Facet, facet_value: FacetValue, page_slice: PageSlice[Entry]) -> dict[str, object]:
    """Return the name of a list, the sentence on its order and number, and the way to the other pages."""
    count, examples = facet_value.count, len(facet_value.units) - facet_value.count
    counted = count or examples
    said = (
        f"第{page_slice.first}–{min(page_slice.last, counted)}个，"
        if page_slice.of > 1 and page_slice.first <= counted
        else ""
    )
    within = f"{said}共{counted}个"
    if examples and count:
        within += f"，另有{examples}个示例排在后面"
    return {
        "list_name": "名单",
        "order": f"{within}，{facet.order}。" if page_slice.total else "这里还没有楼组亮灯。",
        "pager": build_pager(facet_value.path, page_slice.number, page_slice.of),
        "jumps": build_jumps(facet, facet_value, page_slice),
    }


def build_jumps(gallery: Facet, facet_value: FacetValue, page_slice: PageSlice[Entry]) -> list[list[str]]:
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
        "rooms": list_rooms_named(facet_value, root),
        "entrance": build_wall_link(facet_value, context),
        "notes": notes,
        "notes_source": facet_value.term.extra.get("记事来源", "") if facet_value.term else "",
        "groups": [
            build_group(row, found, gallery, facet_value, context) for row, found in list_others_by_type(facet_value)
        ]
        or build_placeless_groups(facet_value, context),
    }


def list_rooms_named(facet_value: FacetValue, root: str) -> list[list[str]]:
    """Return the rooms of record lists that are called like a value of a vocabulary: [title, link].

    A theme and a room may have one name (传帮带): who comes to the one may mean the other. A title counts where a name or an
    alias of the term holds it.
    """
    names = (facet_value.term.name, *facet_value.term.aliases) if facet_value.term else ()
    return [
        [room.title, root + room.path] for room in CONTENT_TYPES.entrances if any(room.title in name for name in names)
    ]


def build_group(
    row: ContentType, found: Sequence[Entry], gallery: Facet, facet_value: FacetValue, context: PageContext
) -> dict[str, object]:
    """Return the first entries of another type that belong to a room; where there are more, how many, and the way to all."""
    known = choose_true(found)
    data: dict[str, object] = {"heading": row.heading or f"这里的{row.label}"}
    data |= pack_entries(known[:OTHERS_SHOWN], partial(build_entry_row, context=context), context)
    if len(known) > OTHERS_SHOWN:
        asked = {gallery.kind: facet_value.slug} if gallery.asked else {}
        root = make_relative("", facet_value.path)
        data["more"] = f"这里列{OTHERS_SHOWN}个，共{len(known)}个。"
        data["rest"] = make_search_link(root, {**asked, **choose_type(row.name, context)})
    return data


def build_placeless_groups(facet_value: FacetValue, context: PageContext) -> list[dict[str, object]]:
    """Return what is of the whole district, for a place of which nothing is told: a few entries of each type, and the way to all."""
    if not facet_value.locates or facet_value.units:
        return []
    root = make_relative("", facet_value.path)
    groups = []
    for row, found in list_placeless(context.exhibition):
        packed = pack_entries(found[:PLACELESS_SHOWN], partial(build_entry_row, context=context), context)
        more = (
            f"这里列{PLACELESS_SHOWN}件，没有写明在哪些街镇。"
            if len(found) > PLACELESS_SHOWN
            else "没有写明在哪些街镇。"
        )
        groups.append({"heading": row.everywhere, "more": more, "rest": f"{root}{row.folder}/", **packed})
    return groups


def build_wall_link(facet_value: FacetValue, context: PageContext) -> dict[str, object]:
    """Return the link to a room's wall, a strip of its pictures; empty where it has no wall or no units."""
    if not facet_value.wall or not facet_value.units:
        return {}
    pictured, blank = split_by_picture(choose_true(facet_value.units)[:STRIP_FROM], context)
    strip = [build_window(unit, facet_value, context) for unit in (pictured or blank)[:STRIP]]
    shown = [[glass, n, *(picture[: len(NO_PICTURE)] or NO_PICTURE)] for _, _, _, n, _, _, glass, *picture in strip]
    return {
        "link": make_relative(facet_value.wall, facet_value.path),
        "look": make_dusk_class(facet_value),
        "name": f"{facet_value.name}窗墙",
        "words": f"{facet_value.count}扇窗，走近看看" if facet_value.count else "走近看看",
        "windows": shown,
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
        *((sum(not one.example for one in found), row.counter) for row, found in others),
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
