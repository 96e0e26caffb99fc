"""Turns layers of cut paper, given as data, into an SVG of flat shapes.

A layer is a sheet: its pieces throw one shadow upon what is beneath, a flat darker copy moved a little; a stamp brings its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from .palette import COLOURS, TOKENS
from .shapes import number, tight

WIDTH, HEIGHT = 1200, 800
MAIN, SECOND = "main", "second"
"""The two colours of a part that each stamp chooses; all other names are of the palette."""
SHADE, SHADOW = "shade", "shadow"
"""A little darker than what lies beneath: folds and sleeves; what lies under a sheet."""
SLANT = 0.5
"""How far a shadow moves to the right as it moves one unit down."""
DROP = 6
"""How far a stamp stands off, in its own units."""

Cut = tuple[str, str] | tuple[str, str, float]
"""Path data and a colour; with a third value it is a line, so many units wide."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something cut once and used often, its foot at (0, 0): the outline, lines that belong to it, and the cuts upon it.

    `lines` are (path data, width). Outline and lines are of the main colour.
    """

    outline: str
    cuts: tuple[Cut, ...] = ()
    lines: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of paper of one colour, cut for this place; without `casts` it lies flat and throws no shadow.

    With a `width` it is a line; `dash` then cuts it into pieces (rows of windows, planks, joints).
    """

    d: str
    fill: str
    casts: bool = True
    opacity: float = 1
    width: float = 0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A part of the kit, placed: its foot at (x, y), `scale` times as large, looking the other way with `flip`."""

    part: Part
    x: float
    y: float
    fill: str
    second: str = "cream"
    scale: float = 1
    flip: bool = False
    casts: bool = True


Item = Piece | Stamp


@dataclass(frozen=True, slots=True)
class Layer:
    """One sheet: its items, and how far it stands off what is beneath, in units."""

    items: tuple[Item, ...]
    depth: float = 6


def layer(*items: Item | Iterable[Item], depth: float = 6) -> Layer:
    """Return the sheet of these items and lists of items."""
    flat: list[Item] = []
    for item in items:
        flat.extend([item] if isinstance(item, Piece | Stamp) else item)
    return Layer(tuple(flat), depth)


def flat(d: str, fill: str, opacity: float = 1) -> Piece:
    """Return a piece that throws no shadow."""
    return Piece(d, fill, casts=False, opacity=opacity)


def drawn(d: str, fill: str, width: float, opacity: float = 1, dash: str = "", *, casts: bool = False) -> Piece:
    """Return a line (path data of joints, see `shapes.path`)."""
    return Piece(d, fill, casts, opacity, width, dash)


PAINT = {
    MAIN: ' {}="currentColor"',
    SECOND: "",
    SHADE: f' {{0}}="{TOKENS["ink"].hex}" {{0}}-opacity=".16"',
    SHADOW: f' {{0}}="{TOKENS["ink"].hex}" {{0}}-opacity=".2"',
}
"""Colours that are not of the palette. A stamp's second colour is inherited; its lines are never of it."""


def paint(colour: str, width: float = 0, opacity: float = 1) -> str:
    """Return the attributes that fill a shape with a colour, or draw a line `width` wide with it."""
    how = "stroke" if width else "fill"
    tone = PAINT[colour].format(how) if colour in PAINT else f' {how}="{COLOURS[colour]}"'
    pen = f' fill="none" stroke-width="{number(width)}"' if width else ""
    veil = f' {how}-opacity="{number(opacity)}"' if opacity != 1 else ""
    return tone + veil + pen


def shape(d: str, colour: str, width: float = 0, opacity: float = 1, rest: str = "") -> str:
    """Return a path element."""
    return f'<path d="{tight(d)}"{paint(colour, width, opacity)}{rest}/>'


def laid(piece: Piece) -> str:
    """Return a piece in its colour."""
    dash = f' stroke-dasharray="{piece.dash}" stroke-linecap="butt"' if piece.dash else ""
    return shape(piece.d, piece.fill, piece.width, piece.opacity, dash)


def shadows(sheet: Layer) -> str:
    """Return the shadow of a sheet's pieces."""
    cast = [item for item in sheet.items if isinstance(item, Piece) and item.casts]
    if not sheet.depth or not cast:
        return ""
    move = f' transform="translate({number(sheet.depth * SLANT)} {number(sheet.depth)})"'
    whole = "".join(item.d for item in cast if not item.width)
    under = shape(whole, SHADOW, rest=move) if whole else ""
    return under + "".join(shape(item.d, SHADOW, item.width, rest=move) for item in cast if item.width)


@dataclass
class Desk:
    """What has been cut so far: definitions by content, so that nothing is cut twice."""

    names: dict[str, str] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)

    def cut(self, drawing: str) -> str:
        """Return the id of a drawing (an element with `{id}` in it), keeping it if it is new."""
        if drawing not in self.names:
            count = len(self.names)
            self.names[drawing] = ascii_lowercase[count % 26] + (str(count // 26) if count >= 26 else "")
            self.definitions.append(drawing.replace("{id}", self.names[drawing]))
        return self.names[drawing]

    def spread(self, sheet: Layer) -> str:
        """Return one layer: its shadow, then its items."""
        return shadows(sheet) + "".join(
            laid(item) if isinstance(item, Piece) else self.stamped(item) for item in sheet.items
        )

    def stamped(self, stamp: Stamp) -> str:
        """Return a part in its place and colours."""
        drawing = self.drawing(stamp.part, casts=stamp.casts)
        second = paint(stamp.second) if any(cut[1] == SECOND for cut in stamp.part.cuts) else ""
        colours = f' color="{COLOURS[stamp.fill]}"{second}'
        return f'<use xlink:href="#{self.cut(drawing)}"{standing(stamp)}{colours}/>'

    def drawing(self, part: Part, *, casts: bool) -> str:
        """Return the definition of a part, with its shadow if it casts one."""
        sheet = shape(part.outline, MAIN) if part.outline else ""
        outline = sheet + "".join(shape(d, MAIN, width) for d, width in part.lines)
        cuts = "".join(shape(*cut) for cut in part.cuts)
        if not casts:
            return f'<g id="{{id}}">{outline}{cuts}</g>'
        name = self.cut(f'<g id="{{id}}">{outline}</g>')
        shadow = f'<use xlink:href="#{name}" y="{DROP}" color="{TOKENS["ink"].hex}" opacity=".2"/>'
        return f'<g id="{{id}}">{shadow}<use xlink:href="#{name}"/>{cuts}</g>'


def standing(stamp: Stamp) -> str:
    """Return the attribute that puts a stamp in its place."""
    scale = f"{stamp.scale:.2f}".rstrip("0").rstrip(".").removeprefix("0")
    size = f"-{scale} {scale}" if stamp.flip else scale
    turn = f"scale({size})" if size != "1" else ""
    return f' transform="translate({stamp.x:.0f} {stamp.y:.0f}){turn}"'


def mount(layers: Sequence[Layer], width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Return the layers, laid upon each other from back to front, as an SVG file."""
    desk = Desk()
    body = "".join(desk.spread(sheet) for sheet in layers)
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f"<svg {names} {size} {round_ends}><defs>{''.join(desk.definitions)}</defs>{body}</svg>\n".encode()
