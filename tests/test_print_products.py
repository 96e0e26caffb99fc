"""Products as rows: one that is declared here alone is ordered, drawn, checked, packed and explained as the shipped ones.

No other file knows the products of this one. Sizes are in millimetres.
"""

from __future__ import annotations

import ast
import csv
import gc
import io
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from conftest import HOME, commanded
from exhibition.bodies.guide_pages import list_marker_names
from exhibition.cli import main
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Refusal
from exhibition.pages.guide import PRODUCTS, fill_markers
from exhibition.print.formats import FORMATS, PT, Imposition, PrintFormat, build_portrait_format
from exhibition.print.jobs import render_bundle
from exhibition.print.jobs.bundles import PlannedPoster, plan_bundles
from exhibition.print.jobs.imposition import compute_trim
from exhibition.print.jobs.selection import select_entries
from exhibition.print.layers import (
    ACCENT,
    OVERHANG,
    ArtLayer,
    MascotLayer,
    PaperShape,
    PosterLayers,
    QrLayer,
    TextLayer,
    draw_box,
)
from exhibition.print.pdf_writer import draw_pages
from exhibition.print.poster import (
    CONDITIONS,
    TEXTS,
    Poster,
    build_blank_poster,
    build_poster,
    get_text,
    is_made_for,
    render_script,
)
from exhibition.print.resources import RenderResources
from exhibition.types import CONTENT_TYPES, Unit
from helpers.fake_print import UNITS, order, vocabularies
from helpers.fake_print import exhibition as small_exhibition
from test_print_command import laid_out

DAY = "20261101"
ADDRESS = "https://louzu.baoshan.gov.cn/"

GROUND = ArtLayer(
    (
        PaperShape(draw_box(-OVERHANG, -OVERHANG, 90 + 2 * OVERHANG, 54 + 2 * OVERHANG), ACCENT),
        PaperShape(draw_box(3, 3, 84, 48, 3), "paper"),
    )
)
CARD = PrintFormat(
    key="card",
    title="90 毫米名片",
    word="名片",
    width_mm=90,
    height_mm=54,
    module_dots=11,
    layers=(
        GROUND,
        TextLayer("name", 6, 7, 42, 18, 6, 2.2, weight="name", lines=2),
        TextLayer("place", 6, 26, 42, 4, 2.6, 2.2, lines=1),
        QrLayer(66.5, 27),
        TextLayer("address", 6, 43, 42, 4, 2.6, 2.15),
    ),
    stock="300 克白卡纸",
    finish="覆哑膜",
    imposition=Imposition("A4", 210, 297, 2, 4),
    place="送到每一户",
)
A2 = build_portrait_format("a2", "A2", 420, 594, place="社区广场")
FIELDS = tuple(PaperShape(draw_box(15, 60 + 12 * line, 118, 0.4), ACCENT) for line in range(9))
FRONT: PosterLayers = (
    TextLayer("heading", 15, 12, 118, 12, 9, 4, weight="name"),
    TextLayer("name", 15, 26, 118, 9, 6, 3, lines=2),
    ArtLayer(FIELDS),
    MascotLayer("pointing", 10, 150, 30),
    QrLayer(105, 175),
    TextLayer("address", 15, 195, 60, 5, 3, 2.2),
)
BACK: PosterLayers = (
    TextLayer("motto", 15, 12, 118, 40, 8, 3, lines=4),
    ArtLayer(FIELDS),
    # The same pose at the same place in another size is another drawing.
    MascotLayer("pointing", 10, 150, 45),
)
RECORD = PrintFormat(
    key="visit-note",
    title="A5 走访记录单",
    word="记录单",
    width_mm=148,
    height_mm=210,
    module_dots=12,
    layers=FRONT,
    compose=lambda poster: (FRONT, *(BACK for _ in range(3 if poster.members else 1))),
    texts=lambda entry, exhibition: {"heading": "走访记录单", "motto": entry.tagline or "今天聊了什么？"},
    safe_mm=8,
    inks="K",
    ink_limit=100,
    sides=2,
    stock="80 克双胶纸",
    finish="不覆膜",
    types=("unit", "cluster"),
    obstacles=((lambda entry: entry.committee == "共和二居", "这一次不走访"),),
    place="走访时带着",
)
LABEL = PrintFormat(
    key="name-label",
    title="楼名贴条",
    word="贴条",
    width_mm=90,
    height_mm=54,
    layers=(GROUND, TextLayer("name", 8, 12, 74, 30, 12, 4, weight="name", lines=2)),
    stock="铜版不干胶",
    finish="覆哑膜",
    place="信报箱上",
)


