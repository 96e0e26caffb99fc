"""Scenes in the rooms where neighbours meet: the council, the open ground floor, the corridor of memories."""

from __future__ import annotations

from math import cos, sin

from .backdrops import boards, room, window
from .furniture import lamp, notice_board, round_table
from .look import Look
from .paper import Item, Layer, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, oval, teeth
from .things import THINGS


def council(look: Look) -> list[Layer]:
    """Return neighbours round a table under a lamp: one speaks, the others listen."""
    x = look.chance.between("table", 580, 620)
    places = [(x - 330, 640), (x - 200, 596), (x - 70, 580), (x + 70, 580), (x + 200, 596), (x + 330, 640)]
    cups = [
        look.dressed(THINGS["cup"], 8 + k % 3, x + 215 * cos(a), 594 + 62 * sin(a), 1.1)
        for k, a in enumerate((0.4, 1.2, 2, 2.8, 3.9, 4.7, 5.6))
    ]
    backs = [
        look.dressed(PEOPLE["elder-back"], 12, x - 210, 838, 1.16),
        look.dressed(PEOPLE["seated-back"], 13, x + 220, 838, 1.16),
    ]
    return [
        room(look),
        window(look, 180, 170, 190, 210),
        window(look, 830, 170, 190, 210),
        notice_board(501, 190),
        layer(
            Stamp(PLANTS["broadleaf"], 110, 640, "leaf", look.cloth(3), 1.3),
            Stamp(PLANTS["flowers"], 1090, 640, "leaf", look.cloth(4), 1.3),
        ),
        layer(look.crowd("listener speaker reader leader granny grandpa", places, 1.06)),
        layer(round_table(x, 610, 640, 190)),
        layer(cups, look.dressed(THINGS["teapot"], 3, x, 616, 1.1), look.dressed(THINGS["book"], 5, x - 116, 646)),
        layer(backs),
        lamp(look, x, 110, 380),
    ]


def ground_floor(look: Look) -> list[Layer]:
    """Return the open ground floor between pillars: chess, books, a bench, the garden behind."""
    trees = (
        ("tree", 250, 1.1),
        ("bush", 400, 1.1),
        ("tree", 500, 0.9),
        ("bush", 720, 1.2),
        ("tree", 860, 1.05),
        ("bush", 940, 0.9),
    )
    garden = [Stamp(PLANTS[n], x, 566, look.mood.bank, "sage", s, casts=False) for n, x, s in trees]
    top, middle, _ = look.mood.sky
    pillars, feet = (
        box(124, 120, 64, 470) + box(570, 120, 56, 450) + box(1012, 120, 64, 470),
        "M124 566h64M570 546h56M1012 566h64",
    )
    chess = ("M382 626h.1M410 646h.1M450 624h.1M478 646h.1", "M402 620h.1M430 634h.1M462 654h.1M376 642h.1")
    return [
        layer(
            flat(box(0, 0, 1200, 580), top),
            Piece(oval(look.chance.between("disc", 300, 900), 250, 56), look.mood.disc),
            flat(teeth(0, 1200, 430, 580, 24, 50), middle),
            flat(teeth(0, 1200, 520, 580, 40, 14), look.mood.grass),
        ),
        layer(garden),
        layer(flat(box(0, 560, 1200, 240), look.mood.floor), boards(560)),
        layer(
            Piece(box(0, 0, 1200, 150) + pillars, look.mood.stone),
            drawn("M0 140h1200", look.mood.foot, 20),
            drawn(feet, look.mood.foot, 40, dash="64 0"),
        ),
        layer(Stamp(THINGS["lantern"], x, 150, "brick", "lamp", 0.8) for x in (280, 480, 720, 920)),
        layer(shelf(look)),
        layer(
            look.crowd("sitting-uncle sitting-reader sitting-granny", [(322, 692), (538, 692)], 1.06),
            look.dressed(PEOPLE["grandpa"], 7, 440, 672, 1.02),
        ),
        layer(
            Stamp(THINGS["bench"], 850, 708, "wood", scale=1.25),
            look.crowd("sitting-reader sitting-granny sitting-mother", [(782, 722), (912, 722)], 1.1, 4),
        ),
        layer(round_table(430, 640, 230, 80), drawn(chess[0], "brick", 15), drawn(chess[1], "ink", 15)),
        layer(
            look.dressed(PEOPLE["boy"], 9, 664, 768, 1.1),
            look.dressed(THINGS["radio"], 11, 1080, 752, 0.9),
            Stamp(PLANTS["broadleaf"], 140, 762, "leaf", look.cloth(7), 1.3),
        ),
    ]


def shelf(look: Look) -> list[Item]:
    """Return a bookcase; the seed decides how full it is."""
    rows = [f"M1062 {360 + r * 72}h{look.chance.between(f'books {r}', 60, 100):.0f}" for r in range(3)]
    return [
        Piece(box(1050, 310, 124, 260, 6), "oak"),
        flat(box(1060, 322, 104, 236), "glow"),
        *(drawn(row, look.cloth(9 + k), 46, dash="12 3 9 2 14 4") for k, row in enumerate(rows)),
        drawn("M1056 388h112M1056 460h112", "oak", 8),
    ]


MEMORIES = {
    "bicycle": (0.66, 130),
    "radio": (1, 122),
    "thermos": (0.95, 136),
    "teapot": (1.6, 120),
    "sewing": (1.1, 122),
    "lantern": (0.8, 30),
}
"""Old objects for the wall: name to scale and y offset in their frame."""


def picture(look: Look, index: int, x: float, y: float) -> list[Item]:
    """Return a framed picture of an old object."""
    name = look.chance.shuffled("memories", tuple(MEMORIES))[index]
    size, foot = MEMORIES[name]
    mat = look.chance.pick(f"mat {index}", ("paper", "glow", "dew", "foam"))
    return [
        Piece(box(x, y, 190, 166, 6), look.chance.pick(f"frame {index}", ("wood", "oak", "gaojing"))),
        flat(box(x + 13, y + 13, 164, 140, 3), mat),
        Stamp(THINGS[name], x + 95, y + foot, look.cloth(index + 3), look.trim(index + 3), size, casts=False),
    ]


def memory_corridor(look: Look) -> list[Layer]:
    """Return a long wall with pictures of old objects; an old person talks to children."""
    frames = [picture(look, k, 118 + k * 258, 222 + look.chance.between(f"hang {k}", 0, 30)) for k in range(4)]
    eaves = teeth(0, 1200, 96, 150, 30, -26) + box(0, 0, 1200, 100)
    return [
        room(look, 600),
        layer(*frames),
        layer(Piece(eaves, "brick"), drawn("M0 76h1200", "lamp", 6)),
        layer(Stamp(THINGS["lantern"], x, 126, "brick", "lamp", 0.66) for x in (84, 342, 600, 858, 1116)),
        layer(
            Stamp(THINGS["bench"], 956, 716, "wood", scale=1.2),
            look.crowd("sitting-granny sitting-reader sitting-mother", [(884, 730), (1010, 730)], 1.1, 8),
            Stamp(PLANTS["flowers"], 120, 716, "leaf", look.cloth(1), 1.3),
        ),
        layer(
            look.dressed(PEOPLE["leader"], 2, 430, 742, 1.2),
            look.dressed(PEOPLE["little-one"], 4, 576, 756, 1.2),
            look.dressed(PEOPLE["girl"], 5, 690, 760, 1.15),
            look.dressed(PEOPLE["boy"], 6, 290, 758, 1.15, flip=True),
        ),
    ]
