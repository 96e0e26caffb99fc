"""Markers of the guide: what checks know and what pages answer."""

from __future__ import annotations

from exhibition.bodies.markers import MARKERS
from exhibition.pages.guide import MAKERS


def test_checks_know_every_marker_that_pages_answer_and_no_other() -> None:
    assert {word: names for word, (names, _) in MAKERS.items()} == dict(MARKERS)
