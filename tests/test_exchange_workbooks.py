"""Workbooks that exceed memory or time, that hide something, or have a password: always a message."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

from exhibition.exchange.spreadsheets.importing import open_book
from exhibition.exchange.workbooks import WorkbookContent, WorkbookProblem, child, client
from exhibition.exchange.workbooks.reader import read_workbook
from helpers.cases import tiny
from helpers.sheet_files import HEADINGS, CommandOutput, SheetCommands

ONE = ("20001", "示例一号楼", "示例街镇", "示例小区", "1号", 3, 24)
TWO = ("20002", "示例二号楼", "示例街镇", "示例小区", "2号", 4, None)
THREE = ("20003", "示例三号楼", "示例街镇", "示例小区", "3号", 2, None)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


def xlsx(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    fill(book)
    book.close()
    return data.getvalue()


def listed(sheets: Mapping[str, list[tuple[object, ...]]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """Return a workbook of several sheets, each with headings."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate((headings, *rows) if rows else ()):
                sheet.write_row(number, 0, row)

    return xlsx(fill)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zipped file with one part changed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return result.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def far(row: str) -> bytes:
    """Return a workbook with a row of these bytes before the end."""
    return with_part(
        listed({"表": [ONE]}), SHEET, lambda text: text.replace(b"</sheetData>", row.encode() + b"</sheetData>")
    )


def ods(table: str, manifest: str = "") -> bytes:
    data = io.BytesIO()
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
        file.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return data.getvalue()


def ods_row(*cells: str, more: str = "") -> str:
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in cells
    )
    return f"<table:table-row {more}>{texts}</table:table-row>"


def xls(fill: Callable[[xlwt.Workbook], None]) -> bytes:
    book, data = xlwt.Workbook(), io.BytesIO()
    fill(book)
    book.save(data)
    return data.getvalue()


def old_list(book: xlwt.Workbook) -> None:
    sheet = book.add_sheet("名单")
    for number, row in enumerate((HEADINGS, ONE, TWO)):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)


EMPTY_END = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
FAR: dict[str, Callable[[], bytes]] = {
    "single quotes": lambda: far("<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>"),
    "spaces and another order": lambda: far(
        '<row spans="1:1"  r = "1048576" ><c s="0" r="XFD1048576"><v>1</v></c></row>'
    ),
    "only the cell says it": lambda: far('<row><c r="XFD1048576"><v>1</v></c></row>'),
    "ods": lambda: ods(
        f'<table:table table:name="表">{ods_row(*HEADINGS)}<table:table-row table:number-rows-repeated="1048570"/>'
        '<table:table-row><table:table-cell table:number-columns-repeated="1000"/>'
        '<table:table-cell office:value-type="string"><text:p>误按</text:p></table:table-cell></table:table-row></table:table>'
    ),
    "ods, repeated": lambda: ods(
        f'<table:table table:name="表">{ods_row(*HEADINGS, more="table:number-rows-repeated=" + chr(34) + "1048576" + chr(34))}'
        "</table:table>".replace("</table:table>", ods_row(*(["甲"] * 12)) + "</table:table>")
    ),
    "xls": lambda: xls(lambda book: book.add_sheet("表").write(65_535, 255, "误按")),
}


@pytest.mark.parametrize("how", FAR)
def test_a_cell_far_away_is_named_in_every_kind_of_file(how: str, desk: SheetCommands) -> None:
    (desk.root / "sheet").write_bytes(FAR[how]())
    said = desk.run("import", desk.root / "sheet")
    assert said.code == 2
    assert "E701" in said.err
    assert "很远的格子" in said.err
    assert "Ctrl+End" in said.err
    assert "Traceback" not in said.err


def test_empty_rows_and_columns_that_a_program_repeats_are_no_cells() -> None:
    book = read_workbook(
        ods(f'<table:table table:name="表">{ods_row(*HEADINGS)}{ods_row("20001", "甲")}{EMPTY_END}</table:table>')
    )
    assert isinstance(book, WorkbookContent)
    assert [len(row) for row in book.grids[0].rows[:2]] == [7, 2]


