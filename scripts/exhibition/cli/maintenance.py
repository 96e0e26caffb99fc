"""Commands for maintainers: lock the dependencies with hashes, list their licences, run the tests and the benchmarks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from difflib import unified_diff
from pathlib import Path

from ..content.loader import load_exhibition
from ..hosting.code_owners import format_code_owners
from ..storage.cache import write_atomically
from .console import print_message, print_result


def run_owners(options: Namespace) -> int:
    """Show what would change in the files of code owners (exit code 1 where anything would), or write them."""
    wanted = format_code_owners(load_exhibition(options.root).exhibition)
    changed = {path: text for path, text in wanted.items() if read_text(options.root / path) != text}
    if not changed:
        print_message("各代码平台的审核人文件都是对的，什么都不用写。")
        return 0
    if options.write:
        for path, text in changed.items():
            write_atomically(options.root / path, text.encode())
        print_result(f"写好了：{'、'.join(changed)}")
        return 0
    print_result(format_difference(changed, options.root))
    print_message("加上 --write 就写进文件。")
    return 1


def read_text(path: Path) -> str:
    """Return the text of a file, empty where there is none."""
    return path.read_text("utf-8") if path.is_file() else ""


def format_difference(changed: Mapping[str, str], root: Path) -> str:
    """Return the changes as unified diffs."""
    pairs = ((path, read_text(root / path).splitlines(), text.splitlines()) for path, text in changed.items())
    return "\n".join(
        line for path, old, new in pairs for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm="")
    )


FOLDERS = (".", "serving", "tests", "benchmarks")
"""Folders with a `requirements.in` (direct dependencies) and a `requirements.txt` (the lock). In this order: each lock
is a constraint on those after it.
"""
LOCK_COMMAND = "python3 scripts/start.py lock"
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)


def run_lock(options: Namespace) -> int:
    """Write every `requirements.txt` anew; arguments such as `--upgrade` are passed on to `uv pip compile`.

    A lock is universal: it holds for Linux, macOS and Windows and for every Python from 3.11 on, with the hash of
    each file that the registry has of a version.
    """
    for folder in FOLDERS:
        words = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--quiet"]
        words += ["--custom-compile-command", LOCK_COMMAND, "--output-file", "requirements.txt", *options.rest]
        print_message(f"—— {folder}/requirements.txt")
        command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", *words, "requirements.in"]
        if code := subprocess.run(command, cwd=options.root / folder).returncode:
            return code
    return 0


@dataclass(frozen=True, slots=True, order=True)
class LicensedPackage:
    """Dependency: its package manager (pip or npm), name, version and licence as its own metadata state it."""

    source: str
    name: str
    version: str
    licence: str


def run_licences(options: Namespace) -> int:
    """Print every locked dependency with its licence, one a line, cells separated by tabs."""
    print_result("来源\t名称\t版本\t许可证")
    for one in (*list_pip_licences(options.root), *iter_npm_licences(options.root)):
        print_result("\t".join(astuple(one)))
    return 0


def list_pip_licences(root: Path) -> list[LicensedPackage]:
    """Return the dependencies in the locks of building, of several machines and of testing that are installed here."""
    locks = (root / folder / "requirements.txt" for folder in FOLDERS[:3])
    names = sorted({name for lock in locks for name in PINNED.findall(lock.read_text("utf-8"))})
    words = ["-m", "piplicenses", "--from=mixed", "--with-system", "--format=json", "--packages", *names]
    listed = subprocess.run([sys.executable, *words], capture_output=True, encoding="utf-8", check=True)
    return sorted(
        LicensedPackage("pip", one["Name"], one["Version"], one["License"].replace("\n", " "))
        for one in json.loads(listed.stdout)
    )


def iter_npm_licences(root: Path) -> Iterator[LicensedPackage]:
    """Yield the npm dependencies: the CMS, and those in the lock of the tests."""
    pins = json.loads((root / "package.json").read_text("utf-8"))
    for name, version in sorted(pins["dependencies"].items()):
        yield LicensedPackage("npm", name, version, pins["licences"][name])
    lock = json.loads((root / "tests" / "package-lock.json").read_text("utf-8"))
    for path, one in sorted(lock["packages"].items()):
        if path:
            yield LicensedPackage(
                "npm", path.rpartition("node_modules/")[2], one["version"], one.get("license", "UNKNOWN")
            )


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
    print_message(LEFT_OUT)
    return code


def run_checks(checks: Mapping[str, tuple[str, ...]], options: Namespace) -> int:
    """Run checks in order until one fails and return its exit code; with arguments, only pytest with these."""
    chosen = {"pytest": (*checks["pytest"], *options.rest)} if options.rest else checks
    for name, words in chosen.items():
        print_message(f"—— {name}")
        if code := run_python(options.root, *words):
            return code
    return 0


def run_benchmarks(options: Namespace) -> int:
    """Run the benchmarks; arguments are passed on."""
    return run_python(options.root, "benchmarks/run.py", *options.rest)


def run_python(root: Path, *words: str) -> int:
    """Run this Python in `root` with our package on its path; return its exit code."""
    paths = [str(root / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run([sys.executable, *words], cwd=root, env=environment).returncode
