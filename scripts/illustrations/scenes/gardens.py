"""Scenes in gardens: on the roof, in bottles, on one square metre, and on logs."""

from __future__ import annotations

from ..backdrops import draw_ground, draw_house_rows, draw_sky
from ..paper_layers import (
    SHADE,
    ChildGroup,
    GroupItem,
    LayerItem,
    PaperLayer,
    PathItem,
    ShapeGroup,
    build_flat_path,
    build_layer,
    build_line,
)
from ..people import PEOPLE
from ..plants import PLANTS
from ..props import THINGS
from ..style import SceneStyle
from ..svg_paths import draw_box, draw_crescent, draw_oval, draw_polygon, draw_scallops

FLASK = ShapeGroup(
    paths=(
        ("M-24-58h48v50q0 8-8 8h-32q-8 0-8-8Z", "foam"),
        ("M-24-34h48v26q0 8-8 8h-32q-8 0-8-8Z", "clay"),
        ("M-15-48v36", "paper", 6),
    ),
)
LOG = ShapeGroup(
    draw_box(-46, -42, 92, 42, 16), ((draw_oval(34, -21, 12, 20), "straw"), (draw_crescent(-34, -16, 44, 6), SHADE))
)
SMALLER = {"cabbage": 0.74, "tomato": 0.78}
"""Scale of plants that do not fit at the size of the others."""
CROPS = ("sprout", "cabbage", "daisy", "tulip", "tomato")
WOODPILE = ShapeGroup(children=tuple(ChildGroup(LOG, 186 + k * 138) for k in range(7)))
"""The logs on one shelf."""
BOTTLED = {name: ShapeGroup(children=(ChildGroup(PLANTS[name], y=-34), ChildGroup(FLASK))) for name in CROPS}
"""Plants in cut bottles."""
ROWS = {
    name: ShapeGroup(children=tuple(ChildGroup(PLANTS[name], x, abs(x) // 9) for x in (-64, 0, 64))) for name in CROPS
}
"""Three plants of one species side by side."""


def draw_roof_garden(look: SceneStyle) -> list[PaperLayer]:
    """Return beds and a pergola above the roofs of the city."""
    names = look.random.shuffle("beds", ("tomato", "cabbage", "tulip", "daisy", "sprout", "tomato"))
    beds = ((110, 622, 300, "wood"), (450, 612, 300, "clay"), (790, 622, 300, "wood"))
    grown = [
        GroupItem(
            PLANTS[name], x + 42 + k * 54, y + 6, "leaf", look.get_colour(b * 2 + k % 2), 1.35 * SMALLER.get(name, 1)
        )
        for b, (x, y, _, _) in enumerate(beds)
        for k in range(5)
        for name in [names[b + (k % 2) * 3]]
    ]
    pergola = "M100 240v340M400 240v340M60 236h380"
    grapes = "".join(f"M{90 + k * 44} {266 + (k % 3) * 10}h.1" for k in range(8))
    return [
        draw_sky(look),
        *draw_house_rows(look, 600),
        build_layer(
            build_flat_path(draw_box(0, 570, 1200, 230), look.palette.stone),
            PathItem(draw_box(-10, 540, 1220, 40), look.palette.foot),
            build_line("M0 700h1200M0 610h1200", look.palette.foot, 4, dash="96 6"),
        ),
        build_layer(
            build_line(pergola, "wood", 18, casts=True),
            build_line("M90 206v40M150 206v40M210 206v40M270 206v40M330 206v40M390 206v40", "wood", 12),
        ),
        build_layer(
            PathItem(draw_scallops(60, 440, 250, 226, 9, -22), "leaf"), build_line(grapes, look.get_colour(4), 17)
        ),
        build_layer(look.place_people("granny uncle greeter leader", [(580, 640), (850, 640)], 1.1)),
        build_layer(grown),
        build_layer(PathItem(draw_box(x, y, w, 66, 5), c) for x, y, w, c in beds),
        build_layer(
            look.place_group(PEOPLE["gardener"], 5, 372, 764, 1.16),
            look.place_group(THINGS["can"], 6, 486, 758),
            look.place_group(PEOPLE["girl"], 7, 860, 768, 1.15),
            GroupItem(PLANTS["flowers"], 1060, 756, "leaf", look.get_colour(8), 1.2),
            GroupItem(PLANTS["aloe"], 150, 756, "luodian", look.get_colour(9), 1.1),
        ),
    ]


def draw_bottle_garden(look: SceneStyle) -> list[PaperLayer]:
    """Return shelves full of cut bottles in which vegetables and flowers grow."""
    rack, shelves = "M160 150v470M1040 150v470", "M110 258h980M110 376h980M110 494h980"
    grown = [
        GroupItem(
            BOTTLED[look.random.pick(f"bottle {row} {k}", CROPS)],
            216 + k * 110,
            y - 6,
            "leaf",
            look.get_colour(k + row),
            casts=False,
        )
        for row, y in enumerate((258, 376, 494))
        for k in range(8)
    ]
    return [
        draw_sky(look),
        *draw_house_rows(look, 610),
        draw_ground(look, 580),
        build_layer(build_line(rack, "oak", 20, casts=True), build_line(shelves, "wood", 14, casts=True), depth=7),
        build_layer(grown),
        build_layer(
            look.place_people("gardener uncle granny greeter", [(280, 754), (900, 754)], 1.16),
            look.place_group(PEOPLE["girl"], 5, 450, 766, 1.2),
            look.place_group(PEOPLE["boy"], 6, 742, 766, 1.2),
            look.place_group(THINGS["can"], 7, 590, 758, 1.15),
        ),
    ]


def draw_plot(look: SceneStyle, index: int, name: str, x: float, top: float, width: float, scale: float) -> PaperLayer:
    """Return one square bed with its front edge below `top`, planted by one household."""
    soil = draw_polygon((x + 14, top - 30), (x + width - 14, top - 30), (x + width, top + 6), (x, top + 6))
    grown = GroupItem(
        ROWS[name],
        x + width / 2,
        top - 4,
        "leaf",
        look.get_colour(index),
        scale * 1.35 * SMALLER.get(name, 1),
        casts=False,
    )
    plank = look.random.pick(f"plank {index}", ("wood", "clay", "apricot", "zhangmiao"))
    return build_layer(
        PathItem(soil, "oak"), PathItem(draw_box(x, top + 6, width, 34 * scale, 4), plank), grown, depth=4
    )


def draw_square_metre_garden(look: SceneStyle) -> list[PaperLayer]:
    """Return small square beds side by side, one for each neighbour."""
    plants = look.random.shuffle(
        "plots", ("tulip", "cabbage", "tomato", "daisy", "sprout", "tulip", "daisy", "cabbage")
    )
    far = [draw_plot(look, c, plants[c], 196 + c * 206, 604, 186, 0.8) for c in range(4)]
    near = [draw_plot(look, 4 + c, plants[4 + c], 88 + c * 262, 714, 238, 1.05) for c in range(4)]
    return [
        draw_sky(look),
        *draw_house_rows(look, 570),
        draw_ground(look, 540),
        build_layer(
            look.place_people(
                "gardener granny leader uncle grandpa", [(250, 590), (470, 584), (730, 584), (960, 590)], 0.95
            )
        ),
        *far,
        build_layer(
            look.place_group(PEOPLE["girl"], 7, 339, 694, 1),
            look.place_group(PEOPLE["boy"], 8, 861, 694, 1),
            look.place_group(THINGS["can"], 9, 600, 684, 0.85),
        ),
        *near,
    ]


def draw_mushrooms(look: SceneStyle) -> list[PaperLayer]:
    """Return a contest: shelves of mushrooms on logs, and the largest with a ribbon."""
    logs: list[LayerItem] = []
    for row, y in enumerate((300, 440)):
        for k in range(7):
            x, size = 192 + k * 138 - row * 12, look.random.pick_number(f"size {row}{k}", 55, 95) / 100
            logs.append(GroupItem(PLANTS["mushroom"], x - 8, y - 44, look.get_colour(k + row * 3), "cream", size))
    wood = [GroupItem(WOODPILE, 0, y - 6, "wood") for y in (300, 440)]
    big = look.random.pick_number("winner", 480, 720)
    return [
        draw_sky(look),
        *draw_house_rows(look, 620),
        draw_ground(look, 600),
        build_layer(
            build_line("M112 180v460M1088 180v460", "oak", 20, casts=True),
            build_line("M90 300h1020M90 440h1020", "oak", 16, casts=True),
            depth=7,
        ),
        build_layer(logs),
        build_layer(wood),
        build_layer(
            look.place_people("greeter grandpa youth granny uncle", [(big - 250, 740), (big + 250, 740)], 1.18)
        ),
        build_layer(
            GroupItem(PLANTS["mushroom"], big, 752, "brick", "cream", 3),
            GroupItem(THINGS["ribbon"], big, 700, "river", "lamp", 0.95),
        ),
        build_layer(
            look.place_group(PEOPLE["girl"], 7, 140, 768, 1.2),
            look.place_group(PEOPLE["boy"], 8, 1070, 768, 1.2, flip=True),
            (
                GroupItem(PLANTS["mushroom"], x, 768, look.get_colour(3), "paper", s)
                for x, s in ((big - 130, 0.8), (big + 128, 1))
            ),
        ),
    ]
