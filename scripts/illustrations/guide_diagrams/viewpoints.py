"""Plans of viewpoints for before and after photographs: twice from one spot, and from two."""

from __future__ import annotations

from .canvas import (
    Diagram,
    draw_box,
    draw_line,
    draw_number_ring,
    draw_outline,
    draw_pane,
    draw_shape,
    draw_text,
    draw_verdict,
)


def draw_corridor_plan(x: float, y: float) -> str:
    """Return a corridor from above, 316 × 150: walls, a door, the corner that both photographs show."""
    floor = draw_box(x, y, 316, 150, "water", 6)
    walls = draw_line(f"M{x:g} {y:g}h316M{x:g} {y + 150:g}h226M{x + 316:g} {y:g}v150h-34", "text", 7)
    door = draw_line(f"M{x + 226:g} {y + 150:g}q52-6 56-56", "soft", 2, "5 5")
    corner = f'<circle cx="{x + 316:g}" cy="{y:g}" r="13" class="wrong-s" stroke-width="4"/>'
    return floor + walls + door + corner


def draw_feet(x: float, y: float, colour: str) -> str:
    """Return two footprints that point to the right, centred at (x, y)."""
    foot = "M{0:g} {1:g}c10-7 22-6 26 0c2 7-6 9-14 8c-8 0-14-2-12-8Z"
    return draw_shape(foot.format(x - 14, y - 12), colour) + draw_shape(foot.format(x - 14, y + 8), colour)


def draw_sight_lines(
    x: float, y: float, ends: tuple[tuple[float, float], tuple[float, float]], colour: str, dash: str = ""
) -> str:
    """Return the field of view of a camera at (x, y): the lines to both edges of its picture."""
    (a, b), (c, d) = ends
    return draw_line(f"M{x:g} {y:g}L{a:g} {b:g}M{x:g} {y:g}L{c:g} {d:g}", colour, 3, dash)


def draw_photo_frame(x: float, y: float, corner: float, height: float, *, upright: bool = False) -> str:
    """Return the photograph, 136 × 92: the corner of the walls at `corner` from the left, the floor's edge."""
    width, tall = (80, 112) if upright else (136, 92)
    left = x + (136 - width) / 2
    frame = draw_box(left, y, width, tall, "light", 6) + draw_outline(left, y, width, tall, "text", 6, 3)
    foot, low = y + height + 3, y + height + 16
    floor = f"M{left + 3:g} {low:g}L{left + corner:g} {foot:g}L{left + width - 3:g} {low:g}"
    return frame + draw_line(f"M{left + corner:g} {y + 3:g}v{height:g}{floor}", "soft", 3)


def draw_same_spot() -> Diagram:
    """Return the right way above the wrong way."""
    right = draw_pane(6, 8, 348, 368)
    right += draw_text(24, 44, "同一个地方，拍两次", 20, more="b") + draw_verdict(322, 36, good=True)
    right += draw_corridor_plan(22, 70) + draw_feet(72, 150, "river") + draw_number_ring(72, 194, 1)
    right += draw_sight_lines(94, 150, ((330, 84), (290, 214)), "river") + draw_number_ring(296, 116, 2)
    right += draw_photo_frame(34, 242, 84, 52) + draw_photo_frame(190, 242, 84, 52)
    right += draw_text(102, 360, "从前", 18, middle=True) + draw_text(258, 360, "如今", 18, middle=True)
    wrong = draw_pane(6, 392, 348, 384)
    wrong += draw_text(24, 428, "站的地方、方向都变了", 20, more="b") + draw_verdict(322, 420, good=False)
    wrong += draw_corridor_plan(22, 454) + draw_feet(62, 502, "river") + draw_feet(196, 574, "wrong")
    wrong += draw_sight_lines(84, 502, ((330, 468), (280, 598)), "river")
    wrong += draw_sight_lines(218, 574, ((262, 460), (334, 528)), "wrong", "9 7")
    wrong += draw_photo_frame(34, 630, 84, 52) + draw_photo_frame(190, 626, 22, 84, upright=True)
    wrong += draw_text(102, 762, "从前", 18, middle=True) + draw_text(258, 762, "如今", 18, middle=True)
    return Diagram(360, 788, right + wrong)
