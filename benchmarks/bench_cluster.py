"""Photos and posters in the processes of this machine, beside two workers of a Dask scheduler on it, and beside two of which
one is killed midway.

    python benchmarks/bench_cluster.py around FOLDER 0 COMMAND …   # run COMMAND beside a scheduler and two workers
    python benchmarks/bench_cluster.py around FOLDER 5 COMMAND …   # the same; a worker is killed in a piece after five are made
    python benchmarks/bench_cluster.py photos ROOT CACHE OUT       # render the photos below ROOT into OUT

The address of the scheduler stands in the environment, as for every command. Workers write down which piece (a photo, a file
of posters) they begin and end, by the preload of the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import synthetic
from bench_posters import ADDRESS, add_pictures
from bench_renditions import FOLDER, PHOTOGRAPHS, make_exhibition, make_large_photo
from exhibition.cluster import Machines
from exhibition.media.renditions import render_photos
from exhibition.storage.cache import Cache
from fixtures import SCRIPTS, Ground
from process_metrics import Cost, cost_of
from result_table import Figure, is_installed, left_out

TITLE = "Photos and posters by two Dask workers on this machine (peer: our own worker processes)"
PHOTOS, POSTERS, WORKERS = 300, 500, 2
START_S = 120.0
PATHS = {"PYTHONPATH": os.pathsep.join([str(SCRIPTS), *filter(None, [os.environ.get("PYTHONPATH")])])}
PRELOAD = {"DASK_DISTRIBUTED__WORKER__PRELOAD": "helpers.photo_log"}
LOGS = {"photos": "PHOTO_LOG", "posters": "PRINT_LOG"}
Events = list[tuple[str, int, str]]
"""What a worker says of a piece (begin, end), its process, the piece."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Render photos, then posters, here, by workers, and by workers of which one is killed; compare costs and bytes."""
    if not is_installed("distributed"):
        yield left_out("two Dask workers", "distributed", "pip install -r serving/requirements.txt")
        return
    photos, posters = ground.work / "cluster-photos", ground.work / "cluster-posters"
    write_photos(photos, max(12, PHOTOS * ground.units // 5500))
    synthetic.write(posters, max(60, POSTERS * ground.units // 5500), example=False)
    add_pictures(posters)
    settings = posters / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("https://louzu.example/", ADDRESS), "utf-8")
    for name, root in (("photos", photos), ("posters", posters)):
        ours, mine = run(name, root, "here", [])
        around = [sys.executable, __file__, "around"]
        theirs, made = run(name, root, "there", [*around, str(root / "dask"), "0"])
        events = read_events(root / "dask" / LOGS[name])
        pieces = len({piece for _, _, piece in events})
        yield from compare(f"{name}, two workers", ours, theirs, f"{pieces} pieces")
        yield Figure(f"{name}, two workers: files that differ", len(mine.items() ^ made.items()), "files", limit=0)
        theirs, made = run(name, root, "killed", [*around, str(root / "dask-killed"), str(max(1, pieces // 3))])
        file = root / "dask-killed" / "killed.json"
        if not file.exists():
            yield Figure(f"{name}, one of two killed", None, "", note=f"not measured: {pieces} pieces are too few")
            continue
        told = json.loads(file.read_text())
        yield from compare(
            f"{name}, one of two killed", ours, theirs, f"killed in a piece after {told['after']} were made"
        )
        yield from count_pieces(name, read_events(root / "dask-killed" / LOGS[name]), told["pid"], pieces)
        differing = len(mine.items() ^ made.items())
        yield Figure(f"{name}, one of two killed: files that differ", differing, "files", limit=0)


def compare(name: str, ours: Cost, theirs: Cost, note: str) -> Iterator[Figure]:
    """Yield the cost of a job by workers, their start included, beside that of this machine's processes."""
    yield Figure(
        f"{name}: all processes", theirs.cpu_s, "s CPU", ours.cpu_s, note=f"{note}; start of the cluster included"
    )
    yield Figure(f"{name}: wall", theirs.wall_s, "s", ours.wall_s)
    yield Figure(f"{name}: memory of all processes", theirs.peak_mb, "MB", ours.peak_mb)


def count_pieces(name: str, events: Events, victim: int, pieces: int) -> Iterator[Figure]:
    """Yield how many pieces were lost, and how many made twice beside the one that the killed worker had begun."""
    begun, ended = (Counter(piece for what, _, piece in events if what == word) for word in ("begin", "end"))
    killed = {piece for what, pid, piece in events if pid == victim and what == "begin"}
    killed -= {piece for what, pid, piece in events if pid == victim and what == "end"}
    twice = {piece for piece, count in begun.items() if count > 1} - killed
    yield Figure(f"{name}, one of two killed: pieces lost", pieces - len(ended), "", limit=0, note=f"of {pieces}")
    note = f"the killed worker had begun {len(killed)}"
    yield Figure(f"{name}, one of two killed: others made twice", len(twice), "", limit=0, note=note)


def read_events(log: Path) -> Events:
    """Return the lines of a log of the workers."""
    lines = [line.split() for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    return [(what, int(pid), piece) for what, pid, piece in lines]


def run(name: str, root: Path, where: str, around: list[str]) -> tuple[Cost, dict[str, bytes]]:
    """Run a job without a cache; return its cost and its files."""
    cache, out = root / f"{where}-cache", root / f"{where}-print"
    if name == "photos":
        command = [sys.executable, __file__, "photos", str(root), str(cache), str(out)]
    else:
        command = [sys.executable, "-m", "exhibition", "posters", "--root", str(root), "--cache", str(cache)]
        command += ["--out", str(out), "--all", "--no-photos", "--date", "2026-01-02"]
    cost = cost_of([*around, *command], PATHS)
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return cost, {path: file.read_bytes() for path, file in files.items() if "unfinished" not in path}


def write_photos(root: Path, count: int) -> None:
    """Write so many photos: a few of twelve megapixels, each with a remark of its own in the file."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    bases = [make_large_photo(name, seed=0) for name in PHOTOGRAPHS]
    for number in range(max(2, count)):
        data, remark = bases[number % len(bases)], f"{number:05}".encode()
        (folder / f"p{number}.jpg").write_bytes(data[:2] + b"\xff\xfe\x00\x07" + remark + data[2:])


def render_all_photos(root: Path, cache: Path, out: Path) -> None:
    """Render the photos below `root` into `out`, on the machines that the environment names."""
    names = sorted(path.name for path in (root / FOLDER).iterdir())
    machines = Machines(os.environ.get("EXHIBITION_SCHEDULER", ""))
    found = render_photos(make_exhibition(names), root, Cache(cache / "objects"), machines=machines, say=print)
    assert len(found.pictures) == len(names), found.diagnostics
    for artifact in found.artifacts:
        path = out / artifact.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.make())


def run_around(folder: Path, kill_after: int, command: list[str]) -> int:
    """Run `command` beside a scheduler and workers; return its exit code. One worker is killed after so many pieces, if any."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    logs = {name: str(folder / name) for name in LOGS.values()}
    paths = os.pathsep.join(str(synthetic.REPOSITORY / name) for name in ("scripts", "tests"))
    there = {**os.environ, **logs, **PRELOAD, "PYTHONPATH": paths}
    dask, quiet = [sys.executable, "-m", "dask"], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([*dask, "scheduler", *words], **quiet)]
    try:
        end = time.monotonic() + START_S
        while not (file.exists() and file.read_text().rstrip().endswith("}")) and time.monotonic() < end:
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        words = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
        started += [subprocess.Popen([*dask, "worker", address, *words], env=there, **quiet) for _ in range(WORKERS)]
        if kill_after:
            threading.Thread(target=kill_midway, args=(folder, started[1], kill_after), daemon=True).start()
        return subprocess.run(command, env={**os.environ, "EXHIBITION_SCHEDULER": address}).returncode
    finally:
        for process in started:
            # A worker that is asked to end waits for its scheduler, which has ended.
            process.kill()
        for process in started:
            process.wait()


def kill_midway(folder: Path, victim: subprocess.Popen[bytes], pieces: int) -> None:
    """Kill a worker in the midst of a piece, once so many are made; write down which process that was."""
    while victim.poll() is None:
        events = [event for name in LOGS.values() for event in read_events(folder / name)]
        mine = [what for what, pid, _ in events if pid == victim.pid]
        made = sum(what == "end" for what, _, _ in events)
        if made >= pieces and mine and mine[-1] == "begin":
            victim.kill()
            (folder / "killed.json").write_text(json.dumps({"pid": victim.pid, "after": made}))
            return
        time.sleep(0.005)


if __name__ == "__main__":
    what, place, *rest = sys.argv[1:]
    if what == "around":
        sys.exit(run_around(Path(place), int(rest[0]), rest[1:]))
    render_all_photos(Path(place), *map(Path, rest))
