"""The rows below a heading row into what each says of its unit, cell by cell, through the same door as front matter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..diagnostics import Severity
from ..exchange.workbooks import Cell
from ..model.fields import Field, Many, Records
from ..model.private import masked, may_tell, squeezed, told
from ..model.rules import Slip
from ..model.words import Lexicon, unquoted
from ..reading import slips_sheets as said
from ..reading.understanding import BRACKETS, SEPARATORS
from .cells import meant, shown
from .heading import Heading, plain
from .remarks import Remark, row_words

SUMS = ("合计", "总计", "小计", "共计", "总数", "汇总")
FEWEST = 2
"""Cells of ours that a row without an id must have; one alone is a note below the table."""

Understood = tuple[Any, Slip | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet (from 1), what it states by attribute, and what could not be taken of it."""

    number: int
    values: Mapping[str, Any]
    remarks: tuple[Remark, ...] = ()
    table: str = ""
    """The sheet of the workbook, where more than one was read."""

    @property
    def id(self) -> str:
        """The id that it names; nothing where it names none."""
        return str(self.values.get("id", ""))


@dataclass(slots=True)
class Door:
    """Where cells become values: the words there are, the public contacts, and every cell that was read before."""

    lexicon: Lexicon
    public: Collection[str] = ()
    """What the privacy gate lets through, as `squeezed` gives it."""
    seen: dict[tuple[str, type, Cell], Understood] = field(default_factory=dict)
    """Sheets repeat themselves: a street stands in hundreds of rows."""

    def value(self, cell: Cell, of: Field) -> Understood:
        """Return the value of a cell and why it cannot be taken; None and nothing where the cell says nothing."""
        if cell == "":
            return None, None
        key = (of.key, type(cell), cell)
        if key not in self.seen:
            self.seen[key] = self.read(cell, of)
        return self.seen[key]

    def read(self, cell: Cell, of: Field) -> Understood:
        """Return the value of a cell that was not read before. A reminder of how it is written is no matter here."""
        private = self.private(str(cell))
        if private:
            return None, said.private_cell(of.key, private)
        text, slip = meant(cell, of)
        if slip or not text:
            return None, slip
        value, slip = (
            many(text, of, of.kind, self.lexicon) if isinstance(of.kind, Many) else one(text, of, self.lexicon)
        )
        return (None, slip) if slip and slip.rule.severity is Severity.ERROR else (value, None)

    def private(self, text: str) -> list[str]:
        """Return the kinds of private things in a text that would stop a build."""
        if not may_tell(text):
            return []
        found = [one.kind.name for one in told(text) if one.kind.blocks and squeezed(one.text) not in self.public]
        return list(dict.fromkeys(found))


def one(text: str, of: Field, lexicon: Lexicon) -> Understood:
    """Return a single value; several lines of a cell are one text."""
    assert not isinstance(of.kind, Many | Records)
    value, slip = of.kind.read(" ".join(text.split()), of.key, lexicon)
    bare = unquoted(text)
    if slip and slip.rule.severity is Severity.ERROR and bare != text:
        # Quotation marks around a word or a number: front matter must not have them, in a sheet they do no harm.
        value, slip = of.kind.read(bare, of.key, lexicon)
    return value, slip


def many(text: str, of: Field, kind: Many, lexicon: Lexicon) -> Understood:
    """Return a list of values; one item that cannot be taken spoils the cell, for half a list would be a loss."""
    texts = SEPARATORS.split(text.strip(BRACKETS + " \n")) if kind.split else text.split("\n")
    values: list[Any] = []
    for item in filter(None, texts):
        value, slip = kind.item.read(item, of.key, lexicon)
        if slip and slip.rule.severity is Severity.ERROR:
            return None, slip
        if not kind.split or value not in values:
            values.append(value)
    return tuple(values), None


def row_list(rows: Sequence[Row]) -> str:
    """Return rows as people say them."""
    if not any(row.table for row in rows):
        return f"第 {'、'.join(str(row.number) for row in rows)} 行"
    return "、".join(row_words(row.table, row.number) for row in rows)


def rows(heading: Heading, door: Door, table: str = "") -> Iterator[Row]:
    """Yield the rows that speak of a unit; empty rows, sums, notes and headings that come again are none.

    `table`: the name of the sheet, where more than one is read.
    """
    headings = [plain(cell) for cell in heading.grid.rows[heading.row]]
    for index in range(heading.row + 1, len(heading.grid.rows)):
        cells = heading.grid.rows[index]
        if not is_aside(cells, heading, headings):
            yield stated(index + 1, cells, heading, door, table)


def is_aside(cells: list[Cell], heading: Heading, headings: list[str]) -> bool:
    """Is this row empty, a sum, a note or the headings once more?"""
    filled = [column for column in heading.fields if column < len(cells) and str(cells[column]).strip()]
    if not filled:
        return True
    first = next(str(cell) for cell in cells if str(cell).strip())
    if "".join(first.split()).startswith(SUMS):
        return True
    again = all(plain(cells[column]) == headings[column] for column in filled)
    named = any(heading.fields[column].attribute == "id" for column in filled)
    return again or (len(filled) < FEWEST and not named)


def stated(number: int, cells: list[Cell], heading: Heading, door: Door, table: str = "") -> Row:
    """Return what a row states."""
    values: dict[str, Any] = {}
    remarks: list[Remark] = []
    for column, of in heading.fields.items():
        cell = cells[column] if column < len(cells) else ""
        value, slip = door.value(cell, of)
        if slip:
            remarks.append(Remark(slip, number, key=of.key, sheet=masked(shown(cell)), table=table))
        elif value is not None:
            values[of.attribute] = value
    return Row(number, values, tuple(remarks), table)
