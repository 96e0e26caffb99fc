"""How the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Tell the user something that is not a result."""
    print(line, file=sys.stderr, flush=True)


def show(text: str) -> None:
    """Print a result, ready for a pipe."""
    print(text, flush=True)
