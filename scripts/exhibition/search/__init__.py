"""Search data of the exhibition: a catalogue, an index in shards, and the scripts that read them.

    entries ──▶ catalogue.js     which entries there are; facets, their words; answers
            ├─▶ b….js x….js      postings of stories: characters and their pairs, up to one file fetched for each pair typed
            ├─▶ n….js            postings of names and places, fetched for each pair typed that stands in any
            ├─▶ v….js            the entries that have a value of a facet, fetched where it is asked for or filters are opened
            ├─▶ o<address>.js    a segment of the walking order: the addresses in it, fetched for the hits to be shown
            ├─▶ p….js            the segment of each entry, fetched where few of many hits are to be put in walking order
            ├─▶ f<address>.js    faces of twelve addresses: name, place, tagline and picture, fetched for what is shown
            ├─▶ t<address>.js    stories and records: the lines from which the line that matched is cut
            ├─▶ names.js         all names and places, each once, and
            ├─▶ pinyin.js        the syllables of their characters, fetched when Latin letters are typed
            ├─▶ sounds.js        the part of the client that reads them, fetched with them
            ├─▶ codes.js         titles of the codes of the checks, fetched when one is asked for, and with
            ├─▶ guesses.js       the part of the client that looks for pages where nothing is found, and
            ├─▶ pages.js         what stands on pages of books, and
            ├─▶ near.js          groups of words of one matter
            ├─▶ echoes.js        syllables of all other common characters, fetched when nothing else helps
            └─▶ forms.js         traditional characters, fetched when a character is found nowhere

All are scripts that call `exhibit.…` (overrides/assets/catalogue.js): they load from `file://` too, where nothing else may.
They stand below `assets/search/<client>/`, named by the client that reads them, at addresses that content does not change:
pages do not change because the search did, and an open page finds what has been published since. Each shard stands for
itself (see `postings`), so that a file which a cache has kept too long lacks what is new and is never wrong.
`docs/architecture.md` describes the format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from typing import Any

from ..checks import list_rules
from ..lazy import dataclass
from ..messages.registry import RETIRED
from ..model import Artifact, Entry, Exhibition, Picture
from ..pages.facets import index_facets
from ..storage.cache import Cache, digest
from ..storage.toolchain import get_version
from .answers import Answer, collect_answer_characters, list_answers, list_marked
from .catalogue import (
    BLOCK,
    FACES,
    STORIES,
    Pictures,
    SearchFacet,
    Whereabouts,
    build_catalogue,
    build_chunks,
    build_face_chunks,
    build_faces,
    build_facets,
    build_parts,
    build_segments,
    collect_facet_characters,
    collect_name_characters,
    list_part_files,
    list_record_names,
    list_shown,
    locate_entries,
)
from .layout import COMMON, ShardLayout, get_number
from .names import NameShards, build_name_shards, build_sounding_names, count_bits, list_shards
from .normalize import Synonyms, add_vocabulary_words, fold, read_synonyms
from .page_texts import list_page_texts
from .patching import IndexSource, LastSearch, SearchIndex, Stories, patch_index
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
    render_scripts,
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
    "make_index_key",
    "read_synonyms",
]


SCRIPTS = ("catalogue.js", "search.js", "search-page.js")
"""The client's own scripts; walls need the first only."""
SOUNDS = "search-sounds.js"
"""The part of the client that is fetched with the tables of sounds."""
GUESSES = "search-guesses.js"
"""The part of the client that is fetched where nothing is found."""
CLIENT_SCRIPTS = (*SCRIPTS, SOUNDS, GUESSES)
"""All that reads the data files: their folder is named by these scripts."""
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
    client = make_client_name(CLIENT_SCRIPTS)
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
    parts: Mapping[str, str] = field(default_factory=dict)
    """By the uris of the files that are made of all entries: a hash of what they follow from beside the key (see `add_key`)."""

    def add_key(self, key: str) -> IndexFiles:
        """Return the files with the key of the exhibition (see `build_index`), which may not have been known before."""
        artifacts = [
            replace(one, basis=digest(key, self.parts[one.uri])) if key and one.uri in self.parts else one
            for one in self.artifacts
        ]
        return replace(self, artifacts=artifacts, kept={**self.kept, "key": key})


