"""Run of a verification: which checks, in which order, and the result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from ..diagnostics import Severity
from ..identity import FILE, read_identity
from .address import origin_of
from .client import Answer, Client
from .decoding import decode
from .hosts import behind_cdn, mend, recognised
from .lost import check_hidden, check_unknown
from .page import parse
from .presence import check_headers, check_identity, check_robots, check_sitemap
from .printed import PHONE, check_agents, check_forms, check_head, check_printed, check_promised, check_query
from .rules import Finding, found
from .served import check_again, check_files
from .shown import check_codes
from .transport import check_certificate, check_numbers, check_plain, days_left
from .troubles import ADVICE, sentence
from .visit import Order, Visit

CHECKS: tuple[Callable[[Visit], Iterator[Finding]], ...] = (
    check_certificate,
    check_numbers,
    check_identity,
    check_promised,
    check_printed,
    check_query,
    check_forms,
    check_agents,
    check_codes,
    check_head,
    check_unknown,
    check_hidden,
    check_files,
    check_again,
    check_headers,
    check_robots,
    check_sitemap,
    check_plain,
)
"""In this order; `check_promised` comes before those that request a page that opens."""

REFUSING = frozenset({401, 403, 405, 406, 418, 429, 503})
"""Status codes of servers that reject programs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a verification."""

    url: str
    """Address that was requested in the end."""
    findings: tuple[Finding, ...] = ()
    unasked: str = ""
    """Why the site (or a part of it) could not be requested, with what to do; empty where it could."""
    host: str = ""
    """Key of `server_types.HOSTS`."""
    cdn: bool = False
    ids: tuple[str, ...] = ()
    """Ids whose addresses were requested."""
    promised: int = 0
    """How many ids have been issued."""
    asked: int = 0
    """Requests."""
    median_s: float = 0.0
    slowest_s: float = 0.0
    slowest: str = ""
    certificate_days: int | None = None
    compared: bool = False
    """Whether the site was compared with the ledger of a checkout."""

    @property
    def faults(self) -> bool:
        """Whether anything is wrong."""
        return any(finding.rule.severity is Severity.ERROR for finding in self.findings)


def verify(order: Order) -> Outcome:
    """Verify a site and return what is wrong with it. Raises nothing for whatever a server does."""
    client = Client(order.connects, answer_s=order.answer_s, end=time.monotonic() + order.budget_s)
    visit = Visit(order.base, client, order)
    try:
        return visited(visit)
    finally:
        client.close()


def visited(visit: Visit) -> Outcome:
    """Run all checks in a session."""
    findings = list(begun(visit))
    if visit.home.trouble:
        return Outcome(
            visit.base, tuple(findings), "" if findings else unasked(visit, visit.home), asked=visit.client.asked
        )
    if not is_hopeless(visit, findings):
        for check in CHECKS:
            findings += check(visit)
    if not any(finding.rule.word.startswith("tls") for finding in findings):
        findings += check_certificate(visit)
    return concluded(visit, tuple(finding for finding in dict.fromkeys(findings) if is_told(finding, visit.host)))


def is_told(finding: Finding, host: str) -> bool:
    """Return whether a finding is reported. A hint that cannot be followed on this server type is not."""
    return finding.rule.severity is Severity.ERROR or bool(mend(finding.rule.setting, host))


def begun(visit: Visit) -> Iterator[Finding]:
    """Request the home page and what the site says of itself."""
    home = visit.ask(visit.base)
    if home.trouble.startswith("tls"):
        yield found(home.trouble, visit.base, host=visit.origin.host, detail=home.detail)
        visit.client.verified = False
        home = visit.ask(visit.base)
    if home.status in REFUSING:
        phone = visit.client.ask(visit.base, headers={"User-Agent": PHONE, "Accept-Encoding": "gzip"})
        if phone.status and phone.status not in REFUSING:
            yield found("tool-blocked", visit.base, status=home.status)
            visit.client.agent, home = PHONE, phone
    visit.home = home
    if home.trouble:
        return
    yield from arrived(visit)
    visit.host = recognised(visit.home)
    told = visit.follow(f"{visit.base}{FILE}").answer
    if told.status == 200:
        visit.identity = read_identity(decode(told).data)


def arrived(visit: Visit) -> Iterator[Finding]:
    """Follow the home page to where it is; http that redirects to https is accepted."""
    walk = visit.follow(visit.base)
    if walk.problem:
        yield walk.problem
    elif walk.answer.trouble:
        yield from visit.silent(walk.answer)
    elif walk.answer.status != 200:
        yield found("home-status", visit.base, status=walk.answer.status)
    else:
        visit.home = walk.answer
        if origin_of(walk.answer.url).scheme != visit.origin.scheme and walk.answer.url.endswith(visit.path):
            visit.base = walk.answer.url
        if not decode(walk.answer).broken and not parse(decode(walk.answer).data).ours:
            yield found("home-foreign", visit.base, title=parse(decode(walk.answer).data).name)


def is_hopeless(visit: Visit, findings: list[Finding]) -> bool:
    """Return whether it is another site altogether, for which no further check makes sense."""
    words = {finding.rule.word for finding in findings}
    if visit.identity or not words & {
        "home-foreign",
        "home-status",
        "redirect-host",
        "redirect-loop",
        "redirect-broken",
    }:
        return False
    if (local := visit.local) and local.promised:
        some = visit.ask(f"{visit.base}{min(local.promised)}/")
        if parse(decode(some).data).ours:
            return False
    findings += check_identity(visit)
    return True


def unasked(visit: Visit, answer: Answer) -> str:
    """Return why nothing could be requested, and what to do."""
    said = sentence(answer.trouble, visit.origin.host, answer.detail, visit.client.answer_s)
    return f"{said}。{ADVICE.get(answer.trouble, ADVICE['network'])}"


def concluded(visit: Visit, findings: tuple[Finding, ...]) -> Outcome:
    """Return the result of a session."""
    days = days_left(visit.client)
    slowest = max(visit.seconds, key=lambda url: visit.seconds[url], default="")
    late = (
        f"时间到了，还有 {visit.late} 个地址没有问。请把 --max-time 加长，或者把 --sample 减小。" if visit.late else ""
    )
    return Outcome(
        visit.base,
        findings,
        late,
        host=visit.host,
        cdn=behind_cdn(visit.home),
        ids=visit.chosen,
        promised=len(visit.known),
        asked=visit.client.asked,
        median_s=median(visit.seconds.values()) if visit.seconds else 0.0,
        slowest_s=visit.seconds.get(slowest, 0.0),
        slowest=slowest,
        certificate_days=None if days is None else int(days),
        compared=visit.local is not None,
    )
