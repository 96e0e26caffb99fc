"""Texts in the writing of the forms: whatever is typed into a form is read again as it was typed, and without a word."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from exhibition.content.field_parser import FieldParser
from exhibition.content.front_matter import read_front_matter
from exhibition.content.scaffold import format_scalar
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.messages.registry import DiagnosticCollector
from exhibition.model.vocabulary import Lexicon
from exhibition.text.characters import strip_list_number
from exhibition.types import UNIT
from helpers.cases import TINY

KNOWN = UNIT.by_key
SIGNS = ":：#＃-－—*@&!%|>[]{}【】\"'“”‘’,，、. ?~=<$\\/10是甲乙a《》（）·…+_^`;；"
TYPED = st.text(SIGNS, min_size=1, max_size=14).filter(lambda text: text == text.strip())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(read_vocabularies(TINY)[0])


@given(text=TYPED)
def test_yaml_reads_what_is_written_as_the_same_text(text: str) -> None:
    """As a text: PyYAML, which is of YAML 1.1, might still make a date of it; to us every scalar is one."""
    (pair,) = yaml.compose(f"说明: {format_scalar(text)}\n").value
    assert pair[1].value == text


@given(text=TYPED)
@example(text='"花钱的事，账要看得见。"他说')
@example(text="“进楼即回家”")
@example(text="'再见'")
@example(text="：一")
@example(text="- 一")
@example(text="一：二: 三")
@example(text="[新]进楼")
@example(text="甲，乙、丙")
@example(text="2018")
def test_what_is_typed_into_a_form_is_understood_as_it_was_typed(text: str, lexicon: Lexicon) -> None:
    # Pages number a covenant themselves: a number before an item is taken away with a word.
    assume(strip_list_number(text) == text)
    block = f"---\n编号: 20001\n名称: {format_scalar(text)}\n公约:\n  - {format_scalar(text)}\n历程:\n  - 标题: {format_scalar(text)}\n---\n"
    notes = DiagnosticCollector("content/units/example/20001/index.md")
    matter = read_front_matter(block.encode(), KNOWN, notes)
    assert matter is not None
    values = FieldParser(lexicon, notes, {}).parse_values(matter.top, KNOWN)
    assert [one.message for one in notes.diagnostics] == []
    assert (values["name"], values["covenant"], values["steps"][0].title) == (text, (text,), text)
