"""The ledger of permalinks: every address ever promised on paper."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from ..diagnostics import Span


class LinkState(Enum):
    """What has become of an address. The value is the word in `content/permalinks.csv`."""

    LIVE = "live"
    RETIRED = "retired"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Permalink:
    """One line of `content/permalinks.csv`: an id, when and under which name it was issued, and its state."""

    id: str
    issued: str
    name: str
    state: LinkState
    target: str = ""
    """For a merged address: the id that has taken its place."""
    span: Span = Span("content/permalinks.csv")

    @property
    def line(self) -> str:
        """The line as it stands in the file, without its end."""
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow([self.id, self.issued, self.name, self.state.value, self.target])
        return text.getvalue()


@dataclass(frozen=True)
class Ledger:
    """All permalinks in the order of issue. One number space serves units and clusters."""

    links: tuple[Permalink, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Permalink]:
        """The first line of each id."""
        found: dict[str, Permalink] = {}
        for link in self.links:
            found.setdefault(link.id, link)
        return found
