"""Rules about plays: proofs that the graph of scenes can be played to an end, and how it is written.

There are no variables in a play, so the proofs are exact. What follows from one fault is told in its message: five scenes that
only a broken arrow led to are named there, and no rule reports them again. Of a draft only what is written wrongly is said, not
what is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ..diagnostics import Finding, Severity, Span
from ..model import Entry, Status
from ..model.content_types import BODY_KEY
from ..types.play import Play
from ..types.play_graph import (
    ARROW,
    BACKWARDS,
    CITED_KEY,
    ENDING,
    LEAST_ENDINGS,
    LONGEST_NAME,
    LONGEST_SCENE,
    MOST_SCENES,
    NEAR,
    OUTCOME_KEY,
    TURN_KEY,
    BrokenArrow,
    GraphFaults,
    PlayGraph,
    Scene,
    SceneChoice,
    StuckScene,
    find_faults,
    normalize_scene_name,
)
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE
NAMED = 6
"""Scenes that one sentence names; of more it says how many."""
DANGLING = re.compile(rf"(?:{ARROW.pattern}|>)$")
"""An arrow at the end of a line."""
VILLAINS = re.compile("坏人|恶人|反派|恶邻|刁民|钉子户|无赖|老赖|泼妇|害群之马|没素质|自私鬼|小人")
"""Words by which somebody is made the one who is to blame."""


def iter_graphs(context: CheckContext, *, finished: bool = False) -> Iterator[tuple[Play, PlayGraph]]:
    """Yield the plays with scenes that are not taken down; with `finished` those that are published, as far as proofs go."""
    for play in context.exhibition.of(Play):
        if play.status is Status.WITHDRAWN or (finished and not play.published):
            continue
        graph = play.graph
        if graph.scenes and not (finished and len(graph.scenes) > MOST_SCENES):
            yield play, graph


def iter_doubted_graphs(context: CheckContext) -> Iterator[tuple[Play, PlayGraph]]:
    """Yield the graphs of finished plays that cite anything which visitors do not see. Most do not, and are not read."""
    seen = context.exhibition.published_by_id(Entry)
    for play in context.exhibition.published(Play):
        if any(id and id not in seen for id in play.cited):
            graph = play.graph
            if graph.scenes and len(graph.scenes) <= MOST_SCENES:
                yield play, graph


def iter_faults(context: CheckContext) -> Iterator[tuple[Play, PlayGraph, GraphFaults]]:
    """Yield the faults of each published play that has scenes."""
    for play, graph in iter_graphs(context, finished=True):
        yield play, graph, find_faults(graph)


def locate(play: Play, line: int, column: int = 1) -> Span:
    """Return where a line of the body stands in the file."""
    return Span(play.path, play.get_span(BODY_KEY).line + line - 1, column)


def list_names(scenes: Sequence[Scene]) -> str:
    """Return the names of scenes for a sentence: “敲门”“群里”, of many the first ones and how many there are."""
    names = "".join(f"“{shorten(scene.name)}”" for scene in scenes[:NAMED])
    return names if len(scenes) <= NAMED else f"{names}等 {len(scenes)} 幕"


def shorten(name: str) -> str:
    """Return the name of a scene as a sentence can hold it."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def format_arrow(choice: SceneChoice, to: str) -> str:
    """Return a choice as it is written."""
    return f"- {choice.says} → {to}"


