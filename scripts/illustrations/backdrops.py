"""Backdrops of scenes: sky and houses outdoors, walls and a window indoors."""

from __future__ import annotations

from typing import NamedTuple

from .paper_layers import PaperLayer, PathItem, build_flat_path, build_layer, build_line
from .style import SceneStyle
from .svg_paths import draw_box, draw_oval, draw_polyline, draw_saw_teeth, draw_scallops, draw_waves


class BackdropHouse(NamedTuple):
    """One house of a row: its left edge, size, and whether its roof is pitched."""

    x: float
    width: float
    height: float
    gabled: bool


def draw_sky(look: SceneStyle, horizon: float = 520) -> PaperLayer:
    """Return the sky as one layer of three bands, with sun or moon, down to `horizon`."""
    top, middle, low = look.palette.sky
    x, y = look.random.pick_number("disc x", 180, 1020), look.random.pick_number("disc y", 120, 190)
    return build_layer(
        build_flat_path(draw_box(0, 0, 1200, horizon + 40), top),
        build_flat_path(draw_oval(x, y, 128), look.palette.disc, 0.16),
        build_flat_path(draw_oval(x, y, 92), look.palette.disc, 0.25),
        PathItem(draw_oval(x, y, 60), look.palette.disc),
        PathItem(
            draw_scallops(-60, 1260, horizon * 0.62, horizon + 40, look.random.pick("clouds", (4, 5, 6)), 44), middle
        ),
        PathItem(draw_scallops(-20, 1220, horizon * 0.8, horizon + 40, look.random.pick("haze", (6, 7, 8)), 26), low),
        depth=4,
    )


def choose_house_row(
    look: SceneStyle, name: str, tall: tuple[float, float], wide: tuple[float, float]
) -> list[BackdropHouse]:
    """Return the houses of a row, side by side across the drawing."""
    houses: list[BackdropHouse] = []
    x = -20.0
    while x < 1210:
        width, height = (
            look.random.pick_number(f"{name} width {x}", *wide),
            look.random.pick_number(f"{name} height {x}", *tall),
        )
        houses.append(BackdropHouse(x, width, height, look.random.decide(f"{name} roof {x}", 0.45)))
        x += width
    return houses


def draw_skyline(houses: list[BackdropHouse], base: float, pitch: float) -> str:
    """Return the silhouette of a row on `base`; the roofs of gabled houses are `pitch` high."""
    tops = (
        f"V{base - h.height:.0f}"
        + (f"l{h.width / 2:.0f}-{pitch:.0f} {h.width / 2:.0f} {pitch:.0f}" if h.gabled and pitch else f"h{h.width:.0f}")
        for h in houses
    )
    return f"M-20 {base:.0f}{''.join(tops)}V{base:.0f}Z"


def draw_house_rows(look: SceneStyle, base: float = 560) -> list[PaperLayer]:
    """Return two rows of houses that stand on `base`; the nearer row has lit windows in the colour of the time of day."""
    far = choose_house_row(look, "far", (130, 290), (90, 170))
    near = choose_house_row(look, "near", (90, 190), (130, 220))
    lit = [
        build_line(columns, look.palette.pane, 16, dash=dash)
        for dash, columns in draw_pane_columns(look, near, base).items()
    ]
    return [
        build_layer(PathItem(draw_skyline(far, base, 0), look.palette.far), depth=4),
        build_layer(PathItem(draw_skyline(near, base, 32), look.palette.near), lit, depth=5),
    ]


