"""Parser of JPEG segments (ITU-T T.81, annex B), to metadata blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .pieces import MOST_PARTS, Broken, Crowded, Part, Piece, number

EOI, SOS, COMMENT = 0xD9, 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
"""Markers of application segments, free for programs to use."""
ALONE = frozenset((0x01, *range(0xD0, 0xDA)))
"""Markers without a length field."""

BEHIND_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The end of entropy-coded data: neither a stuffed 0xFF nor a restart. This pattern takes 0.3 ms a megabyte."""

FILL = re.compile(rb"\xff+")
"""The beginning of a marker, with any fill bytes before it."""
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers (ITU-T T.81, table B.1) that begin a frame and carry its size."""

ADOBE = 0xEE
"""Adobe's segment, which states the colour transform: without it some pictures turn green."""

SIGNED = (
    (0xE0, b"JFXX\0", Part.THUMBNAIL),
    (0xE1, b"Exif\0", Part.TIFF),
    (0xE1, b"http://ns.adobe.com/", Part.XMP),
    (0xED, b"Photoshop 3.0\0", Part.IPTC),
)
"""Application segments with metadata: marker, first bytes, kind."""
INNOCENT = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (ADOBE, b"Adobe"))
"""Application segments that only say how the image is displayed."""
THUMBNAIL_AT = 12
"""Offset of the thumbnail's size in a JFIF header (JFIF 1.02)."""


class Segment(NamedTuple):
    """A marker, where it begins (the last 0xFF before it), and where the segment ends, entropy-coded data included."""

    marker: int
    begin: int
    end: int


def segments(data: bytes, *, scanned: bool = True) -> Iterator[Segment]:
    """Yield every segment from SOI to EOI of the first image in a file.

    Without `scanned` a scan ends with its header: then only the segments before the first scan are reliable. Raises
    MalformedImage where the file ends before, TooManyParts where there are too many.
    """
    at = 0
    for _ in range(MOST_PARTS):
        fill = FILL.match(data, at)
        if fill is None:
            raise Broken
        # The last 0xFF belongs to the marker; those before it are fill bytes (T.81, B.1.1.2).
        begin = fill.end() - 1
        marker = number(data, begin + 1, 1)
        end = begin + 2 if marker in ALONE else begin + 2 + max(2, number(data, begin + 2, 2))
        if marker == SOS and scanned:
            end = scan_end(data, end)
        if end > len(data):
            raise Broken
        yield Segment(marker, begin, end)
        if marker == EOI:
            return
        at = end
    raise Crowded


def scan_end(data: bytes, at: int) -> int:
    """Return where the entropy-coded data that begins at `at` ends. Raises MalformedImage where the file ends before."""
    found = BEHIND_SCAN.search(data, at)
    if found is None:
        raise Broken
    end = found.start()
    # Fill bytes before the marker are no part of the scan.
    return end if end == at or data[end - 1] != 0xFF else at + len(data[at:end].rstrip(b"\xff"))


def payload(data: bytes, segment: Segment) -> bytes:
    """Return the content of a segment, without its marker and length."""
    return data[segment.begin + 4 : segment.end]


def jpeg_pieces(data: bytes) -> Iterator[Piece]:
    """Yield the metadata blocks of a JPEG file, trailing data included."""
    for segment in segments(data):
        if segment.marker in APPLICATION:
            yield from application(segment.marker, payload(data, segment))
        elif segment.marker == COMMENT:
            yield Piece(Part.TEXT, payload(data, segment))
        elif segment.marker == EOI:
            yield Piece(Part.BEHIND, data[segment.end :])


def application(marker: int, held: bytes) -> Iterator[Piece]:
    """Yield the metadata block of an application segment, if it is one."""
    for known, begins, part in SIGNED:
        if marker == known and held.startswith(begins):
            yield Piece(part, held[6:] if part is Part.TIFF else held)
            return
    if not any(marker == known and held.startswith(begins) for known, begins in INNOCENT):
        yield Piece(Part.OTHER, held)
    elif marker == APPLICATION[0] and any(held[THUMBNAIL_AT : THUMBNAIL_AT + 2]):
        yield Piece(Part.THUMBNAIL, held)
