"""Run a callable in a forked process; return a function that waits for the result."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T], processes: int) -> Callable[[], T]:
    """Start `work` in a forked process and return the function that waits for its result, which must be picklable.

    With fewer than two of `processes`, or where the system cannot fork, the work is done when the result is
    requested; likewise where it failed in the child, so that its exception is raised here. Only for a process
    without threads.
    """
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return work
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=send, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()

    def result() -> T:
        try:
            told: T = pickle.loads(ours.recv_bytes())
        except EOFError:
            return work()
        finally:
            process.join()
        return told

    return result


def send(work: Callable[[], object], pipe: Connection) -> None:
    """Do the work in the forked process and send its result; send nothing where it fails."""
    begin_in_child()
    try:
        pipe.send_bytes(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
    except Exception:
        # It is repeated, and fails again, in the parent: there its traceback is of use.
        pipe.close()


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
