"""Emblems (楼标): their words, their drawing, a photographed one, and where they are shown."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.svgLib.path import parse_path
from PIL import Image

from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.exchange.cms.configuration import build_widget
from exhibition.exchange.spreadsheets.field_values import format_value as format_cell
from exhibition.media.file_formats import ENDS
from exhibition.media.import_plan import to_safe_name
from exhibition.media.renditions import render_photos
from exhibition.model.emblem import Emblem, EmblemSlugs, EmblemWords, find_emblem_slugs
from exhibition.model.entry import NOBODY
from exhibition.model.vocabulary import EMBLEM_COLOURS, EMBLEM_FORMS, EMBLEM_SIGNS, Vocabularies
from exhibition.pages import PageContext
from exhibition.pages.emblems import build_card_emblem, build_emblem, build_emblem_files
from exhibition.storage.cache import Cache
from exhibition.text.characters import PICTURES
from exhibition.types import UNIT, Unit
from helpers import sites
from helpers.cases import tiny
from illustrations.emblem import FORMS, GROUNDS, SIDE, SIGNS, draw_emblem
from illustrations.emblem import build_emblem as draw_data
from illustrations.palette import COLOURS, TOKENS

HOME = Path(__file__).resolve().parents[1]
VOCABULARIES: Vocabularies = read_vocabularies(HOME)[0]
LEXICON = build_lexicon(VOCABULARIES)


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("窗·海·灯", "窗·海·灯"), ("圆,红,初", "圆·砖·初"), ("窗，大红，灯笼", "窗·砖·灯"), ("窗、海、灯", "窗·海·灯"),
        ("窗/海/灯", "窗·海·灯"), ("窗-海-灯", "窗·海·灯"), ("窗 海 灯", "窗·海·灯"), ("窗　海　灯", "窗·海·灯"),
        ("窗．海．灯", "窗·海·灯"), ("窗•海•灯", "窗·海·灯"), ("窗・海・灯", "窗·海·灯"), ("窗海灯", "窗·海·灯"),
        ("窗·海·灯。", "窗·海·灯"), ("“窗·海·灯”", "窗·海·灯"), ("海·窗·灯", "窗·海·灯"), ("灯·海·窗", "窗·海·灯"),
        ("初·圆·砖", "圆·砖·初"), ("圆·砖·初心", "圆·砖·初心"), ("圆·砖·６４", "圆·砖·64"), ("八角窗，深蓝，剪纸", "八角·夜·剪刀"),
        ("window·river·lantern", "窗·海·灯"), ("树·苔·圆", "圆·苔·树"),
    ],
)  # fmt: skip
def test_other_writings_are_understood_with_a_reminder(text: str, standard: str) -> None:
    emblem, slip = EmblemWords().parse(text, "楼标", LEXICON)
    assert str(emblem) == standard
    if text == standard:
        assert slip is None
    else:
        assert slip is not None
        assert (slip.rule.code, slip.text) == ("W465", standard)


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("窗·海蓝的·灯", "窗·海·灯"), ("窗子·海·灯", "窗·海·灯"), ("窗·海·大锦鲤鱼", "窗·海·鱼"),
        ("窗·海", None), ("大红", None), ("窗·海·灯·月", None), ("窗·海·初心如磐", "窗·海·心"), ("窗·海·😀", None),
        ("窗·海·𠮷", None), ("窗·海·♥♥", None), ("窗" * 50, None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_asked_about(text: str, standard: str | None) -> None:
    emblem, slip = EmblemWords().parse(text, "楼标", LEXICON)
    assert emblem is None
    assert slip is not None
    assert (slip.rule.code, slip.text) == ("E466", standard)
    # A guess is a question: `fix` does not write it.
    assert slip.asks == (standard is not None)


def test_an_emblem_is_read_back_as_it_is_written() -> None:
    forms, colours, signs = (VOCABULARIES.get(name) for name in ("emblem_forms", "emblem_colours", "emblem_signs"))
    for form, colour, last in product(forms.names, colours.names, (*signs.names, "初", "初心", "64", "A")):
        text = f"{form}·{colour}·{last}"
        emblem, slip = EmblemWords().parse(text, "楼标", LEXICON)
        assert (str(emblem), slip) == (text, None)


def test_the_words_are_those_that_can_be_drawn() -> None:
    for name, slugs, drawn in (
        ("emblem_forms", EMBLEM_FORMS, FORMS),
        ("emblem_colours", EMBLEM_COLOURS, GROUNDS),
        ("emblem_signs", EMBLEM_SIGNS, SIGNS),
    ):
        found = tuple(term.slug for term in VOCABULARIES.get(name))
        assert found == slugs == tuple(drawn), name
    assert (len(FORMS), len(GROUNDS), len(SIGNS)) == (6, 8, 24)
    for term in VOCABULARIES.get("emblem_colours"):
        assert term.extra["accent"] == COLOURS[term.slug]
        assert term.extra["on"] == GROUNDS[term.slug].sign


def test_no_writing_means_two_words() -> None:
    taken: dict[str, str] = {}
    for name in ("emblem_forms", "emblem_colours", "emblem_signs"):
        for term in VOCABULARIES.get(name):
            for word in (term.name, term.slug, *term.aliases):
                assert word not in taken, (word, term.name, taken.get(word))
                taken[word] = term.name


def compute_luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    shares = [value / 255 for value in bytes.fromhex(colour[1:])]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def compute_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours of the palette (WCAG 2.2)."""
    dark, light = sorted((compute_luminance(COLOURS[one]), compute_luminance(COLOURS[other])))
    return (light + 0.05) / (dark + 0.05)


