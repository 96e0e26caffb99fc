"""Publishing: put a finished stage in the place of the site, whole or not at all; find published files that have changed.

A site is exchanged with its successor in one step of the file system, or patched file by file where few of them are new
(see `patching`). Every file of it is 644 and every folder 755,
whatever the umask: a web server is another user. After each publication the stamps of all files are recorded, so that
damage is found by comparing stamps alone (0.2 s for 21,500 files).
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..diagnostics import Refusal
from .cache import FileStamp, make_stamp, put_in_place, read_regular, write_atomically
from .output_tree import make_folders
from .site_records import get_sibling

SITE_MARKER = ".exhibition"
"""A file that says: this folder was built and may be replaced as a whole."""

FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""Modes of published files and folders: everybody may read, only the owner may write."""

SiteStamps = Mapping[str, FileStamp]
"""The stamp (see `cache.FileStamp`) of each file of a site, by its uri."""


class ForeignFolder(Exception):
    """The folder to publish into holds files that no build has made."""


def publish(
    stage: Path,
    site: Path,
    mark: str,
    known: SiteStamps | None = None,
    *,
    staged: SiteStamps | None = None,
    durable: bool = True,
) -> SiteStamps | None:
    """Move a finished `stage` into the place of `site`, in one step: readers see the old site or the new one.

    `mark` stays in the site and says what it was made of (see `read_mark`). `known` are the stamps of the last publication.
    Where the folder itself cannot be replaced (a mount point, a parent that is not ours) its files are replaced one by
    one. `durable`: whole also after a power cut. Raises ForeignFolder where `site` holds what no build has made.

    `staged` is what `set_modes` has returned of the stage, whose files are as they were then. Returns the stamps of the
    published files where the files themselves were moved, and none of them has another name.
    """
    if not can_replace(site, known):
        raise ForeignFolder(str(site))
    site.parent.mkdir(parents=True, exist_ok=True)
    marked = write_public(stage / SITE_MARKER, mark.encode())
    stamps: SiteStamps | None = {**(staged or set_modes(stage)), SITE_MARKER: marked}
    if is_fixed(site):
        fill_in(stage, site, mark)
        remove(stage)
        return None
    fresh = get_sibling(site, "new")
    remove(fresh)
    remove(get_sibling(site, "old"))
    try:
        # On another disk this copies, and may be interrupted: hence the step between.
        if not move_folder(stage, fresh):
            stamps = None
        if durable:
            flush(fresh)
        try:
            replace_folder(fresh, site)
        except OSError as problem:
            if problem.errno not in UNMOVABLE:
                raise
            fill_in(fresh, site, mark)
            stamps = None
    finally:
        # Now the old site, or what was written before the disk was full.
        remove(fresh)
    return stamps


def move_folder(source: Path, target: Path) -> bool:
    """Move a folder, to another disk too; return whether its files are the same ones. Raises OSError at the first file that
    cannot be written: `shutil.move` would try all the others and report each.
    """
    try:
        os.replace(source, target)
        return True
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
    listed = [(uri, entry) for uri, entry in iter_entries(source) if is_file(entry)]
    target.mkdir()
    make_folders((uri for uri, _ in listed), target)
    for uri, entry in listed:
        shutil.copy2(entry.path, target / uri)
    remove(source)
    return False


UNMOVABLE = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM)
"""Errors of renaming a folder that is mounted, or whose parent folder is not ours."""


def is_fixed(site: Path) -> bool:
    """Return whether `site` is a folder that cannot be replaced as a whole."""
    return site.is_dir() and (site.is_mount() or not os.access(site.parent, os.W_OK | os.X_OK))


def replace_folder(fresh: Path, site: Path) -> None:
    """Put `fresh` in the place of `site`; what was there lies in `fresh` afterwards, or nowhere."""
    if not site.exists():
        os.replace(fresh, site)
    elif not exchange_folders(fresh, site):
        old = get_sibling(site, "old")
        rename_patiently(site, old)
        try:
            rename_patiently(fresh, site)
        except BaseException:
            os.replace(old, site)
            raise
        remove(old)


def rename_patiently(source: Path, target: Path) -> None:
    """Rename a folder; on Windows try again for two seconds while another process reads a file in it."""
    for _ in range(20 if os.name == "nt" else 0):
        with suppress(PermissionError):
            os.replace(source, target)
            return
        time.sleep(0.1)
    os.replace(source, target)


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot. Raises OSError where it must not."""
    call = find_exchange_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in UNMOVABLE:
        raise OSError(number, os.strerror(number), str(other))
    return False


def find_exchange_call() -> Callable[[bytes, bytes], int] | None:
    """Return the system's call that exchanges two paths (Linux: renameat2, macOS: renamex_np); None without one."""
    if sys.platform not in ("linux", "darwin"):
        return None
    libc: Any = ctypes.CDLL(None, use_errno=True)
    here, exchange = -100, 2  # AT_FDCWD; RENAME_EXCHANGE and RENAME_SWAP have the same number.
    if hasattr(libc, "renameat2"):
        return lambda one, other: int(libc.renameat2(here, one, here, other, exchange))
    if hasattr(libc, "renamex_np"):
        return lambda one, other: int(libc.renamex_np(one, other, exchange))
    return None


