"""Photos and posters over a Dask scheduler: same bytes as here, nothing lost, nothing made twice but what was killed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from exhibition import cluster
from exhibition.cli import main
from exhibition.cluster import Machines
from exhibition.diagnostics import Refusal
from exhibition.media.renditions import render_photos
from exhibition.print.jobs import bundles as bundles_module
from exhibition.print.jobs.bundles import CachedRenderer, open_runner, render_all
from exhibition.storage.cache import Cache
from helpers.dask_cluster import Cluster, run_cluster
from helpers.fake_print import contents, exhibition, order, run_order, unit
from helpers.slow_print import KillingRenderer, SlowRenderer
from test_media_renditions import add_photos, encode_image, exhibition_of, flower
from test_print_command import laid_out
from test_print_workers import bundles

pytest.importorskip("distributed", reason="needs dask.distributed: pip install -r serving/requirements.txt")

UNITS = [unit(str(10001 + number), committee=f"{number}居") for number in range(10)]
LOGS = ("PHOTO_LOG", "PRINT_LOG")
PRELOAD = {"DASK_DISTRIBUTED__WORKER__PRELOAD": "helpers.photo_log"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler for several tests, whose workers log what they render."""
    folder = tmp_path_factory.mktemp("dask")
    logs = {name: str(folder / name) for name in LOGS}
    with run_cluster(folder / "cluster", 0, {**logs, **PRELOAD}) as cluster:
        yield cluster


@pytest.fixture
def machines(running: Cluster) -> Cluster:
    """That scheduler with two workers, whatever an earlier test has killed, and nothing in the logs."""
    running.revive(2)
    for name in LOGS:
        Path(running.environment[name]).unlink(missing_ok=True)
    return running


