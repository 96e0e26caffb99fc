"""Parsers of formats that the exhibition does not accept (TIFF, raw, Photoshop, SVG, video), to metadata blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .boxes import boxes
from .pieces import Part, Piece, number

PHOTOSHOP = re.compile(rb"8BIM(\x04\x22|\x04\x23|\x04\x24|\x04\x04)")
"""Resources of a Photoshop file that hold EXIF, XMP or IPTC (Adobe Photoshop File Formats Specification)."""
PHOTOSHOP_PARTS = {b"\x04\x22": Part.TIFF, b"\x04\x23": Part.TIFF, b"\x04\x24": Part.XMP, b"\x04\x04": Part.IPTC}
RESOURCES = 4_000_000
"""Bytes from the beginning of a Photoshop file that are searched for resources."""
FILM_PLACES = (b"\xa9xyz", b"com.apple.quicktime.location", b"loci")
"""Locations in videos: QuickTime's box, Apple's key, 3GPP's box."""
FILM_TOLD = frozenset((b"moov", b"meta", b"udta", b"uuid"))
FILM_INDEX = 4_000_000
"""Boxes of a video that may hold a location (above), and the bytes of each that are searched."""
DRAWING_TEXT = re.compile(rb"<(?:metadata|sodipodi:|inkscape:|desc)\b")


def tiff_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the whole of a TIFF-based file."""
    # Raw formats have magic numbers of their own in the place of the 42.
    yield Piece(Part.TIFF, data)


def photoshop_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the resources of a Photoshop file that hold metadata."""
    for count, found in enumerate(PHOTOSHOP.finditer(data, 0, RESOURCES)):
        if count == 16:
            return
        name = number(data, found.end(), 1)
        begin = found.end() + 1 + name + (name + 1) % 2
        length = number(data, begin, 4)
        yield Piece(PHOTOSHOP_PARTS[found[1]], data[begin + 4 : begin + 4 + length])


def text_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata of an SVG drawing."""
    if found := DRAWING_TEXT.search(data):
        yield Piece(Part.TEXT, data[found.start() :])


def film_pieces(data: bytes) -> Iterator[Piece]:
    """Yield a block of kind `PLACE` for each box of a video that holds a location."""
    for box in boxes(data, 0, len(data)):
        told = data[box.begin : min(box.end, box.begin + FILM_INDEX)] if box.kind in FILM_TOLD else b""
        if any(sign in told for sign in FILM_PLACES):
            yield Piece(Part.PLACE, b"")
