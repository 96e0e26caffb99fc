"""Figures: each is computed again from the CSV files alone, by code of its own; what they say, and what they never say."""

from __future__ import annotations

import ast
import csv
import io
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.exchange.figures import (
    FIGURES,
    LEAST_HOUSEHOLDS,
    LEAST_UNITS,
    Bar,
    ComputedFigure,
    Figure,
    Measure,
    compute_figures,
    list_real_units,
)
from exhibition.exchange.open_data import OpenData, list_tables
from exhibition.model import (
    Entry,
    Exhibition,
    Ledger,
    Pair,
    PartialDate,
    Photo,
    Settings,
    Status,
    Step,
    Term,
    Vocabularies,
    Vocabulary,
)
from exhibition.model.exhibition import sort_entries
from exhibition.model.official import fill_official, list_official
from exhibition.model.vocabulary import VOCABULARIES as VOCABULARY_ROWS
from exhibition.pages.facets import GALLERIES
from exhibition.records import Claim, FundEntry, Meeting, Pairing, Rating, Ripple, StandardCase
from exhibition.records.meeting import DONE, PROGRESS
from exhibition.records.rating import ANNOUNCED
from exhibition.records.together import IN, OUT
from exhibition.types import Cluster, Community, Unit
from exhibition.types.affair import Affair, Count

STANDARDS = ("党建引领", "人员队伍", "制度规范", "人文环境")
VOCABULARIES = Vocabularies(
    {
        "streets": Vocabulary("街镇", "示例", tuple(Term(f"s{n}", f"{n}号街") for n in range(4))),
        "standards": Vocabulary(
            "培育标准", "示例", tuple(Term(f"t{n}", name) for n, name in enumerate(STANDARDS)), slots=4
        ),
        "official": Vocabulary("官方数字", "民政部门", (Term("units", "楼组", extra={"数": "900+", "单位": "个"}),)),
    }
)


def hold(*entries: Entry) -> Exhibition:
    return Exhibition(Settings("展厅", "https://louzu.example/"), VOCABULARIES, Ledger(), sort_entries(entries))


def make_unit(number: int, **more: object) -> Unit:
    known = {"name": f"{number}号楼", "street": "1号街", "status": Status.PUBLISHED, "spans": {}}
    return Unit(id=str(20000 + number), folder=f"content/units/s1/{20000 + number}", **{**known, **more})  # type: ignore[arg-type]


def draw_date(chance: Random) -> PartialDate | None:
    year, month, day = chance.randint(2018, 2024), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice((None, PartialDate(year), PartialDate(year, month), *[PartialDate(year, month, day)] * 5))


def draw_unit(number: int, chance: Random) -> Unit:
    """Return a unit with everything of which figures may know something, each with some chance."""

    def maybe(value: object) -> object:
        return value if chance.random() < 0.6 else None

    def some(make: Callable[[], object], most: int) -> tuple[object, ...]:
        return tuple(make() for _ in range(chance.choice((0, 0, chance.randint(1, most)))))

    progress = ("", *PROGRESS.words.names, DONE, DONE, DONE)
    photos = (
        Photo("a.jpg", None, "一张", consent=chance.choice(("已同意", "", "未取得"))),
        Photo(None, "楼道从前", "一幅"),
    )
    return make_unit(
        number,
        street=f"{number % 3}号街",
        example=chance.random() < 0.1,
        status=Status.DRAFT if chance.random() < 0.1 else Status.PUBLISHED,
        stars=maybe(chance.randint(0, 5)),
        households=maybe(chance.randint(8, 60)),
        participants=maybe(chance.randint(1, 30)),
        founded=maybe(PartialDate(2019)),
        covenant=chance.choice(((), ("一条约定", "两条约定"))),
        group=("楼组长", "第二楼组长", "组员")[: chance.randint(0, 3)],
        photos=chance.choice(((), photos, photos[1:])),
        pairs=chance.choice(((), (Pair("楼道", "a.jpg", "楼道从前"),))),
        steps=some(lambda: Step(draw_date(chance), "一步"), 5),
        meetings=some(
            lambda: Meeting(
                topic="一件事", date=draw_date(chance), progress=chance.choice(progress), finished=draw_date(chance)
            ),
            6,
        ),
        ratings=some(
            lambda: Rating(
                step=chance.choice((ANNOUNCED, "实地验收")), stars=3, document=chance.choice(("", "示例〔2023〕1号"))
            ),
            3,
        ),
        standard_cases=some(lambda: StandardCase(standard=chance.choice(STANDARDS), text="一件事"), 3),
        ripples=some(
            lambda: Ripple(
                name="一件好事",
                date=draw_date(chance),
                kind=chance.choice(("", "活动", "空间")),
                to=chance.choice(("", *GROUPS)),
            ),
            3,
        ),
        claims=some(
            lambda: Claim(
                task="一件事",
                since=draw_date(chance),
                state=chance.choice(("", "等人认领", "有人认领", "办成了", "到期")),
            ),
            4,
        ),
        pairings=draw_pairings(number, chance),
        fund=some(
            lambda: FundEntry(
                use="买土", direction=chance.choice((IN, OUT, "")), amount=maybe(chance.randint(1, 5000))
            ),
            4,
        ),
    )


