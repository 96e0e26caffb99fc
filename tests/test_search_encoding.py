"""What the search writes it reads again: numbers, columns, postings, the whole catalogue."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from exhibition.content.loader import load_exhibition
from exhibition.model.site_settings import is_cached_forever
from exhibition.search import Synonyms, build_search, postings, script_data
from exhibition.search.catalogue import ChunkSizes, build_chunks
from exhibition.search.layout import (
    build_layout,
    build_shards,
    count_sizes,
    decode_entries,
    encode_numbers,
    list_postings,
)
from exhibition.search.postings import build_all_keys, build_corpus, build_keys, encode_bits, encode_keys

HOME = Path(__file__).resolve().parents[1]
NUMBERS = [0, 1, 63, 64, 65, 1727, 1728, 44_991, 44_992, 999_999]
SIGNS = st.text("楼组电梯加装议事一二三村号。1年 ", max_size=12)


@given(st.lists(st.integers(0, 10**6)))
def test_columns_come_back(values: list[int]) -> None:
    assert list(script_data.decode_numbers(script_data.encode_column(values))) == values


@given(st.lists(st.integers(-(10**5), 10**5)))
def test_steps_come_back(values: list[int]) -> None:
    assert script_data.decode_differences(script_data.encode_differences(values)) == values


@given(st.sets(st.integers(0, 6000)))
def test_rising_numbers_come_back(values: set[int]) -> None:
    assert script_data.decode_rising(script_data.encode_rising(sorted(values))) == sorted(values)


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_codes_need_no_escape(values: list[int]) -> None:
    assert set(script_data.encode_column(values)) <= set(script_data.SIGNS)
    assert not set(script_data.SIGNS) & set('"\\ !~')


def entries_of(text: str) -> list[int]:
    """Read postings as the browser does."""
    if not text.startswith("~"):
        return script_data.decode_rising(text)
    values = [script_data.SIGNS.index(sign) for sign in text[1:]]
    return [rank for rank in range(len(values) * 6) if values[rank // 6] >> rank % 6 & 1]


def count_up(total: int, step: int = 1) -> list[int]:
    """Return so many rising numbers of entries."""
    return [7 + step * place for place in range(total)]


@given(st.lists(st.tuples(SIGNS, SIGNS), min_size=1, max_size=30), st.sampled_from([1, 9, 3001, 999_983]))
def test_postings_are_the_truth(texts: list[tuple[str, str]], step: int) -> None:
    from exhibition.search.normalize import fold, make_canonical

    bodies, leads = zip(*texts, strict=True)
    numbers = count_up(len(texts), step)
    found = encode_keys(build_keys(build_corpus(bodies), build_corpus(leads), numbers))
    told = {name: entries_of(text) for name, text in found.items()}
    truth: dict[str, list[int]] = {}
    for mark, part in (("", bodies), ("!", leads)):
        for number, text in zip(numbers, part, strict=True):
            forms = {fold(text), *map(make_canonical, fold(text).split(" "))}
            pairs = {form[at : at + 2] for form in forms for at in range(len(form) - 1)}
            for run in (*pairs, *{f"{sign}!" for form in forms for sign in form}):
                if " " not in run:
                    truth.setdefault(mark + run, []).append(number)
    assert told == truth
    assert {name: encode_numbers(held) for name, held in truth.items()} == found


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_postings_made_in_parts_are_those_made_at_once(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    texts = [f"电梯{place % 9}号，{'花园' * (place % 5)}" for place in range(40)]
    leads, numbers = [text[:3] for text in texts], count_up(40, 3)
    whole = encode_keys(build_keys(build_corpus(texts), build_corpus(leads), numbers))
    monkeypatch.setattr(postings, "PART", 7)
    monkeypatch.setattr(postings, "MOST_KEYS", most)
    parts = encode_keys(build_all_keys(iter(texts), iter(leads), numbers))
    assert list(parts.items()) == list(whole.items())
    assert encode_keys(build_all_keys([], [], [])) == {}


def test_seventy_thousand_entries() -> None:
    """No number is too large: not of entries, not of the gap between two, nor of an address."""
    total, rare = 70_000, {3, 44_992, 44_993, 69_999}
    texts = ["电梯" if place % 2 else "花园" for place in range(total)]
    for place in rare:
        texts[place] = "电梯花园"
    for step in (1, 1301, 15_000):
        numbers = count_up(total, step)
        found = encode_keys(build_keys(build_corpus(texts), build_corpus([""] * total), numbers))
        told = {name: entries_of(text) for name, text in found.items()}
        assert told["梯花"] == sorted(numbers[place] for place in rare)
        assert told["电梯"] == [numbers[place] for place in range(total) if place % 2 or place in rare]
        assert told["园!"] == [numbers[place] for place in range(total) if not place % 2 or place in rare]


def test_browser_reads_numbers(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(path=str(HOME / "overrides" / "assets" / "catalogue.js"))
    assert page.evaluate("text => exhibit.numbers(text)", script_data.encode_column(NUMBERS)) == NUMBERS
    signed = [5, -3, 0, 700, -99_999]
    assert page.evaluate("text => exhibit.fromSteps(text)", script_data.encode_differences(signed)) == signed
    many = list(range(0, 300, 2))
    dense = encode_numbers(many)
    assert dense.startswith("~")
    assert page.evaluate("text => exhibit.postings(text)", dense) == many
    assert page.evaluate("text => exhibit.postings(text)", script_data.encode_rising(many)) == many
    page.close()


NUMBERED = st.lists(st.integers(10_001, 99_999), unique=True, max_size=300)
SIZES = ChunkSizes(5, 12, 3)


@given(NUMBERED, st.integers(10_001, 99_999), st.randoms())
def test_an_entry_that_comes_changes_few_files(numbers: list[int], new: int, chance: Random) -> None:
    more = [number for number in numbers if number != new]
    before = {
        name: [more[place] for place in places] for name, places in build_chunks("t", more, SIZES, len(more)).items()
    }
    assert [number for held in before.values() for number in held] == more
    assert all(len(held) <= SIZES.most for held in before.values())
    place = chance.randint(0, len(more))
    more.insert(place, new)
    after = {
        name: [more[place] for place in places] for name, places in build_chunks("t", more, SIZES, len(more)).items()
    }
    assert [number for held in after.values() for number in held] == more
    # Files before it are as they were.
    untouched = [
        name for name, held in before.items() if all(more.index(number) + SIZES.most < place for number in held)
    ]
    assert all(after[name] == before[name] for name in untouched)


def test_files_after_an_entry_that_comes_are_as_they_were() -> None:
    chance = Random(5)
    numbers = chance.sample(range(10_001, 100_000), 2000)
    changed = []
    for _ in range(60):
        more = list(numbers)
        more.insert(
            chance.randrange(len(more)),
            next(n for n in iter(lambda: chance.randrange(10_001, 100_000), 0) if n not in numbers),
        )
        before, after = (
            {
                (name, *(row[place] for place in places))
                for name, places in build_chunks("t", row, SIZES, len(row)).items()
            }
            for row in (numbers, more)
        )
        changed.append(len(after - before))
    assert sorted(changed)[30] <= 3
    assert max(changed) <= 12


@pytest.mark.parametrize("size", [100, 60_000])
def test_shards_hold_all_postings(size: int) -> None:
    told = {"电梯": "#", "!电梯": "$", "花园": "%&" * size, "花!": "%" * size, "园中": "%" * size}
    layout = build_layout(count_sizes(told), 100)
    shards = build_shards(told, layout)
    items = [item for text in shards.values() for item in text.split()]
    assert sorted(item for item in items if item[1] != "~") == sorted(name + text for name, text in told.items())
    assert sorted(item for item in items if item[1] == "~") == sorted(f"{owner}~" for owner in layout.split)
    assert bool(layout.split) == (size > 100)
    assert all(name + text in shards[layout.get_shard(name)].split() for name, text in told.items())


def test_only_scripts_are_kept_for_ever_and_no_address_of_data_changes() -> None:
    """Servers know by the name which files never change; what may change must not look like these."""
    exhibition = load_exhibition(HOME).exhibition
    assets = build_search(exhibition, {}, Synonyms(same=(("电梯", "升降机"),)))
    again = build_search(replace(exhibition, entries=exhibition.entries[:-3]), {})
    forever = {artifact.uri for artifact in assets.artifacts if is_cached_forever(artifact.uri)}
    assert forever == {assets.script, assets.walls}
    assert (again.catalogue, again.script, again.walls) == (assets.catalogue, assets.script, assets.walls)
    names = [{one.uri for one in made.artifacts if "/b" in one.uri} for made in (assets, again)]
    assert names[0] == names[1]


def test_no_pair_holds_a_silent_character() -> None:
    assert set(list_postings(["打的来了人。的了"], [""], [5])) == {"打!", "的!", "来!", "了!", "人!"}
    assert set(list_postings(["电梯的人"], [""], [5])) == {"电!", "梯!", "的!", "人!", "电梯"}


TOLD = st.text("楼组的了电梯加装議事一二三十六四号幢村弄64。，ＡaZ!~ \t\n\u3000😀", max_size=20)


@given(st.lists(st.tuples(TOLD, TOLD), max_size=5))
def test_few_entries_have_the_postings_that_arrays_give(told: list[tuple[str, str]]) -> None:
    numbers = [7 * place + 3 for place in range(len(told))]
    stories, leads = [story for story, _ in told], [lead for _, lead in told]
    keys = build_keys(build_corpus(stories), build_corpus(leads), numbers)
    assert list_postings(stories, leads, numbers) == {
        name: decode_entries(text) for name, text in encode_keys(keys).items()
    }


@given(st.sets(st.integers(0, 400), min_size=1))
def test_dense_postings_are_written_as_arrays_write_them(held: set[int]) -> None:
    numbers = sorted(held)
    text = encode_numbers(numbers)
    assert decode_entries(text) == numbers
    if text.startswith("~"):
        assert text[1:] == encode_bits(np.array(numbers, dtype=np.int64))


def test_a_patch_loads_no_arrays() -> None:
    asked = "import sys; import exhibition.site.build; print('numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, cwd=HOME / "scripts", check=True
    )
    assert done.stdout.strip() == "False"
