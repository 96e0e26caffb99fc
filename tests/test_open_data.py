"""Open data: what the tables hold and what they leave out, their description, their pages."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import frictionless
import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.exchange.open_data import (
    DELIMITER,
    ENTRIES,
    OpenData,
    OpenTable,
    describe_form,
    get_list_name,
    is_always_filled,
    list_foreign_keys,
    list_tables,
)
from exhibition.exchange.table_files import BOM, remove_text_mark
from exhibition.model import Entry, Exhibition, PartialDate, Photo, Status, Step
from exhibition.model.content_types import ContentType
from exhibition.model.entry import REFUSED, STATUS
from exhibition.model.exhibition import iter_records
from exhibition.model.field_types import Boolean, Choice, Date, Reference, Text
from exhibition.model.fields import Field, RecordList, Requirement
from exhibition.model.record_types import Record, RecordType
from exhibition.model.vocabulary import ChoiceWords
from exhibition.pages.context import PageContext
from exhibition.pages.data_page import build_data_pages, format_size
from exhibition.types import CONTENT_TYPES
from exhibition.types.showcase import Exhibit, Showcase
from helpers import sites
from synthetic import write as write_synthetic

MOST_PAGE_BYTES = 30 * 1024


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


@pytest.fixture(scope="module")
def told(shipped: Exhibition) -> Exhibition:
    """The shipped content as if no example were one: it fills every table."""
    return shipped.replace_entries(replace(entry, example=False) for entry in shipped.entries)


def read_csv(data: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(data.removeprefix(BOM).decode(), newline=""))
    return [{key: remove_text_mark(cell) for key, cell in row.items()} for row in rows]


def get_table(name: str) -> OpenTable:
    return next(table for table in list_tables() if table.name == name)


def rows_of(data: OpenData, name: str) -> list[dict[str, Any]]:
    return json.loads(data.files[f"{name}.json"])  # type: ignore[no-any-return]


def validate(data: OpenData, folder: Path) -> frictionless.Report:
    for name, text in data.files.items():
        (folder / name).write_bytes(text)
    return frictionless.validate(str(folder / "datapackage.json"))


def explain(report: frictionless.Report) -> list[list[object]]:
    return report.flatten(["name", "rowNumber", "fieldName", "type", "note"])


def test_there_is_a_table_for_each_type_and_each_list() -> None:
    names = [table.name for table in list_tables()]
    assert names[0] == ENTRIES
    assert set(names) >= {row.folder for row in CONTENT_TYPES} | {row.name for row in CONTENT_TYPES.record_types}
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("which", ["shipped", "told", "empty"])
def test_frictionless_accepts_the_package(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    found = sites.make_empty() if which == "empty" else request.getfixturevalue(which)
    data = OpenData(found)
    report = validate(data, tmp_path)
    assert report.valid, explain(report)
    assert len(report.tasks) == len(data.tables)
    if which == "told":
        assert all(data.get_rows(table) for table in data.tables if table.name != "ratings")


def test_frictionless_accepts_an_invented_exhibition(tmp_path: Path) -> None:
    write_synthetic(tmp_path / "root", 150, records=20, example=False, pictures=True, clusters=20, others=20)
    data = OpenData(load_exhibition(tmp_path / "root").exhibition)
    for told in CONTENT_TYPES.record_types:
        assert len(data.get_rows(get_table(told.name))) > 10, told.name
    report = validate(data, tmp_path)
    assert report.valid, explain(report)


@pytest.mark.parametrize(
    ("name", "old", "new", "kind"),
    [
        ("units.csv", ",64号楼,", ",,", "constraint-error"),
        ("units.csv", ",10007,", ",10999,", "foreign-key"),
        ("steps.csv", "10001,2,", "10001,1,", "primary-key"),
        ("experiences.csv", "10001,1,加装电梯", "10001,1,没有这个词", "constraint-error"),
    ],
)
def test_frictionless_sees_what_the_schema_forbids(
    shipped: Exhibition, tmp_path: Path, name: str, old: str, new: str, kind: str
) -> None:
    validate(OpenData(shipped), tmp_path)
    text = (tmp_path / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for one in package["resources"]:
        del one["bytes"], one["hash"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert kind in {row[3] for row in explain(frictionless.validate(str(tmp_path / "datapackage.json")))}


def test_the_package_is_of_the_second_version(shipped: Exhibition) -> None:
    package = json.loads(OpenData(shipped).files["datapackage.json"])
    profile = "https://datapackage.org/profiles/2.0/"
    assert package["$schema"] == f"{profile}datapackage.json"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"] == [{"title": "宝山区民政局"}]
    assert "created" not in package
    for resource in package["resources"]:
        schema = resource["schema"]
        assert resource["$schema"] == f"{profile}dataresource.json"
        assert schema["$schema"] == f"{profile}tableschema.json"
        assert resource["type"] == "table"
        assert "profile" not in resource
        assert isinstance(schema["fieldsMatch"], str)
        assert all(isinstance(key, str) for key in schema["primaryKey"])
        for key in schema.get("foreignKeys", []):
            assert isinstance(key["fields"], list)
            assert isinstance(key["reference"]["fields"], list)
        assert all(field["description"] and field["name"] for field in schema["fields"])


def test_columns_say_what_they_hold(shipped: Exhibition) -> None:
    units = {
        one["name"]: one for one in OpenData(shipped).describe_resource(get_table("units"), b"")["schema"]["fields"]
    }  # type: ignore[index]
    assert units["编号"]["constraints"] == {"required": True, "pattern": "[1-9][0-9]{4}"}
    assert units["星级"]["type"] == "integer"
    assert units["星级"]["constraints"] == {"minimum": 0, "maximum": 5}
    assert "高境镇" in units["街镇"]["constraints"]["enum"]
    assert re.fullmatch(units["建立"]["constraints"]["pattern"], "2018-11")
    assert units["主题"] | {"description": "", "example": ""} == {
        "name": "主题",
        "description": "",
        "example": "",
        "type": "list",
        "delimiter": DELIMITER,
        "itemType": "string",
    }


def test_nothing_internal_has_a_column(told: Exhibition) -> None:
    data = OpenData(told)
    # Whether a claim waits for somebody is what its card says; the 状态 of entries is not told.
    public = {("claims", "状态")}
    keys = {(table.name, field.key) for table in data.tables for field in table.columns} - public
    internal = {"状态", "示例", "同意", "同意日期", "同意范围", "复核", "称呼", "文件", "焦点", "具名"}
    assert not [one for one in keys if one[1] in internal]
    columns = {field.key: field for field in get_table("claims").columns}
    assert not set(STATUS.words.names) & set(columns["状态"].kind.words.names)
    text = b"".join(data.files.values()).decode()
    assert not re.search(r"\.(?:jpe?g|png|heic|webp)\b", re.sub(r'"(?:example|description)": .*', "", text))


def test_examples_drafts_and_what_was_taken_down_are_absent() -> None:
    cluster = sites.cluster(1, status=Status.DRAFT, members=("20001",))
    kept = sites.unit(1, cluster=cluster.id)
    shown = replace(
        sites.make_empty(),
        entries=(
            kept,
            sites.unit(2, example=True),
            sites.unit(3, status=Status.DRAFT),
            sites.unit(4, status=Status.WITHDRAWN),
            cluster,
        ),
    )
    data = OpenData(shown)
    assert [row["编号"] for row in rows_of(data, ENTRIES)] == [kept.id]
    (unit,) = rows_of(data, "units")
    assert "楼群" not in unit, "a reference to a draft is dropped"


def test_what_refers_to_nothing_public_is_left_out_as_pages_do(tmp_path: Path) -> None:
    shown, made_up = sites.unit(1), sites.unit(2, example=True)
    cluster = sites.cluster(1, members=(shown.id, made_up.id), lead=made_up.id)
    showcase = Showcase(
        id="30001",
        name="展室",
        status=Status.PUBLISHED,
        spans={},
        source="本项目",
        tagline="看一看",
        exhibits=(Exhibit(made_up.id, "编的"), Exhibit("99999", "没有"), Exhibit(shown.id, "真的")),
    )
    entries = [replace(one, tagline="一句话", source="本项目") for one in (shown, made_up, cluster)]
    data = OpenData(sites.make_empty().replace_entries([*entries, showcase]))
    (clusters,) = rows_of(data, "clusters")
    assert clusters["楼组"] == [shown.id]
    assert "牵头" not in clusters
    assert rows_of(data, "clusters-members") == [{"编号": cluster.id, "序": 1, "楼组": shown.id}]
    assert list_foreign_keys(get_table("clusters-members"))[1] == {
        "fields": ["楼组"],
        "reference": {"resource": "units", "fields": ["编号"]},
    }
    assert rows_of(data, "exhibits") == [{"编号": "30001", "序": 3, "哪一页": shown.id, "一句话": "真的"}]
    report = validate(data, tmp_path)
    assert report.valid, explain(report)


def test_photos_without_consent_or_picture_are_absent() -> None:
    photos = (
        Photo("a.jpg", None, "有人", consent=REFUSED),
        Photo("b.jpg", None, "花园", consent="不涉及人物"),
        Photo("c.jpg", None, "还没交来", consent="不涉及人物"),
    )
    steps = tuple(Step(None, name, photo=f"{name}.jpg") for name in "abc")
    unit = sites.unit(1, photos=photos, steps=steps)
    data = OpenData(replace(sites.make_empty(), entries=(unit,)), {(unit.id, "a.jpg"), (unit.id, "b.jpg")})
    assert [(row["序"], row["说明"]) for row in rows_of(data, "photos")] == [(2, "花园")]
    assert [row.get("照片") for row in rows_of(data, "steps")] == [None, 2, None]


def test_dates_are_as_precise_as_they_are_known_and_ids_are_texts() -> None:
    dates = (PartialDate(2018), PartialDate(2018, 11), PartialDate(2018, 11, 26), None)
    unit = sites.unit(0, steps=tuple(Step(date, "一步") for date in dates), stars=None, themes=("加装电梯", "议事协商"))
    data = OpenData(replace(sites.make_empty(), entries=(unit,)))
    assert [row.get("时间") for row in rows_of(data, "steps")] == ["2018", "2018-11", "2018-11-26", None]
    assert [row["时间"] for row in read_csv(data.files["steps.csv"])] == ["2018", "2018-11", "2018-11-26", ""]
    assert rows_of(data, "units")[0]["编号"] == "20000"
    assert read_csv(data.files["units.csv"])[0]["主题"] == DELIMITER.join(unit.themes)
    assert "星级" not in rows_of(data, "units")[0], "nothing is null"


def test_csv_and_json_say_the_same(told: Exhibition) -> None:
    data = OpenData(told)
    for table in data.tables:
        keys = [field.key for field in table.columns]
        rows = [{key: row.get(key) for key in keys} for row in rows_of(data, table.name)]
        written = [
            {
                key: "" if one is None else DELIMITER.join(one) if isinstance(one, list) else str(one)
                for key, one in row.items()
            }
            for row in rows
        ]
        written = [{key: {"True": "是", "False": "否"}.get(one, one) for key, one in row.items()} for row in written]
        assert data.files[table.csv].startswith(BOM)
        assert read_csv(data.files[table.csv]) == written, table.name


def test_no_cell_is_taken_for_a_formula() -> None:
    unit = sites.unit(0, name='=HYPERLINK("https://x.example")', tagline="-1楼的故事")
    data = OpenData(replace(sites.make_empty(), entries=(unit,)))
    assert b",'-1" in data.files["units.csv"]
    assert b"\"'=HYPERLINK" in data.files["units.csv"]
    assert rows_of(data, "units")[0]["名称"] == unit.name


def test_the_same_content_gives_the_same_bytes_and_a_change_another_version(told: Exhibition) -> None:
    one, other = OpenData(told), OpenData(told.replace_entries(reversed(told.entries)))
    assert one.files == other.files
    changed = OpenData(told.replace_entries([replace(told.entries[0], name="别名"), *told.entries[1:]]))
    assert changed.version != one.version
    assert {name for name, data in changed.files.items() if data != one.files[name]} == {
        "entries.csv",
        "entries.json",
        "units.csv",
        "units.json",
        "datapackage.json",
    }


def test_rows_are_counted_as_pages_count(built: Path, shipped: Exhibition) -> None:
    data = built / "data"
    for row in CONTENT_TYPES:
        real = [entry for entry in shipped.published(row.model) if not entry.example]
        found = read_csv((data / f"{row.folder}.csv").read_bytes())
        assert [one["编号"] for one in found] == [entry.id for entry in real]
        assert all((built / one["编号"] / "index.html").exists() for one in found)
    for told in CONTENT_TYPES.record_types:
        rows = read_csv((data / f"{told.name}.csv").read_bytes())
        records = shipped.list_records(told, examples=False)
        assert {(one["编号"], one["序"]) for one in rows} == {(one.entry.id, str(one.number)) for one in records}
    page = (built / "data" / "index.html").read_text("utf-8")
    for table in list_tables():
        count = len(read_csv((data / table.csv).read_bytes()))
        words = f"{count} 行" if count else "还没有"
        assert f'id="{table.name}">{table.title} <small>{words}</small>' in page


def test_pages_are_light_and_lead_to_every_file_and_column(built: Path) -> None:
    for path in ("data", "data/dictionary"):
        assert len(gzip.compress((built / path / "index.html").read_bytes())) <= MOST_PAGE_BYTES
    page = (built / "data/index.html").read_text("utf-8")
    for href in re.findall(r'<a class="ex-tag" href="([^"]+)"', page):
        assert (built / "data" / href).exists()
    assert {f"{table.name}.{ending}" for table in list_tables() for ending in ("csv", "json")} | {
        "datapackage.json"
    } <= set(re.findall(r'href="([^"#]+)"', page))
    words = (built / "data/dictionary/index.html").read_text("utf-8")
    for table in list_tables():
        assert f'id="{table.name}"' in words
        assert all(f"<dt>{field.key}" in words for field in table.columns)


def test_pages_name_licence_version_and_how_to_cite(built: Path, shipped: Exhibition) -> None:
    page = (built / "data/index.html").read_text("utf-8")
    version = json.loads((built / "data/datapackage.json").read_bytes())["version"]
    assert page.count(version) == 3, "for people, in the citation, for machines"
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert "微信里打不开下载，请用电脑。" in page
    latest = max(link.issued for id, link in shipped.ledger.by_id.items() if id in OpenData(shipped).entries)
    assert f"{int(latest[:4])}年{int(latest[5:7])}月" in page


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 字节"), (1023, "1023 字节"), (1024, "1.0 KB"), (1_048_576, "1.0 MB")]
)
def test_sizes_are_told_in_words(size: int, words: str) -> None:
    assert format_size(size) == words


MOODS = ("好", "不好")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A dummy record of a dummy list."""

    day: Annotated[PartialDate | None, Field("哪天", Date(), "2025-05", "哪一天来的。")] = None
    what: Annotated[str, Field("看了什么", Text(40), "挂历", "看了什么。", Requirement.ALWAYS)]
    unit: Annotated[str | None, Field("看谁", Reference(("unit",)), "10001", "看了哪座楼。")] = None
    mood: Annotated[str, Field("心情", Choice(words=ChoiceWords.from_names(MOODS)), "好", "好还是不好。")] = ""
    again: Annotated[bool | None, Field("再来", Boolean(), "是", "还来不来。")] = None
    note: Annotated[str, Field("记给自己", Text(40), "", "不给人看。", internal=True)] = ""


