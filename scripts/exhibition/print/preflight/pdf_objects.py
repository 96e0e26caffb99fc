"""Objects of a PDF as the preflight reads them: fonts, images, marks on a page, graphics state.

Only embedded TrueType fonts are supported, simple (PDF 32000-1, 9.6.3) or CIDFontType2 with Identity-H (9.7.4), and
only CMYK images with 8 bits per component and without masks. Any other font or image is a fault, because nothing
has checked it.
"""

from __future__ import annotations

import re
import struct
from copy import copy
from dataclasses import field
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, StreamDecodeLevel

from ...lazy import dataclass
from .model import IDENTITY, NOTHING, Box, Matrix

SUBSET_NAME = re.compile(r"/[A-Z]{6}\+.+")
"""Name of an embedded subset: six capital letters and a plus sign first (PDF 32000-1, 9.6.4)."""
SYMBOLIC = 4
SYMBOLIC_RANGES = (0x0000, 0xF000, 0xF100, 0xF200)
"""First character code of the ranges that a symbolic TrueType font may use (PDF 32000-1, 9.6.6.4)."""


class UnsupportedFont(Exception):
    """Raised for a font that the preflight does not support; its argument is a Chinese clause."""


@dataclass(eq=False)
class PdfFont:
    """One font: its faults, and glyph, width (thousandths of an em) and character of each code.

    `wide` fonts have codes of two bytes. `identity` means that codes are glyph numbers. `outlines` are `glyf` entries
    by glyph number, `em` is the number of units per em.
    """

    name: str
    faults: tuple[str, ...] = ()
    wide: bool = False
    glyphs: dict[int, int] = field(default_factory=dict)
    identity: bool = False
    widths: dict[int, float] = field(default_factory=dict)
    missing_width: float = 0
    characters: dict[int, str] = field(default_factory=dict)
    outlines: list[bytes] = field(default_factory=list)
    em: int = 1000

    def split_codes(self, text: bytes) -> tuple[int, ...]:
        """Split the bytes of a shown string into codes."""
        return struct.unpack(f">{len(text) // 2}H", text) if self.wide else tuple(text)

    def get_glyph(self, code: int) -> int:
        """Return the glyph number of a code; 0 (`.notdef`) if the font has none."""
        glyph = code if self.identity else self.glyphs.get(code, 0)
        return glyph if glyph < len(self.outlines) else 0

    def get_bounds(self, code: int) -> Box:
        """Return the box of a code's outline in em; `NOTHING` if it has no outline."""
        outline = self.outlines[self.get_glyph(code)] if self.outlines else b""
        if len(outline) < 10:
            return NOTHING
        x0, y0, x1, y1 = struct.unpack_from(">4h", outline, 2)
        return (x0 / self.em, y0 / self.em, x1 / self.em, y1 / self.em)

    def get_advance(self, code: int) -> float:
        """Return the advance width of a code in em."""
        return self.widths.get(code, self.missing_width) / 1000

    def get_extent(self, code: int) -> Box:
        """Return the box that a code may cover in em: its outline, or a whole em if outlines are not known."""
        return self.get_bounds(code) if self.outlines else (0, -0.3, max(self.get_advance(code), 0.5), 1)

    def lacks_glyph(self, code: int) -> bool:
        """Return whether this code would print as an empty box, as nothing, or as an unknown character."""
        glyph, character = self.get_glyph(code), self.characters.get(code, "\0")
        if glyph == 0 or character.strip("\0") == "":
            return True
        if not self.outlines[glyph]:
            return not character.isspace()
        return self.outlines[glyph] == self.outlines[0] and bool(self.outlines[0])


def read_font(font: Dictionary) -> PdfFont:
    """Read a font; if it is not supported or broken, the reason is among its faults."""
    name = str(font.get("/BaseFont", "/?"))
    try:
        return fill_font(font, PdfFont(name))
    except UnsupportedFont as problem:
        return PdfFont(name, (str(problem),))
    except Exception as problem:  # fail closed: a font that cannot be read must not be printed
        return PdfFont(name, (f"读不出来（{type(problem).__name__}）",))


