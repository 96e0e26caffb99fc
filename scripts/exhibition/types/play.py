"""A 剧本: a role-playing course; its body is a graph of scenes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType
from ..model.entry import Entry
from ..model.field_types import Choice, Integer, Minutes, Text
from ..model.fields import Field, RecordList, Requirement


@dataclass(frozen=True, slots=True)
class Role:
    """One role of a play (角色)."""

    name: Annotated[
        str,
        Field(
            "名称", Text(20, role=True), "人民调解员", "谁，写身份。", Requirement.ALWAYS, placed=True, schema="name"
        ),
    ]
    mind: Annotated[str, Field("心里想的", Text(60), "都是邻居，话说开就好", "心里怎么想。", placed=True)] = ""
    trouble: Annotated[str, Field("难处", Text(60), "两边都来找我", "难在哪里。", placed=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play(Entry):
    """One play, parsed: `content/plays/<id>/index.md`."""

    problem: Annotated[
        str, Field("难题", Choice("problems"), "楼道堆物", "演的是哪一种难题。", shown=True, asked=True)
    ] = ""
    roles: Annotated[tuple[Role, ...], Field("角色", RecordList(Role), "", "谁来演，一个角色一条。")] = ()
    people: Annotated[int | None, Field("人数", Integer(1, 30, " 人", "4"), "4", "几个人一起玩。", shown=True)] = None
    minutes: Annotated[
        int | None, Field("分钟", Minutes(1, 240, " 分钟", "40", about=True), "40", "玩一遍大约多少分钟。", shown=True)
    ] = None


PLAY = ContentType(
    "play",
    "剧本",
    Play,
    folder="plays",
    order=50,
    other_labels=("剧本杀",),
    prints_as="cluster",
    sample={"id": "10033", "name": "我们写的剧本"},
    title="剧本",
    lead="分好角色，走进一件难办的事，看看会走到哪里。",
    pose="cheering",
    list_layout="entries",
    list_order="按分钟",
    list_empty="剧本在写。",
    door="个剧本",
    door_rank=120,
)
