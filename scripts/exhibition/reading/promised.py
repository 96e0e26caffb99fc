"""A revision of the repository into the ledger that stood there: what had been promised before this change.

A repository of volunteers has a branch that is published; whatever its ledger holds may hang on walls.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from ..diagnostics import Refusal
from ..model import Ledger
from .ledger import PATH, ledger_of
from .notes import Notes


def read_promised(root: Path, revision: str) -> Ledger:
    """Return the ledger at the point where the work in `root` left `revision` (a branch, a tag, a commit).

    What `revision` has promised since is not this change's to keep: git itself asks about it when both are merged.
    Where the two have no common past, the revision itself counts, which is stricter. An empty ledger where there was
    none yet. Raises Refusal where git cannot tell: a comparison that was asked for and not made must not look passed.
    """
    there = asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not there:
        raise Refusal(
            f"找不到可以比较的版本“{revision}”。请先运行 git fetch 把它取来（只取了最近一次提交的，要取全），再试一次。"
        )
    commit = asked(root, "merge-base", "HEAD", there) or there
    listed = asked(root, "ls-tree", "--name-only", commit, "--", PATH)
    if listed == "":
        return Ledger()
    text = asked(root, "show", f"{commit}:./{PATH}") if listed else None
    if text is None:
        raise Refusal(f"读不出版本“{revision}”里的台账 {PATH}。请先运行 git fetch 把它取全，再试一次。")
    return ledger_of(text.removeprefix("\ufeff"), Notes(PATH))


def asked(root: Path, *words: str) -> str | None:
    """Return what git answers in the folder `root`, without the last line's end; None where it has no answer.

    Raises Refusal where there is no git.
    """
    try:
        ran = subprocess.run(["git", *words], cwd=root, capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise Refusal("这台电脑没有装 git，没法和从前的台账比较。请装上 git 再试一次。") from None
    return ran.stdout.decode("utf-8", "replace").strip("\n") if ran.returncode == 0 else None
