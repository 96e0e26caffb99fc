"""Work done at most once: bytes under the hash of the inputs and the recipe that made them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .model import Artifact


def digest(*parts: bytes | str | int) -> str:
    """Return the key (32 hexadecimal digits, BLAKE2b) of inputs and recipe; each part is told from its neighbours."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or none; readers never see half of it. Folders are made as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


SETTLED_NS = 2_000_000_000
"""The coarsest clock of a disk in use (FAT: two seconds): a file that is younger may change within one tick of it."""

Stamp = tuple[int, int, int]
"""Size, time of change and time of status change (`ctime`, which no copying tool can set back), in nanoseconds."""


def stamp(path: str | Path) -> Stamp:
    """Return the stamp of a file, by which it is taken to be what it was; zeros where there is none. Links have their own."""
    try:
        status = os.lstat(path)
    except OSError:
        return (0, 0, 0)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def loaded(data: bytes | None) -> dict[str, list[Any]]:
    """Return the table that was saved as JSON; nothing where it cannot be read."""
    try:
        return dict(json.loads(data or b"{}"))
    except ValueError:
        return {}


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of made things. Losing it costs time, never content."""

    root: Path

    def path(self, key: str) -> Path:
        """Where the bytes of `key` are or would be."""
        return self.root / key[:2] / key[2:]

    def get(self, key: str) -> bytes | None:
        """Return the bytes of `key`, or None where they have not been made."""
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Remember `data` under `key`; an interrupted run leaves nothing half written."""
        write_atomically(self.path(key), data)

    def made(self, artifact: Artifact) -> bytes:
        """Return the bytes of `artifact`, making them only where they are not remembered."""
        if not artifact.key:
            return artifact.make()
        data = self.get(artifact.key)
        if data is None:
            data = artifact.make()
            self.put(artifact.key, data)
        return data


def objects_in(folder: Path) -> Cache:
    """Return the made things of the folder that a command is given for what can be made again."""
    return Cache(folder / "objects")
