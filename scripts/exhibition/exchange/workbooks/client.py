"""Client of the child process that reads a workbook; handles every way in which the child may fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from . import WorkbookContent, WorkbookProblem, from_json
from .child import SECONDS

WORDS = (sys.executable, "-P", "-m", "exhibition.exchange.workbooks.child")
"""Command of the child process; -P: no module from the current folder."""


def read_in_child(data: bytes, seconds: float = SECONDS) -> WorkbookContent | WorkbookProblem:
    """Return the sheets in the bytes of a file, or why there are none. Takes no longer than `seconds`."""
    paths = [str(Path(__file__).parents[3]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(
        WORDS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as child:
        try:
            told, _ = child.communicate(data, seconds)
        except subprocess.TimeoutExpired:
            return WorkbookProblem.SLOW
        finally:
            # Also after an interruption of the command: no child must continue without its parent.
            child.kill()
    if child.returncode:
        return WorkbookProblem.FAR
    try:
        return from_json(told)
    except (ValueError, KeyError, TypeError):
        return WorkbookProblem.BROKEN
