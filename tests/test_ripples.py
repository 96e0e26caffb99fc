"""What goes out of a building: levels, rings at 0 to 5,500 records, both ends; talks, shared places, promises."""

from __future__ import annotations

import gzip
import json
import math
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conftest import HOME, Hosting
from exhibition.content.loader import load_exhibition
from exhibition.exchange.cms.configuration import build_chooser
from exhibition.exchange.open_data import OpenData, list_foreign_keys, list_tables
from exhibition.model import Exhibition, PartialDate, Status
from exhibition.model.exhibition import iter_records
from exhibition.model.field_types import Reference
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_entry_pages
from exhibition.pages.page import Page
from exhibition.pages.rooms import build_room_pages
from exhibition.records import PLEDGES, RIPPLES, TALKS, Pledge, Ripple, Talk
from exhibition.records.ripple import (
    CLUSTER,
    COMMUNITY,
    DROP_RINGS,
    DROP_WIDTH,
    KINDS,
    LEVELS,
    MOST_DROPS,
    draw_rings,
    find_level,
    make_timeline,
    place_drops,
    separate_angles,
)
from exhibition.records.talk import describe_pledges, describe_talk
from exhibition.types import Community
from helpers import sites
from helpers.cases import tiny
from helpers.gallery_builds import render
from helpers.sheet_files import SheetCommands

STREETS = [term.name for term in sites.make_empty().vocabularies.streets if not term.example]
MOST_BYTES = 30_000
"""Bytes of a page of a room, gzipped."""
CLUSTER_ID, COMMUNITY_ID = "90000", "95000"


