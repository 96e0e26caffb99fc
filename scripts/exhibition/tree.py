"""Artifacts to a plain tree of files, in which what has not changed keeps its file and its time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .cache import Cache
from .model import Artifact
from .report.progress import Advance, silent

MARKER = ".exhibition"
"""A file that says: this folder was built and may be replaced as a whole."""


class ForeignFolder(Exception):
    """The folder to publish into holds something that no build has made."""


@dataclass(frozen=True, slots=True)
class Change:
    """What writing a tree has changed: uris written and uris removed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def write_tree(artifacts: Iterable[Artifact], folder: Path, cache: Cache, advance: Advance = silent) -> Change:
    """Make `folder` hold exactly `artifacts`; a file whose bytes are the same is left alone.

    Raises ValueError where two artifacts claim one uri: the later would silently replace the earlier.
    """
    wanted = list(artifacts)
    uris = {artifact.uri for artifact in wanted}
    if len(uris) != len(wanted):
        raise ValueError(f"two artifacts claim one uri: {first_double(wanted)}")
    removed = tuple(uri for uri in files_below(folder) if uri not in uris)
    for uri in removed:
        (folder / uri).unlink()
    written = []
    for done, artifact in enumerate(wanted, 1):
        if write_if_changed(folder / artifact.uri, cache.made(artifact)):
            written.append(artifact.uri)
        advance(done, len(wanted))
    return Change(tuple(written), removed)


def first_double(artifacts: Iterable[Artifact]) -> str:
    """Return the first uri that is claimed twice."""
    seen: set[str] = set()
    return next(a.uri for a in artifacts if a.uri in seen or seen.add(a.uri))  # type: ignore[func-returns-value]


def files_below(folder: Path) -> list[str]:
    """Return the POSIX paths of all files below `folder`, relative to it."""
    found = []
    for place, _, names in os.walk(folder):
        prefix = os.path.relpath(place, folder).replace(os.sep, "/")
        found += [name if prefix == "." else f"{prefix}/{name}" for name in names]
    return found


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write `data` unless the file holds it already; say whether it was written."""
    try:
        with open(path, "rb") as file:
            if file.read() == data:
                return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return True


def publish(stage: Path, site: Path) -> None:
    """Put a finished copy of `stage` in the place of `site`, in one step: readers see the old site or the new one.

    Files are hard links where the disk allows it. Raises ForeignFolder where `site` holds what no build has made.
    """
    if not may_be_replaced(site):
        raise ForeignFolder(str(site))
    site.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (site.with_name(f".{site.name}.{word}") for word in ("new", "old"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(stage, fresh, copy_function=link_or_copy)
    (fresh / MARKER).write_text("Built by the exhibition generator; replaced as a whole by the next build.\n")
    if site.exists():
        os.replace(site, old)
    os.replace(fresh, site)
    shutil.rmtree(old, ignore_errors=True)


def may_be_replaced(site: Path) -> bool:
    """Is `site` absent, empty, or the work of an earlier build?"""
    return not site.exists() or (site.is_dir() and ((site / MARKER).exists() or not any(site.iterdir())))


def link_or_copy(source: str, target: str) -> str:
    """Link a file, or copy it where the disk cannot link."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
