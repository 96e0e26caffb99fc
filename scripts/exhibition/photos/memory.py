"""Index of rendition sets by the stamp of the source file, so that a second run opens no photo at all.

A file counts as unchanged while its size, its mtime and its ctime (which no copying tool can set back) are the same. A
file changed within the last two seconds is not recorded: it might change again within one clock tick of its disk.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from ..cache import SETTLED_NS, Cache, Stamp, loaded, stamp
from ..model import Key
from ..toolchain import Edition
from .recipe import recipe_digest
from .sheet import Sheet, sheet_of


class Memory:
    """Rendition sets by the path of the source, from this run and the last."""

    def __init__(self, cache: Cache, root: Path, edition: Edition) -> None:
        self.cache = cache
        self.key: Key = edition.key("memory", str(root.resolve()), recipe_digest())
        self.old: dict[str, list[Any]] = loaded(cache.get(self.key))
        self.new: dict[str, list[Any]] = {}

    def recall(self, path: Path) -> Sheet | None:
        """Return the rendition set of the file at `path` if the file is unchanged."""
        known = self.old.get(str(path))
        if known is None or known[0] != list(stamp(path)):
            return None
        sheet = sheet_of(known[1])
        if sheet:
            self.new[str(path)] = known
        return sheet

    def note(self, path: Path, before: Stamp, sheet: Sheet) -> None:
        """Record the rendition set of a file that had the stamp `before` when it was given to the worker."""
        if time.time_ns() - max(before[1:]) > SETTLED_NS:
            self.new[str(path)] = [list(before), sheet.plain]

    def save(self) -> None:
        """Save the entries that this run has used."""
        if self.new != self.old:
            self.cache.put(self.key, json.dumps(self.new).encode())
