"""Drawings of posters as path data in layout units: roof, walls, windows, waves, plants."""

from __future__ import annotations

from ..scenes.shapes import crescent
from .layers import Cut

FAR = 8.0
"""Overhang of artwork beyond the trim, in layout units: more than the bleed of every format."""


def n(value: float) -> str:
    """Format a coordinate with two decimals: 10 µm on an A4 poster."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Draw a rectangle with corners of `radius`."""
    w, h, r = n(width - 2 * radius), n(height - 2 * radius), n(radius)
    if not radius:
        return f"M{n(x)} {n(y)}h{w}v{h}h-{w}Z"
    m = n(-radius)
    return (
        f"M{n(x + radius)} {n(y)}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1 {m} {r}h-{w}"
        f"a{r} {r} 0 0 1 {m} {m}v-{h}a{r} {r} 0 0 1 {r} {m}Z"
    )


def disc(x: float, y: float, radius: float) -> str:
    """Draw a circle."""
    r, d = n(radius), n(2 * radius)
    return f"M{n(x - radius)} {n(y)}a{r} {r} 0 1 1 {d} 0a{r} {r} 0 1 1 -{d} 0Z"


def cloud(x: float, y: float, width: float) -> str:
    """Draw a cloud with a flat bottom and its lower left corner at (x, y)."""
    w = width / 10
    return (
        f"M{n(x)} {n(y)}q{n(-0.3 * w)} {n(-1.5 * w)} {n(1.5 * w)} {n(-1.5 * w)}q{n(0.3 * w)} {n(-2.2 * w)} {n(2.7 * w)} {n(-1.6 * w)}"
        f"q{n(1.6 * w)} {n(-1.6 * w)} {n(3 * w)} {n(0.3 * w)}q{n(1.9 * w)} {n(-0.4 * w)} {n(1.9 * w)} {n(1.3 * w)}"
        f"q{n(1.4 * w)} 0 {n(0.9 * w)} {n(1.5 * w)}Z"
    )


def gable(width: float, apex: float, eaves: float, thick: float, *, over: float = 0) -> str:
    """Draw a roof over the whole width with a rounded ridge; `over` enlarges it on all sides (for its paper edge)."""
    middle, slope = width / 2, (eaves - apex) / (width / 2)
    left, right = -FAR - over, width + FAR + over
    foot = eaves + FAR * slope
    return (
        f"M{n(left)} {n(foot - over)}L{n(middle - 6)} {n(apex + 6 * slope - over)}"
        f"Q{n(middle)} {n(apex - 1 - over)} {n(middle + 6)} {n(apex + 6 * slope - over)}L{n(right)} {n(foot - over)}"
        f"V{n(foot + thick)}L{n(right)} {n(eaves + thick + over)}H{n(left)}Z"
    )


def tiles(width: float, apex: float, eaves: float, rows: int, step: float) -> str:
    """Draw rows of round roof tiles inside a gable, as lines."""
    drawn, half = "", width / 2
    for row in range(1, rows + 1):
        y = apex + (eaves - apex) * (row / (rows + 0.35))
        reach = half * (y - apex) / (eaves - apex) - step * 0.7
        count = int(2 * reach / step)
        if count > 0:
            drawn += f"M{n(half - count * step / 2)} {n(y)}" + f"q{n(step / 2)} {n(step * 0.62)} {n(step)} 0" * count
    return drawn


def swell(left: float, right: float, top: float, bottom: float, count: int, height: float, shift: float = 0) -> str:
    """Draw an area whose upper edge has `count` smooth waves, the first one started `shift` of a wave further left."""
    step = (right - left) / count
    start, half = left - shift * step, step / 2
    wave = f"q{n(half / 2)} {n(-height)} {n(half)} 0t{n(half)} 0"
    return f"M{n(start)} {n(bottom)}V{n(top)}{wave * (count + 1)}V{n(bottom)}Z"


def water(width: float, top: float, bottom: float, size: float = 1) -> tuple[Cut, ...]:
    """Return three layers of waves at the foot, with the reflected lights of the house."""
    left, right = -FAR, width + FAR
    return (
        Cut(swell(left, right, top, bottom, 7, 5 * size), "stream"),
        Cut(swell(left, right, top + 5 * size, bottom, 6, 5.6 * size, 0.35), "tide"),
        Cut(swell(left, right, top + 10.5 * size, bottom, 5, 6.4 * size, 0.7), "deep-river"),
    )


def pane(x: float, y: float, width: float, height: float, *, lit: bool) -> tuple[Cut, ...]:
    """Return one window, lit or dark: frame, glass, cross."""
    edge, bar = width * 0.07, width * 0.045
    glass = box(x + edge, y + edge, width - 2 * edge, height - 2 * edge, width * 0.05)
    cross = f"M{n(x + width / 2)} {n(y + edge)}v{n(height - 2 * edge)}M{n(x + edge)} {n(y + height * 0.42)}h{n(width - 2 * edge)}"
    frame = Cut(box(x, y, width, height, width * 0.09), "oak" if lit else "stone")
    sill = Cut(
        box(x - width * 0.05, y + height - edge * 0.4, width * 1.1, edge * 1.5, edge * 0.7), "wood" if lit else "stone"
    )
    if not lit:
        return (frame, Cut(glass, "ash"), Cut(cross, "stone", bar), sill)
    shine = disc(x + width / 2, y + height * 0.52, min(width, height) * 0.3)
    return (frame, Cut(glass, "lamp"), Cut(shine, "glow"), Cut(cross, "oak", bar), sill)


