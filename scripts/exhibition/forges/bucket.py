"""Plan of an upload: which files are written and removed, in an order in which every page that is online has its files.

First hashed files and other files that pages load; then new pages, entries before the pages that list them; then
changed pages, likewise; removals come last. Nothing here reads a disk or calls a store (`rclone` does) and nothing
refuses (`bucket_refusals` does).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path
from urllib.parse import quote

from .. import identity, manifest
from ..model.served import FOREVER, KINDS, address_path, content_type, is_kept
from .bucket_record import Record

KEPT = "Cache-Control: public, max-age=31536000, immutable"
ASKED = "Cache-Control: no-cache"

RETAINED = (".js", ".css", ".woff2", ".woff")
"""Extensions of hashed files that stay in the bucket for `RETAINED_DAYS` after the last site that had them: an open
page still loads its scripts, styles, fonts and search data. Everything else is removed at once, pictures above all:
what was taken down must be gone.
"""
PROGRAM = (*RETAINED, ".map")
"""Extensions of files of the program or the theme, never of content: their removal is no loss, for instance where a
version of the program ships others.
"""
RETAINED_DAYS = 7
SEARCH = "assets/search/"
"""Search data contain texts of entries: where a picture is taken down they are removed at once as well (see
`choose_retained`).
"""

LEFT_ALONE = re.compile(r"(?:MP_verify_|google|baidu_verify_|sogousiteverification|BingSiteAuth|shenma-site-verification)"
                        r"[A-Za-z0-9_.-]*\.(?:txt|html|xml)")  # fmt: skip
"""Files at the root by which WeChat and search engines verify the owner of a site: maintainers put them there by hand."""

ENTRY = re.compile(r"[1-9][0-9]{4}/")
TERMED = re.compile(r"(?:walls/)?((?:streets|themes)/(?![0-9]+/)[^/]+/)")
"""Addresses that a vocabulary's term has issued, and the page of the term among them."""


@dataclass(frozen=True, slots=True)
class File:
    """File of the site to upload."""

    size: int
    md5: str
    data: bytes | None = None
    """Bytes of a page that is generated here; None where the file is in the site's folder."""


@dataclass(frozen=True, slots=True)
class Online:
    """File in the bucket, as a listing shows it."""

    size: int
    md5: str = ""
    """Empty where the store has no MD5; then the file counts as changed."""
    changed: str = ""
    """Time of the upload by the store's clock (RFC 3339); empty where the store does not report it."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Response headers that a store sends with a file."""

    cache: str
    type: str

    def says(self, other: Headers) -> bool:
        """Return whether both are equal, ignoring spaces and case."""
        return plain(self.cache) == plain(other.cache) and plain(self.type) == plain(other.type)


def plain(header: str) -> str:
    """Return a header without spaces, in lower case.

    >>> plain("text/html;charset=UTF-8") == plain("text/html; charset=utf-8")
    True
    """
    return re.sub(r"\s", "", header).lower()


def headers_of(path: str) -> Headers:
    """Return the headers that a file of the site must be served with."""
    return Headers((KEPT if is_kept(path) else ASKED).partition(": ")[2], content_type(path))


def rule() -> str:
    """Return a digest of all rules of `get_headers`: when it changes, the headers of every file are checked once."""
    return hashlib.md5(
        repr((FOREVER.pattern, KEPT, ASKED, [(end, content_type(f"x.{end}")) for end in ("", *sorted(KINDS))])).encode()
    ).hexdigest()


def is_page(path: str) -> bool:
    """Return whether this is the file of an address that people follow."""
    return path.endswith((".html", ".htm"))


class Stage(IntEnum):
    """Stages of an upload, in their order."""

    HASHED = 0
    SHOWN = 1
    NEW_ENTRIES = 2
    NEW_PAGES = 3
    ENTRIES = 4
    PAGES = 5
    HOME = 6
    LISTS = 7
    IDENTITY = 8
    REMOVALS = 9


TITLES = {
    Stage.HASHED: "名字带哈希的文件",
    Stage.SHOWN: "图片、样式等文件",
    Stage.NEW_ENTRIES: "新的楼组、楼群页",
    Stage.NEW_PAGES: "别的新网页",
    Stage.ENTRIES: "有改动的楼组、楼群页",
    Stage.PAGES: "别的有改动的网页",
    Stage.HOME: "首页",
    Stage.LISTS: "网站地图等",
    Stage.IDENTITY: "网站的名片（site.json）",
    Stage.REMOVALS: "清掉网站上已经没有的",
}

