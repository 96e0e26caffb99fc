"""Scenes in the rooms where neighbours meet: the council, the open ground floor, the corridor of memories."""

from __future__ import annotations

from math import cos, sin

from ..backdrops import draw_floorboards, draw_room, draw_window
from ..paper_layers import GroupItem, LayerItem, PaperLayer, PathItem, build_flat_path, build_layer, build_line
from ..people import PEOPLE
from ..plants import PLANTS
from ..props import THINGS, draw_lamp, draw_notice_board, draw_round_table
from ..style import SceneStyle
from ..svg_paths import draw_box, draw_oval, draw_saw_teeth


def draw_council(look: SceneStyle) -> list[PaperLayer]:
    """Return neighbours round a table under a lamp: one speaks, the others listen."""
    x = look.random.pick_number("table", 580, 620)
    places = [(x - 330, 640), (x - 200, 596), (x - 70, 580), (x + 70, 580), (x + 200, 596), (x + 330, 640)]
    cups = [
        look.place_group(THINGS["cup"], 8 + k % 3, x + 215 * cos(a), 594 + 62 * sin(a), 1.1)
        for k, a in enumerate((0.4, 1.2, 2, 2.8, 3.9, 4.7, 5.6))
    ]
    backs = [
        look.place_group(PEOPLE["elder-back"], 12, x - 210, 838, 1.16),
        look.place_group(PEOPLE["seated-back"], 13, x + 220, 838, 1.16),
    ]
    return [
        draw_room(look),
        draw_window(look, 180, 170, 190, 210),
        draw_window(look, 830, 170, 190, 210),
        draw_notice_board(501, 190),
        build_layer(
            GroupItem(PLANTS["broadleaf"], 110, 640, "leaf", look.get_colour(3), 1.3),
            GroupItem(PLANTS["flowers"], 1090, 640, "leaf", look.get_colour(4), 1.3),
        ),
        build_layer(look.place_people("listener speaker reader leader granny grandpa", places, 1.06)),
        build_layer(draw_round_table(x, 610, 640, 190)),
        build_layer(
            cups, look.place_group(THINGS["teapot"], 3, x, 616, 1.1), look.place_group(THINGS["book"], 5, x - 116, 646)
        ),
        build_layer(backs),
        draw_lamp(look, x, 110, 380),
    ]


def draw_ground_floor(look: SceneStyle) -> list[PaperLayer]:
    """Return the open ground floor between pillars: chess, books, a bench, the garden behind."""
    trees = (
        ("tree", 250, 1.1),
        ("bush", 400, 1.1),
        ("tree", 500, 0.9),
        ("bush", 720, 1.2),
        ("tree", 860, 1.05),
        ("bush", 940, 0.9),
    )
    garden = [GroupItem(PLANTS[n], x, 566, look.palette.bank, "sage", s, casts=False) for n, x, s in trees]
    top, middle, _ = look.palette.sky
    pillars, feet = (
        draw_box(124, 120, 64, 470) + draw_box(570, 120, 56, 450) + draw_box(1012, 120, 64, 470),
        "M124 566h64M570 546h56M1012 566h64",
    )
    chess = ("M382 626h.1M410 646h.1M450 624h.1M478 646h.1", "M402 620h.1M430 634h.1M462 654h.1M376 642h.1")
    return [
        build_layer(
            build_flat_path(draw_box(0, 0, 1200, 580), top),
            PathItem(draw_oval(look.random.pick_number("disc", 300, 900), 250, 56), look.palette.disc),
            build_flat_path(draw_saw_teeth(0, 1200, 430, 580, 24, 50), middle),
            build_flat_path(draw_saw_teeth(0, 1200, 520, 580, 40, 14), look.palette.grass),
        ),
        build_layer(garden),
        build_layer(build_flat_path(draw_box(0, 560, 1200, 240), look.palette.floor), draw_floorboards(560)),
        build_layer(
            PathItem(draw_box(0, 0, 1200, 150) + pillars, look.palette.stone),
            build_line("M0 140h1200", look.palette.foot, 20),
            build_line(feet, look.palette.foot, 40, dash="64 0"),
        ),
        build_layer(GroupItem(THINGS["lantern"], x, 150, "brick", "lamp", 0.8) for x in (280, 480, 720, 920)),
        build_layer(draw_bookcase(look)),
        build_layer(
            look.place_people("sitting-uncle sitting-reader sitting-granny", [(322, 692), (538, 692)], 1.06),
            look.place_group(PEOPLE["grandpa"], 7, 440, 672, 1.02),
        ),
        build_layer(
            GroupItem(THINGS["bench"], 850, 708, "wood", scale=1.25),
            look.place_people("sitting-reader sitting-granny sitting-mother", [(782, 722), (912, 722)], 1.1, 4),
        ),
        build_layer(
            draw_round_table(430, 640, 230, 80), build_line(chess[0], "brick", 15), build_line(chess[1], "ink", 15)
        ),
        build_layer(
            look.place_group(PEOPLE["boy"], 9, 664, 768, 1.1),
            look.place_group(THINGS["radio"], 11, 1080, 752, 0.9),
            GroupItem(PLANTS["broadleaf"], 140, 762, "leaf", look.get_colour(7), 1.3),
        ),
    ]


