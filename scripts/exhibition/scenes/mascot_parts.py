"""Parts of the mascot 楼小帆 (house, leaf, limbs, faces) as coloured paths.

All paths lie in one square of 240 × 240: the ground is at y = 226, the middle at x = 120. Colours are names of
`palette`.
"""

from __future__ import annotations

from dataclasses import dataclass

from .shapes import box, oval


@dataclass(frozen=True, slots=True)
class Cut:
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


Part = tuple[Cut, ...]


def solid(d: str, fill: str) -> Cut:
    """Return a filled path of the silhouette."""
    return Cut(d, fill, edge=True)


def inlay(d: str, fill: str) -> Cut:
    """Return a filled path that lies upon another."""
    return Cut(d, fill)


def drawn(d: str, colour: str, width: float, *, edge: bool = False) -> Cut:
    """Return a line with round ends."""
    return Cut(d, line=colour, width=width, edge=edge)


def hand(d: str) -> Cut:
    """Return a hand, joined to its arm."""
    return Cut(d, "lamp", edge=True, joined=True)


def arm(d: str, *end: float) -> Part:
    """Return an arm along `d`, its hand around the point `end` (else at the end of `d`)."""
    x, y = end or [float(value) for value in d.split()[-2:]]
    return (drawn(d, "tide", 14, edge=True), hand(oval(x, y, 10.5)))


def legs(left: float, right: float, lift: float = 0) -> Part:
    """Return two legs at x = `left` and `right`; the right foot is `lift` above the ground."""
    return (
        drawn(f"M{left} 200V216M{right} 200V{216 - lift}", "tide", 14, edge=True),
        solid(oval(left - 3, 220, 17, 9) + oval(right + 3, 220 - lift, 17, 9), "brick"),
    )


WALLS: Part = (solid("M54 100H186Q193 150 187 180Q183 206 156 206H84Q57 206 53 180Q47 150 54 100Z", "river"),)
ROOF: Part = (
    solid(
        "M34 114C27 109 28 100 36 95L103 53Q120 43 137 53L204 95C212 100 213 109 206 114C201 118 194 117 188 114"
        "Q120 94 52 114C46 117 39 118 34 114Z",
        "brick",
    ),
    drawn("M77 87q11 11 22 1q11 11 21 0q10 11 21 0q11 10 22-1M98 69q11 10 22 0q11 10 22 0", "coral", 5),
)
WINDOW: Part = (
    inlay(box(65, 115, 110, 78, 32), "lamp"),
    inlay(box(73, 122, 94, 64, 25), "cream"),
    inlay("M73 146Q71 122 98 122H116Q104 138 73 146ZM167 146Q169 122 142 122H124Q136 138 167 146Z", "glow"),
    inlay(box(58, 188, 124, 9, 4.5), "straw"),
)
LEAF: Part = (
    drawn("M120 56Q117 46 121 36", "moss", 7, edge=True),
    solid("M119 47C88 36 88 8 126 4Q156 2 174 10Q164 54 119 47Z", "leaf"),
    drawn("M121 44Q138 26 161 15M132 32Q124 24 123 14M145 23Q141 17 142 9M134 31Q145 36 153 33", "dew", 4),
)

EYES: dict[str, Part] = {
    "open": (
        inlay(oval(99, 151, 7.5, 10) + oval(141, 151, 7.5, 10), "ink"),
        inlay(oval(102, 147, 3) + oval(144, 147, 3), "paper"),
    ),
    "happy": (drawn("M89 154q10-15 20 0M131 154q10-15 20 0", "ink", 6),),
    "down": (drawn("M89 151q10 11 20 0M131 151q10 11 20 0", "ink", 6),),
    "up": (
        inlay(oval(102, 148, 7.5, 10) + oval(144, 148, 7.5, 10), "ink"),
        inlay(oval(105, 143, 3.5) + oval(147, 143, 3.5), "paper"),
        drawn("M92 132q8-6 17-3M133 129q9-4 17 2", "ink", 4),
    ),
    "aside": (
        inlay(oval(106, 151, 7.5, 10) + oval(148, 151, 7.5, 10), "ink"),
        inlay(oval(110, 148, 3) + oval(152, 148, 3), "paper"),
    ),
    "wide": (
        inlay(oval(99, 150, 10.5, 12) + oval(141, 150, 10.5, 12), "ink"),
        inlay(oval(103, 146, 4.5) + oval(145, 146, 4.5), "lamp"),
    ),
    "sorry": (
        inlay(oval(100, 154, 7, 9) + oval(140, 154, 7, 9), "ink"),
        inlay(oval(100, 150, 3) + oval(140, 150, 3), "paper"),
        drawn("M88 141q8-1 14-7M152 141q-8-1-14-7", "ink", 4.5),
    ),
}
MOUTHS: dict[str, Part] = {
    "smile": (drawn("M108 166q12 12 24 0", "ink", 5.5),),
    "laugh": (
        inlay("M104 163Q120 168 136 163Q135 182 120 182Q105 182 104 163Z", "wine"),
        inlay("M110 177Q120 170 130 177Q126 182 120 182Q114 182 110 177Z", "coral"),
    ),
    "calm": (drawn("M112 168q8 6 16 0", "ink", 5),),
    "oh": (inlay(oval(120, 171, 6, 7), "wine"),),
    "hm": (drawn("M114 170q6 3 13-2", "ink", 5),),
    "wobble": (drawn("M106 172q5-7 10-1q5 6 9 0q5-6 9 0", "ink", 5),),
}
CHEEKS: Part = (inlay(oval(86, 168, 8.5, 6) + oval(154, 168, 8.5, 6), "blush"),)
