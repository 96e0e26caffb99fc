"""Rules about every record list that follow from its declaration: how many there are, which is which, order, people, gaps.

They run over `CONTENT_TYPES.record_types`: a list that declares `total`, `ordinal`, `find_counts` or `core` has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from ..diagnostics import Finding, Severity, Span
from ..model import Entry, PartialDate, Status
from ..model.content_types import ContentType, get_item_kind
from ..model.field_types import NumberedItem, Text
from ..model.fields import Field, RecordList, list_record_fields
from ..model.record_types import CountMention, EntryRecord, RecordType
from ..privacy import find_names, find_private
from ..types import CONTENT_TYPES
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def iter_lists(context: CheckContext, row: RecordType) -> Iterator[tuple[Entry, Sequence[Any]]]:
    """Yield every entry that tells something in a record list, with its records; what was taken down is left out."""
    for kind in CONTENT_TYPES:
        attribute = kind.list_attributes.get(row)
        if attribute is None:
            continue
        for entry in context.exhibition.of(kind.model):
            records = getattr(entry, attribute)
            if records and entry.status is not Status.WITHDRAWN:
                yield entry, records


def iter_each_record(context: CheckContext, row: RecordType) -> Iterator[tuple[Entry, int, Any]]:
    """Yield every record of a list with its entry and its index (from 0); what was taken down is left out."""
    for entry, records in iter_lists(context, row):
        for index, record in enumerate(records):
            yield entry, index, record


class StatedTotal(NamedTuple):
    """How many records there were in all, as an entry says: the key, the number, its place."""

    key: str
    number: int
    span: Span


def find_total(entry: Entry, row: RecordType) -> StatedTotal | None:
    """Return what an entry says of how many there were in all; None where it does not."""
    number = getattr(entry, row.total, None)
    if number is None:
        return None
    field = CONTENT_TYPES.get_type_of(entry).find_field(row.total)
    return StatedTotal(field.key, number, entry.get_span(field.key)) if field else None


def get_record_span(entry: Entry, row: RecordType, index: int, key: str = "") -> Span:
    """Return where a key of the record at `index` (from 0) stands; the record's own place where it was not written."""
    return EntryRecord(entry, row, index + 1, None).get_span(key)


def find_written_span(entry: Entry, row: RecordType, index: int, key: str) -> Span | None:
    """Return where a key of the record at `index` was written, with or without a value; None where it was not."""
    span: Span | None = entry.spans.get(f"{row.label}.{index}.{key}")
    return span


def get_key(row: RecordType, attribute: str) -> str:
    """Return the key of an attribute of a list's records."""
    return next(field.key for field in row.fields if field.attribute == attribute)


def format_place(here: Span, other: Span) -> str:
    """Return where something else stands, as seen from `here`: 第 12 行, with the file where it is another one."""
    return f"第 {other.line} 行" if other.path == here.path else f"{other.path} 第 {other.line} 行"


def fill_line(context: CheckContext, span: Span | None, value: str) -> str | None:
    """Return the line of an empty key with a value; None where something stands there."""
    if span is None:
        return None
    head, colon, rest = context.sources.get_line(span.path, span.line).partition(":")
    rest = rest.strip()
    return f"{head}: {value}{'  ' if rest else ''}{rest}" if colon and (not rest or rest[0] == "#") else None


class StatedCount(NamedTuple):
    """What a text of an entry says of how many there were, and where."""

    mention: CountMention
    label: str
    span: Span


class ProsePart(NamedTuple):
    """Where texts of entries are: the field, within records the fields of their texts, and what returns those texts."""

    field: Field
    inner: tuple[Field, ...]
    get_texts: Callable[[Any], tuple[str, ...]]


def list_prose(kind: ContentType, apart: RecordType) -> list[ProsePart]:
    """Return the fields of a type whose values are prose, without the list `apart`, whose records speak of one each."""
    found = []
    for field in kind.fields:
        told = field.kind.told if isinstance(field.kind, RecordList) else None
        inner = tuple(one for one in list_record_fields(field) if type(one.kind) is Text)
        if told is not apart and (inner or type(get_item_kind(field)) in (Text, NumberedItem)):
            # With one attribute alone it would return no tuple; the second text of the same attribute is not looked at.
            names = [one.attribute for one in (*inner, *inner[:1])]
            found.append(ProsePart(field, inner, attrgetter(*names) if names else tuple))
    return found


