"""SVG elements of the guide's diagrams, readable in light and dark mode, and frames of phones and browser windows.

Words are real text in the fonts of the device; colours are classes that follow the colour scheme. Drawings of cut
paper (people, houses) keep their colours and stand in lit windows. The screens imitate no vendor's design.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from ..palette import COLOURS, TOKENS
from ..paper_layers import PaperLayer
from ..svg_writer import render_svg

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


def format_style_rules(colours: dict[str, str]) -> str:
    """Return the style rules of colours: the class of a name fills, the same with `-s` strokes."""
    return "".join(f".{name}{{fill:{hex}}}.{name}-s{{fill:none;stroke:{hex}}}" for name, hex in colours.items())


STYLE = (
    f"text{{font-family:{FACE}}}.typed{{font-family:{TYPED};white-space:pre}}.b{{font-weight:700}}"
    f".lamp{{fill:{TOKENS['lamp']}}}.ink{{fill:{TOKENS['ink']}}}.paper{{fill:{COLOURS['cream']}}}"
    f"{format_style_rules(DAY)}@media(prefers-color-scheme:dark){{{format_style_rules(NIGHT)}}}"
)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram: its size in px and its SVG elements."""

    width: int
    height: int
    body: str

    def to_svg(self) -> bytes:
        """Return the diagram as an SVG file."""
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} stroke-linecap="round" stroke-linejoin="round">'
        return f"{head}<style>{STYLE}</style>{self.body}</svg>\n".encode()


def draw_text(
    x: float, y: float, words: str, size: int = 17, *, colour: str = "text", more: str = "", middle: bool = False
) -> str:
    """Return text that begins (or with `middle` is centred) at (x, y); `more` are further classes, "b" or "typed"."""
    kind = f"{colour} {more}".strip()
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" class="{kind}"{anchor}>{escape(words, quote=False)}</text>'


def draw_code_text(x: float, y: float, words: str, size: int = 16, *, colour: str = "text") -> str:
    """Return text as it stands in a file, in a monospaced font."""
    return draw_text(x, y, words, size, colour=colour, more="typed")


def draw_rectangle(x: float, y: float, width: float, height: float, radius: float, looks: str) -> str:
    """Return a rectangle with rounded corners; `looks` are its further attributes."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" {looks}/>'


def draw_box(
    x: float, y: float, width: float, height: float, colour: str, radius: float = 10, *, lies: bool = True
) -> str:
    """Return a filled rectangle; unless it `lies` flat, it has a shadow below."""
    shadow = "" if lies else draw_rectangle(x, y + 5, width, height, radius, 'class="shade"')
    return shadow + draw_rectangle(x, y, width, height, radius, f'class="{colour}"')


def draw_outline(
    x: float, y: float, width: float, height: float, colour: str, radius: float = 10, pen: float = 2
) -> str:
    """Return the edge of a rectangle."""
    return draw_rectangle(x, y, width, height, radius, f'class="{colour}-s" stroke-width="{pen:g}"')


def draw_pane(x: float, y: float, width: float, height: float, edge: str = "line") -> str:
    """Return a card with an edge and a shadow."""
    return draw_box(x, y, width, height, "panel", 14, lies=False) + draw_outline(x, y, width, height, edge, 14)


def draw_line(d: str, colour: str, pen: float = 3, dash: str = "") -> str:
    """Return a line along path data."""
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" class="{colour}-s" stroke-width="{pen:g}"{pattern}/>'


def draw_shape(d: str, colour: str) -> str:
    """Return a filled shape along path data."""
    return f'<path d="{d}" class="{colour}"/>'


def draw_number_ring(x: float, y: float, number: int | str) -> str:
    """Return a numbered disc that marks where to look or where to press."""
    disc = (
        f'<circle cx="{x:g}" cy="{y + 3:g}" r="16" class="shade"/><circle cx="{x:g}" cy="{y:g}" r="16" class="lamp"/>'
    )
    return disc + draw_text(x, y + 6.5, str(number), 19, colour="ink", more="b", middle=True)


def draw_press_mark(x: float, y: float, width: float, height: float, number: int) -> str:
    """Return a frame around what is to be pressed, with its number at the upper left corner."""
    edge = f'fill="none" stroke="{TOKENS["lamp"]}" stroke-width="4"'
    return draw_rectangle(x, y, width, height, 10, edge) + draw_number_ring(x, y, number)


def embed_layers(layers: list[PaperLayer], x: float, y: float, width: float, height: float, view: str) -> str:
    """Return paper-cut layers as a nested SVG at (x, y); `view` is its viewBox, in their units.

    Use it once in a diagram: the ids of two would collide.
    """
    drawn = render_svg(layers).decode().strip()
    inner = drawn[drawn.index(">") + 1 : -len("</svg>")]
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="{view}"'
    return f'<svg {place} stroke-linecap="round" stroke-linejoin="round">{inner}</svg>'


def move_drawing(body: str, x: float, y: float) -> str:
    """Return a drawing moved to (x, y)."""
    return f'<g transform="translate({x:g} {y:g})">{body}</g>'


def draw_verdict(x: float, y: float, *, good: bool) -> str:
    """Return 对 with a tick or 错 with a cross, centred at (x, y)."""
    colour, word = ("right", "对") if good else ("wrong", "错")
    sign = f"M{x - 24:g} {y:g}l7 7 12-14" if good else f"M{x - 23:g} {y - 7:g}l14 14m0-14l-14 14"
    return draw_line(sign, colour, 4) + draw_text(x, y + 7, word, 20, colour=colour, more="b")


PHONE, WINDOW = 360, 700
"""Widths of the narrow and of the wide drawing, in px."""


@dataclass(frozen=True, slots=True)
class ScreenArea:
    """The area of a screen's content: from (x, y), with its width and height."""

    x: float
    y: float
    width: float
    height: float
    wide: bool


