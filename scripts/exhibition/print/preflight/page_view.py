"""A PDF file and its pages under check: content streams interpreted as marks, and pages rendered to pixels.

Everything is computed at most once, when it is first used. Every operator of PDF is either interpreted or reported
as a fault. A form XObject is read once for each state in which it is shown, in its own space, and its marks are moved to
each place: fifty pages with one background cost one reading, and so does a flower that stands a hundred times in pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import Any, TypeAlias

import numpy as np
import pypdfium2
from pikepdf import Dictionary, Page, Pdf, Stream, parse_content_stream

from ..formats import PdfStandard
from . import operators
from .model import (
    MM,
    NOTHING,
    Box,
    ExpectedPage,
    ExpectedSheet,
    Matrix,
    PageReport,
    compute_max_scale,
    compute_min_scale,
    intersect,
    is_empty,
    transform_box,
)
from .pdf_objects import (
    GraphicsState,
    ImageMark,
    Mark,
    PathState,
    PdfFont,
    PdfImage,
    StrokeMark,
    TextMark,
    UnsupportedMark,
    read_font,
    read_image,
)

MAX_FORM_DEPTH = 12
"""Maximum depth of nested forms; deeper nesting is taken for a loop."""


class PdfInterpreter:
    """Interpreter for the pages of one file; fonts, images and forms are cached by their object number."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._faces: dict[tuple[int, int], PdfFont] = {}
        self._pictures: dict[tuple[int, int], PdfImage] = {}
        self._forms: dict[tuple[object, ...], tuple[Mark, ...]] = {}
        self._placed_forms: dict[tuple[object, ...], tuple[Mark, ...]] = {}

    def read_marks(self, page: Page, media: Box) -> tuple[Mark, ...]:
        """Return the marks of a page, from back to front."""
        state = GraphicsState((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), media)
        return tuple(StreamInterpreter(self, page.obj, page.resources, state, 0).marks)

    def get_font(self, font: Any) -> PdfFont:
        """Return a font of the file, read once."""
        if font.objgen not in self._faces or font.objgen == (0, 0):
            self._faces[font.objgen] = read_font(font)
        return self._faces[font.objgen]

    def get_image(self, image: Stream) -> PdfImage:
        """Return an image of the file, read once."""
        if image.objgen not in self._pictures:
            self._pictures[image.objgen] = read_image(image)
        return self._pictures[image.objgen]

    def read_form(self, form: Stream, state: GraphicsState, depth: int) -> tuple[Mark, ...]:
        """Return the marks of a form XObject in the given graphics state."""
        if depth > MAX_FORM_DEPTH:
            return (UnsupportedMark("unknown_construct", "图形对象层层互相引用，读不完。请重新出图。", state.clip),)
        own = (form.objgen, *state.compute_inherited())
        key = (*own, state.ctm, state.clip)
        if key not in self._placed_forms:
            if own not in self._forms:
                self._forms[own] = self._read_form(form, state, depth)
            found = (place_mark(mark, state.ctm, state.clip) for mark in self._forms[own])
            self._placed_forms[key] = tuple(
                mark for mark in found if not is_empty(mark.box) or isinstance(mark, KEPT_WHEN_CLIPPED)
            )
        return self._placed_forms[key]

    def _read_form(self, form: Stream, state: GraphicsState, depth: int) -> tuple[Mark, ...]:
        """Return the marks of a form in the space in which it is shown, before the matrix and the clip of that place."""
        inner = state.copy()
        inner.ctm = tuple(float(value) for value in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))  # type: ignore[assignment]
        box: Box = tuple(float(value) for value in form.BBox)  # type: ignore[assignment]
        upright = (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        inner.clip = transform_box(upright, inner.ctm)
        return tuple(StreamInterpreter(self, form, form.get("/Resources", Dictionary()), inner, depth).marks)


KEPT_WHEN_CLIPPED = (TextMark, UnsupportedMark)
"""Marks that are checked although nothing of them is seen."""


def place_mark(mark: Mark, matrix: Matrix, clip: Box) -> Mark:
    """Return a mark of a form at the place where the form is shown.

    A turned box becomes the box around it, and lengths shrink by the direction of least stretch: a check may then report
    more than there is, never less.
    """
    box, scale = intersect(clip, transform_box(mark.box, matrix)), compute_min_scale(matrix)
    if isinstance(mark, StrokeMark):
        return replace(mark, box=box, width=mark.width * scale)
    if isinstance(mark, TextMark):
        return replace(mark, box=box, size=mark.size * scale)
    if isinstance(mark, ImageMark):
        stretch = compute_max_scale(matrix)
        return replace(mark, box=box, width=mark.width * stretch, height=mark.height * stretch)
    return replace(mark, box=box)


class StreamInterpreter:
    """Interpreter for one content stream; the constructor runs it and collects the marks."""

    def __init__(
        self, interpreter: PdfInterpreter, content: Any, resources: Any, state: GraphicsState, depth: int
    ) -> None:
        self.interpreter, self.resources, self.state, self.depth = interpreter, resources, state, depth
        self.stack: list[GraphicsState] = []
        self.path = PathState()
        self.in_text = False
        self.marks: list[Mark] = []
        for instruction in parse_content_stream(content):
            self.execute(str(instruction.operator), list(instruction.operands))
        if self.stack or self.in_text:
            self.add_unsupported("unknown_construct", "页面内容没有写完整（q/Q 或 BT/ET 不成对）。请重新出图。")

    def execute(self, operator: str, operands: list[Any]) -> None:
        """Execute one operator; an unknown operator or a wrong number of operands is a fault."""
        action: Callable[[StreamInterpreter, list[Any]], None] | None = operators.ACTIONS.get(operator)
        if action is None:
            self.add_unsupported(
                *operators.REFUSED_OPERATORS.get(
                    operator, ("unknown_construct", f"页面里有检查不了的指令 {operator}。请重新出图。")
                )
            )
            return
        if operators.OPERANDS.get(operator, len(operands)) != len(operands):
            self.add_unsupported("unknown_construct", f"页面里的指令 {operator} 参数个数不对。请重新出图。")
            return
        action(self, operands)

    def add_unsupported(self, check: str, message: str) -> None:
        """Add a fault for a construct that is refused or unknown."""
        self.marks.append(UnsupportedMark(check, message, self.state.clip))

    def get_resource(self, kind: str, name: Any) -> Any:
        """Return a named entry of the resources, or None."""
        entries = self.resources.get(kind)
        return None if entries is None else entries.get(str(name))

    def compute_path_box(self, margin: float = 0) -> Box:
        """Return the bounding box of the current path, intersected with the clip."""
        xs, ys = self.path.xs, self.path.ys
        if not xs:
            return NOTHING
        box = (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)
        return intersect(self.state.clip, box)

    def add_mark(self, mark: Mark) -> None:
        """Add a mark, unless it is clipped completely."""
        if not is_empty(mark.box):
            self.marks.append(mark)


DPI = 150
"""Resolution of the rendering in dpi: 12.5 px per module of the smallest product (2.8 px are needed)."""
Pixels: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(eq=False)
class PreflightFile:
    """One file under check, with both of its readers and the manifest's expectations."""

    data: bytes
    pdf: Pdf
    rendering: pypdfium2.PdfDocument
    sheet: ExpectedSheet
    standard: PdfStandard
    expected: tuple[ExpectedPage, ...]
    interpreter: PdfInterpreter


@contextmanager
def open_file(
    data: bytes, sheet: ExpectedSheet, standard: PdfStandard, expected: tuple[ExpectedPage, ...]
) -> Iterator[PreflightFile]:
    """Open a file in both readers: qpdf for its structure, PDFium for its rendering."""
    with Pdf.open(BytesIO(data)) as pdf:
        rendering = pypdfium2.PdfDocument(data)
        try:
            yield PreflightFile(data, pdf, rendering, sheet, standard, expected, PdfInterpreter(pdf))
        finally:
            rendering.close()


def read_box(page: Page, key: str) -> Box | None:
    """Return a box of a page with its corners sorted; None if it is missing."""
    box = page.mediabox if key == "/MediaBox" else page.obj.get(key)
    if box is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in box)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


