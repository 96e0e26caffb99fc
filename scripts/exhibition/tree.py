"""Artifacts to a plain tree of files, in which what has not changed keeps its file and its time."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
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
    content: str
    """Digest of the whole tree as it is now."""


def write_tree(
    artifacts: Iterable[Artifact], folder: Path, cache: Cache, advance: Advance = silent, *, processes: int = 1
) -> Change:
    """Make `folder` hold exactly `artifacts`; a file whose bytes are the same is left alone.

    With more than one of `processes` the work is shared where the system can fork; only for a process without threads.
    Raises ValueError where two artifacts claim one uri: the later would silently replace the earlier.
    """
    wanted = list(artifacts)
    uris = {artifact.uri for artifact in wanted}
    if len(uris) != len(wanted):
        raise ValueError(f"two artifacts claim one uri: {first_double(wanted)}")
    removed = tuple(uri for uri in files_below(folder) if uri not in uris)
    for uri in removed:
        (folder / uri).unlink()
    make_folders(uris, folder)
    written: list[str] = []
    content = hashlib.blake2b(digest_size=16)
    for done, part in enumerate(written_parts(Writing(wanted, folder, cache), processes), 1):
        written += part.written
        content.update(part.content)
        advance(min(done * PART, len(wanted)), len(wanted))
    return Change(tuple(written), removed, content.hexdigest())


def write_among(artifacts: Iterable[Artifact], folder: Path, cache: Cache, advance: Advance = silent) -> str:
    """Write `artifacts` into `folder` among other files, those that are the same left alone; return their digest."""
    writing = Writing(list(artifacts), folder, cache)
    make_folders((artifact.uri for artifact in writing.wanted), folder)
    content = hashlib.blake2b(digest_size=16)
    for start in range(0, len(writing.wanted), PART):
        content.update(writing.part(start).content)
        advance(min(start + PART, len(writing.wanted)), len(writing.wanted))
    return content.hexdigest()


PART = 250
"""Artifacts that one process makes and writes at a time."""


@dataclass(frozen=True, slots=True)
class Written:
    """What has become of one part of the artifacts: the uris written, and a digest of all its uris and bytes."""

    written: list[str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Writing:
    """Artifacts and where they go."""

    wanted: list[Artifact]
    folder: Path
    cache: Cache

    def part(self, start: int) -> Written:
        """Make and write the artifacts from `start` on."""
        written, content = [], hashlib.blake2b(digest_size=16)
        for artifact in self.wanted[start : start + PART]:
            data = self.cache.made(artifact)
            if write_if_changed(self.folder / artifact.uri, data):
                written.append(artifact.uri)
            content.update(f"{artifact.uri}\0{len(data)}\0".encode())
            content.update(data)
        return Written(written, content.digest())


_inherited: Writing
"""What forked processes work on: they get it with their memory, since artifacts may not be picklable."""


def written_parts(writing: Writing, processes: int) -> Iterator[Written]:
    """Yield every part as written, in order."""
    starts = range(0, len(writing.wanted), PART)
    if processes < 2 or len(starts) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(writing.part, starts)
        return
    global _inherited
    _inherited = writing
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        yield from pool.map(inherited_part, starts)


def inherited_part(start: int) -> Written:
    """Write one part in a forked process."""
    return _inherited.part(start)


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


def make_folders(uris: Iterable[str], folder: Path) -> None:
    """Make every folder that `uris` need below `folder`.

    At once and by one process: several that make folders in one folder wait for each other and burn their time.
    """
    for parent in sorted({uri.rpartition("/")[0] for uri in uris}):
        (folder / parent).mkdir(parents=True, exist_ok=True)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write `data` unless the file holds it already; say whether it was written. Its folder must be there."""
    try:
        with open(path, "rb") as file:
            if file.read() == data:
                return False
        # A new file in its place: the old one may live on in a published site, as a hard link.
        path.unlink()
    except FileNotFoundError:
        pass
    with open(path, "wb") as file:
        file.write(data)
    return True


def publish(stage: Path, site: Path, mark: str) -> None:
    """Move a finished `stage` into the place of `site`, in one step: readers see the old site or the new one.

    `mark` stays in the site and says what it was made of (see `mark_of`). Raises ForeignFolder where `site` holds what
    no build has made.
    """
    if not may_be_replaced(site):
        raise ForeignFolder(str(site))
    site.parent.mkdir(parents=True, exist_ok=True)
    (stage / MARKER).write_text(mark)
    fresh, old = (site.with_name(f".{site.name}.{word}") for word in ("new", "old"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    # On another disk this copies, and may be interrupted: hence the step between.
    shutil.move(stage, fresh)
    if site.exists():
        os.replace(site, old)
    os.replace(fresh, site)
    shutil.rmtree(old, ignore_errors=True)


def mirror(site: Path, stage: Path) -> None:
    """Let `stage` hold what `site` holds, as hard links where the disk allows it: the start of an incremental build."""
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(site, stage, copy_function=link_or_copy)
    (stage / MARKER).unlink()


def mark_of(site: Path) -> str | None:
    """Return what the last build left in `site` to say what it was made of, or None where there is none."""
    try:
        return (site / MARKER).read_text()
    except OSError:
        return None


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
