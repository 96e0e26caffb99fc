"""传帮带: what a place can help others with (本领), and pairs of places of which one teaches the other (结对)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from ..model.entry import Entry
from ..model.field_types import Choice, Date, PartialDate, Reference, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    Record,
    RecordFacet,
    RecordType,
    Room,
    make_attribute_reader,
)
from ..model.vocabulary import ChoiceWords

TEACHES, LEARNS = "带", "学"
"""What 我们是 says."""
SIDE = Choice(words=ChoiceWords.from_names((TEACHES, LEARNS), {"我们带": TEACHES, "带人": TEACHES, "我们学": LEARNS}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Record):
    """One thing that a place can help others with: an item of its 本领."""

    skill: Annotated[str, Field("本领", Choice("skills"), "美化楼道", "能帮别人什么。", Requirement.ALWAYS)]


def read_skills(entry: Entry) -> Iterable[Skill]:
    """Return what an entry can help others with."""
    return (Skill(skill=one) for one in getattr(entry, "skills", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing(Record):
    """One pair (结对): with whom, who teaches, what."""

    partner: Annotated[
        str, Field("楼组", Reference(("unit",)), "10002", "和哪一座楼结对：写它的编号。", placed=True)
    ] = ""
    side: Annotated[str, Field("我们是", SIDE, "带", "带，还是学。", placed=True)] = ""
    skill: Annotated[
        str, Field("学什么", Choice("skills"), "美化楼道", "学的是哪一样本领。", Requirement.ALWAYS, placed=True)
    ]
    since: Annotated[PartialDate | None, Field("从", Date(), "2024-03", "从什么时候开始。", placed=True)] = None
    until: Annotated[PartialDate | None, Field("到", Date(), "", "到什么时候结束；还在一起就空着。", placed=True)] = (
        None
    )
    progress: Annotated[str, Field("进展", Text(80), "门厅的灯换好了", "学到了哪一步，一句话。", placed=True)] = ""


MENTORING = Room(
    "mentoring/",
    "传帮带",
    rank=30,
    lead="谁愿意带一带，谁想学一学。",
    order="按街镇。",
    empty="谁愿意带一带？把“本领”写上一样就行。",
    pose="pointing",
    facets=(RecordFacet("skill", "本领", make_attribute_reader("skill"), vocabulary="skills"), STREET_FACET),
    unit="样本领",
)
SKILLS = RecordType(
    "skills", "本领", Skill, help="能帮别人什么。", what="skill", order=60, read=read_skills, room=MENTORING
)
PAIRINGS = RecordType(
    "pairings",
    "结对",
    Pairing,
    help="和哪一座楼结对，谁带谁，学什么。",
    what="skill",
    when="since",
    identity=("partner", "skill"),
    order=61,
)
