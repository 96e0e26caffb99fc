"""The story of an edit in six panels, from the QR code at the door to the published page."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import (
    Diagram,
    draw_box,
    draw_line,
    draw_number_ring,
    draw_outline,
    draw_pencil,
    draw_shape,
    draw_text,
    move_drawing,
)
from .edit_screens import draw_lit_house

Panel = tuple[str, str, Callable[[], str]]
"""Two lines of text and a function that draws 150 × 96 px."""


def draw_scan() -> str:
    """Return a phone in front of a QR code on a wall."""
    dots = ((0, 0), (24, 0), (0, 24), (12, 12), (24, 24), (36, 12), (12, 36), (36, 36))
    code = draw_box(8, 8, 66, 66, "panel", 6) + "".join(draw_box(17 + x, 17 + y, 12, 12, "text", 2) for x, y in dots)
    hand = (
        draw_box(92, 18, 46, 74, "text", 9, lies=False)
        + draw_box(97, 24, 36, 58, "panel", 4)
        + draw_lit_house(99, 32, 32)
    )
    return code + hand


def draw_edit_link() -> str:
    """Return a link to press, and a pencil."""
    words = draw_box(6, 22, 138, 46, "panel", 23, lies=False) + draw_outline(6, 22, 138, 46, "river", 23, 3)
    return words + draw_text(24, 52, "改进这一页", 17, colour="river", more="b") + draw_pencil(112, 56)


def draw_file_halves() -> str:
    """Return a file with its two halves."""
    card = draw_box(16, 0, 118, 96, "panel", 8, lies=False)
    upper = draw_box(22, 6, 106, 46, "water", 5) + draw_text(75, 35, "信息栏", 17, more="b", middle=True)
    return card + upper + draw_box(22, 56, 106, 34, "light", 5) + draw_text(75, 79, "正文", 17, more="b", middle=True)


def draw_save_step() -> str:
    """Return a sentence and a button."""
    field = (
        draw_box(4, 8, 142, 36, "panel", 8)
        + draw_outline(4, 8, 142, 36, "soft", 8)
        + draw_text(16, 33, "改了一句话", 16)
    )
    send = draw_box(52, 54, 94, 38, "river", 9, lies=False)
    return field + send + draw_text(99, 80, "提交", 18, colour="on-river", more="b", middle=True)


def draw_review_step() -> str:
    """Return a comment that says what is left to do."""
    bubble = draw_box(2, 4, 146, 68, "panel", 10) + draw_shape("M34 70v22l18-20Z", "panel")
    lines = ((34, "还有 1 处"), (60, "要改"))
    return bubble + "".join(draw_text(75, y, words, 18, colour="wrong", more="b", middle=True) for y, words in lines)


def draw_published_step() -> str:
    """Return a house with a lit window and rays."""
    rays = draw_line("M75 4v8M24 22l6 6M126 22l-6 6M8 58h9M133 58h9", "wrong", 4)
    return rays + draw_lit_house(31, 4, 92)


PANELS: tuple[Panel, ...] = (
    ("扫一扫门口的码", "打开你们楼的页", draw_scan),
    ("按“改进这一页”", "再按铅笔", draw_edit_link),
    ("上半是信息栏", "下半是正文", draw_file_halves),
    ("说一句改了什么", "按“提交”", draw_save_step),
    ("等一等，看评论", "照着它改", draw_review_step),
    ("灯亮了", "大家都看得到", draw_published_step),
)


def draw_panel(number: int) -> str:
    """Return one panel of the story, 164 wide and 196 high."""
    first, second, drawing = PANELS[number]
    card = draw_box(0, 0, 164, 196, "water", 14)
    words = draw_text(82, 150, first, 17, more="b", middle=True) + draw_text(82, 176, second, 17, middle=True)
    return card + move_drawing(drawing(), 7, 20) + words + draw_number_ring(16, 12, number + 1)


def lay_out_panels(columns: int, left: float, step: float) -> Diagram:
    """Return the story in so many columns."""
    rows = -(-len(PANELS) // columns)
    places = [(left + step * (k % columns), 14 + 218 * (k // columns)) for k in range(len(PANELS))]
    body = "".join(move_drawing(draw_panel(number), x, y) for number, (x, y) in enumerate(places))
    return Diagram(int(2 * left + step * (columns - 1) + 164), 218 * rows + 6, body)
