"""Runs the benchmarks and prints a table of each: `make bench`, or `python benchmarks/run.py --only build --runs 1`."""

from __future__ import annotations

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path

from figures import table
from ground import Ground

BENCHMARKS = ("build", "check", "page")
"""Each is a module `bench_<name>` with a TITLE and `figures(ground)`, in the order in which they run."""
PROCESSORS = 2
"""The project's limits are for so many."""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=5500)
    parser.add_argument("--runs", type=int, default=3, help="times that each subject runs; the median counts")
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="may be given more than once")
    parser.add_argument("--work", type=Path, help="an empty folder to work in; it is kept")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])
    with tempfile.TemporaryDirectory(prefix="exhibition-bench-") as folder:
        ground = Ground((options.work or Path(folder)).resolve(), options.units, options.runs)
        print(
            f"{options.units} synthetic units, {options.runs} runs in turn, medians; {PROCESSORS} processors at most\n"
        )
        for name in options.only or BENCHMARKS:
            bench = import_module(f"bench_{name}")
            print(table(bench.TITLE, bench.figures(ground)), flush=True)


if __name__ == "__main__":
    main()
