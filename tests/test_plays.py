"""Plays on the site: cast page, one page a scene, debrief, whole book; the rules of a body that is more than prose hold everywhere."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from conftest import HOME, Hosting, commanded, hosting, shared
from exhibition.content.loader import load_exhibition
from exhibition.content.scaffold import render_body_start
from exhibition.exchange.cms.configuration import build_body_widget
from exhibition.ledger.renumbering import list_body_reference_keys, replace_references
from exhibition.model import Entry, Status
from exhibition.model.content_types import BodyNotation, BodyValue, ContentType
from exhibition.model.field_types import Integer, Reference
from exhibition.model.fields import Field, ListOf
from exhibition.pages.context import PageContext
from exhibition.pages.own_pages import BelowBuilder
from exhibition.pages.placeholders import make_stubs
from exhibition.search.catalogue import list_story_lines
from exhibition.types import CONTENT_TYPES, UNIT
from exhibition.types.play import BOOK, OUTCOMES, PLAY, REAL, STARTER, Play, list_ending_entries
from helpers.cases import CASES, diagnosed, lay_out_case, tiny
from test_showcases import html, main_of, write
from test_site_visitors import DRESSES, NARROW, PHONE, RULES, looking, visiting

SCENE_LIMIT = 6 * 1024
"""Bytes of a page of a scene, compressed."""
LIMIT = 12 * 1024
"""Bytes of the debrief and of the whole book, compressed."""
CLEAN = CASES / "OK-play/content/plays/20050/index.md"
SHIPPED = ("14171", "26654")


def lay_out(root: Path) -> Path:
    """Write the tiny exhibition with plays into `root`: published, draft, withdrawn, of another problem, without scenes."""
    tiny(root)
    text = CLEAN.read_text("utf-8").replace(
        "没有人说话。", "没有人说话。[看看](../20001/)、[再看](https://example.test/)。"
    )
    plays = {
        "20050": text,
        "20051": text.replace("状态: 发布", "状态: 草稿"),
        "20052": text.replace("状态: 发布", "状态: 撤下"),
        "20053": text.replace("难题: 楼道堆物", "难题: 加装电梯")
        .replace("分钟: 40", "分钟: 20")
        .replace("人数: 4", "人数: 6"),
    }
    for id, one in plays.items():
        write(root, f"plays/{id}", one.replace("20050", id), "三辆旧车的剧本")
    shutil.copy(HOME / "mkdocs.yml", root)
    (root / "overrides").symlink_to(HOME / "overrides")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny exhibition with plays."""

    def build(place: Path) -> None:
        commanded("build", "--root", lay_out(place / "root"), "--site", place / "site", "--cache", place / "cache")

    return shared(tmp_path_factory, "plays", build) / "site"


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[Hosting]:
    yield from hosting(built, built / "404.html")


@pytest.fixture(scope="module")
def plays() -> dict[str, Play]:
    """The shipped plays."""
    return {play.id: play for play in load_exhibition(HOME).exhibition.published(Play)}


def test_the_cast_page_shows_who_plays_and_where_it_begins(site: Path) -> None:
    page = main_of(site, "20050")
    first = page.partition('<div class="ex-wave">')[0]
    assert "<h1>三辆旧车的剧本</h1>" in first
    assert re.findall(r"</svg>(.*?)</li>", first) == ["人民调解员", "业主代表"]
    assert first.count('class="ex-hat"') == 2
    assert 'class="ex-button is-main" href="1/">开始<' in first
    assert "4人 · 约40分钟 · 2 个角色，2 种结局" in first
    assert "都是邻居，话说开就好" in page and "家里没有地方放" in page
    assert f'href="{REAL}"' in page and f'href="{BOOK}"' in page
    assert "→" not in page and "参考：" not in page, "the notation is not shown"


def test_each_scene_is_a_page_with_its_choices_as_plain_links(site: Path) -> None:
    page = main_of(site, "20050/1")
    assert "<h1>三辆旧车</h1>" in page
    assert "第 1 幕" in page
    assert re.findall(r'<li><a href="(.*?)">(.*?)</a>', page) == [
        ("../2/", "先一家一家敲门"),
        ("../3/", "在群里发照片"),
    ]
    assert "轮到<b>人民调解员</b>来读、来选" in main_of(site, "20050/2")
    assert not (site / "20050/6").exists()
    # Links are written as seen from the page of the play.
    assert re.findall(r'<a href="([^"]+)"[^>]*>(看看|再看)', main_of(site, "20050/3")) == [
        ("../../20001/", "看看"),
        ("https://example.test/", "再看"),
    ]


