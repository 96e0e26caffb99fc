"""Normalise text for the index and for questions; words that mean the same.

`fold` makes characters alike (width, case, traditional forms, white space); `make_canonical` makes house numbers alike on
top of it (十一村 = 11村, 64号楼 = 64幢 = 64号). `overrides/assets/catalogue.js` does the same; both sides are held together
by one table of cases in the tests. Synonyms and stop words come from `content/vocabularies/`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ..lazy import dataclass
from ..model import Term, Vocabularies
from ..model.books import find_book_by_address
from ..pages.facet_words import SUFFIXES, cut_suffix
from ..storage.safe_files import read_within
from ..text.characters import read_numeral
from ..types import CONTENT_TYPES
from .page_texts import PageText, read_page_texts

GAP = " "
"""What stands for punctuation and everything else that nobody types: no phrase reaches across it."""
WHITE = frozenset(map(ord, "\t\n\v\f\r \u00a0\u3000\ufeff")) | frozenset(range(0x2000, 0x2010))
"""White space and zero-width signs: `64 号` is `64号`."""
KEPT = (range(0x30, 0x3A), range(0x61, 0x7B), range(0x3007, 0x3008), range(0x3040, 0x3100), range(0x3400, 0xA000))
"""Code points that text is made of: digits, small Latin letters, 〇, kana, Chinese characters."""
NUMERALS = "〇零一二两三四五六七八九十百"
COUNTED = "号村弄幢栋座居街支期区组室单层楼星里坊年月届园"
"""What is counted in addresses: Chinese numerals before these are numbers for certain."""
HOUSES = "号幢栋座"
"""First signs of what may stand behind a house number."""
NUMERAL = re.compile(f"(?<![{NUMERALS}])([{NUMERALS}]++)(?=[{COUNTED}])")
BUILDING = re.compile("([0-9])(?:号楼(?![组道])|幢楼|栋楼|幢|栋|座)")
"""Ways to write 号 behind a house number; 64号楼组 is the 楼组 of 64号."""


@lru_cache(maxsize=1)
def load_traditional() -> dict[int, int]:
    """Return the simplified form of each traditional character: OpenCC's table, one code unit for one."""
    from opencc import OpenCC

    characters = "".join(map(chr, range(0x3400, 0xA000)))
    plain = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(sign): ord(form)
        for sign, form in zip(characters, plain, strict=True)
        if sign != form and form in characters
    }


class FoldingTable(dict[int, str]):
    """Table for `str.translate` that is filled with each character when it is first used."""

    def __missing__(self, code: int) -> str:
        """Fold one code point and store the result."""
        self[code] = folded = fold_sign(code)
        return folded


def fold_sign(code: int) -> str:
    """Return the form of one code point: a sign, nothing (white space), or a gap."""
    if code in WHITE:
        return ""
    if 0xFF01 <= code <= 0xFF5E:
        code -= 0xFEE0
    if 0x41 <= code <= 0x5A:
        code += 0x20
    code = load_traditional().get(code, code)
    return chr(code) if any(code in part for part in KEPT) else GAP


_FOLDING = FoldingTable()


def fold(text: str) -> str:
    """Return text with characters made alike; punctuation becomes a gap.

    >>> fold("高境鎮 Ｎｏ．64")
    '高境镇no 64'
    """
    return text.translate(_FOLDING)


def make_canonical(folded: str) -> str:
    """Return folded text with numbers and house numbers made alike.

    >>> make_canonical("共和十一村64号楼"), make_canonical("六十四幢"), make_canonical("64号楼组"), make_canonical("一起")
    ('共和11村64号', '64号', '64号楼组', '一起')
    """
    return BUILDING.sub(r"\1号", NUMERAL.sub(lambda found: read_numeral(found[1]), folded))


class AskedPage(NamedTuple):
    """A row of `answers.yml`: what asks for a page that may answer without an entry."""

    title: str
    """What the result calls it; empty where the page has a name elsewhere."""
    note: str
    pose: str
    paths: tuple[str, ...]
    """From the root of the site; the first that exists answers, the others stand beside it."""
    words: tuple[str, ...]
    """Words of a question; parts with `+` between them must all be in it, of forms with `/` between them one."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words of one meaning, words to pass over, words as they are spoken, and what asks for which page."""

    same: tuple[tuple[str, ...], ...] = ()
    stop: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    """Words of the dialect and of everyday talk, each with the word that is written."""
    asked: tuple[AskedPage, ...] = ()
    fillers: tuple[str, ...] = ()
    """Regular expressions of the turns of a question that ask for nothing, as the browser compiles them."""
    naming: tuple[str, ...] = ()
    """Those of turns that ask for nothing and tell that a building, a cluster or a place is wanted: 哪座楼."""
    pages: tuple[PageText, ...] = ()
    """What stands on the pages of books."""
    near: tuple[tuple[str, ...], ...] = ()
    """Groups of words of one matter, as they are compared: one helps to guess the page where another is told."""


