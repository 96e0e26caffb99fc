"""Resources that all posters of a job share: fonts, profile, inks, mascot drawings, converted photos.

The mascot's SVG files are read as flat shapes: groups, paths, circles, ellipses, rectangles; hexadecimal fills and
strokes; translate, rotate and scale. Anything else (gradients, text, images) cannot be printed from a palette and is
refused by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field, replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from reportlab.lib.utils import ImageReader

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..storage.cache import Cache
from ..storage.toolchain import get_process_version
from .colour import Ink, PrintProfile, UnknownColour, find_ink_by_hex, find_profile, load_palette_inks, read_inks
from .fonts import FontSet, prepare_fonts, register_font
from .formats import PrintFormat
from .layers import PhotoLayer, draw_box
from .photo import LowResolution, convert_bytes, convert_photo
from .poster import PosterPhoto

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as in SVG and PDF: x' = ax + cy + e, y' = bx + dy + f."""
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
INHERITED = ("fill", "stroke", "stroke-width", "fill-rule")
INITIAL = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "fill-rule": "nonzero"}
IGNORED_TAGS = {"title", "desc", "metadata", "defs"}
STEP = re.compile(r"(translate|scale|rotate|matrix)\(([^()]*)\)")
HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
NAMES = {"black": "#000000", "white": "#FFFFFF"}


@dataclass(frozen=True, slots=True)
class SvgShape:
    """A piece of a figure: path data under a matrix, its fill and its line (`#RRGGBB` or empty), round ends."""

    d: str
    matrix: Matrix
    fill: str
    line: str
    width: float
    even_odd: bool = False


def read_shapes(path: Path) -> tuple[tuple[float, float, float, float], list[SvgShape]]:
    """Return the view box and the pieces of an SVG file, from back to front.

    Raises Refusal where it is missing, is no SVG, or holds what a poster cannot print.
    """
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError) as problem:
        raise Refusal(f"吉祥物的图“{path.name}”打不开（{problem}）。请换一个完好的 SVG 文件。") from problem
    x, y, width, height = (float(value) for value in root.get("viewBox", "0 0 240 240").replace(",", " ").split())
    return (x, y, width, height), list(iter_shapes(root, IDENTITY, INITIAL, path.name))


def iter_shapes(
    element: ElementTree.Element, matrix: Matrix, attributes: dict[str, str], file: str
) -> Iterator[SvgShape]:
    """Yield the pieces of an element and of what is in it."""
    tag = element.tag.rpartition("}")[2]
    if tag in IGNORED_TAGS:
        return
    style = dict(re.findall(r"(?<![\w-])([\w-]++)\s*+:\s*([^;]+)", element.get("style", "")))
    attributes = attributes | {
        name: value for name in INHERITED if (value := style.get(name, element.get(name, "")).strip())
    }
    matrix = multiply_matrices(matrix, parse_transform(element.get("transform", "")))
    if tag in ("svg", "g"):
        for child in element:
            yield from iter_shapes(child, matrix, attributes, file)
    elif tag in OUTLINES:
        d, even_odd = OUTLINES[tag](element), attributes["fill-rule"] == "evenodd"
        fill, line = parse_colour(attributes["fill"], file), parse_colour(attributes["stroke"], file)
        yield SvgShape(d, matrix, fill, line, float(attributes["stroke-width"]) if line else 0, even_odd)
    else:
        raise Refusal(f"吉祥物的图“{file}”里有海报印不了的 <{tag}>。请在绘图软件里把它转成路径（path）再存一次。")


def parse_colour(text: str, file: str) -> str:
    """Return a colour as `#RRGGBB`, empty for none."""
    text = NAMES.get(text, text)
    if text in ("none", "transparent"):
        return ""
    if not HEX.fullmatch(text):
        raise Refusal(f"吉祥物的图“{file}”里有海报印不了的颜色“{text}”。请改成 #RRGGBB 写法的单色。")
    return f"#{''.join(2 * digit for digit in text[1:]) if len(text) == 4 else text[1:]}".upper()


def read_number(element: ElementTree.Element, name: str) -> float:
    """Return an attribute that is a length without a unit; 0 where it is not there."""
    return float(element.get(name, "0"))


def outline_ellipse(element: ElementTree.Element) -> str:
    """Return the outline of a circle or an ellipse."""
    rx = read_number(element, "r") or read_number(element, "rx")
    ry = read_number(element, "r") or read_number(element, "ry")
    x, y = read_number(element, "cx"), read_number(element, "cy")
    return f"M{x - rx} {y}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0Z"


def outline_rectangle(element: ElementTree.Element) -> str:
    """Return the outline of a rectangle."""
    return draw_box(*(read_number(element, name) for name in ("x", "y", "width", "height", "rx")))


OUTLINES: dict[str, Callable[[ElementTree.Element], str]] = {
    "path": lambda element: element.get("d", ""),
    "circle": outline_ellipse,
    "ellipse": outline_ellipse,
    "rect": outline_rectangle,
}
"""Path data of every element that is a shape."""


def parse_transform(text: str) -> Matrix:
    """Return the matrix of an SVG `parse_transform`."""
    matrix = IDENTITY
    for name, values in STEP.findall(text):
        matrix = multiply_matrices(
            matrix, STEPS[name](*(float(value) for value in re.split(r"[\s,]+", values.strip())))
        )
    return matrix


