"""Turns finished pages into the list that travels with a job: one row a page, as CSV and as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter

from ..codes import Payload, payload
from ..codes.payload import VERSION
from ..model.stars import STARS
from ..posters.format import DOT_MM
from .making import Decoded
from .plan import Bundle, Page

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Row:
    """One page as it lies in the package: its bundle, its place in the file, what was read from its code."""

    bundle: Bundle
    page: Page
    file: str
    number: int
    quantity: int
    decoded: Decoded


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key (stable, for programs), its heading, its width in characters, its value."""

    key: str
    heading: str
    width: int
    value: Callable[[Row], Value]


LEVELS = {2: "H", 3: "Q"}
"""Error correction levels as `qrcode` counts them."""


def level(row: Row) -> str:
    """Return the error correction level of the code."""
    content = payload(row.page.poster.address)
    return LEVELS[content.level] if isinstance(content, Payload) else ""


def trim(row: Row) -> str:
    """Return the trimmed size."""
    return f"{row.bundle.format.width_mm:g}×{row.bundle.format.height_mm:g}"


def read(row: Row) -> str:
    """Return whether the code of the rendered page says the address. Host names ignore case."""
    return "是" if row.decoded.text.lower() == row.page.poster.address.lower() else "否"


COLUMNS: tuple[Column, ...] = (
    Column("seq", "序号", 6, lambda row: row.page.seq),
    Column("unit_id", "编号", 8, lambda row: row.page.poster.id),
    Column("name", "名称", 18, lambda row: row.page.poster.name),
    Column("street", "街镇", 12, lambda row: row.page.poster.street),
    Column("committee", "居民区", 16, lambda row: row.page.poster.committee),
    Column("address", "小区楼号", 20, lambda row: getattr(row.page.choice.entry, "address", row.page.poster.compound)),
    Column("stars", "星级", 12, lambda row: STARS[row.page.poster.stars] if row.page.poster.stars is not None else ""),
    Column("url", "网址", 34, lambda row: row.page.poster.address),
    Column("file", "文件", 44, lambda row: row.file),
    Column("page", "页", 6, lambda row: row.number),
    Column("product", "产品", 14, lambda row: row.bundle.format.title),
    Column("trim", "成品尺寸（毫米）", 16, trim),
    Column("bleed", "出血（毫米）", 12, lambda row: row.bundle.format.bleed_mm),
    Column("quantity", "份数", 6, lambda row: row.quantity),
    Column("stock", "纸张", 18, lambda row: row.bundle.format.stock),
    Column("lamination", "覆膜", 10, lambda row: row.bundle.format.finish),
    Column("qr_version", "二维码版本", 10, lambda row: VERSION),
    Column("level", "纠错等级", 8, level),
    Column("module_mm", "码点（毫米）", 12, lambda row: round(row.bundle.format.module_dots * DOT_MM, 3)),
    Column("code_mm", "码边长（毫米）", 14, lambda row: round(row.bundle.format.code_mm, 1)),
    Column("decoded", "试扫与网址一致", 14, read),
    Column("unused_ec", "剩余纠错", 10, lambda row: round(row.decoded.unused, 2)),
    Column("deliver_to", "送到", 24, lambda row: row.bundle.deliver_to),
    Column("reprint_of", "替换哪一批", 22, lambda row: row.page.choice.reprint_of),
    Column("sha256", "内容指纹", 66, lambda row: row.page.choice.sha256),
)
"""Every column, in order. Shops and committees read the headings; programs may count on the keys (`job.json` has both)."""

BOM = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as the local code page."""


def manifest_csv(rows: Sequence[Row]) -> bytes:
    """Return the list as CSV for Excel: byte order mark, CRLF."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.heading for column in COLUMNS)
    writer.writerows([inert(column.value(row)) for column in COLUMNS] for row in rows)
    return BOM + text.getvalue().encode()


def inert(value: Value) -> Value:
    """Return a cell that no spreadsheet takes for a formula: a neighbour's text is text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def manifest_xlsx(rows: Sequence[Row]) -> bytes:
    """Return the list as a workbook: heading kept in sight, a filter, texts as texts; the same rows, the same bytes."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # XlsxWriter would write down when the book was made.
    book.set_properties({"title": "海报清单", "created": datetime(1980, 1, 1)})
    sheet = book.add_worksheet("清单")
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, heading)
        for line, row in enumerate(rows, 1):
            value = column.value(row)
            if isinstance(value, str):
                sheet.write_string(line, place, value, text)
            else:
                sheet.write_number(line, place, value)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    book.close()
    return file.getvalue()
