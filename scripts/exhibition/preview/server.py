"""The preview's HTTP server, its state, and the watcher that finds changed files."""

from __future__ import annotations

import errno
import html
import http.server
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

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
from ..model.site_settings import get_content_type
from ..report.sources import SourceLines, mask_text
from ..workers import prepare_child

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


class ChangeHandler(FileSystemEventHandler):
    """Event handler that calls `changed` when a relevant file was written, moved or removed."""

    def __init__(self, changed: Callable[[], None], matters: Callable[[str], bool]) -> None:
        self.changed, self.matters = changed, matters

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass on events of relevant files."""
        if any(path and self.matters(str(path)) for path in (event.src_path, event.dest_path)):
            self.changed()


def watch(root: Path, changed: Callable[[], None]) -> str:
    """Call `changed` from another thread at every change below `root`; return a warning for the user, or an empty text."""
    try:
        start_watching(root, changed, Observer())
    except OSError:
        # Usually: more folders than the system lets one user watch.
        start_watching(root, changed, PollingObserver(timeout=SELDOM_S))
        return "这台电脑不能盯住这么多文件夹，改了文件要过几秒才会刷新。"
    return ""


def start_watching(root: Path, changed: Callable[[], None], observer: BaseObserver) -> None:
    """Let an observer watch the folders, and in the root the folders themselves and the settings. Raises OSError."""
    for name in WATCHED:
        watch_folder(root / name, changed, observer)
    observer.schedule(RootChangeHandler(root, changed, observer), str(root), recursive=False, event_filter=CHANGES)
    observer.daemon = True
    observer.start()


def watch_folder(folder: Path, changed: Callable[[], None], observer: BaseObserver) -> None:
    """Watch a folder, where it exists. Raises OSError where the system cannot."""
    if folder.is_dir():
        observer.schedule(ChangeHandler(changed, is_relevant), str(folder), recursive=True, event_filter=CHANGES)


class RootChangeHandler(ChangeHandler):
    """Event handler for the settings and for watched folders: one that is removed or created is watched anew.

    The system watches the folder, not its name: a folder that was removed or moved away reports nothing of its
    successor.
    """

    def __init__(self, root: Path, changed: Callable[[], None], observer: BaseObserver) -> None:
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
    place: str
    weight: str
    code: str
    message: str
    line: str
    """Source line of the finding, empty where there is none."""
    hint: str
    fixed: str


@dataclass(frozen=True, slots=True)
class PreviewState:
    """State that browsers show. `sentence` says why nothing could be built, where the content is not the reason."""

    version: str = ""
    sentence: str = ""
    findings: tuple[ShownFinding, ...] = ()
    ready: bool = True
    """Whether the first build has ended."""

    @property
    def findings_block(self) -> bool:
        """Whether the findings stop the build, so that the last good pages stay."""
        return any(one.blocks for one in self.findings)

    @property
    def plain(self) -> dict[str, object]:
        """The state as plain values for JSON."""
        return asdict(self) | {"blocked": self.findings_block or bool(self.sentence)}


def to_shown_findings(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> tuple[ShownFinding, ...]:
    """Return findings for browsers, those that stop the build first."""
    ordered = sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))
    return tuple(
        ShownFinding(
            one.blocks,
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


META = re.compile(r"<meta\b(?=[^<>]*content-security-policy)[^<>]*+>", re.I)
CONTENT = re.compile(r"""(?<=\bcontent=)(?:"([^"]*)"|'([^']*)')""", re.I)
ALLOWED = ("script-src", "script-src-elem", "connect-src")
"""Directives that the script needs: to be loaded, and to ask the preview for changes."""
EMPTY = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>预览</title>
<body style="font:16px/1.7 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1.5em">
<h1 style="font-size:1.4em">这里还没有页面</h1>
<p>第一次的页面还没有做好，或者没有这个地址。做好以后，这里会自己刷新。</p>
</body>
</html>
"""
"""Page that is served while there is no site yet."""


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
    """HTTP server of the folder `site`; `state` is sent to browsers."""

    daemon_threads = True

    def __init__(self, address: ListenAddress, site: Path) -> None:
        self.address_family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        self.site, self.state = site, PreviewState(ready=False)
        super().__init__((address.host, address.port), PreviewHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore the error: a closed browser is no fault."""


