"""Diagrams of characters that look alike (colon, space, dash), enlarged, and of the keys that type them."""

from __future__ import annotations

from .canvas import (
    Diagram,
    draw_box,
    draw_code_text,
    draw_line,
    draw_number_ring,
    draw_outline,
    draw_pane,
    draw_press_mark,
    draw_text,
    draw_verdict,
)

HALF, WHOLE = 38, 76
"""Widths of a cell: an English character takes half of what a Chinese one takes."""


def draw_cell(x: float, y: float, width: float, colour: str) -> str:
    """Return the cell of a character, 84 high."""
    return draw_box(x, y, width, 84, "water", 6) + draw_outline(x, y, width, 84, colour, 6, 2.5)


def draw_dots(x: float, y: float, size: float, gap: float, colour: str) -> str:
    """Return two dots above each other, around (x, y)."""
    return "".join(f'<circle cx="{x:g}" cy="{at:g}" r="{size:g}" class="{colour}"/>' for at in (y - gap, y + gap))


def draw_english_colon(x: float, y: float) -> str:
    """Return the correct colon: narrow, its dots in the middle, followed by a half-width space."""
    colon = draw_cell(x, y, HALF, "right") + draw_dots(x + HALF / 2, y + 44, 6, 16, "right")
    return colon + draw_space(x + HALF + 6, y, HALF, "right")


def draw_chinese_colon(x: float, y: float) -> str:
    """Return the colon that the parser does not accept: as wide as a character, its dots at the left."""
    return draw_cell(x, y, WHOLE, "wrong") + draw_dots(x + 20, y + 50, 7, 18, "wrong")


def draw_space(x: float, y: float, width: float, colour: str) -> str:
    """Return a space, drawn as a tray, because it is invisible."""
    tray = draw_line(f"M{x + 6:g} {y + 60:g}v12h{width - 12:g}v-12", colour, 3)
    return draw_cell(x, y, width, colour) + tray


def draw_dashes(x: float, y: float, colour: str, *, good: bool) -> str:
    """Return three short strokes with gaps, or one long one."""
    if good:
        return "".join(
            draw_cell(x + 42 * k, y, HALF, colour) + draw_line(f"M{x + 42 * k + 10:g} {y + 44:g}h18", colour, 5)
            for k in range(3)
        )
    return draw_cell(x, y, 2 * WHOLE, colour) + draw_line(f"M{x + 2:g} {y + 44:g}h{2 * WHOLE - 4:g}", colour, 5)


def draw_comparison(y: float, title: str, right: str, wrong: str, written: tuple[str, str]) -> str:
    """Return one pair, right beside wrong, with a line of text as an example; 226 high."""
    head = draw_pane(6, y, 348, 214) + draw_text(24, y + 34, title, 20, more="b")
    marks = draw_verdict(60, y + 62, good=True) + draw_verdict(236, y + 62, good=False)
    lines = draw_code_text(24, y + 196, written[0], 17) + draw_code_text(196, y + 196, written[1], 17)
    return head + marks + right + wrong + lines


def draw_look_alikes() -> Diagram:
    """Return colons, spaces and dashes, right and wrong."""
    rows = (
        draw_comparison(8, "冒号", draw_english_colon(24, 90), draw_chinese_colon(196, 90), ("星级: 4", "星级：4")),
        draw_comparison(
            240,
            "行首的空格",
            draw_space(24, 322, HALF, "right") + draw_space(68, 322, HALF, "right"),
            draw_space(196, 322, WHOLE, "wrong"),
            ("  - 议事", "　- 议事"),
        ),
        draw_comparison(
            472,
            "开头和结尾的三横",
            draw_dashes(24, 554, "right", good=True),
            draw_dashes(190, 554, "wrong", good=False),
            ("---", "———"),
        ),
    )
    return Diagram(360, 700, "".join(rows))


def draw_key(x: float, y: float, width: float, words: str, height: float = 44) -> str:
    """Return a key of a keyboard."""
    return (
        draw_box(x, y, width, height, "panel", 8, lies=False)
        + draw_outline(x, y, width, height, "line", 8)
        + draw_text(x + width / 2, y + height / 2 + 6, words, 17, middle=True)
    )


def draw_keyboards() -> Diagram:
    """Return the key that switches from Chinese to English input: on a phone, on a computer."""
    phone = draw_box(6, 8, 348, 220, "water", 14) + draw_text(24, 42, "手机：按“中/英”", 20, more="b")
    letters = "".join(draw_key(22 + 32.4 * k, 62, 27, sign, 40) for k, sign in enumerate("qwertyuiop"))
    more = "".join(draw_key(38 + 32.4 * k, 110, 27, sign, 40) for k, sign in enumerate("asdfghjkl"))
    last = (
        draw_key(22, 164, 58, "123")
        + draw_key(90, 164, 66, "中/英")
        + draw_key(166, 164, 104, "空格")
        + draw_key(280, 164, 58, "确定")
    )
    phone += letters + more + last + draw_press_mark(86, 160, 74, 52, 1)
    computer = draw_box(6, 244, 348, 196, "water", 14) + draw_text(24, 278, "电脑：按一下 Shift", 20, more="b")
    row = "".join(draw_key(120 + 44 * k, 300, 38, sign) for k, sign in enumerate("ZXCVB"))
    low = draw_key(22, 354, 60, "Ctrl") + draw_key(92, 354, 54, "Alt") + draw_key(156, 354, 178, "空格")
    computer += draw_key(22, 300, 90, "Shift") + row + low + draw_press_mark(17, 295, 100, 54, 1)
    told = draw_text(24, 428, "屏幕角上的“中”会变成“英”", 17, colour="soft")
    return Diagram(360, 452, phone + computer + told)


def draw_file_anatomy() -> Diagram:
    """Return a file with its parts numbered: fences, name, colon, space, list, body.

    Each part of the line with the colon has its own position: widths of characters differ between fonts.
    """
    upper = draw_pane(6, 8, 348, 470)
    upper += draw_box(44, 22, 298, 310, "water", 10) + draw_box(44, 342, 298, 122, "light", 10)
    named = (
        draw_code_text(62, 124, "名称", 20) + draw_code_text(111, 124, ":", 20) + draw_code_text(140, 124, "灯火楼", 20)
    )
    cells = draw_outline(106, 104, 15, 28, "wrong", 4, 2.5) + draw_outline(121, 104, 15, 28, "right", 4, 2.5)
    lines = {54: "---", 162: "星级:", 200: "公约:", 238: "  - 走廊不放东西", 276: "  - 快递当天拿", 318: "---"}
    shown = "".join(draw_code_text(62, y, words, 20) for y, words in lines.items())
    story = {376: "从前，三楼的灯坏了很久。", 406: "谁也不说。", 448: "有一天……"}
    body = "".join(draw_code_text(62, y, words, 18) for y, words in story.items())
    rings = (
        draw_number_ring(28, 48, 1)
        + draw_number_ring(28, 118, 2)
        + draw_number_ring(121, 80, 3)
        + draw_number_ring(28, 232, 4)
        + draw_number_ring(28, 398, 5)
    )
    return Diagram(360, 490, upper + named + cells + shown + body + rings)
