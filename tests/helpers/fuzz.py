"""Fuzz test: from a seed to what goes wrong when a file with mutations is read, checked, reported and fixed.

Run by parallel processes; each makes its exhibition once.
"""

from __future__ import annotations

import re
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random

from exhibition.autofix.fixer import decode_certain, extract_prose, fix_until_stable, replace_entries
from exhibition.checks import registry, run_checks
from exhibition.content.loader import ParsedEntry, ParsedSideFile, load_exhibition, read_entry, read_side_file
from exhibition.content.scaffold import iter_examples
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Diagnostic
from exhibition.model import Exhibition
from exhibition.model.vocabulary import Lexicon
from exhibition.report import REPORTERS, SourceLines
from exhibition.storage.cache import Cache
from exhibition.types import CLUSTER, UNIT
from helpers.cases import TINY, TODAY, tiny
from helpers.loss_oracle import find_losses, find_losses_beside, find_lost_permalinks, find_lost_terms
from helpers.mutations import mutate
from synthetic import REPOSITORY, write

read_cluster = partial(read_entry, row=CLUSTER)
read_unit = partial(read_entry, row=UNIT)

UNITS = 40
"""Synthetic units among the originals."""

MENDS_A_ROUND, CHECKS_A_ROUND = 20, 20
"""One file of so many is also fixed, or checked and reported in every format: those take longer than reading."""

REWRITTEN = {
    "W101",
    "W222",
    "W225",
    "W226",
    "W227",
    "W235",
    "W239",
    "E109",
    "E231",
    "E236",
    "E237",
    "E238",
    "W416",
    "W465",
}
"""Diagnostics whose corrected line writes a value otherwise: 三 becomes 3."""


@dataclass(frozen=True)
class FuzzSite:
    """An exhibition whose files are mutated."""

    root: Path
    exhibition: Exhibition
    lexicon: Lexicon
    texts: dict[str, str]
    cache: Cache
    """Only for what is not mutated: pages of the guide and pictures are read once, not with every file."""


@cache
def list_sites() -> tuple[FuzzSite, ...]:
    """Return the tiny exhibition, the shipped one and a synthetic one."""
    # Nearly all files are the same at each check: private data in a text are searched once.
    registry.find_private = cache(registry.find_private)  # type: ignore[assignment]
    made = Path(tempfile.mkdtemp(prefix="ordeal-"))
    write(made, UNITS, seed=7)
    return tuple(choose_site(root) for root in (TINY, REPOSITORY, made))


def choose_site(root: Path) -> FuzzSite:
    exhibition = load_exhibition(root).exhibition
    paths = [*root.glob("content/units/*/*/index.md"), *root.glob("content/clusters/*/index.md")]
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(paths)}
    cache = Cache(Path(tempfile.mkdtemp(prefix="ordeal-cache-")))
    return FuzzSite(root, exhibition, build_lexicon(exhibition.vocabularies), texts, cache)


def run_trials(seeds: Iterable[int], trial: Callable[[int], list[str]]) -> tuple[Counter[str], list[str]]:
    """Return how often files were accepted without diagnostics, with advice only, or stopped; and all that went wrong."""
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in seeds:
        try:
            outcome, *failures = trial(seed)
        except Exception:
            outcome, failures = "raised", [traceback.format_exc(limit=-4)]
        outcomes[outcome] += 1
        wrong += [f"seed {seed}: {failure}" for failure in failures]
    return outcomes, wrong


def try_entry(seed: int) -> list[str]:
    """Mutate one content file; return how it was accepted, then what went wrong."""
    chance = Random(seed)
    here = chance.choice(list_sites())
    path = chance.choice(list(here.texts))
    data = mutate(here.texts[path], chance)
    folder = path.rpartition("/")[0]
    read = (read_cluster if "/clusters/" in path else read_unit)(data, folder, here.lexicon)
    wrong = [f"lost {one}" for one in find_losses(data, read.entry, read.diagnostics)]
    if seed % MENDS_A_ROUND == 0:
        wrong += find_fix_faults(data, folder, read, here.lexicon)
    if seed % CHECKS_A_ROUND == 0:
        wrong += find_report_faults(data, path, read, here)
    return [classify_outcome(read.diagnostics), *wrong]


def classify_outcome(diagnostics: Iterable[Diagnostic]) -> str:
    found = list(diagnostics)
    return "stopped" if any(one.blocks for one in found) else "advised" if found else "silent"