BOMBS: dict[str, Callable[[], bytes]] = {
    "a part that unpacks for ever": lambda: with_part(
        listed({"表": [ONE]}), SHEET, lambda text: text + b" " * 400_000_000
    ),
    "deep elements": lambda: far("<x>" * 2_000_000),
    "shared strings without end": lambda: with_part(
        listed({"表": [ONE]}),
        "xl/sharedStrings.xml",
        lambda text: text.replace(b"</sst>", b"<si><t>x</t></si>" * 5_000_000 + b"</sst>"),
    ),
    "separators": lambda: b"," * 45_000_000,
}


@pytest.mark.parametrize("how", BOMBS)
def test_a_bomb_ends_in_the_child(how: str) -> None:
    # The command must end with a message or with sheets; its own memory is bounded by the limit of the child's
    # response.
    told = open_book(BOMBS[how]())
    assert isinstance(told, WorkbookContent) or told.rule.code == "E701"


def run_child(code: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": "scripts"}, stderr=subprocess.DEVNULL
    ).returncode


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound address space")
def test_the_child_has_no_more_memory_than_it_may_have() -> None:
    begin = "from exhibition.exchange.workbooks.child import set_limits; set_limits(); "
    assert run_child(begin + f"bytes({child.MEMORY // 2})") == 0
    assert run_child(begin + f"bytes({child.MEMORY})") != 0


