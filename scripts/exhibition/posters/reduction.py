"""Reduce an ICC profile to a smaller one with the same tags for embedding: 60 kB instead of 1 MB.

A file needs the profile only to describe its inks, for which coarser tables do nearly as well (mean 0.4 ΔE2000);
colours are converted with the full profile.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .icc import described, description, profile, tags

Numbers = NDArray[np.float64]

GRIDS = {"A2B1": 7, "A2B0": 7, "B2A1": 11, "B2A0": 11, "gamt": 9}
"""Grid points of each table per axis. With an odd number one lies in the middle, where the greys are."""
SHARED = {"A2B2": "A2B0", "B2A2": "B2A0"}
"""Saturation tables, which are not used here: the perceptual tables replace them, as in readers that find none."""
KEPT = ("desc", "cprt", "wtpt")
"""Other tags that an output profile must have (ICC.1:2001-04, 6.3.3)."""
TYPE = b"mft2"
"""Type signature of 16-bit tables (`lut16Type`, 6.5.8)."""
MARK = ", reduced"
"""Suffix of the profile's name: altered versions must be marked as such (zlib licence)."""
FULL = 65535


class Table(NamedTuple):
    """A `lut16Type`: matrix, input curves, grid, output curves."""

    matrix: bytes
    before: Numbers
    grid: Numbers
    behind: Numbers


def reduced(data: bytes) -> bytes:
    """Return a smaller profile of the same colours; `data` itself if its tables are of another type."""
    given = tags(data)
    if any(given.get(name, b"")[:4] != TYPE for name in GRIDS):
        return data
    small = {name: written(coarse(read(given[name]), points)) for name, points in GRIDS.items()}
    kept = {name: given[name] for name in KEPT if name in given} | {"desc": described(description(given) + MARK)}
    return profile(data[:128], kept | small | {name: small[other] for name, other in SHARED.items()})


def read(tag: bytes) -> Table:
    """Parse the table of a tag."""
    inputs, outputs, points = tag[8:11]
    before, behind = struct.unpack(">HH", tag[48:52])
    sizes = (inputs * before, points**inputs * outputs, outputs * behind)
    numbers = np.frombuffer(tag, ">u2", sum(sizes), 52).astype(np.float64)
    first, grid, last = np.split(numbers, [sizes[0], sizes[0] + sizes[1]])
    return Table(
        tag[12:48],
        first.reshape(inputs, before),
        grid.reshape((points,) * inputs + (outputs,)),
        last.reshape(outputs, behind),
    )


def written(table: Table) -> bytes:
    """Encode a table as a tag."""
    (inputs, before), (outputs, behind) = table.before.shape, table.behind.shape
    head = TYPE + bytes(4) + bytes((inputs, outputs, table.grid.shape[0], 0)) + table.matrix
    numbers = (np.clip(np.round(part), 0, FULL).astype(">u2").tobytes() for part in table[1:])
    return head + struct.pack(">HH", before, behind) + b"".join(numbers)


def coarse(table: Table, points: int) -> Table:
    """Return a table with fewer grid points; straight curves are reduced to their end points."""
    grid = table.grid
    change = thinned(grid.shape[0], points)
    for axis in range(grid.ndim - 1):
        grid = np.moveaxis(np.tensordot(change, grid, (1, axis)), 0, axis)
    return table._replace(before=plain(table.before), grid=grid, behind=plain(table.behind))


def plain(curves: Numbers) -> Numbers:
    """Return the end points of the curves if all of them are straight lines, else the curves unchanged."""
    lines = np.linspace(curves[:, 0], curves[:, -1], curves.shape[1], axis=1)
    return curves[:, [0, -1]] if np.abs(lines - curves).max() < 1 else curves


def thinned(old: int, new: int) -> Numbers:
    """Return the matrix from values at `old` points to the values at `new` points with the best linear interpolation.

    It minimizes the squared error at the old points. Points that both grids share keep their values, so paper white and
    full inks do not change and greys stay grey.
    """
    between = lines(new, old)
    shared = [point for point in range(new) if point * (old - 1) % (new - 1) == 0]
    free = [point for point in range(new) if point not in shared]
    change = np.zeros((new, old))
    for point in shared:
        change[point, point * (old - 1) // (new - 1)] = 1
    change[free] = np.linalg.pinv(between[:, free]) @ (np.eye(old) - between[:, shared] @ change[shared])
    return change


def lines(given: int, wanted: int) -> Numbers:
    """Return the matrix of linear interpolation from values at `given` points to values at `wanted` points."""
    rows: list[Any] = [np.interp(np.linspace(0, 1, wanted), np.linspace(0, 1, given), unit) for unit in np.eye(given)]
    return np.stack(rows, axis=1)
