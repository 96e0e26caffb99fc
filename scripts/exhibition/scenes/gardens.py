"""Turns looks into gardens: on the roof, in bottles, on one square metre, and on logs."""

from __future__ import annotations

from .backdrops import sky, towers
from .look import Look
from .outdoors import ground
from .paper import Layer, Part, Piece, Stamp, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, crescent, oval, polygon, scallops
from .things import THINGS

FLASK = Part("M-24-58h48v50q0 8-8 8h-32q-8 0-8-8Z", (("M-24-34h48v26q0 8-8 8h-32q-8 0-8-8Z", "clay"), ("M-16-52h6v40h-6Z", "second")))
LOG = Part(box(-46, -42, 92, 42, 16), ((oval(34, -21, 12, 20), "second"), (crescent(-34, -16, 44, 6), "shade")))


def roof_garden(look: Look) -> list[Layer]:
    """Return beds and a pergola above the roofs of the city."""
    names = look.chance.shuffled("beds", ("tomato", "cabbage", "tulip", "daisy", "sprout", "tomato"))
    beds = [(110, 610, 300), (450, 600, 300), (790, 610, 300)]
    grown = [
        Stamp(PLANTS[names[b + (k % 2) * 3]], x + 46 + k * 52, y + 6, "leaf", look.cloth(b + k), 0.9 if names[b + (k % 2) * 3] != "cabbage" else 0.7)
        for b, (x, y, w) in enumerate(beds) for k in range(5)
    ]
    boxes = [Piece(box(x, y, w, 66, 5), c) for (x, y, w), c in zip(beds, ("wood", "clay", "wood"), strict=True)]
    pergola = box(90, 240, 18, 330) + box(390, 240, 18, 330) + box(60, 228, 380, 20, 4) + "".join(box(84 + k * 54, 206, 12, 40) for k in range(7))
    vine = scallops(60, 440, 250, 226, 9, -22)
    return [
        sky(look), *towers(look, 590), layer(Piece(box(-10, 540, 1220, 40), look.mood.skirt), Piece(box(-10, 570, 1220, 240), look.mood.wall), flat("".join(box(k * 100, 684, 96, 4) for k in range(12)), "stone", 0.4), depth=-4),
        layer(Piece(pergola, "wood")), layer(Piece(vine, "leaf"), flat("".join(oval(90 + k * 44, 262 + (k % 3) * 10, 9) for k in range(8)), look.cloth(4))),
        layer(look.crowd(PEOPLE, "gardener granny uncle greeter", [(470, 640), (760, 640)], 1.05)), layer(grown, depth=4), layer(boxes),
        layer(look.dressed(PEOPLE["gardener"], 5, 420, 762, 1.12), look.dressed(THINGS["can"], 6, 520, 752, 1), look.dressed(PEOPLE["girl"], 7, 860, 766, 1.15), Stamp(PLANTS["flowers"], 1060, 752, "leaf", look.cloth(8), 1.2),
              Stamp(PLANTS["aloe"], 140, 752, "moss", look.cloth(9), 1.1)),
    ]


def bottle_garden(look: Look) -> list[Layer]:
    """Return a fence full of cut bottles in which vegetables grow."""
    posts = "".join(box(x, 170, 20, 470, 5) for x in (150, 470, 720, 1030)) + "".join(box(110, y, 980, 14, 4) for y in (220, 350, 480))
    plants = ("sprout", "cabbage", "daisy", "tulip", "tomato")
    hung: list[Stamp] = []
    for row in range(3):
        for k in range(9):
            x, y = 190 + k * 104, 306 + row * 130
            name = look.chance.pick(f"bottle {row} {k}", plants)
            hung.append(Stamp(PLANTS[name], x, y - 48, "leaf", look.cloth(k + row), {"cabbage": 0.6, "tomato": 0.55}.get(name, 0.85)))
            hung.append(Stamp(FLASK, x, y, look.chance.pick(f"glass {row} {k}", ("foam", "sage", "stream", "straw")), "paper"))
    return [
        sky(look), *towers(look, 560), ground(look, 590), layer(Piece(posts, "wood")), layer(hung, depth=3),
        layer(look.crowd(PEOPLE, "gardener uncle granny greeter", [(300, 748), (880, 748)], 1.14),
              look.dressed(PEOPLE["girl"], 5, 460, 762, 1.2), look.dressed(PEOPLE["boy"], 6, 730, 762, 1.2), look.dressed(THINGS["can"], 7, 600, 756, 1.1)),
    ]




