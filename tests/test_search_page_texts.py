"""What the search is told of the pages of books."""

from __future__ import annotations

from pathlib import Path

from exhibition.content.loader import load_exhibition
from exhibition.search.page_texts import list_page_texts, read_page_texts, select_text
from test_search_results import HOME


def write(root: Path, name: str, text: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_page_tells_its_title_headings_and_first_paragraph(tmp_path: Path) -> None:
    write(
        tmp_path,
        "guide/first.md",
        "---\npose: waving\n---\n\n# 第一次 {#a}\n\n先**看**一看。\n\n后面的话。\n\n## 再写 {#b}\n",
    )
    [page] = read_page_texts(tmp_path)
    assert page.to_object() == ["guide/first/", "第一次", "指南", "waving", "先看一看。\n看\n再写"]


def test_clauses_that_tell_a_page_from_others_are_told(tmp_path: Path) -> None:
    write(tmp_path, "guide/a.md", "# 甲\n\n先看。\n\n- 四边出血，三毫米\n- 大家知道\n")
    for name in "bcd":
        write(tmp_path, f"guide/{name}.md", "# 乙\n\n先看。\n\n- 大家知道\n")
    rows = list_page_texts(read_page_texts(tmp_path), load_exhibition(tmp_path).exhibition.vocabularies)
    assert {row[0]: row[5:] for row in rows} == {
        "guide/a/": ["四边出血\n三毫米"],
        "guide/b/": [],
        "guide/c/": [],
        "guide/d/": [],
    }


def test_lists_tables_code_and_links_tell_only_words() -> None:
    text = "# 题\n\n- 一条\n\n| 表 |\n|---|\n\n> 话\n\n```\n## 不是题\n```\n\n看[这里](a.md)和`代码`。\n"
    assert select_text(text) == "看这里和。"


def test_pages_below_folders_are_read_in_order(tmp_path: Path) -> None:
    for name in ("handbook/papers/b.md", "handbook/index.md", "handbook/a.md", "handbook/.hidden.md", "handbook/x.txt"):
        write(tmp_path, name, "# 题\n")
    assert [page.path for page in read_page_texts(tmp_path)] == ["handbook/a/", "handbook/", "handbook/papers/b/"]


def test_what_cannot_be_read_has_no_words_and_a_link_is_no_page(tmp_path: Path) -> None:
    write(tmp_path, "guide/link.md", "# 题\n")
    (tmp_path / "content/guide/bytes.md").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "content/guide/other.md").symlink_to("link.md")
    pages = {page.path: page.title for page in read_page_texts(tmp_path)}
    assert pages == {"guide/link/": "题", "guide/bytes/": ""}
    rows = list_page_texts(read_page_texts(tmp_path), load_exhibition(tmp_path).exhibition.vocabularies)
    assert [row[0] for row in rows] == ["guide/link/"]


def test_no_books_no_texts(tmp_path: Path) -> None:
    assert read_page_texts(tmp_path) == ()


def test_every_page_of_the_shipped_books_and_worksheets_is_told() -> None:
    rows = list_page_texts(read_page_texts(HOME), load_exhibition(HOME).exhibition.vocabularies)
    paths = [row[0] for row in rows]
    assert len(paths) == len(set(paths))
    for name in ("guide", "handbook"):
        for file in (HOME / "content" / name).glob("*.md"):
            assert (f"{name}/" if file.stem == "index" else f"{name}/{file.stem}/") in paths
    assert "handbook/papers/claim-tag/" in paths
    assert all(title and about and pose for _, title, about, pose, *_ in rows)
