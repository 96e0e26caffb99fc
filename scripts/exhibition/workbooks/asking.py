"""Client of the child process that reads a workbook; handles every way in which the child may fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .answering import read
from .child import SECONDS
from .grid import Book
from .trouble import Trouble

WORDS = (sys.executable, "-P", "-m", "exhibition.workbooks.child")
"""Command of the child process; -P: no module from the current folder."""


def asked(data: bytes, seconds: float = SECONDS) -> Book | Trouble:
    """Return the sheets in the bytes of a file, or why there are none. Takes no longer than `seconds`."""
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(
        WORDS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as child:
        try:
            told, _ = child.communicate(data, seconds)
        except subprocess.TimeoutExpired:
            return Trouble.SLOW
        finally:
            # Also after an interruption of the command: no child must continue without its parent.
            child.kill()
    if child.returncode:
        return Trouble.FAR
    try:
        return read(told)
    except (ValueError, KeyError, TypeError):
        return Trouble.BROKEN
