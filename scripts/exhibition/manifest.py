"""What a finished site consists of, said in one small public file, so that a partial or damaged copy of it is noticed.

A site travels: as an artifact of a pipeline, on a USB stick, by `cp`. Numbers and sizes of all files go with it as one
digest. The file is public and not hidden, because pipelines leave hidden files behind.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "site-files.json"
"""The file's path from the root of the site."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """How many files a site has, hidden ones and this one left out, and a digest of their paths and sizes."""

    files: int
    digest: str


def file_sizes(site: Path) -> dict[str, int]:
    """Return the bytes of every file that visitors may ask for, by its POSIX path, in order.

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
    """Return the public file that holds a manifest."""
    return (json.dumps(asdict(manifest)) + "\n").encode()


def read_manifest(data: bytes) -> Manifest | None:
    """Return the manifest that the bytes of such a file hold; None where they are not of this form.

    >>> read_manifest(manifest_bytes(Manifest(3, "ab"))), read_manifest(b"{}")
    (Manifest(files=3, digest='ab'), None)
    """
    try:
        told = json.loads(data)
        files, digest = told["files"], told["digest"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return Manifest(files, digest) if type(files) is int and isinstance(digest, str) else None
