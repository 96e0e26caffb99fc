"""The search page does not jump while it fills: layout shift on a slow line, with hits, without, with filters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from conftest import Hosting

LIMIT = 0.02
SLOW = {"offline": False, "latency": 60, "downloadThroughput": 100_000, "uploadThroughput": 100_000}
"""A slow line: 0.8 Mbit/s."""
WATCH = """
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(shift => {
  if (!shift.hadRecentInput) shifts.push([shift.value, shift.sources.map(s => s.node && s.node.outerHTML.slice(0, 90))]);
})).observe({ type: 'layout-shift', buffered: true });
"""
FULL = "document.getElementById('found') && !document.getElementById('found').hasAttribute('aria-busy')"
QUESTIONS = {
    "everything": "",
    "hits": "?q=电梯",
    "one": "?q=共和十一村64号",
    "words of a facet": "?q=五星",
    "parts only": "?q=高境 五星",
    "none": "?q=鑫淼焱垚",
    "sounds": "?q=gonghe",
    "filters": "?street=example&theme=lift,garden&stars=5,4,3",
    "filters and none": "?q=电梯&stars=1",
}


@pytest.mark.parametrize(
    ("size", "large", "every"),
    [((390, 844), False, 1), ((1440, 900), False, 2), ((390, 844), True, 4)],
    ids=["phone", "desktop", "phone with large type"],
)
def test_nothing_jumps(browser: Browser, at_root: Hosting, size: tuple[int, int], large: bool, every: int) -> None:
    found = {}
    for name, question in list(QUESTIONS.items())[::every]:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.add_init_script(WATCH)
        if large:
            context.add_init_script("localStorage.da = 1")
        page = context.new_page()
        link = context.new_cdp_session(page)
        link.send("Network.enable")
        link.send("Network.emulateNetworkConditions", SLOW)
        page.goto(f"{at_root.root}search/{question}", wait_until="commit")
        page.wait_for_function(FULL)
        page.wait_for_load_state("networkidle")
        found[name] = page.evaluate("shifts")
        context.close()
    jumps = {name: shifts for name, shifts in found.items() if sum(value for value, _ in shifts) > LIMIT}
    assert jumps == {}


def test_what_is_typed_moves_nothing_that_stays(browser: Browser, at_root: Hosting) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH.replace("!shift.hadRecentInput", "true"))
    page.goto(f"{at_root.root}search/?q=电梯")
    page.wait_for_function(FULL)
    page.wait_for_load_state("networkidle")
    before = page.evaluate("shifts.length")
    for question in ("五星", "鑫淼焱垚", "楼"):
        page.evaluate("question => { q.value = question; q.dispatchEvent(new Event('input')); }", question)
        page.wait_for_function("question => location.search === '?q=' + encodeURIComponent(question)", arg=question)
        page.wait_for_function(FULL)
        page.wait_for_load_state("networkidle")
    assert sum(value for value, _ in page.evaluate("shifts")[before:]) <= LIMIT
    page.close()
