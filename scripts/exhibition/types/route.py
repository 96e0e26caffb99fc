"""A 参访路线: several units in the order of a walk, on site or online."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType
from ..model.entry import Entry
from ..model.field_types import Boolean, Choice, Integer, Reference, Text
from ..model.fields import Field, RecordList, Requirement
from ..model.vocabulary import ChoiceWords

WALK, ONLINE = "步行", "线上"
WAY = Choice(words=ChoiceWords.from_names((WALK, ONLINE), {"走路": WALK, "现场": WALK, "网上": ONLINE}))


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One stop of a route: an entry, and why one stops there."""

    entry: Annotated[
        str,
        Field(
            "楼组",
            Reference(("unit", "cluster")),
            "10001",
            "这一站是哪个楼组（楼群也可以）：写它的编号。",
            Requirement.ALWAYS,
            placed=True,
        ),
    ]
    reason: Annotated[str, Field("为什么", Text(60), "看看七次议事换来的电梯", "为什么在这里停一停。")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Entry):
    """One route, parsed: `content/routes/<id>/index.md`."""

    stops: Annotated[tuple[RouteStop, ...], Field("站", RecordList(RouteStop), "", "照走的次序，一站一条。")] = ()
    minutes: Annotated[
        int | None,
        Field(
            "分钟", Integer(1, 600, " 分钟", "40", about=True), "40", "走一遍大约多少分钟；没走过就空着。", shown=True
        ),
    ] = None
    way: Annotated[
        str, Field("方式", WAY, "步行", "到现场走（步行），还是在手机上看（线上）。", shown=True, asked=True)
    ] = ""
    is_trail: Annotated[bool, Field("小先生", Boolean(), "否", "是不是给孩子的：一站一题，看墙答题，盖章。")] = False
    """小先生: do children answer the questions of its stops?"""


ROUTE = ContentType(
    "route",
    "路线",
    Route,
    folder="routes",
    order=35,
    other_labels=("参访路线",),
    prints_as="cluster",
    invitation="扫一扫，照这条路线走一走",
    sample={"id": "10028", "name": "我们排的路线"},
    title="参访路线",
    lead="几座楼连成一条路：到现场走，或者坐在家里看。",
    pose="sailing",
    list_layout="entries",
    list_empty="还没有人排出一条路线。",
    door="条路线",
    door_rank=90,
)
