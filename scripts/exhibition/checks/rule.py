"""Decorated generators into checks: each looks at the exhibition and yields places and sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ..bodies import BodyIssue, IssueTopic, may_have_issues, render_body
from ..cache import Cache
from ..diagnostics import Diagnostic, Finding, Rule, Severity, Span, diagnosed
from ..files import Listing, read_listings
from ..ledger.changes import PageSwap, find_page_swaps
from ..ledger.reassignment import Reassignment, find_reassignments
from ..model import Entry, Exhibition, Status
from ..model.lasting import lasts
from ..model.rules import register
from ..report import SourceLines
from .album import Album
from .folder import Folder, folder_of
from .hung import Hung, Lying, find_hung, find_lying
from .strays import Stray, is_home, strays
from .telling import Telling, telling_links, tellings, texts


@dataclass(frozen=True)
class Hall:
    """What checks look at: the exhibition, the folders of its entries, and the day on which they look."""

    exhibition: Exhibition
    root: Path
    today: date
    cache: Cache | None = None
    """Where it is remembered what picture files are; without, each is looked at."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of every content type, every folder of them."""
        return self.exhibition.entries

    @cached_property
    def noted(self) -> Mapping[IssueTopic, list[tuple[Entry, BodyIssue]]]:
        """What rendering notes of all bodies, by topic."""
        found: dict[IssueTopic, list[tuple[Entry, BodyIssue]]] = defaultdict(list)
        for entry in self.entries:
            if may_have_issues(entry.body):
                for issue in render_body(entry.body).issues:
                    found[issue.topic].append((entry, issue))
        return found

    def issues(self, topic: IssueTopic) -> Sequence[tuple[Entry, BodyIssue]]:
        """Return the issues of bodies that are about a topic."""
        return self.noted.get(topic, ())

    @cached_property
    def sources(self) -> SourceLines:
        """The lines that authors wrote."""
        return SourceLines(self.root)

    @cached_property
    def tellings(self) -> Mapping[str, list[Telling]]:
        """Where the text files below `content/` tell something private, by kind."""
        suspects = [entry.path for entry in self.entries if entry.suspect]
        others = texts(self.listings, frozenset(entry.path for entry in self.entries))
        allowed = [contact.value for contact in self.exhibition.vocabularies.contacts]
        found = tellings(self.sources, (*suspects, *sorted(others)), allowed)
        for kind, telling in telling_links(self.exhibition.ledger.links, allowed):
            found[kind].append(telling)
        return found

    def mended(self, span: Span, written: str, better: str) -> str | None:
        """Return the line at `span` with `written` replaced, where it stands there once."""
        line = self.sources.get_line(span.path, span.line)
        return line.replace(written, better) if written and line.count(written) == 1 else None

    @cached_property
    def folders(self) -> dict[str, Folder]:
        """What lies in the folder of each entry, by the folder's path."""
        root, listings = str(self.root), self.listings
        return {entry.folder: folder_of(root, entry.folder, listings) for entry in self.entries}

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """What lies in every folder below `content/`, by path; the disk is asked once."""
        return read_listings(str(self.root), "content")

    @cached_property
    def homes(self) -> frozenset[str]:
        """The names of all folders that hold or should hold an entry, whether or not it could be read."""
        return frozenset(path.rpartition("/")[2] for path in self.listings if is_home(path))

    @cached_property
    def strays(self) -> tuple[Stray, ...]:
        """What lies below `content/` and is no part of the exhibition."""
        streets = frozenset(street.slug for street in self.exhibition.vocabularies.streets)
        return tuple(strays(self.listings, streets))

    @cached_property
    def handovers(self) -> tuple[Reassignment, ...]:
        """The promised numbers that another house has now; none where nobody asked for a comparison."""
        past = self.exhibition.promised
        return tuple(find_reassignments(self.exhibition, past)) if past else ()

    @cached_property
    def exchanges(self) -> tuple[PageSwap, ...]:
        """What houses whose names have stayed have exchanged; nothing where nobody asked for a comparison."""
        past, told = self.exhibition.promised, {one.id for one in self.handovers}
        return tuple(one for one in find_page_swaps(self.exhibition, past) if one.id not in told) if past else ()

    @cached_property
    def album(self) -> Album:
        """What picture files in the folders are."""
        return Album(self.root, self.cache)

    @cached_property
    def hung(self) -> tuple[Hung, ...]:
        """Every photo of an entry that names a file."""
        return tuple(find_hung(self))

    @cached_property
    def lying(self) -> tuple[Lying, ...]:
        """Every picture and film below `content/`, named or not."""
        return tuple(find_lying(self))


Check = Callable[[Hall], Iterator[Finding]]

CHECKS: list[tuple[Rule, Check]] = []
"""Every check with its rule, in the order in which they are defined."""


def findings(hall: Hall) -> Iterator[Diagnostic]:
    """Everything that checks find; of what was taken down only what matters still."""
    gone = {entry.path for entry in hall.entries if entry.status is Status.WITHDRAWN}
    for rule, look in CHECKS:
        for finding in look(hall):
            if finding.span.path not in gone or lasts(rule.code):
                yield diagnosed(rule, finding)


def check(code: str, severity: Severity, title: str) -> Callable[[Check], Check]:
    """Decorate a generator of findings: its name is the bad thing, its docstring the manual."""

    def decorate(look: Check) -> Check:
        CHECKS.append((register(code, look.__name__, severity, title, look.__doc__), look))
        return look

    return decorate
