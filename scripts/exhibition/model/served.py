"""Files of the site as a server has to send them: what each kind is, and what may be kept for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

FOREVER = re.compile(r"[/.-][0-9a-f]{8,}[/.-]")
"""A hash in the address of a file: what it holds never changes. The examples in `serving/` have the same rule."""


def is_kept(path: str) -> bool:
    """May a browser keep the file at this path of the site for ever?

    >>> is_kept("10001/lift-c1a2812e.svg"), is_kept("assets/favicon.svg")
    (True, False)
    """
    return FOREVER.search(f"/{path}") is not None


def address_path(file: str) -> str:
    """Return the address of a file of the site, from its root: that of the folder for a page named `index.html`.

    >>> address_path("10009/index.html"), address_path("index.html"), address_path("404.html")
    ('10009/', '', '404.html')
    """
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: what people call it, the types it may be sent as, how it begins, whether it is text.

    The first of the types is the one that we send.
    """

    title: str
    types: tuple[str, ...]
    starts: tuple[bytes, ...] = ()
    text: bool = False


JAVASCRIPT = ("text/javascript", "application/javascript", "application/x-javascript")
ZIP = (b"PK",)
KINDS: Mapping[str, FileKind] = {
    "html": FileKind("网页", ("text/html",), text=True),
    "css": FileKind("样式", ("text/css",), text=True),
    "js": FileKind("脚本", JAVASCRIPT, text=True),
    "mjs": FileKind("脚本", JAVASCRIPT, text=True),
    "json": FileKind("数据", ("application/json",), text=True),
    "webmanifest": FileKind("数据", ("application/manifest+json", "application/json"), text=True),
    "xml": FileKind("网站地图", ("application/xml", "text/xml"), (b"<?xml", b"\xef\xbb\xbf<?xml"), text=True),
    "txt": FileKind("文字", ("text/plain",), text=True),
    "csv": FileKind("表格", ("text/csv",), text=True),
    "svg": FileKind("图画", ("image/svg+xml",), text=True),
    "png": FileKind("图片", ("image/png",), (b"\x89PNG",)),
    "jpg": FileKind("照片", ("image/jpeg",), (b"\xff\xd8\xff",)),
    "jpeg": FileKind("照片", ("image/jpeg",), (b"\xff\xd8\xff",)),
    "gif": FileKind("图片", ("image/gif",), (b"GIF8",)),
    "webp": FileKind("照片", ("image/webp",), (b"RIFF",)),
    "avif": FileKind("照片", ("image/avif",)),
    "ico": FileKind("图标", ("image/x-icon", "image/vnd.microsoft.icon")),
    "woff": FileKind("字体", ("font/woff", "application/font-woff"), (b"wOFF",)),
    "woff2": FileKind("字体", ("font/woff2", "application/font-woff2"), (b"wOF2",)),
    "pdf": FileKind("PDF", ("application/pdf",), (b"%PDF",)),
    "ics": FileKind("日历", ("text/calendar",), text=True),
    "vcf": FileKind("名片", ("text/vcard", "text/x-vcard"), text=True),
    "zip": FileKind("压缩包", ("application/zip", "application/x-zip-compressed"), ZIP),
    "xlsx": FileKind("表格", ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",), ZIP),
    "ods": FileKind("表格", ("application/vnd.oasis.opendocument.spreadsheet",), ZIP),
    "wasm": FileKind("脚本", ("application/wasm",), (b"\x00asm",)),
}
"""Kinds of files by the ends of their names."""

UNKNOWN = "application/octet-stream"
"""What a file of another kind is sent as."""


def content_type(path: str) -> str:
    """Return what a file of the site is sent as (the header Content-Type), by the end of its name.

    >>> content_type("10001/index.html"), content_type("a/B.WEBP"), content_type("a/b")
    ('text/html; charset=utf-8', 'image/webp', 'application/octet-stream')
    """
    kind = KINDS.get(PurePosixPath(path).suffix[1:].lower())
    if kind is None:
        return UNKNOWN
    return f"{kind.types[0]}; charset=utf-8" if kind.text else kind.types[0]
