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

from ..model import Artifact, Entry, Exhibition, Picture
from ..pages.facets import FacetIndex, FacetSource
from ..storage.cache import Cache
from .answers import Answer, collect_answer_characters, list_answers, list_marked
from .catalogue import (
    FACES,
    STORIES,
    StoryLine,
    build_catalogue,
    build_chunks,
    build_face,
    build_facets,
    collect_facet_characters,
    collect_name_characters,
    format_story,
    list_record_names,
    list_shown,
    list_stories,
)
from .normalize import Synonyms, add_vocabulary_words, fold, read_synonyms
from .postings import (
    COMMON,
    FIRST_NUMBER,
    build_corpus,
    build_keys,
    build_layout,
    build_shards,
    encode_keys,
    encode_numbers,
)
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


def build_search(
    exhibition: Exhibition,
    pictures: Mapping[tuple[str, str], Picture],
    words: Synonyms = NO_WORDS,
    cache: Cache | None = None,
) -> SearchAssets:
    """Return everything that the search needs; `words` are synonyms and stop words (see `read_synonyms`).

    Tables that take long to make are taken from the `cache`, where there is one.
    """
    files = [*build_index(exhibition, words, cache), *build_face_files(exhibition, pictures)]
    return replace(locate_search_files(), artifacts=files)


def locate_search_files() -> SearchAssets:
    """Return where the search's files stand, without the files: content does not decide on that."""
    client = make_client_name(SCRIPTS)
    script, walls = (
        make_hashed_file("search", render_client(client, *SCRIPTS)),
        make_hashed_file("walls", render_client(client, SCRIPTS[0])),
    )
    return SearchAssets(f"{FOLDER}/{client}/catalogue.js", script.uri, walls.uri)


def build_index(exhibition: Exhibition, words: Synonyms = NO_WORDS, cache: Cache | None = None) -> list[Artifact]:
    """Return all files of the search but the faces of entries: those that need no picture."""
    hung = FacetIndex(FacetSource(exhibition))
    entries = list_shown(hung.unit_index)
    answers, stories = list_answers(exhibition, words.asked), list_stories(entries)
    postings, signs = build_postings(entries, stories, answers)
    layout = build_layout(postings, len(entries))
    asked = build_facets(hung, entries)
    characters = collect_name_characters(entries) | collect_facet_characters(asked) | collect_answer_characters(answers)
    told = build_catalogue(hung.unit_index, entries, asked) | build_meanings(exhibition, words) | {
        "answers": [answer.to_object() for answer in answers],
        "lists": list_record_names(),
        "faces": FACES,
        "stories": STORIES,
        "shards": layout.to_object(),
        "common": COMMON,
        "own": list_own_traditional(characters),
    }  # fmt: skip
    client = make_client_name(SCRIPTS)
    folder = f"{FOLDER}/{client}"
    leaves = build_shards(postings, layout) | build_story_shards(entries, stories)
    data = make_data_file(f"{folder}/catalogue.js", call("catalogue", told))
    script = make_hashed_file("search", render_client(client, *SCRIPTS))
    walls = make_hashed_file("walls", render_client(client, SCRIPTS[0]))
    tables = (
        make_pinyin_file(folder, characters, cache),
        make_homophone_file(folder, characters, cache),
        make_traditional_file(folder, signs | set(fold("".join(characters))), cache),
    )
    return [data, script, walls, *tables, *make_leaf_files(folder, leaves)]


def make_leaf_files(folder: str, leaves: Mapping[str, object]) -> Iterator[Artifact]:
    """Yield the many small files of a client's folder, by their names."""
    return (make_data_file(f"{folder}/{name}.js", call("put", name, value)) for name, value in leaves.items())


def build_face_files(exhibition: Exhibition, pictures: Mapping[tuple[str, str], Picture]) -> list[Artifact]:
    """Return the files of the faces of entries: tagline and picture."""
    entries = list_shown(FacetIndex(FacetSource(exhibition)).unit_index)
    numbers = [int(entry.id) for entry in entries]
    faces = {
        name: {numbers[place]: build_face(entries[place], pictures) for place in places}
        for name, places in build_chunks("f", numbers, FACES).items()
    }
    return list(make_leaf_files(f"{FOLDER}/{make_client_name(SCRIPTS)}", faces))


def build_postings(
    entries: Sequence[Entry], stories: Sequence[Sequence[StoryLine]], answers: Sequence[Answer]
) -> tuple[dict[str, str], set[str]]:
    """Return all postings by their names, and every character of them."""
    numbers = {entry.id: int(entry.id) - FIRST_NUMBER for entry in entries}
    order = sorted(range(len(entries)), key=lambda place: numbers[entries[place].id])
    body = build_corpus(["\n".join(line.text for line in stories[place]) for place in order])
    lead = build_corpus([entries[place].tagline for place in order])
    keys = build_keys(body, lead, [numbers[entries[place].id] for place in order])
    marked = {mark: encode_numbers(held) for mark, held in list_marked(answers, numbers).items()}
    return encode_keys(keys) | marked, body.signs | lead.signs


def build_story_shards(entries: Sequence[Entry], stories: Sequence[Sequence[StoryLine]]) -> dict[str, object]:
    """Return the stories of entries by the names of their files, in each by the entry's address."""
    numbers = [int(entry.id) for entry in entries]
    return {
        name: {numbers[place]: format_story(stories[place]) for place in places}
        for name, places in build_chunks("t", numbers, STORIES).items()
    }


def build_meanings(exhibition: Exhibition, words: Synonyms) -> dict[str, object]:
    """Return the words of one meaning and those to pass over."""
    spoken = add_vocabulary_words(words, exhibition.vocabularies)
    return {"same": spoken.same, "stop": spoken.stop}


def list_entry_scripts(uris: Iterable[str]) -> list[str]:
    """Return the file among `uris` that a page loads to ask the search; the script finds all others."""
    return sorted(uri for uri in uris if uri.startswith(f"{FOLDER}/search-"))
