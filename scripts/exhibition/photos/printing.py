"""Encode the renditions of a photo: every size in every format, each within its byte budget."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from .opening import fitted, shrunk
from .recipe import FORMATS, RECIPES, Format, Recipe

STEP = 1.25
"""A size is made where it is at least this much wider than the one below."""
STRIDE = 20
"""The largest decrease of quality between two attempts: noise does not compress as photographs do."""
PER_PIXEL = 0.75
"""Exponent of the growth of a photo's bytes with its pixels (measured: 2.5 to 3.4 times for four times the pixels)."""
AIM = 0.95
"""The share of a budget to aim at: an attempt that is slightly too large costs as much as any."""


@dataclass(frozen=True, slots=True)
class Print:
    """One encoded rendition."""

    extension: str
    width: int
    height: int
    data: bytes


def sizes(photo: Image.Image) -> list[tuple[Recipe, tuple[int, int]]]:
    """Return the rendition sizes that a photo is large enough for, and its size in px in each, smallest first."""
    wanted = [(recipe, fitted(photo.size, (recipe.width, recipe.height))) for recipe in RECIPES]
    kept = wanted[:1]
    for recipe, size in wanted[1:]:
        if size[0] >= STEP * kept[-1][1][0]:
            kept.append((recipe, size))
    return kept


def cascade(photo: Image.Image) -> list[tuple[Recipe, Image.Image]]:
    """Return the photo in all its sizes, smallest first; each is made from the next larger."""
    made: list[tuple[Recipe, Image.Image]] = []
    for recipe, size in reversed(sizes(photo)):
        photo = shrunk(photo, size)
        made.insert(0, (recipe, photo))
    return made


def prints(images: list[tuple[Recipe, Image.Image]]) -> Iterator[Print]:
    """Encode every size in every format; the result of a size gives the first quality to try for the next."""
    for format in FORMATS:
        heaviness = 0.0
        for recipe, image in images:
            pixels = (image.width * image.height) ** PER_PIXEL
            quality = lowered(format, format.quality, heaviness * pixels, recipe.budget)
            data, quality = encode_within(image, format, quality, recipe.budget)
            heaviness = len(data) / pixels * math.exp(format.slope * (format.quality - quality))
            yield Print(format.extension, image.width, image.height, data)


def encode_within(image: Image.Image, format: Format, quality: int, budget: int) -> tuple[bytes, int]:
    """Return the encoding of `image` within `budget` bytes, as far as the format's floor allows, and its quality."""
    while len(data := encoded(image, format, quality)) > budget:
        if quality > format.floor:
            quality = min(quality - 1, lowered(format, quality, len(data), budget))
        elif format.floor == 0:
            # Noise is too large even at the lowest quality: then the detail is reduced.
            image = image.reduce(2).resize(image.size, Image.Resampling.BILINEAR)
        else:
            break
    return data, quality


def lowered(format: Format, quality: int, size: float, budget: int) -> int:
    """Return the quality at which a file of `size` bytes at `quality` should fit into `budget`."""
    if size <= budget:
        return quality
    return max(format.floor, quality - min(STRIDE, math.ceil(math.log(size / (AIM * budget)) / format.slope)))


def encoded(image: Image.Image, format: Format, quality: int) -> bytes:
    """Return `image` as a file, without any metadata."""
    file = BytesIO()
    image.save(file, format.pillow, quality=quality, **format.options)
    return file.getvalue()


def mean_colour(image: Image.Image) -> str:
    """Return the mean colour as `#rrggbb`."""
    return f"#{image.resize((1, 1), Image.Resampling.BOX).tobytes().hex()}"
