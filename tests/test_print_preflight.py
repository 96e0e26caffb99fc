"""Preflight: a correct file passes, and each fault is reported by the check that is named after it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from exhibition.print.pdf_writer import STANDARDS, finish_pdfx
from exhibition.print.preflight import ExpectedCode, ExpectedPage, ExpectedSheet, PreflightReport, TrimArea, preflight
from exhibition.print.preflight.qr_rules import compute_unused_correction, map_codewords
from exhibition.qr import build_matrix
from helpers.preflight_samples import (
    ADDRESS,
    BLACK,
    CODE,
    MARKS,
    MODULE,
    NEIGHBOUR,
    PT,
    RIVER,
    SIDE,
    WHITE,
    Sample,
    at,
    draw,
    font,
    icc,
    profile,
)

SHEET = ExpectedSheet(SIDE, SIDE)
X4 = STANDARDS["x4"]


def expected(address: str = ADDRESS, name: str = "House 64", id: str = "10064") -> ExpectedPage:
    return ExpectedPage((name, f"No. {id}"), (ExpectedCode(address, *CODE, MODULE),))


def finished(*samples: Sample, key: str = "x4", **options: Any) -> bytes:
    return finish_pdfx(draw(samples, **options), STANDARDS[key], profile(), "样品")


def judged(pdf: bytes, *pages: ExpectedPage, sheet: ExpectedSheet = SHEET, key: str = "x4") -> PreflightReport:
    return preflight(pdf, sheet, pages or (expected(),), STANDARDS[key])


def checks(report: PreflightReport) -> set[str]:
    return {fault.check for fault in report.faults}


def changed(pdf: bytes, change: Callable[[Pdf], object], **options: Any) -> bytes:
    """Return a finished file after `change` has been applied."""
    result = BytesIO()
    with Pdf.open(BytesIO(pdf)) as file:
        change(file)
        file.save(
            result,
            deterministic_id="encryption" not in options,
            **({"force_version": "1.6", "fix_metadata_version": False} | options),
        )
    return result.getvalue()


def raw(*code: str) -> Callable[[Canvas], None]:
    """Return a function that writes operators unchanged."""
    return lambda canvas: canvas._code.extend(code)


def block(x: float, y: float, side: float, ink: Any = RIVER) -> Callable[[Canvas], None]:
    """Return a function that paints a square, in mm from the trim's top left."""

    def paint(canvas: Canvas) -> None:
        canvas.setFillColor(ink)
        canvas.rect(*at(x, y + side), side * PT, side * PT, stroke=0, fill=1)

    return paint


def logo(modules: int, ink: Any = RIVER) -> Callable[[Canvas], None]:
    """Return a function that paints a square over the middle of the code."""
    start = (29 - modules) / 2 * MODULE
    return block(CODE[0] + start, CODE[1] + start, modules * MODULE, ink)


def words(text: str, x: float, y: float, size: float, ink: Any = BLACK, face: str = "") -> Callable[[Canvas], None]:
    """Return a function that writes a text, in mm from the trim's top left."""

    def write(canvas: Canvas) -> None:
        canvas.setFillColor(ink)
        canvas.setFont(face or font(), size)
        canvas.drawString(*at(x, y), text)

    return write


def photo(
    ink: tuple[int, int, int, int], pixels: int, mode: str = "CMYK", width: float = 8
) -> Callable[[Canvas], None]:
    """Return a function that draws an image of one colour (0 to 255 for each ink) in the lower right corner."""

    def place(canvas: Canvas) -> None:
        file = BytesIO()
        Image.new(mode, (pixels, pixels), ink if mode == "CMYK" else ink[: len(mode)] if mode != "L" else 90).save(
            file, "JPEG", quality=92, subsampling=0
        )
        file.seek(0)
        canvas.drawImage(ImageReader(file), *at(87, 85), width * PT, width * PT)

    return place


