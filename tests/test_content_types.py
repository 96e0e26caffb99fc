"""A content type is one declaration: a type and a field that are declared here are served by everything, with no other file touched."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, make_dataclass
from pathlib import Path
from typing import Annotated, Any

import pypdfium2
import pytest
import zxingcpp

from conftest import HOME, commanded
from exhibition.autofix import fix_content
from exhibition.content.loader import load_exhibition
from exhibition.exchange.cms.configuration import build_configuration
from exhibition.hosting.code_owners import format_code_owners
from exhibition.model import CmsBackend, Entry, PartialDate, Placed
from exhibition.model.content_types import ContentType, EntryFacet
from exhibition.model.field_types import Boolean, Choice, Date, FocusPoint, Integer, PhotoKey, Reference, Text
from exhibition.model.fields import Field, ListOf, RecordList, Requirement, collect_fields
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_entry_pages
from exhibition.pages.facets import FacetIndex, FacetSource
from exhibition.pages.guide import build_type_tables, render_blank_file
from exhibition.print.formats import FORMATS, build_portrait_format
from exhibition.print.jobs import render_bundle
from exhibition.print.resources import RenderResources
from exhibition.progress import Progress
from exhibition.site.build import compose_artifacts
from exhibition.site.incremental import BuildFolders
from exhibition.types import BY_STREET, CONTENT_TYPES, UNIT, Unit
from helpers import sites
from helpers.cases import TODAY, diagnosed, tiny
from helpers.git_repositories import repository, unit, write_unit


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a toy walk."""

    unit: Annotated[str, Field("楼组", Reference(("unit",)), "10001", "在哪里停。", Requirement.ALWAYS, placed=True)]
    reason: Annotated[str, Field("为什么", Text(60), "看看挂历", "为什么在这里停。")] = ""
    seen: Annotated[str | None, Field("照片", PhotoKey(), "photo-01.jpg", "这一站的照片。", placed=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk(Entry):
    """A toy type: a walk past some units."""

    minutes: Annotated[
        int | None,
        Field("分钟", Integer(1, 600, " 分钟"), "40", "走一圈要多久。", shown=True, asked=True, headings=("时长",)),
    ] = None
    opened: Annotated[PartialDate | None, Field("开放", Date(), "2025-05", "哪天开始。", placed=True, headings=())] = (
        None
    )
    themes: Annotated[
        tuple[str, ...], Field("主题", ListOf(Choice("themes"), split=True), "加装电梯", "走着看什么。")
    ] = ()
    before: Annotated[str | None, Field("上一条", Reference(("walk",)), "20051", "接着哪一条走。", placed=True)] = None
    stops: Annotated[tuple[Stop, ...], Field("站", RecordList(Stop), "", "一站一条。")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroll(Entry):
    """Another toy type."""


WALK = ContentType("walk", "散步", Walk, folder="walks", order=900)

TEXT = """---
编号: 20050
名称: 两座楼走一走
一句话: 从一号楼走到二号楼
状态: 发布
示例: 是
来源: 测试用的示例
分钟: 40
主题: [剪纸]
站:
  - 楼组: 20001
    为什么: 看看挂历背面的图
  - 楼组: 20002
照片:
  - 插画: 议事
    说明: 邻居围着长桌商量
    同意: 不涉及人物
---

慢慢走。
"""
PATH = "content/walks/20050/index.md"


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with CONTENT_TYPES.registered(WALK):
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tiny(tmp_path)
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_text(TEXT, "utf-8")
    (tmp_path / "content/permalinks/20050.yml").write_text(
        "发放: 2026-01-01\n名称: 两座楼走一走\n状态: 在用\n", "utf-8"
    )
    return tmp_path


def found(root: Path, old: str = "", new: str = "") -> list[tuple[int, str, str]]:
    """Replace a text of the toy entry; return line, code and message of everything that is found in its file."""
    text = (root / PATH).read_text("utf-8")
    assert old in text
    (root / PATH).write_text(text.replace(old, new, 1), "utf-8")
    return [
        (one.span.line, one.code, one.message) for one in diagnosed(root) if one.span.path.startswith("content/walks")
    ]


def codes(root: Path, old: str, new: str) -> list[tuple[int, str]]:
    return [(line, code) for line, code, _ in found(root, old, new)]


@pytest.mark.parametrize("own", [("kind", ""), ("year", ""), ("theme", ""), ("theme", "streets")])
def test_a_facet_with_the_name_of_a_gallery_has_its_vocabulary(own: tuple[str, str]) -> None:
    name, vocabulary = own
    facet = EntryFacet(name, "种类", lambda walk, _: ("剪纸",), vocabulary=vocabulary)
    stroll = ContentType("stroll", "走走", Stroll, folder="strolls", facets=(facet,))
    with CONTENT_TYPES.registered(stroll), pytest.raises(ValueError, match=f"gallery '{name}'"):
        FacetIndex(FacetSource(sites.make_empty()))


def test_it_is_read_with_its_references_and_their_backlinks(root: Path) -> None:
    assert found(root) == []
    exhibition = load_exhibition(root).exhibition
    (walk,) = exhibition.published(Walk)
    assert (walk.minutes, walk.themes, walk.stops[0].unit) == (40, ("剪纸",), "20001")
    unit = exhibition.get("20001", Unit)
    assert unit is not None
    assert [(link.source.id, link.field.key) for link in exhibition.backlinks(unit)] == [
        ("20010", "楼组"),
        ("20010", "牵头"),
        ("20050", "站"),
    ]
    assert [type(entry).__name__ for entry in exhibition.entries][-1] == "Walk"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("分钟: 40", "分种: 40", [(8, "E201")]),
        ("分钟: 40", "分钟: 四十分钟左右", [(8, "E223")]),
        ("  - 楼组: 20002\n", "  - 楼组: 20009\n", [(13, "E342")]),
        ("  - 楼组: 20002\n", "  - 楼组: 20010\n", [(13, "E342")]),
        ("  - 楼组: 20002\n", "  - 楼组: 20001\n", [(13, "W345")]),
        ("  - 楼组: 20002\n", "  - 楼组: 20003\n", [(13, "W359")]),
        ("  - 楼组: 20002\n", "  - 楼组: 20004\n", [(13, "W359")]),
        ("  - 楼组: 20002\n", "  - 为什么: 好看\n", [(13, "E205")]),
        ("分钟: 40", "上一条: 20050", [(8, "E313")]),
        ("分钟: 40", "上一条: 20001", [(8, "E340")]),
        ("分钟: 40", "开放: 2031-05", [(8, "E234")]),
        ("    为什么: 看看挂历背面的图", "    照片: 没有这一张", [(12, "E312")]),
        ("编号: 20050", "编号: 20051", [(2, "E237"), (2, "E330")]),
        ("示例: 是", "示例: 否", [(11, "W311"), (13, "W311")]),
    ],
)
def test_mistakes_are_found_where_they_are_made(
    root: Path, old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    assert codes(root, old, new) == expected


def test_a_name_instead_of_a_number_is_understood(root: Path) -> None:
    [(line, code, message)] = found(root, "  - 楼组: 20002\n", "  - 楼组: 示例二号楼\n")
    assert (line, code) == (13, "E236")
    assert "20002" in message
    assert load_exhibition(root).exhibition.of(Walk)[0].stops[1].unit == "20002"


IDENTITY = "11010519491231002X"
"""A well-formed number from the standard's own example (GB 11643)."""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("慢慢走。", f"慢慢走，{IDENTITY}。"),
        ("为什么: 看看挂历背面的图", f"为什么: 找 {IDENTITY}"),
        ("主题: [剪纸]", f"主题: [剪纸]\n# {IDENTITY}"),
        ("一句话: 从一号楼走到二号楼", f"一句话: {IDENTITY}"),
    ],
)
def test_the_privacy_gate_stands_before_every_part_of_it(root: Path, old: str, new: str) -> None:
    assert "E601" in [code for _, code, _ in found(root, old, new)]


