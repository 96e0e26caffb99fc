"""A 楼组: the residents of one building entrance."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from ..lazy import dataclass
from ..model.artifact import PageTools
from ..model.content_types import BY_STREET, ContentType
from ..model.entry import Entry, Location
from ..model.exhibition import Circle, Exhibition, group_by
from ..model.field_types import Choice, Date, Integer, PartialDate, Reference, StarRating, Text
from ..model.fields import Field, ListOf, Section
from ..records import (
    CLAUSES,
    PAIRINGS,
    QUIZZES,
    RATINGS,
    RIPPLES,
    SKILLS,
    STANDARD_CASES,
    Pairing,
    Quiz,
    Rating,
    Ripple,
    StandardCase,
)
from .self_governed import SelfGoverned, describe_self_governed


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(SelfGoverned):
    """One building entrance, parsed: `content/units/<street-slug>/<id>/index.md`."""

    building: Annotated[
        str,
        Field(
            "楼号",
            Text(20),
            "64号",
            "几号楼，不要写到室。",
            shown=True,
            asked=True,
            headings=("门牌号", "楼栋", "楼栋号", "门号", "幢号", "号楼", "楼幢号"),
            like=("楼号", "门牌", "楼栋", "幢号"),
        ),
    ] = ""
    """楼号, e.g. 64号."""
    stars: Annotated[
        int | None,
        Field(
            "星级",
            StarRating(),
            "3",
            "0 到 5 的一个数字；还没评就空着。",
            shown=True,
            headings=("评定星级", "楼组星级", "星级评定", "星数", "现有星级"),
            like=("星级", "等级", "几星"),
        ),
    ] = None
    """0 to 5; None where not known."""
    founded: Annotated[
        PartialDate | None,
        Field(
            "建立",
            Date(),
            "2018-11",
            "哪一年、哪个月开始的。",
            shown=True,
            applied=True,
            placed=True,
            headings=("建立时间", "建立日期", "成立时间", "成立日期", "创建时间", "创建日期"),
            like=("成立", "建立", "创建"),
            schema="foundingDate",
        ),
    ] = None
    households: Annotated[
        int | None,
        Field(
            "户数",
            Integer(1, 9_999, " 户"),
            "24",
            "一共多少户。",
            shown=True,
            applied=True,
            headings=("总户数", "居民户数", "住户数", "户数(户)"),
            like=("户数",),
        ),
    ] = None
    themes: Annotated[
        tuple[str, ...],
        Field(
            "主题",
            ListOf(Choice("themes"), split=True),
            "加装电梯",
            "做的是哪些事，从主题里选。",
            shown=True,
            applied=True,
            headings=("楼组主题", "特色主题", "特色", "楼组特色"),
            like=("主题", "特色"),
            schema="keywords",
        ),
    ] = ()
    standards: Annotated[
        tuple[str, ...],
        Field(
            "培育标准",
            ListOf(Choice("standards"), split=True),
            "党建引领",
            "在哪几条标准上有心得。",
            shown=True,
            headings=("标准", "培育项目"),
            like=("标准",),
        ),
    ] = ()
    cluster: Annotated[
        str | None,
        Field(
            "楼群",
            Reference(("cluster",)),
            "10007",
            "所在楼群的编号；没有就空着。",
            placed=True,
            headings=("所属楼群", "所在楼群", "所属楼群编号"),
            like=("楼群",),
            schema="containedInPlace",
        ),
    ] = None
    """Id of its cluster."""
    group: Annotated[
        tuple[str, ...],
        Field(
            "自治小组",
            ListOf(Text(40), least=3),
            "楼组长",
            "至少三行，写身份，不写姓名。",
            applied=True,
            section=Section.LAST,
        ),
    ] = ()
    """自治小组: one line a member, by role; at least three."""

    standard_cases: Annotated[tuple[StandardCase, ...], STANDARD_CASES.field] = ()
    ratings: Annotated[tuple[Rating, ...], RATINGS.field] = ()
    quizzes: Annotated[tuple[Quiz, ...], QUIZZES.field] = ()
    pairings: Annotated[tuple[Pairing, ...], PAIRINGS.field] = ()
    ripples: Annotated[tuple[Ripple, ...], RIPPLES.field] = ()

    @property
    def location(self) -> Location:
        """Where it is."""
        return Location(self.street, self.committee, self.compound, self.building)

    @property
    def spoken_names(self) -> tuple[str, ...]:
        """Its name, also behind the compound or the street, and its address."""
        return self.name, self.compound + self.name, self.street + self.name, self.compound + self.building

    @property
    def address(self) -> str:
        """Compound (or committee) and building, as a neighbour says it: 共和十一村64号."""
        return f"{self.compound or self.committee}{self.building}"


def view_unit(unit: Unit, page: PageTools) -> Mapping[str, object]:
    """Return what only a unit's page shows."""
    # A community counts its units, so its module imports this one.
    from .community import link_place

    cluster = page.find(unit.cluster)
    facts = link_place(page.build_facts(elsewhere=("street", "themes", "source")), unit, page)
    return {
        "description": f"{unit.street}{page.format_name()}的前世今生。",
        "stars": page.build_stars(unit.stars) if unit.stars is not None else None,
        "facts": [
            *facts,
            *([{"key": "楼群", "value": cluster.name, "href": page.link(cluster)["href"]}] if cluster else []),
        ],
        "tags": page.build_tags(),
        "group": [page.format_text(line) for line in unit.group],
        "backlinks": page.list_backlinks(),
        "neighbours": page.list_neighbours(),
    }


