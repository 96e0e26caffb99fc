"""The quick reader says exactly what YAML says, or nothing; and no slip of typing loses a word in silence."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from bench_cms import as_forms_do
from exhibition.content import front_matter
from exhibition.content.field_parser import FieldParser
from exhibition.content.front_matter import iter_parts, read_fast, read_front_matter
from exhibition.content.loader import read_entry
from exhibition.content.scaffold import render_template
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.content.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, UnreadableYaml, compose
from exhibition.messages.registry import DiagnosticCollector
from exhibition.model.fields import FieldTable
from exhibition.model.vocabulary import Lexicon
from exhibition.types import CONTENT_TYPES, UNIT
from helpers.cases import TESTS, TINY
from synthetic import write

read_unit = partial(read_entry, row=UNIT)

FOLDER = "content/units/example/20001"
TEXT = (TINY / FOLDER / "index.md").read_text("utf-8")
FILES = [*sorted(TINY.rglob("index.md")), *sorted((TESTS.parent / "content").glob("*/**/[0-9]*/index.md"))]
KNOWN = UNIT.by_key

FORM = """---
编号: 20001
名称: '2026'
一句话: '谈了一年：电梯 1 停在家门口，it is "here"'
主题:
  - 加装电梯
照片:
  - 文件: photo-01.webp
    说明: '12: 30 的合影'
    时间: '2026'
历程:
  - 时间: '2018'
    标题: 从前
    经过: |-
      第一行。
      - 第二行: 不是一项
  - 标题: '- 难题'
    经过: |-
      只有一行
公约:
  - '[电梯] 里等一等'
  - 轻轻关门
状态: 发布
---
"""
"""What a form writes where a value cannot stand as it is, and where somebody pressed the Enter key."""

MUTANTS = int(os.environ.get("MUTANTS", "300"))
"""Mistyped files with records that are read in both ways; 30,000 were read once when this way of reading was written."""

SIGNS = ":：#＃-－—*@&!%|>[]{}【】\"'“”‘’,，、. \t\u3000\u00a0\u200b\n`?~=<$\\/1是a"
"""What fingers hit."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(read_vocabularies(TINY)[0])


def block_of(text: str) -> str:
    return text.split("\n---\n")[0].removeprefix("---\n")


def mutated(text: str, chance: random.Random) -> str:
    """Return `text` with one to three slips in its front matter."""
    for _ in range(chance.randint(1, 3)):
        end = text.find("\n---\n", 4)
        at = chance.randrange(4, end if end > 4 else len(text))
        cut = chance.choice((0, 1, 1, 2))
        text = text[:at] + chance.choice((*SIGNS, "", "")) + text[at + cut :]
    return text


def mutants(number: int, text: str = TEXT) -> list[str]:
    chance = random.Random(20260601)
    return [mutated(text, chance) for _ in range(number)]


