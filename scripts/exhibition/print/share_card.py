"""Share cards: the head of the poster in landscape as a bitmap, for messengers and search engines that show no SVG.

    ShareCard ──layers──▶ backdrop (ReportLab, PDFium; once for each street, number of stars and pose) ──text──▶ PNG

A messenger cuts the middle square out of a card (WeChat: 300 × 300 px of it), so the name and the sentence stand on one axis
within it. The texts are set by the rules of the posters, in the font of the posters; FreeType reads its variable file as it
is, so that no face has to be built. Colours are those of screens.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from illustrations.palette import COLOURS, blend_colours

from ..lazy import dataclass
from ..model import CacheKey
from ..storage.safe_files import read_file
from ..storage.toolchain import ToolchainVersion
from .layers import (
    ACCENT,
    ACCENT_DIM,
    ArtLayer,
    MascotLayer,
    PaperShape,
    PosterLayers,
    TextLayer,
    WindowsLayer,
    draw_box,
    draw_cloud,
    draw_gable,
    draw_leaf_sail,
    draw_moon,
    draw_round_window,
    draw_tiles,
    draw_water,
    draw_window,
)
from .typesetting import fit_text

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 1200, 630
"""Size of every card in px: the shape that Open Graph's readers show uncut (1.91 : 1), above WeChat's least of 600 × 315."""
UNIT = 4
"""Pixels in one unit of the layout, which is 300 × 157.5 units."""
WIDE, HIGH = WIDTH / UNIT, HEIGHT / UNIT
QUALITY = 82
"""Of the JPEG of a photo."""
COLOURS_KEPT, SHADES = 112, 16
"""Colours of the palette of a drawn card: those of the backdrop, and steps from paper to ink for the edges of letters."""
APEX, EAVES, THICK = 12.0, 34.0, 4.0
SKY: PosterLayers = (
    ArtLayer(
        (
            PaperShape(draw_box(-8, -8, WIDE + 16, HIGH + 16), ACCENT),
            *draw_moon(268, 15, 8),
            PaperShape(draw_cloud(16, 20, 38), "paper"),
        )
    ),
    ArtLayer((PaperShape(draw_box(10, EAVES + THICK - 1, WIDE - 20, HIGH), "paper"),)),
    ArtLayer(
        (
            *draw_leaf_sail(WIDE / 2, APEX + 1, 12),
            PaperShape(draw_gable(WIDE, APEX, EAVES, THICK, over=2.2), "paper"),
            PaperShape(draw_gable(WIDE, APEX, EAVES, THICK), ACCENT_DIM),
            PaperShape(draw_tiles(WIDE, APEX, EAVES, 3, 10), ACCENT, 1.1),
            *draw_round_window(WIDE / 2, 27, 8.5),
        )
    ),
    ArtLayer((*draw_water(WIDE, 147, HIGH + 8),)),
)
PANES = WindowsLayer(103.5, 92, 15, 19, 19.5, 0)
"""The stars as lit windows in a row, the first five from the left."""
FIGURE = MascotLayer("waving", 240, 97, 50)
SCENE_FOOT = 70.0
"""Lower edge of a drawn scene, which takes the place of roof and windows; the stars then stand in words alone."""
CHILDREN = 16.0
"""How much lower than on posters the strip of a scene begins, in its units: it is lower, and children have faces too."""
SCENE: PosterLayers = (
    ArtLayer((PaperShape(draw_box(-8, SCENE_FOOT, WIDE + 16, 3), ACCENT),)),
    ArtLayer((PaperShape(draw_box(-8, SCENE_FOOT + 3, WIDE + 16, HIGH), "paper"),)),
    ArtLayer((*draw_water(WIDE, 147, HIGH + 8),)),
)
FIGURE_FILE = f"overrides/assets/mascot/{FIGURE.pose}.svg"
LEFT, ACROSS = 75.0, 150.0
"""The box of the texts: inside the middle square of the card."""


@dataclass(frozen=True, slots=True)
class CardTexts:
    """The boxes of the three texts of a card."""

    above: TextLayer
    name: TextLayer
    sentence: TextLayer


STARRED = CardTexts(
    TextLayer("above", LEFT, 43, ACROSS, 8, 7, 4, weight="text"),
    TextLayer("name", LEFT, 53, ACROSS, 34, 26, 10, weight="name", lines=2, leading=1.15),
    TextLayer("sentence", LEFT - 14, 117, ACROSS + 28, 22, 8.4, 5, lines=3, leading=1.35),
)
PLAIN = CardTexts(
    TextLayer("above", LEFT, 46, ACROSS, 9, 7, 4, weight="text"),
    TextLayer("name", LEFT, 58, ACROSS, 42, 30, 10, weight="name", lines=2, leading=1.15),
    TextLayer("sentence", LEFT - 14, 104, ACROSS + 28, 34, 9.4, 5, lines=3, leading=1.4),
)
PICTURED = CardTexts(
    TextLayer("above", LEFT - 10, 77, ACROSS + 20, 7.5, 7, 4, weight="text"),
    TextLayer("name", LEFT, 86, ACROSS, 27, 24, 9, weight="name", lines=2, leading=1.12),
    TextLayer("sentence", LEFT - 14, 117, ACROSS + 28, 22, 8.4, 5, lines=3, leading=1.3),
)


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What a drawn card shows. `accent` is the name of a street's colour in the palette; `stars` None: no windows."""

    above: str
    """Place and stars in words."""
    name: str
    sentence: str
    accent: str
    stars: int | None = None
    scene: str = ""
    """Slug of the scene that the page opens with; empty: the lit house."""
    seed: str = ""
    """What makes this drawing of the scene: the entry's id, as on its page."""

    @property
    def boxes(self) -> CardTexts:
        """Where its texts stand."""
        return PICTURED if self.scene else PLAIN if self.stars is None else STARRED

    def make_key(self, toolchain: ToolchainVersion, mascot: bytes) -> CacheKey:
        """Return its cache key; `mascot` are the bytes of the pose, which a town may replace."""
        return toolchain.make_key(json.dumps(asdict(self), ensure_ascii=False), mascot)


