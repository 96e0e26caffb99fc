"""The digital archive of an entry: its page, its data, and what answers at its addresses when it is gone."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, make_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pyld import jsonld

from conftest import HOME, Hosting, commanded
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition, Ledger, LinkState, PartialDate, Placed, Status
from exhibition.model.content_types import ContentType
from exhibition.model.exhibition import has_record_page, iter_records
from exhibition.model.field_types import Date, Text
from exhibition.model.fields import Field, Requirement
from exhibition.model.record_types import EntryRecord, Record, RecordType
from exhibition.pages.context import PageContext
from exhibition.pages.page import Page
from exhibition.pages.placeholders import build_archive_notices, make_stubs
from exhibition.pages.record_data import RecordFile, format_json
from exhibition.pages.record_page import build_record_pages
from exhibition.records import Experience, Meeting, Rating, StandardCase
from exhibition.records.meeting import MOST_LAMPS
from exhibition.types import CONTENT_TYPES, Unit
from helpers import sites
from test_pages_on_paper import printed

PAGE_LIMIT = 12 * 1024
TEN = 10
TODAY = PartialDate(2019, 5, 4)


@cache
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def make_unit(**values: Any) -> Unit:
    return sites.unit(1, **{"stars": 5, "source": "宝山区民政局", **values})


def show(unit: Entry, *more: Entry) -> Page:
    """Return the archive of an entry in an exhibition of its own."""
    exhibition = replace(sites.make_empty(), entries=(unit, *more), ledger=Ledger((sites.link(unit.id),)))
    found = [one for one in build_record_pages(PageContext(exhibition, {})) if isinstance(one, Page)]
    return next(page for page in found if page.path.startswith(unit.id))


def find_section(page: Page, name: str) -> dict[str, Any]:
    return next(section for section in page.data["sections"] if section["name"] == name)  # type: ignore[attr-defined]


def make_full_unit() -> Unit:
    """Return a unit with ten records of each list, as long as people write them."""
    meetings = tuple(
        Meeting(
            date=PartialDate(2015 + n, 3, 12), number=n + 1, topic=f"第{n + 1}回说的是电梯井放在哪里", problem="加装电梯",
            form="线下", people=18 + n, views=f"一楼怕挡光；六楼等了{n + 2}年，走不动了；三楼说听大家的",
            decision=f"井道往西挪{n + 1}尺，一楼的窗不动，下一回再量一遍", doers="加梯小组", progress="办成了",
            finished=PartialDate(2016 + n, 5),
        )
        for n in range(TEN)
    )  # fmt: skip
    experiences = tuple(
        Experience(
            problem="楼道堆物", steps=f"贴纸条，认东西，周六一起搬，第{n + 1}周再看一遍", outcome=f"第{n + 1}层的走道能过轮椅",
            cost="没花钱", duration=f"{n + 1}个月", doers="楼组长、第二楼组长", caution=f"别替第{n + 1}家扔东西", contact="楼组长",
        )
        for n in range(TEN)
    )  # fmt: skip
    names = shipped().vocabularies.standards.names
    cases = tuple(
        StandardCase(standard=names[n % len(names)], text=f"楼道里挂着邻居画的第{n + 1}幅画") for n in range(TEN)
    )
    steps = ("自主申报", "实地验收", "发文挂牌", "自治金奖励")
    ratings = tuple(
        Rating(
            date=PartialDate(2015 + n, 12), step=steps[n % 4], stars=4 if n % 4 == 2 else None,
            document=f"某民发〔{2015 + n}〕{n}号" if n % 4 == 2 else "", inspectors="街镇、第三方" if n % 4 == 1 else "",
        )
        for n in range(TEN)
    )  # fmt: skip
    return make_unit(
        meeting_count=12, meetings=meetings, experiences=experiences, standard_cases=cases, ratings=ratings,
        group=("楼组长", "第二楼组长", "管账的邻居"), households=24, founded=PartialDate(2015), participants=20,
    )  # fmt: skip


# The page.


def test_every_entry_with_something_to_show_has_its_archive_and_no_other() -> None:
    pages = {page.path for page in build_record_pages(PageContext(shipped(), {})) if isinstance(page, Page)}
    wanted = {f"{entry.id}/record/" for entry in shipped().published(Entry) if has_record_page(entry)}
    assert pages == wanted
    assert "10001/record/" in pages and "10003/record/" not in pages


def test_seven_meetings_of_which_none_is_told_are_seven_dark_lamps() -> None:
    section = find_section(show(make_unit(stars=None, meeting_count=7)), "meetings")
    assert [lamp["anchor"] for lamp in section["lamps"]] == [""] * 7
    assert section["said"] == ["七次议事，还没有人写下是哪一次。"]
    assert section["groups"] == []


def test_lamps_are_lit_by_number_then_by_date() -> None:
    told = (
        Meeting(topic="甲", date=PartialDate(2020)),
        Meeting(topic="乙", number=3),
        Meeting(topic="丙", date=PartialDate(2018)),
        Meeting(topic="丁", number=99),
    )
    section = find_section(show(make_unit(meeting_count=5, meetings=told)), "meetings")
    anchors = [lamp["anchor"] for lamp in section["lamps"]]
    assert anchors == ["meetings-3", "meetings-1", "meetings-2", "meetings-4", ""]


def test_more_meetings_than_anybody_draws_are_counted_in_words() -> None:
    section = find_section(show(make_unit(meeting_count=400)), "meetings")
    assert len(section["lamps"]) == MOST_LAMPS
    assert "400" in section["said"][0]


@pytest.mark.parametrize(
    ("ratings", "origin"),
    [
        ((), "星级待核"),
        ((Rating(step="自主申报"),), "星级待核"),
        ((Rating(step="发文挂牌", date=PartialDate(2023, 12), document="某〔2023〕1号"),), "2023年12月挂牌 · 文号 某〔2023〕1号"),
        ((Rating(step="发文挂牌", date=PartialDate(2023, 12)),), "2023年12月挂牌 · 文号待核"),
        ((Rating(step="发文挂牌", document="某号"),), "已挂牌 · 文号 某号"),
        (
            (Rating(step="发文挂牌", date=PartialDate(2023)), Rating(step="发文挂牌", date=PartialDate(2019), document="旧号")),
            "2023年挂牌 · 文号待核",
        ),
    ],
)  # fmt: skip
def test_stars_stand_with_their_origin(ratings: tuple[Rating, ...], origin: str) -> None:
    page = show(make_unit(ratings=ratings))
    assert page.data["origin"] == origin
    facts = {fact["key"]: fact for fact in page.data["facts"]}  # type: ignore[attr-defined]
    assert facts["星级"]["source"] == origin


def test_nothing_is_said_of_the_origin_of_stars_that_are_not_known() -> None:
    assert "origin" not in show(make_unit(stars=None, meeting_count=1)).data


def test_a_path_has_four_steps_and_the_records_on_it_stand_nowhere_else() -> None:
    ratings = (
        Rating(step="发文挂牌", date=PartialDate(2019), stars=3, document="旧号"),
        Rating(step="发文挂牌", date=PartialDate(2023), stars=4, document="新号"),
        Rating(step="实地验收", inspectors="街镇、第三方"),
    )
    section = find_section(show(make_unit(stars=4, ratings=ratings)), "ratings")
    assert [step["name"] for step in section["path"]] == ["自主申报", "实地验收", "发文挂牌", "自治金奖励"]
    assert [step.get("anchor") for step in section["path"]] == [None, "ratings-3", "ratings-2", None]
    assert [record["anchor"] for group in section["groups"] for record in group["records"]] == ["ratings-1"]


def test_what_is_missing_on_the_way_to_a_star_is_no_promise() -> None:
    gaps = find_section(show(make_unit(stars=3, group=("楼组长",))), "ratings")["gaps"]
    assert gaps["heading"] == "离下一颗星"
    assert "不等于加星" in gaps["text"]
    assert gaps["items"][0] == "自治小组：至少 3 位，现在写了 1 位"
    assert [line for line in gaps["items"] if "待补充（来源：宝山区民政局）" in line] == gaps["items"][-2:]
    assert not re.search("就能|可以评|会评", "".join(gaps["items"]) + gaps["text"])


def test_what_is_told_is_no_gap_and_five_stars_have_none() -> None:
    standards = shipped().vocabularies.standards.names
    whole = make_unit(
        stars=4, group=("甲", "乙", "丙"), standard_cases=tuple(StandardCase(standard=name) for name in standards)
    )
    assert len(find_section(show(whole), "ratings")["gaps"]["items"]) == 2
    assert "gaps" not in find_section(show(replace(whole, stars=5)), "ratings")


def test_every_record_is_an_element_of_the_page_once() -> None:
    unit = make_full_unit()
    page = show(unit)
    anchors: Counter[str] = Counter()
    for section in page.data["sections"]:  # type: ignore[attr-defined]
        anchors.update(step["anchor"] for step in section.get("path", ()) if "anchor" in step)
        anchors.update(record["anchor"] for group in section["groups"] for record in group["records"])
    rows = CONTENT_TYPES.get_type_of(unit).record_types
    assert anchors == Counter(one.anchor for row in rows for one in iter_records(unit, row))


def test_records_stand_year_by_year_and_undated_ones_last() -> None:
    told = (
        Meeting(topic="甲"),
        Meeting(topic="乙", date=PartialDate(2020, 5)),
        Meeting(topic="丙", date=PartialDate(2018)),
    )
    section = find_section(show(make_unit(meetings=told)), "meetings")
    assert [(group["year"], group["records"][0]["name"]) for group in section["groups"]] == [
        ("2018年", "丙"), ("2020年", "乙"), ("时间待补充", "甲"),
    ]  # fmt: skip


def test_every_fact_that_is_told_says_where_it_is_from() -> None:
    facts = show(make_full_unit()).data["facts"]
    assert all(fact.get("gap") or fact["source"] for fact in facts)  # type: ignore[attr-defined]
    assert not {"同意", "具名", "状态", "示例", "编号"} & {fact["key"] for fact in facts}  # type: ignore[attr-defined]


def test_a_reference_to_what_is_not_public_is_left_out() -> None:
    draft = sites.cluster(1, status=Status.DRAFT)
    facts = {fact["key"]: fact for fact in show(make_unit(cluster=draft.id), draft).data["facts"]}  # type: ignore[attr-defined]
    assert "楼群" not in facts
    shown = replace(draft, status=Status.PUBLISHED)
    facts = {fact["key"]: fact for fact in show(make_unit(cluster=draft.id), shown).data["facts"]}  # type: ignore[attr-defined]
    assert facts["楼群"]["links"] == [{"name": shown.name, "href": f"../../{shown.id}/"}]


def test_one_gap_is_offered_with_the_way_to_fill_it() -> None:
    page = show(make_unit(households=None))
    assert page.data["gap"]["label"] == "户数"  # type: ignore[index]
    assert str(page.data["edit"]).startswith("../../")
    assert re.fullmatch(r"\d+ 样有 \d+ 样", str(page.data["complete"]))


def test_completeness_stands_on_no_other_page(built: Path) -> None:
    for path in built.rglob("index.html"):
        if path.parent.name != "record":
            assert not re.search("样有 ?[0-9]+ ?样", path.read_text("utf-8")), path


# A list that is declared here has its section.


@dataclass(frozen=True, slots=True, kw_only=True)
class Lantern(Record):
    """A record of a toy list."""

    name: Annotated[str, Field("灯名", Text(20), "兔子灯", "叫什么。", Requirement.ALWAYS)]
    when: Annotated[PartialDate | None, Field("挂灯", Date(), "2020-02", "哪一天。")] = None
    maker: Annotated[str, Field("谁做的", Text(20), "三楼的孩子", "谁做的。")] = ""


LANTERNS = RecordType(
    "lanterns", "灯会", Lantern, help="挂过的灯。", what="name", when="when",
    view=lambda one, exhibition: {"lines": [f"{one.record.maker}做的"] if one.record.maker else []},
    overview=lambda entry, exhibition: {"said": [f"挂过{len(entry.lanterns)}盏灯。"]},
)  # fmt: skip
Lit: Any = make_dataclass(
    "Lit",
    [("lanterns", Annotated[tuple[Lantern, ...], LANTERNS.field], ())],
    bases=(Placed,),
    frozen=True,
    kw_only=True,
)
LIT = ContentType("lit", "灯楼", Lit, folder="lits", order=900)


def test_a_list_that_is_declared_has_its_section() -> None:
    with CONTENT_TYPES.registered(LIT):
        entry = Lit(
            id="20077", name="灯楼", street="高境镇", status=Status.PUBLISHED, spans={},
            lanterns=(Lantern(name="兔子灯", when=TODAY, maker="三楼的孩子"), Lantern(name="荷花灯")),
        )  # fmt: skip
        section = find_section(show(entry), "lanterns")
    assert (section["heading"], section["said"]) == ("灯会", ["挂过2盏灯。"])
    first, second = (record for group in section["groups"] for record in group["records"])
    assert (first["anchor"], first["name"], first["date"]) == ("lanterns-1", "兔子灯", "2019年5月4日")
    assert first["facts"] == [{"key": "谁做的", "value": "三楼的孩子"}]
    assert first["lines"] == ["三楼的孩子做的"]
    assert second["name"] == "荷花灯" and "lines" not in second


# The data.

TEXT = {"type": "string", "minLength": 1}
ANY: dict[str, Any] = {
    "anyOf": [TEXT, {"type": ["integer", "boolean"]}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/any"}},
              {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/any"}}]
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"any": ANY, "date": {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}},
    "type": "object",
    "required": ["@context", "@id", "@type", "类型", "编号", "名称", "网址", "许可"],
    "properties": {
        "@context": {"type": "object"},
        "@id": {"type": "string", "pattern": "^https?://[^ ]+/[1-9][0-9]{4}/$"},
        "@type": {"enum": ["Place", "CreativeWork"]},
        "类型": TEXT,
        "编号": {"type": "string", "pattern": "^[1-9][0-9]{4}$"},
        "名称": TEXT,
        "星级": {"type": "integer", "minimum": 0, "maximum": 5},
        "建立": {"$ref": "#/$defs/date"},
        "户数": {"type": "integer", "minimum": 1},
        "议事总数": {"type": "integer", "minimum": 1},
        "照片": {"type": "array", "items": {"required": ["说明", "网址"]}},
        "议事": {"type": "array", "items": {"required": ["议题"], "properties": {"日期": {"$ref": "#/$defs/date"}}}},
        "评定": {"type": "array", "items": {"required": ["步骤"], "properties": {"时间": {"$ref": "#/$defs/date"}}}},
        "网址": {"type": "string", "format": "uri"},
        "许可": {"const": "https://creativecommons.org/licenses/by/4.0/"},
        "示例": {"const": True},
        "同意": False, "具名": False, "状态": False, "文件": False,
    },
    "additionalProperties": {"$ref": "#/$defs/any"},
    "allOf": [{"$ref": "#/$defs/any"}],
}  # fmt: skip


def read_data(built: Path, id: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((built / id / "record.json").read_text("utf-8"))
    return data


def test_the_data_of_every_archive_are_as_the_schema_says(built: Path) -> None:
    validator = Draft202012Validator(SCHEMA)
    Draft202012Validator.check_schema(SCHEMA)
    for entry in shipped().published(Entry):
        assert (built / entry.id / "record.json").exists() == has_record_page(entry), entry.id
        if has_record_page(entry):
            data = read_data(built, entry.id)
            assert [error.message for error in validator.iter_errors(data)] == [], entry.id
            assert data["名称"] == entry.name


def test_the_schema_refuses_what_validators_trip_over() -> None:
    validator = Draft202012Validator(SCHEMA)
    good = {
        "@context": {"a": "b"}, "@id": "https://louzu.example/10001/", "@type": "Place", "类型": "楼组", "编号": "10001",
        "名称": "楼", "网址": "https://louzu.example/10001/", "许可": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip
    assert validator.is_valid(good)
    for more in ({"户数": None}, {"一句话": ""}, {"主题": []}, {"照片": [{"说明": "一"}]}, {"具名": ["某人"]}):
        assert not validator.is_valid(good | more), more


def test_a_processor_expands_the_data_to_terms_of_schema_org(built: Path) -> None:
    (node,) = jsonld.expand(read_data(built, "10001"))
    terms = "https://schema.org/"
    assert node["@id"] == "https://louzu.example/10001/"
    assert node["@type"] == [f"{terms}Place"]
    assert node[f"{terms}name"] == [{"@value": "64号楼"}]
    assert node[f"{terms}license"] == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}]
    assert node[f"{terms}creditText"] == [{"@value": "宝山区民政局"}]
    steps = [one for one in node[f"{terms}subjectOf"] if f"{terms}step" in one]
    own = "https://louzu.example/data/dictionary/#units-"
    assert steps and all(key.startswith((terms, own, "@")) for key in node)
    (meeting,) = jsonld.expand(read_data(built, "10010"))
    held = [one for one in meeting[f"{terms}subjectOf"] if f"{terms}startDate" in one]
    assert held and held[0][f"{terms}name"]
    assert not [key for key in node if "award" in key or "geo" in key]


def test_the_data_name_no_file_of_a_photo_and_no_draft(built: Path) -> None:
    for path in built.glob("*/record.json"):
        text = path.read_text("utf-8")
        assert "不涉及人物" not in text and "已公开报道" not in text
        assert "null" not in re.findall(r"[\[:,] ?(\w+)", text)
        ids = set(re.findall(r'"([1-9][0-9]{4})"', text))
        assert ids - {path.parent.name} <= {entry.id for entry in shipped().published(Entry)}


# Addresses of archives that are gone.


def test_what_was_taken_down_answers_and_tells_nothing() -> None:
    gone = make_unit(status=Status.WITHDRAWN, name="秘密楼", compound="秘密小区", meetings=(Meeting(topic="秘密"),))
    draft = sites.unit(2, status=Status.DRAFT, name="草稿楼", stars=5)
    bare = sites.unit(3, status=Status.DRAFT, stars=None)
    shown = sites.unit(4, stars=5, name="新楼")
    links = (
        sites.link(gone.id), sites.link(draft.id), sites.link(bare.id), sites.link(shown.id), sites.link("30000"),
        sites.link("30001", LinkState.RETIRED), sites.link("30002", LinkState.MERGED, shown.id),
    )  # fmt: skip
    exhibition = replace(sites.make_empty(), entries=(gone, draft, bare, shown), ledger=Ledger(links))
    found = list(build_archive_notices(PageContext(exhibition, {})))
    pages = {page.path: page for page in found if isinstance(page, Page)}
    data = {file.id: file.data for file in found if isinstance(file, RecordFile)}
    assert set(pages) == {f"{id}/record/" for id in (gone.id, draft.id, "30001", "30002")}
    assert pages[f"{gone.id}/record/"].data["go"] == "../"
    assert pages["30002/record/"].data["go"] == f"../../{shown.id}/record/"
    assert data[gone.id] == {"编号": gone.id, "状态": "撤下", "网址": f"https://louzu.example/{gone.id}/"}
    assert data["30001"]["状态"] == "停用"
    assert (data["30002"]["状态"], data["30002"]["并入"]) == ("并入", shown.id)
    everything = "".join(page.render().decode() for page in pages.values()) + json.dumps(data, ensure_ascii=False)
    assert not [word for word in ("秘密", "草稿楼", "某楼") if word in everything]


def test_an_archive_with_nothing_to_show_any_more_leads_to_its_entry() -> None:
    unit = sites.unit(1, stars=None)
    exhibition = replace(sites.make_empty(), entries=(unit,), ledger=Ledger((sites.link(unit.id),)))
    stubs, lost = make_stubs([f"{unit.id}/", f"{unit.id}/record/"], [f"{unit.id}/"], exhibition)
    assert lost == []
    (page,) = (stub for stub in stubs if isinstance(stub, Page))
    assert (page.path, page.data["go"]) == (f"{unit.id}/record/", "../")
    (file,) = (stub for stub in stubs if isinstance(stub, RecordFile))
    assert file.artifact.uri == f"{unit.id}/record.json"
    assert make_stubs([f"{unit.id}/"], [], exhibition)[1] == [f"{unit.id}/"]


# The built page.


def weigh(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def test_archives_are_light(built: Path) -> None:
    found = sorted(built.glob("*/record/index.html"))
    assert len(found) >= 10
    for path in found:
        assert weigh(path) <= PAGE_LIMIT, path


FULL = "10009"


def write_full_site(root: Path) -> Path:
    """Write and build the shipped site in which one unit has ten records of each list; return its folder."""
    for name in ("content", "overrides"):
        shutil.copytree(HOME / name, root / name)
    shutil.copy(HOME / "mkdocs.yml", root)
    (folder,) = root.glob(f"content/units/*/{FULL}")
    index = (folder / "index.md").read_text("utf-8")
    unit = make_full_unit()
    for row in CONTENT_TYPES.get_type_of(unit).record_types:
        lines = [f"{row.label}:"]
        for one in iter_records(unit, row):
            lines += format_record(one)
        (folder / row.side_file).write_text("\n".join(["---", *lines, "---", ""]), "utf-8")
        index = re.sub(rf"^{row.label}:\n(?: .*\n)*", "", index, flags=re.MULTILINE)
    (folder / "index.md").write_text(
        index.replace("星级: 5", "星级: 4").replace("议事总数: 5", "议事总数: 12"), "utf-8"
    )
    commanded("build", "--root", root, "--site", root / "site", "--cache", root / "cache")
    return root / "site"


def format_record(one: EntryRecord) -> list[str]:
    """Return a record as its file has it."""
    values = [(field.key, getattr(one.record, field.attribute)) for field in one.row.fields]
    told = [f"{key}: {value.iso if isinstance(value, PartialDate) else value}" for key, value in values if value]
    return [f"  - {told[0]}", *(f"    {line}" for line in told[1:])]


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_full_site(tmp_path_factory.mktemp("full"))


def test_ten_records_of_each_list_are_light_too(full_site: Path) -> None:
    path = full_site / FULL / "record" / "index.html"
    html = path.read_text("utf-8")
    for name in ("meetings", "experiences", "standard-cases", "ratings"):
        assert {int(number) for number in re.findall(rf'id="{name}-(\d+)"', html)} == set(range(1, TEN + 1)), name
    assert weigh(path) <= PAGE_LIMIT


def test_ids_of_elements_are_unique(built: Path) -> None:
    for path in built.glob("*/record/index.html"):
        ids = Counter(re.findall(r'\sid="([^"]+)"', path.read_text("utf-8")))
        assert [id for id, count in ids.items() if count > 1] == [], path


def test_the_page_of_an_entry_links_its_archive_where_there_is_one(built: Path) -> None:
    for entry in shipped().published(Entry):
        html = (built / entry.id / "index.html").read_text("utf-8")
        assert ('href="record/"' in html) == has_record_page(entry), entry.id


def test_a_usual_archive_is_one_sheet_of_paper(browser: Any, at_root: Hosting) -> None:
    for id in ("10001", "10009", "10007"):
        document = printed(browser, f"{at_root.root}{id}/record/")
        assert len(document) == 1, id
        text = "".join(document[0].get_textpage().get_text_bounded().split())
        assert "数字档案" in text and "档案：" in text and "打印一页" not in text
        assert "自主申报表" not in text


def test_the_form_of_self_application_is_printed_alone(browser: Any, at_root: Hosting) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{at_root.root}10009/record/")
    page.evaluate("window.print = function () { window.form = document.documentElement.className }")
    page.get_by_role("button", name="打印自主申报表").click()
    assert "is-apply" in page.evaluate("window.form")
    assert "is-apply" not in page.evaluate("document.documentElement.className")
    page.evaluate("document.documentElement.classList.add('is-apply');document.getElementById('apply').open = true")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.close()
    assert len(document) == 1
    text = "".join(document[0].get_textpage().get_text_bounded().split())
    assert "本项目起草，不是官方表格" in text and "签字" in text and "灯火楼" in text
    assert "知道的事" not in text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(json_values)
def test_an_archive_as_data_is_written_as_json_writes_it(value: object) -> None:
    assert format_json(value) == json.dumps(value, ensure_ascii=False, indent=1)
