"""Turns whole numbers into short printable text for script files, and back; `overrides/assets/catalogue.js` reads it too.

Ninety printable ASCII signs that need no escape in a JSON string: 64 of them end a number, 26 say that more follows
(bijective base 26, so no number has two spellings). Numbers below 64 take one sign, below 1,728 two, below 44,992 three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

SIGNS = "".join(chr(code) for code in range(35, 126) if code != 92)
"""From # to }, without the backslash; `!`, `~` and the space stay free as separators."""
LAST = 64
MORE = len(SIGNS) - LAST
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}


def coded(number: int) -> str:
    """Return the text of a whole number from 0.

    >>> coded(0), coded(63), coded(64), len(coded(1727)), len(coded(1728))
    ('#', 'c', 'd#', 2, 3)
    """
    high, low = divmod(number, LAST)
    text = SIGNS[low]
    while high:
        high, digit = divmod(high - 1, MORE)
        text = SIGNS[LAST + digit] + text
    return text


def numbers(text: str) -> Iterator[int]:
    """Yield the numbers that `coded` wrote one after another."""
    high = 0
    for value in map(_VALUES.__getitem__, text):
        if value < LAST:
            yield high * LAST + value
            high = 0
        else:
            high = high * MORE + value - LAST + 1


def column(values: Iterable[int]) -> str:
    """Return numbers from 0 as one text."""
    return "".join(map(coded, values))


def steps(values: Iterable[int]) -> str:
    """Return whole numbers of any sign by their differences (0, -1, 1, -2 … as 0, 1, 2, 3 …)."""
    return column(2 * step if step >= 0 else -2 * step - 1 for step in differences(values))


def differences(values: Iterable[int]) -> Iterator[int]:
    """Yield the first value and then each one's difference to the one before."""
    return (after - before for before, after in pairwise((0, *values)))


def from_steps(text: str) -> list[int]:
    """Return what `steps` wrote."""
    return list(accumulate(-(step + 1) // 2 if step % 2 else step // 2 for step in numbers(text)))


def rising(values: Sequence[int]) -> str:
    """Return strictly rising numbers from 0 by their gaps."""
    return column(after - before - 1 for before, after in pairwise((-1, *values)))


def from_rising(text: str) -> list[int]:
    """Return what `rising` wrote."""
    found = list(accumulate((gap + 1 for gap in numbers(text)), initial=-1))
    return found[1:]
