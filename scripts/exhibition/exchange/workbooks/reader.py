"""Reader of workbooks (XLSX, XLS, ODS) and delimited text, within the child process.

Cells are read by python-calamine. What that library does not report is read from the file itself: the extent of
each sheet, hidden rows and columns, and whether there is a password.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from html import unescape

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from . import Cell, Grid, WorkbookContent, WorkbookProblem, fill_merged_cells

ENTRY = 128
"""Bytes of one directory entry."""
LAST = 0xFFFFFFFA
"""Sector numbers from here on are special: end of chain, free, allocation tables."""
IN_HEADER = 109
"""Sectors of the allocation table that the header lists."""


class CompoundFile:
    """Compound file with the `names` of its streams. Broken streams are empty."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << min(self.read_number(30, 2), 16)
        self.table = self.unpack_numbers(b"".join(self.read_sector(one) for one in self.iter_table_sectors()))
        entries = self.read_chain(self.read_number(48))
        self.entries = [entries[at : at + ENTRY] for at in range(0, len(entries) - ENTRY + 1, ENTRY)]
        self.names = {parse_stream_name(entry): entry for entry in self.entries}

    def read_number(self, at: int, size: int = 4) -> int:
        """Return the integer at an offset of the header."""
        return int.from_bytes(self.data[at : at + size], "little")

    def unpack_numbers(self, data: bytes) -> memoryview:
        """Return bytes as unsigned integers of four bytes each."""
        return memoryview(data[: len(data) // 4 * 4]).cast("I")

    def read_sector(self, number: int) -> bytes:
        """Return the bytes of a sector."""
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def iter_table_sectors(self) -> Iterator[int]:
        """Yield the sectors of the allocation table."""
        yield from (one for one in self.unpack_numbers(self.data[76 : 76 + 4 * IN_HEADER]) if one < LAST)
        seen: set[int] = set()
        at = self.read_number(68)
        while at < LAST and at not in seen and (held := self.read_sector(at)):
            seen.add(at)
            *more, at = self.unpack_numbers(held)
            yield from (one for one in more if one < LAST)

    def read_chain(self, at: int) -> bytes:
        """Return the bytes of a chain of sectors."""
        parts: list[bytes] = []
        seen: set[int] = set()
        while at < LAST and at not in seen and at < len(self.table):
            seen.add(at)
            parts.append(self.read_sector(at))
            at = self.table[at]
        return b"".join(parts)

    def read_stream(self, name: str) -> bytes:
        """Return the bytes of a stream; empty where there is none of this name."""
        entry = self.names.get(name)
        if entry is None:
            return b""
        first, length = (int.from_bytes(entry[at : at + 4], "little") for at in (116, 120))
        if length >= self.read_number(56):
            return self.read_chain(first)[:length]
        # Small streams share the sectors of the first entry, in mini sectors of 64 bytes with a table of their own.
        whole = self.read_chain(int.from_bytes(self.entries[0][116:120], "little"))
        table = self.unpack_numbers(self.read_chain(self.read_number(60)))
        small = 1 << min(self.read_number(32, 2), 16)
        parts: list[bytes] = []
        seen: set[int] = set()
        while first < LAST and first not in seen and first < len(table):
            seen.add(first)
            parts.append(whole[first * small : (first + 1) * small])
            first = table[first]
        return b"".join(parts)[:length]


def parse_stream_name(entry: bytes) -> str:
    """Return the name in a directory entry."""
    length = int.from_bytes(entry[64:66], "little")
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7})[\"']")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
TRUE = (b"1", b"true")
ODS_PART = re.compile(
    rb"<table:(table|table-row|table-column|table-cell|covered-table-cell)(?=[\s/>])([^>]*?)(/?)>|</table:(table-row)>"
)
ODS_HIDDEN = (b"collapse", b"filter")
ODS_TYPED = re.compile(rb"office:value-type\s*=|calcext:value-type\s*=")
MOST_HIDDEN = 20_000
"""Limit of rows and columns that are recorded as hidden."""


class PasswordProtected(Exception):
    """The file has a password."""


@dataclass(slots=True)
class SheetExtent:
    """Extent of a sheet, and its hidden rows and columns (from 0)."""

    rows: int = 0
    columns: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


def read_extents(data: bytes) -> dict[str, SheetExtent]:
    """Return the extent of each sheet of a workbook, by its name. Raises PasswordProtected."""
    if not data.startswith(b"PK"):
        return dict(iter_xls_sheets(CompoundFile(data)))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = set(book.namelist())
        if "xl/workbook.xml" in names:
            return dict(iter_xlsx_sheets(book, names))
        if "META-INF/manifest.xml" in names and b"encryption-data" in book.read("META-INF/manifest.xml"):
            raise PasswordProtected
        return dict(iter_ods_sheets(book.read("content.xml"))) if "content.xml" in names else {}


