"""A free number for a new entry, drawn at random.

The next number in turn would be the same for everybody who begins at the same time: ten changes, one number. Of 89,999
numbers two people seldom draw the same, and where they do git says so: both add one file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from random import SystemRandom

from ..diagnostics import Refusal
from ..model import Exhibition

FIRST, LAST = 10001, 99999

Draw = Callable[[int, int], int]
"""Returns a number between two bounds, both of which it may be."""

by_chance: Draw = SystemRandom().randint
"""Where numbers come from, unless a test says otherwise."""


def free_ids(exhibition: Exhibition, known: Collection[str] = (), draw: Draw | None = None) -> Iterator[str]:
    """Yield numbers, each once, that no address, folder or entry has, nor any of `known`.

    Raises Refusal after the last.
    """
    drawn = draw or by_chance
    taken = {*exhibition.ledger.by_id, *exhibition.by_id, *known}
    for entry in exhibition.entries:
        taken.add(entry.folder.rpartition("/")[2])
    free = LAST - FIRST + 1 - sum(id.isdecimal() and FIRST <= int(id) <= LAST for id in taken)
    while free > 0:
        number = str(drawn(FIRST, LAST))
        if number in taken:
            # A source of a test may give one number for ever: then the next free one is as good.
            number = next(str(one) for one in around(int(number)) if str(one) not in taken)
        taken.add(number)
        free -= 1
        yield number
    raise Refusal("编号用完了：五位数字都发出去了。请告诉写程序的人。")


def around(start: int) -> Iterator[int]:
    """Yield every number, beginning behind `start` and going round."""
    yield from range(start + 1, LAST + 1)
    yield from range(FIRST, start + 1)
