"""Frames of a phone and of a browser window around a screen's content; they imitate no vendor's design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .sheet import Sheet, box, line, outline, shape, text

PHONE, WINDOW = 360, 700
"""Widths of the narrow and of the wide drawing, in px."""


@dataclass(frozen=True, slots=True)
class Area:
    """The area of a screen's content: from (x, y), with its width and height."""

    x: float
    y: float
    width: float
    height: float
    wide: bool


Screen = Callable[[Area], str]


def phone(content: Screen, height: int = 480) -> Sheet:
    """Return a phone that shows `content`."""
    body = box(14, 6, 332, height - 18, "text", 34, lies=False) + box(22, 14, 316, height - 34, "panel", 27)
    ear = box(150, 22, 60, 7, "line", 4)
    return Sheet(PHONE, height, body + ear + content(Area(34, 44, 292, height - 78, wide=False)))


def window(content: Screen, height: int = 430) -> Sheet:
    """Return a browser window that shows `content`."""
    body = box(8, 6, 684, height - 20, "panel", 16, lies=False) + outline(8, 6, 684, height - 20, "line", 16)
    bar = shape("M8 48V22a16 16 0 0 1 16-16h652a16 16 0 0 1 16 16v26Z", "water")
    lights = "".join(f'<circle cx="{x}" cy="27" r="6" class="line"/>' for x in (32, 54, 76))
    address = box(104, 15, 560, 24, "panel", 12)
    shown = content(Area(32, 66, 636, height - 98, wide=True))
    return Sheet(WINDOW, height, body + bar + lights + address + shown)


def button(x: float, y: float, width: float, words: str) -> str:
    """Return a button, 42 high."""
    told = text(x + width / 2, y + 28, words, 18, colour="on-river", more="b", middle=True)
    return box(x, y, width, 42, "river", 10) + told


def pencil(x: float, y: float) -> str:
    """Return a pencil, 24 high, its point at (x, y)."""
    shaft = f"M{x:g} {y:g}l3.5-8.5 13-13 5 5-13 13Z"
    return line(shaft, "river", 2.5) + line(f"M{x + 12.5:g} {y - 17.5:g}l5 5", "river", 2.5)


def lines_of_text(x: float, y: float, widths: tuple[float, ...], gap: int = 20) -> str:
    """Return grey bars that stand for lines of text."""
    return "".join(box(x, y + gap * k, width, 8, "line", 4) for k, width in enumerate(widths))
