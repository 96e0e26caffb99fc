"""Run a call in a worker process while this one goes on; prepare worker processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T], processes: int) -> Callable[[], T]:
    """Start `work` in a forked process and return the function that waits for its result; it raises what `work` raises.

    `work` and its result must be picklable. With fewer than two of `processes`, or where the system cannot fork, the
    work is done when the result is requested; likewise where the process was killed. Only for a process without
    threads, which must not fork before the result is there: the executor's own thread ends with the result. Forked
    and not started by a fork server, since that would import this program once more (0.5 s CPU).
    """
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return work
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), begin_in_child)
    future = pool.submit(work)

    def result() -> T:
        with pool:
            try:
                return future.result()
            except BrokenProcessPool:
                return work()

    return result


def begin_in_child() -> None:
    """Prepare a worker process: it ends with its parent, and silently on Ctrl+C.

    A parent that was killed cannot end its children. They would go on writing where the next command works, and hold
    the locks that they have inherited.
    """
    signal.signal(signal.SIGINT, leave)
    leave_with_parent()


def leave(number: int, frame: FrameType | None) -> None:
    """End this process at once: signal handler."""
    os._exit(128 + number)


def leave_with_parent() -> None:
    """Watch the parent of this process in a thread, and end with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=leave_after, args=(parent,), daemon=True).start()


def leave_after(parent: Any) -> None:
    """End this process when its parent has ended."""
    parent.join()
    os._exit(1)
