"""Routes and the trails of 社区小先生: their pages, the way through them, answers and stamps; in a real browser too."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from conftest import HOME, Hosting, commanded, hosting, shared
from exhibition.content.loader import load_exhibition
from exhibition.text.answers import hash_answer, hash_text, normalize_answer
from exhibition.types.route import Route, format_size, list_questions, list_stops
from helpers.cases import tiny
from test_showcases import html, main_of, write
from test_site_visitors import DRESSES, NARROW, PHONE, RULES, looking, visiting

LIMIT = 12 * 1024
"""Bytes of a page of a route or of a trail, compressed (issue: ≤ 12 KB)."""
ROUTE = """---
编号: {id}
名称: {name}
策展: 第二楼组长
站:
{stops}分钟: {minutes}
方式: {way}
小先生: {trail}
一句话: {name}，慢慢走
状态: {status}
示例: 是
来源: 测试用的示例
---

慢慢走。
"""
UNITS = {
    "20001": """小题:
  - 题: 墙上的公约一共有几条？
    到哪里看: 一楼门厅的墙上
    提示: 从上往下数
    答: 5条
""",
    "20002": """小题:
  - 题: 电梯的账写在什么上面？
    答: 小黑板
  - 题: 木牌翻到哪一种颜色？
    提示: 和树叶一样
    答: 绿色
""",
}
"""Questions of the units of the tiny exhibition."""
ROUTES = {
    # 20003 is a draft.
    "20050": ("看三家", ("20001", "20003", "20002", "20010"), "45", "步行", "是", "发布"),
    "20051": ("坐着看", ("20002", "20001"), "", "线上", "否", "发布"),
    "20052": ("快走", ("20002", "20001"), "20", "步行", "否", "发布"),
    "20053": ("没写完", ("20001", "20002"), "20", "步行", "是", "草稿"),
    "20054": ("没有站", (), "", "线上", "是", "发布"),
    "20055": ("收起来", ("20001", "20002"), "20", "步行", "是", "撤下"),
}
VECTORS = {
    "": "", "十二 盏": "12", "１２": "12", " 012。": "12", "两只": "2", "一百零五": "105", "二〇一八年": "2018", "百": "100",
    "红 灯笼！": "红灯笼", "ABC": "abc", "ａＢ１": "ab1", "绿色的": "绿", "绿": "绿", "色": "色", "第五号": "第5号", "0": "0",
    "“小黑板”": "小黑板", "三十三": "33", "十个": "10", "ÀÉ": "", "😀七": "7", "葡萄架": "葡萄架",
}  # fmt: skip
"""Answers as they are typed, and the one spelling in which they are compared: in Python and in the script."""


def lay_out(root: Path) -> Path:
    """Write the tiny exhibition with routes and questions into `root`."""
    tiny(root)
    for id, questions in UNITS.items():
        path = root / f"content/units/example/{id}/index.md"
        head, _, body = path.read_text("utf-8").partition("\n---\n")
        path.write_text(f"{head}\n{questions}---\n{body}", encoding="utf-8")
    for id, (name, stops, minutes, way, trail, status) in ROUTES.items():
        listed = "".join(f"  - 楼组: {one}\n    为什么: 看看{one}的墙\n" for one in stops)
        text = ROUTE.format(id=id, name=name, stops=listed, minutes=minutes, way=way, trail=trail, status=status)
        write(root, f"routes/{id}", text, name)
    shutil.copy(HOME / "mkdocs.yml", root)
    (root / "overrides").symlink_to(HOME / "overrides")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny exhibition with six routes."""

    def build(place: Path) -> None:
        commanded("build", "--root", lay_out(place / "root"), "--site", place / "site", "--cache", place / "cache")

    return shared(tmp_path_factory, "routes", build) / "site"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Hosting]:
    yield from hosting(site, site / "404.html")


def test_the_first_screen_says_how_far_and_how_long(site: Path) -> None:
    first = main_of(site, "20050").partition('<section class="ex-stop"')[0]
    assert "<h1>看三家</h1>" in first
    assert ">3 站 · 约45分钟 · 步行<" in first
    assert re.findall(r'<a href="#(\d)">', first) == ["1", "2", "3"]
    assert 'href="#1"' in first.partition("从第一站开始")[0].rpartition("<a ")[2]
    assert 'href="trail/"' in first
    assert ">2 站 · 线上<" in main_of(site, "20051")
    assert 'href="trail/"' not in main_of(site, "20051")


