"""Checks of how a site is delivered: content types, charset, compression, caching, range requests, identity, robots.txt, sitemap, feed, security headers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ..model.site_settings import KINDS, ServedFileType, is_cached_forever
from ..storage.site_records import IDENTITY_FILE
from ..text.characters import is_unfit_for_walls
from .address import parse_origin
from .http_client import OPAQUE, DecodedBody, HttpResponse, decode_body
from .rules import SiteFinding, make_finding
from .session import GZIP, REDIRECTS, SiteSession, looks_like_html, parse_page

LIVING_S = 3600
"""Longest cache time of a page in seconds: after that, what was taken down must be gone. Pages hosts use 600 s."""
FIXED_S = 24 * 3600
"""Longest cache time of a file with a fixed name."""
HASHED_S = 7 * 24 * 3600
"""Shortest cache time of a file with a hash in its name."""
SMALL = 2048
"""Bytes below which compression does not matter."""
LISTINGS = ("site.json", "sitemap.xml", "feed.xml")
"""Files about the whole site."""
EACH = 2
"""Files of each kind that are requested."""
MINED = 6
"""Units whose pages are read for the files that they load: not every one has photographs."""
PART = 100
"""Bytes of a picture that are requested by a range, of each sampled picture that is longer."""


def get_extension(url: str) -> str:
    """Return the extension of a file's name in lower case; that of a page for a folder."""
    path = urlsplit(url).path
    return "html" if path.endswith("/") else PurePosixPath(path).suffix[1:].lower()