def test_every_sign_stands_out_on_every_ground() -> None:
    for colour, ground in GROUNDS.items():
        for tone in (ground.sign, ground.spark):
            assert compute_contrast(tone, colour) >= 4.5, (colour, tone)


def test_every_emblem_is_small_flat_and_within_its_square() -> None:
    for form, (colour, sign) in product(FORMS, zip([*GROUNDS] * 3, SIGNS, strict=True)):
        svg = draw_emblem(form, colour, sign)
        assert 380 <= len(svg) <= 900, (form, sign, len(svg))
        root = ElementTree.fromstring(svg)
        assert {one.tag.partition("}")[2] for one in root.iter()} == {"svg", "path"}
        for shape in draw_data(form, colour, sign).shapes:
            pen = ControlBoundsPen(None)
            parse_path(shape.d, pen)
            assert pen.bounds is not None
            assert min(pen.bounds) >= -1, (form, sign, pen.bounds)
            assert max(pen.bounds) <= SIDE + 1, (form, sign, pen.bounds)
            assert shape.colour in COLOURS


def test_characters_are_told_apart_from_shapes() -> None:
    drawing = draw_data("circle", "brick", letters="初心")
    assert drawing.letters is not None
    assert (drawing.letters.text, drawing.letters.colour) == ("初心", "paper")
    assert drawing.letters.size * 2 <= SIDE - 20
    assert "<text" in draw_emblem("circle", "brick", letters="初").decode()
    assert "&lt;" in draw_emblem("circle", "brick", letters="<").decode()
    with pytest.raises(KeyError):
        draw_data("circle", "brick", "crown")


def test_an_emblem_whose_word_is_gone_is_not_drawn() -> None:
    assert find_emblem_slugs(Emblem("窗", "海", "灯"), VOCABULARIES) == EmblemSlugs("window", "river", "lantern", "")
    assert find_emblem_slugs(Emblem("圆", "砖", "", "初"), VOCABULARIES) == EmblemSlugs("circle", "brick", "", "初")
    assert find_emblem_slugs(Emblem("窗", "海", "龙"), VOCABULARIES) is None


def test_equal_emblems_share_a_file_and_others_need_none() -> None:
    units = [sites.unit(n, emblem=Emblem("窗", "海", "灯") if n < 4 else None) for n in range(1, 9)]
    shown = sites.exhibition(0, *units)
    shown = replace(shown, vocabularies=VOCABULARIES)
    context = PageContext(shown, {})
    files = [*build_emblem_files(context)]
    assert len(files) == 1
    assert re.fullmatch(r"assets/emblems/e-[0-9a-f]{8}\.svg", files[0].uri)
    first, last = units[0], units[-1]
    assert build_emblem(first, context, "../") == {"src": f"../{files[0].uri}", "alt": "楼标：窗·海·灯"}
    assert build_card_emblem(last, context, "../") == {"mark": last.id[-2:]}
    assert build_emblem(last, context, "../") == {}


