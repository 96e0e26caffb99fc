"""The words of a question that ask for a room of a gallery: stars, ranges of stars, streets, years."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.stars import STARS, star_slug

NUMERALS = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五"}
HIGHEST = max(NUMERALS)
STAR_SIGNS = "★⭐🌟✪✭✮⭑"
"""Signs that people type for a star; so many signs are so many stars."""
STAR_SIGN_WORDS = {sign * number: f"{number}星" for number in NUMERALS for sign in STAR_SIGNS}
"""Rows of such signs, with the word that they stand for."""
OR_MORE = ("以上", "及以上", "或以上", "起")
OR_LESS = ("以下", "及以下")
FOUNDED = ("", "建", "建立", "成立", "创建")
"""What may follow a year that asks for the units of that year."""
SUFFIXES = ("街道", "镇", "乡")
"""What a street is called on paper and rarely by neighbours: 高境 = 高境镇."""


def stem(street: str) -> str:
    """Return the name of a street without its suffix.

    >>> stem("友谊路街道"), stem("高境镇"), stem("镇")
    ('友谊路', '高境', '镇')
    """
    return next((street[: -len(end)] for end in SUFFIXES if street.endswith(end) and street != end), street)


def list_street_words(name: str) -> set[str]:
    """Return the words that ask for a street: its name, and the name without its suffix."""
    return {name, stem(name)}


def list_year_words(year: str) -> set[str]:
    """Return the words that ask for the units of a year."""
    return {year, *(f"{year}年{end}" for end in FOUNDED)}


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


STAR_WORDS = dict(star_words())
"""The words that ask for each number of stars, by its slug."""


def list_star_words(slug: str) -> set[str]:
    """Return the words that ask for a number of stars."""
    return STAR_WORDS.get(slug, set())
