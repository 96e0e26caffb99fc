"""Record lists in sheets: out and in again, merged by identity, written where they stand or in a side file of their own."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import synthetic
from exhibition.content.loader import load_exhibition
from exhibition.exchange.spreadsheets import EXPORTS, ImportOptions, ImportPlan, export_everything, plan_import
from exhibition.exchange.spreadsheets.record_merge import BaseRecord, RecordMerge, RecordMerger, RecordRow
from exhibition.exchange.spreadsheets.rows import SheetRow
from exhibition.exchange.spreadsheets.sheet_subjects import SheetSubject, list_subjects
from exhibition.ledger.renumbering import list_sheet_records
from exhibition.messages.registry import RULES
from exhibition.model.entry import Entry
from exhibition.model.field_types import Choice, Date, PartialDate, Reference, Text, parse_date
from exhibition.model.fields import Field, Requirement
from exhibition.model.record_types import Record, RecordType
from exhibition.model.vocabulary import ChoiceWords
from exhibition.progress import Progress
from exhibition.records import RATINGS, Rating
from exhibition.storage.cache import write_atomically
from exhibition.types import CONTENT_TYPES, ContentType, Unit
from helpers.cases import tiny
from helpers.sheet_files import CommandOutput, SheetCommands, write_sheets
from stress.clerks_path import walk

RATING = ("编号", "名称", "时间", "步骤", "星级", "文号")
MEETING = ("编号", "日期", "议题", "人数", "决定", "进度")
BASE = "sheets/ratings.csv"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


def rate(desk: SheetCommands, *rows: tuple[object, ...], write: bool = True) -> CommandOutput:
    """Import rows of ratings: id, time, step, stars, number of the notice."""
    words = ("--write",) if write else ()
    return desk.import_records("评定", RATING, [(row[0], "示例", *row[1:]) for row in rows], *words)


def ratings(desk: SheetCommands, id: str) -> list[tuple[str, str, int | None, str]]:
    """Return the ratings of a unit as its files say them."""
    unit = load_exhibition(desk.root).exhibition.by_id[id]
    assert isinstance(unit, Unit)
    return [(one.date.iso if one.date else "", one.step, one.stars, one.document) for one in unit.ratings]


RATED = """\
---
评定:
  - 时间: 2023-12
    步骤: 发文挂牌
    星级: 3
---
"""
ANNOUNCED = ("20001", "2023-12", "发文挂牌", 3)


def test_a_page_with_a_side_file_takes_a_list_of_units_as_before(desk: SheetCommands) -> None:
    path = desk.put("20001", "评定.md", RATED)
    said = desk.import_rows(
        [("20002", "示例二号楼", 4), ("20001", "示例一号楼", None)], headings=("编号", "名称", "户数")
    )
    assert "W708" not in said.out
    desk.import_rows([("20001", 24)], "--write", headings=("编号", "户数"))
    said = desk.import_rows([("20001", 25)], "--write", headings=("编号", "户数"))
    assert said.code == 0
    assert "户数: 25\n" in desk.page("20001").read_text("utf-8")
    assert path.read_text("utf-8") == RATED


def test_without_write_new_records_are_shown_and_nothing_is_written(desk: SheetCommands) -> None:
    before = desk.read_files()
    said = rate(desk, ANNOUNCED, write=False)
    assert said.code == 1
    assert "第 2 行 20001 示例一号楼：评定 时间 2023-12，步骤 发文挂牌，星级 3" in said.out
    assert "会添 1 条评定（1 页）" in said.out
    assert desk.read_files() == before


def test_a_list_that_stands_nowhere_becomes_a_side_file_and_no_other_byte_changes(desk: SheetCommands) -> None:
    before = desk.read_files()
    assert rate(desk, ANNOUNCED).code == 0
    after = desk.read_files()
    assert after.pop("units/example/20001/评定.md").decode() == RATED
    assert after.pop(BASE).decode() == "编号,时间,步骤,星级,文号,谁验收,说明,来源\n20001,2023-12,发文挂牌,3,,,,\n"
    assert after == before


def test_a_second_run_changes_nothing(desk: SheetCommands) -> None:
    rows = [ANNOUNCED, ("20002", "2023-11", "发文挂牌", 4), ("20002", "2023-10", "实地验收", None)]
    rate(desk, *rows)
    before = desk.read_files()
    said = rate(desk, *rows)
    assert said.code == 0
    assert "什么都不用改" in said.out
    assert desk.read_files() == before


def test_cells_are_understood_as_people_write_them_below_merged_titles(desk: SheetCommands) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2023年评星"
    for row in (
        ["活力楼组评定汇总表（示例）"],
        [],
        ["序号", "楼组编号", "楼组名称", "日 期", "步骤*", "星级\n（0-5）", "联系电话13800000000", "姓名"],
        [1, 20001.0, "示例一号楼", 2023.12, "挂牌", "三星", "13800000001", "示例姓名"],
        [2, 20002, "示例二号楼", datetime(2023, 3, 1), "现场验收", None, None, None],
        [None, None, None, "2023年11月", "发文", "★★★★", None, None],
        ["序号", "楼组编号", "楼组名称", "日 期", "步骤*", "星级\n（0-5）", None, None],
        [3, 20003, "示例三号楼", None, None, None, "13800000001", None],
        ["合计", None, None, 3],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("B5:B6")
    book.save(desk.root / "sheet.xlsx")
    said = desk.run("import", desk.root / "sheet.xlsx", "--write")
    assert said.code == 0
    assert "读了“2023年评星”（当作“评定”）：标题在第 3 行，共 3 行" in said.out
    assert "有 3 列展厅不要，没有读：序号、联系电话138****0000、姓名。" in said.out
    assert ratings(desk, "20001") == [("2023-12", "发文挂牌", 3, "")]
    assert ratings(desk, "20002") == [("2023-03-01", "实地验收", None, ""), ("2023-11", "发文挂牌", 4, "")]
    told = said.out + said.err + "".join(map(bytes.decode, desk.read_files().values()))
    assert "13800000001" not in told
    assert "示例姓名" not in told


@pytest.mark.parametrize(
    ("first", "page", "second", "outcome", "stars"),
    [
        (3, 3, 3, "", 3),
        (3, 3, 4, "照表格改", 4),
        (3, 5, 3, "保留了志愿者写的 1 项", 5),
        (3, 5, 4, "W708", 5),
        (3, 4, 4, "", 4),
        (3, 3, None, "", 3),
        (3, None, 4, "W708", None),
        (None, None, 4, "照表格改", 4),
        (None, 5, 4, "W708", 5),
    ],
)
def test_each_cell_is_merged_three_ways(
    first: int | None, page: int | None, second: int | None, outcome: str, stars: int | None, desk: SheetCommands
) -> None:
    # A step that gives no stars of the unit: only the list is merged.
    rate(desk, ("20001", "2023-12", "自主申报", first))
    path = desk.side("20001", "评定.md")
    line = f"    星级: {first}\n" if first else ""
    path.write_text(
        path.read_text("utf-8").replace(
            line or "自主申报\n", ("" if line else "自主申报\n") + (f"    星级: {page}\n" if page else "")
        ),
        "utf-8",
    )
    said = rate(desk, ("20001", "2023-12", "自主申报", second))
    assert (outcome in said.out) if outcome else ("什么都不用改" in said.out)
    assert ratings(desk, "20001") == [("2023-12", "自主申报", stars, "")]
    again = desk.read_files()
    rate(desk, ("20001", "2023-12", "自主申报", second))
    assert desk.read_files() == again


def test_changed_cells_change_one_line_each_and_comments_stay(desk: SheetCommands) -> None:
    text = """\
