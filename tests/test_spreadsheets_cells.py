"""Cells, headings and files as spreadsheet programs leave them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon
from exhibition.exchange.spreadsheets.columns import (
    AmbiguousColumns,
    HeadingRow,
    find_headings,
    find_nearest_field,
    index_headings,
    list_columns,
    list_headings,
    normalize_heading,
)
from exhibition.exchange.spreadsheets.field_values import format_value, is_equal
from exhibition.exchange.spreadsheets.importing import open_book
from exhibition.exchange.spreadsheets.rows import CellParser, iter_rows
from exhibition.exchange.table_files import add_text_mark, remove_text_mark
from exhibition.exchange.workbooks import Cell, Grid, WorkbookContent, WorkbookProblem
from exhibition.exchange.workbooks.reader import parse_delimited, read_workbook
from exhibition.model import Exhibition
from exhibition.model.fields import Field, ListOf, RecordList
from exhibition.types import CONTENT_TYPES
from helpers.cases import TINY
from helpers.sheet_files import write_workbook

FIELD = {field.key: field for field in CONTENT_TYPES.fields}
IN_SHEETS = {field.key for row in CONTENT_TYPES for field in list_columns(row.name)}
NOT_IN_SHEETS = {"自治小组", "专委会", "策展"}
"""Lists of single values that stay out of sheets on purpose: there the bureau's lists have names of people."""


@pytest.fixture(scope="module")
def tiny() -> Exhibition:
    return load_exhibition(TINY).exhibition


@pytest.fixture(scope="module")
def door(tiny: Exhibition) -> CellParser:
    return CellParser(build_lexicon(tiny.vocabularies))


@pytest.mark.parametrize(
    ("key", "cell", "text"),
    [
        ("编号", 10064.0, "10064"),
        ("编号", "１００６４", "10064"),
        ("编号", " 10064\u00a0", "10064"),
        ("编号", "’10064", "10064"),
        ("编号", "'10064", "10064"),
        ("编号", "“10064”", "10064"),
        ("名称", "  64 号楼\u3000", "64 号楼"),
        ("名称", "64号楼\u200b", "64号楼"),
        ("名称", "64\u3164号\u115f楼\uffa0", "64号楼"),
        ("名称", "64号\u2028楼", "64号 楼"),
        ("一句话", "上一行\n 下一行", "上一行 下一行"),
        ("一句话", "'=一加一", "=一加一"),
        ("一句话", "‘阳台’里的花", "‘阳台’里的花"),
        ("街镇", "示二", "示例二镇"),
        ("星级", 3.0, "3"),
        ("星级", "3.0", "3"),
        ("星级", "四星", "4"),
        ("星级", "★★★", "3"),
        ("户数", "２４户", "24"),
        ("户数", 24.0, "24"),
        ("建立", datetime(2018, 11, 26), "2018-11-26"),
        ("建立", date(2018, 11, 26), "2018-11-26"),
        ("建立", 43430.0, "2018-11-26"),
        ("建立", "43430", "2018-11-26"),
        ("建立", 2018.0, "2018"),
        ("建立", 2018.11, "2018-11"),
        ("建立", 201811.0, "2018-11"),
        ("建立", 20181126.0, "2018-11-26"),
        ("建立", "2018年11月", "2018-11"),
        ("建立", "2018/11/26", "2018-11-26"),
        ("建立", "2018/11/26 0:00", "2018-11-26"),
        ("示例", True, "是"),
        ("示例", "否", "否"),
        ("主题", "剪纸、加装电梯、剪纸", "剪纸、加装电梯"),
        ("主题", "[剪纸, 楼道清理]", "剪纸、楼道清理"),
        ("主题", "剪纸\n楼道清理", "剪纸、楼道清理"),
        ("楼群", 20010.0, "20010"),
        ("楼号", 64.0, "64"),
        ("公约", "不堆物\n\n 轻声说话 ", "不堆物\n轻声说话"),
        ("居民区", "暂无", ""),
        ("居民区", "——", ""),
    ],
)
def test_a_cell_means_what_people_see(key: str, cell: Cell, text: str, door: CellParser) -> None:
    value, slip = door.parse_value(cell, FIELD[key])
    assert format_value(FIELD[key], value) == text
    assert (slip is None) == bool(text or cell in ("暂无", "——")), slip


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("建立", 2018.1, "E715"),
        ("建立", "2018.1", "E715"),
        ("建立", "18.11.26", "E229"),
        ("楼号", datetime(2026, 3, 2), "E712"),
        ("楼号", "3月2日", "E712"),
        ("楼号", "2026/3/2", "E712"),
        ("星级", datetime(2026, 3, 2), "E712"),
        ("户数", time(12, 30), "E223"),
        ("户数", timedelta(1), "E712"),
        ("户数", float("inf"), "E223"),
        ("户数", 1e300, "E224"),
        ("主题", "剪纸、火星", "E238"),
        ("楼群", "一百", "E236"),
        ("一句话", "字" * 61, "E221"),
        ("公约", "加微信 wxid_abc123", "E709"),
        ("一句话", "报名 13800000000", "E709"),
    ],
)
def test_what_was_meant_is_not_guessed(key: str, cell: Cell, code: str, door: CellParser) -> None:
    value, slip = door.parse_value(cell, FIELD[key])
    assert (slip.rule.code if slip else "") == code
    assert value is None


