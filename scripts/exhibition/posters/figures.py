"""Reader of the mascot's SVG files: flat shapes in colours that have an ink.

Groups, paths, circles, ellipses and rectangles are read; fills and lines in hexadecimal colours; translation, rotation,
scale and matrix. Anything else (gradients, texts, pictures) cannot be printed from a palette and is refused by its name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ..diagnostics import Refusal
from .art import box

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as in SVG and PDF: x' = ax + cy + e, y' = bx + dy + f."""
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
INHERITED = ("fill", "stroke", "stroke-width", "fill-rule")
INITIAL = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "fill-rule": "nonzero"}
SILENT = {"title", "desc", "metadata", "defs"}
STEP = re.compile(r"(translate|scale|rotate|matrix)\(([^()]*)\)")
HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
NAMES = {"black": "#000000", "white": "#FFFFFF"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A piece of a figure: path data under a matrix, its fill and its line (`#RRGGBB` or empty), round ends."""

    d: str
    matrix: Matrix
    fill: str
    line: str
    width: float
    even_odd: bool = False


def shapes(path: Path) -> tuple[tuple[float, float, float, float], list[Shape]]:
    """Return the view box and the pieces of an SVG file, from back to front.

    Raises Refusal where it is missing, is no SVG, or holds what a poster cannot print.
    """
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError) as problem:
        raise Refusal(f"吉祥物的图“{path.name}”打不开（{problem}）。请换一个完好的 SVG 文件。") from problem
    x, y, width, height = (float(value) for value in root.get("viewBox", "0 0 240 240").replace(",", " ").split())
    return (x, y, width, height), list(pieces(root, IDENTITY, INITIAL, path.name))


def pieces(element: ElementTree.Element, matrix: Matrix, look: dict[str, str], file: str) -> Iterator[Shape]:
    """Yield the pieces of an element and of what is in it."""
    tag = element.tag.rpartition("}")[2]
    if tag in SILENT:
        return
    style = dict(re.findall(r"(?<![\w-])([\w-]++)\s*+:\s*([^;]+)", element.get("style", "")))
    look = look | {name: value for name in INHERITED if (value := style.get(name, element.get(name, "")).strip())}
    matrix = times(matrix, transform(element.get("transform", "")))
    if tag in ("svg", "g"):
        for child in element:
            yield from pieces(child, matrix, look, file)
    elif tag in OUTLINES:
        d, even_odd = OUTLINES[tag](element), look["fill-rule"] == "evenodd"
        fill, line = colour(look["fill"], file), colour(look["stroke"], file)
        yield Shape(d, matrix, fill, line, float(look["stroke-width"]) if line else 0, even_odd)
    else:
        raise Refusal(f"吉祥物的图“{file}”里有海报印不了的 <{tag}>。请在绘图软件里把它转成路径（path）再存一次。")


def colour(text: str, file: str) -> str:
    """Return a colour as `#RRGGBB`, empty for none."""
    text = NAMES.get(text, text)
    if text in ("none", "transparent"):
        return ""
    if not HEX.fullmatch(text):
        raise Refusal(f"吉祥物的图“{file}”里有海报印不了的颜色“{text}”。请改成 #RRGGBB 写法的单色。")
    return f"#{''.join(2 * digit for digit in text[1:]) if len(text) == 4 else text[1:]}".upper()


def number(element: ElementTree.Element, name: str) -> float:
    """Return an attribute that is a length without a unit; 0 where it is not there."""
    return float(element.get(name, "0"))


def oval(element: ElementTree.Element) -> str:
    """Return the outline of a circle or an ellipse."""
    rx = number(element, "r") or number(element, "rx")
    ry = number(element, "r") or number(element, "ry")
    x, y = number(element, "cx"), number(element, "cy")
    return f"M{x - rx} {y}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0Z"


def rectangle(element: ElementTree.Element) -> str:
    """Return the outline of a rectangle."""
    return box(*(number(element, name) for name in ("x", "y", "width", "height", "rx")))


OUTLINES: dict[str, Callable[[ElementTree.Element], str]] = {
    "path": lambda element: element.get("d", ""),
    "circle": oval,
    "ellipse": oval,
    "rect": rectangle,
}
"""Path data of every element that is a shape."""


def transform(text: str) -> Matrix:
    """Return the matrix of an SVG `transform`."""
    matrix = IDENTITY
    for name, values in STEP.findall(text):
        matrix = times(matrix, STEPS[name](*(float(value) for value in re.split(r"[\s,]+", values.strip()))))
    return matrix


def turned(degrees: float, x: float = 0, y: float = 0) -> Matrix:
    """Return the matrix of a turn around (x, y)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


STEPS: dict[str, Callable[..., Matrix]] = {
    "translate": lambda x, y=0.0: (1, 0, 0, 1, x, y),
    "scale": lambda x, y=None: (x, 0, 0, x if y is None else y, 0, 0),
    "rotate": turned,
    "matrix": lambda *values: values,
}


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)