def both(*parts: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    return lambda canvas: [part(canvas) for part in parts] and None


# A correct file passes


@pytest.mark.parametrize("key", STANDARDS)
def test_a_correct_file_passes(key: str) -> None:
    pdf = finished(Sample(), Sample(address=NEIGHBOUR, name="House 65", id="10065"), key=key)
    report = judged(pdf, expected(), expected(NEIGHBOUR, "House 65", "10065"), key=key)
    assert report.faults == ()
    assert report.passed
    assert report.sha256 == hashlib.sha256(pdf).hexdigest()
    assert [page.codes[0].decoded for page in report.pages] == [
        "https://LOUZU.EXAMPLE/10064/",
        "https://LOUZU.EXAMPLE/10065/",
    ]
    assert [page.codes[0].unused_ec for page in report.pages] == [1.0, 1.0]
    assert report.pages[0].text_pt_min == 6
    assert report.pages[0].ink_max == 203
    assert json.loads(json.dumps(report.to_json()))["passed"] is True


def test_what_is_allowed_passes() -> None:
    """Large white text, large text in a tint, a photo of high resolution and registration marks outside must pass."""
    over = both(
        block(87, 20, 8),
        words("W", 88, 27, 15, WHITE),
        words("I", 89, 50, 25, CMYKColor(0, 0, 0, 0.14)),
        photo((100, 100, 100, 50), 104),
    )
    report = judged(finished(Sample(over=over)))
    assert report.faults == ()
    assert report.pages[0].image_dpi_min == pytest.approx(330.2, abs=0.1)


# One fault in the drawing


@dataclass(frozen=True)
class Case:
    """A fault: the changed sample, the check that must report it, and other checks that must report it too."""

    name: str
    sample: Sample
    check: str
    others: tuple[str, ...] = ()


RICH = CMYKColor(0.5, 0.4, 0.4, 0.95)
HELVETICA = words("H", 88, 20, 12, face="Helvetica")
DRAWN = (
    Case("RGB fill", Sample(over=raw("1 0 0 rg 286 232 9 9 re f")), "wrong_colour"),
    Case("RGB line", Sample(over=raw("1 0 0 RG 286 232 m 300 232 l S")), "wrong_colour"),
    Case("grey fill", Sample(over=raw("0.5 g 286 232 9 9 re f")), "wrong_colour"),
    Case("grey, set and not used", Sample(over=raw("0.5 G")), "wrong_colour"),
    Case("initial colour", Sample(art=raw("q 286 232 9 9 re f Q")), "wrong_colour"),
    Case("RGB by name", Sample(over=raw("/DeviceRGB cs 1 0 0 sc 286 232 9 9 re f")), "wrong_colour"),
    Case("a spot colour", Sample(over=block(89, 60, 5, CMYKColorSep(0, 1, 1, 0, spotName="Gold"))), "wrong_colour"),
    Case("RGB photo", Sample(over=photo((90, 90, 90, 0), 104, "RGB")), "wrong_colour"),
    Case("grey photo", Sample(over=photo((90, 0, 0, 0), 104, "L")), "wrong_colour"),
    Case("rich black text", Sample(black=RICH), "text_not_black"),
    Case("coloured text", Sample(black=RIVER), "text_not_black"),
    Case("small white text", Sample(black=WHITE), "text_not_black"),
    Case("small grey text", Sample(black=CMYKColor(0, 0, 0, 0.5)), "text_not_black"),
    Case("rich black code", Sample(code=RICH), "badly_drawn_code"),
    Case("grey code", Sample(code=CMYKColor(0, 0, 0, 0.9)), "badly_drawn_code"),
    Case("no panel", Sample(panel=None), "badly_drawn_code", ("damaged_code",)),
    Case("tinted panel", Sample(panel=CMYKColor(0, 0, 0.1, 0)), "badly_drawn_code"),
    Case("a missing glyph", Sample(name="House 64 楼"), "bad_glyph"),
    Case("another code", Sample(address=NEIGHBOUR), "wrong_code"),
    Case("another name", Sample(name="House 65"), "missing_text"),
    Case("another id", Sample(id="10065"), "missing_text"),
    Case("no bleed", Sample(out=0), "missing_bleed"),
    Case("half a bleed", Sample(out=1.5), "missing_bleed"),
    Case("a bleed box too small", Sample(bleed=2), "wrong_boxes"),
    Case("another trim", Sample(trim=98), "wrong_boxes"),
    Case("a trim 0.2 mm too large", Sample(trim=100.2), "wrong_boxes"),
    Case("a small logo", Sample(over=logo(3)), "badly_drawn_code", ("damaged_code",)),
    Case("a large logo", Sample(over=logo(7)), "badly_drawn_code", ("damaged_code",)),
    Case("a white logo", Sample(over=logo(5, WHITE)), "damaged_code", ("badly_drawn_code",)),
    Case("text over the code", Sample(over=words("Hi", 40, 50, 40)), "badly_drawn_code", ("damaged_code",)),
    Case("something in the quiet zone", Sample(over=block(12.5, 30, 3)), "damaged_code", ("badly_drawn_code",)),
    Case("a coarse photo", Sample(over=photo((100, 100, 100, 50), 88)), "coarse_image"),
    Case("too much ink", Sample(over=block(89, 60, 5, CMYKColor(0.9, 0.8, 0.6, 0.3))), "too_much_ink"),
    Case("too much ink in a line", Sample(over=raw("1 .9 .7 0 K 286 232 m 300 232 l S")), "too_much_ink"),
    Case("too much ink in a photo", Sample(over=photo((220, 200, 160, 90), 104)), "too_much_ink"),
    Case("text near the knife", Sample(text=(20, 7)), "unsafe_text"),
    Case("text in the bleed", Sample(over=words("H", 20, 102, 8)), "unsafe_text"),
    Case("text beyond the right edge", Sample(over=words("HHHHH", 85, 95, 12)), "unsafe_text"),
    Case("small text", Sample(size=5), "small_text"),
    Case(
        "text made small",
        Sample(over=raw("q .4 0 0 .4 0 0 cm 0 0 0 1 k BT 1 0 0 1 715 720 Tm /F1+0 12 Tf (H) Tj ET Q")),
        "small_text",
    ),
    Case("a hairline", Sample(line=0.2), "hairline"),
    Case("the thinnest line", Sample(line=0), "hairline"),
    Case("a line made thin", Sample(over=raw("q 1 0 0 .1 0 0 cm 0 0 0 1 K 1 w 286 2320 m 300 2320 l S Q")), "hairline"),
    Case("a font of the viewer's", Sample(over=HELVETICA), "bad_font"),
    Case("overprint", Sample(over=lambda canvas: canvas.setFillOverprint(True)), "overprint"),
    Case("overprinting lines", Sample(over=lambda canvas: canvas.setStrokeOverprint(True)), "overprint"),
    Case("transparency", Sample(over=lambda canvas: canvas.setFillAlpha(0.5)), "transparency"),
    Case("a blend mode", Sample(over=lambda canvas: canvas.setBlendMode("Multiply")), "transparency"),
    Case(
        "invisible text",
        Sample(over=raw("0 0 0 1 k BT 3 Tr 1 0 0 1 286 300 Tm /F1+0 12 Tf (H) Tj 0 Tr ET")),
        "hidden_text",
    ),
    Case("covered text", Sample(over=block(18, 4, 30, CMYKColor(0, 0.1, 0.2, 0))), "hidden_text", ("covered_text",)),
    Case("half-covered text", Sample(over=block(18, 4, 8)), "covered_text"),
    Case(
        "clipped text",
        Sample(over=raw("q 9 9 1 1 re W n 0 0 0 1 k BT 1 0 0 1 286 300 Tm /F1+0 12 Tf (H) Tj ET Q")),
        "hidden_text",
    ),
    Case("a mark on the poster", Sample(over=raw("/All CS 1 SCN 286 232 m 300 232 l S")), "stray_mark"),
    Case("art outside", Sample(over=block(-9, 40, 5)), "stray_mark"),
    Case("a shading", Sample(over=raw("/Sh1 sh")), "unknown_construct"),
    Case("a pattern", Sample(over=raw("/Pattern cs /P1 scn 9 9 1 1 re f")), "unknown_construct"),
    Case("an unknown operator", Sample(over=raw("1 2 3 frobnicate")), "unknown_construct"),
    Case("an operator with too few operands", Sample(over=raw("1 2 3 k")), "unknown_construct"),
    Case("q without Q", Sample(over=raw("q")), "unknown_construct"),
    Case("Q without q", Sample(over=raw("Q Q Q Q")), "unknown_construct"),
    Case("an inline image", Sample(over=raw("BI /W 1 /H 1 /BPC 8 /CS /CMYK ID abcd EI")), "unknown_construct"),
    Case("a layer", Sample(over=raw("/OC /L1 BDC EMC")), "unknown_construct"),
    Case("an object that is not there", Sample(over=raw("/Nothing Do")), "unknown_construct"),
)


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: case.name)
def test_a_mistake_in_the_drawing_is_named(case: Case) -> None:
    report = judged(finished(case.sample))
    found = checks(report)
    assert case.check in found
    assert set(case.others) <= found
    assert all("查完" not in fault.message for fault in report.faults)
    assert all(re.search("[。]", fault.message) for fault in report.faults)


