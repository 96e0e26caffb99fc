"""Command `owners`: writes the files of code owners."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

from ..cache import write_atomically
from ..owners import owners
from ..reading import read_exhibition
from .speech import say, show


def run_owners(options: Namespace) -> int:
    """Show what would change in the files of code owners (exit code 1 where anything would), or write them."""
    wanted = owners(read_exhibition(options.root).exhibition)
    changed = {path: text for path, text in wanted.items() if text_of(options.root / path) != text}
    if not changed:
        say("各代码平台的审核人文件都是对的，什么都不用写。")
        return 0
    if options.write:
        for path, text in changed.items():
            write_atomically(options.root / path, text.encode())
        show(f"写好了：{'、'.join(changed)}")
        return 0
    show(difference(changed, options.root))
    say("加上 --write 就写进文件。")
    return 1


def text_of(path: Path) -> str:
    """Return the text of a file, empty where there is none."""
    return path.read_text("utf-8") if path.is_file() else ""


def difference(changed: Mapping[str, str], root: Path) -> str:
    """Return the changes as unified diffs."""
    pairs = ((path, text_of(root / path).splitlines(), text.splitlines()) for path, text in changed.items())
    return "\n".join(
        line for path, old, new in pairs for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm="")
    )
