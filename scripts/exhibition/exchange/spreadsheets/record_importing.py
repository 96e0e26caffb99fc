"""Plan the import of record lists: which rows are whose, what becomes of them, and in which file that stands.

A list of the bureau (`RecordType.owner`) stands in its side file only. Another is edited where it stands; one that stands
nowhere yet gets a side file, so that no volunteer's `index.md` grows by an import.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from ...content.loader import ParsedEntry, read_entry_file, read_side_files
from ...diagnostics import Span
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model import Entry, Exhibition
from ...model.fields import Field, index_by_key
from ...model.vocabulary import Lexicon
from ...privacy import mask_private
from ...progress import Advance
from ...storage.safe_files import read_file
from ...types import CONTENT_TYPES
from .field_values import ImportRecord, format_value, is_blank, is_equal, iter_base_rows, render_base
from .merge import EditedFile, EntryDirectory, explain_mismatch, explain_unknown_id, is_same_content, replace_values
from .output import CellOutcome, ImportRemark
from .page_editing import ListChanges, UnusualFormat, edit_fields, edit_records, find_insertion, render_side_file
from .record_merge import (
    BaseRecord,
    RecordMerge,
    RecordMerger,
    RecordRow,
    Remembered,
    make_base_key,
    parse_base,
)
from .rows import CellParser
from .sheet_subjects import PLACE, SheetSubject


@dataclass(slots=True)
class FileDrafts:
    """Files as they shall be, by path: several sheets of a workbook may change one file."""

    root: Path
    drafts: dict[str, EditedFile] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    """The folders of these files."""

    def read(self, path: str) -> bytes | None:
        """Return a file as it shall be, as far as is known; None where there is none."""
        if path in self.drafts:
            return self.drafts[path].better
        try:
            return read_file(self.root / path)
        except OSError:
            return None

    def put(self, path: str, id: str, better: bytes) -> None:
        """Say how a file shall be."""
        self.add(replace(self.drafts.get(path) or EditedFile(path, id, self.read(path), better, {}), better=better))

    def add(self, draft: EditedFile) -> None:
        """Enter a file with what is taken from a sheet."""
        self.drafts[draft.path] = draft
        self.folders.add(draft.path.rpartition("/")[0])

    def read_entry(self, folder: str, lexicon: Lexicon, others: Mapping[str, bytes]) -> ParsedEntry:
        """Return the entry of a folder as its files shall be; `others` are files with what is tried, by path."""
        path = f"{folder}/index.md"
        row = CONTENT_TYPES.find_by_path(folder)
        side, _ = read_side_files(self.root, folder)
        for name in row.side_files if row else ():
            newest = others.get(f"{folder}/{name}") or (
                self.drafts[f"{folder}/{name}"].better if f"{folder}/{name}" in self.drafts else None
            )
            side |= {name: newest} if newest is not None else {}
        return read_entry_file(others.get(path) or self.read(path) or b"", folder, lexicon, side)


class BaseUpdate(NamedTuple):
    """What is remembered of a record: whose it is, what, and the file that must be written for what is taken."""

    id: str
    remembered: Remembered
    path: str


@dataclass(slots=True)
class ListBase:
    """The record of the imports of one list, and what this import adds to it."""

    subject: SheetSubject
    records: Mapping[str, Sequence[BaseRecord]]
    updates: list[BaseUpdate] = field(default_factory=list)

    def render(self, left: frozenset[str]) -> str:
        """Return the record as it is after the import; `left` are the paths of files that were not written."""
        by_attribute = {one.attribute: one for one in self.subject.row.fields}
        texts = {
            id: {make_base_key(one, number): dict(one.texts) for number, one in enumerate(those)}
            for id, those in self.records.items()
        }
        for number, (id, remembered, path) in enumerate(self.updates):
            stated = {**remembered.agreed, **({} if path in left else remembered.taken)}
            if stated:
                key = make_base_key(remembered.last, number)
                told = {name: format_value(by_attribute[name], value) for name, value in stated.items()}
                texts.setdefault(id, {}).setdefault(key, {}).update(told)
        rows = ((id, one) for id, those in texts.items() for one in those.values())
        return render_base(rows, self.subject.row.fields)


class RecordListPlanner:
    """Where the rows of one list are laid beside the exhibition."""

    def __init__(
        self,
        subject: SheetSubject,
        exhibition: Exhibition,
        lexicon: Lexicon,
        door: CellParser,
        drafts: FileDrafts,
        errors: Mapping[str, Span],
        entry_base: Callable[[str], ImportRecord],
    ) -> None:
        """`errors`: the first 错误 of each file that has one, by path; `entry_base` returns what was imported last of the
        entries of a content type, by its name.
        """
        self.subject, self.row, self.exhibition, self.lexicon = subject, subject.record_type, exhibition, lexicon
        self.door, self.drafts, self.errors, self.entry_base = door, drafts, errors, entry_base
        rows = iter_base_rows(drafts.root, subject.base_path, self.row.fields)
        self.base = ListBase(subject, parse_base(rows, self.row, door))
        models = tuple(row.model for row in subject.holders)
        self.entries = [entry for entry in exhibition.entries if isinstance(entry, models)]
        self.merger = RecordMerger(self.row)
        self.remarks: list[ImportRemark] = []

    def plan(self, rows: Sequence[RecordRow], advance: Advance) -> None:
        """Decide on all rows of the list."""
        by_entry = self.match_rows(rows)
        for number, (entry, those) in enumerate(by_entry, 1):
            self.plan_entry(entry, those)
            advance(number, len(by_entry))
        self.report_missing({entry.id for entry, _ in by_entry} | {one.id for one in self.remarks})

    def match_rows(self, rows: Sequence[RecordRow]) -> list[tuple[Entry, list[RecordRow]]]:
        """Return the entries with their rows; what is wrong with rows of nobody is said."""
        counts: dict[str, list[Entry]] = {}
        for one in self.entries:
            counts.setdefault(one.id, []).append(one)
        directory = EntryDirectory(self.entries)
        what = next(one for one in self.row.fields if one.attribute == self.row.what)
        found: dict[str, list[RecordRow]] = {}
        for row in rows:
            place = row.place
            ids = [place.id] if place.id else directory.find_ids(place)
            entry = counts[ids[0]][0] if len(ids) == 1 and len(counts.get(ids[0], ())) == 1 else None
            problem = (
                self.explain_unmatched(row, ids, counts) if entry is None else self.explain_other_place(row, entry)
            )
            told = self.list_remarks(row, entry)
            if problem is None and entry is not None:
                unread = {one.key for one in told}
                if is_blank(row.values.get(self.row.what)) and what.key not in unread:
                    problem = messages.record_without_key(what.key, what.example)
                elif unread.isdisjoint(one.key for one in self.merger.identity):
                    # Without what could not be read of its identity it would be taken for another one.
                    found.setdefault(entry.id, []).append(row)
            self.remarks += told
            if problem:
                name = entry.name if entry else mask_private(str(place.values.get("name", "")))
                self.remarks.append(
                    ImportRemark(problem, place.number, place.id, name, table=place.table, label=self.row.label)
                )
        return [(counts[id][0], those) for id, those in found.items()]

    def list_remarks(self, row: RecordRow, entry: Entry | None) -> list[ImportRemark]:
        """Return what is said of the cells of a row; of those that only readers look at nothing, where it has an id."""
        place = row.place
        skipped = {one.key for one in self.subject.place_fields if one.attribute != "id"} if place.id else set()
        id, name = (entry.id, entry.name) if entry else (place.id, "")
        return [
            replace(one, id=id, name=name, label=self.row.label, record=self.merger.describe(row.values))
            for one in place.remarks
            if one.key not in skipped
        ]

    def explain_unmatched(
        self, row: RecordRow, ids: Sequence[str], known: Mapping[str, Sequence[Entry]]
    ) -> FieldIssue | None:
        """Return why a row is nobody's; None where that has been said of its id."""
        label = self.row.label
        if len(ids) > 1:
            return messages.record_of_unknown_entry(f"没有编号，对得上的不止一个（{'、'.join(ids)}）", label)
        if not ids:
            unread = any(one.key == "编号" for one in row.place.remarks)
            return None if unread else messages.record_of_unknown_entry("没有编号，也找不到是谁的", label)
        [id] = ids
        if id in known:
            return messages.record_of_unknown_entry(f"编号 {id} 有不止一个文件夹", label)
        if id in self.exhibition.by_id:
            kind = CONTENT_TYPES.get_type_of(self.exhibition.by_id[id]).label
            return messages.record_of_unknown_entry(f"编号 {id} 是{kind}，{kind}没有“{label}”", label)
        return messages.record_of_unknown_entry(f"编号 {id} {explain_unknown_id(id, self.exhibition)}", label)

    def explain_other_place(self, row: RecordRow, entry: Entry) -> FieldIssue | None:
        """Return why a row seems to be another entry's; None where it fits."""
        fields = [one for one in CONTENT_TYPES.get_type_of(entry).fields if one.attribute in PLACE]
        problem: FieldIssue | None = explain_mismatch(entry, [row.place], fields)
        return problem

    def plan_entry(self, entry: Entry, rows: Sequence[RecordRow]) -> None:
        """Decide on the rows of one entry, and draft its file."""
        index = self.drafts.read(entry.path)
        drafted = entry.folder in self.drafts.folders
        current = (self.drafts.read_entry(entry.folder, self.lexicon, {}).entry if drafted else None) or entry
        holder = self.find_holder(entry)
        held = getattr(current, holder.attribute)
        merged = self.merger.merge(entry, rows, held, self.base.records.get(entry.id, ()))
        path = self.choose_path(current, held)
        problem = self.find_obstacle(current, path, index or b"") if merged.changed or merged.added else None
        after: Sequence[Any] = held
        if problem is None and (merged.changed or merged.added):
            after, problem = self.draft_list(current, holder, held, merged, path)
        self.conclude(entry, merged, path, problem)
        self.check_summary(current, held, after, path, rows[0])

    def choose_path(self, entry: Entry, held: Sequence[Any]) -> str:
        """Return the path of the file in which the list of an entry stands, or shall stand."""
        side = f"{entry.folder}/{self.row.side_file}"
        return entry.get_span(self.row.label).path if held else side

    def find_obstacle(self, entry: Entry, path: str, index: bytes) -> FieldIssue | None:
        """Return why the file of a list is not edited; None where it can be."""
        if path == entry.path and self.row.owner:
            return messages.list_in_page(self.row.label, path, self.row.side_file)
        if path in self.errors:
            return messages.entry_with_errors(path, self.errors[path].line)
        if path == entry.path:
            return None
        if entry.path in self.errors and self.row.label.encode() in index:
            # Perhaps it tells of the list in a line that could not be understood.
            return messages.entry_with_errors(entry.path, self.errors[entry.path].line)
        if self.drafts.read(path) is None and os.path.lexists(self.drafts.root / path):
            return messages.unusual_writing(self.row.label)
        return None

    def draft_list(
        self, entry: Entry, holder: Field, held: Sequence[Any], merged: RecordMerge, path: str
    ) -> tuple[Sequence[Any], FieldIssue | None]:
        """Draft the file of a list with all changes; return the records as they are then, or as they were and why not."""
        intended = [replace(one, **merged.changed.get(number, {})) for number, one in enumerate(held)]
        added: list[tuple[int, Any]] = []
        for record, _ in sorted(merged.added, key=lambda one: self.sort_key(one[0])):
            added.append((find_insertion(held, record, self.row.when), record))
        added.sort(key=lambda one: one[0])
        for shift, (place, record) in enumerate(added):
            intended.insert(place + shift, record)
        data = self.drafts.read(path)
        keys = {one.attribute: one.key for one in self.row.fields}
        changed = {
            number: {keys[name]: value for name, value in values.items()} for number, values in merged.changed.items()
        }
        known = index_by_key((holder,)) if path != entry.path else CONTENT_TYPES.get_type_of(entry).by_key
        try:
            better = (
                render_side_file(holder.key, self.row.fields, intended)
                if data is None
                else edit_records(data, path, holder.key, known, self.row.fields, ListChanges(changed, added))
            )
        except UnusualFormat:
            return held, messages.unusual_writing(self.row.label)
        read = self.drafts.read_entry(entry.folder, self.lexicon, {path: better})
        wrong = next((one.message for one in read.diagnostics if one.blocks and one.span.path == path), "")
        if wrong:
            return held, messages.blocked_change(self.row.label, wrong)
        if not is_same_content(read.entry, replace_values(entry, {holder.attribute: tuple(intended)})):
            return held, messages.unusual_writing(self.row.label)
        self.drafts.put(path, entry.id, better)
        return intended, None

    def sort_key(self, record: Any) -> tuple[bool, tuple[int, ...]]:
        """Return by what new records are in order: their date; those without one are last."""
        day = getattr(record, self.row.when, None)
        return (True, ()) if day is None else (False, day.get_sort_key())

    def conclude(self, entry: Entry, merged: RecordMerge, path: str, problem: FieldIssue | None) -> None:
        """Say what became of the rows of an entry, and remember what is imported."""
        done = (CellOutcome.TAKEN, CellOutcome.ADDED)
        for remark in merged.remarks:
            if problem and remark.outcome in done:
                self.remarks.append(replace(remark, issue=problem, outcome=CellOutcome.LEFT))
            elif not problem or remark.outcome is not CellOutcome.NOTED:
                self.remarks.append(remark)
        for one in merged.remembered:
            self.base.updates.append(BaseUpdate(entry.id, one._replace(taken={}) if problem else one, path))
        for gone in merged.absent:
            self.remarks.append(self.make_absence_remark(entry, gone))

    def make_absence_remark(self, entry: Entry, gone: BaseRecord) -> ImportRemark:
        """Return what is said of a record that the sheet no longer has."""
        return ImportRemark(
            messages.record_no_longer_listed(),
            id=entry.id,
            name=entry.name,
            outcome=CellOutcome.ABSENT,
            label=self.row.label,
            record=self.merger.describe(gone.values),
        )

    def report_missing(self, spoken: set[str]) -> None:
        """Say which records of other entries were in the last import; where the files have them still."""
        for entry in self.entries:
            if entry.id in spoken or entry.id not in self.base.records:
                continue
            held = getattr(entry, self.find_holder(entry).attribute)
            for gone in self.base.records[entry.id]:
                if any(self.merger.is_exact(gone.values, record) for record in held):
                    self.remarks.append(self.make_absence_remark(entry, gone))

    def find_holder(self, entry: Entry) -> Field:
        """Return the field of an entry that holds the list."""
        return CONTENT_TYPES.get_type_of(entry).side_files[self.row.side_file]

    def check_summary(
        self, entry: Entry, before: Sequence[Any], after: Sequence[Any], path: str, row: RecordRow
    ) -> None:
        """Set the field of the entry that repeats the latest record, or say that it says something else.

        It is set where it was the bureau's too: where it is empty, says what the latest record said before, or what the last
        list of entries said. What a volunteer has written is not touched.
        """
        summary = self.row.summary
        at = self.row.find_latest(after)
        of = CONTENT_TYPES.get_type_of(entry).find_field(summary.attribute) if summary else None
        if summary is None or at is None or of is None:
            return
        told, page = getattr(after[at], summary.of), getattr(entry, summary.attribute)
        if not is_blank(page) and is_equal(of, told, page):
            return
        was = self.row.find_latest(before)
        theirs = [getattr(before[was], summary.of)] if was is not None else []
        changed = was is None or not is_equal(of, told, theirs[0])
        theirs += self.list_listed(entry, of)
        remark = ImportRemark(
            None,
            row.place.number,
            entry.id,
            entry.name,
            of.key,
            format_value(of, told),
            format_value(of, page),
            outcome=CellOutcome.TAKEN,
            table=row.place.table,
        )
        bureau = changed and (is_blank(page) or any(is_equal(of, page, one) for one in theirs))
        if bureau and self.set_field(entry, of, told):
            self.remarks.append(remark)
            return
        where = entry.spans.get(of.key)
        line = f"{entry.path} 第 {where.line} 行写 {format_value(of, page)}" if where else f"{entry.path} 里空着"
        record = f"{path.rpartition('/')[2]} 里最近一次（{self.merger.describe(after[at])}）是 {format_value(of, told)}"
        issue = messages.differing_summary(of.key, line, record)
        self.remarks.append(replace(remark, issue=issue, outcome=CellOutcome.CONFLICT, label=self.row.label))

    def list_listed(self, entry: Entry, of: Field) -> list[Any]:
        """Return what the last list of entries said of a field of an entry; nothing where it was not in it."""
        listed = self.entry_base(CONTENT_TYPES.get_type_of(entry).name).get(entry.id, {}).get(of.attribute, "")
        value = self.door.parse_value(listed, of)[0]
        return [] if value is None else [value]

    def set_field(self, entry: Entry, of: Field, value: Any) -> bool:
        """Draft the page of an entry with another value of one field; return whether that can be done with certainty."""
        data = self.drafts.read(entry.path)
        if data is None or entry.path in self.errors:
            return False
        try:
            better = edit_fields(data, entry.path, {of.key: value}, CONTENT_TYPES.get_type_of(entry).fields)
        except UnusualFormat:
            return False
        before = self.drafts.read_entry(entry.folder, self.lexicon, {})
        read = self.drafts.read_entry(entry.folder, self.lexicon, {entry.path: better})
        if before.entry is None or any(one.blocks and one.span.path == entry.path for one in read.diagnostics):
            return False
        if not is_same_content(read.entry, replace_values(before.entry, {of.attribute: value})):
            return False
        self.drafts.put(entry.path, entry.id, better)
        return True
