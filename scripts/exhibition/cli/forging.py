"""The commands for code hosts and hosting: who looks after what, and a finished site into a bucket."""

from __future__ import annotations

import shutil
import subprocess
from argparse import Namespace
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

from ..cache import write_atomically
from ..diagnostics import Refusal
from ..forges.bucket import MARKER, Step, files, steps
from ..locking import locked
from ..owners import owners
from ..reading import read_exhibition
from .speech import say, show

BRIEFLY = ("--retries", "1", "--low-level-retries", "2", "--contimeout", "15s")
"""A wrong address or key is told at once; only the transfer itself is patient."""


def run_owners(options: Namespace) -> int:
    """Show what would change in the files of owners (exit code 1 where anything would), or write them."""
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


def run_upload(options: Namespace) -> int:
    """Bring the site into a bucket; with --dry-run only say what would be done."""
    target = options.to.rstrip("/")
    if ":" not in target or not target.split(":", 1)[1]:
        raise Refusal(f"“{options.to}”不完整，要写成“名字:桶”，例如 louzu:my-bucket。名字在 rclone 的设置里。")
    if not shutil.which("rclone"):
        raise Refusal("还缺少 rclone。请用系统的软件管理器装好（Debian、Ubuntu：apt-get install rclone），再试一次。")
    if not (options.site / "index.html").is_file():
        raise Refusal(f"{options.site} 里没有网站。请先运行 build。")
    with locked(options.site, "upload", say):
        return carried_out(options, target)


def carried_out(options: Namespace, target: str) -> int:
    """Bring a site into a bucket that nobody builds meanwhile; return the exit code."""
    for step in steps(options.site, target, files(options.site), first=is_empty(target)):
        say(step.title)
        if code := carried(step, options.dry_run):
            say("没有传完。网站上的旧网页还能看；请看上面的英文提示，再运行一次，会接着传。")
            return code
    show(f"{'演习完了，什么都没有传' if options.dry_run else '传好了'}：{target}")
    return 0


def is_empty(target: str) -> bool:
    """Is nothing in the bucket yet? Raises Refusal where what is there is not ours: it would be cleared away."""
    seen = subprocess.run(
        ["rclone", "lsf", *BRIEFLY, "--max-depth", "1", target], capture_output=True, encoding="utf-8"
    )
    names = seen.stdout.split("\n")[:-1]
    # A folder of a bucket that nothing has been put into does not exist (rclone's exit code 3).
    if seen.returncode not in (0, 3):
        raise Refusal(f"打不开 {target}。rclone 说：\n{seen.stderr.strip()[-2000:]}\n请检查桶的名字、地址和密钥。")
    if names and MARKER not in names:
        raise Refusal(f"{target} 里有别的东西（例如 {names[0]}），传上去会把它清掉。请换一个空的桶或文件夹。")
    return not names


def carried(step: Step, dry: bool) -> int:
    """Run one step; return 2 where it failed."""
    words = ["rclone", *step.words, *(["--dry-run"] if dry else [])]
    return 2 if subprocess.run(words, input=step.listing, encoding="utf-8").returncode else 0
