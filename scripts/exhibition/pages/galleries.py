"""The exhibition to its halls: one row of `GALLERIES` for each way in which units are hung together.

A new gallery is one row: its lists, its wall and its index page follow by themselves (`listings`, `walls`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..model import Cluster, Exhibition, Term, Unit
from ..model.exhibition import grouped
from .order import in_walking_order
from .words import STAR_LEVELS, star_words


@dataclass(frozen=True)
class Walk:
    """The exhibition with its published units in walking order, once and under each of their headings."""

    exhibition: Exhibition

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All published units, in walking order."""
        return in_walking_order(self.exhibition.published_units, self.exhibition.vocabularies.streets)

    @cached_property
    def by_street(self) -> dict[str, tuple[Unit, ...]]:
        """Under the name of their street."""
        return grouped(self.units, lambda unit: (unit.street,))

    @cached_property
    def by_theme(self) -> dict[str, tuple[Unit, ...]]:
        """Under each of their themes, once even where an author wrote a theme twice."""
        return grouped(self.units, lambda unit: dict.fromkeys(unit.themes))

    @cached_property
    def by_stars(self) -> dict[int | None, tuple[Unit, ...]]:
        """Under their stars; under None where these are not known."""
        return grouped(self.units, lambda unit: (unit.stars,))


@dataclass(frozen=True)
class Hall:
    """Units that hang together: a street's, a theme's, a cluster's, the whole district's.

    Paths are relative to the root of the site; `path` is where the hall is described and listed, `wall` its gallery wall
    (empty where it has none).
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


@dataclass(frozen=True)
class Gallery:
    """One way of hanging: its halls, and the sentence that explains the order in which their units stand.

    `index` is the page that shows the halls themselves (empty where none), `label` its name; `lists` says whether a hall's
    `path` is a list of ours (a cluster's is its own page).
    """

    kind: str
    label: str
    index: str
    order: str
    halls: Callable[[Walk], Iterator[Hall]]
    lists: bool = True


def district(walk: Walk) -> Iterator[Hall]:
    """Yield the one hall of all units."""
    yield Hall("district", "", "全部楼组", "units/", walk.units, "walls/", "全区的楼组都在这里。", "sailing")


def streets(walk: Walk) -> Iterator[Hall]:
    """Yield a hall for each street of the vocabulary; the example street only where it has units."""
    for term in walk.exhibition.vocabularies.streets:
        units = walk.by_street.get(term.name, ())
        if units or not term.example:
            paths = (f"streets/{term.slug}/", f"walls/streets/{term.slug}/")
            yield Hall("street", term.slug, term.name, paths[0], units, paths[1], **told(term), term=term)


def themes(walk: Walk) -> Iterator[Hall]:
    """Yield a hall for each theme of the vocabulary."""
    for term in walk.exhibition.vocabularies.themes:
        paths = (f"themes/{term.slug}/", f"walls/themes/{term.slug}/")
        units = walk.by_theme.get(term.name, ())
        yield Hall("theme", term.slug, term.name, paths[0], units, paths[1], **told(term), term=term)


def told(term: Term) -> dict[str, str]:
    """Return what a term says of its hall: its sentence, the mascot's pose, its colour."""
    said = {"note": term.note, "pose": term.extra.get("pose", ""), "accent": term.extra.get("accent", "")}
    return {key: value for key, value in said.items() if value}


def stars(walk: Walk) -> Iterator[Hall]:
    """Yield a hall for each number of stars, five first, and one for stars not known where there are such units."""
    for level in STAR_LEVELS:
        units = walk.by_stars.get(level.stars, ())
        if units or level.stars is not None:
            name = star_words(level.stars)
            yield Hall("stars", level.slug, name, f"stars/{level.slug}/", units, "", level.note, "cheering")


def clusters(walk: Walk) -> Iterator[Hall]:
    """Yield a hall for each published cluster: listed on its own page, hung on its own wall."""
    exhibition = walk.exhibition
    for cluster in exhibition.published_clusters:
        street = exhibition.vocabularies.streets.term(cluster.street)
        accent = street.extra.get("accent", "") if street else ""
        units, wall = exhibition.members(cluster), f"walls/clusters/{cluster.id}/"
        yield Hall(
            "cluster", cluster.id, cluster.name, f"{cluster.id}/", units, wall, cluster.tagline, "thinking", accent,
            cluster=cluster,
        )  # fmt: skip


GALLERIES = (
    Gallery("district", "全部楼组", "", "按街镇排，再按小区和楼号排", district),
    Gallery("street", "按街镇看", "streets/", "按小区和楼号排", streets),
    Gallery("theme", "按主题看", "themes/", "按街镇排，再按小区和楼号排", themes),
    Gallery("stars", "按星级看", "stars/", "按街镇排，再按小区和楼号排", stars),
    Gallery("cluster", "楼群", "clusters/", "照楼群自己排的次序", clusters, lists=False),
)
"""Every way of hanging, in the order in which visitors are offered them."""


@dataclass(frozen=True)
class Hung:
    """All halls of all galleries, made once."""

    walk: Walk
    galleries: tuple[Gallery, ...] = GALLERIES
    halls: dict[str, tuple[Hall, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Make the halls of each gallery."""
        object.__setattr__(self, "halls", {row.kind: tuple(row.halls(self.walk)) for row in self.galleries})

    def __iter__(self) -> Iterator[tuple[Gallery, Hall]]:
        """Every hall with its gallery."""
        return ((gallery, hall) for gallery in self.galleries for hall in self.halls[gallery.kind])


def street_tiles(exhibition: Exhibition) -> list[dict[str, object]]:
    """Return the tiles of the map of streets, ready for `partials/exhibit/tiles.html`; the example street is none.

    `link` is relative to the root of the site; `column` and `row` count from 1.
    """
    terms = [term for term in exhibition.vocabularies.streets if not term.example]
    return [tile(term, len(exhibition.by_street.get(term.name, ())), rank) for rank, term in enumerate(terms)]


def tile(term: Term, count: int, rank: int) -> dict[str, object]:
    """Return one tile; a street without a place on the map follows in reading order."""
    column, _, row = term.extra.get("tile", f"{rank % 3 + 1},{rank // 3 + 1}").partition(",")
    return {
        "link": f"streets/{term.slug}/",
        "name": term.name,
        "count": count,
        "column": int(column),
        "row": int(row),
        "accent": term.extra.get("accent", ""),
        "on": term.extra.get("on", "paper"),
    }
