"""The wide drawing at the head of the site: twelve houses, one for each street or town, along a river.

`python -m illustrations.hero overrides/assets` writes `hero.svg` and `hero-night.svg` anew.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from .palette import ACCENTS
from .paper_layers import (
    GroupItem,
    LayerItem,
    PaperLayer,
    PathItem,
    ShapeGroup,
    build_flat_path,
    build_layer,
    build_line,
)
from .people import PEOPLE
from .plants import PLANTS
from .seeded_random import SeededRandom
from .style import LIGHT
from .svg_paths import draw_box, draw_oval, draw_scallops, draw_waves
from .svg_writer import render_svg

BANK = 404.0
"""The y coordinate on which the houses stand."""


@dataclass(frozen=True, slots=True)
class HeroPalette:
    """Colours of the hero drawing at one time of day. The sky is transparent, so that the page's background shows."""

    disc: str
    clouds: tuple[str, str]
    walls: str
    """Suffix of the accent's colour name for a house's wall."""
    lit: float
    """Share of windows that are lit."""
    trees: tuple[str, str]
    bank: str
    path: str
    water: tuple[str, str, str]


DUSK = HeroPalette(
    "apricot", ("rose", "glow"), "", 0.7, ("leaf", "luodian"), "straw", "wood", ("stream", "tide", "river")
)
NIGHT = HeroPalette(
    "glow",
    ("deep-river", "river"),
    "-dim",
    0.86,
    ("luodian-dim", "moss"),
    "tide",
    "oak",
    ("river", "deep-river", "night"),
)
ROOFS = ("gable", "flat", "stair", "hip", "arch", "gable", "hip", "flat", "arch", "gable", "stair", "hip")
FLOORS = (3, 4, 3, 4, 3, 4, 3, 5, 4, 3, 4, 3)
WIDTHS = (112, 104, 118, 98, 112, 106, 120, 100, 110, 116, 104, 112)
HOUSES = tuple(zip(ACCENTS, ROOFS, FLOORS, WIDTHS, strict=True))
"""One house for each street and town, in its accent colour."""
STOREY = 52


def draw_facade(roof: str, x: float, base: float, width: float, floors: int) -> str:
    """Return the front of a house of `floors` storeys under a `roof` (a name in `ROOFS`), its foot at (x, base)."""
    half, step = width / 2, width / 6
    crowns = {
        "flat": f"h-7v-16h{width + 14:.0f}v16h-7",
        "gable": f"h-10l{half + 10:.0f}-52 {half + 10:.0f} 52h-10",
        "hip": f"h-10l30-40h{width - 40:.0f}l30 40h-10",
        "arch": f"v-8q0-44 {half:.0f}-44q{half:.0f} 0 {half:.0f} 44v8",
        "stair": f"v-14h{step:.0f}v-16h{step:.0f}v-16h{2 * step:.0f}v16h{step:.0f}v16h{step:.0f}v14",
    }
    return f"M{x:.0f} {base:.0f}V{base - floors * STOREY - 22:.0f}{crowns[roof]}V{base:.0f}Z"


def draw_panes(chance: SeededRandom, x: float, width: float, floors: int, lit: float) -> tuple[str, str]:
    """Return the windows of a house front: columns of all as lines (to be dashed), and the lit ones as shapes."""
    count = 3 if width > 100 else 2
    middles = [x + width * (0.04 + 0.92 * (column + 0.5) / count) for column in range(count)]
    top = BANK - (floors - 1) * STOREY - 46
    columns = "".join(f"M{middle:.0f} {top:.0f}v{(floors - 1) * STOREY - 18}" for middle in middles)
    burning = "".join(
        f"M{middle - 9:.0f} {top + 3 + k * STOREY:.0f}h18v28h-18Z"
        for k in range(floors - 1)
        for middle in middles
        if chance.decide(f"{x} {k} {middle}", lit)
    )
    return columns, burning


def draw_house_row(hour: HeroPalette) -> list[PaperLayer]:
    """Return the twelve houses side by side, with their doors, windows and attic lights."""
    chance, x = SeededRandom("shore"), 62.0
    fronts: list[PathItem] = []
    columns, lit, attics, doors, sills = "", "", "", "", ""
    for street, roof, floors, width in HOUSES:
        fronts.append(PathItem(draw_facade(roof, x, BANK, width, floors), street + hour.walls))
        middle, burning = x + width / 2, draw_panes(chance, x, width, floors, hour.lit)
        columns, lit = columns + burning[0], lit + burning[1]
        attics += draw_oval(middle, BANK - floors * STOREY - 36, 8) if roof in ("gable", "arch", "stair") else ""
        doors += f"M{middle - 13:.0f} {BANK:.0f}v-26a13 13 0 0 1 26 0v26Z"
        sills += f"M{x + 6:.0f} {BANK - STOREY + 2:.0f}h{width - 12:.0f}"
        x += width
    lights = [
        build_line(columns, "deep-river", 24, dash="34 18"),
        build_line(attics, "deep-river", 6),
        build_flat_path(lit + attics, "lamp"),
        build_flat_path(doors, "deep-river"),
        build_line(sills, "paper", 4, 0.5),
    ]
    return [build_layer(fronts[::2], depth=4), build_layer(fronts[1::2]), build_layer(lights)]


HERO_WIDTH, HERO_HEIGHT = 1440, 560


