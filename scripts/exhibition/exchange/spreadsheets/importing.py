"""Plan an import (what would change, nothing is written), and write it.

Pages are written first, then new folders with their addresses, the record of the import last. If the writing stops
midway, the same import is run again: what is written says the same as the sheet, the rest is written then.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ...collector import pause_collector
from ...content.loader import LoadedContent, load_exhibition, read_side_files
from ...content.scaffold import create_entries
from ...content.vocabularies import build_lexicon
from ...diagnostics import Span
from ...lazy import dataclass
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model import Exhibition
from ...model.record_types import RecordType
from ...model.vocabulary import Lexicon
from ...privacy import mask_private, squeeze_text
from ...progress import Progress
from ...storage.cache import write_atomically
from ...storage.safe_files import MIB, RECORD_LIMIT, SHEET_LIMIT, is_file, read_file
from ...types import CONTENT_TYPES
from ..workbooks import WorkbookContent, WorkbookProblem
from ..workbooks.client import read_in_child
from .columns import HeadingRow
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
from .record_importing import FileDrafts, ListBase, RecordListPlanner
from .record_merge import RecordRow, iter_record_rows
from .rows import CellParser, SheetRow, iter_rows
from .sheet_subjects import SheetSubject, SubjectChoice, SubjectSheet, find_sheets, list_subjects

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
    """What is to be imported: the bytes of a file, and what a person has said of it and decided."""

    data: bytes
    kind: str = ""
    """The name of the content type that its sheets are; empty: their names and headings say what they are."""
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
    list: str = ""
    """The name of the record list that its sheets are; empty: their names and headings say which are."""
    name: str = ""
    """The name of the file, without its ending."""


@dataclass(slots=True)
class EntryBase:
    """The record of the imports of one content type, and what this import adds to it."""

    subject: SheetSubject
    base: ImportRecord
    agreed: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What sheet and page say alike, by id and attribute: it is recorded although nothing is written."""
    written: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    """What is recorded once a file is written: the path of the file and the values, by id."""

    def render(self, left: frozenset[str]) -> str:
        """Return the record as it is after the import; `left` are the paths of files that were not written."""
        fields = self.subject.fields
        base = add_values(self.base, {id: values for id, values in self.agreed.items() if values}, fields)
        done = {id: values for id, (path, values) in self.written.items() if path not in left}
        return render_base(add_values(base, done, fields).items(), fields)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would change, and everything that is to be said of the sheets, in the order of their rows."""

    sheets: tuple[SubjectSheet, ...]
    """Those that were read, in order of the file."""
    unread: tuple[str, ...]
    """The names of other sheets that people see: nothing in them has a heading that is ours."""
    counts: tuple[int, ...]
    """Rows that speak of an entry, by sheet."""
    drafts: tuple[EditedFile, ...]
    new_rows: tuple[NewRow, ...]
    bases: tuple[EntryBase | ListBase, ...]
    """The records of imports, one for each subject."""
    remarks: tuple[ImportRemark, ...]

    @property
    def read(self) -> int:
        """Return the rows that describe an entry or a record."""
        return sum(self.counts)

    @property
    def headings(self) -> tuple[HeadingRow, ...]:
        """Return the heading rows of the sheets."""
        return tuple(sheet.heading for sheet in self.sheets)

    def list_remarks(self, *outcomes: CellOutcome) -> list[ImportRemark]:
        """Return the remarks of these outcomes."""
        return [remark for remark in self.remarks if remark.outcome in outcomes]


def plan_import(root: Path, wish: ImportOptions, progress: Progress) -> ImportPlan | FieldIssue:
    """Return what importing would change in the exhibition of the folder `root`; a slip where it is no such sheet."""
    with progress.time_phase("读表格"):
        book = open_book(wish.data)
    book = book if isinstance(book, FieldIssue) else choose_sheets(book, wish.only)
    if isinstance(book, FieldIssue):
        return book
    sheets = find_sheets(book, SubjectChoice(wish.kind, wish.list, wish.name, wish.headings))
    if isinstance(sheets, FieldIssue):
        return sheets
    with pause_collector():
        return SheetImportPlanner(root, wish, progress).plan(book, sheets)


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
    """Where the sheets of a file are laid beside the exhibition."""

    def __init__(self, root: Path, wish: ImportOptions, progress: Progress) -> None:
        self.root, self.wish, self.progress = root, wish, progress
        with progress.time_phase("读取内容"):
            self.reading: LoadedContent = load_exhibition(root)
        self.exhibition: Exhibition = self.reading.exhibition
        self.lexicon: Lexicon = build_lexicon(self.exhibition.vocabularies)
        contacts = self.exhibition.vocabularies.contacts
        self.door = CellParser(self.lexicon, frozenset(squeeze_text(one.value) for one in contacts))
        self.drafts = FileDrafts(root)
        self.bases: dict[SheetSubject, EntryBase | ListBase] = {}
        self.entry_bases: dict[str, ImportRecord] = {}
        self.errors: dict[str, Span] = {}
        for one in self.reading.diagnostics:
            if one.blocks:
                self.errors.setdefault(one.span.path, one.span)

    def plan(self, book: WorkbookContent, sheets: Sequence[SubjectSheet]) -> ImportPlan:
        """Return what the rows below the headings of a book would change."""
        tables = {id(sheet): sheet.heading.grid.name if len(sheets) > 1 else "" for sheet in sheets}
        remarks: list[ImportRemark] = []
        numbers: dict[int, list[int]] = {}
        new_rows: list[NewRow] = []
        # Entries first: what a list of entries says of one counts when its records are merged.
        for subject in sorted({sheet.subject for sheet in sheets}, key=list_subjects().index):
            mine = [sheet for sheet in sheets if sheet.subject == subject]
            if isinstance(subject.row, RecordType):
                rows = {
                    id(one): list(iter_record_rows(one.heading, subject, self.door, tables[id(one)])) for one in mine
                }
                numbers |= {key: [row.place.number for row in those] for key, those in rows.items()}
                remarks += self.plan_records(subject, [row for those in rows.values() for row in those])
            else:
                found = {id(one): list(iter_rows(one.heading, self.door, tables[id(one)])) for one in mine}
                numbers |= {key: [row.number for row in those] for key, those in found.items()}
                founded, told = self.plan_entries(subject, [row for those in found.values() for row in those])
                new_rows += founded
                remarks += told
        for sheet in sheets:
            told = self.report_hidden(sheet.heading, tables[id(sheet)], numbers[id(sheet)])
            remarks += [*self.report_headings(sheet.heading, tables[id(sheet)]), *told]
        if book.hidden:
            names = "、".join(f"“{mask_private(one)}”" for one in book.hidden)
            remarks.append(ImportRemark(messages.hidden_parts(f"表{names}", "没有读"), outcome=CellOutcome.NOTED))
        order = {tables[id(sheet)]: place for place, sheet in enumerate(sheets)}
        ordered = sorted(remarks, key=lambda one: (one.row == 0, order.get(one.table, 0), one.row))
        read = {sheet.heading.grid.name for sheet in sheets}
        return ImportPlan(
            tuple(sheets),
            () if book.alternatives else tuple(one.name for one in book.grids if one.name not in read),
            tuple(len(numbers[id(sheet)]) for sheet in sheets),
            tuple(self.drafts.drafts.values()),
            tuple(new_rows),
            tuple(self.bases.values()),
            tuple(ordered),
        )

    def plan_records(self, subject: SheetSubject, rows: Sequence[RecordRow]) -> list[ImportRemark]:
        """Return what is said of the rows of a record list; the files that change are drafted."""
        planner = RecordListPlanner(
            subject, self.exhibition, self.lexicon, self.door, self.drafts, self.errors, self.read_entry_base
        )
        self.bases[subject] = planner.base
        with self.progress.time_phase("和文件对照") as advance:
            planner.plan(rows, advance)
        return planner.remarks

    def read_entry_base(self, kind: str) -> ImportRecord:
        """Return what was imported last of the entries of a content type; it is read once."""
        if kind not in self.entry_bases:
            subject = SheetSubject(CONTENT_TYPES.get_by_name(kind))
            self.entry_bases[kind] = read_base(self.root, subject.base_path, subject.fields)
        return self.entry_bases[kind]

    def plan_entries(
        self, subject: SheetSubject, rows: Sequence[SheetRow]
    ) -> tuple[Sequence[NewRow], list[ImportRemark]]:
        """Return the new entries and what is said of the rows of a content type; the files that change are drafted."""
        [row] = subject.holders
        self.row, self.fields = row, subject.fields
        self.entries = self.exhibition.of(row.model)
        self.base = EntryBase(subject, self.read_entry_base(row.name))
        self.bases[subject] = self.base
        matching = match_rows(rows, self.exhibition, self.entries, self.fields)
        remarks = list(matching.remarks)
        with self.progress.time_phase("和页面对照") as advance:
            for number, match in enumerate(matching.matches, 1):
                told, draft = self.merge_row(match)
                remarks += [*match.row.remarks, *told]
                if draft:
                    self.drafts.add(draft)
                    self.base.written[draft.id] = draft.path, draft.values
                advance(number, len(matching.matches))
        founded, more = self.plan_new_entries(matching)
        for one in founded:
            self.base.written[one.new_entry.id] = "", one.values
        return founded, [*remarks, *more, *self.report_missing(matching)]

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

    def report_hidden(self, heading: HeadingRow, table: str, read: Sequence[int]) -> list[ImportRemark]:
        """Return what is said of rows (`read` are the numbers of those that count) and columns that were read although
        people do not see them.
        """
        numbers = set(read)
        hidden = [row + 1 for row in heading.grid.hidden_rows if row + 1 in numbers]
        columns = [heading.fields[one].key for one in heading.grid.hidden_columns if one in heading.fields]
        told = [messages.hidden_parts(f"第 {format_runs(hidden)} 行", "也读了")] if hidden else []
        told += [messages.hidden_parts("".join(f"“{key}”" for key in columns) + "这几列", "也用了")] if columns else []
        return [ImportRemark(one, heading.row + 1, table=table, outcome=CellOutcome.NOTED) for one in told]

    def merge_row(self, match: RowMatch) -> tuple[list[ImportRemark], EditedFile | None]:
        """Return what becomes of one row; what is agreed on without any file being written is remembered."""
        last = self.base.base.get(match.entry.id, {})
        made = list(
            iter_decisions(match, lambda of: self.door.parse_value(last.get(of.attribute, ""), of)[0], self.fields)
        )
        if match.entry.path in self.errors:
            # What was understood of such a file may be a guess: it is no side of a merge.
            return [self.make_error_remark(match)] if any(one.outcome for one in made) else [], None
        self.base.agreed[match.entry.id] = {one.field.attribute: one.value for one in made if one.outcome is None}
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
        fields = self.row.fields
        side, _ = read_side_files(self.root, entry.folder)
        return draft_file(read_file(self.root / entry.path), entry, taken, fields, self.exhibition, self.lexicon, side)

    def plan_new_entries(self, matching: MatchResult) -> tuple[tuple[NewRow, ...], list[ImportRemark]]:
        """Return the new entries of rows that have none, where they are wished for, and what is said of them."""
        if self.wish.create_new:
            terms = NewRowTerms(self.wish.today, self.wish.another, self.wish.known)
            return plan_new_rows(matching.unknown, self.row.name, self.exhibition, terms)
        told = []
        for row in matching.unknown:
            name = mask_private(str(row.values.get("name", "")))
            told += [*row.remarks, ImportRemark(messages.row_without_folder(), row.number, name=name, table=row.table)]
        return (), told

    def report_missing(self, matching: MatchResult) -> list[ImportRemark]:
        """Return what is said of entries that were in the last import and are in this sheet no longer."""
        listed = {match.entry.id for match in matching.matches} | {one.id for one in matching.remarks}
        names = {entry.id: entry.name for entry in self.entries}
        gone = [id for id in sorted(self.base.base) if id in names and id not in listed]
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
    if draft.data is None:
        if os.path.lexists(path):
            return False
    elif not is_file(path) or read_file(path) != draft.data:
        return False
    write_atomically(path, draft.better)
    return True


def write_record(plan: ImportPlan, root: Path, left: Sequence[EditedFile]) -> None:
    """Write down what was imported, where that is more than was."""
    paths = frozenset(draft.path for draft in left)
    for base in plan.bases:
        path, text = root / base.subject.base_path, base.render(paths).encode()
        filled = text.count(b"\n") > 1
        if filled and (not is_file(path) or read_file(path, RECORD_LIMIT) != text):
            write_atomically(path, text)
