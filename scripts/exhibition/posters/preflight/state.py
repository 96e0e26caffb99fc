"""The graphics state of a content stream (PDF 32000-1, 8.4), as far as a judge of posters needs it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from .faces import Face
from .geometry import IDENTITY, Box, Matrix
from .marks import Ink

INITIAL = Ink("Gray", (0.0,))
"""What a stream paints in before it has set a colour: DeviceGray (8.6.8)."""


@dataclass(slots=True)
class State:
    """What `q` saves and `Q` brings back. `clip` is the box around the clipping path."""

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
        """Return a state of its own with the same values."""
        return copy(self)

    def key(self) -> tuple[object, ...]:
        """Return everything that a form takes over from where it is shown."""
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
    """The path under construction and the text position: what lives shorter than a state."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    clips: bool = False
    matrix: Matrix = IDENTITY
    line: Matrix = IDENTITY
