"""Parsers of box containers (ISO/IEC 14496-12, 23008-12): HEIC, AVIF, JPEG XL and JPEG 2000, to metadata blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .pieces import MOST_PARTS, Broken, Crowded, Part, Piece, number

PICTURE = frozenset((b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"wide"))
"""Boxes that belong to an image or an image sequence; other boxes count as trailing data."""
PARTS = {b"Exif": Part.TIFF, b"mime": Part.XMP, b"uri ": Part.OTHER}
"""Items that hold metadata, by their type."""
TIFF = re.compile(rb"II\*\0|MM\0\*")
HEAD = 64
"""Bytes of an item within which its TIFF begins."""
MOST_EXTENTS = 10_000
"""A file with more extents than this was not made by a camera."""
MOST_TOLD = 1_000_000
"""Bytes of an item that are read where its length is not given."""
JP2_EXIF = b"JpgTiffExif->JP2"
"""The name (UUID) of a JPEG 2000 box that holds EXIF."""


class Box(NamedTuple):
    """A box: its type, and where its content begins and ends."""

    kind: bytes
    begin: int
    end: int


def boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    """Yield the boxes between `at` and `end`. Raises MalformedImage where a box exceeds `end`, TooManyParts."""
    parts = 0
    while at + 8 <= end:
        parts += 1
        if parts > MOST_PARTS:
            raise Crowded
        length, head = number(data, at, 4), 8
        if length == 1:
            length, head = number(data, at + 8, 8), 16
        length = length or end - at
        if length < head or at + length > end:
            raise Broken
        yield Box(data[at + 4 : at + 8], at + head, at + length)
        at += length
    if at < end:
        yield Box(b"", at, end)


def heif_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata blocks of a HEIC or AVIF file."""
    for box in boxes(data, 0, len(data)):
        if box.kind == b"meta":
            yield from items(data, {one.kind: one for one in boxes(data, box.begin + 4, box.end)})
        elif box.kind not in PICTURE:
            yield Piece(Part.BEHIND, data[box.begin : box.end])


def box_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata blocks of a JPEG XL or JPEG 2000 file in boxes."""
    for box in boxes(data, 0, len(data)):
        held = data[box.begin : box.begin + min(box.end - box.begin, MOST_TOLD)]
        if box.kind == b"Exif":
            yield Piece(Part.TIFF, tiff_of(held))
        elif box.kind == b"uuid" and held.startswith(JP2_EXIF):
            yield Piece(Part.TIFF, tiff_of(held[len(JP2_EXIF) :]))
        elif box.kind == b"xml ":
            yield Piece(Part.XMP, held)
        elif box.kind in (b"brob", b"jumb", b"uuid"):
            yield Piece(Part.OTHER, held)


def items(data: bytes, meta: dict[bytes, Box]) -> Iterator[Piece]:
    """Yield the items of a file that are not images."""
    telling = dict(told(data, meta[b"iinf"])) if b"iinf" in meta else {}
    if not telling or b"iloc" not in meta:
        return
    base = meta[b"idat"].begin if b"idat" in meta else 0
    for id, construction, begin, length in places(data, meta[b"iloc"]):
        if part := telling.get(id):
            begin += base if construction == 1 else 0
            held = data[begin : begin + (length or MOST_TOLD)]
            yield Piece(part, tiff_of(held) if part is Part.TIFF else held)


def tiff_of(held: bytes) -> bytes:
    r"""Return the TIFF in an item. The item states the offset of its TIFF, but not every program writes it correctly.

    >>> tiff_of(b"\0\0\0\6Exif\0\0II*\0...")
    b'II*\x00...'
    """
    found = TIFF.search(held, 0, HEAD)
    return held[found.start() :] if found else b""


def told(data: bytes, box: Box) -> Iterator[tuple[int, Part]]:
    """Yield the ids of items that hold metadata, with their kind, from the box `iinf`."""
    head = 4 + (2 if number(data, box.begin, 1) == 0 else 4)
    for entry in boxes(data, box.begin + head, box.end):
        version = number(data, entry.begin, 1)
        size = 2 if version < 3 else 4
        kind = data[entry.begin + 4 + size + 2 : entry.begin + 4 + size + 6]
        if entry.kind == b"infe" and version >= 2 and kind in PARTS:
            yield number(data, entry.begin + 4, size), PARTS[kind]


def places(data: bytes, box: Box) -> Iterator[tuple[int, int, int, int]]:
    """Yield id, construction method, begin and length of every extent, from the box `iloc`."""
    version, sizes = number(data, box.begin, 1), number(data, box.begin + 4, 2)
    offset, length, base, index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15 if version else 0
    wide = 2 if version < 2 else 4
    at = box.begin + 6
    count, at = number(data, at, wide), at + wide
    left = MOST_EXTENTS
    for _ in range(min(count, MOST_EXTENTS)):
        id, at = number(data, at, wide), at + wide
        construction = number(data, at, 2) & 15 if version else 0
        at += (2 if version else 0) + 2
        start, at = number(data, at, base), at + base
        extents, at = number(data, at, 2), at + 2
        for _ in range(extents):
            left -= 1
            if left < 0:
                raise Crowded
            at += index
            begin = start + number(data, at, offset)
            yield id, construction, begin, number(data, at + offset, length)
            at += offset + length
