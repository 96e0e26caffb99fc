"""Files by which others find new pages: the Atom feed, the sitemap and `robots.txt`.

Dates. A build reads no clock and no history of the repository: the same content gives the same site, on any day, from any copy.
What the content itself knows is the day on which an address was issued (the ledger), and the days of the records that an entry
tells. So a page is new on the day of its address, and changed on the day of its latest record where that is later: a meeting,
a rating. A change of words alone is in neither file.

Formats: RFC 4287 (Atom), sitemaps.org protocol 0.9, RFC 9309 (robots.txt).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition
from ..types import CONTENT_TYPES
from .cards import describe_place
from .page import Page

FEED = "feed.xml"
SITEMAP = "sitemap.xml"
MOST_ENTRIES = 50
"""Entries of the feed: the newest; readers ask often, so it stays small."""
MOST_ADDRESSES = 50_000
"""Addresses in one file of a sitemap (protocol 0.9)."""
UNLISTED = ("notice.html", "forms.html")
"""Templates of pages that nobody shall find by searching: tombstones, doors not yet open, the volunteers' form."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
BEFORE_ALL = "2017-01-01"
"""The year in which the programme began: the date of a feed in which nothing has a date."""
REST = "pages"
"""The part of the sitemap with the pages that belong to no entry."""


@dataclass(frozen=True, slots=True)
class PageDates:
    """The days on which a page was new and on which it changed last (ISO 8601); empty where nothing says it."""

    published: str
    updated: str


UNDATED = PageDates("", "")


def map_dates(exhibition: Exhibition) -> Mapping[str, PageDates]:
    """Return the dates of the pages of each published entry, by its id: `exhibition.derive(map_dates)`."""
    return {entry.id: find_dates(entry, exhibition) for entry in exhibition.published(Entry)}


def find_dates(entry: Entry, exhibition: Exhibition) -> PageDates:
    """Return the dates of the pages of an entry.

    Of a record's date what is not known counts as the first: that is the earliest day on which its page can have told it.
    """
    link = exhibition.ledger.by_id.get(entry.id)
    issued = link.issued if link else ""
    latest = max(iter_record_days(entry), default="")
    return PageDates(issued, max(issued, latest) if issued else latest)


def iter_record_days(entry: Entry) -> Iterator[str]:
    """Yield the day of each dated record of an entry; lists whose dates may lie in the future (plans) are left out."""
    for row, attribute in CONTENT_TYPES.get_type_of(entry).list_attributes.items():
        records = getattr(entry, attribute)
        if not records or not row.when:
            continue
        if any(field.attribute == row.when and field.years_ahead for field in row.fields):
            continue
        for one in records:
            date = getattr(one, row.when)
            if date:
                yield f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}"


def to_time(day: str) -> str:
    """Return the beginning of a day in China as RFC 3339 wants it.

    >>> to_time("2026-11-22")
    '2026-11-22T00:00:00+08:00'
    """
    return f"{day}T00:00:00+08:00"


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_xml(text: str) -> str:
    """Return a text escaped for XML, without what XML 1.0 cannot hold."""
    return escape(_ILLEGAL.sub("", text), quote=False)


def list_dated(exhibition: Exhibition) -> list[tuple[PageDates, Entry]]:
    """Return the published true entries that have a date, those that changed last first; equals by their ids, the newest first."""
    known = exhibition.derive(map_dates)
    entries = (entry for entry in exhibition.published(Entry) if not entry.example)
    found = [(dates, entry) for entry in entries if (dates := known[entry.id]).updated]
    return sorted(found, key=lambda pair: (pair[0].updated, pair[0].published, pair[1].id), reverse=True)


def make_feed(exhibition: Exhibition) -> Artifact:
    """Describe `feed.xml`: the newest pages of true entries, with their dates and their sentence."""
    return Artifact(FEED, partial(bytes, render_feed(exhibition).encode()))


def render_feed(exhibition: Exhibition) -> str:
    """Return the text of the feed."""
    settings, dated = exhibition.settings, list_dated(exhibition)[:MOST_ENTRIES]
    updated = dated[0][0].updated if dated else BEFORE_ALL
    name = to_xml(settings.site_name)
    head = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN" xml:base="{escape(settings.site_url)}">',
        f"<title>{name}</title>",
        f"<subtitle>{to_xml(settings.description)}</subtitle>" if settings.description else "",
        f"<id>{to_xml(settings.site_url)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escape(settings.site_url + FEED)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(settings.site_url)}"/>',
        f"<updated>{to_time(updated)}</updated>",
        f"<author><name>{name}</name></author>",
    ]
    lines = [line for line in head if line]
    for dates, entry in dated:
        lines += ["<entry>", *iter_feed_lines(dates, entry, exhibition), "</entry>"]
    return XML + "\n".join([*lines, "</feed>", ""])


