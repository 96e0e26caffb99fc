"""Patching: put the new files of a site in place one by one, with a journal from which any later command can finish.

A patch is prepared in a hidden folder inside the site, so that its files are on the disk of the site, wherever that is
mounted and whoever owns the folder above. Nothing of the site changes before the journal is there; from then on the patch
only goes forward: a command that finds a journal does what is left of it. Every step can be repeated.

While a patch is applied the site is whole in this sense: each page is the old one or the new one, and all that it asks
for is there. New files come in the order that the caller gives (what pages ask for, then pages, then lists of pages), and
what the new site no longer has goes after all of them.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..diagnostics import Refusal
from ..lazy import dataclass
from .cache import add_seal, put_in_place, read_regular, remove_seal, write_atomically
from .publishing import (
    FOLDER_MODE,
    SITE_MARKER,
    flush,
    is_open,
    iter_parents,
    move_folder,
    remove,
    rename_patiently,
    set_modes,
)
from .site_records import get_sibling

PATCH = ".exhibition-patch"
"""The folder inside a site in which a patch lies until it is applied."""

JOURNAL, FILES = "journal", "files"
"""Names inside it: what is to be done, and the new files by their uris."""


@dataclass(frozen=True, slots=True)
class Patch:
    """What turns one site into the next."""

    placed: tuple[tuple[str, int], ...]
    """Uri and size in bytes of each new or changed file, in the order in which they are put in place."""
    removed: tuple[str, ...]
    """Uris that the next site does not have."""
    mark: str
    """The mark of the next site (see `publishing.read_mark`)."""

    def to_bytes(self) -> bytes:
        """Return the journal: JSON with a seal, so that half a journal is none."""
        return add_seal(JOURNAL, json.dumps(asdict(self)).encode())


def read_journal(site: Path) -> Patch | None:
    """Return the patch that was begun on a site; None where there is none, or its journal is not as it was written."""
    try:
        told = json.loads(remove_seal(JOURNAL, read_regular(site / PATCH / JOURNAL)) or b"")
        placed, removed, mark = told["placed"], told["removed"], told["mark"]
        patch = Patch(tuple((uri, size) for uri, size in placed), tuple(removed), mark)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = isinstance(mark, str) and all(type(size) is int for _, size in patch.placed)
    return patch if whole and all(map(is_below, (*(uri for uri, _ in patch.placed), *patch.removed))) else None


PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
"""Paths of which no part begins with a dot, without drive, root and signs that a system may read otherwise."""


def is_below(text: object) -> bool:
    """Return whether this is the path of a file below a folder, on every system.

    >>> is_below("10064/index.html"), is_below("../../x"), is_below("/etc/x"), is_below(3)
    (True, False, False, False)
    """
    if not isinstance(text, str) or not text or "\0" in text:
        return False
    if PLAIN.fullmatch(text):
        # Nearly all are, and a build asks for tens of thousands.
        return True
    return (
        not PurePosixPath(text).is_absolute()
        and not PureWindowsPath(text).anchor
        and ".." not in re.split(r"[/\\]", text)
    )


def are_below(uris: Sequence[str]) -> bool:
    """Return whether all of these are paths of files below a folder (see `is_below`).

    >>> are_below(["a/b.html", "c"]), are_below(["a", "../b"]), are_below(["a", ""])
    (True, False, False)
    """
    # Without these signs no path leads elsewhere: a build asks for tens of thousands.
    text = "\n".join(["", *uris, ""])
    return not any(sign in text for sign in LEADING_ELSEWHERE) or all(map(is_below, uris))


LEADING_ELSEWHERE = ("..", "\n/", "\n\n", "\\", ":", "\0")
"""Signs without which each line of a text is a path below a folder, on every system."""


def publish_patch(
    stage: Path, site: Path, uris: Sequence[str], removed: Collection[str], mark: str, *, durable: bool = True
) -> None:
    """Put the files `uris` of `stage`, in this order, into `site`, and remove those that are `removed`.

    `stage` holds nothing else and is used up. The site must be one that a build has made. `durable`: also a power cut
    leaves the old site, or one that the next command finishes. Raises OSError where nothing has been changed yet: then
    `stage` is as it was if it lies on another disk. Raises Refusal where the system interrupts later.
    """
    own = site / PATCH
    remove(own)
    try:
        own.mkdir()
        set_modes(stage)
        patch = Patch(tuple((uri, os.lstat(f"{stage}/{uri}").st_size) for uri in uris), tuple(sorted(removed)), mark)
        move_folder(stage, own / FILES)
        if durable:
            # All new bytes are on the disk before the journal is, and that before the first file of the site changes.
            flush(own)
        put_in_place(own / JOURNAL, patch.to_bytes(), own, durable=durable)
        if durable:
            flush_folder(own)
    except BaseException:
        remove(own)
        raise
    finish_patch(site, patch, durable=durable)


def finish_patch(site: Path, patch: Patch, *, durable: bool = True) -> None:
    """Do what is left of a patch whose journal is there. Raises Refusal where the system interrupts; the journal stays."""
    try:
        apply_patch(site, patch, durable=durable)
    except OSError as problem:
        reason = problem.strerror or problem
        raise Refusal(
            f"发布到一半停下了（系统说：{reason}）。网站“{site}”里现在有新的文件，也有旧的，每一页都还打得开。"
            "请看看磁盘和权限，马上再运行一次，会接着换完。"
        ) from problem


def apply_patch(site: Path, patch: Patch, *, durable: bool) -> None:
    """Put files in place, remove files, write the mark, remove the journal; each step may have been done. Raises OSError.

    Where a new file is neither there any more nor in place, the site gets an empty mark: the next build makes all anew.
    """
    made: set[str] = set()
    # Not `all`: the others are put in place too.
    placed = [place_file(site, uri, size, made) for uri, size in patch.placed]
    for uri in patch.removed:
        remove_file(site, uri)
    put_in_place(site / SITE_MARKER, (patch.mark if all(placed) else "").encode(), site / PATCH, durable=False)
    if durable:
        flush(site)
    (site / PATCH / JOURNAL).unlink()
    remove(site / PATCH)


def place_file(site: Path, uri: str, size: int, made: set[str]) -> bool:
    """Move a file of a patch to its place, if it is not there yet; return whether it is there now.

    `made` are the folders that are known to be there.
    """
    staged, target = site / PATCH / FILES / uri, site / uri
    if not has_size(staged, size):
        return has_size(target, size)
    make_folder_of(site, uri, made)
    if target.is_dir() and not target.is_symlink():
        remove(target)
    rename_patiently(staged, target)
    return True


def has_size(path: Path, size: int) -> bool:
    """Return whether there is a regular file of this size."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == size


