"""The volunteers' guide: what it says is so, and what it links to is there."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from exhibition.bodies.sanitizer import clean_guide
from exhibition.checks import list_rules
from exhibition.cli import main
from exhibition.cli.arguments import COMMANDS, parse_arguments
from exhibition.content.loader import ParsedEntry, load_exhibition, read_entry
from exhibition.content.scaffold import render_template
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Refusal
from exhibition.exchange.spreadsheets.columns import list_columns
from exhibition.model import Vocabularies
from exhibition.model.books import WORKSHEET_BOOK
from exhibition.model.field_types import Choice, Text
from exhibition.model.fields import Field, ListOf, RecordList, Requirement
from exhibition.model.site_settings import is_cached_forever
from exhibition.model.vocabulary import ChoiceWords
from exhibition.pages.guide import CARDS, MistakeCard, build_guide, fill_markers, render_field_list
from exhibition.print.worksheets import WORKSHEETS
from exhibition.progress import Progress
from exhibition.report import REPORTERS, SourceLines
from exhibition.site.mkdocs_engine import parse_json_front_matter
from exhibition.site.pipeline import load_and_check
from exhibition.types import CLUSTER, CONTENT_TYPES, UNIT

HEADINGS = {field.key: field.headings for row in CONTENT_TYPES for field in list_columns(row.name)}

read_cluster = partial(read_entry, row=CLUSTER)
read_unit = partial(read_entry, row=UNIT)

HOME = Path(__file__).resolve().parents[1]
GUIDE = HOME / "content" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
READMES = [HOME / "README.md", HOME / "README.zh-CN.md", HOME / "CONTRIBUTING.md"]

TABLE_ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \|$", re.M)
LINK = re.compile(r"\]\(([^)#:]+?)(?:#[^)]*)?\)")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"(?:scripts/start\.py|make) ([a-z]+)")


def text(page: str) -> str:
    return (GUIDE / page).read_text("utf-8")


def blocks_of(page: str) -> list[str]:
    """What a page gives to copy: its blocks that name no language."""
    return [block for language, block in FENCED.findall(page) if not language]


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return load_exhibition(HOME).exhibition.vocabularies


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    made = {f"../{name}/index.md" for name in ("upload", "data", "help", "apply", "tell", "about")}
    made |= {f"../help/{rule.code}/index.md" for rule in list_rules()}
    made |= {f"../{room.path}index.md" for room in CONTENT_TYPES.rooms}
    made |= {f"../{row.folder}/index.md" for row in CONTENT_TYPES}
    made |= {f"../{WORKSHEET_BOOK.make_worksheet_path(sheet.slug)}index.md" for sheet in WORKSHEETS}
    for target in LINK.findall(page.read_text("utf-8")):
        assert target in made or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    make = re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text("utf-8"), re.M)
    assert set(COMMAND.findall(page.read_text("utf-8"))) <= {*COMMANDS, *make}


CODE = re.compile(r"^```(?:sh|text)\n(.*?)^```$|`([^`\n]+)`|^ {8}([^\n]+)$", re.M | re.S)


def words_of_commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of each command of ours that a page shows: in a block, or in a sentence with its options."""
    for block, span, indented in CODE.findall(page.read_text("utf-8")):
        for line in (block or indented).splitlines():
            if "scripts/start.py " in line:
                yield shlex.split(line.partition("scripts/start.py ")[2].partition(" > ")[0], comments=True)
        words = span.split()
        if len(words) > 1 and words[0] in COMMANDS and page in PAGES:
            yield words


