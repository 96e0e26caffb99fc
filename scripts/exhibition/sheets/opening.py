"""The bytes of a file of a spreadsheet program (xlsx, xls, ods, CSV) into the sheets in it."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from ..model.rules import Slip
from ..reading import slips_sheets as said
from .delimited import grids_of_text
from .grid import Grid, spread

LARGEST_MB = 50
"""A sheet of 5,500 rows has less than one."""
LARGEST_UNPACKED_MB = 500
MOST_CELLS = 10_000_000
"""A sheet of 5,500 rows has 100,000; a place for each of these takes 320 MB."""

ROW = re.compile(rb'<row r="(\d{1,7})"')
CELL = re.compile(rb'<c r="([A-Z]{1,3})\d')
FAR = "在 Excel 里按 Ctrl+End，看最远的一格在哪里；把它和中间空着的行、列删掉，保存，再试一次。"

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")
"""How web pages begin that a system has named .xls."""


def opened(data: bytes) -> list[Grid] | Slip:
    """Return the visible sheets, or why there are none. Which kind of file it is, its bytes say, not its name."""
    if not data.strip():
        return said.unreadable_sheet("它是空的")
    if len(data) > LARGEST_MB * 1_000_000:
        return said.unreadable_sheet("它太大了")
    if data.startswith((ZIP, OLE)):
        return sheets_of_workbook(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:12].lower().startswith(PAGES):
        return said.unreadable_sheet("它其实是一个网页，只是名字写成了表格")
    return grids_of_text(data) or said.unreadable_sheet("它不是表格，也不是文字")


def unpacked_mb(data: bytes) -> float:
    """Return how large the parts of a zipped file say they are."""
    return sum(part.file_size for part in parts(data)) / 1_000_000


def parts(data: bytes) -> list[zipfile.ZipInfo]:
    """Return the parts of a zipped file; none where it is none."""
    return zipfile.ZipFile(io.BytesIO(data)).infolist() if data.startswith(ZIP) else []


def is_sprawling(data: bytes) -> bool:
    """Does a sheet of an XLSX reach farther than could be kept in memory? One cell at the far end is enough.

    The reader makes a place for every cell from the first to the last, and where there is no memory for them it ends
    the whole program.
    """
    for part in parts(data):
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            text = zipfile.ZipFile(io.BytesIO(data)).read(part)
            rows = max(map(int, ROW.findall(text)), default=0)
            columns = max(map(column_number, set(CELL.findall(text))), default=0)
            if rows * columns > MOST_CELLS:
                return True
    return False


def column_number(letters: bytes) -> int:
    """Return the number of a column.

    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def sheets_of_workbook(data: bytes) -> list[Grid] | Slip:
    """Return the visible sheets of a workbook, or why there are none."""
    try:
        if unpacked_mb(data) > LARGEST_UNPACKED_MB:
            return said.unreadable_sheet("它太大了")
        if is_sprawling(data):
            return said.unreadable_sheet("有字写在很远的格子里", FAR)
        with unheard():
            return visible_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except PasswordError:
        return said.unreadable_sheet("它设了密码")
    except Exception:
        # Broken files break readers in more ways than a list could hold: BadZipFile, EOFError, zlib.error …
        return said.unreadable_sheet("它坏了，或者不是表格")
    except BaseException as problem:
        # The reader gives up on some broken files of old Excel so; what it raises then has no public name.
        if type(problem).__name__ != "PanicException":
            raise
        return said.unreadable_sheet("它坏了")


def visible_sheets(book: CalamineWorkbook) -> list[Grid]:
    """Return the sheets that people see, cells merged downwards filled."""
    grids = []
    for shown in (one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible):
        sheet = book.get_sheet_by_name(shown)
        rows = sheet.to_python(skip_empty_area=False)
        grids.append(Grid(shown, spread([*map(list, rows)], sheet.merged_cell_ranges or [])))
    return grids


@contextmanager
def unheard() -> Iterator[None]:
    """Keep from the terminal what the reader says of a broken file in its own language, past Python."""
    sys.stderr.flush()
    kept = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)
