"""Live preview: one process holds the exhibition, and makes what the browser asks for when it asks.

    a file changes ──▶ Changes ──settled──▶ PreviewSession.refresh ──▶ PreviewHub.publish ──▶ open browsers ask again
                                             read, check: a new SiteInMemory, or findings over the last good one

Nothing of the site is written to the disk. The main thread reads and checks; threads of the server make pages; another one
renders photographs and makes the search anew, when nothing else is to be done.
"""

from __future__ import annotations

import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..collector import tidy_memory
from ..diagnostics import Diagnostic
from ..progress import Advance, Progress
from ..storage.locking import lock_folder
from .server import ListenAddress, PreviewHub, PreviewServer, ShownFinding, to_shown_findings, watch

if TYPE_CHECKING:
    from ..content.kept_entries import KeptEntries
    from ..model import Exhibition
    from .site_in_memory import SharedState, SiteInMemory

__all__ = ["run_preview"]

SETTLE_S = 0.06
"""Seconds without changes before files are read: a program that writes a file in several steps takes some milliseconds."""
HALF_S = 0.3
"""The same where a file is gone or empty: some editors remove or empty it first, and write it then."""
LONGEST_SETTLE_S = 3.0
"""Seconds after which files are read although changes go on."""
AGAIN_S = 0.3
"""Seconds after which files are read again where one was missing that had just been there."""
TRIALS = 8
"""Times in a row that this may happen before it is reported."""
REST_S = 1.2
"""Seconds without changes before what was read is kept for the next command, and memory is tidied now and then."""
MOST_UNTIDY = 40
"""Sites after which it is tidied. Each leaves half a megabyte; tidying takes half a second at 5,500 units."""
WAKE_S = 1.0
"""Seconds after which a wait ends that nothing interrupts."""
INSIDE = ""
"""Stands among the changed paths for what this process has made itself: photographs, the search."""


