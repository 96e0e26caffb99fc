"""Names as postings: those that are made of groups are those of each text, and the browser asks for the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.search import SharedFiles, Synonyms, build_search
from exhibition.search.catalogue import get_value_name
from exhibition.search.layout import decode_entries, get_number
from exhibition.search.names import (
    CHECK,
    NameGroups,
    NameTexts,
    build_name_shards,
    get_name_owner,
    hash_pair,
    list_name_postings,
    list_own,
    list_texts,
)
from exhibition.types import Unit
from synthetic import write
from test_search_results import lay

SIGNS = "楼组村64 1号一街"


@pytest.fixture(scope="module")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Exhibition:
    root = tmp_path_factory.mktemp("synthetic")
    write(root, 120, seed=9)
    return load_exhibition(root).exhibition


@pytest.fixture(scope="module")
def page(browser: Browser, exhibition: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(lay(build_search(exhibition, {}, Synonyms()), tmp_path_factory.mktemp("laid")).as_uri())
    page.evaluate("new Promise(done => exhibit.ready(() => done(true)))")
    yield page
    page.close()


def make_texts(chance: Random, least: int, most: int) -> tuple[str, ...]:
    """Return a few texts, each once."""
    texts = ("".join(chance.choices(SIGNS, k=chance.randint(1, 6))) for _ in range(chance.randint(least, most)))
    return tuple(dict.fromkeys(texts))


@pytest.mark.parametrize("seed", range(200))
def test_groups_have_the_postings_of_each_text(seed: int) -> None:
    chance, groups = Random(seed), NameGroups()
    truth: dict[str, list[int]] = {}
    for number in range(4):
        streets = make_texts(chance, 1, 1) * 2
        texts = NameTexts(
            (streets[0], streets[1]),
            make_texts(chance, 0, 2),
            make_texts(chance, 1, 2),
            make_texts(chance, 0, 2),
        )
        groups.add(texts, number)
        for name in list_own(texts):
            truth.setdefault(name, []).append(number)
    found = {name: held for name, held in groups.list_postings().items() if not name.startswith("!")}
    assert found == truth


def test_shards_hold_all_postings_of_names(exhibition: Exhibition) -> None:
    shared = SharedFiles(exhibition, Synonyms(), None)
    made = build_name_shards(shared.entries, shared.facets, shared.listed)
    items = [item for text in made.shards.values() for item in text.split(" ") if item]
    ends = [2 + item.startswith("!") + (item.lstrip("!")[0] in "<>") for item in items]
    told = {item[:end]: item[end:] for item, end in zip(items, ends, strict=True)}
    assert told.pop(CHECK) == made.check
    truth = list_name_postings(shared.entries, shared.facets, shared.listed)
    assert {name: decode_entries(text) for name, text in told.items()} == truth
    where = next(facet for facet in shared.facets if facet.locates)
    for place, entry in enumerate(shared.entries):
        for name in list_own(list_texts(entry, get_value_name(where, place))):
            assert get_number(entry.id) in truth[name]
    hashes = set(decode_entries(made.pairs))
    assert all(
        hash_pair(first + second) in hashes
        for entry in shared.entries
        for first, second in pairwise(entry.location.compound)
    )


def test_the_browser_finds_each_pair_of_a_name(page: Page, exhibition: Exhibition) -> None:
    entries = [entry for entry in SharedFiles(exhibition, Synonyms(), None).entries if entry.location.compound][:40]
    for entry in entries:
        text = entry.location.compound + entry.name
        found = page.evaluate(
            "text => new Promise(done => exhibit.find(text, found => done(found.full.map(hit => [hit.entry.id, hit.score]))))",
            text,
        )
        assert [entry.id, 1000] in found, text
    assert get_name_owner("|楼") == get_name_owner("楼|") == "楼"


def test_a_part_of_a_number_is_no_number(page: Page, exhibition: Exhibition) -> None:
    """4号 is not near 64号."""
    found = page.evaluate(
        """text => new Promise(done => exhibit.find(text, found => Promise.all(found.full.concat(found.near).map(hit =>
        new Promise(told => exhibit.face(hit.entry, () => told(hit.entry.building))))).then(done)))""",
        "94号",
    )
    assert "4号" not in found


def test_rows_are_put_in_walking_order(page: Page, exhibition: Exhibition) -> None:
    order = [entry.id for entry in SharedFiles(exhibition, Synonyms(), None).entries]
    found = page.evaluate(
        """new Promise(done => { const all = exhibit.hall.numbers.map(number => ({ entry: exhibit.entry(number), walked: true }));
        exhibit.arrange(all, 0, all.length, exhibit.alike, () => done(all.map(one => one.entry.id))); })"""
    )
    assert found == order


def test_a_page_that_knows_other_shards_says_so(browser: Browser, exhibition: Exhibition, tmp_path: Path) -> None:
    """Where postings of a character have moved to other files, names are not said to be nowhere."""
    page = browser.new_page()
    page.goto(lay(build_search(exhibition, {}, Synonyms()), tmp_path).as_uri())
    entry = next(entry for entry in exhibition.published(Unit) if entry.compound)
    cut = page.evaluate(
        """text => new Promise(done => exhibit.ready(hall => { hall.check = "other"; exhibit.find(text, found => done(found.cut)); }))""",
        entry.compound,
    )
    page.close()
    assert cut


def test_a_name_within_a_question_is_known(page: Page, exhibition: Exhibition) -> None:
    """An entry that is called by its name comes first, also where others tell what was asked."""
    unit = next(unit for unit in exhibition.published(Unit) if unit.compound and len(unit.name) > 2)
    found = page.evaluate(
        "text => new Promise(done => exhibit.find(text, found => done(found.full.concat(found.near).map(hit => hit.entry.id))))",
        f"{unit.compound}{unit.name}有什么故事可以听一听",
    )
    assert found[0] == unit.id
