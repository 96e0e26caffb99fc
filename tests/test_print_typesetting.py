"""Texts of posters: line breaking of Chinese, size of a text in its box, texts that do not fit."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibition.print.layers import TextLayer
from exhibition.print.typesetting import ASCENT, NOT_FIRST, NOT_LAST, break_lines, fit_text, split_unbreakable


def width(text: str) -> float:
    """A face in which Chinese characters are 1 em wide and all others 0.5 em."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


CHINESE = st.text(st.sampled_from("共和十一村楼组（）《》“”，。、：；？！·64号ab "), min_size=2, max_size=40)


@given(CHINESE, st.integers(2, 3))
def test_no_line_begins_or_ends_with_the_wrong_sign_and_nothing_is_lost(text: str, count: int) -> None:
    lines = break_lines(text, count, width)
    if lines is None:
        return
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for before, after in pairwise(lines):
        assert after[0] not in NOT_FIRST
        assert before[-1] not in NOT_LAST


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("64号楼", ["64号", "楼"]),
        ("“五微”", ["“五", "微”"]),
        ("（示例）", ["（示", "例）"]),
        ("louzu.example/10009/", ["louzu.example/10009/"]),
    ],
)
def test_what_belongs_together_stays_together(text: str, parts: list[str]) -> None:
    assert split_unbreakable(text) == parts


def test_two_lines_are_balanced_and_break_at_a_pause_where_that_costs_little() -> None:
    assert break_lines("七次坐下来议事，楼道清爽了，电梯也装上了。", 2, width) == [
        "七次坐下来议事，",
        "楼道清爽了，电梯也装上了。",
    ]
    assert break_lines("共和十一村楼组（示例示例示）", 2, width) == ["共和十一村楼组", "（示例示例示）"]


BOX = TextLayer("name", 10, 20, 100, 30, 24, 8, lines=2, leading=1.2)


def test_a_short_name_is_as_large_as_allowed_and_stands_in_the_middle() -> None:
    setting = fit_text("楼", BOX, width)
    assert setting is not None
    assert setting.size == 24
    (line,) = setting.lines
    assert line.x == pytest.approx(10 + (100 - 24) / 2)
    assert line.baseline == pytest.approx(20 + (30 - 24) / 2 + ASCENT * 24)


def test_a_long_name_wraps_and_shrinks_but_never_below_its_least_size() -> None:
    setting = fit_text("一二三四五六七八九十", BOX, width)
    assert setting is not None
    assert len(setting.lines) == 2
    assert 8 <= setting.size < 24
    assert fit_text("字" * 26, BOX, width) is None


@given(st.text("楼组共和一二", min_size=1, max_size=60))
def test_what_fits_stays_inside_its_box(text: str) -> None:
    setting = fit_text(text, BOX, width)
    if setting is None:
        assert width(text) / 2 * BOX.smallest > BOX.width * 0.9
        return
    for line in setting.lines:
        assert BOX.x - 1e-6 <= line.x
        assert line.x + width(line.text) * setting.size <= BOX.x + BOX.width + 1e-6
        assert BOX.y - 1e-6 <= line.baseline - ASCENT * setting.size
        assert line.baseline + (1 - ASCENT) * setting.size <= BOX.y + BOX.height + 1e-6


def test_a_column_stands_from_top_to_bottom() -> None:
    setting = fit_text("扫一扫　看", TextLayer("invitation", 0, 0, 5, 60, 4, 2, column=True), width)
    assert setting is not None
    assert [line.text for line in setting.lines] == list("扫一扫看")
    assert len({line.x for line in setting.lines}) == 1
    baselines = [line.baseline for line in setting.lines]
    assert baselines == sorted(baselines)
    assert baselines[3] - baselines[2] > baselines[2] - baselines[1]
