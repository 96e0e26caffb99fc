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

from .aside import begin_in_child
from .cache import Cache, read_regular
from .model import Artifact
from .report.progress import Advance, silent


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
    for link in links_below(folder):
        link.unlink()
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
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), begin_in_child) as pool:
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


def links_below(folder: Path) -> list[Path]:
    """Return the links to folders below `folder`: whoever writes through them writes elsewhere."""
    return [
        Path(place, name) for place, names, _ in os.walk(folder) for name in names if Path(place, name).is_symlink()
    ]


def make_folders(uris: Iterable[str], folder: Path) -> None:
    """Make every folder that `uris` need below `folder`.

    At once and by one process: several that make folders in one folder wait for each other and burn their time.
    """
    for parent in sorted({uri.rpartition("/")[0] for uri in uris}):
        (folder / parent).mkdir(parents=True, exist_ok=True)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write `data` unless the file holds it already; say whether it was written. Its folder must be there."""
    try:
        if read_regular(path) == data:
            return False
        # A new file in its place: the old one may live on in a published site, as a hard link.
        path.unlink()
    except FileNotFoundError:
        pass
    except OSError:
        # Whatever stands there, a folder or what cannot be read: it is none of ours.
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    with open(path, "wb") as file:
        file.write(data)
    return True
