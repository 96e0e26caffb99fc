"""One call in a worker process: its result, its errors, and what ends it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from exhibition.collector import pause_collector
from exhibition.workers import run_in_background
from stress.killed_builds import make_environment


def read_process() -> int:
    return os.getpid()


def fail() -> int:
    raise ValueError("the reason")


def die_elsewhere(home: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return home


def test_the_call_runs_in_another_process_and_leaves_no_thread_and_no_child() -> None:
    threads = threading.active_count()
    wait = run_in_background(read_process, 2)
    assert wait() != os.getpid()
    # A later fork of a process with a second thread might never end.
    assert threading.active_count() == threads and not multiprocessing.active_children()


def test_with_one_process_the_call_runs_here_when_its_result_is_requested() -> None:
    call = run_in_background(read_process, 1)
    assert call.process is None
    assert call() == os.getpid()


def test_a_call_that_nobody_needs_any_more_is_ended() -> None:
    call = run_in_background(partial(time.sleep, 600), 2)
    process = call.process
    call.end()
    assert process.exitcode == -signal.SIGKILL


def test_a_call_leaves_this_process_without_threads() -> None:
    threads = threading.active_count()
    call = run_in_background(read_process, 2)
    assert threading.active_count() == threads
    assert call() != os.getpid()


def test_an_error_of_the_call_is_raised_here() -> None:
    with pytest.raises(ValueError, match="the reason"):
        run_in_background(fail, 2)()


def test_a_call_whose_process_is_killed_is_done_here() -> None:
    assert run_in_background(partial(die_elsewhere, os.getpid()), 2)() == os.getpid()


STARTS = """
import os, time
from exhibition.collector import pause_collector
from exhibition.workers import run_in_background

def work():
    print(os.getpid(), flush=True)
    time.sleep(60)

run_in_background(work, 2)()
"""


def test_interrupt_ends_both_processes_at_once_and_the_child_in_silence() -> None:
    words = [sys.executable, "-c", STARTS]
    started = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=make_environment(), start_new_session=True
    )
    assert started.stdout is not None
    child = int(started.stdout.readline())
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=20)
    assert started.returncode != 0 and said.count("Traceback") == 1 and said.rstrip().endswith("KeyboardInterrupt")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_call_that_nobody_asks_for_ends_with_its_block() -> None:
    with run_in_background(lambda: bytes(1 << 20), 2) as call:
        process = call.process
    assert process is None or not process.is_alive()


def test_a_process_ends_when_it_is_done_though_nobody_has_asked() -> None:
    # More than a pipe takes: what waits to be read would hold all memory that it has inherited.
    call = run_in_background(lambda: bytes(1 << 20), 2)
    call.process.join(20)
    assert call.process.exitcode == 0
    assert call() == bytes(1 << 20)


def test_a_result_that_is_cut_off_is_made_here() -> None:
    call = run_in_background(partial(bytes, 1 << 20), 2)
    call.process.join(20)
    call.answer.truncate(1000)
    assert call() == bytes(1 << 20)


# The garbage collector.


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_one_module_alone_switches_the_collector() -> None:
    package = Path(__file__).resolve().parents[1] / "scripts" / "exhibition"
    using = [path.name for path in package.rglob("*.py") if re.search(r"^import gc\b", path.read_text("utf-8"), re.M)]
    assert using == ["collector.py"]


def test_a_pause_ends_with_its_block_and_an_inner_one_does_not_end_it(unfrozen: None) -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), pause_collector():
        with pause_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_what_was_made_in_a_pause_is_set_apart(unfrozen: None) -> None:
    gc.unfreeze()
    with pause_collector():
        kept = [[] for _ in range(1000)]
    assert gc.get_freeze_count() >= len(kept)
