"""Checks of addresses: certificate, IP addresses, redirect to HTTPS, printed addresses in every form, unknown and hidden addresses, QR codes on pages."""

from __future__ import annotations

import io
import ssl
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from ..qr.symbol import Payload, encode_address
from .address import PORTS, Origin
from .http_client import HttpClient, HttpResponse, decode_body
from .rules import SiteFinding, make_finding
from .session import GZIP, REDIRECTS, SiteSession, looks_like_html, parse_page, resolve_location

EXPIRING_DAYS = 21
"""Days before its end from which a certificate is reported: Let's Encrypt renews at 30 days, so a renewal has failed by
then.
"""


def count_days_left(client: HttpClient) -> float | None:
    """Return for how many days the verified certificate is still valid; None where none was verified."""
    until = (client.certificate or {}).get("notAfter")
    return (ssl.cert_time_to_seconds(until) - time.time()) / 86400 if isinstance(until, str) else None


def check_certificate(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check whether the certificate ends soon."""
    days = count_days_left(visit.client)
    if days is not None and days < EXPIRING_DAYS:
        end = datetime.fromtimestamp(time.time() + days * 86400, UTC)
        yield make_finding("tls-expiring", visit.base, days=int(days), date=f"{end:%Y-%m-%d}")


def check_ip_addresses(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that every IP address of the host name answers. Phones often use the IPv6 one."""
    if visit.origin.is_local:
        return
    silent = visit.client.find_silent_addresses(visit.origin)
    if silent:
        yield make_finding("half-reachable", visit.base, numbers="、".join(silent))


def check_plain_http(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that plain HTTP redirects to the same address by HTTPS."""
    origin = visit.origin
    if origin.scheme == "http":
        if not origin.is_local:
            yield make_finding("plain-http", visit.base)
        return
    if origin.port != PORTS["https"]:
        return
    plain = Origin("http", origin.host, PORTS["http"])
    for path in ("", *(f"{id}/" for id in visit.opened[:1])):
        yield from check_https_redirect(visit, f"{plain}{visit.path}{path}", f"{visit.base}{path}")


def check_https_redirect(visit: SiteSession, url: str, wanted: str) -> Iterator[SiteFinding]:
    """Check one address by plain HTTP."""
    answer = visit.request(url)
    if answer.trouble:
        if answer.trouble not in ("late", "elsewhere") and url.endswith(visit.path):
            yield make_finding("http-closed", url, trouble=visit.describe_error(answer))
    elif answer.status not in REDIRECTS:
        yield make_finding("http-open", url, status=answer.status)
    elif (there := resolve_location(url, answer.get_header("location"))) != wanted:
        yield make_finding("http-elsewhere", url, target=there or answer.get_header("location") or "没有 Location")


CAPITALS = 3
"""Chosen ids that are also requested in the form of their code: a fault there concerns every id."""
QUERY = "?from=singlemessage&isappinstalled=0"
"""Query that WeChat appends to an address that is shared."""
AGENTS: Mapping[str, str] = {
    "微信（安卓）": "Mozilla/5.0 (Linux; Android 10; M2006C3LC Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220805 Mobile Safari/537.36 MMWEBID/1234 MicroMessenger/8.0.28.2240(0x28001C57) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64",
    "微信（苹果）": "Mozilla/5.0 (iPhone; CPU iPhone OS 13_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.28(0x18001c2b) NetType/WIFI Language/zh_CN",
    "手机浏览器": "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.99 Mobile Safari/537.36",
}
"""User agents of phones, by the names that people use."""
PHONE = AGENTS["微信（安卓）"]
FORMS: Mapping[str, str] = {
    "前面多一条斜杠": "/{id}/",
    "前面多一条斜杠、后面没有": "/{id}",
    "后面多一条斜杠": "{id}//",
    "写出 index.html": "{id}/index.html",
    "写出 index.html 带参数": "{id}/index.html?from=timeline",
    "写出 INDEX.HTML": "{id}/INDEX.HTML",
    "斜杠写成 %2F": "{id}%2F",
    "数字写成 %31": "%3{first}{rest}/",
    "后面多一个句号": "{id}。",
    "后面多一个空格": "{id}%20",
    "只有参数": "{id}?from=timeline",
}
"""Odd forms of an address (below the site's own): each must open the page or the site's 404 page."""


def check_promised(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check the chosen addresses with and without the slash at the end."""
    yield from visit.map_ids(visit.chosen, lambda id: check_promised_address(visit, id))
    opened = frozenset(visit.opened)
    visit.opened = [id for id in visit.chosen if id in opened]


def check_promised_address(visit: SiteSession, id: str) -> Iterator[SiteFinding]:
    """Check one address with its slash; where that opens, without it too."""
    url = f"{visit.base}{id}/"
    walk = visit.follow(url)
    wrong = [walk.problem] if walk.problem else list(visit.check_page(url, walk.answer, id))
    if not wrong and walk.hops and urlsplit(walk.answer.url).path.rstrip("/") != urlsplit(url).path.rstrip("/"):
        wrong = (
            [] if walk.answer.url.startswith(url) else [make_finding("redirect-elsewhere", url, target=walk.answer.url)]
        )
    if not wrong:
        visit.opened.append(id)
        wrong = list(check_without_slash(visit, id))
    yield from wrong


def check_without_slash(visit: SiteSession, id: str) -> Iterator[SiteFinding]:
    """Check one address without its slash."""
    url = f"{visit.base}{id}"
    walk = visit.follow(url)
    if walk.problem:
        yield walk.problem
    elif walk.answer.trouble:
        yield from visit.report_silence(walk.answer)
    elif what := describe_mismatch(visit, walk.answer, id):
        yield make_finding("no-slash", url, what=what)
    elif not walk.hops and visit.path != "/":
        yield make_finding("slash-kept", url)


def describe_mismatch(visit: SiteSession, answer: HttpResponse, id: str) -> str:
    """Return in a few words why a response is not the page of `id`; empty where it is."""
    if answer.status != 200:
        return f"打不开（答 {answer.status}）"
    page = parse_page(decode_body(answer).data)
    if visit.is_page_of(page, id):
        return ""
    return "打开的是首页" if visit.is_home(page) else f"打开的是“{page.name}”"


def check_printed(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check the exact address of a code: the host in capitals."""
    for id in visit.opened[:CAPITALS]:
        url = f"{visit.base}{id}/"
        content = encode_address(url)
        printed = content.text if isinstance(content, Payload) else url
        authority = urlsplit(printed).netloc
        walk = visit.follow(
            url, {**GZIP, "Host": authority.upper() if authority == visit.origin.authority else authority}
        )
        what = walk.problem.sentence.rstrip("。") if walk.problem else ""
        if not what and not walk.answer.trouble:
            what = describe_mismatch(visit, walk.answer, id)
        if what:
            yield make_finding("capitals", url, printed=printed, what=what)


def check_query(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check an address with WeChat's query, with and without the slash."""
    for id in visit.opened[:1]:
        for url in (f"{visit.base}{id}/{QUERY}", f"{visit.base}{id}{QUERY}"):
            walk = visit.follow(url)
            if walk.problem:
                yield walk.problem
            elif walk.answer.trouble:
                yield from visit.report_silence(walk.answer)
            elif what := describe_mismatch(visit, walk.answer, id):
                yield make_finding("query", url, query=QUERY, what=what)


def check_forms(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check a page in odd forms: the page or the site's 404 page, nothing else."""
    for id in visit.opened[:1]:
        for form, shape in FORMS.items():
            url = visit.base + shape.format(id=id, first=id[0], rest=id[1:])
            walk = visit.follow(url)
            page = parse_page(decode_body(walk.answer).data)
            if walk.problem:
                yield make_finding("odd-form", url, form=form, what=walk.problem.sentence.rstrip("。"))
            elif walk.answer.trouble:
                yield from visit.report_silence(walk.answer)
            elif (what := describe_mismatch(visit, walk.answer, id)) and not (
                walk.answer.status == 404 and page.is_lost
            ):
                yield make_finding("odd-form", url, form=form, what=what)


def check_agents(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check a page with phones' user agents; the response must be the one that we get."""
    for id in visit.opened[:1]:
        url = f"{visit.base}{id}/"
        plain, again = visit.request(url), visit.request(url)
        for agent, words in AGENTS.items():
            answer = visit.request(url, headers={**GZIP, "User-Agent": words})
            if answer.trouble:
                yield from visit.report_silence(answer)
            elif what := describe_mismatch(visit, answer, id) or find_meta_redirect(visit, answer):
                yield make_finding("user-agent", url, agent=agent, what=what)
            elif decode_body(plain).data == decode_body(again).data != decode_body(answer).data:
                yield make_finding("user-agent-bytes", url, agent=agent)


def find_meta_redirect(visit: SiteSession, answer: HttpResponse) -> str:
    """Return the target of a meta refresh on a page that is right otherwise; empty where there is none."""
    location = answer.get_header("location")
    return f"会转到 {location}" if location else ""


def check_head(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that HEAD gives the same status and type as GET."""
    for url in (visit.base, *(f"{visit.base}{id}/" for id in visit.opened[:1])):
        get, head = visit.get_page(url), visit.request(url, "HEAD")
        if head.trouble:
            yield from visit.report_silence(head)
        elif not get.trouble and describe_response(get) != describe_response(head):
            yield make_finding("head", url, get=describe_response(get), head=describe_response(head))


def describe_response(answer: HttpResponse) -> str:
    """Return status and type of a response as text."""
    return f"{answer.status} {answer.content_type}".strip()


def check_unknown(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check addresses that do not exist: status 404 and the site's own 404 page."""
    some = next(iter(visit.opened or visit.chosen), visit.unused)
    for path in (f"{visit.unused}/", visit.unused, f"{some}/nothing/", "x/y/z", "nothing.html", "assets/nothing-0.js"):
        yield from check_unknown_address(visit, f"{visit.base}{path}")


def check_unknown_address(visit: SiteSession, url: str) -> Iterator[SiteFinding]:
    """Check one address that does not exist."""
    walk = visit.follow(url)
    answer = walk.answer
    page = parse_page(decode_body(answer).data)
    if answer.trouble:
        yield from visit.report_silence(answer)
    elif walk.problem:
        yield make_finding("unknown-redirects", url, target=answer.get_header("location") or answer.url)
    elif answer.status == 200:
        if walk.hops and answer.url.rstrip("/") != url.rstrip("/"):
            yield make_finding("unknown-redirects", url, target=answer.url)
        else:
            yield make_finding("unknown-opens", url, title=page.name)
    elif answer.status not in (404, 410):
        yield make_finding("unknown-status", url, status=answer.status)
    elif not page.is_lost:
        yield make_finding(
            "unknown-page", url, what=f"“{page.name}”" if looks_like_html(decode_body(answer).data) else "不是网页"
        )


def check_hidden(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that the repository's history and directory listings are not public."""
    url = f"{visit.base}.git/HEAD"
    if (answer := visit.request(url)).status == 200 and decode_body(answer).data.startswith(b"ref:"):
        yield make_finding("hidden-open", url, path=".git")
    url = f"{visit.base}assets/"
    answer = visit.request(url)
    data = decode_body(answer).data
    if answer.status == 200 and b"favicon.svg" in data and not parse_page(data).ours:
        yield make_finding("listing", url)


PIXELS = 4_000_000
"""Pixels above which a picture is not read: a code of ours has 107,584 at most."""
CODE = "code.png"


def check_codes(visit: SiteSession) -> Iterator[SiteFinding]:
    """Read the codes on some pages: they must contain the address that was requested, with the host in capitals.

    Nothing is reported for a site that was built for another address: that is a finding of its own.
    """
    if visit.identity and visit.identity.address != visit.base:
        return
    for id in visit.opened[:CODES]:
        url = f"{visit.base}{id}/"
        page = parse_page(decode_body(visit.get_page(url)).data)
        if CODE not in page.links or not visit.is_page_at(page, url):
            continue
        picture = visit.get_page(urljoin(url, CODE))
        text = scan_code(picture.body) if picture.status == 200 else None
        if text is not None and text.lower() != url.lower():
            yield make_finding("code-differs", picture.url, text=text or "读不出来", printed=url)


CODES = 3
"""Pages whose codes are read."""


def scan_code(data: bytes) -> str | None:
    """Return what a scanner reads in a picture, empty for nothing; None where no scanner is installed."""
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > PIXELS:
                return ""
            codes = zxingcpp.read_barcodes(picture.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return codes[0].text if codes else ""
