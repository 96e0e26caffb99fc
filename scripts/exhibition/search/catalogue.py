"""The catalogue: one column of coded text for each property by which entries are filtered or matched; facets; snippets.

Entries stand in walking order, units before clusters, so that neighbours share street, compound and most of their number.
What is long or cannot be guessed from neighbours (tagline, address of the picture, lines of the story) is not in a
column but in snippets, small script files that are fetched for what is shown.

The scripts know no word of a facet. A `SearchFacet` says which property of an entry it reads, what its values are called,
and which words ask for which values: `五星`, `三星以上`, `高境`, `2018年`. Words are compared in one form (see
`normalize.normalize_word`).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ..bodies import render_body
from ..model import Entry, Exhibition, Picture
from ..model.entry import Location, Placed
from ..model.exhibition import iter_records
from ..model.field_types import Choice, HotspotText, Text
from ..model.fields import Field, ListOf, RecordList, collect_fields, list_record_fields
from ..model.record_types import Record, RecordType
from ..pages.facet_words import STAR_SIGNS, list_all_star_words
from ..pages.facets import ALL, Facet, FacetIndex, FacetSource, FacetValue
from ..types import CONTENT_TYPES
from .normalize import normalize_word
from .script_data import encode_column, encode_differences, encode_rising

__all__ = ["STAR_SIGNS", "SearchFacet", "build_facets", "group_words", "list_all_star_words", "map_words_to_slugs"]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Distinct values in the order in which they first come, and a column: 0 = the next one, k = the k-th again."""

    values: tuple[Hashable, ...]
    column: str


def build_dictionary(values: Iterable[Hashable]) -> Dictionary:
    """Return values as a dictionary."""
    known: dict[Hashable, int] = {}
    places: list[int] = []
    for value in values:
        places.append(known.get(value, 0))
        known.setdefault(value, len(known) + 1)
    return Dictionary(tuple(known), encode_column(places))


def format_words(found: Dictionary) -> dict[str, object]:
    """Return a dictionary of texts, a line each, as an object of the script."""
    return {"words": "\n".join(str(value).replace("\n", "") for value in found.values), "column": found.column}


def format_combinations(found: Dictionary) -> dict[str, object]:
    """Return a dictionary of tuples of numbers as an object of the script."""
    return {"sets": [list(value) for value in found.values if isinstance(value, tuple)], "column": found.column}


@dataclass(frozen=True, slots=True)
class SearchFacet:
    """One facet: what its values are, which entry has which, and what asks for them."""

    key: str
    """Its name in addresses: `?stars=5`."""
    label: str
    coded: Mapping[str, object]
    """The values of each entry as places in `values` (see `encode_places`)."""
    values: Sequence[tuple[str, str]] = ()
    """Slug and name of each value, in the order in which they are shown."""
    entries: str = ""
    """Where the values are entries, their ranks (`script_data.encode_differences`): the scripts know their slugs and names."""
    many: bool = False
    """May an entry have many values?"""
    most: int = ALL
    folder: str = ""
    """Where the pages of its values stand, below the root; empty where they have none."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Slugs of the values that a word asks for."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Signs, with what a row of so many of them stands for so many of: ★★★★★ for 5星."""
    locates: bool = False
    """Are its values the places at which entries are?"""
    known: bool = False
    """Are names of values words by which entries are found, beside their own names and places?"""
    types: bool = False
    """Are its values the types of content?"""
    panes: Sequence[int] = ()
    """Where the values are numbers of lit panes, these numbers."""
    paged: bool = False
    """Has each value a page below `folder`, which answers those who ask for it?"""
    absent: Sequence[str] = ()
    """Slugs of values that have none now."""

    def to_object(self) -> dict[str, object]:
        """Return it as an object of the script; what is empty is left out."""
        told: dict[str, object] = {
            "key": self.key,
            "label": self.label,
            "values": [] if self.entries else [list(value) for value in self.values],
            "entries": self.entries,
            "many": self.many,
            "most": self.most,
            "folder": self.folder,
            "words": [[list(slugs), " ".join(words)] for slugs, words in group_words(self.words).items()],
            "signs": dict(self.signs),
            "locates": self.locates,
            "known": self.known,
            "types": self.types,
            "panes": list(self.panes),
            "paged": self.paged,
            "absent": list(self.absent),
        }
        return {name: value for name, value in told.items() if value} | dict(self.coded)


def build_facets(hung: FacetIndex, entries: Sequence[Entry]) -> list[SearchFacet]:
    """Return all facets, in the order of the galleries; `entries` in the order in which they are numbered."""
    return [build_facet(gallery, hung, entries) for gallery in hung.facets if gallery.asked]


