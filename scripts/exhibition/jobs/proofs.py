"""Proofs of finished pages: thumbnails, and one page at full size, as pictures in RGB with 校样 on every page.

They cannot be mistaken for the files to print.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL.Image import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ..print.formats import MARKS_MM, PT, RULER_MM, PrintFormat
from .plan import Bundle

PAGE_MM = (210.0, 297.0)
"""Size of a contact sheet: A4, for an office printer."""
MARGIN_MM, HEAD_MM, CAPTION_MM, GAP_MM = 10.0, 14.0, 8.0, 4.0
COLUMNS, THUMB_DPI, FULL_DPI = 4, 100, 150
MARK = "校样"
SIGNS = "校样只供核对不能付印原大这条线长毫米第共页个版面，·　"
"""Every Chinese character in the fixed texts of a proof."""


@dataclass(frozen=True, slots=True)
class Type:
    """Names of the two faces in ReportLab."""

    text: str
    name: str


def contact_sheet(pdf: bytes, bundle: Bundle, type: Type) -> bytes:
    """Draw the pages of a file as thumbnails with their ids and names; return the PDF."""
    file, format, owners = BytesIO(), bundle.format, bundle.owners
    canvas = Canvas(file, pagesize=size_pt(*PAGE_MM), invariant=1, initialFontName=type.text)
    width = (PAGE_MM[0] - 2 * MARGIN_MM - (COLUMNS - 1) * GAP_MM) / COLUMNS
    height = width * format.height_mm / format.width_mm
    rows = int((PAGE_MM[1] - 2 * MARGIN_MM - HEAD_MM) // (height + CAPTION_MM))
    dpi = THUMB_DPI * width / format.width_mm
    for index, picture in enumerate(pictures(pdf, format, dpi)):
        row, column = divmod(index % (rows * COLUMNS), COLUMNS)
        if not row and not column:
            head(canvas, bundle, type, index // (rows * COLUMNS))
        x = MARGIN_MM + column * (width + GAP_MM)
        y = PAGE_MM[1] - MARGIN_MM - HEAD_MM - row * (height + CAPTION_MM) - height
        place(canvas, picture, x, y, width, height)
        page = owners[index]
        canvas.setFont(type.text, 7)
        canvas.drawString(x * PT, (y - 3.5) * PT, f"{page.seq}  {page.poster.id}  {page.poster.name}"[:22])
        if (row, column) == (rows - 1, COLUMNS - 1):
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def head(canvas: Canvas, bundle: Bundle, type: Type, index: int) -> None:
    """Draw the head of one page of a contact sheet: the bundle's name, and that it must not be printed."""
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(type.name, 16)
    canvas.drawString(MARGIN_MM * PT, (PAGE_MM[1] - MARGIN_MM - 5) * PT, f"{MARK}　{bundle.stem}")
    canvas.setFont(type.text, 8)
    canvas.drawString(
        MARGIN_MM * PT,
        (PAGE_MM[1] - MARGIN_MM - 10) * PT,
        f"只供核对，不能付印　·　第 {index + 1} 页　·　共 {len(bundle.owners)} 个版面",
    )


def full_size(pdf: bytes, format: PrintFormat, type: Type) -> bytes:
    """Draw the first page of a file at full size with its bleed, as an image with a ruler; return the PDF."""
    file, bleed = BytesIO(), format.bleed_mm
    width, height = format.width_mm + 2 * MARKS_MM, format.height_mm + 2 * MARKS_MM
    canvas = Canvas(file, pagesize=size_pt(width, height), invariant=1, initialFontName=type.text)
    picture = next(pictures(pdf, format, FULL_DPI, bleed))
    out = MARKS_MM - bleed
    place(canvas, picture, out, out, format.width_mm + 2 * bleed, format.height_mm + 2 * bleed)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(type.name, 12)
    canvas.drawString(MARKS_MM * PT, (height - 6.5) * PT, f"{MARK}　原大 100%　不能付印")
    canvas.setLineWidth(0.5)
    canvas.line(MARKS_MM * PT, 6 * PT, (MARKS_MM + RULER_MM) * PT, 6 * PT)
    canvas.setFont(type.text, 7)
    canvas.drawString(MARKS_MM * PT, 2.5 * PT, f"这条线长 {RULER_MM:g} 毫米")
    canvas.save()
    return file.getvalue()


def pictures(pdf: bytes, format: PrintFormat, dpi: float, bleed_mm: float = 0) -> Iterator[Image]:
    """Render the pages of a file as RGB images of the trim and `bleed_mm` around it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            cut = (MARKS_MM - bleed_mm) * PT
            page = document[number]
            yield page.render(scale=dpi / 72, crop=(cut, cut, cut, cut), rev_byteorder=True).to_pil().convert("RGB")
            page.close()
    finally:
        document.close()


def place(canvas: Canvas, picture: Image, x: float, y: float, width: float, height: float) -> None:
    """Draw an image as a JPEG with a hairline around it; x and y in mm from the page's lower left corner."""
    data = BytesIO()
    picture.save(data, "JPEG", quality=72)
    data.seek(0)
    canvas.drawImage(ImageReader(data), x * PT, y * PT, width * PT, height * PT)
    canvas.setLineWidth(0.25)
    canvas.setStrokeColorRGB(0.6, 0.6, 0.6)
    canvas.rect(x * PT, y * PT, width * PT, height * PT, stroke=1, fill=0)
    canvas.setStrokeColorRGB(0, 0, 0)


def size_pt(width_mm: float, height_mm: float) -> tuple[float, float]:
    """Convert a size in mm to points."""
    return width_mm * PT, height_mm * PT
