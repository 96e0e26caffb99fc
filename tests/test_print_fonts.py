from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.pdfgen.canvas import Canvas

from conftest import HOME
from exhibition.diagnostics import Refusal
from exhibition.print import font_builder, fonts
from exhibition.print.fonts import FontSet, list_default_characters, prepare_fonts, register_font, render_to_unicode
from exhibition.storage.cache import Cache

CHARACTERS = "活力楼组友谊路街道一二三，。（）“”ABCag0123456789 -./:"
RARE = "罉㵲𬭸"
"""Three characters of the standard table of 2013: outside GB 2312, in Extension A, above U+FFFF."""


def quiet(done: int, whole: int) -> None:
    pass


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("faces"))


@pytest.fixture(scope="module")
def prepared(cache: Cache) -> FontSet:
    return prepare_fonts(RARE + "组", cache, quiet, CHARACTERS)


def page(prepared: FontSet, text: str) -> bytes:
    """Draw one line in each weight."""
    file = BytesIO()
    canvas = Canvas(file, invariant=1, initialFontName=register_font("text", prepared.get_face("text")))
    for number, weight in enumerate(fonts.WEIGHTS):
        canvas.setFont(register_font(weight, prepared.get_face(weight)), 20)
        canvas.drawString(20, 700 - 40 * number, text)
    canvas.save()
    return file.getvalue()


def test_usual_characters_are_the_national_standard_and_what_addresses_need() -> None:
    assert len([sign for sign in list_default_characters() if "一" <= sign <= "龥"]) == 6763
    assert set("https://louzu.example/10064/　，。、“”《》℃①") <= set(list_default_characters())


def test_faces_have_what_their_characters_need(prepared: FontSet) -> None:
    for weight, number in fonts.WEIGHTS.items():
        face = prepared.get_face(weight)
        font = TTFont(BytesIO(face.data))
        assert "glyf" in font and "CFF2" not in font and "fpgm" not in font
        assert set(map(chr, font.getBestCmap())) == set(CHARACTERS + RARE)
        assert (font["OS/2"].usWeightClass, font["OS/2"].fsType) == (number, 0)
        assert face.find_missing(CHARACTERS + RARE) == ""


def test_outlines_are_those_of_the_source_at_the_weight(prepared: FontSet) -> None:
    for weight, number in fonts.WEIGHTS.items():
        source = font_builder.load_source_font().getGlyphSet(location={"wght": number})
        made = TTFont(BytesIO(prepared.get_face(weight).data))
        for sign in "活楼A，" + RARE:
            theirs, ours = AreaPen(), AreaPen()
            name = font_builder.load_glyph_names()[ord(sign)]
            source[name].draw(theirs)
            made.getGlyphSet()[made.getBestCmap()[ord(sign)]].draw(ours)
            assert -ours.value == pytest.approx(theirs.value, rel=0.01)
            assert prepared.get_face(weight).get_advance(sign) == round(source[name].width) / 1000


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_outlines_are_those_of_a_font_instanced_at_the_weight(weight: str, prepared: FontSet) -> None:
    """The subsetter and instancer of fontTools reach the same glyphs another way; they round each coordinate earlier."""
    signs = "活楼A，" + RARE
    collection = Path(find_spec("manimgx_fonts_cjk").origin).with_name(font_builder.FILE)  # type: ignore[union-attr,arg-type]
    number = next(
        number
        for number, font in enumerate(TTCollection(collection, lazy=True).fonts)
        if font["name"].getDebugName(1) == font_builder.FAMILY
    )
    variable = TTFont(collection, fontNumber=number, lazy=True)
    subsetter = Subsetter(Options(layout_features=[]))
    subsetter.populate(unicodes=map(ord, signs))
    subsetter.subset(variable)
    instance = instantiateVariableFont(variable, {"wght": fonts.WEIGHTS[weight]}, optimize=False)
    made = TTFont(BytesIO(prepared.get_face(weight).data))
    for sign in signs:
        theirs, ours = BoundsPen(None), BoundsPen(None)
        instance.getGlyphSet()[instance.getBestCmap()[ord(sign)]].draw(theirs)
        made.getGlyphSet()[made.getBestCmap()[ord(sign)]].draw(ours)
        assert ours.bounds == pytest.approx(theirs.bounds, abs=font_builder.CURVE_TOLERANCE + 1)
        assert (
            prepared.get_face(weight).get_advance(sign) * 1000
            == instance.getGlyphSet()[instance.getBestCmap()[ord(sign)]].width
        )


def test_measures_are_those_of_the_file(prepared: FontSet) -> None:
    face = prepared.get_face("name")
    font = TTFont(BytesIO(face.data))
    assert face.measure_width("活力A") == pytest.approx(2 + font["hmtx"]["A"][0] / 1000)
    glyph = font["glyf"][font.getBestCmap()[ord("活")]]
    glyph.recalcBounds(font["glyf"])
    assert face.get_bounds("活") == tuple(side / 1000 for side in (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax))
    assert face.get_bounds(" ") == (0, 0, 0, 0)
    assert (font["head"].xMin, font["maxp"].maxContours) != (0, 0)
    assert (face.ascent_em, face.cap_em) == (font["OS/2"].sTypoAscender / 1000, font["OS/2"].sCapHeight / 1000)


