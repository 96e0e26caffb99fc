"""The exhibition to its rooms: one row of `GALLERIES` for each way in which units are hung together.

A new gallery is one row: its lists, its wall and its index page follow by themselves (`listings`, `walls`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from ..model import Exhibition, Term
from ..model.exhibition import group_by
from ..model.order import in_walking_order
from ..scenes.palette import TOKENS
from ..types import Cluster, Unit, UnitIndex, list_members
from .levels import STAR_LEVELS, level
from .page import Html
from .parts import place
from .styles import StyleClass, colours


@dataclass(frozen=True)
class Walk:
    """The exhibition with its published units in walking order, once and under each of their headings."""

    exhibition: Exhibition

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All published units, in walking order."""
        return in_walking_order(self.exhibition.published(Unit), self.exhibition.vocabularies.streets)

    @cached_property
    def by_street(self) -> dict[str, tuple[Unit, ...]]:
        """Under the name of their street."""
        return group_by(self.units, lambda unit: (unit.street,))

    @cached_property
    def by_theme(self) -> dict[str, tuple[Unit, ...]]:
        """Under each of their themes, once even where an author wrote a theme twice."""
        return group_by(self.units, lambda unit: dict.fromkeys(unit.themes))

    @cached_property
    def by_stars(self) -> dict[int | None, tuple[Unit, ...]]:
        """Under their stars; under None where these are not known."""
        return group_by(self.units, lambda unit: (level(unit.stars).stars,))


@dataclass(frozen=True)
class Room:
    """Units that hang together: a street's, a theme's, a cluster's, the whole district's.

    Paths are relative to the root of the site; `path` is where the room is described and listed, `wall` its gallery
    wall (empty where it has none).
    """

    kind: str
    slug: str
    name: str
    path: str
    units: tuple[Unit, ...]
    wall: str = ""
    note: str = ""
    pose: str = "waving"
    accent: str = ""
    term: Term | None = None
    cluster: Cluster | None = None

    @cached_property
    def all_examples(self) -> bool:
        """Is everything here made up, so that the page as a whole says so?"""
        return bool(self.units) and all(unit.example for unit in self.units)

    @cached_property
    def beginnings(self) -> dict[str, int]:
        """Where each street begins among the units."""
        backwards = range(len(self.units) - 1, -1, -1)
        found = {self.units[index].street: index for index in backwards}
        return dict(sorted(found.items(), key=lambda street: street[1]))

    def place(self, unit: Unit) -> str:
        """Return where a unit is; a street's own pages do not repeat its name."""
        where = place(unit)
        return where if self.kind == "street" or where == unit.street else f"{unit.street}·{where}"


@dataclass(frozen=True)
class Gallery:
    """One way of hanging: its rooms, and the sentence that explains the order in which their units stand.

    `index` is the page that shows the rooms themselves (empty where none), `label` its name; `lists` says whether a
    room's `path` is a list of ours (a cluster's is its own page).
    """

    kind: str
    label: str
    index: str
    order: str
    rooms: Callable[[Walk], Iterator[Room]]
    lists: bool = True


def district(walk: Walk) -> Iterator[Room]:
    """Yield the one room of all units."""
    yield Room("district", "", "全部楼组", "units/", walk.units, "walls/", "全区的楼组都在这里。", "sailing")


def streets(walk: Walk) -> Iterator[Room]:
    """Yield a room for each street of the vocabulary; the example street only where it has units."""
    for term in walk.exhibition.vocabularies.streets:
        units = walk.by_street.get(term.name, ())
        if units or not term.example:
            paths = (f"streets/{term.slug}/", f"walls/streets/{term.slug}/")
            yield Room("street", term.slug, term.name, paths[0], units, paths[1], *told(term), term)


def themes(walk: Walk) -> Iterator[Room]:
    """Yield a room for each theme of the vocabulary."""
    for term in walk.exhibition.vocabularies.themes:
        paths = (f"themes/{term.slug}/", f"walls/themes/{term.slug}/")
        units = walk.by_theme.get(term.name, ())
        yield Room("theme", term.slug, term.name, paths[0], units, paths[1], *told(term), term)