ALONE = {
    "RGB fill", "grey fill", "rich black text", "rich black code", "a missing glyph", "no bleed", "a coarse photo", "too much ink",
    "too much ink in a photo", "text near the knife", "small text", "half-covered text", "covered by dark", "a hairline", "another name", "another id", "overprint",
}  # fmt: skip
"""Faults that no other check may report."""


@pytest.mark.parametrize("case", [case for case in DRAWN if case.name in ALONE], ids=lambda case: case.name)
def test_a_mistake_is_called_by_one_name(case: Case) -> None:
    assert checks(judged(finished(case.sample))) == {case.check}


# One fault in the file around the pages


def intents(*more: Any) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        file.Root.OutputIntents = Array([*more])

    return change


def twice(file: Pdf) -> None:
    file.Root.OutputIntents.append(file.Root.OutputIntents[0])


def in_intent(key: str, value: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        file.Root.OutputIntents[0][key] = value(file)

    return change


def on_page(**entries: Any) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        for key, value in entries.items():
            file.pages[0].obj[f"/{key}"] = value

    return change


def in_root(key: str, value: Any) -> Callable[[Pdf], None]:
    return lambda file: file.Root.__setitem__(key, value)


def in_info(key: str, value: Any) -> Callable[[Pdf], None]:
    return lambda file: file.trailer.Info.__setitem__(key, value)


def in_xmp(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    return lambda file: file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(old, new))


def without(*path: str) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        holder: Any = file.trailer
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]

    return change


