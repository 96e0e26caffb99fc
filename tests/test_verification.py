"""`verify` against a server that is set wrong in one way at a time, and against right ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import hosting_rightly as hosting
from conftest import exhibition
from exhibition.diagnostics import Refusal
from exhibition.forges import bucket
from exhibition.model import artifact
from exhibition.verification import Local, Order, Outcome, verify
from exhibition.verification.address import base_of, connects
from exhibition.verification.hosts import HOSTS, MENDS
from exhibition.verification.page import parse
from exhibition.verification.report import GUIDE, as_json, closing, lines
from exhibition.verification.rules import RULES
from hosting_rightly import Plant, change, is_page, is_unit, page, plain, put
from loopback import Answer, Asked, Host, listening


@contextmanager
def served(site: Path, plant: Plant | None = None) -> Iterator[Host]:
    """Serve a built site rightly, but for what `plant` sets wrong."""
    answers: list[Callable[[Asked], Answer]] = []

    def answer(asked: Asked) -> Answer:
        right = answers[0](asked)
        return plant(asked, right) if plant else right

    with listening(answer) as host:
        host.url = host.url.replace("127.0.0.1", "localhost")
        answers.append(hosting.rightly(site, f"{host.url}/"))
        yield host


def ask(host: Host, **more: object) -> Outcome:
    """Verify a site on the loopback."""
    order = Order(f"{host.url}/", sample=3, seed=7, answer_s=5.0)
    return verify(replace(order, **more))  # type: ignore[arg-type]


def words(outcome: Outcome) -> set[str]:
    """Return the words of what was found."""
    return {finding.rule.word for finding in outcome.findings}


def test_nothing_is_said_of_a_server_that_is_set_right(built: Path) -> None:
    with served(built) as host:
        outcome = ask(host, sample=None)
        assert (outcome.findings, outcome.unasked) == ((), "")
        assert len(outcome.ids) == outcome.promised > 20
        assert all(one.headers["user-agent"] for one in host.asked)


def at(test: Callable[[Asked], bool], make: Callable[[Asked, Answer], Answer]) -> Plant:
    """Return a plant that works where a request is of a kind."""
    return lambda asked, answer: make(asked, answer) if test(asked) else answer


def located(make: Callable[[Asked], str]) -> Plant:
    """Return a plant that leads units without a slash elsewhere."""

    def plant(asked: Asked, answer: Answer) -> Answer:
        return change(answer, {"Location": make(asked)}) if answer.code == 301 else answer

    return plant


def is_wechat(asked: Asked) -> bool:
    return "MicroMessenger" in asked.headers["user-agent"]


def ends(*suffixes: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.path.partition("?")[0].endswith(suffixes)


def zipped(answer: Answer, **headers: str) -> Answer:
    """Return an answer whose body is compressed once more."""
    return change(Answer(gzip.compress(answer.body), answer.code, dict(answer.headers)), headers)


def home_for_everything(asked: Asked, answer: Answer) -> Answer:
    """Answer as OSS does with an index document but without 子目录首页: any folder is the home page."""
    return answer if asked.path.startswith("/assets/") or "." in asked.path else page_of_home(asked, answer)


HOME: dict[str, Answer] = {}


def page_of_home(asked: Asked, answer: Answer) -> Answer:
    if asked.path == "/":
        HOME["/"] = Answer(answer.body, 200, dict(answer.headers))
        return answer
    home = HOME["/"]
    same = asked.headers.get("accept-encoding") == "gzip"
    return Answer(home.body, 200, dict(home.headers)) if same else answer


def with_site(change_site: Callable[[dict[str, object]], object]) -> Plant:
    """Return a plant that changes what the site says of itself."""

    def plant(asked: Asked, answer: Answer) -> Answer:
        if asked.path != "/site.json":
            return answer
        told = json.loads(plain(answer))
        change_site(told)
        return change(Answer(json.dumps(told).encode(), 200, dict(answer.headers)), {"Content-Encoding": ""})

    return plant


def replaced(old: bytes, new: bytes) -> Plant:
    """Return a plant that writes something else into pages."""

    def plant(asked: Asked, answer: Answer) -> Answer:
        if not is_page(asked) or answer.code != 200:
            return answer
        return change(Answer(plain(answer).replace(old, new), 200, dict(answer.headers)), {"Content-Encoding": ""})

    return plant


PLANTS: dict[str, tuple[Plant, str]] = {
    "200 for everything": (home_for_everything, "home-page unknown-opens"),
    "no index of folders": (at(is_unit, lambda *_: page("404 Not Found", 404)), "gone"),
    "private bucket": (at(is_unit, lambda *_: page("AccessDenied", 403)), "forbidden"),
    "server error": (at(is_unit, lambda *_: page("Bad Gateway", 502)), "server-error"),
    "odd status": (at(is_unit, lambda _, right: replace(right, code=202)), "odd-status"),
    "all units are one": (at(is_unit, lambda _, right: page("某个网站")), "other-page"),
    "no redirect to the slash": (
        at(lambda asked: is_unit(asked) and not is_page(asked), lambda *_: page("Not Found", 404)),
        "no-slash query",
    ),
    "port in the redirect": (located(lambda asked: f"http://localhost:8101{asked.path}/"), "redirect-port"),
    "redirect to another host": (located(lambda asked: "http://portal.example/login"), "redirect-host"),
    "redirect without a place": (located(lambda asked: ""), "redirect-broken"),
    "redirect to nonsense": (located(lambda asked: "http://[::1/"), "redirect-broken"),
    "redirect to the home page": (located(lambda asked: "/"), "no-slash"),
    "redirect of a unit to another page": (
        lambda asked, right: Answer(b"", 302, {"Location": "/10010/"}) if is_unit(asked) and "10010" not in asked.path else right,
        "other-page",
    ),
    "redirect to a copy elsewhere": (
        lambda asked, right: Answer(b"", 302, {"Location": f"/index.html?go={asked.path}"}) if is_unit(asked) and is_page(asked) else right,
        "home-page",
    ),
    "redirect loop": (located(lambda asked: asked.path), "redirect-loop"),
    "redirects without end": (located(lambda asked: f"{asked.path}?{len(asked.path)}&"), "redirect-loop"),
    "capitals": (
        at(lambda asked: asked.headers["host"].isupper(), lambda *_: page("no such host", 421)),
        "capitals",
    ),
    "query": (at(lambda asked: "isappinstalled" in asked.path, lambda *_: page("Not Found", 404)), "query"),
    "HEAD not allowed": (at(lambda asked: asked.method == "HEAD", lambda *_: page("Not Allowed", 405)), "head"),
    "WeChat blocked": (at(is_wechat, lambda *_: page("请在浏览器中打开", 403)), "user-agent"),
    "WeChat led away": (at(is_wechat, lambda *_: Answer(b"", 302, {"Location": "http://ad.example/"})), "user-agent"),
    "WeChat gets more": (
        lambda asked, right: change(Answer(plain(right) + b"<!-- ad -->", right.code, right.headers), {"Content-Encoding": ""}) if is_wechat(asked) and is_unit(asked) else right,
        "user-agent-bytes",
    ),
    "programs are blocked": (
        at(lambda asked: "verify" in asked.headers["user-agent"], lambda *_: page("Forbidden", 403)),
        "tool-blocked",
    ),
    "unknown to the home page": (
        lambda asked, right: Answer(b"", 302, {"Location": "/"}) if right.code == 404 else right,
        "unknown-redirects",
    ),
    "English 404": (lambda asked, right: page("404 Not Found", 404) if right.code == 404 else right, "unknown-page"),
    "unknown is forbidden": (lambda asked, right: page("AccessDenied", 403) if right.code == 404 else right, "unknown-status"),
    "unknown opens": (lambda asked, right: replace(right, code=200) if right.code == 404 else right, "unknown-opens"),
    "odd forms fail": (at(lambda asked: "%2F" in asked.path, lambda *_: page("Bad Request", 400)), "odd-form"),
    "list of files": (at(lambda asked: asked.path == "/assets/", lambda *_: Answer(b'<title>Index of /</title><a href="favicon.svg">', 200, {"Content-Type": "text/html"})), "listing"),
    "repository open": (at(lambda asked: asked.path == "/.git/HEAD", lambda *_: Answer(b"ref: refs/heads/main\n")), "hidden-open"),
    "attachment": (put(Content_Disposition="attachment"), "download"),
    "no charset": (put(Content_Type="text/html"), "charset"),
    "wrong charset": (put(Content_Type="text/html; charset=gbk"), "charset"),
    "page as bytes": (put(Content_Type="application/octet-stream"), "type"),
    "script as text": (at(ends(".js"), lambda _, right: change(right, {"Content-Type": "text/plain; charset=utf-8"})), "type"),
    "picture as bytes": (at(ends(".png"), lambda _, right: change(right, {"Content-Type": ""})), "type"),
    "picture missing": (at(ends(".png"), lambda *_: page("Not Found", 404)), "file-missing"),
    "picture is a page": (at(ends(".png"), lambda *_: page("首页")), "wrong-content type"),
    "picture is empty": (at(ends(".png"), lambda _, right: replace(right, body=b"")), "wrong-content"),
    "gz without a word": (at(ends(".js"), lambda _, right: change(right, {"Content-Encoding": ""})), "gzip-unsaid"),
    "gz pages without a word": (put(Content_Encoding=""), "gzip-unsaid"),
    "compressed twice": (at(ends(".js"), lambda _, right: zipped(right)), "gzip-twice"),
    "not what it says": (at(ends(".js"), lambda _, right: replace(right, body=b"not gzip")), "gzip-broken"),
    "pages not what they say": (at(is_unit, lambda _, right: replace(right, body=b"no") if right.code == 200 else right), "gzip-broken"),
    "unasked": (
        at(ends(".js"), lambda asked, right: right if "accept-encoding" in asked.headers else zipped(right, **{"Content-Encoding": "gzip"})),
        "encoding-unasked",
    ),
    "another way than asked": (at(ends(".js"), lambda _, right: change(right, {"Content-Encoding": "br"})), "encoding-unasked"),
    "not compressed": (
        lambda asked, right: change(Answer(plain(right), right.code, right.headers), {"Content-Encoding": ""}),
        "uncompressed",
    ),
    "no Vary": (put(Vary="Cookie"), "vary"),
    "pages kept for a year": (put(Cache_Control="public, max-age=31536000"), "html-cached"),
    "pages kept for a day by Expires": (put(Cache_Control="", Expires="Thu, 01 Jan 2099 00:00:00 GMT"), "html-cached"),
    "nothing said of caches": (put(Cache_Control=""), "cache-unsaid"),
    "fixed names kept for a year": (at(ends(".svg"), lambda _, right: change(right, {"Cache-Control": "max-age=31536000"})), "fixed-cached"),
    "hashed names kept for no time": (
        lambda asked, right: change(right, {"Cache-Control": "no-cache"}),
        "hashed-short",
    ),
    "never 304": (lambda asked, right: change(right, {"ETag": f'"{id(right)}"'}), "no-304"),
    "noindex": (put(X_Robots_Tag="noindex, nofollow"), "noindex"),
    "noindex in the page": (replaced(b"<title>", b'<meta name="robots" content="noindex"><title>'), "noindex"),
    "robots.txt": (at(ends("/robots.txt"), lambda *_: Answer(b"User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain"})), "robots-blocked"),
    "robots.txt for Baidu": (at(ends("/robots.txt"), lambda *_: Answer(b"User-agent: Baiduspider\nDisallow: /\n")), "robots-blocked"),
    "sitemap missing": (at(ends("/sitemap.xml"), lambda *_: page("Not Found", 404)), "sitemap"),
    "trial": (with_site(lambda told: told.update(trial=True)), "trial-indexed"),
    "stricter policy": (put(Content_Security_Policy="default-src 'self'; frame-ancestors 'self'"), "csp"),
    "sandbox": (put(Content_Security_Policy="sandbox; frame-ancestors 'self'"), "csp"),
    "may be framed": (put(Content_Security_Policy=""), "framing"),
    "sniffed": (put(X_Content_Type_Options=""), "nosniff"),
    "another address": (with_site(lambda told: told.update(address="https://louzu.example/old/")), "other-address"),
    "no identity": (at(ends("/site.json"), lambda *_: page("Not Found", 404)), "no-identity"),
    "another site": (lambda asked, right: page("欢迎使用 nginx"), "home-foreign no-identity"),
    "maintenance": (lambda asked, right: page("Maintenance", 503), "home-status no-identity"),
    "captive portal": (
        lambda asked, right: Answer(b"", 302, {"Location": "http://portal.example/login?back=1"}),
        "redirect-host no-identity",
    ),
}  # fmt: skip
"""What is set wrong, and the words (all of them have to be said) of what is found."""


@pytest.mark.parametrize("name", PLANTS)
def test_each_thing_that_is_set_wrong_is_found(name: str, built: Path) -> None:
    plant, wanted = PLANTS[name]
    with served(built, plant) as host:
        found = words(ask(host))
    assert set(wanted.split()) <= found, found
