"""Turns looks into the rooms where neighbours meet: council, ground floor, long corridor, tables for cutting and painting."""

from __future__ import annotations

from math import cos, pi, sin

from .backdrops import room, window
from .look import Look
from .paper import Layer, Part, Piece, Stamp, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, crescent, limb, oval, petals, polygon, ring, teeth
from .things import THINGS


def table(x: float, y: float, width: float, depth: float, top: str, side: str) -> list[Piece]:
    """Return a round table whose top is an ellipse around (x, y)."""
    return [
        Piece(box(x - 26, y, 52, 190, 10) + oval(x, y + 190, width * 0.3, 20), side),
        Piece(oval(x, y + 16, width / 2, depth / 2), side), flat(oval(x, y, width / 2, depth / 2), top),
        flat(oval(x, y, width / 2 - 22, depth / 2 - 13) + oval(x, y, width / 2 - 30, depth / 2 - 18), side, 0.12),
    ]


def board(x: float, y: float, width: float, height: float, top: str, side: str) -> list[Piece]:
    """Return a long table seen from a little above."""
    slab = polygon((x, y), (x + width, y), (x + width + 50, y + height), (x - 50, y + height))
    legs = box(x - 20, y + height, 26, 150) + box(x + width - 6, y + height, 26, 150)
    return [Piece(legs, side), Piece(box(x - 50, y + height - 2, width + 100, 26, 6), side), Piece(slab, top)]


def lamp(look: Look, x: float, y: float, reach: float) -> Layer:
    """Return a lamp that hangs to (x, y), and its light."""
    light = polygon((x - 50, y + 44), (x + 50, y + 44), (x + reach, y + 480), (x - reach, y + 480))
    return layer(flat(light, "lamp", 0.16), Stamp(THINGS["ceiling-lamp"], x, y, look.cloth(6), "lamp", 0.9))


def council(look: Look) -> list[Layer]:
    """Return neighbours round a table under a lamp: one speaks, the others listen."""
    x = look.chance.between("table", 570, 630)
    places = [(x - 330, 640), (x - 200, 596), (x - 70, 580), (x + 70, 580), (x + 200, 596), (x + 330, 640)]
    ring_of_people = look.crowd(PEOPLE, "listener speaker reader leader greeter grandpa granny", places, 1.06)
    cups = [look.dressed(THINGS["cup"], 8 + k, x + 215 * cos(a), 590 + 62 * sin(a), 1.1) for k, a in enumerate((0.4, 1.2, 2, 2.8, 3.9, 4.7, 5.6))]
    backs = [
        look.dressed(PEOPLE[n], 12 + k, x + dx, 838, 1.16) for k, (n, dx) in enumerate((("elder-back", -210), ("seated-back", 220)))
    ]
    return [
        room(look), window(look, 180, 170, 190, 210), window(look, 830, 170, 190, 210), notice(look, 500, 190),
        layer(Stamp(PLANTS["broadleaf"], 110, 640, "leaf", look.cloth(3), 1.3), Stamp(PLANTS["flowers"], 1090, 640, "leaf", look.cloth(4), 1.3)),
        layer(ring_of_people), layer(table(x, 610, 640, 190, "straw", "wood")),
        layer(cups, look.dressed(THINGS["teapot"], 3, x, 612, 1.1), look.dressed(THINGS["book"], 5, x - 110, 640, 1), depth=4),
        layer(backs), lamp(look, x, 110, 380),
    ]


