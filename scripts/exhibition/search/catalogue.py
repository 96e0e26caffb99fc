"""Turns all published entries into the catalogue: one column of coded text for each thing that is filtered or matched.

Entries stand in walking order, units before clusters, so that neighbours share street, compound and most of their number.
What is long or cannot be guessed from neighbours (taglines, addresses of pictures) is not here: see `faces`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..model import Entry, Exhibition
from ..model.order import in_walking_order
from ..types import Cluster, Unit
from .coding import column, rising, steps
from .facets import facets

K = TypeVar("K", bound=Hashable)
NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})(?=[^0-9]*$)")
"""The last number of a text, written as numbers are."""
HOLE = "#"
"""Stands for the entry's house number in a pattern: 64号楼 of 64号 is `#号楼`."""
COMMITTEE = "居民区"
"""What follows the compound in the names of most committees."""
NO_YEAR = 1900
"""The year that says: not known."""


def shown(exhibition: Exhibition) -> tuple[Entry, ...]:
    """Return everything that may be found, in the order in which it is numbered: units, then clusters."""
    units = in_walking_order(exhibition.published(Unit), exhibition.vocabularies.streets)
    return (*units, *exhibition.published(Cluster))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Distinct values in the order in which they first come, and a column: 0 = the next one, k = the k-th again."""

    values: tuple[Hashable, ...]
    column: str


def dictionary(values: Iterable[Hashable]) -> Dictionary:
    """Return values as a dictionary."""
    known: dict[Hashable, int] = {}
    places: list[int] = []
    for value in values:
        places.append(known.get(value, 0))
        known.setdefault(value, len(known) + 1)
    return Dictionary(tuple(known), column(places))


def house_number(entry: Entry) -> int | None:
    """Return the last number of a unit's building; None where it has none."""
    found = NUMBER.search(building(entry))
    return int(found[1]) if found else None


def building(entry: Entry) -> str:
    """Return a unit's building; a cluster has none."""
    return entry.building if isinstance(entry, Unit) else ""


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


def catalogue(exhibition: Exhibition, entries: Sequence[Entry]) -> dict[str, object]:
    """Return the catalogue of `entries` (see `shown`) as a JSON-like object; `catalogue.js` decodes it."""
    vocabularies = exhibition.vocabularies
    streets, themes = list(vocabularies.streets.names), list(vocabularies.themes.names)
    clusters = {cluster.id: rank for rank, cluster in enumerate(exhibition.published(Cluster), 1)}
    numbers = [house_number(entry) for entry in entries]

    def told(tell: Callable[[Unit], int]) -> list[int]:
        return [tell(entry) if isinstance(entry, Unit) else 0 for entry in entries]

    def patterns(texts: Iterable[str]) -> dict[str, object]:
        return words(dictionary(map(pattern, texts, numbers)))

    return {
        "units": sum(isinstance(entry, Unit) for entry in entries),
        "facets": [facet.as_object() for facet in facets(exhibition, entries)],
        "answering": steps(answering(exhibition)),
        "ids": steps(int(entry.id) for entry in entries),
        "street": steps(rank(streets, entry.location.street) for entry in entries),
        "place": words(dictionary(map(home, entries))),
        "number": steps(carried(numbers)),
        "building": patterns(map(building, entries)),
        "name": patterns(entry.name for entry in entries),
        "theme": combinations(dictionary(theme_ranks(entry, themes) for entry in entries)),
        "stars": "".join(stars(entry) for entry in entries),
        "year": column(told(lambda unit: unit.founded.year - NO_YEAR if unit.founded else 0)),
        "cluster": column(told(lambda unit: clusters.get(unit.cluster or "", 0))),
        "bond": [cluster.bond for cluster in entries if isinstance(cluster, Cluster)],
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


def rank(names: Sequence[str], name: str) -> int:
    """Return the place of a name among names, from 1; 0 where it is none of them."""
    return names.index(name) + 1 if name in names else 0


def theme_ranks(entry: Entry, themes: Sequence[str]) -> tuple[int, ...]:
    """Return the places of an entry's themes in the vocabulary, from 0, each once."""
    own = entry.themes if isinstance(entry, Unit) else ()
    return tuple(themes.index(theme) for theme in dict.fromkeys(own) if theme in themes)


def stars(entry: Entry) -> str:
    """Return the sign of an entry's stars; `-` where none are known or it is a cluster."""
    known = isinstance(entry, Unit) and entry.stars is not None and 0 <= entry.stars <= 5
    return str(entry.stars) if known and isinstance(entry, Unit) else "-"


def words(found: Dictionary) -> dict[str, object]:
    """Return a dictionary of texts, a line each, as an object of the script."""
    return {"words": "\n".join(str(value).replace("\n", "") for value in found.values), "column": found.column}


def combinations(found: Dictionary) -> dict[str, object]:
    """Return a dictionary of tuples of numbers as an object of the script."""
    return {"sets": [list(value) for value in found.values if isinstance(value, tuple)], "column": found.column}
