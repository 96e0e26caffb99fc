"""Turns chosen entries into bundles: one file for each place of delivery, at most 50 pages each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Entry
from ..posters.format import Format
from ..posters.poster import Poster

MOST_PAGES = 50
"""Pages of one file: a shop can open and check it, and a mistake costs one file."""
LONGEST = 40
"""Characters of a place in a file's name: Windows ends paths at 260."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A poster that shall be printed, with its entry, its fingerprint and the job whose paper it replaces."""

    poster: Poster
    entry: Entry
    sha256: str
    reprint_of: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a bundle; `seq` counts through the whole job, from 1."""

    seq: int
    choice: Choice

    @property
    def poster(self) -> Poster:
        """The poster on it."""
        return self.choice.poster


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file for one place of delivery. `stem` is its name without folder and extension."""

    number: int
    stem: str
    street: str
    place: str
    """Committee, else compound; empty where only the street is known."""
    format: Format
    pages: tuple[Page, ...]

    @property
    def deliver_to(self) -> str:
        """Where the paper goes."""
        return f"{self.street} {self.place}".strip()

    @property
    def posters(self) -> tuple[Poster, ...]:
        """The posters, one a page."""
        return tuple(page.poster for page in self.pages)

    def folio(self) -> tuple[str, ...]:
        """Return the line outside the trim of each page: which file, which page, which entry."""
        count = len(self.pages)
        return tuple(
            f"{self.stem}  ·  {number}/{count}  ·  {poster.id}  ·  {self.format.title}"
            for number, poster in enumerate(self.posters, 1)
        )


def plan(choices: Sequence[Choice], format: Format) -> tuple[Bundle, ...]:
    """Return the bundles of `choices`, in the order in which their places first come; pages keep theirs."""
    places: dict[tuple[str, str], list[Choice]] = {}
    for choice in choices:
        places.setdefault(place_of(choice.entry), []).append(choice)
    parts = [(place, part) for place, group in places.items() for part in parted(group)]
    digits = max(2, len(str(len(parts))))
    bundles, seq = [], 0
    for number, ((street, place), part) in enumerate(parts, 1):
        stem = "-".join(filter(None, (format.key.upper(), str(number).zfill(digits), safe(street), safe(place))))
        pages = tuple(Page(seq + index, choice) for index, choice in enumerate(part, 1))
        bundles.append(Bundle(number, stem, street, place, format, pages))
        seq += len(part)
    return tuple(bundles)


def place_of(entry: Entry) -> tuple[str, str]:
    """Return street and neighbourhood committee (else compound): where the posters of an entry are delivered."""
    return entry.location.street, entry.location.committee or entry.location.compound


def parted(choices: list[Choice]) -> Iterator[list[Choice]]:
    """Yield parts of at most `MOST_PAGES`, as even as can be."""
    count = -(-len(choices) // MOST_PAGES)
    for index in range(count):
        yield choices[index * len(choices) // count : (index + 1) * len(choices) // count]


def safe(name: str) -> str:
    """Return a name as Windows, macOS and every unzip take it in a file's name: letters, digits, ideographs, hyphens.

    >>> safe("共和十一村/东区：*1*")
    '共和十一村-东区-1'
    """
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", name)).strip("-")
    return words[:LONGEST].rstrip("-")
