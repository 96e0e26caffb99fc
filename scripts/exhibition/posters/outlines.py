"""TrueType outlines in several weights, converted from the variable font that pip has installed.

The font (Noto Sans CJK, SIL Open Font License) stores cubic outlines of its thinnest weight and, per number, its delta
to the boldest weight (CFF2). Both are read together as one complex number, value + delta·i: every outline operator
only adds, so one pass gives all weights.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.misc.psCharStrings import T2OutlineExtractor
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib.models import normalizeLocation
from fontTools.varLib.varStore import VarStoreInstancer

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


@lru_cache(maxsize=8)
def advances(weight: int) -> tuple[VarStoreInstancer, float]:
    """Return the variation of advance widths at `weight`, and its normalized position: 0 thinnest, 1 boldest."""
    font = source()
    axis = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes}
    place = normalizeLocation({"wght": weight}, axis)
    share = font["avar"].renormalizeLocation(place, font)
    return VarStoreInstancer(font["HVAR"].table.VarStore, font["fvar"].axes, share), share["wght"]


def drawn(characters: str, weights: Sequence[int]) -> dict[str, tuple[Outline, ...]]:
    """Convert `characters` in each of `weights`; characters that the font does not have are left out."""
    names = glyph_names()
    return {character: outlines(names[ord(character)], weights) for character in characters if ord(character) in names}


def outlines(name: str, weights: Sequence[int]) -> tuple[Outline, ...]:
    """Convert one glyph of the variable font in each of `weights`."""
    top = source()["CFF2"].cff.topDictIndex[0]
    charstring, reading = top.CharStrings[name], Reading()
    subroutines = getattr(charstring.private, "Subrs", [])
    T2OutlineExtractor(
        reading, subroutines, charstring.globalSubrs, 0, 0, charstring.private, lambda _, deltas: complex(0, deltas[0])
    ).execute(charstring)
    reading.closePath()
    return tuple(outline(reading.strokes, advance(name, weight), advances(weight)[1]) for weight in weights)


def advance(name: str, weight: int) -> int:
    """Return the advance width of a glyph in a weight, in font units."""
    font, table = source(), source()["HVAR"].table
    index = table.AdvWidthMap.mapping[name] if table.AdvWidthMap else font.getGlyphID(name)
    width: float = font["hmtx"][name][0] + advances(weight)[0][index]
    return round(width)


class Reading:
    """A pen that records what is drawn; the imaginary part of each number is its delta to the boldest weight."""

    def __init__(self) -> None:
        self.strokes: list[tuple[str, tuple[tuple[complex, complex], ...]]] = []

    def moveTo(self, point: tuple[complex, complex]) -> None:  # noqa: N802  # The protocol of pens.
        """Begin a contour."""
        self.strokes.append(("moveTo", (point,)))

    def lineTo(self, point: tuple[complex, complex]) -> None:  # noqa: N802
        """Draw a line."""
        self.strokes.append(("lineTo", (point,)))

    def curveTo(self, *points: tuple[complex, complex]) -> None:  # noqa: N802
        """Draw a cubic curve."""
        self.strokes.append(("curveTo", points))

    def closePath(self) -> None:  # noqa: N802
        """End a contour, if one is open."""
        if self.strokes and self.strokes[-1][0] != "closePath":
            self.strokes.append(("closePath", ()))


def outline(strokes: Sequence[tuple[str, Any]], width: int, share: float) -> Outline:
    """Build a glyph with quadratic curves from recorded strokes, interpolated by `share` towards the boldest weight."""
    pen = TTGlyphPen(None)
    # TrueType contours have the opposite direction.
    quadratic = Cu2QuPen(pen, CLOSE, reverse_direction=True)
    for name, points in strokes:
        getattr(quadratic, name)(*moved(points, share))
    glyph = pen.glyph()
    if not glyph.numberOfContours:
        return Outline(b"", width, (0, 0, 0, 0), 0, 0)
    glyph.recalcBounds(None)
    bounds = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    return Outline(
        glyph.compile(None, recalcBBoxes=False), width, bounds, len(glyph.coordinates), glyph.numberOfContours
    )


def moved(points: tuple[tuple[complex, complex], ...], share: float) -> Iterator[tuple[float, float]]:
    """Yield points interpolated by `share` towards the boldest weight."""
    for x, y in points:
        yield x.real + share * x.imag, y.real + share * y.imag
