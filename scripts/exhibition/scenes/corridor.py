"""Turns one look into two drawings of the same corridor: as it was, full of things, and as it is, clear and green."""

from __future__ import annotations

from .look import Look
from .paper import Layer, Piece, Stamp, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import Point, box, limb, oval, polygon
from .backdrops import window
from .things import THINGS

LEFT, RIGHT, TOP, BOTTOM = 430.0, 770.0, 214.0, 556.0
"""The far wall. The near edges are those of the sheet."""


def wall(side: int, depth: float, height: float) -> Point:
    """Return a point on the left (-1) or right (1) wall: `depth` from 0 (near) to 1 (far), `height` from 0 (floor) to 1."""
    near, far = (0.0, LEFT) if side < 0 else (1200.0, RIGHT)
    bottom, top = 800 + (BOTTOM - 800) * depth, TOP * depth
    return near + (far - near) * depth, bottom + (top - bottom) * height


def panel(side: int, depths: tuple[float, float], heights: tuple[float, float]) -> str:
    """Return a rectangle on a side wall."""
    (a, b), (low, high) = depths, heights
    return polygon(wall(side, a, low), wall(side, a, high), wall(side, b, high), wall(side, b, low))


def shell(look: Look, paint: str, skirt: str, floor: str, ceiling: str) -> list[Layer]:
    """Return walls, floor, ceiling, doors and the window at the end."""
    sides = [polygon(wall(s, 0, 0), wall(s, 0, 1), wall(s, 1, 1), wall(s, 1, 0)) for s in (-1, 1)]
    band = "".join(panel(s, (0, 1), (0, 0.3)) for s in (-1, 1))
    door = look.chance.pick("door", ("brick", "wood", "river", "oak"))
    doors = panel(-1, (0.34, 0.6), (0, 0.74)) + panel(1, (0.3, 0.58), (0, 0.74)) + panel(-1, (0.76, 0.92), (0, 0.74))
    inner = panel(-1, (0.37, 0.57), (0.04, 0.71)) + panel(1, (0.33, 0.55), (0.04, 0.71)) + panel(-1, (0.78, 0.9), (0.04, 0.71))
    return [
        layer(
            flat(polygon((0, 0), (1200, 0), (RIGHT, TOP), (LEFT, TOP)), ceiling),
            flat(polygon((0, 800), (1200, 800), (RIGHT, BOTTOM), (LEFT, BOTTOM)), floor),
            flat("".join(sides), paint), flat(sides[1], "ink", 0.06),
            flat(box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP), paint), flat(box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP), "ink", 0.1),
            flat(band + box(LEFT, BOTTOM - 103, RIGHT - LEFT, 103), skirt),
        ),
        window(look, 512, 272, 176, 150, "paper"),
        layer(Piece(doors, "wine" if door == "brick" else "dark"), flat(inner, door), depth=3),
    ]


def tiles(colour: str) -> Layer:
    """Return the joints of the floor."""
    across = "".join(limb(wall(-1, d, 0), wall(1, d, 0), width=3) for d in (0.25, 0.5, 0.7, 0.85))
    along = "".join(limb((LEFT + k * 85, BOTTOM), (k * 300, 800), width=3) for k in (1, 2, 3))
    return layer(flat(across + along, colour, 0.5))


def before(look: Look) -> list[Layer]:
    """Return the corridor as it was: bicycles, boxes and jars, a bare bulb, hanging wires."""
    put = look.dressed
    spots = "".join(oval(*wall(s, d, h), r, r * 0.7) for s, d, h, r in ((-1, 0.2, 0.5, 30), (1, 0.14, 0.6, 36), (1, 0.7, 0.55, 14)))
    wires = limb((0, 90), (180, 190), (330, 150), (520, 240), width=4) + limb((1200, 60), (980, 210), (820, 180), (700, 236), width=4)
    bulb = Stamp(THINGS["ceiling-lamp"], 600, 150, "stone", "ash", 0.7)
    far = [
        put(THINGS["carton"], 1, 500, 596, 0.6), put(THINGS["carton"], 2, 508, 548, 0.5), put(THINGS["mop"], 3, 720, 600, 0.8),
        put(THINGS["bundle"], 4, 690, 606, 0.8),
    ]
    middle = [
        put(PEOPLE["listener"], 5, 600, 650, 0.82), put(THINGS["carton"], 6, 372, 668, 0.95), put(THINGS["open-carton"], 7, 366, 590, 0.85),
        put(THINGS["bicycle"], 8, 850, 680, 1.05, flip=True),
    ]
    near = [
        put(THINGS["bicycle"], 9, 232, 748, 1.3), put(THINGS["carton"], 10, 1010, 746, 1.3), put(THINGS["bundle"], 11, 1004, 640, 1.2),
        put(THINGS["jar"], 12, 446, 738, 0.95), put(THINGS["jar"], 13, 516, 752, 0.8), put(THINGS["jar"], 14, 836, 752, 1),
    ]
    return [
        *shell(look, "dust", "ash", "ash", "stone"), tiles("stone"),
        layer(flat(spots, "stone", 0.5), Piece(wires, "dark"), bulb, depth=5), layer(far, depth=4), layer(middle, depth=6), layer(near, depth=9),
    ]


def after(look: Look) -> list[Layer]:
    """Return the corridor as it is: a lamp, a handrail, plants, and neighbours who stop for a word."""
    put, green = look.dressed, [Stamp(PLANTS[n], x, y, g, look.cloth(i), s) for i, (n, x, y, s, g) in enumerate((
        ("broadleaf", 474, 606, 0.5, "leaf"), ("aloe", 722, 606, 0.5, "leaf"), ("flowers", 396, 660, 0.8, "leaf"), ("fern", 806, 664, 0.8, "leaf"),
        ("broadleaf", 262, 742, 1.25, "leaf"), ("flowers", 964, 742, 1.2, "moss"), ("aloe", 150, 752, 1, "moss"),
    ))]
    rails = "".join(limb(wall(1, 0.02, h), wall(1, 0.98, h), width=w) for h, w in ((0.36, 11), (0.28, 8)))
    posts = "".join(limb(wall(1, d, 0.36), wall(1, d, 0.28), width=7) for d in (0.1, 0.66, 0.84))
    pictures = panel(-1, (0.08, 0.27), (0.42, 0.72)) + panel(-1, (0.63, 0.73), (0.42, 0.66))
    inside = panel(-1, (0.1, 0.25), (0.45, 0.69)) + panel(-1, (0.64, 0.72), (0.45, 0.63))
    couplets = "".join(panel(1, d, (0.1, 0.7)) for d in ((0.255, 0.285), (0.595, 0.62)))
    light = polygon((560, 196), (640, 196), (830, 800), (370, 800))
    people = look.crowd(PEOPLE, "granny greeter uncle neighbour grandpa", [(560, 668), (664, 672)], 0.86, 8)
    return [
        *shell(look, "cream", look.mood.skirt if look.hour != "night" else "foam", "glow", "paper"), tiles("straw"),
        layer(Piece(pictures, look.cloth(3)), flat(inside, "paper"), Piece(couplets, "brick"), depth=3),
        layer(Piece(rails + posts, "wood"), depth=6),
        layer(flat(light, "lamp", 0.2), Stamp(THINGS["ceiling-lamp"], 600, 150, look.cloth(2), "lamp", 0.7), depth=5),
        layer(green[:4], depth=4), layer(people, put(PEOPLE["girl"], 12, 738, 706, 0.92), depth=6), layer(green[4:], depth=9),
    ]
