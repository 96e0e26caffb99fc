"""SVG elements of the guide's diagrams, readable in light and dark mode.

Words are real text in the fonts of the device; colours are classes that follow the colour scheme. Drawings of cut paper
(people, houses) keep their colours and stand in lit windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from illustrations.palette import COLOURS, TOKENS
from illustrations.paper_layers import PaperLayer
from illustrations.svg_writer import render_svg

FACE = '"PingFang SC","HarmonyOS Sans SC",MiSans,"Noto Sans CJK SC","Microsoft YaHei",sans-serif'
TYPED = '"SF Mono",Menlo,Consolas,"Noto Sans Mono CJK SC","Noto Sans CJK SC",monospace'

DAY = {
    "panel": "#FFFDF8",
    "water": TOKENS["mist"],
    "text": TOKENS["ink"],
    "soft": "#4D5D63",
    "line": "#D9D3C3",
    "river": TOKENS["river"],
    "wrong": "#B23A28",
    "right": "#2F6B3C",
    "shade": "#1F2E3529",
    "light": "#FBE3B0",
    "on-river": "#FFFFFF",
}
"""Colours in light mode; those used for text have a contrast of 4.5:1 on `panel` and on `water`."""

NIGHT = {
    "panel": "#112B34",
    "water": "#1B3C46",
    "text": "#F3EBDB",
    "soft": "#B7C8C7",
    "line": "#35525A",
    "river": "#86D3D3",
    "wrong": "#F6A08F",
    "right": "#9ED8A8",
    "shade": "#00000066",
    "light": "#5C4A1F",
    "on-river": "#0A1D25",
}
"""The same in dark mode."""


def rules(colours: dict[str, str]) -> str:
    """Return the style rules of colours: the class of a name fills, the same with `-s` strokes."""
    return "".join(f".{name}{{fill:{hex}}}.{name}-s{{fill:none;stroke:{hex}}}" for name, hex in colours.items())


STYLE = (
    f"text{{font-family:{FACE}}}.typed{{font-family:{TYPED};white-space:pre}}.b{{font-weight:700}}"
    f".lamp{{fill:{TOKENS['lamp']}}}.ink{{fill:{TOKENS['ink']}}}.paper{{fill:{COLOURS['cream']}}}"
    f"{rules(DAY)}@media(prefers-color-scheme:dark){{{rules(NIGHT)}}}"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A diagram: its size in px and its SVG elements."""

    width: int
    height: int
    body: str

    def svg(self) -> bytes:
        """Return the diagram as an SVG file."""
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} stroke-linecap="round" stroke-linejoin="round">'
        return f"{head}<style>{STYLE}</style>{self.body}</svg>\n".encode()


def text(
    x: float, y: float, words: str, size: int = 17, *, colour: str = "text", more: str = "", middle: bool = False
) -> str:
    """Return text that begins (or with `middle` is centred) at (x, y); `more` are further classes, "b" or "typed"."""
    kind = f"{colour} {more}".strip()
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" class="{kind}"{anchor}>{escape(words, quote=False)}</text>'


def typed(x: float, y: float, words: str, size: int = 16, *, colour: str = "text") -> str:
    """Return text as it stands in a file, in a monospaced font."""
    return text(x, y, words, size, colour=colour, more="typed")


def rectangle(x: float, y: float, width: float, height: float, radius: float, looks: str) -> str:
    """Return a rectangle with rounded corners; `looks` are its further attributes."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" {looks}/>'


def box(x: float, y: float, width: float, height: float, colour: str, radius: float = 10, *, lies: bool = True) -> str:
    """Return a filled rectangle; unless it `lies` flat, it has a shadow below."""
    shadow = "" if lies else rectangle(x, y + 5, width, height, radius, 'class="shade"')
    return shadow + rectangle(x, y, width, height, radius, f'class="{colour}"')


def outline(x: float, y: float, width: float, height: float, colour: str, radius: float = 10, pen: float = 2) -> str:
    """Return the edge of a rectangle."""
    return rectangle(x, y, width, height, radius, f'class="{colour}-s" stroke-width="{pen:g}"')


def pane(x: float, y: float, width: float, height: float, edge: str = "line") -> str:
    """Return a card with an edge and a shadow."""
    return box(x, y, width, height, "panel", 14, lies=False) + outline(x, y, width, height, edge, 14)


def line(d: str, colour: str, pen: float = 3, dash: str = "") -> str:
    """Return a line along path data."""
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" class="{colour}-s" stroke-width="{pen:g}"{pattern}/>'


def shape(d: str, colour: str) -> str:
    """Return a filled shape along path data."""
    return f'<path d="{d}" class="{colour}"/>'


def ring(x: float, y: float, number: int | str) -> str:
    """Return a numbered disc that marks where to look or where to press."""
    disc = (
        f'<circle cx="{x:g}" cy="{y + 3:g}" r="16" class="shade"/><circle cx="{x:g}" cy="{y:g}" r="16" class="lamp"/>'
    )
    return disc + text(x, y + 6.5, str(number), 19, colour="ink", more="b", middle=True)


def pressed(x: float, y: float, width: float, height: float, number: int) -> str:
    """Return a frame around what is to be pressed, with its number at the upper left corner."""
    edge = f'fill="none" stroke="{TOKENS["lamp"]}" stroke-width="4"'
    return rectangle(x, y, width, height, 10, edge) + ring(x, y, number)


def cut(layers: list[PaperLayer], x: float, y: float, width: float, height: float, view: str) -> str:
    """Return paper-cut layers as a nested SVG at (x, y); `view` is its viewBox, in their units.

    Use it once in a diagram: the ids of two would collide.
    """
    drawn = render_svg(layers).decode().strip()
    inner = drawn[drawn.index(">") + 1 : -len("</svg>")]
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="{view}"'
    return f'<svg {place} stroke-linecap="round" stroke-linejoin="round">{inner}</svg>'


def moved(body: str, x: float, y: float) -> str:
    """Return a drawing moved to (x, y)."""
    return f'<g transform="translate({x:g} {y:g})">{body}</g>'


def mark(x: float, y: float, *, good: bool) -> str:
    """Return 对 with a tick or 错 with a cross, centred at (x, y)."""
    colour, word = ("right", "对") if good else ("wrong", "错")
    sign = f"M{x - 24:g} {y:g}l7 7 12-14" if good else f"M{x - 23:g} {y - 7:g}l14 14m0-14l-14 14"
    return line(sign, colour, 4) + text(x, y + 7, word, 20, colour=colour, more="b")
