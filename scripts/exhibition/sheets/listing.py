"""The remarks of an import into a list, row by row, as CSV or XLSX: for the desk where conflicts are settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..model.private import masked
from ..spreadsheet import Value, Workbook, csv_bytes
from .remarks import Remark


class Part(NamedTuple):
    """One column of the list."""

    heading: str
    width: int
    value: Callable[[Remark], Value]


PARTS = (
    Part("行", 6, lambda one: one.row or ""),
    Part("编号", 8, lambda one: one.id),
    Part("名称", 20, lambda one: one.name),
    Part("列", 10, lambda one: one.key),
    Part("结果", 10, lambda one: one.outcome.value),
    Part("表格里写的", 28, lambda one: one.sheet),
    Part("页面里写的", 28, lambda one: one.page),
    Part("上次导入的", 28, lambda one: one.last),
    Part("说明", 44, lambda one: one.sentence if one.slip else ""),
    Part("怎么办", 50, lambda one: one.hint),
    Part("代码", 8, lambda one: one.code),
    Part("哪张表", 12, lambda one: one.table),
)


def listed(remarks: Sequence[Remark]) -> list[list[Value]]:
    """Return a row for each remark; nothing private is repeated."""
    rows = ([part.value(one) for part in PARTS] for one in remarks)
    return [[masked(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def listed_csv(remarks: Sequence[Remark]) -> bytes:
    """Return the list as CSV."""
    return csv_bytes([[part.heading for part in PARTS], *listed(remarks)])


def listed_xlsx(remarks: Sequence[Remark]) -> bytes:
    """Return the list as a workbook."""
    with Workbook("导入清单") as book:
        book.table(book.title, [part.heading for part in PARTS], [part.width for part in PARTS], listed(remarks))
    return book.data


LISTINGS: dict[str, Callable[[Sequence[Remark]], bytes]] = {".xlsx": listed_xlsx, ".csv": listed_csv}
"""Every format of the list by the ending of its file."""
