"""Draw an emblem (楼标): a form, a ground colour, and a sign or one or two characters.

The drawing is data (`build_emblem`): paths in names of the palette, the characters apart. `render_emblem` writes it as an SVG
of 400 to 800 bytes; whatever prints takes the same data and sets the characters in its own font. Every form is a window or a
house with water at its foot, as everything here. Light and dark are chosen by the ground, so that sign and ground always
have a contrast of 4.5:1 (`tests/test_emblems.py` tries every pair).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .palette import COLOURS
from .svg_paths import compact_path, draw_dot_ring, format_number

SIDE = 96
"""Side of a drawing in its own units; y is measured downwards."""
RIM = 4
"""Width of the paper-coloured line around the form, half of it outside: it separates the emblem from a dark page."""
SIGN, SPARK, GROUND = "sign", "spark", "ground"
"""What parts of a sign are made of: the light (or dark) of the sign itself, a second one, and the ground showing through."""


@dataclass(frozen=True, slots=True)
class EmblemShape:
    """SVG path data in a colour of the palette; with a `width` it is a line with round ends, else it is filled."""

    d: str
    colour: str
    width: float = 0


@dataclass(frozen=True, slots=True)
class EmblemLetters:
    """One or two characters in one line, centred on (x, y); `size` is the height of the em, the weight is bold."""

    text: str
    x: float
    y: float
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class EmblemDrawing:
    """An emblem in a square of side `SIDE`: shapes from back to front, and the characters, if it bears any."""

    shapes: tuple[EmblemShape, ...]
    letters: EmblemLetters | None = None


@dataclass(frozen=True, slots=True)
class EmblemForm:
    """The outline of a form, and the water at its foot: from its left edge in waves to its right edge and back along it."""

    outline: str
    foot: str


FORMS: dict[str, EmblemForm] = {
    "window": EmblemForm(
        "M14 86V44a34 34 0 0 1 68 0v42q0 6-6 6H20q-6 0-6-6z",
        "M14 76q6.8 8 13.6 0t13.6 0 13.6 0 13.6 0 13.6 0v10q0 6-6 6H20q-6 0-6-6z",
    ),
    "circle": EmblemForm(
        "M48 4a44 44 0 1 1-.1 0z", "M12 73q7.2 7 14.4 0t14.4 0 14.4 0 14.4 0 14.4 0a44 44 0 0 1-72 0z"
    ),
    "square": EmblemForm(
        "M18 7h60q11 0 11 11v60q0 11-11 11H18q-11 0-11-11V18q0-11 11-11z",
        "M7 75q8.2 8 16.4 0t16.4 0 16.4 0 16.4 0 16.4 0v3q0 11-11 11H18q-11 0-11-11z",
    ),
    "house": EmblemForm(
        "M44 6q4-3 8 0l34 28q4 4 4 9v41q0 7-7 7H13q-7 0-7-7V43q0-5 4-9z",
        "M6 77q8.4 8 16.8 0t16.8 0 16.8 0 16.8 0 16.8 0v7q0 7-7 7H13q-7 0-7-7z",
    ),
    "plum": EmblemForm(
        "M48 4a20 20 0 0 1 19.5 16a20 20 0 0 1 16 33.500a20 20 0 0 1-15 33.5"
        "a20 20 0 0 1-20.5 1a20 20 0 0 1-20.5-1a20 20 0 0 1-15-33.500a20 20 0 0 1 16-33.500a20 20 0 0 1 19.5-16z",
        "M8.5 74q7.9 7 15.8 0t15.8 0 15.8 0 15.8 0 15.8 0a20 20 0 0 1-19 13a20 20 0 0 1-20.5 1a20 20 0 0 1-20.5-1a20 20 0 0 1-19-13z",
    ),
    "octagon": EmblemForm(
        "M32 6h32q3 0 5 2l19 19q2 2 2 5v32q0 3-2 5l-19 19q-2 2-5 2H32q-3 0-5-2L8 69q-2-2-2-5V32q0-3 2-5L27 8q2-2 5-2z",
        "M13 74q7 7 14 0t14 0 14 0 14 0 14 0L69 88q-2 2-5 2H32q-3 0-5-2z",
    ),
}
"""The outlines by the slugs of the vocabulary `emblem_forms`."""


@dataclass(frozen=True, slots=True)
class EmblemColours:
    """What lies on a ground: the water at its foot, the sign, and the second colour of a sign."""

    water: str
    sign: str = "paper"
    spark: str = "glow"


GROUNDS: dict[str, EmblemColours] = {
    "river": EmblemColours("deep-river", spark="cream"),
    "deep-river": EmblemColours("tide", spark="lamp"),
    "brick": EmblemColours("wine", spark="cream"),
    "lamp": EmblemColours("apricot", "ink", "deep-river"),
    "luodian": EmblemColours("luodian-dim", spark="cream"),
    "youyilu": EmblemColours("youyilu-dim", spark="glow"),
    "gaojing": EmblemColours("gaojing-dim", spark="glow"),
    "zhangmiao": EmblemColours("zhangmiao-dim", spark="glow"),
}
"""The colours of a ground by its name in the palette, which is its slug in the vocabulary `emblem_colours`."""

SignPart = tuple[str, str] | tuple[str, str, float]
"""Path data and what it is made of; with a third value it is a line of that width."""
SIGNS: dict[str, tuple[SignPart, ...]] = {
    "lantern": (
        ("M37 27h22q10 0 10 14t-10 14H37q-10 0-10-14t10-14z", SIGN),
        ("M40 28q-5 13 0 26M56 28q5 13 0 26M48 28v26", GROUND, 2.5),
        ("M41 21h14v6H41zM41 55h14v5H41z", SPARK),
        ("M48 60v9", SPARK, 3.5),
    ),
    "moon": (("M55 21a24.5 24.5 0 1 0 16 33a20 20 0 0 1-16-33z", SIGN), ("M64 31a4.5 4.5 0 1 1-.1 0z", SPARK)),
    "sun": (
        ("M48 32a13 13 0 1 1-.1 0z", SIGN),
        ("M48 20v5M48 65v5M23 45h5M68 45h5M30 27l4 4M62 59l4 4M66 27l-4 4M34 59l-4 4", SPARK, 4.5),
    ),
    "cloud": (
        ("M35 62a12 12 0 0 1-2-24a16 16 0 0 1 30-4a14 14 0 0 1 1 28z", SIGN),
        ("M41 49a6.5 6.5 0 1 1 7 6", GROUND, 3.5),
    ),
    "waves": (
        ("M25 34q5.75-10 11.5 0t11.5 0 11.5 0 11.5 0M25 58q5.75-10 11.5 0t11.5 0 11.5 0 11.5 0", SIGN, 6),
        ("M25 46q5.75-10 11.5 0t11.5 0 11.5 0 11.5 0", SPARK, 6),
    ),
    "boat": (
        ("M25 53h46q-4 15-13 15H38q-9 0-13-15zM46 22v27H28q13-7 18-27z", SIGN),
        ("M51 27q13 8 14 22H51z", SPARK),
    ),
    "bridge": (
        ("M23 57q25-32 50 0v9H63q-15-21-30 0H23z", SIGN),
        ("M25 45q23-28 46 0M34 37v5M48 31v6M62 37v5", SPARK, 3.5),
    ),
    "fish": (
        ("M24 45q15-21 34-4l14-11q-4 15 0 30l-14-11q-19 17-34-4z", SIGN),
        ("M36 40a3 3 0 1 1-.1 0z", GROUND),
        ("M45 36q6 9 0 18M53 41q3 4 0 8", GROUND, 2.5),
    ),
    "bird": (
        ("M28 38a11 11 0 0 1 22-1q4 9 23 11q-7 19-25 19q-20 0-20-20z", SIGN),
        ("M29 33l-9 6 9 4z", SPARK),
        ("M39 33a3 3 0 1 1-.1 0z", GROUND),
        ("M42 50q8 9 19 4", GROUND, 3),
    ),
    "flower": (
        (draw_dot_ring(48, 45, 5, 14, 11, -0.25), SIGN),
        ("M48 39a6.5 6.5 0 1 1-.1 0z", GROUND),
        ("M48 42a3.5 3.5 0 1 1-.1 0z", SPARK),
    ),
    "sprout": (
        ("M48 68V46", SIGN, 5),
        ("M48 47q-24 2-24-22q22 0 24 22z", SIGN),
        ("M48 54q0-23 24-25q0 24-24 25z", SPARK),
    ),
    "tree": (
        ("M48 20a15 15 0 0 1 14 20a11 11 0 0 1-6 20H40a11 11 0 0 1-6-20a15 15 0 0 1 14-20z", SIGN),
        ("M48 58V37M48 51l7-7M48 46l-6-6", GROUND, 3),
        ("M48 60v9", SPARK, 6),
    ),
    "heart": (
        ("M48 68q-24-16-24-31a12 12 0 0 1 24-5a12 12 0 0 1 24 5q0 15-24 31z", SIGN),
        ("M32 38a5.5 5.5 0 0 1 6-6", GROUND, 3.5),
    ),
    "door": (
        ("M31 68V39a17 17 0 0 1 34 0v29z", SIGN),
        ("M48 23v45M38 35v7M58 35v7", GROUND, 3),
        ("M42 49a3 3 0 1 1-.1 0zM54 49a3 3 0 1 1-.1 0z", GROUND),
    ),
    "umbrella": (
        ("M24 46a24 24 0 0 1 48 0q-6-6-12 0q-6-6-12 0q-6-6-12 0q-6-6-12 0z", SIGN),
        ("M48 46v17a5.5 5.5 0 0 0 11 0", SPARK, 4.5),
        ("M48 19v4", SIGN, 4.5),
    ),
    "teapot": (
        ("M34 41h27q5 6 5 13a12 12 0 0 1-12 13H41a12 12 0 0 1-12-13q0-7 5-13z", SIGN),
        ("M64 54q7-1 8-13M30 47q-9-1-8 8t10 7", SIGN, 5),
        ("M36 37q12-8 24 0zM48 25a3.5 3.5 0 1 1-.1 0z", SPARK),
    ),
    "bowl": (
        ("M24 45h48q-2 19-14 22H38q-12-3-14-22z", SIGN),
        ("M38 38q-5-6 0-13M48 38q-5-6 0-13M58 38q-5-6 0-13", SPARK, 4),
    ),
    "book": (
        ("M46.5 33q-9-8-23-6v33q14-2 23 6zM49.5 33q9-8 23-6v33q-14-2-23 6z", SIGN),
        ("M30 36q7 0 11 3M30 46q7 0 11 3M66 36q-7 0-11 3M66 46q-7 0-11 3", GROUND, 3),
    ),
    "clock": (
        ("M48 22a23 23 0 1 1-.1 0z", SIGN),
        ("M48 32v14l9 6", GROUND, 4.5),
        ("M33 65l-4 5M63 65l4 5", SPARK, 5),
    ),
    "ladder": (("M36 31h24M36 41h24M36 51h24M36 61h24", SPARK, 4.5), ("M36 21v48M60 21v48", SIGN, 5.5)),
    "key": (("M38 25a11 11 0 1 1-.1 0zM47 44l21 22M57 55l7-7M64 62l6-6", SIGN, 6),),
    "scissors": (
        ("M36 55L62 22M60 55L34 22", SIGN, 6),
        ("M32 56a6.5 6.5 0 1 1-.1 0zM64 56a6.5 6.5 0 1 1-.1 0z", SPARK, 5),
    ),
    "kite": (
        ("M48 18l20 19-20 24-20-24z", SIGN),
        ("M48 19v41M29 37h38", GROUND, 3),
        ("M48 61q9 2 4 6t-1 5", SPARK, 3.5),
    ),
    "drum": (
        ("M28 37h40q4 12 0 24a20 7 0 0 1-40 0q-4-12 0-24z", SIGN),
        ("M48 27a20 7.5 0 1 1-.1 0z", SPARK),
        ("M30 49q18 8 36 0", GROUND, 3),
        ("M36 19l9 12M60 19l-9 12", SIGN, 3.5),
    ),
}
"""The parts of each sign by the slugs of the vocabulary `emblem_signs`, from back to front, around (48, 45)."""

MIDDLE = (48, 44)
"""Where the middle of a character stands."""
SIZES = {1: 46, 2: 31}
"""Height of the em by the number of characters."""
FAMILIES = "PingFang SC,HarmonyOS Sans SC,MiSans,Noto Sans CJK SC,Microsoft YaHei,sans-serif"
"""The phone's own faces, as everywhere on the site."""


