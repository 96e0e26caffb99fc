"""The figures of safe photos to the page that makes them in the browser: 上传助手, where nothing leaves the phone.

The script (`overrides/assets/upload.js`) does what the command `photos` does, for those who have only a phone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..checks.files import SLIMMEST, WIDTH
from ..checks.hidden import traces
from ..checks.image import MOST_PIXELS
from ..checks.signatures import BMP_HEADERS, FORMATS, GENERAL, TIFF_TAGS
from ..media.sizes import ARCHIVE_LIMITS
from ..model.address import relative
from .hall import Hall
from .page import Page

PATH = "upload/"
MOST_BYTES = 80_000_000
"""Larger files are no photos of phones; a phone that opens one may close the browser."""
TOLD = {
    "place": traces.PLACE,
    "time": traces.TIME,
    "serial": traces.SERIAL,
    "owner": traces.OWNER,
    "model": traces.MODEL,
    "maker": traces.MAKER,
    "text": traces.TEXT,
    "xmp": traces.XMP,
    "iptc": traces.IPTC,
    "thumbnail": traces.THUMBNAIL,
    "saved": traces.SAVED,
    "other": traces.OTHER,
    "film": traces.FILM,
    "data": traces.DATA,
}
"""What may be hidden in a picture, by the name that the script has for it; gravest first."""


def tags_of(words: str) -> list[str]:
    """Return the tags of EXIF that tell this, as the script knows them: directory and number."""
    return [f"{directory} {tag}" for (directory, tag), told in traces.BY_TAG.items() if told == words]


def known() -> dict[str, object]:
    """Return the table of formats as the script has it: bytes as text of one sign each."""

    def text(sign: bytes) -> str:
        return sign.decode("latin-1")

    formats = [
        [one.name, one.title, one.shown, [[at, text(sign)] for at, sign in one.begins], [*map(text, one.brands)]]
        for one in FORMATS
    ]
    return {"formats": formats, "general": [*map(text, GENERAL)], "tiff": TIFF_TAGS, "bmp": [*map(text, BMP_HEADERS)]}


def upload(hall: Hall) -> Iterator[Page]:
    """Yield the one page that makes photos safe."""
    keeping = {
        "side": ARCHIVE_LIMITS.side,
        "budget": ARCHIVE_LIMITS.budget,
        "quality": ARCHIVE_LIMITS.format.quality / 100,
        "pixels": max(MOST_PIXELS.values()),
        "bytes": MOST_BYTES,
        "wide": WIDTH,
        "told": TOLD,
        "slimmest": SLIMMEST,
        "known": known(),
        "tags": {name: tags for name, words in TOLD.items() if (tags := tags_of(words))},
    }
    root = relative("", PATH)
    yield Page(
        PATH,
        "upload.html",
        "上传助手",
        {
            "description": "把手机里的照片变小、转正，去掉藏着的拍摄地点，再交给展厅。照片不会传出去。",
            "crumbs": [["首页", root], ["志愿者指南", f"{root}guide/"]],
            "name": "上传助手",
            "lead": "照片先在这里收拾一下：转正，变小，去掉藏着的拍摄地点。都在你的手机里做，不传出去。",
            "pose": "sweeping",
            "keeping": json.dumps(keeping),
        },
    )
