"""Bytes of a picture file into what is hidden in them: places, times, names, texts, films; no pixel is decoded.

bytes ──jpeg, png, webp, heif, gif──▶ pieces ──tiff, traces──▶ Hidden
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
"""What reads each format, by its name; the exhibition does not take all of them, but they lie in folders."""


def find_hidden(data: bytes) -> Hidden:
    """Return what a picture file tells beside its picture; of a broken file what stands before the break.

    >>> find_hidden(b"no picture")
    Hidden(traces=(), behind=0, film=False)
    """
    reader = READERS.get(format_of(data))
    return traced(whole_pieces(reader(data))) if reader else Hidden()


def whole_pieces(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces as far as the file can be understood. What stands behind very many parts nobody knows."""
    try:
        yield from pieces
    except Crowded:
        yield Piece(Part.OTHER, b"")
    except Broken:
        return


def is_crowded(data: bytes) -> bool:
    """Has a picture file more parts than any camera or program writes?"""
    reader = READERS.get(format_of(data))
    try:
        for _ in reader(data) if reader else ():
            pass
    except Crowded:
        return True
    except Broken:
        pass
    return False
