"""Home, the page about the exhibition, and the index pages of facets (map of streets, themes, stars, clusters).

Home: a sentence, a search, the map, the most popular themes, a few entries, the figures. About: what the exhibition is,
where its figures are from, and how to take part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter

from ..exchange.figures import list_real_units
from ..model import Entry, Vocabularies
from ..model.content_types import ContentType
from ..model.official import fill_official, list_official
from ..text.characters import make_relative
from ..types import CONTENT_TYPES, Unit
from .cards import build_card, build_thumb
from .contact_pages import REMARK_PATH, describe_contact, list_application_links, list_books, list_filing_lines
from .context import PageContext, PageFile
from .facet_lists import build_lists, build_walls, build_window, choose_type
from .facets import (
    ALL_UNITS,
    NUMBERS,
    SEARCH_PATH,
    WALLS,
    Facet,
    FacetIndex,
    FacetValue,
    build_street_tiles,
    is_example,
)
from .listings import Listing, build_entry_row, choose_true, has_picture
from .page import Page, PageSlice, build_pager
from .rooms import list_rooms
from .scene_pictures import TermCover, get_cover
from .schema_org import describe_list, describe_site, describe_way

CARDS = 48
"""Entries a page: they come with a picture."""


def build_indexes(facet_index: FacetIndex, context: PageContext) -> Iterator[PageFile]:
    """Yield the page of rooms of every gallery that has one."""
    for facet in facet_index.facets:
        if facet.index:
            yield from LAYOUTS[facet.layout](facet, facet_index.rooms[facet.kind], context)


def build_heading(facet: Facet) -> dict[str, object]:
    """Return what stands at the head of a page of rooms."""
    crumbs = [["首页", make_relative("", facet.index)]]
    return {
        "kind": facet.kind,
        "name": facet.label,
        "crumbs": crumbs,
        "description": facet.description or facet.lead,
        "lead": facet.lead,
        "pose": facet.pose,
    }


def show_map(gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield rooms as houses on the map of the district."""
    root = make_relative("", gallery.index)
    examples = [
        [room.name, f"{room.slug}/", room.describe_count()] for room in rooms if room.term and room.term.example
    ]
    ways = [["看全区的窗墙", root + WALLS], ["全部楼组名单", root + ALL_UNITS]]
    data = build_heading(gallery) | {
        "tiles": build_street_tiles(context.exhibition),
        "examples": examples,
        "ways": ways,
    }
    yield Page(gallery.index, "facet-map.html", gallery.title, data)


