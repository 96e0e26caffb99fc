"""Two drawings of the same corridor from one style: before, full of clutter; after, clear and with plants."""

from __future__ import annotations

from ..backdrops import draw_window
from ..paper_layers import GroupItem, PaperLayer, PathItem, build_flat_path, build_layer, build_line
from ..people import PEOPLE
from ..plants import PLANTS
from ..props import THINGS
from ..style import SceneStyle
from ..svg_paths import Point, draw_box, draw_polygon, draw_polyline

LEFT, RIGHT, TOP, BOTTOM = 430.0, 770.0, 214.0, 556.0
"""Edges of the far wall, in units. The near edges are those of the drawing."""
DOORS = ((-1, 0.34, 0.6), (1, 0.3, 0.58), (-1, 0.76, 0.92))
"""Doors as side, near edge, far edge."""


def locate_on_wall(side: int, depth: float, height: float) -> Point:
    """Return a point on the left (-1) or right (1) wall: `depth` from 0 (near) to 1, `height` from 0 (floor) to 1."""
    near, far = (0.0, LEFT) if side < 0 else (1200.0, RIGHT)
    bottom, top = 800 + (BOTTOM - 800) * depth, TOP * depth
    return near + (far - near) * depth, bottom + (top - bottom) * height


def draw_wall_panel(side: int, a: float, b: float, low: float, high: float) -> str:
    """Return a rectangle on a side wall, from depth `a` to `b` and from height `low` to `high`."""
    return draw_polygon(
        locate_on_wall(side, a, low),
        locate_on_wall(side, a, high),
        locate_on_wall(side, b, high),
        locate_on_wall(side, b, low),
    )


def draw_empty_corridor(look: SceneStyle, paint: str, skirt: str, floor: str, ceiling: str) -> list[PaperLayer]:
    """Return walls, floor, ceiling, doors and the window at the end: the same geometry for any colours."""
    sides = [draw_wall_panel(s, 0, 1, 0, 1) for s in (-1, 1)]
    end = draw_box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP)
    band = (
        draw_wall_panel(-1, 0, 1, 0, 0.3)
        + draw_wall_panel(1, 0, 1, 0, 0.3)
        + draw_box(LEFT, BOTTOM - 103, RIGHT - LEFT, 103)
    )
    door = look.random.pick("door", ("brick", "river", "youyilu", "zhangmiao", "luodian", "gaojing"))
    return [
        build_layer(
            build_flat_path(draw_polygon((0, 0), (1200, 0), (RIGHT, TOP), (LEFT, TOP)), ceiling),
            build_flat_path(draw_polygon((0, 800), (1200, 800), (RIGHT, BOTTOM), (LEFT, BOTTOM)), floor),
            build_flat_path("".join(sides) + end, paint),
            build_flat_path(band, skirt),
            build_flat_path(sides[1] + end, "ink", 0.07),
        ),
        draw_window(look, 512, 272, 176, 150, "paper"),
        build_layer(
            PathItem("".join(draw_wall_panel(s, a, b, 0, 0.74) for s, a, b in DOORS), "dark"),
            build_flat_path("".join(draw_wall_panel(s, a + 0.03, b - 0.03, 0, 0.71) for s, a, b in DOORS), door),
            build_flat_path(
                "".join(draw_wall_panel(s, a + 0.07, b - 0.07, 0.38, 0.62) for s, a, b in DOORS), "paper", 0.16
            ),
            build_line("M286 470v14M884 458v14M374 444v8", "lamp", 8),
            depth=3,
        ),
    ]


def draw_tiles(colour: str) -> PaperLayer:
    """Return the joints of the floor."""
    across = "".join(draw_polyline(locate_on_wall(-1, d, 0), locate_on_wall(1, d, 0)) for d in (0.25, 0.5, 0.7, 0.85))
    along = "".join(draw_polyline((LEFT + k * 85, BOTTOM), (k * 300, 800)) for k in (1, 2, 3))
    return build_layer(build_line(across + along, colour, 3, 0.5))


DUSTY = ("clay", "stone", "wood", "yuepu", "sage", "zhangmiao", "oak", "straw", "tide", "blush")
"""Colours of old objects."""