@pytest.mark.parametrize("page", [*PAGES, *READMES[:2]], ids=lambda page: page.name)
def test_commands_are_understood_with_their_options(page: Path) -> None:
    """What people copy from a page must not be answered with 没看懂这条命令."""
    for words in words_of_commands(page):
        if words and not words[0].startswith("-"):
            parse_arguments(words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_of_the_project_that_pages_name_are_there(page: Path) -> None:
    for name in re.findall(r"(?<![\w-])(?:serving|scripts)/[\w.-]+", page.read_text("utf-8")):
        assert (HOME / name).is_file(), name


def test_assets_that_are_cached_for_ever_are_those_with_a_hash(built: Path) -> None:
    """Pages, codes and the mascot are asked for again, hashed files are not. `test_serving_examples.py` holds servers to the rule."""
    kept = {
        str(path)
        for path in built.rglob("*")
        if path.is_file() and is_cached_forever(path.relative_to(built).as_posix())
    }
    assert not {path for path in kept if path.endswith((".html", "code.png")) or "/mascot/" in path}
    assert any("/assets/search/" in path for path in kept)
    drawings = {str(path) for path in built.glob("[0-9]*/*.svg")}
    assert drawings
    assert drawings <= kept


def with_parts(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field.kind, RecordList):
            yield from with_parts(field.kind.fields)


@pytest.fixture(scope="module")
def pages(vocabularies: Vocabularies) -> dict[str, str]:
    """The pages of the guide as the engine gets them, by name."""
    made = {one.uri.removeprefix("guide/"): one.make for one in build_guide(HOME, vocabularies)}
    return {name: make().decode() for name, make in made.items() if name.endswith(".md")}


def test_every_field_is_explained_with_its_help_its_need_and_its_example(pages: dict[str, str]) -> None:
    explained = pages["fields.md"] + pages["lists.md"]
    for field in with_parts((*UNIT.fields, *CLUSTER.fields)):
        assert re.search(rf"(<dt>|^### ){field.key} ", explained, re.M), field.key
        assert field.help in explained, field.key
        assert isinstance(field.kind, RecordList) or field.example in explained, field.key


def test_every_choice_is_listed(vocabularies: Vocabularies, pages: dict[str, str]) -> None:
    listed = [vocabularies.streets, vocabularies.themes, vocabularies.standards, vocabularies.photo_kinds]
    for term in [term for vocabulary in listed for term in vocabulary if not term.example]:
        assert term.name in pages["fields.md"] + pages["lists.md"]
    assert "、".join(vocabularies.scenes.names) in pages["photos.md"]
    assert all(kind.note in pages["photos.md"] for kind in vocabularies.photo_kinds)


def test_a_field_that_is_added_stands_in_the_guide_by_itself(vocabularies: Vocabularies) -> None:
    added = Field("朝向", Text(20), "朝南", "楼门朝哪一边。", Requirement.PUBLISHED, attribute="faces")
    assert '<div id="photos-faces"><dt>朝向 <small>发布时必填</small></dt>' in render_field_list(
        (added,), vocabularies, "photos-"
    )
    scope = Field(
        "范围",
        ListOf(Choice(words=ChoiceWords.from_names(("网页", "海报"), {}))),
        "网页",
        "可以用在 <哪里>。",
        attribute="scope",
    )
    told = render_field_list((scope,), vocabularies)
    assert "<code>- 网页</code>" in told
    assert "从这些里选：网页、海报。" in told
    assert "可以用在 &lt;哪里&gt;。" in told


def test_every_street_folder_is_listed(vocabularies: Vocabularies, pages: dict[str, str]) -> None:
    for term in vocabularies.streets:
        assert term.example is not (f"| {term.name} | `{term.slug}` |" in pages["new.md"])


@pytest.mark.parametrize(
    "page",
    ["<!-- fields: nobody -->", "<!-- table: unit -->", "text <!-- a note -->", "<!-- picture: story", "<!--\n-->"],
)
def test_a_marker_that_nothing_answers_is_refused_with_its_place(page: str, vocabularies: Vocabularies) -> None:
    with pytest.raises(Refusal, match=r"^指南 content/guide/x\.md 里有看不懂的标记：<!--"):
        fill_markers(page, "x.md", vocabularies)


def test_no_marker_is_left_and_ways_lead_to_the_root(pages: dict[str, str], vocabularies: Vocabularies) -> None:
    assert not [name for name, page in pages.items() if "<!--" in page]
    assert 'src="../guide/pictures/signs.svg"' in fill_markers("<!-- picture: signs -->", "index.md", vocabularies)
    assert 'src="../../guide/pictures/signs.svg"' in fill_markers("<!-- picture: signs -->", "x.md", vocabularies)


READERS = {"units": read_unit, "clusters": read_cluster}


def read(block: str, vocabularies: Vocabularies, kind: str = "units") -> ParsedEntry:
    id = re.search(r"^编号: (\d{5})", block, re.M)[1]
    folder = f"content/{kind}/{'example/' if kind == 'units' else ''}{id}"
    return READERS[kind](block.encode(), folder, build_lexicon(vocabularies))


def test_the_template_of_a_new_unit_is_read_without_a_word(vocabularies: Vocabularies, pages: dict[str, str]) -> None:
    block = next(block for block in blocks_of(pages["new.md"]) if block.startswith("---"))
    assert read(block, vocabularies).diagnostics == []
    assert read(re.sub(r"^# (?= *- |    )", "", block, flags=re.M), vocabularies).diagnostics == []


def test_the_template_of_a_new_cluster_is_read_without_a_word(vocabularies: Vocabularies) -> None:
    block = blocks_of(fill_markers("<!-- template: cluster -->", "x.md", vocabularies))[0]
    assert read(block, vocabularies, "clusters").diagnostics == []


ENVELOPE = "---\n编号: 10025\n名称: 楼\n街镇: 示例街镇\n一句话: 话\n状态: 发布\n示例: 是\n{}---\n"
PARTS = ("photos.md", "edit.md", "fields.md", "lists.md")


@pytest.mark.parametrize("page", PARTS)
def test_examples_of_the_information_block_are_read_without_a_word(
    page: str, vocabularies: Vocabularies, pages: dict[str, str]
) -> None:
    """What a neighbour copies from the guide must work as it stands."""
    keys = {f"{field.key}:": "units" for field in UNIT.fields}
    keys = {**{f"{field.key}:": "clusters" for field in CLUSTER.fields}, **keys}
    blocks = [block for block in blocks_of(pages[page]) if block.startswith(tuple(keys))]
    assert blocks
    for block in blocks:
        kind = next(kind for key, kind in keys.items() if block.startswith(key))
        found = read(ENVELOPE.format(block.removesuffix("状态: 发布\n")), vocabularies, kind)
        assert found.diagnostics == [], block


def test_examples_of_single_fields_are_read_without_a_word(vocabularies: Vocabularies) -> None:
    for kind, fields in (("units", UNIT.fields), ("clusters", CLUSTER.fields)):
        singles = {
            field.attribute: field.example for field in fields if not isinstance(field.kind, ListOf | RecordList)
        }
        assert read(render_template(fields, singles), vocabularies, kind).diagnostics == []


def slipped(root: Path, text: str) -> Path:
    """A root with one published unit, its photograph and nothing else, whose file is `text`."""
    shutil.copytree(HOME / "content" / "vocabularies", root / "content" / "vocabularies")
    shutil.copy(HOME / "mkdocs.yml", root)
    unit = root / "content" / "units" / "gaojing" / "10001"
    unit.mkdir(parents=True)
    Image.linear_gradient("L").resize((1200, 800)).save(unit / "photo-01.jpg")
    (unit / "index.md").write_text(text, "utf-8")
    (root / "content" / "permalinks").mkdir()
    (root / "content" / "permalinks" / "10001.yml").write_text("发放: 2026-11-22\n名称: 灯火楼\n状态: 在用\n", "utf-8")
    return root


WHOLE = """---
编号: 10001
名称: 灯火楼
街镇: 高境镇
星级: 4
主题:
  - 议事协商
一句话: 七次议事，一起装好了电梯
状态: 发布
照片:
  - 文件: photo-01.jpg
    说明: 大家一起包饺子
    同意: 已同意
来源: 示例内容
---

从前这里黑漆漆的。
"""


def test_the_file_in_which_the_slips_are_made_has_none(tmp_path: Path) -> None:
    found = load_and_check(slipped(tmp_path, WHOLE), Progress())[1]
    assert [one for one in found if one.blocks] == []


UNCERTAIN = {"E016", "E122", "E310"}
"""Slips whose right line only their author knows: the check says what to do, and writes no line."""


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.code)
def test_each_of_the_ten_slips_is_caught_and_answered_with_its_right_line(card: MistakeCard, tmp_path: Path) -> None:
    """A card's action is the only one needed, and where the line is certain it is the one that the check writes."""
    assert WHOLE.count(card.right) == 1 or card.right == "---"
    found = load_and_check(slipped(tmp_path, WHOLE.replace(card.right, card.wrong, 1)), Progress())[1]
    errors = [one for one in found if one.blocks]
    assert [one.code for one in errors] == [card.code]
    assert errors[0].fixed == (None if card.code in UNCERTAIN else card.right)
    assert card.action.endswith("。")


