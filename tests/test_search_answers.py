"""Questions are answered by the page of their problem, then by entries that have records of it; every list, one declared here too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Hosting
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.model.exhibition import iter_records
from exhibition.model.field_types import Choice, Text
from exhibition.model.fields import Field, Requirement
from exhibition.model.record_types import EntryRecord, Record, RecordFacet, RecordType, Room
from exhibition.records import EXPERIENCES, MEETINGS
from exhibition.search import build_search, read_synonyms
from exhibition.search.answers import list_answers, list_marked, make_mark
from exhibition.types import CONTENT_TYPES, ContentType, Unit
from exhibition.types.self_governed import SelfGoverned
from synthetic import write
from test_search_results import HOME, lay

ASK = """
asked => Promise.all(asked.map(text => new Promise(done => exhibit.find(text, result => done({
  full: result.full.map(hit => hit.entry.id),
  near: result.near.map(hit => hit.entry.id),
  base: result.meant ? result.meant.base.map(hit => hit.entry.id) : [],
  about: result.full.concat(result.near).map(hit => hit.about || ""),
  pages: result.answers.map(answer => answer.pages.map(page => page[1]))
})))))
"""
PROBLEMS = {
    "楼道里堆东西怎么办": "楼道堆物",
    "电瓶车充电": "飞线充电",
    "装电梯 一楼不同意": "加装电梯",
    "住了好几年，对门姓什么都不知道": "邻居不相识",
    "樓道堆物怎麼辦": "楼道堆物",
    "loudaoduiwu": "楼道堆物",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Exhibition:
    root = tmp_path_factory.mktemp("told")
    write(root, 60, seed=5, records=10)
    return load_exhibition(root).exhibition


@pytest.fixture(scope="module")
def page(browser: Browser, told: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(lay(build_search(told, {}, read_synonyms(HOME)), tmp_path_factory.mktemp("laid")).as_uri())
    yield page
    page.close()


def ask(page: Page, *texts: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(ASK, list(texts))
    return found


def list_holders(exhibition: Exhibition, problem: str) -> set[str]:
    """Return the ids of the entries that have records of a problem."""
    records = (*exhibition.list_records(MEETINGS), *exhibition.list_records(EXPERIENCES))
    return {one.entry.id for one in records if one.record.problem == problem}


@pytest.mark.parametrize(("question", "problem"), PROBLEMS.items())
def test_the_page_of_the_problem_answers_first(page: Page, told: Exhibition, question: str, problem: str) -> None:
    term = told.vocabularies.problems.get_term(problem)
    assert term and EXPERIENCES.room
    assert ask(page, question)[0]["pages"][0][0] == f"{EXPERIENCES.room.path}{term.slug}/"


@pytest.mark.parametrize("question", ["楼道里堆东西怎么办", "电瓶车充电"])
def test_entries_with_such_records_are_all_found(page: Page, told: Exhibition, question: str) -> None:
    holders = list_holders(told, PROBLEMS[question])
    found = ask(page, question)[0]
    assert holders
    assert holders <= set(found["full"])
    assert {id for id, about in zip(found["full"], found["about"], strict=False) if about} == holders


def test_more_than_the_problem_is_asked_for_and_its_entries_are_near(page: Page, told: Exhibition) -> None:
    found = ask(page, "装电梯 一楼不同意")[0]
    assert found["near"]
    holders = list_holders(told, "加装电梯")
    assert set(found["near"][: len(holders)]) == holders


def test_a_place_with_a_problem_finds_its_entries(page: Page, told: Exhibition) -> None:
    holders = list_holders(told, "飞线充电")
    holder = next(unit for unit in told.published(Unit) if unit.id in holders)
    found = ask(page, f"{holder.street} 电瓶车充电", f"{holder.street.removesuffix('镇')}电瓶车充电")
    for one in found:
        assert one["pages"][0] == ["wisdom/charging-cables/", "council/charging-cables/"]
        assert holder.id in one["full"] + one["base"]


def test_rooms_are_found_by_title_and_by_the_name_of_their_list(page: Page) -> None:
    rows = [row for row in CONTENT_TYPES.record_types if row.room]
    for row in rows:
        assert row.room
        by_title, by_label = ask(page, row.room.title, row.label)
        assert by_title["pages"][0] == by_label["pages"][0] == [row.room.path]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("五星", "stars/5/"),
        ("月浦镇", "streets/yuepu/"),
        ("月浦有哪些楼组", "streets/yuepu/"),
        ("儿童参与", "themes/children/"),
    ],
)
def test_values_of_galleries_are_answered_by_their_page(page: Page, question: str, path: str) -> None:
    assert ask(page, question)[0]["pages"] == [[path]]


@pytest.mark.parametrize("question", ["64号", "怎么办", "一楼", "睦邻楼", "月浦镇五星"])
def test_what_asks_for_no_problem_gets_no_page(page: Page, question: str) -> None:
    assert ask(page, question)[0]["pages"] == []


def test_words_of_records_are_found_and_no_example_counts(told: Exhibition) -> None:
    answers = {answer.words[0]: answer for answer in list_answers(told)}
    assert {page.about for page in answers["飞线充电"].pages} == {"智慧库 · 有示例", "议事厅 · 有示例"}
    real = replace(told, entries=tuple(replace(entry, example=False) for entry in told.entries))
    counted = {page.title: page for answer in list_answers(real) for page in answer.pages}
    assert MEETINGS.room and counted[MEETINGS.room.title].about == f"{len(real.list_records(MEETINGS))}次议事"


def test_marks_are_those_of_the_scripts(told: Exhibition) -> None:
    answers = list_answers(told)
    numbers = {entry.id: int(entry.id) for entry in told.published(Unit)}
    for mark, held in list_marked(answers, numbers).items():
        answer = answers[ord(mark[1]) - 0xE000]
        assert held == sorted(held)
        assert {str(number) for number in held} == {id for id in answer.holders if told.get(id, Unit)}
    with pytest.raises(ValueError, match="answers only"):
        make_mark(6400)


def test_a_hit_in_a_record_leads_to_it_and_says_its_words(browser: Browser, at_root: Hosting) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{at_root.root}search/?q=楼道里堆东西怎么办")
    answer = page.locator("#answers li").first
    expect(answer.locator("b")).to_have_text("楼道堆物")
    expect(answer.locator("a").first).to_have_attribute("href", f"{at_root.root}wisdom/corridor-clutter/")
    hit = page.locator("#hits li").first
    expect(hit.locator("i")).to_have_text("经验")
    expect(hit.locator("mark").first).to_have_text("楼道堆物")
    entry = load_exhibition(HOME).exhibition.by_id["10001"]
    numbers = [one.number for one in iter_records(entry, EXPERIENCES) if one.record.problem == "楼道堆物"]
    expect(hit.locator("a")).to_have_attribute("href", f"{at_root.root}10001/record/#experiences-{numbers[0]}")
    context.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap(Record):
    """A record of a list that only this test declares."""

    theme: Annotated[str, Field("换什么", Choice("themes"), "美食分享", Requirement.ALWAYS)]
    text: Annotated[str, Field("经过", Text(80))] = ""


def list_theme(one: EntryRecord, _: object) -> tuple[str, ...]:
    return (one.record.theme,)


SWAPS = RecordType(
    "swaps",
    "换物",
    Swap,
    help="换过什么。",
    what="theme",
    room=Room(
        "swaps/",
        "换物角",
        lead="旧东西，换一换。",
        order="按街镇。",
        empty="还没有。",
        facets=(RecordFacet("theme", "换什么", list_theme, vocabulary="themes"),),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner(SelfGoverned):
    """An entry that holds the list."""

    swaps: Annotated[tuple[Swap, ...], SWAPS.field] = ()


def test_a_list_that_is_declared_here_is_found_with_nothing_else_touched(
    browser: Browser, told: Exhibition, tmp_path: Path
) -> None:
    theme = told.vocabularies.themes.terms[0]
    corner = Corner(
        id="30001",
        name="换物点",
        street="月浦镇",
        status=told.published(Unit)[0].status,
        source="测试",
        folder="content/corners/30001",
        spans=told.entries[0].spans,
        swaps=(Swap(theme=theme.name, text="搪瓷缸换了一盆薄荷", source="值班簿"),),
    )
    with CONTENT_TYPES.registered(ContentType("corner", "换物点", Corner, folder="corners")):
        exhibition = replace(told, entries=(*told.entries, corner))
        page = browser.new_page()
        page.goto(lay(build_search(exhibition, {}, read_synonyms(HOME)), tmp_path).as_uri())
        room, value, words, source = ask(page, "换物角", theme.name, "搪瓷缸换了一盆薄荷", "值班簿")
        assert room["pages"] == [["swaps/"]]
        assert [f"swaps/{theme.slug}/"] in value["pages"]
        assert "30001" in value["full"]
        assert words["full"] == ["30001"]
        assert source["full"] == []
        told_lines = page.evaluate(
            """new Promise(done => exhibit.story(exhibit.entry(20001),
            lines => done([lines, lines.told])))"""
        )
        assert told_lines[0][-1].endswith("搪瓷缸换了一盆薄荷")
        assert told_lines[1][str(len(told_lines[0]) - 1)] == {
            "anchor": "swaps-1",
            "label": "换物",
            "page": "record/",
        }
        page.close()
