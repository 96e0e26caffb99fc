"""Furniture drawn to a given place and size: tables, lamps, notice boards."""

from __future__ import annotations

from .look import Look
from .paper import Layer, Piece, Stamp, drawn, flat, layer
from .shapes import box, oval, polygon
from .things import THINGS


def round_table(x: float, y: float, width: float, depth: float, top: str = "straw", side: str = "wood") -> list[Piece]:
    """Return a round table whose top is an ellipse around (x, y)."""
    return [
        Piece(box(x - 26, y, 52, 190, 10) + oval(x, y + 190, width * 0.3, 20), side),
        Piece(oval(x, y + 16, width / 2, depth / 2), side),
        flat(oval(x, y, width / 2, depth / 2), top),
        drawn(oval(x, y, width / 2 - 22, depth / 2 - 13), side, 4, 0.2),
    ]


def long_table(x: float, y: float, width: float, depth: float, top: str = "straw", side: str = "wood") -> list[Piece]:
    """Return a long table seen from a little above, the far edge of its top from (x, y) on."""
    slab = polygon((x, y), (x + width, y), (x + width + 50, y + depth), (x - 50, y + depth))
    legs = box(x - 20, y + depth, 26, 150) + box(x + width - 6, y + depth, 26, 150)
    return [Piece(legs, side), Piece(box(x - 50, y + depth - 2, width + 100, 26, 6), side), Piece(slab, top)]


def lamp(look: Look, x: float, y: float, reach: float) -> Layer:
    """Return a lamp that hangs at (x, y), and its light, `reach` wide to each side at the table."""
    light = polygon((x - 50, y + 44), (x + 50, y + 44), (x + reach, y + 480), (x - reach, y + 480))
    return layer(flat(light, "lamp", 0.16), Stamp(THINGS["ceiling-lamp"], x, y, look.cloth(6), "lamp", 0.9))


def notice_board(x: float, y: float) -> Layer:
    """Return a notice board with six blank notes."""
    notes = "".join(box(x + 16 + (k % 3) * 60, y + 16 + (k // 3) * 70, 46, 54) for k in range(6))
    return layer(
        Piece(box(x, y, 198, 166, 8), "wood"),
        flat(box(x + 8, y + 8, 182, 150, 4), "sage"),
        Piece(notes, "paper"),
        drawn(f"M{x + 35:.0f} {y + 24:.0f}h140M{x + 35:.0f} {y + 94:.0f}h140", "brick", 8, dash="8 52"),
        depth=3,
    )