def test_missing_characters_are_told_once_in_order(prepared: FontSet) -> None:
    assert prepared.get_face("text").find_missing("😀活龘😀") == "😀龘"


def test_same_characters_give_the_same_bytes_and_a_new_one_costs_one_share(
    prepared: FontSet, cache: Cache, tmp_path: Path
) -> None:
    shares: list[tuple[int, int]] = []

    def noted(done: int, whole: int) -> None:
        shares.append((done, whole))

    again = prepare_fonts("组" + RARE[::-1], cache, noted, CHARACTERS)
    assert shares == [] and again == prepared
    elsewhere = prepare_fonts(RARE, Cache(tmp_path), noted, CHARACTERS)
    for weight in fonts.WEIGHTS:
        assert elsewhere.get_face(weight).data == prepared.get_face(weight).data
    shares.clear()
    more = prepare_fonts(RARE + "龘", cache, noted, CHARACTERS)
    assert shares == [(2, 2)]
    assert (
        more.get_face("text").find_missing("龘") == ""
        and more.get_face("text").digest != prepared.get_face("text").digest
    )


@pytest.mark.parametrize(
    "spoil", [lambda data: b"", lambda data: data[:-1], lambda data: bytes([data[0] ^ 1]) + data[1:]]
)
def test_spoilt_faces_and_outlines_are_made_anew(
    spoil: Callable[[bytes], bytes], prepared: FontSet, cache: Cache
) -> None:
    for path in (path for path in cache.root.rglob("*") if path.is_file() and path.stat().st_size):
        path.write_bytes(spoil(path.read_bytes()))
    assert prepare_fonts(RARE + "组", cache, quiet, CHARACTERS) == prepared


def test_nothing_that_could_run_is_read_from_the_cache() -> None:
    """A cache may come from another machine: what is pickled there is read by the unpickler of `shards`, which names no function.

    What a scheduler sends is another matter: it is trusted (docs/trust.md). So is what a forked process puts into a file without a
    name, which nobody else can open.
    """
    package = HOME / "scripts" / "exhibition"
    texts = {path.relative_to(package).as_posix(): path.read_text("utf-8") for path in package.rglob("*.py")}
    users = {name for name, text in texts.items() if "pickle" in re.findall(r"^(?:import|from) (\w+)", text, re.M)}
    assert users == {"storage/shards.py", "cluster.py", "workers.py"}
    assert not re.search(r"pickle\.loads?\(|import loads?\b", texts["storage/shards.py"])


def test_a_character_without_glyph_is_missing_not_an_error(cache: Cache) -> None:
    assert prepare_fonts("活😀", cache, quiet, CHARACTERS).get_face("text").find_missing("活😀") == "😀"


def test_embedded_text_reads_as_it_looks(prepared: FontSet) -> None:
    text = f"活力{RARE}楼组 ABC"
    data = page(prepared, text)
    assert data == page(prepared, text)
    read = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert [line.strip() for line in read.splitlines()] == [text] * len(fonts.WEIGHTS)
    with pikepdf.open(BytesIO(data)) as pdf:
        embedded = list(pdf.pages[0].Resources.Font.values())
        assert len(embedded) == len(fonts.WEIGHTS)
        for font in embedded:
            assert str(font.BaseFont)[7:8] == "+" and "/FontFile2" in font.FontDescriptor
            assert b"<D872DF78>" in font.ToUnicode.read_bytes()


def test_a_face_with_other_characters_is_not_taken_for_the_first(prepared: FontSet, cache: Cache) -> None:
    """ReportLab takes two fonts of one PostScript name for the same font, and draws with the first."""
    page(prepared, "活")
    later = prepare_fonts("龘", cache, quiet, CHARACTERS)
    read = pypdfium2.PdfDocument(page(later, "龘楼"))[0].get_textpage().get_text_bounded()
    assert [line.strip() for line in read.splitlines()] == ["龘楼"] * len(fonts.WEIGHTS)


def test_table_back_to_unicode_keeps_to_its_limits() -> None:
    table = render_to_unicode([0, 0x4E00, *[ord(" ")] * 31, *range(0x4E01, 0x4E80)])
    assert "100 beginbfchar\n<01> <4E00>\n<20> <0020>\n" in table
    assert "<0000>" not in table and table.count("<0020>") == 1
    assert table.count("beginbfchar") == 2


def test_missing_package_is_a_sentence(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_builder, "PACKAGE", "no-such-fonts")
    with pytest.raises(Refusal, match=r"start\.py"):
        prepare_fonts("活", cache, quiet, CHARACTERS)