def iter_feed_lines(dates: PageDates, entry: Entry, exhibition: Exhibition) -> Iterator[str]:
    """Yield the lines of one entry of the feed: its printed address is its id, which never changes."""
    address = exhibition.settings.build_permalink(entry.id)
    label = CONTENT_TYPES.get_type_of(entry).label
    title = entry.full_name if describe_place(entry) else f"{label}：{entry.name}"
    yield f"<title>{to_xml(title)}</title>"
    yield f"<id>{to_xml(address)}</id>"
    yield f'<link rel="alternate" type="text/html" href="{escape(address)}"/>'
    yield f"<published>{to_time(dates.published or dates.updated)}</published>"
    yield f"<updated>{to_time(dates.updated)}</updated>"
    yield f"<summary>{to_xml(entry.tagline)}</summary>" if entry.tagline else f"<summary>{to_xml(label)}</summary>"
    for term in filter(None, (label, entry.location.street)):
        yield f'<category term="{escape(term)}"/>'


def is_listed(page: Page) -> bool:
    """Is a page meant to be found by searching?"""
    return not (page.template in UNLISTED or page.data.get("canonical") or page.data.get("unlisted"))


def make_sitemap(pages: Iterable[Page], exhibition: Exhibition) -> list[Artifact]:
    """Describe the sitemap of pages (see `list_in_sitemap`)."""
    return list_in_sitemap((page.path for page in pages if is_listed(page)), exhibition)


def list_in_sitemap(paths: Iterable[str], exhibition: Exhibition) -> list[Artifact]:
    """Describe `sitemap.xml`, the index, and its parts: one for the entries of each type, one for all other pages.

    `paths` are those of the pages that are meant to be found; each is listed by its full address; pages of entries (archives
    too) with the day of their last change.
    """
    site_url, known, parts = exhibition.settings.site_url, exhibition.derive(map_dates), dict[str, list[str]]()
    last = dict[str, str]()
    for path in paths:
        entry = exhibition.get(path.partition("/")[0], Entry)
        part = CONTENT_TYPES.get_type_of(entry).folder if entry else REST
        day = known.get(entry.id, UNDATED).updated if entry else ""
        parts.setdefault(part, []).append(render_address("url", site_url + path, day))
        last[part] = max(last.get(part, ""), day)
    files: list[tuple[str, str]] = []
    made: list[Artifact] = []
    for part, lines in parts.items():
        for number, some in enumerate(split_lines(lines), 1):
            uri = f"sitemap-{part}{f'-{number}' if number > 1 else ''}.xml"
            files.append((uri, last[part]))
            made.append(make_set(uri, "urlset", some))
    index = [render_address("sitemap", site_url + uri, day) for uri, day in files]
    return [make_set(SITEMAP, "sitemapindex", index), *made]


def split_lines(lines: Sequence[str], most: int = MOST_ADDRESSES) -> Iterator[Sequence[str]]:
    """Yield the lines in parts of at most `most`."""
    return (lines[start : start + most] for start in range(0, len(lines), most))


def render_address(element: str, address: str, day: str) -> str:
    """Return one address of a sitemap or of its index."""
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{element}><loc>{to_xml(address)}</loc>{changed}</{element}>\n"


def make_set(uri: str, element: str, lines: Sequence[str]) -> Artifact:
    """Describe one file of a sitemap."""
    return Artifact(
        uri, partial(bytes, f'{XML}<{element} xmlns="{SITEMAPS}">\n{"".join(lines)}</{element}>\n'.encode())
    )


def make_robots(exhibition: Exhibition) -> Artifact:
    """Describe `robots.txt`: it leads search engines to the sitemap, and away from a trial.

    Baidu heeds this file alone, others the mark in every page of a trial (`noindex`), for which they have to fetch it. Search
    engines ask for it at the root of a host only: below a sub-path it is of no use to them.
    """
    if exhibition.settings.trial:
        lines = "User-agent: Googlebot\nUser-agent: Bingbot\nAllow: /\n\nUser-agent: *\nDisallow: /\n"
    else:
        lines = f"User-agent: *\nAllow: /\n\nSitemap: {exhibition.settings.site_url}{SITEMAP}\n"
    return Artifact("robots.txt", partial(bytes, lines.encode()))
