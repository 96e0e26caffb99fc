"""The large view of pictures, in a real browser: files, captions, history, fingers, keys, and browsers without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page, Route

from conftest import Hosting
from helpers.photo_site import PHOTOS, UNIT
from test_site_visitors import RULES, visiting

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
COUNT = 7
"""Pictures on the unit's page."""
WATCH = """
window.wrong = [];
new MutationObserver(function () {
  var box = document.querySelector('dialog'), image = box && box.querySelector('img'), words = box && box.querySelector('p');
  if (image && words.textContent.indexOf(image.alt) < 0) window.wrong.push([image.alt, words.textContent]);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""
"""Notes each moment at which picture and caption do not belong together."""


@contextmanager
def opened(browser: Browser, address: str, number: int = 0, **dress: object) -> Iterator[Page]:
    """A page with its picture `number` open."""
    with visiting(browser, **{**PHONE, **dress}) as page:
        page.add_init_script(WATCH)
        page.goto(address)
        page.locator("main a[data-big]").nth(number).click()
        page.locator("dialog[open] img").wait_for()
        yield page
        assert page.evaluate("window.wrong || []") == []


def caption(page: Page) -> str:
    return page.locator("dialog p").first.inner_text()


def at(page: Page, number: int) -> None:
    """Wait until picture `number` is shown."""
    page.wait_for_function(
        "words => (document.querySelector('dialog p') || document.body).textContent.includes(words)",
        arg=f"（{number}／{COUNT}）",
    )


def address(hosting: Hosting) -> str:
    return f"{hosting.root}{UNIT}/"


def source(page: Page) -> str:
    return str(page.evaluate("document.querySelector('dialog img').currentSrc")).rsplit("/", 1)[-1]


def scale(page: Page) -> float:
    return float(page.evaluate("new DOMMatrix(getComputedStyle(document.querySelector('dialog picture')).transform).a"))


def touch(cdp: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    cdp.send(
        "Input.dispatchTouchEvent",
        {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]},
    )


def drag(page: Page, *ways: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """Move a finger along each way at once."""
    cdp = page.context.new_cdp_session(page)
    touch(cdp, "touchStart", *(begin for begin, _ in ways))
    for part in (0.25, 0.5, 0.75, 1):
        touch(cdp, "touchMove", *((a + (c - a) * part, b + (d - b) * part) for (a, b), (c, d) in ways))
    touch(cdp, "touchEnd")
    cdp.detach()


def swipe(page: Page, by: float) -> None:
    drag(page, ((195, 300), (195 + by, 300)))


def test_caption_and_picture_change_together_however_slow_the_line(browser: Browser, with_photos: Hosting) -> None:
    held: list[Route] = []
    with visiting(browser, **PHONE) as page:
        page.add_init_script(WATCH)
        page.route("**/photo-03-*", lambda route: held.append(route))
        page.goto(address(with_photos))
        page.locator("main a[data-big]").first.click()
        at(page, 1)
        page.get_by_role("button", name="下一张").click()
        at(page, 2)
        old = caption(page)
        page.get_by_role("button", name="下一张").click()
        page.get_by_text("正在取图……").wait_for()
        assert caption(page) == old
        assert page.locator("dialog img").get_attribute("alt") in old
        for route in held:
            route.continue_()
        at(page, 3)
        assert page.locator("dialog img").get_attribute("alt") == PHOTOS["photo-03.jpg"][0]
        assert page.locator("dialog [role=status]").inner_text() == ""
        assert page.evaluate("window.wrong") == []


def test_who_is_in_a_hurry_gets_the_last_picture_asked_for(browser: Browser, with_photos: Hosting) -> None:
    with opened(browser, address(with_photos)) as page:
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        at(page, 5)
        assert page.evaluate("history.state.big") == 4


def test_a_picture_that_does_not_come_is_said_and_the_old_one_stays(browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser, **PHONE) as page:
        page.route("**/photo-03-*", lambda route: route.abort())
        page.goto(address(with_photos))
        page.locator("main a[data-big]").nth(1).click()
        at(page, 2)
        page.get_by_role("button", name="下一张").click()
        page.get_by_text("这张没有取到").wait_for()
        at(page, 2)
        page.unroute("**/photo-03-*")
        page.get_by_role("button", name="下一张").click()
        at(page, 3)


def test_the_file_is_the_one_that_the_screen_needs(browser: Browser, with_photos: Hosting) -> None:
    for dots, expected in ((1, "-720.avif"), (2, "-1440.avif")):
        with opened(browser, address(with_photos), device_scale_factor=dots) as page:
            page.wait_for_function(f"document.querySelector('dialog img').currentSrc.endsWith('{expected}')")


def test_an_enlarged_picture_comes_in_the_larger_file(browser: Browser, with_photos: Hosting) -> None:
    with opened(browser, address(with_photos)) as page:
        at(page, 1)
        page.get_by_role("button", name="放大").click()
        page.wait_for_function("document.querySelector('dialog img').currentSrc.endsWith('-1440.avif')")
        assert scale(page) == pytest.approx(2.5)
        page.get_by_role("button", name="还原").click()
        assert scale(page) == 1


def test_the_neighbours_are_there_before_they_are_asked_for(browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser, **PHONE) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
        page.goto(address(with_photos))
        page.locator("main a[data-big]").nth(1).click()
        at(page, 2)
        page.wait_for_load_state("networkidle")
        assert [name for name in asked if name.startswith("photo-03")]
        asked.clear()
        page.get_by_role("button", name="下一张").click()
        at(page, 3)
        assert [name for name in asked if name.startswith("photo-03")] == []


def history(page: Page, start: str) -> None:
    """Open, leaf, go back, forward, load again, close: at each step what a visitor expects, and never another page."""
    page.goto(start)
    page.locator("main a[data-big]").first.click()
    at(page, 1)
    for number in range(2, 6):
        page.get_by_role("button", name="下一张").click()
        at(page, number)
    page.go_back()
    page.wait_for_function("!document.querySelector('dialog').open")
    assert page.url == start
    page.go_forward()
    at(page, 5)
    page.reload()
    page.locator("dialog[open] img").wait_for()
    at(page, 5)
    page.go_back()
    page.wait_for_function("!document.querySelector('dialog').open")
    assert page.url == start
    page.locator("main a[data-big]").first.click()
    at(page, 1)
    page.keyboard.press("Escape")
    page.wait_for_function("history.state === null")
    page.locator("main a[data-big]").first.click()
    at(page, 1)
    page.get_by_role("button", name="关闭").click()
    page.wait_for_function("history.state === null")
    page.go_back()
    assert page.url == "about:blank"


@pytest.mark.parametrize("mark", ["", "#da"])
def test_back_closes_the_picture_and_the_next_back_leaves(browser: Browser, with_photos: Hosting, mark: str) -> None:
    with visiting(browser, **PHONE) as page:
        history(page, address(with_photos) + mark)


def test_back_closes_the_picture_from_a_stick_too(browser: Browser, photographed: Path) -> None:
    with visiting(browser, **PHONE) as page:
        history(page, (photographed / UNIT / "index.html").as_uri())


def test_closing_and_opening_in_one_breath_leaves_one_entry(browser: Browser, with_photos: Hosting) -> None:
    with opened(browser, address(with_photos)) as page:
        at(page, 1)
        length = page.evaluate("history.length")
        page.evaluate(
            "document.querySelector('dialog button:not([type])').click(), document.querySelectorAll('[data-big]')[2].click()"
        )
        at(page, 3)
        assert page.evaluate("[history.length, history.state.big]") == [length, 2]
        page.go_back()
        page.wait_for_function("!document.querySelector('dialog').open")


def test_two_taps_before_the_script_has_come_open_one_dialog(browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser, **PHONE) as page:
        page.goto(address(with_photos))
        page.evaluate("[0, 1].forEach(function (n) { document.querySelectorAll('[data-big]')[n].click(); })")
        at(page, 2)
        assert page.locator("dialog").count() == 1


def test_a_swipe_turns_and_a_short_one_does_not(browser: Browser, with_photos: Hosting) -> None:
    with opened(browser, address(with_photos)) as page:
        at(page, 1)
        swipe(page, -150)
        at(page, 2)
        swipe(page, 150)
        at(page, 1)
        swipe(page, 150)
        at(page, COUNT)
        swipe(page, -30)
        page.wait_for_timeout(200)
        at(page, COUNT)
        assert page.evaluate("document.querySelector('dialog picture').style.transform") == ""


def edges(page: Page) -> tuple[float, float]:
    """Left and right edge of the enlarged picture, px."""
    left, right = page.evaluate(
        "(b => [b.left, b.right])(document.querySelector('dialog picture').getBoundingClientRect())"
    )
    return left, right


def test_two_fingers_enlarge_and_one_moves_but_never_past_the_edge(browser: Browser, with_photos: Hosting) -> None:
    with opened(browser, address(with_photos)) as page:
        at(page, 1)
        drag(page, ((180, 300), (60, 300)), ((210, 300), (330, 300)))
        assert scale(page) == 5
        left, right = edges(page)
        assert left < 0 < 390 < right
        drag(page, ((195, 300), (295, 300)))
        assert edges(page)[0] == pytest.approx(left + 100, abs=2)
        at(page, 1)
        for _ in range(8):
            drag(page, ((20, 300), (380, 300)))
        assert edges(page)[0] == pytest.approx(0, abs=1)
        drag(page, ((60, 300), (180, 300)), ((330, 300), (210, 300)))
        assert scale(page) == 1
        assert edges(page) == pytest.approx((0, 390), abs=1)


def test_two_taps_enlarge_where_they_fall_and_two_more_go_back(browser: Browser, with_photos: Hosting) -> None:
    with opened(browser, address(with_photos)) as page:
        at(page, 1)
        for expected in (2.5, 1):
            page.touchscreen.tap(100, 300)
            page.touchscreen.tap(100, 300)
            page.wait_for_timeout(50)
            assert scale(page) == expected
        page.touchscreen.tap(100, 300)
        page.touchscreen.tap(100, 300)
        before = edges(page)[0]
        page.wait_for_timeout(400)
        page.touchscreen.tap(100, 300)
        page.wait_for_timeout(500)
        # One tap brings what it points at to the middle, for whoever cannot drag.
        assert edges(page)[0] == pytest.approx(min(0, before + 95), abs=2)


def test_everything_goes_by_keys_and_focus_comes_back(browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(address(with_photos))
        page.locator("main a[data-big]").first.focus()
        page.keyboard.press("Enter")
        at(page, 1)
        assert page.evaluate("document.activeElement.textContent") == "关闭"
        page.keyboard.press("ArrowRight")
        at(page, 2)
        page.keyboard.press("ArrowLeft")
        at(page, 1)
        page.keyboard.press("+")
        assert scale(page) == pytest.approx(1.5)
        before = edges(page)[0]
        page.keyboard.press("ArrowRight")
        assert edges(page)[0] < before
        at(page, 1)
        page.keyboard.press("-")
        assert scale(page) == 1
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        page.keyboard.press("Escape")
        page.wait_for_function("!document.querySelector('dialog').open")
        assert page.evaluate("document.activeElement === document.querySelector('main a[data-big]')")


@pytest.mark.parametrize("dress", ["light", "dark", "large"])
def test_the_open_picture_has_no_barrier(browser: Browser, with_photos: Hosting, dress: str) -> None:
    mark = "#da" if dress == "large" else ""
    with opened(browser, address(with_photos) + mark, color_scheme="dark" if dress == "dark" else "light") as page:
        at(page, 1)
        for enlarged in (False, True):
            if enlarged:
                page.get_by_role("button", name="放大").click()
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
            wide = page.evaluate(
                "[...document.querySelectorAll('dialog button')].map(b => [b.scrollWidth, b.clientWidth, b.clientHeight])"
            )
            assert all(held <= room and tall >= 56 for held, room, tall in wide), wide


NO_DIALOG = "delete HTMLDialogElement.prototype.showModal;"
NO_POINTERS = "delete window.PointerEvent;"


@pytest.mark.parametrize("missing", [NO_DIALOG, NO_POINTERS])
def test_an_older_browser_opens_the_file(browser: Browser, with_photos: Hosting, missing: str) -> None:
    with visiting(browser, **PHONE) as page:
        page.add_init_script(missing)
        page.goto(address(with_photos))
        page.locator("main a[data-big]").first.click()
        page.wait_for_url("**/photo-01-*.jpg")


def test_without_the_script_the_link_is_a_link(browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser, **PHONE) as page:
        page.route("**/lightbox.js*", lambda route: route.abort())
        page.goto(address(with_photos))
        page.locator("main a[data-big]").first.click()
        page.wait_for_url("**/photo-01-*.jpg")


def test_it_writes_no_style_into_markup(photographed: Path) -> None:
    script = (photographed / "assets/exhibit/lightbox.js").read_text("utf-8")
    assert "<style" not in script
    assert "style=" not in script
    assert ".ex-lightbox" in (photographed / "assets/exhibit/below.css").read_text("utf-8")