STATES = {
    Stage.HASHED: "网上的网页一页也没有换，还是原来的；只多了一些还没有网页用到的文件。",
    Stage.SHOWN: "网上的网页一页也没有换，还是原来的；只有一部分图片、样式可能已经是新的。",
    Stage.NEW_ENTRIES: "网上原来有的网页都还是原来的；新的网页传上去了一部分，还没有别的网页指过去。",
    Stage.NEW_PAGES: "网上原来有的网页都还是原来的；新的网页传上去了一部分，还没有别的网页指过去。",
    Stage.ENTRIES: "网上的网页一部分是新的，一部分还是原来的；每一页都打得开，也没有删掉什么。",
    Stage.PAGES: "网上的网页一部分是新的，一部分还是原来的；每一页都打得开，也没有删掉什么。",
    Stage.HOME: "网上的网页一部分是新的，一部分还是原来的；每一页都打得开，也没有删掉什么。",
    Stage.LISTS: "网上的网页都已经是新的；网站地图还可能是原来的，该撤下的旧文件还没有删。",
    Stage.IDENTITY: "网上的网页都已经是新的；该撤下的旧文件还没有删。",
    Stage.REMOVALS: "网上的网页都已经是新的；可是该撤下的旧文件没有删完，知道网址的人还打得开。",
}
"""What is online where an upload has ended within a stage."""
UNTOUCHED = "桶里什么都没有动，网上还是原来的样子。"


def stage_of(path: str, *, new: bool) -> Stage:
    """Return the stage of a file. `new`: nothing is at its address yet."""
    if is_kept(path):
        return Stage.HASHED
    if path in (identity.FILE, manifest.FILE):
        return Stage.IDENTITY
    if path == "index.html":
        return Stage.HOME
    if is_page(path):
        if ENTRY.match(path):
            return Stage.NEW_ENTRIES if new else Stage.ENTRIES
        return Stage.NEW_PAGES if new else Stage.PAGES
    return Stage.LISTS if "/" not in path else Stage.SHOWN


@dataclass(frozen=True, slots=True)
class Put:
    """Planned upload of one file."""

    path: str
    stage: Stage
    why: str
    """`new`, `changed`, or `headers` where only they differ."""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Planned changes of a bucket."""

    puts: tuple[Put, ...] = ()
    removals: tuple[str, ...] = ()
    retained: Mapping[str, str] = field(default_factory=dict)
    """Groups of files (see `get_retention_group`) that stay though the site no longer has them, with the day since
    when.
    """
    lost: tuple[str, ...] = ()
    """Files of the bucket that are removed without a successor, except those that every build makes anew."""
    led_on: tuple[str, ...] = ()
    """Pages of the bucket that the site no longer has, which become redirects to another page."""

    def at(self, stage: Stage) -> list[Put]:
        """Return the uploads of one stage, in order."""
        return [put for put in self.puts if put.stage is stage]

    def altered(self, stages: Iterable[Stage]) -> set[str]:
        """Return the files that are changed or removed after these stages."""
        done = set(stages)
        paths = {put.path for put in self.puts if put.stage in done and put.why != "new"}
        return paths | set(self.removals) if Stage.REMOVALS in done else paths


def addresses(base: str, paths: Iterable[str]) -> list[str]:
    """Return the full URLs below `base` of files: for a CDN's purge."""
    return sorted({form for path in paths for form in forms(base, path)})


def forms(base: str, path: str) -> Iterator[str]:
    """Yield every URL under which a cache may hold a file.

    >>> list(forms("https://louzu.example/", "10009/index.html"))
    ['https://louzu.example/10009/index.html', 'https://louzu.example/10009/', 'https://louzu.example/10009']
    """
    yield base + quote(path)
    short = address_path(path)
    if short != path:
        yield base + quote(short)
        if short:
            yield base + quote(short.rstrip("/"))


def make_plan(
    local: Mapping[str, File],
    online: Mapping[str, Online],
    record: Record,
    today: date,
    wrong_headers: Iterable[str] = (),
    *,
    at_once: bool = False,
) -> Plan:
    """Return the changes that bring a bucket from `online` to `local`.

    `wrong_headers` are paths whose headers are not those of `get_headers`. `at_once`: nothing is retained.
    """
    stubs = {path: stub for path in sorted(online) if path not in local and (stub := stub_of(path, local))}
    wanted: dict[str, File] = {**local, **stubs}
    wrong = set(wrong_headers)
    puts = []
    for path, file in wanted.items():
        there = online.get(path)
        why = "new" if there is None else "changed" if there.md5 != file.md5 else "headers" if path in wrong else ""
        if why:
            puts.append(Put(path, stage_of(path, new=there is None), why, file.data))
    gone = [path for path in sorted(online) if path not in wanted and not is_left_alone(path)]
    lost = without_successor(gone, (put.path for put in puts if put.why == "new"))
    retained = {} if at_once else retention(gone, lost, record, today, len(wanted))
    removals = tuple(path for path in gone if group_of(path) not in retained)
    puts.sort(key=lambda put: (put.stage, put.path))
    lost = tuple(path for path in lost if not path.endswith(PROGRAM))
    return Plan(tuple(puts), removals, retained, lost, tuple(stubs))


