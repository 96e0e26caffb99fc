"""Covenants: topics from the first word, the room by topic with its looks, places that are like one, versions, sheets for walls."""

from __future__ import annotations

import gzip
import pickle
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conftest import HOME, commanded
from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon
from exhibition.exchange.open_data import OpenData
from exhibition.model import Exhibition, PartialDate
from exhibition.model.exhibition import iter_records
from exhibition.model.field_types import NumberedItem, PrefixedText
from exhibition.model.vocabulary import ChoiceWords
from exhibition.pages.context import PageContext
from exhibition.pages.page import Page
from exhibition.pages.rooms import build_room_pages
from exhibition.print.covenant_sheets import (
    LEAST_MM,
    estimate_width,
    fit_covenant,
    has_no_covenant,
    list_clauses,
    list_covenant_texts,
)
from exhibition.print.formats import FORMATS, PrintFormat
from exhibition.print.jobs import render_bundle
from exhibition.print.jobs.render_bundle import expect_page_size, find_unprintable, list_pages
from exhibition.print.layers import TextLayer
from exhibition.print.pdf_writer import STANDARDS, draw_pages, finish_pdfx
from exhibition.print.poster import build_poster
from exhibition.print.preflight import preflight
from exhibition.print.resources import RenderResources
from exhibition.records import CLAUSES, COVENANT_VERSIONS, CovenantVersion
from exhibition.records.covenant import (
    MOST_ALIKE,
    OTHER,
    Clause,
    describe_likeness,
    describe_version,
    find_alike,
    list_alike,
    read_clauses,
)
from exhibition.types import UNIT, Unit
from helpers import sites
from helpers.cases import tiny
from helpers.room_sites import EXAMPLE_STREET, STREETS, write_site

MOST_BYTES = 30_000
"""Bytes of a page of a room, gzipped."""
AGREED = (
    ("楼道", "不放过夜的东西"), ("楼道", "快递当天拿回家"), ("安静", "夜里十点以后，楼门轻轻关"),
    ("安全", "电瓶车不进楼，电池不上楼"), ("", "谁先看见灯坏了，谁来报"), ("花草", "浇水看门后的轮值表"),
    ("邻里", "出门过夜，和隔壁说一声"), ("电梯", "看见有人赶来，按住开门键等一等"), ("", "最后走的人，关灯、收杯子"),
    ("商量", "说不行，要把道理讲明白"),
)  # fmt: skip
WORDS = ChoiceWords.from_names(("楼道", "邻里"), {"老人": "邻里"})
LEXICON = {"topics": WORDS}


def agree(topic: str, text: str) -> str:
    return PrefixedText(f"{topic}：{text}", topic) if topic else text


