"""Bytes of a picture file into its kind, its size and whether it is whole; nothing is decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass

EXTENSIONS = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "WebP": (".webp",),
    "GIF": (".gif",),
    "HEIC": (".heic", ".heif"),
    "AVIF": (".avif",),
}
"""Kinds of pictures that the exhibition takes, with the ends of their names."""

ENDS = tuple(end for kind in EXTENSIONS.values() for end in kind)
"""How the names of picture files end."""

HEIF_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"hevc": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
}

FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""JPEG markers (ITU-T T.81, table B.1) that begin a frame and carry its size."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file: its kind (empty where it is none), width and height in px (0 where not known), whether whole."""

    kind: str
    width: int = 0
    height: int = 0
    whole: bool = True


def read_image(data: bytes) -> Image:
    """Return what the headers of a file say."""
    try:
        return looked_at(data)
    except (struct.error, IndexError):
        return Image(kind_of(data), whole=False)


def kind_of(data: bytes) -> str:
    """Return the kind that the first bytes tell, or nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"GIF8"):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return HEIF_BRANDS.get(data[8:12], "") if data[4:8] == b"ftyp" else ""


def looked_at(data: bytes) -> Image:
    """Return what the headers say, by kind."""
    kind = kind_of(data)
    readers = {"JPEG": jpeg, "PNG": png, "GIF": gif, "WebP": webp, "HEIC": heif, "AVIF": heif}
    if not kind:
        return Image("")
    width, height, whole = readers[kind](data)
    return Image(kind, width, height, whole)


def jpeg(data: bytes) -> tuple[int, int, bool]:
    """Walk the segments to the frame, then look for the end marker behind the scan (a thumbnail has one of its own)."""
    at, width, height = 2, 0, 0
    while True:
        if data[at] != 0xFF:
            return width, height, False
        marker = data[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
        if marker == 0xDA:
            return width, height, data.find(b"\xff\xd9", at + length) >= 0
        at += 2 + length


def png(data: bytes) -> tuple[int, int, bool]:
    """Read IHDR and look for the IEND chunk."""
    width, height = struct.unpack_from(">II", data, 16)
    return width, height, b"IEND\xaeB`\x82" in data


def gif(data: bytes) -> tuple[int, int, bool]:
    """Read the screen descriptor and look for the trailer."""
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
    sizes, at = [(0, 0)], data.find(b"ispe")
    while 0 <= at < 200_000:
        sizes.append(struct.unpack_from(">II", data, at + 8))
        at = data.find(b"ispe", at + 4)
    end = 0
    while end + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, end)
        end += length if length > 1 else struct.unpack_from(">Q", data, end + 8)[0] if length else len(data) - end
    return *max(sizes), end == len(data)
