"""A cell as spreadsheet programs leave it (3.0, 43430, 2018.1, ’10064, dates, blanks) into the text that was meant."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta

from ..exchange.workbooks import Cell
from ..model.characters import INVISIBLE
from ..model.fields import Field, Many
from ..model.kinds import Date, Text
from ..model.rules import Slip
from ..reading import slips_sheets as said
from ..spreadsheet import unmarked

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


def meant(cell: Cell, field: Field) -> tuple[str, Slip | None]:
    """Return the text of a cell of `field`; beside nothing, a slip where what was meant has been lost."""
    kind = field.kind.item if isinstance(field.kind, Many) else field.kind
    if isinstance(cell, date | datetime | timedelta):
        return of_date(cell, field)
    text = unmarked(shown(cell))
    if text in NOTHING:
        return "", None
    if isinstance(kind, Text):
        lost = not isinstance(field.kind, Many) and MONTH_AND_DAY.fullmatch(text)
        return ("", said.turned_into_date(field.key, text)) if lost else (text, None)
    text = POINT_ZERO.sub(r"\1", unicodedata.normalize("NFKC", text))
    return of_day(text, field) if isinstance(kind, Date) else (text, None)


def of_date(cell: date | timedelta, field: Field) -> tuple[str, Slip | None]:
    """Return a day in the standard writing, where the field holds days."""
    if isinstance(field.kind, Date) and isinstance(cell, date):
        return date(cell.year, cell.month, cell.day).isoformat(), None
    return "", said.turned_into_date(field.key, str(cell).removesuffix(" 00:00:00"))


def shown(cell: Cell) -> str:
    """Return a cell as people see it."""
    return of_number(cell) if isinstance(cell, bool | int | float) else tidied(str(cell))


def of_number(cell: float) -> str:
    """Return a number as people write it.

    >>> of_number(10064.0), of_number(2018.11), of_number(True)
    ('10064', '2018.11', '是')
    """
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else f"{cell:.10g}"


def of_day(text: str, field: Field) -> tuple[str, Slip | None]:
    """Return the text of a date; a serial number becomes its day."""
    text = MIDNIGHT.sub("", text)
    if HALF_YEAR.fullmatch(text):
        return "", said.january_or_october(field.key, text)
    if len(text) == 5 and text.isdecimal() and int(text) in SERIALS:
        return (EPOCH + timedelta(int(text))).isoformat(), None
    return text, None


def tidied(text: str) -> str:
    """Return text without what nobody sees, spaces at its ends and doubled spaces; its lines stay."""
    text = INVISIBLE.sub("", APART.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in text.split("\n"))))
