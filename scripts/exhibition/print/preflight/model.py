"""Geometry, expectations and reports of the preflight.

Matrices and boxes are plain tuples in points, y upwards (PDF 32000-1, 8.3). Expected sheets, pages and codes are in
millimetres from the trim's top left corner, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, field
from typing import Any

from ...lazy import dataclass

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, lower, right, upper."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NOTHING: Box = (math.inf, math.inf, -math.inf, -math.inf)
MM = 72 / 25.4
"""Points in a millimetre."""


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the product that applies `first` and then `then` (row vectors, as in PDF)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def transform_box(box: Box, matrix: Matrix) -> Box:
    """Return the axis-aligned bounding box of `box` transformed by `matrix`."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    if x1 < x0:
        return NOTHING
    xs = (a * x0, a * x1), (c * y0, c * y1)
    ys = (b * x0, b * x1), (d * y0, d * y1)
    return (
        min(xs[0]) + min(xs[1]) + e,
        min(ys[0]) + min(ys[1]) + f,
        max(xs[0]) + max(xs[1]) + e,
        max(ys[0]) + max(ys[1]) + f,
    )


def intersect(first: Box, second: Box) -> Box:
    """Return the intersection of two boxes; an inverted box (see `is_empty`) if they do not intersect."""
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def is_empty(box: Box) -> bool:
    """Return whether the box is inverted; a line or a point is not empty."""
    return box[2] < box[0] or box[3] < box[1]


def overlaps(first: Box, second: Box) -> bool:
    """Return whether two boxes overlap by more than an edge. A line inside a box overlaps it."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def contains(outer: Box, inner: Box, tolerance: float) -> bool:
    """Return whether `inner` lies inside `outer`, within `tolerance`."""
    return (
        inner[0] >= outer[0] - tolerance
        and inner[1] >= outer[1] - tolerance
        and inner[2] <= outer[2] + tolerance
        and inner[3] <= outer[3] + tolerance
    )


def grow_box(box: Box, by: float) -> Box:
    """Return the box with all four edges moved outwards by `by` (inwards if negative)."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def enclose(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that contains all boxes; `NOTHING` if there are none."""
    x0, y0, x1, y1 = NOTHING
    for box in boxes:
        x0, y0, x1, y1 = min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3])
    return (x0, y0, x1, y1)


def compute_min_scale(matrix: Matrix) -> float:
    """Return the scale factor in the direction of least stretch (the smaller singular value)."""
    return compute_scales(matrix)[0]


def compute_max_scale(matrix: Matrix) -> float:
    """Return the scale factor in the direction of greatest stretch (the larger singular value)."""
    return compute_scales(matrix)[1]


def compute_scales(matrix: Matrix) -> tuple[float, float]:
    """Return the singular values of a matrix, the smaller one first."""
    a, b, c, d = matrix[:4]
    sum_, turn = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    root = math.sqrt(max(0.0, sum_ * sum_ - 4 * turn * turn))
    return math.sqrt(max(0.0, (sum_ - root) / 2)), math.sqrt(max(0.0, (sum_ + root) / 2))


QUIET_ZONE_MODULES = 4
"""Quiet zone of a code, in modules (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class TrimArea:
    """The trim of one piece of an imposed sheet, in millimetres from the top left of the sheet's trim."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class ExpectedSheet:
    """Expected measures of every page of a file. `cuts` are the pieces of an imposed sheet; otherwise it is empty."""

    trim_width_mm: float
    trim_height_mm: float
    bleed_mm: float = 3
    safe_mm: float = 5
    cuts: tuple[TrimArea, ...] = ()
    inks: str = "CMYK"
    """Letters of the plates that may carry ink."""
    ink_limit: float = 250.0
    """Per cent of all inks together on one place; 250 is for coated paper."""

    @property
    def pieces(self) -> tuple[TrimArea, ...]:
        """The trims of all pieces of a page."""
        return self.cuts or (TrimArea(0, 0, self.trim_width_mm, self.trim_height_mm),)


@dataclass(frozen=True, slots=True)
class ExpectedCode:
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
class ExpectedPage:
    """Texts and codes that a page must contain."""

    texts: tuple[str, ...]
    codes: tuple[ExpectedCode, ...]
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
class PreflightReport:
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

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values for `preflight.json`."""
        return {"passed": self.passed, **asdict(self)}


def compute_panel(code: ExpectedCode) -> Box:
    """Return the panel of a code, including the quiet zone, in mm from the trim's top left (y downwards)."""
    quiet, side = QUIET_ZONE_MODULES * code.module_mm, code.modules * code.module_mm
    return (code.x_mm - quiet, code.y_mm - quiet, code.x_mm + side + quiet, code.y_mm + side + quiet)


def compute_square(code: ExpectedCode) -> Box:
    """Return the dark square of a code, in mm from the trim's top left (y downwards)."""
    side = code.modules * code.module_mm
    return (code.x_mm, code.y_mm, code.x_mm + side, code.y_mm + side)
