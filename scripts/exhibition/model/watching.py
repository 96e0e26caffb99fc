"""What the pages of one entry read of the exhibition, noted where they read it: no view can forget to tell.

A page is described with a `WatchedExhibition`. What it reads there is one of four:

    settings, words, ledger, books      what all pages have in common: not noted
    `get`, `backlinks`                  other entries, by their ids
    `ask(query, key)`                   the answer of a query about all entries
    everything else                     the whole: then the page may depend on anything

So a page is as it was where its own entry, the entries that it has read and the answers of its queries are as they were, unless
it has read the whole. A query is a function of a module that `register_query` has registered; it is asked with a text (an id) and
answers with texts, numbers and tuples of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any, TypeVar

from .entry import Entry, collect_faces
from .exhibition import E, Exhibition, Link, find_followers

T = TypeVar("T")
Query = Callable[[Exhibition, str], T]
QUERIES: dict[str, Query[Any]] = {}
"""Every query by its name: a later build asks again what a page has asked."""


def register_query(query: Query[T]) -> Query[T]:
    """Decorate a query. Raises ValueError where another has its name."""
    if QUERIES.setdefault(get_query_name(query), query) is not query:
        raise ValueError(f"two queries are called {get_query_name(query)}")
    return query


def get_query_name(query: Query[Any]) -> str:
    """Return the name of a query, without blanks."""
    return f"{query.__module__.partition('.')[2]}.{query.__qualname__}"


@dataclass(slots=True)
class Reading:
    """What was read in a block of `watch_reading`."""

    faces: set[str] = field(default_factory=set)
    """The ids of the entries of which a value that belongs to the face was read (`Reach.FACE`)."""
    entries: set[str] = field(default_factory=set)
    """The ids for which an entry was asked, whether there is one or not."""
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    """The answers by the name of the query and the key, each as one text."""
    whole: bool = False
    """Was anything else read?"""


READINGS: list[Reading] = []
"""What is being noted, the innermost last: of one thread."""


@contextmanager
def watch_reading() -> Iterator[Reading]:
    """Note what is read in the block, by one thread: it yields what it is added to."""
    with collect_faces() as faces:
        reading = Reading(faces)
        READINGS.append(reading)
        try:
            yield reading
        finally:
            READINGS.pop()


def mark_whole() -> None:
    """Note that the whole was read."""
    if READINGS:
        READINGS[-1].whole = True


def mark_entry(id: str) -> None:
    """Note that an entry was read."""
    if READINGS:
        READINGS[-1].entries.add(id)


def mark_face(id: str) -> None:
    """Note that a picture or a recording of an entry was asked for."""
    if READINGS:
        READINGS[-1].faces.add(id)


def format_answer(exhibition: Exhibition, name: str, key: str) -> str:
    """Return what a query answers now, as one text; nothing for a query that nobody knows."""
    query = QUERIES.get(name)
    return repr(query(exhibition, key)) if query else ""


COMMON = frozenset(("settings", "vocabularies", "ledger", "site_address", "books"))
"""What all pages have in common: `pages.describing.compute_common` has a digest of it."""


class WatchedExhibition(Exhibition):
    """An exhibition that notes what is read of it (see the module). The attributes of `Exhibition` that this class does not
    answer itself, and those that it will have one day, note the whole.
    """

    plain: Exhibition

    def get(self, id: str | None, model: type[E]) -> E | None:
        """Return the published entry of this id and type, or None."""
        mark_entry(id or "")
        return self.plain.get(id, model)

    def backlinks(self, entry: Entry) -> tuple[Link, ...]:
        """Return the references of other published entries to this one, one for each entry and field."""
        for id, _ in self.ask(list_backlinks, entry.id):
            mark_entry(id)
        return self.plain.backlinks(entry)

    def ask(self, query: Query[T], key: str) -> T:
        """Return the answer of a query."""
        if not READINGS:
            return query(self.plain, key)
        # Faces that are read for an answer are the answer's: it is compared where any face has changed.
        with collect_faces():
            answer = query(self.plain, key)
        READINGS[-1].answers[get_query_name(query), key] = repr(answer)
        return answer


@register_query
def list_backlinks(exhibition: Exhibition, id: str) -> tuple[tuple[str, str], ...]:
    """Return the ids of the entries that refer to an entry, each with the keys of the fields that do, in order."""
    entry = exhibition.by_id.get(id)
    return tuple((link.source.id, link.field.key) for link in exhibition.backlinks(entry)) if entry else ()


@register_query
def list_next_ids(exhibition: Exhibition, key: str) -> tuple[str, ...]:
    """Return the ids of the published entries that come after one (see `find_followers`); the key is its id and how many."""
    id, _, count = key.partition(" ")
    entry = exhibition.get(id, Entry)
    return tuple(one.id for one in islice(find_followers(entry, exhibition), int(count))) if entry else ()


def list_next(entry: E, exhibition: Exhibition, count: int) -> list[E]:
    """Return so many published entries of an entry's type that come after it, from the beginning again at the end."""
    found = (exhibition.get(id, type(entry)) for id in exhibition.ask(list_next_ids, f"{entry.id} {count}"))
    return [one for one in found if one]


def watch_others(watching: type, names: Iterable[str]) -> None:
    """Let a class note the whole where it is asked for one of these attributes that it does not answer itself, and pass it on
    to its `plain`.
    """
    for name in names:
        if name not in vars(watching):
            setattr(watching, name, make_watch(name))


def make_watch(name: str) -> property:
    """Return what passes an attribute on and notes the whole."""

    def read(watched: Any) -> Any:
        mark_whole()
        return getattr(watched.plain, name)

    return property(read)


_EXHIBITION = {*vars(Exhibition), *(one.name for one in fields(Exhibition))}
watch_others(WatchedExhibition, (name for name in _EXHIBITION - COMMON if not name.startswith("__")))


def watch_exhibition(exhibition: Exhibition) -> WatchedExhibition:
    """Return an exhibition that notes what is read of it."""
    watched = object.__new__(WatchedExhibition)
    vars(watched).update({name: getattr(exhibition, name) for name in COMMON}, plain=exhibition)
    return watched


class WatchedTable(Mapping[tuple[str, str], T]):
    """A table by the id of an entry and another key (pictures, recordings) that notes of which entries it is asked."""

    def __init__(self, plain: Mapping[tuple[str, str], T]) -> None:
        self.plain = plain

    def __getitem__(self, key: tuple[str, str]) -> T:
        """Return a value. Raises KeyError."""
        mark_face(key[0])
        return self.plain[key]

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        """Return a value, or `default`."""
        mark_face(key[0])
        return self.plain.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Is there a value?"""
        if isinstance(key, tuple):
            mark_face(key[0])
        return key in self.plain

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield all keys."""
        mark_whole()
        return iter(self.plain)

    def __len__(self) -> int:
        """Return how many values there are."""
        mark_whole()
        return len(self.plain)
