"""区里的事: the first screen, numbers from one place, the list from new to old, both ends, streets of which nothing is told."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.exchange.figures import compute_figures
from exhibition.model import Exhibition, PartialDate, Status, Term
from exhibition.model.official import list_official
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_type_pages
from exhibition.pages.facets import GALLERIES, FacetIndex, FacetSource, list_placeless
from exhibition.pages.index_pages import build_indexes
from exhibition.pages.page import Page
from exhibition.types.affair import AFFAIR, Affair, Count, format_line, format_period, list_numbers, make_latest_key
from test_pages import rendered
from test_site_visitors import RULES

PROJECTS, SURVEY, VOTE, PARTIES, EXAMPLE = (
    "社会组织办的项目",
    "问卷和访谈",
    "吉祥物投票",
    "五社联动",
    "楼道安全看一遍（示例）",
)
LIMIT = 8 * 1024


@cache
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def get_affair(name: str) -> Affair:
    return next(one for one in shipped().published(Affair) if one.name == name)


def read_page(site: Path, name: str) -> str:
    return (site / get_affair(name).id / "index.html").read_text("utf-8")


def make_affair(number: int, **values: object) -> Affair:
    known: dict[str, Any] = {
        "name": f"第{number}件事",
        "spans": {},
        "status": Status.PUBLISHED,
        "source": "测试用的示例",
    }
    id = str(60000 + number)
    return Affair(id=id, folder=f"content/affairs/{id}", **{**known, **values})


def build_list(*affairs: Affair) -> list[Page]:
    """Return the pages of the list of these affairs beside the shipped units."""
    others = (one for one in shipped().entries if not isinstance(one, Affair))
    found = shipped().replace_entries((*others, *affairs))
    context = PageContext(found, {})
    index = FacetIndex(FacetSource(found), [one for one in GALLERIES if one.index == "affairs/"])
    return [page for page in build_indexes(index, context) if isinstance(page, Page)]


def test_the_first_screen_says_what_when_how_many_and_who(built: Path) -> None:
    first = read_page(built, PROJECTS).split('id="story"')[0]
    places = [first.index(text) for text in (f"<h1>{PROJECTS}", "什么时候，没有注明", "<dl", "谁办", "大字版")]
    assert places == sorted(places)
    assert re.findall(r"<dd><b>(\d+)</b>(.)", first) == [("46", "个"), ("2062", "个")]
    assert first.count("来源：宝山区民政局，截至未注明") == 2
    example = read_page(built, EXAMPLE)
    assert "2024年3月到10月" in example
    assert "来源：本项目编写的示例，截至未注明" in example


def test_official_numbers_stand_in_their_own_file_alone(built: Path) -> None:
    digits = {one.digits for one in list_official(shipped().vocabularies)}
    for one in shipped().published(Affair):
        if not one.example:
            text = (HOME / one.folder / "index.md").read_text("utf-8")
            assert not digits & set(re.findall(r"\d+", text)), one.name
    changed = replace(
        shipped().vocabularies,
        by_name={
            **shipped().vocabularies.by_name,
            "official": replace(
                shipped().vocabularies.official,
                terms=(
                    Term(
                        "votes",
                        "投票选吉祥物的居民",
                        extra={"数": "50000+", "单位": "人", "截至": "2025-12"},
                        source="民政",
                    ),
                ),
            ),
        },
    )
    (number,) = list_numbers(get_affair(VOTE), replace(shipped(), vocabularies=changed))
    assert number == ("50000多", "人", "投票选吉祥物的居民", "来源：民政，截至2025年12月")


def test_what_nobody_knows_is_said_and_not_made_up(built: Path) -> None:
    page = read_page(built, "创造营")
    assert "有多少人、多少楼组，还没有人写进来。" in page
    assert "谁办，还没有写" in page
    assert page.count("名称待补充") == 0
    parties = read_page(built, PARTIES)
    assert parties.count('<li class="is-slot">名称待补充</li>') == 5
    assert "一共5个，名称待补充（来源：宝山区民政局）" in parties
    listed = (built / "affairs/index.html").read_text("utf-8")
    assert listed.count('<li class="is-slot">名称待补充</li>') == 5


def test_affairs_stand_from_new_to_old_undated_ones_behind() -> None:
    told = [
        make_affair(1),
        make_affair(2, begins=PartialDate(2020)),
        make_affair(3, begins=PartialDate(2024, 3)),
        make_affair(4, ends=PartialDate(2022)),
        make_affair(5, kind="项目"),
        make_affair(6, begins=PartialDate(2030), example=True),
    ]
    assert [one.id for one in sorted(told[:5], key=make_latest_key)] == ["60003", "60004", "60002", "60005", "60001"]
    (page,) = build_list(*told)
    doors: Any = page.data["doors"]
    assert [door["name"] for door in doors] == ["第3件事", "第4件事", "第2件事", "第5件事", "第1件事"]
    assert [door["name"] for door in page.data["made_up"]] == ["第6件事"]  # type: ignore[attr-defined]
    assert page.data["order"] == "共5件事，另有1个示例排在后面，从新到旧；没写时间的在后，按类别排。"


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (24, 1), (500, 11)])
def test_the_list_of_any_length_is_light(count: int, pages: int) -> None:
    found = build_list(*(make_affair(n, kind="培训", tagline="学一天，回到楼里用。" * 3) for n in range(count)))
    assert len(found) == pages
    assert all(len(gzip.compress(rendered(page).encode())) < 30 * 1024 for page in found)
    if not count:
        assert "区里一起做的事，还没有人写进来。" in rendered(found[0])


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (None, None, ""),
        (PartialDate(2024), None, "2024年"),
        (None, PartialDate(2024, 5), "到2024年5月"),
        (PartialDate(2023, 11), PartialDate(2024, 2), "2023年11月到2024年2月"),
        (PartialDate(2024), PartialDate(2024, 2), "2024年到2024年2月"),
        (PartialDate(2024, 3, 1), PartialDate(2024, 3, 1), "2024年3月1日"),
    ],
)
def test_a_time_is_said_as_far_as_it_is_known(begins: PartialDate | None, ends: PartialDate | None, words: str) -> None:
    assert format_period(make_affair(1, begins=begins, ends=ends)) == words


def test_the_line_of_a_list_says_kind_time_and_numbers() -> None:
    one = make_affair(
        1, kind="培训", begins=PartialDate(2024), numbers=(Count(number=40, unit="位", about="来学的楼组长"),), served=3
    )
    assert format_line(one, shipped()) == "培训 · 2024年 · 来学的楼组长40位，服务的楼组3个"


def test_both_ends_and_the_street_show_an_affair(built: Path) -> None:
    one = get_affair(EXAMPLE)
    page = read_page(built, EXAMPLE)
    for id in one.units:
        assert f'href="../{id}/"' in page
        assert f'href="../{one.id}/"' in (built / id / "index.html").read_text("utf-8"), id
    street = (built / "streets/example/index.html").read_text("utf-8")
    assert "在这里办过的事" in street
    assert f"{one.id}\t" in street or f"/{one.id}/" in street


def test_a_street_with_nothing_shows_what_is_of_the_whole_district_before_the_gap(built: Path) -> None:
    bare = (built / "streets/youyilu/index.html").read_text("utf-8")
    assert bare.index("整个区一起做的事") < bare.index("这里还没有楼组亮灯")
    assert "没有写明在哪些街镇" in bare
    room = (built / "council/streets/youyilu/index.html").read_text("utf-8")
    assert room.index("先看看这些") < room.index("还没有一次议事写进来")
    assert any(f'href="../../../{one.id}/"' in room for one in shipped().published(Affair) if not one.example)
    near = (built / "council/streets/luodian/index.html").read_text("utf-8")
    assert near.index("宝欣苑三村") < near.index("还没有一次议事写进来")
    assert "整个区一起做的事" not in (built / "streets/yanghang/index.html").read_text("utf-8")


def test_only_true_entries_without_a_place_are_of_the_whole_district() -> None:
    ((row, found),) = list_placeless(shipped())
    assert row is AFFAIR
    assert found
    assert not any(one.example for one in found)


def test_machines_are_told_an_event_with_what_is_known(built: Path) -> None:
    def read_event(name: str) -> dict[str, Any]:
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read_page(built, name), re.S)
        assert found
        nodes = json.loads(found[1])["@graph"]
        return next(node for node in nodes if node["@type"] == "Event")

    event = read_event(PROJECTS)
    assert event["organizer"] == {"@type": "Organization", "name": "社会组织"}
    assert not {"startDate", "endDate", "location", "eventStatus"} & event.keys()
    assert "ld+json" not in read_page(built, EXAMPLE)


def test_an_official_number_leads_to_the_affair_that_tells_of_it(built: Path) -> None:
    page = (built / "numbers/index.html").read_text("utf-8")
    for name, number in ((PROJECTS, "46个"), (VOTE, "48000人"), (SURVEY, "3248份")):
        row = next(row for row in re.findall(r"<tr>.*?</tr>", page) if f"<td>{number}</td>" in row)
        assert f'href="../{get_affair(name).id}/"' in row
    assert "<td>1个<small>大约2%</small></td>" in page
    here = next(one for one in compute_figures(shipped()) if one.figure.name == "projects-here")
    assert here.value == 1, "that which repeats the official number stands for all of them"


def test_pages_are_light(built: Path) -> None:
    for one in shipped().published(Affair):
        data = (built / one.id / "index.html").read_bytes()
        assert len(gzip.compress(data)) < LIMIT, one.name
    assert {type(page) for page in build_type_pages(AFFAIR, PageContext(shipped(), {}))} == {Page}


@pytest.mark.parametrize("name", [PROJECTS, PARTIES, EXAMPLE, "创造营"])
@pytest.mark.parametrize(("scheme", "mark"), [("light", ""), ("dark", ""), ("light", "#da")])
def test_no_barrier_and_no_overflow(name: str, scheme: str, mark: str, built: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((built / get_affair(name).id / "index.html").as_uri() + mark)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(page, options=RULES).response["violations"] == []
    context.close()


def test_the_first_screen_of_a_phone_holds_the_numbers_and_the_way_on(built: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((built / get_affair(PROJECTS).id / "index.html").as_uri())
    foot = page.evaluate("document.querySelector('.ex-three').getBoundingClientRect().bottom")
    assert foot <= 844
    page.close()
