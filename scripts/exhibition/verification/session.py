"""State of one verification: parsed pages, cached responses, followed redirects, and what is known of the site so far."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from ..lazy import dataclass
from ..storage.site_records import SiteIdentity
from .address import ID, ConnectOverride, Origin, parse_origin
from .http_client import ANSWER_S, HttpClient, HttpResponse, decode_body
from .rules import SiteFinding, format_error, make_finding

MARK = "ex-footer"
"""Class that every page for visitors has; `main.html`, `exhibit.html` and the 404 page share the footer."""
LOST = "没有找到这一页"
"""Title of the 404 page (`overrides/404.html`)."""
PARSED = 1_000_000
"""Characters of a page that are parsed."""


@dataclass
class FetchedPage(HTMLParser):
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
            self.read_meta(given)
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = given.get("href", "")
            return
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        self.links += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        self.links += [f"/{path}" for path in given.get("data-scripts", "").split()]

    def read_meta(self, given: dict[str, str]) -> None:
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
def parse_page(data: bytes) -> FetchedPage:
    """Parse a page. Returns a result whatever the bytes are."""
    page = FetchedPage()
    page.feed(data[:PARSED].decode("utf-8", "replace"))
    return page


def looks_like_html(data: bytes) -> bool:
    """Return whether the bytes begin like an HTML page."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head")) or b"<html" in start


def parse_entry_id(address: str, base: str) -> str:
    """Return the id of the entry whose page an address is, wherever the site lies; empty for any other address.

    >>> parse_entry_id("https://louzu.example/10001/", "https://louzu.example/"), parse_entry_id("https://louzu.example/", "")
    ('10001', '')
    """
    last = urlsplit(urljoin(base, address)).path.strip("/").rpartition("/")[2]
    return last if ID.fullmatch(last) else ""


