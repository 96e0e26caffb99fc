"""Benchmark of the whole build of a district's units without photographs, and its phases, beside plain MkDocs +
Material.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from fixtures import Ground
from process_metrics import Cost, alternated, middle
from result_table import Figure

TITLE = "Whole build, nothing cached (peer: mkdocs build with Material, same Markdown out of the nav, no search)"
LIMIT_S, LIMIT_MB = 20, 1024
SHARE = 0.2
"""What records may add to a build."""
NOTHING_S = 0.6
"""Seconds of a build for which nothing has changed."""
LIMIT_UNITS = 5500
"""The limits hold for so many units, and for fewer."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Build ours and the peer in turn; yield the whole, its phases, and a second build after one line has changed."""
    phases: list[dict[str, float]] = []

    def ours() -> Cost:
        cost = ground.build()
        phases.append(ground.timings())
        return cost

    told = ground.recorded
    mine, recorded, plain = (middle(costs) for costs in alternated(ground.runs, ours, told.build, ground.build_plain))
    limited = ground.units <= LIMIT_UNITS
    yield Figure("whole build, wall", mine.wall_s, "s", plain.wall_s, LIMIT_S if limited else None)
    yield Figure("whole build, processor", mine.cpu_s, "s", plain.cpu_s)
    yield Figure("whole build, peak memory", mine.peak_mb, "MB", plain.peak_mb, LIMIT_MB if limited else None)
    for name in phases[0]:
        yield Figure(f"  phase {name}, wall", median(phase[name] for phase in phases), "s")
    note = f"ten records on each rated unit; at most {SHARE:.0%} more than without"
    yield Figure("whole build with records, wall", recorded.wall_s, "s", plain.wall_s, mine.wall_s * (1 + SHARE), note)
    yield Figure("whole build with records, processor", recorded.cpu_s, "s", plain.cpu_s)
    for name, seconds in told.timings().items():
        yield Figure(f"  with records, phase {name}, wall", seconds, "s")
    edited = middle([rebuilt(told) for _ in range(ground.runs)])
    yield Figure("one line changed, with records, wall", edited.wall_s, "s", note="what was made before is kept")
    yield Figure("one line changed, with records, processor", edited.cpu_s, "s")
    again = middle([rebuilt(ground) for _ in range(ground.runs)])
    yield Figure("one line changed, wall", again.wall_s, "s", note="what was made before is kept")
    yield Figure("one line changed, processor", again.cpu_s, "s")
    # After a build that has changed something, as after every edit.
    before = stamp_site(ground)
    idle = middle([ground.build(fresh=False) for _ in range(ground.runs)])
    touched = len(before ^ stamp_site(ground))
    limit = NOTHING_S if limited else None
    yield Figure("nothing changed, wall", idle.wall_s, "s", limit=limit, note="stamps of all sources and of the site")
    yield Figure("nothing changed, processor", idle.cpu_s, "s")
    yield Figure("nothing changed, files touched", touched, "files", limit=0)


def rebuilt(ground: Ground) -> Cost:
    """Add a line to one unit and build again incrementally."""
    with next(ground.entries()).open("a", encoding="utf-8") as file:
        file.write("\n又添了一句话。\n")
    return ground.build(fresh=False)


def stamp_site(ground: Ground) -> set[tuple[str, int, int, int]]:
    """Return path, inode and times of everything in the site, folders too."""
    found = set()
    for path in (ground.work / "site").rglob("*"):
        status = path.stat()
        found.add((str(path), status.st_ino, status.st_mtime_ns, status.st_ctime_ns))
    return found
