"""Turns a look into the sheets behind a scene: sky and houses outdoors, walls and a window indoors."""

from __future__ import annotations

from collections.abc import Iterator

from .look import Look
from .paper import Layer, Piece, flat, layer
from .shapes import box, limb, oval, polygon, scallops, swell


def sky(look: Look, horizon: float = 520) -> Layer:
    """Return the sky in three sheets, with sun or moon, down to `horizon`."""
    top, middle, low = look.mood.sky
    x, y = look.chance.between("disc x", 180, 1020), look.chance.between("disc y", 120, 210)
    return layer(
        flat(box(0, 0, 1200, horizon + 40), top),
        flat(oval(x, y, 128), look.mood.disc, 0.16),
        flat(oval(x, y, 92), look.mood.disc, 0.25),
        Piece(oval(x, y, 60), look.mood.disc),
        Piece(scallops(-60, 1260, horizon * 0.62, horizon + 40, look.chance.pick("clouds", (5, 6, 7)), 42), middle),
        Piece(scallops(-20, 1220, horizon * 0.8, horizon + 40, look.chance.pick("haze", (7, 8, 9)), 26), low),
        depth=4,
    )


def skyline(look: Look, name: str, base: float, tall: tuple[float, float], wide: tuple[float, float]) -> list[tuple[float, ...]]:
    """Return houses side by side as (left, top, width, height) standing on `base`."""
    houses: list[tuple[float, ...]] = []
    x = -40.0
    while x < 1220:
        width = look.chance.between(f"{name} width {x}", *wide)
        height = look.chance.between(f"{name} height {x}", *tall)
        houses.append((x, base - height, width, height))
        x += width
    return houses


def towers(look: Look, base: float = 560) -> list[Layer]:
    """Return two rows of houses, the nearer with windows lit as the hour wants."""
    far = skyline(look, "far", base, (90, 250), (70, 130))
    near = skyline(look, "near", base, (50, 150), (90, 170))
    back = "".join(box(*house) for house in far)
    front = "".join(gabled(look, *house) for house in near)
    return [
        layer(Piece(back, look.mood.far), depth=4),
        layer(Piece(front, look.mood.near), flat("".join(panes(look, near)), look.mood.pane), depth=5),
    ]


def gabled(look: Look, x: float, y: float, width: float, height: float) -> str:
    """Return a house with a flat or a pitched roof."""
    if look.chance.happens(f"roof {x}", 0.45):
        return polygon((x, y + height), (x, y + 18), (x + width / 2, y - 16), (x + width, y + 18), (x + width, y + height))
    return box(x, y, width, height)


def panes(look: Look, houses: list[tuple[float, ...]]) -> Iterator[str]:
    """Yield the lit windows of houses."""
    for x, y, width, height in houses:
        for row in range(int((height - 36) // 38)):
            for column in range(int((width - 20) // 34)):
                if look.chance.happens(f"pane {x} {row} {column}", 0.55):
                    yield box(x + 18 + column * 34, y + 30 + row * 38, 16, 20)


def window(look: Look, x: float, y: float, width: float, height: float, frame: str = "wood") -> Layer:
    """Return a window seen from indoors, with what is outside."""
    top, middle, low = look.mood.sky
    n = 3
    houses = "".join(
        box(x + k * width / n, y + height - h, width / n, h)
        for k in range(n)
        if (h := look.chance.between(f"outside {k}", height * 0.15, height * 0.5))
    )
    dx, dy = look.chance.between("moon x", 0.2 * width, 0.8 * width), 0.28 * height
    outer = box(x - 14, y - 14, width + 28, height + 28, 8)
    bars = box(x + width / 2 - 4, y, 8, height) + box(x, y + height * 0.42, width, 8)
    return layer(
        Piece(outer, frame), flat(box(x, y, width, height), top), flat(oval(x + dx, y + dy, height * 0.11), look.mood.disc),
        flat(swell(x, x + width, y + height * 0.62, y + height, 2, 30), middle), flat(houses, look.mood.near),
        flat(bars, frame), Piece(box(x - 24, y + height + 10, width + 48, 16, 6), frame), depth=4,
    )


def room(look: Look, floor: float = 560) -> Layer:
    """Return a room's wall, skirting and floor."""
    boards = "".join(limb((600 + (k - 4) * 120, floor), (600 + (k - 4) * 340, 800), width=3) for k in range(9))
    return layer(
        flat(box(0, 0, 1200, floor), look.mood.wall),
        flat(box(0, floor - 120, 1200, 120), look.mood.skirt),
        flat(box(0, floor - 126, 1200, 8), "wood"),
        Piece(box(0, floor, 1200, 800 - floor), look.mood.floor),
        flat(boards, "wood", 0.35),
        depth=-4,
    )
