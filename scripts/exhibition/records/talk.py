"""开讲: talks in which experienced leaders of a cluster teach others; 承诺: what Party members and others have promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from ..lazy import dataclass
from ..model.field_types import Date, Integer, PartialDate, Reference, Text
from ..model.fields import Field, Requirement
from ..model.record_types import EntryRecord, PageLine, Record, RecordType

if TYPE_CHECKING:
    from ..model.entry import Entry
    from ..model.exhibition import Exhibition


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Record):
    """One talk (开讲)."""

    date: Annotated[
        PartialDate | None,
        Field("日期", Date(), "2024-03-12", "哪一天；记不清就空着。", placed=True, schema="startDate"),
    ] = None
    topic: Annotated[
        str, Field("题目", Text(40), "怎么开第一次会", "讲什么。", Requirement.ALWAYS, placed=True, schema="name")
    ]
    speaker: Annotated[
        str, Field("谁讲", Text(40, role=True, joiner="、"), "老楼组长", "写身份，不写姓名。", placed=True)
    ] = ""
    unit: Annotated[str, Field("哪座楼", Reference(("unit",)), "10001", "讲的人是哪座楼的：写编号。", placed=True)] = ""
    points: Annotated[
        str,
        Field(
            "要点",
            Text(200, joiner="；"),
            "先听，再说；一次只定一件",
            "记住哪几点。",
            placed=True,
            schema="description",
        ),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Record):
    """One promise (承诺), counted by people and not by names."""

    who: Annotated[
        str, Field("谁", Text(20, role=True), "党员", "写身份，不写姓名：党员、楼组长、结对的邻居。", placed=True)
    ] = ""
    people: Annotated[
        int | None, Field("几人", Integer(1, 9_999, " 人", "3", about=True), "3", "几个人一起承诺。", placed=True)
    ] = None
    deed: Annotated[str, Field("做什么", Text(60), "每周六扫一次楼道", "承诺做的事。", Requirement.ALWAYS, placed=True)]
    since: Annotated[PartialDate | None, Field("从", Date(), "2024-03", "从什么时候开始。", placed=True)] = None


def describe_talk(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a talk in the terms of schema.org: an Event, as precise as its date is known; without a date it is none.

    Whoever spoke is not told to machines: a role is no person.
    """
    told: Talk = one.record
    if told.date is None:
        return {}
    where = one.entry.location
    name = f"{where.street}{where.compound or where.committee}" or one.entry.name
    return {
        "@type": "Event",
        "@id": exhibition.settings.site_url + one.path,
        "name": told.topic,
        "description": told.points,
        "startDate": told.date.iso,
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": name, "containedInPlace": {"@type": "Place", "name": where.street}},
    }


MOST_ROLES = 3
"""Roles that the quiet line names; of more it says how many promises there are."""


def describe_pledges(pledges: Sequence[Pledge]) -> str:
    """Return who has promised something, by role with their number, and what; never a name.

    >>> describe_pledges([Pledge(who="党员", people=3, deed="每周六扫一次楼道")])
    '党员3人：每周六扫一次楼道'
    >>> describe_pledges([Pledge(who="党员", people=3, deed="扫楼道"), Pledge(who="党员", people=2, deed="看门"), Pledge(deed="浇花")])
    '党员5人等：扫楼道；看门；浇花'
    """
    people: dict[str, int] = {}
    for one in pledges:
        if one.who:
            people[one.who] = people.get(one.who, 0) + (one.people or 0)
    named = [f"{who}{count}人" if count else who for who, count in people.items()]
    some = len(named) > MOST_ROLES or (named and any(not one.who for one in pledges))
    who = "、".join(named[:MOST_ROLES]) + ("等" if some else "")
    deeds = "；".join(dict.fromkeys(one.deed for one in pledges[:MOST_ROLES] if one.deed))
    more = f"；一共{len(pledges)}件" if len(pledges) > MOST_ROLES else ""
    return f"{who}：{deeds}{more}" if who else f"{deeds}{more}"


def list_pledge_lines(entry: Entry, _: Exhibition) -> Iterable[PageLine]:
    """Return the one line that the page of an entry has of its promises, with the way to them."""
    pledges = getattr(entry, "pledges", ())
    if pledges:
        yield PageLine(describe_pledges(pledges), f"{EntryRecord.make_page_path(entry.id)}#{PLEDGES.name}")


TALKS = RecordType(
    "talks",
    "开讲",
    Talk,
    help="楼群里开讲：谁讲，讲什么。",
    what="topic",
    when="date",
    order=12,
    note="讲的人写身份，不写姓名。要点写三四句，别的楼看了就能用。",
    schema=describe_talk,
)
PLEDGES = RecordType(
    "pledges",
    "承诺",
    Pledge,
    help="党员和邻居承诺做的事：几个人，做什么。",
    what="deed",
    when="since",
    identity=("who", "deed"),
    order=95,
    note="只写身份和人数，不写姓名。",
    on_page=list_pledge_lines,
)
