"""议事: meetings of the residents: what was said, what was decided, what came of it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from ..lazy import compile_later, dataclass
from ..model.entry import Entry, Placed
from ..model.exhibition import Exhibition, iter_records, sort_in_walking_order
from ..model.field_types import Choice, Date, Integer, PartialDate, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    CountMention,
    EntryRecord,
    Record,
    RecordFacet,
    RecordType,
    Room,
    list_year,
    make_attribute_reader,
    make_latest_key,
)
from ..model.vocabulary import ChoiceWords
from ..model.watching import register_query
from ..text.characters import parse_integer, write_chinese

if TYPE_CHECKING:
    from ..model.artifact import Data, RoomTools

OPEN, RUNNING, DONE, FAILED, DROPPED = "还没办", "在办", "办成了", "没办成", "不办了"
"""What 进度 says."""
PROGRESS = Choice(
    words=ChoiceWords.from_names(
        (OPEN, RUNNING, DONE, FAILED, DROPPED),
        {
            "未开始": OPEN, "没开始": OPEN, "待办": OPEN, "没有办": OPEN,
            "进行中": RUNNING, "正在办": RUNNING, "办理中": RUNNING, "还在办": RUNNING, "正在推进": RUNNING, "推进中": RUNNING,
            "没办完": RUNNING, "未完成": RUNNING,
            "已完成": DONE, "完成": DONE, "办好了": DONE, "已办结": DONE, "办结": DONE, "成功": DONE, "做完了": DONE, "完成了": DONE, "完工": DONE,
            "失败": FAILED, "失败了": FAILED, "没成": FAILED, "未办成": FAILED,
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
        Field("日期", Date(), "2018-03-12", "哪一天坐下来的；只记得年月就写年月。", placed=True, schema="startDate"),
    ] = None
    number: Annotated[
        int | None, Field("第几次", Integer(1, 999, example="3"), "3", "是第几次；空着就照日期排。", placed=True)
    ] = None
    topic: Annotated[
        str,
        Field("议题", Text(40), "电梯井放在哪里", "商量的是什么事。", Requirement.ALWAYS, placed=True, schema="name"),
    ]
    problem: Annotated[
        str, Field("难题", Choice("problems"), "加装电梯", "属于哪一种难题，从词表里选。", placed=True, schema="about")
    ] = ""
    form: Annotated[str, Field("方式", FORM, "线下", "线下、线上，还是线上线下。")] = ""
    people: Annotated[
        int | None, Field("人数", Integer(1, 9_999, " 人", "18", about=True), "18", "来了多少人。", placed=True)
    ] = None
    views: Annotated[
        str,
        Field(
            "看法",
            Text(300, unnamed=True, joiner="；"),
            "一楼怕挡光；六楼等了很多年",
            "大家怎么看，用“；”分开；不写姓名和门牌。",
            placed=True,
        ),
    ] = ""
    decision: Annotated[
        str,
        Field(
            "决定",
            Text(200, joiner="；"),
            "井道往西挪，一楼的窗不动",
            "最后定了什么。",
            placed=True,
            schema="description",
            headings=("决议", "结论"),
        ),
    ] = ""
    doers: Annotated[
        str, Field("谁来办", Text(40, role=True, joiner="、"), "加梯小组", "谁去办，写身份。", placed=True)
    ] = ""
    progress: Annotated[
        str,
        Field("进度", PROGRESS, "办成了", "还没办、在办、办成了、没办成、不办了。", placed=True, headings=("进展",)),
    ] = ""
    finished: Annotated[
        PartialDate | None, Field("办结", Date(), "2019-05", "哪一天办完的；还没办完就空着。", placed=True)
    ] = None


MOST_LAMPS = 36
"""Lamps that are drawn; more say nothing that the sentence below them does not say."""


def view_meetings(entry: Entry, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a lamp for each meeting that was held, lit where somebody has told of it, and the sentence below them."""
    told = getattr(entry, "meetings", ())
    total = max(getattr(entry, "meeting_count", None) or 0, len(told))
    if not total:
        return {}
    places = place_meetings(told, total)
    lamps = [{"number": number, "anchor": places.get(number, "")} for number in range(1, total + 1)]
    said = describe_meetings(len(told), total)
    return {"lamps": lamps[:MOST_LAMPS], "said": [said]} if total > 1 or told else {"said": [said]}