def fill_font(font: Dictionary, face: PdfFont) -> PdfFont:
    """Fill in the data of a font of a supported type. Raises UnsupportedFont for any other."""
    kind = str(font.get("/Subtype"))
    if kind not in FONT_TYPES:
        raise UnsupportedFont(f"是检查不了的 {kind.lstrip('/')} 字体")
    holder = font if kind == "/TrueType" else font.DescendantFonts[0]
    descriptor = holder.get("/FontDescriptor")
    if descriptor is None or "/FontFile2" not in descriptor:
        raise UnsupportedFont("没有嵌入 TrueType 轮廓")
    if not SUBSET_NAME.fullmatch(face.name):
        raise UnsupportedFont("没有子集前缀，嵌入的是整套字体")
    if not isinstance(font.get("/ToUnicode"), Stream):
        raise UnsupportedFont("没有 ToUnicode 对照表")
    face.characters = parse_to_unicode(font.ToUnicode.read_bytes())
    sfnt = TTFont(BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
    places, table = sfnt["loca"].locations, sfnt.reader["glyf"]
    face.outlines = [table[start:end] for start, end in pairwise(places)]
    face.em = sfnt["head"].unitsPerEm
    FONT_TYPES[kind](font, holder, sfnt, face)
    return face


def fill_simple(font: Dictionary, holder: Any, sfnt: TTFont, face: PdfFont) -> None:
    """Fill in one-byte codes as mapped by a symbolic font without an encoding."""
    if "/Encoding" in font or not int(font.FontDescriptor.Flags) & SYMBOLIC:
        raise UnsupportedFont("的编码方式检查不了")
    tables = {(table.platformID, table.platEncID): table.cmap for table in sfnt["cmap"].tables}
    cmap = tables.get((3, 0)) or tables.get((1, 0)) or {}
    for code in range(256):
        glyph = next((cmap[start + code] for start in SYMBOLIC_RANGES if start + code in cmap), None)
        if glyph is not None:
            face.glyphs[code] = sfnt.getGlyphID(glyph)
    first = int(font.FirstChar)
    face.widths = {first + place: float(width) for place, width in enumerate(font.Widths)}
    face.missing_width = float(font.FontDescriptor.get("/MissingWidth", 0))


def fill_composite(font: Dictionary, holder: Any, sfnt: TTFont, face: PdfFont) -> None:
    """Fill in two-byte codes, which are glyph numbers or are mapped to them by CIDToGIDMap."""
    if str(font.get("/Encoding")) != "/Identity-H" or str(holder.get("/Subtype")) != "/CIDFontType2":
        raise UnsupportedFont("的编码方式检查不了")
    face.wide, face.missing_width = True, float(holder.get("/DW", 1000))
    to_glyph = holder.get("/CIDToGIDMap")
    if isinstance(to_glyph, Stream):
        data = to_glyph.read_bytes()
        face.glyphs = dict(enumerate(struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])))
    else:
        face.identity = True
    face.widths = dict(parse_cid_widths(list(holder.get("/W", []))))


def parse_cid_widths(entries: list[Any]) -> list[tuple[int, float]]:
    """Return the widths in a `W` array by code (PDF 32000-1, 9.7.4.3)."""
    widths: list[tuple[int, float]] = []
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, (int, float)) or not hasattr(second, "__len__"):
            width = float(entries.pop(0))
            widths += [(code, width) for code in range(first, int(second) + 1)]
        else:
            widths += [(first + place, float(width)) for place, width in enumerate(second)]
    return widths


