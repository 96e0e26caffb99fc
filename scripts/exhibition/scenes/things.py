"""Objects of corridors, kitchens and gardens as shape groups, their foot at (0, 0)."""

from __future__ import annotations

from .paper import MAIN, SECOND, SHADE, Part
from .shapes import box, crescent, oval, path, petals, ring

WHEELS = oval(-74, -48, 42) + oval(74, -48, 42)
TUBES = "M-74-48l44-60h78l-48 58ZM0-50l-34-72M74-48l-32-84 20-10"
SADDLE = "M-54-128h38q6 0 4 7l-14 6h-20q-12 0-8-13Z"
BASKET = "M58-140h44l-8 34h-28Z"
GLOBE = oval(0, 58, 42, 38)
CAPS = box(-22, 14, 44, 9, 3) + box(-22, 93, 44, 9, 3)
TOTE = "M-44 0l6-92h76l6 92ZM-24-92q0-44 24-44q24 0 24 44h-9q0-34-15-34q-15 0-15 34Z"
BRUSH_POT = "M-22-50h44l-5 50h-34Z"
CLOTH = "M2-150q30-14 52 2q18 10 34 0v48q-18 12-36 0q-22-14-50 0Z"
TAILS = "M-14 6l-18 56 18-8 10 16 8-34 8 34 10-16 18 8-18-56Z"
MOP = "M-22-40h40l10 40q-6-8-12 0q-8-8-16 0q-8-8-16 0q-8-8-14 0Z"

