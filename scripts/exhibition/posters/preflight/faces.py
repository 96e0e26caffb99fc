"""Read fonts of a PDF: glyphs, bounds, widths, characters, and faults.

Only embedded TrueType fonts are supported, simple (PDF 32000-1, 9.6.3) or CIDFontType2 with Identity-H (9.7.4). Any
other font is a fault, because nothing has checked it.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Stream

from .geometry import NOTHING, Box

SUBSET = re.compile(r"/[A-Z]{6}\+.+")
"""Name of an embedded subset: six capital letters and a plus sign first (PDF 32000-1, 9.6.4)."""
SYMBOLIC = 4
RANGES = (0x0000, 0xF000, 0xF100, 0xF200)
"""First character code of the ranges that a symbolic TrueType font may use (PDF 32000-1, 9.6.6.4)."""


class Unreadable(Exception):
    """Raised for a font that the preflight does not support; its argument is a Chinese clause."""


@dataclass(eq=False)
class Face:
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

    def codes(self, text: bytes) -> tuple[int, ...]:
        """Split the bytes of a shown string into codes."""
        return struct.unpack(f">{len(text) // 2}H", text) if self.wide else tuple(text)

    def glyph(self, code: int) -> int:
        """Return the glyph number of a code; 0 (`.notdef`) if the font has none."""
        glyph = code if self.identity else self.glyphs.get(code, 0)
        return glyph if glyph < len(self.outlines) else 0

    def bounds(self, code: int) -> Box:
        """Return the box of a code's outline in em; `NOTHING` if it has no outline."""
        outline = self.outlines[self.glyph(code)] if self.outlines else b""
        if len(outline) < 10:
            return NOTHING
        x0, y0, x1, y1 = struct.unpack_from(">4h", outline, 2)
        return (x0 / self.em, y0 / self.em, x1 / self.em, y1 / self.em)

    def advance(self, code: int) -> float:
        """Return the advance width of a code in em."""
        return self.widths.get(code, self.missing_width) / 1000

    def extent(self, code: int) -> Box:
        """Return the box that a code may cover in em: its outline, or a whole em if outlines are not known."""
        return self.bounds(code) if self.outlines else (0, -0.3, max(self.advance(code), 0.5), 1)

    def lacks(self, code: int) -> bool:
        """Return whether this code would print as an empty box, as nothing, or as an unknown character."""
        glyph, character = self.glyph(code), self.characters.get(code, "\0")
        if glyph == 0 or character.strip("\0") == "":
            return True
        if not self.outlines[glyph]:
            return not character.isspace()
        return self.outlines[glyph] == self.outlines[0] and bool(self.outlines[0])


def face_of(font: Dictionary) -> Face:
    """Read a font; if it is not supported or broken, the reason is among its faults."""
    name = str(font.get("/BaseFont", "/?"))
    try:
        return understood(font, Face(name))
    except Unreadable as problem:
        return Face(name, (str(problem),))
    except Exception as problem:  # fail closed: a font that cannot be read must not be printed
        return Face(name, (f"读不出来（{type(problem).__name__}）",))


def understood(font: Dictionary, face: Face) -> Face:
    """Fill in the data of a font of a supported type. Raises UnsupportedFont for any other."""
    kind = str(font.get("/Subtype"))
    if kind not in KINDS:
        raise Unreadable(f"是检查不了的 {kind.lstrip('/')} 字体")
    holder = font if kind == "/TrueType" else font.DescendantFonts[0]
    descriptor = holder.get("/FontDescriptor")
    if descriptor is None or "/FontFile2" not in descriptor:
        raise Unreadable("没有嵌入 TrueType 轮廓")
    if not SUBSET.fullmatch(face.name):
        raise Unreadable("没有子集前缀，嵌入的是整套字体")
    if not isinstance(font.get("/ToUnicode"), Stream):
        raise Unreadable("没有 ToUnicode 对照表")
    face.characters = characters(font.ToUnicode.read_bytes())
    sfnt = TTFont(BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
    places, table = sfnt["loca"].locations, sfnt.reader["glyf"]
    face.outlines = [table[start:end] for start, end in pairwise(places)]
    face.em = sfnt["head"].unitsPerEm
    KINDS[kind](font, holder, sfnt, face)
    return face


def simple(font: Dictionary, holder: Any, sfnt: TTFont, face: Face) -> None:
    """Fill in one-byte codes as mapped by a symbolic font without an encoding."""
    if "/Encoding" in font or not int(font.FontDescriptor.Flags) & SYMBOLIC:
        raise Unreadable("的编码方式检查不了")
    tables = {(table.platformID, table.platEncID): table.cmap for table in sfnt["cmap"].tables}
    cmap = tables.get((3, 0)) or tables.get((1, 0)) or {}
    for code in range(256):
        glyph = next((cmap[start + code] for start in RANGES if start + code in cmap), None)
        if glyph is not None:
            face.glyphs[code] = sfnt.getGlyphID(glyph)
    first = int(font.FirstChar)
    face.widths = {first + place: float(width) for place, width in enumerate(font.Widths)}
    face.missing_width = float(font.FontDescriptor.get("/MissingWidth", 0))


def composite(font: Dictionary, holder: Any, sfnt: TTFont, face: Face) -> None:
    """Fill in two-byte codes, which are glyph numbers or are mapped to them by CIDToGIDMap."""
    if str(font.get("/Encoding")) != "/Identity-H" or str(holder.get("/Subtype")) != "/CIDFontType2":
        raise Unreadable("的编码方式检查不了")
    face.wide, face.missing_width = True, float(holder.get("/DW", 1000))
    to_glyph = holder.get("/CIDToGIDMap")
    if isinstance(to_glyph, Stream):
        data = to_glyph.read_bytes()
        face.glyphs = dict(enumerate(struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])))
    else:
        face.identity = True
    face.widths = dict(cid_widths(list(holder.get("/W", []))))


def cid_widths(entries: list[Any]) -> list[tuple[int, float]]:
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


KINDS = {"/TrueType": simple, "/Type0": composite}
"""The function that fills in a font, by font type."""

SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def characters(cmap: bytes) -> dict[int, str]:
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
            raise Unreadable("的 ToUnicode 对照表检查不了")
        for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
            start, character = int.from_bytes(first, "big"), int.from_bytes(text, "big")
            for step in range(int.from_bytes(last, "big") - start + 1):
                found[start + step] = (character + step).to_bytes(len(text), "big").decode("utf-16-be", "replace")
    return found
