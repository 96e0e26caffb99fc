"""Rows into the entries that they speak of: by id, or by street, compound and building (or name) where that is one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..ledger.reassignment import normalize_building
from ..model import Entry, Exhibition, LinkState
from ..model.fields import Field
from ..reading import slips_sheets as said
from .likeness import alike, is_blank, squeezed, value_of
from .remarks import Remark
from .statements import Row, row_list

IDENTITY = ("name", "compound", "building")
"""What tells neighbours apart, by attribute: a row that differs in all of these has another unit's id."""
ESTATE = ("compound", "committee")
"""Where a building stands in its street, by attribute."""
GONE = {LinkState.RETIRED: "已经停用", LinkState.MERGED: "已经并到别处"}


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the entry that it speaks of."""

    row: Row
    entry: Entry


@dataclass(frozen=True, slots=True)
class Matching:
    """What rows speak of: entries, nothing that is there yet, or something that a person must look at."""

    matches: tuple[Match, ...]
    unknown: tuple[Row, ...]
    remarks: tuple[Remark, ...]


def matched(rows: Iterable[Row], exhibition: Exhibition, entries: Sequence[Entry], fields: Sequence[Field]) -> Matching:
    """Return which of `entries` each row speaks of."""
    folders = Counter(entry.id for entry in entries)
    by_id = {entry.id: entry for entry in entries if folders[entry.id] == 1}
    directory = Directory(entries)
    found: dict[str, list[Row]] = defaultdict(list)
    unknown: list[Row] = []
    remarks: list[Remark] = []
    order: dict[tuple[str, int], int] = {}
    for row in rows:
        order[row.table, row.number] = len(order)
        ids = directory.ids(row) if not row.id else [row.id] if row.id in by_id else []
        if len(ids) == 1:
            found[ids[0]].append(row)
        elif row.id:
            why = "有不止一个文件夹" if row.id in folders else why_unknown(row.id, exhibition)
            remarks.append(remark(said.unknown_id(row.id, why), row))
        elif ids:
            remarks.append(remark(said.ambiguous_row(ids), row))
        elif any(one.key == "编号" for one in row.remarks):
            # A row whose id could not be read is no new unit: what is wrong with the id is said.
            remarks += row.remarks
        else:
            unknown.append(row)
    matches = []
    for id, claims in found.items():
        problem = why_not(by_id[id], claims, fields)
        remarks += [remark(problem, row, id) for row in claims if problem]
        matches += [Match(named(claims[0], by_id[id]), by_id[id])] if not problem else []
    matches.sort(key=lambda one: order[one.row.table, one.row.number])
    return Matching(tuple(matches), tuple(unknown), tuple(remarks))


def remark(slip: Any, row: Row, id: str = "") -> Remark:
    """Return what is said of a whole row."""
    return Remark(slip, row.number, id or row.id, str(row.values.get("name", "")), table=row.table)


def named(row: Row, entry: Entry) -> Row:
    """Return the row with its remarks saying of which entry they speak."""
    return replace(row, remarks=tuple(replace(one, id=entry.id, name=entry.name) for one in row.remarks))


def why_not(entry: Entry, claims: Sequence[Row], fields: Sequence[Field]) -> Any:
    """Return why the rows that name an entry are not taken; None where there is one and it fits."""
    if len(claims) > 1:
        return said.double_row(row_list(claims))
    compared = told_apart(entry, claims[0], fields)
    if len(compared) < 2 or any(same(entry, claims[0], field) for field in compared):
        return None
    return said.mismatched_row(entry.id, [field.key for field in compared])


def told_apart(entry: Entry, row: Row, fields: Sequence[Field]) -> list[Field]:
    """Return the fields of identity about which both the row and the entry say something."""
    chosen = (field for field in fields if field.attribute in IDENTITY and field.attribute in row.values)
    return [field for field in chosen if not is_blank(value_of(entry, field))]


def same(entry: Entry, row: Row, field: Field) -> bool:
    """Do a row and an entry say the same about a field?"""
    return alike(field, row.values[field.attribute], value_of(entry, field))


def why_unknown(id: str, exhibition: Exhibition) -> str:
    """Return why an id is none of the entries that the sheet is about, in words."""
    if id in exhibition.by_id:
        return "不是这一类的（楼组和楼群要分开导入）"
    link = exhibition.ledger.by_id.get(id)
    return GONE.get(link.state, "没有文件夹") if link else "不在台账里"


class Directory:
    """Entries by where they are, for rows without an id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_building: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            self.by_building[entry.location.street, normalize_building(entry.location.building)].append(entry)
            self.by_name[entry.location.street, squeezed(entry.name)].append(entry)

    def ids(self, row: Row) -> list[str]:
        """Return the ids of the entries that a row may mean: of its building where it has one, and else of its name."""
        values = row.values
        street, building, name = (str(values.get(one, "")) for one in ("street", "building", "name"))
        near = self.by_building.get((street, normalize_building(building)), []) if building else []
        found = [one for one in near if agreeing(values, one, ESTATE) and contradicting(values, one, ESTATE) is None]
        if not found and name:
            namesakes = self.by_name.get((street, squeezed(name)), [])
            found = [one for one in namesakes if contradicting(values, one, (*ESTATE, "building")) is None]
        return [one.id for one in found]


def agreeing(values: Mapping[str, Any], entry: Entry, names: Iterable[str]) -> bool:
    """Do a row and an entry say the same about any of these attributes?"""
    return any(core_of(values, name) == core_of(entry, name) != "" for name in names)


def contradicting(values: Mapping[str, Any], entry: Entry, names: Iterable[str]) -> str | None:
    """Return the first of these attributes about which a row and an entry say different things."""
    pairs = ((name, core_of(values, name), core_of(entry, name)) for name in names)
    return next((name for name, one, other in pairs if one and other and one != other), None)


def core_of(of: Mapping[str, Any] | Entry, name: str) -> str:
    """Return what writings of a place have in common; nothing where nothing is said."""
    text = str(of.get(name, "") if isinstance(of, Mapping) else getattr(of, name, ""))
    return normalize_building(text) if name == "building" else squeezed(text)


def place_of(row: Row) -> tuple[str, ...]:
    """Return the place of a row that is a new unit: two rows of one place are one unit."""
    street, compound, committee, building, name = (
        core_of(row.values, one) for one in ("street", "compound", "committee", "building", "name")
    )
    return street, compound or committee, building or name
