"""`verify` where there is no response, an endless one, or one that cannot be parsed: a message, never a traceback."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exhibition.cli import main
from exhibition.verification.http_client import BODY_LIMIT, HttpClient
from exhibition.verification.rules import ADVICE, REQUEST_ERRORS, RULES
from exhibition.verification.run import verify
from exhibition.verification.session import VerificationOptions
from helpers.web_servers import find_free_port

Speak = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


@contextmanager
def speaking(speak: Speak) -> Iterator[str]:
    """Let `speak` answer every connection; return the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                sock, _ = listener.accept()
                threading.Thread(target=answer, args=(sock,), daemon=True).start()

    def answer(sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError):
            sock.settimeout(5)
            sock.recv(65536)
            speak(sock)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        over.set()
        listener.close()


def drip(start: bytes, part: bytes) -> Speak:
    """Send a byte now and then, for as long as the client reads."""

    def speak(sock: socket.socket) -> None:
        sock.sendall(start)
        while True:
            sock.sendall(part)
            time.sleep(0.1)

    return speak


def flood(start: bytes, part: bytes) -> Speak:
    """Send as much as the client reads."""

    def speak(sock: socket.socket) -> None:
        sock.sendall(start)
        while True:
            sock.sendall(part)

    return speak


def reset(sock: socket.socket) -> None:
    """Reset the connection."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def say(words: bytes) -> Speak:
    return lambda sock: sock.sendall(words)


SPEAKERS: dict[str, tuple[Speak, str]] = {
    "says nothing": (lambda sock: time.sleep(5), "timeout"),
    "a head byte by byte": (drip(b"HTTP/1.1 200 OK\r\n", b"a"), "timeout"),
    "a body byte by byte": (drip(HEAD + b"Content-Length: 100000\r\n\r\n", b"a"), "timeout"),
    "headers byte by byte": (drip(HEAD, b"X: 1\r\n"), "timeout garbage"),
    "hangs up": (lambda sock: None, "reset"),
    "resets": (reset, "reset"),
    "another protocol": (say(b"SSH-2.0-OpenSSH_9.2\r\n"), "garbage"),
    "nonsense": (say(b"\x00\xff" * 500), "garbage"),
    "headers without end": (flood(HEAD, b"X: 1\r\n"), "garbage"),
    "one header without end": (flood(HEAD + b"X: ", b"a" * 60000), "garbage"),
    "continues without end": (flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "timeout"),
    "an odd status": (say(b"HTTP/1.1 9999 Hm\r\n\r\n"), "garbage"),
}
"""How a server may fail to answer, and the words of the error; one of them is reported."""


@pytest.mark.parametrize("name", SPEAKERS)
def test_where_there_is_no_answer_one_word_says_why(name: str) -> None:
    speak, wanted = SPEAKERS[name]
    start = time.monotonic()
    with speaking(speak) as url:
        answer = HttpClient(answer_s=0.5).request(url)
    assert (answer.status, answer.trouble in wanted.split()) == (0, True), (answer.trouble, answer.detail)
    assert time.monotonic() - start < 5


BODIES: dict[str, Speak] = {
    "without end": flood(HEAD + b"\r\n", b"<p>a</p>" * 10000),
    "gigantic": flood(HEAD + b"Content-Length: 99999999999\r\n\r\n", b"<p>a</p>" * 10000),
    "in chunks without end": flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"2000\r\n" + b"a" * 0x2000 + b"\r\n"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_end_is_cut_off(name: str) -> None:
    with speaking(BODIES[name]) as url:
        answer = HttpClient(answer_s=5).request(url)
        assert (answer.status, len(answer.body), answer.whole) == (200, BODY_LIMIT, False)


CUT: dict[str, bytes] = {
    "shorter than it says": HEAD + b"Content-Length: 1000\r\n\r\n<!doctype html>",
    "chunks that end early": HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\n<!doctype",
}


@pytest.mark.parametrize("name", CUT)
def test_a_body_that_ends_early_is_said(name: str) -> None:
    with speaking(say(CUT[name])) as url:
        answer = HttpClient(answer_s=5).request(url)
        assert (answer.status, answer.cut) == (200, True)


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08 nonsense",
        HEAD + b"Content-Encoding: what, ever\r\n\r\nx",
        b"HTTP/1.1 301 \r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 301 \r\nLocation: javascript:alert(1)\r\n\r\n",
        b"HTTP/1.1 301 \r\nLocation: file:///etc/passwd\r\n\r\n",
        b"HTTP/1.1 301 \r\nLocation: \xe4\xb8\xad\xe6\x96\x87\r\n\r\n",
        b"HTTP/1.1 301 \r\nLocation: http://a:99999/\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\r\nCache-Control: max-age="
        + b"9" * 400
        + b"\r\nExpires: \x01\r\n\r\n\x00",
        HEAD + b"\r\n" + b"<div>" * 20000,
        HEAD + b"\r\n<link rel=canonical href='http://['><a href='http://[x'>\xff\xfe",
        b"HTTP/1.0 204 No Content\r\n\r\n",
        b"HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\n\r\n<html>log in",
    ],
)
def test_whatever_comes_is_judged_and_nothing_raised(sent: bytes) -> None:
    with speaking(say(sent)) as url:
        outcome = verify(VerificationOptions(url, answer_s=2.0, budget_s=20.0))
    assert outcome.faults
    assert all("\n" not in finding.sentence for finding in outcome.findings)


def test_a_site_that_cannot_be_asked_is_another_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = find_free_port()
    for url, said in (
        (f"http://127.0.0.1:{port}/", "不接受连接"),
        ("https://louzu.invalid/", "查不到域名"),
    ):
        assert main(["verify", url, "--quiet", "--root", str(tmp_path)]) == 2
        assert said in capsys.readouterr().out


def test_a_whole_visit_has_an_end() -> None:
    start = time.monotonic()
    with speaking(lambda sock: time.sleep(1)) as url:
        outcome = verify(VerificationOptions(url, answer_s=0.3, budget_s=1.0))
    assert outcome.unasked and time.monotonic() - start < 4


def test_a_visit_that_runs_out_of_time_says_so() -> None:
    page = b"<!doctype html><html><footer class=ex-footer></footer>"
    head = HEAD + b"Content-Length: " + str(len(page)).encode() + b"\r\nConnection: close\r\n\r\n"

    def speak(sock: socket.socket) -> None:
        time.sleep(0.3)
        sock.sendall(head + page)

    with speaking(speak) as url:
        outcome = verify(VerificationOptions(url, answer_s=2.0, budget_s=1.5))
    assert "--max-time" in outcome.unasked


def test_every_trouble_has_its_sentence() -> None:
    assert all(word in RULES for word in REQUEST_ERRORS if word.startswith("tls"))
    assert set(ADVICE) < set(REQUEST_ERRORS)
