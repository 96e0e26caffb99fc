"""Check rendered QR codes: decode the page, and compare every module with its expected value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import zxingcpp

from ...codes import Payload, matrix, payload
from ...codes.payload import LEVELS
from .correction import Modules, unused
from .leaf import Leaf, Pixels
from .report import CodeExpected, CodeReport, panel, square

LEAST_UNUSED = 0.62
"""Grade A of ISO/IEC 15415, table 18."""
DARK, LIGHT, WHITE = 90, 230, 250
"""Maximum grey of a dark module, minimum grey of a light module, minimum grey of white paper: K100 renders as 35."""
CORE = 0.3
"""Half the side of the core of a module, in modules; every pixel of the core is checked."""
WHOLE_QR = "QR Code"


def wrong_code(leaf: Leaf) -> Iterator[str]:
    """Report codes on the rendered page that differ from those of the manifest."""
    found = zxingcpp.read_barcodes(leaf.pixels, try_rotate=False, try_invert=False, try_downscale=False)
    wanted = {payload_of(code).text: code for code in leaf.expected.codes}
    if len(found) != len(leaf.expected.codes):
        yield f"页面上扫出 {len(found)} 个码，应该是 {len(leaf.expected.codes)} 个。请重新出图。"
    for code in found:
        if code.text not in wanted:
            yield f"二维码扫出来是“{code.text}”，不是这一页的网址。请对照清单重新出图。"
    for text in sorted(set(wanted) - {code.text for code in found}):
        yield f"扫不出“{text}”。请重新出图。"
    for code in found:
        yield from kind_faults(code, wanted.get(code.text))


def payload_of(code: CodeExpected) -> Payload:
    """Return the expected payload of a code.

    Raises TypeError for an address that fits no code; no manifest lists such an address.
    """
    content = payload(code.address, proof=code.proof)
    if isinstance(content, Payload):
        return content
    raise TypeError("an address that fits no code")


def kind_faults(code: Any, wanted: CodeExpected | None) -> Iterator[str]:
    """Check that a code is a QR code of the expected version and level; yield messages."""
    if wanted is None:
        # `wrong_code` has already reported this code as unexpected.
        return
    version, content = code.extra.get("Version"), payload_of(wanted)
    due = (WHOLE_QR, str(content.version), LEVELS[content.level])
    if (str(code.format), str(version), code.ec_level) != due:
        yield (
            f"二维码是 {code.format} 版本 {version} 等级 {code.ec_level}，"
            f"应该是版本 {content.version} 等级 {LEVELS[content.level]}。请重新出图。"
        )


def damaged_code(leaf: Leaf) -> Iterator[str]:
    """Report wrong modules, too little unused error correction, or a quiet zone that is not white."""
    for code in leaf.expected.codes:
        content, wanted = payload_of(code), modules_of(code)
        if len(wanted) != code.modules:
            yield f"清单上的二维码是 {code.modules} 个模块，这个网址的码有 {len(wanted)} 个。请重新出图。"
            continue
        dark, light = sampled(leaf, code)
        wrong = int(np.where(wanted, ~dark, ~light).sum())
        left = unused(misread(leaf, code) ^ wanted, content.version, content.level)
        module_px = float(bounds(leaf, code)[0][1] - bounds(leaf, code)[0][0])
        leaf.report.codes.append(CodeReport(decoded(leaf, code), round(left, 3), round(module_px, 1), wrong))
        yield from damage(wrong, left, quiet_zone(leaf, code))


def modules_of(code: CodeExpected) -> Modules:
    """Return the expected modules of a code; True is dark."""
    rows = matrix(code.address, proof=code.proof)
    assert isinstance(rows, tuple), "payload_of has been asked before"
    return np.array([[row >> (len(rows) - 1 - place) & 1 for place in range(len(rows))] for row in rows], bool)


def damage(wrong: int, left: float, quiet: Pixels) -> Iterator[str]:
    """Yield messages about the damage of one code."""
    if left < LEAST_UNUSED:
        yield f"二维码的纠错余量只剩 {left:.2f}，至少 {LEAST_UNUSED}。请去掉码上的图案。"
    if wrong:
        yield f"二维码有 {wrong} 个模块不对（被盖住或画错）。矢量的码一个都不能错，请重新出图。"
    if quiet.min() < WHITE:
        yield "二维码四周 4 个模块的白边不干净。请把别的东西移开。"


def bounds(leaf: Leaf, code: CodeExpected) -> tuple[np.ndarray, np.ndarray]:
    """Return the left and upper edges of modules in pixels; each array has one edge more than modules."""
    left, top, right, bottom = leaf.pixel_box(leaf.points(square(code)))
    return np.linspace(left, right, code.modules + 1), np.linspace(top, bottom, code.modules + 1)


def core(leaf: Leaf, code: CodeExpected) -> np.ndarray:
    """Return the core pixels of each module: an array of shape (rows, columns, height, width)."""
    lefts, tops = bounds(leaf, code)
    side = lefts[1] - lefts[0]
    half = max(1, int(side * CORE))
    steps = np.arange(-half, half)
    xs = ((lefts[:-1] + lefts[1:]) / 2).round().astype(int)[:, None] + steps
    ys = ((tops[:-1] + tops[1:]) / 2).round().astype(int)[:, None] + steps
    pixels: np.ndarray = leaf.pixels[ys[:, None, :, None], xs[None, :, None, :]]
    return pixels


def sampled(leaf: Leaf, code: CodeExpected) -> tuple[Modules, Modules]:
    """Return which modules are dark in every pixel of their core, and which are light in every pixel."""
    pixels = core(leaf, code)
    return pixels.max(axis=(2, 3)) <= DARK, pixels.min(axis=(2, 3)) >= LIGHT


def misread(leaf: Leaf, code: CodeExpected) -> Modules:
    """Return the modules as a scanner would read them: dark if the mean of the core is below middle grey."""
    dark: Modules = core(leaf, code).mean(axis=(2, 3)) < 128
    return dark


def quiet_zone(leaf: Leaf, code: CodeExpected) -> Pixels:
    """Return the pixels of a code's quiet zone (four modules), without those that touch the code or the outer edge."""
    left, top, right, bottom = (round(edge) for edge in leaf.pixel_box(leaf.points(panel(code))))
    lefts, tops = bounds(leaf, code)
    area = leaf.pixels[top + 1 : bottom - 1, left + 1 : right - 1].copy()
    inner = (int(lefts[0]) - 1 - left, int(tops[0]) - 1 - top, int(lefts[-1]) + 1 - left, int(tops[-1]) + 1 - top)
    area[inner[1] : inner[3] + 1, inner[0] : inner[2] + 1] = 255
    return area


def decoded(leaf: Leaf, code: CodeExpected) -> str:
    """Return the decoded text of one code at its expected place; empty if there is not exactly one code."""
    left, top, right, bottom = (round(edge) for edge in leaf.pixel_box(leaf.points(panel(code))))
    window = np.ascontiguousarray(leaf.pixels[max(0, top) : bottom, max(0, left) : right])
    found = zxingcpp.read_barcodes(window, is_pure=True)
    return found[0].text if len(found) == 1 else ""
