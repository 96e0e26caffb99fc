"""What an upload leaves in the bucket for the next one: one small hidden file, which also marks the bucket as ours.

While an upload runs, the file says by whom, so that one from another computer notices. That is no lock: a store of objects
has none that all of them speak. Two that begin within the same second may both go on; each finds the other's name when it
renews its own, a minute later at the latest, and stops.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

MARKER = ".exhibition"
"""The file says: what is here was put here by this command, and may be taken away by it."""

LEASE_S = 300
"""Seconds after which an upload that has not renewed its lease counts as dead."""
RENEW_S = 60


@dataclass(frozen=True, slots=True)
class Lease:
    """Who is uploading."""

    token: str
    """A random name of this run."""
    host: str
    place: str
    """A name of the site's folder: who holds its lock knows that an earlier run from there has ended. Not its path: a
    bucket may be read by everybody."""
    since: str
    until: float
    """Seconds since 1970 by the clock of the host."""

    def holds(self, now: float) -> bool:
        """Has it not expired? A lease from far in the future is that of a wrong clock."""
        return now < self.until <= now + 10 * LEASE_S


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a bucket."""

    rule: str = ""
    """The rule of headers that every file is known to follow; see `bucket.rule`."""
    checked: str = ""
    """When the last file came that is known to have its headers, by the store's clock."""
    cursor: str = ""
    """The last path whose headers were looked at in turn."""
    keeps_headers: bool = True
    """Does the store answer with the headers that it was given?"""
    retained: Mapping[str, str] = field(default_factory=dict)
    """Since when (a day) the site has no more of which group of files; see `bucket.retention`."""
    pending: tuple[str, ...] = ()
    """Files that an upload was about to change or remove when it began. It has not ended well where there are any: caches
    may hold them, and nobody was told of all of them."""
    lease: Lease | None = None

    def to_bytes(self) -> bytes:
        """Return the file."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read_record(data: bytes) -> Record:
    """Return what the file says; what is not as it was written counts as unknown.

    >>> read_record(Record(rule="a").to_bytes()).rule, read_record(b"")
    ('a', Record(rule='', checked='', cursor='', keeps_headers=True, retained={}, pending=(), lease=None))
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return Record()
    if not isinstance(told, dict):
        return Record()
    texts = {name: told[name] for name in ("rule", "checked", "cursor") if isinstance(told.get(name), str)}
    retained = told.get("retained")
    days = retained if isinstance(retained, dict) else {}
    whole = {group: day for group, day in days.items() if isinstance(day, str)}
    pending = told.get("pending")
    paths = tuple(path for path in pending if isinstance(path, str)) if isinstance(pending, list) else ()
    return Record(**texts, keeps_headers=told.get("keeps_headers") is not False, retained=whole, pending=paths,
                  lease=read_lease(told.get("lease")))  # fmt: skip


def read_lease(told: object) -> Lease | None:
    """Return a lease; None where it is none."""
    try:
        lease = Lease(**told)  # type: ignore[arg-type]
    except TypeError:
        return None
    texts = (lease.token, lease.host, lease.place, lease.since)
    return lease if all(isinstance(one, str) for one in texts) and isinstance(lease.until, int | float) else None


def renewed(lease: Lease) -> Lease:
    """Return a lease that holds from now on."""
    return replace(lease, until=time.time() + LEASE_S)
