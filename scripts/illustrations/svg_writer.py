"""Write layers of cut paper as an SVG of flat shapes, each repeated shape defined once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from string import ascii_lowercase

from .palette import COLOURS, TOKENS
from .paper_layers import (
    HEIGHT,
    MAIN,
    SECOND,
    SHADE,
    SHADE_SHARE,
    SHADOW,
    WIDTH,
    ChildGroup,
    GroupItem,
    PaperLayer,
    PathItem,
    ShapeGroup,
)
from .svg_paths import compact_path, format_number

SLANT = 0.5
"""How far a shadow moves to the right for each unit that it moves down."""
DROP = 6
"""Vertical offset of the shadow of a group item, in its own units."""
MIN_DEFINED_LENGTH = 90
"""Characters of path data from which a path is defined once and used twice: for itself and for its shadow."""

PAINT = {
    MAIN: ' {}="currentColor"',
    SECOND: "",
    SHADE: f' {{0}}="{TOKENS["ink"]}" {{0}}-opacity="{f"{SHADE_SHARE:g}"[1:]}"',
    SHADOW: f' {{0}}="{TOKENS["ink"]}" {{0}}-opacity=".2"',
}
"""Colours that are not in the palette. The second colour of a group item is inherited; its lines never have that colour."""


def format_paint(colour: str, width: float = 0, opacity: float = 1) -> str:
    """Return the attributes that fill a shape with a colour, or draw a line `width` wide with it."""
    how = "stroke" if width else "fill"
    tone = PAINT[colour].format(how) if colour in PAINT else f' {how}="{COLOURS[colour]}"'
    pen = f' fill="none" stroke-width="{format_number(width)}"' if width else ""
    veil = f' {how}-opacity="{format_number(opacity)}"' if opacity != 1 else ""
    return tone + veil + pen


@lru_cache(maxsize=4096)
def render_path(d: str, colour: str, width: float = 0, opacity: float = 1, rest: str = "") -> str:
    """Return a path element."""
    return f'<path d="{compact_path(d)}"{format_paint(colour, width, opacity)}{rest}/>'


@dataclass
class SvgWriter:
    """Writer of one SVG: keeps definitions by content, so that nothing is defined twice."""

    names: dict[str, str] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)

    def define(self, drawing: str) -> str:
        """Return the id of an element (text with `{id}` in it); define it if it is new."""
        if drawing not in self.names:
            count = len(self.names)
            self.names[drawing] = ascii_lowercase[count % 26] + (str(count // 26) if count >= 26 else "")
            self.definitions.append(drawing.replace("{id}", self.names[drawing]))
        return self.names[drawing]

    def render_layer(self, sheet: PaperLayer) -> str:
        """Return one layer: its shadow, then its items."""
        cast = [item for item in sheet.items if isinstance(item, PathItem) and item.casts and sheet.depth]
        move = f' transform="translate({format_number(sheet.depth * SLANT)} {format_number(sheet.depth)})"'
        whole = "".join(item.d for item in cast if not item.width and len(item.d) < MIN_DEFINED_LENGTH)
        under = [render_path(whole, SHADOW, rest=move)] if whole else []
        under += [self.render_shadow(item, move) for item in cast if item.width or len(item.d) >= MIN_DEFINED_LENGTH]
        items = (
            self.render_path_item(item, item in cast) if isinstance(item, PathItem) else self.render_group_item(item)
            for item in sheet.items
        )
        return "".join(under) + "".join(items)

    def render_shadow(self, piece: PathItem, move: str) -> str:
        """Return the shadow of a line or of a large path."""
        if piece.width:
            return render_path(piece.d, SHADOW, piece.width, rest=move)
        return f'<use href="#{self.define_path(piece.d)}"{format_paint(SHADOW)}{move}/>'

    def define_path(self, d: str) -> str:
        """Return the id of a path that is used for itself and for its shadow."""
        return self.define(f'<path id="{{id}}" d="{compact_path(d)}"/>')

    def render_path_item(self, piece: PathItem, cast: bool) -> str:
        """Return a path item in its colour."""
        if cast and not piece.width and len(piece.d) >= MIN_DEFINED_LENGTH:
            return f'<use href="#{self.define_path(piece.d)}"{format_paint(piece.fill)}/>'
        dash = f' stroke-dasharray="{piece.dash}" stroke-linecap="butt"' if piece.dash else ""
        return render_path(piece.d, piece.fill, piece.width, piece.opacity, dash)

    def render_group_item(self, stamp: GroupItem) -> str:
        """Return a group item in its place and colours."""
        second = format_paint(stamp.second) if stamp.group.has_second_colour() else ""
        name = self.define(self.render_group(stamp.group, casts=stamp.casts))
        return f'<use href="#{name}"{format_placement(stamp)} color="{COLOURS[stamp.fill]}"{second}/>'

    def render_group(self, part: ShapeGroup, *, casts: bool) -> str:
        """Return the definition of a group, with its shadow if it casts one."""
        outline = (render_path(part.outline, MAIN) if part.outline else "") + "".join(
            render_path(d, MAIN, width) for d, width in part.lines
        )
        cuts = "".join(render_path(*cut) for cut in part.paths) + "".join(
            self.render_child_group(held) for held in part.children
        )
        if not casts:
            return f'<g id="{{id}}">{outline}{cuts}</g>'
        name = self.define(f'<g id="{{id}}">{outline}</g>')
        shadow = f'<use href="#{name}" y="{DROP}" color="{TOKENS["ink"]}" opacity=".2"/>'
        return f'<g id="{{id}}">{shadow}<use href="#{name}"/>{cuts}</g>'

    def render_child_group(self, held: ChildGroup) -> str:
        """Return a group nested in another one."""
        place = (f' x="{format_number(held.x)}"' if held.x else "") + (
            f' y="{format_number(held.y)}"' if held.y else ""
        )
        turn = f' transform="rotate({format_number(held.turn)})"' if held.turn else ""
        return f'<use href="#{self.define(self.render_group(held.group, casts=False))}"{place}{turn}/>'


def format_placement(stamp: GroupItem) -> str:
    """Return the transform attribute that places a group item."""
    scale = f"{stamp.scale:.2f}".rstrip("0").rstrip(".").removeprefix("0")
    size = f"-{scale} {scale}" if stamp.flip else scale
    turn = f"scale({size})" if size != "1" else ""
    return f' transform="translate({stamp.x:.0f} {stamp.y:.0f}){turn}"'


def render_svg(
    layers: Sequence[PaperLayer],
    width: int = WIDTH,
    height: int = HEIGHT,
    *,
    mirrored: bool = False,
    frame: PaperLayer | None = None,
) -> bytes:
    """Return the layers as an SVG file, in UTF-8, drawn from back to front.

    With `mirrored` left and right change places; a `frame` is drawn last and is not mirrored.
    """
    desk = SvgWriter()
    body = "".join(desk.render_layer(sheet) for sheet in layers)
    if mirrored:
        body = f'<g transform="matrix(-1 0 0 1 {width} 0)">{body}</g>'
    if frame:
        body += desk.render_layer(frame)
    names = 'xmlns="http://www.w3.org/2000/svg"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f"<svg {names} {size} {round_ends}><defs>{''.join(desk.definitions)}</defs>{body}</svg>\n".encode()