def place_meetings(told: tuple[Meeting, ...], total: int) -> dict[int, str]:
    """Return the anchors of the meetings by their number; those without one take the first free numbers, by date.

    A number beyond the total, or one that is taken, counts as none.
    """
    found: dict[int, str] = {}
    open_ones: list[tuple[tuple[int, int, int], int]] = []
    for position, meeting in enumerate(told, 1):
        if meeting.number and meeting.number <= total and meeting.number not in found:
            found[meeting.number] = f"{MEETINGS.name}-{position}"
        else:
            open_ones.append((meeting.date.get_sort_key() if meeting.date else LATEST, position))
    free = (number for number in range(1, total + 1) if number not in found)
    for (_, position), number in zip(sorted(open_ones), free, strict=False):
        found[number] = f"{MEETINGS.name}-{position}"
    return dict(sorted(found.items()))


LATEST = (9999, 0, 0)
"""Where a meeting without a date stands among those that have one."""


def describe_meetings(told: int, total: int) -> str:
    """Return how many meetings there were and how many are told.

    >>> describe_meetings(0, 7), describe_meetings(2, 7), describe_meetings(3, 3)
    ('七次议事，还没有人写下是哪一次。', '七次议事，写下了两次，还有五次等人来写。', '三次议事，都写下来了。')
    """
    words = f"{format_count(total)}次议事"
    if not told:
        return f"{words}，还没有人写下是哪一次。"
    if told == total:
        return f"{words}，{'都' if total > 1 else ''}写下来了。"
    return f"{words}，写下了{format_count(told)}次，还有{format_count(total - told)}次等人来写。"


SETTLED = (DONE, FAILED, DROPPED)
"""Progress of a matter that has come to its end."""


def split_views(text: str) -> list[str]:
    """Return the views that ； or lines part."""
    return [part for part in (one.strip(" 。") for one in re.split("[；;\n]", text)) if part]


def build_chain(told: Meeting) -> list[list[str]]:
    """Return the five links from proposal to result, each with what is told of it; empty where nothing is.

    Who is to do what nobody has begun is part of the decision: the fourth link stays empty until somebody does it.
    """
    people = f"{told.people}人" if told.people else ""
    met = "，".join(filter(None, (told.date.chinese if told.date else "", told.form, people)))
    waiting = told.progress == OPEN
    decided = told.decision
    if waiting and told.doers:
        decided = "，".join(filter(None, (decided.rstrip("。"), f"{told.doers}来办")))
    worked = (
        ""
        if waiting
        else told.doers or ("在办" if told.progress == RUNNING else "办过了" if told.progress in (DONE, FAILED) else "")
    )
    ended = told.progress if told.progress in SETTLED else ""
    ended += f"（{told.finished.chinese}）" if told.finished and ended else ""
    talked = met or ("说了看法" if told.views else "")
    return [["提出", told.topic], ["商量", talked], ["决定", decided], ["办", worked], ["结果", ended]]


def describe_chain(chain: Sequence[Sequence[str]]) -> str:
    """Return in words how far a chain is told: the text alternative of its drawing."""
    told = [name for name, text in chain if text]
    gaps = [name for name, text in chain if not text]
    return f"写了{'、'.join(told)}" + (f"；还没写{'、'.join(gaps)}" if gaps else "，五步都写了") + "。"


