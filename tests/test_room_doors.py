"""Ways into rooms from elsewhere: the strip of doors of the home page, the foot of pages, the sitemap."""

from __future__ import annotations

import gzip
import re
from contextlib import ExitStack
from dataclasses import make_dataclass, replace
from pathlib import Path
from typing import Annotated

import pytest

from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.model.exhibition import has_record_page
from exhibition.model.record_types import Record, RecordType, Room
from exhibition.pages.context import PageContext
from exhibition.pages.facets import STANDING, build_navigation
from exhibition.pages.index_pages import ROOM_DOORS, build_home, list_doors, list_room_doors
from exhibition.types import CONTENT_TYPES, ContentType
from helpers import sites
from test_synthetic import SelfGoverned, Visit

HOME = Path(__file__).resolve().parents[1]
HOME_LIMIT = 10 * 1024
ROOMS = list(CONTENT_TYPES.rooms)


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def read(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_the_home_page_leads_to_rooms_with_true_records_in_their_order(built: Path, shipped: Exhibition) -> None:
    strip = re.search(r"看看别处</h2>(.*?)</section>", read(built, ""), re.S)
    ways = [
        (row.room.rank, row.room.path)
        for row in CONTENT_TYPES.record_types
        if row.room and shipped.list_records(row, examples=False)
    ]
    ways += [
        (row.door_rank, f"{row.folder}/")
        for row in CONTENT_TYPES
        if row.door and any(not entry.example for entry in shipped.published(row.model))
    ]
    # Several lists may hang in one room.
    open_rooms = [path for _, path in sorted(dict.fromkeys(ways), key=lambda way: way[0])]
    assert strip and open_rooms
    assert re.findall(r'<a href="\./([^"]*)"', strip[1]) == open_rooms[:ROOM_DOORS]
    assert len(gzip.compress(read(built, "").encode(), 9)) <= HOME_LIMIT


def test_the_doors_that_find_no_place_follow_as_words(built: Path, shipped: Exhibition) -> None:
    context = PageContext(shipped, {})
    large, every = list_room_doors(context), list_doors(context)
    assert every[:ROOM_DOORS] == large and len(every) > ROOM_DOORS
    words = read(built, "").partition('aria-label="别的去处"')[2].partition("</nav>")[0]
    assert [f"./{target}" for target in re.findall(r'href="\./([^"]*)"', words)] == [
        door["href"] for door in every[ROOM_DOORS:]
    ]


def test_a_theme_that_is_called_like_a_room_leads_there(built: Path) -> None:
    assert '<a class="ex-button" href="../../mentoring/">去“传帮带”这一间</a>' in read(built, "themes/mentoring/")
    assert "这一间</a>" not in read(built, "themes/lift/")


def test_the_foot_parts_lists_rooms_and_what_one_can_do(built: Path) -> None:
    foot = read(built, "teams/").partition('aria-label="去处"')[2].partition("</nav>")[0]
    lists, rooms, own = foot.split("<hr>")
    assert "../units/" in lists and "../mentoring/" in rooms and "../apply/" in own
    assert "<hr>" not in read(built, "10009/")


def test_where_no_true_record_hangs_there_is_no_strip(shipped: Exhibition) -> None:
    for exhibition in (
        sites.make_empty(),
        replace(shipped, entries=tuple(entry for entry in shipped.entries if entry.example)),
    ):
        [home] = build_home(PageContext(exhibition, {}))
        assert home.data["doors"] == []


def declare_type(number: int) -> ContentType:
    """Return a content type with a record list of its own that has a room before all others."""
    room = Room(f"corner-{number}/", f"角落{number}", lead="。", order="。", empty="。")
    row = RecordType(f"corners-{number}", f"角{number}", Visit, help="。", what="what", order=number, room=room)
    fields = [("told", Annotated[tuple[Record, ...], row.field], ())]
    model = make_dataclass(f"Corner{number}", fields, bases=(SelfGoverned,), frozen=True, slots=True, kw_only=True)
    return ContentType(f"corner-{number}", f"角落{number}", model, folder=f"corner-{number}")


def test_there_are_six_doors_at_most(shipped: Exhibition) -> None:
    rows = [declare_type(number) for number in range(8)]
    with ExitStack() as stack:
        stack.enter_context(CONTENT_TYPES.registered(*rows))
        base = shipped.by_id["10001"]
        entries = [
            row.model(
                id=str(30001 + place),
                name=row.label,
                status=base.status,
                street="月浦镇",
                source="测试",
                folder=f"content/{row.folder}/{30001 + place}",
                spans=base.spans,
                told=(Visit(what="看过"),),
            )
            for place, row in enumerate(rows)
        ]
        exhibition = replace(shipped, entries=(*shipped.entries, *entries))
        doors = list_room_doors(PageContext(exhibition, {}))
    assert [door["href"] for door in doors] == [f"./corner-{number}/" for number in range(ROOM_DOORS)]


def test_the_foot_of_pages_leads_to_rooms_numbers_and_data_but_for_entries(built: Path) -> None:
    links = build_navigation()["rooms"]
    assert links == [*((room.title, room.path) for room in CONTENT_TYPES.entrances), *STANDING]
    for path, root in (("", "./"), ("search/", "../"), ("10001/record/", "../../"), (ROOMS[0].path, "../")):
        foot = read(built, path).partition('aria-label="去处"')[2]
        assert all(f'<a href="{root}{target}">{words}</a>' in foot for words, target in links)
    assert "wisdom" not in read(built, "10009/").partition('aria-label="去处"')[2].partition("</nav>")[0]


def test_the_sitemap_has_the_new_pages(built: Path, shipped: Exhibition) -> None:
    listed = {address.split("/", 3)[3] for address in sites.read_sitemap(built)}
    base = shipped.settings.site_url.partition("://")[2].partition("/")[2]
    archives = [f"{entry.id}/record/" for entry in shipped.by_id.values() if has_record_page(entry)]
    for path in (*(room.path for room in ROOMS), "numbers/", "data/", "wisdom/lift/", *archives):
        assert f"{base}{path}" in listed, path