def test_an_ending_says_what_it_means_and_leads_to_real_houses(site: Path) -> None:
    page = main_of(site, "20050/4")
    assert "<b>办成</b>" + OUTCOMES["办成"].sentence in page
    assert 'href="../../20001/"' in page
    assert "20002" not in page
    assert f'href="../{REAL}"' in page and 'href="../1/"' in page and 'href="../"' in page
    assert "怎么办？" not in page
    other = main_of(site, "20050/5")
    assert set(re.findall(r'href="\.\./\.\./(\d{5})/"', other)) == {"20001", "20002"}


def test_the_debrief_says_where_nothing_true_has_come_in(site: Path, built: Path) -> None:
    page = main_of(site, f"20050/{REAL}")
    assert "还没有一座真的楼" in page
    assert "guide/experiences/" in page and "wisdom/clutter/" in page
    assert page.index("坐下来聊聊") < page.index("示例一号楼"), "examples stand behind"
    real = main_of(built, f"14171/{REAL}")
    assert "还没有一座真的楼" not in real
    assert "../../10001/" in real.partition("<h2>示例</h2>")[0]
    assert "晨光楼" in real.partition("<h2>示例</h2>")[2]


def test_the_whole_book_holds_every_scene_with_numbers(site: Path) -> None:
    page = main_of(site, f"20050/{BOOK}")
    assert re.findall(r'id="s(\d)"', page) == ["1", "2", "3", "4", "5"]
    assert '<a href="#s2">先一家一家敲门<b>2 敲门</b></a>' in page
    assert "结果：办成。" in page and "（20001）" in page


def test_scenes_are_in_no_sitemap_and_ask_not_to_be_listed(site: Path) -> None:
    known = (site / "sitemap-plays.xml").read_text("utf-8")
    assert re.findall(r"/(2005\d/[^<]*)<", known) == ["20050/", "20053/", f"20050/{REAL}", f"20053/{REAL}"]
    for path in ("20050/1", f"20050/{BOOK}"):
        assert '<meta name="robots" content="noindex">' in html(site, path)
    assert "noindex" not in html(site, "20050")


def test_the_list_stands_by_minutes_with_problem_and_people(site: Path) -> None:
    page = html(site, "plays")
    assert list(dict.fromkeys(re.findall(r'href="\.\./(2005\d)/"', page))) == ["20053", "20050"]
    assert "按分钟排" in page
    assert "5到6人" in page and "4人以内" in page and "加装电梯" in page


def test_drafts_and_withdrawn_plays_show_nowhere(site: Path) -> None:
    for id in ("20051", "20052"):
        assert not (site / id / "1").exists()
        assert "三辆旧车" not in html(site, id)
    told = [path for path in site.rglob("*.html") if re.search("2005[12]", path.read_text("utf-8"))]
    assert {path.relative_to(site).parts[0] for path in told} <= {"20051", "20052"}


def test_a_scene_of_a_play_that_was_taken_down_leads_to_what_answers_there() -> None:
    shown = load_exhibition(HOME).exhibition
    gone = shown.replace_entries(
        replace(one, status=Status.WITHDRAWN) if one.id == "14171" else one for one in shown.entries
    )
    pages, lost = make_stubs(["14171/", "14171/3/", f"14171/{REAL}"], ["14171/", ""], gone)
    assert lost == []
    assert [(page.path, page.data["go"]) for page in pages] == [("14171/3/", "../"), (f"14171/{REAL}", "../")]  # type: ignore[union-attr]


def test_both_ends_of_a_citation_show_it(site: Path) -> None:
    part = main_of(site, "20001").partition("<h2>出现在</h2>")[2].partition("</section>")[0]
    assert re.findall(r'href="\.\./(2005\d)/"', part) == ["20050", "20053"]


def test_a_problem_without_a_case_shows_its_play(site: Path, built: Path) -> None:
    """ROOMS.md, 3.3."""
    page = main_of(site, "wisdom/lift")
    assert "先看看这些" in page and 'href="../../20053/"' in page
    assert 'href="../../20050/"' not in page
    assert 'href="../../20050/"' in main_of(site, "wisdom/clutter")
    told = main_of(built, "wisdom/corridor-clutter")
    assert "剧本：过不去的轮椅（示例）" in told.partition("别处也说到")[2]


@pytest.mark.parametrize("id", SHIPPED)
def test_pages_are_light_and_ask_nobody(id: str, built: Path, plays: dict[str, Play]) -> None:
    limits = {f"{id}": SCENE_LIMIT, f"{id}/{REAL}": LIMIT, f"{id}/{BOOK}": LIMIT}
    limits |= {f"{id}/{scene.number}": SCENE_LIMIT for scene in plays[id].graph.scenes}
    for path, limit in limits.items():
        page = html(built, path)
        assert len(gzip.compress(page.encode(), 6, mtime=0)) <= limit, path
        assert not re.search(r'(?:src|srcset)="(?:https?:)?//', page)
        assert " style=" not in page
        assert "Content-Security-Policy" in page