def read_events(log: Path) -> list[tuple[str, int, str]]:
    """Return the lines of a log: what, process, piece."""
    lines = [line.split() for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    return [(what, int(pid), piece) for what, pid, piece in lines]


def kill_midway(victim: subprocess.Popen[bytes], log: Path, pieces: int) -> threading.Thread:
    """Kill a worker as soon as it has begun a piece after some are made."""

    def watch() -> None:
        while True:
            events = read_events(log)
            mine = [what for what, pid, _ in events if pid == victim.pid]
            if sum(what == "end" for what, _, _ in events) >= pieces and mine and mine[-1] == "begin":
                victim.kill()
                return
            time.sleep(0.005)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def check_made_once(log: Path, victim: int) -> None:
    """Check that no piece was made twice but the one that the killed process had begun and not ended."""
    events = read_events(log)
    begun, ended = (Counter(piece for what, _, piece in events if what == word) for word in ("begin", "end"))
    killed = {piece for what, pid, piece in events if pid == victim and what == "begin"}
    killed -= {piece for what, pid, piece in events if pid == victim and what == "end"}
    assert len(killed) == 1
    assert {piece for piece, count in begun.items() if count > 1} <= killed
    assert set(ended.values()) == {1} and ended.keys() == begun.keys()


def test_posters_and_photos_survive_the_death_of_a_worker(machines: Cluster, tmp_path: Path) -> None:
    log, hall = tmp_path / "log", exhibition(*UNITS)
    photo_log = Path(machines.environment["PHOTO_LOG"])
    run_order(order(), tmp_path / "here", hall)
    killer = kill_midway(machines.workers[0], log, 3)
    shared = Machines(machines.address, str(tmp_path / "store"))
    run_order(order(), tmp_path / "there", hall, SlowRenderer(log=log), machines=shared)
    killer.join()
    assert contents(tmp_path / "there" / "print") == contents(tmp_path / "here" / "print")
    assert len({pid for _, pid, _ in read_events(log)}) == 2
    check_made_once(log, machines.workers[0].pid)

    # A worker that comes later takes part, and is killed in its turn.
    late = machines.add_worker()
    machines.wait_for_workers()
    sent = {f"p{number}.jpg": encode_image(flower(1500 + number)) for number in range(10)}
    add_photos(tmp_path, sent)
    photos = exhibition_of(tuple(sent))
    killer = kill_midway(late, photo_log, 2)
    told: list[str] = []
    found = render_photos(photos, tmp_path, Cache(tmp_path / "there" / "objects"), machines=shared, say=told.append)
    killer.join()
    assert told == []
    check_made_once(photo_log, late.pid)
    plain = render_photos(photos, tmp_path, Cache(tmp_path / "here" / "objects"))
    assert found.pictures == plain.pictures
    assert [one.make() for one in found.artifacts] == [one.make() for one in plain.artifacts]

    # A second machine finds everything in shared storage and renders nothing.
    before = read_events(photo_log)
    again = render_photos(photos, tmp_path, Cache(tmp_path / "other" / "objects"), machines=shared)
    assert again.pictures == found.pictures and read_events(photo_log) == before


def test_workers_make_the_pdfs_that_this_machine_makes(
    machines: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = laid_out(tmp_path / "root")
    words = ["posters", "--root", str(root), "--date", "2026-11-01", "--street", "高境镇，杨行镇", "--no-photos"]

    def make(name: str, *more: str) -> dict[str, str]:
        places = ("--cache", str(tmp_path / name / "cache"), "--out", str(tmp_path / name / "print"))
        assert main([*words, *places, *more]) == 0, capsys.readouterr().err
        return contents(tmp_path / name / "print")

    here = make("here")
    # Fonts and profile take seconds to prepare and are no work of a bundle.
    shutil.copytree(tmp_path / "here" / "cache", tmp_path / "there" / "cache", ignore=shutil.ignore_patterns("jobs"))

    def refuse_pool(*more: object) -> None:
        raise AssertionError("made on this machine")

    monkeypatch.setattr(bundles_module, "start_pool", refuse_pool)
    there = make("there", "--scheduler", machines.address)
    assert there == here
    pdfs = [path for path in here if "/pdf/" in path]
    events = read_events(Path(machines.environment["PRINT_LOG"]))
    assert len(pdfs) == len([stem for what, _, stem in events if what == "end"]) == 2
    assert {pid for _, pid, _ in events} == {process.pid for process in machines.workers}


def order_elsewhere(root: Path, shared: Machines, shop: SlowRenderer) -> list[str]:
    """Run the order of all units on other machines; return what was said."""
    told: list[str] = []
    cached = CachedRenderer(shop, Cache(root / "cache" / "jobs"))
    with open_runner(cached, shared, told.append) as runner:
        results = render_all(bundles(), runner)
    assert sorted(results) == list(range(1, 9))
    told += [f"{number}: {fault}" for number, result in sorted(results.items()) for fault in result.faults]
    return told


def test_a_scheduler_that_goes_away_leaves_the_rest_to_this_machine(machines: Cluster, tmp_path: Path) -> None:
    log = tmp_path / "log"
    scheduler = machines.scheduler
    assert scheduler is not None

    def watch() -> None:
        while sum(what == "end" for what, _, _ in read_events(log)) < 3:
            time.sleep(0.005)
        scheduler.kill()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    told = order_elsewhere(tmp_path, Machines(machines.address), SlowRenderer(log=log))
    assert len(told) == 1 and "在这台机器上接着做" in told[0]
    thread.join()
    ended = Counter(piece for what, _, piece in read_events(log) if what == "end")
    # What a worker has finished after the scheduler went away is found in the cache, or made twice at the most.
    assert len(ended) == 8 and sum(ended.values()) <= 10


def test_a_bundle_that_kills_its_process_is_a_fault_of_that_bundle_alone(
    machines: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_S", 1.0)
    monkeypatch.setattr(cluster, "LOOK_S", 0.2)
    told = order_elsewhere(tmp_path, Machines(machines.address), KillingRenderer(log=tmp_path / "log"))
    # It has ended both workers, and these are not started again here.
    assert [line[:6] for line in told if line.startswith("3: ")] == ["3: 做这个"]
    assert len(told) == 2 and "在这台机器上接着做" in told[0]


def test_workers_that_differ_take_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    with pytest.raises(Refusal, match="连不上调度器 tcp"):
        order_elsewhere(tmp_path, Machines("tcp://127.0.0.1:9"), SlowRenderer())
    with pytest.raises(Refusal, match="连不上调度器 nowhere"):
        order_elsewhere(tmp_path, Machines("nowhere://a:b"), SlowRenderer())
    monkeypatch.setattr(cluster, "CONNECT_S", 3.0)
    with run_cluster(tmp_path / "dask", 0, {"OTHER_PROGRAM": "1", **PRELOAD}) as running:
        shared = Machines(running.address)
        with pytest.raises(Refusal, match="一台干活的机器也没有"):
            order_elsewhere(tmp_path, shared, SlowRenderer())
        running.add_worker()
        running.wait_for_workers()
        with pytest.raises(Refusal, match="和这里的不一样：程序。"):
            order_elsewhere(tmp_path, shared, SlowRenderer())
        running.environment = {}
        running.add_worker(threads=2)
        running.add_worker()
        running.wait_for_workers()
        log = tmp_path / "log"
        told = order_elsewhere(tmp_path, shared, SlowRenderer(log=log))
        assert len(told) == 1 and "有 2 个工作进程没有用" in told[0] and "--nthreads 1" in told[0]
        assert {pid for _, pid, _ in read_events(log)} == {running.workers[2].pid}
        # Everything is in the cache: a second run asks nobody.
        before = read_events(log)
        order_elsewhere(tmp_path, shared, SlowRenderer(log=log))
        assert read_events(log) == before


def test_without_dask_a_scheduler_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match="没有装 Dask"):
        order_elsewhere(tmp_path, Machines("tcp://127.0.0.1:9"), SlowRenderer())
