"""Turns a command into what it costs: seconds on the wall, seconds of processor, the peak memory of its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PERIOD_S = 0.1
"""Seconds between two looks at memory: a peak that is shorter may be missed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command, with all processes that it started, has cost."""

    wall_s: float
    cpu_s: float
    """User and system time of all its processes."""
    peak_mb: float
    """Greatest sum of the memory of its processes at one time; memory that they share counts once (Linux: PSS)."""


class CommandFailed(Exception):
    """A measured command ended with an error; the message is what it said."""


def cost_of(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` and return its cost. Raises CommandFailed."""
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command], stdout=said, stderr=said, env={**os.environ, **(environment or {})}
        )
        look = Lookout(process.pid)
        look.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        look.ended.set()
        look.join()
        if process.returncode:
            said.seek(0)
            raise CommandFailed(f"{command}: {said.read().decode(errors='replace')[-4000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(look.peak_kb, largest_kb(usage.ru_maxrss)) / 1024)


def largest_kb(ru_maxrss: int) -> int:
    """Return the memory of the largest process in KiB; macOS counts bytes."""
    return ru_maxrss // 1024 if sys.platform == "darwin" else ru_maxrss


class Lookout(threading.Thread):
    """Watches the memory of a process and of all that it starts, until `ended`; without /proc it sees nothing."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_kb, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        """Look again and again."""
        while not self.ended.wait(PERIOD_S):
            self.peak_kb = max(self.peak_kb, sum(memory_kb(pid) for pid in family(self.pid)))


def family(pid: int) -> list[int]:
    """Return a process and all processes below it."""
    found, number = [pid], 0
    while number < len(found):
        for children in Path(f"/proc/{found[number]}/task").glob("*/children"):
            found += [int(word) for word in read(children).split()]
        number += 1
    return found


def memory_kb(pid: int) -> int:
    """Return the proportional set size of a process in KiB, 0 where it has ended or cannot be seen."""
    lines = (line.split() for line in read(Path(f"/proc/{pid}/smaps_rollup")).splitlines())
    return next((int(words[1]) for words in lines if words[0] == "Pss:"), 0)


def read(path: Path) -> str:
    """Return the text of a file of /proc, nothing where its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def alternated(runs: int, *subjects: Callable[[], Cost]) -> list[list[Cost]]:
    """Run each of `subjects` in turn, `runs` times, so that a busy minute hits all; return the costs of each."""
    rounds = [[subject() for subject in subjects] for _ in range(runs)]
    return [list(costs) for costs in zip(*rounds, strict=True)]


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("wall_s", "cpu_s", "peak_mb")))
