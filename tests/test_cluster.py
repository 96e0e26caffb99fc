"""Photos and posters over a Dask scheduler: same bytes as here, nothing lost, nothing made twice but what was killed."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from exhibition.cluster import Machines
from exhibition.media.renditions import render_photos
from exhibition.storage.cache import Cache
from helpers.dask_cluster import Cluster, run_cluster
from helpers.fake_print import contents, exhibition, order, run_order, unit
from helpers.slow_print import SlowRenderer
from test_media_renditions import add_photos, encode_image, exhibition_of, flower

pytest.importorskip("distributed", reason="needs dask.distributed: pip install -r serving/requirements.txt")

UNITS = [unit(str(10001 + number), committee=f"{number}居") for number in range(10)]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, which log the photos that they render."""
    environment = {"PHOTO_LOG": str(tmp_path / "photos"), "DASK_DISTRIBUTED__WORKER__PRELOAD": "helpers.photo_log"}
    with run_cluster(tmp_path / "dask", environment=environment) as running:
        yield running


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
    killer = kill_midway(late, tmp_path / "photos", 2)
    told: list[str] = []
    found = render_photos(photos, tmp_path, Cache(tmp_path / "there" / "objects"), machines=shared, say=told.append)
    killer.join()
    assert told == []
    check_made_once(tmp_path / "photos", late.pid)
    plain = render_photos(photos, tmp_path, Cache(tmp_path / "here" / "objects"))
    assert found.pictures == plain.pictures
    assert [one.make() for one in found.artifacts] == [one.make() for one in plain.artifacts]

    # A second machine finds everything in shared storage and renders nothing.
    before = read_events(tmp_path / "photos")
    again = render_photos(photos, tmp_path, Cache(tmp_path / "other" / "objects"), machines=shared)
    assert again.pictures == found.pictures and read_events(tmp_path / "photos") == before