def test_machines_are_told_of_a_true_play(tmp_path: Path) -> None:
    shown = load_exhibition(HOME).exhibition
    play = next(play for play in shown.published(Play) if play.id == "14171")
    assert PLAY.schema
    (node,) = PLAY.schema(play, shown)
    assert (node["@type"], node["learningResourceType"], node["timeRequired"]) == ("CreativeWork", "角色扮演", "PT40M")
    assert [one.id for one in list_ending_entries(play, play.graph.endings, shown)] == ["10010", "10021"]
    assert json.dumps(node)


def test_the_search_finds_scenes_and_leads_to_the_cast(built: Path, plays: dict[str, Play]) -> None:
    lines = list_story_lines(plays["14171"])
    assert "先上门，问问车是谁的" in lines
    assert any("冬天带着孩子去看江" in line for line in lines)
    assert not any("→" in line or "参考" in line for line in lines)


HOSTILE = """## <script>alert(1)</script>

<img src=x onerror=alert(1)> [看](javascript:alert(1))

- <b onclick=alert(1)>走</b> → 门

## 结局：门

<iframe src="//example.test"></iframe>

结果：办成
"""


def test_no_markup_of_an_author_passes_into_a_page() -> None:
    shown = load_exhibition(HOME).exhibition
    play = replace(next(iter(shown.published(Play))), body=HOSTILE)
    builder = BelowBuilder(play, PageContext(shown, {}))
    for told in PLAY.pages:
        for page in told.list_pages(play, builder):
            text = builder.build_below(told, page).render().decode()
            assert not re.search(r"<(?:script|img|iframe|b\b)|href=[^>]*javascript", text), page.path


# Rules of a body that is more than prose -------------------------------------------------------------------------------


def test_fix_takes_finished_lines_of_scenes_and_loses_nothing(tmp_path: Path) -> None:
    lay_out_case(CASES / "OK-play", tmp_path)
    file = tmp_path / "content/plays/20050/index.md"
    text = file.read_text("utf-8")
    broken = (
        text.replace("## 群里", "### 群里")
        .replace("- 帮车找个下家 → 挂上墙", "- 帮车找个下家 → 结局：挂上墙")
        .replace("结果：没办成", "结果：失败")
        .replace("- 等等看 → 拖下去", "等等看 → 拖下去")
        .replace("## 结局：拖下去", "## 拖下去")
        .replace("参考：20001\n", "参考：20001号\n")
    )
    file.write_text(broken, "utf-8")
    assert len(diagnosed(tmp_path)) == 6
    commanded("fix", "--root", tmp_path, "--write", check=False)
    assert file.read_text("utf-8") == text
    # What is a guess is left for a person.
    file.write_text(text.replace("→ 群里", "→ 群李"), "utf-8")
    commanded("fix", "--root", tmp_path, "--write", check=False)
    assert "群李" in file.read_text("utf-8")


def test_a_renumbering_follows_the_citations_of_a_body_and_nothing_else(plays: dict[str, Play]) -> None:
    text = (HOME / "content/plays/14171/index.md").read_text("utf-8") + "\n10010 级台阶。\n"
    keys = list_body_reference_keys(plays["14171"])
    assert keys == {"参考"}
    better = replace_references(text, "10010", "10510", keys)
    assert better.count("参考：10510") == 3 and "参考：10021、10510" in better and "10010 级台阶" in better
    prose = "---\n编号: 10001\n---\n\n参考：10010\n"
    assert replace_references(prose, "10010", "10510") == ""


def test_a_new_play_begins_with_a_small_graph_that_can_be_played(tmp_path: Path) -> None:
    lay_out(tmp_path)
    said = commanded("new", "--root", tmp_path, "--kind", "play", "--no-ask", "--name", "新剧本", "--dry-run")
    assert STARTER in said.stdout
    assert render_body_start(PLAY, "写好的") == "写好的\n"
    assert render_body_start(UNIT) == ""


