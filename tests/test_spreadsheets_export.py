"""Sheets out, and in again: nothing changes, whatever is in them; a year of work by two sides loses nothing."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import synthetic
from edit_scenario import TELEPHONE, Year
from exhibition.checks.registry import CHECKS
from exhibition.content.loader import load_exhibition
from exhibition.exchange.spreadsheets import EXPORTS, ImportOptions, ImportPlan, plan_import
from exhibition.exchange.spreadsheets.columns import list_columns
from exhibition.messages.registry import RULES
from exhibition.privacy import KINDS
from exhibition.progress import Progress
from helpers.cases import tiny
from helpers.sheet_files import SheetCommands

UNITS = 60


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("district") / "root"
    synthetic.write(root, UNITS, seed=11)
    return root


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


def planned(root: Path, data: bytes, kind: str = "unit") -> ImportPlan:
    plan = plan_import(root, ImportOptions(data, kind), Progress())
    assert isinstance(plan, ImportPlan)
    return plan


@pytest.mark.parametrize("kind", ["unit", "cluster"])
@pytest.mark.parametrize("format", EXPORTS)
def test_what_was_exported_changes_nothing(format: str, kind: str, district: Path) -> None:
    plan = planned(district, EXPORTS[format](kind, load_exhibition(district).exhibition), kind)
    assert (plan.read > 3, plan.drafts, plan.new_rows, plan.remarks) == (True, (), (), ())


SIGNS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12).map(str.strip)
ODD = st.sampled_from(
    [
        "=1+1",
        "+8",
        "-1层",
        "@谁",
        "'=1",
        "’10064",
        "3-2",
        "0012",
        "１２",
        "1e5",
        "是",
        "无",
        "_x0041_",
        "<b>&",
        "甲, 乙",
    ]
)
TEXTS = (SIGNS | ODD).filter(bool)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=TEXTS, tagline=TEXTS, building=TEXTS, covenant=st.lists(TEXTS, max_size=3), households=st.integers(1, 9999))
def test_whatever_a_page_says_survives_the_way_out_and_in(
    name: str, tagline: str, building: str, covenant: list[str], households: int, tmp_path: Path
) -> None:
    root = tiny(tmp_path)
    page = root / "content" / "units" / "example" / "20003" / "index.md"
    lines = [
        "编号: 20003",
        f"名称: {quoted(name)}",
        "街镇: 示例街镇",
        f"楼号: {quoted(building)}",
        f"户数: {households}",
    ]
    lines += [
        f"一句话: {quoted(tagline)}",
        "状态: 草稿",
        "示例: 是",
        "公约:",
        *(f"  - {quoted(one)}" for one in covenant),
    ]
    page.write_text("\n".join(["---", *lines, "---", "正文"]), "utf-8")
    exhibition = load_exhibition(root).exhibition
    for export in EXPORTS.values():
        plan = planned(root, export("unit", exhibition))
        assert (plan.drafts, plan.new_rows) == ((), ())
        # What a program would spoil or a stranger must not read is named; no page is at stake.
        assert {one.code for one in plan.remarks} <= {"E709", "E710", "E712", "E221"}


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_the_workbook_has_texts_as_texts_help_and_words_to_choose_from(district: Path, tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    path.write_bytes(EXPORTS["xlsx"]("unit", load_exhibition(district).exhibition))
    book = load_workbook(path)
    assert book.sheetnames == ["楼组", "说明", "选项"]
    sheet = book["楼组"]
    assert sheet.freeze_panes == "C2"
    headings = [cell.value for cell in sheet[1]]
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(list_columns('unit')))}{UNITS + 1}"
    first = dict(zip(headings, sheet[2], strict=True))
    for key in ("编号", "楼号", "名称"):
        assert (first[key].data_type, first[key].number_format) == ("s", "@")
    assert first["星级"].data_type == "n"
    assert sheet.column_dimensions[first["星级"].column_letter].number_format == "General"
    assert sheet.column_dimensions[first["编号"].column_letter].number_format == "@"
    rules = {str(rule.sqref).split("2")[0]: rule for rule in sheet.data_validations.dataValidation}
    streets = rules[first["街镇"].column_letter]
    assert streets.type == "list"
    column = streets.formula1.split("$")[1]
    words = [cell.value for cell in book["选项"][column] if cell.value]
    assert words == ["街镇", *load_exhibition(district).exhibition.vocabularies.streets.names]
    assert [row[0] for row in book["说明"].values][1:] == headings
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_no_cell_of_csv_is_a_formula_and_excel_sees_utf8(desk: SheetCommands) -> None:
    desk.edit_page("20001", "一句话: 七次议事，一起装好了电梯", '一句话: "=HYPERLINK(1)"')
    data = EXPORTS["csv"]("unit", load_exhibition(desk.root).exhibition)
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_the_same_exhibition_gives_the_same_bytes(desk: SheetCommands) -> None:
    exhibition = load_exhibition(desk.root).exhibition
    for export in EXPORTS.values():
        assert export("unit", exhibition) == export("unit", exhibition)


@pytest.mark.parametrize("format", EXPORTS)
def test_the_command_writes_a_file_and_never_over_another(format: str, desk: SheetCommands, tmp_path: Path) -> None:
    path = tmp_path / f"out.{format}"
    said = desk.run("export", "--format", format, "--out", path)
    assert (said.code, said.out) == (0, f"导出了 4 个楼组，放在 {path}\n")
    before = path.read_bytes()
    said = desk.run("export", "--format", format, "--out", path)
    assert said.code == 2
    assert "已经在了" in said.err
    assert path.read_bytes() == before
    said = desk.run("import", path)
    assert said.code == 0
    assert "什么都不用改" in said.out


def test_a_year_of_two_sides_loses_nothing(district: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(district, tmp_path / "root")
    year, desk = Year.begun(tmp_path / "root"), SheetCommands(tmp_path / "root", capsys)
    assert desk.run("import", year.sheet(tmp_path / "first.xlsx"), "--write").code == 0
    ids = [id for id, row in year.rows.items() if row["户数"] != ""]
    year.chance.shuffle(ids)
    year.volunteers_write(ids[:20])
    year.bureau_rates(ids[15:35])
    year.bureau_counts(ids[:5])
    before = {path: path.read_bytes() for path in desk.root.rglob("index.md")}
    sheet = year.sheet(tmp_path / "second.xlsx")

    dry = desk.run("import", sheet)
    assert dry.code == 1
    assert {path: path.read_bytes() for path in before} == before

    said = desk.run("import", sheet, "--write")
    assert said.code == 1
    assert "改了 20 页里的 20 项；保留了志愿者写的 15 项；有冲突 5 项。" in said.out
    assert {path: path.read_bytes() for path in before} == {**before, **year.expected}
    plan = planned(desk.root, sheet.read_bytes())
    assert {(one.id, one.key) for one in plan.remarks if one.code == "W708"} == year.conflicts
    assert TELEPHONE not in "".join([dry.out, said.out, *map(bytes.decode, desk.read_files().values())])

    after = desk.read_files()
    assert desk.run("import", sheet, "--write").code == 1
    assert desk.read_files() == after


def test_a_kind_of_private_thing_blocks_a_cell_where_it_stops_a_build() -> None:
    weights: dict[str, bool] = {}

    class Asked(dict):  # type: ignore[type-arg]
        def get(self, kind: str, default: object = ()) -> tuple[()]:
            weights[kind] = blocks
            return ()

    class Hall:
        private_data = Asked()

    for rule, look in CHECKS:
        blocks = rule.code.startswith("E")
        if rule.code == "E437" or (rule.code[1:3] in ("60", "61") and rule.code != "E609"):
            list(look(Hall()))  # type: ignore[arg-type]
    assert {kind.name: kind.blocks for kind in KINDS} == weights


OWN = [rule for code, rule in sorted(RULES.items()) if 700 <= int(code[1:]) < 740]


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.code)
def test_a_manual_shows_what_is_wrong_what_is_right_and_what_to_do(rule: object) -> None:
    manual = rule.manual  # type: ignore[attr-defined]
    parts = [manual.find(heading) for heading in ("问题：", "不好：", "\n好：", "怎么改：")]
    assert parts == sorted(parts)
    assert parts[0] == 0
    assert not [word for word in ("YAML", "字段", "解析", "非法", "无效", "你错") if word in manual]
    assert ("不改也能发布" in manual) == rule.code.startswith("W")  # type: ignore[attr-defined]


def test_every_code_is_provoked_by_a_test() -> None:
    here = Path(__file__).parent
    told = "".join(
        path.read_text("utf-8") for path in [*here.glob("test_spreadsheets_*.py"), here / "test_exchange_workbooks.py"]
    )
    assert [rule.code for rule in OWN if f"{rule.code}" not in told] == []
