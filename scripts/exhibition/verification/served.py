"""Checks of delivered files: type, charset, compression, caching, range requests."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit

from ..model.served import KINDS, FileKind, is_kept
from .address import origin_of
from .client import Answer
from .decoding import OPAQUE, Decoded, decode
from .page import looks_like_html, parse
from .rules import Finding, found
from .visit import GZIP, REDIRECTS, Visit

LIVING_S = 3600
"""Longest cache time of a page in seconds: after that, what was taken down must be gone. Pages hosts use 600 s."""
FIXED_S = 24 * 3600
"""Longest cache time of a file with a fixed name."""
HASHED_S = 7 * 24 * 3600
"""Shortest cache time of a file with a hash in its name."""
SMALL = 2048
"""Bytes below which compression does not matter."""
EACH = 2
"""Files of each kind that are requested."""
MINED = 6
"""Units whose pages are read for the files that they load: not every one has photographs."""
LARGE = 20_000
"""Bytes from which a range of a picture is requested."""


def extension(url: str) -> str:
    """Return the extension of a file's name in lower case; that of a page for a folder."""
    path = urlsplit(url).path
    return "html" if path.endswith("/") else PurePosixPath(path).suffix[1:].lower()


def check_files(visit: Visit) -> Iterator[Finding]:
    """Check pages and some files of each kind that they load."""
    yield from visit.each(chosen_files(visit), lambda url: examined(visit, url))


def pages(visit: Visit) -> list[str]:
    """Return the pages that are examined: the home page, a unit's, the search, the guide."""
    return [
        visit.base,
        *(f"{visit.base}{id}/" for id in visit.opened[:2]),
        f"{visit.base}search/",
        f"{visit.base}guide/",
    ]


def chosen_files(visit: Visit) -> list[str]:
    """Return the addresses of pages and of some files of each kind, hashed ones and others."""
    found_files: dict[tuple[str, str], set[str]] = {}
    for url in dict.fromkeys((*pages(visit), *(f"{visit.base}{id}/" for id in visit.opened[:MINED]))):
        answer = visit.page(url)
        page = parse(decode(answer).data)
        if answer.status != 200 or not visit.is_itself(page, url):
            continue
        for link in page.links:
            there = within(visit, url, link)
            if there and (kind := extension(there)) not in ("html", ""):
                found_files.setdefault((kind, str(lasting(visit, there))), set()).add(there)
    chance = random.Random(visit.order.seed)
    some = [url for key in sorted(found_files) for url in pick(sorted(found_files[key]), chance)]
    return list(dict.fromkeys((*pages(visit), f"{visit.base}site.json", f"{visit.base}sitemap.xml", *some)))


def pick(urls: list[str], chance: random.Random) -> list[str]:
    """Return a random sample."""
    return chance.sample(urls, min(EACH, len(urls)))


def within(visit: Visit, page: str, link: str) -> str:
    """Return the address that a link of a page refers to, if it is in this site; otherwise an empty text."""
    try:
        there = urldefrag(urljoin(page, f"{visit.base}{link[1:]}" if link.startswith("/assets/search/") else link))[0]
        mine = origin_of(there) == visit.origin and urlsplit(there).path.startswith(visit.path)
    except ValueError:
        return ""
    return there if mine else ""


def lasting(visit: Visit, url: str) -> bool | None:
    """Return whether an address always has the same bytes. None where it does (`?hash`), but servers need not know
    that.
    """
    parts = urlsplit(url)
    return None if parts.query else is_kept(parts.path.removeprefix(visit.path))


def examined(visit: Visit, url: str) -> Iterator[Finding]:
    """Request a file and yield everything that is wrong with its delivery."""
    answer = visit.page(url)
    kind = KINDS.get(extension(url))
    if answer.trouble:
        yield from visit.silent(answer)
        return
    if answer.status != 200:
        # Other checks report on the home page and on the files of the site's identity.
        if url not in (visit.base, f"{visit.base}site.json", f"{visit.base}sitemap.xml"):
            yield found("file-missing", url, status=status_of(answer), kind=kind.title if kind else "文件")
        return
    if kind is None:
        return
    decoded = decode(answer)
    if answer.cut:
        yield found("cut", url, size=len(answer.body))
    yield from content(visit, url, decoded, kind)
    yield from typed(url, answer, kind)
    yield from encoded(visit, url, answer, decoded, kind)
    yield from kept(visit, url, answer, kind)
    if kind.starts and not kind.text and len(answer.body) > LARGE and not decoded.encoding:
        yield from partly(visit, url, answer)


def status_of(answer: Answer) -> str:
    """Return the status, with the target of a redirect."""
    return f"{answer.status}（转到 {answer.header('location')}）" if answer.status in REDIRECTS else str(answer.status)


def content(visit: Visit, url: str, decoded: Decoded, kind: FileKind) -> Iterator[Finding]:
    """Check that the content is of the kind that the name says, and that a page is the page of its address."""
    data = decoded.data
    if not data and (decoded.broken or decoded.encoding):
        return
    if kind.title == "网页" and data and url != visit.base and not visit.is_itself(page := parse(data), url):
        path = url.removeprefix(visit.base)
        yield found("home-page" if visit.is_home(page) else "other-page", url, id=path, title=page.name)
    if kind.title != "网页" and looks_like_html(data):
        yield found("wrong-content", url, kind=kind.title, got="一页网页")
    elif not data:
        yield found("wrong-content", url, kind=kind.title, got="空的")
    elif kind.starts and not data.lstrip().startswith(kind.starts):
        yield found("wrong-content", url, kind=kind.title, got="别的东西")


