"""Turns looks into what neighbours do in the open: the lift, a drill, a long table, a garden shared by a cluster."""

from __future__ import annotations

from .backdrops import sky, towers
from .indoors import board
from .look import Look
from .paper import Layer, Piece, Stamp, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, limb, oval, polygon, scallops, swell, teeth
from .things import THINGS


def ground(look: Look, top: float = 560) -> Layer:
    """Return grass and the path before it."""
    return layer(
        Piece(teeth(-10, 1210, top, 800, 44, 12), look.mood.grass), Piece(swell(-20, 1220, top + 90, 800, 2, 46), look.mood.earth), depth=5,
    )


def house(look: Look, x: float, y: float, width: float, rows: int, columns: int, colour: str) -> list[Piece]:
    """Return a house front with its foot at (x, y): roof, floors, windows of which the hour lights some."""
    height = rows * 84 + 40
    step = width / columns
    holes = [(x + c * step + step / 2 - 22, y - height + 34 + r * 84) for r in range(rows) for c in range(columns)]
    lit = [hole for k, hole in enumerate(holes) if look.chance.happens(f"lit {x} {k}", 0.6)]
    sills = "".join(box(a - 6, b + 54, 56, 7) for a, b in holes)
    return [
        Piece(box(x, y - height, width, height) + box(x - 14, y - height - 22, width + 28, 26, 5), colour),
        flat("".join(box(a, b, 44, 54, 4) for a, b in holes), "deep-river"), flat("".join(box(a, b, 44, 54, 4) for a, b in lit), "lamp"),
        flat("".join(box(a + 20, b, 4, 54) for a, b in holes) + sills, "paper"),
    ]


def lift(look: Look) -> list[Layer]:
    """Return an old house with its new glass lift: a neighbour rides up, others wave."""
    y = look.chance.pick("floor", (330.0, 410.0, 494.0))
    walls = look.chance.pick("walls", ("cream", "shell", "glow", "blush"))
    shaft = [
        Piece(box(664, 118, 172, 526, 8), "tide"), flat(box(676, 132, 148, 512, 4), "foam"),
        flat("".join(box(676, k, 148, 7) for k in (214, 298, 382, 466, 550)), "tide"), Piece(polygon((646, 122), (750, 66), (854, 122)), "brick"),
    ]
    cabin = [
        flat(limb((750, 130), (750, y), width=4), "ink"), Piece(box(690, y, 120, 148, 10), "river"), flat(box(700, y + 10, 100, 128, 6), "cream"),
        look.dressed(PEOPLE["granny"], 3, 730, y + 138, 0.5), look.dressed(PEOPLE["boy"], 4, 774, y + 138, 0.5),
    ]
    crowd = look.crowd(PEOPLE, "greeter grandpa leader neighbour uncle", [(180, 742), (320, 752), (950, 744)], 1.05, 5)
    return [
        sky(look), *towers(look, 580), ground(look, 590), layer(house(look, 190, 640, 474, 5, 4, walls), depth=8), layer(shaft, depth=7), layer(cabin, depth=4),
        layer(Piece(polygon((660, 640), (840, 640), (900, 690), (620, 690)), "ash"), Stamp(PLANTS["bush"], 150, 650, "leaf", "dew", 1), Stamp(PLANTS["tree"], 1010, 660, look.mood.bank, "sage", 1.25)),
        layer(crowd, look.dressed(PEOPLE["girl"], 9, 452, 762, 1.1), Stamp(PLANTS["flowers"], 1080, 760, "leaf", look.cloth(6), 1.1)),
    ]


def drill(look: Look) -> list[Layer]:
    """Return a drill: neighbours leave the house in a line, one learns to use the extinguisher."""
    door = [Piece(box(150, 330, 210, 300, 8), "wood"), flat(box(168, 348, 174, 282), "dark"), Piece(polygon((120, 340), (390, 340), (360, 296), (150, 296)), "brick")]
    arrow = "M410 400h70v-26l56 44-56 44v-26h-70Z"
    line = look.crowd(PEOPLE, "granny uncle neighbour listener grandpa", [(256, 640), (390, 664), (520, 690)], 0.96, 1)
    cloud = "M0 0q-20-40 20-50q-8-44 38-46q18-36 56-14q44-10 48 34q38 10 20 48q-6 28-40 28Z"
    return [
        sky(look), *towers(look, 560), layer(Piece(box(-10, 110, 620, 530), look.chance.pick("walls", ("cream", "glow", "shell", "mist"))), depth=8),
        layer(flat("".join(box(60 + k * 130, 170, 76, 90, 6) for k in range(4)), look.mood.pane), flat("".join(box(95 + k * 130, 170, 6, 90) for k in range(4)), "wood")),
        ground(look, 620), layer(door), layer(Piece(arrow, "leaf"), flat("M424 412h66v-12l24 18-24 18v-12h-66Z", "dew")), layer(line),
        layer(flat(oval(980, 690, 90, 22), "ink", 0.25), Piece(box(914, 660, 132, 30, 8), "stone"),
              Piece("M930 664q-6-50 22-70q4 26 16 30q-4-46 26-66q0 40 22 56q10-10 8-28q26 40 6 78Z", "brick"),
              flat("M952 664q0-30 14-40q6 18 14 18q0-24 14-34q4 26 14 34q4 14-2 22Z", "lamp")),
        layer(look.dressed(PEOPLE["youth"], 7, 760, 716, 1.1), Stamp(THINGS["extinguisher"], 836, 700, "brick", "paper", 0.95),
              flat("M800 612q60-26 110 20q-60-4-104 0Z", "paper", 0.8)),
        layer(look.dressed(PEOPLE["leader"], 9, 640, 752, 1.15), Stamp(THINGS["flag"], 562, 762, "wood", "brick", 0.9), look.dressed(PEOPLE["scout"], 10, 1080, 762, 1.1, flip=True)),
    ]


