"""Command line: arguments in, files and Chinese sentences out. Only this layer prints."""

from __future__ import annotations

import _thread
import atexit
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from .arguments import parse_arguments
from .console import explain_error, explain_missing_package, print_message

DONE, CONTENT_WRONG, BROKEN, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: success; the content has a 错误; the program or its set-up failed; stopped by the user."""


def main(words: Sequence[str]) -> int:
    """Run one command and return its exit code. No traceback is ever shown to a volunteer."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a C locale could not print Chinese otherwise.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    restore_interrupt_handler()
    try:
        options = parse_arguments(words)
    except ModuleNotFoundError as problem:
        # Some commands load modules with their options.
        if not (sentence := explain_missing_package(problem)):
            raise
        print_message(sentence)
        return BROKEN
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print_message("\n已停下。已经做好的部分都留着，下次接着做。")
        return INTERRUPTED
    except Exception as problem:
        print_message(explain_error(options.cache, problem))
        return BROKEN


def restore_interrupt_handler() -> None:
    """Let Ctrl+C stop a command also where it was started with SIGINT ignored, as a background job of a script."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def end_process(code: int) -> NoReturn:
    """End this process with an exit code, without taking apart what it holds in memory: after a build of 5,500 units that
    takes a tenth of a second, and frees what the system frees anyway.

    What is registered for the end of the process is done before. With other threads, or under a profiler or a debugger, the
    process ends as any other.
    """
    if threading.active_count() == 1 and sys.getprofile() is None and sys.gettrace() is None:
        with suppress(OSError, ValueError):
            atexit._run_exitfuncs()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(code)
    sys.exit(code)


AGAIN_S = 0.05
"""Seconds after which an interruption is repeated: by then the code that ignores it has been left."""


def repeat_interrupt(ignored: sys.UnraisableHookArgs) -> None:
    """Repeat an interruption that Python has ignored, without its traceback; show everything else.

    Python ignores an exception that a signal raises within a hook of a fork or a finalizer. For
    `sys.unraisablehook`.
    """
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)
        return
    timer = threading.Timer(AGAIN_S, _thread.interrupt_main)
    timer.daemon = True
    timer.start()
