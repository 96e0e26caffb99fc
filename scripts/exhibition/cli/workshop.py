"""Commands for maintainers: the tests and the benchmarks, each in the words of the tools they call."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from .speech import say

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("importlinter.cli", "lint"),
    ("pytest",),
)
"""Every check of the test command, in the order of how fast it answers; each a Python module and its arguments."""


def run_tests(options: Namespace) -> int:
    """Run linters, types, layers and tests; with arguments, only pytest with these. Stops at the first failure."""
    chosen = (("pytest", *options.rest),) if options.rest else CHECKS
    for words in chosen:
        say(f"—— {' '.join(words)}")
        if code := called(options.root, *words):
            return code
    return 0


def run_benchmarks(options: Namespace) -> int:
    """Run the benchmarks; arguments are handed down."""
    return run(options.root, [sys.executable, "benchmarks/run.py", *options.rest])


def called(root: Path, module: str, *words: str) -> int:
    """Run a Python module's command line and return its exit code."""
    return run(root, [sys.executable, "-m", module, *words])


def run(root: Path, command: list[str]) -> int:
    """Run a command in `root` with our package on its path; return its exit code."""
    paths = [str(root / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}).returncode
