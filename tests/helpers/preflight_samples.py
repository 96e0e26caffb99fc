"""Sample files for the tests of the preflight: one correct poster, and variants with one fault each."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from exhibition.print.colour import PrintProfile
from exhibition.qr import build_matrix

PT = 72 / 25.4
MARKS = 12.0
"""Room outside the trim, mm."""
BLACK, WHITE, RIVER = CMYKColor(0, 0, 0, 1), CMYKColor(0, 0, 0, 0), CMYKColor(0.95, 0.45, 0.48, 0.15)
ALL = CMYKColorSep(1, 1, 1, 1, spotName="All")
SIDE = 100.0
"""Width and height of the sample's trim, mm."""
MODULE = 2.0
"""Side of a module, mm."""
CODE = (20.0, 25.0)
"""Top left of the code's dark square, mm from the trim's top left."""
ADDRESS = "https://louzu.example/10064/"
NEIGHBOUR = "https://louzu.example/10065/"


def font() -> str:
    """Return the name of a TrueType font that is part of ReportLab."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    return "Vera"


def icc(space: bytes = b"CMYK", kind: bytes = b"prtr") -> bytes:
    """Return an ICC profile with a header and without tags; the preflight checks only the header."""
    head = struct.pack(
        ">I4sI4s4s4s12s4s4s", 132, b"none", 0x02100000, kind, space, b"Lab ", bytes(12), b"acsp", b"MSFT"
    )
    return head + bytes(128 - len(head)) + bytes(4)


@dataclass
class Sample:
    """A correct page by default; each attribute can be set to a wrong value."""

    trim: float = SIDE
    bleed: float = 3.0
    address: str = ADDRESS
    name: str = "House 64"
    id: str = "10064"
    black: Any = BLACK
    code: Any = BLACK
    size: float = 12.0
    line: float = 0.5
    art: Callable[[Canvas], None] | None = None
    """Drawn below the panel."""
    over: Callable[[Canvas], None] | None = None
    """Drawn over everything."""
    out: float = 5.0
    """Extent of the coloured background beyond the trim, mm."""
    panel: Any = WHITE
    text: tuple[float, float] = (20.0, 10.0)
    """Start of the name's baseline, mm from the trim's top left."""


def at(x: float, y: float, trim: float = SIDE) -> tuple[float, float]:
    """Convert a position in mm from the trim's top left to points of the page."""
    return (MARKS + x) * PT, (MARKS + trim - y) * PT


def page(canvas: Canvas, sample: Sample) -> None:
    """Draw one poster."""
    canvas.saveState()
    path = canvas.beginPath()
    low, side = (MARKS - sample.bleed) * PT, (SIDE + 2 * sample.bleed) * PT
    path.rect(low, low, side, side)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setFillColor(RIVER)
    if not canvas.hasForm("paper"):
        canvas.beginForm("paper", 0, 0, 400, 400)
        canvas.setFillColor(CMYKColor(0.01, 0.03, 0.08, 0))
        out = sample.out
        canvas.rect((MARKS - out) * PT, (MARKS - out) * PT, (SIDE + 2 * out) * PT, (SIDE + 2 * out) * PT, 0, 1)
        canvas.setStrokeColor(RIVER)
        canvas.setLineWidth(sample.line)
        canvas.line(*at(10, 95), *at(60, 96))
        canvas.endForm()
    canvas.doForm("paper")
    canvas.restoreState()
    if sample.art:
        sample.art(canvas)
    code(canvas, sample)
    canvas.setFillColor(sample.black)
    canvas.setFont(font(), sample.size)
    canvas.drawString(*at(*sample.text), sample.name)
    canvas.setFillColor(BLACK)
    canvas.setFont(font(), 8)
    canvas.drawString(*at(20, 94), f"No. {sample.id}")
    marks(canvas)
    canvas.setFillColor(BLACK)
    canvas.setFont(font(), 6)
    canvas.drawString(20 * PT, 3 * PT, "JOB-20261101 sample 1/1")
    if sample.over:
        sample.over(canvas)


def code(canvas: Canvas, sample: Sample) -> None:
    """Draw the panel and the code; all modules are in one path."""
    rows = build_matrix(sample.address)
    assert isinstance(rows, tuple)
    x, y = at(*CODE)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(MODULE * PT, -MODULE * PT)
    if sample.panel:
        canvas.setFillColor(sample.panel)
        canvas.rect(-4, -4, 37, 37, stroke=0, fill=1)
    canvas.setFillColor(sample.code)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        bits = format(row, "029b")
        for across in range(29):
            if bits[across] == "1":
                path.rect(across, down, 1, 1)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    canvas.restoreState()


def marks(canvas: Canvas, spot: Any = ALL) -> None:
    """Draw crop marks outside the bleed."""
    canvas.setStrokeColor(spot)
    canvas.setLineWidth(0.25)
    for edge in (MARKS, MARKS + SIDE):
        for start, end in ((2, 7), (MARKS + SIDE + 5, MARKS + SIDE + 10)):
            canvas.line(edge * PT, start * PT, edge * PT, end * PT)
            canvas.line(start * PT, edge * PT, end * PT, edge * PT)


def draw(samples: Sequence[Sample], **options: Any) -> bytes:
    """Return a PDF with one page per sample, drawn as posters are, before it is finished as PDF/X."""
    first, file = samples[0], BytesIO()
    whole = SIDE + 2 * MARKS

    def box(out: float, side: float = SIDE) -> tuple[float, float, float, float]:
        return ((MARKS - out) * PT, (MARKS - out) * PT, (MARKS + side + out) * PT, (MARKS + side + out) * PT)

    settings = {
        "trimBox": box(0, first.trim),
        "bleedBox": box(first.bleed, first.trim),
    }
    canvas = Canvas(
        file, (whole * PT, whole * PT), invariant=1, pageCompression=1, initialFontName=font(), **(settings | options)
    )
    for sample in samples:
        page(canvas, sample)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def profile() -> PrintProfile:
    """Return a profile that is valid by its header but cannot convert colours."""
    return PrintProfile(data=icc(), reduced=icc(), name="Coated FOGRA39 (sample)", digest="0")