@check("E540", ERROR, "箭头后面没有这一幕", Scope.ENTRY)
def arrow_to_nowhere(context: CheckContext) -> Iterator[Finding]:
    """问题：箭头后面要写一幕的名字，和它的标题一个字不差。没有这个标题，点下去就走不动了；后面的几幕，也跟着走不到。

    不好：

        - 先一家一家敲门 → 敲们

        ## 敲门

    好：

        - 先一家一家敲门 → 敲门

        ## 敲门

    怎么改：照提示改箭头后面的名字；这一幕还没有写的，就添上它的标题。
    """
    for play, graph, faults in iter_faults(context):
        alike: dict[str, list[BrokenArrow]] = {}
        for one in faults.broken:
            alike.setdefault(normalize_scene_name(one.choice.to), []).append(one)
        for one, *rest in alike.values():
            all_alike = [one, *rest]
            follows = [
                f"{list_names(tuple(scenes))}{what}"
                for scenes, what in (
                    ([scene for each in all_alike for scene in each.unreached], "走不到"),
                    ([scene for each in all_alike for scene in each.stuck], "到不了结局"),
                )
                if scenes
            ]
            lines = "、".join(str(locate(play, other.choice.line).line) for other in rest)
            also = f"第 {lines} 行也要去那里。" if rest else ""
            after = f"因为它，{'，'.join(follows)}。" if follows else ""
            message = f"“{one.scene.name}”里的箭头要去“{one.choice.to}”，没有这一幕。{also}{after}"
            span = locate(play, one.choice.line, one.choice.column)
            heading = graph.find_heading_line(one.choice.to)
            if heading:
                line = locate(play, heading.line).line
                yield Finding(
                    span,
                    f"{message}第 {line} 行“{heading.text.strip()}”像是它的标题。",
                    f"把第 {line} 行改成：## {one.choice.to}",
                )
            elif one.near and rest and not is_wanted(graph, one.near):
                line = locate(play, one.near.line).line
                hint = f"第 {line} 行的标题改成 ## {one.choice.to}；标题没有写错，就改这几行的箭头。"
                yield Finding(span, f"{message}是不是“{one.near.name}”？", hint)
            elif one.near:
                fixed = context.replace_in_line(span, one.choice.to, one.near.name)
                hint = f"核对名字；改成 → {one.near.name}，或者添一行 ## {one.choice.to}。"
                yield Finding(span, f"{message}是不是“{one.near.name}”？", hint, fixed)
            else:
                known = list_names(graph.scenes)
                yield Finding(span, message, f"核对名字；还没有这一幕，就写上一行 ## {one.choice.to}。现在有{known}。")


def is_wanted(graph: PlayGraph, scene: Scene) -> bool:
    """Does any arrow lead to a scene by its name?"""
    return any(scene.number in targets for targets in graph.successors.values())


@check("E541", ERROR, "这一幕走不到", Scope.ENTRY)
def unreachable_scene(context: CheckContext) -> Iterator[Finding]:
    """问题：从第一幕出发，怎么选也走不到这一幕，写了没有人看得见。

    不好：写了 `## 搭把手`，没有一个箭头指向它。

    好：在前面的一幕里加一行 `- 去搭把手 → 搭把手`。

    怎么改：在前面的一幕加一个去这里的选择；不要这一幕了，就删掉它。
    """
    for play, _, faults in iter_faults(context):
        for one in faults.unreached:
            after = f"只从它走得到的{list_names(one.others)}，也走不到。" if one.others else ""
            hint = f"在前面的一幕里加一行：- …… → {one.scene.name}；不要它了，就删掉。"
            yield Finding(locate(play, one.scene.line), f"没有一条路走到“{one.scene.name}”。{after}", hint)


@check("E542", ERROR, "走进去出不来", Scope.ENTRY)
def circle_without_exit(context: CheckContext) -> Iterator[Finding]:
    """问题：几幕互相绕圈，没有一条路出去，永远到不了结局。绕圈可以，要留一条出去的路。

    不好：

        ## 敲门
        - 再等等 → 等

        ## 等
        - 再去敲门 → 敲门

    好：

        ## 等
        - 再去敲门 → 敲门
        - 请调解员一起去 → 说开了

    怎么改：在这个圈里加一个选择，通向结局，或者通向走得到结局的一幕。
    """
    for play, _, faults in iter_faults(context):
        for one in faults.circles:
            after = f"从{list_names(one.others)}也一样。" if one.others else ""
            hint = "加一个选择，让它通向结局，或者通向走得到结局的一幕。"
            yield Finding(locate(play, one.scene.line), f"从“{one.scene.name}”怎么选也到不了结局。{after}", hint)


