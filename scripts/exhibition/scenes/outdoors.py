"""Scenes outdoors: the lift, a fire drill, a long table, a garden shared by a cluster."""

from __future__ import annotations

from .backdrops import front, ground, sky, towers
from .furniture import long_table
from .look import Look
from .paper import Item, Layer, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, oval, polygon, scallops
from .things import THINGS

WALLS = ("cream", "shell", "glow", "blush", "straw", "foam")


def lift(look: Look) -> list[Layer]:
    """Return an old house with its new glass lift: a neighbour rides up, others wave."""
    y = look.chance.pick("floor", (248.0, 330.0, 410.0))
    shaft = [
        Piece(box(664, 118, 172, 526, 8), "tide"),
        flat(box(676, 132, 148, 512, 4), "foam"),
        drawn("M676 217h148M676 301h148M676 385h148M676 469h148M676 553h148", "tide", 7),
        Piece(polygon((646, 122), (750, 66), (854, 122)), "brick"),
    ]
    cabin: list[Item] = [
        drawn(f"M750 130V{y:.0f}", "ink", 4),
        Piece(box(688, y, 124, 148, 10), "river"),
        flat(box(698, y + 10, 104, 128, 6), "glow"),
        look.dressed(PEOPLE["granny"], 3, 728, y + 138, 0.48),
        look.dressed(PEOPLE["boy"], 4, 774, y + 138, 0.52),
    ]
    return [
        sky(look),
        *towers(look, 610),
        ground(look, 590),
        layer(front(look, 190, 640, 474, 5, 4, look.chance.pick("walls", WALLS)), depth=8),
        layer(shaft, depth=7),
        layer(cabin),
        layer(
            Piece(polygon((660, 640), (840, 640), (900, 690), (620, 690)), look.mood.stone),
            Stamp(PLANTS["bush"], 150, 650, look.mood.bank, "dew"),
            Stamp(PLANTS["tree"], 1010, 660, look.mood.bank, "sage", 1.25),
        ),
        layer(
            look.crowd("greeter grandpa leader neighbour uncle", [(180, 742), (330, 752), (950, 744)], 1.1, 5),
            look.dressed(PEOPLE["girl"], 9, 470, 764, 1.15),
            Stamp(PLANTS["flowers"], 1080, 762, "leaf", look.cloth(6), 1.15),
        ),
    ]


FLAME = "M930 664q-6-50 22-70q4 26 16 30q-4-46 26-66q0 40 22 56q10-10 8-28q26 40 6 78Z"
GLIMMER = "M952 664q0-30 14-40q6 18 14 18q0-24 14-34q4 26 14 34q4 14-2 22Z"
ARROW = "M400 390h80v-28l60 46-60 46v-28h-80Z"
FOAM = "M872 636q18-34 44-24q14-30 44-14q26-6 26 20q-20 24-52 18q-30 14-62 0Z"


def drill(look: Look) -> list[Layer]:
    """Return a fire drill: neighbours leave the house in a line, one learns to use the extinguisher."""
    panes = "M98 170v190M228 170v190M358 170v190M488 170v190"
    return [
        sky(look),
        *towers(look, 640),
        layer(Piece(box(-10, 100, 620, 550) + box(-10, 86, 636, 26, 5), look.chance.pick("walls", WALLS)), depth=8),
        layer(
            drawn(panes, look.mood.pane, 76, dash="92 400"),
            drawn(panes, "wood", 6, dash="92 400"),
            drawn("M98 262v8M228 262v8M358 262v8M488 262v8", "wood", 92, dash="8 9"),
        ),
        ground(look, 620),
        layer(
            Piece(box(142, 330, 226, 306, 8), "wood"),
            flat(box(164, 350, 182, 286), "dark"),
            Piece(polygon((110, 346), (400, 346), (366, 296), (144, 296)), "brick"),
        ),
        layer(Piece(ARROW, "leaf"), drawn("M418 408h88", "dew", 10)),
        layer(look.crowd("granny uncle neighbour listener grandpa", [(246, 644), (366, 662), (474, 684)], 1, 1)),
        layer(
            flat(oval(980, 690, 90, 22), "ink", 0.25),
            Piece(box(914, 660, 132, 30, 8), "stone"),
            Piece(FLAME, "brick"),
            flat(GLIMMER, "lamp"),
            Piece(FOAM, "paper"),
        ),
        layer(
            look.dressed(PEOPLE["youth"], 8, 764, 716, 1.12),
            Stamp(THINGS["extinguisher"], 846, 704, "brick", "paper", 1, flip=True),
        ),
        layer(
            look.dressed(PEOPLE["leader"], 9, 608, 756, 1.18),
            Stamp(THINGS["flag"], 526, 768, "wood", "brick"),
            look.dressed(PEOPLE["scout"], 10, 230, 770, 1.1),
            look.dressed(PEOPLE["girl"], 11, 118, 762, 1.1),
        ),
    ]


