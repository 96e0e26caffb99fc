"""A record list is one declaration: a type and a list that are declared here are served by everything, with no other file
touched. Each part of the program has a function of its own; the lists that are shipped are held by the tests of their rules.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import frictionless
import pytest

from conftest import HOME, commanded
from exhibition.autofix import fix_content
from exhibition.bodies.guide_pages import list_marker_names
from exhibition.content.loader import load_exhibition
from exhibition.content.record_blocks import LONG_FRONT_MATTER
from exhibition.content.scaffold import render_template
from exhibition.exchange.cms.configuration import build_configuration
from exhibition.exchange.open_data import OpenData
from exhibition.hosting.code_owners import format_code_owners
from exhibition.messages.registry import is_question
from exhibition.model import CmsBackend, Entry, Exhibition
from exhibition.model.content_types import ContentType
from exhibition.model.field_types import Choice, Reference
from exhibition.model.fields import Field, Requirement
from exhibition.model.record_types import EntryRecord, Record, RecordFacet, RecordType, Room
from exhibition.model.vocabulary import ChoiceWords
from exhibition.pages.context import PageContext
from exhibition.pages.data_page import build_data_pages
from exhibition.pages.guide import render_list, render_records
from exhibition.pages.page import Page
from exhibition.pages.record_page import build_record_pages
from exhibition.pages.rooms import build_room_pages
from exhibition.pages.schema_org import build_context
from exhibition.search import build_search
from exhibition.search.answers import list_answers
from exhibition.types import CONTENT_TYPES, UNIT
from helpers.cases import TODAY, diagnosed, tiny

WAY = Choice(words=ChoiceWords.from_names(("借", "送"), {"借出": "借", "赠送": "送"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap(Record):
    """A toy record: one thing that went to another building."""

    unit: Annotated[str, Field("楼组", Reference(("unit",)), "20001", "到了哪一座楼。", placed=True)] = ""
    way: Annotated[str, Field("怎么给", WAY, "借", "借还是送。", Requirement.ALWAYS, placed=True)]


def list_ways(one: EntryRecord, _: object) -> Iterator[str]:
    """Return the way of a record."""
    yield one.record.way


def describe_swap(one: EntryRecord, _: Exhibition) -> dict[str, object]:
    """Return a record in the terms of schema.org."""
    return {"@type": "TransferAction", "name": one.name}


SWAPS = RecordType(
    "swaps",
    "换物",
    Swap,
    help="换出去的东西，一样一条。",
    what="way",
    identity=("unit", "way"),
    order=900,
    note="只写楼，不写人。",
    schema=describe_swap,
    room=Room(
        "swaps/",
        "换物角",
        lead="东西从一座楼到另一座楼。",
        order="按街镇。",
        empty="还没有换过东西。",
        facets=(RecordFacet("way", "怎么给", list_ways, order=("借", "送")),),
        unit="样",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yard(Entry):
    """A toy type: a yard that swaps things."""

    swaps: Annotated[tuple[Swap, ...], SWAPS.field] = ()


YARD = ContentType("yard", "院子", Yard, folder="yards", order=900)
FOLDER = "content/yards/20050"
INDEX, SIDE = f"{FOLDER}/index.md", f"{FOLDER}/换物.md"
RECORDS = "换物:\n  - 楼组: 20001\n    怎么给: 借\n  - 楼组: 20002\n    怎么给: 送\n"
TEXT = """---
编号: 20050
名称: 换物的院子
一句话: 东西从一座楼到另一座楼
状态: 发布
示例: 是
来源: 测试用的示例
照片:
  - 插画: 议事
    说明: 邻居围着长桌商量
    同意: 不涉及人物
{records}---

慢慢看。
"""
PLACES = ("index", "side")
"""Where the list stands: in `index.md`, or in its side file."""
IDENTITY = "11010519491231002X"
"""A well-formed number from the standard's own example (GB 11643)."""


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with CONTENT_TYPES.registered(YARD):
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny exhibition with a yard, whose list stands in `index.md`."""
    tiny(tmp_path)
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    write_yard(tmp_path)
    return tmp_path


def write_yard(root: Path, records: str = RECORDS, *, place: str = "index") -> str:
    """Write the yard with these lines of its list; return the path of the file in which they stand."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    (root / SIDE).unlink(missing_ok=True)
    (root / INDEX).write_text(TEXT.format(records=records if place == "index" else ""), "utf-8")
    (root / "content/permalinks/20050.yml").write_text("发放: 2026-01-01\n名称: 换物的院子\n状态: 在用\n", "utf-8")
    if place == "side":
        (root / SIDE).write_text(f"---\n{records}---\n", "utf-8")
    return SIDE if place == "side" else INDEX


