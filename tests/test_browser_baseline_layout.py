"""Layout in a browser of the baseline: windows keep their shape, buttons keep apart, nothing shifts."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, Page

from conftest import Hosting, Recorder, hosting
from helpers.baseline_browser import emulate_baseline
from helpers.photo_site import PAGES
from test_site_visitors import PHONE, visiting

DESKTOP = {"width": 1440, "height": 900}
LATE_S = 0.1
"""Delay of each picture after its page."""
MOST_SHIFT = 0.02
SHIFTS = """
window.shift = 0;
new PerformanceObserver(function (list) {
  list.getEntries().forEach(function (entry) { if (!entry.hadRecentInput) window.shift += entry.value; });
}).observe({ type: 'layout-shift', buffered: true });
"""


class Late(Recorder):
    """A server that sends pictures late, without caching."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        if self.path.endswith((".svg", ".avif", ".jpg", ".png")):
            time.sleep(LATE_S)
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@pytest.fixture(scope="module")
def late(photographed: Path) -> Iterator[Hosting]:
    """The small exhibition with real photographs on a slow server."""
    yield from hosting(photographed, photographed / "404.html", Late)


@pytest.fixture(scope="module", params=["new", "old"])
def engine(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """One page of a browser for all tests; as an old engine it gets only the styles that such a one supports."""
    with visiting(browser) as page:
        page.add_init_script(SHIFTS)
        if request.param == "old":
            emulate_baseline(page)
        yield page


def scroll_through(page: Page) -> None:
    """Scroll to every picture once, as a visitor does who reads to the end."""
    height = page.evaluate("document.body.scrollHeight")
    for top in range(0, height, 800):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(30)
    page.wait_for_timeout(2000 * LATE_S)
    page.evaluate("scrollTo(0, 0)")


TOUCHING = """() => {
  const shown = [...document.querySelectorAll('.ex-button, .ex-tag, .ex-pager a, form input')].filter(e => e.offsetWidth);
  const wrong = [];
  shown.forEach((a, i) => shown.slice(i + 1).forEach(b => {
    if (a.contains(b) || b.contains(a)) return;
    const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
    const x = Math.max(p.left, q.left) - Math.min(p.right, q.right), y = Math.max(p.top, q.top) - Math.min(p.bottom, q.bottom);
    if (x < 4 && y < 4) wrong.push([a.textContent.trim(), b.textContent.trim(), x, y]);
  }));
  return wrong;
}"""
"""Pairs of controls that are nearer than 4 px."""
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_jumps_or_touches_while_pictures_come(kind: str, engine: Page, late: Hosting) -> None:
    engine.set_viewport_size(PHONE)  # type: ignore[arg-type]
    engine.goto(late.root + PAGES[kind])
    scroll_through(engine)
    assert engine.evaluate("window.shift") <= MOST_SHIFT
    for dress in ("", "da"):
        engine.evaluate("name => document.documentElement.classList.add('js', name || 'js')", dress)
        assert engine.evaluate(TOUCHING) == []
        assert engine.evaluate(WIDTH) == PHONE["width"], dress


def boxes(page: Page, selector: str) -> list[tuple[float, float, float, float]]:
    """Return left, top, width and height of every visible match of `selector`, px."""
    found = page.evaluate(
        "s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect()).map(b => [b.x, b.y, b.width, b.height])",
        selector,
    )
    return [tuple(box) for box in found if box[2]]


SHAPES = {
    ("street wall", 390): (".ex-sash", 5 / 6),
    ("street wall", 1440): (".ex-sash", 1),
    ("units", 390): (".ex-strip .ex-sash", 1),
    ("themes", 390): (".ex-cover", 4 / 3),
    ("cluster", 390): (".ex-pane", 4 / 3),
    ("search", 390): (".ex-glass", 4 / 5),
}
"""Windows and the ratio of their width to their height."""


@pytest.mark.parametrize("where", SHAPES, ids=str)
def test_windows_keep_their_shape(where: tuple[str, int], engine: Page, with_photos: Hosting) -> None:
    selector, ratio = SHAPES[where]
    engine.set_viewport_size(PHONE if where[1] == 390 else DESKTOP)  # type: ignore[arg-type]
    engine.goto(with_photos.root + PAGES[where[0]])
    scroll_through(engine)
    found = boxes(engine, selector)
    assert len(found) >= 1
    for _, _, width, height in found:
        assert width > 60
        assert width / height == pytest.approx(ratio, rel=0.04)


def test_pictures_keep_theirs_before_they_have_come(engine: Page, with_photos: Hosting) -> None:
    engine.set_viewport_size(PHONE)  # type: ignore[arg-type]
    engine.route("**/*.{avif,jpg}", lambda route: route.abort())
    engine.goto(with_photos.root + PAGES["unit"])
    shapes = engine.evaluate(
        "[...document.querySelectorAll('.ex-picture')].map(e => [getComputedStyle(e).getPropertyValue('--r').split('/'), e.getBoundingClientRect()])"
        ".map(([r, b]) => [r[0] / r[1], b.width, b.height])"
    )
    engine.unroute("**/*.{avif,jpg}")
    assert len(shapes) == 7
    for ratio, width, height in shapes:
        assert width / height == pytest.approx(ratio, rel=0.01)
