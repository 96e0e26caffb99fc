"""`verify` against a server with one wrong setting at a time, and against correct ones."""

from __future__ import annotations

import gzip
import json
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import HOME as HOME_FOLDER
from exhibition.cli import main
from exhibition.diagnostics import Refusal
from exhibition.verification import http_client
from exhibition.verification.address import parse_base_url, parse_connect_options
from exhibition.verification.delivery_checks import check_file
from exhibition.verification.http_client import HttpClient, classify_error
from exhibition.verification.rules import FIX_INSTRUCTIONS, HOSTS, RULES
from exhibition.verification.run import (
    GUIDE,
    WORDS,
    VerificationResult,
    format_json,
    iter_closing_lines,
    iter_report_lines,
    verify,
)
from exhibition.verification.session import CheckoutInfo, SiteSession, VerificationOptions, parse_page
from helpers import correct_server as hosting
from helpers.correct_server import (
    Plant,
    change_headers,
    decompress_body,
    is_page,
    is_unit,
    make_page,
    set_headers_plant,
)
from helpers.local_servers import Answer, Host, HttpRequest, serve_locally
from test_verification_servers import CERTIFICATES
from test_verification_servers import PLANTS as SERVER_PLANTS


@contextmanager
def served(site: Path, plant: Plant | None = None) -> Iterator[Host]:
    """Serve a built site correctly, except for what `plant` sets wrong."""
    answers: list[Callable[[HttpRequest], Answer]] = []

    def answer(asked: HttpRequest) -> Answer:
        right = answers[0](asked)
        return plant(asked, right) if plant else right

    with serve_locally(answer) as host:
        host.url = host.url.replace("127.0.0.1", "localhost")
        answers.append(hosting.serve_correctly(site, f"{host.url}/"))
        yield host


def ask(host: Host, **more: object) -> VerificationResult:
    """Verify a site on the loopback."""
    order = VerificationOptions(f"{host.url}/", sample=3, seed=7, answer_s=5.0)
    return verify(replace(order, **more))  # type: ignore[arg-type]


def words(outcome: VerificationResult) -> set[str]:
    """Return the words of the findings."""
    return {finding.rule.word for finding in outcome.findings}


def test_nothing_is_said_of_a_server_that_is_set_right(built: Path) -> None:
    with served(built) as host:
        outcome = ask(host, sample=None)
        assert (outcome.findings, outcome.unasked) == ((), "")
        assert len(outcome.ids) == outcome.promised > 20
        assert all(one.headers["user-agent"] for one in host.asked)


def test_nothing_is_said_of_a_small_site_with_photographs(photographed: Path) -> None:
    with served(photographed) as host:
        outcome = ask(host, sample=None)
        assert (outcome.findings, outcome.unasked) == ((), "")
        kinds = {asked.path.rpartition(".")[2] for asked in host.asked}
    assert kinds >= {"avif", "jpg"}


def at(test: Callable[[HttpRequest], bool], make: Callable[[HttpRequest, Answer], Answer]) -> Plant:
    """Return a plant that applies to a kind of request."""
    return lambda asked, answer: make(asked, answer) if test(asked) else answer


def located(make: Callable[[HttpRequest], str]) -> Plant:
    """Return a plant that redirects units without a slash elsewhere."""

    def plant(asked: HttpRequest, answer: Answer) -> Answer:
        return change_headers(answer, {"Location": make(asked)}) if answer.code == 301 else answer

    return plant


def is_wechat(asked: HttpRequest) -> bool:
    return "MicroMessenger" in asked.headers["user-agent"]


def ends(*suffixes: str) -> Callable[[HttpRequest], bool]:
    return lambda asked: asked.path.partition("?")[0].endswith(suffixes)


def zipped(answer: Answer, **headers: str) -> Answer:
    """Return a response whose body is compressed once more."""
    return change_headers(Answer(gzip.compress(answer.body), answer.code, dict(answer.headers)), headers)


