"""What an upload to a bucket changes: the record of earlier uploads, and the plan of files to send and to remove."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, field, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import cache
from pathlib import Path
from urllib.parse import quote

from ..lazy import dataclass
from ..model.record_types import Room
from ..model.site_settings import FOREVER, KINDS, get_content_type, is_cached_forever, to_url_path
from ..storage import site_records
from ..types import CONTENT_TYPES

BUCKET_MARKER = ".exhibition"
"""Path of the record. It means: the files here were uploaded by this command, and it may remove them."""
LEASE_S = 300
"""Seconds after which an upload that has not renewed its lease counts as dead."""
RENEW_S = 60


@dataclass(frozen=True, slots=True)
class Lease:
    """Lease of a running upload."""

    token: str
    """Random name of this run."""
    host: str
    place: str
    """Name of the site's folder: who holds its lock knows that an earlier run from there has ended. Not its path,
    because a bucket may be public.
    """
    since: str
    until: float
    """Seconds since 1970 by the clock of the host."""

    def is_valid(self, now: float) -> bool:
        """Return whether the lease has not expired. One from far in the future comes from a wrong clock."""
        return now < self.until <= now + 10 * LEASE_S


@dataclass(frozen=True, slots=True)
class BucketRecord:
    """Data about a bucket."""

    rule: str = ""
    """Digest of the header rules that every file is known to follow; see `bucket_plan.compute_headers_digest`."""
    checked: str = ""
    """Upload time of the last file that is known to have its headers, by the store's clock."""
    cursor: str = ""
    """Last path whose headers were checked in turn."""
    keeps_headers: bool = True
    """Whether the store sends the headers that it was given."""
    retained: Mapping[str, str] = field(default_factory=dict)
    """Day since when the site has not had a group of files; see `bucket_plan.choose_retained`."""
    pending: tuple[str, ...] = ()
    """Files that an upload was about to change or remove when it began. Where there are any, it was interrupted: caches
    may hold them, and not all of them were listed for a purge.
    """
    lease: Lease | None = None

    def to_bytes(self) -> bytes:
        """Return the record as the bytes of its file."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read_record(data: bytes) -> BucketRecord:
    """Parse a record; values that are not as this command writes them count as unknown.

    >>> read_record(BucketRecord(rule="a").to_bytes()).rule, read_record(b"")
    ('a', BucketRecord(rule='', checked='', cursor='', keeps_headers=True, retained={}, pending=(), lease=None))
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return BucketRecord()
    if not isinstance(told, dict):
        return BucketRecord()
    texts = {name: told[name] for name in ("rule", "checked", "cursor") if isinstance(told.get(name), str)}
    retained = told.get("retained")
    days = retained if isinstance(retained, dict) else {}
    whole = {group: day for group, day in days.items() if isinstance(day, str)}
    pending = told.get("pending")
    paths = tuple(path for path in pending if isinstance(path, str)) if isinstance(pending, list) else ()
    return BucketRecord(**texts, keeps_headers=told.get("keeps_headers") is not False, retained=whole, pending=paths,
                  lease=parse_lease(told.get("lease")))  # fmt: skip


def parse_lease(told: object) -> Lease | None:
    """Return a lease; None where it is none."""
    try:
        lease = Lease(**told)  # type: ignore[arg-type]
    except TypeError:
        return None
    texts = (lease.token, lease.host, lease.place, lease.since)
    return lease if all(isinstance(one, str) for one in texts) and isinstance(lease.until, int | float) else None


def renew_lease(lease: Lease) -> Lease:
    """Return a lease that is valid from now on."""
    return replace(lease, until=time.time() + LEASE_S)


IMMUTABLE_HEADER = "Cache-Control: public, max-age=31536000, immutable"
REVALIDATED_HEADER = "Cache-Control: no-cache"
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
LISTED = ("streets/", "themes/")
"""Folders beside those of rooms in which every term of a vocabulary has a page."""


