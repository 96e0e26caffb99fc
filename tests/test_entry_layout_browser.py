"""The page of an entry as a visitor meets it, on a phone and on a desktop: one telling, a rail, addresses of steps, gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from conftest import HOME, Hosting
from exhibition.content.loader import load_exhibition
from exhibition.types import Unit
from helpers.photo_site import PAGES
from test_site_visitors import visiting

RICH, SPARSE, BARE = "10009/", "10003/", PAGES["bare unit"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
FIRST = ".ex-first header p, .ex-first h1, .ex-first .ex-stars, .ex-first img, .ex-tagline, .ex-three"
"""What the first screen of a phone shows."""
BOXES = f"""() => [...document.querySelectorAll('{FIRST}')].map(e => {{
  const box = e.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top), Math.round(box.width), Math.round(box.bottom)];
}})"""
BANDS = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect(), c = (getComputedStyle(e).backgroundColor.match(/[\\d.]+/g) || []).map(Number);
  return box.width > .8 * innerWidth && box.height && c.length === 3 && c[0] > 150 && c[0] - c[2] > 80;
}).map(e => e.outerHTML.slice(0, 80))"""
"""Script that returns elements that fill the width with orange or red."""


def text_of(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def test_the_first_screen_stands_before_the_other_styles_have_come(browser: Browser, at_root: Hosting) -> None:
    """What comes later shifts nothing of it; all of it stands above the fold of a phone."""
    found = []
    for late in (True, False):
        with visiting(browser, viewport=PHONE) as page:
            if late:
                page.route("**/below.css*", lambda route: route.fulfill(body="", content_type="text/css"))
            page.goto(at_root.root + RICH)
            found.append(page.evaluate(BOXES))
    assert found[0] == found[1]
    assert len(found[0]) >= 6
    assert max(bottom for *_, bottom in found[0]) <= PHONE["height"]


def test_a_phone_waits_for_no_style_of_a_desktop(browser: Browser, at_root: Hosting) -> None:
    def never(route: Route) -> None:
        pass

    with visiting(browser, viewport=PHONE, bypass_csp=True) as page:
        page.route("**/wide.css*", never)
        page.goto(at_root.root + RICH, wait_until="commit")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length", timeout=5_000)
        assert page.locator(".ex-tagline").is_visible()


@pytest.mark.parametrize("height", [900, 700])
def test_code_and_steps_stay_in_view_beside_the_story(height: int, browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, viewport={"width": 1440, "height": height}) as page:
        page.goto(at_root.root + RICH)
        for y in (900, 1600, 2400):
            page.evaluate("y => scrollTo(0, y)", y)
            for what in (".ex-rail .ex-jump", ".ex-code img"):
                box = page.locator(what).bounding_box()
                assert box
                assert 0 <= box["y"] <= height - box["height"], (what, y)


def test_steps_and_prose_share_one_measure(browser: Browser, at_root: Hosting) -> None:
    """36 to 42 characters a line, one left edge, pictures no wider than the one that opens the page."""
    measure = """what => {
      const e = document.querySelector(what), box = e.getBoundingClientRect();
      return [box.left, box.width / parseFloat(getComputedStyle(e).fontSize), box.width];
    }"""
    with visiting(browser, viewport=DESKTOP) as page:
        page.goto(at_root.root + RICH)
        step, prose, inner, opening = (
            page.evaluate(measure, what)
            for what in (".ex-steps p", ".ex-prose p", ".ex-steps figure", ".ex-first figure")
        )
    assert step[0] == prose[0] == inner[0]
    assert 36 <= step[1] <= 42
    assert 36 <= prose[1] <= 42
    assert 700 < inner[2] < opening[2]


def test_each_step_has_an_address(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, viewport=PHONE) as page:
        page.goto(at_root.root + RICH + "#step-3")
        box = page.locator("#step-3").bounding_box()
        assert box
        assert abs(box["y"]) < 40
        page.evaluate("scrollTo(0, 0)")
        numbers = page.locator(".ex-story .ex-jump a")
        assert numbers.all_inner_texts() == ["1", "2", "3", "4", "5", "6"]
        numbers.nth(4).click()
        assert page.url.endswith("#step-5")
        # The heading of a step is its own link: it can be copied from there.
        assert page.locator("#step-5 h3 a").get_attribute("href") == "#step-5"
        assert page.locator(".ex-rail .ex-jump").is_hidden()


def test_the_header_is_the_same_everywhere(built: Path) -> None:
    def menu(path: str) -> list[str]:
        found = re.search(r'<nav aria-label="展厅">(.*?)</nav>', text_of(built, path))
        assert found
        return re.findall(r'href="(?:\.\./)*([^"]*)">([^<]+)', found[1])

    assert menu(RICH) == menu(SPARSE) == menu("streets/") == menu("10007/") == menu("24904/")
    assert len(menu(RICH)) >= 3


def test_what_is_missing_is_asked_for_in_one_line(built: Path) -> None:
    page = text_of(built, SPARSE)
    assert "待补充" not in page
    assert page.count("还缺：") == 1
    line = page.partition("还缺：")[2].partition("</p>")[0]
    assert "星级" in line
    assert "户数" in line
    assert f"tell/?{SPARSE}" in line
    assert "改进这一页" in line
    assert "还缺：" not in text_of(built, RICH)


def test_a_page_with_a_name_and_a_sentence_invites(browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser, viewport=DESKTOP) as page:
        page.goto(with_photos.root + BARE)
        drawn = page.locator(".ex-first figure img")
        assert drawn.evaluate("e => e.complete && e.naturalWidth > 0")
        assert (drawn.bounding_box() or {})["width"] > 600
        assert page.locator(".ex-invite .ex-button").inner_text() == "来写第一句"


def test_nobody_stands_before_a_closed_door(built: Path) -> None:
    """Every unit leads to four others, real ones first; examples stand below a word."""
    units = {unit.id: unit for unit in load_exhibition(HOME).exhibition.published(Unit)}
    for unit in units.values():
        part = text_of(built, unit.id).partition('id="neighbours"')[2].partition("</section>")[0]
        found = [units[id] for id in re.findall(r'class="ex-card" href="\.\./(\d+)/"', part)]
        assert len(found) == 4, unit.id
        assert [one.example for one in found] == sorted(one.example for one in found)
        assert not found[0].example
        assert ('class="ex-rule">示例' in part) == any(one.example for one in found)
        assert unit.example or not any(one.example for one in found), "six real units are enough"


@pytest.mark.parametrize("path", [RICH, SPARSE, "10007/", "24904/"])
def test_a_dark_page_has_no_bright_band(path: str, browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, viewport=DESKTOP, color_scheme="dark") as page:
        page.goto(at_root.root + path)
        assert page.evaluate(BANDS) == []


@pytest.mark.parametrize("path", [RICH, SPARSE, "10001/"])
@pytest.mark.parametrize(("width", "scale"), [(320, 1), (390, 1.5), (1000, 1.5)])
def test_larger_text_needs_no_sideways_scroll(
    width: int, scale: float, path: str, browser: Browser, at_root: Hosting
) -> None:
    with visiting(browser, viewport={"width": width, "height": 700}, bypass_csp=True) as page:
        page.goto(at_root.root + path)
        page.add_style_tag(content=f"html{{font-size:{112.5 * scale}%!important}}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_tells_the_story_first(browser: Browser, at_root: Hosting) -> None:
    """Name, sentence, story, facts, code in this order; nothing that one can only tap on."""
    with visiting(browser, viewport=DESKTOP) as page:
        page.goto(at_root.root + RICH)
        page.emulate_media(media="print")
        tops = page.evaluate(
            """list => list.map(what => document.querySelector(what).getBoundingClientRect().top + scrollY)""",
            ["h1", ".ex-tagline", "#story", ".ex-prose", ".ex-covenant", ".ex-facts", ".ex-code img"],
        )
        assert tops == sorted(tops)
        for gone in (".ex-button", ".ex-jump", "#neighbours", ".ex-header nav"):
            assert not any(one.is_visible() for one in page.locator(gone).all()), gone
        assert page.locator(".ex-first .ex-stars").inner_text() == "五星楼组"
