"""Work done at most once: bytes under a key, which `toolchain` makes of the inputs and of all that made them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import socket
import stat
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .model import Artifact, ContentKey, Key


def digest(*parts: bytes | str | int) -> str:
    """Return the hash of parts (32 hexadecimal digits, BLAKE2b); each is told from its neighbours.

    Paths may hold bytes that are no text in the system's encoding (surrogates, PEP 383): they are hashed as they are.
    """
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def content_key(data: bytes) -> ContentKey:
    """Return the key of bytes that are the same whoever makes them: drawings, scripts, results that are looked up by hash."""
    return ContentKey(Key(digest(data)))


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or none, also through a power cut; readers never see half of it. Folders are made as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(path, data, path.parent, durable=True)


UNNAMED = ".new-"
"""How files begin that are being written: then the machine, the process and something random."""


@lru_cache(1)
def machine() -> str:
    """Return a short name of this machine, by which its own processes are told from those of others on a shared disk."""
    return hashlib.blake2b(socket.gethostname().encode(), digest_size=3).hexdigest()


def tidy(folder: Path) -> None:
    """Remove the files of a folder that processes were writing when they were killed: at once where it was one of ours."""
    for path in folder.glob(f"{UNNAMED}*"):
        try:
            if is_abandoned(path):
                path.unlink()
        except OSError:  # Another process has been quicker.
            continue


def is_abandoned(path: Path) -> bool:
    """Does nobody write this file any more? Raises OSError where it is gone."""
    parts = path.name.removeprefix(UNNAMED).split("-")
    if os.name == "posix" and len(parts) == 3 and parts[0] == machine() and parts[1].isdecimal():
        try:
            os.kill(int(parts[1]), 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            pass
    return time.time() - path.lstat().st_mtime > ABANDONED_S


def put_in_place(path: Path, data: bytes, beside: Path, *, durable: bool) -> None:
    """Write `data` to a new file in the folder `beside` and rename it to `path`, on the same disk.

    `durable`: the bytes are on the disk before the name is. Without it a power cut may leave an empty or partial file.
    """
    handle, name = tempfile.mkstemp(dir=beside, prefix=f"{UNNAMED}{machine()}-{os.getpid()}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


SEAL = 16
"""Bytes at the end of each kept file: the digest of its key and of everything before them."""


def seal(key: str, data: bytes | memoryview) -> bytes:
    """Return the digest that tells whether `data` are the bytes kept under `key` (BLAKE2b: some 1 GB/s)."""
    state = hashlib.blake2b(key.encode(), digest_size=SEAL)
    state.update(data)
    return state.digest()


def sealed(key: str, data: bytes) -> bytes:
    """Return `data` as it is kept under `key`."""
    return data + seal(key, data)


def unsealed(key: str, kept: bytes) -> bytes | None:
    """Return the data of a kept file; None where a single bit differs from what was kept under `key`.

    >>> unsealed("key", sealed("key", b"data")), unsealed("other", sealed("key", b"data")), unsealed("key", b"")
    (b'data', None, None)
    """
    view = memoryview(kept)
    whole = len(kept) >= SEAL and seal(key, view[:-SEAL]) == view[-SEAL:]
    return kept[:-SEAL] if whole else None


def read_regular(path: Path) -> bytes:
    """Return the bytes of a regular file. Raises OSError for everything else.

    Caches may be restored from elsewhere, and a link could lead to a device that never ends.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return file.read()


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
    """Return the table of stamps and what is known that was saved as JSON; nothing where it cannot be read."""
    try:
        table = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(table, dict):
        return {}
    return {path: row for path, row in table.items() if isinstance(row, list) and len(row) == 2}


ABANDONED_S = 3600
"""Seconds after which a file that is still being written belongs to a process that was killed."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of made things, each kept with a digest. Losing any of them costs time, never content.

    A file that is not what was kept (emptied, cut, altered, by a power cut or by anybody) is treated as absent.
    """

    root: Path

    def path(self, key: Key) -> Path:
        """Where the bytes of `key` and their digest are or would be. To be read by `get` only, which compares them."""
        return self.root / key[:2] / key[2:]

    def get(self, key: Key) -> bytes | None:
        """Return the bytes of `key`, or None where they have not been made or are not what was kept."""
        try:
            return unsealed(key, read_regular(self.path(key)))
        except OSError:
            return None

    def put(self, key: Key, data: bytes) -> None:
        """Keep `data` under `key`; an interrupted run leaves nothing half written.

        Nothing waits for the disk here: what a power cut takes is found by its digest and made anew.
        """
        path, beside = self.path(key), self.root / UNFINISHED
        for folder in (path.parent, beside):
            make_folder(folder)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        put_in_place(path, sealed(key, data), beside, durable=False)

    def drop(self, key: Key) -> None:
        """Forget the bytes of `key`."""
        self.path(key).unlink(missing_ok=True)

    def made(self, artifact: Artifact) -> bytes:
        """Return the bytes of `artifact`, making them only where they are not remembered."""
        if not artifact.key:
            return artifact.make()
        data = self.get(artifact.key)
        if data is None:
            data = artifact.make()
            self.put(artifact.key, data)
        return data

    def tidy(self) -> None:
        """Remove what killed processes have left unfinished."""
        tidy(self.root / UNFINISHED)


UNFINISHED = "unfinished"
"""The folder of a cache in which files are written before they get their name."""


def make_folder(folder: Path) -> None:
    """Make a folder of a cache; whatever else stands in its place goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        for place in (folder, folder.parent):
            if place.is_symlink() or place.is_file():
                place.unlink()
        folder.mkdir(parents=True, exist_ok=True)


def objects_in(folder: Path) -> Cache:
    """Return the made things of the folder that a command is given for what can be made again."""
    return Cache(folder / "objects")
