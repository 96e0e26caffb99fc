"""The target of a link, judged: may visitors follow it, and if not, why."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

SQUEEZED = re.compile(r"[\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
RUNS = frozenset({"javascript", "vbscript", "data", "livescript", "mocha"})
"""Schemes whose address is itself a program or a page."""

WEB = re.compile(r"https?://[^\s/\\?#\"'<>]++[^\s\\\"'<>]*+", re.I)
MAIL = re.compile(r"mailto:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+(?:\?subject=[^\s\"'<>&]*)?", re.I)
CALL = re.compile(r"tel:\+?[0-9-]{3,20}", re.I)
OF_SITE = re.compile(r"(?:\.{1,2}/)*[\w%~-][\w./%~-]*(?:\?[^\s\"'<>\\]*)?(?:#[^\s\"'<>\\]*)?|#[^\s\"'<>\\]*")
KEPT = "/%:?#[]@!$&'()*+,;=~-._"
"""What an address may hold beside letters and digits; the rest is percent-encoded."""


class Target(NamedTuple):
    """What a link leads to: the address as a page holds it (empty: none that may stand there), and of which kind."""

    href: str
    kind: str
    """"web", "mail", "site"; "script" or "scheme" where no visitor may be led there."""


def judge(written: str) -> Target:
    r"""Return where a link leads.

    >>> judge("https://example.test/看"), judge("java\nscript:x").kind, judge("intent://x").kind
    (Target(href='https://example.test/%E7%9C%8B', kind='web'), 'script', 'scheme')
    >>> judge("../10002/index.md").href, judge("//example.test/").kind
    ('../10002/', 'scheme')
    """
    bare = SQUEEZED.sub("", written)
    scheme = SCHEME.match(bare)
    if scheme and scheme[1].lower() in RUNS:
        return Target("", "script")
    if scheme:
        kind = "web" if WEB.fullmatch(written) else "mail" if MAIL.fullmatch(written) or CALL.fullmatch(written) else ""
        return Target(encoded(written), kind) if kind else Target("", "scheme")
    if bare.startswith(("//", "\\", "/\\")):
        return Target("", "scheme")
    return Target(encoded(as_address(written)) if OF_SITE.fullmatch(written) else "", "site")


def as_address(target: str) -> str:
    """Return the address of a page whose file a link names."""
    path, mark, rest = re.split(r"([?#].*)", target, maxsplit=1) if re.search("[?#]", target) else (target, "", "")
    path = re.sub(r"(?:^|(?<=/))index\.md$", "", path) if path.endswith("index.md") else re.sub(r"\.md$", "/", path)
    return (path or "./") + mark + rest if path or not (mark or rest) else mark + rest


def encoded(address: str) -> str:
    """Return an address in the characters that addresses may have; what is encoded already stays."""
    return quote(address, safe=KEPT)