VISITS = RecordType("dummy-visits", "来访", Visit, help="来过的人，一次一条。", what="what", when="day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Entry):
    """A dummy content type with a dummy list."""

    friend: Annotated[str | None, Field("朋友", Reference(("lane",)), "20051", "哪条弄堂。")] = None
    visits: Annotated[tuple[Visit, ...], VISITS.field] = ()


def test_a_type_and_a_list_that_a_test_declares_are_served(tmp_path: Path) -> None:
    """No other file is touched: tables, schema with keys and enum, rows, dictionary, page."""
    lane_type = ContentType("lane", "弄堂", Lane, folder="lanes")
    unit = replace(sites.unit(1), tagline="一句话", source="本项目")
    visits = (
        Visit(day=PartialDate(2025, 5), what="挂历", unit=unit.id, mood="好", again=False, note="秘密"),
        Visit(what="花", unit="99999"),
    )
    lane = Lane(
        id="30001", name="竹弄", status=Status.PUBLISHED, tagline="短", source="本项目", spans={}, friend="30001",
        visits=visits,
    )  # fmt: skip
    with CONTENT_TYPES.registered(lane_type):
        shown = sites.make_empty().replace_entries([unit, lane])
        data = OpenData(shown)
        assert rows_of(data, "lanes")[0]["朋友"] == "30001"
        assert rows_of(data, "dummy-visits") == [
            {
                "编号": "30001",
                "序": 1,
                "哪天": "2025-05",
                "看了什么": "挂历",
                "看谁": unit.id,
                "心情": "好",
                "再来": False,
            },
            {"编号": "30001", "序": 2, "看了什么": "花"},
        ]
        assert read_csv(data.files["dummy-visits.csv"])[0]["再来"] == "否"
        table = get_table("dummy-visits")
        assert list_foreign_keys(table) == [
            {"fields": ["编号"], "reference": {"resource": "lanes", "fields": ["编号"]}},
            {"fields": ["看谁"], "reference": {"resource": "units", "fields": ["编号"]}},
        ]
        report = validate(data, tmp_path)
        assert report.valid, explain(report)
        mood = next(field for field in table.columns if field.key == "心情")
        assert describe_form(mood, shown.vocabularies).words == "从这些里选：好、不好"
        assert is_always_filled(next(field for field in table.columns if field.key == "看了什么"))
        pages = [page.artifact for page in build_data_pages(PageContext(shown, {}))]
        text = b"".join(page.make() for page in pages if page.uri.endswith("dictionary/index.md")).decode()
        assert '"弄堂"' in text
        assert '"来访"' in text
        assert '"看了什么"' in text
        assert "data/dummy-visits.csv" in {page.uri for page in pages}
        assert [one.record for one in iter_records(lane, VISITS)] == list(visits)
    assert "lanes" not in {table.name for table in list_tables()}


@dataclass(frozen=True, slots=True)
class Bench:
    """A dummy record that no declaration of a list stands for."""

    words: Annotated[str, Field("说什么", Text(40), "坐", "说什么。", Requirement.ALWAYS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Garden(Entry):
    """A dummy content type whose list has the attribute of another type's."""

    places: Annotated[tuple[Bench, ...], Field("长椅", RecordList(Bench), "", "一条一张。")] = ()


def test_lists_of_one_name_have_tables_of_their_own() -> None:
    with CONTENT_TYPES.registered(ContentType("garden", "花园", Garden, folder="gardens")):
        names = {table.name: table.title for table in list_tables()}
        assert (names["clusters-places"], names["gardens-places"]) == ("共享空间", "长椅")
        assert get_list_name(next(field for field in CONTENT_TYPES.fields if field.key == "长椅")) == "gardens-places"
    assert {table.name for table in list_tables()} >= {"places", "photos", "steps", "clusters-members"}
