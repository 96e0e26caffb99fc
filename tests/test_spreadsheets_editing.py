"""Pages edited line by line: every style stays as it is, what cannot be edited with certainty is refused."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exhibition.content.loader import load_exhibition, read_entry
from exhibition.content.scaffold import plan_entry
from exhibition.content.vocabularies import build_lexicon
from exhibition.exchange.spreadsheets.page_editing import UnusualFormat, edit_fields
from exhibition.model import Exhibition
from exhibition.text.characters import INVISIBLE, strip_list_number
from exhibition.types import UNIT
from helpers.cases import TINY

read_unit = partial(read_entry, row=UNIT)

PATH = "content/units/example/20001/index.md"
PAGE = """\
---
# 编号不要改
编号: 20001
名称: 示例楼
街镇: 示例街镇
小区:
{}
状态: 发布
---

正文。星级: 3
"""


@pytest.fixture(scope="module")
def tiny() -> Exhibition:
    return load_exhibition(TINY).exhibition


def after(lines: str, **changes: Any) -> str:
    """Return the lines of a page after changes, by key; everything around them must be as it was."""
    before = PAGE.format(lines)
    text = edit_fields(before.encode(), PATH, changes, UNIT.fields).decode()
    head, tail = PAGE.split("{}\n")
    assert text.startswith(head)
    assert text.endswith(tail)
    return text.removeprefix(head).removesuffix(tail).removesuffix("\n")


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        ("星级: 3", 4, "星级: 4"),
        ("星级:", 4, "星级: 4"),
        ("星级:   ", 4, "星级: 4"),
        ("星级:   # 还没评", 4, "星级: 4  # 还没评"),
        ("星级: 3   # 去年评的", 4, "星级: 4   # 去年评的"),
        ("星级:  3", 4, "星级:  4"),
        ('星级: "3"  # 引号', 4, "星级: 4  # 引号"),
        ("星级 : 3", 4, "星级 : 4"),
        ("# 星级: 3\n星级: 3\n# 户数: 24", 4, "# 星级: 3\n星级: 4\n# 户数: 24"),
    ],
)
def test_a_single_value_changes_alone(before: str, value: int, expected: str) -> None:
    assert after(before, 星级=value) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("一句话: 老样子", "一句话: 新话"),
        ("一句话: '老 ''样'' 子'  # 旧", "一句话: 新话  # 旧"),
        ("一句话: |\n  老样子\n  两行\n户数: 3", "一句话: 新话\n户数: 3"),
        ("一句话: >-\n  老样子\n\n  两段\n# 备注\n户数: 3", "一句话: 新话\n# 备注\n户数: 3"),
        ("一句话: 老\n  样子\n户数: 3", "一句话: 新话\n户数: 3"),
    ],
)
def test_a_text_of_any_shape_becomes_one_line(before: str, expected: str) -> None:
    assert after(before, 一句话="新话") == expected


@pytest.mark.parametrize(
    "text", ["#1 楼", "是 #1 楼", "甲: 乙", "- 甲", "[甲]", '"甲"', "'甲", "@甲", "甲 \\ 乙", "*", "?", "= 1"]
)
def test_a_text_that_could_be_misread_is_quoted(text: str, tiny: Exhibition) -> None:
    data = edit_fields(PAGE.format("一句话: 老").encode(), PATH, {"一句话": text, "公约": (text, "乙")}, UNIT.fields)
    read = read_unit(data, PATH.rpartition("/")[0], build_lexicon(tiny.vocabularies))
    assert read.entry is not None
    assert (read.entry.tagline, read.entry.covenant) == (text, (text, "乙"))
    assert [one.code for one in read.diagnostics if one.blocks and one.code != "E205"] == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("主题: [剪纸, 楼道清理]", "主题: [剪纸, 加装电梯]"),
        ("主题: [ 剪纸,楼道清理 ]  # 两样", "主题: [剪纸, 加装电梯]  # 两样"),
        ("主题: []", "主题: [剪纸, 加装电梯]"),
        ("主题: 剪纸、楼道清理  # 旧", "主题: [剪纸, 加装电梯]  # 旧"),
        ("主题:", "主题:\n  - 剪纸\n  - 加装电梯"),
        ("主题:\n# 像下面这样写：\n#   - 剪纸", "主题:\n  - 剪纸\n  - 加装电梯\n# 像下面这样写：\n#   - 剪纸"),
        ("主题:\n  - 楼道清理\n  - 剪纸  # 每月\n户数: 3", "主题:\n  - 剪纸  # 每月\n  - 加装电梯\n户数: 3"),
        ("主题:\n- 剪纸\n- 楼道清理", "主题:\n- 剪纸\n- 加装电梯"),
        ("主题:\n    - 剪纸\n\n    # 说明\n    - 楼道清理", "主题:\n    - 剪纸\n    - 加装电梯\n\n    # 说明"),
    ],
)
def test_a_list_keeps_its_style_and_the_lines_of_what_stays(before: str, expected: str) -> None:
    assert after(before, 主题=("剪纸", "加装电梯")) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (("甲", "丙"), "  - 甲\n  - 丙"),
        (("甲", "乙", "丙", "丁"), "  - 甲\n  - 乙\n    两行\n  - 丙\n  - 丁"),
        (("零", "甲", "丙"), "  - 零\n  - 甲\n  - 丙"),
        (("丙", "甲"), "  - 丙\n  - 甲"),
        (("新",), "  - 新"),
    ],
)
def test_sentences_stand_in_the_order_of_the_sheet(items: tuple[str, ...], expected: str) -> None:
    before = "公约:\n  - 甲\n  - 乙\n    两行\n  - 丙"
    wanted = tuple("乙 两行" if one == "乙" else one for one in items)
    assert after(before, 公约=wanted) == f"公约:\n{expected}"


@pytest.mark.parametrize(
    ("before", "changes", "expected"),
    [
        ("户数: 3", {"星级": 4}, "星级: 4\n户数: 3"),
        ("楼号: 1号\n# 备注", {"星级": 4}, "楼号: 1号\n星级: 4\n# 备注"),
        (
            "主题:\n  - 剪纸\n  # 备注",
            {"培育标准": ("党建引领",)},
            "主题:\n  - 剪纸\n培育标准:\n  - 党建引领\n  # 备注",
        ),
        ("户数: 3", {"星级": 4, "建立": None, "楼号": "1号"}, "楼号: 1号\n星级: 4\n户数: 3"),
    ],
)
def test_a_missing_field_comes_where_the_table_has_it(before: str, changes: dict[str, Any], expected: str) -> None:
    assert after(before, **{key: value for key, value in changes.items() if value}) == expected


def test_a_field_of_the_end_comes_to_the_end() -> None:
    text = edit_fields(PAGE.format("户数: 3").encode(), PATH, {"来源": "示例"}, UNIT.fields).decode()
    assert "状态: 发布\n来源: 示例\n---\n" in text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay(end: str, mark: str) -> None:
    before = mark + PAGE.format("星级: 3\n主题:\n  - 剪纸").replace("\n", end)
    changes = {"星级": 4, "户数": 20, "主题": ("剪纸", "加装电梯"), "小区": "示例小区"}
    expected = before.replace("\n星级: 3", f"\n星级: 4{end}户数: 20").replace("剪纸", f"剪纸{end}  - 加装电梯")
    expected = expected.replace("小区:", "小区: 示例小区")
    assert edit_fields(before.encode(), PATH, changes, UNIT.fields).decode() == expected


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        ("星级:\n  3", {"星级": 4}),
        ("主题: [剪纸,\n  楼道清理]", {"主题": ("剪纸",)}),
        ("主题:\n  - 剪纸\n  - 楼道清理  # 问过", {"主题": ("剪纸",)}),
        ("公约:\n  - 甲  # 一\n  - 乙", {"公约": ("乙", "甲")}),
        ("公约: 一句", {"公约": ("甲", "乙")}),
    ],
)
def test_what_is_written_in_an_unusual_way_is_refused(before: str, changes: dict[str, Any]) -> None:
    with pytest.raises(UnusualFormat):
        after(before, **changes)


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(UnusualFormat):
        edit_fields(PAGE.format("星级: 3").encode("gb18030"), PATH, {"星级": 4}, UNIT.fields)


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8).filter(
    lambda word: not INVISIBLE.search(word)
)
"""Words without characters that have no shape: cells lose those before anything is edited."""
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
UNNUMBERED = SENTENCES.filter(lambda text: strip_list_number(text) == text)
"""Items without a number of their own: cells lose that too before anything is edited."""
LEXICON = build_lexicon(load_exhibition(TINY).exhibition.vocabularies)
STYLES = st.sampled_from(
    [
        "公约:",
        "公约: []",
        "公约: [甲, 乙]",
        "公约:\n  - 甲\n  - 乙\n  - 丙",
        "公约:\n- 甲\n# 备注\n- 乙",
        "公约:\n  - 甲\n\n  - 乙\n",
        "户数: 3",
    ]
)


@settings(max_examples=300, deadline=None)
@example("公约: []", ["0 ;0"], "话")
@given(STYLES, st.lists(st.sampled_from("甲乙丙丁戊") | UNNUMBERED, min_size=1, max_size=5, unique=True), SENTENCES)
def test_whatever_is_written_is_read_back_and_comments_stay(style: str, items: list[str], tagline: str) -> None:
    before = PAGE.format(style)
    changes = {"公约": tuple(items), "一句话": tagline}
    data = edit_fields(before.encode(), PATH, changes, UNIT.fields)
    read = read_unit(data, PATH.rpartition("/")[0], LEXICON)
    assert read.entry is not None
    assert read.entry.covenant == tuple(items)
    assert read.entry.tagline == tagline
    text = data.decode()
    assert text.endswith("正文。星级: 3\n")
    assert text.count("# 备注") == before.count("# 备注")
    assert edit_fields(data, PATH, changes, UNIT.fields) == data


def test_the_template_of_a_new_unit_is_filled_without_losing_a_comment(tiny: Exhibition) -> None:
    from datetime import date

    plan = plan_entry("unit", {"name": "楼", "street": "示例街镇"}, tiny, date(2026, 11, 24), "20030")
    changes = {"星级": 4, "主题": ("剪纸",), "公约": ("不堆物",), "一句话": "话"}
    text = edit_fields(plan.text.encode(), plan.path.as_posix(), changes, UNIT.fields).decode()
    comments = [line for line in plan.text.splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == comments
    assert len(text.splitlines()) == len(plan.text.splitlines()) + 2