@cache
def compile_term_pattern(rooms: tuple[Room, ...]) -> re.Pattern[str]:
    """Return what finds addresses that a vocabulary's term has issued, and the page of the term in them.

    What is no term below a room is the folder of another facet, or the number of a page.
    """
    found = [pair for room in rooms for pair in room.iter_folders()]
    folders = sorted({*LISTED, *(folder for facet, folder in found if facet.vocabulary)}, key=len, reverse=True)
    others = sorted({folder.split("/")[-2] for _, folder in found if folder.count("/") > 1})
    names = "|".join(("[0-9]+", *others))
    return re.compile(rf"(?:walls/)?((?:{'|'.join(folders)})(?!(?:{names})/)[a-z0-9-]+/)")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """File of the site to upload."""

    size: int
    md5: str
    data: bytes | None = None
    """Bytes of a page that is generated here; None where the file is in the site's folder."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """File in the bucket, as a listing shows it."""

    size: int
    md5: str = ""
    """Empty where the store has no MD5; then the file counts as changed."""
    changed: str = ""
    """Time of the upload by the store's clock (RFC 3339); empty where the store does not report it."""


@dataclass(frozen=True, slots=True)
class ServedHeaders:
    """Response headers that a store sends with a file."""

    cache: str
    type: str

    def is_equal_to(self, other: ServedHeaders) -> bool:
        """Return whether both are equal, ignoring spaces and case."""
        return normalize_header(self.cache) == normalize_header(other.cache) and normalize_header(
            self.type
        ) == normalize_header(other.type)


def normalize_header(header: str) -> str:
    """Return a header without spaces, in lower case.

    >>> normalize_header("text/html;charset=UTF-8") == normalize_header("text/html; charset=utf-8")
    True
    """
    return re.sub(r"\s", "", header).lower()


def get_headers(path: str) -> ServedHeaders:
    """Return the headers that a file of the site must be served with."""
    return ServedHeaders(
        (IMMUTABLE_HEADER if is_cached_forever(path) else REVALIDATED_HEADER).partition(": ")[2], get_content_type(path)
    )


def compute_headers_digest() -> str:
    """Return a digest of all rules of `get_headers`: when it changes, the headers of every file are checked once."""
    return hashlib.md5(
        repr(
            (
                FOREVER.pattern,
                IMMUTABLE_HEADER,
                REVALIDATED_HEADER,
                [(end, get_content_type(f"x.{end}")) for end in ("", *sorted(KINDS))],
            )
        ).encode()
    ).hexdigest()


def is_page(path: str) -> bool:
    """Return whether this is the file of an address that people follow."""
    return path.endswith((".html", ".htm"))


class UploadStage(IntEnum):
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
    UploadStage.HASHED: "名字带哈希的文件",
    UploadStage.SHOWN: "图片、样式等文件",
    UploadStage.NEW_ENTRIES: "新的楼组、楼群页",
    UploadStage.NEW_PAGES: "别的新网页",
    UploadStage.ENTRIES: "有改动的楼组、楼群页",
    UploadStage.PAGES: "别的有改动的网页",
    UploadStage.HOME: "首页",
    UploadStage.LISTS: "网站地图等",
    UploadStage.IDENTITY: "网站的名片（site.json）",
    UploadStage.REMOVALS: "清掉网站上已经没有的",
}
STATES = {
    UploadStage.HASHED: "网上的网页一页也没有换，还是原来的；只多了一些还没有网页用到的文件。",
    UploadStage.SHOWN: "网上的网页一页也没有换，还是原来的；只有一部分图片、样式可能已经是新的。",
    UploadStage.NEW_ENTRIES: "网上原来有的网页都还是原来的；新的网页传上去了一部分，还没有别的网页指过去。",
    UploadStage.NEW_PAGES: "网上原来有的网页都还是原来的；新的网页传上去了一部分，还没有别的网页指过去。",
    UploadStage.ENTRIES: "网上的网页一部分是新的，一部分还是原来的；每一页都打得开，也没有删掉什么。",
    UploadStage.PAGES: "网上的网页一部分是新的，一部分还是原来的；每一页都打得开，也没有删掉什么。",
    UploadStage.HOME: "网上的网页一部分是新的，一部分还是原来的；每一页都打得开，也没有删掉什么。",
    UploadStage.LISTS: "网上的网页都已经是新的；网站地图还可能是原来的，该撤下的旧文件还没有删。",
    UploadStage.IDENTITY: "网上的网页都已经是新的；该撤下的旧文件还没有删。",
    UploadStage.REMOVALS: "网上的网页都已经是新的；可是该撤下的旧文件没有删完，知道网址的人还打得开。",
}
"""What is online where an upload has ended within a stage."""
UNTOUCHED = "桶里什么都没有动，网上还是原来的样子。"


NAMED_LISTS = frozenset({"feed.xml"})
"""Lists of pages that every page names in its head: the first one is there before the pages, later ones come after them."""


