"""Objects of corridors, kitchens and gardens, and furniture: tables, lamps, notice boards.

Objects are shape groups with their foot at (0, 0); furniture is drawn to a given place and size.
"""

from __future__ import annotations

from .paper_layers import (
    MAIN,
    SECOND,
    SHADE,
    GroupItem,
    PaperLayer,
    PathItem,
    ShapeGroup,
    build_flat_path,
    build_layer,
    build_line,
)
from .style import SceneStyle
from .svg_paths import draw_box, draw_crescent, draw_dot_ring, draw_oval, draw_petals, draw_polygon, draw_polyline

WHEELS = draw_oval(-74, -48, 42) + draw_oval(74, -48, 42)
TUBES = "M-74-48l44-60h78l-48 58ZM0-50l-34-72M74-48l-32-84 20-10"
SADDLE = "M-54-128h38q6 0 4 7l-14 6h-20q-12 0-8-13Z"
BASKET = "M58-140h44l-8 34h-28Z"
GLOBE = draw_oval(0, 58, 42, 38)
CAPS = draw_box(-22, 14, 44, 9, 3) + draw_box(-22, 93, 44, 9, 3)
TOTE = "M-44 0l6-92h76l6 92ZM-24-92q0-44 24-44q24 0 24 44h-9q0-34-15-34q-15 0-15 34Z"
BRUSH_POT = "M-22-50h44l-5 50h-34Z"
CLOTH = "M2-150q30-14 52 2q18 10 34 0v48q-18 12-36 0q-22-14-50 0Z"
TAILS = "M-14 6l-18 56 18-8 10 16 8-34 8 34 10-16 18 8-18-56Z"
MOP = "M-22-40h40l10 40q-6-8-12 0q-8-8-16 0q-8-8-16 0q-8-8-14 0Z"
THINGS: dict[str, ShapeGroup] = {
    "bicycle": ShapeGroup(
        BASKET + SADDLE,
        ((WHEELS, "ink", 10), (TUBES, MAIN, 8), (SADDLE, "ink"), (BASKET, SECOND), (draw_oval(0, -50, 10), "ink")),
        ((WHEELS, 10),),
    ),
    "carton": ShapeGroup(
        draw_box(-56, -84, 112, 84),
        (
            (draw_box(-56, -84, 112, 14), SHADE),
            (draw_box(-8, -84, 16, 34), SECOND),
            (draw_box(-40, -22, 26, 10), SHADE),
        ),
    ),
    "open-carton": ShapeGroup(
        "M-52-72h104v72h-104ZM-52-72l-24-26h40l16 26ZM52-72l26-24h-42l-14 24Z",
        (("M-52-72h104l-14 14h-76Z", SHADE), (draw_box(-36, -20, 26, 8), SHADE)),
    ),
    "jar": ShapeGroup(
        "M-18-86h36q0 10-2 14q26 10 26 40q0 26-20 32h-44q-20-6-20-32q0-30 26-40q-2-4-2-14Z",
        (
            (draw_box(-24, -96, 48, 12), SECOND),
            (draw_crescent(-34, -44, 68, -7) + draw_crescent(-30, -22, 60, -6), SHADE),
        ),
    ),
    "bundle": ShapeGroup(
        draw_box(-46, -58, 92, 58, 3),
        ((draw_box(-46, -40, 92, 20), SHADE), (draw_box(-4, -58, 8, 58), SECOND)),
    ),
    "mop": ShapeGroup(MOP, ((MOP, SECOND),), ((draw_polyline((0, -20), (14, -210)), 8),)),
    "lantern": ShapeGroup(
        GLOBE + CAPS,
        (
            (draw_oval(0, 58, 24, 38), SHADE),
            (draw_oval(0, 58, 9, 38), SECOND),
            (CAPS, "lamp"),
            ("M0 0v12M0 104v24", "brick", 6),
        ),
    ),
    "ceiling-lamp": ShapeGroup(
        "M-64 44q4-44 64-46q60 2 64 46Z",
        (("M-20 44h40q-2 18-20 18q-18 0-20-18Z", SECOND), (draw_crescent(-40, 26, 80, -10), SHADE)),
        (("M0-300V0", 4),),
    ),
    "stool": ShapeGroup(draw_box(-34, -64, 68, 13, 5), (), (("M-24-54l-6 48M24-54l6 48M-26-32h52", 8),)),
    "bench": ShapeGroup(
        draw_box(-120, -62, 240, 15, 6) + draw_box(-120, -100, 240, 12, 6),
        (),
        (("M-98-50v46M98-50v46M-94-94v34M94-94v34", 12),),
    ),
    "cup": ShapeGroup(
        "M-13-22h26l-3 20q-1 2-4 2h-12q-3 0-4-2Z",
        ((draw_crescent(-11, -15, 22, 4), SECOND),),
        (("M13-18q10 2 7 8q-2 4-8 2", 4),),
    ),
    "teapot": ShapeGroup(
        "M-28-2q-14-40 28-42q42 2 28 42ZM26-30l26-16 4 6-24 28Z" + draw_oval(0, -47, 6),
        ((draw_crescent(-22, -18, 44, 8), SECOND),),
        (("M-26-32q-22-2-20 14q3 10 20 12", 7),),
    ),
    "dish": ShapeGroup(
        "M-44-14h88q-6 14-22 14h-44q-16 0-22-14Z",
        (
            ("M-34-14q8-24 34-24q26 0 34 24Z", SECOND),
            (draw_oval(-10, -22, 4) + draw_oval(8, -26, 4) + draw_oval(18, -18, 4), "sprout"),
        ),
    ),
    "steamer": ShapeGroup(
        draw_box(-46, -52, 92, 52, 6) + "M-50-52q6-22 50-22q44 0 50 22Z" + draw_oval(0, -76, 6),
        ((draw_box(-46, -30, 92, 6) + draw_crescent(-46, -54, 92, -10), SHADE),),
    ),
    "steam": ShapeGroup("M-4 0q-16-18 0-36t0-36q6-10 4-18q16 18 2 36t0 36q4 8-6 18Z"),
    "can": ShapeGroup(
        "M-34-56h56l6 56h-68ZM24-20l44-42 10 8-50 52Z" + draw_oval(74, -60, 12, 8),
        ((draw_crescent(-30, -30, 54, 8), SECOND),),
        (("M-26-56q2-28 22-28q20 0 22 28", 8),),
    ),
    "bag": ShapeGroup(TOTE, ((draw_petals(0, -44, 6, 5, 28, 26), SECOND), (draw_oval(0, -44, 7), "lamp"))),
    "fish-bag": ShapeGroup(
        TOTE, (("M-30-46q24-30 46 0l16-14v28l-16-14q-22 30-46 0Z", SECOND), (draw_oval(-12, -50, 3.5), "paper"))
    ),
    "wave-bag": ShapeGroup(
        TOTE,
        (
            (
                draw_crescent(-32, -56, 32, -12)
                + draw_crescent(0, -56, 32, -12)
                + draw_crescent(-32, -32, 32, -12)
                + draw_crescent(0, -32, 32, -12),
                SECOND,
            ),
        ),
    ),
    "house-bag": ShapeGroup(TOTE, (("M0-76l32 24h-8v32h-48v-32h-8Z", SECOND), (draw_box(-8, -46, 16, 16, 3), "lamp"))),
    "brushes": ShapeGroup(
        BRUSH_POT,
        ((BRUSH_POT, SECOND), ("M-19-104v8", "brick", 11), ("M2-112v8", "lamp", 11), ("M23-100v8", "leaf", 11)),
        (("M-8-46l-10-50M0-46l2-58M8-46l14-46", 6),),
    ),
    "book": ShapeGroup(
        "M-40-26q20-8 40 4q20-12 40-4v30q-20-8-40 4q-20-12-40-4Z",
        (("M-35-25q18-6 33 4v24q-15-10-33-5ZM35-25q-18-6-33 4v24q15-10 33-5Z", SECOND),),
    ),
    "scissors": ShapeGroup(
        "",
        (("M0 0l14-60M0 0l-14-60", MAIN, 7), (draw_oval(-13, 14, 10) + draw_oval(13, 14, 10), MAIN, 7)),
        (("M0 0l14-60M0 0l-14-60", 7),),
    ),
    "extinguisher": ShapeGroup(
        draw_box(-20, -86, 40, 86, 14),
        (
            (draw_box(-20, -62, 40, 18), SECOND),
            (draw_box(-8, -104, 16, 20, 3), "ink"),
            ("M-4-100l-30 8-2 42", "ink", 8),
        ),
    ),
    "flag": ShapeGroup(CLOTH, ((CLOTH, SECOND),), (("M0 0V-150", 7),)),
    "thermos": ShapeGroup(
        draw_box(-24, -96, 48, 96, 12),
        ((draw_box(-16, -118, 32, 24, 6), SECOND), (draw_petals(0, -46, 5, 3, 18, 26), SECOND)),
    ),
    "radio": ShapeGroup(
        draw_box(-54, -64, 108, 64, 10),
        ((draw_oval(-22, -32, 20), SECOND), (draw_oval(-22, -32, 8), MAIN), (draw_dot_ring(26, -30, 3, 12, 5), SECOND)),
        (("M34-62l24-44", 5),),
    ),
    "sewing": ShapeGroup(
        "M-60-12h116v12h-116ZM-54-76h84q22 0 22 26v38h-26v-34h-56v26h-24Z",
        ((draw_oval(-42, -44, 8), SECOND), (draw_crescent(-26, -66, 44, 6), SECOND)),
    ),
    "ribbon": ShapeGroup(
        TAILS + draw_petals(0, 0, 10, 8, 34, 20) + draw_oval(0, 0, 22),
        (
            (TAILS, SECOND),
            (draw_petals(0, 0, 10, 8, 34, 20) + draw_oval(0, 0, 22), MAIN),
            (draw_oval(0, 0, 14), "lamp"),
        ),
    ),
}
"""Objects by name."""


