"""Paint layers on a ReportLab canvas: one function for each layer type.

Artwork that is the same on many posters of a file (walls, roof, mascot) is drawn once as a form XObject and referenced.
Text and code are pure black (K100).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas

from ..codes import matrix
from ..codes.outline import outline
from . import art
from .figures import times
from .fitting import fit
from .format import MARKS_MM, PLATES, PT, Format
from .inks import Ink
from .layers import ACCENT, ACCENT_DIM, Art, Code, Cut, Figure, Layer, Layers, Panes, Photograph, Plates, Words
from .pens import fill, fill_outline, stroke
from .poster import CONDITIONS, Poster, address_of, text_of
from .press import Press, image

BLACK = CMYKColor(0, 0, 0, 1)
WHITE = CMYKColor(0, 0, 0, 0)


@dataclass
class Desk:
    """A canvas, the format of its pages, and the names of the forms that it already has."""

    canvas: Canvas
    format: Format
    press: Press
    forms: dict[tuple[str, Hashable], str] = field(default_factory=dict)
    """Names of the forms by the name that was wished for and what is drawn."""

    @property
    def unit_pt(self) -> float:
        """Points in one unit of the layout."""
        return self.format.scale * PT

    def x(self, units: float) -> float:
        """Convert a distance from the trim's left edge in layout units to a page coordinate in points."""
        return MARKS_MM * PT + units * self.unit_pt

    def y(self, units: float) -> float:
        """Convert a distance from the trim's upper edge in layout units to a page coordinate in points."""
        return (MARKS_MM + self.format.height_mm) * PT - units * self.unit_pt

    def ink(self, name: str, poster: Poster) -> CMYKColor:
        """Return a colour of the palette; accent names give the accent of the poster's street."""
        return self.colour(self.press.ink(toned(name, poster.accent)))

    def colour(self, ink: Ink) -> CMYKColor:
        """Return an ink on the plates of this product, as ReportLab takes colours."""
        return colour_of(ink if self.format.inks == PLATES else black_tint(ink))

    def form(self, wanted: str, drawing: Hashable, draw: Callable[[], None]) -> None:
        """Show a drawing in layout units (y downwards), cut off at the bleed; it is drawn once in a file.

        `drawing` tells two drawings apart that want the same name: the later one gets a number behind it.
        """
        name = self.forms.get((wanted, drawing))
        if name is None:
            taken = sum(other == wanted for other, _ in self.forms)
            name = f"{wanted}-{taken + 1}" if taken else wanted
            self.forms[wanted, drawing] = name
            far = art.FAR / self.format.scale
            width, height = self.format.width_mm / self.format.scale, self.format.height_mm / self.format.scale
            self.canvas.beginForm(name, -far, -far, width + far, height + far)
            self.canvas.setLineCap(1)
            self.canvas.setLineJoin(1)
            draw()
            self.canvas.endForm()
        self.canvas.saveState()
        self.clip()
        unit = self.unit_pt
        self.canvas.transform(unit, 0, 0, -unit, self.x(0), self.y(0))
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def clip(self) -> None:
        """Clip to the bleed box."""
        out, path = (MARKS_MM - self.format.bleed_mm) * PT, self.canvas.beginPath()
        bleed = 2 * self.format.bleed_mm
        path.rect(out, out, (self.format.width_mm + bleed) * PT, (self.format.height_mm + bleed) * PT)
        self.canvas.clipPath(path, stroke=0, fill=0)


def colour_of(ink: Ink) -> CMYKColor:
    """Convert an ink to a ReportLab colour."""
    return CMYKColor(*(share / 100 for share in ink))


def black_tint(ink: Ink) -> Ink:
    """Return a tint of black as dark as an ink: the weights of cyan, magenta and yellow are those of luma (BT.601)."""
    cyan, magenta, yellow, black = ink
    light = (100 - (0.299 * cyan + 0.587 * magenta + 0.114 * yellow)) * (100 - black) / 100
    return Ink(0, 0, 0, round(100 - light))


def toned(name: str, accent: str) -> str:
    """Return the palette name of a colour; `accent` and `accent-dim` become those of the street."""
    return accent + name.removeprefix(ACCENT) if name in (ACCENT, ACCENT_DIM) else name


def paint(layer: Layer, poster: Poster, desk: Desk) -> None:
    """Paint one layer of a poster."""
    PAINTERS[type(layer)](layer, poster, desk)


def paint_cuts(cuts: tuple[Cut, ...], poster: Poster, desk: Desk) -> None:
    """Paint shapes onto the form that is being drawn."""
    for cut in cuts:
        colour = desk.ink(cut.colour, poster)
        if cut.width:
            desk.canvas.setStrokeColor(colour)
            stroke(desk.canvas, cut.d, cut.width)
        else:
            desk.canvas.setFillColor(colour)
            fill(desk.canvas, cut.d)


def paint_art(layer: Art, poster: Poster, desk: Desk) -> None:
    """Paint shapes, as one form per accent colour."""
    place = desk.format.layers.index(layer) if layer in desk.format.layers else "-more"
    desk.form(f"art{place}-{poster.accent}", layer, partial(paint_cuts, layer.cuts, poster, desk))


def paint_panes(layer: Panes, poster: Poster, desk: Desk) -> None:
    """Paint five windows; in a column, the lowest is lit first."""
    stars = poster.stars or 0
    cuts: list[Cut] = []
    for storey in range(5):
        number = 4 - storey if layer.dy else storey
        x, y = layer.x + number * layer.dx, layer.y + number * layer.dy
        cuts += art.pane(x, y, layer.width, layer.height, lit=storey < stars)
    desk.form(f"panes{stars}-{poster.accent}", layer, partial(paint_cuts, tuple(cuts), poster, desk))