def sharing_food(look: Look) -> list[Layer]:
    """Return a long table in the yard: everyone brings a dish, lanterns hang above."""
    rope = "M40 110Q320 220 600 130Q880 220 1160 110L1160 116Q880 226 600 136Q320 226 40 116Z"
    dishes = look.chance.shuffled("dishes", ("dish", "steamer", "dish", "teapot", "dish", "steamer", "dish"))
    laid = [look.dressed(THINGS[n], 4 + k, 250 + k * 118, 640 + (k % 2) * 24, 0.9) for k, n in enumerate(dishes)]
    steam = [Stamp(THINGS["steam"], 250 + k * 118, 570, "paper", scale=0.7, casts=False) for k, n in enumerate(dishes) if n == "steamer"]
    places = [(210, 640), (370, 620), (530, 614), (690, 614), (850, 620), (1000, 640)]
    return [
        sky(look), *towers(look, 570), ground(look, 560), layer(Stamp(PLANTS["tree"], 110, 600, look.mood.bank, "sage", 1.4), Stamp(PLANTS["tree"], 1110, 600, look.mood.bank, "sage", 1.3)),
        layer(Piece(rope, "wood"), (Stamp(THINGS["lantern"], x, y, "brick", "lamp", 0.66) for x, y in ((180, 152), (340, 166), (500, 146), (700, 146), (860, 166), (1020, 152)))),
        layer(look.crowd(PEOPLE, "cook granny greeter uncle listener speaker grandpa", places, 1.06)),
        layer(board(190, 600, 820, 84, "paper", "brick")), layer(laid, depth=4), layer(steam),
        layer(look.dressed(PEOPLE["youth"], 12, 1070, 772, 1.1, flip=True), look.dressed(THINGS["dish"], 3, 1070, 646, 1), look.dressed(PEOPLE["girl"], 13, 120, 772, 1.2)),
    ]


def cluster_garden(look: Look) -> list[Layer]:
    """Return five houses that share one garden: paths from every door meet at a round bed."""
    fronts = [house(look, 60 + k * 220, 520 + abs(k - 2) * 16, 190, r, 3, look.cloth(k)) for k, r in enumerate(look.chance.shuffled("storeys", (3, 4, 3, 4, 2)))]
    roads = "".join(polygon((140 + k * 220, 520 + abs(k - 2) * 16), (172 + k * 220, 520 + abs(k - 2) * 16), (640, 690), (560, 690)) for k in range(5))
    bed = [Piece(oval(600, 690, 250, 66), look.mood.earth), Piece(oval(600, 684, 190, 46), "leaf"), flat(oval(600, 684, 176, 40), "sage")]
    flowers = [Stamp(PLANTS[n], 600 + dx, 690 + dy, "moss", look.cloth(k), 0.72) for k, (n, dx, dy) in enumerate(
        (("tulip", -120, 0), ("daisy", -70, 14), ("tulip", 70, 14), ("daisy", 124, 0), ("tulip", -20, 22), ("daisy", 26, 20)))]
    return [
        sky(look, 460), layer(*fronts, depth=7), layer(Piece(scallops(-20, 1220, 546, 800, 16, 14), look.mood.grass)), layer(flat(roads, look.mood.earth)),
        layer(Stamp(PLANTS["bush"], x, y, look.mood.bank, "sage", s) for x, y, s in ((90, 600, 0.9), (395, 566, 0.7), (806, 566, 0.7), (1110, 600, 0.9))),
        layer(bed, Stamp(PLANTS["tree"], 600, 690, look.mood.bank, "sage", 1.2)), layer(flowers, depth=3),
        layer(look.crowd(PEOPLE, "granny greeter grandpa gardener uncle leader", [(230, 726), (350, 752), (850, 752), (984, 726)], 0.9, 6),
              look.dressed(PEOPLE["girl"], 3, 470, 766, 0.95), look.dressed(PEOPLE["boy"], 4, 740, 768, 0.95)),
    ]
