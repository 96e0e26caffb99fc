"""A 达人队: people with a skill who help other buildings: teams, studios, advisers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType, EntryFacet
from ..model.entry import Placed
from ..model.field_types import Choice, Reference, Text
from ..model.fields import Field, ListOf
from ..model.vocabulary import ChoiceWords
from ..records import SKILLS

KINDS = ("达人队", "工作室", "顾问", "指导员")
"""What 类别 says."""
KIND = Choice(words=ChoiceWords.from_names(KINDS, {"达人工作室": "工作室", "楼组顾问": "顾问", "楼组指导员": "指导员"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Placed):
    """One team, parsed: `content/teams/<id>/index.md`."""

    kind: Annotated[
        str, Field("类别", KIND, "达人队", "达人队、工作室、顾问、指导员。", shown=True, asked=True, like=("类别",))
    ] = ""
    skills: Annotated[
        tuple[str, ...],
        Field("本领", ListOf(Choice("skills"), split=True), "美化楼道", "能帮别人什么，从词表里选。", shown=True),
    ] = ()
    served: Annotated[
        tuple[str, ...],
        Field(
            "服务过",
            ListOf(Reference(("unit", "cluster")), split=True),
            "10001",
            "帮过哪几座楼：写编号，一行一个。",
            placed=True,
        ),
    ] = ()
    contact: Annotated[
        str, Field("怎么请", Text(80), "到居委会问一问", "想请他们来，找哪里；只写公开的联系办法。", shown=True)
    ] = ""


TEAM = ContentType(
    "team",
    "达人队",
    Team,
    folder="teams",
    order=40,
    other_labels=("工作室", "达人工作室", "顾问", "指导员"),
    prints_as="cluster",
    sample={"id": "10031", "name": "我们的达人队", "street": "月浦镇"},
    title="达人队",
    lead="有一样本领，愿意教人，愿意帮人。",
    pose="waving",
    list_layout="entries",
    list_order="按街镇",
    list_empty="会修伞的、会剪纸的，都算达人。",
    door="支队伍",
    door_rank=140,
    heading="这里的达人",
    facets=(
        EntryFacet("kind", "类别", lambda team, _: filter(None, (team.kind,)), order=KINDS),
        EntryFacet("skill", "本领", lambda team, _: team.skills, vocabulary="skills", many=True),
    ),
    readings=(SKILLS,),
)
