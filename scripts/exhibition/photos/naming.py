"""Names of renditions on the site: plain ASCII that reveals nothing private, from the name of the source."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from ..model import ContentKey, hashed_uri

LONGEST = 24
"""Characters of a stem: addresses stay readable."""
TELLING = re.compile(r"\d{7,}")
"""Long numbers in file names are times to the second, or telephone numbers."""


def safe_stem(name: str) -> str:
    """Return a lower-case ASCII stem for the file `name`.

    >>> safe_stem("IMG_2034.JPG"), safe_stem("大合影.png"), safe_stem("微信图片_20240501103012.jpg")
    ('img-2034', 'photo', 'photo')
    """
    plain = unicodedata.normalize("NFKD", PurePath(name).stem).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", TELLING.sub("", plain)).strip("-")
    return words[:LONGEST].strip("-") or "photo"


def print_uri(id: str, name: str, key: ContentKey, width: int, extension: str) -> str:
    """Return the path of a rendition on the site; the hash is that of its bytes, so that it may be cached for ever."""
    return hashed_uri(f"{id}/{safe_stem(name)}", key, f"-{width}.{extension}")
