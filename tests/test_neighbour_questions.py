"""Questions as neighbours ask them, of the shipped content: the page that answers comes first; what is near is said to be near."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from exhibition.content.loader import load_exhibition
from exhibition.pages.service_pages import STANDING_PATHS
from exhibition.search import build_search, read_synonyms
from neighbour_questions import FIRST, FOUND, FRESH, FRESH_THRESHOLD, NOWHERE, QUESTIONS, THRESHOLD
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


def test_nothing_is_said_to_be_found_that_is_nowhere(page: Page) -> None:
    found: list[int] = page.evaluate(FOUND, list(NOWHERE))
    assert dict(zip(NOWHERE, found, strict=True)) == dict.fromkeys(NOWHERE, 0)


def test_nothing_is_shown_twice(page: Page) -> None:
    asked = [*QUESTIONS, *FRESH]
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
