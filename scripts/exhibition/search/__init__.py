"""Search data of the exhibition: a catalogue, an index in shards, and the scripts that read them.

    entries ──▶ catalogue.js     who and where, coded in columns; facets and their words: filters, names, addresses
            ├─▶ f<address>.js    faces: tagline and picture of some 60 neighbours, fetched for what is shown
            ├─▶ t<address>.js    stories and records: the lines from which the line that matched is cut
            ├─▶ b….js x….js      postings of characters and their pairs, up to one file fetched for each pair typed
            ├─▶ pinyin.js        syllables of names and places, fetched when Latin letters are typed
            ├─▶ echoes.js        syllables of all other common characters, fetched when nothing else helps
            └─▶ forms.js         traditional characters, fetched when a character is found nowhere

All are scripts that call `exhibit.…` (overrides/assets/catalogue.js): they load from `file://` too, where nothing else may.
They stand below `assets/search/<client>/`, named by the client that reads them, at addresses that content does not change:
pages do not change because the search did, and an open page finds what has been published since. Each shard stands for
itself (see `postings`), so that a file which a cache has kept too long lacks what is new and is never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ..model import Artifact, Entry, Exhibition, Picture
from ..pages.facets import index_facets
from ..storage.cache import Cache, digest
from ..storage.toolchain import get_version
from .answers import Answer, collect_answer_characters, list_answers, list_marked
from .catalogue import (
    FACES,
    STORIES,
    build_catalogue,
    build_chunks,
    build_face,
    build_facets,
    collect_facet_characters,
    collect_name_characters,
    list_record_names,
    list_shown,
)
from .normalize import Synonyms, add_vocabulary_words, fold, read_synonyms
from .patching import IndexSource, LastSearch, SearchIndex, Stories, get_number, patch_index
from .postings import COMMON
from .script_data import (
    FOLDER,
    call,
    list_own_traditional,
    make_client_name,
    make_data_file,
    make_hashed_file,
    make_homophone_file,
    make_pinyin_file,
    make_traditional_file,
    render_client,
)

__all__ = [
    "IndexFiles",
    "LastSearch",
    "SearchAssets",
    "Synonyms",
    "build_face_files",
    "build_index",
    "build_search",
    "list_entry_scripts",
    "locate_search_files",
    "read_synonyms",
]


SCRIPTS = ("catalogue.js", "search.js", "search-page.js")
"""The client's own scripts; walls need the first only."""
NO_WORDS = Synonyms()


