"""Glyph outlines of the installed variable font, and TrueType fonts built from them.

The source (Noto Sans CJK, SIL Open Font License) stores cubic outlines of the thinnest weight and, per number, its
delta to the boldest weight (CFF2). Both are read together as one complex number, value + delta·i: every outline
operator only adds, so one pass gives all weights. The same outlines give the same font bytes.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

from ..storage.cache import digest

PACKAGE, FILE, FAMILY = "manimgx-fonts-cjk", "NotoSansCJK-VF.otf.ttc", "Noto Sans CJK SC"
"""The pip package, its font file, and the font in it that has the glyph forms of mainland China."""
EM = 1000
"""Units per em of the font."""
CURVE_TOLERANCE = 1.0
"""Maximum deviation of a quadratic curve from the cubic one, in units: 0.03 mm in the largest type of an A3 poster."""
NOTDEF = ".notdef"


class GlyphOutline(NamedTuple):
    """One glyph in one weight: its `glyf` entry and its values for other tables, in font units."""

    data: bytes
    advance: int
    bounds: tuple[int, int, int, int]
    points: int
    contours: int


def require_source() -> None:
    """Raise ImportError if the package with the font is not installed."""
    importlib.metadata.version(PACKAGE)


@cache
def load_source_font() -> TTFont:
    """Return the variable font, opened once per process. Raises ImportError if it is not installed."""
    found = find_spec(PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        raise ImportError(PACKAGE)
    fonts = TTCollection(Path(found.origin).with_name(FILE), lazy=True).fonts
    return next(font for font in fonts if font["name"].getDebugName(1) == FAMILY)


@cache
def load_glyph_names() -> dict[int, str]:
    """Return the glyph names of the variable font by code point."""
    names: dict[int, str] = load_source_font().getBestCmap()
    return names


@cache
def load_glyph_set(weight: int) -> Mapping[str, Any]:
    """Return the glyphs of the variable font at `weight`, by glyph name; each can be drawn and has a `width`."""
    glyphs: Mapping[str, Any] = load_source_font().getGlyphSet(location={"wght": weight})
    return glyphs


def convert_characters(characters: str, weights: Sequence[int]) -> dict[str, tuple[GlyphOutline, ...]]:
    """Convert `characters` in each of `weights`; characters that the font does not have are left out."""
    names = load_glyph_names()
    return {
        character: convert_glyph(names[ord(character)], weights) for character in characters if ord(character) in names
    }


def convert_glyph(name: str, weights: Sequence[int]) -> tuple[GlyphOutline, ...]:
    """Convert one glyph of the variable font in each of `weights`."""
    return tuple(build_outline(load_glyph_set(weight)[name]) for weight in weights)


def build_outline(source_glyph: Any) -> GlyphOutline:
    """Convert the curves of a drawable glyph to quadratic ones and compile them."""
    pen = TTGlyphPen(None)
    # TrueType contours have the opposite direction.
    source_glyph.draw(Cu2QuPen(pen, CURVE_TOLERANCE, reverse_direction=True))
    glyph, width = pen.glyph(), round(source_glyph.width)
    if not glyph.numberOfContours:
        return GlyphOutline(b"", width, (0, 0, 0, 0), 0, 0)
    glyph.recalcBounds(None)
    bounds = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    return GlyphOutline(
        glyph.compile(None, recalcBBoxes=False), width, bounds, len(glyph.coordinates), glyph.numberOfContours
    )


EPOCH = 0
"""Creation and modification time in the `head` table (1904): the current date would change the bytes."""
COPYRIGHT, LICENCE = 0, 14
"""Entries of the source's `name` table that are copied into every PDF (name ids)."""
INSTALLABLE = 0
"""OS/2 `fsType`: embedding is allowed."""


