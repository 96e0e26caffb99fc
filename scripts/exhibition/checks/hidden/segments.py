"""A JPEG file into its segments (ITU-T T.81, annex B), and what is hidden in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .pieces import Broken, Part, Piece, number

EOI, SOS, COMMENT = 0xD9, 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
"""Markers of segments that programs put in as they like."""
ALONE = frozenset((0x01, *range(0xD0, 0xDA)))
"""Markers without a length behind them."""

BEHIND_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Where entropy-coded data ends: neither a stuffed 0xFF nor a restart. So written it takes 0.3 ms a megabyte."""

ADOBE = 0xEE
"""How colours are turned: without it some pictures turn green."""

SIGNED = (
    (0xE0, b"JFXX\0", Part.THUMBNAIL),
    (0xE1, b"Exif\0", Part.TIFF),
    (0xE1, b"http://ns.adobe.com/", Part.XMP),
    (0xED, b"Photoshop 3.0\0", Part.IPTC),
)
"""Application segments by their marker and how they begin."""
INNOCENT = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (ADOBE, b"Adobe"))
"""Application segments that say only how the picture is to be shown."""
THUMBNAIL_AT = 12
"""Where a JFIF header says how large its thumbnail is (JFIF 1.02)."""


class Segment(NamedTuple):
    """A marker, where it begins (the 0xFF before it), and where the segment ends, entropy-coded data included."""

    marker: int
    begin: int
    end: int


def segments(data: bytes) -> Iterator[Segment]:
    """Yield every segment from SOI to EOI of the first picture in a file. Raises Broken where it ends before."""
    at = 0
    while True:
        if number(data, at, 1) != 0xFF:
            raise Broken
        begin = at
        while number(data, at + 1, 1) == 0xFF:
            at += 1
        marker = data[at + 1]
        end = at + 2 if marker in ALONE else at + 2 + max(2, number(data, at + 2, 2))
        if marker == SOS:
            scanned = BEHIND_SCAN.search(data, end)
            if scanned is None:
                raise Broken
            end = scanned.start()
        if end > len(data):
            raise Broken
        yield Segment(marker, begin, end)
        if marker == EOI:
            return
        at = end


def payload(data: bytes, segment: Segment) -> bytes:
    """Return what a segment holds behind its marker and its length."""
    start = segment.begin
    while data[start + 1] == 0xFF:
        start += 1
    return data[start + 4 : segment.end]


def jpeg_pieces(data: bytes) -> Iterator[Piece]:
    """Yield what is hidden in a JPEG file, and what stands behind its end."""
    for segment in segments(data):
        if segment.marker in APPLICATION:
            yield from application(segment.marker, payload(data, segment))
        elif segment.marker == COMMENT:
            yield Piece(Part.TEXT, payload(data, segment))
        elif segment.marker == EOI:
            yield Piece(Part.BEHIND, data[segment.end :])


def application(marker: int, held: bytes) -> Iterator[Piece]:
    """Yield what an application segment hides."""
    for known, begins, part in SIGNED:
        if marker == known and held.startswith(begins):
            yield Piece(part, held[6:] if part is Part.TIFF else held)
            return
    if not any(marker == known and held.startswith(begins) for known, begins in INNOCENT):
        yield Piece(Part.OTHER, held)
    elif marker == APPLICATION[0] and any(held[THUMBNAIL_AT : THUMBNAIL_AT + 2]):
        yield Piece(Part.THUMBNAIL, held)