def draw_corridor_before(look: SceneStyle) -> list[PaperLayer]:
    """Return the corridor before: bicycles, boxes and jars, a broken lamp, hanging wires; hardly room to pass."""
    papers = look.random.shuffle("dusty", DUSTY)

    def put(name: str, index: int, x: float, y: float, scale: float, *, flip: bool = False) -> GroupItem:
        return GroupItem(THINGS[name], x, y, papers[index % len(papers)], "ash", scale, flip)

    stains = (
        draw_wall_panel(-1, 0.1, 0.24, 0.36, 0.58)
        + draw_wall_panel(1, 0.68, 0.8, 0.34, 0.6)
        + draw_wall_panel(1, 0.06, 0.2, 0.5, 0.8)
    )
    notes = (
        draw_wall_panel(-1, 0.64, 0.68, 0.5, 0.58)
        + draw_wall_panel(-1, 0.69, 0.73, 0.46, 0.55)
        + draw_wall_panel(1, 0.61, 0.65, 0.52, 0.62)
    )
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
        *draw_empty_corridor(look, "dust", "ash", "ash", "stone"),
        draw_tiles("stone"),
        build_layer(build_flat_path(stains, "stone", 0.35), build_flat_path(notes, "paper", 0.8)),
        build_layer(
            build_line(wires, "dark", 4, casts=True),
            GroupItem(THINGS["ceiling-lamp"], 600, 150, "stone", "ash", 0.7),
            depth=5,
        ),
        *(build_layer([put(n, k + d, x, y, s) for k, (n, x, y, s) in enumerate(row)], depth=d) for d, row in rows),
        build_layer(
            look.place_group(PEOPLE["listener"], 5, 590, 668, 0.86), put("bicycle", 4, 808, 700, 1.1, flip=True)
        ),
        build_layer(near, depth=9),
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


def draw_corridor_after(look: SceneStyle) -> list[PaperLayer]:
    """Return the corridor after: a lamp, a handrail, plants, and neighbours who talk."""
    green = [GroupItem(PLANTS[n], x, y, g, look.get_colour(i), s) for i, (n, x, y, s, g) in enumerate(GREENERY)]
    rails = draw_polyline(locate_on_wall(1, 0.02, 0.36), locate_on_wall(1, 0.98, 0.36)) + draw_polyline(
        locate_on_wall(1, 0.02, 0.29), locate_on_wall(1, 0.98, 0.29)
    )
    posts = "".join(
        draw_polyline(locate_on_wall(1, d, 0.36), locate_on_wall(1, d, 0.29)) for d in (0.1, 0.24, 0.66, 0.84)
    )
    frames = draw_wall_panel(-1, 0.08, 0.27, 0.42, 0.72) + draw_wall_panel(-1, 0.63, 0.73, 0.42, 0.66)
    inside = draw_wall_panel(-1, 0.1, 0.25, 0.45, 0.69) + draw_wall_panel(-1, 0.645, 0.715, 0.45, 0.63)
    hills = draw_polygon(
        locate_on_wall(-1, 0.1, 0.45),
        locate_on_wall(-1, 0.15, 0.58),
        locate_on_wall(-1, 0.19, 0.5),
        locate_on_wall(-1, 0.22, 0.56),
        locate_on_wall(-1, 0.25, 0.45),
    )
    couplets = (
        draw_wall_panel(1, 0.255, 0.285, 0.1, 0.7)
        + draw_wall_panel(1, 0.595, 0.62, 0.1, 0.7)
        + draw_wall_panel(1, 0.34, 0.54, 0.77, 0.82)
    )
    light = draw_polygon((560, 196), (640, 196), (830, 800), (370, 800))
    people = look.place_people("granny greeter uncle neighbour grandpa", [(548, 668), (656, 676)], 0.9, 8)
    return [
        *draw_empty_corridor(look, "cream", look.palette.skirt, "glow", "paper"),
        draw_tiles("straw"),
        build_layer(
            PathItem(frames, look.get_colour(3)),
            build_flat_path(inside, "paper"),
            build_flat_path(hills, "sage"),
            PathItem(couplets, "brick"),
            depth=3,
        ),
        build_layer(build_line(rails + posts, "wood", 9, casts=True), depth=6),
        build_layer(
            build_flat_path(light, "lamp", 0.2),
            GroupItem(THINGS["ceiling-lamp"], 600, 150, look.get_colour(2), "lamp", 0.7),
            depth=5,
        ),
        build_layer(green[:4]),
        build_layer(people, look.place_group(PEOPLE["girl"], 12, 740, 712, 0.95)),
        build_layer(green[4:]),
    ]