def test_stations_that_nobody_may_see_drop_out_and_the_others_are_counted(site: Path) -> None:
    page = main_of(site, "20050")
    assert re.findall(r"第 (\d) 站，共 (\d) 站", page) == [("1", "3"), ("2", "3"), ("3", "3")]
    assert "20003" not in page
    assert list(dict.fromkeys(re.findall(r'href="\.\./(\d{5})/\?route=20050-(\d)-3"', page))) == [
        ("20001", "1"), ("20002", "2"), ("20010", "3"),
    ]  # fmt: skip
    assert "看看20002的墙" in page
    assert "楼组 · 示例街镇 · 示例小区 · 2号 · 示例" in page


def test_each_station_leads_to_the_next_and_back_by_plain_links(site: Path) -> None:
    page = main_of(site, "20050")
    ways = re.findall(r'<p class="ex-onward"><a href="(.*?)">.*?<a class="is-next" href="(.*?)">', page)
    assert ways == [("#main", "#2"), ("#1", "#3"), ("#2", "#end")]
    assert "下一站：示例二号楼" in page
    assert 'id="end"' in page


def test_a_route_without_stations_says_so(site: Path) -> None:
    page = main_of(site, "20054")
    assert "这条路线还没有站" in page
    assert "从第一站开始" not in page
    assert 'id="end"' not in page


def test_the_list_stands_in_order_of_minutes_and_the_pages_say_where_they_appear(site: Path) -> None:
    page = main_of(site, "routes")
    assert list(dict.fromkeys(re.findall(r'href="\.\./(2005\d)/"', page))) == ["20052", "20050", "20051", "20054"]
    assert "按分钟排" in page
    assert "3 站 · 约45分钟 · 步行" in page
    part = main_of(site, "20002").partition("<h2>出现在</h2>")[2].partition("</section>")[0]
    assert set(re.findall(r'href="\.\./(2005\d)/"', part)) == {"20050", "20051", "20052"}
    assert "<h1>正在布展</h1>" in html(site, "20053")
    assert not (site / "20053/trail").exists()


def test_the_home_page_has_a_door_for_real_routes_only(site: Path, built: Path) -> None:
    assert './routes/">' not in main_of(site, "").partition('class="ex-elsewhere"')[2]
    strip = main_of(built, "").partition('class="ex-elsewhere"')[2].partition("</ul>")[0]
    doors = re.findall(r'href="\./([a-z]+)/"', strip)
    # There are six at most, and routes come late among them.
    assert "routes" in doors or len(doors) == 6
    real = load_exhibition(HOME).exhibition
    (route,) = [one for one in real.published(Route) if not one.example]
    assert format_size(route, real) == "6 站 · 线上"


def test_questions_are_those_of_the_stations_in_their_order(site: Path) -> None:
    shown = load_exhibition(site.parent / "root").exhibition
    route = shown.get("20050", Route)
    assert route
    asked = list_questions(route, shown)
    assert [(one.number, one.stop.number, one.stop.entry.id, one.record.record.answer) for one in asked] == [
        (1, 1, "20001", "5条"), (2, 2, "20002", "小黑板"), (3, 2, "20002", "绿色"),
    ]  # fmt: skip
    plain = shown.get("20051", Route)
    assert plain
    assert list_questions(plain, shown) == ()
    assert [stop.entry.id for stop in list_stops(plain, shown)] == ["20002", "20001"]


def test_a_trail_holds_hashes_and_the_answers_in_its_last_part_only(site: Path) -> None:
    page = main_of(site, "20050/trail")
    asked, _, answers = page.partition('id="answers"')
    assert re.findall(r"<h2>(.*?？)</h2>", asked) == [
        "墙上的公约一共有几条？", "电梯的账写在什么上面？", "木牌翻到哪一种颜色？",
    ]  # fmt: skip
    for answer in ("5条", "小黑板", "绿色"):
        assert answer not in asked
        assert answer in answers
    checks = re.findall(r'data-check="([0-9a-f]{8})\.([0-9a-f]{8})"', asked)
    assert len(set(checks)) == len(checks) == 3
    salt, known = checks[1]
    assert hash_answer(salt, "小 黑板") == known
    assert hash_answer(salt, "黑板") != known
    assert "章只记在这部手机里" in page
    assert not re.search("分享|排行", page)


def test_the_address_of_a_trail_outlives_its_questions_and_its_route(site: Path) -> None:
    for id in ("20054", "20055"):
        page = html(site, f"{id}/trail")
        assert 'href="../">去看那一页' in page
        assert "data-trail" not in page
    assert not (site / "20053/trail").exists(), "a draft had none"


