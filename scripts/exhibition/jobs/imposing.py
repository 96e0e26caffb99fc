"""Imposition: lay the single pages of a file on larger sheets with trim marks between, for shops that do not impose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf

from ..print.formats import MARKS_MM, PT, RULER_MM, Imposition, PrintFormat

MARK_MM, OFF_MM, HAIR_PT = 4.0, 0.5, 0.25
"""Length of a trim mark, its distance from the bleed, its width."""


def imposed(pdf: bytes, format: PrintFormat, scheme: Imposition) -> bytes:
    """Return the pages of a drawn file laid on sheets, each clipped to its bleed.

    A sheet's trim is what holds all pieces; the shop cuts them by the marks between.
    """
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        forms = [form_of(document, page, format) for page in document.pages]
        del document.pages[:]
        for start in range(0, len(forms), scheme.each):
            add_sheet(document, forms[start : start + scheme.each], format, scheme)
        document.remove_unreferenced_resources()
        document.save(file, deterministic_id=True, linearize=False)
    return file.getvalue()


def form_of(document: pikepdf.Pdf, page: pikepdf.Page, format: PrintFormat) -> pikepdf.Object:
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
    left, bottom, right, top = trim_mm(format, scheme)
    out = format.bleed_mm
    page.MediaBox = box(0, 0, scheme.width_mm, scheme.height_mm)
    page.TrimBox = box(left, bottom, right, top)
    page.BleedBox = box(left - out, bottom - out, right + out, top + out)
    names = {f"/P{index}": form for index, form in enumerate(forms)}
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(names), ColorSpace=pikepdf.Dictionary(All=registration(document))
    )
    drawn = []
    for (x, y), name in zip(cells(format, scheme), names, strict=False):
        drawn.append(f"q 1 0 0 1 {(x - MARKS_MM) * PT:.4f} {(y - MARKS_MM) * PT:.4f} cm {name} Do Q")
        drawn.append(marks(x, y, format, scheme.gap_mm))
    drawn.append(ruler(left + RULER_FROM_MM, bottom - out - RULER_OFF_MM))
    page.Contents = document.make_stream("\n".join(drawn).encode())


def box(*corners_mm: float) -> pikepdf.Array:
    """Return corners in mm as a box of a page."""
    return pikepdf.Array([round(value * PT, 4) for value in corners_mm])


def trim_mm(format: PrintFormat, scheme: Imposition) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of all pieces together, in mm from the sheet's lower left corner."""
    wide = scheme.columns * format.width_mm + (scheme.columns - 1) * scheme.gap_mm
    high = scheme.rows * format.height_mm + (scheme.rows - 1) * scheme.gap_mm
    left, bottom = (scheme.width_mm - wide) / 2, (scheme.height_mm - high) / 2
    return left, bottom, left + wide, bottom + high


def places(format: PrintFormat, scheme: Imposition) -> list[tuple[float, float]]:
    """Return the top left corner of each piece, in mm from that of all, row by row."""
    across, down = format.width_mm + scheme.gap_mm, format.height_mm + scheme.gap_mm
    return [(column * across, row * down) for row in range(scheme.rows) for column in range(scheme.columns)]


def cells(format: PrintFormat, scheme: Imposition) -> Iterator[tuple[float, float]]:
    """Yield the lower left corner of each piece, in mm from that of the sheet, row by row."""
    left, _, _, top = trim_mm(format, scheme)
    for x, y in places(format, scheme):
        yield left + x, top - y - format.height_mm


def marks(x: float, y: float, format: PrintFormat, gap_mm: float) -> str:
    """Return the eight trim marks of a cell, on all plates; those of neighbours may overlap each other, but never art."""
    near = format.bleed_mm + OFF_MM
    far = near + min(MARK_MM, gap_mm - 2 * near)
    right, top = x + format.width_mm, y + format.height_mm
    lines = [(edge, end + near * way, edge, end + far * way) for edge in (x, right) for end, way in ((y, -1), (top, 1))]
    lines += [
        (end + near * way, edge, end + far * way, edge) for edge in (y, top) for end, way in ((x, -1), (right, 1))
    ]
    return stroked(lines)


RULER_FROM_MM, RULER_OFF_MM, RULER_TICK_MM = 12.0, 3.0, 1.5
"""Where the ruler of a sheet begins, right of the first mark; how far below the bleed it lies; the height of its ticks."""


def ruler(x: float, y: float) -> str:
    """Return a line of `RULER_MM` with a tick each centimetre, from a place in mm; on all plates, as the marks are."""
    ends = [x + 10 * centimetre for centimetre in range(int(RULER_MM) // 10 + 1)]
    lines = [(x, y, x + RULER_MM, y), *((end, y, end, y + RULER_TICK_MM) for end in ends)]
    return stroked(lines)


def stroked(lines: Iterable[tuple[float, float, float, float]]) -> str:
    """Return hairlines between places in mm, on all plates."""
    paths = " ".join("{:.4f} {:.4f} m {:.4f} {:.4f} l S".format(*(value * PT for value in line)) for line in lines)
    return f"q /All CS 1 SCN {HAIR_PT} w {paths} Q"


def registration(document: pikepdf.Pdf) -> pikepdf.Object:
    """Return the colour space that prints on every plate (PDF 32000-1, 8.6.6.4)."""
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return document.make_indirect(
        pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/All"), pikepdf.Name.DeviceCMYK, tint])
    )
