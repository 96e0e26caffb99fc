"""溢出: what went out of a building into its cluster, its community; and the rings in which pages draw it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from ..lazy import dataclass
from ..model.content_types import CONTENT_TYPES
from ..model.entry import Entry
from ..model.field_types import Choice, Date, PartialDate, Reference, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    PageLine,
    Record,
    RecordFacet,
    RecordType,
    Room,
    make_attribute_reader,
    make_earliest_key,
)
from ..model.vocabulary import ChoiceWords

if TYPE_CHECKING:
    from ..model.artifact import RoomTools
    from ..model.exhibition import Exhibition

KINDS = ("活动", "资源", "议事", "空间", "办法")
"""What 什么 says."""
BUILDING, CLUSTER, COMMUNITY = "楼组", "楼群", "社区"
SLUGS = dict(zip(KINDS, ("activities", "resources", "deliberation", "spaces", "methods"), strict=True))
LEVELS = (BUILDING, CLUSTER, COMMUNITY)
"""The rings, from the inside to the outside; they are called as the content types are."""
PLACE = ChoiceWords.from_names(
    (COMMUNITY,), dict.fromkeys(("本社区", "整个社区", "全社区", "居民区", "本居民区", "小区", "全小区"), COMMUNITY)
)
"""What 到 may say where the community has no page of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripple(Record):
    """One thing that went out (溢出)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2024-06", "什么时候；记不清就空着。", placed=True)] = (
        None
    )
    kind: Annotated[
        str,
        Field(
            "什么",
            Choice(
                words=ChoiceWords.from_names(
                    KINDS,
                    {
                        "场地": "空间", "地方": "空间", "公共空间": "空间", "共享空间": "空间",
                        "东西": "资源", "物资": "资源", "人才": "资源",
                        "做法": "办法", "经验": "办法", "机制": "办法",
                        "协商": "议事", "商量": "议事",
                    },
                )
            ),
            "空间",
            "活动、资源、议事、空间、办法。",
            placed=True,
        ),
    ] = ""  # fmt: skip
    name: Annotated[
        str, Field("名称", Text(40), "瓶子菜园", "走出去的是什么。", Requirement.ALWAYS, placed=True, schema="name")
    ]
    to: Annotated[
        str,
        Field(
            "到",
            Reference(("cluster", "community"), words=PLACE, refused=("unit",)),
            "10007",
            "到了哪个楼群、哪个社区：写编号；社区还没有自己的一页，就写“社区”两个字。",
            placed=True,
        ),
    ] = ""
    story: Annotated[str, Field("经过", Text(120), "先是一座楼种，后来五座楼一起种", "怎么走出去的。", placed=True)] = (
        ""
    )


def find_level(told: Ripple, exhibition: Exhibition) -> str:
    """Return how far something went: 楼群 or 社区; empty where that is not told, or the entry is not public."""
    if told.to == COMMUNITY:
        return COMMUNITY
    target = exhibition.get(told.to, Entry)
    label = CONTENT_TYPES.get_type_of(target).label if target else ""
    return label if label in LEVELS[1:] else ""


def find_start(entry: Entry) -> str:
    """Return the ring in which an entry itself stands; empty of a type that stands in none."""
    label = CONTENT_TYPES.get_type_of(entry).label
    return label if label in LEVELS else ""


def make_outward_key(one: EntryRecord, _: object) -> tuple[int, ...]:
    """Return what sorts from early to late, what has no date last, and where equal from the inside to the outside."""
    start = find_start(one.entry)
    return (*make_earliest_key(one, _), LEVELS.index(start) if start else len(LEVELS))


def list_level(one: EntryRecord, exhibition: Exhibition) -> Iterable[str]:
    """Return how far a record tells that something went."""
    return filter(None, (find_level(one.record, exhibition),))


def list_ripple_lines(entry: Entry, exhibition: Exhibition) -> Iterable[PageLine]:
    """Return the one line that the page of a unit has of what went out of it; clusters and communities show all of it."""
    told: tuple[Ripple, ...] = getattr(entry, "ripples", ())
    if not told or find_start(entry) != BUILDING:
        return
    names: dict[str, list[str]] = {}
    for one in told:
        target = exhibition.get(one.to, Entry)
        names.setdefault(target.name if target else one.to if one.to in PLACE.names else "", []).append(one.name)
    lines = [
        f"{'、'.join(some)}走到了{where}" if where else f"{'、'.join(some)}走了出来" for where, some in names.items()
    ]
    yield PageLine("；".join(lines), f"{EntryRecord.make_page_path(entry.id)}#{RIPPLES.name}")


def view_ripple(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return what a card says: the rings from the first to the last that it reached, what it was, how it went."""
    told: Ripple = one.record
    start, level = find_start(one.entry), find_level(told, exhibition)
    first, last = (LEVELS.index(name) if name in LEVELS else -1 for name in (start, level))
    rings = [[name, "is-lit" if first <= rank <= max(first, last) else ""] for rank, name in enumerate(LEVELS)]
    return {
        "rings": rings if first >= 0 else [],
        "rings_words": f"从{start}走到{level}" if level else f"从{start}走出来，还没写到哪里",
        "kind": told.kind,
        "line": told.story,
    }