def resource(kind: str, name: str, value: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        file.pages[0].obj.Resources[kind] = Dictionary({name: value(file)})

    return change


def fonts(change: Callable[[Any], object]) -> Callable[[Pdf], None]:
    def each(file: Pdf) -> None:
        for thing in file.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font:
                change(thing)

    return each


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
SHELLS: tuple[tuple[str, Callable[[Pdf], object], str], ...] = (
    ("an annotation", on_page(Annots=Array([Dictionary(Type=Name.Annot, Subtype=Name.Text)])), "annotation"),
    ("a form", in_root("/AcroForm", Dictionary(Fields=Array([]))), "annotation"),
    ("JavaScript on opening", in_root("/OpenAction", SCRIPT), "active_content"),
    ("named JavaScript", in_root("/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))), "active_content"),
    ("an action on a page", on_page(AA=Dictionary(O=SCRIPT)), "active_content"),
    ("an embedded file", in_root("/Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))), "embedded_file"),
    ("no output intent", without("/Root", "/OutputIntents"), "wrong_intent"),
    ("an empty list of intents", intents(), "wrong_intent"),
    ("two output intents", twice, "wrong_intent"),
    ("no profile", in_intent("/DestOutputProfile", lambda file: String("")), "wrong_intent"),
    ("an RGB profile", in_intent("/DestOutputProfile", lambda file: Stream(file, icc(b"RGB "), N=3)), "wrong_intent"),
    ("a profile of a screen", in_intent("/DestOutputProfile", lambda file: Stream(file, icc(kind=b"mntr"), N=4)), "wrong_intent"),
    ("another condition", in_intent("/OutputConditionIdentifier", lambda file: String("FOGRA27")), "wrong_intent"),
    ("an intent of PDF/A", in_intent("/S", lambda file: Name.GTS_PDFA1), "wrong_intent"),
    ("no XMP", without("/Root", "/Metadata"), "wrong_metadata"),
    ("broken XMP", in_xmp(b"<rdf:RDF", b"<rdf:R"), "wrong_metadata"),
    ("XMP with entities", in_xmp(b"<x:xmpmeta", b'<!DOCTYPE a [<!ENTITY b "c">]><x:xmpmeta'), "wrong_metadata"),
    ("another standard in XMP", in_xmp(b"PDF/X-4", b"PDF/X-3"), "wrong_metadata"),
    ("no id in XMP", in_xmp(b"xmpMM:DocumentID", b"xmpMM:Other"), "wrong_metadata"),
    ("no Info", without("/Info"), "wrong_metadata"),
    ("another title", in_info("/Title", String("别的")), "wrong_metadata"),
    ("another date", in_info("/CreationDate", String("D:20260101000000Z")), "wrong_metadata"),
    ("another zone", in_info("/ModDate", String("D:20261101000000+08'00'")), "wrong_metadata"),
    ("trapped", in_info("/Trapped", Name("/True")), "wrong_metadata"),
    ("Trapped as a text", in_info("/Trapped", String("False")), "wrong_metadata"),
    ("a crop box", on_page(CropBox=Array([20, 20, 300, 300])), "strange_page"),
    ("an art box", on_page(ArtBox=Array([20, 20, 300, 300])), "strange_page"),
    ("a turned page", on_page(Rotate=90), "strange_page"),
    ("turned pages", lambda file: file.Root.Pages.__setitem__("/Rotate", 180), "strange_page"),
    ("another unit", on_page(UserUnit=2), "strange_page"),
    ("no trim box", lambda file: file.pages[0].obj.__delitem__("/TrimBox"), "wrong_boxes"),
    ("no bleed box", lambda file: file.pages[0].obj.__delitem__("/BleedBox"), "wrong_boxes"),
    ("a bleed box over the paper", on_page(BleedBox=Array([-9, -9, 400, 400])), "wrong_boxes"),
    ("CMYK that is not CMYK", resource("/ColorSpace", "/DefaultCMYK", lambda file: Name.DeviceCMYK), "wrong_colour"),
    ("an ICC space unused", resource("/ColorSpace", "/C", lambda file: Array([Name.ICCBased, Stream(file, icc(b"RGB "), N=3)])), "wrong_colour"),
    ("Lab unused", resource("/ColorSpace", "/C", lambda file: Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))])), "wrong_colour"),
    ("a transparent group", on_page(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)), "transparency"),
    ("a layer of the file", in_root("/OCProperties", Dictionary(OCGs=Array([]))), "unknown_construct"),
    ("a font not embedded", fonts(lambda face: face.FontDescriptor.__delitem__("/FontFile2")), "bad_font"),
    ("a whole font", fonts(lambda face: face.__setitem__("/BaseFont", Name("/Vera"))), "bad_font"),
    ("a font without characters", fonts(lambda face: face.__delitem__("/ToUnicode")), "bad_font"),
    ("a broken font", fonts(lambda face: face.FontDescriptor.FontFile2.write(b"none")), "bad_font"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "change", "check"), SHELLS, ids=[row[0] for row in SHELLS])
