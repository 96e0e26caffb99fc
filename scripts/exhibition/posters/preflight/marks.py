"""Marks that a content stream paints on a page, each with its box in points and its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .faces import Face
from .geometry import Box
from .pictures import Picture


class Ink(NamedTuple):
    """A colour: `CMYK` with four values, `All` (registration) with one, or the name of a refused colour space."""

    space: str
    values: tuple[float, ...]

    @property
    def is_black_alone(self) -> bool:
        """Whether this is 100 % black without the other three inks."""
        return self == BLACK

    @property
    def is_black_tint(self) -> bool:
        """Whether this is black or a tint of black without the other three inks."""
        return self.space == "CMYK" and self.values[:3] == (0, 0, 0) and self.values[3] > 0

    @property
    def is_white(self) -> bool:
        """Whether this is CMYK without any ink."""
        return self == WHITE

    @property
    def total(self) -> float:
        """Sum of all inks in per cent; 0 for registration, which is never used on the poster itself."""
        return 100 * sum(self.values) if self.space == "CMYK" else 0.0


BLACK, WHITE = Ink("CMYK", (0.0, 0.0, 0.0, 1.0)), Ink("CMYK", (0.0, 0.0, 0.0, 0.0))
REGISTRATION = "All"


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled path."""

    box: Box
    ink: Ink
    even_odd: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A stroked path; `width` is its smallest line width in points."""

    box: Box
    ink: Ink
    width: float


@dataclass(frozen=True, slots=True)
class Text:
    """Glyphs shown by one operator; `size` is the em in points, in the direction in which it is smallest."""

    box: Box
    ink: Ink
    size: float
    mode: int
    face: Face
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An image on the page; `width` and `height` are the lengths of its sides in points."""

    box: Box
    picture: Picture
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Strange:
    """A construct that is unknown or refused, with the name of the check that reports it."""

    check: str
    message: str
    box: Box


Mark: TypeAlias = Fill | Line | Text | Placed | Strange
