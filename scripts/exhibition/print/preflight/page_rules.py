"""Checks of one page: page boxes, ink, text, safe area, bleed.

The bleed is checked on the rendered page: from every painted pixel just inside the trim, painted pixels must lead to
the edge of the bleed with little sideways movement. Artwork that ends within the bleed leaves white paper where
the cut is off by a little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from .model import MM, Box, compute_square, contains, grow_box, is_empty, overlaps
from .page_view import DPI, PageView, read_box
from .pdf_objects import REGISTRATION, FillMark, ImageMark, PdfColour, StrokeMark, TextMark

TOLERANCE_MM = 0.1
LEAST_BLEED_MM = 3.0
BOX_ROUNDING = 0.005 * MM
"""Tolerance for coordinates, which are written with few digits."""


def wrong_boxes(view: PageView) -> Iterator[str]:
    """Report page boxes that would give a wrong trim size or too little bleed."""
    media, trim, bleed = (read_box(view.page, key) for key in ("/MediaBox", "/TrimBox", "/BleedBox"))
    if media is None or trim is None or bleed is None:
        yield "缺少 MediaBox、TrimBox 或 BleedBox，印厂不知道裁到哪里。请重新出图。"
        return
    sheet = view.sheet
    width, height = (trim[2] - trim[0]) / MM, (trim[3] - trim[1]) / MM
    if abs(width - sheet.trim_width_mm) > TOLERANCE_MM or abs(height - sheet.trim_height_mm) > TOLERANCE_MM:
        wanted = f"{sheet.trim_width_mm:g}×{sheet.trim_height_mm:g}"
        yield f"成品尺寸是 {width:.1f}×{height:.1f} 毫米，应该是 {wanted} 毫米。请按这个产品重新出图。"
    around = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    need = max(LEAST_BLEED_MM, sheet.bleed_mm) if not sheet.cuts else 0
    if min(around) / MM < need - BOX_ROUNDING:
        yield f"出血只有 {min(around) / MM:.1f} 毫米，四边都要 {need:g} 毫米。请重新出图。"
    if not (contains(media, bleed, BOX_ROUNDING) and contains(bleed, trim, BOX_ROUNDING)):
        yield "页面框没有一个套一个（MediaBox 在外，BleedBox 在中，TrimBox 在内）。请重新出图。"


def strange_page(view: PageView) -> Iterator[str]:
    """Report a page that is rotated, scaled or cropped."""
    page = view.page.obj
    if "/CropBox" in page and read_box(view.page, "/CropBox") != read_box(view.page, "/MediaBox"):
        yield "CropBox 和 MediaBox 不一样，会裁掉裁切线。请去掉 CropBox。"
    if "/ArtBox" in page:
        yield "ArtBox 和 TrimBox 不能同时有（ISO 15930）。请去掉 ArtBox。"
    # Rotate is inherited: check every ancestor.
    node: Any = page
    steps = 0
    while node is not None and steps < 50:
        if int(node.get("/Rotate", 0)):
            yield "页面带着旋转（Rotate）。请按成品方向重新出图。"
            return
        if "/CropBox" in node and node is not page and node.get("/Type") == "/Pages":
            yield "整份文件带着 CropBox。请去掉它。"
        node, steps = node.get("/Parent"), steps + 1
    if "/UserUnit" in page:
        yield "页面换了计量单位（UserUnit）。请用 1:1 重新出图。"


INK_ROUNDING = 0.5
LEAST_DPI, TOLERANCE = 300.0, 0.01
LEAST_LINE_PT = 0.25
LEAST_TINT_PT, LEAST_KNOCKOUT_PT = 24.0, 14.0
"""Minimum sizes of text in a tint of black and of white text in a colour: plates are never in perfect register."""
SPACES = {"CMYK": 4, REGISTRATION: 1}
PLATES = {"C": "青", "M": "品红", "Y": "黄", "K": "黑"}


def wrong_colour(view: PageView) -> Iterator[str]:
    """Report a mark in a colour space other than CMYK (or registration, for crop marks), or with invalid values."""
    for mark in view.marks:
        if isinstance(mark, (FillMark, StrokeMark, TextMark)) and SPACES.get(mark.ink.space) != len(mark.ink.values):
            yield f"有图形用的是 {mark.ink.space} 颜色，不是 CMYK。请换成调色板里的颜色。"
        elif isinstance(mark, (FillMark, StrokeMark, TextMark)) and not all(
            0 <= value <= 1 for value in mark.ink.values
        ):
            yield "有图形的油墨分量不在 0 到 1 之间。请换成调色板里的颜色。"


def wrong_plate(leaf: PageView) -> Iterator[str]:
    """Ink on a plate that the product has not."""
    idle = [place for place, plate in enumerate(PLATES) if plate not in leaf.sheet.inks]
    if not idle:
        return
    names = "、".join(PLATES[plate] for plate in leaf.sheet.inks)
    for mark in leaf.marks:
        if isinstance(mark, (FillMark, StrokeMark, TextMark)) and mark.ink.space == "CMYK":
            if any(mark.ink.values[place] for place in idle):
                yield f"这种产品只用{names}版，可是有图形用了别的油墨。请改用黑色的深浅。"
        elif isinstance(mark, ImageMark):
            yield f"这种产品只用{names}版，可是有照片。请把照片去掉。"


def text_not_black(view: PageView) -> Iterator[str]:
    """Report text in more than one ink: its edges show any misregister of the plates."""
    for mark in view.marks:
        if isinstance(mark, TextMark) and not has_clean_ink(mark):
            inks = "/".join(f"{100 * value:.0f}" for value in mark.ink.values)
            yield f"文字“{quote_text(mark)}”的油墨是 {mark.ink.space} {inks}。文字只能用单色黑 K100，请改过来。"


def has_clean_ink(text: TextMark) -> bool:
    """Return whether a text is pure black, or large enough for a tint of black or for white."""
    ink: PdfColour = text.ink
    if ink.is_white:
        return text.size >= LEAST_KNOCKOUT_PT
    return ink.is_black_alone or ink.space == REGISTRATION or (ink.is_black_tint and text.size >= LEAST_TINT_PT)


def quote_text(text: TextMark) -> str:
    """Return the text of a mark (at most 20 characters), to name it in messages."""
    return "".join(text.font.characters.get(code, "�") for code in text.codes).replace("\0", "�").strip()[:20]


def too_much_ink(view: PageView) -> Iterator[str]:
    """Report a mark with more ink than can dry."""
    for mark in view.marks:
        if isinstance(mark, ImageMark):
            amount, thing = mark.image.ink, "照片"
        elif isinstance(mark, (FillMark, StrokeMark, TextMark)):
            amount, thing = mark.ink.total, "颜色"
        else:
            continue
        view.report.ink_max = max(view.report.ink_max, round(amount, 1))
        if amount > view.sheet.ink_limit + INK_ROUNDING:
            yield f"{thing}的总墨量有 {amount:.0f}%，最多 {view.sheet.ink_limit:.0f}%，太多会粘脏。请调淡或换调色板里的颜色。"


def hairline(view: PageView) -> Iterator[str]:
    """Report a line that is too thin to print reliably."""
    for mark in view.marks:
        if isinstance(mark, StrokeMark) and mark.width < LEAST_LINE_PT - 0.001:
            yield f"有一条线只有 {mark.width:.2f} 点粗，印出来会断，至少 {LEAST_LINE_PT} 点。请加粗。"


def coarse_image(view: PageView) -> Iterator[str]:
    """Report an image with too few pixels for its printed size."""
    for mark in view.marks:
        if isinstance(mark, ImageMark):
            sides = (mark.image.width / max(mark.width, 1e-9), mark.image.height / max(mark.height, 1e-9))
            dpi = 72 * min(sides)
            view.report.image_dpi_min = round(min(dpi, view.report.image_dpi_min or dpi), 1)
            if dpi < LEAST_DPI * (1 - TOLERANCE):
                yield f"照片每英寸只有 {dpi:.0f} 个点，要 {LEAST_DPI:.0f} 个才印得清楚。请换成手机拍的原图。"


MIN_TEXT_PT = 6.0
OVERLAP_SLACK = 0.1 * MM
DARK = 150
"""Maximum grey value of the darkest pixel of black text, even where strokes are half a pixel wide."""


def bad_glyph(view: PageView) -> Iterator[str]:
    """Report text that would print as empty boxes or as nothing, and text in a font with faults."""
    for mark in iter_text_marks(view):
        missing = sum(mark.font.lacks_glyph(code) for code in mark.codes)
        if missing:
            yield f"文字“{quote_text(mark)}”里有 {missing} 个字在嵌入的字体里没有，印出来是空框。请换一个字或换字体。"
        for fault in mark.font.faults:
            yield f"字体“{mark.font.name.lstrip('/')}”{fault}。请换成嵌入的 TrueType 字体。"


def iter_text_marks(view: PageView) -> Iterator[TextMark]:
    """Yield the marks that are text."""
    return (mark for mark in view.marks if isinstance(mark, TextMark))


def small_text(view: PageView) -> Iterator[str]:
    """Report text below the minimum size that can be read and printed."""
    for mark in iter_text_marks(view):
        view.report.text_pt_min = round(min(mark.size, view.report.text_pt_min or mark.size), 2)
        if mark.size < MIN_TEXT_PT - 0.01:
            yield f"文字“{quote_text(mark)}”只有 {mark.size:.1f} 点，至少 {MIN_TEXT_PT:g} 点。请改短文字或放大。"


def hidden_text(view: PageView) -> Iterator[str]:
    """Report text that is in the file but not visible on paper."""
    for mark in iter_text_marks(view):
        if mark.mode:
            yield f"文字“{quote_text(mark)}”是看不见的或描边的（模式 {mark.mode}）。请改成普通文字。"
        elif quote_text(mark) and is_empty(mark.box):
            yield f"文字“{quote_text(mark)}”被裁掉了，印不出来。请重新出图。"
        elif quote_text(mark) and mark.ink.is_black_alone:
            window = view.crop_pixels(mark.box)
            if not window.size or window.min() > DARK:
                yield f"文字“{quote_text(mark)}”被盖住了，印不出来。请重新出图。"


def covered_text(view: PageView) -> Iterator[str]:
    """Report text with another mark painted over it, completely or in part, in whatever colour."""
    for place, mark in enumerate(view.marks):
        # Text in a pale tint is the watermark of a proof: it lies below everything and may be covered.
        if not isinstance(mark, TextMark) or not mark.ink.is_black_alone or is_empty(mark.box):
            continue
        inner = grow_box(mark.box, -OVERLAP_SLACK)
        later = view.marks[place + 1 :]
        if any(isinstance(over, (FillMark, StrokeMark, ImageMark)) and overlaps(inner, over.box) for over in later):
            yield f"文字“{quote_text(mark)}”上面又压了图形或照片。请把文字放到最上面。"


def missing_text(view: PageView) -> Iterator[str]:
    """Report texts of the manifest that the page does not contain."""
    text = strip_spaces(view.text)
    for wanted in view.expected.texts:
        if strip_spaces(wanted) not in text:
            yield f"页面上找不到“{wanted}”，可能放错了楼组。请对照清单重新出图。"


def strip_spaces(text: str) -> str:
    """Return a text without white space, which depends on the layout."""
    return "".join(text.split())


ZONE_SLACK = 0.05 * MM
"""Tolerance for rounded coordinates."""


def list_areas(view: PageView, out_mm: float) -> list[Box]:
    """Return the box of every piece, extended by `out_mm`, in points."""
    return [
        grow_box(view.to_points((cut.x_mm, cut.y_mm, cut.x_mm + cut.width_mm, cut.y_mm + cut.height_mm)), out_mm * MM)
        for cut in view.sheet.pieces
    ]


def is_outside(box: Box, zones: list[Box]) -> bool:
    """Return whether the box is outside all zones."""
    return not any(overlaps(grow_box(zone, -ZONE_SLACK), box) for zone in zones)


def is_inside(box: Box, zones: list[Box]) -> bool:
    """Return whether the box is inside one of the zones."""
    return any(contains(zone, box, ZONE_SLACK) for zone in zones)


def unsafe_text(view: PageView) -> Iterator[str]:
    """Report text closer to the trim edge than the safe distance (5 mm by default)."""
    safe, bleed = list_areas(view, -view.sheet.safe_mm), list_areas(view, view.sheet.bleed_mm)
    for mark in view.marks:
        if (
            isinstance(mark, TextMark)
            and not is_empty(mark.box)
            and not (is_inside(mark.box, safe) or is_outside(mark.box, bleed))
        ):
            yield f"文字“{quote_text(mark)}”离裁切线不到 {view.sheet.safe_mm:g} 毫米，会被裁掉。请往里移。"


def unsafe_code(view: PageView) -> Iterator[str]:
    """Report a code closer to the trim edge than the safe distance."""
    safe = list_areas(view, -view.sheet.safe_mm)
    for code in view.expected.codes:
        if not is_inside(view.to_points(compute_square(code)), safe):
            yield f"二维码离裁切线不到 {view.sheet.safe_mm:g} 毫米，会被裁掉。请往里移。"


def stray_mark(view: PageView) -> Iterator[str]:
    """Report registration colour inside the bleed, and art or images outside of it."""
    bleed = list_areas(view, view.sheet.bleed_mm)
    for mark in view.marks:
        if isinstance(mark, (FillMark, StrokeMark, TextMark)) and mark.ink.space == REGISTRATION:
            if not is_outside(mark.box, bleed):
                yield "裁切线（套准色）画进了出血范围。请移到出血外面。"
        elif isinstance(mark, (FillMark, StrokeMark, ImageMark)) and not is_inside(mark.box, bleed):
            yield "有图形画到了出血外面。请按出血裁掉。"


PAPER_GREY = 254
"""Grey value from which a pixel is unpainted: the palest colour of the palette renders as 247."""
SIDEWAYS_PX = 3
"""Pixels to either side that an edge may move per pixel outwards: a slant of 72 degrees."""
MIN_RUN_PX = 4
"""Pixels in a row that must be lost to count as a fault (0.7 mm): round caps of lines lose fewer."""
Mask: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
SIDES = ("上", "左", "下", "右")


def missing_bleed(view: PageView) -> Iterator[str]:
    """Report artwork that ends at the trim or within the bleed."""
    for piece in list_areas(view, 0):
        lost = [side for side, strip in zip(SIDES, iter_strips(view, piece), strict=True) if is_cut_short(strip)]
        if lost:
            yield f"{'、'.join(lost)}边的图案没有画到出血边，裁切稍偏就露白。请把图案延伸到出血外。"


def iter_strips(view: PageView, piece: Box) -> Iterator[Mask]:
    """Yield the painted pixels along each side of an area, from the row inside the trim to the edge of the bleed."""
    left, top, right, bottom = (round(edge) for edge in view.to_pixels(piece))
    out = int(view.sheet.bleed_mm * MM * DPI / 72) - 1
    painted = view.pixels < PAPER_GREY
    inner = slice(top + 1, bottom - 1), slice(left + 1, right - 1)
    yield painted[top - out : top + 2, inner[1]][::-1]
    yield painted[inner[0], left - out : left + 2].T[::-1]
    yield painted[bottom - 2 : bottom + out, inner[1]]
    yield painted[inner[0], right - 2 : right + out].T


def is_cut_short(strip: Mask) -> bool:
    """Return whether painted pixels of the first row have no connection to the last row."""
    front = strip[0]
    if not front.any():
        return False
    for row in strip[1:]:
        if measure_longest_run(front & ~widen_row(row)) >= MIN_RUN_PX:
            return True
        front = row & widen_row(front)
    return False


def widen_row(row: Mask) -> Mask:
    """Return the row with every painted pixel widened to either side."""
    counts = np.convolve(row, np.ones(2 * SIDEWAYS_PX + 1, np.int8), "same")
    wide: Mask = counts > 0
    return wide


def measure_longest_run(row: Mask) -> int:
    """Return the length of the longest run of set pixels."""
    if not row.any():
        return 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max())