def choose_stage(path: str, *, new: bool) -> UploadStage:
    """Return the stage of a file. `new`: nothing is at its address yet."""
    if is_cached_forever(path):
        return UploadStage.HASHED
    if path in (site_records.IDENTITY_FILE, site_records.MANIFEST_FILE):
        return UploadStage.IDENTITY
    if path == "index.html":
        return UploadStage.HOME
    if is_page(path):
        if ENTRY.match(path):
            return UploadStage.NEW_ENTRIES if new else UploadStage.ENTRIES
        return UploadStage.NEW_PAGES if new else UploadStage.PAGES
    if path in NAMED_LISTS and new:
        return UploadStage.SHOWN
    return UploadStage.LISTS if "/" not in path else UploadStage.SHOWN


@dataclass(frozen=True, slots=True)
class FileUpload:
    """Planned upload of one file."""

    path: str
    stage: UploadStage
    why: str
    """`new`, `changed`, or `headers` where only they differ."""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """Planned changes of a bucket."""

    puts: tuple[FileUpload, ...] = ()
    removals: tuple[str, ...] = ()
    retained: Mapping[str, str] = field(default_factory=dict)
    """Groups of files (see `get_retention_group`) that stay though the site no longer has them, with the day since
    when.
    """
    lost: tuple[str, ...] = ()
    """Files of the bucket that are removed without a successor, except those that every build makes anew."""
    led_on: tuple[str, ...] = ()
    """Pages of the bucket that the site no longer has, which become redirects to another page."""

    def list_stage(self, stage: UploadStage) -> list[FileUpload]:
        """Return the uploads of one stage, in order."""
        return [put for put in self.puts if put.stage is stage]

    def list_altered(self, stages: Iterable[UploadStage]) -> set[str]:
        """Return the files that are changed or removed after these stages."""
        done = set(stages)
        paths = {put.path for put in self.puts if put.stage in done and put.why != "new"}
        return paths | set(self.removals) if UploadStage.REMOVALS in done else paths


def list_addresses(base: str, paths: Iterable[str]) -> list[str]:
    """Return the full URLs below `base` of files: for a CDN's purge."""
    return sorted({form for path in paths for form in iter_address_forms(base, path)})


def iter_address_forms(base: str, path: str) -> Iterator[str]:
    """Yield every URL under which a cache may hold a file.

    >>> list(iter_address_forms("https://louzu.example/", "10009/index.html"))
    ['https://louzu.example/10009/index.html', 'https://louzu.example/10009/', 'https://louzu.example/10009']
    """
    yield base + quote(path)
    short = to_url_path(path)
    if short != path:
        yield base + quote(short)
        if short:
            yield base + quote(short.rstrip("/"))


def plan_upload(
    local: Mapping[str, LocalFile],
    online: Mapping[str, RemoteFile],
    record: BucketRecord,
    today: date,
    wrong_headers: Iterable[str] = (),
    *,
    at_once: bool = False,
) -> UploadPlan:
    """Return the changes that bring a bucket from `online` to `local`.

    `wrong_headers` are paths whose headers are not those of `get_headers`. `at_once`: nothing is retained.
    """
    stubs = {path: stub for path in sorted(online) if path not in local and (stub := make_redirect_page(path, local))}
    wanted: dict[str, LocalFile] = {**local, **stubs}
    wrong = set(wrong_headers)
    puts = []
    for path, file in wanted.items():
        there = online.get(path)
        why = "new" if there is None else "changed" if there.md5 != file.md5 else "headers" if path in wrong else ""
        if why:
            puts.append(FileUpload(path, choose_stage(path, new=there is None), why, file.data))
    gone = [path for path in sorted(online) if path not in wanted and not is_left_alone(path)]
    lost = list_without_successor(gone, (put.path for put in puts if put.why == "new"))
    retained = {} if at_once else choose_retained(gone, lost, record, today, len(wanted))
    removals = tuple(path for path in gone if get_retention_group(path) not in retained)
    puts.sort(key=lambda put: (put.stage, put.path))
    lost = tuple(path for path in lost if not path.endswith(PROGRAM))
    return UploadPlan(tuple(puts), removals, retained, lost, tuple(stubs))


