"""Reader of spreadsheet files (xlsx, xls, ods, CSV) within the child process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from .delimited import grids_of_text
from .grid import Book, Cell, Grid, spread
from .looks import Sight, Unreadable, sights
from .trouble import Trouble

LARGEST_UNPACKED_MB = 300
MOST_CELLS = 10_000_000
"""Limit of cells: a sheet of 5,500 rows has 100,000; this many take 320 MB."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")
"""Beginnings of web pages that a system has named .xls."""


def read_book(data: bytes) -> Book | Trouble:
    """Return the sheets, or why there are none. The format is detected from the bytes, not from the name."""
    if not data.strip():
        return Trouble.EMPTY
    if data.startswith((ZIP, OLE)):
        return book_of(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:12].lower().startswith(PAGES):
        return Trouble.PAGE
    grids = grids_of_text(data)
    return Book(grids, alternatives=True) if grids else Trouble.TEXT


def unpacked_mb(data: bytes) -> float:
    """Return the declared size of a zip archive's members."""
    if not data.startswith(ZIP):
        return 0
    return sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()) / 1_000_000


def book_of(data: bytes) -> Book | Trouble:
    """Return the sheets of a workbook, or why there are none."""
    try:
        if unpacked_mb(data) > LARGEST_UNPACKED_MB:
            return Trouble.LARGE
        seen = sights(data)
        if any(sight.rows * sight.columns > MOST_CELLS for sight in seen.values()):
            return Trouble.FAR
        return visible_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)), seen)
    except (PasswordError, Unreadable):
        return Trouble.PASSWORD
    except MemoryError:
        raise
    except Exception:
        # Broken files break readers in more ways than a list could hold: BadZipFile, EOFError, zlib.error …
        return Trouble.BROKEN
    except BaseException as problem:
        # The reader panics on some broken files of old Excel; the exception has no public name.
        if type(problem).__name__ != "PanicException":
            raise
        return Trouble.BROKEN


def visible_sheets(book: CalamineWorkbook, seen: Mapping[str, Sight]) -> Book | Trouble:
    """Return the visible sheets, with vertically merged cells filled."""
    grids, hidden = [], []
    for one in book.sheets_metadata:
        if one.visible != SheetVisibleEnum.Visible:
            hidden.append(one.name)
            continue
        sheet = book.get_sheet_by_name(one.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return Trouble.FAR
        rows = [trimmed([*row]) for row in sheet.to_python(skip_empty_area=False)]
        sight = seen.get(one.name, Sight())
        grids.append(
            Grid(one.name, spread(rows, sheet.merged_cell_ranges or []), sight.hidden_rows, sight.hidden_columns)
        )
    return Book(grids, tuple(hidden))


def trimmed(row: list[Cell]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    while row and row[-1] == "":
        row.pop()
    return row
