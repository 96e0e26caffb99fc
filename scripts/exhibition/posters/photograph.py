"""Turns a volunteer's photo into a picture for paper: cropped around its focus, 300 dpi, CMYK within the ink limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageFilter

from ..files import PHOTO_LIMIT, read_file
from ..photos.opening import WHOLE, open_photo
from .profile import Profile

DPI = 300
"""Dots per inch that a picture needs on paper read from arm's length."""
SLACK = 0.995
"""How much of that is enough: a pixel is never half there."""
INK_LIMIT = 236
"""Per cent of ink in a pixel: JPEG moves values by a few per cent, and the sheet carries 250 at most."""
QUALITY = 92
SHARP = ImageFilter.UnsharpMask(radius=1.2, percent=70, threshold=2)
"""What screening and paper take from edges, given beforehand."""


@dataclass(frozen=True, slots=True)
class Coarse:
    """A photo that has too few pixels for its place: how many dots an inch it would have; 0 where it cannot be opened."""

    dpi: float


def printed(
    path: Path, width_mm: float, height_mm: float, focus: tuple[int, int], profile: Profile, dpi: int = DPI
) -> bytes | Coarse:
    """Return the photo as a CMYK JPEG for a place of this size, or why it is too coarse for it.

    `focus` is the point that no crop may lose, in per cent from the top left. The same photo gives the same bytes.
    """
    photo = open_photo(read_file(path, PHOTO_LIMIT), path.name, WHOLE)
    if not isinstance(photo, Image.Image):
        return Coarse(0)
    crop = cropped(photo.size, width_mm / height_mm, focus)
    found = (crop[2] - crop[0]) / width_mm * 25.4
    if found < dpi * SLACK:
        return Coarse(found)
    size = ceil(width_mm / 25.4 * dpi), ceil(height_mm / 25.4 * dpi)
    image = photo.resize(size, Image.Resampling.LANCZOS, box=crop).filter(SHARP)
    return jpeg(separated(image, profile))


def cropped(size: tuple[int, int], ratio: float, focus: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the largest part of a picture that has this ratio of width to height, as near to the focus as it can be.

    >>> cropped((400, 300), 4.0, (50, 0))
    (0.0, 0.0, 400.0, 100.0)
    """
    width, height = float(size[0]), float(size[1])
    wide, high = min(width, height * ratio), min(height, width / ratio)
    left = min(max(0.0, width * focus[0] / 100 - wide / 2), width - wide)
    top = min(max(0.0, height * focus[1] / 100 - high / 2), height - high)
    return (left, top, left + wide, top + high)


def separated(image: Image.Image, profile: Profile) -> Image.Image:
    """Return an sRGB picture in the inks of the profile.

    Relative colorimetric with black point compensation keeps what the paper can show and moves only what it cannot;
    perceptual would make every photo paler for the sake of colours that few of them have.
    """
    inks = np.asarray(ImageCms.applyTransform(image, transformation(profile)), dtype=np.float32) * (100 / 255)
    colours, black = inks[..., :3], inks[..., 3:]
    sums = colours.sum(axis=-1, keepdims=True)
    room = np.clip(INK_LIMIT - black, 0, None)
    colours = colours * np.minimum(1, room / np.maximum(sums, 1e-6))
    pixels = np.concatenate([colours, black], axis=-1) * 2.55
    return Image.fromarray(np.floor(pixels).astype(np.uint8), mode="CMYK")


@lru_cache(maxsize=2)
def transformation(profile: Profile) -> ImageCms.ImageCmsTransform:
    """Return what turns sRGB into the inks of a profile."""
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(BytesIO(profile.data)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def jpeg(image: Image.Image) -> bytes:
    """Return a CMYK picture as a JPEG without anything that is not the picture."""
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return file.getvalue()
