"""Pages as a browser of the baseline lays them out: windows keep their shape, buttons keep apart, nothing jumps."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, Route

from conftest import Hosting
from old_engine import make_old
from photographed import KINDS
from test_visiting import PHONE, visiting

DESKTOP = {"width": 1440, "height": 900}
LATE_S = 0.1
"""Each picture comes so much later than its page."""
MOST_SHIFT = 0.02
SHIFTS = """
window.shift = 0;
new PerformanceObserver(function (list) {
  list.getEntries().forEach(function (entry) { if (!entry.hadRecentInput) window.shift += entry.value; });
}).observe({ type: 'layout-shift', buffered: true });
"""


def late(route: Route) -> None:
    time.sleep(LATE_S)
    route.continue_()


def scroll_through(page: Page) -> None:
    """Bring every picture near once, as who reads to the end does."""
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


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("engine", ["new", "old"])
def test_nothing_jumps_or_touches_while_pictures_come(
    kind: str, engine: str, browser: Browser, with_photos: Hosting
) -> None:
    with visiting(browser) as page:
        page.add_init_script(SHIFTS)
        if engine == "old":
            make_old(page)
        page.route("**/*.{svg,avif,jpg,png}", late)
        page.goto(with_photos.root + KINDS[kind])
        scroll_through(page)
        assert page.evaluate("window.shift") <= MOST_SHIFT
        for dress in ("", "da"):
            page.evaluate("name => document.documentElement.classList.add('js', name || 'js')", dress)
            assert page.evaluate(TOUCHING) == []
            assert page.evaluate(WIDTH) == PHONE["width"], dress


def boxes(page: Page, selector: str) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of all that is shown of `selector`, px."""
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
@pytest.mark.parametrize("engine", ["new", "old"])
def test_windows_keep_their_shape(where: tuple[str, int], engine: str, browser: Browser, with_photos: Hosting) -> None:
    selector, ratio = SHAPES[where]
    with visiting(browser, viewport=PHONE if where[1] == 390 else DESKTOP) as page:
        if engine == "old":
            make_old(page)
        page.goto(with_photos.root + KINDS[where[0]])
        scroll_through(page)
        found = boxes(page, selector)
    assert len(found) >= 1
    for _, _, width, height in found:
        assert width > 60
        assert width / height == pytest.approx(ratio, rel=0.04)


@pytest.mark.parametrize("engine", ["new", "old"])
def test_pictures_keep_theirs_before_they_have_come(engine: str, browser: Browser, with_photos: Hosting) -> None:
    with visiting(browser) as page:
        if engine == "old":
            make_old(page)
        page.route("**/*.{avif,jpg}", lambda route: route.abort())
        page.goto(with_photos.root + KINDS["unit"])
        shapes = page.evaluate(
            "[...document.querySelectorAll('.ex-picture')].map(e => [getComputedStyle(e).getPropertyValue('--r').split('/'), e.getBoundingClientRect()])"
            ".map(([r, b]) => [r[0] / r[1], b.width, b.height])"
        )
    assert len(shapes) == 7
    for ratio, width, height in shapes:
        assert width / height == pytest.approx(ratio, rel=0.01)
