"""Work that a second processor does while this one goes on: a call now, its result when it is asked for."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T], processes: int) -> Callable[[], T]:
    """Begin `work` in a forked process and return the function that waits for its result, which must be picklable.

    With fewer than two of `processes`, or where the system cannot fork, the work is done when it is asked for; likewise
    where it failed aside, so that its exception is raised here. Only for a process without threads.
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
    """Do the work in the forked process and send what it returns; send nothing where it fails."""
    try:
        pipe.send_bytes(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
    except Exception:
        # It is done again, and fails again, in the process that asked for it: there its traceback is of use.
        pipe.close()
