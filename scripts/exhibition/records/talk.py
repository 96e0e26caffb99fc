"""开讲: talks in which experienced leaders of a cluster teach others; 承诺: what Party members and others have promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Date, Integer, PartialDate, Reference, Text
from ..model.fields import Field, Requirement
from ..model.record_types import Record, RecordType


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Record):
    """One talk (开讲)."""

    date: Annotated[PartialDate | None, Field("日期", Date(), "2024-03-12", "哪一天。", placed=True)] = None
    topic: Annotated[str, Field("题目", Text(40), "怎么开第一次会", "讲什么。", Requirement.ALWAYS, placed=True)]
    speaker: Annotated[str, Field("谁讲", Text(40, role=True), "老楼组长", "写身份，不写姓名。", placed=True)] = ""
    unit: Annotated[str, Field("哪座楼", Reference(("unit",)), "10001", "讲的人是哪座楼的：写编号。", placed=True)] = ""
    points: Annotated[
        str, Field("要点", Text(200, joiner="；"), "先听，再说；一次只定一件", "记住哪几点。", placed=True)
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Record):
    """One promise (承诺), counted by people and not by names."""

    who: Annotated[str, Field("谁", Text(20, role=True), "党员", "写身份，不写姓名。", placed=True)] = ""
    people: Annotated[
        int | None, Field("几人", Integer(1, 9_999, " 人", "3", about=True), "3", "几个人一起承诺。", placed=True)
    ] = None
    deed: Annotated[str, Field("做什么", Text(60), "每周六扫一次楼道", "承诺做的事。", Requirement.ALWAYS, placed=True)]
    since: Annotated[PartialDate | None, Field("从", Date(), "2024-03", "从什么时候开始。", placed=True)] = None


TALKS = RecordType("talks", "开讲", Talk, help="楼群里开讲：谁讲，讲什么。", what="topic", when="date", order=12)
PLEDGES = RecordType(
    "pledges", "承诺", Pledge, help="党员和邻居承诺做的事：几个人，做什么。", what="deed", when="since", order=95
)
