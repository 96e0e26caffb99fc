"""区里的事: projects, training, events, surveys, votes and partnerships of the district."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Annotated, NamedTuple

from ..lazy import dataclass
from ..model.artifact import Data, PageTools
from ..model.content_types import ContentType, EntryFacet
from ..model.entry import Entry
from ..model.exhibition import Exhibition, find_followers
from ..model.field_types import Choice, Date, Integer, PartialDate, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Requirement
from ..model.official import OfficialNumber, read_official
from ..model.vocabulary import ChoiceWords
from ..model.watching import register_query
from .unit import Unit

PROJECT = "项目"
KINDS = (PROJECT, "培训", "专场", "调研", "评选", "合作")
"""What 类别 says."""
KIND = Choice(
    words=ChoiceWords.from_names(
        KINDS,
        {
            "活动": "专场",
            "比赛": "评选",
            "投票": "评选",
            "问卷": "调研",
            "调查": "调研",
            "培训班": "培训",
            "联动": "合作",
        },
    )
)
MOST_TOLD = 2
"""Numbers that the line of a list says."""
OTHERS = 4
"""Other affairs to which a page leads."""


@dataclass(frozen=True, slots=True)
class Count:
    """One number that an affair tells (数字): its own, or an official one, which is then written in its own place only."""

    number: Annotated[
        int | None,
        Field(
            "数",
            Integer(0, 99_999_999, example="30", about=True),
            "30",
            "只写数目；是官方数字就空着，写下面的“官方数字”。",
            placed=True,
        ),
    ] = None
    unit: Annotated[str, Field("单位", Text(10), "个", "个、人、份。", placed=True)] = ""
    about: Annotated[
        str, Field("说的是什么", Text(40), "来参加的楼组长", "这个数说的是什么。", Requirement.ALWAYS, placed=True)
    ] = ""
    official: Annotated[
        str,
        Field(
            "官方数字",
            Choice("official"),
            "",
            "民政部门公布过的数：写它在官方数字词表里的名称，数目就从那里来。",
            placed=True,
        ),
    ] = ""
    as_of: Annotated[PartialDate | None, Field("截至", Date(), "2024-12", "到哪一天为止的数。", placed=True)] = None
    source: Annotated[str, Field("来源", Text(80), "", "这个数是哪里来的；空着就同这一页的来源。", placed=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair(Entry):
    """One affair, parsed: `content/affairs/<id>/index.md`."""

    kind: Annotated[
        str,
        Field(
            "类别",
            KIND,
            "项目",
            "项目、培训、专场、调研、评选、合作。",
            asked=True,
            headings=("事情类别",),
        ),
    ] = ""
    begins: Annotated[
        PartialDate | None,
        Field(
            "开始",
            Date(),
            "2024-03",
            "什么时候开始，记得哪一年就写哪一年。",
            shown=True,
            asked=True,
            headings=("开始时间",),
            schema="startDate",
        ),
    ] = None
    ends: Annotated[
        PartialDate | None,
        Field("结束", Date(), "2024-10", "什么时候结束；还没结束就空着。", headings=("结束时间",), schema="endDate"),
    ] = None
    organiser: Annotated[
        str,
        Field(
            "谁办",
            Text(60, role=True),
            "街道、社会组织",
            "哪个部门、哪个单位办的，不写姓名。",
            shown=True,
            asked=True,
            headings=("主办",),
        ),
    ] = ""
    partners: Annotated[
        tuple[str, ...],
        Field(
            "五社",
            ListOf(Choice("partners"), split=True),
            "（名称待补充）",
            "五社里的哪几样；哪五样还不知道，先空着。",
            placed=True,
            headings=(),
        ),
    ] = ()
    units: Annotated[
        tuple[str, ...],
        Field(
            "楼组",
            ListOf(Reference(("unit", "cluster", "community")), split=True),
            "10001",
            "哪些楼组、楼群参加：写编号，一行一个。",
            placed=True,
            headings=("参加的楼组",),
        ),
    ] = ()
    served: Annotated[
        int | None,
        Field(
            "服务楼组数",
            Integer(1, 99_999, " 个", "12"),
            "12",
            "一共服务了多少个楼组；是官方数字就写到“数字”里。",
            headings=("服务楼组",),
        ),
    ] = None
    numbers: Annotated[tuple[Count, ...], Field("数字", RecordList(Count), "", "公开的数，一条一个。")] = ()


class ShownNumber(NamedTuple):
    """A number as visitors read it."""

    digits: str
    """With 多 where the source says that it is more."""
    unit: str
    about: str
    note: str
    """Where it is from, and of which day it is."""


def find_official(count: Count, exhibition: Exhibition) -> OfficialNumber | None:
    """Return the official number that a count names; None where it names none that is known."""
    term = exhibition.vocabularies.official.get_term(count.official) if count.official else None
    return read_official(term) if term else None


def list_numbers(affair: Affair, exhibition: Exhibition) -> Iterator[ShownNumber]:
    """Yield the numbers of an affair: official ones from the place where they are written, then how many units it served."""
    for count in affair.numbers:
        official = find_official(count, exhibition)
        if official:
            digits = f"{official.digits}{'多' if official.is_least else ''}"
            notes = (official.source, official.document, official.as_of_words)
            yield ShownNumber(digits, official.unit, count.about or official.name, join_notes(notes))
        elif count.number is not None:
            as_of = f"截至{count.as_of.chinese}" if count.as_of else "截至未注明"
            yield ShownNumber(
                str(count.number), count.unit, count.about, join_notes((count.source or affair.source, as_of))
            )
    if affair.served is not None:
        as_of = f"截至{affair.ends.chinese}" if affair.ends else "截至未注明"
        yield ShownNumber(str(affair.served), "个", "服务的楼组", join_notes((affair.source, as_of)))


def join_notes(notes: Iterable[str]) -> str:
    """Return where a number is from and of which day it is, as one line."""
    source, *rest = filter(None, notes)
    return "，".join((f"来源：{source}", *rest)) if rest else source


def format_period(affair: Affair) -> str:
    """Return when an affair was: 2024年3月到10月; empty where nobody has told.

    >>> one = Affair(id="", folder="", name="", spans={}, begins=PartialDate(2024, 3), ends=PartialDate(2024, 10))
    >>> format_period(one)
    '2024年3月到10月'
    """
    begins, ends = affair.begins, affair.ends
    if begins is None or ends is None or begins == ends:
        return begins.chinese if begins else f"到{ends.chinese}" if ends else ""
    within = f"{begins.year}年"
    last = ends.chinese.removeprefix(within) if begins.month and ends.month else ends.chinese
    return f"{begins.chinese}到{last}"


def format_line(affair: Affair, exhibition: Exhibition) -> str:
    """Return what a list says of an affair: its kind, when it was, its first numbers."""
    told = islice(list_numbers(affair, exhibition), MOST_TOLD)
    numbers = "，".join(f"{one.about}{one.digits}{one.unit}" for one in told)
    return " · ".join(filter(None, (affair.kind, format_period(affair), numbers)))


def format_sign(affair: Affair, exhibition: Exhibition) -> str:
    """Return what stands in the window of an affair that has no picture: its first number, else its kind."""
    return next((f"{one.digits}{one.unit}" for one in list_numbers(affair, exhibition)), affair.kind)


def list_streets(affair: Affair, exhibition: Exhibition) -> Iterable[str]:
    """Return the streets of the places that took part."""
    found = (exhibition.get(id, Entry) for id in affair.units)
    return dict.fromkeys(one.location.street for one in found if one and one.location.street)


def list_years(affair: Affair, _: Exhibition) -> Iterable[str]:
    """Return the year in which an affair began, or else ended."""
    told = affair.begins or affair.ends
    return (f"{told.year}年",) if told else ()


def make_latest_key(affair: Affair) -> tuple[bool, tuple[int, ...], int]:
    """Return by what affairs stand from new to old, those without a date behind, kind by kind."""
    told = affair.begins or affair.ends
    when = tuple(-part for part in told.get_sort_key()) if told else ()
    return told is None, when, KINDS.index(affair.kind) if affair.kind in KINDS else len(KINDS)


def view_affair(affair: Affair, page: PageTools) -> Mapping[str, object]:
    """Return what only an affair's page shows: what, when, how many, who; and the places that took part."""
    found = [one for id in dict.fromkeys(affair.units) if (one := page.find(id))]
    period, numbers = format_period(affair), [*list_numbers(affair, page.exhibition)]
    opening = page.build_opening(affair)
    words = "，".join(f"{one.about}{one.digits}{one.unit}" for one in numbers)
    return {
        "description": f"区里的事“{affair.name}”：{words or affair.kind or '等人来写'}。",
        "kind": affair.kind,
        "when": period,
        "numbers": [one._asdict() for one in numbers],
        "organiser": affair.organiser,
        "partners": view_partners(affair, page.exhibition),
        "opening": None if numbers else opening,
        "cover": opening if numbers else None,
        "units": [page.build_card(one) for one in sorted(found, key=lambda one: one.example)],
        "facts": page.build_facts(elsewhere=("source",)),
        "backlinks": page.list_backlinks(),
        "list": page.get_list_address(),
        "others": [
            {**page.link(other), "line": format_line(other, page.exhibition), "example": other.example}
            for other in list_others(affair, page.exhibition)
        ],
    }