def draw_pane_columns(look: SceneStyle, houses: list[BackdropHouse], base: float) -> dict[str, str]:
    """Return columns of windows as path data, by the dash pattern (lit, dark, …) to stroke them with."""
    columns: dict[str, str] = {}
    for house in houses:
        for k in range(int((house.width - 30) // 38)):
            dash = look.random.pick(f"pane {house.x} {k}", ("20 18", "20 56", "0 38 20 18"))
            at = f"M{house.x + 30 + k * 38:.0f} {base - house.height + 24:.0f}v{house.height - 60:.0f}"
            columns[dash] = columns.get(dash, "") + at
    return columns


def draw_window(look: SceneStyle, x: float, y: float, width: float, height: float, frame: str = "wood") -> PaperLayer:
    """Return a window seen from indoors, with what is outside."""
    top, middle, _ = look.palette.sky
    third = width / 3
    tall = [look.random.pick_number(f"outside {k}", height * 0.15, height * 0.5) for k in range(3)]
    houses = "".join(draw_box(x + k * third, y + height - h, third, h) for k, h in enumerate(tall))
    dx = look.random.pick_number("moon x", 0.2 * width, 0.8 * width)
    return build_layer(
        PathItem(draw_box(x - 14, y - 14, width + 28, height + 28, 8), frame),
        build_flat_path(draw_box(x, y, width, height), top),
        build_flat_path(draw_oval(x + dx, y + 0.28 * height, height * 0.11), look.palette.disc),
        build_flat_path(draw_waves(x, x + width, y + height * 0.62, y + height, 2, 30), middle),
        build_flat_path(houses, look.palette.near),
        build_line(f"M{x + width / 2:.0f} {y:.0f}v{height:.0f}M{x:.0f} {y + height * 0.42:.0f}h{width:.0f}", frame, 8),
        PathItem(draw_box(x - 24, y + height + 10, width + 48, 16, 6), frame),
        depth=4,
    )


def draw_floorboards(floor: float) -> PathItem:
    """Return the joints of a wooden floor that begins at the height `floor`."""
    joints = (draw_polyline((600 + k * 120, floor), (600 + k * 340, 800)) for k in range(-4, 5))
    return build_line("".join(joints), "oak", 3, 0.3)


def draw_room(look: SceneStyle, floor: float = 560) -> PaperLayer:
    """Return a room's wall, skirting and floor."""
    return build_layer(
        build_flat_path(draw_box(0, 0, 1200, floor), look.palette.wall),
        build_flat_path(draw_box(0, floor - 120, 1200, 120), look.palette.skirt),
        build_line(f"M0 {floor - 122:.0f}h1200", "wood", 8),
        build_flat_path(draw_box(0, floor, 1200, 800 - floor), look.palette.floor),
        draw_floorboards(floor),
    )


def draw_ground(look: SceneStyle, top: float = 560) -> PaperLayer:
    """Return grass and the path in front of it."""
    return build_layer(
        PathItem(draw_saw_teeth(-10, 1210, top, 800, 30, 14), look.palette.grass),
        PathItem(draw_waves(-20, 1220, top + 90, 800, 2, 46), look.palette.earth),
        depth=5,
    )


def draw_house_front(
    look: SceneStyle, x: float, y: float, width: float, rows: int, columns: int, colour: str
) -> list[PathItem]:
    """Return the front of a house, its foot at (x, y): roof, sills, and windows, some of them lit."""
    height, step = rows * 84 + 40, width / columns
    middles = [x + step * (c + 0.5) for c in range(columns)]
    top = y - height + 34

    def column(depth: float) -> str:
        return "".join(f"M{middle:.0f} {top + depth:.0f}v{rows * 84 - 30:.0f}" for middle in middles)

    lit = "".join(
        draw_box(middle - 22, top + r * 84, 44, 54)
        for r in range(rows)
        for middle in middles
        if look.random.decide(f"lit {x} {middle} {r}", 0.6)
    )
    return [
        PathItem(draw_box(x, y - height, width, height) + draw_box(x - 14, y - height - 22, width + 28, 26), colour),
        build_line(column(0), "deep-river", 44, dash="54 30"),
        build_flat_path(lit, "lamp"),
        build_line(column(0), "paper", 4, dash="54 30"),
        build_line(column(54), "paper", 56, dash="7 77"),
    ]
