"""Artifacts to files below a folder; a file whose bytes are the same already is left alone, with its time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..lazy import dataclass
from ..model import Artifact
from ..progress import Advance, ignore_progress
from ..workers import map_in_processes
from .cache import Cache, digest, read_regular


@dataclass(frozen=True, slots=True)
class TreeChanges:
    """What writing a tree has changed: uris written and uris removed, and the digest of every file by its uri."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    digests: dict[str, str]


def write_tree(
    artifacts: Iterable[Artifact], folder: Path, cache: Cache, advance: Advance = ignore_progress, *, processes: int = 1
) -> TreeChanges:
    """Make `folder` hold exactly `artifacts`; a file whose bytes are the same is left alone.

    With more than one of `processes` the work is shared where the system can fork; only for a process without threads.
    Raises ValueError where two artifacts have one uri: the later one would silently replace the earlier one.
    """
    wanted = list(artifacts)
    uris = check_uris(wanted)
    removed = tuple(uri for uri in list_files(folder) if uri not in uris)
    for link in list_links(folder):
        link.unlink()
    for uri in removed:
        (folder / uri).unlink()
    written, digests = write_parts(wanted, folder, cache, advance, processes)
    return TreeChanges(tuple(written), removed, digests)


def write_among(
    artifacts: Iterable[Artifact], folder: Path, cache: Cache, advance: Advance = ignore_progress
) -> dict[str, str]:
    """Write `artifacts` into `folder` among other files, those that are the same left alone; return their digests."""
    return write_parts(list(artifacts), folder, cache, advance)[1]


def compute_digests(artifacts: Sequence[Artifact], cache: Cache, processes: int = 1) -> dict[str, str]:
    """Return the digests of the bytes of `artifacts` by their uris, without writing anything; what is known is not made."""
    unknown = [artifact for artifact in artifacts if not artifact.known]

    def digest_part(start: int) -> list[str]:
        return [digest(cache.get_or_make(artifact)) for artifact in unknown[start : start + PART]]

    with map_in_processes(digest_part, range(0, len(unknown), PART), processes) as parts:
        found = [one for part in parts for one in part]
    made = {artifact.uri: one for artifact, one in zip(unknown, found, strict=True)}
    return {artifact.uri: artifact.known or made[artifact.uri] for artifact in artifacts}


PART = 250
"""Artifacts that one process makes and writes at a time."""


def write_parts(
    wanted: list[Artifact], folder: Path, cache: Cache, advance: Advance = ignore_progress, processes: int = 1
) -> tuple[list[str], dict[str, str]]:
    """Make the artifacts and write those that differ from what is in `folder`; return their uris, and all digests."""

    def write_part(start: int) -> tuple[list[str], dict[str, str]]:
        written, digests = [], {}
        for artifact in wanted[start : start + PART]:
            data = cache.get_or_make(artifact)
            if write_if_changed(folder / artifact.uri, data):
                written.append(artifact.uri)
            digests[artifact.uri] = digest(data)
        return written, digests

    make_folders((artifact.uri for artifact in wanted), folder)
    written: list[str] = []
    digests: dict[str, str] = {}
    with map_in_processes(write_part, range(0, len(wanted), PART), processes) as parts:
        for number, (some, more) in enumerate(parts, 1):
            written += some
            digests |= more
            advance(min(number * PART, len(wanted)), len(wanted))
    return written, digests


def check_uris(artifacts: Sequence[Artifact]) -> set[str]:
    """Return the uris of artifacts. Raises ValueError where two have one: the later would silently replace the earlier."""
    uris: set[str] = set()
    for artifact in artifacts:
        if artifact.uri in uris:
            raise ValueError(f"two artifacts claim one uri: {artifact.uri}")
        uris.add(artifact.uri)
    return uris


def list_files(folder: Path) -> list[str]:
    """Return the POSIX paths of all files below `folder`, relative to it."""
    found = []
    for place, _, names in os.walk(folder):
        prefix = os.path.relpath(place, folder).replace(os.sep, "/")
        found += [name if prefix == "." else f"{prefix}/{name}" for name in names]
    return found


def list_links(folder: Path) -> list[Path]:
    """Return the links to folders below `folder`: what is written through them lands elsewhere."""
    return [
        Path(place, name) for place, names, _ in os.walk(folder) for name in names if Path(place, name).is_symlink()
    ]


def make_folders(uris: Iterable[str], folder: Path) -> None:
    """Make every folder that `uris` need below `folder`.

    In one process, before others write: several that make folders in one folder wait for each other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for parent in sorted({uri.rpartition("/")[0] for uri in uris} - {""}):
        # As texts: paths take twice as long as the system does.
        path = f"{folder}/{parent}"
        try:
            os.mkdir(path)  # noqa: PTH102
        except (FileNotFoundError, FileExistsError):
            Path(path).mkdir(parents=True, exist_ok=True)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write `data` unless the file holds it already; return whether it was written. Its folder must be there."""
    try:
        # Nearly every file of a stage is new.
        write_new(path, data)
        return True
    except FileExistsError:
        pass
    try:
        if read_regular(path) == data:
            return False
        # A new file in its place: the old one may also belong to a published site, as a hard link.
        path.unlink()
    except FileNotFoundError:
        pass
    except OSError:
        # A folder, or something that cannot be read: no build has put it there.
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    write_new(path, data)
    return True


def write_new(path: Path | str, data: bytes) -> None:
    """Write a file where none is. Raises FileExistsError where anything is, a link too."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)