def home_for_everything(asked: HttpRequest, answer: Answer) -> Answer:
    """Answer as OSS does with an index document but without 子目录首页: any folder is the home page."""
    return answer if asked.path.startswith("/assets/") or "." in asked.path else page_of_home(asked, answer)


HOME: dict[str, Answer] = {}


def page_of_home(asked: HttpRequest, answer: Answer) -> Answer:
    if asked.path == "/":
        HOME["/"] = Answer(answer.body, 200, dict(answer.headers))
        return answer
    home = HOME["/"]
    same = asked.headers.get("accept-encoding") == "gzip"
    return Answer(home.body, 200, dict(home.headers)) if same else answer


def with_site(change_site: Callable[[dict[str, object]], object]) -> Plant:
    """Return a plant that changes the site's identity."""

    def plant(asked: HttpRequest, answer: Answer) -> Answer:
        if asked.path != "/site.json":
            return answer
        told = json.loads(decompress_body(answer))
        change_site(told)
        return change_headers(Answer(json.dumps(told).encode(), 200, dict(answer.headers)), {"Content-Encoding": ""})

    return plant


def replaced(old: bytes, new: bytes) -> Plant:
    """Return a plant that replaces a text in pages."""

    def plant(asked: HttpRequest, answer: Answer) -> Answer:
        if not is_page(asked) or answer.code != 200:
            return answer
        return change_headers(
            Answer(decompress_body(answer).replace(old, new), 200, dict(answer.headers)), {"Content-Encoding": ""}
        )

    return plant


OTHER_CODE = hosting.draw_code("https://other.example/10001/")

