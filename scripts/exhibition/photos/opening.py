"""Decode photos: upright, in sRGB, no larger than requested; or return what is wrong.

A JPEG is decoded at a half, a quarter or an eighth where that is enough (`draft`): 50 megapixels need 40 MB of memory
instead of 397.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from ..checks.image import MOST_PIXELS
from ..checks.signatures import format_of
from ..model.rules import Slip
from .colour import srgb
from .cutting import tamed
from .trouble import broken_photo, huge_photo, strange_photo, undecodable_heic

try:
    import pi_heif
except ImportError:
    HEIC = False
else:
    HEIC = True
    pi_heif.register_heif_opener()
    pi_heif.options.DECODE_THREADS = 1

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", *["HEIF"] * HEIC)
"""Pillow's names of the formats that are decoded, detected by their first bytes, not by name (MPO comes with JPEG)."""
DRAFTED = ("JPEG", "MPO")
"""Formats that can be decoded at a smaller size."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS[True]

WHOLE = (30_000, 30_000)
"""A box larger than any picture that is decoded at all: nothing is made smaller."""

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Transpositions that set a photo upright, by its EXIF orientation (EXIF 2.32, tag 0x0112)."""
SIDEWAYS = (5, 6, 7, 8)


def open_photo(data: bytes, name: str, box: tuple[int, int]) -> Image.Image | Slip:
    """Return the photo in `data`, fitted into `box` (px), or what is wrong; `name` is what its author wrote."""
    bare = tamed(data)
    if data and not bare:
        return broken_photo(name)
    try:
        image = decoded(bare, box)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return huge_photo(name)
    except UnidentifiedImageError:
        return undecodable_heic(name) if is_heic(data) and not HEIC else strange_photo(name)
    except Exception:  # Decoders raise anything on malformed or hostile bytes; no code of ours runs inside them.
        return broken_photo(name)
    return image


def is_heic(data: bytes) -> bool:
    """Return whether this is a HEIC photo (iPhone), by its first bytes."""
    return format_of(data) == "HEIC"


@contextmanager
def quietly() -> Iterator[None]:
    """Silence the warnings of decoders about malformed files; a decompression bomb is an error, not a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


@quietly()
def decoded(data: bytes, box: tuple[int, int]) -> Image.Image:
    """Return the first frame, upright, in sRGB, fitted into `box`."""
    image: Image.Image = Image.open(BytesIO(data), formats=KINDS)
    if image.width * image.height > MOST_PIXELS[image.format in DRAFTED]:
        raise Image.DecompressionBombError
    # A JPEG must not be decoded before its draft; reading its EXIF does not decode it.
    turn = turn_of(image)
    within = box[::-1] if turn in SIDEWAYS else box
    size = fitted(image.size, within)
    image.draft(None, size)
    image.load()
    image = srgb(shrunk(image, size) if opaque(image) else image)
    image = shrunk(image, size)
    return image.transpose(TURNS[turn]) if turn in TURNS else image


@quietly()
def is_upright(data: bytes) -> bool:
    """Return whether the pixels are stored upright, so that no orientation has to be applied."""
    try:
        with Image.open(BytesIO(tamed(data)), formats=KINDS) as image:
            return turn_of(image) not in TURNS
    except Exception:  # As in `open_photo`.
        return True


def turn_of(image: Image.Image) -> int:
    """Return the EXIF orientation of a picture; a PNG is decoded to find its EXIF."""
    return int(image.getexif().get(ExifTags.Base.Orientation, 1))


def opaque(image: Image.Image) -> bool:
    """Return whether this may be made smaller before its colours are converted."""
    return image.mode in ("L", "RGB", "CMYK") and not image.has_transparency_data


def fitted(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """Return `size` fitted into `box` in proportion, never enlarged."""
    (width, height), (across, down) = size, box
    scale = min(1.0, across / width, down / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return `image` at `size` px.

    Hamming's filter takes half of Lanczos' time and shows no ringing; large steps begin with whole-number averages, and
    a half is an average of four.
    """
    if image.size == size:
        return image
    if image.size == (2 * size[0], 2 * size[1]):
        return image.reduce(2)
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)
