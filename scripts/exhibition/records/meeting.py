"""议事: meetings of the residents: what was said, what was decided, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ..model.field_types import Choice, Date, Integer, PartialDate, Text
from ..model.fields import Field, Requirement
from ..model.record_types import EntryRecord, Record, RecordFacet, RecordType, Room
from ..model.vocabulary import ChoiceWords
from ..text.characters import write_chinese

if TYPE_CHECKING:
    from ..model.entry import Entry
    from ..model.exhibition import Exhibition

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
    number: Annotated[int | None, Field("第几次", Integer(1, 999), "3", "是第几次；空着就照日期排。", placed=True)] = (
        None
    )
    topic: Annotated[
        str, Field("议题", Text(40), "电梯井放在哪里", "商量的是什么事。", Requirement.ALWAYS, placed=True)
    ]
    problem: Annotated[
        str, Field("难题", Choice("problems"), "加装电梯", "属于哪一种难题，从词表里选。", placed=True)
    ] = ""
    form: Annotated[str, Field("方式", FORM, "线下", "线下、线上，还是线上线下。")] = ""
    people: Annotated[int | None, Field("人数", Integer(1, 9_999, " 人"), "18", "来了多少人。", placed=True)] = None
    views: Annotated[
        str,
        Field("看法", Text(300), "一楼怕挡光；六楼等了很多年", "大家怎么看，用“；”分开；不写姓名和门牌。", placed=True),
    ] = ""
    decision: Annotated[str, Field("决定", Text(200), "井道往西挪，一楼的窗不动", "最后定了什么。", placed=True)] = ""
    doers: Annotated[str, Field("谁来办", Text(40), "加梯小组", "谁去办，写身份。")] = ""
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


def format_count(number: int) -> str:
    """Return a number as it is said before a counter word: 两, 七, 12."""
    return "两" if number == 2 else write_chinese(number) if number <= 10 else f" {number} "


MEETINGS = RecordType(
    "meetings",
    "议事",
    Meeting,
    help="坐下来商量过的事，一次一条。",
    what="topic",
    when="date",
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
            RecordFacet("street", "街镇", list_street, vocabulary="streets", paged=True, folder="streets"),
            RecordFacet("year", "年", list_year, latest_first=True, paged=True, folder="years"),
        ),
        unit="次议事",
        guide="guide/meetings/",
    ),
    overview=view_meetings,
)
