"""Builds districts of 5,500, 20,000 and 55,000 units and prints what a build costs and how large the files are: docs/scale.md.

    python benchmarks/scale.py --work FOLDER                       # all three; FOLDER should have 8 GB of room
    python benchmarks/scale.py --work FOLDER --units 5500 20000
    python benchmarks/scale.py --work FOLDER --write               # put the table into docs/scale.md

Each district is written, built from nothing, built with nothing changed, and built after one line of one unit has changed, one
run each; it is removed before the next one. The ratio is that to the first district, which is measured in the same minutes.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import synthetic
from fixtures import Ground
from process_metrics import Cost

UNITS = (5500, 20_000, 55_000)
LIMITS = {20_000: (4.0, 2000.0), 55_000: (12.0, 4000.0)}
"""The goals: times the first district's time from nothing, and MB of memory, by units."""
BUSY = 0.5
"""Load of each processor before a run from which the machine counts as busy."""
PAGE = synthetic.REPOSITORY / "docs" / "scale.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
"""What stands around the table in docs/scale.md."""


@dataclass(frozen=True)
class FileKind:
    """Files that a phone or a search engine loads, told by their path; `limit` is in KB, compressed, where one is declared.

    Of a sitemap the uncompressed size counts (protocol 0.9: 50 MB, 50,000 addresses).
    """

    name: str
    fits: Callable[[str, Collection[str]], bool]
    """Is this the path of one? The second argument has the ids of units."""
    limit: float | None = None
    packed: bool = True


def is_of_entry(uri: str, rest: str) -> bool:
    """Is this the file `rest` of an entry?"""
    return uri[:5].isdecimal() and uri[5:] == f"/{rest}"


KINDS = (
    FileKind("page of a unit", lambda uri, units: is_of_entry(uri, "index.html") and uri[:5] in units, 6),
    FileKind("page of another entry", lambda uri, units: is_of_entry(uri, "index.html") and uri[:5] not in units, 12),
    FileKind("archive, /record/", lambda uri, units: is_of_entry(uri, "record/index.html"), 12),
    FileKind(
        "other page below an entry",
        lambda uri, units: (
            uri[:5].isdecimal() and uri.count("/") > 1 and uri.endswith(".html") and "/record/" not in uri
        ),
        12,
    ),
    FileKind("home page", lambda uri, units: uri == "index.html", 30),
    FileKind("search page", lambda uri, units: uri == "search/index.html", 30),
    FileKind("wall", lambda uri, units: uri.startswith("walls/") and uri.endswith(".html"), 30),
    FileKind("page of the guide or the help", lambda uri, units: uri.startswith(("guide/", "help/")), 18),
    FileKind(
        "list, room, other page",
        lambda uri, units: (
            uri.endswith(".html")
            and not uri[:5].isdecimal()
            and not uri.startswith(("walls/", "guide/", "help/"))
            and uri not in ("index.html", "search/index.html")
        ),
        30,
    ),
    FileKind("catalogue", lambda uri, units: uri.startswith("assets/search/") and "catalogue" in uri, 100),
    FileKind(
        "other file of the search", lambda uri, units: uri.startswith("assets/search/") and "catalogue" not in uri, 30
    ),
    FileKind("feed", lambda uri, units: uri == "feed.xml", 30),
    FileKind("sitemap, not compressed", lambda uri, units: uri.startswith("sitemap"), 51_200, packed=False),
    FileKind("open data", lambda uri, units: uri.startswith("data/") and uri.endswith((".csv", ".json", ".geojson"))),
)


@dataclass
class District:
    """What one district has cost."""

    units: int
    load: float
    """Load of each processor before the first run."""
    cold: Cost
    unchanged: Cost
    edited: Cost
    pages: int = 0
    files: int = 0
    size: int = 0
    """Bytes of all files."""
    addresses: int = 0
    """Most addresses in one file of the sitemap."""
    largest: dict[str, tuple[int, str]] = field(default_factory=dict)
    """The largest file of each kind: bytes and path."""


def measure(work: Path, units: int) -> District:
    """Write a district, build it three times, look at its files, and remove it."""
    work.mkdir(parents=True)
    ground = Ground(work, units, 1)
    path = next(ground.entries())
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    first = ground.build()
    ground.build(fresh=False)
    unchanged = ground.build(fresh=False)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n又添了一句话。\n")
    found = District(units, load, first, unchanged, ground.build(fresh=False))
    ids = {one.parent.name for one in ground.root.glob("content/units/*/*/index.md")}
    for uri, size, place in iter_files(work / "site"):
        found.files, found.size = found.files + 1, found.size + size
        found.pages += uri.endswith(".html")
        if uri.startswith("sitemap"):
            found.addresses = max(found.addresses, place.read_bytes().count(b"<loc>"))
        for kind in KINDS:
            # A file that is smaller as it is cannot be the largest when it is compressed.
            if kind.fits(uri, ids) and size > found.largest.get(kind.name, (0, ""))[0]:
                told = len(gzip.compress(place.read_bytes(), 6, mtime=0)) if kind.packed else size
                found.largest[kind.name] = max(found.largest.get(kind.name, (0, "")), (told, uri))
    shutil.rmtree(work)
    return found


