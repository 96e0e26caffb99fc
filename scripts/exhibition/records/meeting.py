"""议事: meetings of the residents: what was said, what was decided, what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, Date, Integer, PartialDate, Text
from ..model.fields import Field, Requirement
from ..model.record_types import CountMention, EntryRecord, Record, RecordFacet, RecordType, Room
from ..model.vocabulary import ChoiceWords
from ..text.characters import parse_integer

OPEN, RUNNING, DONE, FAILED, DROPPED = "还没办", "在办", "办成了", "没办成", "不办了"
"""What 进度 says."""
PROGRESS = Choice(
    words=ChoiceWords.from_names(
        (OPEN, RUNNING, DONE, FAILED, DROPPED),
        {
            "未开始": OPEN, "没开始": OPEN, "待办": OPEN,
            "进行中": RUNNING, "正在办": RUNNING, "办理中": RUNNING,
            "已完成": DONE, "完成": DONE, "办好了": DONE, "已办结": DONE, "办结": DONE, "成功": DONE,
            "失败": FAILED, "没成": FAILED, "未办成": FAILED,
            "取消": DROPPED, "放弃": DROPPED, "不做了": DROPPED,
        },
    )
)  # fmt: skip
IN_PERSON, ONLINE, BOTH = "线下", "线上", "线上线下"
"""What 方式 says."""
FORM = Choice(
    words=ChoiceWords.from_names(
        (IN_PERSON, ONLINE, BOTH),
        {"现场": IN_PERSON, "当面": IN_PERSON, "网上": ONLINE, "微信群": ONLINE, "群里": ONLINE, "都有": BOTH},
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """One meeting (议事) of the residents."""

    date: Annotated[
        PartialDate | None,
        Field("日期", Date(), "2018-03-12", "哪一天坐下来的；只记得年月就写年月。", placed=True),
    ] = None
    number: Annotated[
        int | None, Field("第几次", Integer(1, 999, example="3"), "3", "是第几次；空着就照日期排。", placed=True)
    ] = None
    topic: Annotated[
        str, Field("议题", Text(40), "电梯井放在哪里", "商量的是什么事。", Requirement.ALWAYS, placed=True)
    ]
    problem: Annotated[
        str, Field("难题", Choice("problems"), "加装电梯", "属于哪一种难题，从词表里选。", placed=True)
    ] = ""
    form: Annotated[str, Field("方式", FORM, "线下", "线下、线上，还是线上线下。")] = ""
    people: Annotated[
        int | None, Field("人数", Integer(1, 9_999, " 人", "18", about=True), "18", "来了多少人。", placed=True)
    ] = None
    views: Annotated[
        str,
        Field(
            "看法",
            Text(300, unnamed=True),
            "一楼怕挡光；六楼等了很多年",
            "大家怎么看，用“；”分开；不写姓名和门牌。",
            placed=True,
        ),
    ] = ""
    decision: Annotated[str, Field("决定", Text(200), "井道往西挪，一楼的窗不动", "最后定了什么。", placed=True)] = ""
    doers: Annotated[str, Field("谁来办", Text(40, role=True), "加梯小组", "谁去办，写身份。", placed=True)] = ""
    progress: Annotated[
        str, Field("进度", PROGRESS, "办成了", "还没办、在办、办成了、没办成、不办了。", placed=True)
    ] = ""
    finished: Annotated[
        PartialDate | None, Field("办结", Date(), "2019-05", "哪一天办完的；还没办完就空着。", placed=True)
    ] = None


def list_problem(one: EntryRecord) -> Iterable[str]:
    """Return the problem of a record."""
    return filter(None, (one.record.problem,))


def list_street(one: EntryRecord) -> Iterable[str]:
    """Return the street of a record's entry."""
    return filter(None, (one.entry.location.street,))


def list_year(one: EntryRecord) -> Iterable[str]:
    """Return the year of a record."""
    return (str(one.date.year),) if one.date else ()


def list_progress(one: EntryRecord) -> Iterable[str]:
    """Return how far the matter of a meeting has come."""
    return filter(None, (one.record.progress,))


