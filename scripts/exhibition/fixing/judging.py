"""An exhibition whose files are still in memory into what checks find there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ..addressing import judge_address
from ..cache import Cache
from ..checks.registry import CheckContext, iter_diagnostics
from ..diagnostics import Diagnostic
from ..model import Entry, Exhibition
from ..report import SourceLines


@dataclass(frozen=True)
class Rehearsal(CheckContext):
    """The hall as it would be: `texts` are files that differ from those on the disk."""

    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sources(self) -> SourceLines:
        """The lines that checks speak of."""
        return SourceLines(self.root, {path: text.split("\n") for path, text in self.texts.items()})


def judged(
    exhibition: Exhibition, root: Path, today: date | None, texts: Mapping[str, str], cache: Cache | None = None
) -> list[Diagnostic]:
    """Return what checks find in an exhibition whose files at `texts` are not yet written.

    With a `cache`, photos that checks have looked at before are not read again.
    """
    rehearsal = Rehearsal(exhibition, root, today or date.today(), cache, texts)
    return [*iter_diagnostics(rehearsal), *judge_address(exhibition)]


def with_entries(exhibition: Exhibition, entries: Iterable[Entry | None]) -> Exhibition:
    """Return the exhibition with these entries instead of those of the same folders."""
    drafts = {entry.folder: entry for entry in entries if entry is not None}
    return exhibition.with_entries({**{one.folder: one for one in exhibition.entries}, **drafts}.values())