def typed(url: str, answer: Answer, kind: FileKind) -> Iterator[Finding]:
    """Check type and charset, and that the file is shown, not downloaded."""
    if answer.content_type not in kind.types:
        yield found("type", url, type=answer.content_type or "什么都没有说", wanted=kind.types[0])
    if answer.header("content-disposition").lower().startswith("attachment"):
        yield found("download", url)
    if answer.charset not in ("", "utf-8", "utf8") and kind.text:
        yield found("charset", url, problem=f"字符集说成了 {answer.charset}，应当是 utf-8")
    elif not answer.charset and kind.types[0] in ("text/html", "text/plain", "text/csv"):
        yield found("charset", url, problem="没有说明字符集（charset=utf-8）")


def encoded(visit: Visit, url: str, answer: Answer, decoded: Decoded, kind: FileKind) -> Iterator[Finding]:
    """Check that text is compressed once, with a `Content-Encoding`, and only for clients that accept it."""
    if decoded.broken:
        yield found("gzip-broken", url, encoding=decoded.encoding)
    elif decoded.twice:
        yield found("gzip-twice", url)
    elif decoded.unsaid:
        yield found("gzip-unsaid", url)
    elif decoded.encoding in OPAQUE:
        yield found("encoding-unasked", url, encoding=decoded.encoding)
    elif decoded.encoding:
        plain = visit.ask(url, headers={})
        if plain.status == 200 and (unasked := decode(plain).encoding):
            yield found("encoding-unasked", url, encoding=unasked)
        if not named(answer, "vary", "accept-encoding"):
            yield found("vary", url)
    elif kind.text and len(answer.body) >= SMALL:
        # Some servers support only newer encodings.
        other = visit.ask(url, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        if not other.header("content-encoding"):
            yield found("uncompressed", url, size=len(answer.body))


def named(answer: Answer, header: str, value: str) -> bool:
    """Return whether a list header contains a value."""
    return bool({value, "*"} & {part.strip().lower() for part in answer.header(header).split(",")})


def freshness(answer: Answer, *, shared: bool = False) -> int | None:
    """Return for how many seconds a response may be cached without revalidation; None where nothing is said.

    `shared`: by a shared cache, for which `s-maxage` has precedence. RFC 9111, 5.2 and 5.3: `Cache-Control` before
    `Expires`; an invalid value counts as 0.
    """
    told = [part.strip().lower() for part in answer.header("cache-control").split(",") if part.strip()]
    if "no-store" in told or "no-cache" in told:
        return 0
    for name in ("s-maxage", "max-age") if shared else ("max-age",):
        for part in told:
            if found_age := re.fullmatch(rf"{name}\s*=\s*\"?([0-9]{{1,12}})\"?", part):
                return int(found_age[1])
    if not answer.header("expires"):
        return None
    try:
        expires = parsedate_to_datetime(answer.header("expires"))
        since = parsedate_to_datetime(answer.header("date")) if answer.header("date") else datetime.now(UTC)
        return max(0, int((expires - since).total_seconds()))
    except (TypeError, ValueError, OverflowError):
        return 0


def kept(visit: Visit, url: str, answer: Answer, kind: FileKind) -> Iterator[Finding]:
    """Check that a file may be cached as long as its name allows, and no longer."""
    seconds = freshness(answer)
    value = answer.header("cache-control") or f"Expires: {answer.header('expires')}"
    facts = {"time": duration(seconds or 0), "value": value}
    if (forever := lasting(visit, url)) is None:
        return
    if forever:
        if seconds is None:
            yield found("hashed-short", url, time="手机自己猜的时间", value="没有 Cache-Control")
        elif seconds < HASHED_S:
            yield found("hashed-short", url, **facts)
    elif seconds is None:
        yield found("cache-unsaid", url)
    elif kind.title == "网页" and (long := freshness(answer, shared=True) or 0) > LIVING_S >= seconds:
        yield found("cdn-keeps", url, time=duration(long), value=facts["value"])
    elif kind.title == "网页" and (age := aged(answer)) > LIVING_S:
        yield found("cdn-old", url, time=duration(age))
    elif kind.title == "网页" and seconds > LIVING_S:
        yield found("html-cached", url, **facts)
    elif seconds > FIXED_S:
        yield found("fixed-cached", url, **facts)


def aged(answer: Answer) -> int:
    """Return for how many seconds a shared cache has kept a response."""
    age = answer.header("age")
    return int(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0


def duration(seconds: int) -> str:
    """Return a duration in Chinese.

    >>> duration(31536000), duration(600), duration(0)
    ('365 天', '10 分钟', '0 秒')
    """
    for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"


def partly(visit: Visit, url: str, answer: Answer) -> Iterator[Finding]:
    """Request the first 100 bytes: the response must be those, or the whole file."""
    part = visit.ask(url, headers={"Range": "bytes=0-99"})
    if part.trouble:
        yield from visit.silent(part)
    elif part.status == 206:
        if part.body != answer.body[:100]:
            yield found("range", url, what=f"要 100 个字节，来了 {len(part.body)} 个")
        elif not part.header("content-range").lower().startswith("bytes 0-99/"):
            yield found("range", url, what="没有说明是哪一段")
    elif part.status != 200:
        yield found("range", url, what=f"答 {part.status}")


def check_again(visit: Visit) -> Iterator[Finding]:
    """Check conditional requests: 304 where nothing has changed."""
    for url in pages(visit)[:2]:
        first = visit.page(url)
        if first.status != 200:
            continue
        tags = {"If-None-Match": first.header("etag"), "If-Modified-Since": first.header("last-modified")}
        known = {name: value for name, value in tags.items() if value}
        if not known or visit.ask(url, headers={**GZIP, **known}).status not in (304, 0):
            yield found("no-304", url)
