"""Showcases: pages of 0, 1, 3 and 24 exhibits, their list, the home page, the exhibits' own pages; in a real browser too."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conftest import HOME, Hosting, commanded, hosting, shared
from exhibition.content.loader import load_exhibition
from exhibition.model import Picture, PictureSource
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_type_pages
from exhibition.print.jobs.selection import PrintOrder, SelectionCriteria, select_entries
from exhibition.text.characters import parse_chinese_numeral, write_chinese
from exhibition.types import CONTENT_TYPES
from helpers.cases import tiny
from helpers.gallery_builds import render
from test_site_visitors import DRESSES, NARROW, PHONE, RULES, looking, visiting

LIMIT = 8 * 1024
"""Bytes of a page, compressed, without pictures (issue: ≤ 8 KB)."""

SHOWCASE = """---
编号: {id}
名称: {name}
策展: {curator}
展品:
{exhibits}一句话: 看邻居怎样{name}
状态: {status}
示例: 是
来源: 测试用的示例
照片:
  - 插画: 议事
    说明: 邻居围着长桌商量
    同意: 不涉及人物
---

挑这几页的人这样说。
"""
UNIT = """---
编号: {id}
名称: 示例{rank}号楼
街镇: 示例街镇
居民区: 示例居民区
小区: 示例小区
楼号: {rank}号
一句话: 每个月剪一次窗花
状态: 发布
示例: 是
来源: 测试用的示例
照片:
  - 插画: {scene}
    说明: 画的是{scene}
    同意: 不涉及人物
---
"""
SCENES = ("议事", "加装电梯", "楼道如今", "楼道从前")
MANY = tuple(str(20101 + rank) for rank in range(24))
EXHIBITS = {
    "20050": ("同心", ()),
    "20051": ("独一件", ("20001",)),
    # The second is a draft.
    "20052": ("看三家", ("20002", "20003", "20010", "20001")),
    "20053": ("看一街", MANY),
    "20054": ("没写完", ("20001",)),
}
"""Name and exhibits of each showcase; the last one is a draft."""
WORDS = re.sub(r"[^\u4e00-\u9fff]+", "", (HOME / "content/guide/nightly.md").read_text("utf-8"))
"""Sentences that repeat no more than other Chinese prose."""


def tell(rank: int) -> str:
    """Return a remark of 60 characters, the longest that may be written."""
    return WORDS[60 * rank : 60 * rank + 60]


def lay_out(root: Path) -> Path:
    """Write the tiny exhibition with showcases into `root`."""
    tiny(root)
    for rank, id in enumerate(MANY):
        write(
            root,
            f"units/example/{id}",
            UNIT.format(id=id, rank=rank + 10, scene=SCENES[rank % 4]),
            f"示例{rank + 10}号楼",
        )
    for id, (name, exhibits) in EXHIBITS.items():
        listed = "".join(f"  - 哪一页: {one}\n    一句话: {tell(rank)}\n" for rank, one in enumerate(exhibits))
        status = "草稿" if id == "20054" else "发布"
        curator = "第二楼组长" if exhibits else ""
        text = SHOWCASE.format(id=id, name=name, exhibits=listed, status=status, curator=curator)
        write(root, f"showcases/{id}", text, name)
    shutil.copy(HOME / "mkdocs.yml", root)
    (root / "overrides").symlink_to(HOME / "overrides")
    return root


def write(root: Path, folder: str, text: str, name: str) -> None:
    path = root / "content" / folder
    path.mkdir(parents=True)
    (path / "index.md").write_text(text, encoding="utf-8")
    link = f"发放: 2026-01-01\n名称: {name}\n状态: 在用\n"
    (root / "content/permalinks" / f"{path.name}.yml").write_text(link, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny exhibition with five showcases."""

    def build(place: Path) -> None:
        commanded("build", "--root", lay_out(place / "root"), "--site", place / "site", "--cache", place / "cache")

    return shared(tmp_path_factory, "showcases", build) / "site"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Hosting]:
    yield from hosting(site, site / "404.html")


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def main_of(site: Path, path: str) -> str:
    return html(site, path).partition("<main")[2].partition("</main>")[0]


def exhibited(page: str) -> list[str]:
    """Return the ids to which a showcase's exhibits lead, each once, in their order."""
    shown = page.partition("<article")[2].partition('id="story"')[0]
    return list(dict.fromkeys(re.findall(r'href="\.\./(\d{5})/"', shown)))