SUMMARY = "tagline"
"""The attribute of the sentence that speaks of an entry as a whole."""


def iter_texts_with(entry: Entry, parts: Sequence[ProsePart], sign: str) -> Iterator[tuple[str, str, str, Span]]:
    """Yield each text of an entry that holds `sign`, with the attribute of its field, what it is called, and its place."""
    for field, inner, get_texts in parts:
        held = getattr(entry, field.attribute)
        if not held:
            continue
        if inner:
            for number, record in enumerate(held):
                for one, text in zip(inner, get_texts(record), strict=False):
                    if text and sign in text:
                        place = f"{field.key}.{number}"
                        span = entry.spans.get(f"{place}.{one.key}") or entry.spans.get(place)
                        yield text, field.attribute, one.key, span or entry.get_span(field.key)
        elif isinstance(held, str):
            if sign in held:
                yield held, field.attribute, field.key, entry.get_span(field.key)
        else:
            yield from ((one, field.attribute, field.key, entry.get_span(field.key)) for one in held if sign in one)
    if sign in entry.body:
        yield entry.body, "body", "正文", entry.get_span("正文")


def find_line(context: CheckContext, words: str, span: Span) -> Span:
    """Return where words of a value stand, at its place or in a line below it; its place where they are broken."""
    lines = context.sources.read_lines(span.path)
    for number in range(span.line, len(lines) + 1):
        at = lines[number - 1].find(words)
        if at >= 0:
            return Span(span.path, number, at + 1)
    return span


@check("W430", ADVICE, "总数和文字里说的不一样", Scope.ENTRY)
def contradicted_total(context: CheckContext) -> Iterator[Finding]:
    """问题：文字里说一共开了几次议事，“议事总数”写的是另一个数，或者还空着。两边一样，页面上的灯才数得对。

    不好：

        一句话: 七次坐下来议事，电梯装上了
        议事总数: 6

    好：

        一句话: 七次坐下来议事，电梯装上了
        议事总数: 7

    怎么改：核对一共几次，把写错的一处改过来；文字里说的不是总数，就不用改。不改也能发布。
    """
    for row in CONTENT_TYPES.record_types:
        if row.find_counts is None:
            continue
        for kind in CONTENT_TYPES:
            total = kind.find_field(row.total)
            if total is None or row not in kind.record_types:
                continue
            parts = list_prose(kind, row)
            for entry in context.exhibition.of(kind.model):
                if entry.status is not Status.WITHDRAWN and (said := list_counts(entry, row, parts)):
                    yield from compare_counts(context, entry, said, total, row.counter)


def list_counts(entry: Entry, row: RecordType, parts: Sequence[ProsePart]) -> list[StatedCount]:
    """Return where the texts of an entry say how many records of a list there were, each with the place of its text."""
    assert row.find_counts is not None
    return [
        StatedCount(one._replace(whole=one.whole or attribute == SUMMARY), label, span)
        for text, attribute, label, span in iter_texts_with(entry, parts, row.counter)
        for one in row.find_counts(text)
    ]


def locate_counts(context: CheckContext, said: Sequence[StatedCount], number: int) -> list[StatedCount]:
    """Return those that say a number, each with the place of its words."""
    # Lines are looked up only where something is told: nearly all texts agree with their total.
    some = (one for one in said if one.mention.number == number)
    return [one._replace(span=find_line(context, one.mention.text, one.span)) for one in some]


