"""Search data of the exhibition: a catalogue, an index in shards, and the scripts that read them.

    entries ──▶ catalogue-<hash>.js      who and where, coded in columns; facets and their words: filters, names, addresses
            ├─▶ <version>/f<n>.js        faces: tagline and picture of 64 neighbours, fetched for what is shown
            ├─▶ <version>/t<n>.js        stories and records: the lines from which the line that matched is cut
            ├─▶ <version>/b<n>.js c<n>   postings of two characters and of one, one file fetched for each pair typed
            ├─▶ pinyin-<hash>.js         syllables of names and places, fetched when Latin letters are typed
            ├─▶ echoes-<hash>.js         syllables of all other common characters, fetched when nothing else helps
            └─▶ forms-<hash>.js          traditional characters, fetched when a character is found nowhere

All are scripts that call `exhibit.…` (overrides/assets/catalogue.js): they load from `file://` too, where nothing else may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model import Artifact, Exhibition, Picture
from ..pages.facets import FacetIndex, FacetSource
from ..storage.cache import Cache, digest
from .answers import collect_answer_characters, list_answers, list_marked
from .catalogue import (
    FACES,
    build_catalogue,
    build_facets,
    collect_facet_characters,
    collect_name_characters,
    format_story,
    iter_faces,
    list_record_names,
    list_shown,
    list_stories,
    pack_texts,
)
from .normalize import Synonyms, add_vocabulary_words, fold, read_synonyms
from .postings import (
    build_corpus,
    build_postings,
    build_shards,
    encode_entries,
    encode_postings,
    list_pair_keys,
    list_single_keys,
)
from .script_data import (
    FOLDER,
    call,
    list_own_traditional,
    make_data_file,
    make_hashed_file,
    make_homophone_file,
    make_pinyin_file,
    make_traditional_file,
    render_client,
)

__all__ = ["SearchAssets", "Synonyms", "build_search", "list_entry_scripts", "read_synonyms"]


Parts = dict[str, list[object]]
"""The small files by the letter of their kind, in order."""
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
    hung = FacetIndex(FacetSource(exhibition))
    entries = list_shown(hung.unit_index)
    stories, answers = list_stories(entries), list_answers(exhibition, words.asked)
    shelves, lead = pack_texts(list(map(format_story, stories))), build_corpus([entry.tagline for entry in entries])
    body = build_corpus(["\n".join(line.text for line in story) for story in stories])
    marked = {mark: encode_entries(ranks, len(entries)) for mark, ranks in list_marked(answers, entries).items()}
    parts: Parts = {
        "f": list(iter_faces(entries, pictures)),
        "t": list(shelves),
        "b": build_shards(encode_postings(build_postings(body, lead, list_pair_keys)) | marked),
        "c": build_shards(encode_postings(build_postings(body, lead, list_single_keys))),
    }
    leaves = build_snippet_files(parts)
    version = digest(*leaves.values())[:8]
    asked = build_facets(hung, entries)
    characters = collect_name_characters(entries) | collect_facet_characters(asked) | collect_answer_characters(answers)
    tables = build_rare_tables(characters, body.signs | lead.signs | set(fold("".join(characters))), cache)
    told = build_catalogue(hung.unit_index, entries, asked) | build_meanings(exhibition, words) | {
        "answers": [answer.to_object() for answer in answers],
        "lists": list_record_names(),
        "faces": FACES,
        "stories": [len(file) for file in shelves],
        "pairs": len(parts["b"]),
        "singles": len(parts["c"]),
        "folder": f"{version}/",
        "own": list_own_traditional(characters),
    } | {name: table.uri.rpartition("/")[2] for name, table in tables.items()}  # fmt: skip
    data = make_hashed_file("catalogue", call("catalogue", told))
    script, walls = (
        make_hashed_file("search", render_client(*SCRIPTS)),
        make_hashed_file("walls", render_client(SCRIPTS[0])),
    )
    small = (make_data_file(f"{FOLDER}/{version}/{name}.js", made) for name, made in leaves.items())
    return SearchAssets(data.uri, script.uri, walls.uri, [data, script, walls, *tables.values(), *small])


def build_rare_tables(names: set[str], characters: set[str], cache: Cache | None) -> dict[str, Artifact]:
    """Return what few questions need, by its name: sounds of `names`, sounds of other characters, traditional forms."""
    return {
        "pinyin": make_pinyin_file(names, cache),
        "echoes": make_homophone_file(names, cache),
        "forms": make_traditional_file(characters, cache),
    }


def build_snippet_files(parts: Parts) -> dict[str, bytes]:
    """Return the many small script files by name: the letter of their kind and a number."""
    named = ((f"{kind}{rank}", part) for kind, files in parts.items() for rank, part in enumerate(files))
    return {name: call("put", name, part) for name, part in named}


def build_meanings(exhibition: Exhibition, words: Synonyms) -> dict[str, object]:
    """Return the words of one meaning and those to pass over."""
    spoken = add_vocabulary_words(words, exhibition.vocabularies)
    return {"same": spoken.same, "stop": spoken.stop}


def list_entry_scripts(uris: Iterable[str]) -> list[str]:
    """Return the two files among `uris` that a page loads to ask the search: its script, then the catalogue."""
    known = sorted(uris)
    return [uri for stem in ("search", "catalogue") for uri in known if uri.startswith(f"{FOLDER}/{stem}-")]
