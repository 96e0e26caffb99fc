"""Decode pictures of all accepted formats into upright sRGB, encode renditions, strip metadata from published originals.

Decoding turns colour profiles, CMYK, palettes, 16 bits and orientation into 8-bit sRGB; encoding writes JPEG and AVIF with
the sizes' qualities. Pillow is imported here, so only processes that touch pixels import this module.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from ..lazy import dataclass
from ..messages.registry import FieldIssue
from .containers import MalformedImage
from .file_formats import detect_format
from .lossless_strip import remove_fill_bytes, strip_jpeg, strip_png
from .messages import broken_photo, huge_photo, strange_photo, undecodable_heic
from .metadata import find_metadata
from .probe import MOST_PIXELS, detect_kind
from .sizes import ENCODINGS, Framing, ImageEncoding, RenditionSize, list_sizes

DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I")
"""Modes of 16 bits a channel: `convert` would clip everything above 255 to white."""
GREYS = ("1", "L", "LA", "La", *DEEP)
PROFILED = ("L", "RGB", "CMYK", "LAB")
"""Modes to which a colour profile can apply."""


def convert_to_srgb(image: Image.Image) -> Image.Image:
    """Return `image` as RGB in sRGB, transparent parts on white, without any metadata."""
    profile = image.info.get("icc_profile")
    image = flatten_on_white(reduce_to_8_bits(image))
    if profile and image.mode in PROFILED and (transform := build_srgb_transform(profile, image.mode)):
        image = ImageCms.applyTransform(image, transform) or image
    image = image.convert("RGB")
    # Pillow writes what it finds here (profile, comment, XMP) into the files that it saves.
    image.info = {}
    return image


def reduce_to_8_bits(image: Image.Image) -> Image.Image:
    """Return `image` with 8 bits a channel."""
    if image.mode not in DEEP:
        return image
    image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    image.info.pop("transparency", None)  # A grey of 16 bits, no longer valid.
    return image


def flatten_on_white(image: Image.Image) -> Image.Image:
    """Return `image` without transparency, on a white background."""
    if not image.has_transparency_data:
        return image if image.mode in PROFILED else image.convert("L" if image.mode in GREYS else "RGB")
    mode = "L" if image.mode in GREYS else "RGB"
    whole = image.convert("RGBA")
    paper = Image.new(mode, image.size, "white")
    paper.paste(whole.convert(mode), mask=whole.getchannel("A"))
    return paper


@lru_cache(maxsize=8)
def build_srgb_transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the transform from `profile` to sRGB; None where colours are sRGB already or the profile is broken."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return None
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # Without its profile the file looks acceptable, as browsers would show it.
        return None


try:
    import pi_heif
except ImportError:
    HEIC = False
else:
    HEIC = True
    pi_heif.register_heif_opener()
    pi_heif.options.DECODE_THREADS = 1
PILLOW_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", *["HEIF"] * HEIC)
"""Pillow's names of the formats that are decoded, detected by their first bytes, not by name (MPO comes with JPEG)."""
DRAFTED = ("JPEG", "MPO")
"""Formats that can be decoded at a smaller size."""
Image.MAX_IMAGE_PIXELS = MOST_PIXELS[True]
UNBOUNDED = (30_000, 30_000)
"""A box larger than any picture that is decoded at all: nothing is made smaller."""
TRANSPOSITIONS = {
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


def open_photo(data: bytes, name: str, box: tuple[int, int]) -> Image.Image | FieldIssue:
    """Return the photo in `data`, fitted into `box` (px), or what is wrong; `name` is what its author wrote."""
    bare = remove_fill_bytes(data)
    if data and not bare:
        return broken_photo(name)
    try:
        image = decode(bare, box)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return huge_photo(name)
    except UnidentifiedImageError:
        return undecodable_heic(name) if is_heic(data) and not HEIC else strange_photo(name)
    except Exception:  # Decoders raise anything on malformed or hostile bytes; no code of ours runs inside them.
        return broken_photo(name)
    return image


def is_heic(data: bytes) -> bool:
    """Return whether this is a HEIC photo (iPhone), by its first bytes."""
    return detect_format(data) == "HEIC"


@contextmanager
def silence_decoders() -> Iterator[None]:
    """Silence the warnings of decoders about malformed files; a decompression bomb is an error, not a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


@silence_decoders()
def decode(data: bytes, box: tuple[int, int]) -> Image.Image:
    """Return the first frame, upright, in sRGB, fitted into `box`."""
    image: Image.Image = Image.open(BytesIO(data), formats=PILLOW_FORMATS)
    if image.width * image.height > MOST_PIXELS[image.format in DRAFTED]:
        raise Image.DecompressionBombError
    # A JPEG must not be decoded before its draft; reading its EXIF does not decode it.
    turn = read_orientation(image)
    within = box[::-1] if turn in SIDEWAYS else box
    size = fit_size(image.size, within)
    image.draft(None, size)
    image.load()
    image = convert_to_srgb(shrink(image, size) if is_opaque(image) else image)
    image = shrink(image, size)
    return image.transpose(TRANSPOSITIONS[turn]) if turn in TRANSPOSITIONS else image


@silence_decoders()
def is_upright(data: bytes) -> bool:
    """Return whether the pixels are stored upright, so that no orientation has to be applied."""
    try:
        with Image.open(BytesIO(remove_fill_bytes(data)), formats=PILLOW_FORMATS) as image:
            return read_orientation(image) not in TRANSPOSITIONS
    except Exception:  # As in `open_photo`.
        return True


def read_orientation(image: Image.Image) -> int:
    """Return the EXIF orientation of a picture; a PNG is decoded to find its EXIF."""
    return int(image.getexif().get(ExifTags.Base.Orientation, 1))


def is_opaque(image: Image.Image) -> bool:
    """Return whether this may be made smaller before its colours are converted."""
    return image.mode in ("L", "RGB", "CMYK") and not image.has_transparency_data


def fit_size(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """Return `size` fitted into `box` in proportion, never enlarged."""
    (width, height), (across, down) = size, box
    scale = min(1.0, across / width, down / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def shrink(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return `image` at `size` px.

    Hamming's filter takes half of Lanczos' time and shows no ringing; large steps begin with whole-number averages, and
    a half is an average of four.
    """
    if image.size == size:
        return image
    if image.size == (2 * size[0], 2 * size[1]):
        return image.reduce(2)
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


STEP = 1.25
"""A size is made where it is at least this much wider than the one below."""
STRIDE = 20
"""The largest decrease of quality between two attempts: noise does not compress as photographs do."""
PER_PIXEL = 0.75
"""Exponent of the growth of a photo's bytes with its pixels (measured: 2.5 to 3.4 times for four times the pixels)."""
AIM = 0.95
"""The share of a budget to aim at: an attempt that is slightly too large costs as much as any."""


@dataclass(frozen=True, slots=True)
class EncodedRendition:
    """One encoded rendition."""

    extension: str
    width: int
    height: int
    data: bytes


def crop_square(image: Image.Image) -> Image.Image:
    """Return the largest square around the middle of an image."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def choose_sizes(photo: Image.Image, framing: Framing = Framing.WHOLE) -> list[tuple[RenditionSize, tuple[int, int]]]:
    """Return the rendition sizes that a photo is large enough for, and its size in px in each, smallest first."""
    sizes = list_sizes(*photo.size, framing)
    wanted = [(recipe, fit_size(photo.size, (recipe.width, recipe.height))) for recipe in sizes]
    kept = wanted[:1]
    for recipe, size in wanted[1:]:
        if size[0] >= STEP * kept[-1][1][0]:
            kept.append((recipe, size))
    return kept


def resize_to_all(photo: Image.Image, framing: Framing = Framing.WHOLE) -> list[tuple[RenditionSize, Image.Image]]:
    """Return the photo in all sizes of its framing, smallest first; each is made from the next larger."""
    if framing is Framing.SQUARE:
        photo = crop_square(photo)
    made: list[tuple[RenditionSize, Image.Image]] = []
    for recipe, size in reversed(choose_sizes(photo, framing)):
        photo = shrink(photo, size)
        made.insert(0, (recipe, photo))
    return made


def encode_renditions(images: list[tuple[RenditionSize, Image.Image]]) -> Iterator[EncodedRendition]:
    """Encode every size in every format; the result of a size gives the first quality to try for the next."""
    for format in ENCODINGS:
        heaviness = 0.0
        for recipe, image in images:
            pixels = (image.width * image.height) ** PER_PIXEL
            quality = estimate_quality(format, format.quality, heaviness * pixels, recipe.budget)
            data, quality = encode_within(image, format, quality, recipe.budget)
            heaviness = len(data) / pixels * math.exp(format.slope * (format.quality - quality))
            yield EncodedRendition(format.extension, image.width, image.height, data)


def encode_within(image: Image.Image, format: ImageEncoding, quality: int, budget: int) -> tuple[bytes, int]:
    """Return the encoding of `image` within `budget` bytes, as far as the format's floor allows, and its quality."""
    while len(data := encode(image, format, quality)) > budget:
        if quality > format.floor:
            quality = min(quality - 1, estimate_quality(format, quality, len(data), budget))
        elif format.floor == 0:
            # Noise is too large even at the lowest quality: then the detail is reduced.
            image = image.reduce(2).resize(image.size, Image.Resampling.BILINEAR)
        else:
            break
    return data, quality


def estimate_quality(format: ImageEncoding, quality: int, size: float, budget: int) -> int:
    """Return the quality at which a file of `size` bytes at `quality` should fit into `budget`."""
    if size <= budget:
        return quality
    return max(format.floor, quality - min(STRIDE, math.ceil(math.log(size / (AIM * budget)) / format.slope)))


def encode(image: Image.Image, format: ImageEncoding, quality: int) -> bytes:
    """Return `image` as a file, without any metadata."""
    file = BytesIO()
    image.save(file, format.pillow, quality=quality, **format.options)
    return file.getvalue()


def compute_mean_colour(image: Image.Image) -> str:
    """Return the mean colour as `#rrggbb`."""
    return f"#{image.resize((1, 1), Image.Resampling.BOX).tobytes().hex()}"


LOSSLESS_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {"JPEG": strip_jpeg, "PNG": strip_png}
SAVED_AS = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "AVIF": "AVIF"}
QUALITY = 90


def strip_metadata(data: bytes, name: str) -> bytes:
    """Return an image without its metadata; a file without metadata, or that is no image, is returned unchanged."""
    if not find_metadata(data).needs_stripping:
        return data
    kind = detect_kind(data)
    try:
        bare = LOSSLESS_STRIPPERS[kind](data) if kind in LOSSLESS_STRIPPERS and is_upright(data) else None
    except MalformedImage:
        bare = None
    return bare or reencode(data, name, kind)


def reencode(data: bytes, name: str, kind: str) -> bytes:
    """Return an image encoded again in its own format; no bytes where it cannot be decoded."""
    photo = open_photo(data, name, UNBOUNDED)
    file = BytesIO()
    if isinstance(photo, Image.Image):
        photo.save(file, SAVED_AS.get(kind, "PNG"), quality=QUALITY)
    return file.getvalue()