def show_covers(gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield rooms behind their covers."""
    root = make_relative("", gallery.index)
    covers = [build_door(room, get_cover(room.term), root) for room in rooms]
    yield Page(gallery.index, "facet-index.html", gallery.title, build_heading(gallery) | {"covers": covers})


def build_door(facet_value: FacetValue, cover: TermCover | None, root: str) -> dict[str, object]:
    """Return the link to a room: its name, its number of units, a sentence and a picture."""
    data: dict[str, object] = {
        "href": root + facet_value.path,
        "name": facet_value.name,
        "note": facet_value.note,
        "pose": facet_value.pose,
    }
    data["words"] = facet_value.describe_count() or "等你点亮"
    if cover:
        data |= {"cover": root + cover.uri, "colour": cover.drawing.colour}
    return data


def list_sentences(gallery: Facet, context: PageContext) -> list[str]:
    """Return the sentences below the rooms of a gallery, those without the official numbers that they need left out."""
    filled = (fill_official(line, context.exhibition.vocabularies) for line in gallery.said)
    return [line for line in filled if line]


def show_levels(gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield rooms as numbers of lit panes."""
    levels = [[room.panes, room.name, f"{room.slug}/", room.describe_count("个") or "0个"] for room in rooms]
    data = build_heading(gallery) | {
        "levels": levels,
        "said": list_sentences(gallery, context),
        "source": gallery.source,
    }
    yield Page(gallery.index, "facet-index.html", gallery.title, data | build_beside(gallery, context))


def build_beside(gallery: Facet, context: PageContext) -> dict[str, object]:
    """Return the links to the rooms of the gallery that stands beside this one, with how much of it is known."""
    other = next((row for row in context.hung.facets if gallery.beside and row.kind == gallery.beside), None)
    if other is None:
        return {}
    root = make_relative("", gallery.index)
    links = [[room.name, root + room.path, room.describe_count()] for room in context.hung.rooms[other.kind]]
    words = other.coverage(context.hung.unit_index) if other.coverage else ""
    return {"beside": {"heading": other.label, "words": words, "links": links}}


def show_links(gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield rooms as lines of a list, with their numbers of units."""
    root = make_relative("", gallery.index)
    links = [[room.name, root + room.path, room.describe_count()] for room in rooms]
    data = build_heading(gallery) | {"links": links, "said": list_sentences(gallery, context), "source": gallery.source}
    data["nothing"] = "" if links else "这里还没有楼组亮灯。"
    yield Page(gallery.index, "facet-index.html", gallery.title, data)


def show_cards(gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield rooms that are entries as cards and lines, street by street."""
    for leaf, listing, data in list_entries(gallery, rooms, context):
        yield make_entry_page(gallery, leaf, data | listing.build_data(leaf, make_relative("", leaf.path)))


def show_entries(gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield rooms that are entries as links with picture, name and sentence, street by street."""
    for leaf, listing, data in list_entries(gallery, rooms, context):
        root = make_relative("", leaf.path)
        ahead = max(0, min(len(leaf.rows), listing.count - leaf.first + 1))
        true, made_up = (
            [build_entry_door(one, context, root) for one in part] for part in (leaf.rows[:ahead], leaf.rows[ahead:])
        )
        shown: dict[str, object] = {"doors": true, "made_up": made_up} if true else {"doors": made_up}
        data |= shown | listing.facets.build_data(root, listing.size, first=leaf.number == 1)
        yield make_entry_page(gallery, leaf, data)


def build_entry_door(entry: Entry, context: PageContext, root: str) -> dict[str, object]:
    """Return the link to an entry: its name, what its type says of it, its sentence, its first picture; an example is marked."""
    row = CONTENT_TYPES.get_type_of(entry)
    data: dict[str, object] = {"href": f"{root}{entry.id}/", "name": entry.name, "note": entry.tagline}
    shown = build_thumb(entry, context, root)
    sign = "" if shown or row.list_sign is None else row.list_sign(entry, context.exhibition)
    data |= {"cover": shown["thumb"], "colour": shown["colour"], "crop": shown["crop"]} if shown else {"sign": sign}
    line = row.list_line(entry, context.exhibition) if row.list_line else ""
    words = " · ".join(filter(None, (line, "示例" if entry.example else "")))
    return data | ({"words": words} if words else {})


def list_entries(
    gallery: Facet, rooms: tuple[FacetValue, ...], context: PageContext
) -> Iterator[tuple[PageSlice[Entry], Listing, dict[str, object]]]:
    """Yield the pages of a list of entries, in the order of their type, examples last: what all layouts show."""
    found = [room.entry for room in rooms if room.entry]
    row = next((row for row in CONTENT_TYPES if f"{row.folder}/" == gallery.index), None)
    known = sort_entries(found, row, context)
    counter = row.counter if row else f"个{gallery.name}"
    listing = Listing(
        gallery.index, known, context, CARDS, partial(build_entry_row, context=context), counter,
        within=choose_type(row.name, context) if row else {},
    )  # fmt: skip
    examples = sum(entry.example for entry in known)
    counted = listing.count
    apart = "" if not examples else "，都是示例" if examples == len(known) else f"，另有{examples}个示例排在后面"
    # Entries that are nowhere stand in order of their ids, of which there is nothing to say.
    walked = "" if known and not any(entry.location.street for entry in known) else "按街镇排"
    order = "，".join(
        filter(
            None,
            (
                f"共{counted}{counter}{apart}",
                row.list_order if row else "",
                "" if row and row.list_order else walked,
            ),
        )
    )
    for leaf in listing.iter_slices():
        said = f"第{leaf.first}–{min(leaf.last, counted)}个，" if leaf.of > 1 and leaf.first <= counted else ""
        nothing = (row.list_empty if row else "") or f"还没有{gallery.name}挂出来。"
        yield (
            leaf,
            listing,
            build_heading(gallery)
            | {
                "lead": gallery.lead if leaf.number == 1 else "",
                "crumbs": [["首页", make_relative("", leaf.path)]],
                "order": f"{said}{order}。",
                "nothing": "" if leaf.total else nothing,
                "pager": build_pager(gallery.index, leaf.number, leaf.of),
                "open_facets": list_open_facets(row, context) if leaf.number == 1 else [],
                "ld": describe_list(
                    leaf.path,
                    gallery.label,
                    [["首页", make_relative("", leaf.path)]],
                    leaf.rows,
                    leaf.first,
                    context.exhibition,
                ),
            },
        )


def list_open_facets(row: ContentType | None, context: PageContext) -> list[dict[str, object]]:
    """Return the facets of a type by whose vocabulary there are more words than are known, with the slots of those.

    >>> list_open_facets(None, None)  # type: ignore[arg-type]
    []
    """
    found = []
    for facet in row.facets if row else ():
        words = context.exhibition.vocabularies.get(facet.vocabulary) if facet.vocabulary else None
        if words and words.shown_slots:
            found.append({"label": facet.label, "slots": words.shown_slots, "words": words.slot_words})
    return found


def sort_entries(entries: Sequence[Entry], row: ContentType | None, context: PageContext) -> list[Entry]:
    """Return entries by what their type sorts them, then street by street; examples last."""
    ranks = {name: rank for rank, name in enumerate(context.exhibition.vocabularies.streets.names)}
    known = sorted(entries, key=lambda entry: (ranks.get(entry.location.street, 99), entry.id))
    if row and row.list_key:
        known.sort(key=row.list_key)
    return sorted(known, key=is_example)


def make_entry_page(gallery: Facet, leaf: PageSlice[Entry], data: Mapping[str, object]) -> Page:
    """Return one page of a list of entries."""
    title = gallery.title if leaf.number == 1 else f"{gallery.title}·第{leaf.number}页"
    return Page(leaf.path, "facet-index.html", title, data)


LAYOUTS: Mapping[str, Callable[[Facet, tuple[FacetValue, ...], PageContext], Iterator[PageFile]]] = {
    "map": show_map,
    "covers": show_covers,
    "levels": show_levels,
    "links": show_links,
    "cards": show_cards,
    "entries": show_entries,
}
"""How a gallery shows its rooms, by `Facet.layout`."""


def build_facet_pages(context: PageContext) -> Iterator[PageFile]:
    """Yield the lists, the walls and the pages of rooms of all galleries."""
    yield from build_lists(context.hung, context)
    yield from build_walls(context.hung, context)
    yield from build_indexes(context.hung, context)


HERE = ""
HALLS = 6
DOORS = 4
ENTRIES = 3
"""Entries of a type that stand in a strip."""
ROOM_DOORS = 6
"""Rooms that the home page leads to."""
STRIP = 6
"""Windows of the façade that leads to the walls."""
CHANCES = 60
"""Doors among which chance chooses; the page carries their ids."""


def build_home(context: PageContext) -> Iterator[Page]:
    """Yield the home page."""
    exhibition = context.exhibition
    data = {
        "description": exhibition.settings.description,
        "ld": describe_site(SEARCH_PATH, exhibition),
        "count": len(list_real_units(exhibition)),
        "every": ALL_UNITS,
        "walls": WALLS,
        "windows": [
            build_pane(unit, room, context)
            for room in context.hung.rooms["district"]
            for unit in choose_pictured(room.units, context)
        ],
        "chance": " ".join(unit.id for unit in choose_spread(choose_true(exhibition.published(Unit)))),
        "newest": [build_card(unit, context, "./") for unit in list_newest(exhibition.published(Unit), context)],
        "doors": list_room_doors(context),
        "more_doors": list_doors(context)[ROOM_DOORS:],
        "applications": list_application_links(),
        **build_official_strip(exhibition.vocabularies),
        **{layout: list(iter_home_parts(layout, context)) for layout in HOME_LAYOUTS},
    }
    yield Page(HERE, "home.html", exhibition.settings.site_name, data)


def build_official_strip(vocabularies: Vocabularies) -> dict[str, object]:
    """Return the official numbers of the home page, each with the words behind it, their sources, and where to read on."""
    shown = [one for one in list_official(vocabularies) if one.on_home]
    sources = "、".join(dict.fromkeys(one.source for one in shown))
    return {"official": [[one.digits, one.words] for one in shown], "source": sources, "numbers": NUMBERS}


def list_room_doors(context: PageContext) -> list[dict[str, object]]:
    """Return the first of these ways (`list_doors`), which the home page shows large."""
    return list_doors(context)[:ROOM_DOORS]


def list_doors(context: PageContext) -> list[dict[str, object]]:
    """Return the ways into all rooms in which something true hangs: rooms of record lists, lists of types with a `door`,
    and into books with a door.

    They stand in the order that they declare (`Room.rank`, `ContentType.door_rank`, `Book.door_rank`).
    """
    doors: list[tuple[int, dict[str, object]]] = [
        (door.rank, {"href": f"./{door.path}", "name": door.title, "words": door.line, "pose": door.pose})
        for door in list_rooms(context)
        if door.count
    ]
    for row in CONTENT_TYPES:
        count = sum(not entry.example for entry in context.exhibition.published(row.model)) if row.door else 0
        if count:
            name = row.title or row.label
            doors.append(
                (
                    row.door_rank,
                    {"href": f"./{row.folder}/", "name": name, "words": f"{count}{row.door}", "pose": row.pose},
                )
            )
    # Where no true record hangs there is no strip, and a book alone makes none.
    doors += (
        (book.door_rank, {"href": f"./{book.path}", "name": book.title, "words": book.door, "pose": book.pose})
        for book in list_books(context.exhibition)
        if book.door and doors
    )
    return [data for _, data in sorted(doors, key=itemgetter(0))]


def iter_home_parts(layout: str, context: PageContext) -> Iterator[dict[str, object]]:
    """Yield what the home page shows of the galleries that it shows in this form; nothing of those that are empty."""
    for gallery in context.hung.facets:
        if gallery.home and gallery.home.layout == layout:
            shown = HOME_LAYOUTS[layout](gallery, context)
            if shown:
                words = {"heading": gallery.home.heading, "text": gallery.home.text, "onward": gallery.home.onward}
                yield words | {"link": gallery.entrance, "shown": shown}


def list_map_tiles(gallery: Facet, context: PageContext) -> list[dict[str, object]]:
    """Return the tiles of the map."""
    return build_street_tiles(context.exhibition)


def list_fullest_values(gallery: Facet, context: PageContext) -> list[dict[str, object]]:
    """Return the links to the rooms with the most units, with their covers."""
    return [
        build_value_door(room) for room in choose_fullest(choose_shown_rooms(context.hung.rooms[gallery.kind], context))
    ]


def choose_shown_rooms(rooms: Iterable[FacetValue], context: PageContext) -> list[FacetValue]:
    """Return the rooms that the home page may show: once there is a true unit, those that hold true ones."""
    real = bool(list_real_units(context.exhibition))
    return [room for room in rooms if room.count or not real]


def list_newest_cards(gallery: Facet, context: PageContext) -> list[dict[str, object]]:
    """Return the cards of the newest entries that are rooms."""
    found = (room.entry for room in context.hung.rooms[gallery.kind] if room.entry)
    return [build_card(entry, context, "./") for entry in list_newest(found, context)]


def list_entry_doors(gallery: Facet, context: PageContext) -> list[dict[str, object]]:
    """Return the links to the first entries that are rooms, in the order of their list; examples only where all are."""
    found = [room.entry for room in context.hung.rooms[gallery.kind] if room.entry]
    chosen = list_newest(found, context)[:ENTRIES]
    return [build_entry_door(entry, context, "./") for entry in sorted(chosen, key=found.index)]


def list_value_links(gallery: Facet, context: PageContext) -> list[dict[str, object]]:
    """Return the names of all rooms that have units, with their numbers of units; no number where all are examples."""
    rooms = (room for room in choose_shown_rooms(context.hung.rooms[gallery.kind], context) if room.units)
    return [{"name": room.name, "href": f"./{room.path}", "count": room.count or ""} for room in rooms]


HOME_LAYOUTS: Mapping[str, Callable[[Facet, PageContext], list[dict[str, object]]]] = {
    "map": list_map_tiles,
    "covers": list_fullest_values,
    "cards": list_newest_cards,
    "entries": list_entry_doors,
    "links": list_value_links,
}
"""How the home page shows a gallery, by `HomePart.layout`; the template knows these forms and no gallery."""


def choose_fullest(facet_values: Iterable[FacetValue]) -> list[FacetValue]:
    """Return the rooms with the most units, then those with the most examples; equals stay in the vocabulary's order."""
    return sorted(facet_values, key=lambda room: (-room.count, -len(room.units)))[:HALLS]


def build_value_door(facet_value: FacetValue) -> dict[str, object]:
    """Return the link to one room with its cover."""
    return build_door(facet_value, get_cover(facet_value.term), "./")


def choose_pictured(units: Sequence[Unit], context: PageContext) -> list[Entry]:
    """Return a few units for the façade: those with pictures, and where none has one those of which something is told."""
    true = choose_true(units)
    return ([unit for unit in true if has_picture(unit, context)] or true)[:STRIP]


def build_pane(unit: Entry, facet_value: FacetValue, context: PageContext) -> list[object]:
    """Return one window of the façade: its glass, lit panes, thumb, colour and crop."""
    _, _, _, lit, _, _, glass, *picture = build_window(unit, facet_value, context)
    return [glass, lit, *(picture[:3] or ("", "", ""))]


def choose_spread(units: Sequence[Entry]) -> list[Entry]:
    """Return some units from all over the exhibition."""
    return list(units[:: max(1, len(units) // CHANCES)])


def list_newest(entries: Iterable[Entry], context: PageContext) -> list[Entry]:
    """Return those whose address was issued last; examples only where there is nothing else."""
    links = context.exhibition.ledger.by_id

    def key(entry: Entry) -> tuple[str, str]:
        """Late issues and high ids come last."""
        return links[entry.id].issued if entry.id in links else "", entry.id

    return sorted(choose_true(list(entries)), key=key, reverse=True)[:DOORS]


def build_about(context: PageContext) -> Iterator[Page]:
    """Yield the one page about the exhibition."""
    exhibition = context.exhibition
    found = [(row, sum(not entry.example for entry in exhibition.published(row.model))) for row in CONTENT_TYPES]
    examples = sum(unit.example for unit in exhibition.published(Unit))
    made_up = f"另有{examples}个示例楼组，是编出来的，给人看样子。" if examples else ""
    data = {
        "ld": describe_way("about/", "关于展厅", [["首页", make_relative("", "about/")]], exhibition),
        "description": "这个展厅是什么，数字从哪里来，画和吉祥物是谁画的，怎么补上你们楼的故事。",
        "doors": list_room_doors(context),
        **build_official_strip(exhibition.vocabularies),
        "contact": describe_contact(exhibition.settings),
        "licence": exhibition.settings.licence.rstrip("。"),
        "filings": list_filing_lines(exhibition.settings),
        "tell": REMARK_PATH,
        "applications": list_application_links(),
        "here": f"眼下展厅里有{'、'.join(f'{count}{row.counter}' for row, count in found)}。{made_up}",
    }
    yield Page("about/", "about.html", "关于展厅", data)
