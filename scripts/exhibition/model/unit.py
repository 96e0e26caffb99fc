"""A 楼组: the residents of one building entrance."""

from __future__ import annotations

from dataclasses import dataclass

from .dates import PartialDate
from .entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Entry):
    """One building entrance, understood: `content/units/<street-slug>/<id>/index.md`."""

    building: str = ""
    """楼号, e.g. 64号."""
    stars: int | None = None
    """0 to 5; None where not known."""
    founded: PartialDate | None = None
    households: int | None = None
    themes: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    cluster: str | None = None
    """Id of its cluster."""
    group: tuple[str, ...] = ()
    """自治小组: one line a member, by role; at least three."""

    @property
    def address(self) -> str:
        """Compound (or committee) and building, as a neighbour says it: 共和十一村64号."""
        return f"{self.compound or self.committee}{self.building}"
