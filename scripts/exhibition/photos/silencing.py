"""Strip metadata from images that are published unchanged (those of the guide, not of entries).

Most are screenshots, of which every pixel is wanted: they are stripped losslessly, and re-encoded only where that is
impossible.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from ..checks.hidden import find_hidden
from ..checks.hidden.pieces import Broken
from ..checks.image import kind_of
from .cutting import cut_jpeg, cut_png
from .opening import WHOLE, is_upright, open_photo

CUTTERS: dict[str, Callable[[bytes], bytes]] = {"JPEG": cut_jpeg, "PNG": cut_png}
SAVED_AS = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "AVIF": "AVIF"}
QUALITY = 90


def silenced(data: bytes, name: str) -> bytes:
    """Return an image without its metadata; a file without metadata, or that is no image, is returned unchanged."""
    if not find_hidden(data).anything:
        return data
    kind = kind_of(data)
    try:
        bare = CUTTERS[kind](data) if kind in CUTTERS and is_upright(data) else None
    except Broken:
        bare = None
    return bare or drawn(data, name, kind)


def drawn(data: bytes, name: str, kind: str) -> bytes:
    """Return an image encoded again in its own format; no bytes where it cannot be decoded."""
    photo = open_photo(data, name, WHOLE)
    file = BytesIO()
    if isinstance(photo, Image.Image):
        photo.save(file, SAVED_AS.get(kind, "PNG"), quality=QUALITY)
    return file.getvalue()
