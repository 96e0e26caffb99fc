"""Turns looks into tables at which something is made: window-flowers of red paper, painted bags."""

from __future__ import annotations

from math import cos, pi, sin

from .backdrops import room
from .furniture import long_table
from .look import Look
from .paper import Layer, Part, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, crescent, oval, petals, polygon, ring
from .things import THINGS


def rosette(look: Look, x: float, y: float, radius: float) -> list[Piece]:
    """Return a round window-flower (团花) whose folds, rings and petals the seed chooses."""
    fold, r = look.chance.pick("fold", (6, 8, 10)), radius
    rim = look.chance.pick("rim", (petals(x, y, fold * 2, r * 0.6, r * 1.2, 150 / fold, 0.5), ring(x, y, fold * 2, r * 0.98, r * 0.16, 0.5)))
    middle = look.chance.pick(
        "middle",
        (
            petals(x, y, fold, r * 0.3, r * 0.6, 64 / fold, 0.5),
            ring(x, y, fold, r * 0.44, r * 0.085, 0.5) + ring(x, y, fold, r * 0.56, r * 0.04, 0),
        ),
    )
    moons = "".join(
        crescent(x + r * 0.62 * cos(a), y + r * 0.62 * sin(a), r * 0.3, r * 0.09, a * 180 / pi + 90)
        for a in (2 * pi * (k - 0.24) / fold for k in range(fold))
    )
    heart = petals(x, y, fold, r * 0.03, r * 0.24, 80 / fold)
    outer = petals(x, y, fold, r * 0.72, r * 0.98, 46 / fold, 0.5)
    return [Piece(oval(x, y, r) + rim, "brick"), flat(middle + moons + heart + outer, "glow")]


SMALL = Part(petals(0, 0, 8, 6, 36, 22) + ring(0, 0, 8, 24, 5, 0.5))


def paper_cutting(look: Look) -> list[Layer]:
    """Return neighbours with scissors and red paper, a great window-flower on the pane behind them."""
    sheets = "".join(
        polygon((x, 600 + dy), (x + 62, 594 + dy), (x + 76, 628 + dy), (x + 8, 636 + dy))
        for x, dy in ((270, 16), (470, 0), (660, 18), (860, 4))
    )
    places = [(220, 650), (380, 626), (820, 626), (980, 650)]
    return [
        room(look),
        layer(Piece(box(392, 84, 416, 416, 16), "wood"), flat(box(408, 100, 384, 384, 8), look.mood.sky[1])),
        layer(rosette(look, 600, 292, 142), drawn("M600 100v384M408 292h384", "wood", 8, 0.3)),
        layer(Stamp(SMALL, x, y, "brick", scale=1.2) for x, y in ((230, 280), (970, 280))),
        layer(
            look.crowd("listener reader granny neighbour cook uncle", places, 1.1),
            look.crowd("little-one scout", [(540, 626), (670, 626)], 1.1, 6, raised=30),
        ),
        layer(long_table(190, 588, 820, 90)), layer(flat(sheets, "brick")),
        layer(Stamp(THINGS["scissors"], x, y, "ink", "river", 0.8) for x, y in ((430, 652), (614, 640), (826, 656))),
        layer(look.dressed(PEOPLE["girl"], 9, 122, 772, 1.2), Stamp(PLANTS["flowers"], 1086, 758, "leaf", look.cloth(2), 1.2)),
    ]


CANVAS = ("paper", "straw", "foam", "rose", "dew", "glow")


def painting_bags(look: Look) -> list[Layer]:
    """Return young people and children painting canvas bags; finished ones hang on a line."""
    names = look.chance.shuffled("bags", ("bag", "fish-bag", "wave-bag", "house-bag", "bag", "house-bag"))
    tones = look.chance.shuffled("canvas", CANVAS)
    hung = [
        Stamp(THINGS[n], 190 + k * 164, 330 - abs(k - 2.5) * 10, tones[k], look.chance.pick(f"motif {k}", ("brick", "river", "luodian", "youyilu")), 1.08)
        for k, n in enumerate(names)
    ]
    places = [(230, 680), (790, 640), (970, 680)]
    flats = [Stamp(THINGS[n], x, 684, "paper", look.cloth(k + 2), 0.72) for k, (n, x) in enumerate(zip(names[:3], (390, 600, 800), strict=True))]
    return [
        room(look), layer(drawn("M40 170Q600 260 1160 170", "oak", 6, casts=True), hung),
        layer(
            look.crowd("youth greeter cook speaker neighbour", places, 1.1),
            look.crowd("girl little-one scout", [(410, 640), (600, 636)], 1.1, 4, raised=34),
        ),
        layer(long_table(200, 604, 800, 96)),
        layer(flats, (Stamp(THINGS["brushes"], x, 644, "wood", look.cloth(k), 0.8) for k, x in enumerate((300, 500, 700, 900)))),
        layer(look.dressed(PEOPLE["boy"], 8, 124, 772, 1.2), Stamp(PLANTS["broadleaf"], 1084, 758, "leaf", look.cloth(2), 1.2)),
        layer(flat(oval(560, 628, 12, 6), "brick"), flat(oval(742, 634, 12, 6), "lamp")),
    ]
