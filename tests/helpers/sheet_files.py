"""Sheets as people make them, and the output of the command line when they are imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook

from exhibition.cli import main

HEADINGS = ("编号", "名称", "街镇", "小区", "楼号", "星级", "户数")


class CommandOutput(NamedTuple):
    """Output of a command, and its exit code."""

    code: int
    out: str
    err: str


class SheetCommands:
    """One exhibition and the commands that are tried on it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    def page(self, id: str) -> Path:
        return next(self.root.glob(f"content/*/**/{id}/index.md"))

    def run(self, *words: object) -> CommandOutput:
        self.capsys.readouterr()
        code = main([*map(str, words), "--root", str(self.root)])
        return CommandOutput(code, *self.capsys.readouterr())

    def import_rows(
        self, rows: Iterable[Sequence[Any]], *words: str, headings: Sequence[str] = HEADINGS
    ) -> CommandOutput:
        """Import rows below headings."""
        path = write_workbook(self.root / "sheet.xlsx", [headings, *rows])
        return self.run("import", path, *words)

    def import_records(
        self, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], *words: object
    ) -> CommandOutput:
        """Import rows below headings, on a sheet of this name."""
        path = write_sheets(self.root / "sheet.xlsx", {name: [headings, *rows]})
        return self.run("import", path, *words)

    def side(self, id: str, name: str) -> Path:
        """Return the path of a side file of an entry."""
        return self.page(id).with_name(name)

    def put(self, id: str, name: str, text: str) -> Path:
        """Write a side file of an entry."""
        path = self.side(id, name)
        path.write_bytes(text.encode())
        return path

    def read_files(self) -> dict[str, bytes]:
        """Return every file of the content."""
        content = self.root / "content"
        return {
            path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()
        }

    def edit_page(self, id: str, old: str, new: str) -> None:
        """Change the page of an entry as a volunteer does."""
        text = self.page(id).read_bytes().decode()
        assert text.count(old) == 1
        self.page(id).write_bytes(text.replace(old, new).encode())


def write_sheets(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Path:
    """Write a workbook with the rows of each sheet, by its name."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_workbook(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """Write a workbook of one sheet, as another program than ours writes it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
