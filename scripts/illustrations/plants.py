"""Paper-cut plants, their foot at (0, 0).

The main colour is the leaf's, the second that of the flower or the pot.
"""

from __future__ import annotations

from .paper_layers import MAIN, SECOND, SHADE, ChildGroup, ShapeGroup
from .svg_paths import draw_crescent, draw_oval, draw_petals, draw_polyline, draw_scallops

POT = "M-30-44h60l-7 42q-1 4-6 4h-34q-5 0-6-4ZM-34-54h68v13h-68Z"
POT_TRIM = (draw_crescent(-20, -26, 40, 7), SHADE)


def _draw_leaf(x: float, y: float, dx: float, dy: float, fat: float) -> str:
    """Return a leaf from (x, y) to (x + dx, y + dy), its half width `fat` times its length."""
    a, b = dx / 2 - dy * fat, dy / 2 + dx * fat
    c, d = dx / 2 + dy * fat, dy / 2 - dx * fat
    return f"M{x:g} {y:g}q{a:g} {b:g} {dx:g} {dy:g}q{c - dx:g} {d - dy:g} {-dx:g} {-dy:g}Z"


BROAD = "".join(_draw_leaf(0, -50, x, y, 0.3) for x, y in ((-4, -96), (-52, -76), (48, -80), (-70, -34), (68, -38)))
BLADES = "".join(_draw_leaf(0, -50, x, y, 0.13) for x, y in ((0, -110), (-30, -96), (30, -98), (-56, -70), (56, -72)))
FERN = "".join(
    _draw_leaf(x * 0.5, -52 + y * 0.2, x, y, 0.2)
    for x, y in ((-8, -60), (-46, -44), (44, -48), (-60, 4), (60, 2), (22, -60))
)
STEMS = draw_polyline((0, -50), (-2, -100)) + draw_polyline((-6, -50), (-34, -86)) + draw_polyline((6, -50), (32, -90))
BLOOM = ShapeGroup(paths=((draw_petals(0, 0, 6, 4, 25, 26), SECOND), (draw_oval(0, 0, 6), "lamp")))
CROWN = (
    "M0-250c38-8 62 12 62 38c38 4 52 44 28 66c4 36-36 52-60 36c-20 18-52 14-64-6c-38 6-62-26-48-54c-18-36 10-66 38-62"
    "c4-14 22-20 44-18Z"
)

PLANTS: dict[str, ShapeGroup] = {
    "broadleaf": ShapeGroup(POT + BROAD, ((POT, SECOND), POT_TRIM, (draw_polyline((0, -54), (-3, -124)), "dew", 3))),
    "aloe": ShapeGroup(POT + BLADES, ((POT, SECOND), POT_TRIM)),
    "fern": ShapeGroup(POT + FERN, ((POT, SECOND), POT_TRIM)),
    "flowers": ShapeGroup(
        POT + _draw_leaf(0, -52, -46, -16, 0.25) + _draw_leaf(0, -52, 46, -18, 0.25),
        ((POT, "clay"), POT_TRIM),
        ((STEMS, 5),),
        (ChildGroup(BLOOM, -2, -106), ChildGroup(BLOOM, -36, -90), ChildGroup(BLOOM, 34, -94)),
    ),
    "bush": ShapeGroup(
        "M-70 0c-26-20-10-56 16-52c-4-32 36-42 50-20c18-24 58-12 54 20c28-4 40 36 16 52Z",
        (
            (
                draw_crescent(-44, -24, 30, -8)
                + draw_crescent(0, -40, 34, -8)
                + draw_crescent(-8, -14, 30, -7)
                + draw_crescent(36, -20, 22, -6),
                SECOND,
            ),
        ),
    ),
    "tree": ShapeGroup(
        "M-12 0q6-60 2-110h20q-4 50 4 110Z" + CROWN,
        (
            ("M-12 0q6-60 2-110h20q-4 50 4 110Z", "wood"),
            (CROWN, MAIN),
            (
                draw_crescent(-54, -190, 44, -12)
                + draw_crescent(10, -216, 40, -11)
                + draw_crescent(-20, -146, 46, -11)
                + draw_crescent(38, -160, 36, -10),
                SECOND,
            ),
        ),
    ),
    "cabbage": ShapeGroup(
        "M-34 0c-22-14-10-44 8-40c4-20 48-20 52 0c18-4 30 26 8 40Z",
        ((draw_crescent(-22, -10, 18, -8) + draw_crescent(4, -10, 18, -8) + draw_crescent(-11, -26, 22, -8), SECOND),),
    ),
    "sprout": ShapeGroup(
        _draw_leaf(0, -28, -28, -22, 0.26) + _draw_leaf(0, -30, 28, -24, 0.26),
        lines=((draw_polyline((0, 0), (0, -34)), 5),),
    ),
    "tulip": ShapeGroup(
        _draw_leaf(0, -6, -24, -34, 0.2)
        + _draw_leaf(0, -6, 24, -36, 0.2)
        + "M-18-56q-4-24-2-34l11 12 9-16 9 16 11-12q2 10-2 34q-18 14-36 0Z",
        (("M-18-56q-4-24-2-34l11 12 9-16 9 16 11-12q2 10-2 34q-18 14-36 0Z", SECOND),),
        ((draw_polyline((0, 0), (0, -56)), 5),),
    ),
    "daisy": ShapeGroup(
        _draw_leaf(0, -16, 24, -22, 0.25),
        ((draw_petals(2, -66, 8, 3, 24, 20), SECOND), (draw_oval(2, -66, 7), "lamp")),
        ((draw_polyline((0, 0), (2, -60)), 5),),
    ),
    "tomato": ShapeGroup(
        _draw_leaf(0, -30, -40, -12, 0.25)
        + _draw_leaf(0, -52, 42, -14, 0.25)
        + _draw_leaf(0, -78, -34, -18, 0.25)
        + _draw_leaf(0, -96, 22, -24, 0.25),
        ((draw_oval(24, -34, 12) + draw_oval(-22, -60, 12) + draw_oval(20, -82, 10), SECOND),),
        ((draw_polyline((0, 0), (0, -100)), 5),),
    ),
    "mushroom": ShapeGroup(
        "M-14 0q6-30 2-48h24q-4 18 2 48Z" + "M-52-44c0-46 104-46 104 0q-52 14-104 0Z",
        (
            ("M-14 0q6-30 2-48h24q-4 18 2 48Z", "paper"),
            ("M-52-44c0-46 104-46 104 0q-52 14-104 0Z", MAIN),
            (draw_oval(-22, -58, 8, 6) + draw_oval(4, -66, 9, 6) + draw_oval(28, -56, 7, 5), SECOND),
        ),
    ),
    "grass": ShapeGroup(
        "M-40 0q-2-26-14-38q16 6 22 22q0-28-8-46q18 16 20 40q6-26 20-36q-6 20-2 34q10-14 24-18q-14 16-16 42Z"
    ),
    "hedge": ShapeGroup(
        draw_scallops(-120, 120, -50, 0, 8, 9),
        ((draw_crescent(-90, -24, 36, -8) + draw_crescent(-20, -28, 36, -8) + draw_crescent(54, -24, 36, -8), SECOND),),
    ),
}
"""Plants by name."""
