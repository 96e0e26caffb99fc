"""Writers of table files: CSV for every program, XLSX with headings that stay visible.

Authors' text stays text: no cell is taken for a formula.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from ..model import PartialDate

Value = str | int | float
"""Value of a cell."""

BOM = b"\xef\xbb\xbf"
"""Byte order mark. Without it Excel reads UTF-8 as the local code page."""
PAPER, LINE = "#E4EEEC", "#0F6B75"
"""Colours of the site that are called mist and river."""

FORMULA_SIGNS = "=+-@\t\r＝＋－＠"
"""First characters by which spreadsheet programs take a cell for a formula, in some languages also the full-width ones."""
MARKED = re.compile(rf"'(?='*[{re.escape(FORMULA_SIGNS)}])|['’‘](?=['’‘]*\d[\d.\-/]*$)")
"""Prefix of a cell that marks it as text: ours and Excel's before formulas and numbers, ’ from phones."""
SUSPECT = frozenset((*FORMULA_SIGNS, *"'’‘"))
"""First characters without which no cell needs a mark: nearly all cells have another."""


def format_single(value: Any) -> str:
    """Return the writing of one value of a field: a date, 是 or 否, the two numbers of a point, a number or a text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value.iso if isinstance(value, PartialDate) else " ".join(str(value).split())


def format_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as CSV for Excel: byte order mark, CRLF, no cell that a program takes for a formula."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([add_text_mark(cell, defuse=True) if isinstance(cell, str) else cell for cell in row])
    return BOM + text.getvalue().encode()


def remove_text_mark(text: str) -> str:
    """Return text without the prefix that marks it as text.

    >>> remove_text_mark("'=1+1"), remove_text_mark("’10064"), remove_text_mark("‘阳台’里的花")
    ('=1+1', '10064', '‘阳台’里的花')
    """
    return text[1:] if MARKED.match(text) else text


def add_text_mark(text: str, *, defuse: bool) -> str:
    """Return text so that `remove_text_mark` gives it back; `defuse`: no program that opens the file takes it for a
    formula.

    >>> add_text_mark("=1+1", defuse=True), add_text_mark("=1+1", defuse=False), add_text_mark("'=1+1", defuse=False)
    ("'=1+1", '=1+1', "''=1+1")
    """
    if text[:1] not in SUSPECT:
        return text
    return f"'{text}" if MARKED.match(text) or (defuse and text.startswith(tuple(FORMULA_SIGNS))) else text


def get_column_letters(place: int) -> str:
    """Return the letters of a column by its place, from 0.

    >>> get_column_letters(0), get_column_letters(26)
    ('A', 'AA')
    """
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


class WorkbookWriter:
    """Workbook in memory; the same tables give the same bytes. `data` is available after the context has ended."""

    def __init__(self, title: str) -> None:
        # Takes 15 ms to load, and builds import this module for its other tables.
        import xlsxwriter

        self.title, self.data, self.file = title, b"", BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.file, options)
        # XlsxWriter would write the time of creation.
        self.book.set_properties({"title": title, "created": datetime(1980, 1, 1)})
        look = {"bold": True, "valign": "vcenter", "bg_color": PAPER, "bottom": 2, "bottom_color": LINE}
        self.heading = self.book.add_format(look)
        self.text = self.book.add_format({"num_format": "@", "valign": "vcenter", "text_wrap": True})
        self.number = self.book.add_format({"valign": "vcenter"})

    def __enter__(self) -> WorkbookWriter:
        return self

    def __exit__(self, *problem: object) -> None:
        self.book.close()
        self.data = self.file.getvalue()

    def add_table(
        self, name: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]], kept: int = 2
    ) -> Any:
        """Add a sheet whose headings and first `kept` columns stay visible; text stays text whatever it looks like."""
        sheet = self.book.add_worksheet(name)
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(place, place, width, self.text)
            sheet.write_string(0, place, heading, self.heading)
        last = 0
        for last, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if cell == "":
                    continue
                if isinstance(cell, str):
                    sheet.write_string(last, place, add_text_mark(cell, defuse=False), self.text)
                else:
                    sheet.write_number(last, place, cell, self.number)
        sheet.set_row(0, 24)
        sheet.freeze_panes(1, kept)
        # On paper: A3 landscape, every column on the page, headings on each page.
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        # Ids are texts on purpose: no green corner on each.
        sheet.ignore_errors({"number_stored_as_text": "A1:Z99999"})
        sheet.autofilter(0, 0, max(1, last), len(headings) - 1)
        return sheet
