"""Jobs run by one executor: the processes of this machine, or the workers of a Dask scheduler on any number of machines.

    Task ──┬─ no address ──▶ LocalProcesses: run_jobs
           └─ an address ──▶ DaskCluster: pack ──▶ elsewhere ──▶ arrived; what fails there is done here

A worker takes part when it is installed as this machine is: what `Preparation.identify` returns there and here is
compared before its first job, also of a worker that comes later. Workers put what they make into shared storage and
return small values. A worker that dies costs the job that it was doing: Dask gives its jobs to others, and a job looks
into the shared storage first. `distributed` is an optional package.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import field
from functools import partial
from importlib import import_module
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

from .diagnostics import Refusal
from .lazy import dataclass
from .workers import AHEAD, run_jobs

Job = TypeVar("Job")
Result = TypeVar("Result")

PARCEL_LIMIT = 20 * 1000 * 1000
"""Most bytes of originals in one message: a larger photo is done on this machine. The scheduler holds the messages that
are under way, two for each worker.
"""
CONNECT_S, LOOK_S, PATIENCE_S = 10.0, 2.0, 60.0
"""Seconds until a scheduler counts as absent; between two looks at its workers; without any worker until the work goes on
here.
"""
ATTEMPTS = 3
"""How often a job is sent before it is done here."""


@dataclass(frozen=True, slots=True)
class Machines:
    """Where jobs are done and where their results are shared: address of a scheduler and URL of a store, or nothing."""

    scheduler: str = ""
    store: str = ""

    @property
    def are_named(self) -> bool:
        """Whether there is anything but this machine."""
        return bool(self.scheduler or self.store)


HERE = Machines()
"""This machine alone."""


@dataclass(frozen=True, slots=True)
class Known(Generic[Result]):
    """The result of a job that need not be sent."""

    result: Result


@dataclass(frozen=True, slots=True)
class Task(Generic[Job, Result]):
    """What is done with each job, on this machine and on another."""

    work: Callable[[Job], Result]
    """Does a job in a process of this machine; picklable."""
    lost: Callable[[Job], Result]
    """Returns the result of a job that has killed its process."""
    pack: Callable[[Job], Any]
    """Returns what a worker elsewhere needs, without paths; `Known` where there is nothing to do; None where the job
    has to be done here.
    """
    elsewhere: Callable[[Any, Any], Result]
    """Does a job on another machine, given what `Preparation.begin` has returned there and what `pack` has; picklable."""
    arrived: Callable[[Job, Result], bool]
    """Fetches what a job has put into shared storage; False where it is not there."""
    kept: Callable[[Job, Result], object] = lambda job, result: None
    """Called after a job that was done on this machine: to share what it has made, or to fetch what it has found."""
    pool: Callable[[int], ProcessPoolExecutor] | None = None
    ahead: int = AHEAD

    def run_here(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result, done by processes of this machine."""
        for job, result in run_jobs(self.work, jobs, self.lost, self.pool, self.ahead):
            self.kept(job, result)
            yield job, result


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a worker does before its first job. Both functions are picklable."""

    identify: Callable[[], Mapping[str, str]]
    """Returns all that must be equal on every machine, by its Chinese name."""
    begin: Callable[[], Any]
    """Returns what its jobs share."""


class JobExecutor(Protocol):
    """Runs jobs, wherever that is."""

    @property
    def is_remote(self) -> bool:
        """Whether jobs leave this machine."""

    def run(self, task: Task[Job, Result], jobs: Sequence[Job]) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result, in the order of completion."""


