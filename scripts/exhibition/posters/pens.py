"""Draw SVG path data and QR outlines on a ReportLab canvas."""

from __future__ import annotations

import re
from functools import lru_cache

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

Point = tuple[float, float]
STEP = re.compile(r"([Mhvz])(-?\d+)?(?: (-?\d+))?")
"""One step of a QR outline (see `qr.render`)."""


class PathPen(BasePen):  # type: ignore[misc]
    """A pen that draws into a PDF path; quadratic curves become cubic (method names are those of BasePen)."""

    def __init__(self) -> None:
        super().__init__(glyphSet=None)
        self.path = PDFPathObject()

    def _moveTo(self, pt: Point) -> None:  # noqa: N802
        self.path.moveTo(*pt)

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self.path.lineTo(*pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        self.path.curveTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()


def fill(canvas: Canvas, d: str, *, even_odd: bool = False) -> None:
    """Fill path data with the canvas's fill colour."""
    canvas.drawPath(PDFPathObject([operators(d)]), stroke=0, fill=1, fillMode=0 if even_odd else 1)


def stroke(canvas: Canvas, d: str, width: float) -> None:
    """Stroke path data with a line of `width`."""
    canvas.setLineWidth(width)
    canvas.drawPath(PDFPathObject([operators(d)]), stroke=1, fill=0)


def fill_outline(canvas: Canvas, d: str) -> None:
    """Fill the outline of a QR code by the even-odd rule."""
    canvas.drawPath(PDFPathObject(straight(d)), stroke=0, fill=1, fillMode=0)


@lru_cache(maxsize=4096)
def operators(d: str) -> str:
    """Convert path data to PDF operators; each shape is parsed once per process."""
    pen = PathPen()
    parse_path(d, pen)
    code: str = pen.path.getCode()
    return code


def straight(d: str) -> list[str]:
    """Convert a QR outline (integers and right angles only) to PDF operators, ten times as fast as the general way."""
    code, x, y = [], 0, 0
    for command, first, second in STEP.findall(d):
        if command == "h":
            x += int(first)
            code.append(f"{x} {y} l")
        elif command == "v":
            y += int(first)
            code.append(f"{x} {y} l")
        elif command == "M":
            x, y = int(first), int(second)
            code.append(f"{x} {y} m")
        else:
            code.append("h")
    return code
