"""Write layers of cut paper as an SVG of flat shapes, each repeated shape defined once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from string import ascii_lowercase

from .palette import COLOURS, TOKENS
from .paper import HEIGHT, MAIN, SECOND, SHADE, SHADOW, WIDTH, Held, Layer, Part, Piece, Stamp
from .shapes import number, tight

SLANT = 0.5
"""How far a shadow moves to the right for each unit that it moves down."""
DROP = 6
"""Vertical offset of the shadow of a group item, in its own units."""
WORTH_NAMING = 90
"""Characters of path data from which a path is defined once and used twice: for itself and for its shadow."""

PAINT = {
    MAIN: ' {}="currentColor"',
    SECOND: "",
    SHADE: f' {{0}}="{TOKENS["ink"]}" {{0}}-opacity=".16"',
    SHADOW: f' {{0}}="{TOKENS["ink"]}" {{0}}-opacity=".2"',
}
"""Colours that are not in the palette. The second colour of a group item is inherited; its lines never have that colour."""


def paint(colour: str, width: float = 0, opacity: float = 1) -> str:
    """Return the attributes that fill a shape with a colour, or draw a line `width` wide with it."""
    how = "stroke" if width else "fill"
    tone = PAINT[colour].format(how) if colour in PAINT else f' {how}="{COLOURS[colour]}"'
    pen = f' fill="none" stroke-width="{number(width)}"' if width else ""
    veil = f' {how}-opacity="{number(opacity)}"' if opacity != 1 else ""
    return tone + veil + pen


@lru_cache(maxsize=4096)
def shape(d: str, colour: str, width: float = 0, opacity: float = 1, rest: str = "") -> str:
    """Return a path element."""
    return f'<path d="{tight(d)}"{paint(colour, width, opacity)}{rest}/>'


@dataclass
class Desk:
    """Writer of one SVG: keeps definitions by content, so that nothing is defined twice."""

    names: dict[str, str] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)

    def cut(self, drawing: str) -> str:
        """Return the id of an element (text with `{id}` in it); define it if it is new."""
        if drawing not in self.names:
            count = len(self.names)
            self.names[drawing] = ascii_lowercase[count % 26] + (str(count // 26) if count >= 26 else "")
            self.definitions.append(drawing.replace("{id}", self.names[drawing]))
        return self.names[drawing]

    def spread(self, sheet: Layer) -> str:
        """Return one layer: its shadow, then its items."""
        cast = [item for item in sheet.items if isinstance(item, Piece) and item.casts and sheet.depth]
        move = f' transform="translate({number(sheet.depth * SLANT)} {number(sheet.depth)})"'
        whole = "".join(item.d for item in cast if not item.width and len(item.d) < WORTH_NAMING)
        under = [shape(whole, SHADOW, rest=move)] if whole else []
        under += [self.shadow(item, move) for item in cast if item.width or len(item.d) >= WORTH_NAMING]
        items = (
            self.pasted(item, item in cast) if isinstance(item, Piece) else self.stamped(item) for item in sheet.items
        )
        return "".join(under) + "".join(items)

    def shadow(self, piece: Piece, move: str) -> str:
        """Return the shadow of a line or of a large path."""
        if piece.width:
            return shape(piece.d, SHADOW, piece.width, rest=move)
        return f'<use href="#{self.named(piece.d)}"{paint(SHADOW)}{move}/>'

    def named(self, d: str) -> str:
        """Return the id of a path that is used for itself and for its shadow."""
        return self.cut(f'<path id="{{id}}" d="{tight(d)}"/>')

    def pasted(self, piece: Piece, cast: bool) -> str:
        """Return a path item in its colour."""
        if cast and not piece.width and len(piece.d) >= WORTH_NAMING:
            return f'<use href="#{self.named(piece.d)}"{paint(piece.fill)}/>'
        dash = f' stroke-dasharray="{piece.dash}" stroke-linecap="butt"' if piece.dash else ""
        return shape(piece.d, piece.fill, piece.width, piece.opacity, dash)

    def stamped(self, stamp: Stamp) -> str:
        """Return a group item in its place and colours."""
        second = paint(stamp.second) if stamp.part.two_coloured() else ""
        name = self.cut(self.drawing(stamp.part, casts=stamp.casts))
        return f'<use href="#{name}"{standing(stamp)} color="{COLOURS[stamp.fill]}"{second}/>'

    def drawing(self, part: Part, *, casts: bool) -> str:
        """Return the definition of a group, with its shadow if it casts one."""
        outline = (shape(part.outline, MAIN) if part.outline else "") + "".join(
            shape(d, MAIN, width) for d, width in part.lines
        )
        cuts = "".join(shape(*cut) for cut in part.cuts) + "".join(self.upon(held) for held in part.parts)
        if not casts:
            return f'<g id="{{id}}">{outline}{cuts}</g>'
        name = self.cut(f'<g id="{{id}}">{outline}</g>')
        shadow = f'<use href="#{name}" y="{DROP}" color="{TOKENS["ink"]}" opacity=".2"/>'
        return f'<g id="{{id}}">{shadow}<use href="#{name}"/>{cuts}</g>'

    def upon(self, held: Held) -> str:
        """Return a group nested in another one."""
        place = (f' x="{number(held.x)}"' if held.x else "") + (f' y="{number(held.y)}"' if held.y else "")
        turn = f' transform="rotate({number(held.turn)})"' if held.turn else ""
        return f'<use href="#{self.cut(self.drawing(held.part, casts=False))}"{place}{turn}/>'


def standing(stamp: Stamp) -> str:
    """Return the transform attribute that places a group item."""
    scale = f"{stamp.scale:.2f}".rstrip("0").rstrip(".").removeprefix("0")
    size = f"-{scale} {scale}" if stamp.flip else scale
    turn = f"scale({size})" if size != "1" else ""
    return f' transform="translate({stamp.x:.0f} {stamp.y:.0f}){turn}"'


def mount(
    layers: Sequence[Layer],
    width: int = WIDTH,
    height: int = HEIGHT,
    *,
    mirrored: bool = False,
    frame: Layer | None = None,
) -> bytes:
    """Return the layers as an SVG file, in UTF-8, drawn from back to front.

    With `mirrored` left and right change places; a `frame` is drawn last and is not mirrored.
    """
    desk = Desk()
    body = "".join(desk.spread(sheet) for sheet in layers)
    if mirrored:
        body = f'<g transform="matrix(-1 0 0 1 {width} 0)">{body}</g>'
    if frame:
        body += desk.spread(frame)
    names = 'xmlns="http://www.w3.org/2000/svg"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f"<svg {names} {size} {round_ends}><defs>{''.join(desk.definitions)}</defs>{body}</svg>\n".encode()
