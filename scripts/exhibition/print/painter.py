"""Paint layers on a ReportLab canvas: one function for each layer type.

Artwork that is the same on many posters of a file (walls, roof, mascot) is drawn once as a form XObject and
referenced. Text and code are pure black (K100). SVG path data and QR outlines are converted to PDF paths here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from illustrations.emblem import SIDE as EMBLEM_SIDE
from illustrations.emblem import build_emblem
from illustrations.scenes import crop_scene

from ..qr import build_matrix
from ..qr.render import trace_outline
from . import layers
from .colour import Ink
from .formats import MARKS_MM, PLATES, PT, PrintFormat
from .layers import (
    ACCENT,
    ACCENT_DIM,
    ArtLayer,
    EmblemLayer,
    MascotLayer,
    NamePlatesLayer,
    PaperShape,
    PhotoLayer,
    PosterLayer,
    PosterLayers,
    QrLayer,
    RecordWindowsLayer,
    SceneLayer,
    TextLayer,
    WindowsLayer,
)
from .poster import CONDITIONS, Poster, PosterPhoto, get_address, get_text
from .resources import IDENTITY, RenderResources, multiply_matrices, to_reportlab_image
from .scene_shapes import FlatColour, FlatShape, flatten_scene, measure_path
from .typesetting import fit_text

Point = tuple[float, float]
OUTLINE_STEP = re.compile(r"([Mhvz])(-?\d+)?(?: (-?\d+))?")
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


def fill_path(canvas: Canvas, d: str, *, even_odd: bool = False) -> None:
    """Fill path data with the canvas's fill colour."""
    canvas.drawPath(PDFPathObject([to_pdf_operators(d)]), stroke=0, fill=1, fillMode=0 if even_odd else 1)


def stroke_path(canvas: Canvas, d: str, width: float) -> None:
    """Stroke path data with a line of `width`."""
    canvas.setLineWidth(width)
    canvas.drawPath(PDFPathObject([to_pdf_operators(d)]), stroke=1, fill=0)


def fill_outline(canvas: Canvas, d: str) -> None:
    """Fill the outline of a QR code by the even-odd rule."""
    canvas.drawPath(PDFPathObject(to_straight_operators(d)), stroke=0, fill=1, fillMode=0)


@lru_cache(maxsize=4096)
def to_pdf_operators(d: str) -> str:
    """Convert path data to PDF operators; each shape is parsed once per process."""
    pen = PathPen()
    parse_path(d, pen)
    code: str = pen.path.getCode()
    return code


def to_straight_operators(d: str) -> list[str]:
    """Convert a QR outline (integers and right angles only) to PDF operators, ten times as fast as the general way."""
    code, x, y = [], 0, 0
    for command, first, second in OUTLINE_STEP.findall(d):
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


BLACK = CMYKColor(0, 0, 0, 1)
WHITE = CMYKColor(0, 0, 0, 0)


