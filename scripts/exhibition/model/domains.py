"""Tells addresses that may hang on a wall from those that are borrowed or only hold a place."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

PUBLIC = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
"""Names that a public host can have (RFC 1123): labels of letters, digits and hyphens, the last no number."""
ASTRAY = re.compile(r"//|/\.\.?(?:/|$)")
"""What a browser or a server takes for another path."""
RESERVED = ("example", "test", "invalid", "localhost", "local", "internal", "example.com", "example.net", "example.org")
"""Names that can never be a public host (RFC 2606, RFC 6761, RFC 6762)."""
LENT = (
    "github.io",
    "gitlab.io",
    "gitee.io",
    "pages.dev",
    "workers.dev",
    "netlify.app",
    "vercel.app",
    "web.app",
    "firebaseapp.com",
    "myqcloud.com",
    "aliyuncs.com",
    "bcebos.com",
    "amazonaws.com",
    "herokuapp.com",
    "onrender.com",
    "ngrok.io",
    "ngrok.app",
    "ngrok-free.app",
    "trycloudflare.com",
    "nip.io",
    "sslip.io",
)
"""Hosts that somebody else lends: a contract ends, and every poster points to nothing."""


SHORT = re.compile(r"https?://[a-z0-9.:-]+/[0-9A-Z/]*")
SHORTEST_CODE = 31
"""Characters of such an address that the smallest code holds (see `codes.payload.LADDER`; a test holds both equal)."""


def is_short(address: str) -> bool:
    """Does the code of `address` fit for certain? What is not short may fit all the same: `codes` knows.

    >>> is_short("https://louzu.example/10001/"), is_short("https://louzu.example/shanghai/10001/")
    (True, False)
    """
    return len(address) <= SHORTEST_CODE and SHORT.fullmatch(address) is not None


def is_borrowed(address: str) -> bool:
    """Is `address` on a host that is not the district's own: a placeholder, a lent name, a bare number, a typo, with a port?

    A port is that of somebody's trial: a web server for the public answers without one.

    >>> is_borrowed("https://louzu.example/"), is_borrowed("https://someone.github.io/louzu/")
    (True, True)
    >>> is_borrowed("https://louzu.baoshan/"), is_borrowed("https://louzu.baoshan:8443/")
    (False, True)
    >>> is_borrowed("https://louzu..baoshan/"), is_borrowed("https://-louzu.baoshan/"), is_borrowed("https://louzu.baoshan/../")
    (True, True, True)
    """
    parts = urlsplit(address)
    if ":" in parts.netloc.rpartition("@")[2].rpartition("]")[2]:
        return True
    host = (parts.hostname or "").removesuffix(".").lower()
    if not PUBLIC.fullmatch(host) or is_number(host) or ASTRAY.search(parts.path):
        return True
    return any(host == name or host.endswith(f".{name}") for name in (*RESERVED, *LENT))


def is_unfit_for_walls(address: str) -> bool:
    """May this address only stand on proofs: borrowed, a placeholder, or not encrypted?

    >>> is_unfit_for_walls("https://louzu.baoshan/"), is_unfit_for_walls("http://louzu.baoshan/")
    (False, True)
    """
    return is_borrowed(address) or not address.lower().startswith("https://")


def normal(address: str) -> str:
    """Return an address in the writing by which two are compared: scheme and host ignore case, a path does not.

    >>> normal("HTTPS://Louzu.Example/LouZu/")
    'https://louzu.example/LouZu/'
    """
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}"


def is_number(host: str) -> bool:
    """Is this an IP address?"""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