def make_latest_key(one: EntryRecord, _: object) -> tuple[int, ...]:
    """Return what sorts the latest records first, those without a date last."""
    return tuple(-part for part in one.date.get_sort_key()) if one.date else (1,)


MEETING = "(?:议事|协商会|议了)"
COUNT = "([0-9０-９]{1,3}|[一二两三四五六七八九十百]{1,5}) ?次"
BETWEEN = "坐下来|坐在一起|面对面|围着桌子|正式|集中|专门|大大小小|居民|邻居|楼组|楼里|一起|线上|线下|召开|举行|开|的"
"""Words between a number of meetings and what they are: 七次坐下来议事."""
AHEAD = "会|厅|，|一共|总共|前前后后|前后|先后|已经|陆续|大大小小|整整|足足|连着|共|开了|开过|召开了|举行了|坐下来|谈了|有|了|过"
"""Words between meetings and their number: 议事会一共开了七次."""
FOUND = re.compile(
    rf"{COUNT}(?:{BETWEEN}){{0,3}}{MEETING}(?![员桌角墙本室厅规])"
    rf"|{MEETING}(?:{AHEAD}){{0,5}}{COUNT}(?=[会才后之终就把都]|[^\u4e00-\u9fff]|$)"
)
NO_TOTAL = re.compile("(?:[第约近数几每这那某前后头上下又再另有、~～至到多少过]|其中|[每一个]个?[年月季周])$")
"""What before a number says that it is no total: 第七次, 每年三次, 六七次, 近十次."""
SEVERAL = re.compile("[一二两三四五六七八九]{2,}")
"""Two numbers at once: 六七次."""
IN_ALL = re.compile("一共|总共|前前后后|前后|先后|累计|合计|共(?=[开召举议])")
SENTENCE = re.compile("[^。！？；\n]+")


def find_meeting_counts(text: str) -> Iterator[CountMention]:
    """Yield where a text says how many meetings there were: 七次议事, 议事会一共开了七次.

    >>> [one[:2] for one in find_meeting_counts("大家一起议事，前前后后七次；一起动手。")]
    [('议事，前前后后七次', 7)]
    >>> list(find_meeting_counts("第七次议事。七次搬家。议事以后搬了三次家。每年三次议事。"))
    []
    """
    if "次" not in text or ("议" not in text and "协商会" not in text):
        return
    for sentence in SENTENCE.findall(text):
        if "次" not in sentence:
            continue
        for found in FOUND.finditer(sentence):
            number = parse_integer(found[1] or found[2])
            ahead = sentence[: found.start(1)][-4:] if found[1] else ""
            if number is None or number < 2 or SEVERAL.fullmatch(found[1] or found[2]) or NO_TOTAL.search(ahead):
                continue
            yield CountMention(found[0], number, IN_ALL.search(sentence) is not None)


MEETINGS = RecordType(
    "meetings",
    "议事",
    Meeting,
    help="坐下来商量过的事，一次一条。",
    what="topic",
    when="date",
    ordinal="number",
    total="meeting_count",
    find_counts=find_meeting_counts,
    counter="次",
    order=10,
    note="看法不写姓名和门牌，写“一楼”“六楼”就够。",
    room=Room(
        "council/",
        "议事厅",
        lead="楼里的事，坐下来说。谁提的、怎么商量、定了什么、办成没有，一条一条看。",
        order="最近商量的在前。",
        empty="还没有一次议事写进来。上一次大家坐下来，说的是什么？",
        sort_key=make_latest_key,
        facets=(
            RecordFacet("problem", "难题", list_problem, vocabulary="problems"),
            RecordFacet("progress", "进度", list_progress, order=(DONE, RUNNING, OPEN, FAILED, DROPPED)),
            RecordFacet("street", "街镇", list_street, vocabulary="streets", paged=True),
            RecordFacet("year", "年", list_year, latest_first=True, paged=True),
        ),
        unit="次议事",
        guide="guide/meetings/",
    ),
)
