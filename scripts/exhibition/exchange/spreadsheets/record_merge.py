"""Rows of a sheet and the records of an entry: which row is which record, and the three-way merge of each.

A record is recognised by the values of its identity (`RecordType.keys`: 时间 and 步骤 of a rating). Values that say less
(2023, nothing) or that are nearly the same text are recognised too, where only one record can be meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, NamedTuple

from ...lazy import dataclass
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model import Entry, PartialDate
from ...model.field_types import Text
from ...model.fields import Field
from ...model.record_types import RecordType
from ...privacy import mask_private
from .columns import HeadingRow
from .field_values import format_value, is_blank, is_equal
from .merge import compute_intended_value, decide_outcome
from .output import CellOutcome, ImportRemark
from .rows import CellParser, SheetRow, format_row_list, iter_filled_rows, parse_row
from .sheet_subjects import SheetSubject

NEAR = 0.6
"""Likeness (difflib's ratio) from which two texts are one text of which somebody has changed a part."""
SHOWN = 40
"""Signs of a record's identity that are shown."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordRow:
    """A row that is a record: whose it is, and what it states of the record, by attribute."""

    place: SheetRow
    values: Mapping[str, Any]


def iter_record_rows(heading: HeadingRow, subject: SheetSubject, door: CellParser, table: str) -> Iterator[RecordRow]:
    """Yield the rows that state a record; those that name an entry and say nothing of it are none."""
    own = {id(one) for one in subject.row.fields}
    of_record = replace(heading, fields={at: one for at, one in heading.fields.items() if id(one) in own})
    of_entry = replace(heading, fields={at: one for at, one in heading.fields.items() if id(one) not in own})

    for number, cells in iter_filled_rows(heading):
        record = parse_row(number, cells, of_record, door, table)
        if record.values or record.remarks:
            place = parse_row(number, cells, of_entry, door, table)
            yield RecordRow(replace(place, remarks=(*place.remarks, *record.remarks)), record.values)


@dataclass(frozen=True, slots=True, eq=False)
class HeldRecord:
    """A record in a file, with its position there, from 0."""

    position: int
    record: Any


@dataclass(frozen=True, slots=True, eq=False)
class BaseRecord:
    """A record as it was imported last, by attribute: as text, and as the value that this is."""

    texts: Mapping[str, str]
    values: Mapping[str, Any]


class Remembered(NamedTuple):
    """What is remembered of a record as imported, by attribute."""

    last: BaseRecord | None
    """What was remembered before."""
    agreed: Mapping[str, Any]
    """What sheet and file say alike."""
    taken: Mapping[str, Any]
    """What the file says too once it is written."""


@dataclass(slots=True)
class RecordMerge:
    """What becomes of the rows of one entry. Lists are filled in by `merge_records`."""

    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New values by position and attribute."""
    changers: dict[int, RecordRow] = field(default_factory=dict)
    """The rows that state these values, by position."""
    added: list[tuple[Any, RecordRow]] = field(default_factory=list)
    """New records with their rows."""
    remarks: list[ImportRemark] = field(default_factory=list)
    remembered: list[Remembered] = field(default_factory=list)
    absent: list[BaseRecord] = field(default_factory=list)
    """Records of the last import that the sheet no longer has."""
    merged: tuple[RecordRow, ...] = ()
    """The rows that were looked at."""


@dataclass(frozen=True, slots=True)
class RecordMerger:
    """Where the rows of a list are laid beside the records of its entries."""

    row: RecordType

    @property
    def identity(self) -> tuple[Field, ...]:
        """The fields by which a record is recognised."""
        return tuple(one for one in self.row.fields if one.attribute in self.row.keys)

    def merge(
        self, entry: Entry, rows: Sequence[RecordRow], held: Sequence[Any], base: Sequence[BaseRecord]
    ) -> RecordMerge:
        """Return what becomes of the rows that are about `entry`, which holds the records `held`.

        A row that would change something once more, were the same sheet imported again, could be more than one record: it
        is left, with a question.
        """
        left: list[RecordRow] = []
        while True:
            made = self.merge_rows(entry, [row for row in rows if not is_among(row, left)], held, base)
            unstable = self.list_unstable(entry, rows, held, base, made)
            if not unstable:
                break
            left += unstable
        made.remarks += [self.ask_which(row, entry) for row in left]
        return made

    def list_unstable(
        self,
        entry: Entry,
        rows: Sequence[RecordRow],
        held: Sequence[Any],
        base: Sequence[BaseRecord],
        made: RecordMerge,
    ) -> list[RecordRow]:
        """Return the rows that would change something at a second import, after `made` was written."""
        after = [replace(one, **made.changed.get(place, {})) for place, one in enumerate(held)]
        after += [record for record, _ in made.added]
        values = {make_base_key(one, number): dict(one.values) for number, one in enumerate(base)}
        for number, one in enumerate(made.remembered):
            values.setdefault(make_base_key(one.last, number), {}).update({**one.agreed, **one.taken})
        merged = [row for row in rows if is_among(row, made.merged)]
        second = self.merge_rows(entry, merged, after, [BaseRecord({}, one) for one in values.values()])
        return [*second.changers.values(), *(row for _, row in second.added)]

    def merge_rows(
        self, entry: Entry, rows: Sequence[RecordRow], held: Sequence[Any], base: Sequence[BaseRecord]
    ) -> RecordMerge:
        """Return what becomes of rows at one import."""
        made = RecordMerge(merged=tuple(rows))
        free_rows, free = list(rows), [HeldRecord(*one) for one in enumerate(held)]
        pairs: list[tuple[RecordRow, HeldRecord]] = []
        pairs += pair_first(free_rows, free, lambda row, one: self.is_stated(row.values, one.record))
        for row in self.list_doubles(free_rows):
            free_rows.remove(row)
            self.report_double(made, entry, row, rows)
        for alike in (self.is_exact, self.is_compatible, self.is_near):
            pairs += pair_certain(free_rows, free, lambda row, one, alike=alike: alike(row.values, one.record))  # type: ignore[misc]
        used: list[BaseRecord] = []
        for row, one in pairs:
            others = [other.values for other in rows if other is not row]
            last = self.find_base(base, used, row.values, one.record, others)
            used += [last] if last else []
            self.merge_record(made, entry, row, one, last)
        for row in free_rows:
            if any(self.is_covered(row.values, record) for record in held):
                continue
            if sum(self.is_exact(row.values, one.values) for one in rows) > 1:
                self.report_double(made, entry, row, rows)
                continue
            self.merge_unknown(made, entry, row, held, base, used)
        spoken = [row.values for row in rows]
        for gone in base:
            listed = gone in used or any(self.is_compatible(values, gone.values) for values in spoken)
            if not listed and any(self.is_exact(gone.values, record) for record in held):
                made.absent.append(gone)
                self.report_change(made, entry, gone)
        return made

    def report_change(self, made: RecordMerge, entry: Entry, gone: BaseRecord) -> None:
        """Say which new record may be one that the sheet no longer has, with another date."""
        for _, row in made.added:
            if self.is_stated({**row.values, self.row.when: None}, gone.values, exact=False):
                issue = messages.perhaps_changed_identity(self.describe(gone.values), self.describe(row.values))
                made.remarks.append(self.make_remark(issue, row, entry, outcome=CellOutcome.NOTED))

    def ask_which(self, row: RecordRow, entry: Entry) -> ImportRemark:
        """Return the question which record a row is."""
        issue = messages.ambiguous_record(self.describe(row.values), [one.key for one in self.identity])
        return self.make_remark(issue, row, entry)

    def report_double(self, made: RecordMerge, entry: Entry, row: RecordRow, rows: Sequence[RecordRow]) -> None:
        """Say that a row is left because others of the sheet are the same record."""
        texts = format_row_list([one.place for one in rows if self.is_exact(one.values, row.values)])
        made.remarks.append(self.make_remark(messages.double_record(texts, self.describe(row.values)), row, entry))

    def list_doubles(self, rows: Sequence[RecordRow]) -> list[RecordRow]:
        """Return the rows of which there is another one of the same identity."""
        if len(rows) < 2:
            return []
        return [row for row in rows if sum(self.is_exact(row.values, one.values) for one in rows) > 1]

    def merge_unknown(
        self,
        made: RecordMerge,
        entry: Entry,
        row: RecordRow,
        held: Sequence[Any],
        base: Sequence[BaseRecord],
        used: list[BaseRecord],
    ) -> None:
        """Decide on a row that is no record of the file for certain: a question, a record that was deleted, a new one."""
        # Of a record that another row names, too: which of the two rows it is, only a person can say.
        if any(self.is_compatible(row.values, record) for record in held):
            made.remarks.append(self.ask_which(row, entry))
            return
        before = next((one for one in base if one not in used and self.is_exact(row.values, one.values)), None)
        if before:
            used.append(before)
            changed = not self.is_stated(row.values, before.values, exact=False)
            outcome = CellOutcome.CONFLICT if changed else CellOutcome.KEPT
            made.remarks.append(
                self.make_remark(messages.deleted_record() if changed else None, row, entry, outcome=outcome)
            )
            return
        record = self.row.noun(**{**self.row.kind.blanks, **row.values})
        made.added.append((record, row))
        made.remembered.append(Remembered(None, {}, dict(row.values)))
        made.remarks.append(
            self.make_remark(None, row, entry, outcome=CellOutcome.ADDED, sheet=self.describe_whole(row.values))
        )

    def merge_record(
        self, made: RecordMerge, entry: Entry, row: RecordRow, one: HeldRecord, last: BaseRecord | None
    ) -> None:
        """Decide on each cell of a row whose record is known."""
        agreed: dict[str, Any] = {}
        taken: dict[str, Any] = {}
        for of in self.row.fields:
            sheet = row.values.get(of.attribute)
            if is_blank(sheet):
                continue
            page = getattr(one.record, of.attribute)
            if is_equal(of, sheet, page) or is_part(sheet, page):
                agreed[of.attribute] = page
                continue
            before = last.values.get(of.attribute) if last else None
            # A date that says more takes nothing away.
            outcome = CellOutcome.TAKEN if is_part(page, sheet) else decide_outcome(of, sheet, page, before)
            issue = messages.conflict(of.key) if outcome is CellOutcome.CONFLICT else None
            texts = [mask_private(format_value(of, value)) for value in (sheet, page, before)]
            remark = self.make_remark(issue, row, entry, outcome=outcome, key=of.key, record=one.record)
            made.remarks.append(replace(remark, sheet=texts[0], page=texts[1], last=texts[2]))
            if outcome is CellOutcome.TAKEN:
                taken[of.attribute] = compute_intended_value(of, sheet, page)
        if taken:
            made.changed[one.position] = taken
            made.changers[one.position] = row
        # Without what it is recognised by, a record of the import would be found by no later one.
        if last or all(is_blank(row.values.get(key)) or key in {**agreed, **taken} for key in self.row.keys):
            made.remembered.append(Remembered(last, agreed, taken))

    def find_base(
        self,
        base: Sequence[BaseRecord],
        used: Sequence[BaseRecord],
        row: Mapping[str, Any],
        record: Any,
        others: Sequence[Mapping[str, Any]],
    ) -> BaseRecord | None:
        """Return what was imported last of a record, which the sheet and the file may call differently.

        What one of the `others` of the sheet names exactly is that record's, and not one that says less.
        """
        open_records = [one for one in base if not any(one is other for other in used)]
        loose = [one for one in open_records if not any(self.is_exact(other, one.values) for other in others)]
        for side in (row, record):
            for alike, records in ((self.is_exact, open_records), (self.is_compatible, loose)):
                found = [one for one in records if alike(side, one.values)]
                if found:
                    return found[0]
        return None

    def is_exact(self, one: Any, other: Any) -> bool:
        """Have two records the same identity, where they say nothing too?"""
        return all(is_same_or_blank(of, get_field_value(one, of), get_field_value(other, of)) for of in self.identity)

    def is_compatible(self, one: Any, other: Any) -> bool:
        """Can two records be one, of which one side says less? What they are about both must say."""
        return all(
            is_equal_value(of, a, b)
            or (of.attribute != self.row.what and (is_blank(a) or is_blank(b)))
            or is_part(a, b)
            or is_part(b, a)
            for of in self.identity
            for a, b in ((get_field_value(one, of), get_field_value(other, of)),)
        )

    def is_near(self, one: Any, other: Any) -> bool:
        """Can two records be one, of which somebody has changed a text?"""
        return all(
            is_same_or_blank(of, a, b) or (isinstance(of.kind, Text) and is_near_text(a, b))
            for of in self.identity
            for a, b in ((get_field_value(one, of), get_field_value(other, of)),)
        )

    def is_stated(self, row: Mapping[str, Any], record: Any, *, exact: bool = True) -> bool:
        """Does a record say all that a row states? `exact`: and has it the same identity?"""
        if exact and not self.is_exact(row, record):
            return False
        return all(
            is_blank(row.get(of.attribute)) or is_equal(of, row[of.attribute], get_field_value(record, of))
            for of in self.row.fields
        )

    def is_covered(self, row: Mapping[str, Any], record: Any) -> bool:
        """Does a record say all that a row states, or more precisely? Then the row is no other record."""
        return self.is_compatible(row, record) and all(
            is_blank(value) or is_equal(of, value, said) or is_part(value, said)
            for of in self.row.fields
            for value, said in ((row.get(of.attribute), get_field_value(record, of)),)
        )

    def describe(self, record: Any) -> str:
        """Return by what a record is recognised, in words, without anything private."""
        text = " ".join(filter(None, (format_value(of, get_field_value(record, of)) for of in self.identity)))
        return mask_private(text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…")

    def describe_whole(self, values: Mapping[str, Any]) -> str:
        """Return all that a row states of a record, in words, without anything private."""
        told = (
            f"{of.key} {format_value(of, values[of.attribute])}" for of in self.row.fields if of.attribute in values
        )
        return mask_private("，".join(told))

    def make_remark(
        self,
        issue: FieldIssue | None,
        row: RecordRow,
        entry: Entry,
        *,
        outcome: CellOutcome = CellOutcome.LEFT,
        key: str = "",
        record: Any = None,
        sheet: str = "",
    ) -> ImportRemark:
        """Return what is said of a row, or of one of its cells."""
        return ImportRemark(
            issue,
            row.place.number,
            entry.id,
            entry.name,
            key,
            sheet,
            outcome=outcome,
            table=row.place.table,
            record=self.describe(row.values if record is None else record),
            label=self.row.label,
        )


def make_base_key(last: BaseRecord | None, number: int) -> int:
    """Return what tells a record of the imports from others that say the same; `number` counts those that are new."""
    return id(last) if last else -1 - number


def is_among(row: RecordRow, rows: Iterable[RecordRow]) -> bool:
    """Is a row one of these?"""
    return any(row is one for one in rows)


def get_field_value(record: Any, of: Field) -> Any:
    """Return the value of a field of a record, or of what a row states."""
    return record.get(of.attribute) if isinstance(record, dict) else getattr(record, of.attribute)


def is_equal_value(of: Field, one: Any, other: Any) -> bool:
    """Do two sides say the same about a field? Both must say something."""
    return not is_blank(one) and not is_blank(other) and is_equal(of, one, other)


def is_same_or_blank(of: Field, one: Any, other: Any) -> bool:
    """Do two sides say the same about a field, or both nothing?"""
    return (is_blank(one) and is_blank(other)) or is_equal_value(of, one, other)


def is_part(one: Any, other: Any) -> bool:
    """Is this date the year or the month of the other, so that it says less and nothing else?"""
    both = isinstance(one, PartialDate) and isinstance(other, PartialDate)
    return both and other.iso.startswith(f"{one.iso}-")


def is_near_text(one: Any, other: Any) -> bool:
    """Are two texts one text of which somebody has changed a part?"""
    if is_blank(one) or is_blank(other):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def pair_first(
    rows: list[RecordRow], records: list[HeldRecord], alike: Callable[[RecordRow, HeldRecord], bool]
) -> list[tuple[RecordRow, HeldRecord]]:
    """Take out of both lists the rows with the first record that is alike, one to one, and return the pairs."""
    pairs = []
    for row in list(rows):
        found = next((one for one in records if alike(row, one)), None)
        if found:
            pairs.append((row, found))
            rows.remove(row)
            records.remove(found)
    return pairs


def pair_certain(
    rows: list[RecordRow], records: list[HeldRecord], alike: Callable[[RecordRow, HeldRecord], bool]
) -> list[tuple[RecordRow, HeldRecord]]:
    """Take out of both lists the pairs that are alike with no other of either list, and return them."""
    claims = [(row, [one for one in records if alike(row, one)]) for row in rows]
    counts: dict[int, int] = {}
    for _, found in claims:
        for one in found:
            counts[one.position] = counts.get(one.position, 0) + 1
    pairs = [(row, found[0]) for row, found in claims if len(found) == 1 and counts[found[0].position] == 1]
    for row, one in pairs:
        rows.remove(row)
        records.remove(one)
    return pairs


def parse_base(
    rows: Iterable[tuple[str, Mapping[str, str]]], row: RecordType, door: CellParser
) -> dict[str, list[BaseRecord]]:
    """Return the records of the last import by the id of their entry."""
    found: dict[str, list[BaseRecord]] = {}
    for id, texts in rows:
        values = {
            of.attribute: value
            for of in row.fields
            if of.attribute in texts and (value := door.parse_value(texts[of.attribute], of)[0]) is not None
        }
        found.setdefault(id, []).append(BaseRecord(texts, values))
    return found