def test_a_mistake_in_the_shell_is_named(name: str, change: Callable[[Pdf], object], check: str) -> None:
    assert checks(judged(changed(finished(Sample()), change))) >= {check}


def test_a_change_of_nothing_changes_no_judgement() -> None:
    """The tests above change files with pikepdf; saving with pikepdf alone must not cause a fault."""
    assert judged(changed(finished(Sample()), lambda file: None)).faults == ()


def test_an_encrypted_file_fails() -> None:
    lock = pikepdf.Encryption(owner="shop", user="", R=4)
    assert "encrypted" in checks(judged(changed(finished(Sample()), lambda file: None, encryption=lock)))
    lock = pikepdf.Encryption(owner="shop", user="key", R=4)
    assert checks(judged(changed(finished(Sample()), lambda file: None, encryption=lock))) == {"unreadable_file"}


def test_a_file_of_another_standard_fails() -> None:
    assert {"wrong_version", "wrong_metadata"} <= checks(judged(finished(Sample(), key="x1a")))
    assert {"wrong_version", "wrong_metadata"} <= checks(judged(finished(Sample()), key="x1a"))


@pytest.mark.parametrize("part", [0, 10, 1000, 9000])
def test_what_cannot_be_read_fails(part: int) -> None:
    assert not judged(finished(Sample())[:part]).passed


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_never_passes_nor_raises(seed: int) -> None:
    """Random bytes in content, fonts, the profile or the cross-reference table must give a fault, not a traceback."""
    pdf = bytearray(finished(Sample()))
    chance = np.random.default_rng(seed)
    start = int(chance.integers(100, len(pdf) - 400))
    pdf[start : start + 200] = chance.bytes(200)
    report = judged(bytes(pdf))
    assert not report.passed


