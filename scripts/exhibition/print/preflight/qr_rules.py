"""Checks of QR codes: vector construction, decoding, and unused error correction.

A code must be one even-odd path in pure black on a knocked-out white panel with nothing over it. The rendered page
is decoded, and every module is compared with its expected value. Unused error correction is computed as in
ISO/IEC 15415, 7.8.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import numpy as np
import zxingcpp
from qrcode import QRCode, base

from ...qr import Payload, build_matrix, encode_address
from ...qr.symbol import LEVELS
from .model import (
    MM,
    Box,
    CodeReport,
    ExpectedCode,
    compute_panel,
    compute_square,
    contains,
    grow_box,
    is_empty,
    overlaps,
)
from .page_view import PageView, Pixels
from .pdf_objects import FillMark, ImageMark, Mark, TextMark, UnsupportedMark

POSITION_SLACK = 0.1 * MM


def badly_drawn_code(view: PageView) -> Iterator[str]:
    """Report a code that is not a single black path on its panel."""
    for code in view.expected.codes:
        yield from check_drawing(view, view.to_points(compute_panel(code)), view.to_points(compute_square(code)))


def check_drawing(view: PageView, panel: Box, square: Box) -> Iterator[str]:
    """Check the drawing of one code; yield messages."""
    inner = grow_box(panel, -POSITION_SLACK)
    # Unsupported constructs are reported by themselves and have no position.
    seen = (mark for mark in view.marks if not isinstance(mark, UnsupportedMark) and not is_empty(mark.box))
    touching = [mark for mark in seen if overlaps(inner, mark.box)]
    grounds = [place for place, mark in enumerate(touching) if is_white_panel(mark, panel)]
    if not grounds:
        yield "二维码下面没有镂空的白底（四周各 4 个模块）。请加上白底。"
        return
    over = touching[grounds[-1] + 1 :]
    if not over:
        yield "白底上没有二维码。请重新出图。"
        return
    yield from check_path(over[0], square)
    for mark in over[1:]:
        yield f"二维码上面还压着{describe_mark(mark)}。请把它从二维码和白边上移开。"


def is_white_panel(mark: Mark, panel: Box) -> bool:
    """Return whether the mark is a white fill that covers the code and its quiet zone."""
    return isinstance(mark, FillMark) and mark.ink.is_white and contains(mark.box, panel, POSITION_SLACK)


def check_path(mark: Mark, square: Box) -> Iterator[str]:
    """Check the first mark on the panel, which must be the code; yield messages."""
    if not isinstance(mark, FillMark):
        yield f"二维码不是矢量图形，而是{describe_mark(mark)}。请用矢量路径来画。"
        return
    if not mark.ink.is_black_alone:
        yield "二维码不是单色黑 K100，四色套不准就扫不出。请改成 K100。"
    if not mark.even_odd:
        yield "二维码的路径不是奇偶填充。请用一条奇偶填充的路径来画。"
    if not (contains(mark.box, square, POSITION_SLACK) and contains(square, mark.box, POSITION_SLACK)):
        yield "二维码的位置或大小和清单不一样，或者拼成了好几块。请用一条路径画在规定的位置。"


def describe_mark(mark: Mark) -> str:
    """Return the Chinese word for the type of a mark."""
    return "文字" if isinstance(mark, TextMark) else "图片" if isinstance(mark, ImageMark) else "图形"


def wrong_number_of_codes(view: PageView) -> Iterator[str]:
    """Report a page for which the manifest lists no code."""
    codes: tuple[ExpectedCode, ...] = view.expected.codes
    if not codes and not view.expected.without_code:
        yield "清单上这一页没有二维码，没法核对。请重新出图。"


Modules = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@cache
def map_codewords(version: int, level: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int16]], int, int]:
    """Return the codeword of each module (-1: none), the number of blocks, and the correction codewords per block.

    The positions are taken from `qrcode`: it draws codewords that hold one bit of their own index, for each bit.
    """
    blocks = base.rs_blocks(version, level)
    count = sum(block.total_count for block in blocks)
    placed = partial(draw_codewords, version, level)
    blank, full = placed([0] * count), placed([255] * count)
    numbers = np.zeros(blank.shape, np.int16)
    for bit in range(count.bit_length()):
        numbers += (placed([255 * (word >> bit & 1) for word in range(count)]) ^ blank).astype(np.int16) << bit
    numbers[blank == full] = -1
    return numbers, len(blocks), blocks[0].total_count - blocks[0].data_count


def draw_codewords(version: int, level: int, words: list[int]) -> Modules:
    """Return the modules that `qrcode` draws for these codewords."""
    code: QRCode[object] = QRCode(version=version, error_correction=level)
    code.data_cache = words
    code.makeImpl(False, 0)
    return np.array(code.modules, bool)


def compute_unused_correction(wrong: Modules, version: int, level: int) -> float:
    """Return 1 - 2t/d of the worst block, with t wrong codewords and d correction codewords; at least 0."""
    numbers, blocks, correcting = map_codewords(version, level)
    words = np.unique(numbers[wrong & (numbers >= 0)])
    # All blocks of the symbols that we use have the same length, so codewords are interleaved (ISO/IEC 18004, 7.6).
    worst = max((int((words % blocks == block).sum()) for block in range(blocks)), default=0)
    return max(0.0, 1 - 2 * worst / correcting)


MIN_UNUSED = 0.62
"""Grade A of ISO/IEC 15415, table 18."""
DARK, LIGHT, WHITE = 90, 230, 250
"""Maximum grey of a dark module, minimum grey of a light module, minimum grey of white paper: K100 renders as 35."""
CORE_SHARE = 0.3
"""Half the side of the core of a module, in modules; every pixel of the core is checked."""
QR_FORMAT = "QR Code"


def wrong_code(view: PageView) -> Iterator[str]:
    """Report codes on the rendered page that differ from those of the manifest."""
    found = zxingcpp.read_barcodes(view.pixels, try_rotate=False, try_invert=False, try_downscale=False)
    wanted = {get_payload(code).text: code for code in view.expected.codes}
    if len(found) != len(view.expected.codes):
        yield f"页面上扫出 {len(found)} 个码，应该是 {len(view.expected.codes)} 个。请重新出图。"
    for code in found:
        if code.text not in wanted:
            yield f"二维码扫出来是“{code.text}”，不是这一页的网址。请对照清单重新出图。"
    for text in sorted(set(wanted) - {code.text for code in found}):
        yield f"扫不出“{text}”。请重新出图。"
    for code in found:
        yield from check_symbol_type(code, wanted.get(code.text))


def get_payload(code: ExpectedCode) -> Payload:
    """Return the expected payload of a code.

    Raises TypeError for an address that fits no code; no manifest lists such an address.
    """
    content = encode_address(code.address, proof=code.proof)
    if isinstance(content, Payload):
        return content
    raise TypeError("an address that fits no code")


def check_symbol_type(code: Any, wanted: ExpectedCode | None) -> Iterator[str]:
    """Check that a code is a QR code of the expected version and level; yield messages."""
    if wanted is None:
        # `wrong_code` has already reported this code as unexpected.
        return
    version, content = code.extra.get("Version"), get_payload(wanted)
    due = (QR_FORMAT, str(content.version), LEVELS[content.level])
    if (str(code.format), str(version), code.ec_level) != due:
        yield (
            f"二维码是 {code.format} 版本 {version} 等级 {code.ec_level}，"
            f"应该是版本 {content.version} 等级 {LEVELS[content.level]}。请重新出图。"
        )


def damaged_code(view: PageView) -> Iterator[str]:
    """Report wrong modules, too little unused error correction, or a quiet zone that is not white."""
    for code in view.expected.codes:
        content, wanted = get_payload(code), compute_modules(code)
        if len(wanted) != code.modules:
            yield f"清单上的二维码是 {code.modules} 个模块，这个网址的码有 {len(wanted)} 个。请重新出图。"
            continue
        dark, light = classify_modules(view, code)
        wrong = int(np.where(wanted, ~dark, ~light).sum())
        left = compute_unused_correction(read_modules(view, code) ^ wanted, content.version, content.level)
        module_px = float(compute_module_edges(view, code)[0][1] - compute_module_edges(view, code)[0][0])
        view.report.codes.append(CodeReport(decode_code(view, code), round(left, 3), round(module_px, 1), wrong))
        yield from iter_damage(wrong, left, crop_quiet_zone(view, code))


def compute_modules(code: ExpectedCode) -> Modules:
    """Return the expected modules of a code; True is dark."""
    rows = build_matrix(code.address, proof=code.proof)
    assert isinstance(rows, tuple), "payload_of has been asked before"
    return np.array([[row >> (len(rows) - 1 - place) & 1 for place in range(len(rows))] for row in rows], bool)


def iter_damage(wrong: int, left: float, quiet: Pixels) -> Iterator[str]:
    """Yield messages about the damage of one code."""
    if left < MIN_UNUSED:
        yield f"二维码的纠错余量只剩 {left:.2f}，至少 {MIN_UNUSED}。请去掉码上的图案。"
    if wrong:
        yield f"二维码有 {wrong} 个模块不对（被盖住或画错）。矢量的码一个都不能错，请重新出图。"
    if quiet.min() < WHITE:
        yield "二维码四周 4 个模块的白边不干净。请把别的东西移开。"


def compute_module_edges(view: PageView, code: ExpectedCode) -> tuple[np.ndarray, np.ndarray]:
    """Return the left and upper edges of modules in pixels; each array has one edge more than modules."""
    left, top, right, bottom = view.to_pixels(view.to_points(compute_square(code)))
    return np.linspace(left, right, code.modules + 1), np.linspace(top, bottom, code.modules + 1)


def sample_cores(view: PageView, code: ExpectedCode) -> np.ndarray:
    """Return the core pixels of each module: an array of shape (rows, columns, height, width)."""
    lefts, tops = compute_module_edges(view, code)
    side = lefts[1] - lefts[0]
    half = max(1, int(side * CORE_SHARE))
    steps = np.arange(-half, half)
    xs = ((lefts[:-1] + lefts[1:]) / 2).round().astype(int)[:, None] + steps
    ys = ((tops[:-1] + tops[1:]) / 2).round().astype(int)[:, None] + steps
    pixels: np.ndarray = view.pixels[ys[:, None, :, None], xs[None, :, None, :]]
    return pixels


def classify_modules(view: PageView, code: ExpectedCode) -> tuple[Modules, Modules]:
    """Return which modules are dark in every pixel of their core, and which are light in every pixel."""
    pixels = sample_cores(view, code)
    return pixels.max(axis=(2, 3)) <= DARK, pixels.min(axis=(2, 3)) >= LIGHT


def read_modules(view: PageView, code: ExpectedCode) -> Modules:
    """Return the modules as a scanner would read them: dark if the mean of the core is below middle grey."""
    dark: Modules = sample_cores(view, code).mean(axis=(2, 3)) < 128
    return dark


def crop_quiet_zone(view: PageView, code: ExpectedCode) -> Pixels:
    """Return the pixels of a code's quiet zone (four modules), without those that touch the code or the outer edge."""
    left, top, right, bottom = (round(edge) for edge in view.to_pixels(view.to_points(compute_panel(code))))
    lefts, tops = compute_module_edges(view, code)
    area = view.pixels[top + 1 : bottom - 1, left + 1 : right - 1].copy()
    inner = (int(lefts[0]) - 1 - left, int(tops[0]) - 1 - top, int(lefts[-1]) + 1 - left, int(tops[-1]) + 1 - top)
    area[inner[1] : inner[3] + 1, inner[0] : inner[2] + 1] = 255
    return area


def decode_code(view: PageView, code: ExpectedCode) -> str:
    """Return the decoded text of one code at its expected place; empty if there is not exactly one code."""
    left, top, right, bottom = (round(edge) for edge in view.to_pixels(view.to_points(compute_panel(code))))
    window = np.ascontiguousarray(view.pixels[max(0, top) : bottom, max(0, left) : right])
    found = zxingcpp.read_barcodes(window, is_pure=True)
    return found[0].text if len(found) == 1 else ""