def iter_files(site: Path) -> Iterator[tuple[str, int, Path]]:
    """Yield path, size and place of every file of a site."""
    for place, _, names in os.walk(site):
        for name in names:
            path = Path(place, name)
            yield path.relative_to(site).as_posix(), path.stat().st_size, path


def list_lines(found: Sequence[District]) -> Iterator[str]:
    """Yield the table in Markdown, and when and where it was measured."""
    first = found[0]
    busy = [one.units for one in found if one.load > BUSY]
    yield (
        f"Measured {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors of {platform.machine()}, "
        f"{platform.system()} {platform.release().partition('-')[0]}, Python {platform.python_version()}, one run each"
        + (
            f"; **the machine was busy** ({', '.join(f'{one:,}' for one in busy)} units): wall seconds say little."
            if busy
            else "."
        )
    )
    yield ""
    yield row("units", *(f"{one.units:,}" for one in found))
    yield "|---" * (len(found) + 1) + "|"
    for name, attribute in (("from nothing", "cold"), ("nothing changed", "unchanged"), ("one line changed", "edited")):
        told: list[Cost] = [getattr(one, attribute) for one in found]
        for measure_name, unit in (("wall_s", "wall"), ("cpu_s", "processor")):
            start = getattr(told[0], measure_name)
            ratios = ((getattr(cost, measure_name), getattr(cost, measure_name) / start) for cost in told)
            yield row(f"{name}, {unit}", *(f"{value:.1f} s ({ratio:.1f}×)" for value, ratio in ratios))
        yield row(f"{name}, peak memory", *(f"{cost.peak_mb:,.0f} MB" for cost in told))
    yield row("pages", *(f"{one.pages:,}" for one in found))
    yield row("files", *(f"{one.files:,}" for one in found))
    yield row("bytes", *(f"{one.size / 1e6:,.0f} MB" for one in found))
    for kind in KINDS:
        name = f"largest {kind.name}{', gz' if kind.packed else ''}"
        limit = "" if kind.limit is None else f" (≤ {kind.limit:,.0f} KB)"
        yield row(name + limit, *(format_largest(kind, one) for one in found))
    yield row("most addresses in a sitemap (≤ 50,000)", *(f"{one.addresses:,}" for one in found))
    missed = list(list_missed(found, first))
    yield ""
    yield f"Over its limit: {'; '.join(missed)}." if missed else "Nothing is over its limit."


def row(*cells: str) -> str:
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def format_largest(kind: FileKind, one: District) -> str:
    """Return the largest file of a kind: its size, in bold where it is over the limit, and its path."""
    size, uri = one.largest.get(kind.name, (0, ""))
    if not uri:
        return "–"
    told = f"{size / 1024:,.1f} KB"
    return f"{f'**{told}**' if is_over(kind, one) else told} `/{uri.removesuffix('index.html')}`"


def is_over(kind: FileKind, one: District) -> bool:
    """Is the largest file of a kind over its limit?"""
    return kind.limit is not None and one.largest.get(kind.name, (0, ""))[0] > kind.limit * 1024


def list_missed(found: Sequence[District], first: District) -> Iterator[str]:
    """Yield what is over its limit."""
    for one in found:
        most_times, most_mb = LIMITS.get(one.units, (0.0, 0.0))
        times = one.cold.cpu_s / first.cold.cpu_s if one.load > BUSY or first.load > BUSY else 0.0
        times = times or one.cold.wall_s / first.cold.wall_s
        if most_times and times > most_times:
            yield f"{one.units:,} units take {times:.1f}× the time (≤ {most_times:.0f}×)"
        if most_mb and one.cold.peak_mb > most_mb:
            yield f"{one.units:,} units take {one.cold.peak_mb:,.0f} MB (≤ {most_mb:,.0f})"
        yield from (f"{kind.name} at {one.units:,} units" for kind in KINDS if is_over(kind, one))


def write_table(lines: Sequence[str], page: Path) -> None:
    """Replace the table in a page."""
    head, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{page} has no {BEGIN.strip()} and {END.strip()}")
    page.write_text(f"{head}{begin}\n{chr(10).join(lines)}\n\n{end}{tail}", encoding="utf-8")


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--units", type=int, nargs="+", default=UNITS)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    found: list[District] = []
    for units in options.units:
        found.append(measure(options.work.resolve() / f"units-{units}", units))
        lines = list(list_lines(found))
        print("\n".join(lines), flush=True)
    if options.write:
        write_table(lines, PAGE)


if __name__ == "__main__":
    main()
