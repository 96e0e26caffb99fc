"""The front layer with an opening, through which every scene is seen."""

from __future__ import annotations

from collections.abc import Callable

from .paper_layers import GroupItem, PaperLayer, PathItem, ShapeGroup, build_layer
from .style import LIGHT, SceneStyle
from .svg_paths import draw_box, draw_crescent, draw_oval, draw_petals

OUTER = "M0 0V800H1200V0Z"
"""The outline of the layer; it runs in the opposite direction of the openings, so that they become holes."""


def draw_rounded_opening() -> str:
    """Return an opening with round corners."""
    return draw_box(40, 40, 1120, 720, 54)


def draw_begonia_opening() -> str:
    """Return an opening with corners that curve inward (海棠角)."""
    return "M100 40H1100a60 60 0 0 0 60 60V700a60 60 0 0 0-60 60H100a60 60 0 0 0-60-60V100a60 60 0 0 0 60-60Z"


def draw_stepped_opening() -> str:
    """Return an opening with corners in steps (回纹角)."""
    return "M112 40H1088v24h24v24h24v24h24V688h-24v24h-24v24h-24v24H112v-24H88v-24H64v-24H40V112h24V88h24V64h24Z"


def draw_arched_opening() -> str:
    """Return an opening under a low arch."""
    return "M40 190Q40 40 190 40H1010Q1160 40 1160 190V730a30 30 0 0 1-30 30H70a30 30 0 0 1-30-30Z"


OPENINGS: tuple[Callable[[], str], ...] = (
    draw_rounded_opening,
    draw_begonia_opening,
    draw_stepped_opening,
    draw_arched_opening,
)


LOZENGES = "".join(f"M{x}-7l12 7-12 7-12-7Z" + draw_oval(x + 32, 0, 3) for x in range(152, 1060, 64))
RIPPLES = "M142 3q24-13 48 0" + "m25 0q24-13 48 0" * 12
"""Drawn as lines."""
BLOSSOMS = (
    "".join(
        f"M{x - 13} 0q13-9 26 0q-13 9-26 0ZM{x}-13q9 13 0 26q-9-13 0-26Z" + draw_crescent(x + 26, 3, 40, -8)
        for x in range(140, 1040, 92)
    )
    + "M1047 0q13-9 26 0q-13 9-26 0ZM1060-13q9 13 0 26q-9-13 0-26Z"
)
CORNER = draw_petals(0, 0, 8, 4, 22, 20)

BORDERS = (ShapeGroup(LOZENGES), ShapeGroup(lines=((RIPPLES, 5),)), ShapeGroup(BLOSSOMS))


def draw_frame(look: SceneStyle) -> PaperLayer:
    """Return the front layer with its opening and the ornaments along it."""
    opening = look.random.pick("opening", OPENINGS)()
    row = look.random.pick("border", BORDERS)
    sheet = look.random.pick("sheet", look.palette.frames)
    light = "brick" if sheet in LIGHT else look.random.pick("cuts", ("cream", "glow", "paper"))
    rows = [GroupItem(row, 0, y, light, casts=False) for y in (20, 780)]
    flowers = [GroupItem(ShapeGroup(CORNER), x, y, light, casts=False) for x in (36, 1164) for y in (36, 764)]
    return build_layer(PathItem(OUTER + opening, sheet), rows, flowers, depth=9)
