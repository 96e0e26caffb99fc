"""Turns data into script files: a page opened from a USB stick may load scripts, and nothing else."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

from ..cache import digest
from ..model import Artifact

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


def hashed(stem: str, data: bytes) -> Artifact:
    """Return a made file whose name holds the hash of its bytes: what has changed has a new address."""
    return data_file(f"{FOLDER}/{stem}-{digest(data)[:8]}.js", data)


def client(*names: str) -> bytes:
    """Return the client's scripts in one, without comments and indentation. Comments there have lines of their own."""
    source = "\n".join((SOURCES / name).read_text(encoding="utf-8") for name in names)
    return LINES.sub("\n", COMMENT.sub("", source)).lstrip().encode()