def build_emblem(form: str, colour: str, sign: str = "", letters: str = "") -> EmblemDrawing:
    """Return an emblem as data: slugs of `FORMS` and `GROUNDS`, and a slug of `SIGNS` or one or two characters.

    Raises KeyError for another form, colour or sign.
    """
    outline, foot, ground = FORMS[form].outline, FORMS[form].foot, GROUNDS[colour]
    made_of = {SIGN: ground.sign, SPARK: ground.spark, GROUND: colour}
    shapes = [
        EmblemShape(outline, "paper", RIM),
        EmblemShape(outline, colour),
        EmblemShape(foot, ground.water),
        *(EmblemShape(part[0], made_of[part[1]], *part[2:]) for part in (SIGNS[sign] if sign else ())),
    ]
    shown = EmblemLetters(letters, *MIDDLE, SIZES[min(len(letters), 2)], ground.sign) if letters else None
    return EmblemDrawing(tuple(shapes), shown)


def render_emblem(drawing: EmblemDrawing) -> bytes:
    """Return an emblem as an SVG file; its characters are text in the fonts of whoever looks at it."""
    rim, face, *rest = drawing.shapes
    edge = f' stroke="{COLOURS[rim.colour]}" stroke-width="{format_number(rim.width)}" paint-order="stroke"'
    body = f'<path d="{compact_path(face.d)}" fill="{COLOURS[face.colour]}"{edge}/>' + "".join(map(render_shape, rest))
    if drawing.letters:
        body += render_letters(drawing.letters)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}"'
    return f'{head} stroke-linecap="round" stroke-linejoin="round">{body}</svg>\n'.encode()


def render_shape(shape: EmblemShape) -> str:
    """Return one shape as a path element."""
    tone = COLOURS[shape.colour]
    paint = (
        f'fill="none" stroke="{tone}" stroke-width="{format_number(shape.width)}"' if shape.width else f'fill="{tone}"'
    )
    return f'<path d="{compact_path(shape.d)}" {paint}/>'


def render_letters(letters: EmblemLetters) -> str:
    """Return the characters as a text element. Their middle is 0.35 em above the base line, in all Chinese faces."""
    base = format_number(letters.y + 0.35 * letters.size)
    return (
        f'<text x="{format_number(letters.x)}" y="{base}" font-size="{format_number(letters.size)}" font-weight="800" '
        f'font-family="{FAMILIES}" text-anchor="middle" fill="{COLOURS[letters.colour]}">{escape(letters.text)}</text>'
    )


def draw_emblem(form: str, colour: str, sign: str = "", letters: str = "") -> bytes:
    """Return an emblem as an SVG file (see `build_emblem`)."""
    return render_emblem(build_emblem(form, colour, sign, letters))
