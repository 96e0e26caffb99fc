"""Turns SVG path data into paths on a ReportLab canvas."""

from __future__ import annotations

from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from reportlab.pdfgen.canvas import Canvas

Point = tuple[float, float]


class CanvasPen(BasePen):  # type: ignore[misc]
    """Draws into a path of a canvas; quadratic curves become cubic ones on the way (BasePen names the methods)."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(glyphSet=None)
        self.path: Any = canvas.beginPath()

    def _moveTo(self, pt: Point) -> None:  # noqa: N802
        self.path.moveTo(*pt)

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self.path.lineTo(*pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        self.path.curveTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()


def fill(canvas: Canvas, d: str, *, even_odd: bool = False) -> None:
    """Fill path data with the canvas's colour."""
    canvas.drawPath(path(canvas, d), stroke=0, fill=1, fillMode=0 if even_odd else 1)


def stroke(canvas: Canvas, d: str, width: float) -> None:
    """Draw path data as a line with round ends."""
    canvas.setLineWidth(width)
    canvas.drawPath(path(canvas, d), stroke=1, fill=0)


def path(canvas: Canvas, d: str) -> Any:
    """Return path data as a path of the canvas."""
    pen = CanvasPen(canvas)
    parse_path(d, pen)
    return pen.path
