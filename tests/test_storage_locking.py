"""Locks: two commands never write one folder at once; the waiting one names the holder, and dead holders are ignored."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.cli import main
from exhibition.diagnostics import Refusal
from exhibition.storage import locking
from exhibition.storage.locking import lock_folder
from stress.killed_builds import list_differences, make_environment, read_tree, start_command, write_small_site

HOLD = """
import sys, time
from pathlib import Path
from concurrent.futures import ProcessPoolExecutor
from exhibition.workers import prepare_child
from exhibition.storage.locking import lock_folder

def work(seconds):
    time.sleep(seconds)

with lock_folder(Path(sys.argv[1]), "build"):
    with ProcessPoolExecutor(1, initializer=prepare_child) as pool:
        future = pool.submit(work, 60)
        print(*(process.pid for process in pool._processes.values()), flush=True)
        future.result()
"""


def holding(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Start a process that holds the lock of a folder, and whose child has inherited it."""
    words = [sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=make_environment())
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def has_ended(process: int) -> bool:
    """Return whether a process has ended, reaped or not."""
    try:
        return " Z " in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_who_holds_a_folder_is_said_with_what_to_do(tmp_path: Path) -> None:
    said: list[str] = []
    process, _ = holding(tmp_path / "site")
    with pytest.raises(Refusal) as refused, lock_folder(tmp_path / "site", "build", said.append, wait_s=0.3):
        pass
    process.kill()
    process.communicate()
    sentence = str(refused.value)
    assert re.search(rf"build（进程 {process.pid}，电脑 .+，\d\d-\d\d \d\d:\d\d:\d\d 开始）", sentence)
    assert str(tmp_path / "site") in sentence and "再运行一次" in sentence
    assert len(said) == 1 and "正在等" in said[0]


def test_the_lock_of_a_killed_process_is_free_and_its_children_end(tmp_path: Path) -> None:
    process, child = holding(tmp_path / "site")
    process.kill()
    process.communicate()
    with lock_folder(tmp_path / "site", "build", wait_s=5):
        # Its lock is free a moment before a process is gone.
        end = time.monotonic() + 5
        while not (ended := has_ended(child)) and time.monotonic() < end:
            time.sleep(0.01)
        assert ended
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_is_answered_without_a_traceback_also_where_it_was_ignored(tmp_path: Path) -> None:
    process = start_command(
        *(
            "build",
            "--root",
            write_small_site(tmp_path / "root"),
            "--site",
            tmp_path / "site",
            "--cache",
            tmp_path / "cache",
        ),
        limit=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    lock = tmp_path / ".site.lock"
    while process.poll() is None and not lock.exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate()
    assert process.returncode == 130 and "已停下" in said and "Traceback" not in said, said
    assert not lock.exists()


def test_many_at_once_go_one_after_another(tmp_path: Path) -> None:
    within, most = 0, 0
    guard = threading.Lock()

    def work(number: int) -> None:
        nonlocal within, most
        with lock_folder(tmp_path / "site", f"build {number}", wait_s=30):
            with guard:
                within += 1
                most = max(most, within)
            time.sleep(0.005)
            with guard:
                within -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert most == 1
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_locks_is_said_and_the_work_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    said: list[str] = []
    with lock_folder(tmp_path / "site", "build", said.append):
        said.append("done")
    assert "不能上锁" in said[0] and "同时" in said[0] and said[1:] == ["done"]


def test_a_folder_in_one_that_is_not_ours_is_locked_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, real = tmp_path / "site", locking.open_lock

    def opened(lock: Path) -> int:
        if lock.parent == tmp_path:
            raise PermissionError(errno.EACCES, "not ours", str(lock))
        return real(lock)

    monkeypatch.setattr(locking, "open_lock", opened)
    with lock_folder(site, "build"), pytest.raises(Refusal, match="build"), lock_folder(site, "build", wait_s=0):
        pass
    assert not locking.get_fallback_lock(site).exists()


def test_a_full_disk_is_no_other_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(lock: Path) -> int:
        raise OSError(errno.ENOSPC, "full", str(lock))

    monkeypatch.setattr(locking, "open_lock", opened)
    with pytest.raises(OSError, match="full"), lock_folder(tmp_path / "site", "build"):
        pass


def test_builds_at_once_end_whole(tmp_path: Path) -> None:
    """Two with one cache and one site, one with a cache of its own."""
    root = write_small_site(tmp_path / "root")
    caches = ("one", "one", "two")
    running = [
        start_command("build", "--root", root, "--site", tmp_path / "site", "--cache", tmp_path / cache)
        for cache in caches
    ]
    for process in running:
        said, _ = process.communicate()
        assert process.returncode == 0 and "展厅建好了" in said, said
    whole = start_command("build", "--root", root, "--site", tmp_path / "whole", "--cache", tmp_path / "three")
    assert whole.communicate() and whole.returncode == 0
    assert list_differences(read_tree(tmp_path / "site"), read_tree(tmp_path / "whole")) == []
    assert {path.name for path in tmp_path.iterdir()} == {"root", "site", "whole", "one", "two", "three"}


@pytest.mark.parametrize("command", ["build", "upload"])
def test_what_writes_a_site_and_what_reads_it_all_of_one_piece_exclude_each_other(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locking, "WAIT_S", 0.0)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").touch()
    words = {
        "build": ["--cache", str(tmp_path / "cache")],
        "upload": ["--to", "nowhere:bucket", "--dry-run"],
    }
    with lock_folder(site, "posters"):
        assert main([command, "--root", str(HOME), "--site", str(site), *words[command]]) == 2
    assert f"posters（进程 {os.getpid()}" in capsys.readouterr().err
