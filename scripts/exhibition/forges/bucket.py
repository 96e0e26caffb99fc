"""Turns a finished site into the steps that bring it into a bucket so that no visitor meets half of it.

First what has a hash in its name, to be kept for ever; then the pages that ask for it; last, what is no longer in the
site goes, because what was taken down must be gone. rclone carries it: it speaks to S3, Aliyun OSS and Tencent COS in
their own ways, compares by sums, and comes from every package manager.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOREVER = re.compile(r"[/.-][0-9a-f]{8,}[/.-]")
"""A hash in the address: README's section "Serving" has the same rule for nginx."""

KEPT = "Cache-Control: public, max-age=31536000, immutable"
ASKED = "Cache-Control: no-cache"

MARKER = ".exhibition"
"""A file in the bucket that says: what is here was put here by this command, and may be taken away by it."""

MANNER = (
    "--checksum", "--transfers", "16", "--checkers", "32",
    "--stats", "10s", "--stats-one-line", "--stats-log-level", "NOTICE",
)  # fmt: skip
"""Compare by sums, because a build makes every file new; many small files at once; say every ten seconds how far it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call of rclone: what it does (for people), its words, and what it reads from standard input."""

    title: str
    words: tuple[str, ...]
    listing: str = ""


def is_kept(path: str) -> bool:
    """May a browser keep the file at this path of the site for ever?"""
    return FOREVER.search(f"/{path}") is not None


def files(site: Path) -> list[str]:
    """Return the path of every file that visitors may ask for, in order; hidden ones are for builds."""
    found = (path.relative_to(site) for path in site.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))


def steps(site: Path, target: str, paths: Iterable[str], *, first: bool) -> Iterator[Step]:
    """Everything to be done, in order; `target` is rclone's `remote:bucket/folder`, which is marked the first time."""
    paths = list(paths)
    if first:
        yield Step("写下记号", ("touch", f"{target}/{MARKER}"))
    kept = [path for path in paths if is_kept(path)]
    others = [path for path in paths if not is_kept(path)]
    yield Step(f"名字带哈希的 {len(kept)} 个文件", copying(site, target, KEPT), listing(kept))
    yield Step(f"网页等 {len(others)} 个文件", copying(site, target, ASKED), listing(others))
    yield Step(
        "清掉网站上已经没有的",
        ("sync", str(site), target, "--delete-after", "--filter", "- .*", "--filter", "- .*/**", *MANNER),
    )


def copying(site: Path, target: str, header: str) -> tuple[str, ...]:
    """Return the words that copy the files of a listing with a header that they keep in the bucket."""
    return ("copy", str(site), target, "--files-from-raw", "-", "--header-upload", header, *MANNER)


def listing(paths: Iterable[str]) -> str:
    """Return paths as rclone reads them."""
    return "".join(f"{path}\n" for path in paths)
