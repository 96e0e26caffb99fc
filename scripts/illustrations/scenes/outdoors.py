"""Scenes outdoors: the lift, a fire drill, a long table, a garden shared by a cluster."""

from __future__ import annotations

from ..backdrops import draw_ground, draw_house_front, draw_house_rows, draw_sky
from ..paper_layers import GroupItem, LayerItem, PaperLayer, PathItem, build_flat_path, build_layer, build_line
from ..people import PEOPLE
from ..plants import PLANTS
from ..props import THINGS, draw_long_table
from ..style import SceneStyle
from ..svg_paths import draw_box, draw_oval, draw_polygon, draw_scallops

WALLS = ("cream", "shell", "glow", "blush", "straw", "foam")


def draw_lift(look: SceneStyle) -> list[PaperLayer]:
    """Return an old house with its new glass lift: a neighbour rides up, others wave."""
    y = look.random.pick("floor", (248.0, 330.0, 410.0))
    shaft = [
        PathItem(draw_box(664, 118, 172, 526, 8), "tide"),
        build_flat_path(draw_box(676, 132, 148, 512, 4), "foam"),
        build_line("M676 217h148M676 301h148M676 385h148M676 469h148M676 553h148", "tide", 7),
        PathItem(draw_polygon((646, 122), (750, 66), (854, 122)), "brick"),
    ]
    cabin: list[LayerItem] = [
        build_line(f"M750 130V{y:.0f}", "ink", 4),
        PathItem(draw_box(688, y, 124, 148, 10), "river"),
        build_flat_path(draw_box(698, y + 10, 104, 128, 6), "glow"),
        look.place_group(PEOPLE["granny"], 3, 728, y + 138, 0.48),
        look.place_group(PEOPLE["boy"], 4, 774, y + 138, 0.52),
    ]
    return [
        draw_sky(look),
        *draw_house_rows(look, 610),
        draw_ground(look, 590),
        build_layer(draw_house_front(look, 190, 640, 474, 5, 4, look.random.pick("walls", WALLS)), depth=8),
        build_layer(shaft, depth=7),
        build_layer(cabin),
        build_layer(
            PathItem(draw_polygon((660, 640), (840, 640), (900, 690), (620, 690)), look.palette.stone),
            GroupItem(PLANTS["bush"], 150, 650, look.palette.bank, "dew"),
            GroupItem(PLANTS["tree"], 1010, 660, look.palette.bank, "sage", 1.25),
        ),
        build_layer(
            look.place_people("greeter grandpa leader neighbour uncle", [(180, 742), (330, 752), (950, 744)], 1.1, 5),
            look.place_group(PEOPLE["girl"], 9, 470, 764, 1.15),
            GroupItem(PLANTS["flowers"], 1080, 762, "leaf", look.get_colour(6), 1.15),
        ),
    ]


FLAME = "M930 664q-6-50 22-70q4 26 16 30q-4-46 26-66q0 40 22 56q10-10 8-28q26 40 6 78Z"
GLIMMER = "M952 664q0-30 14-40q6 18 14 18q0-24 14-34q4 26 14 34q4 14-2 22Z"
ARROW = "M400 390h80v-28l60 46-60 46v-28h-80Z"
FOAM = "M872 636q18-34 44-24q14-30 44-14q26-6 26 20q-20 24-52 18q-30 14-62 0Z"


def draw_drill(look: SceneStyle) -> list[PaperLayer]:
    """Return a fire drill: neighbours leave the house in a line, one learns to use the extinguisher."""
    panes = "M98 170v190M228 170v190M358 170v190M488 170v190"
    return [
        draw_sky(look),
        *draw_house_rows(look, 640),
        build_layer(
            PathItem(draw_box(-10, 100, 620, 550) + draw_box(-10, 86, 636, 26, 5), look.random.pick("walls", WALLS)),
            depth=8,
        ),
        build_layer(
            build_line(panes, look.palette.pane, 76, dash="92 400"),
            build_line(panes, "wood", 6, dash="92 400"),
            build_line("M98 262v8M228 262v8M358 262v8M488 262v8", "wood", 92, dash="8 9"),
        ),
        draw_ground(look, 620),
        build_layer(
            PathItem(draw_box(142, 330, 226, 306, 8), "wood"),
            build_flat_path(draw_box(164, 350, 182, 286), "dark"),
            PathItem(draw_polygon((110, 346), (400, 346), (366, 296), (144, 296)), "brick"),
        ),
        build_layer(PathItem(ARROW, "leaf"), build_line("M418 408h88", "dew", 10)),
        build_layer(
            look.place_people("granny uncle neighbour listener grandpa", [(246, 644), (366, 662), (474, 684)], 1, 1)
        ),
        build_layer(
            build_flat_path(draw_oval(980, 690, 90, 22), "ink", 0.25),
            PathItem(draw_box(914, 660, 132, 30, 8), "stone"),
            PathItem(FLAME, "brick"),
            build_flat_path(GLIMMER, "lamp"),
            PathItem(FOAM, "paper"),
        ),
        build_layer(
            look.place_group(PEOPLE["youth"], 8, 764, 716, 1.12),
            GroupItem(THINGS["extinguisher"], 846, 704, "brick", "paper", 1, flip=True),
        ),
        build_layer(
            look.place_group(PEOPLE["leader"], 9, 608, 756, 1.18),
            GroupItem(THINGS["flag"], 526, 768, "wood", "brick"),
            look.place_group(PEOPLE["scout"], 10, 230, 770, 1.1),
            look.place_group(PEOPLE["girl"], 11, 118, 762, 1.1),
        ),
    ]


