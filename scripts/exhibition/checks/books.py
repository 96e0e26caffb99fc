"""Rules about books (guide, handbook): what their pages say at the top, and where their links lead."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..model.books import BOOKS, STEP, TOOLS, Book, BookPage
from ..model.vocabulary import ChoiceWords
from .markdown import iter_page_texts, shorten
from .registry import CheckContext, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def iter_pages(context: CheckContext) -> Iterator[tuple[Book, BookPage]]:
    """Yield the pages of the books that have a template, each with its book."""
    for book in BOOKS:
        for page in context.exhibition.books.get(book.name, ()):
            yield book, page


def locate_setting(book: Book, page: BookPage, key: str, context: CheckContext) -> Span:
    """Return where a page says something at its top."""
    path = f"{book.folder}/{page.name}"
    lines = context.sources.read_lines(path)[: page.line]
    return Span(path, next((number for number, line in enumerate(lines, 1) if line.strip().startswith(key)), 1))


@check("E570", ERROR, "没有这张纸")
def unknown_worksheet(context: CheckContext) -> Iterator[Finding]:
    """问题：手册的一页写了用得上的纸，词表里没有叫这个名字的，网站找不到它。

    不好：`模板: 议事纪录`

    好：`模板: 议事记录、公约纸`

    怎么改：照提示里的名字改；真的是一张新的纸，先请管理员写进词表 `content/vocabularies/tools.yml`。
    """
    tools = context.exhibition.vocabularies.get("tools")
    words = ChoiceWords.from_names(tools.names, {alias: term.name for term in tools for alias in term.aliases})
    for book, page in iter_pages(context):
        for name in page.tools if tools.names else ():
            if tools.find_term(name) is None:
                near = words.find_nearest(name)
                guess = f"，是不是“{near}”？" if near else "。"
                hint = f"改成“{near}”。" if near else f"从这些里选：{'、'.join(tools.names)}。"
                message = f"“{TOOLS}”里的“{shorten(name)}”没有这张纸{guess}"
                yield Finding(locate_setting(book, page, TOOLS, context), message, hint)


@check("W571", ADVICE, "步子的号码重了或者跳了")
def disordered_steps(context: CheckContext) -> Iterator[Finding]:
    """问题：手册里有两页写着同一步，或者中间缺了一步，读的人会以为少了一页。

    不好：两页都写 `第几步: 3`

    好：一页 `第几步: 3`，下一页 `第几步: 4`

    怎么改：从 1 起，一页一个号码，一个接一个。不改也能发布。
    """
    for book in BOOKS:
        pages = [page for page in context.exhibition.books.get(book.name, ()) if page.step]
        counts = Counter(page.step for page in pages)
        for page in pages:
            place = locate_setting(book, page, STEP, context)
            if counts[page.step] > 1:
                others = [other.name for other in pages if other.step == page.step and other is not page]
                message = f"第 {page.step} 步写了两遍：{'、'.join(others)} 也写着它。"
                yield Finding(place, message, "换掉其中一页的号码。")
            elif page.step > 1 and page.step - 1 not in counts:
                yield Finding(place, f"有第 {page.step} 步，没有第 {page.step - 1} 步。", "把号码改成一个接一个的。")


LINK = re.compile(r"\]\(([^()\s:#?]{1,120}\.md)(?:#[^()\s]{0,80})?\)")
"""A link to a file of the docs tree."""


@check("E572", ERROR, "指南、手册里的链接找不到")
def broken_book_link(context: CheckContext) -> Iterator[Finding]:
    """问题：指南或者手册的一页链到另一页，那一页没有，点了打不开。

    不好：`[第一次坐下来商量](frist-meeting.md)`

    好：`[第一次坐下来商量](first-meeting.md)`

    怎么改：照文件的名字改，一个字母也不能差；那一页没有了，就只留文字。
    """
    known = {f"{folder}/{name}" for folder in context.book_folders for name in context.listings[folder].files}
    slugs = [term.slug for term in context.exhibition.vocabularies.get("tools")]
    sheets = {f"{one.folder}/{one.worksheets}{slug}/index.md" for one in BOOKS if one.worksheets for slug in slugs}
    for book, path, text in iter_page_texts(context):
        folder = posixpath.dirname(path)
        for found in LINK.finditer(text):
            target = posixpath.normpath(posixpath.join(folder, found[1]))
            if any(one.has_path(target) for one in BOOKS) and target not in known and target not in sheets:
                pages = sorted(one for one in known if book.has_path(one) and one.endswith(".md"))
                names = [posixpath.relpath(one, folder) for one in pages]
                near = ChoiceWords.from_names(names).find_nearest(found[1])
                hint = f"改成 {near}。" if near else "照文件的名字改；那一页没有了，就只留文字。"
                line = text.count("\n", 0, found.start()) + 1
                yield Finding(Span(path, line), f"链接“{shorten(found[1])}”找不到这一页。", hint)


@check("E573", ERROR, "手册没有首页")
def missing_book_index(context: CheckContext) -> Iterator[Finding]:
    """问题：手册有一步一步的页，没有 `index.md`，它的网址就打不开，每一页底下的链接都会落空。

    不好：`content/handbook/` 里只有 `knock.md`

    好：`content/handbook/index.md` 和 `content/handbook/knock.md`

    怎么改：加上 `index.md`，写一个题目和一两句话。
    """
    for book in BOOKS:
        pages = context.exhibition.books.get(book.name, ())
        if pages and not any(page.path == "" for page in pages):
            message = f"{book.label}没有首页：{book.folder}/ 里没有 index.md。"
            yield Finding(Span(f"{book.folder}/{pages[0].name}", 1), message, "加上 index.md，写一个题目和一两句话。")


@check("E574", ERROR, "这个文件夹的网址有别的用处")
def reserved_folder(context: CheckContext) -> Iterator[Finding]:
    """问题：手册里那些纸的页面，是网站自己做的，占着一个文件夹的网址。文件放在同名的文件夹里，两页会争一个网址。

    不好：`content/handbook/papers/claim-plate.md`

    好：`content/handbook/claims.md`

    怎么改：移到上一层，换一个名字。
    """
    for book, page in iter_pages(context):
        if book.worksheets and page.name.startswith(book.worksheets):
            message = f"{book.worksheets} 是网站自己做的那些纸的网址，文件不能放在这里。"
            yield Finding(Span(f"{book.folder}/{page.name}", 1), message, f"移到 {book.folder}/，换一个名字。")
