"""Layers of a poster as data, in the units of their layout, painted from back to front.

A unit of a portrait layout is a millimetre of the A4 poster; a format scales its layout (see `format`). x and y are
measured from the top left corner of the trim.
"""

from __future__ import annotations

from dataclasses import dataclass

ACCENT, ACCENT_DIM = "accent", "accent-dim"
"""Colours that depend on the street; all others are names of the palette (`COLOURS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Base of all layers. `when` names a row of `poster.CONDITIONS`; only posters for which it holds have this layer."""

    when: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """One shape of coloured paper: SVG path data and a colour; with a `width`, a line with round caps."""

    d: str
    colour: str
    width: float = 0


@dataclass(frozen=True, slots=True)
class Art(Layer):
    """Pieces of paper, the same on every poster of a street. Art that reaches the trim goes on into the bleed."""

    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Figure(Layer):
    """The mascot in one of its poses (`overrides/assets/mascot/<pose>.svg`), in a square of side `size`."""

    pose: str
    x: float
    y: float
    size: float
    flip: bool = False


@dataclass(frozen=True, slots=True)
class Panes(Layer):
    """Five windows, one lit for each star of the unit; (dx, dy) is the offset from one to the next.

    Windows in a column (dy not 0) are lit from the lowest upwards, windows in a row from the first.
    """

    x: float
    y: float
    width: float
    height: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Words(Layer):
    """Text set into a box: as large as it fits, between two sizes (height of the em), by Chinese rules.

    `what` names a text of the product (`Format.texts`) or a row of `poster.TEXTS`. `align` is 0 (left), 0.5 (centred) or
    1 (right); in height the lines are centred. `leading` is the distance of lines in em. A `column` is set from
    top to bottom.
    """

    what: str
    x: float
    y: float
    width: float
    height: float
    largest: float
    smallest: float
    weight: str = "text"
    align: float = 0.5
    lines: int = 1
    leading: float = 1.25
    column: bool = False


@dataclass(frozen=True, slots=True)
class Plates(Layer):
    """Name plates of a cluster's units, one below the other; if there are too many, the last plate states the total."""

    x: float
    y: float
    width: float
    height: float
    step: float
    count: int


@dataclass(frozen=True, slots=True)
class Photograph(Layer):
    """The unit's photo, cropped around its focus."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Code(Layer):
    """A QR code on its white panel, centred on (x, y); its size is the product's and is never scaled."""

    x: float
    y: float
    what: str = ""
    """Name of the text that is the address in the code; empty: the address of the entry itself."""
    module_dots: int = 0
    """Side of a module in dots where it differs from that of the product."""


Layers = tuple[Layer, ...]