class LocalProcesses:
    """The processes of this machine."""

    is_remote = False

    def run(self, task: Task[Job, Result], jobs: Sequence[Job]) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result; a job that kills its process takes no other with it."""
        return task.run_here(jobs)


@contextmanager
def open_executor(
    machines: Machines, preparation: Preparation, say: Callable[[str], None] = lambda line: None
) -> Iterator[JobExecutor]:
    """Open the executor of `machines`; `say` gets Chinese sentences for the user.

    Raises Refusal where the address is wrong, nobody answers, or no worker is installed as this machine is: nothing is
    lost then, and a person who has asked for many machines can mend it. What goes wrong later is said, and the work goes
    on here, because hours of it may be done.
    """
    if not machines.scheduler:
        yield LocalProcesses()
        return
    client = connect(machines.scheduler)
    cluster = DaskCluster(client, f"louzu-{uuid4().hex}", preparation, say)
    try:
        cluster.prepare()
        yield cluster
    finally:
        cluster.close()


def connect(address: str) -> Any:
    """Return a client of the scheduler at `address`. Raises Refusal."""
    try:
        library: Any = import_module("distributed")
    except ImportError as problem:
        raise Refusal(
            "没有装 Dask，不能把活分给别的机器。请运行 pip install -r serving/requirements.txt；不写 --scheduler 就在本机做。"
        ) from problem
    # What it reports is said by us, in Chinese. Its loggers have levels of their own.
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"distributed\b")
    try:
        return library.Client(address, timeout=CONNECT_S, set_as_default=False, name="louzu")
    except (OSError, ValueError, TypeError) as problem:
        raise Refusal(
            f"连不上调度器 {address}。请看看地址对不对（例如 tcp://10.0.0.5:8786）、它是不是开着；不写 --scheduler 就在本机做。"
        ) from problem


@dataclass
class DaskCluster:
    """The workers of a Dask scheduler."""

    client: Any
    token: str
    preparation: Preparation
    say: Callable[[str], None]
    ready: set[str] = field(default_factory=set)
    """Addresses of workers that are installed as this machine is."""
    refused: dict[str, str] = field(default_factory=dict)
    """Other workers, and why."""
    seen_s: float = field(default_factory=time.monotonic)
    """When workers were last seen."""
    looked_s: float = -LOOK_S
    is_remote = True

    def prepare(self) -> None:
        """Prepare all workers, present and future ones. Raises Refusal where none can take part."""
        try:
            self.client.wait_for_workers(1, timeout=CONNECT_S)
        except OSError as problem:
            raise Refusal("调度器那里一台干活的机器也没有。请先开起来（dask worker），再运行一次。") from problem
        packed = pickle.dumps((self.preparation.identify(), self.preparation))
        self.client.register_plugin(build_plugin(self.token, packed))
        self.look()
        if not self.ready:
            raise Refusal(f"没有一台机器能一起做：{format_refused(self.refused)}。请换成同一个版本，再运行一次。")
        if self.refused:
            self.say(f"有 {len(self.refused)} 个工作进程没有用：{format_refused(self.refused)}。")

    def look(self) -> bool:
        """Update what is known of the workers; return whether the scheduler answers. Not more than once in `LOOK_S`."""
        now = time.monotonic()
        if self.client.status != "running":
            return False
        if now - self.looked_s < LOOK_S:
            return True
        self.looked_s = now
        try:
            present = set(self.client.scheduler_info()["workers"])
            fresh = present - self.ready - self.refused.keys()
            told = (
                self.client.run(describe_worker, self.token, workers=sorted(fresh), on_error="return") if fresh else {}
            )
        except Exception:  # Dask's own exceptions of a lost connection are many.
            return False
        for address, differences in told.items():
            if differences == "":
                self.ready.add(address)
            else:
                self.refused[address] = differences if isinstance(differences, str) else "没有这个程序"
        self.ready &= present
        if self.ready:
            self.seen_s = now
        return now - self.seen_s < PATIENCE_S

    def run(self, task: Task[Job, Result], jobs: Sequence[Job]) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result, in the order of completion; what cannot be done elsewhere is done here."""
        home: list[Job] = []
        yield from self.run_elsewhere(task, deque(jobs), home)
        remaining = []
        for job in home:
            # A worker may have finished it without being able to say so.
            if isinstance(parcel := task.pack(job), Known):
                yield job, parcel.result
            else:
                remaining.append(job)
        yield from task.run_here(remaining)

    def run_elsewhere(
        self, task: Task[Job, Result], waiting: deque[Job], home: list[Job]
    ) -> Iterator[tuple[Job, Result]]:
        """Yield the jobs that the workers have done; add the others to `home`."""
        executor = self.client.get_executor(pure=False, retries=1, allow_other_workers=False)
        run = partial(run_prepared, self.token, task.elsewhere)
        running: dict[Future[Result], tuple[Job, frozenset[str]]] = {}
        attempts: dict[int, int] = {}
        while waiting or running:
            while waiting and len(running) < AHEAD * len(self.ready):
                parcel = task.pack(job := waiting.popleft())
                if isinstance(parcel, Known):
                    yield job, parcel.result
                elif parcel is None:
                    home.append(job)
                else:
                    chosen = frozenset(self.ready)
                    running[executor.submit(run, parcel, workers=sorted(chosen))] = job, chosen
            if waiting and not running:
                time.sleep(LOOK_S)  # No worker is ready.
            for future in wait(running, LOOK_S, FIRST_COMPLETED).done:
                job, _ = running.pop(future)
                outcome, again = get_outcome(future)
                if outcome is not None and task.arrived(job, outcome):
                    yield job, outcome
                elif again and attempts.get(id(job), 0) < ATTEMPTS:
                    attempts[id(job)] = attempts.get(id(job), 0) + 1
                    waiting.appendleft(job)
                else:
                    home.append(job)
            if not self.look():
                self.say("调度器或者别的机器都不在了。已经做好的都留着，剩下的在这台机器上接着做。")
                home += [job for job, _ in running.values()]
                home += waiting
                for future in running:
                    future.cancel()
                return
            for future in [one for one, (_, chosen) in running.items() if not chosen & self.ready]:
                # All workers that it may go to have left; those that came later may take it.
                waiting.appendleft(running.pop(future)[0])
                future.cancel()

    def close(self) -> None:
        """Leave the workers as they were, and the scheduler."""
        try:
            if self.client.status == "running":
                self.client.unregister_worker_plugin(self.token)
            self.client.close(timeout=CONNECT_S)
        except Exception:  # A scheduler that has gone cannot be left.
            return


