"""Rules about routes and the questions of 社区小先生: what can be walked, what a child can answer by looking at a wall."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..lazy import compile_later
from ..records import QUIZZES
from ..text.answers import normalize_answer, spell_answer
from ..types.route import LEAST_STOPS, LONGEST_WALK, WALK, Route
from .record_lists import get_record_span, iter_each_record
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

SHORTEST_HIDDEN = 2
"""Characters of an answer from which it is looked for in question and hint: one digit or sign stands everywhere."""
SEVERAL = compile_later("[/／|｜、，,；;]|或者?")
"""What stands between two answers."""
LONG_NUMBER = compile_later("[0-9]{5}")
"""More digits than a year has: a telephone, a card, a house number with its room."""
SECRET = compile_later("密码|口令|电话|手机|微信|身份证|车牌|门禁|钥匙")
"""What no question may ask for, however well it can be seen."""
HOMES = compile_later(
    "(?:家|屋|室|房间|卧房|阳台)(?:里|内|中)(?!委)|卧室|厨房|猫眼|敲门|门缝|晾衣|[爷奶姨叔伯公婆]{1,2}家|进门问|信箱里|窗户里|窗子里"
)
"""Words of places inside homes, or from which one looks into them."""
PUBLIC_ROOMS = compile_later("(?:活动|会议|议事|接待|阅览|图书|工作|教|值班|展|休息|会客|办公)室(?:里|内|中)")
"""Rooms that are everybody's, which end as homes do."""
DANGERS = compile_later("电表|配电|电箱|机房|电梯井|天台|屋顶边|窗台外|马路|消防箱里|井盖")
"""Places where no child should stand or reach."""
PEOPLE = compile_later(
    "(?:叫|姓)什么|谁的脸|长什么样|几岁|多大年纪|住(?:在)?(?:几|哪)|谁家|哪(?:一)?[家户]|照片(?:里|上)的?(?:人|孩子|小朋友)|人脸|拍(?:一张|下)"
)
"""Words of a question that asks about people, or for a picture of them."""


@check("W420", ADVICE, "路线不到两站", Scope.ENTRY)
def too_few_stops(context: CheckContext) -> Iterator[Finding]:
    """问题：路线要有两站以上，只有一站的就是那一座楼自己的页面。

    不好：

        站:
          - 楼组: 10001

    好：

        站:
          - 楼组: 10001
          - 楼组: 10002

    怎么改：再加一站；只想介绍一座楼，就请大家直接看那一页。不改也能发布。
    """
    for route in context.exhibition.published(Route):
        count = len({stop.entry for stop in route.stops})
        span = route.get_span("站")
        # Of lines that could not be read another rule speaks.
        if count < LEAST_STOPS and (count or context.sources.get_line(span.path, span.line + 1).lstrip()[:1] != "-"):
            message = f"“站”里只有 {count} 站，走不成一条路线。" if count else "“站”还空着，来的人不知道往哪里走。"
            yield Finding(span, message, "加到两站以上，一站一条，写楼组的编号。")


@check("W419", ADVICE, "步行要走多久", Scope.ENTRY)
def unlikely_minutes(context: CheckContext) -> Iterator[Finding]:
    """问题：步行的路线没有写“分钟”，或者超过三个小时：来的人不知道要不要带水、走不走得动。

    不好：`方式: 步行`，`分钟:` 空着。

    好：

        分钟: 40
        方式: 步行

    怎么改：请一位老邻居走一遍，看看表。超过三个小时的，分成两条。没有走过就先空着。不改也能发布。
    """
    for route in context.exhibition.published(Route):
        if route.way != WALK:
            continue
        if route.minutes is None:
            span = route.get_span("分钟")
            # Of something else that was written there another rule speaks.
            if not context.sources.get_line(span.path, span.line).partition(":")[2].strip():
                hint = "请一位老邻居走一遍，看看表，再填上分钟数。"
                yield Finding(span, "“方式”是步行，“分钟”还空着。", hint)
        elif route.minutes > LONGEST_WALK:
            message = f"“分钟”是 {route.minutes}，步行超过了三个小时。"
            yield Finding(route.get_span("分钟"), message, "核对分钟数；真有这么长，就分成两条路线。")


@check("W422", ADVICE, "小先生没有题")
def trail_without_questions(context: CheckContext) -> Iterator[Finding]:
    """问题：写了“小先生: 是”，可是站里的楼组一道“小题”也没有，孩子没有题可答。

    不好：`小先生: 是`，每一站的楼组都没有“小题”。

    好：在楼组那一页写：

        小题:
          - 题: 墙上的公约一共有几条？
            到哪里看: 一楼门厅的墙上
            答: 5条

    怎么改：到站里的楼组那一页加“小题”；还没有题的，就把“小先生”改成“否”。不改也能发布。
    """
    for route in context.exhibition.published(Route):
        stops = (entry for stop in route.stops for entry in context.exhibition.claimants.get(stop.entry, ()))
        if route.is_trail and not any(getattr(entry, "quizzes", ()) for entry in stops):
            message = "写了“小先生: 是”，可是每一站的楼组都没有“小题”。"
            yield Finding(route.get_span("小先生"), message, "加一条“小题”，写在站里的楼组那一页；没有题，就改成“否”。")


