"""Turns the exhibition into each unit's neighbours: the doors nearest to its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import TypeVar

from ..model import Entry, Exhibition
from ..types import Cluster, Unit, UnitIndex, list_members

E = TypeVar("E", bound=Entry)

DOORS = 4
"""How many doors a visitor is offered: two rows on a phone."""


class Neighbourhood:
    """Who lives next to whom: first the same compound, then the same cluster, then the same street."""

    def __init__(self, exhibition: Exhibition) -> None:
        """Remember the exhibition; places are counted when first asked for."""
        self.exhibition = exhibition

    @cached_property
    def ranks(self) -> dict[str, tuple[int, int]]:
        """Where each unit stands within its compound and within its street."""
        places = {
            unit.id: rank
            for group in self.exhibition.derive(UnitIndex).by_place.values()
            for rank, unit in enumerate(group)
        }
        streets = {
            unit.id: rank
            for group in self.exhibition.derive(UnitIndex).by_street.values()
            for rank, unit in enumerate(group)
        }
        return {id: (places[id], streets[id]) for id in places}

    def of(self, entry: Entry) -> list[Entry]:
        """Return up to `DOORS` neighbours, the nearest first; of an entry that is no unit those after it in its type."""
        if not isinstance(entry, Unit):
            return self.after(entry)
        found: dict[str, Entry] = {}
        for group in self.circles(entry):
            for other in group:
                if other.id != entry.id:
                    found.setdefault(other.id, other)
                if len(found) == DOORS:
                    return list(found.values())
        return list(found.values())

    def after(self, entry: Entry) -> list[Entry]:
        """Return the published entries of the same type that come after an entry, from the beginning again at the end."""
        group = self.exhibition.published(type(entry))
        return list(following(group, group.index(entry)))

    def circles(self, unit: Unit) -> Iterable[Iterable[Unit]]:
        """Yield wider and wider circles, each beginning behind the unit's own door."""
        exhibition = self.exhibition
        in_place, in_street = self.ranks[unit.id]
        yield following(exhibition.derive(UnitIndex).by_place[unit.street, unit.compound or unit.committee], in_place)
        cluster = exhibition.published_by_id(Cluster).get(unit.cluster or "")
        yield list_members(cluster, exhibition) if cluster else ()
        yield following(exhibition.derive(UnitIndex).by_street[unit.street], in_street)


def following(group: tuple[E, ...], rank: int) -> Iterable[E]:
    """Yield the few entries behind `rank`, from the beginning again at the end."""
    return islice((group[(rank + step) % len(group)] for step in range(1, len(group))), DOORS)