class UnitIndex:
    """The published units of an exhibition, grouped: `exhibition.derive(UnitIndex)`."""

    def __init__(self, exhibition: Exhibition) -> None:
        units = exhibition.published(Unit)
        self.by_street = group_by(units, lambda unit: (unit.street,))
        self.by_theme = group_by(units, lambda unit: unit.themes)
        """A unit stands under each of its themes."""
        self.by_stars = group_by(units, lambda unit: (unit.stars,))
        """Under None those whose stars are not known."""
        self.by_place = group_by(units, lambda unit: ((unit.street, unit.compound or unit.committee),))
        """By street and compound (or committee): neighbours."""
        self.ranks = {unit.id: rank for group in self.by_place.values() for rank, unit in enumerate(group)}
        """Where each unit stands within its compound."""
        self.street_ranks = {unit.id: rank for group in self.by_street.values() for rank, unit in enumerate(group)}
        """Where each unit stands within its street."""
        self.theme_ranks = {
            (theme, unit.id): rank for theme, group in self.by_theme.items() for rank, unit in enumerate(group)
        }
        """Where each unit stands within each of its themes."""
        self.every = units
        self.every_ranks = {unit.id: rank for rank, unit in enumerate(units)}


def iter_unit_circles(unit: Unit, exhibition: Exhibition) -> Iterator[Iterable[Entry]]:
    """Yield wider and wider circles of neighbours: compound, cluster, street, each of its themes, then all units.

    Every circle but the cluster begins behind the unit's own door, so that not all units lead to the same few.
    """
    # A cluster names its units, so its module imports this one.
    from .cluster import Cluster, list_members

    index = exhibition.derive(UnitIndex)
    yield Circle(index.by_place[unit.street, unit.compound or unit.committee], index.ranks[unit.id])
    cluster = exhibition.get(unit.cluster, Cluster)
    yield list_members(cluster, exhibition) if cluster else ()
    yield Circle(index.by_street[unit.street], index.street_ranks[unit.id])
    for theme in unit.themes:
        yield Circle(index.by_theme[theme], index.theme_ranks[theme, unit.id])
    yield Circle(index.every, index.every_ranks[unit.id])


UNIT = ContentType(
    "unit",
    "楼组",
    Unit,
    invitation="扫一扫，看我们楼的前世今生",
    folder="units",
    layout=BY_STREET,
    order=10,
    other_labels=("单元",),
    note="培育标准一共有八条，另外四条的名称待补充。",
    sample={"id": "10025", "name": "我们楼的名字", "street": "月浦镇"},
    template="unit.html",
    application="apply/",
    readings=(CLAUSES, SKILLS),
    view=view_unit,
    circles=iter_unit_circles,
    schema=lambda unit, exhibition: describe_self_governed(unit, unit.group, exhibition),
)