def stamp_page(poster: Poster) -> tuple[PosterLayers, ...]:
    """One field with name and code for every unit of a cluster, two in a row, twelve on a page."""
    fields: list[PosterLayers] = []
    for number, _ in enumerate(poster.members):
        x, y = 12 + 62 * (number % 2), 40 + 27 * (number // 2 % 6)
        name = TextLayer(f"name-{number}", x, y, 30, 20, 5, 2.2, lines=2)
        fields.append((name, QrLayer(x + 45, y + 11, f"stop-{number}", 8)))
    groups = [fields[start : start + 12] for start in range(0, len(fields), 12)]
    first, *others = (tuple(layer for field in group for layer in field) for group in groups)
    return ((*STAMP_HEAD, *first), *others)


STAMP_HEAD: PosterLayers = (
    TextLayer("name", 12, 12, 80, 20, 8, 3, weight="name", lines=2),
    QrLayer(120, 22, module_dots=8),
)
STAMPS = PrintFormat(
    key="stamps",
    title="A5 集章卡",
    word="集章卡",
    width_mm=148,
    height_mm=210,
    module_dots=8,
    layers=STAMP_HEAD,
    compose=stamp_page,
    texts=lambda entry, exhibition: {
        f"{what}-{number}": text
        for number, id in enumerate(id for id in getattr(entry, "members", ()) if exhibition.get(id, Unit))
        for what, text in (("name", exhibition.by_id[id].name), ("stop", exhibition.settings.build_permalink(id)))
    },
    stock="250 克哑粉纸",
    finish="不覆膜",
    types=("cluster",),
    place="活动时发给邻居",
)
TOYS = {row.key: row for row in (CARD, A2, RECORD, LABEL)}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("products") / "exhibition", ADDRESS)


@pytest.fixture(params=TOYS.values(), ids=TOYS)
def toy(
    request: pytest.FixtureRequest, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PrintFormat]:
    """Yield a product that is registered as long as a test runs; fonts are those of the whole run."""
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(request.param) as row:
        yield row


def ordered(root: Path, out: Path, row: PrintFormat, *words: object) -> Path:
    """Order a product by the command line; return the folder of the job."""
    places = ("--root", root, "--out", out, "--cache", out.parent / f"{out.name}-cache", "--date", "2026-11-01")
    commanded("posters", *places, "--product", row.key, *words)
    return next(path for path in out.iterdir() if path.is_dir())


def pages_of(pdf: Path) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf))


def read_codes(page: pypdfium2.PdfPage) -> list[str]:
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    return sorted(code.text.lower() for code in zxingcpp.read_barcodes(picture))


def read_manifest(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "manifest.csv").read_text("utf-8-sig"))))


def box_mm(page: pikepdf.Page, name: str) -> list[float]:
    left, bottom, right, top = (float(value) / PT for value in page[name])
    return [round(right - left, 1), round(top - bottom, 1)]