def test_the_gates_of_prose_photos_and_consent_do_too(root: Path) -> None:
    assert codes(root, "慢慢走。", "# 慢慢走\n") == [(20, "W367")]
    assert codes(root, "同意: 不涉及人物", "同意: 未取得") == [(20, "W367")]
    assert [code for _, code in codes(root, "  - 插画: 议事", "  - 文件: nowhere.jpg")] == ["E232", "E310", "W367"]


def test_fix_corrects_it(root: Path) -> None:
    found(root, "分钟: 40", "分钟：４０")
    found(root, "  - 楼组: 20002\n", "  - 楼组: 示例二号楼\n")
    (draft,) = fix_content(root, today=TODAY).drafts
    assert draft.text == TEXT


def test_it_is_created_with_an_address(root: Path) -> None:
    ran = commanded("new", "--root", root, "--no-ask", "--kind", "walk", "--name", "新路线", "--minutes", "30")
    assert "新散步建好了" in ran.stdout
    exhibition = load_exhibition(root).exhibition
    made = next(walk for walk in exhibition.of(Walk) if walk.name == "新路线")
    assert (made.minutes, made.folder) == (30, f"content/walks/{made.id}")
    assert made.id in exhibition.ledger.by_id
    assert "# 站：" in (root / made.path).read_text("utf-8")


