"""活动: what neighbours do together, past and to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, Date, Integer, PartialDate, PhotoKey, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    Record,
    RecordFacet,
    RecordType,
    Room,
    make_attribute_reader,
    make_latest_key,
)
from ..model.vocabulary import ChoiceWords

COMERS = Choice(words=ChoiceWords.from_names(("老人", "青年", "孩子", "一家人")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """One activity (活动)."""

    date: Annotated[
        PartialDate | None,
        Field("日期", Date(), "2024-05-01", "哪一天；将要办的也写。", placed=True, schema="startDate"),
    ] = None
    name: Annotated[
        str, Field("名称", Text(40), "一起剪窗花", "做什么。", Requirement.ALWAYS, placed=True, schema="name")
    ]
    ten_one: Annotated[str, Field("十个一", Choice("ten_ones"), "", "属于十个一里的哪一样；名称还待补充。")] = ""
    form: Annotated[str, Field("形式", Choice("activity_forms"), "剪纸", "怎么办的，从词表里选。", placed=True)] = ""
    comers: Annotated[str, Field("谁来", COMERS, "一家人", "老人、青年、孩子、一家人。", placed=True)] = ""
    people: Annotated[
        int | None, Field("人数", Integer(1, 9_999, " 人", "20", about=True), "20", "来了多少人。", placed=True)
    ] = None
    photo: Annotated[
        str | None, Field("照片", PhotoKey(), "photo-02.jpg", "上面“照片”里的一张。", placed=True, schema="image")
    ] = None


ACTIVITIES = RecordType(
    "activities",
    "活动",
    Activity,
    help="办过的、将要办的活动。",
    what="name",
    when="date",
    order=15,
    room=Room(
        "activities/",
        "活动",
        rank=60,
        lead="邻居们凑在一起，做点什么。",
        order="将要办的在前，再从新到旧。",
        empty="最近办过什么？一张照片一句话。",
        pose="cheering",
        sort_key=make_latest_key,
        facets=(
            RecordFacet("form", "形式", make_attribute_reader("form"), vocabulary="activity_forms"),
            RecordFacet("comers", "谁来", make_attribute_reader("comers"), order=("老人", "青年", "孩子", "一家人")),
            STREET_FACET,
        ),
        unit="次活动",
        calendar=True,
    ),
)
