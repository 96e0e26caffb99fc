"""Paper-cut people of all ages, without faces, composed of hair, clothes and gestures.

A person stands with the feet at (0, 0); an adult is about 240 units tall, a child about 150, heads are of one size.
"""

from __future__ import annotations

from dataclasses import dataclass

from .paper_layers import MAIN, SECOND, SHADE, ChildGroup, PathSpec, ShapeGroup
from .svg_paths import Point, draw_box, draw_crescent, draw_oval, draw_polyline, shift_path

HAIR: dict[str, tuple[str, str]] = {
    "crop": ("M-28 4c-2-44 58-44 56 0q-6-20-22-20q-22 0-34 20Z", "ink"),
    "bob": ("M-31 20c-7-66 69-66 62 0q-7 4-9-10q-2-22-24-24q-18 4-20 24q-2 14-9 10Z", "ink"),
    "bun": (draw_oval(0, -35, 12) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "dark"),
    "silver-bun": (draw_oval(0, -35, 12) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z", "ash"),
    "silver": ("M-28 4c-2-42 58-42 56 0q-4-16-14-22q-26-2-42 22Z", "ash"),
    "cap": ("M-29-6c1-34 56-34 58-2l15 4q2 6-4 6h-69Z", "youyilu"),
    "pigtails": (
        draw_oval(-35, 6, 10, 14) + draw_oval(35, 6, 10, 14) + "M-28 6c-4-46 60-46 56 0q-8-20-28-22q-20 2-28 22Z",
        "ink",
    ),
    "straw-hat": ("M-50-6q22-8 26-14c4-24 44-24 48 0q4 6 26 14q-50 12-100 0Z", "straw"),
    "back": (draw_oval(0, -1, 28), "ink"),
    "silver-back": (draw_oval(0, -1, 28) + draw_oval(0, -24, 13), "ash"),
}
"""Hair by name: path data around the middle of the head, and its colour."""
CHEEKS: PathSpec = (draw_oval(-13, 9, 5, 4) + draw_oval(13, 9, 5, 4), "blush")
"""The cheeks: the only facial feature."""
HEADS: dict[str, ShapeGroup] = {
    name: ShapeGroup(paths=((draw_oval(0, 0, 26), "skin"), *([] if "back" in name else [CHEEKS]), hair))
    for name, hair in HAIR.items()
}
SHOES = ShapeGroup(paths=((draw_oval(-16, -5, 14, 7) + draw_oval(16, -5, 14, 7), "ink"),))
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
        (
            (
                draw_crescent(-38, -62, 76, -9)
                + draw_crescent(-33, -84, 66, -6)
                + draw_oval(0, -164, 4)
                + draw_oval(0, -148, 4),
                SECOND,
            ),
        ),
        hip=-36,
    ),
    "jacket": Garment(
        "M-24-182q24-10 48 0q10 42 8 94q-32 10-64 0q-2-52 8-94Z",
        ((draw_box(-2, -186, 4, 104) + draw_crescent(-24, -104, 18, -5) + draw_crescent(6, -104, 18, -5), SECOND),),
    ),
    "tunic": Garment(
        "M-22-184q22-8 44 0q10 34 18 118q-20 10-40 2q-20 8-40-2q8-84 18-118Z",
        ((draw_crescent(-16, -184, 32, 10) + "M0-142l9 13-9 13-9-13Z" + draw_crescent(-33, -76, 66, -6), SECOND),),
        hip=-62,
    ),
    "apron": Garment(
        "M-22-184q22-8 44 0q10 44 12 114q-34 10-68 0q2-70 12-114Z",
        (("M-14-168h28l3 30q9 36 9 64q-26 8-52 0q0-28 9-64Z", SECOND), (draw_crescent(-14, -112, 28, 9), MAIN)),
        hip=-66,
    ),
    "frock": Garment(
        "M-15-94q15-7 30 0q10 28 20 62q-35 14-70 0q10-34 20-62Z",
        ((draw_crescent(-28, -40, 56, -7) + draw_oval(0, -80, 3.5) + draw_oval(0, -68, 3.5), SECOND),),
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


Arm = tuple[Point, Point]
"""Elbow and hand, relative to the shoulder, of a right arm; the left one is its mirror image."""
DOWN: Arm = ((19, 42), (13, 82))
HIP: Arm = ((31, 38), (7, 60))
RAISED: Arm = ((25, -30), (17, -82))
WAVE: Arm = ((33, -4), (53, -52))
OFFER: Arm = ((17, 38), (52, 36))
POINT: Arm = ((35, 6), (72, -16))
FOLD: Arm = ((19, 38), (-14, 46))
READ: Arm = ((21, 36), (-8, 28))
SEAT = 38
"""Units by which a seated person is lower than a standing one."""


def draw_person(
    hair: str, garment: str, left: Arm = DOWN, right: Arm = DOWN, legs: str = "dark", *, seated: bool = False
) -> ShapeGroup:
    """Return a person with `hair` and `garment`, the arms as given, in trousers or stockings of the colour `legs`."""
    worn, low = GARMENTS[garment], SEAT if seated else 0
    (x, y), reach, hip = worn.shoulder, worn.reach, min(worn.hip + low, -20)
    arms = [
        [(side * x, y + low), *((side * (x + a * reach), y + low + b * reach) for a, b in arm)]
        for side, arm in ((-1, left), (1, right))
    ]
    sleeves = "".join(draw_polyline(*joints) for joints in arms)
    hands = "".join(draw_oval(*joints[2], 9 if reach == 1 else 7.5) for joints in arms)
    feet = f"M-23 {hip}h20v{-hip - 4}h-20ZM3 {hip}h20v{-hip - 4}h-20Z"
    thick = 17 if reach == 1 else 14
    return ShapeGroup(
        shift_path(worn.outline, 0, low) + draw_oval(0, worn.head + low, 27),
        ((feet, legs),),
        ((sleeves, thick),),
        (
            ChildGroup(ShapeGroup(paths=worn.trims), y=low),
            ChildGroup(ShapeGroup(paths=((sleeves, SHADE, thick), (hands, "skin")))),
            ChildGroup(HEADS[hair], y=worn.head + low),
            ChildGroup(SHOES),
        ),
    )


PEOPLE: dict[str, ShapeGroup] = {
    "neighbour": draw_person("bob", "dress"),
    "uncle": draw_person("crop", "jacket", DOWN, HIP, "wood"),
    "granny": draw_person("silver-bun", "tunic", DOWN, FOLD),
    "grandpa": draw_person("silver", "jacket", FOLD, DOWN, "stone"),
    "leader": draw_person("bun", "tunic", DOWN, POINT, "deep-river"),
    "greeter": draw_person("bob", "dress", DOWN, WAVE),
    "youth": draw_person("crop", "jacket", OFFER, OFFER, "river"),
    "cook": draw_person("bun", "apron", OFFER, OFFER),
    "gardener": draw_person("straw-hat", "apron", DOWN, OFFER, "wood"),
    "reader": draw_person("silver", "tunic", READ, READ, "wood"),
    "listener": draw_person("silver-bun", "dress", FOLD, FOLD),
    "speaker": draw_person("crop", "tunic", WAVE, FOLD),
    "sitting-reader": draw_person("silver", "jacket", READ, READ, "wood", seated=True),
    "sitting-granny": draw_person("silver-bun", "dress", FOLD, FOLD, seated=True),
    "sitting-uncle": draw_person("crop", "jacket", HIP, FOLD, "river", seated=True),
    "sitting-mother": draw_person("bob", "dress", DOWN, POINT, seated=True),
    "seated-back": draw_person("back", "jacket", DOWN, DOWN),
    "elder-back": draw_person("silver-back", "tunic", DOWN, DOWN),
    "girl": draw_person("pigtails", "frock", RAISED, RAISED),
    "boy": draw_person("crop", "shirt", DOWN, WAVE, "river"),
    "little-one": draw_person("bob", "frock", DOWN, POINT),
    "scout": draw_person("cap", "shirt", OFFER, OFFER, "wood"),
}
"""The people, by what they are doing."""
CHILDREN = {"girl", "boy", "little-one", "scout"}
"""People who need a stool behind a table."""
