"""The index of the last build, patched: only the postings of entries that have changed are taken out and put in.

Nothing is kept of the index but its files in the published site, whose digests are known: what an entry said before is read
from them, and so are the shards that change. What comes out is, byte for byte, what `make_index` makes of all entries; where
anything is not as it was left, or too much has changed, nothing comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from ..lazy import dataclass
from ..model import Entry
from ..storage.cache import digest, read_regular
from .catalogue import STORIES, TAGLINE, build_chunks, format_story, get_face_file, list_story
from .layout import (
    ALONE,
    FIRST_NUMBER,
    ShardLayout,
    add_sizes,
    build_layout,
    build_shards,
    count_sizes,
    decode_entries,
    encode_numbers,
    get_number,
    join_items,
    list_postings,
)
from .script_data import parse_call

MOST_CHANGED = 100
"""Entries from which on the index is made anew, which then is not much slower."""


@dataclass(frozen=True)
class LastSearch:
    """The search of the published site: what `SearchIndex.to_object` told of it, and its files."""

    told: Mapping[str, Any] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    """Digests of all files by their uris."""
    site: Path = Path()

    def read(self, uri: str) -> Any:
        """Return what a file of data hands to the scripts. Raises OSError or ValueError where it is not as it was published."""
        data = read_regular(self.site / uri)
        if digest(data) != self.digests.get(uri):
            raise ValueError(uri)
        return parse_call(data)


class Stories:
    """What entries tell, as the scripts get it, each worked out once, when it is asked for."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.known: dict[int, str] = {}

    def format(self, place: int) -> str:
        """Return the story of the entry at a place as the scripts get it."""
        if place not in self.known:
            self.known[place] = format_story(list_story(self.entries[place]))
        return self.known[place]

    def get_text(self, place: int) -> str:
        """Return the text of its lines, as it is searched."""
        return get_searched_text(self.format(place))


def get_searched_text(story: str) -> str:
    """Return the text of the lines of a story as the scripts get it, without what tells which records they are."""
    return "\n".join(line.split("\t")[0] for line in story.split("\n")) if "\t" in story else story


@dataclass(frozen=True)
class IndexSource:
    """What an index is made of: entries in walking order, what they tell, their versions, what entries are marked with.

    `basis` is a hash of everything else on which the text of a story depends; `key` one of everything that decides on the
    marks, empty where that is not known.
    """

    entries: Sequence[Entry]
    stories: Stories
    versions: Mapping[str, str]
    list_marked: Callable[[], Mapping[str, Sequence[int]]]
    basis: str
    key: str = ""
    listed: int = 0
    """How many of the entries, the first, hang in galleries."""

    @cached_property
    def places(self) -> dict[int, int]:
        """The places of the entries by their numbers, rising."""
        return dict(sorted((get_number(entry.id), place) for place, entry in enumerate(self.entries)))

    def encode_marks(self) -> dict[str, str]:
        """Return the coded postings of the marks."""
        return {mark: encode_numbers(held) for mark, held in self.list_marked().items()}

    def encode(self, numbers: Sequence[int]) -> dict[str, list[int]]:
        """Return which of some entries stand in which postings."""
        places = [self.places[number] for number in numbers]
        texts, leads = map(self.stories.get_text, places), (self.entries[place].tagline for place in places)
        return list_postings(texts, leads, numbers)

    @cached_property
    def full(self) -> SearchIndex:
        """The index, made of all entries."""
        return make_index(self)


@dataclass(frozen=True)
class SearchIndex:
    """Postings in shards; `made` are those that are not as in the published site, all of an index that is made anew."""

    source: IndexSource
    layout: ShardLayout
    made: Mapping[str, str]
    sizes: Mapping[str, int]
    signs: str
    """Every character of the stories and taglines, in order."""
    marked: Mapping[str, str]

    def to_object(self) -> dict[str, Any]:
        """Return what the next build must know."""
        return {
            "basis": self.source.basis,
            "listed": self.source.listed,
            "versions": [[entry.id, self.source.versions[entry.id]] for entry in self.source.entries],
            "bits": self.layout.bits,
            "split": dict(self.layout.split),
            "sizes": dict(self.sizes),
            "signs": self.signs,
            "marked": dict(self.marked),
        }


def make_index(source: IndexSource) -> SearchIndex:
    """Return the index of all entries."""
    # Loads arrays, which a patch does without.
    from .postings import build_all_keys, encode_keys

    places = source.places
    stories = map(source.stories.get_text, places.values())
    leads = (source.entries[place].tagline for place in places.values())
    written = encode_keys(build_all_keys(stories, leads, list(places)))
    signs = "".join(sorted({name[-2] for name in written if name[-1] == ALONE}))
    marked = source.encode_marks()
    written |= marked
    sizes = count_sizes(written)
    layout = build_layout(sizes, len(places))
    return SearchIndex(source, layout, build_shards(written, layout), sizes, signs, marked)


