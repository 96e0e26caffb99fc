"""Match rows with entries, and merge three ways: the page, the sheet, and what was last imported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from ...content.loader import ParsedEntry, read_entry_file
from ...content.scaffold import FIXED, NewEntry, plan_entry
from ...lazy import dataclass
from ...ledger.changes import iter_free_ids
from ...ledger.reassignment import BuildingIndex, normalize_building
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model import Entry, Exhibition, LinkState, Status
from ...model.fields import Field, ListOf
from ...model.vocabulary import Lexicon
from ...privacy import mask_private
from ...types import BY_STREET, CONTENT_TYPES
from .columns import list_columns
from .field_values import format_value, get_value, is_blank, is_equal, squeeze_text
from .output import CellOutcome, ImportRemark
from .page_editing import UnusualFormat, edit_fields
from .rows import SheetRow, format_row_list

IDENTITY = ("name", "compound", "building")
"""What tells neighbours apart, by attribute: a row that differs in all of these has another unit's id."""
ESTATE = ("compound", "committee")
"""Where a building stands in its street, by attribute."""
GONE = {LinkState.RETIRED: "已经停用", LinkState.MERGED: "已经并到别处"}


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row and the entry that it describes."""

    row: SheetRow
    entry: Entry


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Rows by the result of matching: an entry, no entry yet, or a question for a person."""

    matches: tuple[RowMatch, ...]
    unknown: tuple[SheetRow, ...]
    remarks: tuple[ImportRemark, ...]


def match_rows(
    rows: Iterable[SheetRow], exhibition: Exhibition, entries: Sequence[Entry], fields: Sequence[Field]
) -> MatchResult:
    """Return which of `entries` each row describes."""
    folders = Counter(entry.id for entry in entries)
    by_id = {entry.id: entry for entry in entries if folders[entry.id] == 1}
    directory = EntryDirectory(entries)
    found: dict[str, list[SheetRow]] = defaultdict(list)
    unknown: list[SheetRow] = []
    remarks: list[ImportRemark] = []
    order: dict[tuple[str, int], int] = {}
    for row in rows:
        order[row.table, row.number] = len(order)
        ids = directory.find_ids(row) if not row.id else [row.id] if row.id in by_id else []
        if len(ids) == 1:
            found[ids[0]].append(row)
        elif row.id:
            why = "有不止一个文件夹" if row.id in folders else explain_unknown_id(row.id, exhibition)
            remarks.append(make_row_remark(messages.unknown_id(row.id, why), row))
        elif ids:
            remarks.append(make_row_remark(messages.ambiguous_row(ids), row))
        elif any(one.key == "编号" for one in row.remarks):
            # A row whose id could not be read is no new unit: what is wrong with the id is said.
            remarks += row.remarks
        else:
            unknown.append(row)
    matches = []
    for id, claims in found.items():
        problem = explain_mismatch(by_id[id], claims, fields)
        remarks += [make_row_remark(problem, row, id) for row in claims if problem]
        matches += [RowMatch(add_entry_to_remarks(claims[0], by_id[id]), by_id[id])] if not problem else []
    matches.sort(key=lambda one: order[one.row.table, one.row.number])
    return MatchResult(tuple(matches), tuple(unknown), tuple(remarks))


def make_row_remark(issue: Any, row: SheetRow, id: str = "") -> ImportRemark:
    """Return what is said of a whole row."""
    return ImportRemark(issue, row.number, id or row.id, str(row.values.get("name", "")), table=row.table)


def add_entry_to_remarks(row: SheetRow, entry: Entry) -> SheetRow:
    """Return the row with the entry named in its remarks."""
    return replace(row, remarks=tuple(replace(one, id=entry.id, name=entry.name) for one in row.remarks))


def explain_mismatch(entry: Entry, claims: Sequence[SheetRow], fields: Sequence[Field]) -> Any:
    """Return why the rows that name an entry are not taken; None where there is one and it fits."""
    if len(claims) > 1:
        return messages.double_row(format_row_list(claims))
    compared = list_differing_fields(entry, claims[0], fields)
    if len(compared) < 2 or any(is_same_value(entry, claims[0], field) for field in compared):
        return None
    return messages.mismatched_row(entry.id, [field.key for field in compared])


