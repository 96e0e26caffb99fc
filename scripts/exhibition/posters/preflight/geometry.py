"""Matrices and boxes of PDF pages as plain tuples, in points, y upwards (PDF 32000-1, 8.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, lower, right, upper."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NOTHING: Box = (math.inf, math.inf, -math.inf, -math.inf)
MM = 72 / 25.4
"""Points in a millimetre."""


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the product that applies `first` and then `then` (row vectors, as in PDF)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(box: Box, matrix: Matrix) -> Box:
    """Return the axis-aligned bounding box of `box` transformed by `matrix`."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    if x1 < x0:
        return NOTHING
    xs = (a * x0, a * x1), (c * y0, c * y1)
    ys = (b * x0, b * x1), (d * y0, d * y1)
    return (
        min(xs[0]) + min(xs[1]) + e,
        min(ys[0]) + min(ys[1]) + f,
        max(xs[0]) + max(xs[1]) + e,
        max(ys[0]) + max(ys[1]) + f,
    )


def common(first: Box, second: Box) -> Box:
    """Return the intersection of two boxes; an inverted box (see `is_empty`) if they do not intersect."""
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def is_empty(box: Box) -> bool:
    """Return whether the box is inverted; a line or a point is not empty."""
    return box[2] < box[0] or box[3] < box[1]


def meets(first: Box, second: Box) -> bool:
    """Return whether two boxes overlap by more than an edge. A line inside a box overlaps it."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def holds(outer: Box, inner: Box, tolerance: float) -> bool:
    """Return whether `inner` lies inside `outer`, within `tolerance`."""
    return (
        inner[0] >= outer[0] - tolerance
        and inner[1] >= outer[1] - tolerance
        and inner[2] <= outer[2] + tolerance
        and inner[3] <= outer[3] + tolerance
    )


def grown(box: Box, by: float) -> Box:
    """Return the box with all four edges moved outwards by `by` (inwards if negative)."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that contains all boxes; `NOTHING` if there are none."""
    x0, y0, x1, y1 = NOTHING
    for box in boxes:
        x0, y0, x1, y1 = min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3])
    return (x0, y0, x1, y1)


def least_scale(matrix: Matrix) -> float:
    """Return the scale factor in the direction of least stretch (the smaller singular value)."""
    a, b, c, d = matrix[:4]
    sum_, turn = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    return math.sqrt(max(0.0, (sum_ - math.sqrt(max(0.0, sum_ * sum_ - 4 * turn * turn))) / 2))
