"""Draw posters as a plain PDF and finish it as PDF/X.

`draw_pages` writes one page per poster: CMYK, black text and code, trim and bleed boxes, crop marks, a slug line.
`finish_pdfx` adds output intent, XMP and Info in agreement and removes what the standard forbids. The result does
not depend on when or where it is made: dates are the job's, ids are computed from the content.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String
from reportlab import rl_config
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.pdfgen.canvas import Canvas

from .formats import CONDITION, MARKS_MM, PT, REGISTRY, RULER_MM, SLUG_DOT, STANDARDS, PdfStandard, PrintFormat
from .layers import PhotoLayer, PosterLayers, SceneLayer, TextLayer
from .painter import BLACK, PageCanvas, choose_layers, paint_layer
from .photo import LowResolution
from .poster import EMBLEM_SHOT, OWN_SHOT, Poster, PosterPhoto
from .resources import RenderResources
from .scene_shapes import flatten_scene

if TYPE_CHECKING:
    from .colour import PrintProfile

__all__ = ["DEFAULT_DATE", "STANDARDS", "PdfStandard", "finish_pdfx"]


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


def draw_pages(
    posters: Sequence[Poster], format: PrintFormat, resources: RenderResources, folio: Sequence[str] = ()
) -> bytes:
    """Return a PDF with the pages of every poster; `folio` are the slug lines outside the trim, one a page.

    The same posters give the same bytes. What does not fit must have been found before (`render_bundle.find_unprintable`).
    """
    # `enforceColorSpace` is not used: ReportLab would convert CMYK values that look grey on screens to black only. All
    # colours come from the ink table, and the preflight refuses any other colour space.
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=((format.width_mm + 2 * MARKS_MM) * PT, (format.height_mm + 2 * MARKS_MM) * PT),
        invariant=1,
        pageCompression=1,
        initialFontName=resources.get_font_name("text"),
        trimBox=compute_box(format, 0),
        bleedBox=compute_box(format, format.bleed_mm),
    )
    settled = [drop_unusable_photos(poster, format, resources) for poster in posters]
    page = PageCanvas(canvas, format, resources, shared_paths=find_shared_paths(settled, format))
    slugs = iter(folio)
    for poster in settled:
        for layers in format.list_pages(poster):
            draw_page(layers, poster, page, next(slugs, ""))
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def compute_box(format: PrintFormat, out_mm: float) -> tuple[float, float, float, float]:
    """Return the box that lies `out_mm` outside the trim, in points."""
    low = (MARKS_MM - out_mm) * PT
    return (low, low, (MARKS_MM + format.width_mm + out_mm) * PT, (MARKS_MM + format.height_mm + out_mm) * PT)


def drop_unusable_photos(poster: Poster, format: PrintFormat, resources: RenderResources) -> Poster:
    """Return the poster without the photos for which this format has no place, or which are too coarse for theirs."""
    places = format.list_photo_places(poster)
    for name in (OWN_SHOT, EMBLEM_SHOT, *(name for name, _ in poster.shots)):
        shot, own = poster.get_shot(name), [place for other, place in places if other == name]
        if shot and (not own or any(is_coarse(shot, place, format, resources) for place in own)):
            poster = poster.drop_shot(name)
    return poster


def is_coarse(shot: PosterPhoto, place: PhotoLayer, format: PrintFormat, resources: RenderResources) -> bool:
    """Has a photo too few pixels for a place?"""
    return isinstance(resources.render_photo(shot, place, format), LowResolution)


def find_shared_paths(posters: Sequence[Poster], format: PrintFormat) -> frozenset[str]:
    """Return the path data that occurs more than once in the drawn scenes of these posters."""
    counts = Counter(
        shape.d
        for poster in posters
        for layers in format.list_pages(poster)
        for layer in choose_layers(layers, poster)
        if isinstance(layer, SceneLayer)
        for shape in flatten_scene(*poster.get_scene(layer.what))
    )
    return frozenset(d for d, count in counts.items() if count > 1)


def draw_page(layers: PosterLayers, poster: Poster, page: PageCanvas, slug: str) -> None:
    """Draw one page of a poster. The watermark of a proof lies under all text."""
    marked = not poster.proof
    for layer in choose_layers(layers, poster):
        if isinstance(layer, TextLayer) and not marked:
            draw_watermark(page)
            marked = True
        paint_layer(layer, poster, page)
    if not marked:
        draw_watermark(page)
    draw_crop_marks(page)
    if slug:
        draw_slug(slug, page)


def draw_slug(line: str, page: PageCanvas) -> None:
    """Write the slug line below the sheet and draw a ruler above it, both outside the bleed.

    Where the page is too narrow, the slug takes two lines, and the text of the ruler stands above it.
    """
    canvas, left, above = page.canvas, MARKS_MM + MARK_MM, MARKS_MM + page.format.height_mm + RULER_OUT_MM
    canvas.setFillColor(BLACK)
    canvas.setFont(page.resources.get_font_name("text"), SLUG_PT)
    for number, part in enumerate(split_slug(line, page)):
        canvas.drawString(left * PT, (SLUG_MM - number * SLUG_LEADING_MM) * PT, part)
    beside = left + RULER_MM + 2
    if is_within_page(RULER_TEXT, beside, page):
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


def is_within_page(text: str, left_mm: float, desk: PageCanvas) -> bool:
    """Does a text in the size of the slug end on the page, when it begins `left_mm` from the page's left edge?"""
    width_mm = desk.resources.fonts.get_face("text").measure_width(text) * SLUG_PT / PT
    return left_mm + width_mm <= desk.format.width_mm + 2 * MARKS_MM


