"""`verify` against nginx, Apache and Caddy as Debian packs them: correct ones, and each with one wrong setting."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.verification.address import parse_connect_options
from exhibition.verification.run import VerificationResult, verify
from exhibition.verification.session import CheckoutInfo, VerificationOptions
from helpers.correct_server import rebase
from helpers.web_servers import Server, make_certificate, run_server

SITE = "https://louzu.example/"

NGINX = """
server {
    listen 127.0.0.1:@plain@;
    location / { return 301 https://louzu.example$request_uri; }
}
server {
    listen 127.0.0.1:@port@ ssl;
    server_name louzu.example;
    ssl_certificate @folder@/cert.pem;
    ssl_certificate_key @folder@/key.pem;
    root @site@;
    absolute_redirect off;
    index index.html;
    error_page 404 /BASE404.html;
    charset utf-8;
    charset_types text/css application/javascript application/json image/svg+xml text/xml;
    gzip on;
    gzip_vary on;
    gzip_types text/css application/javascript application/json image/svg+xml text/xml;
    location ~ /\\. { return 404; }
    location ~ "[/.-][0-9a-f]{8,}[/.-]" {
        add_header Cache-Control "public, max-age=31536000, immutable";
        add_header X-Content-Type-Options nosniff;
    }
    location / {
        add_header Cache-Control "no-cache";
        add_header Content-Security-Policy "frame-ancestors 'self'";
        add_header X-Content-Type-Options nosniff;
    }
}
"""

APACHE = """
Listen 127.0.0.1:@plain@
Listen 127.0.0.1:@port@
<VirtualHost 127.0.0.1:@plain@>
    ServerName louzu.example
    Redirect permanent / https://louzu.example/
</VirtualHost>
<VirtualHost 127.0.0.1:@port@>
    SSLEngine on
    SSLCertificateFile @folder@/cert.pem
    SSLCertificateKeyFile @folder@/key.pem
    DocumentRoot @site@
    <Directory @site@>
        Options FollowSymLinks
        Require all granted
    </Directory>
    DirectoryIndex index.html
    ErrorDocument 404 /BASE404.html
    ErrorDocument 403 /BASE404.html
    RedirectMatch 404 "/\\."
    AddType image/avif .avif
    AddCharset utf-8 .html .js .css .json .svg .xml
    AddOutputFilterByType DEFLATE text/html text/css text/javascript application/json application/xml image/svg+xml
    RequestHeader edit If-None-Match "-gzip\\"$" "\\""
    ServerName https://louzu.example
    UseCanonicalName On
    Header set Cache-Control "no-cache"
    Header set Content-Security-Policy "frame-ancestors 'self'"
    Header set X-Content-Type-Options "nosniff"
    <LocationMatch "[/.-][0-9a-f]{8,}[/.-]">
        Header set Cache-Control "public, max-age=31536000, immutable"
    </LocationMatch>
</VirtualHost>
"""
MODULES = ("ssl", "socache_shmcb", "headers", "rewrite", "expires")

CADDY = """
louzu.example {
    bind 127.0.0.1
    tls @folder@/cert.pem @folder@/key.pem
    root * @site@
    @hidden path_regexp /\\.
    error @hidden 404
    @forever path_regexp [/.-][0-9a-f]{8,}[/.-]
    @other not path_regexp [/.-][0-9a-f]{8,}[/.-]
    header @forever Cache-Control "public, max-age=31536000, immutable"
    header @other Cache-Control "no-cache"
    header Content-Security-Policy "frame-ancestors 'self'"
    header X-Content-Type-Options nosniff
    header +Vary Accept-Encoding
    encode zstd gzip
    file_server
    handle_errors {
        rewrite * /BASE404.html
        file_server
    }
}
"""
CONFIGURATIONS = {"nginx": NGINX, "apache": APACHE, "caddy": CADDY}


@pytest.fixture(scope="module")
def below(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web root in which the site lies at `/a/b/`, as if it had been built for that address."""
    root = tmp_path_factory.mktemp("below")
    shutil.copytree(built, root / "a" / "b")
    for path in (
        path for path in built.rglob("*") if path.suffix in {".html", ".json", ".xml"} or path.name == "code.png"
    ):
        (root / "a" / "b" / path.relative_to(built)).write_bytes(rebase(path, built, f"{SITE}a/b/"))
    return root


@contextmanager
def serving(
    kind: str, text: str, site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, days: int = 60, **more: object
) -> Iterator[Server]:
    """Run a server for louzu.example with a certificate that this process trusts."""
    authority = make_certificate(folder, str(more.pop("host", "louzu.example")), days=days, **more)  # type: ignore[arg-type]
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with run_server(kind, text, folder, site, modules=MODULES) as server:
        yield server


def ask(server: Server, base: str = SITE, local: CheckoutInfo | None = None, sample: int = 3) -> VerificationResult:
    """Verify a server's responses for louzu.example."""
    to = parse_connect_options([f"127.0.0.1:{server.port}", f"louzu.example:80:127.0.0.1:{server.plain}"], base)
    return verify(VerificationOptions(base, to, sample=sample, seed=3, answer_s=5.0, local=local))


def words(outcome: VerificationResult) -> set[str]:
    """Return the words of the findings."""
    return {finding.rule.word for finding in outcome.findings}


@pytest.mark.parametrize("kind", CONFIGURATIONS)
@pytest.mark.parametrize("path", ["", "a/b/"])
def test_nothing_is_said_of_a_right_server(
    kind: str, path: str, built: Path, below: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = CONFIGURATIONS[kind].replace("BASE", path)
    with serving(kind, text, below if path else built, tmp_path, monkeypatch) as server:
        outcome = ask(server, f"{SITE}{path}", sample=60)
        assert (outcome.findings, outcome.unasked) == ((), ""), server.log
        assert (outcome.host, len(outcome.ids), outcome.certificate_days) == (kind, outcome.promised, 59)


NO_CACHE = 'add_header Cache-Control "no-cache";'
PLANTS: dict[str, tuple[str, str, str, str]] = {
    "nginx: 200 for everything": ("nginx", NO_CACHE, f"{NO_CACHE} try_files $uri /index.html;", "home-page unknown-opens"),
    "nginx: no index": ("nginx", "index index.html;", "index start.html;", "forbidden"),
    "nginx: port in the redirect": ("nginx", "absolute_redirect off;", "", "redirect-port"),
    "nginx: port and http behind TLS": ("nginx", "absolute_redirect off;", "rewrite ^/([0-9]+)$ http://louzu.example:8101/$1/ permanent;", "redirect-scheme"),
    "nginx: English 404": ("nginx", "error_page 404 /BASE404.html;", "", "unknown-page"),
    "nginx: 404 as 200": ("nginx", "error_page 404 /", "error_page 404 =200 /", "unknown-opens"),
    "nginx: no types": ("nginx", "root @site@;", "root @site@; types { text/html html; }", "type"),
    "nginx: no charset": ("nginx", "charset utf-8;", "", "charset"),
    "nginx: gbk": ("nginx", "charset utf-8;", "charset gbk;", "charset"),
    "nginx: no compression": ("nginx", "gzip on;", "gzip off;", "uncompressed"),
    "nginx: no Vary": ("nginx", "gzip_vary on;", "", "vary"),
    "nginx: gzip types forgotten": ("nginx", "gzip_types text/css application/javascript application/json image/svg+xml text/xml;", "", "uncompressed"),
    "nginx: kept for a year": ("nginx", 'add_header Cache-Control "no-cache";', "expires 1y;", "html-cached"),
    "nginx: hashed asked each time": ("nginx", 'add_header Cache-Control "public, max-age=31536000, immutable";', 'add_header Cache-Control "no-cache";', "hashed-short"),
    "nginx: nothing of caches": ("nginx", 'add_header Cache-Control "no-cache";', "", "cache-unsaid"),
        "nginx: attachment in pages": ("nginx", 'add_header Cache-Control "no-cache";', 'add_header Cache-Control "no-cache"; add_header Content-Disposition "attachment; filename=index.html";', "download"),
    "nginx: noindex": ("nginx", 'add_header Cache-Control "no-cache";', 'add_header Cache-Control "no-cache"; add_header X-Robots-Tag noindex;', "noindex"),
    "nginx: a policy that blocks": ("nginx", "frame-ancestors 'self'", "default-src 'self'; frame-ancestors 'self'", "csp"),
    "nginx: WeChat blocked": ("nginx", "charset utf-8;", "charset utf-8; if ($http_user_agent ~ MicroMessenger) { return 403; }", "user-agent"),
    "nginx: no redirect to https": ("nginx", "return 301 https://louzu.example$request_uri;", "root @site@;", "http-open"),
    "nginx: https redirect to the home page": ("nginx", "https://louzu.example$request_uri", "https://louzu.example/", "http-elsewhere"),
    "nginx: https redirect to www": ("nginx", "https://louzu.example$request_uri", "https://www.louzu.example$request_uri", "http-elsewhere"),
    "nginx: port 80 closed": ("nginx", "listen 127.0.0.1:@plain@;", "listen unix:@folder@/none;", "http-closed"),
    "nginx: redirect loop": ("nginx", "absolute_redirect off;", "absolute_redirect off; rewrite ^(/[0-9]+)/?$ $1 permanent;", "redirect-loop"),
    "nginx: queries refused": ("nginx", "charset utf-8;", "charset utf-8; if ($args) { return 404; }", "query"),
    "nginx: capitals refused": ("nginx", "charset utf-8;", "charset utf-8; if ($http_host ~ [A-Z]) { return 421; }", "capitals"),
    "nginx: gz said of what is none": ("nginx", NO_CACHE, f"{NO_CACHE} gzip off; add_header Content-Encoding gzip;", "gzip-broken"),
    "nginx: list of files": ("nginx", "index index.html;", "index index.html; autoindex on;", "listing"),
    "nginx: another site": ("nginx", "root @site@;", "root /usr/share/nginx/html;", "home-foreign no-identity"),
    "apache: 200 for everything": ("apache", "DirectoryIndex index.html", "DirectoryIndex index.html\n FallbackResource /index.html", "unknown-opens"),
    "apache: English 404": ("apache", "ErrorDocument 404 /BASE404.html", "", "unknown-page"),
    "apache: 404 by a redirect": ("apache", "ErrorDocument 404 /BASE404.html", "ErrorDocument 404 https://louzu.example/404.html", "unknown-redirects"),
    "apache: redirect to http": ("apache", "    DirectoryIndex index.html", '    DirectoryIndex index.html\n    RedirectMatch 301 "^/([0-9]+)$" "http://louzu.example/$1/"', "redirect-scheme"),
    "apache: port in the redirect": ("apache", "ServerName https://louzu.example", "ServerName https://louzu.example:8101", "redirect-port"),
    "apache: no slash": ("apache", "DirectoryIndex index.html", "DirectoryIndex index.html\n DirectorySlash Off", "no-slash"),
    "apache: kept for a year": ("apache", 'Header set Cache-Control "no-cache"', 'ExpiresActive On\n ExpiresDefault "access plus 1 year"', "html-cached"),
    "apache: tag of the compressed": ("apache", 'RequestHeader edit If-None-Match "-gzip\\"$" "\\""', "", "no-304"),
    "apache: wrong charset": ("apache", "AddCharset utf-8 .html .js .css .json .svg .xml", "AddDefaultCharset ISO-8859-1", "charset"),
    "caddy: 200 for everything": ("caddy", "    file_server\n    handle", "    try_files {path} /index.html\n    file_server\n    handle", "home-page unknown-opens"),
    "caddy: empty 404": ("caddy", "        rewrite * /BASE404.html\n        file_server", "        respond 404", "unknown-page"),
    "caddy: no compression": ("caddy", "encode zstd gzip", "", "uncompressed"),
    "caddy: files can be listed": ("caddy", "file_server\n    handle", "file_server browse\n    handle", "listing"),
    "caddy: HEAD refused": ("caddy", "root * @site@", "root * @site@\n    @head method HEAD\n    error @head 405", "head"),
}  # fmt: skip
"""Server, text in the correct configuration, its replacement, and the words of the findings."""


@pytest.mark.parametrize("name", PLANTS)
def test_what_is_set_wrong_is_found(name: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, old, new, wanted = PLANTS[name]
    right = CONFIGURATIONS[kind]
    assert old in right
    with serving(kind, right.replace(old, new, 1).replace("BASE", ""), built, tmp_path, monkeypatch) as server:
        found = words(ask(server))
    assert set(wanted.split()) <= found, found


CERTIFICATES: dict[str, tuple[dict[str, object], str]] = {
    "expired": ({"days": -3}, "tls-expired"),
    "soon to expire": ({"days": 9}, "tls-expiring"),
    "of another host": ({"host": "other.example"}, "tls-host"),
    "made by oneself": ({"trusted": False}, "tls-untrusted"),
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_a_certificate_that_phones_refuse_is_found_and_the_rest_is_asked_all_the_same(
    name: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    how, wanted = CERTIFICATES[name]
    text = NGINX.replace("BASE", "").replace("gzip_vary on;", "")
    with serving("nginx", text, built, tmp_path, monkeypatch, **how) as server:  # type: ignore[arg-type]
        outcome = ask(server)
    assert words(outcome) == {wanted, "vary"}
    assert outcome.faults


def test_plain_http_on_the_port_of_https_is_said(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("nginx", NGINX.replace("BASE", "").replace(" ssl;", ";"), built, tmp_path, monkeypatch) as server:
        outcome = ask(server)
    assert (words(outcome), outcome.unasked) == ({"tls"}, "")


def test_under_a_sub_path_a_page_without_its_slash_is_said(
    below: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = NGINX.replace("BASE", "a/b/").replace("index index.html;", "rewrite ^(.*/[0-9]+)$ $1/index.html;")
    with serving("nginx", text, below, tmp_path, monkeypatch) as server:
        assert "slash-kept" in words(ask(server, f"{SITE}a/b/"))


def test_an_address_by_http_that_is_https_now_is_asked_by_https(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("nginx", NGINX.replace("BASE", ""), built, tmp_path, monkeypatch) as server:
        to = parse_connect_options(
            [f"louzu.example:80:127.0.0.1:{server.plain}", f"louzu.example:443:127.0.0.1:{server.port}"], SITE
        )
        outcome = verify(VerificationOptions("http://louzu.example/", to, sample=3))
    assert (outcome.url, outcome.findings) == (SITE, ())


def test_of_pythons_own_server_only_its_known_faults_are_said(built: Path) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        outcome = verify(VerificationOptions(f"http://127.0.0.1:{server.server_address[1]}/", sample=5))
    finally:
        server.shutdown()
    assert words(outcome) == {
        "cache-unsaid", "charset", "framing", "hashed-short", "listing", "nosniff", "other-address", "uncompressed",
        "unknown-page", "odd-form",
    }  # fmt: skip
    assert outcome.host == "python"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Python's own file server, without its log."""

    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_from_the_command_line_as_a_timer_does(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("nginx", NGINX.replace("BASE", ""), built, tmp_path, monkeypatch) as server:
        to = ["--connect", f"127.0.0.1:{server.port}", "--connect", f"louzu.example:80:127.0.0.1:{server.plain}"]
        command = [sys.executable, "-m", "exhibition", "verify", "--quiet", *to]
        ran = subprocess.run(command, cwd=HOME / "scripts", capture_output=True, encoding="utf-8", env=dict(os.environ))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