@cache
def list_side_texts() -> dict[str, str]:
    """Return a side file of each list of units, by name: the shipped ones, and examples from the declarations."""
    shipped = {path.name: path.read_text("utf-8") for path in REPOSITORY.glob("content/units/*/*/[!i]*.md")}
    made = {}
    for name, field in UNIT.side_files.items():
        example = [line.removeprefix("# ") for line in list(iter_examples(field))[1:]]
        made[name] = "\n".join(["---", f"{field.key}:", *example, *example, "---", ""])
    return {**made, **{name: text for name, text in shipped.items() if name in made}}


def try_side_file(seed: int) -> list[str]:
    """Mutate one side file beside a content file; return how it was accepted, then what went wrong."""
    chance = Random(seed)
    here = chance.choice(list_sites())
    path = chance.choice([path for path in here.texts if "/units/" in path])
    folder = path.rpartition("/")[0]
    name = chance.choice(list(list_side_texts()))
    data = mutate(list_side_texts()[name], chance)
    alone = read_side_file(data, f"{folder}/{name}", UNIT, here.lexicon)
    records = [one for held in alone.held for one in held]
    wrong = [f"{name} lost {one}" for one in find_losses_beside(data, records, alone.diagnostics)]
    if seed % MENDS_A_ROUND == 0:
        wrong += find_fix_faults(data, folder, alone, here.lexicon, name)
    if seed % CHECKS_A_ROUND == 0:
        read = read_unit(here.texts[path].encode(), folder, here.lexicon, side={name: data})
        wrong += find_report_faults(data, f"{folder}/{name}", read, here)
        if any(one.span.path not in (path, f"{folder}/{name}") for one in read.diagnostics):
            wrong.append("a place in another file")
    return [classify_outcome(alone.diagnostics), *wrong]


def find_report_faults(data: bytes, path: str, read: ParsedEntry, here: FuzzSite) -> list[str]:
    """Return what is wrong with the diagnostics and all reports."""
    exhibition = replace_entries(here.exhibition, [read.entry])
    found = [*read.diagnostics, *run_checks(exhibition, here.root, TODAY, here.cache)]
    text = data.decode("utf-8", "replace")
    sources = SourceLines(here.root, {path: text.split("\n")}, mended=lambda: {path: text})
    wrong = [f"{name} says nothing" for name, report in REPORTERS.items() if found and not report(found, sources)]
    wrong += [f"no sentence: {one}" for one in found if not one.message or one.span.line < 1 or one.span.column < 1]
    wrong += [f"{one.code} does not weigh what it says" for one in found if one.blocks != one.code.startswith("E")]
    return wrong


def find_fix_faults(
    data: bytes, folder: str, read: ParsedEntry | ParsedSideFile, lexicon: Lexicon, name: str = "index.md"
) -> list[str]:
    """Return what is wrong with the fixed file."""
    sure = decode_certain(data)
    if sure is None:
        return []
    written = sure[0]
    text, after = fix_until_stable(written, folder, lexicon, name)
    again, _ = fix_until_stable(text, folder, lexicon, name)
    wrong = [] if again == text else [f"mended twice is mended otherwise: {text!r} {again!r}"]
    if extract_prose(written) != extract_prose(text):
        wrong.append("prose was altered")
    rewritten = {one.span.line for one in read.diagnostics if one.code in REWRITTEN}
    lines = [line for number, line in enumerate(written.split("\n"), 1) if number not in rewritten]
    gone = letters("\n".join(lines)) - letters(text)
    if gone:
        wrong.append(f"mending lost {gone}")
    if classify_outcome(after.diagnostics) == "stopped" and classify_outcome(read.diagnostics) != "stopped":
        wrong.append("mending brought an error")
    return wrong


def letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w", text))


@cache
def make_site() -> Path:
    """Return a tiny exhibition on disk whose other files are mutated."""
    return tiny(Path(tempfile.mkdtemp(prefix="bench-")))


OTHERS = {
    "content/permalinks/20021.yml": find_lost_permalinks,
    "content/vocabularies/streets.yml": find_lost_terms,
    "content/vocabularies/themes.yml": find_lost_terms,
    "content/vocabularies/scenes.yml": find_lost_terms,
    "mkdocs.yml": lambda data, exhibition: [],
}


def try_other_file(seed: int) -> list[str]:
    """Mutate a file of the maintainer's; return how it was accepted, then what went wrong."""
    chance = Random(seed)
    path = chance.choice(list(OTHERS))
    file = make_site() / path
    original = file.read_bytes()
    data = mutate(original.decode(), chance)
    try:
        file.write_bytes(data)
        reading = load_exhibition(make_site())
        run_checks(reading.exhibition, make_site(), TODAY)
    finally:
        file.write_bytes(original)
    found = [one for one in reading.diagnostics if one.span.path == path]
    wrong = [] if found else [f"{path} lost {one}" for one in OTHERS[path](data, reading.exhibition)]
    return [classify_outcome(found), *wrong]