def split_slug(line: str, desk: PageCanvas) -> list[str]:
    """Return the slug as one line, or where that is too long as two: the name of the file, and the rest."""
    file, dot, rest = line.partition(SLUG_DOT)
    return [line] if not dot or is_within_page(line, MARKS_MM + MARK_MM, desk) else [file, rest]


def draw_watermark(page: PageCanvas) -> None:
    """Draw 样张 twice across the page, in a tint of black."""
    canvas, format = page.canvas, page.format
    # Where there is a picture, the upper mark lies behind the text below it.
    large, upper = (0.2, 0.46) if format.photo_place else (0.3, 0.3)
    # On a page that is wider than high the code may stand beside the middle.
    wide = format.width_mm > format.height_mm
    size = min(large, 0.2) * format.height_mm if wide else large * format.width_mm
    for share in (upper, 0.94):
        canvas.saveState()
        canvas.setFillColor(TINT)
        canvas.setFont(page.resources.get_font_name("name"), size * PT)
        # On the sticker, which is not high, the characters would otherwise leave the safe area.
        highest = format.height_mm - format.safe_mm - ASCENT * size
        foot = min(max((1 - share) * format.height_mm, format.safe_mm + DESCENT * size), highest)
        canvas.translate((MARKS_MM + format.width_mm / 2) * PT, (MARKS_MM + foot) * PT)
        canvas.drawCentredString(0, 0, WATERMARK)
        canvas.restoreState()


def draw_crop_marks(page: PageCanvas) -> None:
    """Draw the eight crop marks, on all plates, outside the bleed."""
    canvas, format = page.canvas, page.format
    near, far = format.bleed_mm + GAP_MM, format.bleed_mm + GAP_MM + MARK_MM
    canvas.saveState()
    canvas.setStrokeColor(REGISTRATION)
    canvas.setLineWidth(HAIR_PT)
    for x in (0.0, *format.folds_mm, format.width_mm):
        for start, end in ((-far, -near), (format.height_mm + near, format.height_mm + far)):
            draw_line_mm(canvas, x, start, x, end)
    for y in (0.0, format.height_mm):
        for start, end in ((-far, -near), (format.width_mm + near, format.width_mm + far)):
            draw_line_mm(canvas, start, y, end, y)
    canvas.restoreState()


def draw_line_mm(canvas: Canvas, *ends: float) -> None:
    """Draw a line between two points, in mm from the trim's lower left corner."""
    canvas.line(*((MARKS_MM + value) * PT for value in ends))


