"""Flatten a scene to opaque shapes in order, for media without transparency: printing plates.

A shade becomes the colour under it mixed with ink. A veil (a path with an opacity) becomes a mixture where one colour
lies under all of it, and is left out where several do. Shadows of layers are left out for the same reason. The frame is
no part of the scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from math import cos, radians, sin

from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.pens.pointInsidePen import PointInsidePen
from fontTools.svgLib.path import parse_path

from illustrations.paper_layers import (
    MAIN,
    SECOND,
    SHADE,
    SHADE_SHARE,
    WIDTH,
    GroupItem,
    PaperLayer,
    PathItem,
    ShapeGroup,
)
from illustrations.scenes import build_scene

from ..lazy import dataclass

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as in SVG: x' = ax + cy + e, y' = bx + dy + f."""
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)
MIRRORED: Matrix = (-1, 0, 0, 1, WIDTH, 0)
SUBPATH = re.compile(r"M[^M]*")
SAMPLES = ((0.5, 0.5), (0.1, 0.5), (0.9, 0.5), (0.5, 0.1), (0.5, 0.9))
"""Points of a veil's box, as shares of its width and height, below which the colour must be the same."""


@dataclass(frozen=True, slots=True)
class FlatColour:
    """A colour of the palette, or the mixture of `base` with a `share` of `over`, from 0 to 1."""

    base: str
    over: str = ""
    share: float = 0


@dataclass(frozen=True, slots=True)
class FlatShape:
    """One opaque shape: path data under a matrix; with a `width` it is a line, with a `dash` one with square ends."""

    d: str
    place: Matrix
    colour: FlatColour
    width: float = 0
    dash: str = ""


@cache
def flatten_scene(slug: str, seed: str) -> tuple[FlatShape, ...]:
    """Return the shapes of a scene, from back to front, in its units. Raises KeyError for an unknown slug."""
    layers, mirrored = build_scene(slug, seed)
    shapes = tuple(iter_flat_shapes(layers))
    return (
        tuple(replace(shape, place=combine_matrices(MIRRORED, shape.place)) for shape in shapes) if mirrored else shapes
    )


def combine_matrices(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def iter_flat_shapes(layers: Iterable[PaperLayer]) -> Iterator[FlatShape]:
    """Yield the shapes of layers, from back to front."""
    grounds: list[PathItem] = []
    for layer in layers:
        for item in layer.items:
            if isinstance(item, GroupItem):
                yield from iter_group_shapes(item)
            elif item.opacity == 1:
                yield FlatShape(item.d, PLAIN, FlatColour(item.fill), item.width, item.dash)
                if not item.width:
                    grounds.append(item)
            else:
                yield from iter_veil_shapes(item, grounds)


def iter_group_shapes(item: GroupItem) -> Iterator[FlatShape]:
    """Yield the shapes of a group in its place and colours."""
    across = -item.scale if item.flip else item.scale
    place: Matrix = (across, 0, 0, item.scale, round(item.x), round(item.y))
    yield from iter_part_shapes(item.group, place, item.fill, item.second)


def iter_part_shapes(part: ShapeGroup, place: Matrix, main: str, second: str) -> Iterator[FlatShape]:
    """Yield the shapes of a group and of the groups in it."""
    colours = {
        MAIN: FlatColour(main),
        SECOND: FlatColour(second),
        SHADE: FlatColour(main, "ink", SHADE_SHARE),
    }
    if part.outline:
        yield FlatShape(part.outline, place, colours[MAIN])
    for d, width in part.lines:
        yield FlatShape(d, place, colours[MAIN], width)
    for path in part.paths:
        width = path[2] if len(path) == 3 else 0
        yield FlatShape(path[0], place, colours.get(path[1]) or FlatColour(path[1]), width)
    for child in part.children:
        c, s = cos(radians(child.turn)), sin(radians(child.turn))
        yield from iter_part_shapes(child.group, combine_matrices(place, (c, s, -s, c, child.x, child.y)), main, second)


def iter_veil_shapes(veil: PathItem, grounds: list[PathItem]) -> Iterator[FlatShape]:
    """Yield each part of a veil under which only one colour lies, in the mixture of both."""
    for d in SUBPATH.findall(veil.d):
        left, top, right, bottom = measure_path(d)
        points = [(left + (right - left) * x, top + (bottom - top) * y) for x, y in SAMPLES]
        under = {find_ground(point, grounds) for point in points}
        base = under.pop()
        if base and not under:
            yield FlatShape(d, PLAIN, FlatColour(base, veil.fill, veil.opacity), veil.width, veil.dash)


def find_ground(point: tuple[float, float], grounds: list[PathItem]) -> str:
    """Return the colour of the uppermost path at a point; empty where there is none."""
    return next((item.fill for item in reversed(grounds) if is_inside(item.d, point)), "")


@cache
def measure_path(d: str) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the control points of path data."""
    pen = ControlBoundsPen(None)
    parse_path(d, pen)
    return pen.bounds or (0.0, 0.0, 0.0, 0.0)


def is_inside(d: str, point: tuple[float, float]) -> bool:
    """Return whether a point is inside path data, by the non-zero rule."""
    left, top, right, bottom = measure_path(d)
    if not (left <= point[0] <= right and top <= point[1] <= bottom):
        return False
    pen = PointInsidePen(None, point)
    # Insideness is not defined for open contours; a fill closes them.
    parse_path("".join(part if part[-1] in "Zz" else f"{part}Z" for part in SUBPATH.findall(d)), pen)
    return bool(pen.getResult())
