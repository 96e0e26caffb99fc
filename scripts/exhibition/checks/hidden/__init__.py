"""Metadata of image files: places, times, names, texts, appended videos; no pixel is decoded.

bytes ──iter_jpeg_blocks, iter_png_blocks, …──▶ metadata blocks ──EXIF tags──▶ ImageMetadata
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..signatures import format_of
from .boxes import box_pieces, heif_pieces
from .chunks import gif_pieces, png_pieces, webp_pieces
from .others import film_pieces, photoshop_pieces, text_pieces, tiff_pieces
from .pieces import Broken, Crowded, Part, Piece
from .segments import jpeg_pieces
from .traces import FILM, Hidden, traced

__all__ = ["FILM", "Hidden", "find_hidden", "is_crowded"]

READERS: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    "JPEG": jpeg_pieces,
    "PNG": png_pieces,
    "WebP": webp_pieces,
    "GIF": gif_pieces,
    "HEIC": heif_pieces,
    "AVIF": heif_pieces,
    "TIFF": tiff_pieces,
    "DNG": tiff_pieces,
    "RAW": tiff_pieces,
    "JXL": box_pieces,
    "JP2": box_pieces,
    "PSD": photoshop_pieces,
    "SVG": text_pieces,
    "MP4": film_pieces,
}
"""The block reader of each format. The exhibition does not accept all of these formats, but they occur in folders."""


def find_hidden(data: bytes) -> Hidden:
    """Return the metadata of an image file; of a malformed file what was read before the error.

    >>> find_hidden(b"no picture")
    Hidden(traces=(), behind=0, film=False)
    """
    reader = READERS.get(format_of(data))
    return traced(whole_pieces(reader(data))) if reader else Hidden()


def whole_pieces(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield blocks up to the first error; with too many parts, a block of kind `OTHER` stands for the rest."""
    try:
        yield from pieces
    except Crowded:
        yield Piece(Part.OTHER, b"")
    except Broken:
        return


def is_crowded(data: bytes) -> bool:
    """Return whether an image file has more parts than any camera or program writes."""
    reader = READERS.get(format_of(data))
    try:
        for _ in reader(data) if reader else ():
            pass
    except Crowded:
        return True
    except Broken:
        pass
    return False
