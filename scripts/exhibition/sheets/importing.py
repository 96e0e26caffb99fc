"""A sheet and an exhibition into what would change: nothing is written here.

bytes ──opening──▶ grids ──heading──▶ columns ──statements──▶ rows ──matching──▶ entries
rows, entries, the last import ──merging──▶ decisions ──editing, verifying──▶ drafts of files
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ..diagnostics import Span
from ..files import read_file
from ..founding import PLANS
from ..model import Cluster, Exhibition, Unit
from ..model.private import masked, squeezed
from ..model.rules import Slip
from ..model.words import Lexicon
from ..reading import Reading, read_exhibition, uncollected
from ..reading import slips_sheets as said
from ..reading.vocabularies import lexicon_of
from ..report.progress import Progress
from .base import Base, read_base
from .columns import columns
from .drafting import Draft, drafted
from .heading import Heading, find_heading
from .matching import Match, Matching, matched
from .merging import Decision, decisions
from .newcomers import Newcomer, newcomers
from .opening import opened
from .remarks import Outcome, Remark
from .statements import Door, rows


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported: the bytes of a file, into which kind of entry, and what a person has decided."""

    data: bytes
    kind: str = "unit"
    """A key of `PLANS`."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Keys of fields by headings that somebody has explained."""
    found_new: bool = False
    """Shall rows without an entry become new entries?"""
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Import:
    """What would change, and everything that is to be said of the sheet, in the order of its rows."""

    kind: str
    heading: Heading
    read: int
    """Rows that speak of a unit."""
    drafts: tuple[Draft, ...]
    newcomers: tuple[Newcomer, ...]
    base: Base
    """The record of the import before."""
    agreed: Mapping[str, Mapping[str, Any]]
    """What sheet and page say alike, by id and attribute: it is recorded although nothing is written."""
    remarks: tuple[Remark, ...]

    def told(self, *outcomes: Outcome) -> list[Remark]:
        """Return the remarks of these outcomes."""
        return [remark for remark in self.remarks if remark.outcome in outcomes]


def plan_import(root: Path, wish: Wish, progress: Progress) -> Import | Slip:
    """Return what importing would change in the exhibition of the folder `root`; a slip where it is no such sheet."""
    fields = columns(wish.kind)
    with progress.phase("读表格"):
        grids = opened(wish.data)
    heading = grids if isinstance(grids, Slip) else find_heading(grids, fields, wish.headings)
    if heading is None:
        return said.no_heading_row([one.key for one in fields])
    if isinstance(heading, Slip):
        return heading
    with uncollected():
        return Desk(root, wish, progress).planned(heading)


class Desk:
    """Where a sheet is laid beside the exhibition."""

    def __init__(self, root: Path, wish: Wish, progress: Progress) -> None:
        self.root, self.wish, self.progress, self.fields = root, wish, progress, columns(wish.kind)
        with progress.phase("读取内容"):
            self.reading: Reading = read_exhibition(root)
        self.exhibition: Exhibition = self.reading.exhibition
        self.lexicon: Lexicon = lexicon_of(self.exhibition.vocabularies)
        contacts = self.exhibition.vocabularies.contacts
        self.door = Door(self.lexicon, frozenset(squeezed(one.value) for one in contacts))
        self.base = read_base(root, wish.kind, self.fields)
        self.agreed: dict[str, dict[str, Any]] = {}
        self.errors: dict[str, Span] = {}
        for one in self.reading.diagnostics:
            if one.blocks:
                self.errors.setdefault(one.span.path, one.span)

    @property
    def entries(self) -> Sequence[Unit | Cluster]:
        """The entries of the kind that the sheet is about."""
        return self.exhibition.clusters if self.wish.kind == "cluster" else self.exhibition.units

    def planned(self, heading: Heading) -> Import:
        """Return what the rows below a heading would change."""
        found = list(rows(heading, self.door))
        matching = matched(found, self.exhibition, self.entries, self.fields)
        remarks = [*self.of_headings(heading), *matching.remarks]
        drafts: list[Draft] = []
        with self.progress.phase("和页面对照") as advance:
            for number, match in enumerate(matching.matches, 1):
                told, draft = self.settled(match)
                remarks += [*match.row.remarks, *told]
                drafts += [draft] if draft else []
                advance(number, len(matching.matches))
        founded, more = self.newcomers(matching)
        remarks += [*more, *self.missing(matching)]
        ordered = sorted(remarks, key=lambda one: (one.row == 0, one.row))
        return Import(
            self.wish.kind, heading, len(found), tuple(drafts), founded, self.base, self.agreed, tuple(ordered)
        )

    def of_headings(self, heading: Heading) -> list[Remark]:
        """Return what is said of headings that are nearly ours."""
        row = heading.row + 1
        return [Remark(said.near_heading(masked(one), key), row) for one, key in heading.near.items()]

    def settled(self, match: Match) -> tuple[list[Remark], Draft | None]:
        """Return what becomes of one row; what is agreed on without any file being written is remembered."""
        last = self.base.get(match.entry.id, {})
        made = list(decisions(match, lambda of: self.door.value(last.get(of.attribute, ""), of)[0], self.fields))
        if match.entry.path in self.errors:
            # What was understood of such a file may be a guess: it is no side of a merge.
            return [self.barred(match)] if any(one.outcome for one in made) else [], None
        self.agreed[match.entry.id] = {one.field.attribute: one.value for one in made if one.outcome is None}
        told = [one.remark for one in made if one.remark and one.outcome is not Outcome.TAKEN]
        taken = [one for one in made if one.outcome is Outcome.TAKEN]
        if not taken:
            return told, None
        draft, more = self.drafted(match, taken)
        return [*told, *more], draft

    def barred(self, match: Match) -> Remark:
        """Return what is said of a row whose file has a 错误 in it."""
        line = self.errors[match.entry.path].line
        return Remark(
            said.entry_with_errors(match.entry.path, line), match.row.number, match.entry.id, match.entry.name
        )

    def drafted(self, match: Match, taken: list[Decision]) -> tuple[Draft | None, list[Remark]]:
        """Return the file of an entry with what is taken from a row."""
        entry = match.entry
        assert isinstance(entry, Unit | Cluster)
        fields = PLANS[self.wish.kind].fields
        return drafted(read_file(self.root / entry.path), entry, taken, fields, self.exhibition, self.lexicon)

    def newcomers(self, matching: Matching) -> tuple[tuple[Newcomer, ...], list[Remark]]:
        """Return the new entries of rows that have none, where they are wished for, and what is said of them."""
        if self.wish.found_new:
            return newcomers(matching.unknown, self.wish.kind, self.exhibition, self.wish.today)
        told = []
        for row in matching.unknown:
            name = masked(str(row.values.get("name", "")))
            told += [*row.remarks, Remark(said.row_without_folder(), row.number, name=name)]
        return (), told

    def missing(self, matching: Matching) -> list[Remark]:
        """Return what is said of entries that were in the last import and are in this sheet no longer."""
        listed = {match.entry.id for match in matching.matches} | {one.id for one in matching.remarks}
        names = {entry.id: entry.name for entry in self.entries}
        gone = [id for id in sorted(self.base) if id in names and id not in listed]
        return [Remark(said.no_longer_listed(), id=id, name=names[id], outcome=Outcome.ABSENT) for id in gone]