GROUPS = ("30001", "30002", "30003", "30004", "社区")
"""A cluster, a community, a cluster that is an example, nothing that exists, and the word for a community without a page."""


def draw_pairings(number: int, chance: Random) -> tuple[Pairing, ...]:
    """Return pairs with the next unit and the one before: some are told by both, some by one, some have ended."""

    def make(partner: int, skill: str) -> Pairing:
        return Pairing(partner=str(20000 + partner), skill=skill, until=chance.choice((None, None, PartialDate(2023))))

    found = [make(number + 1, "甲")] if chance.random() < 0.4 else []
    found += [make(number - 1, "甲")] if number and chance.random() < 0.4 else []
    return tuple(found)


def draw_others(chance: Random, count: int) -> Iterator[Entry]:
    """Yield clusters and communities to which things go, and affairs of all kinds."""
    known: dict[str, Any] = {"street": "1号街", "status": Status.PUBLISHED, "spans": {}}
    yield Cluster(id=GROUPS[0], folder="content/clusters/30001", name="一个楼群", **known)
    yield Community(id=GROUPS[1], folder="content/communities/30002", name="一个社区", **known)
    yield Cluster(id=GROUPS[2], folder="content/clusters/30003", name="示例楼群", example=True, **known)
    for number in range(12):
        units = [str(20000 + chance.randrange(count)) for _ in range(chance.choice((0, 0, 3)))]
        yield Affair(
            id=str(40000 + number),
            folder=f"content/affairs/{40000 + number}",
            name="一件事",
            spans={},
            kind=chance.choice(("项目", "项目", "培训", "")),
            units=(*units, GROUPS[0]),
            served=chance.choice((None, 7, 12)),
            numbers=(Count(about="一共", official="楼组"),) if chance.random() < 0.2 else (),
            status=chance.choice((Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT)),
            example=chance.random() < 0.2,
        )


def draw_exhibition(seed: int, count: int = 160) -> Exhibition:
    chance = Random(seed)
    return hold(*(draw_unit(number, chance) for number in range(count)), *draw_others(chance, count))


# The second counting: nothing but text out of CSV files.

Table = list[dict[str, str]]
Tables = Mapping[str, Table]
Recount = tuple[float | None, int]
"""The value, and of how many units something is known."""


def parse_tables(files: Mapping[str, bytes]) -> Tables:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for name, data in files.items()
        if name.endswith(".csv")
    }


def share(top: float, bottom: float) -> float | None:
    return top / bottom if bottom else None


def middle(values: list[int]) -> float | None:
    ordered = sorted(values)
    at = len(ordered) // 2
    return None if not ordered else ordered[at] if len(ordered) % 2 else mean(ordered[at - 1 : at + 1])


def find_sourced(tables: Tables) -> set[str]:
    return {row["编号"] for row in tables["ratings"] if row["步骤"] == "发文挂牌" and row["文号"]}


def list_held(tables: Tables, name: str) -> Table:
    """Return the records of a table that units hold; other types may hold the same list."""
    units = {row["编号"] for row in tables["units"]}
    return [row for row in tables[name] if row["编号"] in units]


