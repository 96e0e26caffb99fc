"""What a renderer notes about an author's text, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Topic(Enum):
    """What an issue is about; the checks say it in words."""

    SCRIPT = "code that would run, or that embeds another site"
    MARKUP = "an HTML tag, shown as text"
    COMMENT = "an HTML comment, left out"
    IMAGE = "a picture, shown as text"
    LINK = "a link to an address of the site: does it exist?"
    SCHEME = "a link to an address that visitors cannot open, shown as text"
    BROKEN_LINK = "what looks like a link and is none"
    REFERENCE = "a footnote or a link by name, shown as text"
    NOTATION = "a notation of other programs, shown as text"
    HEADING = "a heading of the first level"
    TABLE = "a table whose rows do not fit together"
    FENCE = "a code fence that nothing closes"


class Issue(NamedTuple):
    """One issue: its topic, where it begins in the body, what stands there, and a word that the topic needs."""

    topic: Topic
    offset: int
    text: str
    detail: str = ""


class Part(NamedTuple):
    """A part of the body that is no prose: code, a comment, a link."""

    start: int
    end: int


@dataclass(slots=True)
class Notes:
    """Issues and parts that are no prose, as rendering meets them."""

    body: str
    issues: list[Issue] = field(default_factory=list)
    covered: list[Part] = field(default_factory=list)

    def say(self, topic: Topic, offset: int, text: str, detail: str = "") -> None:
        """Note an issue."""
        self.issues.append(Issue(topic, offset, text, detail))

    def cover(self, start: int, end: int) -> None:
        """Note a part that is no prose."""
        self.covered.append(Part(start, end))
