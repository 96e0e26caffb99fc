"""A list that has grown by a button has its length and the place in it again after Back: on search, on walls, on a stick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from conftest import hosting
from helpers import gallery_builds, sites

COUNT = 145
HITS = "#hits > li"
WINDOWS = ".ex-windows > li"


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gallery_builds.write_site(tmp_path_factory.mktemp("grown"), sites.exhibition(COUNT))


@pytest.fixture(scope="module", params=["http", "file"])
def root(request: pytest.FixtureRequest, laid: Path) -> Iterator[str]:
    if request.param == "file":
        yield laid.as_uri() + "/"
        return
    for host in hosting(laid, laid / "404.html"):
        yield host.root


@pytest.fixture(params=[{"width": 390, "height": 844}, {"width": 1440, "height": 900}], ids=["phone", "desktop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param)
    yield context.new_page()
    context.close()


def address(root: str, path: str) -> str:
    """The address of a page: without a server the file itself."""
    folder, _, rest = path.partition("?")
    return root + folder + ("index.html" if root.startswith("file:") else "") + (f"?{rest}" if rest else "")


def leave_and_come_back(page: Page, row: int, rows: str) -> tuple[float, float]:
    """Open the link of a row in the middle of the list and go back; return where the row stood and where it stands."""
    link = page.locator(rows).nth(row)
    link.evaluate("row => window.scrollTo(0, row.getBoundingClientRect().top + window.pageYOffset - 300)")
    # Where it stands when it is clicked: Playwright may scroll first.
    link.evaluate(
        "row => row.addEventListener('click', () => { sessionStorage.top = row.getBoundingClientRect().top })"
    )
    count = page.locator(rows).count()
    link.locator("a").click()
    page.wait_for_url(f"**/{'index.html' if page.url.startswith('file:') else ''}")
    page.wait_for_function("document.body.textContent.length < 20")
    page.go_back(wait_until="commit")
    expect(page.locator(rows)).to_have_count(count)
    page.wait_for_function("window.pageYOffset > 0")
    page.wait_for_timeout(200)
    before = float(page.evaluate("sessionStorage.top"))
    return before, page.locator(rows).nth(row).evaluate("row => row.getBoundingClientRect().top")


@pytest.mark.parametrize("question", ["search/?q=和平", "search/"])
def test_hits_keep_length_and_place(page: Page, root: str, question: str) -> None:
    page.goto(address(root, question))
    for shown in (40, 60):
        page.click("#more")
        expect(page.locator(HITS)).to_have_count(shown)
    before, after = leave_and_come_back(page, 52, HITS)
    assert abs(after - before) < 3
    page.click("#more")
    expect(page.locator(HITS)).to_have_count(80)


def test_what_was_asked_and_chosen_is_kept_too(page: Page, root: str) -> None:
    page.goto(address(root, "search/"))
    page.fill("#q", "村")
    expect(page.locator("#count")).to_contain_text("找到")
    if not page.locator("#choices").is_visible():
        page.click("#facets summary")
    page.locator("#choices input").first.check()
    page.click("#more")
    told = page.inner_text("#count")
    before, after = leave_and_come_back(page, 30, HITS)
    assert abs(after - before) < 3
    assert page.inner_text("#count") == told
    assert page.input_value("#q") == "村"
    assert page.locator("#choices").is_visible()


@pytest.mark.parametrize("root", ["http"], indirect=True)
def test_facets_that_come_late_do_not_move_the_place(page: Page, root: str) -> None:
    # As in engines that do not hold the place by themselves when something above it grows.
    page.add_init_script(
        "document.addEventListener('readystatechange', () => document.documentElement.style.overflowAnchor = 'none')"
    )
    page.goto(address(root, "search/"))
    if not page.locator("#choices").is_visible():
        page.click("#facets summary")
    expect(page.locator("#choices input").first).to_be_visible()
    page.click("#more")
    held: list[Route] = []
    page.route(re.compile(r"/search/\w+/v\w+\.js"), lambda route: held.append(route))
    before, after = leave_and_come_back(page, 30, HITS)
    assert held and not page.locator("#choices input").count()
    assert abs(after - before) < 3
    for route in held:
        route.continue_()
    expect(page.locator("#choices input").first).to_be_attached()
    page.wait_for_timeout(200)
    assert abs(page.locator(HITS).nth(30).evaluate("row => row.getBoundingClientRect().top") - before) < 3


def test_a_new_question_begins_at_its_own_length(page: Page, root: str) -> None:
    page.goto(address(root, "search/?q=和平"))
    page.click("#more")
    page.fill("#q", "和平一村")
    expect(page.locator(HITS)).to_have_count(20)


def test_a_wall_keeps_its_windows_and_the_place(page: Page, root: str) -> None:
    page.goto(address(root, "walls/"))
    page.click("[data-more]")
    expect(page.locator(WINDOWS)).to_have_count(120)
    before, after = leave_and_come_back(page, 100, WINDOWS)
    assert abs(after - before) < 3
    page.click("[data-more]")
    expect(page.locator(WINDOWS)).to_have_count(COUNT)