def compare_counts(
    context: CheckContext, entry: Entry, said: Sequence[StatedCount], total: Field, counter: str
) -> Iterator[Finding]:
    """Yield what is wrong between the texts of an entry and its total."""
    number = getattr(entry, total.attribute)
    if number is None:
        whole = [one for one in said if one.mention.whole]
        # Nobody counts what was made up, and a draft may be sparse; what stands there and is not understood is said there.
        if not whole or entry.example or not entry.published or is_written(context, entry, total.key):
            return
        most = max(one.mention.number for one in whole)
        places = locate_counts(context, said, most)
        span = entry.spans.get(total.key) or places[0].span
        text = places[0].mention.text
        message = f"{format_lines(places, span)}写着“{text}”，“{total.key}”还空着，是不是 {most} {counter}？"
        hint = f"写上“{total.key}: {most}”；说的不是总数就不用改。"
        yield Finding(span, message, hint, fill_line(context, entry.spans.get(total.key), str(most)))
        return
    wrong = {one.mention.number for one in said if one.mention.number > number}
    wrong |= {one.mention.number for one in said if one.mention.whole and one.mention.number != number}
    for other in sorted(wrong):
        places = locate_counts(context, said, other)
        first = places[0]
        where = format_place(first.span, entry.get_span(total.key))
        message = (
            f"{format_lines(places, first.span)}写着“{first.mention.text}”，“{total.key}”写的是 {number}（{where}）。"
        )
        yield Finding(first.span, message, "核对一共几次，把写错的一处改过来；说的不是总数就不用改。")


def is_written(context: CheckContext, entry: Entry, key: str) -> bool:
    """Does anything stand behind a key, understood or not?"""
    span = entry.spans.get(key)
    return span is not None and has_value(context, span)


def has_value(context: CheckContext, span: Span) -> bool:
    """Does anything stand behind the key of this line, or a list below it?"""
    written = context.sources.get_line(span.path, span.line)
    below = context.sources.get_line(span.path, span.line + 1)
    # A list below stands deeper than the key, also than one behind the dash of its record.
    depth = len(written) - len(written.lstrip(" -"))
    is_list = below.lstrip().startswith("- ") and len(below) - len(below.lstrip()) >= depth
    return is_list or bool(written.partition(":")[2].partition("#")[0].strip())


def format_lines(said: Sequence[StatedCount], here: Span) -> str:
    """Return where something is said, as seen from `here`: of one place what it is called."""
    lines = sorted({one.span.line for one in said})
    if len(lines) == 1:
        return f"“{said[0].label}”" if said[0].span == here else f"第 {lines[0]} 行的“{said[0].label}”"
    return f"第 {'、'.join(map(str, lines))} 行都"


@check("E431", ERROR, "写下来的比总数多", Scope.ENTRY)
def more_than_total(context: CheckContext) -> Iterator[Finding]:
    """问题：议事一条一条写了好几次，比“议事总数”还多。

    不好：写了 8 条“议事”，`议事总数: 7`。

    好：

        议事总数: 8

    怎么改：核对一共几次：总数少了就改总数，同一次写了两条就删掉一条。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, records in iter_lists(context, row) if row.total else ():
            number = getattr(entry, row.total, None)
            total = find_total(entry, row) if number is not None and len(records) > number else None
            if total:
                where = format_place(total.span, entry.get_span(row.label))
                message = f"“{row.label}”写了 {len(records)} 条（从{where}起），“{total.key}”写的是 {total.number}。"
                yield Finding(total.span, message, "核对一共几次：总数少了就改总数，同一次写了两条就删掉一条。")


@check("E432", ERROR, "同一次写了两回", Scope.ENTRY)
def repeated_ordinal(context: CheckContext) -> Iterator[Finding]:
    """问题：两条写的是同一个“第几次”。

    不好：

        议事:
          - 第几次: 3
            议题: 电梯井放在哪里
          - 第几次: 3
            议题: 钱怎么分摊

    好：

        议事:
          - 第几次: 3
            议题: 电梯井放在哪里
          - 第几次: 4
            议题: 钱怎么分摊

    怎么改：核对是第几次；记不清就把它空着，会照日期排。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, records in iter_lists(context, row) if row.ordinal else ():
            met: dict[int, int] = {}
            key = ""
            for index, record in enumerate(records):
                number = getattr(record, row.ordinal)
                if number is None:
                    continue
                first = met.setdefault(number, index)
                if first != index:
                    key = key or get_key(row, row.ordinal)
                    span = get_record_span(entry, row, index, key)
                    where = format_place(span, get_record_span(entry, row, first, key))
                    message = f"“{key}”的 {number} 写了两次：{where}，又在第 {span.line} 行。"
                    yield Finding(span, message, "核对是第几次；记不清就把它空着。")