def build_facet(gallery: Facet, hung: FacetIndex, entries: Sequence[Entry]) -> SearchFacet:
    """Return the facet of a gallery."""
    asked = gallery.asked
    assert asked
    # An entry that is no value any more has no page of which anybody could ask.
    rooms = [room for room in hung.every[gallery.kind] if not (room.absent and room.entry)]
    ranks = {entry.id: rank for rank, entry in enumerate(entries)}
    are_entries = any(room.entry for room in rooms)
    return SearchFacet(
        gallery.kind,
        asked.get_label(),
        encode_places(list_places(gallery, rooms, hung, entries), many=asked.many),
        [(room.slug, room.name) for room in rooms],
        encode_differences(ranks[room.entry.id] for room in rooms if room.entry) if are_entries else "",
        asked.many,
        asked.most,
        gallery.index,
        map_words_to_slugs((room.slug, asked.words(room)) for room in rooms),
        asked.signs,
        locates=any(room.locates for room in rooms),
        known=asked.known,
        types=asked.types,
        panes=[room.panes for room in rooms] if any(room.panes for room in rooms) else (),
        paged=bool(gallery.index and rooms) and all(room.path == f"{gallery.index}{room.slug}/" for room in rooms),
        absent=[room.slug for room in rooms if room.absent],
    )


def list_places(
    gallery: Facet, rooms: Sequence[FacetValue], hung: FacetIndex, entries: Sequence[Entry]
) -> list[tuple[int, ...]]:
    """Return for each entry the places of its rooms among `rooms`, from 0, in its own order."""
    known = {room.key: place for place, room in enumerate(rooms)}
    others: dict[str, list[int]] = {}
    for place, room in enumerate(rooms):
        for other in room.others:
            others.setdefault(other.id, []).append(place)

    def of(entry: Entry) -> tuple[int, ...]:
        found = (known[room.key] for room in hung.list_rooms(entry, gallery) if room.key in known)
        return tuple(dict.fromkeys((*found, *others.get(entry.id, ()))))

    return [of(entry) for entry in entries]


def encode_places(found: Sequence[tuple[int, ...]], *, many: bool) -> dict[str, object]:
    """Return the places of each entry's values as texts of the script.

    Where an entry may have many, or has: `sets`, each combination once, and a `encode_column` of them. Where it has one at most: a
    `encode_column` of places counted from 1 (0: none), by their `encode_differences` where that is shorter.
    """
    if many or any(len(places) > 1 for places in found):
        return format_combinations(build_dictionary(found))
    numbers = [places[0] + 1 if places else 0 for places in found]
    plain, stepped = encode_column(numbers), encode_differences(numbers)
    # Neighbours share their values, so that a page compresses steps better even where they are as long.
    return {"steps": stepped} if len(stepped) <= len(plain) else {"column": plain}


def map_words_to_slugs(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Return which slugs each word asks for; a word of several values asks for all of them. Earlier words sound first."""
    found: dict[str, tuple[str, ...]] = {}
    for slug, words in pairs:
        for word in sorted(set(map(normalize_word, words))):
            found[word] = (*found.get(word, ()), slug)
    return found


def group_words(words: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], list[str]]:
    """Return the words of each set of values; the scripts get them so, which is half as long."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word, slugs in words.items():
        found.setdefault(slugs, []).append(word)
    return found


def collect_name_characters(entries: Iterable[Entry]) -> set[str]:
    """Return every character of the names and places of entries."""
    found: set[str] = set()
    for entry in entries:
        found.update(*entry.name, *"".join(entry.location))
    return found


def collect_facet_characters(facets: Iterable[SearchFacet]) -> set[str]:
    """Return every character of the values' names and of the words that ask for them."""
    return {sign for facet in facets for text in (*facet.words, *(name for _, name in facet.values)) for sign in text}


NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})(?=[^0-9]*$)")
"""The last number of a text, written as numbers are."""
HOLE = "#"
"""Stands for the entry's house number in a pattern: 64号楼 of 64号 is `#号楼`."""
COMMITTEE = "居民区"
"""What follows the compound in the names of most committees."""


def list_shown(walk: FacetSource) -> tuple[Entry, ...]:
    """Return all entries that the search finds, in the order of their numbers: those in galleries first."""
    return (*walk.units, *walk.others)


def get_house_number(entry: Entry) -> int | None:
    """Return the last number of an entry's building; None where it has none."""
    found = NUMBER.search(get_building(entry))
    return int(found[1]) if found else None


