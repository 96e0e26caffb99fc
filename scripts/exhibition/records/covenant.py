"""公约: the clauses of a covenant by topic, and when it was changed (公约版本)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from ..model.entry import Entry
from ..model.field_types import Choice, Date, Integer, PartialDate, Text
from ..model.fields import Field, Requirement
from ..model.record_types import STREET_FACET, Record, RecordFacet, RecordType, Room, make_attribute_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Record):
    """One clause of a covenant: an item of 公约."""

    topic: Annotated[str, Field("话题", Choice("topics"), "楼道", "说的是哪一类事。")] = ""
    text: Annotated[str, Field("约定", Text(120), "不放过夜的东西", "约好了什么。", Requirement.ALWAYS)]


def read_clauses(entry: Entry) -> Iterable[Clause]:
    """Return the clauses of an entry's covenant."""
    return (Clause(topic="", text=one) for one in entry.covenant)


@dataclass(frozen=True, slots=True, kw_only=True)
class CovenantVersion(Record):
    """One change of a covenant (公约版本)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2019-05", "什么时候改的。", placed=True)] = None
    change: Annotated[
        str,
        Field("改了什么", Text(120), "添了“电梯里不放货”", "添了、改了、去了哪一条。", Requirement.ALWAYS, placed=True),
    ]
    households: Annotated[
        int | None, Field("几户同意", Integer(1, 9_999, " 户", "18", about=True), "18", "有几户点了头。", placed=True)
    ] = None


CLAUSES = RecordType(
    "clauses",
    "公约",
    Clause,
    help="大家约好的事。",
    what="text",
    order=70,
    read=read_clauses,
    room=Room(
        "covenants/",
        "公约库",
        rank=40,
        lead="别的楼约好了什么，放在一起看。",
        order="按话题。",
        empty="还没有公约贴出来。",
        pose="reading",
        facets=(RecordFacet("topic", "话题", make_attribute_reader("topic"), vocabulary="topics"), STREET_FACET),
    ),
)
COVENANT_VERSIONS = RecordType(
    "covenant-versions",
    "公约版本",
    CovenantVersion,
    help="公约什么时候改过，改了什么。",
    what="change",
    when="date",
    order=71,
)