@given(st.text(max_size=12) | st.from_regex(r"['’‘=+\-@0-9]{1,6}", fullmatch=True), st.booleans())
def test_a_mark_in_front_is_taken_away_as_it_was_set(text: str, defuse: bool) -> None:
    assert remove_text_mark(add_text_mark(text, defuse=defuse)) == text


@given(st.from_regex(r"[=+\-@＝＋－＠\t\r].{0,8}", fullmatch=True))
def test_nothing_is_left_that_a_program_takes_for_a_formula(text: str) -> None:
    assert add_text_mark(text, defuse=True)[0] == "'"


@pytest.mark.parametrize(
    ("key", "one", "other", "same"),
    [
        ("名称", "３号楼（示例）", "3号楼(示例)", True),
        ("名称", "3号楼", "4号楼", False),
        ("楼号", "64号楼", "64", True),
        ("楼号", "64号", "65号", False),
        ("主题", ("剪纸", "加装电梯"), ("加装电梯", "剪纸"), True),
        ("主题", ("剪纸",), ("加装电梯", "剪纸"), False),
        ("公约", ("甲", "乙"), ("乙", "甲"), False),
        ("星级", 0, None, False),
    ],
)
def test_meanings_are_compared_not_spellings(key: str, one: object, other: object, same: bool) -> None:
    assert is_equal(FIELD[key], one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2018-11-01", "2018-11", True),
        ("2018-01-01", "2018", True),
        ("2018-11-02", "2018-11", False),
        ("2018-11-01", "2018", False),
        ("2018-11", "2018-12", False),
    ],
)
def test_a_month_is_the_first_of_it_for_a_program_that_has_no_months(
    one: str, other: str, same: bool, door: CellParser
) -> None:
    dates = [door.parse_value(text, FIELD["建立"])[0] for text in (one, other)]
    assert is_equal(FIELD["建立"], *dates) is same
    assert is_equal(FIELD["建立"], *reversed(dates)) is same


def test_every_field_is_in_sheets_or_was_left_out_on_purpose() -> None:
    assert {key for key, field in FIELD.items() if not isinstance(field.kind, RecordList)} == IN_SHEETS | NOT_IN_SHEETS
    assert not IN_SHEETS & NOT_IN_SHEETS


@pytest.mark.parametrize("kind", [row.name for row in CONTENT_TYPES])
def test_no_heading_means_two_fields(kind: str) -> None:
    fields = list_columns(kind)
    for field in fields:
        for heading in (field.key, *list_headings(field)):
            clash = [
                one.key
                for one in fields
                if normalize_heading(heading) in map(normalize_heading, (one.key, *list_headings(one)))
            ]
            assert clash == [field.key] or heading in {one.key for one in fields}, heading
        assert index_headings(fields, {})[normalize_heading(field.key)] is field


@pytest.mark.parametrize(
    "heading",
    ["序号", "楼组长姓名", "姓名", "联系电话", "手机号", "楼组长", "备注", "联系人", "身份证号", "室号", "填表人"],
)
def test_nobody_is_led_to_import_what_is_about_people(heading: str) -> None:
    fields = list_columns("unit")
    assert find_nearest_field(heading, index_headings(fields, {})) == ""
    assert normalize_heading(heading) not in index_headings(fields, {})


def headed(*cells: list[Cell]) -> HeadingRow:
    [found] = find_headings(WorkbookContent([Grid("表", list(cells))]), list_columns("unit"), {})
    return found


def test_the_fields_own_name_is_surer_than_another_heading() -> None:
    found = headed(["活力楼组", "名称", "编号", "街道", "街镇"], ["甲", "乙", "10001", "丙", "丁"])
    assert {column: field.key for column, field in found.fields.items()} == {1: "名称", 2: "编号", 4: "街镇"}
    assert found.several == (
        AmbiguousColumns("名称", "名称", ("活力楼组",)),
        AmbiguousColumns("街镇", "街镇", ("街道",)),
    )


def test_rows_keep_their_numbers_and_what_is_no_row_is_left_out(door: CellParser) -> None:
    found = headed(
        ["编号", "名称", "星级"],
        ["20001", "示例一号楼", 3.0],
        ["", "", ""],
        ["编号", "名称", "星级"],
        ["20002"],
        [" 小 计 ", "", 7.0],
        ["", "填表说明：示例", ""],
    )
    assert [(row.number, row.id) for row in iter_rows(found, door)] == [(2, "20001"), (5, "20002")]


