"""The ink table: same colours as the palette, within the ink limit, with the colour difference that it states."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage.color import deltaE_ciede2000

from exhibition.print.colour import (
    INK_TABLE,
    MAX_INK_SUM,
    UnknownColour,
    find_ink_by_hex,
    find_profile,
    load_palette_inks,
    load_palette_rows,
    read_inks,
)
from illustrations.palette import COLOURS
from tools.ink_solver import compute_delta_e, convert_hex_to_lab, make_measure


def test_the_table_holds_the_palette_of_the_screens() -> None:
    """After adding a colour, rewrite the table: `python -m tools.ink_solver`."""
    assert {row.name: row.hex for row in load_palette_rows()} == {name: hex.upper() for name, hex in COLOURS.items()}


def test_no_ink_is_too_wet_for_the_press() -> None:
    assert max(ink.total for ink in load_palette_inks().values()) <= MAX_INK_SUM


def test_paper_shows_what_screens_show() -> None:
    """Measured with the profile; a ΔE of 1 is just visible side by side."""
    rows = load_palette_rows()
    found = compute_delta_e(
        make_measure(find_profile())([row.ink for row in rows]), convert_hex_to_lab([row.hex for row in rows])
    )
    for row, difference in zip(rows, found, strict=True):
        assert difference == pytest.approx(row.delta_e, abs=0.5), row.name
    assert found.max() < 2


def test_differences_are_those_of_the_standard() -> None:
    dice = np.random.default_rng(1)
    one, other = (dice.uniform([0, -90, -90], [100, 90, 90], (500, 3)) for _ in range(2))
    assert compute_delta_e(one, other) == pytest.approx(deltaE_ciede2000(one, other))


def test_a_colour_without_ink_is_an_error() -> None:
    assert find_ink_by_hex("#fbf6ec") == load_palette_inks()["paper"]
    with pytest.raises(UnknownColour, match="#123456"):
        find_ink_by_hex("#123456")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("#123456,1,2,3", "看不懂"),
        ("#123456,1,2,3,x", "看不懂"),
        ("#123456,90,90,90,90", "超出范围"),
        ("#1,0,0,0,101", "超出范围"),
    ],
)
def test_a_wrong_row_is_said_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    table = tmp_path / "inks.csv"
    table.write_text(f"hex,c,m,y,k\n#000000,0,0,0,100\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"第 3 行.*{said}"):
        read_inks(table)


def test_a_town_s_own_table_may_come_from_excel(tmp_path: Path) -> None:
    table = tmp_path / "inks.csv"
    table.write_bytes(b"\xef\xbb\xbf" + b"name,hex,c,m,y,k\r\nred,#e60012,0,100,95,0\r\n")
    (row,) = read_inks(table)
    assert (row.hex, tuple(row.ink), row.delta_e) == ("#E60012", (0, 100, 95, 0), 0)
    assert INK_TABLE.exists()
