"""Work in other processes: one call in the background, and a pool of workers that ends with its parent."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from .aside import begin_in_child

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
    return ProcessPoolExecutor(workers, mp_context=choose_context(), initializer=begin_in_child)


def choose_context() -> multiprocessing.context.BaseContext:
    """Return a start method that never copies a process with threads (the preview's), because such a copy may hang."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    # What every worker needs is imported once, by the server from which the workers are forked.
    server.set_forkserver_preload(["exhibition.media.rendition_worker"])
    return server
