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

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_text())["address"])

    def start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """Start a program of Dask whose log is the file `name`."""
        paths = os.pathsep.join(str(HOME / part) for part in ("scripts", "tests"))
        environment = {**os.environ, "PYTHONPATH": paths, **self.environment}
        with open(self.folder / name, "wb") as log:
            command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=environment)

    def add_worker(self, threads: int = 1) -> subprocess.Popen[bytes]:
        """Start a worker process without a supervisor, so that a kill ends it."""
        words = ("--no-nanny", "--nthreads", str(threads), "--local-directory", str(self.folder))
        self.workers.append(self.start(f"worker-{len(self.workers)}", "worker", self.address, *words))
        return self.workers[-1]

    def wait_for_workers(self) -> None:
        """Wait until all workers that live know the scheduler."""
        for number, process in enumerate(self.workers):
            log = self.folder / f"worker-{number}"
            while process.poll() is None and "Registered to" not in log.read_text("utf-8", "replace"):
                time.sleep(0.02)

    def stop(self) -> None:
        """Kill everything."""
        for process in (self.scheduler, *self.workers):
            if process:
                process.kill()
                process.wait()


@contextmanager
def run_cluster(folder: Path, workers: int = 2, environment: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Run a scheduler with workers until the end of the block."""
    folder.mkdir(parents=True)
    cluster = Cluster(folder, environment or {})
    try:
        file = folder / "scheduler.json"
        cluster.scheduler = cluster.start(
            "scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)
        )
        wait_until(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        for _ in range(workers):
            cluster.add_worker()
        cluster.wait_for_workers()
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
