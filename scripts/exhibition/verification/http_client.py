"""HTTP client for `verify`: sends a request as told, follows no redirect, bounds every response in time and size, and decodes bodies.

A response is kept as it was sent; `decode_body` removes the compression and says what is wrong with it.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from ..lazy import dataclass
from .address import ConnectOverride, Endpoint, Origin, format_request_target, parse_origin

CONNECT_S = 10.0
"""Time limit of connecting to a server."""
ANSWER_S = 20.0
"""Time limit of one exchange as a whole."""
BODY_LIMIT = 4_000_000
"""Bytes of a body that are read; what goes beyond is cut off (`HttpResponse.whole` is False then)."""
PAUSE_S = 0.5
"""Pause before a request is retried."""
GIVING_UP = 10
"""After so many retries without success there are no more: the error is permanent."""
AGENT = "louzu-verify/1 (checks a building exhibition for its keeper)"
"""User agent, so that the site's maintainer finds us in the server's log."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """Result of one request. Where `trouble` is not empty, there was no response, and `status` is 0."""

    url: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    whole: bool = True
    """False where the body was longer than the limit."""
    cut: bool = False
    """Whether the connection ended before the body did."""
    trouble: str = ""
    """Word of the kind of error, a key of `rules.REQUEST_ERRORS`."""
    detail: str = ""
    seconds: float = 0.0
    """Time from the first byte of the request to the last byte read; without connecting."""

    def get_header(self, name: str) -> str:
        """Return the value of a header, several of one name joined by commas; empty where it was not sent."""
        return ", ".join(value.strip() for key, value in self.headers if key.lower() == name)

    @property
    def content_type(self) -> str:
        """Media type of the body, without its parameters, in lower case."""
        return self.get_header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """Charset of the media type, in lower case; empty where there is none."""
        found = re.search(r"charset\s*=\s*\"?([\w.:-]+)", self.get_header("content-type"), re.IGNORECASE)
        return found[1].lower() if found else ""


class RequestError(Exception):
    """No response could be had: a key of `rules.REQUEST_ERRORS`, and the system's message."""

    def __init__(self, word: str, detail: object = "") -> None:
        super().__init__(word)
        self.word, self.detail = word, re.sub(r"\s+", " ", str(detail))[:200]


class DeadlineSocket:
    """Socket whose operations share one deadline, so that a server that sends a byte now and then cannot delay us."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.end = sock, 0.0
        self.readers = 0
        self.closing = False

    def set_timeout(self) -> None:
        """Set the timeout of the next operation to the time left. Raises TimeoutError where there is none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline")
        self.sock.settimeout(left)

    def sendall(self, data: bytes) -> None:
        """Send bytes."""
        self.set_timeout()
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a file to read from, as `http.client` expects."""
        self.readers += 1
        return io.BufferedReader(DeadlineReader(self))

    def close(self) -> None:
        """Close the socket once nobody reads from it any more: `http.client` closes it before it reads a last body."""
        self.closing = True
        if not self.readers:
            self.sock.close()


class DeadlineReader(io.RawIOBase):
    """Raw reader of a `DeadlineSocket`."""

    def __init__(self, timed: DeadlineSocket) -> None:
        self.timed = timed

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the bytes that are available."""
        self.timed.set_timeout()
        return self.timed.sock.recv_into(buffer)

    def close(self) -> None:
        """Close the reader and its socket."""
        if not self.closed:
            super().close()
            self.timed.readers -= 1
            if self.timed.closing:
                self.timed.close()


class HttpConnection(http.client.HTTPConnection):
    """HTTP connection whose socket is created elsewhere."""

    def __init__(self, timed: DeadlineSocket) -> None:
        super().__init__("none")
        self.timed = timed
        self.sock = timed
        self.used = False

    def connect(self) -> None:
        """Raise: never reconnect automatically, because only the client knows the endpoint."""
        raise http.client.NotConnected("closed")


