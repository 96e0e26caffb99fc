"""Opening files that strangers wrote: regular files only, up to a size, decided before the first byte is read.

A link could lead to any file of the machine, a FIFO or a device never ends. So nothing below `content/`, and nothing
that is handed to a command, is opened in any other way.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

MIB = 1 << 20

TEXT_LIMIT = 2 * MIB
"""Bytes of the largest text file that is read: an `index.md`, a vocabulary, a page of the guide."""


AT_ONCE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK if hasattr(os, "O_NOFOLLOW") else 0
"""How a file is opened that must be neither a link nor waited for; 0 where the system has no such way."""


class UnsafeFile(OSError):
    """A file that must not be opened; the message is a Chinese sentence without a full stop that says why."""


def read_file(path: Path | str, limit: int = TEXT_LIMIT) -> bytes:
    """Return the bytes of the regular file at `path`, which may have at most `limit` bytes.

    Raises UnsafeFile for a link, folder, FIFO, socket or device and for a file over the limit; other OSErrors as `open`.
    """
    kind = os.lstat(path)
    if not stat.S_ISREG(kind.st_mode):
        raise UnsafeFile(reason_of(kind.st_mode))
    # The file may be exchanged between the look and the opening: so links are refused and FIFOs are not waited for.
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise UnsafeFile(reason_of(found.st_mode))
        if found.st_size > limit:
            raise UnsafeFile(too_large(found.st_size, limit))
        data = file.read(limit + 1)
    if len(data) > limit:
        raise UnsafeFile(too_large(len(data), limit))
    return data


def read_small(path: str, limit: int) -> bytes:
    """Return the bytes of the regular file at `path` as `read_file` does, in half the time, for thousands of small files.

    Raises as `read_file`.
    """
    if not AT_ONCE:
        return read_file(path, limit)
    try:
        handle = os.open(path, AT_ONCE)
    except OSError:
        return read_file(path, limit)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise UnsafeFile(reason_of(found.st_mode))
        if found.st_size > limit:
            raise UnsafeFile(too_large(found.st_size, limit))
        data = os.read(handle, found.st_size + 1)
    finally:
        os.close(handle)
    # Of a file that grows meanwhile, or comes in parts, the slower way knows all.
    return data if len(data) == found.st_size else read_file(path, limit)


def reason_of(mode: int) -> str:
    """Return why a file of this mode is not opened."""
    if stat.S_ISLNK(mode):
        return "这是一个链接（快捷方式），不是文件本身，网站不会打开它"
    if stat.S_ISDIR(mode):
        return "这是一个文件夹，不是文件"
    return "这不是普通文件（是管道、设备之类），网站不会打开它"


def too_large(size: int, limit: int) -> str:
    """Return what is said of a file of `size` bytes where at most `limit` are read."""
    return f"文件有 {size / MIB:.1f} MB，最多 {limit / MIB:g} MB"
