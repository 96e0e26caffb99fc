"""Drawing of posters as a plain PDF: CMYK, black text and code, trim and bleed, crop marks, a slug line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.pdfgen.canvas import Canvas

from .format import MARKS_MM, PT, RULER_MM, SLUG_DOT, Format
from .layers import Layers, Words
from .painting import BLACK, Desk, choose_layers, paint
from .photograph import Coarse
from .poster import Poster
from .press import Press

# Write binary streams: ReportLab's default (ASCII85) costs a quarter of the time and of the size.
rl_config.useA85 = 0

REGISTRATION = CMYKColorSep(1, 1, 1, 1, spotName="All")
"""Colour of crop marks: all plates (PDF 32000-1, 8.6.6.4)."""
MARK_MM, GAP_MM, HAIR_PT = 5.0, 1.5, 0.25
"""Length of a crop mark, its distance from the bleed, its line width."""
SLUG_PT = 6.0
"""Type size of the slug line: the smallest that prints well."""
SLUG_MM, SLUG_LEADING_MM = 3.0, 2.3
"""The slug's line above the lower edge of the page, and the distance of a second line below it."""
RULER_OUT_MM, RULER_TICK_MM = 6.0, 2.0
"""Distance of the ruler from the trim, height of its end ticks."""
RULER_TEXT = f"量一量：应为 {RULER_MM:g} 毫米"
ASCENT, DESCENT = 0.87, 0.1
"""Extent of the watermark's characters above and below the baseline, in em."""
WATERMARK, TINT = "样张", CMYKColor(0, 0, 0, 0.14)


def draw(posters: Sequence[Poster], format: Format, press: Press, folio: Sequence[str] = ()) -> bytes:
    """Return a PDF with the pages of every poster; `folio` are the slug lines outside the trim, one a page.

    The same posters give the same bytes. What does not fit must have been found before (`fitness.unfit`).
    """
    # `enforceColorSpace` is not used: ReportLab would convert CMYK values that look grey on screens to black only. All
    # colours come from the ink table, and the preflight refuses any other colour space.
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=((format.width_mm + 2 * MARKS_MM) * PT, (format.height_mm + 2 * MARKS_MM) * PT),
        invariant=1,
        pageCompression=1,
        initialFontName=press.font_name("text"),
        trimBox=rectangle(format, 0),
        bleedBox=rectangle(format, format.bleed_mm),
    )
    desk = Desk(canvas, format, press)
    slugs = iter(folio)
    for poster in (settled(poster, format, press) for poster in posters):
        for layers in format.pages(poster):
            draw_page(layers, poster, desk, next(slugs, ""))
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def rectangle(format: Format, out_mm: float) -> tuple[float, float, float, float]:
    """Return the box that lies `out_mm` outside the trim, in points."""
    low = (MARKS_MM - out_mm) * PT
    return (low, low, (MARKS_MM + format.width_mm + out_mm) * PT, (MARKS_MM + format.height_mm + out_mm) * PT)


def settled(poster: Poster, format: Format, press: Press) -> Poster:
    """Return the poster without its photo where this format has no place for it or the photo is too coarse for one."""
    shot = poster.shot
    if shot is None:
        return poster
    places = format.photo_places(poster)
    coarse = any(isinstance(press.photograph(shot, place, format), Coarse) for place in places)
    return replace(poster, shot=None) if coarse or not places else poster


def draw_page(layers: Layers, poster: Poster, desk: Desk, slug: str) -> None:
    """Draw one page of a poster. The watermark of a proof lies under all text."""
    marked = not poster.proof
    for layer in choose_layers(layers, poster):
        if isinstance(layer, Words) and not marked:
            draw_watermark(desk)
            marked = True
        paint(layer, poster, desk)
    if not marked:
        draw_watermark(desk)
    draw_marks(desk)
    if slug:
        draw_slug(slug, desk)


