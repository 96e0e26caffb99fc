"""Galleries to the pages that show their rooms: the map of streets, the covers of themes, the stars, the clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from illustrations.scenes import SceneDrawing, draw_scene

from ..cache import content_key
from ..model import Artifact, Entry, hashed_uri
from ..model.address import relative
from .galleries import ALL_UNITS, WALLS, Gallery, Hung, Room, street_tiles
from .hall import Hall, Sheet
from .page import Page
from .paging import leaves, pager
from .parts import card, thumb

CARDS = 48
"""Entries a page: they come with a picture."""


@dataclass(frozen=True)
class Cover:
    """The drawing on a theme's door: a scene of the vocabulary, the same for everyone."""

    slug: str

    @cached_property
    def drawing(self) -> SceneDrawing:
        """The scene, drawn once."""
        return draw_scene(self.slug, "cover")

    @cached_property
    def uri(self) -> str:
        """Where it stands on the site; a new drawing has a new name."""
        return hashed_uri(f"assets/covers/{self.slug}", content_key(self.drawing.svg), ".svg")

    @property
    def artifact(self) -> Artifact:
        """The drawing as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.drawing.svg))


def indexes(hung: Hung, hall: Hall) -> Iterator[Sheet]:
    """Yield the page of rooms of every gallery that has one, and the covers on them."""
    for gallery in hung.galleries:
        if gallery.index:
            yield from LAYOUTS[gallery.layout](gallery, hung.rooms[gallery.kind], hall)


def heading(gallery: Gallery) -> dict[str, object]:
    """Return what stands at the head of a page of rooms."""
    crumbs = [["首页", relative("", gallery.index)]]
    return {
        "kind": gallery.kind,
        "name": gallery.label,
        "crumbs": crumbs,
        "description": gallery.description or gallery.lead,
        "lead": gallery.lead,
        "pose": gallery.pose,
    }


def show_map(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms as houses on the map of the district."""
    root = relative("", gallery.index)
    examples = [
        [room.name, f"{room.slug}/", f"{len(room.units)}个楼组"] for room in rooms if room.term and room.term.example
    ]
    ways = [["看全区的窗墙", root + WALLS], ["全部楼组名单", root + ALL_UNITS]]
    data = heading(gallery) | {"tiles": street_tiles(hall.exhibition), "examples": examples, "ways": ways}
    yield Page(gallery.index, "facet-map.html", gallery.title, data)


def show_covers(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms behind their covers, and the covers."""
    slugs = {room.slug: room.term.extra.get("cover", "") for room in rooms if room.term}
    drawn = {slug: Cover(slug) for slug in slugs.values() if slug}
    root = relative("", gallery.index)
    covers = [door(room, drawn.get(slugs.get(room.slug, "")), root) for room in rooms]
    yield from drawn.values()
    yield Page(gallery.index, "facet-index.html", gallery.title, heading(gallery) | {"covers": covers})


def door(room: Room, cover: Cover | None, root: str) -> dict[str, object]:
    """Return the door to a room: its name, how many units are in it, a sentence and a picture."""
    count = len(room.units)
    data: dict[str, object] = {"href": root + room.path, "name": room.name, "note": room.note, "pose": room.pose}
    data["words"] = f"{count}个楼组" if count else "等你点亮"
    if cover:
        data |= {"cover": root + cover.uri, "colour": cover.drawing.colour}
    return data


def show_levels(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms as numbers of lit panes."""
    levels = [[room.panes, room.name, f"{room.slug}/", f"{len(room.units)}个"] for room in rooms]
    data = heading(gallery) | {"levels": levels, "said": gallery.said, "source": gallery.source}
    yield Page(gallery.index, "facet-index.html", gallery.title, data)


def show_links(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms as lines of a list, with their numbers of units."""
    root = relative("", gallery.index)
    links = [[room.name, root + room.path, f"{len(room.units)}个楼组"] for room in rooms]
    data = heading(gallery) | {"links": links, "said": gallery.said, "source": gallery.source}
    data["nothing"] = "" if links else "这里还没有楼组亮灯。"
    yield Page(gallery.index, "facet-index.html", gallery.title, data)


def show_cards(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms that are entries as their cards, street by street."""
    return list_entries(gallery, rooms, hall, "cards", card)


def show_entries(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms that are entries as doors with picture, name and sentence, street by street."""
    return list_entries(gallery, rooms, hall, "doors", entry_door)


def entry_door(entry: Entry, hall: Hall, root: str) -> dict[str, object]:
    """Return the door to an entry: its name, its sentence, its first picture; what is made up says so."""
    data: dict[str, object] = {"href": f"{root}{entry.id}/", "name": entry.name, "note": entry.tagline}
    shown = thumb(entry, hall, root)
    data |= {"cover": shown["thumb"], "colour": shown["colour"], "crop": shown["crop"]} if shown else {}
    return data | ({"words": "示例"} if entry.example else {})


def list_entries(
    gallery: Gallery,
    rooms: tuple[Room, ...],
    hall: Hall,
    name: str,
    show: Callable[[Entry, Hall, str], Mapping[str, object]],
) -> Iterator[Page]:
    """Yield the pages of a list of entries, street by street; `show` says how each looks, `name` where the template looks."""
    ranks = {name: rank for rank, name in enumerate(hall.exhibition.vocabularies.streets.names)}
    found = (room.entry for room in rooms if room.entry)
    known = sorted(found, key=lambda entry: (ranks.get(entry.location.street, 99), entry.id))
    # Entries that are nowhere stand in order of their ids, of which there is nothing to say.
    by_street = "" if known and not any(entry.location.street for entry in known) else "，按街镇排"
    for leaf in leaves(gallery.index, known, CARDS):
        root = relative("", leaf.path)
        data = heading(gallery) | {
            "lead": gallery.lead if leaf.number == 1 else "",
            "crumbs": [["首页", root]],
            name: [show(entry, hall, root) for entry in leaf.rows],
            "order": f"共{leaf.total}个{gallery.name}{by_street}。",
            "nothing": "" if leaf.total else f"还没有{gallery.name}挂出来。",
            "pager": pager(gallery.index, leaf.number, leaf.of),
        }
        title = gallery.title if leaf.number == 1 else f"{gallery.title}·第{leaf.number}页"
        yield Page(leaf.path, "facet-index.html", title, data)


LAYOUTS: Mapping[str, Callable[[Gallery, tuple[Room, ...], Hall], Iterator[Sheet]]] = {
    "map": show_map,
    "covers": show_covers,
    "levels": show_levels,
    "links": show_links,
    "cards": show_cards,
    "entries": show_entries,
}
"""How a gallery shows its rooms, by `Gallery.layout`."""
