"""A visit in a real browser: walked from the unit's page to the last station and back, on a phone, from a file, without script."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as View

from conftest import BROWSERS, FLAGS, Hosting, commanded, hosting, shared
from exhibition.exchange.npm_packages import read_package
from exhibition.exchange.panorama_viewer import NAME
from helpers.visit_site import UNIT, write_visit_site

MOST_BYTES = 12_000
"""Bytes of a visit, gzipped."""
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small exhibition with two visits."""

    def build(place: Path) -> None:
        commanded(
            "build", "--root", write_visit_site(place / "root"), "--site", place / "site", "--cache", place / "cache"
        )

    return shared(tmp_path_factory, "visited", build) / "site"


@pytest.fixture(scope="module")
def served(visited: Path) -> Iterator[Hosting]:
    yield from hosting(visited, visited / "404.html")


def open_view(browser: Browser, **options: object) -> Iterator[View]:
    context = browser.new_context(**({"viewport": PHONE, "reduced_motion": "reduce"} | options))  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def view(browser: Browser) -> Iterator[View]:
    yield from open_view(browser)


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[View]:
    yield from open_view(browser, java_script_enabled=False)


def walk(view: View, start: str) -> list[str]:
    """Walk from the page of a unit to the last station and back by links alone; return the station at the top of the phone."""
    view.goto(start)
    view.get_by_role("link", name="参访", exact=True).first.click()
    view.get_by_role("link", name="从第 1 站开始").click()
    seen = []
    for number in range(1, 5):
        section = view.locator(f'section[id="{number}"]')
        view.wait_for_timeout(50)
        top = section.bounding_box()
        assert top and abs(top["y"]) < 3, (number, top)
        seen.append(section.locator("h2").inner_text().split("\n")[0])
        section.locator(".ex-turn .is-main").click()
    assert view.url.endswith("#end")
    view.locator("#end .is-main").click()
    assert UNIT in view.url and "/visit/" not in view.url
    return seen


@pytest.mark.parametrize("kind, over", [("view", "http"), ("view", "file"), ("scriptless", "http")])
def test_a_visit_is_walked_on_a_phone(
    request: pytest.FixtureRequest, visited: Path, served: Hosting, kind: str, over: str
) -> None:
    start = f"{served.root}{UNIT}/" if over == "http" else f"{(visited / UNIT / 'index.html').as_uri()}"
    assert [name[:2] for name in walk(request.getfixturevalue(kind), start)] == ["大门", "长廊", "架空", "屋顶"]


def test_every_station_fills_the_phone_and_says_where_one_is(served: Hosting, view: View) -> None:
    view.goto(f"{served.root}{UNIT}/visit/#2")
    heights = view.evaluate("[].map.call(document.querySelectorAll('.ex-station'), s => s.offsetHeight)")
    assert len(heights) == 4 and min(heights) >= PHONE["height"]
    assert view.locator('section[id="2"] .ex-count').inner_text().startswith("第 2 站，共 4 站")


def test_points_lie_on_the_picture_and_show_their_words(served: Hosting, view: View) -> None:
    view.goto(f"{served.root}{UNIT}/visit/#1")
    spot = view.get_by_role("link", name="2，值日表")
    picture, box = view.locator('section[id="1"] .ex-picture').bounding_box(), spot.bounding_box()
    assert picture and box
    assert box["x"] + box["width"] / 2 == pytest.approx(picture["x"] + 0.70 * picture["width"], abs=2)
    assert box["y"] + box["height"] / 2 == pytest.approx(picture["y"] + 0.55 * picture["height"], abs=2)
    assert min(box["width"], box["height"]) >= 44
    words = spot.locator("span")
    assert not words.is_visible()
    spot.focus()
    view.keyboard.press("Enter")
    assert words.is_visible() and view.url.endswith("#1")
    view.keyboard.press("Escape")
    assert not words.is_visible()


def test_points_are_complete_without_script(served: Hosting, scriptless: View) -> None:
    scriptless.goto(f"{served.root}{UNIT}/visit/")
    assert scriptless.locator('section[id="1"] .ex-spots li').all_inner_texts() == ["老信箱", "值日表"]
    scriptless.get_by_role("link", name="1，老信箱").click()
    assert scriptless.url.endswith("#1-1")
    assert scriptless.locator(".ex-station img:visible").count() >= 4
    assert "风从江边来" in scriptless.locator('section[id="4"]').inner_text()


def test_a_recording_plays_and_stops_the_other_one(served: Hosting, view: View) -> None:
    view.goto(f"{served.root}{UNIT}/visit/")
    assert view.locator("audio").count() == 2
    assert view.evaluate("document.querySelector('audio').preload") == "none"
    view.evaluate("document.querySelectorAll('audio').forEach(a => { a.muted = true; a.load(); })")
    view.evaluate("document.querySelectorAll('audio')[0].play()")
    view.wait_for_function("document.querySelectorAll('audio')[0].currentTime > 0")
    assert view.evaluate("document.querySelectorAll('audio')[0].duration") == pytest.approx(4, abs=0.1)
    view.evaluate("document.querySelectorAll('audio')[1].play()")
    view.wait_for_function("document.querySelectorAll('audio')[0].paused")


