"""HTTP client for `verify`: follows no redirect, decodes nothing, and bounds every response in time and size.

The standard library's `http.client` sends a path as it is given (`//`, `%2F`, capitals) and returns the bytes as
they came; libraries above it (urllib3, httpx) normalize addresses, and none of them limits the time of a whole
response. What it lacks is added here: a deadline for the whole exchange, a limit of the body, another endpoint to
connect to, one word for each kind of error.
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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .address import Connect, Origin, Place, origin_of, target_of

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
class Answer:
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

    def header(self, name: str) -> str:
        """Return the value of a header, several of one name joined by commas; empty where it was not sent."""
        return ", ".join(value.strip() for key, value in self.headers if key.lower() == name)

    @property
    def content_type(self) -> str:
        """Media type of the body, without its parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """Charset of the media type, in lower case; empty where there is none."""
        found = re.search(r"charset\s*=\s*\"?([\w.:-]+)", self.header("content-type"), re.IGNORECASE)
        return found[1].lower() if found else ""


class Trouble(Exception):
    """No response could be had: a key of `rules.REQUEST_ERRORS`, and the system's message."""

    def __init__(self, word: str, detail: object = "") -> None:
        super().__init__(word)
        self.word, self.detail = word, re.sub(r"\s+", " ", str(detail))[:200]


class Timed:
    """Socket whose operations share one deadline, so that a server that sends a byte now and then cannot delay us."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.end = sock, 0.0
        self.readers = 0
        self.closing = False

    def arm(self) -> None:
        """Set the timeout of the next operation to the time left. Raises TimeoutError where there is none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline")
        self.sock.settimeout(left)

    def sendall(self, data: bytes) -> None:
        """Send bytes."""
        self.arm()
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a file to read from, as `http.client` expects."""
        self.readers += 1
        return io.BufferedReader(TimedReader(self))

    def close(self) -> None:
        """Close the socket once nobody reads from it any more: `http.client` closes it before it reads a last body."""
        self.closing = True
        if not self.readers:
            self.sock.close()


class TimedReader(io.RawIOBase):
    """Raw reader of a `DeadlineSocket`."""

    def __init__(self, timed: Timed) -> None:
        self.timed = timed

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the bytes that are available."""
        self.timed.arm()
        return self.timed.sock.recv_into(buffer)

    def close(self) -> None:
        """Close the reader and its socket."""
        if not self.closed:
            super().close()
            self.timed.readers -= 1
            if self.timed.closing:
                self.timed.close()


class Connection(http.client.HTTPConnection):
    """HTTP connection whose socket is created elsewhere."""

    def __init__(self, timed: Timed) -> None:
        super().__init__("none")
        self.timed = timed
        self.sock = timed
        self.used = False

    def connect(self) -> None:
        """Raise: never reconnect automatically, because only the client knows the endpoint."""
        raise http.client.NotConnected("closed")