def words(node: Node) -> str:
    """Return every key and text below `node`."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return "".join(map(words, node.items))
    return "".join(key + words(value) for key, value in node.values.items())


def table_of(path: Path) -> FieldTable:
    """Return the fields of the type whose folder holds a file."""
    return next(row.by_key for row in CONTENT_TYPES if f"/{row.root}/" in Path(path).as_posix())


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).parent.name)
def test_canonical_files_are_read_quickly_and_as_yaml_reads_them(path: Path) -> None:
    block, table = block_of(path.read_text("utf-8")), table_of(path)
    quick = read_fast(block, 2, table.listed, table.recorded)
    assert quick is not None
    assert quick == compose(block, 2)


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).parent.name)
def test_the_same_files_as_forms_write_them_are_read_quickly_too(path: Path) -> None:
    block, table = block_of(as_forms_do(path.read_text("utf-8"))), table_of(path)
    quick = read_fast(block, 2, table.listed, table.recorded)
    assert quick is not None
    assert quick == compose(block, 2)


def test_what_a_form_writes_is_read_quickly_and_as_yaml_reads_it() -> None:
    quick = read_fast(block_of(FORM), 2, UNIT.by_key.listed, UNIT.by_key.recorded)
    assert quick is not None
    assert quick == compose(block_of(FORM), 2)
    assert "第一行。\n- 第二行: 不是一项" in words(quick)


NEW = render_template(UNIT.fields, {"id": "20001", "name": "示例一号楼", "street": "示例街镇", "status": "草稿"})
"""What the command `new` writes: a remark above every field."""
REMARKED = TEXT.replace("户数: 24\n", "户数: 24  # 问过楼组长：是 24\n\n# 下面是大家做的事\n")


@pytest.mark.parametrize("text", [NEW, REMARKED], ids=["new", "remarked"])
def test_remarks_and_empty_lines_are_read_quickly_and_as_yaml_reads_them(text: str) -> None:
    block = block_of(text)
    quick = read_fast(block, 2, UNIT.by_key.listed, UNIT.by_key.recorded)
    assert quick is not None
    assert quick == compose(block, 2)


@pytest.mark.parametrize("text", [TEXT, FORM, NEW, REMARKED], ids=["by hand", "by a form", "new", "remarked"])
def test_what_is_read_quickly_is_what_yaml_reads(text: str) -> None:
    read = 0
    for mutant in mutants(400, text):
        block = block_of(mutant)
        quick = read_fast(block, 2, UNIT.by_key.listed, UNIT.by_key.recorded)
        if quick is not None:
            read += 1
            assert quick == compose(block, 2), block
    assert read > 40


@pytest.mark.parametrize(
    "value",
    [
        "甲: 乙",
        "甲 #乙",
        "'甲",
        "*甲",
        "甲\t乙",
        "- 甲",
        "[甲",
        "[甲, [乙]]",
        "甲 ",
        "|",
        "~: 1",
        "甲:",
        "''",
        "'甲''乙'",
        "|-",
        "'甲 # 乙'",
        "甲 # 乙\u200b",
        "甲 #1 # 乙",
    ],
)
def test_the_quick_reader_leaves_doubts_to_others(value: str) -> None:
    assert read_fast(f"名称: {value}", 2, UNIT.by_key.listed, UNIT.by_key.recorded) is None


def test_no_slip_of_typing_breaks_reading_or_loses_a_word_in_silence(lexicon: Lexicon) -> None:
    silent = 0
    for text in mutants(400):
        notes = DiagnosticCollector(f"{FOLDER}/index.md")
        matter = read_front_matter(text.encode(), KNOWN, notes)
        assert matter is not None
        desk = FieldParser(lexicon, notes, {})
        desk.parse_values(matter.top, KNOWN)
        read_unit(text.encode(), FOLDER, lexicon)
        if not notes.diagnostics:
            silent += 1
            written = re.sub(r"(?m)(?:^|\s)#(?:\s.*)?$", "", block_of(text))
            assert letters(written) == letters(words(matter.top)), text
    assert silent > 25


def letters(text: str) -> Counter[str]:
    """Return how often each letter and digit stands in `text`."""
    return Counter(re.findall(r"\w", text))


def test_composing_says_where_it_stopped() -> None:
    with pytest.raises(UnreadableYaml) as stopped:
        compose("甲: 1\n乙: [2\n丙: 3", 2)
    assert stopped.value.line == 2


def test_a_record_is_what_was_written_first() -> None:
    node = compose("甲: 1\n甲: 2\n", 5)
    assert isinstance(node, MappingNode)
    assert (words(node), node.doubles) == ("甲1", [("甲", (6, 1))])


def list_texts_with_records(folder: Path) -> list[tuple[str, str]]:
    """Return path and text of every file of a small invented district that holds records of a list."""
    write(folder, 40, seed=5, records=10, others=3)
    labels = "|".join(row.label for row in CONTENT_TYPES.record_types)
    files = sorted(path for row in CONTENT_TYPES for path in (folder / row.root).rglob("*.md"))
    texts = [(path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in files]
    return [(path, text) for path, text in texts if re.search(rf"(?m)^(?:{labels}):\n  - ", text)]


def mutated_lines(text: str, chance: random.Random) -> str:
    """Return `text` with one slip among the lines of its front matter: one twice, missing, elsewhere, indented otherwise."""
    block, fence, rest = text.removeprefix("---\n").partition("\n---\n")
    lines = block.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            lines.insert(at, lines[at])
        case 1:
            del lines[at]
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = chance.choice(("", "  ", "    ", "      ", "  - ", "- ")) + lines[at].lstrip(" -")
        case 4:
            lines.insert(
                at, chance.choice(("", "# 一句", "#", "#   - 例子: 一", "    ", "  -", "    甲:", "    甲: 乙"))
            )
        case 5:
            lines[at] = lines[at].partition(":")[0] + chance.choice(
                (":", ": ", ": |-", ": '甲'", ": 10001", ": 2018-03", ": 一")
            )
        case 6:
            lines[at] += chance.choice((" # 问过", "。", " ", ":", "；", "  乙"))
        case _:
            lines[at] = lines[at].replace(chance.choice((":", " ", "0", "1")), chance.choice(("：", "", "一")), 1)
    joined = "\n".join(lines)
    return f"---\n{joined}{fence}{rest}" if lines else text


def read_in_both_ways(path: str, data: bytes, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what a content file or side file says, read with canonical records apart and without."""
    folder, _, name = path.rpartition("/")
    row = CONTENT_TYPES.find_by_path(folder)
    assert row is not None
    read: list[object] = []
    for find in (iter_parts, lambda text, recorded: [(0, len(text) - 1, "")]):
        with monkeypatch.context() as patch:
            patch.setattr(front_matter, "iter_parts", find)
            side = {} if name == "index.md" else {name: data}
            index = data if name == "index.md" else b"---\n\xe7\xbc\x96\xe5\x8f\xb7: 10001\n---\n"
            parsed = read_entry(index, folder, lexicon, row, side)
            read.append((parsed, dict(parsed.entry.spans) if parsed.entry else None))
    return read