def test_answers_stand_nowhere_else(site: Path) -> None:
    """The archive, the open data and the search hold questions, not their answers and hints."""
    assert "电梯的账写在什么上面？" in html(site, "20002/record")
    texts = [path for path in site.rglob("*") if path.suffix in (".html", ".json", ".csv", ".js")]
    told = {path.relative_to(site).as_posix() for path in texts if "小黑板" in path.read_text("utf-8")}
    # A page of help has the same words as an example.
    assert told - {"help/W423/index.html"} == {"20050/trail/index.html"}


@pytest.mark.parametrize("path", ["20050", "20051", "20052", "20054", "20050/trail", "routes"])
def test_a_page_is_light_and_asks_nobody(path: str, site: Path) -> None:
    page = html(site, path)
    assert len(gzip.compress(page.encode(), 6, mtime=0)) <= LIMIT
    assert not re.search(r'(?:src|srcset)="(?:https?:)?//', page)
    assert " style=" not in page
    assert "Content-Security-Policy" in page


def test_the_shipped_route_tells_machines_its_stations_in_order(built: Path) -> None:
    told = html(built, "89937").partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    trip = next(node for node in json.loads(told)["@graph"] if node["@type"] == "TouristTrip")
    items = trip["itinerary"]["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5, 6]
    assert items[1]["name"] == "福地苑一居初心楼"
    assert '<script type="application/ld+json">' not in html(built, "97629"), "nothing of an example"


def test_hashes_are_fnv_1a() -> None:
    assert [hash_text(text) for text in ("", "a", "foobar")] == ["811c9dc5", "e40c292c", "bf9cf968"]
    assert {text: normalize_answer(text) for text in VECTORS} == VECTORS


def test_the_script_normalises_and_hashes_like_the_program(browser: Browser) -> None:
    own = (HOME / "overrides/partials/exhibit/trail.js").read_text("utf-8")
    functions = re.sub(r"/\*\{#.*?#\}\*/", "", own, flags=re.DOTALL).partition("function find(")[0]
    with visiting(browser) as page:
        found = page.evaluate(
            "([text, words]) => new Function('words', text + ';return words.map(function (w) { return [plain(w), hash(w)]; })')(words)",
            [functions, list(VECTORS)],
        )
    assert found == [[normal, hash_text(text)] for text, normal in VECTORS.items()]


def answer(page: Page, number: int, text: str) -> str:
    """Type an answer and return what the page says of it."""
    page.fill(f"#a{number}", text)
    page.keyboard.press("Enter")
    return page.locator(f"#q{number} .ex-word").inner_text()


def walk(page: Page, root: str) -> None:
    """Walk a route from its first screen to the last station, through the page of each, and back."""
    page.goto(f"{root}20050/" + ("" if root.startswith("http") else "index.html"))
    page.click("text=从第一站开始")
    for number, id in enumerate(("20001", "20002", "20010"), 1):
        assert page.url.endswith(f"#{number}")
        page.click(f'section[id="{number}"] h2 a')
        page.wait_for_selector(".ex-walk")
        assert f"/{id}/" in page.url
        assert page.locator(".ex-walk").inner_text().split("\n")[0] == "看三家"
        assert f"第 {number} 站，共 3 站" in page.locator(".ex-walk").inner_text()
        page.click(".ex-walk .is-main")
    assert page.url.endswith("#end")
    page.click("text=做小题，盖章")
    page.wait_for_selector("[data-trail]")


def play(page: Page) -> None:
    """Answer the questions of the trail, wrongly first; the stamps outlive a reload."""
    said = page.locator(".ex-said")
    assert said.inner_text() == "盖了 0 个章，一共 3 个"
    hint = page.locator("#q1 details")
    assert not hint.is_visible()
    assert "再到墙上看一看" in answer(page, 1, "三条")
    assert hint.is_visible()
    assert answer(page, 1, "五 条") == "对了！盖一个章。"
    assert page.evaluate("document.activeElement.className") == "is-next"
    assert answer(page, 2, "小黑板。") == "对了！盖一个章。"
    assert page.locator("#done").is_hidden()
    # A busy browser hands what a page of a file has kept to the next process some moments later.
    for _ in range(5):
        page.wait_for_timeout(200)
        page.reload()
        if said.inner_text() == "盖了 2 个章，一共 3 个":
            break
    assert said.inner_text() == "盖了 2 个章，一共 3 个"
    answer(page, 3, "绿")
    assert page.locator("#done").is_visible()
    assert page.evaluate("document.activeElement.id") == "done"
    page.click("[data-clear]")
    assert said.inner_text() == "盖了 3 个章，一共 3 个", "asked twice"
    page.click("[data-clear]")
    assert said.inner_text() == "盖了 0 个章，一共 3 个"
    page.click("text=回到路线")
    page.wait_for_selector(".ex-ribbon")


def test_a_route_and_its_trail_are_walked_on_a_phone(served: Hosting, browser: Browser) -> None:
    with visiting(browser, viewport=PHONE) as page:
        walk(page, served.root)
        play(page)


def test_they_are_walked_from_a_stick(site: Path, browser: Browser) -> None:
    with visiting(browser, viewport=PHONE) as page:
        walk(page, site.as_uri() + "/")
        play(page)


def test_a_phone_that_keeps_nothing_can_be_played_on(served: Hosting, browser: Browser) -> None:
    with visiting(browser, viewport=PHONE) as page:
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get: function () { throw new Error(); }});"
        )
        page.goto(f"{served.root}20050/trail/")
        assert answer(page, 1, "5") == "对了！盖一个章。"
        assert "关掉这一页就没有了" in page.locator("[data-kept]").inner_text()
        assert page.locator(".ex-said").inner_text() == "盖了 1 个章，一共 3 个"