def test_forms_ask_for_three_words_and_sheets_hold_them() -> None:
    field = UNIT.find_field("emblem")
    assert field is not None
    emblem = Emblem("圆", "砖", "", "初")
    assert format_cell(field, emblem) == "圆·砖·初"
    widget = build_widget(field, LEXICON)
    pattern, _ = widget["pattern"]
    assert [bool(re.search(pattern, text)) for text in ("窗·海·灯", "圆·砖·初心", "", "窗·海", "圆,砖,初")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert "标志" in (field.headings or ())


def put_emblem(root: Path, name: str = "楼标.jpg", size: tuple[int, int] = (1200, 800)) -> Path:
    """Put a picture beside the first unit: its left and right ends are black, its middle is white."""
    path = root / "content/units/example/20001" / name
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 8, size[1]))
    image.paste("black", (size[0] * 7 // 8, 0, *size))
    exif = Image.Exif()
    exif[0x010E] = "made by the Wang family"
    image.save(path, exif=exif)
    return path


@pytest.mark.parametrize("name", ["楼标.jpg", "楼标.JPG", "楼标.png"])
def test_a_photographed_emblem_is_found_by_its_name(tmp_path: Path, name: str) -> None:
    root = tiny(tmp_path)
    put_emblem(root, name)
    reading = load_exhibition(root)
    unit = reading.exhibition.by_id["20001"]
    assert isinstance(unit, Unit)
    assert unit.emblem_file == name
    assert [(photo.file, photo.consent) for photo in unit.own_pictures] == [(name, NOBODY)]


def test_a_photographed_emblem_is_cut_square_without_metadata_and_comes_first(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    put_emblem(root)
    exhibition = load_exhibition(root).exhibition
    exhibition = replace(
        exhibition,
        entries=tuple(
            replace(one, emblem=Emblem("窗", "海", "灯")) if one.id == "20001" and isinstance(one, Unit) else one
            for one in exhibition.entries
        ),
    )
    made = render_photos(exhibition, root, Cache(tmp_path / "cache"))
    assert made.diagnostics == []
    picture = made.pictures["20001", "楼标.jpg"]
    assert (picture.width, picture.height) == (256, 256)
    assert [artifact.uri.rpartition(".")[2] for artifact in made.artifacts] == ["avif", "jpg"]
    for artifact in made.artifacts:
        data = artifact.make()
        assert b"Wang" not in data
        image = Image.open(BytesIO(data)).convert("L")
        assert image.size == (256, 256)
        assert min(image.getpixel((x, 128)) for x in (40, 128, 215)) > 240
    shown = build_emblem(exhibition.by_id["20001"], PageContext(exhibition, made.pictures), "../")
    assert shown["crop"]
    assert str(shown["src"]).startswith("../20001/photo-")


def test_names_of_pictures_are_those_of_the_formats() -> None:
    assert PICTURES == ENDS
    assert to_safe_name("楼标.HEIC") == "楼标.jpg"
    assert to_safe_name("合影.HEIC") is None


def test_examples_alone_have_emblems_that_nobody_designed() -> None:
    for entry in load_exhibition(HOME).exhibition.entries:
        assert entry.example or getattr(entry, "emblem", None) is None, entry.path


def test_pages_show_the_emblem_once_in_words(built: Path) -> None:
    page = (built / "10009/index.html").read_text("utf-8")
    head = page.partition("</header>")[2].partition("</header>")[0]
    assert head.count('alt="楼标：窗·海·灯"') == 1
    assert page.count("楼标：") == 1
    names = re.findall(r"assets/emblems/(e-\w+\.svg)", page)
    assert names
    assert all((built / "assets/emblems" / name).exists() for name in names)
    # A unit without an emblem claims none, and its card shows two digits of its number.
    assert "楼标" not in (built / "10001/index.html").read_text("utf-8")
    assert '<i class="ex-emblem" aria-hidden="true">04</i>' in (built / "index.html").read_text("utf-8")


@pytest.mark.parametrize("path", ["walls", "council", "10009/record", "10021"])
def test_emblems_stand_on_walls_rooms_and_archives(built: Path, path: str) -> None:
    page = (built / path / "index.html").read_text("utf-8")
    assert 'class="ex-emblem"' in page
    assert ".ex-emblem{" in page or "below.css" in page
    assert TOKENS["paper"] not in re.findall(r'style="[^"]*"', page)