# ---- The rings: 400 × 218 px, half circles around the foot of the picture; from left to right is from early to late. ----

CENTRE_X, CENTRE_Y = 200, 208
LAMP_RING, HOUSE_RING = 64, 108
"""Radii on which units stand as lamps and clusters as houses."""
DROP_RINGS: Mapping[str, int] = {CLUSTER: 134, COMMUNITY: 173, "": 84}
"""Radii on which a drop lies, by the ring that it reached."""
EARLIEST, LATEST = 172.0, 8.0
"""Degrees at which time begins and ends."""
LEAST_SECTOR, MOST_SECTOR = 26.0, 90.0
"""Degrees that are kept for drops without a date where others have one."""
BESIDE = 8.0
"""Degrees between those and the latest date."""
MOST_LAMPS, MOST_HOUSES, MOST_DROPS = 24, 9, 24
"""Most of each that are drawn one by one. More drops become a circle for each ring and year, as large as their number."""
LAMP_WIDTH, HOUSE_WIDTH, DROP_WIDTH = 13, 26, 16
LARGEST_SPOT, LEAST_SPOT = 17.0, 3.0
"""Radii of such circles."""
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where time lies on the rings: the years from left to right, behind them a sector for what has no date."""

    first: int
    last: int
    end: float
    """Degrees at which the last year ends."""
    sector: float
    """Degrees of the sector for what has no date; 0: there is none."""

    def place_date(self, date: PartialDate) -> float:
        """Return the angle of a date, in the middle of what is known of it."""
        within = 0.5 if date.month is None else (date.month - 0.5) / 12
        share = (date.year - self.first + within) / (self.last + 1 - self.first)
        return EARLIEST - (EARLIEST - self.end) * share

    def place_undated(self, count: int) -> list[float]:
        """Return the angles of so many that have no date."""
        return [LATEST + self.sector * (1 - (rank + 0.5) / count) for rank in range(count)]


def make_timeline(records: Sequence[EntryRecord]) -> Timeline:
    """Return where the dates of records lie; where none has one the sector is all there is."""
    years = [one.date.year for one in records if one.date]
    open_ones = len(records) - len(years)
    if not years:
        return Timeline(0, 0, EARLIEST, EARLIEST - LATEST)
    whole = EARLIEST - LATEST
    sector = min(MOST_SECTOR, max(LEAST_SECTOR, whole * open_ones / len(records))) if open_ones else 0.0
    return Timeline(min(years), max(years), LATEST + sector + (BESIDE if sector else 0.0), sector)


def place_point(angle: float, radius: float) -> Point:
    """Return the point at an angle (degrees, from the right) and a radius around the foot of the picture.

    >>> place_point(90, 100), place_point(180, 100)
    ((200, 108), (100, 208))
    """
    turned = math.radians(angle)
    return round(CENTRE_X + radius * math.cos(turned)), round(CENTRE_Y - radius * math.sin(turned))


def separate_angles(angles: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return angles at least `gap` apart between `low` and `high`, each as near as can be to where it was, in their order.

    Where there is no room for all they stand evenly.

    >>> separate_angles([90, 90, 20], 10, 8, 172), separate_angles([9, 9, 9], 10, 8, 30)
    ([95.0, 85.0, 20.0], [28.0, 18.0, 8.0])
    >>> separate_angles([9, 9, 9], 12, 8, 30)
    [30.0, 19.0, 8.0]
    """
    count = len(angles)
    if count > 1 and gap * (count - 1) > high - low:
        return [high - (high - low) * rank / (count - 1) for rank in range(count)]
    order = sorted(range(count), key=lambda at: -angles[at])
    # Neighbours that are too near are pushed apart around their middle, until none is.
    groups: list[tuple[float, list[int]]] = []
    for at in order:
        groups.append((limit_value(angles[at], low, high), [at]))
        while len(groups) > 1 and groups[-2][0] - groups[-1][0] < gap * (len(groups[-2][1]) + len(groups[-1][1])) / 2:
            (middle, members), (other, more) = groups[-2], groups[-1]
            joined = [*members, *more]
            centre = (middle * len(members) + other * len(more)) / len(joined)
            half = gap * (len(joined) - 1) / 2
            groups[-2:] = [(limit_value(centre, low + half, high - half), joined)]
    placed = [0.0] * count
    for middle, members in groups:
        for rank, at in enumerate(members):
            placed[at] = middle + gap * ((len(members) - 1) / 2 - rank)
    return placed


