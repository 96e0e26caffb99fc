"""The collector of garbage of this process: it is switched here alone.

Apart from `workers`, since most commands need this and few need other processes, whose modules take 30 ms to load.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collector() -> Iterator[None]:
    """Hold the collector meanwhile, for work whose results are kept: reading content, loading modules.

    What is there afterwards is set apart, so that no later collection walks through it. Inside another pause the collector
    stays held to the end of that one. A process that is forked meanwhile has no collector.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def set_apart() -> None:
    """Set apart everything that is there, so that no collection walks through it: it stays to the end."""
    gc.freeze()


def collect_seldom() -> None:
    """Let the collector begin seldom: that saves a fiftieth of the time of a check, a twentieth of that of a build."""
    gc.set_threshold(100_000, 50, 1000)


def tidy_memory() -> None:
    """Free what earlier work has left in cycles, in what was set apart too; half a second at 5,500 units."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
