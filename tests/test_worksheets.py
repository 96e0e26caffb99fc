"""Worksheets: one declaration is a page, a product without entries, a term of `tools`; who used one is computed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser

from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import read_vocabularies
from exhibition.diagnostics import Refusal
from exhibition.model import Exhibition
from exhibition.model.fields import RecordList
from exhibition.pages.cards import build_links, find_tool_path, list_record_links
from exhibition.pages.worksheets import describe_use, group_uses
from exhibition.print.formats import FORMATS
from exhibition.print.jobs.selection import PrintOrder, SelectionCriteria, select_entries
from exhibition.print.layers import TextLayer
from exhibition.print.poster import build_blank_poster
from exhibition.print.worksheets import (
    HEIGHT,
    LEAST_LINE,
    WIDTH,
    WORKSHEETS,
    Blank,
    Ticks,
    find_worksheet,
    iter_record_parts,
    list_texts,
    set_page,
)
from exhibition.records import EXPERIENCES, MEETINGS
from exhibition.types import Unit
from synthetic import REPOSITORY

MINUTES = find_worksheet("council-minutes")
assert MINUTES


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(REPOSITORY).exhibition


@pytest.mark.parametrize("root", [REPOSITORY, REPOSITORY / "tests" / "tiny"])
def test_each_worksheet_is_a_term_that_records_can_name(root: Path) -> None:
    vocabularies, _ = read_vocabularies(root)
    told = {term.slug: (term.name, term.note) for term in vocabularies.get("tools")}
    assert told == {sheet.slug: (sheet.title, sheet.purpose) for sheet in WORKSHEETS}


def test_a_record_list_gives_its_own_words() -> None:
    """A clerk types in what stands on paper: labels are keys, and no key is forgotten but source and tool."""
    labels = [part.label for part in iter_record_parts(MEETINGS) if isinstance(part, Blank | Ticks)]
    assert labels == [field.key for field in MEETINGS.fields if field.attribute not in ("source", "tool")]
    ticks = {part.label: part.words for part in iter_record_parts(MEETINGS) if isinstance(part, Ticks)}
    assert ticks["进度"] == ("还没办", "在办", "办成了", "没办成", "不办了")


@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.slug)
def test_all_texts_have_their_place_on_the_page(sheet: Any) -> None:
    boxes = [layer for layer in set_page(sheet) if isinstance(layer, TextLayer)]
    texts = list_texts(sheet, "本项目起草", "louzu.example/")
    assert {box.what for box in boxes} == {name for name, text in texts.items() if text} or {
        box.what for box in boxes
    } == set(texts)
    for box in boxes:
        assert box.x >= 8 and box.x + box.width <= WIDTH - 8, box
        assert box.y >= 8 and box.y + box.height <= HEIGHT - 8, box
        assert box.smallest >= 2.2, "6 pt is the least that prints well"


@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.slug)
def test_nothing_on_a_sheet_stands_on_something_else(sheet: Any) -> None:
    boxes = [layer for layer in set_page(sheet) if isinstance(layer, TextLayer)]
    feet = [box.y for box in boxes if box.what.endswith("-foot")]
    lowest = max(box.y + box.height for box in boxes if not box.what.endswith("-foot"))
    assert len(feet) == sheet.pieces
    assert lowest <= max(feet), "the parts end above the line at the foot"
    assert LEAST_LINE >= 9


def test_no_worksheet_asks_for_names_or_telephones() -> None:
    for sheet in WORKSHEETS:
        labels = [part.label for part in sheet.list_parts() if isinstance(part, Blank)]
        assert not [label for label in labels if re.search("姓名|电话|门牌|室号", label)], sheet.slug


def test_own_products_are_made_of_no_entry(shipped: Exhibition) -> None:
    own = [f"sheet-{sheet.slug}" for sheet in WORKSHEETS if sheet.blank]
    assert len(own) == 4
    for key in ("handbook-sheets", *own):
        row = FORMATS[key]
        assert row.blank and not row.types and row.inks == "K"
        poster = build_blank_poster(row, shipped)
        assert len(row.list_pages(poster)) == (len(own) if key == "handbook-sheets" else 1)
        told = dict(poster.texts)
        assert all(
            layer.what in told for page in row.list_pages(poster) for layer in page if isinstance(layer, TextLayer)
        )


def test_each_worksheet_is_printed_by_one_product() -> None:
    printed = [row.worksheet for row in FORMATS.values() if row.worksheet]
    assert sorted(printed) == sorted(sheet.slug for sheet in WORKSHEETS)
    assert all(bool(FORMATS.find_of_worksheet(sheet.slug).blank) is sheet.blank for sheet in WORKSHEETS)


def test_what_is_made_of_no_entry_takes_no_criteria(shipped: Exhibition) -> None:
    from datetime import date

    order = PrintOrder(product="handbook-sheets", date=date(2026, 11, 1))
    assert select_entries(order, shipped).entries == ()
    with pytest.raises(Refusal, match="不是哪一座楼的"):
        select_entries(replace(order, criteria=SelectionCriteria(ids=("10001",))), shipped)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"types": ("unit",)}, "has no type"), ({"blank": None}, "needs a content type")],
)
def test_a_row_without_entries_is_judged(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(FORMATS["handbook-sheets"], **changes)


def use_tool(exhibition: Exhibition, count: int, *, examples: int = 0) -> Exhibition:
    """Return the exhibition in which so many units say in an experience that they used the minutes."""
    record = EXPERIENCES.noun(problem="楼道堆物", steps="贴纸条", tool=MINUTES.title)
    units = exhibition.of(Unit)
    base = next(unit for unit in units if unit.published)
    made = [
        replace(base, id=str(70000 + number), example=number >= count, experiences=(record, record))
        for number in range(count + examples)
    ]
    return exhibition.replace_entries(made)


def test_who_used_a_sheet_is_counted_from_five_on(shipped: Exhibition) -> None:
    few, many = use_tool(shipped, 4, examples=3), use_tool(shipped, 6)
    assert describe_use(MINUTES, use_tool(shipped, 0, examples=2), "../../../") == {}
    used = describe_use(MINUTES, few, "../../../")
    assert used["words"] == "他们用过"
    assert [link for _, link, _ in used["names"]] == [
        f"../../../{70000 + number}/record/#experiences-1" for number in range(4)
    ]
    assert describe_use(MINUTES, many, "")["words"] in ("6座楼用过", "6处用过")
    assert {name: len(records) for name, records in many.derive(group_uses).items()} == {MINUTES.title: 12}


def test_both_ends_are_linked(shipped: Exhibition) -> None:
    (one, *_) = use_tool(shipped, 1).derive(group_uses)[MINUTES.title]
    path = "handbook/papers/council-minutes/"
    (link,) = build_links(list_record_links(one, shipped)["tool"], "../../")
    assert link == {"name": MINUTES.title, "href": f"../../{path}"}
    assert find_tool_path("没有这张纸", shipped) == ""
    assert find_tool_path(MINUTES.title, replace(shipped, books={})) == "", "without the book there is no page"


def test_the_page_of_a_worksheet(built: Path) -> None:
    text = (built / "handbook/papers/council-minutes/index.html").read_text("utf-8")
    main = text.partition("<main")[2].partition("</main>")[0]
    for part in MINUTES.list_parts():
        if isinstance(part, Blank | Ticks):
            assert f"<b>{part.label}</b>" in main
    assert "@page" in text and "size:A4" in text.replace(" ", "")
    assert 'href="../../../guide/meetings/"' in main
    assert 'href="../../../handbook/first-meeting/"' in main, "the step that needs it"
    assert FORMATS["sheet-council-minutes"].title in main, "how to order it from a shop"


def test_no_kind_of_record_list_has_a_key_named_otherwise() -> None:
    """`UNASKED` names attributes: the key 工具 is `tool` wherever a list has it."""
    for row in (MEETINGS, EXPERIENCES):
        kind = row.kind
        assert isinstance(kind, RecordList)
        assert all(field.attribute == "tool" for field in kind.fields if field.key == "工具")


def test_each_page_is_one_sheet_from_a_printer_at_home(browser: Browser, built: Path) -> None:
    """Chromium, A4: one page, the sheet alone on it, its labels 5 mm high; on screen they are 24 px."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for sheet in WORKSHEETS:
        page.goto((built / f"handbook/papers/{sheet.slug}/index.html").as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('.ex-sheet')).fontSize") == "24px"
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))
        assert len(document) == 1, sheet.slug
        text = "".join(document[0].get_textpage().get_text_bounded().split())
        assert text.count(f"handbook/papers/{sheet.slug}/") == sheet.pieces, sheet.slug
        assert "首页" not in text and "打印这张纸" not in text
    page.close()
