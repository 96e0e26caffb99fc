"""Benchmark of the live preview in a real browser: the first page, an edit until it is on the screen, ten edits in ten
seconds, rest; beside `mkdocs serve` with Material.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as LateError

from browser_search import browsing
from fixtures import SCRIPTS, Ground
from process_metrics import family, memory_kb, spent_s
from result_table import Figure

TITLE = "Live preview in a browser (peer: mkdocs serve with Material, same Markdown out of the nav, no search)"
FIRST_S, SCREEN_S, REST, MEMORY_MB = 6.0, 1.0, 0.01, 700.0
"""Limits at `LIMIT_UNITS` units: seconds to the first page, seconds from an edit to the screen, share of one processor."""
LIMIT_UNITS = 5500
LONGEST_S = 180.0
PEER_S = 90.0
"""Seconds after which the peer is taken to never show an edit: several times its whole build."""
REST_S = 10.0
WAIT_S = 6.0
"""Seconds after the last edit in which a preview may still be at work."""
EDITS = 5
TABS = 3


@dataclass(frozen=True, slots=True)
class Served:
    """A preview that runs: its process, and the address of the page that is looked at."""

    process: subprocess.Popen[bytes]
    url: str
    first_s: float
    """Seconds from the start of the command to the first answer that is that page."""

    def sum_spent_s(self) -> float:
        """Return the processor seconds of all its processes."""
        return sum(map(spent_s, family(self.process.pid)))

    def sum_memory_mb(self) -> float:
        """Return the memory of all its processes."""
        return sum(map(memory_kb, family(self.process.pid))) / 1024


def figures(ground: Ground) -> Iterator[Figure]:
    """Start both previews one after the other, edit a unit in each and watch its page."""
    limited = ground.units <= LIMIT_UNITS
    unit = next(ground.entries())
    copied = ground.plain_root / "docs" / unit.parent.name / "index.md"
    peer = ("mkdocs", "serve", "--quiet", "--config-file", ground.plain_root / "mkdocs.yml", "--dev-addr")
    with serving(peer, unit.parent.name) as plain, browsing() as browser:
        page = browser.new_page()
        page.goto(plain.url)
        plain_first, plain_screen, late = plain.first_s, *time_peer_edit(page, copied)
        plain_rest, plain_mb = measure_rest(plain), plain.sum_memory_mb()
    warm = [time_start(ground, unit.parent.name) for _ in range(ground.runs + 1)]
    with serving(list_words(ground), unit.parent.name) as ours, browsing() as browser:
        page = browser.new_page()
        page.goto(ours.url)
        screen = [time_edit(page, unit, f"改了{number}次。") for number in range(EDITS)]
        ten = time_ten_edits(page, unit)
        for _ in range(TABS - 1):
            browser.new_page().goto(ours.url)
        rest, memory = measure_rest(ours), ours.sum_memory_mb()
        failed = page.locator("#exhibition-preview[role=alert]").count()
    limit = FIRST_S if limited else None
    yield Figure("first page, nothing kept", warm[0], "s", plain_first, limit)
    yield Figure("first page, entries kept", median(warm[1:]), "s", plain_first, limit)
    yield Figure("edit to screen, median", median(screen), "s", plain_screen, SCREEN_S if limited else None, late)
    yield Figure("edit to screen, slowest", max(screen), "s", plain_screen, note=late)
    yield Figure("last of ten edits in ten seconds to screen", ten, "s", None, SCREEN_S if limited else None)
    yield Figure("errors after ten edits", failed, "", None, 0)
    yield Figure(f"share of a processor at rest, {TABS} pages open", rest, "", plain_rest, REST)
    yield Figure("memory", memory, "MB", plain_mb, MEMORY_MB if limited else None)


def list_words(ground: Ground) -> Sequence[str | Path]:
    """Return the words of our command, without the address."""
    return ("exhibition", "serve", "--root", ground.root, "--cache", ground.work / "preview-cache", "--address")


def time_start(ground: Ground, id: str) -> float:
    """Start our preview; return the seconds to its first page."""
    with serving(list_words(ground), id) as ours:
        # What was read is kept when the author rests.
        time.sleep(WAIT_S)
        return ours.first_s


@contextmanager
def serving(words: Sequence[str | Path], id: str) -> Iterator[Served]:
    """Run a preview, to which an address is given as its last word, until it has shown the page of an entry."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SCRIPTS), os.environ.get("PYTHONPATH", "")])}
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, words), address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        url = f"http://{address}/{id}/"
        while not is_shown(url):
            if process.poll() is not None or time.monotonic() - start > LONGEST_S:
                raise RuntimeError(f"no page from {words[0]}")
            time.sleep(0.01)
        yield Served(process, url, time.monotonic() - start)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait()


def is_shown(url: str) -> bool:
    """Is there a page at an address?"""
    try:
        with urllib.request.urlopen(url, timeout=LONGEST_S) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def time_edit(page: Page, path: Path, sentence: str, longest_s: float = LONGEST_S) -> float:
    """Add a sentence to a file; return the seconds until the browser shows it.

    Raises playwright's TimeoutError after `longest_s`.
    """
    text = path.read_text("utf-8")
    start = time.monotonic()
    path.write_text(f"{text}\n{sentence}\n", "utf-8")
    page.get_by_text(sentence).wait_for(timeout=longest_s * 1000)
    seconds = time.monotonic() - start
    # Stamps of files that have just changed prove nothing: the next edit is one of an author, not of a program.
    time.sleep(1)
    return seconds


def time_peer_edit(page: Page, path: Path) -> tuple[float | None, str]:
    """Return the seconds from an edit to the screen in the peer, and a note where it never shows the edit.

    That happens with thousands of pages: its watcher hears of each file that its own build opens, and the queue of such
    events in the kernel overflows.
    """
    try:
        return time_edit(page, path, "第一次改。", PEER_S), ""
    except LateError:
        return None, f"the peer did not show it within {PEER_S:.0f} s"


def time_ten_edits(page: Page, path: Path) -> float:
    """Change a file ten times in ten seconds; return the seconds until the browser shows the last."""
    text = path.read_text("utf-8")
    for number in range(10):
        time.sleep(1)
        start = time.monotonic()
        path.write_text(f"{text}\n第 {number} 稿。\n", "utf-8")
    page.get_by_text("第 9 稿。").wait_for(timeout=LONGEST_S * 1000)
    return time.monotonic() - start


def measure_rest(served: Served) -> float:
    """Return the share of one processor that a preview takes while nobody edits."""
    time.sleep(WAIT_S)
    before, start = served.sum_spent_s(), time.monotonic()
    time.sleep(REST_S)
    return (served.sum_spent_s() - before) / (time.monotonic() - start)