def get_attribute(attributes: bytes, name: str) -> bytes:
    """Return an attribute of a tag, whatever its prefix; empty where it is missing."""
    found = re.search(rb"(?:^|[\s:])" + name.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return (found[1] or found[2] or b"") if found else b""


def iter_xlsx_sheets(book: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, SheetExtent]]:
    """Yield the sheets of an XLSX with their extents."""
    relations = book.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in names else b""
    targets = {get_attribute(one, "Id"): get_attribute(one, "Target").decode() for one in RELATION.findall(relations)}
    for one in SHEET.findall(book.read("xl/workbook.xml")):
        target = targets.get(get_attribute(one, "id"), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield unescape(get_attribute(one, "name").decode("utf-8", "replace")), read_xlsx_extent(book.read(part))


def read_xlsx_extent(text: bytes) -> SheetExtent:
    """Return the extent of one sheet of an XLSX."""
    sight = SheetExtent()
    hidden: list[int] = []
    at = 0
    for attributes in ROW.findall(text):
        at = int(get_attribute(attributes, "r") or at + 1)
        if b"hidden" in attributes and get_attribute(attributes, "hidden") in TRUE and len(hidden) < MOST_HIDDEN:
            hidden.append(at - 1)
        sight.rows = max(sight.rows, at)
    columns: set[bytes] = set()
    last = 0
    for letters, digits in CELL.findall(text):
        columns.add(letters)
        last = max(last, int(digits))
    sight.rows = max(sight.rows, last)
    sight.columns = max(map(parse_column, columns), default=0)
    sight.hidden_rows = tuple(hidden)
    sight.hidden_columns = tuple(iter_hidden_columns(text))
    return sight


def iter_hidden_columns(text: bytes) -> Iterator[int]:
    """Yield the hidden columns of a sheet of an XLSX."""
    for attributes in COLUMN.findall(text):
        if get_attribute(attributes, "hidden") in TRUE:
            first, last = (int(get_attribute(attributes, end) or 0) for end in ("min", "max"))
            yield from range(first - 1, min(last, first + MOST_HIDDEN))


def parse_column(letters: bytes) -> int:
    """Return the number of a column.

    >>> parse_column(b"A"), parse_column(b"AB")
    (1, 28)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)


def iter_ods_sheets(text: bytes) -> Iterator[tuple[str, SheetExtent]]:
    """Yield the sheets of an ODS with their extents. Repeated rows and cells count as often as they are repeated."""
    name, sight = "", SheetExtent()
    row = column = shown = 0
    rows: list[int] = []
    columns: list[int] = []
    repeated, filled = 1, False

    def end_row() -> None:
        nonlocal row
        if filled:
            sight.rows = row + repeated
        row += repeated

    for found in ODS_PART.finditer(text):
        kind, attributes = found[1], found[2] or b""
        times = (
            int(get_attribute(attributes, "number-(?:rows|columns)-repeated") or 1) if b"repeated" in attributes else 1
        )
        if kind == b"table":
            if name:
                yield name, add_hidden(sight, rows, columns)
            name, sight = unescape(get_attribute(attributes, "name").decode("utf-8", "replace")), SheetExtent()
            row = shown = 0
            rows, columns = [], []
        elif kind == b"table-column":
            if get_attribute(attributes, "visibility") in ODS_HIDDEN:
                columns += range(shown, shown + min(times, MOST_HIDDEN))
            shown += times
        elif kind == b"table-row":
            column, filled, repeated = 0, False, times
            if get_attribute(attributes, "visibility") in ODS_HIDDEN:
                rows += range(row, row + min(times, MOST_HIDDEN))
            if found[3]:
                end_row()
        elif kind:
            column += times
            if not found[3] or ODS_TYPED.search(attributes):
                filled = True
                sight.columns = max(sight.columns, column)
        else:
            end_row()
    if name:
        yield name, add_hidden(sight, rows, columns)


def add_hidden(sight: SheetExtent, rows: list[int], columns: list[int]) -> SheetExtent:
    """Return an extent with the hidden rows and columns added."""
    sight.hidden_rows, sight.hidden_columns = tuple(rows[:MOST_HIDDEN]), tuple(columns[:MOST_HIDDEN])
    return sight


BOF, SHEET_NAME, ROW_INFO, COLUMN_INFO, FILE_PASSWORD = 0x0809, 0x0085, 0x0208, 0x007D, 0x002F
"""Record types of old Excel ([MS-XLS] 2.3)."""
PASSWORD_STREAM = "EncryptedPackage"
"""Name of the stream in an encrypted XLSX ([MS-OFFCRYPTO] 2.3.4.4)."""


def iter_xls_sheets(storage: CompoundFile) -> Iterator[tuple[str, SheetExtent]]:
    """Yield the sheets of an XLS with their extents. Raises PasswordProtected."""
    if PASSWORD_STREAM in storage.names:
        raise PasswordProtected
    stream = storage.read_stream("Workbook") or storage.read_stream("Book")
    sheets: Mapping[int, str] = {}
    found: dict[str, SheetExtent] = {}
    name = ""
    for at, kind, held in iter_records(stream):
        if kind == FILE_PASSWORD:
            raise PasswordProtected
        if kind == SHEET_NAME and len(held) > 8:
            sheets = {**sheets, int.from_bytes(held[:4], "little"): parse_sheet_name(held)}
        elif kind == BOF:
            name = sheets.get(at, "")
        elif kind == ROW_INFO and len(held) >= 16 and held[12] & 0x20 and name:
            row = int.from_bytes(held[:2], "little")
            sight = found.setdefault(name, SheetExtent())
            sight.hidden_rows = (*sight.hidden_rows, row) if len(sight.hidden_rows) < MOST_HIDDEN else sight.hidden_rows
        elif kind == COLUMN_INFO and len(held) >= 10 and held[8] & 1 and name:
            first, last = (int.from_bytes(held[place : place + 2], "little") for place in (0, 2))
            sight = found.setdefault(name, SheetExtent())
            sight.hidden_columns = (*sight.hidden_columns, *range(first, min(last, 255) + 1))
    yield from found.items()


def iter_records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, type and content of every record of old Excel."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = (int.from_bytes(stream[place : place + 2], "little") for place in (at, at + 2))
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def parse_sheet_name(held: bytes) -> str:
    """Return the name of a sheet in its record."""
    length, wide = held[6], held[7] & 1
    return held[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CODECS = ("utf-8", "gb18030")
SEPARATORS = {",": "逗号", ";": "分号", "\t": "制表符"}


def parse_delimited(data: bytes) -> list[Grid]:
    """Return a grid for each separator; nothing where the bytes are no text. The search for headings decides which is
    right.
    """
    text = decode_text(data)
    if text is None or "\0" in text:
        return []
    return [Grid(f"CSV（{name}）", split_rows(text, sign)) for sign, name in SEPARATORS.items() if sign in text]


def decode_text(data: bytes) -> str | None:
    """Return the text of bytes in UTF-8, UTF-16 with a byte order mark, or GB18030; None where they are none of these."""
    attempts = [(data[len(mark) :], codec) for mark, codec in MARKS if data.startswith(mark)]
    for raw, codec in attempts or [(data, codec) for codec in CODECS]:
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def split_rows(text: str, separator: str) -> list[list[Cell]]:
    """Return the rows with the numbers of spreadsheet programs: a line end inside a cell begins no row."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        return [[*row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    finally:
        csv.field_size_limit(limit)


LARGEST_UNPACKED_MB = 300
MOST_CELLS = 10_000_000
"""Limit of cells: a sheet of 5,500 rows has 100,000; this many take 320 MB."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")
"""Beginnings of web pages that a system has named .xls."""


def read_workbook(data: bytes) -> WorkbookContent | WorkbookProblem:
    """Return the sheets, or why there are none. The format is detected from the bytes, not from the name."""
    if not data.strip():
        return WorkbookProblem.EMPTY
    if data.startswith((ZIP, OLE)):
        return load_workbook(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:12].lower().startswith(PAGES):
        return WorkbookProblem.PAGE
    grids = parse_delimited(data)
    return WorkbookContent(grids, alternatives=True) if grids else WorkbookProblem.TEXT


def measure_unpacked_mb(data: bytes) -> float:
    """Return the declared size of a zip archive's members."""
    if not data.startswith(ZIP):
        return 0
    return sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()) / 1_000_000


