"""An order: a product, which entries, how many, and the kind of files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..cache import digest
from ..print.formats import FORMATS, PrintFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Which entries, in the words of the command line; several criteria are joined by and, the words of one by or."""

    streets: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    all: bool = False

    @property
    def empty(self) -> bool:
        """Whether no criterion is given."""
        return not (self.streets or self.committees or self.clusters or self.stars or self.ids or self.all)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. The job is named after its date."""

    product: str
    date: date
    criteria: Criteria = field(default_factory=Criteria)
    since: Path | None = None
    """An earlier job (folder, ZIP or `job.json`): only posters that are new or have changed since are printed."""
    standard: str = "x4"
    impose: bool = False
    proof: bool = False
    """Only watermarked pages; an address that is unfit for walls has the same effect."""
    quantity: int = 1
    photos: bool = False
    contact: str = ""

    @property
    def format(self) -> PrintFormat:
        """The format of the product."""
        return FORMATS[self.product]

    @property
    def tag(self) -> str:
        """The product in file names."""
        return self.product.upper()

    def key(self, *parts: str) -> str:
        """Return the hash of the order and of `parts`, without its date; it tells two jobs of one day apart."""
        own = (self.product, self.standard, self.impose, self.proof, self.quantity, self.photos, self.contact)
        return digest(*map(repr, own), repr(self.criteria), *parts)
