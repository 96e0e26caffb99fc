"""Photos and posters in the processes of this machine, beside two workers of a Dask scheduler on it.

    python benchmarks/bench_cluster.py around FOLDER COMMAND …   # run COMMAND beside a scheduler and two workers
    python benchmarks/bench_cluster.py photos ROOT CACHE         # render the photos below ROOT

The address of the scheduler stands in the environment, as for every command.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
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
from result_table import Figure

TITLE = "Photos and posters by two Dask workers on this machine (peer: our own worker processes)"
PHOTOS, POSTERS, WORKERS = 300, 500, 2
START_S = 60.0
PATHS = {"PYTHONPATH": os.pathsep.join([str(SCRIPTS), *filter(None, [os.environ.get("PYTHONPATH")])])}


def figures(ground: Ground) -> Iterator[Figure]:
    """Render photos, then posters, here and by workers; compare costs and bytes."""
    photos, posters = ground.work / "cluster-photos", ground.work / "cluster-posters"
    write_photos(photos, PHOTOS * ground.units // 5500)
    synthetic.write(posters, max(2, POSTERS * ground.units // 5500), example=False)
    add_pictures(posters)
    settings = posters / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("https://louzu.example/", ADDRESS), "utf-8")
    for name, root in (("photos", photos), ("posters", posters)):
        ours, mine = run(name, root, "here", [])
        theirs, made = run(name, root, "there", [sys.executable, __file__, "around", str(root / "dask")])
        yield Figure(f"{name}: all processes", theirs.cpu_s, "s CPU", ours.cpu_s, note="start of the cluster included")
        yield Figure(f"{name}: wall, start included", theirs.wall_s, "s", ours.wall_s)
        yield Figure(f"{name}: memory of all processes", theirs.peak_mb, "MB", ours.peak_mb)
        yield Figure(f"{name}: files that differ", len(mine.items() ^ made.items()), "files", limit=0)


def run(name: str, root: Path, where: str, around: list[str]) -> tuple[Cost, dict[str, bytes]]:
    """Run a job without a cache; return its cost and its files."""
    cache, out = root / f"{where}-cache", root / f"{where}-print"
    if name == "photos":
        command = [sys.executable, __file__, "photos", str(root), str(cache)]
    else:
        command = [sys.executable, "-m", "exhibition", "posters", "--root", str(root), "--cache", str(cache)]
        command += ["--out", str(out), "--all", "--no-photos", "--date", "2026-01-02"]
    cost = cost_of([*around, *command], PATHS)
    kept = cache / "objects" if name == "photos" else out
    files = {path.relative_to(kept).as_posix(): path for path in kept.rglob("*") if path.is_file()}
    return cost, {path: file.read_bytes() for path, file in files.items() if "unfinished" not in path}


def write_photos(root: Path, count: int) -> None:
    """Write so many photos: a few of twelve megapixels, each with a remark of its own in the file."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    bases = [make_large_photo(name, seed=0) for name in PHOTOGRAPHS]
    for number in range(max(2, count)):
        data, remark = bases[number % len(bases)], f"{number:05}".encode()
        (folder / f"p{number}.jpg").write_bytes(data[:2] + b"\xff\xfe\x00\x07" + remark + data[2:])


def render_all_photos(root: Path, cache: Path) -> None:
    """Render the photos below `root`, on the machines that the environment names."""
    names = sorted(path.name for path in (root / FOLDER).iterdir())
    machines = Machines(os.environ.get("EXHIBITION_SCHEDULER", ""))
    found = render_photos(make_exhibition(names), root, Cache(cache / "objects"), machines=machines, say=print)
    assert len(found.pictures) == len(names), found.diagnostics


def run_around(folder: Path, command: list[str]) -> int:
    """Run `command` beside a scheduler and workers; return its exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    dask, quiet = [sys.executable, "-m", "dask"], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([*dask, "scheduler", *words], **quiet)]
    try:
        end = time.monotonic() + START_S
        while not (file.exists() and file.read_text().rstrip().endswith("}")) and time.monotonic() < end:
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        words = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
        started += [subprocess.Popen([*dask, "worker", address, *words], **quiet) for _ in range(WORKERS)]
        return subprocess.run(command, env={**os.environ, "EXHIBITION_SCHEDULER": address}).returncode
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


if __name__ == "__main__":
    what, place, *rest = sys.argv[1:]
    if what == "around":
        sys.exit(run_around(Path(place), rest))
    render_all_photos(Path(place), Path(rest[0]))
