"""Content files in every encoding and writing: what is understood, where it stands, what is said."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from exhibition.content import loader
from exhibition.content.loader import ParsedEntry, load_exhibition, read_entry
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.diagnostics import Diagnostic
from exhibition.model import PartialDate, Status
from exhibition.model.vocabulary import Lexicon
from exhibition.types import UNIT, Cluster, Unit
from helpers.cases import TINY, tiny

read_unit = partial(read_entry, row=UNIT)

FOLDER = "content/units/example/20001"
TEXT = (TINY / FOLDER / "index.md").read_text("utf-8")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(read_vocabularies(TINY)[0])


def unit(read: ParsedEntry) -> Unit:
    assert isinstance(read.entry, Unit)
    return read.entry


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


def test_a_whole_exhibition_is_understood() -> None:
    reading = load_exhibition(TINY)
    exhibition = reading.exhibition
    assert reading.diagnostics == ()
    assert [one.id for one in exhibition.of(Unit)] == ["20001", "20002", "20003", "20004"]
    assert [one.id for one in exhibition.of(Cluster)] == ["20010"]
    assert exhibition.settings.site_url == "https://example.test/hall/"
    assert exhibition.settings.edit_url == "https://example.test/edit/{path}"
    assert exhibition.vocabularies.streets.get_term("示例街镇").extra == {"accent": "#a33b2e", "tile": "0,0"}  # type: ignore[union-attr]
    assert exhibition.of(Cluster)[0].places[0].photo == "议事"
    assert exhibition.ledger.by_id["20021"].target == "20001"


def test_every_field_of_a_unit_arrives(lexicon: Lexicon) -> None:
    one = unit(read_unit(TEXT.encode(), FOLDER, lexicon))
    assert (one.id, one.name, one.street, one.building) == ("20001", "示例一号楼", "示例街镇", "1号")
    assert (one.stars, one.households, one.founded) == (3, 24, PartialDate(2018, 11))
    assert (one.themes, one.standards, one.cluster) == (("加装电梯", "楼道清理"), ("党建引领",), "20010")
    assert (one.status, one.example) == (Status.PUBLISHED, True)
    assert [photo.key for photo in one.photos] == ["楼道从前", "楼道如今"]
    assert one.photos[1].focus == (50, 40)
    assert [step.date for step in one.steps] == [PartialDate(2018, 3), None]
    assert one.pairs[0].aligned
    assert one.group == ("楼组长", "第二楼组长", "自治小组成员")
    assert one.body.strip().startswith("第一段正文")
    assert one.get_span("正文").line == TEXT[: TEXT.index("\n\n第一段")].count("\n") + 2
    assert one.get_span("星级").line == TEXT[: TEXT.index("星级")].count("\n") + 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["E001"]),
        (b" \r\n\r\n", ["E001"]),
        (b"PK\x03\x04" + b"\0" * 40, ["E002"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ["E002"]),
        (b"{\\rtf1 text}", ["E002"]),
        (b"%PDF-1.7", ["E002"]),
        (b"\xff\xd8\xff\xe0", ["E002"]),
        (TEXT.encode("utf-16"), ["E003"]),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), ["E003"]),
        (TEXT.encode("gb18030"), ["E004"]),
        (TEXT.encode().replace("一号楼".encode(), b"\xff\xff\x80"), ["E005"]),
        (TEXT.encode().replace(b"3\n", b"3\0\n"), ["E005"]),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.replace("\n", "\r\n").encode(), []),
        (TEXT.replace("\n", "\r").encode(), []),
        (b"\n\n" + TEXT.encode(), []),
    ],
)
def test_whatever_the_bytes_are_the_unit_is_read_as_far_as_it_goes(
    data: bytes, expected: list[str], lexicon: Lexicon
) -> None:
    read = read_unit(data, FOLDER, lexicon)
    assert codes(read.diagnostics) == expected
    if not {"E001", "E002"} & set(expected):
        assert unit(read).stars == 3


def test_all_findings_of_a_file_come_in_one_run(lexicon: Lexicon) -> None:
    broken = (
        TEXT.replace("名称: 示例一号楼", "名称：示例一号楼")
        .replace("街镇: 示例街镇", "街镇: 示例街")
        .replace("  - 党建引领", "  -党建引领")
        .replace("建立: 2018-11", "建立: 2018-11-31")
        .replace("    说明: 堆满旧物的楼道", "\t说明：堆满旧物的楼道")
    )
    read = read_unit(broken.encode(), FOLDER, lexicon)
    assert sorted(codes(read.diagnostics)) == ["E102", "E104", "E105", "E105", "E233", "E238"]
    assert unit(read).name == "示例一号楼"
    assert unit(read).photos[0].caption == "堆满旧物的楼道"


@pytest.mark.parametrize(
    ("old", "new", "place", "fixed"),
    [
        ("名称: 示例一号楼", "名称：示例一号楼", (3, 3), "名称: 示例一号楼"),
        ("星级: 3", "星级：三星", (8, 3), "星级: 3"),
        ("星级: 3", "星级: 三星", (8, 5), "星级: 3"),
        ("街镇: 示例街镇", "街镇:　示例街", (4, 4), "街镇: 示例街镇"),
        ("主题: [加装电梯, 楼道清理]", "主题: 加装电梯、剪纸", (11, 5), "主题: [加装电梯, 剪纸]"),
        ("主题: [加装电梯, 楼道清理]", "主题: [加装电梯，剪纸]", (11, 6), "主题: [加装电梯, 剪纸]"),
        ("一句话: 七次议事，一起装好了电梯", "一句话: 我们是 #1 楼组", (15, 10), '一句话: "我们是 #1 楼组"'),
        ("一句话: 七次议事，一起装好了电梯", "一句话: 口号: 进楼", (15, 8), "一句话: 口号：进楼"),
        ("建立: 2018-11", "建立: 2018年11月", (9, 5), "建立: 2018-11"),
        ("街镇: 示例街镇", "街镇: 示例二", (4, 5), "街镇: 示例二镇"),
        ("街镇: 示例街镇", "街镇:", (4, 4), None),
        ("星级: 3", "星集：三星", (8, 3), "星级: 3"),
        ("    说明: 堆满旧物的楼道", "\t说明：堆满旧物的楼道", (21, 1), "    说明: 堆满旧物的楼道"),
        ("    说明: 堆满旧物的楼道", "   说明: 堆满旧物的楼道", (21, 4), "    说明: 堆满旧物的楼道"),
        ("  - 楼道不放东西", "  ·楼道不放东西", (45, 3), "  - 楼道不放东西"),
    ],
)
def test_a_slip_has_its_place_and_its_finished_line(
    old: str, new: str, place: tuple[int, int], fixed: str | None, lexicon: Lexicon
) -> None:
    assert TEXT.count(old) == 1
    first = read_unit(TEXT.replace(old, new).encode(), FOLDER, lexicon).diagnostics[0]
    assert ((first.span.line, first.span.column), first.fixed) == (place, fixed)


def test_a_finding_behind_a_mended_slip_stands_where_the_author_wrote_it(lexicon: Lexicon) -> None:
    read = read_unit(TEXT.replace("街镇: 示例街镇", "街镇：示例街").encode(), FOLDER, lexicon)
    assert [(one.code, one.span.column, one.fixed) for one in read.diagnostics] == [
        ("E105", 3, "街镇: 示例街镇"),
        ("E238", 4, "街镇: 示例街镇"),
    ]


def test_a_later_line_wins_nothing(lexicon: Lexicon) -> None:
    read = read_unit(TEXT.replace("星级: 3\n", "星级: 3\n星级: 5\n").encode(), FOLDER, lexicon)
    assert (unit(read).stars, codes(read.diagnostics)) == (3, ["E203"])


def test_the_second_half_of_a_sentence_is_kept(lexicon: Lexicon) -> None:
    read = read_unit(TEXT.replace("七次议事，", "七次议事，\n").encode(), FOLDER, lexicon)
    assert unit(read).tagline == "七次议事，一起装好了电梯"


def test_photos_without_dashes_are_told_apart(lexicon: Lexicon) -> None:
    loose = "照片:\n  插画: 楼道从前\n  说明: 甲\n  插画: 议事\n  说明: 乙\n"
    start, end = TEXT.index("照片:\n"), TEXT.index("历程:\n")
    read = read_unit(f"{TEXT[:start]}{loose}{TEXT[end:]}".encode(), FOLDER, lexicon)
    assert [(photo.scene, photo.caption) for photo in unit(read).photos] == [("楼道从前", "甲"), ("议事", "乙")]
    assert codes(read.diagnostics) == ["E207"]


def test_a_folder_name_stands_in_for_a_missing_id_and_without_both_there_is_no_unit(lexicon: Lexicon) -> None:
    text = TEXT.replace("编号: 20001\n", "").encode()
    assert unit(read_unit(text, FOLDER, lexicon)).id == "20001"
    lost = read_unit(text, "content/units/example/new", lexicon)
    assert (lost.entry, codes(lost.diagnostics)) == (None, ["E205"])


def test_text_without_front_matter_is_reported_once_and_not_shown(lexicon: Lexicon) -> None:
    read = read_unit("我们楼组很好。\n".encode(), "content/units/example/new", lexicon)
    assert read.entry is None
    assert "E013" in codes(read.diagnostics)


@pytest.mark.parametrize(
    "text", ["[" * 5000, "a: " + "{" * 5000, "- " * 3000, "a: &x [*x]\n", "<<: *a\n", "? a\n: b\n"]
)
def test_malice_is_a_finding(text: str, lexicon: Lexicon) -> None:
    assert read_unit(f"---\n{text}\n---\n".encode(), FOLDER, lexicon).diagnostics


def test_an_empty_folder_is_an_empty_exhibition_with_reports(tmp_path: Path) -> None:
    reading = load_exhibition(tmp_path)
    assert reading.exhibition.of(Unit) == ()
    assert {one.code for one in reading.diagnostics} == {"E381", "E382", "E338"}


def test_an_unreadable_vocabulary_does_not_blame_the_units(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    (root / "content/vocabularies/themes.yml").write_bytes("名称: 主题\n".encode("gb18030"))
    assert [one.code for one in load_exhibition(root).diagnostics] == ["E382"]


def test_order_does_not_depend_on_the_disk(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    for path in sorted((root / "content/units").rglob("index.md")):
        path.write_text(path.read_text("utf-8").replace("状态: ", "状态："), "utf-8")
    diagnostics = load_exhibition(root).diagnostics
    assert [one.code for one in diagnostics] == ["E105"] * 4
    assert list(diagnostics) == sorted(diagnostics, key=lambda one: one.span)


def test_every_field_parses_its_own_example(lexicon: Lexicon) -> None:
    fields = UNIT.by_key
    examples = {"编号": "20001", "街镇": "示例街镇", "楼群": "20010"}
    lines = [f"{key}: {examples.get(key, one.example)}\n" for key, one in fields.items() if one.example]
    read = read_unit(f"---\n{''.join(lines)}---\n".encode(), FOLDER, lexicon)
    assert {one.code for one in read.diagnostics} <= {"W110"}
    assert unit(read).tagline == fields["一句话"].example


def test_words_that_only_the_search_reads_must_be_readable_too(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "tiny", tmp_path / "tiny")
    words = tmp_path / "tiny" / "content" / "vocabularies" / "synonyms.yml"
    words.write_text("名称: 近义词\n词:\n  - {名称: 加装电梯, 别名: [加梯\n", "utf-8")
    (found,) = [one for one in load_exhibition(tmp_path / "tiny").diagnostics if one.span.path.endswith("synonyms.yml")]
    assert found.code == "E382"
    assert found.blocks


def test_a_side_file_that_the_system_does_not_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tiny(tmp_path) / f"{FOLDER}/议事.md"
    path.write_text("---\n议事:\n  - 议题: 灯坏了\n---\n", "utf-8")
    read_file = loader.read_file

    def read_all_but_one(name: Path | str, *limits: int) -> bytes:
        if str(name) == str(path):
            raise PermissionError(name)
        return read_file(name, *limits)

    monkeypatch.setattr(loader, "read_file", read_all_but_one)
    assert [(one.span.path, one.code) for one in load_exhibition(tmp_path).diagnostics] == [
        (f"{FOLDER}/议事.md", "E322")
    ]
