"""JSON form of a workbook's content or problem: the protocol between the child process and its parent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from .grid import Book, Cell, Grid
from .trouble import Trouble

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


def answer(data: bytes) -> bytes:
    """Return the child process's response for the bytes of a file."""
    from .reading import read_book

    return written(read_book(data))


def written(told: Book | Trouble) -> bytes:
    """Return a content or a problem as JSON."""
    if isinstance(told, Trouble):
        return json.dumps({"trouble": told.value}).encode()
    grids = [[one.name, one.rows, one.hidden_rows, one.hidden_columns] for one in told.grids]
    plain = {"grids": grids, "hidden": told.hidden, "alternatives": told.alternatives}
    return json.dumps(plain, default=special).encode()


def special(cell: object) -> dict[str, object]:
    """Return a cell of a type that JSON lacks as its type and its value."""
    return {type(cell).__name__: WRITERS[type(cell)](cell)}


def read(told: bytes) -> Book | Trouble:
    """Parse a response. Raises ValueError, KeyError or TypeError where it is malformed."""
    plain = json.loads(told)
    if "trouble" in plain:
        return Trouble(plain["trouble"])
    grids = [
        Grid(name, [cells(row) for row in rows], tuple(low), tuple(across))
        for name, rows, low, across in plain["grids"]
    ]
    return Book(grids, tuple(plain["hidden"]), plain["alternatives"])


def cells(row: list[Any]) -> list[Cell]:
    """Return the cells of a row."""
    if dict not in map(type, row):
        return row
    return [READERS[kind](value) if isinstance(one, dict) else one for one in row for kind, value in (pair(one),)]


def pair(cell: Any) -> tuple[str, Any]:
    """Return the type and the value of a special cell."""
    return next(iter(cell.items())) if isinstance(cell, dict) else ("", None)
