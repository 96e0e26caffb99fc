"""Pages of books: limits, markers, settings, and what of their Markdown would not reach the page.

The engine's Markdown library tries each bracket that nothing closes to the end of its paragraph, and goes down one call
for each level of lists and quotations; a page within the limits is converted in a moment. A marker
(`<!-- picture: page -->`) asks for a table, a picture or a template; each kind has its allowed names. The engine makes
the HTML (its extensions stand in `mkdocs.yml`), and `sanitizer.clean_guide` lets through what is on its list; here the
same Markdown is made into HTML and the difference is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.books import SETTING, Book, BookPage
from ..model.fields import RecordList
from ..model.vocabulary import VOCABULARIES
from ..types import CONTENT_TYPES

LONGEST_PAGE = 20_000
"""Characters of a page; the longest of ours has a third of them."""
LONGEST_PARAGRAPH = 3_000
"""Characters of lines without an empty one between them."""
MOST_BRACKETS = 100
"""`[` of a paragraph, closed or not."""
MOST_OPEN = 50
"""Brackets of a paragraph that nothing closes."""
BRACKETS = (("[", "]"), ("(", ")"), ("<", ">"))
NESTED = re.compile(r"[ \t]{60}|[ \t]{0,59}(?:(?:[->*+]|\d{1,9}\.)[ \t]{0,9}){30}")
"""How a line begins that stands too deep in lists and quotations."""


class LimitExcess(NamedTuple):
    """A line of a page, what is too much there, as a sentence, and what to do about it."""

    line: int
    message: str
    hint: str


def find_excess(text: str, book: Book) -> LimitExcess | None:
    """Return what of a page of a book is too much for the engine; None where nothing is."""
    if len(text) > LONGEST_PAGE:
        message = f"{book.label}的这一页有 {len(text)} 个字，最多 {LONGEST_PAGE} 个，没有往下读。"
        return LimitExcess(1, message, "把它分成两页，每一页只讲一件事。")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if NESTED.match(line):
            return LimitExcess(number, "这一行套了太多层列表或者引用，这一页没有往下读。", "改成几段，少套几层。")
    return next(filter(None, (check_paragraph(first, paragraph) for first, paragraph in iter_paragraphs(lines))), None)


def iter_paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that no empty one parts, with the number of the first of them."""
    first = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > first:
                yield first + 1, "\n".join(lines[first:number])
            first = number + 1


def check_paragraph(line: int, paragraph: str) -> LimitExcess | None:
    """Return what of one paragraph is too much."""
    if len(paragraph) > LONGEST_PARAGRAPH:
        message = f"这一段有 {len(paragraph)} 个字，最多 {LONGEST_PARAGRAPH} 个，这一页没有往下读。"
        return LimitExcess(line, message, "把它分成几段，中间空一行。")
    for opening, closing in BRACKETS:
        unclosed = paragraph.count(opening) - paragraph.count(closing)
        if unclosed > MOST_OPEN:
            message = f"这一段里有 {unclosed} 个“{opening}”没有合上，这一页没有往下读。"
            return LimitExcess(line, message, f"删掉多出来的“{opening}”。")
    if (found := paragraph.count("[")) > MOST_BRACKETS:
        message = f"这一段里有 {found} 个“[”，最多 {MOST_BRACKETS} 个，这一页没有往下读。"
        return LimitExcess(line, message, "把它分成几段，中间空一行。")
    return None


MARKER = re.compile(r"<!-- *([a-z]+): *([a-z0-9_-]+) *-->")
"""What a page asks for by name; what answers it is ours."""
FIXED_MARKERS: Mapping[str, frozenset[str]] = {
    "types": frozenset(("all",)),
    "records": frozenset(("all",)),
    "streets": frozenset(("all",)),
    "columns": frozenset(("all",)),
    "picture": frozenset(
        [
            "anatomy",
            "caption",
            "comment",
            "editor",
            "file",
            "keyboards",
            "merged",
            "page",
            "play-graph",
            "same-spot",
            "save",
            "signs",
            "story",
            "who-nods",
        ]
    ),
    "emblems": frozenset(("forms", "colours", "signs")),
    "slips": frozenset(("ten",)),
    "products": frozenset(("bleed", "ink", "keys", "paper", "sheets", "table")),
    "verify": frozenset(("words",)),
}
"""The names by word that depend on no declaration."""