def patch_index(source: IndexSource, last: LastSearch, folder: str) -> SearchIndex | None:
    """Return the index, patched from the last one, whose files stand in `folder`; None where that cannot be."""
    told = last.told
    if told.get("basis") != source.basis:
        return None
    try:
        before = dict(told["versions"])
        changed = [id for id, version in source.versions.items() if before.get(id) != version]
        gone = [id for id in before if id not in source.versions]
        if len(changed) + len(gone) > MOST_CHANGED:
            return None
        return IndexPatch(source, last, folder).apply(changed, [*gone, *(id for id in changed if id in before)])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        # Caches may be restored from elsewhere: nothing in them is taken for granted.
        return None


class IndexPatch:
    """The patching of one index."""

    def __init__(self, source: IndexSource, last: LastSearch, folder: str) -> None:
        self.source, self.last, self.folder = source, last, folder
        self.layout = ShardLayout(last.told["bits"], last.told["split"])
        self.sizes: dict[str, int] = dict(last.told["sizes"])
        self.signs = set(last.told["signs"])

    def apply(self, changed: Sequence[str], old: Sequence[str]) -> SearchIndex | None:
        """Return the index; `changed` are the ids of entries that are not as they were, `old` of those that were there."""
        removed = self.read_postings(sorted(map(get_number, old)))
        added = self.source.encode(sorted(map(get_number, changed)))
        edits: dict[str, dict[str, Callable[[str], str]]] = {}
        for name in {*removed, *added}:
            less, more = set(removed.get(name, ())), set(added.get(name, ()))
            if less != more:
                self.add_edit(edits, name, partial(change_numbers, less=less, more=more))
        before: dict[str, str] = dict(self.last.told["marked"])
        same = self.source.key and self.last.told.get("key") == self.source.key
        marked = before if same else self.source.encode_marks()
        for name in {*marked, *before}:
            if marked.get(name) != before.get(name):
                self.add_edit(edits, name, partial(replace_postings, marked.get(name, "")))
        made = {shard: self.edit(shard, names) for shard, names in sorted(edits.items())}
        layout = build_layout(self.sizes, len(self.source.entries))
        if layout != self.layout:
            return None
        sizes = dict(sorted(self.sizes.items()))
        return SearchIndex(self.source, layout, made, sizes, "".join(sorted(self.signs)), marked)

    def add_edit(
        self, edits: dict[str, dict[str, Callable[[str], str]]], name: str, change: Callable[[str], str]
    ) -> None:
        """Add what becomes of the postings of a name to the edits of its shard."""
        edits.setdefault(self.layout.get_shard(name), {})[name] = change

    def read_postings(self, numbers: Sequence[int]) -> dict[str, list[int]]:
        """Return in which postings entries stood, by what they said."""
        if not numbers:
            return {}
        order = [int(id) for id, _ in self.last.told["versions"]]
        wanted = {number + FIRST_NUMBER for number in numbers}
        told: dict[int, str] = {}
        for name, places in build_chunks("t", order, STORIES, self.last.told["listed"]).items():
            held = wanted.intersection(order[place] for place in places)
            if held:
                values = self.last.read(f"{self.folder}/{name}.js")[1]
                told |= {address: values[str(address)] for address in held}
        stories = (get_searched_text(told[at]) for at in sorted(wanted))
        return list_postings(stories, map(self.read_tagline, sorted(wanted)), numbers)

    def read_tagline(self, address: int) -> str:
        """Return the tagline that an entry had."""
        face = self.last.read(f"{self.folder}/{get_face_file(address)}.js")[1][str(address)]
        return str(face[TAGLINE])

    def edit(self, shard: str, changes: Mapping[str, Callable[[str], str]]) -> str:
        """Return the text of a shard with some postings changed; an empty text removes postings."""
        text: str = self.last.read(f"{self.folder}/{shard}.js")[1]
        held = dict(map(split_item, text.split(" "))) if text else {}
        for name, change in changes.items():
            before = held.pop(name, "")
            after = change(before)
            add_sizes(self.sizes, name, before, -1)
            add_sizes(self.sizes, name, after, 1)
            if after:
                held[name] = after
        for name in changes:
            if name[-1] == ALONE:
                there = name[-2:] in held or ALONE + name[-2:] in held
                (self.signs.add if there else self.signs.discard)(name[-2])
        return join_items(name + postings for name, postings in held.items())


def split_item(item: str) -> tuple[str, str]:
    """Return name and postings of an item of a shard."""
    end = 3 if item.startswith(ALONE) else 2
    return item[:end], item[end:]


def replace_postings(after: str, before: str) -> str:
    """Return what comes after, whatever was before."""
    return after


def change_numbers(text: str, less: set[int], more: set[int]) -> str:
    """Return postings without some numbers and with others; empty where none is left."""
    return encode_numbers(sorted({*decode_entries(text)} - less | more))
