"""Books: pages of Markdown that belong together, below one folder of `content/` and at one address of the site.

A book is a row of `BOOKS`. Reading, checks, pages, search answers, footers, code owners and settings follow from it. The
pages of a book with a template of its own are rendered like all public pages; those of a book without one are Markdown for the
engine's own theme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..lazy import dataclass
from .content_types import CONTENT

SETTING = re.compile(r"([^\s:：]{1,12}): ?(\S.{0,200})")
"""A setting at the top of a page."""
HEADING = re.compile(r"^# (.+)", re.M)
LIST_SIGNS = re.compile(r"[、,，]")
"""What parts the words of a setting that holds several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One book: where its pages are, what they are called and how they are shown."""

    name: str
    """Its folder below `content/`; with a slash, its address."""
    label: str
    """What messages and footers call it: 指南."""
    title: str
    """What the way back calls it: 志愿者指南."""
    template: str = ""
    """The template of its pages in `overrides/`; empty: the engine's theme shows their Markdown."""
    pose: str = "reading"
    """How the mascot stands on a page that does not say it."""
    settings: Mapping[str, str]
    """What a page may say at its top: keys with the pattern that their values must match."""
    settings_help: str = ""
    """How these are written, for those who wrote one in another way."""
    unsourced: str = ""
    """The sentence on every page until a source is entered; empty: no page needs one."""
    sourced: str = ""
    """The sentence in its place when there is a source, which stands where the braces are."""
    lead: str = ""
    """A sentence about the book, for search engines."""
    door: str = ""
    """What its door on the home page says; empty: it has none."""
    door_rank: int = 100
    """Where that door stands among those of rooms and types."""
    worksheets: str = ""
    """The folder below its address in which the pages of worksheets stand; empty: they stand in another book."""
    short_footer: bool = False
    """Do pages of entries, which have no bytes to spare, link to it too?"""

    @property
    def folder(self) -> str:
        """The folder that holds its pages, from the root of the repository."""
        return f"{CONTENT}/{self.name}"

    @property
    def path(self) -> str:
        """Its address, from the root of the site."""
        return f"{self.name}/"

    def make_worksheet_path(self, slug: str) -> str:
        """Return the address of the page of a worksheet, from the root of the site."""
        return f"{self.path}{self.worksheets}{slug}/"

    def has_path(self, path: str) -> bool:
        """Is a path of the repository its folder, or something below it?"""
        return path == self.folder or path.startswith(f"{self.folder}/")

    def is_allowed(self, line: str) -> bool:
        """May this line stand at the top of a page?"""
        found = SETTING.fullmatch(line)
        return bool(found and re.fullmatch(self.settings.get(found[1], "(?!)"), found[2]))


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of a book: its file's name below the folder, its settings, its Markdown, and the line that this begins on."""

    name: str
    settings: Mapping[str, str]
    text: str
    line: int

    @property
    def path(self) -> str:
        """Its address, from that of its book.

        >>> BookPage("index.md", {}, "", 1).path, BookPage("covenant.md", {}, "", 1).path
        ('', 'covenant/')
        """
        stem = self.name.removesuffix(".md")
        return stem.removesuffix("index") if stem.rpartition("/")[2] == "index" else f"{stem}/"

    @property
    def title(self) -> str:
        """The words of its first heading; empty where it has none."""
        found = HEADING.search(self.text)
        words = found[1].strip() if found else ""
        return words.rpartition("{")[0].rstrip() if words.endswith("}") and "{" in words else words

    @property
    def step(self) -> int:
        """Which step it tells; 0 where it tells none."""
        number = self.settings.get(STEP, "")
        return int(number) if re.fullmatch(r"\d{1,2}", number) else 0

    @property
    def tools(self) -> tuple[str, ...]:
        """The names of the templates that it leads to."""
        return tuple(filter(None, map(str.strip, LIST_SIGNS.split(self.settings.get(TOOLS, "")))))

    @property
    def source(self) -> str:
        """Where its text is from; empty where it says nothing."""
        return self.settings.get(SOURCE, "").strip()


POSE, STEP, TOOLS, SOURCE = "pose", "第几步", "模板", "来源"
"""Keys at the top of a page."""
POSE_PATTERN = r"[a-z]{1,20}"

BOOKS = (
    Book(
        name="handbook",
        label="手册",
        title="成长手册",
        template="book.html",
        settings={POSE: POSE_PATTERN, STEP: r"[1-9]\d?", TOOLS: r".{1,120}", SOURCE: r".{1,80}"},
        settings_help="“第几步”写 1 到 99 的数字；“模板”写纸的名字，用“、”分开；“来源”写一句话；pose 写吉祥物的一个姿势。",
        unsourced="本项目起草，不是官方《楼组成长手册》",
        sourced="来源：{}",
        lead="从敲开第一扇门，到带一带别的楼，一步一步怎么做。",
        door="一步一步怎么做",
        door_rank=160,
        worksheets="papers/",
    ),
    Book(
        name="guide",
        label="指南",
        title="志愿者指南",
        settings={POSE: POSE_PATTERN},
        settings_help="pose 写吉祥物的一个姿势，如 waving、reading。",
        short_footer=True,
    ),
)
"""Every book, in the order in which footers name them."""


WORKSHEET_BOOK = next(book for book in BOOKS if book.worksheets)
"""The book in which the pages of worksheets stand."""


def describe_source(book: Book, pages: Sequence[BookPage], page: BookPage | None = None) -> str:
    """Return where the text of a page is from: what it says, else what the index of its book says, else that nobody knows."""
    index = next((one for one in pages if not one.path), None)
    source = (page.source if page else "") or (index.source if index else "")
    return book.sourced.format(source) if source else book.unsourced


def find_book(path: str) -> Book | None:
    """Return the book that a path of the repository belongs to; None where it belongs to none."""
    # Checks ask of every folder: most need no closer look.
    return next((book for book in BOOKS if path.startswith(book.folder) and book.has_path(path)), None)


def find_book_by_address(path: str) -> Book | None:
    """Return the book that an address of the site belongs to; None where it belongs to none."""
    return next((book for book in BOOKS if path.startswith(book.path)), None)
