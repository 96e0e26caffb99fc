"""Paper-cut plants, their foot at (0, 0).

The main colour is the leaf's, the second that of the flower or the pot.
"""

from __future__ import annotations

from .paper import MAIN, SECOND, SHADE, Held, Part
from .shapes import crescent, oval, path, petals, scallops

POT = "M-30-44h60l-7 42q-1 4-6 4h-34q-5 0-6-4ZM-34-54h68v13h-68Z"
POT_TRIM = (crescent(-20, -26, 40, 7), SHADE)


def _leaf(x: float, y: float, dx: float, dy: float, fat: float) -> str:
    """Return a leaf from (x, y) to (x + dx, y + dy), its half width `fat` times its length."""
    a, b = dx / 2 - dy * fat, dy / 2 + dx * fat
    c, d = dx / 2 + dy * fat, dy / 2 - dx * fat
    return f"M{x:g} {y:g}q{a:g} {b:g} {dx:g} {dy:g}q{c - dx:g} {d - dy:g} {-dx:g} {-dy:g}Z"


BROAD = "".join(_leaf(0, -50, x, y, 0.3) for x, y in ((-4, -96), (-52, -76), (48, -80), (-70, -34), (68, -38)))
BLADES = "".join(_leaf(0, -50, x, y, 0.13) for x, y in ((0, -110), (-30, -96), (30, -98), (-56, -70), (56, -72)))
FERN = "".join(
    _leaf(x * 0.5, -52 + y * 0.2, x, y, 0.2)
    for x, y in ((-8, -60), (-46, -44), (44, -48), (-60, 4), (60, 2), (22, -60))
)
STEMS = path((0, -50), (-2, -100)) + path((-6, -50), (-34, -86)) + path((6, -50), (32, -90))
BLOOM = Part(cuts=((petals(0, 0, 6, 4, 25, 26), SECOND), (oval(0, 0, 6), "lamp")))
CROWN = (
    "M0-250c38-8 62 12 62 38c38 4 52 44 28 66c4 36-36 52-60 36c-20 18-52 14-64-6c-38 6-62-26-48-54c-18-36 10-66 38-62"
    "c4-14 22-20 44-18Z"
)

PLANTS: dict[str, Part] = {
    "broadleaf": Part(POT + BROAD, ((POT, SECOND), POT_TRIM, (path((0, -54), (-3, -124)), "dew", 3))),
    "aloe": Part(POT + BLADES, ((POT, SECOND), POT_TRIM)),
    "fern": Part(POT + FERN, ((POT, SECOND), POT_TRIM)),
    "flowers": Part(
        POT + _leaf(0, -52, -46, -16, 0.25) + _leaf(0, -52, 46, -18, 0.25),
        ((POT, "clay"), POT_TRIM),
        ((STEMS, 5),),
        (Held(BLOOM, -2, -106), Held(BLOOM, -36, -90), Held(BLOOM, 34, -94)),
    ),
    "bush": Part(
        "M-70 0c-26-20-10-56 16-52c-4-32 36-42 50-20c18-24 58-12 54 20c28-4 40 36 16 52Z",
        (
            (
                crescent(-44, -24, 30, -8)
                + crescent(0, -40, 34, -8)
                + crescent(-8, -14, 30, -7)
                + crescent(36, -20, 22, -6),
                SECOND,
            ),
        ),
    ),
    "tree": Part(
        "M-12 0q6-60 2-110h20q-4 50 4 110Z" + CROWN,
        (
            ("M-12 0q6-60 2-110h20q-4 50 4 110Z", "wood"),
            (CROWN, MAIN),
            (
                crescent(-54, -190, 44, -12)
                + crescent(10, -216, 40, -11)
                + crescent(-20, -146, 46, -11)
                + crescent(38, -160, 36, -10),
                SECOND,
            ),
        ),
    ),
    "cabbage": Part(
        "M-34 0c-22-14-10-44 8-40c4-20 48-20 52 0c18-4 30 26 8 40Z",
        ((crescent(-22, -10, 18, -8) + crescent(4, -10, 18, -8) + crescent(-11, -26, 22, -8), SECOND),),
    ),
    "sprout": Part(_leaf(0, -28, -28, -22, 0.26) + _leaf(0, -30, 28, -24, 0.26), lines=((path((0, 0), (0, -34)), 5),)),
    "tulip": Part(
        _leaf(0, -6, -24, -34, 0.2)
        + _leaf(0, -6, 24, -36, 0.2)
        + "M-18-56q-4-24-2-34l11 12 9-16 9 16 11-12q2 10-2 34q-18 14-36 0Z",
        (("M-18-56q-4-24-2-34l11 12 9-16 9 16 11-12q2 10-2 34q-18 14-36 0Z", SECOND),),
        ((path((0, 0), (0, -56)), 5),),
    ),
    "daisy": Part(
        _leaf(0, -16, 24, -22, 0.25),
        ((petals(2, -66, 8, 3, 24, 20), SECOND), (oval(2, -66, 7), "lamp")),
        ((path((0, 0), (2, -60)), 5),),
    ),
    "tomato": Part(
        _leaf(0, -30, -40, -12, 0.25)
        + _leaf(0, -52, 42, -14, 0.25)
        + _leaf(0, -78, -34, -18, 0.25)
        + _leaf(0, -96, 22, -24, 0.25),
        ((oval(24, -34, 12) + oval(-22, -60, 12) + oval(20, -82, 10), SECOND),),
        ((path((0, 0), (0, -100)), 5),),
    ),
    "mushroom": Part(
        "M-14 0q6-30 2-48h24q-4 18 2 48Z" + "M-52-44c0-46 104-46 104 0q-52 14-104 0Z",
        (
            ("M-14 0q6-30 2-48h24q-4 18 2 48Z", "paper"),
            ("M-52-44c0-46 104-46 104 0q-52 14-104 0Z", MAIN),
            (oval(-22, -58, 8, 6) + oval(4, -66, 9, 6) + oval(28, -56, 7, 5), SECOND),
        ),
    ),
    "grass": Part(
        "M-40 0q-2-26-14-38q16 6 22 22q0-28-8-46q18 16 20 40q6-26 20-36q-6 20-2 34q10-14 24-18q-14 16-16 42Z"
    ),
    "hedge": Part(
        scallops(-120, 120, -50, 0, 8, 9),
        ((crescent(-90, -24, 36, -8) + crescent(-20, -28, 36, -8) + crescent(54, -24, 36, -8), SECOND),),
    ),
}
"""Plants by name."""
