"""Figures: every number that is computed from the records, one declaration each; and the official numbers beside them.

A figure is what the open data give, no more: units that visitors see, no 示例. Medians, never means. Each says of how many
units it knows anything, and is not shown below a least sample. No figure is told per street, and nothing is sorted by value.
None of them is the 微治理指数, whose formula is not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from statistics import median
from typing import NamedTuple

from ..lazy import dataclass
from ..model import Entry, Exhibition, PartialDate
from ..model.field_types import MOST_STARS
from ..records import Claim, Meeting, Ripple
from ..records.meeting import DONE, DROPPED, FAILED, OPEN, RUNNING, get_last_day
from ..records.mentoring import MentorshipIndex
from ..records.ripple import KINDS, LEVELS, find_level
from ..records.together import DONE as CLAIM_DONE
from ..records.together import IN, OUT, OVER, TAKEN, WANTED, add_fund
from ..types import Unit
from ..types.affair import list_projects, list_served
from ..types.completeness import count_lit, has_sourced_stars, list_windows

LEAST_UNITS, LEAST_HOUSEHOLDS = 5, 10
"""Below so many units, or so many households, a figure would tell of single houses: it is not computed."""
LEAST_FUNDS = 20
"""Units that must tell of their fund before their sums are added: of fewer a sum would tell of single ones."""
THREE_STARS = 3
"""The stars from which the bureau counts units (`official.yml`, `three-stars`)."""


class Bar(NamedTuple):
    """One part of what a figure counts."""

    label: str
    number: int | None
    """None: a slot, whose name is not known."""
    is_apart: bool = False
    """Is it shown beside the others without being part of the whole?"""
    is_middle: bool = False
    """Does the median lie here?"""
    group: str = ""
    """By what the parts are parted, where a figure parts the same records in several ways: 到哪里, 哪一年."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a figure is now. `told` are the units that it knows something of, `asked` those of which it could know."""

    value: float | None
    """None where there is nothing to compute it from."""
    told: tuple[Unit, ...]
    asked: tuple[Unit, ...]
    numerator: int | None = None
    denominator: int | None = None
    sample: int | None = None
    """Units on which it rests; None: as many as told of it."""
    households: int | None = None
    """Households on which it rests; None: it is not about households."""
    items: tuple[int, int] | None = None
    """Records that it counts, and those that it could count; None: it does not count records."""
    bars: tuple[Bar, ...] = ()

    @property
    def units(self) -> int:
        """How many units it rests on."""
        return len(self.told) if self.sample is None else self.sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The declaration of one figure."""

    name: str
    """Its name in addresses and data: `done-share`."""
    title: str
    topic: str
    """What it is about in one or two words, where many stand side by side: 议事."""
    sentence: str
    """What it tells, for visitors."""
    numerator: str
    """What is counted, in words; of a median, what is put in a row."""
    denominator: str = ""
    """What it is divided by, in words; empty: nothing."""
    unit: str
    """The counter word of its value: 天, 次; of a share, of what it is a share: 个楼组."""
    covers: str
    """What the units have told on which it rests: 写了星级."""
    tables: tuple[str, ...]
    """The tables of the open data from which it can be computed again."""
    measure: Callable[[Exhibition], Measure]
    item: str = ""
    """The counter word and name of the records that it counts: 件办成的事."""
    least: int = LEAST_UNITS
    """The least sample, in units."""
    least_households: int = 0
    official: tuple[str, ...] = ()
    """The slugs of the official numbers that it stands beside."""
    picture: str = "rows"
    """How it is drawn: a row of `PICTURES` in `pages/numbers.py`; empty: it is a count and stands in the table of official numbers."""

    @property
    def is_count(self) -> bool:
        """Is it a plain count of what stands here?"""
        return not self.picture

    @property
    def formula(self) -> str:
        """How it is computed, in words."""
        return f"{self.numerator} ÷ {self.denominator}" if self.denominator else self.numerator


class ComputedFigure(NamedTuple):
    """A figure with what it is now."""

    figure: Figure
    measure: Measure

    @property
    def is_enough(self) -> bool:
        """Is the sample large enough for the value to be told?"""
        figure, measure = self
        return (
            measure.value is not None
            and measure.units >= figure.least
            and (measure.households is None or measure.households >= figure.least_households)
        )

    @property
    def value(self) -> float | None:
        """The value, where it may be told."""
        return self.measure.value if self.is_enough else None

    @property
    def value_words(self) -> tuple[str, str]:
        """The value as visitors read it: the number, and the words behind it."""
        figure, measure = self
        if self.value is None:
            return "", "样本太少，先不算"
        if measure.denominator is None:
            return format_number(self.value), figure.unit
        if measure.denominator < SMALL:
            return f"{measure.numerator}", f"／{measure.denominator}{figure.unit}"
        return f"{round(100 * self.value)}%", f"{measure.denominator}{figure.unit}里{measure.numerator}{figure.unit[0]}"

    @property
    def coverage_words(self) -> str:
        """On how much it rests, as visitors read it."""
        figure, measure = self
        words = f"{len(measure.asked)}个楼组里{len(measure.told)}个{figure.covers}"
        if measure.items and figure.item:
            words += f"，{measure.items[1]}{figure.item}里算了{measure.items[0]}{figure.item[0]}"
        return words


SMALL = 100
"""Below so many a share in per cent would look more exact than it is: the two numbers are told."""


def format_number(value: float) -> str:
    """Return a number without a needless point.

    >>> format_number(3.0), format_number(2.5)
    ('3', '2.5')
    """
    return str(int(value)) if value == int(value) else f"{value:.1f}"


def list_real_units(exhibition: Exhibition) -> tuple[Unit, ...]:
    """Return the units that count: published, no examples."""
    return tuple(unit for unit in exhibition.published(Unit) if not unit.example)


def make_share(top: int, bottom: int) -> float | None:
    """Return a share, None of nothing."""
    return top / bottom if bottom else None


def count_bins(values: Iterable[int], bins: Sequence[tuple[str, int]], middle: float | None = None) -> tuple[Bar, ...]:
    """Return how many values lie in each of `bins`, which are a label and the greatest value; the last takes the rest.

    `middle` is the median, whose bin is marked.

    >>> count_bins([1, 1, 9], [("一", 1), ("更多", 5)], 1) == (Bar("一", 2, is_middle=True), Bar("更多", 1))
    True
    """

    def find_bin(value: float) -> int:
        return next((at for at, (_, most) in enumerate(bins) if value <= most), len(bins) - 1)

    counts = Counter(find_bin(value) for value in values)
    chosen = None if middle is None else find_bin(middle)
    return tuple(Bar(label, counts[at], is_middle=at == chosen) for at, (label, _) in enumerate(bins))


def measure_units(exhibition: Exhibition) -> Measure:
    """Return how many units stand here."""
    units = list_real_units(exhibition)
    return Measure(value=len(units), told=units, asked=units)


def make_star_count(least: int) -> Callable[[Exhibition], Measure]:
    """Return the measure of the units of at least so many stars; `items` are those whose stars have a document."""

    def measure(exhibition: Exhibition) -> Measure:
        units = list_real_units(exhibition)
        told = tuple(unit for unit in units if (unit.stars or 0) >= least)
        return Measure(value=len(told), told=told, asked=units, items=(sum(map(has_sourced_stars, told)), len(told)))

    return measure


def measure_sourced_stars(exhibition: Exhibition) -> Measure:
    """Return the share of rated units whose stars have a document."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if unit.stars)
    sourced = sum(map(has_sourced_stars, told))
    return Measure(
        value=make_share(sourced, len(told)),
        told=told,
        asked=units,
        numerator=sourced,
        denominator=len(told),
        bars=(Bar("有出处", sourced), Bar("还没有出处", len(told) - sourced)),
    )


