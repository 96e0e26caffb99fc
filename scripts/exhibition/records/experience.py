"""经验: know-how that a unit, a cluster or a community hands on: a problem, the steps, what came of it, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any

from ..model.field_types import Choice, MoneyBand, PhotoKey, Text
from ..model.fields import Field, Requirement
from ..model.record_types import EntryRecord, Record, RecordFacet, RecordType, Room
from ..model.vocabulary import ChoiceWords
from .meeting import list_problem, list_street

COSTS = ("没花钱", "500元以下", "500–5000元", "5000元以上", "说不清")
"""What 花费 says: a band, never a sum."""
COST = MoneyBand(
    words=ChoiceWords.from_names(
        COSTS,
        {
            "不花钱": COSTS[0], "没有花钱": COSTS[0], "免费": COSTS[0], "0": COSTS[0], "0元": COSTS[0],
            "500以下": COSTS[1], "500-5000元": COSTS[2], "500-5000": COSTS[2], "500至5000元": COSTS[2],
            "500—5000元": COSTS[2], "5000以上": COSTS[3], "不清楚": COSTS[4], "不知道": COSTS[4],
        },
    ),
    # 以下 and 以内 hold their number (民法典, 第一千二百五十九条).
    bands=((0, COSTS[0]), (500, COSTS[1]), (5000, COSTS[2]), (inf, COSTS[3])),
)  # fmt: skip
MOST_STEPS, LONGEST_STEP = 6, 40
"""Steps of 做法, and characters of each, beyond which nobody follows them."""
STEP_ENDS = "，,；;。\n"
STEPS = re.compile(f"[{STEP_ENDS}]+")


def split_steps(text: str) -> tuple[str, ...]:
    """Return the steps of a 做法.

    >>> split_steps("贴纸条，认东西，周六一起搬。")
    ('贴纸条', '认东西', '周六一起搬')
    """
    return tuple(filter(None, (step.strip() for step in STEPS.split(text))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience(Record):
    """One piece of know-how (经验): how one place dealt with a problem."""

    problem: Annotated[
        str,
        Field(
            "难题", Choice("problems"), "楼道堆物", "办成的是哪一种难题，从词表里选。", Requirement.ALWAYS, placed=True
        ),
    ]
    steps: Annotated[
        str,
        Field(
            "做法",
            Text(240, joiner="，"),
            "贴纸条，认东西，周六一起搬",
            "一步一步怎么做的，用“，”分开，最多六步。",
            placed=True,
        ),
    ] = ""
    outcome: Annotated[
        str, Field("成效", Text(120), "走道从一个肩膀宽到能过轮椅", "后来怎么样了，说看得见的变化。", placed=True)
    ] = ""
    cost: Annotated[
        str,
        Field("花费", COST, "没花钱", "没花钱、500元以下、500–5000元、5000元以上、说不清。", placed=True),
    ] = ""
    duration: Annotated[str, Field("多久", Text(20), "三个月", "前后花了多长时间。")] = ""
    doers: Annotated[
        str, Field("谁来办", Text(40, role=True), "楼组长、第二楼组长", "谁去办的，写身份。", placed=True)
    ] = ""
    caution: Annotated[
        str, Field("当心", Text(120), "别替人扔东西，先问是谁的", "后来的人要当心什么。", placed=True)
    ] = ""
    contact: Annotated[
        str,
        Field("可以问", Text(40, role=True), "楼组长", "想学的人可以问谁，写身份；怎么找：到居委会。", placed=True),
    ] = ""
    photo: Annotated[str | None, Field("照片", PhotoKey(), "photo-02.jpg", "上面“照片”里的一张。", placed=True)] = None


def list_cost(one: EntryRecord) -> Iterable[str]:
    """Return what it cost."""
    return filter(None, (one.record.cost,))


def list_contact(one: EntryRecord) -> Iterable[str]:
    """Return whether somebody can be asked."""
    return ("有可以问的",) if one.record.contact else ()


FIVE_STARS = 5


def make_mentor_key(one: EntryRecord, _: object) -> Any:
    """Return what sorts those first who can be asked, then those of five stars."""
    return not one.record.contact, getattr(one.entry, "stars", None) != FIVE_STARS


EXPERIENCES = RecordType(
    "experiences",
    "经验",
    Experience,
    help="你们楼办成过的事，写给别的楼照着做。",
    what="problem",
    identity=("problem", "steps"),
    core=("steps", "outcome"),
    order=20,
    note="花费只写一档，不写数目；可以问写身份，不写电话。",
    room=Room(
        "wisdom/",
        "智慧库",
        lead="别的楼遇到过的难题，是这样办成的。先找难题，再看办法。",
        order="有人可以问的在前，再是五星楼组，再按街镇。",
        empty="还没有人把办法写下来。你们楼办成过什么？写六行就够。",
        sort_key=make_mentor_key,
        facets=(
            RecordFacet("problem", "难题", list_problem, vocabulary="problems"),
            RecordFacet("cost", "花费", list_cost, order=COSTS),
            RecordFacet("street", "街镇", list_street, vocabulary="streets", paged=True),
            RecordFacet("contact", "可以问", list_contact),
        ),
        unit="条经验",
        guide="guide/experiences/",
    ),
)
