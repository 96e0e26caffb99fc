"""An open page meets a newer publication or a dead line: it says so, and never that nothing was found."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from conftest import Hosting, hosting
from helpers import gallery_builds, sites

WRITTEN = 1_700_000_000
"""When every file of both editions was written: the server says of the old page that nothing has changed, as servers and
caches do that look at seconds only. No reload may trust that answer."""
RENEWED = "网页更新了，请刷新。"
LATER = "还有资料没有取到，过一会儿再刷新试试。"
DEAD = "网络好像断了。连上以后再试一次。"
LIFT = "楼里的人谈了一年，终于装上了观光梯。"
LATER_SAID = "屋顶还种了蓝雪花。"
NEW = "新来的邻居在天台养蜜蜂。"
OLDER = "展厅刚更新过，刷新一下能找到新的。"
OTHER_CLIENT = "abcdef"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same site published twice, with other contents."""
    place = tmp_path_factory.mktemp("editions")
    told = sites.unit(200, tagline=LIFT)
    first, second = (
        gallery_builds.write_site(place / name, sites.exhibition(count, told))
        for name, count in (("first", 145), ("second", 146))
    )
    rename_client(second)
    for site in (first, second):
        keep_time(site)
    return first, second


@pytest.fixture(scope="module")
def later_editions(editions: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The first edition, and what the same program publishes later: a unit more, one that is gone, one that tells more."""
    place = tmp_path_factory.mktemp("later")
    told = sites.unit(200, tagline=f"{LIFT}{LATER_SAID}"), sites.unit(300, tagline=NEW)
    site = gallery_builds.write_site(place / "later", sites.exhibition(144, *told))
    keep_time(site)
    return editions[0], site


def keep_time(site: Path) -> None:
    """Set the time of every file to the one of all editions."""
    for path in site.rglob("*"):
        os.utime(path, (WRITTEN, WRITTEN))


def rename_client(site: Path) -> None:
    """Make a site look as if another version of the program had written it: its data stand elsewhere."""
    (folder,) = (path for path in (site / "assets" / "search").iterdir() if path.is_dir())
    names = {folder.name: OTHER_CLIENT}
    for path in (site / "assets" / "search").glob("*-*.js"):
        names[path.stem] = path.stem.replace(path.stem[-4:], "0000")
    for path in (site / "assets" / "search").iterdir():
        path.rename(path.with_name(names[path.stem] + path.suffix))
    for path in (*site.rglob("*.html"), *site.rglob("*.js")):
        text = path.read_text("utf-8")
        for before, after in names.items():
            text = text.replace(before, after)
        path.write_text(text, "utf-8")


@pytest.fixture
def published(editions: tuple[Path, Path], tmp_path: Path) -> Iterator[Hosting]:
    shutil.copytree(editions[0], tmp_path / "site")
    yield from hosting(tmp_path / "site", editions[0] / "404.html")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


def publish_anew(tmp_path: Path, edition: Path) -> None:
    """Put a new edition in the place of the one that is served: hashed files of the old one are gone."""
    shutil.rmtree(tmp_path / "site")
    shutil.copytree(edition, tmp_path / "site")


def opened(context: BrowserContext, root: str) -> Page:
    page = context.new_page()
    page.goto(f"{root}search/")
    expect(page.locator("#count")).to_contain_text("共")
    return page


QUESTIONS = {
    "shards": "观光梯",
    "sounds": "hepingyicun",
    "characters that sound alike": "禾平一村",
    "traditional characters": "觀光梯",
    "one character": "梯",
    "nothing": "鑫淼焱垚",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_an_open_page_says_that_it_is_old_and_a_reload_answers(
    context: BrowserContext, published: Hosting, editions: tuple[Path, Path], tmp_path: Path, question: str
) -> None:
    page = opened(context, published.root)
    publish_anew(tmp_path, editions[1])
    page.fill("#q", question)
    expect(page.locator("#broken")).to_contain_text(RENEWED)
    assert page.locator("#lost").is_hidden()
    assert "没有找到" not in page.locator("main").inner_text()
    # The page remembers a question once it has been typed for a moment.
    page.wait_for_timeout(700)
    with page.expect_event("load"):
        page.click("#broken button")
    expect(page.locator("#q")).to_have_value(question)
    expect(page.locator("#count")).to_contain_text("没有找到" if question == "鑫淼焱垚" else "找到")
    assert page.locator("#broken").is_hidden()


def test_an_open_page_finds_what_is_published_later(
    context: BrowserContext, published: Hosting, later_editions: tuple[Path, Path], tmp_path: Path
) -> None:
    page = opened(context, published.root)
    publish_anew(tmp_path, later_editions[1])
    for question in ("蓝雪花", "观光梯"):
        page.fill("#q", question)
        expect(page.locator("#count")).to_have_text("找到 1 个")
        assert page.locator("#hits a").first.get_attribute("href") == f"{published.root}20200/"
        expect(page.locator("#hits .ex-line")).to_contain_text(question)
    assert page.locator("#broken").is_hidden()


def test_an_open_page_says_that_there_is_more_and_a_reload_finds_it(
    context: BrowserContext, published: Hosting, later_editions: tuple[Path, Path], tmp_path: Path
) -> None:
    page = opened(context, published.root)
    # Two publications go over it.
    publish_anew(tmp_path, later_editions[0])
    publish_anew(tmp_path, later_editions[1])
    page.fill("#q", "养蜜蜂")
    expect(page.locator("#broken")).to_contain_text(OLDER)
    assert "没有找到" not in page.locator("main").inner_text()
    page.wait_for_timeout(700)
    with page.expect_event("load"):
        page.click("#broken button")
    expect(page.locator("#count")).to_have_text("找到 1 个")
    assert page.locator("#hits a").first.get_attribute("href") == f"{published.root}20300/"
    assert page.locator("#broken").is_hidden()


def test_no_page_changes_when_the_index_does(later_editions: tuple[Path, Path]) -> None:
    first, later = later_editions
    for name in ("404.html", "search/index.html"):
        texts = [re.sub("[0-9]+ ?个|<b>[0-9]+</b>", "", (site / name).read_text("utf-8")) for site in (first, later)]
        assert texts[0] == texts[1]
    names = [{path.name for path in (site / "assets" / "search").iterdir()} for site in later_editions]
    assert names[0] == names[1]


def test_what_names_hold_is_then_not_said_to_be_nowhere(
    context: BrowserContext, published: Hosting, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    page = opened(context, published.root)
    publish_anew(tmp_path, editions[1])
    page.fill("#q", "和平一村 3号楼")
    expect(page.locator("#broken")).to_contain_text(RENEWED)
    assert "没有找到" not in page.locator("main").inner_text()
    page.click("#broken button")
    expect(page.locator("#count")).to_contain_text("找到")
    assert page.locator("#hits a").first.get_attribute("href") == f"{published.root}20003/"


def test_a_dead_line_is_told_apart_and_tried_again(context: BrowserContext, published: Hosting) -> None:
    page = opened(context, published.root)
    context.set_offline(True)
    page.fill("#q", "观光梯")
    expect(page.locator("#broken")).to_contain_text(DEAD)
    assert "没有找到" not in page.locator("main").inner_text()
    context.set_offline(False)
    page.click("#broken button")
    expect(page.locator("#count")).to_have_text("找到 1 个")
    assert page.locator("#broken").is_hidden()


def test_an_old_page_whose_catalogue_is_gone_says_so_and_keeps_the_links(
    context: BrowserContext, published: Hosting, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    """Some engines keep a page for days and ask for its files anew; a cache between may give it at new addresses too."""
    old = (editions[0] / "search" / "index.html").read_text("utf-8")
    publish_anew(tmp_path, editions[1])
    page = context.new_page()
    page.route("**/search/?q=*", lambda route: route.fulfill(body=old, content_type="text/html"))
    page.goto(f"{published.root}search/?q=观光梯")
    expect(page.locator("#broken")).to_contain_text(RENEWED)
    expect(page.locator("#browse")).to_be_visible()
    assert "没有找到" not in page.locator("main").inner_text()
    for _ in range(2):
        with page.expect_event("load"):
            page.click("#broken button")
        expect(page.locator("#broken")).to_contain_text(LATER)
    page.unroute("**/search/?q=*")
    page.route("**/search/?q=*", lambda route: route.continue_() if "&t=" in route.request.url else route.abort())
    with page.expect_event("load"):
        page.click("#broken button")
    expect(page.locator("#count")).to_have_text("找到 1 个")
    assert page.url.count("t=") == 1


def test_another_publication_later_is_called_one_again(
    context: BrowserContext, published: Hosting, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    page = opened(context, published.root)
    for edition, question in ((editions[1], "hepingyicun"), (editions[0], "观光梯")):
        publish_anew(tmp_path, edition)
        page.fill("#q", question)
        expect(page.locator("#broken")).to_contain_text(RENEWED)
        page.wait_for_timeout(700)
        with page.expect_event("load"):
            page.click("#broken button")
        expect(page.locator("#count")).to_contain_text("找到")
        # An hour goes by.
        page.evaluate("state => history.replaceState(Object.assign({}, history.state, state), '')", {"reloaded": 1})
        page.fill("#q", "")


def test_a_stick_that_lacks_files_says_so(context: BrowserContext, editions: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(editions[0], tmp_path / "stick")
    for folder in (tmp_path / "stick" / "assets" / "search").iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    page = context.new_page()
    page.goto(f"{(tmp_path / 'stick' / 'search' / 'index.html').as_uri()}?q=观光梯")
    expect(page.locator("#broken")).to_contain_text("这份拷贝缺了文件")
    assert page.locator("#lost").is_hidden()


WINDOWS = ".ex-windows > li"
MORE = "[data-more]"
SAID = ".ex-light p"
CATALOGUE = "**/assets/search/*/catalogue.js*"


def wall(context: BrowserContext, root: str) -> Page:
    page = context.new_page()
    page.goto(f"{root}walls/")
    return page


def test_a_wall_says_so_too_and_its_reload_grows(
    context: BrowserContext, published: Hosting, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    page = wall(context, published.root)
    publish_anew(tmp_path, editions[1])
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text(RENEWED)
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(120)
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(147)
    assert page.locator(MORE).is_hidden()


def test_a_wall_that_is_old_at_new_addresses_too_says_so_and_grows_when_it_can(
    context: BrowserContext, published: Hosting, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    old = (editions[0] / "walls" / "index.html").read_text("utf-8")
    page = wall(context, published.root)
    publish_anew(tmp_path, editions[1])
    page.route("**/walls/?t=*", lambda route: route.fulfill(body=old, content_type="text/html"))
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text(RENEWED)
    for _ in range(2):
        with page.expect_event("load"):
            page.click(MORE)
        expect(page.locator(SAID)).to_have_text(LATER)
    page.unroute("**/walls/?t=*")
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(120)


def test_a_wall_that_cannot_grow_after_back_keeps_length_and_place(context: BrowserContext, published: Hosting) -> None:
    page = wall(context, published.root)
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(120)
    link = page.locator(WINDOWS).nth(100)
    link.evaluate("row => window.scrollTo(0, row.getBoundingClientRect().top + window.pageYOffset - 300)")
    page.wait_for_timeout(300)
    link.locator("a").click()
    page.wait_for_function("document.body.textContent.length < 20")
    page.route(CATALOGUE, lambda route: route.abort())
    page.go_back()
    expect(page.locator(SAID)).to_have_text(RENEWED)
    page.evaluate("window.scrollTo(0, 40)")
    page.wait_for_timeout(300)
    page.unroute(CATALOGUE)
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(120)
    page.wait_for_timeout(200)
    assert abs(link.evaluate("row => row.getBoundingClientRect().top") - 300) < 3


def test_a_wall_tries_again_when_the_line_is_back(context: BrowserContext, published: Hosting) -> None:
    page = wall(context, published.root)
    context.set_offline(True)
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text(DEAD)
    context.set_offline(False)
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(120)


def test_a_page_in_the_place_of_a_script_is_no_script(context: BrowserContext, published: Hosting) -> None:
    """Some hosts answer 200 and the home page to every address."""
    page = wall(context, published.root)
    page.route(CATALOGUE, lambda route: route.fulfill(body="<!doctype html><p>", content_type="text/html"))
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text(RENEWED)


def test_a_wall_on_a_slow_line_leads_to_the_list_and_grows_all_the_same(
    context: BrowserContext, published: Hosting
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{published.root}walls/")
    held: list[Route] = []
    page.route(CATALOGUE, lambda route: held.append(route))
    with page.expect_request(CATALOGUE):
        page.click(MORE)
    expect(page.locator(SAID)).to_have_text("正在点灯……")
    page.clock.fast_forward(9000)
    expect(page.locator(MORE)).to_have_text("看名单")
    held.pop().continue_()
    expect(page.locator(WINDOWS)).to_have_count(120)
    expect(page.locator(MORE)).to_have_text("再点亮26扇")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{published.root}walls/")
    page.route(CATALOGUE, lambda route: None)
    page.click(MORE)
    page.clock.fast_forward(9000)
    page.click(MORE)
    page.wait_for_url("**/units/")


def test_a_wall_that_comes_back_from_the_cache_of_pages_asks_again(context: BrowserContext, published: Hosting) -> None:
    page = wall(context, published.root)
    held: list[Route] = []
    page.route(CATALOGUE, lambda route: held.append(route))
    with page.expect_request(CATALOGUE):
        page.click(MORE)
    expect(page.locator(SAID)).to_have_text("正在点灯……")
    page.unroute(CATALOGUE)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator(WINDOWS)).to_have_count(120)


def test_a_wall_on_a_stick_that_lacks_files_leads_to_the_list(
    context: BrowserContext, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    shutil.copytree(editions[0], tmp_path / "stick")
    for file in (tmp_path / "stick" / "assets" / "search").glob("*/catalogue.js"):
        file.unlink()
    page = context.new_page()
    page.goto((tmp_path / "stick" / "walls" / "index.html").as_uri())
    page.click(MORE)
    expect(page.locator(SAID)).to_contain_text("这份拷贝缺了文件")
    page.click(MORE)
    page.wait_for_url("**/units/index.html")


def test_windows_of_a_wall_whose_faces_are_gone_are_not_called_dark(
    context: BrowserContext, published: Hosting
) -> None:
    faces = "**/assets/search/*/f*.js*"
    page = wall(context, published.root)
    page.route(faces, lambda route: route.abort())
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(120)
    expect(page.locator(SAID)).to_have_text(RENEWED)
    assert page.locator(".ex-windows > li:nth-child(n+61) .is-dark").count() == 0
    page.unroute(faces)
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text("亮了120扇，共146扇。")


def test_windows_get_their_faces_when_the_line_is_back(context: BrowserContext, published: Hosting) -> None:
    page = wall(context, published.root)
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text("亮了120扇，共146扇。")
    page.wait_for_timeout(300)
    context.set_offline(True)
    page.click(MORE)
    expect(page.locator(WINDOWS)).to_have_count(146)
    expect(page.locator(SAID)).to_have_text(DEAD)
    context.set_offline(False)
    page.click(MORE)
    expect(page.locator(SAID)).to_have_text("亮了146扇，共146扇。")
    assert page.locator(MORE).is_hidden()
    assert page.locator(".ex-windows > li:nth-child(n+61) .is-lit, .ex-windows > li:nth-child(n+61) .is-dark").count()


def test_a_picture_opens_where_its_viewer_does_not_come(context: BrowserContext, at_root: Hosting) -> None:
    page = context.new_page()
    page.route("**/assets/exhibit/lightbox.js*", lambda route: route.abort())
    page.goto(f"{at_root.root}10009/")
    link = page.locator("[data-big]").first
    address = link.evaluate("link => link.href")
    link.click()
    page.wait_for_url(address)
