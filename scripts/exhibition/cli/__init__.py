"""The command line: words in, files and Chinese sentences out. Only this layer speaks."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from ..cache import write_atomically
from ..diagnostics import Refusal
from .arguments import understood
from .speech import say

DONE, CONTENT_WRONG, BROKEN, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: all well; the content has a 错误; the program or its set-up failed; stopped by the user."""


def main(words: Sequence[str]) -> int:
    """Run one command and return its exit code. No traceback ever reaches a volunteer."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a C locale would otherwise refuse to print Chinese.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    options = understood(words)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        say("\n已停下。已经做好的部分都留着，下次接着做。")
        return INTERRUPTED
    except Refusal as problem:
        say(f"没有做：{problem.args[0]}")
        return BROKEN
    except OSError as problem:
        say(f"文件读写失败：{problem.strerror or problem}（{problem.filename or '未知文件'}）。请检查磁盘空间和权限。")
        return BROKEN
    except Exception as problem:
        say(unbuilt(problem) or apology(options.cache))
        return BROKEN


def unbuilt(problem: Exception) -> str:
    """Return why a build did not come to its end; nothing where the problem is none of a build."""
    # Who only checks need not wait until what builds is loaded.
    from ..engine import EngineFailed
    from ..publishing import ForeignFolder

    if isinstance(problem, EngineFailed):
        return f"排版没有完成，原来的网站没有动。排版程序说：\n{problem}"
    if isinstance(problem, ForeignFolder):
        return f"没有发布：文件夹“{problem}”里有别的东西，不是生成的网站。请换一个文件夹，或先把它移走。"
    return ""


def apology(cache: Path) -> str:
    """Keep the traceback in a file for whoever mends the program, and return the sentence that says where it is."""
    record = cache / "last-error.txt"
    write_atomically(record, traceback.format_exc().encode())
    return f"程序自己出错了，不是您的内容有问题；原来的网站没有动。\n请把这个文件发给管理员：{record}"
