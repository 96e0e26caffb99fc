"""区里的事: projects, training, events, surveys and votes of the district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType, EntryFacet
from ..model.entry import Entry
from ..model.field_types import Choice, Date, Integer, PartialDate, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Requirement
from ..model.vocabulary import ChoiceWords

KINDS = ("项目", "培训", "专场", "调研", "评选")
"""What 类别 says."""


@dataclass(frozen=True, slots=True)
class Count:
    """One number that an affair tells (数字)."""

    number: Annotated[
        int, Field("数", Integer(0, 99_999_999, example="46"), "46", "只写数目。", Requirement.ALWAYS, placed=True)
    ]
    unit: Annotated[str, Field("单位", Text(10), "个", "个、人、份。", placed=True)] = ""
    about: Annotated[
        str, Field("说的是什么", Text(40), "社会组织做的项目", "这个数说的是什么。", Requirement.ALWAYS, placed=True)
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair(Entry):
    """One affair, parsed: `content/affairs/<id>/index.md`."""

    kind: Annotated[
        str,
        Field(
            "类别",
            Choice(words=ChoiceWords.from_names(KINDS)),
            "项目",
            "项目、培训、专场、调研、评选。",
            shown=True,
            asked=True,
        ),
    ] = ""
    begins: Annotated[
        PartialDate | None, Field("开始", Date(), "2024-03", "什么时候开始。", shown=True, schema="startDate")
    ] = None
    ends: Annotated[
        PartialDate | None, Field("结束", Date(), "", "什么时候结束；还没结束就空着。", schema="endDate")
    ] = None
    organiser: Annotated[str, Field("谁办", Text(60), "宝山区民政局", "哪个部门、哪个单位办的。", shown=True)] = ""
    partners: Annotated[
        tuple[str, ...], Field("五社", ListOf(Choice("partners"), split=True), "", "五社里的哪几样；名称还待补充。")
    ] = ()
    units: Annotated[
        tuple[str, ...],
        Field(
            "楼组",
            ListOf(Reference(("unit", "cluster", "community")), split=True),
            "10001",
            "哪些楼组、楼群参加：写编号，一行一个。",
            placed=True,
        ),
    ] = ()
    served: Annotated[
        int | None, Field("服务楼组数", Integer(1, 99_999, " 个", "2062"), "2062", "一共服务了多少个楼组。", shown=True)
    ] = None
    numbers: Annotated[tuple[Count, ...], Field("数字", RecordList(Count), "", "公开的数，一条一个。")] = ()


AFFAIR = ContentType(
    "affair",
    "区里的事",
    Affair,
    folder="affairs",
    order=45,
    other_labels=("项目",),
    prints_as="cluster",
    sample={"id": "10032", "name": "我们办的一件事"},
    title="区里的事",
    lead="整个区一起做的事：项目、培训、专场、调研、评选。",
    pose="lantern",
    list_layout="entries",
    list_order="从新到旧",
    door="件事",
    door_rank=130,
    facets=(EntryFacet("kind", "类别", lambda affair, _: filter(None, (affair.kind,)), order=KINDS),),
)