def recount_units(tables: Tables) -> Recount:
    return len(tables["units"]), len(tables["units"])


def recount_stars(least: int) -> Callable[[Tables], Recount]:
    def recount(tables: Tables) -> Recount:
        found = [row for row in tables["units"] if int(row["星级"] or 0) >= least]
        return len(found), len(found)

    return recount


def recount_sourced_stars(tables: Tables) -> Recount:
    rated = {row["编号"] for row in tables["units"] if row["星级"] not in ("", "0")}
    return share(len(rated & find_sourced(tables)), len(rated)), len(rated)


def recount_participants(tables: Tables) -> Recount:
    both = [row for row in tables["units"] if row["参与户数"] and row["户数"]]
    return share(sum(int(row["参与户数"]) for row in both), sum(int(row["户数"]) for row in both)), len(both)


def recount_meetings_a_year(tables: Tables) -> Recount:
    years = Counter((row["编号"], row["日期"][:4]) for row in list_held(tables, "meetings") if row["日期"])
    return middle(list(years.values())), len({id for id, _ in years})


def recount_days_to_done(tables: Tables) -> Recount:
    days: list[tuple[str, int]] = []
    for row in list_held(tables, "meetings"):
        if row["进度"] == "办成了" and len(row["日期"]) == len(row["办结"]) == len("2020-01-01"):
            passed = (date.fromisoformat(row["办结"]) - date.fromisoformat(row["日期"])).days
            days += [(row["编号"], passed)] if passed >= 0 else []
    return middle([passed for _, passed in days]), len({id for id, _ in days})


def recount_done_share(tables: Tables) -> Recount:
    settled = [row for row in list_held(tables, "meetings") if row["进度"] in ("办成了", "没办成", "不办了")]
    done = sum(row["进度"] == "办成了" for row in settled)
    return share(done, len(settled)), len({row["编号"] for row in settled})


def recount_standard_cases(tables: Tables) -> Recount:
    told = {row["编号"] for row in list_held(tables, "standard-cases")}
    return share(len(told), len(tables["units"])), len(told)


def list_counted_projects(tables: Tables) -> Table:
    quoting = {row["编号"] for row in tables["numbers"] if row["官方数字"]}
    return [row for row in tables["affairs"] if row["类别"] == "项目" and row["编号"] not in quoting]


def list_served_units(tables: Tables) -> dict[str, set[str]]:
    units = {row["编号"] for row in tables["units"]}
    found: dict[str, set[str]] = {row["编号"]: set() for row in list_counted_projects(tables)}
    for row in tables["affairs-units"]:
        if row["编号"] in found and row["楼组"] in units:
            found[row["编号"]].add(row["楼组"])
    return found


def recount_projects(tables: Tables) -> Recount:
    served = list_served_units(tables)
    return len(served), len(set().union(*served.values()))


def recount_served(tables: Tables) -> Recount:
    served = list_served_units(tables)
    named = set().union(*served.values())
    rest = sum(int(row["服务楼组数"] or 0) for row in list_counted_projects(tables) if not served[row["编号"]])
    return len(named) + rest, len(named)


def recount_covenants(tables: Tables) -> Recount:
    told = [row for row in tables["units"] if row["公约"]]
    return share(len(told), len(tables["units"])), len(told)


def recount_ripples(tables: Tables) -> Recount:
    found = list_held(tables, "ripples")
    return len(found) or None, len({row["编号"] for row in found})


def recount_claims(tables: Tables) -> Recount:
    found = list_held(tables, "claims")
    done = sum(row["状态"] == "办成了" for row in found)
    return share(done, len(found)), len({row["编号"] for row in found})


def list_table_pairs(tables: Tables) -> dict[tuple[frozenset[str], str], bool]:
    """Return each pair of the tables once, and whether neither side says its end."""
    known = {row["编号"] for row in tables["entries"]}
    found: dict[tuple[frozenset[str], str], bool] = {}
    for row in tables["pairings"]:
        if row["楼组"] in known:
            key = frozenset((row["编号"], row["楼组"])), row["学什么"]
            found[key] = found.get(key, True) and not row["到"]
    return found


