"""Facets of the exhibition: one row of `GALLERIES` for each way in which units are grouped.

A new facet is one row: its lists, its wall and its index page follow (`facet_lists`, `index_pages`). Stars
are shown as lit windows and never as a ranking. By which marks they are given is not known here, so nothing is said of
it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from functools import cached_property
from html import escape
from typing import overload

from illustrations.palette import TOKENS

from ..exchange.open_data import FOLDER
from ..lazy import dataclass
from ..model import Entry, Exhibition, PartialDate, Status, Term, Vocabularies, Vocabulary
from ..model.content_types import ContentType, EntryFacet
from ..model.exhibition import group_by, make_natural_key, sort_in_walking_order
from ..records.rating import ANNOUNCED, find_step
from ..types import CONTENT_TYPES, UNIT, Cluster, Unit, UnitIndex, list_members
from .cards import describe_place
from .facet_words import (
    STAR_LEVELS,
    STAR_SIGN_WORDS,
    get_level,
    list_star_words,
    list_street_words,
    list_year_words,
)
from .page import Html, StyleClass, make_colour_class

Keys = Callable[[Entry], Iterable[str]]
"""Returns the keys of an entry's rooms in one gallery (see `FacetValue.key`), in the entry's own order; none where it has none."""


@dataclass(frozen=True)
class FacetSource:
    """The exhibition with its published units in walking order, once and under each of their headings."""

    exhibition: Exhibition

    @cached_property
    def others(self) -> tuple[Entry, ...]:
        """The published entries of all other types, type by type."""
        rows = (row for row in CONTENT_TYPES if row.model is not Unit)
        return tuple(entry for row in rows for entry in sorted(self.exhibition.published(row.model), key=is_example))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All published units in walking order, those that are made up behind all true ones."""
        walk = sort_in_walking_order(self.exhibition.published(Unit), self.exhibition.vocabularies.streets)
        return tuple(sorted(walk, key=is_example))

    def list_under(self, of: Keys) -> dict[str, tuple[Unit, ...]]:
        """Return all published units under each of their keys, once even where an author wrote a key twice."""
        return group_by(self.units, lambda unit: dict.fromkeys(of(unit)))

    def list_others_under(self, of: Keys, kind: str = "") -> dict[str, tuple[Entry, ...]]:
        """Return the published entries of all other types under each of their keys in the gallery of this `kind`."""
        return group_by(self.others, lambda entry: dict.fromkeys(self.list_own_keys(entry, kind) or of(entry)))

    @cached_property
    def own_facets(self) -> dict[tuple[type[Entry], str], EntryFacet]:
        """The facets that types declare for their entries, by the type's class and the facet's name."""
        return {(row.model, one.name): one for row in CONTENT_TYPES for one in row.facets}

    def list_own_keys(self, entry: Entry, kind: str) -> list[str]:
        """Return the values that a facet of its type gives an entry; none where its type has no facet of this name."""
        own = self.own_facets.get((type(entry), kind))
        return [value for value in own.of(entry, self.exhibition) if value] if own else []


def is_example(entry: Entry) -> bool:
    """Is an entry made up? As a key it sorts true entries first."""
    return entry.example


SLUG = re.compile(r"\w[\w.-]*|")
"""One part of an address that needs no escape; letters of any script."""