def list_others(affair: Affair, exhibition: Exhibition) -> list[Affair]:
    """Return a few other affairs: those after it, of its own kind first, examples last."""
    found = (exhibition.get(id, Affair) for id in exhibition.ask(list_other_ids, affair.id))
    return [one for one in found if one]


@register_query
def list_other_ids(exhibition: Exhibition, id: str) -> tuple[str, ...]:
    """Return the ids of a few other affairs than a published one (see `list_others`)."""
    affair = exhibition.get(id, Affair)
    if affair is None:
        return ()
    found: list[list[str]] = [[], [], [], []]
    for one in find_followers(affair, exhibition):
        group = found[2 * one.example + (one.kind != affair.kind)]
        group.append(one.id)
        if group is found[0] and len(group) == OTHERS:
            break
    return (*chain.from_iterable(found),)[:OTHERS]


def view_partners(affair: Affair, exhibition: Exhibition) -> Data:
    """Return which of the five parties (五社) took part, and the slots of those whose names are not known.

    Nothing of an affair that neither names one nor speaks of them.
    """
    known = exhibition.vocabularies.partners
    spoken = known.name and any(known.name in text for text in (affair.name, affair.tagline, affair.body))
    if not affair.partners and not spoken:
        return {}
    named = affair.partners or known.names
    return {"heading": known.name, "terms": list(named), "slots": known.shown_slots, "words": known.slot_words}


