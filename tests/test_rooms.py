"""Rooms: their looks by number of records, pages of values, addresses that stay, filters, calendar; a list declared here has one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import pytest

from exhibition.exchange.calendar import format_calendar
from exhibition.model import Exhibition, Ledger, PartialDate, Placed, Status
from exhibition.model.content_types import ContentType
from exhibition.model.field_types import Choice, Date, Text
from exhibition.model.fields import Field, Requirement
from exhibition.model.record_types import EntryRecord, Record, RecordFacet, RecordType, Room
from exhibition.model.vocabulary import ChoiceWords, Vocabularies
from exhibition.pages.context import PageContext
from exhibition.pages.page import Page
from exhibition.pages.placeholders import make_stubs
from exhibition.pages.rooms import build_room_pages, list_rooms
from exhibition.records import EXPERIENCES, MEETINGS, STANDARD_CASES, Meeting
from exhibition.records.meeting import DONE, OPEN, RUNNING, build_chain, iter_stalled, view_meeting
from exhibition.types import CONTENT_TYPES
from helpers import sites
from helpers.room_sites import STANDARDS, STREETS, case, meeting, show, write_site

MOST_BYTES = 30_000
"""Bytes of a page of a room, gzipped."""


def pages_of(shown: Exhibition) -> dict[str, Page]:
    return {page.path: page for page in build_room_pages(PageContext(shown, {})) if isinstance(page, Page)}


def names(page: Page, key: str = "records") -> list[str]:
    return [str(card["name"]) for card in page.data.get(key, ())]  # type: ignore[attr-defined]


# ---- A list that is declared here has a room. ----

KINDS = ("红茶", "绿茶")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tea(Record):
    """A toy record of two keys."""

    what: Annotated[str, Field("喝什么", Text(40), "一壶红茶", "喝的是什么。", Requirement.ALWAYS)]
    kind: Annotated[str, Field("种类", Choice(words=ChoiceWords.from_names(KINDS)), "红茶", "哪一种。")] = ""
    date: Annotated[PartialDate | None, Field("哪天", Date(), "2024-05-01", "哪一天。")] = None


TEAS = RecordType(
    "teas",
    "茶会",
    Tea,
    help="一起喝茶。",
    what="what",
    when="date",
    room=Room(
        "teas/",
        "茶室",
        lead="坐下来喝一杯。",
        order="按街镇。",
        empty="还没有人泡茶。",
        facets=(RecordFacet("kind", "种类", lambda one, _: filter(None, (one.record.kind,)), order=KINDS),),
        unit="壶",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pavilion(Placed):
    """A toy type that holds the list."""

    teas: Annotated[tuple[Tea, ...], TEAS.field] = ()


PAVILION = ContentType("pavilion", "亭子", Pavilion, folder="pavilions", order=900)


def pavilion(count: int) -> Exhibition:
    teas = tuple(Tea(what=f"第{rank}壶", kind=KINDS[rank % 2], date=PartialDate(2020)) for rank in range(count))
    entry = Pavilion(id="70001", name="望江亭", street=STREETS[0], status=Status.PUBLISHED, spans={}, teas=teas)
    return replace(sites.make_empty(), entries=(entry,))


@pytest.fixture
def registered() -> Iterator[None]:
    with CONTENT_TYPES.registered(PAVILION):
        yield


@pytest.mark.parametrize(
    ("count", "says", "lacks"),
    [
        (0, ["还没有人泡茶。", "茶会:\n  - 喝什么: 一壶红茶\n    种类: 红茶"], ["共0壶", "<details", "ex-records"]),
        (1, ["第0壶", "<dt>种类</dt><dd>红茶</dd>", "2020年", "望江亭"], ["共1壶", "<details", "ex-invite"]),
        (
            30,
            ["共30壶，按街镇。", "第29壶", "绿茶", '"../70001/record/#teas-30"'],
            ["ex-invite"],
        ),
    ],
)
def test_a_list_declared_in_a_test_has_its_room(
    registered: None, tmp_path: Path, count: int, says: list[str], lacks: list[str]
) -> None:
    site = write_site(tmp_path, pavilion(count))
    html = (site / "teas" / "index.html").read_text("utf-8")
    assert "<h1>茶室</h1>" in html and "坐下来喝一杯。" in html
    main = html.split("<main", 1)[1]
    assert [one for one in says if one not in main] == []
    assert [one for one in lacks if one in main] == []
    values = sorted(path.parent.name for path in (site / "teas").glob("*/index.html"))
    assert values == (["红茶", "绿茶"][: min(count, 2)])
    assert "../红茶/" not in html and (count < 2 or 'href="红茶/"' in html)


# ---- What a room looks like follows from the number of its true records. ----


@pytest.mark.parametrize(
    ("count", "form", "shows"),
    [
        (0, "empty", {"nothing", "tags"}),
        (1, "story", {"story", "tags"}),
        (2, "cards", {"records", "tags", "facets"}),
        (24, "cards", {"records", "tags", "facets"}),
        (25, "pages", {"records", "tags", "facets", "sieve"}),
        (500, "pages", {"records", "tags", "facets", "sieve", "pager"}),
        (501, "doors", {"tags", "facets"}),
    ],
)
def test_a_room_looks_as_its_number_of_records_asks(count: int, form: str, shows: set[str]) -> None:
    page = pages_of(show(meetings=count))["council/"]
    assert page.data["form"] == form
    parts = {"nothing", "story", "records", "tags", "facets", "sieve", "pager", "examples"}
    assert parts & page.data.keys() == shows
    assert f"共{count}次议事" in str(page.data.get("order", "")) or form in ("empty", "story", "doors")


def test_an_empty_room_says_what_belongs_there_and_how_to_write_it() -> None:
    page = pages_of(show())["council/"]
    told: dict[str, str] = page.data["nothing"]  # type: ignore[assignment]
    assert told["words"] == MEETINGS.room.empty and told["guide"] == "../guide/meetings/"  # type: ignore[union-attr]
    lines = told["lines"].splitlines()
    assert lines[:2] == ["议事:", "  - 日期: 2018-03-12"] and len(lines) == 7
    assert all(line.startswith("    ") for line in lines[2:])
    # No number is said where there is none.
    assert all("words" not in door for door in page.data["tags"])  # type: ignore[attr-defined]


def test_one_record_is_told_in_full_and_not_counted() -> None:
    page = pages_of(show(cases=1))["wisdom/"]
    story: dict[str, Any] = page.data["story"]  # type: ignore[assignment]
    assert story["question"].endswith("？") and story["steps"] == ["贴纸条", "认东西", "周六一起搬"]
    assert "order" not in page.data and "facets" not in page.data


def test_examples_count_in_no_number_and_stand_behind() -> None:
    for count, form in ((0, "empty"), (1, "story"), (2, "cards"), (48, "pages"), (501, "doors")):
        shown = show(meetings=count, examples=3)
        found = pages_of(shown)
        page = found["council/"]
        assert page.data["form"] == form
        last = found.get("council/2/", page)
        assert names(last, "examples") == ["编出来的事"] * 3
        assert ("pager" in last.data) == (count == 48)
        assert "编出来的事" not in names(page)
        room = next(room for room in list_rooms(PageContext(shown, {})) if MEETINGS in room.rows)
        assert (room.count, room.path, room.title) == (count, "council/", "议事厅")
    # A list of many examples on one page says that there are more.
    assert "还有6次议事" in str(pages_of(show(examples=30))["council/"].data["more_examples"])


def test_the_order_that_is_said_is_the_order_that_is_shown() -> None:
    late, early = sites.unit(1, stars=3), sites.unit(2, stars=5)
    dated = [meeting(rank, date=date) for rank, date in enumerate((None, PartialDate(2019), PartialDate(2020, 5, 2)))]
    asked = [case(0), case(1, contact="楼组长"), case(2)]
    shown = replace(
        sites.make_empty(),
        entries=(
            replace(late, meetings=tuple(dated), experiences=tuple(asked)),
            replace(early, experiences=(case(3),)),
        ),
    )
    found = pages_of(shown)
    assert names(found["council/"]) == ["第2件事", "第1件事", "第0件事"]
    outcomes = [card["outcome"] for card in found["wisdom/"].data["records"]]  # type: ignore[attr-defined]
    assert outcomes == ["第1处通了", "第3处通了", "第0处通了", "第2处通了"]
    assert "有人可以问的在前，再是五星楼组" in str(found["wisdom/"].data["order"])


# ---- Values have pages. ----


def test_every_term_and_every_used_year_has_a_page_with_the_right_records() -> None:
    shown = show(meetings=120)
    found = pages_of(shown)
    for term in shown.vocabularies.problems:
        wanted = [one.name for one in shown.list_records(MEETINGS) if one.record.problem == term.name]
        assert sorted(names(found[f"council/{term.slug}/"])) == sorted(wanted)
    assert {path for path in found if re.fullmatch(r"council/years/\d+/", path)} == {
        f"council/years/{year}/" for year in (2015, 2016, 2017, 2018)
    }
    assert sum(len(names(found[f"council/years/{year}/"])) for year in (2015, 2016, 2017, 2018)) == 120
    [first, second, third] = [found[path] for path in ("council/", "council/2/", "council/3/")]
    assert [len(names(page)) for page in (first, second, third)] == [48, 48, 24]
    assert second.title == "议事厅·第2页" and "第49–96次议事，共120次议事" in str(second.data["order"])


def test_what_says_nothing_of_the_first_facet_is_found_too() -> None:
    units = (sites.unit(1, meetings=(meeting(1, problem=""), meeting(2), meeting(3))),)
    found = pages_of(replace(sites.make_empty(), entries=units))
    assert found["council/not_said/"].data["name"] == "没写难题的"
    assert found["council/not_said/"].data["form"] == "story"
    assert "council/not_said/" not in pages_of(show(meetings=3))


def test_a_problem_without_a_case_has_a_page_with_what_can_be_done_instead() -> None:
    shown = show(meetings=12)
    term = shown.vocabularies.problems.terms[2]
    page = pages_of(shown)[f"wisdom/{term.slug}/"]
    assert page.data["name"] == term.note and page.data["kicker"] == term.name
    assert f"难题: {term.name}" in str(page.data["nothing"]["lines"])  # type: ignore[index]
    ways = {way["name"]: way["href"] for way in page.data["elsewhere"]}  # type: ignore[attr-defined]
    assert ways[f"议事厅：{term.name}"] == f"../../council/{term.slug}/"
    assert any(href.startswith("../../themes/") for href in ways.values())


def test_a_street_with_nothing_shows_its_entries_before_the_gap(tmp_path: Path) -> None:
    shown = replace(sites.make_empty(), entries=(sites.unit(1, street=STREETS[3]),))
    slug = shown.vocabularies.streets.get_term(STREETS[3]).slug  # type: ignore[union-attr]
    html = (write_site(tmp_path, shown) / "wisdom" / "streets" / slug / "index.html").read_text("utf-8")
    main = html.split("<main", 1)[1]
    assert main.index("1号楼") < main.index("还没有人把办法写下来")


def test_similar_cases_share_the_problem_then_the_cost_then_the_street() -> None:
    own = case(0, cost="500元以下")
    rows = [case(1, cost="说不清"), case(2, cost="500元以下"), case(1, cost="5000元以上"), case(2, cost="")]
    streets = [STREETS[5], STREETS[6], STREETS[0], STREETS[7]]
    units = [sites.unit(0, street=STREETS[0], experiences=(own,))]
    units += [sites.unit(rank + 1, street=streets[rank], experiences=(one,)) for rank, one in enumerate(rows)]
    shown = replace(sites.make_empty(), entries=tuple(units))
    slug = shown.vocabularies.problems.get_term(own.problem).slug  # type: ignore[union-attr]
    similar: Any = pages_of(shown)[f"wisdom/{slug}/"].data["similar"]
    assert similar["heading"] == "相近的办法"
    assert [card["where"] for card in similar["cards"]] == ["和平三村2号楼", "和平一村3号楼"]


def test_a_standard_shows_its_evidence_and_unnamed_ones_are_empty_slots(tmp_path: Path) -> None:
    shown = show(standards=30)
    site = write_site(tmp_path, shown)
    main = (site / "standards" / "index.html").read_text("utf-8").split("<main", 1)[1]
    for name in STANDARDS:
        assert f">{name}</a>" in main
    assert main.count('class="is-slot"') == shown.vocabularies.standards.slots == 4
    assert main.count("来源：宝山区民政局") == 4
    assert "看全部8个例子" in main
    # Where nothing is told yet the names and the slots stand there all the same.
    empty = (write_site(tmp_path / "empty", show()) / "standards" / "index.html").read_text("utf-8")
    assert empty.split("<main", 1)[1].count('class="is-slot"') == 4


def test_texts_of_records_are_text_on_every_page(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>\"'{{ 7*7 }}"
    told = meeting(0, topic=evil, views=f"{evil}；{evil}", decision=evil, doers=evil)
    unit = sites.unit(
        1, meetings=(told, *map(meeting, range(1, 31))), experiences=(case(0, steps=evil, outcome=evil, contact=evil),)
    )
    silent = sites.unit(2, name=evil, meeting_count=3)
    site = write_site(tmp_path, replace(sites.make_empty(), entries=(unit, silent)))
    pages = [path.read_text("utf-8") for room in ("council", "wisdom") for path in (site / room).rglob("index.html")]
    assert sum("&lt;img src=x" in html for html in pages) > 5
    assert [
        html for html in pages if "<img src=x" in html or "49" in html.split("<main", 1)[1].split("<footer")[0]
    ] == []


# ---- Addresses stay. ----


def with_former(shown: Exhibition, vocabulary: str, *slugs: str) -> Exhibition:
    words = shown.vocabularies.get(vocabulary)
    better = replace(words, terms=(replace(words.terms[0], former=slugs), *words.terms[1:]))
    return replace(shown, vocabularies=Vocabularies({**shown.vocabularies.by_name, vocabulary: better}))


def test_former_slugs_lead_to_the_pages_of_today() -> None:
    shown = with_former(with_former(show(meetings=700), "problems", "old-name"), "streets", "old-town")
    found = pages_of(shown)
    problem, street = shown.vocabularies.problems.terms[0], shown.vocabularies.streets.terms[0]
    for old, new in {
        "council/old-name/": f"council/{problem.slug}/",
        "council/old-name/2/": f"council/{problem.slug}/",
        "wisdom/old-name/": f"wisdom/{problem.slug}/",
        "council/streets/old-town/": f"council/streets/{street.slug}/",
    }.items():
        assert found[old].template == "notice.html"
        assert found[old].data["canonical"] == f"{shown.settings.site_url}{new}"
    assert len(set(found)) == len(found)


def test_the_example_street_leads_to_the_room_while_nothing_hangs_there() -> None:
    slug = next(term.slug for term in sites.make_empty().vocabularies.streets if term.example)
    assert pages_of(show(meetings=3))[f"council/streets/{slug}/"].template == "notice.html"
    assert pages_of(show(examples=3))[f"council/streets/{slug}/"].template == "room.html"


def test_a_value_that_vanishes_leads_on_and_a_lost_term_is_asked_about() -> None:
    last = pages_of(show(meetings=300))
    now = pages_of(show(meetings=2))
    pages, lost = make_stubs(
        [*last, "wisdom/gone/", "council/streets/gone/", "council/gone/2/"], {*now, ""}, show(meetings=2)
    )
    leads = {page.path: (page.data["go"], page.data["actions"][0][0]) for page in pages}  # type: ignore[index]
    assert leads["council/2/"] == ("../", "去看议事厅")
    assert leads["council/years/2017/"] == ("../../", "去看议事厅")
    assert lost == ["council/gone/2/", "council/streets/gone/", "wisdom/gone/"]


def test_only_pages_whose_data_change_are_rendered_again() -> None:
    shown = show(meetings=120, cases=30)
    unit = shown.entries[0]
    better = replace(unit, experiences=(replace(unit.experiences[0], outcome="更宽了"), *unit.experiences[1:]))  # type: ignore[attr-defined]
    before, after = (pages_of(one) for one in (shown, replace(shown, entries=(better, *shown.entries[1:]))))
    changed = {path for path, page in before.items() if page.artifact.make() != after[path].artifact.make()}
    problem = shown.vocabularies.problems.terms[0].slug
    street = shown.vocabularies.streets.get_term(STREETS[0]).slug  # type: ignore[union-attr]
    assert changed == {"wisdom/", f"wisdom/{problem}/", f"wisdom/streets/{street}/"}


# ---- What only one room shows. ----


def test_a_meeting_is_a_chain_that_is_lit_as_far_as_it_is_told() -> None:
    full = meeting(
        0,
        people=18,
        views="一楼怕挡光；六楼等了很多年。",
        decision="井道往西挪",
        doers="加梯小组",
        finished=PartialDate(2019, 5),
    )
    one = EntryRecord(sites.unit(1), MEETINGS, 1, full)
    view = view_meeting(one, sites.make_empty())
    assert [bool(text) for _, text in view["chain"]] == [True] * 5  # type: ignore[attr-defined]
    assert view["chain"][4] == ["结果", "办成了（2019年5月）"] and view["views"] == ["一楼怕挡光", "六楼等了很多年"]  # type: ignore[index]
    bare = view_meeting(one._replace(record=Meeting(topic="屋顶种菜")), sites.make_empty())
    assert bare["chain_words"] == "写了提出；还没写商量、决定、办、结果。"


def test_what_nobody_has_begun_is_not_lit_as_done() -> None:
    waiting = build_chain(meeting(1, decision="井道往西挪。", doers="加梯小组", progress=OPEN))
    assert waiting[2:] == [["决定", "井道往西挪，加梯小组来办"], ["办", ""], ["结果", ""]]
    assert build_chain(meeting(1, doers="加梯小组", progress=RUNNING))[3] == ["办", "加梯小组"]


def test_a_matter_in_hand_for_long_has_stopped_and_no_clock_is_asked() -> None:
    running = [
        meeting(0, progress=RUNNING, date=date, topic=topic)
        for topic, date in (
            ("久了", PartialDate(2024, 1, 1)),
            ("还新", PartialDate(2024, 9, 1)),
            ("只知年", PartialDate(2024)),
            ("没日子", None),
        )
    ]
    newest = meeting(2, progress=DONE, date=PartialDate(2024, 12, 1), topic="最新")
    shown = replace(sites.make_empty(), entries=(sites.unit(1, meetings=(*running, newest)),), ledger=Ledger())
    own: Any = pages_of(shown)["council/"].data["own"]
    assert names(Page("", "", "", own), "stalled") == ["久了"]
    # The newest day counts, not today: with the ledger's newest address later, one more has stopped.
    later = replace(shown, ledger=Ledger((replace(sites.link("20001"), issued="2025-06-01"),)))
    assert names(Page("", "", "", pages_of(later)["council/"].data["own"]), "stalled") == ["还新", "久了"]  # type: ignore[arg-type]
    assert list(iter_stalled(shown.list_records(MEETINGS), None)) == []
    # Of many the first are shown, and how many there are besides: here 15 of 2016 and the 5 of April 2018.
    many = pages_of(show(meetings=60))["council/"].data["own"]
    assert len(many["stalled"]) == 12 and many["more_stalled"] == "还有8件也停着。"  # type: ignore[index]


def test_meetings_that_were_held_and_not_told_are_lamps_that_are_dark(tmp_path: Path) -> None:
    silent = sites.unit(1, name="64号楼", compound="共和十一村", meeting_count=7)
    telling, made_up = (
        sites.unit(2, meeting_count=3, meetings=(meeting(0),)),
        sites.unit(3, meeting_count=5, example=True),
    )
    shown = replace(sites.make_empty(), entries=(silent, telling, made_up))
    main = (write_site(tmp_path, shown) / "council" / "index.html").read_text("utf-8").split("<main", 1)[1]
    assert "共和十一村64号楼</a>开过七次，还没有人写下是哪一次。" in main
    lamps = re.findall(r'<span class="ex-lamps" aria-hidden="true">(.*?)</span>', main)
    assert [one.count("<i>") for one in lamps] == [7]


def parse_calendar(data: bytes) -> list[dict[str, str]]:
    """Return the properties of each event of an iCalendar file, lines unfolded (RFC 5545, 3.1)."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-2:] == ["END:VCALENDAR", ""]
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and not line.startswith("END:"):
            assert name not in events[-1], name
            events[-1][name] = value
    return events


