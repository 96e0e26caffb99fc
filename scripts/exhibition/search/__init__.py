"""Turns the exhibition into what finds it: a catalogue, shards of an index of its words, and the scripts that read them.

    entries ──▶ catalogue-<hash>.js      who and where, coded in columns; facets and their words: filters, names, addresses
            ├─▶ <version>/f<n>.js        faces: tagline and picture of 64 neighbours, fetched for what is shown
            ├─▶ <version>/t<n>.js        stories: the lines from which the line that matched is cut
            ├─▶ <version>/b<n>.js c<n>   postings of two characters and of one, one file fetched for each pair typed
            ├─▶ pinyin-<hash>.js         syllables of names and places, fetched when Latin letters are typed
            ├─▶ echoes-<hash>.js         syllables of all other common characters, fetched when nothing else helps
            └─▶ forms-<hash>.js          traditional characters, fetched when a character is found nowhere

All are scripts that call `exhibit.…` (overrides/assets/catalogue.js): they load from `file://` too, where nothing else may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..cache import Cache, digest
from ..model import Artifact, Exhibition, Picture
from ..pages.galleries import Hung, Walk
from .catalogue import catalogue, shown
from .corpus import corpus
from .facets import facets
from .forms import forms_file, own_forms
from .leaves import FACES, faces, packed, stories
from .names import signs_of_facets, signs_of_names
from .normal import fold
from .postings import pairs, postings, singles, written
from .scripts import FOLDER, call, client, data_file, hashed
from .shards import sharded
from .sounds import echoes_file, sounds_file
from .words import Words, known, read_words

__all__ = ["SearchAssets", "Words", "entry_scripts", "read_words", "search_artifacts"]


Parts = dict[str, list[object]]
"""The small files by the letter of their kind, in order."""
SCRIPTS = ("catalogue.js", "search.js", "search-page.js")
"""The client's own scripts; walls need the first only."""
NO_WORDS = Words()


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


def search_artifacts(
    exhibition: Exhibition,
    pictures: Mapping[tuple[str, str], Picture],
    words: Words = NO_WORDS,
    cache: Cache | None = None,
) -> SearchAssets:
    """Return everything that the search needs; `words` are synonyms and stop words (see `read_words`).

    Tables that take long to make are taken from the `cache`, where there is one.
    """
    hung = Hung(Walk(exhibition))
    entries = shown(hung.walk)
    texts = stories(entries)
    shelves, body, lead = packed(texts), corpus(texts), corpus([entry.tagline for entry in entries])
    parts: Parts = {
        "f": list(faces(entries, pictures)),
        "t": list(shelves),
        "b": sharded(written(postings(body, lead, pairs))),
        "c": sharded(written(postings(body, lead, singles))),
    }
    leaves = leaf_files(parts)
    version = digest(*leaves.values())[:8]
    asked = facets(hung, entries)
    signs = signs_of_names(entries) | signs_of_facets(asked)
    tables = rare_tables(signs, body.signs | lead.signs | set(fold("".join(signs))), cache)
    told = catalogue(hung.walk, entries, asked) | meanings(exhibition, words) | {
        "faces": FACES,
        "stories": [len(file) for file in shelves],
        "pairs": len(parts["b"]),
        "singles": len(parts["c"]),
        "folder": f"{version}/",
        "own": own_forms(signs),
    } | {name: table.uri.rpartition("/")[2] for name, table in tables.items()}  # fmt: skip
    data = hashed("catalogue", call("catalogue", told))
    script, walls = hashed("search", client(*SCRIPTS)), hashed("walls", client(SCRIPTS[0]))
    small = (data_file(f"{FOLDER}/{version}/{name}.js", made) for name, made in leaves.items())
    return SearchAssets(data.uri, script.uri, walls.uri, [data, script, walls, *tables.values(), *small])


def rare_tables(names: set[str], signs: set[str], cache: Cache | None) -> dict[str, Artifact]:
    """Return what few questions need, by its name: sounds of `names`, sounds of other characters, traditional forms."""
    return {
        "pinyin": sounds_file(names, cache),
        "echoes": echoes_file(names, cache),
        "forms": forms_file(signs, cache),
    }


def leaf_files(parts: Parts) -> dict[str, bytes]:
    """Return the many small script files by name: the letter of their kind and a number."""
    named = ((f"{kind}{rank}", part) for kind, files in parts.items() for rank, part in enumerate(files))
    return {name: call("put", name, part) for name, part in named}


def meanings(exhibition: Exhibition, words: Words) -> dict[str, object]:
    """Return the words of one meaning and those to pass over."""
    spoken = known(words, exhibition.vocabularies)
    return {"same": spoken.same, "stop": spoken.stop}


def entry_scripts(uris: Iterable[str]) -> list[str]:
    """Return the two files among `uris` that a page loads to ask the search: its script, then the catalogue."""
    known = sorted(uris)
    return [uri for stem in ("search", "catalogue") for uri in known if uri.startswith(f"{FOLDER}/{stem}-")]