def get_building(entry: Entry) -> str:
    """Return an entry's building; most types have none."""
    return entry.location.building


def make_pattern(text: str, number: int | None) -> str:
    """Return text with its last number left out where that is the house number.

    >>> make_pattern("128弄64号", 64), make_pattern("初心楼", 64), make_pattern("3号楼", 64)
    ('128弄#号', '初心楼', '3号楼')
    """
    text = text.replace(HOLE, "＃")
    return NUMBER.sub(lambda found: HOLE if found[1] == str(number) else found[1], text)


def fill_missing(values: Iterable[int | None]) -> list[int]:
    """Return values with those that are missing filled by the one before, which costs least to write."""
    found, last = [], 0
    for value in values:
        last = last if value is None else value
        found.append(last)
    return found


def build_catalogue(walk: FacetSource, entries: Sequence[Entry], found: Iterable[SearchFacet]) -> dict[str, object]:
    """Return the catalogue of `entries` (see `list_shown`) as a JSON-like object; `build_catalogue.js` decodes it."""
    numbers = [get_house_number(entry) for entry in entries]
    listed = len(walk.units)

    def patterns(texts: Iterable[str]) -> dict[str, object]:
        return format_words(build_dictionary(map(make_pattern, texts, numbers)))

    return {
        "listed": listed,
        "facets": [facet.to_object() for facet in found],
        "answering": encode_differences(list_other_addresses(walk.exhibition)),
        "ids": encode_differences(int(entry.id) for entry in entries),
        "place": format_words(build_dictionary(map(format_home, entries))),
        "number": encode_differences(fill_missing(numbers)),
        "building": patterns(map(get_building, entries)),
        "name": patterns(entry.name for entry in entries),
        "notes": [CONTENT_TYPES.get_type_of(entry).remark(entry) for entry in entries[listed:]],
        "example": encode_rising([place for place, entry in enumerate(entries) if entry.example]),
    }


def list_other_addresses(exhibition: Exhibition) -> list[int]:
    """Return the addresses that have a page but no entry to find, in order: taken down, moved, not yet shown."""
    published = {entry.id for entry in exhibition.by_id.values() if entry.published}
    return sorted(int(id) for id in exhibition.ledger.by_id if id not in published)


def format_home(entry: Entry) -> str:
    """Return an entry's compound and committee as one text; a committee that is named after its compound is a `=`."""
    named_after = entry.location.compound and entry.location.committee == f"{entry.location.compound}{COMMITTEE}"
    return f"{entry.location.compound}|{'=' if named_after else entry.location.committee}"


class StoryLine(NamedTuple):
    """A line of an entry's story, and where it stands if not on the entry's own page."""

    text: str
    record: str = ""
    """Of a record the rank of its list among `list_record_names` and its number in the list: `0-2`."""


def list_record_names() -> list[list[str]]:
    """Return name and label of each record list, as the lines of records name them by rank; of one that has a page of its
    own that page too, where a record's address is its number.
    """
    return [[row.name, row.label, *([row.page.path] if row.page else [])] for row in CONTENT_TYPES.record_types]


def list_story(entry: Entry) -> list[StoryLine]:
    """Return the lines of an entry's story, each text once: in the order of its page, then those of its records.

    The tagline is not among them.
    """
    found: dict[str, StoryLine] = {}
    for text in map(str.strip, iter_story_texts(entry)):
        found.setdefault(text, StoryLine(text))
    for line in iter_record_lines(entry):
        found.setdefault(line.text, line)
    return [line for text, line in found.items() if text]


def list_story_lines(entry: Entry) -> list[str]:
    """Return the texts of an entry's story, a line each."""
    return [line.text for line in list_story(entry)]


def iter_story_texts(entry: Entry) -> Iterator[str]:
    """Yield the texts of an entry's page, a line for each."""
    for step in entry.steps:
        yield f"{step.title}：{step.text}" if step.text else step.title
    for pair in entry.pairs:
        yield f"{pair.place}：{pair.text}" if pair.text else pair.place
    notation = CONTENT_TYPES.get_type_of(entry).body
    yield from notation.list_texts(entry.body) if notation else render_body(entry.body).lines
    yield from entry.covenant
    yield from (photo.caption for photo in entry.photos)
    yield from iter_own_texts(entry)