def test_records_that_are_read_without_nodes_say_the_same(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, chance = list_texts_with_records(tmp_path), random.Random(20261130)
    assert {row.label for row in CONTENT_TYPES.record_types} <= {
        label for _, text in texts for label in re.findall(r"(?m)^(\S+):\n  - ", text)
    }
    for path, text in texts:
        quick, careful = read_in_both_ways(path, text.encode(), lexicon, monkeypatch)
        assert quick == careful, path
    for _ in range(MUTANTS):
        path, text = chance.choice(texts)
        for _ in range(chance.randint(1, 3)):
            text = chance.choice((mutated, mutated_lines))(text, chance)
        quick, careful = read_in_both_ways(path, text.encode("utf-8", "surrogatepass"), lexicon, monkeypatch)
        assert quick == careful, (path, text)


@pytest.mark.parametrize("folder", ["content", "tests/cases", "tests/tiny"])
def test_every_file_of_the_repository_says_the_same_in_both_ways(
    folder: str, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [*(TESTS.parent / folder).rglob("*.md"), *(TESTS.parent / folder).rglob("*.md.txt")]
    read = 0
    for path in sorted(path for path in files if path.is_file()):
        within = Path(path).relative_to(TESTS.parent).as_posix()
        home = next((row for row in CONTENT_TYPES if f"{row.root}/" in within), UNIT)
        name = path.name if path.name in home.side_files else "index.md"
        place = f"{home.root}/example/10001/{name}" if home is UNIT else f"{home.root}/10001/{name}"
        quick, careful = read_in_both_ways(place, path.read_bytes(), lexicon, monkeypatch)
        assert quick == careful, path
        read += 1
    assert read > 0 or folder != "content"
