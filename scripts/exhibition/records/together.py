"""一起办: tasks and places that somebody takes on (认领), what is pooled (认筹), and the fund (自治金)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, Date, Integer, PartialDate, Text
from ..model.fields import Field, Requirement
from ..model.record_types import STREET_FACET, Record, RecordFacet, RecordType, Room, list_label
from ..model.vocabulary import ChoiceWords

WANTED, TAKEN, DONE, OVER = "等人认领", "有人认领", "办成了", "到期"
"""What 状态 says."""
STATE = Choice(words=ChoiceWords.from_names((WANTED, TAKEN, DONE, OVER), {"没人认领": WANTED, "已认领": TAKEN}))
POOLED = Choice(words=ChoiceWords.from_names(("钱", "东西", "力气", "手艺", "时间")))
IN, OUT = "进", "出"
"""What 进出 says."""
DIRECTION = Choice(words=ChoiceWords.from_names((IN, OUT), {"收入": IN, "支出": OUT, "收": IN, "支": OUT}))
ORIGIN = Choice(words=ChoiceWords.from_names(("奖励", "筹集", "企业支持", "别的"), {"其他": "别的"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """One task or place that somebody takes on (认领)."""

    task: Annotated[str, Field("事", Text(40), "给门厅的花浇水", "要做的是什么事。", Requirement.ALWAYS, placed=True)]
    place: Annotated[
        str, Field("地方", Text(40, unnamed=True), "门厅", "在哪里；共享空间就写它的名字。", placed=True)
    ] = ""
    who: Annotated[str, Field("谁", Text(40, role=True), "3 户", "谁认领的，写身份或者几户。", placed=True)] = ""
    since: Annotated[PartialDate | None, Field("从", Date(), "2024-03", "从什么时候开始。", placed=True)] = None
    state: Annotated[str, Field("状态", STATE, "等人认领", "等人认领、有人认领、办成了、到期。", placed=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling(Record):
    """One thing that neighbours pool (认筹)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2024-04", "什么时候。", placed=True)] = None
    kind: Annotated[str, Field("种类", POOLED, "东西", "钱、东西、力气、手艺、时间。", placed=True)] = ""
    amount: Annotated[str, Field("多少", Text(40), "旧砖三百块", "一共多少，不分到哪一家。", placed=True)] = ""
    households: Annotated[
        int | None, Field("几户", Integer(1, 9_999, " 户", "12", about=True), "12", "几户一起。", placed=True)
    ] = None
    use: Annotated[str, Field("用在哪", Text(60), "砌花坛", "用来做什么。", Requirement.ALWAYS, placed=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEntry(Record):
    """One entry of the self-governance fund (自治金)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2024-05", "什么时候。", placed=True)] = None
    direction: Annotated[str, Field("进出", DIRECTION, "进", "进，还是出。", placed=True)] = ""
    origin: Annotated[str, Field("来路", ORIGIN, "奖励", "奖励、筹集、企业支持、别的。", placed=True)] = ""
    amount: Annotated[
        int | None, Field("元", Integer(1, 9_999_999, " 元", "500"), "500", "多少钱，只写数目。", placed=True)
    ] = None
    use: Annotated[str, Field("用途", Text(60), "买花土", "用来做什么。", Requirement.ALWAYS, placed=True)]


TOGETHER = Room(
    "together/",
    "一起办",
    rank=50,
    lead="有一件事等人做，有一样东西大家凑。",
    order="等人认领的在前。",
    empty="现在没有等人认领的事。",
    pose="waving",
    facets=(
        RecordFacet("kind", "哪一种", list_label, order=("认领", "认筹", "自治金")),
        STREET_FACET,
    ),
)
CLAIMS = RecordType(
    "claims", "认领", Claim, help="一件事，一个地方，有人认下来。", what="task", when="since", order=80, room=TOGETHER
)
POOLINGS = RecordType(
    "poolings",
    "认筹",
    Pooling,
    help="大家凑的钱、东西、力气、手艺、时间。",
    what="use",
    when="date",
    order=81,
    room=TOGETHER,
)
FUND = RecordType(
    "fund",
    "自治金",
    FundEntry,
    help="自治金进了多少、出了多少，用在哪里。",
    what="use",
    when="date",
    identity=("date", "direction", "use"),
    order=82,
    room=TOGETHER,
)