def limit_value(value: float, low: float, high: float) -> float:
    """Return a value, or the nearer end of the range outside of which it lies."""
    return max(low, min(high, value))


def place_drops(records: Sequence[EntryRecord], levels: Sequence[str], time: Timeline) -> list[float]:
    """Return the angle of each record's drop: its date, or a place in the sector of those without one."""
    open_ones = [at for at, one in enumerate(records) if not one.date]
    angles = dict(zip(open_ones, time.place_undated(len(open_ones)), strict=True)) if open_ones else {}
    for level, radius in DROP_RINGS.items():
        found = [(at, date) for at, one in enumerate(records) if levels[at] == level and (date := one.date)]
        gap = math.degrees(DROP_WIDTH / radius)
        wanted = [time.place_date(date) for _, date in found]
        angles |= zip((at for at, _ in found), separate_angles(wanted, gap, time.end, EARLIEST), strict=True)
    return [angles[at] for at in range(len(records))]


def place_evenly(entries: Sequence[Entry], most: int, radius: int) -> dict[str, Point]:
    """Return where entries stand, evenly over the upper part of a ring, by id."""
    shown = entries[:most]
    span = min(150.0, 30.0 * (len(shown) - 1))
    return {
        one.id: place_point(90 + span / 2 - span * rank / max(1, len(shown) - 1), radius)
        for rank, one in enumerate(shown)
    }


def place_below(
    records: Sequence[EntryRecord], angles: Sequence[float], level: str, width: int, radius: int
) -> dict[str, Point]:
    """Return where the entries of one ring stand from which something went: in the middle below their drops, by id."""
    own: dict[str, list[float]] = {}
    for one, angle in zip(records, angles, strict=True):
        if find_start(one.entry) == level:
            own.setdefault(one.entry.id, []).append(angle)
    middles = [sum(found) / len(found) for found in own.values()]
    placed = separate_angles(middles, math.degrees(width / radius), LATEST, EARLIEST)
    return {id: place_point(angle, radius) for id, angle in zip(own, placed, strict=True)}


def draw_rings(
    records: Sequence[EntryRecord],
    exhibition: Exhibition,
    units: Sequence[Entry] | None = None,
    clusters: Sequence[Entry] | None = None,
) -> Mapping[str, object]:
    """Return where lamps, houses, drops and threads stand in the picture of the rings, and the sentence that explains it.

    `units` and `clusters` stand there evenly as lamps and houses; None: those from which something went, below their drops.
    """
    records = sorted(records, key=lambda one: make_outward_key(one, exhibition))
    levels = [find_level(one.record, exhibition) for one in records]
    time = make_timeline(records)
    if len(records) > MOST_DROPS:
        lamps, houses = (
            place_evenly(units or (), MOST_LAMPS, LAMP_RING),
            place_evenly(clusters or (), MOST_HOUSES, HOUSE_RING),
        )
        drawn = draw_counts(records, levels, time)
    else:
        angles = place_drops(records, levels, time)
        lamps = (
            place_below(records, angles, BUILDING, LAMP_WIDTH, LAMP_RING)
            if units is None
            else place_evenly(units, MOST_LAMPS, LAMP_RING)
        )
        houses = (
            place_below(records, angles, CLUSTER, HOUSE_WIDTH, HOUSE_RING)
            if clusters is None
            else place_evenly(clusters, MOST_HOUSES, HOUSE_RING)
        )
        ends = [place_point(angle, DROP_RINGS[level]) for angle, level in zip(angles, levels, strict=True)]
        starts = [lamps.get(one.entry.id) or houses.get(one.entry.id) for one in records]
        drawn = {
            "drops": [(*end, "" if one.date else "is-open") for end, one in zip(ends, records, strict=True)],
            "threads": [(*start, *end) for start, end in zip(starts, ends, strict=True) if start],
            "words": describe_time(records, time),
        }
    divider = LATEST + time.sector + BESIDE / 2
    edge = (*place_point(divider, 92), *place_point(divider, 196)) if time.sector and time.last else ()
    data = {"lamps": list(lamps.values()), "houses": list(houses.values()), "edge": edge, **drawn}
    return {key: value for key, value in data.items() if value}