def measure_participants(exhibition: Exhibition) -> Measure:
    """Return the share of households that take part, of units that tell both numbers."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if unit.participants is not None and unit.households is not None)
    part, whole = sum(unit.participants or 0 for unit in told), sum(unit.households or 0 for unit in told)
    return Measure(
        value=make_share(part, whole),
        told=told,
        asked=units,
        numerator=part,
        denominator=whole,
        households=whole,
        bars=(Bar("一起参与的人家", part), Bar("别的人家", max(0, whole - part))),
    )


def iter_meetings(units: Iterable[Unit]) -> Iterator[tuple[Unit, Meeting]]:
    """Yield the meetings of units, each with its unit."""
    return ((unit, meeting) for unit in units for meeting in unit.meetings)


TIMES_A_YEAR = (("1次", 1), ("2次", 2), ("3次", 3), ("4次", 4), ("5次以上", 5))


def measure_meetings_a_year(exhibition: Exhibition) -> Measure:
    """Return the median of meetings in a year, of the years of which a unit tells any."""
    units = list_real_units(exhibition)
    counts = Counter((unit.id, meeting.date.year) for unit, meeting in iter_meetings(units) if meeting.date)
    known = {id for id, _ in counts}
    middle = median(counts.values()) if counts else None
    return Measure(
        value=middle,
        told=tuple(unit for unit in units if unit.id in known),
        asked=units,
        bars=count_bins(counts.values(), TIMES_A_YEAR, middle),
    )


DAYS = (("30天以内", 30), ("31–90天", 90), ("91–180天", 180), ("181–365天", 365), ("一年以上", 366))


def measure_days_to_done(exhibition: Exhibition) -> Measure:
    """Return the median of days from the meeting to the end, of what was done and has both days."""
    units = list_real_units(exhibition)
    done = [(unit, meeting) for unit, meeting in iter_meetings(units) if meeting.progress == DONE]
    known = [(unit, days) for unit, meeting in done if (days := count_days(meeting.date, meeting.finished)) is not None]
    middle = median(days for _, days in known) if known else None
    ids = {unit.id for unit, _ in known}
    return Measure(
        value=middle,
        told=tuple(unit for unit in units if unit.id in ids),
        asked=units,
        items=(len(known), len(done)),
        bars=count_bins((days for _, days in known), DAYS, middle),
    )


def count_days(first: PartialDate | None, last: PartialDate | None) -> int | None:
    """Return the days between two dates; None where one is not known to the day, or the end comes first."""
    days = [date(one.year, one.month, one.day) for one in (first, last) if one and one.month and one.day]
    return (days[1] - days[0]).days if len(days) == 2 and days[0] <= days[1] else None


SETTLED = (DONE, FAILED, DROPPED)


def measure_done_share(exhibition: Exhibition) -> Measure:
    """Return the share of what was done among all that is settled; what is under way stands apart."""
    units = list_real_units(exhibition)
    states = Counter(meeting.progress for _, meeting in iter_meetings(units) if meeting.progress)
    settled = sum(states[one] for one in SETTLED)
    return Measure(
        value=make_share(states[DONE], settled),
        told=tuple(unit for unit in units if any(meeting.progress in SETTLED for meeting in unit.meetings)),
        asked=units,
        numerator=states[DONE],
        denominator=settled,
        items=(settled, sum(states.values())),
        bars=(
            *(Bar(one, states[one]) for one in SETTLED),
            *(Bar(one, states[one], is_apart=True) for one in (RUNNING, OPEN)),
        ),
    )


def measure_share_of_units(
    exhibition: Exhibition,
    counts: Callable[[Unit], object],
    labels: tuple[str, str],
    items: tuple[int, int] | None = None,
) -> Measure:
    """Return the share of units that count, with a bar for these and one for the others, called by `labels`."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if counts(unit))
    return Measure(
        value=make_share(len(told), len(units)),
        told=told,
        asked=units,
        numerator=len(told),
        denominator=len(units),
        sample=len(units),
        items=items,
        bars=(Bar(labels[0], len(told)), Bar(labels[1], len(units) - len(told))),
    )


