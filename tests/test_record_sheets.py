"""Record lists in sheets: out and in again, merged by identity, written where they stand or in a side file of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cases import tiny
from helpers.sheet_files import SheetCommands


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


RATED = """\
---
评定:
  - 时间: 2023-12
    步骤: 发文挂牌
    星级: 3
---
"""


def put(desk: SheetCommands, id: str, text: str, name: str = "评定.md") -> Path:
    """Write a side file of an entry."""
    path = desk.page(id).with_name(name)
    path.write_bytes(text.encode())
    return path


def test_a_page_with_a_side_file_takes_a_list_of_units_as_before(desk: SheetCommands) -> None:
    path = put(desk, "20001", RATED)
    said = desk.import_rows(
        [("20002", "示例二号楼", 4), ("20001", "示例一号楼", None)], headings=("编号", "名称", "户数")
    )
    assert "W708" not in said.out
    desk.import_rows([("20001", 24)], "--write", headings=("编号", "户数"))
    said = desk.import_rows([("20001", 25)], "--write", headings=("编号", "户数"))
    assert said.code == 0
    assert "户数: 25\n" in desk.page("20001").read_text("utf-8")
    assert path.read_text("utf-8") == RATED
