"""一起办 and 活动: sums that are rounded everywhere, tasks that wait come first, what is to come without a clock, ten slots."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from exhibition.content.loader import load_exhibition
from exhibition.exchange.open_data import OpenData
from exhibition.model import Exhibition, Ledger, PartialDate, Term
from exhibition.model.record_types import EntryRecord
from exhibition.model.vocabulary import Vocabularies
from exhibition.pages.context import PageContext
from exhibition.pages.page import Page as SitePage
from exhibition.pages.rooms import build_room_pages
from exhibition.records import ACTIVITIES, CLAIMS, FUND, Activity
from exhibition.records.activity import describe_activity, is_upcoming, view_activity
from exhibition.records.together import AMOUNT, ORIGIN, TOGETHER, WANTED
from exhibition.search import build_search, read_synonyms
from exhibition.types import CONTENT_TYPES
from helpers import sites
from helpers.cases import tiny
from helpers.room_sites import STREETS, write_site
from helpers.sheet_files import SheetCommands
from helpers.together_sites import activity, claim, fund, hold, pooling, show
from neighbour_questions import FIRST
from test_search_results import HOME, lay

MOST_BYTES = 30_000
"""Bytes of a page of a room, gzipped."""


def find_pages(shown: Exhibition) -> dict[str, SitePage]:
    return {page.path: page for page in build_room_pages(PageContext(shown, {})) if isinstance(page, SitePage)}


def read_main(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8").split("<main", 1)[1]


def names(cards: Any) -> list[str]:
    return [str(card["name"]) for card in cards]


# ---- Sums of money. ----


@pytest.mark.parametrize(
    ("text", "value", "code", "standard"),
    [
        ("500", 500, "", None),
        ("¥500", 500, "W225", "500"),
        ("￥500", 500, "W225", "500"),
        ("500元", 500, "W225", "500"),
        ("五百元", 500, "W225", "500"),
        ("1,200", 1200, "W225", "1200"),
        ("1.2万元", 12000, "W225", "12000"),
        ("+500", 500, "W225", "500"),
        ("收入500", 500, "W225", "500"),
        ("约500", 500, "W443", "500"),
        ("-500", -500, "", None),
        ("－500", -500, "", None),
        ("支出 -500", -500, "", None),
        ("支出500", -500, "", None),
        ("500–800元", None, "E223", None),
        ("12.5", None, "E223", None),
        ("很多", None, "E223", None),
        ("0", None, "E224", None),
        ("99999999999", None, "E224", None),
    ],
)
def test_a_sum_is_understood_as_people_write_it(text: str, value: int | None, code: str, standard: str | None) -> None:
    found, issue = AMOUNT.kind.parse(text, "元", {})  # type: ignore[union-attr]
    assert found == value
    assert (issue.rule.code if issue else "") == code
    assert (issue.text if issue else None) == standard


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("筹集", "筹集", ""),
        ("捐款", "筹集", "W239"),
        ("张三捐", "筹集", "E495"),
        ("老王给的", "筹集", "E495"),
        ("示例公司赞助", "企业支持", "E495"),
        ("街道给的", None, "E495"),
        ("不知道", None, "E238"),
    ],
)
def test_where_money_is_from_names_nobody(text: str, value: str | None, code: str) -> None:
    found, issue = ORIGIN.parse(text, "来路", {})
    assert found == value and (issue.rule.code if issue else "") == code
    assert issue is None or code != "E495" or text[:2] not in issue.message + issue.hint


def test_no_exact_sum_leaves_the_content(tmp_path: Path) -> None:
    shown = show(60)
    site = write_site(tmp_path, shown)
    pages = "".join(path.read_text("utf-8") for path in (site / "together").rglob("*.html"))
    assert "约 1200 元" in pages and "约 570 元" in pages
    tables = OpenData(shown).files
    told = "".join(tables[name].decode() for name in ("fund.csv", "fund.json"))
    assert "1200" in told and "570" in told
    for exact in ("1234", "567"):
        assert not re.search(rf"(?<!\d){exact}(?!\d)", pages + told)


def test_the_sentence_of_an_entry_adds_what_pages_show() -> None:
    unit = sites.unit(1, fund=(fund(0), fund(1), fund(2, direction="")))
    assert FUND.overview is not None
    assert FUND.overview(unit, sites.make_empty())["said"][0] == "进了约 1200 元，出了约 570 元。"  # type: ignore[index]
    assert FUND.overview(sites.unit(2), sites.make_empty()) == {}


# ---- 一起办. ----


def test_what_waits_for_somebody_comes_first_then_the_latest() -> None:
    old, new = claim(0, task="旧的", since=PartialDate(2019)), claim(0, task="新的", since=PartialDate(2024))
    taken = claim(1, task="有人的", since=PartialDate(2026))
    unit = sites.unit(1, claims=(taken, old, new), poolings=(pooling(0, use="花坛", date=PartialDate(2025)),))
    page = find_pages(hold(unit))["together/"]
    assert names(page.data["records"]) == ["新的", "旧的", "有人的", "花坛"]
    assert "等人认领的在前" in str(page.data["order"])


def test_every_kind_and_every_state_is_a_way_in() -> None:
    found = find_pages(show(48))
    assert {path for path in found if re.fullmatch(r"together/[a-z]+/", path)} == {
        f"together/{slug}/" for slug in ("claims", "poolings", "fund")
    }
    assert len(found["together/claims/"].data["records"]) == 16  # type: ignore[arg-type]
    facets: Any = found["together/"].data["facets"]
    assert [facet["label"] for facet in facets] == ["街镇", "状态"]
    assert [word for word, _, _ in facets[1]["words"]] == ["等人认领", "有人认领", "办成了", "到期"]


def test_open_tasks_are_shown_by_street(tmp_path: Path) -> None:
    units = [
        sites.unit(
            rank,
            street=STREETS[rank % 2],
            # The latest come first in the list: streets stand in their own order all the same, each once.
            claims=(claim(0, task=f"第{rank}件", since=PartialDate(2010 + rank * 7 % 12)), claim(1)),
        )
        for rank in range(12)
    ]
    own: Any = find_pages(hold(*units))["together/"].data["own"]
    assert [(one["name"], one["words"], len(one["tasks"]), one["rest"]) for one in own["streets"]] == [
        (STREETS[0], "6件", 4, "还有 2 件"),
        (STREETS[1], "6件", 4, "还有 2 件"),
    ]
    slugs = [sites.make_empty().vocabularies.streets.get_term(name).slug for name in STREETS[:2]]  # type: ignore[union-attr]
    assert [one["href"] for one in own["streets"]] == [f"streets/{slug}/" for slug in slugs]
    main = read_main(write_site(tmp_path, hold(*units)), "together")
    assert "等人认领，在哪里" in main and "这件事，由<i></i>认领" in main
    none: Any = find_pages(hold(sites.unit(1, claims=(claim(1), claim(2)))))["together/"].data["own"]
    assert none["none"] == TOGETHER.empty and none["streets"] == []


def test_sums_of_the_district_wait_for_twenty_units() -> None:
    def look(count: int) -> Any:
        units = [sites.unit(rank, street=STREETS[0], fund=(fund(0), fund(1))) for rank in range(count)]
        own: Any = find_pages(hold(*units, sites.unit(500)))["together/"].data["own"]
        return own["figure"]

    few, enough = look(19), look(20)
    assert few["number"] == "" and few["unit"] == "样本太少，先不算" and few["bars"] == []
    assert enough["number"] == str(20 * 1200) and enough["unit"] == "元"
    assert enough["bars"] == [["进", "24000"], ["出", "11400"]]
    for told, count in ((few, 19), (enough, 20)):
        assert "先取整" in told["formula"]
        assert told["coverage"] == f"{count + 1}个楼组里{count}个写了自治金"


def test_a_single_task_is_told_as_a_story_and_not_a_second_time() -> None:
    page = find_pages(hold(sites.unit(1, claims=(claim(0),))))["together/"]
    assert page.data["form"] == "story" and page.data["own"]["streets"] == []  # type: ignore[index]


def test_the_page_of_one_list_asks_for_that_list_alone() -> None:
    made_up = sites.unit(2, example=True, fund=(fund(0),))
    pages = find_pages(hold(sites.unit(1, claims=(claim(0),)), made_up))
    asked: Any = pages["together/fund/"].data["nothing"]
    assert asked["words"] == "自治金，还没有人写进来。"
    assert asked["lines"].startswith("自治金:") and "认领:" not in asked["lines"]


@pytest.mark.parametrize("count", [0, 1, 24, 500, 5500])
def test_pages_stay_light_with_any_number_of_records(count: int, tmp_path: Path) -> None:
    site = write_site(tmp_path, show(count, count, examples=3))
    sizes = {
        path.relative_to(site).as_posix(): len(gzip.compress(path.read_bytes(), 9))
        for folder in ("together", "activities")
        for path in (site / folder).rglob("*.html")
    }
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
    assert ("现在没有等人认领的事。" in read_main(site, "together")) == (count == 0)
    assert ("一张照片一句话。" in read_main(site, "activities")) == (count == 0)


# ---- 活动. ----


def test_what_is_to_come_stands_first_the_soonest_first_and_no_clock_is_asked() -> None:
    dates = (PartialDate(2026, 12, 5), PartialDate(2024, 5, 1), PartialDate(2026, 9), None, PartialDate(2025, 1, 1))
    unit = sites.unit(1, activities=tuple(activity(1, name=str(date and date.iso), date=date) for date in dates))
    shown = hold(unit)
    assert names(find_pages(shown)["activities/"].data["records"]) == [
        "2026-09", "2026-12-05", "2025-01-01", "2024-05-01", "None",
    ]  # fmt: skip
    # What the exhibition knows last counts: once it has issued an address later, both are over.
    later = replace(shown, ledger=Ledger((replace(sites.link("20001"), issued="2026-12-05"),)), entries=shown.entries)
    assert names(find_pages(later)["activities/"].data["records"])[:2] == ["2026-12-05", "2026-09"]


def test_one_to_come_says_its_weekday_and_counts_nobody() -> None:
    unit = sites.unit(1, activities=(activity(0, date=PartialDate(2026, 12, 19), people=20), activity(1)))
    shown = hold(unit)
    soon, past = shown.list_records(ACTIVITIES)
    view = view_activity(soon, shown)
    assert is_upcoming(soon, shown) and not is_upcoming(past, shown)
    assert view["soon"] == "将要办" and view["day"] == "2026年12月19日，星期六" and view["last"] == "2026-12-19"
    assert view["people"] == "" and view_activity(past, shown)["people"] == "来了 11 人"


def test_with_too_many_to_list_the_first_to_come_are_shown_all_the_same() -> None:
    few, many = (find_pages(show(0, count))["activities/"].data for count in (24, 510))
    assert few["own"]["coming"] == [] and many["form"] == "doors"  # type: ignore[index]
    coming: Any = many["own"]["coming"]  # type: ignore[index]
    assert len(coming) == 12 and all(card["soon"] == "将要办" for card in coming)
    assert coming[0]["day"] == "2026年12月1日，星期二"


def test_the_calendar_holds_what_is_to_come_alone(tmp_path: Path) -> None:
    site = write_site(tmp_path, show(0, 24))
    calendar = (site / "activities" / "activities.ics").read_text("utf-8")
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)", calendar) == ["20261201", "20261211", "20261221"]
    main = read_main(site, "activities")
    assert "日历文件</a>" in main and "微信里下不了" in main
    gone = hold(sites.unit(1, activities=(activity(1), activity(2))))
    past = write_site(tmp_path / "past", gone)
    assert not (past / "activities" / "activities.ics").exists()
    assert "日历文件" not in read_main(past, "activities")


def test_the_menu_of_ten_is_a_sentence_with_slots_until_one_is_named(tmp_path: Path) -> None:
    site = write_site(tmp_path, show(0, 3))
    main = read_main(site, "activities")
    assert main.count('<li class="is-empty">名称待补充</li>') == 10
    assert "来源：宝山区民政局" in main and "哪十样，我们还没有读到" in main and "盖一个章。" not in main
    shown = show(0, 3)
    ten = shown.vocabularies.ten_ones
    named = replace(ten, terms=(Term("toy", "玩具名"), Term("other", "另一样")), slots=8)
    entry = shown.entries[0]
    told = (activity(1, ten_one="玩具名"), activity(2, ten_one="玩具名"))
    words = Vocabularies({**shown.vocabularies.by_name, "ten_ones": named})
    stamped = replace(shown, vocabularies=words, entries=(replace(entry, activities=told),))
    own: Any = find_pages(stamped)["activities/"].data["own"]
    assert [(one["name"], one["words"], one["done"]) for one in own["stamps"]] == [
        ("玩具名", "2次", True),
        ("另一样", "等人来办", False),
    ]
    assert own["slots"] == 8 and "办过一样，盖一个章" in own["words"]


def test_an_activity_is_an_event_with_a_named_place_and_no_point_on_a_map() -> None:
    shown = hold(sites.unit(1, activities=(activity(1), activity(2, date=None))))
    dated, undated = shown.list_records(ACTIVITIES)
    event = describe_activity(dated, shown)
    assert event["@type"] == "Event" and event["startDate"] == "2022-02-09"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == f"{sites.unit(1).street}和平二村"  # type: ignore[index]
    assert "geo" not in str(event) and describe_activity(undated, shown) == {}


def test_forms_are_doors_with_covers() -> None:
    doors: Any = find_pages(show(0, 24))["activities/"].data["covers"]
    assert [door["name"] for door in doors] == list(sites.make_empty().vocabularies.activity_forms.names)
    assert all(door["cover"] for door in doors)


# ---- Shipped content. ----


def test_real_entries_tell_what_the_source_says_and_nothing_is_dated() -> None:
    shown = load_exhibition(HOME).exhibition
    real = [
        one
        for row in (CLAIMS, FUND, ACTIVITIES, *(row for row in CONTENT_TYPES.record_types if row.label == "认筹"))
        for one in shown.list_records(row, examples=False)
    ]
    by_entry = {one.entry.id for one in real if one.row is CLAIMS}
    assert by_entry == {"10007"} and {one.entry.id for one in real if one.row is ACTIVITIES} == {"29629"}
    assert all(one.date is None and one.source == "宝山区民政局" for one in real if one.entry.id in ("10007", "29629"))


# ---- Mending and sheets. ----


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


FUND_AS_WRITTEN = """\
---
自治金:
  - 时间: 2024.5
    进出: 收入
    来路: 张三捐
    元: ¥500
    用途: 买花土
  - 时间: 2024-06
    进出: 支出
    元: -500
    用途: 买花土
