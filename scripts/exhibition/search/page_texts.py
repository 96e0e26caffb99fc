"""What stands on pages that are no entries: for questions that no page and no entry answers in its own words.

The client looks for the pages on which most of such a question stands (overrides/assets/search-guesses.js). Of the pages of
books it is told the headings, the strong words and the first paragraph, and of all else the short clauses whose words stand on
few other pages; of worksheets their names and sentences. What the pages that answer (see `answers`) are called and asked for it
knows from the catalogue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
CLAUSE = re.compile(r"[㐀-鿿]{2,14}")
"""What stands between signs, as far as it is short: a long one says more than its own words."""
PAIR = re.compile(r"[㐀-鿿]{2}")
EMPTY = frozenset("的了是不在有一个这那就也都和要会能可以到把被给用从对上下里你我他们什么")
"""Characters that make a pair say little."""
FEW = 2
"""On so many pages of books at most stands a pair that tells one from the others."""
MOST = 24
"""Characters of clauses of a page."""


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
    body: str = ""
    """Its Markdown."""

    def to_object(self, clauses: Sequence[str] = ()) -> list[str]:
        """Return it as a value of the script, with the clauses of its body that tell it from other pages."""
        return [self.path, self.title, self.about, self.pose, self.text, *(["\n".join(clauses)] if clauses else [])]


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
    pose, text = page.settings.get(POSE, book.pose), select_text(page.text)
    return PageText(book.path + page.path, page.title, book.label, pose, text, page.text)


def make_plain(text: str) -> str:
    """Return Markdown without code, comments, pictures and addresses."""
    return ATTRIBUTES.sub("", LINK.sub(r"\1", COMMENT.sub("", CODE.sub("", text))))


def select_text(text: str) -> str:
    r"""Return the headings below the first, the strong words and the first paragraph of Markdown, each once, in lines.

    >>> select_text("# 照片怎么拍\n\n拍[人](a.md)，也拍事。\n\n## 太大了 {#big}\n\n先**压缩**一下。\n")
    '拍人，也拍事。\n太大了\n压缩'
    """
    plain = make_plain(text)
    paragraphs = (one.strip() for one in re.split(r"\n\s*\n", plain))
    first = next((one for one in paragraphs if PLAIN.match(one)), "")
    strong = (found[1] or found[2] for found in STRONG.finditer(plain))
    return "\n".join(dict.fromkeys(filter(None, (first.replace("**", ""), *map(str.strip, strong)))))


def list_pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring Chinese characters of which none says little."""
    return [
        text[at : at + 2]
        for at in range(len(text) - 1)
        if PAIR.fullmatch(text, at, at + 2) and EMPTY.isdisjoint(text[at : at + 2])
    ]


def select_clauses(page: PageText, pages_of: Mapping[str, int]) -> list[str]:
    """Return the clauses of a page with a plain body most of whose pairs stand on few pages; `pages_of` says on how many each does."""
    told, found, left = set(list_pairs(page.title + "\n" + page.text)), [], MOST
    for clause in CLAUSE.findall(page.body):
        pairs = set(list_pairs(clause))
        fresh = {pair for pair in pairs - told if pages_of[pair] <= FEW}
        if fresh and 5 * len(fresh) >= 4 * len(pairs) and len(clause) <= left:
            found.append(clause)
            told |= pairs
            left -= len(clause)
    return found


def list_worksheet_texts(vocabularies: Vocabularies) -> Iterator[PageText]:
    """Yield the pages of worksheets."""
    book = WORKSHEET_BOOK
    for term in vocabularies.get("tools"):
        text = "\n".join((*term.aliases, term.note))
        yield PageText(book.make_worksheet_path(term.slug), term.name, book.label, book.pose, text)


def list_page_texts(pages: Sequence[PageText], vocabularies: Vocabularies) -> list[list[str]]:
    """Return what the client is told of the pages of books and of worksheets, each page once."""
    rows = {one.path: one for one in (*pages, *list_worksheet_texts(vocabularies)) if one.title}
    # Here and not where they are read: each build reads them, few make this file.
    told = [replace(one, body=make_plain(one.body)) for one in rows.values()]
    pages_of = Counter(pair for one in told for pair in set(list_pairs(one.body)))
    return [one.to_object(select_clauses(one, pages_of)) for one in told]