ScreenPainter = Callable[[ScreenArea], str]


def draw_phone(content: ScreenPainter, height: int = 480) -> Diagram:
    """Return a phone that shows `content`."""
    body = draw_box(14, 6, 332, height - 18, "text", 34, lies=False) + draw_box(22, 14, 316, height - 34, "panel", 27)
    ear = draw_box(150, 22, 60, 7, "line", 4)
    return Diagram(PHONE, height, body + ear + content(ScreenArea(34, 44, 292, height - 78, wide=False)))


def draw_browser_window(content: ScreenPainter, height: int = 430) -> Diagram:
    """Return a browser window that shows `content`."""
    body = draw_box(8, 6, 684, height - 20, "panel", 16, lies=False) + draw_outline(8, 6, 684, height - 20, "line", 16)
    bar = draw_shape("M8 48V22a16 16 0 0 1 16-16h652a16 16 0 0 1 16 16v26Z", "water")
    lights = "".join(f'<circle cx="{x}" cy="27" r="6" class="line"/>' for x in (32, 54, 76))
    address = draw_box(104, 15, 560, 24, "panel", 12)
    shown = content(ScreenArea(32, 66, 636, height - 98, wide=True))
    return Diagram(WINDOW, height, body + bar + lights + address + shown)


def draw_button(x: float, y: float, width: float, words: str) -> str:
    """Return a button, 42 high."""
    told = draw_text(x + width / 2, y + 28, words, 18, colour="on-river", more="b", middle=True)
    return draw_box(x, y, width, 42, "river", 10) + told


def draw_pencil(x: float, y: float) -> str:
    """Return a pencil, 24 high, its point at (x, y)."""
    shaft = f"M{x:g} {y:g}l3.5-8.5 13-13 5 5-13 13Z"
    return draw_line(shaft, "river", 2.5) + draw_line(f"M{x + 12.5:g} {y - 17.5:g}l5 5", "river", 2.5)


def draw_text_lines(x: float, y: float, widths: tuple[float, ...], gap: int = 20) -> str:
    """Return grey bars that stand for lines of text."""
    return "".join(draw_box(x, y + gap * k, width, 8, "line", 4) for k, width in enumerate(widths))