@check("W423", ADVICE, "答案写在题里了", Scope.ENTRY)
def answer_in_question(context: CheckContext) -> Iterator[Finding]:
    """问题：“答”的字就在“题”“到哪里看”或“提示”里，不用看墙也答得出。

    不好：

        题: 墙上的小黑板是什么颜色的黑板？
        答: 小黑板

    好：

        题: 电梯的账写在什么上面？
        答: 小黑板

    怎么改：换一种问法，或者换一条提示。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, QUIZZES):
        # Alone a digit stands everywhere; with its counter word it is the answer.
        forms = {normalize_answer(one.answer), spell_answer(one.answer)}
        hidden = [form for form in forms if len(form) >= SHORTEST_HIDDEN]
        for key, text in (("题", one.question), ("到哪里看", one.place), ("提示", one.hint)):
            if any(form in spell_answer(text) for form in hidden):
                message = f"“答”里的字在“{key}”里已经写出来了，不用看墙也答得出。"
                yield Finding(get_record_span(entry, QUIZZES, index, "答"), message, f"换一个问法，“{key}”里不写答案。")
                break


@check("E428", ERROR, "答案打不出来", Scope.ENTRY)
def answer_that_nobody_types(context: CheckContext) -> Iterator[Finding]:
    """问题：“答”里一个字也没有，只有符号；或者写了两个答案，孩子打哪一个都不算对。

    不好：

        题: 楼门是什么颜色？
        答: 红或绿

    好：

        题: 楼门是什么颜色？
        答: 红

    怎么改：只写一个答案，用汉字、字母或者数字。“五条”“5条”“5”本来就都算对，写一个就够。
    """
    for entry, index, one in iter_each_record(context, QUIZZES):
        if not one.answer:
            continue
        parts = [part for part in SEVERAL.split(one.answer) if normalize_answer(part)]
        if len(parts) == 1:
            continue
        message = (
            f"“答”里写了 {len(parts)} 个答案：{'、'.join(parts)}，孩子打哪一个都不算对。"
            if parts
            else f"“答”写的是“{one.answer}”，没有汉字、字母和数字，孩子打不出来。"
        )
        hint = "改成一个答案；一个数的几种写法，网页本来就都算对。"
        yield Finding(get_record_span(entry, QUIZZES, index, "答"), message, hint)


@check("E424", ERROR, "小题问的是号码", Scope.ENTRY)
def secret_as_answer(context: CheckContext) -> Iterator[Finding]:
    """问题：小题的“答”是一长串号码，或者“题”问的是密码、电话、车牌、钥匙。答案虽然打乱了存，会弄的人一下就能算出来。

    不好：

        题: 大门的密码是多少？
        答: （六位数字）

    好：

        题: 墙上的公约一共有几条？
        答: 5条

    怎么改：换一道题，问条数、颜色、样子。
    """
    for entry, index, one in iter_each_record(context, QUIZZES):
        found = SECRET.search(one.question)
        if LONG_NUMBER.search(normalize_answer(one.answer)):
            key, message = "答", "“答”是一长串号码，像电话、证件或者门牌。"
        elif found:
            key, message = "题", f"“题”问的是“{found[0]}”，不能放到网上问。"
        else:
            continue
        hint = "换一道题，问条数、颜色、样子，不问号码。"
        yield Finding(get_record_span(entry, QUIZZES, index, key), message, hint)


@check("W425", ADVICE, "带到别人家里去了", Scope.ENTRY)
def question_in_a_home(context: CheckContext) -> Iterator[Finding]:
    """问题：“到哪里看”把孩子带进了别人家，或者带到电表箱、屋顶这些不安全的地方。

    不好：`到哪里看: 王家的客厅，敲门进去看`（写着哪一家的）

    好：

        到哪里看: 一楼门厅的墙上

    怎么改：换到门厅、走道、楼门口的墙上，站在公共的地方就看得见的。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, QUIZZES):
        for key, text in (("到哪里看", one.place), ("题", one.question), ("提示", one.hint)):
            plain = PUBLIC_ROOMS.sub("", text)
            home, danger = HOMES.search(plain), DANGERS.search(text)
            if home or danger:
                message = (
                    f"“{key}”里写了“{home[0]}”，像是到别人家里去看。"
                    if home
                    else f"“{key}”里写了“{danger[0] if danger else ''}”，那里孩子去不安全。"
                )
                hint = "换到门厅、走道、楼门口的墙上。"
                yield Finding(get_record_span(entry, QUIZZES, index, key), message, hint)
                break


@check("W426", ADVICE, "小题问到了人", Scope.ENTRY)
def question_about_people(context: CheckContext) -> Iterator[Finding]:
    """问题：小题问的是人：叫什么、住哪一家、长什么样。邻居和孩子都不该变成题目。

    不好：

        题: 照片里的孩子叫什么名字？

    好：

        题: 墙上一共挂着多少张老照片？

    怎么改：换一道题，问墙上的东西，不问人。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, QUIZZES):
        for key, text in (("题", one.question), ("提示", one.hint)):
            found = PEOPLE.search(text)
            if found:
                message = f"“{key}”里的“{found[0]}”问的是人。"
                yield Finding(get_record_span(entry, QUIZZES, index, key), message, "换一道题，问墙上的东西，不问人。")
                break
