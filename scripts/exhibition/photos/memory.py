"""Remembers which file held which photo, so that a second run opens no photo at all.

A file is taken to be what it was while its size, its time of change and its time of status change (`ctime`, which no
copying tool can set back) are the same. A file changed within the last two seconds is not remembered: it might change
once more within one tick of its disk's clock.
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
    """Sheets by the place of the original, as of this run and the last."""

    def __init__(self, cache: Cache, root: Path, edition: Edition) -> None:
        self.cache = cache
        self.key: Key = edition.key("memory", str(root.resolve()), recipe_digest())
        self.old: dict[str, list[Any]] = loaded(cache.get(self.key))
        self.new: dict[str, list[Any]] = {}

    def recall(self, path: Path) -> Sheet | None:
        """Return the sheet of the file at `path` if it is what it was."""
        known = self.old.get(str(path))
        if known is None or known[0] != list(stamp(path)):
            return None
        sheet = sheet_of(known[1])
        if sheet:
            self.new[str(path)] = known
        return sheet

    def note(self, path: Path, before: Stamp, sheet: Sheet) -> None:
        """Remember the sheet of a file that had the stamp `before` when it was given to the darkroom."""
        if time.time_ns() - max(before[1:]) > SETTLED_NS:
            self.new[str(path)] = [list(before), sheet.plain]

    def save(self) -> None:
        """Keep what this run has seen."""
        if self.new != self.old:
            self.cache.put(self.key, json.dumps(self.new).encode())
