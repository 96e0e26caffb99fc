"""Twelve houses side by side, one for each street or town, each in its accent colour."""

from __future__ import annotations

from dataclasses import dataclass

from .chance import Chance
from .palette import ACCENTS
from .paper import Layer, Piece, drawn, flat, layer
from .shapes import oval

BANK = 404.0
"""The y coordinate on which the houses stand."""


@dataclass(frozen=True, slots=True)
class Hour:
    """Colours of the hero drawing at one time of day. The sky is transparent, so that the page's background shows."""

    disc: str
    clouds: tuple[str, str]
    walls: str
    """Suffix of the accent's colour name for a house's wall."""
    lit: float
    """Share of windows that are lit."""
    trees: tuple[str, str]
    bank: str
    path: str
    water: tuple[str, str, str]


DUSK = Hour("apricot", ("rose", "glow"), "", 0.7, ("leaf", "luodian"), "straw", "wood", ("stream", "tide", "river"))
NIGHT = Hour(
    "glow",
    ("deep-river", "river"),
    "-dim",
    0.86,
    ("luodian-dim", "moss"),
    "tide",
    "oak",
    ("river", "deep-river", "night"),
)

ROOFS = ("gable", "flat", "stair", "hip", "arch", "gable", "hip", "flat", "arch", "gable", "stair", "hip")
FLOORS = (3, 4, 3, 4, 3, 4, 3, 5, 4, 3, 4, 3)
WIDTHS = (112, 104, 118, 98, 112, 106, 120, 100, 110, 116, 104, 112)
HOUSES = tuple(zip(ACCENTS, ROOFS, FLOORS, WIDTHS, strict=True))
"""One house for each street and town, in its accent colour."""
STOREY = 52


def house_facade(roof: str, x: float, base: float, width: float, floors: int) -> str:
    """Return the front of a house of `floors` storeys under a `roof` (a name in `ROOFS`), its foot at (x, base)."""
    half, step = width / 2, width / 6
    crowns = {
        "flat": f"h-7v-16h{width + 14:.0f}v16h-7",
        "gable": f"h-10l{half + 10:.0f}-52 {half + 10:.0f} 52h-10",
        "hip": f"h-10l30-40h{width - 40:.0f}l30 40h-10",
        "arch": f"v-8q0-44 {half:.0f}-44q{half:.0f} 0 {half:.0f} 44v8",
        "stair": f"v-14h{step:.0f}v-16h{step:.0f}v-16h{2 * step:.0f}v16h{step:.0f}v16h{step:.0f}v14",
    }
    return f"M{x:.0f} {base:.0f}V{base - floors * STOREY - 22:.0f}{crowns[roof]}V{base:.0f}Z"


def panes(chance: Chance, x: float, width: float, floors: int, lit: float) -> tuple[str, str]:
    """Return the windows of a house front: columns of all as lines (to be dashed), and the lit ones as shapes."""
    count = 3 if width > 100 else 2
    middles = [x + width * (0.04 + 0.92 * (column + 0.5) / count) for column in range(count)]
    top = BANK - (floors - 1) * STOREY - 46
    columns = "".join(f"M{middle:.0f} {top:.0f}v{(floors - 1) * STOREY - 18}" for middle in middles)
    burning = "".join(
        f"M{middle - 9:.0f} {top + 3 + k * STOREY:.0f}h18v28h-18Z"
        for k in range(floors - 1)
        for middle in middles
        if chance.happens(f"{x} {k} {middle}", lit)
    )
    return columns, burning


def row(hour: Hour) -> list[Layer]:
    """Return the twelve houses side by side, with their doors, windows and attic lights."""
    chance, x = Chance("shore"), 62.0
    fronts: list[Piece] = []
    columns, lit, attics, doors, sills = "", "", "", "", ""
    for street, roof, floors, width in HOUSES:
        fronts.append(Piece(house_facade(roof, x, BANK, width, floors), street + hour.walls))
        middle, burning = x + width / 2, panes(chance, x, width, floors, hour.lit)
        columns, lit = columns + burning[0], lit + burning[1]
        attics += oval(middle, BANK - floors * STOREY - 36, 8) if roof in ("gable", "arch", "stair") else ""
        doors += f"M{middle - 13:.0f} {BANK:.0f}v-26a13 13 0 0 1 26 0v26Z"
        sills += f"M{x + 6:.0f} {BANK - STOREY + 2:.0f}h{width - 12:.0f}"
        x += width
    lights = [
        drawn(columns, "deep-river", 24, dash="34 18"),
        drawn(attics, "deep-river", 6),
        flat(lit + attics, "lamp"),
        flat(doors, "deep-river"),
        drawn(sills, "paper", 4, 0.5),
    ]
    return [layer(fronts[::2], depth=4), layer(fronts[1::2]), layer(lights)]
