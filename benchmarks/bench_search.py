"""Measures our search beside Pagefind and Material's own: same entries, same questions, one browser."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from browser_search import Answer, First, ask_material, ask_ours, ask_pagefind, browsing, first_question, served
from cold_questions import measure_cold
from exhibition.content.loader import load_exhibition
from exhibition.model import Artifact, Exhibition
from exhibition.search import LastSearch, SearchAssets, Synonyms, build_index, build_search, read_synonyms
from exhibition.search.catalogue import list_story_lines
from exhibition.storage.cache import digest
from exhibition.types import Unit
from fixtures import Ground
from peer_sites import material_site, pagefind_site
from result_table import Figure, is_installed, left_out
from search_queries import Question, phrases, questions

TITLE = "Search (peers: Pagefind 1.5 with lang=zh-CN; Material's search plugin with jieba), same entries and questions"
UNITS, SEED = 150, 20_180_311
"""Units that are asked for in each way, and the seed that nobody has tuned for."""
PHRASES = 150
COLD = (5_500, 20_000)
"""Numbers of units at which first questions are weighed."""
KINDS = ("name", "address", "part of a name")
"""What peers are asked for too; none of them knows how characters sound."""
LINES, SIGNS = 200, range(8, 15)
"""Lines that are added, each to a random unit, and how many characters they have."""
LINE_FILES = 10
"""Files of the search that may change with a line."""
CLAUSE_END = re.compile(r"[，。；：、？！“”\s]+")
MISSES_PERCENT = 1.0
"""The project's limit: 99 of 100 at rank 1."""


@dataclass(frozen=True)
class Subject:
    """A search and what was measured of it."""

    name: str
    answers: Sequence[Answer]
    first: First
    cpu_s: float
    files: int


def figures(ground: Ground) -> Iterator[Figure]:
    """Yield our figures, beside each peer's."""
    exhibition = load_exhibition(ground.root).exhibition
    asked = [*questions(exhibition, min(UNITS, ground.units), SEED), *phrases(exhibition, PHRASES, SEED)]
    texts = [question.text for question in asked]
    shared = shared_questions(asked)
    assets, cpu_s = indexed(exhibition, ground)
    with browsing() as browser:
        cold = [figure for units in COLD for figure in measure_cold(browser, ground.site, units)]
        visit = asking_ours(typical(asked))
        ours = measured(browser, ground.site, texts, ask_ours, visit, "ours", cpu_s, len(assets.artifacts))
        peers = {
            package: search(browser, exhibition, ground.work / package, shared, typical(asked))
            for package, search in PEERS.items()
            if is_installed(package)
        }
    for package in PEERS:
        yield from compared(ours, peers[package], asked) if package in peers else [left_out(package, package)]
    yield from own(ours, asked, assets)
    yield from cold
    yield from count_changed_files(exhibition, read_synonyms(ground.root), ground.work / "lines")


def indexed(exhibition: Exhibition, ground: Ground) -> tuple[SearchAssets, float]:
    """Return our files and the seconds of processor that they took; reading the content is not counted."""
    words = read_synonyms(ground.root)
    start = time.process_time()
    assets = build_search(exhibition, {}, words)
    for artifact in assets.artifacts:
        artifact.make()
    return assets, time.process_time() - start


def measured(
    browser: Browser,
    site: Path,
    texts: Sequence[str],
    ask: Callable[[Page, str, Sequence[str]], list[Answer]],
    visit: Callable[[Page, str], None],
    name: str,
    cpu_s: float,
    files: int,
) -> Subject:
    """Ask a site everything, and once as a new visitor."""
    with served(site) as root:
        page = browser.new_page(bypass_csp=True)
        answers = ask(page, root, texts)
        page.close()
    return Subject(name, answers, ask_first(browser, site, visit), cpu_s, files)


def ask_first(browser: Browser, site: Path, visit: Callable[[Page, str], None]) -> First:
    """Ask a site once as a new visitor."""
    with served(site) as root:
        return first_question(browser, lambda page: visit(page, root))


def asking_ours(first: str) -> Callable[[Page, str], None]:
    """Return a first visit: the search page with a phrase in its address, until hits show with their lines."""

    def visit(page: Page, root: str) -> None:
        page.goto(f"{root}search/?q={quote(first)}", wait_until="commit")
        page.wait_for_selector(".ex-hit")

    return visit


def typical(asked: Sequence[Question]) -> str:
    """Return the question of a first visit: a phrase of four characters."""
    return next(question.text for question in asked if question.kind == "phrase" and len(question.text) == 4)


def pagefind(browser: Browser, exhibition: Exhibition, folder: Path, asked: Sequence[Question], first: str) -> Subject:
    """Build and ask Pagefind."""
    cost = pagefind_site(exhibition, folder)
    files = sum(path.is_file() for path in (folder / "pagefind").rglob("*"))
    texts = [question.text for question in asked]
    return measured(browser, folder, texts, ask_pagefind, asking_pagefind(first), "Pagefind", cost.cpu_s, files)


def asking_pagefind(first: str) -> Callable[[Page, str], None]:
    """Return a first visit to Pagefind's page, until it has the first answer."""

    def visit(page: Page, root: str) -> None:
        page.goto(f"{root}ask.html?q={quote(first)}", wait_until="commit")
        page.wait_for_function("document.title === 'ready'")

    return visit


