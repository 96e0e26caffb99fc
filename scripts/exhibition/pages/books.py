"""Pages of books with a template of their own: an index with the steps in order, a page a step, a page a paper template.

The Markdown comes out as it does in the guide, markers included. Each page says where its text is from; until somebody enters a
source (`来源`, on the index for the whole book, or on one page) it says that it is a draft of this project.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from html import unescape

from ..bodies.guide_pages import render_page
from ..model import Exhibition
from ..model.books import BOOKS, WORKSHEET_BOOK, Book, BookPage, describe_source
from ..print.worksheets import WORKSHEETS
from ..text.characters import make_relative, write_chinese
from .context import PageContext, PageFile
from .guide import choose_pose, fill_markers
from .page import Html, Page
from .worksheets import find_sheets, list_papers

INDEX = ""
HEADING = re.compile(r"<h1\b[^<>]*>(?:[^<]|<(?!/?h1\b))*</h1>\s*")
FIRST_PARAGRAPH = re.compile(r"\s*<p>(.*?)</p>\s*", re.S)
TAG = re.compile(r"<[^<>]*>")
LINK = re.compile(r'(<a\b[^<>]*? href=")([^":#?]+\.md)(?=["#])')
"""A link to a page of the docs tree, as GitHub shows it."""
Data = dict[str, object]


def build_book_pages(context: PageContext) -> Iterator[PageFile]:
    """Yield the pages of every book that has a template."""
    for book in BOOKS:
        pages = context.exhibition.books.get(book.name, ())
        for page in pages:
            yield build_book_page(page, pages, book, context)


def build_book_page(page: BookPage, pages: Sequence[BookPage], book: Book, context: PageContext) -> Page:
    """Return one page of a book: its index, a step, or another page."""
    path = book.path + page.path
    root = make_relative("", path)
    lead, text = split_lead(render_text(page, book, context.exhibition))
    title = page.title or book.title
    steps = [one for one in pages if one.step]
    here = next((place for place, one in enumerate(steps) if one is page), None)
    data: Data = {
        "name": title,
        "lead": lead,
        "description": strip_tags(lead) or book.lead,
        "pose": choose_pose(page, book),
        "crumbs": [["首页", root], *([] if page.path == INDEX else [[book.title, root + book.path]])],
        "text": text,
        "source": describe_source(book, pages, page),
    }
    if page.path == INDEX:
        data |= {"steps": [build_step(one, book, root, context.exhibition) for one in steps]}
        data |= {
            "others": [[one.title, root + book.path + one.path] for one in pages if not one.step and one is not page]
        }
    if here is not None:
        data["kicker"] = f"第{write_chinese(page.step)}步"
        data |= {
            name: [steps[place].title, root + book.path + steps[place].path]
            for name, place in (("earlier", here - 1), ("later", here + 1))
            if 0 <= place < len(steps)
        }
    if page.path != INDEX:
        data |= list_papers("这一步用得上的纸", find_sheets(page, context.exhibition), context.exhibition, root)
    elif book is WORKSHEET_BOOK:
        data |= list_papers("印出来就能填的纸", WORKSHEETS, context.exhibition, root)
    shown = title if page.path == INDEX else f"{title} - {book.title}"
    return Page(path, book.template, shown, data)


def build_step(page: BookPage, book: Book, root: str, exhibition: Exhibition) -> Data:
    """Return a step as the index shows it: number, name, its first sentence."""
    lead, _ = split_lead(render_text(page, book, exhibition))
    return {"number": page.step, "name": page.title, "href": root + book.path + page.path, "line": strip_tags(lead)}


def render_text(page: BookPage, book: Book, exhibition: Exhibition) -> str:
    """Return the HTML of a page without its first heading; links lead to addresses of the site.

    Raises Refusal where the page asks for something that nothing makes.
    """
    html = render_page(fill_markers(page.text, page.name, exhibition.vocabularies, book))
    return HEADING.sub("", resolve_links(html, book.path + page.name, book.path + page.path), count=1)


def resolve_links(html: str, file: str, path: str) -> str:
    """Return the HTML of a page with links to files of the docs tree as links to their addresses.

    >>> resolve_links('<a href="../council/index.md">x</a><a href="b.md#c">y</a>', "handbook/a.md", "handbook/a/")
    '<a href="../../council/">x</a><a href="../b/#c">y</a>'
    """
    folder = posixpath.dirname(file)

    def resolve(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[2])).removesuffix(".md")
        address = target.removesuffix("index") if posixpath.basename(target) == "index" else f"{target}/"
        return found[1] + make_relative(address, path)

    return LINK.sub(resolve, html)


def split_lead(html: str) -> tuple[str, str]:
    """Return the first paragraph of a page and the rest, both as HTML; no lead where it begins with something else."""
    found = FIRST_PARAGRAPH.match(html)
    return (Html(found[1]), Html(html[found.end() :])) if found else (Html(""), Html(html))


def strip_tags(html: str) -> str:
    """Return the words of HTML."""
    return " ".join(unescape(TAG.sub("", html)).split())