@dataclass(frozen=True)
class FacetValue:
    """One room of a gallery: the units of a street, a theme, a cluster, or the whole district.

    Paths are relative to the root of the site; `path` is where the room is described and listed, `wall` its gallery
    wall (empty where it has none).
    """

    kind: str
    slug: str
    """Its part of addresses, in letters, digits, `-`, `_` and `.`; empty for the one value of a gallery."""
    name: str
    path: str
    units: tuple[Unit, ...]
    wall: str = ""
    note: str = ""
    pose: str = "waving"
    accent: str = ""
    term: Term | None = None
    entry: Entry | None = None
    """The entry that it is: a cluster."""
    others: tuple[Entry, ...] = ()
    """Published entries of other types that belong here: a street's clusters."""
    panes: int = 0
    """Lit panes beside its first sentence; 0 where it is no number of stars."""
    locates: bool = False
    """Is it a place, so that its own pages do not repeat its name beside each unit?"""
    absent: bool = False
    """Has it no page now? Its addresses lead on to the index page of its gallery."""

    def __post_init__(self) -> None:
        """Refuse a slug that would be no part of an address: links to its pages would lead elsewhere."""
        if not SLUG.fullmatch(self.slug):
            raise ValueError(f"a value of the gallery {self.kind!r} cannot have the slug {self.slug!r}")

    @property
    def key(self) -> str:
        """By what units name it (see `Facet.of`): the name of its term, else its slug."""
        return self.term.name if self.term else self.slug

    @cached_property
    def all_examples(self) -> bool:
        """Is everything here made up, so that the page as a whole says so?"""
        return bool(self.units) and not self.count

    @cached_property
    def count(self) -> int:
        """How many units are here; examples count in no number."""
        return sum(not unit.example for unit in self.units)

    def describe_count(self, unit: str = "个楼组") -> str:
        """Return how many units are here; where all of them are examples, how many examples; empty where there are none."""
        if self.count or not self.units:
            return f"{self.count}{unit}" if self.count else ""
        return f"{len(self.units)}个示例"

    @cached_property
    def beginnings(self) -> dict[str, int]:
        """Where each street begins among the units."""
        backwards = range(len(self.units) - 1, -1, -1)
        found = {self.units[index].street: index for index in backwards}
        return dict(sorted(found.items(), key=lambda street: street[1]))

    def describe_place(self, entry: Entry) -> str:
        """Return where an entry is; a street's own pages do not repeat its name."""
        where, street = describe_place(entry), entry.location.street
        return where if self.locates or where == street else f"{street}·{where}"


@dataclass(frozen=True)
class HomePart:
    """What the home page shows of a gallery."""

    layout: str
    """Its form: a row of `LAYOUTS` in `pages/index_pages.py`."""
    heading: str
    text: str = ""
    onward: str = ""
    """Words of the link to the index page."""


def get_nothing(_: FacetValue) -> Iterable[str]:
    """Return no words."""
    return ()


ALL = 99
"""Shown values of a facet that shows them all, in their own order; with fewer, the commonest come first."""


@dataclass(frozen=True)
class Asked:
    """A gallery as a facet of the search: its values are the gallery's rooms."""

    label: str | Callable[[], str]
    """The heading above its values, or what returns it."""
    words: Callable[[FacetValue], Iterable[str]] = get_nothing
    """The words of a question that ask for a room. Words that ask for several rooms ask for each of them."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Signs that stand for a word: ★★★★★ for 5星."""
    many: bool = False
    """May an entry stand in many rooms?"""
    most: int = ALL
    """Values that are shown."""
    known: bool = False
    """Are names of rooms words by which their units are found, beside their own names and places?"""
    types: bool = False
    """Are the rooms types of content?"""

    def get_label(self) -> str:
        """Return the heading above its values."""
        return self.label if isinstance(self.label, str) else self.label()


