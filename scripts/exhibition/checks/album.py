"""Probe image files: format, size, completeness and metadata, cached by the stamp of the file.

A district has some 16,000 photos of half a megabyte: reading them all at every check would take ten times as long as
everything else. So probes are kept in the cache under the file's stamp.
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
"""Bytes of the largest file that is read whole: a larger picture must be replaced anyway (E374)."""


@dataclass(frozen=True, slots=True)
class Look:
    """The result of probing an image file: its header, its metadata, its size in bytes, and the hash of its content."""

    image: Image
    hidden: Hidden
    size: int
    content: str
    crowded: bool = False
    """Whether it has more parts than any camera writes."""


class Album:
    """Probes of image files by path, from this run and, where there is a cache, the last."""

    def __init__(self, root: Path, cache: Cache | None) -> None:
        self.cache = cache
        self.key = edition("look").key(str(root.resolve()))
        self.old: dict[str, list[Any]] = loaded(cache.get(self.key) if cache else None)
        self.new: dict[str, list[Any]] = {}
        self.looks: dict[str, Look | None] = {}

    def look(self, path: str) -> Look | None:
        """Return the probe of the file at `path`; None where it is empty or cannot be read."""
        if path not in self.looks:
            self.looks[path] = self.recalled(path, stamp(path))
        return self.looks[path]

    def recalled(self, path: str, now: Stamp) -> Look | None:
        """Return the cached probe of the file at `path` with this stamp, or probe it now."""
        known = self.old.get(path)
        look = look_of(known[1]) if known is not None and known[0] == list(now) else None
        look = look or looked(path, now)
        if look is not None and time.time_ns() - max(now[1:]) > SETTLED_NS:
            self.new[path] = [list(now), plain(look)]
        return look

    def save(self) -> None:
        """Save the probes of this run, where there is a cache."""
        if self.cache and self.new != self.old:
            self.cache.put(self.key, json.dumps(self.new).encode())


@cache
def looked(path: str, now: Stamp) -> Look | None:
    """Probe the file that has the stamp `now`; once in a process, however often the checks run.

    Of a file that is no picture or video, or too large to be kept anyway, only the beginning is read.
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
    """Return a probe as lists of text and numbers."""
    return [astuple(look.image), astuple(look.hidden), look.size, look.content, look.crowded]


def look_of(plain: Any) -> Look | None:
    """Return the probe that was serialised as `plain`; None where it is not one."""
    try:
        image, (traces, behind, film), size, content, crowded = plain
        look = Look(Image(*image), Hidden(tuple(traces), behind, film), size, content, crowded)
    except (TypeError, ValueError):
        return None
    return look if type(size) is int and isinstance(content, str) else None
