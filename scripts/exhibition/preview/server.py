"""The preview's HTTP server, its state, and the watcher that finds changed files."""

from __future__ import annotations

import errno
import hashlib
import html
import http.server
import json
import re
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from ..diagnostics import Diagnostic, Refusal
from ..lazy import dataclass
from ..model.site_settings import get_content_type
from ..report.sources import SourceLines, mask_text

WATCHED = ("content", "overrides")
SETTINGS = "mkdocs.yml"
CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Events that are requested from the system. A build opens and reads 5,500 files: events of that would flood its queue."""
SELDOM_S = 3.0
"""Seconds between two polls where the system cannot report changes."""


Changed = Callable[[str], None]
"""Called with the path of what has changed."""


class ChangeHandler(FileSystemEventHandler):
    """Event handler that calls `changed` when a relevant file was written, moved or removed."""

    def __init__(self, changed: Changed, matters: Callable[[str], bool]) -> None:
        self.changed, self.matters = changed, matters

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on events of relevant files."""
        for path in map(str, filter(None, (event.src_path, event.dest_path))):
            if self.matters(path):
                self.changed(path)


def watch(root: Path, changed: Changed) -> str:
    """Call `changed` from another thread at every change below `root`; return a warning for the user, or an empty text."""
    try:
        start_watching(root, changed, Observer())
    except OSError:
        # Usually: more folders than the system lets one user watch.
        start_watching(root, changed, PollingObserver(timeout=SELDOM_S))
        return "这台电脑不能盯住这么多文件夹，改了文件要过几秒才会刷新。"
    return ""


def start_watching(root: Path, changed: Changed, observer: BaseObserver) -> None:
    """Let an observer watch the folders, and in the root the folders themselves and the settings. Raises OSError."""
    for name in WATCHED:
        watch_folder(root / name, changed, observer)
    observer.schedule(RootChangeHandler(root, changed, observer), str(root), recursive=False, event_filter=CHANGES)
    observer.daemon = True
    observer.start()


def watch_folder(folder: Path, changed: Changed, observer: BaseObserver) -> None:
    """Watch a folder, where it exists. Raises OSError where the system cannot."""
    if folder.is_dir():
        observer.schedule(ChangeHandler(changed, is_relevant), str(folder), recursive=True, event_filter=CHANGES)


class RootChangeHandler(ChangeHandler):
    """Event handler for the settings and for watched folders: one that is removed or created is watched anew.

    The system watches the folder, not its name: a folder that was removed or moved away reports nothing of its
    successor.
    """

    def __init__(self, root: Path, changed: Changed, observer: BaseObserver) -> None:
        super().__init__(changed, lambda path: PurePath(path).name in (SETTINGS, *WATCHED))
        self.root, self.observer = root, observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Watch a folder anew that was removed or created, and pass on events of relevant files."""
        names = {PurePath(str(path)).name for path in (event.src_path, event.dest_path) if path}
        for name in names.intersection(WATCHED):
            watch = ObservedWatch(str(self.root / name), recursive=True, event_filter=CHANGES)
            with suppress(KeyError):
                self.observer.unschedule(watch)
            # Where the system no longer can, the author sees it: the page does not change.
            with suppress(OSError):
                watch_folder(self.root / name, self.changed, self.observer)
        super().on_any_event(event)


def is_relevant(path: str) -> bool:
    """Return whether it is a relevant file, not one that an editor keeps beside it.

    >>> is_relevant("content/units/a/10001/index.md"), is_relevant("a/.index.md.swp"), is_relevant("a/index.md~")
    (True, False, False)
    """
    name = PurePath(path).name
    return not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp"))


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding, in the words of the report."""

    blocks: bool
    path: str
    place: str
    weight: str
    code: str
    message: str
    line: str
    """Source line of the finding, empty where there is none."""
    hint: str
    fixed: str

    def count_common(self, page: str) -> int:
        """Return how many parts the address of a page and the path of the file have in common: is it of that page?

        >>> ShownFinding(True, "content/units/a/10001/index.md", "", "", "", "", "", "", "").count_common("10001/record/")
        1
        """
        return len({part for part in page.split("/") if part} & set(self.path.split("/")))


