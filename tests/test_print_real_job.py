"""A small job with the real renderer: drawn, finished, preflighted, decoded, imposed, packed; the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from conftest import exhibition
from helpers.fake_print import contents
from test_print_command import laid_out

PT = 72 / 25.4


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # 35 characters: of the allowed levels, only level Q holds them in 29 modules.
    return laid_out(tmp_path_factory.mktemp("real") / "hall", "https://louzu.baoshan.gov.cn/")


def ordered(hall: Path, *words: object) -> None:
    exhibition("posters", "--root", hall, "--date", "2026-11-01", *words)


@pytest.fixture(scope="module")
def job(hall: Path) -> Path:
    ordered(hall, "--product", "a5", "--ids", "10001-10004", "--impose")
    return hall / "print" / "JOB-20261101-A5"


def codes(pdf: Path) -> list[list[str]]:
    """Return the addresses that can be read from each page."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in document]
    return [sorted(code.text.lower() for code in zxingcpp.read_barcodes(picture)) for picture in pictures]


def address(id: int) -> str:
    return f"https://louzu.baoshan.gov.cn/{id}/"


def test_every_page_says_its_own_address(job: Path) -> None:
    found = [code for path in sorted((job / "pdf").iterdir()) for code in codes(path)]
    assert found == [[address(id)] for id in range(10001, 10005)]


def test_the_manifest_holds_what_was_read(job: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((job / "manifest.csv").read_text("utf-8-sig"))))
    assert [row["试扫与网址一致"] for row in rows] == ["是"] * 4
    assert {(row["二维码版本"], row["纠错等级"]) for row in rows} == {("3", "Q")}
    assert all(float(row["剩余纠错"]) >= 0.62 for row in rows)
    seen = json.loads((job / "preflight.json").read_text("utf-8"))
    assert all(file["passed"] and len(file["checks"]) == 2 for file in seen["files"])


def test_imposed_sheets_carry_every_code_at_full_size(job: Path) -> None:
    paths = sorted((job / "imposed").iterdir())
    assert [code for path in paths for code in codes(path)] == [
        [address(10001)],
        [address(id) for id in range(10002, 10005)],
    ]
    with pikepdf.open(paths[0]) as pdf:
        page = pdf.pages[0]
        assert [round(float(value) / PT) for value in page.MediaBox] == [0, 0, 320, 450]
        assert [round(float(value) / PT, 1) for value in page.TrimBox] == [7, 10, 313, 440]


@pytest.mark.parametrize("part", ["pdf", "imposed"])
def test_every_page_has_a_ruler_of_50_mm_outside_the_bleed(job: Path, part: str) -> None:
    for path in sorted((job / part).iterdir()):
        for page in pypdfium2.PdfDocument(path):
            picture = np.asarray(page.render(scale=300 / 72, grayscale=True).to_pil())
            rows = ((row, longest(np.flatnonzero(line < 200))) for row, line in enumerate(picture))
            # 50 mm are 591 dots at 300 dpi; runs of artwork are longer or shorter.
            assert any(abs(dots - 591) <= 3 and not inside(page, row) for row, dots in rows)


def longest(dark: np.ndarray) -> int:
    runs = np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1)
    return max(len(run) for run in runs)


def inside(page: pypdfium2.PdfPage, row: int) -> bool:
    """Return whether this row of pixels at 300 dpi is within the bleed of the page."""
    _, bottom, _, top = page.get_bleedbox()
    return page.get_height() - top < row * 72 / 300 < page.get_height() - bottom


def test_proofs_are_pictures_that_nobody_prints_from(job: Path) -> None:
    paths = sorted((job / "proof").iterdir())
    assert len(paths) == 3
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            assert "校样" in page.get_textpage().get_text_range()
        assert b"DeviceRGB" in path.read_bytes()


def test_the_full_size_proof_is_of_full_size(job: Path) -> None:
    (path,) = (job / "proof").glob("*原大*")
    with pikepdf.open(path) as pdf:
        assert [round(float(value) / PT) for value in pdf.pages[0].MediaBox] == [0, 0, 172, 234]


def test_a_second_run_from_nothing_gives_the_same_bytes(job: Path, hall: Path, tmp_path: Path) -> None:
    before = contents(job.parent)
    kept = hall / ".cache" / "exhibition" / "jobs"
    assert kept.is_dir()
    kept.rename(tmp_path / "jobs")
    ordered(hall, "--product", "a5", "--ids", "10001-10004", "--impose")
    assert contents(job.parent) == before


def test_a_proof_is_watermarked(hall: Path, tmp_path: Path) -> None:
    ordered(hall, "--product", "a3", "--ids", "10009", "--proof", "--out", tmp_path)
    (path,) = (tmp_path / "PROOF-20261101-A3" / "proof").glob("A3-*.pdf")
    text = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    assert "样张" in text
    assert not (tmp_path / "PROOF-20261101-A3" / "pdf").exists()


def test_the_x1a_form_is_judged_as_such(hall: Path, tmp_path: Path) -> None:
    ordered(hall, "--product", "cluster", "--ids", "10007", "--standard", "x1a", "--out", tmp_path)
    (path,) = (tmp_path / "JOB-20261101-CLUSTER" / "pdf").iterdir()
    with pikepdf.open(path) as pdf:
        assert pdf.pdf_version == "1.4"
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
