"""The table of galleries: every unit hangs where it belongs, once, and one row is enough for a new gallery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from exhibition.model import PartialDate, Status
from exhibition.model.exhibition import sort_in_walking_order
from exhibition.pages.context import PageContext
from exhibition.pages.facet_lists import TINT, build_lists, build_walls, make_dusk_class
from exhibition.pages.facets import (
    GALLERIES,
    FacetIndex,
    FacetSource,
    FacetValue,
    build_street_tiles,
    choose_type_colour,
)
from exhibition.records import Rating
from exhibition.types import Unit, UnitIndex
from helpers import sites
from illustrations.palette import TOKENS

SHOWN = sites.exhibition(250, sites.unit(400, status=Status.DRAFT), sites.unit(401, status=Status.WITHDRAWN))


def hung_ids(kind: str) -> Counter[str]:
    return Counter(unit.id for room in sites.make_unit_index(SHOWN).rooms[kind] for unit in room.units)


def test_every_published_unit_hangs_once_in_district_street_and_stars() -> None:
    published = Counter(unit.id for unit in SHOWN.published(Unit))
    assert len(published) == 250
    for kind in ("district", "street", "stars"):
        assert hung_ids(kind) == published, kind


def test_a_unit_hangs_once_under_each_of_its_themes() -> None:
    doubled = sites.unit(300, themes=(sites.make_empty().vocabularies.themes.names[0],) * 2)
    shown = sites.exhibition(0, doubled)
    assert next(len(room.units) for room in sites.make_unit_index(shown).rooms["theme"]) == 1
    assert sum(hung_ids("theme").values()) == sum(len(unit.themes) for unit in SHOWN.published(Unit))


def test_a_cluster_hangs_its_published_members_in_its_own_order() -> None:
    members = (sites.unit(5), sites.unit(3), sites.unit(4, status=Status.DRAFT))
    cluster = sites.cluster(members=tuple(unit.id for unit in members))
    (room,) = sites.make_unit_index(sites.exhibition(0, *members, clusters=(cluster,))).rooms["cluster"]
    assert [unit.id for unit in room.units] == [members[0].id, members[1].id]
    assert (room.path, room.wall) == (f"{cluster.id}/", f"walls/clusters/{cluster.id}/")


def test_neighbours_stand_side_by_side_and_numbers_count() -> None:
    streets = sites.make_empty().vocabularies.streets
    one, two, ten = (sites.unit(n, street=streets.names[0], compound="共和二村", building=f"{n}号") for n in (1, 2, 10))
    later = sites.unit(3, street=streets.names[0], compound="共和十一村")
    elsewhere = sites.unit(0, street=streets.names[1])
    assert sort_in_walking_order([elsewhere, ten, later, two, one], streets) == (one, two, ten, later, elsewhere)


def test_a_new_gallery_is_one_row() -> None:
    def buildings(walk: FacetSource) -> Iterator[FacetValue]:
        odd = tuple(unit for unit in walk.units if int(unit.id) % 2)
        yield FacetValue("odd", "odd", "单号", "odd/", odd, "walls/odd/")

    row = type(GALLERIES[0])("odd", "单双号", "", "按楼号排", buildings)
    hung, hall = FacetIndex(FacetSource(SHOWN), (row,)), PageContext(SHOWN, {})
    assert [page.path for page in build_lists(hung, hall)] == ["odd/", "odd/2/"]
    assert [page.path for page in build_walls(hung, hall)] == ["walls/odd/"]


def test_counts_on_the_map_are_true_and_examples_stay_off_it() -> None:
    tiles = build_street_tiles(SHOWN)
    streets = [term for term in SHOWN.vocabularies.streets if not term.example]
    assert [tile["count"] for tile in tiles] == [
        len(SHOWN.derive(UnitIndex).by_street.get(term.name, ())) for term in streets
    ]
    assert len({tile["look"] for tile in tiles}) == len(tiles)


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in bytes.fromhex(colour.lstrip("#")))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_type_is_readable_on_every_street_s_accent_and_facade() -> None:
    for room in sites.make_unit_index(SHOWN).rooms["street"]:
        assert room.term
        assert contrast(room.accent, choose_type_colour(room.term)) >= 4.5, room.name
        for type_colour in (TOKENS["paper"], "#cfe0dc", "#ffd98a"):
            look = make_dusk_class(room)
            assert look
            colour = look.declarations.split(";")[0].removeprefix("--shade:")
            assert contrast(colour, type_colour) >= 4.5, (room.name, TINT)


def announce(year: int) -> tuple[Rating, ...]:
    return (
        Rating(step="发文挂牌", date=PartialDate(year, 12), document="某号"),
        Rating(step="实地验收", date=PartialDate(2025)),
    )


def test_units_hang_in_the_year_in_which_their_stars_were_announced_and_examples_in_none() -> None:
    told = [sites.unit(rank, stars=3 + rank % 3, ratings=announce(2021 + rank % 2)) for rank in range(1, 6)]
    silent = sites.unit(6, stars=4)
    undated = sites.unit(7, stars=4, ratings=(Rating(step="发文挂牌", document="某号"),))
    made_up = sites.unit(8, stars=5, ratings=announce(2021), example=True)
    shown = sites.exhibition(0, *told, silent, undated, made_up)
    pages = sites.list_pages(shown)
    assert sorted(path for path in pages if path.startswith("stars/announced/")) == [
        "stars/announced/2021/", "stars/announced/2022/",
    ]  # fmt: skip
    beside = pages["stars/"].data["beside"]
    assert beside["words"] == "评了星的7个楼组里，5个写明了哪一年挂牌。示例不算。"  # type: ignore[index]
    # By year, whatever the numbers are.
    assert beside["links"] == [  # type: ignore[index]
        ["2022年挂牌", "../stars/announced/2022/", "3个楼组"], ["2021年挂牌", "../stars/announced/2021/", "2个楼组"],
    ]  # fmt: skip
    rows = sites.list_rows(pages["stars/announced/2021/"])
    assert sorted(row[0] for row in rows) == sorted(unit.id for unit in told if unit.ratings[0].date.year == 2021)  # type: ignore[union-attr]


def test_without_a_year_there_are_no_cohorts_and_the_page_says_how_little_is_known() -> None:
    pages = sites.list_pages(sites.exhibition(0, sites.unit(1, stars=4)))
    beside = pages["stars/"].data["beside"]
    assert beside["links"] == []  # type: ignore[index]
    assert beside["words"].startswith("评了星的1个楼组里，0个")  # type: ignore[index]


def test_examples_are_in_no_number_of_a_gallery() -> None:
    theme = sites.make_empty().vocabularies.themes.names[0]
    examples = [
        sites.unit(70 + rank, stars=5, founded=PartialDate(2019), themes=(theme,), example=True) for rank in range(2)
    ]
    true = sites.unit(1, stars=5, founded=PartialDate(2020), themes=(theme,))
    shown = sites.exhibition(0, true, *examples, sites.unit(80, stars=4, example=True))
    pages = sites.list_pages(shown)
    assert [row[3] for row in pages["stars/"].data["levels"]][:2] == ["1个", "1个示例"]  # type: ignore[attr-defined]
    assert {row[0]: row[2] for row in pages["years/"].data["links"]} == {"2020年": "1个楼组", "2019年": "2个示例"}  # type: ignore[attr-defined]
    assert pages["themes/"].data["covers"][0]["words"] == "1个楼组"  # type: ignore[index]
    assert pages["units/"].data["counts"] == [["1", "个楼组"], ["1", "个小区"], ["3", "个示例楼组"]]
    assert pages["units/"].data["levels"] == [["五星楼组1个", "../stars/5/"]]
    assert pages["walls/"].data["lead"] == "1个楼组，1扇窗；另有3扇是示例。"
    assert pages["units/"].data["order"].startswith("共1个，另有3个示例")  # type: ignore[attr-defined]
