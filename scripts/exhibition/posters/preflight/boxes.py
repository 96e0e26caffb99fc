"""Check page boxes: trim size, bleed, nesting, no rotation or scaling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .geometry import MM, holds
from .leaf import Leaf, corners

TOLERANCE_MM = 0.1
LEAST_BLEED_MM = 3.0
ROUNDING = 0.005 * MM
"""Tolerance for coordinates, which are written with few digits."""


def wrong_boxes(leaf: Leaf) -> Iterator[str]:
    """Report page boxes that would give a wrong trim size or too little bleed."""
    media, trim, bleed = (corners(leaf.page, key) for key in ("/MediaBox", "/TrimBox", "/BleedBox"))
    if media is None or trim is None or bleed is None:
        yield "缺少 MediaBox、TrimBox 或 BleedBox，印厂不知道裁到哪里。请重新出图。"
        return
    sheet = leaf.sheet
    width, height = (trim[2] - trim[0]) / MM, (trim[3] - trim[1]) / MM
    if abs(width - sheet.trim_width_mm) > TOLERANCE_MM or abs(height - sheet.trim_height_mm) > TOLERANCE_MM:
        wanted = f"{sheet.trim_width_mm:g}×{sheet.trim_height_mm:g}"
        yield f"成品尺寸是 {width:.1f}×{height:.1f} 毫米，应该是 {wanted} 毫米。请按这个产品重新出图。"
    around = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    need = max(LEAST_BLEED_MM, sheet.bleed_mm) if not sheet.cuts else 0
    if min(around) / MM < need - ROUNDING:
        yield f"出血只有 {min(around) / MM:.1f} 毫米，四边都要 {need:g} 毫米。请重新出图。"
    if not (holds(media, bleed, ROUNDING) and holds(bleed, trim, ROUNDING)):
        yield "页面框没有一个套一个（MediaBox 在外，BleedBox 在中，TrimBox 在内）。请重新出图。"


def strange_page(leaf: Leaf) -> Iterator[str]:
    """Report a page that is rotated, scaled or cropped."""
    page = leaf.page.obj
    if "/CropBox" in page and corners(leaf.page, "/CropBox") != corners(leaf.page, "/MediaBox"):
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