def serve(pipe: Connection, site: Path, root: Path, address: ListenAddress) -> None:
    """Serve until the parent ends. The first message is the error and what to know, each empty if there is none."""
    prepare_child()
    try:
        server = PreviewServer(address, site)
    except OSError as problem:
        pipe.send((explain_bind_error(problem, address), ""))
        return
    changed = threading.Event()
    pipe.send(("", watch(root, changed.set)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=report_changes, args=(changed, pipe.send), daemon=True).start()
    while True:
        try:
            server.state = pipe.recv()
        except EOFError:
            return


def explain_bind_error(problem: OSError, address: ListenAddress) -> str:
    """Return why the address cannot be used for listening."""
    if problem.errno == errno.EADDRINUSE:
        other = f"{address.host}:{address.port % 65535 + 1}"
        return f"预览地址 {address.url} 已经有程序在用。请把它停下，或者加上 --address {other} 换一个。"
    if problem.errno == errno.EACCES:
        return f"没有权限用端口 {address.port}。请加上 --address 换一个 1024 以上的端口，例如 127.0.0.1:8000。"
    return f"预览地址 {address.url} 用不了。请加上 --address 换一个，例如 127.0.0.1:8000。"


def report_changes(changed: threading.Event, send: Callable[[object], None]) -> None:
    """Report changes to the parent, however many there are, a few times a second at most."""
    while True:
        changed.wait()
        changed.clear()
        send("changed")
        time.sleep(0.05)


class PreviewHandler(http.server.BaseHTTPRequestHandler):
    """Request handler: like a plain static host, but with the script in every page, and without caching."""

    server: PreviewServer
    timeout = 30

    def do_GET(self) -> None:  # The name that the base class calls.
        """Send a file of the site, or the state of the preview."""
        path = unquote(urlsplit(self.path).path)
        if path == f"{OURS}state":
            self.send_answer(200, "application/json; charset=utf-8", json.dumps(self.server.state.plain).encode())
        elif path == f"{OURS}follow.js":
            self.send_answer(200, "text/javascript; charset=utf-8", SCRIPT.read_bytes())
        else:
            self.send_file(path)

    do_HEAD = do_GET  # noqa: N815

    def send_file(self, path: str) -> None:
        """Send a file, the page of a folder, or the 404 page."""
        file = self.find_path(path)
        if file and file.is_dir():
            if not path.endswith("/"):
                self.send_answer(302, "text/plain", b"", Location=f"{urlsplit(self.path).path}/")
                return
            file = file / "index.html"
        data = self.read_file(file) if file else None
        if data is not None and file:
            self.send_page(200, file.suffix, data)
        else:
            missing = self.read_file(self.server.site / "404.html")
            self.send_page(404, ".html", EMPTY.encode() if missing is None else missing)

    def find_path(self, path: str) -> Path | None:
        """Return the file or folder of a path, None for one outside the site or a hidden one."""
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts):
            return None
        return self.server.site.joinpath(*parts)

    def read_file(self, file: Path) -> bytes | None:
        """Return the bytes of a file; tried twice, because a new site may be replacing the old one."""
        for _ in range(2):
            try:
                return file.read_bytes()
            except OSError:
                if self.server.site.exists():
                    return None
                time.sleep(0.1)
        return None

    def send_page(self, code: int, suffix: str, data: bytes) -> None:
        """Send a file; pages get the preview's script."""
        if suffix == ".html":
            data = add_script(data.decode("utf-8", "replace"), f"{OURS}follow.js", self.server.state.version).encode()
        self.send_answer(code, get_content_type(f"page{suffix}"), data)

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
