"""A 参访路线: several units in the order of a walk, on site or online; with 社区小先生, their questions on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, NamedTuple

from ..lazy import dataclass
from ..model.artifact import PagesBelowTools, PageTools
from ..model.content_types import CONTENT_TYPES, ContentType, EntryFacet, PageBelow, PagesBelow
from ..model.entry import Entry
from ..model.exhibition import Exhibition, iter_records
from ..model.field_types import Boolean, Choice, Minutes, Reference, Text
from ..model.fields import Field, RecordList, Requirement
from ..model.record_types import EntryRecord
from ..model.vocabulary import ChoiceWords
from ..model.watching import list_next
from ..records import QUIZZES, STATIONS
from ..text.answers import hash_answer, hash_text

WALK, ONLINE = "步行", "线上"
WAY = Choice(
    words=ChoiceWords.from_names(
        (WALK, ONLINE), {"走路": WALK, "现场": WALK, "网上": ONLINE, "手机": ONLINE, "在线": ONLINE, "云上": ONLINE}
    )
)
LEAST_STOPS = 2
"""Stops from which several places are a route."""
LONGEST_WALK = 180
"""Minutes up to which a walk is one for neighbours of any age (our own measure)."""
BANDS = ((30, "30分钟以内"), (60, "30到60分钟"), (LONGEST_WALK, "一小时以上"))
"""Minutes up to which a route stands in each band."""
UNTIMED = "没写多久"
TRAIL, TRAIL_NAME = "trail/", "社区小先生"
"""The address of the page of its questions below a route's, and its name."""
WITH_TRAIL = "有小题"
LARGE = 8
"""Stops up to which all have large pictures; beyond, only the first has. A photograph's sizes cost 80 bytes, compressed."""
OTHERS = 4
"""Other routes to which a page leads."""


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One stop of a route: an entry, and why one stops there."""

    entry: Annotated[
        str,
        Field(
            "楼组",
            Reference(("unit", "cluster")),
            "10001",
            "这一站是哪个楼组（楼群也可以）：写它的编号。",
            Requirement.ALWAYS,
            placed=True,
        ),
    ]
    reason: Annotated[str, Field("为什么", Text(60), "看看七次议事换来的电梯", "为什么在这里停一停。", placed=True)] = (
        ""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Entry):
    """One route, parsed: `content/routes/<id>/index.md`."""

    curator: Annotated[
        str, Field("策展", Text(40), "第二楼组长", "谁排的，写身份，不写姓名。", shown=True, asked=True)
    ] = ""
    """策展: who chose the stops, by role."""
    stops: Annotated[tuple[RouteStop, ...], Field("站", RecordList(RouteStop), "", "照走的次序，一站一条。")] = ()
    minutes: Annotated[
        int | None,
        Field(
            "分钟",
            Minutes(1, 600, " 分钟", "40", about=True),
            "40",
            "走一遍大约多少分钟；没走过就空着。",
            shown=True,
            headings=("时长", "时长(分钟)"),
            like=("时长", "分钟"),
            schema="timeRequired",
        ),
    ] = None
    way: Annotated[
        str,
        Field(
            "方式",
            WAY,
            "步行",
            "到现场走（步行），还是在手机上看（线上）。",
            shown=True,
            asked=True,
            headings=("参访方式",),
            like=("方式",),
        ),
    ] = ""
    is_trail: Annotated[
        bool,
        Field(
            "小先生",
            Boolean(),
            "否",
            "是不是给孩子的：一站一题，看墙答题，盖章。",
            headings=("社区小先生",),
            like=("小先生",),
        ),
    ] = False
    """小先生: do children answer the questions of its stops?"""


class ShownStop(NamedTuple):
    """A stop of a route that visitors see."""

    number: int
    """Which one it is, counted from 1 among those that are shown."""
    entry: Entry
    reason: str


class TrailQuestion(NamedTuple):
    """A question of a 社区小先生 trail."""

    number: int
    """Which one of the trail it is, from 1."""
    stop: ShownStop
    record: EntryRecord
    pose: str
    """How the mascot stands on its stamp: the pose of the first theme of the place."""


def list_stops(route: Route, exhibition: Exhibition) -> tuple[ShownStop, ...]:
    """Return the stops of a route whose entries are published, in the curator's order."""
    found = ((stop, exhibition.get(stop.entry, Entry)) for stop in route.stops)
    shown = ((stop.reason, entry) for stop, entry in found if entry)
    return tuple(ShownStop(number, entry, reason) for number, (reason, entry) in enumerate(shown, 1))


