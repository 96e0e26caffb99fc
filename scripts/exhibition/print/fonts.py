"""Cached TrueType faces for posters, and their embedding by ReportLab.

ReportLab embeds only TrueType outlines; the source font has PostScript outlines (see `font_builder`). Converting
outlines is the expensive step, so they are cached in blocks of 500 characters: a new rare character costs one small
block and two fonts, not thousands of outlines.

ReportLab 5.1 writes the ToUnicode table (PDF 32000-1, 9.10.3) wrongly in three ways: characters above U+FFFF as five
hexadecimal digits instead of two surrogates, more than 100 lines in a block, and U+0000 for every unused code. Text that
is copied or extracted from such a file differs from what is printed; `EmbeddedFont` writes a correct table.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..model import CacheKey
from ..storage.cache import Cache, digest
from ..storage.toolchain import ToolchainVersion, get_version
from ..workers import run_jobs
from .font_builder import (
    EM,
    NOTDEF,
    GlyphOutline,
    build_font,
    convert_characters,
    convert_glyph,
    load_source_font,
    require_source,
)

WEIGHTS: dict[str, int] = {"text": 500, "name": 900}
"""Weights of a poster's faces, from 100 to 900 (OS/2 `usWeightClass`)."""
BLOCK_CHARACTERS = 500
"""Number of characters whose outlines are converted (0.6 s), sent between processes and cached together."""
RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # Latin-1
    (0x2010, 0x203B),  # dashes, quotation marks, dots
    (0x2160, 0x2169),  # Roman numerals
    (0x2460, 0x2473),  # circled numbers
    (0x3000, 0x301F),  # Chinese punctuation
    (0xFF01, 0xFF5E),  # full-width forms of ASCII
)
"""Characters that posters may show in addition to GB 2312: first and last code points."""


@dataclass(frozen=True)
class FontFace:
    """One weight: the bytes of a TrueType file, and its metrics for typesetting, in em."""

    data: bytes
    digest: str
    ascent_em: float
    cap_em: float
    glyphs: Mapping[str, Sequence[float]]
    """Advance, left, bottom, right, top of each character."""
    blank: float = 1.0
    """Advance of the glyph for missing characters (.notdef)."""

    def get_advance(self, character: str) -> float:
        """Return the advance width of a character, in em."""
        glyph = self.glyphs.get(character)
        return glyph[0] if glyph else self.blank

    def measure_width(self, text: str) -> float:
        """Return the width of a line, in em."""
        return sum(map(self.get_advance, text))

    def get_bounds(self, character: str) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of a glyph's outline from its origin, in em; zeros if there is none."""
        _, left, bottom, right, top = self.glyphs.get(character, (0.0,) * 5)
        return left, bottom, right, top

    def find_missing(self, text: str) -> str:
        """Return the characters of `text` that the face does not have, each once, in order."""
        return "".join(character for character in dict.fromkeys(text) if character not in self.glyphs)


@dataclass(frozen=True)
class FontSet:
    """The faces of a print job, by the names in `WEIGHTS`."""

    faces: Mapping[str, FontFace]

    def get_face(self, weight: str) -> FontFace:
        """Return the face of a weight."""
        return self.faces[weight]


@cache
def list_default_characters() -> str:
    """Return the characters that every font holds: GB 2312 (6,763 hanzi, 682 other characters) and `RANGES`."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    standard = "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    ranges = "".join(chr(code) for first, last in RANGES for code in range(first, last + 1))
    return "".join(sorted(set(standard + ranges)))


def prepare_fonts(
    text: str, cache: Cache, progress: Callable[[int, int], None], characters: str | None = None
) -> FontSet:
    """Return faces with `characters` (default: `list_default_characters`) and those of `text`, if the source has them.

    `progress` is called with the number of converted blocks and their total. Raises Refusal if the font is not
    installed.
    """
    base = list_default_characters() if characters is None else "".join(sorted(set(characters)))
    rare = "".join(sorted(set(text) - set(base)))
    try:
        require_source()
        toolchain = get_version("font")
        keys = {name: toolchain.make_key("face", base, rare, weight) for name, weight in WEIGHTS.items()}
        faces = {name: read_face(key, cache) for name, key in keys.items()}
        if None in faces.values():
            faces = dict(build_faces(split_blocks(base, rare), keys, cache, toolchain, progress))
    except ImportError as problem:
        raise Refusal("找不到海报用的中文字体。请运行 python3 scripts/start.py posters，它会把字体装好。") from problem
    return FontSet({name: face for name, face in faces.items() if face})


def split_blocks(base: str, rare: str) -> list[str]:
    """Split the characters into blocks; rare characters get a block of their own."""
    return [base[start : start + BLOCK_CHARACTERS] for start in range(0, len(base), BLOCK_CHARACTERS)] + (
        [rare] if rare else []
    )


def build_faces(
    wanted: Sequence[str],
    keys: Mapping[str, CacheKey],
    cache: Cache,
    edition: ToolchainVersion,
    progress: Callable[[int, int], None],
) -> Iterator[tuple[str, FontFace]]:
    """Build the faces from `wanted` blocks; blocks that are not cached are converted on all processors."""
    share_keys = {share: compute_block_key(share, edition) for share in wanted}
    kept = {share: cache.get(key) for share, key in share_keys.items()}
    missing = [share for share, data in kept.items() if data is None]
    done = len(wanted) - len(missing)
    for share, data in run_jobs(convert_block, missing, convert_block):
        cache.put(share_keys[share], data)
        kept[share] = data
        done += 1
        progress(done, len(wanted))
    weights = tuple(WEIGHTS.values())
    found = {NOTDEF: convert_glyph(NOTDEF, weights)}
    for outlined in kept.values():
        found |= parse_outlines(outlined or b"{}")
    for number, (name, weight) in enumerate(WEIGHTS.items()):
        yield (
            name,
            build_face(weight, {character: drawn[number] for character, drawn in found.items()}, keys[name], cache),
        )


def compute_block_key(share: str, edition: ToolchainVersion) -> CacheKey:
    """Return the cache key of a block's outlines."""
    return edition.make_key("outlines", *WEIGHTS.values(), share)


