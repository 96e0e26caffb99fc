"""Sizes, encodings and byte budgets of images, as tables: of the renditions on the site, and of photos in the archive.

The archive's limits hold for the command `photos`, the git hook and the upload page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from ..lazy import dataclass
from ..model.artifact import SPHERE, STRIP, classify_panorama
from ..storage.cache import digest


@dataclass(frozen=True, slots=True)
class RenditionSize:
    """One size of every photo. A photo is fitted into `width` × `height` px, never enlarged.

    `budget` is the maximum size of a rendition in bytes: quality is lowered until it fits (see `ImageEncoding.floor`).
    """

    width: int
    height: int
    budget: int


RENDITION_SIZES = (
    # Most phones are 360 to 430 px wide, of two or three device pixels each; halves of halves are quickly made.
    RenditionSize(360, 480, 12_000),
    # Shown first on phones: 25 KB (1 KB = 1,000 bytes) take half a second at 400 kbps.
    RenditionSize(720, 960, 25_000),
    # The lightbox: the widest phones have 1,290 px, a laptop's window 1,440. No taller than wide, so that a portrait has
    # no more pixels than a landscape. Most of a photo's time goes into this size: 1,600 px would take a quarter more.
    RenditionSize(1440, 1440, 140_000),
)
"""Every size, smallest first. A new row is a new file of each photo, in every format, and a new width in `srcset`."""


class Framing(Enum):
    """How a picture is framed on the site, which decides its sizes."""

    WHOLE = "whole"
    """As it is."""
    SQUARE = "square"
    """Cut to the largest square around its middle: a photographed emblem."""
    PANORAMA = "panorama"
    """As it is, and in one more size, in which it is scrolled or turned."""


SQUARE_SIZES = (
    # An emblem is at most 96 px wide on a page; phones have two or three device pixels each.
    RenditionSize(256, 256, 12_000),
)
"""Every size of a picture that is cut to a square."""
STRIP_SIZE = RenditionSize(5760, 720, 260_000)
"""A panorama that is scrolled: as high as a phone shows it (two device pixels each), up to eight times as wide."""
SPHERE_SIZE = RenditionSize(4096, 2048, 800_000)
"""A panorama of all directions: 4,096 px is the widest texture that every phone's WebGL takes, 11 px a degree."""


def list_sizes(width: int, height: int, framing: Framing) -> tuple[RenditionSize, ...]:
    """Return the sizes of a picture of `width` × `height` px, smallest first."""
    if framing is Framing.SQUARE:
        return SQUARE_SIZES
    panorama = classify_panorama(width, height) if framing is Framing.PANORAMA else None
    return (*RENDITION_SIZES, *{STRIP: (STRIP_SIZE,), SPHERE: (SPHERE_SIZE,)}.get(panorama or "", ()))


def get_largest_box(framing: Framing) -> tuple[int, int]:
    """Return the largest width and height in which a picture is needed, in px."""
    extra = (STRIP_SIZE, SPHERE_SIZE) if framing is Framing.PANORAMA else ()
    sizes = (*RENDITION_SIZES, *extra)
    return max(size.width for size in sizes), max(size.height for size in sizes)


@dataclass(frozen=True, slots=True)
class ImageEncoding:
    """One file format: Pillow's name and options, the quality to begin with and the lowest acceptable one.

    At a floor of 0 the budget holds whatever the photo shows; above, a rendition may exceed it rather than look bad.
    `slope`: decrease of the logarithm of a file's bytes with one step of quality (measured on photographs).
    """

    type: str
    """Media type."""
    extension: str
    pillow: str
    quality: int
    floor: int
    slope: float
    options: dict[str, object] = field(default_factory=dict, hash=False)


ENCODINGS = (
    # Speed 10 needs a tenth of the default's time for a tenth more bytes; photos are spread over processes instead.
    ImageEncoding("image/avif", "avif", "AVIF", 50, 0, 0.034, {"speed": 10, "max_threads": 1, "subsampling": "4:2:0"}),
    ImageEncoding("image/jpeg", "jpg", "JPEG", 72, 58, 0.019, {"optimize": True, "subsampling": "4:2:0"}),
)
"""Best first; the last is the one that every browser shows."""


FRAMED_SIZES: Mapping[Framing, tuple[RenditionSize, ...]] = {
    Framing.WHOLE: (),
    Framing.SQUARE: SQUARE_SIZES,
    Framing.PANORAMA: (STRIP_SIZE, SPHERE_SIZE),
}
"""The sizes that only a framing has."""


def compute_sizes_digest(framing: Framing = Framing.WHOLE) -> str:
    """Return the hash of the tables that decide the renditions of a framing; pictures made under others are made again."""
    own = (framing.value, repr(FRAMED_SIZES[framing])) if FRAMED_SIZES[framing] else ()
    return digest(repr(RENDITION_SIZES), repr(ENCODINGS), *own)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Limits of an archived photo: fitted into a square of `side` px, never enlarged, a JPEG of up to `budget` bytes."""

    side: int
    budget: int
    format: ImageEncoding


ARCHIVE_LIMITS = ArchiveLimits(
    # The photo on an A4 poster is 216 mm wide (print/formats.py): at 300 dpi 2,551 px.
    2560,
    # Twenty thousand photos are 18 GB at most and half of that in practice: what a code host still accepts.
    900_000,
    ImageEncoding("image/jpeg", "jpg", "JPEG", 88, 0, 0.019, {"optimize": True, "subsampling": "4:2:0"}),
)


PANORAMA_LIMITS = ArchiveLimits(
    # What the widest rendition needs (`SPHERE_SIZE`); a strip of 6:1 is 683 px high then.
    SPHERE_SIZE.width,
    1_600_000,
    ARCHIVE_LIMITS.format,
)
"""Limits of a picture with the shape of a panorama, which is shown by parts."""
ARCHIVED_STRIP = 2.5
"""Width to height from which an archived picture counts as a strip: whole screens of phones have up to 20:9."""


def get_archive_limits(width: int, height: int) -> ArchiveLimits:
    """Return the limits of an archived picture of this size.

    >>> [get_archive_limits(*size).side for size in ((4000, 3000), (4000, 1800), (8000, 4000), (9000, 2200))]
    [2560, 2560, 4096, 4096]
    """
    wide = classify_panorama(width, height) == SPHERE or width >= ARCHIVED_STRIP * height > 0
    return PANORAMA_LIMITS if wide else ARCHIVE_LIMITS


def compute_archive_digest() -> str:
    """Return the hash of the tables; photos made under others are made again."""
    return digest(repr(ARCHIVE_LIMITS), repr(PANORAMA_LIMITS))
