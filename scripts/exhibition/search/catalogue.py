"""The catalogue: which entries there are and in which part of the walking order, facets and their words; faces and stories.

The catalogue says which addresses there are, no more: names, places, taglines and lines of stories stand in small script files
that are fetched for what is shown; which entries have a value of a facet, in lists of these values that are fetched where a
question or a filter asks for the value. The walking order is cut into segments, a file each. `docs/architecture.md` has the
format.

The scripts know no word of a facet. A `SearchFacet` says which property of an entry it reads, what its values are called,
and which words ask for which values: `五星`, `三星以上`, `高境`, `2018年`. Words are compared in one form (see
`normalize.normalize_word`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import pairwise
from typing import NamedTuple

from ..bodies import render_body
from ..lazy import dataclass
from ..model import Entry, Exhibition, Picture
from ..model.entry import Location, Placed
from ..model.exhibition import iter_records
from ..model.field_types import Choice, HotspotText, Text
from ..model.fields import Field, ListOf, RecordList, collect_fields, list_record_fields
from ..model.record_types import Record, RecordType
from ..pages.facet_words import STAR_SIGNS, list_all_star_words
from ..pages.facets import ALL, Facet, FacetIndex, FacetSource, FacetValue
from ..types import CONTENT_TYPES
from .layout import encode_numbers, get_number
from .normalize import normalize_word
from .script_data import encode_column, encode_differences

__all__ = ["STAR_SIGNS", "SearchFacet", "build_facets", "group_words", "list_all_star_words", "map_words_to_slugs"]


@dataclass(frozen=True, slots=True)
class SearchFacet:
    """One facet: what its values are, which entry has which, and what asks for them."""

    key: str
    """Its name in addresses: `?stars=5`."""
    label: str
    held: Sequence[tuple[int, ...]]
    """The values of each entry as places in `values`, in the order of the entry."""
    values: Sequence[tuple[str, str]] = ()
    """Slug and name of each value, in the order in which they are shown."""
    counts: Sequence[int] = ()
    """How many true entries in galleries have each value; -1 where only examples have it."""
    lists: Sequence[str] = ()
    """The coded numbers of the entries that have each value (see `layout.encode_numbers`)."""
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
    later: bool = False
    """Are its values entries, in the order of their slugs? There are too many to tell of before anybody asks for them."""
    parts: Sequence[int] = ()
    """The segment of the walking order, counted from 1, in which the first entry with each value stands; 0: none has it."""

    def to_object(self) -> dict[str, object]:
        """Return it as an object of the script; what is empty is left out."""
        told: dict[str, object] = {
            "key": self.key,
            "label": self.label,
            "values": [] if self.later else self.list_values(),
            "later": self.count_files() if self.later else 0,
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
        return {name: value for name, value in told.items() if value}

    def is_apart(self, place: int) -> bool:
        """Has a value a file of its own for its list?"""
        return len(self.lists[place]) >= APART

    def list_values(self) -> list[list[object]]:
        """Return slug and name of each value, how many true entries have it (see `counts`), whether its list stands apart,
        and in which segment its entries begin (see `parts`).
        """
        told = enumerate(zip(self.values, self.counts, self.parts, strict=True))
        return [[*value, count, int(self.is_apart(place)), part] for place, (value, count, part) in told]

    def count_files(self) -> int:
        """Return over how many files the values are spread that are told `later`: a power of two, so that it seldom changes."""
        return 1 << ((len(self.values) - 1) // VALUES).bit_length() if self.values else 1

    def list_files(self) -> dict[str, object]:
        """Return the lists of entries by the names of their files: the short lists by slug, in several files with the values
        where they are told `later`; a long list in one of its own.
        """
        files = self.count_files()
        names = [f"v{self.key}.{rank}" for rank in range(files)] if self.later else [f"v{self.key}"]
        values: dict[str, list[list[object]]] = {name: [] for name in names}
        short: dict[str, dict[str, str]] = {name: {} for name in names}
        apart: dict[str, object] = {}
        for place, (value, text) in enumerate(zip(self.list_values(), self.lists, strict=True)):
            slug = str(value[0])
            name = names[hash_slug(slug) % files] if self.later else names[0]
            if self.later:
                values[name].append(value)
            if self.is_apart(place):
                apart[f"v{self.key}-{slug}"] = text
            else:
                short[name][slug] = text
        return {**{name: [values[name], short[name]] for name in names}, **apart}


APART = 400
"""Signs from which on the list of a value has a file of its own."""
VALUES = 512
"""Most values, in the mean, of a file of values that are told later: some 10 KB gzipped."""


def hash_slug(slug: str) -> int:
    """Return a number of a slug; `catalogue.js` counts the same way."""
    found = 0
    for sign in slug:
        found = (found * 31 + ord(sign)) % 65521
    return found


def build_facets(hung: FacetIndex, entries: Sequence[Entry]) -> list[SearchFacet]:
    """Return all facets, in the order of the galleries; `entries` in the order in which they are numbered."""
    return [build_facet(gallery, hung, entries) for gallery in hung.facets if gallery.asked]


def build_facet(gallery: Facet, hung: FacetIndex, entries: Sequence[Entry]) -> SearchFacet:
    """Return the facet of a gallery."""
    asked = gallery.asked
    assert asked
    # An entry that is no value any more has no page of which anybody could ask.
    rooms = [room for room in hung.every[gallery.kind] if not (room.absent and room.entry)]
    held = list_places(gallery, rooms, hung, entries)
    return SearchFacet(
        gallery.kind,
        asked.get_label(),
        held,
        [(room.slug, room.name) for room in rooms],
        count_true(held, len(rooms), entries[: len(hung.unit_index.units)]),
        list_holders(held, len(rooms), entries),
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
        later=any(room.entry for room in rooms),
        parts=list_first_parts(held, len(rooms), entries, len(hung.unit_index.units)),
    )


def list_places(
    gallery: Facet, rooms: Sequence[FacetValue], hung: FacetIndex, entries: Sequence[Entry]
) -> list[tuple[int, ...]]:
    """Return for each entry the places of its rooms among `rooms`, from 0, in its own order."""
    every = {room.key: rank for rank, room in enumerate(hung.every[gallery.kind])}
    known = {every[room.key]: place for place, room in enumerate(rooms)}
    held = hung.places[gallery.kind]
    others: dict[str, list[int]] = {}
    for place, room in enumerate(rooms):
        for other in room.others:
            others.setdefault(other.id, []).append(place)

    def of(entry: Entry) -> tuple[int, ...]:
        found = (known[rank] for rank in held.get(entry.id, ()) if rank in known)
        return tuple(dict.fromkeys((*found, *others.get(entry.id, ()))))

    return [of(entry) for entry in entries]


def count_true(held: Sequence[tuple[int, ...]], values: int, listed: Sequence[Entry]) -> list[int]:
    """Return how many true entries of `listed` have each value; -1 where only examples have it."""
    counts, examples = [0] * values, [0] * values
    for entry, places in zip(listed, held, strict=False):
        for place in places:
            (examples if entry.example else counts)[place] += 1
    return [count or -min(1, examples[place]) for place, count in enumerate(counts)]


def list_first_parts(held: Sequence[tuple[int, ...]], values: int, entries: Sequence[Entry], listed: int) -> list[int]:
    """Return the segment in which the entries with each value begin (see `SearchFacet.parts`)."""
    found = [0] * values
    for part, places in enumerate(cut_segments([int(entry.id) for entry in entries], listed), 1):
        for place in places:
            for value in held[place]:
                found[value] = found[value] or part
    return found


def list_holders(held: Sequence[tuple[int, ...]], values: int, entries: Sequence[Entry]) -> list[str]:
    """Return the coded numbers of the entries that have each value."""
    found: list[list[int]] = [[] for _ in range(values)]
    for entry, places in zip(entries, held, strict=True):
        for place in places:
            found[place].append(get_number(entry.id))
    return [encode_numbers(sorted(numbers)) for numbers in found]


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


def list_shown(walk: FacetSource) -> tuple[Entry, ...]:
    """Return all entries that the search finds, in the order of their numbers: those in galleries first."""
    return (*walk.units, *walk.others)


def build_catalogue(walk: FacetSource, entries: Sequence[Entry], found: Iterable[SearchFacet]) -> dict[str, object]:
    """Return the catalogue of `entries` (see `list_shown`) as a JSON-like object; `catalogue.js` reads it.

    `partStarts` are the first addresses of the segments; `map` says of each number from 0 which entry it has: 0 none, 1 a true
    one of the galleries, 2 an example there, 3 and 4 those that hang in none.
    """
    segments = cut_segments([int(entry.id) for entry in entries], len(walk.units))
    kinds = {
        get_number(entry.id): 1 + entry.example + 2 * (place >= len(walk.units)) for place, entry in enumerate(entries)
    }
    return {
        "foremost": encode_differences(int(entry.id) for entry in entries[: min(FIRST, len(walk.units))]),
        "partStarts": encode_differences(int(entries[places.start].id) for places in segments),
        "map": encode_by_number(kinds),
        "facets": [facet.to_object() for facet in found],
        "answering": encode_differences(list_other_addresses(walk.exhibition)),
    }


def encode_by_number(values: Mapping[int, int]) -> str:
    """Return the value of each number from 0, coded; 0 where it has none."""
    return encode_column(values.get(number, 0) for number in range(max(values, default=-1) + 1))


def list_part_files(ids: Iterable[str]) -> list[str]:
    """Return the names of the files that say in which segments entries stand: a letter and which `BLOCK` numbers it tells of."""
    return sorted({f"p{get_number(id) // BLOCK}" for id in ids})


def build_parts(entries: Sequence[Entry], listed: int) -> dict[str, str]:
    """Return the segment of the walking order of each number, counted from 1, coded, by the names of the files; of `entries` the
    first `listed` hang in galleries.
    """
    blocks: dict[str, dict[int, int]] = {name: {} for name in list_part_files(entry.id for entry in entries)}
    for part, places in enumerate(cut_segments([int(entry.id) for entry in entries], listed), 1):
        for place in places:
            block, number = divmod(get_number(entries[place].id), BLOCK)
            blocks[f"p{block}"][number] = part
    return {name: encode_by_number(parts) for name, parts in blocks.items()}


def list_other_addresses(exhibition: Exhibition) -> list[int]:
    """Return the addresses that have a page but no entry to find, in order: taken down, moved, not yet shown."""
    published = {entry.id for entry in exhibition.by_id.values() if entry.published}
    return sorted(int(id) for id in exhibition.ledger.by_id if id not in published)


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


SEGMENT = ChunkSizes(512, 768, 64)
"""Entries of a segment of the walking order: some 600."""
FACES = 12
"""Addresses of a file of faces: a page knows in which file a face is before it knows the walking order."""
BLOCK = 8192
"""Numbers of a file that says in which segments they stand: 5 KB gzipped."""
FIRST = 8
"""Entries that stand first, of which a page knows at once."""
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


def cut_segments(numbers: Sequence[int], listed: int) -> list[range]:
    """Return the places of the entries of each segment; a segment ends where the `listed` entries of galleries end."""
    parts = ((0, numbers[:listed]), (listed, numbers[listed:]))
    starts = [first + place for first, part in parts for place in cut_chunks(part, SEGMENT)]
    return [range(*edge) for edge in pairwise([*starts, len(numbers)])]


def build_chunks(kind: str, numbers: Sequence[int], sizes: ChunkSizes, listed: int) -> dict[str, range]:
    """Return the places of the entries of each file by its name: a letter and the first address in it.

    No file reaches across the end of a segment.
    """
    found: dict[str, range] = {}
    for places in cut_segments(numbers, listed):
        starts = cut_chunks(numbers[places.start : places.stop], sizes)
        for start, end in pairwise([*(places.start + start for start in starts), places.stop]):
            found[f"{kind}{numbers[start]}"] = range(start, end)
    return found


def build_face_chunks(ids: Iterable[int]) -> dict[str, list[int]]:
    """Return the places of the entries of each file of faces by its name: a letter and the first address that may be in it."""
    found: dict[str, list[int]] = {}
    for place, id in enumerate(ids):
        found.setdefault(get_face_file(id), []).append(place)
    return found


def get_face_file(id: int) -> str:
    """Return the name of the file of the face of an entry."""
    return f"f{id // FACES * FACES}"


def build_segments(numbers: Sequence[int], listed: int) -> dict[str, str]:
    """Return the addresses of the entries of each segment in walking order, coded, by the name of its file."""
    return {
        f"o{numbers[places.start]}": encode_differences(numbers[places.start : places.stop])
        for places in cut_segments(numbers, listed)
    }


TAGLINE = 9
"""The place of the tagline in a face."""


class Whereabouts(NamedTuple):
    """The first addresses of the files in which an entry stands."""

    segment: int
    story: int


def locate_entries(numbers: Sequence[int], listed: int) -> list[Whereabouts]:
    """Return of each of a row of addresses, of which the first `listed` are of entries of galleries, in which files it stands."""
    found = [
        [numbers[places.start] for places in cut for _ in places]
        for cut in (cut_segments(numbers, listed), build_chunks("t", numbers, STORIES, listed).values())
    ]
    return list(map(Whereabouts, *found))


def build_faces(
    entries: Sequence[Entry],
    places: Iterable[int],
    facets: Sequence[SearchFacet],
    pictures: Pictures,
    where: Sequence[Whereabouts],
) -> dict[int, list[object]]:
    """Return the faces of the entries at `places` by their addresses (see `build_face`); `where` are the files of all."""
    return {
        int(entries[place].id): build_face(entries[place], place, facets, pictures, where[place]) for place in places
    }


def build_face(
    entry: Entry, place: int, facets: Sequence[SearchFacet], pictures: Pictures, files: Whereabouts
) -> list[object]:
    """Return what is shown of an entry: name, compound, committee, building, street, type, words and number of its lit panes
    (-1: it has none), remark, tagline, the first addresses of its segment and of its file of stories and, where it has one, the uri, colour and focus of its smallest picture.
    """
    lit = next((facet for facet in facets if facet.panes), None)
    held = lit.held[place] if lit else ()
    where = entry.location
    face: list[object] = [
        entry.name,
        where.compound,
        where.committee,
        where.building,
        get_value_name(next((facet for facet in facets if facet.locates), None), place),
        get_value_name(next((facet for facet in facets if facet.types), None), place),
        get_value_name(lit, place),
        lit.panes[held[0]] if lit and held else -1,
        CONTENT_TYPES.get_type_of(entry).remark(entry),
        entry.tagline,
        *files,
    ]
    for photo in entry.photos:
        picture = pictures.get((entry.id, photo.key))
        if picture:
            return [*face, picture.thumb, picture.colour, f"{photo.focus[0]}% {photo.focus[1]}%"]
    return face


def get_value_name(facet: SearchFacet | None, place: int) -> str:
    """Return the name of the first value of a facet that the entry at a place has; empty where it has none."""
    return facet.values[facet.held[place][0]][1] if facet and facet.held[place] else ""


def format_story(lines: Iterable[StoryLine]) -> str:
    """Return lines as a text of the script; behind a tab stands which record a line is."""
    told = ((line.text.replace("\t", " "), line.record) for line in lines)
    return "\n".join(f"{text}\t{record}" if record else text for text, record in told)