def make_folder_of(site: Path, uri: str, made: set[str]) -> None:
    """Make the folders that a file needs; a file or a link in the place of one goes."""
    for parent in reversed(list(iter_parents(uri))):
        if parent in made:
            continue
        path = site / parent
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
            path.mkdir()
        if not is_open(path.stat()):
            path.chmod(FOLDER_MODE)
        made.add(parent)


def remove_file(site: Path, uri: str) -> None:
    """Remove a file and every folder that is empty then. Nothing is done behind a link, which would lead elsewhere."""
    parents = list(iter_parents(uri))
    if any((site / parent).is_symlink() for parent in parents):
        return
    path = site / uri
    if path.is_dir() and not path.is_symlink():
        # A folder of the next site has the name of a file of this one.
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()
    for parent in parents:
        try:
            (site / parent).rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            break


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def recover_site(site: Path) -> None:
    """Finish or clear what a killed publication has left. Raises OSError where a begun patch cannot be finished.

    Only for a command that holds the lock of the site. Where the system had no exchange of folders, the site may lie
    beside its place.
    """
    old = get_sibling(site, "old")
    if not site.exists() and (old / SITE_MARKER).exists():
        os.replace(old, site)
    with suppress(OSError):
        if site.is_dir() and not os.access(site, os.R_OK | os.W_OK | os.X_OK):
            site.chmod(FOLDER_MODE)
    own = site / PATCH
    if not os.path.lexists(own):
        return
    if not own.is_symlink() and (patch := read_journal(site)):
        finish_patch(site, patch)
        return
    if os.path.lexists(own / JOURNAL):
        # It was begun, and nobody knows how far it went: the next build makes all anew.
        write_atomically(site / SITE_MARKER, b"")
    remove(own)
