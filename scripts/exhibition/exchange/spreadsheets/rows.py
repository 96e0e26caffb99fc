"""Rows and cells: what a cell as spreadsheet programs leave it (3.0, 43430, 2018.1, ’10064, dates, blanks) means.

Each cell is parsed by the same field types as front matter.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Any

from ...content.field_parser import BRACKETS, SEPARATORS
from ...diagnostics import Severity
from ...lazy import dataclass
from ...messages import spreadsheets as messages
from ...messages.registry import FieldIssue
from ...model.field_types import Date, Text
from ...model.fields import Field, ListOf, RecordList
from ...model.vocabulary import Lexicon, strip_quotes
from ...privacy import find_private, mask_private, may_hold_private, squeeze_text
from ...text.characters import INVISIBLE
from ..table_files import remove_text_mark
from ..workbooks import Cell
from .columns import HeadingRow, normalize_heading
from .output import ImportRemark, describe_row

SPACES = re.compile(r"[^\S\n]+")
APART = re.compile(r"[\x85\u2028\u2029]")
"""Rare line ends: nobody sees them, but the words at both sides stand apart."""
NOTHING = frozenset(
    {"-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "待定", "待补充", "不详", "空", "N/A", "n/a"}
)
"""What people write into a cell about which they have nothing to say."""
EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, as counted since March 1900 (ECMA-376, 18.17.4.1)."""
SERIALS = range(20_000, 80_000)
"""Serial numbers of days from 1954 to 2119: no year, and no month written as 201811."""
POINT_ZERO = re.compile(r"^(\d+)\.0+$")
MIDNIGHT = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d)?$")
"""The time of day that programs write behind a day."""
HALF_YEAR = re.compile(r"(?:19|20)\d\d\.1")
MONTH_AND_DAY = re.compile(r"\d{1,2}月\d{1,2}日|(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}(?: 0?0:00(?::00)?)?")


def parse_cell(cell: Cell, field: Field) -> tuple[str, FieldIssue | None]:
    """Return the text of a cell of `field`; beside nothing, a slip where what was meant has been lost."""
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    if isinstance(cell, date | datetime | timedelta):
        return parse_date_cell(cell, field)
    text = remove_text_mark(format_cell(cell))
    if text in NOTHING:
        return "", None
    if isinstance(kind, Text):
        lost = not isinstance(field.kind, ListOf) and MONTH_AND_DAY.fullmatch(text)
        return ("", messages.turned_into_date(field.key, text)) if lost else (text, None)
    text = POINT_ZERO.sub(r"\1", unicodedata.normalize("NFKC", text))
    return parse_day_text(text, field) if isinstance(kind, Date) else (text, None)


def parse_date_cell(cell: date | timedelta, field: Field) -> tuple[str, FieldIssue | None]:
    """Return a day in the standard writing, where the field holds days."""
    if isinstance(field.kind, Date) and isinstance(cell, date):
        return date(cell.year, cell.month, cell.day).isoformat(), None
    return "", messages.turned_into_date(field.key, str(cell).removesuffix(" 00:00:00"))


def format_cell(cell: Cell) -> str:
    """Return a cell as people see it."""
    return format_number(cell) if isinstance(cell, bool | int | float) else tidy_text(str(cell))


def format_number(cell: float) -> str:
    """Return a number as people write it.

    >>> format_number(10064.0), format_number(2018.11), format_number(True)
    ('10064', '2018.11', '是')
    """
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else f"{cell:.10g}"


def parse_day_text(text: str, field: Field) -> tuple[str, FieldIssue | None]:
    """Return the text of a date; a serial number becomes its day."""
    text = MIDNIGHT.sub("", text)
    if HALF_YEAR.fullmatch(text):
        return "", messages.january_or_october(field.key, text)
    if len(text) == 5 and text.isdecimal() and int(text) in SERIALS:
        return (EPOCH + timedelta(int(text))).isoformat(), None
    return text, None


def tidy_text(text: str) -> str:
    """Return text without what nobody sees, spaces at its ends and doubled spaces; its lines stay."""
    text = INVISIBLE.sub("", APART.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in text.split("\n"))))