def recount_pairs(tables: Tables) -> Recount:
    paired = set().union(*(ids for (ids, _), is_open in list_table_pairs(tables).items() if is_open))
    units = {row["编号"] for row in tables["units"]}
    return share(len(paired & units), len(units)), len(paired & units)


def recount_fund(tables: Tables) -> Recount:
    told = [row for row in list_held(tables, "fund") if row["进出"] and row["元"]]
    came = sum(int(row["元"]) for row in told if row["进出"] == "进")
    return came if told else None, len({row["编号"] for row in told})


def recount_archives(tables: Tables) -> Recount:
    lit: Counter[str] = Counter()
    for row in tables["units"]:
        lit[row["编号"]] += sum(map(bool, (row["公约"], row["建立"], row["户数"])))
        lit[row["编号"]] += len(row["自治小组"].split("\n")) >= 3 if row["自治小组"] else 0
    photographed = {row["编号"] for row in tables["photos"] if not row["插画"]}
    rated = {row["编号"] for row in tables["units"] if row["星级"] not in ("", "0")}
    dated = Counter(row["编号"] for row in tables["steps"] if row["时间"])
    for ids in (
        photographed,
        rated & find_sourced(tables),
        {id for id, times in dated.items() if times >= 3},
        *({row["编号"] for row in tables[name]} for name in ("pairs", "meetings", "standard-cases")),
    ):
        lit.update(ids)
    units = {row["编号"] for row in tables["units"]}
    return share(sum(lit[id] >= 7 for id in units), len(units)), len(units)


RECOUNTS: Mapping[str, Callable[[Tables], Recount]] = {
    "units-here": recount_units,
    "three-stars-here": recount_stars(3),
    "five-stars-here": recount_stars(5),
    "projects-here": recount_projects,
    "served-here": recount_served,
    "archives": recount_archives,
    "sourced-stars": recount_sourced_stars,
    "participants": recount_participants,
    "meetings-a-year": recount_meetings_a_year,
    "days-to-done": recount_days_to_done,
    "done-share": recount_done_share,
    "covenants": recount_covenants,
    "ripples": recount_ripples,
    "claims": recount_claims,
    "pairs-here": recount_pairs,
    "standard-cases": recount_standard_cases,
    "fund": recount_fund,
}


def test_every_figure_is_counted_a_second_time() -> None:
    assert [figure.name for figure in FIGURES] == list(RECOUNTS)


@pytest.mark.parametrize("seed", range(6))
def test_each_figure_is_computed_again_from_the_csv_alone(seed: int) -> None:
    exhibition = draw_exhibition(seed)
    tables = parse_tables(OpenData(exhibition).files)
    told = {row["代号"]: row for row in tables["figures"]}
    shown = 0
    for one in compute_figures(exhibition):
        name = one.figure.name
        value, units = RECOUNTS[name]({table: tables[table] for table in one.figure.tables})
        assert one.measure.value == (value if value is None else pytest.approx(value)), name
        assert len(one.measure.told) == units == int(told[name]["楼组"]), name
        assert len(one.measure.asked) == len(tables["units"]) == int(told[name]["全部楼组"])
        assert told[name]["够不够"] == ("是" if one.is_enough else "否")
        assert told[name]["数"] == "" or float(told[name]["数"]) == pytest.approx(value, abs=1e-4), name
        assert bool(told[name]["数"]) == one.is_enough
        shown += one.is_enough
    assert shown == len(tables["figures"]), "so many units are enough for every figure"


def recount_ripple_parts(tables: Tables) -> Counter[str]:
    """Count what went out by how far, by what and by year, from the tables."""
    types = {row["编号"]: row["类型"] for row in tables["entries"]}
    counts: Counter[str] = Counter()
    for row in list_held(tables, "ripples"):
        counts[types.get(row["到"], row["到"] or "没写到哪里")] += 1
        counts[row["什么"] or "没写是什么"] += 1
        counts[f"{row['时间'][:4]}年" if row["时间"] else "没写哪一年"] += 1
    return counts