FONT_TYPES = {"/TrueType": fill_simple, "/Type0": fill_composite}
"""The function that fills in a font, by font type."""
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def parse_to_unicode(cmap: bytes) -> dict[int, str]:
    """Return the characters of a ToUnicode table by code (PDF 32000-1, 9.10.3).

    Raises UnsupportedFont for ranges with arrays.
    """
    found: dict[int, str] = {}
    for kind, body in SECTION.findall(cmap):
        values = [bytes.fromhex(text.decode()) for text, _, _ in HEX.findall(body) if text]
        if kind == b"bfchar":
            for code, text in zip(values[::2], values[1::2], strict=True):
                found[int.from_bytes(code, "big")] = text.decode("utf-16-be", "replace")
            continue
        if b"[" in body:
            raise UnsupportedFont("的 ToUnicode 对照表检查不了")
        for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
            start, character = int.from_bytes(first, "big"), int.from_bytes(text, "big")
            for step in range(int.from_bytes(last, "big") - start + 1):
                found[start + step] = (character + step).to_bytes(len(text), "big").decode("utf-16-be", "replace")
    return found


FILTERS = {"/DCTDecode", "/FlateDecode", "/ASCII85Decode"}
BLOCK_PX = 4
"""Side in pixels of the blocks over which ink is averaged: 0.3 mm at 300 dpi, too small an area to stay wet."""


@dataclass(frozen=True, eq=False)
class PdfImage:
    """One image: its size in pixels, its maximum sum of inks in per cent, its faults."""

    width: int
    height: int
    ink: float = 0
    faults: tuple[tuple[str, str], ...] = ()
    """Pairs of check and sentence."""


def read_image(image: Stream) -> PdfImage:
    """Read an image. Only CMYK with 8 bits per component and without masks is supported."""
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    faults = tuple(find_dictionary_faults(image))
    if faults:
        return PdfImage(width, height, 0, faults)
    try:
        return PdfImage(width, height, compute_max_ink(decode_samples(image, width, height)))
    except Exception as problem:  # fail closed: an image that cannot be decoded must not be printed
        return PdfImage(
            width, height, 0, (("unreadable_image", f"照片解不开（{type(problem).__name__}）。请重新出图。"),)
        )


def find_dictionary_faults(image: Stream) -> list[tuple[str, str]]:
    """Return the faults in an image's dictionary, before its pixels are decoded."""
    faults = []
    if "/SMask" in image or "/SMaskInData" in image:
        faults.append(("transparency", "照片带着半透明蒙版。请把它压平再放上去。"))
    if "/Mask" in image or image.get("/ImageMask", False):
        faults.append(("unknown_construct", "照片带着蒙版，检查不了。请换成没有蒙版的照片。"))
    space = image.get("/ColorSpace")
    if space != Name.DeviceCMYK:
        faults.append(
            ("wrong_colour", f"照片的颜色是 {format_colour_space(space)}，不是 CMYK。请用印刷的 ICC 把它转成 CMYK。")
        )
    elif int(image.get("/BitsPerComponent", 0)) != 8:
        faults.append(("unknown_construct", "照片不是每色 8 位，检查不了。请存成 8 位。"))
    filters = image.get("/Filter", Name.FlateDecode)
    names = {str(item) for item in filters} if isinstance(filters, Array) else {str(filters)}
    if names - FILTERS:
        faults.append(
            ("unknown_construct", f"照片的压缩方式 {'、'.join(sorted(names - FILTERS))} 检查不了。请用 JPEG。")
        )
    return faults


def format_colour_space(space: object) -> str:
    """Return the name of a colour space."""
    return str(space[0] if isinstance(space, Array) and len(space) else space).lstrip("/")


def decode_samples(image: Stream, width: int, height: int) -> np.ndarray:
    """Return the inks of each pixel as an array of shape (height, width, 4), each from 0 to 255.

    qpdf decodes Adobe's inverted CMYK JPEG without inverting it back: in a PDF, only `Decode` does that (8.9.5.2).
    Raises ValueError for any other `Decode` array.
    """
    raw = bytes(image.get_stream_buffer(decode_level=StreamDecodeLevel.all))
    values = np.frombuffer(raw, np.uint8).reshape(height, width, 4)
    decode = [float(value) for value in image.get("/Decode", [0, 1] * 4)]
    if decode == [1, 0] * 4:
        return 255 - values
    if decode != [0, 1] * 4:
        raise ValueError("a Decode array that is neither straight nor inverted")
    return values


