"""The pre-commit hook: replace staged pictures by archive photos, before the originals are in the history for ever.

The hook calls `photos --staged`. It replaces staged pictures in the folder and in git's index, so that the commit goes
on with the photos. Where that cannot be done with certainty, it refuses before anything has been written.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..checks.hidden import find_hidden
from ..checks.signatures import ENDS, HEAD, format_of
from ..files import PHOTO_LIMIT, is_file, read_file
from ..reading import entry_folders
from .choosing import Source, is_picture, is_picture_format
from .planning import Plan

ADDED = "--diff-filter=ACMR"
"""Files that the commit adds, copies, modifies or renames."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Staged pictures in entries' folders."""

    sources: tuple[Source, ...]
    differing: tuple[str, ...] = ()
    """Those whose working copy differs from the staged one: they cannot be replaced with certainty."""
    links: tuple[str, ...] = ()
    """Staged paths that are not regular files."""
    telling: tuple[tuple[str, str], ...] = ()
    """Other files with metadata about people, which the import cannot strip, and that metadata."""


class NoRepository(Exception):
    """The content is not in a git repository, or git is not installed."""


def git(root: Path, *words: str) -> bytes:
    """Return git's output. Raises CalledProcessError where git fails."""
    # A file may be called `*.jpg`: a name is taken literally, not as a pattern.
    return subprocess.run(("git", "--literal-pathspecs", *words), cwd=root, check=True, capture_output=True).stdout


def listed(root: Path, *words: str) -> list[str]:
    """Return the paths that git lists, relative to the root."""
    return [path.decode(errors="surrogateescape") for path in git(root, *words).split(b"\0") if path]


def staged(root: Path) -> Staged:
    """Return the staged pictures in the folders of units and clusters. Raises NoRepository."""
    try:
        git(root, "rev-parse", "--is-inside-work-tree")
    except (FileNotFoundError, subprocess.CalledProcessError) as problem:
        raise NoRepository from problem
    names = listed(root, "diff", "--cached", "--name-only", "--relative", "-z", ADDED, "--", "content")
    altered = set(unstaged(root, ("content",)))
    known = set(entry_folders(root))
    sources, differing, links, telling = [], [], [], []
    for name in names:
        path, folder = root / name, name.rpartition("/")[0]
        if name in altered:
            if name.lower().endswith(ENDS) or is_picture_format(format_of(staged_head(root, name))):
                differing.append(name)
        elif not is_file(path):
            links.append(name)
        elif folder in known and path.name != "index.md" and is_picture(path):
            sources.append(Source(path, folder, comes=False))
        elif told := told_by(path):
            telling.append((name, told))
    return Staged(tuple(sources), tuple(differing), tuple(links), tuple(telling))


def staged_head(root: Path, name: str) -> bytes:
    """Return the first bytes of a file as it is staged; the working copy may be gone."""
    with subprocess.Popen(("git", "cat-file", "blob", f":./{name}"), cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        head = process.stdout.read(HEAD)
        process.kill()
    return head


def told_by(path: Path) -> str:
    """Return the metadata of a file about people, as text; an empty text without any."""
    try:
        hidden = find_hidden(read_file(path, PHOTO_LIMIT))
    except OSError:
        return ""
    return hidden.words if hidden.tells else ""


def unstaged(root: Path, paths: Iterable[str]) -> list[str]:
    """Return those of `paths` whose working copy differs from the staged one."""
    paths = list(paths)
    return listed(root, "diff", "--name-only", "--relative", "-z", "--", *paths) if paths else []


def in_the_way(root: Path, plans: Iterable[Plan]) -> list[str]:
    """Return the `index.md` files that need a new name of a photo but have unstaged changes."""
    paths = [f"{plan.folder}/index.md" for plan in plans if plan.after != plan.before]
    return unstaged(root, paths)


def restage(root: Path, plans: Iterable[Plan]) -> None:
    """Stage what the plans have written, and unstage what they have removed."""
    for plan in plans:
        gone = [f"{plan.folder}/{change.source.path.name}" for change in plan.changes if change.moves]
        made = [f"{plan.folder}/{change.target}" for change in plan.changes]
        made += [f"{plan.folder}/index.md"] if plan.after != plan.before else []
        if gone:
            git(root, "rm", "--cached", "--quiet", "--ignore-unmatch", "--", *gone)
        if made:
            git(root, "add", "--", *made)


def within(root: Path, path: Path) -> str:
    """Return a path as git lists it."""
    return path.relative_to(root).as_posix()