@check("E543", ERROR, "这一幕没有选择", Scope.ENTRY)
def scene_without_choice(context: CheckContext) -> Iterator[Finding]:
    """问题：不是结局的一幕，要有选择，不然走到这里就断了。

    不好：

        ## 敲门

        门开了。

    好：

        ## 敲门

        门开了。

        - 坐下来聊 → 聊一聊

    怎么改：加一两行“- 说的话 → 去的场景”；是结局的，标题写成“## 结局：……”。
    """
    for play, _, faults in iter_faults(context):
        for one in faults.dead:
            yield report_dead_end(play, one)


def report_dead_end(play: Play, one: StuckScene) -> Finding:
    """Return what is said of a scene without a way on: at its first line with a dash, where it has any."""
    scene = one.scene
    after = f"走到这里的{list_names(one.others)}，也到不了结局。" if one.others else ""
    if scene.strays:
        first = scene.strays[0]
        says, what = describe_loose_line(first.text)
        message = f"“{scene.name}”里的“{says}”{what}，这一幕走不下去。{after}"
        return Finding(locate(play, first.line), message, f"补上要去的一幕：- {says} → ……")
    hint = f"加一行“- 说的话 → 去的场景”；是结局，标题就写成 ## {ENDING}：{scene.name}。"
    return Finding(locate(play, scene.line), f"“{scene.name}”没有选择，走到这里就断了。{after}", hint)


def describe_loose_line(text: str) -> tuple[str, str]:
    """Return what a line with a dash says that leads nowhere, and what it lacks: the arrow, or what stands behind it."""
    says = DANGLING.sub("", text).rstrip()
    return (says, "的箭头后面是空的") if says != text else (text, "有减号，没有箭头")


@check("E544", ERROR, "结局后面还有选择", Scope.ENTRY)
def choice_in_ending(context: CheckContext) -> Iterator[Finding]:
    """问题：结局就是走到头了，下面不再有选择。

    不好：

        ## 结局：挂上墙

        - 再想想 → 敲门

    好：去掉标题里的“结局：”，它就是普通的一幕；或者删掉选择。

    怎么改：真的到头了，就删掉这一行；还要往下走，就把标题里的“结局：”删掉。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.endings:
            for choice in scene.choices[:1]:
                hint = f"删掉选择；还要往下走的，把标题改成 ## {scene.name}。"
                yield Finding(locate(play, choice.line), f"结局“{scene.name}”下面还有选择。", hint)


@check("W545", ADVICE, "选择后面还有话", Scope.ENTRY)
def text_after_choices(context: CheckContext) -> Iterator[Finding]:
    """问题：选择写完，这一幕就完了。选择后面的话，会放到选择的前面显示。

    不好：

        - 先敲门 → 敲门

        第二天，雨停了。

    好：

        第二天，雨停了。

        - 先敲门 → 敲门

    怎么改：把这几句移到选择的上面；是另一幕的，前面加一行标题。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        missing = {one.to for scene in graph.scenes for one in scene.choices if graph.find_target(one) is None}
        # Of a heading without its signs the arrow speaks that leads there.
        headings = {row.line for name in missing if (row := graph.find_heading_line(name))}
        for scene in graph.scenes:
            marked = {row.line for row in scene.strays}
            ends = [rank for rank, row in enumerate(scene.late) if row.line in headings]
            own = scene.late[: ends[0]] if ends else scene.late
            late = [row for row in own if row.line not in marked]
            if late:
                message = f"“{scene.name}”的选择后面还有话，会显示在选择前面。"
                yield Finding(locate(play, late[0].line), message, "移到选择的上面；是另一幕，前面加一行 ## 标题。")


