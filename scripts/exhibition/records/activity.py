"""活动: what neighbours do together, past and to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from ..lazy import dataclass
from ..model.exhibition import Exhibition
from ..model.field_types import Choice, Date, Integer, PartialDate, PhotoKey, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    Record,
    RecordFacet,
    RecordType,
    Room,
    make_attribute_reader,
    make_latest_key,
)
from ..model.vocabulary import ChoiceWords
from .meeting import get_last_day, get_newest_day

if TYPE_CHECKING:
    from ..model.artifact import Data, RoomTools

COMERS = ("老人", "青年", "孩子", "一家人")
WHO_COMES = Choice(
    words=ChoiceWords.from_names(
        COMERS,
        {
            "老年人": "老人", "长者": "老人", "老年": "老人", "老邻居": "老人", "年轻人": "青年", "青年人": "青年", "小朋友": "孩子", "儿童": "孩子", "小孩": "孩子",
            "亲子": "一家人", "家庭": "一家人", "全家": "一家人", "大家": "一家人", "老少": "一家人",
        },
    )
)  # fmt: skip
PLANNED_YEARS = 1
"""How many years ahead an activity is announced at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """One activity (活动)."""

    date: Annotated[
        PartialDate | None,
        Field(
            "日期",
            Date(),
            "2024-05-01",
            "哪一天；将要办的也写。",
            placed=True,
            years_ahead=PLANNED_YEARS,
            schema="startDate",
            headings=("活动日期",),
        ),
    ] = None
    name: Annotated[
        str,
        Field(
            "名称",
            Text(40),
            "一起剪窗花",
            "做什么。",
            Requirement.ALWAYS,
            placed=True,
            schema="name",
            headings=("活动",),
        ),
    ]
    ten_one: Annotated[
        str, Field("十个一", Choice("ten_ones"), "", "属于十个一里的哪一样；名称还待补充。", placed=True)
    ] = ""
    form: Annotated[str, Field("形式", Choice("activity_forms"), "剪纸", "怎么办的，从词表里选。", placed=True)] = ""
    comers: Annotated[str, Field("谁来", WHO_COMES, "一家人", "老人、青年、孩子、一家人。", placed=True)] = ""
    people: Annotated[
        int | None, Field("人数", Integer(1, 9_999, " 人", "20", about=True), "20", "来了多少人。", placed=True)
    ] = None
    photo: Annotated[
        str | None, Field("照片", PhotoKey(), "photo-02.jpg", "上面“照片”里的一张。", placed=True, schema="image")
    ] = None


def is_upcoming(one: EntryRecord, exhibition: Exhibition) -> bool:
    """Is an activity still to come? It is after the newest day that the exhibition knows, which stands for today.

    No clock is asked, so that two builds of the same content are the same. On the phone a script takes the mark away once
    the day is over by its own clock (`activities.js`).
    """
    newest = exhibition.ask(get_newest_day, "all")
    return bool(one.date and newest and get_last_day(one.date) > newest)


def make_calendar_key(one: EntryRecord, exhibition: Exhibition) -> tuple[Any, ...]:
    """Return what sorts the activities that are to come first, the soonest first, then the others, the latest first."""
    if is_upcoming(one, exhibition) and one.date:
        return 0, one.date.get_sort_key()
    return 1, make_latest_key(one, exhibition)


WEEKDAYS = "一二三四五六日"


def format_weekday(told: PartialDate) -> str:
    """Return the day of the week of a date; nothing where its day is not known.

    >>> format_weekday(PartialDate(2026, 12, 19)), format_weekday(PartialDate(2026, 12))
    ('星期六', '')
    """
    if not (told.month and told.day):
        return ""
    return f"星期{WEEKDAYS[date(told.year, told.month, told.day).weekday()]}"


def view_activity(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return an activity: its form, who comes, how many came; of one to come its day with the day of the week."""
    told: Activity = one.record
    data: dict[str, object] = {
        "chips": [text for text in (told.form, told.comers, told.ten_one) if text],
        "people": f"来了 {told.people} 人" if told.people else "",
    }
    if is_upcoming(one, exhibition) and told.date:
        weekday = format_weekday(told.date)
        data |= {
            "soon": "将要办",
            "last": get_last_day(told.date).isoformat(),
            "day": told.date.chinese + (f"，{weekday}" if weekday else ""),
            "date": "",
            "people": "",
        }
    return data


MOST_COMING = 12
"""Activities to come that the room shows where it has too many records to list them."""


def view_activities(records: Sequence[EntryRecord], tools: RoomTools) -> Mapping[str, object]:
    """Return what only this room shows: the menu of ten (十个一), as far as it is known; where no list does, what is to come."""
    coming = [one for one in records if is_upcoming(one, tools.exhibition)]
    words = tools.exhibition.vocabularies.ten_ones
    counts = Counter(one.record.ten_one for one in records)
    slots = words.shown_slots
    data: dict[str, object] = {
        "name": words.name,
        "source": words.source,
        "slots": slots,
        "soon": bool(coming),
        "coming": [] if tools.is_listed else [tools.build_card(one) for one in coming[:MOST_COMING]],
    }
    if words.names:
        data["stamps"] = [build_stamp(name, counts[name]) for name in words.names]
        data["words"] = f"活动单上有{len(words.names) + slots}样。办过一样，盖一个章。"
    else:
        data["words"] = "推荐给楼组的活动单上有十样，是哪十样，我们还没有读到。知道的人来补，就能盖章。"
    return data


def build_stamp(name: str, count: int) -> Data:
    """Return one of the ten with how often it was told."""
    return {"name": name, "words": f"{count}次" if count else "等人来办", "done": bool(count)}


def describe_activity(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return an activity in the terms of schema.org: an Event, as precise as its date is known; without a date it is none.

    Its place has a name and no point on a map: the street and the compound.
    """
    told: Activity = one.record
    if told.date is None:
        return {}
    where = one.entry.location
    return {
        "@type": "Event",
        "@id": exhibition.settings.site_url + one.path,
        "name": told.name,
        "startDate": told.date.iso,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": f"{where.street}{where.compound or where.committee}" or one.entry.name,
            "containedInPlace": {"@type": "Place", "name": where.street},
        },
    }


ACTIVITIES = RecordType(
    "activities",
    "活动",
    Activity,
    help="办过的、将要办的活动。",
    what="name",
    when="date",
    order=15,
    note="一张照片一句话就够。将要办的，写上日期，人数先空着。",
    room=Room(
        "activities/",
        "活动",
        rank=60,
        lead="邻居凑在一起，剪纸、画画，端一碗吃的来。",
        order="将要办的在前，再从新到旧。",
        empty="最近办过什么？一张照片一句话。",
        pose="cheering",
        sort_key=make_calendar_key,
        facets=(
            RecordFacet("form", "形式", make_attribute_reader("form"), vocabulary="activity_forms"),
            RecordFacet("comers", "谁来", make_attribute_reader("comers"), order=COMERS),
            STREET_FACET,
        ),
        unit="次活动",
        starter=("date", "name", "form", "comers", "people", "photo"),
        guide="guide/activities/",
        doors="covers",
        calendar=True,
        is_upcoming=is_upcoming,
        script="activities",
        part="activities",
        view=view_activities,
    ),
    part="activity",
    view=view_activity,
    schema=describe_activity,
)
