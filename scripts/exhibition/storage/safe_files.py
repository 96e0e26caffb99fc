"""Safe opening of untrusted files: regular files only, up to a size, decided before the first byte is read.

A link could lead to any file of the machine, a FIFO or a device never ends. So nothing below `content/`, and nothing
that is passed to a command, is opened or listed in any other way (held by `tests/test_storage_safe_files.py`).

`read_file` is for a path whose folders are known to be folders; `read_within` checks every folder on the path, too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .cache import are_settled, make_exact_stamp

MIB = 1 << 20

TEXT_LIMIT = 2 * MIB
"""Limit in bytes of a text file: an `index.md`, a vocabulary, a page of a book."""
SHEET_LIMIT = 50 * MIB
"""Limit in bytes of a spreadsheet: one of 5,500 rows has less than one MiB."""
PHOTO_LIMIT = 80 * MIB
"""Limit in bytes of a picture that a command makes smaller; the largest of phones (108 megapixels) have half of it."""
BOOK_PICTURE_LIMIT = 20 * MIB
"""Limit in bytes of a picture of a book, which is published as it is."""
RECORD_LIMIT = 64 * MIB
"""Limit in bytes of a record or archive that this program has written and reads again."""

MOUNT_POINT = 0xA0000003
"""Reparse tag of a Windows junction: a link to a folder that is no symbolic link (IO_REPARSE_TAG_MOUNT_POINT)."""


REPOSITORY = ".git"
"""What marks the folder of a git repository: a folder of git's data, which holds no content, or a file that names it."""


AT_ONCE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK if hasattr(os, "O_NOFOLLOW") else 0
"""Flags for opening a file without following links and without blocking; 0 where the system lacks them."""


class UnsafeFile(OSError):
    """A file that must not be opened; the message is a Chinese sentence without a full stop that says why."""

    def __init__(self, reason: str, path: Path | str = "") -> None:
        super().__init__(reason)
        self.filename = str(path) or None

    def __str__(self) -> str:
        """Return the sentence alone: with a file's name OSError would add the name and a number."""
        return str(self.args[0])


class FileTooLarge(UnsafeFile):
    """Regular file over its limit."""


def read_file(path: Path | str, limit: int = TEXT_LIMIT) -> bytes:
    """Return the bytes of the regular file at `path`, which may have at most `limit` bytes.

    Raises UnsafeFile for a link, folder, FIFO, socket or device, FileTooLarge for a file over the limit; other
    OSErrors as `open`.
    """
    handle, size = open_regular(path)
    try:
        if size > limit:
            raise FileTooLarge(format_too_large(size, limit), path)
        parts = [os.read(handle, size + 1)]
        length = len(parts[0])
        # A file in /proc reports size 0, and a file may grow while it is read: the bytes that are read count. Where
        # fewer bytes came than were requested, the end was reached.
        while parts[-1] and length <= limit and length != size:
            parts.append(os.read(handle, min(MIB, limit + 1 - length)))
            length += len(parts[-1])
    finally:
        os.close(handle)
    if length > limit:
        raise FileTooLarge(format_too_large(length, limit), path)
    return b"".join(parts)


def read_head(path: Path | str, size: int) -> bytes:
    """Return the first `size` bytes of the regular file at `path`. Raises as `read_file`, except for the size."""
    handle, _ = open_regular(path)
    try:
        return os.read(handle, size)
    finally:
        os.close(handle)


def open_regular(path: Path | str) -> tuple[int, int]:
    """Return the descriptor and the size of the regular file at `path`. Raises UnsafeFile, and OSErrors as `open`."""
    before = os.lstat(path)
    if not is_regular(before):
        raise UnsafeFile(explain_refusal(before), path)
    # The file may be replaced between the check and the opening: so links are refused and FIFOs do not block.
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    found = os.fstat(handle)
    if not is_regular(found):
        os.close(handle)
        raise UnsafeFile(explain_refusal(found), path)
    return handle, found.st_size


def read_within(root: Path | str, path: str, limit: int = TEXT_LIMIT) -> bytes:
    """Return the bytes of the file at `path` (POSIX, relative to `root`), with no link on the path.

    Raises as `read_file`.
    """
    folder = path.rpartition("/")[0]
    if folder and (link := find_link_on_path(root, folder)):
        raise UnsafeFile(f"文件夹“{link}”是一个链接（快捷方式），网站不会打开它", f"{root}/{path}")
    return read_file(f"{root}/{path}", limit)


def find_link_on_path(root: Path | str, path: str) -> str:
    """Return the first folder of `path` (POSIX, relative to `root`) that is a link; empty where none is.

    Raises OSError where one is missing.
    """
    parts = path.split("/")
    ways = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((way for way in ways if is_link(os.lstat(f"{root}/{way}"))), "")


def is_regular(status: os.stat_result) -> bool:
    """Return whether this is the status of a regular file, not of a link."""
    return stat.S_ISREG(status.st_mode) and not is_link(status)


