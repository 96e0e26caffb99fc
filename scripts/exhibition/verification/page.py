"""What a page of HTML says of itself: which address it stands for, whether it may be found, what it loads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from .address import ID

MARK = "ex-footer"
"""A class that every page for visitors has; `main.html`, `exhibit.html` and the page of lost addresses share the footer."""
LOST = "没有找到这一页"
"""The title of the page of lost addresses (`overrides/404.html`)."""
PARSED = 1_000_000
"""Characters of a page that are looked at."""


@dataclass
class Page(HTMLParser):
    """One page, parsed as far as it matters here."""

    title: str = ""
    canonical: str = ""
    robots: str = ""
    refresh: str = ""
    """Where the page leads by itself."""
    policy: str = ""
    """Its Content-Security-Policy, as the page itself has it."""
    charset: str = ""
    links: list[str] = field(default_factory=list)
    ours: bool = False
    """Is it a page of an exhibition?"""
    _in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
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
        """Note what a meta element says."""
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
        """The title ends."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Collect the title."""
        if self._in_title:
            self.title += data

    @property
    def is_lost(self) -> bool:
        """Is it our page of lost addresses?"""
        return self.ours and self.title.strip() == LOST

    @property
    def name(self) -> str:
        """The title, short enough to be told."""
        title = re.sub(r"\s+", " ", self.title).strip()
        return title[:40] if title else "没有标题的一页"


@lru_cache(maxsize=64)
def parse(data: bytes) -> Page:
    """Return what a page says. Whatever the bytes are, something is returned."""
    page = Page()
    page.feed(data[:PARSED].decode("utf-8", "replace"))
    return page


def looks_like_html(data: bytes) -> bool:
    """Do these bytes begin as a page does?"""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head")) or b"<html" in start


def id_in(address: str, base: str) -> str:
    """Return the id whose page an address is, wherever the site lies; empty for any other address.

    >>> id_in("https://louzu.example/10001/", "https://louzu.example/"), id_in("https://louzu.example/", "")
    ('10001', '')
    """
    last = urlsplit(urljoin(base, address)).path.strip("/").rpartition("/")[2]
    return last if ID.fullmatch(last) else ""
