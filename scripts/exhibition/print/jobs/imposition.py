"""Imposed sheets and proof sheets, both made from finished pages.

Imposition puts several pages on a sheet with trim marks between, for shops that do not impose. Proofs cannot be
mistaken for print files: RGB images, 校样 on every page; thumbnails, and one page at full size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf
import pypdfium2
from PIL.Image import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ...lazy import dataclass
from ..formats import MARKS_MM, PT, RULER_MM, Imposition, PrintFormat
from .bundles import PrintBundle

MARK_MM, OFF_MM, HAIR_PT = 4.0, 0.5, 0.25
"""Length of a trim mark, its distance from the bleed, its width."""


def impose_pages(pdf: bytes, format: PrintFormat, scheme: Imposition) -> bytes:
    """Return the pages of a drawn file laid on sheets, each clipped to its bleed.

    A sheet's trim is what holds all pieces; the shop cuts them by the marks between.
    """
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        forms = [make_form(document, page, format) for page in document.pages]
        del document.pages[:]
        for start in range(0, len(forms), scheme.each):
            add_sheet(document, forms[start : start + scheme.each], format, scheme)
        document.remove_unreferenced_resources()
        document.save(file, deterministic_id=True, linearize=False)
    return file.getvalue()


def make_form(document: pikepdf.Pdf, page: pikepdf.Page, format: PrintFormat) -> pikepdf.Object:
    """Return a page as a form that is clipped to its bleed."""
    out = [(MARKS_MM - format.bleed_mm) * PT] * 2
    far = [(MARKS_MM + side + format.bleed_mm) * PT for side in (format.width_mm, format.height_mm)]
    page.contents_coalesce()
    form = document.make_stream(page.Contents.read_bytes())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([round(value, 4) for value in (*out, *far)])
    form.Resources = page.Resources
    return form


def add_sheet(document: pikepdf.Pdf, forms: list[pikepdf.Object], format: PrintFormat, scheme: Imposition) -> None:
    """Add one sheet with up to as many forms as it holds."""
    document.add_blank_page(page_size=(scheme.width_mm * PT, scheme.height_mm * PT))
    page = document.pages[-1]
    left, bottom, right, top = compute_trim(format, scheme)
    out = format.bleed_mm
    page.MediaBox = make_box(0, 0, scheme.width_mm, scheme.height_mm)
    page.TrimBox = make_box(left, bottom, right, top)
    page.BleedBox = make_box(left - out, bottom - out, right + out, top + out)
    names = {f"/P{index}": form for index, form in enumerate(forms)}
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(names), ColorSpace=pikepdf.Dictionary(All=make_registration_colour(document))
    )
    drawn = []
    for (x, y), name in zip(iter_cells(format, scheme), names, strict=False):
        drawn.append(f"q 1 0 0 1 {(x - MARKS_MM) * PT:.4f} {(y - MARKS_MM) * PT:.4f} cm {name} Do Q")
        drawn.append(draw_trim_marks(x, y, format, scheme.gap_mm))
    drawn.append(draw_ruler(left + RULER_FROM_MM, bottom - out - RULER_OFF_MM))
    page.Contents = document.make_stream("\n".join(drawn).encode())


def make_box(*corners_mm: float) -> pikepdf.Array:
    """Return corners in mm as a box of a page."""
    return pikepdf.Array([round(value * PT, 4) for value in corners_mm])


def compute_trim(format: PrintFormat, scheme: Imposition) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of all pieces together, in mm from the sheet's lower left corner."""
    wide = scheme.columns * format.width_mm + (scheme.columns - 1) * scheme.gap_mm
    high = scheme.rows * format.height_mm + (scheme.rows - 1) * scheme.gap_mm
    left, bottom = (scheme.width_mm - wide) / 2, (scheme.height_mm - high) / 2
    return left, bottom, left + wide, bottom + high


def list_piece_offsets(format: PrintFormat, scheme: Imposition) -> list[tuple[float, float]]:
    """Return the top left corner of each piece, in mm from that of all, row by row."""
    across, down = format.width_mm + scheme.gap_mm, format.height_mm + scheme.gap_mm
    return [(column * across, row * down) for row in range(scheme.rows) for column in range(scheme.columns)]


def iter_cells(format: PrintFormat, scheme: Imposition) -> Iterator[tuple[float, float]]:
    """Yield the lower left corner of each piece, in mm from that of the sheet, row by row."""
    left, _, _, top = compute_trim(format, scheme)
    for x, y in list_piece_offsets(format, scheme):
        yield left + x, top - y - format.height_mm


def draw_trim_marks(x: float, y: float, format: PrintFormat, gap_mm: float) -> str:
    """Return the eight trim marks of a cell, on all plates; those of neighbours may overlap each other, but never art."""
    near = format.bleed_mm + OFF_MM
    far = near + min(MARK_MM, gap_mm - 2 * near)
    right, top = x + format.width_mm, y + format.height_mm
    lines = [(edge, end + near * way, edge, end + far * way) for edge in (x, right) for end, way in ((y, -1), (top, 1))]
    lines += [
        (end + near * way, edge, end + far * way, edge) for edge in (y, top) for end, way in ((x, -1), (right, 1))
    ]
    return draw_hairlines(lines)


RULER_FROM_MM, RULER_OFF_MM, RULER_TICK_MM = 12.0, 3.0, 1.5
"""Where the ruler of a sheet begins, right of the first mark; how far below the bleed it lies; the height of its ticks."""


