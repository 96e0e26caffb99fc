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
    ABSENT = "这次没有"


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

    @property
    def place(self) -> str:
        """Where in the sheet it is, in words."""
        return "，".join([f"第 {self.row} 行"] * bool(self.row) + [f"“{self.key}”列"] * bool(self.key))

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