def describe_time(records: Sequence[EntryRecord], time: Timeline) -> str:
    """Return the sentence that explains where the drops lie; nothing where there are none."""
    if not records:
        return ""
    dated = [one.date for one in records if one.date]
    if not dated:
        return "空心的水滴，还没写是哪一年。"
    years = f"{time.first}年" if time.first == time.last else f"从左到右，{time.first}年到{time.last}年"
    return f"{years}。" + ("虚线右边空心的，还没写是哪一年。" if len(dated) < len(records) else "")


UNDATED = "没写时间"


def draw_counts(records: Sequence[EntryRecord], levels: Sequence[str], time: Timeline) -> dict[str, object]:
    """Return a circle for each ring and year, as large as the number of its records, and the same numbers as a table."""
    counts = Counter((one.date.year if one.date else 0, level) for one, level in zip(records, levels, strict=True))
    years = sorted({year for year, _ in counts if year})
    most = max(counts.values())
    room = math.radians((EARLIEST - time.end) / max(1, time.last + 1 - time.first))
    spots = []
    for (year, level), count in sorted(counts.items()):
        angle = time.place_date(PartialDate(year)) if year else time.place_undated(1)[0]
        radius = DROP_RINGS[level]
        largest = min(LARGEST_SPOT, radius * (room if year else math.radians(time.sector)) / 2)
        size = max(LEAST_SPOT, largest * math.sqrt(count / most))
        spots.append((*place_point(angle, radius), round(size, 1), "" if year else "is-open"))
    shown = [level for level in (*LEVELS[1:], "") if any(one == level for _, one in counts)]
    rows = [
        [f"{year}年" if year else UNDATED, *(counts[year, level] for level in shown)]
        for year in (*years, *([0] if any(not year for year, _ in counts) else []))
    ]
    heads = [f"到{level}" if level else "没写到哪里" for level in shown]
    words = "圆越大，那一年走出来的事越多；一年几件，看下面的表。" + ("空心的，还没写是哪一年。" if time.sector else "")
    return {"spots": spots, "table": {"heads": heads, "rows": rows}, "words": words}


def view_room(records: Sequence[EntryRecord], tools: RoomTools) -> Mapping[str, object]:
    """Return the picture of the rings with all true records, and how many reached each of them."""
    if not records:
        return {}
    exhibition = tools.exhibition
    reached = Counter(find_level(one.record, exhibition) for one in records)
    sources = Counter(find_start(one.entry) for one in {one.entry.id: one for one in records}.values())
    out = "、".join(f"{sources[level]}个{level}" for level in LEVELS[:2] if sources[level])
    untold = f"，{reached['']}件还没写到哪里" if reached[""] else ""
    outer = [
        f"{level}：{f'{reached[level]}件走到了这一圈' if reached[level] else '还没有走到'}" for level in LEVELS[:0:-1]
    ]
    legend = [*outer, f"从{out}走出来{untold}"]
    return {"picture": draw_rings(records, exhibition), "legend": legend}


RIPPLES = RecordType(
    "ripples",
    "溢出",
    Ripple,
    help="一件好事，怎么走出楼门。",
    what="name",
    when="date",
    identity=("date", "name", "to"),
    order=90,
    note="只往外写：楼组写到楼群、社区，楼群写到社区或别的楼群。收到的那一边不用写，页面上自己会有。",
    room=Room(
        "ripples/",
        "溢出",
        rank=70,
        lead="一座楼的好事，走到楼群，走到社区。",
        order="从早到晚。",
        empty="一件好事，走出楼门没有？",
        pose="sailing",
        sort_key=make_outward_key,
        facets=(
            RecordFacet("kind", "什么", make_attribute_reader("kind"), order=KINDS, slugs=SLUGS),
            RecordFacet("level", "到哪一层", list_level, order=LEVELS[1:]),
            STREET_FACET,
        ),
        unit="件事",
        starter=("date", "kind", "name", "to", "story"),
        guide="guide/ripples/",
        part="rings",
        view=view_room,
        opens=True,
    ),
    part="ripple",
    view=view_ripple,
    on_page=list_ripple_lines,
)
