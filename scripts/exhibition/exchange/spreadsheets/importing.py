"""Plan an import (what would change, nothing is written), and write it.

Pages are written first, then new folders with their addresses, the record of the import last. If the writing stops
midway, the same import is run again: what is written says the same as the sheet, the rest is written then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ...content.loader import LoadedContent, load_exhibition, pause_garbage_collection, read_side_files
from ...content.scaffold import create_entries
from ...content.vocabularies import build_lexicon
from ...diagnostics import Span
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model import Entry, Exhibition
from ...model.vocabulary import Lexicon
from ...privacy import mask_private, squeeze_text
from ...progress import Progress
from ...storage.cache import write_atomically
from ...storage.safe_files import MIB, RECORD_LIMIT, SHEET_LIMIT, is_file, read_file, read_listing
from ...types import CONTENT_TYPES
from ..workbooks import WorkbookContent, WorkbookProblem
from ..workbooks.client import read_in_child
from .columns import HeadingRow, find_headings, get_base_path, list_columns
from .field_values import ImportRecord, add_values, read_base, render_base
from .merge import (
    EditedFile,
    MatchResult,
    MergeDecision,
    NewRow,
    NewRowTerms,
    RowMatch,
    draft_file,
    iter_decisions,
    match_rows,
    plan_new_rows,
)
from .output import CellOutcome, ImportRemark
from .rows import CellParser, SheetRow, iter_rows

FAR = "在 Excel 里按 Ctrl+End，看最远的一格在哪里；把它和中间空着的行、列删掉，保存，再试一次。"
PASSWORD = (
    "用 Excel 打开它：文件 → 信息 → 保护工作簿 → 用密码进行加密，把密码删空，点确定，保存，再试一次；"
    "WPS 里是：文件 → 文档加密 → 密码加密。"
)
REASONS: dict[WorkbookProblem, tuple[str, ...]] = {
    WorkbookProblem.EMPTY: ("它是空的",),
    WorkbookProblem.LARGE: ("它太大了",),
    WorkbookProblem.PAGE: ("它其实是一个网页，只是名字写成了表格",),
    WorkbookProblem.TEXT: ("它不是表格，也不是文字",),
    WorkbookProblem.PASSWORD: ("它设了打开密码", PASSWORD),
    WorkbookProblem.FAR: ("有字写在很远的格子里，或者里面的东西太多，内存装不下", FAR),
    WorkbookProblem.BROKEN: ("它坏了，或者不是表格",),
    WorkbookProblem.SLOW: ("读了一分钟还没有读完，没有再等", FAR),
}
"""What is said of a file that gives no sheets, and what to do where that is special."""


def open_book(data: bytes) -> WorkbookContent | FieldIssue:
    """Return the sheets of a file, or why there are none. Which kind of file it is, its bytes say, not its name."""
    if len(data) > SHEET_LIMIT:
        return messages.unreadable_sheet(f"它太大了，最多 {SHEET_LIMIT // MIB} MB")
    told = read_in_child(data)
    return messages.unreadable_sheet(*REASONS[told]) if isinstance(told, WorkbookProblem) else told


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is to be imported: the bytes of a file, into which kind of entry, and what a person has decided."""

    data: bytes
    kind: str = "unit"
    """The name of a content type."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Keys of fields by headings that somebody has explained."""
    only: tuple[str, ...] = ()
    """The sheets of the workbook to read; all that have a heading row without any."""
    create_new: bool = False
    """Shall rows without an entry become new entries?"""
    another: bool = False
    """Are rows new entries although a building that looks the same has a page?"""
    known: frozenset[str] = frozenset()
    """Numbers that others have promised."""
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would change, and everything that is to be said of the sheet, in the order of its rows."""

    kind: str
    headings: tuple[HeadingRow, ...]
    """Those of the sheets that were read, in order of the sheets."""
    unread: tuple[str, ...]
    """The names of other sheets that people see: nothing in them has a heading that is ours."""
    counts: tuple[int, ...]
    """Rows that speak of a unit, by sheet."""
    drafts: tuple[EditedFile, ...]
    new_rows: tuple[NewRow, ...]
    base: ImportRecord
    """The record of the import before."""
    agreed: Mapping[str, Mapping[str, Any]]
    """What sheet and page say alike, by id and attribute: it is recorded although nothing is written."""
    remarks: tuple[ImportRemark, ...]

    @property
    def read(self) -> int:
        """Return the rows that describe an entry."""
        return sum(self.counts)

    def list_remarks(self, *outcomes: CellOutcome) -> list[ImportRemark]:
        """Return the remarks of these outcomes."""
        return [remark for remark in self.remarks if remark.outcome in outcomes]


def plan_import(root: Path, wish: ImportOptions, progress: Progress) -> ImportPlan | FieldIssue:
    """Return what importing would change in the exhibition of the folder `root`; a slip where it is no such sheet."""
    fields = list_columns(wish.kind)
    with progress.time_phase("读表格"):
        book = open_book(wish.data)
    book = book if isinstance(book, FieldIssue) else choose_sheets(book, wish.only)
    if isinstance(book, FieldIssue):
        return book
    headings = find_headings(book, fields, wish.headings)
    if not headings:
        return messages.no_heading_row([one.key for one in fields])
    with pause_garbage_collection():
        return SheetImportPlanner(root, wish, progress).plan(book, headings)


def choose_sheets(book: WorkbookContent, only: Sequence[str]) -> WorkbookContent | FieldIssue:
    """Return the book with the named sheets alone; a slip where one of them is not there."""
    there = [grid.name for grid in book.grids]
    for name in only:
        if name not in there:
            return messages.no_such_sheet(mask_private(name), [mask_private(one) for one in there])
    return replace(book, grids=[grid for grid in book.grids if grid.name in only]) if only else book


RUNS = 8
"""Runs of hidden rows that are named."""


def format_runs(numbers: Sequence[int]) -> str:
    """Return numbers in order as people say them, those that follow each other as from–to.

    >>> format_runs([2, 3, 4, 7])
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


