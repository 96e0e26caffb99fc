"""Compute CMYK values of the palette for the printing profile: small colour difference, few inks, whole numbers.

`python -m tools.ink_solver` rewrites the ink table. Run it after adding a colour to the palette.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from exhibition.print.colour import INK_TABLE, MAX_INK_SUM, Ink, InkRow, PrintProfile, find_profile
from illustrations.palette import COLOURS

Floats = NDArray[np.float64]
INK_COST = 0.3
"""Cost of each ink used, in ΔE: at equal difference, three inks print better than four."""
SUM_COST = 0.004
"""Cost of each per cent of ink, in ΔE."""
DIRT_COST, LIGHT = 0.06, 62
"""Cost of each per cent of black in a light colour, in ΔE, because its dots are visible; the L* of light colours."""
TIDY, TIDY_COST = 5, 0.7
"""Values are rounded to multiples of the first if that adds at most the second to ΔE."""
ROUNDS = 60


def solve_inks(profile: PrintProfile) -> list[InkRow]:
    """Return the ink row of every colour of the palette."""
    measure = make_measure(profile)
    rows = []
    for name, hex in COLOURS.items():
        target = convert_hex_to_lab([hex])
        ink = round_ink(find_nearest(guess_ink(hex, profile), target, measure), target, measure)
        rows.append(InkRow(name, hex.upper(), ink, round(float(compute_delta_e(measure([ink]), target)[0]), 2)))
    return rows


def find_nearest(start: Ink, target: Floats, measure: Callable[[Iterable[Ink]], Floats]) -> Ink:
    """Return the ink of least cost found by descent from the profile's own separation and from ones with less black."""
    c, m, y, k = start
    starts = [start, Ink(min(100, c + k // 2), min(100, m + k // 2), min(100, y + k // 2), 0), Ink(c, m, y, k // 2)]
    return min(
        (descend(one, target, measure) for one in starts), key=lambda ink: compute_costs([ink], target, measure)[0]
    )


def descend(ink: Ink, target: Floats, measure: Callable[[Iterable[Ink]], Floats]) -> Ink:
    """Descend from `ink` in steps of 8, 3 and 1 per cent until no step lowers the cost."""
    for step in (8, 3, 1):
        for _ in range(ROUNDS):
            around = [near for near in list_neighbours(ink, step) if near.total <= MAX_INK_SUM]
            best = around[int(np.argmin(compute_costs(around, target, measure)))]
            if best == ink:
                break
            ink = best
    return ink


def list_neighbours(ink: Ink, step: int) -> list[Ink]:
    """Return an ink and its neighbours: each value unchanged, changed by `step`, or set to 0."""
    ways = [sorted({max(0, share - step), share, min(100, share + step), 0}) for share in ink]
    return [ink, *(Ink(*shares) for shares in product(*ways))]


def round_ink(ink: Ink, target: Floats, measure: Callable[[Iterable[Ink]], Floats]) -> Ink:
    """Round an ink to multiples of `TIDY`, as far as the added difference stays within `TIDY_COST`."""
    ways = [sorted({share, round(share / TIDY) * TIDY}) for share in ink]
    tidy = sorted((Ink(*shares) for shares in product(*ways)), key=lambda one: sum(share % TIDY != 0 for share in one))
    limit = compute_delta_e(measure([ink]), target)[0] + TIDY_COST
    return next(one for one in tidy if one.total <= MAX_INK_SUM and compute_delta_e(measure([one]), target)[0] <= limit)


def compute_costs(inks: list[Ink], target: Floats, measure: Callable[[Iterable[Ink]], Floats]) -> Floats:
    """Return the cost of inks for a colour: difference, number of inks, sum of inks, black in a light colour."""
    numbers = np.array(inks, dtype=np.float64)
    dirt = DIRT_COST * numbers[:, 3] * (target[0, 0] > LIGHT)
    price = INK_COST * (numbers > 0).sum(axis=1) + SUM_COST * numbers.sum(axis=1)
    return np.asarray(compute_delta_e(measure(inks), target) + price + dirt)


def make_measure(profile: PrintProfile) -> Callable[[Iterable[Ink]], Floats]:
    """Return the function that converts inks to colours on the profile's paper (relative CIELAB, D50)."""
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(BytesIO(profile.data)),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )

    def measure(inks: Iterable[Ink]) -> Floats:
        pixels = np.round(np.array([list(inks)], dtype=np.float64) * 2.55).astype(np.uint8)
        return convert_lab(ImageCms.applyTransform(Image.fromarray(pixels, "CMYK"), transform))

    return measure


def convert_hex_to_lab(hexes: list[str]) -> Floats:
    """Convert sRGB colours to CIELAB (D50)."""
    pixels = np.array([[list(bytes.fromhex(hex[1:])) for hex in hexes]], dtype=np.uint8)
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    return convert_lab(ImageCms.applyTransform(Image.fromarray(pixels, "RGB"), transform))


def convert_lab(image: Image.Image | None) -> Floats:
    """Convert pixels of Pillow's LAB mode to L* from 0 to 100 and signed a*, b*."""
    numbers = np.asarray(image).reshape(-1, 3)
    return np.stack([numbers[:, 0] / 2.55, *(numbers[:, index].astype(np.int8) for index in (1, 2))], axis=-1)


def guess_ink(hex: str, profile: PrintProfile) -> Ink:
    """Return the profile's own separation of a colour, reduced to the ink limit."""
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(profile.data)), "RGB", "CMYK"
    )
    pixel = ImageCms.applyTransform(Image.new("RGB", (1, 1), hex), transform)
    assert pixel is not None
    c, m, y, k = (round(share / 2.55) for share in pixel.getpixel((0, 0)))  # type: ignore[union-attr]
    over = max(0, c + m + y + k - MAX_INK_SUM)
    return Ink(c - -(-over // 3), m - -(-over // 3), y - -(-over // 3), k)


def compute_delta_e(one: Floats, other: Floats) -> Floats:
    """Return the CIEDE2000 difference of colours (CIE 142-2001; symbols as there)."""
    mean_c = (np.hypot(one[:, 1], one[:, 2]) + np.hypot(other[:, 1], other[:, 2])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    (l1, c1, h1), (l2, c2, h2) = (to_polar(colour, stretch) for colour in (one, other))
    dh = np.where(c1 * c2 == 0, 0, (h2 - h1 + 180) % 360 - 180)
    big_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    l_, c_, h_ = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + dh / 2) % 360
    waves = ((0.17, 1, -30), (-0.24, 2, 0), (-0.32, 3, 6), (0.20, 4, -63))
    t = 1 - sum(share * np.cos(np.radians(times * h_ + turn)) for share, times, turn in waves)
    s_l = 1 + 0.015 * (l_ - 50) ** 2 / np.sqrt(20 + (l_ - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_, 1 + 0.015 * c_ * t
    turn = -2 * np.sqrt(c_**7 / (c_**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((h_ - 275) / 25) ** 2))))
    dl, dc, dhh = (l2 - l1) / s_l, (c2 - c1) / s_c, big_h / s_h
    return np.asarray(np.sqrt(np.clip(dl**2 + dc**2 + dhh**2 + turn * dc * dhh, 0, None)))


def to_polar(colour: Floats, stretch: Floats) -> tuple[Floats, Floats, Floats]:
    """Convert to lightness, chroma and hue (degrees), with a* multiplied by `stretch`."""
    a = colour[:, 1] * stretch
    return colour[:, 0] + 0 * a, np.hypot(a, colour[:, 2]), np.degrees(np.arctan2(colour[:, 2], a)) % 360


def main() -> None:
    """Rewrite the ink table."""
    with INK_TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "hex", "c", "m", "y", "k", "delta_e"])
        for row in solve_inks(find_profile()):
            writer.writerow([row.name, row.hex, *row.ink, row.delta_e])
            print(row, file=sys.stderr)


if __name__ == "__main__":
    main()
