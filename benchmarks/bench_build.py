"""Benchmark of the whole build of a district's units without photographs, and its phases, beside plain MkDocs +
Material, and beside Hugo and Zensical where they are installed (`peer_builds.py` says what each does and does not do).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from fixtures import Ground
from peer_builds import PEERS, BuildPeer
from process_metrics import Cost, alternated, middle
from result_table import Figure, is_installed, left_out

TITLE = "Whole build, nothing cached (peer: mkdocs build with Material, same Markdown out of the nav, no search)"
LIMIT_S, LIMIT_MB = 10, 1024
EDITED_S = 1.5
"""What a build may take after one line of one unit has changed."""
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
    peers = [peer for peer in PEERS if is_installed(peer.package)]
    subjects: list[Callable[[], Cost]] = [ours, told.build, ground.build_plain]
    subjects += [partial(peer.build, ground) for peer in peers]
    mine, recorded, plain, *others = (middle(costs) for costs in alternated(ground.runs, *subjects))
    limited = ground.units <= LIMIT_UNITS
    yield Figure("whole build, wall", mine.wall_s, "s", plain.wall_s, LIMIT_S if limited else None)
    yield Figure("whole build, processor", mine.cpu_s, "s", plain.cpu_s)
    yield Figure("whole build, peak memory", mine.peak_mb, "MB", plain.peak_mb, LIMIT_MB if limited else None)
    yield from compared(ground, mine, dict(zip(peers, others, strict=True)))
    for name in phases[0]:
        yield Figure(f"  phase {name}, wall", median(phase[name] for phase in phases), "s")
    note = f"ten records on each rated unit; at most {SHARE:.0%} more than without"
    yield Figure("whole build with records, wall", recorded.wall_s, "s", plain.wall_s, mine.wall_s * (1 + SHARE), note)
    yield Figure("whole build with records, processor", recorded.cpu_s, "s", plain.cpu_s)
    for name, seconds in told.timings().items():
        yield Figure(f"  with records, phase {name}, wall", seconds, "s")
    edited = middle([rebuild(told, LINE) for _ in range(ground.runs)])
    yield Figure("one line changed, with records, wall", edited.wall_s, "s", note="what was made before is kept")
    yield Figure("one line changed, with records, processor", edited.cpu_s, "s")
    for name, change in EDITS.items():
        before = stamp_site(ground)
        again = middle([rebuild(ground, change) for _ in range(ground.runs)])
        limit = EDITED_S if limited and change is LINE else None
        yield Figure(f"{name}, wall", again.wall_s, "s", limit=limit, note="what was made before is kept")
        yield Figure(f"{name}, processor", again.cpu_s, "s")
        for peer in peers if change is LINE else ():
            other = middle([peer.rebuild(ground) for _ in range(ground.runs)])
            yield Figure(f"{name}, ratio to {peer.name}, wall", again.wall_s, "s", other.wall_s, note=peer.name)
        paths = [path for path, *_ in stamp_site(ground) - before if Path(path).is_file()]
        note = f"of {ground.runs} edits of one unit" if ground.runs > 1 else ""
        yield Figure(f"{name}, files changed", len(paths), "files", note=note)
        yield Figure(f"{name}, to upload", sum(Path(path).stat().st_size for path in paths) / 1024, "KB")
    # After a build that has changed something, as after every edit.
    before = stamp_site(ground)
    idle = middle([ground.build(fresh=False) for _ in range(ground.runs)])
    touched = len(before ^ stamp_site(ground))
    limit = NOTHING_S if limited else None
    yield Figure("nothing changed, wall", idle.wall_s, "s", limit=limit, note="stamps of all sources and of the site")
    yield Figure("nothing changed, processor", idle.cpu_s, "s")
    yield Figure("nothing changed, files touched", touched, "files", limit=0)


def compared(ground: Ground, mine: Cost, others: Mapping[BuildPeer, Cost]) -> Iterator[Figure]:
    """Yield our whole build beside that of each peer, and a remark for each that was left out."""
    for peer in PEERS:
        name = f"whole build, ratio to {peer.name}"
        if other := others.get(peer):
            note = f"{peer.count_pages(ground)} pages"
            yield Figure(f"{name}, wall", mine.wall_s, "s", other.wall_s, note=note)
            yield Figure(f"{name}, processor", mine.cpu_s, "s", other.cpu_s, note=note)
            yield Figure(f"{name}, peak memory", mine.peak_mb, "MB", other.peak_mb, note=note)
        else:
            yield left_out(peer.name, peer.package)


def add_line(text: str) -> str:
    """Return a content file with one more line of its body."""
    return f"{text.rstrip()}\n\n又添了一句话。\n"


def change_tagline(text: str) -> str:
    """Return a content file with another sentence (一句话)."""
    return re.sub("(?m)^一句话: .*", lambda found: f"{found[0][:40]}好", text)


def change_name(text: str) -> str:
    """Return a content file with another name."""
    return re.sub("(?m)^名称: .*", lambda found: f"{found[0][:24]}新", text)


def change_stars(text: str) -> str:
    """Return a content file with another number of stars: three, or four."""
    return re.sub("(?m)^星级:.*", lambda found: "星级: 4" if found[0].endswith("3") else "星级: 3", text)


LINE = add_line
EDITS: Mapping[str, Callable[[str], str]] = {
    "one line changed": LINE,
    "a sentence changed": change_tagline,
    "a name changed": change_name,
    "stars changed": change_stars,
}
"""Edits of one content file."""


def rebuild(ground: Ground, change: Callable[[str], str]) -> Cost:
    """Change the content file of one unit and build again incrementally."""
    path = next(ground.entries())
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return ground.build(fresh=False)


def stamp_site(ground: Ground) -> set[tuple[str, int, int, int]]:
    """Return path, inode and times of everything in the site, folders too."""
    found = set()
    for path in (ground.work / "site").rglob("*"):
        status = path.stat()
        found.add((str(path), status.st_ino, status.st_mtime_ns, status.st_ctime_ns))
    return found
