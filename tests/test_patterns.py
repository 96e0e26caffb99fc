"""The regular expressions of the model and the privacy gate on texts that are made to delay it: what it costs grows as the text does."""

from __future__ import annotations

import re
import sys

import pytest

import pumping

SHORT, LONG = 2_000, 16_000
MOST = 28
"""How many times its cost a text may cost that is eight times as long: 8 is linear, 64 is quadratic."""

HELD = ("exhibition.model",)
"""Packages whose patterns are held to it so far."""

PATTERNS = {
    text: pattern
    for text, pattern in pumping.patterns().items()
    if any(pattern in pumping.of_module(name) for name in sys.modules if name.startswith(HELD))
}
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
    assert len(PATTERNS) > 30


@pytest.mark.parametrize("number", range(4))
def test_no_pattern_costs_more_than_its_text_is_long(number: int) -> None:
    """The patterns in four parts, so that processors share them."""
    for pattern in list(PATTERNS.values())[number::4]:
        assert not slow(pattern), pattern.pattern


@pytest.mark.parametrize("text", ["x+y", r"\s*;", r"\[[^\]]*\]\("])
def test_what_grows_with_the_square_is_noticed(text: str) -> None:
    pattern = re.compile(text)
    pumping.SEARCHED.add(pattern)
    assert slow(pattern)
