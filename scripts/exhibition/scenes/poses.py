"""Poses of the mascot 楼小帆, composed of its parts; each row describes one drawing."""

from __future__ import annotations

from dataclasses import dataclass

from .mascot_parts import Part, arm, legs
from .mascot_things import BOAT, BOOK, BROOM, BUBBLES, DUST, DUSTPAN, FINGER, LANTERN, SPARKS, SWEAT, WATER


@dataclass(frozen=True, slots=True)
class Pose:
    """The parts of one drawing; angles in degrees, clockwise; `lift` in units upward."""

    eyes: str
    mouth: str
    arms: Part = ()
    legs: Part = legs(98, 142)
    lean: float = 0
    lift: float = 0
    size: float = 1
    leaf: float = 0
    leaf_size: float = 1
    behind: Part = ()
    held: Part = ()
    ground: Part = ()
    """Objects in front of the figure that do not lean with it."""


LEFT_DOWN = arm("M58 166Q38 172 33 188", 32, 193)

POSES: dict[str, Pose] = {
    "waving": Pose("open", "laugh", LEFT_DOWN + arm("M184 160Q210 152 216 126", 217, 119), lean=-2, leaf=-6),
    "reading": Pose("down", "calm", arm("M58 168Q44 190 68 206") + arm("M182 168Q196 190 172 206"), held=BOOK),
    "pointing": Pose("aside", "smile", LEFT_DOWN + arm("M184 164Q200 164 212 152") + FINGER, leaf=8),
    "thinking": Pose(
        "up", "hm", LEFT_DOWN, lean=-5, leaf=4, behind=BUBBLES, held=arm("M182 172Q204 200 166 194", 160, 190)
    ),
    "sweeping": Pose("happy", "smile", lean=-3, leaf=-12, behind=DUST, held=BROOM + DUSTPAN),
    "cheering": Pose(
        "happy",
        "laugh",
        arm("M58 158Q28 146 20 108") + arm("M182 158Q212 146 220 108"),
        legs=legs(92, 148),
        lift=6,
        behind=SPARKS,
    ),
    "sailing": Pose(
        "open",
        "smile",
        arm("M184 150Q208 140 218 116") + LEFT_DOWN,
        legs=(),
        size=0.86,
        lean=3,
        lift=18,
        leaf=4,
        leaf_size=1.25,
        ground=BOAT + WATER,
    ),
    "lantern": Pose("wide", "oh", LEFT_DOWN, lean=4, leaf=-8, held=LANTERN),
    "sorry": Pose(
        "sorry",
        "wobble",
        lean=3,
        leaf=52,
        behind=SWEAT,
        held=arm("M60 168Q52 200 106 204") + arm("M180 168Q188 200 134 204"),
    ),
}
