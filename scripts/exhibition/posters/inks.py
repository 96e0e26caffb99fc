"""CMYK values of the palette, from a table computed for the printing profile."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("inks.csv")
"""The ink table: name, hex, per cent of cyan, magenta, yellow, black, and the difference of print from screen (ΔE2000).

`tools.ink_solver` computes it from the palette (`COLOURS`) and the profile.
"""
MOST = 250
"""Maximum sum of inks in per cent that does not smear on coated paper."""


class Ink(NamedTuple):
    """Per cent of cyan, magenta, yellow and black."""

    c: int
    m: int
    y: int
    k: int

    @property
    def total(self) -> int:
        """Sum of all inks, in per cent."""
        return sum(self)


class InkRow(NamedTuple):
    """One row of an ink table; `delta_e` is 0 if it was not measured."""

    name: str
    hex: str
    ink: Ink
    delta_e: float


class UnknownColour(LookupError):
    """Raised for a colour that is in no ink table; its only argument is the colour as `#RRGGBB`."""


def read_inks(path: Path) -> list[InkRow]:
    """Return the rows of an ink table.

    Raises ValueError with a Chinese sentence if a row is invalid, OSError if the file cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [understood(row, f"{path.name} 第 {number} 行") for number, row in enumerate(csv.DictReader(file), 2)]


def understood(row: dict[str, str], place: str) -> InkRow:
    """Parse one row. Raises ValueError if a value is missing, is no number or is out of range."""
    try:
        ink = Ink(*(int(row[name]) for name in "cmyk"))
        hex = row["hex"].strip().upper()
        found = InkRow(row.get("name", ""), hex, ink, float(row.get("delta_e") or 0))
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"{place}看不懂。每行要有 name,hex,c,m,y,k，四种油墨写 0 到 100 的整数。") from problem
    if not all(0 <= share <= 100 for share in ink) or ink.total > MOST:
        raise ValueError(f"{place}的油墨超出范围：每种 0 到 100，合计不超过 {MOST}。")
    return found


@cache
def palette() -> tuple[InkRow, ...]:
    """Return the rows of the project's own table, read once per process."""
    return tuple(read_inks(TABLE))


@cache
def inks() -> dict[str, Ink]:
    """Return the project's inks by colour name (the keys of `COLOURS` in the palette)."""
    return {row.name: row.ink for row in palette()}


@cache
def _by_hex() -> dict[str, Ink]:
    return {row.hex: row.ink for row in palette()}


def ink_of_hex(hex: str) -> Ink:
    """Return the ink of a screen colour (`#RRGGBB`). Raises UnknownColour if it is not in the palette."""
    try:
        return _by_hex()[hex.upper()]
    except KeyError:
        raise UnknownColour(hex) from None
