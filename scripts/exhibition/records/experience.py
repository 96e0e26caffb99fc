"""经验: know-how that a unit, a cluster or a community hands on: a problem, the steps, what came of it, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Annotated, Any

from ..lazy import dataclass
from ..model.field_types import MOST_STARS, Choice, MoneyBand, PhotoKey, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    Record,
    RecordFacet,
    RecordType,
    Room,
    build_place_reference,
    make_attribute_reader,
)
from ..model.vocabulary import ChoiceWords

if TYPE_CHECKING:
    from ..model.exhibition import Exhibition

COSTS = ("没花钱", "500元以下", "500–5000元", "5000元以上", "说不清")
"""What 花费 says: a band, never a sum."""
UNSAID_COST = COSTS[-1]
"""What it says where nobody knows."""
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
SIGNS = ("\n", "；;", "，,")
"""What parts steps, the strongest first: a comma stands inside a step where lines or semicolons part them."""
STEP_ENDS = "".join(SIGNS)
"""Every sign that may part steps."""
QUOTED = re.compile("“[^“”]*”")
"""What somebody says or writes, whose signs part nothing."""


def split_steps(text: str) -> list[str]:
    """Return the steps of a 做法.

    >>> split_steps("贴纸条，认东西，周六一起搬。"), split_steps("先贴纸条，写明日子；再一起搬。")
    (['贴纸条', '认东西', '周六一起搬'], ['先贴纸条，写明日子', '再一起搬'])
    >>> split_steps("写“谁家的，还要不要”，等主人填")
    ['写“谁家的，还要不要”', '等主人填']
    """
    plain = QUOTED.sub(lambda found: "“" + "字" * (len(found[0]) - 2) + "”", text.strip())
    sign = next((one for one in SIGNS if any(mark in plain for mark in one)), "\n")
    ends = [*(at for at, character in enumerate(plain) if character in sign), len(plain)]
    starts = [0, *(end + 1 for end in ends)]
    parts = (text.strip()[start:end].strip(" 。") for start, end in zip(starts, ends, strict=False))
    return [part for part in parts if part]


def limit_steps(steps: list[str]) -> list[str]:
    """Return at most `MOST_STEPS` steps; what is left over stands in the last one."""
    return steps if len(steps) <= MOST_STEPS else [*steps[: MOST_STEPS - 1], "，".join(steps[MOST_STEPS - 1 :])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience(Record):
    """One piece of know-how (经验): how one place dealt with a problem."""

    problem: Annotated[
        str,
        Field(
            "难题",
            Choice("problems"),
            "楼道堆物",
            "办成的是哪一种难题，从词表里选。",
            Requirement.ALWAYS,
            placed=True,
            schema="name",
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
            schema="step",
        ),
    ] = ""
    outcome: Annotated[
        str,
        Field(
            "成效",
            Text(120, joiner="；"),
            "走道从一个肩膀宽到能过轮椅",
            "后来怎么样了，说看得见的变化。",
            placed=True,
            schema="description",
        ),
    ] = ""
    cost: Annotated[
        str,
        Field(
            "花费",
            COST,
            "没花钱",
            "没花钱、500元以下、500–5000元、5000元以上、说不清。",
            placed=True,
            schema="estimatedCost",
        ),
    ] = ""
    duration: Annotated[str, Field("多久", Text(20), "三个月", "前后花了多长时间。")] = ""
    doers: Annotated[
        str, Field("谁来办", Text(40, role=True, joiner="、"), "楼组长、第二楼组长", "谁去办的，写身份。", placed=True)
    ] = ""
    caution: Annotated[
        str, Field("当心", Text(120, joiner="；"), "别替人扔东西，先问是谁的", "后来的人要当心什么。", placed=True)
    ] = ""
    contact: Annotated[
        str,
        Field(
            "可以问",
            Text(40, role=True, joiner="、"),
            "楼组长",
            "想学的人可以问谁，写身份；怎么找：到居委会。",
            placed=True,
        ),
    ] = ""
    photo: Annotated[
        str | None, Field("照片", PhotoKey(), "photo-02.jpg", "上面“照片”里的一张。", placed=True, schema="image")
    ] = None
    tool: Annotated[
        str, Field("工具", Choice("tools"), "议事记录", "用上了手册里的哪一张纸；没用就空着。", placed=True)
    ] = ""


def list_contact(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return whether somebody can be asked."""
    return ("有可以问的",) if one.record.contact else ()


def make_mentor_key(one: EntryRecord, _: object) -> Any:
    """Return what sorts those first who can be asked, then those of five stars."""
    return not one.record.contact, getattr(one.entry, "stars", None) != MOST_STARS


MENTOR, WHERE_TO_ASK = "五星带教", "到居委会问"
"""What a case of a five-star place is marked with, and how somebody is asked whose role alone is told."""


def get_question(problem: str, exhibition: Exhibition) -> str:
    """Return a problem as the question that a neighbour asks."""
    term = exhibition.vocabularies.problems.get_term(problem)
    return term.note if term else ""


def view_experience(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a case: the question, the steps, what came of it, whom to ask."""
    told: Experience = one.record
    steps = limit_steps(split_steps(told.steps))
    mentors = getattr(one.entry, "stars", None) == MOST_STARS
    return {
        "question": get_question(told.problem, exhibition),
        "steps": steps,
        "outcome": told.outcome,
        "line": told.outcome or told.steps,
        "chips": [text for text in (told.cost, told.duration, MENTOR if mentors else "") if text],
        "doers": told.doers,
        "caution": told.caution,
        "ask": f"{told.contact}，{WHERE_TO_ASK}" if told.contact else "",
    }


def count_places(records: Sequence[EntryRecord]) -> str:
    """Return in how many places a problem was dealt with, as its door says it."""
    places = {one.entry.id: bool(one.entry.location.building) for one in records}
    if not places:
        return "还没有人写"
    return f"{len(places)}{'座楼' if all(places.values()) else '处'}办成了"


def describe_method(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a case in the terms of schema.org: a HowTo with its steps and its cost in words."""
    told: Experience = one.record
    return {
        "@type": "HowTo",
        "@id": exhibition.settings.site_url + one.path,
        "name": f"{told.problem}：{one.entry.full_name}的办法",
        "about": {"@type": "Thing", "name": told.problem, "description": get_question(told.problem, exhibition)},
        "description": told.outcome,
        "step": [
            {"@type": "HowToStep", "position": number, "text": step}
            for number, step in enumerate(split_steps(told.steps), 1)
        ],
        "estimatedCost": "" if told.cost == UNSAID_COST else told.cost,
        "locationCreated": build_place_reference(one.entry, exhibition),
    }


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
        rank=10,
        lead="别的楼遇到过的难题，是这样办成的。先找难题，再看办法。",
        order="有人可以问的在前，再是五星楼组，再按街镇。",
        empty="还没有人把办法写下来。你们楼办成过什么？写六行就够。",
        sort_key=make_mentor_key,
        facets=(
            RecordFacet("problem", "难题", make_attribute_reader("problem"), vocabulary="problems"),
            RecordFacet("cost", "花费", make_attribute_reader("cost"), order=COSTS),
            STREET_FACET,
            RecordFacet("contact", "可以问", list_contact),
        ),
        unit="条经验",
        starter=("problem", "steps", "outcome", "cost", "doers", "contact"),
        guide="guide/experiences/",
        doors="covers",
        door=count_places,
        value_note=get_question,
        in_full=True,
        similar="相近的办法",
    ),
    part="case",
    view=view_experience,
    schema=describe_method,
)
