"""Questions as neighbours ask them, of the shipped content: the page that answers comes first; what is near is said to be near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Hosting
from exhibition.content.loader import load_exhibition
from exhibition.pages.service_pages import STANDING_PATHS
from exhibition.search import build_search, read_synonyms
from neighbour_questions import (
    BLIND,
    BLIND_NOWHERE,
    FIFTH,
    FIFTH_NOWHERE,
    FIFTH_THRESHOLD,
    FIRST,
    FOUND,
    FOURTH,
    FOURTH_NOWHERE,
    FOURTH_THRESHOLD,
    FRESH,
    FRESH_THRESHOLD,
    NOWHERE,
    QUESTIONS,
    SECOND,
    SECOND_NOWHERE,
    SEVENTH,
    SEVENTH_NOWHERE,
    SEVENTH_THRESHOLD,
    SIXTH,
    SIXTH_NOWHERE,
    SIXTH_THRESHOLD,
    THIRD,
    THIRD_NOWHERE,
    THRESHOLD,
)
from test_search_results import HOME, lay


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = browser.new_page()
    exhibition = load_exhibition(HOME).exhibition
    page.goto(lay(build_search(exhibition, {}, read_synonyms(HOME)), tmp_path_factory.mktemp("laid")).as_uri())
    yield page
    page.close()


def test_questions_are_answered_at_rank_one(page: Page) -> None:
    found: list[list[str]] = page.evaluate(FIRST, list(QUESTIONS))
    wrong = {
        question: (wanted, pages[:2])
        for (question, wanted), pages in zip(QUESTIONS.items(), found, strict=True)
        if not pages or pages[0] not in wanted.split()
    }
    assert len(QUESTIONS) >= 120
    assert 1 - len(wrong) / len(QUESTIONS) >= THRESHOLD, wrong


def test_questions_in_all_registers_are_answered(page: Page) -> None:
    found: list[list[str]] = page.evaluate(FIRST, list(FRESH))
    wrong = {
        question: (wanted, pages[:2])
        for (question, wanted), pages in zip(FRESH.items(), found, strict=True)
        if not pages or pages[0] not in wanted.split()
    }
    assert len(FRESH) >= 84
    assert 1 - len(wrong) / len(FRESH) >= FRESH_THRESHOLD, wrong


@pytest.mark.parametrize(
    ("asked", "threshold"),
    [
        (BLIND, 0.94),
        (SECOND, 0.94),
        (THIRD, 0.94),
        (FOURTH, FOURTH_THRESHOLD),
        (FIFTH, FIFTH_THRESHOLD),
        (SIXTH, SIXTH_THRESHOLD),
        (SEVENTH, SEVENTH_THRESHOLD),
    ],
)
def test_questions_written_blind_are_answered_since(page: Page, asked: dict[str, str], threshold: float) -> None:
    found: list[list[str]] = page.evaluate(FIRST, list(asked))
    wrong = {
        question: (wanted, pages[:2])
        for (question, wanted), pages in zip(asked.items(), found, strict=True)
        if not pages or pages[0] not in wanted.split()
    }
    assert 1 - len(wrong) / len(asked) >= threshold, wrong


def test_nothing_is_said_to_be_found_that_is_nowhere(page: Page) -> None:
    nowhere = (
        *NOWHERE, *BLIND_NOWHERE, *SECOND_NOWHERE, *THIRD_NOWHERE, *FOURTH_NOWHERE, *FIFTH_NOWHERE, *SIXTH_NOWHERE,
        *SEVENTH_NOWHERE,
    )  # fmt: skip
    found: list[int] = page.evaluate(FOUND, list(nowhere))
    assert dict(zip(nowhere, found, strict=True)) == dict.fromkeys(nowhere, 0)


def test_nothing_is_shown_twice(page: Page) -> None:
    asked = [*QUESTIONS, *FRESH, *BLIND, *SECOND, *THIRD, *FOURTH, *FIFTH, *SIXTH, *SEVENTH]
    found: list[list[str]] = page.evaluate(FIRST, asked)
    for question, pages in zip(asked, found, strict=True):
        assert len(pages) == len(set(pages)), question


def test_every_page_of_the_answers_is_there(built: Path) -> None:
    for row in read_synonyms(HOME).asked:
        there = [path for path in row.paths if (built / path / "index.html").is_file()]
        assert there, row.title
        for path in row.paths:
            assert path in there or path not in STANDING_PATHS, path


def test_words_that_stand_nowhere_are_named(page: Page) -> None:
    ask: Any = page.evaluate(
        "text => new Promise(done => exhibit.find(text, found => done(found.missing)))", "瓶子菜园潜水艇"
    )
    assert any("潜水艇" in word for word in ask)


ASK = "text => new Promise(done => exhibit.find(text, found => done({...found, full: found.full.map(hit => hit.entry.id), near: [], meant: null})))"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("请问有没有修空调的师傅", ["修空调"]),
        # Of a word that shares its first character with one that is there.
        ("明天天气", ["天气"]),
        # Neither pairs across two words, nor words of the dialect.
        ("底楼摆九把椅子的地方", []),
        ("小囡可以白相啥", []),
    ],
)
def test_whole_words_are_named_that_stand_nowhere(page: Page, question: str, missing: list[str]) -> None:
    found: Any = page.evaluate(ASK, question)
    assert found["missing"] == missing


def test_pages_of_a_small_part_of_the_question_are_no_answer(page: Page) -> None:
    found: Any = page.evaluate(ASK, "请问有没有修空调的师傅")
    assert not found["answers"]
    assert [one["pages"][0][1] for one in found["perhaps"]] == ["mentoring/"]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        # Words of a heading, of a first paragraph, of a worksheet; none asks for the page by itself.
        ("头一次召集大家碰头商量，主持人要注意什么", "handbook/first-meeting/"),
        ("大家意见很多，先挑哪件事情做起好", "handbook/one-thing/"),
        ("打开文件全是乱码", "guide/messages/"),
        # Of a clause of the body; of words of one matter that stand nowhere themselves; and beside a page that has one word.
        ("安全组要放行哪两个端口", "guide/server/"),
        ("公用地方放了张旧沙发", "wisdom/corridor-clutter/"),
    ],
)
def test_a_page_is_guessed_where_nothing_answers(page: Page, question: str, path: str) -> None:
    found: Any = page.evaluate(ASK, question)
    assert not found["answers"] and not found["full"]
    assert found["perhaps"][0]["pages"][0][1] == path
    assert found["perhaps"][0]["name"] and found["perhaps"][0]["pose"]


def test_an_example_that_has_a_word_of_the_question_is_near(page: Page) -> None:
    found: Any = page.evaluate(
        "text => new Promise(done => exhibit.find(text, found => done([found.full.length, found.near[0].entry.id])))",
        "电费怎么缴",
    )
    assert found == [0, "26654"]


@pytest.mark.parametrize("question", ["打流感疫苗要带啥", "红烧肉怎么烧才不腻", "鑫淼焱垚", "共合十一村"])
def test_little_of_a_question_is_no_guess(page: Page, question: str) -> None:
    assert not page.evaluate(ASK, question)["perhaps"]


def test_who_is_called_by_name_stands_above_a_guess(page: Page) -> None:
    [[first, *_]] = page.evaluate(FIRST, ["灯火楼里最开始反对的人后来做了啥"])
    assert first == "10009/"


def test_guesses_are_fetched_where_nothing_is_found_only(browser: Browser, at_root: Hosting) -> None:
    for question, fetched in (("楼道里堆东西怎么办", 0), ("打开文件全是乱码", 4)):
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
        page.goto(f"{at_root.root}search/?q={question}")
        expect(page.locator("#answers b").first).to_be_visible()
        assert sum(bool(re.search(r"/(guesses|pages|near|codes)\.js", url)) for url in asked) == fetched
        page.close()


def test_a_name_is_heard_within_a_question(page: Page) -> None:
    found: Any = page.evaluate(ASK, "屹力家园的花园在哪里")
    assert found["put"][1:] == ["屹力家园", "屹立家园"]
    assert found["how"] == "alike"
    assert set(found["full"]) == {"93291", "10008"}
    # What is right as it stands is not heard as anything else.
    assert not page.evaluate(ASK, "屹立家园的花园在哪里").get("put")


@pytest.mark.parametrize(
    ("question", "path"), [("E122是什么意思", "help/E122/"), ("ｗ306", "help/W306/"), ("e999", "")]
)
def test_a_code_of_the_checks_leads_to_its_help_page(page: Page, question: str, path: str) -> None:
    found: Any = page.evaluate(ASK, question)
    assert [one["pages"][0][1] for one in found["answers"][:1]] == [path] * bool(path)


def test_every_page_of_the_guide_answers() -> None:
    asked = {path for row in read_synonyms(HOME).asked for path in row.paths}
    for name in ("guide", "handbook"):
        for file in (HOME / "content" / name).glob("*.md"):
            path = f"{name}/" if file.stem == "index" else f"{name}/{file.stem}/"
            assert path in asked, path


def test_who_is_called_by_name_stands_above_the_page(browser: Browser, at_root: Hosting) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{at_root.root}search/?q=请教一下惠芬工作室哪能联系")
    hit, answer = page.locator("#hits b").first, page.locator("#answers b").first
    expect(hit).to_have_text("惠芬达人工作室")
    assert hit.bounding_box()["y"] < answer.bounding_box()["y"]  # type: ignore[index]
    page.close()


@pytest.mark.parametrize(
    ("question", "count", "order"),
    [
        ("请问有没有修空调的师傅", "没有正好回答的，这几页也许用得上", "“修空调”没有找到。"),
        ("月蒲镇", "找到 1 页", "“月蒲镇”没有找到，按读音一样的“月浦镇”找的。"),
    ],
)
def test_what_is_near_is_said_so(browser: Browser, at_root: Hosting, question: str, count: str, order: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{at_root.root}search/?q={question}")
    expect(page.locator("#count")).to_have_text(count)
    expect(page.locator("#order")).to_have_text(order)
    page.close()