def describe_affair(affair: Affair, exhibition: Exhibition) -> list[Mapping[str, object]]:
    """Return an affair in the terms of schema.org: an Event with what is known, its date as precise as it is known.

    Where it was are the streets of the places that took part; where none is told, no place is made up.
    """
    address = exhibition.settings.build_permalink(affair.id)
    streets = [{"@type": "Place", "name": street} for street in list_streets(affair, exhibition)]
    return [
        {
            "@type": "Event",
            "@id": f"{address}#event",
            "url": address,
            "name": affair.name,
            "description": affair.tagline,
            "startDate": affair.begins.iso if affair.begins else "",
            "endDate": affair.ends.iso if affair.ends else "",
            "eventStatus": "https://schema.org/EventScheduled" if affair.begins else "",
            "organizer": {"@type": "Organization", "name": affair.organiser} if affair.organiser else {},
            "location": streets,
        }
    ]


def list_projects(exhibition: Exhibition) -> tuple[Affair, ...]:
    """Return the true published projects. One that repeats an official number stands for many, and is none itself."""
    return tuple(
        one
        for one in exhibition.published(Affair)
        if one.kind == PROJECT and not one.example and not any(count.official for count in one.numbers)
    )


def list_served(affair: Affair, exhibition: Exhibition) -> tuple[Unit, ...]:
    """Return the true published units that took part in an affair, by their numbers."""
    found = (exhibition.get(id, Unit) for id in affair.units)
    return tuple(one for one in found if one and not one.example)


def find_tellers(exhibition: Exhibition) -> Mapping[str, Affair]:
    """Return the first true published affair that tells of each official number, by the name of the number."""
    found: dict[str, Affair] = {}
    for one in exhibition.published(Affair):
        for count in one.numbers if not one.example else ():
            found.setdefault(count.official, one)
    return found


AFFAIR = ContentType(
    "affair",
    "区里的事",
    Affair,
    invitation="扫一扫，看看这件事",
    folder="affairs",
    order=45,
    other_labels=("项目",),
    note="不知道哪一天，时间就空着；不知道的数不写。",
    prints_as="cluster",
    sample={"id": "10032", "name": "我们办的一件事"},
    template="affair.html",
    view=view_affair,
    title="区里的事",
    lead="整个区一起做的事：办了什么，多少人，谁来办。",
    pose="lantern",
    list_layout="entries",
    list_key=make_latest_key,
    list_order="从新到旧；没写时间的在后，按类别排",
    list_empty="区里一起做的事，还没有人写进来。",
    list_line=format_line,
    list_sign=format_sign,
    door="件事",
    door_rank=130,
    heading="在这里办过的事",
    everywhere="整个区一起做的事",
    facets=(
        EntryFacet("matter", "类别", lambda affair, _: filter(None, (affair.kind,)), order=KINDS),
        EntryFacet("held", "年", list_years, latest_first=True),
        EntryFacet("partner", "五社", lambda affair, _: affair.partners, vocabulary="partners", many=True),
        EntryFacet("street", "街镇", list_streets, vocabulary="streets", many=True),
    ),
    schema=describe_affair,
    schema_on_page=True,
    remark=lambda affair: " · ".join(filter(None, (affair.kind, format_period(affair)))),
)