def material(browser: Browser, exhibition: Exhibition, folder: Path, asked: Sequence[Question], first: str) -> Subject:
    """Build and ask Material's search; its index costs what the build takes longer with it."""
    without, cost = material_site(exhibition, folder)

    def visit(page: Page, root: str) -> None:
        ask_material(page, root, [first])

    texts, cpu_s = [question.text for question in asked], max(0.0, cost.cpu_s - without.cpu_s)
    return measured(browser, folder / "site", texts, ask_material, visit, "Material", cpu_s, 1)


PEERS = {"pagefind": pagefind, "jieba": material}
"""Peers by the package that each needs beside what we have ourselves: jieba segments words for Material's search."""


def missed(subject: Subject, asked: Sequence[Question], kind: str) -> float:
    """Return the per cent of questions of a kind whose answer does not stand first. `asked` are those it was asked."""
    pairs = [pair for pair in zip(asked, subject.answers, strict=True) if pair[0].kind == kind]
    return 100 * sum(answer.first not in question.answers for question, answer in pairs) / len(pairs)


def shared_questions(asked: Sequence[Question]) -> list[Question]:
    """Return the questions that peers are asked too."""
    return [question for question in asked if question.kind in KINDS]


def compared(ours: Subject, peer: Subject, asked: Sequence[Question]) -> Iterator[Figure]:
    """Yield our figures beside a peer's."""
    for kind in KINDS:
        own_misses, peer_misses = missed(ours, asked, kind), missed(peer, shared_questions(asked), kind)
        yield Figure(f"not at rank 1, by {kind}", own_misses, "%", peer_misses, MISSES_PERCENT, peer.name)
    yield Figure(
        "first question, without pictures", ours.first.kilobytes, "kB gz", peer.first.kilobytes, 100, peer.name
    )
    yield Figure("first question, 1.6 Mbit/s, 4x slower", ours.first.seconds, "s", peer.first.seconds, None, peer.name)
    yield Figure("index, processor", ours.cpu_s, "s", peer.cpu_s, 2.6, peer.name)
    yield Figure("index, files", ours.files, "", peer.files, None, peer.name)


def own(ours: Subject, asked: Sequence[Question], assets: SearchAssets) -> Iterator[Figure]:
    """Yield what only ours is held to: all that holds a phrase is found, and the catalogue stays small."""
    pairs = [pair for pair in zip(asked, ours.answers, strict=True) if pair[0].kind == "phrase"]
    true = sum(len(question.answers) for question, _ in pairs)
    found = sum(len(question.answers & answer.ids) for question, answer in pairs)
    said = sum(answer.count for _, answer in pairs)
    yield Figure("not at rank 1, by pinyin", missed(ours, asked, "pinyin"), "%", None, MISSES_PERCENT, "no peer can")
    yield Figure("phrases: entries not found", 100 * (1 - found / true), "%", None, 0, f"{true} true")
    yield Figure("phrases: found beside the truth", 100 * (said - found) / true, "%", None, None, "of the true")
    sizes = {artifact.uri: len(gzip.compress(artifact.make(), 6)) / 1000 for artifact in assets.artifacts}
    yield Figure("catalogue", sizes[assets.catalogue], "kB gz", None, 50)
    yield Figure("largest file beside it", max(size for uri, size in sizes.items() if uri != assets.catalogue), "kB gz")


def count_changed_files(exhibition: Exhibition, words: Synonyms, site: Path) -> Iterator[Figure]:
    """Yield how many files of the search change with one line more of one unit; each line is added to the same exhibition.

    A line is a clause of what another unit tells: text as volunteers write it, of which every pair of characters has its
    postings. Faces of entries are not among the files: no line of a text changes them.
    """
    chance = Random(SEED)
    units = exhibition.published(Unit)
    told = {clause for unit in units for line in list_story_lines(unit) for clause in CLAUSE_END.split(line)}
    clauses = sorted(clause for clause in told if len(clause) in SIGNS)
    before = build_search(exhibition, {}, words)
    known = publish(before.artifacts, site)
    last = LastSearch(before.kept, known, site)
    bases = {artifact.uri: artifact.basis for artifact in before.artifacts if artifact.basis}
    counts = []
    for number in range(LINES):
        unit = chance.choice(units)
        longer = replace(unit, body=f"{unit.body.rstrip()}\n\n{chance.choice(clauses)}。\n")
        entries = tuple(longer if entry is unit else entry for entry in exhibition.entries)
        versions = {**exhibition.versions, unit.folder: f"line {number}"}
        after = build_index(replace(exhibition, entries=entries, versions=versions), words, last=last)
        changed = [
            artifact
            for artifact in after.artifacts
            if not (artifact.basis and artifact.basis == bases.get(artifact.uri))
            and (artifact.known or digest(artifact.make())) != known.get(artifact.uri)
        ]
        counts.append(len(changed))
    over = 100 * sum(count > LINE_FILES for count in counts) / len(counts)
    note = f"{LINES} lines of {SIGNS.start}–{SIGNS[-1]} characters"
    yield Figure("files that change with a line, median", median(counts), "files", None, LINE_FILES, note)
    yield Figure(f"lines that change more than {LINE_FILES} files", over, "%", None, 0)
    yield Figure(
        "files that change with a line, 90th percentile", quantiles(counts, n=10, method="inclusive")[-1], "files"
    )
    yield Figure("files that change with a line, most", max(counts), "files")


def publish(artifacts: Sequence[Artifact], site: Path) -> dict[str, str]:
    """Write files below a folder; return their digests by their uris."""
    found = {}
    for artifact in artifacts:
        path = site / artifact.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data := artifact.make())
        found[artifact.uri] = digest(data)
    return found
