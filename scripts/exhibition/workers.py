"""Work in other processes: one call in the background, and a pool of workers that ends with its parent.

Also the garbage collector, which no other module switches. Nearly everything that a command reads stays to its end. A collection
that walks through it takes up to half a second at 5,500 units, finds nothing, and in a forked process copies all of it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import connection
from types import FrameType
from typing import IO, Any, Generic, TypeVar, cast

T = TypeVar("T")


class BackgroundCall(Generic[T]):
    """A call in a forked process, begun at once; called itself, it waits for the result and returns it.

    It raises what the work raises. Where the process was killed, or there is none, the work is done when the result is
    asked for. The parent gets no thread by it, so it may fork again meanwhile. As a context it ends with its block, whether or not
    anybody has asked. The process ends as soon as it is done, because its result goes through a file without a name: one that
    waits to be read holds what it has inherited (of 20,000 units some 300 MB, more with every page that its parent changes).
    """

    def __init__(self, work: Callable[[], T], *, forks: bool) -> None:
        self.work = work
        self.process: Any = None
        if forks:
            context = multiprocessing.get_context("fork")
            self.answer = tempfile.TemporaryFile()  # noqa: SIM115
            self.process = context.Process(target=write_result, args=(work, self.answer), daemon=True)
            self.process.start()

    def __call__(self) -> T:
        """Return the result."""
        if self.process is None:
            return self.work()
        try:
            self.process.join()
            self.answer.seek(0)
            done, result = pickle.load(self.answer)
        except (EOFError, OSError, pickle.UnpicklingError):
            return self.work()
        finally:
            self.end()
        if not done:
            raise result
        return cast("T", result)

    def wait(self) -> None:
        """Wait until the process has ended, in one that was forked after it, too."""
        if self.process is not None:
            connection.wait([self.process.sentinel])

    def __enter__(self) -> BackgroundCall[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the process, whose result nobody needs any more."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.answer.close()
            self.process = None


def write_result(work: Callable[[], object], file: IO[bytes]) -> None:
    """Do the work of a `BackgroundCall` in its process, and write what it returns or raises; nothing where the disk is full."""
    prepare_child()
    try:
        answer = True, work()
    except Exception as problem:
        answer = False, problem
    with suppress(OSError):
        pickle.dump(answer, file, pickle.HIGHEST_PROTOCOL)
        file.flush()


def run_in_background(work: Callable[[], T], processes: int) -> BackgroundCall[T]:
    """Start `work` in a forked process and return what waits for its result.

    The result must be picklable. With fewer than two of `processes`, or where the system cannot fork, the work is done
    when the result is requested. Only for a process without threads. Forked and not started by a fork server, since
    that would import this program once more (0.5 s CPU).
    """
    return BackgroundCall(work, forks=processes > 1 and "fork" in multiprocessing.get_all_start_methods())


def run_apart(work: Callable[[], T]) -> T:
    """Do `work` in a forked process and return its result: threads that it starts end with it.

    The result must be picklable, `work` need not be. Where the system cannot fork, or the process was killed, the work
    is done here. Only for a process without threads.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        return work()
    global _inherited
    _inherited = lambda item: work()  # noqa: E731
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), prepare_child) as pool:
        future = pool.submit(call_inherited, None)
        try:
            return cast("T", future.result())
        except BrokenProcessPool:
            return work()


def prepare_child() -> None:
    """Prepare a worker process: it ends with its parent, and silently on Ctrl+C.

    A parent that was killed cannot end its children. They would go on writing where the next command works, and hold
    the locks that they have inherited.
    """
    signal.signal(signal.SIGINT, exit_process)
    exit_with_parent()


def exit_process(number: int, frame: FrameType | None) -> None:
    """End this process at once: signal handler."""
    os._exit(128 + number)


def exit_with_parent() -> None:
    """Watch the parent of this process in a thread, and end with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=exit_after, args=(parent,), daemon=True).start()


def exit_after(parent: Any) -> None:
    """End this process when its parent has ended."""
    parent.join()
    os._exit(1)


Job = TypeVar("Job")
Result = TypeVar("Result")
AHEAD = 2
"""Jobs submitted per worker: enough that none waits, few enough that few are suspect when a process dies."""


def run_jobs(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    lost: Callable[[Job], Result],
    pool: Callable[[int], ProcessPoolExecutor] | None = None,
    ahead: int = AHEAD,
) -> Iterator[tuple[Job, Result]]:
    """Yield each job with its result, in the order of completion.

    `work` must be picklable. A job that kills its process (a decoder that crashes, out of memory) yields `lost(job)`;
    the others continue in a new pool. `pool` opens a pool of so many processes; `ahead` is the number of jobs submitted
    per worker.
    """
    waiting, opened = deque(jobs), pool or open_pool
    workers = min(len(waiting), os.cpu_count() or 1)
    while waiting:
        suspects: list[Job] = []
        yield from run_until_broken(work, waiting, opened(workers), workers * ahead, suspects)
        for job in suspects:
            alone: list[Job] = []
            yield from run_until_broken(work, deque([job]), opened(1), 1, alone)
            yield from ((job, lost(job)) for job in alone)


def run_until_broken(
    work: Callable[[Job], Result], waiting: deque[Job], opened: ProcessPoolExecutor, most: int, suspects: list[Job]
) -> Iterator[tuple[Job, Result]]:
    """Run jobs in one pool until none is left or the pool breaks; add the jobs running at that moment to `suspects`."""
    running: dict[Future[Result], Job] = {}
    with opened as pool:
        while waiting or running:
            try:
                while waiting and len(running) < most:
                    running[pool.submit(work, waiting[0])] = waiting[0]
                    waiting.popleft()
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    result = done.result()
                    yield running.pop(done), result
            except BrokenProcessPool:
                suspects += running.values()
                return


def open_pool(workers: int) -> ProcessPoolExecutor:
    """Open a pool of so many processes."""
    return ProcessPoolExecutor(workers, mp_context=choose_context(), initializer=prepare_child)


def choose_context() -> multiprocessing.context.BaseContext:
    """Return a start method that never copies a process with threads (the preview's), because such a copy may hang."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    # What every worker needs is imported once, by the server from which the workers are forked.
    server.set_forkserver_preload(["exhibition.media.rendition_worker"])
    return server


R = TypeVar("R")
_inherited: Callable[[Any], Any]
"""What forked processes call: they get it with their memory, since it may not be picklable."""


@contextmanager
def map_in_processes(work: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[Iterator[R]]:
    """Begin `work` for every item in `processes` forked processes; the context's value yields the results in order.

    Items and results must be picklable, `work` need not be. With fewer than two processes or items, or where the system
    cannot fork, the work is done when the results are asked for. Where the body or a call fails, items that nobody has
    begun are dropped. Only for a process without threads.
    """
    if processes < 2 or len(items) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield map(work, items)
        return
    global _inherited
    _inherited = work
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(processes, len(items)), context, prepare_child) as pool:
        try:
            yield pool.map(call_inherited, items)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def call_inherited(item: Any) -> Any:
    """Do the work for one item in a forked process."""
    return _inherited(item)
