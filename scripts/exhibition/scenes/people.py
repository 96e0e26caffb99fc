"""Turns rows of hair, clothes and gestures into paper-cut people of all ages, without faces.

A person stands with the feet at (0, 0); a grown-up is about 240 units tall, a child about 150, heads are of one size.
"""

from __future__ import annotations

from dataclasses import dataclass

from .paper import MAIN, SECOND, SHADE, Cut, Part
from .shapes import Point, box, crescent, oval, path, shifted

Arm = tuple[Point, Point]
"""Elbow and hand, from the shoulder, of an arm on the right; the left one is its mirror image."""

DOWN: Arm = ((19, 42), (13, 82))
HIP: Arm = ((31, 38), (7, 60))
RAISED: Arm = ((25, -30), (17, -82))
WAVE: Arm = ((33, -4), (53, -52))
OFFER: Arm = ((17, 38), (52, 36))
POINT: Arm = ((35, 6), (72, -16))
FOLD: Arm = ((19, 38), (-14, 46))
READ: Arm = ((21, 36), (-8, 28))

HAIR: dict[str, tuple[str, str]] = {
    "crop": ("M-28 4c-2-44 58-44 56 0q-6-20-22-20q-22 0-34 20Z", "ink"),
    "bob": ("M-31 20c-7-66 69-66 62 0q-7 4-9-10q-2-22-24-24q-18 4-20 24q-2 14-9 10Z", "ink"),
    "bun": (oval(0, -35, 12) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "dark"),
    "silver-bun": (oval(0, -35, 12) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "ash"),
    "silver": ("M-28 4c-2-42 58-42 56 0q-4-16-14-22q-26-2-42 22Z", "ash"),
    "cap": ("M-29-6c1-34 56-34 58-2l15 4q2 6-4 6h-69Z", "deep-river"),
    "pigtails": (
        oval(-35, 6, 10, 14) + oval(35, 6, 10, 14) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "ink",
    ),
    "straw-hat": ("M-50-6q22-8 26-14c4-24 44-24 48 0q4 6 26 14q-50 12-100 0Z", "straw"),
    "back": (oval(0, -1, 28), "ink"),
    "silver-back": (oval(0, -1, 28) + oval(0, -24, 13), "ash"),
}
"""Hair by name: what is cut around the middle of the head, and of which paper."""
CHEEKS: Cut = (oval(-13, 9, 5, 4) + oval(13, 9, 5, 4), "blush")
"""All the face that there is."""
HEADS: dict[str, Part] = {
    name: Part(cuts=((oval(0, 0, 26), "skin"), *([] if "back" in name else [CHEEKS]), hair)) for name, hair in HAIR.items()
}
SHOES = Part(cuts=((oval(-16, -5, 14, 7) + oval(16, -5, 14, 7), "ink"),))


@dataclass(frozen=True, slots=True)
class Garment:
    """The outline of clothes, the cuts upon them, and where shoulders, hips and head belong."""

    outline: str
    trims: tuple[tuple[str, str], ...]
    shoulder: Point = (21, -170)
    head: float = -210
    hip: int = -83
    reach: float = 1
    """Length of an arm."""


CHILD = {"shoulder": (15, -84), "head": -118, "reach": 0.62}
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
        ((crescent(-28, -40, 56, -7) + oval(0, -80, 3.5) + oval(0, -68, 3.5), SECOND),), hip=-26, **CHILD,
    ),
    "shirt": Garment(
        "M-17-94q17-7 34 0q6 26 5 52q-22 7-44 0q-1-26 5-52Z",
        (("M0-82l5 8h9l-6 7 3 9-11-5-11 5 3-9-6-7h9Z", SECOND),), hip=-40, **CHILD,
    ),
}
"""Clothes by name; the last two are a child's."""


SEAT = 38
"""How much lower one sits than one stands."""


def person(
    hair: str, garment: str, left: Arm = DOWN, right: Arm = DOWN, legs: str = "dark", *, seated: bool = False
) -> Part:
    """Return a person with `hair` and `garment`, the arms as given, in trousers or stockings of the colour `legs`."""
    worn, low = GARMENTS[garment], SEAT if seated else 0
    (x, y), reach, hip = worn.shoulder, worn.reach, min(worn.hip + low, -20)
    arms = [
        [(side * x, y + low), *((side * (x + a * reach), y + low + b * reach) for a, b in arm)]
        for side, arm in ((-1, left), (1, right))
    ]
    sleeves = "".join(path(*joints) for joints in arms)
    hands = "".join(oval(*joints[2], 9 if reach == 1 else 7.5) for joints in arms)
    feet = f"M-23 {hip}h20v{-hip - 4}h-20ZM3 {hip}h20v{-hip - 4}h-20Z"
    thick = 17 if reach == 1 else 14
    return Part(
        shifted(worn.outline, 0, low) + oval(0, worn.head + low, 27),
        ((feet, legs),),
        ((sleeves, thick),),
        (
            (Part(cuts=worn.trims), 0, low),
            (Part(cuts=((sleeves, SHADE, thick), (hands, "skin"))), 0, 0),
            (HEADS[hair], 0, worn.head + low),
            (SHOES, 0, 0),
        ),
    )


PEOPLE: dict[str, Part] = {
    "neighbour": person("bob", "dress"),
    "uncle": person("crop", "jacket", DOWN, HIP, "wood"),
    "granny": person("silver-bun", "tunic", DOWN, FOLD),
    "grandpa": person("silver", "jacket", FOLD, DOWN, "stone"),
    "leader": person("bun", "tunic", DOWN, POINT, "deep-river"),
    "greeter": person("bob", "dress", DOWN, WAVE),
    "youth": person("crop", "jacket", OFFER, OFFER, "river"),
    "cook": person("bun", "apron", OFFER, OFFER),
    "gardener": person("straw-hat", "apron", DOWN, OFFER, "wood"),
    "reader": person("silver", "tunic", READ, READ, "wood"),
    "listener": person("silver-bun", "dress", FOLD, FOLD),
    "speaker": person("crop", "tunic", WAVE, FOLD),
    "sitting-reader": person("silver", "jacket", READ, READ, "wood", seated=True),
    "sitting-granny": person("silver-bun", "dress", FOLD, FOLD, seated=True),
    "sitting-uncle": person("crop", "jacket", HIP, FOLD, "river", seated=True),
    "sitting-mother": person("bob", "dress", DOWN, POINT, seated=True),
    "seated-back": person("back", "jacket", DOWN, DOWN),
    "elder-back": person("silver-back", "tunic", DOWN, DOWN),
    "girl": person("pigtails", "frock", RAISED, RAISED),
    "boy": person("crop", "shirt", DOWN, WAVE, "river"),
    "little-one": person("bob", "frock", DOWN, POINT),
    "scout": person("cap", "shirt", OFFER, OFFER, "wood"),
}
"""The neighbours, by what they are doing."""

CHILDREN = {"girl", "boy", "little-one", "scout"}
"""Those who need a stool behind a table."""