def test_without_script_the_answers_come_to_those_who_ask(served: Hosting, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    try:
        page = context.new_page()
        page.goto(f"{served.root}20050/trail/")
        assert page.locator("form").first.is_hidden()
        assert page.locator("#q1 summary").is_visible()
        assert page.locator("#answers").is_hidden()
        page.click("text=看答案")
        assert page.locator("#answers").inner_text().split() == ["答案", "1．5条", "2．小黑板", "3．绿色"]
        page.emulate_media(media="print")
        assert page.locator("#answers").evaluate("e => getComputedStyle(e).transform").startswith("matrix(-1")
    finally:
        context.close()


PAGES = ("20050/", "20051/", "20054/", "20050/trail/", "routes/", "20002/?route=20050-2-3")


@pytest.mark.parametrize("dress", DRESSES)
def test_no_page_has_a_barrier(dress: str, served: Hosting, browser: Browser) -> None:
    scheme, mark = DRESSES[dress]
    with looking(browser, color_scheme=scheme) as look:
        for path in PAGES:
            with look(served.root + path + mark) as page:
                found = Axe().run(page, options=RULES)
                assert found.violations_count == 0, path + found.generate_report()


def test_the_list_of_real_routes_before_examples_has_no_barrier(at_root: Hosting, browser: Browser) -> None:
    with looking(browser) as look, look(f"{at_root.root}routes/") as page:
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        shown = page.locator("#list a[href^='../']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert [one for one in shown if "search" not in one] == ["../89937/", "../97629/"]


def test_a_finished_trail_has_no_barrier(served: Hosting, browser: Browser) -> None:
    with visiting(browser) as page:
        page.goto(f"{served.root}20050/trail/")
        for number, text in enumerate(("5", "小黑板", "绿色"), 1):
            answer(page, number, text)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("mark", ["", "#da"])
def test_a_narrow_phone_never_scrolls_sideways(mark: str, served: Hosting, browser: Browser) -> None:
    with looking(browser, viewport=NARROW) as look:
        for path in PAGES:
            with look(served.root + path + mark) as page:
                assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path


def test_the_first_screen_of_a_phone_holds_name_size_strip_and_button(at_root: Hosting, browser: Browser) -> None:
    with looking(browser, viewport=PHONE) as look:
        for id in ("89937", "97629"):
            with look(f"{at_root.root}{id}/") as page:
                for part in ("h1", ".ex-size", ".ex-ribbon", ".ex-three .is-main"):
                    box = page.locator(part).first.bounding_box()
                    assert box and box["y"] + box["height"] <= PHONE["height"], (id, part)


def test_the_search_finds_a_route_by_its_words_and_its_type(served: Hosting, browser: Browser) -> None:
    with visiting(browser) as page:
        page.goto(f"{served.root}search/?q=看三家")
        page.wait_for_function("document.querySelector('.ex-hit, #hits a')")
        assert page.locator("#hits a").first.get_attribute("href") in ("../20050/", f"{served.root}20050/")
