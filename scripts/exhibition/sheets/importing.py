"""A sheet and an exhibition into what would change: nothing is written here.

bytes ──opening──▶ grids ──heading──▶ columns ──statements──▶ rows ──matching──▶ entries
rows, entries, the last import ──merging──▶ decisions ──editing, verifying──▶ drafts of files
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..diagnostics import Span
from ..exchange.workbooks import WorkbookContent
from ..files import read_file
from ..model import Entry, Exhibition
from ..model.private import masked, squeezed
from ..model.rules import Slip
from ..model.words import Lexicon
from ..progress import Progress
from ..reading import Reading, read_exhibition, uncollected
from ..reading import slips_sheets as said
from ..reading.vocabularies import lexicon_of
from ..types import CONTENT_TYPES
from .base import Base, read_base
from .columns import columns
from .drafting import Draft, drafted
from .heading import Heading, find_headings
from .matching import Match, Matching, matched
from .merging import Decision, decisions
from .newcomers import Newcomer, Terms, newcomers
from .opening import opened
from .remarks import Outcome, Remark
from .statements import Door, Row, rows


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported: the bytes of a file, into which kind of entry, and what a person has decided."""

    data: bytes
    kind: str = "unit"
    """The name of a content type."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Keys of fields by headings that somebody has explained."""
    only: tuple[str, ...] = ()
    """The sheets of the workbook to read; all that have a heading row without any."""
    found_new: bool = False
    """Shall rows without an entry become new entries?"""
    another: bool = False
    """Are rows new entries although a building that looks the same has a page?"""
    known: frozenset[str] = frozenset()
    """Numbers that others have promised."""
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Import:
    """What would change, and everything that is to be said of the sheet, in the order of its rows."""

    kind: str
    headings: tuple[Heading, ...]
    """Those of the sheets that were read, in order of the sheets."""
    unread: tuple[str, ...]
    """The names of other sheets that people see: nothing in them has a heading that is ours."""
    counts: tuple[int, ...]
    """Rows that speak of a unit, by sheet."""
    drafts: tuple[Draft, ...]
    newcomers: tuple[Newcomer, ...]
    base: Base
    """The record of the import before."""
    agreed: Mapping[str, Mapping[str, Any]]
    """What sheet and page say alike, by id and attribute: it is recorded although nothing is written."""
    remarks: tuple[Remark, ...]

    @property
    def read(self) -> int:
        """Rows that speak of a unit."""
        return sum(self.counts)

    def told(self, *outcomes: Outcome) -> list[Remark]:
        """Return the remarks of these outcomes."""
        return [remark for remark in self.remarks if remark.outcome in outcomes]


def plan_import(root: Path, wish: Wish, progress: Progress) -> Import | Slip:
    """Return what importing would change in the exhibition of the folder `root`; a slip where it is no such sheet."""
    fields = columns(wish.kind)
    with progress.time_phase("读表格"):
        book = opened(wish.data)
    book = book if isinstance(book, Slip) else chosen(book, wish.only)
    if isinstance(book, Slip):
        return book
    headings = find_headings(book, fields, wish.headings)
    if not headings:
        return said.no_heading_row([one.key for one in fields])
    with uncollected():
        return Desk(root, wish, progress).planned(book, headings)


def chosen(book: WorkbookContent, only: Sequence[str]) -> WorkbookContent | Slip:
    """Return the book with the named sheets alone; a slip where one of them is not there."""
    there = [grid.name for grid in book.grids]
    for name in only:
        if name not in there:
            return said.no_such_sheet(masked(name), [masked(one) for one in there])
    return replace(book, grids=[grid for grid in book.grids if grid.name in only]) if only else book


RUNS = 8
"""Runs of hidden rows that are named."""