def draw_shared_meal(look: SceneStyle) -> list[PaperLayer]:
    """Return a long table in the yard: everyone brings a dish, lanterns hang above."""
    dishes = look.random.shuffle("dishes", ("dish", "steamer", "dish", "teapot", "dish", "steamer", "dish"))
    laid = [look.place_group(THINGS[n], 4 + k, 245 + k * 118, 646 + (k % 2) * 24, 0.95) for k, n in enumerate(dishes)]
    steam = [
        GroupItem(THINGS["steam"], 245 + k * 118, 566, "paper", scale=0.7, casts=False)
        for k, n in enumerate(dishes)
        if n == "steamer"
    ]
    places = [(200, 640), (360, 620), (520, 614), (840, 620), (1000, 640)]
    hung = [(x, 80 + 360 * x / 1200 * (1 - x / 1200)) for x in range(150, 1100, 180)]
    return [
        draw_sky(look),
        *draw_house_rows(look, 580),
        draw_ground(look, 560),
        build_layer(
            GroupItem(PLANTS["tree"], 110, 600, look.palette.bank, "sage", 1.4),
            GroupItem(PLANTS["tree"], 1110, 600, look.palette.bank, "sage", 1.3),
        ),
        build_layer(
            build_line("M0 80Q600 260 1200 80", "wood", 5, casts=True),
            (GroupItem(THINGS["lantern"], x, y, "brick", "lamp", 0.7) for x, y in hung),
        ),
        build_layer(
            look.place_people("cook granny greeter uncle listener speaker grandpa", places, 1.08),
            look.place_people("girl boy little-one", [(680, 614)], 1.1, 8, raised=12),
        ),
        build_layer(draw_long_table(190, 606, 820, 84, "paper", "brick")),
        build_layer(laid),
        build_layer(steam),
        build_layer(
            look.place_group(PEOPLE["youth"], 12, 1066, 776, 1.14, flip=True),
            look.place_group(THINGS["dish"], 3, 1066, 640),
            look.place_group(PEOPLE["scout"], 13, 118, 772, 1.2),
        ),
    ]


BEDS = ((-140, 4), (-72, 24), (0, 32), (72, 24), (140, 4))


def draw_cluster_garden(look: SceneStyle) -> list[PaperLayer]:
    """Return five houses that share one garden: paths from every door meet at a round bed."""
    storeys = look.random.shuffle("storeys", (3, 4, 3, 4, 2))
    feet = [500 + abs(k - 2) * 14 for k in range(5)]
    fronts = [
        draw_house_front(look, 62 + k * 220, feet[k], 190, r, 3, look.get_colour(k)) for k, r in enumerate(storeys)
    ]
    roads = "".join(
        draw_polygon((142 + k * 220, feet[k]), (172 + k * 220, feet[k]), (630, 650), (570, 650)) for k in range(5)
    )
    doors = "".join(draw_box(142 + k * 220, feet[k] - 52, 30, 52) for k in range(5))
    flowers = [
        GroupItem(PLANTS["tulip" if k % 2 else "daisy"], 600 + dx, 640 + dy, "moss", look.get_colour(k), 0.8)
        for k, (dx, dy) in enumerate(BEDS)
    ]
    bushes = ((86, 590, 0.9), (396, 542, 0.56), (804, 542, 0.56), (1114, 590, 0.9))
    return [
        draw_sky(look, 500),
        build_layer(*fronts, build_flat_path(doors, "wine"), depth=7),
        build_layer(PathItem(draw_scallops(-20, 1220, 526, 800, 16, 14), look.palette.grass)),
        build_layer(PathItem(roads + draw_oval(600, 650, 280, 84), look.palette.earth), depth=3),
        build_layer(GroupItem(PLANTS["bush"], x, y, look.palette.bank, "sage", s) for x, y, s in bushes),
        build_layer(
            PathItem(draw_oval(600, 640, 200, 52), "leaf"),
            build_flat_path(draw_oval(600, 636, 186, 45), "sage"),
            depth=4,
        ),
        build_layer(GroupItem(PLANTS["tree"], 600, 640, "luodian", "sage", 0.9)),
        build_layer(flowers),
        build_layer(
            look.place_people(
                "granny greeter grandpa gardener uncle leader", [(200, 736), (320, 752), (880, 752), (1004, 736)], 1, 6
            ),
            look.place_group(PEOPLE["girl"], 3, 470, 752, 1.05),
            look.place_group(PEOPLE["boy"], 4, 736, 752, 1.05),
        ),
    ]
