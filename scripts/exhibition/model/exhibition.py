"""The whole exhibition: all entries in order, with their look-ups and back-references."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from .cluster import Cluster
from .entry import Entry
from .ledger import Ledger, Past
from .settings import Settings
from .site_address import SiteAddress
from .unit import Unit
from .vocabulary import Vocabularies

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Exhibition:
    """All content, understood. Units and clusters are in the order of their ids, whatever their state."""

    settings: Settings
    vocabularies: Vocabularies
    ledger: Ledger
    units: tuple[Unit, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    promised: Past | None = None
    """What was promised before this change; None where nobody asked for a comparison."""
    site_address: SiteAddress | None = None
    """The record of the site's address; None while nothing has been promised."""

    @cached_property
    def published_units(self) -> tuple[Unit, ...]:
        """The units that visitors see."""
        return tuple(unit for unit in self.units if unit.published)

    @cached_property
    def published_clusters(self) -> tuple[Cluster, ...]:
        """The clusters that visitors see."""
        return tuple(cluster for cluster in self.clusters if cluster.published)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every entry by its id; where several folders claim an id, the one with the best claim."""
        found: dict[str, Entry] = {}
        for entry in (*self.units, *self.clusters):
            other = found.setdefault(entry.id, entry)
            if other is not entry and self.claim(entry) > self.claim(other):
                found[entry.id] = entry
        return found

    def claim(self, entry: Entry) -> tuple[bool, ...]:
        """How good is the claim of an entry to its id? Of two the greater is better: the other one is the newcomer.

        Who had the id before this change keeps it; then whoever bears the name at issue; then whose folder is so named.
        """
        past, link = self.promised, self.ledger.by_id.get(entry.id)
        old = past.changed.get(entry.id) if past else None
        return (
            old is not None and old.name == entry.name,
            past is not None and past.folders.get(entry.id) == entry.folder,
            link is not None and link.name == entry.name,
            entry.folder.endswith(f"/{entry.id}"),
        )

    @cached_property
    def cluster_by_id(self) -> dict[str, Cluster]:
        """Published clusters by id."""
        return {cluster.id: cluster for cluster in self.published_clusters}

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Published units by id."""
        return {unit.id: unit for unit in self.published_units}

    @cached_property
    def by_street(self) -> dict[str, tuple[Unit, ...]]:
        """Published units by the name of their street."""
        return grouped(self.published_units, lambda unit: (unit.street,))

    @cached_property
    def by_theme(self) -> dict[str, tuple[Unit, ...]]:
        """Published units by theme; a unit stands under each of its themes."""
        return grouped(self.published_units, lambda unit: unit.themes)

    @cached_property
    def by_stars(self) -> dict[int | None, tuple[Unit, ...]]:
        """Published units by stars; under None those whose stars are not known."""
        return grouped(self.published_units, lambda unit: (unit.stars,))

    @cached_property
    def by_place(self) -> dict[tuple[str, str], tuple[Unit, ...]]:
        """Published units by street and compound (or committee): neighbours."""
        return grouped(self.published_units, lambda unit: ((unit.street, unit.compound or unit.committee),))

    def members(self, cluster: Cluster) -> tuple[Unit, ...]:
        """The published units of a cluster, in its author's order."""
        return tuple(self.unit_by_id[id] for id in cluster.members if id in self.unit_by_id)

    def clusters_of_street(self, street: str) -> tuple[Cluster, ...]:
        """The published clusters of a street."""
        return tuple(cluster for cluster in self.published_clusters if cluster.street == street)


def grouped(units: Iterable[Unit], keys: Callable[[Unit], Iterable[K]]) -> dict[K, tuple[Unit, ...]]:
    """Return units under each of their keys, order kept."""
    groups: dict[K, list[Unit]] = {}
    for unit in units:
        for key in keys(unit):
            groups.setdefault(key, []).append(unit)
    return {key: tuple(group) for key, group in groups.items()}
