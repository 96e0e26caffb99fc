"""溢出: what went out of a building into its cluster, its community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, Date, PartialDate, Reference, Text
from ..model.fields import Field, Requirement
from ..model.record_types import STREET_FACET, Record, RecordFacet, RecordType, Room, make_attribute_reader
from ..model.vocabulary import ChoiceWords

KINDS = ("活动", "资源", "议事", "空间", "办法")
"""What 什么 says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripple(Record):
    """One thing that went out (溢出)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2024-06", "什么时候。", placed=True)] = None
    kind: Annotated[
        str,
        Field(
            "什么", Choice(words=ChoiceWords.from_names(KINDS)), "空间", "活动、资源、议事、空间、办法。", placed=True
        ),
    ] = ""
    name: Annotated[
        str, Field("名称", Text(40), "瓶子菜园", "走出去的是什么。", Requirement.ALWAYS, placed=True, schema="name")
    ]
    to: Annotated[
        str, Field("到", Reference(("cluster", "community")), "10007", "到了哪个楼群、哪个社区：写编号。", placed=True)
    ] = ""
    story: Annotated[str, Field("经过", Text(120), "先是一座楼种，后来五座楼一起种", "怎么走出去的。", placed=True)] = (
        ""
    )


RIPPLES = RecordType(
    "ripples",
    "溢出",
    Ripple,
    help="一件好事，怎么走出楼门。",
    what="name",
    when="date",
    order=90,
    room=Room(
        "ripples/",
        "溢出",
        rank=70,
        lead="一座楼的好事，走到楼群，走到社区。",
        order="从早到晚。",
        empty="一件好事，走出楼门没有？",
        pose="sailing",
        facets=(RecordFacet("kind", "什么", make_attribute_reader("kind"), order=KINDS), STREET_FACET),
        unit="件事",
    ),
)