def draw_round_table(
    x: float, y: float, width: float, depth: float, top: str = "straw", side: str = "wood"
) -> list[PathItem]:
    """Return a round table whose top is an ellipse around (x, y)."""
    return [
        PathItem(draw_box(x - 26, y, 52, 190, 10) + draw_oval(x, y + 190, width * 0.3, 20), side),
        PathItem(draw_oval(x, y + 16, width / 2, depth / 2), side),
        build_flat_path(draw_oval(x, y, width / 2, depth / 2), top),
        build_line(draw_oval(x, y, width / 2 - 22, depth / 2 - 13), side, 4, 0.2),
    ]


def draw_long_table(
    x: float, y: float, width: float, depth: float, top: str = "straw", side: str = "wood"
) -> list[PathItem]:
    """Return a long table seen from a little above, the far edge of its top from (x, y) on."""
    slab = draw_polygon((x, y), (x + width, y), (x + width + 50, y + depth), (x - 50, y + depth))
    legs = draw_box(x - 20, y + depth, 26, 150) + draw_box(x + width - 6, y + depth, 26, 150)
    return [
        PathItem(legs, side),
        PathItem(draw_box(x - 50, y + depth - 2, width + 100, 26, 6), side),
        PathItem(slab, top),
    ]


def draw_lamp(look: SceneStyle, x: float, y: float, reach: float) -> PaperLayer:
    """Return a lamp that hangs at (x, y), and its light, `reach` wide to each side at the table."""
    light = draw_polygon((x - 50, y + 44), (x + 50, y + 44), (x + reach, y + 480), (x - reach, y + 480))
    return build_layer(
        build_flat_path(light, "lamp", 0.16), GroupItem(THINGS["ceiling-lamp"], x, y, look.get_colour(6), "lamp", 0.9)
    )


def draw_notice_board(x: float, y: float) -> PaperLayer:
    """Return a notice board with six blank notes."""
    notes = "".join(draw_box(x + 16 + (k % 3) * 60, y + 16 + (k // 3) * 70, 46, 54) for k in range(6))
    return build_layer(
        PathItem(draw_box(x, y, 198, 166, 8), "wood"),
        build_flat_path(draw_box(x + 8, y + 8, 182, 150, 4), "sage"),
        PathItem(notes, "paper"),
        build_line(f"M{x + 35:.0f} {y + 24:.0f}h140M{x + 35:.0f} {y + 94:.0f}h140", "brick", 8, dash="8 52"),
        depth=3,
    )
