"""A 剧本: a role-playing course; its body is a graph of scenes (`play_graph`), told one page a scene."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, NamedTuple

from ..lazy import dataclass
from ..model.artifact import Data, PagesBelowTools, PageTools
from ..model.content_types import BodyNotation, BodyValue, ContentType, EntryFacet, PageBelow, PagesBelow
from ..model.entry import Entry
from ..model.exhibition import Exhibition
from ..model.field_types import Choice, Integer, Minutes, PhotoKey, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Requirement
from ..model.vocabulary import ChoiceWords
from ..model.watching import list_next
from .play_graph import (
    CITED_KEY,
    ENDING,
    KEYS,
    OUTCOME_KEY,
    PICTURE_KEY,
    TURN_KEY,
    PlayGraph,
    Scene,
    SceneLine,
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
    pictured: tuple[str, ...] = ()
    """照片 of scenes: keys of photos; see `get_picture`."""

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

    def get_picture(self, scene: Scene) -> str:
        """Return the key of the photo that stands above a scene; empty where it has none."""
        return next(iter(pick_values(self.pictured, scene, PICTURE_KEY)), "")


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
    Field(
        PICTURE_KEY,
        ListOf(PhotoKey()),
        "楼道从前",
        "这一幕上面的画：信息栏“照片”里的一张，写它的文件名或插画名。",
        placed=True,
        attribute="pictured",
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


BANDS = ((4, "4人以内"), (6, "5到6人"), (30, "7人以上"))
"""People up to which a play stands in each band."""
UNCOUNTED = "没写几个人"
OTHERS = 4
"""Other plays to which a page leads."""
HATS = 6
"""Different hats; roles beyond wear them again."""
REAL, REAL_NAME = "real/", "真的楼里是怎么办的"
"""The address of the debrief below that of a play, and its name."""
BOOK, BOOK_NAME = "all/", "整本"
"""The address of the page with all scenes, for whoever hosts or prints."""


def make_scene_path(scene: Scene) -> str:
    """Return the address of a scene below that of its play: its number in the text.

    Only the address of the play itself is promised: a scene that is inserted moves those behind it. So scenes are in no
    sitemap and on no wall, and the card page is what is shared.
    """
    return f"{scene.number}/"


def format_size(play: Play, _: Exhibition | None = None) -> str:
    """Return for how many people a play is and how long it takes: 4 人 · 约40分钟."""
    return " · ".join(
        filter(None, (f"{play.people}人" if play.people else "", f"约{play.minutes}分钟" if play.minutes else ""))
    )


def list_ending_entries(play: Play, scenes: Iterable[Scene], exhibition: Exhibition) -> list[Entry]:
    """Return the published entries that endings cite, each once, true ones first."""
    found = (exhibition.get(id, Entry) for scene in scenes for id in play.list_cited(scene))
    entries = {entry.id: entry for entry in found if entry}
    return sorted(entries.values(), key=lambda entry: entry.example)


def view_roles(play: Play) -> list[Data]:
    """Return the cast: each role with its hat."""
    return [
        {"hat": number % HATS + 1, "name": role.name, "mind": role.mind, "trouble": role.trouble}
        for number, role in enumerate(play.roles)
        if role.name
    ]


def view_turns(play: Play, scene: Scene) -> list[Data]:
    """Return the roles whose turn a scene is, each with its hat where it is one of the cast."""
    hats = {role.name: number % HATS + 1 for number, role in enumerate(play.roles)}
    return [{"name": name, "hat": hats.get(name, 0)} for name in play.list_turns(scene)]


def view_play(play: Play, page: PageTools) -> Mapping[str, object]:
    """Return what only a play's own page shows: what it is about, its cast, the way into its first scene."""
    graph, size = play.graph, format_size(play)
    for key in play.pictured:
        # It stands above its scene; the gallery shows the others.
        page.build_figure(key)
    question = get_question(play, page.exhibition)
    told = "，".join(filter(None, (f"{len(play.roles)} 个角色" if play.roles else "", f"{len(graph.endings)} 种结局")))
    return {
        "description": f"剧本“{play.name}”：{question or play.problem}{told}。",
        "problem": play.problem,
        "question": question,
        "size": size,
        "told": told if graph.endings else "",
        "roles": view_roles(play),
        "before": page.render_prose(join_rows(graph.opening)) if graph.opening else "",
        "begin": make_scene_path(graph.scenes[0]) if graph.scenes else "",
        "real": {"href": REAL, "name": REAL_NAME},
        "book": {"href": BOOK, "name": BOOK_NAME},
        "cover": page.build_opening(play),
        "facts": page.build_facts(),
        "backlinks": page.list_backlinks(),
        "list": page.get_list_address(),
        "others": [
            page.build_card(other) | {"place": other.tagline} for other in list_next(play, page.exhibition, OTHERS)
        ],
    }


def get_question(play: Play, exhibition: Exhibition) -> str:
    """Return the problem of a play as the question that a neighbour asks."""
    term = exhibition.vocabularies.problems.get_term(play.problem)
    return term.note if term else ""


def join_rows(rows: Iterable[SceneLine]) -> str:
    """Return lines of a body as one text."""
    return "\n".join(row.text for row in rows)


