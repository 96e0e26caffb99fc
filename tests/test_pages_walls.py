"""Gallery walls: whole floors, honest glass, and no more than sixty windows in a page."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from exhibition.model import Photo, Picture
from exhibition.pages.context import PageContext
from exhibition.pages.facet_lists import COLUMNS, WINDOWS, build_walls, build_window, list_dark_windows
from exhibition.pages.facets import FacetSource
from exhibition.types import Unit
from helpers import sites


@dataclass(frozen=True)
class Assets:
    catalogue: str = "assets/search/1/catalogue.js"
    script: str = "assets/search/search-1.js"
    walls: str = "assets/search/walls-1.js"


@pytest.mark.parametrize("lit", [1, 2, 5, 12, 23, 24, 59, 60])
@pytest.mark.parametrize("columns", COLUMNS)
def test_dark_panes_fill_the_last_floor_and_are_fewer_than_lit_ones(lit: int, columns: int) -> None:
    dark = sum(f"c{columns}" in pane.split() for pane in list_dark_windows(lit))
    assert (lit + dark) % min(columns, lit) == 0
    assert dark < lit


def test_an_empty_wall_shows_the_first_window_that_waits() -> None:
    assert list_dark_windows(0) == [" ".join(f"c{columns}" for columns in COLUMNS)]


def photographed(rank: int, **values: object) -> Unit:
    return sites.unit(rank, photos=(Photo("a.jpg", None, "花"),), **values)


def hang(*units: Unit) -> PageContext:
    """Return a context in which all photos of these units have come in."""
    exhibition = sites.exhibition(0, *units)
    picture = Picture("a.jpg", 800, 600, "a-320.jpg", "#aabbcc")
    return PageContext(exhibition, {(unit.id, photo.key): picture for unit in units for photo in unit.photos})


def test_two_pictures_hang_large_and_twenty_two_blanks_are_a_quiet_list() -> None:
    context = hang(photographed(1), photographed(2), *(sites.unit(rank) for rank in range(3, 25)))
    (wall, *_) = build_walls(context.hung, context)
    assert len(sites.list_rows(wall, "windows")) == 2
    assert (wall.data["few"], wall.data["panes"]) == ("w2", [])
    assert len(sites.list_rows(wall, "quiet")) == 22
    assert wall.data["quiet_words"] == "还有22个楼组，各缺一张照片。"


def test_a_few_blanks_hang_as_company() -> None:
    context = hang(*(photographed(rank) for rank in range(6)), sites.unit(7), sites.unit(8))
    (wall, *_) = build_walls(context.hung, context)
    assert len(sites.list_rows(wall, "windows")) == 8
    assert wall.data["quiet"] == ""


def test_examples_hang_behind_a_ruled_line() -> None:
    context = hang(photographed(1), photographed(0, example=True))
    (wall, *_) = build_walls(context.hung, context)
    assert [row[0] for row in sites.list_rows(wall, "windows")] == [sites.unit(1).id]
    assert [row[0] for row in sites.list_rows(wall, "examples")] == [sites.unit(0).id]


def test_a_wall_shows_sixty_windows_and_knows_where_the_others_are() -> None:
    shown = sites.exhibition(150)
    (wall, *_) = build_walls(sites.make_unit_index(shown), PageContext(shown, {}, Assets()))
    assert len(sites.list_rows(wall, "windows")) == WINDOWS
    assert wall.data["panes"] == []
    asked = json.loads(str(wall.data["more"]))
    assert asked["total"] == 150
    assert asked["script"] == "../assets/search/walls-1.js"
    assert wall.data["rest"] == "还有90扇窗，看名单"
    assert wall.data["list"] == "../units/"


def test_a_wall_without_search_leads_to_the_list() -> None:
    shown = sites.exhibition(150)
    (wall, *_) = build_walls(sites.make_unit_index(shown), PageContext(shown, {}))
    assert wall.data["more"] == ""
    assert wall.data["rest"]


def test_streets_themes_clusters_and_the_district_have_walls() -> None:
    shown = sites.exhibition(9, clusters=(sites.cluster(members=(sites.unit(1).id,)),))
    paths = set(sites.list_pages(shown, "wall.html"))
    vocabularies = shown.vocabularies
    streets = {f"walls/streets/{term.slug}/" for term in vocabularies.streets if not term.example}
    themes = {f"walls/themes/{term.slug}/" for term in vocabularies.themes}
    assert paths == {"walls/", "walls/clusters/90000/"} | streets | themes


def test_glass_tells_what_has_come_in() -> None:
    dark, lit, shown = (
        sites.unit(1),
        sites.unit(2, tagline="一起种花"),
        sites.unit(3, photos=(Photo("a.jpg", None, "花"),)),
    )
    picture = Picture("20003/a.jpg", 800, 600, "20003/a-320.jpg", "#aabbcc")
    exhibition = sites.exhibition(0, dark, lit, shown)
    hall = PageContext(exhibition, {(shown.id, "a.jpg"): picture})
    (room, *_) = sites.make_unit_index(exhibition).rooms["district"]
    assert build_window(dark, room, hall)[6:] == ["is-dark"]
    assert build_window(lit, room, hall)[6:] == ["is-lit v2"]
    assert build_window(shown, room, hall)[6:] == ["", "20003/a-320.jpg", "#aabbcc", ""]


def test_a_window_says_name_place_and_stars() -> None:
    one = sites.unit(6, stars=5)
    exhibition = sites.exhibition(0, one)
    (room, *_) = sites.make_unit_index(exhibition).rooms["district"]
    assert build_window(one, room, PageContext(exhibition, {}))[:5] == [
        one.id,
        "6号楼",
        f"{one.street}·和平一村",
        5,
        "五星楼组",
    ]


def test_other_walls_are_offered_but_not_a_wall_to_itself() -> None:
    for path, page in sites.list_pages(sites.exhibition(9), "wall.html").items():
        others = [link for _, link in page.data["others"]]  # type: ignore[attr-defined]
        assert "./" not in others, path
    assert FacetSource(replace(sites.make_empty())).units == ()
