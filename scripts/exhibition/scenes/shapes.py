"""Turns plain geometry into SVG path data: the cuts of the scissors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, hypot, pi, sin

Point = tuple[float, float]


def number(value: float) -> str:
    """Return a coordinate as the shortest text that is exact to a tenth of a unit."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def points(pairs: Iterable[Point]) -> str:
    """Return the coordinates of `pairs` as path data without commands."""
    return " ".join(f"{number(x)} {number(y)}" for x, y in pairs)


def polygon(*corners: Point) -> str:
    """Return a straight-edged piece of paper."""
    return f"M{points(corners)}Z"


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Return a rectangle, its corners rounded by `radius`."""
    n = number
    if not radius:
        return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}Z"
    r, w, h = n(radius), n(width - 2 * radius), n(height - 2 * radius)
    arc, m = f"a{r} {r} 0 0 1 ", n(-radius)
    return (
        f"M{n(x + radius)} {n(y)}h{w}{arc}{r} {r}v{h}{arc}{m} {r}h{n(2 * radius - width)}{arc}{m} {m}"
        f"v{n(2 * radius - height)}{arc}{r} {m}Z"
    )


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Return an ellipse around (x, y); a circle where `ry` is left out."""
    a, b = number(rx), number(rx if ry is None else ry)
    return f"M{number(x - rx)} {number(y)}a{a} {b} 0 1 1 {number(2 * rx)} 0a{a} {b} 0 1 1 {number(-2 * rx)} 0Z"


def limb(*joints: Point, width: float) -> str:
    """Return a rounded limb (or stem, pole, rope) through `joints`, `width` thick, as closed shapes."""
    return "".join(_bone(a, b, width / 2) for a, b in zip(joints, joints[1:], strict=False))


def _bone(a: Point, b: Point, radius: float) -> str:
    """Return a stick from `a` to `b` with round ends."""
    (ax, ay), (bx, by) = a, b
    length = hypot(bx - ax, by - ay) or 1
    dx, dy = (ay - by) / length * radius, (bx - ax) / length * radius
    r = number(radius)
    return (
        f"M{points([(ax + dx, ay + dy)])}A{r} {r} 0 0 1 {points([(ax - dx, ay - dy)])}"
        f"L{points([(bx - dx, by - dy)])}A{r} {r} 0 0 1 {points([(bx + dx, by + dy)])}Z"
    )


def crescent(x: float, y: float, length: float, depth: float, angle: float = 0) -> str:
    """Return a moon-shaped cut (月牙纹) from (x, y), `length` long in direction `angle` (degrees)."""
    u, v = cos(angle * pi / 180), sin(angle * pi / 180)
    end = (x + u * length, y + v * length)

    def bulge(height: float) -> Point:
        return (x + u * length / 2 - v * height, y + v * length / 2 + u * height)

    return f"M{points([(x, y)])}Q{points([bulge(depth * 2), end])} {points([bulge(depth * 0.5), (x, y)])}Z"


def petals(x: float, y: float, count: int, inner: float, outer: float, fat: float, turn: float = 0) -> str:
    """Return `count` petals around (x, y) between the radii `inner` and `outer`; `fat` is half their angle in degrees."""
    cut = []
    for k in range(count):
        middle = 2 * pi * (k + turn) / count
        side = fat * pi / 180

        def at(radius: float, angle: float) -> Point:
            return (x + radius * cos(angle), y + radius * sin(angle))

        tip, root = at(outer, middle), at(inner, middle)
        waist = (inner + outer) / 2
        cut.append(
            f"M{points([root])}Q{points([at(waist, middle - side), tip])}"
            f" {points([at(waist, middle + side), root])}Z"
        )
    return "".join(cut)


def ring(x: float, y: float, count: int, radius: float, size: float, turn: float = 0) -> str:
    """Return `count` dots of radius `size` on a circle of `radius` around (x, y)."""
    turns = [2 * pi * (k + turn) / count for k in range(count)]
    return "".join(oval(x + radius * cos(t), y + radius * sin(t), size) for t in turns)


def scallops(left: float, right: float, top: float, bottom: float, count: int, depth: float) -> str:
    """Return a strip from `left` to `right` whose upper edge is `count` round bumps of height `depth`."""
    step = (right - left) / count
    bumps = "".join(f"q{number(step / 2)} {number(-2 * depth)} {number(step)} 0" for _ in range(count))
    return f"M{number(left)} {number(bottom)}V{number(top)}{bumps}V{number(bottom)}Z"


def swell(left: float, right: float, top: float, bottom: float, count: int, height: float) -> str:
    """Return water from `left` to `right` whose upper edge is `count` smooth waves."""
    half = (right - left) / count / 2
    wave = f"q{number(half / 2)} {number(-height)} {number(half)} 0t{number(half)} 0"
    return f"M{number(left)} {number(bottom)}V{number(top)}{wave * count}V{number(bottom)}Z"


def teeth(left: float, right: float, top: float, bottom: float, count: int, depth: float) -> str:
    """Return a strip whose upper edge is cut in `count` saw teeth (锯齿纹): grass, eaves, fringes."""
    step = (right - left) / count
    row = f"l{number(step / 2)} {number(-depth)} {number(step / 2)} {number(depth)}" * count
    return f"M{number(left)} {number(bottom)}V{number(top)}{row}V{number(bottom)}Z"


def moved(shape: Sequence[Point], x: float, y: float, scale: float = 1) -> list[Point]:
    """Return the points of `shape`, scaled and moved."""
    return [(x + a * scale, y + b * scale) for a, b in shape]
