"""Rules about affairs of the district: when they were, and that no number is written in two places."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..model import Exhibition
from ..model.official import OfficialNumber, list_official
from ..types import Unit
from ..types.affair import Affair, Count, find_official
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

LEAST_DIGITS = 3
"""Digits from which a number that is one digit off an official one is asked about: of two digits too many are."""


@check("E530", ERROR, "结束得比开始早", Scope.ENTRY)
def affair_ends_before_it_begins(context: CheckContext) -> Iterator[Finding]:
    """问题：“结束”写的日子比“开始”还早。

    不好：

        开始: 2024-10
        结束: 2024-03

    好：

        开始: 2024-03
        结束: 2024-10

    怎么改：核对两个日子；还没结束，“结束”就空着。
    """
    for one in context.exhibition.of(Affair):
        if one.begins and one.ends and one.ends.is_surely_before(one.begins):
            message = f"“结束”（{one.ends.iso}）比“开始”（{one.begins.iso}）早。"
            yield Finding(one.get_span("结束"), message, "核对两个日子；还没结束，“结束”就空着。")


@check("W531", ADVICE, "服务楼组数比写了编号的还少")
def served_units_too_few(context: CheckContext) -> Iterator[Finding]:
    """问题：“楼组”里写了编号的楼组，比“服务楼组数”还多。

    不好：

        楼组:
          - 10001
          - 10002
        服务楼组数: 1

    好：

        楼组:
          - 10001
          - 10002
        服务楼组数: 2

    怎么改：核对两处；编号已经写全了，“服务楼组数”可以空着。不改也能发布。
    """
    known = {unit.id for unit in context.exhibition.of(Unit)}
    for one in context.exhibition.of(Affair):
        if one.served is None:
            continue
        told = len(known.intersection(one.units))
        if told > one.served:
            message = f"“楼组”里写了 {told} 个楼组的编号，“服务楼组数”却是 {one.served}。"
            hint = "核对两处；编号已经写全了，“服务楼组数”可以空着。"
            yield Finding(one.get_span("服务楼组数"), message, hint)


@check("W532", ADVICE, "数字没有单位", Scope.ENTRY)
def count_without_unit(context: CheckContext) -> Iterator[Finding]:
    """问题：“数字”里的一个数没有写“单位”，看的人不知道是多少人，还是多少户。

    不好：

        - 数: 30
          说的是什么: 来参加的楼组长

    好：

        - 数: 30
          单位: 位
          说的是什么: 来参加的楼组长

    怎么改：加上“单位”：个、人、份、户。不改也能发布。
    """
    for one, index, count in iter_counts(context.exhibition):
        if count.number is not None and not count.unit and not count.official:
            message = f"“数”写了 {count.number}，没有写“单位”。"
            yield Finding(get_count_span(one, index, "数"), message, "加一行“单位”：个、人、份、户。")


@check("E533", ERROR, "数字里没有数", Scope.ENTRY)
def count_without_number(context: CheckContext) -> Iterator[Finding]:
    """问题：“数字”里的一条既没有“数”，也没有“官方数字”。

    不好：

        - 说的是什么: 来参加的楼组长

    好：

        - 数: 30
          单位: 位
          说的是什么: 来参加的楼组长

    怎么改：写上“数”；还不知道，就把这一条删掉。
    """
    for one, index, count in iter_counts(context.exhibition):
        # Of what was written there and could not be read another rule speaks.
        if count.number is None and not count.official and not has_text(context, one, index):
            message = f"“数字”的第 {index + 1} 条没有“数”。"
            yield Finding(get_count_span(one, index, ""), message, "写上“数”；还不知道，就把这一条删掉。")


@check("E534", ERROR, "和官方数字对不上", Scope.ENTRY)
def count_unlike_official(context: CheckContext) -> Iterator[Finding]:
    """问题：一条“数字”既写了“官方数字”，又写了“数”或“单位”，两处不一样。官方数字只写在官方数字词表里，别处写的数会和它走散。

    不好：

        - 数: 100
          说的是什么: 展厅里的楼组
          官方数字: 活力楼组

    好：

        - 说的是什么: 展厅里的楼组
          官方数字: 活力楼组

    怎么改：删掉“数”和“单位”，数目从官方数字来；官方数字真的变了，改官方数字词表。
    """
    for one, index, count in iter_counts(context.exhibition):
        official = find_official(count, context.exhibition)
        if official is None:
            continue
        if count.number is not None and count.number != official.value:
            message = f"“数”是 {count.number}，官方数字“{official.name}”是 {official.shown}，两处不一样。"
            yield Finding(get_count_span(one, index, "数"), message, "删掉“数”，数目从官方数字来。")
        elif count.unit and count.unit != official.unit:
            message = f"“单位”是“{count.unit}”，官方数字“{official.name}”是 {official.shown}，两处不一样。"
            yield Finding(get_count_span(one, index, "单位"), message, "删掉“单位”，它从官方数字来。")


@check("W535", ADVICE, "官方数字又写了一遍", Scope.ENTRY)
def official_number_twice(context: CheckContext) -> Iterator[Finding]:
    """问题：这里写的数就是一个官方数字。官方数字只写在一个地方（官方数字词表），别处写上它的名称就行：将来改一处，处处都对。

    不好：

        - 数: （和官方数字一样的数）
          单位: 个
          说的是什么: 活力楼组

    好：

        - 说的是什么: 活力楼组
          官方数字: 活力楼组

    怎么改：删掉“数”和“单位”，加一行“官方数字”。“服务楼组数”也一样，改写到“数字”里。不改也能发布。
    """
    for one, key, span, number, unit, named in iter_own_numbers(context.exhibition):
        same = next(
            (
                official
                for official in list_official(context.exhibition.vocabularies)
                if number == official.value and (named == official.name or (not named and is_of(official, unit, one)))
            ),
            None,
        )
        if same:
            message = f"“{key}”的 {number} 就是官方数字“{same.name}”，写在了两个地方。"
            hint = f"删掉“{key}”，在“数字”的那一条里写“官方数字: {same.name}”。"
            yield Finding(span, message, hint)


@check("W536", ADVICE, "和官方数字差一个数字", Scope.ENTRY)
def number_near_official(context: CheckContext) -> Iterator[Finding]:
    """问题：这个数和一个官方数字只差一位，或者两位写反了，像是抄错了。

    不好：

        - 数: （和官方数字差一位的数）
          单位: 个
          说的是什么: 活力楼组

    好：

        - 说的是什么: 活力楼组
          官方数字: 活力楼组

    怎么改：核对一下。是同一个数，就删掉“数”，写“官方数字”；真是另一个数，就不用改。不改也能发布。
    """
    for one, key, span, number, unit, named in iter_own_numbers(context.exhibition):
        near = next(
            (
                official
                for official in list_official(context.exhibition.vocabularies)
                if not named and is_of(official, unit, one) and is_one_digit_off(str(number), official.digits)
            ),
            None,
        )
        if near:
            message = f"“{key}”是 {number}，和官方数字“{near.name}”{near.shown}只差一点，是不是 {near.digits}？"
            hint = f"核对一下；是同一个数，就删掉它，在“数字”里写“官方数字: {near.name}”。"
            yield Finding(span, message, hint)


def iter_counts(exhibition: Exhibition) -> Iterator[tuple[Affair, int, Count]]:
    """Yield the numbers of all affairs, each with its affair and its place in the list, from 0."""
    return ((one, index, count) for one in exhibition.of(Affair) for index, count in enumerate(one.numbers))


def iter_own_numbers(exhibition: Exhibition) -> Iterator[tuple[Affair, str, Span, int, str, str]]:
    """Yield each number that a true affair writes itself: its affair, key, place, value, counter word, official name."""
    for one, index, count in iter_counts(exhibition):
        if count.number is not None and not one.example:
            yield one, "数", get_count_span(one, index, "数"), count.number, count.unit, count.official
    for one in exhibition.of(Affair):
        if one.served is not None and not one.example:
            yield one, "服务楼组数", one.get_span("服务楼组数"), one.served, "个", ""


def is_of(official: OfficialNumber, unit: str, affair: Affair) -> bool:
    """May a number with this counter word be an official one: is it counted alike, and from the same source?"""
    return (not unit or unit == official.unit) and official.source in affair.source


def is_one_digit_off(number: str, official: str) -> bool:
    """Is a number an official one with one digit changed, or two neighbours exchanged?

    >>> [is_one_digit_off(one, "1634") for one in ("1643", "1734", "1634", "163", "6134")]
    [True, True, False, False, True]
    """
    if len(number) != len(official) or len(official) < LEAST_DIGITS:
        return False
    places = [at for at, pair in enumerate(zip(number, official, strict=True)) if len({*pair}) > 1]
    if len(places) == 2 and places[1] - places[0] == 1:
        first, second = places
        return number[first] == official[second] and number[second] == official[first]
    return len(places) == 1


def get_count_span(affair: Affair, index: int, key: str) -> Span:
    """Return where a key of one number stands, else where the number begins."""
    place = f"数字.{index}"
    return affair.spans.get(f"{place}.{key}") or affair.spans.get(place) or affair.get_span("数字")


def has_text(context: CheckContext, affair: Affair, index: int) -> bool:
    """Is something written behind 数 or 官方数字 of one number, although it has no value?"""
    return any(affair.spans.get(f"数字.{index}.{key}") for key in ("数", "官方数字"))
