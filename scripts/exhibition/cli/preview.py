"""A preview that follows the author: content changes → docs tree → the engine's own live reload."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .. import engine
from ..build import compose
from ..continuation import Places, look_of
from ..diagnostics import Refusal
from ..inspection import inspect
from ..report import REPORTERS, Sources
from ..report.progress import Progress
from ..tree import files_below, write_tree
from .speech import say

SETTLE_S = 0.3
"""Seconds of silence after the last change: editors write a file in several steps."""

WATCHED = ("content", "overrides")


class Author(FileSystemEventHandler):
    """Notices that files were changed; `changed` is set and stays set until somebody has looked."""

    def __init__(self) -> None:
        self.changed = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Remember that something was written, moved or removed; reading is no change."""
        if event.event_type in {"created", "modified", "moved", "deleted"}:
            self.changed.set()


def preview(root: Path, cache: Path, address: str, *, open_browser: bool) -> int:
    """Serve `root` at `address` until interrupted; with a 错误 the last good pages stay."""
    places = Places(root, root / "site", cache, purpose="preview")
    if not refresh(places):
        return 1
    author, observer = Author(), Observer()
    for name in WATCHED:
        observer.schedule(author, str(root / name), recursive=True)
    observer.start()
    threading.Thread(target=follow, args=(author, places), daemon=True).start()
    say(f"预览地址：http://{address}/  按 Ctrl+C 停下。改了文件会自动刷新。")
    try:
        engine.serve(root / "mkdocs.yml", places.docs, address, say, open_browser=open_browser)
    finally:
        observer.stop()
    return 0


def follow(author: Author, places: Places) -> None:
    """Write the docs tree again after each change, for as long as the preview runs."""
    look = look_of(places.root)
    while True:
        author.changed.wait()
        while author.changed.is_set():
            author.changed.clear()
            author.changed.wait(SETTLE_S)
        refresh(places)
        if look != (look := look_of(places.root)):
            touch_all(places.docs)


def refresh(places: Places) -> bool:
    """Bring the docs tree up to date; say what is wrong and return False where it cannot be."""
    progress = Progress(say)
    try:
        exhibition, found = inspect(places.root, progress, places.objects)
        if found:
            say(REPORTERS["text"](found, Sources(places.root)))
        if any(diagnostic.blocks for diagnostic in found):
            say("预览还是改之前的样子：请先改好上面的错误。")
            return False
        artifacts, _ = compose(exhibition, places, progress)
        write_tree(artifacts, places.docs, places.objects)
    except Refusal as problem:
        say(str(problem))
        return False
    except OSError as problem:
        # A file may vanish between being listed and being read while its author saves it: the next event comes soon.
        say(f"这一次没有读成：{problem}")
        return False
    return True


def touch_all(docs: Path) -> None:
    """Make every page look changed: a template is part of each."""
    for uri in files_below(docs):
        if uri.endswith(".md"):
            os.utime(docs / uri)
