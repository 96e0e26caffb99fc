"""Server process of a preview: serves the last good pages, watches the files, and notifies browsers."""

from __future__ import annotations

import errno
import http.server
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ..aside import begin_in_child
from ..diagnostics import Refusal
from ..model.served import content_type
from .page import EMPTY, followed
from .state import State
from .watching import watch

OURS = "/.preview/"
"""Path below which the preview itself answers; a site has no hidden files."""
SCRIPT = Path(__file__).with_name("follow.js")


@dataclass(frozen=True, slots=True)
class Address:
    """Address on which a preview listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """URL to open in a browser."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    @classmethod
    def of(cls, text: str) -> Address:
        """Parse `host:port`. Raises Refusal."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise Refusal(f"“{text}”不是预览地址。请写成“主机:端口”，例如 127.0.0.1:8000。")
        return cls(host.strip("[]"), int(port))


class Server(http.server.ThreadingHTTPServer):
    """HTTP server of the folder `site`; `state` is sent to browsers."""

    daemon_threads = True

    def __init__(self, address: Address, site: Path) -> None:
        self.address_family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        self.site, self.state = site, State(ready=False)
        super().__init__((address.host, address.port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore the error: a closed browser is no fault."""


def serve(pipe: Connection, site: Path, root: Path, address: Address) -> None:
    """Serve until the parent ends. The first message is the error and what to know, each empty if there is none."""
    begin_in_child()
    try:
        server = Server(address, site)
    except OSError as problem:
        pipe.send((unheard(problem, address), ""))
        return
    changed = threading.Event()
    pipe.send(("", watch(root, changed.set)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=report, args=(changed, pipe.send), daemon=True).start()
    while True:
        try:
            server.state = pipe.recv()
        except EOFError:
            return


def unheard(problem: OSError, address: Address) -> str:
    """Return why the address cannot be used for listening."""
    if problem.errno == errno.EADDRINUSE:
        other = f"{address.host}:{address.port % 65535 + 1}"
        return f"预览地址 {address.url} 已经有程序在用。请把它停下，或者加上 --address {other} 换一个。"
    if problem.errno == errno.EACCES:
        return f"没有权限用端口 {address.port}。请加上 --address 换一个 1024 以上的端口，例如 127.0.0.1:8000。"
    return f"预览地址 {address.url} 用不了。请加上 --address 换一个，例如 127.0.0.1:8000。"


def report(changed: threading.Event, send: Callable[[object], None]) -> None:
    """Report changes to the parent, however many there are, a few times a second at most."""
    while True:
        changed.wait()
        changed.clear()
        send("changed")
        time.sleep(0.05)


class Handler(http.server.BaseHTTPRequestHandler):
    """Request handler: like a plain static host, but with the script in every page, and without caching."""

    server: Server
    timeout = 30

    def do_GET(self) -> None:  # The name that the base class calls.
        """Send a file of the site, or the state of the preview."""
        path = unquote(urlsplit(self.path).path)
        if path == f"{OURS}state":
            self.answer(200, "application/json; charset=utf-8", json.dumps(self.server.state.plain).encode())
        elif path == f"{OURS}follow.js":
            self.answer(200, "text/javascript; charset=utf-8", SCRIPT.read_bytes())
        else:
            self.answer_file(path)

    do_HEAD = do_GET  # noqa: N815

    def answer_file(self, path: str) -> None:
        """Send a file, the page of a folder, or the 404 page."""
        file = self.found(path)
        if file and file.is_dir():
            if not path.endswith("/"):
                self.answer(302, "text/plain", b"", Location=f"{urlsplit(self.path).path}/")
                return
            file = file / "index.html"
        data = self.read(file) if file else None
        if data is not None and file:
            self.answer_page(200, file.suffix, data)
        else:
            missing = self.read(self.server.site / "404.html")
            self.answer_page(404, ".html", EMPTY.encode() if missing is None else missing)

    def found(self, path: str) -> Path | None:
        """Return the file or folder of a path, None for one outside the site or a hidden one."""
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts):
            return None
        return self.server.site.joinpath(*parts)

    def read(self, file: Path) -> bytes | None:
        """Return the bytes of a file; tried twice, because a new site may be replacing the old one."""
        for _ in range(2):
            try:
                return file.read_bytes()
            except OSError:
                if self.server.site.exists():
                    return None
                time.sleep(0.1)
        return None

    def answer_page(self, code: int, suffix: str, data: bytes) -> None:
        """Send a file; pages get the preview's script."""
        if suffix == ".html":
            data = followed(data.decode("utf-8", "replace"), f"{OURS}follow.js", self.server.state.version).encode()
        self.answer(code, content_type(f"page{suffix}"), data)

    def answer(self, code: int, kind: str, data: bytes, **headers: str) -> None:
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
