"""Rules about meetings (议事): what was decided, who came, when it was done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..records import MEETINGS
from ..records.meeting import DONE
from .record_lists import fill_line, find_written_span, format_place, get_record_span, iter_each_record
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

LARGEST_HOUSEHOLD = 4
"""People of a household who come to a meeting, at most."""
DECISION = re.compile(r"(?:^|[；;。，,、\s]{1,3})(?:最后|大家|会上)?(决定|决议|结论)[：:]\s{0,3}(\S[^\n]*)$")
"""A decision at the end of what people said."""


@check("W434", ADVICE, "办成了，没有写决定", Scope.ENTRY)
def done_without_decision(context: CheckContext) -> Iterator[Finding]:
    """问题：进度写着“办成了”，却没有写当时定了什么。来看的人最想知道的就是这一句。

    不好：

        议事:
          - 议题: 电梯井放在哪里
            决定:
            进度: 办成了

    好：

        议事:
          - 议题: 电梯井放在哪里
            决定: 井道往西挪，一楼的窗不动
            进度: 办成了

    怎么改：在“决定”里补上一句；还没有办成就改“进度”。不改也能发布。
    """
    for entry, index, meeting in iter_each_record(context, MEETINGS):
        if meeting.progress == DONE and not meeting.decision and entry.published and not DECISION.search(meeting.views):
            span = get_record_span(entry, MEETINGS, index, "进度")
            message = f"“{meeting.topic}”写着“{DONE}”，没有写“决定”。"
            yield Finding(span, message, "补上“决定”：当时定了什么；还没有办成就改“进度”。")


@check("W435", ADVICE, "人数比住的人还多", Scope.ENTRY)
def crowd(context: CheckContext) -> Iterator[Finding]:
    """问题：来议事的人数比户数的四倍还多，多半是数字打错了。

    不好：`户数: 24`，里面有一次议事 `人数: 180`。

    好：

        人数: 18

    怎么改：核对人数和户数；真来了这么多人就不用改。不改也能发布。
    """
    for entry, index, meeting in iter_each_record(context, MEETINGS):
        households = getattr(entry, "households", None)
        if households is not None and meeting.people is not None and meeting.people > households * LARGEST_HOUSEHOLD:
            span = get_record_span(entry, MEETINGS, index, "人数")
            where = format_place(span, entry.get_span("户数"))
            message = f"“人数”写的是 {meeting.people}，“户数”写的是 {households}（{where}）。"
            yield Finding(span, message, "核对人数和户数；真来了这么多人就不用改。")


@check("E438", ERROR, "还没商量就办完了", Scope.ENTRY)
def finished_before_meeting(context: CheckContext) -> Iterator[Finding]:
    """问题：“办结”比“日期”还早。

    不好：

        议事:
          - 日期: 2018-03-12
            办结: 2017-05

    好：

        议事:
          - 日期: 2018-03-12
            办结: 2019-05

    怎么改：核对两个日期。
    """
    for entry, index, meeting in iter_each_record(context, MEETINGS):
        if meeting.finished and meeting.date and meeting.finished.is_surely_before(meeting.date):
            span = get_record_span(entry, MEETINGS, index, "办结")
            where = format_place(span, get_record_span(entry, MEETINGS, index, "日期"))
            message = f"“办结”写的是{meeting.finished.chinese}，“日期”写的是{meeting.date.chinese}（{where}）。"
            yield Finding(span, message, "核对两个日期。")


@check("W439", ADVICE, "有办结的日子，进度不是办成了", Scope.ENTRY)
def finished_but_not_done(context: CheckContext) -> Iterator[Finding]:
    """问题：写了“办结”的日子，“进度”却不是“办成了”。

    不好：

        议事:
          - 议题: 电梯井放在哪里
            进度: 在办
            办结: 2019-05

    好：

        议事:
          - 议题: 电梯井放在哪里
            进度: 办成了
            办结: 2019-05

    怎么改：办成了就改“进度”；还没办完就把“办结”空着。不改也能发布。
    """
    for entry, index, meeting in iter_each_record(context, MEETINGS):
        if not meeting.finished or meeting.progress == DONE:
            continue
        span = get_record_span(entry, MEETINGS, index, "办结")
        written = find_written_span(entry, MEETINGS, index, "进度")
        fixed = None if meeting.progress else fill_line(context, written, DONE)
        if fixed is None and written is not None and not meeting.progress:
            # Something stands there that was not understood: that is said where it stands.
            continue
        what = f"“进度”写的是“{meeting.progress}”。" if meeting.progress else f"“进度”还空着，是不是“{DONE}”？"
        message = f"“办结”写着{meeting.finished.chinese}，{what}"
        hint = f"改成“进度: {DONE}”；还没办完就把“办结”空着。"
        yield Finding(written if fixed and written else span, message, hint, fixed)


@check("W440", ADVICE, "决定写在看法里", Scope.ENTRY)
def decision_within_views(context: CheckContext) -> Iterator[Finding]:
    """问题：“看法”里写着“决定：……”。决定有自己的一行，页面上会写得最大。

    不好：

        看法: 一楼怕挡光；六楼等了很多年；决定：井道往西挪

    好：

        看法: 一楼怕挡光；六楼等了很多年
        决定: 井道往西挪

    怎么改：把“决定”后面的话移到“决定”那一行。不改也能发布。
    """
    for entry, index, meeting in iter_each_record(context, MEETINGS):
        found = DECISION.search(meeting.views) if meeting.views else None
        if found is None:
            continue
        span = get_record_span(entry, MEETINGS, index, "看法")
        line, views = context.sources.get_line(span.path, span.line), meeting.views
        rest = views[: found.start()]
        written = find_written_span(entry, MEETINGS, index, "决定")
        message = f"“看法”里写着“{found[1]}：{found[2]}”，“决定”有自己的一行。"
        hint = "把这半句移到“决定”那一行。" if rest else f"把行首的“看法: {found[1]}：”改成“决定: ”。"
        if not meeting.decision and written is not None:
            yield Finding(written, message, hint, fill_line(context, written, found[2]))
        elif not line.endswith(views) or not rest or (meeting.decision and meeting.decision != found[2]):
            yield Finding(span, message, hint)
        else:
            shorter = line.removesuffix(views) + rest
            more = "" if meeting.decision else f"\n{' ' * line.index('看法')}决定: {found[2]}"
            yield Finding(span, message, hint, shorter + more)