def draw_greenery(hour: HeroPalette) -> list[LayerItem]:
    """Return trees and bushes in front of the houses."""
    near, far = hour.trees
    trees = ((24, 0.95, near), (396, 0.56, far), (712, 0.62, near), (1042, 0.56, far), (1414, 1, near))
    bushes = (112, 280, 494, 832, 940, 1158, 1340)
    return [
        *(GroupItem(PLANTS["tree"], x, BANK + 8, paper, "sage", size) for x, size, paper in trees),
        *(
            GroupItem(PLANTS["bush"], x, BANK + 8, hour.trees[k % 2], "sage", 0.32 + k % 3 * 0.05)
            for k, x in enumerate(bushes)
        ),
    ]


PASSERS_BY = (
    ("granny", 224, "gucun"),
    ("little-one", 264, "lamp"),
    ("uncle", 566, "brick"),
    ("neighbour", 604, "songnan"),
    ("neighbour", 866, "lamp"),
    ("little-one", 906, "youyilu"),
    ("granny", 1120, "luojing"),
    ("girl", 1246, "brick"),
)
"""Neighbours on the quay: name in `PEOPLE`, x, colour."""


def draw_passers_by() -> list[LayerItem]:
    """Return the neighbours on the quay."""
    return [
        GroupItem(PEOPLE[name], x, BANK + 38, paper, "brick" if paper in LIGHT else "cream", 0.36, k % 2 == 1)
        for k, (name, x, paper) in enumerate(PASSERS_BY)
    ]


def draw_river(hour: HeroPalette) -> list[PaperLayer]:
    """Return the river in three layers of waves, with reflections of the houses' lights."""
    far, middle, near = hour.water
    gleams = (
        "M150 462h30M318 474h24M470 460h34M640 476h26M790 462h30M930 474h26M1090 460h34M1250 474h24M1370 462h20",
        "M230 512h40M560 516h34M820 510h40M1180 516h34",
    )
    return [
        build_layer(PathItem(draw_waves(-60, 1500, 446, 560, 9, 24), far), build_line(gleams[0], "lamp", 5, 0.75)),
        build_layer(PathItem(draw_waves(-120, 1560, 486, 560, 7, 30), middle), build_line(gleams[1], "lamp", 5, 0.6)),
        build_layer(PathItem(draw_waves(-20, 1480, 526, 560, 6, 34), near)),
    ]


LEAF_SAIL = "M0-8c-44-20-40-76 4-96c40 18 48 70-4 96Z"
HULL = "M-52 0h104q-10 26-34 26h-36q-24 0-34-26Z"
BOAT = ShapeGroup(
    LEAF_SAIL, ((HULL, "brick"), ("M0-14q2-44 4-74M1-40l16-16M1-36l-16-14", "dew", 3)), (("M0 0v-100", 5),)
)
"""A boat with a leaf for a sail."""


def draw_hero(hour: HeroPalette) -> bytes:
    """Return the hero drawing: twelve houses along a shore with lit windows, the river in front of them."""
    low, high = hour.clouds
    sky = build_layer(
        build_flat_path(draw_oval(1090, 150, 118), hour.disc, 0.16),
        build_flat_path(draw_oval(1090, 150, 86), hour.disc, 0.25),
        PathItem(draw_oval(1090, 150, 56), hour.disc),
        PathItem(draw_scallops(-60, 1500, 210, 420, 8, 34), high),
        PathItem(draw_scallops(-160, 1560, 268, 420, 10, 28), low),
        depth=4,
    )
    quay = build_layer(
        PathItem(draw_box(-10, BANK, 1460, 70), hour.bank),
        build_line(f"M0 {BANK + 3:.0f}h1440", hour.path, 6),
        build_line("M0 436h1440", hour.path, 3, 0.4, "70 8"),
    )
    far, middle, near = draw_river(hour)
    boats = [build_layer(GroupItem(BOAT, x, y, paper)) for x, y, paper in ((350, 472, "leaf"), (1010, 508, "sprout"))]
    layers = [
        sky,
        *draw_house_row(hour),
        quay,
        build_layer(draw_greenery(hour), draw_passers_by()),
        far,
        boats[0],
        middle,
        boats[1],
        near,
    ]
    return render_svg(layers, HERO_WIDTH, HERO_HEIGHT)


def draw_wave_divider(seed: str) -> bytes:
    """Return two layers of waves, 1440 × 48, that divide two sections of a page; the seed chooses the waves."""
    chance = SeededRandom(f"wave/{seed}")
    back, front = chance.pick("back", (8, 9, 10)), chance.pick("front", (5, 6, 7))
    return render_svg(
        [
            build_layer(PathItem(draw_waves(-40, 1480, 22, 48, back, 22), "stream"), depth=0),
            build_layer(PathItem(draw_waves(-90, 1530, 34, 48, front, 22), "river"), depth=3),
        ],
        HERO_WIDTH,
        48,
    )


def write_hero(folder: Path) -> list[Path]:
    """Write the hero drawing at dusk and at night into `folder`; return the paths of the files."""
    drawings = {folder / "hero.svg": draw_hero(DUSK), folder / "hero-night.svg": draw_hero(NIGHT)}
    for path, drawing in drawings.items():
        path.write_bytes(drawing)
    return list(drawings)


if __name__ == "__main__":
    write_hero(Path(sys.argv[1]))
