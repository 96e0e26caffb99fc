"""Locks of folders that two commands must not write at once. The system releases them when a process ends, however it
ends.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from ..diagnostics import Refusal
from ..lazy import dataclass

WAIT_S = 120.0
"""Seconds that a command waits for another: longer than a build takes, short enough for a user to wait."""
LOOK_S = 0.1
"""Seconds between two attempts."""
BEYOND = 1 << 30
"""Offset at which Windows locks a byte: beyond the text, which others must be able to read."""


@dataclass(frozen=True, slots=True)
class LockHolder:
    """Process that holds a lock."""

    command: str
    process: int
    host: str
    since: str

    @property
    def words(self) -> str:
        """The holder as people read it."""
        return f"{self.command}（进程 {self.process}，电脑 {self.host}，{self.since} 开始）"


class LockingUnsupported(Exception):
    """The disk does not support locks."""


@contextmanager
def lock_folder(
    folder: Path, command: str, say: Callable[[str], None] = lambda line: None, wait_s: float | None = None
) -> Iterator[int | None]:
    """Let no other command write `folder` during the block; wait up to `wait_s` (`WAIT_S`) seconds for one that does.

    Yields the open lock: a program that inherits it holds the lock with this process. None where there is no lock.

    The lock is a file beside the folder, `.<name>.lock`, which is removed after the block. Where the disk does not
    support locks, that is reported, and the block runs without. Raises Refusal where the folder is still in use
    after the wait.
    """
    try:
        handle, lock = acquire_lock(folder, say, WAIT_S if wait_s is None else wait_s)
    except LockingUnsupported:
        say(f"放着“{folder}”的磁盘不能上锁。请自己留意：不要同时运行两条要写这个文件夹的命令。")
        yield None
        return
    try:
        with suppress(OSError):
            # The text only explains; on a full disk the lock works without it.
            write_holder(
                handle, LockHolder(command, os.getpid(), socket.gethostname(), time.strftime("%m-%d %H:%M:%S"))
            )
        yield handle
    finally:
        # The file is removed while it is locked, so that nobody can lock a file that no longer exists (see `try_lock`).
        with suppress(OSError):
            lock.unlink()
        with suppress(OSError):
            unlock(handle)
        os.close(handle)
        with suppress(OSError):
            if os.name == "nt":
                lock.unlink()


def acquire_lock(folder: Path, say: Callable[[str], None], wait_s: float) -> tuple[int, Path]:
    """Return the open lock of `folder` and its path. Raises Refusal after `wait_s` seconds, and LockingUnsupported."""
    deadline = time.monotonic() + wait_s
    told = False
    while True:
        handle, lock = try_lock(folder)
        if handle is not None:
            return handle, lock
        holder = read_holder(lock)
        if time.monotonic() >= deadline:
            raise Refusal(
                f"“{folder}”正被另一条命令使用：{holder}。\n"
                "请等它做完，再运行一次。如果它早该做完了，请先把那个进程停下来。"
            )
        if not told:
            say(f"“{folder}”正被另一条命令使用：{holder}。正在等它做完……")
            told = True
        time.sleep(LOOK_S)


def try_lock(folder: Path) -> tuple[int | None, Path]:
    """Try once to lock; return the open file, or None where another process has it, and its path."""
    lock = folder.with_name(f".{folder.name}.lock")
    while True:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            handle = open_lock(lock)
        except OSError as problem:
            if problem.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            # The folder may be writable though its parent is not: then processes of one machine use a lock elsewhere.
            lock = get_fallback_lock(folder)
            try:
                handle = open_lock(lock)
            except OSError as second:
                raise LockingUnsupported from second
        try:
            if not lock_file(handle):
                os.close(handle)
                return None, lock
            if is_same_file(handle, lock):
                return handle, lock
        except BaseException:
            os.close(handle)
            raise
        # The last holder has removed the file between our opening and our locking it.
        os.close(handle)


def open_lock(lock: Path) -> int:
    """Open a lock file; create it where it does not exist."""
    return os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)


def get_fallback_lock(folder: Path) -> Path:
    """Return the path of the lock of a folder whose parent cannot be written."""
    name = hashlib.blake2b(os.fsencode(folder), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"exhibition-{name}.lock"


def list_lock_paths(folder: Path) -> list[Path]:
    """Return where the lock of a folder may be: as long as a command holds it, one of them is there."""
    return [folder.with_name(f".{folder.name}.lock"), get_fallback_lock(folder)]


def is_same_file(handle: int, lock: Path) -> bool:
    """Return whether the open file is still the one at `lock`."""
    try:
        there = lock.stat()
    except OSError:
        return False
    return os.path.samestat(os.fstat(handle), there)


def write_holder(handle: int, holder: LockHolder) -> None:
    """Write the holder into a lock file."""
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(asdict(holder)).encode())


def read_holder(lock: Path) -> str:
    """Return the holder of a lock, as people read it."""
    try:
        return LockHolder(**json.loads(lock.read_bytes())).words
    except (OSError, ValueError, TypeError):
        return "它刚刚开始"


if sys.platform == "win32":
    import msvcrt

    def lock_file(handle: int) -> bool:
        """Lock an open file; return whether that succeeded. Raises LockingUnsupported."""
        os.lseek(handle, BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as problem:
            if problem.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise LockingUnsupported from problem
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def unlock(handle: int) -> None:
        """Release an open file."""
        os.lseek(handle, BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock_file(handle: int) -> bool:
        """Lock an open file; return whether that succeeded. Raises LockingUnsupported.

        Forked children inherit the lock: it holds until the last of them has ended, also where the parent is killed.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as problem:
            raise LockingUnsupported from problem
        return True

    def unlock(handle: int) -> None:
        """Release an open file, whichever processes have inherited it."""
        fcntl.flock(handle, fcntl.LOCK_UN)
