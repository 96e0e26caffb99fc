"""Layer types of a poster, and functions that draw its paper-cut shapes as SVG path data.

A layout is a tuple of layers, painted from back to front. A unit of a portrait layout is 1 mm of the A4 poster; a
format scales its layout (see `formats`). x and y are measured from the top left corner of the trim, y downwards.
"""

from __future__ import annotations

from illustrations.svg_paths import draw_crescent

from ..lazy import dataclass

ACCENT, ACCENT_DIM = "accent", "accent-dim"
"""Colours that depend on the street; all others are names of the palette (`COLOURS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterLayer:
    """Base of all layers. `when` names a row of `poster.CONDITIONS`; only posters for which it holds have this layer."""

    when: str = ""


@dataclass(frozen=True, slots=True)
class PaperShape:
    """One shape of coloured paper: SVG path data and a colour; with a `width`, a line with round caps."""

    d: str
    colour: str
    width: float = 0


@dataclass(frozen=True, slots=True)
class ArtLayer(PosterLayer):
    """Pieces of paper, the same on every poster of a street. Art that reaches the trim goes on into the bleed."""

    cuts: tuple[PaperShape, ...]


@dataclass(frozen=True, slots=True)
class MascotLayer(PosterLayer):
    """The mascot in one of its poses (`overrides/assets/mascot/<pose>.svg`), in a square of side `size`."""

    pose: str
    x: float
    y: float
    size: float
    flip: bool = False


@dataclass(frozen=True, slots=True)
class WindowsLayer(PosterLayer):
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
class RecordWindowsLayer(PosterLayer):
    """Windows in rows of `across`, one for each sign of a text: lit for 1, dark for 0; (dx, dy) is the offset to the next.

    `what` names a text of the product.
    """

    what: str
    x: float
    y: float
    width: float
    height: float
    dx: float
    dy: float
    across: int


@dataclass(frozen=True, slots=True)
class TextLayer(PosterLayer):
    """Text set into a box: as large as it fits, between two sizes (height of the em), by Chinese rules.

    `what` names a text of the product (`PrintFormat.texts`) or a row of `poster.TEXTS`. `align` is 0 (left), 0.5 (centred) or
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
    raised: bool = False
    """Do the lines begin at the upper edge of the box, and not in its middle?"""
    turned: bool = False
    """Is it upside down?"""
    filled: bool = False
    """Are lines filled one after another, as running text is, and not made equally long?"""
    key: str = ""
    """The key of the field that an author changes to change the text; empty: its name says which, or it is the product's."""


@dataclass(frozen=True, slots=True)
class NamePlatesLayer(PosterLayer):
    """Name plates of a cluster's units, one below the other; if there are too many, the last plate states the total."""

    x: float
    y: float
    width: float
    height: float
    step: float
    count: int


@dataclass(frozen=True, slots=True)
class PhotoLayer(PosterLayer):
    """A photo, cropped around its focus. `what` names one of the product (`PrintFormat.photos`); empty: the unit's own."""

    x: float
    y: float
    width: float
    height: float
    what: str = ""


@dataclass(frozen=True, slots=True)
class SceneLayer(PosterLayer):
    """A drawn scene: the part of it that has the proportions of this place, at the height of the faces.

    `what` names a text of the product that holds the scene's slug and seed; empty: the unit's own scene.
    """

    x: float
    y: float
    width: float
    height: float
    what: str = ""


@dataclass(frozen=True, slots=True)
class EmblemLayer(PosterLayer):
    """The unit's emblem: drawn in a square of side `size`, or its photograph in a disc around the middle of the square.

    `parts` (slugs of form, colour and sign, and characters) are an emblem that is the same for every entry.
    """

    x: float
    """Middle of the square."""
    y: float
    size: float
    radius: float = 0
    parts: tuple[str, str, str, str] | None = None

    @property
    def disc(self) -> PhotoLayer:
        """The square around the disc, for the photograph."""
        return PhotoLayer(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True, slots=True)
