"""The sheets of a digital archive and of self-application: made for the shop, they pass preflight and say what is told."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from conftest import HOME, commanded
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition
from exhibition.model.exhibition import has_record_page
from exhibition.print.formats import FORMATS
from exhibition.print.jobs import render_bundle
from exhibition.print.poster import build_poster
from exhibition.print.record_sheets import (
    DRAFT,
    FORM_END,
    FORM_HEAD,
    FORM_Y,
    HEADING,
    LEAST_GROUP,
    MOST_RECORDS,
    MOST_WINDOWS,
    WIDE,
    list_application_parts,
    list_application_texts,
    list_record_texts,
    measure_line,
)
from exhibition.print.resources import RenderResources
from helpers.fake_print import lay_out_shipped
from test_record_page import make_full_unit, make_unit

ADDRESS = "https://louzu.baoshan.gov.cn/"
RECORD, APPLICATION = FORMATS["record"], FORMATS["application"]


@cache
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content under an address that may be printed."""
    return lay_out_shipped(tmp_path_factory.mktemp("sheets"), ADDRESS)


@pytest.fixture(autouse=True)
def fonts(press: RenderResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    yield


def order(root: Path, out: Path, *words: str) -> Path:
    places = (
        "--root",
        root,
        "--out",
        out,
        "--cache",
        out.parent / "cache",
        "--date",
        "2026-11-01",
        "--contact",
        "街道",
    )
    commanded("posters", *places, *words)
    return next(path for path in out.iterdir() if path.is_dir())


def read_text(page: pypdfium2.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_bounded().split())


def test_archives_of_a_unit_and_a_cluster_are_made_for_the_shop(root: Path, tmp_path: Path) -> None:
    folder = order(root, tmp_path / "print", "--product", "record", "--ids", "10001,10007")
    rows = list(csv.DictReader(io.StringIO((folder / "manifest.csv").read_text("utf-8-sig"))))
    assert [row["编号"] for row in rows] == ["10001", "10007"]
    seen = json.loads((folder / "preflight.json").read_text("utf-8"))
    assert all(file["passed"] for file in seen["files"])
    for row in rows:
        (page,) = pypdfium2.PdfDocument(folder / row["文件"])
        text = read_text(page)
        assert "数字档案" in text and "样有" in text and row["名称"] in text
        (code,) = zxingcpp.read_barcodes(page.render(scale=200 / 72, grayscale=True).to_pil())
        assert code.text.lower() == f"{ADDRESS}{row['编号']}/"
    (page,) = pypdfium2.PdfDocument(folder / rows[0]["文件"])
    assert "七次议事，还没有人写下是哪一次。" in read_text(page)


def test_an_entry_without_an_archive_is_left_out_with_the_reason(root: Path, tmp_path: Path) -> None:
    places = ("--root", root, "--out", tmp_path / "print", "--cache", tmp_path / "cache", "--contact", "街道")
    ran = commanded("posters", *places, "--product", "record", "--ids", "10001,10003")
    assert not has_record_page(shipped().by_id["10003"])
    assert "10003 名莘楼：还没有数字档案" in ran.stdout + ran.stderr


def test_the_form_is_made_in_black_alone(root: Path, tmp_path: Path) -> None:
    folder = order(root, tmp_path / "print", "--product", "application", "--ids", "10001,10002")
    seen = json.loads((folder / "preflight.json").read_text("utf-8"))
    assert all(file["passed"] for file in seen["files"])
    (first, *_) = sorted((folder / "pdf").iterdir())
    (page,) = pypdfium2.PdfDocument(first)
    text = read_text(page)
    assert "活力楼组自主申报表" in text and "".join(DRAFT.split()) in text
    assert "64号楼" in text and "楼组长签字" in text
    assert text.count("名称待补充（来源：宝山区民政局）") == 4


def test_everything_that_is_told_fits_its_place(press: RenderResources) -> None:
    """The fullest entries as well: a text that does not fit would stop a whole job."""
    full = make_full_unit()
    long = replace(
        full, name="名" * 40, compound="小" * 40, committee="居" * 40, source="源" * 80, tagline="一句话。" * 15
    )
    for entry in (full, long, make_unit(stars=None)):
        for format in (RECORD, APPLICATION):
            poster = build_poster(entry, shipped(), format=format)
            for page in format.list_pages(poster):
                names = {layer.what for layer in page if getattr(layer, "what", "")}
                assert names
            found = render_bundle.find_unprintable([(poster, entry)], format, press)
            # E512: the fonts of the tests hold only the characters that the tests are known to print.
            assert [one for one in found if one.code != "E512"] == [], (entry.name, format.key)


def test_more_records_than_there_is_room_for_are_counted() -> None:
    texts = list_record_texts(make_full_unit(), shipped())
    lines = [texts[f"record-{number}"] for number in range(1, MOST_RECORDS + 1)]
    assert all(lines)
    # Forty records and the sentence of the meetings, of which thirteen have a line.
    assert lines[-1] == "另有 28 条，扫码看全部"


def test_windows_are_drawn_as_the_page_shows_them() -> None:
    for id in ("10001", "10009", "10007"):
        texts = list_record_texts(shipped().by_id[id], shipped())
        count = len(texts["windows"])
        assert set(texts["windows"]) <= {"0", "1"} and 0 < count <= MOST_WINDOWS
        assert texts["complete"] == f"档案：{count} 样有 {texts['windows'].count('1')} 样"
        assert [bool(texts[f"window-{number}"]) for number in range(1, MOST_WINDOWS + 1)] == [
            number <= count for number in range(1, MOST_WINDOWS + 1)
        ]


def list_rows(entry: Entry) -> dict[str, str]:
    return {row.label: row.value for part in list_application_parts(entry, shipped()) for row in part.rows}


def test_the_form_is_filled_as_far_as_the_entry_tells() -> None:
    rows = list_rows(make_full_unit())
    assert (rows["户数"], rows["参与户数"], rows["建立"]) == ("24 户", "20 户", "2015年")
    assert rows["第 3 位"] == "管账的邻居"
    assert rows["人文环境"].startswith("楼道里挂着")
    assert (rows["楼组长签字"], rows["申报几星"], rows["日期"]) == ("", "", "")
    bare = list_rows(make_unit(stars=None, group=()))
    assert [bare[f"第 {number} 位"] for number in range(1, LEAST_GROUP + 1)] == [""] * LEAST_GROUP
    assert bare["户数"] == bare["现在的星级"] == bare["议事"] == ""


@pytest.mark.parametrize("signs", ["h" + "w" * 10, "hnnnwhnw" * 5, ("h" + "w" * 6) * 5, ("h" + "n" * 9) * 6])
def test_however_many_rows_the_form_ends_on_its_sheet(signs: str) -> None:
    lines = sum(-(-len(run) // 2) for run in re.findall("n+", signs)) + signs.count(WIDE)
    assert FORM_Y + signs.count(HEADING) * FORM_HEAD + lines * measure_line(signs) <= FORM_END + 0.001


def test_the_form_has_a_sign_for_each_row() -> None:
    texts = list_application_texts(make_full_unit(), shipped())
    parts = list_application_parts(make_full_unit(), shipped())
    assert texts["form"].count(HEADING) == len(parts)
    assert len(texts["form"]) == len(parts) + sum(len(part.rows) for part in parts)
