"""TrueType outlines in several weights, converted from the variable font that pip has installed.

The font (Noto Sans CJK, SIL Open Font License) has cubic outlines (CFF2). fontTools draws a glyph at any weight
directly from the variable font (`TTFont.getGlyphSet(location=…)`) and converts its curves to quadratic ones
(`Cu2QuPen`). 1,200 characters in two weights take 1.2 s CPU this way. Making a font of each weight first takes 4.9 s
(`fontTools.subset` 0.7 s, `fontTools.varLib.instancer` 2 s a weight, conversion 0.3 s a weight) and gives nothing more,
because ReportLab embeds only the used characters.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

PACKAGE, FILE, FAMILY = "manimgx-fonts-cjk", "NotoSansCJK-VF.otf.ttc", "Noto Sans CJK SC"
"""The pip package, its font file, and the font in it that has the glyph forms of mainland China."""
EM = 1000
"""Units per em of the font."""
CLOSE = 1.0
"""Maximum deviation of a quadratic curve from the cubic one, in units: 0.03 mm in the largest type of an A3 poster."""

NOTDEF = ".notdef"


class Outline(NamedTuple):
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
def source() -> TTFont:
    """Return the variable font, opened once per process. Raises ImportError if it is not installed."""
    found = find_spec(PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        raise ImportError(PACKAGE)
    fonts = TTCollection(Path(found.origin).with_name(FILE), lazy=True).fonts
    return next(font for font in fonts if font["name"].getDebugName(1) == FAMILY)


@cache
def glyph_names() -> dict[int, str]:
    """Return the glyph names of the variable font by code point."""
    names: dict[int, str] = source().getBestCmap()
    return names


@cache
def load_glyph_set(weight: int) -> Mapping[str, Any]:
    """Return the glyphs of the variable font at `weight`, by glyph name; each can be drawn and has a `width`."""
    glyphs: Mapping[str, Any] = source().getGlyphSet(location={"wght": weight})
    return glyphs


def drawn(characters: str, weights: Sequence[int]) -> dict[str, tuple[Outline, ...]]:
    """Convert `characters` in each of `weights`; characters that the font does not have are left out."""
    names = glyph_names()
    return {character: outlines(names[ord(character)], weights) for character in characters if ord(character) in names}


def outlines(name: str, weights: Sequence[int]) -> tuple[Outline, ...]:
    """Convert one glyph of the variable font in each of `weights`."""
    return tuple(outline(load_glyph_set(weight)[name]) for weight in weights)


def outline(source_glyph: Any) -> Outline:
    """Convert the curves of a drawable glyph to quadratic ones and compile them."""
    pen = TTGlyphPen(None)
    # TrueType contours have the opposite direction.
    source_glyph.draw(Cu2QuPen(pen, CLOSE, reverse_direction=True))
    glyph, width = pen.glyph(), round(source_glyph.width)
    if not glyph.numberOfContours:
        return Outline(b"", width, (0, 0, 0, 0), 0, 0)
    glyph.recalcBounds(None)
    bounds = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    return Outline(
        glyph.compile(None, recalcBBoxes=False), width, bounds, len(glyph.coordinates), glyph.numberOfContours
    )