@dataclass
class Client:
    """HTTP client; may be shared by threads, each of which keeps its own connections open.

    `certificate` is the certificate of an https server, where it was verified.
    """

    connects: Sequence[Connect] = ()
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
    _open: list[Connection] = field(default_factory=list)
    _contexts: dict[bool, ssl.SSLContext] = field(default_factory=dict)
    _numbers: dict[Place, list[tuple[int, tuple[object, ...]]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def place(self, origin: Origin) -> Place:
        """Return the endpoint for an origin. Raises RequestError where `--connect` names its host, but not its port."""
        for connect in self.connects:
            if place := connect.place(origin):
                return place
        if any(connect.host == origin.host for connect in self.connects):
            raise Trouble("elsewhere")
        return Place(origin.host, origin.port)

    def ask(
        self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None, *, limit: int = BODY_LIMIT
    ) -> Answer:
        """Send a request, and retry once after an error that may be temporary. Never raises for what a server does."""
        answer = self.ask_once(url, method, headers or {}, limit)
        pause = PAUSE_S if answer.trouble in PASSING else patience(answer)
        if pause and self.failed < GIVING_UP and time.monotonic() + pause < self.end:
            time.sleep(pause)
            answer = self.ask_once(url, method, headers or {}, limit)
            self.failed += bool(answer.trouble or patience(answer))
        return answer

    def ask_once(self, url: str, method: str, headers: Mapping[str, str], limit: int) -> Answer:
        """Send a request once."""
        start = time.monotonic()
        try:
            if start > self.end:
                raise Trouble("late")
            origin = origin_of(url)
            with self._lock:
                self.asked += 1
            return self.exchange(origin, url, method, headers, limit)
        except Trouble as trouble:
            return Answer(url, trouble=trouble.word, detail=trouble.detail, seconds=time.monotonic() - start)
        except ValueError as problem:
            return Answer(url, trouble="garbage", detail=str(problem)[:200])

    def exchange(self, origin: Origin, url: str, method: str, headers: Mapping[str, str], limit: int) -> Answer:
        """Send a request over an open or a new connection and read the response. Raises RequestError."""
        while True:
            connection = self.connection(origin)
            again = connection.used
            connection.timed.end = min(time.monotonic() + self.answer_s, self.end)
            try:
                return self.sent(connection, origin, url, method, headers, limit)
            except (http.client.HTTPException, OSError, ValueError) as problem:
                self.drop(origin)
                # A server may close an idle connection just when the next request is sent.
                if again and isinstance(problem, http.client.HTTPException | ConnectionError):
                    continue
                raise translated(problem) from problem

    def sent(
        self, connection: Connection, origin: Origin, url: str, method: str, headers: Mapping[str, str], limit: int
    ) -> Answer:
        """Send a request and read the response."""
        start = time.monotonic()
        connection.used = True
        connection.putrequest(method, target_of(url), skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": origin.authority, "User-Agent": self.agent, "Accept": "*/*", **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        body, whole, cut = b"", True, False
        try:
            body, whole = read(response, limit)
        except http.client.IncompleteRead as problem:
            body, cut = problem.partial[:limit], True
        sent = tuple((name, value) for name, value in response.getheaders())
        if cut or not whole or response.will_close:
            self.drop(origin)
        return Answer(url, response.status, sent, body, whole, cut, seconds=time.monotonic() - start)

    def connection(self, origin: Origin) -> Connection:
        """Return the open connection of this thread to an origin, or a new one. Raises RequestError."""
        pool: dict[Origin, Connection] = self._local.__dict__.setdefault("pool", {})
        if origin not in pool:
            pool[origin] = Connection(Timed(self.secured(origin, self.dialled(self.place(origin)))))
            with self._lock:
                self._open.append(pool[origin])
        return pool[origin]

    def drop(self, origin: Origin) -> None:
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

    def dialled(self, place: Place) -> socket.socket:
        """Return a socket that is connected to an endpoint. Raises RequestError."""
        problem: OSError | None = None
        for family, number in self.numbers(place):
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(max(0.1, min(CONNECT_S, self.end - time.monotonic())))
                sock.connect(number)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as raised:
                sock.close()
                problem = raised
        raise translated(problem or OSError("no address"))

    def numbers(self, place: Place) -> list[tuple[int, tuple[object, ...]]]:
        """Return the IP addresses of an endpoint, resolved once. Raises RequestError."""
        with self._lock:
            if place not in self._numbers:
                self._numbers[place] = looked_up(place)
            return self._numbers[place]

    def secured(self, origin: Origin, sock: socket.socket) -> socket.socket:
        """Return the socket, wrapped in TLS where the origin is https. Raises RequestError."""
        if origin.scheme == "http":
            return sock
        context = self.context()
        try:
            secure = context.wrap_socket(sock, server_hostname=origin.host)
        except (OSError, ValueError) as problem:
            sock.close()
            raise translated(problem) from problem
        if self.verified:
            self.certificate = secure.getpeercert()
        return secure

    def context(self) -> ssl.SSLContext:
        """Return the TLS context for now; it is created once, because loading the certificate authorities takes a
        while.
        """
        with self._lock:
            if self.verified not in self._contexts:
                self._contexts[self.verified] = trusting() if self.verified else unverified()
            return self._contexts[self.verified]

    def silent_numbers(self, origin: Origin) -> list[str]:
        """Return the IP addresses of an origin's host that accept no connection.

        Silence counts only in a family (IPv4, IPv6) in which another address has answered: our own network may have
        no route otherwise. A refused connection comes from the host itself.
        """
        numbers = self.numbers(self.place(origin))
        said = [(family, number, reached(family, number, self.answer_s)) for family, number in numbers]
        answering = {family for family, _, word in said if word == "accepted"}
        return [
            str(number[0])
            for family, number, word in said
            if word == "refused" or (word == "silent" and family in answering)
        ]


def reached(family: int, number: tuple[object, ...], wait_s: float) -> str:
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


def patience(answer: Answer) -> float:
    """Return for how many seconds a server asks us to wait; 0 where it does not.

    >>> patience(Answer("", 429, (("Retry-After", "3"),))), patience(Answer("", 429)), patience(Answer("", 200))
    (3.0, 2.0, 0.0)
    """
    if answer.status != 429:
        return 0.0
    after = answer.header("retry-after")
    return min(LONGEST_PAUSE_S, float(after)) if re.fullmatch(r"[0-9]{1,6}", after) else 2.0


def looked_up(place: Place) -> list[tuple[int, tuple[object, ...]]]:
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
        raise Trouble("dns", problems[0] if problems else "no answer")
    return found


def read(response: http.client.HTTPResponse, limit: int) -> tuple[bytes, bool]:
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
    # `read(amount)` does not report that a body of known length ended early.
    if size <= limit and response.length:
        raise http.client.IncompleteRead(b"".join(parts))
    return b"".join(parts)[:limit], size <= limit


def trusting() -> ssl.SSLContext:
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


def unverified() -> ssl.SSLContext:
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


def translated(problem: BaseException) -> Trouble:
    """Return the error that an exception stands for."""
    if isinstance(problem, Trouble):
        return problem
    if isinstance(problem, ssl.SSLCertVerificationError):
        return Trouble(VERIFY.get(problem.verify_code, "tls-untrusted"), problem.verify_message)
    word = next((word for kind, word in KINDS if isinstance(problem, kind)), "garbage")
    return Trouble(word, problem)