def check_files(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check pages and some files of each kind that they load."""
    yield from visit.map_ids(choose_files(visit), lambda url: check_file(visit, url))


def list_sample_pages(visit: SiteSession) -> list[str]:
    """Return the pages that are examined: the home page, a unit's, the search, the guide."""
    return [
        visit.base,
        *(f"{visit.base}{id}/" for id in visit.opened[:2]),
        f"{visit.base}search/",
        f"{visit.base}guide/",
    ]


def choose_files(visit: SiteSession) -> list[str]:
    """Return the addresses of pages and of some files of each kind, hashed ones and others."""
    found_files: dict[tuple[str, str], set[str]] = {}
    for url in dict.fromkeys((*list_sample_pages(visit), *(f"{visit.base}{id}/" for id in visit.opened[:MINED]))):
        answer = visit.get_page(url)
        page = parse_page(decode_body(answer).data)
        if answer.status != 200 or not visit.is_page_at(page, url):
            continue
        for link in page.links:
            there = resolve_link(visit, url, link)
            if there and (kind := get_extension(there)) not in ("html", ""):
                found_files.setdefault((kind, str(is_immutable(visit, there))), set()).add(there)
    chance = random.Random(visit.order.seed)
    some = [url for key in sorted(found_files) for url in choose_some(sorted(found_files[key]), chance)]
    return list(dict.fromkeys((*list_sample_pages(visit), *(f"{visit.base}{name}" for name in LISTINGS), *some)))


def choose_some(urls: list[str], chance: random.Random) -> list[str]:
    """Return a random sample."""
    return chance.sample(urls, min(EACH, len(urls)))


def resolve_link(visit: SiteSession, page: str, link: str) -> str:
    """Return the address that a link of a page refers to, if it is in this site; otherwise an empty text."""
    try:
        there = urldefrag(urljoin(page, f"{visit.base}{link[1:]}" if link.startswith("/assets/search/") else link))[0]
        mine = parse_origin(there) == visit.origin and urlsplit(there).path.startswith(visit.path)
    except ValueError:
        return ""
    return there if mine else ""


def is_immutable(visit: SiteSession, url: str) -> bool | None:
    """Return whether an address always has the same bytes. None where it does (`?hash`), but servers need not know
    that.
    """
    parts = urlsplit(url)
    return None if parts.query else is_cached_forever(parts.path.removeprefix(visit.path))


def check_file(visit: SiteSession, url: str) -> Iterator[SiteFinding]:
    """Request a file and yield everything that is wrong with its delivery."""
    answer = visit.get_page(url)
    kind = KINDS.get(get_extension(url))
    if answer.trouble:
        yield from visit.report_silence(answer)
        return
    if answer.status != 200:
        # Other checks report on the home page and on these files.
        if url not in (visit.base, *(f"{visit.base}{name}" for name in LISTINGS)):
            yield make_finding("file-missing", url, status=describe_status(answer), kind=kind.title if kind else "文件")
        return
    if kind is None:
        return
    decoded = decode_body(answer)
    if answer.cut:
        yield make_finding("cut", url, size=len(answer.body))
    yield from check_content(visit, url, decoded, kind)
    yield from check_type(url, answer, kind)
    yield from check_encoding(visit, url, answer, decoded, kind)
    yield from check_caching(visit, url, answer, kind)
    if kind.starts and not kind.text and len(answer.body) > PART and not decoded.encoding:
        yield from check_range_request(visit, url, answer)


def describe_status(answer: HttpResponse) -> str:
    """Return the status, with the target of a redirect."""
    return (
        f"{answer.status}（转到 {answer.get_header('location')}）" if answer.status in REDIRECTS else str(answer.status)
    )


def check_content(visit: SiteSession, url: str, decoded: DecodedBody, kind: ServedFileType) -> Iterator[SiteFinding]:
    """Check that the content is of the kind that the name says, and that a page is the page of its address."""
    data = decoded.data
    if not data and (decoded.broken or decoded.encoding):
        return
    if kind.title == "网页" and data and url != visit.base and not visit.is_page_at(page := parse_page(data), url):
        path = url.removeprefix(visit.base)
        yield make_finding("home-page" if visit.is_home(page) else "other-page", url, id=path, title=page.name)
    if kind.title != "网页" and looks_like_html(data):
        yield make_finding("wrong-content", url, kind=kind.title, got="一页网页")
    elif not data:
        yield make_finding("wrong-content", url, kind=kind.title, got="空的")
    elif kind.starts and not data.lstrip().startswith(kind.starts):
        yield make_finding("wrong-content", url, kind=kind.title, got="别的东西")


def check_type(url: str, answer: HttpResponse, kind: ServedFileType) -> Iterator[SiteFinding]:
    """Check type and charset, and that the file is shown, not downloaded."""
    if answer.content_type not in kind.types:
        yield make_finding("type", url, type=answer.content_type or "什么都没有说", wanted=kind.types[0])
    if answer.get_header("content-disposition").lower().startswith("attachment"):
        yield make_finding("download", url)
    if answer.charset not in ("", "utf-8", "utf8") and kind.text:
        yield make_finding("charset", url, problem=f"字符集说成了 {answer.charset}，应当是 utf-8")
    elif not answer.charset and kind.types[0] in ("text/html", "text/plain", "text/csv"):
        yield make_finding("charset", url, problem="没有说明字符集（charset=utf-8）")


def check_encoding(
    visit: SiteSession, url: str, answer: HttpResponse, decoded: DecodedBody, kind: ServedFileType
) -> Iterator[SiteFinding]:
    """Check that text is compressed once, with a `Content-Encoding`, and only for clients that accept it."""
    if decoded.broken:
        yield make_finding("gzip-broken", url, encoding=decoded.encoding)
    elif decoded.twice:
        yield make_finding("gzip-twice", url)
    elif decoded.unsaid:
        yield make_finding("gzip-unsaid", url)
    elif decoded.encoding in OPAQUE:
        yield make_finding("encoding-unasked", url, encoding=decoded.encoding)
    elif decoded.encoding:
        plain = visit.request(url, headers={})
        if plain.status == 200 and (unasked := decode_body(plain).encoding):
            yield make_finding("encoding-unasked", url, encoding=unasked)
        if not has_header_value(answer, "vary", "accept-encoding"):
            yield make_finding("vary", url)
    elif kind.text and len(answer.body) >= SMALL:
        # Some servers support only newer encodings.
        other = visit.request(url, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        if not other.get_header("content-encoding"):
            yield make_finding("uncompressed", url, size=len(answer.body))


def has_header_value(answer: HttpResponse, header: str, value: str) -> bool:
    """Return whether a list header contains a value."""
    return bool({value, "*"} & {part.strip().lower() for part in answer.get_header(header).split(",")})


def compute_freshness(answer: HttpResponse, *, shared: bool = False) -> int | None:
    """Return for how many seconds a response may be cached without revalidation; None where nothing is said.

    `shared`: by a shared cache, for which `s-maxage` has precedence. RFC 9111, 5.2 and 5.3: `Cache-Control` before
    `Expires`; an invalid value counts as 0.
    """
    told = [part.strip().lower() for part in answer.get_header("cache-control").split(",") if part.strip()]
    if "no-store" in told or "no-cache" in told:
        return 0
    for name in ("s-maxage", "max-age") if shared else ("max-age",):
        for part in told:
            if found_age := re.fullmatch(rf"{name}\s*=\s*\"?([0-9]{{1,12}})\"?", part):
                return int(found_age[1])
    if not answer.get_header("expires"):
        return None
    try:
        expires = parsedate_to_datetime(answer.get_header("expires"))
        since = parsedate_to_datetime(answer.get_header("date")) if answer.get_header("date") else datetime.now(UTC)
        return max(0, int((expires - since).total_seconds()))
    except (TypeError, ValueError, OverflowError):
        return 0


def check_caching(visit: SiteSession, url: str, answer: HttpResponse, kind: ServedFileType) -> Iterator[SiteFinding]:
    """Check that a file may be cached as long as its name allows, and no longer."""
    seconds = compute_freshness(answer)
    value = answer.get_header("cache-control") or f"Expires: {answer.get_header('expires')}"
    facts = {"time": format_duration(seconds or 0), "value": value}
    if (forever := is_immutable(visit, url)) is None:
        return
    if forever:
        if seconds is None:
            yield make_finding("hashed-short", url, time="手机自己猜的时间", value="没有 Cache-Control")
        elif seconds < HASHED_S:
            yield make_finding("hashed-short", url, **facts)
    elif seconds is None:
        yield make_finding("cache-unsaid", url)
    elif kind.title == "网页" and (long := compute_freshness(answer, shared=True) or 0) > LIVING_S >= seconds:
        yield make_finding("cdn-keeps", url, time=format_duration(long), value=facts["value"])
    elif kind.title == "网页" and (age := get_age(answer)) > LIVING_S:
        yield make_finding("cdn-old", url, time=format_duration(age))
    elif kind.title == "网页" and seconds > LIVING_S:
        yield make_finding("html-cached", url, **facts)
    elif seconds > FIXED_S:
        yield make_finding("fixed-cached", url, **facts)


def get_age(answer: HttpResponse) -> int:
    """Return for how many seconds a shared cache has kept a response."""
    age = answer.get_header("age")
    return int(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0


def format_duration(seconds: int) -> str:
    """Return a duration in Chinese.

    >>> format_duration(31536000), format_duration(600), format_duration(0)
    ('365 天', '10 分钟', '0 秒')
    """
    for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"


def check_range_request(visit: SiteSession, url: str, answer: HttpResponse) -> Iterator[SiteFinding]:
    """Request the first bytes: the response must be those, or the whole file."""
    part = visit.request(url, headers={"Range": f"bytes=0-{PART - 1}"})
    if part.trouble:
        yield from visit.report_silence(part)
    elif part.status == 206:
        if part.body != answer.body[:PART]:
            yield make_finding("range", url, what=f"要 {PART} 个字节，来了 {len(part.body)} 个")
        elif not part.get_header("content-range").lower().startswith(f"bytes 0-{PART - 1}/"):
            yield make_finding("range", url, what="没有说明是哪一段")
    elif part.status != 200:
        yield make_finding("range", url, what=f"答 {part.status}")


def check_revalidation(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check conditional requests: 304 where nothing has changed."""
    for url in list_sample_pages(visit)[:2]:
        first = visit.get_page(url)
        if first.status != 200:
            continue
        tags = {"If-None-Match": first.get_header("etag"), "If-Modified-Since": first.get_header("last-modified")}
        known = {name: value for name, value in tags.items() if value}
        if not known or visit.request(url, headers={**GZIP, **known}).status not in (304, 0):
            yield make_finding("no-304", url)


SHOWN_IDS = 6
"""Ids that are listed in one sentence."""
CRAWLERS = ("*", "Baiduspider", "Sogou web spider", "Bytespider", "bingbot", "Googlebot")
"""Crawlers of search engines that people here use."""
LOC = re.compile(rb"<(?:loc|id)>\s*([^<\s]+)\s*</(?:loc|id)>")
"""An address in a sitemap or in a feed."""


def check_identity(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that it is the site of this address and has every id that the local ledger has issued."""
    url = f"{visit.base}{IDENTITY_FILE}"
    if visit.identity is None:
        yield make_finding("no-identity", url, problem=explain_unreadable_identity(visit.get_page(url)))
        return
    if visit.identity.address != visit.base:
        yield make_finding("other-address", url, address=visit.identity.address or "（没有写）")
    if not visit.local:
        return
    if visit.trial:
        yield make_finding("trial-online", url)
    online = frozenset(visit.identity.promised)
    if missing := sorted(visit.local.promised - online):
        yield make_finding("not-online", url, count=len(missing), ids=format_ids(missing))
    if more := sorted(online - visit.local.promised):
        yield make_finding("behind", url, count=len(more), ids=format_ids(more))


def format_ids(ids: Sequence[str]) -> str:
    """Return the first of many ids, as text for a sentence."""
    return "、".join(ids[:SHOWN_IDS]) + ("等" if len(ids) > SHOWN_IDS else "")


def explain_unreadable_identity(answer: HttpResponse) -> str:
    """Return why the identity cannot be read."""
    if answer.status == 200:
        return "是一页网页" if looks_like_html(decode_body(answer).data) else "看不懂"
    return f"打不开（答 {answer.status}）" if answer.status else "打不开"


def check_robots(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check whether search engines may index the site. A trial site must not be indexed."""
    for url in list_sample_pages(visit)[:2]:
        answer = visit.get_page(url)
        if answer.status != 200:
            continue
        header = answer.get_header("x-robots-tag").lower()
        # Pages of retired and merged ids carry noindex; the home page never does.
        meta = parse_page(decode_body(answer).data).robots if url == visit.base or visit.trial else ""
        refused = re.search(r"noindex|\bnone\b", header), re.search(r"noindex|\bnone\b", meta)
        if visit.trial and not any(refused):
            yield make_finding("trial-indexed", url)
        elif not visit.trial and any(refused):
            yield make_finding("noindex", url, where="X-Robots-Tag" if refused[0] else "网页里的 robots")
    if not visit.trial:
        yield from check_robots_file(visit)


def check_robots_file(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that `robots.txt`, where there is one, allows search engines."""
    url = f"{visit.origin}/robots.txt"
    answer = visit.get_page(url)
    data = decode_body(answer).data
    if answer.status != 200 or looks_like_html(data):
        return
    parser = RobotFileParser()
    parser.parse(data[:100_000].decode("utf-8-sig", "replace").splitlines())
    refused = [name for name in CRAWLERS if not parser.can_fetch(name, visit.base)]
    if refused:
        yield make_finding("robots-blocked", url, line="、".join("所有的" if name == "*" else name for name in refused))


MAINLAND = {"oss": "放在阿里云", "cos": "放在腾讯云"}
"""Types of hosting whose servers mostly stand in mainland China, and how that is said."""
REGISTER = "beian.miit.gov.cn"
"""The host of the register of 备案号, to which the home page has to lead."""


def check_footer(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that the home page of a public site says whom to turn to, and has its 备案号 where it stands in mainland China."""
    if visit.trial or is_unfit_for_walls(visit.base):
        return
    links = parse_page(decode_body(visit.home).data).links
    if not any(link.startswith(("tel:", "mailto:")) for link in links):
        yield make_finding("no-contact", visit.base)
    why = MAINLAND.get(visit.host, "域名是 .cn" if visit.origin.host.endswith(".cn") else "")
    if why and not any(urlsplit(link).hostname == REGISTER for link in links):
        yield make_finding("no-filing", visit.base, why=why)


def check_sitemap(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that the sitemap and all its parts exist, are of this address, and are named in `robots.txt`."""
    url = f"{visit.base}sitemap.xml"
    problem, listed = judge_listing(visit, url)
    parts = [place.decode("utf-8", "replace") for place in listed if place.endswith(b".xml")]
    problems = [(url, problem), *((part, judge_listing(visit, part)[0]) for part in parts[:MOST_PARTS] if not problem)]
    for place, wrong in problems:
        if wrong:
            yield make_finding("sitemap", place, problem=f"{place.removeprefix(visit.base)} {wrong}")
    if visit.path == "/" and not visit.trial and not problem:
        answer = visit.get_page(f"{visit.origin}/robots.txt")
        # A site that is served under another address than its own names the sitemap of that one: `other-address` says so.
        named = {url, f"{visit.identity.address}sitemap.xml"} if visit.identity else {url}
        if not answer.trouble and not any(one.encode() in decode_body(answer).data for one in named):
            yield make_finding("robots-sitemap", f"{visit.origin}/robots.txt")


def check_feed(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that the feed exists, is one, and is of this address."""
    url = f"{visit.base}feed.xml"
    problem, _ = judge_listing(visit, url)
    if not problem and not visit.trial:
        answer = visit.get_page(url)
        if not answer.trouble and b"<feed " not in decode_body(answer).data[:1000]:
            problem = "不是订阅文件"
    if problem:
        yield make_finding("feed", url, problem=problem)


def judge_listing(visit: SiteSession, url: str) -> tuple[str, list[bytes]]:
    """Return what is wrong with a file that lists addresses, in words (empty: nothing), and the addresses in it.

    Of a trial, which nobody shall find, and of a server that does not answer nothing is said here.
    """
    answer = visit.get_page(url)
    listed = LOC.findall(decode_body(answer).data)
    if answer.trouble or visit.trial:
        return "", []
    if answer.status != 200:
        return f"打不开（答 {answer.status}）", []
    if visit.identity and visit.identity.address == visit.base:
        foreign = [place for place in listed if not place.startswith(visit.base.encode())]
        if foreign:
            return f"里写的是别的网址（{foreign[0].decode('utf-8', 'replace')}）", []
    return "", listed


MOST_PARTS = 20
"""Parts of a sitemap that are asked for."""


def check_headers(visit: SiteSession) -> Iterator[SiteFinding]:
    """Check that security headers are set and do not block the pages' own scripts and styles."""
    for url in list_sample_pages(visit)[:4]:
        answer = visit.get_page(url)
        page = parse_page(decode_body(answer).data)
        if answer.status != 200 or not page.ours:
            continue
        if blocked := list_blocked_sources(answer, parse_policy(page.policy), visit.base):
            yield make_finding("csp", url, what=blocked)
        if "frame-ancestors" not in parse_policy(
            answer.get_header("content-security-policy")
        ) and not answer.get_header("x-frame-options"):
            yield make_finding("framing", url)
        if answer.get_header("x-content-type-options").lower() != "nosniff":
            yield make_finding("nosniff", url)


PolicyDirectives = Mapping[str, tuple[str, ...]]
FALLBACK = frozenset(
    {"script-src", "style-src", "img-src", "font-src", "connect-src", "media-src", "worker-src", "manifest-src"}
)
"""Directives that fall back to `default-src` (CSP3, 6.1)."""
OWN: PolicyDirectives = {"script-src": ("'self'",), "style-src": ("'self'",), "img-src": ("'self'",)}
"""Sources that every page needs, also where it has no policy of its own."""


def parse_policy(text: str) -> PolicyDirectives:
    """Return the directives of one policy; of several of one name the first counts (CSP3, 2.2.1)."""
    found_directives: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        if name:
            found_directives.setdefault(name.lower(), tuple(sources))
    return found_directives


def list_blocked_sources(answer: HttpResponse, own: PolicyDirectives, base: str) -> str:
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
            header = parse_policy(text)
            if "sandbox" in header and "allow-scripts" not in header["sandbox"]:
                return "sandbox"
            if "require-trusted-types-for" in header:
                return "require-trusted-types-for"
            for name, sources in needed.items():
                allowed = header.get(name, header.get("default-src") if name in FALLBACK else None)
                if allowed is not None and (missing := [one for one in sources if not is_allowed(allowed, one, base)]):
                    return f"{name} 不许 {missing[0]}"
    return ""


def is_allowed(allowed: Iterable[str], source: str, base: str) -> bool:
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