@check("E433", ERROR, "比总数还靠后", Scope.ENTRY)
def ordinal_beyond_total(context: CheckContext) -> Iterator[Finding]:
    """问题：一共开了几次，这一条却说是更后面的一次。

    不好：`议事总数: 7`，里面有一条 `第几次: 9`。

    好：

        议事总数: 9

    怎么改：核对是第几次，或者一共几次。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, records in iter_lists(context, row) if row.ordinal and row.total else ():
            most = getattr(entry, row.total, None)
            for index, record in enumerate(records if most is not None else ()):
                number = getattr(record, row.ordinal)
                if number is not None and number > most and (total := find_total(entry, row)):
                    key = get_key(row, row.ordinal)
                    span = get_record_span(entry, row, index, key)
                    where = format_place(span, total.span)
                    message = f"“{key}”写的是 {number}，“{total.key}”写的是 {total.number}（{where}）。"
                    yield Finding(span, message, f"核对是第几次；没有写错就把“{total.key}”改大。")


@check("W441", ADVICE, "没有照日期的次序", Scope.ENTRY)
def mixed_order(context: CheckContext) -> Iterator[Finding]:
    """问题：一条一条的次序一会儿往后、一会儿往前，多半有一处日期写错了。

    不好：

        议事:
          - 日期: 2018-03
          - 日期: 2018-07
          - 日期: 2018-05

    好：

        议事:
          - 日期: 2018-03
          - 日期: 2018-05
          - 日期: 2018-07

    怎么改：核对日期；没有写错就照日期从早到晚排。不改也能发布。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, records in iter_lists(context, row) if row.when and row.ordinal else ():
            dated = [
                (index, date) for index, record in enumerate(records) if (date := getattr(record, row.when)) is not None
            ]
            if len(dated) < 3:
                # Two records stand in one of the two orders.
                continue
            steps = [
                -1 if after.is_surely_before(before) else int(before.is_surely_before(after))
                for (_, before), (_, after) in pairwise(dated)
            ]
            if not (1 in steps and -1 in steps):
                continue
            astray = steps.index(-1 if sum(steps) >= 0 else 1)
            (one, earlier), (index, date) = dated[astray], dated[astray + 1]
            key = get_key(row, row.when)
            span = get_record_span(entry, row, index, key)
            where = format_place(span, get_record_span(entry, row, one, key))
            message = f"“{row.label}”的次序乱了：这一条是{date.chinese}，前一条是{earlier.chinese}（{where}）。"
            yield Finding(span, message, "核对日期；没有写错就照日期从早到晚排。")


