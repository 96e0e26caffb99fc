"""The guide as neighbours see it: pictures, links, size of words, one sheet of paper, and its way walked to the end."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conftest import HOME, Hosting, exhibition
from illustrations.guide_diagrams import GUIDE_DIAGRAMS, get_diagram_path
from illustrations.guide_diagrams.canvas import ScreenArea
from illustrations.guide_diagrams.edit_screens import draw_review_comment
from test_site_visitors import NARROW, RULES, SETTLED, Look, large, looking, visiting

NAMES = sorted(path.stem for path in (HOME / "content" / "guide").glob("*.md"))
FOR_NEIGHBOURS = ("index", "first", "edit", "slips", "new", "fields", "lists", "photos", "consent", "messages")
"""Pages for those who write; those for whoever orders, prints or keeps the site may name their tools."""

JARGON = re.compile(
    r"(?i)yaml|json|markdown|front matter|html|仓库|分支|字段|解析|渲染|编译|元数据|键值|语法|参数|拉取|推送"
)


def address(name: str) -> str:
    return "guide/" if name == "index" else f"guide/{name}/"


class Tags(HTMLParser):
    """What a page holds: pictures, links, ids, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.ids.add(held.get("id") or "")
        if tag == "img":
            self.images.append(held)
        self.links += [one for one in (held.get("href"), held.get("src"), held.get("srcset")) if one]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def seen(built: Path) -> dict[str, Tags]:
    """The guide's pages in the built site, by name."""
    return {name: Tags((built / address(name) / "index.html").read_text("utf-8")) for name in NAMES}


def test_every_link_and_every_anchor_works(built: Path, seen: dict[str, Tags]) -> None:
    for name, page in seen.items():
        for link in page.links:
            if re.match(r"[a-z]+:|//", link):
                continue
            path, anchor = urldefrag(link.split("?")[0])
            target = (built / address(name) / unquote(path)).resolve() if path else built / address(name)
            file = target / "index.html" if target.is_dir() else target
            assert file.is_file(), f"{name}: {link}"
            if anchor and file.suffix == ".html":
                assert unquote(anchor) in Tags(file.read_text("utf-8")).ids | {"__drawer", "da"}, f"{name}: {link}"


def test_every_sketch_is_shown_and_told_in_sentences(built: Path, seen: dict[str, Tags]) -> None:
    shown = {Path(str(image["src"])).name: image for page in seen.values() for image in page.images}
    for sketch in GUIDE_DIAGRAMS.values():
        image = shown[Path(get_diagram_path(sketch)).name]
        assert image["alt"] == sketch.alt
        assert re.fullmatch(r"[^。]{4,}。.*", sketch.alt)
        assert sketch.alt.endswith("。")
        assert (built / get_diagram_path(sketch)).is_file()
        assert not sketch.wide or (built / get_diagram_path(sketch, wide=True)).is_file()


def test_pictures_without_words_are_only_for_show(seen: dict[str, Tags]) -> None:
    silent = {Path(str(one["src"])).parent.name for page in seen.values() for one in page.images if not one.get("alt")}
    assert silent <= {"mascot", "exhibit"}
    assert all("alt" in one for page in seen.values() for one in page.images)


@pytest.mark.parametrize("name", FOR_NEIGHBOURS)
def test_no_page_for_neighbours_speaks_as_programmers_do(name: str, built: Path) -> None:
    html = (built / address(name) / "index.html").read_text("utf-8")
    article = re.search(r"<article.*?</article>", html, re.S)[0]
    assert JARGON.findall(" ".join(Tags(article).words)) == []


def test_the_whole_guide_stands_in_the_table_of_contents() -> None:
    nav = (HOME / "mkdocs.yml").read_text("utf-8")
    assert [name for name in NAMES if f": guide/{name}.md\n" not in nav] == []


@pytest.fixture(scope="module", params=["light", "dark"])
def dressed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Look]:
    with looking(browser, color_scheme=request.param) as look:
        yield look


@pytest.fixture(scope="module", params=["", "#da"], ids=["plain", "large"])
def narrow(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Look, str]]:
    with looking(browser, viewport=NARROW) as look:
        yield look, request.param


@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_the_guide_has_a_barrier(name: str, dressed: Look, at_root: Hosting) -> None:
    with dressed(at_root.root + address(name)) as page:
        found = Axe().run(page, options=RULES)
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('article p, article li, article dd')]"
            ".map(one => parseFloat(getComputedStyle(one).fontSize)))"
        )
    assert found.violations_count == 0, found.generate_report()
    assert smallest >= 18