def flush(folder: Path) -> None:
    """Wait until everything on the disk of `folder` is written: after a power cut the new site is whole or not there.

    One call for the whole disk: 28,000 files would take a minute one by one.
    """
    if sys.platform == "linux":
        libc: Any = ctypes.CDLL(None, use_errno=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            # A disk that refuses has no power to cut.
            libc.syncfs(handle)
        finally:
            os.close(handle)
    elif hasattr(os, "sync"):
        os.sync()


def fill_in(source: Path, site: Path, mark: str) -> None:
    """Make the folder `site` hold what `source` holds, file by file, pages after what they ask for.

    Raises OSError, before anything is changed, where the disk has no room for it. An interruption leaves whole files of
    both sites; the mark is gone then, so that the next build makes all anew. Raises Refusal where the system is what
    interrupts, because then the old site is no longer there.
    """
    with suppress(OSError):
        site.chmod(FOLDER_MODE)
    wanted = {uri: entry for uri, entry in iter_entries(source) if is_file(entry) and uri != SITE_MARKER}
    require_room(site, wanted)
    try:
        write_atomically(site / SITE_MARKER, b"")
        exchange_files(wanted, site)
        write_atomically(site / SITE_MARKER, mark.encode())
    except OSError as problem:
        reason = problem.strerror or problem
        raise Refusal(
            f"发布到一半停下了（系统说：{reason}）。网站“{site}”里现在有新的文件，也有旧的。"
            "请清出一些空间，马上再运行一次，会接着换完。"
        ) from problem


BLOCK = 4096
"""Bytes that a file takes on a disk, or a multiple of it."""


def require_room(site: Path, wanted: Mapping[str, os.DirEntry[str]]) -> None:
    """Raise OSError (ENOSPC) where the disk of `site` cannot take every file that is larger than the one in its place.

    Files go only when the new ones are there, and each is written beside the one that it replaces.
    """
    there = {uri: round_to_blocks(entry.stat().st_size) for uri, entry in iter_entries(site) if is_file(entry)}
    sizes = {uri: round_to_blocks(entry.stat().st_size) for uri, entry in wanted.items()}
    more = sum(max(0, size - there.get(uri, 0)) for uri, size in sizes.items())
    if more + max(sizes.values(), default=0) > shutil.disk_usage(site).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(site))