def ripple(rank: int, **values: Any) -> Ripple:
    made: dict[str, Any] = {
        "name": f"第{rank}件好事",
        "date": PartialDate(2017 + rank % 9, 1 + rank % 12) if rank % 6 else None,
        "kind": KINDS[rank % len(KINDS)],
        "to": (CLUSTER_ID, COMMUNITY, COMMUNITY_ID)[(rank + rank // 9) % 3],
        "story": "先是一座楼用，后来几座楼一起用。",
    }
    return Ripple(**(made | values))


def community(**values: Any) -> Community:
    made = {"id": COMMUNITY_ID, "name": "大社区", "street": STREETS[0], "compound": "和平一村", "spans": {}}
    return Community(**(made | {"status": Status.PUBLISHED} | values))


def show(count: int, examples: int = 0, each: int = 3) -> Exhibition:
    """An exhibition with so many records, `each` of a unit, of which every ninth is a cluster's."""
    units = [
        sites.unit(
            rank,
            street=STREETS[rank % len(STREETS)],
            ripples=tuple(map(ripple, range(rank * each, min(count, rank * each + each)))),
        )
        for rank in range(-(-count // each))
    ]
    units += [
        sites.unit(8000 + rank, street=STREETS[0], example=True, ripples=(ripple(rank, name="编出来的事"),))
        for rank in range(examples)
    ]
    return sites.hall(*units, sites.cluster(0), community())  # type: ignore[arg-type]


def room_of(shown: Exhibition) -> dict[str, Any]:
    """Return the data of the room's own page; the pages behind it are not made."""
    pages = (page for page in build_room_pages(PageContext(shown, {})) if isinstance(page, Page))
    return dict(next(page for page in pages if page.path == RIPPLES.room.path).data)  # type: ignore[union-attr]


# ---- Where it went. ----


def test_how_far_something_went_is_computed_from_where_it_went() -> None:
    shown = show(3)
    told = shown.list_records(RIPPLES)
    assert [find_level(one.record, shown) for one in told] == [CLUSTER, COMMUNITY, COMMUNITY]
    draft = shown.replace_entries(
        replace(entry, status=Status.DRAFT) if entry.id == CLUSTER_ID else entry for entry in shown.entries
    )
    assert find_level(told[0].record, draft) == "", "what is not public is not told"


def test_the_room_is_parted_by_kind_level_and_street_and_runs_from_early_to_late() -> None:
    data = room_of(show(24))
    assert [one["name"] for one in data["tags"]] == list(KINDS)
    assert {facet["label"]: [word for word, *_ in facet["words"]] for facet in data["facets"]}["到哪一层"] == [
        CLUSTER,
        COMMUNITY,
    ]
    dates = [card.get("date", "") for card in data["records"]]
    assert [bool(date) for date in dates] == sorted((bool(date) for date in dates), reverse=True), "undated ones last"
    years = [int(date[:4]) for date in dates if date]
    assert years == sorted(years)


@pytest.mark.parametrize(
    ("count", "form"), [(0, "empty"), (1, "story"), (24, "cards"), (500, "pages"), (5500, "doors")]
)
def test_the_room_looks_as_its_number_of_records_asks(count: int, form: str) -> None:
    data = room_of(show(count, examples=2))
    assert data["form"] == form
    if not count:
        assert "own" not in data
        assert "到: 10007" in data["nothing"]["lines"]
        return
    picture = data["own"]["picture"]
    if count <= MOST_DROPS:
        assert len(picture["drops"]) == count
        assert "spots" not in picture
    else:
        assert "drops" not in picture
        rows = picture["table"]["rows"]
        assert sum(number for _, *numbers in rows for number in numbers) == count, "examples count in no number"
        assert rows[-1][0] == "没写时间"
        assert len(picture["spots"]) <= len(rows) * 2


def test_every_drop_lies_in_its_ring_at_its_date_and_covers_no_other() -> None:
    shown = show(MOST_DROPS)
    records = sorted(shown.list_records(RIPPLES), key=lambda one: one.date.get_sort_key() if one.date else (9999,))
    levels = [find_level(one.record, shown) for one in records]
    time = make_timeline(records)
    angles = place_drops(records, levels, time)
    for level in LEVELS[1:]:
        own = [angle for one, angle, found in zip(records, angles, levels, strict=True) if found == level and one.date]
        assert own == sorted(own, reverse=True), "from left to right is from early to late"
        gap = math.degrees(DROP_WIDTH / DROP_RINGS[level])
        assert all(before - after >= gap - 1e-6 for before, after in pairwise(own))
    dated = [angle for one, angle in zip(records, angles, strict=True) if one.date]
    undated = [angle for one, angle in zip(records, angles, strict=True) if not one.date]
    assert max(undated) < min(dated), "what has no date has its place behind all that have one"
    points = [point[:2] for point in draw_rings(records, shown)["drops"]]  # type: ignore[attr-defined]
    assert all(math.dist(one, other) > 9 for one, other in combinations(points, 2))
    assert all(0 <= x <= 400 and 0 <= y <= 208 for x, y in points)


@pytest.mark.parametrize("count", [2, 7, 24])
def test_angles_are_parted_as_little_as_is_needed(count: int) -> None:
    apart = separate_angles([90.0] * count, 5.0, 8.0, 172.0)
    assert sum(apart) / count == pytest.approx(90.0)
    assert all(one - other == pytest.approx(5.0) for one, other in pairwise(apart))
    free = [170.0 - 6 * rank for rank in range(count)]
    assert separate_angles(free, 5.0, 8.0, 172.0) == pytest.approx(free)
    assert separate_angles(free[::-1], 5.0, 8.0, 172.0) == pytest.approx(free[::-1]), "in the order of what was given"


def test_no_page_of_the_room_is_heavy(tmp_path: Path) -> None:
    made = [
        page.artifact
        for page in build_room_pages(PageContext(show(520), {}))
        if page.artifact.uri.startswith("ripples")
    ]
    site = render(tmp_path, made)
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in (site / "ripples").rglob("*.html")}
    assert len(sizes) > 20
    assert max(sizes.values()) <= MOST_BYTES
    page = (site / "ripples/index.html").read_text("utf-8")
    drawing = re.search(r'<svg viewBox="0 0 400 218".*?</svg>', page, re.S)
    assert drawing
    assert not re.sub(r"<[^>]+>", "", drawing[0]).strip(), "no text stands in the picture"


# ---- Both ends, in the shipped content. ----


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


@pytest.fixture(scope="module")
def pages(shipped: Exhibition) -> dict[str, dict[str, Any]]:
    wanted = {"10002", "10007", "10008", "10011", "10021", "75497", "29629"}
    return {
        page.path.strip("/"): dict(page.data)
        for page in build_entry_pages(PageContext(shipped, {}))
        if page.path.strip("/") in wanted
    }


def test_what_went_out_stands_at_both_ends(pages: dict[str, dict[str, Any]]) -> None:
    received = pages["10007"]["ripples"]
    assert {one["note"].split(" · ")[0] for one in received} == {"初心楼 → 童盟", "童盟 → 福地苑一居"}
    assert received[0]["href"] == "../10002/record/#ripples-1", "the end that received it leads to where it is told"
    whole = [one["note"].split(" · ")[0] for one in pages["75497"]["ripples"]]
    assert whole == ["初心楼 → 童盟"] * 2 + ["童盟 → 福地苑一居"] * 2, (
        "the list says what the rings show, from the inside out"
    )


def test_the_rings_of_a_community_are_computed_from_its_members(pages: dict[str, dict[str, Any]]) -> None:
    data = pages["75497"]
    assert len(data["ripple"]["lamps"]) == 5
    assert len(data["ripple"]["houses"]) == 1
    assert len(data["ripple"]["drops"]) == 4
    assert len(data["ripple"]["threads"]) == 4, "each drop hangs on the lamp or house from which it came"
    assert all(drop[2] == "is-open" for drop in data["ripple"]["drops"]), "undated stays undated"
    assert data["legend"] == ["社区：福地苑一居，2件事走到这一圈", "1个楼群，2件事走到这一圈", "5个楼组"]


def test_no_real_record_of_these_lists_has_a_date_or_a_name_that_nobody_told(shipped: Exhibition) -> None:
    for row in (RIPPLES, TALKS, PLEDGES):
        for one in shipped.list_records(row, examples=False):
            assert one.date is None
            assert one.source == "宝山区民政局"


def test_a_community_names_its_own_places_and_those_of_its_clusters(pages: dict[str, dict[str, Any]]) -> None:
    assert [place["name"] for place in pages["29629"]["places"]] == ["一平米花园"]
    assert [(one["name"], one["places"]) for one in pages["75497"]["theirs"]] == [("童盟", "瓶子菜园、时光记忆长廊")]


# ---- Clusters: talks, meetings, committee, shared places. ----


def test_a_cluster_shows_its_talks_and_the_way_to_its_meetings(pages: dict[str, dict[str, Any]]) -> None:
    assert [one["note"] for one in pages["10008"]["talks"]] == ["有经验的楼组长"]
    talk = pages["10021"]["talks"][0]
    assert talk["note"] == "灯火楼（示例），老楼组长 · 2025年3月15日"
    assert [(one["name"], one["href"]) for one in pages["10021"]["doings"]] == [("议事", "record/#meetings")]


def test_a_dated_talk_is_an_event_and_an_undated_one_is_none(shipped: Exhibition) -> None:
    cluster = sites.cluster(
        talks=(Talk(topic="怎么开第一次会", date=PartialDate(2024, 3), speaker="老楼组长"), Talk(topic="别的"))
    )
    dated, undated = iter_records(cluster, TALKS)
    told = describe_talk(dated, shipped)
    assert (told["@type"], told["name"], told["startDate"]) == ("Event", "怎么开第一次会", "2024-03")
    assert told["location"]["name"]  # type: ignore[index]
    assert describe_talk(undated, shipped) == {}


def test_the_page_of_a_cluster_without_a_committee_says_so(built: Path) -> None:
    page = (built / "10007/index.html").read_text("utf-8")
    assert "专委会还没告诉我们有谁" in page
    assert "专委会还没告诉我们有谁" not in (built / "10008/index.html").read_text("utf-8")


def test_a_shared_place_is_compared_before_and_after_with_who_looks_after_it(built: Path) -> None:
    page = (built / "10021/index.html").read_text("utf-8")
    place = page.partition("<h3>通了的长廊</h3>")
    assert place[0].rstrip().endswith('<li class="ex-pair" data-slide>')
    assert '<input type="range"' in place[2].partition("</li>")[0]
    assert "谁照看：四座楼轮流，一月一换" in place[2].partition("</li>")[0]


# ---- Promises: counts and deeds. ----


def find_fact(data: dict[str, Any], key: str) -> dict[str, Any]:
    return next((fact for fact in data["facts"] if fact["key"] == key), {})


def test_promises_are_told_by_role_and_number_in_one_quiet_line(pages: dict[str, dict[str, Any]], built: Path) -> None:
    line = find_fact(pages["10011"], "承诺")
    assert line["href"].endswith("record/#pledges")
    assert line["value"] == "党员3人、结对的邻居8人：刮风下雨前，上屋顶看一遍；出差的那几天，替对门浇水"
    assert not find_fact(pages["10002"], "承诺"), "who has promised nothing has no line"
    assert 'id="pledges"' in (built / "10011/record/index.html").read_text("utf-8")


def test_many_promises_stay_one_line() -> None:
    many = [Pledge(who=f"身份{rank}号", people=2, deed=f"第{rank}件") for rank in range(9)]
    assert describe_pledges(many) == "身份0号2人、身份1号2人、身份2号2人等：第0件；第1件；第2件；一共9件"


def test_the_page_of_a_unit_has_one_line_of_what_went_out_of_it(pages: dict[str, dict[str, Any]]) -> None:
    line = find_fact(pages["10002"], "溢出")
    assert line["value"] == "瓶子菜园、时光记忆长廊走到了童盟"
    assert line["href"].endswith("record/#ripples")
    assert not find_fact(pages["10007"], "溢出"), "a cluster shows all of it"


# ---- A word in the place of an id. ----


def find_place() -> Reference:
    kind = next(field.kind for field in RIPPLES.fields if field.attribute == "to")
    assert isinstance(kind, Reference)
    return kind


@pytest.mark.parametrize(
    ("text", "value", "code"), [("社区", "社区", ""), ("本社区", "社区", "W239"), ("“社区”", "社区", "W239")]
)
def test_a_word_may_stand_in_the_place_of_an_id(text: str, value: str, code: str) -> None:
    found, issue = find_place().parse(text, "到", {})
    assert found == value
    assert (issue.rule.code if issue else "") == code


def test_a_word_in_the_place_of_an_id_is_no_reference_anywhere() -> None:
    unit = sites.unit(0, ripples=(ripple(0, to=COMMUNITY),))
    shown = sites.hall(unit)
    assert shown.links == ()
    data = OpenData(shown)
    assert json.loads(data.files["ripples.json"])[0]["到"] == COMMUNITY
    table = next(table for table in list_tables() if table.name == "ripples")
    assert [key["fields"] for key in list_foreign_keys(table)] == [["编号"]], "a column with words is no key"


def test_the_form_offers_clusters_communities_and_the_word() -> None:
    field = next(field for field in RIPPLES.fields if field.attribute == "to")
    widget = build_chooser(field, show(1))
    assert widget
    assert [option["value"] for option in widget["options"]] == [int(CLUSTER_ID), int(COMMUNITY_ID), COMMUNITY]


def test_a_card_leads_to_both_ends() -> None:
    (card,) = [room_of(show(1))["story"]]
    assert card["unit"] == "../20000/"
    assert card["links"]["to"][0]["href"] == f"../{CLUSTER_ID}/"
    assert [name for name, lit in card["rings"] if lit] == ["楼组", "楼群"]


def test_of_a_record_the_archive_names_the_other_end(built: Path) -> None:
    page = (built / "10002/record/index.html").read_text("utf-8")
    assert '<dt>到</dt><dd><a href="../../10007/">福地苑一居童盟</a></dd>' in page
    assert ">10007<" not in page.partition('id="ripples"')[2]


# ---- Mending and sheets. ----


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SheetCommands:
    return SheetCommands(tiny(tmp_path), capsys)


def test_slips_of_one_run_are_mended_by_fix(desk: SheetCommands) -> None:
    out = desk.put(
        "20001", "溢出.md", "---\n溢出:\n  - 时间: 2021.06\n    什么: 场地\n    名称: 示例菜园\n    到: 本社区\n---\n"
    )
    kept = desk.put("20001", "承诺.md", "---\n承诺:\n  - 谁: 3名党员\n    做什么: 每周六扫一次楼道\n---\n")
    desk.run("fix", "--write")
    assert out.read_text("utf-8") == (
        "---\n溢出:\n  - 时间: 2021-06\n    什么: 空间\n    名称: 示例菜园\n    到: 社区\n---\n"
    )
    assert kept.read_text("utf-8") == "---\n承诺:\n  - 谁: 党员\n    几人: 3\n    做什么: 每周六扫一次楼道\n---\n"
    assert desk.run("check").code == 0


SHEETS = {
    (
        "20001",
        RIPPLES,
    ): "  - 时间: 2021-06\n    什么: 空间\n    名称: 示例菜园\n    到: 社区\n  - 名称: 示例长廊\n    到: 20010\n",
    ("20010", TALKS): "  - 日期: 2024-03-12\n    题目: 怎么开第一次会\n    谁讲: 老楼组长\n    哪座楼: 20001\n",
    ("20001", PLEDGES): "  - 谁: 党员\n    几人: 3\n    做什么: 每周六扫一次楼道\n",
}


def test_sheets_come_back_as_they_went(desk: SheetCommands, tmp_path: Path) -> None:
    for (id, row), lines in SHEETS.items():
        desk.put(id, row.side_file, f"---\n{row.label}:\n{lines}---\n")
    for _, row in SHEETS:
        path = tmp_path / f"{row.name}.xlsx"
        assert desk.run("export", "--list", row.label, "--out", path).code == 0
        before = desk.read_files()
        assert desk.run("import", path, "--list", row.label, "--write").code == 0
        changed = {name for name, data in desk.read_files().items() if data != before.get(name)}
        assert changed <= {f"sheets/{row.name}.csv"}
        after = desk.read_files()
        assert desk.run("import", path, "--list", row.label, "--write").code == 0
        assert desk.read_files() == after


# ---- In a browser. ----


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ripples")
    for count in (24, 60):
        pages = build_room_pages(PageContext(show(count, examples=1), {}))
        render(place / str(count), [page.artifact for page in pages if page.artifact.uri.startswith("ripples")])
    return place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_and_nothing_leaves_a_narrow_phone(browser: Browser, drawn: Path, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for count in (24, 60):
        for mode in ("", "#da")[: 1 if scheme == "dark" else 2]:
            page.goto((drawn / str(count) / "site/ripples/index.html").as_uri() + mode)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert Axe().run(page).response["violations"] == []
    context.close()


def test_pages_of_clusters_and_communities_keep_nobody_out(browser: Browser, at_root: Hosting) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    for id in ("10007", "10021", "75497"):
        page.goto(f"{at_root.root}{id}/")
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
