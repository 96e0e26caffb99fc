"""Measures how many questions of neighbours the search answers at rank 1, on the shipped content, beside Pagefind on the pages
of the same site.

Pagefind finds pages that have all words of a question, and is told no synonyms: to most questions it finds nothing.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import neighbour_questions
from browser_search import browsing, served
from fixtures import Ground
from neighbour_questions import FIRST, FOUND
from process_metrics import cost_of
from result_table import Figure, is_installed, left_out
from synthetic import REPOSITORY

TITLE = "Questions of neighbours (shipped content; peer: Pagefind on the same pages): what is shown first"
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>-</title><script type="module">
const pagefind = await import("/pagefind/pagefind.js");
window.ask = async text => {
  const found = await pagefind.search(text);
  const first = found.results[0] ? await found.results[0].data() : null;
  return first ? [first.url.replace(/^\\/|index\\.html$/g, "")] : [];
};
document.title = "ready";
</script></html>"""
ASK = "async asked => { const all = []; for (const text of asked) all.push(await ask(text)); return all; }"
"""Asks Pagefind everything; returns for each question the path of its first page, if it finds one."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Yield the part of the questions of each set whose first result is none of their pages."""
    site = ground.work / "shipped-site"
    if not site.exists():
        ground.run("build", "--root", REPOSITORY, "--site", site, "--cache", ground.work / "shipped-cache")
    with browsing() as browser:
        with served(site) as root:
            page = browser.new_page(bypass_csp=True)
            page.goto(f"{root}search/")
            page.wait_for_function("window.exhibit && exhibit.hall")
            ours = ask_sets(page, FIRST)
            wrong = sum(map(bool, page.evaluate(FOUND, list_nowhere())))
        peer, peer_wrong = {}, None
        if is_installed("pagefind"):
            with served(index_with_pagefind(site, ground.work / "shipped-pagefind")) as root:
                page = browser.new_page()
                page.goto(f"{root}ask.html")
                page.wait_for_function("document.title === 'ready'")
                peer = ask_sets(page, ASK)
                peer_wrong = sum(map(bool, page.evaluate(ASK, list_nowhere())))
    if not peer:
        yield left_out("Pagefind", "pagefind")
    for name, asked in list_sets().items():
        threshold = get_threshold(name)
        limit = None if threshold is None else 100 * (1 - threshold)
        share = 100 * ours[name] / len(asked)
        other = 100 * peer[name] / len(asked) if peer else None
        note = f"{len(asked)} questions; the set {name}"
        yield Figure("not answered at rank 1", share, "%", other, limit, note)
    yield Figure(
        "wrongly said to be found", wrong, "", peer_wrong, 0, f"{len(list_nowhere())} questions that nothing answers"
    )


def list_sets() -> Mapping[str, Mapping[str, str]]:
    """Return all sets of questions by name."""
    return {
        name: value for name, value in vars(neighbour_questions).items() if isinstance(value, dict) and name.isupper()
    }


def list_nowhere() -> list[str]:
    """Return all questions that no page answers."""
    values: dict[str, Any] = vars(neighbour_questions)
    return [text for name, value in values.items() if name.endswith("NOWHERE") for text in value]


def get_threshold(name: str) -> float | None:
    """Return the part of a set that must be answered at rank 1; None where none is set."""
    values = vars(neighbour_questions)
    threshold: float | None = values.get("THRESHOLD" if name == "QUESTIONS" else f"{name}_THRESHOLD")
    return threshold


def ask_sets(page: Page, script: str) -> dict[str, int]:
    """Ask all sets; return how many questions of each were not answered at rank 1."""
    missed = {}
    for name, asked in list_sets().items():
        found: list[list[str]] = page.evaluate(script, list(asked))
        pairs = zip(asked.values(), found, strict=True)
        missed[name] = sum(not pages or pages[0] not in wanted.split() for wanted, pages in pairs)
    return missed


def index_with_pagefind(site: Path, folder: Path) -> Path:
    """Copy the pages of our site and let Pagefind index them, whole; return the folder."""
    for path in site.rglob("*.html"):
        target = folder / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    cost_of([sys.executable, "-m", "pagefind", "--site", folder])
    (folder / "ask.html").write_text(PAGE, encoding="utf-8")
    return folder