def compute_max_ink(inks: np.ndarray) -> float:
    """Return the maximum sum of inks in per cent, averaged over small blocks to remove JPEG ringing."""
    # Four inks of one byte each are read as one 32-bit number, so that two pairs are added at a time.
    packed = np.ascontiguousarray(inks).view(np.uint32)[..., 0]
    pairs = (packed & 0x00FF00FF) + (packed >> 8 & 0x00FF00FF)
    total = ((pairs & 0xFFFF) + (pairs >> 16)).astype(np.uint16)
    total = np.pad(total, [(0, -side % BLOCK_PX) for side in total.shape], "edge")
    height, width = total.shape
    blocks = total.reshape(height // BLOCK_PX, BLOCK_PX, width // BLOCK_PX, BLOCK_PX)
    return float(blocks.sum(axis=(1, 3), dtype=np.uint32).max()) / (2.55 * BLOCK_PX**2)


class PdfColour(NamedTuple):
    """A colour: `CMYK` with four values, `All` (registration) with one, or the name of a refused colour space."""

    space: str
    values: tuple[float, ...]

    @property
    def is_black_alone(self) -> bool:
        """Whether this is 100 % black without the other three inks."""
        return self == BLACK

    @property
    def is_black_tint(self) -> bool:
        """Whether this is black or a tint of black without the other three inks."""
        return self.space == "CMYK" and self.values[:3] == (0, 0, 0) and self.values[3] > 0

    @property
    def is_white(self) -> bool:
        """Whether this is CMYK without any ink."""
        return self == WHITE

    @property
    def total(self) -> float:
        """Sum of all inks in per cent; 0 for registration, which is never used on the poster itself."""
        return 100 * sum(self.values) if self.space == "CMYK" else 0.0


BLACK, WHITE = PdfColour("CMYK", (0.0, 0.0, 0.0, 1.0)), PdfColour("CMYK", (0.0, 0.0, 0.0, 0.0))
REGISTRATION = "All"


@dataclass(frozen=True, slots=True)
class FillMark:
    """A filled path."""

    box: Box
    ink: PdfColour
    even_odd: bool


@dataclass(frozen=True, slots=True)
class StrokeMark:
    """A stroked path; `width` is its smallest line width in points."""

    box: Box
    ink: PdfColour
    width: float


@dataclass(frozen=True, slots=True)
class TextMark:
    """Glyphs shown by one operator; `size` is the em in points, in the direction in which it is smallest."""

    box: Box
    ink: PdfColour
    size: float
    mode: int
    font: PdfFont
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImageMark:
    """An image on the page; `width` and `height` are the lengths of its sides in points."""

    box: Box
    image: PdfImage
    width: float
    height: float
    ink: PdfColour


@dataclass(frozen=True, slots=True)
class UnsupportedMark:
    """A construct that is unknown or refused, with the name of the check that reports it."""

    check: str
    message: str
    box: Box


Mark: TypeAlias = FillMark | StrokeMark | TextMark | ImageMark | UnsupportedMark


INITIAL_COLOUR = PdfColour("Gray", (0.0,))
"""Colour before a stream has set one: black in DeviceGray (8.6.8)."""


@dataclass(slots=True)
class GraphicsState:
    """State that `q` saves and `Q` restores. `clip` is the bounding box of the clipping path."""

    ctm: Matrix
    clip: Box
    fill: PdfColour = INITIAL_COLOUR
    stroke: PdfColour = INITIAL_COLOUR
    line_width: float = 1.0
    font: PdfFont | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> GraphicsState:
        """Return a copy of this state."""
        return copy(self)

    def compute_inherited(self) -> tuple[object, ...]:
        """Return the values beside matrix and clip that a form inherits where it is shown, as a part of a cache key."""
        return (
            self.fill,
            self.stroke,
            self.line_width,
            id(self.font),
            self.size,
            self.spacing,
            self.word_spacing,
            self.stretch,
            self.leading,
            self.rise,
            self.mode,
        )


@dataclass(slots=True)
class PathState:
    """The current path and the text matrices, which `q` and `Q` do not save."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    clips: bool = False
    matrix: Matrix = IDENTITY
    line: Matrix = IDENTITY