def round_to_blocks(size: int) -> int:
    """Return the bytes that a file of `size` bytes takes on a disk.

    >>> round_to_blocks(0), round_to_blocks(1), round_to_blocks(4096), round_to_blocks(4097)
    (4096, 4096, 4096, 8192)
    """
    return max(1, -(-size // BLOCK)) * BLOCK


def exchange_files(wanted: Mapping[str, os.DirEntry[str]], site: Path) -> None:
    """Make the files of `site` those that are `wanted`, one by one. Raises OSError."""
    folders = {parent for uri in wanted for parent in iter_parents(uri)}
    for uri, entry in list(iter_entries(site)):
        if uri in (wanted if entry.is_dir(follow_symlinks=False) else folders):
            remove(Path(entry.path))
    make_folders(wanted, site)
    for uri in sorted(wanted, key=lambda uri: (uri.endswith(".html"), uri)):
        if not has_content(site / uri, data := Path(wanted[uri].path).read_bytes()):
            put_in_place(site / uri, data, site, durable=False)
    for uri, entry in list(iter_entries(site)):
        if uri not in wanted and uri not in folders and uri != SITE_MARKER:
            remove(Path(entry.path))
    set_modes(site)
    flush(site)


def iter_parents(uri: str) -> Iterator[str]:
    """Yield every folder above a uri.

    >>> list(iter_parents("a/b/c.html"))
    ['a/b', 'a']
    """
    while "/" in uri:
        uri = uri.rpartition("/")[0]
        yield uri


def has_content(path: Path, data: bytes) -> bool:
    """Return whether there is a file with these bytes."""
    try:
        return path.stat(follow_symlinks=False).st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def read_mark(site: Path) -> str | None:
    """Return the mark that the last build wrote into `site` (a hash of what it was made of); None where there is none."""
    try:
        return read_regular(site / SITE_MARKER).decode("utf-8", "replace")
    except OSError:
        return None


def can_replace(site: Path, known: SiteStamps | None = None) -> bool:
    """Return whether `site` is absent, empty, or made by an earlier build.

    It is where the mark is there. Without the mark it is where every file is one of `known`, or where one of them is just
    as it was recorded, which no copy would be.
    """
    if not os.path.lexists(site):
        return True
    if not site.is_dir():
        return False
    if (site / SITE_MARKER).exists():
        return True
    ours = known or {}
    found = (uri for uri, entry in iter_entries(site) if not entry.is_dir(follow_symlinks=False))
    return all(uri in ours for uri in found) or bool(list_unchanged(site, ours))


def stamp_files(site: Path) -> dict[str, FileStamp]:
    """Return the stamp of every file of a site: what `list_unchanged` compares."""
    return {uri: stamp_entry(entry) for uri, entry in iter_entries(site) if is_file(entry)}


def list_unchanged(site: Path, known: SiteStamps) -> list[str]:
    """Return the uris of the files that are as they were when `known` was recorded, but for the mark."""
    return [
        uri
        for uri, entry in iter_entries(site)
        if uri in known and uri != SITE_MARKER and is_file(entry) and stamp_entry(entry) == tuple(known[uri])
    ]


def is_as_published(site: Path, known: SiteStamps) -> bool:
    """Return whether a site holds every file as it was recorded, nothing else, and all its folders have their mode."""
    folders = {parent for uri in known for parent in iter_parents(uri)}
    left = known.keys() | folders
    for uri, entry in iter_entries(site):
        if entry.is_dir(follow_symlinks=False):
            right = uri in folders and is_open(entry.stat(follow_symlinks=False))
        else:
            right = is_file(entry) and stamp_entry(entry) == tuple(known.get(uri, ()))
        if not right:
            return False
        left.discard(uri)
    return not left and is_open(site.stat())


def is_open(status: os.stat_result) -> bool:
    """Return whether a folder has the mode of a site's folders."""
    return os.name == "nt" or stat.S_IMODE(status.st_mode) == FOLDER_MODE


def stamp_entry(entry: os.DirEntry[str]) -> FileStamp:
    """Return the stamp of a file."""
    return make_stamp(entry.stat(follow_symlinks=False))


def mirror(site: Path, stage: Path, uris: Collection[str]) -> None:
    """Add the files `uris` of `site` to `stage`, as hard links where the disk can: what the next site keeps of this one."""
    make_folders(uris, stage)
    for uri in uris:
        link_or_copy(f"{site}/{uri}", f"{stage}/{uri}")


def link_or_copy(source: str, target: str) -> None:
    """Link a file, or copy it where the disk cannot link."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def write_public(path: Path, data: bytes) -> FileStamp:
    """Write a file of a site, with its mode; return its stamp."""
    path.write_bytes(data)
    if os.name != "nt":
        path.chmod(FILE_MODE)
    return make_stamp(path.lstat())


def set_modes(folder: Path) -> dict[str, FileStamp]:
    """Give every file below `folder` and every folder the modes of a site; empty folders go. Return the stamps of the files."""
    folders, filled, stamps = [], set(), {}
    for uri, entry in iter_entries(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder:
            folders.append(uri)
        else:
            filled.add(uri.rpartition("/")[0])
        wanted = FOLDER_MODE if is_folder else FILE_MODE
        status = entry.stat(follow_symlinks=False)
        if os.name != "nt" and stat.S_IMODE(status.st_mode) != wanted:
            os.chmod(entry.path, wanted)
            status = os.lstat(entry.path)
        if stat.S_ISREG(status.st_mode):
            stamps[uri] = make_stamp(status)
    if os.name != "nt":
        folder.chmod(FOLDER_MODE)
    for uri in reversed(folders):
        if uri in filled:
            filled.add(uri.rpartition("/")[0])
        else:
            (folder / uri).rmdir()
    return stamps


def iter_entries(folder: Path | str, prefix: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield everything below `folder` with its uri, a folder before what it holds; what cannot be read is passed over."""
    try:
        with os.scandir(folder) as found:
            listed = list(found)
    except OSError:
        return
    for entry in listed:
        uri = f"{prefix}{entry.name}"
        yield uri, entry
        if entry.is_dir(follow_symlinks=False):
            yield from iter_entries(entry.path, f"{uri}/")


def is_file(entry: os.DirEntry[str]) -> bool:
    """Return whether this is a regular file."""
    return entry.is_file(follow_symlinks=False)


def remove(path: Path) -> None:
    """Remove a file or a folder with everything in it, also where folders in it are not readable."""
    if not path.is_dir() or path.is_symlink():
        path.unlink(missing_ok=True)
        return
    try:
        shutil.rmtree(path)
    except OSError:
        path.chmod(0o700)
        for _, entry in iter_entries(path):
            # `iter_entries` lists a folder only after this.
            if entry.is_dir(follow_symlinks=False):
                os.chmod(entry.path, 0o700)
        shutil.rmtree(path, ignore_errors=True)
