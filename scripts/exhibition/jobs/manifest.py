"""The manifest: the list that travels with a job, one row for each poster, as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..codes import Payload, payload
from ..codes.payload import LEVELS
from ..model.stars import STARS
from ..print.formats import QrPlacement
from ..spreadsheet import Value, Workbook, csv_bytes
from .making import Decoded
from .plan import Bundle, Page


@dataclass(frozen=True, slots=True)
class Row:
    """One poster in the package: its bundle, the number of its first page in the file, what was read from its code."""

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


def pages_of(row: Row) -> Value:
    """Return the pages of a poster in its file: a number, or the first and the last."""
    return row.number if row.page.count == 1 else f"{row.number}-{row.number + row.page.count - 1}"


def of_code(value: Callable[[Row], Value]) -> Callable[[Row], Value]:
    """Return a column's function that leaves the cell empty for products without a code."""
    return lambda row: value(row) if row.bundle.format.has_code else ""


def content_of(row: Row) -> Payload:
    """Return what the code of a poster holds."""
    content = payload(row.page.poster.address, proof=row.page.poster.proof)
    assert isinstance(content, Payload), "the addresses of a job are checked before it is drawn"
    return content


def place(row: Row) -> QrPlacement:
    """Return where the code of a poster lies and how large it is."""
    return row.bundle.format.place_code(content_of(row).size)


def trim(row: Row) -> str:
    """Return the trimmed size."""
    return f"{row.bundle.format.width_mm:g}×{row.bundle.format.height_mm:g}"


def read(row: Row) -> str:
    """Return whether the code of the rendered page holds the address. Host names ignore case."""
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
    Column("page", "页", 6, pages_of),
    Column("product", "产品", 14, lambda row: row.bundle.format.title),
    Column("trim", "成品尺寸（毫米）", 16, trim),
    Column("bleed", "出血（毫米）", 12, lambda row: row.bundle.format.bleed_mm),
    Column("quantity", "份数", 6, lambda row: row.quantity),
    Column("stock", "纸张", 18, lambda row: row.bundle.format.stock),
    Column("lamination", "覆膜", 10, lambda row: row.bundle.format.finish),
    Column("qr_version", "二维码版本", 10, of_code(lambda row: content_of(row).version)),
    Column("level", "纠错等级", 8, of_code(lambda row: LEVELS[content_of(row).level])),
    Column("module_mm", "码点（毫米）", 12, of_code(lambda row: round(place(row).module_mm, 3))),
    Column("code_mm", "码边长（毫米）", 14, of_code(lambda row: round(place(row).code_mm, 1))),
    Column("decoded", "试扫与网址一致", 14, of_code(read)),
    Column("unused_ec", "剩余纠错", 10, of_code(lambda row: round(row.decoded.unused, 2))),
    Column("deliver_to", "送到", 24, lambda row: row.bundle.deliver_to),
    Column("reprint_of", "替换哪一批", 22, lambda row: row.page.choice.reprint_of),
    Column("sha256", "内容指纹", 66, lambda row: row.page.choice.sha256),
)
"""Every column, in order. Shops and committees read the headings; programs may rely on the keys (`job.json` has both)."""


def manifest_csv(rows: Sequence[Row]) -> bytes:
    """Return the list as CSV for Excel."""
    return csv_bytes([[column.heading for column in COLUMNS], *values(rows)])


def values(rows: Sequence[Row]) -> Iterator[list[Value]]:
    """Yield the cells of every row."""
    return ([column.value(row) for column in COLUMNS] for row in rows)


def manifest_xlsx(rows: Sequence[Row]) -> bytes:
    """Return the list as a workbook; the same rows, the same bytes."""
    with Workbook("海报清单") as book:
        headings, widths = [column.heading for column in COLUMNS], [column.width for column in COLUMNS]
        book.table("清单", headings, widths, values(rows), kept=3)
    return book.data