def make_records(number: int) -> str:
    """Return the lines of so many records."""
    known = ["楼组: 20001\n    怎么给: 借", "楼组: 20001\n    怎么给: 送", "楼组: 20002\n    怎么给: 借"]
    records = [*known, *(f"怎么给: {'借送'[at % 2]}" for at in range(number))][:number]
    return "".join(["换物:\n", *(f"  - {record}\n" for record in records)]) if number else ""


def yard_of(root: Path) -> tuple[Exhibition, Any]:
    exhibition = load_exhibition(root).exhibition
    (yard,) = exhibition.of(Yard)
    return exhibition, yard


def first_line(path: str) -> int:
    """Return the line on which the first record begins."""
    return 3 if path == SIDE else 13


@pytest.mark.parametrize("place", PLACES)
def test_it_is_read_with_its_references_and_their_backlinks(root: Path, place: str) -> None:
    path = write_yard(root, place=place)
    assert diagnosed(root) == []
    exhibition, yard = yard_of(root)
    assert [(one.unit, one.way) for one in yard.swaps] == [("20001", "借"), ("20002", "送")]
    assert CONTENT_TYPES.record_types[-1] is SWAPS
    assert YARD.side_files.keys() == {"换物.md"}
    unit = exhibition.by_id["20002"]
    assert [(link.source.id, link.field.key) for link in exhibition.backlinks(unit)][-1] == ("20050", "换物")
    records = exhibition.list_records(SWAPS)
    assert [(one.name, one.path, one.source) for one in records] == [
        ("借", "20050/record/#swaps-1", "测试用的示例"),
        ("送", "20050/record/#swaps-2", "测试用的示例"),
    ]
    assert [(one.file, one.get_span("怎么给").line) for one in records] == [
        (path, first_line(path) + 1),
        (path, first_line(path) + 3),
    ]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("old", "new", "expected", "mend"),
    [
        ("换物:", "换物：", [(-1, "E105")], "换物:"),
        ("换物:", "换务:", [(-1, "E201")], "换物:"),
        ("怎么给: 借", "怎么给： 借", [(1, "E105")], "    怎么给: 借"),
        ("怎么给: 借", "怎么给: 借出", [(1, "W239")], "    怎么给: 借"),
        ("怎么给: 借", "怎么给: 卖", [(1, "E238")], None),
        ("怎么给: 借", "怎给: 借", [(1, "E201")], "    怎么给: 借"),
        ("怎么给: 借", "多少: 三", [(0, "E205"), (1, "E202")], None),
        ("  - 楼组: 20001", "  -楼组: 20001", [(0, "E104")], "  - 楼组: 20001"),
        ("  - 楼组: 20001", "  - 楼组: 示例一号楼", [(0, "E236")], "  - 楼组: 20001"),
        ("  - 楼组: 20001", "  - 楼组: 20001号", [(0, "E236")], None),
        ("  - 楼组: 20001", "  - 楼组: 20009", [(0, "E342")], None),
        ("  - 楼组: 20001", "  - 楼组: 20010", [(0, "E342")], None),
        ("  - 楼组: 20001", "  - 楼组: 20003", [(0, "W359")], None),
        ("20002\n    怎么给: 送", "20001\n    怎么给: 借", [(2, "W345")], None),
        ("20002\n    怎么给: 送", "20001\n    怎么给: 送", [], None),
    ],
)
def test_mistakes_are_answered_where_they_are_made_with_the_mend(
    root: Path, place: str, old: str, new: str, expected: list[tuple[int, str]], mend: str | None
) -> None:
    path = write_yard(root, RECORDS.replace(old, new, 1), place=place)
    found = [one for one in diagnosed(root) if one.span.path.startswith(FOLDER)]
    first = first_line(path)
    assert [(one.span.path, one.span.line - first, one.code) for one in found] == [
        (path, line, code) for line, code in expected
    ]
    assert all(one.hint for one in found)
    if mend is not None:
        assert found[0].fixed == mend
    if mend is not None and is_question(found[0].message):
        assert fix_content(root, today=TODAY).drafts == ()
    elif mend is not None:
        (draft,) = fix_content(root, today=TODAY).drafts
        assert draft.path == path
        assert draft.text == (f"---\n{RECORDS}---\n" if place == "side" else TEXT.format(records=RECORDS))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("怎么给: 借", f"怎么给: 借\n    来源: {IDENTITY}", "E601"),
        ("换物:", f"# {IDENTITY}\n换物:", "E601"),
        ("怎么给: 借", "怎么给: 借\n    来源: 打 13800000000", "E602"),
        ("怎么给: 借", "怎么给: 借\n    来源: 64号502室的阿姨", "E603"),
        ("怎么给: 借", "怎么给: 借\n    来源: 邻居\u200b说的", "W101"),
        ("怎么给: 借", "怎么给: 借\n    来源: 邻居<!-- 先不说 -->", "E399"),
    ],
)
def test_the_gates_of_privacy_and_prose_stand_before_it(root: Path, place: str, old: str, new: str, code: str) -> None:
    path = write_yard(root, RECORDS.replace(old, new, 1), place=place)
    (found,) = (one for one in diagnosed(root) if one.span.path.startswith(FOLDER))
    assert (found.code, found.span.path) == (code, path)
    assert IDENTITY not in found.message


