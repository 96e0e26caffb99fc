"""Session of one verification: cached responses, redirects, and what is known of the site so far."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

from ..identity import Identity
from .address import Connect, Origin, origin_of
from .client import ANSWER_S, Answer, Client
from .decoding import decode
from .page import Page, id_in, parse
from .rules import Finding, found
from .troubles import sentence

CONNECTIONS = 4
"""Concurrent requests; few, so that a small server is not loaded."""
GZIP = {"Accept-Encoding": "gzip"}
"""Request headers for pages: every phone accepts gzip."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS, MOST_HOPS = 2, 6
"""Redirects that are acceptable, and redirects after which following stops."""


@dataclass(frozen=True, slots=True)
class Local:
    """What a local checkout knows of the site."""

    address: str
    """Its `site_url`."""
    promised: frozenset[str]
    """Ids of its ledger."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is verified, and to which extent."""

    base: str
    connects: tuple[Connect, ...] = ()
    sample: int | None = 20
    """How many issued addresses are requested; None for all."""
    seed: int = 0
    budget_s: float = 600.0
    """Time after which nothing new is requested."""
    answer_s: float = ANSWER_S
    local: Local | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """Result of following redirects."""

    answer: Answer
    """Last response."""
    hops: int = 0
    problem: Finding | None = None
    """First fault on the way."""


@dataclass
class Visit:
    """State that the checks share."""

    base: str
    client: Client
    order: Order
    home: Answer = field(default_factory=lambda: Answer(""))
    host: str = ""
    """Key of `server_types.HOSTS`; empty where the server is unknown."""
    identity: Identity | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    """Response times of pages, by address."""
    lost: set[str] = field(default_factory=set)
    """Addresses without a response; each is reported once."""
    opened: list[str] = field(default_factory=list)
    """Some of the chosen ids whose pages open as they should; further checks request those."""
    late: int = 0
    """Requests that were not sent because the time was over."""
    _seen: dict[str, Answer] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def origin(self) -> Origin:
        """Scheme, host and port of the site."""
        return origin_of(self.base)

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
    def local(self) -> Local | None:
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

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] = GZIP) -> Answer:
        """Send a request, retried once after an error that may be temporary."""
        answer = self.client.ask(url, method, headers)
        with self._lock:
            if answer.trouble == "late":
                self.late += 1
            if answer.status == 200 and method == "GET" and answer.content_type == "text/html":
                self.seconds[url] = answer.seconds
        return answer

    def page(self, url: str) -> Answer:
        """Return the response for a page or file as phones request it; requested once, however many checks use it."""
        with self._lock:
            seen = self._seen.get(url)
        if seen is None:
            seen = self.ask(url)
            with self._lock:
                self._seen[url] = seen
        return seen

    def silent(self, answer: Answer) -> Iterator[Finding]:
        """Report an address without a response, once; nothing where the time was over."""
        with self._lock:
            told = answer.url in self.lost or answer.trouble in ("late", "elsewhere")
            self.lost.add(answer.url)
        if not told:
            yield found("no-answer", answer.url, trouble=self.trouble(answer))

    def trouble(self, answer: Answer) -> str:
        """Return the message for a response that did not come."""
        return sentence(answer.trouble, origin_of(answer.url).host, answer.detail, self.client.answer_s)

    def follow(self, url: str, headers: Mapping[str, str] = GZIP) -> Walk:
        """Send a request and follow redirects as long as they stay on the same origin."""
        current, seen = url, {url}
        for hops in range(MOST_HOPS + 1):
            answer = self.ask(current, headers=headers)
            if answer.status not in REDIRECTS:
                long = found("redirect-long", url, count=hops) if hops > HOPS else None
                return Walk(answer, hops, long)
            location = answer.header("location")
            there = destination(current, location)
            problem = self.wrong_way(url, answer, location, there)
            if problem or there is None:
                return Walk(answer, hops, problem)
            if there in seen:
                return Walk(answer, hops, found("redirect-loop", url, target=there))
            seen.add(there)
            current = there
        return Walk(answer, MOST_HOPS, found("redirect-loop", url, target=current))

    def wrong_way(self, url: str, answer: Answer, location: str, there: str | None) -> Finding | None:
        """Return what is wrong with the target of a redirect, as far as the origin goes."""
        if there is None:
            return found("redirect-broken", url, status=answer.status, target=location or "没有 Location")
        here, next = origin_of(answer.url), origin_of(there)
        if next.host != here.host:
            return found("redirect-host", url, target=there)
        if next == here or (here.scheme, next.scheme, next.port) == ("http", "https", 443):
            return None
        return found("redirect-scheme" if next.scheme != here.scheme == "https" else "redirect-port", url, target=there)

    def judge(self, url: str, answer: Answer, id: str) -> Iterator[Finding]:
        """Yield what is wrong with a response that should be the page of `id`; nothing where it is."""
        if answer.trouble:
            yield from self.silent(answer)
        elif answer.status != 200:
            yield found(STATUS.get(answer.status, status_word(answer.status)), url, status=answer.status)
        elif (decoded := decode(answer)).broken:
            yield found("gzip-broken", url, encoding=decoded.encoding)
        elif not self.is_page_of(page := parse(decoded.data), id):
            yield found("home-page" if self.is_home(page) else "other-page", url, id=id, title=page.name)

    def is_page_of(self, page: Page, id: str) -> bool:
        """Return whether it is the page of an id, or one that redirects from a merged id to another issued one."""
        own = id_in(page.canonical, self.base)
        if own == id:
            return True
        return bool(own) and own == id_in(page.refresh, f"{self.base}{id}/") and (own in self.known or not self.known)

    def is_home(self, page: Page) -> bool:
        """Return whether it is the home page of this site."""
        return page.ours and page.canonical != "" and page.canonical == parse(decode(self.home).data).canonical

    def is_itself(self, page: Page, url: str) -> bool:
        """Return whether it is the page of an address of this site, whatever address the site was built for."""
        path = url.removeprefix(self.base)
        return page.canonical.endswith(f"/{path}") or (bool(id := id_in(url, "")) and self.is_page_of(page, id))

    def each(self, ids: Iterable[str], look: Callable[[str], Iterable[Finding]]) -> Iterator[Finding]:
        """Yield what `look` finds for each id, in order; a few ids are processed at the same time."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for findings in pool.map(lambda id: list(look(id)), ids):
                yield from findings


STATUS = {404: "gone", 410: "gone", 401: "forbidden", 403: "forbidden", 429: "limited"}


def status_word(status: int) -> str:
    """Return the word for a status that is not that of a page."""
    return "server-error" if status >= 500 else "odd-status"


def destination(current: str, location: str) -> str | None:
    """Return the target of a `Location`, without fragment; None where it cannot be parsed."""
    try:
        there = urldefrag(urljoin(current, location.strip()))[0]
        origin_of(there)
    except ValueError:
        return None
    return there if location.strip() else None