def told(term: Term) -> tuple[str, str, str]:
    """Return what a term says of its room: its sentence, the mascot's pose, its colour."""
    return term.note, term.extra.get("pose") or "waving", term.extra.get("accent", "")


def stars(walk: Walk) -> Iterator[Room]:
    """Yield a room for each number of stars, five first, and one for stars not known where there are such units."""
    for row in STAR_LEVELS:
        units = walk.by_stars.get(row.stars, ())
        if units or row.stars is not None:
            yield Room("stars", row.slug, row.words, f"stars/{row.slug}/", units, "", row.note, "cheering")


def clusters(walk: Walk) -> Iterator[Room]:
    """Yield a room for each published cluster: listed on its own page, hung on its own wall."""
    exhibition = walk.exhibition
    for cluster in exhibition.published(Cluster):
        street = exhibition.vocabularies.streets.term(cluster.street)
        accent = street.extra.get("accent", "") if street else ""
        units, wall = list_members(cluster, exhibition), f"walls/clusters/{cluster.id}/"
        yield Room(
            "cluster", cluster.id, cluster.name, f"{cluster.id}/", units, wall, cluster.tagline, "thinking", accent,
            cluster=cluster,
        )  # fmt: skip


GALLERIES = (
    Gallery("district", "全部楼组", "", "按街镇排，再按小区和楼号排", district),
    Gallery("street", "十二街镇", "streets/", "按小区和楼号排", streets),
    Gallery("theme", "主题", "themes/", "按街镇排，再按小区和楼号排", themes),
    Gallery("stars", "星级", "stars/", "按街镇排，再按小区和楼号排", stars),
    Gallery("cluster", "楼群", "clusters/", "照楼群自己排的次序", clusters, lists=False),
)
"""Every way of hanging, in the order in which visitors are offered them."""


@dataclass(frozen=True)
class Hung:
    """All rooms of all galleries, made once."""

    walk: Walk
    galleries: tuple[Gallery, ...] = GALLERIES
    rooms: dict[str, tuple[Room, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Make the rooms of each gallery."""
        object.__setattr__(self, "rooms", {row.kind: tuple(row.rooms(self.walk)) for row in self.galleries})

    def __iter__(self) -> Iterator[tuple[Gallery, Room]]:
        """Every room with its gallery."""
        return ((gallery, room) for gallery in self.galleries for room in self.rooms[gallery.kind])


def street_tiles(exhibition: Exhibition) -> list[dict[str, object]]:
    """Return the tiles of the map of streets, ready for `partials/exhibit/tiles.html`; the example street is none.

    `link` is relative to the root of the site.
    """
    terms = [term for term in exhibition.vocabularies.streets if not term.example]
    return [
        tile(term, len(exhibition.derive(UnitIndex).by_street.get(term.name, ())), rank)
        for rank, term in enumerate(terms)
    ]


def tile(term: Term, count: int, rank: int) -> dict[str, object]:
    """Return one tile; a street without a place on the map follows in reading order."""
    column, _, row = term.extra.get("tile", f"{rank % 3 + 1},{rank // 3 + 1}").partition(",")
    return {
        "link": f"streets/{term.slug}/",
        "name": broken_name(term),
        "count": count,
        "words": f"{count}个楼组" if count else "等你点亮",
        "look": tile_look(term, int(column), int(row)),
    }


def tile_look(term: Term, column: int, row: int) -> StyleClass:
    """Return the class of a street's tile: its place on the map (counted from 1) and its colours."""
    hued = colours("", hue=term.extra.get("accent", ""), on=on_accent(term))
    place = f"grid-area:{row}/{column}"
    return StyleClass(f"t{row}-{column}", f"{place};{hued.declarations}" if hued is not None else place)


def on_accent(term: Term) -> str:
    """Return the colour of type on a street's accent: paper or ink, as the vocabulary says."""
    return TOKENS["ink" if term.extra.get("on") == "ink" else "paper"]


def broken_name(term: Term) -> Html:
    """Return a street's name that breaks before 街道 or 镇 only, where a tile is narrow."""
    short = term.aliases[0] if term.aliases else ""
    name = escape(term.name)
    return Html(f"{short}<wbr>{name[len(short) :]}" if short and name.startswith(short) else name)
