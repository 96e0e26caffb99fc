"""Turns a picture that is published as it is (of the guide, not of an entry) into the same with nothing hidden in it.

Most are screenshots, of which every pixel is wanted: they are cut, not drawn anew. Only what cannot be cut is.
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
    """Return a file without what is hidden in it where it is a picture that hides anything; every other as it is."""
    if not find_hidden(data).anything:
        return data
    kind = kind_of(data)
    try:
        bare = CUTTERS[kind](data) if kind in CUTTERS and is_upright(data) else None
    except Broken:
        bare = None
    return bare or drawn(data, name, kind)


def drawn(data: bytes, name: str, kind: str) -> bytes:
    """Return a picture drawn anew, in its own format; nothing at all where it cannot be opened."""
    photo = open_photo(data, name, WHOLE)
    file = BytesIO()
    if isinstance(photo, Image.Image):
        photo.save(file, SAVED_AS.get(kind, "PNG"), quality=QUALITY)
    return file.getvalue()
