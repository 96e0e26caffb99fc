"""Cached TrueType faces with all characters that posters may show, in two weights.

ReportLab embeds only TrueType outlines; the source font has PostScript outlines (see `font_builder`). Converting
outlines is the expensive step, so they are cached in blocks: a new rare character costs one small block and two fonts,
not thousands of outlines.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..cache import Cache, digest
from ..diagnostics import Refusal
from ..model import Key
from ..photos.pool import spread
from ..toolchain import Edition, edition
from .casting import cast
from .outlines import EM, NOTDEF, Outline, drawn, outlines, require_source, source

WEIGHTS: dict[str, int] = {"text": 500, "name": 900}
"""Weights of a poster's faces, from 100 to 900 (OS/2 `usWeightClass`)."""
SHARE = 500
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
class Face:
    """One weight: the bytes of a TrueType file, and its metrics for typesetting, in em."""

    data: bytes
    digest: str
    ascent_em: float
    cap_em: float
    glyphs: Mapping[str, Sequence[float]]
    """Advance, left, bottom, right, top of each character."""
    blank: float = 1.0
    """Advance of the glyph for missing characters (.notdef)."""

    def advance(self, character: str) -> float:
        """Return the advance width of a character, in em."""
        glyph = self.glyphs.get(character)
        return glyph[0] if glyph else self.blank

    def width(self, text: str) -> float:
        """Return the width of a line, in em."""
        return sum(map(self.advance, text))

    def bounds(self, character: str) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of a glyph's outline from its origin, in em; zeros if there is none."""
        _, left, bottom, right, top = self.glyphs.get(character, (0.0,) * 5)
        return left, bottom, right, top

    def missing(self, text: str) -> str:
        """Return the characters of `text` that the face does not have, each once, in order."""
        return "".join(character for character in dict.fromkeys(text) if character not in self.glyphs)


@dataclass(frozen=True)
class Fonts:
    """The faces of a print job, by the names in `WEIGHTS`."""

    faces: Mapping[str, Face]

    def face(self, weight: str) -> Face:
        """Return the face of a weight."""
        return self.faces[weight]


@cache
def usual() -> str:
    """Return the characters that every font holds: GB 2312 (6,763 hanzi, 682 other characters) and `RANGES`."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    standard = "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    ranges = "".join(chr(code) for first, last in RANGES for code in range(first, last + 1))
    return "".join(sorted(set(standard + ranges)))


def prepare_fonts(
    text: str, cache: Cache, progress: Callable[[int, int], None], characters: str | None = None
) -> Fonts:
    """Return faces with `characters` (default: `list_default_characters`) and those of `text`, if the source has them.

    `progress` is called with the number of converted blocks and their total. Raises Refusal if the font is not
    installed.
    """
    base = usual() if characters is None else "".join(sorted(set(characters)))
    rare = "".join(sorted(set(text) - set(base)))
    try:
        require_source()
        now = edition("font")
        keys = {name: now.key("face", base, rare, weight) for name, weight in WEIGHTS.items()}
        faces = {name: read_face(key, cache) for name, key in keys.items()}
        if None in faces.values():
            faces = dict(make_faces(shares(base, rare), keys, cache, now, progress))
    except ImportError as problem:
        raise Refusal("找不到海报用的中文字体。请运行 python3 scripts/start.py posters，它会把字体装好。") from problem
    return Fonts({name: face for name, face in faces.items() if face})


def shares(base: str, rare: str) -> list[str]:
    """Split the characters into blocks; rare characters get a block of their own."""
    return [base[start : start + SHARE] for start in range(0, len(base), SHARE)] + ([rare] if rare else [])


def make_faces(
    wanted: Sequence[str],
    keys: Mapping[str, Key],
    cache: Cache,
    edition: Edition,
    progress: Callable[[int, int], None],
) -> Iterator[tuple[str, Face]]:
    """Build the faces from `wanted` blocks; blocks that are not cached are converted on all processors."""
    share_keys = {share: share_key(share, edition) for share in wanted}
    kept = {share: cache.get(key) for share, key in share_keys.items()}
    missing = [share for share, data in kept.items() if data is None]
    done = len(wanted) - len(missing)
    for share, data in spread(draw_share, missing, draw_share):
        cache.put(share_keys[share], data)
        kept[share] = data
        done += 1
        progress(done, len(wanted))
    weights = tuple(WEIGHTS.values())
    found = {NOTDEF: outlines(NOTDEF, weights)}
    for outlined in kept.values():
        found |= outlines_of(outlined or b"{}")
    for number, (name, weight) in enumerate(WEIGHTS.items()):
        yield name, make_face(weight, {sign: drawn[number] for sign, drawn in found.items()}, keys[name], cache)


def share_key(share: str, edition: Edition) -> Key:
    """Return the cache key of a block's outlines."""
    return edition.key("outlines", *WEIGHTS.values(), share)


def draw_share(share: str) -> bytes:
    """Convert the outlines of a block in all weights; return them serialized."""
    return plain(drawn(share, tuple(WEIGHTS.values())))


def plain(found: Mapping[str, Sequence[Outline]]) -> bytes:
    """Serialize outlines as JSON: a cache may come from another machine, and reading it must not run code."""
    told = {
        sign: [[b64encode(one.data).decode(), one.advance, one.bounds, one.points, one.contours] for one in weights]
        for sign, weights in found.items()
    }
    return json.dumps(told).encode()


def outlines_of(data: bytes) -> dict[str, tuple[Outline, ...]]:
    """Parse outlines that `serialize_outlines` has written."""
    told: dict[str, list[list[Any]]] = json.loads(data)
    return {
        sign: tuple(
            Outline(b64decode(data), advance, tuple(bounds), points, contours)
            for data, advance, bounds, points, contours in weights
        )
        for sign, weights in told.items()
    }


def make_face(weight: int, drawn: Mapping[str, Outline], key: Key, cache: Cache) -> Face:
    """Build the face of one weight; cache its file first and then its metrics."""
    data = cast(weight, drawn)
    system = source()["OS/2"]
    metrics: dict[str, Any] = {
        "digest": digest(data),
        "ascent_em": system.sTypoAscender / EM,
        "cap_em": system.sCapHeight / EM,
        "blank": drawn[NOTDEF].advance / EM,
        "glyphs": {
            sign: [outline.advance / EM, *(side / EM for side in outline.bounds)]
            for sign, outline in drawn.items()
            if sign != NOTDEF
        },
    }
    cache.put(key, data)
    cache.put(metrics_key(key), json.dumps(metrics).encode())
    return Face(data, **metrics)


def metrics_key(key: Key) -> Key:
    """Return the cache key of the metrics that belong to the face of `key`."""
    return Key(digest("metrics", key))


def read_face(key: Key, cache: Cache) -> Face | None:
    """Return the face of `key`; None if the cache does not hold it completely."""
    data, metrics = cache.get(key), cache.get(metrics_key(key))
    try:
        return Face(data, **json.loads(metrics)) if data is not None and metrics is not None else None
    except (ValueError, TypeError, RecursionError):
        return None
