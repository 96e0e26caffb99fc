"""Commands for maintainers: lock the dependencies with hashes, list their licences."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from .speech import say, show

FOLDERS = (".", "tests", "benchmarks")
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
        say(f"—— {folder}/requirements.txt")
        command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", *words, "requirements.in"]
        if code := subprocess.run(command, cwd=options.root / folder).returncode:
            return code
    return 0


@dataclass(frozen=True, slots=True, order=True)
class Licensed:
    """Dependency: its package manager (pip or npm), name, version and licence as its own metadata state it."""

    source: str
    name: str
    version: str
    licence: str


def run_licences(options: Namespace) -> int:
    """Print every locked dependency with its licence, one a line, cells separated by tabs."""
    show("来源\t名称\t版本\t许可证")
    for one in (*pip_licences(options.root), *npm_licences(options.root)):
        show("\t".join(astuple(one)))
    return 0


def pip_licences(root: Path) -> list[Licensed]:
    """Return the dependencies in the locks of building and testing that are installed here."""
    locks = (root / folder / "requirements.txt" for folder in FOLDERS[:2])
    names = sorted({name for lock in locks for name in PINNED.findall(lock.read_text("utf-8"))})
    words = ["-m", "piplicenses", "--from=mixed", "--with-system", "--format=json", "--packages", *names]
    listed = subprocess.run([sys.executable, *words], capture_output=True, encoding="utf-8", check=True)
    return sorted(
        Licensed("pip", one["Name"], one["Version"], one["License"].replace("\n", " "))
        for one in json.loads(listed.stdout)
    )


def npm_licences(root: Path) -> Iterator[Licensed]:
    """Yield the npm dependencies: the CMS, and those in the lock of the tests."""
    pins = json.loads((root / "package.json").read_text("utf-8"))
    for name, version in sorted(pins["dependencies"].items()):
        yield Licensed("npm", name, version, pins["licences"][name])
    lock = json.loads((root / "tests" / "package-lock.json").read_text("utf-8"))
    for path, one in sorted(lock["packages"].items()):
        if path:
            yield Licensed("npm", path.rpartition("node_modules/")[2], one["version"], one.get("license", "UNKNOWN"))
