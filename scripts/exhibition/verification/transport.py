"""Checks of transport: the certificate, the IP addresses, the redirect from plain HTTP."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from .address import PORTS, Origin
from .client import Client
from .rules import Finding, found
from .visit import REDIRECTS, Visit, destination

EXPIRING_DAYS = 21
"""Days before its end from which a certificate is reported: Let's Encrypt renews at 30 days, so a renewal has failed by
then.
"""


def days_left(client: Client) -> float | None:
    """Return for how many days the verified certificate is still valid; None where none was verified."""
    until = (client.certificate or {}).get("notAfter")
    return (ssl.cert_time_to_seconds(until) - time.time()) / 86400 if isinstance(until, str) else None


def check_certificate(visit: Visit) -> Iterator[Finding]:
    """Check whether the certificate ends soon."""
    days = days_left(visit.client)
    if days is not None and days < EXPIRING_DAYS:
        end = datetime.fromtimestamp(time.time() + days * 86400, UTC)
        yield found("tls-expiring", visit.base, days=int(days), date=f"{end:%Y-%m-%d}")


def check_numbers(visit: Visit) -> Iterator[Finding]:
    """Check that every IP address of the host name answers. Phones often use the IPv6 one."""
    if visit.origin.is_local:
        return
    silent = visit.client.silent_numbers(visit.origin)
    if silent:
        yield found("half-reachable", visit.base, numbers="、".join(silent))


def check_plain(visit: Visit) -> Iterator[Finding]:
    """Check that plain HTTP redirects to the same address by HTTPS."""
    origin = visit.origin
    if origin.scheme == "http":
        if not origin.is_local:
            yield found("plain-http", visit.base)
        return
    if origin.port != PORTS["https"]:
        return
    plain = Origin("http", origin.host, PORTS["http"])
    for path in ("", *(f"{id}/" for id in visit.opened[:1])):
        yield from led_to_https(visit, f"{plain}{visit.path}{path}", f"{visit.base}{path}")


def led_to_https(visit: Visit, url: str, wanted: str) -> Iterator[Finding]:
    """Check one address by plain HTTP."""
    answer = visit.ask(url)
    if answer.trouble:
        if answer.trouble not in ("late", "elsewhere") and url.endswith(visit.path):
            yield found("http-closed", url, trouble=visit.trouble(answer))
    elif answer.status not in REDIRECTS:
        yield found("http-open", url, status=answer.status)
    elif (there := destination(url, answer.header("location"))) != wanted:
        yield found("http-elsewhere", url, target=there or answer.header("location") or "没有 Location")