class SheetImportPlanner:
    """Where a sheet is laid beside the exhibition."""

    def __init__(self, root: Path, wish: ImportOptions, progress: Progress) -> None:
        self.root, self.wish, self.progress, self.fields = root, wish, progress, list_columns(wish.kind)
        with progress.time_phase("读取内容"):
            self.reading: LoadedContent = load_exhibition(root)
        self.exhibition: Exhibition = self.reading.exhibition
        self.lexicon: Lexicon = build_lexicon(self.exhibition.vocabularies)
        contacts = self.exhibition.vocabularies.contacts
        self.door = CellParser(self.lexicon, frozenset(squeeze_text(one.value) for one in contacts))
        self.base = read_base(root, wish.kind, self.fields)
        self.agreed: dict[str, dict[str, Any]] = {}
        self.errors: dict[str, Span] = {}
        for one in self.reading.diagnostics:
            if one.blocks:
                self.errors.setdefault(one.span.path, one.span)

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries of the kind that the sheet is about."""
        return self.exhibition.of(CONTENT_TYPES.get_by_name(self.wish.kind).model)

    def plan(self, book: WorkbookContent, headings: Sequence[HeadingRow]) -> ImportPlan:
        """Return what the rows below the headings of a book would change."""
        tables = [one.grid.name if len(headings) > 1 else "" for one in headings]
        by_sheet = [list(iter_rows(one, self.door, table)) for one, table in zip(headings, tables, strict=True)]
        found = [row for those in by_sheet for row in those]
        matching = match_rows(found, self.exhibition, self.entries, self.fields)
        remarks = list(matching.remarks)
        for heading, table, those in zip(headings, tables, by_sheet, strict=True):
            remarks += [*self.report_headings(heading, table), *self.report_hidden(heading, table, those)]
        if book.hidden:
            names = "、".join(f"“{mask_private(one)}”" for one in book.hidden)
            remarks.append(ImportRemark(messages.hidden_parts(f"表{names}", "没有读"), outcome=CellOutcome.NOTED))
        drafts: list[EditedFile] = []
        with self.progress.time_phase("和页面对照") as advance:
            for number, match in enumerate(matching.matches, 1):
                told, draft = self.merge_row(match)
                remarks += [*match.row.remarks, *told]
                drafts += [draft] if draft else []
                advance(number, len(matching.matches))
        founded, more = self.plan_new_entries(matching)
        remarks += [*more, *self.report_missing(matching)]
        order = {table: place for place, table in enumerate(tables)}
        ordered = sorted(remarks, key=lambda one: (one.row == 0, order.get(one.table, 0), one.row))
        read = {one.grid.name for one in headings}
        unread = () if book.alternatives else tuple(one.name for one in book.grids if one.name not in read)
        counts = tuple(map(len, by_sheet))
        return ImportPlan(
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

    def report_headings(self, heading: HeadingRow, table: str) -> list[ImportRemark]:
        """Return what is said of headings that are nearly ours, and of columns among which nobody has chosen."""
        row = heading.row + 1
        near = [
            ImportRemark(messages.near_heading(mask_private(one), key), row, table=table)
            for one, key in heading.near.items()
        ]
        several = [
            ImportRemark(
                messages.several_columns(
                    one.key, mask_private(one.taken), [mask_private(other) for other in one.others]
                ),
                row,
                table=table,
            )
            for one in heading.several
        ]
        return near + several

    def report_hidden(self, heading: HeadingRow, table: str, read: Sequence[SheetRow]) -> list[ImportRemark]:
        """Return what is said of rows and columns that were read although people do not see them."""
        numbers = {row.number for row in read}
        hidden = [row + 1 for row in heading.grid.hidden_rows if row + 1 in numbers]
        columns = [heading.fields[one].key for one in heading.grid.hidden_columns if one in heading.fields]
        told = [messages.hidden_parts(f"第 {format_runs(hidden)} 行", "也读了")] if hidden else []
        told += [messages.hidden_parts("".join(f"“{key}”" for key in columns) + "这几列", "也用了")] if columns else []
        return [ImportRemark(one, heading.row + 1, table=table, outcome=CellOutcome.NOTED) for one in told]

    def merge_row(self, match: RowMatch) -> tuple[list[ImportRemark], EditedFile | None]:
        """Return what becomes of one row; what is agreed on without any file being written is remembered."""
        last = self.base.get(match.entry.id, {})
        made = list(
            iter_decisions(match, lambda of: self.door.parse_value(last.get(of.attribute, ""), of)[0], self.fields)
        )
        if match.entry.path in self.errors:
            # What was understood of such a file may be a guess: it is no side of a merge.
            return [self.make_error_remark(match)] if any(one.outcome for one in made) else [], None
        self.agreed[match.entry.id] = {one.field.attribute: one.value for one in made if one.outcome is None}
        told = [one.remark for one in made if one.remark and one.outcome is not CellOutcome.TAKEN]
        taken = [one for one in made if one.outcome is CellOutcome.TAKEN]
        if not taken:
            return told, None
        draft, more = self.draft_entry(match, taken)
        return [*told, *more], draft

    def make_error_remark(self, match: RowMatch) -> ImportRemark:
        """Return what is said of a row whose file has a 错误 in it."""
        line = self.errors[match.entry.path].line
        return ImportRemark(
            messages.entry_with_errors(match.entry.path, line),
            match.row.number,
            match.entry.id,
            match.entry.name,
            table=match.row.table,
        )

    def draft_entry(self, match: RowMatch, taken: list[MergeDecision]) -> tuple[EditedFile | None, list[ImportRemark]]:
        """Return the file of an entry with what is taken from a row."""
        entry = match.entry
        fields = CONTENT_TYPES.get_by_name(self.wish.kind).fields
        side, _ = read_side_files(self.root, entry.folder, read_listing(f"{self.root}/{entry.folder}").files)
        return draft_file(read_file(self.root / entry.path), entry, taken, fields, self.exhibition, self.lexicon, side)

    def plan_new_entries(self, matching: MatchResult) -> tuple[tuple[NewRow, ...], list[ImportRemark]]:
        """Return the new entries of rows that have none, where they are wished for, and what is said of them."""
        if self.wish.create_new:
            terms = NewRowTerms(self.wish.today, self.wish.another, self.wish.known)
            return plan_new_rows(matching.unknown, self.wish.kind, self.exhibition, terms)
        told = []
        for row in matching.unknown:
            name = mask_private(str(row.values.get("name", "")))
            told += [*row.remarks, ImportRemark(messages.row_without_folder(), row.number, name=name, table=row.table)]
        return (), told

    def report_missing(self, matching: MatchResult) -> list[ImportRemark]:
        """Return what is said of entries that were in the last import and are in this sheet no longer."""
        listed = {match.entry.id for match in matching.matches} | {one.id for one in matching.remarks}
        names = {entry.id: entry.name for entry in self.entries}
        gone = [id for id in sorted(self.base) if id in names and id not in listed]
        return [
            ImportRemark(messages.no_longer_listed(), id=id, name=names[id], outcome=CellOutcome.ABSENT) for id in gone
        ]


def write_import(plan: ImportPlan, root: Path, progress: Progress) -> list[EditedFile]:
    """Write all that an import changes; return the drafts of files that somebody has altered meanwhile: not written."""
    with progress.time_phase("改页面") as advance:
        left = []
        for number, draft in enumerate(plan.drafts, 1):
            left += [] if write_draft(draft, root) else [draft]
            advance(number, len(plan.drafts))
    with progress.time_phase("建新文件夹") as advance:
        create_entries([one.new_entry for one in plan.new_rows], root, advance)
    write_record(plan, root, left)
    return left


def write_draft(draft: EditedFile, root: Path) -> bool:
    """Write one file, whole or not at all; leave it alone where it is no longer the one that was read."""
    path = root / draft.path
    if not is_file(path) or read_file(path) != draft.data:
        return False
    write_atomically(path, draft.better)
    return True


def write_record(plan: ImportPlan, root: Path, left: Sequence[EditedFile]) -> None:
    """Write down what was imported, where that is more than was."""
    fields = list_columns(plan.kind)
    base = add_values(plan.base, {id: values for id, values in plan.agreed.items() if values}, fields)
    base = add_values(base, {draft.id: draft.values for draft in plan.drafts if draft not in left}, fields)
    base = add_values(base, {one.new_entry.id: one.values for one in plan.new_rows}, fields)
    path, text = root / get_base_path(plan.kind), render_base(base, fields).encode()
    if base and (not is_file(path) or read_file(path, RECORD_LIMIT) != text):
        write_atomically(path, text)
