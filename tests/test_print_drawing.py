"""Pages of every product: shortest and longest name, all stars and none; codes are decoded, text is extracted."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition
from exhibition.print.colour import load_palette_inks
from exhibition.print.formats import FORMATS, MARKS_MM, PrintFormat
from exhibition.print.jobs.render_bundle import expect_page_size, find_unprintable, list_pages
from exhibition.print.layers import TextLayer
from exhibition.print.pdf_writer import STANDARDS, draw_pages, finish_pdfx
from exhibition.print.poster import Poster, PosterPhoto, build_poster, is_made_for
from exhibition.print.preflight import preflight
from exhibition.print.resources import RenderResources
from exhibition.qr import Payload, encode_address
from exhibition.qr.symbol import LEVELS
from exhibition.types import Unit
from illustrations.palette import ACCENTS
from qr_degradation import DEGRADATIONS, FINER, MODULE_PX, photograph_enlarged

DPI = 150
LONG_NAME = "福地苑一居第十一村六十四号甲楼一至六层全体老中青邻居共建共享大家庭楼组（示例）"
LONG_TAGLINE = "六层楼，二十四户，谈了一年零两个月，电梯停在了家门口，从此谁也不用再背着米上六楼，买菜的篮子也轻了，大家都说好，真好。"
ENOUGH = 0.82
"""Result of a prototype (version 3, level H) under worse conditions than on most walls."""

READINGS = 12
"""Readings of each code: of 48 in all, chance alone makes the rate of noisy pictures differ by 5 %."""

POSTERS = {key: row for key, row in FORMATS.items() if row.texts is None and row.blank is None}
"""The products that show a name, a place and a code; those with texts of their own have tests of their own."""


@pytest.fixture(scope="session")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def entries(shipped: Exhibition, format: PrintFormat) -> tuple[Entry, ...]:
    return tuple(one for one in shipped.entries if one.published and is_made_for(format, one))


def extremes(poster: Poster) -> list[Poster]:
    """Return an ordinary poster and posters with extreme values."""
    small = replace(poster, name="楼", tagline="", compound="", committee="", stars=None, members=())
    large = replace(poster, name=LONG_NAME, tagline=LONG_TAGLINE, stars=5 if poster.kind == "unit" else None)
    many = replace(
        large, members=tuple(f"第{number}号温馨楼" for number in range(1, 21)) if poster.kind == "cluster" else ()
    )
    return [poster, small, large, many, replace(poster, stars=0), replace(poster, stars=3)]


def pages(pdf: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf))


def rendered(page: pypdfium2.PdfPage, dpi: float = DPI) -> Image.Image:
    return page.render(scale=dpi / 72, grayscale=True).to_pil()


def read(page: pypdfium2.PdfPage) -> list[str]:
    return [code.text.lower() for code in zxingcpp.read_barcodes(rendered(page))]


@pytest.mark.parametrize("key", POSTERS)
def test_every_poster_of_the_shipped_content_is_read_at_150_dpi(
    key: str, shipped: Exhibition, press: RenderResources
) -> None:
    format = FORMATS[key]
    posters = [build_poster(entry, shipped, proof=True) for entry in entries(shipped, format)]
    for poster, page in zip(posters, pages(draw_pages(posters, format, press)), strict=True):
        assert read(page) == [poster.address]
        text = "".join(page.get_textpage().get_text_bounded().split())
        assert poster.id in text
        assert "".join(poster.name.split()) in text
        assert "样张" in text


@pytest.mark.parametrize("key", POSTERS)
def test_shortest_and_longest_texts_stay_inside_the_safe_zone(
    key: str, shipped: Exhibition, press: RenderResources
) -> None:
    format = FORMATS[key]
    entry = entries(shipped, format)[0]
    posters = extremes(build_poster(entry, shipped))
    assert find_unprintable([(poster, entry) for poster in posters], format, press) == []
    for poster, page in zip(posters, pages(draw_pages(posters, format, press)), strict=True):
        assert read(page) == [poster.address]
        for left, bottom, right, top in words(page):
            assert left >= MARKS_MM + 5 - 0.05, poster.name
            assert right <= MARKS_MM + format.width_mm - 5 + 0.05, poster.name
            assert bottom >= MARKS_MM + 5 - 0.05, poster.name
            assert top <= MARKS_MM + format.height_mm - 5 + 0.05, poster.name


def words(page: pypdfium2.PdfPage) -> list[tuple[float, ...]]:
    """Return the bounding box of every character, in mm from the page's lower left corner."""
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    return [tuple(side / 72 * 25.4 for side in box) for box in boxes if box[2] > box[0]]


