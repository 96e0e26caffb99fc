"""Convert one camera picture into a photo for the archive, in the cache: runs in the worker processes.

Also computes a perceptual hash and the sharpness, by which duplicates and blurred pictures are reported.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..model import CacheKey, ContentKey
from ..storage.cache import Cache, digest
from ..storage.safe_files import PHOTO_LIMIT, FileTooLarge, read_file
from ..storage.toolchain import get_process_version
from .codec import (
    PILLOW_FORMATS,
    TRANSPOSITIONS,
    build_srgb_transform,
    encode_within,
    fit_size,
    open_photo,
    read_orientation,
    shrink,
    silence_decoders,
)
from .containers import MalformedImage
from .file_formats import TITLES
from .lossless_strip import remove_fill_bytes, strip_jpeg
from .messages import (
    PictureIssue,
    absent_photo,
    broken_photo,
    huge_photo,
    reject_crowded,
    reject_slim,
    reject_unsupported,
)
from .metadata import ImageMetadata, find_metadata, has_too_many_parts
from .probe import is_slim, read_image_header
from .sizes import ArchiveLimits, compute_archive_digest, get_archive_limits

HASHED_SIDE = 640
"""Pixels of the longer side at which both are computed: sharpness depends on it."""
MAX_HASH_DISTANCE = 4
"""Bits of 64 in which the hashes of one picture may differ (measured: copies differ by 1, others by 21 at least)."""
MIN_SHARPNESS = 30
"""Variance of the Laplacian below which a picture counts as blurred (measured: sharp photographs have 200 to 2,065,
smeared over every 25 of 4,200 px 13 to 58). Fog and bare walls are as low, so it is never more than a reminder."""


def compute_perceptual_hash(image: Image.Image) -> int:
    """Return the difference hash of a picture: for 8 × 8 places, whether it is lighter than its right neighbour.

    64 bits, row by row, the first place highest.
    """
    grey = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.LANCZOS), dtype=np.int16)
    return int.from_bytes(np.packbits(grey[:, :-1] > grey[:, 1:]).tobytes(), "big")


def is_alike(one: int, other: int) -> bool:
    """Return whether two hashes are of one picture, possibly brightened, made smaller or compressed again.

    False for pictures without features (a bare wall, a sheet of paper), because their hashes do not distinguish them.

    >>> is_alike(0b101100111, 0b101100100), is_alike(0b101100111, 2**64 - 1), is_alike(0, 0)
    (True, False, False)
    """
    return (one ^ other).bit_count() <= MAX_HASH_DISTANCE < min(one.bit_count(), 64 - one.bit_count())


def measure_sharpness(image: Image.Image) -> float:
    """Return the variance of the Laplacian (grey values of 0 to 255) of a picture of `HASHED_SIDE` px."""
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    if min(grey.shape) < 3:
        return 0.0
    middle = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * middle
    return float(laplacian.var())


MONTH = re.compile(r"((?:19|20)\d\d)[:\-](0[1-9]|1[0-2])[:\-]")
PLAIN_MODES = ("L", "RGB")
"""Modes of a JPEG that every program displays alike; CMYK is not one of them."""


@dataclass(frozen=True, slots=True)
class ArchivePhoto:
    """An archive photo, whose bytes `read_photo_bytes` returns, and facts about the picture that it was made from."""

    key: ContentKey
    """The hash of its bytes."""
    size: int
    """Its size in bytes."""
    width: int
    height: int
    original_key: ContentKey
    """As `key`, of the original; equal to `key` where nothing had to be done."""
    original_size: int
    """The size of the original in bytes."""
    is_lossless: bool
    """Whether its pixels are those of the original, bit by bit."""
    perceptual_hash: int
    sharpness: float
    month: str
    """When the picture was taken, as in `2024-05`, or empty. The day is left out, for privacy."""
    hidden: ImageMetadata
    """The metadata of the original."""


@dataclass(frozen=True, slots=True)
class CameraPicture:
    """A picture to convert: its file, and its name as the author gave it."""

    path: Path
    name: str


def prepare_picture(raw: CameraPicture, cache: Cache) -> ArchivePhoto | PictureIssue:
    """Return the archive photo of a picture, with its bytes in the cache; or what is wrong with it."""
    try:
        data = read_file(raw.path, PHOTO_LIMIT)
    except FileTooLarge:
        return huge_photo(raw.name)
    except OSError:
        return absent_photo(raw.name)
    return load_record(cache, digest(data)) or convert_picture(data, raw.name, cache)


def convert_picture(data: bytes, name: str, cache: Cache) -> ArchivePhoto | PictureIssue:
    """Convert a picture and cache the result."""
    if (slip := find_rejection(data)) is not None:
        return slip
    header = read_image_header(data)
    limits = get_archive_limits(header.width, header.height)
    bare = try_lossless_strip(data, limits)
    photo = open_photo(data, name, (HASHED_SIDE, HASHED_SIDE) if bare else (limits.side, limits.side))
    if not isinstance(photo, Image.Image):
        return photo
    if bare is None:
        bare = strip_jpeg(encode_within(photo, limits.format, limits.format.quality, limits.budget)[0])
    with Image.open(BytesIO(bare)) as result:
        width, height = result.size
    small = shrink(photo, fit_size(photo.size, (HASHED_SIDE, HASHED_SIDE)))
    key = compute_photo_key(bare)
    if bare != data:
        cache.put(key, bare)
    found = ArchivePhoto(
        key=key,
        size=len(bare),
        width=width,
        height=height,
        original_key=compute_photo_key(data),
        original_size=len(data),
        is_lossless=is_untouched(data, bare),
        perceptual_hash=compute_perceptual_hash(small),
        sharpness=measure_sharpness(small),
        month=read_month(data),
        hidden=find_metadata(data),
    )
    save_record(cache, digest(data), found)
    # The archive photo is a picture too, and needs no conversion.
    same = replace(
        found, original_key=key, original_size=found.size, is_lossless=True, month="", hidden=ImageMetadata()
    )
    save_record(cache, digest(bare), same)
    return found


def find_rejection(data: bytes) -> PictureIssue | None:
    """Return why a picture is rejected (unsupported format, too many parts, too narrow); None where it is accepted."""
    image = read_image_header(data)
    if image.format and not image.kind:
        return reject_unsupported(TITLES[image.format])
    if has_too_many_parts(data):
        return reject_crowded()
    return reject_slim(image.width, image.height) if is_slim(image) else None


def read_photo_bytes(data: bytes, photo: ArchivePhoto, cache: Cache) -> bytes:
    """Return the bytes of the archive photo of `data`: from the cache, or converted again.

    A picture that needed no conversion is its own photo and never in the cache. Raises Refusal where `data` are not the
    picture that the photo was made from.
    """
    if photo.original_key == photo.key:
        return data
    known = cache.get(photo.key)
    if known is None:
        convert_picture(data, "", cache)
        known = cache.get(photo.key)
    if known is None:
        raise Refusal("照片刚刚被改过，这一次没有做完。请再运行一次。")
    return known


def is_untouched(data: bytes, bare: bytes) -> bool:
    """Return whether the pixels are those of the original."""
    try:
        return data[:2] == bare[:2] and strip_jpeg(data) == bare
    except MalformedImage:
        return False


def try_lossless_strip(data: bytes, limits: ArchiveLimits) -> bytes | None:
    """Return a JPEG that only needs stripping, stripped losslessly; None for every other picture."""
    try:
        with silence_decoders(), Image.open(BytesIO(remove_fill_bytes(data)), formats=("JPEG",)) as image:
            plain = image.mode in PLAIN_MODES and read_orientation(image) not in TRANSPOSITIONS
            profile = image.info.get("icc_profile")
            fits = max(image.size) <= limits.side
            srgb = not profile or build_srgb_transform(profile, image.mode) is None
        bare = strip_jpeg(data) if plain and fits and srgb else b""
    except Exception:  # Decoders raise anything on malformed bytes; `open_photo` reports what is wrong.
        return None
    return bare if 0 < len(bare) <= limits.budget else None


def read_month(data: bytes) -> str:
    """Return the month in which a picture was taken, by its EXIF, as in `2024-05`; an empty text without EXIF."""
    try:
        with silence_decoders(), Image.open(BytesIO(remove_fill_bytes(data)), formats=PILLOW_FORMATS) as image:
            told = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
    except Exception:  # As above.
        return ""
    found = MONTH.match(str(told))
    return f"{found[1]}-{found[2]}" if found else ""


def compute_photo_key(data: bytes) -> ContentKey:
    """Return the key of the bytes of a photo."""
    return ContentKey(CacheKey(digest("safe", data)))


def compute_record_key(content: str) -> CacheKey:
    """Return the key of the record of a picture with this content."""
    return get_process_version("safe photo").make_key(content, compute_archive_digest())


def save_record(cache: Cache, content: str, made: ArchivePhoto) -> None:
    """Cache the record of a picture with this content."""
    cache.put(compute_record_key(content), json.dumps(asdict(made)).encode())


def load_record(cache: Cache, content: str) -> ArchivePhoto | None:
    """Return the cached record of a picture with this content, if any; the bytes may no longer be in the cache."""
    data = cache.get(compute_record_key(content))
    if data is None:
        return None
    try:
        facts = json.loads(data)
        hidden = facts.pop("hidden")
        return ArchivePhoto(**facts, hidden=ImageMetadata(tuple(hidden.pop("traces")), **hidden))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # A cache that was restored from elsewhere.
        return None


def report_crash(raw: CameraPicture) -> ArchivePhoto | PictureIssue:
    """Return the issue of a picture that crashed its worker process."""
    return broken_photo(raw.name)
