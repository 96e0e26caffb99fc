"""Run the benchmarks and print a table of each: `make bench`, or `python benchmarks/run.py --only build --runs 1`.

Those of `long_runs.py` take many minutes each and run only when they are named: `--only edits`, or `make bench-edits`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from fixtures import SCRIPTS, Ground
from result_table import Figure, summarise, table

PROCESSORS = 2
"""Number of processors for which the project's limits are set."""


def benchmarks() -> list[str]:
    """Return the names of all benchmarks that `make bench` runs: each is a module `bench_<name>` with a TITLE and
    `figures(ground)`.
    """
    return sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def list_long_runs() -> list[str]:
    """Return the names of those that run only when they are named."""
    from long_runs import LONG_RUNS

    return list(LONG_RUNS)


def main() -> int:
    """Run the chosen benchmarks; return 1 where one failed, whatever the figures are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [*benchmarks(), *list_long_runs()]
    parser.add_argument("--units", type=int, default=5500, help="long runs are made smaller in the same measure")
    parser.add_argument("--runs", type=int, default=3, help="times that each subject runs; the median counts")
    parser.add_argument("--only", choices=names, action="append", help="may be given more than once")
    parser.add_argument("--work", type=Path, help="an empty folder to work in; it is kept")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])
    # Without bytecode each command would compile all modules again, some 0.5 s and more.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    found: list[Figure] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="exhibition-bench-") as folder:
        work = (options.work or Path(folder)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        ground = Ground(work, options.units, options.runs)
        print(
            f"{options.units} synthetic units, {options.runs} runs in turn, medians; {PROCESSORS} processors at most\n"
        )
        for name in options.only or benchmarks():
            begun = time.monotonic()
            measured, whole = measure(name, ground)
            found += measured
            broken += [] if whole else [name]
            print(f"  ({name}: {(time.monotonic() - begun) / 60:.1f} min)\n", flush=True)
    print(summarise(found, broken))
    return int(bool(broken))


def find(name: str) -> tuple[str, Callable[[Ground], Iterator[Figure]]]:
    """Return title and figures of a benchmark."""
    if name in benchmarks():
        bench = import_module(f"bench_{name}")
        return bench.TITLE, bench.figures
    from long_runs import LONG_RUNS

    return LONG_RUNS[name]


def measure(name: str, ground: Ground) -> tuple[list[Figure], bool]:
    """Run one benchmark and print its table, as far as it came; return the figures and whether it came to its end.

    One that fails stops no other.
    """
    found: list[Figure] = []
    title, problem = name, ""
    try:
        title, figures = find(name)
        found.extend(figures(ground))
    except Exception:
        problem = traceback.format_exc()
    print(table(title, found), end="", flush=True)
    if problem:
        print(f"{name}: broke\n{problem}", flush=True)
    return found, not problem


if __name__ == "__main__":
    sys.path.insert(0, str(SCRIPTS))
    sys.exit(main())