def is_link(status: os.stat_result) -> bool:
    """Return whether this is the status of a symbolic link, or of a junction of Windows."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == MOUNT_POINT


def is_link_itself(path: Path | str) -> bool:
    """Return whether there is a link at `path`, whatever its target."""
    try:
        return is_link(os.lstat(path))
    except OSError:
        return False


def is_file(path: Path | str) -> bool:
    """Return whether there is a regular file at `path`, not a link to one."""
    try:
        return is_regular(os.lstat(path))
    except (OSError, ValueError):
        return False


def explain_refusal(status: os.stat_result) -> str:
    """Return why a file of this status is not opened."""
    if is_link(status):
        return "这是一个链接（快捷方式），不是文件本身，网站不会打开它"
    if stat.S_ISDIR(status.st_mode):
        return "这是一个文件夹，不是文件"
    return "这不是普通文件（是管道、设备之类），网站不会打开它"


def format_too_large(size: int, limit: int) -> str:
    """Return the message for a file of `size` bytes where at most `limit` are read."""
    return f"文件有 {size / MIB:.1f} MB，最多 {limit / MIB:g} MB"


class FolderListing(NamedTuple):
    """Names in one folder by the type of file; none of them was opened."""

    files: tuple[str, ...] = ()
    """Regular files."""
    folders: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Links."""
    special: tuple[str, ...] = ()
    """FIFOs, sockets, devices."""
    readable: bool = True


def read_listing(path: Path | str) -> FolderListing:
    """Return the names in the folder at `path`; not readable where there is none, or where it is a link itself."""
    return FolderListing(readable=False) if is_link_itself(path) else list_folder(path)


def list_folder(path: Path | str) -> FolderListing:
    """Return the names in a folder that is known to be no link; not readable where there is none."""
    found: tuple[list[str], ...] = ([], [], [], [])
    try:
        with os.scandir(path) as things:
            for one in things:
                found[classify(one)].append(one.name)
    except OSError:
        return FolderListing(readable=False)
    files, folders, links, special = (tuple(sorted(names)) if names else () for names in found)
    return FolderListing(files, folders, links, special)


def classify(thing: os.DirEntry[str]) -> int:
    """Return the index of an entry's type in a FolderListing."""
    if thing.is_file(follow_symlinks=False):
        return 0
    if thing.is_symlink():
        return 2
    if thing.is_dir(follow_symlinks=False):
        return 2 if os.name == "nt" and is_link(thing.stat(follow_symlinks=False)) else 1
    return 3


class KnownListings(NamedTuple):
    """Listings of folders as they were seen before, each with the exact stamp of its folder (see `make_exact_stamp`).

    A folder has another stamp as soon as a name in it is made, removed or given to something else.
    """

    seen: Mapping[str, tuple[bytes, FolderListing]]
    """By path."""
    now: dict[str, tuple[bytes, FolderListing]]
    """Where those are noted that prove something next time."""
    began: int
    """When the command began (nanoseconds)."""


def read_listings(root: Path | str, top: str, known: KnownListings | None = None) -> dict[str, FolderListing]:
    """Return the names in the folder `top` of `root` and in every folder below it, by path; links are not followed.

    With `known` listings, a folder whose stamp has not changed is not opened. A street's units may be a repository of their
    own: the folder of git's data is listed by name only.
    """
    if known is not None and STAMPS_OF_FOLDERS:
        return read_known_listings(root, top, known)
    found: dict[str, FolderListing] = {top: read_listing(f"{root}/{top}")}
    ahead = [f"{top}/{name}" for name in found[top].folders if name != REPOSITORY]
    while ahead:
        path = ahead.pop()
        # It was distinguished from a link when its parent folder was listed.
        listing = found[path] = list_folder(f"{root}/{path}")
        ahead += [f"{path}/{name}" for name in listing.folders if name != REPOSITORY]
    return found


STAMPS_OF_FOLDERS = os.name == "posix"
"""Does a folder's stamp change at once with the names in it? Windows may write it late."""


def read_known_listings(root: Path | str, top: str, known: KnownListings) -> dict[str, FolderListing]:
    """Return what `read_listings` returns, in the same order, and note it."""
    found: dict[str, FolderListing] = {}
    alike: dict[FolderListing, FolderListing] = {}
    ahead = [top]
    while ahead:
        path = ahead.pop()
        try:
            status = os.lstat(f"{root}/{path}")
        except OSError:
            found[path] = FolderListing(readable=False)
            continue
        stamp = make_exact_stamp(status)
        seen = known.seen.get(path)
        if seen is not None and seen[0] == stamp and stat.S_ISDIR(status.st_mode):
            known.now[path] = seen
            listing = found[path] = seen[1]
        else:
            fresh = FolderListing(readable=False) if is_link(status) else list_folder(f"{root}/{path}")
            # Thousands of folders hold an `index.md` alone: one object is kept for all of them.
            listing = found[path] = alike.setdefault(fresh, fresh)
            if listing.readable and are_settled(stamp, known.began):
                known.now[path] = (stamp, listing)
        if listing.folders:
            ahead += [f"{path}/{name}" for name in listing.folders if name != REPOSITORY]
    return found


def list_within(root: Path | str, path: str) -> FolderListing:
    """Return the names in the folder `path` (POSIX, relative to `root`), with no link on the path."""
    try:
        led_astray = bool(find_link_on_path(root, path))
    except OSError:
        led_astray = True
    return FolderListing(readable=False) if led_astray else read_listing(f"{root}/{path}")


def iter_files(folder: Path) -> Iterator[Path]:
    """Yield every regular file below `folder`, in order of path; links are neither followed nor yielded."""
    found = read_listings(folder, ".")
    paths = (folder / path / name for path, listing in found.items() for name in listing.files)
    yield from sorted(paths)
