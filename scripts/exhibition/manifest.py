"""Manifest of a finished site in one small public file, so that a partial or damaged copy is detected.

A site is copied: as an artifact of a pipeline, on a USB stick, by `cp`. The number and sizes of all files go with it
as one digest. The file is public and not hidden, because pipelines leave out hidden files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "site-files.json"
"""Path of the file from the root of the site."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Number of files of a site, without hidden ones and this one, and a digest of their paths and sizes."""

    files: int
    digest: str


def file_sizes(site: Path) -> dict[str, int]:
    """Return the size in bytes of every public file, by its POSIX path, in order.

    Hidden files are for builds; links and devices are no files of a site.
    """
    found: dict[str, int] = {}
    folders = [(str(site), "")]
    while folders:
        folder, prefix = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    found[f"{prefix}{entry.name}"] = entry.stat(follow_symlinks=False).st_size
    return dict(sorted(found.items()))


def manifest_of(sizes: Mapping[str, int]) -> Manifest:
    """Return the manifest of files of these sizes.

    >>> manifest_of({"a": 1}) == manifest_of({"a": 1, FILE: 7}), manifest_of({"a": 1}) == manifest_of({"a": 0})
    (True, False)
    """
    rows = sorted(f"{path}\0{size}\n" for path, size in sizes.items() if path != FILE)
    return Manifest(len(rows), hashlib.blake2b("".join(rows).encode(), digest_size=16).hexdigest())


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the bytes of the public file."""
    return (json.dumps(asdict(manifest)) + "\n").encode()


def read_manifest(data: bytes) -> Manifest | None:
    """Parse a manifest; None where the bytes are not of this form.

    >>> read_manifest(manifest_bytes(Manifest(3, "ab"))), read_manifest(b"{}")
    (Manifest(files=3, digest='ab'), None)
    """
    try:
        told = json.loads(data)
        files, digest = told["files"], told["digest"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return Manifest(files, digest) if type(files) is int and isinstance(digest, str) else None
