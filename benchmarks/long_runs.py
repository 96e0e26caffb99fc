"""Benchmarks that take many minutes each: `make bench-edits`, `make bench-kills`, `make bench-photographs`,
`make bench-question`, `make bench-scale`.

Sizes are those of the project's goals where the district has 5,500 units (`--units`, as it is without it); they shrink with
it, so that `--units 100` tries everything. What is counted (files that differ, faults) has no peer: what it is compared with
is a build from nothing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from random import Random
from statistics import median

import bench_search
import photo_repository
import random_edits
import scale
import synthetic
from browser_search import First, browsing
from exhibition.content.loader import load_exhibition
from fixtures import Ground
from peer_sites import pagefind_site
from result_table import Figure, is_installed, left_out
from search_queries import phrases

WHOLE = 5500
EDIT_UNITS, EDITS = 1000, 200
KILL_UNITS, KILLS = 400, 60
PHOTO_UNITS, PHOTOS = 500, 3000
CHECK_SHARE, PUBLISH_SHARE = 0.05, 0.10
"""Bytes that a change of two photographs may fetch beside those of a full clone: to be checked, to be published."""
QUESTION_UNITS, QUESTION_KB = 20_000, 100
TIMES = {20_000: 4.0, 55_000: 12.0}
"""The greatest ratio to the time of 5,500 units, by units."""
MEMORY_MB = {20_000: 2048.0, 55_000: 4096.0}
PAGE_KB = {"page of an entry": 6.0, "page below an entry": 12.0, "other page": 30.0}
"""The greatest size of a page of a district of any size, compressed, by its kind (`scale.KINDS`)."""


def shrink(ground: Ground, number: int, least: int) -> int:
    """Return a number in the measure of the district."""
    return max(least, number * ground.units // WHOLE)


def measure_edits(ground: Ground) -> Iterator[Figure]:
    """Edit at random, build warm and from nothing after each edit; yield what differs, and the costs of both."""
    units, edits = shrink(ground, EDIT_UNITS, 24), shrink(ground, EDITS, 4)
    work = ground.work / "edits"
    synthetic.write(work / "root", units)
    builds = random_edits.EditedBuilds(work, Random(1))
    builds.begin()
    wrong = []
    for number, found in enumerate(random_edits.run_edits(builds, random_edits.EDITS, edits), 1):
        wrong += found
        print(f"{number} of {edits}: {found[:5] or 'equal'}", file=sys.stderr, flush=True)
    note = f"{edits} edits of {len(random_edits.EDITS)} kinds at {units} units, compared after each"
    yield Figure("files that differ from a build from nothing", len(wrong), "files", limit=0, note=note)
    for line in wrong[:10]:
        yield Figure("  differs", None, "", note=line)
    cold = median(builds.cold_seconds)
    note = "peer: our own build from nothing in the same minutes"
    seconds = [second for spent in builds.seconds.values() for second in spent]
    yield Figure("warm build, wall, median", median(seconds), "s", cold, note=note)
    yield Figure("warm build, wall, slowest", max(seconds), "s", cold)
    for name, spent in sorted(builds.seconds.items(), key=lambda one: median(one[1])):
        yield Figure(
            f"  {name}", median(spent), "s", cold, note=f"{len(spent)}, taken back {builds.refused.get(name, 0)}"
        )


def measure_kills(ground: Ground) -> Iterator[Figure]:
    """Kill builds at random moments; yield what is wrong with the sites that they leave."""
    units, kills = shrink(ground, KILL_UNITS, 24), shrink(ground, KILLS, 3)
    script = synthetic.REPOSITORY / "tests/stress/killed_builds.py"
    words = [sys.executable, str(script), "--kills", str(kills), "--units", str(units)]
    ran = subprocess.run(words, stdout=subprocess.PIPE, encoding="utf-8")
    print(ran.stdout, file=sys.stderr)
    told = re.search(r"(\d+) kills, (\d+) within a patch, (\d+) faults", ran.stdout)
    if not told:
        raise RuntimeError(f"{script.name} ended with {ran.returncode}")
    note = (
        f"{told[1]} kills at {units} units, {told[2]} within a patch; then a build to the end equals one from nothing"
    )
    yield Figure("faults of sites after a kill, and of the build after it", int(told[3]), "", limit=0, note=note)


def measure_photographs(ground: Ground) -> Iterator[Figure]:
    """Yield what a change of two photographs fetches beside a full clone, and whether all ways give the same site."""
    units, photos = shrink(ground, PHOTO_UNITS, 24), shrink(ground, PHOTOS, 60)
    photo_repository.SIZE.make_small()
    lfs = shutil.which("git-lfs") is not None
    folder = photo_repository.Ground(ground.work / "photographs")
    told = {what: (amount, s) for what, amount, s in photo_repository.measure(folder, units, photos, lfs=lfs)}
    whole = told[photo_repository.FULL_CLONE][0] / 1e6
    shares = {photo_repository.CHECK: CHECK_SHARE, photo_repository.PUBLISHING: PUBLISH_SHARE}
    for what, (amount, seconds) in told.items():
        if what in photo_repository.DIFFERENCES:
            yield Figure(f"files that differ from those of a full clone: {what}", amount, "files", limit=0)
        elif what in shares:
            note = f"peer: a full clone, {photos} photographs"
            yield Figure(f"{what}, fetched", amount / 1e6, "MB", whole, None, note, shares[what])
        else:
            yield Figure(f"{what}, fetched", amount / 1e6, "MB")
        yield Figure(f"{what}, wall", seconds, "s")
    if not lfs:
        yield Figure("Git LFS", None, "", note="left out: git-lfs is not installed (apt-get install git-lfs)")


def measure_question(ground: Ground) -> Iterator[Figure]:
    """Yield what the first question of a new visitor loads in a large district, beside Pagefind."""
    units = shrink(ground, QUESTION_UNITS, 60)
    work = ground.work / "question"
    work.mkdir()
    large = Ground(work, units, 1)
    exhibition = load_exhibition(large.root).exhibition
    asked = bench_search.typical(phrases(exhibition, bench_search.PHRASES, bench_search.SEED))
    name = f"first question at {units} units"
    with browsing() as browser:
        ours = bench_search.ask_first(browser, large.site, bench_search.asking_ours(asked))
        other: First | None = None
        if is_installed("pagefind"):
            pagefind_site(exhibition, work / "pagefind")
            other = bench_search.ask_first(browser, work / "pagefind", bench_search.asking_pagefind(asked))
        else:
            yield left_out("Pagefind", "pagefind")
    note = "Pagefind"
    peer = other.kilobytes if other else None
    yield Figure(f"{name}, without pictures", ours.kilobytes, "kB gz", peer, QUESTION_KB, note)
    peer = other.seconds if other else None
    yield Figure(f"{name}, 1.6 Mbit/s, 4x slower", ours.seconds, "s", peer, None, note)


def measure_scale(ground: Ground) -> Iterator[Figure]:
    """Build districts of three sizes one after another; yield costs beside the smallest, and the largest files."""
    sizes = {units: shrink(ground, units, 24) for units in scale.UNITS}
    found = {units: scale.measure(ground.work / f"units-{units}", size) for units, size in sizes.items()}
    first = found[min(found)]
    for units, district in found.items():
        name, ratio = f"{district.units:,} units", TIMES.get(units)
        note = f"peer: {first.units:,} units in the same minutes"
        yield Figure(f"{name}, from nothing, wall", district.cold.wall_s, "s", first.cold.wall_s, None, note, ratio)
        yield Figure(f"{name}, from nothing, processor", district.cold.cpu_s, "s", first.cold.cpu_s)
        yield Figure(f"{name}, peak memory", district.cold.peak_mb, "MB", first.cold.peak_mb, MEMORY_MB.get(units))
        yield Figure(f"{name}, nothing changed, wall", district.unchanged.wall_s, "s", first.unchanged.wall_s)
        yield Figure(f"{name}, one line changed, wall", district.edited.wall_s, "s", first.edited.wall_s)
        for kind, (size, uri) in district.largest.items():
            yield Figure(f"{name}, largest {kind}", size / 1024, "KB gz", limit=PAGE_KB.get(kind), note=uri)


LONG_RUNS: dict[str, tuple[str, Callable[[Ground], Iterator[Figure]]]] = {
    "edits": ("Random edits: a warm build beside one from nothing, file for file", measure_edits),
    "kills": ("Builds killed at random moments", measure_kills),
    "photographs": ("A repository with thousands of photographs (peer: a full clone)", measure_photographs),
    "question": ("The first question in a large district (peer: Pagefind)", measure_question),
    "scale": ("Districts of three sizes (peer: the smallest of them)", measure_scale),
}
"""Title and figures by name."""
