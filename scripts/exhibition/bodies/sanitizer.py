"""Sanitize HTML made from authors' text: what is not on the allow-list does not reach a page.

It knows nothing of the renderers before it. `BODY` is for bodies of units and clusters, `GUIDE` for pages of the guide.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import nh3

SCHEMES = {"http", "https", "mailto", "tel"}
HEADINGS = {"h3", "h4", "h5", "h6"}
TEXT = {"p", "br", "hr", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre", "a", "div"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}

BODY = nh3.Cleaner(
    tags=TEXT | TABLE | HEADINGS,
    attributes={"a": {"href", "title", "rel"}, "ol": {"start"}, "li": {"value"}},
    tag_attribute_values={"div": {"role": {"region"}, "tabindex": {"0"}, "aria-label": {"表格"}}},
    allowed_classes={"ul": {"is-signed"}},
    url_schemes=SCHEMES,
    link_rel=None,
)


def clean_body(html: str) -> str:
    """Return the HTML of a body without anything that is not on the allow-list."""
    return BODY.clean(html)


SOURCES = {("img", "src"), ("img", "srcset"), ("source", "srcset")}
OF_SITE = re.compile(r"(?![^?#]*//)[\w./%~,? -]*(?:[?#][^\s\"'<>\\:]*)?")
"""Addresses of pictures: of the site, without a scheme. Two slashes name another host, also behind a space or a comma."""

OURS = re.compile(
    r"ex-(?:emblems|fields|no-print|sketch|slips|wide-space)|is-(?:narrow|right|wrong)|language-[a-z]+|headerlink|admonition(?:-title)?"
    r"|note|abstract|info|tip|success|question|warning|failure|danger|bug|example|quote"
)
"""Classes that pages of the guide may use: with those of header, overlays or print a page could pretend to be another."""


def clean_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Return an attribute's value for a page of the guide, or None where it may not stand there."""
    if (tag, attribute) in SOURCES:
        return value if OF_SITE.fullmatch(value) else None
    if attribute == "class":
        return " ".join(name for name in value.split() if OURS.fullmatch(name)) or None
    if attribute == "id":
        return None if value == "__nav" or value.startswith("__") else value
    return value


GUIDE = nh3.Cleaner(
    tags=TEXT
    | TABLE
    | HEADINGS
    | {"h1", "h2", "dl", "dt", "dd", "small", "b", "span", "kbd", "del", "sup", "sub"}
    | {"figure", "figcaption", "picture", "source", "img"},
    attributes={
        "*": {"id", "class"},
        "a": {"href", "title", "aria-label"},
        "ol": {"start"},
        "th": {"align"},
        "td": {"align"},
        "img": {"src", "srcset", "alt", "width", "height", "loading"},
        "source": {"media", "srcset", "width", "height", "type"},
    },
    attribute_filter=clean_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
)


def clean_guide(html: str) -> str:
    """Return the HTML of a page of the guide without anything that is not on the allow-list."""
    return GUIDE.clean(html)


class TagCounter(HTMLParser):
    """Counter of the tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Counter[tuple[str, str, str]] = Counter()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a tag and each of its attributes."""
        self.found[tag, "", ""] += 1
        for name, value in attrs:
            self.found[tag, name, value or ""] += 1


def count_tags(html: str) -> Counter[tuple[str, str, str]]:
    """Return how often each tag and each attribute with its value stands in HTML, as (tag, attribute, value)."""
    return TagCounter(html).found
