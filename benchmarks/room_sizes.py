"""Makes each room with 0, 1, 24, 500 and 5,500 records, and prints how large its pages are, compressed, beside their budget.

    python benchmarks/room_sizes.py --work FOLDER                            # every room that shows written lists
    python benchmarks/room_sizes.py --work FOLDER --room council/ --records 0 24

The records of a room are of the first list that hangs there; a list that is read from other fields has what these say. Sites are
kept in FOLDER, to be looked at: `FOLDER/council-24/site/`. Real entries, because examples count in no number.
"""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import synthetic
from exhibition.model.record_types import RecordType, Room
from exhibition.types import CONTENT_TYPES
from fixtures import SCRIPTS
from result_table import Figure, table

SIZES = (0, 1, 24, 500, 5500)
UNITS = 600
PAGE_LIMIT = 30 * 1024
"""Bytes of a page of a room, compressed."""


def make_site(folder: Path, row: RecordType, number: int, units: int) -> Path:
    """Write a district in which one list has so many records, build its site into `folder`, and return the site."""
    root = folder / "root"
    if not root.exists():
        synthetic.write(root, units, example=False, records=number, only=row.name, others=max(1, units // 100))
    words = ("--root", root, "--site", folder / "site", "--cache", folder.parent / "cache")
    paths = os.pathsep.join([str(SCRIPTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "exhibition", "build", *map(str, words)]
    built = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True)
    if built.returncode:
        raise SystemExit(built.stdout + built.stderr)
    return folder / "site"


def measure_room(site: Path, room: Room, number: int) -> Iterator[Figure]:
    """Yield the size of the first page of a room, and of its largest page and its largest data below that."""
    home = site / room.path
    yield Figure(
        f"{room.title} /{room.path} with {number}", compress(home / "index.html") / 1024, "KB", limit=PAGE_LIMIT / 1024
    )
    for kind in ("html", "json", "js"):
        found = [path for path in home.rglob(f"*.{kind}") if path != home / "index.html"]
        if found:
            largest = max(found, key=compress)
            name = largest.relative_to(site).as_posix()
            yield Figure(
                f"  largest of {len(found)} .{kind}", compress(largest) / 1024, "KB", limit=PAGE_LIMIT / 1024, note=name
            )


def compress(path: Path) -> int:
    """Return the bytes of a file as servers send it."""
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def main() -> None:
    """Measure the rooms from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--work", type=Path, required=True, help="a folder for the sites; what is there already is used again"
    )
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--room", action="append", help="path of a room; may be given more than once")
    parser.add_argument("--records", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    for room, rows in CONTENT_TYPES.rooms.items():
        if options.room and room.path not in options.room:
            continue
        written = [row for row in rows if row.read is None]
        figures: list[Figure] = []
        for number in options.records:
            # A list that is read follows from the entries; any other list gives the district.
            row = (written or list(CONTENT_TYPES.record_types))[0]
            folder = options.work / f"{room.path.strip('/')}-{number}"
            figures += measure_room(make_site(folder.resolve(), row, number, options.units), room, number)
        print(table(room.title, figures), flush=True)


if __name__ == "__main__":
    main()
