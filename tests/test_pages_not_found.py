"""The lost page leads to the page itself or the nearest ones, under any sub-path, and puts what was asked into the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Hosting

CERTAIN = "您要找的是不是："
PERHAPS = "也许您要找的是："


@pytest.fixture(params=["at_root", "at_sub_path"])
def host(request: pytest.FixtureRequest) -> Hosting:
    hosting: Hosting = request.getfixturevalue(request.param)
    return hosting


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


@pytest.mark.parametrize(
    ("wrong", "asked"),
    [("1006x/", "1006"), ("10001/photo/", ""), ("streets/nowhere/", ""), ("%E5%88%9D%E5%BF%83%E6%A5%BC/", "初心楼")],
)
def test_a_mistyped_address_leads_home_and_into_the_search(page: Page, host: Hosting, wrong: str, asked: str) -> None:
    page.goto(host.root + wrong)
    page.wait_for_function("root => document.querySelector('.is-home').href === root", arg=host.root)
    assert page.evaluate("document.querySelector('form').action") == f"{host.root}search/"
    assert page.locator("#q").input_value() == asked


@pytest.mark.parametrize(
    ("wrong", "right"),
    {
        "units/10009/": "10009/",
        "10009.html": "10009/",
        "10009/index": "10009/",
        "10009/index.htm": "10009/",
        "clusters/10007": "10007/",
        "clusters/10007/": "10007/",
        "１０００９/": "10009/",
        "１０００９": "10009/",
        "10009。": "10009/",
        "10009，扫这里": "10009/",
        "//10009//x": "10009/",
        "10009/photo/": "10009/",
        "初心楼/": "10002/",
        "chuxinlou/": "10002/",
        "units/初心楼": "10002/",
        "高境镇": "streets/gaojing/",
        "gaojing/": "streets/gaojing/",
        "themes/加装电梯/": "themes/lift/",
        "Streets/": "streets/",
        "walls.html": "walls/",
    }.items(),
)
def test_what_is_certain_is_the_one_link(page: Page, host: Hosting, wrong: str, right: str) -> None:
    page.goto(host.root + wrong)
    expect(page.locator("#meant p")).to_have_text(CERTAIN)
    assert page.eval_on_selector_all("#meant a", "links => links.map(a => a.href)") == [host.root + right]
    page.locator("#meant a").click()
    page.wait_for_url(host.root + right)
    assert page.locator("#meant").count() == 0


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("10090/", "10009/"),
        ("10900", "10009/"),
        ("01009/", "10009/"),
        ("1009/", "10009/"),
        ("100009/", "10009/"),
        ("10089/", "10009/"),
        ("1000９９", "10009/"),
        ("streets/gaojin/", "streets/gaojing/"),
        ("serach/", "search/"),
        ("temes/", "themes/"),
        ("初星楼/", "10002/"),
    ],
)
def test_what_is_near_is_among_the_links(page: Page, host: Hosting, wrong: str, right: str) -> None:
    page.goto(host.root + wrong)
    expect(page.locator("#meant a").first).to_be_visible()
    links = page.eval_on_selector_all("#meant a", "links => links.map(a => a.href)")
    assert host.root + right in links
    assert len(links) <= 6
    assert page.inner_text("#meant p") in (CERTAIN, PERHAPS)


def test_an_address_that_was_taken_down_is_known_by_its_number_alone(page: Page, host: Hosting, built: Path) -> None:
    page.goto(f"{host.root}search/")
    page.wait_for_function("window.exhibit && exhibit.hall")
    gone: list[str] = page.evaluate("Object.keys(exhibit.hall.gone)")
    assert gone
    for id in gone:
        assert (built / id / "index.html").exists()
        page.goto(f"{host.root}units/{id}/")
        expect(page.locator("#meant a")).to_have_text(f"编号{id}")
        assert page.locator("#meant a").evaluate("a => a.href") == f"{host.root}{id}/"


@pytest.mark.parametrize("wrong", ["99999/", "wp-admin/", "%B9%B2", "a%22onx=1%3Cb%3E/", "x" * 300])
def test_what_is_like_nothing_is_not_guessed(page: Page, host: Hosting, wrong: str) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(host.root + wrong)
    page.wait_for_function("window.exhibit && exhibit.hall")
    page.wait_for_timeout(100)
    assert page.locator("#meant a").count() == 0
    assert page.locator(".is-home").is_visible()
    assert failures == []


def test_it_never_leads_away_by_itself(page: Page, host: Hosting) -> None:
    page.goto(f"{host.root}10009.html")
    expect(page.locator("#meant a")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.url == f"{host.root}10009.html"


def test_without_script_there_is_search_and_home(browser: Browser, at_root: Hosting) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at_root.root}units/10009/")
    assert page.locator("#meant").is_hidden()
    page.fill("#q", "10009")
    page.press("#q", "Enter")
    page.wait_for_url("**/search/?q=10009")
    page.goto(f"{at_root.root}units/10009/")
    page.click(".is-home")
    page.wait_for_url(at_root.root)
    context.close()


def test_a_number_whose_page_is_there_needs_nothing_of_the_catalogue(page: Page, host: Hosting) -> None:
    asked: list[str] = []
    listen = asked.append
    page.on("request", lambda request: listen(request.url))
    page.goto(f"{host.root}units/10009/")
    expect(page.locator("#meant a")).to_have_text("打开编号 10009 的那一页")
    assert not [url for url in asked if "/assets/search" in url or "catalogue" in url]


def test_without_script_every_street_is_linked(browser: Browser, at_root: Hosting, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at_root.root}10090/")
    links: list[str] = page.eval_on_selector_all(".ex-places-row a", "all => all.map(a => a.href)")
    assert len(links) == 12
    for link in links:
        assert (built / link.removeprefix(at_root.root) / "index.html").exists()
    context.close()
