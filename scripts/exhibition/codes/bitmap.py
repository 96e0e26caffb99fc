"""Render the modules of a QR code as PNG for screens: black and white, 8 whole pixels a module, quiet zone included.

WeChat reads a code from a picture of 200 px or more on a long press; modules of whole pixels stay sharp.
"""

from __future__ import annotations

import struct
import zlib

from .outline import QUIET
from .symbol import Rows

SCALE = 8
"""Pixels a module: one byte of a 1-bit image, so that modules become rows without any arithmetic."""

EFFORT = 1
"""zlib's level: 505 bytes in 0.05 ms; the maximum of 9 saves 125 bytes and takes 0.95 ms."""

PIXELS = bytes.maketrans(b"01", b"\xff\0")
MARGIN = b"\xff" * QUIET


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG file (PNG specification, 5.3)."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(rows: Rows) -> bytes:
    """Return a code as a PNG of one bit: 296 × 296 pixels for 29 modules, 328 × 328 for 33."""
    size = len(rows)
    whole = size + 2 * QUIET
    # A row of pixels equal to the one above: PNG's filter Up, which leaves zeros.
    same = b"\2" + bytes(whole)
    white = b"\0" + b"\xff" * whole + same * (QUIET * SCALE - 1)
    lines = [white]
    for row in rows:
        lines.append(
            b"\0" + MARGIN + format(row, f"0{size}b").encode("ascii").translate(PIXELS) + MARGIN + same * (SCALE - 1)
        )
    lines.append(white)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", whole * SCALE, whole * SCALE, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"".join(lines), EFFORT)) + chunk(b"IEND", b"")
