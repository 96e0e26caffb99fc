"""Notices that an author has changed something: what was written, moved or removed, never what was merely read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

WATCHED = ("content", "overrides")
SETTINGS = "mkdocs.yml"
CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""What the system is asked to report. A build opens and reads 5,500 files: reports of that would flood its queue."""
SELDOM_S = 3.0
"""Seconds between two looks where the system cannot report."""


class Author(FileSystemEventHandler):
    """Calls `changed` when a file that matters was written, moved or removed."""

    def __init__(self, changed: Callable[[], None], matters: Callable[[str], bool]) -> None:
        self.changed, self.matters = changed, matters

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on what matters."""
        if any(path and self.matters(str(path)) for path in (event.src_path, event.dest_path)):
            self.changed()


def watch(root: Path, changed: Callable[[], None]) -> str:
    """Call `changed` from another thread at every change below `root`; return what people must know, if anything."""
    try:
        begin(root, changed, Observer())
    except OSError:
        # Mostly: more folders than the system lets one user watch.
        begin(root, changed, PollingObserver(timeout=SELDOM_S))
        return "这台电脑不能盯住这么多文件夹，改了文件要过几秒才会刷新。"
    return ""


def begin(root: Path, changed: Callable[[], None], observer: object) -> None:
    """Let an observer watch the folders, and the file of the settings in the root. Raises OSError where it cannot."""
    author = Author(changed, is_work)
    settings = Author(changed, lambda path: PurePath(path).name == SETTINGS)
    for name in WATCHED:
        if (root / name).is_dir():
            observer.schedule(author, str(root / name), recursive=True, event_filter=CHANGES)  # type: ignore[attr-defined]
    observer.schedule(settings, str(root), recursive=False, event_filter=CHANGES)  # type: ignore[attr-defined]
    observer.daemon = True  # type: ignore[attr-defined]
    observer.start()  # type: ignore[attr-defined]


def is_work(path: str) -> bool:
    """Is it a file that matters, or one that an editor keeps beside it?

    >>> is_work("content/units/a/10001/index.md"), is_work("a/.index.md.swp"), is_work("a/index.md~")
    (True, False, False)
    """
    name = PurePath(path).name
    return not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp"))