def draw_slug(line: str, desk: Desk) -> None:
    """Write the slug line below the sheet and draw a ruler above it, both outside the bleed.

    Where the page is too narrow, the slug takes two lines, and the text of the ruler stands above it.
    """
    canvas, left, above = desk.canvas, MARKS_MM + MARK_MM, MARKS_MM + desk.format.height_mm + RULER_OUT_MM
    canvas.setFillColor(BLACK)
    canvas.setFont(desk.press.font_name("text"), SLUG_PT)
    for number, part in enumerate(split_slug(line, desk)):
        canvas.drawString(left * PT, (SLUG_MM - number * SLUG_LEADING_MM) * PT, part)
    beside = left + RULER_MM + 2
    if fits_page(RULER_TEXT, beside, desk):
        canvas.drawString(beside * PT, above * PT, RULER_TEXT)
    else:
        canvas.drawString(left * PT, (above + RULER_TICK_MM + 0.5) * PT, RULER_TEXT)
    canvas.saveState()
    # Lines outside the bleed must be on all plates: the preflight reports any other one as a stray mark.
    canvas.setStrokeColor(REGISTRATION)
    canvas.setLineWidth(HAIR_PT)
    canvas.line(left * PT, above * PT, (left + RULER_MM) * PT, above * PT)
    for centimetre in range(6):
        tick = RULER_TICK_MM if centimetre in (0, 5) else RULER_TICK_MM / 2
        x = (left + 10 * centimetre) * PT
        canvas.line(x, above * PT, x, (above + tick) * PT)
    canvas.restoreState()


def fits_page(text: str, left_mm: float, desk: Desk) -> bool:
    """Does a text in the size of the slug end on the page, when it begins `left_mm` from the page's left edge?"""
    width_mm = desk.press.fonts.face("text").width(text) * SLUG_PT / PT
    return left_mm + width_mm <= desk.format.width_mm + 2 * MARKS_MM


def split_slug(line: str, desk: Desk) -> list[str]:
    """Return the slug as one line, or where that is too long as two: the name of the file, and the rest."""
    file, dot, rest = line.partition(SLUG_DOT)
    return [line] if not dot or fits_page(line, MARKS_MM + MARK_MM, desk) else [file, rest]


def draw_watermark(desk: Desk) -> None:
    """Draw 样张 twice across the page, in a tint of black."""
    canvas, format = desk.canvas, desk.format
    size = 0.3 * format.width_mm
    for share in (0.3, 0.94):
        canvas.saveState()
        canvas.setFillColor(TINT)
        canvas.setFont(desk.press.font_name("name"), size * PT)
        # On the sticker, which is not high, the characters would otherwise leave the safe area.
        highest = format.height_mm - format.safe_mm - ASCENT * size
        foot = min(max((1 - share) * format.height_mm, format.safe_mm + DESCENT * size), highest)
        canvas.translate((MARKS_MM + format.width_mm / 2) * PT, (MARKS_MM + foot) * PT)
        canvas.drawCentredString(0, 0, WATERMARK)
        canvas.restoreState()


def draw_marks(desk: Desk) -> None:
    """Draw the eight crop marks, on all plates, outside the bleed."""
    canvas, format = desk.canvas, desk.format
    near, far = format.bleed_mm + GAP_MM, format.bleed_mm + GAP_MM + MARK_MM
    canvas.saveState()
    canvas.setStrokeColor(REGISTRATION)
    canvas.setLineWidth(HAIR_PT)
    for x in (0.0, format.width_mm):
        for start, end in ((-far, -near), (format.height_mm + near, format.height_mm + far)):
            line_mm(canvas, x, start, x, end)
    for y in (0.0, format.height_mm):
        for start, end in ((-far, -near), (format.width_mm + near, format.width_mm + far)):
            line_mm(canvas, start, y, end, y)
    canvas.restoreState()


def line_mm(canvas: Canvas, *ends: float) -> None:
    """Draw a line between two points, in mm from the trim's lower left corner."""
    canvas.line(*((MARKS_MM + value) * PT for value in ends))
