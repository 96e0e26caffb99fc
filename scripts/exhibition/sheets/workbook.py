"""Tables into the bytes of files for spreadsheet programs: XLSX with help and lists of choices, CSV for everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..model import Exhibition
from ..model.fields import Many
from ..model.kinds import Stars, Whole
from ..spreadsheet import Workbook, csv_bytes
from ..types import CONTENT_TYPES
from .exporting import Column, cells, explained, exported_columns

HELP_HEADINGS = ("这一列", "怎么填", "例子", "要不要填")
HELP_WIDTHS = (12, 80, 26, 18)
SPARE_ROWS = 500
"""Rows below the last entry that offer choices too: for newcomers."""


def exported_csv(kind: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a kind as CSV."""
    headings = [column.field.key for column in exported_columns(kind, exhibition)]
    return csv_bytes([headings, *cells(kind, exhibition)])


def exported_xlsx(kind: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a kind as a workbook: the table, what its columns mean, the words to choose from."""
    columns = exported_columns(kind, exhibition)
    with Workbook(CONTENT_TYPES.named(kind).label) as book:
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


EXPORTS: dict[str, Callable[[str, Exhibition], bytes]] = {"xlsx": exported_xlsx, "csv": exported_csv}
"""Every format of export by the name that the command line takes, which is the ending of its files."""