PLANTS: dict[str, tuple[Plant, str]] = {
    "200 for everything": (home_for_everything, "home-page unknown-opens"),
    "no index of folders": (at(is_unit, lambda *_: make_page("404 Not Found", 404)), "gone"),
    "private bucket": (at(is_unit, lambda *_: make_page("AccessDenied", 403)), "forbidden"),
    "server error": (at(is_unit, lambda *_: make_page("Bad Gateway", 502)), "server-error"),
    "odd status": (at(is_unit, lambda _, right: replace(right, code=202)), "odd-status"),
    "all units are one": (at(is_unit, lambda _, right: make_page("某个网站")), "other-page"),
    "no redirect to the slash": (
        at(lambda asked: is_unit(asked) and not is_page(asked), lambda *_: make_page("Not Found", 404)),
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
    "redirect to a copy": (
        lambda asked, right: Answer(b"", 302, {"Location": f"/%31{asked.path[2:]}"}) if re.fullmatch(r"/1\d{4}/", asked.path) else right,
        "redirect-elsewhere",
    ),
    "many redirects": (
        lambda asked, right: Answer(b"", 302, {"Location": f"{asked.path.rstrip('+')}/"}) if asked.path.endswith("+++") else Answer(b"", 302, {"Location": f"{asked.path}+"}) if is_unit(replace(asked, path=asked.path.rstrip("+"))) and not is_page(asked) else right,
        "redirect-long",
    ),
    "no answer": (at(ends("/site.json"), lambda *_: 1 / 0), "no-identity"),
    "no answer of pictures": (at(ends(".png"), lambda *_: 1 / 0), "no-answer"),
    "wrong part": (lambda asked, right: replace(right, body=right.body[1:]) if right.code == 206 else right, "range"),
    "redirect loop": (located(lambda asked: asked.path), "redirect-loop"),
    "redirects without end": (located(lambda asked: f"{asked.path}?{len(asked.path)}&"), "redirect-loop"),
    "capitals": (
        at(lambda asked: asked.headers["host"].isupper(), lambda *_: make_page("no such host", 421)),
        "capitals",
    ),
    "query": (at(lambda asked: "isappinstalled" in asked.path, lambda *_: make_page("Not Found", 404)), "query"),
    "HEAD not allowed": (at(lambda asked: asked.method == "HEAD", lambda *_: make_page("Not Allowed", 405)), "head"),
    "WeChat blocked": (at(is_wechat, lambda *_: make_page("请在浏览器中打开", 403)), "user-agent"),
    "WeChat led away": (at(is_wechat, lambda *_: Answer(b"", 302, {"Location": "http://ad.example/"})), "user-agent"),
    "WeChat gets more": (
        lambda asked, right: change_headers(Answer(decompress_body(right) + b"<!-- ad -->", right.code, right.headers), {"Content-Encoding": ""}) if is_wechat(asked) and is_unit(asked) else right,
        "user-agent-bytes",
    ),
    "programs are blocked": (
        at(lambda asked: "verify" in asked.headers["user-agent"], lambda *_: make_page("Forbidden", 403)),
        "tool-blocked",
    ),
    "unknown to the home page": (
        lambda asked, right: Answer(b"", 302, {"Location": "/"}) if right.code == 404 else right,
        "unknown-redirects",
    ),
    "English 404": (lambda asked, right: make_page("404 Not Found", 404) if right.code == 404 else right, "unknown-page"),
    "unknown is forbidden": (lambda asked, right: make_page("AccessDenied", 403) if right.code == 404 else right, "unknown-status"),
    "unknown opens": (lambda asked, right: replace(right, code=200) if right.code == 404 else right, "unknown-opens"),
    "odd forms fail": (at(lambda asked: "%2F" in asked.path, lambda *_: make_page("Bad Request", 400)), "odd-form"),
    "list of files": (at(lambda asked: asked.path == "/assets/", lambda *_: Answer(b'<title>Index of /</title><a href="favicon.svg">', 200, {"Content-Type": "text/html"})), "listing"),
    "repository open": (at(lambda asked: asked.path == "/.git/HEAD", lambda *_: Answer(b"ref: refs/heads/main\n")), "hidden-open"),
    "asked too fast": (at(is_unit, lambda *_: change_headers(make_page("Slow down", 429), {"Retry-After": "0"})), "limited"),
    "a CDN may keep pages": (set_headers_plant(Cache_Control="max-age=0, s-maxage=31536000"), "cdn-keeps"),
    "codes of another site": (at(ends("code.png"), lambda _, right: replace(right, body=OTHER_CODE)), "code-differs"),
    "codes that are none": (at(ends("code.png"), lambda _, right: replace(right, body=right.body[:40])), "code-differs"),
    "a search that is forbidden": (set_headers_plant(Content_Security_Policy="form-action 'none'; frame-ancestors 'self'"), "csp"),
    "trusted types": (set_headers_plant(Content_Security_Policy="require-trusted-types-for 'script'; frame-ancestors 'self'"), "csp"),
    "an old copy of a CDN": (set_headers_plant(Age="90000", Cache_Control="no-cache"), "cdn-old"),
    "attachment": (set_headers_plant(Content_Disposition="attachment"), "download"),
    "no charset": (set_headers_plant(Content_Type="text/html"), "charset"),
    "wrong charset": (set_headers_plant(Content_Type="text/html; charset=gbk"), "charset"),
    "page as bytes": (set_headers_plant(Content_Type="application/octet-stream"), "type"),
    "script as text": (at(ends(".js"), lambda _, right: change_headers(right, {"Content-Type": "text/plain; charset=utf-8"})), "type"),
    "picture as bytes": (at(ends(".png"), lambda _, right: change_headers(right, {"Content-Type": ""})), "type"),
    "picture missing": (at(ends(".png"), lambda *_: make_page("Not Found", 404)), "file-missing"),
    "search is the home page": (
        lambda asked, right: page_of_home(asked, right) if asked.path in ("/", "/search/") else right,
        "home-page",
    ),
    "guide is missing": (at(lambda asked: asked.path == "/guide/", lambda *_: make_page("Not Found", 404)), "file-missing"),
    "picture is a page": (at(ends(".png"), lambda *_: make_page("首页")), "wrong-content type"),
    "picture is empty": (at(ends(".png"), lambda _, right: replace(right, body=b"")), "wrong-content"),
    "gz without a word": (at(ends(".js"), lambda _, right: change_headers(right, {"Content-Encoding": ""})), "gzip-unsaid"),
    "gz pages without a word": (set_headers_plant(Content_Encoding=""), "gzip-unsaid"),
    "compressed twice": (at(ends(".js"), lambda _, right: zipped(right)), "gzip-twice"),
    "not what it says": (at(ends(".js"), lambda _, right: replace(right, body=b"not gzip")), "gzip-broken"),
    "pages not what they say": (at(is_unit, lambda _, right: replace(right, body=b"no") if right.code == 200 else right), "gzip-broken"),
    "unasked": (
        at(ends(".js"), lambda asked, right: right if "accept-encoding" in asked.headers else zipped(right, **{"Content-Encoding": "gzip"})),
        "encoding-unasked",
    ),
    "another way than asked": (at(ends(".js"), lambda _, right: change_headers(right, {"Content-Encoding": "br"})), "encoding-unasked"),
    "not compressed": (
        lambda asked, right: change_headers(Answer(decompress_body(right), right.code, right.headers), {"Content-Encoding": ""}),
        "uncompressed",
    ),
    "no Vary": (set_headers_plant(Vary="Cookie"), "vary"),
    "pages kept for a year": (set_headers_plant(Cache_Control="public, max-age=31536000"), "html-cached"),
    "pages kept for a day by Expires": (set_headers_plant(Cache_Control="", Expires="Thu, 01 Jan 2099 00:00:00 GMT"), "html-cached"),
    "nothing said of caches": (set_headers_plant(Cache_Control=""), "cache-unsaid"),
    "fixed names kept for a year": (at(ends(".svg"), lambda _, right: change_headers(right, {"Cache-Control": "max-age=31536000"})), "fixed-cached"),
    "hashed names kept for no time": (
        lambda asked, right: change_headers(right, {"Cache-Control": "no-cache"}),
        "hashed-short",
    ),
    "never 304": (lambda asked, right: change_headers(right, {"ETag": f'"{id(right)}"'}), "no-304"),
    "noindex": (set_headers_plant(X_Robots_Tag="noindex, nofollow"), "noindex"),
    "noindex in the page": (replaced(b"<title>", b'<meta name="robots" content="noindex"><title>'), "noindex"),
    "robots.txt": (at(ends("/robots.txt"), lambda *_: Answer(b"User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain"})), "robots-blocked"),
    "robots.txt for Baidu": (at(ends("/robots.txt"), lambda *_: Answer(b"User-agent: Baiduspider\nDisallow: /\n")), "robots-blocked"),
    "sitemap missing": (at(ends("/sitemap.xml"), lambda *_: make_page("Not Found", 404)), "sitemap"),
    "part of the sitemap missing": (at(ends("/sitemap-units.xml"), lambda *_: make_page("Not Found", 404)), "sitemap"),
    "sitemap of another address": (
        at(
            ends("/sitemap-pages.xml"),
            lambda _, right: change_headers(
                Answer(b"<urlset><url><loc>https://other.example/</loc></url></urlset>", 200, dict(right.headers)), {"Content-Encoding": ""}
            ),
        ),
        "sitemap",
    ),
    "robots.txt without sitemap": (
        at(ends("/robots.txt"), lambda *_: Answer(b"User-agent: *\nAllow: /\n", 200, {"Content-Type": "text/plain"})),
        "robots-sitemap",
    ),
    "feed missing": (at(ends("/feed.xml"), lambda *_: make_page("Not Found", 404)), "feed"),
    "feed is a page": (at(ends("/feed.xml"), lambda *_: make_page("欢迎")), "feed"),
    "trial": (with_site(lambda told: told.update(trial=True)), "trial-indexed"),
    "stricter policy": (set_headers_plant(Content_Security_Policy="default-src 'self'; frame-ancestors 'self'"), "csp"),
    "sandbox": (set_headers_plant(Content_Security_Policy="sandbox; frame-ancestors 'self'"), "csp"),
    "may be framed": (set_headers_plant(Content_Security_Policy=""), "framing"),
    "sniffed": (set_headers_plant(X_Content_Type_Options=""), "nosniff"),
    "another address": (with_site(lambda told: told.update(address="https://louzu.example/old/")), "other-address"),
    "no identity": (at(ends("/site.json"), lambda *_: make_page("Not Found", 404)), "no-identity"),
    "another site": (lambda asked, right: make_page("欢迎使用 nginx"), "home-foreign no-identity"),
    "maintenance": (lambda asked, right: make_page("Maintenance", 503), "home-status no-identity"),
    "captive portal": (
        lambda asked, right: Answer(b"", 302, {"Location": "http://portal.example/login?back=1"}),
        "redirect-host no-identity",
    ),
}  # fmt: skip
"""Wrong settings, and the words of the findings (all of them are required)."""


