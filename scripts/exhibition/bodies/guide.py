"""Pages of the guide: what of their authors' Markdown would not reach the page, and where it was written.

The engine makes their HTML (its extensions stand in `mkdocs.yml`); `sanitizer.clean_guide` lets through what is on its
list. Here the same Markdown is made into HTML and the difference is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from .markers import MARKER
from .sanitizer import clean_guide

EXTENSIONS = ("toc", "tables", "fenced_code", "admonition", "attr_list")
"""What the engine converts pages of the guide with."""

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
"""Where a tag is only spoken of: no place to point to. What is removed is judged without this."""

FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
"""Settings for the engine at the top of a page; they could choose another template, or send readers elsewhere."""

POSE = re.compile(r"pose: ?([a-z]{1,20})")
"""The one setting that a page may have: how the mascot stands."""

COMMENT = re.compile(r"<!--[^\n]*")


class Removed(NamedTuple):
    """What is left out of a page: a tag (`<script>`) or an attribute (`onclick="…"`), and its line."""

    text: str
    line: int


class Page(NamedTuple):
    """A page of the guide: the mascot's pose (empty: none is asked for), its Markdown, and the line that this begins on."""

    pose: str
    text: str
    line: int


def parted(text: str) -> Page:
    r"""Return the parts of a page; no other setting than the pose reaches the engine.

    >>> parted("---\npose: waving\ntemplate: x.html\n---\n\n# 题\n")
    Page(pose='waving', text='\n# 题\n', line=5)
    """
    front = FRONT.match(text)
    if not front:
        return Page("", text, 1)
    poses = (POSE.fullmatch(line.strip()) for line in front[1].split("\n"))
    return Page(next((one[1] for one in poses if one), ""), text[front.end() :], front[0].count("\n") + 1)


class Tags(HTMLParser):
    """Counts tags and attributes of a page."""

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


def removed(text: str) -> Iterator[Removed]:
    """Yield what of a page's Markdown would not reach the page, in order of place. The page must be within `bounds`."""
    import markdown

    page = parted(text)
    # Blanked, so that lines stay.
    source = MARKER.sub("", "\n" * (page.line - 1) + page.text)
    yield from settings(text)
    yield from comments(source)
    html = markdown.Markdown(extensions=list(EXTENSIONS)).convert(source)
    left = Counter(Tags(clean_guide(html)).found)
    lost = Tags(html).found - left
    gone = {tag for tag, name, _ in lost if not name}
    places = [
        Removed(written(tag, name, value), line)
        for (tag, name, value), count in lost.items()
        # What stands within a tag that goes need not be told by itself.
        if not name or tag not in gone
        for line in lines_with(source, tag, name, value, count)
    ]
    yield from sorted(places, key=lambda one: (one.line, one.text))


def settings(text: str) -> Iterator[Removed]:
    """Yield what a page would set for the engine beside the mascot's pose."""
    front = FRONT.match(text)
    for number, line in enumerate(front[1].split("\n") if front else (), 2):
        if line.strip() and not POSE.fullmatch(line.strip()):
            yield Removed(line.strip(), number)


def comments(source: str) -> Iterator[Removed]:
    """Yield comments that are no markers."""
    for found in COMMENT.finditer(source):
        yield Removed(found[0], source.count("\n", 0, found.start()) + 1)


def written(tag: str, name: str, value: str) -> str:
    """Return a tag or an attribute as its author would recognize it."""
    return f'{name}="{value}"' if name else f"<{tag}>"


def lines_with(source: str, tag: str, name: str, value: str, count: int) -> list[int]:
    """Return the lines on which a tag or an attribute stands, at most `count`; the first line where none is found."""
    wanted = f"<{tag}" if not name else value if name in ("href", "src", "class", "id") and value else name
    prose = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), source)
    found = [number for number, line in enumerate(prose.split("\n"), 1) if wanted.lower() in line.lower()]
    return (found or [1])[:count]
