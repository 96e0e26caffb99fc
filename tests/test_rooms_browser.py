"""Rooms in a real browser: weight, filters over all pages, copies on a stick, no script, barriers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as View

from conftest import Hosting, hosting
from exhibition.records import MEETINGS
from exhibition.records.meeting import RUNNING
from helpers.room_sites import show, write_site

MOST_BYTES = 30_000
"""Bytes of a page of a room, gzipped."""


def weigh(page: Path) -> int:
    return len(gzip.compress(page.read_bytes(), 6))


LARGE = show(meetings=120, cases=60, standards=24, examples=2)
PAGES = ("council/", "wisdom/", "standards/", "wisdom/lift/", "council/2/", "council/3/", "council/streets/gaojing/")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hosting, Path]]:
    place = tmp_path_factory.mktemp("rooms")
    site = write_site(place, LARGE)
    for name, count in (("none", 0), ("one", 1), ("doors", 501)):
        made = write_site(place / name, show(count, count, count))
        made.rename(site / name)
    for one in hosting(site, site / "404.html"):
        yield one, site


@pytest.fixture
def view(browser: Browser) -> Iterator[View]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert errors == []


def test_no_page_of_a_room_is_heavy(served: tuple[Hosting, Path]) -> None:
    site = served[1]
    found = {path.relative_to(site).as_posix(): weigh(path) for path in site.rglob("index.html")}
    assert len(found) > 250
    assert {name: size for name, size in found.items() if size > MOST_BYTES} == {}


def shown_names(view: View) -> list[str]:
    return view.locator("#list > .ex-records h3").all_inner_texts()


def test_a_list_is_filtered_over_all_its_pages_and_the_address_says_how(
    served: tuple[Hosting, Path], view: View
) -> None:
    root = served[0].root
    view.goto(f"{root}council/")
    assert len(shown_names(view)) == 48
    view.locator("#list summary").click()
    view.get_by_role("button", name="2016").click()
    view.get_by_role("button", name=re.compile("^在办")).click()
    wanted = {
        one.name
        for one in LARGE.list_records(MEETINGS, examples=False)
        if one.date and one.date.year == 2016 and one.record.progress == RUNNING
    }
    assert len(wanted) == 30
    view.wait_for_function("document.querySelector('.ex-order').textContent.indexOf('找到30次议事') === 0")
    assert set(shown_names(view)) == wanted
    assert "year=2016" in view.url and "progress=" in view.url
    # The link of a record from another page of the list leads to its place all the same.
    hrefs = view.evaluate("[...document.querySelectorAll('#list .ex-records h3 a')].map(a => new URL(a.href).pathname)")
    assert all(re.fullmatch(r"/\d{5}/record/", href) for href in hrefs)
    view.goto(view.url)
    view.wait_for_function("document.querySelector('.ex-order').textContent.indexOf('找到30次议事') === 0")
    assert set(shown_names(view)) == wanted
    pressed = view.locator("#list [aria-pressed=true]")
    assert pressed.count() == 2
    for _ in range(2):
        pressed.first.click()
    assert len(shown_names(view)) == 48 and "?" not in view.url


def test_counts_beside_values_say_what_choosing_them_would_show(served: tuple[Hosting, Path], view: View) -> None:
    view.goto(f"{served[0].root}council/?progress={RUNNING}")
    view.wait_for_function("document.querySelector('.ex-order').textContent.indexOf('找到60次议事') === 0")
    assert view.get_by_role("button", name="2016").inner_text().split() == ["2016", "30"]
    assert view.get_by_role("button", name="2015").is_disabled()
    assert len(shown_names(view)) == 48
    view.get_by_role("button", name="再看12次议事").click()
    view.wait_for_function("document.querySelectorAll('#list > .ex-records > li').length === 60")


def test_a_copy_from_a_stick_filters_its_page_and_links_the_others(served: tuple[Hosting, Path], view: View) -> None:
    view.goto((served[1] / "council" / "index.html").as_uri())
    view.locator("#list summary").click()
    view.get_by_role("button", name="2018").click()
    view.wait_for_function("document.querySelector('.ex-order').textContent.indexOf('找到30次议事') === 0")
    assert 0 < len(shown_names(view)) <= 48
    view.get_by_role("button", name="2015").click()
    view.wait_for_function("document.querySelector('.ex-order').textContent.indexOf('找到60次议事') === 0")
    assert view.get_by_role("link", name="第3页").count() >= 1


def test_without_script_every_value_that_has_a_page_is_a_link(served: tuple[Hosting, Path], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served[0].root}council/")
    page.locator("#list summary").click()
    years = page.locator("#list .ex-facet", has_text="2015").locator("a")
    assert [one.get_attribute("href") for one in years.all()] == [f"years/{year}/" for year in (2018, 2017, 2016, 2015)]
    assert len(page.locator("#list > .ex-records > li").all()) == 48
    assert page.get_by_role("link", name="下一页").get_attribute("href") == "2/"
    context.close()


RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
FORMS = [
    *PAGES,
    *(f"{form}/{room}/" for form in ("none", "one", "doors") for room in ("council", "wisdom", "standards")),
]


EXAMINED = ("wisdom/lift/", "standards/", "council/3/", "none/council/", "one/wisdom/", "doors/council/")
"""One page of each form: axe takes a second for each."""


@pytest.mark.parametrize(
    ("scheme", "mark"), [("light", ""), ("dark", ""), ("light", "#da")], ids=["light", "dark", "large"]
)
def test_no_room_has_a_barrier_or_scrolls_sideways(
    served: tuple[Hosting, Path], browser: Browser, scheme: Any, mark: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for path in FORMS:
        page.goto(f"{served[0].root}{path}{mark}")
        page.evaluate("[...document.querySelectorAll('details')].forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        if path not in EXAMINED:
            continue
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    context.close()
