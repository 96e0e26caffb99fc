"""The exhibition as a registry: entries of every content type in order, with look-ups, references and backlinks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from ..diagnostics import Span
from ..lazy import dataclass
from ..text.characters import parse_chinese_numeral
from .books import BookPage
from .content_types import CONTENT_TYPES, ContentType, get_item_kind
from .entry import Entry
from .field_types import Reference
from .fields import Field
from .permalinks import BaseSnapshot, Ledger, SiteAddress
from .record_types import EntryRecord, RecordType
from .site_settings import Settings
from .vocabulary import Vocabularies, Vocabulary

NUMBER = re.compile(r"([0-9]+|[〇零一二三四五六七八九十百]+)")
HOW_FAR_A_NUMBER_REACHES = 8
"""Digits to which a number is filled up, so that numbers compare as numbers."""
WalkingKey = tuple[int, bytes, bytes, bytes]
"""Where an entry stands in the order; compares."""
E = TypeVar("E", bound=Entry)


def sort_in_walking_order(entries: Iterable[E], streets: Vocabulary) -> tuple[E, ...]:
    """Return entries by street (the vocabulary's order), place and building; unknown streets come last."""
    ranks = {name: rank for rank, name in enumerate(streets.names)}
    known: dict[str, bytes] = {}

    def place(entry: E) -> WalkingKey:
        street, committee, compound, building = entry.location
        words = (compound or committee, building, entry.name)
        for word in words:
            if word not in known:
                known[word] = make_natural_key(word)
        return (ranks.get(street, len(ranks)), *(known[word] for word in words))  # type: ignore[return-value]

    return tuple(sorted(entries, key=place))


def make_natural_key(text: str) -> bytes:
    """Return bytes that sort as a neighbour would: numbers (also 十一) by value, characters by their sound.

    GB 18030 holds the 3,755 commonest characters in the order of their pinyin, so no dictionary is needed.

    >>> sorted(["共和十一村", "共和二村", "大华一村"], key=make_natural_key)
    ['大华一村', '共和二村', '共和十一村']
    """
    parts = NUMBER.split(text)
    for index, number in enumerate(parts[1::2]):
        value = parse_number(number)
        parts[2 * index + 1] = number if value is None else str(value).zfill(HOW_FAR_A_NUMBER_REACHES)
    return "".join(parts).encode("gb18030")


def parse_number(number: str) -> int | None:
    """Return the value of Arabic or Chinese numerals; None where they make no number (十百)."""
    return int(number) if number.isascii() else parse_chinese_numeral(number)


M = TypeVar("M")
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
        return self.source.spans.get(self.place) or self.source.get_span(self.field.key)


@dataclass(frozen=True)
class Exhibition:
    """All content, parsed: a registry of entries of every content type."""

    settings: Settings
    vocabularies: Vocabularies
    ledger: Ledger
    entries: tuple[Entry, ...] = ()
    """Every entry, whatever its status, in order of its type, its id and its folder."""
    promised: BaseSnapshot | None = None
    """What was promised before this change; None where nobody asked for a comparison."""
    site_address: SiteAddress | None = None
    """The record of the site's address; None while nothing has been promised."""
    books: Mapping[str, tuple[BookPage, ...]] = field(default_factory=dict)
    """The pages of the books that have a template, by the name of the book: its index first, then its steps in order."""
    versions: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The version of the folder of each entry, by path; see `content.loader.compute_version`. Empty where entries were not
    read from the disk.
    """
    indexes: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `derive` has computed."""

    def derive(self, make: Callable[[Exhibition], T]) -> T:
        """Return `make(self)`, computed once."""
        if make not in self.indexes:
            self.indexes[make] = make(self)
        return self.indexes[make]  # type: ignore[no-any-return]

    def ask(self, query: Callable[[Exhibition, str], T], key: str) -> T:
        """Return the answer of a query about all entries (see `watching`), which pages that ask it are known by."""
        return query(self, key)

    def of(self, model: type[E]) -> tuple[E, ...]:
        """Return every entry of a type (or of a class that several types share), whatever its status.

        A type whose dataclass another type extends has only its own entries.
        """
        if model not in self.indexes:
            own = model in CONTENT_TYPES.by_model
            self.indexes[model] = tuple(
                entry for entry in self.entries if isinstance(entry, model) and (not own or type(entry) is model)
            )
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

    def rank_published(self, model: type[E]) -> Mapping[str, int]:
        """Return the places of the entries of a type among those that visitors see, by their ids."""
        if ("ranks", model) not in self.indexes:
            self.indexes["ranks", model] = {entry.id: rank for rank, entry in enumerate(self.published(model))}
        return self.indexes["ranks", model]  # type: ignore[no-any-return]

    def get(self, id: str | None, model: type[E]) -> E | None:
        """Return the published entry of this id and type, or None."""
        return self.published_by_id(model).get(id or "")

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Every entry by its id; where several folders claim an id, the one with the best claim."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            other = found.setdefault(entry.id, entry)
            if other is not entry and self.rank_claim(entry) > self.rank_claim(other):
                found[entry.id] = entry
        return found

    @cached_property
    def claimants(self) -> Mapping[str, tuple[Entry, ...]]:
        """Every entry that bears an id, whatever its claim."""
        return group_by(self.entries, lambda entry: (entry.id,))

    def rank_claim(self, entry: Entry) -> tuple[bool, ...]:
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
            if row.find_of_kind(Reference):
                found += (link for entry in self.of(row.model) for link in iter_links(entry, row))
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

    def list_records(self, row: RecordType, *, examples: bool = True) -> tuple[EntryRecord, ...]:
        """Return the records of a list that visitors see, in walking order; with `examples` those made up stand behind."""
        key = ("records", row, examples)
        if key not in self.indexes:
            told = (one for entry in self.tellers for one in iter_records(entry, row))
            self.indexes[key] = tuple(one for one in told if examples or not one.entry.example)
        return self.indexes[key]  # type: ignore[no-any-return]

    @cached_property
    def tellers(self) -> tuple[Entry, ...]:
        """The published entries that have records in any list, in walking order; those made up stand behind."""
        entries = [entry for entry in self.published(Entry) if has_records(entry) or has_readings(entry)]
        ordered = sort_in_walking_order(entries, self.vocabularies.streets)
        return tuple(sorted(ordered, key=lambda entry: entry.example))

    def replace_entries(self, entries: Iterable[Entry]) -> Exhibition:
        """Return the exhibition with other entries, put in order."""
        return Exhibition(
            self.settings,
            self.vocabularies,
            self.ledger,
            sort_entries(entries),
            self.promised,
            self.site_address,
            self.books,
        )


def sort_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in order of type, id and folder."""
    ranks = {row.model: rank for rank, row in enumerate(CONTENT_TYPES)}
    return tuple(sorted(entries, key=lambda entry: (ranks[type(entry)], entry.id, entry.folder)))


def iter_links(entry: Entry, row: ContentType) -> Iterator[Link]:
    """Yield the references of an entry of the type `row`."""
    for one in row.iter_values(entry, Reference):
        reference = get_item_kind(one.field)
        assert isinstance(reference, Reference)
        if not reference.is_word(one.value):
            yield Link(entry, one.holder, reference, one.value, one.place)


def iter_records(entry: Entry, row: RecordType) -> Iterator[EntryRecord]:
    """Yield the records of one list of an entry, in its author's order; none where its type has no such list."""
    kind = CONTENT_TYPES.get_type_of(entry)
    if row.read:
        if row in kind.readings:
            for number, record in enumerate(row.read(entry), 1):
                yield EntryRecord(entry, row, number, record)
    elif attribute := kind.list_attributes.get(row):
        for number, record in enumerate(getattr(entry, attribute), 1):
            yield EntryRecord(entry, row, number, record)


def has_records(entry: Entry) -> bool:
    """Has an entry a record in any list that is written?"""
    return any(CONTENT_TYPES.get_type_of(entry).read_lists(entry))


def has_readings(entry: Entry) -> bool:
    """Has an entry a record in any list that is read from its other fields?"""
    readings = CONTENT_TYPES.get_type_of(entry).readings
    return any(True for row in readings if row.read for _ in row.read(entry))


ARCHIVED_STARS = 3
"""Stars from which an entry has a digital archive although it tells of nothing yet: 1,634 units have as many (宝山区民政局)."""


def has_record_page(entry: Entry) -> bool:
    """Has an entry a digital archive at `/<id>/record/`? It must be published, and have something to show."""
    return entry.published and has_archive(entry)


def has_archive(entry: Entry) -> bool:
    """Is there something of an entry, whatever its status, that its digital archive would show?"""
    if (getattr(entry, "stars", None) or 0) >= ARCHIVED_STARS or getattr(entry, "meeting_count", None):
        return True
    return has_records(entry)


@dataclass(frozen=True, slots=True, eq=False)
class Circle(Generic[M]):
    """The members of a group behind the one at `rank`, from the beginning again at the end, without that one."""

    group: Sequence[M]
    rank: int

    def __iter__(self) -> Iterator[M]:
        """Yield them."""
        return (self.group[(self.rank + step) % len(self.group)] for step in range(1, len(self.group)))

    def iter_among(self, ranks: Sequence[int]) -> Iterator[M]:
        """Yield those of them that stand at one of `ranks`, which ascend; so 4 real of 5,500 are found without a search."""
        start = bisect_right(ranks, self.rank)
        found = (ranks[(start + step) % len(ranks)] for step in range(len(ranks)))
        return (self.group[rank] for rank in found if rank != self.rank)


def find_followers(entry: E, exhibition: Exhibition) -> Circle[E]:
    """Return the published entries of an entry's type that come after it, from the beginning again at the end."""
    return Circle(exhibition.published(type(entry)), exhibition.rank_published(type(entry))[entry.id])


def group_by(entries: Iterable[E], keys: Callable[[E], Iterable[K]]) -> dict[K, tuple[E, ...]]:
    """Return entries under each of their keys, order kept."""
    groups: dict[K, list[E]] = {}
    for entry in entries:
        for key in keys(entry):
            groups.setdefault(key, []).append(entry)
    return {key: tuple(group) for key, group in groups.items()}