class QrLayer(PosterLayer):
    """A QR code on its white panel, centred on (x, y); its size is the product's and is never scaled."""

    x: float
    y: float
    what: str = ""
    """Name of the text that is the address in the code; empty: the address of the entry itself."""
    module_dots: int = 0
    """Side of a module in dots where it differs from that of the product."""


PosterLayers = tuple[PosterLayer, ...]


OVERHANG = 8.0
"""Overhang of artwork beyond the trim, in layout units: more than the bleed of every format."""


def format_number(value: float) -> str:
    """Format a coordinate with two decimals: 10 µm on an A4 poster."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def draw_box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Draw a rectangle with corners of `radius`."""
    w, h, r = format_number(width - 2 * radius), format_number(height - 2 * radius), format_number(radius)
    if not radius:
        return f"M{format_number(x)} {format_number(y)}h{w}v{h}h-{w}Z"
    m = format_number(-radius)
    return (
        f"M{format_number(x + radius)} {format_number(y)}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1 {m} {r}h-{w}"
        f"a{r} {r} 0 0 1 {m} {m}v-{h}a{r} {r} 0 0 1 {r} {m}Z"
    )


def draw_disc(x: float, y: float, radius: float) -> str:
    """Draw a circle."""
    r, d = format_number(radius), format_number(2 * radius)
    return f"M{format_number(x - radius)} {format_number(y)}a{r} {r} 0 1 1 {d} 0a{r} {r} 0 1 1 -{d} 0Z"


def draw_ring(x: float, y: float, radius: float, thick: float) -> str:
    """Draw a ring of this thickness inside a circle."""
    r, d = format_number(radius - thick), format_number(2 * (radius - thick))
    inner = f"M{format_number(x - radius + thick)} {format_number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z"
    return draw_disc(x, y, radius) + inner


def draw_cloud(x: float, y: float, width: float) -> str:
    """Draw a cloud with a flat bottom and its lower left corner at (x, y)."""
    w = width / 10
    return (
        f"M{format_number(x)} {format_number(y)}q{format_number(-0.3 * w)} {format_number(-1.5 * w)} {format_number(1.5 * w)} {format_number(-1.5 * w)}q{format_number(0.3 * w)} {format_number(-2.2 * w)} {format_number(2.7 * w)} {format_number(-1.6 * w)}"
        f"q{format_number(1.6 * w)} {format_number(-1.6 * w)} {format_number(3 * w)} {format_number(0.3 * w)}q{format_number(1.9 * w)} {format_number(-0.4 * w)} {format_number(1.9 * w)} {format_number(1.3 * w)}"
        f"q{format_number(1.4 * w)} 0 {format_number(0.9 * w)} {format_number(1.5 * w)}Z"
    )


def draw_gable(width: float, apex: float, eaves: float, thick: float, *, over: float = 0) -> str:
    """Draw a roof over the whole width with a rounded ridge; `over` enlarges it on all sides (for its paper edge)."""
    middle, slope = width / 2, (eaves - apex) / (width / 2)
    left, right = -OVERHANG - over, width + OVERHANG + over
    foot = eaves + OVERHANG * slope
    return (
        f"M{format_number(left)} {format_number(foot - over)}L{format_number(middle - 6)} {format_number(apex + 6 * slope - over)}"
        f"Q{format_number(middle)} {format_number(apex - 1 - over)} {format_number(middle + 6)} {format_number(apex + 6 * slope - over)}L{format_number(right)} {format_number(foot - over)}"
        f"V{format_number(foot + thick)}L{format_number(right)} {format_number(eaves + thick + over)}H{format_number(left)}Z"
    )


def draw_tiles(width: float, apex: float, eaves: float, rows: int, step: float) -> str:
    """Draw rows of round roof tiles inside a gable, as lines."""
    drawn, half = "", width / 2
    for row in range(1, rows + 1):
        y = apex + (eaves - apex) * (row / (rows + 0.35))
        reach = half * (y - apex) / (eaves - apex) - step * 0.7
        count = int(2 * reach / step)
        if count > 0:
            drawn += (
                f"M{format_number(half - count * step / 2)} {format_number(y)}"
                + f"q{format_number(step / 2)} {format_number(step * 0.62)} {format_number(step)} 0" * count
            )
    return drawn


