"""Tables into the bytes of files for spreadsheet programs: XLSX with help and lists of choices, CSV for everything."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from ..model import Exhibition
from ..model.fields import Many
from ..model.kinds import Stars, Whole
from .cells import marked
from .exporting import Column, Value, cells, explained, exported_columns

BOM = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as the local code page."""
HELP_HEADINGS = ("这一列", "怎么填", "例子", "要不要填")
HELP_WIDTHS = (12, 80, 26, 18)
PAPER, LINE = "#E4EEEC", "#0F6B75"
"""The colours of the exhibition that are called mist and river."""
SPARE_ROWS = 500
"""Rows below the last entry that offer choices too: for newcomers."""


def csv_bytes(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as CSV for Excel: byte order mark, CRLF, nothing that a program takes for a formula."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([marked(cell, defuse=True) if isinstance(cell, str) else cell for cell in row])
    return BOM + text.getvalue().encode()


def exported_csv(kind: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a kind as CSV."""
    headings = [column.field.key for column in exported_columns(kind, exhibition)]
    return csv_bytes([headings, *cells(kind, exhibition)])


def exported_xlsx(kind: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a kind as a workbook: the table, what its columns mean, the words to choose from."""
    columns = exported_columns(kind, exhibition)
    with Workbook("楼群" if kind == "cluster" else "楼组") as book:
        rows = list(cells(kind, exhibition))
        sheet = book.table(book.title, [one.field.key for one in columns], [one.width for one in columns], rows)
        for place, column in enumerate(columns):
            if isinstance(column.field.kind, Whole):
                # Below the last entry too: what is typed into a cell for text is no number.
                sheet.set_column(place, place, column.width, book.number)
        book.table("说明", HELP_HEADINGS, HELP_WIDTHS, map(explained, columns))
        offer(book, sheet, columns, len(rows) + SPARE_ROWS)
    return book.data


def offer(book: Workbook, sheet: Any, columns: Sequence[Column], last: int) -> None:
    """Let cells be chosen from lists, which stand on a sheet of their own: a list in the cell itself ends at 255 signs."""
    chosen = [one for one in columns if one.words]
    width = max((len(one.words) for one in chosen), default=0)
    rows = [[one.words[line] if line < len(one.words) else "" for one in chosen] for line in range(width)]
    book.table("选项", [one.field.key for one in chosen], [14] * len(chosen), rows)
    for place, column in enumerate(columns):
        if isinstance(column.field.kind, Stars):
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": column.field.kind.high}
        elif column.words and not isinstance(column.field.kind, Many):
            letter = chr(ord("A") + chosen.index(column))
            rule = {"validate": "list", "source": f"=选项!${letter}$2:${letter}${len(column.words) + 1}"}
        else:
            continue
        told = {"error_type": "warning", "error_title": "核对一下", "error_message": f"{column.field.help}"}
        sheet.data_validation(1, place, last, place, {**rule, "ignore_blank": True, **told})


class Workbook:
    """A workbook in memory; the same tables give the same bytes. `data` is there when it was left."""

    def __init__(self, title: str) -> None:
        self.title, self.data, self.file = title, b"", BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.file, options)
        # XlsxWriter would write down when the book was made.
        self.book.set_properties({"title": title, "created": datetime(1980, 1, 1)})
        look = {"bold": True, "valign": "vcenter", "bg_color": PAPER, "bottom": 2, "bottom_color": LINE}
        self.heading = self.book.add_format(look)
        self.text = self.book.add_format({"num_format": "@", "valign": "vcenter", "text_wrap": True})
        self.number = self.book.add_format({"valign": "vcenter"})

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *problem: object) -> None:
        self.book.close()
        self.data = self.file.getvalue()

    def table(self, name: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]) -> Any:
        """Add a sheet with headings that stay in sight and a filter; text stays text whatever it looks like."""
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
                    sheet.write_string(last, place, marked(cell, defuse=False), self.text)
                else:
                    sheet.write_number(last, place, cell, self.number)
        sheet.set_row(0, 24)
        sheet.freeze_panes(1, 2)
        # Whoever prints it gets A3 sheets across, every column on the page, headings on each.
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        # Ids are texts on purpose: no green corner on each.
        sheet.ignore_errors({"number_stored_as_text": "A1:Z9999"})
        sheet.autofilter(0, 0, max(1, last), len(headings) - 1)
        return sheet


EXPORTS: dict[str, Callable[[str, Exhibition], bytes]] = {"xlsx": exported_xlsx, "csv": exported_csv}
"""Every format of export by the name that the command line takes, which is the ending of its files."""
