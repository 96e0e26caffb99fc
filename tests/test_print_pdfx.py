"""PDF/X: metadata of a file, reproducible bytes, no keys that a press cannot use."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from exhibition.print.pdf_writer import STANDARDS, finish_pdfx
from helpers.preflight_samples import Sample, draw, icc, profile

DRAWN = draw([Sample(), Sample()])


def opened(pdf: bytes) -> Pdf:
    return Pdf.open(BytesIO(pdf))


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=STANDARDS)
def test_the_same_input_gives_the_same_bytes(standard: object) -> None:
    first, second = (finish_pdfx(DRAWN, standard, profile(), "标题") for _ in range(2))  # type: ignore[arg-type]
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_another_content_or_title_gives_another_id() -> None:
    files = [
        opened(finish_pdfx(pdf, STANDARDS["x4"], profile(), title))
        for pdf, title in ((DRAWN, "甲"), (DRAWN, "乙"), (draw([Sample(name="House 65")]), "甲"))
    ]
    assert len({file.open_metadata()["xmpMM:DocumentID"] for file in files}) == 3
    assert len({bytes(file.trailer.ID[0]) for file in files}) == 3


@pytest.mark.parametrize(("key", "header"), [("x4", b"%PDF-1.6"), ("x1a", b"%PDF-1.4")])
def test_header_and_version(key: str, header: bytes) -> None:
    pdf = finish_pdfx(DRAWN, STANDARDS[key], profile(), "标题")
    assert pdf.startswith(header)
    assert (b"/ObjStm" in pdf) == (key == "x4")
    file = opened(pdf)
    assert str(file.docinfo.get("/GTS_PDFXVersion", "")) == ("PDF/X-1a:2003" if key == "x1a" else "")


def test_one_output_intent_with_the_profile_inside() -> None:
    file = opened(finish_pdfx(DRAWN, STANDARDS["x4"], profile(), "标题"))
    (intent,) = file.Root.OutputIntents
    assert intent.S == Name.GTS_PDFX
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert intent.DestOutputProfile.N == 4
    assert intent.DestOutputProfile.read_bytes() == icc()


def test_info_and_xmp_say_the_same() -> None:
    file = opened(finish_pdfx(DRAWN, STANDARDS["x4"], profile(), "共和 & <十一村>", date(2027, 2, 3)))
    xmp = file.open_metadata()
    assert xmp["dc:title"] == str(file.docinfo.Title) == "共和 & <十一村>"
    assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
    assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == xmp["xmp:MetadataDate"] == "2027-02-03T00:00:00Z"
    assert str(file.docinfo.CreationDate) == str(file.docinfo.ModDate) == "D:20270203000000Z"
    assert xmp["pdf:Trapped"] == "False"
    assert file.docinfo.Trapped == Name("/False")
    assert xmp["xmpMM:RenditionClass"] == "default"
    assert xmp["xmpMM:VersionID"] == "1"


def test_what_the_standard_forbids_is_taken_out() -> None:
    dirty = BytesIO()
    with opened(DRAWN) as file:
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        file.Root.OpenAction = action
        file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), file.make_indirect(action)])))
        file.Root.AcroForm = Dictionary(Fields=Array([]))
        file.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]))])
        file.pages[0].obj.AA = Dictionary(O=action)
        file.save(dirty)
    clean = opened(finish_pdfx(dirty.getvalue(), STANDARDS["x4"], profile(), "标题"))
    assert not {"/OpenAction", "/Names", "/AcroForm"} & set(clean.Root.keys())
    for page in clean.pages:
        assert not {"/Annots", "/AA", "/Trans", "/Rotate"} & set(page.obj.keys())
    assert not any(isinstance(thing, pikepdf.Dictionary) and "/JS" in thing for thing in clean.objects)


def test_pages_keep_their_content_and_boxes() -> None:
    before, after = opened(DRAWN), opened(finish_pdfx(DRAWN, STANDARDS["x4"], profile(), "标题"))
    for old, new in zip(before.pages, after.pages, strict=True):
        assert old.Contents.read_bytes() == new.Contents.read_bytes()
        assert list(old.TrimBox) == list(new.TrimBox)
        assert list(old.BleedBox) == list(new.BleedBox)


def test_streams_are_deflated_and_nothing_else() -> None:
    for thing in opened(finish_pdfx(DRAWN, STANDARDS["x4"], profile(), "标题")).objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") != Name.Metadata:
            assert thing.get("/Filter") == Name.FlateDecode, thing.stream_dict