@pytest.mark.parametrize(
    "code",
    ["import os; os.abort()", "import sys; sys.exit(3)", "print('no answer')", "import os; os.kill(os.getpid(), 9)"],
)
def test_a_child_that_fails_is_a_sentence(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WORDS", (sys.executable, "-c", code))
    told = open_book(listed({"表": [ONE]}))
    assert not isinstance(told, WorkbookContent)
    assert told.rule.code == "E701"


def test_a_child_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WORDS", (sys.executable, "-c", "import time; time.sleep(600)"))
    assert client.read_in_child(b"x", 0.2) is WorkbookProblem.SLOW


def test_dates_and_times_come_through_as_they_are() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for place, (number, look) in enumerate(((43430, "yyyy-mm-dd"), (0.5, "hh:mm"), (43430.25, "yyyy-mm-dd hh:mm"))):
            sheet.write_number(0, place, number, book.add_format({"num_format": look}))
        sheet.write_boolean(0, 3, True)
        sheet.write_string(0, 4, "🏮灯")

    data = xlsx(fill)
    assert open_book(data) == read_workbook(data)


# A workbook with one sheet a street.


def imported(desk: SheetCommands, data: bytes, *words: str) -> CommandOutput:
    path = desk.root / "sheet.xlsx"
    path.write_bytes(data)
    return desk.run("import", path, *words)


def test_every_sheet_with_a_list_is_read_and_the_rest_is_named(desk: SheetCommands) -> None:
    data = listed(
        {"封面": [], "高境": [ONE], "淞南": [TWO, ("20003", "示例三号楼", "火星镇", "", "", "", "")], "说明": []}
    )
    said = imported(desk, data, "--write")
    assert "读了“高境”：标题在第 1 行，共 1 行" in said.out
    assert "读了“淞南”：标题在第 1 行，共 2 行" in said.out
    assert "没有读的表：封面、说明" in said.out
    assert "“淞南”第 3 行，“街镇”列" in said.out
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")


def test_two_sheets_with_one_unit_are_both_named(desk: SheetCommands) -> None:
    said = imported(desk, listed({"今年": [ONE], "去年": [ONE, TWO]}))
    assert "“今年”第 2 行、“去年”第 2 行说的是同一个" in said.out
    said = imported(desk, listed({"今年": [ONE], "去年": [ONE, TWO]}), "--only", "今年")
    assert "E704" not in said.out
    assert "去年" not in said.out


def test_a_sheet_that_is_not_there_is_said(desk: SheetCommands) -> None:
    said = imported(desk, listed({"今年": [ONE]}), "--only", "明年")
    assert said.code == 2
    assert "没有叫“明年”的表" in said.err
    assert "E721" in said.err
    assert "今年" in said.err


def test_the_list_of_choices_of_an_export_is_no_list_of_units(desk: SheetCommands) -> None:
    desk.run("export", "--out", desk.root / "out.xlsx")
    said = desk.run("import", desk.root / "out.xlsx")
    assert "没有读的表：说明、选项" in said.out
    assert "W707" not in said.out


# Hidden parts.


def test_hidden_rows_columns_and_sheets_are_said(desk: SheetCommands) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("名单", "旧的"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate((HEADINGS, ONE, TWO, THREE)):
                sheet.write_row(number, 0, row)
        book.worksheets()[0].set_row(2, None, None, {"hidden": True})
        book.worksheets()[0].set_row(3, None, None, {"hidden": True})
        book.worksheets()[0].set_column(5, 5, None, None, {"hidden": True})
        book.worksheets()[1].hide()

    said = imported(desk, xlsx(fill))
    assert "W720" in said.out
    assert "第 3–4 行是隐藏的，也读了" in said.out
    assert "“星级”这几列是隐藏的，也用了" in said.out
    assert "表“旧的”是隐藏的，没有读" in said.out


def test_old_workbooks_and_open_ones_hide_things_too() -> None:
    def fill(book: xlwt.Workbook) -> None:
        old_list(book)
        book.get_sheet(0).row(2).hidden = True
        book.get_sheet(0).col(5).hidden = True

    told = read_workbook(xls(fill))
    assert isinstance(told, WorkbookContent)
    assert (told.grids[0].hidden_rows, told.grids[0].hidden_columns) == ((2,), (5,))
    assert told.grids[0].rows[2][:2] == ["20002", "示例二号楼"]
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    hidden = 'table:visibility="filter" table:number-rows-repeated="2"'
    told = read_workbook(
        ods(
            f'<table:table table:name="表">{columns}{ods_row("编号", "名称", "星级")}{ods_row("甲", more=hidden)}</table:table>'
        )
    )
    assert isinstance(told, WorkbookContent)
    assert (told.grids[0].hidden_rows, told.grids[0].hidden_columns) == ((1, 2), (2,))


# Passwords.


def encrypted_xlsx() -> bytes:
    """Return a container as Excel writes it around an XLSX with a password: it is recognized by the name of a stream."""
    data, name = bytearray(xls(old_list)), "Workbook".encode("utf-16-le")
    at = data.index(name)
    better = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(better)] = better
    data[at + 64 : at + 66] = (len(better) + 2).to_bytes(2, "little")
    return bytes(data)


def encrypted_xls() -> bytes:
    """Return an XLS with the record of a password."""
    book, file = xlwt.Workbook(), io.BytesIO()
    old_list(book)
    stream = book.get_biff_data()
    begin = 4 + int.from_bytes(stream[2:4], "little")
    XlsDoc().save(file, stream[:begin] + b"\x2f\0\x06\0" + b"\0" * 6 + stream[begin:])
    return file.getvalue()


PROTECTED = {
    "xlsx": encrypted_xlsx,
    "xls": encrypted_xls,
    "ods": lambda: ods("", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"),
}


@pytest.mark.parametrize("kind", PROTECTED)
def test_a_password_is_called_one_and_taking_it_away_is_explained(kind: str, desk: SheetCommands) -> None:
    said = imported(desk, PROTECTED[kind]())
    assert said.code == 2
    assert "设了打开密码" in said.err
    assert "文件 → 信息 → 保护工作簿" in said.err
    assert "坏了" not in said.err


# Columns that are nearly ours.


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("2027年星级", "星级"),
        ("星级（2026）", "星级"),
        ("等级", "星级"),
        ("星级评定结果", "星级"),
        ("所属街道（镇）", "街镇"),
        ("街道名", "街镇"),
        ("星集", "星级"),
        ("主体", "主题"),
    ],
)
def test_a_column_is_asked_about_and_the_answer_is_taken(heading: str, key: str, desk: SheetCommands) -> None:
    value = {"星级": 4, "街镇": "示例街镇", "主题": "楼道清理"}[key]
    rows = [("20002", "示例二号楼", value)]
    said = desk.import_rows(rows, headings=("编号", "名称", heading))
    assert said.code == 1
    assert f"“{heading}”这一列没有用：标题像“{key}”" in said.out
    assert f"--column {heading}={key}" in said.out
    said = desk.import_rows(rows, "--column", f"{heading}={key}", headings=("编号", "名称", heading))
    assert "W703" not in said.out
    assert f"用了这些列：编号、名称、{key}" in said.out


