"""Backdrops of scenes: sky and houses outdoors, walls and a window indoors."""

from __future__ import annotations

from typing import NamedTuple

from .look import Look
from .paper import Layer, Piece, drawn, flat, layer
from .shapes import box, oval, path, scallops, swell, teeth


class House(NamedTuple):
    """One house of a row: its left edge, size, and whether its roof is pitched."""

    x: float
    width: float
    height: float
    gabled: bool


def sky(look: Look, horizon: float = 520) -> Layer:
    """Return the sky as one layer of three bands, with sun or moon, down to `horizon`."""
    top, middle, low = look.mood.sky
    x, y = look.chance.between("disc x", 180, 1020), look.chance.between("disc y", 120, 190)
    return layer(
        flat(box(0, 0, 1200, horizon + 40), top),
        flat(oval(x, y, 128), look.mood.disc, 0.16),
        flat(oval(x, y, 92), look.mood.disc, 0.25),
        Piece(oval(x, y, 60), look.mood.disc),
        Piece(scallops(-60, 1260, horizon * 0.62, horizon + 40, look.chance.pick("clouds", (4, 5, 6)), 44), middle),
        Piece(scallops(-20, 1220, horizon * 0.8, horizon + 40, look.chance.pick("haze", (6, 7, 8)), 26), low),
        depth=4,
    )


def row_of_houses(look: Look, name: str, tall: tuple[float, float], wide: tuple[float, float]) -> list[House]:
    """Return the houses of a row, side by side across the drawing."""
    houses: list[House] = []
    x = -20.0
    while x < 1210:
        width, height = (
            look.chance.between(f"{name} width {x}", *wide),
            look.chance.between(f"{name} height {x}", *tall),
        )
        houses.append(House(x, width, height, look.chance.happens(f"{name} roof {x}", 0.45)))
        x += width
    return houses


def skyline(houses: list[House], base: float, pitch: float) -> str:
    """Return the silhouette of a row on `base`; the roofs of gabled houses are `pitch` high."""
    tops = (
        f"V{base - h.height:.0f}"
        + (f"l{h.width / 2:.0f}-{pitch:.0f} {h.width / 2:.0f} {pitch:.0f}" if h.gabled and pitch else f"h{h.width:.0f}")
        for h in houses
    )
    return f"M-20 {base:.0f}{''.join(tops)}V{base:.0f}Z"


def towers(look: Look, base: float = 560) -> list[Layer]:
    """Return two rows of houses that stand on `base`; the nearer row has lit windows in the colour of the time of day."""
    far = row_of_houses(look, "far", (130, 290), (90, 170))
    near = row_of_houses(look, "near", (90, 190), (130, 220))
    lit = [
        drawn(columns, look.mood.pane, 16, dash=dash) for dash, columns in columns_of_panes(look, near, base).items()
    ]
    return [
        layer(Piece(skyline(far, base, 0), look.mood.far), depth=4),
        layer(Piece(skyline(near, base, 32), look.mood.near), lit, depth=5),
    ]


def columns_of_panes(look: Look, houses: list[House], base: float) -> dict[str, str]:
    """Return columns of windows as path data, by the dash pattern (lit, dark, …) to stroke them with."""
    columns: dict[str, str] = {}
    for house in houses:
        for k in range(int((house.width - 30) // 38)):
            dash = look.chance.pick(f"pane {house.x} {k}", ("20 18", "20 56", "0 38 20 18"))
            at = f"M{house.x + 30 + k * 38:.0f} {base - house.height + 24:.0f}v{house.height - 60:.0f}"
            columns[dash] = columns.get(dash, "") + at
    return columns


def window(look: Look, x: float, y: float, width: float, height: float, frame: str = "wood") -> Layer:
    """Return a window seen from indoors, with what is outside."""
    top, middle, _ = look.mood.sky
    third = width / 3
    tall = [look.chance.between(f"outside {k}", height * 0.15, height * 0.5) for k in range(3)]
    houses = "".join(box(x + k * third, y + height - h, third, h) for k, h in enumerate(tall))
    dx = look.chance.between("moon x", 0.2 * width, 0.8 * width)
    return layer(
        Piece(box(x - 14, y - 14, width + 28, height + 28, 8), frame),
        flat(box(x, y, width, height), top),
        flat(oval(x + dx, y + 0.28 * height, height * 0.11), look.mood.disc),
        flat(swell(x, x + width, y + height * 0.62, y + height, 2, 30), middle),
        flat(houses, look.mood.near),
        drawn(f"M{x + width / 2:.0f} {y:.0f}v{height:.0f}M{x:.0f} {y + height * 0.42:.0f}h{width:.0f}", frame, 8),
        Piece(box(x - 24, y + height + 10, width + 48, 16, 6), frame),
        depth=4,
    )


def boards(floor: float) -> Piece:
    """Return the joints of a wooden floor that begins at the height `floor`."""
    joints = (path((600 + k * 120, floor), (600 + k * 340, 800)) for k in range(-4, 5))
    return drawn("".join(joints), "oak", 3, 0.3)


def room(look: Look, floor: float = 560) -> Layer:
    """Return a room's wall, skirting and floor."""
    return layer(
        flat(box(0, 0, 1200, floor), look.mood.wall),
        flat(box(0, floor - 120, 1200, 120), look.mood.skirt),
        drawn(f"M0 {floor - 122:.0f}h1200", "wood", 8),
        flat(box(0, floor, 1200, 800 - floor), look.mood.floor),
        boards(floor),
    )


def ground(look: Look, top: float = 560) -> Layer:
    """Return grass and the path in front of it."""
    return layer(
        Piece(teeth(-10, 1210, top, 800, 30, 14), look.mood.grass),
        Piece(swell(-20, 1220, top + 90, 800, 2, 46), look.mood.earth),
        depth=5,
    )


def front(look: Look, x: float, y: float, width: float, rows: int, columns: int, colour: str) -> list[Piece]:
    """Return the front of a house, its foot at (x, y): roof, sills, and windows, some of them lit."""
    height, step = rows * 84 + 40, width / columns
    middles = [x + step * (c + 0.5) for c in range(columns)]
    top = y - height + 34

    def column(depth: float) -> str:
        return "".join(f"M{middle:.0f} {top + depth:.0f}v{rows * 84 - 30:.0f}" for middle in middles)

    lit = "".join(
        box(middle - 22, top + r * 84, 44, 54)
        for r in range(rows)
        for middle in middles
        if look.chance.happens(f"lit {x} {middle} {r}", 0.6)
    )
    return [
        Piece(box(x, y - height, width, height) + box(x - 14, y - height - 22, width + 28, 26), colour),
        drawn(column(0), "deep-river", 44, dash="54 30"),
        flat(lit, "lamp"),
        drawn(column(0), "paper", 4, dash="54 30"),
        drawn(column(54), "paper", 56, dash="7 77"),
    ]
