"""Decorated generators into checks: each looks at the exhibition and yields places and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ..cache import Cache
from ..diagnostics import Finding, Rule, Severity, Span
from ..model import Entry, Exhibition
from ..model.rules import register
from ..report import Sources
from .album import Album
from .folder import Folder, read_folder
from .telling import Telling, tellings


@dataclass(frozen=True)
class Hall:
    """What checks look at: the exhibition, the folders of its entries, and the day on which they look."""

    exhibition: Exhibition
    root: Path
    today: date
    cache: Cache | None = None
    """Where it is remembered what picture files are; without, each is looked at."""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Units and clusters, every folder of them."""
        return (*self.exhibition.units, *self.exhibition.clusters)

    @cached_property
    def sources(self) -> Sources:
        """The lines that authors wrote."""
        return Sources(self.root)

    @cached_property
    def tellings(self) -> Mapping[str, list[Telling]]:
        """Where entries and vocabularies tell something private, by kind."""
        suspects = [entry.path for entry in self.entries if entry.suspect]
        listings = sorted((self.root / "content" / "vocabularies").glob("*.yml"))
        words = [path.relative_to(self.root).as_posix() for path in listings if path.name != "public-contacts.yml"]
        allowed = (contact.value for contact in self.exhibition.vocabularies.contacts)
        return tellings(self.sources, (*suspects, *words), allowed)

    def mended(self, span: Span, written: str, better: str) -> str | None:
        """Return the line at `span` with `written` replaced, where it stands there once."""
        line = self.sources.line(span.path, span.line)
        return line.replace(written, better) if written and line.count(written) == 1 else None

    @cached_property
    def folders(self) -> dict[str, Folder]:
        """What lies in the folder of each entry, by the folder's path; each is listed once."""
        return {entry.folder: read_folder(str(self.root), entry.folder) for entry in self.entries}

    @cached_property
    def album(self) -> Album:
        """What picture files in the folders are."""
        return Album(self.root, self.cache)


Check = Callable[[Hall], Iterator[Finding]]

CHECKS: list[tuple[Rule, Check]] = []
"""Every check with its rule, in the order in which they are defined."""


def check(code: str, severity: Severity, title: str) -> Callable[[Check], Check]:
    """Decorate a generator of findings: its name is the bad thing, its docstring the manual."""

    def decorate(look: Check) -> Check:
        CHECKS.append((register(code, look.__name__, severity, title, look.__doc__), look))
        return look

    return decorate
