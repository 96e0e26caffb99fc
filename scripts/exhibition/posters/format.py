"""The products that a print shop makes, in millimetres: one row each.

Module sizes are whole dots at 300 dpi, so that no raster image processor has to round an edge of the code; the side of a
code is at least a tenth of the distance from which it is scanned (ISO/IEC 18004 leaves both to the application).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..codes.outline import QUIET
from .layers import Code, Layers, Photograph
from .layouts import CLUSTER, PORTRAIT, STICKER

PT = 72 / 25.4
"""Points in a millimetre."""
DOT_MM = 25.4 / 300
"""One dot at 300 dpi."""
MARKS_MM = 12.0
"""Room for crop marks and slug outside the trim, on all four sides."""
RULER_MM = 50.0
"""A line in the slug to measure with: does it come out as long as it says, nothing was scaled."""
SAFE_MM = 5.0
"""What must not be cut off stays this far inside the trim."""


SMALLEST = 29
"""Modules on each side of the smallest code that an address of ours takes (see `codes.payload.LADDER`)."""


@dataclass(frozen=True, slots=True)
class CodePlace:
    """Where a code lies on a product: its modules, a module in dots, the top left of its dark square in mm from the trim's."""

    modules: int
    module_dots: int
    x_mm: float
    y_mm: float

    @property
    def module_mm(self) -> float:
        """Side of a module."""
        return self.module_dots * DOT_MM

    @property
    def code_mm(self) -> float:
        """Side of the code without its quiet zone."""
        return self.modules * self.module_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One product: its trim, its bleed, the size of its code, its layers."""

    key: str
    title: str
    width_mm: float
    height_mm: float
    module_dots: int
    """Side of a module of the smallest code, in dots; a larger code has smaller modules in the same panel."""
    layers: Layers
    scale: float = 1
    """Millimetres in one unit of the layers."""
    bleed_mm: float = 3
    kind: Literal["unit", "cluster"] = "unit"
    stock: str
    finish: str

    @property
    def panel_mm(self) -> float:
        """Side of the white panel: the smallest code of our ladder with its quiet zone."""
        return (SMALLEST + 2 * QUIET) * self.module_dots * DOT_MM

    def code_place(self, modules: int) -> CodePlace:
        """Return where a code of `modules` × `modules` lies: in the middle of the panel, as large as whole dots allow."""
        dots = (SMALLEST + 2 * QUIET) * self.module_dots // (modules + 2 * QUIET)
        centre = next(layer for layer in self.layers if isinstance(layer, Code))
        half = modules * dots * DOT_MM / 2
        return CodePlace(modules, dots, centre.x * self.scale - half, centre.y * self.scale - half)

    @property
    def photo_place(self) -> Photograph | None:
        """Where a photo stands on this product, if anywhere."""
        return next((layer for layer in self.layers if isinstance(layer, Photograph)), None)


def portrait(key: str, title: str, width_mm: float, height_mm: float, module_dots: int, **more: str) -> Format:
    """Return a poster of the A series for a unit: the A4 layout at the scale of its width."""
    paper = {"stock": "157 克哑粉纸", "finish": "覆哑膜"} | more
    return Format(
        key=key,
        title=title,
        width_mm=width_mm,
        height_mm=height_mm,
        module_dots=module_dots,
        layers=PORTRAIT,
        scale=width_mm / 210,
        **paper,  # type: ignore[arg-type]
    )


FORMATS: dict[str, Format] = {
    row.key: row
    for row in (
        portrait("a3", "A3 海报", 297, 420, 68),
        portrait("a4", "A4 海报", 210, 297, 48),
        portrait("a5", "A5 门牌", 148, 210, 32, stock="250 克哑粉纸"),
        Format(
            key="sticker",
            title="10 厘米贴纸",
            width_mm=100,
            height_mm=100,
            module_dots=25,
            layers=STICKER,
            stock="哑面不干胶",
            finish="覆哑膜",
        ),
        Format(
            key="cluster",
            title="A3 楼群海报",
            width_mm=297,
            height_mm=420,
            module_dots=68,
            layers=CLUSTER,
            scale=297 / 210,
            kind="cluster",
            stock="157 克哑粉纸",
            finish="覆哑膜",
        ),
    )
}
"""Every product by its key. A new one is a new row (and a layout, if none of these fits)."""
