"""Markers of the guide: what checks know and what pages answer."""

from __future__ import annotations

import pytest

from exhibition.bodies.guide_pages import list_marker_names
from exhibition.content.vocabularies import read_vocabularies
from exhibition.pages.guide import MAKERS, MarkerContext
from illustrations.guide_diagrams import GUIDE_DIAGRAMS
from synthetic import REPOSITORY

AT = MarkerContext(read_vocabularies(REPOSITORY)[0], "../")


def test_checks_know_every_word_that_pages_answer_and_no_other() -> None:
    assert MAKERS.keys() == list_marker_names().keys()
    assert list_marker_names()["picture"] == frozenset(GUIDE_DIAGRAMS)


@pytest.mark.parametrize(
    ("word", "name"), [(word, name) for word, names in list_marker_names().items() for name in sorted(names)]
)
def test_every_name_of_a_marker_is_answered(word: str, name: str) -> None:
    assert MAKERS[word](name, AT).strip()