def list_differing_fields(entry: Entry, row: SheetRow, fields: Sequence[Field]) -> list[Field]:
    """Return the fields of identity about which both the row and the entry say something."""
    chosen = (field for field in fields if field.attribute in IDENTITY and field.attribute in row.values)
    return [field for field in chosen if not is_blank(get_value(entry, field))]


def is_same_value(entry: Entry, row: SheetRow, field: Field) -> bool:
    """Do a row and an entry say the same about a field?"""
    return is_equal(field, row.values[field.attribute], get_value(entry, field))


def explain_unknown_id(id: str, exhibition: Exhibition) -> str:
    """Return why an id is none of the entries that the sheet is about, in words."""
    if id in exhibition.by_id:
        return f"不是这一类的（它是{CONTENT_TYPES.get_type_of(exhibition.by_id[id]).label}，每一类要分开导入）"
    link = exhibition.ledger.by_id.get(id)
    return GONE.get(link.state, "没有文件夹") if link else "不在台账里"


class EntryDirectory:
    """Entries by where they are, for rows without an id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_building: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            self.by_building[entry.location.street, normalize_building(entry.location.building)].append(entry)
            self.by_name[entry.location.street, squeeze_text(entry.name)].append(entry)

    def find_ids(self, row: SheetRow) -> list[str]:
        """Return the ids of the entries that a row may mean: of its building where it has one, and else of its name."""
        values = row.values
        street, building, name = (str(values.get(one, "")) for one in ("street", "building", "name"))
        near = self.by_building.get((street, normalize_building(building)), []) if building else []
        found = [
            one for one in near if is_agreeing(values, one, ESTATE) and find_contradiction(values, one, ESTATE) is None
        ]
        if not found and name:
            namesakes = self.by_name.get((street, squeeze_text(name)), [])
            found = [one for one in namesakes if find_contradiction(values, one, (*ESTATE, "building")) is None]
        return [one.id for one in found]


def is_agreeing(values: Mapping[str, Any], entry: Entry, names: Iterable[str]) -> bool:
    """Do a row and an entry say the same about any of these attributes?"""
    return any(normalize_place(values, name) == normalize_place(entry, name) != "" for name in names)


def find_contradiction(values: Mapping[str, Any], entry: Entry, names: Iterable[str]) -> str | None:
    """Return the first of these attributes about which a row and an entry say different things."""
    pairs = ((name, normalize_place(values, name), normalize_place(entry, name)) for name in names)
    return next((name for name, one, other in pairs if one and other and one != other), None)


def normalize_place(of: Mapping[str, Any] | Entry, name: str) -> str:
    """Return what writings of a place have in common; nothing where nothing is said."""
    text = str(of.get(name, "") if isinstance(of, Mapping) else getattr(of, name, ""))
    return normalize_building(text) if name == "building" else squeeze_text(text)


def get_place(row: SheetRow) -> tuple[str, ...]:
    """Return the place of a row that is a new unit: two rows of one place are one unit."""
    street, compound, committee, building, name = (
        normalize_place(row.values, one) for one in ("street", "compound", "committee", "building", "name")
    )
    return street, compound or committee, building or name


NEEDED = ("name", "street")
"""What a folder cannot be made without, by attribute."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A new entry, and what of the row is remembered as imported, by attribute."""

    new_entry: NewEntry
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewRowTerms:
    """On what terms rows become new entries."""

    today: date
    another: bool = False
    """Has somebody said that they are none of the entries that look like them?"""
    known: frozenset[str] = frozenset()
    """Numbers that others have promised."""


def plan_new_rows(
    rows: Sequence[SheetRow], kind: str, exhibition: Exhibition, terms: NewRowTerms
) -> tuple[tuple[NewRow, ...], list[ImportRemark]]:
    """Return a new entry for each row that says enough, and what is said of all of them; nothing is written.

    Two rows of one place are one unit: neither is taken. Nor is a row of a building that seems to have a page.
    """
    claims: dict[tuple[str, ...], list[SheetRow]] = defaultdict(list)
    for row in rows:
        claims[get_place(row)].append(row)
    ids, label = iter_free_ids(exhibition, terms.known), CONTENT_TYPES.get_by_name(kind).label
    standing = BuildingIndex(exhibition.of(CONTENT_TYPES.get_by_name(kind).model))
    told: list[ImportRemark] = []
    made: list[NewRow] = []
    for row in rows:
        told += row.remarks
        name = mask_private(str(row.values.get("name", "")))
        problem = explain_refusal(row, kind, claims)
        if not problem and not terms.another and (there := standing.find_matches(row.values)):
            problem = messages.perhaps_founded(there[0].id, there[0].name, label)
        if problem:
            told.append(ImportRemark(problem, row.number, name=name, table=row.table))
        else:
            made.append(plan_new_row(row, kind, next(ids), exhibition, terms.today))
            id = made[-1].new_entry.id
            told.append(
                ImportRemark(None, row.number, id, name, sheet=name, outcome=CellOutcome.CREATED, table=row.table)
            )
    return tuple(made), told


