"""The bytes of a file of a spreadsheet program (xlsx, xls, ods, CSV) into the sheets in it."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from ..model.rules import Slip
from . import slips as said
from .delimited import grids_of_text
from .grid import Grid, spread

LARGEST_MB = 50
"""A sheet of 5,500 rows has less than one."""
LARGEST_UNPACKED_MB = 500

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")
"""How web pages begin that a system has named .xls."""


def opened(data: bytes) -> list[Grid] | Slip:
    """Return the visible sheets, or why there are none. Which kind of file it is, its bytes say, not its name."""
    if not data.strip():
        return said.unreadable_sheet("它是空的")
    if len(data) > LARGEST_MB * 1_000_000 or unpacked_mb(data) > LARGEST_UNPACKED_MB:
        return said.unreadable_sheet("它太大了")
    if data.startswith((ZIP, OLE)):
        return sheets_of_workbook(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:12].lower().startswith(PAGES):
        return said.unreadable_sheet("它其实是一个网页，只是名字写成了表格")
    return grids_of_text(data) or said.unreadable_sheet("它不是表格，也不是文字")


def unpacked_mb(data: bytes) -> float:
    """Return how large the parts of a zipped file say they are."""
    if not data.startswith(ZIP):
        return 0
    try:
        return sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()) / 1_000_000
    except zipfile.BadZipFile:
        return 0


def sheets_of_workbook(data: bytes) -> list[Grid] | Slip:
    """Return the visible sheets of a workbook, cells merged downwards filled."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        grids = []
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            grids.append(Grid(name, spread([*map(list, rows)], sheet.merged_cell_ranges or [])))
    except PasswordError:
        return said.unreadable_sheet("它设了密码")
    except (CalamineError, ZipError, ValueError, OSError):
        return said.unreadable_sheet("它坏了，或者不是表格")
    return grids