def read_mascot(root: Path) -> bytes:
    """Return the bytes of the pose that stands on cards; none where a town has taken it away."""
    try:
        return read_file(root / FIGURE_FILE)
    except OSError:
        return b""


def draw_card(card: ShareCard, root: Path) -> bytes:
    """Return a drawn card as a PNG of some 20 KB. A text that fits in no size of its box is left out.

    The backdrop has its palette already and the letters take theirs from the shades: to find the best palette of each card
    anew would take three times as long as everything else.
    """
    image, shades = draw_backdrop(card.accent, None if card.scene else card.stars, card.scene, card.seed, root)
    boxes = card.boxes
    letters = Image.new("L", image.size)
    pen = ImageDraw.Draw(letters)
    for text, box in ((card.above, boxes.above), (card.name, boxes.name), (card.sentence, boxes.sentence)):
        write_text(pen, text, box)
    image = image.copy()
    image.paste(
        letters.point([shades + value * SHADES // 256 for value in range(256)]),
        mask=letters.point([0] * 16 + [255] * 240),
    )
    file = BytesIO()
    image.save(file, "PNG", bits=8, compress_level=6)
    return file.getvalue()


def encode_jpeg(image: Image.Image) -> bytes:
    """Return a picture as a JPEG without metadata."""
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, subsampling="4:2:0", optimize=True)
    return file.getvalue()


def crop_photo(data: bytes, focus: tuple[int, int]) -> bytes:
    """Return the card of a photo: the published JPEG of its largest size, cropped around its focus.

    That one has no metadata and stands upright (`media.renditions`). A photo that is smaller is enlarged: readers of Open
    Graph leave out what is less than 600 px wide.
    """
    from .photo import compute_crop

    with Image.open(BytesIO(data)) as photo:
        box = compute_crop(photo.size, WIDTH / HEIGHT, focus)
        image = photo.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=box)
    return encode_jpeg(image)


def write_text(pen: ImageDraw.ImageDraw, text: str, box: TextLayer) -> None:
    """Write a text in full white into its box."""
    setting = fit_text(text, box, lambda part: load_face(box.weight, 100).getlength(part) / 100) if text else None
    if setting is None:
        return
    face = load_face(box.weight, round(setting.size * UNIT))
    for line in setting.lines:
        pen.text((line.x * UNIT, line.baseline * UNIT), line.text, 255, face, anchor="ls")


SIMPLIFIED = 2
"""Index in the font file of the face with the glyph forms of mainland China."""


