"""Paper-cut people of all ages, without faces, composed of hair, clothes and gestures.

A person stands with the feet at (0, 0); an adult is about 240 units tall, a child about 150, heads are of one size.
"""

from __future__ import annotations

from .clothes import GARMENTS, HEADS, SHOES
from .paper import SHADE, Held, Part
from .shapes import Point, oval, path, shifted

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
            Held(Part(cuts=worn.trims), y=low),
            Held(Part(cuts=((sleeves, SHADE, thick), (hands, "skin")))),
            Held(HEADS[hair], y=worn.head + low),
            Held(SHOES),
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
"""The people, by what they are doing."""

CHILDREN = {"girl", "boy", "little-one", "scout"}
"""People who need a stool behind a table."""