def draw_bookcase(look: SceneStyle) -> list[LayerItem]:
    """Return a bookcase; the seed decides how full it is."""
    rows = [f"M1062 {360 + r * 72}h{look.random.pick_number(f'books {r}', 60, 100):.0f}" for r in range(3)]
    return [
        PathItem(draw_box(1050, 310, 124, 260, 6), "oak"),
        build_flat_path(draw_box(1060, 322, 104, 236), "glow"),
        *(build_line(row, look.get_colour(9 + k), 46, dash="12 3 9 2 14 4") for k, row in enumerate(rows)),
        build_line("M1056 388h112M1056 460h112", "oak", 8),
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


def draw_framed_picture(look: SceneStyle, index: int, x: float, y: float) -> list[LayerItem]:
    """Return a framed picture of an old object."""
    name = look.random.shuffle("memories", tuple(MEMORIES))[index]
    size, foot = MEMORIES[name]
    mat = look.random.pick(f"mat {index}", ("paper", "glow", "dew", "foam"))
    return [
        PathItem(draw_box(x, y, 190, 166, 6), look.random.pick(f"frame {index}", ("wood", "oak", "gaojing"))),
        build_flat_path(draw_box(x + 13, y + 13, 164, 140, 3), mat),
        GroupItem(
            THINGS[name], x + 95, y + foot, look.get_colour(index + 3), look.pick_trim(index + 3), size, casts=False
        ),
    ]


def draw_memory_corridor(look: SceneStyle) -> list[PaperLayer]:
    """Return a long wall with pictures of old objects; an old person talks to children."""
    frames = [
        draw_framed_picture(look, k, 118 + k * 258, 222 + look.random.pick_number(f"hang {k}", 0, 30)) for k in range(4)
    ]
    eaves = draw_saw_teeth(0, 1200, 96, 150, 30, -26) + draw_box(0, 0, 1200, 100)
    return [
        draw_room(look, 600),
        build_layer(*frames),
        build_layer(PathItem(eaves, "brick"), build_line("M0 76h1200", "lamp", 6)),
        build_layer(GroupItem(THINGS["lantern"], x, 126, "brick", "lamp", 0.66) for x in (84, 342, 600, 858, 1116)),
        build_layer(
            GroupItem(THINGS["bench"], 956, 716, "wood", scale=1.2),
            look.place_people("sitting-granny sitting-reader sitting-mother", [(884, 730), (1010, 730)], 1.1, 8),
            GroupItem(PLANTS["flowers"], 120, 716, "leaf", look.get_colour(1), 1.3),
        ),
        build_layer(
            look.place_group(PEOPLE["leader"], 2, 430, 742, 1.2),
            look.place_group(PEOPLE["little-one"], 4, 576, 756, 1.2),
            look.place_group(PEOPLE["girl"], 5, 690, 760, 1.15),
            look.place_group(PEOPLE["boy"], 6, 290, 758, 1.15, flip=True),
        ),
    ]
