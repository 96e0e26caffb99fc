"""A PDF file and its pages under check: interpreted as marks and rendered to pixels, each at most once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any, TypeAlias

import numpy as np
import pypdfium2
from pikepdf import Page, Pdf

from ..standards import Standard
from .geometry import MM, Box
from .interpreter import Interpreter
from .marks import Mark
from .report import PageExpected, PageReport, Sheet

DPI = 150
"""Resolution of the rendering in dpi: 12.5 px per module of the smallest product (2.8 px are needed)."""
Pixels: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(eq=False)
class File:
    """One file under check, with both of its readers and the manifest's expectations."""

    data: bytes
    pdf: Pdf
    rendering: pypdfium2.PdfDocument
    sheet: Sheet
    standard: Standard
    expected: tuple[PageExpected, ...]
    interpreter: Interpreter


@contextmanager
def opened(data: bytes, sheet: Sheet, standard: Standard, expected: tuple[PageExpected, ...]) -> Iterator[File]:
    """Open a file in both readers: qpdf for its structure, PDFium for its rendering."""
    with Pdf.open(BytesIO(data)) as pdf:
        rendering = pypdfium2.PdfDocument(data)
        try:
            yield File(data, pdf, rendering, sheet, standard, expected, Interpreter(pdf))
        finally:
            rendering.close()


def corners(page: Page, key: str) -> Box | None:
    """Return a box of a page with its corners sorted; None if it is missing."""
    box = page.mediabox if key == "/MediaBox" else page.obj.get(key)
    if box is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in box)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


@dataclass(eq=False)
class Leaf:
    """One page under check; marks, pixels and text are computed when they are first used."""

    file: File
    number: int
    """From 1."""
    page: Page
    expected: PageExpected
    report: PageReport = field(init=False)

    def __post_init__(self) -> None:
        self.report = PageReport(self.number)

    @property
    def sheet(self) -> Sheet:
        """The expected measures of the page."""
        return self.file.sheet

    @cached_property
    def media(self) -> Box:
        """MediaBox in points."""
        box = corners(self.page, "/MediaBox")
        if box is None:
            raise ValueError("no MediaBox")
        return box

    @cached_property
    def trim(self) -> Box:
        """TrimBox in points."""
        box = corners(self.page, "/TrimBox")
        if box is None:
            raise ValueError("no TrimBox")
        return box

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of the page, from back to front."""
        return self.file.interpreter.marks(self.page, self.media)

    @cached_property
    def _seen(self) -> tuple[Pixels, str]:
        page = self.file.rendering[self.number - 1]
        try:
            bitmap = page.render(scale=DPI / 72, grayscale=True)
            picture = np.array(bitmap.to_numpy(), np.uint8)
            bitmap.close()
            letters = page.get_textpage()
            text = letters.get_text_range()
            letters.close()
        finally:
            page.close()
        height, width = picture.shape[:2]
        return picture.reshape(height, width), text

    @property
    def pixels(self) -> Pixels:
        """The page rendered in grey at `DPI`; the first pixel is the MediaBox's upper left corner."""
        return self._seen[0]

    @property
    def text(self) -> str:
        """All text of the page, as extracted by PDFium."""
        return self._seen[1]

    def points(self, box_mm: Box) -> Box:
        """Convert a box in mm from the trim's top left corner (y downwards) to points of the page."""
        left, top, right, bottom = box_mm
        x, y = self.trim[0], self.trim[3]
        return (x + left * MM, y - bottom * MM, x + right * MM, y - top * MM)

    def pixel_box(self, box: Box) -> Box:
        """Convert a box in points to left, top, right, bottom in pixels, unrounded."""
        left, bottom, right, top = self.media
        across = self.pixels.shape[1] / (right - left)
        down = self.pixels.shape[0] / (top - bottom)
        return ((box[0] - left) * across, (top - box[3]) * down, (box[2] - left) * across, (top - box[1]) * down)

    def window(self, box: Box) -> Pixels:
        """Return the pixels of a box in points, rounded outwards to whole pixels."""
        left, top, right, bottom = self.pixel_box(box)
        return self.pixels[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]