---
# 民政部门的
评定:
# 第一条
- 步骤: 实地验收   # 看过
  时间: "2023-05"

- 时间: 2023-12
  步骤: 发文挂牌
  星级: 3  # 三星
---
""".replace("\n", "\r\n")
    path = desk.put("20001", "评定.md", text)
    rows = [("20001", "2023-05", "实地验收", None, "甲"), ("20001", "2023-12", "发文挂牌", 3, None)]
    rate(desk, *rows)
    first = text.replace("# 看过\r\n", "# 看过\r\n  文号: 甲\r\n")
    assert path.read_bytes().decode() == first
    rows = [("20001", "2023-05", "实地验收", None, "乙 #1"), ("20001", "2023-12", "发文挂牌", 4, None)]
    rate(desk, *rows, ("20001", "2023-08", "自主申报", None, None))
    assert path.read_bytes().decode() == first.replace("文号: 甲", '文号: "乙 #1"').replace(
        "星级: 3", "星级: 4"
    ).replace('"2023-05"\r\n', '"2023-05"\r\n- 时间: 2023-08\r\n  步骤: 自主申报\r\n')
    assert "星级: 4\n" in desk.page("20001").read_text("utf-8")


def test_new_records_come_in_order_of_their_date(desk: SheetCommands) -> None:
    rate(
        desk,
        ("20001", "2023-12", "发文挂牌", 3),
        ("20001", "2023-05", "自主申报", None),
        ("20001", "2023-09", "实地验收"),
    )
    assert [one[0] for one in ratings(desk, "20001")] == ["2023-05", "2023-09", "2023-12"]
    rate(desk, ("20001", "2022-12", "自主申报"), ("20001", None, "自治金奖励"))
    assert [one[0] for one in ratings(desk, "20001")] == ["2022-12", "2023-05", "2023-09", "2023-12", ""]


def test_a_list_of_volunteers_is_edited_where_it_stands_and_else_gets_a_side_file(desk: SheetCommands) -> None:
    listed = "议事:\n  - 日期: 2018-03-12\n    议题: 电梯井放在哪里\n    人数: 18\n"
    desk.edit_page("20001", "自治小组:\n", f"{listed}自治小组:\n")
    before = desk.read_files()
    rows = [
        ("20001", date(2018, 3, 12), "电梯井放在哪里", 20, "往西挪", "已完成"),
        ("20001", "2018.04", "谁来出钱", None, None, None),
        ("20002", "2019-01", "楼道怎么清", None, None, "进行中"),
        ("20010", "2019-02", "花园谁来浇水", None, None, None),
    ]
    said = desk.import_records("议事", MEETING, rows, "--write")
    assert "W708" in said.out
    rows[0] = (*rows[0][:3], 18, *rows[0][4:])
    assert desk.import_records("议事", MEETING, rows, "--write").code == 0
    after = desk.read_files()
    more = "    决定: 往西挪\n    进度: 办成了\n  - 日期: 2018-04\n    议题: 谁来出钱\n"
    page = "units/example/20001/index.md"
    assert after.pop(page).decode() == before.pop(page).decode().replace(listed, listed + more)
    assert after.pop("units/example/20002/议事.md").decode() == (
        "---\n议事:\n  - 日期: 2019-01\n    议题: 楼道怎么清\n    进度: 在办\n---\n"
    )
    assert after.pop("clusters/20010/议事.md").decode() == (
        "---\n议事:\n  - 日期: 2019-02\n    议题: 花园谁来浇水\n---\n"
    )
    assert after.pop("sheets/meetings.csv").decode().count("\n") == 5
    assert after == before


def test_the_lines_of_a_cell_are_joined_as_a_list_in_a_page_would_be(desk: SheetCommands) -> None:
    columns = ("编号", "难题", "做法", "谁来办")
    rows = [("20002", "楼道堆物", "1. 贴纸条；\n2. 认东西。", "楼组长\n居委会")]
    assert desk.import_records("经验", columns, rows, "--write").code == 0
    written = desk.read_files()
    told = written["units/example/20002/经验.md"].decode()
    assert "    做法: 贴纸条，认东西\n    谁来办: 楼组长、居委会\n" in told
    assert desk.import_records("经验", columns, rows, "--write").code == 0
    assert desk.read_files() == written


def test_the_list_of_the_bureau_never_goes_into_a_page(desk: SheetCommands) -> None:
    listed = "评定:\n  - 时间: 2023-12\n    步骤: 发文挂牌\n    星级: 3\n"
    desk.edit_page("20001", "自治小组:\n", f"{listed}自治小组:\n")
    before = desk.read_files()
    assert rate(desk, ANNOUNCED).code == 0
    assert {name for name, data in desk.read_files().items() if before.get(name) != data} == {BASE}
    said = rate(desk, ANNOUNCED, ("20001", "2024-12", "发文挂牌", 3))
    assert said.code == 1
    assert (
        "“评定”写在 content/units/example/20001/index.md 里，这一份归民政部门，只放在 评定.md 里，没有动它。（E753）"
        in said.out
    )
    assert {name for name, data in desk.read_files().items() if before.get(name) != data} == {BASE}


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        (("29999", "2023-12", "发文挂牌"), "E745", "编号 29999 不在台账里"),
        (("20020", "2023-12", "发文挂牌"), "E745", "编号 20020 已经停用"),
        (("20021", "2023-12", "发文挂牌"), "E745", "编号 20021 已经并到别处"),
        (("20010", "2023-12", "发文挂牌"), "E745", "编号 20010 是楼群，楼群没有“评定”"),
        ((None, "2023-12", "发文挂牌"), "E745", "没有编号，也找不到是谁的"),
        (("2000x", "2023-12", "发文挂牌"), "E236", "“编号”里的编号“2000x”写法不对"),
        (("20001", "2023-12", None, 3), "E748", "缺“步骤”，这一行没有用"),
        (("20001", "2023-12", "开会", 3), "E238", "“步骤”没有“开会”"),
        (("20001", "2023.1", "发文挂牌"), "E715", "看不出是 1 月还是 10 月"),
        (("20001", "2023-12", "自主申报", 9), "E224", "“星级”"),
        (("20001", "2023-12", "自主申报", 3, "打 13800000000"), "E709", "“文号”里有手机号，没有用"),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_row(
    row: tuple[object, ...], code: str, said: str, desk: SheetCommands
) -> None:
    done = rate(desk, row)
    assert done.code == 1
    assert f"（{code}）" in done.out
    assert said in done.out
    assert "第 2 行" in done.out
    assert "13800000000" not in done.out
    taken = code in ("E224", "E709")
    assert bool([name for name in desk.read_files() if name.endswith("评定.md")]) == taken


def test_two_rows_of_one_record_are_both_left_and_a_row_twice_too(desk: SheetCommands) -> None:
    before = desk.read_files()
    said = rate(
        desk, ("20001", "2023-12", "挂牌", 3), ("20002", "2023-12", "验收"), ("20001", "2023年12月", "发文挂牌", 4)
    )
    assert said.out.count("第 2、4 行说的是同一条（2023-12 发文挂牌），都没有用。（E746）") == 2
    after = desk.read_files()
    assert set(after) - set(before) == {"units/example/20002/评定.md", BASE}


def test_two_equal_records_of_a_file_are_no_question(desk: SheetCommands) -> None:
    desk.put(
        "20001",
        "评定.md",
        RATED.replace("---\n评定:\n", "---\n评定:\n  - 时间: 2023-12\n    步骤: 发文挂牌\n    星级: 3\n"),
    )
    before = desk.read_files()
    for _ in range(2):
        said = rate(desk, ANNOUNCED, ANNOUNCED)
        assert said.code == 0
    after = desk.read_files()
    assert after.pop(BASE).decode().count("20001,2023-12,发文挂牌,3") == 2
    assert after == before


def test_a_row_that_says_less_is_the_one_record_that_it_can_be(desk: SheetCommands) -> None:
    path = desk.put("20001", "评定.md", RATED)
    rate(desk, ("20001", None, "发文挂牌", 3, "甲"))
    assert path.read_text("utf-8") == RATED.replace("星级: 3\n", "星级: 3\n    文号: 甲\n")
    rate(desk, ("20001", "2023", "发文挂牌", 3, "乙"))
    assert ratings(desk, "20001") == [("2023-12", "发文挂牌", 3, "乙")]


def test_a_record_that_said_less_takes_the_whole_date(desk: SheetCommands) -> None:
    rate(desk, ("20001", None, "发文挂牌", 3))
    rate(desk, ("20001", "2023", "发文挂牌", 3))
    assert ratings(desk, "20001") == [("2023", "发文挂牌", 3, "")]
    rate(desk, ("20001", "2023-12", "发文挂牌", 3))
    assert ratings(desk, "20001") == [("2023-12", "发文挂牌", 3, "")]
    assert desk.read_files()[BASE].decode().splitlines()[1:] == ["20001,2023-12,发文挂牌,3,,,,"]
    # A program that cannot hold a month without a day has added the first.
    before = desk.read_files()
    assert rate(desk, ("20001", datetime(2023, 12, 1), "发文挂牌", 3)).code == 0
    assert desk.read_files() == before


def test_a_row_that_could_be_two_records_is_asked_about(desk: SheetCommands) -> None:
    rate(desk, ("20001", "2021-12", "发文挂牌", 2), ("20001", "2023-12", "发文挂牌", 3))
    before = desk.read_files()
    said = rate(desk, ("20001", None, "发文挂牌", 3, "甲"))
    assert "这一条（发文挂牌）对得上的不止一条，没有用。（E747）" in said.out
    assert desk.read_files() == before


def test_a_text_that_somebody_has_changed_is_the_same_record(desk: SheetCommands) -> None:
    def met(topic: str) -> CommandOutput:
        return desk.import_records("议事", MEETING, [("20001", "2018-03-12", topic, 18, None, None)], "--write")

    met("电梯井放在哪里")
    said = met("电梯井放哪里")
    assert (
        "照表格改：\n  第 2 行 20001 示例一号楼 2018-03-12 电梯井放在哪里：议题 电梯井放在哪里 → 电梯井放哪里"
        in said.out
    )
    path = desk.side("20001", "议事.md")
    path.write_text(path.read_text("utf-8").replace("电梯井放哪里", "电梯的井放哪里"), "utf-8")
    said = met("电梯井放哪里")
    assert "保留了志愿者写的 1 项" in said.out
    assert "W708" in met("电梯井放西边哪里").out
    assert path.read_text("utf-8").count("议题:") == 1
    assert "会添" not in met("谁来出这笔钱").out
    assert path.read_text("utf-8").count("议题:") == 2


def test_what_a_volunteer_deleted_stays_deleted(desk: SheetCommands) -> None:
    rows = [ANNOUNCED, ("20001", "2023-05", "自主申报", None, "甲")]
    rate(desk, *rows)
    path = desk.side("20001", "评定.md")
    path.write_text(
        path.read_text("utf-8").replace("  - 时间: 2023-05\n    步骤: 自主申报\n    文号: 甲\n", ""), "utf-8"
    )
    before = desk.read_files()
    said = rate(desk, *rows)
    assert (said.code, "保留了志愿者写的 1 项" in said.out) == (0, True)
    said = rate(desk, ANNOUNCED, ("20001", "2023-05", "自主申报", None, "乙"))
    assert (said.code, "W751" in said.out) == (1, True)
    assert desk.read_files() == before


def test_what_the_sheet_no_longer_has_is_said_and_stays(desk: SheetCommands) -> None:
    rate(desk, ANNOUNCED, ("20001", "2022-05", "自主申报"), ("20002", "2023-05", "自主申报"))
    before = desk.read_files()
    said = rate(desk, ("20001", "2022-05", "自主申报"))
    assert said.code == 0
    assert "上次的表格里有、这次没有的条目（W750，文件没有动）：" in said.out
    assert "  20001 示例一号楼 评定 2023-12 发文挂牌\n  20002 示例二号楼 评定 2023-05 自主申报" in said.out
    assert "上次有、这次没有的 2 条，文件没有动" in said.out
    assert desk.read_files() == before


def test_a_date_that_the_sheet_has_changed_is_pointed_out(desk: SheetCommands) -> None:
    rate(desk, ("20001", "2023-11", "发文挂牌", 3, "甲"))
    said = rate(desk, ("20001", "2023-12", "发文挂牌", 3, "甲"))
    assert "多了 2023-12 发文挂牌，少了 2023-11 发文挂牌，别的都一样。" in said.out
    assert "W755" in {one.code for one in plan(desk.root, desk.root / "sheet.xlsx").remarks} or said.code == 0
    assert [one[0] for one in ratings(desk, "20001")] == ["2023-11", "2023-12"]


def plan(root: Path, path: Path, **wish: Any) -> ImportPlan:
    made = plan_import(root, ImportOptions(path.read_bytes(), **wish), Progress())
    assert isinstance(made, ImportPlan)
    return made


def test_stars_of_the_page_follow_the_last_notice_where_they_were_the_bureaus(desk: SheetCommands) -> None:
    said = rate(desk, ("20002", "2023-12", "发文挂牌", 3))
    assert "第 2 行 20002 示例二号楼：星级 （空） → 3" in said.out
    assert "星级: 3\n" in desk.page("20002").read_text("utf-8")
    rows = [
        ("20002", "2023-12", "发文挂牌", 3),
        ("20002", "2025-12", "发文挂牌", 4),
        ("20002", "2025-11", "自主申报", 5),
    ]
    said = rate(desk, *rows)
    assert "星级 3 → 4" in said.out
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")
    assert rate(desk, *rows).code == 0


def test_stars_that_the_list_of_units_gave_follow_too(desk: SheetCommands) -> None:
    desk.import_rows([("20001", 3)], "--write", headings=("编号", "星级"))
    rate(desk, ("20001", "2023-12", "发文挂牌", 4))
    assert "星级: 4\n" in desk.page("20001").read_text("utf-8")
    before = desk.read_files()
    assert desk.import_rows([("20001", 3)], "--write", headings=("编号", "星级")).code == 0
    assert desk.read_files() == before


def test_stars_that_a_volunteer_wrote_are_not_touched_and_both_lines_are_said(desk: SheetCommands) -> None:
    page = desk.page("20001").read_bytes()
    for _ in range(2):
        said = rate(desk, ("20001", "2023-12", "发文挂牌", 4))
        assert said.code == 1
        assert (
            "“星级”两处不一样：content/units/example/20001/index.md 第 8 行写 3；"
            "评定.md 里最近一次（2023-12 发文挂牌）是 4。没有动 index.md。（W752）"
        ) in said.out
        assert desk.page("20001").read_bytes() == page
    assert ratings(desk, "20001") == [("2023-12", "发文挂牌", 4, "")]


def test_an_error_in_a_page_does_not_stop_the_bureaus_file_and_one_in_that_file_does(desk: SheetCommands) -> None:
    desk.edit_page("20002", "状态: 发布", "状态：发布")
    assert rate(desk, ("20002", "2023-12", "自主申报")).code == 0
    assert ratings(desk, "20002") == [("2023-12", "自主申报", None, "")]
    path = desk.put("20001", "评定.md", RATED.replace("星级: 3", "星级: 9"))
    before = path.read_bytes()
    said = rate(desk, ("20001", "2024-12", "自主申报"))
    assert "content/units/example/20001/评定.md 第 5 行有错误，先没有动它。（E710）" in said.out
    assert path.read_bytes() == before


def test_an_error_in_a_page_that_may_hold_the_list_stops_it(desk: SheetCommands) -> None:
    desk.edit_page("20002", "状态: 发布", "状态：发布\n议事：\n  - 议题: 甲")
    said = desk.import_records("议事", MEETING, [("20002", "2019-01", "乙")], "--write")
    assert "E710" in said.out
    assert not desk.side("20002", "议事.md").exists()


def test_what_is_no_plain_file_is_left_to_a_person(desk: SheetCommands) -> None:
    path = desk.side("20001", "评定.md")
    path.symlink_to(desk.root / "elsewhere.md")
    said = rate(desk, ("20001", "2023-12", "实地验收", None, "丙"))
    assert "“评定”在文件里的写法少见，没有动它。（E713）" in said.out
    assert not (desk.root / "elsewhere.md").exists()
    assert BASE not in desk.read_files()


def test_a_sheet_is_recognised_by_its_headings_and_a_list_of_units_stays_one(desk: SheetCommands) -> None:
    rows = [("20001", "2023-12", "发文挂牌", 3)]
    said = desk.import_records("Sheet1", ("编号", "时间", "步骤", "星级"), rows)
    assert "读了“Sheet1”（当作“评定”）" in said.out
    said = desk.import_records("Sheet1", ("编号", "日期", "议题", "难题"), [("20001", "2019", "甲", None)])
    assert "当作“议事”" in said.out
    headings = ("编号", "名称", "星级", "户数", "主题", "标准", "说明")
    said = desk.import_records("Sheet1", headings, [("20001", "示例一号楼", 3, 24, None, None, "备注")])
    assert "读了“Sheet1”：" in said.out


def test_a_sheet_that_could_be_two_lists_is_asked_about(desk: SheetCommands) -> None:
    headings = ("编号", "日期", "议题", "难题", "做法", "花费")
    said = desk.import_records("Sheet1", headings, [("20001", "2019", "甲", "楼道堆物", "贴纸条", None)])
    assert said.code == 2
    assert "“Sheet1”这张表，像“议事”、“经验”，不知道是哪一份。" in said.err
    assert "E754" in said.err
    assert (
        "（当作“议事”）" in desk.import_records("Sheet1", headings, [("20001", "2019", "甲")], "--list", "meetings").out
    )


def test_a_text_file_is_recognised_by_its_name_and_by_its_headings(desk: SheetCommands) -> None:
    for name in ("评定.csv", "list.csv"):
        path = desk.root / name
        path.write_text("编号;时间;步骤\n20001;2023-12;验收\n", "utf-8")
        assert "（当作“评定”）：标题在第 1 行，共 1 行" in desk.run("import", path).out


def test_a_sheet_without_the_column_that_says_what_is_refused(desk: SheetCommands) -> None:
    said = desk.import_records("评定", ("编号", "时间", "星级"), [("20001", "2023-12", 3)], "--write")
    assert said.code == 2
    assert "“评定”当作“评定”来读，可是缺“步骤”这一列。" in said.err
    assert "E749" in said.err
    said = desk.import_records("评定", ("编号", "名称", "星级"), [("20002", "示例二号楼", 3)], "--kind", "unit")
    assert "20002 示例二号楼：星级 （空） → 3" in said.out
    said = desk.import_records("评定", ("时间", "步骤", "星级"), [("2023-12", "验收", 3)], "--write")
    assert "缺“编号”这一列" in said.err


def test_a_near_heading_is_asked_about_and_explained_with_the_list(desk: SheetCommands) -> None:
    headings, rows = ("编号", "时间", "步骤", "星集"), [("20001", "2023-12", "发文挂牌", 3)]
    said = desk.import_records("评定", headings, rows, "--write")
    assert "“星集”这一列没有用：标题像“星级”，又不一样。（W703）" in said.out
    assert ratings(desk, "20001") == [("2023-12", "发文挂牌", None, "")]
    desk.import_records("评定", headings, rows, "--write", "--column", "星集=星级")
    assert ratings(desk, "20001") == [("2023-12", "发文挂牌", 3, "")]
    said = desk.import_records("评定", headings, rows, "--column", "星集=照片")
    assert (said.code, "E756" in said.err) == (2, True)
    said = desk.import_records("别的", headings, rows, "--list", "评定", "--column", "星集=星级")
    assert "什么都不用改" in said.out


def test_rows_without_a_number_are_found_by_their_place(desk: SheetCommands) -> None:
    headings = ("街镇", "小区", "楼号", "时间", "步骤")
    desk.import_records("评定", headings, [("示例街镇", "示例小区", "2号楼", "2023-12", "验收")], "--write")
    assert ratings(desk, "20002") == [("2023-12", "实地验收", None, "")]


def test_a_row_whose_number_is_anothers_is_left(desk: SheetCommands) -> None:
    headings = ("编号", "名称", "小区", "楼号", "时间", "步骤")
    said = desk.import_records("评定", headings, [("20001", "示例二号楼", "别的", "2号", "2023-12", "验收")], "--write")
    assert "E711" in said.out
    assert ratings(desk, "20001") == []


def test_one_workbook_brings_entries_and_lists_into_one_page(desk: SheetCommands) -> None:
    listed = "议事:\n  - 日期: 2018-03-12\n    议题: 甲\n"
    desk.edit_page("20002", "状态: 发布\n", f"状态: 发布\n{listed}")
    sheets = {
        "评定": [RATING, ("20002", "", "2023-12", "发文挂牌", 4, None)],
        "议事": [MEETING, ("20002", "2018-03-12", "甲", 9), ("20010", "2018-03-12", "乙", 9)],
        "楼组": [("编号", "户数"), ("20002", 31)],
        "楼群": [("编号", "小区"), ("20010", "示例小区")],
        "经验": [("编号", "难题", "做法"), ("20002", "楼道堆物", "贴纸条")],
    }
    path = write_sheets(desk.root / "sheet.xlsx", sheets)
    said = desk.run("import", path, "--write")
    assert said.code == 0, said.out
    text = desk.page("20002").read_text("utf-8")
    assert all(line in text for line in ("户数: 31\n", "星级: 4\n", "    人数: 9\n"))
    assert "小区: 示例小区\n" in desk.page("20010").read_text("utf-8")
    assert desk.side("20002", "经验.md").exists()
    assert {name for name in desk.read_files() if name.startswith("sheets/")} == {
        "sheets/units.csv", "sheets/clusters.csv", "sheets/ratings.csv", "sheets/meetings.csv", "sheets/experiences.csv",
    }  # fmt: skip
    after = desk.read_files()
    assert "什么都不用改" in desk.run("import", path, "--write").out
    assert desk.read_files() == after


LISTS = """\
议事:
  - 日期: 2018-03-12
    议题: "=1+1"
    看法: 一楼怕挡光；六楼等了很多年
  - 日期:
    议题: 谁来出钱
  - 日期: 2018
    第几次: 3
    议题: 谁来出钱
