"""The page of numbers: what it shows of few and of many units, what it never shows, for eyes, for ears and on paper."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from exhibition.exchange.figures import FIGURES, compute_figures
from exhibition.model import Exhibition
from exhibition.pages.context import PageContext
from exhibition.pages.facets import NUMBERS
from exhibition.pages.numbers import build_numbers_page, draw_row, draw_tower
from exhibition.pages.page import Page
from test_figures import STANDARDS, TOY, draw_exhibition, hold, make_unit
from test_pages import rendered
from test_site_visitors import RULES

LIMIT = 30 * 1024
"""Bytes of a page of a room, compressed."""


def make_page(exhibition: Exhibition) -> Page:
    (page,) = build_numbers_page(PageContext(exhibition, {}))
    return page


def get_figures(page: Page) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in page.data["figures"]}  # type: ignore[attr-defined, index]


def test_the_page_of_today_says_what_is_not_known_yet(built: Path) -> None:
    page = (built / NUMBERS / "index.html").read_text("utf-8")
    assert "<title>我们自己数得出来的" in page
    for number in ("5500多个", "1634个", "224个", "1000个", "46个", "2062个", "48000人", "3248份", "72人"):
        assert f"<td>{number}</td>" in page
    assert page.count("截至未注明，宝山区民政局") == 9
    assert page.count("样本太少，先不算") >= 5
    assert "0个有出处" in page
    assert len(gzip.compress(page.encode())) < LIMIT


def test_what_is_ours_is_never_called_by_the_name_of_the_indices(built: Path) -> None:
    page = (built / NUMBERS / "index.html").read_text("utf-8")
    before, _, after = page.partition("<h2>还空着的格子</h2>")
    assert "微治理指数" not in before
    assert "微治理指数怎么算还不知道，上面的数都不是它" in after
    assert "<li>居民参与程度</li><li>楼组溢出效应</li>" in after


def test_empty_slots_are_dotted_and_have_their_source(built: Path) -> None:
    slots = (built / NUMBERS / "index.html").read_text("utf-8").partition("<h2>还空着的格子</h2>")[2]
    found = dict(re.findall(r"<h3>(.+?)</h3>.*?<ul>(.*?)</ul>", slots, re.S))
    assert {name: inner.count('class="is-slot"') for name, inner in found.items()} == {
        "培育标准": 4,
        "十个一": 10,
        "五微": 5,
        "五社": 5,
        "每颗星的要求": 1,
        "微治理指数": 1,
    }
    assert slots.count("名称待补充（来源：宝山区民政局）") == 6


def test_links_of_figures_lead_to_files_that_exist(built: Path) -> None:
    page = (built / NUMBERS / "index.html").read_text("utf-8")
    links = set(re.findall(r'href="\.\./(data/[^"]*)"', page))
    assert {f"data/{table}.csv" for figure in FIGURES if figure.picture for table in figure.tables} <= links
    assert all((built / link).exists() for link in links)
    for place in ("index.html", "about/index.html"):
        assert re.search(r'href="[./]*numbers/"', (built / place).read_text("utf-8")), place


def test_enough_units_give_every_figure_a_value_a_picture_and_a_table() -> None:
    page = make_page(draw_exhibition(1))
    figures = get_figures(page)
    assert list(figures) == [figure.name for figure in FIGURES if figure.picture]
    for one in figures.values():
        assert one["number"], one["id"]
        assert one["rows"], one["id"]
        assert one["files"] and one["formula"] and one["cover"]
        assert any(key in one for key in ("facade", "bars", "towers"))
    shown = rendered(page)
    assert len(gzip.compress(shown.encode())) < LIMIT
    assert shown.count("<title id=") == shown.count("<desc id=") == sum("facade" in one for one in figures.values())


def test_few_units_light_the_windows_that_are_still_missing() -> None:
    page = make_page(hold(*(make_unit(n, stars=4) for n in range(2))))
    one = get_figures(page)["sourced-stars"]
    assert (one["number"], one["words"], one["rows"]) == ("", "样本太少，先不算", [])
    assert (one["facade"].count("#w-lit"), one["facade"].count("#w-dark")) == (2, 3)
    assert one["note"] == "再有3个楼组告诉我们，就能数。"


def test_no_value_stands_at_a_street_and_streets_keep_their_order() -> None:
    exhibition = draw_exhibition(2)
    page = make_page(exhibition)
    houses: Any = page.data["houses"]
    assert [house["name"] for house in houses] == list(exhibition.vocabularies.streets.names)
    assert not any(re.search(r"\d", house["words"]) for house in houses)
    assert houses[3]["words"] == "还没有告诉我们"
    assert houses[3]["picture"].count("#w-lit") == 0
    shown = [one for one in compute_figures(exhibition) if one.figure.picture]
    told = [any(unit.street == "1号街" for unit in one.measure.told) for one in shown]
    assert houses[1]["picture"].count("#w-lit") == sum(told)
    assert houses[1]["words"].count("、") == sum(told) - 1


def test_rows_keep_the_order_of_their_vocabulary_whatever_the_counts() -> None:
    bars = get_figures(make_page(draw_exhibition(4)))["standard-cases"]["bars"]
    assert [bar["label"] for bar in bars] == [*STANDARDS, *["名称待补充"] * 4]
    assert all(bar["picture"].count("#w-slot") == 10 for bar in bars[4:])


@pytest.mark.parametrize(("count", "lit"), [(0, 0), (1, 1), (50, 5), (100, 10), (None, 0)])
def test_a_row_is_lit_as_far_as_its_share(count: int | None, lit: int) -> None:
    assert draw_row(count, 100).count("#w-lit") == lit


@pytest.mark.parametrize(("count", "windows"), [(0, 0), (1, 2), (50, 6), (100, 12)])
def test_a_tower_is_as_high_as_its_share(count: int, windows: int) -> None:
    assert draw_tower(count, 100).count("#w-lit") == windows


def test_a_new_figure_is_one_declaration_on_the_page() -> None:
    with FIGURES.registered(TOY):
        page = make_page(hold(make_unit(1), make_unit(2)))
        shown = rendered(page)
    assert get_figures(page)["toy"]["number"] == "2"
    assert '<article class="ex-tally" id="toy">' in shown
    assert "数着玩的。" in shown
    assert "怎么数：楼组。" in shown


DRESSES = {"light": ("light", ""), "dark": ("dark", ""), "large": ("light", "#da")}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_full_page_has_no_barrier_and_fits_a_narrow_phone(dress: str, browser: Browser, tmp_path: Path) -> None:
    scheme, mark = DRESSES[dress]
    (tmp_path / "page.html").write_text(rendered(make_page(draw_exhibition(1))), "utf-8")
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri() + mark)
    page.evaluate("[].forEach.call(document.querySelectorAll('details'), function (d) { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page, options=RULES)
    fill = page.evaluate("getComputedStyle(document.querySelector('#w-lit rect')).fill")
    context.close()
    assert found.violations_count == 0, found.generate_report()
    assert fill == "rgb(244, 178, 62)"