def draw_waves(
    left: float, right: float, top: float, bottom: float, count: int, height: float, shift: float = 0
) -> str:
    """Draw an area whose upper edge has `count` smooth waves, the first one started `shift` of a wave further left."""
    step = (right - left) / count
    start, half = left - shift * step, step / 2
    wave = f"q{format_number(half / 2)} {format_number(-height)} {format_number(half)} 0t{format_number(half)} 0"
    return f"M{format_number(start)} {format_number(bottom)}V{format_number(top)}{wave * (count + 1)}V{format_number(bottom)}Z"


def draw_water(width: float, top: float, bottom: float, size: float = 1) -> tuple[PaperShape, ...]:
    """Return three layers of waves at the foot, with the reflected lights of the house."""
    left, right = -OVERHANG, width + OVERHANG
    return (
        PaperShape(draw_waves(left, right, top, bottom, 7, 5 * size), "stream"),
        PaperShape(draw_waves(left, right, top + 5 * size, bottom, 6, 5.6 * size, 0.35), "tide"),
        PaperShape(draw_waves(left, right, top + 10.5 * size, bottom, 5, 6.4 * size, 0.7), "deep-river"),
    )


def draw_window(x: float, y: float, width: float, height: float, *, lit: bool) -> tuple[PaperShape, ...]:
    """Return one window, lit or dark: frame, glass, cross."""
    edge, bar = width * 0.07, width * 0.045
    glass = draw_box(x + edge, y + edge, width - 2 * edge, height - 2 * edge, width * 0.05)
    cross = f"M{format_number(x + width / 2)} {format_number(y + edge)}v{format_number(height - 2 * edge)}M{format_number(x + edge)} {format_number(y + height * 0.42)}h{format_number(width - 2 * edge)}"
    frame = PaperShape(draw_box(x, y, width, height, width * 0.09), "oak" if lit else "stone")
    sill = PaperShape(
        draw_box(x - width * 0.05, y + height - edge * 0.4, width * 1.1, edge * 1.5, edge * 0.7),
        "wood" if lit else "stone",
    )
    if not lit:
        return (frame, PaperShape(glass, "ash"), PaperShape(cross, "stone", bar), sill)
    shine = draw_disc(x + width / 2, y + height * 0.52, min(width, height) * 0.3)
    return (frame, PaperShape(glass, "lamp"), PaperShape(shine, "glow"), PaperShape(cross, "oak", bar), sill)


def draw_round_window(x: float, y: float, radius: float) -> tuple[PaperShape, ...]:
    """Draw the lit round window below the ridge."""
    r = radius * 0.8
    return (
        PaperShape(draw_disc(x, y, radius), "paper"),
        PaperShape(draw_disc(x, y, r), "lamp"),
        PaperShape(draw_disc(x, y, r * 0.62), "glow"),
        PaperShape(
            f"M{format_number(x)} {format_number(y - r)}v{format_number(2 * r)}M{format_number(x - r)} {format_number(y)}h{format_number(2 * r)}",
            "oak",
            radius * 0.13,
        ),
    )


def draw_leaf_sail(x: float, y: float, size: float) -> tuple[PaperShape, ...]:
    """Return the mascot's leaf with its paper edge, its stem at (x, y), for the ridge of the house."""
    s = size
    stem = f"M{format_number(x)} {format_number(y)}q{format_number(-0.1 * s)} {format_number(-0.2 * s)} {format_number(0.02 * s)} {format_number(-0.38 * s)}"
    blade = (
        f"M{format_number(x)} {format_number(y - 0.3 * s)}c{format_number(-0.5 * s)} {format_number(-0.18 * s)} {format_number(-0.5 * s)} {format_number(-0.64 * s)} {format_number(0.1 * s)} {format_number(-0.7 * s)}"
        f"q{format_number(0.48 * s)} {format_number(-0.03 * s)} {format_number(0.76 * s)} {format_number(0.1 * s)}q{format_number(-0.16 * s)} {format_number(0.7 * s)} {format_number(-0.86 * s)} {format_number(0.6 * s)}Z"
    )
    vein = f"M{format_number(x + 0.03 * s)} {format_number(y - 0.36 * s)}q{format_number(0.26 * s)} {format_number(-0.28 * s)} {format_number(0.6 * s)} {format_number(-0.45 * s)}"
    return (
        PaperShape(stem + blade, "paper", s * 0.2),
        PaperShape(stem, "moss", s * 0.09),
        PaperShape(blade, "leaf"),
        PaperShape(vein, "dew", s * 0.055),
    )


