"""The facets of the catalogue: their names and values, and the words of a question that ask for a value.

The scripts know no word of a facet. A facet says which property of an entry it reads, what its values are called, and
which words ask for which values: `五星`, `三星以上`, `高境`, `2018年`. Words are compared in one form (see `words.compared`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..model import Entry, Exhibition
from ..model.stars import STARS, star_slug
from ..types import Unit
from .words import compared, stem

ALL = 99
"""Shown values of a facet that shows them all, in their own order; with fewer, the commonest come first."""
NUMERALS = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五"}
HIGHEST = max(NUMERALS)
STAR_SIGNS = "★⭐🌟✪✭✮⭑"
"""Signs that people type for a star; so many signs are so many stars."""
OR_MORE = ("以上", "及以上", "或以上", "起")
OR_LESS = ("以下", "及以下")
FOUNDED = ("", "建", "建立", "成立", "创建")
"""What may follow a year that asks for the units of that year."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: what its values are, and what asks for them."""

    key: str
    """Its name in addresses: `?stars=5`."""
    label: str
    column: str
    """The property of an entry that holds its value (`catalogue.js`)."""
    values: Sequence[tuple[str, str]] = ()
    """Slug and name of each value, in the order in which they are shown."""
    places: bool = False
    """Is a value of the property a place in `values`, not a slug?"""
    many: bool = False
    """May an entry have many values?"""
    most: int = ALL
    folder: str = ""
    """Where the pages of its values stand, below the root; empty where they have none."""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Slugs of the values that a word asks for."""
    signs: dict[str, str] = field(default_factory=dict)
    """Signs that stand for a word: ★★★★★ for 5星."""
    none: str = ""
    """The slug of units of which the value is not known; empty where they have no value."""

    def as_object(self) -> dict[str, object]:
        """Return it as an object of the script; what is empty is left out."""
        told: dict[str, object] = {
            "key": self.key,
            "label": self.label,
            "of": self.column,
            "values": [list(value) for value in self.values],
            "places": self.places,
            "many": self.many,
            "most": self.most,
            "folder": self.folder,
            "words": [[list(slugs), " ".join(words)] for slugs, words in grouped(self.words).items()],
            "signs": self.signs,
            "none": self.none,
        }
        return {name: value for name, value in told.items() if value}


def facets(exhibition: Exhibition, entries: Iterable[Entry]) -> list[Facet]:
    """Return all facets, in the order in which they are shown."""
    streets, themes = exhibition.vocabularies.streets, exhibition.vocabularies.themes
    return [
        Facet(
            "street",
            "街镇",
            "street",
            [(term.slug, term.name) for term in streets],
            places=True,
            folder="streets/",
            words=asking((term.slug, {term.name, stem(term.name)}) for term in streets),
        ),
        Facet(
            "theme",
            "主题",
            "themes",
            [(term.slug, term.name) for term in themes],
            places=True,
            many=True,
            folder="themes/",
            words=asking((term.slug, {term.name}) for term in themes),
        ),
        Facet(
            "stars",
            "星级",
            "stars",
            [(star_slug(stars), STARS[stars]) for stars in [*sorted(NUMERALS, reverse=True), 0, None]],
            folder="stars/",
            words=asking(star_words()),
            signs={sign * number: f"{number}星" for number in NUMERALS for sign in STAR_SIGNS},
            none=star_slug(None),
        ),
        years(entries),
        Facet(
            "kind",
            "楼组还是楼群",
            "kind",
            [("unit", "楼组"), ("cluster", "楼群")],
            words=asking([("cluster", {"楼群"})]),
        ),
        Facet("cluster", "楼群", "group", most=8, folder="clusters/"),
    ]


def asking(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Return which slugs each word asks for; a word of several values asks for all of them. Earlier words sound first."""
    found: dict[str, tuple[str, ...]] = {}
    for slug, words in pairs:
        for word in sorted(set(map(compared, words))):
            found[word] = (*found.get(word, ()), slug)
    return found


def grouped(words: dict[str, tuple[str, ...]]) -> dict[tuple[str, ...], list[str]]:
    """Return the words of each set of values; the scripts get them so, which is half as long."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word, slugs in words.items():
        found.setdefault(slugs, []).append(word)
    return found


def star_words() -> Iterator[tuple[str, set[str]]]:
    """Yield the slug of each number of stars with the words that ask for it, ranges among them.

    >>> {"五星楼组", "五颗星", "3星以上", "三到5星"} <= dict(star_words())["5"]
    True
    """
    for number, numeral in sorted(NUMERALS.items(), reverse=True):
        words = {STARS[number], f"{numeral}颗星", f"{number}颗星"}
        words |= {f"{number}星{what}" for what in ("", "级", "级楼组", "活力楼组")}
        words |= {f"{low}星{level}{more}" for low in range(1, number + 1) for level in ("", "级") for more in OR_MORE}
        words |= {
            f"{high}星{level}{less}" for high in range(number, HIGHEST + 1) for level in ("", "级") for less in OR_LESS
        }
        for low in range(1, number + 1):
            for high in range(max(number, low + 1), HIGHEST + 1):
                words |= {f"{start}{to}{high}星" for start in (low, NUMERALS[low]) for to in "到至"}
        yield star_slug(number), words
    yield star_slug(0), {STARS[0], "没有星", "无星", "0星", "0颗星", "未评星"}
    yield star_slug(None), {STARS[None]}


def years(entries: Iterable[Entry]) -> Facet:
    """Return the facet of years, the latest first."""
    found = {entry.founded.year for entry in entries if isinstance(entry, Unit) and entry.founded}
    known = sorted(found, reverse=True)
    words = asking((str(year), {str(year), *(f"{year}年{end}" for end in FOUNDED)}) for year in known)
    return Facet("year", "建立年份", "year", [(str(year), f"{year}年") for year in known], words=words)
