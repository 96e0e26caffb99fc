"""The palette in inks: what every colour of the house is on paper, from a table made on the printing profile."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("inks.csv")
"""The palette file: name, hex, per cent of cyan, magenta, yellow, black, and how far the paper is from the screen (ΔE2000).

`separation` writes it anew from `scenes.palette.COLOURS` and the profile.
"""
MOST = 250
"""Per cent of ink that a sheet carries without smearing."""


class Ink(NamedTuple):
    """Per cent of cyan, magenta, yellow and black."""

    c: int
    m: int
    y: int
    k: int

    @property
    def total(self) -> int:
        """Per cent of ink in sum."""
        return sum(self)


class InkRow(NamedTuple):
    """One row of a table of inks; `delta_e` is 0 where nobody has measured it."""

    name: str
    hex: str
    ink: Ink
    delta_e: float


class UnknownColour(LookupError):
    """A colour that no table of inks has; its only argument is the colour as `#RRGGBB`."""


def read_inks(path: Path) -> list[InkRow]:
    """Return the rows of a table of inks.

    Raises ValueError with a Chinese sentence where a row makes no sense, OSError where there is no such file.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [understood(row, f"{path.name} 第 {number} 行") for number, row in enumerate(csv.DictReader(file), 2)]


def understood(row: dict[str, str], place: str) -> InkRow:
    """Return one row, its numbers as numbers."""
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
    """Return the rows of the house's own table, read once a process."""
    return tuple(read_inks(TABLE))


@cache
def inks() -> dict[str, Ink]:
    """Return the inks of the house by the names of `scenes.palette.COLOURS`."""
    return {row.name: row.ink for row in palette()}


@cache
def _by_hex() -> dict[str, Ink]:
    return {row.hex: row.ink for row in palette()}


def ink_of_hex(hex: str) -> Ink:
    """Return the ink of a colour on screens (`#RRGGBB`). Raises UnknownColour for one that is not in the palette."""
    try:
        return _by_hex()[hex.upper()]
    except KeyError:
        raise UnknownColour(hex) from None