@pytest.mark.parametrize("name", DEGRADATIONS)
def test_a_printed_code_is_read_after_years_on_a_wall(name: str, shipped: Exhibition, press: RenderResources) -> None:
    """Degrade the code as rendered on the page, not the bare modules, to include anything that touches its panel."""
    format = FORMATS["a4"]
    posters = [build_poster(entry, shipped) for entry in shipped.published(Unit)]
    place = format.place_code(29)
    scale = MODULE_PX * FINER / place.module_mm
    left, top = ((MARKS_MM + edge - 4 * place.module_mm) * scale for edge in (place.x_mm, place.y_mm))
    side = 37 * MODULE_PX * FINER
    found = []
    for number, page in enumerate(pages(draw_pages(posters, format, press))):
        panel = rendered(page, scale * 25.4).crop((round(left), round(top), round(left) + side, round(top) + side))
        for seed in range(READINGS):
            code = zxingcpp.read_barcode(photograph_enlarged(panel, DEGRADATIONS[name], 1000 * number + seed))
            found.append(code is not None and code.text.lower() == posters[number].address)
    assert sum(found) / len(found) >= ENOUGH


def test_the_same_posters_give_the_same_bytes(shipped: Exhibition, press: RenderResources) -> None:
    posters = [build_poster(entry, shipped) for entry in shipped.published(Unit)[:3]]
    assert draw_pages(posters, FORMATS["a5"], press) == draw_pages(posters, FORMATS["a5"], press)


def test_what_does_not_fit_is_said_where_it_was_written(shipped: Exhibition, press: RenderResources) -> None:
    unit = shipped.published(Unit)[0]
    endless = replace(build_poster(unit, shipped), name="楼" * 60)
    (said, *_) = find_unprintable([(endless, unit)], FORMATS["sticker"], press)
    assert (said.code, said.span, said.blocks) == ("E511", unit.get_span("名称"), True)
    assert "60 个字" in said.message


def test_a_sign_without_a_glyph_stops_before_drawing(shipped: Exhibition, press: RenderResources) -> None:
    unit = shipped.published(Unit)[0]
    odd = replace(build_poster(unit, shipped), tagline="楼道亮了🏮")
    (said,) = find_unprintable([(odd, unit)], FORMATS["a4"], press)
    assert (said.code, said.span) == ("E512", unit.get_span("一句话"))
    assert "🏮" in said.message


@pytest.fixture
def photo(tmp_path: Path) -> PosterPhoto:
    across, down = np.meshgrid(np.linspace(30, 250, 4000), np.linspace(250, 40, 3000))
    path = tmp_path / "photo.jpg"
    Image.fromarray(np.stack([across, down, 0 * down + 90], -1).astype(np.uint8), "RGB").save(path)
    return PosterPhoto(path, "a", (50, 50))


@pytest.mark.parametrize("key", [key for key, row in POSTERS.items() if row.photo_place])
def test_a_good_photo_stands_at_the_head(
    key: str, photo: PosterPhoto, shipped: Exhibition, press: RenderResources
) -> None:
    format = FORMATS[key]
    entry = entries(shipped, format)[0]
    drawn, shown = build_poster(entry, shipped), build_poster(entry, shipped, shot=photo)
    (plain,), (pictured,) = pages(draw_pages([drawn], format, press)), pages(draw_pages([shown], format, press))
    assert not list(plain.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    assert len(list(pictured.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) == 1
    assert read(pictured) == [drawn.address]
    assert find_unprintable([(replace(shown, name=LONG_NAME, tagline=LONG_TAGLINE), entry)], format, press) == []


def test_a_coarse_photo_is_left_out_and_said(photo: PosterPhoto, shipped: Exhibition, press: RenderResources) -> None:
    Image.open(photo.path).resize((800, 600)).save(photo.path)
    unit = shipped.published(Unit)[0]
    poster = build_poster(unit, shipped, shot=photo)
    (said,) = find_unprintable([(poster, unit)], FORMATS["a4"], press)
    assert (said.code, said.blocks) == ("W513", False)
    assert draw_pages([poster], FORMATS["a4"], press) == draw_pages([replace(poster, shot=None)], FORMATS["a4"], press)


def test_colours_come_from_the_palette_alone(press: RenderResources) -> None:
    with pytest.raises(KeyError):
        press.get_ink("purple")


SIDES = {"a3": (145, 148), "a4": (103, 103), "a5": (71, 73), "sticker": (61, 61), "cluster": (145, 148)}
"""What was printed and hangs on walls, in mm, for codes of 29 and 33 modules; a new product needs no entry."""


@pytest.mark.parametrize("modules", [29, 33])
@pytest.mark.parametrize("format", POSTERS.values(), ids=POSTERS)
def test_measures_are_those_of_print(format: PrintFormat, modules: int) -> None:
    """Modules are whole dots at 300 dpi, a code is a tenth of its scanning distance, type sizes are few."""
    place = format.place_code(modules)
    assert place.module_mm / 25.4 * 300 == pytest.approx(round(place.module_mm / 25.4 * 300))
    assert format.key not in SIDES or SIDES[format.key][modules == 33] == round(place.code_mm)
    assert place.code_mm >= 0.95 * 100 * format.distance_m
    assert place.code_mm + 8 * place.module_mm <= format.panel_mm + 0.001
    assert place.x_mm - 4 * place.module_mm >= 5
    assert place.x_mm + (modules + 4) * place.module_mm <= format.width_mm - 5
    assert (
        len({layer.largest for layer in format.layers if isinstance(layer, TextLayer) and layer.when != "photo"}) <= 4
    )


def test_every_ink_of_the_table_is_printed_as_it_is(shipped: Exhibition, press: RenderResources) -> None:
    """ReportLab can convert CMYK values that look grey on screens to black only; the values of the table are kept."""
    posters = [replace(build_poster(shipped.published(Unit)[0], shipped), accent=name) for name in ACCENTS]
    with pikepdf.open(io.BytesIO(draw_pages(posters, FORMATS["a4"], press))) as pdf:
        forms = [form for page in pdf.pages for form in page.Resources.XObject.values()]
        drawn = {
            tuple(round(float(share) * 100) for share in instruction.operands)
            for form in forms
            for instruction in pikepdf.parse_content_stream(form)
            if str(instruction.operator) in ("k", "K")
        }
    used = {load_palette_inks()[name + suffix] for name in ACCENTS for suffix in ("", "-dim")}
    assert used <= drawn
    assert drawn <= set(load_palette_inks().values())


LADDER_ADDRESSES = {
    "3-H": "https://louzu.baoshan/10064/",
    "3-Q": "https://louzu.baoshan.gov.cn/10064/",
    "4-H": "https://huoli-louzu.baoshan.gov.cn.cn/10064/",
}
LONG = "https://louzu-1250000000.cos-website.ap-shanghai.myqcloud.com/10064/"
"""An address that is allowed only on proofs."""


@pytest.mark.parametrize("symbol", LADDER_ADDRESSES)
@pytest.mark.parametrize("key", POSTERS)
def test_every_symbol_of_the_ladder_passes_the_preflight(
    key: str, symbol: str, shipped: Exhibition, press: RenderResources
) -> None:
    format, address = FORMATS[key], LADDER_ADDRESSES[symbol]
    content = encode_address(address)
    assert isinstance(content, Payload)
    assert f"{content.version}-{LEVELS[content.level]}" == symbol
    poster = replace(build_poster(entries(shipped, format)[0], shipped), address=address, proof=False)
    pdf = finish_pdfx(
        draw_pages([poster], format, press, ["JOB 1/1"]), STANDARDS["x4"], press.profile, "试", date(2026, 11, 1)
    )
    report = preflight(pdf, expect_page_size(format), list_pages(poster, format, press), STANDARDS["x4"])
    assert [fault.message for fault in report.faults] == []
    assert [code.decoded.lower() for page in report.pages for code in page.codes] == [address]


@pytest.mark.parametrize("key", POSTERS)
def test_the_mark_of_a_proof_stays_on_the_paper(key: str, shipped: Exhibition, press: RenderResources) -> None:
    format = FORMATS[key]
    poster = build_poster(entries(shipped, format)[0], shipped, proof=True)
    pdf = finish_pdfx(
        draw_pages([poster], format, press, ["JOB 1/1"]), STANDARDS["x4"], press.profile, "试", date(2026, 11, 1)
    )
    report = preflight(pdf, expect_page_size(format), list_pages(poster, format, press), STANDARDS["x4"])
    assert [fault.message for fault in report.faults] == []


def test_an_address_too_long_for_a_product_is_said_of_the_settings(shipped: Exhibition, press: RenderResources) -> None:
    entry = shipped.published(Unit)[0]
    poster = replace(build_poster(entry, shipped, proof=True), address=LONG, typed=LONG[8:])
    [said] = find_unprintable([(poster, entry)], FORMATS["sticker"], press)
    assert (said.code, said.span.path) == ("E511", "mkdocs.yml")
    assert said.message.startswith("“网址”有")


@pytest.mark.parametrize("key", ["a4", "a5"])
def test_a_proof_of_an_address_too_long_for_walls_passes_the_preflight(
    key: str, shipped: Exhibition, press: RenderResources
) -> None:
    format = FORMATS[key]
    poster = replace(build_poster(entries(shipped, format)[0], shipped), address=LONG, typed=LONG[8:], proof=True)
    pdf = finish_pdfx(
        draw_pages([poster], format, press, ["JOB 1/1"]), STANDARDS["x4"], press.profile, "试", date(2026, 11, 1)
    )
    report = preflight(pdf, expect_page_size(format), list_pages(poster, format, press), STANDARDS["x4"])
    assert [fault.message for fault in report.faults] == []
    assert [code.decoded.lower() for page in report.pages for code in page.codes] == [LONG]


def test_the_slug_of_every_page_has_a_ruler_of_50_mm(shipped: Exhibition, press: RenderResources) -> None:
    format = FORMATS["a5"]
    posters = [build_poster(entry, shipped) for entry in entries(shipped, format)[:2]]
    for page in pages(draw_pages(posters, format, press, ["JOB 1/2", "JOB 2/2"])):
        assert "量一量：应为50毫米" in "".join(page.get_textpage().get_text_range().split())
        picture = np.asarray(rendered(page, 600))
        row = round((MARKS_MM - 6) / 25.4 * 600)
        dark = np.flatnonzero(picture[row - 3 : row + 4].min(axis=0) < 128)
        run = max(np.split(dark, np.flatnonzero(np.diff(dark) > 2) + 1), key=len)
        assert (run[-1] - run[0]) / 600 * 25.4 == pytest.approx(50, abs=0.15)