def list_marker_names() -> Mapping[str, frozenset[str]]:
    """Return the names that a marker may have, by its word.

    `pages.guide.MAKERS` answers them; a test holds the two equal. Checks do not load what draws.
    """
    types = frozenset(row.name for row in CONTENT_TYPES)
    records = frozenset(field.attribute for field in CONTENT_TYPES.fields if isinstance(field.kind, RecordList))
    lists = frozenset(told.name for told in CONTENT_TYPES.record_types)
    choices = frozenset(row.name for row in VOCABULARIES)
    return {
        "fields": types | {"every"},
        "record": records,
        "list": lists,
        "template": types,
        "choices": choices,
        **FIXED_MARKERS,
    }


EXTENSIONS = ("toc", "tables", "fenced_code", "admonition", "attr_list")
"""What the engine converts pages of the guide with."""
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
"""Where a tag is only spoken of: no place to point to. What is removed is judged without this."""
FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
"""Settings for the engine at the top of a page; they could choose another template, or send readers elsewhere."""
COMMENT = re.compile(r"<!--[^\n]*")


class RemovedMarkup(NamedTuple):
    """What is left out of a page: a tag (`<script>`) or an attribute (`onclick="…"`), and its line."""

    text: str
    line: int


def split_page(text: str, book: Book, name: str = "") -> BookPage:
    r"""Return a page of a book, whose file has this name; no setting reaches the engine that the book does not allow.

    >>> book = Book(name="notes", label="笔记", title="笔记", settings={"pose": "[a-z]+"})
    >>> page = split_page("---\npose: waving\ntemplate: x.html\n---\n\n# 题\n", book)
    >>> dict(page.settings), page.text, page.line
    ({'pose': 'waving'}, '\n# 题\n', 5)
    """
    front = FRONT.match(text)
    if not front:
        return BookPage(name, {}, text, 1)
    lines = (line.strip() for line in front[1].split("\n"))
    found = (SETTING.fullmatch(line) for line in lines if book.is_allowed(line))
    settings = {one[1]: one[2] for one in reversed([one for one in found if one])}
    return BookPage(name, settings, text[front.end() :], front[0].count("\n") + 1)


def render_page(text: str) -> str:
    """Return the HTML of the Markdown of a page, as the engine makes it, without anything that is not on the allow-list.

    The page must be one in which `find_excess` finds nothing.
    """
    # Imported here: most commands load this module for its limits and markers only.
    import markdown

    from .sanitizer import clean_guide

    return clean_guide(markdown.Markdown(extensions=list(EXTENSIONS)).convert(text))


def find_removed(text: str, book: Book) -> Iterator[RemovedMarkup]:
    """Yield what of a page's Markdown would not reach the page, in order of place. The page must be one in which
    `find_excess` finds nothing.
    """
    # Imported here: most commands load this module for its limits and markers only.
    import markdown

    from .sanitizer import clean_guide, count_tags

    page = split_page(text, book)
    # Blanked, so that lines stay.
    source = MARKER.sub("", "\n" * (page.line - 1) + page.text)
    yield from find_settings(text, book)
    yield from find_comments(source)
    html = markdown.Markdown(extensions=list(EXTENSIONS)).convert(source)
    left = count_tags(clean_guide(html))
    lost = count_tags(html) - left
    gone = {tag for tag, name, _ in lost if not name}
    places = [
        RemovedMarkup(format_markup(tag, name, value), line)
        for (tag, name, value), count in lost.items()
        # What stands within a tag that goes need not be told by itself.
        if not name or tag not in gone
        for line in find_lines(source, tag, name, value, count)
    ]
    yield from sorted(places, key=lambda one: (one.line, one.text))


def find_settings(text: str, book: Book) -> Iterator[RemovedMarkup]:
    """Yield what a page would set for the engine that its book does not allow."""
    front = FRONT.match(text)
    for number, line in enumerate(front[1].split("\n") if front else (), 2):
        if line.strip() and not book.is_allowed(line.strip()):
            yield RemovedMarkup(line.strip(), number)


def find_comments(source: str) -> Iterator[RemovedMarkup]:
    """Yield comments that are no markers."""
    for found in COMMENT.finditer(source):
        yield RemovedMarkup(found[0], source.count("\n", 0, found.start()) + 1)


def format_markup(tag: str, name: str, value: str) -> str:
    """Return a tag or an attribute as its author would recognize it."""
    return f'{name}="{value}"' if name else f"<{tag}>"


def find_lines(source: str, tag: str, name: str, value: str, count: int) -> list[int]:
    """Return the lines on which a tag or an attribute stands, at most `count`; the first line where none is found."""
    wanted = f"<{tag}" if not name else value if name in ("href", "src", "class", "id") and value else name
    prose = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)
    found = [number for number, line in enumerate(prose.split("\n"), 1) if wanted.lower() in line.lower()]
    return (found or [1])[:count]