def to_shown_findings(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> tuple[ShownFinding, ...]:
    """Return findings for browsers, those that stop the build first."""
    ordered = sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))
    return tuple(
        ShownFinding(
            one.blocks,
            one.span.path,
            mask_text(f"{one.span.path} {one.span.place.removesuffix(' · ')}".rstrip()),
            one.severity.value,
            one.code,
            mask_text(one.message),
            mask_text(sources.get_line(one.span.path, one.span.line).strip()),
            mask_text(one.hint),
            mask_text(one.fixed or ""),
        )
        for one in ordered
    )


MOST_SHOWN = 30
"""Findings that a browser shows: who has changed to another branch may have hundreds; the terminal has them all."""

Made = tuple[bytes, list[str]]
"""The bytes of a file, and warnings about it."""


class MadeFiles(Protocol):
    """The files of one state of the site (`SiteInMemory`)."""

    def make(self, path: str) -> Made | None:
        """Return a file and the warnings about it; None where there is none."""

    def has_page(self, uri: str) -> bool:
        """Return whether there is such a page."""


@dataclass(frozen=True, slots=True)
class PreviewState:
    """What browsers are shown. A state never changes: another one takes its place."""

    number: int = 0
    site: MadeFiles | None = None
    """The last good site; None where there is none yet."""
    findings: tuple[ShownFinding, ...] = ()
    sentence: str = ""
    """Why the site is not that of the content, where the content is not the reason."""
    ready: bool = False
    """Has the content been read once?"""
    step: str = ""
    """What is being done until then."""

    def describe(self, page: str, explain: Callable[[Exception], str]) -> dict[str, object]:
        """Return what the browser needs that shows the page at an address (from the root of the site), as values for JSON.

        `version` is the hash of the page as it is now. What concerns that page comes first; with a 错误 advice about other
        pages is only counted.
        """
        ordered = sorted(self.findings, key=lambda one: (not one.blocks, -one.count_common(page)))
        errors = sum(one.blocks for one in ordered)
        shown = [one for one in ordered if one.blocks or one.count_common(page)] if errors else ordered
        sentence, version, warnings = self.sentence, "", list[str]()
        if self.site:
            try:
                found = find_file(self.site, page)
            except Exception as problem:
                sentence = sentence or explain(problem)
            else:
                version, warnings = hash_page(found.data), found.warnings
        return {
            "number": self.number,
            "version": version,
            "ready": self.ready,
            "step": self.step,
            "blocked": bool(errors or sentence),
            "errors": errors,
            "advice": len(ordered) - errors,
            "sentence": mask_text(sentence),
            "warnings": [mask_text(warning) for warning in warnings],
            "findings": [asdict(one) for one in shown[:MOST_SHOWN]],
        }


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What is sent for an address."""

    status: int
    suffix: str
    data: bytes
    warnings: list[str]


def find_file(site: MadeFiles, path: str) -> FoundFile:
    """Return the file of an address, or the page of lost addresses; a status of 302 means that a slash is missing."""
    parts = [part for part in path.split("/") if part]
    if not any(part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts):
        uri = "/".join((*parts, "index.html" if not parts or path.endswith("/") else ""))
        wanted = uri.rstrip("/")
        if made := site.make(wanted):
            return FoundFile(200, PurePosixPath(wanted).suffix, *made)
        if "." not in wanted and any(map(site.has_page, (f"{wanted}/index.md", f"{wanted}.md"))):
            return FoundFile(302, "", b"", [])
    missing = site.make("404.html")
    return FoundFile(404, ".html", *(missing or (b"", [])))


def hash_page(data: bytes) -> str:
    """Return the hash by which a browser knows that its page is out of date."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


class PreviewHub:
    """The present state. Those who wait for the next one are woken by it."""

    def __init__(self, explain: Callable[[Exception], str], say: Callable[[str], None]) -> None:
        self.explain, self.say = explain, say
        self.state = PreviewState()
        self.changed = threading.Condition()
        self.page = ""
        """The address that a browser has asked for last."""
        self.said: set[str] = set()

    def publish(self, **values: Any) -> None:
        """Put another state in the place of the present one."""
        with self.changed:
            self.state = replace(self.state, number=self.state.number + 1, **values)
            self.changed.notify_all()

    def wait(self, number: int) -> PreviewState:
        """Return the first state that is not the one of this number, or after a while the present one."""
        with self.changed:
            self.changed.wait_for(lambda: self.state.number != number, LONGEST_S)
            return self.state

    def report_warnings(self, warnings: Sequence[str]) -> None:
        """Say what has not been said yet."""
        for warning in warnings:
            if warning not in self.said:
                self.said.add(warning)
                self.say(f"排版程序提醒：{warning}")


