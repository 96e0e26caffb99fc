"""Turns the things of corridors, kitchens and gardens into paper-cut parts, their foot at (0, 0)."""

from __future__ import annotations

from .paper import MAIN, SECOND, SHADE, Part
from .shapes import box, crescent, limb, oval, petals, ring

WHEEL = "M{x} -96a48 48 0 1 1-.1 0ZM{x} -84a36 36 0 1 0 .1 0Z"
WHEELS = WHEEL.format(x=-74) + WHEEL.format(x=74)
FRAME = (
    limb((-74, -48), (-30, -108), (48, -108), (0, -50), (-74, -48), width=8) + limb((0, -50), (-34, -122), width=8)
    + limb((74, -48), (42, -132), (62, -142), width=8)
)
SADDLE = "M-54-126h38q6 0 4 7l-14 6h-20q-12 0-8-13Z"
BASKET = "M58-140h44l-8 34h-28Z"
LANTERN = oval(0, 58, 42, 38)
CAPS = box(-22, 14, 44, 9, 3) + box(-22, 93, 44, 9, 3)

THINGS: dict[str, Part] = {
    "bicycle": Part(
        WHEELS + FRAME + SADDLE + BASKET,
        ((WHEELS, "dark"), (FRAME, MAIN), (SADDLE, "ink"), (BASKET, SECOND), (oval(0, -50, 10), "ink")),
    ),
    "carton": Part(
        "M-56-84h112v84h-112Z",
        (("M-56-84h112v14h-112Z", SHADE), (box(-8, -84, 16, 34), SECOND), (box(-40, -22, 26, 10), SHADE)),
    ),
    "open-carton": Part(
        "M-52-72h104v72h-104ZM-52-72l-24-26h40l16 26ZM52-72l26-24h-42l-14 24Z",
        (("M-52-72h104l-14 14h-76Z", SHADE), (box(-36, -20, 26, 8), SHADE)),
    ),
    "jar": Part(
        "M-18-86h36q0 10-2 14q26 10 26 40q0 26-20 32h-44q-20-6-20-32q0-30 26-40q-2-4-2-14ZM-24-96h48v12h-48Z",
        (("M-24-96h48v12h-48Z", SECOND), (crescent(-34, -44, 68, -7) + crescent(-30, -22, 60, -6), SHADE)),
    ),
    "bundle": Part(
        box(-46, -20, 92, 20, 3) + box(-42, -40, 88, 20, 3) + box(-46, -58, 86, 18, 3),
        ((box(-42, -40, 88, 20, 3), SHADE), (box(-4, -58, 8, 58), SECOND)),
    ),
    "mop": Part(
        limb((0, -20), (14, -210), width=8) + "M-22-40h40l10 40q-6-8-12 0q-8-8-16 0q-8-8-16 0q-8-8-14 0Z",
        (("M-22-40h40l10 40q-6-8-12 0q-8-8-16 0q-8-8-16 0q-8-8-14 0Z", SECOND),),
    ),
    "lantern": Part(
        LANTERN + CAPS + box(-2, 0, 4, 16) + limb((0, 100), (0, 128), width=7),
        (
            (limb((0, 100), (0, 128), width=7) + box(-2, 0, 4, 16), "brick"), (LANTERN, MAIN),
            (oval(0, 58, 24, 38), SHADE), (oval(0, 58, 9, 38), SECOND), (CAPS, "lamp"),
        ),
    ),
    "ceiling-lamp": Part(
        box(-2, -400, 4, 402) + "M-64 44q4-44 64-46q60 2 64 46Z" + oval(0, 46, 20, 16),
        ((oval(0, 46, 20, 16), SECOND), ("M-64 44q4-44 64-46q60 2 64 46Z", MAIN), (crescent(-40, 26, 80, -10), SHADE)),
    ),
    "stool": Part(
        box(-34, -64, 68, 13, 5) + limb((-24, -54), (-30, -5), width=9) + limb((24, -54), (30, -5), width=9),
        ((box(-30, -34, 60, 5), MAIN),),
    ),
    "bench": Part(
        box(-120, -62, 240, 15, 6) + box(-104, -50, 16, 50) + box(88, -50, 16, 50) + box(-120, -100, 240, 12, 6)
        + box(-100, -96, 10, 40) + box(90, -96, 10, 40)
    ),
    "cup": Part("M-13-22h26l-3 20q-1 2-4 2h-12q-3 0-4-2ZM12-18q12 0 9 9q-2 6-11 4Z", ((crescent(-11, -15, 22, 4), SECOND),)),
    "teapot": Part(
        "M-28-2q-14-40 28-42q42 2 28 42ZM26-30l26-16 4 6-24 28ZM-26-34q-28-4-24 16q4 14 24 14l-2-8q-12-2-14-10q0-10 18-6Z" + oval(0, -47, 6),
        ((crescent(-22, -18, 44, 8), SECOND),),
    ),
    "dish": Part(
        "M-44-14h88q-6 14-22 14h-44q-16 0-22-14Z" + "M-34-14q8-24 34-24q26 0 34 24Z",
        (("M-34-14q8-24 34-24q26 0 34 24Z", SECOND), (oval(-10, -22, 4) + oval(8, -26, 4) + oval(18, -18, 4), "sprout")),
    ),
    "steamer": Part(
        box(-46, -26, 92, 26, 5) + box(-46, -52, 92, 26, 5) + "M-50-52q6-22 50-22q44 0 50 22Z",
        ((box(-46, -30, 92, 6) + crescent(-46, -54, 92, -10), SHADE), (oval(0, -76, 6), MAIN)),
    ),
    "steam": Part("M-4 0q-16-18 0-36t0-36q6-10 4-18q16 18 2 36t0 36q4 8-6 18Z"),
    "can": Part(
        "M-34-56h56l6 56h-68ZM24-20l44-42 10 8-50 52ZM-30-56q2-34 28-34q24 0 26 34h-9q-2-24-17-24q-17 0-19 24Z" + oval(74, -60, 12, 8),
        ((crescent(-30, -30, 54, 8), SECOND),),
    ),
    "crate": Part(
        box(-70, -50, 140, 50, 4),
        ((box(-70, -35, 140, 5) + box(-70, -19, 140, 5), SHADE), (box(-60, -50, 8, 50) + box(52, -50, 8, 50), SECOND)),
    ),
    "bag": Part(
        "M-44 0l6-92h76l6 92ZM-24-92q0-44 24-44q24 0 24 44h-9q0-34-15-34q-15 0-15 34Z",
        ((petals(0, -44, 6, 5, 26, 24), SECOND), (oval(0, -44, 7), "lamp")),
    ),
    "fish-bag": Part(
        "M-44 0l6-92h76l6 92ZM-24-92q0-44 24-44q24 0 24 44h-9q0-34-15-34q-15 0-15 34Z",
        (("M-30-46q24-30 46 0l16-14v28l-16-14q-22 30-46 0Z", SECOND), (oval(-12, -50, 3.5), "paper")),
    ),
    "wave-bag": Part(
        "M-44 0l6-92h76l6 92ZM-24-92q0-44 24-44q24 0 24 44h-9q0-34-15-34q-15 0-15 34Z",
        ((crescent(-32, -56, 32, -12) + crescent(0, -56, 32, -12) + crescent(-32, -32, 32, -12) + crescent(0, -32, 32, -12), SECOND),),
    ),
    "brushes": Part(
        "M-22-50h44l-5 50h-34Z" + limb((-8, -46), (-18, -96), width=6) + limb((0, -46), (2, -104), width=6) + limb((8, -46), (22, -92), width=6),
        (("M-22-50h44l-5 50h-34Z", SECOND), (oval(-19, -100, 6, 10), "brick"), (oval(2, -108, 6, 10), "lamp"), (oval(23, -96, 6, 10), "leaf")),
    ),
    "book": Part("M-40-26q20-8 40 4q20-12 40-4v30q-20-8-40 4q-20-12-40-4Z", (("M-35-25q18-6 33 4v24q-15-10-33-5ZM35-25q-18-6-33 4v24q15-10 33-5Z", SECOND),)),
    "scissors": Part(
        limb((0, 0), (14, -62), width=7) + limb((0, 0), (-14, -62), width=7) + oval(-13, 14, 13) + oval(13, 14, 13),
        ((oval(-13, 14, 6) + oval(13, 14, 6), SECOND),),
    ),
    "extinguisher": Part(
        box(-20, -86, 40, 86, 14) + box(-8, -104, 16, 20, 3) + limb((-4, -100), (-34, -92), (-36, -50), width=8),
        ((limb((-4, -100), (-34, -92), (-36, -50), width=8) + box(-8, -104, 16, 20, 3), "ink"), (box(-20, -62, 40, 18), SECOND)),
    ),
    "flag": Part(limb((0, 0), (0, -150), width=7) + "M2-150q30-14 52 2q18 10 34 0v48q-18 12-36 0q-22-14-50 0Z", (("M2-150q30-14 52 2q18 10 34 0v48q-18 12-36 0q-22-14-50 0Z", SECOND),)),
    "thermos": Part(box(-24, -96, 48, 96, 12) + box(-16, -118, 32, 24, 6), ((box(-16, -118, 32, 24, 6), SECOND), (petals(0, -46, 5, 3, 18, 26), SECOND))),
    "radio": Part(
        box(-54, -64, 108, 64, 10) + limb((34, -62), (58, -106), width=5),
        ((oval(-22, -32, 20), SECOND), (oval(-22, -32, 8), MAIN), (ring(26, -30, 3, 12, 5), SECOND)),
    ),
    "banner": Part("M0 0h64v150l-32-22-32 22Z", ((petals(32, 58, 8, 6, 24, 18) + ring(32, 58, 8, 30, 3), SECOND),)),
    "ribbon": Part(
        "M-14 6l-18 56 18-8 10 16 8-34 8 34 10-16 18 8-18-56Z" + petals(0, 0, 10, 8, 34, 20) + oval(0, 0, 22),
        (("M-14 6l-18 56 18-8 10 16 8-34 8 34 10-16 18 8-18-56Z", SECOND), (petals(0, 0, 10, 8, 34, 20) + oval(0, 0, 22), MAIN), (oval(0, 0, 14), "lamp")),
    ),
}
"""Things by name."""
