"""Scenes in gardens: on the roof, in bottles, on one square metre, and on logs."""

from __future__ import annotations

from .backdrops import ground, sky, towers
from .look import Look
from .paper import SHADE, Held, Item, Layer, Part, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, crescent, oval, polygon, scallops
from .things import THINGS

FLASK = Part(
    cuts=(
        ("M-24-58h48v50q0 8-8 8h-32q-8 0-8-8Z", "foam"),
        ("M-24-34h48v26q0 8-8 8h-32q-8 0-8-8Z", "clay"),
        ("M-15-48v36", "paper", 6),
    ),
)
LOG = Part(box(-46, -42, 92, 42, 16), ((oval(34, -21, 12, 20), "straw"), (crescent(-34, -16, 44, 6), SHADE)))
SMALLER = {"cabbage": 0.74, "tomato": 0.78}
"""Scale of plants that do not fit at the size of the others."""
CROPS = ("sprout", "cabbage", "daisy", "tulip", "tomato")
WOODPILE = Part(parts=tuple(Held(LOG, 186 + k * 138) for k in range(7)))
"""The logs on one shelf."""
BOTTLED = {name: Part(parts=(Held(PLANTS[name], y=-34), Held(FLASK))) for name in CROPS}
"""Plants in cut bottles."""
ROWS = {name: Part(parts=tuple(Held(PLANTS[name], x, abs(x) // 9) for x in (-64, 0, 64))) for name in CROPS}
"""Three plants of one species side by side."""


def roof_garden(look: Look) -> list[Layer]:
    """Return beds and a pergola above the roofs of the city."""
    names = look.chance.shuffled("beds", ("tomato", "cabbage", "tulip", "daisy", "sprout", "tomato"))
    beds = ((110, 622, 300, "wood"), (450, 612, 300, "clay"), (790, 622, 300, "wood"))
    grown = [
        Stamp(PLANTS[name], x + 42 + k * 54, y + 6, "leaf", look.cloth(b * 2 + k % 2), 1.35 * SMALLER.get(name, 1))
        for b, (x, y, _, _) in enumerate(beds)
        for k in range(5)
        for name in [names[b + (k % 2) * 3]]
    ]
    pergola = "M100 240v340M400 240v340M60 236h380"
    grapes = "".join(f"M{90 + k * 44} {266 + (k % 3) * 10}h.1" for k in range(8))
    return [
        sky(look),
        *towers(look, 600),
        layer(
            flat(box(0, 570, 1200, 230), look.mood.stone),
            Piece(box(-10, 540, 1220, 40), look.mood.foot),
            drawn("M0 700h1200M0 610h1200", look.mood.foot, 4, dash="96 6"),
        ),
        layer(
            drawn(pergola, "wood", 18, casts=True),
            drawn("M90 206v40M150 206v40M210 206v40M270 206v40M330 206v40M390 206v40", "wood", 12),
        ),
        layer(Piece(scallops(60, 440, 250, 226, 9, -22), "leaf"), drawn(grapes, look.cloth(4), 17)),
        layer(look.crowd("granny uncle greeter leader", [(580, 640), (850, 640)], 1.1)),
        layer(grown),
        layer(Piece(box(x, y, w, 66, 5), c) for x, y, w, c in beds),
        layer(
            look.dressed(PEOPLE["gardener"], 5, 372, 764, 1.16),
            look.dressed(THINGS["can"], 6, 486, 758),
            look.dressed(PEOPLE["girl"], 7, 860, 768, 1.15),
            Stamp(PLANTS["flowers"], 1060, 756, "leaf", look.cloth(8), 1.2),
            Stamp(PLANTS["aloe"], 150, 756, "luodian", look.cloth(9), 1.1),
        ),
    ]


def bottle_garden(look: Look) -> list[Layer]:
    """Return shelves full of cut bottles in which vegetables and flowers grow."""
    rack, shelves = "M160 150v470M1040 150v470", "M110 258h980M110 376h980M110 494h980"
    grown = [
        Stamp(
            BOTTLED[look.chance.pick(f"bottle {row} {k}", CROPS)],
            216 + k * 110,
            y - 6,
            "leaf",
            look.cloth(k + row),
            casts=False,
        )
        for row, y in enumerate((258, 376, 494))
        for k in range(8)
    ]
    return [
        sky(look),
        *towers(look, 610),
        ground(look, 580),
        layer(drawn(rack, "oak", 20, casts=True), drawn(shelves, "wood", 14, casts=True), depth=7),
        layer(grown),
        layer(
            look.crowd("gardener uncle granny greeter", [(280, 754), (900, 754)], 1.16),
            look.dressed(PEOPLE["girl"], 5, 450, 766, 1.2),
            look.dressed(PEOPLE["boy"], 6, 742, 766, 1.2),
            look.dressed(THINGS["can"], 7, 590, 758, 1.15),
        ),
    ]


def plot(look: Look, index: int, name: str, x: float, top: float, width: float, scale: float) -> Layer:
    """Return one square bed with its front edge below `top`, planted by one household."""
    soil = polygon((x + 14, top - 30), (x + width - 14, top - 30), (x + width, top + 6), (x, top + 6))
    grown = Stamp(
        ROWS[name], x + width / 2, top - 4, "leaf", look.cloth(index), scale * 1.35 * SMALLER.get(name, 1), casts=False
    )
    plank = look.chance.pick(f"plank {index}", ("wood", "clay", "apricot", "zhangmiao"))
    return layer(Piece(soil, "oak"), Piece(box(x, top + 6, width, 34 * scale, 4), plank), grown, depth=4)


def square_metre_garden(look: Look) -> list[Layer]:
    """Return small square beds side by side, one for each neighbour."""
    plants = look.chance.shuffled(
        "plots", ("tulip", "cabbage", "tomato", "daisy", "sprout", "tulip", "daisy", "cabbage")
    )
    far = [plot(look, c, plants[c], 196 + c * 206, 604, 186, 0.8) for c in range(4)]
    near = [plot(look, 4 + c, plants[4 + c], 88 + c * 262, 714, 238, 1.05) for c in range(4)]
    return [
        sky(look),
        *towers(look, 570),
        ground(look, 540),
        layer(
            look.crowd("gardener granny leader uncle grandpa", [(250, 590), (470, 584), (730, 584), (960, 590)], 0.95)
        ),
        *far,
        layer(
            look.dressed(PEOPLE["girl"], 7, 339, 694, 1),
            look.dressed(PEOPLE["boy"], 8, 861, 694, 1),
            look.dressed(THINGS["can"], 9, 600, 684, 0.85),
        ),
        *near,
    ]


def mushrooms(look: Look) -> list[Layer]:
    """Return a contest: shelves of mushrooms on logs, and the largest with a ribbon."""
    logs: list[Item] = []
    for row, y in enumerate((300, 440)):
        for k in range(7):
            x, size = 192 + k * 138 - row * 12, look.chance.between(f"size {row}{k}", 55, 95) / 100
            logs.append(Stamp(PLANTS["mushroom"], x - 8, y - 44, look.cloth(k + row * 3), "cream", size))
    wood = [Stamp(WOODPILE, 0, y - 6, "wood") for y in (300, 440)]
    big = look.chance.between("winner", 480, 720)
    return [
        sky(look),
        *towers(look, 620),
        ground(look, 600),
        layer(
            drawn("M112 180v460M1088 180v460", "oak", 20, casts=True),
            drawn("M90 300h1020M90 440h1020", "oak", 16, casts=True),
            depth=7,
        ),
        layer(logs),
        layer(wood),
        layer(look.crowd("greeter grandpa youth granny uncle", [(big - 250, 740), (big + 250, 740)], 1.18)),
        layer(
            Stamp(PLANTS["mushroom"], big, 752, "brick", "cream", 3),
            Stamp(THINGS["ribbon"], big, 700, "river", "lamp", 0.95),
        ),
        layer(
            look.dressed(PEOPLE["girl"], 7, 140, 768, 1.2),
            look.dressed(PEOPLE["boy"], 8, 1070, 768, 1.2, flip=True),
            (
                Stamp(PLANTS["mushroom"], x, 768, look.cloth(3), "paper", s)
                for x, s in ((big - 130, 0.8), (big + 128, 1))
            ),
        ),
    ]
