"""Books: guide and handbook are rows; a row that is declared here is served with no other file touched."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from exhibition.content.loader import load_exhibition
from exhibition.model.books import BOOKS, BookPage, describe_source
from exhibition.pages.books import resolve_links, split_lead
from helpers.cases import tiny
from synthetic import REPOSITORY

HANDBOOK = next(book for book in BOOKS if book.name == "handbook")
LIMIT = 9 * 1024
"""Bytes of a page of the handbook, gzipped: that of a page of the guide."""


def read_page(built: Path, path: str) -> str:
    return (built / path / "index.html").read_text("utf-8")


def test_the_handbook_has_an_index_and_a_page_a_step(built: Path) -> None:
    pages = load_exhibition(REPOSITORY).exhibition.books["handbook"]
    steps = [page for page in pages if page.step]
    assert [page.step for page in steps] == list(range(1, len(steps) + 1))
    index = read_page(built, "handbook")
    assert re.findall(r'/([a-z-]+)/"><b>\d</b>', index) == [page.path.strip("/") for page in steps]
    for page in steps:
        text = read_page(built, f"handbook/{page.path}")
        assert all(heading in text for heading in ("要准备什么", "怎么做", page.title)), page.name


def test_every_page_says_that_it_is_a_draft(built: Path) -> None:
    for path in sorted((built / "handbook").rglob("index.html")):
        assert "本项目起草，不是官方《楼组成长手册》" in path.read_text("utf-8"), path


@pytest.mark.parametrize(
    ("page", "index", "said"),
    [
        ({}, {}, "本项目起草，不是官方《楼组成长手册》"),
        ({}, {"来源": "宝山区民政局"}, "来源：宝山区民政局"),
        ({"来源": "某某街道"}, {"来源": "宝山区民政局"}, "来源：某某街道"),
    ],
)
def test_one_line_changes_the_sentence(page: dict[str, str], index: dict[str, str], said: str) -> None:
    one, head = BookPage("a.md", page, "", 1), BookPage("index.md", index, "", 1)
    assert describe_source(HANDBOOK, (head, one), one) == said


def test_pages_are_light_and_have_no_foreign_request(built: Path) -> None:
    for path in sorted((built / "handbook").rglob("index.html")):
        text = path.read_text("utf-8")
        assert len(gzip.compress(text.encode(), 6)) <= LIMIT, path
        assert " style=" not in text
        assert "<script src" not in text


def test_links_of_the_handbook_land(built: Path) -> None:
    for path in sorted((built / "handbook").rglob("index.html")):
        main = path.read_text("utf-8").partition("<main")[2].partition("</main>")[0]
        for link in re.findall(r'href="([^"#?:]+)', main):
            target = (path.parent / link).resolve()
            assert (target / "index.html").is_file() or target.is_file(), (path, link)


def test_books_are_in_footers_and_sitemap(built: Path) -> None:
    assert '<a href="../handbook/">手册</a><a href="../guide/">指南</a>' in read_page(built, "about")
    unit = read_page(built, "10001")
    assert 'href="../handbook/"' not in unit
    assert '<a href="../guide/">指南</a>' in unit
    assert "handbook/first-meeting/" in (built / "sitemap-pages.xml").read_text("utf-8")


def test_links_and_leads() -> None:
    assert resolve_links('<a href="x.md">x</a> href="y.md"', "handbook/a.md", "handbook/a/") == (
        '<a href="../x/">x</a> href="y.md"'
    )
    assert split_lead("<p>一句。</p>\n<h2>题</h2>") == ("一句。", "<h2>题</h2>")
    assert split_lead("<h2>题</h2>") == ("", "<h2>题</h2>")


PROGRAM = """
import json, sys
from pathlib import Path
from exhibition.model import books
root = Path(sys.argv[1])
note = books.Book(name="notes", label="笔记", title="邻居笔记", template="book.html",
                  settings={"pose": "[a-z]+", "第几步": "[1-9]"}, unsourced="草稿")
books.BOOKS = (*books.BOOKS, note)
from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.hosting.code_owners import BESIDE_CONTENT
from exhibition.pages import build_pages
from exhibition.pages.contact_pages import build_page_links
from exhibition.search.normalize import is_page
loaded = load_exhibition(root)
found = run_checks(loaded.exhibition, root, listings=loaded.listings)
made = {one.uri: one.make().decode() for one in build_pages(loaded.exhibition, {}) if one.uri.startswith("notes/")}
print(json.dumps({
    "codes": sorted(f"{one.span.path}:{one.span.line} {one.code}" for one in found if "notes" in one.span.path),
    "pages": made,
    "owned": "/content/notes/" in BESIDE_CONTENT,
    "footer": build_page_links(loaded.exhibition)["books"],
    "asked": [is_page("notes/one/", root), is_page("notes/two/", root)],
}))
"""


def test_a_book_is_one_row(tmp_path: Path) -> None:
    folder = tiny(tmp_path) / "content/notes"
    folder.mkdir()
    (folder / "index.md").write_text("# 邻居笔记\n\n一句话。\n", "utf-8")
    (folder / "one.md").write_text(
        "---\n第几步: 1\n模样: 大\n---\n\n# 头一件\n\n先[看](nope.md)，打 13800138000。\n\n<script>x</script>\n",
        "utf-8",
    )
    (folder / "note.txt").write_text("x", "utf-8")
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["codes"] == [
        "content/notes/note.txt:1 W325",
        "content/notes/one.md:10 E398",
        "content/notes/one.md:3 E398",
        "content/notes/one.md:8 E572",
        "content/notes/one.md:8 E602",
    ]
    assert sorted(told["pages"]) == ["notes/index.md", "notes/one/index.md"]
    assert "第一步" in told["pages"]["notes/one/index.md"]
    assert "<script>" not in told["pages"]["notes/one/index.md"]
    assert "草稿" in told["pages"]["notes/one/index.md"]
    assert told["owned"]
    assert ["笔记", "notes/"] in told["footer"]
    assert told["asked"] == [True, False]
