"""Plates of tasks (认领牌): one for each task that has not come to its end, with the unit's code; laid on sheets one by one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from conftest import HOME, commanded
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.print.claim_plates import list_plate_texts, list_plates
from exhibition.print.formats import FORMATS, PrintFormat
from exhibition.print.jobs import render_bundle
from exhibition.print.jobs.render_bundle import expect_page_size, list_pages
from exhibition.print.layers import QrLayer
from exhibition.print.pdf_writer import STANDARDS, draw_pages, finish_pdfx
from exhibition.print.poster import Poster, build_poster
from exhibition.print.preflight import PreflightReport, preflight
from exhibition.print.resources import RenderResources
from exhibition.records.together import DONE, OVER
from helpers.fake_print import lay_out_shipped

ADDRESS = "https://louzu.baoshan.gov.cn/"
PLATE = FORMATS["claim-plate"]
CLUSTER, EXAMPLE = "10007", "10021"
"""A real cluster, both of whose tasks somebody does; an example with open tasks and some that are over."""


@cache
def shipped() -> Exhibition:
    found = load_exhibition(HOME).exhibition
    return replace(found, settings=replace(found.settings, site_url=ADDRESS))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out_shipped(tmp_path_factory.mktemp("plates"), ADDRESS)


@pytest.fixture(autouse=True)
def fonts(press: RenderResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    yield


def finish(poster: Poster, press: RenderResources) -> tuple[bytes, PreflightReport]:
    pdf = finish_pdfx(draw_pages([poster], PLATE, press, ["JOB"] * 9), STANDARDS["x4"], press.profile, "试")
    return pdf, preflight(pdf, expect_page_size(PLATE), list_pages(poster, PLATE, press), STANDARDS["x4"])


def read_codes(pdf: bytes) -> list[list[str]]:
    """Return the codes of each page as a phone reads them at 150 dpi."""
    pictures = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [sorted(code.text.lower() for code in zxingcpp.read_barcodes(picture)) for picture in pictures]


def read_words(pdf: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


@pytest.mark.parametrize("id", [CLUSTER, EXAMPLE])
def test_each_task_has_a_plate_with_the_code_of_its_entry(id: str, press: RenderResources) -> None:
    entry = shipped().by_id[id]
    pdf, report = finish(build_poster(entry, shipped(), format=PLATE), press)
    assert [fault.message for fault in report.faults] == []
    tasks = list_plates(entry)
    assert len(tasks) >= 2 and not [one for one in tasks if one.record.state in (DONE, OVER)]
    assert read_codes(pdf) == [[f"{ADDRESS}{id}/"]] * len(tasks)
    for words, one in zip(read_words(pdf), tasks, strict=True):
        assert "".join(one.name.split()) in words
        assert f"在{one.record.place}" in words
        call = "这件事，由" if one.record.is_open else f"这件事，由{one.record.who}认领"
        assert "".join(call.split()) in words and "认领" in words
        assert f"louzu.baoshan.gov.cn/{id}/" in words


def test_a_task_that_waits_has_a_line_to_write_on() -> None:
    texts = list_plate_texts(shipped().by_id[EXAMPLE], shipped())
    waiting = [number for number, one in enumerate(list_plates(shipped().by_id[EXAMPLE]), 1) if one.record.is_open]
    assert waiting and all(f"call-{number}" not in texts for number in waiting)
    # Nobody is written onto a plate who has not taken it on.
    taken = [name for name in texts if name.startswith("call-")]
    assert len(taken) == len(list_plates(shipped().by_id[EXAMPLE])) - len(waiting)


def test_a_proof_can_be_read_too(press: RenderResources) -> None:
    poster = build_poster(shipped().by_id[EXAMPLE], shipped(), format=PLATE, proof=True)
    pdf, report = finish(poster, press)
    assert [fault.message for fault in report.faults] == []
    assert all("样张" in words for words in read_words(pdf))


def test_the_shop_gets_single_plates_and_sheets_of_six(root: Path, tmp_path: Path) -> None:
    places = ("--root", root, "--out", tmp_path / "print", "--cache", tmp_path / "cache", "--date", "2026-11-01")
    commanded("posters", *places, "--product", "claim-plate", "--ids", CLUSTER, "--impose")
    (folder,) = (path for path in (tmp_path / "print").iterdir() if path.is_dir())
    rows = list(csv.DictReader(io.StringIO((folder / "manifest.csv").read_text("utf-8-sig"))))
    assert {row["编号"]: row["试扫与网址一致"] for row in rows} == {CLUSTER: "是"}
    assert all(file["passed"] for file in json.loads((folder / "preflight.json").read_text("utf-8"))["files"])
    (imposed,) = (folder / "imposed").iterdir()
    (codes,) = read_codes(imposed.read_bytes())
    assert codes == [f"{ADDRESS}{CLUSTER}/"] * 2
    assert "SRA3（320×450 毫米）上横 2 竖 3，一张 6 个A6 认领牌" in (folder / "印厂须知.txt").read_text("utf-8-sig")


def test_entries_without_tasks_are_skipped_and_said(root: Path) -> None:
    ran = commanded("posters", "--root", root, "--product", "claim-plate", "--ids", "10001", check=False)
    assert ran.returncode == 2
    assert "没有等人认领、也没有有人认领的事" in ran.stderr


def test_pieces_have_one_side_and_other_pages_of_an_entry_are_not_mixed() -> None:
    assert PLATE.in_pieces and PLATE.imposition and any(isinstance(layer, QrLayer) for layer in PLATE.layers)

    def change(**values: object) -> PrintFormat:
        return replace(PLATE, **values)  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="one side"):
        change(sides=2)
    with pytest.raises(ValueError, match="single pages"):
        change(in_pieces=False)
