"""A play as a graph: a scene, what can be chosen in it, and the endings."""

from __future__ import annotations

from .canvas import Diagram, draw_box, draw_line, draw_outline, draw_shape, draw_text

WIDTH, HEIGHT = 148, 60
"""Size of a scene's box."""


def draw_scene_box(x: float, y: float, name: str, *, ending: str = "") -> str:
    """Return the box of a scene, centred at x; of an ending what came of it stands below its name."""
    left = x - WIDTH / 2
    box = draw_box(left, y, WIDTH, HEIGHT, "light" if ending else "panel", 12, lies=False)
    edge = draw_outline(left, y, WIDTH, HEIGHT, "river", 12, 3 if ending else 2)
    if not ending:
        return box + edge + draw_text(x, y + 37, name, 19, more="b", middle=True)
    first = draw_text(x, y + 27, name, 18, more="b", middle=True)
    return box + edge + first + draw_text(x, y + 50, ending, 15, middle=True)


def draw_way(start: tuple[float, float], end: tuple[float, float], bend: float = 0) -> str:
    """Return an arrow from the foot of a box to the head of another one; `bend` moves its middle sideways."""
    (a, b), (c, d) = start, end
    middle = (b + d) / 2
    line = f"M{a:g} {b:g}C{a + bend:g} {middle:g} {c + bend:g} {middle:g} {c:g} {d - 8:g}"
    head = f"M{c:g} {d:g}l-8-13h16Z"
    return draw_line(line, "river", 3) + draw_shape(head, "river")


def draw_play_graph() -> Diagram:
    """Return five boxes: one leads to two, these to each other and to two endings."""
    left, right, centre = 88, 272, 180
    top, second, third, last = 14, 146, 146, 300
    ways = draw_way((centre - 20, top + HEIGHT), (left, second)) + draw_way((centre + 20, top + HEIGHT), (right, third))
    ways += draw_way((left, second + HEIGHT), (left, last)) + draw_way((right, third + HEIGHT), (right, last))
    across = f"M{right - WIDTH / 2:g} {third + 30:g}H{left + WIDTH / 2 + 10:g}"
    ways += draw_line(across, "river", 3) + draw_shape(f"M{left + WIDTH / 2:g} {third + 30:g}l13-8v16Z", "river")
    ways += draw_way((left + 40, second + HEIGHT), (right - 40, last))
    boxes = (
        draw_scene_box(centre, top, "三辆旧车")
        + draw_scene_box(left, second, "敲门")
        + draw_scene_box(right, third, "群里")
    )
    boxes += draw_scene_box(left, last, "挂上墙", ending="结局：办成") + draw_scene_box(
        right, last, "改天", ending="结局：没办成"
    )
    return Diagram(360, 376, ways + boxes)
