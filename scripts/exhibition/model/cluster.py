"""A 楼群: units that share a place or an interest."""

from __future__ import annotations

from dataclasses import dataclass

from .entry import Entry


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A place that the units of a cluster keep together (共享空间)."""

    name: str
    text: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(Entry):
    """One cluster, understood: `content/clusters/<id>/index.md`."""

    bond: str = ""
    """结群: 地缘 (place) or 趣缘 (shared interest); empty where not known."""
    members: tuple[str, ...] = ()
    """Ids of its units, in the author's order."""
    lead: str | None = None
    """Id of the unit that leads (牵头)."""
    panel: tuple[str, ...] = ()
    """专委会: one line a member or fact, by role."""
    places: tuple[SharedPlace, ...] = ()