def list_questions(route: Route, exhibition: Exhibition) -> tuple[TrailQuestion, ...]:
    """Return the questions of a route, stop by stop; none where it is no trail. A place that comes twice asks once."""
    if not route.is_trail:
        return ()
    stops = {stop.entry.id: stop for stop in reversed(list_stops(route, exhibition))}
    asked = (
        (stop, one)
        for stop in sorted(stops.values())
        for one in iter_records(stop.entry, QUIZZES)
        if one.record.question and one.record.answer
    )
    return tuple(
        TrailQuestion(number, stop, one, choose_pose(stop.entry, exhibition))
        for number, (stop, one) in enumerate(asked, 1)
    )


def choose_pose(entry: Entry, exhibition: Exhibition) -> str:
    """Return the pose of an entry's first theme that has one."""
    terms = (exhibition.vocabularies.themes.get_term(theme) for theme in getattr(entry, "themes", ()))
    return next((pose for term in terms if term and (pose := term.extra.get("pose"))), "waving")


def list_trail(route: Route, page: PagesBelowTools) -> Iterator[PageBelow]:
    """Yield the page of the questions of a route (社区小先生), where it has any.

    A child reads a question, looks at the wall, types the answer and gets a stamp. The page holds a hash of each answer, by
    which its script knows the right one; stamps are kept on the phone and nowhere else. Without script one writes down what
    one has seen, and the answers stand in the last part of the page, which shows only to those who ask for it, and upside
    down in print.
    """
    questions = list_questions(route, page.exhibition)
    if questions:
        data: Mapping[str, object] = {
            "description": f"{TRAIL_NAME}：{len(questions)} 道小题，到墙上找答案，盖章。路线“{route.name}”。",
            "route": route.name,
            "questions": [view_question(one, len(questions), page) for one in questions],
            "count": len(questions),
        }
        yield PageBelow(TRAIL, TRAIL_NAME, data)


def view_question(one: TrailQuestion, count: int, page: PagesBelowTools) -> Mapping[str, object]:
    """Return a question for the template.

    `check` is the salt and the hash of its answer: of another question the same answer has another hash, and a stamp of a
    question that was changed since does not count. `answer` is for the last part of the page.
    """
    quiz, entry = one.record.record, one.stop.entry
    salt = hash_text(f"{entry.id} {quiz.question}")
    place = page.link(entry)
    data: dict[str, object] = {
        "number": one.number,
        "mark": f"第 {one.number} 题，共 {count} 题",
        "stop": f"第 {one.stop.number} 站",
        "question": quiz.question,
        "look": quiz.place,
        "hint": quiz.hint,
        "answer": quiz.answer,
        "check": f"{salt}.{hash_answer(salt, quiz.answer)}",
        "pose": one.pose,
        "emblem": page.build_emblem(entry).get("src", ""),
        "unit": place["name"],
        "place": place["place"],
        "href": place["href"],
        "back": f"../#{one.stop.number}",
    }
    return {key: value for key, value in data.items() if value}


def format_size(route: Route, exhibition: Exhibition) -> str:
    """Return how many stops a route has, how long it takes and in which way: 5 站 · 约40分钟 · 步行."""
    count = len(list_stops(route, exhibition))
    return " · ".join((*([f"{count} 站"] if count else ()), *format_pace(route)))


def format_pace(route: Route) -> list[str]:
    """Return how long a route takes and in which way, as far as it is told."""
    return [*filter(None, (f"约{route.minutes}分钟" if route.minutes else "", route.way))]


def view_route(route: Route, page: PageTools) -> Mapping[str, object]:
    """Return what only a route's page shows: its published stops in their order, and the way from each to the next."""
    stops = list_stops(route, page.exhibition)
    large = len(stops) <= LARGE
    questions = list_questions(route, page.exhibition)
    size = format_size(route, page.exhibition)
    return {
        "description": f"参访路线“{route.name}”：{size or '还没有站'}。",
        "size": size,
        "stops": [view_stop(stop, len(stops), route, page, large=large or stop.number == 1) for stop in stops],
        "trail": {"href": TRAIL, "count": len(questions)} if questions else {},
        "opening": page.build_opening(stops[0].entry) if stops else None,
        "cover": page.build_opening(route),
        "facts": page.build_facts(elsewhere=("source",)),
        "backlinks": page.list_backlinks(),
        "list": page.get_list_address(),
        "others": [
            page.build_card(other) | {"place": other.tagline} for other in list_next(route, page.exhibition, OTHERS)
        ],
    }


