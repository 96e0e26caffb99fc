"""Header of an image file: format, size and completeness; nothing is decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .hidden.pieces import Broken
from .hidden.segments import FRAMES, SOS, segments
from .signatures import EXTENSIONS, format_of

MOST_BOXES = 2_000
"""A file with more boxes at its outermost level was not made by a camera."""


MOST_PIXELS = {True: 120_000_000, False: 60_000_000}
"""Pixels of the largest photo, by whether it can be decoded smaller: common phones have up to 108 megapixels."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image file: its kind (empty where it is none), width and height in px (0 where unknown), whether complete."""

    kind: str
    width: int = 0
    height: int = 0
    whole: bool = True
    format: str = ""
    """The name of its format (of `signatures.FORMATS`), set even where the exhibition does not accept it."""

    @property
    def most_pixels(self) -> int:
        """The maximum number of pixels of this kind of picture to be decoded at all; a JPEG can be decoded smaller."""
        return MOST_PIXELS[self.kind == "JPEG"]


def read_image(data: bytes) -> Image:
    """Return the header of an image file."""
    format = format_of(data)
    if format not in EXTENSIONS:
        return Image("", format=format)
    try:
        width, height, whole = READERS[format](data)
    except (struct.error, IndexError, Broken):
        return Image(format, whole=False, format=format)
    return Image(format, width, height, whole, format)


def kind_of(data: bytes) -> str:
    """Return the kind of picture by the first bytes; an empty text where the exhibition does not accept it."""
    format = format_of(data)
    return format if format in EXTENSIONS else ""


def jpeg(data: bytes) -> tuple[int, int, bool]:
    """Read the segments up to the frame, then find the end marker after the scan (a thumbnail has one of its own)."""
    width, height = 0, 0
    try:
        for segment in segments(data, scanned=False):
            if segment.marker in FRAMES:
                height, width = struct.unpack_from(">HH", data, segment.begin + 5)
            if segment.marker == SOS:
                return width, height, data.find(b"\xff\xd9", segment.end) >= 0
    except Broken:
        pass
    return width, height, False


def png(data: bytes) -> tuple[int, int, bool]:
    """Read IHDR and find the IEND chunk."""
    width, height = struct.unpack_from(">II", data, 16)
    return width, height, b"IEND\xaeB`\x82" in data


def gif(data: bytes) -> tuple[int, int, bool]:
    """Read the screen descriptor and find the trailer."""
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height, b";" in data[-16:]


def webp(data: bytes) -> tuple[int, int, bool]:
    """Read the first chunk and compare the length that the container states."""
    whole = len(data) >= struct.unpack_from("<I", data, 4)[0] + 8
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1, whole
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, whole
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF, whole


def heif(data: bytes) -> tuple[int, int, bool]:
    """Read the largest `ispe` (image spatial extent; tiles and thumbnails have smaller ones) and walk the boxes."""
    sizes, at = [(0, 0)], data.find(b"ispe", 0, 200_000)
    while at >= 0 and len(sizes) < MOST_BOXES:
        sizes.append(struct.unpack_from(">II", data, at + 8))
        at = data.find(b"ispe", at + 4, 200_000)
    end, boxes = 0, 0
    while end + 8 <= len(data) and boxes < MOST_BOXES:
        (length,) = struct.unpack_from(">I", data, end)
        step = length if length > 1 else struct.unpack_from(">Q", data, end + 8)[0] if length else len(data) - end
        if step < 8:
            break
        end, boxes = end + step, boxes + 1
    return *max(sizes), end == len(data)


READERS = {"JPEG": jpeg, "PNG": png, "GIF": gif, "WebP": webp, "HEIC": heif, "AVIF": heif}
"""The header reader of each kind of picture that the exhibition accepts."""
