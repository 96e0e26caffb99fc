"""Bytes of a picture file into what is hidden in them: places, times, names, texts, films; no pixel is decoded.

bytes ──jpeg, png, webp, heif, gif──▶ pieces ──tiff, traces──▶ Hidden
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..image import kind_of
from .boxes import heif_pieces
from .chunks import gif_pieces, png_pieces, webp_pieces
from .pieces import Broken, Piece
from .segments import jpeg_pieces
from .traces import FILM, Hidden, traced

__all__ = ["FILM", "Hidden", "find_hidden"]

READERS: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    "JPEG": jpeg_pieces,
    "PNG": png_pieces,
    "WebP": webp_pieces,
    "GIF": gif_pieces,
    "HEIC": heif_pieces,
    "AVIF": heif_pieces,
}
"""What reads each kind of file."""


def find_hidden(data: bytes) -> Hidden:
    """Return what a picture file tells beside its picture; of a broken file what stands before the break.

    >>> find_hidden(b"no picture")
    Hidden(traces=(), behind=0, film=False)
    """
    reader = READERS.get(kind_of(data))
    return traced(whole_pieces(reader(data))) if reader else Hidden()


def whole_pieces(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield pieces as far as the file can be understood."""
    try:
        yield from pieces
    except Broken:
        return