def load_workbook(data: bytes) -> WorkbookContent | WorkbookProblem:
    """Return the sheets of a workbook, or why there are none."""
    try:
        if measure_unpacked_mb(data) > LARGEST_UNPACKED_MB:
            return WorkbookProblem.LARGE
        seen = read_extents(data)
        if any(sight.rows * sight.columns > MOST_CELLS for sight in seen.values()):
            return WorkbookProblem.FAR
        return list_visible_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)), seen)
    except (PasswordError, PasswordProtected):
        return WorkbookProblem.PASSWORD
    except MemoryError:
        raise
    except Exception:
        # Broken files break readers in more ways than a list could hold: BadZipFile, EOFError, zlib.error …
        return WorkbookProblem.BROKEN
    except BaseException as problem:
        # The reader panics on some broken files of old Excel; the exception has no public name.
        if type(problem).__name__ != "PanicException":
            raise
        return WorkbookProblem.BROKEN


def list_visible_sheets(book: CalamineWorkbook, seen: Mapping[str, SheetExtent]) -> WorkbookContent | WorkbookProblem:
    """Return the visible sheets, with vertically merged cells filled."""
    grids, hidden = [], []
    for one in book.sheets_metadata:
        if one.visible != SheetVisibleEnum.Visible:
            hidden.append(one.name)
            continue
        sheet = book.get_sheet_by_name(one.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return WorkbookProblem.FAR
        rows = [trim_row([*row]) for row in sheet.to_python(skip_empty_area=False)]
        sight = seen.get(one.name, SheetExtent())
        grids.append(
            Grid(
                one.name,
                fill_merged_cells(rows, sheet.merged_cell_ranges or []),
                sight.hidden_rows,
                sight.hidden_columns,
            )
        )
    return WorkbookContent(grids, tuple(hidden))


def trim_row(row: list[Cell]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    while row and row[-1] == "":
        row.pop()
    return row