def measure_covenants(exhibition: Exhibition) -> Measure:
    """Return the share of units that have a covenant."""
    return measure_share_of_units(exhibition, lambda unit: unit.covenant, ("写了公约", "还没有写"))


UNTOLD_LEVEL, UNTOLD_KIND, UNTOLD_YEAR = "没写到哪里", "没写是什么", "没写哪一年"


def find_counted_level(ripple: Ripple, exhibition: Exhibition) -> str:
    """Return how far something went: 楼群, 社区; that it is not told where it is not, or where the entry is not in the tables."""
    target = exhibition.get(ripple.to, Entry)
    return UNTOLD_LEVEL if target and target.example else find_level(ripple, exhibition) or UNTOLD_LEVEL


def count_group(group: str, values: Iterable[str], order: Iterable[str], untold: str) -> Iterator[Bar]:
    """Yield how many of `values` there are of each in `order`; of what is not told, where there is any."""
    counts = Counter(values)
    yield from (Bar(one, counts[one], group=group) for one in order)
    if counts[untold]:
        yield Bar(untold, counts[untold], group=group)


def measure_ripples(exhibition: Exhibition) -> Measure:
    """Return how often something went out of a building, by how far, by what it was, by year."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if unit.ripples)
    found = [one for unit in told for one in unit.ripples]
    years = [f"{one.date.year}年" if one.date else UNTOLD_YEAR for one in found]
    return Measure(
        value=len(found) if found else None,
        told=told,
        asked=units,
        bars=(
            *count_group("到哪里", (find_counted_level(one, exhibition) for one in found), LEVELS[1:], UNTOLD_LEVEL),
            *count_group("什么", (one.kind or UNTOLD_KIND for one in found), KINDS, UNTOLD_KIND),
            *count_group("哪一年", years, sorted({*years} - {UNTOLD_YEAR}), UNTOLD_YEAR),
        ),
    )


AGES = (("三个月以内", 92), ("三个月到一年", 366), ("一年以上", 367))
"""Bands of the days since an open task was told, and the most days of each; the last takes the rest."""
UNTOLD_AGE = "没写从哪天"


def find_latest_day(units: Iterable[Unit]) -> date | None:
    """Return the newest day in the claims and meetings of units: it stands for today. No clock is asked, so the open data
    give the same.
    """
    days = [one.since for unit in units for one in unit.claims]
    days += [day for unit in units for one in unit.meetings for day in (one.date, one.finished)]
    return max((date(day.year, day.month or 1, day.day or 1) for day in days if day), default=None)


def choose_age(claim: Claim, newest: date | None) -> str:
    """Return the band of the age of an open task; it is never called older than it is."""
    if claim.since is None or newest is None:
        return UNTOLD_AGE
    days = (newest - get_last_day(claim.since)).days
    return next((band for band, most in AGES if days <= most), AGES[-1][0])


def measure_claims(exhibition: Exhibition) -> Measure:
    """Return the share of tasks that were taken on and done, and how old those are that are open."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if unit.claims)
    found = [one for unit in told for one in unit.claims]
    states = Counter(one.state for one in found)
    still_open = [one for one in found if one.state in (WANTED, TAKEN)]
    newest = find_latest_day(units)
    ages = (choose_age(one, newest) for one in still_open)
    return Measure(
        value=make_share(states[CLAIM_DONE], len(found)),
        told=told,
        asked=units,
        numerator=states[CLAIM_DONE],
        denominator=len(found),
        bars=(
            *count_group(
                "办得怎样", (one.state or "没写状态" for one in found), (CLAIM_DONE, TAKEN, WANTED, OVER), "没写状态"
            ),
            *count_group("还开着的，开了多久", ages, (band for band, _ in AGES), UNTOLD_AGE),
        ),
    )


