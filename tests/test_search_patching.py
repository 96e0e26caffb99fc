"""The search of a build that knows the last one is, file for file, that of a build that knows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition
from exhibition.model.fields import RecordList
from exhibition.pages.versions import ExhibitionVersions
from exhibition.search import (
    LastSearch,
    SearchAssets,
    Synonyms,
    build_face_files,
    build_index,
    build_search,
    make_index_key,
    patching,
    read_synonyms,
)
from exhibition.storage.cache import digest
from exhibition.types import CONTENT_TYPES
from synthetic import write

HOME = Path(__file__).resolve().parents[1]
WORDS = read_synonyms(HOME)
LINE = "雨后的露台开满凌霄"


@pytest.fixture(scope="module")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Exhibition:
    root = tmp_path_factory.mktemp("synthetic")
    write(root, 260, seed=4, records=1)
    # Without versions, as entries are changed here and not read anew.
    return replace(load_exhibition(root).exhibition, versions={})


def publish(assets: SearchAssets, place: Path) -> LastSearch:
    """Write all files into a folder; return what the next build knows of them."""
    digests = {}
    for artifact in assets.artifacts:
        path = place / artifact.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.make())
        digests[artifact.uri] = digest(path.read_bytes())
    return LastSearch(assets.kept, digests, place)


@pytest.fixture(scope="module")
def last(exhibition: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> LastSearch:
    return publish(build_search(exhibition, {}, WORDS), tmp_path_factory.mktemp("published"))


def list_files(assets: SearchAssets) -> dict[str, str]:
    """Return the digest of every file by its address; what is known must be true."""
    found = {artifact.uri: digest(artifact.make()) for artifact in assets.artifacts}
    known = {artifact.uri: artifact.known for artifact in assets.artifacts if artifact.known}
    assert known.items() <= found.items()
    return found


def change(exhibition: Exhibition, changed: Mapping[str, Entry | None]) -> Exhibition:
    """Return an exhibition with other entries; None takes one away."""
    entries = (changed.get(entry.id, entry) for entry in exhibition.entries)
    return replace(exhibition, entries=tuple(entry for entry in entries if entry is not None))


def choose(exhibition: Exhibition, chance: Random) -> Entry:
    return chance.choice([entry for entry in exhibition.entries if entry.published])


def refuse(source: object) -> None:
    raise AssertionError("made anew")


EDITS = {
    "a line more": lambda entry, _: replace(entry, body=f"{entry.body}\n{LINE}。\n"),
    "a line less": lambda entry, _: replace(entry, body=entry.body.partition("\n")[2]),
    "no body": lambda entry, _: replace(entry, body=""),
    "another tagline": lambda entry, _: replace(entry, tagline=LINE),
    "another name": lambda entry, _: replace(entry, name="凌霄楼"),
    "numbers": lambda entry, _: replace(entry, body=f"{entry.body}\n六十四号楼和十一村，64幢。\n"),
    "a tab": lambda entry, _: replace(entry, body=f"{entry.body}\n凌\t霄\n"),
    "nothing": lambda entry, _: entry,
    "gone": lambda *_: None,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_what_is_patched_is_what_is_made(
    exhibition: Exhibition, last: LastSearch, edit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(str(edit.__code__.co_consts))
    some = [choose(exhibition, chance) for _ in range(3)]
    now = change(exhibition, {entry.id: edit(entry, chance) for entry in some})
    with monkeypatch.context() as context:
        context.setattr(patching, "make_index", refuse)
        warm = build_search(now, {}, WORDS, last=last)
    assert list_files(warm) == list_files(build_search(now, {}, WORDS))
    assert warm.kept == build_search(now, {}, WORDS).kept


def test_an_entry_comes_back(exhibition: Exhibition, last: LastSearch, tmp_path: Path) -> None:
    lost = choose(exhibition, Random(2))
    without = build_search(change(exhibition, {lost.id: None}), {}, WORDS, last=last)
    warm = build_search(exhibition, {}, WORDS, last=publish(without, tmp_path))
    assert list_files(warm) == dict(last.digests)


def test_edit_after_edit(exhibition: Exhibition, last: LastSearch, tmp_path: Path) -> None:
    chance, now, known = Random(8), exhibition, last
    for turn in range(8):
        entry = choose(now, chance)
        now = change(now, {entry.id: chance.choice(list(EDITS.values()))(entry, chance)})
        known = publish(build_search(now, {}, WORDS, last=known), tmp_path / str(turn))
    assert dict(known.digests) == list_files(build_search(now, {}, WORDS))


def test_one_line_changes_few_files(exhibition: Exhibition, last: LastSearch) -> None:
    entry = choose(exhibition, Random(6))
    warm = build_search(change(exhibition, {entry.id: EDITS["a line more"](entry, None)}), {}, WORDS, last=last)
    changed = {uri for uri, one in list_files(warm).items() if last.digests[uri] != one}
    assert 2 <= len(changed) <= 10
    assert not any(uri.endswith("catalogue.js") for uri in changed)


def test_only_what_has_changed_is_read_and_made(
    exhibition: Exhibition, last: LastSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patching, "make_index", refuse)
    entry = choose(exhibition, Random(6))
    warm = build_search(change(exhibition, {entry.id: EDITS["a line more"](entry, None)}), {}, WORDS, last=last)
    assert sum(not artifact.known for artifact in warm.artifacts if "/b" in artifact.uri) <= 9


def test_of_other_vocabularies_nothing_is_kept(exhibition: Exhibition, tmp_path: Path) -> None:
    """The version of an entry's folder is of what was read; how a word of it is spelt, vocabularies decide."""
    versioned = replace(exhibition, versions={entry.folder: digest(entry.id) for entry in exhibition.entries})
    last = publish(build_search(versioned, {}, WORDS), tmp_path)
    streets = exhibition.vocabularies.streets
    others = replace(streets, terms=(*streets.terms[:-1], replace(streets.terms[-1], name="凌霄街")))
    entry = choose(exhibition, Random(6))
    spelt = change(versioned, {entry.id: EDITS["a line more"](entry, None)})
    now = replace(
        spelt,
        vocabularies=replace(exhibition.vocabularies, by_name={**exhibition.vocabularies.by_name, "streets": others}),
    )
    warm, before = build_search(now, {}, WORDS, last=last), build_search(versioned, {}, WORDS)
    assert list_files(warm) == list_files(build_search(now, {}, WORDS))
    stories = {artifact.uri: artifact.basis for artifact in warm.artifacts if artifact.basis}
    assert stories and not stories.items() & {artifact.uri: artifact.basis for artifact in before.artifacts}.items()