DEFAULT_DATE = date(2026, 11, 1)
"""Date of files that are made without a job."""
CREATOR, PRODUCER = "louzu exhibition posters", "ReportLab, pikepdf"
CONDITION_TEXT = "Offset commercial and specialty printing according to ISO 12647-2:2004/Amd 1, paper type 1 or 2"
"""Description of FOGRA39 in the ICC registry."""
REMOVED_FROM_CATALOG = ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Outlines", "/PageMode", "/URI", "/OCProperties")
REMOVED_FROM_PAGE = ("/Annots", "/AA", "/Trans", "/Dur", "/Rotate", "/CropBox", "/ArtBox", "/UserUnit", "/Thumb")
"""Keys for viewers that a file for a press must not have (ISO 15930-7, 6): actions, annotations, transitions, …"""
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:{prefix}="{namespace}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<xmp:MetadataDate>{made}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<{prefix}:GTS_PDFXVersion>{version}</{prefix}:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>
"""


def finish_pdfx(
    pdf: bytes, standard: PdfStandard, profile: PrintProfile, title: str, made: date = DEFAULT_DATE
) -> bytes:
    """Finish `pdf` to `standard` for the printing condition of `profile`. The same input gives the same bytes."""
    id = str(UUID(bytes=hashlib.sha256(b"\0".join([pdf, standard.key.encode(), title.encode()])).digest()[:16]))
    with Pdf.open(BytesIO(pdf)) as file:
        remove_forbidden_keys(file)
        file.Root.OutputIntents = file.make_indirect(Array([build_output_intent(file, profile)]))
        file.Root.Metadata = build_xmp(file, standard, title, made, id)
        file.trailer.Info = file.make_indirect(build_info(standard, title, made))
        return save_pdf(file, standard)


def remove_forbidden_keys(file: Pdf) -> None:
    """Remove the keys of catalog and pages that a file for a press must not have."""
    for holder, keys in ((file.Root, REMOVED_FROM_CATALOG), *((page.obj, REMOVED_FROM_PAGE) for page in file.pages)):
        for key in keys:
            if key in holder:
                del holder[key]


def build_output_intent(file: Pdf, profile: PrintProfile) -> Dictionary:
    """Build the output intent: the condition by its registered name, and the embedded profile."""
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(CONDITION),
        OutputCondition=String(CONDITION_TEXT),
        RegistryName=String(REGISTRY),
        Info=String(profile.name),
        DestOutputProfile=Stream(file, profile.reduced, N=4, Alternate=Name.DeviceCMYK),
    )


def build_xmp(file: Pdf, standard: PdfStandard, title: str, made: date, id: str) -> Stream:
    """Build the XMP metadata stream of the file."""
    text = XMP.format(
        prefix=standard.prefix,
        namespace=standard.namespace,
        version=standard.title,
        title=escape(title),
        creator=CREATOR,
        producer=PRODUCER,
        made=f"{made:%Y-%m-%d}T00:00:00Z",
        id=id,
    )
    return Stream(file, text.encode(), Type=Name.Metadata, Subtype=Name.XML)


def build_info(standard: PdfStandard, title: str, made: date) -> Dictionary:
    """Build the document information dictionary, with the same values as the XMP."""
    stamp = f"D:{made:%Y%m%d}000000Z"
    entries = {
        "/Title": String(title),
        "/Creator": String(CREATOR),
        "/Producer": String(PRODUCER),
        "/CreationDate": String(stamp),
        "/ModDate": String(stamp),
        "/Trapped": Name("/False"),
    }
    if standard.in_info:
        entries |= {"/GTS_PDFXVersion": String(standard.title), "/GTS_PDFXConformance": String(standard.title)}
    return Dictionary(entries)


def save_pdf(file: Pdf, standard: PdfStandard) -> bytes:
    """Save the file: streams deflated, metadata uncompressed (XMP part 3), the id computed from the content."""
    if "/ID" in file.trailer:
        # qpdf would keep the first half of an existing id; ours is computed from the content only.
        del file.trailer["/ID"]
    result, streams = BytesIO(), standard.object_streams
    file.save(
        result,
        force_version=standard.pdf,
        object_stream_mode=ObjectStreamMode.generate if streams else ObjectStreamMode.disable,
        compress_streams=True,
        recompress_flate=False,
        preserve_pdfa=False,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return result.getvalue()