def convert_block(share: str) -> bytes:
    """Convert the outlines of a block in all weights; return them serialized."""
    return serialize_outlines(convert_characters(share, tuple(WEIGHTS.values())))


def serialize_outlines(found: Mapping[str, Sequence[GlyphOutline]]) -> bytes:
    """Serialize outlines as JSON: a cache may come from another machine, and reading it must not run code."""
    rows = {
        character: [
            [b64encode(one.data).decode(), one.advance, one.bounds, one.points, one.contours] for one in weights
        ]
        for character, weights in found.items()
    }
    return json.dumps(rows).encode()


def parse_outlines(data: bytes) -> dict[str, tuple[GlyphOutline, ...]]:
    """Parse outlines that `serialize_outlines` has written."""
    rows: dict[str, list[list[Any]]] = json.loads(data)
    return {
        character: tuple(
            GlyphOutline(b64decode(data), advance, tuple(bounds), points, contours)
            for data, advance, bounds, points, contours in weights
        )
        for character, weights in rows.items()
    }


def build_face(weight: int, drawn: Mapping[str, GlyphOutline], key: CacheKey, cache: Cache) -> FontFace:
    """Build the face of one weight; cache its file first and then its metrics."""
    data = build_font(weight, drawn)
    system = load_source_font()["OS/2"]
    metrics: dict[str, Any] = {
        "digest": digest(data),
        "ascent_em": system.sTypoAscender / EM,
        "cap_em": system.sCapHeight / EM,
        "blank": drawn[NOTDEF].advance / EM,
        "glyphs": {
            character: [outline.advance / EM, *(side / EM for side in outline.bounds)]
            for character, outline in drawn.items()
            if character != NOTDEF
        },
    }
    cache.put(key, data)
    cache.put(compute_metrics_key(key), json.dumps(metrics).encode())
    return FontFace(data, **metrics)


def compute_metrics_key(key: CacheKey) -> CacheKey:
    """Return the cache key of the metrics that belong to the face of `key`."""
    return CacheKey(digest("metrics", key))


def read_face(key: CacheKey, cache: Cache) -> FontFace | None:
    """Return the face of `key`; None if the cache does not hold it completely."""
    data, metrics = cache.get(key), cache.get(compute_metrics_key(key))
    try:
        return FontFace(data, **json.loads(metrics)) if data is not None and metrics is not None else None
    except (ValueError, TypeError, RecursionError):
        return None


BLOCK = 100
"""Maximum number of lines in a block (Adobe Technical Note 5014, `beginbfchar`)."""
HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
"""
TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A TrueType font of ReportLab whose subsets have correct ToUnicode tables.

    A subset holds only used characters; by default ReportLab embeds all of ASCII in each file.
    """

    def __init__(self, name: str, face: FontFace) -> None:
        super().__init__(name, BytesIO(face.data), asciiReadable=False, shapable=False)

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # ReportLab's own name.
        """Add the subsets to a document that is being saved."""
        subsets = list(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = render_to_unicode(subset)


def register_font(weight: str, face: FontFace) -> str:
    """Register a face with ReportLab once per process (about 40 ms); return its name there."""
    name = f"face-{weight}-{face.digest[:8]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(EmbeddedFont(name, face))
    return name


def render_to_unicode(subset: Sequence[int]) -> str:
    """Render the ToUnicode table of a subset; unused codes are left out."""
    lines = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in iter_used_codes(subset)
    ]
    blocks = (lines[start : start + BLOCK] for start in range(0, len(lines), BLOCK))
    return HEAD + "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks) + TAIL


def iter_used_codes(subset: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield code and code point; unused codes at the start of a subset all map to a space, of which one is kept."""
    for code, point in enumerate(subset):
        if point and (point != ord(" ") or code == ord(" ")):
            yield code, point
