"""Penalty of a mask: the points that `qrcode` counts for a draft of a symbol (ISO/IEC 18004, 7.8.3).

A symbol of `size` rows is one number, each row `size` bits after a light guard bit: a shift by 1 compares with the right
neighbour, a shift by `size + 1` with the one below, for all modules at once.
"""

from __future__ import annotations

from functools import cache


@cache
def all_modules(size: int) -> int:
    """Return a symbol of which every module is dark, without the guards."""
    return int("".join("0" + "1" * size for _ in range(size)), 2)


def penalty(dark: int, size: int) -> int:
    """Return the penalty of a symbol of `size` × `size` modules; the mask with the lowest is the best."""
    light, down = dark ^ all_modules(size), size + 1
    return lines(dark, light, 1) + lines(dark, light, down) + blocks(dark, light, down) + imbalance(dark, size)


def lines(dark: int, light: int, step: int) -> int:
    """Return the points for long runs (rule 1) and for finder-like patterns (rule 3) along one direction."""
    pairs, fours = dark & dark >> step, light & light >> step
    fours &= fours >> 2 * step
    dark_runs = pairs & pairs >> 2 * step & dark >> 4 * step
    light_runs = fours & light >> 4 * step
    # 1011101 with four light modules before or after it.
    finders = dark & light >> step & pairs >> 2 * step & dark >> 4 * step & light >> 5 * step & dark >> 6 * step
    if finders:
        looks = (finders & fours >> 7 * step).bit_count() + (finders & fours << 4 * step).bit_count()
        return runs(dark_runs, step) + runs(light_runs, step) + 40 * looks
    return runs(dark_runs, step) + runs(light_runs, step)


def runs(fives: int, step: int) -> int:
    """Return length - 2 for each run of five or more, given every place where five modules of a colour begin."""
    return fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()


def blocks(dark: int, light: int, down: int) -> int:
    """Return three points for each 2 × 2 block of one colour (rule 2)."""
    dark &= dark >> 1
    light &= light >> 1
    return 3 * ((dark & dark >> down).bit_count() + (light & light >> down).bit_count())


def imbalance(dark: int, size: int) -> int:
    """Return ten points for each full 5 % by which the share of dark modules differs from one half (rule 4)."""
    return int(abs(dark.bit_count() / size**2 * 100 - 50) / 5) * 10