@check("W442", ADVICE, "次数和日期对不上", Scope.ENTRY)
def ordinal_against_date(context: CheckContext) -> Iterator[Finding]:
    """问题：后面的一次，日期反而早。

    不好：

        议事:
          - 日期: 2018-07
            第几次: 2
          - 日期: 2018-05
            第几次: 3

    好：

        议事:
          - 日期: 2018-05
            第几次: 2
          - 日期: 2018-07
            第几次: 3

    怎么改：核对日期和第几次。不改也能发布。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, records in iter_lists(context, row) if row.when and row.ordinal else ():
            known: list[tuple[int, int, PartialDate]] = sorted(
                (number, index, date)
                for index, record in enumerate(records)
                if (number := getattr(record, row.ordinal)) is not None
                and (date := getattr(record, row.when)) is not None
            )
            for (low, one, earlier), (high, index, date) in pairwise(known):
                if low < high and date.is_surely_before(earlier):
                    key = get_key(row, row.when)
                    span = get_record_span(entry, row, index, key)
                    where = format_place(span, get_record_span(entry, row, one, key))
                    message = f"第 {high} 次是{date.chinese}，第 {low} 次却是{earlier.chinese}（{where}）。"
                    yield Finding(span, message, f"核对日期和“{get_key(row, row.ordinal)}”。")


def is_filled(context: CheckContext, entry: Entry, row: RecordType, index: int, key: str) -> bool:
    """Does anything stand behind the key of a record, understood or not?"""
    span = find_written_span(entry, row, index, key)
    return span is not None and has_value(context, span)


@check("W450", ADVICE, "这一条什么也没说", Scope.ENTRY)
def empty_record(context: CheckContext) -> Iterator[Finding]:
    """问题：只写了难题（或标准），怎么做的、后来怎样都空着，别人看了学不到什么。

    不好：

        标准事例:
          - 标准: 人文环境
            说明:
            照片:

    好：

        标准事例:
          - 标准: 人文环境
            说明: 楼道里挂着邻居画的四季

    怎么改：补上一句，或者删掉这一条。不改也能发布。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, records in iter_lists(context, row) if row.core else ():
            if not entry.published:
                continue
            for index, record in enumerate(records):
                name = getattr(record, row.what)
                # Without a name there is another message, about that.
                # Of what stands there and was not understood there is one too.
                if name and not any(
                    getattr(record, attribute) or is_filled(context, entry, row, index, get_key(row, attribute))
                    for attribute in row.core
                ):
                    keys = "、".join(f"“{get_key(row, attribute)}”" for attribute in row.core)
                    what = get_key(row, row.what)
                    span = get_record_span(entry, row, index, what)
                    message = f"这一条“{row.label}”只写了{what}“{name}”，{keys}都空着。"
                    yield Finding(span, message, f"补上{keys}里的一样，一句话就够；没有可说的就删掉这一条。")


ROOM = re.compile(
    r"(?<![\d.:-])(?:\d{1,3}[-–—])?(?!(?:19|20)\d\d(?!\d))"
    # A floor, and the few homes that a floor has: so 300 and 150 are sums and counts. Without 室, 110 is a telephone.
    r"(?P<room>(?!1(?:10|19|20|22)(?!\d|\s?室))[1-9]\d?(?:0[1-9]|[12]\d))(?!\d)"
    r"(?:\s?室|[”’」\"]?\s?(?:[、和与,，]\s?\d{3,4})?\s?(?:那?家|那?户|那边|的?(?:邻居|住户|人家))?\s?(?:都|也|全)?"
    r"(?=说|怕|想|要|等|嫌|不|同意|反对|赞成|支持|没意见|觉得|认为|希望|担心|愿意|提出|建议|[：:]))"
)
"""A room number, alone or as the one who says something."""


def iter_marked(
    context: CheckContext, row: RecordType, marked: Sequence[Field]
) -> Iterator[tuple[Entry, int, Field, str]]:
    """Yield the texts of some fields of a list's records, each with its entry and the index of its record."""
    for entry, index, record in iter_each_record(context, row) if marked else ():
        for field in marked:
            text = getattr(record, field.attribute)
            if text:
                yield entry, index, field, text


def list_marked(row: RecordType, *marks: str) -> list[Field]:
    """Return the fields of a list's records whose texts have one of these marks (`role`, `unnamed`)."""
    return list(filter_marked(row.fields, marks))


def iter_marked_places(context: CheckContext, *marks: str) -> Iterator[tuple[Entry, Span, Field, str]]:
    """Yield the texts of all fields with one of these marks, in records and out of them, each with its entry and place."""
    for row in CONTENT_TYPES.record_types:
        for entry, index, field, text in iter_marked(context, row, list_marked(row, *marks)):
            yield entry, get_record_span(entry, row, index, field.key), field, text
    for kind in CONTENT_TYPES:
        listed = {row.label for row in kind.record_types}
        own = [field for field in kind.fields if field.key not in listed]
        marked = {field.key: list(filter_marked(list_inner_fields(field), marks)) for field in own}
        for entry in context.exhibition.of(kind.model) if any(marked.values()) else ():
            if entry.status is not Status.WITHDRAWN:
                for field in own:
                    yield from iter_own_marked(entry, field, marked[field.key])


def list_inner_fields(field: Field) -> Sequence[Field]:
    """Return the fields of the items of a list of records, else the field itself."""
    return field.kind.fields if isinstance(field.kind, RecordList) else (field,)


