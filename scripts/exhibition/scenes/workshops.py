"""Scenes at a table where something is made: paper-cut window decorations, painted bags."""

from __future__ import annotations

from math import pi, tan

from .backdrops import room
from .furniture import long_table
from .look import Look
from .paper import Held, Layer, Part, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, crescent, oval, petals, polygon
from .things import THINGS


def lens(x: float, length: float, belly: float) -> str:
    """Return a pointed leaf along the fold, from `x` on."""
    a, b = length / 2, belly
    return f"M{x:.0f} 0q{a:.0f}-{b:.0f} {length:.0f} 0q-{a:.0f} {b:.0f}-{length:.0f} 0Z"


def rosette(look: Look, radius: float) -> Part:
    """Return a round paper-cut window decoration (团花).

    As with folded paper the shapes are defined once, in one wedge along the x axis, and repeated in every fold.
    """
    fold, r = look.chance.pick("fold", (6, 8, 10)), radius
    wide = r * tan(pi / fold)  # Half the width of a wedge at the rim.
    tip = f"M{r * 0.9:.0f} {-wide * 0.66:.0f}Q{r * 1.36:.0f} 0 {r * 0.9:.0f} {wide * 0.66:.0f}Z"
    lobes = oval(r * 0.98, wide * 0.5, wide * 0.46) + oval(r * 0.98, -wide * 0.5, wide * 0.46)
    middles = (
        oval(r * 0.42, 0, r * 0.07) + crescent(r * 0.56, -wide * 0.28, wide * 0.56, r * 0.08, 90),
        polygon((r * 0.34, 0), (r * 0.48, -wide * 0.3), (r * 0.64, 0), (r * 0.48, wide * 0.3)),
        crescent(r * 0.4, -wide * 0.24, wide * 0.48, -r * 0.1, 90) + oval(r * 0.58, 0, r * 0.045),
    )
    outers = (
        petals(r * 0.84, 0, 5, 2, r * 0.13, 40),
        lens(r * 0.72, r * 0.28, wide * 0.5),
        oval(r * 0.84, 0, r * 0.1, wide * 0.34),
    )
    seeds = oval(r * 0.66, wide * 0.42, r * 0.035) + oval(r * 0.66, -wide * 0.42, r * 0.035)
    teeth = "".join(f"M{r * at:.0f} {wide * at:.0f}l{r * 0.07:.0f}-5v10Z" for at in (0.32, 0.44, 0.56, 0.8))
    holes = look.chance.pick("middle", middles) + look.chance.pick("outer", outers)
    wedge = Part(
        look.chance.pick("rim", (tip, lobes)), ((lens(r * 0.05, r * 0.22, wide * 0.2) + holes + seeds + teeth, "glow"),)
    )
    return Part(oval(0, 0, r), parts=tuple(Held(wedge, turn=360 / fold * k) for k in range(fold)))


def paper_cutting(look: Look) -> list[Layer]:
    """Return neighbours with scissors and red paper, a large window decoration behind them."""
    sheets = "".join(
        polygon((x, 600 + dy), (x + 62, 594 + dy), (x + 76, 628 + dy), (x + 8, 636 + dy))
        for x, dy in ((270, 16), (470, 0), (660, 18), (860, 4))
    )
    flower = rosette(look, 150)
    places = [(250, 640), (396, 626), (804, 626), (950, 640)]
    return [
        room(look),
        layer(Piece(box(392, 84, 416, 416, 16), "wood"), flat(box(408, 100, 384, 384, 8), look.mood.sky[1])),
        layer(Stamp(flower, 600, 284, "brick"), drawn("M600 100v384M408 292h384", "wood", 8, 0.3)),
        layer(Stamp(flower, x, 280, "brick", scale=0.3) for x in (230, 970)),
        layer(
            look.crowd("listener reader granny neighbour cook uncle", places, 1.1),
            look.crowd("little-one scout", [(540, 626), (670, 626)], 1.1, 6, raised=30),
        ),
        layer(long_table(190, 588, 820, 90)),
        layer(flat(sheets, "brick")),
        layer(Stamp(THINGS["scissors"], x, y, "ink", "river", 0.8) for x, y in ((430, 652), (614, 640), (826, 656))),
        layer(
            look.dressed(PEOPLE["girl"], 9, 122, 772, 1.2),
            Stamp(PLANTS["flowers"], 1086, 758, "leaf", look.cloth(2), 1.2),
        ),
    ]


CANVAS = ("paper", "straw", "foam", "rose", "dew", "glow")


def painting_bags(look: Look) -> list[Layer]:
    """Return young people and children painting canvas bags; finished ones hang on a line."""
    names = look.chance.shuffled("bags", ("bag", "fish-bag", "wave-bag", "house-bag", "bag", "house-bag"))
    tones = look.chance.shuffled("canvas", CANVAS)
    hung = [
        Stamp(
            THINGS[n],
            190 + k * 164,
            330 - abs(k - 2.5) * 10,
            tones[k],
            look.chance.pick(f"motif {k}", ("brick", "river", "luodian", "youyilu")),
            1.08,
        )
        for k, n in enumerate(names)
    ]
    places = [(230, 680), (790, 640), (970, 680)]
    flats = [
        Stamp(THINGS[n], x, 684, "paper", look.cloth(k + 2), 0.72)
        for k, (n, x) in enumerate(zip(names[:3], (390, 600, 800), strict=True))
    ]
    return [
        room(look),
        layer(drawn("M40 170Q600 260 1160 170", "oak", 6, casts=True), hung),
        layer(
            look.crowd("youth greeter cook speaker neighbour", places, 1.1),
            look.crowd("girl little-one scout", [(410, 640), (600, 636)], 1.1, 4, raised=34),
        ),
        layer(long_table(200, 604, 800, 96)),
        layer(
            flats,
            (Stamp(THINGS["brushes"], x, 644, "wood", look.cloth(k), 0.8) for k, x in enumerate((300, 500, 700, 900))),
        ),
        layer(
            look.dressed(PEOPLE["boy"], 8, 124, 772, 1.2),
            Stamp(PLANTS["broadleaf"], 1084, 758, "leaf", look.cloth(2), 1.2),
        ),
        layer(flat(oval(560, 628, 12, 6), "brick"), flat(oval(742, 634, 12, 6), "lamp")),
    ]
