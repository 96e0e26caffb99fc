"""Units to the order in which visitors walk past them: street, then place, then building number.

The order is the same on every list and every wall, and says nothing about who is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import Unit, Vocabulary

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
NUMBER = re.compile(r"([0-9]+|[〇零一二两三四五六七八九十百]+)")
HOW_FAR_A_NUMBER_REACHES = 8
"""Digits to which a number is filled up, so that numbers compare as numbers."""

Place = tuple[int, bytes, bytes, bytes]
"""Where a unit stands in the order; compares."""


def in_walking_order(units: Iterable[Unit], streets: Vocabulary) -> tuple[Unit, ...]:
    """Return units by street (the vocabulary's order), place and building; unknown streets come last."""
    ranks = {name: rank for rank, name in enumerate(streets.names)}
    known: dict[str, bytes] = {}

    def place(unit: Unit) -> Place:
        where = unit.compound or unit.committee
        words = (where, unit.building, unit.name)
        for word in words:
            if word not in known:
                known[word] = counting_key(word)
        return (ranks.get(unit.street, len(ranks)), *(known[word] for word in words))  # type: ignore[return-value]

    return tuple(sorted(units, key=place))


def counting_key(text: str) -> bytes:
    """Return bytes that sort as a neighbour would: numbers (also 十一) by value, characters by their sound.

    GB 18030 holds the 3,755 commonest characters in the order of their pinyin, so no dictionary is needed.

    >>> sorted(["共和十一村", "共和二村", "大华一村"], key=counting_key)
    ['大华一村', '共和二村', '共和十一村']
    """
    parts = NUMBER.split(text)
    parts[1::2] = (str(value_of(number)).zfill(HOW_FAR_A_NUMBER_REACHES) for number in parts[1::2])
    return "".join(parts).encode("gb18030")


def value_of(number: str) -> int:
    """Return the value of Arabic or small Chinese numerals (below one thousand).

    >>> [value_of(n) for n in ("64", "十", "十一", "二十", "一百零三", "一二")]
    [64, 10, 11, 20, 103, 12]
    """
    if number.isdigit() and number.isascii():
        return int(number)
    if not set(number) & {"十", "百"}:
        return int("".join(str(DIGITS[digit]) for digit in number))
    hundreds, _, rest = number.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * small(hundreds, "百" in number) + 10 * small(tens, bool(ten))
    return value + small(ones, False)


def small(digits: str, unit_follows: bool) -> int:
    """Return the value of the last digit; a bare 十 or 百 counts once."""
    known = [DIGITS[digit] for digit in digits if digit in DIGITS]
    return known[-1] if known and not (unit_follows and known[-1] == 0) else int(unit_follows)
