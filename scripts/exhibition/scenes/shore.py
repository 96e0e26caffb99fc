"""The hero drawing (twelve houses along a river) and wave dividers.

`python -m illustrations.hero overrides/assets` writes `hero.svg` and `hero-night.svg` anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .chance import Chance
from .desk import mount
from .houses import BANK, DUSK, NIGHT, Hour, row
from .look import LIGHT
from .paper import Item, Layer, Part, Piece, Stamp, drawn, flat, layer
from .people import PEOPLE
from .plants import PLANTS
from .shapes import box, oval, scallops, swell

HERO_WIDTH, HERO_HEIGHT = 1440, 560


def greenery(hour: Hour) -> list[Item]:
    """Return trees and bushes in front of the houses."""
    near, far = hour.trees
    trees = ((24, 0.95, near), (396, 0.56, far), (712, 0.62, near), (1042, 0.56, far), (1414, 1, near))
    bushes = (112, 280, 494, 832, 940, 1158, 1340)
    return [
        *(Stamp(PLANTS["tree"], x, BANK + 8, paper, "sage", size) for x, size, paper in trees),
        *(
            Stamp(PLANTS["bush"], x, BANK + 8, hour.trees[k % 2], "sage", 0.32 + k % 3 * 0.05)
            for k, x in enumerate(bushes)
        ),
    ]


STROLLERS = (
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


def strollers() -> list[Item]:
    """Return the neighbours on the quay."""
    return [
        Stamp(PEOPLE[name], x, BANK + 38, paper, "brick" if paper in LIGHT else "cream", 0.36, k % 2 == 1)
        for k, (name, x, paper) in enumerate(STROLLERS)
    ]


def river(hour: Hour) -> list[Layer]:
    """Return the river in three layers of waves, with reflections of the houses' lights."""
    far, middle, near = hour.water
    gleams = (
        "M150 462h30M318 474h24M470 460h34M640 476h26M790 462h30M930 474h26M1090 460h34M1250 474h24M1370 462h20",
        "M230 512h40M560 516h34M820 510h40M1180 516h34",
    )
    return [
        layer(Piece(swell(-60, 1500, 446, 560, 9, 24), far), drawn(gleams[0], "lamp", 5, 0.75)),
        layer(Piece(swell(-120, 1560, 486, 560, 7, 30), middle), drawn(gleams[1], "lamp", 5, 0.6)),
        layer(Piece(swell(-20, 1480, 526, 560, 6, 34), near)),
    ]


LEAF_SAIL = "M0-8c-44-20-40-76 4-96c40 18 48 70-4 96Z"
HULL = "M-52 0h104q-10 26-34 26h-36q-24 0-34-26Z"
BOAT = Part(LEAF_SAIL, ((HULL, "brick"), ("M0-14q2-44 4-74M1-40l16-16M1-36l-16-14", "dew", 3)), (("M0 0v-100", 5),))
"""A boat with a leaf for a sail."""


def hero(hour: Hour) -> bytes:
    """Return the hero drawing: twelve houses along a shore with lit windows, the river in front of them."""
    low, high = hour.clouds
    sky = layer(
        flat(oval(1090, 150, 118), hour.disc, 0.16),
        flat(oval(1090, 150, 86), hour.disc, 0.25),
        Piece(oval(1090, 150, 56), hour.disc),
        Piece(scallops(-60, 1500, 210, 420, 8, 34), high),
        Piece(scallops(-160, 1560, 268, 420, 10, 28), low),
        depth=4,
    )
    quay = layer(
        Piece(box(-10, BANK, 1460, 70), hour.bank),
        drawn(f"M0 {BANK + 3:.0f}h1440", hour.path, 6),
        drawn("M0 436h1440", hour.path, 3, 0.4, "70 8"),
    )
    far, middle, near = river(hour)
    boats = [layer(Stamp(BOAT, x, y, paper)) for x, y, paper in ((350, 472, "leaf"), (1010, 508, "sprout"))]
    layers = [sky, *row(hour), quay, layer(greenery(hour), strollers()), far, boats[0], middle, boats[1], near]
    return mount(layers, HERO_WIDTH, HERO_HEIGHT)


def wave_divider(seed: str) -> bytes:
    """Return two layers of waves, 1440 × 48, that divide two sections of a page; the seed chooses the waves."""
    chance = Chance(f"wave/{seed}")
    back, front = chance.pick("back", (8, 9, 10)), chance.pick("front", (5, 6, 7))
    return mount(
        [
            layer(Piece(swell(-40, 1480, 22, 48, back, 22), "stream"), depth=0),
            layer(Piece(swell(-90, 1530, 34, 48, front, 22), "river"), depth=3),
        ],
        HERO_WIDTH,
        48,
    )


def write_shore(folder: Path) -> list[Path]:
    """Write the hero drawing at dusk and at night into `folder`; return the paths of the files."""
    drawings = {folder / "hero.svg": hero(DUSK), folder / "hero-night.svg": hero(NIGHT)}
    for path, drawing in drawings.items():
        path.write_bytes(drawing)
    return list(drawings)


if __name__ == "__main__":
    write_shore(Path(sys.argv[1]))
