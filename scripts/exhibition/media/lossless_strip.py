"""Strip everything from JPEG and PNG files that is not needed to decode them, without changing a pixel.

What decoders need stays (tables, scans, colour transform); everything that programs and phones have added is removed,
and so is trailing data. Takes well under a millisecond a photo.
"""

from __future__ import annotations

from collections.abc import Iterator

from .containers import (
    ADOBE,
    APPLICATION,
    COMMENT,
    MOST_PARTS,
    JpegSegment,
    MalformedImage,
    TooManyParts,
    get_segment_payload,
    iter_segments,
    read_number,
)
from .metadata import has_too_many_parts

JPEG = b"\xff\xd8"
FILL = b"\xff" * 64
"""More fill bytes than any encoder writes by accident."""
JFIF = b"\xff\xe0\0\x10JFIF\0"
"""The beginning of a JFIF header without thumbnail: version, density and two zeros follow."""
PNG_DISPLAY_CHUNKS = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
        b"cICP",
    )
)
"""Chunks of PNG that determine how an image is displayed (PNG, third edition)."""


def strip_jpeg(data: bytes) -> bytes:
    """Return a JPEG without metadata, thumbnail, colour profile, comments and trailing data.

    Raises MalformedImage where the file is incomplete. The orientation is lost with the rest: for upright photos only.
    """
    return b"".join(part for segment in iter_segments(data) for part in iter_kept_bytes(data, segment))


def remove_fill_bytes(data: bytes) -> bytes:
    """Return the bytes to give to a decoder: a JPEG without its fill bytes, every other file unchanged.

    Decoders read fill bytes one by one. Of an incomplete file the complete segments are returned; of a file with more
    parts than any camera writes, nothing.
    """
    if has_too_many_parts(data):
        return b""
    if not data.startswith(JPEG) or FILL not in data:
        return data
    parts = []
    try:
        for segment in iter_segments(data):
            parts.append(data[segment.begin : segment.end])
    except MalformedImage:
        pass
    return b"".join(parts)


def iter_kept_bytes(data: bytes, segment: JpegSegment) -> Iterator[bytes]:
    """Yield the bytes to keep of a segment of a JPEG."""
    if segment.marker == APPLICATION[0]:
        held = get_segment_payload(data, segment)
        if held.startswith(b"JFIF\0") and len(held) >= 12:
            yield JFIF + held[5:12] + b"\0\0"
    elif segment.marker == ADOBE:
        if get_segment_payload(data, segment).startswith(b"Adobe"):
            yield data[segment.begin : segment.end]
    elif segment.marker not in APPLICATION and segment.marker != COMMENT:
        yield data[segment.begin : segment.end]


def strip_png(data: bytes) -> bytes:
    """Return a PNG with only the chunks needed to display it. Raises MalformedImage where the file is incomplete."""
    parts, at = [data[:8]], 8
    for _ in range(MOST_PARTS):
        end = at + 12 + read_number(data, at, 4)
        kind = data[at + 4 : at + 8]
        if end > len(data):
            raise MalformedImage
        if kind in PNG_DISPLAY_CHUNKS:
            parts.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(parts)
    raise TooManyParts