def test_a_strip_is_scrolled_with_the_keyboard(served: Hosting, view: View) -> None:
    view.goto(f"{served.root}{UNIT}/visit/#2")
    strip = view.get_by_role("region", name="全景")
    assert strip.evaluate("s => s.scrollWidth > 3 * s.clientWidth")
    strip.focus()
    for _ in range(5):
        view.keyboard.press("ArrowRight")
    view.wait_for_function("document.querySelector('.ex-pano > div').scrollLeft > 0")


needs_viewer = pytest.mark.skipif(
    read_package(NAME) is None,
    reason="the npm package of the panoramas is not here: install npm and run scripts/start.py test",
)


@pytest.fixture
def drawing(browser: Browser) -> Iterator[View]:
    """A page in a browser that computes WebGL without a processor for it."""
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    flags = [flag for flag in FLAGS if flag != "--disable-gpu"]
    other = browser.browser_type.launch(
        executable_path=installed,
        args=[*flags, "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    )
    yield from open_view(other)
    other.close()


@needs_viewer
def test_a_panorama_of_all_directions_is_turned_after_a_tap(served: Hosting, drawing: View) -> None:
    asked: list[str] = []
    drawing.on("request", lambda one: asked.append(one.url))
    drawing.goto(f"{served.root}{UNIT}/visit/#3")
    if not drawing.evaluate("!!document.createElement('canvas').getContext('webgl')"):
        pytest.skip("this browser has no WebGL")
    assert not any("panorama" in url for url in asked)
    drawing.get_by_role("button", name="转着看").click()
    drawing.wait_for_function("!!document.querySelector('.is-round canvas')")
    assert all(url.startswith(served.root) for url in asked)
    drawing.get_by_role("button", name="看平的").click()
    assert drawing.locator(".ex-sphere .ex-picture").is_visible()


def test_without_webgl_the_flat_picture_stays_and_nothing_is_offered(served: Hosting, view: View) -> None:
    view.add_init_script("HTMLCanvasElement.prototype.getContext = function () { return null; };")
    view.goto(f"{served.root}{UNIT}/visit/#3")
    assert view.locator("[data-sphere] button:visible").count() == 0
    view.wait_for_function("!!document.querySelector('section[id=\"3\"] img')")


def test_from_a_file_a_panorama_is_flat(visited: Path, view: View) -> None:
    view.goto((visited / UNIT / "visit/index.html").as_uri() + "#3")
    assert view.locator("[data-sphere] button").count() == 0 or view.locator("[data-sphere] button").is_hidden()
    view.wait_for_function("!!document.querySelector('section[id=\"3\"] img')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("large", ["", "#da"])
@pytest.mark.parametrize("path", [f"{UNIT}/visit/", "visits/"])
def test_nothing_bars_anybody(browser: Browser, served: Hosting, scheme: str, large: str, path: str) -> None:
    for view in open_view(browser, color_scheme=scheme):
        view.goto(f"{served.root}{path}{large}")
        if not large and "visit/" in path:
            view.locator(".ex-spot").first.click()
        found = Axe().run(view)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("large", ["", "#da"])
@pytest.mark.parametrize("path", [f"{UNIT}/visit/", "visits/"])
def test_nothing_is_wider_than_a_small_phone(browser: Browser, served: Hosting, large: str, path: str) -> None:
    for view in open_view(browser, viewport={"width": 320, "height": 640}):
        view.goto(f"{served.root}{path}{large}")
        assert view.evaluate("document.documentElement.scrollWidth") <= 320
        for number in range(view.locator(".ex-spot").count()):
            view.locator(".ex-spot").nth(number).focus()
            assert view.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_visit_is_light(visited: Path, built: Path) -> None:
    pages = [visited / UNIT / "visit/index.html", *built.glob("[0-9]*/visit/index.html")]
    assert len(pages) > 1
    assert {
        page.parent.parent.name: size
        for page in pages
        if (size := len(gzip.compress(page.read_bytes(), 6))) > MOST_BYTES
    } == {}


def test_on_paper_a_visit_has_its_words_and_pictures_and_no_buttons(served: Hosting, view: View) -> None:
    view.goto(f"{served.root}{UNIT}/visit/")
    view.emulate_media(media="print")
    assert "风从江边来" in view.locator("article").inner_text()
    for hidden in (".ex-turn", "audio", ".ex-plan", ".ex-walked"):
        assert not view.locator(hidden).first.is_visible()
    assert view.locator('section[id="1"] .ex-spot').first.is_visible()
