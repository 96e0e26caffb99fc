"""Checks of addresses that must not exist: the 404 page, hidden files, directory listings."""

from __future__ import annotations

from collections.abc import Iterator

from .decoding import decode
from .page import looks_like_html, parse
from .rules import Finding, found
from .visit import Visit


def check_unknown(visit: Visit) -> Iterator[Finding]:
    """Check addresses that do not exist: status 404 and the site's own 404 page."""
    some = next(iter(visit.opened or visit.chosen), visit.unused)
    for path in (f"{visit.unused}/", visit.unused, f"{some}/nothing/", "x/y/z", "nothing.html", "assets/nothing-0.js"):
        yield from unknown(visit, f"{visit.base}{path}")


def unknown(visit: Visit, url: str) -> Iterator[Finding]:
    """Check one address that does not exist."""
    walk = visit.follow(url)
    answer = walk.answer
    page = parse(decode(answer).data)
    if answer.trouble:
        yield from visit.silent(answer)
    elif walk.problem:
        yield found("unknown-redirects", url, target=answer.header("location") or answer.url)
    elif answer.status == 200:
        if walk.hops and answer.url.rstrip("/") != url.rstrip("/"):
            yield found("unknown-redirects", url, target=answer.url)
        else:
            yield found("unknown-opens", url, title=page.name)
    elif answer.status not in (404, 410):
        yield found("unknown-status", url, status=answer.status)
    elif not page.is_lost:
        yield found("unknown-page", url, what=f"“{page.name}”" if looks_like_html(decode(answer).data) else "不是网页")


def check_hidden(visit: Visit) -> Iterator[Finding]:
    """Check that the repository's history and directory listings are not public."""
    url = f"{visit.base}.git/HEAD"
    if (answer := visit.ask(url)).status == 200 and decode(answer).data.startswith(b"ref:"):
        yield found("hidden-open", url, path=".git")
    url = f"{visit.base}assets/"
    answer = visit.ask(url)
    data = decode(answer).data
    if answer.status == 200 and b"favicon.svg" in data and not parse(data).ours:
        yield found("listing", url)
