"""Rules about know-how (经验): steps that others can follow, an outcome that can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..records import EXPERIENCES
from ..records.experience import LONGEST_STEP, MOST_STEPS, STEP_ENDS, split_steps
from .record_lists import format_place, get_record_span, iter_each_record, iter_lists
from .registry import CheckContext, Scope, check

ADVICE = Severity.ADVICE

SHORTEST = 4
"""Characters up to which a single step is one word."""
PERCENT = re.compile(
    r"[0-9０-９.]{1,6}\s?[%％]|百分之[零一二三四五六七八九十百点0-9]{1,8}|[一二三四五六七八九]成(?![了功为立员新不色熟])"
)
NUMBER = re.compile(r"[0-9０-９]|[一二两三四五六七八九十百千]{1,4}(?=[个户家人辆次件层部米条盏张盆棵天年月分钟元])")
"""A number, in digits or before a counter word."""


@check("W445", ADVICE, "做法只有一个词", Scope.ENTRY)
def single_word_of_steps(context: CheckContext) -> Iterator[Finding]:
    """问题：“做法”只写了一个词，别的楼不知道先做什么、后做什么。

    不好：

        做法: 沟通

    好：

        做法: 贴纸条，认东西，周六一起搬

    怎么改：一步一步写，中间用“，”分开。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, EXPERIENCES):
        if (
            0 < len(one.steps) <= SHORTEST + 1
            and len(steps := split_steps(one.steps)) == 1
            and len(steps[0]) <= SHORTEST
        ):
            span = get_record_span(entry, EXPERIENCES, index, "做法")
            message = f"“做法”只写了“{one.steps}”，别的楼还不会照着做。"
            yield Finding(span, message, "写出两三步，中间用“，”分开，例如：贴纸条，认东西，周六一起搬。")


@check("W446", ADVICE, "做法太长", Scope.ENTRY)
def endless_steps(context: CheckContext) -> Iterator[Finding]:
    """问题：“做法”超过六步，或者有一步超过 40 个字，手机上记不住。

    不好：写了十步，或者一步写了三行。

    好：

        做法: 贴纸条，认东西，周六一起搬

    怎么改：合并几步，或者把长的一步写短；细节写到正文里。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, EXPERIENCES):
        # As many steps need as many marks between them, and a long step is a long text.
        if len(one.steps) <= LONGEST_STEP and sum(map(one.steps.count, STEP_ENDS)) < MOST_STEPS:
            continue
        steps = split_steps(one.steps)
        longest = max(steps, key=len, default="")
        if len(steps) > MOST_STEPS:
            message = f"“做法”有 {len(steps)} 步，最多 {MOST_STEPS} 步。"
            hint = "写成六步以内：接得上的几步合成一步，细节写到正文里。"
        elif len(longest) > LONGEST_STEP:
            number = steps.index(longest) + 1
            message = f"“做法”的第 {number} 步“{longest[:8]}……”有 {len(longest)} 字，最多 {LONGEST_STEP} 字。"
            hint = "缩短这一步，细节写到正文里。"
        else:
            continue
        yield Finding(get_record_span(entry, EXPERIENCES, index, "做法"), message, hint)


@check("W447", ADVICE, "成效只有百分数", Scope.ENTRY)
def bare_percentage(context: CheckContext) -> Iterator[Finding]:
    """问题：“成效”只写了百分之几，看的人不知道原来是多少、后来是多少。

    不好：

        成效: 堆物减少了 90%

    好：

        成效: 楼道里的旧车从 11 辆减到 1 辆

    怎么改：写从多少到多少；说不清数目，就说看得见的变化。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, EXPERIENCES):
        found = PERCENT.search(one.outcome)
        if found and not NUMBER.search(PERCENT.sub("", one.outcome)):
            span = get_record_span(entry, EXPERIENCES, index, "成效")
            message = f"“成效”只写了“{found[0]}”，没有说从多少到多少。"
            yield Finding(span, message, "写从多少到多少，例如：旧车从 11 辆减到 1 辆；说不清就写看得见的变化。")


@check("W448", ADVICE, "同一个难题写了两条", Scope.ENTRY)
def repeated_problem(context: CheckContext) -> Iterator[Finding]:
    """问题：同一个难题写了两条经验，可能是同一件事写了两遍。

    不好：

        经验:
          - 难题: 楼道堆物
            做法: 贴纸条，认东西
          - 难题: 楼道堆物
            做法: 周六一起搬

    好：

        经验:
          - 难题: 楼道堆物
            做法: 贴纸条，认东西，周六一起搬

    怎么改：是同一件事就合成一条；是两件事就不用改。不改也能发布。
    """
    for entry, records in iter_lists(context, EXPERIENCES):
        if len(records) < 2:
            continue
        met: dict[str, int] = {}
        for index, one in enumerate(records):
            first = met.setdefault(one.problem, index) if one.problem else index
            if first != index:
                span = get_record_span(entry, EXPERIENCES, index, "难题")
                where = format_place(span, get_record_span(entry, EXPERIENCES, first, "难题"))
                message = f"“{one.problem}”写了两条经验：{where}，又在第 {span.line} 行。"
                yield Finding(span, message, "核对它：是同一件事就合成一条，是两件事就不用改。")
