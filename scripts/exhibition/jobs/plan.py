"""Bundles: one file for each place of delivery, at most 50 pages each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Entry
from ..print.formats import SLUG_DOT, PrintFormat
from ..print.poster import Poster

MOST_PAGES = 50
"""Most pages of one file: a shop can open and check it, and a mistake costs one file."""
LONGEST = 40
"""Most characters of a place in a file's name: paths on Windows end at 260."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A poster to print, with its entry, its fingerprint and the job whose poster it replaces."""

    poster: Poster
    entry: Entry
    sha256: str
    reprint_of: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one poster in a bundle, or its pages; `seq` counts posters through the whole job, from 1."""

    seq: int
    choice: Choice
    count: int = 1
    """Pages that the product has for this poster."""

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
    format: PrintFormat
    pages: tuple[Page, ...]

    @property
    def deliver_to(self) -> str:
        """The place of delivery."""
        return f"{self.street} {self.place}".strip()

    @property
    def posters(self) -> tuple[Poster, ...]:
        """The posters, in the order of their pages."""
        return tuple(page.poster for page in self.pages)

    @property
    def owners(self) -> tuple[Page, ...]:
        """The poster to which each page of the file belongs."""
        return tuple(page for page in self.pages for _ in range(page.count))

    def folio(self) -> tuple[str, ...]:
        """Return the line outside the trim of each page: which file, which page, which entry."""
        owners = self.owners
        return tuple(
            SLUG_DOT.join((self.stem, f"{number}/{len(owners)}", page.poster.id, self.format.title))
            for number, page in enumerate(owners, 1)
        )


def plan(choices: Sequence[Choice], format: PrintFormat) -> tuple[Bundle, ...]:
    """Return the bundles of `choices`, in the order in which their places first occur; posters keep their order."""
    places: dict[tuple[str, str], list[Choice]] = {}
    for choice in choices:
        places.setdefault(place_of(choice.entry), []).append(choice)
    counts = {choice.poster.id: len(format.list_pages(choice.poster)) for choice in choices}
    most = max(1, MOST_PAGES // max(counts.values(), default=1))
    parts = [(place, part) for place, group in places.items() for part in parted(group, most)]
    digits = max(2, len(str(len(parts))))
    bundles, seq = [], 0
    for number, ((street, place), part) in enumerate(parts, 1):
        stem = "-".join(filter(None, (format.key.upper(), str(number).zfill(digits), safe(street), safe(place))))
        pages = tuple(Page(seq + index, choice, counts[choice.poster.id]) for index, choice in enumerate(part, 1))
        bundles.append(Bundle(number, stem, street, place, format, pages))
        seq += len(part)
    return tuple(bundles)


def place_of(entry: Entry) -> tuple[str, str]:
    """Return street and neighbourhood committee (else compound): where the posters of an entry are delivered."""
    return entry.location.street, entry.location.committee or entry.location.compound


def parted(choices: list[Choice], most: int = MOST_PAGES) -> Iterator[list[Choice]]:
    """Yield parts of at most `most` posters, as even as can be."""
    count = -(-len(choices) // most)
    for index in range(count):
        yield choices[index * len(choices) // count : (index + 1) * len(choices) // count]


def safe(name: str) -> str:
    """Return a name that Windows, macOS and every unzip accept in a file's name: letters, digits, ideographs, hyphens.

    >>> safe("共和十一村/东区：*1*")
    '共和十一村-东区-1'
    """
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", name)).strip("-")
    return words[:LONGEST].rstrip("-")