def round_window(x: float, y: float, radius: float) -> tuple[Cut, ...]:
    """Draw the lit round window below the ridge."""
    r = radius * 0.8
    return (
        Cut(disc(x, y, radius), "paper"),
        Cut(disc(x, y, r), "lamp"),
        Cut(disc(x, y, r * 0.62), "glow"),
        Cut(f"M{n(x)} {n(y - r)}v{n(2 * r)}M{n(x - r)} {n(y)}h{n(2 * r)}", "oak", radius * 0.13),
    )


def leaf_sail(x: float, y: float, size: float) -> tuple[Cut, ...]:
    """Return the mascot's leaf with its paper edge, its stem at (x, y), for the ridge of the house."""
    s = size
    stem = f"M{n(x)} {n(y)}q{n(-0.1 * s)} {n(-0.2 * s)} {n(0.02 * s)} {n(-0.38 * s)}"
    blade = (
        f"M{n(x)} {n(y - 0.3 * s)}c{n(-0.5 * s)} {n(-0.18 * s)} {n(-0.5 * s)} {n(-0.64 * s)} {n(0.1 * s)} {n(-0.7 * s)}"
        f"q{n(0.48 * s)} {n(-0.03 * s)} {n(0.76 * s)} {n(0.1 * s)}q{n(-0.16 * s)} {n(0.7 * s)} {n(-0.86 * s)} {n(0.6 * s)}Z"
    )
    vein = f"M{n(x + 0.03 * s)} {n(y - 0.36 * s)}q{n(0.26 * s)} {n(-0.28 * s)} {n(0.6 * s)} {n(-0.45 * s)}"
    return (
        Cut(stem + blade, "paper", s * 0.2),
        Cut(stem, "moss", s * 0.09),
        Cut(blade, "leaf"),
        Cut(vein, "dew", s * 0.055),
    )


def vine(x: float, top: float, bottom: float, size: float) -> tuple[Cut, ...]:
    """Return a climbing plant between two heights, for posters of units whose stars are not known."""
    step, turns = size * 1.5, []
    count = int((bottom - top) / step)
    leaves, light, blossoms = "", "", ""
    for k in range(count):
        y, side = bottom - (k + 0.5) * step, 1 if k % 2 else -1
        leaves += leaf(x, y, side * size * 0.95, -size * 0.55, 0.36)
        light += leaf(x, y - step * 0.5, -side * size * 0.62, -size * 0.5, 0.34)
        if k % 3 == 1:
            blossoms += disc(x + side * size * 0.35, y - size * 0.95, size * 0.17)
        turns.append(f"q{n(side * size * 0.3)} {n(-step / 2)} 0 {n(-step)}")
    return (
        Cut(f"M{n(x)} {n(bottom)}{''.join(turns)}", "moss", size * 0.12),
        Cut(leaves, "leaf"),
        Cut(light, "sprout"),
        Cut(blossoms, "coral"),
    )


def leaf(x: float, y: float, dx: float, dy: float, fat: float) -> str:
    """Return a leaf from (x, y) to (x + dx, y + dy), `fat` of its length wide at its middle."""
    a, b = dx / 2 - dy * fat, dy / 2 + dx * fat
    c, d = dx / 2 + dy * fat, dy / 2 - dx * fat
    return f"M{n(x)} {n(y)}q{n(a)} {n(b)} {n(dx)} {n(dy)}q{n(c - dx)} {n(d - dy)} {n(-dx)} {n(-dy)}Z"


def house(x: float, foot: float, width: float, height: float, wall: str, roof: str) -> tuple[Cut, ...]:
    """Draw a small house for the row of a cluster: paper edge, wall, roof, door, four windows."""
    w, h = width, height
    windows = "".join(
        box(x + w * (0.14 + 0.42 * column), foot - h * 0.86 + 7.4 * row, w * 0.3, 4.6, 0.6)
        for row in range(2)
        for column in range(2)
    )
    door = f"M{n(x + w * 0.38)} {n(foot)}v-3.4a{n(w * 0.12)} {n(w * 0.12)} 0 0 1 {n(w * 0.24)} 0v3.4Z"
    crown = f"M{n(x - w * 0.1)} {n(foot - h)}L{n(x + w / 2)} {n(foot - h - w * 0.45)}L{n(x + w * 1.1)} {n(foot - h)}Z"
    body = box(x, foot - h - 0.3, w, h + 0.3)
    edge = tuple(Cut(d, "paper", 2.4) for d in (body, crown))
    return (
        *edge,
        Cut(body, wall),
        Cut(crown, roof),
        Cut(windows, "lamp" if wall != "miaohang" else "paper"),
        Cut(door, "oak"),
    )


def moon(x: float, y: float, radius: float) -> tuple[Cut, ...]:
    """Return the moon."""
    return (
        Cut(disc(x, y, radius), "cream"),
        Cut(crescent(x - radius * 0.5, y + radius * 0.45, radius, radius * 0.3), "glow"),
    )
