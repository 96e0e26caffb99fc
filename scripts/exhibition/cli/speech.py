"""How the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import re
import sys

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""What a terminal obeys instead of showing it: a file may be called so, and its name stands in sentences."""


def harmless(text: str) -> str:
    """Return text that a terminal only shows; lines and tabs stay."""
    return CONTROL.sub("\ufffd", text)


def say(line: str) -> None:
    """Tell the user something that is not a result."""
    print(harmless(line), file=sys.stderr, flush=True)


def show(text: str) -> None:
    """Print a result, ready for a pipe."""
    print(harmless(text), flush=True)
