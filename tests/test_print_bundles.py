"""Bundles: one file for each place of delivery, at most 50 pages, with a name that is valid on every system."""

from __future__ import annotations

import re

import pytest

from exhibition.print.formats import FORMATS
from exhibition.print.jobs.bundles import PlannedPoster, PrintBundle, plan_bundles, to_file_name
from exhibition.print.jobs.selection import compute_fingerprint
from exhibition.print.poster import build_poster
from exhibition.types import Unit
from helpers.fake_print import UNITS, exhibition, unit

A4 = FORMATS["a4"]


def planned(*units: Unit) -> tuple[PrintBundle, ...]:
    hall = exhibition(*units)
    posters = [(build_poster(one, hall), one) for one in units]
    return plan_bundles([PlannedPoster(poster, one, compute_fingerprint(poster, A4)) for poster, one in posters], A4)


def test_places_come_as_the_ledger_first_names_them_and_keep_their_units_together() -> None:
    bundles = planned(*UNITS[:5])
    assert [(one.stem, [poster.id for poster in one.posters]) for one in bundles] == [
        ("A4-01-高境镇-共和一居", ["10001", "10003"]),
        ("A4-02-高境镇-共和二居", ["10002"]),
        ("A4-03-罗店镇-宝欣苑三村", ["10004"]),
        ("A4-04-罗店镇", ["10005"]),
    ]
    assert [page.seq for one in bundles for page in one.pages] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("count", "sizes"), [(50, [50]), (51, [25, 26]), (120, [40, 40, 40])])
def test_no_file_has_more_than_fifty_pages(count: int, sizes: list[int]) -> None:
    bundles = planned(*(unit(str(10001 + number)) for number in range(count)))
    assert [len(one.pages) for one in bundles] == sizes
    assert len({one.stem for one in bundles}) == len(bundles)
    assert [poster.id for one in bundles for poster in one.posters] == [str(10001 + number) for number in range(count)]


def test_numbers_keep_the_order_however_many_files_there_are() -> None:
    bundles = planned(*(unit(str(10001 + number), committee=f"{number}居") for number in range(101)))
    stems = [one.stem for one in bundles]
    assert stems == sorted(stems)
    assert stems[0].startswith("A4-001-")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("共和十一村", "共和十一村"),
        ('a<b>:"c/\\d|e?f*', "a-b-c-d-e-f"),
        ("一居 . ", "一居"),
        ("../..", ""),
        ("楼\u0000群\n", "楼-群"),
        ("长" * 90, "长" * 40),
        ("初心楼🏠", "初心楼"),
    ],
)
def test_names_are_safe_on_windows_and_in_a_zip(name: str, file: str) -> None:
    assert to_file_name(name) == file
    assert not re.search(r'[<>:"/\\|?*\s.]', to_file_name(name))


def test_each_page_says_outside_its_trim_what_it_is() -> None:
    folio = planned(*UNITS[:3])[0].list_slug_lines()
    assert folio == (
        "A4-01-高境镇-共和一居  ·  1/2  ·  10001  ·  A4 海报",
        "A4-01-高境镇-共和一居  ·  2/2  ·  10003  ·  A4 海报",
    )