@pytest.mark.parametrize("harm", ["a byte", "gone", "no file", "state", "another program"])
def test_what_is_not_as_it_was_left_is_not_trusted(
    exhibition: Exhibition, last: LastSearch, tmp_path: Path, harm: str
) -> None:
    known = publish(build_search(exhibition, {}, WORDS), tmp_path)
    for path in tmp_path.rglob("[btfx]*.js"):
        if harm == "a byte":
            path.write_bytes(path.read_bytes().replace(b"#", b"$", 1) + b" ")
        elif harm == "gone":
            path.unlink()
    told = dict(known.told)
    if harm == "no file":
        known = replace(known, site=tmp_path / "nowhere")
    elif harm == "state":
        told["versions"] = [[1]]
    elif harm == "another program":
        told["basis"] = "another"
    entry = choose(exhibition, Random(6))
    now = change(exhibition, {entry.id: EDITS["a line more"](entry, None)})
    warm = build_search(now, {}, WORDS, last=replace(known, told=told))
    assert not any(artifact.known for artifact in warm.artifacts)
    assert list_files(warm) == list_files(build_search(now, {}, WORDS))


# Files by key: what is as in the last build is not made.


def compute_key(exhibition: Exhibition, words: Synonyms = WORDS) -> str:
    """Return the key of an exhibition, as a build computes it of the versions of all entries."""
    versions = ExhibitionVersions(exhibition.entries, {}, {}, {}, {})
    return make_index_key(digest(versions.faces, versions.told, repr(exhibition.vocabularies)), words)


