"""Render the modules of a QR code as SVG: one even-odd path along their outlines, so that no seam can show.

Where dark modules touch at a corner the path runs straight on: even-odd filling permits a path that crosses itself, and
every corner saved is five bytes saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import compress

from .symbol import Rows

QUIET = 4
"""The quiet zone around a code, in modules (ISO/IEC 18004, 9.1)."""

BITS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Lattice:
    """The corner points of modules, one more in a line than modules, and the path commands between them."""

    side: int
    """Points in a line."""
    by_row: tuple[int, ...]
    """Points by number, line after line."""
    by_column: tuple[int, ...]
    starts: tuple[str, ...]
    """The command that begins a path at each point."""
    across: dict[int, str]
    """Commands of horizontal lines by the difference of the numbers of their ends."""
    down: dict[int, str]
    """Commands of vertical lines, likewise."""


@cache
def lattice(size: int) -> Lattice:
    """Return the grid of a symbol of `size` × `size` modules."""
    side = size + 1
    return Lattice(
        side,
        tuple(range(side * side)),
        tuple(number for x in range(side) for number in range(x, side * side, side)),
        tuple(f"M{x} {y}" for y in range(side) for x in range(side)),
        {distance: f"h{distance}" for distance in range(-size, side)},
        {distance * side: f"v{distance}" for distance in range(-size, side)},
    )


def svg(rows: Rows) -> bytes:
    """Return a code as an SVG of one unit a module, in black on a white panel that includes the quiet zone."""
    whole = len(rows) + 2 * QUIET
    # Black is the initial fill of SVG.
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{QUIET} -{QUIET} {whole} {whole}">'
        f'<path fill="#fff" d="M-{QUIET}-{QUIET}h{whole}v{whole}h-{whole}z"/>'
        f'<path fill-rule="evenodd" d="{outline(rows)}"/></svg>\n'
    )
    return drawing.encode("ascii")


def outline(rows: Rows) -> str:
    """Return the path data of the dark modules; to be filled by the even-odd rule."""
    points, turns = lattice(len(rows)), corners(rows)
    places = list(compress(points.by_row, turns))
    across = partners(places)
    columns = b"".join(turns[x :: points.side] for x in range(points.side))
    down = partners(list(compress(points.by_column, columns)))
    path: list[str] = []
    for start in places:
        if start in across:
            path += walk(start, across, down, points)
    return "".join(path)


def walk(start: int, across: dict[int, int], down: dict[int, int], points: Lattice) -> list[str]:
    """Return one closed line that begins at `start`; remove the lines used from `across`."""
    path = [points.starts[start]]
    here = start
    while True:
        there = across.pop(here)
        del across[there]
        path.append(points.across[there - here])
        here = down[there]
        if here == start:
            path.append("z")
            return path
        path.append(points.down[here - there])


def corners(rows: Rows) -> bytes:
    """Return 1 for every grid point where the outline turns, else 0: an odd number of its four modules is dark."""
    lines, above, width = [], 0, f"0{len(rows) + 1}b"
    for row in (*rows, 0):
        edge = above ^ row
        lines.append(format(edge << 1 ^ edge, width))
        above = row
    return "".join(lines).encode("ascii").translate(BITS)


def partners(ends: list[int]) -> dict[int, int]:
    """Return the other end of each line, given the ends of all lines in pairs."""
    left, right = ends[::2], ends[1::2]
    return dict(zip(left + right, right + left, strict=True))
