"""Skills, pairs and teams: who can help, pairs once from both sides, their drawings, the pages of teams, their way through sheets."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition, PartialDate, Status
from exhibition.model.exhibition import iter_records
from exhibition.model.record_types import EntryRecord
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_entry_pages
from exhibition.pages.facets import build_navigation
from exhibition.pages.index_pages import build_facet_pages
from exhibition.pages.page import Page
from exhibition.pages.record_page import build_record_pages
from exhibition.pages.rooms import build_room_pages, list_room_indexes, list_rooms
from exhibition.pages.schema_org import iter_entry_nodes
from exhibition.records import PAIRINGS, Pairing
from exhibition.records.mentoring import (
    DRAWN,
    IN_A_ROW,
    MENTORING,
    PAIRS,
    WIDTH,
    MentorshipIndex,
    draw_pairs,
    list_rows,
)
from exhibition.search.answers import list_answers
from exhibition.types import Cluster, Unit
from exhibition.types.cluster import describe_ages
from exhibition.types.team import TEAM, Team, describe_team, format_sign
from helpers import sites
from helpers.cases import tiny
from helpers.room_sites import STREETS, write_site
from helpers.sheet_files import SheetCommands

SKILLS = sites.make_empty().vocabularies.skills.names
PAINT, PAIR, LAW = SKILLS
MOST_BYTES = 30_000
"""Bytes of a page of a room, gzipped."""
ONE, TWO, THREE = "20001", "20002", "20003"
DATE = PartialDate(2024, 3)


def pairing(partner: str, side: str = "带", **values: Any) -> Pairing:
    return Pairing(**({"partner": partner, "side": side, "skill": PAINT} | values))


def unit(rank: int, *pairings: Pairing, **values: Any) -> Unit:
    return sites.unit(rank, **({"pairings": pairings, "street": STREETS[rank % len(STREETS)]} | values))


def team(rank: int = 0, **values: Any) -> Team:
    made: dict[str, Any] = {
        "id": str(80_000 + rank),
        "name": f"第{rank}支达人队",
        "street": STREETS[0],
        "compound": "和平一村",
        "kind": "达人队",
        "status": Status.PUBLISHED,
        "spans": {},
    }
    return Team(**(made | values))


def show(*entries: Any) -> Exhibition:
    return replace(sites.make_empty(), entries=entries)


def list_entry_pages(shown: Exhibition) -> dict[str, Page]:
    return {page.path: page for page in build_entry_pages(PageContext(shown, {}))}


def list_rooms_of(shown: Exhibition) -> dict[str, Page]:
    return {page.path: page for page in build_room_pages(PageContext(shown, {})) if isinstance(page, Page)}


def list_records_pages(shown: Exhibition) -> dict[str, Page]:
    return {page.path: page for page in build_record_pages(PageContext(shown, {})) if isinstance(page, Page)}


def facts(page: Page, key: str) -> list[tuple[str, str]]:
    found: Any = page.data.get("facts", ())
    return [(fact["value"], fact.get("href", "")) for fact in found if fact["key"] == key]


# ---- Pairs: once, whichever side tells of them. ----


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ((pairing(TWO),), ()),
        ((), (pairing(ONE, "学"),)),
        ((pairing(TWO),), (pairing(ONE, "学"),)),
        # One side says no more than that it is a pair.
        ((pairing(TWO, ""),), (pairing(ONE, "学"),)),
        ((pairing(TWO, since=PartialDate(2020)),), (pairing(ONE, "学", since=DATE),)),
    ],
)
def test_a_pair_stands_at_both_ends_and_counts_once(ours: tuple[Pairing, ...], theirs: tuple[Pairing, ...]) -> None:
    shown = show(unit(1, *ours), unit(2, *theirs))
    (pair,) = shown.derive(MentorshipIndex).pairs
    assert [entry.id for entry in pair.ends] == [ONE, TWO] and pair.directed
    pages = list_entry_pages(shown)
    here, there = shown.entries[0].full_name, shown.entries[1].full_name  # type: ignore[attr-defined]
    assert facts(pages[f"{ONE}/"], "结对") == [(f"带{there}：{PAINT}", f"../{TWO}/")]
    assert facts(pages[f"{TWO}/"], "结对") == [(f"跟{here}学{PAINT}", f"../{ONE}/")]
    index = next(one for one in shown.derive(list_room_indexes) if one.room is PAIRS)
    assert len(index.records) == 1
    (answer,) = (one for one in list_answers(shown) if one.pages[0].path == PAIRS.path)
    assert answer.pages[0].about == "1对"


def test_both_sides_together_say_when_and_how_far() -> None:
    first = pairing(TWO, since=DATE, progress="灯换好了。")
    second = pairing(ONE, "学", until=PartialDate(2025), progress="墙也刷了")
    (pair,) = show(unit(1, first), unit(2, second)).derive(MentorshipIndex).pairs
    assert (pair.since, pair.until, pair.progress) == (DATE, PartialDate(2025), "灯换好了；墙也刷了")


def test_pairs_of_other_skills_and_other_years_are_pairs_of_their_own() -> None:
    ours = (pairing(TWO, since=PartialDate(2019), until=PartialDate(2020)), pairing(TWO, since=PartialDate(2023)))
    theirs = (pairing(ONE, "学", since=PartialDate(2023, 5)), pairing(ONE, "带", skill=LAW))
    found = show(unit(1, *ours), unit(2, *theirs)).derive(MentorshipIndex).pairs
    assert [(pair.teacher.id, pair.skill, len(pair.records)) for pair in found] == [
        (ONE, PAINT, 1),
        (ONE, PAINT, 2),
        (TWO, LAW, 1),
    ]


@pytest.mark.parametrize(
    "other",
    [
        unit(2, pairing(ONE, "学"), status=Status.DRAFT),
        unit(2, pairing(ONE, "学"), status=Status.WITHDRAWN),
        unit(2, pairing(ONE, "学"), example=True),
        unit(3),
    ],
    ids=["draft", "withdrawn", "example", "missing"],
)
def test_a_pair_with_what_nobody_sees_is_not_shown(other: Unit) -> None:
    shown = show(unit(1, pairing(TWO, progress="灯换好了")), other)
    assert shown.derive(MentorshipIndex).pairs == ()
    pages = list_entry_pages(shown)
    assert all(not facts(page, "结对") for page in pages.values() if "facts" in page.data)
    rooms = list_rooms_of(shown)
    assert rooms[PAIRS.path].data["form"] == "empty" and "own" not in rooms[MENTORING.path].data
    # The record stands in the archive of its own entry, without the one that is not shown.
    (section,) = (
        one for one in list_records_pages(shown)[f"{ONE}/record/"].data["sections"] if one["name"] == "pairings"
    )  # type: ignore[attr-defined]
    keys = [fact["key"] for fact in section["groups"][0]["records"][0]["facts"]]
    assert ("楼组" in keys) == (other.published and other.id == TWO)


def test_the_archive_names_the_partner_and_says_what_the_other_side_tells() -> None:
    shown = show(unit(1, pairing(TWO)), unit(2, pairing(THREE, "学", skill=LAW)), unit(3, meeting_count=1))
    pages = list_records_pages(shown)

    def section(id: str) -> Any:
        found: Any = pages[f"{id}/record/"].data["sections"]
        return next(one for one in found if one["name"] == "pairings")

    (told,) = section(ONE)["groups"][0]["records"]
    named = next(fact for fact in told["facts"] if fact["key"] == "楼组")
    assert named["links"] == [{"name": shown.entries[1].full_name, "href": f"../../{TWO}/"}]  # type: ignore[attr-defined]
    assert section(TWO)["said"] == [
        f"{shown.entries[0].full_name}那一页写着：带{shown.entries[1].full_name}：{PAINT}。"
    ]  # type: ignore[attr-defined]
    assert section(THREE)["said"] and "说" not in section(THREE)["said"][0]


def test_a_page_names_three_pairs_and_counts_the_others() -> None:
    shown = show(unit(1, *(pairing(str(20_002 + rank)) for rank in range(5))), *map(unit, range(2, 7)))
    lines = facts(list_entry_pages(shown)[f"{ONE}/"], "结对")
    assert len(lines) == 4 and lines[3] == ("还有2对", f"../{PAIRS.path}")


def test_a_team_may_be_the_partner_and_may_write_it() -> None:
    helper = team(1, skills=(PAINT,), pairings=(pairing(TWO),))
    pages = list_entry_pages(show(helper, unit(2)))
    assert facts(pages["80001/"], "结对")[0][1] == f"../{TWO}/"
    assert facts(pages[f"{TWO}/"], "结对") == [(f"跟{helper.full_name}学{PAINT}", "../80001/")]


# ---- The map ----


def list_pairs(count: int) -> Exhibition:
    """So many pairs of two units each."""
    units = [unit(rank, *([pairing(str(20_001 + rank))] if rank % 2 == 0 else [])) for rank in range(2 * count)]
    return show(*units)


def test_the_map_draws_a_window_an_entry_and_a_string_a_pair() -> None:
    ended = unit(1, pairing(TWO, until=DATE), pairing(THREE))
    drawn: Any = draw_pairs(show(ended, unit(2), unit(3), unit(4, pairing(THREE, ""))).derive(MentorshipIndex).pairs)
    assert (len(drawn["windows"]), len(drawn["strings"])) == (4, 3)
    assert sorted(one["look"] for one in drawn["strings"]) == ["", "", "is-ended"]
    for one in drawn["windows"]:
        assert one["x"] >= 0 and one["x"] + one["width"] <= WIDTH and one["y"] + one["height"] < drawn["height"]
    for one in drawn["strings"]:
        start, *_, end = re.findall(r"[\d.]+ [\d.]+", one["path"])
        (x1, y), (x2, _) = (map(float, text.split()) for text in (start, end))
        low, high = sorted((x1, x2))
        assert low <= one["x"] <= high and y < one["y"] < drawn["height"]
        # The bead hangs nearer to the one who learns, or in the middle where nobody says who that is.
        assert abs(one["x"] - x2) <= abs(one["x"] - x1) + 0.2


def test_rows_of_the_map_keep_together_what_is_joined() -> None:
    pairs = list_pairs(DRAWN).derive(MentorshipIndex).pairs
    rows = list_rows(pairs)
    assert max(map(len, rows)) == IN_A_ROW
    row_of = {id: at for at, row in enumerate(rows) for id in row}
    assert all(len({row_of[entry.id] for entry in pair.ends}) == 1 for pair in pairs)
    # A chain longer than a row stands in one row, with smaller windows.
    chain = show(*(unit(rank, pairing(str(20_001 + rank))) for rank in range(12)), unit(12))
    assert list(map(len, list_rows(chain.derive(MentorshipIndex).pairs))) == [13]


def test_a_drawing_has_no_words_and_the_list_says_all(tmp_path: Path) -> None:
    html = (write_site(tmp_path, list_pairs(3)) / "mentoring/pairs/index.html").read_text("utf-8")
    drawings = re.findall(r"<svg class=\"ex-(?:thread|strings).*?</svg>", html, re.S)
    assert len(drawings) == 4
    for one in drawings:
        assert 'aria-hidden="true"' in one and not re.sub(r"<[^>]*>", "", one).strip()
    assert html.count(">带</span>") == 3 and 'style="' not in html
    assert 'href="../../20000/"' in html and 'href="../../20001/"' in html


# ---- The room of those who can help ----


def test_an_entry_of_many_skills_has_one_card_and_stands_under_each_of_them() -> None:
    shown = show(unit(1, skills=SKILLS), unit(2, skills=(LAW, LAW)), team(1, skills=(PAINT,)), unit(3))
    index = next(one for one in shown.derive(list_room_indexes) if one.room is MENTORING)
    assert [one.entry.id for one in index.records] == ["80001", ONE, TWO]
    assert {value.name: len(value.records) for value in index.values["skill"]} == {PAINT: 2, PAIR: 1, LAW: 2}
    assert {value.name: len(value.records) for value in index.values["kind"]} == {"楼组": 2, "达人队": 1}
    pages = list_rooms_of(shown)
    assert "共3家" in str(pages[MENTORING.path].data["order"])
    cards: Any = pages["mentoring/legal-advice/"].data["records"]
    assert [card["name"] for card in cards] == [shown.entries[0].full_name, shown.entries[1].full_name]  # type: ignore[attr-defined]
    assert [way["name"] for way in cards[0]["ways"]] == list(SKILLS)
    assert cards[0]["ways"][2]["href"] == "../../mentoring/legal-advice/"
    street = pages["mentoring/streets/" + str(index.values["street"][1].slug) + "/"]
    assert street.data["form"] == "story"
    (answer,) = (one for one in list_answers(shown) if one.pages[0].path == "mentoring/corridors/")
    assert answer.pages[0].about == "传帮带 · 2家能帮" and answer.holders == {"80001", ONE}


def test_a_card_says_how_somebody_is_found() -> None:
    shown = show(
        unit(1, skills=(LAW,), committee="福地苑一居"),
        unit(2, skills=(LAW,), committee="和平居民区"),
        unit(3, skills=(LAW,)),
        team(1, skills=(LAW,), contact="到底楼客厅"),
        team(2, skills=(LAW,)),
    )
    cards: Any = list_rooms_of(shown)["mentoring/legal-advice/"].data["records"]
    assert sorted(tuple(card["how"]) for card in cards) == sorted(
        [
            ("怎么找", "到福地苑一居居委会问一问"),
            ("怎么找", "到和平居委会问一问"),
            ("怎么找", "到居委会问一问"),
            ("怎么请", "到底楼客厅"),
            ("怎么请", "待补充"),
        ]
    )


def test_skills_lead_from_the_page_of_an_entry_to_others_who_have_them() -> None:
    pages = list_entry_pages(show(unit(1, skills=(LAW,)), unit(2, skills=(PAINT, LAW))))
    assert facts(pages[f"{ONE}/"], "本领") == [(LAW, "../mentoring/legal-advice/")]
    assert facts(pages[f"{TWO}/"], "本领") == [(f"{PAINT}、{LAW}", "../mentoring/")]


@pytest.mark.parametrize(
    ("count", "forms"),
    [(0, ("empty", "empty")), (1, ("story", "story")), (24, ("cards", "cards")), (500, ("pages", "pages"))],
)
def test_the_rooms_look_as_their_numbers_ask(tmp_path: Path, count: int, forms: tuple[str, str]) -> None:
    units = [unit(rank, pairing(str(20_001 + rank)), skills=SKILLS[: 1 + rank % 3]) for rank in range(count)]
    shown = show(*units, unit(count))
    pages = list_rooms_of(shown)
    assert (pages[MENTORING.path].data["form"], pages[PAIRS.path].data["form"]) == forms
    site = write_site(tmp_path, shown)
    for path in ("mentoring", "mentoring/pairs", "mentoring/corridors", "mentoring/pairs/corridors"):
        html = (site / path / "index.html").read_bytes()
        assert len(gzip.compress(html, 9)) <= MOST_BYTES, path
    main = (site / "mentoring/pairs/index.html").read_text("utf-8")
    assert main.count('class="ex-strings"') == int(count > 1)
    assert ("画的是前24对" in main) == (count > DRAWN)


def test_more_than_that_are_doors_alone() -> None:
    shown = show(*(unit(rank, skills=(PAINT,)) for rank in range(501)))
    page = list_rooms_of(shown)[MENTORING.path]
    assert page.data["form"] == "doors" and "records" not in page.data
    doors: Any = page.data["covers"]
    assert [door["words"] for door in doors] == ["501家能帮", "还没有人写", "还没有人写"]


def test_the_room_of_pairs_is_reached_through_the_one_above_it() -> None:
    shown = show(unit(1, pairing(TWO)), unit(2))
    pages = list_rooms_of(shown)
    for path in (MENTORING.path, PAIRS.path):
        tabs: Any = pages[path].data["tabs"]
        assert [(tab["name"], tab["here"]) for tab in tabs] == [
            ("谁能帮我", path == MENTORING.path),
            ("结对地图", path == PAIRS.path),
        ]
    assert pages[PAIRS.path].data["crumbs"] == [["首页", "../../"], ["传帮带", "../"]]
    assert "tabs" not in pages["mentoring/corridors/"].data and "tabs" not in pages["council/"].data
    footer: Any = build_navigation()["rooms"]
    assert "mentoring/" in dict(map(reversed, footer)) and PAIRS.path not in dict(map(reversed, footer))
    # While nobody can help yet, the way in says how many pairs there are.
    (door,) = (one for one in list_rooms(PageContext(shown, {})) if one.path == MENTORING.path)
    assert (door.count, door.line) == (1, "1对")


def test_teams_that_tell_of_no_skill_are_named_in_the_room() -> None:
    shown = show(team(1), team(2, skills=(PAINT,)), team(3, example=True), team(4, status=Status.DRAFT))
    own: Any = list_rooms_of(shown)[MENTORING.path].data["own"]
    assert [one["name"] for one in own["silent"]] == [shown.entries[0].full_name]  # type: ignore[attr-defined]


def test_a_word_that_people_added_says_where_it_is_from() -> None:
    shown = show(unit(1, skills=(PAINT,)))
    page = list_rooms_of(shown)["mentoring/corridors/"]
    assert page.data["term_source"] == "宝山区民政局"
    assert "term_source" not in list_rooms_of(shown)["wisdom/lift/"].data


def test_a_word_without_a_source_is_no_word(tmp_path: Path) -> None:
    file = tiny(tmp_path) / "content/vocabularies/skills.yml"
    file.write_text(file.read_text("utf-8") + "  - slug: umbrellas\n    名称: 修伞\n", "utf-8")
    reading = load_exhibition(tmp_path)
    assert ["没有“来源”" in one.message for one in reading.diagnostics] == [True]
    assert reading.exhibition.vocabularies.skills.names == SKILLS


# ---- Clusters ----


def test_a_cluster_says_in_which_years_its_units_were_founded_and_no_more() -> None:
    years = (2018, 2015, None, 2021, 2019, 2024)
    units = tuple(unit(rank, founded=PartialDate(year) if year else None) for rank, year in enumerate(years, 1))
    words = "2016年以前1座，2017–19年2座，2020–22年1座，2023年以后1座，没写哪年1座"
    assert describe_ages(units) == words
    assert describe_ages(units[2:3]) == "" == describe_ages(())
    shown = show(sites.cluster(1, members=tuple(one.id for one in units)), *units)
    assert facts(list_entry_pages(shown)["90001/"], "哪年建立") == [(words, "")]
    assert isinstance(shown.entries[0], Cluster)
    assert facts(list_entry_pages(show(sites.cluster(1)))["90001/"], "哪年建立") == []


# ---- Teams ----


def test_the_page_of_a_team_begins_with_what_it_can_do_and_how_it_is_asked() -> None:
    helper = team(1, skills=(PAINT, LAW), served=(ONE, TWO, TWO, "29999", THREE), contact="到底楼客厅")
    shown = show(helper, unit(1), unit(2), unit(3, status=Status.DRAFT))
    data: Any = list_entry_pages(shown)["80001/"].data
    assert [one["href"] for one in data["skills"]] == ["../mentoring/corridors/", "../mentoring/legal-advice/"]
    assert (data["count"], data["contact"], len(data["served"])) == ("帮过 2 座楼", "到底楼客厅", 2)
    assert "本领" not in data.get("gaps", "") and "怎么请" not in data.get("gaps", "")
    # Those that it has helped lead back.
    other: Any = list_entry_pages(shown)[f"{ONE}/"].data
    assert [card["name"] for card in other["backlinks"]] == [helper.name]
    assert describe_team(helper, shown) == f"{PAINT}、{LAW} · 帮过 2 座楼"


def test_what_a_team_does_not_tell_is_asked_for_and_not_made_up() -> None:
    data: Any = list_entry_pages(show(team(1)))["80001/"].data
    assert not {"skills", "count", "contact", "served"} & data.keys()
    assert data["gaps"] == "本领、怎么请"


def test_the_window_of_a_team_without_a_picture_holds_a_word(built: Path) -> None:
    assert format_sign(team(1), show()) == TEAM.label
    assert format_sign(team(1, kind="工作室"), show()) == "工作室"
    assert format_sign(team(1, kind="工作室", skills=(PAINT, LAW)), show()) == PAINT
    page = (built / "teams/index.html").read_text("utf-8")
    assert '<span class="ex-cover is-sign"><i>工作室</i></span>' in page and 'is-dark"></span>' not in page


def test_the_shipped_teams_say_what_is_known_and_nothing_more(built: Path) -> None:
    for id, name in (("43170", "虹星"), ("26658", "惠芬达人工作室")):
        html = (built / id / "index.html").read_text("utf-8")
        main = html.split("<main", 1)[1].split("</main>")[0]
        assert f"<h1>{name}</h1>" in main and "罗泾镇" in main and "来源：宝山区民政局" in main
        assert (
            "会些什么，待补充" in main
            and "<h2>怎么请</h2><p>待补充</p>" in main
            and "帮过" not in main.split("</section>")[0]
        )
        assert "本领" in main.split("还缺：")[1].split("。")[0]
        (ld,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
        (group,) = (one for one in json.loads(ld)["@graph"] if one["@type"] == "Organization")
        assert group["name"].endswith(name) and "knowsAbout" not in group and "member" not in group
    listed = (built / "teams/index.html").read_text("utf-8")
    assert "共2支队伍，另有2个示例排在后面，按街镇排。" in listed


def test_what_a_team_knows_is_told_to_machines() -> None:
    shown = show(team(1, skills=(PAINT, LAW)))
    nodes = [dict(one) for one in iter_entry_nodes(shown.entries[0], shown)]
    assert [one.get("knowsAbout") for one in nodes] == [None, PAINT, LAW]
    assert len({one["@id"] for one in nodes}) == 1 and nodes[0]["@type"] == "Organization"


def test_the_list_of_teams_has_its_facets() -> None:
    shown = show(
        team(1, skills=(PAINT,)), team(2, kind="工作室", street=STREETS[1], skills=(LAW, PAINT)), team(3, example=True)
    )
    (page,) = (
        one for one in build_facet_pages(PageContext(shown, {})) if isinstance(one, Page) and one.path == "teams/"
    )
    found: Any = page.data["facets"]
    words = {facet["label"]: [(word, count) for word, count, _ in facet["words"]] for facet in found}
    assert words["类别"] == [("达人队", 1), ("工作室", 1)]
    assert words["本领"] == [(PAINT, 2), (LAW, 1)]
    assert words["街镇"] == [(STREETS[0], 1), (STREETS[1], 1)]


# ---- Sheets ----


def test_a_yearly_sheet_of_pairs_goes_out_and_in_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = SheetCommands(tiny(tmp_path), capsys)
    heads = ("编号", "名称", "楼组", "我们是", "学什么", "从", "到", "进展")
    rows = [
        ("20001", "示例", "20002", "带", PAINT, "2023-03", "", "灯换好了"),
        ("20001", "示例", "20002", "带", PAINT, "2021-03", "2021-09", "墙刷好了"),
        ("20002", "示例", "20001", "师傅", LAW, "", "", ""),
    ]
    desk.import_records("结对", heads, rows, "--write")

    def read() -> list[tuple[Any, ...]]:
        entries = load_exhibition(tmp_path).exhibition.entries
        found: list[EntryRecord] = [one for entry in entries for one in iter_records(entry, PAIRINGS)]
        return [
            (one.entry.id, one.record.partner, one.record.side, one.record.skill, one.record.since) for one in found
        ]

    first = read()
    assert sorted(first, key=str) == sorted(
        [
            ("20001", "20002", "带", PAINT, PartialDate(2023, 3)),
            ("20001", "20002", "带", PAINT, PartialDate(2021, 3)),
            ("20002", "20001", "带", LAW, None),
        ],
        key=str,
    )
    before = {path: path.read_bytes() for path in (tmp_path / "content/units").rglob("*.md")}
    desk.import_records("结对", heads, rows, "--write")
    assert read() == first
    assert {path: path.read_bytes() for path in before} == before
