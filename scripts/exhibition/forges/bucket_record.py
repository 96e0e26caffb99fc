"""Record of an upload in the bucket: one small hidden file, which also marks the bucket as managed by this command.

While an upload runs, the file names it, so that an upload from another computer notices. That is no lock: there is
none that all object stores support. Two uploads that begin within the same second may both continue; each finds the
other's name when it renews its lease, a minute later at the latest, and stops.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

MARKER = ".exhibition"
"""Path of the record. It means: the files here were uploaded by this command, and it may remove them."""

LEASE_S = 300
"""Seconds after which an upload that has not renewed its lease counts as dead."""
RENEW_S = 60


@dataclass(frozen=True, slots=True)
class Lease:
    """Lease of a running upload."""

    token: str
    """Random name of this run."""
    host: str
    place: str
    """Name of the site's folder: who holds its lock knows that an earlier run from there has ended. Not its path,
    because a bucket may be public.
    """
    since: str
    until: float
    """Seconds since 1970 by the clock of the host."""

    def holds(self, now: float) -> bool:
        """Return whether the lease has not expired. One from far in the future comes from a wrong clock."""
        return now < self.until <= now + 10 * LEASE_S


@dataclass(frozen=True, slots=True)
class Record:
    """Data about a bucket."""

    rule: str = ""
    """Digest of the header rules that every file is known to follow; see `bucket_plan.compute_headers_digest`."""
    checked: str = ""
    """Upload time of the last file that is known to have its headers, by the store's clock."""
    cursor: str = ""
    """Last path whose headers were checked in turn."""
    keeps_headers: bool = True
    """Whether the store sends the headers that it was given."""
    retained: Mapping[str, str] = field(default_factory=dict)
    """Day since when the site has not had a group of files; see `bucket_plan.choose_retained`."""
    pending: tuple[str, ...] = ()
    """Files that an upload was about to change or remove when it began. Where there are any, it was interrupted: caches
    may hold them, and not all of them were listed for a purge.
    """
    lease: Lease | None = None

    def to_bytes(self) -> bytes:
        """Return the record as the bytes of its file."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read_record(data: bytes) -> Record:
    """Parse a record; values that are not as this command writes them count as unknown.

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
    """Return a lease that is valid from now on."""
    return replace(lease, until=time.time() + LEASE_S)