def read_synonyms(root: Path) -> Synonyms:
    """Read `synonyms.yml` and `answers.yml` of `content/vocabularies/` below `root`, and the books; no file, no words."""
    told, asked = read_words(root, "synonyms"), read_words(root, "answers")
    sheets = {str(term.get("slug")) for term in read_words(root, "tools").get("词") or []}
    same = tuple(tuple(map(str, [term["名称"], *(term.get("别名") or [])])) for term in told.get("词") or [])
    rows = tuple(
        AskedPage(
            str(term.get("名称") or ""), str(term.get("说明") or ""), str(term.get("pose") or "waving"),
            tuple(path for path in map(str, term.get("页") or []) if is_page(path, root, sheets)),
            tuple(map(str, term.get("问") or [])),
        )
        for term in asked.get("词") or []
    )  # fmt: skip
    spoken = tuple((str(word), str(written)) for word, written in (told.get("方言") or {}).items())
    stop = tuple(map(str, told.get("停用词") or []))
    fillers, naming = (tuple(map(str, told.get(name) or [])) for name in ("问句", "问楼"))
    paths = tuple(row for row in rows if row.paths)
    near = tuple(tuple(map(normalize_word, str(row).split())) for row in told.get("相关") or [])
    return Synonyms(same, stop, spoken, paths, fillers, naming, read_page_texts(root), near)


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads in C where that is installed: 6 ms and not 60."""


def read_words(root: Path, name: str) -> dict[str, Any]:
    """Return the content of a file of words, nothing where there is no such file."""
    try:
        found = yaml.load(read_within(root, f"content/vocabularies/{name}.yml").decode("utf-8-sig"), LOADER)
    except FileNotFoundError:
        return {}
    return found if isinstance(found, dict) else {}


def is_page(path: str, root: Path, sheets: Collection[str] = ()) -> bool:
    """Is there a page at a path of `answers.yml`? Of a book its file is looked for; every other page is known elsewhere.

    `sheets` are the slugs of the worksheets, which have pages of their own in a book.
    """
    book = find_book_by_address(path)
    if book is None or (book.worksheets and path in map(book.make_worksheet_path, sheets)):
        return True
    name = path.removeprefix(book.path).strip("/") or "index"
    try:
        read_within(root, f"{book.folder}/{name}.md")
    except FileNotFoundError:
        return False
    return True


def add_vocabulary_words(words: Synonyms, vocabularies: Vocabularies) -> Synonyms:
    """Return all words as they are compared: those of the file, the aliases of themes and of what records are about, the
    short forms of streets.
    """
    told = (vocabularies.get(name) for name in list_record_vocabularies())
    terms = (*vocabularies.themes, *(term for vocabulary in told for term in vocabulary))
    groups = [*words.same, *map(list_term_names, terms), *map(list_street_names, vocabularies.streets)]
    alike = (tuple(dict.fromkeys(map(normalize_word, group))) for group in groups)
    return Synonyms(
        tuple(group for group in alike if len(group) > 1),
        tuple(dict.fromkeys(map(normalize_word, words.stop))),
        tuple((normalize_word(word), normalize_word(written)) for word, written in words.spoken),
        words.asked,
        words.fillers,
        words.naming,
    )


def normalize_word(word: str) -> str:
    """Return a word in the form in which it is compared."""
    return make_canonical(fold(word))


def normalize_pattern(pattern: str) -> str:
    """Return what asks for a page in the form in which it is compared: its parts and their forms each by themselves.

    >>> normalize_pattern("楼道/走廊+堆/放")
    '楼道/走廊+堆/放'
    """
    return "+".join("/".join(map(normalize_word, part.split("/"))) for part in pattern.split("+"))


def list_record_vocabularies() -> tuple[str, ...]:
    """Return the names of the vocabularies by whose terms rooms group their records first."""
    return tuple(
        dict.fromkeys(facet.vocabulary for room in CONTENT_TYPES.rooms for facet in room.facets[:1] if facet.vocabulary)
    )


def list_term_names(term: Term) -> tuple[str, ...]:
    """Return the names of a term."""
    return (term.name, *term.aliases)


def list_street_names(term: Term) -> tuple[str, ...]:
    """Return the names that a street is written by: stem first, then with each suffix."""
    return tuple(dict.fromkeys((cut_suffix(term.name), *term.aliases, *iter_street_names(cut_suffix(term.name)))))


def iter_street_names(street_stem: str) -> Iterator[str]:
    """Yield the stem of a street with each suffix."""
    return (street_stem + end for end in SUFFIXES)
