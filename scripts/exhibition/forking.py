"""A function over many items in forked processes, which inherit what it works on instead of having it sent."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from .aside import begin_in_child

T = TypeVar("T")
R = TypeVar("R")

_inherited: Callable[[Any], Any]
"""What forked processes call: they get it with their memory, since it may not be picklable."""


@contextmanager
def mapped(work: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[Iterator[R]]:
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
    with ProcessPoolExecutor(min(processes, len(items)), context, begin_in_child) as pool:
        try:
            yield pool.map(call_inherited, items)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def call_inherited(item: Any) -> Any:
    """Do the work for one item in a forked process."""
    return _inherited(item)