def view_stop(stop: ShownStop, count: int, route: Route, page: PageTools, *, large: bool) -> dict[str, object]:
    """Return one stop. The link to its entry says where on which route it is, so that the entry's page leads back."""
    where = stop.entry.location
    places = dict.fromkeys(filter(None, (where.street, where.compound or where.committee, where.building)))
    picture = page.build_opening(stop.entry) or {}
    card = page.build_card(stop.entry)
    return card | {
        "number": stop.number,
        "mark": f"第 {stop.number} 站，共 {count} 站",
        "kind": CONTENT_TYPES.get_type_of(stop.entry).label,
        "place": " · ".join(places),
        "reason": page.format_text(stop.reason),
        "walk": f"{card['href']}?route={route.id}-{stop.number}-{count}",
        "visit": f"{card['href']}{STATIONS.page.path}"
        if STATIONS.page and [*iter_records(stop.entry, STATIONS)]
        else "",
        "note": picture.get("note", ""),
        "picture": picture if large else {},
    }


def describe_route(route: Route, exhibition: Exhibition) -> list[Mapping[str, object]]:
    """Return a route in the terms of schema.org: a TouristTrip whose itinerary are its stops, in their order."""
    stops = list_stops(route, exhibition)
    address = exhibition.settings.build_permalink
    items = [
        {"@type": "ListItem", "position": stop.number, "name": stop.entry.full_name, "url": address(stop.entry.id)}
        for stop in stops
    ]
    itinerary = {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items} if items else {}
    return [
        {
            "@type": "TouristTrip",
            "@id": f"{address(route.id)}#trip",
            "url": address(route.id),
            "name": route.name,
            "description": route.tagline,
            "itinerary": itinerary,
        }
    ]


def list_bands(route: Route, _: Exhibition) -> Iterable[str]:
    """Return the band of minutes in which a route stands."""
    if not route.minutes:
        return (UNTIMED,)
    return (next((band for most, band in BANDS if route.minutes <= most), BANDS[-1][1]),)


def list_streets(route: Route, exhibition: Exhibition) -> Iterable[str]:
    """Return the streets through which a route leads."""
    return dict.fromkeys(filter(None, (stop.entry.location.street for stop in list_stops(route, exhibition))))


def list_trail_marks(route: Route, exhibition: Exhibition) -> Iterable[str]:
    """Return whether children answer questions on the way."""
    return (WITH_TRAIL,) if list_questions(route, exhibition) else ()


ROUTE = ContentType(
    "route",
    "路线",
    Route,
    folder="routes",
    order=35,
    other_labels=("参访路线",),
    prints_as="cluster",
    invitation="扫一扫，照这条路线走一走",
    sample={"id": "10028", "name": "我们排的路线"},
    template="route.html",
    view=view_route,
    title="参访路线",
    lead="几座楼连成一条路：到现场走，或者坐在家里看。",
    pose="sailing",
    list_layout="entries",
    list_key=lambda route: (route.minutes is None, route.minutes or 0),
    list_order="按分钟排，没写多久的在后",
    list_empty="还没有人排出一条路线。",
    list_line=format_size,
    door="条路线",
    door_rank=90,
    facets=(
        EntryFacet("minutes", "分钟", list_bands, order=(*(band for _, band in BANDS), UNTIMED)),
        EntryFacet("street", "街镇", list_streets, vocabulary="streets", many=True),
        EntryFacet("trail", "小先生", list_trail_marks, words={WITH_TRAIL: ("小先生", "社区小先生", "小题")}),
    ),
    schema=describe_route,
    schema_on_page=True,
    # A card with stamps may hang in a hall for years.
    pages=(PagesBelow("trail.html", list_trail, TRAIL, lambda route: route.is_trail),),
    remark=lambda route: " · ".join(format_pace(route)),
)