def test_meetings_whose_day_is_known_are_a_calendar() -> None:
    long = meeting(0, topic="电梯井放在哪里, 一楼; 六楼怎么说" + "再说一句" * 6)
    dated = (long, meeting(1), meeting(1, topic="同一天"), meeting(2, date=PartialDate(2019, 3)), meeting(3, date=None))
    shown = replace(
        sites.make_empty(), entries=(sites.unit(1, meetings=dated), sites.unit(2, example=True, meetings=(meeting(4),)))
    )
    [file] = [
        sheet.artifact for sheet in build_room_pages(PageContext(shown, {})) if sheet.artifact.uri.endswith(".ics")
    ]
    assert file.uri == "council/meetings.ics"
    events = parse_calendar(file.make())
    assert len(events) == 3 and len({event["UID"] for event in events}) == 3
    whole = next(event for event in events if "六楼" in event["SUMMARY"])
    assert whole["SUMMARY"].startswith("议事：电梯井放在哪里\\, 一楼\\; 六楼怎么说")
    assert whole["DTSTART;VALUE=DATE"] == "20150101" and whole["DTSTAMP"] == "20150101T000000Z"
    assert whole["URL"] == f"{shown.settings.site_url}20001/record/#meetings-1"
    # An event keeps its UID when another record comes before it in the file.
    moved = replace(shown, entries=(sites.unit(1, meetings=(meeting(5), *dated)),))
    again = parse_calendar(format_calendar("议事厅", moved.list_records(MEETINGS), moved))
    assert {event["UID"] for event in events} < {event["UID"] for event in again}
    assert not any(sheet.artifact.uri.endswith(".ics") for sheet in build_room_pages(PageContext(show(cases=2), {})))


def test_the_row_of_a_list_says_all_that_its_room_says() -> None:
    for row in (MEETINGS, EXPERIENCES, STANDARD_CASES):
        page = pages_of(show())[row.room.path]  # type: ignore[union-attr]
        assert (page.title, page.data["lead"], page.data["pose"]) == (row.room.title, row.room.lead, row.room.pose)  # type: ignore[union-attr]


LARGE = show(meetings=120)


def test_what_the_script_gets_is_what_the_records_say() -> None:
    page = pages_of(LARGE)["council/"]
    sieve = json.loads(str(page.data["sieve"]))
    assert (sieve["total"], sieve["size"]) == (120, 48)
    ordered = [
        one for path in ("council/", "council/2/", "council/3/") for one in pages_of(LARGE)[path].data["records"]
    ]  # type: ignore[attr-defined]
    facets = {name: (values, index.split(",")) for name, values, index in sieve["facets"]}
    assert list(facets) == ["progress", "street", "year"]
    years, index = facets["year"]
    assert [f"{years[int(place)][1]}年" for place in index] == [card["date"][:5] for card in ordered]
