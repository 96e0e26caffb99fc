"""What the view of a content type draws on, so that types need not know how pages are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

from .entry import Entry

if TYPE_CHECKING:
    from .exhibition import Exhibition

Data = Mapping[str, object]
"""JSON-like values that a template prints."""


class PageTools(Protocol):
    """The page of one entry, for the view of its type. Links are relative to the page."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""

    def find(self, id: str | None) -> Entry | None:
        """Return the published entry of this id, of any type; None where there is none."""

    def name(self) -> str:
        """Return place and name of the entry in one, the place not twice: 共和十一村64号楼."""

    def text(self, text: str) -> str:
        """Return a text of several lines with its line breaks."""

    def stars(self, number: int | None) -> Data:
        """Return a number of stars as lit panes and in words."""

    def facts(self, elsewhere: Collection[str] = ()) -> list[Data]:
        """Return the facts panel: label and value of each shown field; `elsewhere` are attributes that are left out."""

    def figure(self, key: str | None) -> Data | None:
        """Return the photo of this key with its caption, which then stands nowhere else on the page.

        None where there is none, or where the page opens with it already.
        """

    def opening(self, entry: Entry) -> Data | None:
        """Return the picture with which the page of an entry (this one or another) opens, with its caption; None: none."""

    def card(self, entry: Entry) -> dict[str, object]:
        """Return an entry as a card: first picture, name, place, stars."""

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry: name, href, tagline."""

    def tags(self) -> list[Data]:
        """Return links to the galleries' rooms in which the entry hangs, as far as its page shows them: its themes."""

    def neighbours(self) -> list[Data]:
        """Return the cards of a few entries near this one."""

    def backlinks(self) -> list[Data]:
        """Return the cards of the published entries that refer to this one and to which it does not refer itself."""

    def default(self) -> Data:
        """Return what the default view shows, for a view that adds to it: facts, references, records, lists, backlinks."""

    def list_address(self) -> str:
        """Return the link to the page that lists the entries of the type."""

    def wall(self) -> str:
        """Return the link to the wall that is the entry's own; empty where it has none."""
