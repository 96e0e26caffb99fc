"""A sheet as rows of cells: what every kind of file becomes before anybody asks what is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A cell as the file has it; empty text where there is nothing."""

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column (from 0) of cells that were merged."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook. Row 0 is the first row of the sheet, also where that is empty."""

    name: str
    rows: list[list[Cell]]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    """What people do not see when they open the file, counted from 0."""


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file."""

    grids: list[Grid]
    """Those that people see."""
    hidden: tuple[str, ...] = ()
    """The names of the others, which are not read."""
    alternatives: bool = False
    """Are the grids one text, by each separator that it might have? Then one of them is right."""


def spread(rows: list[list[Cell]], areas: Iterable[Area]) -> list[list[Cell]]:
    """Return rows in which what was merged downwards stands in every row; across, it stays in its first column."""
    for (top, left), (bottom, _) in areas:
        if top < bottom < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows
