"""Data model of a scene: layers of path items and group items.

The path items of a layer cast one common shadow, a flat darker copy moved a little; a group item has its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 1200, 800
MAIN, SECOND = "main", "second"
"""The two colours of a group that each group item sets; all other names are of the palette."""
SHADE, SHADOW = "shade", "shadow"
"""`shade` is slightly darker than what lies beneath (folds, sleeves); `shadow` is the shadow of a layer."""
SHADE_SHARE = 0.16
"""Share of ink in a shade."""
PathSpec = tuple[str, str] | tuple[str, str, float]
"""Path data and a colour; with a third value it is a line of that width, in units."""


@dataclass(frozen=True, slots=True)
class ShapeGroup:
    """Reusable shapes with their foot at (0, 0): an outline, lines that belong to it, and paths drawn on top.

    `lines` are (path data, width). Outline and lines have the main colour. The child groups `children` (heads, shoes,
    blossoms) are drawn last and have the two colours of the whole.
    """

    outline: str = ""
    paths: tuple[PathSpec, ...] = ()
    lines: tuple[tuple[str, float], ...] = ()
    children: tuple[ChildGroup, ...] = ()

    def has_second_colour(self) -> bool:
        """Return whether the second colour is used anywhere."""
        return any(cut[1] == SECOND for cut in self.paths) or any(
            held.group.has_second_colour() for held in self.children
        )


@dataclass(frozen=True, slots=True)
class ChildGroup:
    """A group inside another one: moved to (x, y), rotated by `turn` degrees."""

    group: ShapeGroup
    x: float = 0
    y: float = 0
    turn: float = 0


@dataclass(frozen=True, slots=True)
class PathItem:
    """A path of one colour; without `casts` it has no shadow.

    With a `width` it is a line; `dash` is then its dash pattern (rows of windows, planks, joints).
    """

    d: str
    fill: str
    casts: bool = True
    opacity: float = 1
    width: float = 0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class GroupItem:
    """A group placed on a layer: its foot at (x, y), scaled by `scale`, mirrored with `flip`."""

    group: ShapeGroup
    x: float
    y: float
    fill: str
    second: str = "cream"
    scale: float = 1
    flip: bool = False
    casts: bool = True


LayerItem = PathItem | GroupItem


@dataclass(frozen=True, slots=True)
class PaperLayer:
    """One layer: its items, and the offset of its shadow, in units."""

    items: tuple[LayerItem, ...]
    depth: float = 6


def build_layer(*items: LayerItem | Iterable[LayerItem], depth: float = 6) -> PaperLayer:
    """Return the layer of these items and lists of items."""
    flat: list[LayerItem] = []
    for item in items:
        flat.extend([item] if isinstance(item, PathItem | GroupItem) else item)
    return PaperLayer(tuple(flat), depth)


def build_flat_path(d: str, fill: str, opacity: float = 1) -> PathItem:
    """Return a filled path without shadow."""
    return PathItem(d, fill, casts=False, opacity=opacity)


def build_line(d: str, fill: str, width: float, opacity: float = 1, dash: str = "", *, casts: bool = False) -> PathItem:
    """Return a line along path data (see `svg_paths.draw_polyline`)."""
    return PathItem(d, fill, casts, opacity, width, dash)
