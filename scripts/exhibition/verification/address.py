"""Parser of the address to verify, as people type it, and of the options that say where to connect."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from ..diagnostics import Refusal
from ..lazy import dataclass

PORTS = {"http": 80, "https": 443}
"""Supported schemes, with their default ports."""
ID = re.compile(r"[1-9][0-9]{4}")
"""Id, as it stands in printed addresses."""
SAFE = "/%:@!$&'()*+,;=~-._?"
"""Characters of a path that are sent unescaped."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host (lower case) and port of a request."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the scheme's default: the value of a `ServerType` header."""
        return str(self).partition("://")[2]

    @property
    def is_local(self) -> bool:
        """Whether it is this machine. Nobody else can reach it, so no certificate is expected."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Host name or IP address, and port to connect to."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ConnectOverride:
    """One `--connect`: requests for `host` and `port` (empty, 0: any) go to another endpoint (empty, 0: the same)."""

    host: str
    port: int
    to_host: str
    to_port: int

    def find_endpoint(self, origin: Origin) -> Endpoint | None:
        """Return the endpoint for an origin; None where this option does not apply to it."""
        if self.host not in ("", origin.host) or self.port not in (0, origin.port):
            return None
        return Endpoint(self.to_host or origin.host, self.to_port or origin.port)


def parse_origin(url: str) -> Origin:
    """Return the origin of an absolute URL. Raises ValueError where it has none that is supported."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in PORTS or not host:
        raise ValueError(url)
    return Origin(scheme, host, parts.port or PORTS[scheme])


def format_request_target(url: str) -> str:
    """Return the target of a request line: path and query, with illegal characters escaped."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe=SAFE)


def parse_base_url(typed: str) -> str:
    """Return the base URL of a site from what was typed: with scheme, host in lower case and a slash at the end.

    The address of one page of the site stands for the site. Raises Refusal with what to type instead.

    >>> parse_base_url("louzu.example")
    'https://louzu.example/'
    >>> parse_base_url("HTTPS：//Louzu.Example/10001/?from=wechat")
    'https://louzu.example/'
    """
    text = unicodedata.normalize("NFKC", typed).strip().strip("<>\"'“”")
    if "://" not in text and not re.match(r"(file|ftp|mailto|data|javascript):", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme.lower(), encode_host(parts.hostname or ""), parts.port
    except ValueError:
        raise Refusal(f"“{typed}”不是一个网址。请写成 https://louzu.example/ 这样。") from None
    if scheme == "file":
        raise Refusal(f"“{typed}”是电脑里的文件。verify 问的是网上的网站，请写成 https://louzu.example/ 这样。")
    if scheme not in PORTS:
        raise Refusal(f"“{typed}”不是 https:// 或 http:// 开头的网址。请写成 https://louzu.example/ 这样。")
    if not host:
        raise Refusal(f"“{typed}”里没有域名。请写成 https://louzu.example/ 这样。")
    if parts.username is not None:
        raise Refusal("网址里不要写用户名和密码：它会留在屏幕和记录里。展厅是给大家看的，不用密码就应当能打开。")
    return f"{Origin(scheme, host, port or PORTS[scheme])}{get_site_path(parts.path)}"


def encode_host(host: str) -> str:
    """Return a host name in ASCII: Chinese names in their xn-- form. Raises ValueError."""
    name = host.rstrip(".").lower()
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    if re.search(r"[^a-z0-9._:%-]", name) or any(len(label) > 63 for label in name.split(".")):
        raise ValueError(host)
    return name


def get_site_path(path: str) -> str:
    """Return the path of the site from that of the site or of one of its pages, with slashes at both ends.

    >>> get_site_path("/a/b/10001/index.html")
    '/a/b/'
    """
    parts = [part for part in path.split("/") if part]
    if parts and parts[-1].endswith(".html"):
        parts.pop()
    for number, part in enumerate(parts):
        if ID.fullmatch(part):
            parts = parts[:number]
            break
    return quote("".join(f"/{part}" for part in parts) + "/", safe=SAFE)


def parse_connect_options(given: Iterable[str], base: str) -> tuple[ConnectOverride, ...]:
    """Parse the `--connect` options. Raises Refusal.

    `主机` and `主机:端口` apply to the site that is verified; `域名:端口:主机:端口` is curl's `--connect-to`.
    """
    return tuple(parse_connect_option(word, parse_origin(base)) for word in given)


def parse_connect_option(word: str, site: Origin) -> ConnectOverride:
    """Parse one `--connect` option. Raises Refusal."""
    parts = [part.strip("[]").lower() for part in re.findall(r"(?:^|:)(\[[^\]]*\]|[^:\[\]]*)", word)]
    try:
        if len(parts) == 1:
            found = ConnectOverride(site.host, 0, parts[0], 0)
        elif len(parts) == 2:
            found = ConnectOverride(site.host, site.port, parts[0], parse_port(parts[1]))
        else:
            from_host, from_port, to_host, to_port = parts
            found = ConnectOverride(from_host, parse_port(from_port), to_host, parse_port(to_port))
    except ValueError:
        raise Refusal(f"--connect “{word}”看不懂。请写成 1.2.3.4、1.2.3.4:8443，或者 域名:443:1.2.3.4:8443。") from None
    if not found.to_host and not found.to_port:
        raise Refusal(f"--connect “{word}”没有说连到哪里。请写成 1.2.3.4 或 1.2.3.4:8443。")
    return found


def parse_port(text: str) -> int:
    """Return a port, 0 for none. Raises ValueError."""
    if not text:
        return 0
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 < number < 65536:
        raise ValueError(text)
    return number