@pytest.mark.parametrize("name", PLANTS)
def test_each_thing_that_is_set_wrong_is_found(name: str, built: Path) -> None:
    plant, wanted = PLANTS[name]
    with served(built, plant) as host:
        found = words(ask(host))
    assert set(wanted.split()) <= found, found


def local(host: Host, *ids: str) -> CheckoutInfo:
    """Return a checkout that has issued these ids at the address of a host."""
    return CheckoutInfo(f"{host.url}/", frozenset(ids))


def test_the_ledger_of_a_checkout_is_compared(built: Path) -> None:
    with served(built) as host:
        ids = ask(host, sample=None).ids
        assert words(ask(host, local=local(host, *ids))) == set()
        lost = ask(host, local=local(host, *ids, "98765"))
        assert words(lost) == {"not-online"} and lost.faults and lost.compared
        assert "98765" in lost.findings[0].sentence
        older = ask(host, local=local(host, *sorted(ids)[1:]))
        assert words(older) == {"behind"} and not older.faults
        other = ask(host, local=CheckoutInfo("https://louzu.example/", frozenset(["98765"])))
        assert words(other) == set() and not other.compared


def test_a_trial_site_is_told_from_the_promised_one(built: Path) -> None:
    def plant(asked: HttpRequest, answer: Answer) -> Answer:
        trial = with_site(lambda told: told.update(trial=True))(asked, answer)
        return set_headers_plant(X_Robots_Tag="noindex")(asked, trial)

    with served(built, plant) as host:
        assert words(ask(host)) == set()
        assert words(ask(host, local=local(host))) >= {"trial-online"}