def sharing_food(look: Look) -> list[Layer]:
    """Return a long table in the yard: everyone brings a dish, lanterns hang above."""
    dishes = look.chance.shuffled("dishes", ("dish", "steamer", "dish", "teapot", "dish", "steamer", "dish"))
    laid = [look.dressed(THINGS[n], 4 + k, 245 + k * 118, 646 + (k % 2) * 24, 0.95) for k, n in enumerate(dishes)]
    steam = [
        Stamp(THINGS["steam"], 245 + k * 118, 566, "paper", scale=0.7, casts=False)
        for k, n in enumerate(dishes)
        if n == "steamer"
    ]
    places = [(200, 640), (360, 620), (520, 614), (840, 620), (1000, 640)]
    hung = [(x, 80 + 360 * x / 1200 * (1 - x / 1200)) for x in range(150, 1100, 180)]
    return [
        sky(look),
        *towers(look, 580),
        ground(look, 560),
        layer(
            Stamp(PLANTS["tree"], 110, 600, look.mood.bank, "sage", 1.4),
            Stamp(PLANTS["tree"], 1110, 600, look.mood.bank, "sage", 1.3),
        ),
        layer(
            drawn("M0 80Q600 260 1200 80", "wood", 5, casts=True),
            (Stamp(THINGS["lantern"], x, y, "brick", "lamp", 0.7) for x, y in hung),
        ),
        layer(
            look.crowd("cook granny greeter uncle listener speaker grandpa", places, 1.08),
            look.crowd("girl boy little-one", [(680, 614)], 1.1, 8, raised=12),
        ),
        layer(long_table(190, 606, 820, 84, "paper", "brick")),
        layer(laid),
        layer(steam),
        layer(
            look.dressed(PEOPLE["youth"], 12, 1066, 776, 1.14, flip=True),
            look.dressed(THINGS["dish"], 3, 1066, 640),
            look.dressed(PEOPLE["scout"], 13, 118, 772, 1.2),
        ),
    ]


BEDS = ((-140, 4), (-72, 24), (0, 32), (72, 24), (140, 4))


def cluster_garden(look: Look) -> list[Layer]:
    """Return five houses that share one garden: paths from every door meet at a round bed."""
    storeys = look.chance.shuffled("storeys", (3, 4, 3, 4, 2))
    feet = [500 + abs(k - 2) * 14 for k in range(5)]
    fronts = [front(look, 62 + k * 220, feet[k], 190, r, 3, look.cloth(k)) for k, r in enumerate(storeys)]
    roads = "".join(
        polygon((142 + k * 220, feet[k]), (172 + k * 220, feet[k]), (630, 650), (570, 650)) for k in range(5)
    )
    doors = "".join(box(142 + k * 220, feet[k] - 52, 30, 52) for k in range(5))
    flowers = [
        Stamp(PLANTS["tulip" if k % 2 else "daisy"], 600 + dx, 640 + dy, "moss", look.cloth(k), 0.8)
        for k, (dx, dy) in enumerate(BEDS)
    ]
    bushes = ((86, 590, 0.9), (396, 542, 0.56), (804, 542, 0.56), (1114, 590, 0.9))
    return [
        sky(look, 500),
        layer(*fronts, flat(doors, "wine"), depth=7),
        layer(Piece(scallops(-20, 1220, 526, 800, 16, 14), look.mood.grass)),
        layer(Piece(roads + oval(600, 650, 280, 84), look.mood.earth), depth=3),
        layer(Stamp(PLANTS["bush"], x, y, look.mood.bank, "sage", s) for x, y, s in bushes),
        layer(Piece(oval(600, 640, 200, 52), "leaf"), flat(oval(600, 636, 186, 45), "sage"), depth=4),
        layer(Stamp(PLANTS["tree"], 600, 640, "luodian", "sage", 0.9)),
        layer(flowers),
        layer(
            look.crowd(
                "granny greeter grandpa gardener uncle leader", [(200, 736), (320, 752), (880, 752), (1004, 736)], 1, 6
            ),
            look.dressed(PEOPLE["girl"], 3, 470, 752, 1.05),
            look.dressed(PEOPLE["boy"], 4, 736, 752, 1.05),
        ),
    ]
