"""A 剧本: a role-playing course; its body is a graph of scenes (`play_graph`), told one page a scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from ..model.content_types import BodyNotation, BodyValue, ContentType
from ..model.entry import Entry
from ..model.field_types import Choice, Integer, Minutes, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Requirement
from ..model.vocabulary import ChoiceWords
from .play_graph import (
    CITED_KEY,
    KEYS,
    OUTCOME_KEY,
    TURN_KEY,
    PlayGraph,
    Scene,
    list_scene_texts,
    list_scene_words,
    list_written,
    read_graph,
)


class OutcomeMeaning(NamedTuple):
    """What a 结果 means to those who have played: a sentence, and how the mascot stands beside it."""

    sentence: str
    pose: str


OUTCOMES = {
    "办成": OutcomeMeaning("事情办成了，邻居也还是邻居。", "cheering"),
    "办成一半": OutcomeMeaning("先办成了一半，剩下的一半慢慢商量。", "waving"),
    "没办成": OutcomeMeaning("这一回没有办成，难处还在。换一条路，再走一遍。", "thinking"),
}
"""Words of 结果 with what they mean. None of them is blame: the play is there to be walked again."""
OTHER_WORDS = {
    "办成了": "办成",
    "成功": "办成",
    "成了": "办成",
    "解决了": "办成",
    "一半": "办成一半",
    "部分办成": "办成一半",
    "办成了一半": "办成一半",
    "没成": "没办成",
    "失败": "没办成",
    "没有办成": "没办成",
    "不了了之": "没办成",
}


@dataclass(frozen=True, slots=True)
class Role:
    """One role of a play (角色)."""

    name: Annotated[
        str,
        Field(
            "名称", Text(20, role=True), "人民调解员", "谁，写身份。", Requirement.ALWAYS, placed=True, schema="name"
        ),
    ]
    mind: Annotated[
        str, Field("心里想的", Text(60), "都是邻居，话说开就好", "心里怎么想；每个人都有道理，没有坏人。", placed=True)
    ] = ""
    trouble: Annotated[str, Field("难处", Text(60), "两边都来找我", "难在哪里。", placed=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play(Entry):
    """One play, parsed: `content/plays/<id>/index.md`. Its scenes are those of `graph`."""

    problem: Annotated[
        str,
        Field("难题", Choice("problems"), "楼道堆物", "演的是哪一种难题。", shown=True, asked=True, headings=()),
    ] = ""
    roles: Annotated[tuple[Role, ...], Field("角色", RecordList(Role), "", "谁来演，一个角色一条。")] = ()
    people: Annotated[
        int | None, Field("人数", Integer(1, 30, " 人", "4"), "4", "几个人一起玩。", shown=True, headings=())
    ] = None
    minutes: Annotated[
        int | None,
        Field(
            "分钟", Minutes(1, 240, " 分钟", "40", about=True), "40", "玩一遍大约多少分钟。", shown=True, headings=()
        ),
    ] = None
    turns: tuple[str, ...] = ()
    """角色 of scenes, as the lines of the body have them; see `list_turns`."""
    outcomes: tuple[str, ...] = ()
    """结果 of endings; see `get_outcome`."""
    cited: tuple[str, ...] = ()
    """参考 of endings: ids; see `list_cited`."""

    @property
    def graph(self) -> PlayGraph:
        """Its scenes."""
        return read_graph(self.body)

    def list_turns(self, scene: Scene) -> tuple[str, ...]:
        """Return the roles whose turn a scene is; none: everybody's."""
        return pick_values(self.turns, scene, TURN_KEY)

    def get_outcome(self, scene: Scene) -> str:
        """Return how an ending ends, a word of `OUTCOMES`; empty where that is not told."""
        return next(iter(pick_values(self.outcomes, scene, OUTCOME_KEY)), "")

    def list_cited(self, scene: Scene) -> tuple[str, ...]:
        """Return the ids of the entries that an ending cites, each once."""
        return tuple(dict.fromkeys(pick_values(self.cited, scene, CITED_KEY)))


def pick_values(values: tuple[str, ...], scene: Scene, key: str) -> tuple[str, ...]:
    """Return those of the values of a key that stand in a scene; what could not be read is left out."""
    return tuple(values[rank] for rank in scene.list_ranks(key) if rank < len(values) and values[rank])


BODY_FIELDS = (
    Field(TURN_KEY, ListOf(Text(20)), "人民调解员", "这一幕轮到谁读、谁选；不写就大家一起。", attribute="turns"),
    Field(
        OUTCOME_KEY,
        ListOf(Choice(words=ChoiceWords.from_names(tuple(OUTCOMES), OTHER_WORDS))),
        "办成",
        "结局里写：办成、办成一半、没办成。",
        attribute="outcomes",
    ),
    Field(
        CITED_KEY,
        ListOf(Reference(("unit", "cluster"))),
        "10010",
        "结局里写：真的楼里是怎么办的，写那座楼（楼群）的编号，几个就用“、”隔开。",
        placed=True,
        attribute="cited",
    ),
)
FIELD_OF_KEY = dict(zip(KEYS, BODY_FIELDS, strict=True))


def list_body_values(body: str) -> list[BodyValue]:
    """Return the values of `BODY_FIELDS` as they stand in a body."""
    return [BodyValue(FIELD_OF_KEY[one.key], one.text, one.line, one.column) for one in list_written(body)]


STARTER = """\
## 三辆旧车

楼道里又多了三辆旧车，轮椅过不去。

- 先一家一家敲门 → 敲门
- 在群里发照片 → 群里

## 敲门

角色：人民调解员

门开了。老邻居说：车是儿子的，舍不得扔。

- 帮他在网上找个要的人 → 挂上墙
- 先说到这里，改天再来 → 改天

## 群里

照片一发，群里没人说话了。

- 私下赔个不是，再去敲门 → 敲门
- 等大家消消气 → 改天

## 结局：挂上墙

三辆车有了新主人。走道宽了，大家写了一条公约，挂在墙上。

结果：办成
参考：

## 结局：改天

改天一直没有来。车还在那里，轮椅还是过不去。

结果：没办成
参考："""
HINT = (
    "一幕一个标题：## 三辆旧车。下面写这一幕发生什么，再写能怎么选：- 先一家一家敲门 → 敲门"
    "（箭头打不出来，写 -> 也行，后面是要去的那一幕的名字）。结局的标题写 ## 结局：挂上墙，下面写 结果：办成 和 参考：10010。"
)

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
    list_key=lambda play: (play.minutes is None, play.minutes or 0),
    list_order="按分钟排，没写多久的在后",
    list_empty="剧本在写。",
    door="个剧本",
    door_rank=120,
    body=BodyNotation(
        BODY_FIELDS,
        list_body_values,
        list_scene_texts,
        list_scene_words,
        STARTER,
        HINT,
        "场景或结局的标题下面",
    ),
)
