"""Perceptual hash and sharpness of a picture."""

from __future__ import annotations

import numpy as np
from PIL import Image

SIDE = 640
"""Pixels of the longer side at which both are computed: sharpness depends on it."""
ALIKE = 4
"""Bits of 64 in which the hashes of one picture may differ (measured: copies differ by 1, others by 21 at least)."""
BLURRED = 30
"""Variance of the Laplacian below which a picture counts as blurred (measured: sharp photographs have 200 to 2,065,
smeared over every 25 of 4,200 px 13 to 58). Fog and bare walls are as low, so it is never more than a reminder."""


def likeness(image: Image.Image) -> int:
    """Return the difference hash of a picture: for 8 × 8 places, whether it is lighter than its right neighbour.

    64 bits, row by row, the first place highest.
    """
    grey = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.LANCZOS), dtype=np.int16)
    return int.from_bytes(np.packbits(grey[:, :-1] > grey[:, 1:]).tobytes(), "big")


def alike(one: int, other: int) -> bool:
    """Return whether two hashes are of one picture, possibly brightened, made smaller or compressed again.

    False for pictures without features (a bare wall, a sheet of paper), because their hashes do not distinguish them.

    >>> alike(0b101100111, 0b101100100), alike(0b101100111, 2**64 - 1), alike(0, 0)
    (True, False, False)
    """
    return (one ^ other).bit_count() <= ALIKE < min(one.bit_count(), 64 - one.bit_count())


def sharpness(image: Image.Image) -> float:
    """Return the variance of the Laplacian (grey values of 0 to 255) of a picture of `HASHED_SIDE` px."""
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    if min(grey.shape) < 3:
        return 0.0
    middle = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * middle
    return float(laplacian.var())