def get_outcome(future: Future[Any]) -> tuple[Any, bool]:
    """Return the result of a job, None where there is none; and whether the job is worth another try elsewhere."""
    try:
        return future.result(), False
    except CancelledError:
        return None, True
    except Exception:  # Whatever it was, here it is raised again, or it does not happen.
        return None, False


def format_refused(refused: Mapping[str, str]) -> str:
    """Return why workers are not used, each reason once with one of them."""
    reasons = {reason: address for address, reason in sorted(refused.items(), reverse=True)}
    return "；".join(f"{address} {reason}" for reason, address in sorted(reasons.items()))


# What follows runs in the workers.

_prepared: dict[str, tuple[str, Any]] = {}
"""Of each client: what is different here (empty where nothing is), and what its jobs share."""


def build_plugin(token: str, packed: bytes) -> Any:
    """Return the plugin by which Dask prepares every worker, also those that come later.

    Its class is local, so that Dask sends the class itself: a worker without this program can read it, and stays as it
    was.
    """
    base: Any = import_module("distributed").WorkerPlugin

    class WorkerStart(base):  # type: ignore[misc]
        name = token

        def setup(self, worker: Any) -> None:
            from exhibition.cluster import prepare_worker

            prepare_worker(token, packed, worker.state.nthreads)

        def teardown(self, worker: Any) -> None:
            from exhibition.cluster import _prepared

            _prepared.pop(token, None)

    return WorkerStart()


def prepare_worker(token: str, packed: bytes, threads: int) -> None:
    """Prepare this process for the jobs of a client."""
    # It comes by the connection by which Dask sends functions: whoever can send it could send anything else.
    expected, preparation = pickle.loads(packed)
    found = preparation.identify()
    different = [name for name in expected if found.get(name) != expected[name]]
    told = f"和这里的不一样：{'、'.join(different)}" if different else ""
    if threads > 1:
        told = f"有 {threads} 条线程，请用 --nthreads 1 开"
    _prepared[token] = told, None if told else preparation.begin()


def describe_worker(token: str) -> str:
    """Return why this process cannot take jobs of a client; empty where it can."""
    return _prepared[token][0] if token in _prepared else "没有准备好"


def run_prepared(token: str, work: Callable[[Any, Any], Result], parcel: Any) -> Result:
    """Do a job in a worker."""
    return work(_prepared[token][1], parcel)


def get_python_version() -> str:
    """Return what all machines must have in common to read each other's values."""
    return f"{os.name} {sys.version_info.major}.{sys.version_info.minor}"