def test_without_a_checkout_and_an_identity_the_ledger_says_what_to_ask(built: Path) -> None:
    plant = at(ends("/site.json"), lambda *_: make_page("Not Found", 404))
    with served(built, plant) as host:
        outcome = ask(host, local=local(host, "10001", "10009", "98765"))
    assert words(outcome) == {"no-identity", "gone"}
    assert [finding.url for finding in outcome.findings if finding.rule.word == "gone"] == [f"{host.url}/98765/"]


def test_the_same_seed_asks_the_same_addresses(built: Path) -> None:
    with served(built) as host:
        assert ask(host, seed=1).ids == ask(host, seed=1).ids != ask(host, seed=2).ids


def test_what_is_set_wrong_is_said_once_with_what_it_means_and_where_it_is_mended(built: Path) -> None:
    with served(built, PLANTS["no index of folders"][0]) as host:
        outcome = ask(host, sample=8)
    said = list(iter_report_lines(outcome))
    assert said[0].startswith("错误 gone http://localhost:") and said[0].endswith("/ 答 404，没有这一页。")
    assert said[1].startswith("    还有：") and said[1].endswith("，一共 8 个地址")
    assert said[2] == "    对墙边的人：墙上的码扫了打不开。"
    assert said[3].startswith("    怎么改：")
    assert sum("gone" in line for line in said) == 1


