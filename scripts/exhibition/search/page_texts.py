"""What stands on pages that are no entries: for questions that no page and no entry answers in its own words.

The client looks for the pages on which most of such a question stands (overrides/assets/search-guesses.js). Of the pages of
books it is told the headings, the strong words and the first paragraph; of worksheets their names and sentences. What the
pages that answer (see `answers`) are called and asked for it knows from the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..bodies.guide_pages import CODE, COMMENT, split_page
from ..lazy import dataclass
from ..model import Vocabularies
from ..model.books import BOOKS, POSE, WORKSHEET_BOOK, Book
from ..storage.safe_files import iter_files, list_within, read_within

STRONG = re.compile(r"^#{2,6} +(.+)|\*\*([^*\n]+)\*\*", re.M)
"""A heading below the first, or strong words."""
PLAIN = re.compile(r"\w")
"""How a paragraph begins that is no heading, table, list, quotation, picture or block of the engine's."""
LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: where it is, what it is called, what it belongs to, how the mascot stands, what is read of it."""

    path: str
    """From the root of the site."""
    title: str
    about: str
    """指南."""
    pose: str
    text: str

    def to_object(self) -> list[str]:
        """Return it as a value of the script."""
        return [self.path, self.title, self.about, self.pose, self.text]


def read_page_texts(root: Path) -> tuple[PageText, ...]:
    """Return the pages of all books below `root`, as far as their files can be read; the checks report the others."""
    return tuple(read_book_page(root, book, name) for book in BOOKS for name in list_names(root, book))


def list_names(root: Path, book: Book) -> Iterator[str]:
    """Yield the names of the files of a book, below its folder."""
    if list_within(root, book.folder).readable:
        for path in iter_files(root / book.folder):
            if path.suffix == ".md" and path.name[0] != ".":
                yield path.relative_to(root / book.folder).as_posix()


def read_book_page(root: Path, book: Book, name: str) -> PageText:
    """Return a page of a book; where its file cannot be read, one without words."""
    try:
        text = read_within(root, f"{book.folder}/{name}").decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        text = ""
    page = split_page(text, book, name)
    return PageText(
        book.path + page.path, page.title, book.label, page.settings.get(POSE, book.pose), select_text(page.text)
    )


def select_text(text: str) -> str:
    r"""Return the headings below the first, the strong words and the first paragraph of Markdown, each once, in lines.

    >>> select_text("# 照片怎么拍\n\n拍[人](a.md)，也拍事。\n\n## 太大了 {#big}\n\n先**压缩**一下。\n")
    '拍人，也拍事。\n太大了\n压缩'
    """
    plain = ATTRIBUTES.sub("", LINK.sub(r"\1", COMMENT.sub("", CODE.sub("", text))))
    paragraphs = (one.strip() for one in re.split(r"\n\s*\n", plain))
    first = next((one for one in paragraphs if PLAIN.match(one)), "")
    strong = (found[1] or found[2] for found in STRONG.finditer(plain))
    return "\n".join(dict.fromkeys(filter(None, (first.replace("**", ""), *map(str.strip, strong)))))


def list_worksheet_texts(vocabularies: Vocabularies) -> Iterator[PageText]:
    """Yield the pages of worksheets."""
    book = WORKSHEET_BOOK
    for term in vocabularies.get("tools"):
        text = "\n".join((*term.aliases, term.note))
        yield PageText(book.make_worksheet_path(term.slug), term.name, book.label, book.pose, text)


def list_page_texts(pages: Sequence[PageText], vocabularies: Vocabularies) -> list[list[str]]:
    """Return what the client is told of the pages of books and of worksheets, each page once."""
    rows = {one.path: one for one in (*pages, *list_worksheet_texts(vocabularies)) if one.title}
    return [one.to_object() for one in rows.values()]
