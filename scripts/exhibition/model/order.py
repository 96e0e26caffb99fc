"""Units to the order in which visitors walk past them: street, then place, then building number.

The order is the same on every list and every wall, and says nothing about who is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.numerals import read_chinese
from .unit import Unit
from .vocabulary import Vocabulary

NUMBER = re.compile(r"([0-9]+|[〇零一二三四五六七八九十百]+)")
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
    for index, number in enumerate(parts[1::2]):
        value = value_of(number)
        parts[2 * index + 1] = number if value is None else str(value).zfill(HOW_FAR_A_NUMBER_REACHES)
    return "".join(parts).encode("gb18030")


def value_of(number: str) -> int | None:
    """Return the value of Arabic or Chinese numerals; None where they make no number (十百)."""
    return int(number) if number.isascii() else read_chinese(number)
