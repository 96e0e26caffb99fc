"""Links of built pages, parsed as a browser does."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LINKS = {"href", "src", "action", "poster", "data-src"}
SRCSETS = {"srcset", "data-srcset", "imagesrcset"}
LOADING = {"script", "img", "iframe", "audio", "video", "source", "embed", "object", "use", "image"}
"""Elements whose address a browser loads by itself."""
LOADING_RELATIONS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "manifest", "dns-prefetch"}


@dataclass
class Page(HTMLParser):
    """Links of a page, the addresses that it loads, and its anchors."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loads = tag in LOADING or bool(LOADING_RELATIONS & set((given.get("rel") or "").split()))
        for name, value in attrs:
            if value is None:
                continue
            found = [value] if name in LINKS else list(iter_srcset(value)) if name in SRCSETS else []
            self.links += found
            self.loads += found if loads else []
            if name in {"id", "name"}:
                self.anchors.add(value)
        for value in re.findall(r"url\(['\"]?([^'\")]+)", given.get("style") or ""):
            self.links.append(value)
            self.loads.append(value)


def iter_srcset(srcset: str) -> Iterator[str]:
    """Yield the addresses of a srcset."""
    for candidate in srcset.split(","):
        if candidate.strip():
            yield candidate.split()[0]


@cache
def read_page(path: Path) -> Page:
    """Parse one built page."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def is_foreign(link: str) -> bool:
    """Return whether a link leaves the site, or is no link to a file (mailto, data)."""
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def resolve_target(site: Path, page: Path, link: str) -> tuple[Path, str]:
    """Return the file that plain hosting sends for `link` on `page`, and the anchor in it."""
    parts = urlsplit(link)
    here = "/" + page.relative_to(site).as_posix()
    there = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path))) if parts.path else here
    file = site / there.lstrip("/")
    if parts.path.endswith("/") or file.is_dir():
        file = file / "index.html"
    return file, unquote(parts.fragment)


def iter_broken_links(site: Path) -> Iterator[str]:
    """Yield a sentence for each internal link, asset or anchor of a site that leads nowhere."""
    for path in sorted(site.rglob("*.html")):
        for link in read_page(path).links:
            if is_foreign(link) or (path.name == "404.html" and link.startswith("/")):
                continue
            file, anchor = resolve_target(site, path, link)
            name = path.relative_to(site)
            if not file.is_file():
                yield f"{name}: {link} leads to no file"
            elif anchor and file.suffix == ".html" and anchor not in ALWAYS and anchor not in read_page(file).anchors:
                yield f"{name}: {link} has no such anchor"


ALWAYS = {"da", "top"}
"""Anchors that exist on every page: large type (by script) and the top (by the browser)."""