@dataclass
class PageCanvas:
    """A canvas, the format of its pages, and the names of the forms that it already has."""

    canvas: Canvas
    format: PrintFormat
    resources: RenderResources
    forms: dict[tuple[str, Hashable], str] = field(default_factory=dict)
    """Names of the forms by the name that was wished for and what is drawn."""
    shared_paths: frozenset[str] = frozenset()
    """Path data that occurs more than once in the pictures of the file."""
    path_forms: dict[tuple[str, bool], str] = field(default_factory=dict)
    """Names of the forms of shared paths, by their data and whether they are lines."""

    @property
    def unit_pt(self) -> float:
        """Points in one unit of the layout."""
        return self.format.scale * PT

    def to_page_x(self, units: float) -> float:
        """Convert a distance from the trim's left edge in layout units to a page coordinate in points."""
        return MARKS_MM * PT + units * self.unit_pt

    def to_page_y(self, units: float) -> float:
        """Convert a distance from the trim's upper edge in layout units to a page coordinate in points."""
        return (MARKS_MM + self.format.height_mm) * PT - units * self.unit_pt

    def get_colour(self, name: str, poster: Poster) -> CMYKColor:
        """Return a colour of the palette; accent names give the accent of the poster's street."""
        return self.choose_colour(self.resources.get_ink(resolve_accent(name, poster.accent)))

    def choose_colour(self, ink: Ink) -> CMYKColor:
        """Return an ink on the plates of this product, as ReportLab takes colours."""
        return to_reportlab_colour(ink if self.format.inks == PLATES else compute_black_tint(ink))

    def draw_form(self, wanted: str, drawing: Hashable, draw: Callable[[], None]) -> None:
        """Show a drawing in layout units (y downwards), cut off at the bleed; it is drawn once in a file.

        `drawing` tells two drawings apart that want the same name: the later one gets a number behind it.
        """
        name = self.forms.get((wanted, drawing))
        if name is None:
            taken = sum(other == wanted for other, _ in self.forms)
            name = f"{wanted}-{taken + 1}" if taken else wanted
            self.forms[wanted, drawing] = name
            far = layers.OVERHANG / self.format.scale
            width, height = self.format.width_mm / self.format.scale, self.format.height_mm / self.format.scale
            self.canvas.beginForm(name, -far, -far, width + far, height + far)
            self.canvas.setLineCap(1)
            self.canvas.setLineJoin(1)
            draw()
            self.canvas.endForm()
        self.canvas.saveState()
        self.clip_to_bleed()
        unit = self.unit_pt
        self.canvas.transform(unit, 0, 0, -unit, self.to_page_x(0), self.to_page_y(0))
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def paint_shared_path(self, d: str, *, line: bool) -> None:
        """Paint path data in the colour and width that are set; shared data is a form of its own."""
        if d not in self.shared_paths or len(to_pdf_operators(d)) < LEAST_SHARED:
            self.paint_path(d, line=line)
            return
        name = self.path_forms.get((d, line))
        if name is None:
            name = self.path_forms[d, line] = f"path{len(self.path_forms)}"
            left, top, right, bottom = measure_path(d)
            # Half the widest line of any scene.
            self.canvas.beginForm(name, left - 20, top - 20, right + 20, bottom + 20)
            self.paint_path(d, line=line)
            self.canvas.endForm()
        self.canvas.doForm(name)

    def paint_path(self, d: str, *, line: bool) -> None:
        """Paint path data in the colour and width that are set."""
        self.canvas.drawPath(PDFPathObject([to_pdf_operators(d)]), stroke=int(line), fill=int(not line), fillMode=1)

    def clip_to_bleed(self) -> None:
        """Clip to the bleed box."""
        out, path = (MARKS_MM - self.format.bleed_mm) * PT, self.canvas.beginPath()
        bleed = 2 * self.format.bleed_mm
        path.rect(out, out, (self.format.width_mm + bleed) * PT, (self.format.height_mm + bleed) * PT)
        self.canvas.clipPath(path, stroke=0, fill=0)


LEAST_SHARED = 160
"""Bytes of operators from which a path that is drawn more than once becomes a form."""


def to_reportlab_colour(ink: Ink) -> CMYKColor:
    """Convert an ink to a ReportLab colour."""
    return CMYKColor(*(share / 100 for share in ink))


def compute_black_tint(ink: Ink) -> Ink:
    """Return a tint of black as dark as an ink: the weights of cyan, magenta and yellow are those of luma (BT.601)."""
    cyan, magenta, yellow, black = ink
    light = (100 - (0.299 * cyan + 0.587 * magenta + 0.114 * yellow)) * (100 - black) / 100
    return Ink(0, 0, 0, round(100 - light))


def resolve_accent(name: str, accent: str) -> str:
    """Return the palette name of a colour; `accent` and `accent-dim` become those of the street."""
    return accent + name.removeprefix(ACCENT) if name in (ACCENT, ACCENT_DIM) else name


