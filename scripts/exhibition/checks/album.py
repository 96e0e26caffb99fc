"""Picture files beside the entries into what each is and what it hides; a file is read once and then remembered.

A district has some 16,000 photos of half a megabyte: to read them all at every check would take ten times as long as
everything else. So what was seen is kept in the cache under the file's stamp.
"""

from __future__ import annotations

import json
import time
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..cache import SETTLED_NS, Cache, Stamp, digest, loaded, stamp
from ..files import is_file, read_file, read_head
from ..toolchain import edition
from .hidden import Hidden, find_hidden, is_crowded
from .image import Image, read_image
from .signatures import EXTENSIONS, HEAD, format_of

MOST_LOOKED_AT = 20_000_000
"""Bytes of the largest file that is read whole: a larger picture must go anyway (E374)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture file is: its headers, what is hidden in it, its bytes, and the hash of them."""

    image: Image
    hidden: Hidden
    size: int
    content: str
    crowded: bool = False
    """Has it more parts than any camera writes?"""


class Album:
    """Looks at picture files by their paths, as of this run and, where there is a cache, the last."""

    def __init__(self, root: Path, cache: Cache | None) -> None:
        self.cache = cache
        self.key = edition("look").key(str(root.resolve()))
        self.old: dict[str, list[Any]] = loaded(cache.get(self.key) if cache else None)
        self.new: dict[str, list[Any]] = {}
        self.looks: dict[str, Look | None] = {}

    def look(self, path: str) -> Look | None:
        """Return what the file at `path` is; None where it is empty or cannot be read."""
        if path not in self.looks:
            self.looks[path] = self.recalled(path, stamp(path))
        return self.looks[path]

    def recalled(self, path: str, now: Stamp) -> Look | None:
        """Return what is remembered of the file at `path` with this stamp, or what is seen now."""
        known = self.old.get(path)
        look = look_of(known[1]) if known is not None and known[0] == list(now) else None
        look = look or looked(path, now)
        if look is not None and time.time_ns() - max(now[1:]) > SETTLED_NS:
            self.new[path] = [list(now), plain(look)]
        return look

    def save(self) -> None:
        """Keep what this run has seen, where there is a cache."""
        if self.cache and self.new != self.old:
            self.cache.put(self.key, json.dumps(self.new).encode())


@cache
def looked(path: str, now: Stamp) -> Look | None:
    """Look at the file that has the stamp `now`; once in a process, however often the checks run.

    Of what is no picture or film, and of what is too large to be kept anyway, only the beginning is read.
    """
    try:
        if not now[0] or not is_file(path):
            return None
        head = read_head(path, HEAD)
        format = format_of(head)
        if not format or now[0] > MOST_LOOKED_AT:
            kind = format if format in EXTENSIONS else ""
            return Look(Image(kind, format=format), Hidden(), now[0], digest("unread", path, *now))
        data = read_file(path, MOST_LOOKED_AT)
    except OSError:
        return None
    return Look(read_image(data), find_hidden(data), len(data), digest(data), is_crowded(data)) if data else None


def plain(look: Look) -> list[Any]:
    """Return a look as lists of text and numbers."""
    return [astuple(look.image), astuple(look.hidden), look.size, look.content, look.crowded]


def look_of(plain: Any) -> Look | None:
    """Return the look that was made `plain`; None where it is not one."""
    try:
        image, (traces, behind, film), size, content, crowded = plain
        look = Look(Image(*image), Hidden(tuple(traces), behind, film), size, content, crowded)
    except (TypeError, ValueError):
        return None
    return look if type(size) is int and isinstance(content, str) else None
