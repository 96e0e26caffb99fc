"""A Dask scheduler and worker processes on this machine, for tests: each worker is one process that may be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conftest import HOME

START_S = 120.0
"""Seconds in which a scheduler or a worker must have started, on a busy machine."""


@dataclass
class Cluster:
    """A scheduler with its workers."""

    folder: Path
    environment: Mapping[str, str]
    """What its workers find in their environment."""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    logs: dict[int, Path] = field(default_factory=dict)
    """What each process has said, by its number."""

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_text())["address"])

    def start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """Start a program of Dask whose log is the file `name`."""
        paths = os.pathsep.join(str(HOME / part) for part in ("scripts", "tests"))
        environment = {**os.environ, "PYTHONPATH": paths, **self.environment}
        path = self.folder / f"{name}-{len(self.logs)}"
        with open(path, "wb") as log:
            command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=environment)
        self.logs[process.pid] = path
        return process

    def start_scheduler(self) -> None:
        """Start a scheduler at an address of its own."""
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        words = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        self.scheduler = self.start("scheduler", "scheduler", *words)
        wait_until(lambda: file.exists() and file.read_text().rstrip().endswith("}"))

    def revive(self, workers: int) -> None:
        """Start what a test has killed: the scheduler, and workers until there are so many."""
        if self.scheduler is None or self.scheduler.poll() is not None:
            self.stop()
            self.start_scheduler()
        self.workers = [process for process in self.workers if process.poll() is None]
        for process in self.workers[workers:]:
            process.kill()
            process.wait()
        del self.workers[workers:]
        while len(self.workers) < workers:
            self.add_worker()
        self.wait_for_workers()

    def add_worker(self, threads: int = 1) -> subprocess.Popen[bytes]:
        """Start a worker process without a supervisor, so that a kill ends it."""
        words = ("--no-nanny", "--nthreads", str(threads), "--local-directory", str(self.folder))
        self.workers.append(self.start("worker", "worker", self.address, *words))
        return self.workers[-1]

    def wait_for_workers(self) -> None:
        """Wait until all workers that live know the scheduler."""
        for process in self.workers:
            log = self.logs[process.pid]
            while process.poll() is None and "Registered to" not in log.read_text("utf-8", "replace"):
                time.sleep(0.02)

    def stop(self) -> None:
        """Kill everything."""
        for process in (self.scheduler, *self.workers):
            if process:
                process.kill()
                process.wait()
        self.workers.clear()


@contextmanager
def run_cluster(folder: Path, workers: int = 2, environment: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Run a scheduler with workers until the end of the block."""
    folder.mkdir(parents=True)
    cluster = Cluster(folder, environment or {})
    try:
        cluster.revive(workers)
        yield cluster
    finally:
        cluster.stop()


def wait_until(ready: Callable[[], bool]) -> None:
    """Wait until `ready` returns true. Raises TimeoutError."""
    end = time.monotonic() + START_S
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)
