"""The volunteers' guide: what it says is so, and what it links to is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from exhibition.checks import rules
from exhibition.cli import main
from exhibition.cli.arguments import COMMANDS
from exhibition.model import Vocabularies
from exhibition.model.fields import CLUSTER_FIELDS, UNIT_FIELDS, Field, Records
from exhibition.reading import read_exhibition
from exhibition.reading.entries import Read, read_unit
from exhibition.reading.vocabularies import lexicon_of
from exhibition.report import REPORTERS, Sources
from exhibition.sheets.columns import HEADINGS, columns

HOME = Path(__file__).resolve().parents[1]
GUIDE = HOME / "content" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
READMES = [HOME / "README.md", HOME / "README.zh-CN.md", HOME / "CONTRIBUTING.md"]

TABLE_ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \|$", re.M)
LINK = re.compile(r"\]\(([^)#:]+?)(?:#[^)]*)?\)")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"(?:scripts/start\.py|make) ([a-z]+)")


def text(page: str) -> str:
    return (GUIDE / page).read_text("utf-8")


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return read_exhibition(HOME).exhibition.vocabularies


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    made = {"../help/index.md", *(f"../help/{rule.code}/index.md" for rule in rules())}
    for target in LINK.findall(page.read_text("utf-8")):
        assert target in made or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    make = re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text("utf-8"), re.M)
    assert set(COMMAND.findall(page.read_text("utf-8"))) <= {*COMMANDS, *make}


def test_assets_that_are_cached_for_ever_are_those_with_a_hash(built: Path) -> None:
    """The rule of README's nginx example: pages, codes and the mascot are asked for again, hashed files are not."""
    forever = re.compile(re.search(r'^location ~ "(.+)" \{', READMES[0].read_text("utf-8"), re.M)[1])
    kept = {path for path in map(str, built.rglob("*")) if forever.search(path.removeprefix(str(built)))}
    assert not {path for path in kept if path.endswith((".html", "code.svg", "code.png")) or "/mascot/" in path}
    assert any("/assets/search/" in path for path in kept)
    drawings = {str(path) for path in built.glob("[0-9]*/*.svg") if path.name != "code.svg"}
    assert drawings
    assert drawings <= kept


def with_parts(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field.kind, Records):
            yield from with_parts(field.kind.fields)


def test_every_field_is_explained() -> None:
    explained = text("fields.md")
    missing = [f.key for f in with_parts((*UNIT_FIELDS, *CLUSTER_FIELDS)) if not re.search(rf"\b{f.key}\b", explained)]
    assert missing == []


def test_every_choice_is_listed(vocabularies: Vocabularies) -> None:
    fields = text("fields.md")
    assert "、".join(vocabularies.themes.names) in fields
    assert "、".join(vocabularies.standards.names) in fields
    assert "、".join(vocabularies.photo_kinds.names) in fields
    assert "、".join(vocabularies.scenes.names) in text("photos.md")


def test_every_street_folder_is_listed(vocabularies: Vocabularies) -> None:
    for term in vocabularies.streets:
        assert term.example or f"{term.name} | `{term.slug}`" in text("edit.md")


def read(block: str, vocabularies: Vocabularies) -> Read:
    folder = "content/units/example/" + re.search(r"^编号: (\d{5})", block, re.M)[1]
    return read_unit(block.encode(), folder, lexicon_of(vocabularies))


def test_the_template_of_a_new_unit_is_read_without_a_word(vocabularies: Vocabularies) -> None:
    template = next(block for block in BLOCK.findall(text("new.md")) if block.startswith("---"))
    assert read(template, vocabularies).diagnostics == []


ENVELOPE = "---\n编号: 10025\n名称: 楼\n街镇: 示例街镇\n一句话: 话\n状态: 发布\n示例: 是\n{}---\n"
PARTS = ("photos.md", "edit.md", "fields.md")


@pytest.mark.parametrize("page", PARTS)
def test_examples_of_the_information_block_are_read_without_a_word(page: str, vocabularies: Vocabularies) -> None:
    """What a neighbour copies from the guide must work as it stands."""
    keys = tuple(f"{field.key}:" for field in UNIT_FIELDS)
    blocks = [block for block in BLOCK.findall(text(page)) if block.startswith(keys)]
    assert blocks
    for block in blocks:
        found = read(ENVELOPE.format(block), vocabularies)
        assert found.diagnostics == [], block


SLIPPED = "---\n编号: 10001\n名称: 64号楼\n街镇: 高境镇\n星级: 4\n主题:\n  - 加装电梯\n状态: 草稿\n---\n"


@pytest.mark.parametrize("wrong, right", TABLE_ROW.findall(text("messages.md")))
def test_frequent_slips_are_answered_with_the_line_of_the_guide(
    wrong: str, right: str, vocabularies: Vocabularies
) -> None:
    assert f"{right}\n" in SLIPPED
    found = read(SLIPPED.replace(right, wrong), vocabularies).diagnostics
    assert [diagnostic.fixed for diagnostic in found] == [right]


def test_the_message_shown_is_what_is_said(tmp_path: Path) -> None:
    shown = re.search(r"^```text\n(.*?)^```$", text("messages.md"), re.M | re.S)[1]
    path, line = shown.splitlines()[0], int(re.search(r"第 (\d+) 行", shown)[1])
    shutil.copytree(HOME / "content" / "vocabularies", tmp_path / "content" / "vocabularies")
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    shutil.copy(HOME / "content" / "permalinks.csv", tmp_path / "content")
    lines = (HOME / path).read_text("utf-8").splitlines()
    lines[line - 1] = re.search(r"^ {6}(\S.*)$", shown, re.M)[1]
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("\n".join(lines), "utf-8")
    found = read_exhibition(tmp_path).diagnostics
    assert REPORTERS["text"](found, Sources(tmp_path)).strip() == shown.strip()


def test_the_guide_to_sheets_names_every_column_and_true_headings() -> None:
    page = text("sheets.md")
    table = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", page, re.M))
    assert [field.key for field in columns("unit")] == [key for key in table if key in HEADINGS]
    for key in filter(HEADINGS.__contains__, table):
        told = re.sub("（.*?）", "", table[key]).split("、")
        assert set(told) <= set(HEADINGS[key]), key
    rest = [field.key for field in columns("cluster") if field.key not in table]
    assert f"楼群的表还有：{'、'.join(rest)}。" in page


def test_the_conflict_that_the_guide_shows_is_what_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(HOME / "content", tmp_path / "content")
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    sheet, page = tmp_path / "sheet.csv", tmp_path / "content" / "units" / "gaojing" / "10001" / "index.md"
    shown = re.search(r"^```text\n(.*?)^```$", text("sheets.md"), re.M | re.S)[1]
    for households, written in ((24, None), (25, 26)):
        sheet.write_text(f"编号,名称,户数\n10001,64号楼,{households}\n", "utf-8")
        if written:
            page.write_text(page.read_text("utf-8").replace("户数: 24", f"户数: {written}"), "utf-8")
        main(["import", str(sheet), "--root", str(tmp_path), "--write"])
    assert shown.strip() in capsys.readouterr().out
