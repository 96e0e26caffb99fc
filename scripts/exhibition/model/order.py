"""The order in which lists and walls show entries: street, then place, then building number.

The order is the same on every list and every wall, and says nothing about who is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from .entry import Entry
from .numerals import read_chinese
from .vocabulary import Vocabulary

NUMBER = re.compile(r"([0-9]+|[〇零一二三四五六七八九十百]+)")
HOW_FAR_A_NUMBER_REACHES = 8
"""Digits to which a number is filled up, so that numbers compare as numbers."""

Place = tuple[int, bytes, bytes, bytes]
"""Where an entry stands in the order; compares."""

E = TypeVar("E", bound=Entry)


def in_walking_order(entries: Iterable[E], streets: Vocabulary) -> tuple[E, ...]:
    """Return entries by street (the vocabulary's order), place and building; unknown streets come last."""
    ranks = {name: rank for rank, name in enumerate(streets.names)}
    known: dict[str, bytes] = {}

    def place(entry: E) -> Place:
        street, committee, compound, building = entry.location
        words = (compound or committee, building, entry.name)
        for word in words:
            if word not in known:
                known[word] = counting_key(word)
        return (ranks.get(street, len(ranks)), *(known[word] for word in words))  # type: ignore[return-value]

    return tuple(sorted(entries, key=place))


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