经验:
  - 难题: 楼道堆物
    做法: 贴纸条，认东西，周六一起搬
    花费: 500–5000元
参访:
  - 站名: "007"
    位置: 门厅
    看点: 30,40 老信箱；70,55 值日表
  - 站名: 二楼
标准事例:
  - 标准: 党建引领
    说明: '@楼道里'
  - 标准: 党建引领
小题:
  - 题: 公约一共有几条？
    答: "05"
活动:
  - 日期: 2024-05-01
    名称: 一起剪窗花
    形式: 剪纸
    人数: 约 20
    照片: 楼道如今
  - 名称: "-1 度的晚上"
结对:
  - 楼组: 20002
    我们是: 带
    学什么: 美化楼道
    从: 2024-03
    进展: 门厅的灯换好了；信箱也漆了
公约版本:
  - 时间: 2019-05
    改了什么: "@电梯里不放货"
    几户同意: 18
  - 改了什么: 第一版
认领:
  - 事: 给门厅的花浇水
    地方: "007"
    谁: 3 户
    从: 2024
    状态: 有人认领
  - 事: 擦玻璃
认筹:
  - 时间: 2024-04
    种类: 东西
    多少: 旧砖三百块，花土两袋
    几户: 12
    用在哪: 砌花坛
  - 用在哪: 砌花坛
