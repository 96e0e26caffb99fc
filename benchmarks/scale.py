"""Builds districts of 5,500, 20,000 and 55,000 units and prints what a build costs and how large the files are: docs/scale.md.

    python benchmarks/scale.py --work FOLDER                       # all three; FOLDER should have 8 GB of room
    python benchmarks/scale.py --work FOLDER --units 5500 20000

Each district is written, built from nothing, built with nothing changed, and built after one line of one unit has changed, one
run each; it is removed before the next one. The ratio is that to the first district, which is measured in the same minutes.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fixtures import Ground
from process_metrics import Cost

UNITS = (5500, 20_000, 55_000)
KINDS = {
    "page of an entry": lambda uri: uri[:5].isdecimal() and uri.count("/") == 1 and uri.endswith(".html"),
    "page below an entry": lambda uri: uri[:5].isdecimal() and uri.count("/") > 1 and uri.endswith(".html"),
    "other page": lambda uri: not uri[:5].isdecimal() and uri.endswith(".html") and not uri.startswith("help/"),
    "file of the search": lambda uri: uri.startswith("assets/search/"),
    "sitemap": lambda uri: uri.startswith("sitemap"),
}
"""Files that a phone or a search engine loads, by kind, told by their path."""


@dataclass
class District:
    """What one district has cost."""

    units: int
    cold: Cost
    unchanged: Cost
    edited: Cost
    pages: int = 0
    files: int = 0
    size: int = 0
    """Bytes of all files."""
    largest: dict[str, tuple[int, str]] = field(default_factory=dict)
    """The largest file of each kind, compressed: bytes and path."""


def measure(work: Path, units: int) -> District:
    """Write a district, build it three times, look at its files, and remove it."""
    work.mkdir(parents=True)
    ground = Ground(work, units, 1)
    first = ground.build()
    ground.build(fresh=False)
    unchanged = ground.build(fresh=False)
    with next(ground.entries()).open("a", encoding="utf-8") as file:
        file.write("\n又添了一句话。\n")
    found = District(units, first, unchanged, ground.build(fresh=False))
    for uri, size, data in iter_files(work / "site"):
        found.files, found.size = found.files + 1, found.size + size
        found.pages += uri.endswith(".html")
        for kind, fits in KINDS.items():
            # A file that is smaller as it is cannot be the largest when it is compressed.
            if fits(uri) and size > found.largest.get(kind, (0, ""))[0]:
                packed = len(gzip.compress(data.read_bytes(), 6, mtime=0))
                found.largest[kind] = max(found.largest.get(kind, (0, "")), (packed, uri))
    shutil.rmtree(work)
    return found


def iter_files(site: Path) -> Iterator[tuple[str, int, Path]]:
    """Yield path, size and place of every file of a site."""
    for place, _, names in os.walk(site):
        for name in names:
            path = Path(place, name)
            yield path.relative_to(site).as_posix(), path.stat().st_size, path


def list_lines(found: list[District]) -> Iterator[str]:
    """Yield the rows of the table in Markdown."""
    first = found[0]
    yield "| " + " | ".join(["units", *(f"{one.units:,}" for one in found)]) + " |"
    yield "|---" * (len(found) + 1) + "|"
    costs = (("from nothing", "cold"), ("nothing changed", "unchanged"), ("one line changed", "edited"))
    for name, attribute in costs:
        told = [getattr(one, attribute) for one in found]
        start = getattr(first, attribute)
        walls = [f"{cost.wall_s:.1f} s ({cost.wall_s / start.wall_s:.1f}×)" for cost in told]
        yield f"| {name}, wall | " + " | ".join(walls) + " |"
        yield f"| {name}, processor | " + " | ".join(f"{cost.cpu_s:.1f} s" for cost in told) + " |"
        yield f"| {name}, peak memory | " + " | ".join(f"{cost.peak_mb:,.0f} MB" for cost in told) + " |"
    yield "| pages | " + " | ".join(f"{one.pages:,}" for one in found) + " |"
    yield "| files | " + " | ".join(f"{one.files:,}" for one in found) + " |"
    yield "| bytes | " + " | ".join(f"{one.size / 1e6:,.0f} MB" for one in found) + " |"
    for kind in KINDS:
        sizes = [one.largest.get(kind, (0, "")) for one in found]
        yield f"| largest {kind}, gz | " + " | ".join(f"{size / 1024:.1f} KB `{uri}`" for size, uri in sizes) + " |"


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--units", type=int, nargs="+", default=UNITS)
    options = parser.parse_args()
    found: list[District] = []
    for units in options.units:
        found.append(measure(options.work.resolve() / f"units-{units}", units))
        print("\n".join(list_lines(found)), flush=True)


if __name__ == "__main__":
    main()
