"""Commands for maintainers: run the tests and the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from .speech import say

CHECKS: dict[str, tuple[str, ...]] = {
    # ruff's cache ignores that a module of ours was added, which decides how imports are sorted.
    "ruff check": ("-m", "ruff", "check", "--no-cache", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    # import-linter has a console script but no module to run.
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
    "pytest": ("-m", "pytest"),
}
"""Every check of the test command by its name, the fastest first: arguments of the interpreter."""

FAST_CHECKS: dict[str, tuple[str, ...]] = {
    **{name: words for name, words in CHECKS.items() if name.startswith("ruff")},
    # tests/conftest.py marks the slow ones.
    "pytest": (*CHECKS["pytest"], "-m", "not slow"),
}
"""Checks of the command `test-fast`: under a minute, without a browser."""
LEFT_OUT = "这次没有做：类型和分层检查；要浏览器、整个网站或服务器的测试；慢的测试。全部都做：make test"


def run_tests(options: Namespace) -> int:
    """Run linters, types, layers and tests; with arguments, only pytest with these. Stops at the first failure."""
    return run_checks(CHECKS, options)


def run_fast_tests(options: Namespace) -> int:
    """Run ruff and the quick tests; with arguments, only pytest with these. Stops at the first failure."""
    code = run_checks(FAST_CHECKS, options)
    say(LEFT_OUT)
    return code


def run_checks(checks: Mapping[str, tuple[str, ...]], options: Namespace) -> int:
    """Run checks in order until one fails and return its exit code; with arguments, only pytest with these."""
    chosen = {"pytest": (*checks["pytest"], *options.rest)} if options.rest else checks
    for name, words in chosen.items():
        say(f"—— {name}")
        if code := called(options.root, *words):
            return code
    return 0


def run_benchmarks(options: Namespace) -> int:
    """Run the benchmarks; arguments are passed on."""
    return called(options.root, "benchmarks/run.py", *options.rest)


def called(root: Path, *words: str) -> int:
    """Run this Python in `root` with our package on its path; return its exit code."""
    paths = [str(root / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run([sys.executable, *words], cwd=root, env=environment).returncode