@check("E546", ERROR, "结局没有参考", Scope.ENTRY)
def ending_without_reference(context: CheckContext) -> Iterator[Finding]:
    """问题：每个结局要写一座真的有页面的楼：走完了，大家看看楼里是怎么办的。没有它，剧本就只是编的。

    不好：

        ## 结局：挂上墙

        结果：办成

    好：

        ## 结局：挂上墙

        结果：办成
        参考：10010

    怎么改：添一行“参考：”，写那座楼（楼群）的编号，几座就用“、”隔开。
    """
    for play, graph in iter_graphs(context, finished=True):
        for scene in graph.endings:
            # Of one that cannot be read another rule speaks.
            if not scene.list_ranks(CITED_KEY):
                hint = f"写上一行：{CITED_KEY}：10010（换成那座楼的编号）。"
                yield Finding(locate(play, scene.line), f"结局“{scene.name}”没有写“{CITED_KEY}”。", hint)


@check("E547", ERROR, "参考的楼都看不到")
def ending_without_published_reference(context: CheckContext) -> Iterator[Finding]:
    """问题：结局写的参考，没有一座是展出的：还是草稿，或者已经撤下。走完的人点不开。

    不好：`参考：10019`，10019 还写着 `状态: 草稿`。

    好：`参考：10010`，10010 已经发布。

    怎么改：换成展出的一座，或者再添一座。
    """
    for play, graph in iter_doubted_graphs(context):
        for scene in graph.endings:
            ids = [id for id in play.list_cited(scene) if id in context.exhibition.by_id]
            if ids and not any(context.exhibition.get(id, Entry) for id in ids):
                first = next(value for value in scene.values if value.key == CITED_KEY)
                message = f"结局“{scene.name}”参考的 {'、'.join(ids)} 都还看不到。"
                yield Finding(locate(play, first.line, first.column), message, "换成展出的一座，或者再添一座。")


@check("W565", ADVICE, "参考里有一座看不到")
def unpublished_reference_beside_others(context: CheckContext) -> Iterator[Finding]:
    """问题：结局写了几座楼，其中一座还是草稿，或者已经撤下，页面上不会出现它。

    不好：`参考：10010、10019`，10019 还写着 `状态: 草稿`。

    好：`参考：10010`；10019 发布了，再添上。

    怎么改：删掉这个编号，或者等它发布。不改也能发布。
    """
    for play, graph in iter_doubted_graphs(context):
        for scene in graph.endings:
            if not any(context.exhibition.get(id, Entry) for id in play.list_cited(scene)):
                # Of an ending that cites nothing visible another rule speaks.
                continue
            for value in scene.values:
                id = play.cited[value.rank] if value.key == CITED_KEY else ""
                if id in context.exhibition.by_id and context.exhibition.get(id, Entry) is None:
                    message = f"结局“{scene.name}”参考的 {id} 还看不到，页面上不会出现。"
                    yield Finding(locate(play, value.line, value.column), message, "删掉这个编号，或者等它发布。")


