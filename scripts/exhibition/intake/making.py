"""Convert one camera picture to an archive photo, in the cache: runs in the worker processes."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image

from ..cache import Cache, digest
from ..checks.files import is_slim
from ..checks.hidden import Hidden, find_hidden, is_crowded
from ..checks.hidden.pieces import Broken
from ..checks.image import read_image
from ..checks.signatures import TITLES
from ..diagnostics import Refusal
from ..files import PHOTO_LIMIT, TooLarge, read_file
from ..media.codec import (
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
from ..media.lossless_strip import remove_fill_bytes, strip_jpeg
from ..media.messages import absent_photo, broken_photo, huge_photo
from ..media.sizes import ARCHIVE_LIMITS, compute_archive_digest
from ..model import ContentKey, Key
from ..model.rules import Slip
from ..toolchain import edition_of_process
from .likeness import SIDE, likeness, sharpness
from .trouble import crowded, slim, unshown

MONTH = re.compile(r"((?:19|20)\d\d)[:\-](0[1-9]|1[0-2])[:\-]")
PLAIN_MODES = ("L", "RGB")
"""Modes of a JPEG that every program displays alike; CMYK is not one of them."""


@dataclass(frozen=True, slots=True)
class Made:
    """An archive photo, whose bytes `read_photo_bytes` returns, and facts about the picture that it was made from."""

    key: ContentKey
    """The hash of its bytes."""
    size: int
    """Its size in bytes."""
    width: int
    height: int
    content: ContentKey
    """As `key`, of the original; equal to `key` where nothing had to be done."""
    before: int
    """The size of the original in bytes."""
    untouched: bool
    """Whether its pixels are those of the original, bit by bit."""
    likeness: int
    sharpness: float
    month: str
    """When the picture was taken, as in `2024-05`, or empty. The day is left out, for privacy."""
    hidden: Hidden
    """The metadata of the original."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A picture to convert: its file, and its name as the author gave it."""

    path: Path
    name: str


def made_of(raw: Raw, cache: Cache) -> Made | Slip:
    """Return the archive photo of a picture, with its bytes in the cache; or what is wrong with it."""
    try:
        data = read_file(raw.path, PHOTO_LIMIT)
    except TooLarge:
        return huge_photo(raw.name)
    except OSError:
        return absent_photo(raw.name)
    return remembered(cache, digest(data)) or made(data, raw.name, cache)


def made(data: bytes, name: str, cache: Cache) -> Made | Slip:
    """Convert a picture and cache the result."""
    if (slip := untakeable(data)) is not None:
        return slip
    bare = uncovered(data)
    photo = open_photo(data, name, (SIDE, SIDE) if bare else (ARCHIVE_LIMITS.side, ARCHIVE_LIMITS.side))
    if not isinstance(photo, Image.Image):
        return photo
    if bare is None:
        bare = strip_jpeg(
            encode_within(photo, ARCHIVE_LIMITS.format, ARCHIVE_LIMITS.format.quality, ARCHIVE_LIMITS.budget)[0]
        )
    with Image.open(BytesIO(bare)) as result:
        width, height = result.size
    small = shrink(photo, fit_size(photo.size, (SIDE, SIDE)))
    key = safe_key(bare)
    if bare != data:
        cache.put(key, bare)
    found = Made(
        key=key,
        size=len(bare),
        width=width,
        height=height,
        content=safe_key(data),
        before=len(data),
        untouched=is_untouched(data, bare),
        likeness=likeness(small),
        sharpness=sharpness(small),
        month=month(data),
        hidden=find_hidden(data),
    )
    remember(cache, digest(data), found)
    # The archive photo is a picture too, and needs no conversion.
    same = replace(found, content=key, before=found.size, untouched=True, month="", hidden=Hidden())
    remember(cache, digest(bare), same)
    return found


def untakeable(data: bytes) -> Slip | None:
    """Return why a picture is rejected (unsupported format, too many parts, too narrow); None where it is accepted."""
    image = read_image(data)
    if image.format and not image.kind:
        return unshown(TITLES[image.format])
    if is_crowded(data):
        return crowded()
    return slim(image.width, image.height) if is_slim(image) else None


def photo_bytes(data: bytes, photo: Made, cache: Cache) -> bytes:
    """Return the bytes of the archive photo of `data`: from the cache, or converted again.

    A picture that needed no conversion is its own photo and never in the cache. Raises Refusal where `data` are not the
    picture that the photo was made from.
    """
    if photo.content == photo.key:
        return data
    known = cache.get(photo.key)
    if known is None:
        made(data, "", cache)
        known = cache.get(photo.key)
    if known is None:
        raise Refusal("照片刚刚被改过，这一次没有做完。请再运行一次。")
    return known


def is_untouched(data: bytes, bare: bytes) -> bool:
    """Return whether the pixels are those of the original."""
    try:
        return data[:2] == bare[:2] and strip_jpeg(data) == bare
    except Broken:
        return False


def uncovered(data: bytes) -> bytes | None:
    """Return a JPEG that only needs stripping, stripped losslessly; None for every other picture."""
    try:
        with silence_decoders(), Image.open(BytesIO(remove_fill_bytes(data)), formats=("JPEG",)) as image:
            plain = image.mode in PLAIN_MODES and read_orientation(image) not in TRANSPOSITIONS
            profile = image.info.get("icc_profile")
            fits = max(image.size) <= ARCHIVE_LIMITS.side
            srgb = not profile or build_srgb_transform(profile, image.mode) is None
        bare = strip_jpeg(data) if plain and fits and srgb else b""
    except Exception:  # Decoders raise anything on malformed bytes; `open_photo` reports what is wrong.
        return None
    return bare if 0 < len(bare) <= ARCHIVE_LIMITS.budget else None


def month(data: bytes) -> str:
    """Return the month in which a picture was taken, by its EXIF, as in `2024-05`; an empty text without EXIF."""
    try:
        with silence_decoders(), Image.open(BytesIO(remove_fill_bytes(data)), formats=PILLOW_FORMATS) as image:
            told = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
    except Exception:  # As above.
        return ""
    found = MONTH.match(str(told))
    return f"{found[1]}-{found[2]}" if found else ""


def safe_key(data: bytes) -> ContentKey:
    """Return the key of the bytes of a photo."""
    return ContentKey(Key(digest("safe", data)))


def record_key(content: str) -> Key:
    """Return the key of the record of a picture with this content."""
    return edition_of_process("safe photo").key(content, compute_archive_digest())


def remember(cache: Cache, content: str, made: Made) -> None:
    """Cache the record of a picture with this content."""
    cache.put(record_key(content), json.dumps(asdict(made)).encode())


def remembered(cache: Cache, content: str) -> Made | None:
    """Return the cached record of a picture with this content, if any; the bytes may no longer be in the cache."""
    data = cache.get(record_key(content))
    if data is None:
        return None
    try:
        facts = json.loads(data)
        hidden = facts.pop("hidden")
        return Made(**facts, hidden=Hidden(tuple(hidden.pop("traces")), **hidden))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # A cache that was restored from elsewhere.
        return None


def lost(raw: Raw) -> Made | Slip:
    """Return the issue of a picture that crashed its worker process."""
    return broken_photo(raw.name)
