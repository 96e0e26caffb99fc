"""The synthetic exhibition: the same every time, complete, gaps and stars as in the programme, no two alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated, Any

import pytest
import yaml

from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.diagnostics import Severity
from exhibition.ledger.reader import read_ledger
from exhibition.model import Entry, LinkState
from exhibition.model.exhibition import iter_records
from exhibition.model.field_types import Boolean, Choice, Date, Integer, PartialDate, PhotoKey, Reference, Text
from exhibition.model.fields import Field, Requirement, Section
from exhibition.model.record_types import Record, RecordType
from exhibition.types import CONTENT_TYPES, Cluster, ContentType, Unit
from exhibition.types.route import Route
from exhibition.types.self_governed import SelfGoverned
from exhibition.types.showcase import Showcase
from fake_population import Fiction, star_quota
from fake_records import RecordWriter
from synthetic import REPOSITORY, terms, write
from text_generator import Speech, tables

UNITS = 150


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic")
    write(folder, UNITS, seed=7)
    return folder


@pytest.fixture(scope="module")
def units(root: Path) -> list[dict[str, Any]]:
    return [front_matter(path) for path in sorted(root.glob("content/units/*/*/index.md"))]


@pytest.fixture(scope="module")
def clusters(root: Path) -> list[dict[str, Any]]:
    return [front_matter(path) for path in sorted(root.glob("content/clusters/*/index.md"))]


def front_matter(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    return values


def entry_files(root: Path) -> list[Path]:
    return [path for row in CONTENT_TYPES for path in (root / row.root).rglob("index.md")]


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write(tmp_path / name, 20, seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one") != contents(tmp_path / "three")


def test_every_unit_stands_in_its_street_under_its_number(root: Path, units: list[dict[str, Any]]) -> None:
    streets = {term["名称"]: term["slug"] for term in terms("streets")}
    assert len(units) == UNITS
    for values in units:
        assert (root / "content" / "units" / streets[values["街镇"]] / str(values["编号"]) / "index.md").exists()


def test_no_address_and_no_story_twice(root: Path, units: list[dict[str, Any]]) -> None:
    assert len({(values["小区"], values["楼号"]) for values in units}) == UNITS
    bodies = {path.read_text(encoding="utf-8").split("---\n")[2] for path in root.glob("content/units/*/*/index.md")}
    assert len(bodies) == UNITS


def test_every_entry_is_marked_as_example_unless_asked_not_to(
    units: list[dict[str, Any]], clusters: list[dict[str, Any]], tmp_path: Path
) -> None:
    # YAML reads 是 as text, so that no word is lost.
    assert {values["示例"] for values in (*units, *clusters)} == {"是"}
    write(tmp_path, 12, example=False)
    assert {front_matter(path)["示例"] for path in entry_files(tmp_path)} == {"否"}


def test_terms_are_those_of_the_vocabularies(units: list[dict[str, Any]]) -> None:
    for key, name in (("主题", "themes"), ("培育标准", "standards")):
        used = {term for values in units for term in values[key] or ()}
        assert used <= {term["名称"] for term in terms(name)}
        assert used


def test_steps_are_three_to_six_in_the_order_of_time_with_40_to_60_characters(units: list[dict[str, Any]]) -> None:
    for values in units:
        steps = values["历程"] or ()
        assert not steps or 3 <= len(steps) <= 6
        dates = [step["时间"] for step in steps if "时间" in step]
        assert dates == sorted(dates)
        assert all(40 <= len(step["经过"]) <= 60 for step in steps)


def test_some_fields_are_left_open(units: list[dict[str, Any]]) -> None:
    for key in ("居民区", "户数", "建立", "历程", "公约", "自治小组", "楼群", "星级", "主题"):
        gaps = sum(values[key] is None for values in units)
        assert 0 < gaps < UNITS, key


def test_a_group_has_three_members_or_is_left_open(units: list[dict[str, Any]]) -> None:
    assert all(values["自治小组"] is None or len(values["自治小组"]) >= 3 for values in units)


def test_clusters_and_units_name_each_other(units: list[dict[str, Any]], clusters: list[dict[str, Any]]) -> None:
    named = {values["编号"]: values["楼群"] for values in units if values["楼群"]}
    members = {member: values["编号"] for values in clusters for member in values["楼组"]}
    assert named == members
    assert len(members) == sum(len(values["楼组"]) for values in clusters)
    assert len(clusters) == UNITS // 12
    assert all(3 <= len(values["楼组"]) <= 8 and values["牵头"] in values["楼组"] for values in clusters)


def test_members_of_a_cluster_are_published_and_of_one_street(
    units: list[dict[str, Any]], clusters: list[dict[str, Any]]
) -> None:
    by_id = {values["编号"]: values for values in units}
    for values in clusters:
        members = [by_id[member] for member in values["楼组"]]
        assert {member["街镇"] for member in members} == {values["街镇"]}
        assert {member["状态"] for member in members} == {"发布"}


def test_the_ledger_has_every_entry_and_some_addresses_that_are_gone(root: Path, units: list[dict[str, Any]]) -> None:
    ledger, found = read_ledger(root)
    states = Counter(link.state for link in ledger.links)
    folders = {path.parent.name for path in entry_files(root)}
    assert found == []
    assert {link.id for link in ledger.links if link.state is LinkState.LIVE} == folders
    assert states[LinkState.RETIRED] and states[LinkState.MERGED]
    assert all(link.target in folders for link in ledger.links if link.state is LinkState.MERGED)
    assert [link.issued for link in ledger.links] == sorted(link.issued for link in ledger.links)


def test_stars_are_those_of_the_programme() -> None:
    quota = Counter(star_quota(Speech({}, Random(1)), 5500))
    assert quota[5] == 224
    assert quota[5] + quota[4] + quota[3] == 1634
    assert sum(quota.values()) == 5500
    assert sum(star_quota(Speech({}, Random(1)), 55).count(level) for level in (*range(6), None)) == 55


def test_the_tables_hold_hundreds_of_patterns_and_every_slot_is_known() -> None:
    loaded = tables()
    patterns = list(strings((loaded["题"], loaded["通用"])))
    speech = Speech(loaded["词"], Random(1))
    assert len(patterns) > 400
    assert all("{" not in speech.say(pattern) for pattern in patterns)


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in strings(part)]


def count_records(root: Path, row: RecordType) -> int:
    return len(load_exhibition(root).exhibition.list_records(row))


def test_records_change_nothing_else(root: Path, tmp_path: Path) -> None:
    write(tmp_path, UNITS, seed=7, records=10)
    plain, told = contents(root), contents(tmp_path)
    assert {name for name in told if name not in plain} == {
        name for name in told if name.rpartition("/")[2] in {row.side_file for row in CONTENT_TYPES.record_types}
    }
    for path in entry_files(root):
        fuller = front_matter(tmp_path / path.relative_to(root))
        assert fuller.items() >= front_matter(path).items()


def test_every_list_of_every_type_is_filled_and_there_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, 60, records=10, pictures=True, others=6, clusters=6)
    reading = load_exhibition(tmp_path)
    found = [*reading.diagnostics, *run_checks(reading.exhibition, tmp_path)]
    assert [one for one in found if one.severity is Severity.ERROR] == []
    assert [row.name for row in CONTENT_TYPES.record_types if not reading.exhibition.list_records(row)] == []
    for kind in CONTENT_TYPES:
        entries = reading.exhibition.published(kind.model)
        assert len(entries) >= 4
        for entry in entries:
            lists = [tuple(iter_records(entry, row)) for row in kind.record_types]
            rated = not isinstance(entry, Unit) or (entry.stars or 0) >= 3
            assert sum(map(len, lists)) == (10 if rated and lists else 0)
            assert sum(map(bool, lists)) == (min(4, len(lists)) if rated else 0)
    assert any(path.name != "index.md" for path in tmp_path.glob("content/units/*/*/*.md"))


def test_references_of_all_types_lead_to_published_entries(root: Path) -> None:
    exhibition = load_exhibition(root).exhibition
    naming = {
        kind.model
        for kind in CONTENT_TYPES
        for field, _ in kind.find_of_kind(Reference)
        if field.section is not Section.RECORDS
    }
    # What a type has no entry shipped for with references is told without them.
    assert {Cluster, Route, Showcase} <= {type(link.source) for link in exhibition.links} <= naming
    assert all(exhibition.get(link.target, Entry) for link in exhibition.links if link.source.published)


@pytest.mark.parametrize("number", [0, 1, 24, 500])
def test_one_list_has_exactly_so_many_records(number: int, tmp_path: Path) -> None:
    row = CONTENT_TYPES.record_types[0]
    write(tmp_path, 20, records=number, only=row.label)
    assert [count_records(tmp_path, one) for one in CONTENT_TYPES.record_types] == [
        number if one is row else 0 for one in CONTENT_TYPES.record_types
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A record of every kind of field that records may have."""

    day: Annotated[PartialDate | None, Field("哪天", Date(), placed=True)] = None
    what: Annotated[str, Field("看什么", Text(40), "电梯", Requirement.ALWAYS)]
    other: Annotated[str | None, Field("哪座楼", Reference(("unit",)), placed=True)] = None
    people: Annotated[int | None, Field("几人", Integer(1, 99, " 人"))] = None
    early: Annotated[bool, Field("早上", Boolean())] = False
    topic: Annotated[str, Field("主题", Choice("themes"))] = ""
    picture: Annotated[str | None, Field("照片", PhotoKey(), placed=True)] = None
    told: Annotated[str, Field("经过", Text(200), "先看门厅；再看楼道")] = ""


VISITS = RecordType("visits", "串门", Visit, help="谁来看过。", what="what", when="day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted(SelfGoverned):
    """An entry with such a list."""

    visits: Annotated[tuple[Visit, ...], VISITS.field] = ()


def test_a_list_that_is_declared_tomorrow_is_filled(tmp_path: Path) -> None:
    hosted = ContentType("hosted", "接待点", Hosted, folder="hosted")
    with CONTENT_TYPES.registered(hosted):
        places = [Fiction("hosted", {"编号": str(30001 + number), "状态": "发布"}) for number in range(3)]
        units = [Fiction("units/yuepu", {"编号": "10001", "状态": "发布"})]
        words = build_lexicon(read_vocabularies(REPOSITORY)[0])
        RecordWriter(Speech(tables()["词"], Random(1)), tables(), words, [*places, *units]).fill_list(
            VISITS, 30, pictures=True
        )
        records = [record for place in places for record in place.values["串门"]]
    assert len(records) == 30
    assert {key for record in records for key in record} >= {field.key for field in VISITS.fields}
    assert {record["哪座楼"] for record in records if "哪座楼" in record} == {"10001"}
    assert "串门" not in units[0].values