def build_font(weight: int, outlines: Mapping[str, GlyphOutline]) -> bytes:
    """Build an unhinted font of one weight with the characters of `outlines` (and `NOTDEF`); return its bytes."""
    characters = sorted(outlines.keys() - {NOTDEF})
    names = {NOTDEF: NOTDEF} | {character: f"u{ord(character):04X}" for character in characters}
    builder = FontBuilder(EM, isTTF=True)
    builder.font.recalcBBoxes = builder.font.recalcTimestamp = False
    builder.updateHead(created=EPOCH, modified=EPOCH, fontRevision=1.0)
    builder.setupGlyphOrder(list(names.values()))
    builder.setupCharacterMap({ord(character): names[character] for character in characters})
    set_up_glyphs(builder, {name: outlines[character].data for character, name in names.items()})
    builder.setupHorizontalMetrics(
        {name: (outlines[character].advance, outlines[character].bounds[0]) for character, name in names.items()}
    )
    set_up_heights(builder, weight)
    set_up_names(builder, weight, compute_identity(outlines))
    set_up_extremes(builder, outlines)
    file = BytesIO()
    builder.save(file)
    return file.getvalue()


def set_up_glyphs(builder: FontBuilder, data: Mapping[str, bytes]) -> None:
    """Add the compiled glyphs unchanged; `setupGlyf` would decompile each of them."""
    table = builder.font["glyf"] = newTable("glyf")
    builder.font["loca"] = newTable("loca")
    table.glyphs = {name: Glyph(entry) for name, entry in data.items()}
    table.glyphOrder = list(data)


def set_up_heights(builder: FontBuilder, weight: int) -> None:
    """Copy the vertical metrics of the source font."""
    across, system = load_source_font()["hhea"], load_source_font()["OS/2"]
    builder.setupHorizontalHeader(ascent=across.ascent, descent=across.descent, lineGap=across.lineGap)
    same = ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "sxHeight", "sCapHeight", "usWinAscent", "usWinDescent")
    builder.setupOS2(
        version=4, usWeightClass=weight, fsType=INSTALLABLE, **{name: getattr(system, name) for name in same}
    )
    post = load_source_font()["post"]
    builder.setupPost(
        keepGlyphNames=False, underlinePosition=post.underlinePosition, underlineThickness=post.underlineThickness
    )


def compute_identity(outlines: Mapping[str, GlyphOutline]) -> str:
    """Return a short hash of the glyphs of a font."""
    return digest(*(part for character in sorted(outlines) for part in (character, outlines[character].data)))[:8]


def set_up_names(builder: FontBuilder, weight: int, identity: str) -> None:
    """Set the font's names. Only those that a PDF needs, because they are embedded in every file.

    Two fonts with different glyphs have different PostScript names (`identity`): ReportLab takes two fonts of one name
    for the same font, and would draw with the one that was registered first.
    """
    given, post_script = load_source_font()["name"], f"NotoSansCJKsc-wght{weight}-{identity}"
    builder.setupNameTable(
        {
            "copyright": given.getDebugName(COPYRIGHT),
            "familyName": f"Noto Sans CJK SC {weight}",
            "styleName": "Regular",
            "uniqueFontIdentifier": post_script,
            "fullName": f"Noto Sans CJK SC {weight}",
            "psName": post_script,
            "licenseInfoURL": given.getDebugName(LICENCE),
        },
        mac=False,
    )


def set_up_extremes(builder: FontBuilder, outlines: Mapping[str, GlyphOutline]) -> None:
    """Write the extremes of the outlines into `head`, `hhea`, `maxp`; fontTools would decompile every glyph again."""
    inked = [outline for outline in outlines.values() if outline.data]
    left, bottom = (min(outline.bounds[side] for outline in inked) for side in (0, 1))
    right, top = (max(outline.bounds[side] for outline in inked) for side in (2, 3))
    font: Any = builder.font
    vars(font["head"]).update(xMin=left, yMin=bottom, xMax=right, yMax=top)
    vars(font["hhea"]).update(
        advanceWidthMax=max(outline.advance for outline in outlines.values()),
        minLeftSideBearing=left,
        minRightSideBearing=min(outline.advance - outline.bounds[2] for outline in inked),
        xMaxExtent=right,
    )
    builder.setupMaxp()
    vars(font["maxp"]).update(
        maxPoints=max(outline.points for outline in inked),
        maxContours=max(outline.contours for outline in inked),
        numGlyphs=len(outlines),
    )