@check("E548", ERROR, "一幕太长", Scope.ENTRY)
def long_scene(context: CheckContext) -> Iterator[Finding]:
    """问题：一幕最多 220 个字，手机上一屏就读完，接着就选。

    不好：一幕里写了五六段，选择要翻两屏才看见。

    好：一幕只讲一件事，两三句话。

    怎么改：删掉次要的，或者分成两幕。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            if scene.length > LONGEST_SCENE:
                over = scene.length - LONGEST_SCENE
                message = f"“{scene.name}”有 {scene.length} 个字，最多 {LONGEST_SCENE} 个，多了 {over} 个。"
                yield Finding(locate(play, scene.rows[0].line), message, "缩短它，或者分成两幕。")
            if len(scene.name) > LONGEST_NAME:
                message = f"这一幕的名字有 {len(scene.name)} 个字，最多 {LONGEST_NAME} 个。"
                yield Finding(locate(play, scene.line), message, "缩短名字，指向它的箭头也跟着改；多的话写到下面。")


@check("E549", ERROR, "结局太少", Scope.ENTRY)
def too_few_endings(context: CheckContext) -> Iterator[Finding]:
    """问题：要有两个以上的结局：选得不一样，结果也不一样，才值得玩第二遍。

    不好：只有一个 `## 结局：挂上墙`。

    好：`## 结局：挂上墙` 和 `## 结局：改天`，都写了结果和参考。

    怎么改：再写一个结局；没办成的结局也要写，不怪谁。
    """
    for play, graph in iter_graphs(context, finished=True):
        count = len(graph.endings)
        if count < LEAST_ENDINGS:
            told = f"只有一个结局“{graph.endings[0].name}”" if count else "还没有结局，怎么选都走不到头"
            hint = f"写上 ## {ENDING}：……，下面写{OUTCOME_KEY}和{CITED_KEY}；一共要 {LEAST_ENDINGS} 个以上。"
            yield Finding(locate(play, graph.scenes[-1].line), f"这个剧本{told}。", hint)


@check("W550", ADVICE, "这一行要去哪里", Scope.ENTRY)
def bullet_without_arrow(context: CheckContext) -> Iterator[Finding]:
    """问题：一行前面有减号，后面却没有箭头，网站不知道它是不是选择，先当成普通的话显示。

    不好：`- 先一家一家敲门`

    好：`- 先一家一家敲门 → 敲门`

    怎么改：是选择，就补上箭头和要去的一幕；不是，就删掉前面的减号。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            if not scene.choices and not scene.ending and play.published:
                # Of a scene without any choice another rule speaks, at its first such line.
                continue
            for row in scene.strays:
                says, what = describe_loose_line(row.text)
                backwards = BACKWARDS.fullmatch(row.text)
                if backwards and (target := graph.find_near(backwards[2])):
                    said = backwards[1].strip()
                    turned = f"- {said} → {target.name}"
                    message = f"“{scene.name}”里“{said}”的箭头朝左，还不是选择。"
                    yield Finding(locate(play, row.line), message, f"改成：{turned}", turned)
                    continue
                near = graph.find_near(says)
                message = f"“{scene.name}”里的“{says}”{what}，不知道要去哪一幕。"
                hint = f"补上：- {says} → ……；不是选择，就删掉前面的减号。"
                fixed = None
                if near and near is not scene:
                    message = f"“{scene.name}”里的“{says}”{what}，是不是要去“{near.name}”？"
                    fixed = f"- {says} → {near.name}"
                    hint = f"改成：{fixed}；不是选择，就删掉前面的减号。"
                yield Finding(locate(play, row.line), message, hint, fixed)


@check("E551", ERROR, "两幕同名", Scope.ENTRY)
def scene_name_twice(context: CheckContext) -> Iterator[Finding]:
    """问题：两幕用了同一个名字，箭头不知道该去哪一个，现在都去前面那一个。

    不好：写了两个 `## 敲门`。

    好：`## 敲门` 和 `## 第二次敲门`。

    怎么改：改一个名字，指向它的箭头也跟着改。
    """
    for play, graph in iter_graphs(context):
        for scene, first in graph.twins:
            line = locate(play, first.line).line
            message = f"“{scene.name}”和第 {line} 行的那一幕同名，箭头都去了前面那一幕。"
            yield Finding(locate(play, scene.line), message, "换一个名字，指向它的箭头也跟着改。")