def test_its_side_file_is_known_by_name_and_by_place(root: Path) -> None:
    write_yard(root)
    for path, code in (
        (SIDE, "E400"),
        (f"{FOLDER}/换物.MD", "E403"),
        (f"{FOLDER}/换物/1.md", "E403"),
        ("content/units/example/20001/换物.md", "E403"),
        (f"{FOLDER}/议事.md", "E403"),
    ):
        file = root / path
        made = not file.parent.exists()
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\n{RECORDS}---\n", "utf-8")
        assert [(one.span.path, one.code) for one in diagnosed(root)] == [(path, code)]
        file.unlink()
        if made:
            file.parent.rmdir()


def test_fix_lets_it_leave_an_index_that_has_grown_long(root: Path) -> None:
    records = make_records(LONG_FRONT_MATTER)
    write_yard(root, records)
    before = yard_of(root)[1].swaps
    drafts = {draft.path: draft.text for draft in fix_content(root, today=TODAY).drafts}
    assert drafts == {SIDE: f"---\n{records}---\n", INDEX: TEXT.format(records="")}
    for path, text in drafts.items():
        (root / path).write_text(text, "utf-8")
    assert yard_of(root)[1].swaps == before
    assert diagnosed(root) == []


def test_it_is_not_in_the_file_that_new_makes_and_add_appends_to_it(root: Path) -> None:
    assert "换物" not in render_template(YARD.fields, {})
    write_yard(root, "")
    said = commanded("add", "换物", "20050", "--root", root)
    assert f"{INDEX} 第 15 行" in said.stdout
    assert "只写楼，不写人。" in said.stderr
    text = (root / INDEX).read_text("utf-8")
    example = "#   - 楼组: 20001\n#     怎么给: 借\n#     来源:\n"
    assert example in text
    assert diagnosed(root) == []
    (root / INDEX).write_text(text.replace(example, example.replace("# ", "")), "utf-8")
    assert [(one.unit, one.way) for one in yard_of(root)[1].swaps] == [("20001", "借")]
    assert diagnosed(root) == []
    write_yard(root, place="side")
    assert f"{SIDE} 第 8 行" in commanded("add", "swaps", "换物的院子", "--root", root).stdout


def test_it_has_an_input_in_the_form_and_one_for_its_side_files(root: Path) -> None:
    forge = CmsBackend("github", "someone/somewhere", "main")
    form = {one["name"]: one for one in build_configuration(yard_of(root)[0], forge)["collections"]}
    (told,) = (one for one in form["yards"]["fields"] if one["name"] == "换物")
    assert (told["widget"], told["hint"]) == ("list", SWAPS.help)
    assert [(one["name"], one["widget"]) for one in told["fields"]] == [
        ("楼组", "number"),
        ("怎么给", "select"),
        ("来源", "string"),
    ]
    assert told["fields"][1]["options"] == ["借", "送"]
    assert "yards-swaps" not in form
    write_yard(root, place="side")
    form = {one["name"]: one for one in build_configuration(yard_of(root)[0], forge)["collections"]}
    assert form["yards-swaps"]["path"] == "{{slug}}/换物"
    (told,) = (one for one in form["yards"]["fields"] if one["name"] == "换物")
    assert told["hint"].startswith("有的写在旁边的 换物.md 里")


