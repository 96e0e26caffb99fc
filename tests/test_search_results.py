"""A small exhibition, searched in a real browser from `file://`: found by name, address, part, sound and story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition
from exhibition.model.field_types import get_star_slug
from exhibition.search import SearchAssets, Synonyms, build_search, read_synonyms
from exhibition.search.catalogue import list_story_lines
from exhibition.types import Cluster, Unit, UnitIndex
from search_queries import phrases, questions
from synthetic import write

HOME = Path(__file__).resolve().parents[1]
UNITS = 180
ASK = """
asked => Promise.all(asked.map(text => new Promise(done => exhibit.find(text, result => done({
  how: result.how,
  full: result.full.map(hit => hit.entry.id),
  near: result.near.map(hit => hit.entry.id)
})))))
"""
TELL = """
async told => {
  const entries = exhibit.hall.numbers.map(exhibit.entry), tell = eval(told);
  await Promise.all(exhibit.hall.facets.map(facet => new Promise(done => exhibit.values(facet, null, done))));
  await Promise.all(entries.map(entry => new Promise(done => exhibit.face(entry, done))));
  return entries.map(tell);
}
"""
"""Tells something of all entries, when all of it has come."""


@pytest.fixture(scope="module")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Exhibition:
    root = tmp_path_factory.mktemp("synthetic")
    write(root, UNITS, seed=3)
    return load_exhibition(root).exhibition


def lay(assets: SearchAssets, folder: Path) -> Path:
    """Write the search's files and the barest page that loads them."""
    for artifact in assets.artifacts:
        path = folder / artifact.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.make())
    page = folder / "search" / "index.html"
    page.parent.mkdir()
    scripts = "".join(f'<script src="../{uri}"></script>' for uri in (assets.script, assets.catalogue))
    page.write_text(f'<!doctype html><meta charset="utf-8">{scripts}', encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def page(browser: Browser, exhibition: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assets = build_search(exhibition, {}, read_synonyms(HOME))
    page = browser.new_page()
    page.goto(lay(assets, tmp_path_factory.mktemp("laid")).as_uri())
    # Thousands of entries are read in turns.
    page.evaluate("new Promise(done => exhibit.ready(() => done(true)))")
    yield page
    page.close()


def ask(page: Page, *texts: str) -> list[dict[str, Any]]:
    """Ask the search and return what it found."""
    found: list[dict[str, Any]] = page.evaluate(ASK, list(texts))
    return found


def test_catalogue_tells_all_and_nothing_else(page: Page, exhibition: Exhibition) -> None:
    told = page.evaluate(
        TELL,
        """e => [e.id, e.name, e.compound, e.committee, e.building,
        exhibit.valuesOf(e, exhibit.facet("stars")), exhibit.valuesOf(e, exhibit.facet("year"))]""",
    )
    units = {unit.id: unit for unit in exhibition.published(Unit)}
    assert sorted(row[0] for row in told) == sorted(entry.id for entry in exhibition.published(Entry))
    assert {type(entry) for entry in exhibition.published(Entry)} > {Unit, Cluster}
    for id, name, compound, committee, building, stars, year in told:
        unit = units.get(id)
        if unit:
            known = (unit.name, unit.compound, unit.committee, unit.building, [get_star_slug(unit.stars)])
            assert (name, compound, committee, building, stars) == known
            assert year == ([str(unit.founded.year)] if unit.founded else [])


def test_catalogue_names_streets_themes_and_clusters(page: Page, exhibition: Exhibition) -> None:
    told = page.evaluate(
        TELL,
        """e => [e.id, e.where, exhibit.valuesOf(e, exhibit.facet("theme")).map(slug =>
        exhibit.facet("theme").names[slug].name), exhibit.valuesOf(e, exhibit.facet("cluster")), e.example, e.listed]""",
    )
    published = {cluster.id for cluster in exhibition.published(Cluster)}
    for id, street, themes, cluster, example, listed in told:
        if not listed:
            continue
        unit = exhibition.published_by_id(Unit)[id]
        assert (street, set(themes), example) == (unit.street, set(unit.themes), unit.example)
        assert cluster == ([unit.cluster] if unit.cluster in published else [])


def test_units_stand_first(page: Page, exhibition: Exhibition) -> None:
    asked = questions(exhibition, 60, seed=11)
    found = ask(page, *(question.text for question in asked))
    wrong = [
        (question.kind, question.text, question.answers, result["full"][:3])
        for question, result in zip(asked, found, strict=True)
        if not result["full"] or result["full"][0] not in question.answers
    ]
    assert wrong == []


def test_phrases_are_all_found(page: Page, exhibition: Exhibition) -> None:
    asked = list(phrases(exhibition, 60, seed=5))
    for question, result in zip(asked, ask(page, *(question.text for question in asked)), strict=True):
        assert question.answers <= set(result["full"]), question.text


def test_every_street_is_found_whole(page: Page, exhibition: Exhibition) -> None:
    for street, units in exhibition.derive(UnitIndex).by_street.items():
        short = street.removesuffix("镇").removesuffix("街道")
        for result in ask(page, street, short, f"{short}镇", f"{short}街道"):
            assert {unit.id for unit in units} <= set(result["full"])


def test_one_character_is_enough(page: Page, exhibition: Exhibition) -> None:
    truth = {id for question in [*phrases(exhibition, 40, 1)] for id in question.answers if "梯" in question.text}
    assert truth <= set(ask(page, "梯")[0]["full"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("加梯", "加装电梯"),
        ("脚踏车", "自行车"),
        ("請問電梯", "电梯"),
        ("电梯在哪里", "电梯"),
        ("ＤＩＡＮＴＩ", "dianti"),
    ],
)
def test_ways_of_saying_find_the_same_first(page: Page, one: str, other: str) -> None:
    first, second = ask(page, one, other)
    assert first["full"]
    assert set(second["full"][:3]) <= set(first["full"])


def test_a_character_beside_a_silent_one_is_looked_up(page: Page, exhibition: Exhibition) -> None:
    """的 and 了 stand in no pair: what is beside them is found by itself, a word beside them by its pairs."""
    told = {entry.id: list_story_lines(entry) for entry in exhibition.published(Entry)}
    for word in ("花", "种花"):
        true = {id for id, lines in told.items() if any(word in line for line in lines)}
        assert true
        for found in ask(page, f"{word}的", f"了{word}"):
            assert true <= set(found["full"])


def test_first_letters_find(page: Page, exhibition: Exhibition) -> None:
    from pypinyin import Style, lazy_pinyin

    unit = next(unit for unit in exhibition.published(Unit) if not any(map(str.isdigit, unit.compound)))
    letters = "".join(lazy_pinyin(unit.compound, style=Style.FIRST_LETTER))
    found = ask(page, letters)[0]
    assert found["how"] == "sound"
    assert unit.id in found["full"]


def test_a_character_that_sounds_alike_is_the_last_resort(page: Page, exhibition: Exhibition) -> None:
    compound = next(unit.compound for unit in exhibition.published(Unit) if "园" in unit.compound)
    found = ask(page, compound.replace("园", "圆"))[0]
    assert found["full"] == []
    assert found["how"] == "alike"
    assert exhibition.published_by_id(Unit)[found["near"][0]].compound == compound


def test_nothing_is_found_of_nonsense(page: Page) -> None:
    assert ask(page, "鑫淼焱垚", "。，！", "")[0]["full"] == []


def test_marks_show_what_was_typed(page: Page) -> None:
    marks = page.evaluate(
        "([text, needles]) => exhibit.marks(text, needles)", ["住在 共和十一村64号楼 的人", ["共和11村64号"]]
    )
    assert marks == [[3, 12]]
    assert page.evaluate("exhibit.marks('装上了电梯', ['加装电梯'])") == [[3, 5]]


def test_withdrawn_entries_leave_no_trace(exhibition: Exhibition) -> None:
    hidden = [unit for unit in exhibition.of(Unit) if not unit.published]
    assert hidden
    files = b"".join(artifact.make() for artifact in build_search(exhibition, {}).artifacts)
    assert not [unit.id for unit in hidden if max(unit.body.split("\n"), key=len).encode() in files]


def test_an_empty_exhibition_has_a_search(browser: Browser, exhibition: Exhibition, tmp_path: Path) -> None:
    empty = Exhibition(exhibition.settings, exhibition.vocabularies, exhibition.ledger)
    page = browser.new_page()
    page.goto(lay(build_search(empty, {}, Synonyms()), tmp_path).as_uri())
    assert (
        ask(page, "电梯", "dianti")[0] == {"how": "alike", "full": [], "near": []}
        or page.evaluate("exhibit.hall.numbers") == []
    )
    page.close()


def test_names_that_scripts_know_are_names(browser: Browser, tmp_path: Path) -> None:
    write(tmp_path / "root", 8, seed=3)
    odd = ("hasOwnProperty", "constructor", "__proto__", "valueOf")
    units = sorted((tmp_path / "root/content/units").rglob("index.md"))
    for name, index in zip(odd, units, strict=False):
        index.write_text(re.sub(r"(?m)^名称: .*$", f"名称: {name}", index.read_text("utf-8")), "utf-8")
    assets = build_search(load_exhibition(tmp_path / "root").exhibition, {}, read_synonyms(HOME))
    page = browser.new_page()
    page.goto(lay(assets, tmp_path / "laid").as_uri())
    ids = [index.parent.name for index in units]
    assert [one["full"][:1] for one in ask(page, *odd)] == [[id] for id in ids[: len(odd)]]
    page.close()


def test_a_word_of_signs_alone_does_not_search_for_ever(browser: Browser, tmp_path: Path) -> None:
    write(tmp_path / "root", 8, seed=3)
    with (tmp_path / "root/content/vocabularies/themes.yml").open("a", encoding="utf-8") as file:
        file.write(
            '  - slug: signs\n    名称: __\n    别名: ["_"]\n    说明: 甲\n    pose: cheering\n    cover: lift\n'
        )
    assets = build_search(load_exhibition(tmp_path / "root").exhibition, {}, read_synonyms(HOME))
    page = browser.new_page()
    page.goto(lay(assets, tmp_path / "laid").as_uri())
    assert len(ask(page, "楼")) == 1
    page.close()
