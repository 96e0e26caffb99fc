"""Turns data into script files: a page opened from a USB stick may load scripts, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..cache import Cache, content_key
from ..model import Artifact, ContentKey, hashed_uri
from ..toolchain import edition

SOURCES = Path(__file__).parents[3] / "overrides" / "assets"
"""Where the client's own scripts stand."""
FOLDER = "assets/search"
COMMENT = re.compile(r"(?m)^[ \t]*(?://|/\*|\*).*$|^[ \t]+")
LINES = re.compile(r"\n{2,}")


def call(name: str, *values: object) -> bytes:
    """Return a script that hands `values` to `exhibit.<name>`."""
    told = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"exhibit.{name}({told});\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()


def data_file(uri: str, data: bytes) -> Artifact:
    """Return a made file as an artifact."""
    return Artifact(uri, partial(bytes, data))


def hashed(stem: str, data: bytes, key: ContentKey | None = None) -> Artifact:
    """Return a made file whose name holds the hash of its bytes (`key`): what has changed has a new address."""
    return data_file(hashed_uri(f"{FOLDER}/{stem}", key or content_key(data), ".js"), data)


def kept(kind: str, stem: str, signs: str, make: Callable[[], bytes], cache: Cache | None) -> Artifact:
    """Return the file that the toolchain of `kind` makes of `signs`, made anew only where that or these have changed."""
    now = edition(kind)
    made = Artifact("", make, now.key(stem, signs))
    data = cache.made(made) if cache else make()
    return hashed(stem, data, now.content_key(data))


def client(*names: str) -> bytes:
    """Return the client's scripts in one, without comments and indentation. Comments there have lines of their own."""
    source = "\n".join((SOURCES / name).read_text(encoding="utf-8") for name in names)
    return LINES.sub("\n", COMMENT.sub("", source)).lstrip().encode()