@check("W552", ADVICE, "标题的井号不是两个", Scope.ENTRY)
def heading_of_other_level(context: CheckContext) -> Iterator[Finding]:
    """问题：每一幕的标题前面是两个井号。三个、一个也看得懂，只是标准写法是两个。

    不好：`### 敲门`

    好：`## 敲门`

    怎么改：照提示改成两个井号。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            written = context.sources.get_line(play.path, locate(play, scene.line).line)
            if scene.level != 2 or "＃" in written:
                fixed = "## " + written.strip().lstrip("#＃ \t\u3000")
                message = f"“{scene.name}”的标题前面不是两个井号，已经当成一幕。"
                yield Finding(locate(play, scene.line), message, f"改成：{fixed}", fixed)


@check("W553", ADVICE, "箭头后面不写“结局：”", Scope.ENTRY)
def arrow_with_mark_of_ending(context: CheckContext) -> Iterator[Finding]:
    """问题：“结局：”只写在标题里，箭头后面只写名字。多写了也看得懂。

    不好：`- 写成公约 → 结局：挂上墙`

    好：`- 写成公约 → 挂上墙`

    怎么改：删掉箭头后面的“结局：”。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            for choice in scene.choices:
                target = graph.find_target(choice)
                if choice.marked and target and choice.form != "table":
                    span = locate(play, choice.line, choice.column)
                    fixed = context.replace_in_line(span, choice.to, target.name)
                    message = f"箭头后面写了“{choice.to}”，已经当成“{target.name}”。"
                    yield Finding(span, message, "删掉“结局：”，只写名字。", fixed)


@check("W554", ADVICE, "选择写成了表格", Scope.ENTRY)
def choices_in_table(context: CheckContext) -> Iterator[Finding]:
    """问题：选择不用画表格，一行一个就好。表格里的也看得懂，只是容易画歪。

    不好：`| 先敲门 | 敲门 |`

    好：`- 先敲门 → 敲门`

    怎么改：照提示改成一行一个。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            rows = [choice for choice in scene.choices if choice.form == "table"]
            if rows:
                lines = "；".join(format_arrow(choice, choice.to) for choice in rows)
                message = f"“{scene.name}”的选择写成了表格。"
                yield Finding(locate(play, rows[0].line), message, f"改成一行一个：{lines}")


@check("E555", ERROR, "没有这个角色", Scope.ENTRY)
def unknown_role_of_scene(context: CheckContext) -> Iterator[Finding]:
    """问题：一幕下面的“角色”，要是信息栏“角色”里的一个，不然没有人知道轮到谁。

    不好：`角色：调解员`，信息栏里写的是“人民调解员”。

    好：`角色：人民调解员`

    怎么改：照提示改成一样的名称；是新的角色，就在信息栏“角色”里加一条。
    """
    for play, graph in iter_graphs(context):
        known = [role.name for role in play.roles]
        if not known and not play.published:
            # A draft begins as the template, whose cast is still to be written.
            continue
        for scene in graph.scenes:
            for value in scene.values:
                if value.key != TURN_KEY or value.text in known:
                    continue
                near = get_close_matches(value.text, known, 1, NEAR)
                near = near or [name for name in known if value.text in name or name in value.text]
                span = locate(play, value.line, value.column)
                message = f"“{scene.name}”写给“{value.text}”，信息栏的“角色”里没有。"
                if near:
                    fixed = context.replace_in_line(span, value.text, near[0])
                    yield Finding(span, f"{message}是不是“{near[0]}”？", "改成一样的名称。", fixed)
                else:
                    hint = f"改成信息栏里有的：{'、'.join(known)}；或者在那里加一条。"
                    hint = hint if known else "在信息栏的“角色”里加一条；大家一起的一幕，删掉这一行。"
                    yield Finding(span, message, hint)


@check("W556", ADVICE, "角色没有心事", Scope.ENTRY)
def role_without_mind(context: CheckContext) -> Iterator[Finding]:
    """问题：每个角色都要有“心里想的”或者“难处”，拿到它的人才知道怎么演。谁都有道理，没有坏人。

    不好：`- 名称: 业委会主任`，下面空着。

    好：

        - 名称: 业委会主任
          心里想的: 钱要花在大家看得见的地方
          难处: 维修的账只剩一点点

    怎么改：补上一句。不改也能发布。
    """
    for play in context.exhibition.published(Play):
        if not play.roles:
            yield Finding(
                play.get_span(TURN_KEY), "这个剧本还没有角色，不知道谁来演。", "在信息栏“角色”里加上，一个角色一条。"
            )
        for number, role in enumerate(play.roles):
            if role.name and not role.mind and not role.trouble:
                span = play.spans.get(f"{TURN_KEY}.{number}") or play.get_span(TURN_KEY)
                yield Finding(span, f"“{role.name}”没有写“心里想的”，也没有“难处”。", "补上一句，演的人照着想。")


@check("W557", ADVICE, "人数比角色少", Scope.ENTRY)
def fewer_people_than_roles(context: CheckContext) -> Iterator[Finding]:
    """问题：“人数”比“角色”少，有的角色没有人演。

    不好：`人数: 3`，下面有四个角色。

    好：`人数: 4`

    怎么改：核对人数，或者并掉一个角色。不改也能发布。
    """
    for play in context.exhibition.published(Play):
        if play.people is not None and play.people < len(play.roles):
            message = f"“人数”是 {play.people}，角色有 {len(play.roles)} 个。"
            yield Finding(play.get_span("人数"), message, f"改成 {len(play.roles)}，或者并掉一个角色。")


@check("W558", ADVICE, "选择前面少了减号", Scope.ENTRY)
def choice_without_dash(context: CheckContext) -> Iterator[Finding]:
    """问题：这一行有箭头，前面没有减号。看得懂，只是标准写法前面有减号和一个空格。

    不好：`先一家一家敲门 → 敲门`

    好：`- 先一家一家敲门 → 敲门`

    怎么改：在前面加上减号和一个空格。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            for choice in scene.choices:
                if choice.form == "bare":
                    fixed = format_arrow(choice, choice.to)
                    yield Finding(
                        locate(play, choice.line),
                        f"“{choice.says}”前面少了减号，已经当成选择。",
                        f"改成：{fixed}",
                        fixed,
                    )


