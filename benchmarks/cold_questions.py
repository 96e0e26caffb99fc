"""What the first question of a new visitor loads, kind by kind of question, at several numbers of units.

The search page is that of a built site; the data of the search are made anew of so many synthetic units: no page of theirs is
needed. A phone is meant, 390 px wide, that has never been here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Response

from browser_search import served, visitor, weight
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.search import build_search, read_synonyms
from exhibition.types import Unit
from result_table import Figure
from search_queries import questions
from synthetic import REPOSITORY, write

SEED = 20_180_311
LIMIT_KB = 100
"""The goal for everything that a phone loads, gzipped, at 20,000 units."""


@dataclass(frozen=True, slots=True)
class ColdQuestion:
    """What a first question loads."""

    kilobytes: float
    files: int


def list_cold_questions(exhibition: Exhibition) -> Mapping[str, str]:
    """Return a question of each kind."""
    asked = {question.kind: question.text for question in questions(exhibition, 1, SEED)}
    unit = next(unit for unit in exhibition.published(Unit) if unit.compound)
    return {
        "a name": asked["name"],
        "a theme": "加装电梯",
        "a common word": "邻居",
        "a place": unit.compound,
        "a street": unit.street,
        "a sentence": "楼道里堆东西怎么办",
        "another sentence": "谁家在天台上种了花",
        "pinyin": asked["pinyin"],
        "nothing, to browse": "",
    }


def lay_search(site: Path, exhibition: Exhibition, folder: Path) -> None:
    """Write the data of the search of an exhibition and the search page of a site into a folder."""
    for artifact in build_search(exhibition, {}, read_synonyms(REPOSITORY)).artifacts:
        path = folder / artifact.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.make())
    (folder / "search").mkdir()
    shutil.copy(site / "search" / "index.html", folder / "search" / "index.html")


def ask_cold(browser: Browser, root: str, text: str) -> ColdQuestion:
    """Return what a question loads until nothing more comes."""
    sizes: list[int] = []

    def note(response: Response) -> None:
        if response.ok:
            sizes.append(weight(response))

    with visitor(browser) as (_, page):
        page.on("response", note)
        page.goto(f"{root}search/?q={quote(text)}" if text else f"{root}search/", wait_until="commit")
        page.wait_for_selector("#found:not([aria-busy]) .ex-hit, #answers a")
        page.wait_for_load_state("networkidle")
    return ColdQuestion(sum(sizes) / 1000, len(sizes))


def measure_cold(browser: Browser, site: Path, units: int) -> Iterator[Figure]:
    """Yield the kilobytes of each kind of question at so many units."""
    with tempfile.TemporaryDirectory() as work:
        ground, laid = Path(work, "content"), Path(work, "laid")
        write(ground, units, SEED)
        exhibition = load_exhibition(ground).exhibition
        lay_search(site, exhibition, laid)
        with served(laid) as root:
            for kind, text in list_cold_questions(exhibition).items():
                cold = ask_cold(browser, root, text)
                yield Figure(
                    f"cold, {units} units: {kind}", cold.kilobytes, "kB gz", None, LIMIT_KB, f"{cold.files} files"
                )