def test_a_showcase_without_exhibits_says_so_kindly(site: Path) -> None:
    page = main_of(site, "20050")
    assert "展品还在路上，过些日子再来看。" in page
    assert "assets/mascot/lantern.svg" in page
    assert exhibited(page) == []
    assert 'id="exhibits"' not in page
    assert "待补充" not in page
    assert re.search("还缺：[^。]*展品。", page)
    assert "挑这几页的人这样说。" in page
    assert 'href="#neighbours"' in page


def test_a_single_exhibit_is_told_as_a_story(site: Path) -> None:
    page = main_of(site, "20051")
    assert '<section class="ex-first is-one">' in page
    assert "<p data-told>第二楼组长只挑了这一件。</p>" in page
    assert "第一件" not in page, "one thing has no number"
    assert exhibited(page) == ["20001"]
    assert tell(0) in page
    steps = re.findall(r"<h3>(.*?)</h3>", page.partition("的故事</h2>")[2].partition("</ol>")[0])
    assert steps == re.findall(r"标题: (.*)", (HOME / "tests/tiny/content/units/example/20001/index.md").read_text())
    assert "走进示例一号楼" in page


def test_exhibits_stand_in_the_curators_order_without_those_that_nobody_may_see(site: Path) -> None:
    page = main_of(site, "20052")
    assert exhibited(page) == ["20002", "20010", "20001"]
    assert "20003" not in page
    assert re.findall(r"<i>(第.*?件)</i>", page) == ["第一件", "第二件", "第三件"]
    assert [tell(rank) in page for rank in range(4)] == [True, False, True, True]
    assert "第二楼组长挑了3件，照这个次序看。" in page
    assert "<dt>展品</dt><dd>2个楼组，1个楼群</dd>" in page
    assert "楼组 · 示例街镇 · 示例小区 · 示例" in page
    assert "星" not in page.partition('id="story"')[0], "nothing is ranked"


def test_the_page_opens_with_the_first_exhibits_picture_and_shows_its_own_below(site: Path) -> None:
    page = main_of(site, "20053")
    first, below = page.split('id="story"')
    assert 'alt="画的是议事"' in first
    assert "邻居围着长桌商量" not in first
    assert "邻居围着长桌商量（示例插画）" in below
    assert 'rel="preload" as="image"' in html(site, "20053")
    assert "等你点亮" in main_of(site, "20052").partition("接着看<")[0], "of an exhibit without a picture too"


@pytest.mark.parametrize("id", ["20050", "20051", "20052", "20053"])
def test_a_page_is_light_asks_nobody_and_links_only_what_is_there(id: str, site: Path) -> None:
    page = html(site, id)
    assert len(gzip.compress(page.encode(), 6, mtime=0)) <= LIMIT
    assert not re.search(r'(?:src|srcset)="(?:https?:)?//', page)
    assert " style=" not in page
    assert "Content-Security-Policy" in page
    # This small exhibition has no guide.
    for link in re.findall(r'(?:href|src)="(?!https?:|#|\.\./guide/)([^"#?]*)', page):
        target = (site / id / link).resolve()
        assert (target / "index.html" if target.is_dir() else target).is_file(), link


def test_twenty_four_exhibits_all_stand_there(site: Path) -> None:
    page = main_of(site, "20053")
    assert tuple(exhibited(page)) == MANY
    assert re.findall(r"<i>(第.*?件)</i>", page)[-1] == "第二十四件"


def test_exhibits_say_where_they_appear(site: Path) -> None:
    for path, ids in {"20001": ["20051", "20052"], "20010": ["20052"], "20101": ["20053"]}.items():
        part = main_of(site, path).partition("<h2>出现在</h2>")[2].partition("</section>")[0]
        assert re.findall(r'href="\.\./(\d{5})/"', part) == ids
        assert part.count("<small>展室 · 示例</small>") == len(ids)


def test_the_list_and_the_home_page_have_the_published_ones_with_their_sentences(site: Path) -> None:
    page = main_of(site, "showcases")
    assert re.findall(r'href="\.\./(\d{5})/"', page) == ["20050", "20051", "20052", "20053"]
    assert "看邻居怎样同心" in page
    home = main_of(site, "")
    assert "<h2>先看几间展室</h2>" in home
    shown = home.partition("先看几间展室")[2].partition("</section>")[0]
    assert re.findall(r'href="\./(\d{5})/"', shown) == ["20051", "20052", "20053"], "the newest, in the list's order"
    assert 'href="./showcases/">全部展室</a>' in shown
    assert home.index("先看几间展室") < home.index("邻居们在做的事")


