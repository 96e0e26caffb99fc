"""Tells addresses that may hang on a wall from those that are borrowed or only hold a place."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

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
)
"""Hosts that somebody else lends: a contract ends, and every poster points to nothing."""


def is_borrowed(address: str) -> bool:
    """Is `address` on a host that is not the district's own: a placeholder, a lent name, a bare number, with a port?

    A port is that of somebody's trial: a web server for the public answers without one.

    >>> is_borrowed("https://louzu.example/"), is_borrowed("https://someone.github.io/louzu/")
    (True, True)
    >>> is_borrowed("https://louzu.baoshan/"), is_borrowed("https://louzu.baoshan:8443/")
    (False, True)
    """
    parts = urlsplit(address)
    if ":" in parts.netloc.rpartition("@")[2].rpartition("]")[2]:
        return True
    host = (parts.hostname or "").rstrip(".").lower()
    if "." not in host or is_number(host):
        return True
    return any(host == name or host.endswith(f".{name}") for name in (*RESERVED, *LENT))


def is_number(host: str) -> bool:
    """Is this an IP address?"""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
