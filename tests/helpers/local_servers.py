"""Local HTTP servers for tests: responses by method and path, and a log of requests."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class HttpRequest:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """One response."""

    body: bytes = b""
    code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Host:
    """Address of a server, and its requests so far."""

    url: str
    asked: list[HttpRequest] = field(default_factory=list)


@contextmanager
def serve_locally(answers: Callable[[HttpRequest], Answer]) -> Iterator[Host]:
    """Serve on the loopback until the end of the block."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are written one after the other: each response would wait 40 ms for an acknowledgement.
        disable_nagle_algorithm = True

        def handle_one_request(self) -> None:
            try:
                self.raw_requestline = self.rfile.readline(65537)
            except ConnectionError:
                self.raw_requestline = b""
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            if self.headers.get("Expect") == "100-continue":
                self.send_response_only(100)
                self.end_headers()
            length = int(self.headers.get("Content-Length") or 0)
            try:
                body = self.rfile.read(length)
            except ConnectionError:
                body = b""
            if len(body) < length:  # The client has been killed meanwhile.
                self.close_connection = True
                return
            headers = {key.lower(): value for key, value in self.headers.items()}
            asked = HttpRequest(self.command, self.path, headers, body)
            host.asked.append(asked)
            answer = answers(asked)
            if "Server" in answer.headers:
                self.send_response_only(answer.code)
            else:
                self.send_response(answer.code)
            for key, value in answer.headers.items():
                self.send_header(key, value)
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
