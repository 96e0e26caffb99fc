"""Check colours and resolution of every mark: CMYK only, black text, total ink, line width, image resolution."""

from __future__ import annotations

from collections.abc import Iterator

from .leaf import Leaf
from .marks import REGISTRATION, Fill, Ink, Line, Placed, Text

ROUNDING = 0.5
LEAST_DPI, TOLERANCE = 300.0, 0.01
LEAST_LINE_PT = 0.25
LEAST_TINT_PT, LEAST_KNOCKOUT_PT = 24.0, 14.0
"""Minimum sizes of text in a tint of black and of white text in a colour: plates are never in perfect register."""
SPACES = {"CMYK": 4, REGISTRATION: 1}
PLATES = {"C": "青", "M": "品红", "Y": "黄", "K": "黑"}


def wrong_colour(leaf: Leaf) -> Iterator[str]:
    """Report a mark in a colour space other than CMYK (or registration, for crop marks), or with invalid values."""
    for mark in leaf.marks:
        if isinstance(mark, (Fill, Line, Text)) and SPACES.get(mark.ink.space) != len(mark.ink.values):
            yield f"有图形用的是 {mark.ink.space} 颜色，不是 CMYK。请换成调色板里的颜色。"
        elif isinstance(mark, (Fill, Line, Text)) and not all(0 <= value <= 1 for value in mark.ink.values):
            yield "有图形的油墨分量不在 0 到 1 之间。请换成调色板里的颜色。"


def wrong_plate(leaf: Leaf) -> Iterator[str]:
    """Ink on a plate that the product has not."""
    idle = [place for place, plate in enumerate(PLATES) if plate not in leaf.sheet.inks]
    if not idle:
        return
    names = "、".join(PLATES[plate] for plate in leaf.sheet.inks)
    for mark in leaf.marks:
        if isinstance(mark, (Fill, Line, Text)) and mark.ink.space == "CMYK":
            if any(mark.ink.values[place] for place in idle):
                yield f"这种产品只用{names}版，可是有图形用了别的油墨。请改用黑色的深浅。"
        elif isinstance(mark, Placed):
            yield f"这种产品只用{names}版，可是有照片。请把照片去掉。"


def text_not_black(leaf: Leaf) -> Iterator[str]:
    """Report text in more than one ink: its edges show any misregister of the plates."""
    for mark in leaf.marks:
        if isinstance(mark, Text) and not is_clean(mark):
            inks = "/".join(f"{100 * value:.0f}" for value in mark.ink.values)
            yield f"文字“{words(mark)}”的油墨是 {mark.ink.space} {inks}。文字只能用单色黑 K100，请改过来。"


def is_clean(text: Text) -> bool:
    """Return whether a text is pure black, or large enough for a tint of black or for white."""
    ink: Ink = text.ink
    if ink.is_white:
        return text.size >= LEAST_KNOCKOUT_PT
    return ink.is_black_alone or ink.space == REGISTRATION or (ink.is_black_tint and text.size >= LEAST_TINT_PT)


def words(text: Text) -> str:
    """Return the text of a mark (at most 20 characters), to name it in messages."""
    return "".join(text.face.characters.get(code, "�") for code in text.codes).replace("\0", "�").strip()[:20]


def too_much_ink(leaf: Leaf) -> Iterator[str]:
    """Report a mark with more ink than can dry."""
    for mark in leaf.marks:
        if isinstance(mark, Placed):
            amount, thing = mark.picture.ink, "照片"
        elif isinstance(mark, (Fill, Line, Text)):
            amount, thing = mark.ink.total, "颜色"
        else:
            continue
        leaf.report.ink_max = max(leaf.report.ink_max, round(amount, 1))
        if amount > leaf.sheet.ink_limit + ROUNDING:
            yield f"{thing}的总墨量有 {amount:.0f}%，最多 {leaf.sheet.ink_limit:.0f}%，太多会粘脏。请调淡或换调色板里的颜色。"


def hairline(leaf: Leaf) -> Iterator[str]:
    """Report a line that is too thin to print reliably."""
    for mark in leaf.marks:
        if isinstance(mark, Line) and mark.width < LEAST_LINE_PT - 0.001:
            yield f"有一条线只有 {mark.width:.2f} 点粗，印出来会断，至少 {LEAST_LINE_PT} 点。请加粗。"


def coarse_image(leaf: Leaf) -> Iterator[str]:
    """Report an image with too few pixels for its printed size."""
    for mark in leaf.marks:
        if isinstance(mark, Placed):
            sides = (mark.picture.width / max(mark.width, 1e-9), mark.picture.height / max(mark.height, 1e-9))
            dpi = 72 * min(sides)
            leaf.report.image_dpi_min = round(min(dpi, leaf.report.image_dpi_min or dpi), 1)
            if dpi < LEAST_DPI * (1 - TOLERANCE):
                yield f"照片每英寸只有 {dpi:.0f} 个点，要 {LEAST_DPI:.0f} 个才印得清楚。请换成手机拍的原图。"
