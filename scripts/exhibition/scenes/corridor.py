"""Two drawings of the same corridor from one style: before, full of clutter; after, clear and with plants."""

from __future__ import annotations

from .backdrops import window
from .look import Look
from .paper import Layer, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import Point, box, path, polygon
from .things import THINGS

LEFT, RIGHT, TOP, BOTTOM = 430.0, 770.0, 214.0, 556.0
"""Edges of the far wall, in units. The near edges are those of the drawing."""
DOORS = ((-1, 0.34, 0.6), (1, 0.3, 0.58), (-1, 0.76, 0.92))
"""Doors as side, near edge, far edge."""


def wall(side: int, depth: float, height: float) -> Point:
    """Return a point on the left (-1) or right (1) wall: `depth` from 0 (near) to 1, `height` from 0 (floor) to 1."""
    near, far = (0.0, LEFT) if side < 0 else (1200.0, RIGHT)
    bottom, top = 800 + (BOTTOM - 800) * depth, TOP * depth
    return near + (far - near) * depth, bottom + (top - bottom) * height


def panel(side: int, a: float, b: float, low: float, high: float) -> str:
    """Return a rectangle on a side wall, from depth `a` to `b` and from height `low` to `high`."""
    return polygon(wall(side, a, low), wall(side, a, high), wall(side, b, high), wall(side, b, low))


def shell(look: Look, paint: str, skirt: str, floor: str, ceiling: str) -> list[Layer]:
    """Return walls, floor, ceiling, doors and the window at the end: the same geometry for any colours."""
    sides = [panel(s, 0, 1, 0, 1) for s in (-1, 1)]
    end = box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP)
    band = panel(-1, 0, 1, 0, 0.3) + panel(1, 0, 1, 0, 0.3) + box(LEFT, BOTTOM - 103, RIGHT - LEFT, 103)
    door = look.chance.pick("door", ("brick", "river", "youyilu", "zhangmiao", "luodian", "gaojing"))
    return [
        layer(
            flat(polygon((0, 0), (1200, 0), (RIGHT, TOP), (LEFT, TOP)), ceiling),
            flat(polygon((0, 800), (1200, 800), (RIGHT, BOTTOM), (LEFT, BOTTOM)), floor),
            flat("".join(sides) + end, paint),
            flat(band, skirt),
            flat(sides[1] + end, "ink", 0.07),
        ),
        window(look, 512, 272, 176, 150, "paper"),
        layer(
            Piece("".join(panel(s, a, b, 0, 0.74) for s, a, b in DOORS), "dark"),
            flat("".join(panel(s, a + 0.03, b - 0.03, 0, 0.71) for s, a, b in DOORS), door),
            flat("".join(panel(s, a + 0.07, b - 0.07, 0.38, 0.62) for s, a, b in DOORS), "paper", 0.16),
            drawn("M286 470v14M884 458v14M374 444v8", "lamp", 8),
            depth=3,
        ),
    ]


def tiles(colour: str) -> Layer:
    """Return the joints of the floor."""
    across = "".join(path(wall(-1, d, 0), wall(1, d, 0)) for d in (0.25, 0.5, 0.7, 0.85))
    along = "".join(path((LEFT + k * 85, BOTTOM), (k * 300, 800)) for k in (1, 2, 3))
    return layer(drawn(across + along, colour, 3, 0.5))


DUSTY = ("clay", "stone", "wood", "yuepu", "sage", "zhangmiao", "oak", "straw", "tide", "blush")
"""Colours of old objects."""


