"""The exhibition on a screen in a hall: kept from page to page, back to the beginning when nobody is there, no way out but the keeper's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from conftest import Hosting

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IDLE, ASK, SLIDE, HOLD = 91_000, 21_000, 12_100, 5_100
REST, STILL = ".ex-rest", ".ex-still"


@pytest.fixture(params=["served", "sub-path", "file"])
def root(request: pytest.FixtureRequest) -> str:
    if request.param == "file":
        built: Path = request.getfixturevalue("built")
        return f"{built.as_uri()}/index.html"
    hosting: Hosting = request.getfixturevalue("at_root" if request.param == "served" else "at_sub_path")
    return hosting.root


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1080, "height": 1400})
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.clock.install()
    yield page
    context.close()
    assert failures == []


def begin(page: Page, root: str) -> None:
    page.goto(f"{root}?kiosk")
    page.wait_for_selector(REST)
    page.click(f"{REST} button")
    expect(page.locator(REST)).to_have_count(0)


def follow(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_function("document.documentElement.classList.contains('kiosk')")


def list_violations(page: Page) -> list[str]:
    told = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in told["violations"]]


def test_a_visit_from_the_loop_to_a_house_and_back_by_itself(page: Page, root: str) -> None:
    begin(page, root)
    follow(page, 'a[href*="streets/gaojing/"]')
    follow(page, 'a[href*="10001/"]')
    page.click("[data-elder] >> nth=0")
    assert page.evaluate("document.documentElement.classList.contains('da')")
    page.clock.run_for(IDLE)
    expect(page.locator(f"{STILL} button")).to_be_focused()
    page.click(f"{STILL} button")
    expect(page.locator(STILL)).to_have_count(0)
    assert page.evaluate("document.documentElement.classList.contains('da')")
    page.clock.run_for(IDLE)
    page.clock.run_for(ASK)
    page.wait_for_selector(REST)
    assert page.url.split("?")[0].removesuffix("index.html") == root.removesuffix("index.html")
    assert page.evaluate("[document.documentElement.classList.contains('da'), localStorage.length]") == [False, 0]


@pytest.mark.parametrize("sign", ["click", "key", "wheel"])
def test_any_sign_of_life_answers_the_question_and_gives_the_focus_back(
    page: Page, at_root: Hosting, sign: str
) -> None:
    begin(page, at_root.root)
    page.focus("#q")
    page.clock.run_for(IDLE)
    expect(page.locator(STILL)).to_be_visible()
    if sign == "click":
        page.mouse.click(4, 4)
    elif sign == "key":
        page.keyboard.press("a")
    else:
        page.mouse.wheel(0, 50)
    expect(page.locator(STILL)).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    assert page.url.startswith(f"{at_root.root}?kiosk")


def test_who_reads_on_is_not_asked(page: Page, at_root: Hosting) -> None:
    begin(page, at_root.root)
    for _ in range(4):
        page.clock.run_for(60_000)
        page.mouse.move(200, 300)
        page.mouse.move(210, 310)
    expect(page.locator(STILL)).to_have_count(0)


def test_the_loop_goes_on_slowly_and_stands_still_for_reduced_motion(browser: Browser, at_root: Hosting) -> None:
    for motion, moved in (("no-preference", True), ("reduce", False)):
        context = browser.new_context(reduced_motion=motion)  # type: ignore[arg-type]
        page = context.new_page()
        page.clock.install()
        page.goto(f"{at_root.root}?kiosk")
        name = page.locator(f"{REST} h1")
        first = name.inner_text()
        page.clock.run_for(SLIDE)
        assert (name.inner_text() != first) is moved
        context.close()


def test_what_the_loop_shows_is_there(built: Path) -> None:
    text = (built / "assets/kiosk-loop.js").read_text("utf-8")
    slides = json.loads(text.removeprefix("exKiosk(").removesuffix(")\n"))
    assert slides
    for name, sentence, picture, width, height, alt in slides:
        assert name and sentence and alt
        assert width > 0 < height
        assert (built / picture).exists()


def test_no_link_leads_out_of_it(page: Page, at_root: Hosting) -> None:
    begin(page, at_root.root)
    for path in ("", "10001/", "10009/record/", "about/", "data/", "numbers/"):
        page.goto(at_root.root + path)
        page.wait_for_function("document.documentElement.classList.contains('kiosk')")
        links: list[str] = page.eval_on_selector_all(
            "a[href]",
            "all => all.filter(a => !a.hidden && a.offsetParent && !a.hasAttribute('data-big')).map(a => a.href)",
        )
        for link in links:
            assert link.startswith(at_root.root), link
            assert re.fullmatch(
                r"(?!guide|help|upload|forms|apply|tell).*(/|)([?#].*)?", link.removeprefix(at_root.root)
            ), link
        assert not [link for link in links if re.search(r"\.(csv|json|svg|png|pdf|ics|xlsx)$", link)]
        assert page.locator("[data-print]:visible").count() == 0


def test_the_keeper_holds_the_name_to_end_it(page: Page, root: str) -> None:
    begin(page, root)
    place = page.locator(".ex-brand").bounding_box()
    assert place
    page.mouse.move(place["x"] + 8, place["y"] + 8)
    page.mouse.down()
    page.clock.run_for(HOLD)
    page.mouse.up()
    expect(page.locator(STILL)).to_contain_text("结束展台模式")
    page.mouse.move(5, 5)
    page.locator(f"{STILL} button").last.click()
    page.wait_for_function("!document.documentElement.classList.contains('kiosk')")
    assert "kiosk" not in page.url
    follow_none = page.locator('a[href*="streets/gaojing/"]').first
    follow_none.click()
    page.wait_for_load_state()
    assert not page.evaluate("document.documentElement.classList.contains('kiosk')")


def test_an_address_ends_it_too(page: Page, at_root: Hosting) -> None:
    begin(page, at_root.root)
    page.goto(f"{at_root.root}?kiosk=off")
    page.wait_for_url(at_root.root)
    page.wait_for_timeout(200)
    assert not page.evaluate("document.documentElement.classList.contains('kiosk') || sessionStorage.kiosk")


def test_axe_finds_nothing(browser: Browser, at_root: Hosting) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(
            viewport={"width": 1080, "height": 1400}, color_scheme=scheme, reduced_motion="reduce"
        )  # type: ignore[arg-type]
        page = context.new_page()
        page.clock.install()
        page.goto(f"{at_root.root}?kiosk")
        page.wait_for_selector(REST)
        assert list_violations(page) == []
        page.click(f"{REST} button")
        for path in ("", "10009/"):
            page.goto(at_root.root + path)
            page.wait_for_function("document.documentElement.classList.contains('kiosk')")
            page.wait_for_function("getComputedStyle(document.documentElement).fontSize == '24px'")
            assert list_violations(page) == []
        page.clock.run_for(IDLE)
        expect(page.locator(STILL)).to_be_visible()
        assert list_violations(page) == []
        context.close()


def test_who_does_not_ask_for_it_loads_nothing_of_it(page: Page, at_root: Hosting) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "10009/"):
        page.goto(at_root.root + path)
        page.wait_for_timeout(100)
    assert not [url for url in asked if "kiosk" in url]