def explain_refusal(row: SheetRow, kind: str, claims: Mapping[tuple[str, ...], Sequence[SheetRow]]) -> Any:
    """Return why a row becomes no new entry; None where it does."""
    missing = [
        field.key
        for field in CONTENT_TYPES.get_by_name(kind).fields
        if field.attribute in NEEDED and not row.values.get(field.attribute)
    ]
    if missing:
        return messages.unfoundable_row(missing)
    again = claims[get_place(row)]
    return messages.double_row(format_row_list(again)) if len(again) > 1 else None


def plan_new_row(row: SheetRow, kind: str, id: str, exhibition: Exhibition, today: date) -> NewRow:
    """Return the new entry of a row. It is a draft, whatever the row says: people write its story first."""
    fields = [field for field in list_columns(kind) if field.attribute in row.values and field.attribute not in FIXED]
    plan = plan_entry(kind, {name: row.values[name] for name in NEEDED if name in row.values}, exhibition, today, id)
    stated = {field.key: row.values[field.attribute] for field in fields}
    text = edit_fields(
        plan.text.encode(), plan.path.as_posix(), stated, CONTENT_TYPES.get_by_name(kind).fields
    ).decode()
    return NewRow(replace(plan, text=text), {field.attribute: row.values[field.attribute] for field in fields})


class MergeDecision(NamedTuple):
    """What becomes of one field of one entry. Without an outcome both say the same."""

    field: Field
    outcome: CellOutcome | None
    value: Any
    """What the page shall say (taken), and what is remembered as imported (taken, or both say the same)."""
    remark: ImportRemark | None = None


def decide_outcome(field: Field, sheet: Any, page: Any, last: Any) -> CellOutcome:
    """Return what becomes of a field about which the sheet says something that the page does not say.

    The sheet wins where nobody has touched the page since the last import, the page where the sheet has not changed
    since; where both have, or where nothing was imported yet and the page says something else, nobody does.
    """
    if not is_blank(last) and is_equal(field, sheet, last):
        return CellOutcome.KEPT
    untouched = is_blank(page) if is_blank(last) else is_equal(field, page, last)
    return CellOutcome.TAKEN if untouched else CellOutcome.CONFLICT


def iter_decisions(match: RowMatch, last: Callable[[Field], Any], fields: Sequence[Field]) -> Iterator[MergeDecision]:
    """Yield what becomes of each field that a row speaks of; `last` tells what was imported before."""
    for field in fields:
        sheet = match.row.values.get(field.attribute)
        if field.attribute == "id" or is_blank(sheet):
            continue
        page = get_value(match.entry, field)
        if is_equal(field, sheet, page):
            yield MergeDecision(field, None, page)
            continue
        before = last(field)
        outcome = decide_outcome(field, sheet, page, before)
        issue = messages.conflict(field.key) if outcome is CellOutcome.CONFLICT else None
        texts = [mask_private(format_value(field, one)) for one in (sheet, page, before)]
        told = ImportRemark(
            issue,
            match.row.number,
            match.entry.id,
            match.entry.name,
            field.key,
            texts[0],
            texts[1],
            texts[2],
            outcome,
            match.row.table,
        )
        yield MergeDecision(field, outcome, compute_intended_value(field, sheet, page), told)


def compute_intended_value(field: Field, sheet: Any, page: Any) -> Any:
    """Return the value that the page shall have: words of a list stay in the order that they have there."""
    if not isinstance(field.kind, ListOf) or not field.kind.split:
        return sheet
    wanted = {squeeze_text(str(one)) for one in sheet}
    kept = tuple(one for one in page or () if squeeze_text(str(one)) in wanted)
    return (*kept, *(one for one in sheet if one not in kept))


PLACES = frozenset({"span", "spans", "suspect"})
"""Parts of nouns that say where something stands, not what it is."""