def recount_claim_parts(tables: Tables) -> Counter[str]:
    """Count tasks by state, and open ones by the days before the newest day that is told, from the tables."""

    def find_end(text: str) -> date:
        year, month, day = (*map(int, text.split("-")), None, None)[:3]
        return date(year, month or 12, day or monthrange(year, month or 12)[1])

    claims, meetings = list_held(tables, "claims"), list_held(tables, "meetings")
    days = [row["从"] for row in claims] + [row[key] for row in meetings for key in ("日期", "办结")]
    newest = max(date(*(*map(int, text.split("-")), 1, 1)[:3]) for text in days if text)
    counts: Counter[str] = Counter()
    for row in claims:
        counts[row["状态"] or "没写状态"] += 1
        if row["状态"] in ("等人认领", "有人认领"):
            age = (newest - find_end(row["从"])).days if row["从"] else None
            bands = ("没写从哪天", "三个月以内", "三个月到一年", "一年以上")
            counts[bands[0 if age is None else 1 if age <= 92 else 2 if age <= 366 else 3]] += 1
    return counts


PARTS: Mapping[str, Callable[[Tables], Counter[str]]] = {
    "ripples": recount_ripple_parts,
    "claims": recount_claim_parts,
    "pairs-here": lambda tables: Counter(
        "还拉着手的对子" if is_open else "结束了的对子" for is_open in list_table_pairs(tables).values()
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_the_parts_of_a_figure_are_computed_again_from_the_csv_alone(name: str) -> None:
    exhibition = draw_exhibition(7)
    tables = parse_tables(OpenData(exhibition).files)
    one = find(exhibition, name)
    bars = {bar.label: bar.number for bar in one.measure.bars if bar.number}
    assert bars == +PARTS[name]({table: tables[table] for table in one.figure.tables})
    assert len(bars) > 1


def test_a_pair_that_both_sides_tell_of_is_one_pair() -> None:
    pair = [
        make_unit(1, pairings=(Pairing(partner="20002", skill="甲"),)),
        make_unit(2, pairings=(Pairing(partner="20001", skill="甲"),)),
        *(make_unit(n) for n in range(3, 6)),
    ]
    one = find(hold(*pair), "pairs-here")
    assert one.measure.items == (1, 1)
    assert one.value_words == ("2", "／5个楼组")
    ended = make_unit(2, pairings=(Pairing(partner="20001", skill="甲", until=PartialDate(2024)),))
    assert find(hold(pair[0], ended, *pair[2:]), "pairs-here").measure.items == (0, 1), (
        "one side says that it has ended"
    )


def test_the_age_of_an_open_task_asks_no_clock() -> None:
    def claim(since: PartialDate | None, state: str = "等人认领") -> Claim:
        return Claim(task="一件事", since=since, state=state)

    claims = (claim(PartialDate(2020, 3)), claim(PartialDate(2021)), claim(PartialDate(2021, 12, 1)), claim(None))
    units = [make_unit(n, claims=(claim(PartialDate(2022, 1, 1), "办成了"),)) for n in range(4)]
    one = find(hold(make_unit(9, claims=claims), *units), "claims")
    ages = [(bar.label, bar.number) for bar in one.measure.bars if bar.group.startswith("还开着")]
    assert ages == [("三个月以内", 2), ("三个月到一年", 0), ("一年以上", 1), ("没写从哪天", 1)]
    assert one.value_words == ("4", "／8件事")


def test_a_project_that_repeats_an_official_number_is_not_counted_beside_it() -> None:
    known: dict[str, Any] = {"status": Status.PUBLISHED, "spans": {}, "kind": "项目"}
    whole = Affair(
        id="40001",
        folder="content/affairs/40001",
        name="全部项目",
        numbers=(Count(about="一共", official="楼组"),),
        **known,
    )
    named = Affair(
        id="40002", folder="content/affairs/40002", name="一个项目", units=("20001", "20001"), served=50, **known
    )
    unnamed = Affair(id="40003", folder="content/affairs/40003", name="又一个", served=12, **known)
    shown = hold(make_unit(1), whole, named, unnamed)
    assert find(shown, "projects-here").value == 2
    assert find(shown, "served-here").value == 13


def test_the_shipped_figures_are_those_of_the_built_files(built: Path) -> None:
    files = {path.name: path.read_bytes() for path in (built / "data").glob("*.csv")}
    tables = parse_tables(files)
    page = (built / "numbers/index.html").read_text("utf-8")
    for row in tables["figures"]:
        recounted, units = RECOUNTS[row["代号"]](tables)
        assert int(row["楼组"]) == units
        if row["数"]:
            assert float(row["数"]) == pytest.approx(recounted, abs=1e-4)
        assert not re.search(rf'id="{row["代号"]}"', page) or row["名称"] in page
    real = [unit for unit in load_exhibition(HOME).exhibition.published(Unit) if not unit.example]
    assert len(tables["units"]) == len(real)


def test_examples_and_drafts_count_in_nothing() -> None:
    many = draw_unit(1, Random(3))
    hidden = (
        make_unit(2, example=True, stars=5, meetings=many.meetings),
        make_unit(3, status=Status.DRAFT, stars=5, participants=3, households=4),
        make_unit(4, status=Status.WITHDRAWN, stars=5),
    )
    assert list_real_units(hold(*hidden)) == ()
    assert {one.figure.name: one.measure.value or 0 for one in compute_figures(hold(*hidden))} == dict.fromkeys(
        RECOUNTS, 0
    )
    assert all(one.measure.told == () for one in compute_figures(hold(*hidden)))


def find(exhibition: Exhibition, name: str) -> ComputedFigure:
    return next(one for one in compute_figures(exhibition) if one.figure.name == name)


@pytest.mark.parametrize(("units", "is_enough"), [(LEAST_UNITS - 1, False), (LEAST_UNITS, True)])
def test_a_figure_of_few_units_is_not_told(units: int, is_enough: bool) -> None:
    one = find(hold(*(make_unit(n, households=20, participants=9) for n in range(units))), "participants")
    assert one.is_enough == is_enough
    assert one.value == (pytest.approx(0.45) if is_enough else None)
    assert (one.value_words[1] == "样本太少，先不算") == (not is_enough)


def test_a_figure_of_few_households_is_not_told() -> None:
    one = find(hold(*(make_unit(n, households=1, participants=1) for n in range(LEAST_HOUSEHOLDS - 1))), "participants")
    assert not one.is_enough
    assert one.measure.value == 1


def test_one_house_of_many_meetings_moves_no_median() -> None:
    def meet(*years: int) -> tuple[Meeting, ...]:
        return tuple(Meeting(topic="一件事", date=PartialDate(year)) for year in years)

    usual = [make_unit(n, meetings=meet(2020, 2020)) for n in range(5)]
    busy = make_unit(9, meetings=meet(*[2020] * 300))
    one = find(hold(*usual, busy), "meetings-a-year")
    assert one.value == 2
    assert [bar.number for bar in one.measure.bars] == [0, 5, 0, 0, 1]
    assert [bar.label for bar in one.measure.bars if bar.is_middle] == ["2次"]


def test_only_days_that_are_known_are_counted() -> None:
    def settle(first: PartialDate | None, last: PartialDate | None) -> tuple[Meeting, ...]:
        return (Meeting(topic="一件事", date=first, finished=last, progress=DONE),)

    known = [
        make_unit(n, meetings=settle(PartialDate(2020, 1, 1), PartialDate(2020, 1, days)))
        for n, days in enumerate((2, 4, 11, 21, 31))
    ]
    vague = make_unit(7, meetings=settle(PartialDate(2020, 1), PartialDate(2021, 1, 1)))
    backwards = make_unit(8, meetings=settle(PartialDate(2020, 5, 1), PartialDate(2020, 1, 1)))
    open_end = make_unit(9, meetings=settle(PartialDate(2020, 5, 1), None))
    one = find(hold(*known, vague, backwards, open_end), "days-to-done")
    assert one.value_words == ("10", "天")
    assert one.measure.items == (5, 8)
    assert one.coverage_words == "8个楼组里5个写了哪天商量、哪天办完，8件办成的事里算了5件"


def test_small_shares_are_told_as_two_numbers() -> None:
    rated = [make_unit(n, stars=3, ratings=(Rating(step="发文挂牌", document="示例〔2023〕1号"),)) for n in range(3)]
    bare = [make_unit(n, stars=4, ratings=(Rating(step="发文挂牌"),)) for n in range(3, 7)]
    one = find(hold(*rated, *bare), "sourced-stars")
    assert one.value_words == ("3", "／7个楼组"), "a plaque whose document nobody has told has no source"
    many = [make_unit(n, stars=3) for n in range(100)]
    assert find(hold(*many), "sourced-stars").value_words == ("0%", "100个楼组里0个")


def test_standards_stand_in_their_order_with_their_slots() -> None:
    units = [make_unit(n, standard_cases=(StandardCase(standard="人文环境", text="画"),)) for n in range(5)]
    bars = find(hold(*units), "standard-cases").measure.bars
    assert [(bar.label, bar.number) for bar in bars[:4]] == [(name, 5 * (name == "人文环境")) for name in STANDARDS]
    assert bars[4:] == (Bar("名称待补充", None),) * 4


def test_figures_are_named_once_and_rest_on_tables_that_exist() -> None:
    tables = {table.name for table in list_tables()}
    assert all(set(figure.tables) <= tables and figure.formula and figure.sentence for figure in FIGURES)
    with pytest.raises(ValueError, match="twice"), FIGURES.registered(next(iter(FIGURES))):
        pass


def count_towers(exhibition: Exhibition) -> Measure:
    units = list_real_units(exhibition)
    return Measure(value=float(len(units)), told=units, asked=units)


TOY = Figure(
    name="toy",
    title="玩具数",
    topic="玩具",
    sentence="数着玩的。",
    numerator="楼组",
    unit="个",
    covers="在展厅里",
    tables=("units",),
    measure=count_towers,
    least=0,
)


def test_a_new_figure_is_one_declaration_in_the_data() -> None:
    with FIGURES.registered(TOY):
        data = OpenData(hold(make_unit(1), make_unit(2)))
        rows = {row["代号"]: row for row in parse_tables(data.files)["figures"]}
        assert rows["toy"]["数"] == "2"
        assert rows["toy"]["怎么数"] == "楼组"


def test_official_numbers_have_a_source_and_say_so_where_their_day_is_not_known() -> None:
    official = list_official(load_exhibition(HOME).exhibition.vocabularies)
    told = {one.slug: (one.value, one.is_least) for one in official}
    assert told == {
        "units": (5500, True),
        "three-stars": (1634, False),
        "five-stars": (224, False),
        "new-units": (1000, False),
        "projects": (46, False),
        "served-units": (2062, False),
        "votes": (48000, False),
        "questionnaires": (3248, False),
        "interviews": (72, False),
    }
    assert {(one.source, one.as_of_words, one.document) for one in official} == {("宝山区民政局", "截至未注明", "")}
    assert [one.slug for one in official if one.on_home] == ["units", "three-stars", "five-stars", "new-units"]


def test_pages_ask_only_for_official_numbers_that_are_watched() -> None:
    (row,) = (row for row in VOCABULARY_ROWS if row.name == "official")
    asked = {slug for figure in FIGURES for slug in figure.official}
    asked |= {slug for gallery in GALLERIES for line in gallery.said for slug in re.findall(r"\{([\w-]+)\}", line)}
    assert asked == set(row.named)


def test_a_sentence_without_its_official_number_is_not_said() -> None:
    assert fill_official("至今有{units}。", VOCABULARIES) == "至今有900多个。"
    assert fill_official("其中五星{five-stars}。", VOCABULARIES) == ""


def list_shown_texts(path: Path) -> list[str]:
    """Return the texts of a module that are no docstrings, and the text of a template."""
    if path.suffix != ".py":
        return [re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)]
    tree = ast.parse(path.read_text("utf-8"))
    notes = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in notes
    ]


def test_no_official_number_stands_in_the_program() -> None:
    digits = "|".join(one.digits for one in list_official(load_exhibition(HOME).exhibition.vocabularies))
    number = re.compile(rf"\A(?:{digits})\Z|(?<![\d.,#–-])(?:{digits})(?=多?[个人份户])")
    paths = [*(HOME / "scripts/exhibition").rglob("*.py"), *(HOME / "overrides").rglob("*.html")]
    found = {
        f"{path.relative_to(HOME)}: {hit[0]}"
        for path in paths
        for text in list_shown_texts(path)
        for hit in number.finditer(text)
    }
    assert found == set()