def view_meeting(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a meeting: the chain as far as it is told, the views, what was decided, how far it has come."""
    told: Meeting = one.record
    chain = build_chain(told)
    views = split_views(told.views)
    progress = told.progress and ([told.progress, "is-done"] if told.progress == DONE else [told.progress, ""])
    return {
        "count": f"第{told.number}次" if told.number else "",
        "chain": chain,
        "chain_words": describe_chain(chain),
        "views": views,
        "line": told.decision or (views[0] if views else ""),
        "progress": progress,
        "problem": told.problem,
    }


STALLED_DAYS = 180
"""A matter that is in hand for longer, with no news, is shown as one that has stopped."""
MOST_SHOWN = 12
"""Matters that have stopped, and places that have met and tell of no meeting, that are shown; the others are counted."""
LAMPS = 12
"""Meetings that are drawn as lamps; more are a number."""


def get_last_day(told: PartialDate) -> date:
    """Return the last day that a date as far as it is known may be: a matter is never called older than it is.

    >>> get_last_day(PartialDate(2024, 2)), get_last_day(PartialDate(2023))
    (datetime.date(2024, 2, 29), datetime.date(2023, 12, 31))
    """
    month = told.month or 12
    return date(told.year, month, told.day or monthrange(told.year, month)[1])


def find_newest_day(exhibition: Exhibition) -> date | None:
    """Return the newest day that the exhibition knows: of its meetings, and of the addresses that it has issued.

    It stands for today: no clock is asked, so that two builds of the same content are the same.
    """
    meetings = exhibition.list_records(MEETINGS)
    days = [day for one in meetings for day in (one.record.date, one.record.finished) if day]
    told = [date(day.year, day.month or 1, day.day or 1) for day in days]
    issued = [date.fromisoformat(link.issued) for link in exhibition.ledger.links if ISO_DAY.fullmatch(link.issued)]
    return max((*told, *issued), default=None)


@register_query
def get_newest_day(exhibition: Exhibition, key: str) -> date | None:
    """Return that day, for pages of single entries; of whatever `key`."""
    return exhibition.derive(find_newest_day)


ISO_DAY = compile_later(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
"""A day that every month has: one that the calendar lacks is a finding elsewhere, and none to build on here."""


def iter_stalled(records: Iterable[EntryRecord], newest: date | None) -> Iterator[EntryRecord]:
    """Yield the matters in hand that are older than `STALLED_DAYS` before the newest day."""
    running = (one for one in records if one.record.progress == RUNNING and one.record.date)
    if newest:
        limit = newest - timedelta(days=STALLED_DAYS)
        yield from (one for one in running if get_last_day(one.record.date) < limit)


def format_count(number: int) -> str:
    """Return a number as it is said before a counter word: 两, 七, 12."""
    return "两" if number == 2 else write_chinese(number) if number <= 10 else f" {number} "


def list_unwritten(exhibition: Exhibition) -> list[tuple[Entry, int]]:
    """Return the true published entries that say how often they have met and tell of no meeting, in walking order."""
    found = [
        entry
        for entry in exhibition.published(Placed)
        if getattr(entry, "meeting_count", None) and not entry.example and not any(iter_records(entry, MEETINGS))
    ]
    ordered = sort_in_walking_order(found, exhibition.vocabularies.streets)
    return [(entry, getattr(entry, "meeting_count", 0)) for entry in ordered]


def build_unwritten(entry: Entry, count: int, tools: RoomTools) -> Data:
    """Return the quiet line of an entry that has met and tells of no meeting: as many lamps, none of them told."""
    words = f"开过{format_count(count)}次，还没有人写下是哪一次。"
    return {**tools.link(entry), "words": words, "lamps": min(count, LAMPS)}


def view_council(records: Sequence[EntryRecord], tools: RoomTools) -> Mapping[str, object]:
    """Return what only the council's room shows: matters that have stopped, and meetings that nobody has told."""
    stalled = list(iter_stalled(records, tools.exhibition.derive(find_newest_day)))
    unwritten = list_unwritten(tools.exhibition)
    data = {
        "stalled": [tools.build_card(one) for one in stalled[:MOST_SHOWN]],
        "more_stalled": f"还有{len(stalled) - MOST_SHOWN}件也停着。" if len(stalled) > MOST_SHOWN else "",
        "unwritten": [build_unwritten(entry, count, tools) for entry, count in unwritten[:MOST_SHOWN]],
        "more": f"还有{len(unwritten) - MOST_SHOWN}个楼组也是这样。" if len(unwritten) > MOST_SHOWN else "",
    }
    return data if stalled or unwritten else {}


FORMS_OF_EVENTS = {IN_PERSON: "Offline", ONLINE: "Online", BOTH: "Mixed"}
"""The words of schema.org for 方式."""


def describe_meeting(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a meeting in the terms of schema.org: an Event, as precise as its date is known; without a date it is none.

    An Event needs a place with a name. Where people met within it nobody has told, so it is the street and the compound.
    """
    told: Meeting = one.record
    if told.date is None:
        return {}
    where = one.entry.location
    name = f"{where.street}{where.compound or where.committee}" or one.entry.name
    online = {"@type": "VirtualLocation", "name": told.form or ONLINE}
    here = {"@type": "Place", "name": name, "containedInPlace": {"@type": "Place", "name": where.street}}
    mode = FORMS_OF_EVENTS.get(told.form)
    return {
        "@type": "Event",
        "@id": exhibition.settings.site_url + one.path,
        "name": told.topic,
        "about": {"@type": "Thing", "name": told.problem} if told.problem else {},
        "description": told.decision,
        "startDate": told.date.iso,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode" if mode else "",
        "location": online if told.form == ONLINE else [here, online] if told.form == BOTH else here,
    }


MEETING = "(?:议事|协商会|议了)"
COUNT = "([0-9０-９]{1,3}|[一二两三四五六七八九十百]{1,5}) ?次"
BETWEEN = "坐下来|坐在一起|面对面|围着桌子|正式|集中|专门|大大小小|居民|邻居|楼组|楼里|一起|线上|线下|召开|举行|开|的"
"""Words between a number of meetings and what they are: 七次坐下来议事."""
AHEAD = "会|厅|，|一共|总共|前前后后|前后|先后|已经|陆续|大大小小|整整|足足|连着|共|开了|开过|召开了|举行了|坐下来|谈了|有|了|过"
"""Words between meetings and their number: 议事会一共开了七次."""
FOUND = compile_later(
    rf"{COUNT}(?:{BETWEEN}){{0,3}}{MEETING}(?![员桌角墙本室厅规])"
    rf"|{MEETING}(?:{AHEAD}){{0,5}}{COUNT}(?=[会才后之终就把都]|[^\u4e00-\u9fff]|$)"
)
NO_TOTAL = compile_later("(?:[第约近数几每这那某前后头上下又再另有、~～至到多少过]|其中|[每一个]个?[年月季周])$")
"""What before a number says that it is no total: 第七次, 每年三次, 六七次, 近十次."""
SEVERAL = compile_later("[一二两三四五六七八九]{2,}")
"""Two numbers at once: 六七次."""
IN_ALL = compile_later("一共|总共|前前后后|前后|先后|累计|合计|共(?=[开召举议])")
SENTENCE = compile_later("[^。！？；\n]+")


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
        rank=20,
        lead="楼里的事，坐下来说。谁提的、怎么商量、定了什么、办成没有，一条一条看。",
        order="最近商量的在前。",
        empty="还没有一次议事写进来。上一次大家坐下来，说的是什么？",
        sort_key=make_latest_key,
        facets=(
            RecordFacet("problem", "难题", make_attribute_reader("problem"), vocabulary="problems"),
            RecordFacet(
                "progress", "进度", make_attribute_reader("progress"), order=(DONE, RUNNING, OPEN, FAILED, DROPPED)
            ),
            STREET_FACET,
            RecordFacet("year", "年", list_year, latest_first=True, paged=True, folder="years"),
        ),
        unit="次议事",
        starter=("date", "topic", "views", "decision", "doers", "progress"),
        guide="guide/meetings/",
        calendar=True,
        part="council",
        view=view_council,
    ),
    part="meeting",
    view=view_meeting,
    overview=view_meetings,
    schema=describe_meeting,
)
