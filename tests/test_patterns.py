"""Every regular expression of the program on texts that are made to delay it: what it costs grows as the text does."""

from __future__ import annotations

import re

import pytest

import pumping

SHORT, LONG = 500, 4_000
MOST = 28
"""How many times its cost a text may cost that is eight times as long: 8 is linear, 64 is quadratic."""

APART = {"exhibition.checks.body"}
"""Modules whose patterns are held by other tests."""

PATTERNS = pumping.patterns(APART)
LEAST = max(pumping.seconds(re.compile("[^x]"), "y" * LONG), 0.0005)
"""What a simple look at a long text costs here: shorter times tell nothing."""


def slow(pattern: re.Pattern[str]) -> list[str]:
    """Return the texts that cost far more than their length when they get eight times as long."""
    found = []
    for short, long in zip(pumping.texts(pattern, SHORT), pumping.texts(pattern, LONG), strict=True):
        if pumping.seconds(pattern, short) > 100 * LEAST or pumping.seconds(pattern, long) > MOST * LEAST:
            # A busy machine delays anything once: the best of some runs counts.
            base = max(min(pumping.seconds(pattern, short) for _ in range(3)), LEAST / 8)
            if base > 100 * LEAST or min(pumping.seconds(pattern, long) for _ in range(2)) > MOST * base:
                found.append(short[:80])
    return found


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 150


@pytest.mark.parametrize("number", range(8))
def test_no_pattern_costs_more_than_its_text_is_long(number: int) -> None:
    """The patterns in eight parts, so that processors share them."""
    for pattern in list(PATTERNS.values())[number::8]:
        assert not slow(pattern), pattern.pattern


@pytest.mark.parametrize("text", ["x+y", r"<[^<>]* on=", r"\s*;", r"\[[^\]]*\]\("])
def test_what_grows_with_the_square_is_noticed(text: str) -> None:
    assert slow(re.compile(text))