def test_cells_merged_downwards_belong_to_every_row() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["示例汇总表", None, None],
        ["编号", "街镇", "名称"],
        ["20001", "示例街镇", "甲"],
        ["20002", None, "乙"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    sheet.row_dimensions[4].hidden = True
    data = BytesIO()
    book.save(data)
    book = open_book(data.getvalue())
    assert isinstance(book, WorkbookContent)
    assert book.grids[0].rows[3] == ["20002", "示例街镇", "乙"]
    assert book.grids[0].hidden_rows == (3,)


def test_hidden_sheets_are_not_looked_at_and_the_best_of_the_others_is_taken() -> None:
    data = BytesIO()
    book = xlsxwriter.Workbook(data)
    for name, cells in (("旧的", ["编号", "名称", "星级"]), ("封面", ["编号", "说明"]), ("今年", ["编号", "名称"])):
        book.add_worksheet(name).write_row(0, 0, cells)
    book.worksheets()[1].activate()
    book.worksheets()[0].hide()
    book.close()
    told = open_book(data.getvalue())
    assert isinstance(told, WorkbookContent)
    assert told.hidden == ("旧的",)
    [found] = find_headings(told, list_columns("unit"), {})
    assert found.grid.name == "今年"


def test_a_formula_is_what_it_came_to_and_a_broken_one_says_nothing(door: CellParser) -> None:
    data = BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "名称", "户数", "星级"])
    sheet.write_row(1, 0, [20001, "甲"])
    sheet.write_formula(1, 2, "=12+12", None, 24)
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    book.close()
    told = open_book(data.getvalue())
    assert isinstance(told, WorkbookContent)
    [found] = find_headings(told, list_columns("unit"), {})
    assert [row.values for row in iter_rows(found, door)] == [{"id": "20001", "name": "甲", "households": 24}]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_in_every_encoding_with_every_separator(codec: str, separator: str, end: str, door: CellParser) -> None:
    lines = [["编号", "名称", "主题"], ["20001", '"甲""乙"', '"剪纸,加装电梯"'], ["20002", '"上\n下"', "剪纸;加装电梯"]]
    lines[2][2] = f'"{lines[2][2]}"'
    data = end.join(separator.join(line) for line in lines).encode(codec)
    [found] = find_headings(WorkbookContent(parse_delimited(data), alternatives=True), list_columns("unit"), {})
    both = ("剪纸", "加装电梯")
    assert [row.values for row in iter_rows(found, door)] == [
        {"id": "20001", "name": '甲"乙', "themes": both},
        {"id": "20002", "name": "上 下", "themes": both},
    ]


def test_a_cell_at_the_far_end_is_named_and_takes_no_memory() -> None:
    data = BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "名称"])
    sheet.write_string(1_048_575, 16_383, "误按")
    book.close()
    told = open_book(data.getvalue())
    assert not isinstance(told, WorkbookContent)
    assert "很远的格子" in told.message
    assert "Ctrl+End" in told.hint


def test_a_reader_that_gives_up_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(*_: object) -> None:
        raise PanicException

    monkeypatch.setattr("exhibition.exchange.workbooks.reader.list_visible_sheets", panic)
    assert read_workbook(sound()) is WorkbookProblem.BROKEN


def sound() -> bytes:
    data = BytesIO()
    Workbook().save(data)
    return data.getvalue()


SOUND = sound()
"""A workbook, the same bytes for every example: it has the time in it."""
DAMAGE = st.dictionaries(st.integers(4, len(SOUND) - 1), st.integers(0, 255), min_size=1, max_size=9)


@settings(max_examples=100, deadline=None)
@given(DAMAGE)
def test_a_damaged_workbook_is_opened_or_named(damage: dict[int, int]) -> None:
    damaged = bytearray(SOUND)
    for place, value in damage.items():
        damaged[place] = value
    assert isinstance(read_workbook(bytes(damaged)), WorkbookContent | WorkbookProblem)


def test_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = write_workbook(tmp_path / "sheet.xlsx", [["编号", "名称"]]).read_bytes()
    monkeypatch.setattr("exhibition.exchange.workbooks.reader.LARGEST_UNPACKED_MB", 0.0001)
    assert read_workbook(data) is WorkbookProblem.LARGE


@pytest.mark.parametrize(
    "field", [one for one in CONTENT_TYPES.fields if one.headings is not None], ids=lambda one: one.key
)
def test_the_writing_of_every_example_is_read_back(field: Field, door: CellParser, tiny: Exhibition) -> None:
    words = build_lexicon(tiny.vocabularies)
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    assert not isinstance(kind, RecordList)
    known = words[kind.vocabulary].names if getattr(kind, "vocabulary", "") else ()  # type: ignore[attr-defined]
    choices = next(iter(known), "")
    value, slip = door.parse_value(choices or field.example, field)
    assert slip is None
    assert door.parse_value(format_value(field, value), field) == (value, None)
