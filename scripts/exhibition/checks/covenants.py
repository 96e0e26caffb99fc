"""Rules about covenants (公约) and their versions: short enough to be read, nothing twice, dates and households that can be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..diagnostics import Finding, Severity, Span
from ..model import Entry, Status
from ..model.field_types import PrefixedText
from ..records import COVENANT_VERSIONS
from ..types import CONTENT_TYPES
from .record_lists import find_line, format_place, get_record_span, iter_each_record, iter_lists
from .registry import CheckContext, Scope, check

ADVICE = Severity.ADVICE

MOST_CLAUSES = 12
"""Clauses that people read at a wall; what is longer is a regulation."""
KEY = "公约"
ENDS = " 。.；;，,！!"
"""Signs at the end of a clause that make no other clause of it."""


def iter_covenants(context: CheckContext) -> Iterator[Entry]:
    """Yield every entry that has a covenant; what was taken down is left out."""
    for kind in CONTENT_TYPES:
        for entry in context.exhibition.of(kind.model):
            if entry.covenant and entry.status is not Status.WITHDRAWN:
                yield entry


@check("W489", ADVICE, "公约太长", Scope.ENTRY)
def endless_covenant(context: CheckContext) -> Iterator[Finding]:
    """问题：公约超过十二条，贴在墙上没有人读得完。

    不好：写了二十条“公约”。

    好：

        公约:
          - 楼道：不放过夜的东西
          - 安静：夜里十点以后轻一点

    怎么改：意思差不多的合成一条，只留大家真会照着做的。不改也能发布。
    """
    for entry in iter_covenants(context):
        if len(entry.covenant) > MOST_CLAUSES:
            message = f"“{KEY}”有 {len(entry.covenant)} 条，贴在墙上读不完。"
            hint = f"把意思差不多的合成一条，留下 {MOST_CLAUSES} 条以内。"
            yield Finding(entry.get_span(KEY), message, hint)


@check("W490", ADVICE, "同一条公约写了两遍", Scope.ENTRY)
def repeated_clause(context: CheckContext) -> Iterator[Finding]:
    """问题：公约里有两条说的是同一句话。

    不好：

        公约:
          - 楼道：不放过夜的东西
          - 不放过夜的东西。

    好：

        公约:
          - 楼道：不放过夜的东西

    怎么改：删掉一条。不改也能发布。
    """
    for entry in iter_covenants(context):
        met: dict[str, str] = {}
        for item in entry.covenant:
            bare = (item.rest if isinstance(item, PrefixedText) else item).strip(ENDS)
            first = met.setdefault(bare, item) if bare else item
            if first is not item:
                before = find_line(context, first, entry.get_span(KEY))
                span = find_line(context, item, Span(before.path, before.line + 1))
                message = f"“{KEY}”里“{bare}”写了两遍：{format_place(span, before)}，又在第 {span.line} 行。"
                yield Finding(span, message, "删掉其中一条。")


@check("W491", ADVICE, "同意的户数比楼里的户数多", Scope.ENTRY)
def too_many_in_favour(context: CheckContext) -> Iterator[Finding]:
    """问题：“几户同意”比这座楼的“户数”还多，多半是数字打错了。

    不好：`户数: 18`，公约版本里写 `几户同意: 81`。

    好：

        几户同意: 18

    怎么改：核对两个数；数的是人不是户，就改成户数。不改也能发布。
    """
    for entry, index, version in iter_each_record(context, COVENANT_VERSIONS):
        households = getattr(entry, "households", None)
        if households is not None and version.households is not None and version.households > households:
            span = get_record_span(entry, COVENANT_VERSIONS, index, "几户同意")
            where = format_place(span, entry.get_span("户数"))
            message = f"“几户同意”写的是 {version.households}，“户数”写的是 {households}（{where}）。"
            yield Finding(span, message, "核对两个数；数的是人不是户，就改成户数。")


@check("W492", ADVICE, "公约版本没有照时间排", Scope.ENTRY)
def mixed_versions(context: CheckContext) -> Iterator[Finding]:
    """问题：公约一次一次地改，后面写的一次反而早，多半有一处日期写错了。

    不好：

        公约版本:
          - 时间: 2021-05
            改了什么: 添了“电梯里不放货”
          - 时间: 2019-05
            改了什么: 定下第一版

    好：

        公约版本:
          - 时间: 2019-05
            改了什么: 定下第一版
          - 时间: 2021-05
            改了什么: 添了“电梯里不放货”

    怎么改：核对日期；没有写错就从早到晚排。不改也能发布。
    """
    for entry, versions in iter_lists(context, COVENANT_VERSIONS):
        dated = [(index, one.date) for index, one in enumerate(versions) if one.date]
        for (before, earlier), (index, date) in pairwise(dated):
            if date.is_surely_before(earlier):
                span = get_record_span(entry, COVENANT_VERSIONS, index, "时间")
                where = format_place(span, get_record_span(entry, COVENANT_VERSIONS, before, "时间"))
                message = f"这一次改公约是{date.chinese}，写在前面的一次却是{earlier.chinese}（{where}）。"
                yield Finding(span, message, "核对日期；没有写错就从早到晚排。")


@check("W493", ADVICE, "有公约版本，没有公约", Scope.ENTRY)
def versions_without_covenant(context: CheckContext) -> Iterator[Finding]:
    """问题：写了公约哪一次改过，公约本身却空着，看的人不知道现在是怎么约的。

    不好：

        公约:
        公约版本:
          - 时间: 2019-05
            改了什么: 添了“电梯里不放货”

    好：

        公约:
          - 电梯：不放货
        公约版本:
          - 时间: 2019-05
            改了什么: 添了“电梯里不放货”

    怎么改：把现在贴着的公约一条一条抄进“公约”。不改也能发布。
    """
    for entry, _ in iter_lists(context, COVENANT_VERSIONS):
        if not entry.covenant and entry.published:
            span = entry.spans.get(KEY) or entry.get_span(COVENANT_VERSIONS.label)
            message = f"写了“{COVENANT_VERSIONS.label}”，“{KEY}”还空着。"
            yield Finding(span, message, f"把现在的约定一条一条抄进“{KEY}”。")
