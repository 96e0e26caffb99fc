"""Measures how many questions of neighbours the search answers at rank 1, on the shipped content."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from browser_search import browsing
from exhibition.content.loader import load_exhibition
from exhibition.search import build_search, read_synonyms
from fixtures import Ground
from neighbour_questions import FIRST, FOUND, FRESH, FRESH_THRESHOLD, NOWHERE, QUESTIONS, THRESHOLD
from result_table import Figure
from synthetic import REPOSITORY

TITLE = "Questions of neighbours (shipped content): what is shown first"


def figures(_: Ground) -> Iterator[Figure]:
    """Yield the part of the questions whose first result is none of their pages."""
    assets = build_search(load_exhibition(REPOSITORY).exhibition, {}, read_synonyms(REPOSITORY))
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        for artifact in assets.artifacts:
            path = Path(folder, artifact.uri)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.make())
        scripts = "".join(f'<script src="{uri}"></script>' for uri in (assets.script, assets.catalogue))
        home = Path(folder, "index.html")
        home.write_text(f'<!doctype html><meta charset="utf-8"><body>{scripts}', encoding="utf-8")
        page = browser.new_page()
        page.goto(home.as_uri())
        sets = (("questions", QUESTIONS, THRESHOLD), ("questions in all registers", FRESH, FRESH_THRESHOLD))
        for name, asked, threshold in sets:
            found: list[list[str]] = page.evaluate(FIRST, list(asked))
            missed = sum(
                not pages or pages[0] not in wanted.split() for wanted, pages in zip(asked.values(), found, strict=True)
            )
            share, limit = 100 * missed / len(asked), 100 * (1 - threshold)
            yield Figure("not answered at rank 1", share, "%", None, limit, f"{len(asked)} {name}")
        wrong = sum(map(bool, page.evaluate(FOUND, list(NOWHERE))))
    yield Figure("wrongly said to be found", wrong, "", None, 0, f"{len(NOWHERE)} questions that nothing answers")