class Changes:
    """The paths that have changed since somebody asked."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.come = threading.Condition()
        self.last = 0.0

    def add(self, path: str) -> None:
        """Enter a path; called by other threads."""
        with self.come:
            self.paths.add(path)
            self.last = time.monotonic()
            self.come.notify_all()

    @property
    def waiting(self) -> bool:
        """Has anything changed?"""
        return bool(self.paths)

    def wait(self, seconds: float | None) -> bool:
        """Wait for a change; return whether there is one."""
        with self.come:
            if sys.platform == "win32":
                # There Ctrl+C does not end a wait.
                seconds = min(seconds or WAKE_S, WAKE_S)
            return bool(self.come.wait_for(lambda: self.paths, seconds))

    def collect(self) -> set[str]:
        """Return what has changed, when it has settled."""
        end = time.monotonic() + LONGEST_SETTLE_S
        while (left := self.last + self.measure_settling() - time.monotonic()) > 0 and time.monotonic() < end:
            time.sleep(left)
        with self.come:
            taken, self.paths = self.paths, set()
            return taken

    def measure_settling(self) -> float:
        """Return how long the files that have changed must be left alone before they are read."""
        with self.come:
            paths = [path for path in self.paths if path != INSIDE]
        if not paths:
            return 0.0
        return HALF_S if any(map(may_be_half_written, paths)) else SETTLE_S


def may_be_half_written(path: str) -> bool:
    """Return whether a file is gone or empty."""
    try:
        return Path(path).stat().st_size == 0
    except OSError:
        return True


class ShownProgress(Progress):
    """Progress of reading for the terminal, and for browsers that wait for their first page."""

    def __init__(self, hub: PreviewHub) -> None:
        super().__init__(hub.say)
        self.hub = hub

    @contextmanager
    def time_phase(self, name: str) -> Iterator[Advance]:
        """Measure one phase, and show its name."""
        if not self.hub.state.ready:
            self.hub.publish(step=f"正在{name}……")
        with super().time_phase(name) as advance:
            yield advance


@dataclass
class PreviewSession:
    """State of a preview: what was read last, and what has been made of it."""

    root: Path
    hub: PreviewHub
    shared: SharedState
    changes: Changes = field(default_factory=Changes)
    exhibition: Exhibition | None = None
    """What the last good site was made of."""
    found: tuple[Diagnostic, ...] = ()
    kept: KeptEntries | None = None
    """Entries as they were read."""
    unsaved: bool = False
    """Is there more of them than in the cache?"""
    trials: int = 0
    site: SiteInMemory | None = None
    """The last good site."""
    last: SiteInMemory | None = None
    """The one before it: requests that had begun may still ask it."""
    refreshed: int = 0
    """Sites that were made since memory was tidied."""
    helper: threading.Thread | None = None
    """What renders photographs."""

    def run(self) -> None:
        """Read, then read again after each change, until interrupted."""
        self.refresh(set())
        while True:
            if self.changes.wait(self.choose_pause()):
                self.refresh(self.changes.collect())
            elif time.monotonic() - self.changes.last >= REST_S:
                self.tidy_up()
            self.start_helper()

    def choose_pause(self) -> float | None:
        """Return after how many seconds without a change there is something to do; None: never."""
        return REST_S if self.unsaved or self.refreshed > MOST_UNTIDY else None

    def tidy_up(self) -> None:
        """Do what would slow down an author who writes: keep what was read for the next command, tidy memory."""
        if self.unsaved and self.kept and self.exhibition:
            self.kept.save(self.exhibition.versions)
        self.unsaved = False
        if self.refreshed > MOST_UNTIDY:
            self.refreshed = 0
            tidy_memory()

    def refresh(self, paths: set[str]) -> None:
        """Read what has changed and show it, or what is wrong with it."""
        start = time.monotonic()
        try:
            self.show(self.read(paths), start, paths)
        except FileNotFoundError as problem:
            # A file was there when its folder was listed, and gone when it was opened: its author is saving it.
            self.trials += 1
            if self.trials < TRIALS:
                threading.Timer(AGAIN_S, self.changes.add, (str(self.root),)).start()
            else:
                self.report_failure(self.hub.explain(problem))
        except Exception as problem:
            self.report_failure(self.hub.explain(problem))
        else:
            self.trials = 0

    def read(self, paths: set[str]) -> SiteInMemory | None:
        """Return the site of the content as it is now; None where it has a 错误."""
        from ..content.kept_entries import KeptEntries
        from ..site.pipeline import load_and_check
        from .site_in_memory import SiteInMemory

        exhibition = self.exhibition
        if exhibition is None or any(map(self.is_content, paths)) or any(one.blocks for one in self.found):
            cache = self.shared.places.objects
            if self.kept is None:
                self.kept = KeptEntries(cache)
            self.kept.resume_reading()
            exhibition, self.found = load_and_check(self.root, ShownProgress(self.hub), cache, kept=self.kept)
            self.unsaved = True
            if any(one.blocks for one in self.found):
                return None
            self.exhibition = exhibition
        return SiteInMemory(self.shared, exhibition)

    def is_content(self, path: str) -> bool:
        """Return whether a changed path is more than a template."""
        return path != INSIDE and not Path(path).is_relative_to(self.root / "overrides")

    def show(self, site: SiteInMemory | None, start: float, paths: set[str]) -> None:
        """Show a new site, or what keeps it from being made."""
        from ..report import REPORTERS, SourceLines

        found = sorted((*self.found, *(site.diagnostics if site else ())), key=lambda one: (one.span, one.code))
        findings = to_shown_findings(found, SourceLines(self.root))
        if self.site and not site and self.changes.waiting:
            # Another change has come meanwhile: what is wrong may be out of date.
            return
        if site:
            if self.last:
                self.last.release(superseded=self.last.exhibition is not site.exhibition)
            self.last, self.site = self.site, site
            self.refreshed += 1
        self.hub.publish(site=self.site, findings=findings, sentence="", ready=True)
        if paths == {INSIDE}:
            return
        if found:
            self.hub.say(REPORTERS["text"](found, SourceLines(self.root)))
        if site:
            self.hub.say(f"预览更新了，用了 {time.monotonic() - start:.1f} 秒。")
        else:
            self.hub.say("预览还是改之前的样子：请先改好上面的错误。")

    def report_failure(self, sentence: str) -> None:
        """Say why there is no new site."""
        self.hub.say(sentence)
        none: tuple[ShownFinding, ...] = ()
        self.hub.publish(findings=none, sentence=sentence, ready=True)

    def start_helper(self) -> None:
        """Let another thread do what browsers can wait for, one thing at a time."""
        site = self.site
        if self.changes.waiting or (self.helper and self.helper.is_alive()) or not site:
            return
        if site.waiting:
            self.helper = threading.Thread(target=self.render_photos, args=(site,), daemon=True)
            self.helper.start()

    def render_photos(self, site: SiteInMemory) -> None:
        """Render the photographs that a site is waiting for, those of the page that is looked at first."""
        site.render_some_photos(self.hub.page)
        self.changes.add(INSIDE)


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
    with lock_folder(cache / "preview", "serve", say, wait_s=0):
        hub = PreviewHub(explain, say)
        server = PreviewServer(wanted, hub)
        # The browser can begin at once; what reads and renders is imported meanwhile.
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"预览地址：{wanted.url}  正在准备，好了会自己出来。改了文件会自动刷新。按 Ctrl+C 停下。")
        if open_browser:
            webbrowser.open(wanted.url)
        changes = Changes()
        if advice := watch(root, changes.add):
            say(advice)
        from ..site.incremental import BuildFolders
        from ..storage.publishing import remove
        from .site_in_memory import SharedState

        places = BuildFolders(root, cache / "preview" / "site", cache, purpose="preview")
        # Earlier versions wrote the whole site there.
        threading.Thread(target=remove, args=(places.site,), daemon=True).start()
        PreviewSession(root, hub, SharedState(places), changes).run()