def before(look: Look) -> list[Layer]:
    """Return the corridor before: bicycles, boxes and jars, a broken lamp, hanging wires; hardly room to pass."""
    papers = look.chance.shuffled("dusty", DUSTY)

    def put(name: str, index: int, x: float, y: float, scale: float, *, flip: bool = False) -> Stamp:
        return Stamp(THINGS[name], x, y, papers[index % len(papers)], "ash", scale, flip)

    stains = panel(-1, 0.1, 0.24, 0.36, 0.58) + panel(1, 0.68, 0.8, 0.34, 0.6) + panel(1, 0.06, 0.2, 0.5, 0.8)
    notes = panel(-1, 0.64, 0.68, 0.5, 0.58) + panel(-1, 0.69, 0.73, 0.46, 0.55) + panel(1, 0.61, 0.65, 0.52, 0.62)
    wires = "M0 90q120 130 250 84t290 92M1200 60q-130 170-260 140t-250 66M0 190q160 90 300 20"
    rows: tuple[tuple[int, tuple[tuple[str, float, float, float], ...]], ...] = (
        (
            4,
            (
                ("carton", 492, 592, 0.62),
                ("carton", 500, 540, 0.52),
                ("mop", 724, 596, 0.8),
                ("bundle", 676, 604, 0.8),
                ("jar", 552, 604, 0.5),
            ),
        ),
        (
            6,
            (
                ("carton", 362, 672, 1),
                ("open-carton", 356, 588, 0.9),
                ("bundle", 462, 676, 0.8),
                ("carton", 890, 640, 0.9),
            ),
        ),
    )
    near = [
        put("bicycle", 5, 226, 744, 1.3),
        put("carton", 6, 1036, 752, 1.35),
        put("bundle", 7, 1030, 640, 1.3),
        put("stool", 8, 1016, 566, 1),
        put("jar", 9, 444, 738, 0.95),
        put("jar", 1, 520, 754, 0.8),
        put("open-carton", 2, 640, 758, 0.9),
        put("jar", 3, 900, 756, 1.05),
    ]
    return [
        *shell(look, "dust", "ash", "ash", "stone"),
        tiles("stone"),
        layer(flat(stains, "stone", 0.35), flat(notes, "paper", 0.8)),
        layer(
            drawn(wires, "dark", 4, casts=True), Stamp(THINGS["ceiling-lamp"], 600, 150, "stone", "ash", 0.7), depth=5
        ),
        *(layer([put(n, k + d, x, y, s) for k, (n, x, y, s) in enumerate(row)], depth=d) for d, row in rows),
        layer(look.dressed(PEOPLE["listener"], 5, 590, 668, 0.86), put("bicycle", 4, 808, 700, 1.1, flip=True)),
        layer(near, depth=9),
    ]


GREENERY = (
    ("broadleaf", 474, 606, 0.5, "leaf"),
    ("aloe", 722, 606, 0.5, "leaf"),
    ("flowers", 396, 660, 0.8, "leaf"),
    ("fern", 806, 664, 0.8, "leaf"),
    ("broadleaf", 250, 742, 1.3, "leaf"),
    ("flowers", 964, 742, 1.25, "luodian"),
    ("aloe", 140, 752, 1, "luodian"),
)
"""Plants along the walls as name, x, y, scale and colour, from far to near."""


def after(look: Look) -> list[Layer]:
    """Return the corridor after: a lamp, a handrail, plants, and neighbours who talk."""
    green = [Stamp(PLANTS[n], x, y, g, look.cloth(i), s) for i, (n, x, y, s, g) in enumerate(GREENERY)]
    rails = path(wall(1, 0.02, 0.36), wall(1, 0.98, 0.36)) + path(wall(1, 0.02, 0.29), wall(1, 0.98, 0.29))
    posts = "".join(path(wall(1, d, 0.36), wall(1, d, 0.29)) for d in (0.1, 0.24, 0.66, 0.84))
    frames = panel(-1, 0.08, 0.27, 0.42, 0.72) + panel(-1, 0.63, 0.73, 0.42, 0.66)
    inside = panel(-1, 0.1, 0.25, 0.45, 0.69) + panel(-1, 0.645, 0.715, 0.45, 0.63)
    hills = polygon(
        wall(-1, 0.1, 0.45), wall(-1, 0.15, 0.58), wall(-1, 0.19, 0.5), wall(-1, 0.22, 0.56), wall(-1, 0.25, 0.45)
    )
    couplets = panel(1, 0.255, 0.285, 0.1, 0.7) + panel(1, 0.595, 0.62, 0.1, 0.7) + panel(1, 0.34, 0.54, 0.77, 0.82)
    light = polygon((560, 196), (640, 196), (830, 800), (370, 800))
    people = look.crowd("granny greeter uncle neighbour grandpa", [(548, 668), (656, 676)], 0.9, 8)
    return [
        *shell(look, "cream", look.mood.skirt, "glow", "paper"),
        tiles("straw"),
        layer(
            Piece(frames, look.cloth(3)), flat(inside, "paper"), flat(hills, "sage"), Piece(couplets, "brick"), depth=3
        ),
        layer(drawn(rails + posts, "wood", 9, casts=True), depth=6),
        layer(flat(light, "lamp", 0.2), Stamp(THINGS["ceiling-lamp"], 600, 150, look.cloth(2), "lamp", 0.7), depth=5),
        layer(green[:4]),
        layer(people, look.dressed(PEOPLE["girl"], 12, 740, 712, 0.95)),
        layer(green[4:]),
    ]
