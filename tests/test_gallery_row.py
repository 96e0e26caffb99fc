"""One row is a whole gallery: index page, lists, walls, links, facet of the search, and 再点亮 in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from exhibition.model import Entry
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_type_pages
from exhibition.pages.facets import GALLERIES, Asked, Facet, FacetSource, FacetValue, HomePart, build_navigation
from exhibition.pages.index_pages import build_home
from exhibition.pages.page import Page
from exhibition.pages.placeholders import make_stubs
from exhibition.site.incremental import compute_look
from exhibition.types import CONTENT_TYPES, UNIT
from helpers import sites
from helpers.gallery_builds import render, write_site

SMALL, LARGE, UNKNOWN = 130, 20, 3
NAMES = {"small": "小楼", "large": "大楼"}


def size_of(entry: Entry) -> tuple[str, ...]:
    """The size of a unit's house, where it is known."""
    households: int | None = getattr(entry, "households", None)
    return (("small", "large")[households > 30],) if households else ()


def sizes(walk: FacetSource) -> Iterator[FacetValue]:
    found = walk.list_under(size_of)
    for slug, name in NAMES.items():
        yield FacetValue(
            "size", slug, name, f"sizes/{slug}/", found.get(slug, ()), f"walls/sizes/{slug}/", f"都是{name}。"
        )


ROW = Facet(
    "size",
    "楼的大小",
    "sizes/",
    "按街镇排，再按小区和楼号排",
    sizes,
    of=size_of,
    name="大小",
    title="大楼和小楼",
    description="按大小找楼组。",
    lead="有的楼大，有的楼小。",
    pose="reading",
    in_header=True,
    in_footer=True,
    home=HomePart("links", "大大小小的楼", "楼有大小。", "都看看"),
    browse="按大小找",
    tags=True,
    counted=True,
    asked=Asked("大小", lambda room: (room.name, f"{room.name[0]}的楼")),
)


def households(rank: int) -> int | None:
    return 12 if rank < SMALL else 60 if rank < SMALL + LARGE else None


SHOWN = replace(
    sites.make_empty(),
    entries=tuple(sites.unit(rank, households=households(rank)) for rank in range(SMALL + LARGE + UNKNOWN)),
)


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    with GALLERIES.registered(ROW):
        yield


