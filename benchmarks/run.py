"""Run the benchmarks and print a table of each: `make bench`, or `python benchmarks/run.py --only build --runs 1`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

from fixtures import SCRIPTS, Ground
from result_table import table

PROCESSORS = 2
"""Number of processors for which the project's limits are set."""


def benchmarks() -> list[str]:
    """Return the names of all benchmarks: each is a module `bench_<name>` with a TITLE and `figures(ground)`."""
    return sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main() -> int:
    """Run the chosen benchmarks; return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=5500)
    parser.add_argument("--runs", type=int, default=3, help="times that each subject runs; the median counts")
    parser.add_argument("--only", choices=benchmarks(), action="append", help="may be given more than once")
    parser.add_argument("--work", type=Path, help="an empty folder to work in; it is kept")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])
    with tempfile.TemporaryDirectory(prefix="exhibition-bench-") as folder:
        ground = Ground((options.work or Path(folder)).resolve(), options.units, options.runs)
        print(
            f"{options.units} synthetic units, {options.runs} runs in turn, medians; {PROCESSORS} processors at most\n"
        )
        broken = [name for name in options.only or benchmarks() if not measured(name, ground)]
    return int(bool(broken))


def measured(name: str, ground: Ground) -> bool:
    """Run one benchmark and print its table; return whether it succeeded, so that one that fails stops no other."""
    try:
        bench = import_module(f"bench_{name}")
        print(table(bench.TITLE, bench.figures(ground)), flush=True)
    except Exception:
        print(f"{name}: broke\n{traceback.format_exc()}", flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.path.insert(0, str(SCRIPTS))
    sys.exit(main())