@dataclass
class HttpClient:
    """HTTP client; may be shared by threads, each of which keeps its own connections open.

    `certificate` is the certificate of an https server, where it was verified.
    """

    connects: Sequence[ConnectOverride] = ()
    answer_s: float = ANSWER_S
    agent: str = AGENT
    verified: bool = True
    """Whether certificates are verified. Once one is invalid, requests go on without verification, so that more can be
    reported.
    """
    certificate: Mapping[str, object] | None = None
    asked: int = 0
    """Requests so far."""
    failed: int = 0
    """Retries without success."""
    end: float = float("inf")
    """Time (`time.monotonic`) after which no request is sent any more."""
    _local: threading.local = field(default_factory=threading.local)
    _open: list[HttpConnection] = field(default_factory=list)
    _contexts: dict[bool, ssl.SSLContext] = field(default_factory=dict)
    _numbers: dict[Endpoint, list[tuple[int, tuple[object, ...]]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find_endpoint(self, origin: Origin) -> Endpoint:
        """Return the endpoint for an origin. Raises RequestError where `--connect` names its host, but not its port."""
        for connect in self.connects:
            if place := connect.find_endpoint(origin):
                return place
        if any(connect.host == origin.host for connect in self.connects):
            raise RequestError("elsewhere")
        return Endpoint(origin.host, origin.port)

    def request(
        self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None, *, limit: int = BODY_LIMIT
    ) -> HttpResponse:
        """Send a request, and retry once after an error that may be temporary. Never raises for what a server does."""
        answer = self.request_once(url, method, headers or {}, limit)
        pause = PAUSE_S if answer.trouble in PASSING else get_retry_after(answer)
        if pause and self.failed < GIVING_UP and time.monotonic() + pause < self.end:
            time.sleep(pause)
            answer = self.request_once(url, method, headers or {}, limit)
            self.failed += bool(answer.trouble or get_retry_after(answer))
        return answer

    def request_once(self, url: str, method: str, headers: Mapping[str, str], limit: int) -> HttpResponse:
        """Send a request once."""
        start = time.monotonic()
        try:
            if start > self.end:
                raise RequestError("late")
            origin = parse_origin(url)
            with self._lock:
                self.asked += 1
            return self.exchange_messages(origin, url, method, headers, limit)
        except RequestError as trouble:
            return HttpResponse(url, trouble=trouble.word, detail=trouble.detail, seconds=time.monotonic() - start)
        except ValueError as problem:
            return HttpResponse(url, trouble="garbage", detail=str(problem)[:200])

    def exchange_messages(
        self, origin: Origin, url: str, method: str, headers: Mapping[str, str], limit: int
    ) -> HttpResponse:
        """Send a request over an open or a new connection and read the response. Raises RequestError."""
        while True:
            connection = self.open_connection(origin)
            again = connection.used
            connection.timed.end = min(time.monotonic() + self.answer_s, self.end)
            try:
                return self.send_request(connection, origin, url, method, headers, limit)
            except (http.client.HTTPException, OSError, ValueError) as problem:
                self.drop_connection(origin)
                # A server may close an idle connection just when the next request is sent.
                if again and isinstance(problem, http.client.HTTPException | ConnectionError):
                    continue
                raise classify_error(problem) from problem

    def send_request(
        self, connection: HttpConnection, origin: Origin, url: str, method: str, headers: Mapping[str, str], limit: int
    ) -> HttpResponse:
        """Send a request and read the response."""
        start = time.monotonic()
        connection.used = True
        connection.putrequest(method, format_request_target(url), skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": origin.authority, "User-Agent": self.agent, "Accept": "*/*", **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        body, whole, cut = b"", True, False
        try:
            body, whole = read_body(response, limit)
        except http.client.IncompleteRead as problem:
            body, cut = problem.partial[:limit], True
        sent = tuple((name, value) for name, value in response.getheaders())
        if cut or not whole or response.will_close:
            self.drop_connection(origin)
        return HttpResponse(url, response.status, sent, body, whole, cut, seconds=time.monotonic() - start)

    def open_connection(self, origin: Origin) -> HttpConnection:
        """Return the open connection of this thread to an origin, or a new one. Raises RequestError."""
        pool: dict[Origin, HttpConnection] = self._local.__dict__.setdefault("pool", {})
        if origin not in pool:
            pool[origin] = HttpConnection(
                DeadlineSocket(self.wrap_tls(origin, self.connect_socket(self.find_endpoint(origin))))
            )
            with self._lock:
                self._open.append(pool[origin])
        return pool[origin]

    def drop_connection(self, origin: Origin) -> None:
        """Close the connection of this thread to an origin."""
        connection = self._local.__dict__.get("pool", {}).pop(origin, None)
        if connection:
            connection.close()
            with contextlib.suppress(OSError):
                connection.timed.sock.close()

    def close(self) -> None:
        """Close all connections, also those of threads that have ended."""
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.timed.sock.close()
        self._open.clear()
        self._local = threading.local()

    def connect_socket(self, place: Endpoint) -> socket.socket:
        """Return a socket that is connected to an endpoint. Raises RequestError."""
        problem: OSError | None = None
        for family, number in self.resolve_addresses(place):
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(max(0.1, min(CONNECT_S, self.end - time.monotonic())))
                sock.connect(number)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as raised:
                sock.close()
                problem = raised
        raise classify_error(problem or OSError("no address"))

    def resolve_addresses(self, place: Endpoint) -> list[tuple[int, tuple[object, ...]]]:
        """Return the IP addresses of an endpoint, resolved once. Raises RequestError."""
        with self._lock:
            if place not in self._numbers:
                self._numbers[place] = resolve_host(place)
            return self._numbers[place]

    def wrap_tls(self, origin: Origin, sock: socket.socket) -> socket.socket:
        """Return the socket, wrapped in TLS where the origin is https. Raises RequestError."""
        if origin.scheme == "http":
            return sock
        context = self.get_tls_context()
        try:
            secure = context.wrap_socket(sock, server_hostname=origin.host)
        except (OSError, ValueError) as problem:
            sock.close()
            raise classify_error(problem) from problem
        if self.verified:
            self.certificate = secure.getpeercert()
        return secure

    def get_tls_context(self) -> ssl.SSLContext:
        """Return the TLS context for now; it is created once, because loading the certificate authorities takes a
        while.
        """
        with self._lock:
            if self.verified not in self._contexts:
                self._contexts[self.verified] = (
                    create_verifying_context() if self.verified else create_unverified_context()
                )
            return self._contexts[self.verified]

    def find_silent_addresses(self, origin: Origin) -> list[str]:
        """Return the IP addresses of an origin's host that accept no connection.

        Silence counts only in a family (IPv4, IPv6) in which another address has answered: our own network may have
        no route otherwise. A refused connection comes from the host itself.
        """
        numbers = self.resolve_addresses(self.find_endpoint(origin))
        said = [(family, number, probe_address(family, number, self.answer_s)) for family, number in numbers]
        answering = {family for family, _, word in said if word == "accepted"}
        return [
            str(number[0])
            for family, number, word in said
            if word == "refused" or (word == "silent" and family in answering)
        ]


def probe_address(family: int, number: tuple[object, ...], wait_s: float) -> str:
    """Return the result of connecting to one address: `accepted`, `refused`, `silent`, or `away` (no route)."""
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.settimeout(min(CONNECT_S, wait_s))
        try:
            sock.connect(number)
        except ConnectionRefusedError:
            return "refused"
        except TimeoutError:
            return "silent"
        except OSError:
            return "away"
    return "accepted"


PASSING = frozenset({"timeout", "reset", "dns", "refused"})
"""Errors that may be temporary: the request is retried."""
LONGEST_PAUSE_S = 10.0
"""Longest wait that a server's rate limit may ask for."""


def get_retry_after(answer: HttpResponse) -> float:
    """Return for how many seconds a server asks us to wait; 0 where it does not.

    >>> get_retry_after(HttpResponse("", 429, (("Retry-After", "3"),))), get_retry_after(HttpResponse("", 429)), get_retry_after(HttpResponse("", 200))
    (3.0, 2.0, 0.0)
    """
    if answer.status != 429:
        return 0.0
    after = answer.get_header("retry-after")
    return min(LONGEST_PAUSE_S, float(after)) if re.fullmatch(r"[0-9]{1,6}", after) else 2.0


def resolve_host(place: Endpoint) -> list[tuple[int, tuple[object, ...]]]:
    """Return the IP addresses of a host name, within a time limit that the system's resolver lacks. Raises
    RequestError.
    """
    found: list[tuple[int, tuple[object, ...]]] = []
    problems: list[Exception] = []

    def look() -> None:
        try:
            infos = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
            found.extend((info[0], info[4]) for info in infos)
        except (OSError, UnicodeError) as problem:
            problems.append(problem)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(CONNECT_S)
    if problems or not found:
        raise RequestError("dns", problems[0] if problems else "no answer")
    return found


def read_body(response: http.client.HTTPResponse, limit: int) -> tuple[bytes, bool]:
    """Return the body up to a limit, and whether that is all of it."""
    parts: list[bytes] = []
    size = 0
    while size <= limit:
        try:
            part = response.read(min(65536, limit + 1 - size))
        except http.client.IncompleteRead as problem:
            raise http.client.IncompleteRead(b"".join(parts) + problem.partial) from problem
        if not part:
            break
        parts.append(part)
        size += len(part)
    # `read_body(amount)` does not report that a body of known length ended early.
    if size <= limit and response.length:
        raise http.client.IncompleteRead(b"".join(parts))
    return b"".join(parts)[:limit], size <= limit


def create_verifying_context() -> ssl.SSLContext:
    """Return a context that verifies certificates by the authorities of this machine; without any, by those of
    `certifi`.
    """
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not context.cert_store_stats()["x509_ca"] and not paths.capath:
        with contextlib.suppress(ImportError, OSError):
            import certifi

            context.load_verify_locations(certifi.where())
    return context


def create_unverified_context() -> ssl.SSLContext:
    """Return a context without verification, for a server whose certificate is invalid."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


VERIFY: Mapping[int, str] = {10: "tls-expired", 9: "tls-early", 62: "tls-host", 64: "tls-host"}
"""Words for OpenSSL's verification codes (x509_vfy.h)."""
KINDS: Iterable[tuple[type[BaseException], str]] = (
    (ssl.SSLError, "tls"),
    (socket.gaierror, "dns"),
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "refused"),
    (ConnectionError, "reset"),
    (http.client.RemoteDisconnected, "reset"),
    (http.client.IncompleteRead, "cut"),
    (http.client.HTTPException, "garbage"),
    (OSError, "network"),
)
"""Words for exceptions, the more specific ones first."""


def classify_error(problem: BaseException) -> RequestError:
    """Return the error that an exception stands for."""
    if isinstance(problem, RequestError):
        return problem
    if isinstance(problem, ssl.SSLCertVerificationError):
        return RequestError(VERIFY.get(problem.verify_code, "tls-untrusted"), problem.verify_message)
    word = next((word for kind, word in KINDS if isinstance(problem, kind)), "garbage")
    return RequestError(word, problem)


GZIP = b"\x1f\x8b\x08"
"""Magic number of gzip (RFC 1952)."""
DECODED_LIMIT = 16_000_000
"""Limit of a decoded body, in bytes."""
OPAQUE = frozenset({"br", "zstd", "compress", "dcb", "dcz"})
"""Encodings that are not decoded here: they are only requested to see whether the server supports them."""


@dataclass(frozen=True, slots=True)
class DecodedBody:
    """Decoded body and the faults of its encoding."""

    data: bytes = b""
    encoding: str = ""
    """Encoding that the server named, in lower case; empty for none."""
    broken: bool = False
    """Whether the body does not match its `Content-Encoding`."""
    unsaid: bool = False
    """Whether it is compressed without a `Content-Encoding`."""
    twice: bool = False
    """Whether it is compressed once more under the named encoding."""


def decode_body(answer: HttpResponse, *, archive: bool = False) -> DecodedBody:
    """Decode the body of a response. For an `archive` the content itself is compressed."""
    encoding = answer.get_header("content-encoding").strip().lower()
    encoding = "" if encoding == "identity" else encoding
    data = answer.body
    if not data or encoding in OPAQUE:
        return DecodedBody(b"" if encoding else data, encoding)
    if encoding in ("gzip", "x-gzip", "deflate"):
        try:
            data = decompress(data, encoding)
        except zlib.error:
            return DecodedBody(b"", encoding, broken=True)
        twice = data.startswith(GZIP) and not archive
        return DecodedBody(decompress_gzip(data) if twice else data, encoding, twice=twice)
    if encoding:
        return DecodedBody(b"", encoding, broken=True)
    unsaid = data.startswith(GZIP) and not archive
    return DecodedBody(decompress_gzip(data) if unsaid else data, "", unsaid=unsaid)


def decompress(data: bytes, encoding: str) -> bytes:
    """Return the decompressed data, up to a limit. Raises zlib.error."""
    if encoding != "deflate":
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, DECODED_LIMIT)
    try:
        return zlib.decompressobj().decompress(data, DECODED_LIMIT)
    except zlib.error:
        # "deflate" without the wrapper of zlib, as some servers send it.
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, DECODED_LIMIT)


def decompress_gzip(data: bytes) -> bytes:
    """Return gzip data decompressed as far as possible."""
    try:
        return decompress(data, "gzip")
    except zlib.error:
        return b""