def build_index(
    exhibition: Exhibition,
    words: Synonyms = NO_WORDS,
    cache: Cache | None = None,
    last: LastSearch | None = None,
    key: str = "",
) -> IndexFiles:
    """Return the index, the catalogue, the client; otherwise as `build_search`.

    `key` is a hash of everything that decides on the catalogue, the answers and which entries they mark (see `make_index_key`),
    empty where that is not known. What follows from the key and from the postings is made when it is asked for.
    """
    shared = SharedFiles(exhibition, words, cache)
    source = make_source(shared, key)
    index = (last and patch_index(source, last, shared.folder)) or source.full
    script = make_hashed_file("search", render_client(shared.client, *SCRIPTS))
    walls = make_hashed_file("walls", render_client(shared.client, SCRIPTS[0]))
    layout = index.layout
    parts: dict[str, tuple[Callable[[], bytes], str]] = {
        "catalogue": (partial(shared.make_catalogue, layout), repr(layout.to_object())),
        "pinyin": (shared.make_pinyin, ""),
        "echoes": (shared.make_homophones, ""),
        "forms": (partial(shared.make_traditional, index.signs), index.signs),
        "names": (shared.make_names, ""),
        "codes": (make_codes, repr(list_help_codes())),
        "pages": (shared.make_page_texts, ""),
        "near": (shared.make_near, ""),
    }
    parts |= {name: (partial(shared.make_name_shard, name), "") for name in list_shards(len(source.entries))}
    parts |= {
        name: (partial(shared.make_parts, name), "") for name in list_part_files(entry.id for entry in source.entries)
    }
    parts |= {name: (partial(shared.make_segment, name), "") for name in shared.segments}
    lists = shared.list_value_files(last, key)
    parts |= {name: (partial(shared.make_values, name), "") for name in lists}
    whole = [Artifact(f"{shared.folder}/{name}.js", make) for name, (make, _) in parts.items()]
    small = (
        make_data_file(f"{shared.folder}/sounds.js", render_scripts((SOUNDS,))),
        make_data_file(f"{shared.folder}/guesses.js", render_scripts((GUESSES,))),
        *list_shard_files(index, shared.folder, last or LastSearch()),
        *list_story_files(source, shared.folder),
    )
    return IndexFiles(
        [whole[0], script, walls, *whole[1:], *small],
        index.to_object() | {"values": lists},
        {one.uri: digest(one.uri, part) for one, (_, part) in zip(whole, parts.values(), strict=True)},
    ).add_key(key)


def make_index_key(common: str, words: Synonyms) -> str:
    """Return the key of an index: `common` is a hash of all fields of all entries, of the settings and of all words.

    Which pages of the guide are there decides on which of `words` are asked.
    """
    versions = map(get_version, ("search", "syllables", "traditional forms"))
    return digest(common, repr(words), *(version.make_key() for version in versions))


