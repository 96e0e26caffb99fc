"""Turns all published entries into the catalogue: one column of coded text for each thing that is filtered or matched.

Entries stand in walking order, what hangs in galleries before all else, so that neighbours share street, compound and most of their number.
What is long or cannot be guessed from neighbours (taglines, addresses of pictures) is not here: see `faces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..model import Entry, Exhibition
from ..pages.galleries import Walk
from ..types import CONTENT_TYPES
from .coding import rising, steps
from .dictionary import dictionary, words
from .facets import Facet

NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})(?=[^0-9]*$)")
"""The last number of a text, written as numbers are."""
HOLE = "#"
"""Stands for the entry's house number in a pattern: 64号楼 of 64号 is `#号楼`."""
COMMITTEE = "居民区"
"""What follows the compound in the names of most committees."""


def shown(walk: Walk) -> tuple[Entry, ...]:
    """Return everything that may be found, in the order in which it is numbered: what hangs in galleries, then all else."""
    return (*walk.units, *walk.others)


def house_number(entry: Entry) -> int | None:
    """Return the last number of an entry's building; None where it has none."""
    found = NUMBER.search(building(entry))
    return int(found[1]) if found else None


def building(entry: Entry) -> str:
    """Return an entry's building; most types have none."""
    return entry.location.building


def pattern(text: str, number: int | None) -> str:
    """Return text with its last number left out where that is the house number.

    >>> pattern("128弄64号", 64), pattern("初心楼", 64), pattern("3号楼", 64)
    ('128弄#号', '初心楼', '3号楼')
    """
    text = text.replace(HOLE, "＃")
    return NUMBER.sub(lambda found: HOLE if found[1] == str(number) else found[1], text)


def carried(values: Iterable[int | None]) -> list[int]:
    """Return values with those that are missing filled by the one before, which costs least to write."""
    found, last = [], 0
    for value in values:
        last = last if value is None else value
        found.append(last)
    return found


def catalogue(walk: Walk, entries: Sequence[Entry], found: Iterable[Facet]) -> dict[str, object]:
    """Return the catalogue of `entries` (see `shown`) as a JSON-like object; `catalogue.js` decodes it."""
    numbers = [house_number(entry) for entry in entries]
    listed = len(walk.units)

    def patterns(texts: Iterable[str]) -> dict[str, object]:
        return words(dictionary(map(pattern, texts, numbers)))

    return {
        "listed": listed,
        "facets": [facet.as_object() for facet in found],
        "answering": steps(answering(walk.exhibition)),
        "ids": steps(int(entry.id) for entry in entries),
        "place": words(dictionary(map(home, entries))),
        "number": steps(carried(numbers)),
        "building": patterns(map(building, entries)),
        "name": patterns(entry.name for entry in entries),
        "notes": [CONTENT_TYPES.of(entry).remark(entry) for entry in entries[listed:]],
        "example": rising([place for place, entry in enumerate(entries) if entry.example]),
    }


def answering(exhibition: Exhibition) -> list[int]:
    """Return the addresses that have a page but no entry to find, in order: taken down, moved, not yet shown."""
    published = {entry.id for entry in exhibition.by_id.values() if entry.published}
    return sorted(int(id) for id in exhibition.ledger.by_id if id not in published)


def home(entry: Entry) -> str:
    """Return an entry's compound and committee as one text; a committee that is named after its compound is a `=`."""
    named_after = entry.location.compound and entry.location.committee == f"{entry.location.compound}{COMMITTEE}"
    return f"{entry.location.compound}|{'=' if named_after else entry.location.committee}"