@dataclass(frozen=True, slots=True)
class SearchAssets:
    """Where the search's files stand, as paths from the root of the site, and the files themselves."""

    catalogue: str
    """Who and where; calls `exhibit.catalogue({...})`."""
    script: str
    """The whole client of the search page; holds `walls` too."""
    walls: str
    """Only what decodes and loads: for pages that hang more of the catalogue on their wall."""
    artifacts: list[Artifact] = field(default_factory=list)
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What the next build must know of this one (`LastSearch.told`)."""


def build_search(
    exhibition: Exhibition,
    pictures: Mapping[tuple[str, str], Picture],
    words: Synonyms = NO_WORDS,
    cache: Cache | None = None,
    last: LastSearch | None = None,
) -> SearchAssets:
    """Return everything that the search needs; `words` are synonyms and stop words (see `read_synonyms`).

    Tables that take long to make are taken from the `cache`, where there is one, and what has not changed from the `last`
    search, where that is known.
    """
    index = build_index(exhibition, words, cache, last)
    files = [*index.artifacts, *build_face_files(exhibition, pictures)]
    return replace(locate_search_files(), artifacts=files, kept=index.kept)


def locate_search_files() -> SearchAssets:
    """Return where the search's files stand, without the files: content does not decide on that."""
    client = make_client_name(SCRIPTS)
    script, walls = (
        make_hashed_file("search", render_client(client, *SCRIPTS)),
        make_hashed_file("walls", render_client(client, SCRIPTS[0])),
    )
    return SearchAssets(f"{FOLDER}/{client}/catalogue.js", script.uri, walls.uri)


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The files of the search but the faces of entries: those that need no picture."""

    artifacts: list[Artifact]
    kept: Mapping[str, Any]
    """What the next build must know of this one (`LastSearch.told`)."""


def build_index(
    exhibition: Exhibition, words: Synonyms = NO_WORDS, cache: Cache | None = None, last: LastSearch | None = None
) -> IndexFiles:
    """Return the index, the catalogue, the client; otherwise as `build_search`."""
    hung = index_facets(exhibition)
    entries = list_shown(hung.unit_index)
    answers = list_answers(exhibition, words.asked)
    client = make_client_name(SCRIPTS)
    folder = f"{FOLDER}/{client}"
    source = make_source(exhibition, entries, answers)
    index = (last and patch_index(source, last, folder)) or source.full
    asked = build_facets(hung, entries)
    characters = collect_name_characters(entries) | collect_facet_characters(asked) | collect_answer_characters(answers)
    told = build_catalogue(hung.unit_index, entries, asked) | build_meanings(exhibition, words) | {
        "answers": [answer.to_object() for answer in answers],
        "lists": list_record_names(),
        "faces": FACES,
        "stories": STORIES,
        "shards": index.layout.to_object(),
        "common": COMMON,
        "own": list_own_traditional(characters),
    }  # fmt: skip
    data = make_data_file(f"{folder}/catalogue.js", call("catalogue", told))
    script = make_hashed_file("search", render_client(client, *SCRIPTS))
    walls = make_hashed_file("walls", render_client(client, SCRIPTS[0]))
    tables = (
        make_pinyin_file(folder, characters, cache),
        make_homophone_file(folder, characters, cache),
        make_traditional_file(folder, {*index.signs, *fold("".join(characters))}, cache),
    )
    small = (*list_shard_files(index, folder, last or LastSearch()), *list_story_files(source, folder))
    return IndexFiles([data, script, walls, *tables, *small], index.to_object())


def build_face_files(exhibition: Exhibition, pictures: Mapping[tuple[str, str], Picture]) -> list[Artifact]:
    """Return the files of faces: tagline and picture of some neighbours each, by their addresses."""
    entries = list_shown(index_facets(exhibition).unit_index)
    return list(list_face_files(entries, pictures, f"{FOLDER}/{make_client_name(SCRIPTS)}"))


def make_source(exhibition: Exhibition, entries: Sequence[Entry], answers: Sequence[Answer]) -> IndexSource:
    """Return what the index is made of."""
    stories = Stories(entries)
    versions = {
        entry.id: exhibition.versions.get(entry.folder) or digest(entry.tagline, stories.format(place))
        for place, entry in enumerate(entries)
    }
    marked = list_marked(answers, {entry.id: get_number(entry.id) for entry in entries})
    # A version is of what was read: what its words mean, and how they are spelt, vocabularies decide.
    basis = get_version("search").make_key(repr(exhibition.vocabularies))
    return IndexSource(entries, stories, versions, marked, basis)


def list_shard_files(index: SearchIndex, folder: str, last: LastSearch) -> Iterator[Artifact]:
    """Yield the files of postings; of those that are as in the last build the digest is known."""
    for shard in index.layout.list_shards():
        uri = f"{folder}/{shard}.js"
        if shard in index.made:
            yield make_data_file(uri, call("put", shard, index.made[shard]))
        else:
            yield Artifact(uri, partial(make_shard, index, shard), known=last.digests.get(uri, ""))


def make_shard(index: SearchIndex, shard: str) -> bytes:
    """Return the file of a shard that has not changed: only where it is missing it is asked for."""
    return call("put", shard, index.source.full.made[shard])


def list_face_files(
    entries: Sequence[Entry], pictures: Mapping[tuple[str, str], Picture], folder: str
) -> Iterator[Artifact]:
    """Yield the files of faces: in each the faces of some neighbours by their addresses."""
    numbers = [int(entry.id) for entry in entries]
    for name, places in build_chunks("f", numbers, FACES).items():
        faces = {numbers[place]: build_face(entries[place], pictures) for place in places}
        yield make_data_file(f"{folder}/{name}.js", call("put", name, faces))


def list_story_files(source: IndexSource, folder: str) -> Iterator[Artifact]:
    """Yield the files of stories: in each those of some neighbours by their addresses."""
    for name, places in build_chunks("t", [int(entry.id) for entry in source.entries], STORIES).items():
        ids = [source.entries[place].id for place in places]
        basis = digest(source.basis, name, *(part for id in ids for part in (id, source.versions[id])))
        yield Artifact(f"{folder}/{name}.js", partial(make_stories, source, name, places), basis=basis)


def make_stories(source: IndexSource, name: str, places: range) -> bytes:
    """Return a file of stories."""
    return call("put", name, {int(source.entries[place].id): source.stories.format(place) for place in places})


def build_meanings(exhibition: Exhibition, words: Synonyms) -> dict[str, object]:
    """Return the words of one meaning and those to pass over."""
    spoken = add_vocabulary_words(words, exhibition.vocabularies)
    return {"same": spoken.same, "stop": spoken.stop, "spoken": spoken.spoken}


def list_entry_scripts(uris: Iterable[str]) -> list[str]:
    """Return the file among `uris` that a page loads to ask the search; the script finds all others."""
    return sorted(uri for uri in uris if uri.startswith(f"{FOLDER}/search-"))
