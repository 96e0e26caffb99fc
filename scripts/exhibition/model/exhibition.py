"""The whole exhibition: all entries in order, with their look-ups and back-references."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from ..diagnostics import Span
from .content_types import CONTENT_TYPES, ContentType, item_kind
from .entry import Entry
from .fields import Field
from .kinds import Reference
from .ledger import Ledger, Past
from .settings import Settings
from .site_address import SiteAddress
from .vocabulary import Vocabularies

E = TypeVar("E", bound=Entry)
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Link(NamedTuple):
    """One reference of an entry to another: from which field, to which id, and the key of its place in `spans`."""

    source: Entry
    field: Field
    """The field of the entry; of a record's field, the field that holds the records."""
    reference: Reference
    target: str
    place: str

    @property
    def span(self) -> Span:
        """Where it stands, or where its field does."""
        return self.source.spans.get(self.place) or self.source.span(self.field.key)


@dataclass(frozen=True)
class Exhibition:
    """All content, parsed: a registry of entries of every content type."""

    settings: Settings
    vocabularies: Vocabularies
    ledger: Ledger
    entries: tuple[Entry, ...] = ()
    """Every entry, whatever its status, in order of its type, its id and its folder."""
    promised: Past | None = None
    """What was promised before this change; None where nobody asked for a comparison."""
    site_address: SiteAddress | None = None
    """The record of the site's address; None while nothing has been promised."""
    indexes: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `derive` has computed."""

    def derive(self, make: Callable[[Exhibition], T]) -> T:
        """Return `make(self)`, computed once."""
        if make not in self.indexes:
            self.indexes[make] = make(self)
        return self.indexes[make]  # type: ignore[no-any-return]

    def of(self, model: type[E]) -> tuple[E, ...]:
        """Return every entry of a type (or of a class that several types share), whatever its status."""
        if model not in self.indexes:
            self.indexes[model] = tuple(entry for entry in self.entries if isinstance(entry, model))
        return self.indexes[model]  # type: ignore[no-any-return]

    def published(self, model: type[E]) -> tuple[E, ...]:
        """Return the entries of a type that visitors see."""
        if ("published", model) not in self.indexes:
            self.indexes["published", model] = tuple(entry for entry in self.of(model) if entry.published)
        return self.indexes["published", model]  # type: ignore[no-any-return]

    def published_by_id(self, model: type[E]) -> Mapping[str, E]:
        """Return the entries of a type that visitors see, by id."""
        if ("by id", model) not in self.indexes:
            self.indexes["by id", model] = {entry.id: entry for entry in self.published(model)}
        return self.indexes["by id", model]  # type: ignore[no-any-return]

    def get(self, id: str | None, model: type[E]) -> E | None:
        """Return the published entry of this id and type, or None."""
        return self.published_by_id(model).get(id or "")

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Every entry by its id; where several folders claim an id, the one with the best claim."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            other = found.setdefault(entry.id, entry)
            if other is not entry and self.claim(entry) > self.claim(other):
                found[entry.id] = entry
        return found

    @cached_property
    def claimants(self) -> Mapping[str, tuple[Entry, ...]]:
        """Every entry that bears an id, whatever its claim."""
        return group_by(self.entries, lambda entry: (entry.id,))

    def claim(self, entry: Entry) -> tuple[bool, ...]:
        """How good is the claim of an entry to its id? Of two the greater is better: the other one is the newcomer.

        The entry that had the id before this change keeps it; then the one that bears the name at issue; then the one whose
        folder is named by the id.
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
    def links(self) -> tuple[Link, ...]:
        """Every reference of every entry, in order."""
        found: list[Link] = []
        for row in CONTENT_TYPES:
            if row.of_kind(Reference):
                found += (link for entry in self.of(row.model) for link in links_of(entry, row))
        return tuple(found)

    @cached_property
    def links_by_target(self) -> Mapping[str, tuple[Link, ...]]:
        """References of published entries by the id that they name, one for each entry and field."""
        found: dict[str, dict[tuple[str, str], Link]] = {}
        for link in self.links:
            if link.source.published:
                found.setdefault(link.target, {}).setdefault((link.source.id, link.field.key), link)
        return {id: tuple(links.values()) for id, links in found.items()}

    def backlinks(self, entry: Entry) -> tuple[Link, ...]:
        """Return the references of other published entries to this one, one for each entry and field."""
        return tuple(link for link in self.links_by_target.get(entry.id, ()) if link.source.id != entry.id)

    def with_entries(self, entries: Iterable[Entry]) -> Exhibition:
        """Return the exhibition with other entries, put in order."""
        return Exhibition(
            self.settings, self.vocabularies, self.ledger, in_order(entries), self.promised, self.site_address
        )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in order of type, id and folder."""
    ranks = {row.model: rank for rank, row in enumerate(CONTENT_TYPES)}
    return tuple(sorted(entries, key=lambda entry: (ranks[type(entry)], entry.id, entry.folder)))


def links_of(entry: Entry, row: ContentType) -> Iterator[Link]:
    """Yield the references of an entry of the type `row`."""
    for one in row.iter_values(entry, Reference):
        reference = item_kind(one.field)
        assert isinstance(reference, Reference)
        yield Link(entry, one.holder, reference, one.value, one.place)


def group_by(entries: Iterable[E], keys: Callable[[E], Iterable[K]]) -> dict[K, tuple[E, ...]]:
    """Return entries under each of their keys, order kept."""
    groups: dict[K, list[E]] = {}
    for entry in entries:
        for key in keys(entry):
            groups.setdefault(key, []).append(entry)
    return {key: tuple(group) for key, group in groups.items()}