@check("E559", ERROR, "剧本里没有一幕", Scope.ENTRY)
def play_without_scenes(context: CheckContext) -> Iterator[Finding]:
    """问题：剧本的正文要分成一幕一幕，每一幕有一个标题，从第一幕开始演。

    不好：

        楼道里又多了三辆旧车。
        - 先敲门 → 敲门

    好：

        ## 三辆旧车

        楼道里又多了三辆旧车。

        - 先敲门 → 敲门

    怎么改：在每一幕前面加一行“## 名字”。
    """
    for play in context.exhibition.published(Play):
        graph = play.graph
        if graph.orphans:
            choice = graph.orphans[0]
            message = f"“{choice.says}”前面还没有一幕的标题。"
            yield Finding(locate(play, choice.line), message, "在这一幕最上面加一行：## 名字")
        elif not graph.scenes:
            yield Finding(
                play.get_span(BODY_KEY), "正文里还没有一幕。", "写上：## 第一幕的名字，下面写发生了什么，再写怎么选。"
            )


@check("E560", ERROR, "场景太多", Scope.ENTRY)
def too_many_scenes(context: CheckContext) -> Iterator[Finding]:
    """问题：一个剧本最多 99 幕，再多没有人玩得完。

    不好：一个剧本写了一百多幕。

    好：七到十四幕，四十分钟走得完。

    怎么改：并掉相近的几幕，或者分成两个剧本。
    """
    for play, graph in iter_graphs(context):
        if len(graph.scenes) > MOST_SCENES:
            message = f"这个剧本有 {len(graph.scenes)} 幕，最多 {MOST_SCENES} 幕。"
            yield Finding(locate(play, graph.scenes[MOST_SCENES].line), message, "改成两个剧本，或者并掉相近的几幕。")