def filter_marked(fields: Sequence[Field], marks: Sequence[str]) -> Iterator[Field]:
    """Yield those fields whose texts have one of these marks."""
    for field in fields:
        if isinstance(field.kind, Text) and any(getattr(field.kind, one) for one in marks):
            yield field


def iter_own_marked(entry: Entry, field: Field, marked: Sequence[Field]) -> Iterator[tuple[Entry, Span, Field, str]]:
    """Yield the texts of the marked fields of a field of an entry, each with its place."""
    value = getattr(entry, field.attribute) if marked else None
    if isinstance(value, str):
        yield from ((entry, entry.get_span(field.key), field, value) for _ in marked if value)
    for index, item in enumerate(value if isinstance(value, tuple) else ()):
        for one in marked:
            if text := getattr(item, one.attribute):
                span = entry.spans.get(f"{field.key}.{index}.{one.key}") or entry.get_span(field.key)
                yield entry, span, one, text


@check("E436", ERROR, "看法里写了室号", Scope.ENTRY)
def room_in_views(context: CheckContext) -> Iterator[Finding]:
    """问题：看法后面跟着室号，大家一看就知道是哪一家说的，不能发布。

    不好：`看法: ***室怕挡光；六楼等了很多年`（写着房号的）

    好：`看法: 一楼怕挡光；六楼等了很多年`

    怎么改：删掉室号，写“一楼”“六楼”就够。
    """
    for row in CONTENT_TYPES.record_types:
        for entry, index, field, text in iter_marked(context, row, list_marked(row, "unnamed")):
            found = ROOM.search(text)
            # Of a whole address and of a room with a name the gate speaks.
            if found and not any(one.kind.blocks for one in find_private(text)):
                shown = found[0].replace(found["room"], "*" * len(found["room"])).strip()
                message = f"“{field.key}”里写了室号“{shown}”，看得出是哪一家。"
                yield Finding(get_record_span(entry, row, index, field.key), message, "删掉室号，写“一楼”“六楼”就够。")


find_cached_names = lru_cache(maxsize=4096)(find_names)
"""The same few roles come again and again."""


@check("W461", ADVICE, "写了姓名", Scope.ENTRY)
def name_for_role(context: CheckContext) -> Iterator[Finding]:
    """问题：这一项写身份，不写姓名；看法也不写是谁说的。

    不好：

        谁验收: 张三

    好：

        谁验收: 街镇、第三方

    怎么改：改成身份，例如“楼组长”“一位老邻居”；本人同意的，写进“具名”。不改也能发布。
    """
    for entry, span, field, text in iter_marked_places(context, "unnamed", "role"):
        names = find_cached_names(text, role=getattr(field.kind, "role", False))
        if not names:
            continue
        known = [person.name for person in entry.persons]
        told = [one for one in names if not any(one in name or name in one for name in known)]
        if told and not any(one.kind.blocks for one in find_private(text)):
            message = f"“{field.key}”里的“{'”“'.join(told)}”像是姓名。"
            hint = "改成身份，例如“楼组长”“一位老邻居”；本人同意的，写进“具名”。"
            yield Finding(span, message, hint)


LOCAL_NUMBER = re.compile(r"(?<![\d-])[2-9]\d{2,3}[-\s]?\d{4}(?![\d-])")
"""A telephone without its area code (seven or eight digits)."""


@check("W464", ADVICE, "身份里写了号码", Scope.ENTRY)
def number_for_role(context: CheckContext) -> Iterator[Finding]:
    """问题：这一项写身份，里面却有一串像电话的数字。家里的电话放到网上，骚扰电话就跟着来了。

    不好：`可以问: 楼组长 5678****`（没有打码的）

    好：

        可以问: 楼组长

    怎么改：删掉号码；怎么找，页面上会写“到居委会问”。不改也能发布。
    """
    for _, span, field, text in iter_marked_places(context, "role"):
        found = LOCAL_NUMBER.search(text)
        # Of what the gate knows, the gate speaks.
        if found and not find_private(text):
            shown = found[0][:-4] + "****"
            yield Finding(span, f"“{field.key}”里的“{shown}”像是电话。", "删掉号码，只写身份。")
