"""Issues that rendering reports about an author's text, the judgement of link targets, and a quick scan before it.

The scan tells whether a body can have issues at all: most need not be rendered to know that there are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple
from urllib.parse import quote

from ..lazy import compile_later

LIMIT = 20_000
"""Characters of a body: forty times what neighbours write, and half an hour to read. What is longer is cut in memory."""
HARMLESS = compile_later(
    "[\n !-%'-9;=-Z_a-z~\u00b7\u00d7\u2014\u2018-\u201d\u2026\u2460-\u2473\u3000-\u3011\u4e00-\u9fff\uff01-\uff5b\uff5d]*"
)
"""A body of these characters alone has no issue, save those of `FIRST`."""
FIRST = compile_later(r"^[ \u3000]*(?:#[ \u3000]|!!!|\?\?\?|===)", re.M)


def may_have_issues(body: str) -> bool:
    """Must this body be rendered to know whether there are issues in it? Most need not, which spares a check the time to render all."""
    if len(body) > LIMIT or not HARMLESS.fullmatch(body):
        return True
    seen = "# " in body or "#\u3000" in body or "!!!" in body or "???" in body or "===" in body
    return seen and FIRST.search(body) is not None


SQUEEZED = compile_later(r"[\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
SCHEME = compile_later(r"([A-Za-z][A-Za-z0-9+.-]*):")
RUNS = frozenset({"javascript", "vbscript", "data", "livescript", "mocha"})
"""Schemes whose address is itself a program or a page."""
WEB = compile_later(r"https?://[^\s/\\?#\"'<>]++[^\s\\\"'<>]*+", re.I)
MAIL = compile_later(r"mailto:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+(?:\?subject=[^\s\"'<>&]*)?", re.I)
CALL = compile_later(r"tel:\+?[0-9-]{3,20}", re.I)
OF_SITE = compile_later(r"(?:\.{1,2}/)*[\w%~-][\w./%~-]*(?:\?[^\s\"'<>\\]*)?(?:#[^\s\"'<>\\]*)?|#[^\s\"'<>\\]*")
KEPT = "/%:?#[]@!$&'()*+,;=~-._"
"""What an address may hold beside letters and digits; the rest is percent-encoded."""


class LinkTarget(NamedTuple):
    """What a link leads to: the address as a page holds it (empty: none that may stand there), and of which kind."""

    href: str
    kind: str
    """"web", "mail", "site"; "script" or "scheme" where no visitor may be led there."""


def judge_link(written: str) -> LinkTarget:
    r"""Return where a link leads.

    >>> judge_link("https://example.test/看"), judge_link("java\nscript:x").kind, judge_link("intent://x").kind
    (LinkTarget(href='https://example.test/%E7%9C%8B', kind='web'), 'script', 'scheme')
    >>> judge_link("../10002/index.md").href, judge_link("//example.test/").kind
    ('../10002/', 'scheme')
    """
    bare = SQUEEZED.sub("", written)
    scheme = SCHEME.match(bare)
    if scheme and scheme[1].lower() in RUNS:
        return LinkTarget("", "script")
    if scheme:
        kind = "web" if WEB.fullmatch(written) else "mail" if MAIL.fullmatch(written) or CALL.fullmatch(written) else ""
        return LinkTarget(encode_url(written), kind) if kind else LinkTarget("", "scheme")
    if bare.startswith(("//", "\\", "/\\")):
        return LinkTarget("", "scheme")
    return LinkTarget(encode_url(to_page_address(written)) if OF_SITE.fullmatch(written) else "", "site")


def to_page_address(target: str) -> str:
    """Return the address of a page whose file a link names."""
    path, mark, rest = re.split(r"([?#].*)", target, maxsplit=1) if re.search("[?#]", target) else (target, "", "")
    path = re.sub(r"(?:^|(?<=/))index\.md$", "", path) if path.endswith("index.md") else re.sub(r"\.md$", "/", path)
    return (path or "./") + mark + rest if path or not (mark or rest) else mark + rest


def encode_url(address: str) -> str:
    """Return an address in the characters that addresses may have; what is encoded already stays."""
    return quote(address, safe=KEPT)


class IssueTopic(Enum):
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


class BodyIssue(NamedTuple):
    """One issue: its topic, where it begins in the body, what stands there, and a word that the topic needs."""

    topic: IssueTopic
    offset: int
    text: str
    detail: str = ""


class NonProsePart(NamedTuple):
    """A part of the body that is no prose: code, a comment, a link."""

    start: int
    end: int


@dataclass(slots=True)
class IssueCollector:
    """Issues and parts that are no prose, as rendering meets them."""

    body: str
    issues: list[BodyIssue] = field(default_factory=list)
    covered: list[NonProsePart] = field(default_factory=list)

    def report(self, topic: IssueTopic, offset: int, text: str, detail: str = "") -> None:
        """Note an issue."""
        self.issues.append(BodyIssue(topic, offset, text, detail))

    def mark_covered(self, start: int, end: int) -> None:
        """Note a part that is no prose."""
        self.covered.append(NonProsePart(start, end))
