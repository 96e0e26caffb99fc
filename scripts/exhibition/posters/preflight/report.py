"""Data types of the preflight: expected sheets, pages and codes; faults; the report that a job stores."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from .geometry import Box

QUIET = 4
"""Quiet zone of a code, in modules (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The trim of one piece of an imposed sheet, in millimetres from the top left of the sheet's trim."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """Expected measures of every page of a file. `cuts` are the pieces of an imposed sheet; otherwise it is empty."""

    trim_width_mm: float
    trim_height_mm: float
    bleed_mm: float = 3
    safe_mm: float = 5
    cuts: tuple[Cut, ...] = ()
    inks: str = "CMYK"
    """Letters of the plates that may carry ink."""
    ink_limit: float = 250.0
    """Per cent of all inks together on one place; 250 is for coated paper."""

    @property
    def pieces(self) -> tuple[Cut, ...]:
        """The trims of all pieces of a page."""
        return self.cuts or (Cut(0, 0, self.trim_width_mm, self.trim_height_mm),)


@dataclass(frozen=True, slots=True)
class CodeExpected:
    """A code that must be on a page: top left of its dark square in mm from the trim's top left, module size in mm."""

    address: str
    x_mm: float
    y_mm: float
    module_mm: float
    modules: int = 29
    """Modules on each side of the dark square."""
    proof: bool = False
    """Whether it is on a proof, where codes may be finer than on walls."""


@dataclass(frozen=True, slots=True)
class PageExpected:
    """Texts and codes that a page must contain."""

    texts: tuple[str, ...]
    codes: tuple[CodeExpected, ...]
    without_code: bool = False
    """Is it a page of a product that has no code there? Any other page without a code is a fault."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that prevents printing: the check, the page (from 1; None for the whole file), a sentence."""

    check: str
    page: int | None
    message: str


@dataclass(slots=True)
class CodeReport:
    """Measurements of one code."""

    decoded: str
    unused_ec: float
    module_px: float
    wrong_modules: int


@dataclass(slots=True)
class PageReport:
    """Measurements of one page. `ink_max` is the maximum sum of inks in per cent."""

    number: int
    codes: list[CodeReport] = field(default_factory=list)
    ink_max: float = 0
    image_dpi_min: float | None = None
    text_pt_min: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking one file, identified by the SHA-256 of its bytes."""

    sha256: str
    size: int
    standard: str
    faults: tuple[Fault, ...]
    pages: tuple[PageReport, ...]

    @property
    def passed(self) -> bool:
        """Whether this file may be printed."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values for `preflight.json`."""
        return {"passed": self.passed, **asdict(self)}


def panel(code: CodeExpected) -> Box:
    """Return the panel of a code, including the quiet zone, in mm from the trim's top left (y downwards)."""
    quiet, side = QUIET * code.module_mm, code.modules * code.module_mm
    return (code.x_mm - quiet, code.y_mm - quiet, code.x_mm + side + quiet, code.y_mm + side + quiet)


def square(code: CodeExpected) -> Box:
    """Return the dark square of a code, in mm from the trim's top left (y downwards)."""
    side = code.modules * code.module_mm
    return (code.x_mm, code.y_mm, code.x_mm + side, code.y_mm + side)