@pytest.mark.parametrize("host", HOSTS)
def test_each_kind_of_server_is_recognised_and_told_its_own_way(host: str, built: Path) -> None:
    name, pattern = HOSTS[host].signs[0]
    shown = pattern.strip("^").replace("\\", "").strip("()").split("|")[0]
    plant = PLANTS["English 404"][0]
    with served(built, lambda asked, right: change_headers(plant(asked, right), {name.title(): shown})) as there:
        outcome = ask(there)
    assert outcome.host == host
    assert FIX_INSTRUCTIONS["lost"].get(host, FIX_INSTRUCTIONS["lost"][""]) in "\n".join(iter_report_lines(outcome))
    assert HOSTS[host].guide in "\n".join(iter_closing_lines(outcome))


BUCKETS: dict[str, tuple[Plant, str, str]] = {
    "OSS as it is by itself": (
        lambda asked, right: change_headers(page_of_home(asked, right) if is_page(asked) else lost_of(asked, right), {"Server": "AliyunOSS"}),
        "home-page unknown-opens",
        "子目录首页选“开通”",
    ),
    "OSS without a static site": (
        lambda asked, right: change_headers(denied(404, "NoSuchKey") if is_page(asked) else lost_of(asked, right), {"Server": "AliyunOSS"}),
        "gone unknown-page home-status file-missing",
        "默认 404 页写 404.html",
    ),
    "OSS by its own domain": (
        lambda asked, right: change_headers(right, {"Server": "AliyunOSS", "Content-Disposition": "attachment", "X-Oss-Force-Download": "true"}),
        "download",
        "绑定自己的域名（要备案）",
    ),
    "COS by its own domain": (
        lambda asked, right: change_headers(right, {"Server": "tencent-cos", "Content-Disposition": "attachment", "X-Cos-Force-Download": "true"}),
        "download",
        "绑定自己的域名（要备案）",
    ),
    "COS that answers 200 for its page of errors": (
        lambda asked, right: change_headers(replace(right, code=200) if right.code == 404 else right, {"Server": "tencent-cos"}),
        "unknown-opens",
        "错误文档响应码选“原始错误码”",
    ),
    "S3 by its REST address": (
        lambda asked, right: change_headers(denied(403, "AccessDenied") if is_page(asked) or right.code != 200 else right, {"Server": "AmazonS3"}),
        "forbidden home-status unknown-status",
        "允许大家列出对象",
    ),
    "OSS behind a CDN that keeps everything": (
        lambda asked, right: change_headers(right, {"Server": "Tengine", "X-Oss-Request-Id": "1", "Via": "cache1.l2", "Age": "172800"}),
        "cdn-old",
        "遵循源站",
    ),
}  # fmt: skip
"""Buckets with default or wrong settings, the findings, and the message for the maintainer."""


def lost_of(asked: HttpRequest, right: Answer) -> Answer:
    """Return a bucket's response where there is no file: it has no folders, so it redirects to no slash."""
    return denied(404, "NoSuchKey") if right.code == 301 else right


def denied(code: int, word: str) -> Answer:
    return Answer(
        f"<?xml version='1.0'?><Error><Code>{word}</Code></Error>".encode(), code, {"Content-Type": "application/xml"}
    )


@pytest.mark.parametrize("name", BUCKETS)
def test_of_a_bucket_the_keeper_is_told_what_to_set(name: str, built: Path) -> None:
    plant, wanted, told = BUCKETS[name]
    with served(built, plant) as host:
        outcome = ask(host)
    assert set(wanted.split()) <= words(outcome)
    assert "search/assets" not in "".join(finding.url for finding in outcome.findings)
    assert told in "\n".join(iter_report_lines(outcome))


def test_a_host_name_that_stands_for_a_silent_address_too_is_said(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(built) as host:
        port = int(host.url.rpartition(":")[2])
        numbers = [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET, ("127.0.0.2", port))]
        monkeypatch.setattr(http_client, "resolve_host", lambda place: numbers)
        outcome = verify(VerificationOptions(f"http://louzu.example:{port}/", sample=1))
    assert "half-reachable" in words(outcome)
    assert "127.0.0.2" in next(one.sentence for one in outcome.findings if one.rule.word == "half-reachable")