自治金:
  - 时间: 2024-05-06
    进出: 出
    元: 500
    用途: 买花土
  - 用途: 买花土
溢出:
  - 时间: 2024-06
    什么: 空间
    名称: 瓶子菜园
    到: 20010
    经过: 先是一座楼种，后来五座楼一起种
  - 名称: 晾衣的办法
    到: 社区
承诺:
  - 谁: 党员
    几人: 3
    做什么: 每周六扫一次楼道
    从: 2024-03
  - 做什么: "=1+1"
"""
TALKS = """\
---
开讲:
  - 日期: 2024-03-12
    题目: 怎么开第一次会
    谁讲: 老楼组长、"三楼的老师"
    哪座楼: 20001
  - 题目: "0012"
---
"""


@pytest.fixture
def filled(desk: SheetCommands) -> SheetCommands:
    desk.put("20001", "评定.md", RATED.replace("---\n评定:\n", "---\n评定:\n  - 步骤: 自主申报\n  - 步骤: 自主申报\n"))
    desk.edit_page("20001", "自治小组:\n", f"{LISTS}自治小组:\n")
    desk.put("20010", "议事.md", "---\n议事:\n  - 日期: 2019-01-02\n    议题: 0012\n    进度: 已完成\n---\n")
    desk.put("20010", "开讲.md", TALKS)
    return desk


@pytest.mark.parametrize("name", [row.name for row in CONTENT_TYPES.record_types])
@pytest.mark.parametrize("format", EXPORTS)
def test_what_was_exported_changes_nothing(format: str, name: str, filled: SheetCommands, tmp_path: Path) -> None:
    path = tmp_path / f"out.{format}"
    said = filled.run("export", "--list", name, "--format", format, "--out", path)
    label = next(row.label for row in CONTENT_TYPES.record_types if row.name == name)
    assert f"条{label}，放在 {path}" in said.out
    made = plan(filled.root, path)
    assert (made.read > 0, made.drafts, made.remarks) == (True, (), ())
    assert [sheet.subject.row.name for sheet in made.sheets] == [name]


def test_everything_is_one_workbook_that_changes_nothing(filled: SheetCommands, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    said = filled.run("export", "--all", "--out", path)
    labels = [subject.label for subject in list_subjects()]
    assert said.out == f"导出了 {len(labels)} 张表（{'、'.join(labels)}），放在 {path}\n"
    book = load_workbook(path)
    assert book.sheetnames == [*labels, "说明", "选项"]
    made = plan(filled.root, path)
    assert [sheet.subject.label for sheet in made.sheets] == labels
    assert (made.drafts, made.remarks) == ((), ())
    before = filled.read_files()
    assert filled.run("import", path, "--write").code == 0
    assert {name for name in filled.read_files() if name not in before} <= {
        f"sheets/{name}.csv" for name in ("units", "clusters", *(row.name for row in CONTENT_TYPES.record_types))
    }
    said = filled.run("export", "--all", "--format", "csv", "--out", tmp_path / "all.csv")
    assert (said.code, "--all" in said.err) == (2, True)


def test_a_workbook_of_records_has_texts_as_texts_and_words_to_choose_from(
    filled: SheetCommands, tmp_path: Path
) -> None:
    path = tmp_path / "ratings.xlsx"
    path.write_bytes(EXPORTS["xlsx"]("ratings", load_exhibition(filled.root).exhibition))
    book = load_workbook(path)
    assert book.sheetnames == ["评定", "说明", "选项"]
    sheet = book["评定"]
    assert [cell.value for cell in sheet[1]] == [
        "编号",
        "名称",
        "时间",
        "步骤",
        "星级",
        "文号",
        "谁验收",
        "说明",
        "来源",
    ]
    assert [cell.value for cell in sheet[4]][:5] == ["20001", "示例一号楼", "2023-12", "发文挂牌", 3]
    assert (sheet["A2"].data_type, sheet["A2"].number_format) == ("s", "@")
    rules = {str(rule.sqref).split("2")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["D"].formula1 == "选项!$A$2:$A$5"
    assert rules["E"].type == "whole"
    assert EXPORTS["xlsx"]("ratings", load_exhibition(filled.root).exhibition) == path.read_bytes()
    assert export_everything(load_exhibition(filled.root).exhibition) == export_everything(
        load_exhibition(filled.root).exhibition
    )


def test_the_path_of_a_clerk_with_a_workbook_of_ratings(tmp_path: Path) -> None:
    made = walk(tmp_path / "root", units=40, ratings=20)
    assert len(made.times) >= 8


def test_invented_records_of_all_lists_survive_the_way_out_and_in(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "root", 40, seed=3, records=10)
    exhibition = load_exhibition(tmp_path / "root").exhibition
    path = tmp_path / "all.xlsx"
    path.write_bytes(export_everything(exhibition))
    made = plan(tmp_path / "root", path)
    assert made.read > 100
    assert (made.drafts, made.remarks) == ((), ())


def test_the_records_of_imports_of_two_people_are_merged_by_git(desk: SheetCommands, tmp_path: Path) -> None:
    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words],
            cwd=desk.root, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    rows = [(id, "2020-12", "自主申报") for id in ("20001", "20002", "20003", "20004")]
    rate(desk, *rows)
    git("init", "-q", "-b", "main")
    git("add", "content")
    git("commit", "-qm", "first")
    git("switch", "-qc", "other")
    rate(desk, *rows, ("20004", "2023-12", "实地验收"))
    git("commit", "-qam", "other")
    git("switch", "-q", "main")
    rate(desk, *rows, ("20001", "2023-12", "实地验收"))
    git("commit", "-qam", "mine")
    git("merge", "-q", "other")
    both = [*rows, ("20001", "2023-12", "实地验收"), ("20004", "2023-12", "实地验收")]
    before = desk.read_files()
    assert "什么都不用改" in rate(desk, *both).out
    assert desk.read_files() == before


def test_whoever_is_interrupted_runs_it_again(desk: SheetCommands, monkeypatch: pytest.MonkeyPatch) -> None:
    import exhibition.exchange.spreadsheets.importing as writing

    rows = [ANNOUNCED, ("20002", "2023-12", "自主申报")]
    written: list[Path] = []

    def stopped(path: Path, data: bytes) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(path)
        write_atomically(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_atomically", stopped)
        assert rate(desk, *rows).code == 130
    assert BASE not in desk.read_files()
    assert rate(desk, *rows).code == 0
    assert len(desk.read_files()[BASE].splitlines()) == 3
    assert "什么都不用改" in rate(desk, *rows).out


def test_a_file_that_came_meanwhile_is_left_alone_and_not_remembered(
    desk: SheetCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exhibition.cli import import_export

    real = import_export.write_import

    def slowly(*words: object) -> object:
        desk.put("20001", "评定.md", RATED)
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(import_export, "write_import", slowly)
    said = rate(desk, ("20001", "2024-12", "自主申报"), ("20002", "2024-12", "自主申报"))
    assert said.code == 1
    assert "content/units/example/20001/评定.md 刚刚被别人改过" in said.err
    assert desk.side("20001", "评定.md").read_text("utf-8") == RATED
    assert [line[:5] for line in desk.read_files()[BASE].decode().splitlines()[1:]] == ["20002"]


def test_a_damaged_record_of_imports_makes_it_ask_and_never_overwrite(desk: SheetCommands) -> None:
    rate(desk, ("20001", "2023-12", "自主申报", 3))
    path = desk.side("20001", "评定.md")
    path.write_text(path.read_text("utf-8").replace("星级: 3", "星级: 5"), "utf-8")
    (desk.root / "content" / BASE).write_bytes(b"<<<<<<< HEAD\n\xff")
    assert "W708" in rate(desk, ("20001", "2023-12", "自主申报", 4)).out
    assert "星级: 5\n" in path.read_text("utf-8")


def test_the_report_names_the_record(desk: SheetCommands, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    desk.import_records("评定", RATING, [("20001", "", "2023-12", "发文挂牌", 3, None)], "--report", report)
    found = [line.split(",") for line in report.read_text("utf-8-sig").splitlines()]
    assert (found[1][0], found[1][1], found[1][4], found[1][-1]) == ("2", "20001", "添上", "评定 2023-12 发文挂牌")


def test_a_renumbering_knows_the_records_of_all_imports() -> None:
    assert set(list_sheet_records()) == {subject.base_path.as_posix() for subject in list_subjects()}
    assert len(list_sheet_records()) == len(list_subjects())


def test_no_heading_of_a_list_means_two_of_its_fields() -> None:
    for row in CONTENT_TYPES.record_types:
        names = [(name, field) for field in SheetSubject(row).fields for name in (field.key, *(field.headings or ()))]
        for name, field in names:
            assert {one.key for other, one in names if other == name} == {field.key}, name


def test_a_new_row_that_looks_like_an_old_cluster_is_told_in_the_words_of_its_type(desk: SheetCommands) -> None:
    headings = ("名称", "街镇", "小区")
    said = desk.import_rows([("示例楼群组", "示例街镇", "示例小区")], "--kind", "cluster", "--new", headings=headings)
    assert "座楼" not in said.out
    assert "是同一个楼群就写上编号" in said.out


OWN = [rule for code, rule in sorted(RULES.items()) if 745 <= int(code[1:]) < 760]


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.code)
def test_a_manual_shows_what_is_wrong_what_is_right_and_what_to_do(rule: Any) -> None:
    parts = [rule.manual.find(heading) for heading in ("问题：", "不好：", "\n好：", "怎么改：")]
    assert parts == sorted(parts)
    assert parts[0] == 0


def test_every_code_is_provoked_by_a_test() -> None:
    told = Path(__file__).read_text("utf-8")
    assert [rule.code for rule in OWN if f"{rule.code}" not in told] == []


DAYS = st.sampled_from([None, "2023", "2023-11", "2023-12", "2023-12-01", "2024-12"])
STEPS_TWICE = st.sampled_from(["发文挂牌", "发文挂牌", "实地验收"])
RATING_VALUES = st.fixed_dictionaries(
    {
        "date": DAYS,
        "step": STEPS_TWICE,
        "stars": st.sampled_from([None, 3, 4]),
        "document": st.sampled_from(["", "甲", "乙"]),
    }
)
MERGER = RecordMerger(RATINGS)


def make_values(stated: dict[str, Any]) -> dict[str, Any]:
    """Return values by attribute as a row states them: what is blank is left out."""
    day = parse_date(stated["date"], "")[0] if stated["date"] else None
    return {name: value for name, value in {**stated, "date": day}.items() if value not in (None, "")}


def settle(
    held: list[Any], base: list[BaseRecord], rows: list[RecordRow], entry: Any
) -> tuple[list[Any], list[BaseRecord], RecordMerge]:
    """Return the records and the record of the import after an import of these rows."""
    made = MERGER.merge(entry, rows, held, base)
    after = [replace(one, **made.changed.get(place, {})) for place, one in enumerate(held)]
    after += [record for record, _ in made.added]
    values = {id(one): dict(one.values) for one in base}
    for number, one in enumerate(made.remembered):
        values.setdefault(id(one.last) if one.last else -1 - number, {}).update({**one.agreed, **one.taken})
    return after, [BaseRecord({}, one) for one in values.values()], made


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RATING_VALUES, max_size=4), st.lists(RATING_VALUES, max_size=4), st.lists(RATING_VALUES, max_size=3))
def test_whatever_meets_nothing_of_a_volunteer_is_lost_and_a_second_run_changes_nothing(
    there: list[dict[str, Any]], stated: list[dict[str, Any]], before: list[dict[str, Any]]
) -> None:
    entry = SimpleNamespace(id="20001", name="楼")
    held = [Rating(**make_values(one)) for one in there]
    base = [BaseRecord({}, make_values(one)) for one in before]
    rows = [RecordRow(SheetRow(number, {}), make_values(one)) for number, one in enumerate(stated, 2)]
    after, base, made = settle(held, base, rows, entry)
    for place, values in made.changed.items():
        for name, value in values.items():
            old = getattr(held[place], name)
            bureaus = [one.values.get(name) for one in base] + [make_values(one).get(name) for one in before]
            refined = isinstance(old, PartialDate) and value.iso.startswith(old.iso)
            assert old in (None, "") or old in bureaus or refined
    assert after[: len(held)] == [replace(one, **made.changed.get(place, {})) for place, one in enumerate(held)]
    again, base_again, second = settle(after, base, rows, entry)
    assert (second.changed, second.added, again) == ({}, [], after)
    assert len(base_again) == len(base)


WATER = ChoiceWords.from_names(("浇了", "没浇"), {"已浇": "浇了"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Watering(Record):
    """A list that nobody has: when the flowers were watered, and by whom."""

    day: Annotated[PartialDate | None, Field("哪天", Date(), "2024-05-01", "哪一天。", placed=True)] = None
    how: Annotated[
        str,
        Field("浇水", Choice(words=WATER), "浇了", "浇了没有。", Requirement.ALWAYS, placed=True, headings=("浇花",)),
    ]
    by: Annotated[str, Field("谁浇", Reference(to=("unit",)), "20001", "哪个楼组浇的。", placed=True)] = ""


WATERINGS = RecordType("waterings", "浇水记录", Watering, help="花浇了没有。", what="how", when="day", order=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Garden(Entry):
    """A type that nobody has."""

    plot: Annotated[str, Field("地块", Text(20), "一号", "哪一块。", headings=())] = ""
    waterings: Annotated[tuple[Watering, ...], WATERINGS.field] = ()


GARDENS = ContentType("garden", "花园", Garden, "gardens")


def test_a_list_that_is_declared_has_sheets_with_no_other_file_touched(desk: SheetCommands, tmp_path: Path) -> None:
    folder = desk.root / "content" / "gardens" / "20050"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("---\n编号: 20050\n名称: 示例花园\n状态: 草稿\n示例: 是\n---\n", "utf-8")
    (desk.root / "content" / "permalinks" / "20050.yml").write_text(
        "发放: 2024-01-01\n名称: 示例花园\n状态: 在用\n", "utf-8"
    )
    with CONTENT_TYPES.registered(GARDENS):
        rows = [
            ("20050", "2024.05", "已浇", "20001"),
            ("20050", "2024-06-01", "没浇", None),
            ("20001", "2024", "浇了", None),
        ]
        said = desk.import_records(
            "Sheet1", ("花园编号", "哪天", "浇花", "谁浇"), rows, "--list", "浇水记录", "--write"
        )
        assert "E749" in said.err
        said = desk.import_records("Sheet1", ("编号", "哪天", "浇花", "谁浇"), rows, "--write")
        assert "编号 20001 是楼组，楼组没有“浇水记录”" in said.out
        lines = "  - 哪天: 2024-05\n    浇水: 浇了\n    谁浇: 20001\n  - 哪天: 2024-06-01\n    浇水: 没浇\n"
        assert (folder / "浇水记录.md").read_text("utf-8") == f"---\n浇水记录:\n{lines}---\n"
        assert (desk.root / "content" / "sheets" / "waterings.csv").exists()
        for format in EXPORTS:
            path = tmp_path / f"out.{format}"
            assert (
                "导出了 2 条浇水记录"
                in desk.run("export", "--list", "waterings", "--format", format, "--out", path).out
            )
            made = plan(desk.root, path)
            assert (made.read, made.drafts, made.remarks) == (2, (), ())
        desk.run("export", "--all", "--out", tmp_path / "all.xlsx")
        assert "浇水记录" in load_workbook(tmp_path / "all.xlsx").sheetnames
