"""Lists of entries: what gets a card, what narrows a list, in the words and addresses of the search; examples stand apart."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from conftest import Hosting, hosting
from exhibition.model import Exhibition, Photo, Picture, Status
from exhibition.model.content_types import ContentType, EntryFacet
from exhibition.model.entry import Entry
from exhibition.model.field_types import Integer
from exhibition.model.fields import Field
from exhibition.pages.context import PageContext
from exhibition.pages.facet_words import get_level
from exhibition.pages.facets import FacetIndex, FacetSource
from exhibition.pages.index_pages import build_facet_pages, build_home
from exhibition.pages.listings import make_search_link, split_by_picture
from exhibition.pages.page import Page
from exhibition.search.catalogue import build_facets
from exhibition.types import CONTENT_TYPES, Unit
from helpers import sites
from helpers.gallery_builds import write_site

MOST_BYTES = 30_000
"""Bytes of a page of a list, gzipped."""
PICTURE = Picture("a.jpg", 800, 600, "a-320.jpg", "#aabbcc")


def photographed(rank: int, **values: object) -> Unit:
    return sites.unit(rank, photos=(Photo("a.jpg", None, "花"),), **values)


def list_pages(*entries: Entry) -> dict[str, Page]:
    shown = replace(sites.make_empty(), entries=entries)
    pictures = {(entry.id, photo.key): PICTURE for entry in entries for photo in entry.photos}
    found = build_facet_pages(PageContext(shown, pictures))
    return {page.path: page for page in found if isinstance(page, Page)}


def ids(page: Page, name: str) -> list[str]:
    return [row[0] for row in sites.list_rows(page, name)]


@pytest.mark.parametrize(("pictured", "blank", "cards"), [(2, 22, 2), (0, 5, 0), (6, 3, 9), (6, 4, 6), (1, 0, 1)])
def test_blanks_get_a_card_only_as_company(pictured: int, blank: int, cards: int) -> None:
    entries = [*map(photographed, range(pictured)), *(sites.unit(50 + rank) for rank in range(blank))]
    shown = replace(sites.make_empty(), entries=tuple(entries))
    pictures = {(entry.id, photo.key): PICTURE for entry in entries for photo in entry.photos}
    carded, lined = split_by_picture(entries, PageContext(shown, pictures))
    assert (len(carded), len(lined)) == (cards, pictured + blank - cards)


def test_a_card_says_name_place_stars_and_sentence() -> None:
    page = list_pages(photographed(6, stars=5, tagline="一起种花"), sites.unit(7), sites.unit(8))["units/"]
    assert sites.list_rows(page, "cards") == [
        [
            sites.unit(6).id,
            "6号楼",
            f"{sites.unit(6).street}·和平一村",
            "5",
            "五星楼组",
            "",
            "一起种花",
            "a-320.jpg",
            "#aabbcc",
        ]
    ]
    assert ids(page, "rows") == [sites.unit(rank).id for rank in (7, 8)]


def test_examples_stand_behind_a_ruled_line_and_count_in_no_facet() -> None:
    themes = sites.make_empty().vocabularies.themes.names[:2]
    true = [sites.unit(rank, stars=5, themes=(themes[0],)) for rank in range(2)]
    page = list_pages(sites.unit(2, stars=4, themes=themes, example=True), *true, sites.unit(3, stars=3))["units/"]
    assert ids(page, "rows")[-1] == sites.unit(2).id
    assert page.data["split"] == [0, 3]
    told: Any = {facet["label"]: [word[:2] for word in facet["words"]] for facet in page.data["facets"]}  # type: ignore[attr-defined]
    assert told["星级"] == [["五星楼组", 2], ["三星楼组", 1]]
    assert str(page.data["order"]).startswith("共3个，另有1个示例排在后面")


def test_words_of_facets_lead_into_the_search_with_all_that_is_set() -> None:
    shown = sites.exhibition(40)
    index = FacetIndex(FacetSource(shown))
    street = index.rooms["street"][0]
    page = sites.list_pages(shown)[street.path]
    for facet in page.data["facets"]:  # type: ignore[attr-defined]
        for _, count, link in facet["words"]:
            asked = dict(pair.split("=") for pair in unquote(link).partition("?")[2].split("&"))
            assert (asked.pop("street"), asked.pop("kind")) == (street.slug, "unit")
            [(kind, slug)] = asked.items()
            gallery = next(row for row in index.facets if row.kind == kind)
            held = [unit for unit in street.units if slug in {room.slug for room in index.list_rooms(unit, gallery)}]
            assert count == len(held) > 0
    assert page.data["door"] == f"../../search/?street={street.slug}&kind=unit"
    assert make_search_link("./", {}) == "./search/"


def test_a_list_knows_the_values_of_all_its_entries_in_the_order_of_its_pages() -> None:
    shown = sites.exhibition(120)
    page = sites.list_pages(shown)["units/"]
    asked = json.loads(str(page.data["sieve"]))
    units = sites.make_unit_index(shown).unit_index.units
    name, values, told = next(facet for facet in asked["facets"] if facet[0] == "stars")
    found = [values[int(text)][1] for text in told.split(",")]
    assert (name, found) == ("stars", [get_level(unit.stars).words for unit in units])
    assert (asked["total"], asked["size"]) == (120, 100)


def test_a_list_of_many_is_narrowed_by_the_search() -> None:
    page = sites.list_pages(sites.exhibition(501))["units/"]
    assert page.data["sieve"] == ""
    assert page.data["facets"]


def test_pages_stay_light() -> None:
    entries = [
        photographed(rank, tagline="住了好几年，邻居们坐下来，把一楼的空地种成了花园" * 2) for rank in range(100)
    ]
    page = list_pages(*entries)["units/"]
    assert len(gzip.compress(page.render(), 6)) < MOST_BYTES


def test_home_leads_to_nothing_but_true_entries_once_there_is_one() -> None:
    theme, other = sites.make_empty().vocabularies.themes.names[:2]
    true = sites.unit(1, themes=(theme,))
    made_up = [sites.unit(rank, themes=(other,), example=True, stars=5) for rank in range(2, 30)]
    shown = replace(sites.make_empty(), entries=(*made_up, true, sites.cluster(example=True)))
    (home,) = build_home(PageContext(shown, {}))
    assert (home.data["count"], home.data["chance"]) == (1, true.id)
    assert [card["name"] for card in home.data["newest"]] == [true.name]  # type: ignore[attr-defined]
    assert [door["name"] for part in home.data["covers"] for door in part["shown"]] == [theme]  # type: ignore[attr-defined]
    assert len(home.data["windows"]) == 1  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk(Entry):
    """An entry of a type that only this test declares."""

    minutes: Annotated[int | None, Field("分钟", Integer(1, 600, " 分钟"), "40", "走多久。", shown=True)] = None
    streets: tuple[str, ...] = ()


def find_band(walk: Walk, _: Exhibition) -> Iterable[str]:
    return ("半小时以内" if walk.minutes <= 30 else "半小时以上",) if walk.minutes else ()


WALK = ContentType(
    "walk",
    "散步",
    Walk,
    folder="walks",
    list_key=lambda walk: walk.minutes or 0,
    list_order="按分钟排",
    door="条散步路",
    facets=(
        EntryFacet("band", "走多久", find_band, order=("半小时以内", "半小时以上"), words={"半小时以内": ("走得快",)}),
        EntryFacet("street", "街镇", lambda walk, _: walk.streets, vocabulary="streets"),
    ),
)


def make_walks() -> tuple[Walk, ...]:
    streets = sites.make_empty().vocabularies.streets.names
    known: dict[str, Any] = {"status": Status.PUBLISHED, "spans": {}}
    return tuple(
        Walk(id=str(30_000 + rank), name=f"散步{rank}", minutes=minutes, streets=streets[: rank % 3], **known)
        for rank, minutes in enumerate((50, 20, 40, 10, 30))
    )


def test_a_type_declares_facets_of_its_list_which_the_search_knows_too() -> None:
    with CONTENT_TYPES.registered(WALK):
        walks = make_walks()
        page = list_pages(*walks)["walks/"]
        told: Any = {facet["label"]: facet["words"] for facet in page.data["facets"]}  # type: ignore[attr-defined]
        assert [word[:2] for word in told["走多久"]] == [["半小时以内", 3], ["半小时以上", 2]]
        assert unquote(told["走多久"][0][2]) == "../search/?kind=walk&band=半小时以内"
        counted = Counter(street for walk in walks for street in walk.streets)
        assert {name: count for name, count, _ in told["街镇"]} == counted
        assert page.data["order"] == "共5条散步路，按分钟排。"
        assert ids(page, "rows") == ["30003", "30001", "30004", "30002", "30000"]
        index = FacetIndex(FacetSource(replace(sites.make_empty(), entries=walks)))
        found = {facet.key: facet for facet in build_facets(index, index.unit_index.others)}
        assert found["band"].words == {
            "半小时以内": ("半小时以内",),
            "走得快": ("半小时以内",),
            "半小时以上": ("半小时以上",),
        }
        assert "street" in found


def test_two_facets_of_one_name_are_refused() -> None:
    twin = replace(WALK, name="stroll", folder="strolls", model=type("Stroll", (Walk,), {}))
    with CONTENT_TYPES.registered(WALK, twin), pytest.raises(ValueError, match="same name"):
        FacetIndex(FacetSource(sites.make_empty()))


SHOWN = sites.exhibition(130, sites.unit(200, example=True))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    site = write_site(tmp_path_factory.mktemp("lists"), SHOWN)
    yield from hosting(site, site / "404.html")


def test_a_script_narrows_the_list_over_its_pages_and_keeps_the_address(browser: Browser, served: Hosting) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{served.root}units/")
    page.click(".ex-sieve summary")
    truth = [unit for unit in sites.make_unit_index(SHOWN).unit_index.units if unit.stars == 5 and not unit.example]
    page.click("button:has-text('五星楼组')")
    page.wait_for_function(f"document.querySelectorAll('[data-list] > li').length === {len(truth)}")
    shown = page.eval_on_selector_all("[data-list] a", "links => links.map(a => a.id.slice(1))")
    assert shown == [unit.id for unit in truth]
    assert page.url.endswith("units/?stars=5")
    assert page.locator("[data-aside]").count() == 0 or page.locator("[data-aside]").is_hidden()
    street = truth[0].street
    both = sum(unit.street == street for unit in truth)
    button = page.locator("button", has_text=street)
    assert button.locator("small").inner_text() == str(both)
    button.click()
    page.wait_for_function(f"document.querySelectorAll('[data-list] > li').length === {both}")
    door = str(page.get_attribute("[data-door]", "href"))
    assert re.search(r"search/\?kind=unit&(street=\w+&stars=5|stars=5&street=\w+)$", door)
    assert page.inner_text(".ex-order") == f"找到{both}个楼组，共130个楼组。"
    page.reload()
    page.wait_for_function(f"document.querySelectorAll('[data-list] > li').length === {both}")
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert results.violations_count == 0, results.generate_report()
    assert not failures
    context.close()


def test_without_script_the_words_are_links(browser: Browser, served: Hosting) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.root}units/")
    assert page.locator(".ex-sieve a.ex-tag").count() > 5
    assert page.locator("[data-list] > li").count() == 100
    context.close()


def test_the_shipped_lists_are_light(built: Path) -> None:
    lists = [
        path
        for name in ("units", "streets", "themes", "stars", "clusters", "routes", "communities", "walls")
        for path in (built / name).rglob("index.html")
    ]
    heavy = {
        str(path.relative_to(built)): size
        for path in lists
        if (size := len(gzip.compress(path.read_bytes(), 6))) > MOST_BYTES
    }
    assert len(lists) > 40
    assert heavy == {}
