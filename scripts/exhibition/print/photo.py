"""Photos on posters: cropped to their place, at 300 dpi, separated into inks, as JPEG."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageFilter

from ..lazy import dataclass
from ..media.codec import UNBOUNDED, open_photo
from ..storage.safe_files import PHOTO_LIMIT, read_file
from .colour import PrintProfile

DPI = 300

"""Resolution that a picture needs on paper that is read at arm's length."""

DPI_TOLERANCE = 0.995

"""Share of that resolution that is accepted, because sizes are rounded to whole pixels."""

INK_LIMIT = 236

"""Maximum sum of inks in a pixel, in per cent: JPEG changes values by a few per cent, the paper takes at most 250."""

QUALITY = 92

SHARP = ImageFilter.UnsharpMask(radius=1.2, percent=70, threshold=2)

"""Sharpening that compensates for the loss of edge contrast by screening and paper."""


@dataclass(frozen=True, slots=True)
class LowResolution:
    """A photo with too few pixels for its place: its resolution there; 0 if it cannot be opened."""

    dpi: float


def convert_photo(
    path: Path, width_mm: float, height_mm: float, focus: tuple[int, int], profile: PrintProfile, dpi: int = DPI
) -> bytes | LowResolution:
    """Convert a photo to a CMYK JPEG for a place of this size; return LowResolution if it has too few pixels.

    `focus` is the point that the crop must contain, in per cent from the top left. The same photo gives the same bytes.
    """
    return convert_bytes(read_file(path, PHOTO_LIMIT), path.name, width_mm, height_mm, focus, profile, dpi)


def convert_bytes(
    data: bytes,
    name: str,
    width_mm: float,
    height_mm: float,
    focus: tuple[int, int],
    profile: PrintProfile,
    dpi: int = DPI,
) -> bytes | LowResolution:
    """Convert the bytes of the photo of this name as `convert_photo` converts its file."""
    photo = open_photo(data, name, UNBOUNDED)
    if not isinstance(photo, Image.Image):
        return LowResolution(0)
    crop = compute_crop(photo.size, width_mm / height_mm, focus)
    found = (crop[2] - crop[0]) / width_mm * 25.4
    if found < dpi * DPI_TOLERANCE:
        return LowResolution(found)
    size = ceil(width_mm / 25.4 * dpi), ceil(height_mm / 25.4 * dpi)
    image = photo.resize(size, Image.Resampling.LANCZOS, box=crop).filter(SHARP)
    return encode_jpeg(separate(image, profile))


def compute_crop(size: tuple[int, int], ratio: float, focus: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the largest crop with this ratio of width to height, centred as near to the focus as possible.

    >>> compute_crop((400, 300), 4.0, (50, 0))
    (0.0, 0.0, 400.0, 100.0)
    """
    width, height = float(size[0]), float(size[1])
    wide, high = min(width, height * ratio), min(height, width / ratio)
    left = min(max(0.0, width * focus[0] / 100 - wide / 2), width - wide)
    top = min(max(0.0, height * focus[1] / 100 - high / 2), height - high)
    return (left, top, left + wide, top + high)


def separate(image: Image.Image, profile: PrintProfile) -> Image.Image:
    """Convert an sRGB picture to the CMYK of the profile, within the ink limit.

    The relative colorimetric intent with black point compensation keeps all colours that the paper can show and changes
    only the others; the perceptual intent would make every photo paler for colours that few photos have.
    """
    inks = np.asarray(ImageCms.applyTransform(image, build_transform(profile)), dtype=np.float32) * (100 / 255)
    colours, black = inks[..., :3], inks[..., 3:]
    sums = colours.sum(axis=-1, keepdims=True)
    room = np.clip(INK_LIMIT - black, 0, None)
    colours = colours * np.minimum(1, room / np.maximum(sums, 1e-6))
    pixels = np.concatenate([colours, black], axis=-1) * 2.55
    return Image.fromarray(np.floor(pixels).astype(np.uint8), mode="CMYK")


@lru_cache(maxsize=2)
def build_transform(profile: PrintProfile) -> ImageCms.ImageCmsTransform:
    """Build the colour transform from sRGB to the CMYK of a profile."""
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(BytesIO(profile.data)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def encode_jpeg(image: Image.Image) -> bytes:
    """Encode a CMYK picture as a JPEG without metadata."""
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return file.getvalue()
