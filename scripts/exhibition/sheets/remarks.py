"""What happened to each cell and row of a sheet, as people read it and as a report lists it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..model.private import masked
from ..model.rules import Slip


class Outcome(Enum):
    """What became of a cell. The value is the word in reports."""

    TAKEN = "采用表格"
    KEPT = "保留页面"
    CONFLICT = "有冲突"
    LEFT = "没有采用"
    FOUNDED = "新建"
    NOTED = "请留意"
    ABSENT = "这次没有"


def row_words(table: str, row: int) -> str:
    """Return a row as people say it: with its sheet, where more than one was read.

    >>> row_words("", 3), row_words("高境", 3)
    ('第 3 行', '“高境”第 3 行')
    """
    return f"“{masked(table)}”第 {row} 行" if table else f"第 {row} 行"


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of a report: what became of a cell (or of a row, without a `key`), and what to do about it.

    `row` counts from 1 as in the sheet; 0: no row. What the sheet, the page and the last import say is masked.
    """

    slip: Slip | None
    row: int = 0
    id: str = ""
    name: str = ""
    key: str = ""
    sheet: str = ""
    page: str = ""
    last: str = ""
    outcome: Outcome = Outcome.LEFT
    table: str = ""
    """The sheet of the workbook, where more than one was read."""

    @property
    def place(self) -> str:
        """Where in the sheet it is, in words."""
        return "，".join([row_words(self.table, self.row)] * bool(self.row) + [f"“{self.key}”列"] * bool(self.key))

    @property
    def sentence(self) -> str:
        """What happened, in a sentence."""
        return masked(self.slip.message if self.slip else self.change)

    @property
    def change(self) -> str:
        """What the page says and what the sheet says instead."""
        return f"{self.page.replace(chr(10), '；') or '（空）'} → {self.sheet.replace(chr(10), '；')}"

    @property
    def hint(self) -> str:
        """What to do."""
        return masked(self.slip.hint) if self.slip else ""

    @property
    def code(self) -> str:
        """The code of its page of help."""
        return self.slip.rule.code if self.slip else ""