def draw_vine(x: float, top: float, bottom: float, size: float) -> tuple[PaperShape, ...]:
    """Return a climbing plant between two heights, for posters of units whose stars are not known."""
    step, turns = size * 1.5, []
    count = int((bottom - top) / step)
    leaves, light, blossoms = "", "", ""
    for k in range(count):
        y, side = bottom - (k + 0.5) * step, 1 if k % 2 else -1
        leaves += draw_leaf(x, y, side * size * 0.95, -size * 0.55, 0.36)
        light += draw_leaf(x, y - step * 0.5, -side * size * 0.62, -size * 0.5, 0.34)
        if k % 3 == 1:
            blossoms += draw_disc(x + side * size * 0.35, y - size * 0.95, size * 0.17)
        turns.append(f"q{format_number(side * size * 0.3)} {format_number(-step / 2)} 0 {format_number(-step)}")
    return (
        PaperShape(f"M{format_number(x)} {format_number(bottom)}{''.join(turns)}", "moss", size * 0.12),
        PaperShape(leaves, "leaf"),
        PaperShape(light, "sprout"),
        PaperShape(blossoms, "coral"),
    )


def draw_leaf(x: float, y: float, dx: float, dy: float, fat: float) -> str:
    """Return a leaf from (x, y) to (x + dx, y + dy), `fat` of its length wide at its middle."""
    a, b = dx / 2 - dy * fat, dy / 2 + dx * fat
    c, d = dx / 2 + dy * fat, dy / 2 - dx * fat
    return f"M{format_number(x)} {format_number(y)}q{format_number(a)} {format_number(b)} {format_number(dx)} {format_number(dy)}q{format_number(c - dx)} {format_number(d - dy)} {format_number(-dx)} {format_number(-dy)}Z"


def draw_house(x: float, foot: float, width: float, height: float, wall: str, roof: str) -> tuple[PaperShape, ...]:
    """Draw a small house for the row of a cluster: paper edge, wall, roof, door, four windows."""
    w, h = width, height
    windows = "".join(
        draw_box(x + w * (0.14 + 0.42 * column), foot - h * 0.86 + 7.4 * row, w * 0.3, 4.6, 0.6)
        for row in range(2)
        for column in range(2)
    )
    door = f"M{format_number(x + w * 0.38)} {format_number(foot)}v-3.4a{format_number(w * 0.12)} {format_number(w * 0.12)} 0 0 1 {format_number(w * 0.24)} 0v3.4Z"
    crown = f"M{format_number(x - w * 0.1)} {format_number(foot - h)}L{format_number(x + w / 2)} {format_number(foot - h - w * 0.45)}L{format_number(x + w * 1.1)} {format_number(foot - h)}Z"
    body = draw_box(x, foot - h - 0.3, w, h + 0.3)
    edge = tuple(PaperShape(d, "paper", 2.4) for d in (body, crown))
    return (
        *edge,
        PaperShape(body, wall),
        PaperShape(crown, roof),
        PaperShape(windows, "lamp" if wall != "miaohang" else "paper"),
        PaperShape(door, "oak"),
    )


def draw_moon(x: float, y: float, radius: float) -> tuple[PaperShape, ...]:
    """Return the moon."""
    return (
        PaperShape(draw_disc(x, y, radius), "cream"),
        PaperShape(draw_crescent(x - radius * 0.5, y + radius * 0.45, radius, radius * 0.3), "glow"),
    )
