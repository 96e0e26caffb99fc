"""Facts about workbooks that the cell reader does not report: extents of sheets, hidden parts, passwords.

No part is parsed as a whole: patterns scan the text of a part once, in document order.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from html import unescape

from .ole import Storage

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


class Unreadable(Exception):
    """The file has a password."""


@dataclass(slots=True)
class Sight:
    """Extent of a sheet, and its hidden rows and columns (from 0)."""

    rows: int = 0
    columns: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


def sights(data: bytes) -> dict[str, Sight]:
    """Return the extent of each sheet of a workbook, by its name. Raises PasswordProtected."""
    if not data.startswith(b"PK"):
        return dict(sheets_of_xls(Storage(data)))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = set(book.namelist())
        if "xl/workbook.xml" in names:
            return dict(sheets_of_xlsx(book, names))
        if "META-INF/manifest.xml" in names and b"encryption-data" in book.read("META-INF/manifest.xml"):
            raise Unreadable
        return dict(sheets_of_ods(book.read("content.xml"))) if "content.xml" in names else {}


def attribute(attributes: bytes, name: str) -> bytes:
    """Return an attribute of a tag, whatever its prefix; empty where it is missing."""
    found = re.search(rb"(?:^|[\s:])" + name.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return (found[1] or found[2] or b"") if found else b""


def sheets_of_xlsx(book: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, Sight]]:
    """Yield the sheets of an XLSX with their extents."""
    relations = book.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in names else b""
    targets = {attribute(one, "Id"): attribute(one, "Target").decode() for one in RELATION.findall(relations)}
    for one in SHEET.findall(book.read("xl/workbook.xml")):
        target = targets.get(attribute(one, "id"), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            yield unescape(attribute(one, "name").decode("utf-8", "replace")), sight_of_xlsx(book.read(part))


def sight_of_xlsx(text: bytes) -> Sight:
    """Return the extent of one sheet of an XLSX."""
    sight = Sight()
    hidden: list[int] = []
    at = 0
    for attributes in ROW.findall(text):
        at = int(attribute(attributes, "r") or at + 1)
        if b"hidden" in attributes and attribute(attributes, "hidden") in TRUE and len(hidden) < MOST_HIDDEN:
            hidden.append(at - 1)
        sight.rows = max(sight.rows, at)
    columns: set[bytes] = set()
    last = 0
    for letters, digits in CELL.findall(text):
        columns.add(letters)
        last = max(last, int(digits))
    sight.rows = max(sight.rows, last)
    sight.columns = max(map(column_number, columns), default=0)
    sight.hidden_rows = tuple(hidden)
    sight.hidden_columns = tuple(hidden_columns(text))
    return sight


def hidden_columns(text: bytes) -> Iterator[int]:
    """Yield the hidden columns of a sheet of an XLSX."""
    for attributes in COLUMN.findall(text):
        if attribute(attributes, "hidden") in TRUE:
            first, last = (int(attribute(attributes, end) or 0) for end in ("min", "max"))
            yield from range(first - 1, min(last, first + MOST_HIDDEN))


def column_number(letters: bytes) -> int:
    """Return the number of a column.

    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)


def sheets_of_ods(text: bytes) -> Iterator[tuple[str, Sight]]:
    """Yield the sheets of an ODS with their extents. Repeated rows and cells count as often as they are repeated."""
    name, sight = "", Sight()
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
        times = int(attribute(attributes, "number-(?:rows|columns)-repeated") or 1) if b"repeated" in attributes else 1
        if kind == b"table":
            if name:
                yield name, finished(sight, rows, columns)
            name, sight = unescape(attribute(attributes, "name").decode("utf-8", "replace")), Sight()
            row = shown = 0
            rows, columns = [], []
        elif kind == b"table-column":
            if attribute(attributes, "visibility") in ODS_HIDDEN:
                columns += range(shown, shown + min(times, MOST_HIDDEN))
            shown += times
        elif kind == b"table-row":
            column, filled, repeated = 0, False, times
            if attribute(attributes, "visibility") in ODS_HIDDEN:
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
        yield name, finished(sight, rows, columns)


def finished(sight: Sight, rows: list[int], columns: list[int]) -> Sight:
    """Return an extent with the hidden rows and columns added."""
    sight.hidden_rows, sight.hidden_columns = tuple(rows[:MOST_HIDDEN]), tuple(columns[:MOST_HIDDEN])
    return sight


BOF, SHEET_NAME, ROW_INFO, COLUMN_INFO, FILE_PASSWORD = 0x0809, 0x0085, 0x0208, 0x007D, 0x002F
"""Record types of old Excel ([MS-XLS] 2.3)."""
PASSWORD_STREAM = "EncryptedPackage"
"""Name of the stream in an encrypted XLSX ([MS-OFFCRYPTO] 2.3.4.4)."""


def sheets_of_xls(storage: Storage) -> Iterator[tuple[str, Sight]]:
    """Yield the sheets of an XLS with their extents. Raises PasswordProtected."""
    if PASSWORD_STREAM in storage.names:
        raise Unreadable
    stream = storage.stream("Workbook") or storage.stream("Book")
    sheets: Mapping[int, str] = {}
    found: dict[str, Sight] = {}
    name = ""
    for at, kind, held in records(stream):
        if kind == FILE_PASSWORD:
            raise Unreadable
        if kind == SHEET_NAME and len(held) > 8:
            sheets = {**sheets, int.from_bytes(held[:4], "little"): name_of(held)}
        elif kind == BOF:
            name = sheets.get(at, "")
        elif kind == ROW_INFO and len(held) >= 16 and held[12] & 0x20 and name:
            row = int.from_bytes(held[:2], "little")
            sight = found.setdefault(name, Sight())
            sight.hidden_rows = (*sight.hidden_rows, row) if len(sight.hidden_rows) < MOST_HIDDEN else sight.hidden_rows
        elif kind == COLUMN_INFO and len(held) >= 10 and held[8] & 1 and name:
            first, last = (int.from_bytes(held[place : place + 2], "little") for place in (0, 2))
            sight = found.setdefault(name, Sight())
            sight.hidden_columns = (*sight.hidden_columns, *range(first, min(last, 255) + 1))
    yield from found.items()


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, type and content of every record of old Excel."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = (int.from_bytes(stream[place : place + 2], "little") for place in (at, at + 2))
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def name_of(held: bytes) -> str:
    """Return the name of a sheet in its record."""
    length, wide = held[6], held[7] & 1
    return held[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
