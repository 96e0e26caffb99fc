"""Turns layers of cut paper, given as data, into an SVG of flat shapes.

A layer is a sheet: its pieces lie side by side and throw one shadow upon what is beneath, a flat darker copy moved a little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from .palette import COLOURS, TOKENS
from .shapes import number, tight

WIDTH, HEIGHT = 1200, 800
MAIN, SECOND = "", "second"
"""The two colours of a part that each stamp chooses; all other names are of the palette."""
SHADE, SHADOW = "shade", "shadow"
"""A little darker than what lies beneath: folds and sleeves; what lies under a sheet."""
SLANT = 0.5
"""How far a shadow moves to the right as it moves one unit down."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something cut once and used often, its foot at (0, 0): the whole outline, and the cuts upon it as (path data, colour)."""

    outline: str
    cuts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of paper of one colour, cut for this place; without `casts` it lies flat and throws no shadow."""

    d: str
    fill: str
    casts: bool = True
    opacity: float = 1


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


@dataclass(frozen=True, slots=True)
class Layer:
    """One sheet: its items, and how far it stands off what is beneath, in units."""

    items: tuple[Piece | Stamp, ...]
    depth: float = 6


def layer(*items: Piece | Stamp | Iterable[Piece | Stamp], depth: float = 6) -> Layer:
    """Return the sheet of these items and lists of items."""
    flat: list[Piece | Stamp] = []
    for item in items:
        flat.extend([item] if isinstance(item, Piece | Stamp) else item)
    return Layer(tuple(flat), depth)


def flat(d: str, fill: str, opacity: float = 1) -> Piece:
    """Return a piece that throws no shadow."""
    return Piece(d, fill, casts=False, opacity=opacity)


PAINT = {
    MAIN: "",
    SECOND: ' fill="currentColor"',
    SHADE: f' fill="{TOKENS["ink"].hex}" fill-opacity=".16"',
    SHADOW: f' fill="{TOKENS["ink"].hex}" fill-opacity=".2"',
}


def paint(colour: str) -> str:
    """Return the fill attribute for a colour name; the main colour is inherited and needs none."""
    return PAINT[colour] if colour in PAINT else f' fill="{COLOURS[colour]}"'


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
        """Return one layer: the shadow of its pieces as one flat shape, then its items."""
        shadows = "".join(item.d for item in sheet.items if isinstance(item, Piece) and item.casts)
        depth = number(sheet.depth)
        if not shadows or not sheet.depth:
            return "".join(self.laid(item) for item in sheet.items)
        move = f' transform="translate({number(sheet.depth * SLANT)} {depth})"'
        sheets = [item for item in sheet.items if isinstance(item, Piece) and item.casts]
        if len(sheets) > 1:
            return f"<path d=\"{tight(shadows)}\"{paint(SHADOW)}{move}/>" + "".join(self.laid(item) for item in sheet.items)
        name = self.cut(f'<path id="{{id}}" d="{tight(shadows)}"/>')
        under = f'<use xlink:href="#{name}"{paint(SHADOW)}{move}/>'
        faces = (
            f'<use xlink:href="#{name}"{paint(item.fill)}/>' if item is sheets[0] else self.laid(item) for item in sheet.items
        )
        return under + "".join(faces)

    def laid(self, item: Piece | Stamp) -> str:
        """Return an item in its colours."""
        if isinstance(item, Piece):
            veil = f' fill-opacity="{number(item.opacity)}"' if item.opacity != 1 else ""
            return f'<path d="{tight(item.d)}"{paint(item.fill)}{veil}/>'
        drawing = self.drawing(item)
        second = f' color="{COLOURS[item.second]}"' if "currentColor" in drawing else ""
        return f'<use xlink:href="#{self.cut(drawing)}"{standing(item)}{paint(item.fill)}{second}/>'

    def drawing(self, stamp: Stamp) -> str:
        """Return the definition of a stamp's part, with its shadow if it casts one."""
        cuts = "".join(f'<path d="{tight(d)}"{paint(colour)}/>' for d, colour in stamp.part.cuts)
        whole = f'<path id="{{id}}" d="{tight(stamp.part.outline)}"/>'
        if not stamp.casts:
            return f'<g id="{{id}}"><path d="{tight(stamp.part.outline)}"/>{cuts}</g>' if cuts else whole
        name = self.cut(whole)
        return (
            f'<g id="{{id}}"><use xlink:href="#{name}" y="6"{paint(SHADOW)}/><use xlink:href="#{name}"/>{cuts}</g>'
        )


def standing(stamp: Stamp) -> str:
    """Return the attribute that puts a stamp in its place."""
    scale = f"{stamp.scale:.3g}".replace("0.", ".")
    size = f"-{scale} {scale}" if stamp.flip else scale
    turn = f"scale({size})" if size != "1" else ""
    return f' transform="translate({stamp.x:.0f} {stamp.y:.0f}){turn}"'


def mount(layers: Sequence[Layer], width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Return the layers, laid upon each other from back to front, as an SVG file."""
    desk = Desk()
    body = "".join(desk.spread(sheet) for sheet in layers)
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f"<svg {names} {size}><defs>{''.join(desk.definitions)}</defs>{body}</svg>\n".encode()
