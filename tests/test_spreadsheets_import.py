"""The command import: what is taken, what is kept, what a person is asked, and that nothing else is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exhibition.content.loader import load_exhibition
from exhibition.storage.cache import write_atomically
from exhibition.types import Unit
from helpers.cases import diagnosed, tiny
from helpers.sheet_files import HEADINGS, SheetCommands, write_workbook

ONE = ("20001", "示例一号楼", "示例街镇", "示例小区", "1号", 3, 24)
TWO = ("20002", "示例二号楼", "示例街镇", "示例小区", "2号", None, None)
BASE = "sheets/units.csv"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


def with_cells(row: tuple[object, ...], **cells: object) -> list[object]:
    """Return a row with other cells, by heading."""
    return [cells.get(key, cell) for key, cell in zip(HEADINGS, row, strict=True)]


def test_without_write_changes_are_shown_and_nothing_is_written(desk: SheetCommands) -> None:
    before = desk.read_files()
    said = desk.import_rows([ONE, with_cells(TWO, 星级=4)])
    assert said.code == 1
    assert "第 3 行 20002 示例二号楼：星级 （空） → 4" in said.out
    assert "会改 1 页里的 1 项" in said.out
    assert "--write" in said.out
    assert desk.read_files() == before


def test_write_changes_the_line_and_no_other_byte(desk: SheetCommands) -> None:
    before = desk.read_files()
    assert desk.import_rows([ONE, with_cells(TWO, 星级=4, 户数=30.0)], "--write").code == 0
    path = "units/example/20002/index.md"
    expected = (
        before[path]
        .replace("星级:\n".encode(), "星级: 4\n".encode())
        .replace("户数:\n".encode(), "户数: 30\n".encode())
    )
    after = desk.read_files()
    assert after.pop(path) == expected
    assert after.pop(BASE).decode().splitlines()[1].startswith("20001,示例一号楼,示例街镇,,示例小区,1号,3,")
    assert after == {name: data for name, data in before.items() if name != path}
    assert diagnosed(desk.root) == []


def test_a_second_run_changes_nothing(desk: SheetCommands) -> None:
    rows = [ONE, with_cells(TWO, 星级=4)]
    desk.import_rows(rows, "--write")
    before = desk.read_files()
    said = desk.import_rows(rows, "--write")
    assert said.code == 0
    assert "什么都不用改" in said.out
    assert desk.read_files() == before


def test_a_page_that_volunteers_changed_is_kept_while_the_sheet_says_what_it_said(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    desk.edit_page("20001", "户数: 24", "户数: 26")
    before = desk.read_files()
    said = desk.import_rows([with_cells(ONE, 名称="示例 一号楼")], "--write")
    assert said.code == 0
    assert "保留了志愿者写的 1 项" in said.out
    assert desk.read_files() == before


def test_a_page_that_nobody_changed_takes_the_sheet(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    desk.import_rows([with_cells(ONE, 户数=25)], "--write")
    assert "户数: 25\n" in desk.page("20001").read_text("utf-8")
    assert ",25," in desk.read_files()[BASE].decode()


def test_what_both_changed_is_reported_again_and_again_until_somebody_decides(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    desk.edit_page("20001", "户数: 24", "户数: 26")
    before = desk.read_files()
    for _ in range(2):
        said = desk.import_rows([with_cells(ONE, 户数=25)], "--write")
        assert said.code == 1
        assert "第 2 行，“户数”列（20001 示例一号楼）：“户数”两边写得不一样，没有动页面。（W708）" in said.out
        assert "页面：26；表格：25；上次导入：24" in said.out
        assert desk.read_files() == before
    desk.edit_page("20001", "户数: 26", "户数: 25")
    assert desk.import_rows([with_cells(ONE, 户数=25)], "--write").code == 0
    assert ",25," in desk.read_files()[BASE].decode()


def test_the_first_import_fills_gaps_and_asks_where_the_page_says_otherwise(desk: SheetCommands) -> None:
    said = desk.import_rows([with_cells(ONE, 星级=5), with_cells(TWO, 星级=2)], "--write")
    assert said.code == 1
    assert said.out.count("W708") == 1
    assert "星级: 3\n" in desk.page("20001").read_text("utf-8")
    assert "星级: 2\n" in desk.page("20002").read_text("utf-8")


def test_what_a_volunteer_emptied_stays_empty(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    desk.edit_page("20001", "户数: 24", "户数:")
    before = desk.read_files()
    assert desk.import_rows([ONE], "--write").code == 0
    assert desk.import_rows([with_cells(ONE, 户数=25)], "--write").code == 1
    assert desk.read_files() == before


def test_a_blank_cell_says_nothing(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    before = desk.read_files()
    for blank in (None, "", "  ", "—", "暂无", "\u3000"):
        assert desk.import_rows([with_cells(ONE, 户数=blank, 星级=blank)], "--write").code == 0
    assert desk.read_files() == before


@pytest.mark.parametrize(
    ("cells", "code", "where"),
    [
        ({"星级": 6}, "E224", "第 2 行，“星级”列"),
        ({"户数": "二十多户"}, "E223", "第 2 行，“户数”列"),
        ({"街镇": "火星镇"}, "E238", "第 2 行，“街镇”列"),
        ({"楼号": "3月2日"}, "E712", "第 2 行，“楼号”列"),
        ({"名称": "联系 13800000000"}, "E709", "第 2 行，“名称”列"),
    ],
)
def test_a_cell_that_will_not_do_is_named_and_the_rest_of_the_row_is_taken(
    cells: dict[str, object], code: str, where: str, desk: SheetCommands
) -> None:
    row = with_cells(TWO, **{"星级": 4, **cells})
    said = desk.import_rows([row], "--write")
    assert said.code == 1
    assert where in said.out
    assert code in said.out
    assert ("星级: 4\n" in desk.page("20002").read_text("utf-8")) == ("星级" not in cells)


def test_what_is_private_is_dropped_and_never_repeated(desk: SheetCommands, tmp_path: Path) -> None:
    headings = ("编号", "一句话", "联系电话13800000000", "姓名")
    report = tmp_path / "report.csv"
    before = desk.read_files()
    said = desk.import_rows(
        [("20002", "报名请打 138 0000 0000，住64号502室", "13800000001", "示例姓名")],
        "--write",
        "--report",
        str(report),
        headings=headings,
    )
    written = [text.decode() for path, text in desk.read_files().items() if before.get(path) != text]
    told = "".join((said.out, said.err, report.read_text("utf-8-sig"), *written))
    assert "0000 0000" not in told
    assert "13800000000" not in told
    assert "13800000001" not in told
    assert "502室" not in told
    assert "示例姓名" not in told
    assert "手机号、门牌" in told
    assert "1 格里有不能公开的内容，没有读" in said.out
    assert "有 2 列展厅不要，没有读：联系电话138****0000、姓名" in said.out


def test_a_public_contact_may_stand_in_a_cell(desk: SheetCommands) -> None:
    contacts = desk.root / "content" / "vocabularies" / "public-contacts.yml"
    contacts.write_text("名称: 公开\n来源: 示例\n词:\n  - 内容: 13800000000\n    理由: 示例\n    来源: 示例\n", "utf-8")
    desk.import_rows([("20003", "示例三号楼", "报名请打 13800000000")], "--write", headings=("编号", "名称", "一句话"))
    assert "一句话: 报名请打 13800000000\n" in desk.page("20003").read_text("utf-8")


def test_headings_below_titles_under_other_names(desk: SheetCommands) -> None:
    rows = [
        ["活力楼组汇总表（示例）"],
        [],
        ["序号", "楼组 编号*", "楼组名称", "评定星级\n（0-5）", "联系电话"],
        [1, 20002.0, "示例二号楼", "四星", "13800000000"],
        [None] * 5,
        ["序号", "楼组 编号*", "楼组名称", "评定星级\n（0-5）", "联系电话"],
        ["合计", None, None, 4],
        ["注：星级是示例"],
    ]
    said = desk.run("import", write_workbook(desk.root / "sheet.xlsx", rows), "--write")
    assert said.code == 0
    assert "标题在第 3 行，共 1 行" in said.out
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")


def test_a_heading_that_is_only_nearly_ours_is_asked_about(desk: SheetCommands) -> None:
    headings = ("编号", "名称", "星集")
    rows = [("20002", "示例二号楼", 4)]
    before = desk.read_files()
    said = desk.import_rows(rows, "--write", headings=headings)
    assert said.code == 1
    assert "“星集”这一列没有用：标题像“星级”，又不一样。（W703）" in said.out
    assert "--column 星集=星级" in said.out
    assert "星级: 4" not in "".join(map(bytes.decode, desk.read_files().values()))
    assert desk.read_files()["units/example/20002/index.md"] == before["units/example/20002/index.md"]
    assert desk.import_rows(rows, "--write", "--column", "星集=星级", headings=headings).code == 0
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")


def test_two_rows_of_one_unit_are_both_left(desk: SheetCommands) -> None:
    before = desk.read_files()
    said = desk.import_rows([with_cells(TWO, 星级=3), with_cells(TWO, 编号=None, 星级=4)], "--write")
    assert said.code == 1
    assert said.out.count("第 2、3 行说的是同一个，都没有用。（E704）") == 2
    assert desk.read_files() == before


@pytest.mark.parametrize(
    ("id", "why"),
    [("20020", "已经停用"), ("20021", "已经并到别处"), ("29999", "不在台账里"), ("20010", "不是这一类的")],
)
def test_an_id_that_is_no_unit_is_named(id: str, why: str, desk: SheetCommands) -> None:
    said = desk.import_rows([(id, "示例", "示例街镇", "", "", 3, 24)], "--new", "--write")
    assert said.code == 1
    assert f"编号 {id} {why}" in said.out
    assert "E705" in said.out


@pytest.mark.parametrize(
    "row",
    [
        (None, "别的名字", "示例街镇", "示例小区", "2号楼", 4, None),
        (None, "示例二号楼", "示例街镇", None, None, 4, None),
        (None, "示例二号楼", "示例街镇", "示例小区", None, 4, None),
    ],
)
def test_a_row_without_an_id_is_found_by_its_place(row: tuple[object, ...], desk: SheetCommands) -> None:
    said = desk.import_rows([row], "--write")
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")
    assert "W707" not in said.out


def test_a_row_whose_id_cannot_be_read_is_named_and_is_no_new_unit(desk: SheetCommands) -> None:
    before = desk.read_files()
    said = desk.import_rows([("2000x", "示例甲楼", "示例街镇", "示例小区", "12号", 4, 24)], "--new", "--write")
    assert said.code == 1
    assert "第 2 行，“编号”列：“编号”里的编号“2000x”写法不对。（E236）" in said.out
    assert desk.read_files() == before


def test_an_id_on_two_folders_is_left(desk: SheetCommands) -> None:
    other = desk.page("20002").parent.with_name("20009")
    other.mkdir()
    (other / "index.md").write_bytes(desk.page("20002").read_bytes())
    before = desk.read_files()
    said = desk.import_rows([with_cells(TWO, 星级=4)], "--write")
    assert "编号 20002 有不止一个文件夹，这一行没有用。" in said.out
    assert desk.read_files() == before


def test_a_row_that_could_be_two_units_is_asked_about(desk: SheetCommands) -> None:
    desk.edit_page("20002", "楼号: 2号", "楼号: 1号")
    before = desk.read_files()
    said = desk.import_rows([(None, "示例", "示例街镇", "示例小区", "1号", 4, None)], "--new", "--write")
    assert "对得上的不止一个，没有用。（E706）" in said.out
    assert "20001、20002" in said.out
    assert desk.read_files() == before


def test_a_neighbour_of_the_same_name_in_another_building_is_another_unit(desk: SheetCommands) -> None:
    said = desk.import_rows([(None, "示例二号楼", "示例街镇", "示例小区", "7号", 4, None)])
    assert "展厅里还没有这一个。（W707）" in said.out
    assert "星级 （空）" not in said.out


def test_a_row_whose_id_belongs_to_another_unit_is_left(desk: SheetCommands) -> None:
    before = desk.read_files()
    said = desk.import_rows([("20001", "示例二号楼", "示例街镇", "示例二小区", "2号", 4, 24)], "--write")
    assert "编号是 20001，可是“名称”、“小区”、“楼号”都和页面不一样，这一行没有用。（E711）" in said.out
    assert desk.read_files() == before


def test_a_page_with_an_error_is_not_touched(desk: SheetCommands) -> None:
    desk.edit_page("20002", "状态: 发布", "状态：发布")
    before = desk.read_files()
    said = desk.import_rows([with_cells(TWO, 星级=4)], "--write")
    assert said.code == 1
    assert "content/units/example/20002/index.md 第 16 行有错误，先没有动它。（E710）" in said.out
    assert desk.read_files() == {**before}


def test_a_change_that_would_stop_the_publication_is_left_and_the_others_are_made(desk: SheetCommands) -> None:
    said = desk.import_rows([("20003", "示例三号楼", "发布", 3)], "--write", headings=("编号", "名称", "状态", "星级"))
    assert "E716" not in said.out
    assert "W708" in said.out
    desk.import_rows([("20003", "示例三号楼", "草稿", 3)], "--write", headings=("编号", "名称", "状态", "星级"))
    said = desk.import_rows([("20003", "示例三号楼", "发布", 4)], "--write", headings=("编号", "名称", "状态", "星级"))
    assert "“状态”没有改：改了以后，缺少必填项“一句话”。（E716）" in said.out
    text = desk.page("20003").read_text("utf-8")
    assert "状态: 草稿\n" in text
    assert "星级: 4\n" in text


def test_what_is_written_in_an_unusual_way_is_left_to_a_person_and_the_rest_is_taken(desk: SheetCommands) -> None:
    desk.edit_page("20002", "主题:\n  - 剪纸\n", "主题: [剪纸,\n  楼道清理]\n")
    headings = ("编号", "名称", "星级", "主题")
    desk.import_rows([("20002", "示例二号楼", None, "剪纸、楼道清理")], "--write", headings=headings)
    said = desk.import_rows([("20002", "示例二号楼", 4, "剪纸、加装电梯")], "--write", headings=headings)
    assert "“主题”在文件里的写法少见，没有动它。（E713）" in said.out
    text = desk.page("20002").read_text("utf-8")
    assert "星级: 4\n" in text
    assert "主题: [剪纸,\n  楼道清理]\n" in text


def test_a_unit_does_not_move_to_another_street(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    before = desk.read_files()
    said = desk.import_rows([with_cells(ONE, 街镇="示二")], "--write")
    assert "“街镇”没有从“示例街镇”改成“示例二镇”" in said.out
    assert "E717" in said.out
    assert desk.read_files() == before


def test_who_is_no_longer_listed_is_told_and_stays(desk: SheetCommands) -> None:
    desk.import_rows([ONE, with_cells(TWO, 星级=4)], "--write")
    before = desk.read_files()
    said = desk.import_rows([ONE], "--write")
    assert said.code == 0
    assert "上次的表格里有、这次没有（W714，页面没有动）：\n  20002 示例二号楼\n" in said.out
    assert desk.read_files() == before


def test_new_rows_become_drafts_with_ids_of_their_own(desk: SheetCommands) -> None:
    headings = (*HEADINGS, "主题", "状态", "公约")
    rows = [
        (None, '"甲" #1 楼', "示例街镇", "示例小区", "11号", 2, 30, "剪纸、加装电梯", "发布", "不堆物\n轻声说话"),
        (None, "示例甲楼", "示例二镇", "示例小区", "12号", None, None, None, None, None),
        (None, "没有街镇", None, "示例小区", "13号", None, None, None, None, None),
        (None, "示例乙楼", "示例街镇", "示例小区", "14号", None, None, None, None, None),
        (None, "示例丙楼", "示例街镇", "示例小区", "14 号楼", None, None, None, None, None),
    ]
    before = desk.read_files()
    said = desk.import_rows(rows, headings=headings)
    assert said.out.count("W707") == 5
    assert desk.read_files() == before
    said = desk.import_rows(rows, "--new", headings=headings)
    assert "会新建 2 个草稿" in said.out
    assert desk.read_files() == before
    said = desk.import_rows(rows, "--new", "--write", headings=headings)
    assert "新建了 2 个草稿" in said.out
    assert "没有新建：缺“街镇”。（E718）" in said.out
    assert said.out.count("第 5、6 行说的是同一个") == 2
    after = desk.read_files()
    added = [after[name].decode() for name in after if name.startswith("permalinks/") and name not in before]
    texts = sorted(re.sub(r"\d{4}-\d\d-\d\d", "DAY", text) for text in added)
    assert texts == [
        '发放: DAY\n名称: "\\"甲\\" #1 楼"\n状态: 在用\n',
        "发放: DAY\n名称: 示例甲楼\n状态: 在用\n",
    ]
    units = {unit.name: unit for unit in load_exhibition(desk.root).exhibition.of(Unit)}
    one = units['"甲" #1 楼']
    assert (one.name, one.building, one.stars, one.households) == ('"甲" #1 楼', "11号", 2, 30)
    assert (one.status.value, one.covenant, one.themes) == ("草稿", ("不堆物", "轻声说话"), ("剪纸", "加装电梯"))
    assert units["示例甲楼"].folder == f"content/units/example-two/{units['示例甲楼'].id}"
    assert [one.code for one in diagnosed(desk.root) if one.blocks] == []
    again = desk.read_files()
    said = desk.import_rows(rows[:2], "--new", "--write", headings=headings)
    assert "新建" not in said.out
    assert {name for name, data in desk.read_files().items() if again.get(name) != data} == set()


@pytest.mark.parametrize(
    "row",
    [("示例三号", "示例街镇", "新村", None), ("又一座楼", "示例街镇", "示例小区", "一号楼")],
    ids=["name", "number"],
)
def test_a_row_of_a_building_that_has_a_page_costs_no_number_unless_somebody_says_so(
    desk: SheetCommands, row: tuple[str | None, ...]
) -> None:
    headings = ("名称", "街镇", "小区", "楼号")
    before = desk.read_files()
    said = desk.import_rows([row], "--new", "--write", headings=headings)
    if row[3]:
        # By compound and number it is known to be the unit that is there.
        assert "新建" not in said.out
        return
    assert "E719" in said.out
    assert "编号 20003" in said.out
    assert desk.read_files() == before
    said = desk.import_rows([row], "--new", "--another", "--write", headings=headings)
    assert "新建了 1 个草稿" in said.out


def test_nothing_is_issued_while_the_ledger_is_broken(desk: SheetCommands) -> None:
    (desk.root / "content" / "permalinks" / "20099.yml").write_bytes(b"oops\n")
    before = desk.read_files()
    said = desk.import_rows([(None, "示例甲楼", "示例街镇", "示例小区", "12号", 1, 2)], "--new", "--write")
    assert said.code == 2
    assert "台账" in said.err
    assert desk.read_files() == before


@pytest.mark.parametrize("name", ["report.xlsx", "report.csv"])
def test_the_report_lists_every_row(name: str, desk: SheetCommands, tmp_path: Path) -> None:
    desk.import_rows([ONE, TWO], "--write")
    desk.edit_page("20001", "户数: 24", "户数: 26")
    report = tmp_path / name
    rows = [with_cells(ONE, 户数=25, 星级=4), with_cells(TWO, 星级=9)]
    desk.import_rows(rows, "--report", str(report))
    if name.endswith("csv"):
        found = [line.split(",") for line in report.read_text("utf-8-sig").splitlines()]
    else:
        found = [["" if cell is None else str(cell) for cell in row] for row in load_workbook(report).active.values]
    assert found[0][:8] == ["行", "编号", "名称", "列", "结果", "表格里写的", "页面里写的", "上次导入的"]
    assert [row[:8] for row in found[1:]] == [
        ["2", "20001", "示例一号楼", "户数", "有冲突", "25", "26", "24"],
        ["2", "20001", "示例一号楼", "星级", "采用表格", "4", "3", "3"],
        ["3", "20002", "示例二号楼", "星级", "没有采用", "9", "", ""],
    ]
    assert [row[10] for row in found[1:]] == ["W708", "", "E224"]


def test_whoever_is_interrupted_runs_it_again(desk: SheetCommands, monkeypatch: pytest.MonkeyPatch) -> None:
    import exhibition.exchange.spreadsheets.importing as writing

    rows = [with_cells(ONE, 小区="示例新村"), with_cells(TWO, 星级=4)]
    desk.import_rows([ONE, TWO], "--write")
    record = desk.read_files()[BASE]
    written: list[Path] = []

    def stopped(path: Path, data: bytes) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(path)
        write_atomically(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_atomically", stopped)
        assert desk.import_rows(rows, "--write").code == 130
    assert len(written) == 1
    assert desk.read_files()[BASE] == record
    assert desk.import_rows(rows, "--write").code == 0
    assert "小区: 示例新村\n" in desk.page("20001").read_text("utf-8")
    assert "星级: 4\n" in desk.page("20002").read_text("utf-8")
    assert "什么都不用改" in desk.import_rows(rows, "--write").out


def test_a_page_that_was_altered_meanwhile_is_left_alone(desk: SheetCommands, monkeypatch: pytest.MonkeyPatch) -> None:
    from exhibition.cli import import_export

    real = import_export.write_import

    def slowly(*words: object) -> object:
        desk.edit_page("20002", "一句话: 每个月剪一次窗花", "一句话: 别人刚写的")
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(import_export, "write_import", slowly)
    said = desk.import_rows([with_cells(TWO, 星级=4)], "--write")
    assert said.code == 1
    assert "刚刚被别人改过" in said.err
    text = desk.page("20002").read_text("utf-8")
    assert "别人刚写的" in text
    assert "星级:\n" in text
    assert ",4," not in desk.read_files()[BASE].decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.xlsx",), "找不到表格"),
        (("sheet.xlsx", "--column", "星集"), "--column 要写成"),
        (("sheet.xlsx", "--column", "星集=照片"), "--column 要写成"),
        (("sheet.xlsx", "--report", "report.txt"), "结尾"),
        (("sheet.xlsx", "--report", "sheet.xlsx"), "也不能就是表格自己"),
        (("plain.xls",), "E702"),
        (("page.xls",), "其实是一个网页"),
        (("empty.csv",), "E701"),
        (("empty.csv",), "它是空的"),
        (("broken.xlsx",), "它坏了"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    words: tuple[str, ...], said: str, desk: SheetCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(desk.root / "sheet.xlsx", [HEADINGS, ONE])
    write_workbook(desk.root / "plain.xls", [["姓名", "电话"], ["示例", "示例"]])
    (desk.root / "page.xls").write_bytes(b"\xef\xbb\xbf<HTML><table>")
    (desk.root / "empty.csv").write_bytes(b"\n")
    (desk.root / "broken.xlsx").write_bytes(b"PK\x03\x04" + b"?" * 99)
    before = desk.read_files()
    monkeypatch.chdir(desk.root)
    done = desk.run("import", *words, "--write")
    assert done.code == 2
    assert said in done.err
    assert desk.read_files() == before


def test_a_damaged_record_makes_it_ask_and_never_overwrite(desk: SheetCommands) -> None:
    desk.import_rows([ONE], "--write")
    desk.edit_page("20001", "户数: 24", "户数: 26")
    base = desk.root / "content" / BASE
    base.write_text("<<<<<<< HEAD\n" + base.read_text("utf-8"), "utf-8")
    said = desk.import_rows([with_cells(ONE, 户数=25)], "--write")
    assert "W708" in said.out
    assert "户数: 26\n" in desk.page("20001").read_text("utf-8")


def test_clusters_have_sheets_of_their_own_and_keep_the_order_of_their_members(desk: SheetCommands) -> None:
    headings = ("编号", "名称", "街镇", "楼组", "小区")
    before = desk.read_files()["clusters/20010/index.md"]
    row = (20010.0, "示例楼群", "示例街镇", "20002；20001", "示例小区")
    assert desk.import_rows([row], "--kind", "cluster", "--write", headings=headings).code == 0
    expected = before.replace("小区:\n".encode(), "小区: 示例小区\n".encode(), 1)
    assert desk.read_files()["clusters/20010/index.md"] == expected
    assert "20001、20002" in desk.read_files()["sheets/clusters.csv"].decode()
