"""Screens of an edit in a web editor, step by step, with numbered rings where to press.

Each code host has its own texts and colours: only what all of them have is drawn. The unit is invented.
"""

from __future__ import annotations

from .canvas import (
    ScreenArea,
    draw_box,
    draw_button,
    draw_code_text,
    draw_line,
    draw_number_ring,
    draw_outline,
    draw_pane,
    draw_pencil,
    draw_press_mark,
    draw_shape,
    draw_text,
    draw_text_lines,
    move_drawing,
)

NAME, FILE = "灯火楼（示例）", "index.md"


def draw_lit_house(x: float, y: float, size: float) -> str:
    """Return a small house with a lit window, the icon of a unit's page."""
    house = draw_shape("M10 46 50 12l40 34v44H10Z", "river") + draw_box(34, 52, 32, 26, "lamp", 5)
    return f'<g transform="translate({x:g} {y:g}) scale({size / 100:g})">{house}</g>'


def draw_unit_page(at: ScreenArea) -> str:
    """Return the page of a unit; ① the link to its file."""
    side = 210 if at.wide else at.width
    picture = draw_box(at.x, at.y, side, 150, "light", 14) + draw_lit_house(at.x + side / 2 - 58, at.y + 22, 116)
    x, y = (at.x + 236, at.y + 26) if at.wide else (at.x, at.y + 190)
    told = draw_text(x, y, NAME, 24, more="b") + draw_text_lines(
        x, y + 22, (270, 232) if not at.wide else (380, 340, 210)
    )
    ask = y + (108 if at.wide else 84)
    asking = draw_text(x, ask, "看到不对的、缺的，请你", 18)
    link = draw_text(x + 26, ask + 44, "改进这一页", 19, colour="river", more="b")
    link += draw_line(f"M{x + 26:g} {ask + 51:g}h95", "river", 2)
    return picture + told + asking + link + draw_press_mark(x + 12, ask + 18, 124, 42, 1)


def draw_file_header(at: ScreenArea, *, buttoned: bool) -> str:
    """Return the bar above a file: its name and, at the right, the pencil."""
    bar = draw_box(at.x, at.y, at.width, 58, "water", 10) + draw_text(at.x + 14, at.y + 36, FILE, 19, more="b")
    pen = draw_box(at.x + at.width - 58, at.y + 9, 46, 40, "panel", 8) + draw_pencil(at.x + at.width - 45, at.y + 42)
    return bar + (pen if buttoned else "")


EDITED = "一句话: 修好一盏灯，楼道亮了"
CONTENT = ("---", "编号: 10009", f"名称: {NAME}", "一句话: 修好一盏灯", "---")


def draw_file_view(at: ScreenArea) -> str:
    """Return the file in reading mode; ① the pencil."""
    shown = "".join(
        draw_code_text(at.x + 14, at.y + 96 + 30 * k, words, 17, colour="soft") for k, words in enumerate(CONTENT)
    )
    story = draw_text_lines(at.x + 14, at.y + 250, (at.width - 40, at.width - 90, at.width - 150))
    return (
        draw_file_header(at, buttoned=True) + shown + story + draw_press_mark(at.x + at.width - 63, at.y + 4, 56, 50, 1)
    )


def draw_editor(at: ScreenArea) -> str:
    """Return the file in the editor; ① the upper half, ② the lower half, the cursor at the end of a line."""
    top = draw_box(at.x, at.y + 70, at.width, 174, "water", 10) + draw_box(at.x, at.y + 250, at.width, 78, "light", 10)
    edited = draw_box(at.x + 32, at.y + 178, at.width - 44, 30, "light", 5)
    words = (*CONTENT[:3], EDITED, "---")
    shown = "".join(draw_code_text(at.x + 38, at.y + 98 + 33.5 * k, told, 16) for k, told in enumerate(words))
    cursor = draw_line(f"M{at.x + 268:g} {at.y + 182:g}v22", "wrong", 3)
    body = "从前，三楼的灯坏了" + ("很久，谁也不说。" if at.wide else "很久……")
    story = draw_code_text(at.x + 38, at.y + 294, body, 16)
    rings = draw_number_ring(at.x + 8, at.y + 158, 1) + draw_number_ring(at.x + 8, at.y + 288, 2)
    return draw_file_header(at, buttoned=False) + top + edited + shown + cursor + story + rings