SUMS = ("合计", "总计", "小计", "共计", "总数", "汇总")
FEWEST = 2
"""Cells of ours that a row without an id must have; one alone is a note below the table."""
Understood = tuple[Any, FieldIssue | None]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the sheet (from 1), what it states by attribute, and what could not be taken of it."""

    number: int
    values: Mapping[str, Any]
    remarks: tuple[ImportRemark, ...] = ()
    table: str = ""
    """The sheet of the workbook, where more than one was read."""

    @property
    def id(self) -> str:
        """The id that it names; nothing where it names none."""
        return str(self.values.get("id", ""))


@dataclass(slots=True)
class CellParser:
    """Where cells become values: the words there are, the public contacts, and every cell that was read before."""

    lexicon: Lexicon
    public: Collection[str] = ()
    """What the privacy gate lets through, as `squeeze_text` gives it."""
    seen: dict[tuple[Field, type, Cell], Understood] = field(default_factory=dict)
    """Sheets repeat themselves: a street stands in hundreds of rows."""

    def parse_value(self, cell: Cell, of: Field) -> Understood:
        """Return the value of a cell and why it cannot be taken; None and nothing where the cell says nothing."""
        if cell == "":
            return None, None
        key = (of, type(cell), cell)
        if key not in self.seen:
            self.seen[key] = self.parse_new_value(cell, of)
        return self.seen[key]

    def parse_new_value(self, cell: Cell, of: Field) -> Understood:
        """Return the value of a cell that was not read before. A reminder of how it is written is no matter here."""
        private = self.list_private(str(cell))
        if private:
            return None, messages.private_cell(of.key, private)
        text, issue = parse_cell(cell, of)
        if issue or not text:
            return None, issue
        value, issue = (
            parse_several(text, of, of.kind, self.lexicon)
            if isinstance(of.kind, ListOf)
            else parse_single(text, of, self.lexicon)
        )
        return (None, issue) if issue and issue.rule.severity is Severity.ERROR else (value, None)

    def list_private(self, text: str) -> list[str]:
        """Return the kinds of private things in a text that would stop a build."""
        if not may_hold_private(text):
            return []
        found = [
            one.kind.name for one in find_private(text) if one.kind.blocks and squeeze_text(one.text) not in self.public
        ]
        return list(dict.fromkeys(found))


def parse_single(text: str, of: Field, lexicon: Lexicon) -> Understood:
    """Return a single value; several lines of a cell are one text, joined as a list in its stead would be."""
    assert not isinstance(of.kind, ListOf | RecordList)
    if isinstance(of.kind, Text) and of.kind.joiner and "\n" in text:
        text = of.kind.join_items(text.split("\n"))
    value, issue = of.kind.parse(" ".join(text.split()), of.key, lexicon)
    bare = strip_quotes(text)
    if issue and issue.rule.severity is Severity.ERROR and bare != text:
        # Quotation marks around a word or a number: front matter must not have them, in a sheet they do no harm.
        value, issue = of.kind.parse(bare, of.key, lexicon)
    return value, issue


def parse_several(text: str, of: Field, kind: ListOf, lexicon: Lexicon) -> Understood:
    """Return a list of values; one item that cannot be taken spoils the cell, for half a list would be a loss."""
    texts = SEPARATORS.split(text.strip(BRACKETS + " \n")) if kind.split else text.split("\n")
    values: list[Any] = []
    for item in filter(None, texts):
        value, issue = kind.item.parse(item, of.key, lexicon)
        if issue and issue.rule.severity is Severity.ERROR:
            return None, issue
        if not kind.split or value not in values:
            values.append(value)
    return tuple(values), None


def format_row_list(rows: Sequence[SheetRow]) -> str:
    """Return rows as people say them."""
    if not any(row.table for row in rows):
        return f"第 {'、'.join(str(row.number) for row in rows)} 行"
    return "、".join(describe_row(row.table, row.number) for row in rows)


def iter_rows(heading: HeadingRow, door: CellParser, table: str = "") -> Iterator[SheetRow]:
    """Yield the rows that describe an entry.

    `table`: the name of the sheet, where more than one is read.
    """
    for number, cells in iter_filled_rows(heading):
        yield parse_row(number, cells, heading, door, table)


def iter_filled_rows(heading: HeadingRow) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the number (from 1) and the cells of each row of data; empty rows, sums, notes and headings that come again are
    none.
    """
    headings = [normalize_heading(cell) for cell in heading.grid.rows[heading.row]]
    for index in range(heading.row + 1, len(heading.grid.rows)):
        cells = heading.grid.rows[index]
        if not is_no_entry_row(cells, heading, headings):
            yield index + 1, cells


def is_no_entry_row(cells: list[Cell], heading: HeadingRow, headings: list[str]) -> bool:
    """Is this row empty, a sum, a note or the headings once more?"""
    filled = [column for column in heading.fields if column < len(cells) and str(cells[column]).strip()]
    if not filled:
        return True
    first = next(str(cell) for cell in cells if str(cell).strip())
    if "".join(first.split()).startswith(SUMS):
        return True
    again = all(normalize_heading(cells[column]) == headings[column] for column in filled)
    named = any(heading.fields[column].attribute == "id" for column in filled)
    return again or (len(filled) < FEWEST and not named)


def parse_row(number: int, cells: list[Cell], heading: HeadingRow, door: CellParser, table: str = "") -> SheetRow:
    """Return what a row states."""
    values: dict[str, Any] = {}
    remarks: list[ImportRemark] = []
    for column, of in heading.fields.items():
        cell = cells[column] if column < len(cells) else ""
        value, issue = door.parse_value(cell, of)
        if issue:
            remarks.append(ImportRemark(issue, number, key=of.key, sheet=mask_private(format_cell(cell)), table=table))
        elif value is not None:
            values[of.attribute] = value
    return SheetRow(number, values, tuple(remarks), table)
