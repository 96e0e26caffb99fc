"""The command line: words in, files and Chinese sentences out. Only this layer speaks."""

from __future__ import annotations

import errno
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
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
    hear_ctrl_c()
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
        say(unwritten(problem))
        return BROKEN
    except BrokenExecutor:
        say("没有做完：帮忙的进程中断了，可能是内存不够。请关掉别的程序，再运行一次。")
        return BROKEN
    except Exception as problem:
        say(unbuilt(problem) or apology(options.cache))
        return BROKEN


def hear_ctrl_c() -> None:
    """Let Ctrl+C stop a command also where it was started with it ignored: a job in the background of a script."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


FULL = "磁盘满了，没有写完。请清出一些空间，再运行一次；写了一半的东西会自己清掉，原来的网站没有动。"
SYSTEM: dict[int, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: "没有权限读写“{name}”。请看看它是谁的、能不能写，再运行一次。",
    errno.EPERM: "没有权限读写“{name}”。请看看它是谁的、能不能写，再运行一次。",
    errno.EROFS: "放着“{name}”的磁盘只能读、不能写。请换一个地方，再运行一次。",
    errno.ENOENT: "找不到“{name}”。它可能刚刚被移走了；请再运行一次。",
    errno.EMFILE: "同时打开的文件太多了。请关掉一些别的程序，再运行一次。",
    errno.ENFILE: "同时打开的文件太多了。请关掉一些别的程序，再运行一次。",
    errno.ENOMEM: "内存不够了。请关掉一些别的程序，再运行一次。",
    errno.EIO: "磁盘读写“{name}”时出错了，磁盘可能坏了。请先把重要的东西备份到别处。",
}
"""What is said where the system refuses to read or write, by its number."""


def unwritten(problem: OSError) -> str:
    """Return what the system has refused, as a sentence with something to do."""
    if problem.errno is None:
        return f"没有做：{str(problem).rstrip('。')}。"
    sentence = SYSTEM.get(problem.errno, "文件读写失败（系统说：{reason}）。请检查“{name}”、磁盘空间和权限。")
    return sentence.format(name=problem.filename or "文件", reason=problem.strerror or problem)


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
    try:
        write_atomically(record, traceback.format_exc().encode())
    except OSError:
        return "程序自己出错了，不是您的内容有问题；原来的网站没有动。磁盘写不进去，没能记下经过。请告诉管理员。"
    return f"程序自己出错了，不是您的内容有问题；原来的网站没有动。\n请把这个文件发给管理员：{record}"
