"""Degrade pictures of QR codes as a wall, wear and a phone's camera do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

QUIET = 4
"""Modules of a code's quiet zone."""
FINDER = QUIET + 8
"""Modules from the edge that belong to a finder, with its light border."""
MODULE_PX = 4
"""Pixels a module in the camera's picture; full decode needs 2.8."""
FINER = 2
"""How much finer the degradation is drawn than the camera sees."""


@dataclass(frozen=True, slots=True)
class Degradation:
    """The degree of each kind of degradation."""

    wear: float
    """Share of the modules that is scratched off or covered; the finders are spared."""
    blur_px: float
    noise: float
    """Standard deviation of each pixel, of 255."""
    slant: float
    """How far the corners of the picture move, as a share of its side (perspective)."""
    shade: float
    """How much darker one side is than the other, as a share."""


DEGRADATIONS = {
    "blurred": Degradation(0, 1.6, 0, 0, 0),
    "noisy": Degradation(0, 0.6, 40, 0, 0),
    "from the side": Degradation(0, 0.6, 8, 0.12, 0),
    "worn 3 %": Degradation(0.03, 0.6, 8, 0, 0),
    "worn 8 %": Degradation(0.08, 0.6, 8, 0, 0),
    "all at once": Degradation(0.04, 0.9, 12, 0.06, 0.4),
}
"""Each kind alone, and all together."""


def photograph(code: Image.Image, harm: Degradation, seed: int) -> Image.Image:
    """Return the camera's picture of `code` (one pixel a module, quiet zone included); deterministic by `seed`."""
    side = code.width * MODULE_PX * FINER
    return photograph_enlarged(code.convert("L").resize((side, side), Image.Resampling.NEAREST), harm, seed)


def photograph_enlarged(large: Image.Image, harm: Degradation, seed: int) -> Image.Image:
    """Return the camera's picture of an image of `MODULE_PX * FINER` pixels a module, quiet zone included."""
    dice = np.random.default_rng(seed)
    worn, side = large.copy(), large.width // FINER
    cover_modules(worn, harm.wear, dice)
    small = distort_perspective(worn, harm.slant * worn.width, dice).resize((side, side), Image.Resampling.BOX)
    pixels = np.asarray(small.filter(ImageFilter.GaussianBlur(harm.blur_px)), dtype=np.float64)
    pixels = pixels * np.linspace(1 - harm.shade, 1, side) + dice.normal(0, harm.noise, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def cover_modules(picture: Image.Image, share: float, dice: np.random.Generator) -> None:
    """Cover a share of the modules with blots, some light and some dark, of up to three modules.

    The finders stay whole: without one no decoder even begins, however much correction the code has left.
    """
    whole, scale = picture.copy(), MODULE_PX * FINER
    draw, side = ImageDraw.Draw(picture), picture.width - 2 * QUIET * scale
    left = share * side**2
    while left > 0:
        width, height = dice.uniform(0.5, 3, 2) * scale
        x, y = dice.uniform(QUIET * scale, QUIET * scale + side, 2)
        draw.ellipse((x, y, x + width, y + height), fill=int(dice.choice((0, 255))))
        left -= width * height * np.pi / 4
    finder = FINDER * scale
    far = picture.width - finder
    for x, y in ((0, 0), (far, 0), (0, far)):
        picture.paste(whole.crop((x, y, x + finder, y + finder)), (x, y))


def distort_perspective(picture: Image.Image, reach: float, dice: np.random.Generator) -> Image.Image:
    """Return the picture with each corner moved inwards by up to `reach` px."""
    side = picture.width
    corners = [(0, 0), (side, 0), (side, side), (0, side)]
    moved = [
        (abs(x - dx), abs(y - dy)) for (x, y), (dx, dy) in zip(corners, dice.uniform(0, reach, (4, 2)), strict=True)
    ]
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(moved, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    factors = np.linalg.solve(np.array(rows), np.array(corners, dtype=np.float64).ravel())
    return picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, factors.tolist(), Image.Resampling.BILINEAR, fillcolor=255
    )