def square_metre_garden(look: Look) -> list[Layer]:
    """Return small square beds side by side, each another neighbour's."""
    rows = ((600, 620, 0.8), (716, 752, 1))
    plants = look.chance.shuffled("plots", ("tulip", "cabbage", "tomato", "daisy", "sprout", "tulip", "daisy", "cabbage"))
    plots: list[Layer] = []
    for r, (top, bottom, s) in enumerate(rows):
        for c in range(4):
            x, w = 600 + (c - 2) * 262 * s + 14, 234 * s
            name = plants[r * 4 + c]
            soil = [Piece(polygon((x + 14, top - 30), (x + w - 14, top - 30), (x + w, top + 6), (x, top + 6)), "oak"), Piece(box(x, top + 6, w, bottom - top, 4), look.chance.pick(f"plank {r}{c}", ("wood", "clay", "apricot")))]
            grown = [Stamp(PLANTS[name], x + w * (0.18 + k * 0.21), top - 4 + (k % 2) * 6, "leaf", look.cloth(c + r * 4), s * (0.72 if name in ("cabbage", "tomato") else 0.95)) for k in range(4)]
            plots.append(layer(soil, grown, depth=4))
    return [
        sky(look), *towers(look, 540), ground(look, 540),
        layer(look.crowd(PEOPLE, "gardener granny leader uncle grandpa", [(170, 590), (420, 580), (800, 584), (1040, 590)], 0.9)), *plots[:4],
        layer(look.dressed(PEOPLE["girl"], 7, 300, 694, 0.95), look.dressed(PEOPLE["boy"], 8, 920, 694, 0.95), look.dressed(THINGS["can"], 9, 600, 690, 0.8)), *plots[4:],
    ]


def mushrooms(look: Look) -> list[Layer]:
    """Return a contest: shelves of mushrooms, and the largest with a ribbon."""
    shelves = "".join(box(100, y, 1000, 16, 4) for y in (300, 430)) + box(96, 190, 18, 440) + box(1086, 190, 18, 440)
    logs: list[Stamp] = []
    for row, y in enumerate((300, 430)):
        for k in range(8):
            x = 180 + k * 122 - row * 10
            logs.append(Stamp(PLANTS["mushroom"], x, y - 40, look.cloth(k + row * 3), "cream", look.chance.between(f"size {row}{k}", 45, 80) / 100))
            logs.append(Stamp(LOG, x, y, "wood", "straw"))
    big = look.chance.between("winner", 420, 780)
    return [
        sky(look), *towers(look, 560), ground(look, 600), layer(Piece(shelves, "oak")), layer(logs, depth=3),
        layer(look.crowd(PEOPLE, "greeter grandpa youth granny uncle", [(big - 250, 730), (big + 250, 730)], 1.16)),
        layer(Stamp(PLANTS["mushroom"], big, 740, "brick", "cream", 2.7), Stamp(THINGS["ribbon"], big, 690, "river", "lamp", 0.9)),
        layer(look.dressed(PEOPLE["girl"], 7, 130, 766, 1.2), look.dressed(PEOPLE["boy"], 8, 1076, 766, 1.2, flip=True), (Stamp(PLANTS["mushroom"], x, 764, look.cloth(3), "paper", s) for x, s in ((big - 120, 0.7), (big + 116, 0.9)))),
    ]
