"""Turns a look into the window that is cut out of the front sheet, through which every scene is seen."""

from __future__ import annotations

from collections.abc import Callable

from .look import LIGHT, Look
from .paper import Layer, Part, Piece, Stamp, layer
from .shapes import box, crescent, oval, petals, ring

OUTER = "M0 0V800H1200V0Z"
"""Runs against the openings, so that they become holes."""


def rounded() -> str:
    """Return an opening with round corners."""
    return box(40, 40, 1120, 720, 54)


def begonia() -> str:
    """Return an opening with corners that curve inward (海棠角)."""
    return "M100 40H1100a60 60 0 0 0 60 60V700a60 60 0 0 0-60 60H100a60 60 0 0 0-60-60V100a60 60 0 0 0 60-60Z"


def stepped() -> str:
    """Return an opening with corners in steps (回纹角)."""
    return (
        "M112 40H1088v24h24v24h24v24h24V688h-24v24h-24v24h-24v24H112v-24H88v-24H64v-24H40V112h24V88h24V64h24Z"
    )


def arched() -> str:
    """Return an opening under a low arch."""
    return "M40 190Q40 40 190 40H1010Q1160 40 1160 190V730a30 30 0 0 1-30 30H70a30 30 0 0 1-30-30Z"


OPENINGS: tuple[Callable[[], str], ...] = (rounded, begonia, stepped, arched)


LOZENGES = "".join(f"M{x}-7l12 7-12 7-12-7Z" + oval(x + 32, 0, 3) for x in range(152, 1060, 64))
RIPPLES = "".join(crescent(x, 4, 40, -9) for x in range(136, 1040, 52))
BLOSSOMS = "".join(petals(x, 0, 5, 2, 13, 30) + crescent(x + 28, 2, 36, -7) for x in range(140, 1040, 92))
CORNER = petals(0, 0, 8, 4, 20, 18) + ring(0, 0, 8, 25, 2, 0.5)


def frame(look: Look) -> Layer:
    """Return the front sheet with its opening and the cuts along it."""
    opening = look.chance.pick("opening", OPENINGS)()
    row = Part(look.chance.pick("border", (LOZENGES, RIPPLES, BLOSSOMS)))
    sheet = look.chance.pick("sheet", look.mood.frames)
    light = "brick" if sheet in LIGHT else look.chance.pick("cuts", ("cream", "glow", "paper"))
    rows = [Stamp(row, 0, y, light, casts=False) for y in (20, 780)]
    flowers = [Stamp(Part(CORNER), x, y, light, casts=False) for x in (36, 1164) for y in (36, 764)]
    return layer(Piece(OUTER + opening, sheet), rows, flowers, depth=9)