@dataclass(frozen=True)
class Facet:
    """A gallery: its rooms, and everything that pages and scripts know of it.

    `index` is the page that shows the rooms themselves (empty where none), `label` its name in the way back; `lists`
    says whether a room's `path` is a list of ours (a cluster's is its own page).
    """

    kind: str
    """Its name in addresses of the search (`?stars=5`) and in the data of scripts."""
    label: str
    index: str
    order: str
    """The sentence that explains the order in which its units stand."""
    rooms: Callable[[FacetSource], Iterator[FacetValue]]
    lists: bool = True
    of: Keys | None = None
    """Says in which rooms an entry of any type is; without it, the rooms' units say it."""
    terms: Callable[[Vocabularies], Vocabulary] | None = None
    """The vocabulary of its rooms: the address of each of its terms answers for ever."""
    name: str = ""
    """Its short name, in links."""
    target: str = ""
    """Where links to it lead, if not to its index page."""
    title: str = ""
    """The title of its index page."""
    description: str = ""
    """The sentence for search engines on its index page."""
    lead: str = ""
    """The sentence at the head of its index page."""
    pose: str = "pointing"
    """How the mascot stands on its index page."""
    layout: str = "links"
    """How its index page shows its rooms: a row of `LAYOUTS` in `pages/index_pages.py`."""
    said: tuple[str, ...] = ()
    """Sentences below the rooms on its index page; `{units}` stands for the official number of that slug."""
    source: str = ""
    """Where those sentences are from."""
    in_header: bool = False
    in_footer: bool = False
    home: HomePart | None = None
    """What the home page shows of it; None: nothing."""
    browse: str = ""
    """The heading of its rooms on the search page; empty: they are not there."""
    browse_empty: bool = True
    """Are rooms without units among them?"""
    tags: bool = False
    """Does a unit's page link its rooms?"""
    counted: bool = False
    """Do the lists of all other galleries say how many of their units hang in each of its rooms?"""
    jumps: bool = False
    """Do its lists of several pages link to where each street begins?"""
    door: str = "进门，看名单"
    """Words of the link from a room's wall to its path."""
    wall_name: str = ""
    """What the wall of its one room is called where every page links to it; empty: no page does."""
    links_walls: bool = True
    """Does a wall link to the other walls of the gallery?"""
    beside: str = ""
    """The kind of a gallery whose rooms its index page links below its own; empty: none."""
    coverage: Callable[[FacetSource], str] | None = None
    """Returns the sentence that says of how many units its rooms know, where another index page links them."""
    asked: Asked | None = None
    """Its facet of the search; None: it is none."""

    @property
    def entrance(self) -> str:
        """Where links to it lead, from the root of the site."""
        return self.target or self.index


ALL_UNITS, WALLS = "units/", "walls/"
"""Where all units are listed, and where they hang."""
BY_STREET = "按街镇排，再按小区和楼号排"


def list_district(unit_index: FacetSource) -> Iterator[FacetValue]:
    """Yield the one room of all units."""
    yield FacetValue("district", "", "全部楼组", ALL_UNITS, unit_index.units, WALLS, "全区的楼组都在这里。", "sailing")