def build_by_key(exhibition: Exhibition, last: LastSearch | None = None, words: Synonyms = WORDS) -> SearchAssets:
    """Return the search as a build asks for it."""
    key = compute_key(exhibition, words)
    index = build_index(exhibition, words, last=last, key=key)
    return SearchAssets("", "", "", [*index.artifacts, *build_face_files(exhibition, {}, key)], index.kept)


def list_bases(assets: SearchAssets) -> dict[str, str]:
    """Return what the bytes of files follow from, where that is told."""
    return {artifact.uri: artifact.basis for artifact in assets.artifacts if artifact.basis}


MORE_EDITS = {
    **EDITS,
    "a star": lambda entry, _: replace(entry, stars=3) if hasattr(entry, "stars") else replace(entry, name="三星"),
    "a theme": lambda entry, _: replace(entry, themes=()) if hasattr(entry, "themes") else replace(entry, name="无题"),
    "a rare character": lambda entry, _: replace(entry, body=f"{entry.body}\n龘龘。\n"),
    "no records": lambda entry, _: replace(
        entry,
        **{
            one.attribute: ()
            for one in CONTENT_TYPES.get_type_of(entry).fields
            if isinstance(one.kind, RecordList)
        },
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def by_key(exhibition: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> tuple[LastSearch, dict[str, str]]:
    made = build_by_key(exhibition)
    return publish(made, tmp_path_factory.mktemp("by-key")), list_bases(made)


@pytest.mark.parametrize("edit", MORE_EDITS.values(), ids=list(MORE_EDITS))
def test_what_follows_from_the_same_is_the_same(
    exhibition: Exhibition, by_key: tuple[LastSearch, dict[str, str]], edit: Any
) -> None:
    known, before = by_key
    chance = Random(str(edit.__code__.co_consts))
    some = [choose(exhibition, chance) for _ in range(3)]
    now = change(exhibition, {entry.id: edit(entry, chance) for entry in some})
    warm, cold = build_by_key(now, known), build_search(now, {}, WORDS)
    files = list_files(warm)
    assert files == list_files(cold)
    same = {uri for uri, basis in list_bases(warm).items() if before.get(uri) == basis}
    assert all(files[uri] == known.digests[uri] for uri in same)
    assert {**warm.kept, "key": ""} == cold.kept


def test_a_line_more_needs_no_catalogue(
    exhibition: Exhibition, by_key: tuple[LastSearch, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    known, before = by_key
    entry = choose(exhibition, Random(6))
    # Of characters that others have too.
    now = change(exhibition, {entry.id: replace(entry, body=f"{entry.body}\n楼里的人都来了。\n")})
    for name in ("build_facets", "build_catalogue", "list_answers", "build_faces", "build_name_shards"):
        monkeypatch.setattr(f"exhibition.search.{name}", refuse)
    bases = list_bases(build_by_key(now, known))
    names = [uri.rpartition("/")[2] for uri, basis in bases.items() if before.get(uri) == basis]
    assert {"catalogue.js", "pinyin.js", "echoes.js", "forms.js", "names.js"} <= set(names)
    faces = [uri for uri in bases if uri.rpartition("/")[2].startswith("f") and not uri.endswith("forms.js")]
    assert faces and all(before[uri] == bases[uri] for uri in faces)


def test_other_words_are_another_key(exhibition: Exhibition, by_key: tuple[LastSearch, dict[str, str]]) -> None:
    known, before = by_key
    fewer = replace(WORDS, stop=WORDS.stop[1:], asked=WORDS.asked[1:])
    warm = build_by_key(exhibition, known, fewer)
    assert list_files(warm) == list_files(build_search(exhibition, {}, fewer))
    catalogue = next(artifact for artifact in warm.artifacts if artifact.uri.endswith("catalogue.js"))
    assert before[catalogue.uri] != catalogue.basis