def test_its_file_has_an_owner_and_one_of_its_own_where_the_bureau_writes_it(root: Path) -> None:
    exhibition = yard_of(root)[0]
    assert "/content/yards/ " in format_code_owners(exhibition)[".gitlab/CODEOWNERS"].replace("（", " （")
    owned = RecordType("visits", "审看", Swap, help="谁来看过。", what="way", owner="bureau")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Hall(Entry):
        """A toy type with a list of the bureau's."""

        visits: Annotated[tuple[Swap, ...], owned.field] = ()

    with CONTENT_TYPES.registered(ContentType("hall", "厅", Hall, folder="halls", order=901)):
        for text in format_code_owners(exhibition).values():
            assert "/content/halls/*/审看.md" in text
        assert "换物.md" not in text
        form = build_configuration(exhibition, CmsBackend("github", "someone/somewhere", "main"))
        assert "审看" not in str(form)
        said = commanded("add", "审看", "20050", "--root", root, check=False)
        assert said.returncode == 2
    with pytest.raises(ValueError, match="owner"):
        RecordType("visits", "审看", Swap, help="谁来看过。", what="way", owner="somebody")


def test_it_has_its_lines_in_the_field_guide(root: Path) -> None:
    words = yard_of(root)[0].vocabularies
    told = render_records(words)
    assert "### 换物 {#swaps}\n\n换出去的东西，一样一条。\n\n院子可以写。" in told
    assert "```\n换物:\n  - 楼组: 20001\n    怎么给: 借\n    来源:\n```" in told
    assert '<div id="swaps-way"><dt>怎么给 <small>必填</small>' in told
    assert "`换物.md`" in told
    assert render_list("swaps", words) in told
    assert "swaps" in list_marker_names()["list"]


@pytest.mark.parametrize("place", PLACES)
def test_it_has_a_table_with_a_schema_lines_in_the_dictionary_and_terms(root: Path, tmp_path: Path, place: str) -> None:
    write_yard(root, make_records(30), place=place)
    exhibition = yard_of(root)[0]
    # The tables hold no examples, and these entries are.
    exhibition = exhibition.replace_entries(
        replace(entry, example=False, source="测试") for entry in exhibition.entries
    )
    data = OpenData(exhibition)
    for name, text in data.files.items():
        (tmp_path / name).write_bytes(text)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    rows = json.loads(data.files["swaps.json"])
    assert (len(rows), rows[0]) == (30, {"编号": "20050", "序": 1, "楼组": "20001", "怎么给": "借"})
    (swaps,) = (one for one in json.loads(data.files["datapackage.json"])["resources"] if one["name"] == "swaps")
    assert swaps["schema"]["foreignKeys"] == [
        {"fields": ["编号"], "reference": {"resource": "yards", "fields": ["编号"]}},
        {"fields": ["楼组"], "reference": {"resource": "units", "fields": ["编号"]}},
    ]
    (way,) = (one for one in swaps["schema"]["fields"] if one["name"] == "怎么给")
    assert way["constraints"] == {"required": True, "enum": ["借", "送"]}
    pages = [page.artifact for page in build_data_pages(PageContext(exhibition, {}))]
    (words,) = (page.make().decode() for page in pages if page.uri == "data/dictionary/index.md")
    assert '{"name": "swaps", "title": "换物"' in words
    assert (
        '{"key": "怎么给", "help": "借还是送。", "form": "从这些里选：借、送", "example": "借", "filled": true}'
        in words
    )
    terms = build_context(YARD, exhibition)["换物"]
    assert terms["@context"]["@vocab"] == f"{exhibition.settings.site_url}data/dictionary/#swaps-"  # type: ignore[index]
    assert terms["@context"]["楼组"] == {"@type": "@id"}  # type: ignore[index]


