"""Vocabularies: one row each, with their source and their empty slots."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.model import Term, Vocabularies, Vocabulary
from exhibition.model.content_types import ContentType
from exhibition.model.entry import Entry
from exhibition.model.field_types import Choice
from exhibition.model.fields import Field
from exhibition.model.vocabulary import VOCABULARIES, VocabularyRow
from exhibition.records.rating import ANNOUNCED
from exhibition.types import CONTENT_TYPES
from helpers.cases import diagnosed, tiny

TREES = VocabularyRow("tree_kinds")
WORDS = """名称: 树
来源: 测试用的示例
空位: 2
词:
  - slug: camphor
    名称: 香樟
    别名: [樟树]
"""


def test_a_new_vocabulary_is_one_row_and_its_file(tmp_path: Path) -> None:
    tiny(tmp_path)
    with VOCABULARIES.registered(TREES):
        assert [one.code for one in diagnosed(tmp_path)] == ["E382"], "its file is asked for"
        (tmp_path / "content/vocabularies/tree-kinds.yml").write_text(WORDS, "utf-8")
        assert diagnosed(tmp_path) == []
        trees = load_exhibition(tmp_path).exhibition.vocabularies.tree_kinds
        assert trees.names == ("香樟",)
        assert trees.slots == trees.shown_slots == 2

        @dataclass(frozen=True, slots=True, kw_only=True)
        class Bench(Entry):
            tree: Annotated[str, Field("树", Choice("tree_kinds"), "香樟", "什么树下。")] = ""

        bench = ContentType("bench", "长凳", Bench, folder="benches", sample={"id": "20030", "name": "长凳"})
        with CONTENT_TYPES.registered(bench):
            folder = tmp_path / "content/benches/20030"
            folder.mkdir(parents=True)
            text = "---\n编号: 20030\n名称: 长凳\n示例: 是\n树: 樟树\n---\n"
            (folder / "index.md").write_text(text, "utf-8")
            found = load_exhibition(tmp_path)
            assert found.exhibition.by_id["20030"].tree == "香樟"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = Vocabularies().tree_kinds


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="themes"), VOCABULARIES.registered(VocabularyRow("themes")):
        pass


def test_vocabularies_survive_a_copy_to_a_process() -> None:
    known = Vocabularies({"themes": Vocabulary("主题", "本项目", (Term("lift", "加装电梯"),))})
    again = pickle.loads(pickle.dumps(known))
    assert again == known
    assert again.themes.names == ("加装电梯",)
    assert again.streets.names == ()


@pytest.mark.parametrize(
    ("line", "slots", "is_open", "words"),
    [
        ("", 0, False, ""),
        ("空位: 0", 0, False, ""),
        ("空位:", 0, False, ""),
        ("空位: 4", 4, False, "还有4个，名称待补充（来源：民政部门）"),
        ("空位: 四", 4, False, "还有4个，名称待补充（来源：民政部门）"),
        ("空位: ４", 4, False, "还有4个，名称待补充（来源：民政部门）"),
        ("空位: 不详", 0, True, "别的有几个还不知道，名称待补充（来源：民政部门）"),
    ],
)
def test_slots_are_terms_without_a_name(tmp_path: Path, line: str, slots: int, is_open: bool, words: str) -> None:
    path = tiny(tmp_path) / "content/vocabularies/standards.yml"
    path.write_text(f"名称: 培育标准\n来源: 民政部门\n{line}\n词:\n  - slug: party\n    名称: 党建引领\n", "utf-8")
    found, diagnostics = read_vocabularies(tmp_path)
    assert diagnostics == []
    assert (found.standards.slots, found.standards.is_open, found.standards.slot_words) == (slots, is_open, words)


def test_a_list_of_slots_alone_says_how_many_there_are(tmp_path: Path) -> None:
    path = tiny(tmp_path) / "content/vocabularies/standards.yml"
    path.write_text("名称: 十个一\n来源: 民政部门\n空位: 10\n词: []\n", "utf-8")
    found, diagnostics = read_vocabularies(tmp_path)
    assert diagnostics == []
    assert found.standards.slot_words == "一共10个，名称待补充（来源：民政部门）"


def test_a_term_has_its_own_source_or_that_of_its_list(tmp_path: Path) -> None:
    path = tiny(tmp_path) / "content/vocabularies/standards.yml"
    own = "  - slug: people\n    名称: 人员队伍\n    来源: 街道\n"
    path.write_text(f"名称: 标准\n来源: 民政部门\n词:\n  - slug: party\n    名称: 党建引领\n{own}", "utf-8")
    assert [term.source for term in read_vocabularies(tmp_path)[0].standards] == ["民政部门", "街道"]


def test_every_shipped_list_and_term_says_where_it_is_from() -> None:
    known, diagnostics = read_vocabularies(HOME)
    assert diagnostics == []
    for row in VOCABULARIES:
        found = known.get(row.name)
        assert found.source, row.name
        assert all(term.source for term in found), row.name
        assert found.terms or found.shown_slots, row.name
    assert set(build_lexicon(known)) == {row.name for row in VOCABULARIES}


def test_the_steps_of_a_rating_are_four_and_one_of_them_gives_the_stars() -> None:
    steps = read_vocabularies(HOME)[0].star_steps
    assert len(steps.names) == 4
    assert ANNOUNCED in steps.names
    assert all(term.note for term in steps)


def test_the_standards_are_eight_of_which_four_are_named() -> None:
    standards = read_vocabularies(HOME)[0].standards
    assert len(standards.names) + standards.slots == 8
    assert standards.source == "宝山区民政局"


@pytest.mark.parametrize(
    ("pattern", "is_read"),
    [
        ("哪(1|一|几)?座(楼)?", True),
        ("(?:看|听)一(?=下)", True),
        ("哪(座", False),
        ("(?P<a>座)", False),
        ("(?<=哪)座", False),
        ("座?", False),
    ],
)
def test_turns_of_questions_are_expressions_that_old_browsers_read(tmp_path: Path, pattern: str, is_read: bool) -> None:
    tiny(tmp_path)
    words = f"名称: 近义词\n来源: 本项目\n词: []\n问句:\n  - '{pattern}'\n"
    (tmp_path / "content/vocabularies/synonyms.yml").write_text(words, "utf-8")
    assert [one.code for one in diagnosed(tmp_path)] == ([] if is_read else ["E382"])