def test_hints_that_a_host_cannot_follow_are_not_given(built: Path) -> None:
    plant = set_headers_plant(
        Content_Security_Policy="", X_Content_Type_Options="", Server="GitHub.com", Cache_Control="max-age=600"
    )
    with served(built, plant) as host:
        outcome = ask(host)
    assert (outcome.host, words(outcome)) == ("pages", set())


def test_the_json_holds_everything(built: Path) -> None:
    with served(built, PLANTS["no charset"][0]) as host:
        outcome = ask(host)
    told = json.loads(format_json(outcome, 1, 7))
    assert (told["exit"], told["result"], told["seed"], told["compared"]) == (1, "wrong", 7, False)
    assert {finding["word"] for finding in told["findings"]} == {"charset"}
    assert all(
        finding["severity"] == "fault" and finding["meaning"] and finding["mend"] for finding in told["findings"]
    )
    assert told["seconds"]["slowest"] >= told["seconds"]["median"] >= 0 and len(told["sampled"]) == 3


def command(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Run the command in this process; return its exit code and its output."""
    try:
        code = main(["verify", *map(str, words)])
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, *capsys.readouterr()


def test_on_the_command_line_the_exit_code_says_it(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ("--root", tmp_path, "--sample", "2")
    for plant, strict, code in (
        (None, False, 0),
        ("no Vary", False, 0),
        ("no Vary", True, 1),
        ("no charset", False, 1),
    ):
        with served(built, PLANTS[plant][0] if plant else None) as host:
            more = ["--strict"] if strict else []
            ended, said, _ = command(capsys, f"{host.url}/10001/?from=wechat", "--quiet", *root, *more)
        assert (ended, bool(said)) == (code, code != 0), said


TYPED: dict[str, str] = {
    "louzu.example": "https://louzu.example/",
    " https://LOUZU.example ": "https://louzu.example/",
    "https：//louzu。example/a/b": "https://louzu.example/a/b/",
    "https://louzu.example:443/10001": "https://louzu.example/",
    "http://louzu.example:8080/a/b/10001/?from=x#top": "http://louzu.example:8080/a/b/",
    "https://louzu.example/index.html": "https://louzu.example/",
    "https://楼组.example/": "https://xn--56vy76b.example/",
    "https://[::1]:8000/": "https://[::1]:8000/",
    "https://louzu.example/名/": "https://louzu.example/%E5%90%8D/",
    "<https://louzu.example/>": "https://louzu.example/",
}


@pytest.mark.parametrize("typed", TYPED)
def test_an_address_is_understood_as_people_type_it(typed: str) -> None:
    assert parse_base_url(typed) == TYPED[typed]


@pytest.mark.parametrize(
    "typed",
    [
        "", "https://", "https:///x", "file:///etc/passwd", "FILE:x", "ftp://a/", "mailto:a@b", "javascript:alert(1)",
        "https://name:word@louzu.example/", "https://louzu.example:99999/", "https://louzu.example:x/", "https://[::1/",
        "https://a b/", "https://" + "a" * 70 + ".example/", "https://楼" + "组" * 70 + "/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused_kindly(typed: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        parse_base_url(typed)
    assert str(refused.value.args[0]).endswith("。")


def test_what_is_refused_is_said_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for given in (
        ["file:///etc/passwd"],
        [],
        ["louzu.example", "--connect", "a:b:c"],
        ["louzu.example", "--sample", "0"],
    ):
        code, said, wrong = command(capsys, "--root", tmp_path, *given)
        assert (code, said.startswith("用法") or not said) == (2, True)
        assert "没有做：" in wrong or "没看懂" in wrong


CONNECTS: dict[str, tuple[str, int, str, int]] = {
    "1.2.3.4": ("louzu.example", 0, "1.2.3.4", 0),
    "1.2.3.4:8443": ("louzu.example", 443, "1.2.3.4", 8443),
    "[::1]:8443": ("louzu.example", 443, "::1", 8443),
    "[::1]": ("louzu.example", 0, "::1", 0),
    "louzu.example:80:1.2.3.4:8080": ("louzu.example", 80, "1.2.3.4", 8080),
    "::1.2.3.4:": ("", 0, "1.2.3.4", 0),
}


@pytest.mark.parametrize("word", CONNECTS)
def test_where_to_connect_is_read_as_curl_reads_it(word: str) -> None:
    (found,) = parse_connect_options([word], "https://louzu.example/")
    assert (found.host, found.port, found.to_host, found.to_port) == CONNECTS[word]


@pytest.mark.parametrize("word", ["", "a:b", "a:1:2:3:4", "1.2.3.4:0", "1.2.3.4:99999", "::", ":::"])
def test_where_to_connect_is_refused_where_it_is_not_clear(word: str) -> None:
    with pytest.raises(Refusal):
        parse_connect_options([word], "https://louzu.example/")


def test_our_own_pages_are_known_for_what_they_are(built: Path) -> None:
    assert parse_page((built / "404.html").read_bytes()).is_lost
    for path in ("index.html", "10001/index.html", "10024/index.html", "guide/index.html", "search/index.html"):
        found = parse_page((built / path).read_bytes())
        assert found.ours and not found.is_lost and found.canonical, path


def test_every_page_of_the_guide_that_is_named_is_there() -> None:
    for page_name in (GUIDE, WORDS, *(host.guide for host in HOSTS.values())):
        name, _, anchor = page_name.partition("#")
        text = (HOME_FOLDER / "content" / "guide" / name).read_text("utf-8")
        assert not anchor or f"{{#{anchor}}}" in text, page_name


def test_every_rule_is_planted_somewhere() -> None:
    planted = {word for _, wanted in PLANTS.values() for word in wanted.split()}
    planted |= {word for *_, wanted in SERVER_PLANTS.values() for word in wanted.split()}
    planted |= {word for _, word in CERTIFICATES.values()}
    elsewhere = {
        # A site that is served here is not public: test_contact_pages.py.
        "no-contact",
        "no-filing",
        "not-online",
        "behind",
        "trial-online",
        "slash-kept",
        "tls",
        "tls-early",
        "cut",
        "plain-http",
        "half-reachable",
    }
    assert set(RULES) - planted == elsewhere


def test_verifications_that_fail_have_their_own_words() -> None:
    problem = ssl.SSLCertVerificationError()
    for code, word in ((9, "tls-early"), (10, "tls-expired"), (18, "tls-untrusted"), (62, "tls-host")):
        problem.verify_code, problem.verify_message = code, "said"
        assert classify_error(problem).word == word in RULES


def test_a_file_that_ends_early_is_said(built: Path) -> None:
    with served(built) as host:
        visit = SiteSession(f"{host.url}/", HttpClient(), VerificationOptions(f"{host.url}/"))
        answer = replace(visit.request(visit.base), cut=True)
        visit.request = lambda *_, **__: answer  # type: ignore[method-assign]
        assert "cut" in {finding.rule.word for finding in check_file(visit, visit.base)}


def test_plain_http_is_said_but_not_of_this_machine(built: Path) -> None:
    with served(built) as host:
        to = parse_connect_options([host.url.rpartition("/")[2]], "http://louzu.example/")
        assert "plain-http" in words(verify(VerificationOptions("http://louzu.example/", to, sample=1)))


def test_every_rule_says_where_it_is_mended() -> None:
    for rule in RULES.values():
        assert rule.setting in FIX_INSTRUCTIONS and rule.question.endswith(("吗", "天")), rule.word
        assert rule.wrong and rule.wall.endswith("。"), rule.word
    assert set().union(*FIX_INSTRUCTIONS.values()) <= {*HOSTS, ""}