def test_the_form_asks_for_the_body_as_text_and_says_how_it_is_written() -> None:
    widget = build_body_widget(PLAY)
    assert widget["widget"] == "text"
    assert "→" in widget["hint"] and "->" in widget["hint"]
    assert build_body_widget(UNIT)["hint"] != widget["hint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Entry):
    """A type of this test whose body holds numbers and references in lines of their own."""

    grams: tuple[int, ...] = ()
    seen: tuple[str, ...] = ()


WEIGHT = Field("重量", ListOf(Integer(1, 999)), attribute="grams")
SEEN = Field("见过", ListOf(Reference(("unit",))), attribute="seen", placed=True)


def list_recipe_values(body: str) -> Iterator[BodyValue]:
    for number, line in enumerate(body.split("\n"), 1):
        for field in (WEIGHT, SEEN):
            if line.startswith(f"{field.key}："):
                yield BodyValue(field, line.partition("：")[2], number, len(field.key) + 2)


RECIPE = ContentType(
    "recipe",
    "方子",
    Recipe,
    folder="recipes",
    body=BodyNotation((WEIGHT, SEEN), list_recipe_values, str.splitlines, str.split, "重量：5", "一行一样。", "方子里"),
)


def test_any_type_may_declare_how_its_body_is_read(tmp_path: Path) -> None:
    """No other file is touched: messages with their places, references at both ends, empty values keep their numbers."""
    tiny(tmp_path)
    text = """---
编号: 20060
名称: 方子
一句话: 一样一样放
状态: 发布
示例: 是
---

重量：五斤半
重量：12
见过：20001
见过：29999
"""
    write(tmp_path, "recipes/20060", text, "方子")
    with CONTENT_TYPES.registered(RECIPE):
        found = {(one.span.line, one.code) for one in diagnosed(tmp_path)}
        assert found == {(9, "E223"), (12, "E342")}
        shown = load_exhibition(tmp_path).exhibition
        (recipe,) = shown.of(Recipe)
        assert (recipe.grams, recipe.seen) == (("", 12), ("20001", "29999"))
        assert [link.source.id for link in shown.backlinks(shown.by_id["20001"]) if link.source is recipe] == ["20060"]
        assert "12" in " ".join(list_story_lines(recipe))
    for wrong in (replace(WEIGHT, attribute="none"), Field("重量", Integer(1, 9), attribute="grams")):
        with pytest.raises(ValueError, match="no list"):
            replace_body(wrong)


def replace_body(field: Field) -> ContentType:
    assert RECIPE.body
    return ContentType("other", "别的", Recipe, folder="others", body=replace(RECIPE.body, fields=(field,)))


# In a browser ----------------------------------------------------------------------------------------------------------


def play_through(page: Page, root: str, play: Play) -> None:
    """Play to every ending by clicking choices from the cast page on, and back by the browser's own way."""
    end = "" if root.startswith("http") else "index.html"
    graph = play.graph
    page.goto(f"{root}{play.id}/{end}")
    page.click("text=开始 >> nth=0")
    seen: set[int] = set()

    def walk(number: int) -> None:
        scene = graph.scenes[number - 1]
        assert page.locator("h1").inner_text() == scene.name
        seen.add(number)
        ways = page.locator(".ex-choose a")
        assert ways.count() == len(scene.choices)
        for place in range(len(scene.choices)):
            target = graph.find_target(scene.choices[place])
            assert target
            if target.number not in seen:
                ways.nth(place).click()
                page.wait_for_selector("h1")
                walk(target.number)
                page.go_back()
                assert page.locator("h1").inner_text() == scene.name

    walk(1)
    assert seen == {scene.number for scene in graph.scenes}
    for scene in graph.endings:
        page.goto(f"{root}{play.id}/{scene.number}/{end}")
        page.click("text=看看办法")
        assert page.locator("h1").inner_text() == "真的楼里是怎么办的"


@pytest.mark.parametrize("id", SHIPPED)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_both_plays_are_played_to_every_ending(
    id: str, script: bool, served: Hosting, browser: Browser, plays: dict[str, Play]
) -> None:
    with visiting(browser, viewport=PHONE, java_script_enabled=script) as page:
        play_through(page, served.root, plays[id])


def test_a_play_is_played_from_a_stick(built: Path, browser: Browser, plays: dict[str, Play]) -> None:
    with visiting(browser, viewport=PHONE) as page:
        play_through(page, built.as_uri() + "/", plays["26654"])


PATHS = ("14171/", "14171/1/", "14171/2/", "14171/11/", f"14171/{REAL}", f"14171/{BOOK}", "plays/")


@pytest.mark.parametrize("dress", DRESSES)
def test_pages_have_no_barriers_and_large_choices(dress: str, served: Hosting, browser: Browser) -> None:
    scheme, mark = DRESSES[dress]
    with looking(browser, viewport=NARROW, color_scheme=scheme) as look:
        for path in PATHS:
            with look(f"{served.root}{path}{mark}") as page:
                found = Axe().run(page, options=RULES).response["violations"]
                assert [(one["id"], path) for one in found] == []
                assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
                sizes = page.evaluate(
                    "[...document.querySelectorAll('.ex-choose a, .ex-button')].filter(e => e.offsetHeight).map(e => e.offsetHeight)"
                )
                assert not sizes or min(sizes) >= 44, path
                large = page.evaluate("[...document.querySelectorAll('.ex-choose a')].map(e => e.offsetHeight)")
                assert not large or min(large) >= 48, path