def draw_save_dialog(at: ScreenArea) -> str:
    """Return the dialog that asks what was changed; ① the sentence, ② the button."""
    behind = draw_text_lines(at.x + 14, at.y + 4, (at.width - 60, at.width - 120), 24)
    width = min(at.width, 400)
    x, y = at.x + (at.width - width) / 2, at.y + 60
    asked = draw_pane(x, y, width, 250) + draw_text(x + 20, y + 40, "说一句：改了什么", 19, more="b")
    field = draw_outline(x + 20, y + 66, width - 40, 50, "soft", 8) + draw_text(x + 34, y + 98, "补全了一句话", 18)
    rest = draw_text(x + 20, y + 152, "别的选项不用动", 17, colour="soft")
    send = draw_button(x + width - 140, y + 186, 120, "提交")
    edges = draw_press_mark(x + 16, y + 62, width - 32, 58, 1) + draw_press_mark(x + width - 146, y + 180, 132, 54, 2)
    return behind + asked + field + rest + send + edges


def draw_review_comment(at: ScreenArea) -> str:
    """Return the comment on a change that has an error; ① the summary, ② the block to copy."""
    x = at.x + 30
    verdict = draw_pane(at.x, at.y, at.width, 356) + draw_text(
        x, at.y + 42, "还有 1 处要改", 22, colour="wrong", more="b"
    )
    first = draw_text(x, at.y + 78, "第 4 行 · 错误 E105", 16, colour="soft")
    told = draw_text(x, at.y + 106, "“一句话”后面是中文冒号“：”", 17)
    right = draw_text(x, at.y + 138, "改好的：", 17, colour="right", more="b") + draw_code_text(
        x, at.y + 164, EDITED, 15
    )
    block = draw_box(x - 12, at.y + 184, at.width - 36, 150, "water", 8)
    shown = "".join(
        draw_code_text(x, at.y + 212 + 27 * k, words, 15) for k, words in enumerate((*CONTENT[:3], EDITED, "---"))
    )
    squares = draw_outline(0, 0, 15, 18, "river", 3, 2.5) + draw_outline(6, 6, 15, 18, "river", 3, 2.5)
    copy = move_drawing(squares, at.x + at.width - 48, at.y + 192)
    rings = draw_number_ring(at.x + 4, at.y + 34, 1) + draw_number_ring(at.x + 6, at.y + 256, 2)
    return verdict + first + told + right + block + shown + copy + rings


def draw_merged_page(at: ScreenArea) -> str:
    """Return the comment on a change without errors, and the published page."""
    tick = draw_pane(at.x, at.y, at.width, 72, "right") + draw_line(
        f"M{at.x + 22:g} {at.y + 37:g}l10 10 18-20", "right", 5
    )
    told = draw_text(at.x + 66, at.y + 45, "可以合并", 23, colour="right", more="b")
    keeper = draw_text(at.x + at.width / 2, at.y + 112, "管网站的人看一遍，点头", 18, middle=True)
    arrow = draw_line(f"M{at.x + at.width / 2:g} {at.y + 126:g}v30m-10-11 10 11 10-11", "river", 4)
    width = min(at.width, 420)
    x, y = at.x + (at.width - width) / 2, at.y + 172
    new = draw_box(x, y, width, 164, "light", 14, lies=False) + draw_lit_house(x + 14, y + 30, 104)
    words = draw_text(x + 130, y + 56, NAME, 20, more="b") + draw_text(x + 130, y + 92, "修好一盏灯，", 18)
    return tick + told + keeper + arrow + new + words + draw_text(x + 130, y + 118, "楼道亮了", 18)
