"""File watcher: reports files that were written, moved or removed, never files that were merely read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
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
from watchdog.observers.api import BaseObserver, ObservedWatch
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
"""Events that are requested from the system. A build opens and reads 5,500 files: events of that would flood its queue."""
SELDOM_S = 3.0
"""Seconds between two polls where the system cannot report changes."""


class Author(FileSystemEventHandler):
    """Event handler that calls `changed` when a relevant file was written, moved or removed."""

    def __init__(self, changed: Callable[[], None], matters: Callable[[str], bool]) -> None:
        self.changed, self.matters = changed, matters

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on events of relevant files."""
        if any(path and self.matters(str(path)) for path in (event.src_path, event.dest_path)):
            self.changed()


def watch(root: Path, changed: Callable[[], None]) -> str:
    """Call `changed` from another thread at every change below `root`; return a warning for the user, or an empty text."""
    try:
        begin(root, changed, Observer())
    except OSError:
        # Usually: more folders than the system lets one user watch.
        begin(root, changed, PollingObserver(timeout=SELDOM_S))
        return "这台电脑不能盯住这么多文件夹，改了文件要过几秒才会刷新。"
    return ""


def begin(root: Path, changed: Callable[[], None], observer: BaseObserver) -> None:
    """Let an observer watch the folders, and in the root the folders themselves and the settings. Raises OSError."""
    for name in WATCHED:
        watch_folder(root / name, changed, observer)
    observer.schedule(Top(root, changed, observer), str(root), recursive=False, event_filter=CHANGES)
    observer.daemon = True
    observer.start()


def watch_folder(folder: Path, changed: Callable[[], None], observer: BaseObserver) -> None:
    """Watch a folder, where it exists. Raises OSError where the system cannot."""
    if folder.is_dir():
        observer.schedule(Author(changed, is_work), str(folder), recursive=True, event_filter=CHANGES)


class Top(Author):
    """Event handler for the settings and for watched folders: one that is removed or created is watched anew.

    The system watches the folder, not its name: a folder that was removed or moved away reports nothing of its
    successor.
    """

    def __init__(self, root: Path, changed: Callable[[], None], observer: BaseObserver) -> None:
        super().__init__(changed, lambda path: PurePath(path).name in (SETTINGS, *WATCHED))
        self.root, self.observer = root, observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Watch a folder anew that was removed or created, and pass on events of relevant files."""
        names = {PurePath(str(path)).name for path in (event.src_path, event.dest_path) if path}
        for name in names.intersection(WATCHED):
            watch = ObservedWatch(str(self.root / name), recursive=True, event_filter=CHANGES)
            with suppress(KeyError):
                self.observer.unschedule(watch)
            # Where the system no longer can, the author sees it: the page does not change.
            with suppress(OSError):
                watch_folder(self.root / name, self.changed, self.observer)
        super().on_any_event(event)


def is_work(path: str) -> bool:
    """Return whether it is a relevant file, not one that an editor keeps beside it.

    >>> is_work("content/units/a/10001/index.md"), is_work("a/.index.md.swp"), is_work("a/index.md~")
    (True, False, False)
    """
    name = PurePath(path).name
    return not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp"))