def list_without_successor(gone: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Return the removed files without a successor: a file of the same name with another hash.

    >>> list_without_successor(["a-0123abcd.jpg", "a-4567abcd.jpg", "b-0123abcd.jpg"], ["a-89ababcd.jpg"])
    ('a-4567abcd.jpg', 'b-0123abcd.jpg')
    """
    successors = Counter(strip_hash(path) for path in new if is_cached_forever(path))
    lost = []
    for path in gone:
        name = strip_hash(path)
        if is_cached_forever(path) and successors[name]:
            successors[name] -= 1
        else:
            lost.append(path)
    return tuple(lost)


def choose_retained(
    gone: Iterable[str], lost: Iterable[str], record: BucketRecord, today: date, most: int
) -> dict[str, str]:
    """Return the groups of files that stay for a while though the site no longer has them, and since which day.

    At most `most` files, so that a bucket never grows beyond twice its site; the latest stay. Where a picture is
    removed and no other replaces it, it may be a takedown: then no search data stay either.
    """
    taken_down = any(not path.endswith(PROGRAM) and not is_page(path) for path in lost)
    groups: dict[str, int] = {}
    for path in gone:
        if is_retainable(path) and not (taken_down and path.startswith(SEARCH)):
            groups[get_retention_group(path)] = groups.get(get_retention_group(path), 0) + 1
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
    return is_cached_forever(path) and path.endswith(RETAINED)


def get_retention_group(path: str) -> str:
    """Return the group that is retained together: a folder with a hash in its name, or the file.

    >>> get_retention_group("assets/search/0123abcd/f0.js"), get_retention_group("assets/style.0123abcd.css")
    ('assets/search/0123abcd/', 'assets/style.0123abcd.css')
    """
    found = re.search(r"/[0-9a-f]{8,}/", path)
    return path[: found.end()] if found else path


def strip_hash(path: str) -> str:
    """Return a path without its hash: a file and its successor have the same.

    >>> strip_hash("10009/photo-0123abcd-720.jpg")
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


def make_redirect_page(path: str, local: Mapping[str, LocalFile]) -> LocalFile | None:
    """Return a redirect page for a page of the bucket that a complete site no longer has; None where there is no
    target.

    The rule is the build's: a list that has become shorter and a wall that is gone redirect to the nearest page
    above. Of an entry, and of a term that has no page of its own, the successor is unknown (see
    `pages.placeholders.make_stubs`).
    """
    if site_records.MANIFEST_FILE not in local or not path.endswith("/index.html") or ENTRY.match(path):
        return None
    if (term := compile_term_pattern(tuple(CONTENT_TYPES.rooms)).match(path)) and f"{term[1]}index.html" not in local:
        return None
    parts = path.split("/")[:-1]
    for length in range(len(parts) - 1, -1, -1):
        above = "".join(f"{part}/" for part in parts[:length])
        if f"{above}index.html" in local:
            return make_page_file(STUB.format(target="../" * (len(parts) - length)).encode())
    return None


STUB = (
    '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="robots" content="noindex">\n'
    '<meta http-equiv="refresh" content="3;url={target}">\n<title>搬到了另一页</title>\n'
    '<p>这个网址的内容，搬到了<a href="{target}">另一页</a>。</p>\n'
)
"""Redirect page. It loads no other file, so it works at any address."""


def make_page_file(data: bytes) -> LocalFile:
    """Return a file that is generated here."""
    return LocalFile(len(data), hashlib.md5(data).hexdigest(), data)


def read_files(site: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, LocalFile]]:
    """Yield every file of a site with its MD5. Raises OSError where one cannot be read."""
    for path, size in sizes.items():
        with open(site / path, "rb") as file:
            yield path, LocalFile(size, hashlib.file_digest(file, "md5").hexdigest())


LOOKED_AT = 2000
"""Files whose headers each upload checks in turn: one request each, a few seconds together."""


def choose_header_checks(
    local: Mapping[str, LocalFile], online: Mapping[str, RemoteFile], record: BucketRecord, *, everything: bool
) -> tuple[list[str], str]:
    """Return the files of the bucket whose headers are checked, and the position from which the next upload continues.

    A listing does not show headers; each costs a request of its own. All are checked when the rules have changed (or
    with `everything`); otherwise those that were uploaded since the last upload ended, and `LOOKED_AT` in turn.
    """
    same = [path for path in sorted(local) if path in online and online[path].md5 == local[path].md5]
    if everything or record.rule != compute_headers_digest() or len(same) <= LOOKED_AT:
        return same, ""
    new = {path for path in same if online[path].changed > record.checked}
    start = next((place for place, path in enumerate(same) if path > record.cursor), 0)
    turn = (same[start:] + same[:start])[:LOOKED_AT]
    return sorted(new | set(turn)), turn[-1]
