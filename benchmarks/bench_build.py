"""Benchmark of the whole build of a district's units without photographs, and its phases, beside MkDocs + Material, and
beside Hugo and Zensical where they are installed (`peer_builds.py` says what each does and does not do).

MkDocs + Material gets the same Markdown. **With its search** is what it makes of a site where nothing is said of plugins;
our site has a search too. **Without search** is the leanest that it can be. In both the units are out of the nav. With
its **default settings** the nav holds all pages and stands on each of them: time and bytes grow with the square of the
pages, so that it is measured on `DEFAULT_UNITS` units, beside ours of as many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from fixtures import DEFAULT_SETTINGS, PLAIN_SETTINGS, SEARCHED_SETTINGS, Ground
from peer_builds import PEERS, BuildPeer
from process_metrics import Cost, alternated, middle
from result_table import Figure, is_installed, left_out

TITLE = "Whole build, nothing cached (peer where none is named: MkDocs + Material with its search, same Markdown, units out of the nav)"
LIMIT_S, LIMIT_MB = 10, 1024
EDITED_S = 1.5
"""What a build may take after one line of one unit has changed."""
SHARE = 0.2
"""What records may add to a build."""
NOTHING_S = 0.6
"""Seconds of a build for which nothing has changed."""
LIMIT_UNITS = 5500
"""The limits hold for so many units, and for fewer."""
SEARCH_FILES = 10
"""Files of the search that may change with one line."""
RATIOS = {"Hugo, full": 2.0}
"""The greatest ratio of our wall seconds to those of a peer."""
MKDOCS_RATIO = 1.0
DEFAULT_UNITS = 600
"""Units on which the default settings of MkDocs are measured: of 300 it makes 129 MB, of 600 497 MB, of 5,500 some 40 GB."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Build ours and the peers in turn; yield the whole, its phases, and builds after an edit and after none."""
    phases: list[dict[str, float]] = []

    def ours() -> Cost:
        cost = ground.build()
        phases.append(ground.timings())
        return cost

    told = ground.recorded
    peers = [peer for peer in PEERS if is_installed(peer.package)]
    subjects: list[Callable[[], Cost]] = [ours, told.build]
    subjects += [partial(ground.build_plain, settings) for settings in (SEARCHED_SETTINGS, PLAIN_SETTINGS)]
    subjects += [partial(peer.build, ground) for peer in peers]
    mine, recorded, searched, plain, *others = (middle(costs) for costs in alternated(ground.runs, *subjects))
    limited = ground.units <= LIMIT_UNITS
    note = "MkDocs + Material with its search"
    limit = LIMIT_S if limited else None
    yield Figure("whole build, wall", mine.wall_s, "s", searched.wall_s, limit, note, MKDOCS_RATIO)
    yield Figure("whole build, processor", mine.cpu_s, "s", searched.cpu_s, note=note)
    limit = LIMIT_MB if limited else None
    yield Figure("whole build, peak memory", mine.peak_mb, "MB", searched.peak_mb, limit, note)
    note = "MkDocs + Material without search"
    name = "whole build, ratio to MkDocs without search"
    yield Figure(f"{name}, wall", mine.wall_s, "s", plain.wall_s, None, note, MKDOCS_RATIO)
    yield Figure(f"{name}, processor", mine.cpu_s, "s", plain.cpu_s, note=note)
    yield Figure(f"{name}, peak memory", mine.peak_mb, "MB", plain.peak_mb, note=note)
    yield from compare_with_defaults(ground)
    yield from compared(ground, mine, dict(zip(peers, others, strict=True)))
    for name in phases[0]:
        yield Figure(f"  phase {name}, wall", median(phase[name] for phase in phases), "s")
    note = f"ten records on each rated unit; at most {SHARE:.0%} more than without"
    yield Figure(
        "whole build with records, wall", recorded.wall_s, "s", searched.wall_s, mine.wall_s * (1 + SHARE), note
    )
    yield Figure("whole build with records, processor", recorded.cpu_s, "s", searched.cpu_s)
    for name, seconds in told.timings().items():
        yield Figure(f"  with records, phase {name}, wall", seconds, "s")
    edited = middle([rebuild(told, LINE) for _ in range(ground.runs)])
    yield Figure("one line changed, with records, wall", edited.wall_s, "s", note="what was made before is kept")
    yield Figure("one line changed, with records, processor", edited.cpu_s, "s")
    for name, change in EDITS.items():
        yield from edit(ground, name, change, peers, searched)
    yield from repeat(ground, peers, searched)