def rotate(degrees: float, x: float = 0, y: float = 0) -> Matrix:
    """Return the matrix of a turn around (x, y)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


STEPS: dict[str, Callable[..., Matrix]] = {
    "translate": lambda x, y=0.0: (1, 0, 0, 1, x, y),
    "scale": lambda x, y=None: (x, 0, 0, x if y is None else y, 0, 0),
    "rotate": rotate,
    "matrix": lambda *values: values,
}


def multiply_matrices(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


MASCOT = Path("overrides") / "assets" / "mascot"
"""The mascot's folder below the root of the exhibition; a town may replace its files."""
LOW_RESOLUTION_PREFIX = b"coarse "
"""Prefix of the cache entry for a photo of low resolution, followed by its dpi; no JPEG starts with it."""
MascotDrawing = tuple[tuple[float, float, float, float], list[SvgShape]]
"""View box and shapes of a drawing."""


@dataclass(frozen=True)
class RenderResources:
    """Resources that all posters of a print job share."""

    fonts: FontSet
    profile: PrintProfile
    root: Path
    own_inks: dict[str, Ink] = field(default_factory=dict)
    """Inks for a town's own mascot, by `#RRGGBB`."""
    drawings: dict[str, MascotDrawing] = field(default_factory=dict)
    outlines: dict[tuple[str, str], str] = field(default_factory=dict)
    """Path data of characters that are drawn as shapes, by weight and character."""
    cache: Cache | None = None
    """Cache of converted photos, so that each is converted once for all processes and runs."""
    originals: Mapping[str, bytes] | None = None
    """On another machine: the bytes of photos by the hash of their content. No file is opened there: at the same path
    may lie another photo.
    """

    def get_ink(self, name: str) -> Ink:
        """Return the ink of a palette colour. Raises KeyError for any other name."""
        return load_palette_inks()[name]

    def get_ink_by_hex(self, hex: str) -> Ink:
        """Return the ink of a colour in the mascot's files. Raises Refusal if it has none."""
        try:
            return self.own_inks.get(hex) or find_ink_by_hex(hex)
        except UnknownColour as problem:
            table = (MASCOT / "inks.csv").as_posix()
            raise Refusal(f"吉祥物里的颜色 {hex} 没有油墨配方。请在 {table} 里给它加一行 CMYK。") from problem

    def load_mascot(self, pose: str) -> MascotDrawing:
        """Return the mascot's drawing in a pose. Raises Refusal if its file cannot be printed."""
        if pose not in self.drawings:
            self.drawings[pose] = read_shapes(self.root / MASCOT / f"{pose}.svg")
        return self.drawings[pose]

    def get_font_name(self, weight: str) -> str:
        """Return the name of a face in ReportLab; register it first if necessary."""
        return register_font(weight, self.fonts.get_face(weight))

    def trace_character(self, weight: str, character: str) -> str:
        """Return the outline of a character as path data in em, y upwards from the base line. Raises KeyError without one."""
        if (weight, character) not in self.outlines:
            font = TTFont(BytesIO(self.fonts.get_face(weight).data), lazy=True)
            glyphs, scale = font.getGlyphSet(), 1 / font["head"].unitsPerEm
            pen = SVGPathPen(glyphs, lambda value: f"{value:.4f}")
            glyphs[font.getBestCmap()[ord(character)]].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
            self.outlines[weight, character] = pen.getCommands()
        return self.outlines[weight, character]

    def render_photo(self, shot: PosterPhoto, box: PhotoLayer, format: PrintFormat) -> bytes | LowResolution:
        """Return a photo as a CMYK JPEG of 300 dpi for its place, or LowResolution; both are cached."""
        width, height = box.width * format.scale, box.height * format.scale
        parts = (*shot.focus, f"{width:.3f} {height:.3f}", self.profile.digest)
        key = get_process_version("printed photo").make_key(shot.content, *parts)
        data = self.cache.get(key) if self.cache else None
        if data is None:
            if self.originals is None:
                found = convert_photo(shot.path, width, height, shot.focus, self.profile)
            else:
                data = self.originals[shot.content]
                found = convert_bytes(data, shot.path.name, width, height, shot.focus, self.profile)
            data = LOW_RESOLUTION_PREFIX + f"{found.dpi:.1f}".encode() if isinstance(found, LowResolution) else found
            if self.cache:
                self.cache.put(key, data)
        return (
            LowResolution(float(data.removeprefix(LOW_RESOLUTION_PREFIX)))
            if data.startswith(LOW_RESOLUTION_PREFIX)
            else data
        )

    def adapt(self, cache: Cache | None, originals: Mapping[str, bytes]) -> RenderResources:
        """Return these resources for another machine, with all drawings of the mascot in them.

        A drawing that cannot be printed is left out: the poster that needs it is refused on this machine.
        """
        for path in sorted((self.root / MASCOT).glob("*.svg")) if self.originals is None else ():
            with suppress(Refusal):
                self.load_mascot(path.stem)
        return replace(self, cache=cache, originals=originals)


def to_reportlab_image(data: bytes) -> ImageReader:
    """Return JPEG bytes as an image that ReportLab embeds unchanged."""
    return ImageReader(BytesIO(data))


def prepare_resources(
    root: Path, cache: Cache, text: str, progress: Callable[[int, int], None], profile: Path | None = None
) -> RenderResources:
    """Prepare the resources for posters with the characters of `text`.

    Raises Refusal if the profile or the font is missing.
    """
    found = find_profile(profile)
    return RenderResources(
        prepare_fonts(text, cache, progress), found, root, read_own_inks(root / MASCOT / "inks.csv"), cache=cache
    )


def read_own_inks(table: Path) -> dict[str, Ink]:
    """Return the inks for a town's own mascot; none if there is no table. Raises Refusal for an invalid table."""
    try:
        return {row.hex: row.ink for row in read_inks(table)} if table.exists() else {}
    except ValueError as problem:
        raise Refusal(f"吉祥物的油墨表 {problem}") from problem
