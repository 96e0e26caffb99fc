"""The galleries that are facets of the search, with the values of every entry and the words that ask for a value.

The scripts know no word and no name of a facet. A facet says what its values are called, which entry has which of them,
and which words ask for which values: `五星`, `三星以上`, `高境`, `2018年`. Words are compared in one form (see
`words.compared`). All of it comes from the table of galleries (`pages/galleries.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Entry
from ..pages.galleries import ALL, Gallery, Hung, Room
from ..pages.question_words import STAR_SIGNS, star_words
from .coding import column, steps
from .dictionary import combinations, dictionary
from .words import compared

__all__ = ["STAR_SIGNS", "Facet", "asking", "facets", "grouped", "star_words"]


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: what its values are, which entry has which, and what asks for them."""

    key: str
    """Its name in addresses: `?stars=5`."""
    label: str
    coded: Mapping[str, object]
    """The values of each entry as places in `values` (see `code_places`)."""
    values: Sequence[tuple[str, str]] = ()
    """Slug and name of each value, in the order in which they are shown."""
    entries: str = ""
    """Where the values are entries, their ranks (`coding.steps`): the scripts know their slugs and names."""
    many: bool = False
    """May an entry have many values?"""
    most: int = ALL
    folder: str = ""
    """Where the pages of its values stand, below the root; empty where they have none."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Slugs of the values that a word asks for."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Signs that stand for a word: ★★★★★ for 5星."""
    locates: bool = False
    """Are its values the places at which entries are?"""
    known: bool = False
    """Are names of values words by which entries are found, beside their own names and places?"""
    types: bool = False
    """Are its values the types of content?"""
    panes: Sequence[int] = ()
    """Where the values are numbers of lit panes, these numbers."""

    def as_object(self) -> dict[str, object]:
        """Return it as an object of the script; what is empty is left out."""
        told: dict[str, object] = {
            "key": self.key,
            "label": self.label,
            "values": [] if self.entries else [list(value) for value in self.values],
            "entries": self.entries,
            "many": self.many,
            "most": self.most,
            "folder": self.folder,
            "words": [[list(slugs), " ".join(words)] for slugs, words in grouped(self.words).items()],
            "signs": dict(self.signs),
            "locates": self.locates,
            "known": self.known,
            "types": self.types,
            "panes": list(self.panes),
        }
        return {name: value for name, value in told.items() if value} | dict(self.coded)


def facets(hung: Hung, entries: Sequence[Entry]) -> list[Facet]:
    """Return all facets, in the order of the galleries; `entries` in the order in which they are numbered."""
    return [facet(gallery, hung, entries) for gallery in hung.galleries if gallery.asked]


def facet(gallery: Gallery, hung: Hung, entries: Sequence[Entry]) -> Facet:
    """Return the facet of a gallery."""
    asked = gallery.asked
    assert asked
    # An entry that is no value any more has no page of which anybody could ask.
    rooms = [room for room in hung.every[gallery.kind] if not (room.absent and room.entry)]
    ranks = {entry.id: rank for rank, entry in enumerate(entries)}
    are_entries = any(room.entry for room in rooms)
    return Facet(
        gallery.kind,
        asked.label if isinstance(asked.label, str) else asked.label(),
        code_places(places(gallery, rooms, hung, entries), many=asked.many),
        [(room.slug, room.name) for room in rooms],
        steps(ranks[room.entry.id] for room in rooms if room.entry) if are_entries else "",
        asked.many,
        asked.most,
        gallery.index,
        asking((room.slug, asked.words(room)) for room in rooms),
        asked.signs,
        locates=any(room.locates for room in rooms),
        known=asked.known,
        types=asked.types,
        panes=[room.panes for room in rooms] if any(room.panes for room in rooms) else (),
    )


def places(gallery: Gallery, rooms: Sequence[Room], hung: Hung, entries: Sequence[Entry]) -> list[tuple[int, ...]]:
    """Return for each entry the places of its rooms among `rooms`, from 0, in its own order."""
    known = {room.key: place for place, room in enumerate(rooms)}
    others: dict[str, list[int]] = {}
    for place, room in enumerate(rooms):
        for other in room.others:
            others.setdefault(other.id, []).append(place)

    def of(entry: Entry) -> tuple[int, ...]:
        found = (known[room.key] for room in hung.rooms_of(entry, gallery) if room.key in known)
        return tuple(dict.fromkeys((*found, *others.get(entry.id, ()))))

    return [of(entry) for entry in entries]


def code_places(found: Sequence[tuple[int, ...]], *, many: bool) -> dict[str, object]:
    """Return the places of each entry's values as texts of the script.

    Where an entry may have many: `sets`, each combination once, and a `column` of them. Where it has one at most: a
    `column` of places counted from 1 (0: none), by their `steps` where that is shorter.
    """
    if many:
        return combinations(dictionary(found))
    numbers = [places[0] + 1 if places else 0 for places in found]
    plain, stepped = column(numbers), steps(numbers)
    # Neighbours share their values, so that a page compresses steps better even where they are as long.
    return {"steps": stepped} if len(stepped) <= len(plain) else {"column": plain}


def asking(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Return which slugs each word asks for; a word of several values asks for all of them. Earlier words sound first."""
    found: dict[str, tuple[str, ...]] = {}
    for slug, words in pairs:
        for word in sorted(set(map(compared, words))):
            found[word] = (*found.get(word, ()), slug)
    return found


def grouped(words: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], list[str]]:
    """Return the words of each set of values; the scripts get them so, which is half as long."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word, slugs in words.items():
        found.setdefault(slugs, []).append(word)
    return found
