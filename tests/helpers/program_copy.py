"""Copy of the program with additions as text edits, and one process that runs statements in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[2]

RUNNER = """
import contextlib, io, json, shutil, sys, traceback
from pathlib import Path

HOME, WORK = Path(sys.argv[1]), Path(sys.argv[2])
from exhibition.cli import main


def lay_out(name):
    return Path(shutil.copytree(HOME / "tests" / "tiny", WORK / name))


def run(*words):
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
    return code, said.buffer.getvalue().decode()


seen = {}
for name, statements in json.load(sys.stdin).items():
    space = {"lay_out": lay_out, "run": run, "HOME": HOME, "WORK": WORK}
    try:
        exec(statements, space)
        seen[name] = space["seen"]
    except Exception:
        seen[name] = traceback.format_exc()
print("\\n" + json.dumps(seen))
"""


@dataclass(frozen=True)
class Addition:
    """One addition: text that is put before a text of a file (where there is none the file is new), and what to try.

    `edits` has, for each path below the repository, pairs of a text that stands there and what stands before it
    afterwards. `statements` run in the copy and leave in `seen` a value that is JSON; `lay_out(name)` makes a folder
    of the tiny exhibition, `run(*words)` is the command line and returns exit code and output.
    """

    edits: Mapping[str, list[tuple[str, str]] | str]
    statements: str


@dataclass
class ProgramCopy:
    """A copy of `scripts/` and `overrides/`."""

    folder: Path
    statements: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the copy."""
        for name in ("scripts", "overrides"):
            shutil.copytree(HOME / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))

    def add(self, name: str, addition: Addition) -> None:
        """Make the edits of an addition. Raises ValueError where a text does not stand there exactly once."""
        for path, edits in addition.edits.items():
            file = self.folder / path
            if isinstance(edits, str):
                file.write_text(edits, "utf-8")
                continue
            text = file.read_text("utf-8")
            for anchor, added in edits:
                if text.count(anchor) != 1:
                    raise ValueError(f"{path} has {text.count(anchor)} times {anchor!r}")
                text = text.replace(anchor, added + anchor)
            file.write_text(text, "utf-8")
        self.statements[name] = addition.statements

    def run(self, work: Path) -> dict[str, Any]:
        """Run the statements of all additions in one process; return what they have seen, by name."""
        work.mkdir()
        paths = [self.folder / "scripts", HOME / "tests"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
        ran = subprocess.run(
            [sys.executable, "-c", RUNNER, str(HOME), str(work)],
            input=json.dumps(self.statements),
            capture_output=True,
            encoding="utf-8",
            env=environment,
            cwd=work,
        )
        if ran.returncode:
            raise AssertionError(ran.stderr)
        seen: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
        return seen