CONNECTIONS = 4
"""Concurrent requests; few, so that a small server is not loaded."""
GZIP = {"Accept-Encoding": "gzip"}
"""Request headers for pages: every phone accepts gzip."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS, MOST_HOPS = 2, 6
"""Redirects that are acceptable, and redirects after which following stops."""


@dataclass(frozen=True, slots=True)
class CheckoutInfo:
    """What a local checkout knows of the site."""

    address: str
    """Its `site_url`."""
    promised: frozenset[str]
    """Ids of its ledger."""


@dataclass(frozen=True, slots=True)
class VerificationOptions:
    """What is verified, and to which extent."""

    base: str
    connects: tuple[ConnectOverride, ...] = ()
    sample: int | None = 20
    """How many issued addresses are requested; None for all."""
    seed: int = 0
    budget_s: float = 600.0
    """Time after which nothing new is requested."""
    answer_s: float = ANSWER_S
    local: CheckoutInfo | None = None


@dataclass(frozen=True, slots=True)
class RedirectChain:
    """Result of following redirects."""

    answer: HttpResponse
    """Last response."""
    hops: int = 0
    problem: SiteFinding | None = None
    """First fault on the way."""


@dataclass
class SiteSession:
    """State that the checks share."""

    base: str
    client: HttpClient
    order: VerificationOptions
    home: HttpResponse = field(default_factory=lambda: HttpResponse(""))
    host: str = ""
    """Key of `rules.HOSTS`; empty where the server is unknown."""
    identity: SiteIdentity | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    """Response times of pages, by address."""
    lost: set[str] = field(default_factory=set)
    """Addresses without a response; each is reported once."""
    opened: list[str] = field(default_factory=list)
    """Some of the chosen ids whose pages open as they should; further checks request those."""
    late: int = 0
    """Requests that were not sent because the time was over."""
    _seen: dict[str, HttpResponse] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def origin(self) -> Origin:
        """Scheme, host and port of the site."""
        return parse_origin(self.base)

    @property
    def path(self) -> str:
        """Path of the site on its host, with slashes at both ends."""
        return urlsplit(self.base).path

    @property
    def trial(self) -> bool:
        """Whether it is a trial site."""
        return bool(self.identity and self.identity.trial)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every id that was issued online or in the checkout; the checkout counts only where it is of the same site."""
        online = frozenset(self.identity.promised) if self.identity else frozenset()
        return online | (self.local.promised if self.local else frozenset())

    @property
    def local(self) -> CheckoutInfo | None:
        """The checkout's data, if it is the checkout of this site."""
        local = self.order.local
        return local if local and local.address == self.base else None

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """Ids that are requested, in random order; ids that are not online are reported by another check."""
        online = frozenset(self.identity.promised) if self.identity else self.known
        ids = sorted(online)
        random.Random(self.order.seed).shuffle(ids)
        return tuple(ids if self.order.sample is None else ids[: self.order.sample])

    @cached_property
    def unused(self) -> str:
        """An id that was never issued."""
        chance = random.Random(self.order.seed + 1)
        while (id := str(chance.randrange(10000, 100000))) in self.known:
            pass
        return id

    def request(self, url: str, method: str = "GET", headers: Mapping[str, str] = GZIP) -> HttpResponse:
        """Send a request, retried once after an error that may be temporary."""
        answer = self.client.request(url, method, headers)
        with self._lock:
            if answer.trouble == "late":
                self.late += 1
            if answer.status == 200 and method == "GET" and answer.content_type == "text/html":
                self.seconds[url] = answer.seconds
        return answer

    def get_page(self, url: str) -> HttpResponse:
        """Return the response for a page or file as phones request it; requested once, however many checks use it."""
        with self._lock:
            seen = self._seen.get(url)
        if seen is None:
            seen = self.request(url)
            with self._lock:
                self._seen[url] = seen
        return seen

    def report_silence(self, answer: HttpResponse) -> Iterator[SiteFinding]:
        """Report an address without a response, once; nothing where the time was over."""
        with self._lock:
            told = answer.url in self.lost or answer.trouble in ("late", "elsewhere")
            self.lost.add(answer.url)
        if not told:
            yield make_finding("no-answer", answer.url, trouble=self.describe_error(answer))

    def describe_error(self, answer: HttpResponse) -> str:
        """Return the message for a response that did not come."""
        return format_error(answer.trouble, parse_origin(answer.url).host, answer.detail, self.client.answer_s)

    def follow(self, url: str, headers: Mapping[str, str] = GZIP) -> RedirectChain:
        """Send a request and follow redirects as long as they stay on the same origin."""
        current, seen = url, {url}
        for hops in range(MOST_HOPS + 1):
            answer = self.request(current, headers=headers)
            if answer.status not in REDIRECTS:
                long = make_finding("redirect-long", url, count=hops) if hops > HOPS else None
                return RedirectChain(answer, hops, long)
            location = answer.get_header("location")
            there = resolve_location(current, location)
            problem = self.find_redirect_fault(url, answer, location, there)
            if problem or there is None:
                return RedirectChain(answer, hops, problem)
            if there in seen:
                return RedirectChain(answer, hops, make_finding("redirect-loop", url, target=there))
            seen.add(there)
            current = there
        return RedirectChain(answer, MOST_HOPS, make_finding("redirect-loop", url, target=current))

    def find_redirect_fault(
        self, url: str, answer: HttpResponse, location: str, there: str | None
    ) -> SiteFinding | None:
        """Return what is wrong with the target of a redirect, as far as the origin goes."""
        if there is None:
            return make_finding("redirect-broken", url, status=answer.status, target=location or "没有 Location")
        here, next = parse_origin(answer.url), parse_origin(there)
        if next.host != here.host:
            return make_finding("redirect-host", url, target=there)
        if next == here or (here.scheme, next.scheme, next.port) == ("http", "https", 443):
            return None
        return make_finding(
            "redirect-scheme" if next.scheme != here.scheme == "https" else "redirect-port", url, target=there
        )

    def check_page(self, url: str, answer: HttpResponse, id: str) -> Iterator[SiteFinding]:
        """Yield what is wrong with a response that should be the page of `id`; nothing where it is."""
        if answer.trouble:
            yield from self.report_silence(answer)
        elif answer.status != 200:
            yield make_finding(STATUS.get(answer.status, classify_status(answer.status)), url, status=answer.status)
        elif (decoded := decode_body(answer)).broken:
            yield make_finding("gzip-broken", url, encoding=decoded.encoding)
        elif not self.is_page_of(page := parse_page(decoded.data), id):
            yield make_finding("home-page" if self.is_home(page) else "other-page", url, id=id, title=page.name)

    def is_page_of(self, page: FetchedPage, id: str) -> bool:
        """Return whether it is the page of an id, or one that redirects from a merged id to another issued one."""
        own = parse_entry_id(page.canonical, self.base)
        if own == id:
            return True
        return (
            bool(own)
            and own == parse_entry_id(page.refresh, f"{self.base}{id}/")
            and (own in self.known or not self.known)
        )

    def is_home(self, page: FetchedPage) -> bool:
        """Return whether it is the home page of this site."""
        return (
            page.ours and page.canonical != "" and page.canonical == parse_page(decode_body(self.home).data).canonical
        )

    def is_page_at(self, page: FetchedPage, url: str) -> bool:
        """Return whether it is the page of an address of this site, whatever address the site was built for."""
        path = url.removeprefix(self.base)
        return page.canonical.endswith(f"/{path}") or (
            bool(id := parse_entry_id(url, "")) and self.is_page_of(page, id)
        )

    def map_ids(self, ids: Iterable[str], look: Callable[[str], Iterable[SiteFinding]]) -> Iterator[SiteFinding]:
        """Yield what `look` finds for each id, in order; a few ids are processed at the same time."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for findings in pool.map(lambda id: list(look(id)), ids):
                yield from findings


STATUS = {404: "gone", 410: "gone", 401: "forbidden", 403: "forbidden", 429: "limited"}


def classify_status(status: int) -> str:
    """Return the word for a status that is not that of a page."""
    return "server-error" if status >= 500 else "odd-status"


def resolve_location(current: str, location: str) -> str | None:
    """Return the target of a `Location`, without fragment; None where it cannot be parsed."""
    try:
        there = urldefrag(urljoin(current, location.strip()))[0]
        parse_origin(there)
    except ValueError:
        return None
    return there if location.strip() else None
