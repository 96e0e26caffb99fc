"""Turns a command into what it costs: seconds on the wall, seconds of processor, the peak memory of its processes.

A process that nobody waits for is counted as well: workers of a fork server are no children of the command. A small
process of its own runs the command and becomes the parent of all that it leaves behind (Linux: `PR_SET_CHILD_SUBREAPER`).
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
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


SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of Linux's <sys/prctl.h>."""
LEFT_S = 60.0
"""Seconds in which processes that a command has left behind must end to be counted whole; a busy machine takes long."""


def cost_of(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` and return its cost. Raises CommandFailed."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile() as told:
        subprocess.run(
            [sys.executable, "-S", __file__, told.name, *words],
            stdout=said,
            stderr=said,
            env={**os.environ, **(environment or {})},
        )
        report = told.read()
        code, *figures = json.loads(report) if report else (1,)
        if code:
            said.seek(0)
            raise CommandFailed(f"{command}: {said.read().decode(errors='replace')[-4000:]}")
    return Cost(*figures)


def measure(command: Sequence[str]) -> tuple[int, float, float, float]:
    """Run `command` as a child of this process; return its exit code, wall and processor seconds, peak MB."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    process = subprocess.Popen(command)
    look = Lookout(os.getpid())
    look.start()
    code = process.wait()
    wall = time.monotonic() - start
    left_s = wait_for_left_processes()
    look.ended.set()
    look.join()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak_kb = max(look.peak_kb, largest_kb(usage.ru_maxrss))
    return code, wall, usage.ru_utime + usage.ru_stime + left_s, peak_kb / 1024


def wait_for_left_processes() -> float:
    """Wait for the processes that a command has left to this one; return the processor seconds of those that stay."""
    end = time.monotonic() + LEFT_S
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return 0.0
    return sum(spent_s(pid) for pid in family(os.getpid())[1:])


def spent_s(pid: int) -> float:
    """Return the processor seconds of a living process and of the children that it has waited for."""
    fields = read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def largest_kb(ru_maxrss: int) -> int:
    """Return the memory of the largest process in KiB; macOS counts bytes."""
    return ru_maxrss // 1024 if sys.platform == "darwin" else ru_maxrss


class Lookout(threading.Thread):
    """Watches the memory of all that a process starts, until `ended`; without /proc it sees nothing."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_kb, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        """Look again and again."""
        while not self.ended.wait(PERIOD_S):
            self.peak_kb = max(self.peak_kb, sum(memory_kb(pid) for pid in family(self.pid)[1:]))


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


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure(sys.argv[2:])))
