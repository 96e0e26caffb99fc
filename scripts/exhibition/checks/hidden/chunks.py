"""Parsers of chunked containers: PNG, WebP and GIF, to metadata blocks."""

from __future__ import annotations

from collections.abc import Iterator

from .pieces import MOST_PARTS, Broken, Crowded, Part, Piece, number

PNG_PARTS = {
    b"eXIf": Part.TIFF,
    b"tEXt": Part.TEXT,
    b"zTXt": Part.TEXT,
    b"iTXt": Part.TEXT,
    b"tIME": Part.SAVED,
    b"caBX": Part.OTHER,
}
"""Chunks of PNG that hold metadata (PNG, third edition; caBX: C2PA)."""
PNG_XMP = b"XML:com.adobe.xmp\0"

WEBP_PARTS = {b"EXIF": Part.TIFF, b"XMP ": Part.XMP}
WEBP_PICTURE = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))

GIF_EXTENSION, GIF_IMAGE, GIF_END = 0x21, 0x2C, 0x3B
GIF_COMMENT, GIF_APPLICATION = 0xFE, 0xFF
MOST_BLOCKS = 100_000
"""Blocks of a GIF: most have 255 bytes, so that an animation of 20 MB has 80,000."""
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Application extensions that only say how often an animation is repeated."""


def png_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata blocks of a PNG file."""
    at = 8
    for _ in range(MOST_PARTS):
        length, kind = number(data, at, 4), data[at + 4 : at + 8]
        held = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IEND":
            yield Piece(Part.BEHIND, data[at:])
            return
        if part := PNG_PARTS.get(kind):
            yield Piece(Part.XMP if held.startswith(PNG_XMP) else part, held)
    raise Crowded


def webp_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata blocks of a WebP file."""
    at, end = 12, number(data, 4, 4, "little") + 8
    parts = 0
    while at + 8 <= min(end, len(data)):
        parts += 1
        if parts > MOST_PARTS:
            raise Crowded
        kind, length = data[at : at + 4], number(data, at + 4, 4, "little")
        held = data[at + 8 : at + 8 + length]
        if kind not in WEBP_PICTURE:
            part = WEBP_PARTS.get(kind, Part.OTHER)
            yield Piece(part, held.removeprefix(b"Exif\0\0") if part is Part.TIFF else held)
        at += 8 + length + length % 2
    yield Piece(Part.BEHIND, data[end:])


def gif_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata blocks of a GIF file (GIF89a)."""
    at = 13 + palette(number(data, 10, 1))
    left = MOST_BLOCKS
    while (kind := number(data, at, 1)) != GIF_END:
        left -= 1
        if left < 0:
            raise Crowded
        if kind == GIF_IMAGE:
            at, left = blocks_end(data, at + 11 + palette(number(data, at + 9, 1)), left)
        elif kind == GIF_EXTENSION:
            label, begin = number(data, at + 1, 1), at + 2
            at, left = blocks_end(data, begin, left)
            if label == GIF_COMMENT:
                yield Piece(Part.TEXT, data[begin:at])
            elif label == GIF_APPLICATION and data[begin + 1 : begin + 12] not in GIF_LOOPS:
                yield Piece(Part.XMP if data[begin + 1 : begin + 9] == b"XMP Data" else Part.OTHER, data[begin:at])
        else:
            at += 1
    yield Piece(Part.BEHIND, data[at + 1 :])


def palette(flags: int) -> int:
    """Return the bytes of a palette, from the flags before it."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def blocks_end(data: bytes, at: int, left: int) -> tuple[int, int]:
    """Return where a sequence of sub-blocks ends, and how many of `left` remain. Raises TooManyParts below zero."""
    size = len(data)
    while at < size and (length := data[at]):
        at += 1 + length
        left -= 1
        if left < 0:
            raise Crowded
    if at >= size:
        raise Broken
    return at + 1, left