def test_a_name_that_another_entry_has_is_asked_about(root: Path) -> None:
    ran = commanded("new", "--root", root, "--no-ask", "--kind", "walk", "--name", "两座楼走一走", check=False)
    assert (ran.returncode, "编号 20050" in ran.stderr) == (1, True)


def test_it_goes_out_into_a_sheet_and_comes_back(root: Path) -> None:
    commanded("export", "--root", root, "--kind", "walk", "--format", "csv", "--out", root / "walks.csv")
    sheet = (root / "walks.csv").read_text("utf-8-sig")
    assert sheet.splitlines()[0] == "编号,名称,分钟,开放,一句话,状态,示例,来源,公约"
    commanded("import", root / "walks.csv", "--root", root, "--kind", "walk", "--write")
    (root / "walks.csv").write_text(sheet.replace(",分钟,", ",时长,").replace(",40,", ",45,"), "utf-8-sig")
    ran = commanded("import", root / "walks.csv", "--root", root, "--kind", "walk", "--write", check=False)
    assert "改了 1 页里的 1 项" in ran.stdout
    assert (root / PATH).read_text("utf-8") == TEXT.replace("分钟: 40", "分钟: 45")
    assert (root / "content/sheets/walks.csv").exists()


def test_it_has_a_form_an_owner_and_its_place_in_the_guide(root: Path) -> None:
    exhibition = load_exhibition(root).exhibition
    form = build_configuration(exhibition, CmsBackend("github", "someone/somewhere", "main"))
    (walks,) = [one for one in form["collections"] if one["folder"] == "content/walks"]
    assert (walks["name"], walks["label"]) == ("walks", "散步")
    assert [field["name"] for field in walks["fields"]][:3] == ["编号", "名称", "分钟"]
    assert "/content/walks/" in format_code_owners(exhibition)[".gitlab/CODEOWNERS"]
    tables = build_type_tables(exhibition.vocabularies)
    assert "## 散步才有的" in tables
    assert '<div id="walk-minutes"><dt>分钟' in tables
    assert "分钟:" in render_blank_file("walk")