def paint_layer(layer: PosterLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint one layer of a poster."""
    PAINTERS[type(layer)](layer, poster, page)


def paint_shapes(cuts: tuple[PaperShape, ...], poster: Poster, page: PageCanvas) -> None:
    """Paint shapes onto the form that is being drawn."""
    for cut in cuts:
        colour = page.get_colour(cut.colour, poster)
        if cut.width:
            page.canvas.setStrokeColor(colour)
            stroke_path(page.canvas, cut.d, cut.width)
        else:
            page.canvas.setFillColor(colour)
            fill_path(page.canvas, cut.d)


def paint_art(layer: ArtLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint shapes, as one form per accent colour."""
    place = page.format.layers.index(layer) if layer in page.format.layers else "-more"
    page.draw_form(f"art{place}-{poster.accent}", layer, partial(paint_shapes, layer.cuts, poster, page))


def paint_windows(layer: WindowsLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint five windows; in a column, the lowest is lit first."""
    stars = poster.stars or 0
    cuts: list[PaperShape] = []
    for storey in range(5):
        number = 4 - storey if layer.dy else storey
        x, y = layer.x + number * layer.dx, layer.y + number * layer.dy
        cuts += layers.draw_window(x, y, layer.width, layer.height, lit=storey < stars)
    page.draw_form(f"panes{stars}-{poster.accent}", layer, partial(paint_shapes, tuple(cuts), poster, page))


def paint_record_windows(layer: RecordWindowsLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint a window for each sign of a text, lit or dark."""
    signs = get_text(layer.what, poster)
    cuts: list[PaperShape] = []
    for number, sign in enumerate(signs):
        x, y = layer.x + number % layer.across * layer.dx, layer.y + number // layer.across * layer.dy
        cuts += layers.draw_window(x, y, layer.width, layer.height, lit=sign == "1")
    page.draw_form(f"windows{signs}", (layer, signs), partial(paint_shapes, tuple(cuts), poster, page))


def paint_mascot(layer: MascotLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint the mascot, mirrored if `flip` is set."""
    page.draw_form(f"{layer.pose}-{layer.x:g}-{layer.y:g}", layer, partial(paint_pose, layer, page))


def paint_pose(layer: MascotLayer, page: PageCanvas) -> None:
    """Paint the shapes of a pose onto the form that is being drawn."""
    (left, top, wide, high), shapes = page.resources.load_mascot(layer.pose)
    scale = layer.size / max(wide, high)
    turn = (-scale, 0, 0, scale, layer.x + layer.size + left * scale, layer.y - top * scale)
    place = turn if layer.flip else (scale, 0, 0, scale, layer.x - left * scale, layer.y - top * scale)
    for shape in shapes:
        page.canvas.saveState()
        page.canvas.transform(*multiply_matrices(place, shape.matrix))
        if shape.fill:
            page.canvas.setFillColor(page.choose_colour(page.resources.get_ink_by_hex(shape.fill)))
            fill_path(page.canvas, shape.d, even_odd=shape.even_odd)
        if shape.line:
            page.canvas.setStrokeColor(page.choose_colour(page.resources.get_ink_by_hex(shape.line)))
            stroke_path(page.canvas, shape.d, shape.width)
        page.canvas.restoreState()


def paint_text(layer: TextLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint one of the poster's texts."""
    write_text(get_text(layer.what, poster), layer, page)


def write_text(text: str, box: TextLayer, page: PageCanvas) -> None:
    """Write a text into a box in pure black.

    A text that does not fit is skipped: it has been reported before (`render_bundle.find_unprintable`).
    """
    setting = fit_text(text, box, page.resources.fonts.get_face(box.weight).measure_width) if text else None
    if setting is None:
        return
    page.canvas.setFillColor(BLACK)
    page.canvas.setFont(page.resources.get_font_name(box.weight), setting.size * page.unit_pt)
    if box.turned:
        page.canvas.saveState()
        middle = page.to_page_x(box.x + box.width / 2), page.to_page_y(box.y + box.height / 2)
        page.canvas.transform(-1, 0, 0, -1, 2 * middle[0], 2 * middle[1])
    for line in setting.lines:
        page.canvas.drawString(page.to_page_x(line.x), page.to_page_y(line.baseline), line.text)
    if box.turned:
        page.canvas.restoreState()


def paint_name_plates(layer: NamePlatesLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint a name plate for each unit of a cluster; if there are too many, the last plate states the total."""
    for number, name in enumerate(list_plate_texts(layer, poster.members)):
        x, y, wide, high = layer.x, layer.y + number * layer.step, layer.width, layer.height
        cuts = (
            PaperShape(layers.draw_box(x, y, wide, high, 2), ACCENT),
            PaperShape(layers.draw_box(x + 1, y + 1, wide - 2, high - 2, 1.3), "cream"),
        )
        page.draw_form(f"plate{number}-{poster.accent}", layer, partial(paint_shapes, cuts, poster, page))
        write_text(name, TextLayer("", x + 2, y + 1, wide - 4, high - 2, 5.2, 2.4, lines=2), page)


def list_plate_texts(layer: NamePlatesLayer, members: tuple[str, ...]) -> list[str]:
    """Return the texts of the name plates."""
    if len(members) <= layer.count:
        return list(members)
    return [*members[: layer.count - 1], f"等{len(members)}个楼组"]


def paint_photo(layer: PhotoLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint the photo, clipped to the bleed."""
    shot = poster.get_shot(layer.what)
    assert shot, "only posters with a photo have this layer"
    data = page.resources.render_photo(shot, layer, page.format)
    assert isinstance(data, bytes), "coarse photos have been left out (see `pdf_writer.drop_unusable_photos`)"
    page.canvas.saveState()
    page.clip_to_bleed()
    width, height = layer.width * page.unit_pt, layer.height * page.unit_pt
    page.canvas.drawImage(
        to_reportlab_image(data), page.to_page_x(layer.x), page.to_page_y(layer.y + layer.height), width, height
    )
    page.canvas.restoreState()


def paint_emblem(layer: EmblemLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint the emblem: its photograph where it has one, else the drawing; both once in a file."""
    parts = layer.parts or poster.emblem
    if poster.emblem_shot and not layer.parts:
        paint_emblem_photo(layer, poster.emblem_shot, page)
    elif parts:
        *slugs, letters = parts
        name = "-".join(("emblem", *slugs, *(f"{ord(letter):x}" for letter in letters)))
        page.draw_form(name, layer, partial(paint_emblem_shapes, layer, parts, page))


def paint_emblem_shapes(layer: EmblemLayer, parts: tuple[str, str, str, str], page: PageCanvas) -> None:
    """Paint the shapes of an emblem onto the form that is being drawn; characters are shapes too, for text is black."""
    canvas, drawing = page.canvas, build_emblem(*parts)
    step = layer.size / EMBLEM_SIDE
    canvas.saveState()
    canvas.transform(step, 0, 0, step, layer.x - layer.size / 2, layer.y - layer.size / 2)
    for shape in drawing.shapes:
        colour = page.choose_colour(page.resources.get_ink(shape.colour))
        if shape.width:
            canvas.setStrokeColor(colour)
            stroke_path(canvas, shape.d, shape.width)
        else:
            canvas.setFillColor(colour)
            fill_path(canvas, shape.d)
    if letters := drawing.letters:
        face = page.resources.fonts.get_face("name")
        canvas.setFillColor(page.choose_colour(page.resources.get_ink(letters.colour)))
        canvas.translate(
            letters.x - face.measure_width(letters.text) * letters.size / 2, letters.y + 0.35 * letters.size
        )
        canvas.scale(letters.size, -letters.size)
        for character in letters.text:
            fill_path(canvas, page.resources.trace_character("name", character))
            canvas.translate(face.get_advance(character), 0)
    canvas.restoreState()


def paint_emblem_photo(layer: EmblemLayer, shot: PosterPhoto, page: PageCanvas) -> None:
    """Paint the photographed design sheet in its disc."""
    side, canvas = 2 * layer.radius, page.canvas
    box = layer.disc
    data = page.resources.render_photo(shot, box, page.format)
    assert isinstance(data, bytes), "coarse photos have been left out (see `pdf_writer.drop_unusable_photos`)"
    left, foot, width = page.to_page_x(box.x), page.to_page_y(box.y + side), side * page.unit_pt
    canvas.saveState()
    path = canvas.beginPath()
    path.circle(left + width / 2, foot + width / 2, width / 2)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawImage(to_reportlab_image(data), left, foot, width, width)
    canvas.restoreState()


LEAST_LINE_PT = 0.3
"""Lines of pictures are not drawn thinner, however small the picture: 0.25 pt is the least that prints."""


def paint_scene(layer: SceneLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint the drawn scene: as wide as its frame would show it, and as high as the place allows."""
    canvas, unit = page.canvas, page.unit_pt
    left, top, wide, high = crop_scene(layer.width, layer.height)
    scale = layer.width / wide
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(page.to_page_x(layer.x), page.to_page_y(layer.y + layer.height), layer.width * unit, layer.height * unit)
    canvas.clipPath(path, stroke=0, fill=0)
    step = scale * unit
    canvas.transform(step, 0, 0, -step, page.to_page_x(layer.x - left * scale), page.to_page_y(layer.y - top * scale))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for shape in flatten_scene(*poster.get_scene(layer.what)):
        if is_in_view(shape, (left, top, left + wide, top + high)):
            paint_flat_shape(shape, step, page)
    canvas.restoreState()


def is_in_view(shape: FlatShape, view: tuple[float, float, float, float]) -> bool:
    """Does a shape of a scene reach into the part of it that is seen, given by left, top, right and bottom?"""
    x0, y0, x1, y1 = measure_path(shape.d)
    a, b, c, d, e, f = shape.place
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    reach = shape.width * max(map(abs, (a, b, c, d))) / 2
    left, top, right, bottom = view
    return min(xs) - reach < right and max(xs) + reach > left and min(ys) - reach < bottom and max(ys) + reach > top


def paint_flat_shape(shape: FlatShape, step: float, page: PageCanvas) -> None:
    """Paint a shape of a scene; `step` is the length of its unit in points."""
    canvas, colour = page.canvas, page.choose_colour(blend_inks(shape.colour, page.resources))
    canvas.saveState()
    if shape.place != IDENTITY:
        canvas.transform(*shape.place)
    if shape.width:
        a, b, c, d = shape.place[:4]
        size = min((a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5) * step
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(max(shape.width, LEAST_LINE_PT / size))
        if shape.dash:
            canvas.setDash([float(part) for part in shape.dash.split()])
            canvas.setLineCap(0)
    else:
        canvas.setFillColor(colour)
    page.paint_shared_path(shape.d, line=bool(shape.width))
    canvas.restoreState()


def blend_inks(colour: FlatColour, resources: RenderResources) -> Ink:
    """Return the ink of a colour; of a mixture, each plate mixed by its share."""
    base = resources.get_ink(colour.base)
    if not colour.share:
        return base
    over = resources.get_ink(colour.over)
    return Ink(*(round(low + (high - low) * colour.share) for low, high in zip(base, over, strict=True)))


def paint_code(layer: QrLayer, poster: Poster, page: PageCanvas) -> None:
    """Paint the white panel as a knockout, and the code in it as one path, in pure black, by the even-odd rule."""
    format, canvas = page.format, page.canvas
    rows = build_matrix(get_address(layer, poster), proof=poster.proof)
    assert isinstance(rows, tuple), "the addresses of a job are checked before it is drawn"
    place = format.place_code(len(rows), layer)
    module = place.module_mm * PT
    canvas.saveState()
    canvas.translate((MARKS_MM + place.x_mm) * PT, (MARKS_MM + format.height_mm - place.y_mm) * PT)
    canvas.scale(module, -module)
    canvas.setFillColor(WHITE)
    side = format.compute_panel(layer) / place.module_mm
    edge = (len(rows) - side) / 2
    canvas.rect(edge, edge, side, side, stroke=0, fill=1)
    canvas.setFillColor(BLACK)
    fill_outline(canvas, trace_outline(rows))
    canvas.restoreState()


PAINTERS: dict[type[PosterLayer], Callable[[Any, Poster, PageCanvas], None]] = {
    ArtLayer: paint_art,
    MascotLayer: paint_mascot,
    WindowsLayer: paint_windows,
    RecordWindowsLayer: paint_record_windows,
    TextLayer: paint_text,
    NamePlatesLayer: paint_name_plates,
    PhotoLayer: paint_photo,
    SceneLayer: paint_scene,
    EmblemLayer: paint_emblem,
    QrLayer: paint_code,
}
"""The function that paints each layer type."""


def choose_layers(layers: PosterLayers, poster: Poster) -> list[PosterLayer]:
    """Return the layers of one page that a poster has, from back to front."""
    return [layer for layer in layers if CONDITIONS[layer.when](poster)]
