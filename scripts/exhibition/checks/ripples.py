"""Rules about what goes out of a building (溢出), what is promised (承诺), and shared places before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..model import Entry, Status
from ..model.fields import RecordList
from ..records import PLEDGES, RIPPLES
from ..records.ripple import LEVELS, find_start
from ..text.characters import parse_integer
from ..types import CONTENT_TYPES
from ..types.cluster import SharedPlace
from .meetings import LARGEST_HOUSEHOLD
from .record_lists import fill_line, find_written_span, format_place, get_record_span, iter_each_record
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@check("E520", ERROR, "只能往外")
def inward_ripple(context: CheckContext) -> Iterator[Finding]:
    """问题：溢出是往外走的：楼组走到楼群、社区，楼群走到社区。这一条写回里面去了。

    不好：

        溢出:
          - 名称: 瓶子菜园
            到: 10002

    好：

        溢出:
          - 名称: 瓶子菜园
            到: 10007

    怎么改：写楼群或社区的编号；社区还没有自己的一页，就写“社区”两个字。两座楼之间的事，写进“结对”。
    """
    inner = {row.model for row in CONTENT_TYPES if row.label == LEVELS[0]}
    for entry, index, ripple in iter_each_record(context, RIPPLES):
        target = context.exhibition.by_id.get(ripple.to) if ripple.to and ripple.to != entry.id else None
        if target is None or type(target) not in inner:
            continue
        message = f"“到”写的 {ripple.to}（{target.name}）是一个{find_start(target)}，溢出只能往外。"
        own = getattr(target, "cluster", None)
        cluster = context.exhibition.by_id.get(own or "")
        near = (
            f"，是不是它的{find_start(cluster)} {cluster.id}（{cluster.name}）？"
            if cluster and cluster is not entry
            else "。"
        )
        hint = f"写楼群或社区的编号{near}" + ("" if near == "。" else "社区没有自己的一页，就写“社区”。")
        yield Finding(get_record_span(entry, RIPPLES, index, "到"), message, hint)


@check("W521", ADVICE, "没写走到哪里")
def ripple_without_end(context: CheckContext) -> Iterator[Finding]:
    """问题：溢出写了走出去的是什么，没写走到了哪里，画不到圈上。

    不好：

        溢出:
          - 名称: 瓶子菜园
            到:

    好：

        溢出:
          - 名称: 瓶子菜园
            到: 10007

    怎么改：在“到”里写楼群或社区的编号；社区还没有自己的一页，就写“社区”两个字。不改也能发布。
    """
    for entry, index, ripple in iter_each_record(context, RIPPLES):
        if ripple.to or not entry.published or not ripple.name:
            continue
        written = find_written_span(entry, RIPPLES, index, "到")
        if written is not None and fill_line(context, written, "") is None:
            # Something stands there that was not understood: that is said where it stands.
            continue
        own = context.exhibition.by_id.get(getattr(entry, "cluster", None) or "")
        near = f"，是不是 {own.id}（{own.name}）？" if own else "。"
        span = written or get_record_span(entry, RIPPLES, index, "名称")
        yield Finding(span, f"“{ripple.name}”走到了哪里，“到”还空着。", f"写楼群或社区的编号{near}没有编号就写“社区”。")


@check("W522", ADVICE, "楼组还没有，就走出去了", Scope.ENTRY)
def ripple_before_founding(context: CheckContext) -> Iterator[Finding]:
    """问题：溢出的时间比楼组“建立”还早，多半有一个写错了。

    不好：`建立: 2018-11`，里面有一条溢出 `时间: 2016`。

    好：

        时间: 2019

    怎么改：核对两个日期；真是先有这件事，就不用改。不改也能发布。
    """
    for entry, index, ripple in iter_each_record(context, RIPPLES):
        founded = getattr(entry, "founded", None)
        if founded and ripple.date and ripple.date.is_surely_before(founded):
            span = get_record_span(entry, RIPPLES, index, "时间")
            where = format_place(span, entry.get_span("建立"))
            message = f"“时间”写的是{ripple.date.chinese}，“建立”写的是{founded.chinese}（{where}）。"
            yield Finding(span, message, "核对两个日期；真是先有这件事，就不用改。")


@check("W523", ADVICE, "承诺的人比住的人还多", Scope.ENTRY)
def too_many_pledged(context: CheckContext) -> Iterator[Finding]:
    """问题：承诺的人数比户数的四倍还多，多半是数字打错了。

    不好：`户数: 24`，里面有一条承诺 `几人: 300`。

    好：

        几人: 3

    怎么改：核对人数和户数；真有这么多人就不用改。不改也能发布。
    """
    for entry, index, pledge in iter_each_record(context, PLEDGES):
        households = getattr(entry, "households", None)
        if households is not None and pledge.people is not None and pledge.people > households * LARGEST_HOUSEHOLD:
            span = get_record_span(entry, PLEDGES, index, "几人")
            where = format_place(span, entry.get_span("户数"))
            message = f"“几人”写的是 {pledge.people}，“户数”写的是 {households}（{where}）。"
            yield Finding(span, message, "核对人数和户数；真有这么多人就不用改。")


NUMBER = r"(?P<number>[0-9０-９]{1,4}|[一二两三四五六七八九十百]{1,5})"
COUNTED = (
    re.compile(rf"{NUMBER} ?(?:名|位|个)(?P<who>[^0-9０-９]{{1,20}})"),
    re.compile(rf"(?P<who>[^0-9０-９（(一二两三四五六七八九十百]{{1,16}})[（(]?{NUMBER} ?(?:名|位|个|人)[）)]?"),
)
"""A role together with the number of people: 3名党员, 党员三人, 党员（3人）."""


def split_count(text: str) -> tuple[str, int] | None:
    """Return the role and the number of people that a text says at once; None where it says one thing.

    >>> split_count("3名党员"), split_count("党员（三人）"), split_count("第二楼组长")
    (('党员', 3), ('党员', 3), None)
    """
    for form in COUNTED:
        found = form.fullmatch(text.strip())
        number = parse_integer(found["number"]) if found else None
        if found and number:
            return found["who"].strip(), number
    return None


@check("W524", ADVICE, "几个人写在了“谁”里", Scope.ENTRY)
def count_within_role(context: CheckContext) -> Iterator[Finding]:
    """问题：“谁”只写身份，有几个人写在“几人”里，页面上才数得对。

    不好：

        承诺:
          - 谁: 3名党员
            做什么: 每周六扫一次楼道

    好：

        承诺:
          - 谁: 党员
            几人: 3
            做什么: 每周六扫一次楼道

    怎么改：照提示分成两行。不改也能发布。
    """
    for entry, index, pledge in iter_each_record(context, PLEDGES):
        found = split_count(pledge.who) if pledge.who else None
        if found is None:
            continue
        who, number = found
        span = get_record_span(entry, PLEDGES, index, "谁")
        message = f"“谁”里写着“{pledge.who}”，人数有自己的一行。"
        hint = f"改成两行：“谁: {who}”，“几人: {number}”。"
        line = context.sources.get_line(span.path, span.line)
        written = find_written_span(entry, PLEDGES, index, "几人")
        if pledge.people is not None and pledge.people != number:
            yield Finding(span, message, f"核对人数：“几人”写的是 {pledge.people}，是不是 {number}？“谁”只写“{who}”。")
        elif pledge.people is None and written is not None:
            fixed = fill_line(context, written, str(number))
            yield Finding(written if fixed else span, message, hint, fixed)
        elif not line.endswith(pledge.who):
            yield Finding(span, message, hint)
        else:
            shorter = line.removesuffix(pledge.who) + who
            more = "" if pledge.people else f"\n{' ' * line.index('谁')}几人: {number}"
            yield Finding(span, message, hint, shorter + more)


def iter_shared_places(context: CheckContext) -> Iterator[tuple[Entry, str, int, SharedPlace]]:
    """Yield every shared place with its entry, the key of its list and its index (from 0); what was taken down is left out."""
    for kind in CONTENT_TYPES:
        for field in kind.fields:
            if not (isinstance(field.kind, RecordList) and field.kind.noun is SharedPlace):
                continue
            for entry in context.exhibition.of(kind.model):
                if entry.status is not Status.WITHDRAWN:
                    yield from ((entry, field.key, at, one) for at, one in enumerate(getattr(entry, field.attribute)))


@check("W525", ADVICE, "之前和之后少了一张", Scope.ENTRY)
def half_a_comparison(context: CheckContext) -> Iterator[Finding]:
    """问题：一处地方写了“之前”，没写“之后”（或者反过来），两张一起才比得出变化。

    不好：

        共享空间:
          - 名称: 楼群花园
            之前: photo-01.jpg
            之后:

    好：

        共享空间:
          - 名称: 楼群花园
            之前: photo-01.jpg
            之后: photo-02.jpg

    怎么改：补上另一张；只有一张，就写在“照片”那一行。不改也能发布。
    """
    for entry, key, index, place in iter_shared_places(context):
        if bool(place.before) == bool(place.after) or not entry.published:
            continue
        given, missing = ("之前", "之后") if place.before else ("之后", "之前")
        span = entry.spans.get(f"{key}.{index}.{given}") or entry.get_span(key)
        yield Finding(
            span, f"“{place.name}”写了“{given}”，没写“{missing}”。", f"补上“{missing}”；只有一张，就写在“照片”那一行。"
        )
