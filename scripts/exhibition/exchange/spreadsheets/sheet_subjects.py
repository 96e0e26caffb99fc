"""What the sheets of a file are about: the entries of a content type, or the records of a list.

A sheet is recognised by its name, which is the label of its subject, or by its headings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath

from ...lazy import dataclass
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model.content_types import ContentType
from ...model.fields import Field
from ...model.record_types import RecordType
from ...privacy import mask_private
from ...types import CONTENT_TYPES
from ..workbooks import Grid, WorkbookContent
from .columns import (
    HeadingRow,
    find_best_row,
    find_headings,
    find_own_columns,
    index_headings,
    list_columns,
    normalize_heading,
)

PLACE = ("id", "name", "street", "committee", "compound", "building")
"""Attributes of entries by which a row of records says whose record it is; all but the first only where it has no id."""


@dataclass(frozen=True)
class SheetSubject:
    """What the rows of a sheet are: entries where `row` is a content type, records where it is a record list."""

    row: ContentType | RecordType

    @property
    def label(self) -> str:
        """What people call it, and the name of its sheet: 楼组, 评定."""
        return self.row.label

    @property
    def is_list(self) -> bool:
        """Are its rows records?"""
        return isinstance(self.row, RecordType)

    @property
    def record_type(self) -> RecordType:
        """The record list. Raises TypeError where the rows are entries."""
        if not isinstance(self.row, RecordType):
            raise TypeError(self.row.name)
        return self.row

    @cached_property
    def holders(self) -> tuple[ContentType, ...]:
        """The content types whose entries its rows are about."""
        if isinstance(self.row, ContentType):
            return (self.row,)
        return tuple(row for row in CONTENT_TYPES if self.row in row.record_types)

    @cached_property
    def place_fields(self) -> tuple[Field, ...]:
        """The fields by which a row of records says whose record it is; none for entries.

        A key that the records have themselves is theirs.
        """
        if isinstance(self.row, ContentType):
            return ()
        found = {field.key: field for row in reversed(self.holders) for field in row.fields if field.attribute in PLACE}
        own = {field.key for field in self.row.fields}
        return tuple(sorted((one for one in found.values() if one.key not in own), key=rank_place))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that its sheets may hold."""
        if isinstance(self.row, ContentType):
            return list_columns(self.row.name)
        return (*self.place_fields, *self.row.fields)

    @property
    def base_path(self) -> PurePosixPath:
        """Where its last import is kept, for everybody: relative to the folder that holds `content/`."""
        name = self.row.folder if isinstance(self.row, ContentType) else self.row.name
        return PurePosixPath("content", "sheets", f"{name}.csv")


def rank_place(field: Field) -> int:
    """Return the rank of a field among those that say whose a record is."""
    return PLACE.index(field.attribute)


def list_subjects() -> tuple[SheetSubject, ...]:
    """Return what sheets there may be: one for each content type, then one for each record list."""
    return tuple(map(SheetSubject, (*CONTENT_TYPES, *CONTENT_TYPES.record_types)))


def find_subject(name: str) -> SheetSubject | None:
    """Return the subject with a label or a name (评定, ratings); None where there is none."""
    word = normalize_heading(name)
    return next((one for one in list_subjects() if word in map(normalize_heading, (one.label, one.row.name))), None)


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """What a person has said of the sheets of a file."""

    kind: str = ""
    """The name of the content type that all sheets are; empty: their names and headings say what they are."""
    list: str = ""
    """The name of the record list that all sheets are; empty: their names and headings say it."""
    name: str = ""
    """The name of the file, which is the name of the only sheet of a text."""
    headings: Mapping[str, str] | None = None
    """Keys of fields by headings that somebody has explained."""


@dataclass(frozen=True, slots=True)
class SubjectSheet:
    """A sheet that is read: its subject and its heading row."""

    subject: SheetSubject
    heading: HeadingRow


