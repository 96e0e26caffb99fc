"""Every regular expression of the program on worst-case texts: the cost grows no faster than the text."""

from __future__ import annotations

import re
import shutil

import pytest

from stress import regex_timing
from stress.regex_timing import EVERYWHERE, ONCE, Pattern

BOUNDED = {
    "exhibition.site.css_subset._SELECTED": "selectors of our own stylesheets, a line each",
    "exhibition.privacy.normalize.EXEMPT": "an address ends after 2,000 characters: behind it is seven times as much of a text of four times the length",
    "exhibition.privacy.MEMBERS": "has_number goes on behind what it finds, and no further once it finds nothing",
    "exhibition.text.characters.COPY_MARKS": "names of files, which have 255 bytes at most",
}
"""Patterns whose cost has a bound of another kind, with the reason."""

PARTS = 4


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    return regex_timing.list_patterns()


def test_the_patterns_are_found(patterns: list[Pattern]) -> None:
    places = " ".join(one.place for one in patterns)
    assert len(patterns) > 200
    for package in (
        "bodies",
        "checks",
        "ledger",
        "model",
        "pages",
        "print",
        "content",
        "search",
        "exchange",
        "script_start",
    ):
        assert package in places
    assert set(BOUNDED) <= {one.place for one in patterns}, "what is not there needs no reason"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_costs_more_than_its_text_is_long(patterns: list[Pattern], part: int) -> None:
    """In parts, so that processors share them."""
    assert regex_timing.find_slow([one for one in patterns if one.place not in BOUNDED][part::PARTS]) == []


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_no_pattern_of_a_script_costs_more_than_its_text_is_long() -> None:
    found = regex_timing.list_script_patterns()
    assert len(found) > 40
    assert regex_timing.find_slow_in_pages(found) == []


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("x+y", EVERYWHERE),
        (r"\s*;", EVERYWHERE),
        (r"\[[^\]]*\]\(", EVERYWHERE),
        (r"[^#]*[^\s#][^#]*#", ONCE),
        (r"(.*?)\s*", ONCE),
        (r"x{0,80}\w{0,80};", EVERYWHERE),
    ],
)
def test_what_grows_with_the_square_is_noticed(text: str, tried: frozenset[str]) -> None:
    assert len(regex_timing.find_slow([Pattern(text, re.compile(text).flags, "here", tried)])) == 1


def test_what_never_ends_is_noticed_and_the_others_are_tried_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex_timing, "LIMIT_S", 1)
    texts = ["(?:a|b|ab)+c", "x+y", "x"]
    found = regex_timing.find_slow([Pattern(text, re.compile(text).flags, text, EVERYWHERE) for text in texts])
    assert len(found) == 2
    assert "does not end" in found[0]


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_what_grows_with_the_square_is_noticed_in_scripts() -> None:
    assert len(regex_timing.find_slow_in_pages([Pattern("x+y", 0, "here", EVERYWHERE)])) == 1


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("a = b / c / d", []),
        ("a.replace(/[/]\\/+/g, '/')", [("[/]\\/+", "g")]),
        ("return /x/.test(y) ? 1 / 2 : '/a/'", [("x", "")]),
        ("// it's /no/\nvar a = /y/i;", [("y", "i")]),
    ],
)
def test_regular_expressions_of_scripts_are_told_from_divisions(source: str, texts: list[tuple[str, str]]) -> None:
    assert list(regex_timing.iter_regexes(source)) == texts
