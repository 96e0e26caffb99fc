"""Hair, heads and clothes of paper-cut people."""

from __future__ import annotations

from dataclasses import dataclass

from .paper import MAIN, SECOND, Cut, Part
from .shapes import Point, box, crescent, oval

HAIR: dict[str, tuple[str, str]] = {
    "crop": ("M-28 4c-2-44 58-44 56 0q-6-20-22-20q-22 0-34 20Z", "ink"),
    "bob": ("M-31 20c-7-66 69-66 62 0q-7 4-9-10q-2-22-24-24q-18 4-20 24q-2 14-9 10Z", "ink"),
    "bun": (oval(0, -35, 12) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "dark"),
    "silver-bun": (oval(0, -35, 12) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "ash"),
    "silver": ("M-28 4c-2-42 58-42 56 0q-4-16-14-22q-26-2-42 22Z", "ash"),
    "cap": ("M-29-6c1-34 56-34 58-2l15 4q2 6-4 6h-69Z", "youyilu"),
    "pigtails": (
        oval(-35, 6, 10, 14) + oval(35, 6, 10, 14) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z",
        "ink",
    ),
    "straw-hat": ("M-50-6q22-8 26-14c4-24 44-24 48 0q4 6 26 14q-50 12-100 0Z", "straw"),
    "back": (oval(0, -1, 28), "ink"),
    "silver-back": (oval(0, -1, 28) + oval(0, -24, 13), "ash"),
}
"""Hair by name: path data around the middle of the head, and its colour."""
CHEEKS: Cut = (oval(-13, 9, 5, 4) + oval(13, 9, 5, 4), "blush")
"""The cheeks: the only facial feature."""
HEADS: dict[str, Part] = {
    name: Part(cuts=((oval(0, 0, 26), "skin"), *([] if "back" in name else [CHEEKS]), hair))
    for name, hair in HAIR.items()
}
SHOES = Part(cuts=((oval(-16, -5, 14, 7) + oval(16, -5, 14, 7), "ink"),))


CHILD: Point = (15, -84)
"""A child's shoulder."""


@dataclass(frozen=True, slots=True)
class Garment:
    """The outline of clothes, the shapes drawn upon them, and the positions of shoulders, hips and head."""

    outline: str
    trims: tuple[tuple[str, str], ...]
    shoulder: Point = (21, -170)
    head: float = -210
    hip: int = -83
    reach: float = 1
    """Length of an arm."""


GARMENTS: dict[str, Garment] = {
    "dress": Garment(
        "M-20-184q20-8 40 0q12 44 26 140q-46 16-92 0q14-96 26-140Z",
        ((crescent(-38, -62, 76, -9) + crescent(-33, -84, 66, -6) + oval(0, -164, 4) + oval(0, -148, 4), SECOND),),
        hip=-36,
    ),
    "jacket": Garment(
        "M-24-182q24-10 48 0q10 42 8 94q-32 10-64 0q-2-52 8-94Z",
        ((box(-2, -186, 4, 104) + crescent(-24, -104, 18, -5) + crescent(6, -104, 18, -5), SECOND),),
    ),
    "tunic": Garment(
        "M-22-184q22-8 44 0q10 34 18 118q-20 10-40 2q-20 8-40-2q8-84 18-118Z",
        ((crescent(-16, -184, 32, 10) + "M0-142l9 13-9 13-9-13Z" + crescent(-33, -76, 66, -6), SECOND),),
        hip=-62,
    ),
    "apron": Garment(
        "M-22-184q22-8 44 0q10 44 12 114q-34 10-68 0q2-70 12-114Z",
        (("M-14-168h28l3 30q9 36 9 64q-26 8-52 0q0-28 9-64Z", SECOND), (crescent(-14, -112, 28, 9), MAIN)),
        hip=-66,
    ),
    "frock": Garment(
        "M-15-94q15-7 30 0q10 28 20 62q-35 14-70 0q10-34 20-62Z",
        ((crescent(-28, -40, 56, -7) + oval(0, -80, 3.5) + oval(0, -68, 3.5), SECOND),),
        CHILD,
        -118,
        -26,
        0.62,
    ),
    "shirt": Garment(
        "M-17-94q17-7 34 0q6 26 5 52q-22 7-44 0q-1-26 5-52Z",
        (("M0-82l5 8h9l-6 7 3 9-11-5-11 5 3-9-6-7h9Z", SECOND),),
        CHILD,
        -118,
        -40,
        0.62,
    ),
}
"""Clothes by name; the last two are a child's."""
