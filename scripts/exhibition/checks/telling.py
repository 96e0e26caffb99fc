"""Content files and names of files into the places where they tell something private, kind by kind.

Files are read again as their authors wrote them, comments and unknown keys too: what is in the repository is public.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..diagnostics import Span
from ..files import Listing
from ..ledger.permalink_file import FOLDER as ADDRESSES
from ..ledger.reader import PATH as TABLE
from ..model import Permalink
from ..model.kinds import ID
from ..model.private import Told, squeezed, told
from ..reading.naming import ARTICLES
from ..report import SourceLines

TEXTS = (*ARTICLES, ".csv", ".tsv", ".yml", ".yaml", ".json", ".toml", ".xml", ".svg", ".css", ".vcf", ".log")
"""Ends of names of files below `content/` that are read as text."""

CONTACTS = "content/vocabularies/public-contacts.yml"
"""Where it is written which numbers are public."""


class Telling(NamedTuple):
    """Where something private stands, and what may be shown of it."""

    span: Span
    shown: str


def tellings(sources: SourceLines, paths: Iterable[str], allowed: Iterable[str]) -> dict[str, list[Telling]]:
    """Return what the files at `paths` tell, by the name of its kind; what is `allowed` is left out."""
    public = {squeezed(value) for value in allowed}
    found: dict[str, list[Telling]] = defaultdict(list)
    for path in paths:
        lines = sources.read_any_lines(path)
        matches = [one for one in told("\n".join(lines)) if squeezed(one.text) not in public]
        if matches:
            starts = [0, *accumulate(len(line) + 1 for line in lines)]
            for one in matches:
                line = bisect_right(starts, one.place.start)
                span = Span(path, line, one.place.start - starts[line - 1] + 1)
                found[one.kind.name].append(Telling(span, " ".join(one.shown.split())))
    return found


def telling_links(links: Sequence[Permalink], allowed: Iterable[str]) -> Iterator[tuple[str, Telling]]:
    """What the names in the ledger tell: the kind and the place of each. All are looked at as one text."""
    public = {squeezed(value) for value in allowed}
    names = [link.name for link in links]
    starts = [0, *accumulate(len(name) + len(APART) for name in names)]
    for one in told(APART.join(names)):
        if squeezed(one.text) not in public:
            yield one.kind.name, Telling(links[bisect_right(starts, one.place.start) - 1].span, one.shown)


APART = "\n囗\n"
"""What no number goes on over."""


def texts(listings: Mapping[str, Listing], apart: frozenset[str]) -> Iterator[str]:
    """The paths of all text files below `content/` but those that are looked at already."""
    for folder, here in listings.items():
        if folder == ADDRESSES:
            # What these files tell is known from the ledger.
            continue
        for name in here.files:
            if name.lower().endswith(TEXTS):
                path = f"{folder}/{name}"
                if path not in apart and path not in (CONTACTS, TABLE):
                    yield path


def telling_names(listings: Mapping[str, Listing]) -> Iterator[tuple[str, str, Told]]:
    """Names of files and folders that tell something private, each with the folder in which it lies."""
    for folder, here in listings.items():
        for name in (*here.files, *here.folders, *here.links):
            if name == "index.md" or ID.fullmatch(name):
                continue
            stem, dot, end = name.rpartition(".")
            for one in told(stem if dot and end.isalnum() and len(end) < 6 else name):
                if one.kind.blocks:
                    yield folder, name, one