@lru_cache(maxsize=64)
def load_face(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a face of the posters' font in px. Raises ImportError where the font is not installed."""
    from .font_builder import FILE, PACKAGE
    from .fonts import WEIGHTS

    found = find_spec(PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        raise ImportError(PACKAGE)
    face = ImageFont.truetype(
        Path(found.origin).with_name(FILE), size, index=SIMPLIFIED, layout_engine=ImageFont.Layout.BASIC
    )
    face.set_variation_by_axes([WEIGHTS[weight]])
    return face


@lru_cache(maxsize=16)
def draw_backdrop(accent: str, stars: int | None, scene: str, seed: str, root: Path) -> tuple[Image.Image, int]:
    """Return a card without its texts, with the number of its first shade of ink.

    That is the lit house in the colour of a street, the same for many cards that follow one another, or a scene.
    """
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, (WIDTH, HEIGHT), pageCompression=0, invariant=1)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.transform(UNIT, 0, 0, -UNIT, 0, HEIGHT)
    if scene:
        paint_scene(canvas, scene, seed)
    for layer in SCENE if scene else SKY:
        assert isinstance(layer, ArtLayer)
        paint_shapes(canvas, layer.cuts, accent)
    if stars is not None:
        for number in range(5):
            x, y = PANES.x + number * PANES.dx, PANES.y + number * PANES.dy
            paint_shapes(canvas, draw_window(x, y, PANES.width, PANES.height, lit=number < stars), accent)
    paint_figure(canvas, FIGURE, root)
    canvas.save()
    document = pypdfium2.PdfDocument(file.getvalue())
    try:
        drawn = document[0].render(scale=1).to_pil().convert("RGB")
    finally:
        document.close()
    # Of flat colours this differs by one level of 256 from the median cut, in a tenth of its time (9 instead of 90 ms).
    image = drawn.quantize(COLOURS_KEPT, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    known = (image.getpalette() or [])[: 3 * COLOURS_KEPT]
    ramp = (blend_colours(COLOURS["paper"], COLOURS["ink"], 100 * step // (SHADES - 1)) for step in range(SHADES))
    image.putpalette([*known, *(part for shade in ramp for part in bytes.fromhex(shade[1:]))])
    return image, len(known) // 3


def paint_shapes(canvas: Canvas, cuts: tuple[PaperShape, ...], accent: str) -> None:
    """Paint shapes in the colours of screens."""
    from .painter import fill_path, resolve_accent, stroke_path

    for cut in cuts:
        colour = COLOURS[resolve_accent(cut.colour, accent)]
        if cut.width:
            canvas.setStrokeColor(colour)
            stroke_path(canvas, cut.d, cut.width)
        else:
            canvas.setFillColor(colour)
            fill_path(canvas, cut.d)


def paint_scene(canvas: Canvas, slug: str, seed: str) -> None:
    """Paint the strip of a scene at the height of the faces, from edge to edge, as posters have it."""
    from illustrations.scenes import EYE_LEVEL, OPENING

    from .painter import fill_path, is_in_view, stroke_path
    from .scene_shapes import flatten_scene

    left, _, wide, _ = OPENING
    scale = WIDE / wide
    top = EYE_LEVEL + CHILDREN - SCENE_FOOT / scale / 2
    canvas.saveState()
    canvas.transform(scale, 0, 0, scale, -left * scale, -top * scale)
    for shape in flatten_scene(slug, seed):
        if not is_in_view(shape, (left, top, left + wide, top + SCENE_FOOT / scale)):
            continue
        colour = COLOURS[shape.colour.base]
        if shape.colour.over:
            colour = blend_colours(colour, COLOURS[shape.colour.over], round(100 * shape.colour.share))
        canvas.saveState()
        canvas.transform(*shape.place)
        if shape.width:
            canvas.setStrokeColor(colour)
            if shape.dash:
                canvas.setDash([float(part) for part in shape.dash.split()])
                canvas.setLineCap(0)
            stroke_path(canvas, shape.d, shape.width)
        else:
            canvas.setFillColor(colour)
            fill_path(canvas, shape.d)
        canvas.restoreState()
    canvas.restoreState()


def paint_figure(canvas: Canvas, layer: MascotLayer, root: Path) -> None:
    """Paint the mascot; nothing where its file is not there."""
    from .painter import fill_path, stroke_path
    from .resources import multiply_matrices, read_shapes

    if not read_mascot(root):
        return
    (left, top, wide, high), shapes = read_shapes(root / FIGURE_FILE)
    scale = layer.size / max(wide, high)
    for shape in shapes:
        canvas.saveState()
        canvas.transform(
            *multiply_matrices((scale, 0, 0, scale, layer.x - left * scale, layer.y - top * scale), shape.matrix)
        )
        if shape.fill:
            canvas.setFillColor(shape.fill)
            fill_path(canvas, shape.d, even_odd=shape.even_odd)
        if shape.line:
            canvas.setStrokeColor(shape.line)
            stroke_path(canvas, shape.d, shape.width)
        canvas.restoreState()
