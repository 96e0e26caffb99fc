"""Worksheets for the shop: a job without any entry passes preflight, in black alone, and says where its text is from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from conftest import commanded
from exhibition.print.jobs import render_bundle
from exhibition.print.resources import RenderResources
from exhibition.print.worksheets import WORKSHEETS
from helpers.fake_print import lay_out_shipped

OWN = [sheet for sheet in WORKSHEETS if sheet.blank]


@pytest.fixture(autouse=True)
def fonts(press: RenderResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    yield


def read_text(page: pypdfium2.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_bounded().split())


def test_a_job_is_made_of_no_entry(tmp_path: Path) -> None:
    root = lay_out_shipped(tmp_path / "root", "https://louzu.baoshan.gov.cn/")
    out = tmp_path / "out"
    told = commanded(
        *("posters", "--root", root, "--out", out, "--cache", tmp_path / "cache", "--date", "2026-11-01"),
        *("--contact", "街道", "--product", "handbook-sheets", "--quantity", "30"),
    )
    folder = out / "JOB-20261101-HANDBOOK-SHEETS"
    assert "没有通过检查" not in told.stdout + told.stderr
    (pdf,) = (folder / "pdf").iterdir()
    record = json.loads((folder / "job.json").read_text("utf-8"))
    assert record["complete"] and record["counts"]["posters"] == 1
    assert record["counts"]["sheets_of_paper"] == 30 * len(OWN)
    pages = [read_text(page) for page in pypdfium2.PdfDocument(pdf)]
    assert len(pages) == len(OWN)
    for sheet, text in zip(OWN, pages, strict=True):
        assert sheet.title in text
        assert "本项目起草，不是官方《楼组成长手册》" in text
        assert f"louzu.baoshan.gov.cn/handbook/papers/{sheet.slug}/" in text
    notes = (folder / "印厂须知.txt").read_text("utf-8-sig")
    assert "只用黑色一种" in notes
    assert "送货点由下单的人写" in notes
    again = commanded(
        *("posters", "--root", root, "--out", out, "--cache", tmp_path / "cache", "--date", "2026-11-02"),
        *("--product", "handbook-sheets", "--since", folder),
    )
    assert "没有要印的" in again.stdout
