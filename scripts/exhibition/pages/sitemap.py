"""Turns the list of pages into the site map for search engines (sitemaps.org, protocol 0.9).

The engine would write one itself, but knows only the pages of one process and stamps them with today's date, so that
two builds of the same content would differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from xml.sax.saxutils import escape

from ..model import Artifact
from .page import Page

UNLISTED = ("notice.html", "forms.html")
"""Templates of pages that nobody shall find by searching: tombstones, doors not yet open, the volunteers' form."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def site_map(pages: Iterable[Page], site_url: str) -> Artifact:
    """Describe `sitemap.xml`: every page that is meant to be found, by its full address."""
    listed = [f"{site_url}{page.path}" for page in pages if page.template not in UNLISTED]
    lines = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in listed)
    return Artifact("sitemap.xml", partial(bytes, f"{HEAD}{lines}</urlset>\n".encode()))