def measure_pairs(exhibition: Exhibition) -> Measure:
    """Return the share of units that are one of a pair now; `items` are the open pairs and all."""
    found = [pair for pair in exhibition.derive(MentorshipIndex).pairs if not pair.teacher.example]
    still_open = [pair for pair in found if not pair.until]
    paired = {entry.id for pair in still_open for entry in pair.ends}
    items = (len(still_open), len(found))
    return measure_share_of_units(exhibition, lambda unit: unit.id in paired, ("正结着对", "现在没有"), items)


def measure_projects(exhibition: Exhibition) -> Measure:
    """Return how many projects stand here; `told` are the units that took part in any of them."""
    units, found = list_real_units(exhibition), list_projects(exhibition)
    served = {unit.id for one in found for unit in list_served(one, exhibition)}
    return Measure(value=len(found), told=tuple(unit for unit in units if unit.id in served), asked=units)


def measure_served(exhibition: Exhibition) -> Measure:
    """Return how many units the projects here served: those that they name, each once, and of those that name none how many
    they say.
    """
    projects = measure_projects(exhibition)
    unnamed = (one for one in list_projects(exhibition) if not list_served(one, exhibition))
    return Measure(
        value=len(projects.told) + sum(one.served or 0 for one in unnamed), told=projects.told, asked=projects.asked
    )


