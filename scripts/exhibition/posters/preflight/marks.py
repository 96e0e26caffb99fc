"""The marks that a content stream leaves on a page, each with its place in points of the page and its ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .faces import Face
from .geometry import Box
from .pictures import Picture


class Ink(NamedTuple):
    """A colour: `CMYK` with four shares, `All` (registration) with one, or the name of what must not be there."""

    space: str
    values: tuple[float, ...]

    @property
    def is_black_alone(self) -> bool:
        """Full black, and nothing of the other three?"""
        return self == BLACK

    @property
    def is_black_tint(self) -> bool:
        """Black or a tint of it, and nothing of the other three?"""
        return self.space == "CMYK" and self.values[:3] == (0, 0, 0) and self.values[3] > 0

    @property
    def is_white(self) -> bool:
        """No ink at all?"""
        return self == WHITE

    @property
    def total(self) -> float:
        """All inks together, in per cent; of registration none, for it never stands on the poster."""
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
    """A stroked path; `width` in points, where it is thinnest."""

    box: Box
    ink: Ink
    width: float


@dataclass(frozen=True, slots=True)
class Text:
    """Glyphs shown by one operator; `size` is the em in points, across where it is smallest."""

    box: Box
    ink: Ink
    size: float
    mode: int
    face: Face
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An image in its place; its sides in points."""

    box: Box
    picture: Picture
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Strange:
    """Something that the judge does not know or does not allow, under the check that names it."""

    check: str
    message: str
    box: Box


Mark: TypeAlias = Fill | Line | Text | Placed | Strange
