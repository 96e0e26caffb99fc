"""Sheets as rows of cells: the common form of all file formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""Value of a cell as the file has it; empty text for an empty cell."""

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column (from 0) of merged cells."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook. Row 0 is the first row of the sheet, also where that is empty."""

    name: str
    rows: list[list[Cell]]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    """Rows and columns that are hidden in the file, counted from 0."""


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets of a file."""

    grids: list[Grid]
    """Visible sheets."""
    hidden: tuple[str, ...] = ()
    """Names of the hidden sheets, which are not read."""
    alternatives: bool = False
    """Whether the grids are one text, by each possible separator. Then one of them is right."""


def spread(rows: list[list[Cell]], areas: Iterable[Area]) -> list[list[Cell]]:
    """Return rows in which a vertically merged value stands in every row; a horizontally merged one stays in its first
    column.
    """
    for (top, left), (bottom, _) in areas:
        if top < bottom < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows
