"""Parts, objects and poses of the mascot 楼小帆, as data.

All paths lie in one square of 240 × 240: the ground is at y = 226, the middle at x = 120. Colours are names of
`palette`.
"""

from __future__ import annotations

from dataclasses import dataclass

from .svg_paths import draw_box, draw_oval


@dataclass(frozen=True, slots=True)
class MascotPath:
    """One path: path data with a fill, or with a line `width` thick.

    `edge` says whether it belongs to the silhouette: such paths get an outline in colour, a gap in one colour.
    """

    d: str
    fill: str = ""
    line: str = ""
    width: float = 0
    edge: bool = False
    joined: bool = False
    """Whether it is part of what lies beneath, like a hand of its arm: then it gets no gap."""


MascotPart = tuple[MascotPath, ...]


def draw_solid(d: str, fill: str) -> MascotPath:
    """Return a filled path of the silhouette."""
    return MascotPath(d, fill, edge=True)


def draw_inlay(d: str, fill: str) -> MascotPath:
    """Return a filled path that lies upon another."""
    return MascotPath(d, fill)


def draw_stroke(d: str, colour: str, width: float, *, edge: bool = False) -> MascotPath:
    """Return a line with round ends."""
    return MascotPath(d, line=colour, width=width, edge=edge)


def draw_hand(d: str) -> MascotPath:
    """Return a hand, joined to its arm."""
    return MascotPath(d, "lamp", edge=True, joined=True)


def draw_arm(d: str, *end: float) -> MascotPart:
    """Return an arm along `d`, its hand around the point `end` (else at the end of `d`)."""
    x, y = end or [float(value) for value in d.split()[-2:]]
    return (draw_stroke(d, "tide", 14, edge=True), draw_hand(draw_oval(x, y, 10.5)))


def draw_legs(left: float, right: float, lift: float = 0) -> MascotPart:
    """Return two legs at x = `left` and `right`; the right foot is `lift` above the ground."""
    return (
        draw_stroke(f"M{left} 200V216M{right} 200V{216 - lift}", "tide", 14, edge=True),
        draw_solid(draw_oval(left - 3, 220, 17, 9) + draw_oval(right + 3, 220 - lift, 17, 9), "brick"),
    )


WALLS: MascotPart = (
    draw_solid("M54 100H186Q193 150 187 180Q183 206 156 206H84Q57 206 53 180Q47 150 54 100Z", "river"),
)
ROOF: MascotPart = (
    draw_solid(
        "M34 114C27 109 28 100 36 95L103 53Q120 43 137 53L204 95C212 100 213 109 206 114C201 118 194 117 188 114"
        "Q120 94 52 114C46 117 39 118 34 114Z",
        "brick",
    ),
    draw_stroke("M77 87q11 11 22 1q11 11 21 0q10 11 21 0q11 10 22-1M98 69q11 10 22 0q11 10 22 0", "coral", 5),
)
WINDOW: MascotPart = (
    draw_inlay(draw_box(65, 115, 110, 78, 32), "lamp"),
    draw_inlay(draw_box(73, 122, 94, 64, 25), "cream"),
    draw_inlay("M73 146Q71 122 98 122H116Q104 138 73 146ZM167 146Q169 122 142 122H124Q136 138 167 146Z", "glow"),
    draw_inlay(draw_box(58, 188, 124, 9, 4.5), "straw"),
)
LEAF: MascotPart = (
    draw_stroke("M120 56Q117 46 121 36", "moss", 7, edge=True),
    draw_solid("M119 47C88 36 88 8 126 4Q156 2 174 10Q164 54 119 47Z", "leaf"),
    draw_stroke("M121 44Q138 26 161 15M132 32Q124 24 123 14M145 23Q141 17 142 9M134 31Q145 36 153 33", "dew", 4),
)
EYES: dict[str, MascotPart] = {
    "open": (
        draw_inlay(draw_oval(99, 151, 7.5, 10) + draw_oval(141, 151, 7.5, 10), "ink"),
        draw_inlay(draw_oval(102, 147, 3) + draw_oval(144, 147, 3), "paper"),
    ),
    "happy": (draw_stroke("M89 154q10-15 20 0M131 154q10-15 20 0", "ink", 6),),
    "down": (draw_stroke("M89 151q10 11 20 0M131 151q10 11 20 0", "ink", 6),),
    "up": (
        draw_inlay(draw_oval(102, 148, 7.5, 10) + draw_oval(144, 148, 7.5, 10), "ink"),
        draw_inlay(draw_oval(105, 143, 3.5) + draw_oval(147, 143, 3.5), "paper"),
        draw_stroke("M92 132q8-6 17-3M133 129q9-4 17 2", "ink", 4),
    ),
    "aside": (
        draw_inlay(draw_oval(106, 151, 7.5, 10) + draw_oval(148, 151, 7.5, 10), "ink"),
        draw_inlay(draw_oval(110, 148, 3) + draw_oval(152, 148, 3), "paper"),
    ),
    "wide": (
        draw_inlay(draw_oval(99, 150, 10.5, 12) + draw_oval(141, 150, 10.5, 12), "ink"),
        draw_inlay(draw_oval(103, 146, 4.5) + draw_oval(145, 146, 4.5), "lamp"),
    ),
    "sorry": (
        draw_inlay(draw_oval(100, 154, 7, 9) + draw_oval(140, 154, 7, 9), "ink"),
        draw_inlay(draw_oval(100, 150, 3) + draw_oval(140, 150, 3), "paper"),
        draw_stroke("M88 141q8-1 14-7M152 141q-8-1-14-7", "ink", 4.5),
    ),
}
MOUTHS: dict[str, MascotPart] = {
    "smile": (draw_stroke("M108 166q12 12 24 0", "ink", 5.5),),
    "laugh": (
        draw_inlay("M104 163Q120 168 136 163Q135 182 120 182Q105 182 104 163Z", "wine"),
        draw_inlay("M110 177Q120 170 130 177Q126 182 120 182Q114 182 110 177Z", "coral"),
    ),
    "calm": (draw_stroke("M112 168q8 6 16 0", "ink", 5),),
    "oh": (draw_inlay(draw_oval(120, 171, 6, 7), "wine"),),
    "hm": (draw_stroke("M114 170q6 3 13-2", "ink", 5),),
    "wobble": (draw_stroke("M106 172q5-7 10-1q5 6 9 0q5-6 9 0", "ink", 5),),
}
CHEEKS: MascotPart = (draw_inlay(draw_oval(86, 168, 8.5, 6) + draw_oval(154, 168, 8.5, 6), "blush"),)


BOOK: MascotPart = (
    draw_solid("M64 196Q94 184 120 198Q146 184 176 196V230Q146 219 120 232Q94 219 64 230Z", "lamp"),
    draw_inlay("M71 193Q97 182 117 195V224Q97 212 71 223ZM169 193Q143 182 123 195V224Q143 212 169 223Z", "paper"),
    draw_stroke(
        "M80 201Q94 196 108 202M80 211Q94 206 108 212M160 201Q146 196 132 202M160 211Q146 206 132 212", "stone", 3.5
    ),
)
FINGER: MascotPart = (draw_hand("M202 141L227 126A7 7 0 0 1 235 138L220 147A11.5 11.5 0 1 1 202 141Z"),)
BUBBLES: MascotPart = (
    draw_solid(draw_oval(196, 74, 5.5) + draw_oval(206, 56, 8.5), "stream"),
    draw_solid("M186 30a13 13 0 0 1 18-18a14 14 0 0 1 24 10a10 10 0 0 1-5 19q-12 5-19-1q-14 3-18-10Z", "foam"),
    draw_inlay(draw_oval(199, 26, 3.4) + draw_oval(209, 26, 3.4) + draw_oval(219, 26, 3.4), "river"),
)
BROOM: MascotPart = (
    draw_stroke("M222 92L202 190", "oak", 8, edge=True),
    draw_solid("M190 184L215 189Q226 210 222 230Q196 236 168 224Q184 206 190 184Z", "lamp"),
    draw_stroke("M199 198L189 222M207 200L206 225", "wood", 3.5),
    draw_stroke("M191 186L213 190", "brick", 8),
    *draw_arm("M184 158Q204 168 211 148"),
)
DUSTPAN: MascotPart = (
    draw_stroke("M34 194L42 216", "oak", 7, edge=True),
    draw_solid("M22 208L60 214L74 230H10Z", "apricot"),
    draw_inlay("M24 213L57 218L64 226H18Z", "straw"),
    *draw_arm("M58 164Q36 170 34 192"),
)
DUST: MascotPart = (
    draw_solid(draw_oval(14, 176, 5.5) + draw_oval(26, 166, 4), "stream"),
    draw_solid("M2 200Q4 186 19 186Q18 200 2 200Z", "sprout"),
)
SPARKS: MascotPart = (
    draw_solid(
        "M44 30l5 12 13 1-10 8 3 13-11-7-11 7 3-13-10-8 13-1ZM206 26l5 12 13 1-10 8 3 13-11-7-11 7 3-13-10-8 13-1Z",
        "lamp",
    ),
    draw_solid(draw_oval(74, 22, 5) + draw_oval(186, 66, 4.5), "coral"),
    draw_solid(draw_oval(62, 66, 4.5) + draw_oval(186, 16, 5), "leaf"),
)
LANTERN: MascotPart = (
    draw_inlay(draw_oval(206, 164, 34), "glow"),
    draw_stroke("M206 124V140", "oak", 4, edge=True),
    draw_solid(draw_oval(206, 164, 24, 22), "brick"),
    draw_inlay(draw_oval(206, 164, 14, 22), "apricot"),
    draw_inlay(draw_oval(206, 164, 5.5, 22), "straw"),
    draw_solid(draw_box(195, 138, 22, 7, 3) + draw_box(195, 183, 22, 7, 3), "lamp"),
    draw_stroke("M206 191V206", "brick", 5),
    *draw_arm("M186 150Q198 142 206 126"),
)
SWEAT: MascotPart = (draw_solid("M40 44Q52 58 51 66A11 11 0 0 1 29 66Q29 58 40 44Z", "stream"),)
BOAT: MascotPart = (
    draw_solid("M14 166Q120 190 226 162Q216 210 178 222H66Q26 208 14 166Z", "apricot"),
    draw_inlay("M13 164Q120 188 227 160L222 176Q120 204 19 180Z", "straw"),
)
WATER: MascotPart = (
    draw_solid(
        "M4 214q15-14 30 0t30 0q15-14 30 0t30 0q15-14 30 0t30 0q15-14 30 0t24 0Q236 236 220 236H20Q4 236 4 214Z", "tide"
    ),
    draw_stroke("M24 227q9-7 18 0t18 0M102 227q9-7 18 0t18 0M180 227q9-7 18 0t18 0", "foam", 4),
)


@dataclass(frozen=True, slots=True)
class Pose:
    """The parts of one drawing; angles in degrees, clockwise; `lift` in units upward."""

    eyes: str
    mouth: str
    arms: MascotPart = ()
    legs: MascotPart = draw_legs(98, 142)
    lean: float = 0
    lift: float = 0
    size: float = 1
    leaf: float = 0
    leaf_size: float = 1
    behind: MascotPart = ()
    held: MascotPart = ()
    ground: MascotPart = ()
    """Objects in front of the figure that do not lean with it."""


LEFT_DOWN = draw_arm("M58 166Q38 172 33 188", 32, 193)
POSES: dict[str, Pose] = {
    "waving": Pose("open", "laugh", LEFT_DOWN + draw_arm("M184 160Q210 152 216 126", 217, 119), lean=-2, leaf=-6),
    "reading": Pose(
        "down", "calm", draw_arm("M58 168Q44 190 68 206") + draw_arm("M182 168Q196 190 172 206"), held=BOOK
    ),
    "pointing": Pose("aside", "smile", LEFT_DOWN + draw_arm("M184 164Q200 164 212 152") + FINGER, leaf=8),
    "thinking": Pose(
        "up", "hm", LEFT_DOWN, lean=-5, leaf=4, behind=BUBBLES, held=draw_arm("M182 172Q204 200 166 194", 160, 190)
    ),
    "sweeping": Pose("happy", "smile", lean=-3, leaf=-12, behind=DUST, held=BROOM + DUSTPAN),
    "cheering": Pose(
        "happy",
        "laugh",
        draw_arm("M58 158Q28 146 20 108") + draw_arm("M182 158Q212 146 220 108"),
        legs=draw_legs(92, 148),
        lift=6,
        behind=SPARKS,
    ),
    "sailing": Pose(
        "open",
        "smile",
        draw_arm("M184 150Q208 140 218 116") + LEFT_DOWN,
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
        held=draw_arm("M60 168Q52 200 106 204") + draw_arm("M180 168Q188 200 134 204"),
    ),
}
