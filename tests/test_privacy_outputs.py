"""No output of a command repeats a private number: cells, headings, names of sheets, files and folders, EXIF, the
preview.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from conftest import exhibition
from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Severity
from exhibition.preview.server import to_shown_findings
from exhibition.report import SourceLines
from helpers.cases import TODAY, tiny

NUMBER = "13912345678"
WRITINGS = (NUMBER, "139 1234 5678", "139-1234-5678", "１３９１２３４５６７８", "1.3912345678", "12345678")


def quiet(text: str) -> str:
    """Check that the number is nowhere in an output, and that something of it is."""
    assert [one for one in WRITINGS if one in text] == []
    assert "139" in text
    assert "Traceback" not in text
    return text


def said(*words: object) -> str:
    ran = exhibition(*words, check=False)
    return quiet(ran.stdout + ran.stderr)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny(tmp_path / "root")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet with the number wherever one can stand, in several spellings."""
    book = Workbook()
    rows = book.active
    rows.title = f"王阿姨{NUMBER}"
    rows.append(
        ["编号", "名称", "街镇", "居民区", "楼号", f"星数{NUMBER}", "户数", "主题", "一句话", f"联系人 {WRITINGS[1]}"]
    )
    rows.append(
        [
            "20001",
            f"楼{NUMBER}",
            "示例街镇",
            f"区{WRITINGS[2]}",
            NUMBER,
            NUMBER,
            13912345678,
            NUMBER,
            WRITINGS[3],
            NUMBER,
        ]
    )
    rows.append([13912345678, "新楼", f"街镇{NUMBER}", "", "9号", "3", 13912345678.0, "", "", ""])
    rows.append(["", f"新楼\n{NUMBER}", "示例街镇", "", "9号", "3", 24, "", "", ""])
    rows.row_dimensions[4].hidden = True
    book.create_sheet(f"{NUMBER} 备注").append(["没有"])
    hidden = book.create_sheet(f"藏{NUMBER}")
    hidden.sheet_state = "hidden"
    path = tmp_path / NUMBER / f"名单{NUMBER}.xlsx"
    path.parent.mkdir()
    book.save(path)
    return path


SHEETS: dict[str, Callable[[Path], list[object]]] = {
    "looked at": lambda sheet: [sheet],
    "with new ones": lambda sheet: [sheet, "--new"],
    "written": lambda sheet: [sheet, "--write"],
    "a sheet that is not there": lambda sheet: [sheet, "--only", f"表{NUMBER}"],
    "a heading that is not there": lambda sheet: [sheet, "--column", f"列{NUMBER}=名称"],
    "a list": lambda sheet: [sheet, "--report", sheet.with_name(f"清单{NUMBER}.csv")],
    "a list that cannot be": lambda sheet: [sheet, "--report", sheet.with_name(f"清单{NUMBER}.doc")],
    "no such file": lambda sheet: [sheet.with_name(f"没有{NUMBER}.xlsx")],
    "a folder": lambda sheet: [sheet.parent],
}


@pytest.mark.parametrize("words", SHEETS.values(), ids=list(SHEETS))
def test_an_import_repeats_no_number(root: Path, sheet: Path, words: Callable[[Path], list[object]]) -> None:
    said("import", "--root", root, *words(sheet))
    lists = [path.read_text("utf-8-sig") for path in sheet.parent.glob("*.csv")]
    assert all(map(quiet, lists))


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Pictures whose names, folder and EXIF contain the number."""
    told = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x013B, 0x8298):
        told[tag] = f"电话{NUMBER}".encode().decode("latin-1")
    folder = tmp_path / f"张三{NUMBER}"
    folder.mkdir()
    picture = Image.linear_gradient("L").resize((800, 600)).convert("RGB")
    picture.save(folder / f"王阿姨{NUMBER}.jpg", exif=told)
    picture.resize((400, 300)).save(folder / f"王阿姨 {WRITINGS[1]} 副本.png")
    (folder / f"坏{NUMBER}.jpg").write_bytes(b"\xff\xd8\xff\xe0 broken")
    (folder / f"文{NUMBER}.docx").write_bytes(b"PK\x03\x04")
    (folder / NUMBER).write_bytes(b"nothing")
    return folder


def test_photos_repeat_no_number_of_names_or_of_exif(root: Path, album: Path) -> None:
    said("photos", "--root", root, album, "--into", "20001")
    said("photos", "--root", root, *sorted(album.iterdir()), album / f"没有{NUMBER}.jpg", "--into", "20001")
    said("photos", "--root", root, album, "--into", NUMBER)


def test_photos_and_checks_within_the_content_repeat_no_number(root: Path, album: Path) -> None:
    """The preview's panel shows the findings of a check, with the source line."""
    home = root / "content" / "units" / "example" / "20001"
    for path in sorted(album.iterdir()):
        (home / path.name).write_bytes(path.read_bytes())
    below = home / f"夹{NUMBER}"
    below.mkdir()
    (below / f"{NUMBER}.jpg").write_bytes((album / f"王阿姨{NUMBER}.jpg").read_bytes())
    page = home / "index.md"
    page.write_text(page.read_text("utf-8") + f"\n打电话{NUMBER}，或者\n139\n1234\n5678\n", "utf-8")
    reading = load_exhibition(root)
    found = [*reading.diagnostics, *run_checks(reading.exhibition, root, TODAY)]
    assert any(one.severity is Severity.ERROR for one in found)
    panel = [
        vars_of
        for one in to_shown_findings(found, SourceLines(root))
        for vars_of in (one.place, one.message, one.line, one.hint, one.fixed)
    ]
    quiet(json.dumps(panel, ensure_ascii=False))
    said("photos", "--root", root)
    said("check", "--root", root)
