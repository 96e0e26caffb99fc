"""SVG path data of plain geometry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import cos, pi, sin

Point = tuple[float, float]


def format_number(value: float) -> str:
    """Return a coordinate as short text: whole units, or tenths below 10."""
    text = f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("0.", ".") if abs(value) < 1 and "." in text else text


def format_points(pairs: Iterable[Point]) -> str:
    """Return the coordinates of `pairs` as path data without commands."""
    return " ".join(f"{format_number(x)} {format_number(y)}" for x, y in pairs)


def compact_path(d: str) -> str:
    """Return path data without unnecessary spaces."""
    return re.sub(r" (?=[-A-Za-z])|(?<=[A-Za-z]) ", "", d)


def draw_polygon(*corners: Point) -> str:
    """Return a polygon."""
    return f"M{format_points(corners)}Z"


def draw_box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Return a rectangle, its corners rounded by `radius`."""
    n = format_number
    if not radius:
        return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}Z"
    r, w, h = n(radius), n(width - 2 * radius), n(height - 2 * radius)
    arc, m = f"a{r} {r} 0 0 1 ", n(-radius)
    return (
        f"M{n(x + radius)} {n(y)}h{w}{arc}{r} {r}v{h}{arc}{m} {r}h{n(2 * radius - width)}{arc}{m} {m}"
        f"v{n(2 * radius - height)}{arc}{r} {m}Z"
    )


def draw_oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Return an ellipse around (x, y); a circle without `ry`. One arc that leaves a gap of 0.1 units: half the bytes."""
    high = rx if ry is None else ry
    return f"M{format_number(x)} {format_number(y - high)}a{format_number(rx)} {format_number(high)} 0 1 1-.1 0Z"


def draw_polyline(*joints: Point) -> str:
    """Return a line through `joints`, to be drawn with a width: arms, stems, poles, ropes."""
    (x, y), *rest = joints
    d = f"M{format_number(x)} {format_number(y)}"
    for to_x, to_y in rest:
        d += f"l{format_number(to_x - x)} {format_number(to_y - y)}"
        x, y = to_x, to_y
    return d


def draw_crescent(x: float, y: float, length: float, depth: float, angle: float = 0) -> str:
    """Return a crescent (月牙纹) from (x, y), `length` long in direction `angle` (degrees)."""
    u, v = cos(angle * pi / 180), sin(angle * pi / 180)

    def bulge(height: float) -> Point:
        return (u * length / 2 - v * height, v * length / 2 + u * height)

    back = (bulge(depth * 0.5)[0] - u * length, bulge(depth * 0.5)[1] - v * length)
    ends = [(u * length, v * length), (-u * length, -v * length)]
    return f"M{format_points([(x, y)])}q{format_points([bulge(depth * 2), ends[0]])}q{format_points([back, ends[1]])}Z"


def draw_petals(x: float, y: float, count: int, inner: float, outer: float, fat: float, turn: float = 0) -> str:
    """Return `count` petals around (x, y) between two radii; `fat` is half their angle in degrees."""
    side, waist = fat * pi / 180, (inner + outer) / 2

    def at(radius: float, angle: float) -> Point:
        return (radius * cos(angle), radius * sin(angle))

    cut = []
    for k in range(count):
        middle = 2 * pi * (k + turn) / count
        (rx, ry), (tx, ty) = at(inner, middle), at(outer, middle)
        (ax, ay), (bx, by) = at(waist, middle - side), at(waist, middle + side)
        there = format_points([(ax - rx, ay - ry), (tx - rx, ty - ry)])
        cut.append(
            f"M{format_points([(x + rx, y + ry)])}q{there}q{format_points([(bx - tx, by - ty), (rx - tx, ry - ty)])}Z"
        )
    return "".join(cut)


def draw_dot_ring(x: float, y: float, count: int, radius: float, size: float, turn: float = 0) -> str:
    """Return `count` dots of radius `size` on a circle of `radius` around (x, y)."""
    turns = [2 * pi * (k + turn) / count for k in range(count)]
    return "".join(draw_oval(x + radius * cos(t), y + radius * sin(t), size) for t in turns)


def draw_scallops(left: float, right: float, top: float, bottom: float, count: int, depth: float) -> str:
    """Return a strip from `left` to `right` whose upper edge is `count` round bumps of height `depth`."""
    step = (right - left) / count
    bumps = "".join(
        f"q{format_number(step / 2)} {format_number(-2 * depth)} {format_number(step)} 0" for _ in range(count)
    )
    return f"M{format_number(left)} {format_number(bottom)}V{format_number(top)}{bumps}V{format_number(bottom)}Z"


def draw_waves(left: float, right: float, top: float, bottom: float, count: int, height: float) -> str:
    """Return water from `left` to `right` whose upper edge is `count` smooth waves."""
    half = (right - left) / count / 2
    wave = f"q{format_number(half / 2)} {format_number(-height)} {format_number(half)} 0t{format_number(half)} 0"
    return f"M{format_number(left)} {format_number(bottom)}V{format_number(top)}{wave * count}V{format_number(bottom)}Z"


def draw_saw_teeth(left: float, right: float, top: float, bottom: float, count: int, depth: float) -> str:
    """Return a strip whose upper edge is cut in `count` saw teeth (锯齿纹): grass, eaves, fringes."""
    step = (right - left) / count
    row = f"l{format_number(step / 2)} {format_number(-depth)} {format_number(step / 2)} {format_number(depth)}" * count
    return f"M{format_number(left)} {format_number(bottom)}V{format_number(top)}{row}V{format_number(bottom)}Z"


def shift_path(d: str, x: float, y: float) -> str:
    """Return path data moved by (x, y); after each `M` all commands must be relative."""

    def start(match: re.Match[str]) -> str:
        return f"M{format_number(float(match[1]) + x)} {format_number(float(match[2]) + y)}"

    return re.sub(r"M(-?[\d.]+)[ ,]?(-?[\d.]+)", start, d)
