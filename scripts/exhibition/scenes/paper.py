"""Turns pieces of cut paper into layers: what a scene is made of, as data.

A layer is a sheet: its pieces throw one shadow upon what is beneath, a flat darker copy moved a little; a stamp brings
its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 1200, 800
MAIN, SECOND = "main", "second"
"""The two colours of a part that each stamp chooses; all other names are of the palette."""
SHADE, SHADOW = "shade", "shadow"
"""A little darker than what lies beneath: folds and sleeves; what lies under a sheet."""
Cut = tuple[str, str] | tuple[str, str, float]
"""Path data and a colour; with a third value it is a line, so many units wide."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something cut once and used often, its foot at (0, 0): the outline, lines that belong to it, the cuts upon it.

    `lines` are (path data, width). Outline and lines are of the main colour. On top come other `parts`, heads,
    shoes, blossoms. They have the two colours of the whole.
    """

    outline: str = ""
    cuts: tuple[Cut, ...] = ()
    lines: tuple[tuple[str, float], ...] = ()
    parts: tuple[Held, ...] = ()

    def two_coloured(self) -> bool:
        """Whether the second colour shows anywhere."""
        return any(cut[1] == SECOND for cut in self.cuts) or any(held.part.two_coloured() for held in self.parts)


@dataclass(frozen=True, slots=True)
class Held:
    """A part that belongs to another one: moved to (x, y), turned by so many degrees."""

    part: Part
    x: float = 0
    y: float = 0
    turn: float = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of paper of one colour, cut for this place; without `casts` it lies flat and throws no shadow.

    With a `width` it is a line; `dash` then cuts it into pieces (rows of windows, planks, joints).
    """

    d: str
    fill: str
    casts: bool = True
    opacity: float = 1
    width: float = 0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A part of the kit, placed: its foot at (x, y), `scale` times as large, looking the other way with `flip`."""

    part: Part
    x: float
    y: float
    fill: str
    second: str = "cream"
    scale: float = 1
    flip: bool = False
    casts: bool = True


Item = Piece | Stamp


@dataclass(frozen=True, slots=True)
class Layer:
    """One sheet: its items, and how far it stands off what is beneath, in units."""

    items: tuple[Item, ...]
    depth: float = 6


def layer(*items: Item | Iterable[Item], depth: float = 6) -> Layer:
    """Return the sheet of these items and lists of items."""
    flat: list[Item] = []
    for item in items:
        flat.extend([item] if isinstance(item, Piece | Stamp) else item)
    return Layer(tuple(flat), depth)


def flat(d: str, fill: str, opacity: float = 1) -> Piece:
    """Return a piece that throws no shadow."""
    return Piece(d, fill, casts=False, opacity=opacity)


def drawn(d: str, fill: str, width: float, opacity: float = 1, dash: str = "", *, casts: bool = False) -> Piece:
    """Return a line (path data of joints, see `shapes.path`)."""
    return Piece(d, fill, casts, opacity, width, dash)
