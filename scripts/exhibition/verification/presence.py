"""Checks of the site's identity, of search engines' access, and of security headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from ..identity import FILE
from .client import Answer
from .decoding import decode
from .page import looks_like_html, parse
from .rules import Finding, found
from .served import pages
from .visit import Visit

SHOWN = 6
"""Ids that are listed in one sentence."""
CRAWLERS = ("*", "Baiduspider", "Sogou web spider", "Bytespider", "bingbot", "Googlebot")
"""Crawlers of search engines that people here use."""
LOC = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>")


def check_identity(visit: Visit) -> Iterator[Finding]:
    """Check that it is the site of this address and has every id that the local ledger has issued."""
    url = f"{visit.base}{FILE}"
    if visit.identity is None:
        yield found("no-identity", url, problem=unreadable(visit.page(url)))
        return
    if visit.identity.address != visit.base:
        yield found("other-address", url, address=visit.identity.address or "（没有写）")
    if not visit.local:
        return
    if visit.trial:
        yield found("trial-online", url)
    online = frozenset(visit.identity.promised)
    if missing := sorted(visit.local.promised - online):
        yield found("not-online", url, count=len(missing), ids=some(missing))
    if more := sorted(online - visit.local.promised):
        yield found("behind", url, count=len(more), ids=some(more))


def some(ids: Sequence[str]) -> str:
    """Return the first of many ids, as text for a sentence."""
    return "、".join(ids[:SHOWN]) + ("等" if len(ids) > SHOWN else "")


def unreadable(answer: Answer) -> str:
    """Return why the identity cannot be read."""
    if answer.status == 200:
        return "是一页网页" if looks_like_html(decode(answer).data) else "看不懂"
    return f"打不开（答 {answer.status}）" if answer.status else "打不开"


def check_robots(visit: Visit) -> Iterator[Finding]:
    """Check whether search engines may index the site. A trial site must not be indexed."""
    for url in pages(visit)[:2]:
        answer = visit.page(url)
        if answer.status != 200:
            continue
        header = answer.header("x-robots-tag").lower()
        # Pages of retired and merged ids carry noindex; the home page never does.
        meta = parse(decode(answer).data).robots if url == visit.base or visit.trial else ""
        refused = re.search(r"noindex|\bnone\b", header), re.search(r"noindex|\bnone\b", meta)
        if visit.trial and not any(refused):
            yield found("trial-indexed", url)
        elif not visit.trial and any(refused):
            yield found("noindex", url, where="X-Robots-Tag" if refused[0] else "网页里的 robots")
    if not visit.trial:
        yield from robots_file(visit)


def robots_file(visit: Visit) -> Iterator[Finding]:
    """Check that `robots.txt`, where there is one, allows search engines."""
    url = f"{visit.origin}/robots.txt"
    answer = visit.page(url)
    data = decode(answer).data
    if answer.status != 200 or looks_like_html(data):
        return
    parser = RobotFileParser()
    parser.parse(data[:100_000].decode("utf-8-sig", "replace").splitlines())
    refused = [name for name in CRAWLERS if not parser.can_fetch(name, visit.base)]
    if refused:
        yield found("robots-blocked", url, line="、".join("所有的" if name == "*" else name for name in refused))


def check_sitemap(visit: Visit) -> Iterator[Finding]:
    """Check that the sitemap exists and is of this address."""
    url = f"{visit.base}sitemap.xml"
    answer = visit.page(url)
    listed = LOC.findall(decode(answer).data)
    if answer.trouble or visit.trial:
        return
    if answer.status != 200:
        yield found("sitemap", url, problem=f"打不开（答 {answer.status}）")
    elif listed and visit.identity and visit.identity.address == visit.base:
        foreign = [place for place in listed if not place.startswith(visit.base.encode())]
        if foreign:
            yield found("sitemap", url, problem=f"里写的是别的网址（{foreign[0].decode('utf-8', 'replace')}）")


def check_headers(visit: Visit) -> Iterator[Finding]:
    """Check that security headers are set and do not block the pages' own scripts and styles."""
    for url in pages(visit)[:4]:
        answer = visit.page(url)
        page = parse(decode(answer).data)
        if answer.status != 200 or not page.ours:
            continue
        if blocked := blocked_by(answer, policy_of(page.policy), visit.base):
            yield found("csp", url, what=blocked)
        if "frame-ancestors" not in policy_of(answer.header("content-security-policy")) and not answer.header(
            "x-frame-options"
        ):
            yield found("framing", url)
        if answer.header("x-content-type-options").lower() != "nosniff":
            yield found("nosniff", url)


Policy = Mapping[str, tuple[str, ...]]
FALLBACK = frozenset(
    {"script-src", "style-src", "img-src", "font-src", "connect-src", "media-src", "worker-src", "manifest-src"}
)
"""Directives that fall back to `default-src` (CSP3, 6.1)."""
OWN: Policy = {"script-src": ("'self'",), "style-src": ("'self'",), "img-src": ("'self'",)}
"""Sources that every page needs, also where it has no policy of its own."""


def policy_of(text: str) -> Policy:
    """Return the directives of one policy; of several of one name the first counts (CSP3, 2.2.1)."""
    found_directives: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        if name:
            found_directives.setdefault(name.lower(), tuple(sources))
    return found_directives


def blocked_by(answer: Answer, own: Policy, base: str) -> str:
    """Return the sources of a page that the policy in the headers blocks; empty where none is.

    A browser enforces both policies, so a header can only forbid more.
    """
    needed = {
        name: own.get(name, sources) for name, sources in {**OWN, **own}.items() if name in {*FALLBACK, "form-action"}
    }
    for key, value in answer.headers:
        if key.lower() != "content-security-policy":
            continue
        for text in value.split(","):
            header = policy_of(text)
            if "sandbox" in header and "allow-scripts" not in header["sandbox"]:
                return "sandbox"
            if "require-trusted-types-for" in header:
                return "require-trusted-types-for"
            for name, sources in needed.items():
                allowed = header.get(name, header.get("default-src") if name in FALLBACK else None)
                if allowed is not None and (missing := [one for one in sources if not allows(allowed, one, base)]):
                    return f"{name} 不许 {missing[0]}"
    return ""


def allows(allowed: Iterable[str], source: str, base: str) -> bool:
    """Return whether a source list allows one source of a page."""
    words = tuple(allowed)
    if source in words or source == "'none'":
        return True
    parts = urlsplit(base)
    if source == "'self'":
        here = {
            "*",
            f"{parts.scheme}:",
            f"{parts.scheme}://{parts.netloc}",
            parts.netloc,
            f"{parts.scheme}://{parts.netloc}/",
        }
        return bool(here & set(words)) or any(
            word.startswith("*.") and parts.netloc.endswith(word[1:]) for word in words
        )
    if source.startswith(("'sha", "'unsafe-inline")):
        # Beside a hash or a nonce, browsers ignore 'unsafe-inline'.
        return "'unsafe-inline'" in words and not any(word.startswith(("'sha", "'nonce-")) for word in words)
    if source.startswith("'"):
        return False
    return source.endswith(":") is False and "*" in words