def measure_standard_cases(exhibition: Exhibition) -> Measure:
    """Return the share of units with a case of any standard, and how many have one for each."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if unit.standard_cases)
    found = Counter(name for unit in units for name in {case.standard for case in unit.standard_cases})
    standards = exhibition.vocabularies.standards
    return Measure(
        value=make_share(len(told), len(units)),
        told=told,
        asked=units,
        numerator=len(told),
        denominator=len(units),
        sample=len(units),
        bars=(
            *(Bar(name, found[name]) for name in standards.names),
            *(Bar("名称待补充", None) for _ in range(standards.shown_slots)),
        ),
    )


def measure_fund(exhibition: Exhibition) -> Measure:
    """Return what has come into the funds of all units that tell of theirs; what went out stands beside it."""
    units = list_real_units(exhibition)
    told = tuple(unit for unit in units if any(one.direction and one.amount for one in unit.fund))
    came, went = add_fund(one for unit in told for one in unit.fund)
    return Measure(
        value=came if told else None, told=told, asked=units, bars=(Bar(IN, came), Bar(OUT, went, is_apart=True))
    )


LIT = (("0–3扇", 3), ("4–6扇", 6), ("7–10扇", 10))
MOST_LIT = LIT[1][1]


def measure_archives(exhibition: Exhibition) -> Measure:
    """Return the share of units whose archive has more than six lit windows, and how many have how many."""
    units = list_real_units(exhibition)
    lit = [count_lit(list_windows(unit, exhibition)) for unit in units]
    many = sum(count > MOST_LIT for count in lit)
    return Measure(
        value=make_share(many, len(units)),
        told=units,
        asked=units,
        numerator=many,
        denominator=len(units),
        bars=count_bins(lit, LIT),
    )


class Figures:
    """The declared figures, in the order in which they are shown."""

    def __init__(self, *rows: Figure) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.rows)

    @contextmanager
    def registered(self, *rows: Figure) -> Iterator[None]:
        """Declare figures for the time of a `with` block. Raises ValueError where a name is taken."""
        before = self.rows
        if len({row.name for row in (*before, *rows)}) < len(before) + len(rows):
            raise ValueError("a figure is declared twice")
        try:
            self.rows = (*before, *rows)
            yield
        finally:
            self.rows = before


FIGURES = Figures(
    Figure(
        name="units-here", title="展厅里的楼组", topic="楼组", sentence="已经在展厅里亮灯的楼组。",
        numerator="发布了的楼组，一个算一个", unit="个", covers="在展厅里", tables=("units",),
        measure=measure_units, least=0, official=("units",), picture="",
    ),
    Figure(
        name="three-stars-here", title="展厅里三星及以上的楼组", topic="星级", sentence="展厅里写着三星及以上的楼组。",
        numerator="星级是三、四、五的楼组，一个算一个", unit="个", covers="写着三星及以上",
        tables=("units", "ratings"), measure=make_star_count(THREE_STARS), least=0, official=("three-stars",), picture="",
    ),
    Figure(
        name="five-stars-here", title="展厅里的五星楼组", topic="星级", sentence="展厅里写着五星的楼组。",
        numerator="星级是五的楼组，一个算一个", unit="个", covers="写着五星",
        tables=("units", "ratings"), measure=make_star_count(MOST_STARS), least=0, official=("five-stars",), picture="",
    ),
    Figure(
        name="projects-here", title="展厅里的项目", topic="项目", sentence="展厅里写着的项目。",
        numerator="“区里的事”里类别是项目的，一件算一个（转述官方总数的那一件不算）", unit="个", covers="参加过项目",
        tables=("units", "affairs", "numbers", "affairs-units"), measure=measure_projects, least=0,
        official=("projects",), picture="",
    ),
    Figure(
        name="served-here", title="展厅里的项目服务的楼组", topic="项目", sentence="展厅里的项目服务的楼组。",
        numerator="项目里写了编号的楼组，同一座只算一次，加上没写编号的项目自己写的服务楼组数", unit="个", covers="参加过项目",
        tables=("units", "affairs", "numbers", "affairs-units"), measure=measure_served, least=0,
        official=("served-units",), picture="",
    ),
    Figure(
        name="archives", title="档案亮了几扇窗", topic="档案", sentence="一座楼的档案最多亮十扇窗。亮了七扇以上的有多少？",
        numerator="档案亮了七扇以上的楼组", denominator="全部楼组", unit="个楼组", covers="有档案可数",
        tables=("units", "ratings", "meetings", "standard-cases", "steps", "pairs", "photos"),
        measure=measure_archives, picture="towers",
    ),
    Figure(
        name="sourced-stars", title="有出处的星", topic="星级", sentence="写了星级的楼组里，说得出是哪份文件的有多少？",
        numerator="“评定”里有发文挂牌、也有文号的楼组", denominator="写了星级的楼组", unit="个楼组", covers="写了星级",
        tables=("units", "ratings"), measure=measure_sourced_stars, official=("three-stars", "five-stars"),
        picture="facade",
    ),
    Figure(
        name="participants", title="参与的人家", topic="人家", sentence="一座楼里，有多少人家一起参与？",
        numerator="参与户数加在一起", denominator="户数加在一起（只算两样都写了的楼组）", unit="户", covers="两样都写了",
        tables=("units",), measure=measure_participants, least_households=LEAST_HOUSEHOLDS, picture="facade",
    ),
    Figure(
        name="meetings-a-year", title="议事多不多", topic="议事", sentence="写了议事的楼组，一年坐下来几次？",
        numerator="每座楼每一年写了几次议事，排成一排，取正中间的数（没写的年份不算）", unit="次",
        covers="写了哪一年议的事", tables=("units", "meetings"), measure=measure_meetings_a_year, picture="towers",
    ),
    Figure(
        name="days-to-done", title="多久办成", topic="办结的日子", sentence="办成了的事，从坐下来商量到办完，要多少天？",
        numerator="办成了的事，从“日期”到“办结”的天数排成一排，取正中间的数（两头都写到哪一天的才算）", unit="天",
        covers="写了哪天商量、哪天办完", tables=("units", "meetings"), measure=measure_days_to_done,
        item="件办成的事", picture="towers",
    ),
    Figure(
        name="done-share", title="办成的占多少", topic="办得怎样", sentence="商量过、有了结果的事里，办成的有多少？",
        numerator="办成了的事", denominator="办成了、没办成、不办了的事（还在办的另外放着）", unit="件事",
        covers="写了事情的结果", tables=("units", "meetings"), measure=measure_done_share, item="件写了进度的事",
    ),
    Figure(
        name="covenants", title="有公约的楼组", topic="公约", sentence="有多少楼组把约定写了下来？",
        numerator="写了公约的楼组", denominator="全部楼组", unit="个楼组", covers="写了公约",
        tables=("units",), measure=measure_covenants, picture="facade",
    ),
    Figure(
        name="ripples", title="走出楼门", topic="溢出", sentence="一座楼的好事，走出楼门几回，走到了哪里？",
        numerator="楼组写的“溢出”，一条算一回", unit="回", covers="写了溢出", tables=("units", "ripples", "entries"),
        measure=measure_ripples,
    ),
    Figure(
        name="claims", title="认领的事办成多少", topic="认领", sentence="摆出来认领的事，办成了多少？",
        numerator="状态是办成了的认领", denominator="楼组写的全部认领（还开着的，从“从”那一天数到认领和议事里最新的一天）",
        unit="件事", covers="写了认领", tables=("units", "claims", "meetings"), measure=measure_claims,
    ),
    Figure(
        name="pairs-here", title="手拉手", topic="结对", sentence="有多少楼组，正和别的楼拉着手？",
        numerator="正在结对的楼组（两边都写的一对只算一对，有一边写了“到”就算结束）", denominator="全部楼组", unit="个楼组",
        covers="正结着对", tables=("units", "pairings", "entries"), measure=measure_pairs, item="对结对", picture="facade",
    ),
    Figure(
        name="standard-cases", title="标准有例子", topic="标准", sentence="每一条培育标准，有多少楼组拿得出例子？",
        numerator="至少写了一个标准事例的楼组", denominator="全部楼组", unit="个楼组", covers="写了标准事例",
        tables=("units", "standard-cases"), measure=measure_standard_cases,
    ),
    Figure(
        name="fund", title="自治金进了多少", topic="自治金", sentence="写了自治金的楼组，一共进了多少，出了多少？",
        numerator="写下来的“进”加在一起，每一笔先取整（不到一千元的到十元，一千元以上的到百元）；“出”另外放着", unit="元",
        covers="写了自治金", tables=("units", "fund"), measure=measure_fund, least=LEAST_FUNDS,
    ),
)  # fmt: skip
"""Every figure."""


def compute_figures(exhibition: Exhibition) -> tuple[ComputedFigure, ...]:
    """Return every declared figure with what it is now; each is measured once."""
    return tuple(ComputedFigure(figure, exhibition.derive(figure.measure)) for figure in FIGURES)