@dataclass(eq=False)
class PageView:
    """One page under check; marks, pixels and text are computed when they are first used."""

    file: PreflightFile
    number: int
    """From 1."""
    page: Page
    expected: ExpectedPage
    report: PageReport = field(init=False)

    def __post_init__(self) -> None:
        self.report = PageReport(self.number)

    @property
    def sheet(self) -> ExpectedSheet:
        """The expected measures of the page."""
        return self.file.sheet

    @cached_property
    def media(self) -> Box:
        """MediaBox in points."""
        box = read_box(self.page, "/MediaBox")
        if box is None:
            raise ValueError("no MediaBox")
        return box

    @cached_property
    def trim(self) -> Box:
        """TrimBox in points."""
        box = read_box(self.page, "/TrimBox")
        if box is None:
            raise ValueError("no TrimBox")
        return box

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of the page, from back to front."""
        return self.file.interpreter.read_marks(self.page, self.media)

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

    def to_points(self, box_mm: Box) -> Box:
        """Convert a box in mm from the trim's top left corner (y downwards) to points of the page."""
        left, top, right, bottom = box_mm
        x, y = self.trim[0], self.trim[3]
        return (x + left * MM, y - bottom * MM, x + right * MM, y - top * MM)

    def to_pixels(self, box: Box) -> Box:
        """Convert a box in points to left, top, right, bottom in pixels, unrounded."""
        left, bottom, right, top = self.media
        across = self.pixels.shape[1] / (right - left)
        down = self.pixels.shape[0] / (top - bottom)
        return ((box[0] - left) * across, (top - box[3]) * down, (box[2] - left) * across, (top - box[1]) * down)

    def crop_pixels(self, box: Box) -> Pixels:
        """Return the pixels of a box in points, rounded outwards to whole pixels."""
        left, top, right, bottom = self.to_pixels(box)
        return self.pixels[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]