def test_there_are_ten_slips_in_the_page_each_once(pages: dict[str, str]) -> None:
    assert len({card.code for card in CARDS}) == 10
    assert pages["slips.md"].count("<li>") == 10
    assert all(card.action in pages["slips.md"] for card in CARDS)


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
    shutil.copytree(HOME / "content" / "permalinks", tmp_path / "content" / "permalinks")
    lines = (HOME / path).read_text("utf-8").splitlines()
    lines[line - 1] = re.search(r"^ {6}(\S.*)$", shown, re.M)[1]
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("\n".join(lines), "utf-8")
    found = load_exhibition(tmp_path).diagnostics
    assert REPORTERS["text"](found, SourceLines(tmp_path)).strip() == shown.strip()


def test_the_guide_to_sheets_names_every_column_and_true_headings(pages: dict[str, str]) -> None:
    page = pages["sheets.md"]
    table = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", page, re.M))
    assert [field.key for field in list_columns("unit")] == [key for key in table if key in HEADINGS]
    for key in filter(HEADINGS.__contains__, table):
        told = re.sub("（.*?）", "", table[key]).split("、")
        assert set(told) <= set(HEADINGS[key]), key
    rest = [field.key for field in list_columns("cluster") if field.key not in table]
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


@pytest.mark.parametrize(
    "text",
    [
        "---\ntemplate: redirect.html\nlocation: https://example.test/\n---\n# 题\n",
        "--- \ntemplate: home.html\n...\n# 题\n",
        "---\n---\n---\ntemplate: home.html\n---\n# 题\n",
        "template: home.html\n\n# 题\n",
        "---\npose: nosuch\n---\n# 题\n",
    ],
)
def test_a_page_sets_nothing_for_the_engine_but_the_pose(text: str, tmp_path: Path, vocabularies: Vocabularies) -> None:
    (tmp_path / "content" / "guide").mkdir(parents=True)
    (tmp_path / "content" / "guide" / "x.md").write_text(text, "utf-8")
    made = next(one for one in build_guide(tmp_path, vocabularies) if one.uri == "guide/x.md").make()
    assert parse_json_front_matter(made.decode()) == (text_behind(made.decode()), {"book": "guide", "pose": "reading"})


def text_behind(page: str) -> str:
    return page.split("\n---\n", 1)[1].lstrip("\n")


@pytest.mark.parametrize(
    "tag",
    [
        '<img src=" //example.test/a.png">',
        '<img srcset="a.png 1x, //example.test/b.png 2x">',
        '<img srcset="a.png 1x,//example.test/b.png 2x">',
        '<picture><source srcset=" //example.test/b.png"></picture>',
    ],
)
def test_a_picture_of_another_host_is_left_out(tag: str) -> None:
    assert "example.test" not in clean_guide(tag)