def list_scenes(play: Play, page: PagesBelowTools) -> Iterator[PageBelow]:
    """Yield the page of every scene and ending. The way back is that of the browser: one scene is one page."""
    graph = play.graph
    for scene in graph.scenes:
        data = view_scene(play, scene, page)
        outcome = OUTCOMES.get(play.get_outcome(scene)) if scene.ending else None
        data |= {
            "description": f"剧本“{play.name}”的一幕：{scene.name}。",
            "unlisted": True,
            "play": play.name,
            "mark": ENDING if scene.ending else f"第 {scene.number} 幕",
            "first": make_scene_path(graph.scenes[0]),
            "real": f"../{REAL}",
            "sentence": outcome.sentence if outcome else "",
            "pose": outcome.pose if outcome else "thinking" if scene.ending else "",
            "cited": [page.build_card(entry) for entry in list_ending_entries(play, [scene], page.exhibition)]
            if scene.ending
            else [],
        }
        yield PageBelow(make_scene_path(scene), scene.name, data)


def view_scene(play: Play, scene: Scene, page: PagesBelowTools) -> dict[str, object]:
    """Return a scene: its picture, whose turn it is, its text, its choices with their ways."""
    targets = [(choice, play.graph.find_target(choice)) for choice in scene.choices]
    return {
        "number": scene.number,
        "scene": scene.name,
        "ending": scene.ending,
        "turns": view_turns(play, scene),
        "picture": page.build_picture(play.get_picture(scene)),
        "text": page.render_prose(scene.text),
        "choices": [
            {"says": choice.says, "href": f"../{make_scene_path(to)}", "to": to.number, "name": to.name}
            for choice, to in targets
            if to
        ],
        "outcome": play.get_outcome(scene) if scene.ending else "",
    }


def list_book(play: Play, page: PagesBelowTools) -> Iterator[PageBelow]:
    """Yield the page with all scenes, one below the other, with the numbers to which choices lead: to host, and to print."""
    graph = play.graph
    if graph.scenes:
        yield PageBelow(
            BOOK,
            BOOK_NAME,
            {
                "description": f"剧本“{play.name}”，全部 {len(graph.scenes)} 幕，主持人看，也可以打印。",
                "unlisted": True,
                "play": play.name,
                "size": format_size(play),
                "roles": view_roles(play),
                "before": page.render_prose(join_rows(graph.opening)) if graph.opening else "",
                "scenes": [
                    view_scene(play, scene, page)
                    | {
                        "picture": None,
                        "cited": [page.link(one) for one in list_ending_entries(play, [scene], page.exhibition)],
                    }
                    for scene in graph.scenes
                ],
                "source": play.source,
            },
        )


def list_debrief(play: Play, page: PagesBelowTools) -> Iterator[PageBelow]:
    """Yield the page that tells how it is done in real houses: the entries that endings cite, and what 智慧库 has of the
    problem. Where nothing true has come in it says so and leads on.
    """
    exhibition = page.exhibition
    rooms = page.list_term_rooms("problems", play.problem) if play.problem else []
    shown = [room for room in rooms if room["cards"] or room["examples"]]
    cited = list_ending_entries(play, play.graph.endings, exhibition)
    data: dict[str, object] = {
        "description": f"剧本“{play.name}”演完了，看看真的楼里遇到{play.problem or '这样的事'}是怎么办的。",
        "play": play.name,
        "problem": play.problem,
        "question": get_question(play, exhibition),
        "cited": [page.build_card(entry) for entry in cited if not entry.example],
        "made_up": [page.build_card(entry) for entry in cited if entry.example],
        "rooms": shown,
        "parts": list(dict.fromkeys(str(room["part"]) for room in shown)),
        "ways": rooms,
        "is_true": any(not entry.example for entry in cited) or any(room["cards"] for room in rooms),
    }
    yield PageBelow(REAL, REAL_NAME, data)


def describe_play(play: Play, exhibition: Exhibition) -> list[Mapping[str, object]]:
    """Return a play in the terms of schema.org: a CreativeWork that is a learning resource."""
    address = exhibition.settings.build_permalink
    return [
        {
            "@type": "CreativeWork",
            "@id": f"{address(play.id)}#play",
            "url": address(play.id),
            "name": play.name,
            "description": play.tagline,
            "learningResourceType": "角色扮演",
            "inLanguage": "zh-CN",
            "timeRequired": f"PT{play.minutes}M" if play.minutes else "",
            "about": {"@type": "Thing", "name": play.problem, "description": get_question(play, exhibition)}
            if play.problem
            else {},
            "creditText": play.source,
            "isBasedOn": [address(entry.id) for entry in list_ending_entries(play, play.graph.endings, exhibition)],
        }
    ]


def list_problems(play: Play, _: Exhibition) -> Iterable[str]:
    """Return the problem of a play."""
    return (play.problem,) if play.problem else ()


def list_people_bands(play: Play, _: Exhibition) -> Iterable[str]:
    """Return the band of people in which a play stands."""
    if not play.people:
        return (UNCOUNTED,)
    return (next((band for most, band in BANDS if play.people <= most), BANDS[-1][1]),)


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
    list_line=format_size,
    facets=(
        EntryFacet("problem", "难题", list_problems, vocabulary="problems"),
        EntryFacet("people", "人数", list_people_bands, order=(*(band for _, band in BANDS), UNCOUNTED)),
    ),
    template="play.html",
    view=view_play,
    pages=(
        PagesBelow("scene.html", list_scenes),
        PagesBelow("debrief.html", list_debrief),
        PagesBelow("playbook.html", list_book),
    ),
    schema=describe_play,
    schema_on_page=True,
    remark=format_size,
    invitation="扫一扫，一起演一演",
    note="剧本里没有坏人：每个角色都写“心里想的”和“难处”。正文怎么写，看“写一个剧本”。",
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
