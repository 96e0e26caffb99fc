"""Files of a git revision, and what has changed since: a few git processes, however many files there are.

A comparison that was asked for and cannot be made must not look passed: where git has no answer, a Refusal is
raised.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Refusal
from .address_file import FILE, FOLDER

USUAL = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""Names of the published branch by default: the first of these that exists."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Merge base of the work in `root` and another revision, with its files: those below `content/`, and `mkdocs.yml`."""

    root: Path
    commit: str
    blobs: dict[str, str]
    """Object id of each file, by its path relative to `root`."""

    def texts(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the contents of files, in order. Raises Refusal where git does not have them."""
        wanted = [self.blobs[path] for path in paths]
        data = piped(self.root, "\n".join(wanted).encode() + b"\n") if wanted else b""
        at = 0
        for path in paths:
            end = data.find(b"\n", at)
            head = data[at:end].split(b" ")
            if end < 0 or len(head) != 3 or head[1] != b"blob":
                raise Refusal(f"读不出从前的文件 {path}。请先运行 git fetch 把它取全，再试一次。")
            size = int(head[2])
            yield path, data[end + 1 : end + 1 + size]
            at = end + size + 2

    def count(self, id: str) -> int:
        """Return how many entries' folders have an id."""
        return sum(path.endswith(f"/{id}/index.md") for path in self.blobs)

    def changed(self, *folders: str) -> set[str]:
        """Return the files below `folders` that are changed or removed now."""
        words = ("diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "--name-only", "-z")
        told = asked(self.root, *words, self.commit, "--", *folders)
        if told is None:
            raise Refusal("git 比不出哪些文件改过。请先运行 git fetch 把从前的版本取全，再试一次。")
        return {path for path in told.split("\0") if path in self.blobs}


def find_revision(root: Path, name: str) -> Revision:
    """Return the merge base of the work in `root` and the revision `name` (a branch, a tag, a commit).

    What `name` has issued since then is not for this change to keep: git reports a conflict when both are merged.
    Where the two have no common history, the revision itself is used, which is stricter. Raises Refusal where git
    cannot tell.
    """
    there = commit_of(root, name)
    if not there:
        raise Refusal(
            f"找不到可以比较的版本“{name}”。请先运行 git fetch 把它取来（只取了最近一次提交的，要取全），再试一次。"
        )
    return at_commit(root, asked(root, "merge-base", "HEAD", there) or there, name)


def usual_revision(root: Path) -> Revision | None:
    """Return the merge base with the published branch, as far as git knows it; None without git or such a branch."""
    for name in USUAL:
        try:
            if commit_of(root, name):
                return find_revision(root, name)
        except Refusal:
            return None
    return None


def first_with(root: Path, path: str) -> Revision | None:
    """Return the commit that added a file to the history of HEAD; None where git knows of none."""
    words = ("log", "--first-parent", "--diff-filter=A", "--format=%H", "HEAD", "--", path)
    commits = (asked(root, *words) or "").split("\n")
    return at_commit(root, commits[-1], commits[-1]) if commits[-1] else None


def commit_of(root: Path, name: str) -> str | None:
    """Return the commit that a name stands for; None where there is none. Raises Refusal where there is no git."""
    return asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def at_commit(root: Path, commit: str, name: str) -> Revision:
    """Return the files of a commit. Raises Refusal where git does not have them."""
    listed = asked(root, "ls-tree", "-r", "-z", commit, "--", "content", "mkdocs.yml")
    if listed is None:
        raise Refusal(f"读不出版本“{name}”里的台账。请先运行 git fetch 把它取全，再试一次。")
    blobs: dict[str, str] = {}
    for line in listed.split("\0"):
        head, _, path = line.partition("\t")
        kind = head.split(" ")
        if len(kind) == 3 and kind[1] == "blob" and kind[0].startswith("100"):
            blobs[path] = kind[2]
    return Revision(root, commit, blobs)


def known_ids(root: Path) -> set[str]:
    """Return every id that the published branches contain now; empty without git."""
    found: set[str] = set()
    for name in USUAL:
        try:
            listed = asked(root, "ls-tree", "-r", "-z", "--name-only", name, "--", "content")
        except Refusal:
            return found
        for path in (listed or "").split("\0"):
            parts = path.split("/")
            if path.startswith(f"{FOLDER}/") and FILE.fullmatch(parts[-1]):
                found.add(parts[-1][:5])
            elif parts[-1] == "index.md" and len(parts) > 2:
                found.add(parts[-2])
    return found


def asked(root: Path, *words: str) -> str | None:
    """Return the output of git in the folder `root`, without the last line end; None where it fails.

    Raises Refusal where there is no git.
    """
    try:
        ran = subprocess.run(["git", *words], cwd=root, capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise Refusal("这台电脑没有装 git，没法和从前的台账比较。请装上 git 再试一次。") from None
    return ran.stdout.decode("utf-8", "replace").strip("\n") if ran.returncode == 0 else None


def piped(root: Path, objects: bytes) -> bytes:
    """Return the contents of objects from `git cat-file --batch`, each after a header line."""
    ran = subprocess.run(["git", "cat-file", "--batch"], cwd=root, capture_output=True, input=objects)
    return ran.stdout