def test_the_registry_forgets_it_and_refuses_what_cannot_work() -> None:
    with CONTENT_TYPES.registered():
        CONTENT_TYPES.replace_rows((UNIT,))
        assert SWAPS not in CONTENT_TYPES.record_types
    with pytest.raises(ValueError, match="has no 'when'"):
        RecordType("swaps", "换物", Swap, help="", what="way", when="when")


@pytest.mark.parametrize("number", [0, 1, 30])
def test_it_holds_none_one_or_many_records(root: Path, number: int) -> None:
    """The looks of its room at these numbers are held beside this: `make_records` writes them."""
    for place in PLACES:
        write_yard(root, make_records(number) or "换物:\n", place=place)
        assert diagnosed(root) == []
        assert len(yard_of(root)[0].list_records(SWAPS)) == number


def make_real(root: Path) -> Exhibition:
    """Let nothing be an example any more, so that what is counted and what is given away holds the yard; return all."""
    for path in root.glob("content/**/index.md"):
        text = path.read_text("utf-8").replace("示例: 是", "示例: 否\n来源: 测试用的示例")
        path.write_text(text.replace("来源: 测试用的示例\n来源: ", "来源: "), "utf-8")
    return yard_of(root)[0]


def find_page(pages: Iterable[object], path: str) -> Page:
    return next(one for one in pages if isinstance(one, Page) and one.path == path)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("number", "form"), [(0, "empty"), (1, "story"), (30, "pages")])
def test_it_has_a_room_that_looks_as_many_records_ask(root: Path, place: str, number: int, form: str) -> None:
    write_yard(root, make_records(number) or "换物:\n", place=place)
    page = find_page(build_room_pages(PageContext(make_real(root), {})), "swaps/")
    told = json.dumps(page.data, ensure_ascii=False, default=str)
    assert page.title == "换物角"
    assert page.data["form"] == form
    assert ("还没有换过东西。" in told) == (number == 0)
    assert ("换物的院子" in told) == (number > 0)
    assert ("楼组: 20001" in told) == (number == 0), "the lines to copy"


@pytest.mark.parametrize("place", PLACES)
def test_it_has_its_section_on_the_record_page_and_is_told_to_machines(root: Path, place: str) -> None:
    write_yard(root, place=place)
    page = find_page(build_record_pages(PageContext(make_real(root), {})), "20050/record/")
    (section,) = (one for one in page.data["sections"] if one["name"] == "swaps")  # type: ignore[attr-defined,index,union-attr]
    assert section["heading"] == "换物"
    told = json.dumps(section, ensure_ascii=False, default=str)
    assert "swaps-1" in told
    assert "swaps-2" in told
    assert "TransferAction" in str(page.data["ld"])


def test_it_has_a_table_that_a_validator_accepts(root: Path, tmp_path: Path) -> None:
    write_yard(root, place="side")
    data = OpenData(make_real(root))
    for name, file in data.files.items():
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / Path(name).name).write_bytes(file)
    lines = data.files[next(name for name in data.files if name.endswith("swaps.csv"))].decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("20050,")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    (table,) = (one for one in package["resources"] if one["name"] == "swaps")
    assert [one["fields"] for one in table["schema"]["foreignKeys"]].count(["楼组"]) == 1
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []


def test_it_goes_out_into_a_sheet_and_comes_back(root: Path, tmp_path: Path) -> None:
    write_yard(root, place="side")
    words = ("--root", root, "--kind", "yard", "--list", "换物")
    sheet = tmp_path / "换物.csv"
    commanded("export", *words, "--format", "csv", "--out", sheet)
    rows = sheet.read_text("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert {"编号", "楼组", "怎么给"} <= set(rows[0].split(","))
    commanded("import", sheet, *words, "--write")
    assert (root / SIDE).read_text("utf-8") == f"---\n{RECORDS}---\n"


@pytest.mark.parametrize("place", PLACES)
def test_the_search_answers_with_its_room(root: Path, place: str) -> None:
    write_yard(root, place=place)
    exhibition = make_real(root)
    (answer,) = (one for one in list_answers(exhibition) if "swaps/" in str(one))
    assert "换物角" in str(answer)
    assert "2样" in str(answer)
    assert any("换物角".encode() in artifact.make() for artifact in build_search(exhibition, {}).artifacts)
