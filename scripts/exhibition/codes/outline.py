"""Turns the modules of a code into an SVG: one even-odd path along their outlines, so that no seam can show.

Where dark modules touch by a corner the path runs straight on: even-odd filling does not mind a path that crosses
itself, and every corner saved is five bytes saved.
"""

from __future__ import annotations

from itertools import compress

from .penalty import SIZE
from .symbol import Rows

QUIET = 4
"""The quiet zone around a code, in modules (ISO/IEC 18004, 9.1)."""

SIDE = SIZE + 1
"""Lattice points in a line: one more than modules."""
POINTS = tuple((x, y) for y in range(SIDE) for x in range(SIDE))
BY_ROW = tuple(range(SIDE * SIDE))
"""Lattice points by number, line after line."""
BY_COLUMN = tuple(number for x in range(SIDE) for number in range(x, SIDE * SIDE, SIDE))
STARTS = tuple(f"M{x} {y}" for x, y in POINTS)
ACROSS = {distance: f"h{distance}" for distance in range(-SIZE, SIDE)}
DOWN = {distance * SIDE: f"v{distance}" for distance in range(-SIZE, SIDE)}
BITS = bytes.maketrans(b"01", b"\0\1")

WHOLE = SIZE + 2 * QUIET
FRAME = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{QUIET} -{QUIET} {WHOLE} {WHOLE}">'
    f'<path fill="#fff" d="M-{QUIET}-{QUIET}h{WHOLE}v{WHOLE}h-{WHOLE}z"/><path fill-rule="evenodd" d="{{}}"/></svg>\n'
)
"""The white panel holds the quiet zone; the code's own black is the initial fill."""


def svg(rows: Rows) -> bytes:
    """Return a code as an SVG of one unit a module, in black on a white panel that includes the quiet zone."""
    return FRAME.format(outline(rows)).encode("ascii")


def outline(rows: Rows) -> str:
    """Return the path data of the dark modules; to be filled by the even-odd rule."""
    turns = corners(rows)
    points = list(compress(BY_ROW, turns))
    across = partners(points)
    down = partners(list(compress(BY_COLUMN, b"".join(turns[x::SIDE] for x in range(SIDE)))))
    path: list[str] = []
    for start in points:
        if start in across:
            path += walk(start, across, down)
    return "".join(path)


def walk(start: int, across: dict[int, int], down: dict[int, int]) -> list[str]:
    """Return one closed line that begins at `start`; what has been walked is taken out of `across`."""
    path = [STARTS[start]]
    here = start
    while True:
        there = across.pop(here)
        del across[there]
        path.append(ACROSS[there - here])
        here = down[there]
        if here == start:
            path.append("z")
            return path
        path.append(DOWN[here - there])


def corners(rows: Rows) -> bytes:
    """Return 1 for every lattice point where the outline turns, else 0: an odd number of its four modules is dark."""
    lines, above = [], 0
    for row in (*rows, 0):
        edge = above ^ row
        lines.append(format(edge << 1 ^ edge, f"0{SIDE}b"))
        above = row
    return "".join(lines).encode("ascii").translate(BITS)


def partners(ends: list[int]) -> dict[int, int]:
    """Return the other end of each line, given the ends of all lines, two by two."""
    left, right = ends[::2], ends[1::2]
    return dict(zip(left + right, right + left, strict=True))