LONGEST_S = 25.0
"""Seconds for which an answer is held back until something changes: proxies wait for half a minute at least."""


META = re.compile(r"<meta\b(?=[^<>]*content-security-policy)[^<>]*+>", re.I)
CONTENT = re.compile(r"""(?<=\bcontent=)(?:"([^"]*)"|'([^']*)')""", re.I)
ALLOWED = ("script-src", "script-src-elem", "connect-src")
"""Directives that the script needs: to be loaded, and to ask the preview for changes."""
PLAIN = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>预览</title>
<body style="font:18px/1.7 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 1.5em">
<h1 style="font-size:1.4em">{heading}</h1>
<p id="exhibition-step" style="white-space:pre-wrap;overflow-wrap:anywhere">{text}</p>
</body>
</html>
"""
"""Page that is served where there is none of the site."""
WAITING = PLAIN.format(heading="正在准备预览", text="做好以后，这里自己会变成你要看的那一页。")
EMPTY = PLAIN.format(heading="这里还没有页面", text="先改好下面写的地方。改好、保存以后，这里会自己刷新。")
FAILED = "这一页没有做出来"


def add_script(page: str, script: str, version: str) -> str:
    """Return a page with the script at its end and a policy that allows it.

    >>> add_script("<p>x</p></body>", "/s.js", "1")
    '<p>x</p><script src="/s.js" data-version="1"></script></body>'
    """
    page = META.sub(lambda meta: adapt_policy_element(meta[0]), page)
    tag = f'<script src="{script}" data-version="{html.escape(version)}"></script>'
    at = page.lower().rfind("</body>")
    return page + tag if at < 0 else page[:at] + tag + page[at:]


def adapt_policy_element(meta: str) -> str:
    """Return the policy's meta element, extended for the preview's script."""
    return CONTENT.sub(lambda found: f'"{html.escape(extend_policy(html.unescape(found[1] or found[2] or "")))}"', meta)


def extend_policy(policy: str) -> str:
    """Return a policy that also allows scripts and requests of the page's own host.

    >>> extend_policy("default-src 'none'; img-src 'self'")
    "default-src 'none'; img-src 'self'; script-src 'self'; connect-src 'self'"
    >>> extend_policy("script-src 'sha256-x='; connect-src 'self' https://a.example")
    "script-src 'sha256-x=' 'self'; connect-src 'self' https://a.example"
    """
    directives = [words for part in policy.split(";") if (words := part.split())]
    by_name = {words[0].lower(): words[1:] for words in directives}
    for name in ALLOWED:
        sources = by_name.get(name, None if name == "script-src-elem" else by_name.get("default-src"))
        if sources is not None and "'self'" not in sources:
            by_name[name] = [*(source for source in sources if source.lower() != "'none'"), "'self'"]
    return "; ".join(" ".join((name, *sources)) for name, sources in by_name.items())


OURS = "/.preview/"
"""Path below which the preview itself answers; a site has no hidden files."""
SCRIPT = Path(__file__).with_name("follow.js")


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Address on which a preview listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """URL to open in a browser."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    @classmethod
    def parse(cls, text: str) -> ListenAddress:
        """Parse `host:port`. Raises Refusal."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise Refusal(f"“{text}”不是预览地址。请写成“主机:端口”，例如 127.0.0.1:8000。")
        return cls(host.strip("[]"), int(port))


class PreviewServer(http.server.ThreadingHTTPServer):
    """HTTP server of the present state. Raises Refusal where it cannot listen."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: ListenAddress, hub: PreviewHub) -> None:
        self.address_family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        self.hub = hub
        try:
            super().__init__((address.host, address.port), PreviewHandler)
        except OSError as problem:
            raise Refusal(explain_bind_error(problem, address)) from None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore the error: a closed browser is no fault."""


def explain_bind_error(problem: OSError, address: ListenAddress) -> str:
    """Return why the address cannot be used for listening."""
    if problem.errno == errno.EADDRINUSE:
        other = f"{address.host}:{address.port % 65535 + 1}"
        return f"预览地址 {address.url} 已经有程序在用。请把它停下，或者加上 --address {other} 换一个。"
    if problem.errno == errno.EACCES:
        return f"没有权限用端口 {address.port}。请加上 --address 换一个 1024 以上的端口，例如 127.0.0.1:8000。"
    return f"预览地址 {address.url} 用不了。请加上 --address 换一个，例如 127.0.0.1:8000。"


RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def cut_range(header: str, length: int) -> tuple[int, int] | None:
    """Return begin and end (exclusive) of the bytes that a header `Range` asks for; None where it is to be ignored.

    An empty range says that there are no such bytes.

    >>> cut_range("bytes=0-1", 9), cut_range("bytes=4-", 9), cut_range("bytes=-3", 9), cut_range("bytes=9-", 9)
    ((0, 2), (4, 9), (6, 9), (9, 9))
    >>> cut_range("bytes=-", 9), cut_range("", 9), cut_range("bytes=0-1,4-5", 9)
    (None, None, None)
    """
    found = RANGE.fullmatch(header)
    if not found or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return max(0, length - int(last)), length
    begin, end = int(first), min(int(last) + 1, length) if last else length
    return (begin, end) if begin < end else (length, length)


class PreviewHandler(http.server.BaseHTTPRequestHandler):
    """Request handler: like a plain static host, but with the script in every page, and without caching."""

    server: PreviewServer
    timeout = 30

    def do_GET(self) -> None:  # The name that the base class calls.
        """Send a file of the site, or the state of the preview."""
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path == f"{OURS}state":
            self.send_state({name: values[-1] for name, values in parse_qs(parts.query).items()})
        elif path == f"{OURS}follow.js":
            self.send_answer(200, "text/javascript; charset=utf-8", SCRIPT.read_bytes())
        else:
            self.send_file(path)

    do_HEAD = do_GET  # noqa: N815

    def send_state(self, asked: dict[str, str]) -> None:
        """Send the state for the `page` that a browser shows; with the `number` of the state that it knows, the next one."""
        hub, page = self.server.hub, unquote(asked.get("page", "/"))
        number = asked.get("number", "")
        state = hub.wait(int(number)) if number.isdecimal() and len(number) < LONGEST_NUMBER else hub.state
        told = json.dumps(state.describe(page, hub.explain))
        self.send_answer(200, "application/json; charset=utf-8", told.encode())

    def send_file(self, path: str) -> None:
        """Send a file, the page of a folder, the page of lost addresses, or why there is none."""
        hub = self.server.hub
        state = hub.state
        if state.site is None:
            self.send_page(503, EMPTY if state.ready else WAITING, "")
            return
        try:
            found = find_file(state.site, path)
        except Exception as problem:
            text = html.escape(mask_text(hub.explain(problem)))
            self.send_page(500, PLAIN.format(heading=FAILED, text=text), "")
            return
        if found.status == 302:
            self.send_answer(302, "text/plain", b"", Location=f"{urlsplit(self.path).path}/")
        elif found.suffix == ".html":
            hub.page = path
            hub.report_warnings(found.warnings)
            self.send_page(found.status, found.data.decode("utf-8", "replace"), hash_page(found.data))
        else:
            self.send_part(get_content_type(f"file{found.suffix}"), found.data)

    def send_part(self, kind: str, data: bytes) -> None:
        """Send a file, or the part of it that a player of recordings asks for."""
        part = cut_range(self.headers.get("Range", ""), len(data))
        if part is None:
            self.send_answer(200, kind, data, **{"Accept-Ranges": "bytes"})
        elif part[0] == part[1]:
            self.send_answer(416, kind, b"", **{"Content-Range": f"bytes */{len(data)}"})
        else:
            where = f"bytes {part[0]}-{part[1] - 1}/{len(data)}"
            self.send_answer(206, kind, data[slice(*part)], **{"Content-Range": where, "Accept-Ranges": "bytes"})

    def send_page(self, code: int, page: str, version: str) -> None:
        """Send a page with the preview's script."""
        self.send_answer(code, get_content_type("page.html"), add_script(page, f"{OURS}follow.js", version).encode())

    def send_answer(self, code: int, kind: str, data: bytes, **headers: str) -> None:
        """Send a response that is not cached."""
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Cache-Control": "no-store", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log no requests."""


LONGEST_NUMBER = 18
"""Digits of the largest number of a state that is understood."""