def runs(numbers: Sequence[int]) -> str:
    """Return numbers in order as people say them, those that follow each other as from–to.

    >>> runs([2, 3, 4, 7])
    '2–4、7'
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in found[:RUNS]]
    return "、".join(texts) + (f" 等 {len(numbers)} " if len(found) > RUNS else "")


class Desk:
    """Where a sheet is laid beside the exhibition."""

    def __init__(self, root: Path, wish: Wish, progress: Progress) -> None:
        self.root, self.wish, self.progress, self.fields = root, wish, progress, columns(wish.kind)
        with progress.time_phase("读取内容"):
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
    def entries(self) -> Sequence[Entry]:
        """The entries of the kind that the sheet is about."""
        return self.exhibition.of(CONTENT_TYPES.named(self.wish.kind).model)

    def planned(self, book: WorkbookContent, headings: Sequence[Heading]) -> Import:
        """Return what the rows below the headings of a book would change."""
        tables = [one.grid.name if len(headings) > 1 else "" for one in headings]
        by_sheet = [list(rows(one, self.door, table)) for one, table in zip(headings, tables, strict=True)]
        found = [row for those in by_sheet for row in those]
        matching = matched(found, self.exhibition, self.entries, self.fields)
        remarks = list(matching.remarks)
        for heading, table, those in zip(headings, tables, by_sheet, strict=True):
            remarks += [*self.of_headings(heading, table), *self.of_hidden(heading, table, those)]
        if book.hidden:
            names = "、".join(f"“{masked(one)}”" for one in book.hidden)
            remarks.append(Remark(said.hidden_parts(f"表{names}", "没有读"), outcome=Outcome.NOTED))
        drafts: list[Draft] = []
        with self.progress.time_phase("和页面对照") as advance:
            for number, match in enumerate(matching.matches, 1):
                told, draft = self.settled(match)
                remarks += [*match.row.remarks, *told]
                drafts += [draft] if draft else []
                advance(number, len(matching.matches))
        founded, more = self.newcomers(matching)
        remarks += [*more, *self.missing(matching)]
        order = {table: place for place, table in enumerate(tables)}
        ordered = sorted(remarks, key=lambda one: (one.row == 0, order.get(one.table, 0), one.row))
        read = {one.grid.name for one in headings}
        unread = () if book.alternatives else tuple(one.name for one in book.grids if one.name not in read)
        counts = tuple(map(len, by_sheet))
        return Import(
            self.wish.kind,
            tuple(headings),
            unread,
            counts,
            tuple(drafts),
            founded,
            self.base,
            self.agreed,
            tuple(ordered),
        )

    def of_headings(self, heading: Heading, table: str) -> list[Remark]:
        """Return what is said of headings that are nearly ours, and of columns among which nobody has chosen."""
        row = heading.row + 1
        near = [Remark(said.near_heading(masked(one), key), row, table=table) for one, key in heading.near.items()]
        several = [
            Remark(
                said.several_columns(one.key, masked(one.taken), [masked(other) for other in one.others]),
                row,
                table=table,
            )
            for one in heading.several
        ]
        return near + several

    def of_hidden(self, heading: Heading, table: str, read: Sequence[Row]) -> list[Remark]:
        """Return what is said of rows and columns that were read although people do not see them."""
        numbers = {row.number for row in read}
        hidden = [row + 1 for row in heading.grid.hidden_rows if row + 1 in numbers]
        columns = [heading.fields[one].key for one in heading.grid.hidden_columns if one in heading.fields]
        told = [said.hidden_parts(f"第 {runs(hidden)} 行", "也读了")] if hidden else []
        told += [said.hidden_parts("".join(f"“{key}”" for key in columns) + "这几列", "也用了")] if columns else []
        return [Remark(one, heading.row + 1, table=table, outcome=Outcome.NOTED) for one in told]

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
            said.entry_with_errors(match.entry.path, line),
            match.row.number,
            match.entry.id,
            match.entry.name,
            table=match.row.table,
        )

    def drafted(self, match: Match, taken: list[Decision]) -> tuple[Draft | None, list[Remark]]:
        """Return the file of an entry with what is taken from a row."""
        entry = match.entry
        fields = CONTENT_TYPES.named(self.wish.kind).fields
        return drafted(read_file(self.root / entry.path), entry, taken, fields, self.exhibition, self.lexicon)

    def newcomers(self, matching: Matching) -> tuple[tuple[Newcomer, ...], list[Remark]]:
        """Return the new entries of rows that have none, where they are wished for, and what is said of them."""
        if self.wish.found_new:
            terms = Terms(self.wish.today, self.wish.another, self.wish.known)
            return newcomers(matching.unknown, self.wish.kind, self.exhibition, terms)
        told = []
        for row in matching.unknown:
            name = masked(str(row.values.get("name", "")))
            told += [*row.remarks, Remark(said.row_without_folder(), row.number, name=name, table=row.table)]
        return (), told

    def missing(self, matching: Matching) -> list[Remark]:
        """Return what is said of entries that were in the last import and are in this sheet no longer."""
        listed = {match.entry.id for match in matching.matches} | {one.id for one in matching.remarks}
        names = {entry.id: entry.name for entry in self.entries}
        gone = [id for id in sorted(self.base) if id in names and id not in listed]
        return [Remark(said.no_longer_listed(), id=id, name=names[id], outcome=Outcome.ABSENT) for id in gone]