@pytest.mark.parametrize("heading", ["街道/镇", "所属街镇", "镇", "街道（镇）"])
def test_a_heading_of_the_table_is_taken(heading: str, desk: SheetCommands) -> None:
    said = desk.import_rows([("20002", "示例二号楼", "示例街镇")], headings=("编号", "名称", heading))
    assert "用了这些列：编号、名称、街镇" in said.out


@pytest.mark.parametrize("heading", ["序号", "备注", "所属支部", "小组", "标题", "星期", "楼道灯", "户主"])
def test_a_column_of_something_else_is_named_and_nothing_is_proposed(heading: str, desk: SheetCommands) -> None:
    said = desk.import_rows([("20002", "示例二号楼", "甲")], headings=("编号", "名称", heading))
    assert "--column" not in said.out
    assert f"有 1 列展厅不要，没有读：{heading}" in said.out


def test_stars_by_year_are_asked_about(desk: SheetCommands) -> None:
    headings = ("编号", "名称", "2026年星级", "2027年星级")
    rows = [("20002", "示例二号楼", 3, 4)]
    said = desk.import_rows(rows, "--write", headings=headings)
    assert said.code == 1
    assert "W719" in said.out
    assert "“星级”有好几列都像：“2026年星级”“2027年星级”，不知道用哪一列" in said.out
    assert "--column 2027年星级=星级" in said.out
    assert "星级:\n" in desk.page("20002").read_text("utf-8")
    said = desk.import_rows(rows, "--write", "--column", "2027年星级=星级", headings=headings)
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")
    assert "有 1 列展厅不要，没有读：2026年星级" in said.out


def test_a_column_beside_the_one_that_is_taken_is_said(desk: SheetCommands) -> None:
    said = desk.import_rows([("20002", "示例二号楼", 3, 4)], headings=("编号", "名称", "星级", "星级（2027）"))
    assert "“星级”用的是“星级”这一列，没有用“星级（2027）”" in said.out
    said = desk.import_rows([("20002", "示例二号楼", 3, 4)], headings=("编号", "名称", "评定星级", "现有星级"))
    assert "不知道用哪一列，都没有用" in said.out


def test_one_heading_twice_is_no_choice(desk: SheetCommands) -> None:
    said = desk.import_rows([("20002", "示例二号楼", 3, 4)], headings=("编号", "名称", "星级", "星级"))
    assert "“星级”有好几列都像：“星级”“星级”" in said.out
    assert "换个名字" in said.out


# The input is opened as a regular file only.


def test_only_a_file_is_imported(desk: SheetCommands) -> None:
    os.mkfifo(desk.root / "pipe.xlsx")
    (desk.root / "link.xlsx").symlink_to("/etc/passwd")
    for name, words in (
        ("pipe.xlsx", "不是普通文件"),
        ("link.xlsx", "链接"),
        ("content", "文件夹"),
        ("nowhere.xlsx", "找不到"),
    ):
        said = desk.run("import", desk.root / name)
        assert said.code == 2
        assert words in said.err