def test_a_declared_product_is_made_into_a_package(toy: PrintFormat, root: Path, tmp_path: Path) -> None:
    folder = ordered(root, tmp_path / "print", toy, "--ids", "10003,10004", "--quantity", 3)
    assert folder.name == f"JOB-{DAY}-{toy.key.upper()}"
    rows = read_manifest(folder)
    assert [row["编号"] for row in rows] == ["10003", "10004"]
    for row in rows:
        assert (row["产品"], row["成品尺寸（毫米）"]) == (toy.title, f"{toy.width_mm:g}×{toy.height_mm:g}")
        assert (row["纸张"], row["覆膜"], row["份数"]) == (toy.stock, toy.finish, "3")
        assert (row["试扫与网址一致"] == "是") is toy.has_code
        pages = pages_of(folder / row["文件"])
        number = int(row["页"].split("-")[0])
        assert read_codes(pages[number - 1]) == ([row["网址"]] if toy.has_code else [])
        text = "".join(pages[number - 1].get_textpage().get_text_bounded().split())
        assert row["名称"] in text
        assert row["编号"] in text  # in the slug line
    with pikepdf.open(folder / rows[0]["文件"]) as pdf:
        for page in pdf.pages:
            assert box_mm(page, "/TrimBox") == [toy.width_mm, toy.height_mm]
            assert box_mm(page, "/BleedBox") == [toy.width_mm + 6, toy.height_mm + 6]
    seen = json.loads((folder / "preflight.json").read_text("utf-8"))
    assert [file["passed"] for file in seen["files"]] == [True]
    notes = (folder / "印厂须知.txt").read_text("utf-8-sig")
    assert f"产品：{toy.title}" in notes
    assert f"成品尺寸：{toy.width_mm:g} × {toy.height_mm:g} 毫米，四边出血 3 毫米" in notes
    assert f"纸张：{toy.stock}；{toy.finish}" in notes
    proofs = list((folder / "proof").iterdir())
    assert len(proofs) == 2
    assert all("校样" in proof.name for proof in proofs)


def test_the_same_order_gives_the_same_bytes_and_nothing_to_print_again(
    toy: PrintFormat, root: Path, tmp_path: Path
) -> None:
    one = ordered(root, tmp_path / "one", toy, "--ids", "10003")
    two = ordered(root, tmp_path / "two", toy, "--ids", "10003")
    assert (tmp_path / "one" / f"{one.name}.zip").read_bytes() == (tmp_path / "two" / f"{two.name}.zip").read_bytes()
    again = commanded("posters", "--root", root, "--product", toy.key, "--ids", "10003", "--since", one)
    assert again.stdout == "没有要印的：选中的 1 个和上一批印的一样，墙上的不用换。\n"


def test_a_proof_is_watermarked_on_every_page(toy: PrintFormat, root: Path, tmp_path: Path) -> None:
    folder = ordered(root, tmp_path / "print", toy, "--ids", "10009,10003", "--proof")
    assert folder.name == f"PROOF-{DAY}-{toy.key.upper()}"
    for path in (folder / "proof").glob(f"{toy.key.upper()}-*.pdf"):
        for page in pages_of(path):
            assert "样张" in page.get_textpage().get_text_range()


def test_a_thread_of_the_program_does_not_keep_products_from_its_processes(root: Path, tmp_path: Path) -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait, daemon=True)
    thread.start()
    try:
        with FORMATS.registered(CARD):
            assert ordered(root, tmp_path / "print", CARD, "--ids", "10009,10003", "--proof")
    finally:
        waiting.set()
        thread.join()


def test_the_help_of_the_command_lists_it(toy: PrintFormat, capsys: pytest.CaptureFixture[str]) -> None:
    told = "".join(said_before_it_ends(capsys, "--help").split())
    assert "".join(f"{toy.key}{toy.title}".split()) in told
    assert ("".join(f"另外拼好大版（{imposed_titles()}）".split())) in told