@pytest.fixture(scope="module")
def site(registered: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an exhibition with one more gallery: its galleries and search, its home page, a page of a unit."""
    place = tmp_path_factory.mktemp("row")
    site = write_site(place, SHOWN)
    hall = PageContext(SHOWN, {})
    shown = [*build_home(hall), next(build_type_pages(UNIT, hall))]
    render(tmp := place / "more", [page.artifact for page in shown])
    for page in shown:
        (site / page.path / "index.html").write_bytes((tmp / "site" / page.path / "index.html").read_bytes())
    return site


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def found() -> dict[str, Page]:
    return sites.list_pages(SHOWN)


def test_a_kind_cannot_be_taken_twice_and_a_row_goes_again() -> None:
    with pytest.raises(ValueError, match="size"), GALLERIES.registered(ROW):
        pass
    with GALLERIES.registered(replace(ROW, kind="other", index="others/")):
        assert GALLERIES.rows[-1].kind == "other"
    assert GALLERIES.rows[-1] is ROW


def test_the_index_page_has_the_row_s_words_and_leads_to_its_rooms(site: Path) -> None:
    page = found()["sizes/"]
    assert (page.title, page.data["lead"], page.data["description"]) == (ROW.title, ROW.lead, ROW.description)
    shown = html(site, "sizes")
    assert f"<title>{ROW.title}</title>" in shown
    assert f'<p class="ex-lead">{ROW.lead}</p>' in shown
    assert "mascot/reading.svg" in shown
    for slug, name in NAMES.items():
        assert f'<a href="../sizes/{slug}/"><b>{name}</b>' in shown


def test_each_room_has_a_list_in_pages_and_a_wall() -> None:
    pages = found()
    for slug, count in (("small", SMALL), ("large", LARGE)):
        room = f"sizes/{slug}/"
        own = [page for path, page in pages.items() if path == room or path.startswith(room)]
        assert len(own) == -(-count // 100)
        listed = [row[0] for page in own for row in sites.list_rows(page)]
        hung = [row[0] for row in sites.list_rows(pages[f"walls/{room}"], "windows")]
        assert listed == [unit.id for unit in sites.make_unit_index(SHOWN).unit_index.units if size_of(unit) == (slug,)]
        assert hung == listed[:60]
        assert pages[room].data["lead"] == f"都是{NAMES[slug]}。"
        assert pages[room].data["crumbs"] == [["首页", "../../"], ["楼的大小", "../"]]
        assert pages[room].data["entrance"]["link"] == f"../../walls/{room}"  # type: ignore[index]


def test_pages_link_it(site: Path) -> None:
    for place in ("header", "footer"):
        assert ("大小", "sizes/") in build_navigation()[place]
    door = html(site, "")
    assert door.count('href="./sizes/"') == 3, "head, foot, and the link onward"
    assert f'<a class="ex-tag" href="./sizes/small/">小楼<b>{SMALL}</b></a>' in door
    unit = next(build_type_pages(UNIT, PageContext(SHOWN, {})))
    assert '<a class="ex-tag" href="../sizes/small/">小楼</a>' in html(site, unit.path)
    assert '<h2>按大小找</h2>\n<ul class="ex-row"><li><a class="ex-tag" href="../sizes/small/">' in html(site, "search")
    assert f">小楼{SMALL}个</a>" in html(site, "units"), "other lists count it"


def test_pages_that_a_build_takes_over_have_the_links_of_the_table() -> None:
    assets, pages = compute_look(sites.HOME, [], links=build_navigation())
    with GALLERIES.registered(replace(ROW, kind="other", index="others/")):
        now = compute_look(sites.HOME, [], links=build_navigation())
    assert now[0] == assets, "no asset gets another address"
    assert now[1] != pages


def test_what_only_the_last_site_had_leads_to_the_index_page() -> None:
    (page,), lost = make_stubs(["sizes/huge/"], {"", "sizes/"}, SHOWN)
    assert (page.data["go"], page.data["actions"][0][0]) == ("../", "去看大小")  # type: ignore[index]
    assert lost == []


def test_the_page_of_lost_addresses_knows_a_folder_that_no_page_links(tmp_path: Path) -> None:
    quiet = replace(ROW, kind="other", index="others/", rooms=lambda _: iter(()), in_header=False, in_footer=False)
    with GALLERIES.registered(quiet):
        shown = (write_site(tmp_path, sites.exhibition(1)) / "404.html").read_text(encoding="utf-8")
    rooms = "|".join(room.path.strip("/") for room in CONTENT_TYPES.entrances)
    assert rf"/^(stars|others|{rooms}|help|assets|\d{{5}})$/" in shown


def test_the_search_has_its_facet_and_its_words(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{(site / 'search' / 'index.html').as_uri()}?size=large")
    page.wait_for_function("document.querySelectorAll('#chips button').length === 1")
    assert page.inner_text("#chips button") == "大小：大楼 ×"
    assert page.inner_text("#count") == f"共 {LARGE} 个符合所选"
    box = page.locator("#choices fieldset", has=page.get_by_text("大小", exact=True))
    told = [text.replace("\n", "") for text in box.locator("label").all_inner_texts()]
    assert told == [f"小楼{SMALL}", f"大楼{LARGE}"]
    asked: Any = page.evaluate(
        "text => new Promise(done => exhibit.find(text, found => done([found.meant.phrases.map(p => [p.key, p.values]),"
        " found.full.map(hit => hit.entry.id).sort()])))",
        "大的楼",
    )
    assert asked == [[["size", ["large"]]], sorted(unit.id for unit in SHOWN.entries if size_of(unit) == ("large",))]
    assert not failures
    page.close()


def test_its_wall_lights_its_other_windows(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto((site / "walls" / "sizes" / "small" / "index.html").as_uri())
    button = page.locator("[data-more]")
    assert button.inner_text() == "再点亮60扇"
    for lit in (120, SMALL):
        button.click()
        page.wait_for_function(f"document.querySelectorAll('.ex-windows a').length === {lit}")
    links = page.eval_on_selector_all(".ex-windows a", "links => links.map(a => a.href)")
    ids = [link.removesuffix("index.html").strip("/")[-5:] for link in links]
    assert ids == [unit.id for unit in sites.make_unit_index(SHOWN).unit_index.units if size_of(unit) == ("small",)]
    assert page.locator(".ex-light p").inner_text() == f"亮了{SMALL}扇，共{SMALL}扇。"
    assert not failures
    page.close()


def test_the_shipped_years_of_founding_are_a_gallery(built: Path) -> None:
    index = html(built, "years")
    assert "<title>楼组建立的年份</title>" in index
    years = sorted((path.parent.name for path in (built / "years").glob("*/index.html")), reverse=True)
    assert years
    assert re.findall(r'<a href="\.\./years/(\d+)/"><b>\1年</b>', index) == years, "the latest first"
    for year in years:
        listed = set(re.findall(r'id="u(\d{5})"', html(built, f"years/{year}")))
        assert set(re.findall(r'href="(?:\.\./)+(\d{5})/" data-n', html(built, f"walls/years/{year}"))) == listed
        for id in listed:
            assert f'<a class="ex-tag" href="../years/{year}/">{year}年</a>' in html(built, id)
    assert 'href="./years/2' not in html(built, ""), "the home page leads to no year that only examples have"


POSTERS = {"poster.js": "draws what the print shop's products are for, by content type"}


def test_no_template_and_no_script_names_a_gallery() -> None:
    partials = {path.stem for path in (sites.HOME / "overrides/partials/exhibit").iterdir()}
    kinds = {row.kind for row in GALLERIES} - partials
    folders = {row.index or row.target for row in GALLERIES} - {""}
    named = re.compile("|".join([*(rf"['\"]{kind}['\"]" for kind in kinds), *map(re.escape, folders), "walls/"]))
    files = [path for path in (sites.HOME / "overrides").rglob("*") if path.suffix in (".html", ".js")]
    assert len(files) > 50
    assert {"street", "theme", "cluster", "year"} <= kinds
    found = {path.name: named.findall(path.read_text(encoding="utf-8")) for path in files if path.name not in POSTERS}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("slug", ["a/b", "a%b", "a b", "#x", "a?b", "..", "<&", "a\\b", "-x"])
def test_a_slug_that_is_no_part_of_an_address_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(slug))):
        FacetValue("size", slug, "名字", f"sizes/{slug}/", ())


def test_a_slug_may_be_in_chinese() -> None:
    row = replace(ROW, kind="other", index="others/", rooms=lambda walk: iter([make_value(walk)]))
    with GALLERIES.registered(row):
        pages = found()
        assert pages["others/小的/"].data["crumbs"] == [["首页", "../../"], ["楼的大小", "../"]]
        assert "walls/others/小的/" in pages


def make_value(source: FacetSource) -> FacetValue:
    return FacetValue("other", "小的", "小楼", "others/小的/", source.units, "walls/others/小的/")


@pytest.mark.parametrize(("count", "more"), [(0, False), (1, False), (30, False), (60, False), (61, True)])
def test_a_wall_offers_more_windows_only_where_there_are_more(count: int, more: bool) -> None:
    shown = replace(sites.make_empty(), entries=tuple(sites.unit(rank, households=12) for rank in range(count)))
    wall = sites.list_pages(shown)["walls/sizes/small/"]
    assert len(sites.list_rows(wall, "windows")) == min(count, 60)
    assert bool(wall.data.get("rest")) is more