@dataclass(frozen=True)
class SharedFiles:
    """The files of the search that are made of all entries, each when it is asked for."""

    exhibition: Exhibition
    words: Synonyms
    cache: Cache | None

    @cached_property
    def client(self) -> str:
        """The name of the client."""
        return make_client_name(CLIENT_SCRIPTS)

    @property
    def folder(self) -> str:
        """Where the files stand."""
        return f"{FOLDER}/{self.client}"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are found, in the order of their numbers."""
        return list_shown(index_facets(self.exhibition).unit_index)

    @cached_property
    def answers(self) -> list[Answer]:
        """The pages that answer."""
        return list_answers(self.exhibition, self.words.asked)

    @cached_property
    def facets(self) -> list[SearchFacet]:
        """The facets."""
        return self.exhibition.derive(list_search_facets)

    @property
    def listed(self) -> int:
        """How many entries, the first, hang in galleries."""
        return len(index_facets(self.exhibition).unit_index.units)

    @cached_property
    def segments(self) -> dict[str, str]:
        """The segments of the walking order."""
        return build_segments([int(entry.id) for entry in self.entries], self.listed)

    @cached_property
    def parts(self) -> dict[str, str]:
        """The segments of all entries, by the names of their files."""
        return build_parts(self.entries, self.listed)

    @cached_property
    def where(self) -> list[Whereabouts]:
        """In which files each entry stands."""
        return locate_entries([int(entry.id) for entry in self.entries], self.listed)

    @cached_property
    def values(self) -> dict[str, object]:
        """The entries of the values of all facets, by the names of their files."""
        return {name: told for facet in self.facets for name, told in facet.list_files().items()}

    @cached_property
    def names(self) -> NameShards:
        """The postings of names."""
        return build_name_shards(self.entries, self.facets, self.listed)

    @cached_property
    def characters(self) -> set[str]:
        """Every character of names, places, facets and answers."""
        names = collect_name_characters(self.entries)
        return names | collect_facet_characters(self.facets) | collect_answer_characters(self.answers)

    def list_marked(self) -> dict[str, list[int]]:
        """Return the numbers of the entries of each answer, by its mark."""
        return list_marked(self.answers, {entry.id: get_number(entry.id) for entry in self.entries})

    def list_value_files(self, last: LastSearch | None, key: str) -> list[str]:
        """Return the names of the files of values; where the key is that of the last search they are those of that one."""
        known = last.told.get("values") if last and key and last.told.get("key") == key else None
        if isinstance(known, list) and all(isinstance(name, str) for name in known):
            return known
        return list(self.values)

    def make_values(self, name: str) -> bytes:
        """Return a file of values."""
        return call("put", name, self.values[name])

    def make_segment(self, name: str) -> bytes:
        """Return a file of the walking order."""
        return call("put", name, self.segments[name])

    def make_parts(self, name: str) -> bytes:
        """Return a file of the segments of entries."""
        return call("put", name, self.parts[name])

    def make_name_shard(self, name: str) -> bytes:
        """Return a file of postings of names."""
        return call("put", name, self.names.shards[name])

    def make_names(self) -> bytes:
        """Return the names themselves."""
        return call("put", "names", build_sounding_names(self.entries))

    def make_catalogue(self, layout: ShardLayout) -> bytes:
        """Return the catalogue; `layout` says where postings stand."""
        told = build_catalogue(index_facets(self.exhibition).unit_index, self.entries, self.facets)
        told |= build_meanings(self.exhibition, self.words) | {
            "answers": [answer.to_object() for answer in self.answers],
            "lists": list_record_names(),
            "faces": FACES,
            "block": BLOCK,
            "shards": layout.to_object(),
            "names": count_bits(len(self.entries)),
            "pairs": self.names.pairs,
            "split": self.names.split,
            "check": self.names.check,
            "common": COMMON,
            "own": list_own_traditional(self.characters),
        }
        return call("catalogue", told)

    def make_page_texts(self) -> bytes:
        """Return what stands on pages of books."""
        return call("put", "pages", list_page_texts(self.words.pages, self.exhibition.vocabularies))

    def make_near(self) -> bytes:
        """Return the groups of words of one matter."""
        return call("put", "near", self.words.near)

    def make_pinyin(self) -> bytes:
        """Return the sounds of those characters."""
        return make_pinyin_file(self.folder, self.characters, self.cache).make()

    def make_homophones(self) -> bytes:
        """Return the sounds of all others."""
        return make_homophone_file(self.folder, self.characters, self.cache).make()

    def make_traditional(self, signs: str) -> bytes:
        """Return the traditional forms of those characters and of `signs`."""
        return make_traditional_file(self.folder, {*signs, *fold("".join(self.characters))}, self.cache).make()


def list_help_codes() -> dict[str, str]:
    """Return the title of every code of the checks that has a help page, by the code."""
    return {rule.code: rule.title for rule in list_rules()} | RETIRED


def make_codes() -> bytes:
    """Return the titles of the codes of the checks."""
    return call("put", "codes", list_help_codes())


def build_face_files(
    exhibition: Exhibition, pictures: Mapping[tuple[str, str], Picture], key: str = ""
) -> list[Artifact]:
    """Return the files of faces: tagline and picture of some addresses each, by their addresses.

    `key` is a hash of everything that decides on them, empty where that is not known.
    """
    return list(list_face_files(SharedFiles(exhibition, NO_WORDS, None), pictures, key))


def list_search_facets(exhibition: Exhibition) -> list[SearchFacet]:
    """Return the facets of all entries that are found."""
    hung = index_facets(exhibition)
    return build_facets(hung, list_shown(hung.unit_index))


def make_source(shared: SharedFiles, key: str) -> IndexSource:
    """Return what the index is made of."""
    entries, read = shared.entries, shared.exhibition.versions
    stories = Stories(entries)
    versions = {
        entry.id: read.get(entry.folder) or digest(entry.tagline, stories.format(place))
        for place, entry in enumerate(entries)
    }
    # A version is of what was read: what its words mean, and how they are spelt, vocabularies decide.
    basis = get_version("search").make_key(repr(shared.exhibition.vocabularies))
    return IndexSource(entries, stories, versions, shared.list_marked, basis, key, shared.listed)


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


def list_face_files(shared: SharedFiles, pictures: Mapping[tuple[str, str], Picture], key: str) -> Iterator[Artifact]:
    """Yield the files of faces: in each the faces of some neighbours by their addresses."""
    for name, places in build_face_chunks(int(entry.id) for entry in shared.entries).items():
        make = partial(make_faces, shared, name, places, pictures)
        yield Artifact(f"{shared.folder}/{name}.js", make, basis=digest(key, name) if key else "")


def make_faces(shared: SharedFiles, name: str, places: Sequence[int], pictures: Pictures) -> bytes:
    """Return a file of faces."""
    return call("put", name, build_faces(shared.entries, places, shared.facets, pictures, shared.where))


def list_story_files(source: IndexSource, folder: str) -> Iterator[Artifact]:
    """Yield the files of stories: in each those of some neighbours by their addresses."""
    for name, places in build_chunks("t", [int(entry.id) for entry in source.entries], STORIES, source.listed).items():
        ids = [source.entries[place].id for place in places]
        basis = digest(source.basis, name, *(part for id in ids for part in (id, source.versions[id])))
        yield Artifact(f"{folder}/{name}.js", partial(make_stories, source, name, places), basis=basis)


def make_stories(source: IndexSource, name: str, places: range) -> bytes:
    """Return a file of stories."""
    return call("put", name, {int(source.entries[place].id): source.stories.format(place) for place in places})


def build_meanings(exhibition: Exhibition, words: Synonyms) -> dict[str, object]:
    """Return the words of one meaning and those to pass over."""
    spoken = add_vocabulary_words(words, exhibition.vocabularies)
    return {
        "same": spoken.same,
        "stop": spoken.stop,
        "spoken": spoken.spoken,
        "fillers": spoken.fillers,
        "naming": spoken.naming,
    }


def list_entry_scripts(uris: Iterable[str]) -> list[str]:
    """Return the file among `uris` that a page loads to ask the search; the script finds all others."""
    return sorted(uri for uri in uris if uri.startswith(f"{FOLDER}/search-"))
