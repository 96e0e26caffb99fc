"""Words of facets: star levels, words by which people ask for a facet."""

from __future__ import annotations

from collections.abc import Iterator

from ..lazy import dataclass
from ..model.field_types import STARS, get_star_slug


@dataclass(frozen=True, slots=True)
class StarLevel:
    """One number of stars (None: not known): its slug in addresses and a sentence of ours."""

    stars: int | None
    slug: str
    note: str

    @property
    def words(self) -> str:
        """What pages call it."""
        return STARS[self.stars]


_SAME = "星级记的是楼组走到哪一步，不是名次。每一扇亮着的窗，都是邻居一起点的。"
STAR_LEVELS = (
    StarLevel(5, "5", "五扇窗都亮了。五星楼组把经验收进智慧库，传给后来的楼组。"),
    StarLevel(4, "4", _SAME),
    StarLevel(3, "3", _SAME),
    StarLevel(2, "2", _SAME),
    StarLevel(1, "1", _SAME),
    StarLevel(0, "0", "星还没有评，故事已经开始。"),
    StarLevel(None, "unknown", "这些楼组的星级我们还不知道，等知道的人来补。"),
)
"""All levels, in the order in which visitors see them. Five-star units as mentors (智慧库): 来源 宝山区民政局."""
_BY_STARS = {level.stars: level for level in STAR_LEVELS}


def get_level(stars: int | None) -> StarLevel:
    """Return the level of a number of stars; an impossible number counts as not known."""
    return _BY_STARS.get(stars, _BY_STARS[None])


NUMERALS = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五"}
HIGHEST = max(NUMERALS)
STAR_SIGNS = "★⭐🌟✪✭✮⭑"
"""Signs that people type for a star; so many signs are so many stars."""
STAR_SIGN_WORDS = dict.fromkeys(STAR_SIGNS, "星")
"""Such signs, with what so many of them stand for so many of."""
UNRATED = tuple(f"{no}评{up}星" for no in ("没", "没有", "未") for up in ("", "上"))
"""How people say that a unit has no star yet: 没评上星."""
OR_MORE = ("以上", "起")
OR_LESS = ("以下",)
"""星级以上, 及以上, 及以下 are understood as these (`synonyms.yml`, 方言)."""
FOUNDED = ("建", "建立", "成立", "创建")
"""What may follow a year that asks for the units of that year."""
SUFFIXES = ("街道", "镇", "乡")
"""What a street is called on paper and rarely by neighbours: 高境 = 高境镇."""


def cut_suffix(street: str) -> str:
    """Return the name of a street without its suffix.

    >>> cut_suffix("友谊路街道"), cut_suffix("高境镇"), cut_suffix("镇")
    ('友谊路', '高境', '镇')
    """
    return next((street[: -len(end)] for end in SUFFIXES if street.endswith(end) and street != end), street)


def list_street_words(name: str) -> set[str]:
    """Return the words that ask for a street: its name, and the name without its suffix."""
    return {name, cut_suffix(name)}


def list_year_words(year: str) -> set[str]:
    """Return the words that ask for the units of a year."""
    # Two digits alone may be an age or a duration: 20年. What else may follow a whole year, the search passes over.
    return {year, f"{year}年", f"{year}年建", *(f"{year[2:]}年{end}" for end in FOUNDED)}


def list_all_star_words() -> Iterator[tuple[str, set[str]]]:
    """Yield the slug of each number of stars with the words that ask for it, ranges among them.

    >>> {"五星楼组", "五颗星", "3星以上", "三到5星"} <= dict(list_all_star_words())["5"]
    True
    """
    for number, numeral in sorted(NUMERALS.items(), reverse=True):
        words = {STARS[number], f"{numeral}颗星", f"{number}颗星"}
        words |= {f"{number}星{what}" for what in ("", "级", "级楼组", "活力楼组")}
        words |= {f"{low}星{more}" for low in range(1, number + 1) for more in OR_MORE}
        words |= {f"{high}星{less}" for high in range(number, HIGHEST + 1) for less in OR_LESS}
        for low in range(1, number + 1):
            for high in range(max(number, low + 1), HIGHEST + 1):
                words |= {f"{start}{to}{high}星" for start in (low, NUMERALS[low]) for to in "到至"}
        yield get_star_slug(number), words
    yield get_star_slug(0), {STARS[0], "没有星", "无星", "0星", "0颗星", "未评星", *UNRATED}
    yield get_star_slug(None), {STARS[None]}


STAR_WORDS = dict(list_all_star_words())
"""The words that ask for each number of stars, by its slug."""


def list_star_words(slug: str) -> set[str]:
    """Return the words that ask for a number of stars."""
    return STAR_WORDS.get(slug, set())