def iter_own_texts(entry: Entry) -> Iterator[str]:
    """Yield the texts of the fields that only the type of an entry has: of records first, then of lists, then single ones.

    Record lists that have pages of their own are not among them (see `iter_record_lines`).
    """
    held = [
        (one_field, getattr(entry, one_field.attribute))
        for one_field in CONTENT_TYPES.get_type_of(entry).fields
        if is_own(one_field)
    ]
    for one_field, records in held:
        if isinstance(one_field.kind, RecordList) and not one_field.kind.told:
            texts = [one.attribute for one in list_record_fields(one_field) if type(one.kind) is Text]
            yield from ("：".join(filter(None, (getattr(record, text) for text in texts))) for record in records)
    for one_field, lines in held:
        if isinstance(one_field.kind, ListOf) and type(one_field.kind.item) is Text:
            yield from lines
    for one_field, text in held:
        if type(one_field.kind) is Text:
            yield text


def iter_record_lines(entry: Entry) -> Iterator[StoryLine]:
    """Yield a line for each record that an entry tells: what it is about, then its texts and terms of vocabularies."""
    ranks = {row: rank for rank, row in enumerate(CONTENT_TYPES.record_types)}
    for row in CONTENT_TYPES.get_type_of(entry).record_types:
        fields = CONTENT_TYPES.derive(map_searched_fields)[row]
        for one in iter_records(entry, row):
            told = [field.format_value(getattr(one.record, field.attribute)) for field in fields]
            # A line is one line: what it holds stands on its own in the file of stories.
            text = "；".join(" ".join(part.split()) for part in told if part)
            yield StoryLine("：".join(filter(None, (one.name, text))), f"{ranks[row]}-{one.number}")


def map_searched_fields() -> dict[RecordType, tuple[Field, ...]]:
    """Return for each record list the fields that hold words that people search for, beside what a record is about."""
    return {
        row: tuple(
            one
            for one in row.fields
            if one.attribute != row.what and one not in collect_fields(Record) and is_searched(one) and not one.internal
        )
        for row in CONTENT_TYPES.record_types
    }


def is_searched(field: Field) -> bool:
    """Does a field of a record hold free text or a term of a vocabulary?"""
    return type(field.kind) in (Text, HotspotText) or (isinstance(field.kind, Choice) and bool(field.kind.vocabulary))


def is_own(field: Field) -> bool:
    """Does only one type have this field, and is it no part of the place, by which entries are found anyway?"""
    return field not in collect_fields(Placed) and field.attribute not in Location._fields


class ChunkSizes(NamedTuple):
    """How entries are put into files in walking order: where a file ends is decided by the entries around that place only.

    So an entry that is added or removed changes the file in which it stands and seldom the one behind it, and no other file
    gets another name. A file ends where it has `most` entries, or `least` and the next address is a multiple of `every`.
    """

    least: int
    most: int
    every: int


FACES = ChunkSizes(48, 96, 12)
"""Entries of a file of faces: some 60."""
STORIES = ChunkSizes(5, 12, 3)
"""Entries of a file of stories: some 7; 4 KB gzipped."""
Pictures = Mapping[tuple[str, str], Picture]


def cut_chunks(numbers: Sequence[int], sizes: ChunkSizes) -> list[int]:
    """Return the places in a row of addresses at which files begin; `catalogue.js` counts the same way.

    >>> cut_chunks([10003, 10004, 10005, 10006, 10007, 10008, 10009], ChunkSizes(2, 3, 5))
    [0, 2, 5]
    """
    starts: list[int] = []
    for place, number in enumerate(numbers):
        held = place - starts[-1] if starts else sizes.most
        if held >= sizes.most or (held >= sizes.least and number % sizes.every == 0):
            starts.append(place)
    return starts


def build_chunks(kind: str, numbers: Sequence[int], sizes: ChunkSizes) -> dict[str, range]:
    """Return the places of the entries of each file by its name: a letter and the first address in it."""
    edges = [*cut_chunks(numbers, sizes), len(numbers)]
    return {f"{kind}{numbers[start]}": range(start, end) for start, end in pairwise(edges)}


def build_face(entry: Entry, pictures: Pictures) -> list[str]:
    """Return an entry's tagline and, where it has one, the uri, colour and focus of its smallest picture."""
    for photo in entry.photos:
        picture = pictures.get((entry.id, photo.key))
        if picture:
            return [entry.tagline, picture.thumb, picture.colour, f"{photo.focus[0]}% {photo.focus[1]}%"]
    return [entry.tagline]


def format_story(lines: Iterable[StoryLine]) -> str:
    """Return lines as a text of the script; behind a tab stands which record a line is."""
    told = ((line.text.replace("\t", " "), line.record) for line in lines)
    return "\n".join(f"{text}\t{record}" if record else text for text, record in told)