def read_entry(data: bytes, entry: Entry, lexicon: Lexicon, side: Mapping[str, bytes]) -> ParsedEntry:
    """Return the bytes of an entry's file, read together with its side files."""
    return read_entry_file(data, entry.folder, lexicon, side)


def replace_values(entry: Entry, values: Mapping[str, Any]) -> Entry:
    """Return the entry with other values, by attribute, as the file states them."""
    made: dict[str, Any] = {name: Status(value) if name == "status" else value for name, value in values.items()}
    return replace(entry, **made)


def is_same_content(one: Any, other: Any) -> bool:
    """Do two nouns say the same, wherever it stands?"""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_same_content, one, other))
    if is_dataclass(one) and type(one) is type(other):
        names = (field.name for field in fields(one) if field.name not in PLACES)
        return all(is_same_content(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


@dataclass(frozen=True, slots=True)
class EditedFile:
    """One content file with what is taken from a sheet. `path` is POSIX and relative to the folder of `content/`."""

    path: str
    id: str
    data: bytes | None
    """The file as it is on the disk; None where there is none."""
    better: bytes
    """The file as it shall be."""
    values: Mapping[str, Any]
    """What is remembered as imported once the file is written, by attribute."""


def draft_file(
    data: bytes,
    entry: Entry,
    taken: Sequence[MergeDecision],
    fields: Sequence[Field],
    exhibition: Exhibition,
    lexicon: Lexicon,
    side: Mapping[str, bytes],
) -> tuple[EditedFile | None, list[ImportRemark]]:
    """Return the file with all that is taken; where that does harm, with what does none, change by change.

    There must be no 错误 in the file. `side` holds the side files of the entry by name.
    """
    bench = EditTrial(data, entry, fields, lexicon, side)
    told: list[ImportRemark] = []
    here = [
        one
        for one in taken
        if one.field.attribute != "street" or not is_moved_to_other_street(entry, one.value, exhibition)
    ]
    told += [
        make_refusal_remark(one, messages.moved_street(entry.location.street, one.value))
        for one in taken
        if one not in here
    ]
    done, better = here, bench.try_changes(here)
    if isinstance(better, FieldIssue):
        done, better = [], data
        for one in here:
            attempt = bench.try_changes([*done, one])
            if isinstance(attempt, FieldIssue):
                told.append(make_refusal_remark(one, attempt))
            else:
                done, better = [*done, one], attempt
    told += [one.remark for one in done if one.remark]
    values = {one.field.attribute: one.value for one in done}
    return (EditedFile(entry.path, entry.id, data, better, values) if done else None), told


def is_moved_to_other_street(entry: Entry, street: str, exhibition: Exhibition) -> bool:
    """Would the folder of an entry stand below another street than the file says?"""
    term = exhibition.vocabularies.streets.get_term(street)
    return (
        CONTENT_TYPES.get_type_of(entry).layout == BY_STREET
        and term is not None
        and entry.folder.split("/")[-2] != term.slug
    )


def make_refusal_remark(decision: MergeDecision, issue: FieldIssue) -> ImportRemark:
    """Return what is said of a change that is not made."""
    assert decision.remark is not None
    return replace(decision.remark, issue=issue, outcome=CellOutcome.LEFT)


@dataclass(frozen=True, slots=True)
class EditTrial:
    """Where changes of one file are tried in memory."""

    data: bytes
    entry: Entry
    fields: Sequence[Field]
    lexicon: Lexicon
    side: Mapping[str, bytes]

    def try_changes(self, changes: Sequence[MergeDecision]) -> bytes | FieldIssue:
        """Return the file with these changes, or why they are not made."""
        if not changes:
            return self.data
        key = changes[-1].field.key
        try:
            better = edit_fields(self.data, self.entry.path, {one.field.key: one.value for one in changes}, self.fields)
        except UnusualFormat:
            return messages.unusual_writing(key)
        after = read_entry(better, self.entry, self.lexicon, self.side)
        # What is wrong in a side file is nothing that a change of this one does.
        wrong = (one.message for one in after.diagnostics if one.blocks and one.span.path == self.entry.path)
        problem = next(wrong, "")
        if problem:
            return messages.blocked_change(key, problem)
        intended = replace_values(self.entry, {one.field.attribute: one.value for one in changes})
        # Somebody may have altered the file since the exhibition was read: then the entry is no longer this one.
        return better if is_same_content(after.entry, intended) else messages.unusual_writing(key)