def find_sheets(book: WorkbookContent, wish: SubjectChoice) -> list[SubjectSheet] | FieldIssue:
    """Return the sheets of a book that are read, in its order; a slip where none can be, or where it is not certain which
    list one is.
    """
    by_subject: dict[SheetSubject, list[Grid]] = {}
    for grid in book.grids:
        subject = choose_subject(grid, book, wish)
        if isinstance(subject, FieldIssue):
            return subject
        by_subject.setdefault(subject, []).append(grid)
    if book.alternatives and len(by_subject) > 1:
        # One text, parted in several ways: by which it is a record list, that is right.
        by_subject = {max(by_subject, key=lambda one: isinstance(one.row, RecordType)): book.grids}
    found: list[SubjectSheet] = []
    for subject, grids in by_subject.items():
        mine = {field.key for field in subject.fields}
        told = {heading: key for heading, key in (wish.headings or {}).items() if key in mine}
        rows = find_headings(replace(book, grids=grids), subject.fields, told)
        found += [SubjectSheet(subject, row) for row in rows]
    if not found:
        return messages.no_heading_row([one.key for one in next(iter(by_subject)).fields])
    keys = tuple(dict.fromkeys(field.key for sheet in found for field in sheet.subject.fields))
    for key in (wish.headings or {}).values():
        if key not in keys:
            return messages.unknown_column_key(key, keys)
    for sheet in found:
        if sheet.subject.is_list and (problem := find_missing_column(sheet)):
            return problem
    order = {id(grid): place for place, grid in enumerate(book.grids)}
    return sorted(found, key=lambda one: order[id(one.heading.grid)])


def find_missing_column(sheet: SubjectSheet) -> FieldIssue | None:
    """Return what is wrong with a sheet of records that does not say whose they are, or what; None where it says both."""
    row = sheet.subject.record_type
    there = {id(field) for field in sheet.heading.fields.values()}
    what = next(field for field in row.fields if field.attribute == row.what)
    if id(what) in there and any(id(field) in there for field in sheet.subject.place_fields):
        return None
    missing = what if id(what) not in there else sheet.subject.place_fields[0]
    holder = sheet.subject.holders[0]
    return messages.record_sheet_without_column(
        mask_private(sheet.heading.grid.name), row.label, (missing.key, missing.example), (holder.label, holder.name)
    )


def choose_subject(grid: Grid, book: WorkbookContent, wish: SubjectChoice) -> SheetSubject | FieldIssue:
    """Return what a sheet is about; a slip where its headings are those of several lists."""
    if wish.list:
        return SheetSubject(next(row for row in CONTENT_TYPES.record_types if row.name == wish.list))
    if wish.kind:
        return SheetSubject(CONTENT_TYPES.get_by_name(wish.kind))
    named = find_subject(wish.name if book.alternatives else grid.name)
    if named:
        return named
    alike = list_recognised(grid)
    if len(alike) > 1:
        return messages.several_record_lists(mask_private(grid.name), [one.label for one in alike])
    return alike[0] if alike else SheetSubject(next(iter(CONTENT_TYPES)))


def list_recognised(grid: Grid) -> Sequence[SheetSubject]:
    """Return the record list of which a sheet has the headings; several where it has as many of each, none of entries."""
    counts = {SheetSubject(row): count_list_headings(grid, SheetSubject(row)) for row in CONTENT_TYPES.record_types}
    most = max(counts.values(), default=0)
    return [one for one, count in counts.items() if count == most] if most else []


def count_list_headings(grid: Grid, subject: SheetSubject) -> int:
    """Return how many headings of a record list a sheet has; 0 where it is another or one of entries.

    It must say whose the records are, and all by which a record is recognised; and it must not have as many headings that
    only entries have.
    """
    row = subject.record_type
    known = index_headings(subject.fields, {})
    most, number = find_best_row(grid, known)
    if not most:
        return 0
    there = find_own_columns(grid.rows[number], known)
    own = {field.key for field in row.fields if field.key in there}
    needed = {field.key for field in row.fields if field.attribute in (*row.keys, row.what)}
    if not needed <= own or not any(field.key in there for field in subject.place_fields):
        return 0
    places = {field.key for field in subject.place_fields}
    others = max(count_entry_headings(grid.rows[number], holder, own | places) for holder in subject.holders)
    return len(own) if len(own) > others else 0


def count_entry_headings(row: Sequence[object], holder: ContentType, without: set[str]) -> int:
    """Return how many headings of a row only the sheets of a content type have."""
    fields = [field for field in list_columns(holder.name) if field.key not in without]
    return len(find_own_columns(row, index_headings(fields, {})))  # type: ignore[arg-type]