def list_streets(unit_index: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each street of the vocabulary; the example street has one only where it has units."""
    found = unit_index.list_under(find_street_keys)
    others = unit_index.list_others_under(find_street_keys, "street")
    for term in unit_index.exhibition.vocabularies.streets:
        units = found.get(term.name, ())
        yield FacetValue(
            "street", term.slug, term.name, f"streets/{term.slug}/", units, f"walls/streets/{term.slug}/", *describe_term(term),
            term, others=others.get(term.name, ()), locates=True, absent=term.example and not units,
        )  # fmt: skip


def list_placeless(exhibition: Exhibition) -> list[tuple[ContentType, list[Entry]]]:
    """Return the true published entries that name no street, of types whose entries then are of the whole district
    (`ContentType.everywhere`), in the order of their lists.
    """
    source = exhibition.derive(FacetSource)
    found = []
    for row in CONTENT_TYPES:
        entries = exhibition.published(row.model) if row.everywhere else ()
        placeless = [
            one for one in entries if not (one.example or one.location.street or source.list_own_keys(one, STREET_KIND))
        ]
        found.append((row, sorted(placeless, key=row.list_key) if row.list_key else placeless))
    return [(row, entries) for row, entries in found if entries]


STREET_KIND = "street"
"""The gallery of streets: its name in addresses, and that of a type's own facet which says in which streets its entries are."""


def find_street_keys(entry: Entry) -> tuple[str, ...]:
    """Return the name of an entry's street."""
    return (entry.location.street,) if entry.location.street else ()


def list_themes(unit_index: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each theme of the vocabulary."""
    found, others = unit_index.list_under(find_theme_keys), unit_index.list_others_under(find_theme_keys, "theme")
    for term in unit_index.exhibition.vocabularies.themes:
        paths = (f"themes/{term.slug}/", f"walls/themes/{term.slug}/")
        yield FacetValue(
            "theme", term.slug, term.name, paths[0], found.get(term.name, ()), paths[1], *describe_term(term), term,
            others=others.get(term.name, ()),
        )  # fmt: skip


def find_theme_keys(entry: Entry) -> tuple[str, ...]:
    """Return the names of an entry's themes, where its type has themes."""
    themes = getattr(entry, "themes", ())
    return themes if isinstance(themes, tuple) else ()


def describe_term(term: Term) -> tuple[str, str, str]:
    """Return what a term says of its room: its sentence, the mascot's pose, its colour."""
    return term.note, term.extra.get("pose") or "waving", term.extra.get("accent", "")


def list_stars(unit_index: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each number of stars, five first, and one for stars not known where there are such units."""
    found = unit_index.list_under(find_star_keys)
    for row in STAR_LEVELS:
        units = found.get(row.slug, ())
        yield FacetValue(
            "stars", row.slug, row.words, f"stars/{row.slug}/", units, "", row.note, "cheering",
            panes=row.stars or 0, absent=row.stars is None and not units,
        )  # fmt: skip


def list_cohorts(walk: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each year in which units got their stars, the latest first; examples are in none."""
    found = walk.list_under(find_cohort_keys)
    for year in sorted(found, reverse=True):
        note = f"{year}年挂牌的楼组，照挂牌的记录排进来。"
        yield FacetValue("cohort", year, f"{year}年挂牌", f"stars/announced/{year}/", found[year], "", note, "cheering")


def find_cohort_keys(entry: Entry) -> tuple[str, ...]:
    """Return the year in which the stars of an entry were announced, where that is told; nothing of an example."""
    announced = None if entry.example else find_step(entry, ANNOUNCED)
    return (str(announced[1].date.year),) if announced and announced[1].date else ()


def describe_cohorts(walk: FacetSource) -> str:
    """Return of how many units with stars the year of their announcement is known."""
    starred = [unit for unit in walk.units if unit.stars and not unit.example]
    known = sum(1 for unit in starred if find_cohort_keys(unit))
    if not starred:
        return "展厅里还没有写明星级的楼组，示例不算。"
    return f"评了星的{len(starred)}个楼组里，{known}个写明了哪一年挂牌。示例不算。"


def find_star_keys(entry: Entry) -> tuple[str, ...]:
    """Return the slug of an entry's stars, where its type has stars; an impossible number counts as not known."""
    stars = getattr(entry, "stars", "")
    return (get_level(stars).slug,) if stars is None or isinstance(stars, int) else ()


def list_years(walk: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each year in which a unit was founded, the latest first."""
    found, others = walk.list_under(find_year_keys), walk.list_others_under(find_year_keys, "year")
    for year in sorted(found, reverse=True):
        note = f"{year}年建立的楼组都在这里。"
        paths = (f"years/{year}/", f"walls/years/{year}/")
        yield FacetValue(
            "year", year, f"{year}年", paths[0], found[year], paths[1], note, "lantern", others=others.get(year, ())
        )


def find_year_keys(entry: Entry) -> tuple[str, ...]:
    """Return the year in which an entry was founded, where its type has one and it is known."""
    founded = getattr(entry, "founded", None)
    return (str(founded.year),) if isinstance(founded, PartialDate) else ()


def list_kinds(walk: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each type of content."""
    for row in CONTENT_TYPES:
        hangs = row.model is Unit
        others = () if hangs else walk.exhibition.published(row.model)
        yield FacetValue("kind", row.name, row.label, "", walk.units if hangs else (), others=others)


def ask_for_type() -> str:
    """Return the heading above the types of content."""
    labels = [row.label for row in CONTENT_TYPES]
    return "还是".join(labels) if len(labels) < 3 else "哪一种"


def list_clusters(unit_index: FacetSource) -> Iterator[FacetValue]:
    """Yield a room for each cluster: its list is the cluster's page, and it has a wall.

    Of a cluster that was taken down the wall is absent, and leads to the notice at the cluster's address.
    """
    exhibition = unit_index.exhibition
    for cluster in exhibition.of(Cluster):
        gone = cluster.status is Status.WITHDRAWN and exhibition.by_id[cluster.id] is cluster
        if not cluster.published and not gone:
            continue
        street = exhibition.vocabularies.streets.get_term(cluster.street)
        accent = street.extra.get("accent", "") if street else ""
        units, wall = () if gone else list_members(cluster, exhibition), f"walls/clusters/{cluster.id}/"
        yield FacetValue(
            "cluster", cluster.id, cluster.name, f"{cluster.id}/", units, wall, cluster.tagline, "thinking", accent,
            entry=cluster, others=() if gone else (cluster,), absent=gone,
        )  # fmt: skip


def find_cluster_keys(entry: Entry) -> tuple[str, ...]:
    """Return the id of an entry's cluster, where its type has one and it is known."""
    cluster = getattr(entry, "cluster", None)
    return (cluster,) if cluster and isinstance(cluster, str) else ()


class Galleries(Sequence[Facet]):
    """All galleries, in the order in which visitors are offered them."""

    def __init__(self, *rows: Facet) -> None:
        self.rows = rows
        self.known: tuple[tuple[Facet, ...], tuple[ContentType, ...], tuple[Facet, ...]] = ((), (), ())
        """The rows and the types of which all galleries were listed last, and these."""

    def __len__(self) -> int:
        return len(self.every)

    @property
    def every(self) -> tuple[Facet, ...]:
        """The rows, the types' own facets, and one for each content type whose entries no row lists (`list_type`).

        The same objects while rows and types are the same: `index_facets` knows by them what it has indexed.
        """
        if self.known[0] is not self.rows or self.known[1] is not CONTENT_TYPES.rows:
            self.known = self.rows, CONTENT_TYPES.rows, self.list_galleries()
        return self.known[2]

    def list_galleries(self) -> tuple[Facet, ...]:
        """Return them anew."""
        taken = {row.entrance for row in self.rows}
        lists = (list_type(row) for row in CONTENT_TYPES if f"{row.folder}/" not in taken)
        kinds = {row.kind for row in self.rows}
        own = (build_own_facet(row, one) for row in CONTENT_TYPES for one in row.facets if one.name not in kinds)
        return (*self.rows, *own, *lists)

    @overload
    def __getitem__(self, place: int) -> Facet: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Facet, ...]: ...
    def __getitem__(self, place: int | slice) -> Facet | tuple[Facet, ...]:
        return self.every[place]

    @contextmanager
    def registered(self, row: Facet) -> Iterator[Facet]:
        """Let `row` be one more gallery meanwhile, the last one. Raises ValueError where there is one of this kind."""
        before = self.rows
        if any(other.kind == row.kind for other in before):
            raise ValueError(f"there is a gallery {row.kind!r} already")
        self.rows = (*before, row)
        try:
            yield row
        finally:
            self.rows = before


def list_type(row: ContentType) -> Facet:
    """Return the gallery whose rooms are the published entries of a type, listed at `/<folder>/`."""

    def rooms(walk: FacetSource) -> Iterator[FacetValue]:
        for entry in walk.exhibition.published(row.model):
            yield FacetValue(row.folder, entry.id, entry.name, f"{entry.id}/", (), note=entry.tagline, entry=entry)

    title = row.title or row.label
    return Facet(
        # Names of facets stand in addresses beside those of types: folders are in the plural.
        row.folder, row.label, f"{row.folder}/", "", rooms, lists=False, name=row.label, title=title,
        lead=row.lead or f"这里是展厅里的{row.label}。", pose=row.pose, layout=row.list_layout, in_footer=True,
        home=HomePart("entries", row.home, onward=f"全部{row.label}") if row.home else None,
    )  # fmt: skip


UNSAFE = re.compile(r"[^\w.-]+")
UNSAID = "not_said"
"""The slug of what has no characters that an address may have; no term's slug has an underscore."""


def make_slug(word: str) -> str:
    """Return a word as a part of an address.

    >>> make_slug("500–5000元"), make_slug("东／西")
    ('500-5000元', '东-西')
    """
    return UNSAFE.sub("-", word).strip("-.") or UNSAID


def build_own_facet(row: ContentType, own: EntryFacet) -> Facet:
    """Return a type's own facet as a gallery without pages: it parts the type's list, and the search knows it."""

    def rooms(source: FacetSource) -> Iterator[FacetValue]:
        exhibition = source.exhibition
        terms = exhibition.vocabularies.get(own.vocabulary) if own.vocabulary else ()
        used = {word for entry in exhibition.published(row.model) for word in own.of(entry, exhibition)}
        known = (*(term.name for term in terms), *own.order)
        others = sorted(used - set(known), key=make_natural_key, reverse=own.latest_first)
        for word in (*(word for word in known if word in used), *others):
            term = next((term for term in terms if term.name == word), None)
            yield FacetValue(own.name, term.slug if term else make_slug(word), word, "", ())

    def list_words(value: FacetValue) -> Iterable[str]:
        return (value.name, *own.words.get(value.name, ()))

    return Facet(
        own.name, own.label, "", "", rooms, lists=False, of=get_no_keys, name=own.label,
        asked=Asked(own.label, list_words, many=own.many),
    )  # fmt: skip


def get_no_keys(_: Entry) -> tuple[str, ...]:
    """Return no keys: only the types' own facets say in which values their entries are."""
    return ()


GALLERIES = Galleries(
    Facet(
        "district",
        "全部楼组",
        "",
        BY_STREET,
        list_district,
        name="楼组",
        target=ALL_UNITS,
        in_footer=True,
        jumps=True,
        wall_name="窗墙",
    ),
    Facet(
        "street",
        "十二街镇",
        "streets/",
        "按小区和楼号排",
        list_streets,
        of=find_street_keys,
        terms=lambda vocabularies: vocabularies.streets,
        name="街镇",
        title="宝山十二街镇",
        description="宝山区十二个街镇的楼组，按地图找。",
        lead="十二个街镇，十二座房子，并排站在长江和黄浦江边。",
        layout="map",
        in_header=True,
        in_footer=True,
        home=HomePart("map", "十二街镇", "从家门口逛起。每座房子里的数，是已经亮灯的楼组。"),
        browse="按街镇找",
        asked=Asked("街镇", lambda room: list_street_words(room.name)),
    ),
    Facet(
        "theme",
        "主题",
        "themes/",
        BY_STREET,
        list_themes,
        of=find_theme_keys,
        terms=lambda vocabularies: vocabularies.themes,
        name="主题",
        title="楼组主题展室",
        description="邻居们常做的事，一件事一间展室。",
        lead="邻居们常做的事，一件事一间展室。一个楼组可以在好几间里。",
        layout="covers",
        in_header=True,
        in_footer=True,
        home=HomePart("covers", "邻居们在做的事", onward="更多主题"),
        browse="按主题找",
        tags=True,
        asked=Asked("主题", lambda room: (room.name,), many=True, known=True),
    ),
    Facet(
        "stars",
        "星级",
        "stars/",
        BY_STREET,
        list_stars,
        of=find_star_keys,
        name="星级",
        title="楼组的星级",
        description="楼组的星级是什么意思，各星级有哪些楼组。",
        lead="楼组的星，在这里是亮着的窗：五扇窗，亮几扇就是几星。",
        pose="cheering",
        layout="levels",
        # What may be said of stars.
        said=(
            "活力楼组至今有{units}，其中三星及以上{three-stars}，五星{five-stars}。"
            "展厅里挂出来的只是其中一部分，所以上面的数会小得多。",
            "五星楼组要做的事更多：把经验收进智慧库，带一带后来的楼组。",
            "星不是名次，展厅里的名单和窗墙都不按星级排。",
        ),
        source="宝山区民政局",
        browse="按星级找",
        browse_empty=False,
        counted=True,
        asked=Asked("星级", lambda room: list_star_words(room.slug), STAR_SIGN_WORDS),
        beside="cohort",
    ),
    Facet(
        "cohort",
        "挂牌的年份",
        "",
        BY_STREET,
        list_cohorts,
        of=find_cohort_keys,
        name="挂牌年份",
        lead="每一年挂牌的楼组。",
        coverage=describe_cohorts,
        asked=Asked("挂牌年份"),
    ),
    Facet(
        "year",
        "建立年份",
        "years/",
        BY_STREET,
        list_years,
        of=find_year_keys,
        name="年份",
        title="楼组建立的年份",
        description="按建立的年份找楼组。",
        lead="活力楼组从2017年做起。哪一年建立的，就在哪一年里。",
        pose="lantern",
        in_footer=True,
        home=HomePart("links", "一年一年，灯亮起来", onward="按年份看"),
        browse="按年份找",
        tags=True,
        asked=Asked("建立年份", lambda room: list_year_words(room.slug)),
    ),
    Facet(
        "kind",
        "",
        "",
        "",
        list_kinds,
        lists=False,
        asked=Asked(ask_for_type, lambda room: () if room.slug == UNIT.name else (room.name,), types=True),
    ),
    Facet(
        "cluster",
        "楼群",
        "clusters/",
        "照楼群自己排的次序",
        list_clusters,
        lists=False,
        of=find_cluster_keys,
        name="楼群",
        title="宝山楼群",
        lead="几个楼组结成伴，就是楼群：有的因为住得近（地缘），有的因为爱好相投（趣缘）。",
        pose="thinking",
        layout="cards",
        in_header=True,
        in_footer=True,
        home=HomePart("cards", "结伴的楼群", onward="全部楼群"),
        door="进门，看楼群的故事",
        links_walls=False,
        asked=Asked("楼群", most=8, known=True),
    ),
)
"""Every way of hanging. Tests add rows by `registered`."""
STREETS = next(row for row in GALLERIES if row.kind == "street")
"""The gallery of places: where an entry is, and where one looks for neighbours."""


@dataclass(frozen=True)
class FacetIndex:
    """All rooms of all galleries, made once: `every` of them, and in `rooms` those that have pages."""

    unit_index: FacetSource
    facets: Sequence[Facet] = GALLERIES
    every: dict[str, tuple[FacetValue, ...]] = field(init=False)
    rooms: dict[str, tuple[FacetValue, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Make the rooms of each gallery. Raises ValueError where two have the same name in addresses, and where a type's own
        facet has the name of a gallery but not its vocabulary, so that nobody would see its values.
        """
        # The table may have other rows later, in tests.
        object.__setattr__(self, "facets", tuple(self.facets))
        if len({row.kind for row in self.facets}) < len(self.facets):
            raise ValueError("two facets have the same name in addresses")
        vocabularies = self.unit_index.exhibition.vocabularies
        galleries = {row.kind: row for row in self.facets if row.of is not get_no_keys}
        for (model, name), own in self.unit_index.own_facets.items():
            gallery = galleries.get(name)
            shared = gallery.terms(vocabularies) if gallery and gallery.terms else None
            if gallery and not (own.vocabulary and shared is vocabularies.get(own.vocabulary)):
                raise ValueError(f"a facet of {model.__name__} has the name of the gallery {name!r} and other values")
        every = {row.kind: tuple(row.rooms(self.unit_index)) for row in self.facets}
        object.__setattr__(self, "every", every)
        present = {kind: tuple(room for room in rooms if not room.absent) for kind, rooms in every.items()}
        object.__setattr__(self, "rooms", present)

    def __iter__(self) -> Iterator[tuple[Facet, FacetValue]]:
        """Every room that has pages, with its gallery."""
        return ((gallery, room) for gallery in self.facets for room in self.rooms[gallery.kind])

    @cached_property
    def by_key(self) -> dict[str, dict[str, FacetValue]]:
        """All rooms of each gallery by their keys; those of a type's own facet by their names."""
        own = {name for _, name in self.unit_index.own_facets} - {row.kind for row in GALLERIES.rows}
        return {
            kind: {room.name if kind in own else room.key: room for room in rooms} for kind, rooms in self.every.items()
        }

    @cached_property
    def by_unit(self) -> dict[str, dict[str, list[FacetValue]]]:
        """The rooms of each unit, by id, in each gallery whose rooms alone say it."""
        found: dict[str, dict[str, list[FacetValue]]] = {}
        for gallery in self.facets:
            if gallery.of is None:
                for room in self.every[gallery.kind]:
                    for unit in room.units:
                        found.setdefault(gallery.kind, {}).setdefault(unit.id, []).append(room)
        return found

    @cached_property
    def room_of_entry(self) -> dict[str, FacetValue]:
        """The room that an entry itself is, by the entry's id."""
        return {room.entry.id: room for rooms in self.rooms.values() for room in rooms if room.entry}

    @cached_property
    def places(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """For each gallery that the search asks for, the places of the rooms of each entry in `every`, by the entry's id."""
        entries = (*self.unit_index.units, *self.unit_index.others)
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for gallery in self.facets:
            if gallery.asked:
                ranks = {room.key: place for place, room in enumerate(self.every[gallery.kind])}
                rooms = ((entry.id, self.list_rooms(entry, gallery)) for entry in entries)
                found[gallery.kind] = {id: tuple(ranks[room.key] for room in held) for id, held in rooms if held}
        return found

    def list_rooms(self, entry: Entry, gallery: Facet) -> list[FacetValue]:
        """Return the rooms of a gallery in which an entry is, each once, in the entry's own order."""
        if gallery.of is None:
            return self.by_unit.get(gallery.kind, {}).get(entry.id, [])
        known = self.by_key[gallery.kind]
        own = self.unit_index.list_own_keys(entry, gallery.kind)
        return [known[key] for key in dict.fromkeys(own or gallery.of(entry)) if key in known]


NUMBERS = "numbers/"
"""The page of the figures."""
SEARCH_PATH = "search/"
STANDING = (("数字", NUMBERS), ("数据", FOLDER))
"""Pages that every exhibition has, beside its rooms."""


def index_facets(exhibition: Exhibition) -> FacetIndex:
    """Return the rooms of all galleries of an exhibition, computed once for the galleries that there are."""
    rows = list(GALLERIES)
    known = exhibition.indexes.get(FacetIndex)
    if known is None or list(map(id, known[0])) != list(map(id, rows)):
        known = exhibition.indexes[FacetIndex] = rows, FacetIndex(FacetSource(exhibition))
    index: FacetIndex = known[1]
    return index


def build_navigation(galleries: Iterable[Facet] = GALLERIES) -> dict[str, list[tuple[str, str]]]:
    """Return the links to galleries that every page carries, by their place: words, path from the root of the site.

    `rooms` are those to rooms of record lists and to the pages of numbers and data, at the foot of all pages but those of
    entries, which have no bytes to spare.
    `hidden` are the folders of index pages that no page's head or foot links to: the page of lost addresses knows the
    root of the site by them.
    """
    rows = tuple(galleries)
    walls = [(row.wall_name, WALLS) for row in rows if row.wall_name]
    header = [(row.name, row.entrance) for row in rows if row.in_header]
    footer = [(row.name, row.entrance) for row in rows if row.in_footer]
    linked = {path for _, path in (*header, *footer)}
    hidden = [(row.name, row.index) for row in rows if row.index and row.index not in linked]
    rooms = [(room.title, room.path) for room in CONTENT_TYPES.entrances]
    return {
        "header": header + walls,
        "footer": footer + walls,
        "rooms": [*rooms, *STANDING],
        "hidden": hidden + rooms,
    }


def build_street_tiles(exhibition: Exhibition) -> list[dict[str, object]]:
    """Return the tiles of the map of streets, ready for `partials/exhibit/tiles.html`; the example street is none.

    `link` is relative to the root of the site.
    """
    terms = [term for term in exhibition.vocabularies.streets if not term.example]
    by_street = exhibition.derive(UnitIndex).by_street
    return [
        build_tile(term, sum(not one.example for one in by_street.get(term.name, ())), rank)
        for rank, term in enumerate(terms)
    ]


def build_tile(term: Term, count: int, rank: int) -> dict[str, object]:
    """Return one tile; a street without a place on the map follows in reading order."""
    column, _, row = term.extra.get("tile", f"{rank % 3 + 1},{rank // 3 + 1}").partition(",")
    return {
        "link": f"{STREETS.index}{term.slug}/",
        "name": break_name(term),
        "count": count,
        "words": f"{count}个楼组" if count else "等你点亮",
        "look": make_tile_class(term, int(column), int(row)),
    }


def make_tile_class(term: Term, column: int, row: int) -> StyleClass:
    """Return the class of a street's tile: its place on the map (counted from 1) and its colours."""
    hued = make_colour_class("", hue=term.extra.get("accent", ""), on=choose_type_colour(term))
    place = f"grid-area:{row}/{column}"
    return StyleClass(f"t{row}-{column}", f"{place};{hued.declarations}" if hued is not None else place)


def choose_type_colour(term: Term) -> str:
    """Return the colour of type on a street's accent: paper or ink, as the vocabulary says."""
    return TOKENS["ink" if term.extra.get("on") == "ink" else "paper"]


def break_name(term: Term) -> Html:
    """Return a street's name that breaks before 街道 or 镇 only, where a tile is narrow."""
    short = term.aliases[0] if term.aliases else ""
    name = escape(term.name)
    return Html(f"{short}<wbr>{name[len(short) :]}" if short and name.startswith(short) else name)
