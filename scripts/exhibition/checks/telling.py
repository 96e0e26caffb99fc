"""Content files into the places where they tell something private, kind by kind.

Files are read again as their authors wrote them, comments and unknown keys too: what is in the repository is public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ..diagnostics import Span
from ..model.private import squeezed, told
from ..report import Sources


class Telling(NamedTuple):
    """Where something private stands, and what may be shown of it."""

    span: Span
    shown: str


def tellings(sources: Sources, paths: Iterable[str], allowed: Iterable[str]) -> dict[str, list[Telling]]:
    """Return what the files at `paths` tell, by the name of its kind; what is `allowed` is left out."""
    public = {squeezed(value) for value in allowed}
    found: dict[str, list[Telling]] = defaultdict(list)
    for path in paths:
        for number, line in enumerate(sources.lines(path), 1):
            for one in told(line):
                if squeezed(one.text) not in public:
                    found[one.kind.name].append(Telling(Span(path, number, one.place.start + 1), one.shown))
    return found
