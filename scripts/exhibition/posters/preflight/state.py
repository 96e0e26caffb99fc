"""Graphics state of a content stream (PDF 32000-1, 8.4), as far as the checks need it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from .faces import Face
from .geometry import IDENTITY, Box, Matrix
from .marks import Ink

INITIAL = Ink("Gray", (0.0,))
"""Colour before a stream has set one: black in DeviceGray (8.6.8)."""


@dataclass(slots=True)
class State:
    """State that `q` saves and `Q` restores. `clip` is the bounding box of the clipping path."""

    ctm: Matrix
    clip: Box
    fill: Ink = INITIAL
    stroke: Ink = INITIAL
    line_width: float = 1.0
    face: Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copied(self) -> State:
        """Return a copy of this state."""
        return copy(self)

    def key(self) -> tuple[object, ...]:
        """Return the values that a form inherits where it is shown, as a cache key."""
        return (
            self.ctm,
            self.clip,
            self.fill,
            self.stroke,
            self.line_width,
            id(self.face),
            self.size,
            self.spacing,
            self.word_spacing,
            self.stretch,
            self.leading,
            self.rise,
            self.mode,
        )


@dataclass(slots=True)
class Pencil:
    """The current path and the text matrices, which `q` and `Q` do not save."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    clips: bool = False
    matrix: Matrix = IDENTITY
    line: Matrix = IDENTITY