@check("W561", ADVICE, "结局没有写结果", Scope.ENTRY)
def ending_without_outcome(context: CheckContext) -> Iterator[Finding]:
    """问题：结局下面写一行“结果”，走到的人才知道办成了没有。

    不好：

        ## 结局：挂上墙

        参考：10010

    好：

        ## 结局：挂上墙

        结果：办成
        参考：10010

    怎么改：添一行“结果：”，写办成、办成一半或者没办成。不改也能发布。
    """
    for play, graph in iter_graphs(context, finished=True):
        for scene in graph.endings:
            told = [value for value in scene.values if value.key == OUTCOME_KEY]
            if len({value.text for value in told}) > 1:
                message = f"结局“{scene.name}”写了 {len(told)} 个“{OUTCOME_KEY}”，只显示“{told[0].text}”。"
                yield Finding(locate(play, told[1].line, told[1].column), message, "只留一个。")
            if not told:
                hint = f"写上一行：{OUTCOME_KEY}：办成（或者：办成一半、没办成）。"
                yield Finding(locate(play, scene.line), f"结局“{scene.name}”没有写“{OUTCOME_KEY}”。", hint)


@check("W562", ADVICE, "不是结局的一幕写了结果", Scope.ENTRY)
def outcome_outside_ending(context: CheckContext) -> Iterator[Finding]:
    """问题：“结果”和“参考”写在结局下面。这一幕还有选择，不是结局，写了也不显示。

    不好：

        ## 敲门

        参考：10010

        - 坐下来聊 → 聊一聊

    好：把 `参考：10010` 移到结局下面。

    怎么改：移到结局下面；这一幕就是结局的，删掉选择，标题写成“## 结局：……”。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for value in graph.loose[:1]:
            message = f"“{value.key}”写在第一幕的前面，不会显示。"
            yield Finding(locate(play, value.line), message, "移到它要说的那一幕里。")
        for scene in graph.scenes:
            found = next((one for one in scene.values if one.key in (OUTCOME_KEY, CITED_KEY)), None)
            if found and not scene.ending:
                message = f"“{scene.name}”不是结局，写了“{found.key}”。"
                yield Finding(locate(play, found.line), message, "移到结局下面。")


@check("W563", ADVICE, "结局的标题没有写“结局：”", Scope.ENTRY)
def ending_without_mark(context: CheckContext) -> Iterator[Finding]:
    """问题：这一幕写了“结果”或“参考”，没有选择，像是结局，标题里却没有“结局：”。已经当成结局。

    不好：`## 挂上墙`

    好：`## 结局：挂上墙`

    怎么改：在名字前面加上“结局：”。不改也能发布。
    """
    for play, graph in iter_graphs(context):
        for scene in graph.scenes:
            if scene.unmarked:
                bare = scene.name.removeprefix(ENDING).strip() or scene.name
                fixed = f"## {ENDING}：{bare}"
                message = f"“{scene.name}”像是结局，标题里没有“{ENDING}：”。"
                yield Finding(locate(play, scene.line), message, f"改成：{fixed}", fixed)


@check("W564", ADVICE, "剧本里有坏人", Scope.ENTRY)
def villain_in_play(context: CheckContext) -> Iterator[Finding]:
    """问题：剧本里没有坏人。谁都有难处，话说开了，事情才办得成。

    不好：`名称: 钉子户`

    好：`名称: 业主代表`，`难处: 家里只有一间，旧车没有地方放`

    怎么改：换一个身份，写出他的难处。不改也能发布。
    """
    for play in context.exhibition.of(Play):
        if play.status is Status.WITHDRAWN:
            continue
        for number, role in enumerate(play.roles):
            for key, text in (("名称", role.name), ("心里想的", role.mind), ("难处", role.trouble)):
                if found := VILLAINS.search(text):
                    span = play.spans.get(f"{TURN_KEY}.{number}.{key}") or play.get_span(TURN_KEY)
                    yield Finding(span, f"“{key}”里写了“{found[0]}”。剧本里没有坏人。", "改写成他的难处。")
        for scene in play.graph.scenes:
            for row in scene.rows:
                if found := VILLAINS.search(row.text):
                    span = locate(play, row.line, found.start() + 1)
                    yield Finding(span, f"“{scene.name}”里写了“{found[0]}”。剧本里没有坏人。", "改写成他的难处。")
