"""Run of `verify`: the order of the checks, the result, and the result as text for people and JSON for monitoring."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from statistics import median

from ..diagnostics import Severity
from ..lazy import dataclass
from ..storage.site_records import IDENTITY_FILE, read_identity
from .address import parse_origin
from .address_checks import (
    PHONE,
    check_agents,
    check_certificate,
    check_codes,
    check_forms,
    check_head,
    check_hidden,
    check_ip_addresses,
    check_plain_http,
    check_printed,
    check_promised,
    check_query,
    check_unknown,
    count_days_left,
)
from .delivery_checks import (
    check_feed,
    check_files,
    check_footer,
    check_headers,
    check_identity,
    check_revalidation,
    check_robots,
    check_sitemap,
)
from .http_client import HttpClient, HttpResponse, decode_body
from .rules import (
    ADVICE,
    HOSTS,
    SiteFinding,
    format_error,
    get_fix_instruction,
    is_behind_cdn,
    make_finding,
    recognize_server,
)
from .session import SiteSession, VerificationOptions, parse_page

CHECKS: tuple[Callable[[SiteSession], Iterator[SiteFinding]], ...] = (
    check_certificate,
    check_ip_addresses,
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
    check_revalidation,
    check_headers,
    check_robots,
    check_sitemap,
    check_feed,
    check_footer,
    check_plain_http,
)
"""In this order; `check_promised` comes before those that request a page that opens."""
REFUSING = frozenset({401, 403, 405, 406, 418, 429, 503})
"""Status codes of servers that reject programs."""


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """Result of a verification."""

    url: str
    """Address that was requested in the end."""
    findings: tuple[SiteFinding, ...] = ()
    unasked: str = ""
    """Why the site (or a part of it) could not be requested, with what to do; empty where it could."""
    host: str = ""
    """Key of `rules.HOSTS`."""
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


def verify(order: VerificationOptions) -> VerificationResult:
    """Verify a site and return what is wrong with it. Raises nothing for whatever a server does."""
    client = HttpClient(order.connects, answer_s=order.answer_s, end=time.monotonic() + order.budget_s)
    visit = SiteSession(order.base, client, order)
    try:
        return run_checks(visit)
    finally:
        client.close()


def run_checks(visit: SiteSession) -> VerificationResult:
    """Run all checks in a session."""
    findings = list(open_home(visit))
    if visit.home.trouble:
        return VerificationResult(
            visit.base,
            tuple(findings),
            "" if findings else describe_failure(visit, visit.home),
            asked=visit.client.asked,
        )
    if not is_foreign_site(visit, findings):
        for check in CHECKS:
            findings += check(visit)
    if not any(finding.rule.word.startswith("tls") for finding in findings):
        findings += check_certificate(visit)
    return summarize(visit, tuple(finding for finding in dict.fromkeys(findings) if is_reported(finding, visit.host)))


def is_reported(finding: SiteFinding, host: str) -> bool:
    """Return whether a finding is reported. A hint that cannot be followed on this server type is not."""
    return finding.rule.severity is Severity.ERROR or bool(get_fix_instruction(finding.rule.setting, host))


def open_home(visit: SiteSession) -> Iterator[SiteFinding]:
    """Request the home page and what the site says of itself."""
    home = visit.request(visit.base)
    if home.trouble.startswith("tls"):
        yield make_finding(home.trouble, visit.base, host=visit.origin.host, detail=home.detail)
        visit.client.verified = False
        home = visit.request(visit.base)
    if home.status in REFUSING:
        phone = visit.client.request(visit.base, headers={"User-Agent": PHONE, "Accept-Encoding": "gzip"})
        if phone.status and phone.status not in REFUSING:
            yield make_finding("tool-blocked", visit.base, status=home.status)
            visit.client.agent, home = PHONE, phone
    visit.home = home
    if home.trouble:
        return
    yield from follow_home(visit)
    visit.host = recognize_server(visit.home)
    told = visit.follow(f"{visit.base}{IDENTITY_FILE}").answer
    if told.status == 200:
        visit.identity = read_identity(decode_body(told).data)


def follow_home(visit: SiteSession) -> Iterator[SiteFinding]:
    """Follow the home page to where it is; http that redirects to https is accepted."""
    walk = visit.follow(visit.base)
    if walk.problem:
        yield walk.problem
    elif walk.answer.trouble:
        yield from visit.report_silence(walk.answer)
    elif walk.answer.status != 200:
        yield make_finding("home-status", visit.base, status=walk.answer.status)
    else:
        visit.home = walk.answer
        if parse_origin(walk.answer.url).scheme != visit.origin.scheme and walk.answer.url.endswith(visit.path):
            visit.base = walk.answer.url
        if not decode_body(walk.answer).broken and not parse_page(decode_body(walk.answer).data).ours:
            yield make_finding("home-foreign", visit.base, title=parse_page(decode_body(walk.answer).data).name)


def is_foreign_site(visit: SiteSession, findings: list[SiteFinding]) -> bool:
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
        some = visit.request(f"{visit.base}{min(local.promised)}/")
        if parse_page(decode_body(some).data).ours:
            return False
    findings += check_identity(visit)
    return True


def describe_failure(visit: SiteSession, answer: HttpResponse) -> str:
    """Return why nothing could be requested, and what to do."""
    said = format_error(answer.trouble, visit.origin.host, answer.detail, visit.client.answer_s)
    return f"{said}。{ADVICE.get(answer.trouble, ADVICE['network'])}"


def summarize(visit: SiteSession, findings: tuple[SiteFinding, ...]) -> VerificationResult:
    """Return the result of a session."""
    days = count_days_left(visit.client)
    slowest = max(visit.seconds, key=lambda url: visit.seconds[url], default="")
    late = (
        f"时间到了，还有 {visit.late} 个地址没有问。请把 --max-time 加长，或者把 --sample 减小。" if visit.late else ""
    )
    return VerificationResult(
        visit.base,
        findings,
        late,
        host=visit.host,
        cdn=is_behind_cdn(visit.home),
        ids=visit.chosen,
        promised=len(visit.known),
        asked=visit.client.asked,
        median_s=median(visit.seconds.values()) if visit.seconds else 0.0,
        slowest_s=visit.seconds.get(slowest, 0.0),
        slowest=slowest,
        certificate_days=None if days is None else int(days),
        compared=visit.local is not None,
    )


SHOWN = 3
"""Addresses that are listed for one kind of finding."""


def iter_report_lines(outcome: VerificationResult) -> Iterator[str]:
    """Yield the findings, faults first: a line with the word of the rule, then what it means and where to fix it."""
    order = {severity: number for number, severity in enumerate(Severity)}
    kinds = {finding.rule.word: number for number, finding in enumerate(reversed(outcome.findings))}
    found = sorted(outcome.findings, key=lambda one: (order[one.rule.severity], -kinds[one.rule.word]))
    for _, group in groupby(found, key=lambda one: one.rule.word):
        yield from iter_group_lines(list(group), outcome)


def iter_group_lines(group: Sequence[SiteFinding], outcome: VerificationResult) -> Iterator[str]:
    """Yield the lines of the findings of one rule."""
    rule, first = group[0].rule, group[0]
    yield f"{rule.severity.value} {rule.word} {first.url} {first.sentence}"
    others = list(dict.fromkeys(finding.url for finding in group[1:] if finding.url != first.url))
    if others:
        more = f"，一共 {len(others) + 1} 个地址" if len(others) >= SHOWN else ""
        yield f"    还有：{'、'.join(others[: SHOWN - 1])}{more}"
    yield f"    对墙边的人：{first.wall}"
    if where := get_fix_instruction(rule.setting, outcome.host):
        named = HOSTS[outcome.host].title if outcome.host else ""
        yield f"    怎么改{f'（{named}）' if named else ''}：{where}"


def iter_closing_lines(outcome: VerificationResult) -> Iterator[str]:
    """Yield further facts about the site."""
    if outcome.findings:
        if outcome.cdn:
            yield "前面有 CDN：改好以后清一次 CDN 的缓存，再检查。"
        if not outcome.host:
            yield "认不出是哪一种服务器，上面说的是通用的改法。"
        yield f"一步一步怎么设，见指南 content/guide/{get_guide_page(outcome)}；每个词的意思，见 content/guide/{WORDS}"
    if not outcome.ids:
        if outcome.findings:
            yield "打开的不是展厅，或者打不开，别的没有再问。"
        return
    took = (
        f"；一页平常 {outcome.median_s:.2f} 秒，最慢 {outcome.slowest_s:.2f} 秒（{outcome.slowest}）"
        if outcome.slowest
        else ""
    )
    yield f"问了 {outcome.promised} 个编号里的 {len(outcome.ids)} 个，一共 {outcome.asked} 次{took}。"
    if outcome.certificate_days is not None:
        yield f"证书还有 {outcome.certificate_days} 天。"
    if not outcome.compared:
        yield "没有和本地的台账比：本地的 site_url 不是这个网址，或者这里不是仓库。"


def get_guide_page(outcome: VerificationResult) -> str:
    """Return the page of the guide for the recognized server type."""
    return HOSTS[outcome.host].guide if outcome.host else GUIDE


GUIDE = "keeper.md"
"""Page of the guide that links to all server types."""
WORDS = "verify.md#words"
"""Place in the guide that explains each word."""


def format_json(outcome: VerificationResult, code: int, seed: int) -> str:
    """Return a result as JSON for monitoring; keys are only ever added."""
    told = {
        "url": outcome.url,
        "exit": code,
        "result": {0: "right", 1: "wrong"}.get(code, "unasked"),
        "unasked": outcome.unasked,
        "host": outcome.host,
        "cdn": outcome.cdn,
        "promised": outcome.promised,
        "sampled": list(outcome.ids),
        "seed": seed,
        "requests": outcome.asked,
        "seconds": {
            "median": round(outcome.median_s, 3),
            "slowest": round(outcome.slowest_s, 3),
            "url": outcome.slowest,
        },
        "certificate_days": outcome.certificate_days,
        "compared": outcome.compared,
        "findings": [
            {
                "word": finding.rule.word,
                "severity": "fault" if finding.rule.severity is Severity.ERROR else "hint",
                "url": finding.url,
                "sentence": finding.sentence,
                "meaning": finding.wall,
                "mend": get_fix_instruction(finding.rule.setting, outcome.host),
            }
            for finding in outcome.findings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
