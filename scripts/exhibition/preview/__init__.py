"""Live preview: content changes, the site is built anew, the browser reloads or shows why it could not be built.

One process builds, because only a process without threads may fork. A second one serves the last good pages, watches
the files and notifies the first of changes. A change during a build causes one more build after it.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic, Refusal
from ..progress import Progress
from ..report import REPORTERS, SourceLines
from ..report.sources import mask_text
from ..site.build import BuildResult, build_locked
from ..site.incremental import BuildFolders
from ..storage.locking import lock_folder
from ..storage.publishing import read_mark
from .server import ListenAddress, PreviewState, serve, to_shown_findings

__all__ = ["run_preview"]

SETTLE_S = 0.3
"""Seconds without changes before a build: editors write a file in several steps."""
AGAIN_S = 1.0
"""Seconds after which a build is retried that read a file while its author saved it."""
TRIALS = 5
"""Builds in a row that may fail in this way before it is reported."""


@dataclass
class PreviewSession:
    """State of a preview. `explain` turns an exception of a build into a sentence."""

    places: BuildFolders
    say: Callable[[str], None]
    explain: Callable[[Exception], str]
    trials: int = 0
    """Builds in a row that read a file while it was being written."""

    def refresh(self) -> PreviewState | None:
        """Build; return the state for browsers, or None where the build must be retried soon."""
        start = time.monotonic()
        try:
            outcome = build_locked(self.places, Progress(self.say), promised=False)
        except FileNotFoundError as problem:
            self.trials += 1
            if self.trials < TRIALS:
                return None
            return self.report_failed(self.explain(problem))
        except Exception as problem:
            return self.report_failed(self.explain(problem))
        finally:
            # A build freezes what it has read (gc.freeze) for its own forks; here it would be kept for ever.
            gc.unfreeze()
            gc.collect()
        self.trials = 0
        return self.report_finished(outcome, time.monotonic() - start)

    def report_finished(self, outcome: BuildResult, seconds: float) -> PreviewState:
        """Report how a build has ended and return the state for browsers."""
        if outcome.diagnostics:
            self.say(REPORTERS["text"](outcome.diagnostics, SourceLines(self.places.root)))
        for warning in outcome.warnings:
            self.say(f"排版程序提醒：{warning}")
        if outcome.published:
            self.say(f"预览更新了，用了 {seconds:.1f} 秒。")
        else:
            self.say("预览还是改之前的样子：请先改好上面的错误。")
        return self.make_state(outcome.diagnostics)

    def report_failed(self, sentence: str) -> PreviewState:
        """Report why there was no build and return the state for browsers."""
        self.say(sentence)
        return self.make_state((), sentence)

    def make_state(self, diagnostics: Sequence[Diagnostic], sentence: str = "") -> PreviewState:
        """Return the state for browsers."""
        return PreviewState(
            read_mark(self.places.site) or "",
            mask_text(sentence),
            to_shown_findings(diagnostics, SourceLines(self.places.root)),
        )


def run_preview(
    root: Path,
    cache: Path,
    address: str,
    say: Callable[[str], None],
    explain: Callable[[Exception], str],
    *,
    open_browser: bool,
) -> None:
    """Serve `root` at `address` (host:port) until interrupted; with a 错误 the last good pages stay, below the finding.

    Raises Refusal where the address cannot be used, or another preview runs in the same cache.
    """
    wanted = ListenAddress.parse(address)
    places = BuildFolders(root, cache / "preview" / "site", cache, purpose="preview")
    with lock_folder(places.trees, "serve", say, wait_s=0):
        pipe = start_server(places, wanted, say)
        work = PreviewSession(places, say, explain)
        say("正在准备预览……")
        publish_state(pipe, work)
        say(f"预览地址：{wanted.url}  按 Ctrl+C 停下。改了文件会自动刷新。")
        if open_browser:
            webbrowser.open(wanted.url)
        while True:
            # Changes during the last build are waiting here.
            wait_for_change(pipe, say)
            publish_state(pipe, work)


def start_server(places: BuildFolders, address: ListenAddress, say: Callable[[str], None]) -> Connection:
    """Start the process that serves and watches; return the pipe to it. Raises Refusal where it cannot listen."""
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    ours, theirs = multiprocessing.Pipe()
    context.Process(target=serve, args=(theirs, places.site, places.root, address), daemon=True).start()
    theirs.close()
    try:
        problem, advice = ours.recv()
    except EOFError:
        raise Refusal("预览没有开起来。请再运行一次。") from None
    if problem:
        raise Refusal(problem)
    if advice:
        say(advice)
    return ours


def wait_for_change(pipe: Connection, say: Callable[[str], None]) -> None:
    """Wait until files have changed and then stayed unchanged for a moment."""
    try:
        pipe.recv()
        while pipe.poll(SETTLE_S):
            pipe.recv()
    except EOFError:
        raise Refusal("预览中断了。请再运行一次 serve。") from None


def publish_state(pipe: Connection, work: PreviewSession) -> None:
    """Build until there is a new state for browsers, and send it."""
    while (state := work.refresh()) is None or (state.findings_block and pipe.poll()):
        # A file was being written, or has changed again: the findings may be outdated.
        if state is None:
            time.sleep(AGAIN_S)
        while pipe.poll(SETTLE_S):
            pipe.recv()
    pipe.send(state)
