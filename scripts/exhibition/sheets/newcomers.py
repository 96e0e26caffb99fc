"""Rows that speak of no entry into new ones: drafts with ids of their own, filled with what the rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..founding import Founded, planned
from ..ledger.changes import iter_free_ids
from ..ledger.reassignment import BuildingIndex
from ..model import Exhibition
from ..model.private import masked
from ..model.template import FIXED
from ..reading import slips_sheets as said
from ..types import CONTENT_TYPES
from .columns import columns
from .editing import edited
from .matching import place_of
from .remarks import Outcome, Remark
from .statements import Row, row_list

NEEDED = ("name", "street")
"""What a folder cannot be made without, by attribute."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new entry, and what of the row is remembered as imported, by attribute."""

    founded: Founded
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms rows become new entries."""

    today: date
    another: bool = False
    """Has somebody said that they are none of the entries that look like them?"""
    known: frozenset[str] = frozenset()
    """Numbers that others have promised."""


def newcomers(
    rows: Sequence[Row], kind: str, exhibition: Exhibition, terms: Terms
) -> tuple[tuple[Newcomer, ...], list[Remark]]:
    """Return a new entry for each row that says enough, and what is said of all of them; nothing is written.

    Two rows of one place are one unit: neither is taken. Nor is a row of a building that seems to have a page.
    """
    claims: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        claims[place_of(row)].append(row)
    ids = iter_free_ids(exhibition, terms.known)
    standing = BuildingIndex(exhibition.of(CONTENT_TYPES.named(kind).model))
    told: list[Remark] = []
    made: list[Newcomer] = []
    for row in rows:
        told += row.remarks
        name = masked(str(row.values.get("name", "")))
        problem = why_not(row, kind, claims)
        if not problem and not terms.another and (there := standing.find_matches(row.values)):
            problem = said.perhaps_founded(there[0].id, there[0].name)
        if problem:
            told.append(Remark(problem, row.number, name=name, table=row.table))
        else:
            made.append(newcomer(row, kind, next(ids), exhibition, terms.today))
            id = made[-1].founded.id
            told.append(Remark(None, row.number, id, name, sheet=name, outcome=Outcome.FOUNDED, table=row.table))
    return tuple(made), told


def why_not(row: Row, kind: str, claims: Mapping[tuple[str, ...], Sequence[Row]]) -> Any:
    """Return why a row becomes no new entry; None where it does."""
    missing = [
        field.key
        for field in CONTENT_TYPES.named(kind).fields
        if field.attribute in NEEDED and not row.values.get(field.attribute)
    ]
    if missing:
        return said.unfoundable_row(missing)
    again = claims[place_of(row)]
    return said.double_row(row_list(again)) if len(again) > 1 else None


def newcomer(row: Row, kind: str, id: str, exhibition: Exhibition, today: date) -> Newcomer:
    """Return the new entry of a row. It is a draft, whatever the row says: people write its story first."""
    fields = [field for field in columns(kind) if field.attribute in row.values and field.attribute not in FIXED]
    plan = planned(kind, {name: row.values[name] for name in NEEDED if name in row.values}, exhibition, today, id)
    stated = {field.key: row.values[field.attribute] for field in fields}
    text = edited(plan.text.encode(), plan.path.as_posix(), stated, CONTENT_TYPES.named(kind).fields).decode()
    return Newcomer(replace(plan, text=text), {field.attribute: row.values[field.attribute] for field in fields})
