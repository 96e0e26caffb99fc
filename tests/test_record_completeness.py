"""The ten windows of a digital archive: which apply, which are lit, and the gap that is the easiest to fill."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition, Pair, PartialDate
from exhibition.records import Meeting, Rating, StandardCase
from exhibition.types.completeness import WINDOWS, count_lit, find_easiest_gap, list_windows

HOME = Path(__file__).resolve().parents[1]


@cache
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def get_entry(id: str) -> Entry:
    return shipped().by_id[id]


def make_bare() -> Entry:
    """Return a published unit whose archive tells nothing."""
    nothing = {"stars": None, "households": None, "founded": None, "meeting_count": None}
    return replace(get_entry("10001"), **nothing, meetings=(), standard_cases=(), ratings=(), group=(), covenant=())


def list_lit(entry: Entry) -> list[str]:
    return [window.name for window, lit in list_windows(entry, shipped()) if lit]


def test_the_windows_are_ten_and_have_one_order_of_ease() -> None:
    assert len(WINDOWS) == 10
    assert sorted(window.ease for window in WINDOWS) == [*range(1, 11)]
    assert len({window.name for window in WINDOWS}) == 10
    assert all(window.help.endswith("。") for window in WINDOWS)


def test_of_a_unit_with_stars_all_ten_apply() -> None:
    example = replace(
        get_entry("10009"),
        stars=5,
        founded=PartialDate(2018, 3),
        meetings=(),
        standard_cases=(),
        ratings=(),
        households=24,
        group=("楼组长",) * 3,
    )
    assert len(list_windows(example, shipped())) == 10
    assert list_lit(example) == ["steps", "covenant", "group", "founded", "households"]


def test_where_the_stars_are_from_is_not_asked_of_a_unit_without_stars() -> None:
    names = [window.name for window, _ in list_windows(replace(get_entry("10009"), stars=None), shipped())]
    assert len(names) == 9 and "stars" not in names


def test_of_a_cluster_only_what_it_can_tell_applies() -> None:
    names = [window.name for window, _ in list_windows(get_entry("10007"), shipped())]
    assert names == ["photo", "pair", "steps", "covenant", "meetings"]


@pytest.mark.parametrize(
    ("change", "window"),
    [
        ({"meetings": (Meeting(topic="电梯井放在哪里"),)}, "meetings"),
        ({"standard_cases": (StandardCase(standard="人文环境"),)}, "standard-cases"),
        ({"ratings": (Rating(step="发文挂牌", stars=5, document="某号"),), "stars": 5}, "stars"),
        ({"households": 12}, "households"),
        ({"founded": PartialDate(2019)}, "founded"),
    ],
)
def test_a_record_lights_its_window(change: dict[str, object], window: str) -> None:
    bare = replace(make_bare(), stars=5)
    assert window not in list_lit(bare)
    assert window in list_lit(replace(bare, **change))


def test_meetings_that_are_only_counted_light_nothing() -> None:
    assert "meetings" not in list_lit(replace(make_bare(), meeting_count=7))


def test_an_announcement_without_a_document_is_no_source() -> None:
    unit = replace(make_bare(), stars=5, ratings=(Rating(step="发文挂牌", stars=5),))
    assert "stars" not in list_lit(unit)


def test_a_drawn_scene_is_no_photograph() -> None:
    assert get_entry("10009").photos and "photo" not in list_lit(get_entry("10009"))


def test_the_easiest_gap_comes_in_a_fixed_order() -> None:
    bare = make_bare()
    found = find_easiest_gap(list_windows(bare, shipped()))
    assert found is not None and found.name == "households"
    found = find_easiest_gap(list_windows(replace(bare, households=30), shipped()))
    assert found is not None and found.name == "founded"


def test_nothing_is_easiest_where_everything_is_lit() -> None:
    photo = replace(get_entry("10009").photos[0], file="photo-01.jpg", scene=None)
    whole = replace(
        get_entry("10009"),
        photos=(photo,),
        pairs=(Pair("走道", "photo-01.jpg", "photo-01.jpg"),),
        meetings=(Meeting(topic="电梯"),),
        standard_cases=(StandardCase(standard="人文环境"),),
        ratings=(Rating(step="发文挂牌", stars=5, document="某号"),),
    )
    states = list_windows(whole, shipped())
    assert count_lit(states) == len(states) == 10
    assert find_easiest_gap(states) is None


def test_a_pair_lights_its_window_only_where_both_pictures_may_be_shown() -> None:
    drawn = next(photo for photo in get_entry("10009").photos if photo.scene)
    hidden = replace(drawn, file="photo-01.jpg", scene=None, consent="")
    entry = replace(get_entry("10009"), photos=(drawn, hidden), pairs=(Pair("走道", drawn.key, hidden.key),))
    pair = next(window for window in WINDOWS if window.name == "pair")
    assert not pair.is_lit(entry)
    assert pair.is_lit(replace(entry, pairs=(Pair("走道", drawn.key, drawn.key),)))
