"""Lists: paging is right, links of the pager lead to pages that are there, facts and counts are true."""

from __future__ import annotations

import pytest

from exhibition.pages.facets import GALLERIES
from exhibition.pages.page import ROWS, build_pager, iter_slices, list_pager_numbers
from exhibition.text.characters import make_relative
from helpers import sites

LISTED = [gallery.kind for gallery in GALLERIES if gallery.lists]


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
def test_a_list_is_cut_into_leaves_of_a_hundred(count: int, sizes: list[int]) -> None:
    found = list(iter_slices("units/", range(count)))
    assert [len(leaf.rows) for leaf in found] == sizes
    assert [row for leaf in found for row in leaf.rows] == list(range(count))
    assert [leaf.first for leaf in found] == [1 + ROWS * n for n in range(len(sizes))]
    assert {(leaf.of, leaf.total) for leaf in found} == {(len(sizes), count)}


@pytest.mark.parametrize("of", [2, 3, 7, 56])
def test_every_leaf_is_reached_by_next_and_previous(of: int) -> None:
    for number in range(1, of + 1):
        links = build_pager("units/", number, of)
        assert links
        assert bool(links["previous"]) == (number > 1)
        assert bool(links["next"]) == (number < of)
        shown = list_pager_numbers(number, of)
        assert shown[0] == 1
        assert shown[-1] == of
        assert number in shown
        assert len(shown) <= 7


def test_one_leaf_needs_no_pager() -> None:
    assert build_pager("units/", 1, 1) is None


def resolved(link: str, path: str) -> str:
    """The path of the site at which a relative link arrives."""
    parts = path.split("/")[:-1]
    for step in link.partition("#")[0].split("/"):
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "".join(f"{part}/" for part in parts)


def test_links_of_pagers_and_jumps_lead_to_pages() -> None:
    found = sites.list_pages(sites.exhibition(750))
    for path, page in found.items():
        links = page.data.get("pager") or {}
        targets = [link for _, link in links.get("numbers", []) if link]  # type: ignore[attr-defined]
        targets += [link for link in (links.get("previous"), links.get("next")) if link]  # type: ignore[attr-defined]
        targets += [link for _, link in page.data.get("jumps", [])]  # type: ignore[attr-defined]
        targets += [link for _, link in page.data.get("crumbs", [])]  # type: ignore[attr-defined]
        for link in targets:
            assert resolved(link, path) in {*found, ""}, (path, link)
    assert found["units/2/"].data["jumps"]


def test_a_jump_lands_on_the_first_row_of_its_street() -> None:
    found = sites.list_pages(sites.exhibition(750), "gallery.html")
    for _, link in found["units/"].data["jumps"]:  # type: ignore[attr-defined]
        target, _, anchor = link.partition("#u")
        assert anchor in [row[0] for row in sites.list_rows(found[resolved(target, "units/")])]


def is_leaf(path: str, room: str) -> bool:
    """Is `path` the second or a later page of the room?"""
    return path.startswith(room) and path.removeprefix(room)[:-1].isdigit()


@pytest.mark.parametrize("kind", LISTED)
def test_a_room_s_pages_show_each_of_its_units_once(kind: str) -> None:
    shown = sites.exhibition(330)
    found = sites.list_pages(shown, "gallery.html")
    for room in sites.make_unit_index(shown).rooms[kind]:
        own = [page for path, page in found.items() if path == room.path or is_leaf(path, room.path)]
        rows = [row[0] for page in own for row in sites.list_rows(page)]
        assert rows == [unit.id for unit in room.units], room.path


def test_an_example_is_marked_unless_the_whole_page_is() -> None:
    mixed = sites.list_pages(sites.exhibition(3, sites.unit(9, example=True)))["units/"]
    marks = {row[0]: row[5] for row in sites.list_rows(mixed)}
    assert marks.pop(str(sites.FIRST + 9)) == "示例"
    assert set(marks.values()) == {""}
    assert mixed.data["example"] is False
    assert mixed.data["counts"] == [["3", "个楼组"], ["3", "个小区"], ["1", "个示例楼组"]]
    alone = sites.list_pages(sites.exhibition(0, sites.unit(9, example=True)))["units/"]
    assert alone.data["example"] is True
    assert [row[5] for row in sites.list_rows(alone)] == [""]


def test_the_first_page_of_a_street_in_full() -> None:
    street = sites.make_empty().vocabularies.streets.names[0]
    shown = sites.exhibition(0, sites.unit(0, name="甲<楼>", stars=5), clusters=(sites.cluster(street=street),))
    (room, *_) = sites.make_unit_index(shown).rooms["street"]
    page = sites.list_pages(shown)[room.path]
    assert sites.list_rows(page) == [[str(sites.FIRST), "甲<楼>", "和平一村", "5", "五星楼组", ""]]
    assert page.data["counts"] == [["1", "个楼组"], ["1", "个楼群"], ["1", "个小区"]]
    assert page.data["levels"] == [["五星楼组1个", "../../stars/5/"]]
    assert page.data["entrance"]["link"] == make_relative(room.wall, room.path)  # type: ignore[index]
    assert "甲&lt;楼&gt;" in page.render().decode()


def test_an_empty_room_says_so_and_has_no_way_into_a_wall() -> None:
    found = sites.list_pages(sites.make_empty())
    (room, *_) = sites.make_unit_index(sites.make_empty()).rooms["theme"]
    assert found[room.path].data["order"] == "这里还没有楼组亮灯。"
    assert found[room.path].data["entrance"] == {}


def test_titles_put_the_place_first_and_stay_short() -> None:
    for path, page in sites.list_pages(sites.exhibition(250)).items():
        assert len(page.title) <= 20, path