def said_before_it_ends(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what the command says where its words alone end it."""
    with pytest.raises(SystemExit):
        main(["posters", *words])
    captured = capsys.readouterr()
    return captured.out + captured.err


def imposed_titles() -> str:
    return "、".join(row.title for row in FORMATS.values() if row.imposition)


def test_the_guide_has_it_in_every_table(toy: PrintFormat) -> None:
    size, distance = (
        f"{toy.width_mm:g} × {toy.height_mm:g} 毫米",
        f"{toy.distance_m:g} 米以内" if toy.has_code else "没有码",
    )
    page = (HOME / "content" / "guide" / "order.md").read_text("utf-8")
    told = fill_markers(page, "order.md", vocabularies())
    assert f"| {toy.title} | {size} | {toy.place} | {distance} |" in told
    assert f"`{toy.key}`（{toy.title}）" in told
    assert re.search(rf"{toy.word}用 ?{toy.stock}[，。]", told)


@pytest.mark.parametrize("standard", ["x4", "x1a"])
def test_pieces_lie_on_sheets_where_that_is_declared(
    standard: str, root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(CARD):
        folder = ordered(root, tmp_path / "print", CARD, "--ids", "10003,10004", "--impose", "--standard", standard)
    (path,) = (folder / "imposed").iterdir()
    (page,) = pages_of(path)
    assert read_codes(page) == [f"{ADDRESS}{id}/" for id in (10003, 10004)]
    scheme = CARD.imposition
    assert scheme
    left, bottom, right, top = compute_trim(CARD, scheme)
    with pikepdf.open(path) as pdf:
        assert box_mm(pdf.pages[0], "/MediaBox") == [210, 297]
        assert box_mm(pdf.pages[0], "/TrimBox") == [round(right - left, 1), round(top - bottom, 1)]
    notes = (folder / "印厂须知.txt").read_text("utf-8-sig")
    assert "A4（210×297 毫米）上横 2 竖 4，一张 8 个90 毫米名片" in notes
    told = json.loads((folder / "preflight.json").read_text("utf-8"))["files"][0]
    assert told["passed"]
    assert len(told["checks"]) == 2


def test_without_a_scheme_sheets_are_refused(root: Path) -> None:
    with FORMATS.registered(A2):
        ran = commanded("posters", "--root", root, "--product", "a2", "--all", "--impose", check=False)
    assert ran.returncode == 2
    assert "A2 海报一张就是一个整页，不用拼版。" in ran.stderr


@pytest.mark.parametrize(
    ("word", "key"),
    [("card", "card"), ("CARD", "card"), ("ｃａｒｄ", "card"), ("90毫米名片", "card"), ("名片", "card")],
)
def test_a_product_is_known_by_key_title_and_word(word: str, key: str) -> None:
    with FORMATS.registered(CARD):
        found = FORMATS.find(word)
    assert found and found.key == key
    assert FORMATS.find(word) is None


@pytest.mark.parametrize(
    ("word", "told"), [("crad", "是不是 card（90 毫米名片）？"), ("stiker", "是不是 sticker（10 厘米贴纸）？")]
)
def test_a_misspelt_product_is_answered_with_the_nearest(
    word: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with FORMATS.registered(CARD):
        said = said_before_it_ends(capsys, "--product", word, "--all")
        assert all(f"{row.key} {row.title}" in said for row in FORMATS.values())
    assert f"没有“{word}”这种产品。{told}能印的有：" in said


def test_where_nothing_is_near_only_the_list_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有“a2”这种产品。能印的有：" in said_before_it_ends(capsys, "--product", "a2", "--all")


# Selection


def test_entries_are_chosen_by_content_type_and_by_the_obstacles_of_the_row() -> None:
    with FORMATS.registered(RECORD):
        both = select_entries(order("visit-note", all=True), small_exhibition())
        named = select_entries(order("visit-note", ids=("10002", "10009")), small_exhibition())
    assert [CONTENT_TYPES.get_type_of(entry).name for entry in both.entries] == ["unit"] * 4 + ["cluster"]
    assert {one.id: one.reason for one in both.left_out}["10002"] == "这一次不走访"
    assert [entry.id for entry in named.entries] == ["10009"]


def test_an_entry_of_another_type_is_answered_with_a_product_of_its_own() -> None:
    with (
        FORMATS.registered(CARD),
        pytest.raises(Refusal, match="是楼群，印不成90 毫米名片。请改用 --product cluster。"),
    ):
        select_entries(order("card", ids=("10009",)), small_exhibition())
    with pytest.raises(Refusal, match="是楼组，印不成A3 楼群海报。请改用 --product a4。"):
        select_entries(order("cluster", ids=("10001",)), small_exhibition())


# Several pages, texts of its own, black alone


def test_pages_of_one_entry_stay_together_and_depend_on_it(
    root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(RECORD):
        folder = ordered(root, tmp_path / "print", RECORD, "--ids", "10003,10007", "--quantity", 2)
    unit, cluster = read_manifest(folder)
    assert (unit["页"], cluster["页"]) == ("1-2", "3-6")
    pages = pages_of(folder / cluster["文件"])
    assert [len(read_codes(page)) for page in pages] == [1, 0, 1, 0, 0, 0]
    assert "走访记录单" in pages[2].get_textpage().get_text_bounded()
    notes = (folder / "印厂须知.txt").read_text("utf-8-sig")
    assert "数量：2 种，共 6 个版面；每种 2 份，一共 4 份" in notes
    assert "双面印刷" in notes
    assert "油墨：只用黑色一种" in notes
    record = json.loads((folder / "job.json").read_text("utf-8"))
    # One sheet of paper holds two pages: 1 + 2 sheets, two copies.
    assert record["counts"] == {"files": 1, "posters": 2, "sheets_of_paper": 6, "left_out": 0}


def test_a_file_holds_at_most_fifty_pages_and_no_entry_is_split() -> None:
    shown = small_exhibition()
    posters = [replace(build_poster(UNITS[0], shown, format=RECORD), id=str(20000 + number)) for number in range(60)]
    chosen = [PlannedPoster(poster, UNITS[0], "") for poster in posters]
    bundles = plan_bundles(chosen, RECORD)
    assert [len(bundle.owners) for bundle in bundles] == [40, 40, 40]
    assert bundles[0].list_slug_lines()[1].split("  ·  ")[1:3] == ["2/40", "20000"]
    assert bundles[0].list_slug_lines()[2].split("  ·  ")[1:3] == ["3/40", "20001"]


def test_black_alone_is_black_alone(
    root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The colours of art and mascot become tints; ink on another plate does not pass the preflight."""
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(RECORD):
        folder = ordered(root, tmp_path / "print", RECORD, "--ids", "10003")
    with pikepdf.open(folder / read_manifest(folder)[0]["文件"]) as pdf:
        streams = [form for page in pdf.pages for form in page.Resources.XObject.values()]
        tints = {
            tuple(round(float(value), 2) for value in instruction.operands)
            for form in streams
            for instruction in pikepdf.parse_content_stream(form)
            if str(instruction.operator) in ("k", "K")
        }
    assert len(tints) > 2
    assert all(values[:3] == (0, 0, 0) for values in tints)
    with FORMATS.registered(
        replace(RECORD, inks="CMYK", ink_limit=250, key="coloured", title="彩色记录单")
    ) as coloured:
        pages = ordered(root, tmp_path / "coloured", coloured, "--ids", "10003")
        drawn = (pages / read_manifest(pages)[0]["文件"]).read_bytes()
    shown = load_exhibition(root).exhibition
    poster = build_poster(shown.by_id["10003"], shown, format=RECORD)
    report = render_bundle.preflight(
        drawn, render_bundle.expect_page_size(RECORD), render_bundle.list_pages(poster, RECORD, press)
    )
    assert {fault.check for fault in report.faults} == {"wrong_plate", "too_much_ink"}
    assert "这种产品只用黑版" in next(fault.message for fault in report.faults if fault.check == "wrong_plate")


def test_one_page_may_hold_the_codes_of_many_entries(
    root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card for a cluster: its own code and one for each of its units, all of them known to the preflight."""
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(STAMPS):
        folder = ordered(root, tmp_path / "print", STAMPS, "--ids", "10007")
    (row,) = read_manifest(folder)
    assert (row["编号"], row["试扫与网址一致"]) == ("10007", "是")
    (page,) = pages_of(folder / row["文件"])
    cluster = load_exhibition(root).exhibition.by_id["10007"]
    members = getattr(cluster, "members", ())
    assert len(members) > 2
    assert read_codes(page) == sorted(f"{ADDRESS}{id}/" for id in (cluster.id, *members))


def test_two_drawings_that_want_one_name_are_both_drawn(
    root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(RECORD):
        folder = ordered(root, tmp_path / "print", RECORD, "--ids", "10003")
    first, second = pages_of(folder / read_manifest(folder)[0]["文件"])
    # The mascot is 30 units on the front and 45 on the back, from the same corner.
    assert dark_below(first, 10, 150, 45) < dark_below(second, 10, 150, 45)


def dark_below(page: pypdfium2.PdfPage, x: float, y: float, side: float) -> float:
    """Return the share of dark pixels in a square of the page, in mm from its trim."""
    dpmm, (left, top) = 4, (12 + x, 12 + y)
    picture = page.render(scale=dpmm * 25.4 / 72, grayscale=True).to_pil()
    part = picture.crop(tuple(round(edge * dpmm) for edge in (left, top, left + side, top + side)))
    dark = sum(count for grey, count in enumerate(part.histogram()) if grey < 240)
    return dark / (part.width * part.height)


def test_texts_of_a_product_are_in_its_fingerprint_and_in_no_other() -> None:
    shown = small_exhibition()
    one, other = UNITS[0], replace(UNITS[0], tagline="换一句话。")
    same = replace(one, households=99)
    plain = replace(RECORD, texts=None)
    assert build_poster(one, shown, format=RECORD).compute_digest(RECORD) == build_poster(
        same, shown, format=RECORD
    ).compute_digest(RECORD)
    counted = replace(RECORD, texts=lambda entry, exhibition: {"motto": str(getattr(entry, "households", ""))})
    first, second = (build_poster(entry, shown, format=counted).compute_digest(counted) for entry in (one, same))
    assert first != second
    assert build_poster(one, shown, format=plain).compute_digest(plain) != build_poster(
        other, shown, format=plain
    ).compute_digest(plain)
    assert get_text("motto", build_poster(one, shown, format=RECORD)) == one.tagline
    with pytest.raises(KeyError):
        get_text("motto", build_poster(one, shown))


def test_a_product_without_a_code_speaks_of_none(
    root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    with FORMATS.registered(LABEL):
        folder = ordered(root, tmp_path / "print", LABEL, "--ids", "10003")
    (row,) = read_manifest(folder)
    columns = ("二维码版本", "纠错等级", "码点（毫米）", "码边长（毫米）", "试扫与网址一致", "剩余纠错")
    assert [row[column] for column in columns] == [""] * len(columns)
    notes = (folder / "印厂须知.txt").read_text("utf-8-sig")
    assert "扫" not in notes
    assert re.findall(r"^([一二三四五六])、", notes, re.M) == list("一二三四")


def test_an_entry_of_a_new_type_gets_a_call_of_its_own() -> None:
    shown = small_exhibition()
    poster = replace(build_poster(UNITS[0], shown), kind="showcase")
    assert TEXTS["action"](poster) == CONTENT_TYPES.get_by_name(poster.kind).invitation


# The table itself


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"key": "A 4"}, "small letters"),
        ({"module_dots": 0}, "at least one dot"),
        ({"module_dots": 20}, "beyond the trim"),
        ({"width_mm": 40}, "too narrow"),
        ({"inks": "CM"}, "CMYK or K"),
        ({"sides": 3}, "one or two"),
        ({"types": ()}, "content type"),
        ({"imposition": Imposition("A4", 210, 297, 3, 4)}, "do not fit"),
        ({"imposition": Imposition("A4", 210, 297, 2, 4, 5)}, "do not fit"),
        ({"imposition": Imposition("A4", 210, 297, 0, 4)}, "at least one piece"),
        ({"compose": lambda poster: (CARD.layers, CARD.layers)}, "single pages"),
    ],
)
def test_a_row_that_cannot_be_printed_is_refused_where_it_is_declared(values: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        replace(CARD, **values)


def test_a_photo_needs_all_inks() -> None:
    with pytest.raises(ValueError, match="a photo needs all inks"):
        replace(A2, inks="K")


@pytest.mark.parametrize("values", [{}, {"key": "other"}, {"title": "另一种海报"}])
def test_a_key_and_a_title_are_given_once(values: dict[str, Any]) -> None:
    row = replace(FORMATS["a4"], **values)
    with pytest.raises(ValueError, match="already"), FORMATS.registered(row):
        pass


def test_a_product_is_gone_after_its_context() -> None:
    with pytest.raises(RuntimeError), FORMATS.registered(CARD):
        raise RuntimeError
    assert "card" not in FORMATS


@pytest.mark.parametrize("row", [*FORMATS.values(), *TOYS.values()], ids=[*FORMATS, *TOYS])
def test_layers_use_texts_and_conditions_that_there_are(row: PrintFormat) -> None:
    shown = load_exhibition(HOME).exhibition
    entry = next((one for one in shown.entries if is_made_for(row, one) and one.published), None)
    assert (entry is None) == bool(row.blank)
    poster: Poster = build_poster(entry, shown, format=row) if entry else build_blank_poster(row, shown)
    for layers in row.list_pages(poster):
        assert {layer.when for layer in layers} <= CONDITIONS.keys()
        assert all(isinstance(get_text(layer.what, poster), str) for layer in layers if isinstance(layer, TextLayer))


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_the_published_guide_has_every_product(row: PrintFormat, built: Path) -> None:
    told = (built / "guide" / "order" / "index.html").read_text("utf-8")
    cells = "".join(
        f"<td>{cell}</td>\n" for cell in (row.title, f"{row.width_mm:g} × {row.height_mm:g} 毫米", row.place)
    )
    assert cells in told
    assert f"<code>{row.key}</code>（{row.title}）" in told
    assert row.stock in told


def test_checks_know_every_part_that_the_guide_may_ask_for() -> None:
    assert list_marker_names()["products"] == PRODUCTS.keys()


def test_every_type_prints_one_product_at_home() -> None:
    homes = [type for row in FORMATS.values() if row.home for type in row.types]
    assert sorted(homes) == ["cluster", "unit"]
    sheets = json.loads(render_script(load_exhibition(HOME).exhibition).partition("(")[2].rpartition(")")[0])["sheets"]
    assert sorted(sheets) == ["cluster", "unit"]
    assert FORMATS.default.home


def test_no_other_module_knows_a_product_by_name() -> None:
    """`cluster` is the name of a content type too, `record` of a partial and of a marker of the guide."""
    names = {name for row in FORMATS.values() for name in (row.key, row.title)} - {"cluster", "record"}
    found = []
    for path in sorted((HOME / "scripts" / "exhibition").rglob("*.py")):
        if path.name == "formats.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in names:
                found.append(f"{path.relative_to(HOME)}:{node.lineno} {node.value}")
    assert found == []


def test_what_the_page_for_print_shops_says_of_all_products_is_so() -> None:
    page = (HOME / "content" / "guide" / "print-shop.md").read_text("utf-8")
    told = fill_markers(page, "print-shop.md", vocabularies())
    assert "四边出血 3 毫米。" in told
    assert "总墨量不超过 250%。" in told
    thin = replace(CARD, bleed_mm=2, ink_limit=280)
    with FORMATS.registered(thin):
        told = fill_markers(page, "print-shop.md", vocabularies())
    assert "四边出血 3 毫米（90 毫米名片 2 毫米）。" in told
    assert "总墨量不超过 280%。" in told


def test_the_guide_says_which_products_are_imposed_and_how() -> None:
    page = (HOME / "content" / "guide" / "order.md").read_text("utf-8")
    with FORMATS.registered(CARD):
        told = fill_markers(page, "order.md", vocabularies())
    assert "90 毫米名片：A4（210×297 毫米）上横 2 竖 4，一张 8 个" in told
    assert "10 厘米贴纸：A3（297×420 毫米）上横 2 竖 3，一张 6 个" in told
    assert "A3 海报：" not in told


def test_slug_and_ruler_of_a_narrow_product_stay_on_the_page(press: RenderResources) -> None:
    narrow = replace(
        CARD, key="tall", title="竖名片", width_mm=54, height_mm=90, imposition=None, layers=(QrLayer(27, 45),)
    )
    shown = small_exhibition()
    slug = "TALL-01-高境镇-共和一居第十一村东区  ·  1/1  ·  10001  ·  竖名片"
    drawn = draw_pages([build_poster(UNITS[0], shown)], narrow, press, [slug])
    page = pypdfium2.PdfDocument(drawn)[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    assert all(left >= 0 and bottom >= 0 for left, bottom, _, _ in boxes)
    assert all(right <= page.get_width() and top <= page.get_height() for _, _, right, top in boxes)
    words = "".join(text.get_text_range().split())
    assert "".join(slug.replace("·", "").split()) in words.replace("·", "")
    assert "量一量：应为50毫米" in words


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    """The command freezes the objects of its process, for it ends soon; this one goes on."""
    yield
    gc.unfreeze()