def paint_figure(layer: Figure, poster: Poster, desk: Desk) -> None:
    """Paint the mascot, mirrored if `flip` is set."""
    desk.form(f"{layer.pose}-{layer.x:g}-{layer.y:g}", layer, partial(paint_pose, layer, desk))


def paint_pose(layer: Figure, desk: Desk) -> None:
    """Paint the shapes of a pose onto the form that is being drawn."""
    (left, top, wide, high), shapes = desk.press.figure(layer.pose)
    scale = layer.size / max(wide, high)
    turn = (-scale, 0, 0, scale, layer.x + layer.size + left * scale, layer.y - top * scale)
    place = turn if layer.flip else (scale, 0, 0, scale, layer.x - left * scale, layer.y - top * scale)
    for shape in shapes:
        desk.canvas.saveState()
        desk.canvas.transform(*times(place, shape.matrix))
        if shape.fill:
            desk.canvas.setFillColor(desk.colour(desk.press.ink_of_hex(shape.fill)))
            fill(desk.canvas, shape.d, even_odd=shape.even_odd)
        if shape.line:
            desk.canvas.setStrokeColor(desk.colour(desk.press.ink_of_hex(shape.line)))
            stroke(desk.canvas, shape.d, shape.width)
        desk.canvas.restoreState()


def paint_words(layer: Words, poster: Poster, desk: Desk) -> None:
    """Paint one of the poster's texts."""
    write(text_of(layer.what, poster), layer, desk)


def write(text: str, box: Words, desk: Desk) -> None:
    """Write a text into a box in pure black.

    A text that does not fit is skipped: it has been reported before (`render_bundle.find_unprintable`).
    """
    setting = fit(text, box, desk.press.fonts.face(box.weight).width) if text else None
    if setting is None:
        return
    desk.canvas.setFillColor(BLACK)
    desk.canvas.setFont(desk.press.font_name(box.weight), setting.size * desk.unit_pt)
    for line in setting.lines:
        desk.canvas.drawString(desk.x(line.x), desk.y(line.baseline), line.text)


def paint_plates(layer: Plates, poster: Poster, desk: Desk) -> None:
    """Paint a name plate for each unit of a cluster; if there are too many, the last plate states the total."""
    for number, name in enumerate(plate_texts(layer, poster.members)):
        x, y, wide, high = layer.x, layer.y + number * layer.step, layer.width, layer.height
        cuts = (Cut(art.box(x, y, wide, high, 2), ACCENT), Cut(art.box(x + 1, y + 1, wide - 2, high - 2, 1.3), "cream"))
        desk.form(f"plate{number}-{poster.accent}", layer, partial(paint_cuts, cuts, poster, desk))
        write(name, Words("", x + 2, y + 1, wide - 4, high - 2, 5.2, 2.4, lines=2), desk)


def plate_texts(layer: Plates, members: tuple[str, ...]) -> list[str]:
    """Return the texts of the name plates."""
    if len(members) <= layer.count:
        return list(members)
    return [*members[: layer.count - 1], f"等{len(members)}个楼组"]


def paint_photograph(layer: Photograph, poster: Poster, desk: Desk) -> None:
    """Paint the photo, clipped to the bleed."""
    assert poster.shot, "only posters with a photo have this layer"
    data = desk.press.photograph(poster.shot, layer, desk.format)
    assert isinstance(data, bytes), "coarse photos have been left out (see `drawing.settled`)"
    desk.canvas.saveState()
    desk.clip()
    width, height = layer.width * desk.unit_pt, layer.height * desk.unit_pt
    desk.canvas.drawImage(image(data), desk.x(layer.x), desk.y(layer.y + layer.height), width, height)
    desk.canvas.restoreState()


def paint_code(layer: Code, poster: Poster, desk: Desk) -> None:
    """Paint the white panel as a knockout, and the code in it as one path, in pure black, by the even-odd rule."""
    format, canvas = desk.format, desk.canvas
    rows = matrix(address_of(layer, poster), proof=poster.proof)
    assert isinstance(rows, tuple), "the addresses of a job are checked before it is drawn"
    place = format.code_place(len(rows), layer)
    module = place.module_mm * PT
    canvas.saveState()
    canvas.translate((MARKS_MM + place.x_mm) * PT, (MARKS_MM + format.height_mm - place.y_mm) * PT)
    canvas.scale(module, -module)
    canvas.setFillColor(WHITE)
    side = format.panel_of(layer) / place.module_mm
    edge = (len(rows) - side) / 2
    canvas.rect(edge, edge, side, side, stroke=0, fill=1)
    canvas.setFillColor(BLACK)
    fill_outline(canvas, outline(rows))
    canvas.restoreState()


PAINTERS: dict[type[Layer], Callable[[Any, Poster, Desk], None]] = {
    Art: paint_art,
    Figure: paint_figure,
    Panes: paint_panes,
    Words: paint_words,
    Plates: paint_plates,
    Photograph: paint_photograph,
    Code: paint_code,
}
"""The function that paints each layer type."""


def choose_layers(layers: Layers, poster: Poster) -> list[Layer]:
    """Return the layers of one page that a poster has, from back to front."""
    return [layer for layer in layers if CONDITIONS[layer.when](poster)]
