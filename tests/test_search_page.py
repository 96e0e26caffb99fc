"""The search page of the shipped exhibition: typing, facets with true counts, shared addresses, no script, a USB stick."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import Hosting
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition, Placed
from exhibition.pages.cards import STARS
from exhibition.types import CONTENT_TYPES, Unit, UnitIndex

HOME = Path(__file__).resolve().parents[1]
ADDRESS = "共和十一村64号"


@pytest.fixture(scope="module")
def exhibition() -> Exhibition:
    return load_exhibition(HOME).exhibition


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, at_sub_path: Hosting) -> Page:
    page = context.new_page()
    page.goto(f"{at_sub_path.root}search/")
    expect(page.locator("#count")).to_contain_text("共")
    return page


def names(page: Page) -> list[str]:
    return page.locator("#hits .ex-told b").all_inner_texts()


def test_typing_finds_and_stands_in_the_address(page: Page) -> None:
    page.fill("#q", ADDRESS)
    expect(page.locator("#count")).to_have_text("找到 1 个")
    assert names(page) == ["64号楼"]
    page.wait_for_url("**/search/?q=*")
    page.locator("#hits a").click()
    page.wait_for_url("**/10001/")
    page.go_back()
    expect(page.locator("#q")).to_have_value(ADDRESS)
    expect(page.locator("#count")).to_have_text("找到 1 个")


def test_counts_are_true(page: Page, exhibition: Exhibition) -> None:
    page.click("#facets summary")
    expect(page.locator("#choices label").first).to_be_visible()
    told = {
        label.locator("span").inner_text(): label.locator("b").inner_text()
        for label in page.locator("#choices label").all()
    }
    true, invented = (count_values(exhibition, example=example) for example in (False, True))
    assert {name: told[name] for name in true} == {name: str(count) for name, count in true.items()}
    # Examples count in no number; a value that only they have says so.
    assert {told[name] for name in invented.keys() - true.keys()} == {"示例"}


def count_values(exhibition: Exhibition, *, example: bool) -> Counter[str]:
    """Return how many published entries each street, theme and number of stars has; routes lead through several streets."""
    found: Counter[str] = Counter()
    for entry in exhibition.published(Entry):
        if entry.example is example:
            found.update({entry.street} if isinstance(entry, Placed) else ())
            found.update({*entry.themes, STARS[entry.stars]} if isinstance(entry, Unit) else ())
            for facet in CONTENT_TYPES.get_type_of(entry).facets:
                found.update({*facet.of(entry, exhibition)} if facet.vocabulary == "streets" else ())
    return found


def test_folded_facets_are_counted_when_they_are_opened(page: Page, browser: Browser, at_root: Hosting) -> None:
    """To count thousands of entries for every facet keeps a phone busy; most visitors only ask."""
    boxes = page.locator("#choices input")
    assert boxes.count() == 0
    page.click("#facets summary")
    expect(page.locator("#choices label").first).to_be_visible()
    assert boxes.count() > 5
    page.click("#facets summary")
    page.fill("#q", ADDRESS)
    expect(page.locator("#count")).to_have_text("找到 1 个")
    assert boxes.count() == 0
    page.locator("#facets summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#choices label").first).to_be_visible()
    assert {label.inner_text() for label in page.locator("#choices label b").all()} == {"1"}
    wide = browser.new_context(viewport={"width": 1280, "height": 800})
    desktop = wide.new_page()
    desktop.goto(f"{at_root.root}search/")
    expect(desktop.locator("#choices label").first).to_be_visible()
    wide.close()


def test_a_slow_phone_reads_no_entry_before_it_is_found(context: BrowserContext, at_root: Hosting) -> None:
    page = context.new_page()
    page.goto(f"{at_root.root}search/?q={ADDRESS}")
    expect(page.locator("#count")).to_have_text("找到 1 个")
    every, read = page.evaluate("[exhibit.hall.numbers.length, Object.keys(exhibit.hall.entries).length]")
    assert 0 < read < every
    page.goto(f"{at_root.root}search/")
    expect(page.locator("#count")).to_contain_text("共")
    assert page.locator("#hits > li").count() == 20


def test_facets_combine_and_may_be_shared(page: Page, exhibition: Exhibition) -> None:
    unit = next(unit for unit in exhibition.published(Unit) if len(unit.themes) > 1)
    page.click("#facets summary")
    for name in (unit.street, unit.themes[0]):
        page.locator("#choices label", has=page.get_by_text(name, exact=True)).locator("input").check()
    truth = [other for other in exhibition.derive(UnitIndex).by_street[unit.street] if unit.themes[0] in other.themes]
    expect(page.locator("#count")).to_have_text(f"共 {len(truth)} 个符合所选")
    page.reload()
    expect(page.locator("#count")).to_have_text(f"共 {len(truth)} 个符合所选")
    page.locator("#chips button").first.click()
    expect(page.locator("#chips button")).to_have_count(1)
    page.go_back()
    expect(page.locator("#chips button")).to_have_count(2)


def test_the_line_that_matched_is_shown_and_marked(page: Page) -> None:
    page.fill("#q", "一共开了七次")
    expect(page.locator("#hits .ex-line mark").first).to_have_text("一共开了七次")


def test_pictures_and_taglines_come(page: Page) -> None:
    page.fill("#q", ADDRESS)
    expect(page.locator("#count")).to_have_text("找到 1 个")
    expect(page.locator("#hits .ex-line")).to_contain_text("电梯")
    page.wait_for_function("document.querySelector('#hits img').naturalWidth > 0")


def test_nothing_found_offers_a_way_on(page: Page) -> None:
    page.fill("#q", "鑫淼焱垚")
    expect(page.locator("#lost")).to_be_visible()
    page.click("#clear")
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#q")).to_be_focused()


def test_keyboard_alone_reaches_a_hit(page: Page) -> None:
    page.focus("#q")
    page.keyboard.type("64")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("找到")
    page.locator("#hits a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/100\d\d/$"))


def test_letters_find_by_sound(page: Page) -> None:
    page.fill("#q", "gonghe11cun64hao")
    expect(page.locator("#count")).to_have_text("找到 1 个（按拼音）")


def test_a_copy_on_a_stick_searches(context: BrowserContext, built: Path) -> None:
    page = context.new_page()
    page.goto(f"{(built / 'search' / 'index.html').as_uri()}?q=gonghe")
    expect(page.locator("#hits a")).to_have_attribute("href", (built / "10001" / "index.html").as_uri())


def test_without_script_every_way_in_is_a_link(browser: Browser, at_root: Hosting, exhibition: Exhibition) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at_root.root}search/")
    links = page.locator("#browse a.ex-tag")
    told = {link.get_attribute("href") for link in links.all() if link.is_visible()}
    assert {f"../streets/{term.slug}/" for term in exhibition.vocabularies.streets} <= told
    assert {f"../themes/{term.slug}/" for term in exhibition.vocabularies.themes} <= told
    assert {"../units/", "../clusters/", "../walls/", "../stars/5/"} <= told
    assert page.locator("#found").is_hidden()
    context.close()


def test_a_catalogue_that_does_not_come_leaves_the_links(context: BrowserContext, at_root: Hosting) -> None:
    page = context.new_page()
    page.route("**/catalogue.js*", lambda route: route.abort())
    page.goto(f"{at_root.root}search/?q=电梯")
    expect(page.locator("#broken")).to_be_visible()
    expect(page.locator("#browse")).to_be_visible()


def test_nobody_else_is_asked(context: BrowserContext, at_root: Hosting) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{at_root.root}search/?q=dianti")
    expect(page.locator("#count")).to_contain_text("找到")
    assert all(url.startswith((at_root.root, "data:")) for url in asked)


def test_stars_are_called_the_same_everywhere(page: Page) -> None:
    told = page.evaluate("exhibit.facet('stars').values.map(value => exhibit.facet('stars').names[value[0]].name)")
    assert told == [STARS[stars] for stars in (5, 4, 3, 2, 1, 0, None)]
    shown = page.evaluate(
        """Promise.all(exhibit.hall.numbers.map(exhibit.entry).map(e => new Promise(
        done => exhibit.face(e, () => done([e.lit, e.words, e.listed])))))"""
    )
    words = {stars: STARS[stars] for stars in (5, 4, 3, 2, 1)}
    assert any(listed for *_, listed in shown)
    assert any(not listed for *_, listed in shown)
    for lit, called, listed in shown:
        assert (lit is None, called == "") == (not listed, not listed)
        assert not lit or called == words[lit]


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_sticks_out(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.fill("#q", "电梯")
    expect(page.locator("#count")).to_contain_text("找到")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """Array.from(document.querySelectorAll('.ex-ask input, .ex-ask button, #choices label, #hits a, #more'))
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    )
    assert small == []
