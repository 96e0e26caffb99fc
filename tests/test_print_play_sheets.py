"""Role cards and the host's sheet: every code decodes, nothing is cut off, all ways of a play stand on the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
import zxingcpp

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.print.formats import FORMATS, PrintFormat
from exhibition.print.jobs import render_bundle
from exhibition.print.jobs.render_bundle import expect_page_size, list_pages
from exhibition.print.pdf_writer import STANDARDS, draw_pages, finish_pdfx
from exhibition.print.play_sheets import LEAST_BOX, is_too_large, place_scenes
from exhibition.print.poster import Poster, build_poster
from exhibition.print.preflight import PreflightReport, preflight
from exhibition.print.resources import RenderResources
from exhibition.types.play import HATS, Play, Role

ADDRESS = "https://louzu.baoshan.gov.cn/"
CARDS, HOST = FORMATS["role-cards"], FORMATS["host-sheet"]


@cache
def shipped() -> Exhibition:
    found = load_exhibition(HOME).exhibition
    return replace(found, settings=replace(found.settings, site_url=ADDRESS))


PLAYS = [play.id for play in load_exhibition(HOME).exhibition.published(Play)]


@pytest.fixture(autouse=True)
def fonts(press: RenderResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    yield


def get_play(id: str, **values: object) -> Play:
    play = shipped().by_id[id]
    assert isinstance(play, Play)
    return replace(play, **values)  # type: ignore[arg-type]


def make_poster(play: Play, row: PrintFormat) -> Poster:
    others = (entry for entry in shipped().entries if entry.id != play.id)
    return build_poster(play, shipped().replace_entries((*others, play)), format=row)


def finish(play: Play, row: PrintFormat, press: RenderResources) -> tuple[bytes, PreflightReport]:
    poster = make_poster(play, row)
    pdf = finish_pdfx(draw_pages([poster], row, press, ["JOB"] * 4), STANDARDS["x4"], press.profile, "试")
    return pdf, preflight(pdf, expect_page_size(row), list_pages(poster, row, press), STANDARDS["x4"])


def read_codes(pdf: bytes) -> list[list[str]]:
    pictures = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [[code.text.lower() for code in zxingcpp.read_barcodes(picture)] for picture in pictures]


def read_words(pdf: bytes) -> list[str]:
    return ["".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("id", PLAYS)
def test_a_card_for_each_role_and_the_code_of_the_play(id: str, press: RenderResources) -> None:
    pdf, report = finish(get_play(id), CARDS, press)
    assert [fault.message for fault in report.faults] == []
    assert read_codes(pdf) == [[f"{ADDRESS}{id}/"]]
    (words,) = read_words(pdf)
    for role in get_play(id).roles:
        assert all(text in words for text in (role.name, role.mind, role.trouble))
    assert words.count("心里想的") == words.count("难处") >= 7, "what is left are blank cards"


def test_more_roles_than_a_sheet_holds_go_on_on_the_next(press: RenderResources) -> None:
    roles = tuple(Role(name=f"第{number}位", mind="想" * 60, trouble="难" * 60) for number in range(1, 11))
    pdf, report = finish(get_play(PLAYS[0], roles=roles), CARDS, press)
    assert [fault.message for fault in report.faults] == []
    assert read_codes(pdf) == [[f"{ADDRESS}{PLAYS[0]}/"], []]
    first, second = read_words(pdf)
    assert "第7位" in first and "第8位" in second and "第10位" in second
    assert len(roles) > HATS, "hats come again"


@pytest.mark.parametrize("row", [CARDS, HOST], ids=lambda row: row.key)
def test_the_watermark_of_a_proof_leaves_the_code_clean(row: PrintFormat, press: RenderResources) -> None:
    poster = replace(make_poster(get_play(PLAYS[0]), row), proof=True)
    pdf = finish_pdfx(draw_pages([poster], row, press, ["JOB"] * 4), STANDARDS["x4"], press.profile, "试")
    report = preflight(pdf, expect_page_size(row), list_pages(poster, row, press), STANDARDS["x4"])
    assert [fault.message for fault in report.faults] == []


@pytest.mark.parametrize("id", PLAYS)
def test_every_scene_and_every_way_stands_on_the_host_sheet(id: str, press: RenderResources) -> None:
    play = get_play(id)
    pdf, report = finish(play, HOST, press)
    assert [fault.message for fault in report.faults] == []
    assert read_codes(pdf) == [[f"{ADDRESS}{id}/"]]
    (words,) = read_words(pdf)
    for scene in play.graph.scenes:
        assert "".join(scene.name.split()) in words
        for choice in scene.choices:
            target = play.graph.find_target(choice)
            assert target
            assert f"{''.join(choice.says.split())}→{target.number}" in words
    assert words.count("结局·") == len(play.graph.endings)
    assert "从这里开始" in words


def draw_body(scenes: int, choices: int, *, chain: bool = False) -> str:
    """Return a play of so many scenes, each with so many choices; as a chain each leads to the next first."""
    parts = []
    for number in range(1, scenes + 1):
        ways = [(number if chain else number * choices) + step for step in range(1, choices + 1)]
        lines = [f"- 走这一条路，看看会怎样 → 第{min(way, scenes + 1)}幕" for way in ways]
        parts += [f"## 第{number}幕", "这一幕里邻居们坐下来，说一说，停一停，再说一说。", *lines]
    parts += [f"## 结局：第{scenes + 1}幕", "完了。", "结果：办成"]
    return "\n\n".join(parts)


@pytest.mark.parametrize(
    "body", [draw_body(30, 3), draw_body(30, 2), draw_body(29, 1, chain=True), draw_body(30, 3, chain=True)]
)
def test_thirty_scenes_are_still_legible(body: str, press: RenderResources) -> None:
    play = get_play(PLAYS[0], body=body)
    boxes = place_scenes(play.graph).values()
    assert len(boxes) == len(play.graph.scenes) >= 30
    if is_too_large(play):
        assert min(box.height for box in boxes) < LEAST_BOX
        return
    pdf, report = finish(play, HOST, press)
    assert [fault.message for fault in report.faults] == []
    (words,) = read_words(pdf)
    for scene in play.graph.scenes:
        assert "".join(scene.name.split()) in words
        assert not scene.choices or re.search(r"→\d", words)


def test_boxes_do_not_overlap_and_stay_on_the_sheet() -> None:
    for body in (draw_body(30, 3), draw_body(98, 1, chain=True), draw_body(1, 1), get_play(PLAYS[0]).body):
        boxes = list(place_scenes(get_play(PLAYS[0], body=body).graph).values())
        for at, one in enumerate(boxes):
            assert one.x >= 5 and one.right <= 415 and one.y >= 30 and one.y + one.height <= 246
            for other in boxes[at + 1 :]:
                beside = one.right <= other.x or other.right <= one.x
                apart = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert beside or apart


def test_what_a_sheet_cannot_hold_says_what_to_do_instead() -> None:
    crowd = get_play(PLAYS[0], body=draw_body(98, 5))
    reasons = [reason for stands, reason in HOST.obstacles if stands(crowd)]
    assert len(reasons) == 1
    assert "整本" in reasons[0]
    assert [reason for stands, reason in HOST.obstacles if stands(get_play(PLAYS[0], body=""))] == ["还没有一幕可演"]
    assert [reason for stands, reason in CARDS.obstacles if stands(get_play(PLAYS[0], roles=()))]