def test_it_is_printed_on_a_product_of_its_own(
    root: Path, tmp_path: Path, press: RenderResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The toy type is named in the row of a product, and in no other place of print."""
    monkeypatch.setattr(render_bundle, "prepare_resources", lambda *_: press)
    mascot = Path("overrides/assets/mascot")
    shutil.copytree(HOME / mascot, root / mascot)
    row = build_portrait_format("walk-a4", "A4", 210, 297, word="路线海报", types=("walk",), place="路线的起点")
    with FORMATS.registered(row):
        out, cache = tmp_path / "print", tmp_path / "cache"
        words = (
            "--root",
            root,
            "--out",
            out,
            "--cache",
            cache,
            "--product",
            "walk-a4",
            "--proof",
            "--date",
            "2026-11-01",
        )
        commanded("posters", *words, "--ids", "20050")
        refused = commanded("posters", *words, "--ids", "20001", check=False)
    (path,) = (out / "PROOF-20261101-WALK-A4" / "proof").glob("WALK-A4-*.pdf")
    (page,) = pypdfium2.PdfDocument(path)
    (code,) = zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_pil())
    assert code.text.lower().endswith("/20050/")
    assert "两座楼走一走" in page.get_textpage().get_text_bounded()
    assert refused.returncode == 2
    assert "是楼组，印不成A4 路线海报。请改用 --product a4。" in refused.stderr


def test_a_folder_that_people_name_otherwise_is_recognised(root: Path) -> None:
    (root / "content/walks").rename(root / "content/散步")
    messages = [one.hint for one in diagnosed(root) if one.code == "E324"]
    assert any("walks" in hint for hint in messages)


def test_a_type_may_be_filed_by_street(tmp_path: Path) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Garden(Placed):
        """A toy type with a place."""

    garden = ContentType("garden", "花园", Garden, folder="gardens", layout=BY_STREET)
    tiny(tmp_path)
    with CONTENT_TYPES.registered(garden):
        commanded("new", "--root", tmp_path, "--no-ask", "--kind", "garden", "--name", "小花园", "--street", "示例街镇")
        exhibition = load_exhibition(tmp_path).exhibition
        (one,) = exhibition.of(Garden)
        assert one.folder == f"content/gardens/example/{one.id}"
        assert "/content/gardens/example/ " in format_code_owners(exhibition)[".gitlab/CODEOWNERS"].replace("（", " （")
        (tmp_path / one.folder).rename(tmp_path / "content/gardens/elsewhere")
        assert load_exhibition(tmp_path).exhibition.of(Garden) == ()
    with pytest.raises(ValueError, match="filed by street"):
        ContentType("walk", "散步", Walk, folder="x", layout=BY_STREET)


def test_a_field_is_one_line() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named(Unit):
        """A unit with one more field."""

        origin: Annotated[str, Field("名称由来", Text(40), "楼下的一盏灯", "名字怎么来的。", shown=True)] = ""

    keys = [field.key for field in collect_fields(Named)]
    assert keys.index("名称由来") == keys.index("楼群") + 1
    assert set(keys) - {"名称由来"} == {field.key for field in UNIT.fields}
    with pytest.raises(ValueError, match="declares a key twice"):

        @dataclass(frozen=True, slots=True, kw_only=True)
        class Twice(Unit):
            other: Annotated[str, Field("楼号", Text(40))] = ""

        collect_fields(Twice)


def test_the_registry_refuses_what_cannot_work_and_forgets_what_a_test_declared() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        CONTENT_TYPES.register(ContentType("walk", "路线", Unit, folder="elsewhere"))
    assert "分钟" in {field.key for field in CONTENT_TYPES.fields}
    with CONTENT_TYPES.registered():
        pass
    assert [row.name for row in CONTENT_TYPES][-1] == "walk"


def make_type(name: str, home: str = "", **declared: Field) -> ContentType:
    """Return a type with these fields, by attribute, all of which may be left out."""
    known = [(attribute, Annotated[Any, field], None) for attribute, field in declared.items()]
    model = make_dataclass(name.title(), known, bases=(Entry,), frozen=True, kw_only=True)
    return ContentType(name, f"{name}类", model, folder=home or f"{name}s", order=950)


@dataclass(frozen=True, slots=True)
class Nested:
    """A record that holds a list."""

    words: Annotated[tuple[str, ...], Field("词", ListOf(Text(9)))] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record with a key that no file can have."""

    word: Annotated[str, Field("一: 二", Text(9))] = ""


@pytest.mark.parametrize(
    "field",
    [
        *(Field(key, Text(9)) for key in ("两：字", "两 字", "", "# 字", "-字", "正文", "一.二")),
        Field("选", Choice("nowhere")),
        Field("选", ListOf(Choice("contacts"))),
        Field("牵", Reference(("unit",), among="nowhere")),
        Field("牵", Reference(("unit",), among="name")),
        Field("记", RecordList(Stop), headings=()),
        Field("记", RecordList(Nested)),
        Field("记", RecordList(Unreadable)),
    ],
)
def test_a_field_that_could_not_be_read_is_refused_where_it_is_declared(field: Field) -> None:
    with pytest.raises(ValueError, match=r"Toy\.other "):
        make_type("toy", other=field)


@pytest.mark.parametrize("attribute", ["body", "folder", "suspect", "spans", "path", "published"])
def test_a_field_does_not_take_the_name_of_what_every_entry_has(attribute: str) -> None:
    with pytest.raises(ValueError, match="every entry has"):
        make_type("toy", **{attribute: Field("别的", Text(9))})


@pytest.mark.parametrize("folder", ["..", "a/b", "Up", "两字", "guide", "sheets", "permalinks", "vocabularies", "-x"])
def test_a_folder_that_is_no_address_or_holds_something_else_is_refused(folder: str) -> None:
    with pytest.raises(ValueError, match="cannot have the folder"):
        make_type("toy", folder)


SHEETED = make_type(
    "toy",
    dates=Field("日子", ListOf(Date()), headings=()),
    counts=Field("数目", ListOf(Integer(0, 9)), headings=()),
    flags=Field("好坏", ListOf(Boolean(), split=True), headings=()),
    point=Field("一点", FocusPoint(), headings=()),
    whole=Field("引用", ListOf(Reference(), split=True), headings=()),
    notes=Field("记着", RecordList(Stop), required=Requirement.ALWAYS),
)
TOY = """---
编号: 20060
名称: 一样东西
日子:
  - 2024
  - 2025-01
数目:
  - 0
  - 3
好坏: [是, 否]
一点: 0,0
引用: [20001, 20010]
记着:
  - 楼组: 20001
一句话: 短
状态: 发布
示例: 是
来源: 测试用的示例
---
"""


def write_toy(root: Path, text: str, folder: str = "toys") -> Path:
    """Write an entry 20060 with its address; return its file."""
    path = root / "content" / folder / "20060/index.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    link = "发放: 2026-01-01\n名称: 一样东西\n状态: 在用\n"
    (root / "content/permalinks/20060.yml").write_text(link, "utf-8")
    return path


def test_lists_of_every_kind_go_out_into_a_sheet_and_come_back(root: Path) -> None:
    path, sheet = write_toy(root, TOY), root / "toys.csv"
    with CONTENT_TYPES.registered(SHEETED):
        commanded("export", "--root", root, "--kind", "toy", "--format", "csv", "--out", sheet)
        text = sheet.read_text("utf-8-sig")
        assert '"2024\n2025-01","0\n3",是、否,"0,0",20001、20010,' in text
        commanded("import", sheet, "--root", root, "--kind", "toy", "--write")
        assert path.read_text("utf-8") == TOY
        changed = text.replace("2025-01", "2025-03").replace("0\n3", "0\n4").replace("是、否", "否")
        sheet.write_text(changed.replace('"0,0"', '"50,0"').replace("20010", "20002"), "utf-8-sig")
        commanded("import", sheet, "--root", root, "--kind", "toy", "--write")
    expected = TOY.replace("2025-01", "2025-03").replace("  - 3", "  - 4").replace("[是, 否]", "[否]")
    assert path.read_text("utf-8") == expected.replace("0,0", "50,0").replace("20010", "20002")


def test_a_reference_in_a_record_follows_a_new_number(tmp_path: Path) -> None:
    root = repository(tmp_path / "root")
    write_unit(root, "40010", unit("40010", "示例新楼"))
    text = "---\n编号: 20060\n名称: 一样东西\n别的:\n  - 40010\n站:\n  - 楼组: 40010\n状态: 草稿\n---\n"
    path = write_toy(root, text)
    followed = make_type("toy", other=Field("别的", ListOf(Reference())), stops=Field("站", RecordList(Stop)))
    with CONTENT_TYPES.registered(followed):
        commanded("renumber", "40010", "--to", "40099", "--root", root, "--write")
    assert path.read_text("utf-8") == text.replace("40010", "40099")


def test_a_missing_list_of_records_is_explained_without_an_example_that_is_empty(root: Path) -> None:
    path = write_toy(root, TOY.replace("记着:\n  - 楼组: 20001\n", "记着:\n"))
    with CONTENT_TYPES.registered(SHEETED):
        hints = [one.hint for one in diagnosed(root) if one.code == "E210"]
        path.write_text(TOY.replace("记着:\n  - 楼组: 20001\n", ""), "utf-8")
        hints += [one.hint for one in diagnosed(root) if one.code == "E205"]
    assert len(hints) == 2
    assert all("“记着:”" in hint and "例如" not in hint for hint in hints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner(Unit):
    """A toy type whose dataclass extends that of units."""

    kind: Annotated[str, Field("角落", Text(20), "门厅", "哪个角落。")] = ""


def test_a_type_that_extends_another_is_a_type_of_its_own(root: Path) -> None:
    corner = ContentType("corner", "角", Corner, folder="corners", layout=BY_STREET, order=920)
    text = "---\n编号: 20060\n名称: 一样东西\n街镇: 示例街镇\n楼号: 9号\n角落: 门厅\n一句话: 短\n状态: 发布\n示例: 是\n---\n"
    write_toy(root, text, "corners/example")
    with CONTENT_TYPES.registered(corner):
        assert diagnosed(root) == []
        exhibition = load_exhibition(root).exhibition
        assert [one.id for one in exhibition.published(Corner)] == ["20060"]
        assert "20060" not in exhibition.published_by_id(Unit)
        assert [entry.id for entry in exhibition.of(Placed)][-1] == "20060", "a class that is no type has all"
        (page,) = (one for one in build_entry_pages(PageContext(exhibition, {})) if one.path == "20060/")
        assert page.data["kind"] == "角"


def test_a_reference_to_an_unpublished_entry_of_the_same_type_is_said(root: Path) -> None:
    other = TEXT.replace("20050", "20060").replace("两座楼走一走", "一样东西").replace("状态: 发布", "状态: 草稿")
    write_toy(root, other, "walks")
    assert codes(root, "分钟: 40", "分钟: 40\n上一条: 20060") == [(9, "W359")]


def test_two_pages_of_one_address_stop_the_build(root: Path, tmp_path: Path) -> None:
    shutil.copy(HOME / "mkdocs.yml", root)
    write_toy(root, TOY[: TOY.index("日子")] + TOY[TOY.index("一句话") :], "search")
    with CONTENT_TYPES.registered(make_type("toy", "search")), pytest.raises(ValueError, match=r"search/index\.md"):
        places = BuildFolders(root, tmp_path / "site", tmp_path / "cache")
        compose_artifacts(load_exhibition(root).exhibition, places, Progress(print))


def test_a_field_that_new_asks_may_have_the_name_of_an_option(root: Path) -> None:
    asked = {name: Field(f"问{name}", Text(20), "x", "说说。", asked=True) for name in ("kind", "root", "run", "size")}
    row = make_type("toy", **asked)
    words = ("new", "--root", root, "--no-ask", "--kind", "toy", "--name", "一样东西", "--size", "大")
    with CONTENT_TYPES.registered(row):
        commanded(*words, "--field-kind", "软的", "--field-root", "深的", "--run", "快的")
        (made,) = load_exhibition(root).exhibition.of(row.model)
    assert [getattr(made, name) for name in asked] == ["软的", "深的", "快的", "大"]


def test_a_row_of_another_type_is_called_by_its_name(root: Path) -> None:
    (root / "units.csv").write_text("编号,名称\n20050,两座楼走一走\n", "utf-8-sig")
    ran = commanded("import", root / "units.csv", "--root", root, "--kind", "cluster", check=False)
    assert "编号 20050 不是这一类的（它是散步，每一类要分开导入）" in ran.stdout
