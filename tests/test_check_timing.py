"""The whole `check` on worst-case texts: the cost grows no faster than the text.

One character or a few are repeated at one place of a small exhibition. A text that costs about as much as plain
words is accepted; for the others the cost of a text is compared with that of one four times as long. No time is
absolute.
"""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.cases import diagnosed, tiny

SHORT, LONG = 4_000, 16_000
PLAIN = "字"
MOST_PLAIN = 10.0
"""Accepted ratio to the cost of plain words."""
MOST = 8.0
"""Highest ratio of costs for a text that is four times as long: 4 is linear, 16 is quadratic."""
LEAST_S = 0.01
"""Less is not measured: the clock of the processor time is that coarse on some machines."""
GUARD_S = 10.0
"""Processor time after which a check is aborted."""

TOKENS = (
    *(
        "[a](",
        "![",
        "[",
        "*",
        "**a",
        "_",
        "`",
        "<",
        "<a ",
        "<!--",
        "|",
        "- ",
        "：",
        ": ",
        '"',
        "'",
        "#",
        " # ",
        "7",
        "138",
        "一",
    ),
    *("\t", " ", "　", "（", "()", "&#", "\n- ", ">", "\n> ", "{", "]", "a@", "\n\n", "号", "微信", "字 ", "\\"),
)
COUNTED = ("1、", "7 ", "%31", "\n1. ")
"""Rows of numbers, which the privacy check examines one by one wherever they stand: tried in some places only."""
COUNTED_IN = ("body", "field", "keys", "lines of a vocabulary")

UNIT = "content/units/example/20001/index.md"
SIDE = "content/units/example/20001/议事.md"


@dataclass(frozen=True)
class Place:
    """Where a text is put: the file, and its content with the text, given its content before."""

    path: str
    filled: Callable[[str, str], str]


def replaced(path: str, old: str, new: Callable[[str], str]) -> Place:
    """Return a place that replaces a text of a file."""

    def filled(content: str, text: str) -> str:
        assert old in content
        return content.replace(old, new(text), 1)

    return Place(path, filled)


def added(path: str, new: Callable[[str], str]) -> Place:
    """Return a place that appends to a file; a missing file is made."""
    return Place(path, lambda content, text: content + new(text))


def written(path: str, new: Callable[[str], str]) -> Place:
    """Return a place that writes the whole file."""
    return Place(path, lambda content, text: new(text))


def rows(text: str) -> list[str]:
    """Return a text in lines of 40 characters."""
    text = text.replace("\n", " ")
    return [text[at : at + 40] for at in range(0, len(text), 40)]


NAME = "名称: 示例一号楼"
PLACES = {
    "body": added(UNIT, lambda text: f"\n{text}\n"),
    "lines of a body": added(UNIT, lambda text: "\n" + "\n".join(rows(text)) + "\n"),
    "field": replaced(UNIT, NAME, lambda text: f"名称: {text}"),
    "quoted field": replaced(UNIT, NAME, lambda text: f'名称: "{text}"'),
    "key": replaced(UNIT, NAME, lambda text: f"{NAME}\n{text}: 字"),
    "keys": replaced(UNIT, NAME, lambda text: "\n".join([NAME, *(f"{row}: 字" for row in rows(text))])),
    "item": replaced(UNIT, "  - 党建引领", lambda text: f"  - {text}"),
    "items": replaced(UNIT, "  - 党建引领", lambda text: "\n".join(f"  - {row}" for row in rows(text))),
    "list in brackets": replaced(UNIT, "[加装电梯, 楼道清理]", lambda text: f"[{text}]"),
    "stray lines": replaced(UNIT, NAME, lambda text: "\n".join([NAME, *rows(text)])),
    "front matter without an end": written(UNIT, lambda text: f"---\n{text}\n"),
    "side file": written(SIDE, lambda text: f"---\n议事:\n  - 议题: {text}\n---\n"),
    "lines of a side file": written(SIDE, lambda text: "\n".join(["---", "议事:", *rows(text), "---", ""])),
    "cluster": added("content/clusters/20010/index.md", lambda text: f"\n{text}\n"),
    "vocabulary": added("content/vocabularies/themes.yml", lambda text: f"\n- 名称: {text}\n"),
    "lines of a vocabulary": added(
        "content/vocabularies/streets.yml", lambda text: "\n" + "\n".join(rows(text)) + "\n"
    ),
    "settings": added("mkdocs.yml", lambda text: f"\n    contact: {text}\n"),
    "lines of settings": added("mkdocs.yml", lambda text: "\n" + "\n".join(rows(text)) + "\n"),
    "address file": added("content/permalinks/20001.yml", lambda text: f"\n名称: {text}\n"),
    "lines of an address file": added("content/permalinks/20001.yml", lambda text: "\n" + "\n".join(rows(text)) + "\n"),
    "guide": added("content/guide/page.md", lambda text: f"# 字\n\n{text}\n"),
    "lines of the guide": added("content/guide/page.md", lambda text: "# 字\n\n" + "\n".join(rows(text)) + "\n"),
}


@contextmanager
def guarded() -> Iterator[None]:
    """Abort what takes too much processor time."""

    def give_up(*_: object) -> None:
        raise TimeoutError("a check takes too long")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, GUARD_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def cost(root: Path, place: str, text: str, runs: int = 1) -> float:
    """Return the processor time of a check with a text at a place, the least of some."""
    file = root / PLACES[place].path
    before = file.read_text("utf-8") if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PLACES[place].filled(before or "", text), "utf-8", newline="")
    try:
        return min(once(root) for _ in range(runs))
    finally:
        file.unlink() if before is None else file.write_text(before, "utf-8", newline="")


def once(root: Path) -> float:
    gc.disable()
    began = time.process_time()
    try:
        with guarded():
            diagnosed(root)
        return time.process_time() - began
    finally:
        gc.enable()


def repeated(token: str, length: int) -> str:
    return token * (length // len(token))


@pytest.mark.parametrize("place", PLACES)
def test_check_costs_as_much_as_a_text_is_long(place: str, tmp_path: Path) -> None:
    root = tiny(tmp_path)
    once(root)
    plain = max(cost(root, place, repeated(PLAIN, LONG), 2), LEAST_S)
    found = []
    for token in (PLAIN, *TOKENS, *(COUNTED if place in COUNTED_IN else ())):
        try:
            high = cost(root, place, repeated(token, LONG))
            if high <= MOST_PLAIN * plain and token != PLAIN:
                continue
            low = max(cost(root, place, repeated(token, SHORT)), LEAST_S)
            if high > MOST * low:
                # A busy machine delays anything once: the best of some runs counts.
                low, high = (cost(root, place, repeated(token, length), 3) for length in (SHORT, LONG))
            if high > MOST * max(low, LEAST_S):
                found.append((token, round(low, 4), round(high, 4)))
        except TimeoutError:
            found.append((token, 0.0, GUARD_S))
    assert not found, plain
