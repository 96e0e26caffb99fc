"""Parser of HTML pages: canonical address, robots, refresh, policy and loaded files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from .address import ID

MARK = "ex-footer"
"""Class that every page for visitors has; `main.html`, `exhibit.html` and the 404 page share the footer."""
LOST = "没有找到这一页"
"""Title of the 404 page (`overrides/404.html`)."""
PARSED = 1_000_000
"""Characters of a page that are parsed."""


@dataclass
class Page(HTMLParser):
    """One HTML page, parsed as far as the checks need it."""

    title: str = ""
    canonical: str = ""
    robots: str = ""
    refresh: str = ""
    """Target of a meta refresh."""
    policy: str = ""
    """Content Security Policy of the page's meta element."""
    charset: str = ""
    links: list[str] = field(default_factory=list)
    ours: bool = False
    """Whether it is a page of an exhibition."""
    _in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element."""
        given = {name: value or "" for name, value in attrs}
        if MARK in given.get("class", "").split():
            self.ours = True
        if tag == "title" and not self.title:
            self._in_title = True
        elif tag == "meta":
            self.take_meta(given)
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = given.get("href", "")
            return
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        self.links += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        self.links += [f"/{path}" for path in given.get("data-scripts", "").split()]

    def take_meta(self, given: dict[str, str]) -> None:
        """Read a meta element."""
        content = given.get("content", "")
        if given.get("charset"):
            self.charset = given["charset"].lower()
        elif given.get("property", "").lower() == "og:image":
            self.links.append(content)
        elif given.get("name", "").lower() == "robots":
            self.robots = content.lower()
        elif given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = content
        elif given.get("http-equiv", "").lower() == "refresh":
            found = re.search(r"url\s*=\s*['\"]?([^'\"\s]+)", content, re.IGNORECASE)
            self.refresh = found[1] if found else ""

    def handle_endtag(self, tag: str) -> None:
        """End the title."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Collect the title."""
        if self._in_title:
            self.title += data

    @property
    def is_lost(self) -> bool:
        """Whether it is the site's 404 page."""
        return self.ours and self.title.strip() == LOST

    @property
    def name(self) -> str:
        """Title, shortened for reports."""
        title = re.sub(r"\s+", " ", self.title).strip()
        return title[:40] if title else "没有标题的一页"


@lru_cache(maxsize=64)
def parse(data: bytes) -> Page:
    """Parse a page. Returns a result whatever the bytes are."""
    page = Page()
    page.feed(data[:PARSED].decode("utf-8", "replace"))
    return page


def looks_like_html(data: bytes) -> bool:
    """Return whether the bytes begin like an HTML page."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head")) or b"<html" in start


def id_in(address: str, base: str) -> str:
    """Return the id of the entry whose page an address is, wherever the site lies; empty for any other address.

    >>> id_in("https://louzu.example/10001/", "https://louzu.example/"), id_in("https://louzu.example/", "")
    ('10001', '')
    """
    last = urlsplit(urljoin(base, address)).path.strip("/").rpartition("/")[2]
    return last if ID.fullmatch(last) else ""