THINGS: dict[str, Part] = {
    "bicycle": Part(
        BASKET + SADDLE,
        ((WHEELS, "ink", 10), (TUBES, MAIN, 8), (SADDLE, "ink"), (BASKET, SECOND), (oval(0, -50, 10), "ink")),
        ((WHEELS, 10),),
    ),
    "carton": Part(
        box(-56, -84, 112, 84),
        ((box(-56, -84, 112, 14), SHADE), (box(-8, -84, 16, 34), SECOND), (box(-40, -22, 26, 10), SHADE)),
    ),
    "open-carton": Part(
        "M-52-72h104v72h-104ZM-52-72l-24-26h40l16 26ZM52-72l26-24h-42l-14 24Z",
        (("M-52-72h104l-14 14h-76Z", SHADE), (box(-36, -20, 26, 8), SHADE)),
    ),
    "jar": Part(
        "M-18-86h36q0 10-2 14q26 10 26 40q0 26-20 32h-44q-20-6-20-32q0-30 26-40q-2-4-2-14Z",
        ((box(-24, -96, 48, 12), SECOND), (crescent(-34, -44, 68, -7) + crescent(-30, -22, 60, -6), SHADE)),
    ),
    "bundle": Part(
        box(-46, -58, 92, 58, 3),
        ((box(-46, -40, 92, 20), SHADE), (box(-4, -58, 8, 58), SECOND)),
    ),
    "mop": Part(MOP, ((MOP, SECOND),), ((path((0, -20), (14, -210)), 8),)),
    "lantern": Part(
        GLOBE + CAPS,
        ((oval(0, 58, 24, 38), SHADE), (oval(0, 58, 9, 38), SECOND), (CAPS, "lamp"), ("M0 0v12M0 104v24", "brick", 6)),
    ),
    "ceiling-lamp": Part(
        "M-64 44q4-44 64-46q60 2 64 46Z",
        (("M-20 44h40q-2 18-20 18q-18 0-20-18Z", SECOND), (crescent(-40, 26, 80, -10), SHADE)),
        (("M0-300V0", 4),),
    ),
    "stool": Part(box(-34, -64, 68, 13, 5), (), (("M-24-54l-6 48M24-54l6 48M-26-32h52", 8),)),
    "bench": Part(
        box(-120, -62, 240, 15, 6) + box(-120, -100, 240, 12, 6), (), (("M-98-50v46M98-50v46M-94-94v34M94-94v34", 12),)
    ),
    "cup": Part(
        "M-13-22h26l-3 20q-1 2-4 2h-12q-3 0-4-2Z",
        ((crescent(-11, -15, 22, 4), SECOND),),
        (("M13-18q10 2 7 8q-2 4-8 2", 4),),
    ),
    "teapot": Part(
        "M-28-2q-14-40 28-42q42 2 28 42ZM26-30l26-16 4 6-24 28Z" + oval(0, -47, 6),
        ((crescent(-22, -18, 44, 8), SECOND),),
        (("M-26-32q-22-2-20 14q3 10 20 12", 7),),
    ),
    "dish": Part(
        "M-44-14h88q-6 14-22 14h-44q-16 0-22-14Z",
        (
            ("M-34-14q8-24 34-24q26 0 34 24Z", SECOND),
            (oval(-10, -22, 4) + oval(8, -26, 4) + oval(18, -18, 4), "sprout"),
        ),
    ),
    "steamer": Part(
        box(-46, -52, 92, 52, 6) + "M-50-52q6-22 50-22q44 0 50 22Z" + oval(0, -76, 6),
        ((box(-46, -30, 92, 6) + crescent(-46, -54, 92, -10), SHADE),),
    ),
    "steam": Part("M-4 0q-16-18 0-36t0-36q6-10 4-18q16 18 2 36t0 36q4 8-6 18Z"),
    "can": Part(
        "M-34-56h56l6 56h-68ZM24-20l44-42 10 8-50 52Z" + oval(74, -60, 12, 8),
        ((crescent(-30, -30, 54, 8), SECOND),),
        (("M-26-56q2-28 22-28q20 0 22 28", 8),),
    ),
    "bag": Part(TOTE, ((petals(0, -44, 6, 5, 28, 26), SECOND), (oval(0, -44, 7), "lamp"))),
    "fish-bag": Part(
        TOTE, (("M-30-46q24-30 46 0l16-14v28l-16-14q-22 30-46 0Z", SECOND), (oval(-12, -50, 3.5), "paper"))
    ),
    "wave-bag": Part(
        TOTE,
        (
            (
                crescent(-32, -56, 32, -12)
                + crescent(0, -56, 32, -12)
                + crescent(-32, -32, 32, -12)
                + crescent(0, -32, 32, -12),
                SECOND,
            ),
        ),
    ),
    "house-bag": Part(TOTE, (("M0-76l32 24h-8v32h-48v-32h-8Z", SECOND), (box(-8, -46, 16, 16, 3), "lamp"))),
    "brushes": Part(
        BRUSH_POT,
        ((BRUSH_POT, SECOND), ("M-19-104v8", "brick", 11), ("M2-112v8", "lamp", 11), ("M23-100v8", "leaf", 11)),
        (("M-8-46l-10-50M0-46l2-58M8-46l14-46", 6),),
    ),
    "book": Part(
        "M-40-26q20-8 40 4q20-12 40-4v30q-20-8-40 4q-20-12-40-4Z",
        (("M-35-25q18-6 33 4v24q-15-10-33-5ZM35-25q-18-6-33 4v24q15-10 33-5Z", SECOND),),
    ),
    "scissors": Part(
        "",
        (("M0 0l14-60M0 0l-14-60", MAIN, 7), (oval(-13, 14, 10) + oval(13, 14, 10), MAIN, 7)),
        (("M0 0l14-60M0 0l-14-60", 7),),
    ),
    "extinguisher": Part(
        box(-20, -86, 40, 86, 14),
        ((box(-20, -62, 40, 18), SECOND), (box(-8, -104, 16, 20, 3), "ink"), ("M-4-100l-30 8-2 42", "ink", 8)),
    ),
    "flag": Part(CLOTH, ((CLOTH, SECOND),), (("M0 0V-150", 7),)),
    "thermos": Part(
        box(-24, -96, 48, 96, 12), ((box(-16, -118, 32, 24, 6), SECOND), (petals(0, -46, 5, 3, 18, 26), SECOND))
    ),
    "radio": Part(
        box(-54, -64, 108, 64, 10),
        ((oval(-22, -32, 20), SECOND), (oval(-22, -32, 8), MAIN), (ring(26, -30, 3, 12, 5), SECOND)),
        (("M34-62l24-44", 5),),
    ),
    "sewing": Part(
        "M-60-12h116v12h-116ZM-54-76h84q22 0 22 26v38h-26v-34h-56v26h-24Z",
        ((oval(-42, -44, 8), SECOND), (crescent(-26, -66, 44, 6), SECOND)),
    ),
    "ribbon": Part(
        TAILS + petals(0, 0, 10, 8, 34, 20) + oval(0, 0, 22),
        ((TAILS, SECOND), (petals(0, 0, 10, 8, 34, 20) + oval(0, 0, 22), MAIN), (oval(0, 0, 14), "lamp")),
    ),
}
"""Objects by name."""
