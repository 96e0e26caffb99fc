"""Console output: results on standard output, everything else on standard error; exceptions as sentences that say what to do.

Private data is masked, and no traceback is ever shown to a volunteer.
"""

from __future__ import annotations

import errno
import re
import sys
import traceback
from concurrent.futures import BrokenExecutor
from pathlib import Path

from ..diagnostics import Refusal
from ..storage.cache import write_atomically

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""Control characters that a terminal obeys: they may be in a file name that is part of a message."""


def strip_control_characters(text: str) -> str:
    """Return text without control characters; line ends and tabs stay."""
    return CONTROL.sub("\ufffd", text)


def print_message(line: str) -> None:
    """Print a message that is not a result; private numbers in it are masked."""
    print(strip_control_characters(mask_sentence(line)), file=sys.stderr, flush=True)


def mask_sentence(text: str) -> str:
    """Return a sentence without private numbers, also in the names of pictures."""
    # Imported here: a command without messages does not wait for the patterns.
    from ..report.sources import mask_text

    return mask_text(text)


def print_result(text: str) -> None:
    """Print a result, ready for a pipe."""
    print(strip_control_characters(text), flush=True)


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
"""Messages for errors of the system, by errno."""


def explain_system_error(problem: OSError) -> str:
    """Return an error of the system as a sentence with something to do."""
    if problem.errno is None:
        return f"没有做：{str(problem).rstrip('。')}。"
    sentence = SYSTEM.get(problem.errno, "文件读写失败（系统说：{reason}）。请检查“{name}”、磁盘空间和权限。")
    return sentence.format(name=problem.filename or "文件", reason=problem.strerror or problem)


def explain_error(cache: Path, problem: Exception) -> str:
    """Return the message for an exception that is being handled; a bug's traceback is kept in a file of `cache`."""
    if isinstance(problem, Refusal):
        return f"没有做：{problem.args[0]}"
    if isinstance(problem, OSError):
        return explain_system_error(problem)
    if isinstance(problem, BrokenExecutor):
        return "没有做完：帮忙的进程中断了，可能是内存不够。请关掉别的程序，再运行一次。"
    if isinstance(problem, ModuleNotFoundError) and (sentence := explain_missing_package(problem)):
        return sentence
    return explain_build_error(problem) or record_traceback(cache)


def explain_missing_package(problem: ModuleNotFoundError) -> str:
    """Return the message for a package that is not installed; empty where a module of our own is missing."""
    if (problem.name or "").startswith("exhibition"):
        return ""
    return (
        f"没有做：运行环境不完整（缺少 {problem.name}）。"
        "请删掉 .venv 文件夹，再运行一次 python3 scripts/start.py 加上原来的命令，它会重新装好。"
    )


def explain_build_error(problem: Exception) -> str:
    """Return why a build has failed; empty where the exception is not one of a build."""
    # Imported here: `check` does not wait for the modules of the build.
    from ..site.mkdocs_engine import RenderError
    from ..storage.publishing import ForeignFolder

    if isinstance(problem, RenderError):
        return f"排版没有完成，原来的网站没有动。排版程序说：\n{problem}"
    if isinstance(problem, ForeignFolder):
        return f"没有发布：文件夹“{problem}”里有别的东西，不是生成的网站。请换一个文件夹，或先把它移走。"
    return ""


def record_traceback(cache: Path) -> str:
    """Write the traceback of a bug to a file and return the sentence that says where it is."""
    record = cache / "last-error.txt"
    try:
        write_atomically(record, traceback.format_exc().encode("utf-8", "backslashreplace"))
    except OSError:
        return "程序自己出错了，不是您的内容有问题；原来的网站没有动。磁盘写不进去，没能记下经过。请告诉管理员。"
    return f"程序自己出错了，不是您的内容有问题；原来的网站没有动。\n请把这个文件发给管理员：{record}"
