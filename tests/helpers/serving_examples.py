"""The example configurations of `serving/` in real servers, installed as the guide says.

    with installed("nginx", "/a/b", site, folder) as host:
        host.ask("/a/b/10009/").status

Nothing of an example is changed but what a maintainer or a test has to: folders, certificates and ports. The domain
stays `louzu.example`; requests go to the loopback.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from helpers.web_servers import Server, make_certificate, run_server

HOME = Path(__file__).resolve().parents[2]
FOLDER = HOME / "serving"
DOMAIN = "louzu.example"
SUB_PATH = "/a/b"
KINDS = ("nginx", "apache", "caddy")
PLACES = ("", SUB_PATH)
APACHE_MODULES = ("ssl", "headers", "http2")
"""Modules that the guide's `a2enmod` enables; the test of the guide compares them."""

COMMON = {
    "/srv/louzu/repo/site": "@site@",
    f"/etc/letsencrypt/live/{DOMAIN}/fullchain.pem": "@folder@/cert.pem",
    f"/etc/letsencrypt/live/{DOMAIN}/privkey.pem": "@folder@/key.pem",
}
PORTS = {
    "nginx": {r"^ *listen \[::\].*\n": "", r"listen 443 ": "listen @port@ ", r"listen 80;": "listen @plain@;"},
    "apache": {r"\*:443": "*:@port@", r"\*:80\b": "*:@plain@", r"\A": "Listen @port@\nListen @plain@\n"},
    "caddy": {rf"^{DOMAIN} \{{\n": f"{DOMAIN} {{\n\ttls @folder@/cert.pem @folder@/key.pem\n", r"^:443 ": ":@port@ "},
}
"""Replacements of the ports (and, in Caddy, of the certificate that it would request from a public authority)."""

OTHER_SITES = {
    "nginx": f"""
server {{
    listen 443 ssl;
    server_name {DOMAIN};
    ssl_certificate /etc/letsencrypt/live/{DOMAIN}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{DOMAIN}/privkey.pem;
    include @folder@/louzu.conf;
}}
""",
    "apache": f"""
<VirtualHost *:443>
    ServerName {DOMAIN}
    SSLEngine on
    SSLCertificateFile /etc/letsencrypt/live/{DOMAIN}/fullchain.pem
    SSLCertificateKeyFile /etc/letsencrypt/live/{DOMAIN}/privkey.pem
    Include @folder@/louzu.conf
</VirtualHost>
""",
    "caddy": f"{DOMAIN} {{\n\timport @folder@/louzu.conf\n}}\n",
}
"""A site that was there before, with the line that the example for a sub-path needs."""


@dataclass(frozen=True)
class Answer:
    """Response of a server."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the values of a header, in the order in which they came; empty where there is none."""
        return ", ".join(self.headers.get(name.lower(), []))

    @property
    def content(self) -> bytes:
        """The body without its compression."""
        return gzip.decompress(self.body) if self.header("Content-Encoding") == "gzip" else self.body


@dataclass
class ServedExample:
    """A server that answers for `louzu.example` on the loopback, by HTTPS and by HTTP."""

    server: Server
    place: str
    """Path of the site, without a slash at the end."""
    trusted: ssl.SSLContext
    lines: dict[bool, http.client.HTTPConnection] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", *, host: str = DOMAIN, plain: bool = False, **headers: str) -> Answer:
        """Send one request, with `path` as it stands; an underscore in a header's name is a hyphen."""
        line = self.lines.get(plain) or self.lines.setdefault(plain, self.connect(plain))
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host, **headers}.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        answer = line.getresponse()
        body = answer.read()
        told: dict[str, list[str]] = {}
        for name, value in answer.getheaders():
            told.setdefault(name.lower(), []).append(value)
        return Answer(answer.status, told, body)

    def connect(self, plain: bool) -> http.client.HTTPConnection:
        """Return a new connection."""
        if plain:
            return http.client.HTTPConnection("127.0.0.1", self.server.plain, timeout=20)
        line = http.client.HTTPSConnection(DOMAIN, self.server.port, timeout=20, context=self.trusted)
        line._create_connection = lambda *_: socket.create_connection(("127.0.0.1", self.server.port), timeout=20)  # type: ignore[attr-defined]
        return line


def read_example(kind: str, place: str) -> str:
    """Return the text of an example configuration."""
    return (FOLDER / f"{kind}-{'sub-path' if place else 'root'}.conf").read_text("utf-8")


def replace_folders(text: str) -> str:
    """Return a configuration with the folders of the test."""
    for word, value in COMMON.items():
        text = text.replace(word, value)
    return text


def replace_ports(text: str, kind: str) -> str:
    """Return a configuration with the ports of the test."""
    for pattern, value in PORTS[kind].items():
        text = re.sub(pattern, value, text, flags=re.MULTILINE)
    return text


@contextlib.contextmanager
def run_example(
    kind: str, place: str, site: Path, folder: Path, *, replaced: Mapping[str, str] = MappingProxyType({})
) -> Iterator[ServedExample]:
    """Run a server that shows `site` by an example: below `place` of another site, or alone on its domain."""
    authority = make_certificate(folder, DOMAIN)
    text = read_example(kind, place)
    for word, value in replaced.items():
        text = text.replace(word, value)
    if place:
        part = replace_folders(text).replace("@site@", str(site)).replace("@folder@", str(folder))
        (folder / "louzu.conf").write_text(part, encoding="utf-8")
        text = OTHER_SITES[kind]
    text = replace_ports(replace_folders(text), kind)
    with run_server(kind, text, folder, site, modules=APACHE_MODULES) as server:
        yield ServedExample(server, place, ssl.create_default_context(cafile=str(authority)))
