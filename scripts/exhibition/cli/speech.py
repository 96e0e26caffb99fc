"""How the command line speaks: results on standard output, everything else on standard error.

What people read may end in a public log or in an issue. Sentences name files and folders, and these may be called by a
number of somebody: no sentence repeats it. Results are masked by those who make them, for some of them are data.
"""

from __future__ import annotations

import re
import sys

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""What a terminal obeys instead of showing it: a file may be called so, and its name stands in sentences."""


def harmless(text: str) -> str:
    """Return text that a terminal only shows; lines and tabs stay."""
    return CONTROL.sub("\ufffd", text)


def say(line: str) -> None:
    """Tell the user something that is not a result; private numbers in it are masked."""
    print(harmless(unprivate(line)), file=sys.stderr, flush=True)


def unprivate(text: str) -> str:
    """Return a sentence without private numbers, those in the names of pictures included."""
    # Whoever says nothing need not wait for the patterns.
    from ..report.privacy import masked

    return masked(text)


def show(text: str) -> None:
    """Print a result, ready for a pipe."""
    print(harmless(text), flush=True)
