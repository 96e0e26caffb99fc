"""The address of the site as it was promised: printed codes lead below it, so it is recorded beside the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from ..diagnostics import Span
from .domains import normal

PATH = "content/site-address.yml"
"""The file of the record, relative to the folder that holds `content/`."""


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """An address that was the site's once: codes with it may hang, so its domain goes on leading to the site."""

    address: str
    until: str
    """The day on which another took its place (ISO 8601)."""


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The record of the site's address. An address that is the site's own again stands in `former` no longer."""

    address: str
    """With a slash at its end; empty where the file could not be understood."""
    since: str = ""
    """The day from which it has been promised (ISO 8601)."""
    former: tuple[FormerAddress, ...] = ()
    span: Span = Span(PATH)

    def knows(self, address: str) -> bool:
        """Is this the site's address, or was it once?"""
        return normal(address) in {normal(one) for one in (self.address, *(former.address for former in self.former))}

    def followed_by(self, address: str, day: str) -> SiteAddress:
        """Return the record after a change to `address` on `day`."""
        others = (one for one in self.former if normal(one.address) not in map(normal, (address, self.address)))
        return SiteAddress(address, day, (*others, FormerAddress(self.address, day)))
