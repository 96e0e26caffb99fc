"""Scenes at a table where something is made: paper-cut window decorations, painted bags."""

from __future__ import annotations

from math import pi, tan

from ..backdrops import draw_room
from ..paper_layers import (
    ChildGroup,
    GroupItem,
    PaperLayer,
    PathItem,
    ShapeGroup,
    build_flat_path,
    build_layer,
    build_line,
)
from ..people import PEOPLE
from ..plants import PLANTS
from ..props import THINGS, draw_long_table
from ..style import SceneStyle
from ..svg_paths import draw_box, draw_crescent, draw_oval, draw_petals, draw_polygon


def draw_pointed_leaf(x: float, length: float, belly: float) -> str:
    """Return a pointed leaf along the fold, from `x` on."""
    a, b = length / 2, belly
    return f"M{x:.0f} 0q{a:.0f}-{b:.0f} {length:.0f} 0q-{a:.0f} {b:.0f}-{length:.0f} 0Z"


def draw_rosette(look: SceneStyle, radius: float) -> ShapeGroup:
    """Return a round paper-cut window decoration (团花).

    As with folded paper the shapes are defined once, in one wedge along the x axis, and repeated in every fold.
    """
    fold, r = look.random.pick("fold", (6, 8, 10)), radius
    wide = r * tan(pi / fold)  # Half the width of a wedge at the rim.
    tip = f"M{r * 0.9:.0f} {-wide * 0.66:.0f}Q{r * 1.36:.0f} 0 {r * 0.9:.0f} {wide * 0.66:.0f}Z"
    lobes = draw_oval(r * 0.98, wide * 0.5, wide * 0.46) + draw_oval(r * 0.98, -wide * 0.5, wide * 0.46)
    middles = (
        draw_oval(r * 0.42, 0, r * 0.07) + draw_crescent(r * 0.56, -wide * 0.28, wide * 0.56, r * 0.08, 90),
        draw_polygon((r * 0.34, 0), (r * 0.48, -wide * 0.3), (r * 0.64, 0), (r * 0.48, wide * 0.3)),
        draw_crescent(r * 0.4, -wide * 0.24, wide * 0.48, -r * 0.1, 90) + draw_oval(r * 0.58, 0, r * 0.045),
    )
    outers = (
        draw_petals(r * 0.84, 0, 5, 2, r * 0.13, 40),
        draw_pointed_leaf(r * 0.72, r * 0.28, wide * 0.5),
        draw_oval(r * 0.84, 0, r * 0.1, wide * 0.34),
    )
    seeds = draw_oval(r * 0.66, wide * 0.42, r * 0.035) + draw_oval(r * 0.66, -wide * 0.42, r * 0.035)
    teeth = "".join(f"M{r * at:.0f} {wide * at:.0f}l{r * 0.07:.0f}-5v10Z" for at in (0.32, 0.44, 0.56, 0.8))
    holes = look.random.pick("middle", middles) + look.random.pick("outer", outers)
    wedge = ShapeGroup(
        look.random.pick("rim", (tip, lobes)),
        ((draw_pointed_leaf(r * 0.05, r * 0.22, wide * 0.2) + holes + seeds + teeth, "glow"),),
    )
    return ShapeGroup(draw_oval(0, 0, r), children=tuple(ChildGroup(wedge, turn=360 / fold * k) for k in range(fold)))


def draw_paper_cutting(look: SceneStyle) -> list[PaperLayer]:
    """Return neighbours with scissors and red paper, a large window decoration behind them."""
    sheets = "".join(
        draw_polygon((x, 600 + dy), (x + 62, 594 + dy), (x + 76, 628 + dy), (x + 8, 636 + dy))
        for x, dy in ((270, 16), (470, 0), (660, 18), (860, 4))
    )
    flower = draw_rosette(look, 150)
    places = [(250, 640), (396, 626), (804, 626), (950, 640)]
    return [
        draw_room(look),
        build_layer(
            PathItem(draw_box(392, 84, 416, 416, 16), "wood"),
            build_flat_path(draw_box(408, 100, 384, 384, 8), look.palette.sky[1]),
        ),
        build_layer(GroupItem(flower, 600, 284, "brick"), build_line("M600 100v384M408 292h384", "wood", 8, 0.3)),
        build_layer(GroupItem(flower, x, 280, "brick", scale=0.3) for x in (230, 970)),
        build_layer(
            look.place_people("listener reader granny neighbour cook uncle", places, 1.1),
            look.place_people("little-one scout", [(540, 626), (670, 626)], 1.1, 6, raised=30),
        ),
        build_layer(draw_long_table(190, 588, 820, 90)),
        build_layer(build_flat_path(sheets, "brick")),
        build_layer(
            GroupItem(THINGS["scissors"], x, y, "ink", "river", 0.8) for x, y in ((430, 652), (614, 640), (826, 656))
        ),
        build_layer(
            look.place_group(PEOPLE["girl"], 9, 122, 772, 1.2),
            GroupItem(PLANTS["flowers"], 1086, 758, "leaf", look.get_colour(2), 1.2),
        ),
    ]


CANVAS = ("paper", "straw", "foam", "rose", "dew", "glow")


def draw_bag_painting(look: SceneStyle) -> list[PaperLayer]:
    """Return young people and children painting canvas bags; finished ones hang on a line."""
    names = look.random.shuffle("bags", ("bag", "fish-bag", "wave-bag", "house-bag", "bag", "house-bag"))
    tones = look.random.shuffle("canvas", CANVAS)
    hung = [
        GroupItem(
            THINGS[n],
            190 + k * 164,
            330 - abs(k - 2.5) * 10,
            tones[k],
            look.random.pick(f"motif {k}", ("brick", "river", "luodian", "youyilu")),
            1.08,
        )
        for k, n in enumerate(names)
    ]
    places = [(230, 680), (790, 640), (970, 680)]
    flats = [
        GroupItem(THINGS[n], x, 684, "paper", look.get_colour(k + 2), 0.72)
        for k, (n, x) in enumerate(zip(names[:3], (390, 600, 800), strict=True))
    ]
    return [
        draw_room(look),
        build_layer(build_line("M40 170Q600 260 1160 170", "oak", 6, casts=True), hung),
        build_layer(
            look.place_people("youth greeter cook speaker neighbour", places, 1.1),
            look.place_people("girl little-one scout", [(410, 640), (600, 636)], 1.1, 4, raised=34),
        ),
        build_layer(draw_long_table(200, 604, 800, 96)),
        build_layer(
            flats,
            (
                GroupItem(THINGS["brushes"], x, 644, "wood", look.get_colour(k), 0.8)
                for k, x in enumerate((300, 500, 700, 900))
            ),
        ),
        build_layer(
            look.place_group(PEOPLE["boy"], 8, 124, 772, 1.2),
            GroupItem(PLANTS["broadleaf"], 1084, 758, "leaf", look.get_colour(2), 1.2),
        ),
        build_layer(
            build_flat_path(draw_oval(560, 628, 12, 6), "brick"), build_flat_path(draw_oval(742, 634, 12, 6), "lamp")
        ),
    ]
