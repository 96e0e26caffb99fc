"""Bytes that forked processes make for their parent, in a file without a name instead of in memory.

What goes through a pipe is in memory three times: in the process that made it, which cannot end before it is read, in the pickle,
and in the parent to the end of the build. Of 20,000 units that is 0.9 GB, of 1.3 GB beside it.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ..model import Artifact
from ..model.artifact import CacheKey

try:
    import fcntl
except ImportError:  # Windows, where nothing is forked
    fcntl = None  # type: ignore[assignment]

SpooledRow = tuple[str, str, str, str, int, int]
"""An artifact between processes: uri, key, basis, known digest, and where its bytes begin and how many they are."""


REGION = 1 << 20
"""Bytes that a process reserves at once, so that it asks for the lock once for hundreds of pages."""


OPEN: weakref.WeakSet[Spool] = weakref.WeakSet()
"""The spools of this process."""


@contextmanager
def end_spools() -> Iterator[None]:
    """End the spools that are begun in the block at its end: a file without a name keeps its disk in use and full."""
    before = [*OPEN]
    try:
        yield
    finally:
        for spool in {*OPEN}.difference(before):
            spool.close()


class Spool:
    """A file on the disk of `folder` that ends with this object, or with the process, however that ends.

    Processes that are forked afterwards may append to it and read from it. Without `folder` it is where temporary files are.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            self.handle = os.dup(file.fileno())
        self.close = weakref.finalize(self, os.close, self.handle)
        """Ends the file; called again it does nothing."""
        OPEN.add(self)
        self.owner, self.next, self.end = 0, 0, 0
        """The process that has reserved a region of the file, and what of it is free."""

    def append(self, data: bytes) -> int:
        """Append bytes and return where they begin. Raises OSError."""
        if self.owner != os.getpid() or self.next + len(data) > self.end:
            self.open_region(max(len(data), REGION))
        start = self.next
        view = memoryview(data)
        while view:
            done = os.pwrite(self.handle, view, self.next)
            view, self.next = view[done:], self.next + done
        return start

    def open_region(self, size: int) -> None:
        """Reserve a region for this process. Raises OSError."""
        # The lock of a process ends with it.
        if fcntl:
            fcntl.lockf(self.handle, fcntl.LOCK_EX)
        try:
            self.owner, self.next = os.getpid(), os.fstat(self.handle).st_size
            self.end = self.next + size
            os.ftruncate(self.handle, self.end)
        finally:
            if fcntl:
                fcntl.lockf(self.handle, fcntl.LOCK_UN)

    def read(self, start: int, size: int) -> bytes:
        """Return appended bytes. Raises OSError."""
        data = b""
        while len(data) < size:
            part = os.pread(self.handle, size - len(data), start + len(data))
            if not part:
                raise OSError(f"{start} + {size}")
            data += part
        return data

    def make_reader(self, start: int, size: int) -> partial[bytes]:
        """Return a function that returns appended bytes."""
        return partial(self.read, start, size)

    def put_artifacts(self, artifacts: Iterable[Artifact]) -> list[SpooledRow]:
        """Make artifacts one after the other and append their bytes; return rows for `read_artifacts`."""
        rows: list[SpooledRow] = []
        for one in artifacts:
            data = one.make()
            rows.append((one.uri, one.key, one.basis, one.known, self.append(data), len(data)))
        return rows

    def read_artifacts(self, rows: Sequence[SpooledRow]) -> list[Artifact]:
        """Return artifacts that another process has put here; each reads its bytes when it is asked for them."""
        return [
            Artifact(uri, self.make_reader(start, size), CacheKey(key), basis, known)
            for uri, key, basis, known, start, size in rows
        ]
