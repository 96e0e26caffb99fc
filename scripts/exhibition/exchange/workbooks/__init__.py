"""Reading of spreadsheet files from untrusted sources, in a child process with limits: the data that is read, and its JSON form.

`client` starts the child process, `child` is its entry point, `reader` opens the file inside it. This module
imports only the standard library, so that the child can set its limits before it loads the reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from ...lazy import dataclass

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
class WorkbookContent:
    """Sheets of a file."""

    grids: list[Grid]
    """Visible sheets."""
    hidden: tuple[str, ...] = ()
    """Names of the hidden sheets, which are not read."""
    alternatives: bool = False
    """Whether the grids are one text, by each possible separator. Then one of them is right."""


def fill_merged_cells(rows: list[list[Cell]], areas: Iterable[Area]) -> list[list[Cell]]:
    """Return rows in which a vertically merged value stands in every row; a horizontally merged one stays in its first
    column.
    """
    for (top, left), (bottom, _) in areas:
        if top < bottom < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


class WorkbookProblem(Enum):
    """Why a file gives no sheets; the values go from the child process to its parent."""

    EMPTY = "empty"
    LARGE = "large"
    PAGE = "page"
    """A web page with the extension of a workbook."""
    TEXT = "text"
    """Neither a workbook nor text in columns."""
    PASSWORD = "password"
    FAR = "far"
    """A cell is so far away that the empty cells before it would fill the memory."""
    BROKEN = "broken"
    SLOW = "slow"


WRITERS: dict[type, Callable[[Any], object]] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: timedelta.total_seconds,
}
READERS: dict[str, Callable[[Any], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def answer_request(data: bytes) -> bytes:
    """Return the child process's response for the bytes of a file."""
    from .reader import read_workbook

    return to_json(read_workbook(data))


def to_json(told: WorkbookContent | WorkbookProblem) -> bytes:
    """Return a content or a problem as JSON."""
    if isinstance(told, WorkbookProblem):
        return json.dumps({"trouble": told.value}).encode()
    grids = [[one.name, one.rows, one.hidden_rows, one.hidden_columns] for one in told.grids]
    plain = {"grids": grids, "hidden": told.hidden, "alternatives": told.alternatives}
    return json.dumps(plain, default=encode_special_cell).encode()


def encode_special_cell(cell: object) -> dict[str, object]:
    """Return a cell of a type that JSON lacks as its type and its value."""
    return {type(cell).__name__: WRITERS[type(cell)](cell)}


def from_json(told: bytes) -> WorkbookContent | WorkbookProblem:
    """Parse a response. Raises ValueError, KeyError or TypeError where it is malformed."""
    plain = json.loads(told)
    if "trouble" in plain:
        return WorkbookProblem(plain["trouble"])
    grids = [
        Grid(name, [decode_cells(row) for row in rows], tuple(low), tuple(across))
        for name, rows, low, across in plain["grids"]
    ]
    return WorkbookContent(grids, tuple(plain["hidden"]), plain["alternatives"])


def decode_cells(row: list[Any]) -> list[Cell]:
    """Return the cells of a row."""
    if dict not in map(type, row):
        return row
    return [
        READERS[kind](value) if isinstance(one, dict) else one
        for one in row
        for kind, value in (decode_special_cell(one),)
    ]


def decode_special_cell(cell: Any) -> tuple[str, Any]:
    """Return the type and the value of a special cell."""
    return next(iter(cell.items())) if isinstance(cell, dict) else ("", None)
