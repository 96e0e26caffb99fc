"""The ledger of permalinks, and the record of the site's address.

Every address that was ever promised on paper, and the addresses that the site has had: printed codes lead below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from ..diagnostics import Span
from ..lazy import dataclass
from ..text.characters import normalize_url

if TYPE_CHECKING:
    from .entry import Entry


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

    def has_address(self, address: str) -> bool:
        """Is this the site's address, or was it once?"""
        return normalize_url(address) in {
            normalize_url(one) for one in (self.address, *(former.address for former in self.former))
        }

    def change_address(self, address: str, day: str) -> SiteAddress:
        """Return the record after a change to `address` on `day`."""
        others = (
            one for one in self.former if normalize_url(one.address) not in map(normalize_url, (address, self.address))
        )
        return SiteAddress(address, day, (*others, FormerAddress(self.address, day)))


class LinkState(Enum):
    """What has become of an address. The value is the word in sheets; `WORDS` in `ledger.permalink_file` has the word in address files."""

    LIVE = "live"
    RETIRED = "retired"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Permalink:
    """One permalink: an id, when and under which name it was issued, and its state."""

    id: str
    issued: str
    """The day of issue (ISO 8601); empty where its file could not be understood."""
    name: str
    """The name of the building on that day."""
    state: LinkState
    target: str = ""
    """For a merged address: the id that has taken its place."""
    span: Span = Span("content/permalinks")
    """Its address file, at the line of the name."""
    rows: tuple[int, int, int, int] = (1, 2, 3, 4)
    """The lines of day, name, state and target in its file."""

    def get_span(self, part: int) -> Span:
        """Where a part stands, by its place in `rows`."""
        return Span(self.span.path, self.rows[part])


@dataclass(frozen=True)
class Ledger:
    """All permalinks in the order of their ids. One number space serves units and clusters."""

    links: tuple[Permalink, ...] = ()
    """An id occurs twice where one address file holds two addresses (see E332)."""
    doubtful: frozenset[str] = frozenset()
    """Ids whose files could not be understood: they are promised, but nothing else is known of them for certain."""

    @cached_property
    def by_id(self) -> dict[str, Permalink]:
        """The first address of each id."""
        found: dict[str, Permalink] = {}
        for link in self.links:
            found.setdefault(link.id, link)
        return found

    def merge_earlier(self, earlier: Ledger) -> Ledger:
        """Return this ledger with the address that `earlier` holds, where a file holds two."""
        if len(self.by_id) == len(self.links):
            return self

        def is_newcomer(link: Permalink) -> bool:
            old = earlier.by_id.get(link.id)
            return old is not None and old.name != link.name

        links = sorted(self.links, key=lambda link: (link.id, is_newcomer(link)))
        return Ledger(tuple(links), self.doubtful)


@dataclass(frozen=True)
class BaseSnapshot:
    """The published addresses of another revision of the repository, to compare with."""

    ledger: Ledger = field(default_factory=Ledger)
    folders: Mapping[str, str] = field(default_factory=dict)
    """The folder of every entry, by the number that its folder was named."""
    changed: Mapping[str, Entry] = field(default_factory=dict)
    """Entries as they were, by the number of their folder, where their file is another now or is gone."""
    pictures: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For each number from whose folder pictures are gone: how many lie there now that were one folder's alone, by its number."""
    slugs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Slugs that had pages, those of former terms among them, by vocabulary."""
    site_url: str = ""
    """The site's address in `mkdocs.yml`; empty where there was none."""
    site_address: SiteAddress | None = None
    """The record of the site's address; None where there was none."""

    def iter_links(self) -> Iterator[Permalink]:
        """Yield every published address whose permalink file could be read well enough to compare."""
        return (link for link in self.ledger.by_id.values() if link.id not in self.ledger.doubtful)