---
"""
CLAIMS_AS_WRITTEN = """\
---
认领:
  - 事: 擦桌子
    谁: 3 户
    从: 2024-03
    状态: 完成
---
"""


def test_what_is_unambiguous_is_mended_in_one_run(desk: SheetCommands) -> None:
    money = desk.put("20001", "自治金.md", FUND_AS_WRITTEN)
    tasks = desk.put("20001", "认领.md", CLAIMS_AS_WRITTEN)
    said = desk.run("check")
    for code in ("W235", "W239", "E495", "W225", "W497"):
        assert code in said.out + said.err, code
    assert "张三" not in re.sub(r"^ {6}.*$", "", said.out, flags=re.M)
    desk.run("fix", "--write")
    text = money.read_text("utf-8")
    for line in ("时间: 2024-05", "进出: 进", "来路: 筹集", "元: 500", "进出: 出"):
        assert line in text, line
    assert "-500" not in text and "¥" not in text and "张三" not in text
    assert "状态: 办成了" in tasks.read_text("utf-8")
    assert desk.run("check").code == 0


def test_a_sheet_of_the_fund_keeps_exact_sums_and_a_second_run_changes_nothing(desk: SheetCommands) -> None:
    headings = ("编号", "时间", "进出", "来路", "金额", "用途")
    rows = [("20001", "2024-05", "进", "奖励", 1234, "星级奖励"), ("20001", "2024-06", "支出", None, "567元", "买花土")]
    assert desk.import_records("自治金", headings, rows, "--write").code == 0
    text = desk.side("20001", "自治金.md").read_text("utf-8")
    assert "元: 1234" in text and "元: 567" in text and "进出: 出" in text
    before = desk.read_files()
    assert desk.import_records("自治金", headings, rows, "--write").code == 0
    assert desk.read_files() == before


SHEETS = {row.label: row.name for row in (CLAIMS, ACTIVITIES)}


def test_sheets_of_tasks_and_activities_come_back_as_they_went(desk: SheetCommands, tmp_path: Path) -> None:
    desk.put("20001", "认领.md", CLAIMS_AS_WRITTEN.replace("完成", "办成了"))
    desk.put(
        "20001",
        "活动.md",
        "---\n活动:\n  - 日期: 2024-05-01\n    名称: 一起剪窗花\n    形式: 剪纸\n    人数: 20\n---\n",
    )
    for label in ("认领", "活动"):
        out = tmp_path / f"{label}.xlsx"
        assert desk.run("export", "--list", label, "--out", out).code == 0
        before = desk.read_files()
        assert desk.run("import", out, "--list", label, "--write").code == 0
        after = desk.read_files()
        assert {name for name, data in after.items() if data != before.get(name)} <= {f"sheets/{SHEETS[label]}.csv"}


# ---- In a browser. ----


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("together"), show(30, 30, examples=2))


@pytest.mark.parametrize("path", ["together", "activities", "together/claims", "activities/paper-cutting"])
def test_axe_finds_nothing(browser: Browser, site: Path, path: str) -> None:
    for scheme, fragment in (("light", ""), ("dark", ""), ("light", "#da")):
        page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto((site / path / "index.html").as_uri() + fragment)
        assert Axe().run(page).violations_count == 0, (path, scheme, fragment)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.close()


@pytest.mark.parametrize(
    ("today", "marks"), [("2026-12-01", 0), ("2026-12-02", 1), ("2026-12-15", 2), ("2027-01-05", 3)]
)
def test_the_phone_takes_the_mark_away_once_the_day_is_over(
    browser: Browser, site: Path, today: str, marks: int
) -> None:
    page = browser.new_page()
    page.clock.set_fixed_time(f"{today}T09:00:00")
    page.goto((site / "activities" / "index.html").as_uri())
    told = page.locator("#list .ex-soon .ex-chip").all_text_contents()
    assert told == ["日子过了"] * marks + ["将要办"] * (3 - marks)
    page.close()


QUESTIONS = {
    "谁来认领花坛": "together/",
    "自治金怎么用": "together/",
    "认领": "together/",
    "剪纸活动": "activities/paper-cutting/",
    "最近有什么活动": "activities/",
    "十个一是什么": "activities/",
    "自治金怎么写": "guide/together/",
}


@pytest.fixture(scope="module")
def asking(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = browser.new_page()
    exhibition = load_exhibition(HOME).exhibition
    page.goto(lay(build_search(exhibition, {}, read_synonyms(HOME)), tmp_path_factory.mktemp("laid")).as_uri())
    yield page
    page.close()


def test_questions_lead_to_the_right_page_first(asking: Page) -> None:
    found: list[list[str]] = asking.evaluate(FIRST, list(QUESTIONS))
    assert {question: pages[0] for question, pages in zip(QUESTIONS, found, strict=True) if pages} == QUESTIONS


def test_a_card_of_any_list_has_what_the_room_shows() -> None:
    unit = sites.unit(1, claims=(claim(0),), poolings=(pooling(0),), fund=(fund(1),))
    shown = hold(unit)
    cards = {
        one.row.label: one.row.view(one, shown)
        for one in (EntryRecord(unit, row, 1, getattr(unit, name)[0]) for name, row in (("claims", CLAIMS), ("fund", FUND)))
        if one.row.view
    }  # fmt: skip
    assert cards["认领"]["state"] == WANTED and cards["认领"]["open"]
    assert cards["自治金"]["sum"] == "出约 570 元" and cards["自治金"]["look"] == "is-out"
    assert isinstance(activity(1), Activity)