def notice(look: Look, x: float, y: float) -> Layer:
    """Return a board with notes on it, blank."""
    notes = "".join(box(x + 16 + (k % 3) * 60, y + 16 + (k // 3) * 70, 46, 54, 3) for k in range(6))
    pins = "".join(oval(x + 39 + (k % 3) * 60, y + 24 + (k // 3) * 70, 4) for k in range(6))
    return layer(Piece(box(x, y, 198, 166, 8), "wood"), flat(box(x + 8, y + 8, 182, 150, 4), "sage"), Piece(notes, "paper"), flat(pins, "brick"), depth=3)


def ground_floor(look: Look) -> list[Layer]:
    """Return the open ground floor between pillars: chess, books, a sofa, the garden behind."""
    garden = [Stamp(PLANTS[n], x, 566, g, "dew", s) for n, x, g, s in (
        ("tree", 330, "leaf", 1), ("bush", 470, "moss", 1.1), ("tree", 640, "sprout", 0.9), ("bush", 780, "leaf", 1.2), ("tree", 930, "moss", 1.05))]
    top, middle, low = look.mood.sky
    pillars = box(150, 120, 64, 470) + box(560, 120, 56, 450) + box(986, 120, 64, 470)
    shelf = Piece(box(60, 300, 84, 300, 4), "wood")
    books = "".join(box(70 + k * 11, 318 + r * 70, 8, 48) for r in range(4) for k in range(6) if look.chance.happens(f"book {r}{k}", 0.8))
    return [
        layer(flat(box(0, 0, 1200, 580), low), flat(oval(look.chance.between("disc", 300, 900), 240, 56), look.mood.disc), flat(teeth(0, 1200, 520, 580, 40, 14), look.mood.grass)),
        layer(garden), layer(Piece(box(0, 560, 1200, 240), look.mood.floor), flat("".join(limb((k * 150 - 60, 800), (300 + k * 75, 566), width=3) for k in range(9)), "wood", 0.3), depth=-3),
        layer(Piece(box(0, 0, 1200, 150) + pillars, look.mood.wall), flat(box(0, 132, 1200, 18) + box(150, 540, 64, 50) + box(560, 530, 56, 40) + box(986, 540, 64, 50), look.mood.skirt)),
        layer(shelf, flat(books, look.cloth(9))), layer(Stamp(THINGS["lantern"], x, 150, "brick", "straw", 0.8) for x in (380, 790)),
        layer(look.crowd(PEOPLE, "grandpa uncle granny reader", [(330, 690), (530, 690)], 1.02), look.crowd(PEOPLE, "reader listener", [(820, 700), (935, 704)], 1.0, 5)),
        layer(Stamp(THINGS["bench"], 880, 724, "wood", scale=1.2), table(430, 640, 230, 80, "straw", "wood"), depth=5),
        layer(flat("".join(oval(430 + dx, 636 + dy, 9, 6) for dx, dy in ((-50, -8), (-20, 10), (16, -12), (50, 6))), "brick"),
              flat("".join(oval(430 + dx, 636 + dy, 9, 6) for dx, dy in ((-30, -14), (0, 0), (34, 14), (-62, 8))), "ink")),
        layer(look.dressed(PEOPLE["boy"], 9, 690, 764, 1.05), look.dressed(THINGS["radio"], 11, 1090, 742, 0.9), Stamp(PLANTS["broadleaf"], 120, 760, "leaf", look.cloth(7), 1.3)),
    ]


def picture(look: Look, index: int, x: float, y: float) -> list[Piece | Stamp]:
    """Return a framed picture of an old thing."""
    name = look.chance.shuffled("memories", ("bicycle", "radio", "thermos", "teapot", "lantern", "stool"))[index]
    size = {"bicycle": 0.62, "radio": 0.8, "thermos": 0.85, "teapot": 1.4, "lantern": 0.72, "stool": 1.1}[name]
    foot = y + (34 if name == "lantern" else 128)
    return [
        Piece(box(x, y, 170, 160, 6), "wood"), flat(box(x + 12, y + 12, 146, 136, 3), look.chance.pick(f"mat {index}", ("cream", "glow", "dew", "shell"))),
        Stamp(THINGS[name], x + 85, foot, look.cloth(index + 3), look.trim(index + 3), size, casts=False),
    ]


def memory_corridor(look: Look) -> list[Layer]:
    """Return a long wall of pictures of old things; an elder tells, children look up."""
    frames = [picture(look, k, 130 + k * 250 - (k > 3) * 0, 210 + (k % 2) * 26) for k in range(4)]
    eaves = teeth(0, 1200, 96, 150, 30, -26) + box(0, 60, 1200, 40)
    return [
        room(look, 600), layer(Piece(eaves, "brick")), layer(*frames, depth=5),
        layer(Stamp(THINGS["lantern"], x, 120, "brick", "lamp", 0.62) for x in (106, 352, 602, 852, 1100)),
        layer(Stamp(THINGS["bench"], 980, 690, "wood", scale=1.1), Stamp(PLANTS["flowers"], 140, 690, "leaf", look.cloth(1), 1.2)),
        layer(
            look.dressed(PEOPLE["leader"], 2, 420, 736, 1.2, flip=look.chance.happens("turned")), look.dressed(PEOPLE["little-one"], 4, 560, 748, 1.2),
            look.dressed(PEOPLE["girl"], 5, 672, 752, 1.15), look.dressed(PEOPLE["boy"], 6, 300, 752, 1.15, flip=True),
            look.crowd(PEOPLE, "granny grandpa listener", [(850, 744)], 1.15, 8),
        ),
    ]


def rosette(look: Look, x: float, y: float, radius: float) -> list[Piece]:
    """Return a round window-flower (团花) whose rings the seed chooses."""
    fold = look.chance.pick("fold", (6, 8, 10, 12))
    r = radius
    edge = petals(x, y, fold * 2, r * 0.7, r * 1.16, 180 / fold, 0.5)
    holes = (
        petals(x, y, fold, r * 0.62, r * 0.94, 60 / fold) + petals(x, y, fold, r * 0.28, r * 0.58, 80 / fold, 0.5)
        + ring(x, y, fold, r * 0.68, r * 0.05, 0.5) + ring(x, y, fold * 2, r * 0.22, r * 0.025) + petals(x, y, fold, 2, r * 0.18, 90 / fold)
    )
    turned = "".join(
        crescent(x + r * 0.5 * cos(a), y + r * 0.5 * sin(a), r * 0.2, r * 0.06, a * 180 / pi + 60) for k in range(fold) if (a := 2 * pi * k / fold)
    )
    return [Piece(oval(x, y, r) + edge, "brick"), flat(holes + turned, "glow")]


def paper_cutting(look: Look) -> list[Layer]:
    """Return neighbours with scissors and red paper round a table, a great window-flower on the pane behind them."""
    sheets = "".join(polygon((x, 596 + dy), (x + 60, 590 + dy), (x + 74, 622 + dy), (x + 10, 630 + dy)) for x, dy in ((320, 10), (520, 0), (690, 14), (850, 4)))
    small = [Stamp(Part(petals(0, 0, 8, 6, 34, 20) + ring(0, 0, 8, 22, 5, 0.5)), x, y, "brick", scale=1) for x, y in ((270, 300), (930, 300))]
    places = [(250, 650), (420, 622), (600, 616), (780, 622), (950, 650)]
    return [
        room(look), layer(Piece(box(396, 96, 408, 372, 16), "wood"), flat(box(412, 112, 376, 340, 8), look.mood.sky[1])),
        layer(rosette(look, 600, 282, 130), depth=4), layer(flat(box(596, 112, 8, 340) + box(412, 278, 376, 8), "wood", 0.25)), layer(small, depth=3),
        layer(look.crowd(PEOPLE, "listener reader granny little-one neighbour cook", places, 1.1)),
        layer(board(220, 580, 760, 90, "straw", "wood")), layer(flat(sheets, "brick"), depth=3),
        layer(Stamp(THINGS["scissors"], x, y, "ink", "straw", 0.8, flip=f) for x, y, f in ((450, 640, False), (650, 646, True), (820, 650, False))),
        layer(look.dressed(PEOPLE["girl"], 9, 150, 770, 1.2), look.dressed(PEOPLE["boy"], 10, 1060, 770, 1.2, flip=True)),
    ]


def painting_bags(look: Look) -> list[Layer]:
    """Return young people and children painting canvas bags; finished ones hang on a line."""
    names = look.chance.shuffled("bags", ("bag", "fish-bag", "wave-bag", "bag", "wave-bag", "fish-bag"))
    line = "M60 170Q600 250 1140 170L1140 176Q600 256 60 176Z"
    hung = [Stamp(THINGS[n], 190 + k * 164, 318 + (28 - abs(k - 2.5) * 9), "cream", look.cloth(k), 1.05) for k, n in enumerate(names)]
    places = [(230, 670), (410, 634), (600, 628), (790, 634), (970, 670)]
    flats = [Stamp(THINGS[n], x, 676, "paper", look.cloth(k + 2), 0.72) for k, (n, x) in enumerate((("fish-bag", 390), ("bag", 600), ("wave-bag", 800)))]
    return [
        room(look), layer(Piece(line, "wood"), hung), layer(look.crowd(PEOPLE, "youth greeter cook scout speaker girl little-one", places, 1.08)),
        layer(board(200, 600, 800, 96, "straw", "wood")),
        layer(flats, (Stamp(THINGS["brushes"], x, 640, "wood", look.cloth(int(x)), 0.8) for x in (300, 500, 700, 900)), depth=4),
        layer(look.dressed(PEOPLE["girl"], 8, 130, 772, 1.2), Stamp(PLANTS["broadleaf"], 1084, 752, "leaf", look.cloth(2), 1.2)),
    ]