def compare_with_defaults(ground: Ground) -> Iterator[Figure]:
    """Yield our build of few units beside that of MkDocs + Material with its default settings."""
    work = ground.work / "default-settings"
    work.mkdir(exist_ok=True)
    few = Ground(work, min(ground.units, DEFAULT_UNITS), ground.runs)
    costs = alternated(few.runs, few.build, partial(few.build_plain, DEFAULT_SETTINGS))
    mine, other = map(middle, costs)
    name = f"whole build of {few.units} units, ratio to MkDocs with default settings"
    note = "MkDocs + Material, default settings: search, all pages in the nav of each page"
    yield Figure(f"{name}, wall", mine.wall_s, "s", other.wall_s, note=note)
    yield Figure(f"{name}, processor", mine.cpu_s, "s", other.cpu_s, note=note)
    sizes = (sum_sizes(few.work / folder) for folder in ("site", "other-plain-site"))
    yield Figure(f"{name}, size of the site", next(sizes), "MB", next(sizes), note=note)


def compared(ground: Ground, mine: Cost, others: Mapping[BuildPeer, Cost]) -> Iterator[Figure]:
    """Yield our whole build beside that of each peer, and a remark for each that was left out."""
    for peer in PEERS:
        name = f"whole build, ratio to {peer.name}"
        if other := others.get(peer):
            note = f"{peer.count_pages(ground)} pages"
            yield Figure(f"{name}, wall", mine.wall_s, "s", other.wall_s, note=note, ratio=RATIOS.get(peer.name))
            yield Figure(f"{name}, processor", mine.cpu_s, "s", other.cpu_s, note=note)
            yield Figure(f"{name}, peak memory", mine.peak_mb, "MB", other.peak_mb, note=note)
        else:
            yield left_out(peer.name, peer.package)


def edit(
    ground: Ground, name: str, change: Callable[[str], str], peers: list[BuildPeer], searched: Cost
) -> Iterator[Figure]:
    """Yield what a build costs after an edit of one unit, beside peers where a line is changed, and what it changes."""
    before = stamp_site(ground)
    again = middle([rebuild(ground, change) for _ in range(ground.runs)])
    # Peers that build are other work: the files are looked at first.
    paths = [Path(path) for path, *_ in stamp_site(ground) - before if Path(path).is_file()]
    limit = EDITED_S if ground.units <= LIMIT_UNITS and change is LINE else None
    peer_s = searched.wall_s if change is LINE else None
    note = "MkDocs + Material with its search makes all again" if change is LINE else ""
    yield Figure(f"{name}, wall", again.wall_s, "s", peer_s, limit, note)
    yield Figure(f"{name}, processor", again.cpu_s, "s")
    for peer in peers if change is LINE else ():
        other = middle([peer.rebuild(ground) for _ in range(ground.runs)])
        yield Figure(f"{name}, ratio to {peer.name}, wall", again.wall_s, "s", other.wall_s, note=peer.name)
    note = f"of {ground.runs} edits of one unit" if ground.runs > 1 else ""
    pages = [path for path in paths if path.suffix == ".html"]
    searching = [path for path in paths if "assets/search/" in path.as_posix()]
    yield Figure(f"{name}, pages changed", len(pages), "pages", note=note)
    if change is LINE:
        silent = sum(SENTENCE not in path.read_text(encoding="utf-8") for path in pages)
        yield Figure(f"{name}, pages changed that do not show it", silent, "pages", limit=0)
    limit = SEARCH_FILES if change is LINE else None
    yield Figure(f"{name}, files of the search changed", len(searching), "files", limit=limit, note=note)
    yield Figure(f"{name}, other files changed", len(paths) - len(pages) - len(searching), "files", note=note)
    yield Figure(f"{name}, to upload", sum(path.stat().st_size for path in paths) / 1024, "KB", note=note)


def repeat(ground: Ground, peers: list[BuildPeer], searched: Cost) -> Iterator[Figure]:
    """Yield what a build costs for which nothing has changed, after one that has changed something, as after every edit."""
    before = stamp_site(ground)
    idle = middle([ground.build(fresh=False) for _ in range(ground.runs)])
    touched = len(before ^ stamp_site(ground))
    limit = NOTHING_S if ground.units <= LIMIT_UNITS else None
    note = "MkDocs + Material with its search makes all again"
    yield Figure("nothing changed, wall", idle.wall_s, "s", searched.wall_s, limit, note)
    yield Figure("nothing changed, processor", idle.cpu_s, "s", searched.cpu_s, note=note)
    for peer in peers:
        other = middle([peer.build(ground, fresh=False) for _ in range(ground.runs)])
        yield Figure(f"nothing changed, ratio to {peer.name}, wall", idle.wall_s, "s", other.wall_s, note=peer.name)
    yield Figure("nothing changed, files touched", touched, "files", limit=0, note="bytes, times, inodes")


SENTENCE = "又添了一句话。"


def add_line(text: str) -> str:
    """Return a content file with one more line of its body."""
    return f"{text.rstrip()}\n\n{SENTENCE}\n"


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


def sum_sizes(folder: Path) -> float:
    """Return the size of all files below a folder in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
