"""Imposed sheets: all pieces on the sheet, none in the bleed of another, no trim mark on artwork."""

from __future__ import annotations

import itertools
import re

import pytest

from exhibition.print.formats import FORMATS, PT
from exhibition.print.jobs.imposition import compute_trim, draw_trim_marks, iter_cells, list_piece_offsets
from exhibition.print.jobs.render_bundle import expect_sheet, expect_sheet_size
from exhibition.print.preflight import ExpectedCode, ExpectedPage

Box = tuple[float, float, float, float]
SCHEMES = {key: row.imposition for key, row in FORMATS.items() if row.imposition}


def bleeds(key: str) -> list[Box]:
    """Return left, bottom, right and top of each piece including its bleed, in mm on the sheet."""
    format, out = FORMATS[key], FORMATS[key].bleed_mm
    corners = iter_cells(format, SCHEMES[key])
    return [(x - out, y - out, x + format.width_mm + out, y + format.height_mm + out) for x, y in corners]


@pytest.mark.parametrize("key", SCHEMES)
def test_pieces_lie_on_the_sheet_and_apart(key: str) -> None:
    scheme, boxes = SCHEMES[key], bleeds(key)
    assert len(boxes) == scheme.each == scheme.rows * scheme.columns
    assert all(min(box) >= 3 and box[2] <= scheme.width_mm - 3 and box[3] <= scheme.height_mm - 3 for box in boxes)
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("key", SCHEMES)
def test_marks_are_at_the_trims_and_outside_every_bleed(key: str) -> None:
    format, scheme = FORMATS[key], SCHEMES[key]
    for x, y in iter_cells(format, scheme):
        numbers = [
            [float(number) / PT for number in line]
            for line in re.findall(r"(\S+) (\S+) m (\S+) (\S+) l S", draw_trim_marks(x, y, format, scheme.gap_mm))
        ]
        assert len(numbers) == 8
        for x0, y0, x1, y1 in numbers:
            line = (min(x0, x1) - 0.04, min(y0, y1) - 0.04, max(x0, x1) + 0.04, max(y0, y1) + 0.04)
            assert not any(overlap(line, box) for box in bleeds(key))
            on_trim = (x0 - x, x0 - x - format.width_mm) if x0 == x1 else (y0 - y, y0 - y - format.height_mm)
            assert min(map(abs, on_trim)) < 0.01


@pytest.mark.parametrize("key", SCHEMES)
def test_the_preflight_is_told_where_each_piece_lies(key: str) -> None:
    format, scheme = FORMATS[key], SCHEMES[key]
    sheet = expect_sheet_size(format, scheme)
    left, bottom, right, top = compute_trim(format, scheme)
    assert (sheet.trim_width_mm, sheet.trim_height_mm) == pytest.approx((right - left, top - bottom))
    assert [(cut.x_mm, cut.y_mm) for cut in sheet.cuts] == list_piece_offsets(format, scheme)
    page = ExpectedPage(("楼",), (ExpectedCode("https://louzu.baoshan/10001/", 10, 20, 2),))
    told = expect_sheet([page, page], format, scheme)
    second = list_piece_offsets(format, scheme)[1]
    assert [(code.x_mm, code.y_mm) for code in told.codes] == [(10, 20), (10 + second[0], 20 + second[1])]
