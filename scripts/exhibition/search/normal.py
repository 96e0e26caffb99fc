"""Turns text into the one form in which it is indexed and compared; `overrides/assets/catalogue.js` does the same.

`fold` makes characters alike (width, case, traditional forms, white space); `canonical` makes house numbers alike on top of
it (十一村 = 11村, 64号楼 = 64幢 = 64号). Both sides are held together by one table of cases in the tests.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100}


@lru_cache(maxsize=1)
def traditional() -> dict[int, int]:
    """Return the simplified form of each traditional character: OpenCC's table, one code unit for one."""
    from opencc import OpenCC

    signs = "".join(map(chr, range(0x3400, 0xA000)))
    plain = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(sign): ord(form) for sign, form in zip(signs, plain, strict=True) if sign != form and form in signs}


class Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        """Fold one code point and remember it."""
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
    code = traditional().get(code, code)
    return chr(code) if any(code in part for part in KEPT) else GAP


_FOLDING = Folding()


def fold(text: str) -> str:
    """Return text with characters made alike; punctuation becomes a gap.

    >>> fold("高境鎮 Ｎｏ．64")
    '高境镇no 64'
    """
    return text.translate(_FOLDING)


def canonical(folded: str) -> str:
    """Return folded text with numbers and house numbers made alike.

    >>> canonical("共和十一村64号楼"), canonical("六十四幢"), canonical("64号楼组"), canonical("一起")
    ('共和11村64号', '64号', '64号楼组', '一起')
    """
    return BUILDING.sub(r"\1号", NUMERAL.sub(lambda found: arabic(found[1]), folded))


def arabic(numeral: str) -> str:
    """Return Chinese numerals in Arabic digits; without 十 and 百 they are read sign by sign, as in years.

    >>> [arabic(numeral) for numeral in ("十一", "二十", "一百零五", "二〇一八", "百")]
    ['11', '20', '105', '2018', '100']
    """
    if not any(sign in PLACES for sign in numeral):
        return "".join(str(DIGITS[sign]) for sign in numeral)
    total, digit = 0, 0
    for sign in numeral:
        if sign in PLACES:
            total += (digit or 1) * PLACES[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return str(total + digit)
