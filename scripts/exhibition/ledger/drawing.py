"""Random choice of a free id for a new entry.

The next id in sequence would be the same for everybody who begins at the same time: ten branches, one id. Of 89,999
ids two people seldom draw the same, and where they do git reports a conflict, because both add the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from random import SystemRandom

from ..diagnostics import Refusal
from ..model import Exhibition

FIRST, LAST = 10001, 99999

Draw = Callable[[int, int], int]
"""Function that returns an integer between two bounds, both included."""

by_chance: Draw = SystemRandom().randint
"""Source of random numbers; tests pass their own."""


def free_ids(exhibition: Exhibition, known: Collection[str] = (), draw: Draw | None = None) -> Iterator[str]:
    """Yield free ids, each once: ids that no permalink, folder or entry has, nor any of `known`.

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
            # A test's source may return the same number for ever; then the next free one is used.
            number = next(str(one) for one in around(int(number)) if str(one) not in taken)
        taken.add(number)
        free -= 1
        yield number
    raise Refusal("编号用完了：五位数字都发出去了。请告诉写程序的人。")


def around(start: int) -> Iterator[int]:
    """Yield every number, beginning after `start` and wrapping around."""
    yield from range(start + 1, LAST + 1)
    yield from range(FIRST, start + 1)