@pytest.mark.parametrize("name", NAMES)
def test_a_narrow_phone_never_scrolls_sideways_in_the_guide(
    name: str, narrow: tuple[Look, str], at_root: Hosting
) -> None:
    look, mark = narrow
    with look(at_root.root + address(name) + mark) as page:
        assert large(page) == bool(mark)
        wide = page.evaluate(
            "Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('article *')]"
            ".map(one => one.getBoundingClientRect().right))"
        )
    assert wide <= NARROW["width"] + 1


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_the_ten_slips_fit_one_sheet_of_paper(dress: str, browser: Browser, at_root: Hosting, tmp_path: Path) -> None:
    sheet = tmp_path / "slips.pdf"
    with visiting(browser, color_scheme=dress) as page:
        page.goto(at_root.root + address("slips"))
        page.wait_for_function(SETTLED)
        page.pdf(path=sheet, prefer_css_page_size=True, print_background=True)
    printed = pypdfium2.PdfDocument(sheet)
    width, height = printed[0].get_size()
    assert len(printed) == 1
    assert (round(width), round(height)) == (595, 842)
    words = re.sub(r"\s", "", printed[0].get_textpage().get_text_bounded())
    assert "照片还没问过人" in words
    image = printed[0].render().to_pil().convert("L")
    assert image.getpixel((300, 5)) > 250, "paper is white, by night too"
    foot = image.point(lambda shade: 255 * (shade < 200)).getbbox()[3]
    assert foot <= 0.92 * height, "other faces and printers need some room"


def test_a_block_is_copied_with_one_tap(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser) as page:
        page.goto(at_root.root + address("new"))
        block = page.locator("article pre", has_text="自治小组")
        page.locator("article pre + .ex-copy").first.click()
        assert page.locator(".ex-copy").first.text_content() == "已复制"
        page.evaluate("document.body.appendChild(document.createElement('textarea')).focus()")
        page.keyboard.press("Control+V")
        pasted = page.evaluate("document.querySelector('body > textarea').value")
        assert pasted.strip() == (block.text_content() or "").strip()


def test_a_wrong_line_of_the_help_pages_is_not_offered_for_copying(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser) as page:
        page.goto(at_root.root + "help/E105/")
        assert page.locator("article pre").count() == 2
        assert page.locator(".ex-copy").count() == 0


BLOCK = re.compile(r"^(```+)yaml\n(.*?)\n\1$", re.M | re.S)
WORDS = re.compile(r">([^<]+)</text>")


def test_its_way_walked_to_the_end_as_written(tmp_path: Path) -> None:
    """A colon goes wrong; the comment says what the sketch of it shows; its block is pasted; the page is published."""
    for name in ("content", "overrides", "mkdocs.yml"):
        copy = shutil.copytree if (HOME / name).is_dir() else shutil.copy
        copy(HOME / name, tmp_path / name)
    file = tmp_path / "content" / "units" / "example" / "10009" / "index.md"
    before = file.read_text("utf-8")
    slipped = re.sub(r"^一句话: .*$", "一句话：修好一盏灯，楼道亮了", before, flags=re.M)
    file.write_text(slipped, "utf-8")

    said = exhibition("check", "--root", tmp_path, "--output", "markdown", check=False).stdout
    sketch = WORDS.findall(draw_review_comment(ScreenArea(0, 0, 300, 400, wide=False)))
    assert said.splitlines()[0] == sketch[0] == "还有 1 处要改"
    assert "错误 E105" in said
    assert "错误 E105" in sketch[1]
    assert sketch[2] in said
    assert f"改好的：`{sketch[4]}`" in said

    block = BLOCK.search(said)[2]
    closing = slipped.index("\n---\n", 4) + len("\n---\n")
    file.write_text(f"{block}\n{slipped[closing:]}", "utf-8")
    assert file.read_text("utf-8") == slipped.replace("一句话：", "一句话: ")
    assert exhibition("check", "--root", tmp_path, "--output", "markdown").stdout.startswith("可以合并\n")

    exhibition("build", "--root", tmp_path, "--site", tmp_path / "site")
    assert "修好一盏灯，楼道亮了" in (tmp_path / "site" / "10009" / "index.html").read_text("utf-8")
