"""Leaflets of visits and routes, stamp cards, sheets for emblems: made for the shop, every code on them is decoded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from conftest import HOME, commanded
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.print.formats import FORMATS, MARKS_MM, PrintFormat
from exhibition.print.handouts import (
    FRAME_LEFT,
    FRAME_SIDE,
    FRAME_TOP,
    MOST_STATIONS,
    list_card_texts,
    list_items,
    list_leaflet_texts,
)
from exhibition.print.jobs import render_bundle
from exhibition.print.jobs.render_bundle import expect_page_size, find_unprintable, list_pages
from exhibition.print.pdf_writer import STANDARDS, draw_pages, finish_pdfx
from exhibition.print.poster import Poster, PosterPhoto, build_poster
from exhibition.print.preflight import PreflightReport, preflight
from exhibition.print.resources import RenderResources
from exhibition.types.route import Route, RouteStop, list_questions, list_stops
from helpers.fake_print import lay_out_shipped
from illustrations.emblem import FORMS, GROUNDS, SIGNS

ADDRESS = "https://louzu.baoshan.gov.cn/"
LEAFLET, CARD, SHEET = FORMATS["leaflet"], FORMATS["stamp-card"], FORMATS["emblem-sheet"]
ROUTE, TRAIL, VISIT, CLUSTER = "89937", "97629", "10009", "10007"
"""A real route, an example of a trail, an example with a visit, a real cluster with members."""


@cache
def shipped() -> Exhibition:
    found = load_exhibition(HOME).exhibition
    return replace(found, settings=replace(found.settings, site_url=ADDRESS))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content under an address that may be printed."""
    return lay_out_shipped(tmp_path_factory.mktemp("leaflets"), ADDRESS)


@pytest.fixture(autouse=True)
def fonts(press: RenderResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    yield


def make_poster(id: str, row: PrintFormat, **values: object) -> Poster:
    return replace(build_poster(shipped().by_id[id], shipped(), format=row), **values)  # type: ignore[arg-type]


def finished(poster: Poster, row: PrintFormat, press: RenderResources) -> tuple[bytes, PreflightReport]:
    pdf = finish_pdfx(draw_pages([poster], row, press, ["JOB"] * 4), STANDARDS["x4"], press.profile, "试")
    return pdf, preflight(pdf, expect_page_size(row), list_pages(poster, row, press), STANDARDS["x4"])


def read_codes(pdf: bytes) -> list[list[str]]:
    """Return the codes of each page as a phone reads them at 150 dpi."""
    pictures = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [sorted(code.text.lower() for code in zxingcpp.read_barcodes(picture)) for picture in pictures]


def read_words(pdf: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


@pytest.mark.parametrize("id", [ROUTE, TRAIL, CLUSTER])
def test_every_place_of_a_leaflet_has_its_own_code_and_its_address_in_words(id: str, press: RenderResources) -> None:
    pdf, report = finished(make_poster(id, LEAFLET), LEAFLET, press)
    assert [fault.message for fault in report.faults] == []
    items = list_items(shipped().by_id[id], shipped())
    assert len(items) > 2
    cover, inside = read_codes(pdf)
    assert cover == [f"{ADDRESS}{id}/"]
    assert inside == sorted(f"{ADDRESS}{item.entry.id}/" for item in items)
    words = read_words(pdf)[1]
    for item in items:
        assert item.name in words
        assert f"louzu.baoshan.gov.cn/{item.entry.id}" in words
        assert "".join(item.text.split()) in words


def test_a_visit_is_told_station_by_station_with_the_code_of_its_unit(press: RenderResources) -> None:
    pdf, report = finished(make_poster(VISIT, LEAFLET), LEAFLET, press)
    assert [fault.message for fault in report.faults] == []
    assert read_codes(pdf) == [[f"{ADDRESS}{VISIT}/"], []]
    outside, inside = read_words(pdf)
    stations = shipped().by_id[VISIT].stations  # type: ignore[attr-defined]
    assert [inside.index(station.name) for station in stations] == sorted(inside.index(one.name) for one in stations)
    assert all("".join(station.text.split()) in inside for station in stations)
    assert "站旁边有码的" not in outside
    assert "封面上的码" in outside


def test_one_address_too_many_does_not_pass(press: RenderResources) -> None:
    """What the product declares is the set of addresses: a page without one of them, or with another, is a fault."""
    poster = make_poster(ROUTE, LEAFLET)
    pdf, _ = finished(poster, LEAFLET, press)
    texts = dict(poster.texts) | {"stop-2": f"{ADDRESS}10064/"}
    wrong = replace(poster, texts=tuple(texts.items()))
    report = preflight(pdf, expect_page_size(LEAFLET), list_pages(wrong, LEAFLET, press), STANDARDS["x4"])
    assert "wrong_code" in {fault.check for fault in report.faults}


def test_the_shop_is_told_to_fold_and_shown_where(root: Path, tmp_path: Path) -> None:
    places = ("--root", root, "--out", tmp_path / "print", "--cache", tmp_path / "cache", "--date", "2026-11-01")
    commanded("posters", *places, "--product", "leaflet", "--ids", f"{ROUTE},{CLUSTER}")
    (folder,) = (path for path in (tmp_path / "print").iterdir() if path.is_dir())
    rows = list(csv.DictReader(io.StringIO((folder / "manifest.csv").read_text("utf-8-sig"))))
    assert {row["编号"]: row["试扫与网址一致"] for row in rows} == {ROUTE: "是", CLUSTER: "是"}
    notes = (folder / "印厂须知.txt").read_text("utf-8-sig")
    assert "对折一次，成 A5" in notes
    assert "双面印刷" in notes
    assert all(file["passed"] for file in json.loads((folder / "preflight.json").read_text("utf-8"))["files"])
    with pikepdf.open(folder / rows[0]["文件"]) as pdf:
        marks = [
            [float(value) for value in one.operands]
            for one in pikepdf.parse_content_stream(pdf.pages[0])
            if str(one.operator) == "m"
        ]
    fold = (MARKS_MM + LEAFLET.width_mm / 2) / 25.4 * 72
    assert sum(abs(point[0] - fold) < 0.1 for point in marks) == 2


def test_examples_get_proofs_only_and_units_without_stations_nothing(root: Path) -> None:
    for id, reason in ((VISIT, "是示例"), ("10001", "没有参访的站")):
        ran = commanded("posters", "--root", root, "--product", "leaflet", "--ids", id, check=False)
        assert ran.returncode == 2
        assert reason in ran.stderr


def test_a_long_route_says_how_many_stops_are_left_out(press: RenderResources) -> None:
    route = shipped().by_id[ROUTE]
    assert isinstance(route, Route)
    units = ("10001", "10002", "10003", "10004", "10005", "10006")
    long = replace(route, stops=tuple(RouteStop(id, "看一看" * 20) for id in (*units, *units)))
    texts = list_leaflet_texts(long, shipped())
    assert len(list_items(long, shipped())) == 12
    assert texts["rest"] == "还有 2 站印不下，扫封面上的码看。"
    poster = replace(build_poster(route, shipped(), format=LEAFLET), texts=tuple(texts.items()))
    assert find_unprintable([(poster, route)], LEAFLET, press) == []
    pdf, report = finished(poster, LEAFLET, press)
    assert [fault.message for fault in report.faults] == []
    codes = zxingcpp.read_barcodes(pypdfium2.PdfDocument(pdf)[1].render(scale=150 / 72, grayscale=True).to_pil())
    assert len(codes) == MOST_STATIONS


def test_a_photograph_stands_at_its_station_where_it_is_fine_enough(tmp_path: Path, press: RenderResources) -> None:
    across, down = np.meshgrid(np.linspace(30, 250, 1600), np.linspace(250, 40, 1200))
    path = tmp_path / "a.jpg"
    Image.fromarray(np.stack([across, down, 0 * down + 90], -1).astype(np.uint8), "RGB").save(path)
    fine = PosterPhoto(path, "a", (50, 50))
    Image.open(path).resize((80, 60)).save(tmp_path / "b.jpg")
    coarse = PosterPhoto(tmp_path / "b.jpg", "b", (50, 50))
    for shot, count in ((fine, 1), (coarse, 0)):
        poster = make_poster(ROUTE, LEAFLET, shots=(("photo-2", shot),))
        pdf, report = finished(poster, LEAFLET, press)
        assert [fault.message for fault in report.faults] == []
        inside = pypdfium2.PdfDocument(pdf)[1]
        assert len(list(inside.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) == count


def test_a_stamp_card_has_a_window_for_each_question_and_the_answers_upside_down(press: RenderResources) -> None:
    pdf, report = finished(make_poster(TRAIL, CARD), CARD, press)
    assert [fault.message for fault in report.faults] == []
    assert read_codes(pdf) == [[f"{ADDRESS}{TRAIL}/"]]
    route = shipped().by_id[TRAIL]
    assert isinstance(route, Route)
    questions = list_questions(route, shipped())
    assert len(questions) >= 5
    words = read_words(pdf)[0]
    for question in questions:
        assert "".join(question.record.record.question.split()) in words
        assert question.stop.entry.name in words
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    answers = page.search("答案：").get_next()
    assert answers
    first, second = (page.get_charbox(answers[0] + number) for number in range(2))
    assert first[0] > second[0], "the line runs from right to left, as upside down lines do"


def test_more_questions_go_on_to_another_side(press: RenderResources) -> None:
    texts = dict(list_card_texts(shipped().by_id[TRAIL], shipped()))
    texts |= {f"{name}-{number}": "题" for name in ("stop", "where", "question") for number in range(6, 9)}
    poster = make_poster(TRAIL, CARD, texts=tuple((texts | {"answers-7": "答案：7 甲　8 乙"}).items()))
    pdf, report = finished(poster, CARD, press)
    assert [fault.message for fault in report.faults] == []
    assert [len(codes) for codes in read_codes(pdf)] == [1, 0]


def test_a_route_that_is_no_trail_has_no_card(root: Path) -> None:
    ran = commanded("posters", "--root", root, "--product", "stamp-card", "--ids", ROUTE, check=False)
    assert ran.returncode == 2
    assert "不是小先生路线" in ran.stderr


def test_the_sheet_for_an_emblem_names_and_draws_every_word(press: RenderResources) -> None:
    pdf, report = finished(make_poster("10001", SHEET), SHEET, press)
    assert [fault.message for fault in report.faults] == []
    words = read_words(pdf)[0]
    assert "64号楼编号10001" in words
    vocabularies = shipped().vocabularies
    for name, drawn in (("emblem_forms", FORMS), ("emblem_colours", GROUNDS), ("emblem_signs", SIGNS)):
        terms = {term.slug: term.name for term in vocabularies.get(name)}
        assert terms.keys() == drawn.keys()
        assert all(word in words for word in terms.values())
    assert "楼标.jpg" in words


def test_the_frame_for_drawing_is_empty_and_its_corners_are_marked(press: RenderResources) -> None:
    pdf, _ = finished(make_poster("10001", SHEET), SHEET, press)
    dpmm = 4
    picture = np.asarray(pypdfium2.PdfDocument(pdf)[0].render(scale=dpmm * 25.4 / 72, grayscale=True).to_pil())
    left, top = ((MARKS_MM + edge) * dpmm for edge in (FRAME_LEFT, FRAME_TOP))
    side = FRAME_SIDE * dpmm
    inner = picture[round(top) + 1 : round(top + side) - 1, round(left) + 1 : round(left + side) - 1]
    assert inner.min() == 255
    for x in (left - 4, left + side + 4):
        for y in (top - 4, top + side + 4):
            assert picture[round(y), round(x)] < 90


@pytest.mark.parametrize(("id", "row"), [(ROUTE, LEAFLET), (TRAIL, CARD), ("10001", SHEET)])
def test_proofs_pass_too_and_the_same_order_gives_the_same_bytes(
    id: str, row: PrintFormat, press: RenderResources
) -> None:
    poster = make_poster(id, row, proof=True)
    first, report = finished(poster, row, press)
    assert [fault.message for fault in report.faults] == []
    assert all("样张" in words for words in read_words(first))
    assert finished(poster, row, press)[0] == first


def test_stops_that_are_not_published_are_not_printed() -> None:
    route = shipped().by_id[ROUTE]
    assert isinstance(route, Route)
    extended = replace(route, stops=(*route.stops, RouteStop("99999", "没有")))
    assert len(list_items(extended, shipped())) == len(list_stops(route, shipped()))
