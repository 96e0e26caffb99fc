"""Console output: results on standard output, everything else on standard error.

Messages may end in a public log or in an issue. They name files and folders, whose names may contain a private
number, so every message is masked. Results are masked by those who make them, because some of them are data.
"""

from __future__ import annotations

import re
import sys

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""Control characters that a terminal obeys: they may be in a file name that is part of a message."""


def harmless(text: str) -> str:
    """Return text without control characters; line ends and tabs stay."""
    return CONTROL.sub("\ufffd", text)


def say(line: str) -> None:
    """Print a message that is not a result; private numbers in it are masked."""
    print(harmless(unprivate(line)), file=sys.stderr, flush=True)


def unprivate(text: str) -> str:
    """Return a sentence without private numbers, also in the names of pictures."""
    # Imported here: a command without messages does not wait for the patterns.
    from ..report.sources import mask_text

    return mask_text(text)


def show(text: str) -> None:
    """Print a result, ready for a pipe."""
    print(harmless(text), flush=True)
