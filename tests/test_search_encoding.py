"""What the search writes it reads again: numbers, columns, postings, the whole catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from exhibition.search import script_data
from exhibition.search.catalogue import pack_texts
from exhibition.search.postings import (
    build_corpus,
    build_postings,
    build_shards,
    encode_postings,
    list_pair_keys,
    list_single_keys,
)

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


def entries_of(text: str, total: int) -> list[int]:
    """Read postings as the browser does."""
    if not text.startswith("~"):
        return script_data.decode_rising(text)
    values = [script_data.SIGNS.index(sign) for sign in text[1:]]
    return [rank for rank in range(total) if values[rank // 6] >> rank % 6 & 1]


@given(st.lists(st.tuples(SIGNS, SIGNS), min_size=1, max_size=30))
def test_postings_are_the_truth(texts: list[tuple[str, str]]) -> None:
    from exhibition.search.normalize import fold, make_canonical

    bodies, leads = zip(*texts, strict=True)
    for length, grams in ((2, list_pair_keys), (1, list_single_keys)):
        found = encode_postings(build_postings(build_corpus(bodies), build_corpus(leads), grams))
        told = {name: entries_of(text, len(texts)) for name, text in found.items()}
        truth: dict[str, list[int]] = {}
        for mark, part in (("", bodies), ("!", leads)):
            for rank, text in enumerate(part):
                forms = {fold(text), *map(make_canonical, fold(text).split(" "))}
                runs = {form[at : at + length] for form in forms for at in range(len(form) - length + 1)}
                for run in runs:
                    if " " not in run:
                        truth.setdefault(mark + run, []).append(rank)
        assert told == truth


def test_browser_reads_numbers(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(path=str(HOME / "overrides" / "assets" / "catalogue.js"))
    assert page.evaluate("text => exhibit.numbers(text)", script_data.encode_column(NUMBERS)) == NUMBERS
    signed = [5, -3, 0, 700, -99_999]
    assert page.evaluate("text => exhibit.fromSteps(text)", script_data.encode_differences(signed)) == signed
    many = list(range(0, 300, 2))
    dense = encode_postings(
        build_postings(build_corpus(["电梯", "花园"] * 150), build_corpus([""] * 300), list_pair_keys)
    )["电梯"]
    assert dense.startswith("~")
    assert page.evaluate("text => exhibit.postings(text)", dense) == many
    assert page.evaluate("text => exhibit.postings(text)", script_data.encode_rising(many)) == many
    page.close()


@pytest.mark.parametrize("count", [0, 1, 40])
def test_files_hold_all_texts_in_order(count: int) -> None:
    texts = [f"第{number}座楼的故事" * 40 for number in range(count)]
    files = pack_texts(texts)
    assert [text for file in files for text in file] == texts
    assert len(files) == 1 or all(files)


def test_shards_hold_all_postings() -> None:
    told = {"电梯": "#", "!电梯": "$", "花园": "%&" * 9000}
    assert sorted(" ".join(build_shards(told)).split()) == sorted(name + text for name, text in told.items())  # type: ignore[arg-type]