def test_one_wrong_bit_in_a_font_is_seen() -> None:
    """PDF readers accept damaged compressed data, so a wrong glyph could be printed without a warning."""
    pdf = finished(Sample())
    start = pdf.index(b"/Length1")
    place = pdf.index(b"endstream", start) - 300
    spoilt = pdf[:place] + bytes([pdf[place] ^ 16]) + pdf[place + 1 :]
    assert "broken_structure" in checks(judged(spoilt))


# Pages and codes against the manifest


def test_the_number_of_pages_counts() -> None:
    assert "wrong_page_count" in checks(judged(finished(Sample(), Sample())))
    assert "wrong_page_count" in checks(judged(finished(Sample()), expected(), expected()))


def test_pages_in_another_order_fail() -> None:
    pdf = finished(Sample(), Sample(address=NEIGHBOUR, name="House 65", id="10065"))
    report = judged(pdf, expected(NEIGHBOUR, "House 65", "10065"), expected())
    assert {"wrong_code", "missing_text", "damaged_code"} <= checks(report)
    assert {fault.page for fault in report.faults if fault.check == "wrong_code"} == {1, 2}


def test_a_second_code_fails() -> None:
    def another(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(*at(88, 80))
        canvas.scale(0.25 * PT, -0.25 * PT)
        rows = build_matrix(NEIGHBOUR)
        assert isinstance(rows, tuple)
        canvas.setFillColor(WHITE)
        canvas.rect(-4, -4, 37, 37, stroke=0, fill=1)
        canvas.setFillColor(BLACK)
        path = canvas.beginPath()
        for down, row in enumerate(rows):
            for across in range(29):
                if row >> (28 - across) & 1:
                    path.rect(across, down, 1, 1)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
        canvas.restoreState()

    assert "wrong_code" in checks(judged(finished(Sample(over=another))))


def test_a_code_of_pixels_fails() -> None:
    def pixels(canvas: Canvas) -> None:
        rows = build_matrix(ADDRESS)
        assert isinstance(rows, tuple)
        black = np.array([[row >> (28 - across) & 1 for across in range(29)] for row in rows], np.uint8) * 255
        inks = np.zeros((29, 29, 4), np.uint8)
        inks[..., 3] = black
        file = BytesIO()
        Image.fromarray(inks.repeat(24, 0).repeat(24, 1), "CMYK").save(file, "JPEG", quality=95)
        file.seek(0)
        block(CODE[0] - 8, CODE[1] - 8, 37 * MODULE, WHITE)(canvas)
        canvas.drawImage(ImageReader(file), *at(CODE[0], CODE[1] + 29 * MODULE), 58 * PT, 58 * PT)

    report = judged(finished(Sample(over=pixels)))
    assert any(fault.check == "badly_drawn_code" and "不是矢量" in fault.message for fault in report.faults)


def test_a_code_in_another_place_or_size_fails() -> None:
    pdf = finished(Sample())
    for code in (ExpectedCode(ADDRESS, CODE[0] + 1, CODE[1], MODULE), ExpectedCode(ADDRESS, *CODE, MODULE * 1.02)):
        assert {"badly_drawn_code"} <= checks(judged(pdf, replace(expected(), codes=(code,))))


def test_a_code_near_the_knife_fails() -> None:
    assert "unsafe_code" in checks(judged(finished(Sample()), sheet=replace(SHEET, safe_mm=22)))


def test_a_page_without_a_code_on_the_manifest_fails() -> None:
    assert {"wrong_number_of_codes", "wrong_code"} <= checks(judged(finished(Sample()), replace(expected(), codes=())))


def test_an_address_that_fits_no_code_fails() -> None:
    code = ExpectedCode("https://a.very.long.address.that.fits.no.code.example/10064/", *CODE, MODULE)
    assert "wrong_code" in checks(judged(finished(Sample()), replace(expected(), codes=(code,))))


def test_pieces_of_a_sheet_each_have_their_knife() -> None:
    """Text and marks are checked against their own piece, not against the sheet."""
    half = ExpectedSheet(SIDE, SIDE, cuts=(TrimArea(0, 0, SIDE, SIDE - 12),))
    assert "unsafe_text" not in checks(judged(finished(Sample()), sheet=SHEET))
    found = checks(judged(finished(Sample()), sheet=half))
    assert "stray_mark" in found, "art beyond the piece's bleed"


def test_a_side_of_art_that_ends_is_named() -> None:
    """Only the left side lacks bleed."""

    def strip(canvas: Canvas) -> None:
        block(0, 40, 6)(canvas)

    report = judged(finished(Sample(out=-9, art=strip)))
    assert [fault.message[0] for fault in report.faults if fault.check == "missing_bleed"] == ["左"]


def test_slanted_art_across_the_knife_is_no_mistake() -> None:
    def wedge(canvas: Canvas) -> None:
        canvas.setFillColor(RIVER)
        path = canvas.beginPath()
        path.moveTo(*at(-3, 60))
        path.lineTo(*at(-3, 75))
        path.lineTo(*at(8, 66))
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    assert judged(finished(Sample(out=-9, art=wedge))).faults == ()


# Unused error correction


def test_words_of_a_code_are_where_the_standard_puts_them() -> None:
    numbers, blocks, correcting = map_codewords(3, 2)
    assert (blocks, correcting) == (2, 22)
    assert sorted(set(numbers.flat)) == list(range(-1, 70))
    counts = np.bincount(numbers[numbers >= 0])
    assert set(counts) == {8}
    # The first codeword is in the lower right corner, two modules wide and four high (ISO/IEC 18004, 7.7.3).
    assert (numbers[25:29, 27:29] == 0).all()


def test_unused_correction_counts_words_of_the_worst_block() -> None:
    numbers, _, _ = map_codewords(3, 2)
    wrong = np.zeros((29, 29), bool)
    assert compute_unused_correction(wrong, 3, 2) == 1
    for word in (0, 2, 4):
        wrong |= numbers == word
    assert compute_unused_correction(wrong, 3, 2) == pytest.approx(1 - 2 * 3 / 22)
    assert compute_unused_correction(wrong | (numbers == 1), 3, 2) == pytest.approx(1 - 2 * 3 / 22)
    assert compute_unused_correction(numbers >= 0, 3, 2) == 0


def test_a_large_logo_uses_up_the_correction() -> None:
    """With a white square of 9 × 9 modules the code can still be decoded, but it must not be printed."""
    report = judged(finished(Sample(over=logo(9, WHITE))))
    messages = [fault.message for fault in report.faults if fault.check == "damaged_code"]
    assert any("纠错余量" in message for message in messages)
    assert report.pages[0].codes[0].unused_ec < 0.62


# The preflight compared with other programs


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("key", STANDARDS)
def test_qpdf_finds_nothing(key: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(finished(Sample(), key=key))
    assert "No syntax or stream encoding errors" in run(program("qpdf"), "--check", str(path))


def test_poppler_sees_the_same_fonts_and_boxes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(finished(Sample()))
    rows = run(program("pdffonts"), str(path)).splitlines()[2:]
    assert len(rows) == 1
    assert re.search(r"^[A-Z]{6}\+\S+ +TrueType .* yes yes yes ", rows[0])
    boxes = dict(re.findall(r"(\w+Box): +(.+)", run(program("pdfinfo"), "-box", str(path))))
    trim = [float(value) / PT for value in boxes["TrimBox"].split()]
    assert trim == pytest.approx([MARKS, MARKS, MARKS + SIDE, MARKS + SIDE], abs=0.01)
    bleed = [float(value) / PT for value in boxes["BleedBox"].split()]
    assert bleed == pytest.approx([MARKS - 3, MARKS - 3, MARKS + SIDE + 3, MARKS + SIDE + 3], abs=0.01)


def plates(pdf: bytes, folder: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Return the four plates of the first page as separated by Ghostscript at 100 dpi: share of ink, 0 to 1."""
    (folder / "a.pdf").write_bytes(pdf)
    command = ("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r100", "-dFirstPage=1", "-dLastPage=1")
    run(program("gs"), *command, f"-sOutputFile={folder / 'plate.tif'}", str(folder / "a.pdf"))
    found = {}
    for path in folder.glob("plate*(*).tif"):
        name = re.search(r"\((\w+)\)", path.name)
        assert name
        found[name.group(1)] = 1 - np.asarray(Image.open(path).convert("L")) / 255
    return found


def zone(plate: np.ndarray[Any, Any], x: float, y: float, width: float, height: float) -> np.ndarray[Any, Any]:
    """Return a part of a plate, in mm from the trim's top left."""
    left, top, right, bottom = (round((MARKS + value) / 25.4 * 100) for value in (x, y, x + width, y + height))
    return plate[top:bottom, left:right]


def test_the_code_is_on_the_black_plate_alone(tmp_path: Path) -> None:
    found = plates(finished(Sample()), tmp_path)
    assert set(found) >= {"Cyan", "Magenta", "Yellow", "Black"}
    side = 37 * MODULE
    for name in ("Cyan", "Magenta", "Yellow"):
        code = zone(found[name], CODE[0] - 7.5, CODE[1] - 7.5, side - 1, side - 1)
        assert code.max() == 0, name
    assert 0.4 < zone(found["Black"], *CODE, 58, 58).mean() < 0.6
    for name in ("Cyan", "Magenta", "Yellow", "Black"):
        assert zone(found[name], -1, -9, 2, 3).max() > 0.3, f"crop mark on {name}"


def test_a_code_of_four_inks_shows_on_the_plates(tmp_path: Path) -> None:
    """The plates show a fault if there is one; otherwise the test above would prove nothing."""
    found = plates(finished(Sample(code=RICH)), tmp_path)
    assert zone(found["Cyan"], *CODE, 58, 58).mean() > 0.1