def test_each_leads_to_the_others_and_none_to_a_draft(site: Path) -> None:
    part = main_of(site, "20052").partition("还有几间展室")[2].partition("</section>")[0]
    assert re.findall(r'href="\.\./(\d{5})/"', part) == ["20053", "20050", "20051"]
    assert 'href="../showcases/">全部展室</a>' in part
    assert "<h1>正在布展</h1>" in html(site, "20054")


def test_it_has_a_title_a_code_and_a_poster(site: Path) -> None:
    page = html(site, "20052")
    assert "<title>展室：看三家</title>" in page
    assert '<img src="code.png" alt="看三家的二维码"' in page
    assert (site / "20052/code.png").is_file()
    shown = load_exhibition(HOME).exhibition
    order = PrintOrder(product="cluster-a4", date=date(2026, 1, 1), criteria=SelectionCriteria(ids=("24904",)))
    assert [entry.id for entry in select_entries(order, shown).entries] == ["24904"]


def test_a_page_is_light_with_photographs_too(site: Path, tmp_path: Path) -> None:
    shown = load_exhibition(site.parent / "root").exhibition
    pictures = {(entry.id, photo.key): photograph(entry.id) for entry in shown.entries for photo in entry.photos}
    made = render(
        tmp_path,
        [
            page.artifact
            for page in build_type_pages(CONTENT_TYPES.get_by_name("showcase"), PageContext(shown, pictures))
        ],
    )
    for id, large in {"20052": 3, "20053": 2}.items():
        page = html(made, id)
        assert len(gzip.compress(page.encode(), 6, mtime=0)) <= LIMIT
        # Of the 24 only the first; and the showcase's own.
        assert page.count("<picture>") == large


def photograph(id: str) -> Picture:
    """Return a photograph in all its sizes, with names as they are."""

    def files(extension: str) -> tuple[tuple[str, int], ...]:
        sizes = (360, 720, 1440)
        return tuple(
            (f"{id}/photo-{crc32(f'{id}{width}{extension}'.encode()):08x}-{width}.{extension}", width)
            for width in sizes
        )

    jpg = files("jpg")
    return Picture(
        jpg[2][0],
        1440,
        1080,
        jpg[0][0],
        f"#{crc32(id.encode()):08x}"[:7],
        (PictureSource("image/avif", files("avif")),),
        jpg,
    )


def test_the_search_finds_it_by_its_words_and_its_type(served: Hosting, browser: Browser) -> None:
    with visiting(browser) as page:
        page.goto(f"{served.root}search/?q=看三家")
        page.wait_for_function("document.querySelector('.ex-hit, #hits a')")
        assert page.locator("#hits a").first.get_attribute("href") in ("../20052/", f"{served.root}20052/")
        page.goto(f"{served.root}search/?kind=showcase")
        page.wait_for_function("document.querySelectorAll('#hits a').length === 4")


PAGES = ("20050/", "20051/", "20052/", "20053/", "showcases/", "")


@pytest.mark.parametrize("dress", DRESSES)
def test_no_page_has_a_barrier(dress: str, served: Hosting, browser: Browser) -> None:
    scheme, mark = DRESSES[dress]
    with looking(browser, color_scheme=scheme) as look:
        for path in PAGES:
            with look(served.root + path + mark) as page:
                found = Axe().run(page, options=RULES)
                assert found.violations_count == 0, path + found.generate_report()


@pytest.mark.parametrize("mark", ["", "#da"])
def test_a_narrow_phone_never_scrolls_sideways(mark: str, served: Hosting, browser: Browser) -> None:
    with looking(browser, viewport=NARROW) as look:
        for path in PAGES:
            with look(served.root + path + mark) as page:
                assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path


def test_the_first_screen_of_a_phone_holds_title_sentences_picture_and_remark(
    at_root: Hosting, browser: Browser
) -> None:
    with looking(browser, viewport=PHONE) as look:
        for id in ("24904", "42749", "57283"):
            with look(f"{at_root.root}{id}/") as page:
                for part in ("h1", ".ex-tagline", ".ex-first figure img", ".ex-first .ex-remark", ".ex-three"):
                    box = page.locator(part).first.bounding_box()
                    assert box and box["y"] + box["height"] <= PHONE["height"], (id, part)


def test_numbers_are_written_as_they_are_read() -> None:
    assert [parse_chinese_numeral(write_chinese(number)) for number in range(1, 100)] == list(range(1, 100))
