"""In a real browser: a wall lights its other windows from the search's catalogue, and without script leads to the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from exhibition.pages.context import PageContext
from exhibition.pages.index_pages import build_facet_pages
from exhibition.search import build_search
from helpers import sites
from helpers.gallery_builds import render

COUNT = 145
SHOWN = sites.exhibition(COUNT)


@pytest.fixture(scope="module")
def hung(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of nothing but galleries and the search's files."""
    place = tmp_path_factory.mktemp("hung")
    assets = build_search(SHOWN, {})
    artifacts = [*assets.artifacts, *(sheet.artifact for sheet in build_facet_pages(PageContext(SHOWN, {}, assets)))]
    return render(place, artifacts)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def ids(page: Page) -> list[str]:
    links = page.eval_on_selector_all(".ex-windows a", "links => links.map(a => a.getAttribute('href'))")
    return [link.removesuffix("index.html").strip("./")[-5:] for link in links]


@pytest.mark.parametrize("page", [True], indirect=True)
def test_pressing_on_lights_every_window_once_in_walking_order(page: Page, hung: Path) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto((hung / "walls" / "index.html").as_uri())
    button = page.locator("[data-more]")
    assert button.inner_text() == "再点亮60扇"
    for lit in (120, COUNT):
        button.click()
        page.wait_for_function(f"document.querySelectorAll('.ex-windows a').length === {lit}")
    assert ids(page) == [unit.id for unit in sites.make_unit_index(SHOWN).unit_index.units]
    assert not button.is_visible()
    assert page.locator(".ex-light p").inner_text() == f"亮了{COUNT}扇，共{COUNT}扇。"
    assert not failures


@pytest.mark.parametrize("page", [False], indirect=True)
def test_without_script_the_button_is_a_link_to_the_list(page: Page, hung: Path) -> None:
    page.goto((hung / "walls" / "index.html").as_uri())
    link = page.get_by_text("还有85扇窗，看名单")
    assert link.get_attribute("href") == "../units/"
    assert len(ids(page)) == 60


@pytest.mark.parametrize("width", [320, 390, 800, 1440])
@pytest.mark.parametrize("page", [True], indirect=True)
def test_the_last_floor_is_whole_at_every_width(page: Page, hung: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(
        (hung / "walls" / "streets" / sites.make_empty().vocabularies.streets.terms[0].slug / "index.html").as_uri()
    )
    shown = page.eval_on_selector_all(
        ".ex-windows > li", "items => items.filter(i => i.offsetWidth).map(i => Math.round(i.offsetTop))"
    )
    floors = {top: shown.count(top) for top in shown}
    assert len(set(floors.values())) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