def without_successor(gone: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Return the removed files without a successor: a file of the same name with another hash.

    >>> without_successor(["a-0123abcd.jpg", "a-4567abcd.jpg", "b-0123abcd.jpg"], ["a-89ababcd.jpg"])
    ('a-4567abcd.jpg', 'b-0123abcd.jpg')
    """
    successors = Counter(without_hash(path) for path in new if is_kept(path))
    lost = []
    for path in gone:
        name = without_hash(path)
        if is_kept(path) and successors[name]:
            successors[name] -= 1
        else:
            lost.append(path)
    return tuple(lost)


def retention(gone: Iterable[str], lost: Iterable[str], record: Record, today: date, most: int) -> dict[str, str]:
    """Return the groups of files that stay for a while though the site no longer has them, and since which day.

    At most `most` files, so that a bucket never grows beyond twice its site; the latest stay. Where a picture is
    removed and no other replaces it, it may be a takedown: then no search data stay either.
    """
    taken_down = any(not path.endswith(PROGRAM) and not is_page(path) for path in lost)
    groups: dict[str, int] = {}
    for path in gone:
        if is_retainable(path) and not (taken_down and path.startswith(SEARCH)):
            groups[group_of(path)] = groups.get(group_of(path), 0) + 1
    # A future day was written by a wrong clock; with it nothing would ever be old enough.
    since = {group: min(record.retained.get(group, today.isoformat()), today.isoformat()) for group in groups}
    oldest = (today - timedelta(days=RETAINED_DAYS)).isoformat()
    kept, room = {}, most
    for group in sorted(groups, key=lambda group: (since[group], group), reverse=True):
        room -= groups[group]
        if since[group] > oldest and room >= 0:
            kept[group] = since[group]
    return dict(sorted(kept.items()))


def is_retainable(path: str) -> bool:
    """Return whether a file may stay for a while though the site no longer has it."""
    return is_kept(path) and path.endswith(RETAINED)


def group_of(path: str) -> str:
    """Return the group that is retained together: a folder with a hash in its name, or the file.

    >>> group_of("assets/search/0123abcd/f0.js"), group_of("assets/style.0123abcd.css")
    ('assets/search/0123abcd/', 'assets/style.0123abcd.css')
    """
    found = re.search(r"/[0-9a-f]{8,}/", path)
    return path[: found.end()] if found else path


def without_hash(path: str) -> str:
    """Return a path without its hash: a file and its successor have the same.

    >>> without_hash("10009/photo-0123abcd-720.jpg")
    '10009/photo-#-720.jpg'
    """
    return FOREVER.sub(lambda found: f"{found[0][0]}#{found[0][-1]}", f"/{path}").removeprefix("/")


def is_left_alone(path: str) -> bool:
    """Return whether a maintainer has put this file into the bucket by hand."""
    return LEFT_ALONE.fullmatch(path) is not None


def is_hidden(path: str) -> bool:
    """Return whether this is not a file for visitors. Hidden files in a bucket are this command's records, or none of
    our business.
    """
    return any(part.startswith(".") for part in path.split("/"))


def stub_of(path: str, local: Mapping[str, File]) -> File | None:
    """Return a redirect page for a page of the bucket that a complete site no longer has; None where there is no
    target.

    The rule is the build's: a list that has become shorter and a wall that is gone redirect to the nearest page
    above. Of an entry, and of a term that has no page of its own, the successor is unknown (see
    `pages.former.vanished`).
    """
    if manifest.FILE not in local or not path.endswith("/index.html") or ENTRY.match(path):
        return None
    if (term := TERMED.match(path)) and f"{term[1]}index.html" not in local:
        return None
    parts = path.split("/")[:-1]
    for length in range(len(parts) - 1, -1, -1):
        above = "".join(f"{part}/" for part in parts[:length])
        if f"{above}index.html" in local:
            return page_file(STUB.format(target="../" * (len(parts) - length)).encode())
    return None


STUB = (
    '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="robots" content="noindex">\n'
    '<meta http-equiv="refresh" content="3;url={target}">\n<title>搬到了另一页</title>\n'
    '<p>这个网址的内容，搬到了<a href="{target}">另一页</a>。</p>\n'
)
"""Redirect page. It loads no other file, so it works at any address."""


def page_file(data: bytes) -> File:
    """Return a file that is generated here."""
    return File(len(data), hashlib.md5(data).hexdigest(), data)


def read_files(site: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, File]]:
    """Yield every file of a site with its MD5. Raises OSError where one cannot be read."""
    for path, size in sizes.items():
        with open(site / path, "rb") as file:
            yield path, File(size, hashlib.file_digest(file, "md5").hexdigest())


LOOKED_AT = 2000
"""Files whose headers each upload checks in turn: one request each, a few seconds together."""


def to_look_at(
    local: Mapping[str, File], online: Mapping[str, Online], record: Record, *, everything: bool
) -> tuple[list[str], str]:
    """Return the files of the bucket whose headers are checked, and the position from which the next upload continues.

    A listing does not show headers; each costs a request of its own. All are checked when the rules have changed (or
    with `everything`); otherwise those that were uploaded since the last upload ended, and `LOOKED_AT` in turn.
    """
    same = [path for path in sorted(local) if path in online and online[path].md5 == local[path].md5]
    if everything or record.rule != rule() or len(same) <= LOOKED_AT:
        return same, ""
    new = {path for path in same if online[path].changed > record.checked}
    start = next((place for place, path in enumerate(same) if path > record.cursor), 0)
    turn = (same[start:] + same[:start])[:LOOKED_AT]
    return sorted(new | set(turn)), turn[-1]
