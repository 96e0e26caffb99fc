"""Numbers, dates, flags and choices as neighbours write them."""

from __future__ import annotations

import pytest

from exhibition.model import PartialDate
from exhibition.model.field_types import Boolean, Choice, EntryId, FocusPoint, Integer, StarRating, Text, parse_date
from exhibition.model.fields import RecordList
from exhibition.model.vocabulary import ChoiceWords
from exhibition.text.characters import parse_integer
from exhibition.types import CLUSTER, CONTENT_TYPES, UNIT


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3), ("３", 3), ("三", 3), ("★★★", 3), ("⭐⭐", 2), ("★★★☆☆", 3), ("3星", 3), ("三星级", 3), ("3颗星", 3),
        ("二十四", 24), ("二十四户", 24), ("一百零五", 105), ("十", 10), ("两", 2), ("二〇一八", 2018), ("“3”", 3),
    ],
)  # fmt: skip
def test_numbers_are_understood(text: str, number: int) -> None:
    assert parse_integer(text) == number


@pytest.mark.parametrize(
    "text", ["约24", "二十多", "24左右", "3.5", "-3", "3-4", "百十", "十十", "", "很多", "三百户人家"]
)
def test_what_is_not_certain_is_no_number(text: str) -> None:
    assert parse_integer(text) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2018年11月26日", "2018-11-26"), ("2018年11月26号", "2018-11-26"), ("2018年11月", "2018-11"), ("2018年", "2018"),
        ("2018/11/26", "2018-11-26"), ("2018.11.26", "2018-11-26"), ("2018.1", "2018-01"), ("2018-1-5", "2018-01-05"),
        ("20181126", "2018-11-26"), ("201811", "2018-11"), ("2018 11 26", "2018-11-26"), ("2018年11月份", "2018-11"),
        ("２０１８－１１", "2018-11"), ("二〇一八年十一月二十六日", "2018-11-26"), ("2018—11—26", "2018-11-26"),
    ],
)  # fmt: skip
def test_other_writings_of_dates_are_understood_with_a_reminder(text: str, iso: str) -> None:
    date, slip = parse_date(text, "建立")
    assert date is not None
    assert slip is not None
    assert (date.iso, slip.rule.code, slip.text) == (iso, "W235", iso)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("18.11.26", "E229"), ("11月26日", "E229"), ("去年", "E229"), ("2018-11-26 早上", "E229"), ("2018-11-", "E229"),
        ("2018-11-31", "E233"), ("2018-13", "E233"), ("2019-02-29", "E233"), ("2018-00", "E233"), ("0018-11", "E233"),
        ("2018年2月30日", "E233"), ("2018-11-00", "E233"), ("201813", "E233"),
    ],
)  # fmt: skip
def test_dates_that_are_not_are_refused(text: str, code: str) -> None:
    date, slip = parse_date(text, "建立")
    assert date is None
    assert slip is not None
    assert slip.rule.code == code


def test_standard_dates_pass_in_silence() -> None:
    assert parse_date("2018-11", "建立") == (PartialDate(2018, 11), None)
    assert parse_date("2020-02-29", "建立") == (PartialDate(2020, 2, 29), None)


def test_a_choice_is_found_by_part_alias_and_quotes() -> None:
    choice = Choice(words=ChoiceWords.from_names(("高境镇", "庙行镇"), {"高境": "高境镇"}))
    assert choice.parse("高境镇", "街镇", {}) == ("高境镇", None)
    for text, value, code, better in (
        ("高境", "高境镇", "W239", "高境镇"),
        ("“庙行镇”", "庙行镇", "E109", "庙行镇"),
        ("庙行", None, "E238", "庙行镇"),
        ("宝山", None, "E238", None),
    ):
        read, slip = choice.parse(text, "街镇", {})
        assert slip is not None
        assert (read, slip.rule.code, slip.text) == (value, code, better)


def test_a_vocabulary_that_cannot_be_read_lets_everything_pass() -> None:
    assert Choice("themes").parse("任何", "主题", {"themes": ChoiceWords((), {})}) == ("任何", None)


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("否", False), ("TRUE", True), ("no", False), ("✔", True), ("也许", None)]
)
def test_flags(text: str, value: bool | None) -> None:
    assert Boolean().parse(text, "示例", {})[0] is value


@pytest.mark.parametrize(
    ("text", "value"),
    [("50,40", (50, 40)), ("50， 40", (50, 40)), ("50%,40%", (50, 40)), ("101,3", None), ("中", None)],
)
def test_focus(text: str, value: tuple[int, int] | None) -> None:
    assert FocusPoint().parse(text, "焦点", {})[0] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("10001", "10001"), ("１０００１", "10001"), ("1 0001", "10001"), ("01000", None), ("1000", None)],
)
def test_ids(text: str, value: str | None) -> None:
    read, slip = EntryId().parse(text, "编号", {})
    assert read == value
    assert (slip is None) == (text == "10001")


def test_values_are_shown_as_visitors_read_them() -> None:
    shown = {field.key: field for field in UNIT.fields}
    assert shown["建立"].format_value(PartialDate(2018, 11)) == "2018年11月"
    assert shown["户数"].format_value(24) == "24 户"
    assert shown["主题"].format_value(("加装电梯", "剪纸")) == "加装电梯、剪纸"
    assert shown["示例"].format_value(False) == "否"
    assert [shown[key].format_value(None) for key in ("星级", "主题")] == ["", ""]
    assert shown["星级"].format_value(0) == "0 星"


def test_ranges_and_lengths() -> None:
    assert StarRating().parse("6", "星级", {})[0] is None
    assert Integer(1, 10).parse("0", "户数", {})[1].rule.code == "E224"  # type: ignore[union-attr]
    assert Text(3).parse("一二三四", "一句话", {})[1].rule.code == "E221"  # type: ignore[union-attr]


def test_every_field_is_explained_and_named_once() -> None:
    for fields in (UNIT.fields, CLUSTER.fields):
        assert len({field.key for field in fields}) == len({field.attribute for field in fields}) == len(fields)
    for field in CONTENT_TYPES.fields:
        assert field.help.endswith("。"), field.key
        assert field.example or isinstance(field.kind, RecordList), field.key