def draw_ruler(x: float, y: float) -> str:
    """Return a line of `RULER_MM` with a tick each centimetre, from a place in mm; on all plates, as the marks are."""
    ends = [x + 10 * centimetre for centimetre in range(int(RULER_MM) // 10 + 1)]
    lines = [(x, y, x + RULER_MM, y), *((end, y, end, y + RULER_TICK_MM) for end in ends)]
    return draw_hairlines(lines)


def draw_hairlines(lines: Iterable[tuple[float, float, float, float]]) -> str:
    """Return hairlines between places in mm, on all plates."""
    paths = " ".join("{:.4f} {:.4f} m {:.4f} {:.4f} l S".format(*(value * PT for value in line)) for line in lines)
    return f"q /All CS 1 SCN {HAIR_PT} w {paths} Q"


def make_registration_colour(document: pikepdf.Pdf) -> pikepdf.Object:
    """Return the colour space that prints on every plate (PDF 32000-1, 8.6.6.4)."""
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return document.make_indirect(
        pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/All"), pikepdf.Name.DeviceCMYK, tint])
    )


PAGE_MM = (210.0, 297.0)
"""Size of a contact sheet: A4, for an office printer."""
MARGIN_MM, HEAD_MM, CAPTION_MM, GAP_MM = 10.0, 14.0, 8.0, 4.0
COLUMNS, THUMB_DPI, FULL_DPI = 4, 100, 150
MARK = "校样"
PROOF_CHARACTERS = "校样只供核对不能付印原大这条线长毫米第共页个版面，·　"
"""Every Chinese character in the fixed texts of a proof."""


@dataclass(frozen=True, slots=True)
class FontNames:
    """Names of the two faces in ReportLab."""

    text: str
    name: str


def draw_contact_sheet(pdf: bytes, bundle: PrintBundle, type: FontNames) -> bytes:
    """Draw the pages of a file as thumbnails with their ids and names; return the PDF."""
    file, format, owners = BytesIO(), bundle.format, bundle.owners
    canvas = Canvas(file, pagesize=to_points(*PAGE_MM), invariant=1, initialFontName=type.text)
    width = (PAGE_MM[0] - 2 * MARGIN_MM - (COLUMNS - 1) * GAP_MM) / COLUMNS
    height = width * format.height_mm / format.width_mm
    rows = int((PAGE_MM[1] - 2 * MARGIN_MM - HEAD_MM) // (height + CAPTION_MM))
    dpi = THUMB_DPI * width / format.width_mm
    for index, picture in enumerate(render_pages(pdf, format, dpi)):
        row, column = divmod(index % (rows * COLUMNS), COLUMNS)
        if not row and not column:
            draw_head(canvas, bundle, type, index // (rows * COLUMNS))
        x = MARGIN_MM + column * (width + GAP_MM)
        y = PAGE_MM[1] - MARGIN_MM - HEAD_MM - row * (height + CAPTION_MM) - height
        place_image(canvas, picture, x, y, width, height)
        page = owners[index]
        canvas.setFont(type.text, 7)
        canvas.drawString(x * PT, (y - 3.5) * PT, f"{page.seq}  {page.poster.id}  {page.poster.name}"[:22])
        if (row, column) == (rows - 1, COLUMNS - 1):
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def draw_head(canvas: Canvas, bundle: PrintBundle, type: FontNames, index: int) -> None:
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


def draw_full_size(pdf: bytes, format: PrintFormat, type: FontNames) -> bytes:
    """Draw the first page of a file at full size with its bleed, as an image with a ruler; return the PDF."""
    file, bleed = BytesIO(), format.bleed_mm
    width, height = format.width_mm + 2 * MARKS_MM, format.height_mm + 2 * MARKS_MM
    canvas = Canvas(file, pagesize=to_points(width, height), invariant=1, initialFontName=type.text)
    picture = next(render_pages(pdf, format, FULL_DPI, bleed))
    out = MARKS_MM - bleed
    place_image(canvas, picture, out, out, format.width_mm + 2 * bleed, format.height_mm + 2 * bleed)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(type.name, 12)
    canvas.drawString(MARKS_MM * PT, (height - 6.5) * PT, f"{MARK}　原大 100%　不能付印")
    canvas.setLineWidth(0.5)
    canvas.line(MARKS_MM * PT, 6 * PT, (MARKS_MM + RULER_MM) * PT, 6 * PT)
    canvas.setFont(type.text, 7)
    canvas.drawString(MARKS_MM * PT, 2.5 * PT, f"这条线长 {RULER_MM:g} 毫米")
    canvas.save()
    return file.getvalue()


def render_pages(pdf: bytes, format: PrintFormat, dpi: float, bleed_mm: float = 0) -> Iterator[Image]:
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


def place_image(canvas: Canvas, picture: Image, x: float, y: float, width: float, height: float) -> None:
    """Draw an image as a JPEG with a hairline around it; x and y in mm from the page's lower left corner."""
    data = BytesIO()
    picture.save(data, "JPEG", quality=72)
    data.seek(0)
    canvas.drawImage(ImageReader(data), x * PT, y * PT, width * PT, height * PT)
    canvas.setLineWidth(0.25)
    canvas.setStrokeColorRGB(0.6, 0.6, 0.6)
    canvas.rect(x * PT, y * PT, width * PT, height * PT, stroke=1, fill=0)
    canvas.setStrokeColorRGB(0, 0, 0)


def to_points(width_mm: float, height_mm: float) -> tuple[float, float]:
    """Convert a size in mm to points."""
    return width_mm * PT, height_mm * PT