def show(clauses: int, examples: int = 0) -> Exhibition:
    """An exhibition of units with so many clauses, four each, and so many examples with as many."""
    units = [
        sites.unit(
            rank,
            street=STREETS[rank % len(STREETS)],
            covenant=tuple(
                agree(*AGREED[(rank * 3 + place) % len(AGREED)]) for place in range(min(4, clauses - rank * 4))
            ),
        )
        for rank in range(-(-clauses // 4))
    ]
    units += [
        sites.unit(
            9000 + rank,
            street=EXAMPLE_STREET,
            example=True,
            covenant=tuple(agree(*one) for one in AGREED[rank : rank + 4]),
        )
        for rank in range(examples)
    ]
    return replace(sites.make_empty(), entries=tuple(units))


def pages_of(shown: Exhibition) -> dict[str, Page]:
    pages = (page for page in build_room_pages(PageContext(shown, {})) if isinstance(page, Page))
    return {page.path: page for page in pages if page.path.startswith("covenants/")}


# ---- The topic is the word before the colon, and nothing is guessed. ----


@pytest.mark.parametrize(
    ("written", "topic", "text"),
    [
        ("楼道：不放过夜的东西", "楼道", "不放过夜的东西"),
        ("1、楼道：不放过夜的东西", "楼道", "不放过夜的东西"),
        ("老人：天天问一声", "邻里", "老人：天天问一声"),
        ("楼道:不放过夜的东西", "楼道", "不放过夜的东西"),
        ("楼道里不放过夜的东西", "", "楼道里不放过夜的东西"),
        ("早上：八点以前不装修", "", "早上：八点以前不装修"),
        ("临时放一放，贴张条：谁家的", "", "临时放一放，贴张条：谁家的"),
        ("楼道：", "楼道", "楼道："),
        ("楼道 ：不放过夜的东西", "楼道", "不放过夜的东西"),
    ],
)
def test_a_clause_has_the_topic_of_its_first_word(written: str, topic: str, text: str) -> None:
    value, _ = NumberedItem(120, vocabulary="topics").parse(written, "公约", LEXICON)
    (clause,) = read_clauses(sites.unit(covenant=(value,)))
    assert (clause.topic, clause.text) == (topic, text)


def test_a_text_with_a_topic_is_a_text_for_all_who_write_it() -> None:
    value, issue = NumberedItem(120, vocabulary="topics").parse("老人：天天问一声", "公约", LEXICON)
    assert issue is None and value == "老人：天天问一声" and (value.word, value.rest) == ("老人", "天天问一声")
    again = pickle.loads(pickle.dumps(value))
    assert (again, again.term) == (value, "邻里")


def test_without_a_vocabulary_a_colon_is_a_colon() -> None:
    assert NumberedItem(120).parse("楼道:不放东西", "用法", LEXICON) == ("楼道:不放东西", None)


@pytest.mark.parametrize("written", ["楼到：不放", "楼道里：不放", "道楼：不放"])
def test_a_word_that_is_nearly_a_topic_is_asked_about_and_not_changed(written: str) -> None:
    value, issue = NumberedItem(120, vocabulary="topics").parse(written, "公约", LEXICON)
    assert value == written and not isinstance(value, PrefixedText)
    assert issue and issue.rule.code == "W478" and issue.asks and issue.text == "楼道：不放"


def test_fix_writes_what_is_certain_and_asks_about_the_rest(tmp_path: Path) -> None:
    path = tiny(tmp_path) / "content" / "units" / "example" / "20001" / "index.md"
    text = path.read_text("utf-8")
    wrong = "  - 【楼道】：不放\n  - 安静:轻一点\n  - 楼到：慢走\n"
    path.write_text(text.replace("  - 楼道不放东西\n", wrong), "utf-8")
    commanded("fix", "--root", tmp_path, "--write", check=False)
    assert "  - 楼道：不放\n  - 安静：轻一点\n  - 楼到：慢走\n" in path.read_text("utf-8")


OTHER_WORDS = [
    "早上：不装修",
    "楼上：轻一点",
    "大家：多商量",
    "记住：先问一问",
    "周末：一起扫",
    "停电：先看总闸",
    "安心：不怕",
]


@pytest.mark.parametrize("written", OTHER_WORDS)
def test_no_question_is_asked_about_other_words(written: str) -> None:
    lexicon = build_lexicon(shipped().vocabularies)
    assert NumberedItem(120, vocabulary="topics").parse(written, "公约", lexicon) == (written, None)


@pytest.mark.parametrize("written", ["楼道: 不放", "楼道:不放", "【楼道】：不放", "“楼道”：不放"])
def test_another_colon_and_signs_around_the_word_are_mended(written: str) -> None:
    value, issue = NumberedItem(120, vocabulary="topics").parse(written, "公约", LEXICON)
    assert isinstance(value, PrefixedText)
    assert issue and not issue.asks and issue.text == value == "楼道：不放"


def test_shipped_examples_say_topics_and_no_real_entry_has_a_covenant() -> None:
    topics = {one.record.topic for one in shipped().list_records(CLAUSES)}
    assert {"楼道", "安静", "安全", "花草", "电梯", "邻里", "商量", "停车", ""} == topics
    assert shipped().list_records(CLAUSES, examples=False) == ()


@cache
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


# ---- The room: by topic, places beside each other, and its looks. ----


@pytest.mark.parametrize(
    ("count", "form", "shows"),
    [
        (0, "empty", {"nothing", "tags", "example_groups"}),
        (1, "story", {"story", "tags", "example_groups"}),
        (24, "groups", {"groups", "bare", "facets", "example_groups"}),
        (500, "groups", {"groups", "bare", "facets", "example_groups"}),
    ],
)
def test_the_room_looks_as_its_number_of_clauses_asks(count: int, form: str, shows: set[str]) -> None:
    data = pages_of(show(count, examples=3))["covenants/"].data
    assert data["form"] == form
    told = {"nothing", "story", "tags", "groups", "bare", "facets", "example_groups", "records", "examples"}
    assert {key for key in told if key in data} == shows


def test_clauses_of_one_place_on_one_topic_stand_together() -> None:
    units = (
        sites.unit(0, street=STREETS[0], covenant=(agree("楼道", "甲"), agree("安静", "乙"), agree("楼道", "丙"))),
        sites.unit(1, street=STREETS[0], covenant=(agree("楼道", "丁"), "戊")),
    )
    shown = replace(sites.make_empty(), entries=units)
    pages = pages_of(shown)
    groups = pages["covenants/"].data["groups"]
    assert [(one["name"], one["words"]) for one in groups] == [  # type: ignore[attr-defined]
        ("楼道", "2座楼，3条"), ("安静", "1座楼，1条"), (OTHER, "1座楼，1条")
    ]  # fmt: skip
    cards = groups[0]["cards"]  # type: ignore[index]
    assert [(one["line"], one.get("again", False)) for one in cards] == [("甲", False), ("丙", True), ("丁", False)]
    assert [one["name"] for one in pages["covenants/"].data["bare"]["tags"]][:2] == ["安全", "垃圾"]  # type: ignore[index]
    assert pages["covenants/other/"].data["name"] == OTHER
    # On the page of a street all topics stand, and a place does not go on under another topic.
    (street,) = (page for path, page in pages.items() if "streets/" in path and page.data.get("records"))
    records = street.data["records"]
    assert [one.get("again", False) for one in records] == [False, True, False, False, False]  # type: ignore[attr-defined]
    facets = {facet["label"]: facet["words"] for facet in street.data["facets"]}  # type: ignore[attr-defined]
    assert [word[:2] for word in facets["话题"]] == [["楼道", 3], ["安静", 1], [OTHER, 1]]


def test_an_empty_topic_shows_how_it_is_written() -> None:
    page = pages_of(show(0))["covenants/pets/"]
    assert page.data["nothing"]["lines"] == "公约:\n  - 宠物：约好了什么"  # type: ignore[index]


@pytest.mark.parametrize("count", [500, 5_500])
def test_no_page_of_the_room_is_heavy(count: int, tmp_path: Path) -> None:
    site = write_site(tmp_path, show(count, examples=6))
    sizes = {
        str(path.relative_to(site)): len(gzip.compress(path.read_bytes(), 9))
        for path in site.glob("covenants/**/index.html")
    }
    assert len(sizes) > 20
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_pages_show_topics_and_places_beside_each_other(tmp_path: Path) -> None:
    site = write_site(tmp_path, show(24, examples=2))
    html = (site / "covenants" / "index.html").read_text("utf-8")
    assert "<h1>公约库</h1>" in html and 'class="is-again"' in html
    assert "还没有人约的" in html and "按街镇看" in html
    assert html.index(">楼道</a>") < html.index(">安静</a>") < html.index(f">{OTHER}</a>")


def test_open_data_have_a_row_for_each_clause() -> None:
    data = OpenData(show(8, examples=2))
    (table,) = (one for one in data.tables if one.name == CLAUSES.name)
    assert [field.key for field in table.columns][:4] == ["编号", "序", "话题", "约定"]
    rows = data.get_rows(table)
    assert len(rows) == 8
    assert rows[0][1:4] == (1, "楼道", "不放过夜的东西")
    assert {row[2] for row in rows} >= {None, "楼道"}


# ---- Places that are like one. ----


def alike(rank: int, **values: object) -> Unit:
    return sites.unit(rank, street=STREETS[0], covenant=("轻声",), **values)


def test_places_are_alike_by_size_and_theme_then_theme_then_size_then_kind() -> None:
    me = alike(0, households=18, themes=("加装电梯",))
    both = alike(1, households=24, themes=("加装电梯",))
    theme = alike(2, households=60, themes=("加装电梯",))
    size = alike(3, households=13, themes=("剪纸",))
    other = alike(4, households=60, themes=("剪纸",))
    made_up = alike(5, households=18, themes=("加装电梯",), example=True)
    bare = sites.unit(6, street=STREETS[0], covenant=(), households=18, themes=("加装电梯",))
    shown = replace(sites.make_empty(), entries=(me, other, size, theme, both, made_up, bare))
    found = find_alike(me, shown)
    assert [one.id for one, _ in found] == [one.id for one in (both, theme, size, other)]
    assert [describe_likeness(likeness, "楼组") for _, likeness in found] == [
        "都是13到24户，都写了“加装电梯”", "都写了“加装电梯”", "都是13到24户", "都是楼组"
    ]  # fmt: skip
    assert find_alike(me, replace(sites.make_empty(), entries=(me, made_up, bare))) == []


def test_like_places_begin_behind_the_entry_and_are_few() -> None:
    units = tuple(alike(rank, households=18, themes=()) for rank in range(20))
    shown = replace(sites.make_empty(), entries=units)
    order = [entry.id for entry in shown.tellers]
    start = order.index(units[15].id)
    found = [one.id for one, _ in find_alike(units[15], shown)]
    assert found == [order[(start + step) % 20] for step in range(1, MOST_ALIKE + 1)]


def test_the_archive_leads_to_covenants_like_its_own(built: Path) -> None:
    html = (built / "10010" / "record" / "index.html").read_text("utf-8")
    assert "和我们楼像的公约" in html and "不分好坏" in html
    assert '#covenant">' in html
    ways = list_alike(shipped().by_id["10010"], shipped())["ways"]
    assert next(one["words"] for one in ways["items"]) == "都是13到24户，都写了“楼道清理”"  # type: ignore[index]
    assert 'href="../../covenants/corridor/"' in html


# ---- Versions. ----


@pytest.mark.parametrize(
    ("versions", "says"),
    [
        ((), ""),
        ((CovenantVersion(date=PartialDate(2019, 5), change="添了一条", households=18),), "2019年5月改过，18户同意"),
        ((CovenantVersion(change="添了一条"),), "改过"),
        (
            (
                CovenantVersion(date=PartialDate(2021), change="新", households=20),
                CovenantVersion(date=PartialDate(2019, 5), change="旧", households=18),
            ),
            "2021年改过，20户同意",
        ),
    ],
)
def test_the_latest_version_is_told_in_a_line(versions: tuple[CovenantVersion, ...], says: str) -> None:
    assert describe_version(sites.unit(covenant_versions=versions)) == says


def test_the_version_stands_beside_the_covenant_and_in_the_archive(built: Path) -> None:
    page = (built / "10010" / "index.html").read_text("utf-8")
    assert "<p>2020年3月改过，16户同意</p>" in page
    assert "<b>楼道：</b>不放过夜的东西。" in page
    archive = (built / "10010" / "record" / "index.html").read_text("utf-8")
    assert "一共改过 2 次，最近一次：2020年3月改过，16户同意。" in archive
    assert sum(1 for _ in iter_records(shipped().by_id["10010"], COVENANT_VERSIONS)) == 2


# ---- Sheets for the wall. ----

A3, A4 = FORMATS["covenant-a3"], FORMATS["covenant-a4"]
ADDRESS = "https://louzu.baoshan.gov.cn/"


@pytest.fixture
def fonts(press: RenderResources, monkeypatch: pytest.MonkeyPatch) -> Iterator[RenderResources]:
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    yield press


@cache
def addressed() -> Exhibition:
    return replace(shipped(), settings=replace(shipped().settings, site_url=ADDRESS))


@pytest.mark.parametrize("row", [A3, A4], ids=lambda row: row.key)
@pytest.mark.parametrize("id", ["10010", "10013", "10021"])
def test_a_sheet_passes_preflight_and_its_code_is_read(id: str, row: PrintFormat, press: RenderResources) -> None:
    """A unit with versions, one without topics, a cluster."""
    entry = addressed().by_id[id]
    poster = build_poster(entry, addressed(), format=row)
    pdf = finish_pdfx(draw_pages([poster], row, press, ["JOB"]), STANDARDS["x4"], press.profile, "试")
    report = preflight(pdf, expect_page_size(row), list_pages(poster, row, press), STANDARDS["x4"])
    assert [fault.message for fault in report.faults] == []
    (page,) = pypdfium2.PdfDocument(pdf)
    (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_pil())
    assert code.text.lower() == f"{ADDRESS}{id}/"
    words = "".join(page.get_textpage().get_text_range().split())
    assert "我们约好的事" in words and entry.name in words and describe_version(entry) in words
    for clause in read_clauses(entry):
        assert "".join(clause.text.split()) in words


def test_clauses_stand_topic_by_topic_with_numbers() -> None:
    covenant = (agree("楼道", "甲"), "乙", agree("安静", "丙"), agree("楼道", "丁"))
    assert list_clauses(sites.unit(covenant=covenant)) == (
        (1, "楼道", "甲"), (2, "", "丁"), (3, "安静", "丙"), (4, "别的", "乙")
    )  # fmt: skip
    assert list_clauses(sites.unit(covenant=("甲", "乙"))) == ((1, "", "甲"), (2, "", "乙"))


def test_a_community_has_its_sheet_too(press: RenderResources) -> None:
    """No shipped community has a covenant: one gets that of an example."""
    entry = replace(addressed().by_id["23780"], covenant=addressed().by_id["10010"].covenant)
    assert not [words for stands, words in A3.obstacles if stands(entry)]
    poster = build_poster(entry, addressed(), format=A3)
    pdf = finish_pdfx(draw_pages([poster], A3, press, ["JOB"]), STANDARDS["x4"], press.profile, "试")
    report = preflight(pdf, expect_page_size(A3), list_pages(poster, A3, press), STANDARDS["x4"])
    assert [fault.message for fault in report.faults] == []


def make_long(clauses: int, length: int) -> Unit:
    text = "轻声慢走，东西不放走道，灯坏了先看见的人报一声；" * 10
    topics = ("楼道", "安静", "邻里", "")
    return sites.unit(
        covenant=tuple(agree(topics[place * 4 // clauses], text[:length]) for place in range(clauses)),
        name="示例楼",
        compound="示例小区",
    )


@pytest.mark.parametrize("row", [A3, A4], ids=lambda row: row.key)
@pytest.mark.parametrize(("clauses", "length"), [(1, 4), (3, 12), (8, 20), (12, 20), (12, 30), (6, 60)])
def test_clauses_become_smaller_and_stay_readable_on_the_page(
    row: PrintFormat, clauses: int, length: int, press: RenderResources
) -> None:
    entry = make_long(clauses, length)
    if fit_covenant(list_clauses(entry), row.scale) is None:
        assert row is A4 and clauses * length > 240
        return
    poster = build_poster(entry, addressed(), format=row)
    found = find_unprintable([(poster, entry)], row, press)
    # E512: the fonts of the tests hold only the characters that the tests are known to print.
    assert [one for one in found if one.code != "E512"] == []
    (page,) = row.list_pages(poster)
    boxes = [one for one in page if isinstance(one, TextLayer) and one.what.startswith("clause-")]
    assert len(boxes) == clauses
    assert all(box.largest * row.scale >= LEAST_MM for box in boxes)
    assert len({box.largest for box in boxes}) == 1
    columns = [[box for box in boxes if box.x == x] for x in sorted({box.x for box in boxes})]
    assert len(columns) <= 2
    for column in columns:
        for upper, lower in pairwise(column):
            assert upper.y + upper.height <= lower.y


def test_a_sheet_of_an_unlimited_covenant_is_refused_with_the_reason() -> None:
    for entry, row, reason in (
        (make_long(12, 120), A3, "A3 上 5 毫米的字也放不下"),
        (make_long(12, 60), A4, "改印 A3"),
        (sites.unit(covenant=()), A4, "还没有公约"),
    ):
        said = [words for stands, words in row.obstacles if stands(entry)]
        assert len(said) == 1 and reason in said[0]
    assert not [words for stands, words in A3.obstacles if stands(make_long(12, 60))]
    assert has_no_covenant(sites.unit(covenant=()))


def test_entries_without_a_covenant_are_left_out_with_a_sentence(fonts: RenderResources, tmp_path: Path) -> None:
    places = ("--root", HOME, "--out", tmp_path / "print", "--cache", tmp_path / "cache", "--proof")
    ran = commanded("posters", *places, "--product", "covenant-a4", "--ids", "10001,10010")
    assert "10001 64号楼：还没有公约" in ran.stdout + ran.stderr
    assert "1 张A4 公约" in ran.stdout + ran.stderr


def test_texts_are_the_entrys_own_and_widths_are_not_underrated(press: RenderResources) -> None:
    texts = list_covenant_texts(addressed().by_id["10010"], addressed())
    assert texts["topic-1"] == "楼道" and texts["topic-4"] == "别的" and texts["version"] == "2020年3月改过，16户同意"
    assert texts["where"] == "示例街镇 · 示例小区"
    measure = press.fonts.get_face("text").measure_width
    for text in ("轻声慢走，东西不放走道", "晚上10点", "（示例）"):
        if not press.fonts.get_face("text").find_missing(text):
            assert estimate_width(text) >= measure(text) - 0.01


def test_every_self_governed_type_has_the_sheets() -> None:
    assert A3.types == A4.types == ("unit", "cluster", "community")
    assert UNIT.readings[0] is CLAUSES
    assert Clause(text="轻声").topic == ""


# ---- As seen. ----

WHERE = """
() => [...document.querySelectorAll('.ex-group .ex-records')].map(list => [...list.children].map(item => {
  const box = item.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top), item.classList.contains('is-again')];
}))
"""


def test_places_stand_side_by_side_on_desktops_and_below_each_other_on_phones(browser: Browser, tmp_path: Path) -> None:
    path = write_site(tmp_path, show(24)) / "covenants" / "index.html"
    for width, most in ((390, 1), (1440, 3)):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(path.as_uri())
        lists = page.evaluate(WHERE)
        page.close()
        assert max(len({left for left, _, _ in items}) for items in lists) == most
        for items in lists:
            for (left, top, _), (next_left, next_top, again) in pairwise(items):
                # What goes on stands in the column of its place, below it.
                assert not again or (next_left == left and next_top > top)


def test_a_topic_is_narrowed_to_a_street_with_places_whole(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((write_site(tmp_path, show(200)) / "covenants" / "corridor" / "index.html").as_uri())
    page.locator(".ex-sieve summary").click()
    page.locator(".ex-sieve button").first.click()
    shown = page.evaluate("[...document.querySelectorAll('[data-list] > li')].map(one => one.className)")
    assert shown and shown[0] == ""
    assert page.locator("[data-list] .ex-whose").count() == sum(not one for one in shown)
    assert Axe().run(page).response["violations"] == []
    page.close()
